// Questions that do not apply: on a section page each is one muted line with the
// reason, a section of which nothing applies says so instead of asking; either can
// be answered all the same.

package ui

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"muster/assessment"
	"muster/assessment/question"
	"muster/assessment/session"
	"muster/exporters/look"
	"muster/exporters/report"
	"muster/ui/form"
	"muster/ui/locate"
	"muster/ui/style"
	"muster/ui/words"
)

// foldLine says why a question or a section does not apply. It is one Tab stop:
// Enter or Space shows what it stands for.
type foldLine struct {
	widget.BaseWidget
	body    *fyne.Container
	ring    *canvas.Rectangle
	open    func() // nil once it is open
	onFocus func()
	onKey   func(*fyne.KeyEvent)
	shown   string // what it was made of
}

var _ fyne.Focusable = (*foldLine)(nil)

func newFoldLine(onFocus func(), onKey func(*fyne.KeyEvent)) *foldLine {
	l := &foldLine{body: container.NewStack(), ring: style.Box(look.None, look.None, 0), onFocus: onFocus, onKey: onKey}
	l.ExtendBaseWidget(l)
	l.Hide()
	return l
}

// Parts are what it shows.
func (l *foldLine) Parts() []fyne.CanvasObject { return []fyne.CanvasObject{l.body} }

// CreateRenderer draws the line in its focus ring.
func (l *foldLine) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.NewStack(l.ring, l.body))
}

// put fills the line; open is what Enter and the chip do, nil for neither.
func (l *foldLine) put(key string, open func(), body func() fyne.CanvasObject) {
	l.open = open
	if l.shown != key {
		l.shown = key
		l.body.Objects = []fyne.CanvasObject{body()}
		l.Refresh()
	}
}

// FocusGained shows the ring.
func (l *foldLine) FocusGained() {
	l.rim(look.Accent, 2)
	l.onFocus()
	form.Focused(l)
}

// FocusLost takes the ring away.
func (l *foldLine) FocusLost() { l.rim(look.None, 0) }

func (l *foldLine) rim(token look.Token, width float32) {
	l.ring.StrokeColor, l.ring.StrokeWidth = style.Color(token), width
	l.ring.Refresh()
}

// TypedRune opens with the space. It comes as a key first; what opened by that would
// pass the sign on to the question.
func (l *foldLine) TypedRune(r rune) {
	if r == ' ' && l.open != nil {
		l.open()
	}
}

// TypedKey opens with Enter.
func (l *foldLine) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		if l.open != nil {
			l.open()
		}
	default:
		l.onKey(e)
	}
}

const (
	anywayRoom = 148 // of its chip, at most
)

func anywayChip(open func()) *form.Chip { return form.NewChipAside(words.Say("Answer anyway"), open) }

// itemLine is the body of the line of a question.
func itemLine(it *question.Item, number, because string, open func()) fyne.CanvasObject {
	p := &placed{y: look.Space1}
	if open == nil { // the question itself stands below
		text := style.Paragraph(words.Say("Does not apply: %s What you answer counts all the same.", words.Name(because)), style.Column-indent, look.TextSmall+1, false, look.Muted)
		p.put(text, indent)
		p.y += text.MinSize().Height + look.Space1
		return p.box(style.Column)
	}
	text := style.Paragraph(words.Say("%s – does not apply: %s", words.Name(it.Title), words.Name(because)), style.Column-indent-anywayRoom, look.TextBody, false, look.Muted)
	chip := locate.Name("anyway/"+it.ID, anywayChip(open))
	p.put(chip, style.Column-chip.MinSize().Width-4)
	p.y += 3
	p.put(style.Line(number, look.TextBody, false, look.Muted), 7)
	p.put(text, indent)
	p.y += max(text.MinSize().Height, chip.MinSize().Height-6) + 5
	return p.box(style.Column)
}

// sectionPanel is the body of what stands for a section of which nothing applies.
func (w *workspace) sectionPanel(sec *question.Section, because, from, first string, open func()) fyne.CanvasObject {
	const width, pad = style.Column - 2*look.Space4, look.Space4
	p := &placed{y: pad}
	say := func(text string, size float32, bold bool, token look.Token) {
		o := style.Paragraph(text, width, size, bold, token)
		p.put(o, pad)
		p.y += o.MinSize().Height + look.Space2
	}
	say(words.Say("This section does not apply"), look.TextLead, true, look.Text)
	say(words.Name(because), look.TextBody, false, look.Text)
	if from != "" {
		say(words.Say("This follows from other answers. %s", from), look.TextBody, false, look.Muted)
	}
	bar := container.NewHBox()
	if open == nil {
		say(words.Say("What you answer counts all the same. What you leave open stays not applicable."), look.TextBody, false, look.Text)
	} else {
		bar.Add(locate.Name("anyway/"+sec.ID, anywayChip(open)))
	}
	if from != "" {
		bar.Add(form.NewChip(words.Say("Go to these answers ▸"), func() { w.goTo(first) }))
	}
	p.put(bar, pad)
	p.y += bar.MinSize().Height + pad
	return container.NewStack(style.Box(look.Surface, look.Border, 1), p.box(style.Column))
}

// origin is the answers that make a section not apply for a reason, in words, and
// the last of their questions; empty where they are not this document's own.
func (w *workspace) origin(sec *question.Section, because string) (said, id string) {
	e := exemption(sec, because)
	if e == nil {
		return "", ""
	}
	for _, c := range w.session.Set.Circumstances()[e.Circumstance] {
		it := w.session.Set.Item(c.Question)
		if v := w.session.Document().Value(c.Question); it != nil && v != nil {
			said, id = strings.TrimSpace(said+" "+words.Name(it.Title)+": "+report.AnswerText(words.Reports(), it, v)+"."), c.Question
		}
	}
	return said, id
}

// exemption is that of the section, or the one of an item that gives the reason.
func exemption(sec *question.Section, because string) *question.Exemption {
	if sec.NotApplicable != nil && sec.NotApplicable.Because == because {
		return sec.NotApplicable
	}
	for i := range sec.Items {
		if e := sec.Items[i].NotApplicable; e != nil && e.Because == because {
			return e
		}
	}
	return nil
}

// arrange shows or folds each question as the profile stands, without moving what
// is being worked on. What was not arranged before has no place to keep.
func (p *sectionPage) arrange(progress assessment.Progress) {
	if !p.arranged {
		p.arranged = true
		p.fold(progress)
		return
	}
	here := p.here()
	if !p.fold(progress) {
		return
	}
	p.column.Refresh() // lays it out
	p.scroll.Refresh()
	p.settle(here)
}

// fold sets what is visible and reports whether that is new.
func (p *sectionPage) fold(progress assessment.Progress) (changed bool) {
	result := p.w.session.Result()
	show := func(o fyne.CanvasObject, on bool) {
		if o.Visible() == on {
			return
		}
		changed = true
		if on {
			o.Show()
		} else {
			o.Hide()
		}
	}
	opened := p.w.opened[p.section.ID]
	left, why := 0, progress.Because
	for _, b := range p.blocks {
		if because := result.Profile.Because(b.item.ID); because != "" {
			if left++; why == "" {
				why = because
			}
		}
	}
	panel := progress.Because != "" || opened && left > 0
	if panel {
		var open func()
		if !opened {
			open = func() { p.openAnyway(p.section.ID, p.blocks[0].item.ID) }
		}
		from, first := p.w.origin(p.section, why)
		p.panel.put(why+from+strconv.FormatBool(opened), open, func() fyne.CanvasObject {
			return p.w.sectionPanel(p.section, why, from, first, open)
		})
	}
	show(p.panel, panel)
	show(p.below, panel)
	for _, b := range p.blocks {
		because := result.Profile.Because(b.item.ID)
		// What was begun stays in view: nothing typed is hidden.
		begun := because != "" && !p.w.session.Answer(b.item.ID).Empty()
		visible := because == "" || opened || progress.Because == "" && (begun || p.w.opened[b.item.ID])
		line := because != "" && !panel
		if line {
			var open func()
			if !visible {
				open = func() { p.openAnyway(b.item.ID, b.item.ID) }
			}
			b.line.put(because+strconv.FormatBool(visible), open, func() fyne.CanvasObject { return itemLine(b.item, p.w.numbers(b.item)[0], because, open) })
		}
		show(b.line, line)
		show(b.object, visible)
		if !visible && p.current == b {
			b.setFocused(false)
			p.current = nil
		}
	}
	return changed
}

// openAnyway shows what does not apply, a section or a question, and gives the
// focus to a question of it.
func (p *sectionPage) openAnyway(what, focus string) {
	p.w.opened[what] = true
	p.refresh(session.Change{})
	p.reveal(focus, true)
}

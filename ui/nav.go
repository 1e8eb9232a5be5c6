// The list at the left: sections with progress, then the pages of results. One
// Tab stop; arrows move, and the page follows.

package ui

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"muster/exporters/look"
	"muster/ui/form"
	"muster/ui/style"
	"muster/ui/words"
)

// navEntry is one line of the list.
type navEntry struct {
	id       string
	title    string
	heading  bool
	answered int // of applicable, for sections
	total    int
	unknown  int
	flags    int // red flags
	review   int
	carried  int // answers to be confirmed; on a heading, in all
	progress bool
	apart    bool // does not apply: no progress to be made
}

// navList shows entries and reports the chosen one.
type navList struct {
	widget.BaseWidget
	entries []navEntry
	current string
	focused bool
	hovered int
	tops    []float32 // of the entries; one more for the end
	objects []fyne.CanvasObject
	choose  func(id string)
	enter   func() // goes into the page that is chosen
}

const (
	navWidth  = 262
	navHeight = 26 // of an entry of one line
	navAt     = 34 // where titles begin
	navPad    = 12
	noteGap   = 6
)

var (
	_ fyne.Focusable    = (*navList)(nil)
	_ desktop.Hoverable = (*navList)(nil)
)

func newNavList(choose func(id string)) *navList {
	n := &navList{choose: choose, hovered: -1, enter: func() {}}
	n.ExtendBaseWidget(n)
	return n
}

func (n *navList) set(entries []navEntry, current string) {
	n.entries, n.current = entries, current
	n.tops = n.tops[:0]
	y := float32(0)
	for _, e := range entries {
		n.tops = append(n.tops, y)
		lines, at := e.lines()
		y += navHeight + float32(max(len(lines)-1, at))*style.LineHeight(look.TextBody)
	}
	n.tops = append(n.tops, y)
	n.Refresh()
}

// navNote is a short remark at the right of an entry.
type navNote struct {
	text  string
	bold  bool
	token look.Token
}

func (n navNote) width() float32 {
	return fyne.MeasureText(n.text, look.TextSmall-1, fyne.TextStyle{Bold: n.bold}).Width
}

// notes are the remarks of an entry, from the right.
func (e navEntry) notes() (out []navNote) {
	if e.apart {
		out = append(out, navNote{words.Say("does not apply"), false, look.Muted})
	}
	if e.progress {
		out = append(out, navNote{fmt.Sprintf("%d/%d", e.answered, e.total), false, look.Muted})
	}
	if e.carried > 0 {
		out = append(out, navNote{fmt.Sprintf("↻%d", e.carried), false, look.Watch})
	}
	if e.review > 0 {
		out = append(out, navNote{fmt.Sprintf("⚐%d", e.review), false, look.Watch})
	}
	if e.flags > 0 {
		out = append(out, navNote{fmt.Sprintf("⚑%d", e.flags), true, look.Bad})
	}
	return out
}

// lines are the title as it is broken beside the notes, which stand on line at of it:
// on the first, or below it where they would leave less room than a word needs. It
// is broken as if it were the chosen one, which is bold: no entry changes its height
// by being chosen.
func (e navEntry) lines() (lines []string, at int) {
	if e.heading {
		return []string{e.title}, 0
	}
	room := float32(navWidth - navAt - navPad)
	beside := room
	for _, note := range e.notes() {
		beside -= note.width() + noteGap
	}
	for _, word := range style.Words(e.title) {
		if fyne.MeasureText(word, look.TextBody, fyne.TextStyle{Bold: true}).Width > beside {
			lines = style.Lines(e.title, room, look.TextBody, true)
			return lines, len(lines)
		}
	}
	return style.Lines(e.title, beside, look.TextBody, true), 0
}

func (n *navList) MinSize() fyne.Size {
	end := float32(0)
	if len(n.tops) > 0 {
		end = n.tops[len(n.tops)-1]
	}
	return fyne.NewSize(navWidth, end+4)
}

func (n *navList) CreateRenderer() fyne.WidgetRenderer { return &navRenderer{n} }

type navRenderer struct{ n *navList }

func (r *navRenderer) Destroy()                     {}
func (r *navRenderer) Layout(fyne.Size)             {}
func (r *navRenderer) MinSize() fyne.Size           { return r.n.MinSize() }
func (r *navRenderer) Objects() []fyne.CanvasObject { return r.n.objects }
func (r *navRenderer) Refresh() {
	r.n.build()
	canvas.Refresh(r.n)
}

func (n *navList) build() {
	n.objects = nil
	for i, e := range n.entries {
		y, height := n.tops[i], n.tops[i+1]-n.tops[i]
		text := func(s string, x, y float32, size float32, bold bool, token look.Token, right bool) {
			t := style.Line(s, size, bold, token)
			m := t.MinSize()
			if right {
				x -= m.Width
			}
			t.Move(fyne.NewPos(x, y+(navHeight-m.Height)/2))
			t.Resize(m)
			n.objects = append(n.objects, t)
		}
		if e.heading {
			text(e.title, navPad, y, look.TextSmall, true, look.Muted, false)
			if e.carried > 0 {
				text(words.Say("↻ %d to confirm", e.carried), navWidth-navPad, y, look.TextSmall-1, false, look.Watch, true)
			}
			continue
		}
		chosen := e.id == n.current
		if chosen || i == n.hovered {
			fill := look.Track
			if chosen {
				fill = look.AccentTint
			}
			box := style.Box(fill, look.None, 0)
			if chosen && n.focused {
				box = style.Box(fill, look.Accent, 2)
			}
			box.Move(fyne.NewPos(4, y+1))
			box.Resize(fyne.NewSize(navWidth-8, height-2))
			n.objects = append(n.objects, box)
		}
		token := look.Text
		if e.apart {
			token = look.Muted
		}
		if chosen {
			token = look.Accent
		}
		if e.progress {
			n.ring(navPad, y+navHeight/2, e)
		}
		lines, at := e.lines()
		right, notesAt := float32(navWidth-navPad), y+float32(at)*style.LineHeight(look.TextBody)
		for k, note := range e.notes() {
			if k == 0 && e.progress && e.answered == e.total && e.carried > 0 {
				continue // the full disc says as much
			}
			text(note.text, right, notesAt, look.TextSmall-1, note.bold, note.token, true)
			right -= note.width() + noteGap
		}
		for k, line := range lines {
			text(line, navAt, y+float32(k)*style.LineHeight(look.TextBody), look.TextBody, chosen, token, false)
		}
	}
}

// ring shows progress as a filled share of a small disc.
func (n *navList) ring(x, y float32, e navEntry) {
	c := canvas.NewCircle(style.Color(look.None))
	c.StrokeColor, c.StrokeWidth = style.Color(look.Muted), 1.4
	c.Move(fyne.NewPos(x, y-6))
	c.Resize(fyne.NewSize(12, 12))
	if e.total > 0 && e.answered == e.total {
		c.FillColor, c.StrokeColor = style.Color(look.Good), style.Color(look.Good)
	}
	n.objects = append(n.objects, c)
	if e.answered > 0 && e.answered < e.total {
		d := canvas.NewCircle(style.Color(look.Accent))
		r := 2 + 3*float32(e.answered)/float32(e.total)
		d.Move(fyne.NewPos(x+6-r, y-r))
		d.Resize(fyne.NewSize(2*r, 2*r))
		n.objects = append(n.objects, d)
	}
}

func (n *navList) at(p fyne.Position) int {
	for i, e := range n.entries {
		if p.Y >= n.tops[i] && p.Y < n.tops[i+1] && !e.heading {
			return i
		}
	}
	return -1
}

func (n *navList) Tapped(e *fyne.PointEvent) {
	if i := n.at(e.Position); i >= 0 {
		n.choose(n.entries[i].id)
	}
}

func (n *navList) MouseIn(e *desktop.MouseEvent)    { n.hover(n.at(e.Position)) }
func (n *navList) MouseMoved(e *desktop.MouseEvent) { n.hover(n.at(e.Position)) }
func (n *navList) MouseOut()                        { n.hover(-1) }

func (n *navList) hover(i int) {
	if n.hovered != i {
		n.hovered = i
		n.Refresh()
	}
}

func (n *navList) FocusGained() {
	n.focused = true
	n.Refresh()
	n.see()
}

// see brings the current entry into view.
func (n *navList) see() {
	for i, e := range n.entries {
		if e.id == n.current && !e.heading && n.focused && form.Window.Focused != nil {
			form.Window.Focused(n, n.tops[i], n.tops[i+1]-n.tops[i])
		}
	}
}

func (n *navList) FocusLost() {
	n.focused = false
	n.Refresh()
}

func (n *navList) TypedRune(rune) {}

func (n *navList) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyDown:
		n.step(1)
	case fyne.KeyUp:
		n.step(-1)
	case fyne.KeyHome:
		n.step(-len(n.entries))
	case fyne.KeyEnd:
		n.step(len(n.entries))
	case fyne.KeyReturn, fyne.KeyEnter:
		n.enter()
	default:
		form.Pass(e)
	}
}

// step chooses the entry so many lines on, headings left out; the last one where
// there are less.
func (n *navList) step(by int) {
	var ids []string
	at := -1
	for _, e := range n.entries {
		if e.heading {
			continue
		}
		if e.id == n.current {
			at = len(ids)
		}
		ids = append(ids, e.id)
	}
	if to := max(0, min(at+by, len(ids)-1)); at >= 0 && to != at {
		n.choose(ids[to])
		n.see()
	}
}

// rowOf is the middle of an entry, for tests.
func (n *navList) rowOf(id string) (fyne.Position, bool) {
	for i, e := range n.entries {
		if e.id == id {
			return fyne.NewPos(navWidth/2, (n.tops[i]+n.tops[i+1])/2), true
		}
	}
	return fyne.Position{}, false
}

// Answers that were carried over from the engagement before: how they show, and how
// they are confirmed.

package ui

import (
	finder "muster/assessment/find"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"muster/assessment/engagement"
	"muster/exporters/look"
	"muster/ui/form"
	"muster/ui/locate"
	"muster/ui/style"
	"muster/ui/words"
)

// carriedLine says on a question that its answer is carried over. Once shown it stays,
// so that the page does not jump when the answer is confirmed.
type carriedLine struct {
	box     *fyne.Container
	text    *canvas.Text
	confirm *form.Chip
}

func newCarriedLine(id string, confirm func()) *carriedLine {
	l := &carriedLine{text: style.Line("", look.TextSmall, true, look.Watch), confirm: locate.Name("confirm/"+id, form.NewChipAside(words.Say("Confirm"), confirm))}
	height := l.confirm.MinSize().Height // the line keeps it when the chip goes
	l.box = container.NewStack(style.Gap(height), container.NewHBox(l.text, style.Strut(2), l.confirm))
	l.box.Hide()
	return l
}

func (l *carriedLine) show(a engagement.Answer) {
	token := look.Watch
	if a.Carried {
		l.text.Text = words.Say("Carried over, to be confirmed")
		l.box.Show()
		l.confirm.Show()
	} else {
		l.text.Text, token = words.Say("✓ Confirmed or answered anew"), look.Muted
		l.confirm.Hide()
	}
	l.text.Color = style.Color(token)
	l.text.Refresh()
}

// confirm takes the mark off the answer without changing it.
func (q *questionBlock) confirm() {
	q.session.Confirm(q.item.ID, q.item.ID)
	q.show()
}

// carriedHead offers at the head of a section to confirm all that it shows.
type carriedHead struct {
	page *sectionPage
	chip *form.Chip
	box  *fyne.Container
}

func newCarriedHead(p *sectionPage) *carriedHead {
	h := &carriedHead{page: p}
	h.chip = locate.Name("confirm-all", form.NewChip("", p.confirmAll))
	h.box = container.NewVBox(container.NewHBox(h.chip), style.Gap(look.Space2))
	h.box.Hide()
	return h
}

func (h *carriedHead) show() {
	n := len(h.page.carried())
	h.chip.SetText(words.Say("Confirm all of this section (%d)", n))
	if n > 0 {
		h.box.Show()
	} else {
		h.chip.SetText(words.Say("✓ Nothing left to confirm here"))
	}
}

// carried are the questions the page shows whose answers are to be confirmed.
func (p *sectionPage) carried() []string {
	var out []string
	for _, b := range p.blocks {
		if p.w.session.Answer(b.item.ID).Carried {
			out = append(out, b.item.ID)
		}
	}
	return out
}

// confirmAll confirms what the page shows: one undo step.
func (p *sectionPage) confirmAll() {
	p.commit()
	p.w.session.Confirm(p.section.ID, p.carried()...)
}

// confirmSection is confirmAll from the menu.
func (w *workspace) confirmSection() {
	p, ok := w.page.(*sectionPage)
	switch {
	case !ok:
		w.app.inform(words.Say("Confirm all of this section"), words.Say("Open a section first."))
	case len(p.carried()) == 0:
		w.app.inform(words.Say("Confirm all of this section"), words.Say("No answer here is carried over and to be confirmed."))
	default:
		p.confirmAll()
	}
}

// nextCarried leads to the next answer that is to be confirmed.
func (w *workspace) nextCarried() { w.nextOf(finder.FilterByID("carried")) }

// carriedObjects says in the panel how much is to be confirmed in all.
func (w *workspace) carriedObjects(width float32) []fyne.CanvasObject {
	n := w.session.Result().Carried()
	if n == 0 {
		return nil
	}
	text := words.Count(n, "1 answer is carried over and to be confirmed.", "%d answers are carried over and to be confirmed.")
	return []fyne.CanvasObject{locate.Name("side/carried", style.Paragraph(text, width, look.TextSmall+1, false, look.Watch)),
		container.NewHBox(locate.Name("side/next-carried", form.NewChip(words.Say("Go to the next ▸"), w.nextCarried)))}
}

// A section page: its questions one under the other, with the focused one kept
// in view.

package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"muster/assessment"
	"muster/assessment/engagement"
	"muster/assessment/question"
	"muster/assessment/session"
	"muster/exporters/look"
	"muster/ui/form"
	"muster/ui/locate"
	"muster/ui/style"
	"muster/ui/words"
)

type sectionPage struct {
	w       *workspace
	section *question.Section
	blocks  []*questionBlock
	current *questionBlock
	led     *questionBlock // has the keyboard because the page was opened: nobody went there yet
	number  int            // of the question that has the focus, or whose line has it; 0 for none
	count   *canvas.Text
	head    *carriedHead
	scroll  *container.Scroll

	panel    *foldLine         // stands for the section where nothing of it applies
	below    fyne.CanvasObject // the room under it
	column   *fyne.Container
	arranged bool
}

func newSectionPage(w *workspace, sec *question.Section) *sectionPage {
	p := &sectionPage{w: w, section: sec}
	p.count = style.Line("", look.TextSmall+1, false, look.Muted)
	p.head = newCarriedHead(p)
	column := []fyne.CanvasObject{
		style.Gap(look.Space2),
		container.NewBorder(nil, nil, style.Paragraph(words.Name(sec.Title), style.Column-240, look.TextTitle, true, look.Text), container.NewVBox(style.Gap(14), p.count)),
		style.Paragraph(words.Name(sec.Lead), style.Column, look.TextBody, false, look.Muted),
		style.Gap(look.Space4),
		p.head.box,
	}
	p.panel = newFoldLine(func() { p.lineFocused(p.panel, 0) }, p.key)
	p.below = style.Gap(look.Space4)
	p.below.Hide()
	column = append(column, locate.Name("panel/"+sec.ID, p.panel), p.below)
	hooks := form.Hooks{Key: p.key, Wheel: func(e *fyne.ScrollEvent) { p.scroll.Scrolled(e) }}
	for i := range sec.Items {
		it := &sec.Items[i]
		if w.quick() && !it.Quick {
			continue
		}
		b := newQuestion(it, w, hooks, p.focused, p.bring, p.resized)
		if b.field.Grid != nil {
			b.field.Grid.OnCursor(func(cell fyne.Position, size fyne.Size) { p.bring(b.field.Object, cell.Y, size.Height) })
		}
		b.line = locate.Name("line/"+it.ID, newFoldLine(func() { p.lineFocused(b.line, it.Number) }, p.key))
		p.blocks = append(p.blocks, b)
		column = append(column, b.line, b.object)
	}
	if len(p.blocks) == 0 {
		column = append(column, style.Paragraph(words.Say("The quick set asks nothing here. Switch to all questions to see this section."), style.Column, look.TextBody, false, look.Muted))
	}
	column = append(column, p.footer(), style.Gap(look.Space6))
	p.scroll = columnScroll(column)
	p.column = p.scroll.Content.(*fyne.Container).Objects[2].(*fyne.Container)
	p.showCount()
	return p
}

// columnScroll is a page: a column of known width in the middle, scrolling.
func columnScroll(objects []fyne.CanvasObject) *container.Scroll {
	column := container.NewVBox(objects...)
	s := container.NewScroll(container.NewHBox(layout.NewSpacer(), style.Strut(12), column, style.Strut(12), layout.NewSpacer()))
	return locate.Name("page", s)
}

func (p *sectionPage) footer() fyne.CanvasObject {
	bar := container.NewHBox()
	if t := p.w.neighbour(-1); t != "" {
		bar.Add(locate.Name("page/previous", form.NewChip("‹ "+t, func() { p.w.step(-1) })))
	}
	bar.Add(layout.NewSpacer())
	if t := p.w.neighbour(1); t != "" {
		bar.Add(locate.Name("page/next", form.NewChip(t+" ›", func() { p.w.step(1) })))
	}
	return bar
}

// neighbour is the title of the page before or after the current one.
func (w *workspace) neighbour(by int) string {
	entries := w.entries()
	for i, e := range entries {
		if e.id != w.pageID || e.heading {
			continue
		}
		for k := i + by; k >= 0 && k < len(entries); k += by {
			if !entries[k].heading {
				return entries[k].title
			}
		}
	}
	return ""
}

func (p *sectionPage) object() fyne.CanvasObject { return p.scroll }

// showCount shows the progress of the section and what of it applies.
func (p *sectionPage) showCount() {
	for _, s := range assessment.Sections(p.w.session.Set, p.w.session.Document(), p.w.session.Result(), p.w.quick()) {
		if s.ID == p.section.ID {
			p.count.Text = words.Say("%d of %d answered", s.Answered-s.Unfinished, s.Applicable())
			if s.Unknown > 0 {
				p.count.Text += ", " + words.Say("%d don't know", s.Unknown)
			}
			if s.Unfinished > 0 {
				p.count.Text += ", " + words.Say("%d not complete", s.Unfinished)
			}
			if s.Because != "" {
				p.count.Text = words.Say("does not apply")
			}
			p.arrange(s)
		}
	}
	p.count.Refresh()
	p.head.show()
}

func (p *sectionPage) refresh(session.Change) {
	for _, b := range p.blocks {
		b.show()
	}
	p.showCount()
}

func (p *sectionPage) commit() {
	for _, b := range p.blocks {
		b.commit()
	}
}

// worksOn is told which stop has the keyboard: one of a question marks it.
func (p *sectionPage) worksOn(stop fyne.CanvasObject) {
	for _, b := range p.blocks {
		if _, ok := offsetIn(b.object, stop); ok && b.object.Visible() {
			if p.current != b {
				p.mark(b)
			}
			return
		}
	}
}

// focused is told when a question gets the focus.
func (p *sectionPage) focused(b *questionBlock) {
	p.mark(b)
	h := b.object.Size().Height
	if most := p.scroll.Size().Height; h > most {
		h = most
	}
	if b.field.Grid != nil {
		h = min(h, 200)
	}
	p.bring(b.object, 0, h)
}

// mark makes a question the one being worked on.
func (p *sectionPage) mark(b *questionBlock) {
	if p.current != nil && p.current != b {
		p.current.setFocused(false)
	}
	p.current, p.number, p.led = b, b.item.Number, nil
	b.setFocused(true)
	locate.Focused(b.item.ID)
}

// lineFocused is told when the line in the stead of a question, or of the section,
// gets the focus.
func (p *sectionPage) lineFocused(l *foldLine, number int) {
	if p.current != nil {
		p.current.setFocused(false)
	}
	p.current, p.number = nil, number
	p.bring(l, 0, l.Size().Height)
}

// resized lays the page out anew when a question needs other room.
func (p *sectionPage) resized() {
	if p.scroll != nil {
		p.scroll.Content.Refresh()
	}
}

// bring scrolls until the part of obj at y of height h is in view.
func (p *sectionPage) bring(obj fyne.CanvasObject, y, h float32) {
	top, ok := offsetIn(p.scroll.Content, obj)
	if !ok {
		return
	}
	bringInto(p.scroll, top+y, h)
}

// offsetIn is how far below the top of root an object stands. The driver does not
// know yet where the parts of a page are that was opened just now.
func offsetIn(root, obj fyne.CanvasObject) (float32, bool) {
	if root == obj {
		return 0, true
	}
	for _, child := range parts(root) {
		if y, ok := offsetIn(child, obj); ok {
			return child.Position().Y + y, true
		}
	}
	return 0, false
}

// bringInto scrolls until a stretch of the content is in view.
func bringInto(scroll *container.Scroll, top, h float32) {
	view := scroll.Size().Height
	switch offset := scroll.Offset.Y; {
	case top < offset:
		scroll.ScrollToOffset(fyne.NewPos(scroll.Offset.X, max(0, top-look.Space2)))
	case top+h > offset+view:
		scroll.ScrollToOffset(fyne.NewPos(scroll.Offset.X, top+h-view+look.Space2))
	}
}

// reveal brings a question into view and, with focus, gives it the focus.
func (p *sectionPage) reveal(id string, focus bool) {
	for _, b := range p.blocks {
		if b.item.ID != id {
			continue
		}
		p.led = nil
		if !b.object.Visible() { // folded away
			p.w.opened[id] = true
			if p.panel.Visible() {
				p.w.opened[p.section.ID] = true
			}
			p.refresh(session.Change{})
		}
		if focus && b.field.Focus != nil {
			// The window's own canvas: a page just opened is not known to it yet.
			p.w.app.window.Canvas().Focus(b.field.Focus)
			return
		}
		p.focused(b)
	}
}

// lead gives the keyboard to the first question that is still to be answered and
// reports whether there is one. Where all are answered the page is read: there an
// arrow must not change an answer.
func (p *sectionPage) lead() bool {
	if p.w.session.ReadOnly() {
		return false
	}
	for _, b := range p.blocks {
		if b.object.Visible() && b.field.Focus != nil && p.w.session.Answer(b.item.ID).State == engagement.Unanswered {
			p.begin(b)
			return true
		}
	}
	return false
}

// begin gives a question the keyboard on a page just opened. The page stays at its
// top as long as the question begins in view there.
func (p *sectionPage) begin(b *questionBlock) {
	p.reveal(b.item.ID, true)
	p.led = b
	if top, ok := offsetIn(p.scroll.Content, b.object); ok && top < p.scroll.Size().Height/2 {
		p.scroll.ScrollToOffset(fyne.NewPos(p.scroll.Offset.X, 0))
	}
}

// at is the question that somebody went to or answers; nil without one.
func (p *sectionPage) at() *questionBlock {
	if p.current != nil && p.current == p.led && p.w.session.Answer(p.led.item.ID).Empty() {
		return nil
	}
	return p.current
}

// typed takes a sign that was typed on the page where no question has the keyboard:
// it is for the first one.
func (p *sectionPage) typed(r rune) {
	if p.w.session.ReadOnly() || !(r >= '0' && r <= '9') {
		return
	}
	for _, b := range p.blocks {
		if b.object.Visible() && b.field.Focus != nil {
			p.begin(b)
			b.field.Focus.TypedRune(r)
			return
		}
	}
}

// key handles what a field has no use for.
func (p *sectionPage) key(e *fyne.KeyEvent) {
	if e.Name != fyne.KeyF1 {
		p.w.key(e)
	} else if p.current != nil {
		p.current.toggleHelp()
	}
}

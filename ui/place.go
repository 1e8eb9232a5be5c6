// The place on a section page: which question is being worked on and where it
// stands in view, so that neither is lost when the page is made anew or changes
// above it.

package ui

import "fyne.io/fyne/v2"

// pagePlace is where somebody is on a section page.
type pagePlace struct {
	item    int     // number of the question; 0 for none
	current bool    // it is the one being worked on, not just the first in view
	above   float32 // its top below the top of the view
}

// stands is what a question shows: itself, or the line in its stead.
func (b *questionBlock) stands() fyne.CanvasObject {
	switch {
	case b.object.Visible():
		return b.object
	case b.line.Visible():
		return b.line
	}
	return nil
}

// here is the place of the question being worked on if it is in view, else of the
// first one in view.
func (p *sectionPage) here() pagePlace {
	view := p.scroll.Size().Height
	var first pagePlace
	for _, b := range p.blocks {
		o := b.stands()
		if o == nil {
			continue
		}
		top, ok := offsetIn(p.scroll.Content, o)
		if !ok {
			continue
		}
		above := top - p.scroll.Offset.Y
		inView := above+o.Size().Height > 0 && above < view
		if b == p.current {
			return pagePlace{b.item.Number, true, above}
		}
		if inView && first.item == 0 {
			first = pagePlace{b.item.Number, false, above}
		}
	}
	return first
}

// settle scrolls until the question of a place stands where it stood; where it does
// not show, that is the next one, or the last.
func (p *sectionPage) settle(at pagePlace) *questionBlock {
	var found *questionBlock
	for _, b := range p.blocks {
		if b.stands() == nil {
			continue
		}
		if found = b; b.item.Number >= at.item {
			break
		}
	}
	if found == nil || at.item == 0 {
		return nil
	}
	if top, ok := offsetIn(p.scroll.Content, found.stands()); ok {
		p.scroll.ScrollToOffset(fyne.NewPos(p.scroll.Offset.X, max(0, top-at.above)))
	}
	return found
}

// resume takes up a place of the page before this one: the same question in view,
// and with focus at work on it.
func (p *sectionPage) resume(at pagePlace, focus bool) {
	b := p.settle(at)
	if b == nil || !at.current || b.item.Number != at.item {
		return
	}
	if focus {
		p.reveal(b.item.ID, true)
		return
	}
	p.focused(b)
}

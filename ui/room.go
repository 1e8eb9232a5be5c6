// Little room: at a large scale or in a small window nothing may be cut off.
// Panels step aside, and what is larger than the window scrolls.

package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"muster/ui/style"
)

const (
	pageRoom = style.Column + 24 + 8 // a page with its margins and scroll bar
	listRoom = navWidth + pageRoom   // the list of pages beside it
	sideRoom = listRoom + sideWidth  // the verdict panel too
)

// panel is one that steps aside where there is no room for it.
type panel struct {
	wanted bool // by the user, where there is room
	over   bool // asked for where there is none
	room   float32
	width  float32 // of the window when it was last laid out
}

func (p *panel) fits() bool  { return p.width == 0 || p.width >= p.room }
func (p *panel) shown() bool { return p.wanted && p.fits() || p.over }

func (p *panel) toggle() {
	if p.fits() {
		p.wanted = !p.wanted
	} else {
		p.over = !p.over
	}
}

// measure reports whether the panel comes or goes with the width.
func (p *panel) measure(width float32) bool {
	before := p.shown()
	p.width = width
	if p.fits() {
		p.over = false
	}
	return p.shown() != before
}

// room lays the workspace out: top, list, page, verdict panel.
type room struct {
	w *workspace
}

// Layout gives the page what the others leave.
func (r *room) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	top, left, middle, right := objects[0], objects[1], objects[2], objects[3]
	list, side := r.w.list.measure(size.Width), r.w.verdict.measure(size.Width)
	reveal(left, r.w.list.shown())
	reveal(right, r.w.verdict.shown())
	if (list || side) && r.w.page != nil {
		r.w.showTop()
	}
	r.w.app.sizeChanged(size.Width)
	y := top.MinSize().Height
	top.Move(fyne.NewPos(0, 0))
	top.Resize(fyne.NewSize(size.Width, y))
	x, end := float32(0), size.Width
	if left.Visible() {
		x = left.MinSize().Width
		left.Move(fyne.NewPos(0, y))
		left.Resize(fyne.NewSize(x, size.Height-y))
	}
	if right.Visible() {
		end -= right.MinSize().Width
		right.Move(fyne.NewPos(end, y))
		right.Resize(fyne.NewSize(size.Width-end, size.Height-y))
	}
	middle.Move(fyne.NewPos(x, y))
	middle.Resize(fyne.NewSize(max(0, end-x), size.Height-y))
}

// MinSize is small: everything in the workspace scrolls.
func (r *room) MinSize([]fyne.CanvasObject) fyne.Size { return leastRoom }

// leastRoom is the smallest window, in Fyne's units.
var leastRoom = fyne.NewSize(400, 250)

func reveal(o fyne.CanvasObject, yes bool) {
	switch {
	case yes && !o.Visible():
		o.Show()
	case !yes && o.Visible():
		o.Hide()
	}
}

// setHome shows home. What is wider or higher than the window scrolls.
func (a *App) setHome(root fyne.CanvasObject) {
	if a.scale > scaleNormal {
		root = container.NewScroll(root)
	}
	a.window.SetContent(root)
}

// dialogFrame is what a dialog needs around its content: title, buttons, margins,
// and some distance from the window's edge.
var dialogFrame = fyne.NewSize(72, 150)

// fitting scrolls content that a dialog in this window has no room for; there must
// be some more for a fault that is said later.
func fitting(content fyne.CanvasObject, window fyne.Window) fyne.CanvasObject {
	most := window.Canvas().Size().Subtract(dialogFrame)
	need := content.MinSize()
	if need.Width <= most.Width && need.Height+60 <= most.Height {
		return content
	}
	scroll := container.NewScroll(content)
	scroll.SetMinSize(fyne.NewSize(max(80, min(need.Width+12, most.Width)), max(60, min(need.Height+12, most.Height))))
	return scroll
}

// pickerSize is the size of Fyne's own dialogs for files.
func (a *App) pickerSize() fyne.Size {
	return a.window.Canvas().Size().Subtract(fyne.NewSize(20, 20)).Min(fyne.NewSize(900, 560))
}

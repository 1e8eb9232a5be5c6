// Where the keyboard is: what has it comes into view, goes back to where it was
// after a dialog, and is never lost when a part of the window is made anew.

package ui

import (
	"fmt"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/widget"

	"muster/ui/form"
	"muster/ui/style"
)

// listen makes the window hear of its stops.
func (a *App) listen() {
	form.Window.Focused = a.focused
	form.Window.Key = a.key
	form.Window.Wheel = func(over fyne.CanvasObject, e *fyne.ScrollEvent) {
		if s := scrollAround(a.front(), over); s != nil {
			s.Scrolled(e)
		}
	}
	form.Window.Pause = func(do func()) { later(typingPause, do) }
	form.Window.Typing = func(field fyne.CanvasObject, do func()) {
		if a.work == nil {
			do()
			return
		}
		a.work.session.WhileTyping(fmt.Sprintf("field %p", field), do)
	}
	form.Window.Typed = func() {
		if a.work != nil {
			a.work.session.EndTyping()
		}
	}
	c := a.window.Canvas()
	// A click beside its parts takes the keyboard from a dialog; keys still reach it.
	c.SetOnTypedKey(func(e *fyne.KeyEvent) {
		if d := a.dialog(); d != nil && c.Focused() == nil {
			c.Focus(d.first)
			d.first.TypedKey(e)
			return
		}
		a.key(e)
	})
	c.SetOnTypedRune(func(r rune) {
		if a.presenting != nil && !a.blocked() {
			a.presenting.typed(r)
			return
		}
		a.typedAtHome(r)
	})
}

// front is what can be reached now: the dialog on top, or the window.
func (a *App) front() fyne.CanvasObject {
	if d := a.dialog(); d != nil {
		return d.content
	}
	return a.window.Content()
}

// parts are the objects an object is made of, as far as stops can lie in it.
func parts(o fyne.CanvasObject) []fyne.CanvasObject {
	switch o := o.(type) {
	case *fyne.Container:
		return o.Objects
	case *container.Scroll:
		return []fyne.CanvasObject{o.Content}
	case *form.SideScroll:
		return []fyne.CanvasObject{o.Content}
	case interface{ Parts() []fyne.CanvasObject }:
		return o.Parts()
	}
	return nil
}

// stopsIn are the Tab stops under an object in the order of Tab.
func stopsIn(o fyne.CanvasObject) []fyne.Focusable {
	if o == nil || !o.Visible() {
		return nil
	}
	var out []fyne.Focusable
	if f, ok := o.(fyne.Focusable); ok {
		if d, ok := o.(fyne.Disableable); !ok || !d.Disabled() {
			out = append(out, f)
		}
	}
	for _, p := range parts(o) {
		out = append(out, stopsIn(p)...)
	}
	return out
}

// sight scrolls whatever lies between root and o until the part of o at y of height
// h is in view. It returns where that part then stands below the top of root.
func sight(root, o fyne.CanvasObject, y, h float32) (float32, bool) {
	if root == o {
		return y, true
	}
	for _, part := range parts(root) {
		at, ok := sight(part, o, y, h)
		if !ok {
			continue
		}
		if s, ok := root.(*container.Scroll); ok {
			bringInto(s, at, min(h, s.Size().Height))
			return at - s.Offset.Y, true
		}
		return part.Position().Y + at, true
	}
	return 0, false
}

// scrollAround is the innermost scroll that an object lies in; nil if there is none.
func scrollAround(root, o fyne.CanvasObject) *container.Scroll {
	for _, part := range parts(root) {
		if part == o || scrollHolds(part, o) {
			if s := scrollAround(part, o); s != nil {
				return s
			}
			s, _ := root.(*container.Scroll)
			return s
		}
	}
	return nil
}

func scrollHolds(root, o fyne.CanvasObject) bool {
	_, ok := offsetIn(root, o)
	return ok
}

// focused is told which stop got the keyboard, and which part of it is to be seen.
func (a *App) focused(stop fyne.CanvasObject, y, h float32) {
	if f, ok := stop.(fyne.Focusable); ok && len(a.posed) == 0 {
		a.last = hold{stop: f, label: label(f), at: -1}
	}
	if a.work != nil && a.dialog() == nil {
		if p, ok := a.work.page.(*sectionPage); ok {
			p.worksOn(stop)
		}
	}
	sight(a.front(), stop, y, h)
}

// key takes a key that what has the keyboard has no use for.
func (a *App) key(e *fyne.KeyEvent) {
	switch d := a.dialog(); {
	case d != nil:
		d.key(a, e)
	case a.blocked(): // a list that opened, or a dialog of Fyne's own
	case a.work != nil:
		a.work.key(e)
	default:
		a.keyAtHome(e)
	}
}

// hold is where the keyboard is.
type hold struct {
	stop  fyne.Focusable
	label string
	at    int // among the stops of the window; -1: not one of them
}

// label is what tells a stop from its neighbours when the page is made anew.
func label(f fyne.Focusable) string {
	switch f := f.(type) {
	case *form.Chip:
		return f.Text()
	case *form.Button:
		return f.Text
	}
	return ""
}

// hold notes where the keyboard is.
func (a *App) hold() hold {
	h := hold{stop: a.window.Canvas().Focused(), at: -1}
	if h.stop != nil {
		h.at, h.label = slices.Index(stopsIn(a.front()), h.stop), label(h.stop)
	}
	return h
}

// give gives the keyboard back to where it was. Where that is gone it goes to the
// nearest stop that says the same, or to the one at its place.
func (a *App) give(h hold) {
	if h.stop == nil {
		return
	}
	stops := stopsIn(a.front())
	if slices.Contains(stops, h.stop) {
		a.window.Canvas().Focus(h.stop)
		return
	}
	if h.at < 0 || len(stops) == 0 {
		return
	}
	best := min(h.at, len(stops)-1)
	for by := range len(stops) {
		if i := h.at - by; h.label != "" && i >= 0 && i < len(stops) && label(stops[i]) == h.label {
			best = i
			break
		}
		if i := h.at + by; h.label != "" && i < len(stops) && label(stops[i]) == h.label {
			best = i
			break
		}
	}
	a.window.Canvas().Focus(stops[best])
}

// keeping does what may make parts of the window anew; the keyboard stays at its
// place, unless it was given elsewhere meanwhile.
func (a *App) keeping(do func()) {
	h := a.hold()
	do()
	if h.stop != nil && h.at >= 0 && a.window.Canvas().Focused() == h.stop {
		a.give(h)
	}
}

// posed is a dialog and how the keyboard gets about in it.
type posed struct {
	body    fyne.CanvasObject // the keys of pages scroll it where it scrolls
	buttons []fyne.CanvasObject
	first   fyne.Focusable // has the keyboard at first
	escape  func()         // what Escape does

	content fyne.CanvasObject // body and buttons
	back    hold
}

// dialog is the dialog of Muster's own that lies on top; nil if there is none.
func (a *App) dialog() *posed {
	if len(a.posed) == 0 || len(a.window.Canvas().Overlays().List()) > len(a.posed) {
		return nil
	}
	return a.posed[len(a.posed)-1]
}

// pose shows a dialog and gives the keyboard to its first part. When it closes, the
// keyboard goes back to where it was. What the window has no room for scrolls.
func (a *App) pose(title string, p posed) *dialog.CustomDialog {
	p.body = fitting(p.body, a.window)
	d := dialog.NewCustomWithoutButtons(title, p.body, a.window)
	if p.back = a.hold(); p.back.stop == nil && len(a.posed) == 0 {
		p.back = a.last // a click on a menu takes the keyboard away
	}
	p.content = container.NewWithoutLayout(append([]fyne.CanvasObject{p.body}, p.buttons...)...)
	a.window.Canvas().Unfocus() // what is typed there is handed over
	a.posed = append(a.posed, &p)
	d.SetOnClosed(func() { a.closed(&p) })
	d.SetButtons(p.buttons)
	d.Show()
	a.window.Canvas().Focus(p.first)
	return d
}

// closed takes a dialog off the stack; those on top of it went with it.
func (a *App) closed(p *posed) {
	i := slices.Index(a.posed, p)
	if i < 0 {
		return // it was closed before and shown again
	}
	a.posed = a.posed[:i]
	if a.window.Canvas().Focused() == nil {
		a.give(p.back)
	}
	if a.window.Canvas().Focused() == nil && !a.blocked() && a.work != nil && a.window.Content() == a.work.root { // it has nowhere to go back to
		if stops := stopsIn(a.work.middle); len(stops) > 0 {
			a.window.Canvas().Focus(stops[0])
		}
	}
}

// key takes a key that no part of the dialog has a use for.
func (p *posed) key(a *App, e *fyne.KeyEvent) {
	if e.Name == fyne.KeyEscape {
		p.escape()
	} else if s, ok := p.body.(*container.Scroll); ok {
		turn(s, e)
	}
}

// lineTurn is how far an arrow scrolls what is read.
const lineTurn = 40

// turn scrolls by a key; it reports whether the key is one that does.
func turn(scroll *container.Scroll, e *fyne.KeyEvent) bool {
	view, end := scroll.Size().Height, max(0, scroll.Content.MinSize().Height-scroll.Size().Height)
	to := scroll.Offset.Y
	switch e.Name {
	case fyne.KeyPageDown:
		to += view * 0.9
	case fyne.KeyPageUp:
		to -= view * 0.9
	case fyne.KeyDown:
		to += lineTurn
	case fyne.KeyUp:
		to -= lineTurn
	case fyne.KeyHome:
		to = 0
	case fyne.KeyEnd:
		to = end
	default:
		return false
	}
	scroll.ScrollToOffset(fyne.NewPos(scroll.Offset.X, max(0, min(to, end))))
	return true
}

// key takes a key that what has the keyboard has no use for.
func (w *workspace) key(e *fyne.KeyEvent) {
	if w.app.presentKey(e) {
		return
	}
	if p, ok := w.page.(*runPage); ok && p.key(e) {
		return
	}
	if e.Name == fyne.KeyEscape {
		w.app.window.Canvas().Focus(w.nav)
		return
	}
	if p, ok := w.page.(*sectionPage); ok && e.Name == fyne.KeyF1 {
		p.key(e)
		return
	}
	if s, ok := w.page.object().(*container.Scroll); ok {
		turn(s, e)
	}
}

// lead gives the keyboard to where the page begins: its first field, the first
// question that is not answered, or the page itself where it is to be read.
func (w *workspace) lead() {
	if w.app.window.Content() != w.root {
		return // not shown yet
	}
	if p, ok := w.page.(*sectionPage); ok && p.lead() {
		return
	}
	if stops := stopsIn(w.middle); len(stops) > 0 {
		w.app.window.Canvas().Focus(stops[0])
	} else {
		w.app.window.Canvas().Focus(w.nav)
	}
}

// reader stands for a page that is read: a Tab stop of which the arrows scroll. It
// lies under the page and not around it, so that Shift+Tab finds it before the page.
type reader struct {
	widget.BaseWidget
	scroll *container.Scroll
	ring   form.Ring
	rune   func(rune) // a sign the page has a use for; may be nil
}

// newReader makes a page that scrolls a stop; typed gets the signs that are typed
// there and may be nil.
func newReader(scroll *container.Scroll, typed func(rune)) fyne.CanvasObject {
	r := &reader{scroll: scroll, ring: form.Ring{Inside: true}, rune: typed}
	r.ExtendBaseWidget(r)
	return container.NewStack(r, scroll)
}

// CreateRenderer draws the ring.
func (r *reader) CreateRenderer() fyne.WidgetRenderer {
	return r.ring.Around(widget.NewSimpleRenderer(style.Gap(1)))
}

// FocusGained shows the ring.
func (r *reader) FocusGained() { r.ring.Show(true) }

// FocusLost takes the ring away.
func (r *reader) FocusLost() { r.ring.Show(false) }

// TypedRune scrolls on with the space.
func (r *reader) TypedRune(c rune) {
	switch {
	case c == ' ':
		turn(r.scroll, &fyne.KeyEvent{Name: fyne.KeyPageDown})
	case r.rune != nil:
		r.rune(c)
	}
}

// TypedKey scrolls.
func (r *reader) TypedKey(e *fyne.KeyEvent) {
	if !turn(r.scroll, e) {
		form.Pass(e)
	}
}

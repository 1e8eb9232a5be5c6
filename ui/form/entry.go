// Entry: the base of all fields that text is typed into.

package form

import (
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"muster/exporters/look"
	"muster/ui/style"
)

// Entry is a field for text. It shows the ring, keeps an undo of its own while it
// has something to take back, lets Tab and the wheel pass, refuses changes where
// nothing may be changed, and gives keys it has no use for to Key or the window.
type Entry struct {
	widget.Entry
	Focus func()                    // it got the keyboard; may be nil
	Key   func(*fyne.KeyEvent) bool // looks at every key first and reports whether it took it; may be nil
	Most  int                       // runes that can be typed; 0 for any number
	Fixed func() bool               // reports whether the text may only be read; may be nil

	ring   Ring
	secret bool              // it is made to hide what is typed
	self   fyne.CanvasObject // the field as it stands in the window; nil: this one
}

// NewEntry makes a field of one line.
func NewEntry() *Entry {
	e := &Entry{}
	e.ExtendBaseWidget(e)
	return e
}

// CreateRenderer draws the field in its ring.
func (e *Entry) CreateRenderer() fyne.WidgetRenderer {
	e.ExtendBaseWidget(e)
	e.secret = e.secret || e.Password
	inner := newEntryFace(e)
	cover := &wheelCover{over: e.shown()}
	cover.ExtendBaseWidget(cover)
	return e.ring.Around(inner, cover)
}

// entryFace draws a field that may only be read without an edge and on the ground
// of what is not to be filled in.
type entryFace struct {
	fyne.WidgetRenderer
	entry       *Entry
	box, border *canvas.Rectangle
}

func newEntryFace(e *Entry) *entryFace {
	f := &entryFace{WidgetRenderer: e.Entry.CreateRenderer(), entry: e}
	for _, o := range f.Objects() {
		if r, ok := o.(*canvas.Rectangle); ok && f.box == nil {
			f.box = r
		} else if ok && f.border == nil {
			f.border = r
		}
	}
	f.paint()
	return f
}

// Refresh is Fyne's, and the look of what may only be read.
func (f *entryFace) Refresh() {
	f.WidgetRenderer.Refresh()
	f.paint()
}

func (f *entryFace) paint() {
	if !f.entry.fixed() || f.box == nil || f.border == nil {
		return
	}
	f.box.FillColor, f.border.StrokeColor = style.Color(look.Track), style.Color(look.None)
	f.box.Refresh()
	f.border.Refresh()
}

// AcceptsTab lets Tab move on.
func (e *Entry) AcceptsTab() bool { return false }

// FocusGained shows the ring.
func (e *Entry) FocusGained() {
	e.Entry.FocusGained()
	e.ring.Show(true)
	if e.Focus != nil {
		e.Focus()
	}
	Focused(e.shown())
}

func (e *Entry) shown() fyne.CanvasObject {
	if e.self != nil {
		return e.self
	}
	return e
}

// Extend makes the field the base of another widget.
func (e *Entry) Extend(by fyne.Widget) {
	e.self = by
	e.ExtendBaseWidget(by)
}

// FocusLost takes the ring away.
func (e *Entry) FocusLost() {
	e.Entry.FocusLost()
	e.ring.Show(false)
}

func (e *Entry) fixed() bool { return e.Fixed != nil && e.Fixed() }

// TypedRune takes a sign where there is room and it may be changed.
func (e *Entry) TypedRune(r rune) {
	if e.fixed() || e.Most > 0 && utf8.RuneCountInString(e.Text) >= e.Most && e.SelectedText() == "" {
		return
	}
	e.Entry.TypedRune(r)
}

// TypedKey edits and moves; the rest is for Key or the window.
func (e *Entry) TypedKey(k *fyne.KeyEvent) {
	if e.Key != nil && e.Key(k) {
		return
	}
	switch k.Name {
	case fyne.KeyEscape, fyne.KeyF1, fyne.KeyF5:
		Pass(k)
		return
	case fyne.KeyF2:
		if e.secret {
			e.Password = !e.Password
			e.Refresh()
		}
		return
	case fyne.KeyPageUp, fyne.KeyPageDown:
		if !e.MultiLine {
			Pass(k)
			return
		}
	case fyne.KeyBackspace, fyne.KeyDelete:
		if e.fixed() {
			return
		}
	case fyne.KeyReturn, fyne.KeyEnter:
		if e.fixed() && e.MultiLine {
			return
		}
	}
	e.Entry.TypedKey(k)
}

// TypedShortcut does what was asked for by keys; what would change a text that may
// only be read does nothing.
func (e *Entry) TypedShortcut(s fyne.Shortcut) {
	if e.fixed() {
		switch s := s.(type) {
		case *fyne.ShortcutPaste, *fyne.ShortcutUndo, *fyne.ShortcutRedo:
			return
		case *fyne.ShortcutCut:
			e.Entry.TypedShortcut(&fyne.ShortcutCopy{Clipboard: s.Clipboard, Secondary: s.Secondary})
			return
		}
	}
	e.Entry.TypedShortcut(s)
}

// UndoTyping takes back what was typed; false if there is nothing of it.
func (e *Entry) UndoTyping() bool { return !e.fixed() && e.moves(e.Undo) }

// RedoTyping puts back what was taken back; false if there is nothing of it.
func (e *Entry) RedoTyping() bool { return !e.fixed() && e.moves(e.Redo) }

func (e *Entry) moves(do func()) bool {
	before := e.Text
	do()
	return e.Text != before
}

// wheelCover lies over a field and gives the wheel to the page, which would stand
// still under it.
type wheelCover struct {
	widget.BaseWidget
	over fyne.CanvasObject
}

func (w *wheelCover) CreateRenderer() fyne.WidgetRenderer {
	return &simple{min: func() fyne.Size { return fyne.Size{} }, layout: func(fyne.Size) {}}
}

// Scrolled passes the turn on.
func (w *wheelCover) Scrolled(e *fyne.ScrollEvent) {
	if Window.Wheel != nil {
		Window.Wheel(w.over, e)
	}
}

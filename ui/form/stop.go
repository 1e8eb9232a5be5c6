// What every Tab stop has in common: the ring that shows it has the keyboard, and
// the window, which brings it into view and takes the keys it has no use for.

package form

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"muster/exporters/look"
	"muster/ui/style"
)

// Window is what the stops tell the window they are in. The program sets it; what
// is nil is not told.
var Window struct {
	// Focused is told which stop got the keyboard, or moved inside itself: the part
	// at y of height h is to be seen.
	Focused func(stop fyne.CanvasObject, y, h float32)
	// Key takes a key that the stop has no use for.
	Key func(*fyne.KeyEvent)
	// Wheel takes a turn of the wheel over something that is for its page.
	Wheel func(over fyne.CanvasObject, e *fyne.ScrollEvent)
	// Pause does something in the window when the typing may have paused.
	Pause func(do func())
	// Typing does what puts the text of a field into the document: all that one
	// field does until Typed is one step to undo.
	Typing func(field fyne.CanvasObject, do func())
	Typed  func()
}

func whileTyping(field fyne.CanvasObject, do func()) {
	if Window.Typing == nil {
		do()
		return
	}
	Window.Typing(field, do)
}

// Focused tells the window that a stop got the keyboard.
func Focused(stop fyne.CanvasObject) { focusedAt(stop, 0, stop.Size().Height) }

func focusedAt(stop fyne.CanvasObject, y, h float32) {
	if Window.Focused != nil {
		Window.Focused(stop, y, h)
	}
}

// Pass gives the window a key that a stop has no use for.
func Pass(e *fyne.KeyEvent) {
	if Window.Key != nil {
		Window.Key(e)
	}
}

// Ring is the mark of what has the keyboard, drawn around it. It stands a pixel
// off, so that it is seen around what is filled with its own colour, too.
type Ring struct {
	box    *canvas.Rectangle
	shown  bool
	Corner float32 // of what it is drawn around; 0 for the usual one
	Inside bool    // for what fills its place: the ring lies over its rim
}

const (
	ringWidth = 2
	ringOff   = ringWidth + 1
)

func (r *Ring) made() *canvas.Rectangle {
	if r.box == nil {
		r.box = canvas.NewRectangle(style.Color(look.None))
		r.box.CornerRadius = r.Corner + ringOff
		if r.Corner == 0 {
			r.box.CornerRadius = look.Corner + ringOff
		}
		r.paint()
	}
	return r.box
}

func (r *Ring) paint() {
	token, width := look.None, float32(0)
	if r.shown {
		token, width = look.Accent, ringWidth
	}
	r.box.StrokeColor, r.box.StrokeWidth = style.Color(token), width
}

// Show shows the ring or takes it away.
func (r *Ring) Show(on bool) {
	r.shown = on
	r.made()
	r.paint()
	r.box.Refresh()
}

// place lays the ring around a size.
func (r *Ring) place(size fyne.Size) {
	if r.Inside {
		r.made().Resize(size)
		return
	}
	r.made().Move(fyne.NewPos(-ringOff, -ringOff))
	r.box.Resize(fyne.NewSize(size.Width+2*ringOff, size.Height+2*ringOff))
}

// Around is a renderer with the ring around what it draws, and extra objects over it.
func (r *Ring) Around(inner fyne.WidgetRenderer, over ...fyne.CanvasObject) fyne.WidgetRenderer {
	return &ringed{inner, r, over}
}

type ringed struct {
	fyne.WidgetRenderer
	ring *Ring
	over []fyne.CanvasObject
}

func (r *ringed) Layout(size fyne.Size) {
	r.WidgetRenderer.Layout(size)
	r.ring.place(size)
	for _, o := range r.over {
		o.Resize(size)
	}
}

func (r *ringed) Objects() []fyne.CanvasObject {
	if r.ring.Inside {
		return append(append(append([]fyne.CanvasObject{}, r.WidgetRenderer.Objects()...), r.over...), r.ring.made())
	}
	return append(append([]fyne.CanvasObject{r.ring.made()}, r.WidgetRenderer.Objects()...), r.over...)
}

func (r *ringed) Refresh() {
	r.WidgetRenderer.Refresh()
	r.ring.box.Refresh()
}

// Button is a button that Enter and Space press.
type Button struct {
	widget.Button
	ring Ring
}

// NewButton makes a button that calls tap.
func NewButton(label string, tap func()) *Button {
	b := &Button{}
	b.Text, b.OnTapped = label, tap
	b.ExtendBaseWidget(b)
	return b
}

// CreateRenderer draws the button in its ring.
func (b *Button) CreateRenderer() fyne.WidgetRenderer {
	b.ExtendBaseWidget(b)
	return b.ring.Around(b.Button.CreateRenderer())
}

// Tapped presses the button, which keeps the keyboard: what it does may move it on.
func (b *Button) Tapped(*fyne.PointEvent) {
	if b.Disabled() {
		return
	}
	take(b)
	b.press()
}

func (b *Button) press() {
	if !b.Disabled() && b.OnTapped != nil {
		b.OnTapped()
	}
}

// FocusGained shows the ring.
func (b *Button) FocusGained() {
	b.ring.Show(true)
	Focused(b)
}

// FocusLost takes the ring away.
func (b *Button) FocusLost() { b.ring.Show(false) }

// TypedRune presses with the space. It comes as a key first; what is pressed by that
// would pass the sign on to whatever has the keyboard next.
func (b *Button) TypedRune(r rune) {
	if r == ' ' {
		b.press()
	}
}

// TypedKey presses with Enter.
func (b *Button) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		b.press()
	case fyne.KeySpace:
	default:
		Pass(e)
	}
}

// take gives a stop the keyboard.
func take(stop interface {
	fyne.CanvasObject
	fyne.Focusable
}) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(stop); c != nil && c.Focused() != fyne.Focusable(stop) {
		c.Focus(stop)
	}
}

// Check is a box that Enter and Space tick.
type Check struct {
	widget.Check
	ring Ring
}

// NewCheck makes a box; changed is told of the user's choice.
func NewCheck(label string, changed func(bool)) *Check {
	c := &Check{}
	c.Text, c.OnChanged = label, changed
	c.ExtendBaseWidget(c)
	return c
}

// CreateRenderer draws the box in its ring.
func (c *Check) CreateRenderer() fyne.WidgetRenderer {
	c.ExtendBaseWidget(c)
	return c.ring.Around(c.Check.CreateRenderer())
}

// FocusGained shows the ring.
func (c *Check) FocusGained() {
	c.Check.FocusGained()
	c.ring.Show(true)
	Focused(c)
}

// FocusLost takes the ring away.
func (c *Check) FocusLost() {
	c.Check.FocusLost()
	c.ring.Show(false)
}

// TypedKey ticks with Enter; the space comes as a sign.
func (c *Check) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		c.TypedRune(' ')
	case fyne.KeySpace:
	default:
		Pass(e)
	}
}

// Select is a choice from a list that opens: Enter, Space and the arrows open it.
type Select struct {
	widget.Select
	ring Ring
	edge *canvas.Rectangle // Fyne draws none
}

// NewSelect makes a choice from options.
func NewSelect(options []string, changed func(string)) *Select {
	s := &Select{}
	s.Options, s.OnChanged = options, changed
	s.PlaceHolder = " "
	s.ExtendBaseWidget(s)
	return s
}

// CreateRenderer draws the choice in its ring.
func (s *Select) CreateRenderer() fyne.WidgetRenderer {
	s.ExtendBaseWidget(s)
	s.edge = style.Box(look.None, look.Edge, 1)
	return s.ring.Around(s.Select.CreateRenderer(), s.edge)
}

// FocusGained shows the ring.
func (s *Select) FocusGained() {
	s.Select.FocusGained()
	s.ring.Show(true)
	Focused(s)
}

// FocusLost takes the ring away.
func (s *Select) FocusLost() {
	s.Select.FocusLost()
	s.ring.Show(false)
}

// TypedKey opens the list; left and right choose without it.
func (s *Select) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		s.Select.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	case fyne.KeySpace, fyne.KeyUp, fyne.KeyDown, fyne.KeyLeft, fyne.KeyRight:
		s.Select.TypedKey(e)
	default:
		Pass(e)
	}
}

// SelectEntry is an entry with a list of what is often entered.
type SelectEntry struct {
	widget.SelectEntry
	ring Ring
}

// NewSelectEntry makes an entry that offers options.
func NewSelectEntry(options []string) *SelectEntry {
	e := &SelectEntry{}
	e.ExtendBaseWidget(e)
	e.SetOptions(options)
	return e
}

// CreateRenderer draws the entry in its ring.
func (e *SelectEntry) CreateRenderer() fyne.WidgetRenderer {
	e.ExtendBaseWidget(e)
	return e.ring.Around(e.SelectEntry.CreateRenderer())
}

// FocusGained shows the ring.
func (e *SelectEntry) FocusGained() {
	e.SelectEntry.FocusGained()
	e.ring.Show(true)
	Focused(e)
}

// FocusLost takes the ring away.
func (e *SelectEntry) FocusLost() {
	e.SelectEntry.FocusLost()
	e.ring.Show(false)
}

// TypedKey opens the list with down; Escape is for the window.
func (e *SelectEntry) TypedKey(k *fyne.KeyEvent) {
	switch k.Name {
	case fyne.KeyDown:
		if e.ActionItem != nil {
			if t, ok := e.ActionItem.(fyne.Tappable); ok {
				t.Tapped(&fyne.PointEvent{})
				return
			}
		}
	case fyne.KeyEscape, fyne.KeyPageUp, fyne.KeyPageDown:
		Pass(k)
		return
	}
	e.SelectEntry.TypedKey(k)
}

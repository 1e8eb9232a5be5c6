// Package form holds Muster's own widgets for answering: chips, choices, number
// fields, severity and window fields, and grids for matrices. A widget edits
// one value and reports it; it knows neither the session nor the page.
package form

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"muster/exporters/look"
	"muster/ui/style"
)

// Chip is a small toggle, and a Tab stop that Enter and Space press. A chip that
// stands aside is none: Tab goes from question to question, and what can be done
// with one has a key.
type Chip struct {
	widget.BaseWidget
	text    string
	on      bool
	aside   bool
	onTap   func()
	onColor look.Token
	ring    Ring

	box     *canvas.Rectangle
	label   *canvas.Text
	hovered bool
}

var (
	_ desktop.Hoverable = (*Chip)(nil)
	_ fyne.Focusable    = (*Chip)(nil)
	_ fyne.Disableable  = (*Chip)(nil)
)

// NewChip makes a chip that calls onTap.
func NewChip(text string, onTap func()) *Chip {
	c := &Chip{text: text, onTap: onTap, onColor: look.Accent, ring: Ring{Corner: chipHeight / 2}}
	c.ExtendBaseWidget(c)
	return c
}

// NewChipAside makes a chip that Tab passes by: what it does has a key.
func NewChipAside(text string, onTap func()) *Chip {
	c := NewChip(text, onTap)
	c.aside = true
	return c
}

// Text is the label.
func (c *Chip) Text() string { return c.text }

// Disabled reports whether Tab passes the chip by. It can be tapped all the same.
func (c *Chip) Disabled() bool { return c.aside }

// Enable makes the chip a Tab stop.
func (c *Chip) Enable() { c.aside = false }

// Disable lets Tab pass the chip by.
func (c *Chip) Disable() { c.aside = true }

// FocusGained shows the ring.
func (c *Chip) FocusGained() {
	c.ring.Show(true)
	Focused(c)
}

// FocusLost takes the ring away.
func (c *Chip) FocusLost() { c.ring.Show(false) }

// TypedRune presses with the space, which comes as a sign after it came as a key.
func (c *Chip) TypedRune(r rune) {
	if r == ' ' {
		c.press()
	}
}

// TypedKey presses with Enter.
func (c *Chip) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		c.press()
	case fyne.KeySpace:
	default:
		Pass(e)
	}
}

func (c *Chip) press() {
	if c.onTap != nil {
		c.onTap()
	}
}

// SetOn shows the chip as chosen or not.
func (c *Chip) SetOn(on bool) {
	if c.on != on {
		c.on = on
		c.Refresh()
	}
}

// SetText changes the label.
func (c *Chip) SetText(text string) {
	if c.text != text {
		c.text = text
		c.Refresh()
	}
}

// Tapped reports a tap. A chip that is a stop keeps the keyboard.
func (c *Chip) Tapped(*fyne.PointEvent) {
	if !c.aside {
		take(c)
	}
	c.press()
}

// MouseIn, MouseMoved and MouseOut show that the chip can be tapped.
func (c *Chip) MouseIn(*desktop.MouseEvent) { c.hover(true) }

// MouseMoved does nothing.
func (c *Chip) MouseMoved(*desktop.MouseEvent) {}

// MouseOut ends the hover.
func (c *Chip) MouseOut() { c.hover(false) }

func (c *Chip) hover(in bool) {
	c.hovered = in
	c.Refresh()
}

const (
	chipHeight = 26
	chipPad    = 8
)

// MinSize fits the label.
func (c *Chip) MinSize() fyne.Size {
	w := fyne.MeasureText(c.text, look.TextSmall, fyne.TextStyle{Bold: true}).Width
	return fyne.NewSize(w+2*chipPad, chipHeight)
}

// CreateRenderer draws the chip.
func (c *Chip) CreateRenderer() fyne.WidgetRenderer {
	c.box = style.Box(look.Surface, look.Border, 1)
	c.box.CornerRadius = chipHeight / 2
	c.label = style.Line(c.text, look.TextSmall, false, look.Text)
	c.label.Alignment = fyne.TextAlignCenter
	r := &simple{objects: []fyne.CanvasObject{c.box, c.label}, min: c.MinSize}
	r.layout = func(size fyne.Size) {
		c.box.Resize(size)
		h := c.label.MinSize().Height
		c.label.Resize(fyne.NewSize(size.Width, h))
		c.label.Move(fyne.NewPos(0, (size.Height-h)/2))
	}
	r.refresh = func() {
		c.label.Text = c.text
		fill, stroke, text := look.Surface, look.Border, look.Muted
		if c.on {
			fill, stroke, text = c.onColor, c.onColor, look.OnAccent
		} else if c.hovered {
			stroke, text = look.Accent, look.Accent
		}
		c.box.FillColor, c.box.StrokeColor = style.Color(fill), style.Color(stroke)
		c.label.Color = style.Color(text)
		c.label.TextStyle.Bold = c.on
		c.box.Refresh()
		c.label.Refresh()
	}
	r.refresh()
	return c.ring.Around(r)
}

// simple is a renderer made of functions.
type simple struct {
	objects []fyne.CanvasObject
	min     func() fyne.Size
	layout  func(fyne.Size)
	refresh func()
}

func (r *simple) Destroy()                     {}
func (r *simple) Layout(size fyne.Size)        { r.layout(size) }
func (r *simple) MinSize() fyne.Size           { return r.min() }
func (r *simple) Objects() []fyne.CanvasObject { return r.objects }
func (r *simple) Refresh() {
	if r.refresh != nil {
		r.refresh()
	}
}

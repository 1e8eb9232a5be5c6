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

// Chip is a small toggle. It is no Tab stop of its own: a question is one stop,
// and every chip has a key or a menu item.
type Chip struct {
	widget.BaseWidget
	text    string
	on      bool
	onTap   func()
	onColor look.Token

	box     *canvas.Rectangle
	label   *canvas.Text
	hovered bool
}

var _ desktop.Hoverable = (*Chip)(nil)

// NewChip makes a chip that calls onTap.
func NewChip(text string, onTap func()) *Chip {
	c := &Chip{text: text, onTap: onTap, onColor: look.Accent}
	c.ExtendBaseWidget(c)
	return c
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

// Tapped reports a tap.
func (c *Chip) Tapped(*fyne.PointEvent) {
	if c.onTap != nil {
		c.onTap()
	}
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
	return r
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

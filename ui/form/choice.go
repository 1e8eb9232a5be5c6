// ChoiceGroup: one choice, or several, from cards in a column. Fyne's RadioGroup
// does not wrap, makes every item a Tab stop and knows items by their label.

package form

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"muster/exporters/look"
	"muster/ui/style"
)

// Option is one card.
type Option struct {
	ID    string
	Key   rune   // the key that chooses it; 0 for none
	Mark  string // short sign at the left: the level's number
	Title string
	Text  string // wrapped under the title
}

// ChoiceGroup is one Tab stop. Arrows move, digits and space choose; n and ?
// are passed on as not applicable and don't know.
type ChoiceGroup struct {
	widget.BaseWidget
	options  []Option
	many     bool
	chosen   []string
	cursor   int
	focused  bool
	hovered  int
	width    float32
	cards    []card
	onChange func(ids []string)
	hooks    Hooks
}

// Hooks are what a field tells its question.
type Hooks struct {
	Focus         func() // the field got the focus
	DontKnow      func()
	NotApplicable func()
	Key           func(*fyne.KeyEvent)    // a key the field has no use for; nil: the window's
	Fixed         func() bool             // reports whether a text may only be read; nil: it may be changed
	Wheel         func(*fyne.ScrollEvent) // a turn of the wheel that is for the page
}

func (h Hooks) key(e *fyne.KeyEvent) {
	if h.Key != nil {
		h.Key(e)
		return
	}
	Pass(e)
}

func (h Hooks) focus() {
	if h.Focus != nil {
		h.Focus()
	}
}

// rune handles the keys every choice-like field shares.
func (h Hooks) rune(r rune) bool {
	switch {
	case r == '?' && h.DontKnow != nil:
		h.DontKnow()
	case (r == 'n' || r == 'N') && h.NotApplicable != nil:
		h.NotApplicable()
	default:
		return false
	}
	return true
}

type card struct {
	box, ring *canvas.Rectangle
	mark      *canvas.Text      // the level's number
	dot       *canvas.Rectangle // instead of a number: round for one choice, square for many
	texts     []*canvas.Text
	top, h    float32
}

var (
	_ fyne.Focusable    = (*ChoiceGroup)(nil)
	_ desktop.Hoverable = (*ChoiceGroup)(nil)
)

// NewChoiceGroup makes a group for width; many allows several choices.
func NewChoiceGroup(options []Option, many bool, width float32, hooks Hooks, onChange func(ids []string)) *ChoiceGroup {
	g := &ChoiceGroup{options: options, many: many, width: width, onChange: onChange, hooks: hooks, hovered: -1}
	g.ExtendBaseWidget(g)
	g.build()
	return g
}

const (
	cardPad  = 8
	cardGap  = 4
	markRoom = 30
)

func (g *ChoiceGroup) build() {
	y := float32(0)
	room := g.width - markRoom - 2*cardPad
	for _, o := range g.options {
		c := card{top: y, box: style.Box(look.Surface, look.Border, 1), ring: style.Box(look.None, look.None, 0)}
		c.ring.FillColor = style.Color(look.None)
		c.mark = style.Line(o.Mark, look.TextBody, true, look.Muted)
		c.dot = style.Box(look.None, look.Muted, 1.5)
		c.dot.Move(fyne.NewPos(cardPad+4, y+cardPad+3))
		c.dot.Resize(fyne.NewSize(14, 14))
		c.dot.CornerRadius = 7
		if g.many {
			c.dot.CornerRadius = 3
		}
		if o.Mark != "" {
			c.dot.Hide()
		}
		line := cardPad + y
		add := func(text string, size float32, bold bool, token look.Token) {
			if text == "" {
				return
			}
			for _, l := range style.Lines(text, room, size, bold) {
				t := style.Line(l, size, bold, token)
				t.Move(fyne.NewPos(markRoom+cardPad, line))
				c.texts = append(c.texts, t)
				line += style.LineHeight(size)
			}
		}
		add(o.Title, look.TextBody, o.Text != "", look.Text)
		add(o.Text, look.TextSmall+1, false, look.Muted)
		c.h = line - y + cardPad
		c.box.Move(fyne.NewPos(0, y))
		c.box.Resize(fyne.NewSize(g.width, c.h))
		c.ring.Move(fyne.NewPos(-2, y-2))
		c.ring.Resize(fyne.NewSize(g.width+4, c.h+4))
		c.mark.Move(fyne.NewPos(cardPad+6, y+cardPad))
		g.cards = append(g.cards, c)
		y += c.h + cardGap
	}
}

// MinSize is the column of cards.
func (g *ChoiceGroup) MinSize() fyne.Size {
	if len(g.cards) == 0 {
		return fyne.NewSize(g.width, 1)
	}
	last := g.cards[len(g.cards)-1]
	return fyne.NewSize(g.width, last.top+last.h+2)
}

// SetChosen sets what is chosen without reporting it.
func (g *ChoiceGroup) SetChosen(ids []string) {
	g.chosen = slices.Clone(ids)
	if len(ids) > 0 && (!g.many || !g.focused) {
		if i := g.index(ids[0]); i >= 0 {
			g.cursor = i
		}
	}
	g.Refresh()
}

func (g *ChoiceGroup) index(id string) int {
	return slices.IndexFunc(g.options, func(o Option) bool { return o.ID == id })
}

func (g *ChoiceGroup) choose(i int) {
	if i < 0 || i >= len(g.options) {
		return
	}
	g.cursor = i
	id := g.options[i].ID
	if g.many {
		if k := slices.Index(g.chosen, id); k >= 0 {
			g.chosen = slices.Delete(slices.Clone(g.chosen), k, k+1)
		} else {
			g.chosen = append(slices.Clone(g.chosen), id)
		}
	} else {
		g.chosen = []string{id}
	}
	g.Refresh()
	g.onChange(slices.Clone(g.chosen))
}

// FocusGained shows the focus.
func (g *ChoiceGroup) FocusGained() {
	g.focused = true
	g.Refresh()
	g.hooks.focus()
	g.see()
}

// see brings the card under the cursor into view.
func (g *ChoiceGroup) see() {
	if g.focused && g.cursor < len(g.cards) {
		focusedAt(g, g.cards[g.cursor].top, g.cards[g.cursor].h)
	}
}

// FocusLost hides the focus.
func (g *ChoiceGroup) FocusLost() {
	g.focused = false
	g.Refresh()
}

// TypedRune chooses by key.
func (g *ChoiceGroup) TypedRune(r rune) {
	if i := slices.IndexFunc(g.options, func(o Option) bool { return o.Key == r && r != 0 }); i >= 0 {
		g.choose(i)
		return
	}
	if g.hooks.rune(r) {
		return
	}
	if r == ' ' {
		g.choose(g.cursor)
	}
}

// TypedKey moves with the arrows; a single choice follows.
func (g *ChoiceGroup) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyDown, fyne.KeyRight:
		g.move(1)
	case fyne.KeyUp, fyne.KeyLeft:
		g.move(-1)
	case fyne.KeyReturn, fyne.KeyEnter:
		g.choose(g.cursor)
	default:
		g.hooks.key(e)
	}
}

func (g *ChoiceGroup) move(by int) {
	next := g.cursor + by
	if len(g.chosen) == 0 && !g.many { // the first arrow takes the card under the cursor
		next = g.cursor
	}
	next = max(0, min(len(g.options)-1, next))
	if g.many {
		g.cursor = next
		g.Refresh()
	} else {
		g.choose(next)
	}
	g.see()
}

// Tapped chooses the card under the pointer.
func (g *ChoiceGroup) Tapped(e *fyne.PointEvent) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(g); c != nil {
		c.Focus(g)
	}
	if i := g.at(e.Position); i >= 0 {
		g.choose(i)
	}
}

func (g *ChoiceGroup) at(p fyne.Position) int {
	return slices.IndexFunc(g.cards, func(c card) bool { return p.Y >= c.top && p.Y < c.top+c.h })
}

// MouseIn, MouseMoved and MouseOut show which card a tap would choose.
func (g *ChoiceGroup) MouseIn(e *desktop.MouseEvent) { g.hover(g.at(e.Position)) }

// MouseMoved follows the pointer.
func (g *ChoiceGroup) MouseMoved(e *desktop.MouseEvent) { g.hover(g.at(e.Position)) }

// MouseOut ends the hover.
func (g *ChoiceGroup) MouseOut() { g.hover(-1) }

func (g *ChoiceGroup) hover(i int) {
	if g.hovered != i {
		g.hovered = i
		g.Refresh()
	}
}

// CardPosition is the place of a card inside the group, for tests.
func (g *ChoiceGroup) CardPosition(id string) (fyne.Position, fyne.Size) {
	i := g.index(id)
	if i < 0 {
		return fyne.Position{}, fyne.Size{}
	}
	return fyne.NewPos(0, g.cards[i].top), fyne.NewSize(g.width, g.cards[i].h)
}

// CreateRenderer draws the cards.
func (g *ChoiceGroup) CreateRenderer() fyne.WidgetRenderer {
	r := &simple{min: g.MinSize, layout: func(fyne.Size) {}}
	for _, c := range g.cards {
		r.objects = append(r.objects, c.ring, c.box, c.mark, c.dot)
		for _, t := range c.texts {
			r.objects = append(r.objects, t)
		}
	}
	r.refresh = func() {
		for i, c := range g.cards {
			g.paint(i, c)
		}
		canvas.Refresh(g)
	}
	r.refresh()
	return r
}

func (g *ChoiceGroup) paint(i int, c card) {
	o := g.options[i]
	chosen := slices.Contains(g.chosen, o.ID)
	fill, stroke, width, mark := look.Surface, look.Border, float32(1), look.Muted
	if fixed := g.hooks.Fixed != nil && g.hooks.Fixed(); fixed {
		fill = look.None // a card that can be chosen stands out from the page
	} else if g.hovered == i {
		stroke = look.Accent
	}
	if chosen {
		fill, stroke, width, mark = look.AccentTint, look.Accent, 1.5, look.Accent
	}
	c.box.FillColor, c.box.StrokeColor, c.box.StrokeWidth = style.Color(fill), style.Color(stroke), width
	c.ring.StrokeColor, c.ring.StrokeWidth = style.Color(look.None), 0
	if g.focused && g.cursor == i {
		c.ring.StrokeColor, c.ring.StrokeWidth = style.Color(look.Accent), 2
	}
	c.mark.Color = style.Color(mark)
	c.dot.StrokeColor, c.dot.FillColor = style.Color(mark), style.Color(look.None)
	if chosen {
		c.dot.FillColor = style.Color(look.Accent)
	}
}

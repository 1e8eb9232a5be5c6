// Segments: one choice from a few short words side by side.

package form

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"muster/exporters/look"
	"muster/ui/style"
)

// Segment is one word of a choice.
type Segment struct {
	ID    string
	Title string
	Key   rune // chooses it; 0 for none
}

// Segments is one Tab stop: left and right move and choose, keys choose.
type Segments struct {
	widget.BaseWidget
	list     []Segment
	chosen   string
	focused  bool
	hooks    Hooks
	onChange func(id string)

	boxes  []*canvas.Rectangle
	labels []*canvas.Text
	ring   *canvas.Rectangle
}

var (
	_ fyne.Focusable     = (*Segments)(nil)
	_ desktop.Cursorable = (*Segments)(nil)
)

// NewSegments makes a choice; onChange is told of the user's.
func NewSegments(list []Segment, hooks Hooks, onChange func(id string)) *Segments {
	s := &Segments{list: list, hooks: hooks, onChange: onChange}
	s.ExtendBaseWidget(s)
	return s
}

// SetChosen shows a choice without reporting it; an id that is none clears it.
func (s *Segments) SetChosen(id string) {
	if s.chosen != id {
		s.chosen = id
		s.Refresh()
	}
}

// Chosen is the id that is shown.
func (s *Segments) Chosen() string { return s.chosen }

const segmentPad = 10

func (s *Segments) width(i int) float32 {
	return fyne.MeasureText(s.list[i].Title, look.TextSmall, fyne.TextStyle{Bold: true}).Width + 2*segmentPad
}

// MinSize fits all words.
func (s *Segments) MinSize() fyne.Size {
	w := float32(4)
	for i := range s.list {
		w += s.width(i)
	}
	return fyne.NewSize(w, chipHeight+4)
}

// CreateRenderer draws the words.
func (s *Segments) CreateRenderer() fyne.WidgetRenderer {
	s.ring = style.Box(look.None, look.None, 2)
	s.ring.CornerRadius = 8
	r := &simple{min: s.MinSize}
	s.boxes, s.labels = nil, nil
	for _, x := range s.list {
		box, label := style.Box(look.Surface, look.Border, 1), style.Line(x.Title, look.TextSmall, false, look.Text)
		label.Alignment = fyne.TextAlignCenter
		s.boxes, s.labels = append(s.boxes, box), append(s.labels, label)
		r.objects = append(r.objects, box, label)
	}
	r.objects = append(r.objects, s.ring)
	r.layout = func(size fyne.Size) {
		x := float32(2)
		for i := range s.list {
			w := s.width(i)
			s.boxes[i].Move(fyne.NewPos(x, 2))
			s.boxes[i].Resize(fyne.NewSize(w, chipHeight))
			h := s.labels[i].MinSize().Height
			s.labels[i].Move(fyne.NewPos(x, 2+(chipHeight-h)/2))
			s.labels[i].Resize(fyne.NewSize(w, h))
			x += w
		}
		s.ring.Resize(s.MinSize())
	}
	r.refresh = func() {
		for i, x := range s.list {
			fill, stroke, text := look.Surface, look.Border, look.Muted
			if x.ID == s.chosen {
				fill, stroke, text = look.Accent, look.Accent, look.OnAccent
			}
			s.boxes[i].FillColor, s.boxes[i].StrokeColor = style.Color(fill), style.Color(stroke)
			s.labels[i].Color = style.Color(text)
			s.labels[i].TextStyle.Bold = x.ID == s.chosen
			s.boxes[i].Refresh()
			s.labels[i].Refresh()
		}
		ring, width := look.None, float32(0)
		if s.focused {
			ring, width = look.Text, 2
		}
		s.ring.StrokeColor, s.ring.StrokeWidth = style.Color(ring), width
		s.ring.Refresh()
	}
	r.refresh()
	return r
}

func (s *Segments) choose(i int) {
	if i < 0 || i >= len(s.list) || s.list[i].ID == s.chosen {
		return
	}
	s.SetChosen(s.list[i].ID)
	s.onChange(s.chosen)
}

func (s *Segments) index() int {
	for i, x := range s.list {
		if x.ID == s.chosen {
			return i
		}
	}
	return -1
}

// Tapped chooses what was tapped.
func (s *Segments) Tapped(e *fyne.PointEvent) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(s); c != nil {
		c.Focus(s)
	}
	x := float32(2)
	for i := range s.list {
		if w := s.width(i); e.Position.X >= x && e.Position.X < x+w {
			s.choose(i)
			return
		} else {
			x += w
		}
	}
}

// Cursor shows that it can be tapped.
func (s *Segments) Cursor() desktop.Cursor { return desktop.PointerCursor }

// FocusGained shows the ring.
func (s *Segments) FocusGained() {
	s.focused = true
	s.Refresh()
	s.hooks.focus()
	Focused(s)
}

// FocusLost hides the ring.
func (s *Segments) FocusLost() {
	s.focused = false
	s.Refresh()
}

// TypedRune chooses by key.
func (s *Segments) TypedRune(r rune) {
	for i, x := range s.list {
		if x.Key != 0 && x.Key == r {
			s.choose(i)
			return
		}
	}
	s.hooks.rune(r)
}

// TypedKey moves and chooses.
func (s *Segments) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyLeft:
		s.choose(max(0, s.index()-1))
	case fyne.KeyRight, fyne.KeyReturn, fyne.KeyEnter:
		if e.Name == fyne.KeyRight || s.index() < 0 { // Enter begins where nothing is chosen
			s.choose(s.index() + 1)
		}
	default:
		s.hooks.key(e)
	}
}

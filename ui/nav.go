// The list at the left: sections with progress, then the pages of results. One
// Tab stop; arrows move, and the page follows.

package ui

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"muster/exporters/look"
	"muster/ui/form"
	"muster/ui/style"
	"muster/ui/words"
)

// navEntry is one line of the list.
type navEntry struct {
	id       string
	title    string
	heading  bool
	answered int // of applicable, for sections
	total    int
	unknown  int
	flags    int // red flags
	review   int
	carried  int // answers to be confirmed; on a heading, in all
	progress bool
	apart    bool // does not apply: no progress to be made
}

// navList shows entries and reports the chosen one.
type navList struct {
	widget.BaseWidget
	entries []navEntry
	current string
	focused bool
	hovered int
	objects []fyne.CanvasObject
	choose  func(id string)
	enter   func() // goes into the page that is chosen
}

const (
	navWidth  = 238
	navHeight = 26
)

var (
	_ fyne.Focusable    = (*navList)(nil)
	_ desktop.Hoverable = (*navList)(nil)
)

func newNavList(choose func(id string)) *navList {
	n := &navList{choose: choose, hovered: -1, enter: func() {}}
	n.ExtendBaseWidget(n)
	return n
}

func (n *navList) set(entries []navEntry, current string) {
	n.entries, n.current = entries, current
	n.Refresh()
}

func (n *navList) MinSize() fyne.Size {
	return fyne.NewSize(navWidth, float32(len(n.entries))*navHeight+4)
}

func (n *navList) CreateRenderer() fyne.WidgetRenderer { return &navRenderer{n} }

type navRenderer struct{ n *navList }

func (r *navRenderer) Destroy()                     {}
func (r *navRenderer) Layout(fyne.Size)             {}
func (r *navRenderer) MinSize() fyne.Size           { return r.n.MinSize() }
func (r *navRenderer) Objects() []fyne.CanvasObject { return r.n.objects }
func (r *navRenderer) Refresh() {
	r.n.build()
	canvas.Refresh(r.n)
}

func (n *navList) build() {
	n.objects = nil
	for i, e := range n.entries {
		y := float32(i) * navHeight
		text := func(s string, x float32, size float32, bold bool, token look.Token, right bool) {
			t := style.Line(s, size, bold, token)
			m := t.MinSize()
			if right {
				x -= m.Width
			}
			t.Move(fyne.NewPos(x, y+(navHeight-m.Height)/2))
			t.Resize(m)
			n.objects = append(n.objects, t)
		}
		if e.heading {
			text(e.title, 12, look.TextSmall, true, look.Muted, false)
			if e.carried > 0 {
				text(words.Say("↻ %d to confirm", e.carried), navWidth-12, look.TextSmall-1, false, look.Watch, true)
			}
			continue
		}
		chosen := e.id == n.current
		if chosen || i == n.hovered {
			fill := look.Track
			if chosen {
				fill = look.AccentTint
			}
			box := style.Box(fill, look.None, 0)
			if chosen && n.focused {
				box = style.Box(fill, look.Accent, 2)
			}
			box.Move(fyne.NewPos(4, y+1))
			box.Resize(fyne.NewSize(navWidth-8, navHeight-2))
			n.objects = append(n.objects, box)
		}
		token := look.Text
		if e.apart {
			token = look.Muted
		}
		if chosen {
			token = look.Accent
		}
		if e.progress {
			n.ring(12, y+navHeight/2, e)
		}
		right := float32(navWidth - 12)
		note := func(s string, bold bool, token look.Token) {
			text(s, right, look.TextSmall-1, bold, token, true)
			right -= fyne.MeasureText(s, look.TextSmall-1, fyne.TextStyle{Bold: bold}).Width + 6
		}
		if e.apart {
			note(words.Say("does not apply"), false, look.Muted)
		}
		if e.progress && (e.answered < e.total || e.carried == 0) { // the full disc says as much
			note(fmt.Sprintf("%d/%d", e.answered, e.total), false, look.Muted)
		}
		if e.carried > 0 {
			note(fmt.Sprintf("↻%d", e.carried), false, look.Watch)
		}
		if e.review > 0 {
			note(fmt.Sprintf("⚐%d", e.review), false, look.Watch)
		}
		if e.flags > 0 {
			note(fmt.Sprintf("⚑%d", e.flags), true, look.Bad)
		}
		text(fitLine(e.title, right-36, look.TextBody, chosen), 34, look.TextBody, chosen, token, false)
	}
}

// ring shows progress as a filled share of a small disc.
func (n *navList) ring(x, y float32, e navEntry) {
	c := canvas.NewCircle(style.Color(look.None))
	c.StrokeColor, c.StrokeWidth = style.Color(look.Muted), 1.4
	c.Move(fyne.NewPos(x, y-6))
	c.Resize(fyne.NewSize(12, 12))
	if e.total > 0 && e.answered == e.total {
		c.FillColor, c.StrokeColor = style.Color(look.Good), style.Color(look.Good)
	}
	n.objects = append(n.objects, c)
	if e.answered > 0 && e.answered < e.total {
		d := canvas.NewCircle(style.Color(look.Accent))
		r := 2 + 3*float32(e.answered)/float32(e.total)
		d.Move(fyne.NewPos(x+6-r, y-r))
		d.Resize(fyne.NewSize(2*r, 2*r))
		n.objects = append(n.objects, d)
	}
}

func (n *navList) at(p fyne.Position) int {
	i := int(p.Y / navHeight)
	if i < 0 || i >= len(n.entries) || n.entries[i].heading {
		return -1
	}
	return i
}

func (n *navList) Tapped(e *fyne.PointEvent) {
	if i := n.at(e.Position); i >= 0 {
		n.choose(n.entries[i].id)
	}
}

func (n *navList) MouseIn(e *desktop.MouseEvent)    { n.hover(n.at(e.Position)) }
func (n *navList) MouseMoved(e *desktop.MouseEvent) { n.hover(n.at(e.Position)) }
func (n *navList) MouseOut()                        { n.hover(-1) }

func (n *navList) hover(i int) {
	if n.hovered != i {
		n.hovered = i
		n.Refresh()
	}
}

func (n *navList) FocusGained() {
	n.focused = true
	n.Refresh()
	n.see()
}

// see brings the current entry into view.
func (n *navList) see() {
	for i, e := range n.entries {
		if e.id == n.current && !e.heading && n.focused && form.Window.Focused != nil {
			form.Window.Focused(n, float32(i)*navHeight, navHeight)
		}
	}
}

func (n *navList) FocusLost() {
	n.focused = false
	n.Refresh()
}

func (n *navList) TypedRune(rune) {}

func (n *navList) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyDown:
		n.step(1)
	case fyne.KeyUp:
		n.step(-1)
	case fyne.KeyHome:
		n.step(-len(n.entries))
	case fyne.KeyEnd:
		n.step(len(n.entries))
	case fyne.KeyReturn, fyne.KeyEnter:
		n.enter()
	default:
		form.Pass(e)
	}
}

// step chooses the entry so many lines on, headings left out; the last one where
// there are less.
func (n *navList) step(by int) {
	var ids []string
	at := -1
	for _, e := range n.entries {
		if e.heading {
			continue
		}
		if e.id == n.current {
			at = len(ids)
		}
		ids = append(ids, e.id)
	}
	if to := max(0, min(at+by, len(ids)-1)); at >= 0 && to != at {
		n.choose(ids[to])
		n.see()
	}
}

// rowOf is the middle of an entry, for tests.
func (n *navList) rowOf(id string) (fyne.Position, bool) {
	for i, e := range n.entries {
		if e.id == id {
			return fyne.NewPos(navWidth/2, (float32(i)+0.5)*navHeight), true
		}
	}
	return fyne.Position{}, false
}

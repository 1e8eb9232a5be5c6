// The list of hits: two lines each, the words that were found marked. Only the
// rows in view are drawn. It takes no keyboard; the entry above it moves it.

package ui

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	finder "muster/assessment/find"
	"muster/exporters/look"
	"muster/exporters/report"
	"muster/ui/style"
	"muster/ui/words"
)

type hitList struct {
	widget.BaseWidget
	w       *workspace
	hits    []finder.Hit
	empty   string // what is said instead of hits
	cursor  int
	first   int // row at the top
	hovered int // row in view; -1 for none
	choose  func(i int)
	objects []fyne.CanvasObject
	turned  float32 // of the wheel, less than a row
}

const (
	hitHeight = 46
	hitLeft   = 46  // room for the question's number
	hitRight  = 200 // the most that section or state take
)

var _ desktop.Hoverable = (*hitList)(nil)

func newHitList(w *workspace, choose func(i int)) *hitList {
	l := &hitList{w: w, choose: choose, hovered: -1}
	l.ExtendBaseWidget(l)
	return l
}

func (l *hitList) set(hits []finder.Hit, empty string) {
	l.hits, l.empty, l.cursor, l.first = hits, empty, 0, 0
	l.Refresh()
}

// move moves the cursor and keeps it in view.
func (l *hitList) move(by int) {
	l.cursor = max(0, min(len(l.hits)-1, l.cursor+by))
	l.first = max(min(l.first, l.cursor), l.cursor-findRows+1)
	l.Refresh()
}

func (l *hitList) MinSize() fyne.Size { return fyne.NewSize(findWidth, findRows*hitHeight) }

func (l *hitList) CreateRenderer() fyne.WidgetRenderer {
	l.build()
	return &hitRenderer{l}
}

type hitRenderer struct{ l *hitList }

func (r *hitRenderer) Destroy()                     {}
func (r *hitRenderer) Layout(fyne.Size)             {}
func (r *hitRenderer) MinSize() fyne.Size           { return r.l.MinSize() }
func (r *hitRenderer) Objects() []fyne.CanvasObject { return r.l.objects }
func (r *hitRenderer) Refresh() {
	r.l.build()
	canvas.Refresh(r.l)
}

func (l *hitList) build() {
	p := &placed{}
	if len(l.hits) == 0 {
		p.y = look.Space6
		p.put(style.Paragraph(l.empty, findWidth-2*hitLeft, look.TextBody, false, look.Muted), hitLeft)
	}
	for i := l.first; i < min(len(l.hits), l.first+findRows); i++ {
		p.y = float32(i-l.first) * hitHeight
		l.row(p, i)
	}
	if n := len(l.hits); n > findRows {
		const h = findRows * hitHeight
		bar := style.Box(look.Muted, look.None, 0)
		bar.CornerRadius = 2
		bar.Move(fyne.NewPos(findWidth-4, h*float32(l.first)/float32(n)))
		bar.Resize(fyne.NewSize(3, h*findRows/float32(n)))
		p.objects = append(p.objects, bar)
	}
	l.objects = p.objects
}

// row draws a hit at the current height.
func (l *hitList) row(p *placed, i int) {
	h, top := &l.hits[i], p.y
	if i == l.cursor || i-l.first == l.hovered {
		box := style.Box(look.Track, look.None, 0)
		if i == l.cursor {
			box = style.Box(look.AccentTint, look.Accent, 2)
		}
		box.Move(fyne.NewPos(1, top+1))
		box.Resize(fyne.NewSize(findWidth-10, hitHeight-2))
		p.objects = append(p.objects, box)
	}
	const right = findWidth - 18
	// Both texts at the right take the room they need; the ones at the left get the rest.
	put := func(y, x float32, size float32, text string, token look.Token, end bool) float32 {
		t := style.Line(fitLine(text, hitRight, size, false), size, false, token)
		p.y = top + y
		if end {
			x -= t.MinSize().Width
		}
		p.put(t, x)
		if end {
			return x - 12
		}
		return x + t.MinSize().Width + 8
	}
	if h.Item == nil && h.Line != "" {
		l.marked(p, top+4, h.Title, h.TitleMarks, hitLeft, put(5, right, look.TextSmall, words.Say("page"), look.Muted, true), look.TextBody, true)
		l.marked(p, top+23, h.Line, h.Marks, hitLeft, right, look.TextSmall+1, false)
		return
	}
	if h.Item == nil {
		l.marked(p, top+13, h.Title, h.TitleMarks, hitLeft, put(15, right, look.TextSmall, words.Say("page"), look.Muted, true), look.TextBody, true)
		return
	}
	number := strconv.Itoa(h.Item.Number)
	if h.Number {
		width := fyne.MeasureText(number, look.TextSmall+1, fyne.TextStyle{Bold: true}).Width
		l.marked(p, top+5, number, []finder.Span{{From: 0, To: len(number)}}, hitLeft-12-width, hitLeft, look.TextSmall+1, true)
	} else {
		put(5, hitLeft-12, look.TextSmall+1, number, look.Muted, true)
	}
	l.marked(p, top+4, h.Title, h.TitleMarks, hitLeft, put(5, right, look.TextSmall, words.Name(l.w.session.Set.Section(h.Item.SectionID).Title), look.Muted, true), look.TextBody, true)
	end := float32(right)
	if h.Outside {
		end = put(24, end, look.TextSmall, words.Say("not in the quick set"), look.Watch, true)
	}
	end = put(24, end, look.TextSmall, l.state(h), look.Muted, true)
	x := float32(hitLeft)
	if h.Part != finder.Text && h.Part != "" {
		x = put(24, x, look.TextSmall, string(h.Part), look.Muted, false)
	}
	l.marked(p, top+23, h.Line, h.Marks, x, end, look.TextSmall+1, false)
}

// state says how a question stands.
func (l *hitList) state(h *finder.Hit) string {
	a := l.w.session.Answer(h.Item.ID)
	if a.Review {
		return words.Name(report.StateWord(words.Reports(), a.State)) + " ⚐"
	}
	return words.Name(report.StateWord(words.Reports(), a.State))
}

// marked puts a line that is cut around its marks; what is found stands bold on a
// tint.
func (l *hitList) marked(p *placed, y float32, text string, marks []finder.Span, from, to, size float32, bold bool) {
	measure := func(piece finder.Piece) float32 {
		return fyne.MeasureText(piece.Text, size, fyne.TextStyle{Bold: bold || piece.Marked}).Width
	}
	p.y = y
	for _, piece := range finder.Fit(text, marks, to-from, measure) {
		t := style.Line(piece.Text, size, bold || piece.Marked, look.Text)
		w := t.MinSize()
		if piece.Marked {
			tint, rule := style.Box(look.WatchTint, look.None, 0), style.Box(look.Watch, look.None, 0)
			tint.CornerRadius, rule.CornerRadius = 0, 0
			tint.Move(fyne.NewPos(from, y+1))
			tint.Resize(fyne.NewSize(w.Width, w.Height-2))
			rule.Move(fyne.NewPos(from, y+w.Height-2))
			rule.Resize(fyne.NewSize(w.Width, 2))
			p.objects = append(p.objects, tint, rule)
		}
		p.put(t, from)
		from += w.Width
	}
}

func (l *hitList) at(p fyne.Position) int {
	i := int(p.Y / hitHeight)
	if p.Y < 0 || i >= findRows || l.first+i >= len(l.hits) {
		return -1
	}
	return i
}

func (l *hitList) Tapped(e *fyne.PointEvent) {
	if i := l.at(e.Position); i >= 0 {
		l.choose(l.first + i)
	}
}

func (l *hitList) MouseIn(e *desktop.MouseEvent)    { l.hover(l.at(e.Position)) }
func (l *hitList) MouseMoved(e *desktop.MouseEvent) { l.hover(l.at(e.Position)) }
func (l *hitList) MouseOut()                        { l.hover(-1) }

func (l *hitList) hover(i int) {
	if l.hovered != i {
		l.hovered = i
		l.Refresh()
	}
}

// Scrolled turns the list by rows; the cursor stays where it is.
func (l *hitList) Scrolled(e *fyne.ScrollEvent) {
	l.turned -= e.Scrolled.DY
	rows := int(l.turned / (hitHeight / 2))
	if rows == 0 {
		return
	}
	l.turned = 0
	l.first = max(0, min(len(l.hits)-findRows, l.first+rows))
	l.Refresh()
}

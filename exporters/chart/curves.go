// Curves over two axes: what changes with a quantity, the marked points on the
// way and the stretches in which a verdict holds.

package chart

import (
	"math"
	"sort"

	"muster/exporters/look"
)

// Span is the stretch of values that an axis shows.
type Span struct{ Min, Max float64 }

// AxisScale is an axis with its title and the places written on it.
type AxisScale struct {
	Title string
	Span  Span
	Ticks []Tick
}

// XY is a pair of values.
type XY struct{ X, Y float64 }

// Series is one line, named at its right end.
type Series struct {
	Title  string
	Points []XY // in the order of x; a Y that is no finite number breaks the line
	Color  look.Token
	Dash   bool
	Step   bool // horizontal until the next x
}

// Pin is a marked point with its label.
type Pin struct {
	At    XY
	Text  string
	Style look.VerdictStyle
	Drop  bool // thin dashed lines lead to both axes
}

// Band is a shaded stretch of x, or of y when Horizontal.
type Band struct {
	From, To   float64
	Text       string
	Tint       look.Token
	Horizontal bool
}

// CurveChart is a picture of lines over two axes.
type CurveChart struct {
	Title  string
	X, Y   AxisScale
	Series []Series
	Pins   []Pin
	Bands  []Band
	Height float64 // in points; 0: half of the width, 200 to 360
}

const (
	curveText = 11.0 // size of labels at lines and points
	tickText  = 10.0 // size of labels at axes and in bands
	lineStep  = 13.0 // from one line of a label to the next
)

// area is an upright rectangle.
type area struct{ x0, y0, x1, y1 float64 }

func (a area) grown(by float64) area { return area{a.x0 - by, a.y0 - by, a.x1 + by, a.y1 + by} }

func (a area) meets(b area) bool { return a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1 }

func (a area) holds(b area) bool {
	return b.x0 >= a.x0 && b.x1 <= a.x1 && b.y0 >= a.y0 && b.y1 <= a.y1
}

// clip is the part of the line from p to q that lies in the area.
func (a area) clip(p, q Point) (Point, Point, bool) {
	from, to := 0.0, 1.0
	dx, dy := q.X-p.X, q.Y-p.Y
	for _, side := range [4][2]float64{{-dx, p.X - a.x0}, {dx, a.x1 - p.X}, {-dy, p.Y - a.y0}, {dy, a.y1 - p.Y}} {
		switch step, room := side[0], side[1]; {
		case step == 0 && room < 0:
			return p, q, false
		case step < 0:
			from = math.Max(from, room/step)
		case step > 0:
			to = math.Min(to, room/step)
		}
	}
	if from > to {
		return p, q, false
	}
	return Point{p.X + from*dx, p.Y + from*dy}, Point{p.X + to*dx, p.Y + to*dy}, true
}

// usable is the span, or one that can be drawn where it is empty, turned round
// or not of numbers.
func (s Span) usable() Span {
	if s.Min > s.Max {
		s.Min, s.Max = s.Max, s.Min
	}
	if s.Min == s.Max {
		d := math.Max(1, math.Abs(s.Min)/2)
		s.Min, s.Max = s.Min-d, s.Max+d
	}
	if !finite(s.Min) || !finite(s.Max) || s.Max/2-s.Min/2 <= 0 {
		return Span{0, 1}
	}
	return s
}

// scale maps a span to places; halves keep the widest spans finite.
type scale struct {
	span Span
	a, b float64 // the places of its ends
}

func (s scale) at(v float64) float64 {
	share := (v/2 - s.span.Min/2) / (s.span.Max/2 - s.span.Min/2)
	return s.a + (s.b-s.a)*within(share, -1e4, 1e4)
}

func (s scale) holds(v float64) bool {
	share := (v/2 - s.span.Min/2) / (s.span.Max/2 - s.span.Min/2)
	return share >= -1e-9 && share <= 1+1e-9
}

// tickLabels are the ticks of an axis that can be written, by place, with
// distances of at least gap between their labels' ends along the axis.
func tickLabels(ticks []Tick, sc scale, half func(text string) float64, low, high, gap float64) []placedTick {
	var all []placedTick
	for _, t := range ticks {
		if finite(t.At) && sc.holds(t.At) {
			all = append(all, placedTick{at: sc.at(t.At), text: t.Text})
		}
	}
	sort.SliceStable(all, func(i, j int) bool { return all[i].at < all[j].at })
	last := math.Inf(-1)
	for i := range all {
		t := &all[i]
		h := half(t.text)
		t.centre = within(t.at, low+h, high-h)
		if t.text != "" && t.centre-h >= last+gap {
			t.shown, last = true, t.centre+h
		}
	}
	return all
}

type placedTick struct {
	at, centre float64 // of the tick and of its label
	text       string
	shown      bool
}

// spread gives the top of each of the labels, which want their tops at the places
// given in rising order, so that none covers another and all stay between from
// and to; neighbours in each other's way share the distance.
func spread(want, heights []float64, from, to float64) []float64 {
	type block struct {
		mean  float64
		count int
	}
	var blocks []block
	offset := 0.0
	for i, w := range want {
		blocks = append(blocks, block{w - offset, 1})
		offset += heights[i]
		for n := len(blocks); n > 1 && blocks[n-2].mean > blocks[n-1].mean; n = len(blocks) {
			a, b := blocks[n-2], blocks[n-1]
			blocks = append(blocks[:n-2], block{(a.mean*float64(a.count) + b.mean*float64(b.count)) / float64(a.count+b.count), a.count + b.count})
		}
	}
	high := math.Max(from, to-offset)
	tops := make([]float64, 0, len(want))
	offset = 0
	for _, b := range blocks {
		for range b.count {
			tops = append(tops, within(b.mean, from, high)+offset)
			offset += heights[len(tops)-1]
		}
	}
	return tops
}

// plot is the inside of the axes while labels look for a place in it.
type plot struct {
	area
	taken []area
	lines [][2]Point // covered only where nothing else is left
	grid  []float64  // heights of hairlines, better not covered
}

func (p *plot) cost(a area) (float64, bool) {
	if !p.holds(a) {
		return 0, false
	}
	for _, t := range p.taken {
		if t.meets(a) {
			return 0, false
		}
	}
	cost := 0.0
	wide := a.grown(2)
	for _, l := range p.lines {
		if _, _, ok := wide.clip(l[0], l[1]); ok {
			cost += 100
		}
	}
	for _, y := range p.grid {
		if y > a.y0 && y < a.y1 {
			cost += 4
		}
	}
	return cost, true
}

// beside finds room of w × h near a point: next to it, or else anywhere where it
// covers no line.
func (p *plot) beside(at Point, w, h float64) (area, bool) {
	var best area
	least, found := math.Inf(1), false
	try := func(x, y, cost float64) {
		a := area{x, y, x + w, y + h}
		if c, ok := p.cost(a); ok && c+cost < least {
			best, least, found = a, c+cost, true
		}
	}
	for _, d := range []float64{9, 14, 22, 32, 46} {
		try(at.X+d, at.Y-h/2, d)
		try(at.X+d*0.7, at.Y-d*0.7-h, d+1)
		try(at.X+d*0.7, at.Y+d*0.7, d+2)
		try(at.X-w/2, at.Y-d-h, d+3)
		try(at.X-d-w, at.Y-h/2, d+3)
		try(at.X-d*0.7-w, at.Y-d*0.7-h, d+3)
		try(at.X-d*0.7-w, at.Y+d*0.7, d+4)
		try(at.X-w/2, at.Y+d, d+4)
	}
	if least < 100 {
		return best, found
	}
	for y := p.y0 + 2; y+h <= p.y1; y += 6 {
		for x := p.x0 + 2; x+w <= p.x1; x += 8 {
			try(x, y, 20+math.Hypot(math.Max(0, math.Max(x-at.X, at.X-x-w)), math.Max(0, math.Max(y-at.Y, at.Y-y-h))))
		}
	}
	return best, found
}

// block writes lines of a label into a place found for them.
func (s *Scene) block(a area, lines []string, size float64, align Align, c look.Token, bold bool) {
	x := [...]float64{Left: a.x0, Center: (a.x0 + a.x1) / 2, Right: a.x1}[align]
	for i, l := range lines {
		s.text(x, a.y0+size*0.82+lineStep*float64(i), size, l, align, c, bold)
	}
}

// blockSize is the room that lines of a label take.
func blockSize(lines []string, size float64, bold bool) (w, h float64) {
	for _, l := range lines {
		w = math.Max(w, TextWidth(l, size, bold))
	}
	return w, size*1.1 + lineStep*float64(len(lines)-1)
}

// pieces are the unbroken stretches of a series in the places of the plot.
func (sr Series) pieces(x, y scale, in area) [][]Point {
	var out [][]Point
	var piece []Point
	end := func() {
		if len(piece) > 0 {
			out = append(out, piece)
		}
		piece = nil
	}
	// to draws on from p to q as far as the axes reach.
	to := func(p, q Point) {
		a, b, ok := in.clip(p, q)
		if !ok {
			end()
			return
		}
		if len(piece) == 0 || piece[len(piece)-1] != a {
			end()
			piece = append(piece, a)
		}
		piece = append(piece, b)
		if b != q {
			end()
		}
	}
	var previous *Point
	for _, xy := range sr.Points {
		if !finite(xy.X) || !finite(xy.Y) {
			end()
			previous = nil
			continue
		}
		p := Point{x.at(xy.X), y.at(xy.Y)}
		switch {
		case previous == nil:
			end()
			if in.holds(area{p.X, p.Y, p.X, p.Y}) {
				piece = append(piece, p)
			}
		case sr.Step:
			corner := Point{p.X, previous.Y}
			to(*previous, corner)
			to(corner, p)
		default:
			to(*previous, p)
		}
		previous = &p
	}
	end()
	return out
}

// atEdge tells whether the series runs to the right end of the x axis, so that
// its name can stand beside the plot.
func (sr Series) atEdge(x, y Span) bool {
	if len(sr.Points) == 0 {
		return false
	}
	last := sr.Points[len(sr.Points)-1]
	return finite(last.X) && finite(last.Y) && last.X/2 >= x.Max/2-0.03*(x.Max/2-x.Min/2) && last.Y >= y.Min && last.Y <= y.Max
}

// Curves draws a chart of lines at a width.
func Curves(c CurveChart, width float64) Scene {
	s := Scene{Width: width, Title: c.Title}
	height := c.Height
	if !(height > 0) || math.IsInf(height, 0) {
		height = within(width*0.5, 200, 360)
	}
	xs, ys := c.X.Span.usable(), c.Y.Span.usable()

	// The margins: the scale and its title, the names of the lines, the x axis.
	top := 8.0
	if c.Y.Title != "" {
		for _, l := range wrap(c.Y.Title, curveText, width, 2, false) {
			s.text(0, top+4, curveText, l, Left, look.Muted, false)
			top += lineStep
		}
		top += 6
	}
	left := 0.0
	for _, t := range c.Y.Ticks {
		left = math.Max(left, TextWidth(t.Text, tickText, false))
	}
	left = math.Min(left, width*0.2) + 7
	room := 0.0
	names := make([][]string, len(c.Series))
	for i, sr := range c.Series {
		if sr.Title != "" && sr.atEdge(xs, ys) {
			names[i] = wrap(sr.Title, curveText, width*0.24, 3, false)
			w, _ := blockSize(names[i], curveText, false)
			room = math.Max(room, w)
		}
	}
	right := width - 8
	if room > 0 {
		right = width - room - 16
	}
	xTitle := []string(nil)
	if c.X.Title != "" {
		xTitle = wrap(c.X.Title, curveText, width-8, 2, false)
	}
	bottom := 20 + lineStep*float64(len(xTitle)) + 4
	need := 90.0
	sum := 0.0
	for _, n := range names {
		if n != nil {
			_, h := blockSize(n, curveText, false)
			sum += h + 3
		}
	}
	need = math.Max(need, sum)
	p := plot{area: area{left, top, right, math.Max(top+need, height-bottom)}}
	x, y := scale{xs, p.x0, p.x1}, scale{ys, p.y1, p.y0}
	var key []keyItem

	// What lies behind the lines.
	for _, b := range c.Bands {
		if a, ok := b.place(p.area, x, y); ok {
			s.rect(a.x0, a.y0, a.x1-a.x0, a.y1-a.y0, b.Tint, look.None)
		}
	}
	for _, t := range tickLabels(c.Y.Ticks, scale{ys, p.y1, p.y0}, func(string) float64 { return tickText * 0.55 }, p.y0-6, p.y1+6, 2) {
		if t.shown {
			s.line(p.x0, t.at, p.x1, t.at, 0.8, look.Border, false)
			s.text(p.x0-7, t.centre+tickText*0.36, tickText, fit(t.text, tickText, left-7, false), Right, look.Muted, false)
			p.grid = append(p.grid, t.at)
		}
	}
	s.line(p.x0, p.y1, p.x1, p.y1, 1, look.Muted, false)
	for _, t := range tickLabels(c.X.Ticks, x, func(text string) float64 {
		return TextWidth(fit(text, tickText, width*0.3, false), tickText, false) / 2
	}, 0, width, 10) {
		if t.shown {
			s.line(t.at, p.y1, t.at, p.y1+4, 1, look.Muted, false)
			s.text(t.centre, p.y1+15, tickText, fit(t.text, tickText, width*0.3, false), Center, look.Muted, false)
		}
	}
	below := p.y1 + 20
	for _, l := range xTitle {
		below += lineStep
		if w := TextWidth(l, curveText, false); w < p.x1-p.x0 {
			s.text(p.x1, below-3, curveText, l, Right, look.Muted, false)
		} else {
			s.text(width, below-3, curveText, l, Right, look.Muted, false)
		}
	}

	// The lines, then their names beside the plot.
	type name struct {
		at    Point
		lines []string
		h     float64
		color look.Token
	}
	var beside []name
	var early []int
	ends := make([]Point, len(c.Series))
	for i, sr := range c.Series {
		colour := sr.Color
		if colour == look.None {
			colour = look.Accent
		}
		drawn := sr.pieces(x, y, p.area)
		for _, piece := range drawn {
			if len(piece) == 1 {
				s.circle(piece[0].X, piece[0].Y, 2.5, colour, look.None, 0, false)
				p.taken = append(p.taken, area{piece[0].X, piece[0].Y, piece[0].X, piece[0].Y}.grown(3))
				continue
			}
			s.add(Polygon{Points: piece, Stroke: colour, Width: 2, Dash: sr.Dash})
			for k := range piece[1:] {
				p.lines = append(p.lines, [2]Point{piece[k], piece[k+1]})
			}
		}
		if len(drawn) == 0 || sr.Title == "" {
			continue
		}
		last := drawn[len(drawn)-1]
		ends[i] = last[len(last)-1]
		if names[i] == nil {
			early = append(early, i)
			continue
		}
		_, h := blockSize(names[i], curveText, false)
		beside = append(beside, name{ends[i], names[i], h, colour})
	}
	sort.SliceStable(beside, func(i, j int) bool { return beside[i].at.Y < beside[j].at.Y })
	var want, heights []float64
	for _, n := range beside {
		want = append(want, n.at.Y-n.h/2-1.5)
		heights = append(heights, n.h+3)
	}
	for i, t := range spread(want, heights, p.y0-6, p.y1+6) {
		n := beside[i]
		mid := t + 1.5 + n.h/2
		if math.Abs(mid-n.at.Y) > 3 || n.at.X < p.x1-2 {
			s.line(n.at.X+2, n.at.Y, p.x1+12, mid, 0.8, n.color, false)
		}
		s.block(area{p.x1 + 14, t + 1.5, width, t + 1.5 + n.h}, n.lines, curveText, Left, ink(n.color), false)
	}

	// The marked points, and every label that looks for a place in the plot.
	at := make([]Point, len(c.Pins))
	for i, pin := range c.Pins {
		if math.IsNaN(pin.At.X) || math.IsNaN(pin.At.Y) {
			continue
		}
		q := Point{within(x.at(pin.At.X), p.x0, p.x1), within(y.at(pin.At.Y), p.y0, p.y1)}
		at[i] = q
		p.taken = append(p.taken, area{q.X, q.Y, q.X, q.Y}.grown(7))
		if pin.Drop {
			s.line(q.X, q.Y, q.X, p.y1, 0.8, look.Muted, true)
			s.line(q.X, q.Y, p.x0, q.Y, 0.8, look.Muted, true)
			p.lines = append(p.lines, [2]Point{q, {q.X, p.y1}}, [2]Point{q, {p.x0, q.Y}})
		}
	}
	for _, i := range early {
		sr := c.Series[i]
		lines := wrap(sr.Title, curveText, (p.x1-p.x0)*0.5, 2, false)
		w, h := blockSize(lines, curveText, false)
		colour := sr.Color
		if colour == look.None {
			colour = look.Accent
		}
		a, ok := p.beside(ends[i], w, h)
		if !ok {
			key = append(key, keyItem{func(kx, ky float64) { s.line(kx, ky+5, kx+keySample, ky+5, 2, colour, sr.Dash) }, sr.Title})
			continue
		}
		s.leader(ends[i], a, colour)
		s.block(a, lines, curveText, Left, ink(colour), false)
		p.taken = append(p.taken, a.grown(3))
	}
	for i, pin := range c.Pins {
		if math.IsNaN(pin.At.X) || math.IsNaN(pin.At.Y) {
			continue
		}
		st := pin.Style
		if st.Color == look.None {
			st.Color = look.Text
		}
		if pin.Text != "" {
			lines := wrap(pin.Text, curveText, math.Min(170, (p.x1-p.x0)*0.45), 3, true)
			w, h := blockSize(lines, curveText, true)
			if a, ok := p.beside(at[i], w, h); ok {
				s.leader(at[i], a, look.Muted)
				align := Left
				if a.x1 < at[i].X {
					align = Right
				} else if a.x0 < at[i].X {
					align = Center
				}
				s.block(a, lines, curveText, align, ink(st.Color), true)
				p.taken = append(p.taken, a.grown(3))
			} else {
				key = append(key, keyItem{func(kx, ky float64) { s.mark(kx+keySample/2, ky+5, 4.5, st.Mark, st.Color) }, pin.Text})
			}
		}
		s.circle(at[i].X, at[i].Y, 7, look.Surface, look.None, 0, false)
		s.mark(at[i].X, at[i].Y, 4.5, st.Mark, st.Color)
	}
	for _, b := range c.Bands {
		a, ok := b.place(p.area, x, y)
		if !ok || b.Text == "" {
			continue
		}
		if !s.word(&p, a, b) {
			key = append(key, keyItem{func(kx, ky float64) { s.rect(kx, ky, keySample, keyRow, b.Tint, look.Border) }, b.Text})
		}
	}
	s.Height = below + 4
	if len(key) > 0 {
		s.Height = s.key(key, below+6) + 2
	}
	return s
}

// place is the rectangle of a band inside the axes.
func (b Band) place(in area, x, y scale) (area, bool) {
	from, to := math.Min(b.From, b.To), math.Max(b.From, b.To)
	if math.IsNaN(from) || math.IsNaN(to) {
		return area{}, false
	}
	a := in
	if b.Horizontal {
		a.y0, a.y1 = within(y.at(to), in.y0, in.y1), within(y.at(from), in.y0, in.y1)
	} else {
		a.x0, a.x1 = within(x.at(from), in.x0, in.x1), within(x.at(to), in.x0, in.x1)
	}
	return a, a.x1-a.x0 > 0.5 && a.y1-a.y0 > 0.5
}

// word writes the word of a band where it covers least, if it fits at all.
func (s *Scene) word(p *plot, a area, b Band) bool {
	lines := []string{b.Text}
	w, h := blockSize(lines, tickText, false)
	if w > a.x1-a.x0-8 && !b.Horizontal {
		lines = wrap(b.Text, tickText, a.x1-a.x0-8, 2, false)
		w, h = blockSize(lines, tickText, false)
		if len(lines[0]) < 3 || wrapCut(lines) && !wrapCut([]string{b.Text}) {
			return false
		}
	}
	if w > a.x1-a.x0-8 || h > a.y1-a.y0-2 {
		return false
	}
	var best area
	least := math.Inf(1)
	for i, px := range []float64{a.x0 + 5, (a.x0 + a.x1 - w) / 2, a.x1 - 5 - w} {
		for k, py := range []float64{a.y0 + 4, a.y1 - 4 - h, (a.y0 + a.y1 - h) / 2} {
			cost := float64(i + 3*k)
			if !b.Horizontal {
				cost = float64((i+2)%3 + 3*k) // the middle first
			}
			place := area{px, py, px + w, py + h}
			if c, ok := p.cost(place); ok && c+cost < least && a.holds(place) {
				best, least = place, c+cost
			}
		}
	}
	if least >= 100 {
		return false
	}
	s.block(best, lines, tickText, Center, look.Muted, false)
	p.taken = append(p.taken, best.grown(3))
	return true
}

// wrapCut tells whether lines were shortened.
func wrapCut(lines []string) bool {
	for _, l := range lines {
		if r := []rune(l); len(r) > 0 && r[len(r)-1] == '…' {
			return true
		}
	}
	return false
}

// leader joins a point with its label where they stand apart.
func (s *Scene) leader(p Point, a area, c look.Token) {
	q := Point{within(p.X, a.x0, a.x1), within(p.Y, a.y0, a.y1)}
	d := math.Hypot(q.X-p.X, q.Y-p.Y)
	if d < 24 {
		return
	}
	s.line(p.X, p.Y, q.X-(q.X-p.X)/d*3, q.Y-(q.Y-p.Y)/d*3, 0.8, c, false)
}

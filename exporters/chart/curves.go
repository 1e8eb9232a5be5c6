// Curves over two axes: what changes with a quantity, the marked points on the
// way and the stretches in which a verdict holds.

package chart

import (
	"math"
	"slices"
	"sort"
	"strconv"
	"strings"

	"muster/assessment/messages"
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
	Thin   bool
}

// Pin is a marked point with its label.
type Pin struct {
	At    XY
	Text  string
	Style look.VerdictStyle
	Drop  bool // thin dashed lines lead to both axes
	Shape PinShape
	// What the point may be as well, drawn as whiskers where Min is below Max.
	XRange, YRange Span
}

// PinShape is how a pin is drawn: as its verdict's mark or one of a few that judge
// nothing.
type PinShape int

// The shapes of pins.
const (
	VerdictPin PinShape = iota
	Dot
	Ring
	Cross
)

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
	Marks  []Tick // upright lines across the plot, named above it
	// NamedPins names either all pins next to them or none: they get numbers then,
	// and their names stand in a list below.
	NamedPins bool
	Height    float64 // in points; 0: half of the width, 200 to 360
	Empty     string  // said when there is nothing to draw
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

// hit tells whether a line passes through the area.
func (a area) hit(l plotLine) bool {
	if l.p.X < a.x0 && l.q.X < a.x0 || l.p.X > a.x1 && l.q.X > a.x1 || l.p.Y < a.y0 && l.q.Y < a.y0 || l.p.Y > a.y1 && l.q.Y > a.y1 {
		return false // as most are
	}
	_, _, ok := a.clip(l.p, l.q)
	return ok
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
	even := len(all) > 3
	for i := range all {
		h := half(all[i].text)
		all[i].centre = within(all[i].at, low+h, high-h)
		if i > 1 && i < len(all)-1 {
			d := all[1].at - all[0].at
			even = even && math.Abs(all[i].at-all[i-1].at-d) < 0.02*d
		}
	}
	// Even ticks are thinned evenly; of others as many stay as find room.
	for every := 1; ; every++ {
		last, fits := math.Inf(-1), true
		for i := range all {
			t := &all[i]
			h := half(t.text)
			t.shown = false
			if t.text == "" || i%every != 0 {
				continue
			}
			if t.centre-h < last+gap {
				fits = false
				continue
			}
			t.shown, last = true, t.centre+h
		}
		if fits || !even {
			return all
		}
	}
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
	lines []plotLine
	grid  []float64 // heights of hairlines, better not covered
}

// plotLine is a line that a label covers only where nothing else is left.
type plotLine struct {
	p, q Point
	cost float64
}

// What a label costs that covers a line; a place
// that costs as much as a curve is taken only in need.
const (
	overCurve = 100.0
	overDrop  = 60.0
	overEdge  = 8.0 // of a band
)

// cost is what a label costs in a place, if it is free; at limit it is dear
// enough to be counted no further.
func (p *plot) cost(a area, limit float64) (float64, bool) {
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
		if wide.hit(l) {
			if cost += l.cost; cost >= limit {
				break
			}
		}
	}
	for _, y := range p.grid {
		if y > a.y0 && y < a.y1 {
			cost += 12
		}
	}
	return cost, true
}

// beside finds room for a label near a point: next to it, or else anywhere where
// it covers no line. The label is broken into as many lines as suit the place.
func (p *plot) beside(at Point, text string, bold bool) (place area, lines []string, ok bool) {
	least := math.Inf(1)
	for n := 1; n <= 3; n++ {
		l := balanced(text, curveText, math.Min(190, (p.x1-p.x0)*0.6), n, bold)
		if len(l) < n || wrapCut(l) && n < 3 {
			continue
		}
		w, h := blockSize(l, curveText, bold)
		if a, cost, found := p.near(at, w, h, 0); found && cost+8*float64(n) < least {
			place, lines, least, ok = a, l, cost+8*float64(n), true
		}
	}
	return place, lines, ok
}

// along finds room for the name of a line that ends within the plot: at its end
// or, going back, next to it where no other line could be meant.
func (p *plot) along(path []Point, name string) (area, bool) {
	w, h := blockSize([]string{name}, curveText, false)
	for k := len(path) - 1; k >= 0; k-- {
		at := path[k]
		if k < len(path)-1 && math.Hypot(at.X-path[k+1].X, at.Y-path[k+1].Y) < 2 {
			continue
		}
		a, _, ok := p.near(at, w, h, 14)
		if at.X < (path[0].X+path[len(path)-1].X)/2 || !ok {
			continue
		}
		// The name must be clearly nearer to its own line than to any other.
		if p.toCurve(a, path, true)+5 < p.toCurve(a, path, false) {
			return a, true
		}
	}
	return area{}, false
}

// toCurve is about how far a place is from the nearest curve: of those that the
// path is part of, or of the others.
func (p *plot) toCurve(a area, path []Point, own bool) float64 {
	const far = 24.0
	around := a.grown(far)
	least := far
	for _, l := range p.lines {
		if l.cost < overCurve || !around.hit(l) || slices.Contains(path, l.p) != own {
			continue
		}
		for d := 0.0; d < least; d += 2 {
			if a.grown(d).hit(l) {
				least = d
			}
		}
	}
	return least
}

// near finds the room of w × h that costs least: at most reach away from the point
// and over no line, or, where reach is 0, anywhere.
func (p *plot) near(at Point, w, h, reach float64) (best area, least float64, found bool) {
	least = math.Inf(1)
	if reach > 0 {
		least = 40
	}
	try := func(x, y, cost float64) {
		a := area{x, y, x + w, y + h}
		if c, ok := p.cost(a, least-cost); ok && c+cost < least {
			best, least, found = a, c+cost, true
		}
	}
	for _, d := range []float64{9, 14, 22, 32, 46} {
		if reach > 0 && d > reach {
			return best, least, found
		}
		try(at.X+d, at.Y-h/2, d)
		try(at.X+d*0.7, at.Y-d*0.7-h, d+1)
		try(at.X+d*0.7, at.Y+d*0.7, d+2)
		try(at.X-w/2, at.Y-d-h, d+3)
		try(at.X-d-w, at.Y-h/2, d+3)
		try(at.X-d*0.7-w, at.Y-d*0.7-h, d+3)
		try(at.X-d*0.7-w, at.Y+d*0.7, d+4)
		try(at.X-w/2, at.Y+d, d+4)
	}
	if least < overDrop {
		return best, least, found
	}
	for y := p.y0 + 2; y+h <= p.y1; y += 6 {
		for x := p.x0 + 2; x+w <= p.x1; x += 8 {
			a := area{x, y, x + w, y + h}
			q := a.nearest(at)
			cost := 20 + math.Hypot(q.X-at.X, q.Y-at.Y)
			if cost >= least {
				continue
			}
			for _, l := range p.lines { // the leader had better cross nothing
				if crossing(at, q, l.p, l.q) {
					cost += l.cost / 3
				}
			}
			for _, t := range p.taken {
				if _, _, ok := t.clip(at, q); ok && t.nearest(at) != at {
					cost += overDrop
				}
			}
			try(x, y, cost)
		}
	}
	return best, least, found
}

// nearest is the point of the area next to p.
func (a area) nearest(p Point) Point { return Point{within(p.X, a.x0, a.x1), within(p.Y, a.y0, a.y1)} }

// crossing tells whether the lines a–b and c–d cross other than at a.
func crossing(a, b, c, d Point) bool {
	side := func(p, q, r Point) float64 { return (q.X-p.X)*(r.Y-p.Y) - (q.Y-p.Y)*(r.X-p.X) }
	if math.Hypot(c.X-a.X, c.Y-a.Y) < 8 || math.Hypot(d.X-a.X, d.Y-a.Y) < 8 {
		return false // the line that the point itself lies on
	}
	return side(a, b, c)*side(a, b, d) < 0 && side(c, d, a)*side(c, d, b) < 0
}

// balanced breaks text into lines of about the same width.
func balanced(text string, size, width float64, lines int, bold bool) []string {
	best := wrap(text, size, width, lines, bold)
	for w := width * 0.9; w > 30 && len(best) == lines && lines > 1 && !wrapCut(best); w *= 0.92 {
		next := wrap(text, size, w, lines, bold)
		if wrapCut(next) {
			break
		}
		best = next
	}
	if lines > 1 && len(best) < lines { // the width alone does not break it so often
		for w := width * 0.9; w > 30; w *= 0.92 {
			next := wrap(text, size, w, lines, bold)
			if wrapCut(next) {
				break
			}
			if best = next; len(best) == lines {
				return balanced(text, size, w, lines, bold)
			}
		}
	}
	return best
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

// covered tells whether curves run along most of the upright or level line from
// p to q.
func covered(p, q Point, pieces [][][]Point) bool {
	along := area{math.Min(p.X, q.X), math.Min(p.Y, q.Y), math.Max(p.X, q.X), math.Max(p.Y, q.Y)}.grown(1.5)
	sum := 0.0
	for _, series := range pieces {
		for _, piece := range series {
			for i := range piece[1:] {
				if a, b, ok := along.clip(piece[i], piece[i+1]); ok {
					sum += math.Hypot(a.X-b.X, a.Y-b.Y)
				}
			}
		}
	}
	return sum > math.Hypot(p.X-q.X, p.Y-q.Y)/2+6
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
func Curves(lang *messages.Catalogue, c CurveChart, width float64) Scene {
	return curves(lang, c, width, nil)
}

// curves draws a chart of lines with what extra gives for its key besides.
func curves(lang *messages.Catalogue, c CurveChart, width float64, extra func(*Scene) []keyItem) Scene {
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
		if strings.TrimSpace(sr.Title) != "" && sr.atEdge(xs, ys) {
			if names[i] = wrap(sr.Title, curveText, width*0.24, 3, false); wrapCut(names[i]) {
				names[i] = wrap(sr.Title, curveText, width*0.28, 4, false)
			}
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
	x := scale{xs, left, right}
	var marks []placedTick
	for _, m := range c.Marks {
		if finite(m.At) && x.holds(m.At) {
			marks = append(marks, placedTick{at: x.at(m.At), text: m.Text})
		}
	}
	markTops, under := s.markNames(marks, top)
	if len(marks) > 0 {
		height += under - top
		top = under + 8
	}
	p := plot{area: area{left, top, right, math.Max(top+need, height-bottom)}}
	y := scale{ys, p.y1, p.y0}
	// What lies behind the lines.
	for _, b := range c.Bands {
		if a, ok := b.place(p.area, x, y); ok {
			s.rect(a.x0, a.y0, a.x1-a.x0, a.y1-a.y0, b.Tint, look.None)
			c := [4]Point{{a.x0, a.y0}, {a.x1, a.y0}, {a.x1, a.y1}, {a.x0, a.y1}}
			for i := range c {
				p.lines = append(p.lines, plotLine{c[i], c[(i+1)%4], overEdge})
			}
		}
	}
	for _, b := range c.Bands {
		for _, o := range c.Bands { // in grey only a gap parts bands that touch
			if b.Horizontal != o.Horizontal || b.To != o.From {
				continue
			}
			if at := x.at(b.To); !b.Horizontal && at > p.x0 && at < p.x1 {
				s.line(at, p.y0, at, p.y1, 1.5, look.Surface, false)
			} else if at := y.at(b.To); b.Horizontal && at > p.y0 && at < p.y1 {
				s.line(p.x0, at, p.x1, at, 1.5, look.Surface, false)
			}
		}
	}
	for _, t := range tickLabels(c.Y.Ticks, y, func(string) float64 { return tickText * 0.55 }, p.y0-6, p.y1+6, 2) {
		if t.shown {
			s.line(p.x0, t.at, p.x1, t.at, 0.8, look.Border, false)
			for _, b := range c.Bands { // a hairline of the ground's colour shows on any tint
				if a, ok := b.place(p.area, x, y); ok && t.at > a.y0+1 && t.at < a.y1-1 {
					s.line(a.x0, t.at, a.x1, t.at, 1, look.Surface, false)
				}
			}
			s.text(p.x0-7, t.centre+tickText*0.36, tickText, fit(t.text, tickText, left-7+0.1, false), Right, look.Muted, false)
			p.grid = append(p.grid, t.at)
		}
	}
	s.line(p.x0, p.y1, p.x1, p.y1, 1, look.Muted, false)
	for _, t := range tickLabels(c.X.Ticks, x, func(text string) float64 {
		return TextWidth(fit(text, tickText, width*0.3, false), tickText, false) / 2
	}, 0, width, 7) {
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

	for i, m := range marks {
		s.upright(m.at, markTops[i], p.y1, true)
		p.lines = append(p.lines, plotLine{Point{m.at, p.y0}, Point{m.at, p.y1}, overDrop})
	}
	bare := len(p.lines) == len(marks) // nothing is drawn so far

	pieces := make([][][]Point, len(c.Series))
	for i, sr := range c.Series {
		pieces[i] = sr.pieces(x, y, p.area)
	}

	// The marked points, for now their lines to the axes only, unless a curve runs
	// along one anyway.
	at := make([]Point, len(c.Pins))
	for i, pin := range c.Pins {
		if math.IsNaN(pin.At.X) || math.IsNaN(pin.At.Y) {
			continue
		}
		q := Point{within(x.at(pin.At.X), p.x0, p.x1), within(y.at(pin.At.Y), p.y0, p.y1)}
		at[i] = q
		p.taken = append(p.taken, area{q.X, q.Y, q.X, q.Y}.grown(7))
		for _, l := range pin.whiskers(q, p.area, x, y) {
			p.lines = append(p.lines, plotLine{l[0], l[1], overDrop})
		}
		for _, foot := range [2]Point{{q.X, p.y1}, {p.x0, q.Y}} {
			if pin.Drop && !covered(q, foot, pieces) {
				s.line(q.X, q.Y, foot.X, foot.Y, 0.8, look.Muted, true)
				p.lines = append(p.lines, plotLine{q, foot, overDrop})
			}
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
	paths := make([][]Point, len(c.Series))
	for i, sr := range c.Series {
		colour := sr.Color
		if colour == look.None {
			colour = look.Accent
		}
		drawn := pieces[i]
		for _, piece := range drawn {
			if len(piece) == 1 {
				s.circle(piece[0].X, piece[0].Y, 2.5, colour, look.None, 0, false)
				p.taken = append(p.taken, area{piece[0].X, piece[0].Y, piece[0].X, piece[0].Y}.grown(3))
				continue
			}
			thick := 2.0
			if sr.Thin {
				thick = 1.2
			}
			s.add(Polygon{Points: piece, Stroke: colour, Width: thick, Dash: sr.Dash})
			for k := range piece[1:] {
				p.lines = append(p.lines, plotLine{piece[k], piece[k+1], overCurve})
			}
		}
		if len(drawn) == 0 || strings.TrimSpace(sr.Title) == "" {
			continue
		}
		last := drawn[len(drawn)-1]
		paths[i] = last
		if names[i] == nil {
			early = append(early, i)
			continue
		}
		_, h := blockSize(names[i], curveText, false)
		beside = append(beside, name{last[len(last)-1], names[i], h, colour})
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

	// Labels that look for a place in the plot: first the words that have the least
	// choice.
	key := s.words(&p, c.Bands, x, y)
	for _, i := range early {
		sr := c.Series[i]
		colour := sr.Color
		if colour == look.None {
			colour = look.Accent
		}
		a, ok := p.along(paths[i], sr.Title)
		if !ok {
			key = append(key, keyItem{func(kx, ky float64) { s.line(kx, ky+5, kx+keySample, ky+5, 2, colour, sr.Dash) }, sr.Title})
			continue
		}
		s.block(a, []string{sr.Title}, curveText, Left, ink(colour), false)
		p.taken = append(p.taken, a.grown(3))
	}
	for i, pin := range c.Pins {
		if !math.IsNaN(pin.At.X) && !math.IsNaN(pin.At.Y) {
			for _, l := range pin.whiskers(at[i], p.area, x, y) {
				s.whisker(l)
			}
		}
	}
	var list []keyItem
	if c.NamedPins {
		list = s.namedPins(&p, c.Pins, at)
	}
	for i, pin := range c.Pins {
		if math.IsNaN(pin.At.X) || math.IsNaN(pin.At.Y) {
			continue
		}
		if pin.Text != "" && !c.NamedPins {
			if a, lines, ok := p.beside(at[i], pin.Text, true); ok {
				s.pinLabel(&p, at[i], a, lines, ink(pin.color()), true)
			} else {
				key = append(key, keyItem{func(kx, ky float64) { s.pin(Point{kx + keySample/2, ky + 5}, pin) }, pin.Text})
			}
		}
		if pin.Shape == VerdictPin {
			s.circle(at[i].X, at[i].Y, 7, look.Surface, look.None, 0, false)
		}
		s.pin(at[i], pin)
	}
	if bare && len(p.lines) == len(marks) && len(p.taken) == 0 && p.x1-p.x0 > 100 {
		word := c.Empty
		if word == "" {
			word = lang.Text("No figures yet")
		}
		s.text((p.x0+p.x1)/2, (p.y0+p.y1)/2-8, 12, fit(word, 12, p.x1-p.x0-8, false), Center, look.Muted, false)
	}
	s.Height = below + 4
	if extra != nil {
		key = append(key, extra(&s)...)
	}
	if len(key) > 0 {
		s.Height = s.key(key, below+6) + 2
	}
	if len(list) > 0 {
		s.Height = s.list(list, s.Height+8) + 2
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

// words writes the words of the bands into them, all in one row where that is
// possible, and returns a key of those that have no room.
func (s *Scene) words(p *plot, bands []Band, x, y scale) []keyItem {
	areas := make([]area, len(bands))
	drawn := make([]bool, len(bands))
	for i, b := range bands {
		areas[i], drawn[i] = b.place(p.area, x, y)
	}
	// The row that suits most of the bands beside each other: at the top, at the
	// bottom or, where lines are in the way of both, between.
	rows := []func(h float64) float64{
		func(float64) float64 { return p.y0 + 4 },
		func(h float64) float64 { return p.y1 - 5 - h },
	}
	for y := p.y0 + 16; y < p.y1-24; y += 7 {
		rows = append(rows, func(float64) float64 { return y })
	}
	upright, first, most := 0, 0, 0
	named := map[int]bool{} // in one of the rows so far
	for k := 0; k < len(rows) && (k < 2 || most < upright && len(named) < upright); k++ {
		n := 0
		upright = 0
		for i, b := range bands {
			if !drawn[i] || b.Horizontal || b.Text == "" {
				continue
			}
			upright++
			if _, _, ok := p.word(areas[i], b, rows[k]); ok {
				named[i] = true
				n++
			}
		}
		if n > most {
			first, most = k, n
		}
	}
	var left []int
	for i, b := range bands {
		if !drawn[i] || b.Text == "" {
			continue
		}
		place, lines, ok := p.word(areas[i], b, rows[first])
		for k := 0; k < len(rows) && !ok && !b.Horizontal; k++ {
			place, lines, ok = p.word(areas[i], b, rows[k])
		}
		if !ok {
			place, lines, ok = p.wordBeside(areas[i], b, areas)
		}
		if !ok {
			left = append(left, i)
			continue
		}
		s.block(place, lines, tickText, Center, look.Muted, false)
		p.taken = append(p.taken, place.grown(3))
	}
	numbers := map[int]string{}
	if len(left) > 1 {
		numbers = s.numbers(p, areas, left)
	}
	var key []keyItem
	for _, i := range left {
		b, number := bands[i], numbers[i]
		key = append(key, keyItem{func(kx, ky float64) {
			s.rect(kx, ky-1, keySample, keyRow+2, b.Tint, look.Border)
			s.text(kx+keySample/2, ky+8.6, tickText, number, Center, look.Text, true)
		}, b.Text})
	}
	return key
}

// numbers writes a number into each of the bands left, in one row where they
// cover least, since the key alone does not tell tints apart in grey.
func (s *Scene) numbers(p *plot, areas []area, left []int) map[int]string {
	const h = tickText * 1.1
	var best map[int]area
	least := math.Inf(1)
	for y := p.y0 + 4; y+h < p.y1-3; y += 4 {
		row := map[int]area{}
		sum := math.Min(y-p.y0, p.y1-y-h) / 20
		for n, i := range left {
			a, w := areas[i], TextWidth(strconv.Itoa(n+1), tickText, true)
			cheapest := overCurve
			for x := a.x0 + 3; x+w <= a.x1-2.9; x += math.Max(1, (a.x1-a.x0-6-w)/16) {
				place := area{x, y, x + w, y + h}
				c, ok := p.cost(place, overCurve)
				for _, other := range row { // bands may lie on each other
					ok = ok && !other.grown(2).meets(place)
				}
				if c += math.Abs(x+w/2-(a.x0+a.x1)/2) / 4; ok && a.holds(place) && c < cheapest {
					row[i], cheapest = place, c
				}
			}
			sum += cheapest
		}
		if sum < least {
			best, least = row, sum
		}
	}
	out := map[int]string{}
	for n, i := range left {
		if a, ok := best[i]; ok {
			out[i] = strconv.Itoa(n + 1)
			s.block(a, []string{out[i]}, tickText, Center, look.Text, true)
			p.taken = append(p.taken, a.grown(2))
		}
	}
	return out
}

// word finds a place for the word of a band in it: in a row, which has its top at
// row(h) for a height of h, of an upright band, anywhere along a lying one.
func (p *plot) word(a area, b Band, row func(h float64) float64) (best area, lines []string, ok bool) {
	least := overDrop
	for n := 1; n <= 2; n++ {
		l := balanced(b.Text, tickText, a.x1-a.x0-6, n, false)
		w, h := blockSize(l, tickText, false)
		if wrapCut(l) || len(l) < n || w > a.x1-a.x0-6 || h > a.y1-a.y0-2 {
			continue
		}
		middle := (a.x0 + a.x1 - w) / 2
		for px := a.x0 + 3; px+w <= a.x1-2.9; px += math.Max(2, (a.x1-a.x0-6-w)/24) {
			tops := []float64{row(h)}
			cost := math.Abs(px-middle) / 20
			if b.Horizontal {
				tops = []float64{(a.y0 + a.y1 - h) / 2, a.y0 + 3, a.y1 - 3 - h}
				cost = (px - a.x0) / 20
			}
			for k, py := range tops {
				place := area{px, py, px + w, py + h}
				if c, free := p.cost(place, overCurve); free && a.holds(place) && c+cost+float64(k+10*(n-1)) < least {
					best, lines, least, ok = place, l, c+cost+float64(k+10*(n-1)), true
				}
			}
		}
	}
	return best, lines, ok
}

// wordBeside finds a place right beside an upright band that stands alone.
func (p *plot) wordBeside(a area, b Band, bands []area) (area, []string, bool) {
	lines := []string{b.Text}
	w, h := blockSize(lines, tickText, false)
	for _, py := range []float64{a.y0 + 4, a.y1 - 5 - h} {
		for _, px := range []float64{a.x1 + 5, a.x0 - 5 - w} {
			place := area{px, py, px + w, py + h}
			c, ok := p.cost(place, overCurve)
			for _, other := range bands {
				ok = ok && !other.grown(2).meets(place)
			}
			if ok && c < overDrop && !b.Horizontal {
				return place, lines, true
			}
		}
	}
	return area{}, nil, false
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

// leader joins a point with its label where they stand apart or have a curve
// between them.
func (s *Scene) leader(in *plot, p Point, a area, c look.Token) (Point, bool) {
	q := a.nearest(p)
	d := math.Hypot(q.X-p.X, q.Y-p.Y)
	apart := d > 24
	for _, l := range in.lines {
		apart = apart || l.cost >= overCurve && crossing(p, q, l.p, l.q)
	}
	if !apart || d < 6 {
		return q, false
	}
	q = Point{q.X - (q.X-p.X)/d*3, q.Y - (q.Y-p.Y)/d*3}
	s.line(p.X, p.Y, q.X, q.Y, 0.8, c, false)
	return q, true
}

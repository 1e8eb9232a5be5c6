// Points of a chart of lines: their shapes, whiskers and names.

package chart

import (
	"math"
	"sort"
	"strconv"
	"strings"

	"muster/assessment/messages"
	"muster/exporters/look"
)

// color is the token that a pin is drawn in.
func (p Pin) color() look.Token {
	if p.Style.Color == look.None {
		return look.Text
	}
	return p.Style.Color
}

// pin draws the mark of a pin.
func (s *Scene) pin(at Point, p Pin) {
	const r = 4.5
	switch c := p.color(); p.Shape {
	case Dot:
		s.circle(at.X, at.Y, r+0.5, c, look.Surface, 1.4, false)
	case Ring:
		s.circle(at.X, at.Y, r-0.2, look.Surface, c, 1.6, false)
	case Cross:
		for _, w := range []struct {
			width float64
			c     look.Token
		}{{4.5, look.Surface}, {1.8, c}} {
			s.line(at.X-r+0.5, at.Y-r+0.5, at.X+r-0.5, at.Y+r-0.5, w.width, w.c, false)
			s.line(at.X-r+0.5, at.Y+r-0.5, at.X+r-0.5, at.Y-r+0.5, w.width, w.c, false)
		}
	default:
		s.mark(at.X, at.Y, r, p.Style.Mark, c)
	}
}

// whiskers are the lines of a pin's ranges as far as the axes reach.
func (p Pin) whiskers(at Point, in area, x, y scale) [][2]Point {
	var out [][2]Point
	if r := p.XRange; finite(r.Min) && finite(r.Max) && r.Min < r.Max {
		if a, b, ok := in.clip(Point{x.at(r.Min), at.Y}, Point{x.at(r.Max), at.Y}); ok && b.X-a.X > 1 {
			out = append(out, [2]Point{a, b})
		}
	}
	if r := p.YRange; finite(r.Min) && finite(r.Max) && r.Min < r.Max {
		if a, b, ok := in.clip(Point{at.X, y.at(r.Max)}, Point{at.X, y.at(r.Min)}); ok && b.Y-a.Y > 1 {
			out = append(out, [2]Point{a, b})
		}
	}
	return out
}

// whisker draws a thin line with an end across at both of its ends.
func (s *Scene) whisker(l [2]Point) {
	const c = look.Text
	a, b := l[0], l[1]
	s.line(a.X, a.Y, b.X, b.Y, 1, c, false)
	for _, e := range l {
		if a.Y == b.Y {
			s.line(e.X, e.Y-2.5, e.X, e.Y+2.5, 1, c, false)
		} else {
			s.line(e.X-2.5, e.Y, e.X+2.5, e.Y, 1, c, false)
		}
	}
}

// pinLabel writes a label into the place found for it, with a leader where it
// needs one.
func (s *Scene) pinLabel(p *plot, at Point, a area, lines []string, c look.Token, bold bool) {
	if q, ok := s.leader(p, at, a, look.Muted); ok {
		p.lines = append(p.lines, plotLine{at, q, overCurve})
	}
	align := Left
	if a.x1 < at.X {
		align = Right
	} else if a.x0 < at.X {
		align = Center
	}
	s.block(a, lines, curveText, align, c, bold)
	p.taken = append(p.taken, a.grown(3))
}

// namedPins writes the names of all pins next to them, if all have room where none
// could be meant for another, or else numbers, and returns the list of these.
func (s *Scene) namedPins(p *plot, pins []Pin, at []Point) []keyItem {
	var of []int
	for i, pin := range pins {
		if strings.TrimSpace(pin.Text) != "" && !math.IsNaN(pin.At.X) && !math.IsNaN(pin.At.Y) {
			of = append(of, i)
		}
	}
	points := make([]Point, len(of))
	texts, numbers := make([]string, len(of)), make([]string, len(of))
	for k, i := range of {
		points[k], texts[k], numbers[k] = at[i], pins[i].Text, strconv.Itoa(k+1)
	}
	place := func(texts []string) bool {
		places, lines, ok := p.besides(points, texts)
		for k, a := range places {
			s.pinLabel(p, points[k], a, lines[k], ink(pins[of[k]].color()), false)
		}
		return ok
	}
	if place(texts) {
		return nil
	}
	if !place(numbers) { // points too close for that: their numbers stand off at leaders
		for k := range points {
			w, h := blockSize(numbers[k:k+1], curveText, false)
			if a, _, ok := p.near(points[k], w, h, 0); ok {
				s.pinLabel(p, points[k], a, numbers[k:k+1], ink(pins[of[k]].color()), false)
			}
		}
	}
	var list []keyItem
	for k, i := range of {
		list = append(list, keyItem{func(x, y float64) {
			s.text(x+16, y+9, curveText, numbers[k], Right, look.Text, false)
			s.pin(Point{x + 26, y + 5}, pins[i])
		}, texts[k]})
	}
	return list
}

// besides finds a place next to each of the points for its text, in one to three
// lines; points that find none are tried before the others, some times.
func (p *plot) besides(at []Point, texts []string) (places []area, lines [][]string, ok bool) {
	order := make([]int, len(at))
	crowd := make([]float64, len(at))
	for i := range at {
		order[i] = i
		for k := range at {
			if k != i {
				crowd[i] += 1 / (20 + math.Hypot(at[i].X-at[k].X, (at[i].Y-at[k].Y)*2))
			}
		}
	}
	sort.SliceStable(order, func(i, j int) bool { return crowd[order[i]] > crowd[order[j]] })
	broken := make([][][]string, len(at))
	for i, text := range texts {
		for n := 1; n <= 3; n++ {
			if l := balanced(text, curveText, math.Min(170, (p.x1-p.x0)*0.45), n, false); len(l) == n && !wrapCut(l) {
				broken[i] = append(broken[i], l)
			}
		}
	}
	for range 3 * len(at) {
		places, lines = make([]area, len(at)), make([][]string, len(at))
		try := plot{area: p.area, taken: append([]area(nil), p.taken...), lines: p.lines, grid: p.grid}
		failed := -1
		for _, i := range order {
			least := math.Inf(1)
			for n, l := range broken[i] {
				if a, cost, found := try.next(at, i, l); found && cost+4*float64(n) < least {
					places[i], lines[i], least = a, l, cost+4*float64(n)
				}
			}
			if lines[i] == nil {
				failed = i
				break
			}
			try.taken = append(try.taken, places[i].grown(3))
		}
		if failed < 0 {
			return places, lines, true
		}
		if order[0] == failed || len(broken[failed]) == 0 {
			return nil, nil, false
		}
		next := []int{failed}
		for _, i := range order {
			if i != failed {
				next = append(next, i)
			}
		}
		order = next
	}
	return nil, nil, len(at) == 0
}

// next finds the best place for lines right beside point i, nearer to it than to
// the other points and over no line.
func (p *plot) next(at []Point, i int, lines []string) (best area, least float64, found bool) {
	w, h := blockSize(lines, curveText, false)
	q := at[i]
	least = overDrop
	try := func(x, y, cost float64) {
		a := area{x, y, x + w, y + h}
		c, ok := p.cost(a, least-cost)
		if !ok || c+cost >= least {
			return
		}
		own := a.nearest(q)
		d := math.Hypot(own.X-q.X, own.Y-q.Y)
		for k, o := range at {
			if k == i {
				continue
			}
			n := a.nearest(o)
			if math.Hypot(n.X-o.X, n.Y-o.Y) < d+5 {
				return
			}
		}
		best, least, found = a, c+cost, true
	}
	for _, d := range []float64{9, 13, 18} {
		try(q.X+d, q.Y-h/2, d)
		try(q.X+d, q.Y-h+6, d+1)
		try(q.X+d, q.Y-6, d+1)
		try(q.X+d*0.6, q.Y-d*0.7-h, d+2)
		try(q.X+d*0.6, q.Y+d*0.7, d+2)
		try(q.X-d-w, q.Y-h/2, d+3)
		try(q.X-d-w, q.Y-h+6, d+4)
		try(q.X-d-w, q.Y-6, d+4)
		try(q.X-w/2, q.Y-d-h, d+3)
		try(q.X-w/2, q.Y+d, d+3)
		try(q.X-d*0.6-w, q.Y-d*0.7-h, d+4)
		try(q.X-d*0.6-w, q.Y+d*0.7, d+4)
		try(q.X-w*0.8, q.Y-d-h, d+4)
		try(q.X-w*0.8, q.Y+d, d+4)
		try(q.X-w*0.2, q.Y-d-h, d+4)
		try(q.X-w*0.2, q.Y+d, d+4)
	}
	return best, least, found
}

// list writes numbered entries below each other from y, in two columns where they
// fit, and returns where it ends.
func (s *Scene) list(items []keyItem, y float64) float64 {
	const left, gap = 36.0, 20.0
	column := (s.Width - gap) / 2
	two := len(items) > 3
	for _, it := range items {
		two = two && left+TextWidth(it.text, curveText, false) <= column
	}
	if !two {
		for _, it := range items {
			it.sample(0, y)
			for _, l := range wrap(it.text, curveText, s.Width-left, 2, false) {
				s.text(left, y+9, curveText, l, Left, look.Text, false)
				y += lineStep
			}
			y += 4
		}
		return y
	}
	rows := (len(items) + 1) / 2
	for i, it := range items {
		x, top := 0.0, y+keyStep*float64(i%rows)
		if i >= rows {
			x = column + gap
		}
		it.sample(x, top)
		s.text(x+left, top+9, curveText, it.text, Left, look.Text, false)
	}
	return y + keyStep*float64(rows)
}

// Standing is how an option compares by cost and value.
type Standing int

// OnFront: no other costs less for as much; Beaten: one does; Out: a gate is not
// passed.
const (
	OnFront Standing = iota
	Beaten
	Out
)

// ValuePoint is an option at its cost and value. Cost and value may be known as
// ranges only; the point stands where the caller puts it.
type ValuePoint struct {
	Title       string
	Cost, Value float64
	Standing    Standing
	CostRange   Span // drawn where Min is below Max
	ValueRange  Span
}

// ValueChart is a picture of options by cost, to the right, and value, upwards.
type ValueChart struct {
	Title       string
	Cost, Value AxisScale
	Points      []ValuePoint
	Step        bool // the front runs level to the next option
	OnFront     string
	Beaten, Out string // what the points of each standing are, for the key
	Ranges      string // what whiskers are, for the key
	Marks       []Tick // upright lines: budget
	Height      float64
	Empty       string
}

// Values draws the chart at a width: as Curves with the options as pins and the
// front as a line.
func Values(lang *messages.Catalogue, c ValueChart, width float64) Scene {
	chart := CurveChart{Title: c.Title, X: c.Cost, Y: c.Value, Marks: c.Marks, NamedPins: true, Height: c.Height, Empty: c.Empty}
	if !(chart.Height > 0) || math.IsInf(chart.Height, 0) {
		chart.Height = within(width*0.58, 280, 440)
	}
	front := Series{Color: look.Accent, Step: c.Step, Thin: true}
	ranges := false
	var seen [3]bool
	for _, o := range c.Points {
		p := Pin{At: XY{o.Cost, o.Value}, Text: o.Title, XRange: o.CostRange, YRange: o.ValueRange}
		usable := finite(o.Cost) && finite(o.Value)
		standing := o.Standing
		switch standing {
		case OnFront:
			p.Shape, p.Style.Color = Dot, look.Accent
			if usable {
				front.Points = append(front.Points, p.At)
			}
		case Out:
			p.Shape, p.Style.Color = Cross, look.Muted
		default:
			standing = Beaten
			p.Shape, p.Style.Color = Ring, look.Text
		}
		if !usable {
			continue
		}
		seen[standing] = true
		for _, r := range [2]Span{p.XRange, p.YRange} {
			ranges = ranges || finite(r.Min) && finite(r.Max) && r.Min < r.Max
		}
		chart.Pins = append(chart.Pins, p)
	}
	sort.SliceStable(front.Points, func(i, j int) bool { return front.Points[i].X < front.Points[j].X })
	if len(front.Points) > 1 {
		chart.Series = []Series{front}
	}
	if len(chart.Pins) == 0 {
		s := Scene{Width: width, Title: c.Title}
		s.empty(c.Empty)
		return s
	}
	s := curves(lang, chart, width, func(s *Scene) []keyItem {
		var key []keyItem
		for standing, text := range [3]string{c.OnFront, c.Beaten, c.Out} {
			if seen[standing] && text != "" {
				p := Pin{Shape: [3]PinShape{Dot, Ring, Cross}[standing], Style: look.VerdictStyle{Color: [3]look.Token{look.Accent, look.Text, look.Muted}[standing]}}
				key = append(key, keyItem{func(x, y float64) { s.pin(Point{x + keySample/2, y + 5}, p) }, text})
			}
		}
		if ranges && c.Ranges != "" {
			key = append(key, keyItem{func(x, y float64) { s.whisker([2]Point{{x, y + 5}, {x + keySample, y + 5}}) }, c.Ranges})
		}
		return key
	})
	return s
}

// Distinct gives lines of equal rank tones, dashes and widths by which ten are told
// apart in grey as well. A line that has a colour keeps its own.
func Distinct(lines []Series) []Series {
	ways := [...]Series{
		{Color: look.Accent}, {Color: look.Text, Dash: true}, {Color: look.Muted, Thin: true}, {Color: look.Accent, Dash: true, Thin: true},
		{Color: look.Text}, {Color: look.Muted, Dash: true}, {Color: look.Text, Thin: true}, {Color: look.Accent, Dash: true},
		{Color: look.Accent, Thin: true}, {Color: look.Text, Dash: true, Thin: true},
	}
	out := append([]Series(nil), lines...)
	for i := range out {
		if w := ways[i%len(ways)]; out[i].Color == look.None {
			out[i].Color, out[i].Dash, out[i].Thin = w.Color, w.Dash, w.Thin
		}
	}
	return out
}

// The pictures: gauges, supply and demand, radar, section bars, swim-lane.

package chart

import (
	"math"
	"slices"
	"strconv"

	"muster/assessment/messages"
	"muster/exporters/look"
)

// Zone is a stretch of a gauge up to (and without) To.
type Zone struct {
	To   float64
	Word string
	Tint look.Token
}

// Gauge is one row of a gauge picture.
type Gauge struct {
	Title  string
	Shown  string // the value as written
	Value  float64
	Known  bool
	Max    float64
	Zones  []Zone // from 0; the last reaches Max
	Ticks  []Tick
	Style  look.VerdictStyle
	Status string
}

// Tick is a threshold mark with its label.
type Tick struct {
	At   float64
	Text string
}

// Gauges stacks gauges at a width.
func Gauges(title string, gauges []Gauge, width float64) Scene {
	const row, top = 62.0, 6.0
	s := Scene{Width: width, Height: top + row*float64(len(gauges)), Title: title}
	for i, g := range gauges {
		y := top + row*float64(i)
		s.mark(8, y+8, 5, g.Style.Mark, g.Style.Color)
		s.text(20, y+13, 13, fit(g.Title, 13, width*0.55, true), Left, look.Text, true)
		s.text(width, y+13, 13, g.Shown+"  "+g.Status, Right, g.Style.Color, true)
		bar := y + 21
		at := func(v float64) float64 { return width * math.Max(0, math.Min(1, v/g.Max)) }
		from := 0.0
		for _, z := range g.Zones {
			x := at(from)
			s.rect(x, bar, at(z.To)-x, 12, z.Tint, look.None)
			half := TextWidth(z.Word, 9.5, false)/2 + 4
			hidden := g.Known && math.Abs(at(g.Value)-(x+at(z.To))/2) < half+2 // the marker would cover the word
			if w := at(z.To) - x; 2*half < w && !hidden {
				s.text(x+w/2, bar+9.5, 9.5, z.Word, Center, look.Muted, false)
			}
			from = z.To
		}
		last := -math.MaxFloat64
		for _, t := range g.Ticks {
			x := at(t.At)
			s.line(x, bar-2, x, bar+14, 1, look.Muted, false)
			half := TextWidth(t.Text, 10, false) / 2
			centre := math.Max(half, math.Min(width-half, x))
			if centre-half > last+4 {
				s.text(centre, bar+26, 10, t.Text, Center, look.Muted, false)
				last = centre + half
			}
		}
		if g.Known {
			x := math.Max(4, math.Min(width-4, at(g.Value)))
			s.add(Polygon{Points: []Point{{x - 6, bar - 5}, {x + 6, bar - 5}, {x, bar + 4}}, Closed: true, Fill: look.Text, Stroke: look.Surface, Width: 1})
			s.line(x, bar+2, x, bar+12, 2, look.Text, false)
		}
	}
	return s
}

// Part is a labelled length of a bar.
type Part struct {
	Title string
	Shown string
	Value float64
	Color look.Token
}

// StackedBar is one bar made of parts.
type StackedBar struct {
	Title string
	Shown string
	Parts []Part
}

// StackedBars draws bars on one scale, with the parts named beside or below.
func StackedBars(title string, bars []StackedBar, width float64) Scene {
	s := Scene{Width: width, Title: title}
	most := 0.0
	for _, b := range bars {
		sum := 0.0
		for _, p := range b.Parts {
			sum += p.Value
		}
		most = math.Max(most, sum)
	}
	y := 4.0
	for _, b := range bars {
		s.text(0, y+12, 13, fit(b.Title, 13, width*0.7, true), Left, look.Text, true)
		s.text(width, y+12, 13, b.Shown, Right, look.Text, true)
		y += 19
		x := 0.0
		for i, p := range b.Parts {
			w := 0.0
			if most > 0 {
				w = width * p.Value / most
			}
			s.rect(x, y, w, 20, p.Color, look.Surface)
			if i%2 == 1 { // a pattern besides the colour
				hatch(&s, x, y, w, 20)
			}
			x += w
		}
		y += 24
		x = 0
		for i, p := range b.Parts {
			label := p.Title + " " + p.Shown
			w := TextWidth(label, 10.5, false)
			if x > 0 && x+w+16 > width {
				x = 0
				y += 15
			}
			s.rect(x, y+3, 9, 9, p.Color, look.None)
			if i%2 == 1 {
				hatch(&s, x, y+3, 9, 9)
			}
			s.text(x+13, y+11.5, 10.5, fit(label, 10.5, width-16, false), Left, look.Muted, false)
			x += w + 28
		}
		y += 26
	}
	s.Height = y
	return s
}

// hatch draws thin slanted lines over a rectangle.
func hatch(s *Scene, x, y, w, h float64) {
	for d := 3.0; d < w+h; d += 6 {
		x1, y1 := x+math.Min(d, w), y+math.Max(0, d-w)
		x2, y2 := x+math.Max(0, d-h), y+math.Min(d, h)
		s.line(x1, y1, x2, y2, 0.9, look.Surface, false)
	}
}

// Axis is one spoke of a radar.
type Axis struct {
	Title             string
	Shown             string  // both as written, below the title; may be empty
	Current, Required float64 // 0 to the radar's maximum
	Known             bool
}

// RadarKey names the two values of a radar.
type RadarKey struct{ Current, Required string }

// Radar compares current with required values on spokes from 0 to most: a line with
// discs against a dashed one. What falls short has a diamond instead of a disc.
func Radar(lang *messages.Catalogue, title string, key RadarKey, axes []Axis, most float64, width float64) Scene {
	s := Scene{Width: width, Height: math.Min(width*0.72, 380), Title: title}
	if len(axes) < 3 {
		s.Height = 40
		s.text(width/2, 24, 12, lang.Text("At least three areas are needed for this picture."), Center, look.Muted, false)
		return s
	}
	cx, cy := width/2, s.Height/2-12
	r := math.Min(width*0.27, cy-30)
	second := 0.0 // room for what is shown below a title
	if slices.ContainsFunc(axes, func(a Axis) bool { return a.Shown != "" }) {
		second = 13
		r -= second
	}
	short := false
	at := func(i int, v float64) Point {
		a := -math.Pi/2 + 2*math.Pi*float64(i)/float64(len(axes))
		return Point{cx + r*v/most*math.Cos(a), cy + r*v/most*math.Sin(a)}
	}
	current, required := make([]Point, 0, len(axes)), make([]Point, 0, len(axes))
	for i, a := range axes {
		required = append(required, at(i, a.Required))
		if a.Known {
			current = append(current, at(i, a.Current))
		}
	}
	if len(current) > 2 {
		s.add(Polygon{Points: current, Closed: true, Fill: look.AccentTint})
	}
	for ring := 1.0; ring <= most; ring++ {
		pts := make([]Point, len(axes))
		for i := range axes {
			pts[i] = at(i, ring)
		}
		s.add(Polygon{Points: pts, Closed: true, Stroke: look.Border, Width: 0.8})
	}
	for i := range axes {
		s.add(Polygon{Points: []Point{{cx, cy}, at(i, most)}, Stroke: look.Border, Width: 0.8})
	}
	if len(current) > 2 {
		s.add(Polygon{Points: current, Closed: true, Stroke: look.Accent, Width: 2})
	}
	s.add(Polygon{Points: required, Closed: true, Stroke: look.Text, Width: 1.4, Dash: true})
	for i, a := range axes {
		if a.Known {
			p := at(i, a.Current)
			if a.Current < a.Required {
				s.mark(p.X, p.Y, 3.5, look.Diamond, look.Bad)
				short = true
			} else {
				s.circle(p.X, p.Y, 3, look.Accent, look.Surface, 0.8, false)
			}
		}
		p := at(i, most*1.08)
		align, room := Center, width*0.4
		if p.X > cx+r*0.15 {
			align, room = Left, width-p.X
		} else if p.X < cx-r*0.15 {
			align, room = Right, p.X
		}
		y := p.Y + 4
		if math.Abs(p.X-cx) <= r*0.15 {
			if p.Y < cy {
				y = p.Y - 2 - second
			} else {
				y = p.Y + 10
			}
		}
		s.text(p.X, y, 11, fit(a.Title, 11, room, false), align, look.Text, false)
		if a.Shown != "" {
			s.text(p.X, y+second, 10, fit(a.Shown, 10, room, false), align, look.Muted, false)
		}
	}
	for ring := 1.0; ring <= most; ring++ {
		p := at(0, ring)
		s.text(p.X+3, p.Y+9, 8.5, strconv.Itoa(int(ring)), Left, look.Muted, false)
	}
	items := []keyItem{
		{func(x, y float64) { s.line(x, y+keyRow/2, x+keySample, y+keyRow/2, 2, look.Accent, false) }, key.Current},
		{func(x, y float64) { s.line(x, y+keyRow/2, x+keySample, y+keyRow/2, 1.4, look.Text, true) }, key.Required},
	}
	if short {
		items = append(items, keyItem{func(x, y float64) { s.mark(x+keySample/2, y+keyRow/2, 3.5, look.Diamond, look.Bad) }, lang.Text("falls short")})
	}
	s.Height = s.key(items, s.Height-14)
	return s
}

// Bar is one row of a bar picture on a scale from 0 to 1.
type Bar struct {
	Title string
	Shown string
	Share float64
	Known bool
	Color look.Token
}

// Bars draws one bar a row.
func Bars(title string, bars []Bar, width float64) Scene {
	const row = 24.0
	s := Scene{Width: width, Height: row*float64(len(bars)) + 4, Title: title}
	label, shown := 0.0, 0.0
	for _, b := range bars {
		label = math.Max(label, TextWidth(b.Title, 12, false))
		shown = math.Max(shown, TextWidth(b.Shown, 12, false))
	}
	label = math.Min(label, width*0.4) + 10
	shown += 10
	for i, b := range bars {
		y := row*float64(i) + 4
		s.text(0, y+12, 12, fit(b.Title, 12, label-10, false), Left, look.Text, false)
		w := width - label - shown
		s.rect(label, y+2, w, 12, look.Track, look.None)
		if b.Known {
			s.rect(label, y+2, w*math.Max(0, math.Min(1, b.Share)), 12, b.Color, look.None)
		}
		s.text(width, y+12, 12, b.Shown, Right, look.Muted, false)
	}
	return s
}

// Step is one activity of a swim-lane.
type Step struct {
	Number              int
	Title               string
	Accountable, Doer   string // client, mssp, both, none, unclear or empty
	ExpectedAccountable string
	ExpectedDoer        string
	Written             bool
	Answered            bool
	Mismatch, RedFlag   bool
	Plain               bool // no judgement: the remark says at most that it is to be agreed
	Open                bool // to be agreed
}

// SwimLane shows who accounts for (filled) and does (ring) each activity, in a
// lane for the client and one for the MSSP, with expected places dashed.
func SwimLane(lang *messages.Catalogue, title string, steps []Step, width float64) Scene {
	const row, head = 27.0, 30.0
	s := Scene{Width: width, Height: head + row*float64(len(steps)) + 34, Title: title}
	labels := width * 0.46
	note := width * 0.17
	lane := (width - labels - note) / 2
	lanes := map[string]float64{"client": labels + lane/2, "mssp": labels + lane*1.5}
	body := row * float64(len(steps))
	s.rect(labels, head, lane, body, look.AccentTint, look.None)
	s.rect(labels+lane, head, lane, body, look.Track, look.None)
	s.text(0, 18, 12, lang.Text("Activity"), Left, look.Muted, true)
	s.text(lanes["client"], 18, 12, lang.Text("Client"), Center, look.Text, true)
	s.text(lanes["mssp"], 18, 12, lang.Text("MSSP"), Center, look.Text, true)
	s.text(labels+2*lane+12, 18, 12, lang.Text("Remark"), Left, look.Muted, true)
	var previous *Point
	type node struct {
		p    Point
		step Step
	}
	var nodes []node
	for i, st := range steps {
		y := head + row*float64(i) + row/2
		if x, ok := lanes[st.Accountable]; ok && st.Answered {
			p := Point{x, y}
			if previous != nil {
				s.line(previous.X, previous.Y, p.X, p.Y, 1.2, look.Muted, false)
			}
			nodes = append(nodes, node{p, st})
			previous = &nodes[len(nodes)-1].p
		} else {
			previous = nil // nobody owns it: the chain breaks
		}
	}
	for i, st := range steps {
		y := head + row*float64(i)
		mid := y + row/2
		s.line(0, y+row, width, y+row, 0.6, look.Border, false)
		c := look.Text
		if !st.Answered {
			c = look.Muted
		}
		s.text(16, mid+4, 11, strconv.Itoa(st.Number), Right, look.Muted, false)
		lines := wrap(st.Title, 10.5, labels-32, 2, false)
		for k, l := range lines {
			s.text(24, mid+4+(float64(k)-float64(len(lines)-1)/2)*12, 10.5, l, Left, c, false)
		}
		if st.Answered && st.Accountable != st.ExpectedAccountable || !st.Answered {
			s.circle(lanes[st.ExpectedAccountable], mid, 8, look.None, look.Muted, 1, true)
		}
		remark, colour := "", look.Muted
		switch {
		case st.Plain && st.Open:
			remark = lang.Text("to be agreed")
		case st.Plain:
		case !st.Answered:
			remark = lang.Text("not answered")
		case st.RedFlag:
			remark, colour = lang.Text("red flag"), look.Bad
		case st.Accountable == "none" || st.Accountable == "unclear":
			remark, colour = lang.Text("nobody owns it"), look.Bad
		case st.Mismatch:
			remark, colour = lang.Text("differs"), look.Poor
		case !st.Written:
			remark, colour = lang.Text("not written"), look.Watch
		}
		x := labels + 2*lane + 12
		if st.RedFlag {
			s.line(x, mid-6, x, mid+7, 1.4, look.Bad, false)
			s.add(Polygon{Points: []Point{{x, mid - 6}, {x + 9, mid - 3}, {x, mid}}, Closed: true, Fill: look.Bad})
			x += 13
		}
		s.text(x, mid+4, 11, fit(remark, 11, width-x, colour != look.Muted), Left, colour, colour != look.Muted)
	}
	for _, n := range nodes {
		c := look.Accent
		if n.step.RedFlag {
			c = look.Bad
		} else if n.step.Mismatch {
			c = look.Poor
		}
		s.circle(n.p.X, n.p.Y, 7, c, look.Surface, 1, false)
	}
	for i, st := range steps {
		mid := head + row*float64(i) + row/2
		for _, party := range []string{"client", "mssp"} {
			if st.Answered && (st.Doer == party || st.Doer == "both") {
				s.circle(lanes[party]+22, mid, 5, look.Surface, look.Text, 1.6, false)
			}
		}
	}
	y := head + body + 22
	s.circle(10, y-4, 6, look.Accent, look.None, 0, false)
	s.text(22, y, 11, lang.Text("accountable"), Left, look.Muted, false)
	s.circle(108, y-4, 5, look.Surface, look.Text, 1.6, false)
	s.text(120, y, 11, lang.Text("does it"), Left, look.Muted, false)
	s.circle(178, y-4, 6, look.None, look.Muted, 1, true)
	expected := lang.Text("usual place, where it differs")
	s.text(192, y, 11, expected, Left, look.Muted, false)
	x := 192 + TextWidth(expected, 11, false) + 22
	for _, k := range []struct {
		color look.Token
		text  string
		there func(Step) bool
	}{{look.Poor, lang.Text("not the usual party"), func(s Step) bool { return s.Mismatch && !s.RedFlag }}, {look.Bad, lang.Text("red flag"), func(s Step) bool { return s.RedFlag }}} {
		if !slices.ContainsFunc(steps, k.there) {
			continue
		}
		s.circle(x+6, y-4, 6, k.color, look.None, 0, false)
		s.text(x+18, y, 11, k.text, Left, look.Muted, false)
		x += 18 + TextWidth(k.text, 11, false) + 18
	}
	return s
}

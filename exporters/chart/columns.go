// Columns over time: tickets a week with, for instance, the backlog as a line.

package chart

import (
	"math"

	"muster/assessment/messages"
	"muster/exporters/look"
)

// ColumnBar is one column; Missing marks a gap in the data.
type ColumnBar struct {
	Title   string
	Value   float64
	Missing bool
}

// ColumnChart is a row of columns in the order of time, with a line on the same
// scale when Line has a value for each column.
type ColumnChart struct {
	Title     string
	YTitle    string
	YTicks    []Tick
	Columns   []ColumnBar
	Line      []float64
	LineTitle string
	Color     look.Token
	Height    float64 // in points; 0: 0.4 of the width, 180 to 320
}

// Columns draws the chart at a width. The scale begins at zero and reaches the
// highest tick or value.
func Columns(lang *messages.Catalogue, c ColumnChart, width float64) Scene {
	s := Scene{Width: width, Title: c.Title}
	if len(c.Columns) == 0 {
		s.Height = 40
		s.text(width/2, 24, 12, lang.Text("No figures yet"), Center, look.Muted, false)
		return s
	}
	height := c.Height
	if !(height > 0) || math.IsInf(height, 0) {
		height = within(width*0.4, 180, 320)
	}
	colour := c.Color
	if colour == look.None {
		colour = look.Accent
	}
	span := Span{0, 0}
	reach := func(v float64) {
		if finite(v) {
			span.Min, span.Max = math.Min(span.Min, v), math.Max(span.Max, v)
		}
	}
	for _, b := range c.Columns {
		if !b.Missing {
			reach(b.Value)
		}
	}
	line := c.Line
	if len(line) != len(c.Columns) {
		line = nil
	}
	for _, v := range line {
		reach(v)
	}
	for _, t := range c.YTicks {
		reach(t.At)
	}
	if span.Min == span.Max {
		span.Max = 1
	}
	span = span.usable()

	top := 8.0
	if c.YTitle != "" {
		for _, l := range wrap(c.YTitle, curveText, width, 2, false) {
			s.text(0, top+4, curveText, l, Left, look.Muted, false)
			top += lineStep
		}
		top += 6
	}
	left := 0.0
	for _, t := range c.YTicks {
		left = math.Max(left, TextWidth(t.Text, tickText, false))
	}
	left = math.Min(left, width*0.2) + 7
	right := width - 1
	var name []string
	nameH := 0.0
	if last := len(line) - 1; line != nil && c.LineTitle != "" && finite(line[last]) {
		name = wrap(c.LineTitle, curveText, width*0.22, 3, false)
		var w float64
		w, nameH = blockSize(name, curveText, false)
		right = width - w - 10
	}
	in := area{left, top, right, math.Max(top+math.Max(80, nameH), height-24)}
	y := scale{span, in.y1, in.y0}
	for _, t := range tickLabels(c.YTicks, y, func(string) float64 { return tickText * 0.55 }, in.y0-6, in.y1+6, 2) {
		if t.shown {
			s.line(in.x0, t.at, in.x1, t.at, 0.8, look.Border, false)
			s.text(in.x0-7, t.centre+tickText*0.36, tickText, fit(t.text, tickText, left-7+0.1, false), Right, look.Muted, false)
		}
	}

	step := (in.x1 - in.x0) / float64(len(c.Columns))
	gap := math.Max(math.Min(step*0.28, 8), step-56)
	if step < 2.5 {
		gap = 0 // thinner than the eye parts
	}
	zero := y.at(0)
	var key []keyItem
	missing, named := false, false
	for i := 0; i < len(c.Columns); i++ {
		b := c.Columns[i]
		x := in.x0 + step*float64(i)
		if b.Missing || !finite(b.Value) {
			// One stretch for a run of missing columns.
			n := 1
			for i+n < len(c.Columns) && (c.Columns[i+n].Missing || !finite(c.Columns[i+n].Value)) {
				n++
			}
			a := area{x + gap/2, in.y0, x + step*float64(n) - gap/2, in.y1}
			s.hatching(a, 8, 0.5, look.Muted, false)
			s.add(Polygon{Points: []Point{{a.x0, a.y1}, {a.x0, a.y0}, {a.x1, a.y0}, {a.x1, a.y1}}, Stroke: look.Muted, Width: 0.5, Dash: true})
			missing = true
			i += n - 1
			continue
		}
		if v := y.at(b.Value); v != zero {
			s.rect(x+gap/2, math.Min(v, zero), step-gap, math.Abs(v-zero), colour, look.None)
		}
	}
	s.line(in.x0, zero, in.x1, zero, 1, look.Muted, false)

	// The line has an edge of the ground's colour, to be seen over the columns.
	var pieces [][]Point
	open := false
	for i, v := range line {
		if !finite(v) {
			open = false
			continue
		}
		p := Point{in.x0 + step*(float64(i)+0.5), y.at(v)}
		if !open {
			pieces = append(pieces, nil)
			open = true
		}
		pieces[len(pieces)-1] = append(pieces[len(pieces)-1], p)
	}
	for _, piece := range pieces {
		if len(piece) == 1 {
			s.circle(piece[0].X, piece[0].Y, 2.5, look.Text, look.Surface, 1, false)
			continue
		}
		s.add(Polygon{Points: piece, Stroke: look.Surface, Width: 4.5})
		s.add(Polygon{Points: piece, Stroke: look.Text, Width: 1.8})
	}
	if name != nil {
		at := y.at(line[len(line)-1])
		t := within(at-nameH/2, in.y0-6, in.y1+6-nameH)
		s.line(in.x1-step/2, at, in.x1+7, t+nameH/2, 0.8, look.Text, false)
		s.block(area{in.x1 + 10, t, width, t + nameH}, name, curveText, Left, look.Text, false)
		named = true
	}

	// Every k-th title, with the smallest k at which none covers another.
	most := 0.0
	titles := make([]string, len(c.Columns))
	for i, b := range c.Columns {
		titles[i] = fit(b.Title, tickText, width*0.28, false)
		most = math.Max(most, TextWidth(titles[i], tickText, false))
	}
	every := max(1, int(math.Ceil((most+10)/step)))
	last := math.Inf(-1)
	for i := 0; i < len(titles); i += every {
		if titles[i] == "" {
			continue
		}
		x := in.x0 + step*(float64(i)+0.5)
		half := TextWidth(titles[i], tickText, false) / 2
		centre := within(x, half, width-half)
		if centre-half < last+8 {
			continue
		}
		last = centre + half
		s.line(x, in.y1, x, in.y1+4, 1, look.Muted, false)
		s.text(centre, in.y1+15, tickText, titles[i], Center, look.Muted, false)
	}
	s.Height = in.y1 + 22
	if line != nil && !named && len(pieces) > 0 && c.LineTitle != "" {
		key = append(key, keyItem{func(x, y float64) { s.line(x, y+5, x+keySample, y+5, 1.8, look.Text, false) }, c.LineTitle})
	}
	if missing {
		key = append(key, keyItem{func(x, y float64) {
			s.hatching(area{x, y, x + keySample, y + keyRow}, 5, 0.5, look.Muted, false)
			s.rect(x, y, keySample, keyRow, look.None, look.Border)
		}, lang.Text("no data")})
	}
	if len(key) > 0 {
		s.Height = s.key(key, s.Height+4) + 2
	}
	return s
}

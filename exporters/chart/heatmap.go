// A week as a map of its hours: when tickets arrive, and which hours are
// covered.

package chart

import (
	"math"
	"strconv"

	"muster/assessment/messages"
	"muster/exporters/look"
)

// Week is a value for each hour of a week, Monday 0:00 first.
type Week struct {
	Title     string
	Values    [168]float64
	Known     bool
	Low, High string // what the ends of the scale stand for
	Covered   [168]bool
	HasCover  bool
	Note      string
}

// HeatMap draws seven days by 24 hours at a width. The tokens hold no tones
// between the track and the accent, so an hour's tone is the share of its cell
// that the accent fills: as monotone in grey as in colour, on any paper.
func HeatMap(lang *messages.Catalogue, w Week, width float64) Scene {
	const left, top = 34.0, 20.0
	s := Scene{Width: width, Title: w.Title}
	cell := (width - left - 2) / 24
	high := within(cell*0.8, 13, 24)
	most := 0.0
	for _, v := range w.Values {
		if w.Known && finite(v) {
			most = math.Max(most, v)
		}
	}
	for hour := 0; hour < 24; hour += 3 {
		s.text(left+(float64(hour)+0.5)*cell, top-7, 10, strconv.Itoa(hour), Center, look.Muted, false)
	}
	for day, name := range [7]string{lang.Text("Mon"), lang.Text("Tue"), lang.Text("Wed"), lang.Text("Thu"), lang.Text("Fri"), lang.Text("Sat"), lang.Text("Sun")} {
		y := top + float64(day)*high
		s.text(0, y+high/2+4, 11, name, Left, look.Muted, false)
		for hour := range 24 {
			share := 0.0
			if w.Known {
				if v := w.Values[day*24+hour]; math.IsInf(v, 1) {
					share = 1
				} else if most > 0 {
					share = within(v/most, 0, 1)
				}
			}
			s.tone(left+float64(hour)*cell, y, cell, high, share)
		}
	}
	if w.HasCover {
		for _, loop := range outlines(w.Covered) {
			pts := make([]Point, len(loop))
			for i, c := range loop {
				pts[i] = Point{left + float64(c[0])*cell, top + float64(c[1])*high}
			}
			s.add(Polygon{Points: pts, Closed: true, Stroke: look.Text, Width: 1.5})
		}
	}
	y := top + 7*high + 10
	x := left
	row := false
	if most > 0 {
		const steps, size = 6, 13.0
		low, high := fit(w.Low, 11, width*0.3, false), fit(w.High, 11, width*0.3, false)
		s.text(x, y+10, 11, low, Left, look.Muted, false)
		if low != "" {
			x += TextWidth(low, 11, false) + 8
		}
		for i := range steps {
			s.tone(x, y, size, size, float64(i)/(steps-1))
			x += size
		}
		x += 8
		s.text(x, y+10, 11, high, Left, look.Muted, false)
		x += TextWidth(high, 11, false) + 24
		row = true
	}
	if w.HasCover {
		const word = "outlined: covered"
		if x+22+TextWidth(word, 11, false) > width {
			x, y = left, y+20
		}
		s.add(Polygon{Points: []Point{{x + 1, y + 0.5}, {x + 15, y + 0.5}, {x + 15, y + 12.5}, {x + 1, y + 12.5}}, Closed: true, Stroke: look.Text, Width: 1.5})
		s.text(x+22, y+10, 11, word, Left, look.Muted, false)
		row = true
	}
	if row {
		y += 20
	}
	if w.Note != "" {
		for _, l := range wrap(w.Note, 11, width-left, 3, false) {
			s.text(left, y+10, 11, l, Left, look.Muted, false)
			y += 15
		}
	}
	s.Height = y + 2
	return s
}

// tone draws a cell of a map, filled by a share of 0 to 1 from its middle.
func (s *Scene) tone(x, y, w, h, share float64) {
	w, h, x, y = w-1.5, h-1.5, x+0.75, y+0.75
	s.rect(x, y, w, h, look.Track, look.None)
	if share <= 0 {
		return
	}
	side := math.Max(math.Sqrt(share), 0.14) // a single ticket is a dot that can be seen
	s.rect(x+w*(1-side)/2, y+h*(1-side)/2, w*side, h*side, look.Accent, look.None)
}

// outlines are the closed borders of the hours set, in corners of cells: x from 0
// to 24 and y from 0 to 7.
func outlines(set [168]bool) [][][2]int {
	in := func(hour, day int) bool {
		return hour >= 0 && hour < 24 && day >= 0 && day < 7 && set[day*24+hour]
	}
	// The sides of cells towards hours not set, clockwise, by where they begin.
	next := map[[2]int][][2]int{}
	var order [][2]int
	side := func(from, to [2]int) {
		next[from] = append(next[from], to)
		order = append(order, from)
	}
	for d := range 7 {
		for h := range 24 {
			if !in(h, d) {
				continue
			}
			if !in(h, d-1) {
				side([2]int{h, d}, [2]int{h + 1, d})
			}
			if !in(h+1, d) {
				side([2]int{h + 1, d}, [2]int{h + 1, d + 1})
			}
			if !in(h, d+1) {
				side([2]int{h + 1, d + 1}, [2]int{h, d + 1})
			}
			if !in(h-1, d) {
				side([2]int{h, d + 1}, [2]int{h, d})
			}
		}
	}
	var loops [][][2]int
	for _, start := range order {
		var loop [][2]int
		for at := start; len(next[at]) > 0; {
			to := next[at][0]
			next[at] = next[at][1:]
			if n := len(loop); n > 1 && (loop[n-2][0] == to[0] && loop[n-1][0] == to[0] || loop[n-2][1] == to[1] && loop[n-1][1] == to[1]) {
				loop = loop[:n-1] // straight on
			}
			if len(loop) == 0 {
				loop = append(loop, at)
			}
			loop = append(loop, to)
			at = to
		}
		if len(loop) > 1 {
			loops = append(loops, loop[:len(loop)-1]) // the last corner is the first
		}
	}
	return loops
}

// Rows of a few bars each on one scale from 0 to 1: the same figure reckoned in
// several ways, against the wanted level.

package chart

import (
	"math"

	"muster/assessment/messages"
	"muster/exporters/look"
)

// CompareRow is a row with its bars and the wanted level.
type CompareRow struct {
	Title  string
	Bars   []CompareBar
	Wanted float64 // 0 to 1; NaN: none
}

// CompareBar is one bar of a row.
type CompareBar struct {
	Title, Shown string
	Value        float64 // 0 to 1; NaN: not known
	Color        look.Token
	Hatched      bool
}

// Compare draws rows of bars at a width, below a key of what the bars are.
func Compare(lang *messages.Catalogue, title string, rows []CompareRow, width float64) Scene {
	const bar, step, between, text = 11.0, 15.0, 14.0, 11.0
	s := Scene{Width: width, Title: title}
	if len(rows) == 0 {
		s.Height = 40
		s.text(width/2, 24, 12, lang.Text("No figures yet"), Center, look.Muted, false)
		return s
	}
	var key []keyItem
	lined := map[string]bool{} // by title: whether the bar has a line lengthwise
	plain := 0
	wanted := false
	names, shown := 0.0, TextWidth("–", text, false)
	for _, r := range rows {
		wanted = wanted || finite(r.Wanted)
		names = math.Max(names, TextWidth(r.Title, 12, true))
		for _, b := range r.Bars {
			shown = math.Max(shown, TextWidth(b.Shown, text, false))
			if _, seen := lined[b.Title]; seen || b.Title == "" {
				continue
			}
			if !b.Hatched {
				plain++
			}
			lined[b.Title] = !b.Hatched && plain%2 == 0
			key = append(key, keyItem{func(x, y float64) { s.bar(area{x, y, x + keySample, y + keyRow}, b, lined[b.Title]) }, b.Title})
		}
	}
	if wanted {
		key = append(key, keyItem{func(x, y float64) { s.wanted(x+keySample/2, y, y+keyRow) }, lang.Text("wanted")})
	}
	y := 2.0
	if len(key) > 0 {
		y = s.key(key, y) + 12
	}
	// Names stand beside the bars, or above them where that leaves little room.
	shown = math.Min(shown, width*0.25)
	names = math.Min(names, width*0.3)
	x0, x1 := names+14, width-shown-10
	above := width < 480
	if above {
		x0 = 0
	}
	for i, r := range rows {
		if i > 0 {
			y += between
		}
		body := step*float64(len(r.Bars)) - (step - bar)
		if len(r.Bars) == 0 {
			body = bar
		}
		if above {
			if r.Title != "" {
				s.text(0, y+10, 12, fit(r.Title, 12, width, true), Left, look.Text, true)
				y += 17
			}
		} else {
			lines := wrap(r.Title, 12, names, 2, true)
			h := 14 * float64(len(lines))
			body = math.Max(body, h)
			from := y + (body-h)/2
			for k, l := range lines {
				s.text(0, from+11+14*float64(k), 12, l, Left, look.Text, true)
			}
		}
		bars := step*float64(len(r.Bars)) - (step - bar)
		from := y + (body-bars)/2
		if above {
			from = y
		}
		for k, b := range r.Bars {
			t := from + step*float64(k)
			a := area{x0, t, x1, t + bar}
			if math.IsNaN(b.Value) {
				s.add(Polygon{Points: []Point{{a.x0 + 0.5, a.y0 + 0.5}, {a.x1 - 0.5, a.y0 + 0.5}, {a.x1 - 0.5, a.y1 - 0.5}, {a.x0 + 0.5, a.y1 - 0.5}}, Closed: true, Stroke: look.Muted, Width: 0.8, Dash: true})
			} else {
				s.rect(a.x0, a.y0, a.x1-a.x0, bar, look.Track, look.None)
				a.x1 = a.x0 + (a.x1-a.x0)*within(b.Value, 0, 1)
				if a.x1-a.x0 > 0.1 {
					s.bar(a, b, lined[b.Title])
				}
			}
			word := b.Shown
			if word == "" && math.IsNaN(b.Value) {
				word = "–"
			}
			s.text(width, t+bar-1.5, text, fit(word, text, shown+0.1, false), Right, look.Text, false)
		}
		if finite(r.Wanted) && len(r.Bars) > 0 {
			s.wanted(x0+(x1-x0)*within(r.Wanted, 0, 1), from-3, from+bars+3)
		}
		y += body
	}
	s.Height = y + 6
	return s
}

// bar draws the filled part of a bar: plain, hatched or with a line lengthwise,
// which tells two plain ones apart in grey.
func (s *Scene) bar(a area, b CompareBar, lined bool) {
	c := b.Color
	if c == look.None {
		c = look.Accent
	}
	s.rect(a.x0, a.y0, a.x1-a.x0, a.y1-a.y0, c, look.None)
	if b.Hatched {
		s.hatching(a, 6, 1.1, look.Surface, false)
	} else if lined {
		s.line(a.x0, (a.y0+a.y1)/2, a.x1, (a.y0+a.y1)/2, 0.9, look.Surface, false)
	}
}

// wanted draws the tick of a wanted level from y0 to y1, with an edge of the
// ground's colour to be seen over bars.
func (s *Scene) wanted(x, y0, y1 float64) {
	s.line(x, y0, x, y1, 5, look.Surface, false)
	s.line(x, y0, x, y1, 2, look.Text, false)
}

// Dumbbells: the same figure at two moments, a row each, on one scale from 0.

package chart

import (
	"math"
	"strconv"

	"muster/assessment/messages"
	"muster/exporters/look"
)

// DumbbellRow is a figure before (a ring) and after (a disc).
type DumbbellRow struct {
	Title         string
	Before, After float64 // 0 to the picture's maximum; NaN: not known
	Shown         string  // both as written
}

// Dumbbells draws rows from 0 to most, below a key that names the two moments. The
// line between ring and disc is the change; a fall is dashed, so that it is told apart
// from a rise without colours.
func Dumbbells(lang *messages.Catalogue, title, before, after string, rows []DumbbellRow, most, width float64) Scene {
	const row, text, ring, disc = 25.0, 11.5, 5.5, 4.5
	s := Scene{Width: width, Title: title}
	if len(rows) == 0 {
		s.Height = 40
		s.text(width/2, 24, 12, lang.Text("Nothing to compare yet"), Center, look.Muted, false)
		return s
	}
	up, down := false, false
	for _, r := range rows {
		if finite(r.Before) && finite(r.After) {
			up, down = up || r.After > r.Before, down || r.After < r.Before
		}
	}
	key := []keyItem{
		{func(x, y float64) { s.circle(x+keySample/2, y+keyRow/2, ring, look.Surface, look.Text, 1.6, false) }, before},
		{func(x, y float64) { s.circle(x+keySample/2, y+keyRow/2, disc, look.Accent, look.Accent, 1, false) }, after},
	}
	if up {
		key = append(key, keyItem{func(x, y float64) { s.line(x, y+keyRow/2, x+keySample, y+keyRow/2, 2.4, look.Accent, false) }, lang.Text("up")})
	}
	if down {
		key = append(key, keyItem{func(x, y float64) { s.line(x, y+keyRow/2, x+keySample, y+keyRow/2, 2.4, look.Poor, true) }, lang.Text("down")})
	}
	y := s.key(key, 3) + 6
	names, shown := 0.0, 0.0
	for _, r := range rows {
		names = math.Max(names, TextWidth(r.Title, text, false))
		shown = math.Max(shown, TextWidth(r.Shown, text, false))
	}
	names, shown = math.Min(names, width*0.36), math.Min(shown, width*0.24)
	x0, x1 := names+16, width-shown-16
	at := func(v float64) float64 { return x0 + (x1-x0)*within(v, 0, most)/most }
	top, bottom := y+14, y+14+row*float64(len(rows))
	for level := 0.0; level <= most; level++ {
		x := at(level)
		s.line(x, top, x, bottom, 0.8, look.Border, false)
		s.text(x, top-4, 9.5, strconv.Itoa(int(level)), Center, look.Muted, false)
	}
	for i, r := range rows {
		mid := top + row*(float64(i)+0.5)
		s.text(0, mid+4, text, fit(r.Title, text, names, false), Left, look.Text, false)
		s.text(width, mid+4, text, fit(r.Shown, text, shown, false), Right, look.Text, false)
		known, knows := finite(r.Before), finite(r.After)
		if known && knows {
			from, to := at(r.Before), at(r.After)
			switch {
			case to > from+0.5:
				s.line(from, mid, to, mid, 2.4, look.Accent, false)
			case to < from-0.5:
				s.line(from, mid, to, mid, 2.4, look.Poor, true)
			}
		}
		if known {
			s.circle(at(r.Before), mid, ring, look.Surface, look.Text, 1.6, false)
		}
		if knows {
			c := look.Accent
			if known && at(r.After) < at(r.Before)-0.5 {
				c = look.Poor
			}
			s.circle(at(r.After), mid, disc, c, c, 1, false)
		}
	}
	s.Height = bottom + 6
	return s
}

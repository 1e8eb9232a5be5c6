// One's own figures among those of others: the middle half as a bar, one's own as a
// diamond.

package chart

import (
	"math"
	"strconv"

	"muster/assessment/messages"
	"muster/exporters/look"
)

// Spread is one figure among those of others, from 0 to the picture's maximum.
type Spread struct {
	Title             string
	Shown             string // one's own as written
	Note              string // at the right, such as how many there are
	Own               float64
	OwnKnown          bool
	Low, Middle, High float64 // quartiles
	Known             bool    // there are enough for quartiles
}

// Spreads draws one figure a row on a scale from 0 to most, with a key.
func Spreads(lang *messages.Catalogue, title string, rows []Spread, most, width float64) Scene {
	const row, size, small = 26.0, 12.0, 10.0
	s := Scene{Width: width, Title: title}
	if len(rows) == 0 {
		s.Height = 40
		s.text(width/2, 24, 12, fit(lang.Text("Nothing to compare yet"), 12, width, false), Center, look.Muted, false)
		return s
	}
	label, note, shown := 0.0, 0.0, 0.0
	for _, r := range rows {
		label, note, shown = math.Max(label, TextWidth(r.Title, size, false)), math.Max(note, TextWidth(r.Note, small, false)), math.Max(shown, TextWidth(r.Shown, size, true))
	}
	label, note, shown = math.Min(label, width*0.32)+12, math.Min(note, width*0.2)+10, math.Min(shown, width*0.12)+12
	w := math.Max(20, width-label-note-shown)
	at := func(v float64) float64 { return label + w*math.Max(0, math.Min(1, v/most)) }
	y := s.key([]keyItem{
		{func(x, y float64) { s.rect(x, y, keySample, keyRow, look.WatchTint, look.Watch) }, lang.Text("middle half of the records")},
		{func(x, y float64) { s.line(x+keySample/2, y-1, x+keySample/2, y+keyRow+1, 2, look.Text, false) }, lang.Text("the one in the middle")},
		{func(x, y float64) { s.mark(x+keySample/2, y+keyRow/2, 4.5, look.Diamond, look.Accent) }, lang.Text("yours")},
	}, 4) + 12
	for v := 0.0; v <= most; v++ {
		s.line(at(v), y, at(v), y+row*float64(len(rows)), 0.8, look.Border, false)
		s.text(at(v), y-3, 9, strconv.Itoa(int(v)), Center, look.Muted, false)
	}
	for i, r := range rows {
		middle := y + row*(float64(i)+0.5)
		s.text(0, middle+4, size, fit(r.Title, size, label-12, false), Left, look.Text, false)
		s.line(at(0), middle, at(most), middle, 0.8, look.Border, false)
		if r.Known {
			s.rect(at(r.Low), middle-6, math.Max(2, at(r.High)-at(r.Low)), 12, look.WatchTint, look.Watch)
			s.line(at(r.Middle), middle-8, at(r.Middle), middle+8, 2, look.Text, false)
		}
		if r.OwnKnown {
			s.mark(at(r.Own), middle, 6.5, look.Diamond, look.Surface)
			s.mark(at(r.Own), middle, 5, look.Diamond, look.Accent)
		}
		s.text(label+w+shown, middle+4, size, fit(r.Shown, size, shown, true), Right, look.Accent, true)
		s.text(width, middle+4, small, fit(r.Note, small, note, false), Right, look.Muted, false)
	}
	s.Height = y + row*float64(len(rows)) + 4
	return s
}

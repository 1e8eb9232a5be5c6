package chart

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"muster/exporters/look"
)

func TestSpreads(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		level := rapid.Float64Range(-1, 9)
		rows := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Spread {
			s := Spread{Title: anyTitle(t, "title"), Shown: rapid.SampledFrom([]string{"", "2.4", "–"}).Draw(t, "shown"), Note: rapid.SampledFrom([]string{"", "12 records"}).Draw(t, "note"),
				Own: level.Draw(t, "own"), Low: level.Draw(t, "low"), Middle: level.Draw(t, "middle"), High: level.Draw(t, "high"),
				OwnKnown: rapid.Bool().Draw(t, "told"), Known: rapid.Bool().Draw(t, "known")}
			if !s.Known {
				s.Low, s.Middle, s.High = math.NaN(), math.NaN(), math.NaN()
			}
			if !s.OwnKnown {
				s.Own = math.NaN()
			}
			return s
		}), 0, 9).Draw(t, "rows")
		width := anyPictureWidth(t)
		sound(t, Spreads(nil, "Spread", rows, 4, width), Spreads(nil, "Spread", rows, 4, width))
	})
}

// What too few tell has no bar, and what one does not tell oneself no diamond.
func TestSpreadsSayNothingOfTooFew(t *testing.T) {
	count := func(rows ...Spread) (bars, own int) {
		for _, x := range Spreads(nil, "Spread", rows, 4, 640).Shapes {
			if p, ok := x.(Polygon); ok && p.Fill == look.WatchTint {
				bars++
			} else if ok && p.Fill == look.Accent {
				own++
			}
		}
		return bars - 1, own - 1 // without the key
	}
	nan := math.NaN()
	full := Spread{Title: "Tools", Own: 2, Low: 1, Middle: 2, High: 3, Known: true, OwnKnown: true}
	few := Spread{Title: "Plan", Own: 2, Low: nan, Middle: nan, High: nan, OwnKnown: true}
	untold := Spread{Title: "Skills", Own: nan, Low: 1, Middle: 2, High: 3, Known: true}
	if bars, own := count(full, few, untold); bars != 2 || own != 2 {
		t.Errorf("%d bars and %d diamonds", bars, own)
	}
	text := shownText(Spreads(nil, "Spread", []Spread{{Title: "Incident process", Shown: "2.4", Note: "9 records"}}, 4, 640))
	for _, want := range []string{"Incident process", "2.4", "9 records", "yours", fmt.Sprint(4)} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing in %q", want, text)
		}
	}
}

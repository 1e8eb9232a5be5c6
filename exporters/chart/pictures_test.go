package chart

import (
	"bytes"
	"fmt"
	"image"
	"math"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"muster/assessment"
	"muster/exporters/look"
)

// The widths at which pictures must look right.
func anyPictureWidth(t *rapid.T) float64 {
	return rapid.OneOf(rapid.SampledFrom([]float64{360, 520, 700, 1000}), rapid.Float64Range(360, 1000)).Draw(t, "width")
}

// anyNumber is a plain number or one that trips arithmetic.
func anyNumber(t *rapid.T, name string) float64 {
	return rapid.OneOf(rapid.Float64Range(0, 1), rapid.Float64Range(-50, 200),
		rapid.SampledFrom([]float64{0, 1, math.NaN(), math.Inf(1), math.Inf(-1), 1e300, -1e300, math.MaxFloat64, -math.MaxFloat64, 5e-324})).Draw(t, name)
}

var someTokens = []look.Token{look.None, look.Accent, look.Muted, look.Text, look.Good, look.Watch, look.Poor, look.Bad, look.Track, look.Border}

func anyToken(t *rapid.T) look.Token { return rapid.SampledFrom(someTokens).Draw(t, "token") }

func anyTicks(t *rapid.T) []Tick {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Tick {
		return Tick{At: anyNumber(t, "at"), Text: rapid.OneOf(rapid.SampledFrom([]string{"", "0", "100 %", "1 000 000", "2026-03-01"}), rapid.Custom(func(t *rapid.T) string { return anyTitle(t, "tick") })).Draw(t, "text")}
	}), 0, 9).Draw(t, "ticks")
}

func anyAxis(t *rapid.T) AxisScale {
	return AxisScale{Title: anyTitle(t, "axis"), Span: Span{anyNumber(t, "min"), anyNumber(t, "max")}, Ticks: anyTicks(t)}
}

func anyCurves(t *rapid.T) CurveChart {
	return CurveChart{
		Title: "Curves", X: anyAxis(t), Y: anyAxis(t),
		Height: rapid.SampledFrom([]float64{0, 0, 240, 20, math.NaN(), -1, math.Inf(1)}).Draw(t, "height"),
		Marks:  anyTicks(t), NamedPins: rapid.Bool().Draw(t, "named"), Empty: anyTitle(t, "empty"),
		Series: rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Series {
			return Series{Title: anyTitle(t, "series"), Color: anyToken(t), Dash: rapid.Bool().Draw(t, "dash"), Step: rapid.Bool().Draw(t, "step"),
				Points: rapid.SliceOfN(rapid.Custom(func(t *rapid.T) XY { return XY{anyNumber(t, "x"), anyNumber(t, "y")} }), 0, 12).Draw(t, "points")}
		}), 0, 7).Draw(t, "series"),
		Pins: rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Pin {
			return Pin{At: XY{anyNumber(t, "x"), anyNumber(t, "y")}, Text: anyTitle(t, "pin"), Style: anyStyle(t), Drop: rapid.Bool().Draw(t, "drop"),
				Shape: rapid.SampledFrom([]PinShape{VerdictPin, Dot, Ring, Cross}).Draw(t, "shape"), XRange: Span{anyNumber(t, "low"), anyNumber(t, "high")}, YRange: Span{anyNumber(t, "low"), anyNumber(t, "high")}}
		}), 0, 4).Draw(t, "pins"),
		Bands: rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Band {
			return Band{From: anyNumber(t, "from"), To: anyNumber(t, "to"), Text: anyTitle(t, "band"), Tint: look.GoodTint, Horizontal: rapid.Bool().Draw(t, "horizontal")}
		}), 0, 4).Draw(t, "bands"),
	}
}

// sound wants a scene that is whole: in its bounds, no label on another, and the
// same at every call.
func sound(t failer, s, again Scene) {
	t.Helper()
	inside(t, s)
	apart(t, s)
	if !reflect.DeepEqual(s, again) {
		t.Errorf("%q differs from call to call", s.Title)
	}
}

func TestCurves(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, width := anyCurves(t), anyPictureWidth(t)
		sound(t, Curves(nil, c, width), Curves(nil, c, width))
	})
}

// sigmoid is a curve as of attainment over staffing.
func sigmoid(steep, middle float64) []XY {
	var out []XY
	for x := 1.0; x < 6.01; x += 0.1 {
		out = append(out, XY{x, 1 / (1 + math.Exp(-steep*(x-middle)))})
	}
	return out
}

func attainment() CurveChart {
	return CurveChart{
		Title: "Attainment over staffing",
		X:     AxisScale{"Analysts, full-time equivalents", Span{1, 6}, []Tick{{1, "1"}, {2, "2"}, {3, "3"}, {4, "4"}, {5, "5"}, {6, "6"}}},
		Y:     AxisScale{"Tickets answered within the wanted time", Span{0, 1}, []Tick{{0, "0 %"}, {0.25, "25 %"}, {0.5, "50 %"}, {0.75, "75 %"}, {1, "100 %"}}},
		Series: []Series{
			{Title: "Critical", Points: sigmoid(3, 2.9), Color: look.Bad},
			{Title: "High", Points: sigmoid(2.4, 2.9), Color: look.Poor, Dash: true},
			{Title: "Medium and low", Points: sigmoid(1.7, 2.9), Color: look.Accent},
		},
		Pins: []Pin{
			{At: XY{2.6, 0.327}, Text: "Today: 2.6 FTE, 33 %", Style: look.Verdict(assessment.Warranted), Drop: true},
			{At: XY{3.9, 0.917}, Text: "3.9 FTE reach 90 %", Style: look.Verdict(assessment.NotWarranted), Drop: true},
		},
		Bands: []Band{{1, 2.2, "strongly warranted", look.BadTint, false}, {2.2, 3, "warranted", look.PoorTint, false}, {3, 3.6, "borderline", look.WatchTint, false}, {3.6, 6, "not warranted", look.GoodTint, false}},
	}
}

// Every name, pin and band is told somewhere, and no label lies on a curve.
func TestCurvesLabels(t *testing.T) {
	c := attainment()
	for width := 360.0; width <= 1000; width += 20 {
		s := Curves(nil, c, width)
		sound(t, s, Curves(nil, c, width))
		text := shownText(s)
		for _, want := range []string{"Critical", "High", "Medium and low", "Today: 2.6 FTE, 33 %", "3.9 FTE reach 90 %", "strongly warranted", "warranted", "borderline", "not warranted"} {
			if !strings.Contains(text, want) {
				t.Errorf("%g wide: %q is missing in %q", width, want, text)
			}
		}
		for _, shape := range s.Shapes {
			p, ok := shape.(Polygon)
			if !ok || p.Closed || p.Width < 2 {
				continue
			}
			for i := range p.Points[1:] {
				for _, l := range labels(s) {
					b := boxOf(l)
					if _, _, hit := area(b).clip(p.Points[i], p.Points[i+1]); hit {
						t.Errorf("%g wide: %q lies on a curve", width, l.Text)
					}
				}
			}
		}
	}
}

// shownText is all text of a scene, in the order of drawing.
func shownText(s Scene) string {
	var out []string
	for _, l := range labels(s) {
		out = append(out, l.Text)
	}
	return strings.Join(out, " ")
}

// A curve beyond its axis ends at the edge, a missing value breaks it, a step
// runs level to the next value.
func TestSeriesPieces(t *testing.T) {
	in := area{0, 0, 100, 100}
	x, y := scale{Span{0, 10}, 0, 100}, scale{Span{0, 10}, 100, 0}
	nan := math.NaN()
	for _, test := range []struct {
		name   string
		series Series
		want   string
	}{
		{"inside", Series{Points: []XY{{0, 0}, {10, 10}}}, "[[{0 100} {100 0}]]"},
		{"over the top", Series{Points: []XY{{0, 0}, {10, 20}}}, "[[{0 100} {50 0}]]"},
		{"in, out and in", Series{Points: []XY{{0, 5}, {5, 15}, {10, 5}}}, "[[{0 50} {25 0}] [{75 0} {100 50}]]"},
		{"a gap", Series{Points: []XY{{0, 5}, {2, 5}, {4, nan}, {6, 5}, {8, 5}}}, "[[{0 50} {20 50}] [{60 50} {80 50}]]"},
		{"alone", Series{Points: []XY{{1, nan}, {2, 5}, {3, nan}}}, "[[{20 50}]]"},
		{"steps", Series{Step: true, Points: []XY{{0, 5}, {5, 10}, {10, 10}}}, "[[{0 50} {50 50} {50 0} {100 0} {100 0}]]"},
		{"endless", Series{Points: []XY{{0, 5}, {5, 5}, {6, math.Inf(1)}}}, "[[{0 50} {50 50}]]"},
		{"nothing", Series{}, "[]"},
		{"elsewhere", Series{Points: []XY{{20, 5}, {30, 5}}}, "[]"},
	} {
		if got := fmt.Sprint(test.series.pieces(x, y, in)); got != test.want {
			t.Errorf("%s: %s, want %s", test.name, got, test.want)
		}
	}
}

func TestSpread(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 8).Draw(t, "n")
		var want, heights []float64
		sum, at := 0.0, 0.0
		for range n {
			at += rapid.Float64Range(0, 60).Draw(t, "further")
			want = append(want, at)
			heights = append(heights, rapid.Float64Range(5, 40).Draw(t, "height"))
			sum += heights[len(heights)-1]
		}
		got := spread(want, heights, 0, 320)
		end := 0.0
		for i, top := range got {
			if top < end-1e-9 {
				t.Errorf("label %d begins at %g, before %g", i, top, end)
			}
			end = top + heights[i]
		}
		if len(got) != n || sum <= 320 && end > 320+1e-9 {
			t.Errorf("%d labels of %d end at %g", len(got), n, end)
		}
	})
	if got := spread([]float64{10, 12, 90}, []float64{10, 10, 10}, 0, 100); fmt.Sprint(got) != "[6 16 90]" {
		t.Errorf("neighbours share the distance: %v", got)
	}
}

func anyWeek(t *rapid.T) Week {
	w := Week{Title: "Week", Known: rapid.Bool().Draw(t, "known"), Low: anyTitle(t, "low"), High: anyTitle(t, "high"), HasCover: rapid.Bool().Draw(t, "cover"), Note: anyTitle(t, "note")}
	for range rapid.IntRange(0, 60).Draw(t, "hours") {
		w.Values[rapid.IntRange(0, 167).Draw(t, "hour")] = anyNumber(t, "value")
		w.Covered[rapid.IntRange(0, 167).Draw(t, "covered")] = true
	}
	return w
}

func TestHeatMap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w, width := anyWeek(t), anyPictureWidth(t)
		sound(t, HeatMap(nil, w, width), HeatMap(nil, w, width))
	})
}

// The busier the hour, the darker its cell in grey; an empty week has no cell
// that stands out and no scale.
func TestHeatMapTones(t *testing.T) {
	w := Week{Title: "Week", Known: true, Low: "none", High: "most"}
	for i := range w.Values {
		w.Values[i] = float64(i % 24)
	}
	const width = 700
	for _, p := range []look.Palette{look.Light, look.Dark} {
		img := Raster(HeatMap(nil, w, width), p, 2)
		cell := float64(width-34-2) / 24 * 2
		last := 0.0
		for hour := range 24 {
			sum, n := 0.0, 0.0
			for x := int(68 + cell*float64(hour) + 2); x < int(68+cell*float64(hour+1)-1); x++ {
				for y := 42; y < 84; y++ {
					r, g, b, _ := img.At(x, y).RGBA()
					sum += 0.299*float64(r) + 0.587*float64(g) + 0.114*float64(b)
					n++
				}
			}
			if tone := sum / n; hour > 1 && (p == look.Light) != (tone < last) {
				t.Errorf("%d:00 has tone %g after %g", hour, tone, last)
			} else {
				last = tone
			}
		}
	}
	empty := HeatMap(nil, Week{Title: "Week", Known: true, Low: "none", High: "most"}, width)
	for _, shape := range empty.Shapes {
		if p, ok := shape.(Polygon); ok && p.Fill != look.Track {
			t.Errorf("an empty week draws %+v", p)
		}
	}
	if text := shownText(empty); strings.Contains(text, "most") || !strings.Contains(text, "Mon") {
		t.Errorf("an empty week says %q", text)
	}
	w.Known = false
	if len(HeatMap(nil, w, width).Shapes) != len(empty.Shapes) {
		t.Error("values that are not known are shown")
	}
}

func TestOutlines(t *testing.T) {
	var set [168]bool
	for day := range 5 {
		for hour := 8; hour < 18; hour++ {
			set[day*24+hour] = true
		}
	}
	if got := fmt.Sprint(outlines(set)); got != "[[[8 0] [18 0] [18 5] [8 5]]]" {
		t.Errorf("working hours: %s", got)
	}
	set[2*24+12] = false // a lunch break is a hole
	if got := outlines(set); len(got) != 2 {
		t.Errorf("with a hole: %v", got)
	}
	rapid.Check(t, func(t *rapid.T) {
		var set [168]bool
		sides := 0
		for i := range set {
			set[i] = rapid.Bool().Draw(t, "set")
		}
		for i, in := range set {
			if !in {
				continue
			}
			for _, n := range []struct {
				at   int
				edge bool
			}{{i - 24, i < 24}, {i + 24, i >= 144}, {i - 1, i%24 == 0}, {i + 1, i%24 == 23}} {
				if n.edge || !set[n.at] {
					sides++
				}
			}
		}
		length := 0
		for _, loop := range outlines(set) {
			for i, c := range loop {
				d := loop[(i+1)%len(loop)]
				if c[0] != d[0] && c[1] != d[1] {
					t.Errorf("a slanted side in %v", loop)
				}
				length += max(c[0]-d[0], d[0]-c[0]) + max(c[1]-d[1], d[1]-c[1])
			}
		}
		if length != sides {
			t.Errorf("outlines of %d sides for %d", length, sides)
		}
	})
}

func anyShares(t *rapid.T) []SharePart {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) SharePart {
		return SharePart{Title: anyTitle(t, "part"), Shown: anyShown(t), Style: anyStyle(t),
			Share: rapid.OneOf(rapid.Float64Range(0, 0.5), rapid.Float64Range(0, 0.02), rapid.SampledFrom([]float64{0, 1, math.NaN(), math.Inf(1), -1})).Draw(t, "share")}
	}), 0, 7).Draw(t, "parts")
}

func TestShares(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		parts, width := anyShares(t), anyPictureWidth(t)
		sound(t, Shares(nil, "Shares", parts, width), Shares(nil, "Shares", parts, width))
	})
}

// Every verdict is named with its share, however the draws fall, and is as wide as
// its share, or wide enough to be seen.
func TestSharesOfVerdicts(t *testing.T) {
	verdicts := []assessment.Verdict{assessment.NotWarranted, assessment.Borderline, assessment.Warranted, assessment.StronglyWarranted, assessment.InsufficientEvidence}
	rapid.Check(t, func(t *rapid.T) {
		var parts []SharePart
		weights, sum := make([]float64, len(verdicts)), 0.0
		for i := range weights {
			weights[i] = math.Pow(rapid.Float64Range(0.05, 1).Draw(t, "weight"), 3)
			sum += weights[i]
		}
		for i, v := range verdicts {
			st, share := look.Verdict(v), weights[i]/sum
			parts = append(parts, SharePart{Title: st.Word, Shown: fmt.Sprintf("%.1f %%", share*100), Share: share, Style: st})
		}
		width := anyPictureWidth(t)
		s := Shares(nil, "Shares", parts, width)
		sound(t, s, Shares(nil, "Shares", parts, width))
		text := shownText(s)
		for _, p := range parts {
			if !strings.Contains(text, p.Title) || !strings.Contains(text, p.Shown) {
				t.Errorf("%q %q is not in %q", p.Title, p.Shown, text)
			}
		}
		x := 0.0
		for _, shape := range s.Shapes {
			p, ok := shape.(Polygon)
			if !ok || !p.Closed || len(p.Points) != 4 || math.Abs(p.Points[2].Y-p.Points[0].Y-shareBar) > 1e-9 {
				continue
			}
			w := p.Points[1].X - p.Points[0].X
			if math.Abs(p.Points[0].X-x) > 1e-6 || w < shareLeast-1e-6 {
				t.Errorf("a part of %g at %g after %g", w, p.Points[0].X, x)
			}
			x += w
		}
		if math.Abs(x-width) > 1e-6 {
			t.Errorf("the parts take %g of %g", x, width)
		}
	})
}

func anyColumns(t *rapid.T) ColumnChart {
	c := ColumnChart{Title: "Columns", YTitle: anyTitle(t, "y"), YTicks: anyTicks(t), LineTitle: anyTitle(t, "line"), Color: anyToken(t), Height: rapid.SampledFrom([]float64{0, 200, math.NaN(), 10}).Draw(t, "height")}
	n := rapid.SampledFrom([]int{0, 1, 2, 7, 26, 104, 365}).Draw(t, "n")
	line := rapid.Bool().Draw(t, "line")
	odd := rapid.Bool().Draw(t, "odd")
	long := anyTitle(t, "long")
	for i := range n {
		b := ColumnBar{Title: fmt.Sprintf("%d. %d.", i%28+1, i%12+1), Value: float64(i * 7919 % 83), Missing: i%11 == 3}
		if odd && i < 8 {
			b = ColumnBar{Title: long, Value: anyNumber(t, "value"), Missing: rapid.Bool().Draw(t, "missing")}
		}
		c.Columns = append(c.Columns, b)
		if line {
			v := float64(i % 17)
			if odd && i > n-5 {
				v = anyNumber(t, "line")
			}
			c.Line = append(c.Line, v)
		}
	}
	return c
}

func TestColumns(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, width := anyColumns(t), anyPictureWidth(t)
		sound(t, Columns(nil, c, width), Columns(nil, c, width))
	})
}

// A column is as high as its value, and a gap is said to be one.
func TestColumnsHeights(t *testing.T) {
	c := ColumnChart{Title: "Columns", YTicks: []Tick{{0, "0"}, {100, "100"}}, Color: look.Accent, Columns: []ColumnBar{{"a", 25, false}, {"b", 50, false}, {"c", 0, true}, {"d", 100, false}}}
	s := Columns(nil, c, 700)
	var heights []float64
	for _, shape := range s.Shapes {
		if p, ok := shape.(Polygon); ok && p.Fill == look.Accent {
			heights = append(heights, p.Points[2].Y-p.Points[0].Y)
		}
	}
	if len(heights) != 3 || math.Abs(heights[1]-2*heights[0]) > 1e-6 || math.Abs(heights[2]-4*heights[0]) > 1e-6 {
		t.Errorf("heights %v", heights)
	}
	if !strings.Contains(shownText(s), "no data") {
		t.Errorf("the gap is not told: %q", shownText(s))
	}
}

func anyCompare(t *rapid.T) []CompareRow {
	names := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) string { return anyTitle(t, "bar") }), 1, 4).Draw(t, "names")
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) CompareRow {
		r := CompareRow{Title: anyTitle(t, "row"), Wanted: anyNumber(t, "wanted")}
		for _, n := range names[:rapid.IntRange(0, len(names)).Draw(t, "bars")] {
			r.Bars = append(r.Bars, CompareBar{Title: n, Shown: rapid.OneOf(rapid.Custom(anyShown), rapid.Custom(func(t *rapid.T) string { return anyTitle(t, "shown") })).Draw(t, "shown"), Value: anyNumber(t, "value"), Color: anyToken(t), Hatched: rapid.Bool().Draw(t, "hatched")})
		}
		return r
	}), 0, 6).Draw(t, "rows")
}

func TestCompare(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows, width := anyCompare(t), anyPictureWidth(t)
		sound(t, Compare(nil, "Compare", rows, width), Compare(nil, "Compare", rows, width))
	})
}

// The key names each kind of bar once; what is not known is said to be so.
func TestCompareKey(t *testing.T) {
	rows := []CompareRow{
		{"Critical", []CompareBar{{"Closed form", "71 %", 0.71, look.Muted, false}, {"Simulated", "68 %", 0.68, look.Accent, false}}, 0.95},
		{"High", []CompareBar{{"Closed form", "82 %", 0.82, look.Muted, false}, {"Simulated", "", math.NaN(), look.Accent, false}}, math.NaN()},
	}
	for _, width := range []float64{360, 520, 700, 1000} {
		text := shownText(Compare(nil, "Compare", rows, width))
		for _, want := range []string{"Closed form", "Simulated", "wanted", "–", "Critical", "High", "71 %", "68 %", "82 %"} {
			if strings.Count(text, want) != 1 {
				t.Errorf("%g wide: %q is %d times in %q", width, want, strings.Count(text, want), text)
			}
		}
	}
}

// The pictures differ between light and dark and draw something in both.
func TestPicturesRaster(t *testing.T) {
	for _, s := range []Scene{
		Curves(nil, attainment(), 360),
		HeatMap(nil, Week{Title: "Week", Known: true, Values: [168]float64{30: 2}}, 360),
		Shares(nil, "Shares", []SharePart{{"Warranted", "100 %", 1, look.Verdict(assessment.Warranted)}}, 360),
		Columns(nil, ColumnChart{Title: "Columns", Columns: []ColumnBar{{"a", 1, false}}}, 360),
		Compare(nil, "Compare", []CompareRow{{"Row", []CompareBar{{"Bar", "1", 1, look.Accent, true}}, 0.5}}, 360),
	} {
		light, dark := Raster(s, look.Light, 1).(*image.RGBA), Raster(s, look.Dark, 1).(*image.RGBA)
		if bytes.Equal(light.Pix, dark.Pix) || bytes.Count(light.Pix, []byte{0}) == len(light.Pix) {
			t.Errorf("%q: light and dark are the same", s.Title)
		}
	}
}

func TestDumbbells(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) DumbbellRow {
			return DumbbellRow{Title: anyTitle(t, "row"), Shown: anyTitle(t, "shown"), Before: anyNumber(t, "before"), After: anyNumber(t, "after")}
		}), 0, 12).Draw(t, "rows")
		width, before, after := anyPictureWidth(t), anyTitle(t, "before name"), anyTitle(t, "after name")
		sound(t, Dumbbells(nil, "Levels", before, after, rows, 4, width), Dumbbells(nil, "Levels", before, after, rows, 4, width))
	})
}

// Before is a ring and now a disc, a fall is dashed and a rise is not: nothing rests
// on colour alone. The key names what is there.
func TestDumbbellMarks(t *testing.T) {
	nan := math.NaN()
	for _, c := range []struct {
		name         string
		row          DumbbellRow
		rings, discs int
		rise, fall   bool
	}{
		{"rise", DumbbellRow{"Tools", 1, 3, "1 to 3"}, 1, 1, true, false},
		{"fall", DumbbellRow{"Tools", 3, 1, "3 to 1"}, 1, 1, false, true},
		{"same", DumbbellRow{"Tools", 2, 2, "2"}, 1, 1, false, false},
		{"new", DumbbellRow{"Tools", nan, 2, "– to 2"}, 0, 1, false, false},
		{"gone", DumbbellRow{"Tools", 2, nan, "2 to –"}, 1, 0, false, false},
	} {
		s := Dumbbells(nil, "Levels", "before 2026", "now 2027", []DumbbellRow{c.row}, 4, 640)
		rings, discs, solid, dashed := -1, -1, 0, 0 // one of each is in the key
		for _, shape := range s.Shapes {
			p, ok := shape.(Polygon)
			switch {
			case !ok:
			case p.Closed && p.Fill == look.Surface:
				rings++
			case p.Closed:
				discs++
			case p.Width > 2 && p.Dash:
				dashed++
			case p.Width > 2:
				solid++
			}
		}
		want := func(there bool) int { return map[bool]int{true: 2}[there] } // with the key
		text := shownText(s)
		if rings != c.rings || discs != c.discs || solid != want(c.rise) || dashed != want(c.fall) || strings.Contains(text, "up") != c.rise || strings.Contains(text, "down") != c.fall {
			t.Errorf("%s: %d rings, %d discs, %d lines up, %d down, %q", c.name, rings, discs, solid, dashed, text)
		}
		for _, part := range []string{"before 2026", "now 2027", "Tools", c.row.Shown} {
			if !strings.Contains(text, part) {
				t.Errorf("%s: %q lacks %q", c.name, text, part)
			}
		}
	}
}

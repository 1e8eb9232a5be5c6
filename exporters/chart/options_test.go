package chart

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"muster/exporters/look"
)

// Names of options, some at the length that a name may have.
var optionNames = []string{
	"A Stay with business hours", "B Extended hours, 16×5", "C Round the clock, incident response retainer with 40 hours",
	"D Round the clock, dedicated SIA at 0.5 FTE, quarterly tests", "E Two hires instead", "F Hires and a retainer",
	"G Round the clock for critical incidents, best effort for all", "H Full outsourcing", "I Bundle with the CSIRP design, test and two exercises a year",
	"J Tender again next year",
}

var costParts = []string{"Onboarding", "Fee", "Overage", "SIA", "Retainer", "CSIRP services", "Hires and client effort", "Exit"}

func money(v float64) string {
	text := fmt.Sprintf("%.0f", v)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "\u202f" + text[i:]
	}
	return text
}

func moneyTicks(step float64, n int) []Tick {
	var out []Tick
	for i := range n + 1 {
		out = append(out, Tick{step * float64(i), money(step * float64(i))})
	}
	return out
}

func costStack(options int) StackChart {
	c := StackChart{Title: "Cost by option", Marks: []Tick{{1200000, "Target 1\u202f200\u202f000"}, {1300000, "Budget 1\u202f300\u202f000"}}, Ticks: moneyTicks(500000, 4), Empty: "No options yet"}
	for _, p := range costParts {
		c.Parts = append(c.Parts, StackPart{Title: p})
	}
	for i, name := range optionNames[:options] {
		r := StackRow{Title: name, Open: i%4 == 2, Strong: i == 1, Muted: i == 6}
		sum := 0.0
		for k := range costParts {
			v := float64((i*7919+k*104729)%97) * 3000
			if (i+k)%5 == 0 {
				v = 0
			}
			if k == 1 {
				v = 280000 + 40000*float64(i)
			}
			r.Values = append(r.Values, v)
			sum += v
		}
		r.Shown = money(sum)
		if r.Open {
			r.Shown = "at least " + r.Shown
		}
		c.Rows = append(c.Rows, r)
	}
	return c
}

func yearStack(options, years int) StackChart {
	c := StackChart{Title: "Cost by year", Tone: Ordered, Lead: fmt.Sprintf("Years 1 to %d from left to right", years), Ticks: moneyTicks(1000000, 4), Empty: "No options yet"}
	for y := range years {
		c.Parts = append(c.Parts, StackPart{Title: fmt.Sprint("Year ", y+1), Short: fmt.Sprint(y + 1)})
	}
	for i, name := range optionNames[:options] {
		r := StackRow{Title: name}
		sum := 0.0
		for y := range years {
			v := (180000 + 15000*float64(i)) * math.Pow(1.04, float64(y))
			if y == 0 {
				v += 60000
			}
			r.Values = append(r.Values, v)
			sum += v
		}
		r.Shown = money(sum)
		c.Rows = append(c.Rows, r)
	}
	return c
}

func rankStack(options int) StackChart {
	c := StackChart{Title: "Ranks", Tone: Graded, Lead: "How often each option takes each rank, over 10\u202f000 draws of the weights", Whole: 1, Empty: "No options yet"}
	for i := range options {
		c.Parts = append(c.Parts, StackPart{Title: fmt.Sprint("rank ", i+1)})
	}
	for i, name := range optionNames[:options] {
		r := StackRow{Title: name, Strong: i == 0}
		sum := 0.0
		for k := range options {
			v := math.Exp(-math.Pow(float64(i-k)/1.5, 2)) + 0.03
			r.Values = append(r.Values, v)
			sum += v
		}
		for k := range r.Values {
			r.Values[k] /= sum
			r.Labels = append(r.Labels, fmt.Sprintf("%.0f\u00a0%%", r.Values[k]*100))
		}
		c.Rows = append(c.Rows, r)
	}
	return c
}

func valueStack(options, criteria int) StackChart {
	c := StackChart{Title: "Value by criterion", Whole: 1, Ticks: []Tick{{0, "0"}, {0.25, "0.25"}, {0.5, "0.5"}, {0.75, "0.75"}, {1, "1"}}, Empty: "No options yet"}
	for _, n := range []string{"Response time", "Coverage", "Skills", "Control", "Lock-in", "Evidence", "Onboarding effort", "Exit"}[:criteria] {
		c.Parts = append(c.Parts, StackPart{Title: n})
	}
	for i, name := range optionNames[:options] {
		r := StackRow{Title: name}
		sum := 0.0
		for k := range criteria {
			v := float64((i*31+k*17)%11+1) / 11 / float64(criteria)
			r.Values, r.Labels = append(r.Values, v), append(r.Labels, fmt.Sprintf("%.2f", v))
			sum += v
		}
		r.Shown = fmt.Sprintf("%.2f", sum)
		c.Rows = append(c.Rows, r)
	}
	return c
}

func costValue(options int) ValueChart {
	c := ValueChart{
		Title: "Cost against value", Step: true, OnFront: "no other gives as much for less", Beaten: "another gives as much for less", Out: "misses a must", Ranges: "range", Empty: "No options yet",
		Cost:  AxisScale{"Cost over the term", Span{0, 2000000}, moneyTicks(500000, 4)},
		Value: AxisScale{"Value", Span{0, 1}, []Tick{{0, "0"}, {0.25, "0.25"}, {0.5, "0.5"}, {0.75, "0.75"}, {1, "1"}}},
		Marks: []Tick{{1300000, "Budget 1\u202f300\u202f000"}},
	}
	places := []struct {
		cost, value float64
		at          Standing
	}{{310000, 0.21, OnFront}, {520000, 0.44, OnFront}, {880000, 0.66, OnFront}, {1310000, 0.83, OnFront}, {900000, 0.41, Beaten}, {1050000, 0.55, Beaten}, {1500000, 0.62, Beaten}, {1720000, 0.88, OnFront}, {1480000, 0.7, Beaten}, {640000, 0.3, Out}}
	for i, name := range optionNames[:options] {
		p := places[i]
		v := ValuePoint{Title: name, Cost: p.cost, Value: p.value, Standing: p.at}
		if i%3 == 1 {
			v.CostRange = Span{p.cost * 0.93, p.cost * 1.1}
		}
		if i%3 == 2 {
			v.ValueRange = Span{p.value - 0.08, p.value + 0.05}
		}
		c.Points = append(c.Points, v)
	}
	return c
}

func breakEven(options int) CurveChart {
	c := CurveChart{
		Title: "Cost over growth", Empty: "No options yet", NamedPins: true,
		X:     AxisScale{"Growth a year", Span{0, 0.5}, []Tick{{0, "0 %"}, {0.1, "10 %"}, {0.2, "20 %"}, {0.3, "30 %"}, {0.4, "40 %"}, {0.5, "50 %"}}},
		Y:     AxisScale{"Cost over the term", Span{0, 2500000}, moneyTicks(500000, 5)},
		Marks: []Tick{{0.12, "today"}},
	}
	for i, name := range optionNames[:options] {
		s := Series{Title: name}
		for x := 0.0; x < 0.501; x += 0.05 {
			s.Points = append(s.Points, XY{x, 300000 + 170000*float64(i) + (2600000-450000*float64(i))*x})
		}
		c.Series = append(c.Series, s)
	}
	c.Series = Distinct(c.Series)
	if options > 1 {
		x := 170000.0 / 450000
		c.Pins = []Pin{{At: XY{x, 300000 + 2600000*x}, Text: "at 38 %", Shape: Dot}}
	}
	return c
}

func weightStretches(criteria int) StretchChart {
	c := StretchChart{Title: "Weights", Inside: "weights at which option B leads", Outside: "another option leads", Now: "weight now", Empty: "No criteria yet", Ticks: []Tick{{0, "0 %"}, {0.5, "50 %"}, {1, "100 %"}}}
	for i, n := range []string{"Response time", "Coverage outside business hours and at holidays", "Skills of the team that answers the critical incidents", "Control", "Lock-in", "Evidence", "Onboarding effort", "Exit", "Local presence", "Language"}[:criteria] {
		from, to := float64(i*13%40)/100, float64(45+i*29%55)/100
		c.Rows = append(c.Rows, StretchRow{Title: n, Shown: fmt.Sprintf("%.0f – %.0f\u00a0%%", from*100, to*100), From: from, To: to, At: from + 0.1})
	}
	return c
}

// optionPictures are all pictures that compare options, by name.
func optionPictures(options int, width float64) map[string]Scene {
	return map[string]Scene{
		"cost":     Stacks(costStack(options), width),
		"years":    Stacks(yearStack(options, 5), width),
		"years-10": Stacks(yearStack(options, 10), width),
		"ranks":    Stacks(rankStack(options), width),
		"values":   Stacks(valueStack(options, 5), width),
		"values-8": Stacks(valueStack(options, 8), width),
		"pareto":   Values(nil, costValue(options), width),
		"break":    Curves(nil, breakEven(options), width),
		"weights":  Stretches(weightStretches(options), width),
	}
}

// Every option is named in every picture, whole at the widths of reports.
func TestOptionPictures(t *testing.T) {
	for options := 1; options <= len(optionNames); options++ {
		for width := 360.0; width <= 900; width += 60 {
			again := optionPictures(options, width)
			for name, s := range optionPictures(options, width) {
				sound(t, s, again[name])
				text := strings.Join(strings.Fields(shownText(s)), " ")
				if name == "weights" || name == "break" && width < 400 {
					continue
				}
				for _, want := range optionNames[:options] {
					if !strings.Contains(text, want) {
						t.Errorf("%s, %d options, %g wide: %q is missing in %q", name, options, width, want, text)
					}
				}
				if t.Failed() {
					t.Fatalf("%s, %d options, %g wide", name, options, width)
				}
			}
		}
	}
	if dir := os.Getenv("MUSTER_PICTURES"); dir != "" {
		for _, options := range []int{2, 5, 10} {
			for _, width := range []float64{480, 640, 900} {
				for name, s := range optionPictures(options, width) {
					for mode, p := range map[string]look.Palette{"light": look.Light, "dark": look.Dark} {
						img := onGround(s, p, false)
						writePicture(t, filepath.Join(dir, fmt.Sprintf("%s-%d-%g-%s.png", name, options, width, mode)), img)
					}
					writePicture(t, filepath.Join(dir, fmt.Sprintf("%s-%d-%g-grey.png", name, options, width)), onGround(s, look.Light, true))
				}
			}
		}
	}
}

// onGround is a scene on the surface that it is shown on.
func onGround(s Scene, p look.Palette, grey bool) image.Image {
	img := Raster(s, p, 2)
	out := image.NewRGBA(img.Bounds())
	for y := range out.Rect.Max.Y {
		for x := range out.Rect.Max.X {
			r, g, b, a := img.At(x, y).RGBA()
			ground := p[look.Surface]
			mix := func(v uint32, under uint8) uint8 { return uint8((v + uint32(under)*257*(0xFFFF-a)/0xFFFF) >> 8) }
			c := color.RGBA{mix(r, ground.R), mix(g, ground.G), mix(b, ground.B), 0xFF}
			if grey {
				out.Set(x, y, color.GrayModel.Convert(c))
			} else {
				out.SetRGBA(x, y, c)
			}
		}
	}
	return out
}

func writePicture(t *testing.T, path string, img image.Image) {
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}

func anyStack(t *rapid.T) StackChart {
	c := StackChart{Title: "Stacks", Lead: anyTitle(t, "lead"), Empty: anyTitle(t, "empty"), Tone: rapid.SampledFrom([]StackTone{Kinds, Ordered, Graded, 7}).Draw(t, "tone"), Marks: anyTicks(t), Ticks: anyTicks(t), Whole: rapid.OneOf(rapid.Just(0.0), rapid.Custom(func(t *rapid.T) float64 { return anyNumber(t, "whole") })).Draw(t, "whole")}
	c.Parts = rapid.SliceOfN(rapid.Custom(func(t *rapid.T) StackPart { return StackPart{anyTitle(t, "part"), anyTitle(t, "short")} }), 0, 12).Draw(t, "parts")
	c.Rows = rapid.SliceOfN(rapid.Custom(func(t *rapid.T) StackRow {
		return StackRow{Title: anyTitle(t, "row"), Shown: anyTitle(t, "shown"), Open: rapid.Bool().Draw(t, "open"), Strong: rapid.Bool().Draw(t, "strong"), Muted: rapid.Bool().Draw(t, "muted"),
			Values: rapid.SliceOfN(rapid.Custom(func(t *rapid.T) float64 { return anyNumber(t, "value") }), 0, 14).Draw(t, "values"),
			Labels: rapid.SliceOfN(rapid.Custom(func(t *rapid.T) string { return anyTitle(t, "label") }), 0, 14).Draw(t, "labels")}
	}), 0, 10).Draw(t, "rows")
	return c
}

func TestStacks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, width := anyStack(t), anyPictureWidth(t)
		sound(t, Stacks(c, width), Stacks(c, width))
	})
}

func TestStretches(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, width := StretchChart{Title: "Stretches", Lead: anyTitle(t, "lead"), Inside: anyTitle(t, "in"), Outside: anyTitle(t, "out"), Now: anyTitle(t, "now"), Empty: anyTitle(t, "empty"), Ticks: anyTicks(t)}, anyPictureWidth(t)
		c.Rows = rapid.SliceOfN(rapid.Custom(func(t *rapid.T) StretchRow {
			return StretchRow{Title: anyTitle(t, "row"), Shown: anyTitle(t, "shown"), From: anyNumber(t, "from"), To: anyNumber(t, "to"), At: anyNumber(t, "at"), Strong: rapid.Bool().Draw(t, "strong")}
		}), 0, 10).Draw(t, "rows")
		sound(t, Stretches(c, width), Stretches(c, width))
	})
}

func TestValues(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := ValueChart{Title: "Values", Cost: anyAxis(t), Value: anyAxis(t), Step: rapid.Bool().Draw(t, "step"), OnFront: anyTitle(t, "front"), Beaten: anyTitle(t, "beaten"), Out: anyTitle(t, "out"), Ranges: anyTitle(t, "ranges"), Marks: anyTicks(t), Empty: anyTitle(t, "empty"),
			Height: rapid.SampledFrom([]float64{0, 0, 240, 20, math.NaN(), -1, math.Inf(1)}).Draw(t, "height")}
		c.Points = rapid.SliceOfN(rapid.Custom(func(t *rapid.T) ValuePoint {
			return ValuePoint{Title: anyTitle(t, "point"), Cost: anyNumber(t, "cost"), Value: anyNumber(t, "value"), Standing: rapid.SampledFrom([]Standing{OnFront, Beaten, Out, -1, 9}).Draw(t, "standing"),
				CostRange: Span{anyNumber(t, "low"), anyNumber(t, "high")}, ValueRange: Span{anyNumber(t, "low"), anyNumber(t, "high")}}
		}), 0, 10).Draw(t, "points")
		width := anyPictureWidth(t)
		sound(t, Values(nil, c, width), Values(nil, c, width))
	})
}

// In grey no two kinds of parts look alike, and grades go from dark to light.
func TestStackTones(t *testing.T) {
	grey := func(tone StackTone, i, n int, p look.Palette) []float64 {
		s := Scene{Width: 40, Height: 22, Title: "part"}
		s.part(area{0, 0, 40, 22}, tone, i, n)
		img := onGround(s, p, true)
		var out []float64
		for y := 4; y < 40; y++ {
			for x := 4; x < 74; x++ {
				r, _, _, _ := img.At(x, y).RGBA()
				out = append(out, float64(r>>8))
			}
		}
		return out
	}
	mean := func(v []float64) float64 {
		sum := 0.0
		for _, x := range v {
			sum += x
		}
		return sum / float64(len(v))
	}
	for name, p := range map[string]look.Palette{"light": look.Light, "dark": look.Dark} {
		for i := range kinds {
			for k := range i {
				a, b := grey(Kinds, i, 8, p), grey(Kinds, k, 8, p)
				sum := 0.0
				for j := range a {
					sum += math.Abs(a[j] - b[j])
				}
				if d := sum / float64(len(a)); d < 25 {
					t.Errorf("%s: kinds %d and %d differ by %.0f of 255", name, k, i, d)
				}
			}
		}
		for n := 2; n <= 10; n++ {
			last := mean(grey(Graded, 0, n, p))
			for i := 1; i < n; i++ {
				tone := mean(grey(Graded, i, n, p))
				if (p == look.Light) != (tone > last+3) && (p == look.Dark) != (tone < last-3) {
					t.Errorf("%s: grade %d of %d has tone %.0f after %.0f", name, i+1, n, tone, last)
				}
				last = tone
			}
		}
	}
}

// Bars are as long as their values; what only has a lower bound has no end.
func TestStacksLengths(t *testing.T) {
	c := StackChart{Title: "Stacks", Parts: []StackPart{{"a", ""}}, Rows: []StackRow{{Title: "x", Values: []float64{10}}, {Title: "y", Values: []float64{40}}, {Title: "z", Values: []float64{-5}}, {Title: "w", Values: []float64{math.NaN()}}}}
	lengths := func() (out []float64) {
		for _, shape := range Stacks(c, 700).Shapes {
			if p, ok := shape.(Polygon); ok && p.Fill == look.Accent && p.Points[2].Y-p.Points[0].Y == stackBar {
				out = append(out, p.Points[1].X-p.Points[0].X+0.8)
			}
		}
		return out
	}
	if l := lengths(); len(l) != 2 || math.Abs(l[1]-4*l[0]) > 1e-6 {
		t.Errorf("lengths %v", l)
	}
	ragged := func() bool {
		for _, shape := range Stacks(c, 700).Shapes {
			if p, ok := shape.(Polygon); ok && p.Dash {
				return true
			}
		}
		return false
	}
	if ragged() {
		t.Error("a known total has an open end")
	}
	c.Rows[0].Open = true
	if !ragged() {
		t.Error("a lower bound looks like a known total")
	}
}

// A mark never crosses a text, and nothing to show says what the caller wants.
func TestOptionPicturesMarksAndEmpty(t *testing.T) {
	for options := 2; options <= 10; options += 4 {
		for width := 480.0; width <= 900; width += 20 {
			for _, s := range []Scene{Stacks(costStack(options), width), Values(nil, costValue(options), width), Curves(nil, breakEven(options), width)} {
				for _, shape := range s.Shapes {
					p, ok := shape.(Polygon)
					if !ok || p.Closed || p.Width != 1.4 || len(p.Points) != 2 || p.Points[0].X != p.Points[1].X {
						continue
					}
					for _, l := range labels(s) {
						if _, _, hit := area(boxOf(l)).clip(p.Points[0], p.Points[1]); hit {
							t.Errorf("%q %g wide: a mark crosses %q", s.Title, width, l.Text)
						}
					}
				}
			}
		}
	}
	for _, s := range []Scene{
		Stacks(StackChart{Title: "x", Empty: "nothing yet"}, 480), Values(nil, ValueChart{Title: "x", Empty: "nothing yet"}, 480),
		Stretches(StretchChart{Title: "x", Empty: "nothing yet"}, 480), Curves(nil, CurveChart{Title: "x", Empty: "nothing yet"}, 480),
	} {
		inside(t, s)
		if shownText(s) != "nothing yet" {
			t.Errorf("an empty picture says %q", shownText(s))
		}
	}
}

// Names stand next to their points or, all of them, in a list by number; no label
// lies on a point.
func TestValuesNames(t *testing.T) {
	numbered := 0
	for options := 1; options <= 10; options++ {
		for width := 360.0; width <= 900; width += 20 {
			c := costValue(options)
			s := Values(nil, c, width)
			text := " " + shownText(s) + " "
			if strings.Contains(text, " 1 1 ") || strings.Count(text, " 1 ") > 1 {
				numbered++
			}
			for _, shape := range s.Shapes {
				p, ok := shape.(Polygon)
				if !ok || !p.Closed || len(p.Points) != 32 {
					continue
				}
				for _, l := range labels(s) {
					b := area(boxOf(l))
					for _, q := range p.Points {
						if b.holds(area{q.X, q.Y, q.X, q.Y}) {
							t.Fatalf("%d options, %g wide: %q lies on a point", options, width, l.Text)
						}
					}
				}
			}
		}
	}
	if numbered == 0 {
		t.Error("names never go into a list")
	}
}

// No row's own mark touches a text, and lines of equal rank differ from each other.
func TestStretchesMarksAndDistinct(t *testing.T) {
	for width := 360.0; width <= 900; width += 20 {
		s := Stretches(weightStretches(10), width)
		for _, shape := range s.Shapes {
			p, ok := shape.(Polygon)
			if !ok || p.Closed || p.Width != 5 {
				continue
			}
			for _, l := range labels(s) {
				if _, _, hit := area(boxOf(l)).grown(0.5).clip(p.Points[0], p.Points[1]); hit {
					t.Errorf("%g wide: a mark touches %q", width, l.Text)
				}
			}
		}
	}
	lines := Distinct(make([]Series, 10))
	for i, a := range lines {
		for _, b := range lines[:i] {
			if a.Color == b.Color && a.Dash == b.Dash && a.Thin == b.Thin {
				t.Errorf("two lines look the same: %+v", a)
			}
		}
	}
	if own := Distinct([]Series{{Color: look.Good}}); own[0].Color != look.Good {
		t.Error("a line loses its own colour")
	}
}

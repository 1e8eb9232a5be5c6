package chart

import (
	"bytes"
	"fmt"
	"image"
	"math"
	"regexp"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"muster/assessment"
	"muster/exporters/look"
)

// box is the place a label takes, from its width, alignment and size.
type box struct{ x0, y0, x1, y1 float64 }

func boxOf(l Label) box {
	w := TextWidth(l.Text, l.Size, l.Bold)
	x := l.X
	switch l.Align {
	case Center:
		x -= w / 2
	case Right:
		x -= w
	}
	return box{x, l.Y - 0.75*l.Size, x + w, l.Y + 0.22*l.Size}
}

func labels(s Scene) []Label {
	var out []Label
	for _, shape := range s.Shapes {
		if l, ok := shape.(Label); ok {
			out = append(out, l)
		}
	}
	return out
}

type failer interface {
	Helper()
	Errorf(format string, args ...any)
}

// inside wants every coordinate to be a number and everything in the scene.
func inside(t failer, s Scene) {
	t.Helper()
	finite := func(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }
	if !finite(s.Width) || !finite(s.Height) || s.Width <= 0 || s.Height <= 0 || s.Title == "" {
		t.Errorf("scene %q is %g × %g", s.Title, s.Width, s.Height)
	}
	const slack = 0.5
	for _, shape := range s.Shapes {
		switch v := shape.(type) {
		case Label:
			b := boxOf(v)
			if !finite(v.X) || !finite(v.Y) || b.x0 < -slack || b.y0 < -slack || b.x1 > s.Width+slack || b.y1 > s.Height+slack {
				t.Errorf("label %.60q leaves the %g × %g scene: %+v", v.Text, s.Width, s.Height, b)
			}
			if v.Color == look.None || v.Text == "" {
				t.Errorf("label %.60q cannot be seen", v.Text)
			}
		case Polygon:
			for _, p := range v.Points {
				if !finite(p.X) || !finite(p.Y) || p.X < -2 || p.Y < -2 || p.X > s.Width+2 || p.Y > s.Height+2 {
					t.Errorf("point %v leaves the %g × %g scene", p, s.Width, s.Height)
					break
				}
			}
		}
	}
}

// apart wants no two labels on each other.
func apart(t failer, s Scene) {
	t.Helper()
	all := labels(s)
	for i, a := range all {
		for _, b := range all[i+1:] {
			p, q := boxOf(a), boxOf(b)
			x, y := math.Min(p.x1, q.x1)-math.Max(p.x0, q.x0), math.Min(p.y1, q.y1)-math.Max(p.y0, q.y0)
			if x > 0.5 && y > 0.5 {
				t.Errorf("%.60q and %.60q overlap by %.1f × %.1f in a scene %g wide", a.Text, b.Text, x, y, s.Width)
			}
		}
	}
}

func anyTitle(t *rapid.T, name string) string {
	n := rapid.SampledFrom([]int{0, 1, 8, 20, 40, 90, 300}).Draw(t, name+" length")
	runes := rapid.RuneFrom([]rune("abcdefgWMil mnop ÄÖß–“”漢→"))
	return rapid.StringOfN(runes, n, n, -1).Draw(t, name)
}

// Widths: the reports' 640 and 896, the window's column of 700, and around them.
func anyWidth(t *rapid.T) float64 {
	return rapid.OneOf(rapid.SampledFrom([]float64{640, 896, 700}), rapid.Float64Range(600, 1000)).Draw(t, "width")
}

func anyStyle(t *rapid.T) look.VerdictStyle {
	if rapid.Bool().Draw(t, "status") {
		return look.Status(rapid.SampledFrom([]assessment.Status{"short", "tight", "ok", "strong", "unknown"}).Draw(t, "status"))
	}
	return look.Verdict(rapid.SampledFrom([]assessment.Verdict{"not-warranted", "borderline", "warranted", "strongly-warranted", "insufficient-evidence", "strong", "deferred"}).Draw(t, "verdict"))
}

func anyShown(t *rapid.T) string {
	return rapid.SampledFrom([]string{"", "–", "0", "1.24", "94.7\u00a0%", "100\u00a0%", "12\u202f500.25", "∞", "−3.25"}).Draw(t, "shown")
}

func anyGauge(t *rapid.T) Gauge {
	g := Gauge{
		Title: anyTitle(t, "title"), Shown: anyShown(t), Known: rapid.Bool().Draw(t, "known"),
		Max:   rapid.SampledFrom([]float64{1, 1, 2, 2.6, 3}).Draw(t, "max"),
		Value: rapid.OneOf(rapid.Float64Range(0, 3.5), rapid.SampledFrom([]float64{0, 1, math.Inf(1), -0.5})).Draw(t, "value"),
		Style: anyStyle(t),
	}
	g.Status = g.Style.Word
	if !g.Known {
		g.Value = math.NaN()
	}
	from := 0.0
	for i, n := 0, rapid.IntRange(1, 4).Draw(t, "zones"); i < n; i++ {
		to := rapid.Float64Range(from, g.Max).Draw(t, "to")
		if i == n-1 {
			to = g.Max
		}
		g.Zones = append(g.Zones, Zone{To: to, Word: rapid.SampledFrom([]string{"sufficient", "tight", "short", "not engaged", "x"}).Draw(t, "word"), Tint: look.GoodTint})
		if i < n-1 {
			g.Ticks = append(g.Ticks, Tick{At: to, Text: rapid.SampledFrom([]string{"0.85", "1", "94.7\u00a0%"}).Draw(t, "tick")})
		}
		from = to
	}
	return g
}

func TestGauges(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := rapid.SliceOfN(rapid.Custom(anyGauge), 1, 6).Draw(t, "gauges")
		s := Gauges("Gauges", list, anyWidth(t))
		inside(t, s)
		apart(t, s)
		for i, g := range list {
			found := false
			for _, l := range labels(s) {
				row := int((l.Y - 6) / 62)
				found = found || row == i && strings.Contains(l.Text, g.Status) && strings.HasPrefix(l.Text, g.Shown)
			}
			if !found {
				t.Errorf("gauge %d does not show %q and %q", i, g.Shown, g.Status)
			}
		}
	})
}

func TestStackedBars(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		bars := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) StackedBar {
			return StackedBar{Title: anyTitle(t, "title"), Shown: anyShown(t), Parts: rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Part {
				return Part{Title: anyTitle(t, "part"), Shown: anyShown(t), Color: look.Accent,
					Value: rapid.OneOf(rapid.Float64Range(1e-3, 1e6), rapid.SampledFrom([]float64{0, -1e-13, math.NaN()})).Draw(t, "value")}
			}), 0, 5).Draw(t, "parts")}
		}), 1, 3).Draw(t, "bars")
		s := StackedBars("Bars", bars, anyWidth(t))
		inside(t, s)
		apart(t, s)
	})
}

func TestRadar(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		axes := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Axis {
			a := Axis{Title: anyTitle(t, "title"), Current: rapid.Float64Range(0, 4).Draw(t, "current"), Required: rapid.Float64Range(0, 4).Draw(t, "required"), Known: rapid.Bool().Draw(t, "known")}
			if !a.Known {
				a.Current = math.NaN()
			}
			return a
		}), 0, 14).Draw(t, "axes")
		inside(t, Radar(nil, "Radar", RadarKey{"today", "target"}, axes, 4, anyWidth(t)))
	})
}

// The ten areas of the shipped question set, by names as long as theirs.
func TestRadarLabelsApart(t *testing.T) {
	var axes []Axis
	for _, title := range []string{"Event analysis", "Incident impact", "Threat intelligence", "Digital forensics", "Incident coordination", "Malware and endpoints", "Network analysis", "Cloud and identity", "Detection and queries", "Vulnerabilities and exposure"} {
		axes = append(axes, Axis{Title: title, Current: 2, Required: 3, Known: true})
	}
	for _, width := range []float64{560, 640, 720, 1000} {
		s := Radar(nil, "Radar", RadarKey{"today", "target"}, axes, 4, width)
		inside(t, s)
		apart(t, s)
	}
}

// The sections of the shipped question set with both means below their names, and a
// shape for what falls short.
func TestRadarOfSections(t *testing.T) {
	var axes []Axis
	for i, title := range []string{"Who does what", "People for the work", "Skills", "Analysis tools", "Incident process", "Response plan (CSIRP)", "Review and exercises", "Forensics", "Notification"} {
		axes = append(axes, Axis{Title: title, Shown: "2.4 of 3.0", Current: 2.4, Required: 3 - float64(i%2), Known: true})
	}
	for width := 360.0; width <= 1000; width += 20 {
		s := Radar(nil, "Radar", RadarKey{"level today", "wanted level"}, axes, 4, width)
		sound(t, s, Radar(nil, "Radar", RadarKey{"level today", "wanted level"}, axes, 4, width))
		text := shownText(s)
		if strings.Count(text, "2.4 of 3.0") != len(axes) || !strings.Contains(text, "falls short") {
			t.Errorf("%g wide: %q", width, text)
		}
	}
	for i := range axes {
		axes[i].Required = 1
	}
	if text := shownText(Radar(nil, "Radar", RadarKey{"a", "b"}, axes, 4, 640)); strings.Contains(text, "falls short") {
		t.Error("nothing falls short, and the key says so")
	}
}

func TestBars(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		bars := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Bar {
			b := Bar{Title: anyTitle(t, "title"), Shown: anyShown(t), Share: rapid.Float64Range(-0.5, 1.5).Draw(t, "share"), Known: rapid.Bool().Draw(t, "known"), Color: look.Accent}
			if !b.Known {
				b.Share = math.NaN()
			}
			return b
		}), 1, 12).Draw(t, "bars")
		s := Bars("Bars", bars, anyWidth(t))
		inside(t, s)
		apart(t, s)
	})
}

func TestSwimLane(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		steps := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Step {
			return Step{
				Number: rapid.IntRange(1, 99).Draw(t, "number"), Title: anyTitle(t, "title"),
				Accountable:         rapid.SampledFrom([]string{"client", "mssp", "none", "unclear", ""}).Draw(t, "accountable"),
				Doer:                rapid.SampledFrom([]string{"client", "mssp", "both", "none", ""}).Draw(t, "doer"),
				ExpectedAccountable: rapid.SampledFrom([]string{"client", "mssp"}).Draw(t, "expected accountable"),
				ExpectedDoer:        rapid.SampledFrom([]string{"client", "mssp", "both"}).Draw(t, "expected doer"),
				Written:             rapid.Bool().Draw(t, "written"), Answered: rapid.Bool().Draw(t, "answered"),
				Mismatch: rapid.Bool().Draw(t, "mismatch"), RedFlag: rapid.Bool().Draw(t, "flag"),
			}
		}), 0, 20).Draw(t, "steps")
		s := SwimLane(nil, "Lanes", steps, anyWidth(t))
		inside(t, s)
		apart(t, s)
	})
}

// A remark is measured as it is drawn: in bold.
func TestSwimLaneRemarkFits(t *testing.T) {
	for width := 500.0; width < 700; width += 10 {
		inside(t, SwimLane(nil, "Lanes", []Step{{Number: 1, Title: "x", Accountable: "none", ExpectedAccountable: "client", ExpectedDoer: "client", Answered: true}}, width))
	}
}

// Each mark is a shape of its own, whatever its colour.
func TestMarks(t *testing.T) {
	seen := map[string]look.Mark{}
	for _, m := range []look.Mark{look.Circle, look.Diamond, look.Triangle, look.Square, look.Dashed} {
		s := MarkScene(look.VerdictStyle{Word: "x", Color: look.Text, Mark: m}, 20)
		inside(t, s)
		if len(s.Shapes) != 1 {
			t.Fatalf("mark %d: %d shapes", m, len(s.Shapes))
		}
		img := Raster(s, look.Light, 2).(*image.RGBA)
		if other, ok := seen[string(img.Pix)]; ok {
			t.Errorf("marks %d and %d look the same", m, other)
		}
		seen[string(img.Pix)] = m
		if bytes.Count(img.Pix, []byte{0}) == len(img.Pix) {
			t.Errorf("mark %d draws nothing", m)
		}
	}
}

func TestFit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, bold := anyTitle(t, "text"), rapid.Bool().Draw(t, "bold")
		size, width := rapid.Float64Range(8, 14).Draw(t, "size"), rapid.Float64Range(15, 400).Draw(t, "width")
		got := fit(s, size, width, bold)
		if w := TextWidth(got, size, bold); w > width {
			t.Errorf("%q is %g wide, allowed %g", got, w, width)
		}
		if TextWidth(s, size, bold) <= width && got != s || got != s && !strings.HasSuffix(got, "…") || !strings.HasPrefix(s, strings.TrimSuffix(got, "…")) {
			t.Errorf("%q became %q", s, got)
		}
	})
}

func TestWrap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, bold := anyTitle(t, "text"), rapid.Bool().Draw(t, "bold")
		size, width, lines := rapid.Float64Range(8, 14).Draw(t, "size"), rapid.Float64Range(15, 400).Draw(t, "width"), rapid.IntRange(1, 4).Draw(t, "lines")
		got := wrap(s, size, width, lines, bold)
		if len(got) == 0 || len(got) > lines {
			t.Fatalf("%d lines of %d: %q", len(got), lines, got)
		}
		cut := false
		for _, l := range got {
			if w := TextWidth(l, size, bold); w > width {
				t.Errorf("%q is %g wide, allowed %g", l, w, width)
			}
			cut = cut || strings.HasSuffix(l, "…")
		}
		if want := strings.Join(strings.Fields(s), " "); !cut && strings.Join(got, " ") != want {
			t.Errorf("%q became %q", want, got)
		}
	})
}

func TestTextWidth(t *testing.T) {
	if TextWidth("", 10, false) != 0 {
		t.Error("no text has a width")
	}
	a, b := TextWidth("Mass", 10, false), TextWidth("Mass", 20, false)
	if a < 15 || a > 40 || math.Abs(b-2*a) > 1e-9 || TextWidth("Mass", 10, true) <= a {
		t.Errorf("widths %g, %g", a, b)
	}
}

func TestRaster(t *testing.T) {
	s := Gauges("G", []Gauge{{Title: "Title", Shown: "1", Value: 1, Known: true, Max: 2, Zones: []Zone{{2, "all", look.GoodTint}}, Style: look.Status("ok"), Status: "Sufficient"}}, 640)
	first := Raster(s, look.Light, 1.5).(*image.RGBA)
	if got := first.Bounds().Size(); got != image.Pt(960, 102) {
		t.Errorf("size %v", got)
	}
	if bytes.Equal(first.Pix, Raster(s, look.Dark, 1.5).(*image.RGBA).Pix) {
		t.Error("light and dark are the same")
	}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			if !bytes.Equal(first.Pix, Raster(s, look.Light, 1.5).(*image.RGBA).Pix) {
				t.Error("another time, another picture")
			}
		})
	}
	wg.Wait()
	if got := Raster(Scene{}, look.Light, 1).Bounds().Size(); got != image.Pt(1, 1) {
		t.Errorf("an empty scene is %v", got)
	}
}

// Lanes stay inside whatever their texts are, and lose no thing.
func TestLanes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.StringN(0, 30, -1), rapid.Just("Averylongwordwithoutanyspacethatmustbecut"), rapid.Just("A title of several words that goes on over more lines than there is room for in one card of the lane"))
		var lanes []Lane
		items := 0
		for range rapid.IntRange(0, 5).Draw(t, "lanes") {
			l := Lane{Title: text.Draw(t, "lane"), Empty: text.Draw(t, "empty")}
			for range rapid.IntRange(0, 4).Draw(t, "items") {
				items++
				l.Items = append(l.Items, LaneItem{ID: fmt.Sprintf("F%02d", items), Title: text.Draw(t, "title"), Style: look.Severity(rapid.SampledFrom([]string{"high", "medium", "low"}).Draw(t, "severity"))})
			}
			lanes = append(lanes, l)
		}
		s := Lanes("Lanes", lanes, anyWidth(t))
		inside(t, s)
		found := 0
		for _, shape := range s.Shapes {
			if l, ok := shape.(Label); ok && regexp.MustCompile(`^F\d\d$`).MatchString(l.Text) {
				found++
			}
		}
		if found < items {
			t.Fatalf("%d of %d things are shown", found, items)
		}
	})
}

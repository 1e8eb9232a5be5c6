package report

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"muster/assessment"
	"muster/assessment/engagement"
	"muster/exporters/chart"
)

// The chapters that came with explanation, simulation and tickets read well and
// say what they have to say.
func TestMeasuredReport(t *testing.T) {
	doc := measured(t)
	rep := full(t, doc)
	sound(t, doc, rep)
	text := func(id string) string {
		var all []string
		c := rep.Chapter(id)
		for _, b := range c.Blocks {
			all = append(all, said(b)...)
		}
		return c.Lead + "\n" + strings.Join(all, "\n")
	}
	for id, want := range map[string][]string{
		"change":   {"Nearest:", "Robust", "in 2000 draws", "what you can do to need less", "FTE instead of 3", "Hire one", "Buy 20 h", "Tune and rota", "As answered"},
		"capacity": {"Work-bound", "Attainment over staffing", "Stress case", "Cover by hour", CostHeading, "131\u202f000", "Taken from the ticket history", "Clustering accounts for", "Waiting at the end", "with the SIA"},
		"tickets":  {"1260 tickets in siem.csv", "Hands-on hours are worked time", "cover 5x8 from 9 o'clock", "come in bursts", "Every row was used.", "Worked (min)"},
		"changes":  {"changes were found", "advice", "sensitivity"},
	} {
		got := text(id)
		for _, w := range want {
			if !strings.Contains(got, w) {
				t.Errorf("chapter %s lacks %q", id, w)
			}
		}
	}
	figures := 0
	for _, id := range []string{"change", "capacity", "tickets"} {
		for _, b := range rep.Chapter(id).Blocks {
			if f, ok := b.(Figure); ok {
				figures++
				if f.Caption == "" || len(f.Scene.Shapes) == 0 {
					t.Errorf("%s: an empty figure, %q", id, f.Caption)
				}
			}
		}
	}
	if figures != 8 {
		t.Errorf("%d figures, want 8", figures)
	}
}

// Nothing that is not movable is offered as what one can do.
func TestAdviceInTheReport(t *testing.T) {
	for _, name := range samples {
		rep := build(sample(t, name))
		for _, c := range rep.Changes {
			if c.Advice && (c.Direction != "less" || strings.Contains(c.Text, "escalations a week") || strings.Contains(c.Text, "growth")) {
				t.Errorf("%s: %+v", name, c)
			}
			if len(c.Questions) == 0 {
				t.Errorf("%s: %s leads nowhere", name, c.Text)
			}
		}
	}
}

func TestCoverageBoundIsSaid(t *testing.T) {
	doc := sample(t, "bank")
	doc.Answers["bw-window"] = engagement.Answer{State: engagement.Answered, Value: engagement.Window{Days: 7, Hours: 24}}
	c := build(doc).Chapter("capacity")
	found := false
	for _, b := range c.Blocks {
		if p, ok := b.(Paragraph); ok && strings.HasPrefix(p.Text, "Coverage-bound") {
			found = true
		}
	}
	if !found {
		t.Error("not said")
	}
}

// The mark of today lies on the curve.
func TestCurveMarksLieOnIt(t *testing.T) {
	doc := sample(t, "saas")
	rep := build(doc)
	at := urgentAt(rep.Analysis.Curve, 3)
	if want := float64(rep.Result.Capacity.Attainment.Urgent); math.Abs(at-want) > 0.01 {
		t.Errorf("at 3 FTE %v, attainment %v", at, want)
	}
}

func TestTicks(t *testing.T) {
	text := func(v float64) string { return assessment.FormatNumber(v, 2) }
	for _, most := range []float64{0, 1e-9, 0.3, 1, 7, 10, 99, 1e7, math.Inf(1), math.NaN(), -1} {
		list := ticks(most, 5, text)
		if len(list) < 1 || len(list) > 12 || list[0].At != 0 {
			t.Errorf("%v: %+v", most, list)
		}
		for i := 1; i < len(list); i++ {
			if !(list[i].At > list[i-1].At) || list[i].At > most*(1+1e-6) {
				t.Errorf("%v: %+v", most, list)
			}
		}
	}
}

func TestBrokenHistoryIsSaid(t *testing.T) {
	doc := sample(t, "saas")
	doc.Tickets = json.RawMessage(`{"rows": "many"}`)
	rep := build(doc)
	sound(t, doc, rep)
	if c := rep.Chapter("tickets"); !strings.Contains(c.Lead, "import the export again") || len(c.Blocks) > 0 {
		t.Errorf("%q", c.Lead)
	}
}

func TestPicturesOfExtremes(t *testing.T) {
	for _, fte := range []float64{0, 0.01, 200} {
		for _, n := range []float64{0, 0.01, 5000} {
			doc := sample(t, "saas")
			doc.Answers["staff-fte"] = engagement.Answer{State: engagement.Answered, Value: engagement.Number(fte)}
			doc.Answers["bw-volume"] = engagement.Answer{State: engagement.Answered, Value: engagement.Severity{n, n, n, n}}
			rep := build(doc)
			for _, c := range rep.Chapters {
				for _, b := range c.Blocks {
					if f, ok := b.(Figure); ok {
						finite(t, f.Scene)
					}
				}
			}
		}
	}
}

func finite(t *testing.T, s chart.Scene) {
	t.Helper()
	if !(s.Height > 0) || math.IsInf(s.Height, 0) {
		t.Errorf("%s is %v high", s.Title, s.Height)
	}
}

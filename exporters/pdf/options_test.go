// Tests of the procurement report; the tests of the report as such run on it too.

package pdf

import (
	"fmt"
	"strings"
	"testing"

	"muster/assessment/engagement"
	"muster/exporters/report"
)

// procurementCases are engagements whose procurement report is printed.
var procurementCases = []string{"procurement", "procurement one", "procurement two", "procurement ten", "procurement out", "procurement unpriced", "procurement unknown", "procurement odd"}

// offers gives the options of the SaaS sample another shape.
func offers(doc *engagement.Document, shape string) {
	four := doc.Options
	many := func(n int, name func(i int) string) {
		doc.Options = nil
		for i := range n {
			o := four[i%len(four)]
			o.ID = fmt.Sprintf("option-%d", i+1)
			if name != nil {
				o.Name = name(i)
			}
			doc.Options = append(doc.Options, o)
		}
	}
	each := func(f func(i int, o engagement.Option) engagement.Option) {
		for i, o := range doc.Options {
			doc.Options[i] = f(i, o)
		}
	}
	switch shape {
	case "one":
		many(1, nil)
	case "two":
		many(2, nil)
	case "ten": // names of 60 characters
		many(10, func(i int) string {
			return fmt.Sprintf("%-60.60s", fmt.Sprintf("%02d Managed detection with a named analyst and all services", i+1))[:57] + fmt.Sprintf(" %02d", i+1)
		})
		each(func(i int, o engagement.Option) engagement.Option {
			if i%3 == 1 {
				o = o.With("gates.right-to-audit", engagement.Term{State: engagement.Unknown})
			}
			return o.With("onboarding", engagement.Figure(1234567.89*float64(i+1)))
		})
	case "out":
		each(func(_ int, o engagement.Option) engagement.Option {
			return o.With("gates.right-to-audit", engagement.Truth(false))
		})
	case "unpriced":
		each(func(_ int, o engagement.Option) engagement.Option {
			o.Basis = ""
			for path := range o.Terms {
				if strings.Contains(strings.ToLower(path), "fee") || strings.Contains(path, "rice") || strings.Contains(path, "nnual") || path == "onboarding" || path == "ticketOverage" || path == "exitCost" {
					o = o.With(path, engagement.Term{})
				}
			}
			return o
		})
	case "unknown":
		each(func(_ int, o engagement.Option) engagement.Option {
			for path := range o.Terms {
				o = o.With(path, engagement.Term{State: engagement.Unknown})
			}
			return o
		})
	case "odd":
		doc.Comparison.Rates = nil // no rate for the option in another currency
		many(6, func(i int) string {
			return []string{"Same name", "Same name", "=HYPERLINK(\"http://x\",\"y\")", "Emoji 😀 👩‍👩‍👧 offer", "broken \xff\xfe name", strings.Repeat("unbroken", 20)}[i]
		})
		each(func(i int, o engagement.Option) engagement.Option {
			for path := range o.Terms {
				source := hostile[(i*5+len(path))%len(hostile)]
				o = o.WithSource(path, source[:min(len(source), 200)])
			}
			if i == 0 {
				o = o.WithSource("termMonths", strings.Repeat("source ", 571))
			}
			return o
		})
	}
}

// The recommendation stands on one page with the lines to sign on.
func TestRecommendationOnOnePage(t *testing.T) {
	for _, name := range []string{"procurement", "procurement one", "procurement two", "procurement ten", "procurement out", "procurement unpriced", "procurement unknown", "procurement odd"} {
		t.Run(name, func(t *testing.T) {
			p, pages := print1(t, name), sheets(t, name)
			starts := chapterPages(t, p.rep, pages)
			if starts[0] != 3 || starts[1] != 4 {
				t.Fatalf("the recommendation starts on page %d, the next chapter on page %d", starts[0], starts[1])
			}
			body := joined(pages[2].body)
			for _, line := range []string{"Decision", "Optionchosen", "Procurement", "Security", "Budgetowner"} {
				if !strings.Contains(body, line) {
					t.Errorf("page 3 lacks %q", line)
				}
			}
			for i := range p.rep.Comparison.Options {
				if x := &p.rep.Comparison.Options[i]; name != "procurement odd" && !strings.Contains(body, drawn(t, x.Name)) {
					t.Errorf("page 3 lacks the option %q", x.Name)
				}
			}
		})
	}
}

// Names, reasons of gates, questions, remarks and what the recommendation rests on
// all stand in the report.
func TestOptionsAreSaid(t *testing.T) {
	for _, name := range append([]string{"saas"}, procurementCases...) {
		if name == "procurement odd" {
			continue // names of glyphs that are not there
		}
		t.Run(name, func(t *testing.T) {
			p := print1(t, name)
			text := reading(t, p.rep, sheets(t, name))
			has := func(what, s string) {
				if want := drawn(t, s); !strings.Contains(text, want) {
					t.Errorf("%s: lacks %q", what, s)
				}
			}
			c := p.rep.Comparison
			has("recommendation", c.Recommendation.Text)
			for _, s := range append(append([]string{}, c.Recommendation.RestsOn...), c.Recommendation.Overturned...) {
				has("recommendation", s)
			}
			for i := range c.Options {
				x := &c.Options[i]
				has("name", x.Name)
				for _, g := range x.Reasons {
					has("gate", g.Reason)
				}
				if x.YearlyCost != nil {
					has("cost", x.YearlyCost.Text(""))
				}
				has("value", report.ValueText(x))
				has("need", report.NeedText(nil, x))
			}
			for _, q := range c.Questions {
				has("provider", q.Provider)
				for _, x := range q.List {
					has("question", x.Text)
				}
			}
			for _, r := range c.Remarks {
				has("remark", r.Text)
			}
			for _, s := range report.BuyingTexts(nil, c) {
				has("buying", s)
			}
		})
	}
}

// A chapter that follows another shares its page; a page is not left nearly empty.
func TestChaptersShareAPage(t *testing.T) {
	p := print1(t, "procurement")
	pages := sheets(t, "procurement")
	starts := chapterPages(t, p.rep, pages)
	shared := 0
	for i := 1; i < len(starts); i++ {
		if starts[i] == starts[i-1] {
			shared++
		}
	}
	if shared == 0 {
		t.Error("every chapter starts a page of its own")
	}
	for i, page := range pages[2 : len(pages)-1] {
		low := 0.0
		for _, w := range page.body {
			low = max(low, w.y1)
		}
		if low < page.height*0.45 {
			t.Errorf("page %d ends at %.0f of %.0f", i+3, low, page.height)
		}
	}
}

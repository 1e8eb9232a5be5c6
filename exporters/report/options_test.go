package report

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"muster/assessment"
	"muster/assessment/comparison"
	"muster/assessment/cost"
	"muster/assessment/engagement"
)

// cells are the texts of all tables of a chapter.
func cells(ch Chapter) map[string]bool {
	out := map[string]bool{}
	for _, b := range ch.Blocks {
		if t, ok := b.(Table); ok {
			for _, r := range t.Rows {
				for _, s := range r {
					out[s] = true
				}
			}
		}
	}
	return out
}

// rowOf is the row of the first table of a chapter that starts with the cells.
func rowOf(t *testing.T, ch Chapter, column int, text string) (Table, []string) {
	t.Helper()
	for _, b := range ch.Blocks {
		if table, ok := b.(Table); ok {
			for _, r := range table.Rows {
				if len(r) > column && r[column] == text {
					return table, r
				}
			}
		}
	}
	t.Fatalf("chapter %s has no row %q", ch.ID, text)
	return Table{}, nil
}

// Every figure the report shows of the comparison is the comparison's.
func TestOptionFigures(t *testing.T) {
	rep := build(sample(t, "saas"))
	c := rep.Comparison
	summary, ranking, costs, needs := rep.OptionChapter(OptionSummary), rep.OptionChapter(OptionRanking), rep.OptionChapter(OptionCost), rep.OptionChapter(OptionNeeds)
	for i := range c.Options {
		x := &c.Options[i]
		_, row := rowOf(t, summary, 1, optionName(x))
		rank, first := "out", "–"
		if !x.Out {
			rank, first = fmt.Sprint(x.Rank), assessment.FormatNumber(x.Stated[0]*100, 0)+"\u00a0%"
		}
		for k, want := range map[int]string{0: rank, 2: x.TotalCost.Text(""), 3: x.YearlyCost.Text(""), 4: ValueText(x), 5: first} {
			if row[k] != want {
				t.Errorf("%s: %q, want %q", x.Name, row[k], want)
			}
		}
		for name, want := range map[string]cost.Money{"Total": *x.TotalCost, "Average a year": *x.YearlyCost, "Onboarding": x.Cost.Onboarding, "Exit": x.Cost.Exit} {
			if _, row := rowOf(t, costs, 0, name); row[i+1] != want.Exact("") {
				t.Errorf("%s, %s: %q, want %q", x.Name, name, row[i+1], want.Exact(""))
			}
		}
		for y, m := range x.AnnualCost {
			if _, row := rowOf(t, costs, 0, fmt.Sprintf("Year %d", y+1)); row[i+1] != m.Exact("") {
				t.Errorf("%s, year %d: %q, want %q", x.Name, y+1, row[i+1], m.Exact(""))
			}
		}
		shown := cells(costs)
		for _, p := range x.Cost.Parts {
			if !p.Total.IsZero() && !shown[p.Total.Exact("")] {
				t.Errorf("%s: no %s of %s", x.Name, p.Title, p.Total.Exact(""))
			}
		}
		if _, row := rowOf(t, ranking, 0, "Second opinion (see Method)"); row[i+1] != x.TOPSIS.Format(2) {
			t.Errorf("%s: second opinion %q, want %q", x.Name, row[i+1], x.TOPSIS.Format(2))
		}
		for j, m := range x.Details {
			crit := c.Criteria[j]
			if crit.Points == 0 && !crit.Scored {
				continue
			}
			var row []string
			for _, b := range ranking.Blocks { // the table of values, not that of weights
				if table, ok := b.(Table); ok && strings.HasPrefix(table.Columns[0].Title, "Criterion (") {
					for _, r := range table.Rows {
						if r[0] == crit.Title {
							row = r
						}
					}
				}
			}
			if len(row) == 0 || row[i+1] != measurementText(nil, &crit, m) {
				t.Errorf("%s, %s: %q", x.Name, crit.Title, row)
			}
		}
		table, row := rowOf(t, needs, 0, x.Name)
		if row[1] != x.Residual.Verdict.Phrase() || !strings.HasPrefix(row[2], x.Residual.Hours.Format(1)) || row[3] != x.Residual.Ratio.Format(2) || len(row) != len(table.Columns) {
			t.Errorf("%s: remains %q", x.Name, row)
		}
	}
	for _, x := range c.Criteria {
		_, row := rowOf(t, ranking, 0, x.Title)
		if row[3] != assessment.FormatNumber(x.Points, 1) {
			t.Errorf("%s has %q points, want %v", x.Title, row[3], x.Points)
		}
		for _, l := range c.Leads {
			if l.Criterion == x.ID && row[5] != LeadText(l) {
				t.Errorf("%s leads %q, want %q", x.Title, row[5], LeadText(l))
			}
		}
	}
	if len(c.Leads) == 0 || len(c.Needs) == 0 || len(c.BreakEven) == 0 {
		t.Error("the sample shows too little")
	}
}

// Leads and sentences on options read well, whatever the options are.
func TestOptionWords(t *testing.T) {
	four := sample(t, "saas").Options
	shapes := map[string]func(doc *engagement.Document){
		"four": func(*engagement.Document) {},
		"one":  func(doc *engagement.Document) { doc.Options = four[:1] },
		"two":  func(doc *engagement.Document) { doc.Options = four[:2] },
		"ten": func(doc *engagement.Document) {
			doc.Options = nil
			for i := range 10 {
				o := four[i%4]
				o.ID, o.Name = fmt.Sprintf("o%d", i), fmt.Sprintf("Offer %d of a provider with a name of quite some length", i)
				doc.Options = append(doc.Options, o)
			}
		},
		"all out": func(doc *engagement.Document) {
			doc.Options = nil
			for _, o := range four {
				doc.Options = append(doc.Options, o.With("gates.right-to-audit", engagement.Truth(false)))
			}
		},
		"unknown": func(doc *engagement.Document) {
			doc.Options = nil
			for _, o := range four {
				for path := range o.Terms {
					o = o.With(path, engagement.Term{State: engagement.Unknown})
				}
				doc.Options = append(doc.Options, o)
			}
		},
		"no rate":   func(doc *engagement.Document) { doc.Comparison.Rates = nil },
		"no answer": func(doc *engagement.Document) { doc.Answers = nil },
		"bare":      func(doc *engagement.Document) { doc.Options = []engagement.Option{{ID: "a"}, {ID: "b", Name: "B"}} },
	}
	jargon := []string{"TOPSIS", "SMAA", "Dirichlet", "Pareto", "Poisson", "dominated", "anti-ideal"}
	for name, shape := range shapes {
		t.Run(name, func(t *testing.T) {
			doc := sample(t, "saas")
			shape(doc)
			rep, err := build(doc).As(ProcurementReport)
			if err != nil {
				t.Fatal(err)
			}
			c := rep.Comparison
			if len(rep.Chapters) != 8 || rep.Chapters[0].ID != OptionSummary {
				t.Fatalf("%d chapters", len(rep.Chapters))
			}
			var all []string
			for _, ch := range rep.Chapters {
				if !strings.HasSuffix(ch.Lead, ".") && !strings.HasSuffix(ch.Lead, ".)") || leftover.MatchString(ch.Lead) {
					t.Errorf("lead of %s: %q", ch.ID, ch.Lead)
				}
				texts := []string{ch.Title, ch.Lead}
				for _, b := range ch.Blocks {
					texts = append(texts, said(b)...)
					switch b := b.(type) {
					case Table:
						for i, r := range b.Rows {
							if len(r) != len(b.Columns) && !b.Band(i) {
								t.Errorf("%s: %d cells in %d columns: %q", ch.ID, len(r), len(b.Columns), r)
							}
						}
					case Bullets:
						if len(b.Items) == 0 {
							t.Errorf("%s: an empty list", ch.ID)
						}
					}
				}
				for _, s := range texts {
					if m := leftover.FindString(s); m != "" {
						t.Errorf("%s: %q holds %q", ch.ID, s, m)
					}
					if m := plural.FindString(s); m != "" {
						t.Errorf("%s: %q holds %q", ch.ID, s, m)
					}
					for _, w := range jargon {
						if ch.ID != OptionMethod && strings.Contains(s, w) {
							t.Errorf("%s: %q holds %q", ch.ID, s, w)
						}
					}
				}
				all = append(all, texts...)
			}
			text := strings.Join(all, "\x00")
			for i := range c.Options {
				x := &c.Options[i]
				for _, g := range x.Reasons {
					if !strings.Contains(text, g.Reason) || !strings.Contains(strings.ToLower(text), strings.ToLower(g.Title)) {
						t.Errorf("no chapter has the gate %q: %q", g.Title, g.Reason)
					}
				}
			}
			for _, r := range slices.Concat(remarkTexts(c), BuyingTexts(nil, c), c.Recommendation.RestsOn, c.Recommendation.Overturned) {
				if !slices.Contains(all, r) {
					t.Errorf("no chapter has %q", r)
				}
			}
			if !strings.Contains(text, "Decision") {
				t.Error("no room to sign")
			}
		})
	}
}

// The chapter of the full report has the recommendation, gates, needs and
// questions, and no room to sign.
func TestOptionsInFullReport(t *testing.T) {
	rep := build(sample(t, "saas"))
	ch := rep.Chapter("options")
	all := strings.Join(inChapters(&Report{Chapters: []Chapter{ch}}), "\x00")
	for _, s := range slices.Concat(remarkTexts(rep.Comparison), BuyingTexts(nil, rep.Comparison), rep.Comparison.Recommendation.RestsOn, rep.Comparison.Recommendation.Overturned) {
		if !strings.Contains(all, s) {
			t.Errorf("the chapter lacks %q", s)
		}
	}
	for _, b := range ch.Blocks {
		if _, ok := b.(Signatures); ok {
			t.Error("a block to sign on in the full report")
		}
	}
	doc := sample(t, "saas")
	doc.Options = nil
	if rep := build(doc); rep.Comparison != nil || rep.Chapter("options").Title != "" || len(rep.OptionChapters) != 0 {
		t.Error("a chapter on options without any")
	}
}

// The picture of cost against value shows where the options lie, and says so
// where an axis does not start at 0.
func TestParetoSpans(t *testing.T) {
	option := func(total, value float64) comparison.Option {
		m := cost.Amount(total)
		return comparison.Option{Name: "x", TotalCost: &m, Value: assessment.Figure(value), Low: assessment.Figure(value), High: assessment.Figure(value)}
	}
	for _, c := range []struct {
		name          string
		a, b          comparison.Option
		money, values bool // starts at 0
	}{
		{"close together", option(900000, 0.66), option(930000, 0.71), false, false},
		{"far apart", option(100000, 0.1), option(900000, 0.9), true, true},
		{"values apart", option(900000, 0.1), option(900000, 0.9), false, true},
		{"free", option(0, 0), option(0, 0), true, true},
	} {
		cmp := &comparison.Comparison{Options: []comparison.Option{c.a, c.b}}
		money, value := paretoSpans(cmp)
		if (money.Min == 0) != c.money || (value.Min == 0) != c.values || (axesText(nil, cmp) == "") != (c.money && c.values) {
			t.Errorf("%s: cost %v, value %v, %q", c.name, money, value, axesText(nil, cmp))
		}
		for _, x := range cmp.Options {
			if v := x.TotalCost.Float(); v < money.Min || v > money.Max || float64(x.Value) < value.Min || float64(x.Value) > value.Max {
				t.Errorf("%s: an option outside %v, %v", c.name, money, value)
			}
		}
		if ticks := spanTicks(value, 5, func(float64) string { return "x" }); len(ticks) < 2 {
			t.Errorf("%s: %d ticks", c.name, len(ticks))
		}
	}
}

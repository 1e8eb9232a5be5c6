package comparison

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"muster/assessment"
	"muster/assessment/engagement"
	"muster/assessment/model"
	"muster/assessment/question"
)

var (
	unknownTerm = engagement.Term{State: engagement.Unknown}
	naTerm      = engagement.Term{State: engagement.NotApplicable}
)

// terms that nobody knows may still decide a computed gate for the better; those that
// do not apply are no reason to ask.
func TestGatesWithOpenTerms(t *testing.T) {
	figure, yes, no := engagement.Figure, engagement.Truth(true), engagement.Truth(false)
	for _, c := range []struct {
		name, gate string
		terms      map[string]engagement.Term
		want       Status
		reason     string // holds this
	}{
		{"promise and evidence not known", "closes-need", map[string]engagement.Term{"sia.hoursPerWeek": figure(0), "tuning.reduction": unknownTerm, "tuning.evidenced": unknownTerm}, Unknown, "Fewer escalations"},
		{"promise not known, no evidence", "closes-need", map[string]engagement.Term{"sia.hoursPerWeek": figure(0), "tuning.reduction": unknownTerm, "tuning.evidenced": no}, Unknown, "Fewer escalations"},
		{"evidence not known", "closes-need", map[string]engagement.Term{"sia.hoursPerWeek": figure(0), "tuning.reduction": figure(.15), "tuning.evidenced": unknownTerm}, Unknown, "evidenced"},
		{"too little even with evidence", "closes-need", map[string]engagement.Term{"sia.hoursPerWeek": figure(0), "tuning.reduction": figure(.02), "tuning.evidenced": unknownTerm}, Fail, "20 h"},
		{"hires not known", "closes-need", map[string]engagement.Term{"sia.hoursPerWeek": figure(0), "hires.fte": unknownTerm}, Unknown, "Analysts hired"},
		{"hours do not apply", "closes-need", map[string]engagement.Term{"sia.hoursPerWeek": naTerm, "tuning.reduction": naTerm}, Fail, "20 h"},
		{"hires not known", "named-sia", map[string]engagement.Term{"sia.hoursPerWeek": figure(0), "hires.fte": unknownTerm}, Unknown, "Analysts hired"},
		{"tuning takes no analyst's place", "named-sia", map[string]engagement.Term{"sia.hoursPerWeek": figure(0), "tuning.reduction": figure(.4), "tuning.evidenced": yes}, Fail, "has none"},
		{"hires make one unnecessary", "named-sia", map[string]engagement.Term{"sia.hoursPerWeek": figure(0), "hires.fte": figure(1)}, Pass, "hired"},
		{"hours not known, both named", "named-sia", map[string]engagement.Term{"sia.hoursPerWeek": unknownTerm}, Unknown, "ask"},
		{"hours not known, nobody named", "named-sia", map[string]engagement.Term{"sia.hoursPerWeek": unknownTerm, "sia.named": no}, Fail, "analyst"},
		{"deputy does not apply", "named-sia", map[string]engagement.Term{"sia.deputy": naTerm}, Pass, "named"},
		{"deputy does not apply, analyst not named", "named-sia", map[string]engagement.Term{"sia.deputy": naTerm, "sia.named": no}, Fail, "analyst"},
		{"notice does not apply", "notice-fits", map[string]engagement.Term{"criteria.notice-minutes": naTerm}, Pass, "not apply"},
	} {
		doc := sampleDoc(t, "saas")
		o := doc.Options[0].With("tuning.reduction", engagement.Term{}).With("tuning.evidenced", engagement.Term{})
		for path, term := range c.terms {
			o = o.With(path, term)
		}
		doc.Options[0] = o
		result := compareDoc(doc)
		x := &result.Options[0]
		i := slices.IndexFunc(x.Reasons, func(g Gate) bool { return g.ID == c.gate })
		if g := x.Reasons[i]; g.Status != c.want || x.Gates[c.gate] != c.want || !strings.Contains(g.Reason, c.reason) {
			t.Errorf("%s, %s: %+v, want %s", c.gate, c.name, g, c.want)
		}
		for _, q := range result.Questions {
			for _, y := range q.List {
				if y.Option == o.ID && o.Term(y.Path) == naTerm {
					t.Errorf("%s, %s: asks for %s, which does not apply", c.gate, c.name, y.Path)
				}
			}
		}
	}
}

// An answer to what is not known never turns a decided gate: whatever a failed or
// passed computed gate did not know, its outcome stays.
func TestDecidedGatesStay(t *testing.T) {
	area := "event-analysis"
	docs := []*engagement.Document{sampleDoc(t, "saas"), sampleDoc(t, "hospital"), sampleDoc(t, "bank")}
	results := make([]assessment.Result, len(docs))
	for i, doc := range docs {
		results[i] = assessment.Evaluate(question.Default(), model.Default(), doc)
	}
	rapid.Check(t, func(t *rapid.T) {
		k := rapid.IntRange(0, len(docs)-1).Draw(t, "sample")
		o := engagement.Option{ID: "a"}
		draw := map[string]func() engagement.Term{
			"sia.hoursPerWeek": func() engagement.Term {
				return engagement.Figure(float64(rapid.IntRange(0, 40).Draw(t, "hours")))
			},
			"hires.fte": func() engagement.Term { return engagement.Figure(float64(rapid.IntRange(0, 3).Draw(t, "hires"))) },
			"tuning.reduction": func() engagement.Term {
				return engagement.Figure(float64(rapid.IntRange(0, 100).Draw(t, "reduction")) / 100)
			},
			"tuning.evidenced":          func() engagement.Term { return engagement.Truth(rapid.Bool().Draw(t, "evidenced")) },
			"sia.levels." + area:        func() engagement.Term { return engagement.Figure(float64(rapid.IntRange(0, 4).Draw(t, "level"))) },
			"hires.levels." + area:      func() engagement.Term { return engagement.Figure(float64(rapid.IntRange(0, 4).Draw(t, "level"))) },
			"sia.named":                 func() engagement.Term { return engagement.Truth(rapid.Bool().Draw(t, "named")) },
			"sia.deputy":                func() engagement.Term { return engagement.Truth(rapid.Bool().Draw(t, "deputy")) },
			"criteria.notice-minutes":   func() engagement.Term { return engagement.Figure(float64(rapid.IntRange(0, 6000).Draw(t, "notice"))) },
			"hires.levels.threat-intel": func() engagement.Term { return engagement.Figure(float64(rapid.IntRange(0, 4).Draw(t, "level"))) },
		}
		known := o
		for _, path := range []string{"sia.hoursPerWeek", "hires.fte", "tuning.reduction", "tuning.evidenced", "sia.levels." + area, "hires.levels." + area, "hires.levels.threat-intel", "sia.named", "sia.deputy", "criteria.notice-minutes"} {
			v := draw[path]()
			known = known.With(path, v)
			if rapid.Bool().Draw(t, "unknown "+path) {
				v = unknownTerm
			}
			o = o.With(path, v)
		}
		doc := docs[k].Clone()
		doc.Options = []engagement.Option{o}
		before := Compare(question.Default(), model.Default(), doc, &results[k]).Options[0]
		doc = doc.Clone()
		doc.Options = []engagement.Option{known}
		after := Compare(question.Default(), model.Default(), doc, &results[k]).Options[0]
		for _, gate := range []string{"closes-need", "named-sia", "notice-fits"} {
			b, a := before.Gates[gate], after.Gates[gate]
			if b != Unknown && a != b {
				t.Fatalf("%s is %s, and with the answers %s: %+v, then %+v", gate, b, a, o.Terms, known.Terms)
			}
		}
	})
}

// Explain: what stands behind a result, beyond one evaluation. It costs some
// milliseconds, so it is apart from Evaluate.

package assessment

import (
	"muster/assessment/engagement"
	"muster/assessment/model"
	"muster/assessment/question"
)

// Explanation says how sure the verdicts are, what would change them, and how
// buying compares with hiring.
type Explanation struct {
	Counterfactuals []Counterfactual `json:"counterfactuals"` // the smallest first within a subject and kind
	Uncertainty     *Uncertainty     `json:"uncertainty"`     // null without an SIA verdict
	BreakEven       BreakEven        `json:"breakEven"`
	Curve           []CurvePoint     `json:"curve"` // attainment over FTE; empty without the answers it needs
	Scenarios       []ScenarioResult `json:"scenarios"`
}

// Explain is pure, as Evaluate is; r is Evaluate's result for the same document.
func Explain(set *question.Set, registry *model.Registry, doc *engagement.Document, r *Result) Explanation {
	p := registry.Resolve(doc.Model)
	s := newSource(set, doc)
	in := s.read(p)
	pl := s.plan()
	m := measure(&in, &p)
	m.staffing(&in, &p)
	e := Explanation{
		Counterfactuals: counterfactuals(s, &in, &pl, registry, &p, r),
		BreakEven:       breakEven(&p, r.SIA.HoursPerWeek),
		Curve:           attainmentCurve(&in, &m, &p),
		Scenarios:       []ScenarioResult{},
	}
	if r.SIA.Verdict != InsufficientEvidence {
		e.Uncertainty = uncertainty(&in, &p)
	}
	for _, sc := range doc.Scenarios {
		e.Scenarios = append(e.Scenarios, evaluateScenario(set, registry, doc, sc))
	}
	return e
}

// About picks the counterfactuals of a subject and direction, at most limit; of
// those with one lever each lever's nearest only.
func (e *Explanation) About(subject, direction string, advice bool, limit int) []Counterfactual {
	var out []Counterfactual
	seen := map[string]bool{}
	for _, c := range e.Counterfactuals {
		if c.Subject != subject || c.Direction != direction || c.Advice != advice {
			continue
		}
		key := c.Text
		if len(c.Changes) == 1 {
			x := c.Changes[0]
			key = x.Lever + x.Question + x.Area
		}
		if seen[key] {
			continue
		}
		seen[key] = true
		if out = append(out, c); len(out) == limit {
			break
		}
	}
	return out
}

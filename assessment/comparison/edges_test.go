package comparison

import (
	"math"
	"strings"
	"testing"

	"muster/assessment"
	"muster/assessment/engagement"
	"muster/assessment/model"
	"muster/assessment/question"
	"muster/assessment/terms"
)

// A budget below the target would make a dearer option the better one: cost does not
// count then, and it is said why.
func TestBudgetBelowTarget(t *testing.T) {
	for _, x := range []struct {
		budget, target float64
		counts         bool
	}{{1e6, 7e5, true}, {7e5, 1e6, false}, {7e5, 7e5, false}} {
		doc := sampleDoc(t, "saas")
		doc.Comparison.Budget, doc.Comparison.Target = engagement.Figure(x.budget), engagement.Figure(x.target)
		c := compareDoc(doc)
		said := false
		for _, r := range c.Remarks {
			said = said || r.ID == "budget"
		}
		if c.Criterion("cost").Scored != x.counts || said == x.counts {
			t.Errorf("%v: scored %v, remark %v", x, c.Criterion("cost").Scored, said)
		}
	}
}

// Where no CSIRP service is asked for, an option that states the criterion changes
// nothing for those that do not.
func TestUnneededServicesOfOthers(t *testing.T) {
	doc := sampleDoc(t, "bank") // needs none
	for id, v := range map[string]map[string]float64{"a": {"reporting": 3, "change-hours": 4}, "b": {"reporting": 2, "change-hours": 3}} {
		o := engagement.Option{ID: id}
		for c, x := range v {
			o = o.With("criteria."+c, engagement.Figure(x))
		}
		doc.Options = append(doc.Options, o)
	}
	alone := compareDoc(doc)
	doc.Options = append(doc.Options, engagement.Option{ID: "c"}.With("criteria.csirp-services", engagement.Figure(1)))
	beside := compareDoc(doc)
	for _, id := range []string{"a", "b"} {
		if x, y := alone.Find(id), beside.Find(id); math.Abs(float64(x.Value-y.Value)) > 1e-12 {
			t.Errorf("%s is worth %v, and %v beside an option that states the services", id, x.Value, y.Value)
		}
	}
}

// Where leader and second have no criterion in common, it is still said what the lead
// comes from.
func TestLeadWithoutCommonCriteria(t *testing.T) {
	doc := bare(map[string]float64{"x": 1, "y": 1}, map[string]map[string]float64{"a": {"x": .9}, "b": {"y": .5}})
	doc.Options[0] = doc.Options[0].With("criteria.y", naTerm)
	doc.Options[1] = doc.Options[1].With("criteria.x", naTerm)
	c := compareDoc(doc)
	if text := c.Recommendation.RestsOn[0]; !strings.Contains(text, "“x”") {
		t.Errorf("%q", text)
	}
}

// Where no analyst is warranted, in-house is nobody hired, and not minus nobody.
func TestInHouseWithoutNeed(t *testing.T) {
	doc := sampleDoc(t, "bank")
	r := assessment.Evaluate(question.Default(), model.Default(), doc)
	o := InHouse(question.Default(), model.Default(), doc, &r)
	for _, path := range []string{"hires.fte", "hires.annualCost"} {
		if v := o.Term(path).Value; v != 0 || math.Signbit(v) {
			t.Errorf("%s is %v", path, v)
		}
	}
	if s := o.Sources["hires.fte"]; strings.Contains(s, "−0") {
		t.Errorf("%q", s)
	}
}

// Documents that lack nearly everything still compare.
func TestBareDocuments(t *testing.T) {
	one := func() *engagement.Document {
		doc := engagement.New("x", "2026-01-01", question.Default())
		doc.Options = []engagement.Option{{ID: "a"}}
		return doc
	}
	none := one()
	none.Options = nil
	if c := compareDoc(none); c.Recommendation.Text != "" || len(c.Ranking) != 0 || c.Options == nil {
		t.Errorf("%+v", c)
	}
	if c := compareDoc(one()); len(c.Ranking) != 1 || c.Options[0].TotalCost != nil || c.Options[0].Residual.Closes != nil || len(c.Flips) != 0 || c.Recommendation.Option != "" {
		t.Errorf("%+v", c)
	}
	zero := one()
	zero.Options = append(zero.Options, engagement.Option{ID: "b"}.With("monthlyFee", engagement.Figure(1)))
	zero.Comparison.Weights = map[string]float64{"reporting": 0}
	c := compareDoc(zero)
	if b := c.Find("b"); c.Ranking[0] != "b" || b.Value.Known() || b.TOPSIS.Known() || len(b.Acceptability) != 0 || b.DominatedBy != nil {
		t.Errorf("all weights 0: ranking %v, %+v", c.Ranking, b)
	}
	out := one()
	out.Options[0] = out.Options[0].With("gates.data-return", engagement.Truth(false))
	if c := compareDoc(out); len(c.Ranking) != 0 || c.Recommendation.Option != "" || !strings.Contains(c.Recommendation.Text, "returned") {
		t.Errorf("%+v", c.Recommendation)
	}
}

// An option nothing was entered for leads nothing: not alone, and not before offers
// that are known and worth little.
func TestEmptyOptionDoesNotLead(t *testing.T) {
	base := sampleDoc(t, "saas")
	set, registry := question.Default(), model.Default()
	r := assessment.Evaluate(set, registry, base)
	empty := New(base, "new", &r)
	if empty.Term("ticketsPerMonth").State != engagement.Answered {
		t.Fatal("nothing is filled in by the answers")
	}
	off := map[string]string{"closes-need": "test", "named-sia": "test"} // nothing bought fails them
	poor := engagement.Option{ID: "poor", Name: "Poor"}
	for _, x := range terms.Default().Criteria {
		if len(x.Anchors) > 0 {
			poor = poor.With(terms.CriterionPrefix+x.ID, engagement.Figure(x.Anchors[0]))
		}
	}
	for name, options := range map[string][]engagement.Option{"alone": {empty}, "before a poor one": {poor, empty}} {
		doc := base.Clone()
		doc.Options = options
		doc.Comparison.GatesOff = off
		c := Compare(set, registry, doc, &r)
		if len(c.Ranking) == 0 || c.Ranking[0] != "new" {
			t.Fatalf("%s: %v", name, c.Ranking)
		}
		got := c.Recommendation
		if got.Option != "" || strings.Contains(got.Text, "leads:") || len(got.RestsOn)+len(got.Overturned) > 0 {
			t.Errorf("%s: %+v", name, got)
		}
		for _, part := range []string{empty.Name, "nothing was entered", "price", "gates (", "criteria are measured by ("} {
			if !strings.Contains(got.Text, part) {
				t.Errorf("%s: no %q in %q", name, part, got.Text)
			}
		}
	}
	// With one term it is an offer like others.
	doc := base.Clone()
	doc.Comparison.GatesOff = off
	doc.Options = []engagement.Option{empty.With("monthlyFee", engagement.Figure(5000))}
	if got := Compare(set, registry, doc, &r).Recommendation; got.Option != "new" || !strings.Contains(got.Text, "leads:") {
		t.Errorf("with a price: %+v", got)
	}
}

package comparison

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"muster/assessment"
	"muster/assessment/engagement"
	"muster/assessment/model"
	"muster/assessment/question"
)

// At a flip both options are worth the same, within a lead the leader leads, and a
// little outside of it another does: checked by weighing again, criteria that do not
// apply to an option included.
func TestFlipsAndLeadsByWeighingAgain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		doc := drawn(t, rapid.IntRange(2, 4).Draw(t, "options"))
		for i := range doc.Options {
			for _, id := range []string{"x", "y", "z"} {
				if rapid.IntRange(0, 4).Draw(t, "applies") == 0 {
					doc.Options[i] = doc.Options[i].With("criteria."+id, naTerm)
				}
			}
		}
		r := assessment.Evaluate(question.Default(), model.Default(), doc)
		p := Prepare(question.Default(), model.Default(), doc, &r)
		c := p.Rank(doc.Comparison.Weights)
		// at is the comparison with one share moved and the others in proportion.
		at := func(criterion string, w float64) *Comparison {
			points := map[string]float64{}
			for _, x := range c.Criteria {
				switch {
				case x.ID == criterion:
					points[x.ID] = 1000 * w
				case x.Share > 0:
					points[x.ID] = 1000 * (1 - w) * x.Share / (1 - c.Criterion(criterion).Share)
				}
			}
			return p.Rank(points)
		}
		for _, f := range c.Flips {
			x := at(f.Criterion, f.Flip)
			if a, b := x.Find(f.Leader).Value, x.Find(f.Other).Value; a.Known() && b.Known() && math.Abs(float64(a-b)) > 1e-9 {
				t.Fatalf("%+v: there %v and %v", f, a, b)
			}
		}
		ahead := func(x *Comparison) float64 { // of all others
			least := math.Inf(1)
			for _, id := range c.Ranking[1:] {
				if d := float64(x.Find(c.Ranking[0]).Value - x.Find(id).Value); !math.IsNaN(d) {
					least = math.Min(least, d)
				}
			}
			return least
		}
		for _, l := range c.Leads {
			if l.Low > l.Weight || l.High < l.Weight {
				t.Fatalf("%+v", l)
			}
			for _, part := range []float64{.01, .3, .7, .99} {
				if d := ahead(at(l.Criterion, l.Low+part*(l.High-l.Low))); d < -1e-9 {
					t.Fatalf("%+v: behind by %v", l, -d)
				}
			}
			for _, w := range []float64{l.Low - 1e-3, l.High + 1e-3} {
				if w <= 0 || w >= 1 {
					continue
				}
				if d := ahead(at(l.Criterion, w)); d > 1e-9 {
					t.Fatalf("%+v: still ahead by %v at %v", l, d, w)
				}
			}
		}
	})
}

// A weight that flips where a criterion does not apply to one of two: a is worth
// .8·w + .2·(1−w), b .5 by its second criterion alone.
func TestFlipWhereACriterionDoesNotApply(t *testing.T) {
	doc := bare(map[string]float64{"x": 60, "y": 40}, map[string]map[string]float64{"a": {"x": .8, "y": .2}, "b": {"y": .5}})
	doc.Options[1] = doc.Options[1].With("criteria.x", engagement.Term{State: engagement.NotApplicable})
	c := compareDoc(doc)
	if len(c.Flips) != 2 || c.Flips[0].Criterion != "x" || math.Abs(c.Flips[0].Flip-.5) > 1e-12 || math.Abs(c.Flips[1].Flip-.5) > 1e-12 {
		t.Errorf("%+v", c.Flips)
	}
	if len(c.Leads) != 2 || math.Abs(c.Leads[0].Low-.5) > 1e-12 || c.Leads[0].High != 1 || c.Leads[1].Low != 0 || math.Abs(c.Leads[1].High-.5) > 1e-12 {
		t.Errorf("%+v", c.Leads)
	}
}

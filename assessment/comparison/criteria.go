// Criteria: what an option offers, and its value on the fixed anchors.

package comparison

import (
	"math"

	"muster/assessment"
	"muster/assessment/engagement"
	"muster/assessment/terms"
)

// criteria are the criteria of the engagement with their anchors and points.
func (p *Prepared) criteria() []Criterion {
	cmp := &p.doc.Comparison
	out := []Criterion{}
	for _, x := range p.doc.Criteria() {
		_, shipped := p.catalog.Criterion(x.ID)
		c := Criterion{ID: x.ID, Title: x.Title, Unit: x.Unit, Decimals: x.Decimals, Own: !shipped, Anchors: x.Anchors}
		if a, ok := cmp.Anchors[x.ID]; ok {
			c.Anchors = a
		} else {
			switch x.ID {
			case "sia-hours":
				if need := float64(p.today.SIA.HoursPerWeek); need > 0 {
					c.Anchors = []float64{0, need}
				}
			case "cost":
				if cmp.Budget.Known() && cmp.Target.Known() && cmp.Budget.Value > cmp.Target.Value {
					c.Anchors = []float64{cmp.Budget.Value, cmp.Target.Value}
				}
			}
		}
		c.Scored = len(c.Anchors) > 1
		if x.ID == "csirp-services" && len(p.needed) == 0 && !p.statedBy(x.ID) {
			c.Scored = false // nothing is needed, so nothing can be measured
		}
		if c.Anchors == nil {
			c.Anchors = []float64{}
		}
		c.Points = p.points(c.ID, cmp.Weights)
		out = append(out, c)
	}
	return out
}

// points are the swing points of a criterion: stated, or the catalogue's.
func (p *Prepared) points(id string, stated map[string]float64) float64 {
	if stated != nil {
		return stated[id]
	}
	if x, ok := p.catalog.Criterion(id); ok {
		return x.Points
	}
	return ownPoints
}

// ownPoints are the points of a criterion of the client's own until weights are
// stated.
const ownPoints = 10

// statedBy reports whether any option states the criterion itself.
func (p *Prepared) statedBy(id string) bool {
	for i := range p.doc.Options {
		if p.doc.Options[i].Term(terms.CriterionPrefix + id).Known() {
			return true
		}
	}
	return false
}

// measure is an option on a criterion. What nobody knows is the whole interval
// from 0 to 1.
func (p *Prepared) measure(c *Criterion, x *Option, o *engagement.Option, rest *assessment.Result) Measurement {
	path := terms.CriterionPrefix + c.ID
	m := Measurement{ID: c.ID, Raw: assessment.Missing(), Contribution: assessment.Missing(), Source: o.Sources[path]}
	floor := false
	switch t := o.Term(path); t.State {
	case engagement.Answered:
		m.Raw = Figure(t.Value)
	case engagement.NotApplicable:
		m.NotApplicable = true
	case engagement.Unanswered:
		m.Raw, m.NotApplicable, floor = p.computed(c.ID, x, o, rest)
	}
	switch {
	case m.NotApplicable || !c.Scored:
	case !m.Raw.Known():
		m.High = 1
	default:
		m.High = Value(float64(m.Raw), c.Anchors)
		if m.Low = m.High; floor {
			m.Low = 0
		}
	}
	return m
}

// computed is the raw figure of a criterion the program computes; floor marks a
// cost that is only a lower bound.
func (p *Prepared) computed(id string, x *Option, o *engagement.Option, rest *assessment.Result) (raw Figure, notApplicable, floor bool) {
	raw = assessment.Missing()
	switch id {
	case "sia-hours":
		switch t := o.Term("sia.hoursPerWeek"); {
		case t.Known() && t.Value > 0:
			raw = Figure(t.Value)
		case o.Term("hires.fte").Value > 0: // its analysts are the client's own
			notApplicable = true
		case t.State != engagement.Unknown:
			raw = 0
		}
	case "sia-skill-fit":
		raw = rest.Skills.Index
	case "csirp-services":
		has := 0.0
		for _, service := range p.needed {
			switch t := o.Term("csirp." + service); {
			case t.State == engagement.Unknown:
				return
			case t.True():
				has++
			}
		}
		if len(p.needed) == 0 { // what another option states must not count for this one
			return raw, true, false
		}
		raw = Figure(has / float64(len(p.needed)))
	case "cost":
		if x.TotalCost != nil {
			raw, floor = Figure(x.TotalCost.Float()), x.Floor
		}
	}
	return
}

// Value is the value of a figure on anchors from unacceptable (0) to ideal (1),
// linear between neighbours with equal steps of value, clamped at the ends.
func Value(raw float64, anchors []float64) float64 {
	n := len(anchors) - 1
	if n < 1 {
		return 0
	}
	sign := 1.0
	if anchors[n] < anchors[0] {
		sign = -1
	}
	for i := 0; i < n; i++ {
		if low, high := sign*anchors[i], sign*anchors[i+1]; sign*raw <= high {
			return (float64(i) + math.Max(0, (sign*raw-low)/(high-low))) / float64(n)
		}
	}
	return 1
}

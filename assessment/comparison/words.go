// The outcome in words: what to take, what that rests on, what would overturn it.

package comparison

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"muster/assessment"
	"muster/assessment/engagement"
)

func (p *Prepared) recommend(c *Comparison, order []int) {
	r := &c.Recommendation
	*r = Recommendation{RestsOn: []string{}, Overturned: []string{}}
	if len(c.Options) == 0 {
		return
	}
	if len(order) == 0 {
		r.Text = p.say("none", "gates", strings.Join(failedGates(c), ", "))
		return
	}
	leader := &c.Options[order[0]]
	if p.empty(leader) {
		missing := p.missing(c, leader)
		if r.Text = p.say("empty", "option", leader.Name, "missing", missing); len(order) > 1 {
			r.Text = p.say("empty-first", "option", leader.Name, "missing", missing)
		}
		return
	}
	r.Option = leader.ID
	n := func(f Figure) string { return f.Format(2) }
	if leader.TotalCost == nil {
		r.Text = p.say("take-unpriced", "option", leader.Name, "value", n(leader.Value))
	} else {
		r.Text = p.say("take", "option", leader.Name, "cost", leader.TotalCost.Text(c.Currency), "value", n(leader.Value))
	}
	if len(order) == 1 {
		r.RestsOn = append(r.RestsOn, p.say("only"))
	} else {
		p.against(c, leader, &c.Options[order[1]])
	}
	p.overturn(c, leader)
}

// empty reports whether nothing was entered for an option. What the answers fill in
// by themselves when an option is added is no entry.
func (p *Prepared) empty(x *Option) bool {
	i := p.doc.Option(x.ID)
	if i < 0 || x.TotalCost != nil {
		return false
	}
	o := &p.doc.Options[i]
	for path, t := range o.Terms {
		filled := path == "ticketsPerMonth" && o.Sources[path] != ""
		if t.State == engagement.Answered && !filled {
			return false
		}
	}
	return true
}

// missing names what has to be known of an option before it can be ranked.
func (p *Prepared) missing(c *Comparison, x *Option) string {
	out := []string{p.say("missing-price")}
	gates, criteria := 0, 0
	for _, g := range x.Reasons {
		if g.Status == Unknown {
			gates++
		}
	}
	for j, m := range x.Details {
		if c.Criteria[j].Scored && !m.NotApplicable && !m.Known() {
			criteria++
		}
	}
	if gates > 0 {
		out = append(out, p.say("missing-gates", "count", assessment.FormatNumber(float64(gates), 0)))
	}
	if criteria > 0 {
		out = append(out, p.say("missing-criteria", "count", assessment.FormatNumber(float64(criteria), 0)))
	}
	return strings.Join(out, ", ")
}

// failedGates are the titles of the gates that some option fails.
func failedGates(c *Comparison) []string {
	var out []string
	for _, x := range c.Options {
		for _, g := range x.Reasons {
			if g.Status == Fail && !slices.Contains(out, g.Title) {
				out = append(out, g.Title)
			}
		}
	}
	return out
}

// against says by what the leader leads.
func (p *Prepared) against(c *Comparison, leader, second *Option) {
	r := &c.Recommendation
	by := float64(leader.Value - second.Value)
	switch {
	case math.IsNaN(by):
	case by < 5e-13:
		r.RestsOn = append(r.RestsOn, p.say("ahead-tie", "second", second.Name))
	default:
		type gain struct {
			title string
			by    float64
		}
		var gains []gain
		for j, x := range c.Criteria {
			d := contribution(leader, j) - contribution(second, j)
			if d > 0 {
				gains = append(gains, gain{x.Title, d})
			}
		}
		slices.SortStableFunc(gains, func(a, b gain) int { return cmp.Compare(b.by, a.by) })
		var names []string
		sum := 0.0
		for _, g := range gains {
			if len(names) == 3 || sum > by {
				break
			}
			names, sum = append(names, "“"+g.title+"”"), sum+g.by
		}
		r.RestsOn = append(r.RestsOn, p.say("ahead", "second", second.Name, "by", assessment.FormatNumber(by, 2), "criteria", strings.Join(names, ", ")))
	}
	if len(leader.Stated) > 0 {
		r.RestsOn = append(r.RestsOn, p.say("robust", "stated", share(leader.Stated[0]), "uniform", share(leader.Acceptability[0])))
	}
	for i := range c.Options {
		if x := &c.Options[i]; x.DominatedBy != nil && *x.DominatedBy == leader.ID {
			r.RestsOn = append(r.RestsOn, p.say("dominated", "option", x.Name, "by", leader.Name))
		}
	}
}

// contribution is what criterion j adds to the value; nothing where it does not apply.
func contribution(x *Option, j int) float64 {
	if c := x.Details[j].Contribution; c.Known() {
		return float64(c)
	}
	return 0
}

func share(v float64) string { return assessment.FormatNumber(v*100, 0) + "\u00a0%" }

// overturn says what would put another option first.
func (p *Prepared) overturn(c *Comparison, leader *Option) {
	r := &c.Recommendation
	if len(c.Ranking) > 1 && len(leader.Stated) > 0 {
		for _, id := range c.Ranking[1:] {
			if x := c.Find(id); x.Stated[0] > leader.Stated[0] || leader.Stated[0] < 0.5 && x.Stated[0] == highest(c, leader.ID) {
				r.Overturned = append(r.Overturned, p.say("fragile", "other", x.Name, "share", share(x.Stated[0])))
				break
			}
		}
	}
	flips := slices.Clone(c.Flips)
	slices.SortStableFunc(flips, func(a, b Flip) int { return cmp.Compare(math.Abs(a.Flip-a.Weight), math.Abs(b.Flip-b.Weight)) })
	for _, f := range flips[:min(2, len(flips))] {
		r.Overturned = append(r.Overturned, p.say("overturn-weight", "other", c.Find(f.Other).Name, "criterion", "“"+c.Criterion(f.Criterion).Title+"”", "flip", percent(f.Flip), "weight", percent(f.Weight)))
	}
	if len(flips) == 0 && len(c.Ranking) > 1 && len(c.Leads) > 0 {
		r.Overturned = append(r.Overturned, p.say("overturn-steady"))
	}
	for _, u := range c.Unknowns {
		if !u.Matters {
			continue
		}
		other := u.AtWorst
		if other == leader.ID {
			other = u.AtBest
		}
		key := "overturn-unknown"
		if other == u.Option {
			key += "-self"
		}
		r.Overturned = append(r.Overturned, p.say(key, "option", c.Find(u.Option).Name, "criterion", c.Criterion(u.Criterion).Title, "other", c.Find(other).Name))
	}
	var open []string
	for _, g := range leader.Reasons {
		if g.Status == Unknown {
			open = append(open, g.Title)
		}
	}
	if len(open) > 0 {
		r.Overturned = append(r.Overturned, p.say("overturn-gate", "option", leader.Name, "gates", strings.Join(open, ", ")))
	}
}

// highest is the largest share of first ranks among the others.
func highest(c *Comparison, leader string) float64 {
	most := 0.0
	for _, id := range c.Ranking {
		if id != leader {
			most = math.Max(most, c.Find(id).Stated[0])
		}
	}
	return most
}

func percent(v float64) string { return assessment.FormatNumber(v*100, 1) + "\u00a0%" }

// Rank: what hangs on the weights.

package comparison

import (
	"math"
	"slices"
	"strings"

	"muster/assessment"
	"muster/assessment/ranking"
)

// How the robustness is drawn, see the design of the comparison: fixed, so that
// the same engagement gives the same shares.
const (
	Draws         = 10000
	Concentration = 30 // around the stated weights
	seed          = 20240229
)

// Rank is the comparison with the given swing points by criterion; nil for the
// catalogue's. It takes a few milliseconds.
func (p *Prepared) Rank(points map[string]float64) *Comparison {
	c := p.base
	c.Options = slices.Clone(c.Options)
	c.Criteria = slices.Clone(c.Criteria)
	c.Remarks = slices.Clone(c.Remarks)
	w := p.weigh(&c, points)
	c.Ranking, c.Flips, c.Leads, c.Unknowns = []string{}, []Flip{}, []Lead{}, []UnknownValue{}

	var in []int // options in the ranking
	scores := make([]ranking.Score, len(c.Options))
	for i := range c.Options {
		x := &c.Options[i]
		x.Details = slices.Clone(x.Details)
		if w != nil {
			p.score(&c, i, w, &scores[i])
		}
		if !x.Out {
			in = append(in, i)
		}
	}
	order := p.order(&c, in, scores)
	for rank, i := range order {
		c.Options[i].Rank = rank + 1
		c.Ranking = append(c.Ranking, c.Options[i].ID)
	}
	if w != nil && len(in) > 0 {
		p.robustness(&c, in, w)
		p.fragility(&c, in, order, w)
	}
	p.pareto(&c, in)
	p.weightRemarks(&c)
	p.recommend(&c, order)
	return &c
}

// weigh turns points into shares of what counts; nil when nothing does.
func (p *Prepared) weigh(c *Comparison, points map[string]float64) []float64 {
	counted := make([]float64, len(c.Criteria))
	for j := range c.Criteria {
		x := &c.Criteria[j]
		if x.Points = p.points(x.ID, points); x.Scored {
			counted[j] = x.Points
		}
	}
	w, ok := ranking.Shares(counted)
	if !ok {
		return nil
	}
	for j := range c.Criteria {
		c.Criteria[j].Share = w[j]
	}
	return w
}

// score fills in value, TOPSIS and contributions of option i.
func (p *Prepared) score(c *Comparison, i int, w []float64, s *ranking.Score) {
	x := &c.Options[i]
	*s = ranking.WeightedSum(w, p.values[i])
	x.Value, x.Low, x.High = Figure(s.Mid), Figure(s.Low), Figure(s.High)
	x.TOPSIS = Figure(ranking.Closeness(w, p.values[i]))
	total := 0.0
	for j, v := range p.values[i] {
		if !v.NA {
			total += w[j]
		}
	}
	for j, v := range p.values[i] {
		if !v.NA && c.Criteria[j].Scored && total > 0 {
			x.Details[j].Contribution = Figure(w[j] * v.Mid() / total)
		}
	}
}

// order sorts options by value, then by cost.
func (p *Prepared) order(c *Comparison, in []int, scores []ranking.Score) []int {
	s, tie := make([]ranking.Score, len(in)), make([]float64, len(in))
	for k, i := range in {
		s[k], tie[k] = scores[i], costOf(&c.Options[i])
	}
	order := ranking.Order(s, tie)
	for k := range order {
		order[k] = in[order[k]]
	}
	return order
}

// costOf is the total cost as a number; NaN where there is none.
func costOf(x *Option) float64 {
	if x.TotalCost == nil {
		return math.NaN()
	}
	return x.TotalCost.Float()
}

// weighted are the criteria with a weight, and the values of the options in the
// ranking on them.
func (p *Prepared) weighted(in []int, w []float64) (columns []int, shares []float64, values [][]ranking.Value) {
	for j := range w {
		if w[j] > 0 {
			columns, shares = append(columns, j), append(shares, w[j])
		}
	}
	for _, i := range in {
		row := make([]ranking.Value, len(columns))
		for k, j := range columns {
			row[k] = p.values[i][j]
		}
		values = append(values, row)
	}
	return
}

func (p *Prepared) robustness(c *Comparison, in []int, w []float64) {
	_, shares, values := p.weighted(in, w)
	uniform := ranking.SMAA(values, nil, 0, Draws, seed)
	stated := ranking.SMAA(values, shares, Concentration, Draws, seed)
	for k, i := range in {
		c.Options[i].Acceptability, c.Options[i].Stated = uniform.Ranks[k], stated.Ranks[k]
	}
}

// fragility finds the single weights and the unknown values that change the leader.
func (p *Prepared) fragility(c *Comparison, in, order []int, w []float64) {
	if len(in) < 2 {
		return
	}
	columns, shares, values := p.weighted(in, w)
	leader := slices.Index(in, order[0])
	for _, i := range order[1:] {
		k := slices.Index(in, i)
		for j, column := range columns {
			if flip, ok := ranking.FlipOf(shares, values[leader], values[k], j); ok {
				c.Flips = append(c.Flips, Flip{Leader: c.Options[order[0]].ID, Other: c.Options[i].ID, Criterion: c.Criteria[column].ID, Weight: shares[j], Flip: flip})
			}
		}
	}
	for j, column := range columns {
		if low, high, ok := ranking.LeadOf(shares, values, leader, j); ok {
			c.Leads = append(c.Leads, Lead{Criterion: c.Criteria[column].ID, Weight: shares[j], Low: low, High: high})
		}
	}
	for k, i := range in {
		for j, v := range values[k] {
			if v.NA || v.Low == v.High {
				continue
			}
			leads := func(at float64) string {
				row := slices.Clone(values[k])
				row[j] = ranking.Known(at)
				scores := make([]ranking.Score, len(c.Options))
				for kk, ii := range in {
					scores[ii] = ranking.WeightedSum(shares, values[kk])
				}
				scores[i] = ranking.WeightedSum(shares, row)
				return c.Options[p.order(c, in, scores)[0]].ID
			}
			u := UnknownValue{Option: c.Options[i].ID, Criterion: c.Criteria[columns[j]].ID, AtWorst: leads(v.Low), AtBest: leads(v.High)}
			u.Matters = u.AtWorst != c.Ranking[0] || u.AtBest != c.Ranking[0]
			c.Unknowns = append(c.Unknowns, u)
		}
	}
}

// pareto names the dominator of each option in the ranking.
func (p *Prepared) pareto(c *Comparison, in []int) {
	costs, values := make([]float64, len(in)), make([]float64, len(in))
	for k, i := range in {
		costs[k], values[k] = costOf(&c.Options[i]), float64(c.Options[i].Value)
	}
	for k, by := range ranking.Pareto(costs, values) {
		if by >= 0 {
			id := c.Options[in[by]].ID
			c.Options[in[k]].DominatedBy = &id
		}
	}
}

// weightRemarks says what is wrong with the weights.
func (p *Prepared) weightRemarks(c *Comparison) {
	if len(c.Options) == 0 {
		return
	}
	add := func(id string, values ...string) {
		c.Remarks = append(c.Remarks, Remark{ID: id, Text: p.say("remark-"+id, values...)})
	}
	gate, _ := p.catalog.Gate("closes-need")
	covered := p.gateOn(gate.ID)
	for _, x := range c.Criteria {
		shipped, _ := p.catalog.Criterion(x.ID)
		switch {
		case x.Points == 0:
		case shipped.Covers == "need" && p.gateOn(gate.ID) && x.Scored:
			add("double", "gate", gate.Title, "criterion", x.Title)
		case shipped.Covers == "need":
			covered = covered || x.Scored
		case x.Scored:
		case x.ID == "cost":
			add("budget")
		case x.ID == "csirp-services":
			add("unscored", "criterion", x.Title)
		default:
			add("anchors", "criterion", x.Title)
		}
	}
	if !covered {
		add("uncovered", "gate", gate.Title)
	}
}

// remarks are those that do not hang on the weights.
func (p *Prepared) remarks() {
	options := p.base.Options
	if len(options) == 0 {
		return
	}
	if p.today.SIA.Verdict == assessment.InsufficientEvidence {
		p.remark("need")
	}
	months, discounts := []string{}, map[string]bool{}
	for i := range options {
		x := &options[i]
		n := assessment.FormatNumber(float64(x.Months), 0)
		if !slices.Contains(months, n) {
			months = append(months, n)
		}
		discounts[x.Cost.Terms.Discount.String()] = true
		switch {
		case !x.Cost.Terms.Priced:
			p.remark("unpriced", "option", x.Name)
		case x.TotalCost == nil:
			p.remark("rate", "option", x.Name, "currency", x.Cost.Own, "to", p.base.Currency)
		}
		if x.Floor && x.Cost.Terms.Priced {
			p.remark("floor", "option", x.Name, "terms", strings.Join(p.titles(x.Cost.Unknown), ", "))
		}
		if len(x.Cost.Terms.Idle) > 0 {
			p.remark("idle", "option", x.Name)
		}
	}
	if len(months) > 1 {
		p.remark("terms", "terms", strings.Join(months, ", "))
	}
	if len(discounts) > 1 {
		p.remark("discount")
	}
}

func (p *Prepared) titles(paths []string) []string {
	out := []string{}
	for _, path := range paths {
		f, _ := p.catalog.Field(path)
		out = append(out, f.Title)
	}
	return out
}

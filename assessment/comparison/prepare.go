// Prepare: all that does not hang on the weights. Moving a weight then costs a
// ranking only.

package comparison

import (
	"slices"

	"github.com/shopspring/decimal"

	"muster/assessment"
	"muster/assessment/cost"
	"muster/assessment/engagement"
	"muster/assessment/model"
	"muster/assessment/question"
	"muster/assessment/ranking"
	"muster/assessment/terms"
)

// Prepared is a comparison that only lacks its weights.
type Prepared struct {
	set      *question.Set
	registry *model.Registry
	doc      *engagement.Document
	catalog  *terms.Catalogue
	today    *assessment.Result // without any option

	base   Comparison
	values [][]ranking.Value // by option and criterion
	needed []string          // CSIRP services the assessment asks for
	help   []assessment.Help
	rests  []assessment.Result // by option
}

// Compare compares the options of an engagement; r is its result without them.
func Compare(set *question.Set, registry *model.Registry, doc *engagement.Document, r *assessment.Result) *Comparison {
	return Prepare(set, registry, doc, r).Rank(doc.Comparison.Weights)
}

// Prepare computes gates, cost, the need that remains and the values of all
// options; r is the result of doc without them.
func Prepare(set *question.Set, registry *model.Registry, doc *engagement.Document, r *assessment.Result) *Prepared {
	p := &Prepared{set: set, registry: registry, doc: doc, catalog: terms.Default(), today: r}
	c := &p.base
	c.Options, c.GatesOff, c.Remarks = []Option{}, []GateOff{}, []Remark{}
	c.Currency = doc.Comparison.Currency
	for i := range doc.Options {
		if c.Currency == "" {
			c.Currency = doc.Options[i].Currency
		}
	}
	c.Verdict, c.Hours = r.SIA.Verdict, r.SIA.HoursPerWeek
	for service, v := range map[string]assessment.Verdict{"design": r.CSIRP.Design, "review": r.CSIRP.Review, "test": r.CSIRP.Test} {
		if v == assessment.Strong || v == assessment.Recommended {
			p.needed = append(p.needed, service)
		}
	}
	slices.Sort(p.needed)
	for _, g := range p.catalog.Gates {
		if reason, off := doc.Comparison.GatesOff[g.ID]; off {
			c.GatesOff = append(c.GatesOff, GateOff{ID: g.ID, Title: g.Title, Reason: reason})
		}
	}
	c.Criteria = p.criteria()
	for i := range doc.Options {
		p.option(&doc.Options[i])
	}
	c.Mixes = []assessment.Mix{}
	if len(doc.Options) > 0 {
		c.Mixes = append(c.Mixes, assessment.Mixes(set, registry, doc, r)...)
	}
	c.Needs = p.needs()
	c.BreakEven = p.breakEven()
	c.Questions = p.questions()
	p.remarks()
	return p
}

func (p *Prepared) say(id string, values ...string) string {
	return assessment.Fill(p.catalog.Texts[id], values...)
}

func (p *Prepared) remark(id string, values ...string) {
	p.base.Remarks = append(p.base.Remarks, Remark{ID: id, Text: p.say("remark-"+id, values...)})
}

// gateOn reports whether a gate is in force.
func (p *Prepared) gateOn(id string) bool {
	_, off := p.doc.Comparison.GatesOff[id]
	return !off
}

// option adds one option.
func (p *Prepared) option(o *engagement.Option) {
	x := Option{ID: o.ID, Name: o.Title(), Provider: o.Provider, Gates: map[string]Status{}, Over: []string{}, Under: []string{},
		AnnualCost: []cost.Money{}, Acceptability: []float64{}, Stated: []float64{},
		Value: assessment.Missing(), Low: assessment.Missing(), High: assessment.Missing(), TOPSIS: assessment.Missing()}
	p.cost(&x, o)
	help := helpOf(o)
	rest := assessment.EvaluateWith(p.set, p.registry, p.doc, help)
	x.Residual = Residual{Verdict: rest.SIA.Verdict, Hours: rest.SIA.HoursPerWeek, GapHours: rest.Capacity.GapHours, Ratio: rest.Capacity.Ratio,
		Urgent: rest.Capacity.Attainment.Urgent, Skills: rest.Skills.Index, Slack: slack(&rest, o)}
	if rest.SIA.Verdict != assessment.InsufficientEvidence {
		closes := rest.SIA.Verdict.Closes()
		x.Residual.Closes = &closes
	}
	p.help, p.rests = append(p.help, help), append(p.rests, rest)
	p.gates(&x, o, &rest, help)
	values := make([]ranking.Value, len(p.base.Criteria))
	for j := range p.base.Criteria {
		m := p.measure(&p.base.Criteria[j], &x, o, &rest)
		x.Details = append(x.Details, m)
		values[j] = ranking.Value{Low: m.Low, High: m.High, NA: m.NotApplicable}
	}
	p.buying(&x, o, &rest)
	p.base.Options = append(p.base.Options, x)
	p.values = append(p.values, values)
}

// helpOf is what the option adds to the client's team.
func helpOf(o *engagement.Option) assessment.Help {
	number := func(path string) float64 {
		if t := o.Term(path); t.Known() {
			return t.Value
		}
		return 0
	}
	return assessment.Help{
		SIAHours: number("sia.hoursPerWeek"), SIALevels: levelsOf(o, terms.SIALevels),
		Hires: number("hires.fte"), HireLevels: levelsOf(o, terms.HireLevels),
		Fewer: assessment.Tuning(number("tuning.reduction"), o.Term("tuning.evidenced").True()),
	}
}

func levelsOf(o *engagement.Option, family string) map[string]int {
	out := map[string]int{}
	for path, t := range o.Terms {
		if len(path) > len(family) && path[:len(family)+1] == family+"." && t.Known() {
			out[path[len(family)+1:]] = int(t.Value)
		}
	}
	return out
}

// cost fills in the statement in the currency of the comparison.
func (p *Prepared) cost(x *Option, o *engagement.Option) {
	t := cost.Of(o)
	x.Months = t.Months
	x.Floor = len(t.Unknown) > 0
	x.Cost = Cost{Currency: p.base.Currency, Own: o.Currency, Terms: t, Unknown: append([]string{}, t.Unknown...), Parts: []Part{}}
	if x.Cost.Own == "" {
		x.Cost.Own = p.base.Currency
	}
	if !t.Priced {
		return
	}
	rate, ok := p.rate(x.Cost.Own)
	if !ok {
		x.Cost.Currency = x.Cost.Own
	}
	s := t.Statement().In(rate)
	x.Cost.Statement, x.Cost.Onboarding, x.Cost.Exit = &s, cost.Money{Decimal: s.Onboarding}, cost.Money{Decimal: s.Exit}
	for part, id := range cost.IDs {
		if s.Parts[part].IsZero() {
			continue
		}
		y := Part{ID: id, Title: p.catalog.Component(id), Total: cost.Money{Decimal: s.Parts[part]}}
		for _, year := range s.Years {
			y.Years = append(y.Years, cost.Money{Decimal: year.Parts[part]})
		}
		x.Cost.Parts = append(x.Cost.Parts, y)
	}
	if !ok {
		return // in its own currency only: it cannot be compared
	}
	total := cost.Money{Decimal: s.Total}
	yearly := cost.Money{Decimal: s.Total.Mul(decimal.NewFromInt(12)).DivRound(decimal.NewFromInt(int64(t.Months)), 18)}
	x.TotalCost, x.YearlyCost = &total, &yearly
	for _, year := range s.Years {
		x.AnnualCost = append(x.AnnualCost, cost.Money{Decimal: year.Total})
	}
}

// rate is units of the comparison's currency for one of another; false without one.
func (p *Prepared) rate(currency string) (decimal.Decimal, bool) {
	if currency == p.base.Currency {
		return decimal.NewFromInt(1), true
	}
	v, ok := p.doc.Comparison.Rates[currency]
	if !ok {
		return decimal.NewFromInt(1), false
	}
	return decimal.NewFromFloat(v), true
}

// slack is the hours left of the shortest clock with the notice of the option.
func slack(r *assessment.Result, o *engagement.Option) Figure {
	t := o.Term(terms.CriterionPrefix + "notice-minutes")
	if !t.Known() {
		return assessment.Missing()
	}
	return r.Notification.Slack(Figure(t.Value / 60))
}

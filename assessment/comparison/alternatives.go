// Alternatives: today's contract and hiring in-house as options, so that an
// analyst who is bought competes with what one could do instead.

package comparison

import (
	"math"

	"muster/assessment"
	"muster/assessment/cost"
	"muster/assessment/engagement"
	"muster/assessment/model"
	"muster/assessment/question"
	"muster/assessment/terms"

	"github.com/shopspring/decimal"
)

// The ids of the alternatives.
const (
	TodayID   = "today"
	InHouseID = "in-house"
)

// Today is today's contract as an option, as far as the answers know it. What it
// costs they do not know.
func Today(doc *engagement.Document) engagement.Option {
	say := terms.Default().Texts
	o := engagement.Option{ID: TodayID, Name: say["today"]}
	unknown := engagement.Term{State: engagement.Unknown}
	put := func(path string, t engagement.Term) { o = o.With(path, t).WithSource(path, say["today-source"]) }
	o = o.With("monthlyFee", unknown)
	put("sia.hoursPerWeek", engagement.Figure(0))
	if v, ok := doc.Value("ntf-mssp-hours").(engagement.Number); ok {
		put("criteria.notice-minutes", engagement.Figure(math.Round(float64(v)*60)))
	}
	if l, ok := assessment.ToolUse(doc); ok {
		put("criteria.tool-engagement", engagement.Figure(float64(l)))
	}
	return o
}

// InHouse is today's contract with as many hires as close the need: the fewest
// among the mixes without an analyst, else those of the break-even. Where the
// document holds today's contract as an option, its terms are taken over.
func InHouse(set *question.Set, registry *model.Registry, doc *engagement.Document, r *assessment.Result) engagement.Option {
	say := terms.Default().Texts
	o := Today(doc)
	if i := doc.Option(TodayID); i >= 0 {
		o = doc.Options[i]
	}
	o.ID, o.Name = InHouseID, say["in-house"]
	p := registry.Resolve(doc.Model)
	hires := 1.0
	if h := assessment.Hires(&p, r.SIA.HoursPerWeek); h.Known() {
		hires = max(0, float64(h)) // none is −0
	}
	for _, m := range assessment.Mixes(set, registry, doc, r) {
		if m.SIAHours == 0 && m.Hires > 0 {
			hires = m.Hires
		}
	}
	yearly := decimal.NewFromFloat(assessment.HirePerYear(&p)).Round(2)
	source := assessment.Fill(say["in-house-source"], "hires", assessment.FormatNumber(hires, 0), "cost", cost.Money{Decimal: yearly}.Text(""))
	o = o.With("hires.fte", engagement.Figure(hires)).WithSource("hires.fte", source)
	o = o.With("hires.annualCost", engagement.Figure(yearly.Mul(decimal.NewFromFloat(hires)).InexactFloat64())).WithSource("hires.annualCost", source)
	for area, level := range assessment.RequiredLevels(r) {
		path := terms.HireLevels + "." + area
		o = o.With(path, engagement.Figure(float64(level))).WithSource(path, say["in-house-levels"])
	}
	return o
}

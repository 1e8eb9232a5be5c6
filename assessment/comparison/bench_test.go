package comparison

import (
	"fmt"
	"testing"

	"muster/assessment"
	"muster/assessment/engagement"
	"muster/assessment/model"
	"muster/assessment/question"
	"muster/assets"
)

// ten is the SaaS sample with ten options, all priced by unit with overage.
func ten(tb testing.TB) (*engagement.Document, assessment.Result) {
	tb.Helper()
	data, err := assets.Samples.ReadFile("samples/saas.muster")
	if err != nil {
		tb.Fatal(err)
	}
	doc, _, err := engagement.Read(data, question.Default(), model.Default())
	if err != nil {
		tb.Fatal(err)
	}
	for i := 0; len(doc.Options) < 10; i++ {
		o := doc.Options[i%4]
		o.ID = fmt.Sprintf("more-%d", i)
		doc.Options = append(doc.Options, o)
	}
	doc.Comparison.Weights = nil
	for i, o := range doc.Options {
		o.Basis = "endpoint"
		for path, v := range map[string]float64{"price.unitPrice": 5 + float64(i)/10, "price.quantity": 2000 - float64(20*i), "price.growth": 0.05,
			"ticketsIncluded": 250, "ticketsPerMonth": 264, "ticketOverage": 30 + float64(i), "sia.hoursPerWeek": 20} {
			o = o.With(path, engagement.Figure(v))
		}
		doc.Options[i] = o.With("sia.named", engagement.Truth(true)).With("sia.deputy", engagement.Truth(true)).With("gates.right-to-audit", engagement.Truth(true))
	}
	return doc, assessment.Evaluate(question.Default(), model.Default(), doc)
}

// The whole comparison of ten options on all criteria, residual needs and
// break-even included: below 50 ms.
func BenchmarkCompare(b *testing.B) {
	doc, r := ten(b)
	for b.Loop() {
		if c := Compare(question.Default(), model.Default(), doc, &r); len(c.Ranking) != 10 {
			b.Fatalf("%d in the ranking", len(c.Ranking))
		}
	}
}

// What a weight costs while it is dragged.
func BenchmarkRank(b *testing.B) {
	doc, r := ten(b)
	p := Prepare(question.Default(), model.Default(), doc, &r)
	for b.Loop() {
		p.Rank(nil)
	}
}

// New options: what the answers know already is filled in.

package comparison

import (
	"fmt"
	"math"

	"muster/assessment"
	"muster/assessment/engagement"
	"muster/assessment/terms"
)

// New is an empty option of the document; the tickets expected are those of the
// answers, r is the document's result.
func New(doc *engagement.Document, id string, r *assessment.Result) engagement.Option {
	o := engagement.Option{ID: id, Name: fmt.Sprintf("Option %d", len(doc.Options)+1), Currency: doc.Comparison.Currency}
	if o.Currency == "" && len(doc.Options) > 0 {
		o.Currency = doc.Options[0].Currency
	}
	weekly := 0.0
	for _, n := range r.Capacity.Inputs.Volume {
		weekly += n
	}
	if weekly > 0 {
		o = o.With("ticketsPerMonth", engagement.Figure(math.Round(weekly*52/12))).
			WithSource("ticketsPerMonth", assessment.Fill(terms.Default().Texts["new-tickets-source"], "weekly", assessment.FormatNumber(weekly, 1)))
	}
	return o
}

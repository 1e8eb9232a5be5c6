// Package analysis brings together all that is known about an engagement: its
// result, what stands behind it, the measured ticket history and the simulation.
// It is what reports and screens are built from; like its parts it is pure.
package analysis

import (
	"context"
	"encoding/json"
	"fmt"

	"muster/assessment"
	"muster/assessment/comparison"
	"muster/assessment/engagement"
	"muster/assessment/followup"
	"muster/assessment/model"
	"muster/assessment/question"
	"muster/assessment/simulation"
	"muster/assessment/target"
	"muster/assessment/tickets"
)

// Analysis is everything about one document.
type Analysis struct {
	Result      assessment.Result
	Explanation assessment.Explanation
	Tickets     *tickets.History // nil when none was imported
	TicketFault string           // why a stored history cannot be used; empty when it can
	Simulation  *Simulation      // nil when it was not run or the answers do not carry it

	SimulationFault string // why it could not be run; empty when it could

	Comparison *comparison.Comparison // of the contract options; nil without any

	Respondents *assessment.RespondentComparison // nil where nobody answered on their own

	Since *followup.Change // since the engagement that this one follows; nil where it follows none

	Gap *target.Assessment // against the target; nil without one
}

// Quick is the analysis without the simulation; it takes milliseconds.
func Quick(set *question.Set, registry *model.Registry, doc *engagement.Document) Analysis {
	a := Analysis{Result: assessment.Evaluate(set, registry, doc)}
	a.Explanation = assessment.Explain(set, registry, doc, &a.Result)
	a.Respondents = assessment.CompareRespondents(set, registry, doc)
	a.Since = followup.Compare(set, registry, doc, &a.Result)
	a.Gap = target.Assess(target.Default(), set, registry, doc, &a.Result)
	history, err := History(doc)
	if err != nil {
		a.TicketFault = err.Error()
	}
	a.Tickets = history
	if len(doc.Options) > 0 {
		a.Comparison = comparison.Compare(set, registry, doc, &a.Result)
	}
	return a
}

// Full is the analysis with the simulation. It ends early with ctx's error.
func Full(ctx context.Context, set *question.Set, registry *model.Registry, doc *engagement.Document, progress func(done, total int)) (Analysis, error) {
	a := Quick(set, registry, doc)
	p := registry.Resolve(doc.Model)
	sim, err := Simulate(ctx, &a.Result, &p, a.Tickets, progress)
	switch a.Simulation = sim; {
	case ctx.Err() != nil:
		return a, ctx.Err()
	case err != nil:
		a.SimulationFault = err.Error() // everything else stands without it
	}
	return a, nil
}

// History reads the ticket history that is stored with a document; nil when
// there is none.
func History(doc *engagement.Document) (*tickets.History, error) {
	if len(doc.Tickets) == 0 {
		return nil, nil
	}
	var h tickets.History
	if err := json.Unmarshal(doc.Tickets, &h); err != nil {
		return nil, fmt.Errorf("the ticket history kept with this engagement cannot be read (%v); import the export again", err)
	}
	return &h, nil
}

// Cover is the window of cover of an engagement with the start of its settings;
// five days of eight hours where it is not answered.
func Cover(registry *model.Registry, doc *engagement.Document) tickets.Window {
	w, ok := tickets.CoverOf(doc.Answers)
	if !ok {
		w = tickets.DefaultWindow()
	}
	p := registry.Resolve(doc.Model)
	w.Start = min(p.CoverStart, 24-w.Hours)
	return w
}

// Store is h as it is kept with a document.
func Store(h *tickets.History) (json.RawMessage, error) { return json.Marshal(h) }

// Simulation is the simulation of an engagement beside the closed form.
type Simulation struct {
	*simulation.Result
	// Measured says which inputs came from the ticket history: arrivals by hour,
	// clustering, handle times.
	Measured []string `json:"measured"`
	// Steady is the attainment of critical and high without the measured
	// clustering; missing where none was measured.
	Steady assessment.Figure `json:"steadyUrgent"`
	// Differences say in words why simulation and closed form differ.
	Differences []string `json:"differences"`
	// OnShift is how many analysts the roster has in each hour of the week,
	// averaged over its weeks, Monday 00:00 first.
	OnShift []float64 `json:"onShift"`
}

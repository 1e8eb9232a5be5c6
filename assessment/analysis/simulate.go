// The simulation of an engagement, fed with what was measured, and in words why
// it differs from the closed form.

package analysis

import (
	"context"
	"fmt"
	"math"

	"muster/assessment"
	"muster/assessment/model"
	"muster/assessment/simulation"
	"muster/assessment/tickets"
)

// How much a report simulates: enough for errors below a point, and never more
// than a second or two.
const (
	years           = 10
	replications    = 16
	mostEscalations = 2e6 // over all years and replications
	fewest          = 4   // replications
)

// simulationSeed makes a report say the same each time.
const simulationSeed = 1

// Scenario is what to simulate for a result: the answers, and from the ticket
// history, when there is one, the hours at which escalations come, how they
// cluster and how long they take. Measured names what was taken from it.
func Scenario(r *assessment.Result, p *model.Parameters, h *tickets.History) (s simulation.Scenario, measured []string, err error) {
	s, err = simulation.FromResult(r, p)
	if err != nil || h == nil {
		return s, nil, err
	}
	total := int64(0)
	profile := make([]float64, len(h.HourOfWeek))
	for i, n := range h.HourOfWeek {
		profile[i] = float64(n)
		total += n
	}
	if total >= minTickets && !h.DaysOnly { // without times everything would come at midnight
		s.Profile = profile
		measured = append(measured, "the hours of the week at which escalations come")
	}
	if d := clustering(h); h.Clustered && d > 1 {
		s.Dispersion = math.Min(d, maxDispersion)
		measured = append(measured, "how they cluster")
	}
	taken := false
	for i, sample := range h.HandleQuantiles {
		if len(sample) >= minTickets {
			s.Handling[i] = simulation.Handling{Shape: simulation.Empirical, Samples: scaled(sample, r.Capacity.Inputs.Handle[i])}
			taken = true
		}
	}
	if taken {
		measured = append(measured, "how handle times spread")
	}
	return s, measured, nil
}

// clustering is the index of dispersion of the counts a day beyond what the days
// of the week explain: the profile of the simulation has those already. It is
// the measured index less the variance between the weekdays' means over their
// mean, of which chance alone would give index/weeks.
func clustering(h *tickets.History) float64 {
	if !h.Dispersion.Daily.Known() || !h.Weeks.Known() || h.Weeks < 1 {
		return 1
	}
	var days [7]float64
	total := 0.0
	for i, n := range h.HourOfWeek {
		days[i/24] += float64(n)
		total += float64(n)
	}
	mean, between := total/7, 0.0
	for _, n := range days {
		between += (n - mean) * (n - mean) / 7
	}
	// Sums over the weeks; by the week their variance is that over weeks².
	weeks, index := float64(h.Weeks), float64(h.Dispersion.Daily)
	explained := between / mean / weeks
	explained = math.Max(0, explained-index/weeks)
	return math.Max(1, index-explained)
}

// minTickets is how many it takes to tell a shape from chance.
const minTickets = 30

// maxDispersion bounds clumps: beyond it an export holds something else than
// escalations that cluster.
const maxDispersion = 50

// scaled gives a sample the mean that is answered, so that the shape is measured
// and the level stays the answer's.
func scaled(sample []float64, mean float64) []float64 {
	sum := 0.0
	for _, v := range sample {
		sum += v
	}
	out := make([]float64, len(sample))
	for i, v := range sample {
		out[i] = mean
		if sum > 0 {
			out[i] = v * mean * float64(len(sample)) / sum
		}
	}
	return out
}

// Simulate runs the simulation of a result; nil, without an error, when the
// answers do not carry it. It ends early with ctx's error.
func Simulate(ctx context.Context, r *assessment.Result, p *model.Parameters, h *tickets.History, progress func(done, total int)) (*Simulation, error) {
	if !r.Capacity.Inputs.Known || !r.Capacity.OnShift.Known() {
		return nil, nil
	}
	s, measured, err := Scenario(r, p, h)
	if err != nil {
		return nil, err
	}
	o := size(&s)
	o.Progress = progress
	result, err := simulation.Run(ctx, s, o)
	if err != nil {
		return nil, err
	}
	out := &Simulation{Result: result, Measured: measured, Steady: assessment.Missing(), OnShift: simulation.OnShift(s)}
	if out.Measured == nil {
		out.Measured = []string{}
	}
	if s.Dispersion > 1 {
		steady := s
		steady.Dispersion = 1
		steady.SIA.HoursPerWeek = 0
		o.Progress = nil
		x, err := simulation.Run(ctx, steady, o)
		if err != nil {
			return nil, err
		}
		out.Steady = x.Attainment.Urgent
	}
	out.Differences = out.differences(r, &s)
	return out, nil
}

// size is how many years and replications fit into the time a reader waits.
func size(s *simulation.Scenario) simulation.Options {
	weekly := 0.0
	for _, n := range s.Volume {
		weekly += n
	}
	yearly := weekly * 52 * s.PeakFactor * (1 + s.Growth)
	o := simulation.Options{Years: years, Replications: replications, Seed: simulationSeed}
	for o.Years > 1 && yearly*float64(o.Years*o.Replications) > mostEscalations {
		o.Years--
	}
	for o.Replications > fewest && yearly*float64(o.Years*o.Replications) > mostEscalations {
		o.Replications--
	}
	return o
}

// notable is a difference in attainment worth a sentence: one point.
const notable = 0.01

// differences say in words why the simulated attainment is not the computed one.
func (x *Simulation) differences(r *assessment.Result, s *simulation.Scenario) []string {
	out := []string{}
	closed, simulated := r.Capacity.Overall.Urgent, x.Attainment.Urgent
	if !closed.Known() || !simulated.Known() {
		return out
	}
	points := func(a, b assessment.Figure) string {
		return assessment.FormatNumber(math.Abs(float64(a-b))*100, 1)
	}
	noise := 3 * float64(x.AttainmentError.Urgent)
	switch d := float64(simulated - closed); {
	case math.Abs(d) < math.Max(notable, noise):
		out = append(out, "Simulation and formula agree within a point: the formula's assumptions do no harm here.")
		return out
	case d < 0:
		out = append(out, fmt.Sprintf("The simulation picks up %s points fewer of the critical and high escalations in time than the formula says.", points(closed, simulated)))
	default:
		out = append(out, fmt.Sprintf("The simulation picks up %s points more of the critical and high escalations in time than the formula says.", points(closed, simulated)))
	}
	if x.Steady.Known() && math.Abs(float64(x.Steady-simulated)) >= notable {
		out = append(out, fmt.Sprintf("Clustering accounts for %s points of it: the measured index of dispersion is %s, where the formula takes 1. Escalations that come in bursts wait for each other, so staffing by the formula is too low.",
			points(x.Steady, simulated), assessment.FormatNumber(s.Dispersion, 1)))
	}
	if r.Capacity.OutsideShare > 0 && !s.OnCall {
		out = append(out, fmt.Sprintf("%s of the escalations come outside cover and meet the next shift together; the formula spreads all of them evenly over the covered hours.", assessment.FormatShare(float64(r.Capacity.OutsideShare))))
	}
	if s.MajorCount > 0 && s.MajorHours > 0 {
		out = append(out, "Major incidents take analysts away for hours at a time; the formula only adds their hours to the demand.")
	}
	if s.Analysts != math.Trunc(s.Analysts) {
		out = append(out, fmt.Sprintf("%s analysts on shift are some hours with %s and some with %s; what piles up in the thin ones is worked off in the others, which the formula's mean of the two does not know.",
			assessment.FormatNumber(s.Analysts, 2), assessment.FormatNumber(math.Floor(s.Analysts), 0), assessment.FormatNumber(math.Ceil(s.Analysts), 0)))
	}
	return out
}

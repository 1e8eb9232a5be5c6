// Package simulation plays out years of operation event by event: escalations
// that arrive and wait, analysts on shift, people on call, majors that take
// analysts away, and a named security intelligence analyst (SIA). It checks the
// closed form of the capacity package where that holds, and answers what it
// cannot: cover that ends in the evening, bursts, measured handling times.
//
// Times are hours from a Monday 00:00, a week has 168 and a year 52 weeks. The
// same Scenario, Options.Years, Replications and Seed give the same Result to
// the last bit, for any number of workers. There is no clock in here.
//
// The rules of the house:
//
//   - Critical and high escalations are urgent: they are picked up first, in the
//     order they came, without interrupting work in progress. Medium and low
//     ones follow in the order they came.
//   - Pick-up time runs on the wall clock from arrival to the start of work by
//     anybody, nights and weekends included.
//   - Whoever is at work when the shift shrinks finishes as overtime and begins
//     nothing new. Majors do pause: they go on with the next shift.
//   - A major takes MajorCrew analysts, as they get free and before any queued
//     work, until MajorHours person-hours are worked.
//   - One person on call takes urgent escalations outside cover, those left over
//     from the shift included. Everything else waits for the next analyst.
//   - The SIA takes the first waiting escalation that may be delegated, urgent
//     ones first, and is asked before the client's own analysts, so that those
//     stay free for what only they may do. What the SIA works beyond a stint is
//     taken off the next ones: the hours delivered are the hours bought.
//   - Other work fills idle hours and never delays an escalation.
//
// Against the closed form: it counts all arrivals as if they came within cover,
// takes one mean handling time for all severities and knows no end of a shift.
// Here a share arrives outside, waits and meets the morning shift as a crowd,
// and work in progress is finished after hours; so the figures differ, and agree
// for a window of 24x7, OutsideShare 0 and WithOneMean.
package simulation

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
)

const (
	weekHours  = 168.0
	yearWeeks  = 52
	severities = 4
)

// WarmUpWeeks are simulated before the years counted, so that they do not start
// with an empty queue. A scenario with more work than hours has no steady state
// to reach and starts counting at once.
const WarmUpWeeks = 8

// Options say how much to simulate.
type Options struct {
	Years        int    // of 52 weeks each, per replication; 0: 10
	Replications int    // independent runs the standard errors come from; 0: 32
	Seed         uint64 // of the random streams; 0: 1
	Workers      int    // goroutines; 0: as many as there are processors; no effect on the result

	// Progress, if set, is told how many replications are done; with an SIA each
	// counts twice. Calls come from several goroutines, one at a time.
	Progress func(done, total int)
}

// The limits keep a slip of the pen from running for days.
const (
	maxYears        = 1000
	maxReplications = 10_000
	maxTogether     = 100_000 // years of all replications
	maxEscalations  = 5e9
)

// withDefaults fills in zero values and checks the rest.
func (o Options) withDefaults() (Options, error) {
	if o.Years == 0 {
		o.Years = 10
	}
	if o.Replications == 0 {
		o.Replications = 32
	}
	if o.Seed == 0 {
		o.Seed = 1
	}
	if o.Workers <= 0 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	switch {
	case o.Years < 0 || o.Years > maxYears:
		return o, fmt.Errorf("simulation: %d years; give 1 to %d", o.Years, maxYears)
	case o.Replications < 0 || o.Replications > maxReplications:
		return o, fmt.Errorf("simulation: %d replications; give 1 to %d", o.Replications, maxReplications)
	case o.Years*o.Replications > maxTogether:
		return o, fmt.Errorf("simulation: %d years %d times; take no more than %d years together", o.Years, o.Replications, maxTogether)
	}
	return o, nil
}

// tooMany refuses a run of more customers than anybody waits for.
func tooMany(perYear float64, o Options) error {
	if n := perYear * float64(o.Years) * float64(o.Replications); n > maxEscalations {
		return fmt.Errorf("simulation: about %.2g escalations to simulate, more than %.2g; take fewer years or replications", n, float64(maxEscalations))
	}
	return nil
}

// Run simulates s, and once more with its SIA if that has hours: both see the
// same arrivals and handling times. It fails when s or o is out of range, and
// with the error of ctx soon after that ends.
func Run(ctx context.Context, s Scenario, o Options) (*Result, error) {
	o, err := o.withDefaults()
	if err != nil {
		return nil, err
	}
	without := s
	without.SIA.HoursPerWeek = 0
	plans := make([]*plan, 0, 2)
	for _, x := range []Scenario{without, s} {
		if len(plans) == 1 && s.SIA.HoursPerWeek == 0 {
			break
		}
		p, err := newPlan(x, o)
		if err != nil {
			return nil, err
		}
		plans = append(plans, p)
	}
	if err := tooMany(plans[0].weekly*yearWeeks*float64(len(plans)), o); err != nil {
		return nil, err
	}
	sums := make([]*summary, len(plans))
	for i := range sums {
		sums[i] = newSummary(plans[i], o.Replications)
	}
	err = parallel(ctx, o, len(plans)*o.Replications, func() func(job int) error {
		e := &engine{} // its memory serves one replication after the other
		return func(job int) error {
			variant, replication := job/o.Replications, job%o.Replications
			if err := e.run(ctx, plans[variant], o.Seed, replication); err != nil {
				return err
			}
			sums[variant].add(replication, &e.tally)
			return nil
		}
	})
	if err != nil {
		return nil, err
	}
	r := &Result{Years: o.Years, Replications: o.Replications, Seed: o.Seed, SIAHours: s.SIA.HoursPerWeek, Figures: sums[0].figures()}
	if len(sums) == 2 {
		with := sums[1].figures()
		r.WithSIA = &with
	}
	return r, nil
}

// parallel does jobs 0 to n−1 on the workers of o, each of which asks newWorker
// for a function of its own. It stops at the first error or when ctx ends.
func parallel(ctx context.Context, o Options, n int, newWorker func() func(job int) error) error {
	var (
		mu         sync.Mutex
		next, done int
		failure    error
		wg         sync.WaitGroup
	)
	take := func() (int, bool) {
		mu.Lock()
		defer mu.Unlock()
		if failure == nil {
			failure = ctx.Err()
		}
		if failure != nil || next == n {
			return 0, false
		}
		next++
		return next - 1, true
	}
	for range min(o.Workers, n) {
		wg.Go(func() {
			work := newWorker()
			for job, ok := take(); ok; job, ok = take() {
				err := work(job)
				mu.Lock()
				if err != nil && failure == nil {
					failure = err
				}
				done++
				if o.Progress != nil && failure == nil {
					o.Progress(done, n)
				}
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	if errors.Is(failure, context.Canceled) || errors.Is(failure, context.DeadlineExceeded) {
		return fmt.Errorf("simulation stopped: %w", failure)
	}
	return failure
}

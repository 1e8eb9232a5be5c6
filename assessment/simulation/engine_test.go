package simulation

import (
	"context"
	"errors"
	"math"
	"testing"
	"time"

	"muster/assessment"
	"muster/assessment/capacity"
)

// tester is a test of testing or of rapid.
type tester interface {
	Helper()
	Fatal(args ...any)
	Errorf(format string, args ...any)
}

func run(t tester, s Scenario, o Options) *Result {
	t.Helper()
	r, err := Run(context.Background(), s, o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// aroundTheClock is a scenario with whole analysts at all times and the same
// exponential handling time of mean hours for all.
func aroundTheClock(perHour [severities]float64, mean float64, analysts int, target float64) Scenario {
	s := Scenario{DaysCovered: 7, HoursADay: 24, Analysts: float64(analysts)}
	for i, v := range perHour {
		s.Volume[i], s.Target[i], s.Handling[i] = v*weekHours, target, Handling{Shape: Exponential, Mean: mean}
	}
	return s
}

// Two classes, non-preemptive, the same mean for both: Cobham (1954) for the
// means, Kleinrock (1976) for the wait of the first class.
func TestEngineAgainstTwoClasses(t *testing.T) {
	const mean, servers, target = .5, 14, .05
	s := aroundTheClock([severities]float64{3, 7, 6, 8}, mean, servers, target) // offered load 12, urgent 5
	r := run(t, s, Options{Years: 2, Replications: 16})
	const load, urgent = 24 * mean, 10 * mean
	c := capacity.ErlangC(servers, load)
	att := 1 - c*math.Exp(-(servers-urgent)*target/mean)
	within(t, "urgent attainment", r.Attainment.Urgent, r.AttainmentError.Urgent, att, 1e-3)
	within(t, "critical attainment", r.Attainment.Critical, r.AttainmentError.Critical, att, 1e-3)
	within(t, "waiting probability", r.WaitProbability, r.WaitProbabilityError, c, 2e-3)
	first, second := c*mean/(servers-urgent), c*mean/(servers*(1-urgent/servers)*(1-load/servers))
	within(t, "mean wait of high", r.Pickup.High.Mean, r.MeanError.High, first, 2e-4)
	within(t, "mean wait of medium", r.Pickup.Medium.Mean, r.MeanError.Medium, second, 2e-3)
	within(t, "mean wait of low", r.Pickup.Low.Mean, r.MeanError.Low, second, 2e-3)
	if got := float64(r.Occupancy); math.Abs(got-load/servers) > 1e-3 {
		t.Errorf("occupancy %g, want %g", got, load/servers)
	}
	if r.OvertimeHours != 0 || r.WithSIA != nil || len(r.Remarks) != 0 {
		t.Errorf("overtime %g, with SIA %v, remarks %q", r.OvertimeHours, r.WithSIA, r.Remarks)
	}
}

// All of one class: Erlang C, and its percentiles from the histogram.
func TestEngineAgainstErlangC(t *testing.T) {
	const mean, servers, load = .5, 14, 10.0
	s := aroundTheClock([severities]float64{0, 20, 0, 0}, mean, servers, .05)
	r := run(t, s, Options{Years: 2, Replications: 16})
	within(t, "waiting probability", r.WaitProbability, r.WaitProbabilityError, .1741319, 7e-4)
	within(t, "mean wait", r.Pickup.High.Mean, r.MeanError.High, .1741319*mean/(servers-load), 2e-4)
	within(t, "service level", r.Attainment.High, r.AttainmentError.High, 1-.1741319*math.Exp(-(servers-load)*.05/mean), 7e-4)
	// P(W > w) = C·e^{−(c−A)·w/h̄}
	for share, got := range map[float64]assessment.Figure{.90: r.Pickup.High.P90, .95: r.Pickup.High.P95, .99: r.Pickup.High.P99} {
		if want := math.Log(.1741319/(1-share)) * mean / (servers - load); math.Abs(float64(got)/want-1) > .02 {
			t.Errorf("percentile %g: %g, want %g", share, got, want)
		}
	}
	if r.Pickup.High.P50 != 0 || r.Pickup.Low.Mean.Known() || r.Attainment.Medium.Known() {
		t.Errorf("pick-up %+v, attainment %+v", r.Pickup, r.Attainment)
	}
}

// One analyst, log-normal handling times: Pollaczek–Khinchine for the mean over
// both classes weighted by work, which priorities do not change when the
// handling times of the classes are the same.
func TestEngineAgainstPollaczekKhinchine(t *testing.T) {
	s := aroundTheClock([severities]float64{.5, 0, 0, .9}, .5, 1, 1)
	for i := range s.Handling {
		s.Handling[i] = Handling{Shape: LogNormal, Mean: .5, CV: .8}
	}
	r := run(t, s, Options{Years: 25, Replications: 16})
	const load, first = .7, .25
	residual := load * .5 * (1 + .8*.8) / 2
	within(t, "mean wait of critical", r.Pickup.Critical.Mean, r.MeanError.Critical, residual/(1-first), 5e-3)
	within(t, "mean wait of low", r.Pickup.Low.Mean, r.MeanError.Low, residual/(1-first)/(1-load), 2e-2)
	within(t, "waiting probability", r.WaitProbability, r.WaitProbabilityError, load, 1e-3)
}

// In light load somebody who arrives outside cover waits for the next morning.
func TestEngineOutsideCover(t *testing.T) {
	for _, c := range []struct {
		days, hours float64
		targets     []float64
		want        []float64
	}{
		{5, 8, []float64{.5, 4, 24}, []float64{.01953125, .15625, .6875}},
		{5, 12, []float64{.5, 4, 24}, nil},
		{6, 7.5, []float64{.5, 4, 24}, nil},
		{7, 24, []float64{.5}, nil},
	} {
		for i, target := range c.targets {
			s := aroundTheClock([severities]float64{}, .01, 200, target)
			s.Volume = [severities]float64{100, 0, 0, 100}
			s.DaysCovered, s.HoursADay, s.OutsideShare = c.days, c.hours, .6
			r := run(t, s, Options{Years: 15, Replications: 12})
			gaps := capacity.Gaps(c.days, c.hours)
			want := capacity.OutsideAttainment(gaps, target)
			if c.want != nil && math.Abs(want-c.want[i]) > 1e-9 {
				t.Errorf("closed form %g, want %g", want, c.want[i])
			}
			if len(gaps) == 0 {
				if r.AttainmentOutside.Critical.Known() || r.Attainment.Low != 1 {
					t.Errorf("24x7: %+v, outside %+v", r.Attainment, r.AttainmentOutside)
				}
				continue
			}
			n := float64(r.Escalations) / 2 * .6
			within(t, "attainment outside", r.AttainmentOutside.Critical, assessment.Figure(math.Sqrt(want*(1-want)/n)), want, 1e-3)
			within(t, "overall attainment", r.Attainment.Low, r.AttainmentError.Low, .4+.6*want, 1e-3)
			if r.AttainmentInside.Critical < .9999 {
				t.Errorf("attainment inside: %+v", r.AttainmentInside)
			}
		}
	}
}

func TestEngineOnCall(t *testing.T) {
	s := aroundTheClock([severities]float64{}, .01, 50, .5)
	s.Volume = [severities]float64{5, 5, 5, 5}
	s.DaysCovered, s.HoursADay, s.OutsideShare, s.OnCall = 5, 8, .7, true
	r := run(t, s, Options{Years: 10, Replications: 4})
	if r.AttainmentOutside.Urgent < .999 || r.AttainmentOutside.Low > .05 || r.OnCallHours < .05 {
		t.Errorf("outside: %+v, on call %g", r.AttainmentOutside, r.OnCallHours)
	}
	s.OnCallDelay = .75
	r = run(t, s, Options{Years: 10, Replications: 4})
	if r.AttainmentOutside.Urgent > .001 || math.Abs(float64(r.Pickup.Urgent.P50)-.75) > .004 {
		t.Errorf("with a delay: %+v, %+v", r.AttainmentOutside, r.Pickup.Urgent)
	}
}

// The engine's books must balance whatever happens.
func TestEngineLosesNobody(t *testing.T) {
	for i, s := range []Scenario{full(), overloaded(), replayed()} {
		p, err := newPlan(s, Options{Years: 2})
		if err != nil {
			t.Fatal(err)
		}
		e := &engine{}
		for replication := range 3 {
			if err := e.run(context.Background(), p, 7, replication); err != nil {
				t.Fatal(err)
			}
			inWork := 0
			for _, x := range e.inWork {
				if x.who != analystOnMajor {
					inWork++
				}
			}
			if e.seen != e.started+e.waiting || e.started != e.done+inWork || e.seen == 0 {
				t.Errorf("scenario %d: %d came, %d started, %d done, %d wait, %d in work", i, e.seen, e.started, e.done, e.waiting, inWork)
			}
			if n := e.queues[0].n + e.queues[1].n + e.queues[2].n + e.queues[3].n; n != e.waiting {
				t.Errorf("scenario %d: %d in the queues, %d waiting", i, n, e.waiting)
			}
			if e.inWork == nil || len(e.inWork) != e.busy+e.onMajors+e.siaBusy+btoi(e.onCallBusy) {
				t.Errorf("scenario %d: %d tasks for %d + %d + %d people", i, len(e.inWork), e.busy, e.onMajors, e.siaBusy)
			}
		}
	}
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// full uses every feature of a drawn scenario.
func full() Scenario {
	return Scenario{
		Volume: [severities]float64{1, 10, 30, 20}, Target: [severities]float64{.5, 2, 8, 24},
		Handling: [severities]Handling{{Mean: 5}, {Shape: LogNormal, Mean: 2.5, CV: 1.2}, {Mean: 1}, {Shape: Empirical, Samples: []float64{.1, .4, .7}}},
		Growth:   .1, DaysCovered: 5, HoursADay: 8, CoverStart: 8, Analysts: 2.75, OutsideShare: .3, Dispersion: 3,
		OtherHours: 12, MajorCount: 4, MajorHours: 50, OnCall: true, OnCallDelay: .25,
		SIA: SIA{HoursPerWeek: 20, Overhead: .15, DelegableShare: .6},
	}
}

// overloaded gets more work than it has hours.
func overloaded() Scenario {
	s := full()
	s.Analysts, s.OnCall = 1, false
	return s
}

func replayed() Scenario {
	s := full()
	s.Growth = 0
	for i := range 97 {
		s.Replay = append(s.Replay, Arrival{At: math.Mod(float64(i)*17.3, 2*weekHours), Severity: i % 4})
	}
	s.ReplayHours = 2*weekHours - 5
	return s
}

// What is replayed is counted as often as it comes.
func TestReplayKeepsCounts(t *testing.T) {
	s := replayed()
	r := run(t, s, Options{Years: 3, Replications: 2})
	if want := 97 * 26 * 3 * 2; r.Escalations != want {
		t.Errorf("%d escalations, want %d", r.Escalations, want)
	}
	hours := [int(weekHours)]int{}
	for _, a := range s.Replay {
		hours[int(math.Mod(a.At, weekHours))] += 26 * 3 * 2
	}
	if r.HourOfWeek.Escalations != hours {
		t.Errorf("by hour of the week: %v, want %v", r.HourOfWeek.Escalations, hours)
	}
	s.PeakFactor = 2.5
	double := run(t, s, Options{Years: 3, Replications: 2})
	if got := float64(double.Escalations) / float64(r.Escalations); math.Abs(got-2.5) > .02 {
		t.Errorf("with peak factor 2.5 there are %g times as many", got)
	}
}

func TestProfileShapesArrivals(t *testing.T) {
	s := aroundTheClock([severities]float64{1, 1, 1, 1}, .01, 20, 1)
	s.Profile = make([]float64, 168)
	s.Profile[9], s.Profile[167] = 3, 1
	r := run(t, s, Options{Years: 2, Replications: 2})
	h := r.HourOfWeek
	if h.Escalations[9]+h.Escalations[167] != r.Escalations || math.Abs(float64(h.Escalations[9])/float64(r.Escalations)-.75) > .01 {
		t.Errorf("%d and %d of %d", h.Escalations[9], h.Escalations[167], r.Escalations)
	}
	if h.Pickup[10].Known() || !h.Pickup[9].Known() || !h.Attainment[167].Known() {
		t.Errorf("by hour: %v", h)
	}
}

// The counts a week of clumped arrivals must have the dispersion asked for.
func TestDispersion(t *testing.T) {
	for _, want := range []float64{0, 1, 4} {
		s := aroundTheClock([severities]float64{2, 0, 1, 0}, .1, 9, 1)
		s.Dispersion = want
		d := newDemand(&s, cycle{period: weekHours, steps: []step{{0, 1}}})
		var src source
		src.start(&d, 5, 0)
		const weeks = 20_000
		counts := make([]float64, weeks)
		var x escalation
		for src.next < weeks*weekHours {
			src.take(&x)
			counts[int(x.at/weekHours)]++
		}
		var sum, squares float64
		for _, n := range counts {
			sum += n
			squares += n * n
		}
		mean := sum / weeks
		if got := (squares/weeks - mean*mean) / mean; math.Abs(got/math.Max(1, want)-1) > .05 || math.Abs(mean/504-1) > .01 {
			t.Errorf("dispersion %g, want %g; mean %g, want 504", got, want, mean)
		}
	}
}

// Majors take the hours they are said to take, and only on shift.
func TestMajorsTakeTheirHours(t *testing.T) {
	s := Scenario{DaysCovered: 5, HoursADay: 8, CoverStart: 8, Analysts: 2, MajorCount: 20, MajorHours: 60, MajorCrew: 2}
	r := run(t, s, Options{Years: 50, Replications: 4})
	if got, want := float64(r.Occupancy)*80, 20.0*60/52; math.Abs(got/want-1) > .05 || r.OvertimeHours != 0 {
		t.Errorf("%g h a week on majors, want %g; overtime %g", got, want, r.OvertimeHours)
	}
	s.OtherHours = 100
	r = run(t, s, Options{Years: 50, Replications: 4})
	if math.Abs(float64(r.OccupancyWithOther)-1) > 1e-9 || math.Abs(float64(r.OtherHoursUnmet)-(100-80*(1-float64(r.Occupancy)))) > 1e-6 {
		t.Errorf("with other work: %g, unmet %g", r.OccupancyWithOther, r.OtherHoursUnmet)
	}
}

func TestSIADeliversItsHours(t *testing.T) {
	s := full()
	s.Analysts, s.Dispersion, s.SIA.DelegableShare = 0, 0, 1
	s.OnCall, s.Growth = false, 0
	s.Volume = [severities]float64{0, 2, 40, 0} // more than the SIA can take
	r := run(t, s, Options{Years: 5, Replications: 4})
	if got := float64(r.WithSIA.SIAOccupancy); math.Abs(got-1) > .03 {
		t.Errorf("the SIA worked %g of the hours bought", got)
	}
	if r.Attainment.High != 0 || r.WithSIA.Attainment.High < .15 {
		t.Errorf("attainment %g without, %g with", r.Attainment.High, r.WithSIA.Attainment.High)
	}
	s = full()
	r = run(t, s, Options{Years: 5, Replications: 8})
	if !(r.WithSIA.Attainment.Urgent > r.Attainment.Urgent) || !(r.WithSIA.Occupancy < r.Occupancy) || r.WithSIA.Escalations != r.Escalations {
		t.Errorf("without: %+v, occupancy %g\nwith: %+v, %g", r.Attainment, r.Occupancy, r.WithSIA.Attainment, r.WithSIA.Occupancy)
	}
}

func TestOverloadEndsQuicklyAndSaysSo(t *testing.T) {
	start := time.Now()
	s := aroundTheClock([severities]float64{500, 500, 500, 500}, .5, 3, .5)
	r := run(t, s, Options{Years: 50, Replications: 4})
	if took := time.Since(start); took > 3*time.Second {
		t.Errorf("took %v", took)
	}
	if !r.Growing || r.Stopped != 4 || len(r.Remarks) < 2 || r.BacklogEnd < maxWaiting || r.Unserved == 0 || r.Attainment.Low > .01 {
		t.Errorf("growing %v, stopped %d, backlog %g, unserved %d, attainment %+v, remarks %q", r.Growing, r.Stopped, r.BacklogEnd, r.Unserved, r.Attainment, r.Remarks)
	}
	slow := overloaded()
	slow.SIA.HoursPerWeek = 0
	r = run(t, slow, Options{Years: 10, Replications: 4})
	if !r.Growing || r.Stopped != 0 || r.BacklogEnd < 100 {
		t.Errorf("growing %v, stopped %d, backlog %g, remarks %q", r.Growing, r.Stopped, r.BacklogEnd, r.Remarks)
	}
}

func TestCancelReturnsQuickly(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	s := aroundTheClock([severities]float64{5, 5, 5, 5}, .5, 14, .5)
	time.AfterFunc(50*time.Millisecond, cancel)
	start := time.Now()
	_, err := Run(ctx, s, Options{Years: 500, Replications: 40})
	if !errors.Is(err, context.Canceled) || time.Since(start) > time.Second {
		t.Errorf("error %v after %v", err, time.Since(start))
	}
	q := Queue{Rate: 20, Service: Handling{Mean: .5}, Servers: 14}
	if _, err := q.Run(ctx, Options{Years: 500}); !errors.Is(err, context.Canceled) {
		t.Errorf("queue: error %v", err)
	}
}

func TestProgressCountsEveryReplication(t *testing.T) {
	last, calls := 0, 0
	_, err := Run(context.Background(), full(), Options{Years: 1, Replications: 6, Workers: 3, Progress: func(done, total int) {
		calls++
		if done != last+1 || total != 12 {
			t.Errorf("%d of %d after %d", done, total, last)
		}
		last = done
	}})
	if err != nil || calls != 12 {
		t.Errorf("%d calls, error %v", calls, err)
	}
}

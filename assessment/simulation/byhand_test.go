package simulation

import (
	"math"
	"testing"

	"muster/assessment"
	"muster/assessment/capacity"
)

// byHand is a week small enough to follow: one analyst from 8 to 16 on five
// days, three hours of work for everything.
func byHand() Scenario {
	const day = 24
	s := Scenario{DaysCovered: 5, HoursADay: 8, CoverStart: 8, Analysts: 1, ReplayHours: weekHours, Replay: []Arrival{
		{At: 10, Severity: 3},         // waits for the last one until 11, ends at 14
		{At: 11, Severity: 0},         // comes when that begins, so 14 to 17: an hour of overtime
		{At: 12, Severity: 3},         // not begun in overtime, so Tuesday at 8
		{At: day + 15, Severity: 2},   // at once, with two hours of overtime
		{At: 5*day + 12, Severity: 1}, // Saturday: Monday at 8, to 11
	}}
	for i := range s.Handling {
		s.Handling[i], s.Target[i] = Handling{Shape: LogNormal, Mean: 3}, 2
	}
	return s
}

func near(t *testing.T, name string, got assessment.Figure, want float64) {
	t.Helper()
	if !(math.Abs(float64(got)-want) < 1e-9) {
		t.Errorf("%s is %g, want %g", name, got, want)
	}
}

func TestAWeekByHand(t *testing.T) {
	s := byHand()
	r := run(t, s, Options{Years: 1, Replications: 1})
	near(t, "pick-up of critical", r.Pickup.Critical.Mean, 3)
	near(t, "of high", r.Pickup.High.Mean, 44)
	near(t, "of medium", r.Pickup.Medium.Mean, 0)
	near(t, "of low", r.Pickup.Low.Mean, (1+20)/2.)
	near(t, "urgent attainment", r.Attainment.Urgent, 0)
	near(t, "attainment of low", r.Attainment.Low, .5)
	near(t, "attainment outside", r.AttainmentOutside.High, 0)
	near(t, "waiting probability", r.WaitProbability, 4./5)
	near(t, "waiting probability inside", r.WaitProbabilityInside, 3./4)
	near(t, "overtime", r.OvertimeHours, 3)
	near(t, "occupancy", r.Occupancy, 12./40)
	near(t, "backlog", r.BacklogEnd, 1)
	near(t, "mean backlog", r.BacklogMean, (3+44+1+20)/168.)
	near(t, "pick-up of the twelfth hour", r.HourOfWeek.Pickup[12], 20)
	equal(t, r.Escalations, 5*52)

	s.OnCall = true
	r = run(t, s, Options{Years: 1, Replications: 1})
	near(t, "on call: pick-up of high", r.Pickup.High.Mean, 0)
	near(t, "on call: of critical", r.Pickup.Critical.Mean, 2)
	near(t, "on call: of low", r.Pickup.Low.Mean, 10) // 13 to 16 is the critical one, so Tuesday at 8
	near(t, "on call: overtime", r.OvertimeHours, 2)
	near(t, "on call: hours", r.OnCallHours, 3)
	near(t, "on call: occupancy", r.Occupancy, 10./40)
}

// An SIA for all hours and all escalations is one more analyst.
func TestAnSIAAllTheTimeIsOneMoreAnalyst(t *testing.T) {
	s := aroundTheClock([severities]float64{4, 6, 5, 5}, .5, 13, .05)
	s.SIA = SIA{HoursPerWeek: weekHours * 1.15, Overhead: .15, DelegableShare: 1}
	r := run(t, s, Options{Years: 1, Replications: 16})
	f := r.WithSIA
	within(t, "waiting probability", f.WaitProbability, f.WaitProbabilityError, .1741319, 2e-3)
	within(t, "urgent attainment", f.Attainment.Urgent, f.AttainmentError.Urgent, 1-.1741319*math.Exp(-(14-5)*.05/.5), 1e-3)
	c := capacity.ErlangC(13, 10)
	within(t, "waiting probability without", r.WaitProbability, r.WaitProbabilityError, c, 2e-3)
}

// Clumps at one analyst (M^X/G/1, Burke 1975): to the wait of Pollaczek and
// Khinchine come those of the same clump ahead, E[X(X−1)]·h̄/(2·E[X]·(1−ρ)), for
// geometric sizes of mean m (m−1)·h̄/(1−ρ).
func TestClumpsAgainstBatchArrivals(t *testing.T) {
	s := aroundTheClock([severities]float64{0, 0, .6, 0}, 1, 1, 1)
	s.Dispersion = 4 // m = 2.5
	r := run(t, s, Options{Years: 40, Replications: 16})
	within(t, "mean wait", r.Pickup.Medium.Mean, r.MeanError.Medium, .6/.4+1.5/.4, .03)
}

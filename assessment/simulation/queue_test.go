package simulation

import (
	"context"
	"math"
	"testing"

	"muster/assessment"
)

// within fails when got is more than three standard errors away from want. The
// error must be small enough for that to mean something.
func within(t *testing.T, name string, got, standardError assessment.Figure, want, atMost float64) {
	t.Helper()
	z := (float64(got) - want) / float64(standardError)
	if !(math.Abs(z) <= 3) || !(float64(standardError) <= atMost) {
		t.Errorf("%s = %.6g ± %.2g, want %.6g: %.2f standard errors", name, got, standardError, want, z)
		return
	}
	t.Logf("%s = %.6g ± %.2g, want %.6g: %+.2f standard errors", name, got, standardError, want, z)
}

func runQueue(t *testing.T, q Queue, o Options) *QueueResult {
	t.Helper()
	r, err := q.Run(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// Erlang (1917); the figures are those of CRAN package ErlangC for 100 calls in
// half an hour of 180 s each, which is an offered load of 10.
func TestQueueAgainstErlangC(t *testing.T) {
	const second = 1.0 / 3600
	r := runQueue(t, Queue{Rate: 200, Service: Handling{Mean: 180 * second}, Servers: 14, Target: 20 * second}, Options{Years: 2, Replications: 16})
	within(t, "waiting probability", r.Simulated.WaitProbability, r.Error.WaitProbability, .1741319, 3e-4)
	within(t, "mean wait in seconds", r.Simulated.MeanWait/second, r.Error.MeanWait/second, 7.835937, .03)
	within(t, "service level", r.Simulated.ServiceLevel, r.Error.ServiceLevel, .88835, 3e-4)
	within(t, "occupancy", r.Simulated.Occupancy, r.Error.Occupancy, 10.0/14, 3e-4)
	if math.Abs(float64(r.ClosedForm.WaitProbability)-.1741319) > 5e-8 || math.Abs(float64(r.ClosedForm.MeanWait/second)-7.835937) > 5e-7 {
		t.Errorf("closed form: %+v", r.ClosedForm)
	}
}

// Pollaczek (1930), Khinchine (1932).
func TestQueueAgainstPollaczekKhinchine(t *testing.T) {
	for name, service := range map[string]Handling{
		"log-normal":    {Shape: LogNormal, Mean: .5, CV: 1.5},
		"narrow":        {Shape: LogNormal, Mean: .5, CV: .1},
		"deterministic": {Shape: LogNormal, Mean: .5},
		"empirical":     {Shape: Empirical, Samples: []float64{.1, .2, .2, .5, 1.5}},
		"exponential":   {Mean: .5},
	} {
		t.Run(name, func(t *testing.T) {
			q := Queue{Rate: 1.4, Service: service, Servers: 1}
			r := runQueue(t, q, Options{Years: 30, Replications: 16})
			load := 1.4 * .5
			within(t, "mean wait", r.Simulated.MeanWait, r.Error.MeanWait, load*.5*(1+service.squaredCV())/(2*(1-load)), .02)
			within(t, "waiting probability", r.Simulated.WaitProbability, r.Error.WaitProbability, load, 2e-3)
			if math.Abs(float64(r.ClosedForm.MeanWait)-load*.5*(1+service.squaredCV())/(2*(1-load))) > 1e-12 {
				t.Errorf("closed form: %+v", r.ClosedForm)
			}
		})
	}
}

func TestQueueWithoutSteadyState(t *testing.T) {
	r := runQueue(t, Queue{Rate: 30, Service: Handling{Mean: .5}, Servers: 14}, Options{Years: 1, Replications: 2})
	if r.ClosedForm.WaitProbability != 1 || !math.IsInf(float64(r.ClosedForm.MeanWait), 1) || len(r.Remarks) != 1 || r.Simulated.Occupancy < .99 {
		t.Errorf("%+v", r)
	}
}

func TestQueueFaults(t *testing.T) {
	good := Queue{Rate: 1, Service: Handling{Mean: .5}, Servers: 1}
	for want, change := range map[string]func(*Queue){
		"queue: rate: 0 is out of range; give 1e-06 to 1e+09":                          func(q *Queue) { q.Rate = 0 },
		"queue: 0 servers; give 1 to 10000":                                            func(q *Queue) { q.Servers = 0 },
		"queue: target: NaN is out of range; give 0 to 1e+09":                          func(q *Queue) { q.Target = math.NaN() },
		"queue: service: mean handling time: -1 is out of range; give 0 to 100000":     func(q *Queue) { q.Service.Mean = -1 },
		"queue: service: no samples of the handling time; give some, or another shape": func(q *Queue) { q.Service = Handling{Shape: Empirical} },
	} {
		q := good
		change(&q)
		if _, err := q.Run(context.Background(), Options{}); err == nil || err.Error() != want {
			t.Errorf("error %v, want %s", err, want)
		}
	}
}

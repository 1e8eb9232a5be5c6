package simulation

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func equal(t tester, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// exampleA is worked example A of the decision model.
func exampleA() Scenario {
	s := Scenario{
		Volume: [severities]float64{1, 10, 30, 20}, Target: [severities]float64{.5, 2, 8, 24},
		DaysCovered: 5, HoursADay: 8, CoverStart: 8, Analysts: 2.25, OutsideShare: .3, OtherHours: 12, MajorCount: 4, MajorHours: 50,
		SIA: SIA{HoursPerWeek: 20, Overhead: .15, DelegableShare: .6},
	}
	for i, h := range []float64{5, 2.5, 1, .4} {
		s.Handling[i] = Handling{Shape: Exponential, Mean: h}
	}
	return s
}

func asJSON(t tester, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestSameBytesForAnyNumberOfWorkers(t *testing.T) {
	for i, s := range []Scenario{full(), replayed(), overloaded()} {
		var first string
		for _, workers := range []int{1, 2, 3, 8, 0} {
			got := asJSON(t, run(t, s, Options{Years: 1, Replications: 13, Workers: workers, Seed: 3}))
			if first == "" {
				first = got
			}
			if got != first {
				t.Errorf("scenario %d: %d workers give another result", i, workers)
			}
		}
		if other := asJSON(t, run(t, s, Options{Years: 1, Replications: 13, Seed: 4})); other == strings.Replace(first, `"seed":3`, `"seed":4`, 1) {
			t.Errorf("scenario %d: the seed has no effect", i)
		}
	}
	a := asJSON(t, runQueue(t, mm14, Options{Years: 1, Replications: 5, Workers: 1}))
	if b := asJSON(t, runQueue(t, mm14, Options{Years: 1, Replications: 5, Workers: 4})); a != b {
		t.Errorf("queue: %s\n%s", a, b)
	}
}

// The hours bought do not change what is simulated without the SIA.
func TestSIAHoursLeaveTheOtherCaseAlone(t *testing.T) {
	s := full()
	o := Options{Years: 2, Replications: 4}
	with := run(t, s, o)
	s.SIA.HoursPerWeek = 0
	without := run(t, s, o)
	equal(t, asJSON(t, with.Figures), asJSON(t, without.Figures))
}

func TestNamesInTheJSON(t *testing.T) {
	s := exampleA()
	s.Volume[0] = 0
	out := asJSON(t, run(t, s, Options{Years: 1, Replications: 1}))
	for _, want := range []string{`{"years":1,"replications":1,"seed":1,"escalations":`, `"attainment":{"critical":null,"high":0.`, `"urgent":0.`,
		`"pickupHours":{"critical":{"mean":null,"p50":null,"p90":null,"p95":null,"p99":null},"high":{"mean":`,
		`"waitProbability":0.`, `"occupancy":0.`, `"backlogEnd":`, `"withSIA":{"escalations":`, `"attainmentError":{"critical":null,"high":null`} {
		if !strings.Contains(out, want) {
			t.Errorf("%s is not in %s", want, out)
		}
	}
	if s.SIA.HoursPerWeek = 0; !strings.Contains(asJSON(t, run(t, s, Options{Years: 1, Replications: 2})), `"withSIA":null`) {
		t.Error("withSIA is not null")
	}
	nothing := Scenario{DaysCovered: 5, HoursADay: 8, CoverStart: 8}
	if out := asJSON(t, run(t, nothing, Options{Years: 1, Replications: 2})); !strings.Contains(out, `"escalations":0`) || !strings.Contains(out, `"waitProbability":null`) {
		t.Errorf("without arrivals: %s", out)
	}
}

// drawn is a scenario that makes sense.
func drawn(t *rapid.T) Scenario {
	var s Scenario
	number := func(name string, low, up float64) float64 { return rapid.Float64Range(low, up).Draw(t, name) }
	for i := range s.Volume {
		s.Volume[i] = rapid.SampledFrom([]float64{0, .3, 4, 25}).Draw(t, "volume")
		s.Target[i] = number("target", 0, 30)
		s.Handling[i] = rapid.SampledFrom([]Handling{{Mean: 1}, {Mean: 0}, {Mean: .2}, {Shape: LogNormal, Mean: 2, CV: 1.5}, {Shape: LogNormal, Mean: 1}, {Shape: Empirical, Samples: []float64{0, 1, 4}}}).Draw(t, "handling")
	}
	s.DaysCovered = float64(rapid.IntRange(1, 7).Draw(t, "days"))
	s.HoursADay = rapid.SampledFrom([]float64{.5, 7.6, 8, 12, 20, 24}).Draw(t, "hours")
	s.Analysts = number("analysts", 0, 5)
	s.OutsideShare = number("outside", 0, 1)
	s.Growth = number("growth", -1, 1)
	s.Dispersion = number("dispersion", 0, 6)
	s.OtherHours = number("other", 0, 40)
	s.MajorCount, s.MajorHours, s.MajorCrew = number("majors", 0, 10), number("hours of a major", 0, 80), rapid.IntRange(0, 4).Draw(t, "crew")
	s.OnCall, s.OnCallDelay = rapid.Bool().Draw(t, "on call"), number("delay", 0, 3)
	s.SIA = SIA{number("SIA", 0, 60), number("overhead", 0, .5), number("delegable", 0, 1)}
	return s
}

// Whatever the scenario, figures stay where they belong.
func TestFiguresStayInRange(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawn(t)
		r := run(t, s, Options{Years: 1, Replications: 2})
		cases := []*Figures{&r.Figures}
		if s.SIA.HoursPerWeek > 0 {
			cases = append(cases, r.WithSIA)
		}
		for _, f := range cases {
			for _, share := range []float64{float64(f.Attainment.Critical), float64(f.Attainment.High), float64(f.Attainment.Medium), float64(f.Attainment.Low),
				float64(f.Attainment.Urgent), float64(f.WaitProbability), float64(f.Occupancy), float64(f.OccupancyWithOther)} {
				if share < 0 || share > 1+1e-9 {
					t.Fatalf("share of %g: %+v", share, f)
				}
			}
			for _, w := range []Waits{f.Pickup.Critical, f.Pickup.High, f.Pickup.Medium, f.Pickup.Low, f.Pickup.Urgent} {
				if w.Mean.Known() && !(0 <= w.P50 && w.P50 <= w.P90 && w.P90 <= w.P95 && w.P95 <= w.P99 && w.Mean >= 0) {
					t.Fatalf("waits %+v", w)
				}
			}
			if f.OvertimeHours < 0 || f.OtherHoursUnmet < -1e-9 || f.BacklogMean < 0 {
				t.Fatalf("%+v", f)
			}
			sum := 0
			for _, n := range f.HourOfWeek.Escalations {
				sum += n
			}
			if sum != f.Escalations {
				t.Fatalf("%d escalations by the hour, %d in all", sum, f.Escalations)
			}
		}
	})
}

// With one class around the clock, one more analyst makes nobody wait longer:
// both cases see the same arrivals and handling times (Kiefer and Wolfowitz).
// With two classes that holds only on average.
func TestOneMoreAnalystMakesNobodyWaitLonger(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 8).Draw(t, "analysts")
		s := aroundTheClock([severities]float64{0, 0, rapid.Float64Range(.1, .95).Draw(t, "load") * float64(n), 0}, 1, n, rapid.Float64Range(0, 3).Draw(t, "target"))
		s.Handling[2] = rapid.SampledFrom([]Handling{{Mean: 1}, {Shape: LogNormal, Mean: 1, CV: 2}}).Draw(t, "handling")
		o := Options{Years: 1, Replications: 1, Seed: rapid.Uint64Min(1).Draw(t, "seed")}
		few := run(t, s, o)
		s.Analysts++
		more := run(t, s, o)
		if more.Attainment.Medium < few.Attainment.Medium || more.Pickup.Medium.Mean > few.Pickup.Medium.Mean+1e-9 || more.Escalations != few.Escalations {
			t.Fatalf("%+v\n%+v", few.Pickup.Medium, more.Pickup.Medium)
		}
	})
}

// With all that the engine knows, more FTE still helps beyond the noise.
func TestMoreAnalystsHelp(t *testing.T) {
	s := full()
	last := -1.0
	for _, n := range []float64{1.5, 2, 2.5, 3, 4} {
		s.Analysts = n
		r := run(t, s, Options{Years: 4, Replications: 6})
		if at := float64(r.Attainment.Medium); at < last-.005 {
			t.Errorf("attainment falls from %g to %g with %g analysts", last, at, n)
		} else {
			last = at
		}
	}
}

// Without majors, on call and limits, a later target is met by more.
func TestLaterTargetIsMetByMore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawn(t)
		o := Options{Years: 1, Replications: 1}
		before := run(t, s, o)
		for i := range s.Target {
			s.Target[i] += rapid.Float64Range(0, 10).Draw(t, "later")
		}
		after := run(t, s, o)
		if !before.Growing && after.Attainment.Low < before.Attainment.Low-1e-12 {
			t.Fatalf("%+v then %+v", before.Attainment, after.Attainment)
		}
	})
}

func TestScenarioFaults(t *testing.T) {
	for want, change := range map[string]func(*Scenario){
		"simulation: high: escalations a week: -1 is out of range; give 0 to 1e+07":                            func(s *Scenario) { s.Volume[1] = -1 },
		"simulation: low: handling shape \"normal\" is not known; take exponential, lognormal or empirical":    func(s *Scenario) { s.Handling[3].Shape = "normal" },
		"simulation: hours covered a day: 25 is out of range; give 0.0166667 to 24":                            func(s *Scenario) { s.HoursADay = 25 },
		"simulation: analysts on shift: NaN is out of range; give 0 to 100000":                                 func(s *Scenario) { s.Analysts = math.NaN() },
		"simulation: the profile has 24 weights; give 168, one for each hour of the week":                      func(s *Scenario) { s.Profile = make([]float64, 24) },
		"simulation: all weights of the profile are 0; leave it out or give one above 0":                       func(s *Scenario) { s.Profile = make([]float64, 168) },
		"simulation: the roster has 100 hours; give whole weeks of 168":                                        func(s *Scenario) { s.Roster = make([]int, 100) },
		"simulation: replay, escalation 1: severity 4; give 0 (critical) to 3 (low)":                           func(s *Scenario) { s.Replay, s.ReplayHours = []Arrival{{1, 4}}, 168 },
		"simulation: hours of the replay: 0 is out of range; give 0.0166667 to 1e+06":                          func(s *Scenario) { s.Replay = []Arrival{{1, 1}} },
		"simulation: about 3.7e+11 escalations to simulate, more than 5e+09; take fewer years or replications": func(s *Scenario) { s.Volume[0] = 1e7 },
	} {
		s := full()
		change(&s)
		if _, err := Run(t.Context(), s, Options{}); err == nil || err.Error() != want {
			t.Errorf("error %v, want %s", err, want)
		}
	}
	for _, o := range []Options{{Years: -1}, {Replications: -1}, {Years: 1001}, {Years: 100, Replications: 1001}} {
		if _, err := Run(t.Context(), full(), o); err == nil {
			t.Errorf("%+v passed", o)
		}
	}
}

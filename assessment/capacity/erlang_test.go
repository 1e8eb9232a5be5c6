package capacity

import (
	"fmt"
	"math"
	"math/big"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func near(t *testing.T, name string, got, want, tolerance float64) {
	t.Helper()
	if math.IsNaN(got) || math.Abs(got-want) > tolerance {
		t.Errorf("%s = %.12g, want %.12g ± %g", name, got, want, tolerance)
	}
}

// plain is a queue in which everything is urgent: the classic M/M/c, where the
// exponent of the waiting time is (c − A)·t/h̄.
func plain(load, handle float64) Demand {
	return Demand{Load: load, UrgentLoad: load, Handle: handle}
}

// referenceErlangC sums the textbook formula directly, with 200 bits:
// (A^c/c!)·c/(c−A) over itself plus Σ_{k<c} A^k/k!.
func referenceErlangC(c int, a float64) float64 {
	number := func(v float64) *big.Float { return new(big.Float).SetPrec(200).SetFloat64(v) }
	load, term, sum := number(a), number(1), number(0)
	for k := 0; k < c; k++ {
		sum.Add(sum, term)
		term.Mul(term, load)
		term.Quo(term, number(float64(k+1)))
	}
	waiting := new(big.Float).SetPrec(200).Mul(term, number(float64(c)))
	waiting.Quo(waiting, new(big.Float).SetPrec(200).Sub(number(float64(c)), load))
	p, _ := new(big.Float).SetPrec(200).Quo(waiting, sum.Add(sum, waiting)).Float64()
	return p
}

// CRAN package ErlangC and pyworkforce: 100 calls in 30 minutes, 180 s each.
func TestPublishedHundredCallsInHalfAnHour(t *testing.T) {
	const second = 1.0 / 3600
	d := plain(100.0/0.5*180*second, 180*second)
	near(t, "offered load", d.Load, 10, 1e-12)

	agents := d.Required(1, 0.85, 0.80, []Weighted{{100, 20 * second}})
	if agents != 14 {
		t.Errorf("agents = %d, want 14", agents)
	}
	waiting := ErlangC(14, d.Load)
	near(t, "waiting probability", waiting, .1741319, 5e-8)
	near(t, "service level", d.Attainment(14, 20*second), .88835, 5e-6)
	near(t, "mean wait in seconds", waiting*180/(14-d.Load), 7.835937, 5e-7)
	near(t, "occupancy", d.Load/14, .7142857, 5e-8)
}

// The service level asks for the fourteenth agent; the cap of 85 % alone would
// be content with twelve. A lower cap asks for more.
func TestRequiredMeetsServiceLevelAndOccupancyCap(t *testing.T) {
	const second = 1.0 / 3600
	d := plain(10, 180*second)
	classes := []Weighted{{100, 20 * second}}
	for _, c := range []struct {
		cap, level float64
		want       int
	}{{0.85, 0.80, 14}, {1, 0.80, 14}, {0.85, 0.5, 12}, {0.75, 0.5, 14}, {0.7, 0.80, 15}} {
		if got := d.Required(1, c.cap, c.level, classes); got != c.want {
			t.Errorf("cap %v, level %v: %d agents, want %d", c.cap, c.level, got, c.want)
		}
	}
}

func TestPublished250CallsAnHour(t *testing.T) {
	const second = 1.0 / 3600
	d := plain(250*330*second, 330*second)
	near(t, "offered load", d.Load, 22.9, 0.05)
	near(t, "service level of 28", d.Attainment(28, 30*second), .857, 0.0005)
	near(t, "service level of 27", d.Attainment(27, 30*second), .782, 0.0005)
	if agents := d.Required(1, 1, 0.80, []Weighted{{250, 30 * second}}); agents != 28 {
		t.Errorf("agents = %d, want 28", agents)
	}
}

func TestWorkedExamplesErlangCAtTwo(t *testing.T) {
	near(t, "example A", ErlangC(2, 1.7), .7811, 0.00005)
	near(t, "example B", ErlangC(2, 51.5/60), .2578, 0.00005)
}

func TestErlangCAgainstDirectSum(t *testing.T) {
	for c := 1; c <= 120; c++ {
		for _, occupancy := range []float64{1e-6, 0.01, 0.1, 0.3, 0.5, 0.75, 0.85, 0.9, 0.99, 0.9999} {
			a := occupancy * float64(c)
			if got, want := ErlangC(c, a), referenceErlangC(c, a); math.Abs(got-want) > 1e-9 {
				t.Errorf("ErlangC(%d, %v) = %.15g, want %.15g", c, a, got, want)
			}
		}
	}
}

func TestErlangCEdges(t *testing.T) {
	for _, c := range []struct {
		servers int
		load    float64
		want    float64
	}{{0, 0, 1}, {0, 1, 1}, {-1, 1, 1}, {1, 1, 1}, {3, 3, 1}, {3, 7, 1}, {1, 0, 0}, {5, 0, 0}, {1, 0.5, 0.5}} {
		if got := ErlangC(c.servers, c.load); got != c.want {
			t.Errorf("ErlangC(%d, %v) = %v, want %v", c.servers, c.load, got, c.want)
		}
	}
}

// Urgent escalations wait less than the first-come-first-served queue would
// have them wait: the exponent is (c − A_u)·t/h̄.
func TestAttainmentOfUrgentFormula(t *testing.T) {
	d := Demand{Load: 1.7, UrgentLoad: 0.3, Handle: 1.1}
	for _, target := range []float64{0, 0.5, 2, 24} {
		want := 1 - referenceErlangC(2, 1.7)*math.Exp(-(2-0.3)*target/1.1)
		near(t, fmt.Sprintf("target %v", target), d.Attainment(2, target), want, 1e-9)
	}
}

func TestAttainmentEdges(t *testing.T) {
	d := Demand{Load: 2, UrgentLoad: 0.5, Handle: 1}
	for _, c := range []struct {
		name            string
		demand          Demand
		onShift, target float64
		want            float64
	}{
		{"nobody on shift", d, 0, 8, 0},
		{"load equals the analysts", d, 2, 8, 0},
		{"load above the analysts", d, 1, 8, 0},
		{"nothing arrives, somebody there", Demand{}, 0.1, 0.5, 1},
		{"nothing arrives, nobody there", Demand{}, 0, 0.5, 0},
		{"target never", d, 3, 1e9, 1},
	} {
		if got := c.demand.Attainment(c.onShift, c.target); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

func TestAttainmentBetweenWholeNumbersIsTheTimeWeightedMean(t *testing.T) {
	d := Demand{Load: 1.7, UrgentLoad: 0.31, Handle: 1.11}
	low, up := d.Attainment(2, 0.5), d.Attainment(3, 0.5)
	for _, share := range []float64{0.1, 0.25, 0.5, 0.9} {
		near(t, fmt.Sprint(share), d.Attainment(2+share, 0.5), (1-share)*low+share*up, 1e-12)
	}
}

func TestUrgentIsWeightedByVolume(t *testing.T) {
	d := Demand{Load: 1.7, UrgentLoad: 0.3, Handle: 1.1}
	got := d.Urgent(2.25, []Weighted{{1, 0.5}, {10, 2}})
	near(t, "urgent", got, (d.Attainment(2.25, 0.5)+10*d.Attainment(2.25, 2))/11, 1e-12)
	near(t, "without urgent escalations", d.Urgent(2.25, []Weighted{{0, 0.5}, {0, 2}}), 1, 0)
}

func TestRequiredKeepsTheSeats(t *testing.T) {
	for _, seats := range []int{1, 2, 7} {
		if got := (Demand{}).Required(seats, 0.75, 0.8, nil); got != seats {
			t.Errorf("without demand: %d, want the %d seats", got, seats)
		}
	}
	if got := plain(10, 0.05).Required(20, 0.85, 0.8, []Weighted{{1, 1}}); got != 20 {
		t.Errorf("%d, want the 20 seats", got)
	}
}

func TestGapsOfTheWeek(t *testing.T) {
	for _, c := range []struct {
		days, hours float64
		want        []float64
	}{
		{5, 8, []float64{16, 16, 16, 16, 64}},
		{5, 12, []float64{12, 12, 12, 12, 60}},
		{7, 8, []float64{16, 16, 16, 16, 16, 16, 16}},
		{1, 1, []float64{167}},
		{5, 24, []float64{48}},
		{6, 24, []float64{24}},
		{7, 24, nil},
		{7, 23.5, []float64{.5, .5, .5, .5, .5, .5, .5}},
	} {
		if diff := cmp.Diff(c.want, Gaps(c.days, c.hours)); diff != "" {
			t.Errorf("%vx%v: %s", c.days, c.hours, diff)
		}
	}
}

func TestGapsAndCoverMakeTheWeek(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		days := float64(rapid.IntRange(1, 7).Draw(t, "days"))
		hours := rapid.Float64Range(1, 24).Draw(t, "hours")
		total := days * hours
		for _, g := range Gaps(days, hours) {
			if g <= 0 {
				t.Fatalf("gap of %v h", g)
			}
			total += g
		}
		if math.Abs(total-168) > 1e-9 {
			t.Fatalf("cover and gaps are %v h, want 168", total)
		}
	})
}

func TestOutsideAttainment(t *testing.T) {
	office := Gaps(5, 8)
	for _, c := range []struct {
		name   string
		gaps   []float64
		target float64
		want   float64
	}{
		{"8x5, 0.5 h", office, 0.5, .0195},
		{"8x5, 4 h", office, 4, .1563},
		{"8x5, 24 h", office, 24, .6875},
		{"8x5, 64 h", office, 64, 1},
		{"8x5, 0 h", office, 0, 0},
		{"24x7 has no gap", Gaps(7, 24), 0.5, 1},
	} {
		near(t, c.name, OutsideAttainment(c.gaps, c.target), c.want, 0.00005)
	}
	near(t, "8x5, 0.5 h exactly", OutsideAttainment(office, 0.5), 2.5/128, 1e-15)
	near(t, "8x5, 24 h exactly", OutsideAttainment(office, 24), 88.0/128, 1e-15)
}

func demands() *rapid.Generator[Demand] {
	return rapid.Custom(func(t *rapid.T) Demand {
		load := rapid.Float64Range(0, 60).Draw(t, "load")
		return Demand{Load: load, UrgentLoad: load * rapid.Float64Range(0, 1).Draw(t, "urgent"), Handle: rapid.Float64Range(0.05, 200).Draw(t, "handle")}
	})
}

func TestAttainmentIsAShare(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		got := demands().Draw(t, "demand").Attainment(rapid.Float64Range(0, 100).Draw(t, "onShift"), rapid.Float64Range(0, 168).Draw(t, "target"))
		if !(got >= 0 && got <= 1) {
			t.Fatalf("attainment %v", got)
		}
	})
}

func TestAttainmentNeverFallsWithMoreAnalysts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, target := demands().Draw(t, "demand"), rapid.Float64Range(0, 168).Draw(t, "target")
		few := rapid.Float64Range(0, 100).Draw(t, "few")
		many := few + rapid.Float64Range(0, 20).Draw(t, "more")
		if a, b := d.Attainment(few, target), d.Attainment(many, target); b < a-1e-12 {
			t.Fatalf("%v with %v analysts, %v with %v", a, few, b, many)
		}
	})
}

func TestAttainmentNeverFallsWithMoreTime(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, onShift := demands().Draw(t, "demand"), rapid.Float64Range(0, 100).Draw(t, "onShift")
		soon := rapid.Float64Range(0, 168).Draw(t, "soon")
		later := soon + rapid.Float64Range(0, 168).Draw(t, "more")
		if a, b := d.Attainment(onShift, soon), d.Attainment(onShift, later); b < a-1e-12 {
			t.Fatalf("%v within %v h, %v within %v h", a, soon, b, later)
		}
	})
}

func TestAttainmentNeverRisesWithMoreLoad(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := demands().Draw(t, "demand")
		onShift, target := rapid.Float64Range(0, 100).Draw(t, "onShift"), rapid.Float64Range(0, 168).Draw(t, "target")
		factor := rapid.Float64Range(1, 3).Draw(t, "factor")
		more := Demand{Load: d.Load * factor, UrgentLoad: d.UrgentLoad * factor, Handle: d.Handle}
		if a, b := d.Attainment(onShift, target), more.Attainment(onShift, target); b > a+1e-12 {
			t.Fatalf("%v, with load times %v %v", a, factor, b)
		}
	})
}

func TestAttainmentIsContinuousAtWholeNumbers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, target := demands().Draw(t, "demand"), rapid.Float64Range(0, 168).Draw(t, "target")
		n := float64(rapid.IntRange(1, 80).Draw(t, "analysts"))
		at := d.Attainment(n, target)
		for _, nearby := range []float64{n - 1e-9, n + 1e-9} {
			if got := d.Attainment(nearby, target); math.Abs(got-at) > 1e-8 {
				t.Fatalf("%v at %v, %v at %v", at, n, got, nearby)
			}
		}
	})
}

func TestErlangCIsAProbabilityAndFallsWithServers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, a := rapid.IntRange(1, 200).Draw(t, "servers"), rapid.Float64Range(0, 220).Draw(t, "load")
		p, next := ErlangC(c, a), ErlangC(c+1, a)
		if !(p >= 0 && p <= 1) || next > p+1e-12 {
			t.Fatalf("ErlangC(%d) = %v, ErlangC(%d) = %v", c, p, c+1, next)
		}
	})
}

// Required meets both conditions, and one analyst fewer does not.
func TestRequiredIsMinimal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := demands().Draw(t, "demand")
		seats := rapid.IntRange(1, 20).Draw(t, "seats")
		most, level := rapid.Float64Range(0.5, 0.9).Draw(t, "cap"), rapid.Float64Range(0.5, 0.99).Draw(t, "level")
		classes := []Weighted{
			{rapid.Float64Range(0, 50).Draw(t, "critical"), rapid.Float64Range(0.05, 8).Draw(t, "critical target")},
			{rapid.Float64Range(0, 50).Draw(t, "high"), rapid.Float64Range(0.05, 24).Draw(t, "high target")},
		}
		fits := func(c int) bool {
			return d.Load/float64(c) <= most+1e-9 && d.Urgent(float64(c), classes) >= level-1e-9
		}
		c := d.Required(seats, most, level, classes)
		if c < seats || !fits(c) {
			t.Fatalf("%d analysts do not suffice", c)
		}
		barely := func(c int) bool { // the margin of rounding counts for either side
			return d.Load/float64(c) <= most-1e-9 && d.Urgent(float64(c), classes) >= level+1e-9
		}
		if c > seats && barely(c-1) {
			t.Fatalf("%d analysts, but %d suffice", c, c-1)
		}
	})
}

// Whatever the questionnaire allows, the formulas end soon and give a number.
func TestExtremesGiveNumbers(t *testing.T) {
	values := []float64{0, 5e-324, 1e-300, 1e-12, 0.05, 0.999999999999, 1, 1.000000000001, 2, 63.5, 12000}
	for _, load := range values {
		for _, handle := range []float64{0, 1e-300, 0.05, 200, 1e300} {
			for _, urgent := range []float64{0, load / 2, load} {
				d := Demand{Load: load, UrgentLoad: urgent, Handle: handle}
				for _, onShift := range values {
					for _, target := range []float64{0, 0.05, 168, 1e300} {
						if got := d.Attainment(onShift, target); !(got >= 0 && got <= 1) {
							t.Fatalf("%+v: Attainment(%v, %v) = %v", d, onShift, target, got)
						}
					}
				}
				if c := d.Required(1, 0.75, 0.8, []Weighted{{1, 0.5}, {0, 0}}); c < 1 || float64(c)*0.75 < load*(1-1e-9) {
					t.Fatalf("%+v: Required = %d", d, c)
				}
			}
		}
	}
}

// 5,000 escalations a week of 200 h in each severity, growing by 300 %, in one
// covered hour a week at the largest peak factor: the most that can be entered.
func TestRequiredOfTheLargestInputIsRightAndQuick(t *testing.T) {
	d := Demand{Load: 5 * 4 * 4 * 5000 * 200, UrgentLoad: 5 * 4 * 2 * 5000 * 200, Handle: 200}
	start := time.Now()
	got := d.Required(1, 0.75, 0.8, []Weighted{{5000, 0.5}, {5000, 2}})
	if took := time.Since(start); took > 100*time.Millisecond {
		t.Errorf("took %v, want below 100 ms: Evaluate asks this a dozen times", took)
	}
	if d.Load/float64(got) > 0.75+1e-9 {
		t.Errorf("%d analysts for %v erlangs are busy %v of the time, allowed 0.75", got, d.Load, d.Load/float64(got))
	}
}

func BenchmarkRequired(b *testing.B) {
	d := plain(10, 0.05)
	for b.Loop() {
		d.Required(1, 0.85, 0.8, []Weighted{{100, 20.0 / 3600}})
	}
}

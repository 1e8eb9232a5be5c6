package ranking

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// The parabola of two options to which all applies is the straight line of FlipWeight,
// and where a criterion does not apply the flip is where weighing again says so.
func TestFlipOf(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := rapid.IntRange(2, 5).Draw(t, "criteria")
		points := make([]float64, m)
		a, b := make([]Value, m), make([]Value, m)
		some := rapid.Bool().Draw(t, "some do not apply")
		for k := range points {
			points[k] = float64(rapid.IntRange(1, 20).Draw(t, "points"))
			for _, row := range [][]Value{a, b} {
				row[k] = Known(float64(rapid.IntRange(0, 20).Draw(t, "value")) / 20)
				row[k].NA = some && rapid.IntRange(0, 3).Draw(t, "applies") == 0
			}
		}
		w, _ := Shares(points)
		j := rapid.IntRange(0, m-1).Draw(t, "of")
		flip, ok := FlipOf(w, a, b, j)
		if d, all := differences(a, b); all {
			p := newPair(w, a, b, j)
			roots := p.roots()
			if want, yes := FlipWeight(w, d, j); yes != ok || want != flip {
				t.Fatalf("%v %v, by the straight line %v %v", flip, ok, want, yes)
			} else if yes && d[j] != 0 && (len(roots) != 1 || math.Abs(roots[0]-flip) > 1e-9) {
				t.Fatalf("%v, by the parabola %v", flip, roots)
			}
		}
		if !ok {
			return
		}
		moved := make([]float64, m)
		for k := range moved {
			moved[k] = w[k] * (1 - flip) / (1 - w[j])
		}
		moved[j] = flip
		x, y := WeightedSum(moved, a).Mid, WeightedSum(moved, b).Mid
		if math.Abs(x-y) > 1e-9 {
			t.Fatalf("at %v they are worth %v and %v", flip, x, y)
		}
	})
}

// Two weights may flip a pair: of them the nearer one counts, and the lead ends there.
func TestTwoFlips(t *testing.T) {
	na := Value{NA: true}
	w := []float64{.3, .35, .35}
	a := []Value{Known(1), Known(0), na}
	b := []Value{Known(.9), na, Known(.45)}
	// a is worth t/(t + (1−t)/2), b (.9·t + .45·(1−t)/2)/(t + (1−t)/2): equal at t = 9/13.
	flip, ok := FlipOf(w, a, b, 0)
	low, high, leads := LeadOf(w, [][]Value{a, b}, 1, 0)
	if !ok || math.Abs(flip-9.0/13) > 1e-12 || !leads || low != 0 || math.Abs(high-9.0/13) > 1e-12 {
		t.Errorf("%v %v, leads %v to %v %v", flip, ok, low, high, leads)
	}
	p := pair{c0: .06, c1: -.5, c2: 1} // (t − .2)(t − .3)
	if r := p.roots(); len(r) != 2 || math.Abs(r[0]-.2) > 1e-12 || math.Abs(r[1]-.3) > 1e-12 {
		t.Errorf("%v", r)
	}
	for _, c := range []struct{ now, low, high float64 }{{.1, 0, .2}, {.9, .3, 1}} {
		if low, high, ok := p.leads(c.now); !ok || math.Abs(low-c.low) > 1e-12 || math.Abs(high-c.high) > 1e-12 {
			t.Errorf("at %v from %v to %v %v", c.now, low, high, ok)
		}
	}
	if _, _, ok := p.leads(.25); ok {
		t.Error("leads where it is behind")
	}
}

package ranking

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// moved is w with x as the weight of j and the others in proportion.
func moved(w []float64, j int, x float64) []float64 {
	out := make([]float64, len(w))
	for k := range w {
		out[k] = w[k] * (1 - x) / (1 - w[j])
	}
	out[j] = x
	return out
}

// lead is how much more option leader is worth than the best other one.
func lead(w []float64, values [][]float64, leader int) float64 {
	best := math.Inf(1)
	for i, v := range values {
		if i == leader {
			continue
		}
		d := 0.0
		for k, x := range w {
			d += x * (values[leader][k] - v[k])
		}
		best = min(best, d)
	}
	return best
}

func TestFlipWeightByHand(t *testing.T) {
	w, d := []float64{.5, .3, .2}, []float64{.2, -.3, .1}
	flip, ok := FlipWeight(w, d, 1) // z = .12/.7
	if !ok {
		t.Fatal("no flip")
	}
	near(t, "flip", flip, .3636, 5e-5)
	near(t, "flip", flip, 4.0/11, 1e-15)
}

func TestFlipWeightThatIsNone(t *testing.T) {
	for name, c := range map[string]struct {
		w, d []float64
		j    int
	}{
		"better in all":    {[]float64{.5, .5}, []float64{.1, .2}, 0},
		"all the weight":   {[]float64{1, 0}, []float64{.1, -.2}, 0},
		"always the same":  {[]float64{.5, .5}, []float64{.1, .1}, 0},
		"the same option":  {[]float64{.5, .5}, []float64{0, 0}, 0},
		"only criterion":   {[]float64{1}, []float64{.1}, 0},
		"unknown":          {[]float64{.5, .5}, []float64{math.NaN(), .1}, 0},
		"unknown in other": {[]float64{.5, .5}, []float64{.1, math.NaN()}, 0},
	} {
		if flip, ok := FlipWeight(c.w, c.d, c.j); ok {
			t.Errorf("%s: %v", name, flip)
		}
	}
	if flip, ok := FlipWeight([]float64{.5, .5}, []float64{-.1, 0}, 0); !ok || flip != 0 {
		t.Errorf("a tie without the criterion flips at %v, %v", flip, ok)
	}
}

func TestAtTheFlipWeightBothAreWorthTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		points, values := drawCase(t, certain, 2, 2)
		w, _ := Shares(points)
		rows := mids(values)
		j := rapid.IntRange(0, len(w)-1).Draw(t, "criterion")
		d := make([]float64, len(w))
		for k := range d {
			d[k] = rows[0][k] - rows[1][k]
		}
		flip, ok := FlipWeight(w, d, j)
		if w[j] == 1 {
			if ok {
				t.Errorf("flip at %v", flip)
			}
			return
		}
		none, all := lead(moved(w, j, 0), rows, 0), lead(moved(w, j, 1), rows, 0)
		if ok {
			near(t, "lead at the flip", lead(moved(w, j, flip), rows, 0), 0, 1e-9)
		} else if none*all < -1e-12 {
			t.Errorf("the lead goes from %v to %v without a flip", none, all)
		}
	})
}

func TestLeadIntervalByHand(t *testing.T) {
	values := [][]float64{{1, 0}, {0, 1}, {.6, .6}}
	w := []float64{.5, .5}
	for leader, want := range [][2]float64{{.6, 1}, {0, .4}, {.4, .6}} {
		low, high, ok := LeadInterval(w, values, leader, 0)
		if !ok {
			t.Errorf("option %d leads nowhere", leader)
		}
		near(t, "low", low, want[0], 1e-12)
		near(t, "high", high, want[1], 1e-12)
	}
	if low, high, ok := LeadInterval(w, append(values, []float64{.5, .5}), 3, 0); ok {
		t.Errorf("a dominated option leads from %v to %v", low, high)
	}
	if _, _, ok := LeadInterval([]float64{1, 0}, values, 0, 0); ok {
		t.Error("an interval for a criterion that has all the weight")
	}
	if low, high, ok := LeadInterval(w, values[:1], 0, 0); !ok || low != 0 || high != 1 {
		t.Errorf("the only option leads from %v to %v", low, high)
	}
	if low, high, ok := LeadInterval(w, [][]float64{{.3, .7}, {.3, .7}}, 0, 0); !ok || low != 0 || high != 1 {
		t.Errorf("of two that are the same one leads from %v to %v", low, high)
	}
	if _, _, ok := LeadInterval(w, [][]float64{{.3, .7}, {math.NaN(), .7}}, 0, 0); ok {
		t.Error("a lead over what is not known")
	}
}

func TestLeadIntervalAgreesWithRecomputing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		points, values := drawCase(t, certain, 2, 6)
		w, _ := Shares(points)
		rows := mids(values)
		j := rapid.IntRange(0, len(w)-1).Draw(t, "criterion")
		leader := rapid.IntRange(0, len(rows)-1).Draw(t, "leader")
		if rapid.Bool().Draw(t, "leads now") {
			leader = Order(worths(w, values)["weighted sum"], nil)[0]
		}
		low, high, ok := LeadInterval(w, rows, leader, j)
		if w[j] == 1 {
			if ok {
				t.Errorf("%v to %v although nothing is left to the others", low, high)
			}
			return
		}
		now := lead(w, rows, leader)
		if now >= 0 && !(ok && low <= w[j] && w[j] <= high) {
			t.Errorf("leads now at %v, but from %v to %v (%v)", w[j], low, high, ok)
		}
		if !ok {
			for x := range 101 {
				if by := lead(moved(w, j, float64(x)/100), rows, leader); by > 1e-9 {
					t.Errorf("leads by %v at %v", by, float64(x)/100)
				}
			}
			return
		}
		if !(0 <= low && low <= high && high <= 1) {
			t.Errorf("from %v to %v", low, high)
		}
		// Within it leads, the ends included; beyond an end it does not.
		for _, x := range []float64{low, (low + high) / 2, high} {
			if by := lead(moved(w, j, x), rows, leader); by < -1e-9 {
				t.Errorf("from %v to %v, but behind by %v at %v", low, high, -by, x)
			}
		}
		for _, x := range []float64{low - .01, high + .01} {
			if x < 0 || x > 1 {
				continue
			}
			if by := lead(moved(w, j, x), rows, leader); by > -1e-12 {
				t.Errorf("from %v to %v, but ahead by %v at %v", low, high, by, x)
			}
		}
	})
}

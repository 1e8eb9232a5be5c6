package counterfactual

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// ladder counts how many thresholds a weighted sum passes.
func ladder(weights []float64, thresholds ...float64) Outcome {
	return func(v []float64) int {
		sum, n := 0.0, 0
		for i, w := range weights {
			sum += w * v[i]
		}
		for _, t := range thresholds {
			if sum > t {
				n++
			}
		}
		return n
	}
}

func TestSinglesFindEveryThreshold(t *testing.T) {
	levers := []Lever{{Now: 10, Min: 0, Max: 100, Less: -1, Scale: 10}, {Now: 2, Min: 0, Max: 4, Step: 1, Less: 1, Scale: 4}}
	s := New(levers, ladder([]float64{1, -3}, 2, 5.5, 60)) // now 4: one threshold passed
	if s.Now() != 1 {
		t.Fatalf("now %d", s.Now())
	}
	want := []Change{
		{[]int{0}, []float64{11.5}, 2, 0.15}, // 11.5 − 6 > 5.5
		{[]int{0}, []float64{8}, 0, 0.2},
		{[]int{1}, []float64{1}, 2, 0.25},
		{[]int{1}, []float64{3}, 0, 0.25},
		{[]int{0}, []float64{66}, 3, 5.6},
	}
	got := s.Singles()
	if len(got) != len(want) {
		t.Fatalf("%d changes, want %d: %+v", len(got), len(want), got)
	}
	for k, w := range want {
		g := got[k]
		if !slices.Equal(g.Levers, w.Levers) || g.Outcome != w.Outcome || math.Abs(g.To[0]-w.To[0]) > 1e-4 || math.Abs(g.Effort-w.Effort) > 1e-4 {
			t.Errorf("change %d: %+v, want %+v", k, g, w)
		}
	}
}

// The value given must itself lead to the outcome it is given for.
func TestEveryChangeHolds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 5).Draw(t, "levers")
		weights := make([]float64, n)
		levers := make([]Lever, n)
		for i := range levers {
			weights[i] = rapid.Float64Range(-3, 3).Draw(t, "weight")
			levers[i] = Lever{Now: float64(rapid.IntRange(0, 4).Draw(t, "now")), Min: 0, Max: 4, Less: -math.Copysign(1, weights[i]), Scale: 4}
			if rapid.Bool().Draw(t, "stepped") {
				levers[i].Step = 1
			}
		}
		f := ladder(weights, rapid.Float64Range(-10, 0).Draw(t, "low"), rapid.Float64Range(0, 10).Draw(t, "high"))
		s := New(levers, f)
		check := func(c Change) {
			v := make([]float64, n)
			for i, l := range levers {
				v[i] = l.Now
			}
			for k, i := range c.Levers {
				if c.To[k] < levers[i].Min || c.To[k] > levers[i].Max {
					t.Fatalf("%+v leaves the bounds", c)
				}
				v[i] = c.To[k]
			}
			if got := f(v); got != c.Outcome || got == s.Now() {
				t.Fatalf("%+v gives %d, now %d", c, got, s.Now())
			}
		}
		for _, c := range s.Singles() {
			check(c)
		}
		use := slices.Repeat([]bool{true}, n)
		for size := 2; size <= min(3, n); size++ {
			for _, direction := range []int{-1, 1} {
				for _, c := range s.Combinations(size, direction, use, 1, 100) {
					check(c)
					if len(c.Levers) != size || (c.Outcome-s.Now())*direction <= 0 {
						t.Fatalf("%+v: size %d, direction %d", c, size, direction)
					}
				}
			}
		}
		for i, l := range levers {
			if s.values[i] != l.Now {
				t.Fatal("the search left a value behind")
			}
		}
	})
}

// Three stepped levers of which all three are needed, and a pair that is not.
func TestCombinationsAreMinimal(t *testing.T) {
	levers := []Lever{{Now: 0, Max: 1, Step: 1, Less: 1, Scale: 4}, {Now: 0, Max: 1, Step: 1, Less: 1, Scale: 4}, {Now: 0, Max: 1, Step: 1, Less: 1, Scale: 4}, {Now: 5, Max: 5, Less: 1, Scale: 5}}
	s := New(levers, func(v []float64) int {
		if v[0]+v[1]+v[2] >= 3 {
			return 0
		}
		return 1
	})
	all := []bool{true, true, true, true}
	if got := s.Combinations(2, -1, all, 1, 9); len(got) > 0 {
		t.Errorf("pairs %+v", got)
	}
	got := s.Combinations(3, -1, all, 1, 9)
	if len(got) != 1 || got[0].Effort != 0.75 || got[0].Outcome != 0 {
		t.Errorf("triples %+v", got)
	}
	if got := s.Combinations(3, -1, []bool{true, true, false, true}, 1, 9); len(got) > 0 {
		t.Errorf("a lever not in use was used: %+v", got)
	}
	if got := s.Combinations(3, 1, all, 1, 9); len(got) > 0 {
		t.Errorf("wrong direction %+v", got)
	}
}

func TestNoOutcomeNoChange(t *testing.T) {
	s := New([]Lever{{Now: 1, Max: 4, Less: 1, Scale: 1}}, func([]float64) int { return -1 })
	if s.Singles() != nil || s.Combinations(1, -1, []bool{true}, 1, 5) != nil {
		t.Error("changes without an outcome")
	}
}

// A threshold at 0 is found in finitely many halvings.
func TestThresholdAtZero(t *testing.T) {
	s := New([]Lever{{Now: 5, Max: 10, Less: -1, Scale: 5}, {Now: 0, Max: 10, Less: 1, Scale: 1}}, func(v []float64) int {
		if v[0] > 0 && v[1] <= 0 {
			return 1
		}
		return 0
	})
	got := s.Singles()
	if len(got) != 2 || got[0].To[0] > 1e-6 || got[1].To[0] > 1e-6 {
		t.Errorf("%+v", got)
	}
	s.Combinations(2, -1, []bool{true, true}, 1, 5)
}

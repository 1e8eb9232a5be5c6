package ranking

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestValue(t *testing.T) {
	near(t, "known", Known(.3).Mid(), .3, 0)
	near(t, "interval", Value{Low: .2, High: .6}.Mid(), .4, 1e-15)
	if v := (Value{Low: .2, High: .6, NA: true}).Mid(); !math.IsNaN(v) {
		t.Errorf("what does not apply has the middle %v", v)
	}
}

func TestShares(t *testing.T) {
	for _, c := range []struct {
		points, want []float64
		ok           bool
	}{
		{[]float64{10, 30, 0, 60}, []float64{.1, .3, 0, .6}, true},
		{[]float64{0, 0}, []float64{0, 0}, false},
		{[]float64{1, -1}, []float64{0, 0}, false},
		{[]float64{1, math.NaN()}, []float64{0, 0}, false},
		{[]float64{1, math.Inf(1)}, []float64{0, 0}, false},
		{[]float64{math.MaxFloat64, math.MaxFloat64}, []float64{.5, .5}, true},
		{[]float64{5e-324, 5e-324}, []float64{.5, .5}, true},
		{nil, nil, false},
	} {
		got, ok := Shares(c.points)
		if ok != c.ok || len(got) != len(c.want) {
			t.Errorf("%v: %v, %v", c.points, got, ok)
			continue
		}
		for j := range got {
			near(t, "share", got[j], c.want[j], 1e-15)
		}
	}
}

func TestWeightedSum(t *testing.T) {
	w := []float64{.5, .3, .2}
	s := WeightedSum(w, []Value{Known(1), {Low: .2, High: .6}, Known(.5)})
	near(t, "low", s.Low, .66, 1e-15)
	near(t, "mid", s.Mid, .72, 1e-15)
	near(t, "high", s.High, .78, 1e-15)

	// .5 and .2 share the .3: (.5·1 + .2·.5)/.7.
	na := WeightedSum(w, []Value{Known(1), {NA: true}, Known(.5)})
	near(t, "with NA", na.Mid, .6/.7, 1e-15)
	near(t, "low with NA", na.Low, .6/.7, 1e-15)

	for _, v := range [][]Value{{{NA: true}, {NA: true}}, {{NA: true}, Known(.5)}} {
		if s := WeightedSum([]float64{1, 0}, v); !math.IsNaN(s.Low + s.Mid + s.High) {
			t.Errorf("nothing with a weight applies, but the score is %v", s)
		}
		if c := Closeness([]float64{1, 0}, v); !math.IsNaN(c) {
			t.Errorf("nothing with a weight applies, but the closeness is %v", c)
		}
	}
}

func TestOrder(t *testing.T) {
	scores := func(mids ...float64) (s []Score) {
		for _, m := range mids {
			s = append(s, Score{Mid: m})
		}
		return s
	}
	nan := math.NaN()
	expect(t, Order(scores(.2, .9, .5), nil), []int{1, 2, 0})
	expect(t, Order(scores(.5, .5, .5), nil), []int{0, 1, 2})
	expect(t, Order(scores(.5, .5, .5), []float64{3, 1, 1}), []int{1, 2, 0})
	expect(t, Order(scores(.5, .5+5e-13, .5), []float64{1, 3, 2}), []int{0, 2, 1})
	expect(t, Order(scores(.5, .5+2e-12, .5), []float64{1, 3, 2}), []int{1, 0, 2})
	expect(t, Order(scores(nan, .1, nan, 0), nil), []int{1, 3, 0, 2})
	expect(t, Order(scores(nan, .1, nan, 0), []float64{2, 0, 1, 0}), []int{1, 3, 2, 0})
	expect(t, Order(scores(.5, .5, .5), []float64{nan, 2, -1}), []int{2, 1, 0})
	expect(t, Order(nil, nil), nil)
}

func TestScoresStayWithinBounds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		points, values := drawCase(t, anyValue, 1, 6)
		for i, v := range values {
			s, c := WeightedSum(points, v), Closeness(points, v)
			if math.IsNaN(s.Mid) != math.IsNaN(c) {
				t.Errorf("sum %v, closeness %v", s, c)
			}
			if math.IsNaN(s.Mid) {
				continue
			}
			if !(0 <= s.Low && s.Low <= s.Mid && s.Mid <= s.High && s.High <= 1 && 0 <= c && c <= 1) {
				t.Errorf("option %d: sum %v, closeness %v", i, s, c)
			}
		}
	})
}

func TestScalingAllWeightsChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		points, values := drawCase(t, anyValue, 1, 6)
		factor := rapid.Float64Range(1e-3, 1e3).Draw(t, "factor")
		scaled := slices.Clone(points)
		for j := range scaled {
			scaled[j] *= factor
		}
		before, after := worths(points, values), worths(scaled, values)
		for method := range before {
			for i := range values {
				if x, y := before[method][i].Mid, after[method][i].Mid; !(math.Abs(x-y) < 1e-12) && !(math.IsNaN(x) && math.IsNaN(y)) {
					t.Errorf("%s: %v and %v", method, x, y)
				}
			}
		}
		a, b := Order(before["weighted sum"], nil), Order(after["weighted sum"], nil)
		if !slices.Equal(a, b) {
			t.Errorf("order %v and %v", a, b)
		}
	})
}

func TestAnotherOptionReversesNoTwo(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		points, values := drawCase(t, anyValue, 2, 8)
		costs := make([]float64, len(values))
		for i := range costs {
			costs[i] = float64(rapid.IntRange(0, 3).Draw(t, "cost"))
		}
		gone := rapid.IntRange(0, len(values)-1).Draw(t, "gone")
		rest, restCosts := slices.Delete(slices.Clone(values), gone, gone+1), slices.Delete(slices.Clone(costs), gone, gone+1)
		with, without := worths(points, values), worths(points, rest)
		for method := range with {
			want := slices.DeleteFunc(Order(with[method], costs), func(i int) bool { return i == gone })
			got := Order(without[method], restCosts)
			for k, i := range got {
				if i >= gone {
					got[k]++
				}
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s: %v without option %d, %v with it", method, got, gone, want)
			}
		}
	})
}

func TestABetterValueLowersNoRank(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		points, values := drawCase(t, certain, 1, 8)
		changed, i := better(t, values)
		before, after := worths(points, values), worths(points, changed)
		for method := range before {
			was := slices.Index(Order(before[method], nil), i)
			is := slices.Index(Order(after[method], nil), i)
			if is > was {
				t.Errorf("%s: rank %d became %d", method, was, is)
			}
		}
	})
}

func TestWhatDoesNotApplyIsLeftOut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		points, values := drawCase(t, anyValue, 1, 1)
		v := values[0]
		j := rapid.IntRange(0, len(v)-1).Draw(t, "criterion")
		v[j].NA = true
		without := slices.Delete(slices.Clone(points), j, j+1)
		a, b := WeightedSum(points, v), WeightedSum(without, slices.Delete(slices.Clone(v), j, j+1))
		if a != b && !math.IsNaN(a.Mid+b.Mid) || math.IsNaN(a.Mid) != math.IsNaN(b.Mid) {
			t.Errorf("NA gives %v, leaving the criterion out %v", a, b)
		}
		// As 0 it would pull down whatever is worth something.
		points[j]++
		zero := slices.Clone(v)
		zero[j] = Known(0)
		if a := WeightedSum(points, v); a.Mid > 0 {
			if !(WeightedSum(points, zero).Mid < a.Mid) {
				t.Errorf("weighted sum %v with NA and not less with 0", a.Mid)
			}
			if c := Closeness(points, v); !(Closeness(points, zero) < c) {
				t.Errorf("closeness %v with NA and not less with 0", c)
			}
		}
	})
}

package ranking

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

func TestPareto(t *testing.T) {
	nan := math.NaN()
	for name, c := range map[string]struct {
		cost, value []float64
		want        []int
	}{
		"a front":               {[]float64{1, 2, 3}, []float64{.1, .2, .3}, []int{-1, -1, -1}},
		"dearer and no better":  {[]float64{1, 2}, []float64{.5, .5}, []int{-1, 0}},
		"worse at the cost":     {[]float64{1, 1}, []float64{.4, .5}, []int{1, -1}},
		"the same":              {[]float64{1, 1}, []float64{.5, .5}, []int{-1, -1}},
		"the same but rounding": {[]float64{1, 1}, []float64{.5, .5 + 1e-16}, []int{-1, -1}},
		"dearer but rounding":   {[]float64{1, 2}, []float64{.5, .5 + 1e-15}, []int{-1, 0}},
		"worth most":            {[]float64{5, 1, 2}, []float64{.1, .5, .6}, []int{2, -1, -1}},
		"then cheapest":         {[]float64{5, 3, 2}, []float64{.1, .6, .6}, []int{2, 2, -1}},
		"then first":            {[]float64{5, 2, 2}, []float64{.1, .6, .6}, []int{1, -1, -1}},
		"NaN":                   {[]float64{nan, 1, 2, 3}, []float64{.9, nan, .5, .4}, []int{-1, -1, -1, 2}},
		"none":                  {nil, nil, nil},
	} {
		t.Run(name, func(t *testing.T) { expect(t, Pareto(c.cost, c.value), c.want) })
	}
}

func TestParetoProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 10).Draw(t, "n")
		cost, value := make([]float64, n), make([]float64, n)
		for i := range n {
			cost[i], value[i] = float64(rapid.IntRange(0, 8).Draw(t, "cost")), float64(rapid.IntRange(0, 8).Draw(t, "value"))/8
			if rapid.IntRange(0, 9).Draw(t, "unknown") == 0 {
				cost[i] = math.NaN()
			}
		}
		got := Pareto(cost, value)
		free := n == 0
		for i, by := range got {
			free = free || by < 0
			dominated := false
			for k := range n {
				dominated = dominated || cost[k] <= cost[i] && value[k] >= value[i] && (cost[k] < cost[i] || value[k] > value[i])
			}
			if dominated != (by >= 0) {
				t.Errorf("option %d: dominator %d, dominated is %v", i, by, dominated)
			}
			if by >= 0 && got[by] >= 0 {
				t.Errorf("option %d is dominated by %d, which is dominated too", i, by)
			}
		}
		if !free {
			t.Errorf("all of %v are dominated", got)
		}
	})
}

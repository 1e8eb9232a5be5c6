// The weighted sum of an option's values, and the order of options by it.

package ranking

import (
	"cmp"
	"math"
	"slices"
)

// Score is what an option is worth over all criteria, each within 0..1: at the low
// ends of its values, in their middle and at the high ends. All three are NaN when
// no criterion with a weight applies.
type Score struct{ Low, Mid, High float64 }

// WeightedSum is the additive model of multi-attribute value theory (Keeney and
// Raiffa, 1976) for one option: the sum of w_j·v_j over the criteria that apply,
// divided by the sum of their weights. So weights, each 0 or more, need not sum to 1.
func WeightedSum(weights []float64, values []Value) Score {
	var sum Score
	total := 0.0
	for j, w := range weights {
		v := values[j]
		if v.NA || w == 0 {
			continue
		}
		total += w
		sum.Low += w * v.Low
		sum.Mid += w * v.Mid()
		sum.High += w * v.High
	}
	return Score{Low: sum.Low / total, Mid: sum.Mid / total, High: sum.High / total}
}

// Order gives the indices of options by Mid, the highest first. Differences below
// 1e-12 are ties; they go by tie, the lowest first (such as a cost; nil for none),
// then by index. NaN comes last, as a Mid and as a tie.
//
// Of several options of which each is that close to the next, all tie, even when the
// ends are farther apart: a tie of neighbours only would give no order.
func Order(scores []Score, tie []float64) []int {
	order := make([]int, len(scores))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return ascending(-scores[a].Mid, -scores[b].Mid)
	})
	if tie == nil {
		tie = make([]float64, len(scores))
	}
	for from := 0; from < len(order); {
		to := from + 1
		for to < len(order) && tied(scores[order[to-1]].Mid, scores[order[to]].Mid) {
			to++
		}
		slices.SortFunc(order[from:to], func(a, b int) int {
			return cmp.Or(ascending(tie[a], tie[b]), a-b)
		})
		from = to
	}
	return order
}

// ascending compares like cmp.Compare, but has NaN behind all numbers.
func ascending(a, b float64) int {
	if math.IsNaN(a) || math.IsNaN(b) {
		return cmp.Compare(b, a)
	}
	return cmp.Compare(a, b)
}

// tied says whether neighbours in descending order count as equal.
func tied(a, b float64) bool {
	return a-b < same || math.IsNaN(a) && math.IsNaN(b)
}

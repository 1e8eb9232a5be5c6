// How far one weight may move before the order changes. Everything here moves the
// weight of one criterion and scales the others in proportion, so that the sum stays.

package ranking

import "math"

// along describes the lead d·w of one option over another as the weight of criterion
// j goes from 0 to 1: it is the straight line from rest, the lead by the other
// criteria alone, to d[j]. It is false when the others have no weight to scale.
func along(w, d []float64, j int) (rest float64, ok bool) {
	total := 0.0
	for k, x := range w {
		if k != j {
			total += x
			rest += x * d[k]
		}
	}
	return rest / total, total > 0
}

// FlipWeight is the weight of criterion j at which two options are worth the same.
// w are the weights, which sum to 1, and d the differences of the values of the two
// (a − b) by criterion. With z = Σ_{k≠j} w_k·d_k/(1−w_j) the lead of a over b is
// w'·d_j + (1−w')·z, which is 0 at w' = z/(z−d_j). It is false when there is no such
// weight within 0..1, when all weights give the same lead, or when w_j is 1.
func FlipWeight(w, d []float64, j int) (float64, bool) {
	z, ok := along(w, d, j)
	if !ok || z == d[j] {
		return 0, false
	}
	flip := z / (z - d[j])
	if !(flip >= 0 && flip <= 1) {
		return 0, false
	}
	return flip, true
}

// LeadInterval is the interval, within 0..1, of the weight of criterion j in which
// the option leader is worth at least as much as every other one; w are the weights
// now, which sum to 1, and values has a row of known values per option. It contains
// w[j] when leader leads now. It is false when leader leads nowhere, or when w[j] is
// 1, since nothing says then how the others share what it gives up.
//
// Criteria must apply to all options: to share the weight of one that does not makes
// a lead no straight line.
func LeadInterval(w []float64, values [][]float64, leader, j int) (low, high float64, ok bool) {
	low, high = 0, 1
	now := true // does it lead with the weights as they are
	d := make([]float64, len(w))
	for i, v := range values {
		if i == leader {
			continue
		}
		for k := range d {
			d[k] = values[leader][k] - v[k]
		}
		z, ok := along(w, d, j)
		if !ok || math.IsNaN(z+d[j]) {
			return 0, 0, false
		}
		flip := min(max(z/(z-d[j]), 0), 1) // not looked at when z is d[j]
		switch {
		case z > -same && d[j] > -same: // leads everywhere
		case z > -same:
			high = min(high, flip)
		case d[j] > -same:
			low = max(low, flip)
		default:
			return 0, 0, false
		}
		now = now && w[j]*d[j]+(1-w[j])*z > -same
	}
	if now { // where a lead is a tie, rounding may have put the end on the wrong side
		low, high = min(low, w[j]), max(high, w[j])
	}
	if low > high {
		return 0, 0, false
	}
	return low, high, true
}

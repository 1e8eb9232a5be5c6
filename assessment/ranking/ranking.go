// What an option is worth on one criterion, and how much a criterion counts.

// Package ranking orders options by several criteria. Values are already scaled
// to 0..1, where more is better. It is pure and deterministic: the same arguments
// give the same result, whatever the number of processors.
//
// Everywhere weights and the values of an option are given by criterion; fewer values
// than weights are a mistake of the caller and panic.
package ranking

import "math"

// same is the difference of two worths below which they count as equal. Worths are
// of the order of 1 and sums of a few dozen terms; rounding moves them by less.
const same = 1e-12

// Value is what an option is worth on one criterion: an interval within 0..1, with
// Low == High where it is known.
type Value struct {
	Low, High float64

	// NA says that the criterion does not apply to the option. Its weight is then
	// shared among the other criteria in proportion; it never counts as 0.
	NA bool
}

// Known is a value without uncertainty, v within 0..1.
func Known(v float64) Value { return Value{Low: v, High: v} }

// Mid is the middle of the interval, within 0..1; NaN where the criterion does not apply.
func (v Value) Mid() float64 {
	if v.NA {
		return math.NaN()
	}
	return (v.Low + v.High) / 2
}

// Shares turns points, each 0 or more and of any unit, into weights that sum to 1.
// Points of which none is above 0 say nothing about the weights, and a negative or
// endless one makes no sense: then all shares are 0 and the answer is false.
func Shares(points []float64) ([]float64, bool) {
	shares := make([]float64, len(points))
	most := 0.0
	for _, p := range points {
		if !(p >= 0 && p <= math.MaxFloat64) {
			return shares, false
		}
		most = max(most, p)
	}
	if most == 0 {
		return shares, false
	}
	total := 0.0
	for j, p := range points {
		shares[j] = p / most // first, so that not even huge points overflow the sum
		total += shares[j]
	}
	for j := range shares {
		shares[j] /= total
	}
	return shares, true
}

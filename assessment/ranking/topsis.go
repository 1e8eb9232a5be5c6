// TOPSIS (Hwang and Yoon, 1981): how close an option is to the best imaginable one
// and how far from the worst.

package ranking

import "math"

// Closeness is TOPSIS with a fixed ideal of 1 and anti-ideal of 0 on every
// criterion: d−/(d+ + d−), where d+ is the root of the sum of (w_j·(1−v_j))² and d−
// that of (w_j·v_j)², v_j the middle of a value. 1 is an option that is best in
// everything. Because the two ideals do not come from the options, another option
// never changes it. Criteria that do not apply drop out of both distances, which is
// the same as sharing their weight. NaN when no criterion with a weight applies.
func Closeness(weights []float64, values []Value) float64 {
	var plus, minus float64
	for j, w := range weights {
		v := values[j]
		if v.NA || w == 0 {
			continue
		}
		mid := v.Mid()
		plus += square(w * (1 - mid))
		minus += square(w * mid)
	}
	plus, minus = math.Sqrt(plus), math.Sqrt(minus)
	return minus / (plus + minus)
}

// ClassicTOPSIS is the textbook form, which divides each column by its length and
// takes the ideal and anti-ideal from the options themselves. The matrix has a row
// per option in any unit; cost says of which criteria less is better. It is here to
// be checked against published tables and for nothing else: it reverses the ranks
// of two options when a third is added. For decisions there is Closeness.
//
// It returns the weighted ideal and anti-ideal by criterion, and the closeness,
// within 0..1, by option; NaN where all options are the same.
func ClassicTOPSIS(matrix [][]float64, weights []float64, cost []bool) (ideal, anti, closeness []float64) {
	ideal, anti = make([]float64, len(weights)), make([]float64, len(weights))
	closeness = make([]float64, len(matrix))
	if len(matrix) == 0 {
		return ideal, anti, closeness
	}
	scale := make([]float64, len(weights))
	for j, w := range weights {
		length, least, most := 0.0, math.Inf(1), math.Inf(-1)
		for _, row := range matrix {
			length = math.Hypot(length, row[j])
			least, most = min(least, row[j]), max(most, row[j])
		}
		if length > 0 { // a column of zeros stays one
			scale[j] = w / length
		}
		if cost[j] {
			least, most = most, least
		}
		ideal[j], anti[j] = scale[j]*most, scale[j]*least
	}
	for i, row := range matrix {
		var plus, minus float64
		for j, s := range scale {
			plus += square(s*row[j] - ideal[j])
			minus += square(s*row[j] - anti[j])
		}
		plus, minus = math.Sqrt(plus), math.Sqrt(minus)
		closeness[i] = minus / (plus + minus)
	}
	return ideal, anti, closeness
}

func square(x float64) float64 { return x * x }

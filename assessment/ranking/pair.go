// The same two questions where a criterion does not apply to one of the options: its
// weight is shared among the others, so the lead is no straight line any more.

package ranking

import (
	"math"
	"slices"
)

// pair is the lead of one option over another as the weight of a criterion goes from
// 0 to 1 and the others share the rest as before. What an option is worth is a ratio
// of two straight lines, so the sign of the lead c0 + c1·t + c2·t² is that of a
// parabola.
type pair struct{ c0, c1, c2 float64 }

// ratio is the worth (p + t·a)/(q + t·b) at a weight t; p is NaN where nothing applies.
type ratio struct{ p, a, q, b float64 }

func newRatio(w []float64, values []Value, j int) ratio {
	var r ratio
	rest := 0.0
	for k, x := range w {
		if k == j {
			continue
		}
		rest += x
		if v := values[k]; !v.NA {
			r.p += x * v.Mid()
			r.q += x
		}
	}
	switch v := values[j]; {
	case v.NA: // worth the same at any weight
		return ratio{p: r.p / r.q, q: 1}
	case r.q == 0: // so here
		return ratio{p: v.Mid(), q: 1}
	default:
		r.p, r.q = r.p/rest, r.q/rest
		r.a, r.b = v.Mid()-r.p, 1-r.q
	}
	return r
}

func newPair(w []float64, a, b []Value, j int) pair {
	x, y := newRatio(w, a, j), newRatio(w, b, j)
	return pair{c0: x.p*y.q - y.p*x.q, c1: x.p*y.b + x.a*y.q - y.p*x.b - y.a*x.q, c2: x.a*y.b - y.a*x.b}
}

func (p *pair) at(t float64) float64 { return p.c0 + t*(p.c1+t*p.c2) }

// roots are the weights within 0..1, ascending, at which both are worth the same.
func (p *pair) roots() []float64 {
	c2 := p.c2
	if math.Abs(c2) < same {
		c2 = 0
	}
	under := p.c1*p.c1 - 4*c2*p.c0
	if !(under >= 0) || math.Abs(p.c0) < same && math.Abs(p.c1) < same && c2 == 0 {
		return nil
	}
	q := -(p.c1 + math.Copysign(math.Sqrt(under), p.c1)) / 2
	var out []float64
	for _, t := range []float64{q / c2, p.c0 / q} {
		if t >= -same && t <= 1+same { // rounding may put an end a little outside
			out = append(out, min(max(t, 0), 1))
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// FlipOf is FlipWeight by the values of the options, of which criteria may not apply
// to one or both. Where two weights flip it is the one nearer to the weight now.
func FlipOf(w []float64, a, b []Value, j int) (float64, bool) {
	if d, ok := differences(a, b); ok {
		return FlipWeight(w, d, j)
	}
	if !(w[j] < 1) {
		return 0, false
	}
	p := newPair(w, a, b, j)
	best, ok := 0.0, false
	for _, t := range p.roots() {
		if !ok || math.Abs(t-w[j]) < math.Abs(best-w[j]) {
			best, ok = t, true
		}
	}
	return best, ok
}

// LeadOf is the interval of LeadInterval around the weight now by the values of the
// options, of which criteria may not apply to some. An option to which nothing applies
// leads nowhere and is in nobody's way.
func LeadOf(w []float64, values [][]Value, leader, j int) (low, high float64, ok bool) {
	known := make([][]float64, len(values))
	straight := true
	for i, row := range values {
		for _, v := range row {
			straight = straight && !v.NA
			known[i] = append(known[i], v.Mid())
		}
	}
	if straight {
		return LeadInterval(w, known, leader, j)
	}
	if !(w[j] < 1) || math.IsNaN(WeightedSum(w, values[leader]).Mid) {
		return 0, 0, false
	}
	low, high = 0, 1
	for i, row := range values {
		if i == leader || math.IsNaN(WeightedSum(w, row).Mid) {
			continue
		}
		p := newPair(w, values[leader], row, j)
		from, to, ok := p.leads(w[j])
		if !ok {
			return 0, 0, false
		}
		low, high = max(low, from), min(high, to)
	}
	return low, high, low <= high
}

// leads is the stretch around now in which the first of the pair is ahead or equal.
func (p *pair) leads(now float64) (low, high float64, ok bool) {
	ends := append(append([]float64{0}, p.roots()...), 1)
	ahead := func(k int) bool { return ends[k+1] > ends[k] && p.at((ends[k]+ends[k+1])/2) > -same }
	for k := 0; k+1 < len(ends); k++ {
		if !ahead(k) {
			continue
		}
		low = ends[k]
		for k+2 < len(ends) && ahead(k+1) {
			k++
		}
		if high = ends[k+1]; now >= low-same && now <= high+same {
			return min(low, now), max(high, now), true
		}
	}
	return 0, 0, false
}

// differences are those of the values; false where a criterion does not apply to one.
func differences(a, b []Value) ([]float64, bool) {
	d := make([]float64, len(a))
	for j := range d {
		if a[j].NA || b[j].NA {
			return nil, false
		}
		d[j] = a[j].Mid() - b[j].Mid()
	}
	return d, true
}

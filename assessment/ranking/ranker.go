// The inner loop of SMAA: one draw after the other without an allocation and, but
// for ties, without a branch that a processor could guess wrong.

package ranking

import (
	"math"
	"slices"
)

// lanes is how many options are scored at once, each in its own register.
const lanes = 4

// table is the values laid out for the inner loop: options in groups of lanes (the
// last filled up with zeros), in a group by criterion, and then the options of the
// group side by side.
type table struct {
	n, m    int
	values  []float64
	applies []float64 // 1 or 0, laid out like values; nil when all criteria apply to all
	unknown []interval
}

// interval is a value that is drawn.
type interval struct {
	at         int // in values
	low, width float64
}

func newTable(values [][]Value, m int) table {
	n := len(values)
	t := table{n: n, m: m, values: make([]float64, (n+lanes-1)/lanes*lanes*m)}
	applies := make([]float64, len(t.values))
	all := m > 0 // with none, nothing applies
	for i, row := range values {
		for j, v := range row[:m:m] {
			at := (i/lanes*m+j)*lanes + i%lanes
			switch {
			case v.NA:
				all = false
				continue
			case v.Low != v.High:
				t.unknown = append(t.unknown, interval{at, v.Low, v.High - v.Low})
			}
			t.values[at], applies[at] = v.Mid(), 1
		}
	}
	if !all {
		t.applies = applies
	}
	return t
}

// ranker is the scratch space of one goroutine.
type ranker struct {
	*table
	law     weightLaw
	values  []float64 // own copy where some are drawn
	weights []float64
	powers  []float64 // of law
	scores  []float64
	totals  []float64 // weights that apply, by option
	rank    []uint64  // by option
	order   []int     // options by rank
	sorted  []float64 // scores by rank
}

func newRanker(t *table, law weightLaw) *ranker {
	filled := (t.n + lanes - 1) / lanes * lanes
	r := &ranker{
		table: t, law: law, values: t.values,
		weights: make([]float64, t.m), powers: make([]float64, t.m), scores: make([]float64, filled), totals: make([]float64, filled),
		rank: make([]uint64, t.n), order: make([]int, t.n), sorted: make([]float64, t.n),
	}
	if len(t.unknown) > 0 {
		r.values = slices.Clone(t.values)
	}
	return r
}

// run adds draws of s to out.
func (r *ranker) run(s stream, draws int, out *tally) {
	n := r.n
	for range draws {
		r.law.draw(&s, r.weights, r.powers)
		for _, u := range r.unknown {
			r.values[u.at] = u.low + float64(s.Uniform()*u.width)
		}
		total := 0.0
		for _, w := range r.weights {
			total += w
		}
		// Weights are not divided by their sum: that would change no rank, only what
		// counts as equal.
		weigh(r.weights, r.values, r.scores)
		near := same * total
		if r.applies != nil {
			weigh(r.weights, r.applies, r.totals)
			for i, t := range r.totals {
				if t > 0 {
					r.scores[i] /= t
				} else {
					r.scores[i] = -1 // below all that are worth something
				}
			}
			near = same
		}
		if r.sort(near) {
			r.shared(near, 1/total, out)
			continue
		}
		for i, k := range r.rank {
			out.ranks[i*n+int(k)]++
		}
		out.won(r.order[0], r.weights, 1/total)
	}
}

// weigh sets sums to the weighted sums of a table's columns. The conversions forbid
// the compiler to fuse multiplication and addition, which it does on some processors
// only: a ranking should be the same on all.
func weigh(weights, columns, sums []float64) {
	for g := 0; g+lanes <= len(sums); g += lanes {
		group := columns[g*len(weights):]
		var a, b, c, d float64
		for _, w := range weights {
			v := group[:lanes]
			group = group[lanes:]
			a += float64(w * v[0])
			b += float64(w * v[1])
			c += float64(w * v[2])
			d += float64(w * v[3])
		}
		sums[g], sums[g+1], sums[g+2], sums[g+3] = a, b, c, d
	}
}

// sort fills rank, order and sorted, equal scores by index, and says whether
// neighbours are less than near apart. It compares all pairs: for the few options
// there are, that is quicker than to sort with branches.
func (r *ranker) sort(near float64) (ties bool) {
	scores, rank := r.scores[:len(r.rank)], r.rank
	for i := range rank {
		rank[i] = uint64(i)
	}
	for i, x := range scores {
		below := uint64(0)
		later, ranks := scores[i+1:], rank[i+1:]
		ranks = ranks[:len(later)]
		for k, y := range later {
			less := math.Float64bits(x-y) >> 63 // the sign
			below += less
			ranks[k] -= less
		}
		rank[i] += below
	}
	for i, k := range rank {
		r.order[k], r.sorted[k] = i, scores[i]
	}
	signs := uint64(0)
	last := r.sorted[0]
	for _, x := range r.sorted[1:] {
		signs |= math.Float64bits(last-x-near) >> 63
		last = x
	}
	return signs != 0
}

// shared counts a draw in which options tie.
func (r *ranker) shared(near, scale float64, out *tally) {
	for from := 0; from < r.n; {
		to := from + 1
		for to < r.n && r.sorted[to-1]-r.sorted[to] < near {
			to++
		}
		part := 1 / float64(to-from)
		for _, i := range r.order[from:to] {
			for k := from; k < to; k++ {
				out.ranks[i*r.n+k] += part
			}
			if from == 0 {
				out.won(i, r.weights, scale*part)
			}
		}
		from = to
	}
}

// won counts the weights with which option i was first.
func (t *tally) won(i int, weights []float64, scale float64) {
	sums := t.first[i*t.m:]
	sums = sums[:len(weights)]
	for j, w := range weights {
		sums[j] += float64(w * scale)
	}
}

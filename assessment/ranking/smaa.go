// How sure a ranking is while weights and values are not: stochastic multicriteria
// acceptability analysis, SMAA-2 (Lahdelma and Salminen, 2001).

package ranking

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// Acceptability is how often options take ranks over draws of weights and values.
type Acceptability struct {
	// Ranks has by option and rank, 0 the first, the share of draws in which the option
	// takes the rank. Rows and columns sum to 1.
	Ranks [][]float64

	// Central has by option the mean of the weights, by criterion and summing to 1, of
	// the draws in which it was first; nil when it never was. It says what one must
	// think to prefer the option.
	Central [][]float64
}

// blocks is into how many parts the draws are divided at most. Each has a random
// stream of its own, and they are added up in order, so it does not matter who works
// on which. It is fixed, or results would change with the number of processors, and
// small, as each has its own counts.
const blocks = 64

// SMAA draws weights and unknown values and ranks the options by weighted sum, as
// often as draws says; values has a row per option. Without stated weights all are
// equally likely, Dirichlet(1, …, 1). With them, each 0 or more and of any unit, they
// are drawn from Dirichlet(concentration·share): the mean of a weight is its share
// of the stated ones and its variance share·(1−share)/(concentration+1); what is
// stated 0 always weighs 0. An unknown value is drawn uniformly from its interval,
// for itself alone. Options that tie within 1e-12 share their ranks evenly; one to
// which no criterion applies comes last.
//
// It returns nothing without options, without draws, when Shares(stated) is false or
// when concentration is not above 0.
func SMAA(values [][]Value, stated []float64, concentration float64, draws int, seed uint64) Acceptability {
	if len(values) == 0 || draws <= 0 {
		return Acceptability{}
	}
	m := len(values[0])
	if stated != nil {
		m = len(stated)
	}
	law, ok := newWeightLaw(stated, concentration)
	if !ok {
		return Acceptability{}
	}
	t := newTable(values, m)

	parts := min(draws, blocks)
	results := make([]tally, parts)
	var taken atomic.Int64
	work := func() {
		r := newRanker(&t, law)
		for {
			k := int(taken.Add(1)) - 1
			if k >= parts {
				return
			}
			from, to := k*draws/parts, (k+1)*draws/parts
			results[k] = newTally(t.n, m)
			r.run(newStream(seed, uint64(k)), to-from, &results[k])
		}
	}
	var others sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), parts) - 1 {
		others.Go(work)
	}
	work()
	others.Wait()

	for _, r := range results[1:] {
		results[0].add(r)
	}
	return results[0].acceptability(draws)
}

// tally is what a block counts, flat by option and rank and by option and criterion.
type tally struct {
	n, m  int
	ranks []float64 // draws; parts of one where options tie
	first []float64 // sum of the weights of the draws in which the option was first
}

func newTally(n, m int) tally {
	a := make([]float64, n*n+n*m)
	return tally{n: n, m: m, ranks: a[:n*n], first: a[n*n:]}
}

func (t *tally) add(o tally) {
	for i, x := range o.ranks {
		t.ranks[i] += x
	}
	for i, x := range o.first {
		t.first[i] += x
	}
}

func (t *tally) acceptability(draws int) Acceptability {
	a := Acceptability{Ranks: make([][]float64, t.n), Central: make([][]float64, t.n)}
	for i := range t.n {
		ranks, central := t.ranks[i*t.n:(i+1)*t.n:(i+1)*t.n], t.first[i*t.m:(i+1)*t.m:(i+1)*t.m]
		if won := ranks[0]; won > 0 {
			for j := range central {
				central[j] /= won
			}
			a.Central[i] = central
		}
		for k := range ranks {
			ranks[k] /= float64(draws)
		}
		a.Ranks[i] = ranks
	}
	return a
}

package ranking

import (
	"math"
	"testing"
)

// moments compares the mean of n draws with what it should be, within four of its
// standard errors, and the variance.
func moments(t *testing.T, name string, draw func() float64, mean, variance float64) {
	t.Helper()
	const n = 400_000
	var sum, squares float64
	for range n {
		x := draw()
		sum += x
		squares += x * x
	}
	m := sum / n
	near(t, name+": mean", m, mean, 4*math.Sqrt(variance/n))
	near(t, name+": variance", squares/n-m*m, variance, .03*variance)
}

func TestMoments(t *testing.T) {
	s := newStream(1, 0)
	moments(t, "uniform", s.Uniform, .5, 1.0/12)
	moments(t, "exponential", s.Exponential, 1, 1)
	moments(t, "normal", s.normal, 0, 1)
	for _, shape := range []float64{1, 1.3, 2, 10, 1000} {
		g := newGamma(shape)
		moments(t, "gamma", func() float64 { return g.draw(&s) }, shape, shape)
	}
}

// Mean and variance of Dirichlet(c·share) are share and share·(1−share)/(c+1), also
// where shapes are below 1, as 30·.01 is, and far below.
func TestWeightsAreDirichlet(t *testing.T) {
	for _, c := range []struct {
		concentration float64
		stated        []float64
	}{
		{30, []float64{.5, .3, .19, .01, 0}},
		{300, []float64{.5, .3, .19, .01, 0}},
		{30, []float64{97, 1, 1, 1}},
		{2, []float64{.7, .2, .1}},
		{.02, []float64{.7, .2, .1}},
		{1e-9, []float64{.7, .2, .1}},
		{3, []float64{1, 1, 1}},
	} {
		l, ok := newWeightLaw(c.stated, c.concentration)
		if !ok {
			t.Fatalf("no law of %v", c)
		}
		shares, _ := Shares(c.stated)
		m := len(shares)
		s := newStream(4, 0)
		w, powers := make([]float64, m), make([]float64, m)
		sums, squares := make([]float64, m), make([]float64, m)
		const n = 200_000
		for range n {
			l.draw(&s, w, powers)
			total := 0.0
			for _, x := range w {
				total += x
			}
			if !(total > 0 && total < math.Inf(1)) {
				t.Fatalf("%v: weights %v", c, w)
			}
			for j, x := range w {
				sums[j] += x / total
				squares[j] += x / total * x / total
			}
		}
		for j, share := range shares {
			variance := share * (1 - share) / (c.concentration + 1)
			mean := sums[j] / n
			near(t, "mean weight", mean, share, 4*math.Sqrt(variance/n))
			near(t, "its variance", squares[j]/n-mean*mean, variance, .05*variance)
		}
	}
}

func TestUniformWeightsAreDirichlet(t *testing.T) {
	var l weightLaw
	s := newStream(5, 0)
	w := make([]float64, 4)
	moments(t, "weight", func() float64 {
		l.draw(&s, w, nil)
		return w[1] / (w[0] + w[1] + w[2] + w[3])
	}, .25, .25*.75/5)
}

func TestStreamsDiffer(t *testing.T) {
	seen := map[uint64]bool{}
	for seed := range uint64(20) {
		for block := range uint64(20) {
			s := newStream(seed, block)
			seen[s.Bits()] = true
		}
	}
	if len(seen) != 400 {
		t.Errorf("%d different streams of 400", len(seen))
	}
}

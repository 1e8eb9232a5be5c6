package simulation

import (
	"math"
	"testing"
)

// moments compares mean and variance of n draws with what they should be, and
// the mean within four of its standard errors.
func moments(t *testing.T, name string, draw func() float64, mean, variance float64) {
	t.Helper()
	const n = 1_000_000
	var sum, squares float64
	for range n {
		x := draw()
		sum += x
		squares += x * x
	}
	m := sum / n
	if math.Abs(m-mean) > 4*math.Sqrt(variance/n) {
		t.Errorf("%s: mean %g, want %g", name, m, mean)
	}
	if v := squares/n - m*m; math.Abs(v-variance) > .03*variance {
		t.Errorf("%s: variance %g, want %g", name, v, variance)
	}
}

func TestMoments(t *testing.T) {
	s := newStream(1, 0, 0)
	moments(t, "uniform", s.Uniform, .5, 1.0/12)
	moments(t, "exponential", s.Exponential, 1, 1)
	moments(t, "normal", s.normal, 0, 1)
	moments(t, "geometric", func() float64 { return float64(s.geometric(4)) }, 4, 12)
	for _, h := range []Handling{{Mean: 2}, {Shape: LogNormal, Mean: 2, CV: .8}, {Shape: Empirical, Samples: []float64{1, 2, 6}}} {
		d := h.sampler()
		moments(t, h.Shape, func() float64 { return d.draw(&s) }, h.mean(), h.squaredCV()*h.mean()*h.mean())
	}
}

func TestStreamsDiffer(t *testing.T) {
	seen := map[uint64]bool{}
	for seed := range uint64(5) {
		for replication := range 5 {
			for purpose := range uint64(5) {
				s := newStream(seed, replication, purpose)
				seen[s.Bits()] = true
			}
		}
	}
	if len(seen) != 125 {
		t.Errorf("%d different streams of 125", len(seen))
	}
}

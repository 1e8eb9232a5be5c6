package random

import (
	"math"
	"testing"
)

// The ziggurat must have no seam: the share of draws below each of many points, the
// tail among them, is that of the distribution. One at a time and many at once.
func TestExponentialFitsEverywhere(t *testing.T) {
	points := []float64{.001, .01, .05, .1, .2, .5, 1, 2, 3, 5, 7, tail, 8, 10}
	below := make([]int, len(points))
	s := New(2)
	const n = 2_000_000
	some := make([]float64, 10)
	for k := range n {
		if k%len(some) == 0 {
			s.Exponentials(some)
		}
		for i, p := range points {
			if some[k%len(some)] < p {
				below[i]++
			}
		}
	}
	for i, p := range points {
		want := 1 - math.Exp(-p)
		if z := (float64(below[i])/n - want) / math.Sqrt(want*(1-want)/n); math.Abs(z) > 4 {
			t.Errorf("share below %g: %g, want %g (%.1f standard errors)", p, float64(below[i])/n, want, z)
		}
	}
}

func TestExponentialsAreThoseOneByOne(t *testing.T) {
	a, b := New(3), New(3)
	many := make([]float64, 10_000)
	a.Exponentials(many)
	for i, x := range many {
		if y := b.Exponential(); x != y {
			t.Fatalf("draw %d: %v and %v", i, x, y)
		}
	}
}

func TestUniform(t *testing.T) {
	s := New(1)
	var sum, squares float64
	const n = 1_000_000
	for range n {
		x := s.Uniform()
		if !(x >= 0 && x < 1) {
			t.Fatal(x)
		}
		sum += x
		squares += x * x
	}
	if mean := sum / n; math.Abs(mean-.5) > 4*math.Sqrt(1./12/n) || math.Abs(squares/n-1./3) > .003 {
		t.Errorf("mean %v, mean square %v", mean, squares/n)
	}
}

// The streams are pinned: a result must not change with them.
func TestPinned(t *testing.T) {
	s := New(Mix(Mix(7, 1), 2))
	for i, want := range []uint64{9922371854042702242, 8554309878128254429, 4198597784945964893} {
		if got := s.Bits(); got != want {
			t.Errorf("number %d is %d, want %d", i, got, want)
		}
	}
}

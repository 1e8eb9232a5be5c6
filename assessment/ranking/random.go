// Random weights: normal variates by the polar method (Marsaglia and Bray, 1964) and
// gamma ones by Marsaglia and Tsang (2000).

package ranking

import (
	"math"

	"muster/assessment/random"
)

// stream is a sequence of random numbers. spare is the second normal variate of a
// pair, NaN when there is none.
type stream struct {
	random.Stream
	spare float64
}

// newStream gives the stream of a seed and a block.
func newStream(seed, block uint64) stream {
	return stream{random.New(random.Mix(seed, block)), math.NaN()}
}

// normal is standard normal.
func (s *stream) normal() float64 {
	if x := s.spare; !math.IsNaN(x) {
		s.spare = math.NaN()
		return x
	}
	for {
		u, v := 2*s.Uniform()-1, 2*s.Uniform()-1
		if q := float64(u*u) + float64(v*v); q > 0 && q < 1 {
			scale := math.Sqrt(-2 * math.Log(q) / q)
			s.spare = v * scale
			return u * scale
		}
	}
}

// gamma is the gamma distribution of a shape of 1 or more and scale 1, prepared for
// drawing.
type gamma struct{ d, c float64 }

func newGamma(shape float64) gamma {
	d := shape - 1.0/3
	return gamma{d: d, c: 1 / math.Sqrt(9*d)}
}

func (g gamma) draw(s *stream) float64 {
	for {
		x := s.normal()
		v := 1 + float64(g.c*x)
		if v <= 0 {
			continue
		}
		v *= v * v
		u, q := 1-s.Uniform(), x*x
		if u < 1-float64(.0331*q*q) || math.Log(u) < float64(.5*q)+float64(g.d*(1-v+math.Log(v))) {
			return g.d * v
		}
	}
}

// Package random is the stream of random numbers that simulation and ranking draw
// from: a xoshiro256++ generator (Blackman and Vigna, 2019) and exponential variates
// by the ziggurat (Marsaglia and Tsang, 2000). Own code and not math/rand, because a
// result must not change with the Go version and hot loops want the generator
// inlined.
package random

import (
	"math"
	"math/bits"
)

// Stream is a sequence of random numbers.
type Stream struct{ state }

// state is apart, and its method takes and gives a copy, so that the compiler keeps
// it in registers in a loop.
type state struct{ a, b, c, d uint64 }

// Mix joins a seed with one more number: what a stream is for, which part of the
// work it serves. Different arguments give seeds that have nothing to do with one
// another.
func Mix(seed, number uint64) uint64 { return splitMix(seed) ^ number*0xd1342543de82ef95 }

// New gives the stream of a seed.
func New(seed uint64) Stream {
	var s Stream
	for _, p := range []*uint64{&s.a, &s.b, &s.c, &s.d} {
		seed += 0x9e3779b97f4a7c15
		*p = splitMix(seed)
	}
	return s
}

// splitMix scrambles x (Steele, Lea and Flood, 2014).
func splitMix(x uint64) uint64 {
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// next gives 64 random bits and the state after them.
func (s state) next() (uint64, state) {
	out := bits.RotateLeft64(s.a+s.d, 23) + s.a
	t := s.b << 17
	s.c ^= s.a
	s.d ^= s.b
	s.b ^= s.c
	s.a ^= s.d
	s.c ^= t
	s.d = bits.RotateLeft64(s.d, 45)
	return out, s
}

// Bits are 64 random bits.
func (s *Stream) Bits() uint64 {
	out, after := s.next()
	s.state = after
	return out
}

// Uniform is in [0, 1). By Bits it would be just too long to be inlined.
func (s *Stream) Uniform() float64 {
	u, after := s.next()
	s.state = after
	return float64(u>>11) * 0x1p-53
}

// The ziggurat covers the density e^−x with 256 layers of equal area; tail is where
// the lowest one ends and the tail begins.
const (
	tail  = 7.697117470131049714044628048
	layer = 3.949659822581571993e-3 // area of each
)

// ziggurat holds, by layer, the share of its width that lies under the density for
// sure (as a number of 53 bits), the width (over 2^53), and the density at the width.
var ziggurat = func() (z [256]struct {
	sure          uint64
	width, height float64
}) {
	x := tail
	edge := layer / math.Exp(-tail) // the lowest layer as a box, tail included
	z[0].sure, z[0].width, z[0].height = uint64(x/edge*0x1p53), edge*0x1p-53, 1
	for i := 255; i >= 1; i-- {
		inner := 0.0
		if i > 1 {
			inner = -math.Log(layer/x + math.Exp(-x))
		}
		z[i].sure, z[i].width, z[i].height = uint64(inner/x*0x1p53), x*0x1p-53, math.Exp(-x)
		x = inner
	}
	return z
}()

// Exponential has mean 1.
func (s *Stream) Exponential() float64 {
	u := s.Bits()
	z := &ziggurat[u&0xff]
	if j := u >> 11; j < z.sure {
		return float64(j) * z.width
	}
	return s.edge(u)
}

// Exponentials fills x with variates of mean 1.
func (s *Stream) Exponentials(x []float64) {
	now := s.state
	for i := range x {
		var u uint64
		u, now = now.next()
		z := &ziggurat[u&0xff]
		if j := u >> 11; j < z.sure {
			x[i] = float64(j) * z.width
			continue
		}
		s.state = now
		x[i] = s.edge(u)
		now = s.state
	}
	s.state = now
}

// edge makes a variate of u, and of more where u lies near the edge of a layer.
func (s *Stream) edge(u uint64) float64 {
	for {
		i, j := u&0xff, u>>11
		x := float64(j) * ziggurat[i].width
		switch {
		case j < ziggurat[i].sure:
			return x
		case i == 0:
			return tail - math.Log(1-s.Uniform())
		}
		// Layer i spans the heights from that at its own width to that of the next
		// narrower one; the narrowest ends at 1.
		top := 1.0
		if i > 1 {
			top = ziggurat[i-1].height
		}
		if low := ziggurat[i].height; low+float64(s.Uniform()*(top-low)) < math.Exp(-x) {
			return x
		}
		u = s.Bits()
	}
}

// Random numbers: a xoshiro256++ generator (Blackman and Vigna, 2019), exponential
// variates by the ziggurat (Marsaglia and Tsang, 2000), normal ones by the polar
// method (Marsaglia and Bray, 1964) and gamma ones by Marsaglia and Tsang (2000). Own
// code and not math/rand, because a ranking must not change with the Go version and
// the exponential variates are most of the time it takes.

package ranking

import (
	"math"
	"math/bits"
)

// stream is a sequence of random numbers. spare is the second normal variate of a
// pair, NaN when there is none.
type stream struct {
	state
	spare float64
}

// state is apart, and its method takes and gives a copy, so that the compiler keeps
// it in registers in a loop.
type state struct{ a, b, c, d uint64 }

// newStream gives the stream of a seed and a block. Different arguments give streams
// that have nothing to do with one another.
func newStream(seed, block uint64) stream {
	x := splitMix(seed) ^ block*0xd1342543de82ef95
	s := stream{spare: math.NaN()}
	for _, p := range []*uint64{&s.a, &s.b, &s.c, &s.d} {
		x += 0x9e3779b97f4a7c15
		*p = splitMix(x)
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

// uniform is in [0, 1).
func (s *stream) uniform() float64 {
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

// exponentials fills x with variates of mean 1.
func (s *stream) exponentials(x []float64) {
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
		x[i] = s.exponentialEdge(u)
		now = s.state
	}
	s.state = now
}

// exponential has mean 1.
func (s *stream) exponential() float64 {
	var u uint64
	u, s.state = s.next()
	return s.exponentialEdge(u)
}

// exponentialEdge makes a variate of u, and of more where u lies near the edge of a
// layer.
func (s *stream) exponentialEdge(u uint64) float64 {
	for {
		i, j := u&0xff, u>>11
		x := float64(j) * ziggurat[i].width
		switch {
		case j < ziggurat[i].sure:
			return x
		case i == 0:
			return tail - math.Log(1-s.uniform())
		}
		// Layer i spans the heights from that at its own width to that of the next
		// narrower one; the narrowest ends at 1.
		top := 1.0
		if i > 1 {
			top = ziggurat[i-1].height
		}
		if low := ziggurat[i].height; low+float64(s.uniform()*(top-low)) < math.Exp(-x) {
			return x
		}
		u, s.state = s.next()
	}
}

// normal is standard normal.
func (s *stream) normal() float64 {
	if x := s.spare; !math.IsNaN(x) {
		s.spare = math.NaN()
		return x
	}
	for {
		u, v := 2*s.uniform()-1, 2*s.uniform()-1
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
		u, q := 1-s.uniform(), x*x
		if u < 1-float64(.0331*q*q) || math.Log(u) < float64(.5*q)+float64(g.d*(1-v+math.Log(v))) {
			return g.d * v
		}
	}
}

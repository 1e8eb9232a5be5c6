// Random numbers: a xoshiro256++ generator (Blackman and Vigna, 2019) and
// exponential variates by the ziggurat (Marsaglia and Tsang, 2000). Own code and
// not math/rand, because a result must not change with the Go version and the
// hot loop wants the generator inlined.

package simulation

import (
	"math"
	"math/bits"
)

// stream is a sequence of random numbers.
type stream struct{ a, b, c, d uint64 }

// newStream gives the stream of a seed, a replication and a purpose. Different
// arguments give streams that have nothing to do with one another.
func newStream(seed uint64, replication int, purpose uint64) stream {
	x := seed
	for _, v := range []uint64{uint64(replication), purpose} {
		x = splitMix(x) ^ v*0xd1342543de82ef95
	}
	var s stream
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

// next gives 64 random bits.
func (s *stream) next() uint64 {
	out := bits.RotateLeft64(s.a+s.d, 23) + s.a
	t := s.b << 17
	s.c ^= s.a
	s.d ^= s.b
	s.b ^= s.c
	s.a ^= s.d
	s.c ^= t
	s.d = bits.RotateLeft64(s.d, 45)
	return out
}

// uniform is in [0, 1).
func (s *stream) uniform() float64 { return float64(s.next()>>11) * 0x1p-53 }

// The ziggurat covers the density e^−x with 256 layers of equal area; tail is
// where the lowest one ends and the tail begins.
const (
	tail  = 7.697117470131049714044628048
	layer = 3.949659822581571993e-3 // area of each
)

// ziggurat holds, by layer, the share of its width that lies under the density
// for sure (as a number of 53 bits), the width, and the density at the width.
var ziggurat = func() (z struct {
	sure   [256]uint64
	width  [256]float64 // over 2^53
	height [256]float64
}) {
	x := tail
	edge := layer / math.Exp(-tail) // the lowest layer as a box, tail included
	z.sure[0] = uint64(x / edge * 0x1p53)
	z.width[0] = edge * 0x1p-53
	z.height[0] = 1
	for i := 255; i >= 1; i-- {
		z.width[i] = x * 0x1p-53
		z.height[i] = math.Exp(-x)
		inner := 0.0
		if i > 1 {
			inner = -math.Log(layer/x + math.Exp(-x))
		}
		z.sure[i] = uint64(inner / x * 0x1p53)
		x = inner
	}
	return z
}()

// exponential has mean 1.
func (s *stream) exponential() float64 {
	u := s.next()
	i, j := u&0xff, u>>11
	if j < ziggurat.sure[i] {
		return float64(j) * ziggurat.width[i]
	}
	return s.exponentialEdge(i, j)
}

// exponentialEdge decides the few draws near the edge of layer i.
func (s *stream) exponentialEdge(i, j uint64) float64 {
	for {
		x := float64(j) * ziggurat.width[i]
		switch {
		case j < ziggurat.sure[i]:
			return x
		case i == 0:
			return tail - math.Log(1-s.uniform())
		}
		// Layer i spans the heights from that at its own width to that of the next
		// narrower one; the narrowest ends at 1.
		top := 1.0
		if i > 1 {
			top = ziggurat.height[i-1]
		}
		if low := ziggurat.height[i]; low+s.uniform()*(top-low) < math.Exp(-x) {
			return x
		}
		u := s.next()
		i, j = u&0xff, u>>11
	}
}

// normal is standard normal, by the polar method (Marsaglia and Bray, 1964).
func (s *stream) normal() float64 {
	for {
		u, v := 2*s.uniform()-1, 2*s.uniform()-1
		if q := u*u + v*v; q > 0 && q < 1 {
			return u * math.Sqrt(-2*math.Log(q)/q)
		}
	}
}

// geometric is 1, 2, … with the given mean; 1 when that is 1 or less.
func (s *stream) geometric(mean float64) int {
	if mean <= 1 {
		return 1
	}
	return 1 + int(math.Log(1-s.uniform())/math.Log(1-1/mean))
}

// Random numbers of the simulation: what the shared stream does not have.

package simulation

import (
	"math"

	"muster/assessment/random"
)

// stream is a sequence of random numbers.
type stream struct{ random.Stream }

// newStream gives the stream of a seed, a replication and a purpose.
func newStream(seed uint64, replication int, purpose uint64) stream {
	return stream{random.New(random.Mix(random.Mix(seed, uint64(replication)), purpose))}
}

// normal is standard normal, by the polar method (Marsaglia and Bray, 1964).
func (s *stream) normal() float64 {
	for {
		u, v := 2*s.Uniform()-1, 2*s.Uniform()-1
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
	return 1 + int(math.Log(1-s.Uniform())/math.Log(1-1/mean))
}

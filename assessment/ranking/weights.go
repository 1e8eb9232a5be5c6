// The law by which SMAA draws weights: a Dirichlet distribution, drawn as gamma
// variates that are not yet divided by their sum.

package ranking

import "math"

// weightLaw draws the weights of all criteria: from Dirichlet(1, …, 1) when terms is
// nil, since gamma variates of shape 1 are exponential ones.
type weightLaw struct{ terms []term }

// term is a criterion that weighs something.
type term struct {
	criterion int
	gamma     gamma

	// boost is 1/shape of a shape below 1, for which gamma has shape + 1: the variate is
	// that of gamma times U^(1/shape), and −log U is exponential. It is 0 for others.
	boost float64
}

// Beyond these weights do not vary visibly, or only one of them is above 0, and the
// arithmetic would overflow.
const (
	mostConcentration = 1e15
	leastShape        = 1e-300
)

func newWeightLaw(stated []float64, concentration float64) (weightLaw, bool) {
	if stated == nil {
		return weightLaw{}, true
	}
	shares, ok := Shares(stated)
	if !ok || !(concentration > 0) {
		return weightLaw{}, false
	}
	var l weightLaw
	for j, share := range shares {
		if share == 0 {
			continue
		}
		t := term{criterion: j}
		shape := max(min(concentration, mostConcentration)*share, leastShape)
		if shape < 1 {
			t.boost = 1 / shape
			shape++
		}
		t.gamma = newGamma(shape)
		l.terms = append(l.terms, t)
	}
	return l, true
}

// draw fills weights; powers is scratch space of the same length. What is stated 0
// must be 0 in weights already.
func (l *weightLaw) draw(s *stream, weights, powers []float64) {
	if l.terms == nil {
		s.Exponentials(weights)
		return
	}
	most := math.Inf(-1)
	for i, t := range l.terms {
		weights[t.criterion] = t.gamma.draw(s)
		powers[i] = 0
		if t.boost > 0 {
			powers[i] = -t.boost * s.Exponential()
		}
		most = max(most, powers[i])
	}
	// Only the differences of the powers matter. Without taking the largest away, all
	// variates of small shapes could round to 0.
	for i, t := range l.terms {
		if p := powers[i] - most; p != 0 {
			weights[t.criterion] *= math.Exp(p)
		}
	}
}

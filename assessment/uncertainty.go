// How sure the SIA verdict is when volumes and handle times are not exact.

package assessment

import (
	"math/rand/v2"

	"muster/assessment/model"
)

// Uncertainty is how the SIA verdict spreads when each volume and each handle
// time varies by itself in a triangular distribution around the answer.
type Uncertainty struct {
	Draws  int               `json:"draws"`
	Width  float64           `json:"width"` // share either way
	Seed   uint64            `json:"seed"`
	Shares map[Verdict]Share `json:"shares"` // of the draws; every SIA verdict
}

// Share is a part of a whole, 0 to 1.
type Share float64

const (
	uncertaintyDraws = 2000
	uncertaintySeed  = 1
)

// uncertainty draws verdicts; nil where there is none to begin with.
func uncertainty(in *inputs, p *model.Parameters) *Uncertainty {
	if in.rung(p) < 0 {
		return nil
	}
	u := &Uncertainty{Draws: uncertaintyDraws, Width: p.UncertaintyWidth, Seed: uncertaintySeed, Shares: map[Verdict]Share{}}
	random := rand.New(rand.NewPCG(uncertaintySeed, 0))
	var counts [4]int
	tried := *in
	for range uncertaintyDraws {
		for i := range 4 {
			// The sum of two uniform numbers is triangular.
			tried.volume[i] = in.volume[i] * (1 + u.Width*(random.Float64()+random.Float64()-1))
			tried.handle[i] = in.handle[i] * (1 + u.Width*(random.Float64()+random.Float64()-1))
		}
		counts[tried.rung(p)]++
	}
	for i, v := range Ladder {
		u.Shares[v] = Share(float64(counts[i]) / uncertaintyDraws)
	}
	return u
}

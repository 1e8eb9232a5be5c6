// Handling times: hands-on hours of one escalation.

package simulation

import (
	"fmt"
	"math"
)

// Shapes of handling times.
const (
	Exponential = "exponential" // as the closed form takes them
	LogNormal   = "lognormal"   // long right tail, as measured ones mostly have
	Empirical   = "empirical"   // drawn from Samples
)

// Handling is the distribution of the handling time of one severity.
type Handling struct {
	Shape   string    `json:"shape"`             // "": exponential
	Mean    float64   `json:"mean"`              // hours, 0 or more; not used with Empirical
	CV      float64   `json:"cv,omitempty"`      // coefficient of variation of LogNormal; 0: always the mean
	Samples []float64 `json:"samples,omitempty"` // hours; each is as likely, so evenly spaced quantiles do as well
}

// mean of the distribution in hours.
func (h Handling) mean() float64 {
	if h.Shape != Empirical {
		return h.Mean
	}
	sum := 0.0
	for _, v := range h.Samples {
		sum += v
	}
	return sum / float64(len(h.Samples))
}

func (h Handling) check() error {
	switch h.Shape {
	case "", Exponential, LogNormal:
		if err := inRange("mean handling time", h.Mean, 0, 1e5); err != nil {
			return err
		}
		return inRange("coefficient of variation", h.CV, 0, 100)
	case Empirical:
		if len(h.Samples) == 0 {
			return fmt.Errorf("no samples of the handling time; give some, or another shape")
		}
		for _, v := range h.Samples {
			if err := inRange("handling time", v, 0, 1e5); err != nil {
				return err
			}
		}
		return nil
	}
	return fmt.Errorf("handling shape %q is not known; take %s, %s or %s", h.Shape, Exponential, LogNormal, Empirical)
}

// sampler draws handling times.
type sampler struct {
	mean      float64 // of an exponential when logNormal is false
	logNormal bool
	mu, sigma float64 // of the logarithm
	samples   []float64
}

func (h Handling) sampler() sampler {
	switch {
	case h.Shape == Empirical:
		return sampler{samples: h.Samples}
	case h.Shape == LogNormal && h.Mean > 0:
		v := math.Log(1 + h.CV*h.CV)
		return sampler{logNormal: true, mu: math.Log(h.Mean) - v/2, sigma: math.Sqrt(v)}
	}
	return sampler{mean: h.Mean}
}

func (s *sampler) draw(r *stream) float64 {
	if !s.logNormal && s.samples == nil {
		return s.mean * r.Exponential()
	}
	return s.drawOther(r)
}

func (s *sampler) drawOther(r *stream) float64 {
	if s.samples != nil {
		return s.samples[int(r.Uniform()*float64(len(s.samples)))]
	}
	return math.Exp(s.mu + s.sigma*r.normal())
}

// How attainment follows staffing.

package assessment

import (
	"math"

	"muster/assessment/model"
)

// CurvePoint is the attainment inside cover at a number of FTE.
type CurvePoint struct {
	FTE float64 `json:"fte"`
	Attainment
}

// curvePoints is how finely the curve is drawn.
const curvePoints = 120

// attainmentCurve goes from no people to well beyond what is required and what
// is there; nil without the answers it needs.
func attainmentCurve(in *inputs, m *measures, p *model.Parameters) []CurvePoint {
	if !m.known {
		return nil
	}
	most := math.Max(1, 1.25*math.Max(m.requiredFTE, in.fte))
	out := make([]CurvePoint, 0, curvePoints+1)
	for i := 0; i <= curvePoints; i++ {
		tried := *in
		tried.fte = most * float64(i) / curvePoints
		t := measures{}
		t.covered = m.covered
		total := 0.0
		for _, n := range in.volume {
			total += n
		}
		t.measureBandwidth(&tried, p, total)
		out = append(out, CurvePoint{tried.fte, attainment(t.attainment, t.urgent)})
	}
	return out
}

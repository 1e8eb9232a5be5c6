// Buying hours against hiring people, a year.

package assessment

import (
	"math"

	"muster/assessment/model"
)

// BreakEven compares the cost of SIA hours with that of hires who do the same
// hours. Money is a year, in the currency of the settings.
type BreakEven struct {
	HirePerYear float64      `json:"hirePerYear"` // one analyst: salary·(1+on-cost) + tools and training + recruitment/years of stay
	HourlyRate  float64      `json:"hourlyRate"`  // of an SIA
	Hours       Figure       `json:"hours"`       // a week, as sized
	SIAPerYear  Figure       `json:"siaPerYear"`  // of those hours
	Hires       Figure       `json:"hires"`       // people for those hours, ⌈h/u⌉
	HirePart    Figure       `json:"hiresPerYear"`
	Cheaper     string       `json:"cheaper"`    // sia, hire or equal; empty without hours
	EqualHours  []float64    `json:"equalHours"` // a week at which an SIA costs as much as one, two and three hires
	SIACheaper  [][2]float64 `json:"siaCheaper"` // stretches of hours a week in which the SIA is cheaper
	Points      []CostPoint  `json:"-"`
}

// CostPoint is the cost a year of some hours a week and a little more: where one
// more hire is needed, Hire counts it already.
type CostPoint struct{ Hours, SIA, Hire float64 }

// maxHires bounds the comparison; costSteps is how finely one hire's hours are
// drawn.
const (
	maxHires  = 3
	costSteps = 20
)

// HirePerYear is what one analyst of the client's own costs a year:
// salary·(1+on-cost) + tools and training + recruitment over the years of stay.
func HirePerYear(p *model.Parameters) float64 {
	return p.Salary*(1+p.OnCost) + p.ToolsTraining + p.Recruitment/p.Tenure
}

// Hires is the number of people for so many hours a week, ⌈h/u⌉.
func Hires(p *model.Parameters, hours Figure) Figure {
	return Figure(math.Ceil(float64(hours)/(p.PaidHours*(1-p.Shrinkage)*p.OccupancyCap) - epsilon))
}

// breakEven compares; usable is u, the hours a week one analyst gives.
func breakEven(p *model.Parameters, hours Figure) BreakEven {
	usable := p.PaidHours * (1 - p.Shrinkage) * p.OccupancyCap
	b := BreakEven{
		HirePerYear: HirePerYear(p), HourlyRate: p.SIARate,
		Hours: hours, SIAPerYear: Missing(), Hires: Missing(), HirePart: Missing(), EqualHours: []float64{}, SIACheaper: [][2]float64{},
	}
	yearly := p.SIARate * 52
	for k := 1.0; k <= maxHires; k++ {
		equal := math.Inf(1) // hours that cost nothing are never dearer
		if yearly > 0 {
			equal = k * b.HirePerYear / yearly
			b.EqualHours = append(b.EqualHours, equal)
		}
		from, to := (k-1)*usable, math.Min(equal, k*usable)
		if to <= from {
			continue
		}
		if n := len(b.SIACheaper); n > 0 && b.SIACheaper[n-1][1] >= from {
			b.SIACheaper[n-1][1] = to
		} else {
			b.SIACheaper = append(b.SIACheaper, [2]float64{from, to})
		}
	}
	if h := float64(hours); hours.Known() && h > 0 {
		b.SIAPerYear, b.Hires = Figure(h*yearly), Hires(p, hours)
		b.HirePart = b.Hires * Figure(b.HirePerYear)
		switch {
		case below(float64(b.SIAPerYear), float64(b.HirePart)):
			b.Cheaper = "sia"
		case above(float64(b.SIAPerYear), float64(b.HirePart)):
			b.Cheaper = "hire"
		default:
			b.Cheaper = "equal"
		}
	}
	for i := 0; i <= maxHires*costSteps; i++ {
		h := usable * float64(i) / costSteps
		people := math.Min(maxHires, math.Floor(float64(i)/costSteps)+1)
		b.Points = append(b.Points, CostPoint{h, h * yearly, people * b.HirePerYear})
	}
	return b
}

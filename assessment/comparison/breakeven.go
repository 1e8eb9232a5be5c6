// Break-even: at which growth, volume or term one option becomes cheaper than
// another.

package comparison

import (
	"math"
	"slices"

	"github.com/shopspring/decimal"

	"muster/assessment"
	"muster/assessment/cost"
)

// breakEven are the axes along which costs move at all.
func (p *Prepared) breakEven() []Axis {
	var lines []*line
	for i := range p.base.Options {
		if x := &p.base.Options[i]; x.TotalCost != nil {
			rate, _ := p.rate(x.Cost.Own)
			lines = append(lines, &line{x.ID, x.Cost.Terms, rate})
		}
	}
	out := []Axis{}
	if len(lines) < 2 {
		return out
	}
	same := func(of func(*line) float64) Figure {
		first := of(lines[0])
		for _, l := range lines {
			if of(l) != first {
				return assessment.Missing()
			}
		}
		return Figure(first)
	}
	byUnit := slices.ContainsFunc(lines, func(l *line) bool { return l.terms.ByUnit && !l.terms.Fee.IsZero() })
	if byUnit {
		today := assessment.Missing()
		var growths []float64
		for _, l := range lines {
			if l.terms.ByUnit {
				growths = append(growths, l.terms.Growth.InexactFloat64())
			}
		}
		if slices.Min(growths) == slices.Max(growths) {
			today = Figure(growths[0])
		}
		out = append(out, axis("growth", "Growth of the units", "a year", today, steps(-0.1, 0.5, 24), lines, func(t *cost.Terms, x float64) {
			if t.ByUnit {
				t.Growth = decimal.NewFromFloat(x).Round(6)
			}
		}))
	}
	if slices.ContainsFunc(lines, func(l *line) bool { return l.terms.TicketPrice.IsPositive() && l.terms.Tickets > 0 }) {
		out = append(out, axis("volume", "Volume of tickets", "times", 1, steps(0, 3, 24), lines, func(t *cost.Terms, x float64) { t.Tickets *= x }))
	}
	longest := 60
	for _, l := range lines {
		longest = max(longest, l.terms.Months)
	}
	out = append(out, axis("term", "Term", "months", same(func(l *line) float64 { return float64(l.terms.Months) }), lengths(longest), lines,
		func(t *cost.Terms, x float64) { t.Months = int(math.Round(x)) }))
	return out
}

func steps(from, to float64, n int) []float64 {
	out := make([]float64, n+1)
	for i := range out {
		out[i] = math.Round((from+(to-from)*float64(i)/float64(n))*1e6) / 1e6
	}
	return out
}

// lengths of a term are every second month from the sixth on, and the longest: whole months, as
// there are no others.
func lengths(longest int) []float64 {
	var out []float64
	for m := 6; m < longest; m += 2 {
		out = append(out, float64(m))
	}
	return append(out, float64(longest))
}

// line is the cost of one option as something of it changes.
type line struct {
	id    string
	terms cost.Terms
	rate  decimal.Decimal
}

func (l *line) at(x float64, set func(*cost.Terms, float64)) float64 {
	t := l.terms
	set(&t, x)
	return t.Statement().Total.Mul(l.rate).InexactFloat64()
}

func axis(id, title, unit string, today Figure, xs []float64, lines []*line, set func(*cost.Terms, float64)) Axis {
	a := Axis{ID: id, Title: title, Unit: unit, Today: today, X: xs, Lines: []Line{}, Crossings: []Crossing{}}
	for _, l := range lines {
		costs := make([]float64, len(xs))
		for i, x := range xs {
			costs[i] = l.at(x, set)
		}
		a.Lines = append(a.Lines, Line{Option: l.id, Costs: costs})
	}
	for i, p := range lines {
		for k, q := range lines[i+1:] {
			k += i + 1
			d := func(x float64) float64 { return p.at(x, set) - q.at(x, set) }
			last := 0 // the last place with a difference
			for s := 1; s < len(xs); s++ {
				before, after := a.Lines[i].Costs[last]-a.Lines[k].Costs[last], a.Lines[i].Costs[s]-a.Lines[k].Costs[s]
				if math.Abs(after) < 0.005 {
					continue
				}
				from := last
				last = s
				if math.Abs(before) < 0.005 || before > 0 == (after > 0) {
					continue
				}
				at := crossing(xs[from], xs[s], id == "term", d)
				c := Crossing{At: at, Cost: p.at(at, set), Before: p.id, After: q.id}
				if before > 0 {
					c.Before, c.After = q.id, p.id
				}
				a.Crossings = append(a.Crossings, c)
			}
		}
	}
	return a
}

// crossing halves until the place is found: the first whole number after it where
// whole, else within a ten-thousandth.
func crossing(low, high float64, whole bool, d func(float64) float64) float64 {
	start := d(low) > 0
	width := 1e-4
	if whole {
		width = 1
	}
	for high-low > width {
		middle := (low + high) / 2
		if whole {
			middle = math.Floor(middle)
		}
		if d(middle) > 0 == start {
			low = middle
		} else {
			high = middle
		}
	}
	return high
}

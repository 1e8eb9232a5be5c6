// Package capacity holds the queueing formulas behind the bandwidth figures:
// pure functions of numbers. Times are hours, rates are per hour, loads are in
// erlangs.
package capacity

import "math"

// ErlangC is the probability that an arrival has to wait in an M/M/c queue with
// c servers and offered load a (erlangs). It is 1 when a ≥ c and 0 without load.
// Erlang (1917).
func ErlangC(c int, a float64) float64 {
	if c <= 0 || a >= float64(c) {
		return 1
	}
	return waiting(erlangB(c, a), c, a)
}

// erlangB is the blocking probability of c servers, from its inverse
// 1/B = Σ_k c·(c−1)·…·(c−k+1)/a^k, which is the recursion B₀ = 1,
// B_k = a·B_{k−1}/(k + a·B_{k−1}) unrolled. Its terms die out long before c when
// c is large.
func erlangB(c int, a float64) float64 {
	if a <= 0 {
		if c > 0 {
			return 0
		}
		return 1
	}
	inverse, term := 1.0, 1.0
	for k := float64(c); k > 0; k-- {
		term *= k / a
		inverse += term
		if inverse > 1e300 {
			return 0
		}
		if k < a && term < 1e-18*inverse*(1-k/a) {
			break
		}
	}
	return 1 / inverse
}

// waiting turns the blocking probability b of c servers into Erlang C.
func waiting(b float64, c int, a float64) float64 {
	return b / (1 - (a/float64(c))*(1-b))
}

// Demand describes the escalations that arrive while the client is covered.
// Critical and high ones are taken first, without interrupting work in progress.
type Demand struct {
	Load       float64 // A, erlangs
	UrgentLoad float64 // A_u, erlangs of critical and high
	Handle     float64 // h̄, mean hands-on hours of one escalation; 0 without arrivals
}

// attainmentAt is the share picked up within target hours by c analysts, given
// the waiting probability. Kleinrock, Queueing Systems II: non-preemptive
// priority with the mean handle time for both classes.
func (d Demand) attainmentAt(c int, wait, target float64) float64 {
	switch {
	case c <= 0 || d.Load >= float64(c):
		return 0
	case d.Handle <= 0: // nothing arrives
		return 1
	}
	return 1 - wait*math.Exp(-(float64(c)-d.UrgentLoad)*target/d.Handle)
}

// Attainment is the share of escalations picked up within target hours with
// onShift analysts present; between whole numbers it is the time-weighted mean
// of floor and ceiling.
func (d Demand) Attainment(onShift, target float64) float64 {
	if d.Handle <= 0 { // nothing arrives
		if onShift > 0 {
			return 1
		}
		return 0
	}
	low := math.Floor(onShift)
	share := onShift - low
	at := d.attainmentAt(int(low), ErlangC(int(low), d.Load), target)
	if share > 0 {
		up := int(low) + 1
		at = (1-share)*at + share*d.attainmentAt(up, ErlangC(up, d.Load), target)
	}
	return at
}

// Attainments is Attainment for several targets at once.
func (d Demand) Attainments(onShift float64, targets [4]float64) (out [4]float64) {
	if d.Handle <= 0 {
		for i, t := range targets {
			out[i] = d.Attainment(onShift, t)
		}
		return out
	}
	low := int(math.Floor(onShift))
	share := onShift - float64(low)
	b := erlangB(low, d.Load)
	at := func(c int, b float64, weight float64) {
		if c <= 0 || d.Load >= float64(c) {
			return
		}
		wait := waiting(b, c, d.Load)
		for i, t := range targets {
			out[i] += weight * d.attainmentAt(c, wait, t)
		}
	}
	at(low, b, 1-share)
	if share > 0 {
		c := low + 1
		at(c, d.Load*b/(float64(c)+d.Load*b), share)
	}
	return out
}

// Weighted is one class of escalations: how many, and within how many hours
// they should be picked up.
type Weighted struct{ Volume, Target float64 }

// Urgent is the volume-weighted attainment over classes; 1 when they are empty.
func (d Demand) Urgent(onShift float64, classes []Weighted) float64 {
	return weightedMean(classes, func(target float64) float64 { return d.Attainment(onShift, target) })
}

func weightedMean(classes []Weighted, f func(target float64) float64) float64 {
	var sum, volume float64
	for _, c := range classes {
		if c.Volume > 0 {
			sum += c.Volume * f(c.Target)
			volume += c.Volume
		}
	}
	if volume == 0 {
		return 1
	}
	return sum / volume
}

// From manyErlangs on nobody waits at an occupancy of at most 90 % (the
// probability is below e^−500), so that the occupancy cap alone decides.
const manyErlangs = 1e5

// Required is the smallest whole number of analysts from seats on whose
// occupancy stays within occupancyCap and whose urgent attainment reaches
// serviceLevel.
func (d Demand) Required(seats int, occupancyCap, serviceLevel float64, classes []Weighted) int {
	if d.Load > manyErlangs {
		return max(seats, int(math.Ceil(d.Load/(occupancyCap*(1+1e-12)))))
	}
	b := 1.0
	for c := 1; ; c++ {
		b = d.Load * b / (float64(c) + d.Load*b)
		if c < seats || d.Load > occupancyCap*float64(c)*(1+1e-12) {
			continue
		}
		wait := 1.0
		if d.Load < float64(c) {
			wait = waiting(b, c, d.Load)
		}
		att := weightedMean(classes, func(target float64) float64 { return d.attainmentAt(c, wait, target) })
		if att >= serviceLevel-1e-12 {
			return c
		}
	}
}

// Gaps are the lengths in hours of the uncovered stretches of a week with hours
// of cover on each of days consecutive days.
func Gaps(days, hours float64) []float64 {
	var gaps []float64
	n := int(math.Round(days))
	for i := 1; i < n; i++ {
		if g := 24 - hours; g > 0 {
			gaps = append(gaps, g)
		}
	}
	if g := 168 - 24*float64(n-1) - hours; g > 0 {
		gaps = append(gaps, g)
	}
	return gaps
}

// OutsideAttainment is the share of escalations arriving outside the cover that
// are picked up within target hours when nobody is on call: they wait for the
// next covered hour. It is 1 when there is no gap.
func OutsideAttainment(gaps []float64, target float64) float64 {
	var met, total float64
	for _, g := range gaps {
		met += math.Min(target, g)
		total += g
	}
	if total == 0 {
		return 1
	}
	return met / total
}

// The result: figures over all replications. The JSON names are fixed; what has
// no value, as the attainment of a severity nothing arrived of, is null.

package simulation

import (
	"fmt"
	"math"

	"muster/assessment"
)

// Result is the outcome of Run.
type Result struct {
	Years        int    `json:"years"`
	Replications int    `json:"replications"`
	Seed         uint64 `json:"seed"`
	Figures
	SIAHours float64  `json:"siaHoursPerWeek"` // bought; 0: none
	WithSIA  *Figures `json:"withSIA"`         // null without an SIA
}

// Figures describe all replications together. Hours are of the wall clock
// unless they are person-hours; errors are standard errors over replications,
// null with fewer than two.
type Figures struct {
	Escalations int `json:"escalations"` // counted, in all replications

	Attainment        assessment.Attainment `json:"attainment"` // share picked up within target
	AttainmentError   assessment.Attainment `json:"attainmentError"`
	AttainmentInside  assessment.Attainment `json:"attainmentInside"`  // of those that arrived within cover
	AttainmentOutside assessment.Attainment `json:"attainmentOutside"` // of the others

	Pickup    BySeverity `json:"pickupHours"`
	MeanError struct {
		Critical assessment.Figure `json:"critical"`
		High     assessment.Figure `json:"high"`
		Medium   assessment.Figure `json:"medium"`
		Low      assessment.Figure `json:"low"`
	} `json:"pickupMeanError"`

	WaitProbability       assessment.Figure `json:"waitProbability"` // share not picked up at once
	WaitProbabilityError  assessment.Figure `json:"waitProbabilityError"`
	WaitProbabilityInside assessment.Figure `json:"waitProbabilityInside"`

	Occupancy          assessment.Figure `json:"occupancy"`            // share of the analysts' hours on shift spent on escalations and majors
	OccupancyWithOther assessment.Figure `json:"occupancyWithOther"`   // and on other work
	OtherHoursUnmet    assessment.Figure `json:"otherHoursUnmet"`      // a week, that found no idle analyst
	OvertimeHours      assessment.Figure `json:"overtimeHoursPerWeek"` // person-hours after the end of shifts
	OnCallHours        assessment.Figure `json:"onCallHoursPerWeek"`   // at work, delay included
	SIAOccupancy       assessment.Figure `json:"siaOccupancy"`         // share of the SIA's productive hours spent on escalations; null without

	BacklogStart assessment.Figure `json:"backlogStart"` // waiting when counting begins, mean
	BacklogEnd   assessment.Figure `json:"backlogEnd"`   // waiting when the years are over, mean
	BacklogMean  assessment.Figure `json:"backlogMean"`  // waiting, mean over time
	Growing      bool              `json:"growing"`      // the backlog grew by more than a week's escalations
	Unserved     int               `json:"unserved"`     // never picked up, counted with the time waited so far
	Stopped      int               `json:"stopped"`      // replications ended early because the queue grew too long

	HourOfWeek HourOfWeek `json:"hourOfWeek"`
	Remarks    []string   `json:"remarks"`
}

// BySeverity are waits by severity; Urgent is critical and high together.
type BySeverity struct {
	Critical Waits `json:"critical"`
	High     Waits `json:"high"`
	Medium   Waits `json:"medium"`
	Low      Waits `json:"low"`
	Urgent   Waits `json:"urgent"`
}

// Waits are hours from arrival to pick-up. Percentiles are exact to 0.4 %.
type Waits struct {
	Mean assessment.Figure `json:"mean"`
	P50  assessment.Figure `json:"p50"`
	P90  assessment.Figure `json:"p90"`
	P95  assessment.Figure `json:"p95"`
	P99  assessment.Figure `json:"p99"`
}

// HourOfWeek gives figures by the hour of arrival, Monday 00:00 first.
type HourOfWeek struct {
	Escalations [int(weekHours)]int               `json:"escalations"`
	Pickup      [int(weekHours)]assessment.Figure `json:"pickupHours"` // mean
	Attainment  [int(weekHours)]assessment.Figure `json:"attainment"`
}

// figures puts the sums into figures.
func (s *summary) figures() Figures {
	var f Figures
	both := []int{0, 1}
	f.Attainment, f.AttainmentError = s.attainment(both), s.attainmentError()
	f.AttainmentOutside, f.AttainmentInside = s.attainment(both[:1]), s.attainment(both[1:])
	f.Pickup = BySeverity{s.waits(0), s.waits(1), s.waits(2), s.waits(3), s.waits(0, 1)}
	for i, at := range []*assessment.Figure{&f.MeanError.Critical, &f.MeanError.High, &f.MeanError.Medium, &f.MeanError.Low} {
		*at = s.ratioError(func(p *part) (float64, float64) {
			c := p.cell(both, i)
			return c.wait, float64(c.n)
		})
	}
	all := s.cell(both, 0, 1, 2, 3)
	f.Escalations = all.n
	f.WaitProbability = ratio(float64(all.waited), float64(all.n))
	f.WaitProbabilityError = s.ratioError(func(p *part) (float64, float64) {
		c := p.cell(both, 0, 1, 2, 3)
		return float64(c.waited), float64(c.n)
	})
	inside := s.cell(both[1:], 0, 1, 2, 3)
	f.WaitProbabilityInside = ratio(float64(inside.waited), float64(inside.n))
	s.people(&f)
	s.hourOfWeek(&f.HourOfWeek)
	f.Remarks = s.remarks(&f)
	return f
}

// ratio is a/b, missing without b.
func ratio(a, b float64) assessment.Figure {
	if b == 0 {
		return assessment.Missing()
	}
	return assessment.Figure(a / b)
}

// cell adds up severities; places are 0 for outside cover and 1 for inside.
func (p *part) cell(places []int, severities ...int) cell {
	var c cell
	for _, sev := range severities {
		for _, place := range places {
			c.add(p.cells[sev][place])
		}
	}
	return c
}

func (s *summary) cell(places []int, severities ...int) cell {
	var c cell
	for i := range s.parts {
		c.add(s.parts[i].cell(places, severities...))
	}
	return c
}

// bySeverity fills in an attainment figure by figure.
func bySeverity(figure func(severities ...int) assessment.Figure) assessment.Attainment {
	return assessment.Attainment{Critical: figure(0), High: figure(1), Medium: figure(2), Low: figure(3), Urgent: figure(0, 1)}
}

func (s *summary) attainment(places []int) assessment.Attainment {
	return bySeverity(func(severities ...int) assessment.Figure {
		c := s.cell(places, severities...)
		return ratio(float64(c.met), float64(c.n))
	})
}

func (s *summary) attainmentError() assessment.Attainment {
	return bySeverity(func(severities ...int) assessment.Figure {
		return s.ratioError(func(p *part) (float64, float64) {
			c := p.cell([]int{0, 1}, severities...)
			return float64(c.met), float64(c.n)
		})
	})
}

// ratioError is the standard error of Σa/Σb over replications (the ratio
// estimator, Cochran 1977): √(R/(R−1)·Σ(a−r·b)²)/Σb with r = Σa/Σb.
func (s *summary) ratioError(values func(*part) (a, b float64)) assessment.Figure {
	var sumA, sumB, squares float64
	for i := range s.parts {
		a, b := values(&s.parts[i])
		sumA += a
		sumB += b
	}
	n := float64(len(s.parts))
	if n < 2 || sumB == 0 {
		return assessment.Missing()
	}
	for i := range s.parts {
		a, b := values(&s.parts[i])
		d := a - sumA/sumB*b
		squares += d * d
	}
	return assessment.Figure(math.Sqrt(n/(n-1)*squares) / sumB)
}

// waits of severities together.
func (s *summary) waits(severities ...int) Waits {
	c := s.cell([]int{0, 1}, severities...)
	if c.n == 0 {
		none := assessment.Missing()
		return Waits{none, none, none, none, none}
	}
	at := func(share float64) assessment.Figure {
		rank := uint64(math.Ceil(share * float64(c.n)))
		seen := uint64(c.n - c.waited)
		for i := 0; seen < rank; i++ {
			for _, sev := range severities {
				seen += s.byWait[sev][i]
			}
			if seen >= rank {
				return assessment.Figure(binValue(i))
			}
		}
		return 0
	}
	return Waits{Mean: ratio(c.wait, float64(c.n)), P50: at(.5), P90: at(.9), P95: at(.95), P99: at(.99)}
}

// people fills in what the people did and what was left for them.
func (s *summary) people(f *Figures) {
	var a areas
	var hours, start, end float64
	for i := range s.parts {
		p := &s.parts[i]
		hours += p.hours
		a.onShift += p.area.onShift
		a.inShift += p.area.inShift
		a.overtime += p.area.overtime
		a.waiting += p.area.waiting
		a.siaOn += p.area.siaOn
		a.siaBusy += p.area.siaBusy
		a.onCall += p.area.onCall
		start += float64(p.backlogStart)
		end += float64(p.backlogEnd)
		f.Unserved += p.unserved
		if p.stopped {
			f.Stopped++
		}
	}
	weeks, n := hours/weekHours, float64(len(s.parts))
	other := math.Min(s.plan.other*weeks, a.onShift-a.inShift)
	f.Occupancy = ratio(a.inShift, a.onShift)
	f.OccupancyWithOther = ratio(a.inShift+other, a.onShift)
	f.OtherHoursUnmet = ratio(s.plan.other*weeks-other, weeks)
	f.OvertimeHours, f.OnCallHours = ratio(a.overtime, weeks), ratio(a.onCall, weeks)
	f.SIAOccupancy = ratio(a.siaBusy, s.plan.sia.mean()*hours)
	f.BacklogStart, f.BacklogEnd, f.BacklogMean = assessment.Figure(start/n), assessment.Figure(end/n), ratio(a.waiting, hours)
	f.Growing = f.Stopped > 0 || (end-start)/n > math.Max(s.plan.weekly, 5)
}

func (s *summary) hourOfWeek(h *HourOfWeek) {
	for i := range h.Escalations {
		wait := 0.0
		for k := range s.parts {
			wait += s.parts[k].waitByHour[i]
		}
		n := s.byHour[i].n
		h.Escalations[i] = n
		h.Pickup[i] = ratio(wait, float64(n))
		h.Attainment[i] = ratio(float64(s.byHour[i].met), float64(n))
	}
}

// remarks are what a reader must know before using the figures.
func (s *summary) remarks(f *Figures) []string {
	p := s.plan
	out := []string{}
	say := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	number := assessment.FormatNumber
	if f.Stopped > 0 {
		say("%d of %d replications were stopped early with more than %s escalations waiting.", f.Stopped, len(s.parts), number(maxWaiting, 0))
	}
	switch {
	case f.Growing && p.work < p.capacity:
		say("The backlog grew from %s to %s escalations on average, though there are more hours on shift than work: it moves slowly, so simulate more years.",
			f.BacklogStart.Format(0), f.BacklogEnd.Format(0))
	case f.Growing:
		say("The backlog grows without end: %s h a week of work for %s h a week on shift. Pick-up times and attainment depend on the years simulated.",
			number(p.work, 1), number(p.capacity, 1))
	case p.work >= p.capacity && p.work > 0:
		say("%s h a week of work for %s h a week on shift: the queue stays finite only because work in progress is finished as overtime, %s h a week.",
			number(p.work, 1), number(p.capacity, 1), f.OvertimeHours.Format(1))
	}
	if f.Unserved > 0 {
		say("%s escalations were never picked up; they count as missed, with the time waited so far.", number(float64(f.Unserved), 0))
	}
	if f.OtherHoursUnmet > 0.05 {
		say("%s h a week of other work found no idle analyst.", f.OtherHoursUnmet.Format(1))
	}
	return out
}

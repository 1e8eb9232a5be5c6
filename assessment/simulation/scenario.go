// The scenario: what is simulated, as plain numbers, and what is a fault in it.

package simulation

import (
	"fmt"
	"math"

	"muster/assessment"
	"muster/assessment/model"
)

// Scenario is a client's demand, its staff and its SIA. Arrays go by severity,
// critical first.
type Scenario struct {
	Volume   [severities]float64  `json:"volume"`   // escalations a week, before peak factor and growth
	Target   [severities]float64  `json:"target"`   // hours to pick-up
	Handling [severities]Handling `json:"handling"` // hands-on time of one escalation

	PeakFactor float64 `json:"peakFactor"` // multiplies arrivals; 0: 1
	Growth     float64 `json:"growth"`     // share by which they grow

	DaysCovered float64 `json:"daysCovered"` // consecutive days a week from Monday, 1 to 7
	HoursADay   float64 `json:"hoursADay"`   // cover on those days, above 0 to 24
	CoverStart  float64 `json:"coverStart"`  // o'clock at which a day's cover begins, 0 to 24; earlier where it would pass midnight
	Analysts    float64 `json:"analysts"`    // on shift within cover; parts of an analyst come as whole shifts, see shiftHours
	// Roster, if given, stands in for Analysts: how many are on shift in each hour
	// from Monday 00:00, over one or more whole weeks.
	Roster []int `json:"roster,omitempty"`

	// OutsideShare of the arrivals comes outside cover, evenly spread there as
	// the rest is inside. 0 to 1; without hours outside everything comes inside.
	OutsideShare float64 `json:"outsideShare"`
	// Profile, if given, stands in for OutsideShare: 168 weights of the hours of
	// the week, Monday 00:00 first, for all severities.
	Profile []float64 `json:"profile,omitempty"`
	// Dispersion is the index of dispersion of the arrivals (variance over mean of
	// their number in long stretches) beyond what Profile explains. Above 1 they
	// come in clumps of geometric size with mean (Dispersion+1)/2, each member
	// with a severity of its own. 0 or 1: one by one.
	Dispersion float64 `json:"dispersion"`

	// Replay, if given, stands in for Volume, OutsideShare, Profile and Dispersion:
	// escalations as they came, in hours from a Monday 00:00. They repeat every
	// ReplayHours, rounded to whole weeks so that hours of the week stay in place.
	// Peak factor and growth repeat or leave out escalations at random.
	Replay      []Arrival `json:"replay,omitempty"`
	ReplayHours float64   `json:"replayHours,omitempty"`

	OtherHours float64 `json:"otherHours"` // other analysis a week, done in idle hours
	MajorCount float64 `json:"majorCount"` // a year
	MajorHours float64 `json:"majorHours"` // person-hours each
	MajorCrew  int     `json:"majorCrew"`  // analysts a major takes; 0: 2

	OnCall      bool    `json:"onCall"`      // one person takes urgent escalations outside cover
	OnCallDelay float64 `json:"onCallDelay"` // hours until that person is at work; 0, as in the closed form

	SIA SIA `json:"sia"`
}

// SIA is a named analyst bought by the hour.
type SIA struct {
	HoursPerWeek   float64 `json:"hoursPerWeek"`   // bought; 0: none
	Overhead       float64 `json:"overhead"`       // HoursPerWeek/(1+Overhead) are productive; spread evenly over the cover
	DelegableShare float64 `json:"delegableShare"` // share of escalations the SIA may take; drawn for each, any severity
}

// Arrival is one escalation of a replay.
type Arrival struct {
	At       float64 `json:"at"`       // hours from a Monday 00:00, 0 or more
	Severity int     `json:"severity"` // 0 critical to 3 low
}

// FromResult gives the scenario of an evaluated engagement with the parameters
// it was evaluated with. Handling times are exponential by severity and arrivals
// come one by one. It fails when the engagement lacks volume, handling time,
// cover or FTE.
func FromResult(r *assessment.Result, p *model.Parameters) (Scenario, error) {
	c, in := &r.Capacity, &r.Capacity.Inputs
	if !in.Known || !c.OnShift.Known() {
		return Scenario{}, fmt.Errorf("simulation: escalations a week, handling times, cover window and FTE are needed; answer those questions first")
	}
	s := Scenario{
		Volume: in.Volume, Target: in.Target, PeakFactor: p.PeakFactor, Growth: in.Growth,
		DaysCovered: in.DaysCovered, HoursADay: in.HoursADay, CoverStart: p.CoverStart, Analysts: float64(c.OnShift), OutsideShare: float64(c.OutsideShare),
		OtherHours: in.OtherHours, MajorCount: in.MajorCount, MajorHours: in.MajorHours, OnCall: in.OnCall,
		SIA: SIA{Overhead: p.SizingOverhead, DelegableShare: p.DelegableShare},
	}
	for i, h := range in.Handle {
		s.Handling[i] = Handling{Shape: Exponential, Mean: h}
	}
	if r.SIA.HoursPerWeek.Known() {
		s.SIA.HoursPerWeek = float64(r.SIA.HoursPerWeek)
	}
	return s, nil
}

// WithOneMean is s with exponential handling times of the same mean h̄ for all
// severities, as the closed form takes them.
func (s Scenario) WithOneMean() Scenario {
	var hours, n float64
	for i, v := range s.Volume {
		if v > 0 {
			hours += v * s.Handling[i].mean()
			n += v
		}
	}
	if n == 0 {
		return s
	}
	for i := range s.Handling {
		s.Handling[i] = Handling{Shape: Exponential, Mean: hours / n}
	}
	return s
}

// scale multiplies arrivals.
func (s *Scenario) scale() float64 {
	if s.PeakFactor == 0 {
		return 1 + s.Growth
	}
	return s.PeakFactor * (1 + s.Growth)
}

// replayPeriod is the length of the replay in whole weeks' hours.
func (s *Scenario) replayPeriod() float64 {
	return weekHours * math.Max(1, math.Round(s.ReplayHours/weekHours))
}

// volume is what arrives a week, by severity.
func (s *Scenario) volume() [severities]float64 {
	v := s.Volume
	if len(s.Replay) > 0 {
		v = [severities]float64{}
		for _, a := range s.Replay {
			v[a.Severity] += weekHours / s.replayPeriod()
		}
	}
	for i := range v {
		v[i] *= s.scale()
	}
	return v
}

// SeverityNames are the names of the severities, critical first.
var SeverityNames = [severities]string{"critical", "high", "medium", "low"}

// check finds the first fault in s.
func (s *Scenario) check() error {
	for i, name := range SeverityNames {
		if err := inRange("escalations a week", s.Volume[i], 0, 1e7); err != nil {
			return fmt.Errorf("simulation: %s: %w", name, err)
		}
		if err := inRange("target", s.Target[i], 0, 1e5); err != nil {
			return fmt.Errorf("simulation: %s: %w", name, err)
		}
		if err := s.Handling[i].check(); err != nil {
			return fmt.Errorf("simulation: %s: %w", name, err)
		}
	}
	for _, x := range []struct {
		name           string
		value, low, up float64
	}{
		{"peak factor", s.PeakFactor, 0, 100}, {"growth", s.Growth, -1, 100},
		{"days covered", s.DaysCovered, 1, 7}, {"hours covered a day", s.HoursADay, 1.0 / 60, 24}, {"start of cover", s.CoverStart, 0, 24},
		{"analysts on shift", s.Analysts, 0, 1e5}, {"share outside cover", s.OutsideShare, 0, 1}, {"dispersion", s.Dispersion, 0, 1e4},
		{"other hours a week", s.OtherHours, 0, 1e7}, {"majors a year", s.MajorCount, 0, 1e4}, {"hours a major", s.MajorHours, 0, 1e5},
		{"crew of a major", float64(s.MajorCrew), 0, 1000}, {"delay on call", s.OnCallDelay, 0, weekHours},
		{"hours of the SIA", s.SIA.HoursPerWeek, 0, 1e7}, {"overhead of the SIA", s.SIA.Overhead, 0, 10}, {"delegable share", s.SIA.DelegableShare, 0, 1},
	} {
		if err := inRange(x.name, x.value, x.low, x.up); err != nil {
			return fmt.Errorf("simulation: %w", err)
		}
	}
	if err := s.checkProfile(); err != nil {
		return err
	}
	if n := len(s.Roster); n%int(weekHours) != 0 {
		return fmt.Errorf("simulation: the roster has %d hours; give whole weeks of 168", n)
	}
	for i, n := range s.Roster {
		if n < 0 || n > 1e5 {
			return fmt.Errorf("simulation: roster: %d analysts in hour %d; give 0 to 100 000", n, i)
		}
	}
	return s.checkReplay()
}

func (s *Scenario) checkProfile() error {
	if s.Profile == nil {
		return nil
	}
	if len(s.Profile) != int(weekHours) {
		return fmt.Errorf("simulation: the profile has %d weights; give 168, one for each hour of the week", len(s.Profile))
	}
	sum := 0.0
	for i, w := range s.Profile {
		if err := inRange("weight", w, 0, 1e12); err != nil {
			return fmt.Errorf("simulation: profile, hour %d: %w", i, err)
		}
		sum += w
	}
	if sum == 0 {
		return fmt.Errorf("simulation: all weights of the profile are 0; leave it out or give one above 0")
	}
	return nil
}

func (s *Scenario) checkReplay() error {
	if len(s.Replay) == 0 {
		return nil
	}
	if err := inRange("hours of the replay", s.ReplayHours, 1.0/60, 1e6); err != nil {
		return fmt.Errorf("simulation: %w", err)
	}
	for i, a := range s.Replay {
		if err := inRange("time", a.At, 0, 1e7); err != nil {
			return fmt.Errorf("simulation: replay, escalation %d: %w", i+1, err)
		}
		if a.Severity < 0 || a.Severity >= severities {
			return fmt.Errorf("simulation: replay, escalation %d: severity %d; give 0 (critical) to 3 (low)", i+1, a.Severity)
		}
	}
	return nil
}

// inRange says what is wrong with v, if it is.
func inRange(name string, v, low, up float64) error {
	if v >= low && v <= up { // false for NaN
		return nil
	}
	return fmt.Errorf("%s: %g is out of range; give %.6g to %.6g", name, v, low, up)
}

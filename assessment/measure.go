// From inputs to figures and statuses: bandwidth, staff, skills, tools, process.
// No text is made here, so that a figure can be computed thousands of times.

package assessment

import (
	"math"

	"muster/assessment/capacity"
	"muster/assessment/model"
)

// epsilon keeps a comparison from turning on binary rounding.
const epsilon = 1e-9

func above(v, threshold float64) bool   { return v > threshold+epsilon }
func below(v, threshold float64) bool   { return v < threshold-epsilon }
func atLeast(v, threshold float64) bool { return v >= threshold-epsilon }

// measures are the figures the SIA rules compare.
type measures struct {
	known bool // volume, handle time, cover and FTE are there

	demand, supply, ratio, gap         float64
	usable, covered, handle            float64
	load, urgentLoad, onShift          float64
	attainment, outside                [4]float64
	urgent, urgentOutside, outsidePart float64
	coverageFTE, workFTE, queueFTE     float64
	requiredFTE                        float64
	required                           int
	escalation                         float64 // (1+g)·Σ n·h
	bandwidth                          Status

	staffCoverage, staffPeople, staffDeparture, staffIndex float64
	staff                                                  Status

	skillIndex, core, meanCore float64
	skills                     Status

	toolIndex    float64
	hasTools     bool
	engaged      bool
	processIndex float64
	hasProcess   bool
}

func (m *measures) capacity() Status { return worse(m.bandwidth, m.staff) }

func measure(in *inputs, p *model.Parameters) measures {
	m := measures{bandwidth: UnknownStatus, staff: UnknownStatus, skills: UnknownStatus}
	total := 0.0
	for _, n := range in.volume {
		total += n
	}
	m.known = in.hasVolume && in.hasWindow && in.hasFTE && (in.hasHandle || total == 0)
	if in.hasWindow {
		m.covered = in.days * in.hours
		m.coverageFTE = p.Seats * m.covered / (p.PaidHours * (1 - p.Shrinkage))
	}
	if m.known {
		m.measureBandwidth(in, p, total)
	}
	if in.hasWindow && in.hasFTE {
		m.measureStaff(in, p)
	}
	m.measureSkills(in, p)
	m.toolIndex, m.hasTools = in.tools.mean()
	m.engaged = m.hasTools && in.hasAccess && float64(in.access) >= p.ToolsAccess &&
		atLeast(float64(in.tools.sum), p.ToolsEngaged*float64(4*in.tools.count))
	m.processIndex, m.hasProcess = in.process.mean()
	return m
}

func (m *measures) measureBandwidth(in *inputs, p *model.Parameters, total float64) {
	var hours float64
	for i, n := range in.volume {
		hours += n * in.handle[i]
	}
	m.escalation = (1 + in.growth) * hours
	m.demand = m.escalation + in.other + in.majors*in.majorHours/52
	m.usable = p.PaidHours * (1 - p.Shrinkage) * p.OccupancyCap
	m.supply = in.fte*m.usable + in.delivered
	switch {
	case m.supply > 0:
		m.ratio = m.demand / m.supply
	case m.demand > 0:
		m.ratio = math.Inf(1)
	}
	m.gap = math.Max(0, m.demand-m.supply)

	d := m.queue(in, p.PeakFactor, total, hours)
	m.handle, m.load, m.urgentLoad = d.Handle, d.Load, d.UrgentLoad
	m.onShift = in.fte * p.PaidHours * (1 - p.Shrinkage) / m.covered
	m.attainment = d.Attainments(m.onShift, in.target)
	m.urgent = urgent(in, m.attainment, m.onShift, total)

	switch {
	case above(m.ratio, p.ShortRatio) || below(m.urgent, p.ServiceLevel-p.AttainmentMargin):
		m.bandwidth = Short
	case above(m.ratio, p.TightRatio) || below(m.urgent, p.ServiceLevel):
		m.bandwidth = Tight
	default:
		m.bandwidth = OK
	}
}

// staffing adds what no rule compares: attainment outside cover and the people
// the model asks for.
func (m *measures) staffing(in *inputs, p *model.Parameters) {
	if !m.known {
		return
	}
	total := 0.0
	for _, n := range in.volume {
		total += n
	}
	gaps := capacity.Gaps(in.days, in.hours)
	for i, target := range in.target {
		m.outside[i] = 1
		if !in.onCall {
			m.outside[i] = capacity.OutsideAttainment(gaps, target)
		}
	}
	m.urgentOutside = urgent(in, m.outside, 1, total)
	m.outsidePart = in.outside
	if m.outsidePart < 0 {
		m.outsidePart = 1 - m.covered/168
	}

	d := capacity.Demand{Load: m.load, UrgentLoad: m.urgentLoad, Handle: m.handle}
	classes := []capacity.Weighted{{Volume: in.volume[0], Target: in.target[0]}, {Volume: in.volume[1], Target: in.target[1]}}
	m.required = d.Required(int(p.Seats), p.OccupancyCap, p.ServiceLevel, classes)
	m.queueFTE = float64(m.required) * m.covered / (p.PaidHours * (1 - p.Shrinkage))
	m.workFTE = m.demand / m.usable
	m.requiredFTE = math.Max(m.coverageFTE, math.Max(m.queueFTE, m.workFTE))
}

// queue is the demand inside cover with arrivals multiplied by peak.
func (m *measures) queue(in *inputs, peak, total, hours float64) capacity.Demand {
	var d capacity.Demand
	if total > 0 {
		rate := peak * (1 + in.growth) / m.covered
		d.Handle = hours / total
		d.Load = rate * hours
		d.UrgentLoad = rate * (in.volume[0] + in.volume[1]) * d.Handle
	}
	return d
}

// urgent is the mean of critical and high weighted by volume; 1 when there are
// none, and without any arrivals as long as somebody is there.
func urgent(in *inputs, att [4]float64, onShift, total float64) float64 {
	n := in.volume[0] + in.volume[1]
	if n > 0 {
		return (in.volume[0]*att[0] + in.volume[1]*att[1]) / n
	}
	if total == 0 && onShift <= 0 {
		return 0
	}
	return 1
}

func (m *measures) measureStaff(in *inputs, p *model.Parameters) {
	if m.coverageFTE > 0 {
		// An SIA counts as a part of a person here, and as hours of supply.
		fte := in.fte
		if in.delivered > 0 {
			fte += in.delivered / (p.PaidHours * (1 - p.Shrinkage) * p.OccupancyCap)
		}
		m.staffCoverage = math.Max(0, m.coverageFTE-fte) / m.coverageFTE
	}
	var sum, n float64
	for _, a := range in.areas {
		if !a.core || !a.assessed {
			continue
		}
		n++
		if a.needed > 0 {
			sum += math.Max(0, float64(a.needed-a.people)) / float64(a.needed)
		}
	}
	if n > 0 {
		m.staffPeople = sum / n
	}
	if gone := in.vacant + in.leavers; gone > 0 { // without any post, all of it goes
		m.staffDeparture = 0.5 * math.Min(1, gone/(in.people+in.vacant))
	}
	m.staffIndex = math.Max(m.staffCoverage, math.Max(m.staffPeople, m.staffDeparture))
	switch {
	case atLeast(m.staffIndex, p.StaffShort):
		m.staff = Short
	case atLeast(m.staffIndex, p.StaffTight):
		m.staff = Tight
	default:
		m.staff = OK
	}
}

func (m *measures) measureSkills(in *inputs, p *model.Parameters) {
	var sum, weight, coreSum, coreWeight float64
	for _, a := range in.areas {
		if !a.assessed {
			continue
		}
		g := a.gap()
		sum += a.weight * g
		weight += a.weight
		if a.core {
			coreSum += a.weight * g
			coreWeight += a.weight
			m.core = math.Max(m.core, g)
		}
	}
	if weight == 0 {
		return
	}
	m.skillIndex = sum / weight
	if coreWeight > 0 {
		m.meanCore = coreSum / coreWeight
	}
	switch {
	case atLeast(m.skillIndex, p.SkillsShort) || atLeast(m.core, p.SkillsShortCore):
		m.skills = Short
	case atLeast(m.skillIndex, p.SkillsTight) || above(m.core, p.SkillsTightCore):
		m.skills = Tight
	default:
		m.skills = StrongSkills
	}
}

// sizing is what an SIA would take over, in hours a week.
type sizing struct{ expert, skill, delegable, hours, residual float64 }

// ExpertShares are the parts of each severity's hours that are expert work, from
// critical to low; fixed in the decision model.
var ExpertShares = [4]float64{0.5, 0.3, 0.1, 0}

func size(in *inputs, m *measures, p *model.Parameters, warranted bool) sizing {
	var s sizing
	for i, share := range ExpertShares {
		s.expert += in.volume[i] * in.handle[i] * share
	}
	s.expert += in.intel
	s.skill = math.Min(1, m.meanCore/p.SkillsSizingGap) * s.expert
	s.delegable = math.Min(m.gap, p.DelegableShare*m.escalation)
	s.residual = m.gap - s.delegable
	need := math.Max(s.delegable, s.skill) * (1 + p.SizingOverhead)
	if warranted && need > epsilon {
		blocks := math.Ceil(need/p.SizingBlock - epsilon)
		s.hours = math.Max(p.SizingMinimum, blocks*p.SizingBlock)
	}
	return s
}

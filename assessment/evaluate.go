// Evaluate: the one way from an engagement to a Result.

package assessment

import (
	"slices"

	"muster/assessment/engagement"
	"muster/assessment/model"
	"muster/assessment/question"
)

// Evaluate applies the decision model of registry to doc, which was read with
// set. It neither fails nor changes its arguments: what is missing shows in the
// Result as insufficient evidence, as an assumption or as a missing Figure.
func Evaluate(set *question.Set, registry *model.Registry, doc *engagement.Document) Result {
	return EvaluateWith(set, registry, doc, Help{})
}

// EvaluateWith evaluates doc as if help were there: the need that remains.
func EvaluateWith(set *question.Set, registry *model.Registry, doc *engagement.Document, help Help) Result {
	p := registry.Resolve(doc.Model)
	s := newSource(set, doc)
	doc = s.doc
	in := s.read(p)
	help.join(&in, &p)
	m := measure(&in, &p)
	m.staffing(&in, &p)
	t := &trace{steps: make([]Step, 0, 24)}

	var r Result
	r.Profile.NotApplicable = s.exempt
	if r.Profile.NotApplicable == nil {
		r.Profile.NotApplicable = []engagement.Exempt{}
	}
	missing := missingInputs(s, &in, &m, &p, t)
	r.Capacity = capacityResult(&in, &m, &p)
	r.Staff = staffResult(&in, &m)
	r.Skills = skillsResult(set, &in, &m)
	r.Tools = Tools{Index: figure(m.toolIndex, m.hasTools), Engaged: m.engaged}
	r.Process = Process{Index: figure(m.processIndex, m.hasProcess)}
	r.SIA = SIA{Verdict: InsufficientEvidence, Rules: []string{}, Urgency: "normal", Missing: []string{},
		HoursPerWeek: Missing(), ResidualHours: Missing(), ExpertHours: Missing(), SkillHours: Missing(), DelegableHours: Missing()}
	if missing == nil {
		f := m.facts(&in, &p)
		d := f.decide()
		explainSIA(&in, &m, f, d, &p, registry, t)
		z := size(&in, &m, &p, d.verdict != NotWarranted)
		r.SIA = SIA{Verdict: d.verdict, BaseRule: d.baseRule, Rules: d.rules(), Urgency: d.urgency(), Missing: []string{},
			HoursPerWeek: Figure(z.hours), ResidualHours: Figure(z.residual),
			ExpertHours: Figure(z.expert), SkillHours: Figure(z.skill), DelegableHours: Figure(z.delegable)}
	} else {
		r.SIA.Missing = missing
	}
	pl := s.plan()
	r.CSIRP = evaluateCSIRP(s, &pl, &p, t)
	r.Responsibilities = evaluateResponsibilities(set, doc)
	r.Forensics = evaluateForensics(doc, registry.Forensics)
	r.Notification = evaluateNotification(s, p, registry, &in)
	r.Confidence = evaluateConfidence(s, &p)
	robustness(&r.Confidence, s, in, registry, &p, r.SIA.Verdict, missing)
	r.Assumptions = s.assumptions
	if r.Assumptions == nil {
		r.Assumptions = []Assumption{}
	}
	r.Trace = t.steps
	r.Sections = Sections(set, doc, &r, false)
	r.Overrides = overrides(registry, doc)
	r.Advice = keepInMind(registry, &in, &m, &r, &p)
	r.Findings = s.findings(&r, &in, &m, registry)
	return r
}

func capacityResult(in *inputs, m *measures, p *model.Parameters) Capacity {
	none := Attainment{Missing(), Missing(), Missing(), Missing(), Missing()}
	c := Capacity{
		Status: m.capacity(), Bandwidth: m.bandwidth,
		DemandHours: Missing(), SupplyHours: Missing(), Ratio: Missing(), GapHours: Missing(), OfferedLoad: Missing(), UrgentLoad: Missing(),
		OnShift: Missing(), Attainment: none, Outside: none, Overall: none, OutsideShare: Missing(), RequiredAnalysts: Missing(),
		CoverageFTE: figure(m.coverageFTE, in.hasWindow), WorkFTE: Missing(), QueueFTE: Missing(), RequiredFTE: Missing(),
		CoveredHours: figure(m.covered, in.hasWindow), UsableHours: Figure(p.PaidHours * (1 - p.Shrinkage) * p.OccupancyCap),
		HandleHours: Missing(), EscalationHours: Missing(),
		Stress: Stress{PeakFactor: p.PeakFactor * stressFactor, Urgent: Missing(), RequiredAnalysts: Missing(), RequiredFTE: Missing()},
	}
	c.Inputs = CapacityInputs{Known: m.known, Volume: in.volume, Handle: in.handle, Target: in.target, Growth: in.growth, OtherHours: in.other,
		IntelHours: in.intel, MajorCount: in.majors, MajorHours: in.majorHours, DaysCovered: in.days, HoursADay: in.hours, FTE: in.fte, OnCall: in.onCall}
	if !m.known {
		return c
	}
	c.DemandHours, c.SupplyHours, c.Ratio, c.GapHours = Figure(m.demand), Figure(m.supply), Figure(m.ratio), Figure(m.gap)
	c.OfferedLoad, c.UrgentLoad, c.OnShift = Figure(m.load), Figure(m.urgentLoad), Figure(m.onShift)
	c.Attainment = attainment(m.attainment, m.urgent)
	c.Outside = attainment(m.outside, m.urgentOutside)
	c.OutsideShare = Figure(m.outsidePart)
	mix := func(a, b Figure) Figure { return (1-c.OutsideShare)*a + c.OutsideShare*b }
	c.Overall = Attainment{mix(c.Attainment.Critical, c.Outside.Critical), mix(c.Attainment.High, c.Outside.High),
		mix(c.Attainment.Medium, c.Outside.Medium), mix(c.Attainment.Low, c.Outside.Low), mix(c.Attainment.Urgent, c.Outside.Urgent)}
	c.RequiredAnalysts, c.WorkFTE, c.QueueFTE, c.RequiredFTE = Figure(m.required), Figure(m.workFTE), Figure(m.queueFTE), Figure(m.requiredFTE)
	c.HandleHours, c.EscalationHours = Figure(m.handle), Figure(m.escalation)
	c.CoverageBound = m.coverageFTE >= m.requiredFTE-epsilon && m.coverageFTE > m.workFTE

	stressed := *p
	stressed.PeakFactor *= stressFactor
	sm := measure(in, &stressed)
	sm.staffing(in, &stressed)
	c.Stress.Urgent, c.Stress.RequiredAnalysts, c.Stress.RequiredFTE = Figure(sm.urgent), Figure(sm.required), Figure(sm.requiredFTE)
	return c
}

// stressFactor multiplies the arrivals of the stress case.
const stressFactor = 1.5

func attainment(a [4]float64, urgent float64) Attainment {
	return Attainment{Figure(a[0]), Figure(a[1]), Figure(a[2]), Figure(a[3]), Figure(urgent)}
}

func staffResult(in *inputs, m *measures) Staff {
	known := m.staff != UnknownStatus
	return Staff{Status: m.staff, Index: figure(m.staffIndex, known), Coverage: figure(m.staffCoverage, known),
		People: figure(m.staffPeople, known), Departure: figure(m.staffDeparture, known)}
}

func skillsResult(set *question.Set, in *inputs, m *measures) Skills {
	known := m.skills != UnknownStatus
	out := Skills{Status: m.skills, Index: figure(m.skillIndex, known), Core: figure(m.core, known), Mean: figure(m.meanCore, known), Areas: []SkillArea{}}
	item := set.Item(idSkills)
	for _, a := range in.areas {
		gap := 0.0
		if a.assessed {
			gap = a.gap()
		}
		out.Areas = append(out.Areas, SkillArea{ID: a.id, Title: item.Area(a.id).Title, Core: a.core, Weight: int(a.weight), Required: a.required,
			Best: max(a.best, 0), People: a.people, Needed: a.needed, Covered: a.covered, Gap: gap, Assessed: a.assessed})
	}
	return out
}

// Unfinished are the questions that were begun but lack what the verdict needs of
// them, such as a matrix of skills without a level. r is Evaluate's result for doc.
func Unfinished(doc *engagement.Document, r *Result) []string {
	var out []string
	for _, id := range r.SIA.Missing {
		if doc.State(id) == engagement.Answered {
			out = append(out, id)
		}
	}
	return out
}

// Sections counts the items of each section; with quick only those of the quick
// set. Custom items count as items but not for the mean level. r is Evaluate's
// result for doc.
func Sections(set *question.Set, doc *engagement.Document, r *Result, quick bool) []Progress {
	out := make([]Progress, 0, len(set.Sections))
	unfinished := Unfinished(doc, r)
	for _, sec := range set.Sections {
		p := Progress{ID: sec.ID, Title: sec.Title, Level: Missing()}
		sum := 0
		for i := range sec.Items {
			it := &sec.Items[i]
			if quick && !it.Quick {
				continue
			}
			p.Items++
			a := doc.Answers[it.ID]
			because := r.Profile.Because(it.ID)
			if because != "" {
				a.State, p.Because = engagement.NotApplicable, because
			}
			switch a.State {
			case engagement.Answered:
				p.Answered++
				if slices.Contains(unfinished, it.ID) {
					p.Unfinished++
				}
			case engagement.Unknown:
				p.Unknown++
			case engagement.NotApplicable:
				p.NotApplicable++
			}
			if a.Review {
				p.Review++
			}
			if a.Carried {
				p.Carried++
			}
			if l, ok := doc.Value(it.ID).(engagement.Level); ok && !it.Custom && it.ID != idCriticality {
				sum += int(l)
				p.Levelled++
			}
			if it.ID == idRACI {
				p.RedFlags += len(r.Responsibilities.RedFlags)
			}
		}
		if p.Applicable() > 0 {
			p.Because = ""
		}
		if p.Levelled > 0 {
			p.Level = Figure(float64(sum) / float64(p.Levelled))
		}
		out = append(out, p)
	}
	return out
}

func overrides(registry *model.Registry, doc *engagement.Document) []Override {
	out := []Override{}
	if len(doc.Model) == 0 {
		return out
	}
	for _, e := range registry.Entries() {
		if v, ok := doc.Model[e.Name]; ok && v != e.Default {
			out = append(out, Override{Name: e.Name, Title: e.Title, Default: e.Default, Value: v})
		}
	}
	return out
}

// keepInMind picks the sentences that go with the verdicts.
func keepInMind(registry *model.Registry, in *inputs, m *measures, r *Result, p *model.Parameters) []Advice {
	out := []Advice{}
	say := func(id string, values ...string) {
		for _, a := range registry.Advice {
			if a.ID == id {
				out = append(out, Advice{ID: id, Text: Fill(a.Text, values...)})
			}
		}
	}
	if r.SIA.Verdict != InsufficientEvidence {
		if r.SIA.Urgency == "high" {
			say("urgent-first")
		}
		if m.skills == StrongSkills && !m.engaged {
			say("access-first")
		}
		otherStaff := m.staffPeople
		if m.staffDeparture > otherStaff {
			otherStaff = m.staffDeparture
		}
		if m.capacity() == Short && !above(m.ratio, p.ShortRatio) && below(in.fte, m.coverageFTE) && below(otherStaff, p.StaffShort) {
			say("coverage", "covered", FormatNumber(m.covered, 0), "coverage", FormatNumber(m.coverageFTE, 2))
		}
		if r.SIA.ResidualHours > epsilon {
			say("stay-client", "residual", r.SIA.ResidualHours.Format(1))
		}
		say("floor")
	}
	if r.CSIRP.InHouse && (r.CSIRP.Review == Strong || r.CSIRP.Review == Recommended || r.CSIRP.Review == Consider) {
		say("in-house")
	}
	if r.CSIRP.Test == Strong || r.CSIRP.Test == Recommended || r.CSIRP.Test == Consider {
		say("not-judge")
	}
	return out
}

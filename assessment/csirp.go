// The three verdicts on the computer security incident response plan.

package assessment

import (
	"fmt"

	"muster/assessment/engagement"
	"muster/assessment/model"
)

// months is the time since something was done; known is false without an answer.
type months struct {
	known, never bool
	n            float64
}

func (m months) over(limit float64) bool { return m.known && (m.never || above(m.n, limit)) }

func (m months) text() string {
	switch {
	case !m.known:
		return "not answered"
	case m.never:
		return "never"
	}
	return FormatNumber(m.n, 1) + " months ago"
}

func (s *source) months(id string) months {
	v, ok := s.doc.Value(id).(engagement.Months)
	return months{known: ok, never: v.Never, n: v.N}
}

// yes is a bool answer; known is false without one.
type yes struct{ known, value bool }

func (y yes) text() string {
	switch {
	case !y.known:
		return "not answered"
	case y.value:
		return "yes"
	}
	return "no"
}

func (s *source) bool(id string) yes {
	v, ok := s.doc.Value(id).(engagement.Bool)
	return yes{known: ok, value: bool(v)}
}

func levelText(v int, ok bool) string {
	if !ok {
		return "not answered"
	}
	return fmt.Sprintf("level %d", v)
}

// evaluateCSIRP decides design, review and test and records why.
func evaluateCSIRP(s *source, p model.Parameters, t *trace) CSIRP {
	c := CSIRP{Index: Missing(), WeakElements: []string{}, Missing: []string{}}
	pci, hasPCI := s.levels(planIDs).mean()
	if hasPCI {
		c.Index = Figure(pci)
	}
	for _, id := range elementIDs {
		if l, ok := s.level(id); ok && float64(l) <= p.CSIRPWeak {
			c.WeakElements = append(c.WeakElements, id)
		}
	}
	if l, ok := s.level(idIndependent); ok && float64(l) >= p.IndependentLevel {
		c.InHouse = true
	}
	c.Design = s.design(&c, p, t, pci, hasPCI)
	fires := c.Design == Strong || c.Design == Recommended
	if fires {
		for _, subject := range []string{"csirp-review", "csirp-test"} {
			t.add(Step{Rule: "deferred", Subject: subject, Held: true, Effect: string(Deferred),
				Text: "First the plan, then its review and exercise: the design comes first.", Source: "decision model, CSIRP"})
		}
		c.Review, c.Test = Deferred, Deferred
		return c
	}
	c.Review = s.review(&c, p, t, pci, hasPCI)
	c.Test = s.test(&c, p, t)
	return c
}

func (s *source) design(c *CSIRP, p model.Parameters, t *trace, pci float64, hasPCI bool) Verdict {
	approved, hasApproved := s.level(idApproved)
	weak := len(c.WeakElements)
	steps := []Step{
		{Rule: "design-strong", Held: hasApproved && float64(approved) <= p.CSIRPAbsent, Effect: string(Strong),
			Text: "There is no approved plan to work from.",
			Conditions: []Condition{{Text: "Plan approved", Value: levelText(approved, hasApproved), Threshold: "at most level " + FormatNumber(p.CSIRPAbsent, 0),
				Held: hasApproved && float64(approved) <= p.CSIRPAbsent, Questions: []string{idApproved}}}},
		{Rule: "design-recommended", Held: hasPCI && below(pci, p.CSIRPDesign) || float64(weak) >= p.CSIRPWeakCount, Effect: string(Recommended),
			Text: "The plan leaves too much out to build on.",
			Conditions: []Condition{
				{Text: "Plan completeness", Value: figure(pci, hasPCI).Format(2), Threshold: "below " + FormatNumber(p.CSIRPDesign, 2),
					Held: hasPCI && below(pci, p.CSIRPDesign), Questions: planIDs},
				{Text: "Weak elements among roles, authority, communication, notification", Value: fmt.Sprint(weak), Threshold: FormatNumber(p.CSIRPWeakCount, 0) + " or more",
					Held: float64(weak) >= p.CSIRPWeakCount, Questions: elementIDs},
			}},
	}
	return s.judge("csirp-design", append([]string{idApproved}, elementIDs...), steps, c, p, t)
}

func (s *source) review(c *CSIRP, p model.Parameters, t *trace, pci float64, hasPCI bool) Verdict {
	last, benchmark, change := s.months(idReview), s.months(idBenchmark), s.bool(idChange)
	weak := len(c.WeakElements) > 0
	steps := []Step{
		{Rule: "review-strong", Held: last.over(p.StaleMonths) || weak, Effect: string(Strong),
			Text: "The last independent review is too long ago, or one of the four elements is weak.",
			Conditions: []Condition{
				{Text: "Last independent review", Value: last.text(), Threshold: "never, or more than " + FormatNumber(p.StaleMonths, 0) + " months ago", Held: last.over(p.StaleMonths), Questions: []string{idReview}},
				{Text: "Weak elements", Value: fmt.Sprint(len(c.WeakElements)), Threshold: "1 or more", Held: weak, Questions: elementIDs},
			}},
		{Rule: "review-recommended", Held: last.over(p.RecentMonths) || hasPCI && below(pci, p.CSIRPReview) || change.known && change.value, Effect: string(Recommended),
			Text: "A year has passed, the plan has gaps, or something important changed.",
			Conditions: []Condition{
				{Text: "Last independent review", Value: last.text(), Threshold: "more than " + FormatNumber(p.RecentMonths, 0) + " months ago", Held: last.over(p.RecentMonths), Questions: []string{idReview}},
				{Text: "Plan completeness", Value: figure(pci, hasPCI).Format(2), Threshold: "below " + FormatNumber(p.CSIRPReview, 2), Held: hasPCI && below(pci, p.CSIRPReview), Questions: planIDs},
				{Text: "Material change since the review", Value: change.text(), Threshold: "yes", Held: change.known && change.value, Questions: []string{idChange}},
			}},
		{Rule: "review-consider", Held: benchmark.known && benchmark.never, Effect: string(Consider),
			Text: "The organisation has never compared itself with others.",
			Conditions: []Condition{{Text: "Last benchmark", Value: benchmark.text(), Threshold: "never",
				Held: benchmark.known && benchmark.never, Questions: []string{idBenchmark}}}},
	}
	return s.judge("csirp-review", []string{idReview}, steps, c, p, t)
}

func (s *source) test(c *CSIRP, p model.Parameters, t *trace) Verdict {
	last, functional := s.months(idExercise), s.months(idFunctional)
	exec, mssp := s.bool(idExec), s.bool(idMSSP)
	closure, hasClosure := s.number(idClosure)
	criticality, hasCriticality := s.level(idCriticality)
	late := hasClosure && below(closure, p.Closure)
	functionalDue := hasCriticality && float64(criticality) >= p.Criticality && functional.over(p.StaleMonths)
	absent := func(y yes) bool { return y.known && !y.value }
	steps := []Step{
		{Rule: "test-strong", Held: last.over(p.StaleMonths), Effect: string(Strong),
			Text: "The plan has never been exercised, or the last exercise is too long ago.",
			Conditions: []Condition{{Text: "Last exercise", Value: last.text(), Threshold: "never, or more than " + FormatNumber(p.StaleMonths, 0) + " months ago",
				Held: last.over(p.StaleMonths), Questions: []string{idExercise}}}},
		{Rule: "test-recommended", Held: last.over(p.RecentMonths) || absent(mssp) || absent(exec) || late, Effect: string(Recommended),
			Text: "The last exercise is a year old, missed people who matter, or left its lessons open.",
			Conditions: []Condition{
				{Text: "Last exercise", Value: last.text(), Threshold: "more than " + FormatNumber(p.RecentMonths, 0) + " months ago", Held: last.over(p.RecentMonths), Questions: []string{idExercise}},
				{Text: "MSSP took part", Value: mssp.text(), Threshold: "no", Held: absent(mssp), Questions: []string{idMSSP}},
				{Text: "Executives, legal and communications took part", Value: exec.text(), Threshold: "no", Held: absent(exec), Questions: []string{idExec}},
				{Text: "Actions closed on time", Value: figure(closure, hasClosure).Format(0) + " %", Threshold: "below " + FormatNumber(p.Closure, 0) + " %", Held: late, Questions: []string{idClosure}},
			}},
		{Rule: "test-consider", Held: functionalDue, Effect: string(Consider),
			Text: "Much is at stake and a functional exercise is due.",
			Conditions: []Condition{
				{Text: "Criticality", Value: levelText(criticality, hasCriticality), Threshold: "level " + FormatNumber(p.Criticality, 0) + " or more", Held: hasCriticality && float64(criticality) >= p.Criticality, Questions: []string{idCriticality}},
				{Text: "Last functional exercise", Value: functional.text(), Threshold: "never, or more than " + FormatNumber(p.StaleMonths, 0) + " months ago", Held: functional.over(p.StaleMonths), Questions: []string{idFunctional}},
			}},
	}
	return s.judge("csirp-test", []string{idExercise}, steps, c, p, t)
}

// judge takes the first step that holds, if the needed answers are there.
func (s *source) judge(subject string, needed []string, steps []Step, c *CSIRP, p model.Parameters, t *trace) Verdict {
	missing, enough := s.enough(needed, p.NeededShare)
	if !enough {
		c.Missing = append(c.Missing, missing...)
		t.add(Step{Rule: "insufficient", Subject: subject, Held: true, Effect: string(InsufficientEvidence),
			Text: "Too few of the needed questions are answered.", Source: "decision model, missing answers",
			Conditions: []Condition{{Text: "Needed questions answered", Value: fmt.Sprintf("%d of %d", len(needed)-len(missing), len(needed)),
				Threshold: FormatShare(p.NeededShare) + " or more", Held: false, Questions: needed}}})
		return InsufficientEvidence
	}
	verdict := None
	for _, st := range steps {
		st.Subject, st.Source = subject, "decision model, CSIRP"
		if st.Held && verdict == None {
			verdict = Verdict(st.Effect)
		} else {
			st.Effect = ""
		}
		t.add(st)
	}
	return verdict
}

// enough reports whether at least share of the applicable questions is
// answered, and which are not. Without any applicable question there is no
// evidence either.
func (s *source) enough(ids []string, share float64) (missing []string, ok bool) {
	answered, applicable := 0, 0
	for _, id := range ids {
		switch s.doc.State(id) {
		case engagement.NotApplicable:
			continue
		case engagement.Answered:
			answered++
		default:
			missing = append(missing, id)
		}
		applicable++
	}
	if applicable == 0 { // nothing to judge by: these questions are needed after all
		return ids, false
	}
	return missing, atLeast(float64(answered), share*float64(applicable))
}

func figure(v float64, known bool) Figure {
	if !known {
		return Missing()
	}
	return Figure(v)
}

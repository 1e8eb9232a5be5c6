// The three verdicts on the computer security incident response plan.

package assessment

import (
	"fmt"
	"strconv"

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
		return NotAnswered
	case m.never:
		return "never"
	}
	n := FormatNumber(m.n, 1)
	if n == "1" {
		return "1 month ago"
	}
	return n + " months ago"
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
		return NotAnswered
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
		return NotAnswered
	}
	return fmt.Sprintf("level %d", v)
}

// plan is what the rules on the incident response plan read, as plain values, so
// that they can be tried out with others.
type plan struct {
	approved                                level
	elements                                [4]level // roles, authority, communication, notification
	rest                                    levels   // the other levels of the plan
	review, benchmark, exercise, functional months
	change, exec, mssp                      yes
	closure                                 number
	criticality, independent                level
}

// level is an answer on the 0 to 4 scale; known is false without one.
type level struct {
	known bool
	n     int
}

func (l level) atMost(limit float64) bool  { return l.known && float64(l.n) <= limit }
func (l level) atLeast(limit float64) bool { return l.known && float64(l.n) >= limit }

// number is a number that may not be answered.
type number struct {
	known bool
	n     float64
}

func (s *source) plan() plan {
	one := func(id string) level {
		n, ok := s.level(id)
		return level{ok, n}
	}
	var pl plan
	pl.approved = one(idApproved)
	for i, id := range elementIDs {
		pl.elements[i] = one(id)
	}
	pl.rest = s.levels(planIDs[len(elementIDs):])
	pl.review, pl.benchmark, pl.exercise, pl.functional = s.months(idReview), s.months(idBenchmark), s.months(idExercise), s.months(idFunctional)
	pl.change, pl.exec, pl.mssp = s.bool(idChange), s.bool(idExec), s.bool(idMSSP)
	pl.closure.n, pl.closure.known = s.number(idClosure)
	pl.criticality, pl.independent = one(idCriticality), one(idIndependent)
	return pl
}

// index is PCI, the plan's completeness 0 to 1; false without any answer.
func (pl *plan) index() (float64, bool) {
	all := pl.rest
	for _, l := range pl.elements {
		if l.known {
			all.sum += l.n
			all.count++
		}
	}
	return all.mean()
}

func (pl *plan) weak(p *model.Parameters) int {
	n := 0
	for _, l := range pl.elements {
		if l.atMost(p.CSIRPWeak) {
			n++
		}
	}
	return n
}

func (pl *plan) incomplete(limit float64) bool {
	pci, ok := pl.index()
	return ok && below(pci, limit)
}

func (y yes) is(v bool) bool { return y.known && y.value == v }

// rules says for each subject which of its rules hold, the strongest first.
type rules struct {
	strong, recommended, consider bool
}

func (r rules) verdict() Verdict {
	switch {
	case r.strong:
		return Strong
	case r.recommended:
		return Recommended
	case r.consider:
		return Consider
	}
	return None
}

func (pl *plan) designRules(p *model.Parameters) rules {
	return rules{
		strong:      pl.approved.atMost(p.CSIRPAbsent),
		recommended: pl.incomplete(p.CSIRPDesign) || float64(pl.weak(p)) >= p.CSIRPWeakCount,
	}
}

func (pl *plan) reviewRules(p *model.Parameters) rules {
	return rules{
		strong:      pl.review.over(p.StaleMonths) || pl.weak(p) > 0,
		recommended: pl.review.over(p.RecentMonths) || pl.incomplete(p.CSIRPReview) || pl.change.is(true),
		consider:    pl.benchmark.known && pl.benchmark.never,
	}
}

func (pl *plan) late(p *model.Parameters) bool {
	return pl.closure.known && below(pl.closure.n, p.Closure)
}

func (pl *plan) testRules(p *model.Parameters) rules {
	return rules{
		strong:      pl.exercise.over(p.StaleMonths),
		recommended: pl.exercise.over(p.RecentMonths) || pl.mssp.is(false) || pl.exec.is(false) || pl.late(p),
		consider:    pl.criticality.atLeast(p.Criticality) && pl.functional.over(p.StaleMonths),
	}
}

// evaluateCSIRP decides design, review and test and records why.
func evaluateCSIRP(s *source, pl *plan, p *model.Parameters, t *trace) CSIRP {
	c := CSIRP{Index: Missing(), WeakElements: []string{}, Missing: []string{}, InHouse: pl.independent.atLeast(p.IndependentLevel)}
	if pci, ok := pl.index(); ok {
		c.Index = Figure(pci)
	}
	for i, l := range pl.elements {
		if l.atMost(p.CSIRPWeak) {
			c.WeakElements = append(c.WeakElements, elementIDs[i])
		}
	}
	c.Design = s.design(&c, pl, p, t)
	if fires(c.Design) {
		for _, subject := range []string{"csirp-review", "csirp-test"} {
			t.add(Step{Rule: "deferred", Subject: subject, Held: true, Effect: string(Deferred),
				Text: "First the plan, then its review and exercise: the design comes first.", Source: "decision model, CSIRP"})
		}
		c.Review, c.Test = Deferred, Deferred
		return c
	}
	c.Review = s.review(&c, pl, p, t)
	c.Test = s.test(&c, pl, p, t)
	return c
}

// fires reports whether a design verdict defers review and test.
func fires(design Verdict) bool { return design == Strong || design == Recommended }

var (
	designNeeds = append([]string{idApproved}, elementIDs...)
	reviewNeeds = []string{idReview}
	testNeeds   = []string{idExercise}
)

func (s *source) design(c *CSIRP, pl *plan, p *model.Parameters, t *trace) Verdict {
	r, weak := pl.designRules(p), len(c.WeakElements)
	steps := []Step{
		{Rule: "design-strong", Held: r.strong, Effect: string(Strong),
			Text: "There is no approved plan to work from.",
			Conditions: []Condition{{Text: "Plan approved", Value: levelText(pl.approved.n, pl.approved.known), Threshold: "at most level " + FormatNumber(p.CSIRPAbsent, 0),
				Held: r.strong, Questions: []string{idApproved}}}},
		{Rule: "design-recommended", Held: r.recommended, Effect: string(Recommended),
			Text: "The plan leaves too much out to build on.",
			Conditions: []Condition{
				{Text: "Plan completeness", Value: c.Index.Format(2), Threshold: "below " + FormatNumber(p.CSIRPDesign, 2),
					Held: pl.incomplete(p.CSIRPDesign), Questions: planIDs},
				{Text: "Weak elements among roles, authority, communication, notification", Value: strconv.Itoa(weak), Threshold: FormatNumber(p.CSIRPWeakCount, 0) + " or more",
					Held: float64(weak) >= p.CSIRPWeakCount, Questions: elementIDs},
			}},
	}
	return s.judge("csirp-design", designNeeds, steps, c, p, t)
}

func (s *source) review(c *CSIRP, pl *plan, p *model.Parameters, t *trace) Verdict {
	r, last, weak := pl.reviewRules(p), pl.review, len(c.WeakElements)
	steps := []Step{
		{Rule: "review-strong", Held: r.strong, Effect: string(Strong),
			Text: "The last independent review is too long ago, or one of the four elements is weak.",
			Conditions: []Condition{
				{Text: "Last independent review", Value: last.text(), Threshold: "never, or more than " + FormatNumber(p.StaleMonths, 0) + " months ago", Held: last.over(p.StaleMonths), Questions: []string{idReview}},
				{Text: "Weak elements", Value: strconv.Itoa(weak), Threshold: "1 or more", Held: weak > 0, Questions: elementIDs},
			}},
		{Rule: "review-recommended", Held: r.recommended, Effect: string(Recommended),
			Text: "A year has passed, the plan has gaps, or something important changed.",
			Conditions: []Condition{
				{Text: "Last independent review", Value: last.text(), Threshold: "more than " + FormatNumber(p.RecentMonths, 0) + " months ago", Held: last.over(p.RecentMonths), Questions: []string{idReview}},
				{Text: "Plan completeness", Value: c.Index.Format(2), Threshold: "below " + FormatNumber(p.CSIRPReview, 2), Held: pl.incomplete(p.CSIRPReview), Questions: planIDs},
				{Text: "Material change since the review", Value: pl.change.text(), Threshold: "yes", Held: pl.change.is(true), Questions: []string{idChange}},
			}},
		{Rule: "review-consider", Held: r.consider, Effect: string(Consider),
			Text:       "The organisation has never compared itself with others.",
			Conditions: []Condition{{Text: "Last benchmark", Value: pl.benchmark.text(), Threshold: "never", Held: r.consider, Questions: []string{idBenchmark}}}},
	}
	return s.judge("csirp-review", reviewNeeds, steps, c, p, t)
}

func (s *source) test(c *CSIRP, pl *plan, p *model.Parameters, t *trace) Verdict {
	r, last := pl.testRules(p), pl.exercise
	steps := []Step{
		{Rule: "test-strong", Held: r.strong, Effect: string(Strong),
			Text: "The plan has never been exercised, or the last exercise is too long ago.",
			Conditions: []Condition{{Text: "Last exercise", Value: last.text(), Threshold: "never, or more than " + FormatNumber(p.StaleMonths, 0) + " months ago",
				Held: r.strong, Questions: []string{idExercise}}}},
		{Rule: "test-recommended", Held: r.recommended, Effect: string(Recommended),
			Text: "The last exercise is a year old, missed people who matter, or left its lessons open.",
			Conditions: []Condition{
				{Text: "Last exercise", Value: last.text(), Threshold: "more than " + FormatNumber(p.RecentMonths, 0) + " months ago", Held: last.over(p.RecentMonths), Questions: []string{idExercise}},
				{Text: "MSSP took part", Value: pl.mssp.text(), Threshold: "no", Held: pl.mssp.is(false), Questions: []string{idMSSP}},
				{Text: "Executives, legal and communications took part", Value: pl.exec.text(), Threshold: "no", Held: pl.exec.is(false), Questions: []string{idExec}},
				{Text: "Actions closed on time", Value: figure(pl.closure.n, pl.closure.known).Format(0) + " %", Threshold: "below " + FormatNumber(p.Closure, 0) + " %", Held: pl.late(p), Questions: []string{idClosure}},
			}},
		{Rule: "test-consider", Held: r.consider, Effect: string(Consider),
			Text: "Much is at stake and a functional exercise is due.",
			Conditions: []Condition{
				{Text: "Criticality", Value: levelText(pl.criticality.n, pl.criticality.known), Threshold: "level " + FormatNumber(p.Criticality, 0) + " or more", Held: pl.criticality.atLeast(p.Criticality), Questions: []string{idCriticality}},
				{Text: "Last functional exercise", Value: pl.functional.text(), Threshold: "never, or more than " + FormatNumber(p.StaleMonths, 0) + " months ago", Held: pl.functional.over(p.StaleMonths), Questions: []string{idFunctional}},
			}},
	}
	return s.judge("csirp-test", testNeeds, steps, c, p, t)
}

// judge takes the first step that holds, if the needed answers are there.
func (s *source) judge(subject string, needed []string, steps []Step, c *CSIRP, p *model.Parameters, t *trace) Verdict {
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

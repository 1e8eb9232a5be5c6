// How far the answers carry the verdict: confidence, robustness and the next
// most valuable question.

package assessment

import (
	"slices"

	"muster/assessment/engagement"
	"muster/assessment/model"
)

func evaluateConfidence(s *source, p *model.Parameters) Confidence {
	factor := func(grade engagement.Evidence) float64 {
		switch grade {
		case engagement.Documented:
			return p.Documented
		case engagement.Observed:
			return p.Observed
		}
		return p.Asserted
	}
	c := Confidence{Grade: "low", Range: []Verdict{}}
	sum := 0.0
	for i, it := range s.set.Items() {
		a := &s.given[i]
		if it.Custom || a.state == engagement.NotApplicable {
			continue
		}
		c.Applicable++
		switch a.state {
		case engagement.Answered:
			c.Answered++
			sum += factor(a.grade)
		case engagement.Unknown:
			c.Unknown++
		}
	}
	if c.Answered > 0 {
		c.Evidence = sum / float64(c.Answered)
		// The product of the two shares, with one rounding only.
		c.Value = sum / float64(c.Applicable)
	}
	switch {
	case atLeast(c.Value, p.ConfidenceHigh):
		c.Grade = "high"
	case atLeast(c.Value, p.ConfidenceMedium):
		c.Grade = "medium"
	}
	return c
}

// open is a question whose answer is not known and could move the verdict.
type open struct {
	id          string
	best, worst func(*inputs)
}

// uncertain lists the open questions: those answered with don't know, and those
// without an answer for which the model has no default.
func uncertain(s *source, in *inputs, r *model.Registry, p *model.Parameters) []open {
	var out []open
	matters := func(id string, hasDefault bool) bool {
		switch s.doc.State(id) {
		case engagement.Unknown:
			return true
		case engagement.Unanswered:
			return !hasDefault
		}
		return false
	}
	for _, u := range r.Unknowns {
		if hasDefault := !slices.Contains([]string{idVolume, idHandle, idWindow, idFTE, idInexperienced}, u.Question); matters(u.Question, hasDefault) {
			out = append(out, open{u.Question, setter(u.Question, u.Best), setter(u.Question, u.Worst)})
		}
	}
	if s.doc.State(idSkills) != engagement.NotApplicable {
		if slices.ContainsFunc(in.areas, func(a area) bool { return a.core && !a.assessed }) {
			out = append(out, open{idSkills, setSkills(4), setSkills(0)})
		}
	}
	if matters(idCovered, true) {
		out = append(out, open{idCovered, setCovered(1), setCovered(0)})
	}
	for _, id := range toolIDs {
		if matters(id, false) {
			out = append(out, open{id, setTool(id, 4), setTool(id, 0)})
		}
	}
	for _, id := range processIDs {
		if matters(id, false) {
			out = append(out, open{id, setProcess(4), setProcess(0)})
		}
	}
	return out
}

func setter(id string, v []float64) func(*inputs) {
	return func(in *inputs) {
		switch id {
		case idVolume:
			copy(in.volume[:], v)
			in.hasVolume = true
		case idHandle:
			copy(in.handle[:], v)
			in.hasHandle = true
		case idWindow:
			in.days, in.hours, in.hasWindow = v[0], v[1], true
		case idOther:
			in.other = v[0]
		case idGrowth:
			in.growth = v[0] / 100
		case idMajorCount:
			in.majors = v[0]
		case idMajorHours:
			in.majorHours = v[0]
		case idFTE:
			in.fte, in.hasFTE = v[0], true
		case idPeople:
			in.people, in.hasPeople = v[0], true
		case idVacant:
			in.vacant = v[0]
		case idLeavers:
			in.leavers = v[0]
		case idInexperienced:
			in.inexperienced, in.hasInexperienced = v[0], true
		}
	}
}

func setSkills(level int) func(*inputs) {
	return func(in *inputs) {
		in.areas = slices.Clone(in.areas)
		for i := range in.areas {
			if a := &in.areas[i]; a.core && !a.assessed {
				a.assessed, a.best, a.people = true, level, 0
				if level > 0 {
					a.people = a.needed
				}
			}
		}
	}
}

func setCovered(share float64) func(*inputs) {
	return func(in *inputs) {
		in.areas = slices.Clone(in.areas)
		for i := range in.areas {
			in.areas[i].covered = share
		}
	}
}

func setTool(id string, level int) func(*inputs) {
	return func(in *inputs) {
		in.tools.sum += level
		in.tools.count++
		if id == idAccess {
			in.access, in.hasAccess = level, true
		}
	}
}

func setProcess(level int) func(*inputs) {
	return func(in *inputs) {
		in.process.sum += level
		in.process.count++
	}
}

// robustness fills range, robust and next: the verdict with the unknowns all at
// their best and all at their worst.
func robustness(c *Confidence, s *source, in inputs, r *model.Registry, p *model.Parameters, verdict Verdict, missing []string) {
	rung := func(in inputs) int {
		m := measure(&in, p)
		if !m.known || m.skills == UnknownStatus {
			return -1
		}
		return m.facts(&in, p).decide().verdict.Rung()
	}
	questions := uncertain(s, &in, r, p)
	best, worst := in, in
	for _, q := range questions {
		q.best(&best)
		q.worst(&worst)
	}
	low, high := rung(best), rung(worst)
	if low > high {
		low, high = high, low
	}
	if low < 0 {
		c.Range = []Verdict{InsufficientEvidence, InsufficientEvidence}
	} else {
		c.Range = []Verdict{Ladder[low], Ladder[high]}
	}
	c.Robust = low >= 0 && low == high && verdict == Ladder[low]
	if len(missing) > 0 {
		c.Next = missing[0]
		return
	}
	if !c.Robust && len(questions) > 0 {
		c.Next = questions[0].id // the last resort: several questions only together move the verdict
		for _, q := range questions {
			// Known to be good, this one alone would narrow the range.
			known := worst
			q.best(&known)
			if rung(known) < high {
				c.Next = q.id
				break
			}
		}
	}
	spread := 0
	for _, q := range questions {
		good, bad := in, in
		q.best(&good)
		q.worst(&bad)
		if d := abs(rung(bad) - rung(good)); d > spread {
			spread, c.Next = d, q.id
		}
	}
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}

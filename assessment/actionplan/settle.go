// What the answers would be once a finding is put right: the least that makes it go
// away, so that nobody is promised more than was planned.

package actionplan

import (
	"maps"
	"math"
	"slices"
	"strings"

	"muster/assessment"
	"muster/assessment/engagement"
	"muster/assessment/model"
	"muster/assessment/question"
)

// The ids an outcome needs; the question set is checked to have them.
const (
	idRACI        = "raci-matrix"
	idSkills      = "skl-matrix"
	idVolume      = "bw-volume"
	idFTE         = "staff-fte"
	idVacant      = "staff-vacant"
	idLeavers     = "staff-leavers"
	idOnCall      = "staff-oncall"
	idDecideHours = "ntf-decide-hours"
	idNoticeHours = "ntf-mssp-hours"
)

// settler changes the answers of a copy.
type settler struct {
	set    *question.Set
	limits model.Parameters   // of the engagement's model
	result *assessment.Result // before anything was done
	doc    *engagement.Document
}

// put answers a question; what is not applicable stays so.
func (s *settler) put(id string, v engagement.Value) bool {
	a := s.doc.Answers[id]
	if a.State == engagement.NotApplicable || s.set.Item(id) == nil {
		return false
	}
	a.State, a.Value, a.Draft = engagement.Answered, v, nil
	s.doc.Answers[id] = a
	return true
}

// settle answers as if the finding were put right; false where no answer tells.
func (s *settler) settle(f *assessment.Finding) bool {
	family, row, _ := strings.Cut(f.Source, "/")
	switch {
	case f.Source == idVolume:
		c := s.result.Capacity
		return s.enoughPeople(max(c.RequiredFTE, c.WorkFTE/assessment.Figure(s.limits.TightRatio)))
	case f.Source == idFTE:
		done := s.enoughPeople(s.result.Capacity.CoverageFTE)
		done = s.none(idVacant) || done
		done = s.none(idLeavers) || done
		for _, a := range s.result.Skills.Areas {
			done = a.Core && a.Assessed && s.skill(a.ID) || done
		}
		return done
	case family == idSkills && row != "":
		return s.skill(row)
	case family == idRACI:
		return s.responsible(row)
	case f.Source == "slack":
		return s.inTime()
	}
	return s.item(f.Source)
}

func (s *settler) enoughPeople(fte assessment.Figure) bool {
	now, answered := s.doc.Value(idFTE).(engagement.Number)
	if !fte.Known() || !answered {
		return false
	}
	want := math.Ceil(float64(fte)*4-1e-9) / 4 // posts come in quarters
	if it := s.set.Item(idFTE); it != nil && it.Max != nil {
		want = math.Min(want, *it.Max)
	}
	return s.put(idFTE, engagement.Number(math.Max(float64(now), want)))
}

// none sets a number of people that is answered to nobody.
func (s *settler) none(id string) bool {
	n, ok := s.doc.Value(id).(engagement.Number)
	return ok && n > 0 && s.put(id, engagement.Number(0))
}

// skill brings the best person of an area to the level that is required, and enough
// people to the level that counts.
func (s *settler) skill(id string) bool {
	i := slices.IndexFunc(s.result.Skills.Areas, func(a assessment.SkillArea) bool { return a.ID == id })
	matrix, ok := s.doc.Value(idSkills).(engagement.Skills)
	if i < 0 || !ok {
		return false
	}
	area := s.result.Skills.Areas[i]
	matrix = maps.Clone(matrix)
	row := matrix[id]
	levels := slices.Clone(row.Levels)
	slices.SortFunc(levels, func(a, b int) int { return b - a })
	raise := func(person, to int) {
		for len(levels) <= person {
			levels = append(levels, 0)
		}
		levels[person] = max(levels[person], to)
	}
	raise(0, area.Required)
	for person := range area.Needed {
		raise(person, countsFrom)
	}
	row.Levels = levels
	matrix[id] = row
	return s.put(idSkills, matrix)
}

// countsFrom is the level from which a person counts in an area; decision-model.md.
const countsFrom = 2

// responsible gives an activity to whom it belongs, in writing; without an activity
// all that is agreed is put in writing.
func (s *settler) responsible(activity string) bool {
	matrix, ok := s.doc.Value(idRACI).(engagement.RACI)
	if !ok {
		return false
	}
	matrix = maps.Clone(matrix)
	for _, row := range s.result.Responsibilities.Rows {
		r, there := matrix[row.ID]
		if !there || activity != "" && row.ID != activity {
			continue
		}
		if activity != "" {
			r.Accountable, r.Doer = row.ExpectedAccountable, row.ExpectedDoer
		}
		r.Written = true
		matrix[row.ID] = r
	}
	return s.put(idRACI, matrix)
}

// inTime makes up for the hours that are missing: by a dependable on-call where
// nobody picks up outside cover, then by a faster decision, then by a faster notice.
func (s *settler) inTime() bool {
	late := -float64(s.result.Notification.SlackHours)
	if gap := float64(s.result.Notification.GapHours); gap > 0 && s.put(idOnCall, engagement.Level(math.Ceil(s.limits.OnCallLevel))) {
		late -= gap
	}
	for _, id := range []string{idDecideHours, idNoticeHours} {
		n, ok := s.doc.Value(id).(engagement.Number)
		if !ok || !(late > 0) {
			continue
		}
		less := math.Min(float64(n), late)
		if s.put(id, n-engagement.Number(less)) {
			late -= less
		}
	}
	return late <= 0
}

// item answers a question with the least that raises no finding.
func (s *settler) item(id string) bool {
	it := s.set.Item(id)
	if it == nil || it.Finding == nil {
		return false
	}
	switch s.doc.Value(id).(type) {
	case engagement.Level:
		return it.Finding.AtMost != nil && s.put(id, engagement.Level(min(*it.Finding.AtMost+1, len(it.Levels)-1)))
	case engagement.Months:
		return it.Finding.Over != nil && s.put(id, engagement.Months{})
	case engagement.Number:
		return it.Finding.Over != nil && s.put(id, engagement.Number(*it.Finding.Over))
	case engagement.Bool:
		return it.Finding.Is != nil && s.put(id, engagement.Bool(!*it.Finding.Is))
	}
	return false
}

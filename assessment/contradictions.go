// Contradictions: answers that cannot all be right. They are findings like any
// other and lead to the questions.

package assessment

import (
	"math"
	"strconv"
	"strings"

	"muster/assessment/engagement"
	"muster/assessment/question"
)

// claimedLevel is the maturity level that leaves a document behind: approved by
// its owner.
const claimedLevel = 3

// rotaLevel is the on-call level of a rota of four or more, which has so many.
const (
	rotaLevel  = 3
	rotaPeople = 4
)

func (s *source) contradictions(f *findings, in *inputs, m *measures) {
	raise := func(id string, questions []string, values ...string) {
		f.raise("contradiction-"+id, "contradiction/"+id, questions, "", values...)
	}
	n := func(v float64) string { return FormatNumber(v, 2) }

	if backlog, ok := s.number(idBacklog); ok && m.known && m.bandwidth == OK {
		// Less than a week's arrivals may simply be in hand.
		arrivals := (1 + in.growth) * (in.volume[0] + in.volume[1] + in.volume[2] + in.volume[3])
		if backlog > 0 && backlog >= arrivals {
			raise("backlog", []string{idBacklog, idVolume, idHandle, idOther, idFTE}, "backlog", n(backlog), "ratio", n(m.ratio))
		}
	}
	if in.hasFTE && in.hasPeople && (above(in.fte, in.people) || in.fte == 0 && in.people > 0) {
		raise("people", []string{idPeople, idFTE}, "people", n(in.people), "fte", n(in.fte))
	}
	if in.hasWindow && in.hasFTE && above(m.coverageFTE, math.Max(in.fte, in.people)) {
		raise("cover", []string{idWindow, idFTE, idPeople}, "covered", n(m.covered), "coverage", n(m.coverageFTE), "fte", n(in.fte), "people", n(in.people))
	}
	if routine, ok := s.level(idRoutine); ok && in.hasAccess && in.access <= 1 && routine >= 3 {
		raise("tools", []string{idRoutine, idAccess}, "access", strconv.Itoa(in.access), "routine", strconv.Itoa(routine))
	}
	if l, ok := s.level(idOnCall); ok && l == rotaLevel && in.hasPeople && in.people < rotaPeople {
		raise("oncall", []string{idOnCall, idPeople}, "people", n(in.people))
	}
	last, functional := s.months(idExercise), s.months(idFunctional)
	if last.known && functional.known && !functional.never && (last.never || above(last.n, functional.n)) {
		raise("exercise", []string{idExercise, idFunctional}, "exercise", last.text(), "functional", functional.text())
	}
	if in.hasWindow && !below(m.covered, 168) && in.outside > 0 {
		raise("outside", []string{idOutside, idWindow}, "outside", FormatShare(in.outside))
	}
	s.claims(raise)
}

// claims lists high maturity levels that nothing but a word stands for.
func (s *source) claims(raise func(id string, questions []string, values ...string)) {
	var ids, titles []string
	for i, it := range s.set.Items() {
		if it.Type != question.Level || it.Scale != "maturity" || it.Custom {
			continue
		}
		a := &s.given[i]
		if l, ok := a.value.(engagement.Level); ok && l >= claimedLevel && a.grade == engagement.Asserted && !a.referenced {
			ids = append(ids, it.ID)
			titles = append(titles, it.Phrase())
		}
	}
	if len(ids) > 0 {
		raise("evidence", ids, "level", strconv.Itoa(claimedLevel), "count", strconv.Itoa(len(ids)), "list", strings.Join(titles, "; "))
	}
}

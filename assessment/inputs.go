// What the decision model reads from an engagement, as plain numbers, with the
// defaults that hold where an answer is missing.

package assessment

import (
	"fmt"
	"strings"

	"muster/assessment/engagement"
	"muster/assessment/model"
	"muster/assessment/question"
)

// The ids of the questions the decision model reads one by one.
const (
	idCriticality   = "org-criticality"
	idRACI          = "raci-matrix"
	idFTE           = "staff-fte"
	idPeople        = "staff-people"
	idVacant        = "staff-vacant"
	idLeavers       = "staff-leavers"
	idInexperienced = "staff-inexperienced"
	idOnCall        = "staff-oncall"
	idSkills        = "skl-matrix"
	idCovered       = "skl-covered"
	idVolume        = "bw-volume"
	idHandle        = "bw-handle"
	idTarget        = "bw-target"
	idOther         = "bw-other"
	idIntel         = "bw-intel-wanted"
	idMajorCount    = "bw-major-count"
	idMajorHours    = "bw-major-hours"
	idWindow        = "bw-window"
	idOutside       = "bw-outside"
	idGrowth        = "bw-growth"
	idBacklog       = "bw-backlog"
	idAccess        = "tool-access"
	idRoutine       = "tool-routine"
	idApproved      = "csirp-approved"
	idOwner         = "csirp-owner"
	idReview        = "asr-review"
	idBenchmark     = "asr-benchmark"
	idChange        = "asr-change"
	idExercise      = "asr-exercise"
	idFunctional    = "asr-functional"
	idExec          = "asr-exec"
	idMSSP          = "asr-mssp"
	idClosure       = "asr-closure"
	idIndependent   = "asr-independent"
	idForensicNeeds = "frx-needs"
	idRegimes       = "ntf-regimes"
	idNoticeHours   = "ntf-mssp-hours"
	idDecideHours   = "ntf-decide-hours"
)

// Ids of the questions the model reads as groups.
var (
	toolIDs    = []string{idAccess, idRoutine, "tool-selfquery", "tool-training", "tool-integration"}
	processIDs = []string{"proc-unified", "proc-severity", "proc-oneticket", "proc-handoff", "proc-change", "proc-metrics"}
	elementIDs = []string{"csirp-roles", "csirp-authority", "csirp-comms", "csirp-notify"}
	planIDs    = append(append([]string{}, elementIDs...), "csirp-triage", "csirp-priority", "csirp-evidence", "csirp-contain",
		"csirp-eradicate", "csirp-recover", "csirp-followup", "csirp-metrics", "csirp-mssp")
)

// NeededIDs are the questions a custom set must keep: every id the model reads.
func NeededIDs() []string {
	ids := []string{
		idCriticality, idRACI, idFTE, idPeople, idVacant, idLeavers, idInexperienced, idOnCall, idSkills, idCovered,
		idVolume, idHandle, idTarget, idOther, idIntel, idMajorCount, idMajorHours, idWindow, idOutside, idGrowth, idBacklog,
		idApproved, idOwner, idReview, idBenchmark, idChange, idExercise, idFunctional, idExec, idMSSP, idClosure,
		idIndependent, idForensicNeeds, idRegimes, idNoticeHours, idDecideHours,
	}
	ids = append(ids, toolIDs...)
	ids = append(ids, processIDs...)
	return append(ids, planIDs...)
}

// levels is a set of answers on the 0 to 4 scale.
type levels struct{ sum, count int }

// mean is the share of the full scale, false without any answer.
func (l levels) mean() (float64, bool) {
	if l.count == 0 {
		return 0, false
	}
	return float64(l.sum) / float64(4*l.count), true
}

// area is one skill area as the model reads it.
type area struct {
	id       string
	core     bool
	weight   float64
	required int
	best     int
	people   int // at the level that counts, or above
	needed   int
	covered  float64
	assessed bool
}

func (a area) gap() float64 {
	if a.required <= 0 || a.best >= a.required {
		return 0
	}
	return float64(a.required-a.best) / float64(a.required) * (1 - a.covered)
}

// inputs are the numbers of the SIA side of the model.
type inputs struct {
	volume, handle, target           [4]float64 // by severity; a week, hours, hours
	hasVolume, hasHandle             bool
	other, intel, majors, majorHours float64
	growth                           float64 // share
	days, hours                      float64 // cover
	hasWindow                        bool
	outside                          float64 // share; −1: from the cover
	fte                              float64
	delivered                        float64 // hours a week an SIA gives already, without handover
	hasFTE                           bool
	people, vacant, leavers          float64
	hasPeople                        bool
	inexperienced                    float64 // per cent
	hasInexperienced                 bool
	onCall                           bool
	areas                            []area
	tools, process                   levels
	access                           int
	hasAccess                        bool
}

// source reads answers and notes the defaults it had to use.
type source struct {
	doc         *engagement.Document // the effective one
	exempt      []engagement.Exempt
	set         *question.Set
	given       []given // by the items' order
	assumptions []Assumption
}

// given is what the passes over all items need of an answer: looked up once.
type given struct {
	state              engagement.State
	value              engagement.Value // nil unless answered
	grade              engagement.Evidence
	review, referenced bool
}

func newSource(set *question.Set, doc *engagement.Document) *source {
	doc, exempt := doc.Effective(set)
	s := &source{doc: doc, exempt: exempt, set: set, given: make([]given, len(set.Items()))}
	for i, it := range set.Items() {
		a, ok := doc.Answers[it.ID]
		if !ok {
			continue
		}
		g := given{state: a.State, grade: a.Grade(), review: a.Review, referenced: len(a.References) > 0}
		if a.State == engagement.Answered {
			g.value = a.Value
		}
		s.given[i] = g
	}
	return s
}

func (s *source) number(id string) (float64, bool) {
	switch v := s.doc.Value(id).(type) {
	case engagement.Number:
		return float64(v), true
	case engagement.Months:
		return v.N, true
	}
	return 0, false
}

func (s *source) level(id string) (int, bool) {
	v, ok := s.doc.Value(id).(engagement.Level)
	return int(v), ok
}

func (s *source) levels(ids []string) levels {
	var l levels
	for _, id := range ids {
		if v, ok := s.level(id); ok {
			l.sum += v
			l.count++
		}
	}
	return l
}

// numberOr reads a number or notes the default that stands in for it.
func (s *source) numberOr(id string, fallback float64) float64 {
	if v, ok := s.number(id); ok {
		return v
	}
	it := s.set.Item(id)
	unit := ""
	if it != nil && it.Unit != "" {
		unit = " " + it.Unit
	}
	s.assume(id, fmt.Sprintf("taken as %s%s", FormatNumber(fallback, 2), unit))
	return fallback
}

func (s *source) assume(id, text string) {
	if s.doc.State(id) == engagement.NotApplicable {
		return
	}
	s.assumptions = append(s.assumptions, Assumption{Question: id, Text: text})
}

func (s *source) severity(id string) ([4]float64, bool) {
	v, ok := s.doc.Value(id).(engagement.Severity)
	return v, ok
}

func (s *source) read(p model.Parameters) inputs {
	var in inputs
	in.volume, in.hasVolume = s.severity(idVolume)
	in.handle, in.hasHandle = s.severity(idHandle)
	in.target = s.target()
	in.other = s.numberOr(idOther, 0)
	in.intel = s.numberOr(idIntel, s.defaultNumber(idIntel))
	in.majors = s.numberOr(idMajorCount, 0)
	in.majorHours = s.numberOr(idMajorHours, 0)
	in.growth = s.numberOr(idGrowth, 0) / 100
	if w, ok := s.doc.Value(idWindow).(engagement.Window); ok {
		in.days, in.hours, in.hasWindow = w.Days, w.Hours, true
	}
	in.outside = -1
	if v, ok := s.number(idOutside); ok {
		in.outside = v / 100
	} else {
		s.assume(idOutside, "taken as the share of the week without cover")
	}
	in.fte, in.hasFTE = s.number(idFTE)
	in.vacant = s.numberOr(idVacant, 0)
	in.leavers = s.numberOr(idLeavers, 0)
	if in.people, in.hasPeople = s.number(idPeople); !in.hasPeople && in.hasFTE {
		// At least as many people as full-time equivalents.
		in.people = in.fte
		s.assume(idPeople, "taken as the number of FTE")
	}
	in.inexperienced, in.hasInexperienced = s.number(idInexperienced)
	if l, ok := s.level(idOnCall); ok {
		in.onCall = float64(l) >= p.OnCallLevel
	} else {
		s.assume(idOnCall, "taken as nobody on call outside cover")
	}
	in.areas = s.areas(int(p.StaffPeopleLevel))
	in.tools = s.levels(toolIDs)
	in.process = s.levels(processIDs)
	in.access, in.hasAccess = s.level(idAccess)
	return in
}

func (s *source) defaultNumber(id string) float64 {
	v, _ := s.set.Item(id).DefaultNumber()
	return v
}

func (s *source) target() [4]float64 {
	if v, ok := s.severity(idTarget); ok {
		return v
	}
	var out [4]float64
	words := make([]string, 4)
	for i, sev := range question.Severities {
		out[i], _ = s.set.Item(idTarget).DefaultSeverity(sev)
		words[i] = FormatNumber(out[i], 2)
	}
	s.assume(idTarget, "taken as "+strings.Join(words, " / ")+" hours")
	return out
}

func (s *source) areas(peopleLevel int) []area {
	matrix, _ := s.doc.Value(idSkills).(engagement.Skills)
	covered, ok := s.doc.Value(idCovered).(engagement.Shares)
	if !ok {
		s.assume(idCovered, "taken as 0: nothing covered by the contract")
	}
	var required, needed, left []string
	item := s.set.Item(idSkills)
	out := make([]area, 0, len(item.SkillAreas()))
	for _, def := range item.SkillAreas() {
		row := matrix[def.ID]
		a := area{id: def.ID, core: def.Core, weight: float64(def.Weight), required: def.Required, needed: def.People, covered: covered[def.ID]}
		if row.Required != nil {
			a.required = *row.Required
		}
		if row.People != nil {
			a.needed = *row.People
		}
		a.best, a.assessed = row.Best()
		title := def.Phrase()
		switch {
		case !a.assessed:
			left = append(left, title)
		default:
			if row.Required == nil {
				required = append(required, title)
			}
			if row.People == nil {
				needed = append(needed, title)
			}
		}
		a.people = row.AtLeast(peopleLevel)
		out = append(out, a)
	}
	for _, x := range []struct {
		areas []string
		text  string
	}{{required, "required level as in the question set: "}, {needed, "people needed as in the question set: "}, {left, "left out, nobody's level is known: "}} {
		if len(x.areas) > 0 {
			s.assume(idSkills, x.text+strings.Join(x.areas, ", "))
		}
	}
	return out
}

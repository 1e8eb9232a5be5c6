// From the history to the answers it supports.

package tickets

import (
	"fmt"
	"math"
	"slices"

	"muster/assessment/engagement"
	"muster/assessment/question"
)

// The questions a history can answer.
const (
	idVolume        = "bw-volume"
	idHandle        = "bw-handle"
	idTarget        = "bw-target"
	idWindow        = "bw-window"
	idOutside       = "bw-outside"
	idBacklog       = "bw-backlog"
	idNonactionable = "bw-nonactionable"
)

// Answers are the answers to set that h supports, ready to replace those in
// existing: graded as observed, with the export as reference. Comments, review
// marks and references of existing answers stay. Handle time is answered only
// where it was measured for every severity that has tickets. A value beyond the
// range of its question is moved to the end of it; Notes says so.
func Answers(h *History, set *question.Set, existing map[string]engagement.Answer) map[string]engagement.Answer {
	a, _ := answers(h, set, existing)
	return a
}

// Notes says in sentences what somebody should know of what Answers gives: which
// questions it leaves alone and why, and what had to be moved into range.
func Notes(h *History, set *question.Set, existing map[string]engagement.Answer) []string {
	_, n := answers(h, set, existing)
	return n
}

// answerer makes answers to one set.
type answerer struct {
	h        *History
	set      *question.Set
	existing map[string]engagement.Answer
	out      map[string]engagement.Answer
	notes    []string
}

func answers(h *History, set *question.Set, existing map[string]engagement.Answer) (map[string]engagement.Answer, []string) {
	a := &answerer{h: h, set: set, existing: existing, out: map[string]engagement.Answer{}}
	if h.Tickets == 0 {
		return a.out, []string{"No ticket could be used, so nothing is answered."}
	}
	a.volume()
	a.handle()
	outside := h.OutsideShare
	if w, ok := a.value(idWindow).(engagement.Window); ok {
		outside = outsideOf(h, Window{Days: int(w.Days), Hours: w.Hours, Start: h.Cover.Start}, w)
	}
	if a.value(idWindow) == nil {
		a.notef("%s holds for a cover of %s from %v o'clock, because %s is not answered.", idOutside, h.Cover, h.Cover.Start, idWindow)
	}
	if h.DaysOnly {
		a.notef("%s is left alone: the export gives days without times.", idOutside)
	} else {
		a.number(idOutside, 100*float64(outside))
	}
	a.number(idNonactionable, 100*float64(h.NotActionableShare))
	if h.Backlog != nil {
		a.number(idBacklog, float64(h.Backlog.Overdue))
	} else {
		a.notef("%s is left alone: the export does not tell which tickets are open.", idBacklog)
	}
	return a.out, a.notes
}

// outsideOf is the share outside the cover an engagement answers with; its start
// is that of the import where both agree, or else the usual one.
func outsideOf(h *History, w Window, answered engagement.Window) Figure {
	if float64(h.Cover.Days) != answered.Days || h.Cover.Hours != answered.Hours {
		w = NewWindow(int(answered.Days), answered.Hours)
	}
	outside, all := int64(0), int64(0)
	for hour, n := range h.HourOfWeek {
		all += n
		if !w.Covers(hour) {
			outside += n
		}
	}
	return share(outside, all)
}

func (a *answerer) notef(format string, args ...any) {
	a.notes = append(a.notes, fmt.Sprintf(format, args...))
}

// value is the value of an existing answer, or nil.
func (a *answerer) value(id string) engagement.Value {
	if x := a.existing[id]; x.State == engagement.Answered {
		return x.Value
	}
	return nil
}

func (a *answerer) volume() {
	var v engagement.Severity
	for s, r := range a.h.PerWeek {
		if !r.Mean.Known() {
			a.notef("%s is left alone: all tickets were opened at the same moment.", idVolume)
			return
		}
		v[s] = a.inRange(idVolume, severityNames[s], float64(r.Mean))
	}
	a.put(idVolume, v)
}

func (a *answerer) handle() {
	h := a.h
	if h.HandleHours == nil {
		a.notef("%s is left alone: the export gives no worked time.", idHandle)
		return
	}
	old, hasOld := a.value(idHandle).(engagement.Severity)
	var v engagement.Severity
	for s, sum := range h.HandleHours {
		tickets := h.Counts[s]
		switch {
		case sum != nil:
			v[s] = a.inRange(idHandle, severityNames[s], sum.Mean)
		case tickets > 0:
			a.notef("%s is left alone: the export gives no worked time for %s.", idHandle, severityNames[s])
			return
		case hasOld:
			v[s] = old[s]
		default:
			v[s] = a.inRange(idHandle, "", 0)
		}
	}
	a.put(idHandle, v)
}

// number answers a question with a number, unless it is missing.
func (a *answerer) number(id string, v float64) {
	if math.IsNaN(v) {
		a.notef("%s is left alone: the export does not tell.", id)
		return
	}
	a.put(id, engagement.Number(a.inRange(id, "", v)))
}

// inRange rounds a value to what people can read and moves it into the range of
// its question.
func (a *answerer) inRange(id, severity string, v float64) float64 {
	const digits = 1e4
	v = math.Round(v*digits) / digits
	it := a.set.Item(id)
	if it == nil {
		return v
	}
	if it.Integer {
		v = math.Round(v)
	}
	limited := v
	if it.Min != nil {
		limited = max(limited, *it.Min)
	}
	if it.Max != nil {
		limited = min(limited, *it.Max)
	}
	if limited != v && v != 0 {
		if severity != "" {
			id += " (" + severity + ")"
		}
		a.notef("%s: measured %v, allowed %s; set to %v.", id, v, it.RangeText(), limited)
	}
	return limited
}

// put answers a question of the set.
func (a *answerer) put(id string, v engagement.Value) {
	if a.set.Item(id) == nil {
		return
	}
	x := a.existing[id]
	x.State, x.Value, x.Evidence, x.Draft = engagement.Answered, v, engagement.Observed, nil
	x.Carried = false // measured anew, even where the figure is the same
	ref := engagement.Reference{Title: a.h.File, Location: a.h.File, SHA256: a.h.SHA256}
	same := func(r engagement.Reference) bool { return r.SHA256 == ref.SHA256 && r.Location == ref.Location }
	x.References = slices.Clone(x.References)
	if !slices.ContainsFunc(x.References, same) {
		x.References = append(x.References, ref)
	}
	a.out[id] = x
}

// CoverOf is the window of cover of an engagement's answers, with the usual
// start; false when it is not answered.
func CoverOf(answers map[string]engagement.Answer) (Window, bool) {
	a := answers[idWindow]
	w, ok := a.Value.(engagement.Window)
	if !ok || a.State != engagement.Answered {
		return Window{}, false
	}
	return NewWindow(int(w.Days), w.Hours), true
}

// TargetsOf are the pick-up targets of an engagement's answers in hours;
// DefaultTargets where they are not answered.
func TargetsOf(answers map[string]engagement.Answer) [4]float64 {
	a := answers[idTarget]
	if v, ok := a.Value.(engagement.Severity); ok && a.State == engagement.Answered {
		return v
	}
	return DefaultTargets
}

// What recorded exercises answer: the assurance questions, as observed.

package exercise

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"muster/assessment/engagement"
	"muster/assessment/question"
)

// The assurance questions that exercises answer.
const (
	exerciseID   = "asr-exercise"
	functionalID = "asr-functional"
	execID       = "asr-exec"
	msspID       = "asr-mssp"
)

// Answered is an answer that a recorded exercise supports.
type Answered struct {
	ID     string
	Answer engagement.Answer
	Why    string // in a sentence
}

// Answers are the answers that the exercises of doc support, each as observed; only
// those that differ from what is answered and are not older than it. They are in the
// order of the set. The last exercise answers when there was one and who took part, the
// last in which people did their real tasks when there was a functional one. Comments
// and references stay. Doc is not changed: the caller puts them in as one step.
//
// An exercise counts once an inject of it was played and its date can be read; a date
// after the engagement's counts as now.
func Answers(set *question.Set, doc *engagement.Document) []Answered {
	now, err := time.Parse(time.DateOnly, doc.Date)
	var last, functional *engagement.Exercise
	var lastDate, functionalDate time.Time
	for i := range doc.Exercises {
		e := &doc.Exercises[i]
		date, err := time.Parse(time.DateOnly, e.Date)
		if err != nil || !e.Played() {
			continue
		}
		if last == nil || !date.Before(lastDate) {
			last, lastDate = e, date
		}
		if e.Functional() && (functional == nil || !date.Before(functionalDate)) {
			functional, functionalDate = e, date
		}
	}
	if last == nil || err != nil {
		return nil
	}
	var out []Answered
	add := func(id string, v engagement.Value, e *engagement.Exercise, why string) {
		old := doc.Answers[id]
		if set.Item(id) == nil || old.State == engagement.Answered && old.Grade() == engagement.Observed && engagement.EqualValues(old.Value, v) {
			return
		}
		a := old
		a.State, a.Value, a.Evidence, a.Carried, a.Draft = engagement.Answered, v, engagement.Observed, false, nil
		if note := fmt.Sprintf("Observed in the exercise “%s” of %s.", e.Title, e.Date); !strings.Contains(a.Comment, note) {
			a.Comment = strings.TrimLeft(a.Comment+"\n"+note, "\n")
		}
		out = append(out, Answered{id, a, why})
	}
	since := func(id string, e *engagement.Exercise, date time.Time, what string) bool {
		n := monthsBetween(date, now)
		if v, ok := doc.Value(id).(engagement.Months); ok && !v.Never && v.N < n {
			return false // a later one is answered, of which there is no record
		}
		add(id, engagement.Months{N: n}, e, fmt.Sprintf("%s of %s, %s.", what, e.Date, ago(n)))
		return true
	}
	if since(exerciseID, last, lastDate, "Exercise") && len(last.Participants) > 0 {
		absent := slices.DeleteFunc([]string{"executive", "legal", "communications"}, last.Takes)
		why := "Executives, legal and communications took part."
		if len(absent) > 0 {
			why = "Not there: " + join(absent) + "."
		}
		add(execID, engagement.Bool(len(absent) == 0), last, why)
		// Not applicable by the profile: there is no MSSP that could have been absent.
		if effective, _ := doc.Effective(set); last.Takes("mssp") {
			add(msspID, engagement.Bool(true), last, "The MSSP took part.")
		} else if doc.State(msspID) != engagement.Unanswered || effective.State(msspID) != engagement.NotApplicable {
			add(msspID, engagement.Bool(false), last, "The MSSP took no part.")
		}
	}
	if functional != nil {
		since(functionalID, functional, functionalDate, "Functional exercise")
	}
	slices.SortStableFunc(out, func(a, b Answered) int { return set.Item(a.ID).Number - set.Item(b.ID).Number })
	return out
}

func ago(months float64) string {
	switch months {
	case 0:
		return "less than a month ago"
	case 1:
		return "one month ago"
	}
	return fmt.Sprintf("%.0f months ago", months)
}

// maxMonths is the most that a time in months may be.
const maxMonths = 120

// monthsBetween is the whole months from one date to a later one; 0 where it is not
// later.
func monthsBetween(from, to time.Time) float64 {
	n := (to.Year()-from.Year())*12 + int(to.Month()) - int(from.Month())
	if to.Day() < from.Day() {
		n--
	}
	return float64(min(max(n, 0), maxMonths))
}

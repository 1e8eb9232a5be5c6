// The exercises that were held, for the full report: each in short, with what it
// showed. The after-action report of one says the rest.

package report

import (
	"strings"

	"muster/assessment"
	"muster/assessment/engagement"
	"muster/assessment/exercise"
	"muster/assessment/messages"
	"muster/assessment/question"
	"muster/exporters/look"
)

// HeldExercise is an exercise that was held, as written.
type HeldExercise struct {
	Title    string            `json:"title"`
	Scenario string            `json:"scenario"` // its title; the id where it is not known
	Date     string            `json:"date"`     // yyyy-mm-dd, as recorded
	Form     string            `json:"form"`
	Played   int               `json:"injectsPlayed"`
	Lead     string            `json:"lead"` // what came of the decisions, in a sentence
	Good     []string          `json:"wentWell"`
	Weak     []string          `json:"wentLessWell"`
	Findings []ExerciseFinding `json:"findings"` // lessons, then deviations; the gravest first
}

// ExerciseFinding is what an exercise showed, as written.
type ExerciseFinding struct {
	ID        string   `json:"id"` // L… of a lesson, D… of a deviation
	Severity  string   `json:"severity"`
	Text      string   `json:"text"`
	Inject    string   `json:"inject"` // its title; empty for a lesson
	Questions []string `json:"questions"`
}

// heldID is the id of the chapter on exercises.
const heldID = "exercises"

// heldExercises are the exercises of doc, the last first.
func heldExercises(lang *messages.Catalogue, set *question.Set, doc *engagement.Document, r *assessment.Result) []HeldExercise {
	if len(doc.Exercises) == 0 {
		return nil
	}
	planned, known := exercise.Prepare(set, doc, r), exercise.Known(set, doc)
	var out []HeldExercise
	for i := len(doc.Exercises) - 1; i >= 0; i-- {
		e := &doc.Exercises[i]
		h := HeldExercise{Title: strings.TrimSpace(e.Title), Scenario: e.Scenario, Date: e.Date, Form: exercise.Title(exercise.DefaultPlanner().Forms, e.Form), Good: []string{}, Weak: []string{}, Findings: []ExerciseFinding{}}
		a := exercise.Recall(e)
		h.Lead = lang.Text("Its scenario is not part of the engagement, so nothing can be compared; what was written down stands here.")
		if run := planned.RunOf(known, e); run != nil {
			a = exercise.Review(set, e, run)
			h.Scenario, h.Lead = run.Scenario.Title, afterLead(lang, a)
		}
		if h.Title == "" {
			h.Title = h.Scenario
		}
		h.Played = a.Played
		h.Good, h.Weak = append(h.Good, observations(a, "good")...), append(h.Weak, observations(a, "weak")...)
		for _, f := range a.Findings {
			h.Findings = append(h.Findings, ExerciseFinding{f.ID, f.Severity, f.Text, f.Inject, titles(set, f.Questions)})
		}
		out = append(out, h)
	}
	return out
}

// heldChapter is the chapter on the exercises that were held.
func heldChapter(rep *Report) Chapter {
	lang := rep.Lang
	c := Chapter{ID: heldID, Title: lang.Text("Exercises"), Lead: lang.Count(len(rep.Exercises), "1 exercise was held; what it showed stands beside what was expected.", "%d exercises were held; what they showed stands beside what was expected.")}
	for i := range rep.Exercises {
		h := &rep.Exercises[i]
		head := h.Title
		if h.Date != "" {
			head = h.Date + "  " + head
		}
		said := []string{lang.Count(h.Played, "1 inject played", "%d injects played")}
		if h.Form != "" {
			said = append(said, lowerFirst(h.Form))
		}
		if h.Scenario != h.Title {
			said = append(said, lang.Say("scenario “%s”", h.Scenario))
		}
		c.Blocks = append(c.Blocks, Heading{head}, Paragraph{upperFirst(strings.Join(said, ", ")) + ". " + h.Lead})
		t := Table{Columns: []Column{{lang.Text("Id"), 7, false}, {lang.Text("Severity"), 12, false}, {lang.Text("Finding"), 46, false}, {lang.Text("Inject"), 17, false}, {lang.Text("Bears on"), 18, false}}}
		for _, f := range h.Findings {
			t.Rows = append(t.Rows, []string{f.ID, lang.Text(look.Severity(f.Severity).Word), f.Text, orDash(f.Inject), strings.Join(f.Questions, "; ")})
		}
		if len(t.Rows) > 0 {
			c.Blocks = append(c.Blocks, t)
		}
		for _, x := range []struct {
			head  string
			items []string
		}{{lang.Text("What went well"), h.Good}, {lang.Text("What went less well"), h.Weak}} {
			if len(x.items) > 0 {
				c.Blocks = append(c.Blocks, Paragraph{x.head + ":"}, Bullets{x.items})
			}
		}
	}
	return c
}

// The after-action review: what was expected in a recorded exercise against what
// happened.

package exercise

import (
	"fmt"
	"slices"

	"muster/assessment/engagement"
	"muster/assessment/question"
)

// Deviation is a way in which something went otherwise than expected.
type Deviation string

// The deviations, the gravest first.
const (
	Missing          Deviation = "missing"
	WrongParty       Deviation = "wrong-party"
	NotAsExpected    Deviation = "not-as-expected"
	PartlyAsExpected Deviation = "partly"
	Late             Deviation = "late"
)

// Word is the deviation as people write it.
func (d Deviation) Word() string {
	switch d {
	case Missing:
		return "not taken"
	case WrongParty:
		return "taken by the wrong side"
	case NotAsExpected:
		return "not as expected"
	case PartlyAsExpected:
		return "partly as expected"
	}
	return "late"
}

// AfterAction is a recorded exercise set against what was expected.
type AfterAction struct {
	Record   *engagement.Exercise
	Scenario *Scenario
	Length   Length // zero where the record names none that is known
	Injects  []Reviewed
	Findings []Finding // lessons as recorded, then deviations; the gravest first
	Notes    []string  // what limits the comparison

	Expected, Taken, AsExpected int // decisions of the injects that were played
	Late, Missing, WrongParty   int
	Good, Weak                  int // observations
	Played, Skipped             int // injects

	by Deviations
}

// Reviewed is one inject of the record.
type Reviewed struct {
	Inject    *Inject // nil where the scenario has none of that id
	Record    *engagement.InjectRecord
	Compared  []Compared                 // its expected decisions
	Further   []engagement.TakenDecision // decisions that were not among them
	Questions []string                   // ids it bears on
}

// Title is the title of the inject; its id where it is not known.
func (r *Reviewed) Title() string {
	if r.Inject != nil {
		return r.Inject.Title
	}
	return r.Record.ID
}

// Compared is an expected decision with what came of it.
type Compared struct {
	Expected   *Decision
	Taker      Taker
	Taken      *engagement.TakenDecision // nil: not taken
	Deviations []Deviation               // none: as expected, as far as was noted
}

// Finding is something an exercise showed.
type Finding struct {
	ID        string // L1, L2 … of a lesson, D1, D2 … of a deviation
	Severity  string
	Text      string
	Inject    string   // title; empty for a lesson
	Questions []string // ids
	Lesson    bool     // recorded by people; others follow from the comparison
}

// Review sets the record against run, which was composed of its scenario for its
// engagement. An inject of the run that the record does not name was not reached and
// is not judged; one that was played although the run left it out is.
func Review(set *question.Set, record *engagement.Exercise, run *Run) *AfterAction {
	a := &AfterAction{Record: record, Scenario: run.Scenario, Length: run.Length, by: run.Planner.Deviations}
	if record.Version > 0 && record.Version != run.Scenario.Version {
		a.Notes = append(a.Notes, fmt.Sprintf("The exercise was run with version %d of the scenario; it is compared with version %d.", record.Version, run.Scenario.Version))
	}
	for i := range record.Injects {
		x := &record.Injects[i]
		r := Reviewed{Record: x, Inject: run.Scenario.Inject(x.ID)}
		a.seen(x)
		switch {
		case r.Inject == nil:
			a.Notes = append(a.Notes, fmt.Sprintf("The scenario has no inject %q; what was noted on it is shown without comparison.", x.ID))
			r.Further = x.Decisions
		case x.State == "played":
			r.Questions = r.Inject.Questions()
			a.compare(&r, run.planned)
		default:
			r.Further = x.Decisions
		}
		a.Injects = append(a.Injects, r)
	}
	if missed := notReached(record, run); missed > 0 {
		a.Notes = append(a.Notes, fmt.Sprintf("%s not reached; nothing is concluded from that.", count(missed, "inject of the run was", "injects of the run were")))
	}
	a.find(set)
	return a
}

// Recall is what a record says by itself, where its scenario is not known: nothing is
// compared.
func Recall(record *engagement.Exercise) *AfterAction {
	a := &AfterAction{Record: record}
	for i := range record.Injects {
		x := &record.Injects[i]
		a.seen(x)
		a.Injects = append(a.Injects, Reviewed{Record: x, Further: x.Decisions})
	}
	a.find(nil)
	return a
}

// seen counts what a record says of an inject by itself.
func (a *AfterAction) seen(x *engagement.InjectRecord) {
	for _, o := range x.Observations {
		switch o.Kind {
		case "good":
			a.Good++
		case "weak":
			a.Weak++
		}
	}
	switch x.State {
	case "played":
		a.Played++
	case "skipped":
		a.Skipped++
	}
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// notReached counts the injects of the run that the record says nothing of.
func notReached(record *engagement.Exercise, run *Run) int {
	n := 0
	for _, in := range run.Injects {
		if x := record.Inject(in.ID); x == nil || x.State == "" {
			n++
		}
	}
	return n
}

// compare sets the decisions of a played inject against those expected.
func (a *AfterAction) compare(r *Reviewed, by *Planned) {
	for i := range r.Inject.Decisions {
		c := Compared{Expected: &r.Inject.Decisions[i], Taker: by.taker(&r.Inject.Decisions[i])}
		for k := range r.Record.Decisions {
			if d := &r.Record.Decisions[k]; d.Expected != nil && *d.Expected == i && c.Taken == nil {
				c.Taken = d
			}
		}
		if c.Deviations = deviations(&c); c.Taken == nil {
			c.Deviations = []Deviation{Missing}
		}
		a.tally(&c)
		r.Compared = append(r.Compared, c)
	}
	for _, d := range r.Record.Decisions {
		if d.Expected == nil || *d.Expected >= len(r.Inject.Decisions) {
			r.Further = append(r.Further, d)
		}
	}
}

// tally counts an expected decision.
func (a *AfterAction) tally(c *Compared) {
	a.Expected++
	if c.Taken == nil {
		a.Missing++
		return
	}
	a.Taken++
	if len(c.Deviations) == 0 && c.Taken.AsExpected == "yes" {
		a.AsExpected++
	}
	if slices.Contains(c.Deviations, Late) {
		a.Late++
	}
	if slices.Contains(c.Deviations, WrongParty) {
		a.WrongParty++
	}
}

// Only is the review of the decisions that concern one side, client or mssp: those it
// should take and those it took. Injects without any are left out, and so is what
// people wrote down, which says more than that.
func (a *AfterAction) Only(set *question.Set, party string) *AfterAction {
	out := &AfterAction{Record: a.Record, Scenario: a.Scenario, Length: a.Length, Notes: a.Notes, Played: a.Played, Skipped: a.Skipped, by: a.by}
	record := *a.Record
	record.Lessons = nil
	out.Record = &record
	for _, r := range a.Injects {
		kept := Reviewed{Inject: r.Inject, Record: r.Record, Questions: r.Questions}
		for _, c := range r.Compared {
			if slices.Contains(c.Taker.Parties, party) || c.Taken != nil && c.Taken.Party == party {
				out.tally(&c)
				kept.Compared = append(kept.Compared, c)
			}
		}
		if kept.Compared == nil {
			continue
		}
		bare := *r.Record
		bare.Observations = nil
		kept.Record = &bare
		out.Injects = append(out.Injects, kept)
	}
	out.find(set)
	return out
}

// deviations say how a decision that was taken differs from what was expected; what
// was not noted is not judged.
func deviations(c *Compared) []Deviation {
	var out []Deviation
	d := c.Taken
	if d == nil {
		return nil
	}
	if d.Party != "" && len(c.Taker.Parties) > 0 && !slices.Contains(c.Taker.Parties, d.Party) {
		out = append(out, WrongParty)
	}
	switch d.AsExpected {
	case "no":
		out = append(out, NotAsExpected)
	case "partly":
		out = append(out, PartlyAsExpected)
	}
	if d.After != nil && *d.After > c.Expected.Within {
		out = append(out, Late)
	}
	return out
}

// find makes the findings: what people wrote down, then what the comparison shows.
func (a *AfterAction) find(set *question.Set) {
	var lessons, shown []Finding
	for _, l := range a.Record.Lessons {
		severity := l.Severity
		if severity == "" {
			severity = "medium"
		}
		lessons = append(lessons, Finding{Severity: severity, Text: l.Text, Questions: l.Questions, Lesson: true})
	}
	for i := range a.Injects {
		r := &a.Injects[i]
		for k := range r.Compared {
			c := &r.Compared[k]
			if len(c.Deviations) == 0 {
				continue
			}
			shown = append(shown, Finding{Severity: gravest(c, a.by), Text: deviationText(c), Inject: r.Title(), Questions: decisionQuestions(set, c.Expected)})
		}
	}
	a.Findings = append(graded("L", lessons), graded("D", shown)...)
}

// decisionQuestions is the question a decision's taker is drawn from.
func decisionQuestions(set *question.Set, d *Decision) []string {
	if d.Element != "" && set.Item(d.Element) != nil {
		return []string{d.Element}
	}
	return []string{matrixID}
}

// graded puts findings in the order of their severity and numbers them.
func graded(letter string, list []Finding) []Finding {
	slices.SortStableFunc(list, func(x, y Finding) int {
		return slices.Index(engagement.LessonSeverities, x.Severity) - slices.Index(engagement.LessonSeverities, y.Severity)
	})
	for i := range list {
		list[i].ID = fmt.Sprintf("%s%d", letter, i+1)
	}
	return list
}

func gravest(c *Compared, by Deviations) string {
	after := 0
	if c.Taken != nil && c.Taken.After != nil {
		after = *c.Taken.After
	}
	best := len(engagement.LessonSeverities) - 1
	for _, d := range c.Deviations {
		best = min(best, slices.Index(engagement.LessonSeverities, by.severityOf(d, c.Taker.Vital, after, c.Expected.Within)))
	}
	return engagement.LessonSeverities[best]
}

// deviationText says in a sentence what went otherwise.
func deviationText(c *Compared) string {
	s := "“" + c.Expected.Text + "” was "
	var parts []string
	for _, d := range c.Deviations {
		switch d {
		case WrongParty:
			parts = append(parts, "taken by "+partyName(c.Taken.Party)+" instead of "+partyName(c.Taker.Parties...))
		case Late:
			parts = append(parts, fmt.Sprintf("taken after %d minutes instead of %d", *c.Taken.After, c.Expected.Within))
		default:
			parts = append(parts, d.Word())
		}
	}
	return s + join(parts) + "."
}

func partyName(parties ...string) string {
	if len(parties) > 1 {
		return "the client or the MSSP"
	}
	if slices.Contains(parties, "mssp") {
		return "the MSSP"
	}
	return "the client"
}

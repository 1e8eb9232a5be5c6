// Recording an exercise while it is held: each step of the facilitator as a change of
// the record, with the minutes that follow from the watch.

package exercise

import (
	"slices"
	"strings"

	"muster/assessment/engagement"
)

// Begin is the record of the run, held on date (yyyy-mm-dd), with nothing in it yet.
// Nobody is noted as being there until somebody says so.
func (run *Run) Begin(date string) engagement.Exercise {
	return engagement.Exercise{Scenario: run.Scenario.ID, Title: run.Scenario.Title, Version: run.Scenario.Version, Length: run.Length.ID, Form: engagement.ExerciseForms[0], Date: date}
}

// Change changes the record at place i of doc; without one it does nothing. Documents
// that share the record keep theirs.
func Change(doc *engagement.Document, i int, change func(*engagement.Exercise)) {
	if i < 0 || i >= len(doc.Exercises) {
		return
	}
	list := slices.Clone(doc.Exercises)
	list[i] = list[i].Clone()
	change(&list[i])
	doc.Exercises = list
}

// noted is the record of an inject, made where there is none: in the order of the story.
func (run *Run) noted(e *engagement.Exercise, id string) *engagement.InjectRecord {
	if x := e.Inject(id); x != nil {
		return x
	}
	place := func(id string) int {
		return slices.IndexFunc(run.Scenario.Injects, func(in Inject) bool { return in.ID == id })
	}
	at := slices.IndexFunc(e.Injects, func(x engagement.InjectRecord) bool { return place(x.ID) > place(id) })
	if at < 0 {
		at = len(e.Injects)
	}
	e.Injects = slices.Insert(e.Injects, at, engagement.InjectRecord{ID: id})
	return &e.Injects[at]
}

// Read notes that an inject was read out at a minute. The first time counts.
func (run *Run) Read(e *engagement.Exercise, id string, minute int) {
	x := run.noted(e, id)
	if x.State == "played" && x.Minute != nil {
		return
	}
	x.State, x.Minute = "played", &minute
}

// Skip notes that an inject is left out.
func (run *Run) Skip(e *engagement.Exercise, id string) {
	x := run.noted(e, id)
	x.State, x.Minute = "skipped", nil
}

// Tick notes how the expected decision k of an inject was taken, at a minute of the
// exercise: one of engagement.Expectations, or empty for not taken. Who should take it
// counts as who did until somebody says otherwise; the first minute counts. An inject
// on which something is decided was read out.
func (run *Run) Tick(e *engagement.Exercise, in *Played, k int, asExpected string, minute int) {
	if asExpected == "" {
		if x := e.Inject(in.ID); x != nil {
			x.Decisions = slices.DeleteFunc(x.Decisions, func(d engagement.TakenDecision) bool { return d.Expected != nil && *d.Expected == k })
		}
		return
	}
	run.Read(e, in.ID, minute)
	if d := Taken(e, in.ID, k); d != nil {
		d.AsExpected = asExpected
		return
	}
	x := e.Inject(in.ID)
	after := max(0, minute-*x.Minute)
	d := engagement.TakenDecision{Expected: &k, By: in.Takers[k].Role, After: &after, AsExpected: asExpected}
	if p := in.Takers[k].Parties; len(p) == 1 {
		d.Party = p[0]
	}
	x.Decisions = append(x.Decisions, d)
}

// Taken is what was noted of the expected decision k of an inject; nil for nothing.
func Taken(e *engagement.Exercise, id string, k int) *engagement.TakenDecision {
	x := e.Inject(id)
	if x == nil {
		return nil
	}
	i := slices.IndexFunc(x.Decisions, func(d engagement.TakenDecision) bool { return d.Expected != nil && *d.Expected == k })
	if i < 0 {
		return nil
	}
	return &x.Decisions[i]
}

// Observe notes an observation at place i among those of an inject, or a new one where
// there is none; an empty text takes it away. It returns the place, -1 for none.
func (run *Run) Observe(e *engagement.Exercise, id string, i int, text, kind string, minute int) int {
	x := run.noted(e, id)
	switch there := i >= 0 && i < len(x.Observations); {
	case text == "" && there:
		x.Observations = slices.Delete(x.Observations, i, i+1)
		return -1
	case text == "":
		return -1
	case there:
		x.Observations[i].Text, x.Observations[i].Kind = text, kind
		return i
	}
	x.Observations = append(x.Observations, engagement.Observation{Minute: &minute, Text: text, Kind: kind})
	return len(x.Observations) - 1
}

// Attend notes whether a role took part; known is false where that is not noted.
func Attend(e *engagement.Exercise, r *Role, known, there bool) {
	i := slices.IndexFunc(e.Participants, func(p engagement.Participant) bool { return p.Role == r.Role && p.Part == r.Part })
	switch {
	case i < 0 && known:
		e.Participants = append(e.Participants, engagement.Participant{Role: r.Role, Part: r.Part, Absent: !there})
	case i >= 0 && known:
		e.Participants[i].Absent = !there
	case i >= 0:
		e.Participants = slices.Delete(e.Participants, i, i+1)
	}
}

// Attends says whether a role took part, and whether that is noted.
func Attends(e *engagement.Exercise, r *Role) (there, known bool) {
	for _, p := range e.Participants {
		if p.Role == r.Role && p.Part == r.Part {
			return !p.Absent, true
		}
	}
	return false, false
}

// LastMinute is the latest minute that the record notes: where an exercise that was
// broken off goes on.
func LastMinute(e *engagement.Exercise) int {
	last := 0
	for _, x := range e.Injects {
		from := 0
		if x.Minute != nil {
			from = *x.Minute
		}
		last = max(last, from)
		for _, d := range x.Decisions {
			if d.After != nil {
				last = max(last, from+*d.After)
			}
		}
		for _, o := range x.Observations {
			if o.Minute != nil {
				last = max(last, *o.Minute)
			}
		}
	}
	return last
}

// Reached is the place among the injects of the run where a record goes on: the first
// that it says nothing of; their number where it names all.
func (run *Run) Reached(e *engagement.Exercise) int {
	for i := range run.Injects {
		if x := e.Inject(run.Injects[i].ID); x == nil || x.State == "" {
			return i
		}
	}
	return len(run.Injects)
}

// LateBy is by how many minutes inject i of the run is late: as it was read out, or as
// it stands at a minute where it was not. The number of injects stands for the debrief.
func (run *Run) LateBy(e *engagement.Exercise, i, minute int) int {
	if i >= len(run.Injects) {
		return max(0, minute-run.Agenda[len(run.Agenda)-1].From)
	}
	switch x := e.Inject(run.Injects[i].ID); {
	case x != nil && x.State == "skipped":
		return 0
	case x != nil && x.Minute != nil:
		minute = *x.Minute
	}
	return max(0, minute-run.Injects[i].Start)
}

// Since is how many minutes after its inject an expected decision was taken, or how
// many have gone by without it; late is whether that is more than it may take. Known is
// false as long as the inject was not read out.
func (run *Run) Since(e *engagement.Exercise, in *Played, k, minute int) (after int, late, known bool) {
	x := e.Inject(in.ID)
	if x == nil || x.Minute == nil {
		return 0, false, false
	}
	after = max(0, minute-*x.Minute)
	if d := Taken(e, in.ID, k); d != nil {
		if d.After == nil {
			return 0, false, false
		}
		after = *d.After
	}
	return after, after > in.Decisions[k].Within, true
}

// Texts are what people wrote in a record, one a line: who took part, what was decided
// and seen, the lessons; and the titles of what was played, where the scenario is known.
func Texts(known []*Scenario, e *engagement.Exercise) []string {
	var out []string
	add := func(texts ...string) {
		for _, t := range texts {
			if t = strings.TrimSpace(t); t != "" {
				out = append(out, t)
			}
		}
	}
	for _, l := range e.Lessons {
		add(l.Text)
	}
	for _, x := range e.Injects {
		for _, o := range x.Observations {
			add(o.Text)
		}
		for _, d := range x.Decisions {
			switch text, by := strings.TrimSpace(d.Text), strings.TrimSpace(d.By); {
			case text != "" && by != "":
				add(text + " (" + by + ")")
			default:
				add(text + by)
			}
		}
	}
	for _, p := range e.Participants {
		add(p.Role)
	}
	if s, err := ByID(known, e.Scenario); err == nil {
		add(s.Title)
		for _, x := range e.Injects {
			if in := s.Inject(x.ID); in != nil {
				add(in.Title)
			}
		}
	}
	return out
}

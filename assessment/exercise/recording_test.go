package exercise_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"muster/assessment/engagement"
	"muster/assessment/exercise"
	"muster/assessment/model"
	"muster/assessment/question"
)

func TestWatch(t *testing.T) {
	now := time.Date(2026, 10, 18, 9, 0, 0, 0, time.UTC)
	w := exercise.WatchAt(65)
	if w.Running() || w.Text(now) != "1:05:00" {
		t.Errorf("it stands at %s", w.Text(now))
	}
	w.Start(now)
	w.Start(now.Add(time.Minute)) // once is enough
	if got := w.Text(now.Add(90 * time.Second)); got != "1:06:30" {
		t.Errorf("it goes to %s", got)
	}
	if got := w.Text(now.Add(-time.Hour)); got != "1:05:00" {
		t.Errorf("a clock put back makes it %s", got)
	}
	w.Pause(now.Add(10 * time.Minute))
	if got := w.Minute(now.Add(time.Hour)); got != 75 || w.Running() {
		t.Errorf("it stands at minute %d", got)
	}
	w.Start(now)
	if got := w.Minute(now.Add(99 * time.Hour)); got != 24*60 {
		t.Errorf("it ends at minute %d", got)
	}
}

// What is noted step by step reads back from a file as it was, and leaves the document
// before it alone.
func TestRecording(t *testing.T) {
	set, doc := question.Default(), sample(t, "hospital")
	run := exercise.Compose(set, doc, evaluate(doc), scenario(t, "ransomware"), length(t, exercise.TwoHours))
	doc.Exercises = append(doc.Exercises, run.Begin("2026-10-18"))
	before := doc.Clone()
	at := len(doc.Exercises) - 1
	in, other := &run.Injects[1], &run.Injects[0]
	exercise.Change(doc, at, func(e *engagement.Exercise) {
		run.Tick(e, in, 0, "yes", 40) // reads it out, too
		run.Tick(e, in, 0, "partly", 70)
		run.Observe(e, other.ID, -1, "seen", "good", 41)
		run.Read(e, other.ID, 12)
		run.Read(e, other.ID, 13)
		exercise.Attend(e, &run.Scenario.Audience[0], true, true)
		exercise.Attend(e, &run.Scenario.Audience[1], true, false)
		exercise.Attend(e, &run.Scenario.Audience[1], false, false)
	})
	if len(before.Exercises[at].Injects) != 0 {
		t.Error("the document before it was changed")
	}
	e := &doc.Exercises[at]
	if len(e.Injects) != 2 || e.Injects[0].ID != other.ID || *e.Injects[0].Minute != 12 || *e.Injects[1].Minute != 40 {
		t.Errorf("injects %+v", e.Injects)
	}
	if d := exercise.Taken(e, in.ID, 0); d == nil || *d.After != 0 || d.AsExpected != "partly" || d.By != in.Takers[0].Role {
		t.Errorf("decision %+v", d)
	}
	if len(e.Participants) != 1 || !e.Takes(run.Scenario.Audience[0].Part) {
		t.Errorf("participants %+v", e.Participants)
	}
	if got := exercise.LastMinute(e); got != 41 {
		t.Errorf("it goes on at minute %d", got)
	}
	if got := run.Reached(e); got != 2 {
		t.Errorf("it goes on at inject %d", got)
	}
	if late := run.LateBy(e, 1, 999); late != 40-in.Start {
		t.Errorf("late by %d, planned at %d", late, in.Start)
	}
	if late := run.LateBy(e, 2, run.Injects[2].Start+4); late != 4 {
		t.Errorf("what was not read out is late by %d", late)
	}
	k := 1
	if after, late, known := run.Since(e, in, k, 40+in.Decisions[k].Within+1); after != in.Decisions[k].Within+1 || !late || !known {
		t.Errorf("an open decision: %d %v %v", after, late, known)
	}
	again, _, err := engagement.Read(doc.Write(), set, model.Default())
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(e.Injects, again.Exercises[at].Injects, cmpopts.IgnoreUnexported(engagement.InjectRecord{}, engagement.TakenDecision{}, engagement.Observation{})); d != "" {
		t.Errorf("read back (-want +got):\n%s", d)
	}
	exercise.Change(doc, at, func(e *engagement.Exercise) {
		run.Tick(e, in, 0, "", 80)
		run.Observe(e, other.ID, 0, "", "", 80)
		run.Skip(e, other.ID)
	})
	if e := &doc.Exercises[at]; exercise.Taken(e, in.ID, 0) != nil || len(e.Inject(other.ID).Observations) != 0 || run.LateBy(e, 0, 500) != 0 {
		t.Errorf("taken back: %+v", e)
	}
	exercise.Change(doc, 99, func(*engagement.Exercise) { t.Error("no such record") })
}

func TestActionsFromAnExercise(t *testing.T) {
	set, doc := question.Default(), sample(t, "hospital")
	run := exercise.Compose(set, doc, evaluate(doc), scenario(t, "ransomware"), length(t, exercise.TwoHours))
	rec := record()
	list := exercise.Actions(doc, exercise.Review(set, &rec, run))
	if len(list) != 2 || list[0].Text != "Print it" || list[0].Priority != 1 || !strings.Contains(list[0].Note, "2026-10-18") || list[0].ID == list[1].ID {
		t.Errorf("from lessons: %+v", list)
	}
	doc.Actions = append(doc.Actions, list...)
	if more := exercise.Actions(doc, exercise.Review(set, &rec, run)); len(more) != 0 {
		t.Errorf("twice: %+v", more)
	}
	rec.Lessons = nil
	list = exercise.Actions(doc, exercise.Review(set, &rec, run))
	if len(list) != 5 || len([]rune(list[2].Title)) > 80 || list[2].Title == list[2].Text {
		t.Errorf("from deviations: %+v", list)
	}
}

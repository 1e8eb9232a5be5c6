package engagement

import (
	"bytes"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"muster/assessment/model"
	"muster/assessment/question"
)

// What a record holds comes back, unknown keys of every part too, and writing again
// changes nothing.
func TestExercisesRoundTrip(t *testing.T) {
	text := `{"format":"muster-engagement","version":1,"exercises":[{"scenario":"ransomware","title":"R","version":1,"length":"2h","form":"live","date":"2026-10-02","later":1,
"participants":[{"role":"CEO","part":"executive","later":1},{"role":"PR","part":"communications","absent":true}],
"injects":[{"inject":"a","state":"played","minute":0,"later":1,
 "decisions":[{"expected":0,"by":"CEO","party":"client","after":0,"asExpected":"partly","later":1},{"text":"free"}],
 "observations":[{"minute":3,"text":"seen","kind":"weak","later":1}]},{"inject":"b"}],
"lessons":[{"text":"L","severity":"high","questions":["csirp-comms","gone"],"later":1}]}]}`
	doc, faults, err := readText(t, text)
	if err != nil || len(faults) != 7 {
		t.Fatalf("%v %v", faults, err)
	}
	paths := map[string]bool{}
	for _, f := range faults {
		paths[f.Path] = f.Warning
	}
	for _, p := range []string{"exercises[0].later", "exercises[0].participants[0].later", "exercises[0].injects[0].later", "exercises[0].injects[0].decisions[0].later",
		"exercises[0].injects[0].observations[0].later", "exercises[0].lessons[0].later", "exercises[0].lessons[0].questions[1]"} {
		if !paths[p] {
			t.Errorf("no warning at %s: %v", p, faults)
		}
	}
	e := doc.Exercises[0]
	d := e.Injects[0].Decisions
	if !e.Functional() || !e.Played() || e.Takes("communications") || !e.Takes("executive") || e.Inject("b") == nil || e.Inject("c") != nil ||
		*e.Injects[0].Minute != 0 || *d[0].Expected != 0 || *d[0].After != 0 || d[1].Expected != nil || d[1].After != nil || len(e.Lessons[0].Questions) != 2 {
		t.Errorf("%+v", e)
	}
	first := doc.Write()
	again, _, err := Read(first, question.Default(), model.Default())
	if err != nil || !bytes.Equal(again.Write(), first) {
		t.Errorf("not the same again: %v\n%s", err, again.Write())
	}
	if n := bytes.Count(first, []byte(`"later": 1`)); n != 6 {
		t.Errorf("%d of 6 unknown keys kept:\n%s", n, first)
	}
	c := doc.Clone()
	c.Exercises[0].Title = "other"
	if doc.Exercises[0].Title != "R" || Same(c, doc) {
		t.Error("a clone shares its exercises")
	}
	next, err := doc.FollowUp("n", "2027-10-02", question.Default())
	if err != nil || len(next.Exercises) != 0 || len(next.Previous.Exercises) != 1 {
		t.Errorf("a follow-up starts with %d exercises: %v", len(next.Exercises), err)
	}
}

func TestExerciseFaults(t *testing.T) {
	inject := func(s string) string { return `[{"scenario":"r","injects":[{"inject":"a",` + s + `}]}]` }
	for text, want := range map[string]string{
		`{}`:                                "exercises: found {}, allowed: a list [ … ]",
		`[1]`:                               "exercises[0]: found 1, allowed: an object {…}",
		`[{}]`:                              "exercises[0].scenario: missing or empty; allowed: the id of the scenario that was played",
		`[{"scenario":"r","version":0}]`:    "exercises[0].version: found 0, allowed: a whole number 1 to 1000000",
		`[{"scenario":"r","form":"table"}]`: `exercises[0].form: found "table", allowed: discussion, functional, live`,
		`[{"scenario":"r","participants":[{"part":"cook"}]}]`:          `exercises[0].participants[0].part: found "cook", allowed: executive, legal, communications`,
		`[{"scenario":"r","participants":[{"absent":null}]}]`:          "exercises[0].participants[0].absent: found null, allowed: true, false",
		`[{"scenario":"r","injects":[{}]}]`:                            "exercises[0].injects[0].inject: missing or empty; allowed: the id of an inject of the scenario",
		`[{"scenario":"r","injects":[{"inject":"a"},{"inject":"a"}]}]`: `exercises[0].injects[1].inject: inject "a" stands here twice; keep one`,
		inject(`"state":"done"`):                                       `exercises[0].injects[0].state: found "done", allowed: played, skipped`,
		inject(`"minute":-1`):                                          "exercises[0].injects[0].minute: found -1, allowed: a whole number 0 to 1440",
		inject(`"decisions":[{"expected":1.5}]`):                       "exercises[0].injects[0].decisions[0].expected: found 1.5, allowed: a whole number 0 to 99",
		inject(`"decisions":[{"party":"both"}]`):                       `exercises[0].injects[0].decisions[0].party: found "both", allowed: client, mssp`,
		inject(`"decisions":[{"asExpected":true}]`):                    "exercises[0].injects[0].decisions[0].asExpected: found true, allowed: yes, partly, no",
		inject(`"observations":[{"kind":"bad"}]`):                      `exercises[0].injects[0].observations[0].kind: found "bad", allowed: good, weak`,
		`[{"scenario":"r","lessons":[{"severity":"grave"}]}]`:          `exercises[0].lessons[0].severity: found "grave", allowed: high, medium, low`,
		`[{"scenario":"r","lessons":[{"questions":"all"}]}]`:           `exercises[0].lessons[0].questions: found "all", allowed: a list of question ids`,
		`[{"scenario":"r","date":1}]`:                                  "exercises[0].date: found 1, allowed: a text",
		`[{"scenario":"r","scenario":"r"}]`:                            "exercises[0].scenario: stands here twice; keep one",
	} {
		_, _, err := readText(t, `{"format":"muster-engagement","version":1,"exercises":`+text+`}`)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %s", text, err, want)
		}
	}
}

// Any record reads back as it was written.
func TestAnyExerciseReadsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := func(of []string, name string) string {
			return rapid.SampledFrom(append([]string{""}, of...)).Draw(t, name)
		}
		text := func(name string) string { return rapid.String().Draw(t, name) }
		minute := func(name string) *int {
			if !rapid.Bool().Draw(t, name+" noted") {
				return nil
			}
			n := rapid.IntRange(0, maxExerciseMinute).Draw(t, name)
			return &n
		}
		e := Exercise{Scenario: "s" + text("scenario"), Title: text("title"), Version: rapid.IntRange(0, 9).Draw(t, "version"), Length: text("length"),
			Form: word(ExerciseForms, "form"), Date: text("date")}
		for i := range rapid.IntRange(0, 3).Draw(t, "participants") {
			e.Participants = append(e.Participants, Participant{Role: text("role"), Part: word(ExerciseParts, "part"), Absent: i%2 == 1})
		}
		for i := range rapid.IntRange(0, 3).Draw(t, "injects") {
			x := InjectRecord{ID: string(rune('a' + i)), State: word(InjectStates, "state"), Minute: minute("minute")}
			for range rapid.IntRange(0, 2).Draw(t, "decisions") {
				x.Decisions = append(x.Decisions, TakenDecision{Text: text("decision"), By: text("by"), Party: word(DecisionParties, "party"), After: minute("after"), AsExpected: word(Expectations, "as")})
			}
			for range rapid.IntRange(0, 2).Draw(t, "observations") {
				x.Observations = append(x.Observations, Observation{Minute: minute("seen"), Text: text("seen text"), Kind: word(ObservationKinds, "kind")})
			}
			e.Injects = append(e.Injects, x)
		}
		e.Lessons = append(e.Lessons, Lesson{Text: text("lesson"), Severity: word(LessonSeverities, "severity"), Questions: []string{"csirp-comms"}})
		doc := New("", "", question.Default())
		doc.Exercises = []Exercise{e}
		first := doc.Write()
		again, faults, err := Read(first, question.Default(), model.Default())
		if err != nil || len(faults) > 0 || !bytes.Equal(again.Write(), first) {
			t.Fatalf("%v %v\n%s\n%s", err, faults, first, again.Write())
		}
	})
}

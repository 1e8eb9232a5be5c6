package exercise

import (
	"errors"
	"strings"
	"testing"

	"muster/assessment"
	"muster/assessment/datafile"
	"muster/assessment/engagement"
	"muster/assessment/model"
	"muster/assessment/question"
)

// ours is a scenario of the user's own, with a change.
func ours(t *testing.T, changes ...string) []byte {
	t.Helper()
	data, err := Source("ransomware")
	if err != nil {
		t.Fatal(err)
	}
	return []byte(strings.NewReplacer(append([]string{"\nid: ransomware", "\nid: ours"}, changes...)...).Replace(string(data)))
}

// A scenario of one's own goes through the engagement's file, byte for byte, and its
// run is reviewed from that alone.
func TestOwnIsKept(t *testing.T) {
	set := question.Default()
	doc := engagement.New("x", "2026-11-30", set)
	data := ours(t, "title: Ransomware on a Friday evening", "title: Our own “story”\t\u2028")
	s, err := Keep(set, doc, "own.yaml", data)
	if err != nil {
		t.Fatal(err)
	}
	doc.Exercises = []engagement.Exercise{{Scenario: s.ID, Date: "2026-11-30", Injects: []engagement.InjectRecord{{ID: s.Injects[0].ID, State: "played"}}}}
	back, faults, err := engagement.Read(doc.Write(), set, model.Default())
	if err != nil || len(faults) > 0 {
		t.Fatalf("%v, %v", err, faults)
	}
	if got, ok := OwnSource(set, back, "ours"); !ok || got.YAML != string(data) || got.File != "own.yaml" {
		t.Errorf("the file came back otherwise")
	}
	list, faulty := Own(set, back)
	if len(list) != 1 || len(faulty) > 0 || list[0].Title != s.Title || list[0].Shipped() || !Default()[0].Shipped() {
		t.Fatalf("%v, %v", list, faulty)
	}
	result := assessment.Evaluate(set, model.Default(), back)
	run := Prepare(set, back, &result).RunOf(Known(set, back), &back.Exercises[0])
	if run == nil || Review(set, &back.Exercises[0], run).Expected != len(s.Injects[0].Decisions) {
		t.Error("a run of it is not reviewed")
	}
	follow, err := back.FollowUp("y", "2027-11-30", set)
	if err != nil || len(follow.OwnScenarios) != 1 {
		t.Errorf("the engagement after it lacks the scenario: %v", err)
	}
	if clone := back.Clone(); Drop(set, clone, "ours") == nil || len(clone.OwnScenarios) != 1 {
		t.Error("a scenario that was held is dropped")
	}
}

func TestKeepIsStrict(t *testing.T) {
	set := question.Default()
	doc := engagement.New("x", "2026-11-30", set)
	if _, err := Keep(set, doc, "own.yaml", ours(t)); err != nil {
		t.Fatal(err)
	}
	before := string(doc.Write())
	var faults datafile.Faults
	if _, err := Keep(set, doc, "bad.yaml", ours(t, "channel: press", "channel: pigeon", "minute: 36", "minute: 5")); !errors.As(err, &faults) || len(faults) != 2 || !strings.Contains(err.Error(), "bad.yaml:") {
		t.Errorf("faults: %v", err)
	}
	shipped, _ := Source("ransomware")
	var id ErrShippedID
	if _, err := Keep(set, doc, "own.yaml", shipped); !errors.As(err, &id) || id.ID != "ransomware" {
		t.Errorf("an id of Muster: %v", err)
	}
	for _, bad := range [][]byte{[]byte("id: \xff"), make([]byte, maxSource+1)} {
		if _, err := Keep(set, doc, "own.yaml", bad); err == nil || !strings.HasPrefix(err.Error(), "own.yaml: ") {
			t.Errorf("%.20q: %v", bad, err)
		}
	}
	if string(doc.Write()) != before {
		t.Error("what was refused changed the engagement")
	}
	// A corrected file takes the place of the one before, until an exercise was held.
	if _, err := Keep(set, doc, "own.yaml", ours(t, "minute: 36", "minute: 37")); err != nil || len(doc.OwnScenarios) != 1 {
		t.Errorf("%v, %d scenarios", err, len(doc.OwnScenarios))
	}
	doc.Exercises = []engagement.Exercise{{Scenario: "ours"}}
	var held ErrHeld
	if _, err := Keep(set, doc, "own.yaml", ours(t)); !errors.As(err, &held) {
		t.Errorf("held: %v", err)
	}
	if _, err := Keep(set, doc, "again.yaml", ours(t, "minute: 36", "minute: 37")); err != nil {
		t.Errorf("the same text: %v", err)
	}
	doc.Exercises = nil
	if err := Drop(set, doc, "ours"); err != nil || len(doc.OwnScenarios) != 0 {
		t.Errorf("not dropped: %v", err)
	}
}

// What a newer program wrote beside the file of a scenario outlives a corrected file.
func TestKeepLeavesUnknownKeys(t *testing.T) {
	set := question.Default()
	doc := engagement.New("x", "2026-11-30", set)
	if _, err := Keep(set, doc, "own.yaml", ours(t)); err != nil {
		t.Fatal(err)
	}
	newer := strings.Replace(string(doc.Write()), `"file": "own.yaml"`, `"file": "own.yaml", "later": 1`, 1)
	doc, _, err := engagement.Read([]byte(newer), set, model.Default())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Keep(set, doc, "again.yaml", ours(t, "minute: 36", "minute: 37")); err != nil {
		t.Fatal(err)
	}
	if got := string(doc.Write()); !strings.Contains(got, `"later": 1`) || !strings.Contains(got, `"again.yaml"`) {
		t.Error("an unknown key is lost, or the file is not replaced")
	}
}

// A scenario that an engagement holds and that cannot be used takes nothing else with it.
func TestOwnFaulty(t *testing.T) {
	set := question.Default()
	doc := engagement.New("x", "2026-11-30", set)
	doc.OwnScenarios = []engagement.OwnScenario{{File: "a.yaml", YAML: "format: other\n"}, {File: "b.yaml", YAML: string(ours(t))}, {File: "c.yaml", YAML: string(ours(t))}}
	list, faulty := Own(set, doc)
	if len(list) != 1 || len(faulty) != 2 || !strings.Contains(faulty[0].Error(), "a.yaml:1") || !strings.Contains(faulty[1].Error(), "c.yaml: the engagement holds another") {
		t.Errorf("%d usable, faulty: %v", len(list), faulty)
	}
}

func TestTexts(t *testing.T) {
	e := &engagement.Exercise{Scenario: "ransomware", Participants: []engagement.Participant{{Role: "Chief"}}, Lessons: []engagement.Lesson{{Text: "Print it"}},
		Injects: []engagement.InjectRecord{{ID: "encryption", Observations: []engagement.Observation{{Text: "Nobody called"}}, Decisions: []engagement.TakenDecision{{By: "Lead"}, {Text: "Waited", By: "All"}}}}}
	got := strings.Join(Texts(Default(), e), "|")
	want := "Print it|Nobody called|Lead|Waited (All)|Chief|Ransomware on a Friday evening|Files that will not open"
	if got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

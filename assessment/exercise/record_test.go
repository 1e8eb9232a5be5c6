package exercise_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"muster/assessment/engagement"
	"muster/assessment/exercise"
	"muster/assessment/question"
)

func at(n int) *int { return &n }

// record is a run of the ransomware scenario with one of each deviation.
func record() engagement.Exercise {
	return engagement.Exercise{Scenario: "ransomware", Title: "Ransomware", Version: 1, Length: "2h", Date: "2026-10-18", Form: "functional",
		Participants: []engagement.Participant{{Role: "CEO", Part: "executive"}, {Role: "GC", Part: "legal"}, {Role: "PR", Part: "communications"}, {Role: "Shift lead", Part: "mssp"}},
		Injects: []engagement.InjectRecord{
			{ID: "first-escalation", State: "played", Minute: at(10), Decisions: []engagement.TakenDecision{
				{Expected: at(0), Party: "client", After: at(10), AsExpected: "yes"},
				{Expected: at(1), Party: "client", After: at(16), AsExpected: "partly"},
			}},
			{ID: "encryption", State: "played", Decisions: []engagement.TakenDecision{
				{Expected: at(1), Party: "mssp", After: at(1), AsExpected: "yes"},
				{Expected: at(2), Party: "client", After: at(40), AsExpected: "yes"},
				{Text: "Called the insurer"},
			}, Observations: []engagement.Observation{{Text: "Quick", Kind: "good"}, {Text: "Loud", Kind: "weak"}}},
			{ID: "password-reset", State: "played", Decisions: []engagement.TakenDecision{{Expected: at(0), AsExpected: "no"}, {Expected: at(1)}}}, // not of the two hours
			{ID: "backup", State: "skipped"},
			{ID: "gone", State: "played", Decisions: []engagement.TakenDecision{{Text: "x"}}},
		},
		Lessons: []engagement.Lesson{{Text: "Later", Severity: "low"}, {Text: "Print it", Severity: "high", Questions: []string{"csirp-comms"}}}}
}

func TestReview(t *testing.T) {
	set, doc := question.Default(), sample(t, "hospital")
	run := exercise.Compose(set, doc, evaluate(doc), scenario(t, "ransomware"), length(t, exercise.TwoHours))
	rec := record()
	a := exercise.Review(set, &rec, run)
	got := []int{a.Expected, a.Taken, a.AsExpected, a.Late, a.Missing, a.WrongParty, a.Good, a.Weak, a.Played, a.Skipped}
	if d := cmp.Diff([]int{7, 6, 1, 2, 1, 1, 1, 1, 4, 1}, got); d != "" {
		t.Errorf("expected, taken, as expected, late, missing, wrong party, good, weak, played, skipped (-want +got):\n%s", d)
	}
	var findings []string
	for _, f := range a.Findings {
		findings = append(findings, f.ID+" "+f.Severity+" "+f.Text)
	}
	want := []string{
		"L1 high Print it", "L2 low Later",
		"D1 high “Declare a major incident and invoke the CSIRP.” was not taken.",
		"D2 high “Cut the affected segments off, by the criteria agreed beforehand.” was taken by the MSSP instead of the client.",
		"D3 medium “Tell staff what to do with their computers: disconnect, leave running, touch nothing.” was taken after 40 minutes instead of 15.",
		"D4 medium “Accept, change or refuse the MSSP's advice, and record the reason.” was not as expected.",
		"D5 low “Start the response: open a case, name who leads it tonight.” was partly as expected and taken after 16 minutes instead of 15.",
	}
	if d := cmp.Diff(want, findings); d != "" {
		t.Errorf("findings (-want +got):\n%s", d)
	}
	if len(a.Notes) != 2 || !strings.Contains(a.Notes[0], `no inject "gone"`) || !strings.Contains(a.Notes[1], "5 injects of the run were not reached") {
		t.Errorf("notes %q", a.Notes)
	}
	if last := a.Injects[4]; last.Inject != nil || len(last.Further) != 1 || last.Title() != "gone" {
		t.Errorf("an unknown inject: %+v", last)
	}
	rec.Version = 9
	if a := exercise.Review(set, &rec, run); len(a.Notes) != 3 || !strings.Contains(a.Notes[0], "version 9") {
		t.Errorf("notes %q", a.Notes)
	}
}

// Who should decide follows the answers: the MSSP may only where the matrix lets it.
func TestTakers(t *testing.T) {
	set := question.Default()
	for _, c := range []struct {
		name, activity string
		row            *engagement.Responsibility
		state          exercise.TakerState
		parties        string
	}{
		{"open", "response-decision", nil, exercise.Unanswered, "client"},
		{"settled", "response-decision", &engagement.Responsibility{Accountable: "client", Doer: "client", Written: true}, exercise.Settled, "client"},
		{"unwritten", "policy-implement", &engagement.Responsibility{Accountable: "client", Doer: "mssp"}, exercise.Unwritten, "client mssp"},
		{"red flag", "response-decision", &engagement.Responsibility{Accountable: "mssp", Doer: "mssp", Written: true}, exercise.RedFlag, "client"},
		{"mismatch", "initial-review", &engagement.Responsibility{Accountable: "mssp", Doer: "mssp", Written: true}, exercise.Mismatch, "mssp"},
		{"none", "invoke-csirp", &engagement.Responsibility{Accountable: "none", Doer: "client"}, exercise.Nobody, "client"},
		{"unclear", "monitor", &engagement.Responsibility{Accountable: "unclear", Doer: "mssp"}, exercise.Nobody, "mssp"},
		{"undone", "monitor", &engagement.Responsibility{Accountable: "mssp", Doer: "none", Written: true}, exercise.Nobody, "mssp"},
	} {
		doc := engagement.New("", "", set)
		if c.row != nil {
			doc.Answers["raci-matrix"] = engagement.Answer{State: engagement.Answered, Value: engagement.RACI{c.activity: *c.row}}
		}
		got := exercise.TakerOf(set, doc, evaluate(doc), &exercise.Decision{Activity: c.activity, Role: "R"})
		if got.State != c.state || strings.Join(got.Parties, " ") != c.parties {
			t.Errorf("%s: %s by %q, want %s by %q (%s)", c.name, got.State, got.Parties, c.state, c.parties, got.Says)
		}
	}
	for level, want := range map[engagement.Level]exercise.TakerState{0: exercise.Weak, 2: exercise.Weak, 3: exercise.Settled, 4: exercise.Settled} {
		doc := engagement.New("", "", set)
		doc.Answers["csirp-comms"] = engagement.Answer{State: engagement.Answered, Value: level}
		if got := exercise.TakerOf(set, doc, evaluate(doc), &exercise.Decision{Element: "csirp-comms", Role: "R"}); got.State != want {
			t.Errorf("level %d: %s, want %s", level, got.State, want)
		}
	}
}

// What an exercise answers, and what it leaves alone.
func TestAnswers(t *testing.T) {
	set := question.Default()
	answers := func(change func(*engagement.Document, *engagement.Exercise)) map[string]string {
		doc := sample(t, "hospital") // of 2026-11-18, never exercised
		rec := record()
		change(doc, &rec)
		doc.Exercises = append(doc.Exercises, rec)
		before := string(doc.Write())
		out := map[string]string{}
		for _, a := range exercise.Answers(set, doc) {
			if a.Answer.Evidence != engagement.Observed || a.Answer.State != engagement.Answered || a.Why == "" {
				t.Errorf("%s: %+v", a.ID, a)
			}
			if !strings.Contains(a.Answer.Comment, "Observed in the exercise") {
				t.Errorf("%s: comment %q", a.ID, a.Answer.Comment)
			}
			switch v := a.Answer.Value.(type) {
			case engagement.Months:
				out[a.ID] = fmt.Sprint(v.N)
			case engagement.Bool:
				out[a.ID] = map[bool]string{true: "yes", false: "no"}[bool(v)]
			}
		}
		if string(doc.Write()) != before {
			t.Error("the document was changed")
		}
		return out
	}
	for _, c := range []struct {
		name   string
		change func(*engagement.Document, *engagement.Exercise)
		want   map[string]string
	}{
		{"functional", func(*engagement.Document, *engagement.Exercise) {}, map[string]string{"asr-exercise": "1", "asr-functional": "1", "asr-exec": "yes", "asr-mssp": "yes"}},
		{"discussion", func(_ *engagement.Document, e *engagement.Exercise) { e.Form = "discussion" }, map[string]string{"asr-exercise": "1", "asr-exec": "yes", "asr-mssp": "yes"}},
		{"absent", func(_ *engagement.Document, e *engagement.Exercise) {
			e.Participants[1].Absent, e.Participants[3].Part = true, "observer"
		}, map[string]string{"asr-exercise": "1", "asr-functional": "1", "asr-exec": "no", "asr-mssp": "no"}},
		{"nobody noted", func(_ *engagement.Document, e *engagement.Exercise) { e.Participants = nil }, map[string]string{"asr-exercise": "1", "asr-functional": "1"}},
		{"day after", func(_ *engagement.Document, e *engagement.Exercise) { e.Date = "2026-12-01"; e.Form = "" }, map[string]string{"asr-exercise": "0", "asr-exec": "yes", "asr-mssp": "yes"}},
		{"day before the month is full", func(_ *engagement.Document, e *engagement.Exercise) { e.Date, e.Form = "2026-10-19", "" }, map[string]string{"asr-exercise": "0", "asr-exec": "yes", "asr-mssp": "yes"}},
		{"not played", func(_ *engagement.Document, e *engagement.Exercise) {
			for i := range e.Injects {
				e.Injects[i].State = ""
			}
		}, map[string]string{}},
		{"no date", func(_ *engagement.Document, e *engagement.Exercise) { e.Date = "last week" }, map[string]string{}},
		{"a later one is answered", func(d *engagement.Document, e *engagement.Exercise) {
			d.Answers["asr-exercise"] = engagement.Answer{State: engagement.Answered, Value: engagement.Months{N: 0}}
		}, map[string]string{"asr-functional": "1"}},
		{"answered already", func(d *engagement.Document, e *engagement.Exercise) {
			d.Answers["asr-mssp"] = engagement.Answer{State: engagement.Answered, Value: engagement.Bool(true), Evidence: engagement.Observed}
		}, map[string]string{"asr-exercise": "1", "asr-functional": "1", "asr-exec": "yes"}},
		{"a second one, talked through", func(d *engagement.Document, e *engagement.Exercise) {
			old := record()
			old.Date = "2026-01-18"
			d.Exercises = append(d.Exercises, old)
			e.Form = ""
		}, map[string]string{"asr-exercise": "1", "asr-functional": "10", "asr-exec": "yes", "asr-mssp": "yes"}},
	} {
		if d := cmp.Diff(c.want, answers(c.change)); d != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, d)
		}
	}
	// A comment that is there stays, and is not repeated.
	doc := sample(t, "hospital")
	rec := record()
	doc.Exercises = []engagement.Exercise{rec}
	a := doc.Answers["asr-exercise"]
	a.Comment = "Ask the board."
	doc.Answers["asr-exercise"] = a
	got := exercise.Answers(set, doc)[0]
	if want := "Ask the board.\nObserved in the exercise “Ransomware” of 2026-10-18."; got.Answer.Comment != want {
		t.Errorf("comment %q", got.Answer.Comment)
	}
	for _, x := range exercise.Answers(set, doc) {
		doc.Answers[x.ID] = x.Answer
	}
	if again := exercise.Answers(set, doc); len(again) != 0 {
		t.Errorf("answered, and still proposed: %+v", again)
	}
}

package report

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"muster/assessment/engagement"
	"muster/assessment/question"
)

// withoutMSSP is the hospital, which says it has none; what is answered stays.
func withoutMSSP(t testing.TB, unanswered ...string) *engagement.Document {
	t.Helper()
	doc := sample(t, "hospital")
	doc.Answers["mssp-model"] = engagement.Answer{State: engagement.Answered, Value: engagement.Choice("in-house")}
	doc.Answers["mssp-scope"] = engagement.Answer{State: engagement.Answered, Value: engagement.Multi{"none"}}
	for _, id := range unanswered {
		delete(doc.Answers, id)
	}
	return doc
}

func row(t testing.TB, rep *Report, id string) Answer {
	t.Helper()
	for _, a := range rep.Answers {
		if a.ID == id {
			return a
		}
	}
	t.Fatal(id)
	return Answer{}
}

// What the profile rules out says why wherever an answer would stand; what is open
// stays open, and what was ruled out by hand gets no reason.
func TestInapplicableAnswers(t *testing.T) {
	doc := withoutMSSP(t, "tool-access", "csirp-mssp", "org-employees")
	doc.Answers["tool-routine"] = engagement.Answer{State: engagement.NotApplicable}
	doc.Answers["csirp-mssp"] = engagement.Answer{Comment: "was left out on purpose"}
	before := doc.Write()
	rep := build(doc)
	for id, want := range map[string][2]string{
		"tool-access":   {"not applicable", "does not apply: You have no MSSP whose portal and analysis tools your analysts could use."},
		"csirp-mssp":    {"not applicable", "does not apply: You have no MSSP that the plan could name."},
		"tool-routine":  {"not applicable", "not applicable"},
		"org-employees": {"not answered", "not answered"},
	} {
		if a := row(t, rep, id); a.State != want[0] || a.Shown() != want[1] {
			t.Errorf("%s is %q and shows %q", id, a.State, a.Shown())
		}
	}
	if a := row(t, rep, "tool-selfquery"); a.Inapplicable != "" || a.Value == "" {
		t.Errorf("an answered question does not apply: %+v", a)
	}
	cells := map[string]string{} // of the appendix and the chapters, by question
	for _, id := range []string{"answers", "csirp"} {
		for _, b := range rep.Chapter(id).Blocks {
			if table, ok := b.(Table); ok {
				for _, r := range table.Rows {
					cells[id+" "+r[0]] = strings.Join(r, " | ")
				}
			}
		}
	}
	for key, want := range map[string]string{"answers 33": "does not apply: You have no MSSP whose portal", "csirp MSSP in the plan": "does not apply: You have no MSSP that the plan could name. | was left out on purpose"} {
		if !strings.Contains(cells[key], want) {
			t.Errorf("%s says %q, want %q in it", key, cells[key], want)
		}
	}
	reasons := 0
	for _, f := range rep.NotAssessed {
		if strings.HasPrefix(f.Value, "does not apply: ") {
			reasons++
		}
	}
	if reasons != len(rep.Result.Profile.NotApplicable) || reasons < 2 {
		t.Errorf("%d reasons for %d questions", reasons, len(rep.Result.Profile.NotApplicable))
	}
	if !bytes.Equal(rep.Attachment, before) || bytes.Contains(rep.Attachment, []byte("tool-access")) {
		t.Error("what is attached is not the engagement as it is stored")
	}
}

// The lead of the scope counts them as not applicable.
func TestInapplicableIsNotOpen(t *testing.T) {
	doc := withoutMSSP(t)
	for id, a := range doc.Answers {
		if it := question.Default().Item(id); a.State != engagement.Answered || len(it.Exemptions()) > 0 {
			delete(doc.Answers, id)
		}
	}
	open := len(question.Default().Items()) - len(doc.Answers) - 17
	if lead, want := build(doc).Chapter("scope").Lead, fmt.Sprintf("%d questions were not assessed, and silence is not an all-clear; 17 more do not apply.", open); lead != want {
		t.Errorf("%q, want %q", lead, want)
	}
}

// Without a provider's notice there is no slack, and nothing to answer for it.
func TestNoticeOfNobody(t *testing.T) {
	text := strings.Join(inChapters(build(withoutMSSP(t, "ntf-mssp-hours"))), "\n")
	if !strings.Contains(text, "No provider's notice comes before your own pick-up") || strings.Contains(text, "until the MSSP's notice time") {
		t.Error("the chapter on notification asks for the notice of an MSSP")
	}
	doc := sample(t, "hospital")
	delete(doc.Answers, "ntf-mssp-hours")
	if text := strings.Join(inChapters(build(doc)), "\n"); !strings.Contains(text, "until the MSSP's notice time") {
		t.Error("the notice of the MSSP is not asked for")
	}
}

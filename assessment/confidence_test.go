package assessment

import (
	"os"
	"slices"
	"testing"

	"muster/assessment/engagement"
	"muster/assessment/model"
	"muster/assessment/question"
)

// A verdict that is not robust names the question to answer next, even where
// only several together would move it.
func TestNextQuestionWhereSeveralTogetherMoveTheVerdict(t *testing.T) {
	data, err := os.ReadFile("testdata/p1.muster")
	if err != nil {
		t.Fatal(err)
	}
	set := question.Default()
	doc, _, err := engagement.Read(data, set, model.Default())
	if err != nil {
		t.Fatal(err)
	}
	for _, it := range set.Items() {
		if !it.Quick {
			delete(doc.Answers, it.ID)
		}
	}
	r := Evaluate(set, model.Default(), doc)
	if r.SIA.Verdict == InsufficientEvidence || r.Confidence.Robust || r.Confidence.Next == "" {
		t.Errorf("verdict %s, confidence %+v", r.SIA.Verdict, r.Confidence)
	}
	if set.Item(r.Confidence.Next) == nil {
		t.Errorf("no question %q", r.Confidence.Next)
	}
}

// A needed question that is not applicable is what to look at next.
func TestNotApplicableNeededQuestionIsNamed(t *testing.T) {
	set := question.Default()
	doc := engagement.New("x", "2026-01-01", set)
	doc.Answers["asr-review"] = engagement.Answer{State: engagement.NotApplicable}
	if missing := Evaluate(set, model.Default(), doc).CSIRP.Missing; !slices.Contains(missing, "asr-review") {
		t.Errorf("missing %v", missing)
	}
}

package report

import (
	"strings"
	"testing"

	"muster/assessment"
	"muster/assessment/engagement"
	"muster/assessment/model"
	"muster/assessment/question"
)

// A verdict of nothing to do claims only what was answered.
func TestVerdictClaimsNothingUnanswered(t *testing.T) {
	doc := engagement.New("x", "2026-11-01", question.Default())
	for _, it := range question.Default().Section("csirp").Items {
		if it.Type == question.Level {
			doc.Answers[it.ID] = engagement.Answer{State: engagement.Answered, Value: engagement.Level(4)}
		}
	}
	answer := func(id string, v engagement.Value) {
		doc.Answers[id] = engagement.Answer{State: engagement.Answered, Value: v}
	}
	for _, id := range []string{"asr-review", "asr-exercise", "asr-benchmark", "asr-functional"} {
		answer(id, engagement.Months{N: 2})
	}
	details := func() string {
		r := assessment.Evaluate(question.Default(), model.Default(), doc)
		if r.CSIRP.Review != assessment.None || r.CSIRP.Test != assessment.None {
			t.Fatalf("the plan is %+v", r.CSIRP)
		}
		v := Verdicts(nil, &r)
		return v[2].Detail + " " + v[3].Detail
	}
	got := details()
	for _, claim := range []string{"nothing material changed", "with those who matter"} {
		if strings.Contains(got, claim) {
			t.Errorf("%q is claimed and nobody answered it: %s", claim, got)
		}
	}
	if strings.Count(got, "not answered") != 2 {
		t.Errorf("it is not said what is not answered: %s", got)
	}
	answer("asr-change", engagement.Bool(false))
	answer("asr-exec", engagement.Bool(true))
	answer("asr-mssp", engagement.Bool(true))
	if got := details(); !strings.Contains(got, "nothing material changed") || !strings.Contains(got, "with those who matter") {
		t.Errorf("once answered: %s", got)
	}
}

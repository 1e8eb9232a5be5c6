package tickets

import (
	"testing"

	"muster/assessment/engagement"
	"muster/assessment/model"
	"muster/assessment/question"
)

func TestAnswers(t *testing.T) {
	set := question.Default()
	h := mustImport(t, threeWeeks, Mapping{})
	h.SHA256 = "00ff"
	existing := map[string]engagement.Answer{
		idVolume: {State: engagement.Answered, Value: engagement.Severity{1, 2, 3, 4}, Evidence: engagement.Asserted, Comment: "as told", Review: true,
			References: []engagement.Reference{{Title: "mail"}}},
		idWindow: {State: engagement.Answered, Value: engagement.Window{Days: 7, Hours: 24}},
	}
	a := Answers(h, set, existing)
	v := a[idVolume]
	if v.State != engagement.Answered || v.Value != (engagement.Severity{0.3333, 0.6667, 0.6667, 1.6667}) || v.Evidence != engagement.Observed ||
		v.Comment != "as told" || !v.Review || len(v.References) != 2 || v.References[1].Title != "export.csv" || v.References[1].Location != "export.csv" || v.References[1].SHA256 != "00ff" {
		t.Errorf("%+v", v)
	}
	// What is measured needs no confirmation, even where it is what was carried over.
	v.Carried = true
	if b := Answers(h, set, map[string]engagement.Answer{idVolume: v})[idVolume]; b.Carried || !engagement.EqualValues(b.Value, v.Value) {
		t.Errorf("%+v", b)
	}
	if len(existing[idVolume].References) != 1 {
		t.Error("the existing answer was changed")
	}
	if _, ok := a[idHandle]; ok {
		t.Error("handle time although medium has none")
	}
	if a[idOutside].Value != engagement.Number(0) || a[idNonactionable].Value != engagement.Number(40) || a[idBacklog].Value != engagement.Number(2) {
		t.Errorf("%v %v %v", a[idOutside].Value, a[idNonactionable].Value, a[idBacklog].Value)
	}
	again := Answers(h, set, a)
	if len(again[idVolume].References) != 2 {
		t.Error("the reference stands twice")
	}
	if !contains(Notes(h, set, existing), "bw-handle is left alone: the export gives no worked time for medium") {
		t.Errorf("%q", Notes(h, set, existing))
	}
	doc := engagement.New("x", "2026-01-01", set)
	doc.Answers = again
	if _, _, err := engagement.Read(doc.Write(), set, model.Default()); err != nil {
		t.Error(err)
	}
}

func TestHandleTimeIsAnsweredWhereMeasured(t *testing.T) {
	set := question.Default()
	const text = "id,opened,severity,worked (min)\n1,2026-01-05 10:00,high,90\n2,2026-01-12 10:00,low,1\n"
	h := mustImport(t, text, Mapping{})
	old := map[string]engagement.Answer{idHandle: {State: engagement.Answered, Value: engagement.Severity{5, 4, 3, 2}}}
	if v := Answers(h, set, old)[idHandle].Value; v != (engagement.Severity{5, 1.5, 3, 0.05}) {
		t.Errorf("%v", v)
	}
	if v := Answers(h, set, nil)[idHandle].Value; v != (engagement.Severity{0.05, 1.5, 0.05, 0.05}) {
		t.Errorf("%v", v)
	}
	if notes := Notes(h, set, old); !contains(notes, "bw-handle (low): measured 0.0167, allowed 0.05 to 200") {
		t.Errorf("%q", notes)
	}
	if a := Answers(mustImport(t, "id,opened,severity\n1,x,high\n", Mapping{}), set, nil); len(a) != 0 {
		t.Errorf("%v", a)
	}
	if _, ok := Answers(mustImport(t, "id,opened,severity\n1,2026-01-05 10:00,high\n", Mapping{}), set, nil)[idVolume]; ok {
		t.Error("a volume of one moment")
	}
}

func TestCoverAndTargetsOfAnEngagement(t *testing.T) {
	answers := map[string]engagement.Answer{
		idWindow: {State: engagement.Answered, Value: engagement.Window{Days: 5, Hours: 20}},
		idTarget: {State: engagement.Answered, Value: engagement.Severity{1, 2, 3, 4}},
	}
	if w, ok := CoverOf(answers); !ok || w != (Window{5, 20, 4}) {
		t.Error(w)
	}
	if TargetsOf(answers) != [4]float64{1, 2, 3, 4} || TargetsOf(nil) != DefaultTargets {
		t.Error(TargetsOf(answers))
	}
	if _, ok := CoverOf(nil); ok {
		t.Error("a window out of nowhere")
	}
}

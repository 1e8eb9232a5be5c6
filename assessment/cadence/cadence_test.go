package cadence

import (
	"testing"

	"muster/assessment/engagement"
	"muster/assessment/question"
)

func doc(date string, answers map[string]engagement.Answer) *engagement.Document {
	d := engagement.New("x", date, question.Default())
	d.Answers = answers
	return d
}

func done(n float64) engagement.Answer {
	return engagement.Answer{State: engagement.Answered, Value: engagement.Months{N: n}}
}

func TestDuties(t *testing.T) {
	d := doc("2026-11-30", map[string]engagement.Answer{
		"asr-review":     done(6),
		"asr-exercise":   {State: engagement.Answered, Value: engagement.Months{Never: true}},
		"asr-functional": done(30),
		"asr-benchmark":  {State: engagement.Unknown},
	})
	got := map[string]Duty{}
	list := Duties(question.Default(), d, "2026-12-30")
	for _, x := range list {
		got[x.Question] = x
	}
	for _, x := range []struct {
		id   string
		want Duty
	}{
		{"asr-review", Duty{Months: 12, Ago: 6, Last: "2026-05-30", Next: "2027-05-30", Standing: Fine, Days: 151}},
		{"asr-exercise", Duty{Months: 12, Never: true, Next: "2026-12-30", Standing: Overdue}},
		{"asr-functional", Duty{Months: 24, Ago: 30, Last: "2024-05-30", Next: "2026-05-30", Standing: Overdue, Days: -214}},
		{"asr-benchmark", Duty{Months: 36, Standing: Open}},
	} {
		g := got[x.id]
		x.want.Question, x.want.Title = x.id, g.Title
		if g != x.want || g.Title == "" {
			t.Errorf("%s: got %+v, want %+v", x.id, g, x.want)
		}
	}
	if list[0].Question != "asr-exercise" || list[1].Question != "asr-functional" || list[len(list)-1].Question != "asr-review" {
		t.Errorf("order: %+v", list)
	}
}

// The day it is due is still in time; the day after is not.
func TestDutyBounds(t *testing.T) {
	d := doc("2026-11-30", map[string]engagement.Answer{"asr-review": done(0)})
	for day, want := range map[string]Standing{"2026-11-30": Fine, "2027-09-01": Due, "2027-11-30": Due, "2027-12-01": Overdue} {
		for _, x := range Duties(question.Default(), d, day) {
			if x.Question == "asr-review" && x.Standing != want {
				t.Errorf("%s: %s, want %s", day, x.Standing, want)
			}
		}
	}
}

func TestDutiesLeaveOutWhatDoesNotApply(t *testing.T) {
	d := doc("2026-11-30", map[string]engagement.Answer{"asr-review": {State: engagement.NotApplicable}})
	for _, x := range Duties(question.Default(), d, "2026-11-30") {
		if x.Question == "asr-review" {
			t.Errorf("%+v", x)
		}
	}
	if got := Duties(question.Default(), d, "soon"); got != nil {
		t.Errorf("a day that is none gave %v", got)
	}
}

// Half a month and the end of a month.
func TestMonths(t *testing.T) {
	d := doc("2026-08-31", map[string]engagement.Answer{"asr-review": done(2), "asr-exercise": done(.5)})
	for _, x := range Duties(question.Default(), d, "2026-08-31") {
		want := map[string]string{"asr-review": "2026-06-30", "asr-exercise": "2026-08-16"}[x.Question]
		if want != "" && x.Last != want {
			t.Errorf("%s: last %s, want %s", x.Question, x.Last, want)
		}
	}
}

// Without a date the months alone tell where a duty stands.
func TestUndated(t *testing.T) {
	d := doc("", map[string]engagement.Answer{"asr-review": done(12), "asr-exercise": done(13), "asr-functional": done(5), "asr-benchmark": {State: engagement.Unknown}})
	want := map[string]Standing{"asr-review": Due, "asr-exercise": Overdue, "asr-functional": Fine, "asr-benchmark": Open}
	for _, x := range Undated(question.Default(), d) {
		if w := want[x.Question]; w != "" && (x.Standing != w || x.Last != "" || x.Next != "") {
			t.Errorf("%+v, want %s without dates", x, w)
		}
		delete(want, x.Question)
	}
	if len(want) != 0 {
		t.Errorf("not told of: %v", want)
	}
}

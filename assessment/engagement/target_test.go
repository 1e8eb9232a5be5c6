package engagement

import (
	"strings"
	"testing"

	"muster/assessment/question"
)

func TestTargetRoundTrip(t *testing.T) {
	d, faults, err := read(top(`"target":{"set":"managed","levels":{"tool-access":4,"proc-unified":0},"later":{"x":1}}`))
	if err != nil || len(faults) != 1 || faults[0].Path != "target.later" || !faults[0].Warning {
		t.Fatalf("%v %v", err, faults)
	}
	if d.Target.Set != "managed" || d.Target.Levels["tool-access"] != 4 || d.Target.Levels["proc-unified"] != 0 || d.Target.Empty() {
		t.Fatalf("%+v", d.Target)
	}
	out := string(d.Write())
	again, _, err := read(out)
	if err != nil || string(again.Write()) != out || !strings.Contains(out, `"later"`) {
		t.Fatalf("%v\n%s", err, out)
	}
	c := d.Clone()
	c.Target.Levels["tool-access"] = 1
	with := d.Target.With("tool-access", 2)
	without := with.With("tool-access", -1)
	if d.Target.Levels["tool-access"] != 4 || with.Levels["tool-access"] != 2 || len(without.Levels) != 1 {
		t.Errorf("a copy reaches the document: %+v %+v %+v", d.Target, with, without)
	}
	if d, _, _ := read(top(`"title":"x"`)); strings.Contains(string(d.Write()), "target") {
		t.Error("a target that is not there is written")
	}
}

func TestTargetFaults(t *testing.T) {
	for _, x := range []struct{ in, path, want string }{
		{`[]`, "target", "an object"},
		{`{"set":3}`, "target.set", "a text"},
		{`{"levels":[]}`, "target.levels", "an object"},
		{`{"levels":{"tool-access":5}}`, "target.levels.tool-access", "a whole number 0 to 4"},
		{`{"levels":{"tool-access":1.5}}`, "target.levels.tool-access", "a whole number 0 to 4"},
		{`{"levels":{"tool-access":1,"tool-access":2}}`, "target.levels.tool-access", "stands here twice"},
	} {
		_, faults, err := read(top(`"target":` + x.in))
		if err == nil || len(faults) == 0 || faults[0].Path != x.path || !strings.Contains(faults[0].Message, x.want) {
			t.Errorf("%s: %v %v", x.in, faults, err)
		}
	}
	// What has no effect is kept, and said.
	d, faults, err := read(top(`"target":{"levels":{"no-such":2,"staff-fte":3}}`))
	if err != nil || len(faults) != 2 || !faults[0].Warning || !faults[1].Warning || d.Target.Levels["no-such"] != 2 || d.Target.Levels["staff-fte"] != 3 {
		t.Errorf("%v %v %+v", err, faults, d)
	}
}

// A follow-up goes on towards the same target.
func TestFollowUpKeepsTheTarget(t *testing.T) {
	d, _, err := read(top(`"date":"2026-01-01","target":{"set":"managed","levels":{"tool-access":4}}`))
	if err != nil {
		t.Fatal(err)
	}
	n, err := d.FollowUp("x", "2027-01-01", question.Default())
	if err != nil || n.Target.Set != "managed" || n.Target.Levels["tool-access"] != 4 {
		t.Errorf("%v %+v", err, n.Target)
	}
}

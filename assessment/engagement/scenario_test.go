package engagement

import (
	"bytes"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"muster/assessment/model"
	"muster/assessment/question"
)

func readText(t failer, text string) (*Document, []Fault, error) {
	t.Helper()
	return Read([]byte(text), question.Default(), model.Default())
}

type failer interface{ Helper() }

// What a scenario holds comes back, unknown keys too, and writing again changes
// nothing.
func TestScenariosRoundTrip(t *testing.T) {
	text := `{"format":"muster-engagement","version":1,"scenarios":[{"name":"a","fte":0,"volume":0.5,"handle":1.25,"days":7,"hours":7.5,"siaHours":20,"toolUse":4,"later":{"x":1}},{"name":""}],"tickets":{"rows":3,"x":[1,2]}}`
	doc, faults, err := readText(t, text)
	if err != nil || len(faults) != 1 || faults[0].Path != "scenarios[0].later" || !faults[0].Warning {
		t.Fatalf("%v %v", faults, err)
	}
	s := doc.Scenarios[0]
	if *s.FTE != 0 || *s.Volume != .5 || *s.Handle != 1.25 || *s.Days != 7 || *s.Hours != 7.5 || *s.SIAHours != 20 || *s.ToolUse != 4 || s.Empty() || !doc.Scenarios[1].Empty() {
		t.Errorf("%+v", s)
	}
	first := doc.Write()
	again, _, err := Read(first, question.Default(), model.Default())
	if err != nil || !bytes.Equal(again.Write(), first) {
		t.Errorf("not the same again: %v\n%s", err, again.Write())
	}
	if !strings.Contains(string(first), `"later"`) || !again.Scenarios[0].Same(&s) || again.Scenarios[1].Same(&s) {
		t.Errorf("%s", first)
	}
	c := doc.Clone()
	c.Scenarios[0].Name = "b"
	if doc.Scenarios[0].Name != "a" {
		t.Error("a clone shares its scenarios")
	}
}

func TestScenarioFaults(t *testing.T) {
	for text, want := range map[string]string{
		`[{"fte":-1}]`:        "scenarios[0].fte: found -1, allowed: a number 0 to 200",
		`[{"handle":0}]`:      "scenarios[0].handle: found 0, allowed: a number 0.05 to 10",
		`[{"days":8}]`:        "scenarios[0].days: found 8, allowed: a whole number 1 to 7",
		`[{"toolUse":1.5}]`:   "scenarios[0].toolUse: found 1.5, allowed: a whole number 0 to 4",
		`[{"volume":"1"}]`:    `scenarios[0].volume: found "1", allowed: a number 0 to 10`,
		`[{"name":1}]`:        "scenarios[0].name: found 1, allowed: a text",
		`{}`:                  "scenarios: found {}, allowed: a list [ … ]",
		`[1]`:                 "scenarios[0]: found 1, allowed: an object {…}",
		`[{"fte":1,"fte":2}]`: "scenarios[0].fte: stands here twice; keep one",
	} {
		_, _, err := readText(t, `{"format":"muster-engagement","version":1,"scenarios":`+text+`}`)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", text, err, want)
		}
	}
	if _, _, err := readText(t, `{"format":"muster-engagement","version":1,"tickets":[]}`); err == nil {
		t.Error("a list is no ticket history")
	}
}

func TestSameScenario(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		draw := func(label string) Scenario {
			var s Scenario
			for _, f := range scenarioFields {
				if rapid.Bool().Draw(t, label+f.key) {
					f.set(&s, float64(rapid.IntRange(1, 4).Draw(t, label+f.key+" value")))
				}
			}
			return s
		}
		a, b := draw("a"), draw("b")
		if !a.Same(&a) || a.Same(&b) != b.Same(&a) {
			t.Fatalf("%+v %+v", a, b)
		}
	})
}

package exercise_test

import (
	"strings"
	"testing"

	"muster/assessment/exercise"
	"muster/assessment/question"
	"muster/assets"
)

func shipped(t testing.TB, id string) string {
	t.Helper()
	data, err := assets.Exercises.ReadFile("exercises/" + id + ".yaml")
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// Every fault names file, line, place, what was found and what is allowed.
func TestStrictErrors(t *testing.T) {
	base := shipped(t, "ransomware")
	for name, c := range map[string]struct{ old, new, want string }{
		"format":        {"format: muster-exercise", "format: muster-model", `own.yaml:2:9: format: found "muster-model", allowed is "muster-exercise"`},
		"version":       {"\nversion: 1", "\nversion: 2", "own.yaml:3:10: version: found 2, allowed: 1 to 1; a newer one needs a newer Muster"},
		"unknown key":   {"\nlanguage: en", "\nlanguage: en\ncolour: red", `own.yaml:6:1: colour: unknown key "colour"`},
		"id":            {"\nid: ransomware", "\nid: Ransom Ware", `id "Ransom Ware": allowed are lower-case letters`},
		"empty title":   {"title: Ransomware on a Friday evening", "title: \" \"", "title: missing or empty; a text is needed here"},
		"part":          {"part: it,", "part: cooks,", `found "cooks", allowed: executive, legal`},
		"channel":       {"channel: press", "channel: pigeon", `found "pigeon", allowed: telephone, mssp-portal`},
		"minute back":   {"minute: 36", "minute: 22", "found 22; it must be above 22, that of the inject before"},
		"minute late":   {"minute: 160", "minute: 170", "found 170, allowed: below 170"},
		"minute first":  {"minute: 0\n", "minute: 3\n", "found 3; the first inject comes at minute 0"},
		"time":          {`at: Friday 19:05`, `at: Friday 7pm`, `found "Friday 7pm", allowed: day and time such as "Friday 18:42"`},
		"time back":     {`at: Friday 20:10`, `at: Friday 19:00`, `found "Friday 19:00", which is before "Friday 19:50"`},
		"activity":      {"activity: initial-review", "activity: coffee", `no activity has the id "coffee"; allowed: monitor, escalate`},
		"element":       {"element: csirp-comms, role: Incident lead on duty, within: 15", "element: staff-fte, role: Incident lead on duty, within: 15", `found "staff-fte", allowed: the id of a levelled question of the sections csirp`},
		"both":          {"activity: initial-review", "activity: initial-review, element: csirp-comms", "exactly one of activity and element is needed"},
		"no taker":      {"activity: initial-review, ", "", "exactly one of activity and element is needed"},
		"within":        {"role: Security analyst on call, within: 10", "role: Security analyst on call, within: 90", "found 90, allowed: 1 to 60 minutes"},
		"question":      {"tests: [skl-challenge, raci-decisions", "tests: [skl-challange, raci-decisions", `no question has the id "skl-challange"`},
		"row":           {"skl-matrix/network]", "skl-matrix/cooking]", `found "skl-matrix/cooking", allowed: an area such as skl-matrix/forensics`},
		"bare matrix":   {"raci-matrix/invoke-response]", "raci-matrix]", `found "raci-matrix", allowed: an activity such as raci-matrix/monitor`},
		"no rows":       {"tests: [csirp-comms, csirp-roles, asr-exec]", "tests: [csirp-comms/all, csirp-roles, asr-exec]", `question "csirp-comms" has no rows`},
		"twice":         {"tests: [csirp-comms, csirp-roles, asr-exec]", "tests: [csirp-comms, csirp-comms]", `"csirp-comms" stands here twice`},
		"id twice":      {"- id: encryption", "- id: first-escalation", `id "first-escalation" is used twice; first at injects[0].id`},
		"needs unknown": {"minute: 12", "needs: [nothing]\n    minute: 12", `no earlier inject has the id "nothing"`},
		"core on spare": {"minute: 22", "needs: [password-reset]\n    minute: 22", `a core inject may need only core ones, and "password-reset" is none`},
		"first no core": {"at: Friday 18:42\n    core: true", "at: Friday 18:42", "the first inject starts the story: it must be core"},
		"condition":     {"injects:\n", "notFor:\n  - when: {mssp-scope: lunch}\n    because: x\ninjects:\n", `item "mssp-scope" has no option "lunch"`},
		"broken":        {"setting:\n", "setting: [\n", "own.yaml:"},
	} {
		text := strings.Replace(base, c.old, c.new, 1)
		if text == base {
			t.Errorf("%s: %q is not in the file", name, c.old)
			continue
		}
		_, err := exercise.Load("own.yaml", []byte(text), question.Default())
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v\nwant …%s…", name, err, c.want)
			continue
		}
		if !strings.HasPrefix(err.Error(), "own.yaml:") {
			t.Errorf("%s: no line: %v", name, err)
		}
	}
}

// All faults of a file come at once, in its order.
func TestAllFaultsAtOnce(t *testing.T) {
	text := shipped(t, "ransomware")
	text = strings.Replace(text, "channel: press", "channel: pigeon", 1)
	text = strings.Replace(text, "minute: 36", "minute: 1", 1)
	_, err := exercise.Load("own.yaml", []byte(text), question.Default())
	if err == nil {
		t.Fatal("no fault")
	}
	lines := strings.Split(err.Error(), "\n")
	if len(lines) != 2 || !strings.Contains(lines[0], "minute") || !strings.Contains(lines[1], "channel") {
		t.Errorf("%q", lines)
	}
}

func TestPlannerErrors(t *testing.T) {
	base := string(assets.ExercisePlanner)
	for old, c := range map[string][2]string{
		"debrief: 20, injects: 8, least: 8": {"debrief: 80, injects: 8, least: 8", "must fit"},
		"id: half-day":                      {"id: half-night", `"half-day" is missing`},
		"missing: medium":                   {"missing: grave", `found "grave", allowed: high, medium, low`},
		"high: 4 ":                          {"high: -1 ", "allowed: 0 to 100"},
		"{id: legal":                        {"{id: lawyer", "allowed: executive, legal"},
		"weakLevel: 2 ":                     {"weakLevel: 7 ", "found 7, allowed: 0 to 4"},
	} {
		text := strings.Replace(base, old, c[0], 1)
		_, err := exercise.LoadPlanner("p.yaml", []byte(text))
		if text == base || err == nil || !strings.Contains(err.Error(), c[1]) || !strings.HasPrefix(err.Error(), "p.yaml:") {
			t.Errorf("%s: got %v, want …%s…", old, err, c[1])
		}
	}
}

func FuzzLoad(f *testing.F) {
	f.Add([]byte(shipped(f, "ransomware")))
	f.Add([]byte("format: muster-exercise\ninjects: [{}]\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if s, err := exercise.Load("x.yaml", data, question.Default()); err == nil && len(s.Injects) == 0 {
			t.Error("accepted a scenario without injects")
		}
	})
}

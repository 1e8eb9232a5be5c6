package assessment

import (
	"encoding/json"
	"maps"
	"math"
	"os"
	"path/filepath"
	"testing"

	"muster/assessment/engagement"
	"muster/assessment/model"
	"muster/assessment/question"
)

// answers are values by question id; dontKnow and notApplicable stand for the
// states, graded for a value with evidence. What is not there is unanswered.
type answers map[string]any

type state string

const (
	dontKnow      state = "unknown"
	notApplicable state = "not-applicable"
)

type graded struct {
	value    any
	evidence string
}

type failer interface {
	Helper()
	Fatalf(format string, args ...any)
}

// persona reads the answers of testdata/name.muster.
func persona(t failer, name string) answers {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name+".muster"))
	if err != nil {
		t.Fatalf("%v", err)
	}
	var doc struct {
		Answers map[string]struct {
			State string
			Value any
		}
	}
	if err := json.Unmarshal(data, &doc); err != nil {
		t.Fatalf("%v", err)
	}
	out := answers{}
	for id, a := range doc.Answers {
		if a.State == "answered" {
			out[id] = a.Value
		} else {
			out[id] = state(a.State)
		}
	}
	return out
}

// with is a copy with other values; nil takes an answer out.
func (a answers) with(changes answers) answers {
	out := maps.Clone(a)
	for id, v := range changes {
		if v == nil {
			delete(out, id)
		} else {
			out[id] = v
		}
	}
	return out
}

// only is a copy with just these questions.
func (a answers) only(ids ...string) answers {
	out := answers{}
	for _, id := range ids {
		if v, ok := a[id]; ok {
			out[id] = v
		}
	}
	return out
}

// each gives the same value to several questions.
func each(v any, ids ...string) answers {
	out := answers{}
	for _, id := range ids {
		out[id] = v
	}
	return out
}

type settings map[string]float64

func (a answers) json(t failer, overrides settings) []byte {
	t.Helper()
	given := map[string]any{}
	for id, v := range a {
		switch v := v.(type) {
		case state:
			given[id] = map[string]any{"state": v}
		case graded:
			given[id] = map[string]any{"state": "answered", "value": v.value, "evidence": v.evidence}
		default:
			given[id] = map[string]any{"state": "answered", "value": v}
		}
	}
	if overrides == nil {
		overrides = settings{}
	}
	b, err := json.Marshal(map[string]any{"format": "muster-engagement", "version": 1, "model": overrides, "answers": given})
	if err != nil {
		t.Fatalf("%v", err)
	}
	return b
}

func read(t failer, data []byte) *engagement.Document {
	t.Helper()
	doc, _, err := engagement.Read(data, question.Default(), model.Default())
	if err != nil {
		t.Fatalf("%v", err)
	}
	return doc
}

func (a answers) eval(t failer) Result {
	t.Helper()
	return a.evalWith(t, nil)
}

func (a answers) evalWith(t failer, overrides settings) Result {
	t.Helper()
	return Evaluate(question.Default(), model.Default(), read(t, a.json(t, overrides)))
}

func near(t *testing.T, name string, got Figure, want, tolerance float64) {
	t.Helper()
	if math.IsNaN(float64(got)) || math.Abs(float64(got)-want) > tolerance {
		t.Errorf("%s = %.9g, want %.9g ± %g", name, float64(got), want, tolerance)
	}
}

// Answers in short form.

func severity(critical, high, medium, low float64) map[string]float64 {
	return map[string]float64{"critical": critical, "high": high, "medium": medium, "low": low}
}

func cover(days, hours float64) map[string]float64 {
	return map[string]float64{"days": days, "hours": hours}
}

var (
	coreAreas  = []string{"event-analysis", "incident-impact", "threat-intel"}
	otherAreas = []string{"forensics", "coordination", "malware-endpoint", "network", "cloud-identity", "detection-query", "vuln-exposure"}
)

type area1 struct {
	Required *int  `json:"required,omitempty"`
	People   *int  `json:"people,omitempty"`
	Levels   []int `json:"levels"`
}

// matrix gives every core area the levels core, every other one the levels other
// (none: they are not in the matrix).
func matrix(core, other []int) map[string]area1 {
	out := map[string]area1{}
	for _, id := range coreAreas {
		out[id] = area1{Levels: core}
	}
	if other != nil {
		for _, id := range otherAreas {
			out[id] = area1{Levels: other}
		}
	}
	return out
}

// set changes one area of a matrix.
func set(m map[string]area1, id string, a area1) map[string]area1 {
	out := maps.Clone(m)
	out[id] = a
	return out
}

func whole(n int) *int { return &n }

func levelsOf(ids []string, levels ...int) answers {
	out := answers{}
	for i, l := range levels {
		out[ids[i]] = l
	}
	return out
}

func readWith(data []byte, set *question.Set) (*engagement.Document, []engagement.Fault, error) {
	return engagement.Read(data, set, model.Default())
}

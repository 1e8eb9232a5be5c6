package assessment

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"regexp"
	"slices"
	"sort"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"muster/assessment/model"
	"muster/assessment/question"
)

// specResult is "The result as JSON" of decision-model.md: the names are fixed.
const specResult = `{"sia": {"verdict": "warranted", "baseRule": "V3", "rules": ["V3"], "urgency": "normal", "hoursPerWeek": 20, "residualHours": 0},
 "csirp": {"design": "none", "review": "none", "test": "strong"},
 "capacity": {"status": "short", "demandHours": 83.846, "supplyHours": 67.5, "ratio": 1.242, "gapHours": 16.346,
   "offeredLoad": 1.7, "onShift": 2.25, "attainment": {"critical": 0.7025, "high": 0.9713, "urgent": 0.9468},
   "requiredAnalysts": 3, "coverageFTE": 1.333, "requiredFTE": 4.0},
 "staff": {"status": "ok", "index": 0.05}, "skills": {"status": "strong", "index": 0, "core": 0},
 "tools": {"index": 0.8, "engaged": true}, "process": {"index": 0.7083},
 "responsibilities": {"clarity": 0, "redFlags": []}, "forensics": {"model": "nist-800-86"},
 "notification": {"slackHours": null},
 "confidence": {"value": 0.6, "grade": "medium", "robust": true, "range": ["warranted", "warranted"]}}`

// flat gives every leaf of a JSON value by its path.
func flat(path string, v any, into map[string]any) {
	m, ok := v.(map[string]any)
	if !ok {
		into[path] = v
		return
	}
	for k, x := range m {
		flat(strings.TrimPrefix(path+"."+k, "."), x, into)
	}
}

func asJSON(t failer, r Result) map[string]any {
	t.Helper()
	b, err := json.Marshal(r)
	if err != nil {
		t.Fatalf("%v", err)
	}
	var m map[string]any
	if err := json.Unmarshal(b, &m); err != nil {
		t.Fatalf("%v", err)
	}
	return m
}

// P3 gives the example of decision-model.md, name by name and value by value.
func TestResultJSONIsTheExampleOfTheSpecification(t *testing.T) {
	var spec map[string]any
	if err := json.Unmarshal([]byte(specResult), &spec); err != nil {
		t.Fatal(err)
	}
	want, got := map[string]any{}, map[string]any{}
	flat("", spec, want)
	flat("", asJSON(t, persona(t, "p3").eval(t)), got)
	for path, w := range want {
		g, ok := got[path]
		if !ok {
			t.Errorf("%s is missing", path)
			continue
		}
		if n, number := w.(float64); number {
			if v, ok := g.(float64); !ok || math.Abs(v-n) > 0.0005 {
				t.Errorf("%s = %v, want %v", path, g, n)
			}
		} else if diff := cmp.Diff(w, g); diff != "" {
			t.Errorf("%s: %s", path, diff)
		}
	}
}

// The names hold whatever is missing: no path comes and goes with the answers.
func TestResultJSONPathsDoNotDependOnTheAnswers(t *testing.T) {
	paths := func(a answers) []string {
		m := map[string]any{}
		flat("", asJSON(t, a.eval(t)), m)
		var out []string
		for p := range m {
			out = append(out, p)
		}
		sort.Strings(out)
		return out
	}
	want := paths(persona(t, "p3"))
	for name, a := range map[string]answers{"nothing": {}, "p1": persona(t, "p1"), "p5": persona(t, "p5")} {
		if diff := cmp.Diff(want, paths(a)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// Lists are lists, never null.
func TestResultJSONHasNoNullLists(t *testing.T) {
	for name, a := range map[string]answers{"nothing": {}, "p1": persona(t, "p1"), "p5": persona(t, "p5"), "no needs": persona(t, "p1").with(answers{"frx-needs": nil})} {
		m := asJSON(t, a.eval(t))
		for _, path := range strings.Fields("sia.rules sia.missing csirp.weakElements csirp.missing skills.areas responsibilities.redFlags responsibilities.mismatches responsibilities.rows forensics.scores notification.clocks confidence.range assumptions trace advice findings sections overrides profile.notApplicable") {
			v := any(m)
			for _, k := range strings.Split(path, ".") {
				v = v.(map[string]any)[k]
			}
			if _, ok := v.([]any); !ok {
				t.Errorf("%s: %s is %v", name, path, v)
			}
		}
	}
}

func TestInfiniteRatioIsTheStringInf(t *testing.T) {
	m := asJSON(t, persona(t, "p3").with(answers{"staff-fte": 0}).eval(t))
	if got := m["capacity"].(map[string]any)["ratio"]; got != "inf" {
		t.Errorf("ratio %v, want the string inf", got)
	}
}

func TestMissingFiguresAreNull(t *testing.T) {
	m := asJSON(t, answers{}.eval(t))
	for _, name := range []string{"demandHours", "ratio", "onShift", "requiredFTE", "coverageFTE"} {
		if got := m["capacity"].(map[string]any)[name]; got != nil {
			t.Errorf("%s = %v, want null", name, got)
		}
	}
}

func TestNumbersAreUnrounded(t *testing.T) {
	b, err := json.Marshal(persona(t, "p3").eval(t).Capacity)
	if err != nil || !bytes.Contains(b, []byte(`"demandHours":83.84615384615384`)) && !bytes.Contains(b, []byte(`"demandHours":83.84615384615385`)) {
		t.Errorf("%v: %s", err, b)
	}
}

// quotedIDs are the question ids in the package's own source.
func quotedIDs(t *testing.T) []string {
	files, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	quoted := regexp.MustCompile(`"([a-z]+(?:-[a-z]+)+)"`)
	var ids []string
	for _, f := range files {
		if !strings.HasSuffix(f.Name(), ".go") || strings.HasSuffix(f.Name(), "_test.go") {
			continue
		}
		source, err := os.ReadFile(f.Name())
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range quoted.FindAllStringSubmatch(string(source), -1) {
			if question.Default().Item(m[1]) != nil && !slices.Contains(ids, m[1]) {
				ids = append(ids, m[1])
			}
		}
	}
	return ids
}

func TestNeededIDsAreWhatTheModelReads(t *testing.T) {
	needed := NeededIDs()
	seen := map[string]bool{}
	for _, id := range needed {
		if question.Default().Item(id) == nil {
			t.Errorf("the set has no item %s", id)
		}
		if seen[id] {
			t.Errorf("%s stands twice", id)
		}
		seen[id] = true
	}
	used := quotedIDs(t)
	if len(used) < 50 {
		t.Fatalf("only %d ids found in the source", len(used))
	}
	for _, id := range used {
		if !seen[id] {
			t.Errorf("the model reads %s, which a custom set may leave out", id)
		}
	}
}

func TestModelNamesOnlyKnownQuestions(t *testing.T) {
	for _, u := range model.Default().Unknowns {
		if question.Default().Item(u.Question) == nil {
			t.Errorf("unknowns: no item %s", u.Question)
		}
		if !slices.Contains(NeededIDs(), u.Question) {
			t.Errorf("unknowns: %s is not needed", u.Question)
		}
		if s := setter(u.Question, u.Best); s != nil {
			var in inputs
			s(&in)
			if fmt.Sprintf("%+v", in) == fmt.Sprintf("%+v", inputs{}) && slices.Max(u.Best) > 0 {
				t.Errorf("unknowns: %s has no effect", u.Question)
			}
		}
	}
	for regime := range model.Default().Resolve(nil).Clocks {
		if question.Default().Item(idRegimes).Option(regime) == nil {
			t.Errorf("clock.%s is no option of %s", regime, idRegimes)
		}
	}
	if diff := cmp.Diff(question.Default().Item(idForensicNeeds).OptionIDs(), model.Default().Forensics.Needs); diff != "" {
		t.Errorf("forensic needs: %s", diff)
	}
}

// A custom set of just the needed items, with the defaults' meaning, evaluates.
func TestCustomSetOfNeededItemsOnlyEvaluates(t *testing.T) {
	custom := customSet(t, func(it *question.Item) bool { return slices.Contains(NeededIDs(), it.ID) })
	full, small := persona(t, "p3"), persona(t, "p3").only(NeededIDs()...)
	a := Evaluate(question.Default(), model.Default(), read(t, full.json(t, nil)))
	b := Evaluate(custom, model.Default(), read(t, small.json(t, nil)))
	if diff := cmp.Diff(a.SIA, b.SIA, cmp.Comparer(sameFigure)); diff != "" {
		t.Error(diff)
	}
	if a.CSIRP.Test != b.CSIRP.Test || b.Confidence.Applicable >= a.Confidence.Applicable {
		t.Errorf("%+v %+v", b.CSIRP, b.Confidence)
	}
}

func sameFigure(a, b Figure) bool { return a == b || !a.Known() && !b.Known() }

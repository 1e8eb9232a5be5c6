package engagement

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"muster/assessment/model"
	"muster/assessment/question"
)

// top is a document with these members after format and version.
func top(members string) string {
	return `{"format":"muster-engagement","version":1` + strings.TrimRight(","+members, ",") + `}`
}

func answers(members string) string { return top(`"answers":{` + members + `}`) }

// value is a document with one answered question.
func value(id, v string) string {
	return answers(`"` + id + `":{"state":"answered","value":` + v + `}`)
}

func read(doc string) (*Document, []Fault, error) {
	return Read([]byte(doc), question.Default(), model.Default())
}

func mustRead(t testing.TB, doc string) (*Document, []Fault) {
	t.Helper()
	d, faults, err := read(doc)
	if err != nil {
		t.Fatalf("%v\nin %.300s", err, doc)
	}
	return d, faults
}

func warning(faults []Fault, path, text string) bool {
	return slices.ContainsFunc(faults, func(f Fault) bool { return f.Warning && f.Path == path && strings.Contains(f.Message, text) })
}

// example is the document of document-format.md, in the order Write keeps.
const example = `{
  "format": "muster-engagement",
  "version": 1,
  "id": "6f0c",
  "title": "Example SaaS 2026",
  "client": "Example SaaS Ltd",
  "assessor": "",
  "date": "2026-11-23",
  "classification": "Confidential",
  "questionSet": {
    "id": "mssp-sia",
    "version": 1
  },
  "model": {
    "shrinkage": 0.25
  },
  "answers": {
    "asr-exercise": {
      "state": "answered",
      "value": "never"
    },
    "bw-volume": {
      "state": "answered",
      "value": {
        "critical": 1,
        "high": 10,
        "medium": 30,
        "low": 20
      }
    },
    "bw-window": {
      "state": "answered",
      "value": {
        "days": 5,
        "hours": 8
      }
    },
    "csirp-mssp": {
      "state": "unknown"
    },
    "frx-needs": {
      "state": "answered",
      "value": {
        "litigation": 1,
        "operational": 3
      }
    },
    "mssp-notice": {
      "state": "not-applicable"
    },
    "raci-matrix": {
      "state": "answered",
      "value": {
        "monitor": {
          "accountable": "mssp",
          "doer": "mssp",
          "written": true
        }
      }
    },
    "skl-covered": {
      "state": "answered",
      "value": {
        "forensics": 0.5
      }
    },
    "skl-matrix": {
      "state": "answered",
      "value": {
        "event-analysis": {
          "required": 3,
          "people": 2,
          "levels": [
            4,
            3,
            3
          ]
        }
      }
    },
    "staff-fte": {
      "state": "answered",
      "value": 3,
      "evidence": "documented",
      "comment": "rota of May"
    }
  },
  "options": [],
  "actions": []
}
`

func TestReadExample(t *testing.T) {
	d, faults := mustRead(t, example)
	if len(faults) > 0 {
		t.Errorf("faults %v", faults)
	}
	three, two := 3, 2
	want := map[string]Answer{
		"asr-exercise": {State: Answered, Value: Months{Never: true}},
		"bw-volume":    {State: Answered, Value: Severity{1, 10, 30, 20}},
		"bw-window":    {State: Answered, Value: Window{5, 8}},
		"csirp-mssp":   {State: Unknown},
		"frx-needs":    {State: Answered, Value: Weights{"operational": 3, "litigation": 1}},
		"mssp-notice":  {State: NotApplicable},
		"raci-matrix":  {State: Answered, Value: RACI{"monitor": {"mssp", "mssp", true}}},
		"skl-covered":  {State: Answered, Value: Shares{"forensics": 0.5}},
		"skl-matrix":   {State: Answered, Value: Skills{"event-analysis": {Required: &three, People: &two, Levels: []int{4, 3, 3}}}},
		"staff-fte":    {State: Answered, Value: Number(3), Evidence: Documented, Comment: "rota of May"},
	}
	if diff := cmp.Diff(want, d.Answers, cmp.AllowUnexported(Answer{}, Reference{})); diff != "" {
		t.Errorf("answers (-want +got):\n%s", diff)
	}
	if d.Title != "Example SaaS 2026" || d.Date != "2026-11-23" || d.Model["shrinkage"] != 0.25 || d.QuestionSet != (SetRef{"mssp-sia", 1}) {
		t.Errorf("%+v", d)
	}
	if got := string(d.Write()); got != example {
		t.Errorf("written:\n%s", cmp.Diff(example, got))
	}
}

func TestReadEveryValueType(t *testing.T) {
	zero := 0
	for _, c := range []struct {
		id, json string
		want     Value
	}{
		{"org-criticality", "0", Level(0)}, {"org-criticality", "4", Level(4)}, {"org-criticality", "2.0", Level(2)},
		{"staff-fte", "2.5", Number(2.5)}, {"staff-fte", "2e1", Number(20)}, {"bw-growth", "-50", Number(-50)},
		{"asr-review", "0", Months{N: 0}}, {"asr-review", "120", Months{N: 120}}, {"asr-review", `"never"`, Months{Never: true}},
		{"asr-change", "false", Bool(false)}, {"mssp-model", `"in-house"`, Choice("in-house")},
		{"ntf-regimes", `[]`, Multi{}}, {"ntf-regimes", `["gdpr","nis2"]`, Multi{"gdpr", "nis2"}}, {"ntf-regimes", `["none"]`, Multi{"none"}},
		{"bw-handle", `{"low":0.05,"medium":1,"high":2,"critical":200}`, Severity{200, 2, 1, 0.05}},
		{"bw-window", `{"hours":24,"days":7}`, Window{7, 24}}, {"bw-window", `{"days":1,"hours":1.5}`, Window{1, 1.5}},
		{"raci-matrix", `{}`, RACI{}}, {"raci-matrix", `{"escalate":{"accountable":"unclear"}}`, RACI{"escalate": {Accountable: "unclear"}}},
		{"skl-matrix", `{"network":{"levels":[null,0]}}`, Skills{"network": {Levels: []int{NoLevel, 0}}}},
		{"skl-matrix", `{"network":{"required":0}}`, Skills{"network": {Required: &zero}}},
		{"skl-covered", `{"network":0,"forensics":1,"threat-intel":0.5}`, Shares{"network": 0, "forensics": 1, "threat-intel": 0.5}},
		{"frx-needs", `{"hr":3}`, Weights{"hr": 3}},
	} {
		d, faults := mustRead(t, value(c.id, c.json))
		if diff := cmp.Diff(c.want, d.Value(c.id)); diff != "" || len(faults) > 0 {
			t.Errorf("%s %s: faults %v (-want +got):\n%s", c.id, c.json, faults, diff)
		}
	}
}

// A fault names the JSON path, what was found and what is allowed.
func TestReadFaults(t *testing.T) {
	long := strings.Repeat("x", 300)
	for _, c := range []struct{ name, doc, path, found, allowed string }{
		{"not an object", `[1]`, "", "found [1]", "an object"},
		{"a number", `7`, "", "found 7", "an object"},
		{"no format", `{"version":1}`, "format", "found nothing", `"muster-engagement"`},
		{"wrong format", `{"format":"something","version":1}`, "format", `found "something"`, `"muster-engagement"`},
		{"format as number", `{"format":1,"version":1}`, "format", "found 1", `"muster-engagement"`},
		{"no version", `{"format":"muster-engagement"}`, "version", "missing", "allowed: 1"},
		{"version 0", `{"format":"muster-engagement","version":0}`, "version", "found 0", "allowed: 1"},
		{"version −1", `{"format":"muster-engagement","version":-1}`, "version", "found -1", "allowed: 1"},
		{"version as text", `{"format":"muster-engagement","version":"1"}`, "version", `found "1"`, "allowed: 1"},
		{"version between two", `{"format":"muster-engagement","version":1.5}`, "version", "found 1.5", "allowed: 1"},
		{"title as number", top(`"title":5`), "title", "found 5", "a text"},
		{"client null", top(`"client":null`), "client", "found null", "a text"},
		{"scope", top(`"scope":"some"`), "scope", `found "some"`, "quick, all"},
		{"question set as text", top(`"questionSet":"mssp-sia"`), "questionSet", `found "mssp-sia"`, "an object"},
		{"question set without version", top(`"questionSet":{"id":"mssp-sia"}`), "questionSet.version", "missing", "a whole number 1 to"},
		{"model as list", top(`"model":[]`), "model", "found []", "an object"},
		{"setting out of range", top(`"model":{"shrinkage":0.9}`), "model.shrinkage", "found 0.9", "0 to 0.5"},
		{"setting as text", top(`"model":{"shrinkage":"0.2"}`), "model.shrinkage", `found "0.2"`, "a number"},
		{"setting null", top(`"model":{"shrinkage":null}`), "model.shrinkage", "found null", "a number"},
		{"setting not whole", top(`"model":{"seats":1.5}`), "model.seats", "found 1.5", "1 to 100, whole numbers"},
		{"setting too large a number", top(`"model":{"shrinkage":1e999}`), "model.shrinkage", "found 1e999", "a number"},
		{"threshold out of range", top(`"model":{"skills.shortIndex":7}`), "model.skills.shortIndex", "found 7", "0 to 1"},
		{"setting twice", top(`"model":{"seats":1,"seats":2}`), "model.seats", "twice", "keep one"},
		{"answers as list", top(`"answers":[]`), "answers", "found []", "an object"},
		{"answers twice", top(`"answers":{},"answers":{}`), "answers", "twice", "keep one"},
		{"answer twice", answers(`"staff-fte":{"state":"unknown"},"staff-fte":{"state":"unknown"}`), "answers.staff-fte", "twice", "keep one"},
		{"answer as number", answers(`"staff-fte":3`), "answers.staff-fte", "found 3", "an object"},
		{"answer null", answers(`"staff-fte":null`), "answers.staff-fte", "found null", "an object"},
		{"answer empty", answers(`"staff-fte":{}`), "answers.staff-fte.state", "missing", "answered, unknown, not-applicable"},
		{"value without state", answers(`"staff-fte":{"value":3}`), "answers.staff-fte.state", "missing", "answered, unknown, not-applicable"},
		{"wrong state", answers(`"staff-fte":{"state":"maybe"}`), "answers.staff-fte.state", `found "maybe"`, "answered, unknown, not-applicable"},
		{"answered without value", answers(`"staff-fte":{"state":"answered"}`), "answers.staff-fte.value", "missing", "needs a value"},
		{"unknown with value", answers(`"staff-fte":{"state":"unknown","value":3}`), "answers.staff-fte.value", "not with unknown", "allowed only with state answered"},
		{"not applicable with value", answers(`"staff-fte":{"state":"not-applicable","value":3}`), "answers.staff-fte.value", "not with not-applicable", "allowed only with state answered"},
		{"value twice", answers(`"staff-fte":{"state":"answered","value":3,"value":4}`), "answers.staff-fte.value", "twice", "keep one"},
		{"wrong evidence", answers(`"staff-fte":{"state":"unknown","evidence":"sworn"}`), "answers.staff-fte.evidence", `found "sworn"`, "asserted, documented, observed"},
		{"comment as list", answers(`"staff-fte":{"state":"unknown","comment":["a"]}`), "answers.staff-fte.comment", `found ["a"]`, "a text"},
		{"review as text", answers(`"staff-fte":{"state":"unknown","review":"yes"}`), "answers.staff-fte.review", `found "yes"`, "true, false"},
		{"review null", answers(`"staff-fte":{"state":"unknown","review":null}`), "answers.staff-fte.review", "found null", "true, false"},
		{"carried as text", answers(`"staff-fte":{"state":"unknown","carried":"yes"}`), "answers.staff-fte.carried", `found "yes"`, "true, false"},
		{"carried null", answers(`"staff-fte":{"state":"unknown","carried":null}`), "answers.staff-fte.carried", "found null", "true, false"},
		{"references as object", answers(`"staff-fte":{"state":"unknown","references":{}}`), "answers.staff-fte.references", "found {}", "a list"},
		{"reference as text", answers(`"staff-fte":{"state":"unknown","references":["a"]}`), "answers.staff-fte.references[0]", `found "a"`, "an object"},
		{"reference title as number", answers(`"staff-fte":{"state":"unknown","references":[{},{"title":1}]}`), "answers.staff-fte.references[1].title", "found 1", "a text"},
		{"draft as text", answers(`"staff-fte":{"draft":"300"}`), "answers.staff-fte.draft", `found "300"`, "texts by field name"},
		{"draft with a number", answers(`"staff-fte":{"draft":{"value":300}}`), "answers.staff-fte.draft", "found {", "texts by field name"},
		{"draft null", answers(`"staff-fte":{"state":"unknown","draft":null}`), "answers.staff-fte.draft", "found null", "texts by field name"},
		{"draft field null", answers(`"staff-fte":{"state":"unknown","draft":{"a":null}}`), "answers.staff-fte.draft", "null", "text"},
		{"draft field twice", answers(`"staff-fte":{"state":"unknown","draft":{"a":"1","a":"2"}}`), "answers.staff-fte.draft.a", "twice", "keep one"},
		{"level 5", value("proc-unified", "5"), "answers.proc-unified.value", "found 5", "a whole number 0 to 4"},
		{"level −1", value("proc-unified", "-1"), "answers.proc-unified.value", "found -1", "a whole number 0 to 4"},
		{"level 2.5", value("proc-unified", "2.5"), "answers.proc-unified.value", "found 2.5", "a whole number 0 to 4"},
		{"level as text", value("proc-unified", `"2"`), "answers.proc-unified.value", `found "2"`, "a whole number 0 to 4"},
		{"level null", value("proc-unified", "null"), "answers.proc-unified.value", "found null", "a whole number 0 to 4"},
		{"number too large", value("staff-fte", "200.5"), "answers.staff-fte.value", "found 200.5", "0 to 200 FTE"},
		{"number too small", value("bw-growth", "-51"), "answers.bw-growth.value", "found -51", "-50 to 300 %"},
		{"number not whole", value("org-employees", "1.5"), "answers.org-employees.value", "found 1.5", "1 to 500000 people, whole numbers"},
		{"number 1e999", value("staff-fte", "1e999"), "answers.staff-fte.value", "found 1e999", "0 to 200 FTE"},
		{"number −1e999", value("staff-fte", "-1e999"), "answers.staff-fte.value", "found -1e999", "0 to 200 FTE"},
		{"number NaN as text", value("staff-fte", `"NaN"`), "answers.staff-fte.value", `found "NaN"`, "0 to 200 FTE"},
		{"number as bool", value("staff-fte", "true"), "answers.staff-fte.value", "found true", "0 to 200 FTE"},
		{"months too many", value("asr-review", "121"), "answers.asr-review.value", "found 121", `0 to 120 months, or "never"`},
		{"months other word", value("asr-review", `"always"`), "answers.asr-review.value", `found "always"`, `"never"`},
		{"months as text", value("asr-review", `"12"`), "answers.asr-review.value", `found "12"`, `"never"`},
		{"months null", value("asr-review", "null"), "answers.asr-review.value", "found null", "0 to 120 months"},
		{"bool as number", value("asr-change", "1"), "answers.asr-change.value", "found 1", "true, false"},
		{"bool null", value("asr-change", "null"), "answers.asr-change.value", "found null", "true, false"},
		{"choice unknown", value("mssp-model", `"half"`), "answers.mssp-model.value", `found "half"`, "in-house, partly-outsourced, fully-outsourced"},
		{"multi as text", value("ntf-regimes", `"gdpr"`), "answers.ntf-regimes.value", `found "gdpr"`, "a list of nis2, gdpr, sec, dora, other, none"},
		{"multi null", value("ntf-regimes", "null"), "answers.ntf-regimes.value", "found null", "a list of nis2"},
		{"multi unknown option", value("ntf-regimes", `["gdpr","hipaa"]`), "answers.ntf-regimes.value[1]", `found "hipaa"`, "nis2, gdpr, sec, dora, other, none"},
		{"multi option twice", value("ntf-regimes", `["gdpr","gdpr"]`), "answers.ntf-regimes.value[1]", `"gdpr"`, "twice"},
		{"multi exclusive with another", value("ntf-regimes", `["none","gdpr"]`), "answers.ntf-regimes.value", `"none"`, "rules out the others"},
		{"severity as number", value("bw-volume", "5"), "answers.bw-volume.value", "found 5", "an object"},
		{"severity missing one", value("bw-volume", `{"critical":1,"high":1,"medium":1}`), "answers.bw-volume.value.low", "missing", "0 to 5000 escalations a week"},
		{"severity unknown one", value("bw-volume", `{"critical":1,"high":1,"medium":1,"low":1,"info":1}`), "answers.bw-volume.value.info", "unknown severity", "critical, high, medium, low"},
		{"severity too large", value("bw-volume", `{"critical":1,"high":5001,"medium":1,"low":1}`), "answers.bw-volume.value.high", "found 5001", "0 to 5000 escalations a week"},
		{"severity twice", value("bw-volume", `{"critical":1,"critical":1,"high":1,"medium":1,"low":1}`), "answers.bw-volume.value.critical", "twice", "keep one"},
		{"handle time 0", value("bw-handle", `{"critical":0,"high":1,"medium":1,"low":1}`), "answers.bw-handle.value.critical", "found 0", "0.05 to 200 hours each"},
		{"window 8 days", value("bw-window", `{"days":8,"hours":8}`), "answers.bw-window.value.days", "found 8", "a whole number 1 to 7"},
		{"window 0 hours", value("bw-window", `{"days":5,"hours":0}`), "answers.bw-window.value.hours", "found 0", "1 to 24"},
		{"window 25 hours", value("bw-window", `{"days":5,"hours":25}`), "answers.bw-window.value.hours", "found 25", "1 to 24"},
		{"window without hours", value("bw-window", `{"days":5}`), "answers.bw-window.value.hours", "missing", "1 to 24"},
		{"window half a day", value("bw-window", `{"days":2.5,"hours":8}`), "answers.bw-window.value.days", "found 2.5", "a whole number 1 to 7"},
		{"window unknown key", value("bw-window", `{"days":5,"hours":8,"weeks":1}`), "answers.bw-window.value.weeks", "unknown key", "days, hours"},
		{"raci unknown activity", value("raci-matrix", `{"guess":{}}`), "answers.raci-matrix.value.guess", "unknown activity", "monitor, escalate, initial-review"},
		{"raci wrong accountable", value("raci-matrix", `{"monitor":{"accountable":"both"}}`), "answers.raci-matrix.value.monitor.accountable", `found "both"`, "client, mssp, none, unclear"},
		{"raci wrong doer", value("raci-matrix", `{"monitor":{"doer":"unclear"}}`), "answers.raci-matrix.value.monitor.doer", `found "unclear"`, "client, mssp, both, none"},
		{"raci written as text", value("raci-matrix", `{"monitor":{"written":"yes"}}`), "answers.raci-matrix.value.monitor.written", `found "yes"`, "true, false"},
		{"raci row as text", value("raci-matrix", `{"monitor":"mssp"}`), "answers.raci-matrix.value.monitor", `found "mssp"`, "an object"},
		{"raci unknown key", value("raci-matrix", `{"monitor":{"owner":"mssp"}}`), "answers.raci-matrix.value.monitor.owner", "unknown key", "accountable, doer, written"},
		{"skills unknown area", value("skl-matrix", `{"juggling":{"levels":[1]}}`), "answers.skl-matrix.value.juggling", "unknown area", "event-analysis, incident-impact, threat-intel"},
		{"skills level 5", value("skl-matrix", `{"network":{"levels":[4,5]}}`), "answers.skl-matrix.value.network.levels[1]", "found 5", "a whole number 0 to 4"},
		{"skills levels as number", value("skl-matrix", `{"network":{"levels":4}}`), "answers.skl-matrix.value.network.levels", "found 4", "a list of at most 200 levels"},
		{"skills too many people", value("skl-matrix", `{"network":{"levels":[`+strings.TrimSuffix(strings.Repeat("1,", 201), ",")+`]}}`), "answers.skl-matrix.value.network.levels", "found [1,1", "at most 200"},
		{"skills required 5", value("skl-matrix", `{"network":{"required":5}}`), "answers.skl-matrix.value.network.required", "found 5", "a whole number 0 to 4"},
		{"skills people −1", value("skl-matrix", `{"network":{"people":-1}}`), "answers.skl-matrix.value.network.people", "found -1", "a whole number 0 to 50"},
		{"skills unknown key", value("skl-matrix", `{"network":{"need":1}}`), "answers.skl-matrix.value.network.need", "unknown key", "required, people, levels"},
		{"cover 0.3", value("skl-covered", `{"network":0.3}`), "answers.skl-covered.value.network", "found 0.3", "0, 0.5 or 1"},
		{"cover unknown area", value("skl-covered", `{"juggling":1}`), "answers.skl-covered.value.juggling", "unknown id", "event-analysis"},
		{"weight 4", value("frx-needs", `{"hr":4}`), "answers.frx-needs.value.hr", "found 4", "0 to 3"},
		{"weight unknown need", value("frx-needs", `{"fun":1}`), "answers.frx-needs.value.fun", "unknown id", "operational, litigation, law-enforcement, certification, hr, physical-scene"},
		{"options as object", top(`"options":{}`), "options", "found {}", "a list"},
		{"options null", top(`"options":null`), "options", "found null", "a list"},
		{"action as number", top(`"actions":[{},3]`), "actions[1]", "found 3", "an object"},
		{"long text is cut", value("staff-fte", `"`+long+`"`), "answers.staff-fte.value", "found \"xxx", "…, allowed: 0 to 200 FTE"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, faults, err := read(c.doc)
			var fs Faults
			if d != nil || !errors.As(err, &fs) {
				t.Fatalf("document %v, error %v; want faults", d != nil, err)
			}
			if !slices.ContainsFunc(fs, func(f Fault) bool {
				return f.Path == c.path && strings.Contains(f.Message, c.found) && strings.Contains(f.Message, c.allowed)
			}) {
				t.Errorf("faults:\n%v\nwant %s: … %s … %s", err, c.path, c.found, c.allowed)
			}
			if c.path != "" && !strings.Contains(err.Error(), c.path+": ") {
				t.Errorf("the error %q does not name the path %s", err, c.path)
			}
			seen := map[string]bool{}
			for _, f := range faults {
				if seen[f.String()] {
					t.Errorf("the fault is reported twice: %s", f)
				}
				seen[f.String()] = true
			}
		})
	}
}

func TestReadReportsEveryFault(t *testing.T) {
	_, _, err := read(top(`"title":1,"model":{"shrinkage":9},"answers":{"staff-fte":{"state":"answered","value":-1},"bw-volume":{"state":"answered","value":{"critical":-1,"high":-2}}}`))
	var fs Faults
	if !errors.As(err, &fs) {
		t.Fatal(err)
	}
	var paths []string
	for _, f := range fs {
		paths = append(paths, f.Path)
	}
	want := []string{"title", "model.shrinkage", "answers.staff-fte.value", "answers.bw-volume.value.critical", "answers.bw-volume.value.high", "answers.bw-volume.value.medium", "answers.bw-volume.value.low"}
	if diff := cmp.Diff(want, paths); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestReadNoJSON(t *testing.T) {
	for _, c := range []struct{ name, doc, want string }{
		{"empty", "", "the file is empty"},
		{"blank", " \n\t ", "the file is empty"},
		{"BOM alone", "\xef\xbb\xbf", "the file is empty"},
		{"UTF-16", "\xff\xfe{\x00}\x00", "UTF-16"},
		{"cut off", "{\n  \"format\": \"muster-engagement\",\n", "not valid JSON at line 3"},
		{"trailing comma", "{\n  \"format\": 1,\n}", "not valid JSON at line 3, column 1"},
		{"comment", "{\n  // hello\n}", "not valid JSON at line 2, column 3"},
		{"two documents", example + example, "not valid JSON at line"},
		{"NaN", "{\"a\": NaN}", "not valid JSON at line 1, column 7"},
		{"encrypted", "age-encryption.org/v1\n-> scrypt", "not valid JSON at line 1, column 1"},
		{"too deep", strings.Repeat("[", 20000), "not valid JSON"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, _, err := read(c.doc)
			if d != nil || err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("document %v, error %v; want %s", d != nil, err, c.want)
			}
		})
	}
}

func TestReadTakesAByteOrderMark(t *testing.T) {
	d, _ := mustRead(t, "\xef\xbb\xbf"+example)
	if got := string(d.Write()); got != example {
		t.Errorf("written:\n%s", cmp.Diff(example, got))
	}
}

func TestReadWarnsOfBrokenUTF8(t *testing.T) {
	d, faults := mustRead(t, answers("\"staff-fte\":{\"state\":\"unknown\",\"comment\":\"rota \xff of May\"}"))
	if !warning(faults, "", "not UTF-8") {
		t.Errorf("faults %v, want a warning", faults)
	}
	if got := d.Answers["staff-fte"].Comment; got != "rota \ufffd of May" {
		t.Errorf("comment %q", got)
	}
}

// Nothing a newer minor version wrote is lost.
func TestUnknownKeysAreKept(t *testing.T) {
	doc := top(`"mood":{"b":[1,2.50],"a":null},"zeal":1e999,"answers":{"staff-fte":{"state":"unknown","colour":"red","references":[{"title":"rota","pages":[3,4]}]},"new-item":{"state":"answered","value":{"x":[1,"y"]},"comment":"kept"}}`)
	d, faults := mustRead(t, doc)
	for _, path := range []string{"mood", "zeal", "answers.staff-fte.colour", "answers.staff-fte.references[0].pages", "answers.new-item"} {
		if !warning(faults, path, "kept") {
			t.Errorf("no warning for %s in %v", path, faults)
		}
	}
	var got, want any
	if err := json.Unmarshal(bytes.ReplaceAll(d.Write(), []byte("1e999"), []byte("9")), &got); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(strings.ReplaceAll(doc, "1e999", "9")), &want); err != nil {
		t.Fatal(err)
	}
	for k, v := range want.(map[string]any) {
		if diff := cmp.Diff(v, got.(map[string]any)[k]); diff != "" {
			t.Errorf("%s (-want +got):\n%s", k, diff)
		}
	}
	if !bytes.Contains(d.Write(), []byte(`1e999`)) || !bytes.Contains(d.Write(), []byte("2.50")) {
		t.Error("a kept number was rewritten")
	}
}

func TestOrderOfUnknownKeysDoesNotMatter(t *testing.T) {
	a, _ := mustRead(t, top(`"b":1,"a":2,"answers":{"staff-fte":{"y":1,"x":2,"state":"unknown"},"bw-other":{"state":"unknown"}}`))
	b, _ := mustRead(t, `{"answers":{"bw-other":{"state":"unknown"},"staff-fte":{"state":"unknown","x":2,"y":1}},"a":2,"b":1,"version":1,"format":"muster-engagement"}`)
	if diff := cmp.Diff(string(a.Write()), string(b.Write())); diff != "" {
		t.Error(diff)
	}
}

func TestNewerVersionOpensReadOnly(t *testing.T) {
	d, faults := mustRead(t, `{"format":"muster-engagement","version":2,"title":"T","model":{"shrinkage":7},"answers":{"staff-fte":{"state":"estimated","value":3},"bw-other":{"state":"answered","value":5}}}`)
	if !d.Newer() || d.Version != 2 || d.Title != "T" {
		t.Errorf("%+v", d)
	}
	if !warning(faults, "version", "version 2 was written by a newer Muster than this (it knows 1): it opens read-only") {
		t.Errorf("faults %v", faults)
	}
	for _, path := range []string{"model.shrinkage", "answers.staff-fte.state"} {
		if !warning(faults, path, "allowed") {
			t.Errorf("no warning for %s in %v", path, faults)
		}
	}
	if d.Value("bw-other") != Number(5) || d.State("staff-fte") != Unanswered {
		t.Error("what this version understands is not there")
	}
	if old, _ := mustRead(t, example); old.Newer() {
		t.Error("version 1 counts as newer")
	}
}

func TestQuestionSetOfAnother(t *testing.T) {
	_, faults := mustRead(t, top(`"questionSet":{"id":"own","version":3}`))
	if !warning(faults, "questionSet.id", `answered with the set "own", read with "mssp-sia"`) {
		t.Errorf("faults %v", faults)
	}
	d, faults := mustRead(t, top(`"questionSet":{"id":"mssp-sia","version":3}`))
	if !warning(faults, "questionSet.version", "answered with version 3 of the set, read with version 1") {
		t.Errorf("faults %v", faults)
	}
	if d.QuestionSet.Version != 3 {
		t.Error("the version it was answered with is lost")
	}
	if d, faults = mustRead(t, top("")); d.QuestionSet != (SetRef{"mssp-sia", 1}) || len(faults) > 0 {
		t.Errorf("%v, faults %v", d.QuestionSet, faults)
	}
}

func TestUnknownSettingIsKeptWithoutEffect(t *testing.T) {
	d, faults := mustRead(t, top(`"model":{"luck":0.5}`))
	if !warning(faults, "model.luck", "unknown setting; allowed: paidHours") || d.Model["luck"] != 0.5 {
		t.Errorf("model %v, faults %v", d.Model, faults)
	}
}

func TestUnansweredKeepsCommentReviewAndDraft(t *testing.T) {
	d, _ := mustRead(t, answers(`"staff-fte":{"comment":"ask HR","review":true,"draft":{"value":"3oo"}}`))
	a := d.Answers["staff-fte"]
	if a.State != Unanswered || a.Comment != "ask HR" || !a.Review || a.Draft["value"] != "3oo" || d.Value("staff-fte") != nil {
		t.Errorf("%+v", a)
	}
	again, _ := mustRead(t, string(d.Write()))
	if diff := cmp.Diff(d.Answers, again.Answers, cmp.AllowUnexported(Answer{}, Reference{})); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestWriteLeavesOutEmptyAnswers(t *testing.T) {
	d := New("x", "2026-01-01", question.Default())
	d.Answers["staff-fte"] = Answer{}
	d.Answers["bw-other"] = Answer{State: Unknown}
	if s := string(d.Write()); strings.Contains(s, "staff-fte") || !strings.Contains(s, "bw-other") {
		t.Error(s)
	}
}

func TestNewDocumentReadsBack(t *testing.T) {
	d := New("x", "2026-01-01", question.Default())
	again, faults := mustRead(t, string(d.Write()))
	if len(faults) > 0 || again.Classification != "Confidential" || !bytes.Equal(again.Write(), d.Write()) {
		t.Errorf("faults %v, document %+v", faults, again)
	}
}

func TestCloneIsASnapshot(t *testing.T) {
	d, _ := mustRead(t, example)
	before := string(d.Write())
	c := d.Clone()
	d.Title = "other"
	d.Model["seats"] = 3
	d.Answers["bw-other"] = Answer{State: Unknown}
	d.Options = append(d.Options, Option{ID: "a"})
	if got := string(c.Write()); got != before {
		t.Error(cmp.Diff(before, got))
	}
}

func TestGradeDefaultsToAsserted(t *testing.T) {
	if (Answer{}).Grade() != Asserted || (Answer{Evidence: Observed}).Grade() != Observed {
		t.Error("grade")
	}
}

func TestSkillCounts(t *testing.T) {
	s := Skill{Levels: []int{NoLevel, 0, 2, 3}}
	if best, ok := s.Best(); best != 3 || !ok || s.AtLeast(2) != 2 || s.AtLeast(0) != 3 {
		t.Error("counts")
	}
	for _, none := range []Skill{{}, {Levels: []int{NoLevel, NoLevel}}} {
		if _, ok := none.Best(); ok {
			t.Error("best of nobody")
		}
	}
}

// What Read takes, Write gives in a size that can be opened again: the store
// stops at 64 MiB.
func TestDeepNestingStaysSmall(t *testing.T) {
	for _, depth := range []int{10, 9000} {
		doc := top(`"deep":` + strings.Repeat("[", depth) + "1" + strings.Repeat("]", depth))
		d, _, err := read(doc)
		if err != nil {
			continue // refused, with a message
		}
		if n := len(d.Write()); n > 64<<20 {
			t.Errorf("%d levels deep: %d bytes read become %d MiB written", depth, len(doc), n>>20)
		}
	}
}

// documents generates documents that Read takes, as JSON.
func documents() *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		m := anyMembers(t)
		if rapid.Bool().Draw(t, "follows another") {
			m["previous"] = anyMembers(t)
		}
		b, err := json.Marshal(m)
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	})
}

func anyMembers(t *rapid.T) map[string]any {
	m := map[string]any{"format": "muster-engagement", "version": 1}
	for _, k := range []string{"id", "title", "client", "assessor", "date", "classification"} {
		if rapid.Bool().Draw(t, k) {
			m[k] = rapid.String().Draw(t, k+" text")
		}
	}
	if rapid.Bool().Draw(t, "unknown keys") {
		m["x-"+rapid.StringMatching(`[a-z]{1,5}`).Draw(t, "key")] = rapid.SampledFrom([]any{nil, 1, "<&>\u2028", []any{1, map[string]any{}}, map[string]any{"b": 1, "a": 2}}).Draw(t, "extra")
	}
	settings := map[string]any{}
	for _, e := range model.Default().Entries() {
		if rapid.IntRange(0, 9).Draw(t, e.Name) == 0 {
			settings[e.Name] = number(t, e.Min, e.Max, e.Integer)
		}
	}
	m["model"] = settings
	given := map[string]any{}
	for _, it := range question.Default().Items() {
		if a := answer(t, it); a != nil {
			given[it.ID] = a
		}
	}
	m["answers"] = given
	m["options"] = []any{map[string]any{"id": "a", "name": rapid.String().Draw(t, "option"), "fee": rapid.Float64Range(0, 1e6).Draw(t, "fee")}}
	return m
}

func number(t *rapid.T, low, high float64, whole bool) any {
	if whole {
		return rapid.IntRange(int(low), int(high)).Draw(t, "whole")
	}
	return rapid.Float64Range(low, high).Draw(t, "number")
}

func answer(t *rapid.T, it *question.Item) map[string]any {
	a := map[string]any{}
	switch rapid.SampledFrom([]State{Unanswered, Answered, Answered, Answered, Unknown, NotApplicable}).Draw(t, it.ID) {
	case Unanswered:
		if rapid.Bool().Draw(t, "no entry") {
			return nil
		}
		a["draft"] = map[string]any{"value": rapid.String().Draw(t, "draft")}
	case Answered:
		a["state"], a["value"] = "answered", anyValue(t, it)
	case Unknown:
		a["state"] = "unknown"
	case NotApplicable:
		a["state"] = "not-applicable"
	}
	if rapid.IntRange(0, 2).Draw(t, "carried over") == 0 {
		a["carried"] = rapid.Bool().Draw(t, "carried")
	}
	if rapid.Bool().Draw(t, "more") {
		a["evidence"] = rapid.SampledFrom([]string{"asserted", "documented", "observed"}).Draw(t, "evidence")
		a["comment"] = rapid.String().Draw(t, "comment")
		a["review"] = rapid.Bool().Draw(t, "review")
		a["references"] = []any{map[string]any{"title": rapid.String().Draw(t, "reference"), "sha256": "00ff", "note": 1}}
		a["later"] = []any{1.5}
	}
	return a
}

func anyValue(t *rapid.T, it *question.Item) any {
	level := func() int { return rapid.IntRange(0, 4).Draw(t, "level") }
	ranged := func() any { return number(t, *it.Min, *it.Max, it.Integer) }
	switch it.Type {
	case question.Level:
		return level()
	case question.Number:
		return ranged()
	case question.Months:
		if rapid.Bool().Draw(t, "never") {
			return "never"
		}
		return ranged()
	case question.Bool:
		return rapid.Bool().Draw(t, "bool")
	case question.Choice:
		return rapid.SampledFrom(it.OptionIDs()).Draw(t, "option")
	case question.Multi:
		out := []string{}
		for _, id := range it.OptionIDs() {
			if id != it.Exclusive && rapid.Bool().Draw(t, id) {
				out = append(out, id)
			}
		}
		return out
	case question.Severity:
		out := map[string]any{}
		for _, s := range question.Severities {
			out[s] = ranged()
		}
		return out
	case question.Window:
		return map[string]any{"days": rapid.IntRange(1, 7).Draw(t, "days"), "hours": rapid.Float64Range(1, 24).Draw(t, "hours")}
	case question.RACI:
		out := map[string]any{}
		for _, a := range it.Activities {
			if rapid.Bool().Draw(t, a.ID) {
				out[a.ID] = map[string]any{"accountable": rapid.SampledFrom(Accountables).Draw(t, "accountable"), "doer": rapid.SampledFrom(Doers).Draw(t, "doer"), "written": rapid.Bool().Draw(t, "written")}
			}
		}
		return out
	case question.Skills:
		out := map[string]any{}
		for _, a := range it.SkillAreas() {
			if rapid.Bool().Draw(t, a.ID) {
				levels := []any{}
				for range rapid.IntRange(0, 4).Draw(t, "people") {
					if levels = append(levels, level()); rapid.IntRange(0, 4).Draw(t, "known") == 0 {
						levels[len(levels)-1] = nil
					}
				}
				row := map[string]any{"levels": levels}
				if rapid.Bool().Draw(t, "needs") {
					row["required"], row["people"] = level(), rapid.IntRange(0, 50).Draw(t, "needed")
				}
				out[a.ID] = row
			}
		}
		return out
	case question.Cover:
		out := map[string]any{}
		for _, a := range it.SkillAreas() {
			if rapid.Bool().Draw(t, a.ID) {
				out[a.ID] = rapid.SampledFrom([]float64{0, 0.5, 1}).Draw(t, "share")
			}
		}
		return out
	case question.Weights:
		out := map[string]any{}
		for _, id := range it.OptionIDs() {
			out[id] = rapid.IntRange(0, 3).Draw(t, id)
		}
		return out
	}
	panic("no value for " + string(it.Type))
}

func TestRoundTripIsByteStable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		doc := documents().Draw(t, "document")
		d, _, err := read(doc)
		if err != nil {
			t.Fatal(err)
		}
		once := d.Write()
		again, _, err := read(string(once))
		if err != nil {
			t.Fatalf("written document: %v", err)
		}
		if twice := again.Write(); !bytes.Equal(once, twice) {
			t.Fatalf("second writing differs:\n%s", cmp.Diff(string(once), string(twice)))
		}
		if diff := cmp.Diff(d.Answers, again.Answers, cmp.AllowUnexported(Answer{}, Reference{}), cmp.Comparer(sameMembers)); diff != "" {
			t.Fatalf("answers changed:\n%s", diff)
		}
		for id, a := range d.Answers {
			if a.Value != nil && a.State != Answered || a.Value == nil && a.State == Answered {
				t.Fatalf("%s: state %q with value %v", id, a.State, a.Value)
			}
		}
	})
}

// sameMembers compares kept JSON without its white space.
func sameMembers(a, b members) bool {
	compact := func(m members) string {
		var buf bytes.Buffer
		for _, x := range m {
			fmt.Fprintf(&buf, "%q:", x.key)
			_ = json.Compact(&buf, x.raw)
		}
		return buf.String()
	}
	return compact(a) == compact(b)
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{
		example, top(""), `{"format":"muster-engagement","version":9,"answers":{"staff-fte":{"state":"x"}}}`,
		top(`"b":[[[{}]]],"a":1e999`), answers("\"staff-fte\":{\"state\":\"unknown\",\"comment\":\"\xff\"}"), "\xef\xbb\xbf" + top(""),
		answers(`"new":{"state":"answered","value":-0.0}`), value("staff-fte", "-0"), value("staff-fte", "1e-400"),
		value("skl-matrix", `{"network":{"levels":[null,4],"people":0}}`), value("raci-matrix", `{"monitor":{}}`), value("asr-review", `"never"`),
		value("ntf-regimes", `["other"]`), value("bw-window", `{"days":7,"hours":24}`), answers(`"staff-fte":{"draft":{"":"\ud800"},"x":null}`),
		top(`"model":{"luck":12345678901234567890,"shrinkage":0.1}`), top(`"options":[{"id":"x","a":[ 1 , 2 ],"sia":{"new":{}}}],"actions":[{}]`),
		top("\"\xff\":1,\"\xfe\":2"), `{"format":"muster-engagement","version":1.5}`, "[]", "null", "",
		answers(`"staff-fte":{"state":"unknown","carried":true},"staff-people":{"carried":true},"bw-other":{"state":"unknown","carried":1}`),
		top(`"previous":` + value("staff-fte", "3")), top(`"previous":` + top(`"previous":`+top(""))), top(`"previous":{"format":"muster-engagement","version":2}`),
		top(`"previous":` + value("staff-fte", "-3")), top(`"previous":[1]`), top(`"previous":null,"previous":{}`),
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		d, faults, err := Read(data, question.Default(), model.Default())
		if err != nil {
			if d != nil {
				t.Fatal("a document and an error")
			}
			return
		}
		for _, x := range faults {
			if !x.Warning {
				t.Fatalf("fault %v without an error", x)
			}
		}
		once := d.Write()
		if !json.Valid(once) {
			t.Fatalf("written is no JSON: %s", once)
		}
		again, _, err := Read(once, question.Default(), model.Default())
		if err != nil {
			t.Fatalf("written cannot be read: %v\n%s", err, once)
		}
		if twice := again.Write(); !bytes.Equal(once, twice) {
			t.Fatalf("second writing differs:\n%s\n---\n%s", once, twice)
		}
	})
}

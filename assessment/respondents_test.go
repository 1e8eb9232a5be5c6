package assessment

import (
	"slices"
	"strings"
	"testing"

	"muster/assessment/engagement"
	"muster/assessment/model"
	"muster/assessment/question"
)

func value(t *testing.T, id, json string) engagement.Value {
	t.Helper()
	doc := read(t, []byte(`{"format":"muster-engagement","version":1,"answers":{"`+id+`":{"state":"answered","value":`+json+`}}}`))
	return doc.Value(id)
}

// How far two answers lie apart, worked out by hand.
func TestApart(t *testing.T) {
	for _, x := range []struct {
		id, a, b string
		want     float64
	}{
		{"csirp-roles", "1", "1", 0}, {"csirp-roles", "0", "4", 1}, {"csirp-roles", "1", "3", 0.5},
		{"staff-fte", "2", "4", 0.5}, {"staff-fte", "0", "4", 1}, {"staff-fte", "0", "0", 0},
		{"asr-exercise", "6", `"never"`, 0.95}, {"asr-exercise", "12", "24", 0.5}, {"asr-exercise", `"never"`, `"never"`, 0},
		{"bw-volume", `{"critical":1,"high":10,"medium":30,"low":20}`, `{"critical":1,"high":5,"medium":30,"low":20}`, 0.5},
		{"bw-window", `{"days":5,"hours":8}`, `{"days":7,"hours":24}`, 1 - 40.0/168},
		{"ntf-regimes", `["gdpr"]`, `["gdpr","nis2"]`, 0.5}, {"ntf-regimes", `["gdpr"]`, `["nis2"]`, 1},
		{"raci-matrix", `{"monitor":{"accountable":"mssp","doer":"mssp"},"impact-determination":{"accountable":"client","doer":"client"}}`,
			`{"monitor":{"accountable":"client","doer":"mssp"},"impact-determination":{"accountable":"client","doer":"client"}}`, 0.5},
		{"raci-matrix", `{"monitor":{"accountable":"mssp","doer":"mssp"}}`, `{"impact-determination":{"accountable":"client","doer":"client"}}`, 0},
		{"skl-matrix", `{"event-analysis":{"levels":[4,1]}}`, `{"event-analysis":{"levels":[2,2]}}`, 0.5},
	} {
		if it := question.Default().Item(x.id); it == nil {
			t.Fatalf("no question %s", x.id)
		}
		a, b := value(t, x.id, x.a), value(t, x.id, x.b)
		for _, got := range []float64{apart(a, b), apart(b, a)} {
			if got < x.want-1e-9 || got > x.want+1e-9 {
				t.Errorf("%s: %s and %s are %g apart, want %g", x.id, x.a, x.b, got, x.want)
			}
		}
	}
}

func threePeople(t *testing.T) *engagement.Document {
	t.Helper()
	doc := read(t, persona(t, "p3").json(t, nil))
	own := func(name string, a answers) engagement.Respondent {
		return engagement.Respondent{Name: name, Answers: read(t, a.json(t, nil)).Answers}
	}
	doc.Respondents = []engagement.Respondent{
		own("Anna", persona(t, "p3")),
		own("Ben", persona(t, "p3").with(answers{"staff-fte": 8, "csirp-roles": state("unknown"), "tool-routine": 4})),
		own("", answers{"staff-fte": 3, "tool-routine": 0}),
	}
	return doc
}

func TestCompareRespondents(t *testing.T) {
	doc := threePeople(t)
	registry := model.Default()
	c := CompareRespondents(question.Default(), registry, doc)
	if len(c.People) != 3 || c.People[2].Name != "Respondent 3" {
		t.Fatalf("%+v", c.People)
	}
	// Each verdict is what Evaluate gives for these answers alone.
	for i, p := range c.People {
		alone := doc.Clone()
		alone.Respondents, alone.Answers = nil, doc.Respondents[i].Answers
		if r := Evaluate(question.Default(), registry, alone); p.SIA != r.SIA.Verdict || p.Test != r.CSIRP.Test || p.Answered != r.Confidence.Answered {
			t.Errorf("%s: %+v, evaluated alone %s", p.Name, p, r.SIA.Verdict)
		}
	}
	if c.People[2].SIA != InsufficientEvidence {
		t.Errorf("two answers give a verdict: %s", c.People[2].SIA)
	}
	var ids []string
	for i, d := range c.Questions {
		ids = append(ids, d.Question)
		if i > 0 && d.Spread > c.Questions[i-1].Spread {
			t.Error("not the widest spread first")
		}
		if d.Material != (d.Spread >= registry.Disagreement) {
			t.Errorf("%s: spread %g, material %v", d.Question, d.Spread, d.Material)
		}
	}
	for _, id := range []string{"staff-fte", "tool-routine", "csirp-roles"} {
		if !slices.Contains(ids, id) {
			t.Errorf("%s is not among the differences %v", id, ids)
		}
	}
	if len(ids) != 3 {
		t.Errorf("differences: %v", ids)
	}
	if slices.Contains(c.Agreed, "staff-fte") || !slices.Contains(c.Agreed, "bw-volume") {
		t.Errorf("agreed: %v", c.Agreed)
	}
	if CompareRespondents(question.Default(), registry, read(t, persona(t, "p3").json(t, nil))) != nil {
		t.Error("nobody is compared")
	}
}

func TestDisagreementIsAFinding(t *testing.T) {
	doc := threePeople(t)
	find := func() *Finding {
		r := Evaluate(question.Default(), model.Default(), doc)
		for i := range r.Findings {
			if r.Findings[i].Source == "disagreement" {
				return &r.Findings[i]
			}
		}
		return nil
	}
	f := find()
	if f == nil || !slices.Contains(f.Questions, "staff-fte") || slices.Contains(f.Questions, "csirp-roles") || !strings.Contains(f.Found, "3 people") {
		t.Fatalf("%+v", f)
	}
	doc.Respondents = doc.Respondents[:1]
	if find() != nil {
		t.Error("one person disagrees alone")
	}
}

func TestAgreed(t *testing.T) {
	doc := threePeople(t)
	if a, ok := Agreed(doc, "bw-volume"); !ok || !engagement.EqualValues(a.Value, doc.Value("bw-volume")) {
		t.Errorf("%v, %v", a, ok)
	}
	for _, id := range []string{"staff-fte", "csirp-roles", "no-question"} {
		if _, ok := Agreed(doc, id); ok {
			t.Errorf("%s: agreed", id)
		}
	}
	doc.Respondents = doc.Respondents[:1]
	if _, ok := Agreed(doc, "bw-volume"); ok {
		t.Error("one person alone agrees")
	}
}

// Recommendations follow the answers: another level, another text; what they
// depend on is among the questions the finding rests on.
func TestRecommendationsFollowAnswers(t *testing.T) {
	get := func(a answers, source string) Finding {
		t.Helper()
		for _, f := range a.eval(t).Findings {
			if f.Source == source {
				return f
			}
		}
		t.Fatalf("no finding on %s", source)
		return Finding{}
	}
	base := persona(t, "p3")
	seen := map[string]bool{}
	for _, level := range []int{0, 1} {
		f := get(base.with(answers{"staff-oncall": level}), "staff-oncall")
		if f.Recommendation == question.Default().Item("staff-oncall").Finding.Recommendation {
			t.Errorf("level %d has the general recommendation", level)
		}
		seen[f.Recommendation] = true
		if strings.Contains(f.Recommendation, "{") {
			t.Errorf("a name was not filled in: %s", f.Recommendation)
		}
	}
	if len(seen) != 2 {
		t.Errorf("one text for all levels: %v", seen)
	}
}

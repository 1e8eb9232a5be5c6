package assessment

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"muster/assessment/engagement"
	"muster/assessment/model"
	"muster/assessment/question"
)

// noMSSP is the profile of an organisation without one.
var noMSSP = answers{"mssp-model": "in-house", "mssp-scope": []string{"none"}}

// stated is a with every question that does not apply answered so by hand.
func stated(a answers) answers {
	out := a.with(nil)
	for _, it := range question.Default().Items() {
		if _, ok := a[it.ID]; !ok && len(it.Exemptions()) > 0 {
			out[it.ID] = notApplicable
		}
	}
	return out
}

// alike is a result without what tells an inferred state from a stated one.
func alike(r Result) Result {
	r.Profile = Profile{}
	r.Sections = slices.Clone(r.Sections)
	for i := range r.Sections {
		r.Sections[i].Because = ""
	}
	return r
}

var figures = cmp.Comparer(func(a, b Figure) bool { return a == b || !a.Known() && !b.Known() })

// What does not apply counts in everything as if somebody had said so.
func TestExemptIsNotApplicable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := anyAnswers(rapid.Bool().Draw(t, "usable")).Draw(t, "answers").with(noMSSP)
		got, want := a.eval(t), stated(a).eval(t)
		if diff := cmp.Diff(alike(want), alike(got), figures); diff != "" {
			t.Fatalf("-stated +inferred:\n%s", diff)
		}
		doc, byHand := read(t, a.json(t, nil)), read(t, stated(a).json(t, nil))
		e, f := Explain(question.Default(), model.Default(), doc, &got), Explain(question.Default(), model.Default(), byHand, &want)
		if diff := cmp.Diff(f, e, figures); diff != "" {
			t.Fatalf("explanation, -stated +inferred:\n%s", diff)
		}
	})
}

// With an MSSP nothing is inferred, whatever is answered.
func TestNothingExemptWithAnMSSP(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := anyAnswers(false).Draw(t, "answers").with(answers{"mssp-scope": rapid.SampledFrom([]any{nil, []string{}, []string{"monitoring"}, dontKnow}).Draw(t, "scope")})
		if r := a.eval(t); len(r.Profile.NotApplicable) > 0 {
			t.Fatalf("%+v", r.Profile)
		}
	})
}

// An answered question counts as it is: the worked examples give the same figures
// to who says there is no MSSP.
func TestAnswersNeverGoAway(t *testing.T) {
	for _, name := range []string{"p1", "p3", "p5"} {
		a := persona(t, name)
		want, got := a.eval(t), a.with(noMSSP).eval(t)
		if want.SIA.Verdict != got.SIA.Verdict || want.CSIRP.Test != got.CSIRP.Test || want.Tools != got.Tools || want.Process != got.Process || want.Capacity.Ratio != got.Capacity.Ratio {
			t.Errorf("%s: %+v became %+v", name, want.SIA, got.SIA)
		}
		for _, x := range got.Profile.NotApplicable {
			if _, ok := a[x.ID]; ok {
				t.Errorf("%s: %s is answered and does not apply", name, x.ID)
			}
		}
	}
}

// Without the tools' answers there is a verdict, and the next question is another.
func TestVerdictWithoutAnMSSP(t *testing.T) {
	a := persona(t, "p3").with(noMSSP).with(each(nil, toolIDs...))
	r := a.eval(t)
	if r.SIA.Verdict == InsufficientEvidence || len(r.SIA.Missing) > 0 {
		t.Errorf("%+v", r.SIA)
	}
	if without := a.with(answers{"mssp-model": nil}).eval(t); without.SIA.Verdict != InsufficientEvidence {
		t.Error("tools are not asked for although there may be an MSSP")
	}
	empty := noMSSP.eval(t)
	if len(empty.Profile.NotApplicable) != 17 || empty.Profile.Because("tool-access") == "" || empty.Profile.Because("raci-matrix") != "" {
		t.Errorf("%+v", empty.Profile)
	}
	for _, id := range append(slices.Clone(empty.SIA.Missing), empty.Confidence.Next) {
		if empty.Profile.Because(id) != "" {
			t.Errorf("%s is asked for and does not apply", id)
		}
	}
	if n := len(question.Default().Items()) - 17; empty.Confidence.Applicable != n {
		t.Errorf("%d apply, want %d", empty.Confidence.Applicable, n)
	}
}

func TestSectionsThatDoNotApply(t *testing.T) {
	section := func(a answers, id string, quick bool) Progress {
		doc := read(t, a.json(t, nil))
		r := Evaluate(question.Default(), model.Default(), doc)
		for _, p := range Sections(question.Default(), doc, &r, quick) {
			if p.ID == id {
				return p
			}
		}
		t.Fatal(id)
		return Progress{}
	}
	for _, x := range []struct {
		name       string
		answers    answers
		section    string
		quick      bool
		applicable int
		because    bool
	}{
		{"tools", noMSSP, "tools", false, 0, true},
		{"tools in the quick set", noMSSP, "tools", true, 0, true},
		{"tools, one answered", noMSSP.with(answers{"tool-access": 1}), "tools", false, 1, false},
		{"tools, one not known", noMSSP.with(answers{"tool-access": dontKnow}), "tools", false, 1, false},
		{"tools, one ruled out by hand", noMSSP.with(answers{"tool-access": notApplicable}), "tools", false, 0, true},
		{"tools, all ruled out by hand", noMSSP.with(each(notApplicable, toolIDs...)), "tools", false, 0, false},
		{"tools with an MSSP", answers{}, "tools", false, 5, false},
		{"process", noMSSP, "process", false, 3, false},
		{"process in the quick set", noMSSP, "process", true, 1, false},
		{"profile", noMSSP, "profile", false, 5, false},
	} {
		p := section(x.answers, x.section, x.quick)
		if p.Applicable() != x.applicable || (p.Because != "") != x.because {
			t.Errorf("%s: %+v", x.name, p)
		}
	}
}

// A what-if on the tools' use is none where there are no such tools, and what it
// leaves behind as answers holds no inferred state.
func TestApplyLeavesOutWhatDoesNotApply(t *testing.T) {
	level := 3
	doc := read(t, noMSSP.with(answers{"tool-access": 1}).json(t, nil))
	out := Apply(question.Default(), doc, engagement.Scenario{ToolUse: &level})
	if out.Value("tool-access") != engagement.Level(3) {
		t.Error("an answer that is there cannot be tried otherwise")
	}
	if _, ok := out.Answers["tool-routine"]; ok || len(out.Answers) != len(doc.Answers) {
		t.Errorf("answers %v", out.Answers)
	}
}

// Who left the profile to others is spared the same questions.
func TestRespondentsOfWhoHasNoMSSP(t *testing.T) {
	own := persona(t, "p3").with(each(nil, toolIDs...)).with(answers{"mssp-model": nil, "mssp-scope": nil})
	compare := func(profile answers) Verdict {
		doc := read(t, profile.json(t, nil))
		doc.Respondents = []engagement.Respondent{{Name: "A", Answers: read(t, own.json(t, nil)).Answers}}
		before := len(doc.Respondents[0].Answers)
		c := CompareRespondents(question.Default(), model.Default(), doc)
		if n := len(doc.Respondents[0].Answers); n != before {
			t.Errorf("%d answers became %d", before, n)
		}
		return c.People[0].SIA
	}
	if v := compare(answers{}); v != InsufficientEvidence {
		t.Errorf("with an MSSP: %s", v)
	}
	if v := compare(noMSSP); v == InsufficientEvidence {
		t.Error("without an MSSP the tools are asked for")
	}
}

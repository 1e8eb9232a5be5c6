package assessment

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"muster/assessment/engagement"
	"muster/assessment/model"
	"muster/assessment/question"
)

func (a answers) explain(t failer) (Result, Explanation) {
	t.Helper()
	doc := read(t, a.json(t, nil))
	r := Evaluate(question.Default(), model.Default(), doc)
	return r, Explain(question.Default(), model.Default(), doc, &r)
}

// single finds the counterfactual of one lever to a verdict.
func (e *Explanation) single(t *testing.T, lever string, to Verdict) Counterfactual {
	t.Helper()
	for _, c := range e.Counterfactuals {
		if len(c.Changes) == 1 && c.Changes[0].Lever == lever && c.To == to && c.Subject == "sia" {
			return c
		}
	}
	t.Fatalf("no single change of %s to %s", lever, to)
	return Counterfactual{}
}

// Example A of decision-model.md: what would change it.
func TestExampleACounterfactualsInWords(t *testing.T) {
	_, e := persona(t, "p3").explain(t)
	for _, c := range []struct {
		lever  string
		to     Verdict
		value  float64
		advice bool
		text   string
	}{
		{"volume", Borderline, .908, false, "55.4 escalations a week instead of 61 (×0.908) → borderline"},
		{"volume", NotWarranted, .760, false, "46.3 escalations a week instead of 61 (×0.759) → not warranted"},
		{"fte", Borderline, 3.240, true, "just over 3.24 FTE instead of 3 → borderline"},
		{"fte", NotWarranted, 3.727, true, "3.73 FTE instead of 3 → not warranted"},
	} {
		got := e.single(t, c.lever, c.to)
		near(t, c.lever, Figure(got.Changes[0].To), c.value, 0.0007)
		if got.Advice != c.advice || got.Text != c.text || got.Direction != "less" || got.From != Warranted {
			t.Errorf("%s: %+v, want advice %v, %q", c.lever, got, c.advice, c.text)
		}
	}
}

// What a counterfactual says must be so: the change put into the answers gives
// the verdict, and a hair less does not.
func TestCounterfactualsHoldAsAnswers(t *testing.T) {
	for _, name := range []string{"p1", "p3", "p5"} {
		r, e := persona(t, name).explain(t)
		checked := 0
		for _, c := range e.Counterfactuals {
			if len(c.Changes) != 1 || c.Subject != "sia" {
				continue
			}
			x := c.Changes[0]
			id := map[string]string{"fte": "staff-fte", "other": "bw-other", "vacant": "staff-vacant", "growth": "bw-growth", "people": "staff-people",
				"major-count": "bw-major-count", "major-hours": "bw-major-hours", "leavers": "staff-leavers", "inexperienced": "staff-inexperienced"}[x.Lever]
			if id == "" {
				continue
			}
			checked++
			a := persona(t, name)
			if got := a.with(answers{id: x.To}).eval(t).SIA.Verdict; got != c.To {
				t.Errorf("%s: %s gives %s", name, c.Text, got)
			}
			less := x.To + (x.From-x.To)*0.01
			if question.Default().Item(id).Integer {
				less = x.To + math.Copysign(1, x.From-x.To)
				if less == x.From {
					continue
				}
			}
			if got := a.with(answers{id: less}).eval(t).SIA.Verdict; got == c.To {
				t.Errorf("%s: %s, but %v is enough", name, c.Text, less)
			}
			if c.From != r.SIA.Verdict {
				t.Errorf("%s: from %s", c.Text, c.From)
			}
		}
		if checked < 1 {
			t.Errorf("%s: nothing checked", name)
		}
	}
}

// The numbers as written must do it too, unless the text says just over or under.
func TestCounterfactualTextsAreTrue(t *testing.T) {
	for _, name := range []string{"p1", "p3", "p5"} {
		_, e := persona(t, name).explain(t)
		for _, c := range e.Counterfactuals {
			if len(c.Changes) != 1 || c.Changes[0].Lever != "fte" {
				continue
			}
			number, _, _ := strings.Cut(c.Text, " FTE")
			prefix := strings.HasPrefix(number, "just")
			v := parseFloat(t, strings.TrimPrefix(strings.TrimPrefix(number, "just over "), "just under "))
			if got := persona(t, name).with(answers{"staff-fte": v}).eval(t).SIA.Verdict; (got == c.To) == prefix {
				t.Errorf("%s: %q, but %v gives %s", name, c.Text, v, got)
			}
		}
	}
}

func parseFloat(t *testing.T, s string) float64 {
	t.Helper()
	var v float64
	scale := 0.0
	for _, r := range s {
		switch {
		case r == '.':
			scale = 1
		case r >= '0' && r <= '9':
			v = v*10 + float64(r-'0')
			scale *= 10
		default:
			t.Fatalf("%q is no number", s)
		}
	}
	if scale > 0 {
		v /= scale
	}
	return v
}

func TestAdviceIsMovableAndLowers(t *testing.T) {
	movable := map[string]bool{}
	for _, l := range model.Default().Levers {
		movable[l.ID] = l.Movable
	}
	for _, name := range []string{"p1", "p3", "p5"} {
		_, e := persona(t, name).explain(t)
		for _, c := range e.Counterfactuals {
			all := !slices.ContainsFunc(c.Changes, func(x LeverChange) bool { return !movable[x.Lever] })
			if want := all && c.Direction == "less"; c.Advice != want {
				t.Errorf("%s: advice %v", c.Text, c.Advice)
			}
			if c.Subject == "sia" && (c.To.Rung() < c.From.Rung()) != (c.Direction == "less") {
				t.Errorf("%s: %s from %s to %s", c.Text, c.Direction, c.From, c.To)
			}
			if len(c.Changes) > 1 && c.Direction == "less" && !c.Advice {
				t.Errorf("%s: several changes, not all of them the client's", c.Text)
			}
		}
	}
}

// Tools at level 2 of 4 need two more steps and access one: three questions or
// fewer, and never a part that is not needed.
func TestCombinationsLowerWhatSinglesCannot(t *testing.T) {
	a := persona(t, "p1").with(each(2, toolIDs...))
	_, e := a.explain(t)
	var least []Counterfactual
	for _, c := range e.Counterfactuals {
		if c.Subject == "sia" && c.Direction == "less" {
			least = append(least, c)
		}
	}
	if len(least) == 0 {
		t.Fatal("nothing lowers it")
	}
	for _, c := range least {
		changes := answers{}
		for _, x := range c.Changes {
			changes[x.Question] = int(x.To)
		}
		if got := a.with(changes).eval(t).SIA.Verdict; got != c.To {
			t.Errorf("%s gives %s", c.Text, got)
		}
		for id, v := range changes {
			delete(changes, id)
			if got := a.with(changes).eval(t).SIA.Verdict; got == c.To {
				t.Errorf("%s: %s is not needed", c.Text, id)
			}
			changes[id] = v
		}
	}
}

func TestInsufficientEvidenceHasNoCounterfactuals(t *testing.T) {
	_, e := answers{}.explain(t)
	if len(e.Counterfactuals) > 0 || e.Uncertainty != nil || len(e.Curve) > 0 || len(e.Scenarios) > 0 {
		t.Errorf("%+v", e)
	}
}

// decision-model.md: 92 % warranted, 8 % borderline, ±2 points.
func TestExampleAUncertaintyAsExplained(t *testing.T) {
	_, e := persona(t, "p3").explain(t)
	u := e.Uncertainty
	near(t, "warranted", Figure(u.Shares[Warranted]), .92, .02)
	near(t, "borderline", Figure(u.Shares[Borderline]), .08, .02)
	if u.Draws != 2000 || u.Width != 0.2 || len(u.Shares) != 4 {
		t.Errorf("%+v", u)
	}
	sum := Share(0)
	for _, s := range u.Shares {
		sum += s
	}
	near(t, "sum", Figure(sum), 1, 1e-12)
	_, again := persona(t, "p3").explain(t)
	if diff := cmp.Diff(u, again.Uncertainty); diff != "" {
		t.Errorf("not the same again: %s", diff)
	}
}

// A wider spread is never surer; none is certain.
func TestUncertaintyWidth(t *testing.T) {
	shares := func(width float64) float64 {
		doc := read(t, persona(t, "p3").json(t, settings{"uncertainty.width": width}))
		r := Evaluate(question.Default(), model.Default(), doc)
		return float64(Explain(question.Default(), model.Default(), doc, &r).Uncertainty.Shares[Warranted])
	}
	if shares(0) != 1 || shares(0.1) < shares(0.2) || shares(0.2) < shares(0.5) {
		t.Errorf("%v %v %v %v", shares(0), shares(0.1), shares(0.2), shares(0.5))
	}
}

// decision-model.md: 131,000 a year, 17.99 and 35.99 h, cheaper below 17.99 and
// between 22.5 and 35.99.
func TestBreakEvenFigures(t *testing.T) {
	p := model.Default().Resolve(nil)
	b := breakEven(&p, 20)
	near(t, "hire a year", Figure(b.HirePerYear), 131000, 1e-9)
	near(t, "one hire", Figure(b.EqualHours[0]), 17.9945054945, 1e-9)
	near(t, "two hires", Figure(b.EqualHours[1]), 35.9890109890, 1e-9)
	want := [][2]float64{{0, b.EqualHours[0]}, {22.5, b.EqualHours[1]}, {45, b.EqualHours[2]}}
	if diff := cmp.Diff(want, b.SIACheaper); diff != "" {
		t.Error(diff)
	}
	near(t, "20 h of an SIA", b.SIAPerYear, 145600, 1e-9)
	if b.Hires != 1 || b.HirePart != 131000 || b.Cheaper != "hire" {
		t.Errorf("%+v", b)
	}
	if b := breakEven(&p, 16); b.Cheaper != "sia" {
		t.Errorf("16 h: %+v", b)
	}
	if b := breakEven(&p, 24); b.Hires != 2 || b.Cheaper != "sia" {
		t.Errorf("24 h: %+v", b)
	}
	if b := breakEven(&p, 0); b.Cheaper != "" || b.Hires.Known() {
		t.Errorf("no hours: %+v", b)
	}
	p.SIARate = 10 // always cheaper: one stretch
	if b := breakEven(&p, 20); len(b.SIACheaper) != 1 {
		t.Errorf("cheap hours: %+v", b.SIACheaper)
	}
	p.SIARate = 0
	if b := breakEven(&p, 20); len(b.SIACheaper) != 1 || len(b.EqualHours) != 0 || b.Cheaper != "sia" {
		t.Errorf("free hours: %+v", b)
	}
}

// The curve goes through the engagement's own attainment.
func TestCurveMeetsTheResult(t *testing.T) {
	r, e := persona(t, "p3").explain(t)
	if len(e.Curve) != curvePoints+1 || e.Curve[0].Urgent != 0 {
		t.Fatalf("%d points, first %+v", len(e.Curve), e.Curve[0])
	}
	last := e.Curve[len(e.Curve)-1]
	if last.FTE < 1.2*float64(r.Capacity.RequiredFTE) || last.Urgent < r.Capacity.Attainment.Urgent {
		t.Errorf("last %+v", last)
	}
	for i := 1; i < len(e.Curve); i++ {
		if e.Curve[i].Urgent < e.Curve[i-1].Urgent-1e-12 {
			t.Errorf("falls at %v FTE", e.Curve[i].FTE)
		}
		if e.Curve[i].FTE == 3 {
			near(t, "at 3 FTE", e.Curve[i].Urgent, float64(r.Capacity.Attainment.Urgent), 1e-12)
		}
	}
}

func TestContradictions(t *testing.T) {
	base := persona(t, "p1")
	for _, c := range []struct {
		name    string
		changes answers
		want    string // "" for none
	}{
		{"none", nil, ""},
		{"backlog with ample capacity", answers{"bw-backlog": 40}, "backlog"},
		{"a week's work in hand is no backlog", answers{"bw-backlog": 31}, ""},
		{"people without FTE", answers{"staff-fte": 0, "bw-backlog": 0}, "people"},
		{"more FTE than people", answers{"staff-people": 2}, "people"},
		{"tools routine, no access", answers{"tool-access": 1, "tool-routine": 3}, "tools"},
		{"tools routine with access", answers{"tool-access": 2, "tool-routine": 3}, ""},
		{"cover too wide", answers{"bw-window": map[string]any{"days": 7, "hours": 24}, "staff-people": 5, "bw-outside": 0, "staff-oncall": 1}, "cover"},
		{"outside a full cover", answers{"bw-window": map[string]any{"days": 7, "hours": 24}, "staff-fte": 6, "bw-outside": 10}, "outside"},
		{"rota of four with three", answers{"staff-oncall": 3, "staff-people": 3, "staff-fte": 3}, "oncall"},
		{"functional exercise newer than any", answers{"asr-exercise": 30, "asr-functional": 5}, "exercise"},
		{"functional but never an exercise", answers{"asr-exercise": "never", "asr-functional": 5}, "exercise"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			for _, f := range base.with(c.changes).eval(t).Findings {
				if id, ok := strings.CutPrefix(f.Source, "contradiction/"); ok && id != "evidence" {
					got = append(got, id)
					if len(f.Questions) < 2 || strings.ContainsAny(f.Title+f.Found+f.Impact+f.Recommendation, "{}") {
						t.Errorf("%+v", f)
					}
				}
			}
			if c.want == "" && len(got) > 0 || c.want != "" && !slices.Contains(got, c.want) {
				t.Errorf("%v, want %q", got, c.want)
			}
		})
	}
}

func TestLevelsClaimedWithoutEvidence(t *testing.T) {
	claimed := func(a answers) []string {
		for _, f := range a.eval(t).Findings {
			if f.Source == "contradiction/evidence" {
				return f.Questions
			}
		}
		return nil
	}
	if diff := cmp.Diff([]string{"proc-unified"}, claimed(answers{"proc-unified": 3, "proc-severity": 2, "tool-access": 4, "csirp-owner": graded{4, "documented"}})); diff != "" {
		t.Error(diff)
	}
	if got := claimed(answers{"proc-unified": graded{4, "observed"}}); got != nil {
		t.Errorf("observed: %v", got)
	}
}

func ptr[T any](v T) *T { return &v }

func TestScenarios(t *testing.T) {
	set, registry := question.Default(), model.Default()
	doc := read(t, persona(t, "p3").json(t, nil))
	now := Evaluate(set, registry, doc)
	if got := EvaluateScenario(set, registry, doc, engagement.Scenario{}); !cmp.Equal(got.SIA, now.SIA) {
		t.Errorf("nothing changed: %+v", got.SIA)
	}
	before := doc.Write()
	r := EvaluateScenario(set, registry, doc, engagement.Scenario{FTE: ptr(3.25)})
	if r.SIA.Verdict != Borderline {
		t.Errorf("3.25 FTE: %s", r.SIA.Verdict)
	}
	if r := EvaluateScenario(set, registry, doc, engagement.Scenario{Volume: ptr(.9), Handle: ptr(1.0)}); r.SIA.Verdict != Borderline {
		t.Errorf("×.9: %s", r.SIA.Verdict)
	}
	// 20 h deliver 20/1.15 = 17.39 h of supply; attainment does not change.
	r = EvaluateScenario(set, registry, doc, engagement.Scenario{SIAHours: ptr(20.0)})
	near(t, "supply", r.Capacity.SupplyHours, 67.5+20/1.15, 1e-9)
	near(t, "attainment", r.Capacity.Attainment.Urgent, float64(now.Capacity.Attainment.Urgent), 1e-12)
	if r.SIA.Verdict != NotWarranted && r.SIA.Verdict != Borderline {
		t.Errorf("with the SIA: %s", r.SIA.Verdict)
	}
	r = EvaluateScenario(set, registry, doc, engagement.Scenario{Days: ptr(7.0), Hours: ptr(24.0), ToolUse: ptr(1)})
	near(t, "cover", r.Capacity.CoverageFTE, 5.6, 1e-9)
	near(t, "tools", r.Tools.Index, .25, 1e-9)
	// In the staff index the SIA counts as (h/1.15)/u FTE.
	r = EvaluateScenario(set, registry, doc, engagement.Scenario{Days: ptr(7.0), Hours: ptr(24.0), SIAHours: ptr(23.0)})
	near(t, "staff cover", r.Staff.Coverage, (5.6-3-20/22.5)/5.6, 1e-9)
	if string(doc.Write()) != string(before) {
		t.Error("the document changed")
	}
	applied := Apply(set, doc, engagement.Scenario{FTE: ptr(4.0), Volume: ptr(.5), ToolUse: ptr(2), SIAHours: ptr(8.0)})
	if applied.Value("staff-fte") != engagement.Number(4) || applied.Value("bw-volume") != engagement.Value(engagement.Severity{.5, 5, 15, 10}) || applied.Value("tool-training") != engagement.Level(2) {
		t.Errorf("applied: %v %v", applied.Value("staff-fte"), applied.Value("bw-volume"))
	}
	if applied.Answers["staff-fte"].Grade() != engagement.Asserted {
		t.Error("a number that was tried out counts as evidence")
	}
}

func TestScenariosAreExplained(t *testing.T) {
	doc := read(t, persona(t, "p3").json(t, nil))
	doc.Scenarios = []engagement.Scenario{{Name: "Hire one", FTE: ptr(4.0)}, {SIAHours: ptr(20.0), Volume: ptr(.9), Handle: ptr(.8), Days: ptr(6.0), Hours: ptr(10.0), ToolUse: ptr(3)}}
	r := Evaluate(question.Default(), model.Default(), doc)
	got := Explain(question.Default(), model.Default(), doc, &r).Scenarios
	if len(got) != 2 || got[0].Name != "Hire one" || got[1].Name == "" || got[0].SIA.Verdict != NotWarranted {
		t.Fatalf("%+v", got)
	}
	if diff := cmp.Diff([]string{"4 FTE instead of 3"}, got[0].Changes); diff != "" {
		t.Error(diff)
	}
	if len(got[1].Changes) != 6 {
		t.Errorf("%q", got[1].Changes)
	}
}

// Whatever is answered, an explanation neither fails nor changes the document.
func TestExplainNeverFails(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		doc := read(t, anyAnswers(rapid.Bool().Draw(t, "usable")).Draw(t, "answers").json(t, anySettings().Draw(t, "settings")))
		before := string(doc.Write())
		r := Evaluate(question.Default(), model.Default(), doc)
		e := Explain(question.Default(), model.Default(), doc, &r)
		if string(doc.Write()) != before {
			t.Fatal("the document changed")
		}
		for _, c := range e.Counterfactuals {
			if c.Text == "" || math.IsNaN(c.Effort) || math.IsInf(c.Effort, 0) || strings.ContainsAny(c.Text, "{}") {
				t.Fatalf("%+v", c)
			}
		}
	})
}

func BenchmarkExplain(b *testing.B) {
	for _, name := range []string{"p1", "p3", "p5"} {
		b.Run(name, func(b *testing.B) {
			doc := read(b, persona(b, name).json(b, nil))
			r := Evaluate(question.Default(), model.Default(), doc)
			for b.Loop() {
				Explain(question.Default(), model.Default(), doc, &r)
			}
		})
	}
}

// BenchmarkTriples searches pairs and triples of every lever in both directions,
// which a real search does only where nothing smaller is found.
func BenchmarkTriples(b *testing.B) {
	for _, name := range []string{"p1", "p3", "p5"} {
		b.Run(name, func(b *testing.B) {
			doc := read(b, persona(b, name).json(b, nil))
			set, registry := question.Default(), model.Default()
			r := Evaluate(set, registry, doc)
			p := registry.Resolve(nil)
			s := &source{doc: doc, set: set}
			in := s.read(p)
			pl := s.plan()
			for b.Loop() {
				for _, sub := range subjects(s, &in, &pl, registry, &p, &r) {
					search, every, _ := sub.prepare()
					search.Singles()
					for _, direction := range []int{-1, 1} {
						search.Combinations(2, direction, every, 1, maxCombinations)
						search.Combinations(3, direction, every, 1, maxCombinations)
					}
				}
			}
		})
	}
}

// What is offered can be typed: every value stays in the range of its question.
func TestFactorsStayInRange(t *testing.T) {
	for _, c := range []struct {
		values      [4]float64
		low, high   float64
		least, most float64
	}{
		{[4]float64{5, 2.5, 1, .4}, .05, 200, .125, 10},
		{[4]float64{0, 0, 0, 4000}, 0, 5000, 0, 1.25},
		{[4]float64{.05, 100, 0, 0}, .05, 200, 1, 2},
		{[4]float64{}, 0, 5000, 0, 10},
	} {
		least, most := factors(c.values, c.low, c.high)
		if math.Abs(least-c.least) > 1e-12 || math.Abs(most-c.most) > 1e-12 {
			t.Errorf("%v: %v to %v, want %v to %v", c.values, least, most, c.least, c.most)
		}
	}
}

// No part of a change reads as none.
func TestNoTrivialParts(t *testing.T) {
	a := persona(t, "p3").with(answers{"staff-people": 2, "staff-vacant": 0, "staff-leavers": 0})
	for _, p := range []answers{a, persona(t, "p1"), persona(t, "p5")} {
		_, e := p.explain(t)
		for _, c := range e.Counterfactuals {
			for _, x := range c.Changes {
				if x.From == x.To || strings.Contains(x.Text, "over 0 instead of 0") {
					t.Errorf("%s", c.Text)
				}
			}
		}
	}
}

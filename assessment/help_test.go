package assessment

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"muster/assessment/engagement"
	"muster/assessment/model"
	"muster/assessment/question"
)

// SIA hours count as supply without their overhead, hires as FTE, tuning as fewer
// escalations.
func TestHelpInExampleA(t *testing.T) {
	doc := personaDocument(t, "p3")
	with := func(h Help) Result { return EvaluateWith(question.Default(), model.Default(), doc, h) }
	base := with(Help{})
	near(t, "SIA supply", with(Help{SIAHours: 23}).Capacity.SupplyHours, float64(base.Capacity.SupplyHours)+20, 1e-9)
	near(t, "hired supply", with(Help{Hires: 1}).Capacity.SupplyHours, float64(base.Capacity.SupplyHours)+22.5, 1e-9)
	fewer := with(Help{Fewer: .1})
	near(t, "volume", Figure(fewer.Capacity.Inputs.Volume[2]), base.Capacity.Inputs.Volume[2]*.9, 1e-9)
	if v := with(Help{SIAHours: 20}).SIA.Verdict; !v.Closes() {
		t.Errorf("the sized 20 h leave %s", v)
	}
	if v := with(Help{SIAHours: 4}).SIA.Verdict; v.Closes() {
		t.Errorf("4 h leave %s", v)
	}
	if Tuning(.2, false) != .1 || Tuning(.2, true) != .2 {
		t.Error("a promise without evidence counts half")
	}
}

func TestHelpJoinsTheSkillsMatrix(t *testing.T) {
	doc := personaDocument(t, "p3").Clone()
	doc.Answers["skl-matrix"] = engagement.Answer{State: engagement.Answered, Value: engagement.Skills{
		"event-analysis": {Levels: []int{1}}, "incident-impact": {Levels: []int{1}}, "threat-intel": {Levels: []int{1}}}}
	levels := map[string]int{"event-analysis": 3, "incident-impact": 3, "threat-intel": 3}
	base := Evaluate(question.Default(), model.Default(), doc)
	with := EvaluateWith(question.Default(), model.Default(), doc, Help{SIAHours: 8, SIALevels: levels})
	if base.Skills.Core < .5 || with.Skills.Core >= base.Skills.Core || with.Skills.Areas[0].Best != 3 || with.Skills.Areas[0].People != 1 {
		t.Errorf("from %+v to %+v", base.Skills.Areas[0], with.Skills.Areas[0])
	}
	// Levels of an analyst who gives no hours do not count; two hires are two people.
	none := EvaluateWith(question.Default(), model.Default(), doc, Help{SIALevels: levels})
	hired := EvaluateWith(question.Default(), model.Default(), doc, Help{Hires: 1.5, HireLevels: levels})
	if none.Skills.Core != base.Skills.Core || hired.Skills.Areas[0].People != 2 {
		t.Errorf("%v, %d", none.Skills.Core, hired.Skills.Areas[0].People)
	}
}

// More help never makes the verdict worse.
func TestMoreHelpNeverHurts(t *testing.T) {
	docs := []*engagement.Document{personaDocument(t, "p1"), personaDocument(t, "p3"), personaDocument(t, "p5")}
	rapid.Check(t, func(t *rapid.T) {
		doc := rapid.SampledFrom(docs).Draw(t, "persona")
		a := Help{SIAHours: rapid.Float64Range(0, 60).Draw(t, "hours"), Hires: rapid.Float64Range(0, 4).Draw(t, "hires"), Fewer: rapid.Float64Range(0, .5).Draw(t, "fewer"), SIALevels: map[string]int{}}
		b := a
		b.SIALevels = map[string]int{}
		for _, x := range []string{"event-analysis", "forensics", "network"} {
			a.SIALevels[x] = rapid.IntRange(0, 4).Draw(t, x)
			b.SIALevels[x] = min(4, a.SIALevels[x]+rapid.IntRange(0, 1).Draw(t, "more "+x))
		}
		b.SIAHours += rapid.Float64Range(0, 20).Draw(t, "more hours")
		b.Hires += rapid.Float64Range(0, 2).Draw(t, "more hires")
		before, after := EvaluateWith(question.Default(), model.Default(), doc, a), EvaluateWith(question.Default(), model.Default(), doc, b)
		if after.SIA.Verdict.Rung() > before.SIA.Verdict.Rung() {
			t.Fatalf("%s becomes %s", before.SIA.Verdict, after.SIA.Verdict)
		}
	})
}

// The mixes close the need, with a block less they do not, and the cheapest is first.
func TestMixes(t *testing.T) {
	for _, name := range []string{"p1", "p3", "p5"} {
		doc := personaDocument(t, name)
		r := Evaluate(question.Default(), model.Default(), doc)
		p := model.Default().Resolve(doc.Model)
		mixes := Mixes(question.Default(), model.Default(), doc, &r)
		if r.SIA.Verdict == InsufficientEvidence {
			if mixes != nil {
				t.Errorf("%s: mixes without a verdict", name)
			}
			continue
		}
		last := -math.MaxFloat64
		levels := RequiredLevels(&r)
		for _, m := range mixes {
			if m.PerYear < last || !m.Verdict.Closes() {
				t.Errorf("%s: %+v after %v", name, m, last)
			}
			last = m.PerYear
			got := EvaluateWith(question.Default(), model.Default(), doc, Help{SIAHours: m.SIAHours, SIALevels: levels, Hires: m.Hires, HireLevels: levels})
			if got.SIA.Verdict != m.Verdict {
				t.Errorf("%s: %+v evaluates to %s", name, m, got.SIA.Verdict)
			}
			if m.SIAHours > p.SizingMinimum {
				less := EvaluateWith(question.Default(), model.Default(), doc, Help{SIAHours: m.SIAHours - p.SizingBlock, SIALevels: levels, Hires: m.Hires, HireLevels: levels})
				if less.SIA.Verdict.Closes() {
					t.Errorf("%s: %+v closes with a block less", name, m)
				}
			}
		}
		t.Logf("%s %s: %+v", name, r.SIA.Verdict, mixes)
	}
}

func personaDocument(t failer, name string) *engagement.Document {
	return read(t, persona(t, name).json(t, nil))
}

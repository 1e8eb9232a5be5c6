package assessment

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// rest of the plan: the ten items of P1 that apply, without the four elements.
var planRest = planIDs[4:10]

func TestCSIRPRules(t *testing.T) {
	// From P1, where nothing is to be done: approved 4, PCI .85, review 6 and
	// exercise 5 months ago.
	for _, c := range []struct {
		name                 string
		changes              answers
		design, review, test Verdict
	}{
		{"nothing", nil, None, None, None},

		{"design strong at approved 1", answers{"csirp-approved": 1}, Strong, Deferred, Deferred},
		{"design strong at approved 0", answers{"csirp-approved": 0}, Strong, Deferred, Deferred},
		{"design not at approved 2", answers{"csirp-approved": 2}, None, None, None},
		{"design recommended below PCI .40", levelsOf(elementIDs, 2, 2, 2, 2).with(levelsOf(planRest, 2, 1, 1, 1, 1, 1)), Recommended, Deferred, Deferred},
		{"design not at PCI .40", levelsOf(elementIDs, 2, 2, 2, 2).with(levelsOf(planRest, 2, 2, 1, 1, 1, 1)), None, Recommended, None},
		{"design recommended at two weak elements", answers{"csirp-roles": 1, "csirp-notify": 0}, Recommended, Deferred, Deferred},
		{"design not at one weak element", answers{"csirp-roles": 1}, None, Strong, None},
		{"design strong comes before recommended", answers{"csirp-approved": 1, "csirp-roles": 0, "csirp-notify": 0}, Strong, Deferred, Deferred},

		{"review strong if never", answers{"asr-review": "never"}, None, Strong, None},
		{"review strong above 24 months", answers{"asr-review": 24.5}, None, Strong, None},
		{"review recommended at 24 months", answers{"asr-review": 24}, None, Recommended, None},
		{"review recommended above 12 months", answers{"asr-review": 12.5}, None, Recommended, None},
		{"review none at 12 months", answers{"asr-review": 12}, None, None, None},
		{"review strong at a weak element", answers{"csirp-comms": 0}, None, Strong, None},
		{"review recommended below PCI .75", levelsOf(elementIDs, 3, 3, 3, 3).with(levelsOf(planRest, 3, 3, 3, 3, 3, 2)), None, Recommended, None},
		{"review none at PCI .75", levelsOf(elementIDs, 3, 3, 3, 3).with(levelsOf(planRest, 3, 3, 3, 3, 3, 3)), None, None, None},
		{"review recommended after a material change", answers{"asr-change": true}, None, Recommended, None},
		{"review consider if never benchmarked", answers{"asr-benchmark": "never"}, None, Consider, None},
		{"review none with an old benchmark", answers{"asr-benchmark": 120}, None, None, None},
		{"review none without an answer on benchmarks", answers{"asr-benchmark": nil}, None, None, None},
		{"review none if nobody knows of a benchmark", answers{"asr-benchmark": dontKnow}, None, None, None},

		{"test strong if never", answers{"asr-exercise": "never"}, None, None, Strong},
		{"test strong above 24 months", answers{"asr-exercise": 24.5}, None, None, Strong},
		{"test recommended at 24 months", answers{"asr-exercise": 24}, None, None, Recommended},
		{"test recommended above 12 months", answers{"asr-exercise": 12.5}, None, None, Recommended},
		{"test none at 12 months", answers{"asr-exercise": 12}, None, None, None},
		{"test recommended without the MSSP", answers{"asr-mssp": false}, None, None, Recommended},
		{"test recommended without executives", answers{"asr-exec": false}, None, None, Recommended},
		{"test recommended below 70 % closed", answers{"asr-closure": 69.9}, None, None, Recommended},
		{"test none at 70 % closed", answers{"asr-closure": 70}, None, None, None},
		{"test consider without a functional exercise", answers{"asr-functional": "never"}, None, None, Consider},
		{"test consider with one above 24 months", answers{"asr-functional": 24.5}, None, None, Consider},
		{"test none with one at 24 months", answers{"asr-functional": 24}, None, None, None},
		{"test consider at criticality 3", answers{"asr-functional": "never", "org-criticality": 3}, None, None, Consider},
		{"test none at criticality 2", answers{"asr-functional": "never", "org-criticality": 2}, None, None, None},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := persona(t, "p1").with(c.changes).eval(t).CSIRP
			if got, want := [3]Verdict{r.Design, r.Review, r.Test}, [3]Verdict{c.design, c.review, c.test}; got != want {
				t.Errorf("%v (PCI %v), want %v", got, r.Index, want)
			}
		})
	}
}

// PCI = mean of the csirp levels / 4 without csirp-approved and csirp-owner.
func TestPlanIndexLeavesOutApprovalAndOwner(t *testing.T) {
	p1 := persona(t, "p1")
	for _, id := range []string{"csirp-approved", "csirp-owner"} {
		near(t, id, p1.with(answers{id: 0}).eval(t).CSIRP.Index, .85, 1e-12)
	}
	for _, id := range planIDs[:10] {
		level := int(p1[id].(float64))
		near(t, id, p1.with(answers{id: 0}).eval(t).CSIRP.Index, float64(34-level)/40, 1e-12)
	}
	near(t, "all thirteen", p1.with(each(4, planIDs...)).eval(t).CSIRP.Index, 1, 1e-12)
	if len(planIDs) != 13 {
		t.Errorf("%d items, want 13", len(planIDs))
	}
}

func TestWeakElements(t *testing.T) {
	r := persona(t, "p5").eval(t).CSIRP
	if diff := cmp.Diff([]string{"csirp-authority", "csirp-comms"}, r.WeakElements); diff != "" {
		t.Error(diff)
	}
}

// Independent reviewers from level 3: offer the in-house alternative.
func TestInHouseAlternative(t *testing.T) {
	old := persona(t, "p1").with(answers{"asr-review": 20})
	for level, want := range map[int]bool{2: false, 3: true, 4: true} {
		r := old.with(answers{"asr-independent": level}).eval(t)
		if r.CSIRP.InHouse != want || advised(r, "in-house") != want {
			t.Errorf("level %d: in-house %v, advised %v; want %v", level, r.CSIRP.InHouse, advised(r, "in-house"), want)
		}
	}
	if r := persona(t, "p1").eval(t); advised(r, "in-house") {
		t.Error("advised although no review is due")
	}
}

// The MSSP is never the only judge of an exercise it plays in.
func TestNotJudgeIsSaidWithEveryExercise(t *testing.T) {
	for _, c := range []struct {
		changes answers
		want    bool
	}{{nil, false}, {answers{"asr-exercise": "never"}, true}, {answers{"asr-exercise": 13}, true}, {answers{"asr-functional": "never"}, true}, {answers{"csirp-approved": 0, "asr-exercise": "never"}, false}} {
		r := persona(t, "p1").with(c.changes).eval(t)
		if advised(r, "not-judge") != c.want {
			t.Errorf("%v, test %s: advised %v, want %v", c.changes, r.CSIRP.Test, !c.want, c.want)
		}
	}
}

func TestTraceOfTheCSIRP(t *testing.T) {
	count := func(r Result, subject string) (steps, effects int, effect string) {
		for _, s := range r.Trace {
			if s.Subject == subject {
				steps++
				if s.Effect != "" {
					effects++
					effect = s.Effect
				}
				if s.Text == "" || s.Source == "" {
					t.Errorf("step %+v", s)
				}
			}
		}
		return
	}
	for _, changes := range []answers{nil, {"asr-review": "never", "asr-exercise": 13}, {"csirp-approved": 0}, {"asr-review": nil}} {
		r := persona(t, "p1").with(changes).eval(t)
		for subject, verdict := range map[string]Verdict{"csirp-design": r.CSIRP.Design, "csirp-review": r.CSIRP.Review, "csirp-test": r.CSIRP.Test} {
			steps, effects, effect := count(r, subject)
			if verdict == None {
				if steps == 0 || effects != 0 {
					t.Errorf("%s none: %d steps, %d effects", subject, steps, effects)
				}
			} else if effects != 1 || effect != string(verdict) {
				t.Errorf("%s %s: %d effects, the last is %q", subject, verdict, effects, effect)
			}
		}
	}
}

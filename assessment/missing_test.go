package assessment

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"muster/assessment/question"
)

func assumed(r Result, id string) string {
	for _, a := range r.Assumptions {
		if a.Question == id {
			return a.Text
		}
	}
	return ""
}

func advised(r Result, id string) bool {
	return slices.ContainsFunc(r.Advice, func(a Advice) bool { return a.ID == id })
}

// "Without an answer these defaults hold and are listed as assumptions."
func TestDefaultsHoldAndAreListed(t *testing.T) {
	base := calm(t)
	for _, c := range []struct {
		id, text string
		same     any // the answer that must give the same figures
	}{
		{"bw-target", "0.5 / 2 / 8 / 24", severity(0.5, 2, 8, 24)},
		{"bw-intel-wanted", "4 hours a week", 4},
		{"bw-outside", "share of the week without cover", 100 * (1 - 40.0/168)},
		{"bw-other", "0 hours a week", 0},
		{"bw-major-count", "0 incidents a year", 0},
		{"bw-major-hours", "0 hours each", 0},
		{"bw-growth", "0 %", 0},
		{"staff-vacant", "0 posts", 0},
		{"staff-leavers", "0 people", 0},
		{"skl-covered", "0", map[string]float64{}},
	} {
		t.Run(c.id, func(t *testing.T) {
			without, with := base.with(answers{c.id: nil}).eval(t), base.with(answers{c.id: c.same}).eval(t)
			for name, pair := range map[string][2]any{
				"sia": {without.SIA, with.SIA}, "staff": {without.Staff, with.Staff}, "skills": {without.Skills, with.Skills},
				"demand": {without.Capacity.DemandHours, with.Capacity.DemandHours}, "attainment": {without.Capacity.Attainment, with.Capacity.Attainment}, "required": {without.Capacity.RequiredFTE, with.Capacity.RequiredFTE},
			} {
				if !cmp.Equal(pair[0], pair[1]) {
					t.Errorf("%s: %v without an answer, %v with the default given", name, pair[0], pair[1])
				}
			}
			near(t, "outside", without.Capacity.OutsideShare, float64(with.Capacity.OutsideShare), 1e-12)
			if got := assumed(without, c.id); !strings.Contains(got, c.text) {
				t.Errorf("assumption %q, want … %s", got, c.text)
			}
			if got := assumed(with, c.id); got != "" {
				t.Errorf("assumption %q although answered", got)
			}
			if got := assumed(base.with(answers{c.id: dontKnow}).eval(t), c.id); !strings.Contains(got, c.text) {
				t.Errorf("assumption %q with don't know, want … %s", got, c.text)
			}
		})
	}
}

// "people needed and required levels as in the instrument; area not in the
// matrix: left out": these are assumptions too.
func TestSkillDefaultsAreListed(t *testing.T) {
	r := calm(t).with(answers{"skl-matrix": matrix([]int{3, 3}, nil)}).eval(t)
	for _, a := range r.Skills.Areas {
		if a.Core && (a.Required != 3 || a.Needed != 2 || !a.Assessed) || !a.Core && (a.Required != 2 || a.Needed != 1 || a.Assessed) {
			t.Errorf("%+v", a)
		}
	}
	if assumed(r, "skl-matrix") == "" {
		t.Errorf("neither the required levels nor the areas left out are listed: %v", r.Assumptions)
	}
}

func TestPeopleDefaultToFTE(t *testing.T) {
	r := calm(t).with(answers{"staff-people": nil, "staff-leavers": 1}).eval(t)
	near(t, "departure", r.Staff.Departure, 0.5*1/5, 1e-12)
	if assumed(r, "staff-people") == "" {
		t.Error("not listed as an assumption")
	}
}

func TestWithoutOnCallAnswerNobodyIs(t *testing.T) {
	r := calm(t).with(answers{"staff-oncall": nil}).eval(t)
	near(t, "outside", r.Capacity.Outside.Critical, 2.5/128, 1e-12)
	if assumed(r, "staff-oncall") == "" {
		t.Error("not listed as an assumption")
	}
}

// Fewer than 60 % of any one group: insufficient evidence, with the questions
// to answer next. Volume, handle time, cover and FTE have no default at all.
func TestInsufficientEvidenceForTheSIA(t *testing.T) {
	base := calm(t)
	for _, c := range []struct {
		name    string
		changes answers
		missing []string // nil: there is a verdict
	}{
		{"all there", nil, nil},
		{"bandwidth 3 of 4, without other work", answers{"bw-other": nil}, nil},
		{"bandwidth 2 of 4", answers{"bw-other": nil, "bw-handle": nil}, []string{"bw-handle", "bw-other"}},
		{"don't know is missing", answers{"bw-other": dontKnow, "bw-handle": dontKnow}, []string{"bw-handle", "bw-other"}},
		{"bandwidth 3 of 4, without volume", answers{"bw-volume": nil}, []string{"bw-volume"}},
		{"bandwidth 3 of 4, without cover", answers{"bw-window": nil}, []string{"bw-window"}},
		{"bandwidth 3 of 4, without handle time", answers{"bw-handle": nil}, []string{"bw-handle"}},
		{"staffing 2 of 3, without vacancies", answers{"staff-vacant": nil}, nil},
		{"staffing 2 of 3, without experience", answers{"staff-inexperienced": nil}, nil},
		{"staffing 1 of 3", answers{"staff-vacant": nil, "staff-inexperienced": nil}, []string{"staff-inexperienced", "staff-vacant"}},
		{"staffing 2 of 3, without FTE", answers{"staff-fte": nil}, []string{"staff-fte"}},
		{"not applicable leaves the group", answers{"staff-vacant": notApplicable, "staff-inexperienced": notApplicable}, nil},
		{"skills 2 of 3 core areas", answers{"skl-matrix": set(matrix([]int{3, 3}, nil), "threat-intel", area1{Levels: []int{}})}, nil},
		{"skills 1 of 3 core areas", answers{"skl-matrix": map[string]area1{"threat-intel": {Levels: []int{3, 3}}}}, []string{"skl-matrix"}},
		{"skills in other areas only", answers{"skl-matrix": map[string]area1{"network": {Levels: []int{3}}}}, []string{"skl-matrix"}},
		{"no skills", answers{"skl-matrix": nil}, []string{"skl-matrix"}},
		{"skills unknown", answers{"skl-matrix": dontKnow}, []string{"skl-matrix"}},
		{"tools 1 of 2", answers{"tool-routine": nil}, []string{"tool-routine"}},
		{"tools 0 of 2, others answered", answers{"tool-routine": nil, "tool-access": nil}, []string{"tool-access", "tool-routine"}},
		{"tools 1 of 1", answers{"tool-routine": notApplicable}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := base.with(c.changes).eval(t)
			missing := slices.Sorted(slices.Values(r.SIA.Missing))
			if diff := cmp.Diff(c.missing, missing); diff != "" {
				t.Errorf("missing (-want +got):\n%s", diff)
			}
			if got := r.SIA.Verdict == InsufficientEvidence; got != (c.missing != nil) {
				t.Errorf("verdict %s", r.SIA.Verdict)
			}
			if c.missing != nil && (r.SIA.BaseRule != "" || len(r.SIA.Rules) > 0 || r.SIA.HoursPerWeek.Known() || r.Confidence.Robust || !slices.Contains(c.missing, r.Confidence.Next)) {
				t.Errorf("%+v, %+v", r.SIA, r.Confidence)
			}
		})
	}
}

func TestNothingAnswered(t *testing.T) {
	r := answers{}.eval(t)
	for name, v := range map[string]Verdict{"sia": r.SIA.Verdict, "design": r.CSIRP.Design, "review": r.CSIRP.Review, "test": r.CSIRP.Test} {
		if v != InsufficientEvidence {
			t.Errorf("%s: %s", name, v)
		}
	}
	if r.Capacity.Status != UnknownStatus || r.Skills.Status != UnknownStatus || r.Staff.Status != UnknownStatus || r.Capacity.Ratio.Known() {
		t.Errorf("%+v", r.Capacity)
	}
	if r.Confidence.Value != 0 || r.Confidence.Applicable != 80 || r.Confidence.Grade != "low" {
		t.Errorf("%+v", r.Confidence)
	}
}

// A1 does not fire without any process item or without the share of beginners.
func TestA1NeedsAnswers(t *testing.T) {
	firing := calm(t).with(noProcess).with(green).with(toolsUnused)
	for name, changes := range map[string]answers{
		"no process item": each(nil, processIDs...), "process unknown": each(dontKnow, processIDs...), "process not applicable": each(notApplicable, processIDs...),
		"no share": {"staff-inexperienced": nil}, "share unknown": {"staff-inexperienced": dontKnow},
	} {
		if r := firing.with(changes).eval(t); slices.Contains(r.SIA.Rules, "A1") || r.SIA.Urgency != "normal" {
			t.Errorf("%s: rules %v, urgency %s", name, r.SIA.Rules, r.SIA.Urgency)
		}
	}
	// The mean is taken over what is answered: one low item is enough.
	one := firing.with(each(nil, processIDs...)).with(answers{"proc-unified": 1}).eval(t)
	near(t, "U of one item", one.Process.Index, 0.25, 1e-12)
	if !slices.Contains(one.SIA.Rules, "A1") {
		t.Errorf("rules %v, want A1", one.SIA.Rules)
	}
}

func TestInsufficientEvidenceForTheCSIRP(t *testing.T) {
	base := persona(t, "p1")
	for _, c := range []struct {
		name                 string
		changes              answers
		design, review, test Verdict
		missing              []string
	}{
		{"design 3 of 5", answers{"csirp-roles": nil, "csirp-comms": nil}, None, None, None, nil},
		{"design 2 of 5", answers{"csirp-roles": nil, "csirp-comms": nil, "csirp-notify": dontKnow}, InsufficientEvidence, None, None, []string{"csirp-comms", "csirp-notify", "csirp-roles"}},
		{"approval missing, elements there", answers{"csirp-approved": nil}, None, None, None, nil},
		{"not applicable leaves the group", answers{"csirp-roles": notApplicable, "csirp-comms": notApplicable, "csirp-notify": notApplicable}, None, None, None, nil},
		{"no review date", answers{"asr-review": nil}, None, InsufficientEvidence, None, []string{"asr-review"}},
		{"review date unknown", answers{"asr-review": dontKnow}, None, InsufficientEvidence, None, []string{"asr-review"}},
		{"no exercise date", answers{"asr-exercise": nil}, None, None, InsufficientEvidence, []string{"asr-exercise"}},
		{"a design that fires defers whatever is missing", answers{"csirp-approved": 1, "asr-review": nil, "asr-exercise": nil}, Strong, Deferred, Deferred, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := base.with(c.changes).eval(t).CSIRP
			if got, want := [3]Verdict{r.Design, r.Review, r.Test}, [3]Verdict{c.design, c.review, c.test}; got != want {
				t.Errorf("%v, want %v", got, want)
			}
			if diff := cmp.Diff(c.missing, slices.Sorted(slices.Values(r.Missing))); diff != "" {
				t.Errorf("missing (-want +got):\n%s", diff)
			}
		})
	}
}

// "So the quick set is always enough for every verdict."
func TestQuickSetIsEnoughForEveryVerdict(t *testing.T) {
	var quick []string
	for _, it := range question.Default().Quick() {
		quick = append(quick, it.ID)
	}
	for _, name := range []string{"p1", "p3", "p5"} {
		r := persona(t, name).only(quick...).eval(t)
		for kind, v := range map[string]Verdict{"sia": r.SIA.Verdict, "design": r.CSIRP.Design, "review": r.CSIRP.Review, "test": r.CSIRP.Test} {
			if v == InsufficientEvidence {
				t.Errorf("%s: no verdict on %s", name, kind)
			}
		}
	}
}

package assessment

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"muster/assessment/model"
	"muster/assessment/question"
)

func TestSizing(t *testing.T) {
	p3 := persona(t, "p3")
	oneCore := set(matrix([]int{3, 3}, []int{2}), "threat-intel", area1{Required: whole(4), Levels: []int{3, 3}}) // mean core gap 1/12
	for _, c := range []struct {
		name                     string
		answers                  answers
		settings                 settings
		expert, skill, delegable float64
		hours, residual          float64
	}{
		// X = 5·.5 + 25·.3 + 30·.1 + 4 = 17; G = 16.346; 16.346·1.15 = 18.8 → 20
		{"gap below the delegable share", p3, nil, 17, 0, 83.84615384615385 - 67.5, 20, 0},
		// G = 38.85 with 2 FTE; 0.6·68 = 40.8
		{"gap just within the share", p3.with(answers{"staff-fte": 2}), nil, 17, 0, 38.84615384615385, 48, 0},
		// G = 61.35 with 1 FTE: 40.8 may be delegated, 46.92 → 48
		{"decisions stay with the client", p3.with(answers{"staff-fte": 1}), nil, 17, 0, 40.8, 48, 61.34615384615385 - 40.8},
		// growth raises D and the delegable share, not X: G = 1.5·68 + 15.846 − 22.5
		{"growth", p3.with(answers{"staff-fte": 1, "bw-growth": 50}), nil, 17, 0, 61.2, 72, 95.34615384615385 - 61.2},
		{"nothing may be delegated", p3, settings{"delegableShare": 0}, 17, 0, 0, 0, 83.84615384615385 - 67.5},
		{"block of 10 h", p3, settings{"sizingBlock": 10}, 17, 0, 83.84615384615385 - 67.5, 20, 0},
		{"minimum of 30 h", p3, settings{"sizingMinimum": 30}, 17, 0, 83.84615384615385 - 67.5, 30, 0},
		{"no overhead", p3, settings{"sizingOverhead": 0}, 17, 0, 83.84615384615385 - 67.5, 20, 0},
		// skill: mean core gap 1/3 of .5 → 2/3 of 17 = 11.33; ·1.15 = 13.03 → 16
		{"lack of skill", calm(t).with(answers{"skl-matrix": skillsShort}), nil, 17, 17 * 2 / 3.0, 0, 16, 0},
		{"core gap of one half buys all expert hours", calm(t).with(answers{"skl-matrix": skillsExtreme}), nil, 17, 17, 0, 20, 0},
		{"larger of skill and gap", p3.with(answers{"skl-matrix": skillsShort}), nil, 17, 17 * 2 / 3.0, 83.84615384615385 - 67.5, 20, 0},
		{"contract covers the core", calm(t).with(answers{"skl-matrix": skillsShort, "skl-covered": map[string]float64{"event-analysis": 1, "incident-impact": 1, "threat-intel": 1}}), nil, 17, 0, 0, 0, 0},
		{"intelligence wanted counts as expert hours", calm(t).with(answers{"skl-matrix": skillsShort, "bw-intel-wanted": 10}), nil, 23, 23 * 2 / 3.0, 0, 20, 0},
		// 17/6 = 2.83 h → at least 8
		{"at least 8 h", calm(t).with(answers{"skl-matrix": oneCore}), nil, 17, 17 / 6.0, 0, 8, 0},
		{"warranted with nothing to do", calm(t).with(staffShort).with(toolsUnused), nil, 17, 0, 0, 0, 0},
		{"not warranted", calm(t), nil, 17, 0, 0, 0, 0},
		{"12 h exactly are 12, not 16", calm(t).with(answers{"skl-matrix": skillsShort, "bw-intel-wanted": 5}), settings{"sizingOverhead": 0}, 18, 12, 0, 12, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := c.answers.evalWith(t, c.settings).SIA
			near(t, "X", r.ExpertHours, c.expert, 1e-9)
			near(t, "skill hours", r.SkillHours, c.skill, 1e-9)
			near(t, "delegable", r.DelegableHours, c.delegable, 1e-9)
			near(t, "hours a week", r.HoursPerWeek, c.hours, 0)
			near(t, "residual", r.ResidualHours, c.residual, 1e-9)
		})
	}
}

type duty struct {
	Accountable string `json:"accountable,omitempty"`
	Doer        string `json:"doer,omitempty"`
	Written     bool   `json:"written"`
}

func raci(rows map[string]duty) answers { return answers{"raci-matrix": rows} }

func TestResponsibilities(t *testing.T) {
	for _, c := range []struct {
		name       string
		rows       map[string]duty
		clarity    float64
		answered   int
		redFlags   []string
		mismatches []Mismatch
	}{
		{"none", map[string]duty{}, 0, 0, nil, nil},
		{"clear", map[string]duty{"monitor": {"mssp", "mssp", true}}, 1, 1, nil, nil},
		{"not written", map[string]duty{"monitor": {"mssp", "mssp", false}}, 0, 1, nil, nil},
		{"no doer", map[string]duty{"monitor": {"mssp", "", true}}, 0, 1, nil, nil},
		{"done by nobody", map[string]duty{"monitor": {"mssp", "none", true}}, 0, 1, nil, []Mismatch{{"monitor", "doer", "mssp", "none"}}},
		{"nobody accountable", map[string]duty{"monitor": {"none", "mssp", true}}, 0, 1, nil, []Mismatch{{"monitor", "accountable", "mssp", "none"}}},
		{"unclear", map[string]duty{"monitor": {"unclear", "mssp", true}}, 0, 1, nil, []Mismatch{{"monitor", "accountable", "mssp", "unclear"}}},
		{"accountable not named yet", map[string]duty{"monitor": {"", "mssp", true}}, 0, 0, nil, nil},
		{"half clear", map[string]duty{"monitor": {"mssp", "mssp", true}, "escalate": {"mssp", "mssp", false}}, 0.5, 2, nil, nil},
		{"another doer", map[string]duty{"investigate": {"client", "client", true}}, 1, 1, nil, []Mismatch{{"investigate", "doer", "both", "client"}}},
		{"both as expected", map[string]duty{"investigate": {"client", "both", true}}, 1, 1, nil, nil},
		{"unusual owner without a red flag", map[string]duty{"investigate": {"mssp", "both", true}}, 1, 1, nil, []Mismatch{{"investigate", "accountable", "client", "mssp"}}},
		{"final impact with the MSSP", map[string]duty{"impact-determination": {"mssp", "client", true}}, 1, 1, []string{"impact-determination"}, []Mismatch{{"impact-determination", "accountable", "client", "mssp"}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := raci(c.rows).eval(t).Responsibilities
			if r.Clarity != c.clarity || r.Answered != c.answered {
				t.Errorf("clarity %v of %d rows, want %v of %d", r.Clarity, r.Answered, c.clarity, c.answered)
			}
			if !slices.Equal(r.RedFlags, c.redFlags) {
				t.Errorf("red flags %v, want %v", r.RedFlags, c.redFlags)
			}
			if !slices.Equal(r.Mismatches, c.mismatches) {
				t.Errorf("mismatches %v, want %v", r.Mismatches, c.mismatches)
			}
			if len(r.Rows) != 16 {
				t.Errorf("%d rows, want all 16", len(r.Rows))
			}
		})
	}
}

// The MSSP accountable for rows 7, 8, 12, 14 or 15, and for no other, is a red flag.
func TestRedFlagsAreTheFiveDecisions(t *testing.T) {
	rows := map[string]duty{}
	for _, a := range question.Default().Item("raci-matrix").Activities {
		rows[a.ID] = duty{"mssp", "mssp", true}
	}
	r := raci(rows).eval(t)
	want := []string{"impact-determination", "response-decision", "policy-approve", "invoke-csirp", "own-csirp"}
	if diff := cmp.Diff(want, r.Responsibilities.RedFlags); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	for _, p := range r.Sections {
		if flags := map[bool]int{true: 5, false: 0}[p.ID == "responsibilities"]; p.RedFlags != flags {
			t.Errorf("section %s: %d red flags, want %d", p.ID, p.RedFlags, flags)
		}
	}
	for id, row := range rows {
		row.Accountable = "client"
		rows[id] = row
	}
	if r := raci(rows).eval(t); len(r.Responsibilities.RedFlags) != 0 {
		t.Errorf("red flags with the client accountable: %v", r.Responsibilities.RedFlags)
	}
}

func TestForensicModels(t *testing.T) {
	for _, c := range []struct {
		name  string
		needs map[string]int
		want  string
	}{
		{"no needs: all at 0, the tie goes to NIST", nil, "nist-800-86"},
		{"operational", map[string]int{"operational": 3}, "nist-800-86"},
		{"HR: NIST 2, ISO 2, ADFM 2, ACPO 2", map[string]int{"hr": 1}, "nist-800-86"},
		{"operational and certification: NIST 4, ISO 4", map[string]int{"operational": 1, "certification": 1}, "nist-800-86"},
		{"certification", map[string]int{"certification": 3}, "iso-27037"},
		{"litigation: ISO 3, ACPO 3, the first of the list", map[string]int{"litigation": 1}, "iso-27037"},
		{"physical scene", map[string]int{"physical-scene": 3}, "idip"},
		{"court and scene: ISO 7, ACPO 8, IDIP 7", map[string]int{"litigation": 1, "law-enforcement": 1, "physical-scene": 1}, "acpo"},
	} {
		a := answers{}
		if c.needs != nil {
			a["frx-needs"] = c.needs
		}
		r := a.eval(t).Forensics
		if r.Model != c.want || r.Title == "" || len(r.Scores) != 6 {
			t.Errorf("%s: %s of %d, want %s", c.name, r.Model, len(r.Scores), c.want)
		}
	}
	scores := answers{"frx-needs": map[string]int{"operational": 2, "litigation": 3, "hr": 1}}.eval(t).Forensics.Scores
	want := map[string]float64{"nist-800-86": 11, "iso-27037": 13, "dfrws": 9, "adfm": 9, "idip": 9, "acpo": 13}
	for _, s := range scores {
		if s.Score != want[s.ID] {
			t.Errorf("%s scores %v, want %v", s.ID, s.Score, want[s.ID])
		}
	}
}

// With the fits of instrument.md DFRWS is never better than ISO anywhere, and
// ADFM wins for no whole weights; edited fits make either win.
func TestWhichForensicModelsCanWin(t *testing.T) {
	registry, wins := model.Default(), map[string]bool{}
	for n := range 4096 {
		needs, rest := map[string]int{}, n
		for _, need := range registry.Forensics.Needs {
			needs[need] = rest % 4
			rest /= 4
		}
		wins[evaluateForensics(read(t, answers{"frx-needs": needs}.json(t, nil)), registry.Forensics).Model] = true
	}
	if diff := cmp.Diff(map[string]bool{"nist-800-86": true, "iso-27037": true, "idip": true, "acpo": true}, wins); diff != "" {
		t.Errorf("winners (-want +got):\n%s", diff)
	}
	for i, m := range registry.Forensics.Models {
		edited := registry.Forensics
		edited.Models = slices.Clone(edited.Models)
		edited.Models[i].Fit = []int{3, 3, 3, 3, 3, 3}
		doc := read(t, answers{"frx-needs": map[string]int{"operational": 1, "litigation": 1, "certification": 1, "hr": 1, "physical-scene": 1}}.json(t, nil))
		if got := evaluateForensics(doc, edited).Model; got != m.ID {
			t.Errorf("with the best fits for %s: %s", m.ID, got)
		}
	}
}

func TestNotificationSlack(t *testing.T) {
	office := answers{"bw-window": cover(5, 8), "staff-oncall": 0, "ntf-mssp-hours": 1, "ntf-decide-hours": 2, "ntf-regimes": []string{"gdpr"}}
	null := math.NaN()
	for _, c := range []struct {
		name       string
		changes    answers
		regime     string
		gap, slack float64
	}{
		{"8x5 waits over the weekend", nil, "gdpr", 64, 72 - 67},
		{"NIS2", answers{"ntf-regimes": []string{"nis2"}}, "nis2", 64, 24 - 67},
		{"SEC", answers{"ntf-regimes": []string{"sec"}}, "sec", 64, 96 - 67},
		{"DORA", answers{"ntf-regimes": []string{"dora"}}, "dora", 64, 24 - 67},
		{"the shortest clock counts", answers{"ntf-regimes": []string{"gdpr", "sec", "nis2"}}, "nis2", 64, 24 - 67},
		{"12x5", answers{"bw-window": cover(5, 12)}, "gdpr", 60, 72 - 63},
		{"8x7", answers{"bw-window": cover(7, 8)}, "gdpr", 16, 72 - 19},
		{"24x7", answers{"bw-window": cover(7, 24)}, "gdpr", 0, 72 - 3},
		{"rota on call", answers{"staff-oncall": 2}, "gdpr", 0, 72 - 3},
		{"best effort is no rota", answers{"staff-oncall": 1}, "gdpr", 64, 72 - 67},
		{"on-call unknown", answers{"staff-oncall": dontKnow}, "gdpr", 64, 72 - 67},
		{"other law only", answers{"ntf-regimes": []string{"other"}}, "", 64, null},
		{"other law and GDPR", answers{"ntf-regimes": []string{"other", "gdpr"}}, "gdpr", 64, 72 - 67},
		{"none", answers{"ntf-regimes": []string{"none"}}, "", 64, null},
		{"regimes unknown", answers{"ntf-regimes": dontKnow}, "", 64, null},
		{"MSSP notice missing", answers{"ntf-mssp-hours": nil}, "gdpr", 64, null},
		{"decision missing", answers{"ntf-decide-hours": dontKnow}, "gdpr", 64, null},
		{"cover missing", answers{"bw-window": nil}, "gdpr", null, null},
	} {
		t.Run(c.name, func(t *testing.T) {
			n := office.with(c.changes).eval(t).Notification
			same := func(name string, got Figure, want float64) {
				if math.IsNaN(want) != math.IsNaN(float64(got)) || !math.IsNaN(want) && math.Abs(float64(got)-want) > 1e-9 {
					t.Errorf("%s %v, want %v", name, got, want)
				}
			}
			same("gap", n.GapHours, c.gap)
			same("slack", n.SlackHours, c.slack)
			if n.Regime != c.regime {
				t.Errorf("regime %q, want %q", n.Regime, c.regime)
			}
		})
	}
	r := office.with(answers{"ntf-regimes": []string{"nis2", "gdpr", "sec", "dora", "other"}}).eval(t).Notification
	if len(r.Clocks) != 4 {
		t.Errorf("%d clocks, want four", len(r.Clocks))
	}
	for _, c := range r.Clocks {
		if !strings.Contains(c.Note, "Confirm with counsel") {
			t.Errorf("%s is not marked: confirm with counsel", c.Regime)
		}
	}
	near(t, "configured clock", office.evalWith(t, settings{"clock.gdpr": 70}).Notification.SlackHours, 3, 1e-9)
}

// Confidence = answered / applicable × mean evidence factor.
func TestConfidence(t *testing.T) {
	p3 := persona(t, "p3")
	given := []string{}
	for id, v := range p3 {
		if v != notApplicable {
			given = append(given, id)
		}
	}
	slices.Sort(given)
	grade := func(a answers, evidence string, ids ...string) answers {
		out := a.with(nil)
		for _, id := range ids {
			v := out[id]
			if g, ok := v.(graded); ok {
				v = g.value
			}
			out[id] = graded{v, evidence}
		}
		return out
	}
	n := float64(len(given)) // 74 of 80; six are not applicable
	for _, c := range []struct {
		name    string
		answers answers
		value   float64
		grade   string
	}{
		{"all asserted", p3, 0.6, "medium"},
		{"all asserted in so many words", grade(p3, "asserted", given...), 0.6, "medium"},
		{"all documented", grade(p3, "documented", given...), 0.8, "high"},
		{"all observed", grade(p3, "observed", given...), 1, "high"},
		{"one below documented", grade(grade(p3, "documented", given...), "asserted", given[0]), (0.8*(n-1) + 0.6) / n, "medium"},
		{"one missing", p3.with(answers{"frx-report": nil}), 0.6 * (n - 1) / n, "low"},
		{"don't know counts as missing", p3.with(answers{"frx-report": dontKnow}), 0.6 * (n - 1) / n, "low"},
		{"not applicable leaves the denominator", p3.with(answers{"frx-report": notApplicable}), 0.6, "medium"},
		{"two observed make up for one missing", grade(p3, "observed", "staff-fte", "staff-vacant").with(answers{"frx-report": nil}), (0.6*(n-3) + 2) / n, "medium"},
		{"nothing", answers{}, 0, "low"},
		{"nothing applicable", each(notApplicable, given...), 0, "low"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := c.answers.eval(t).Confidence
			near(t, "value", Figure(r.Value), c.value, 1e-12)
			if r.Grade != c.grade {
				t.Errorf("%s, want %s", r.Grade, c.grade)
			}
		})
	}
}

// "Unknowns all at their best and all at their worst: the same verdict means
// robust; else show the range and the next most valuable question."
func TestRobustness(t *testing.T) {
	short := calm(t).with(answers{"skl-matrix": skillsShort})
	for _, c := range []struct {
		name    string
		answers answers
		robust  bool
		span    string
		next    string
	}{
		{"nothing unknown", persona(t, "p3"), true, "[warranted warranted]", ""},
		{"an unknown that does not matter", persona(t, "p3").with(answers{"frx-report": dontKnow, "staff-deputies": dontKnow}), true, "[warranted warranted]", ""},
		{"a default without an answer is no unknown", persona(t, "p3").with(answers{"bw-growth": nil}), true, "[warranted warranted]", ""},
		{"growth unknown", calm(t).with(answers{"bw-growth": dontKnow, "bw-other": 30}), false, "[not-warranted borderline]", "bw-growth"},
		{"other work unknown", calm(t).with(answers{"bw-other": dontKnow, "staff-fte": 4}), false, "[not-warranted warranted]", "bw-other"},
		{"process unknown with beginners", short.with(each(dontKnow, processIDs...)).with(green), false, "[warranted strongly-warranted]", "proc-unified"},
		{"tools unanswered but one", calm(t).with(each(nil, toolIDs[2:]...)).with(answers{"tool-access": 3, "tool-routine": 2}), false, "[not-warranted borderline]", "tool-selfquery"},
		{"third core area without a level", calm(t).with(answers{"skl-matrix": set(matrix([]int{3, 3}, []int{2}), "threat-intel", area1{Levels: []int{}})}), false, "[not-warranted warranted]", "skl-matrix"},
		{"contract cover of skills unknown", short.with(answers{"skl-covered": dontKnow}), false, "[not-warranted warranted]", "skl-covered"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := c.answers.eval(t).Confidence
			if r.Robust != c.robust || c.span != "" && fmt.Sprint(r.Range) != c.span || r.Next != c.next {
				t.Errorf("robust %v, range %v, next %q; want %v, %s, %q", r.Robust, r.Range, r.Next, c.robust, c.span, c.next)
			}
		})
	}
	// Without a verdict the next question is one that is missing.
	if r := (answers{}).eval(t).Confidence; r.Robust || r.Next == "" {
		t.Errorf("%+v", r)
	}
}

func TestSettingsOverride(t *testing.T) {
	p3 := persona(t, "p3")
	r := p3.evalWith(t, settings{"shrinkage": 0, "occupancyCap": 0.9, "paidHours": 40})
	near(t, "u", r.Capacity.UsableHours, 36, 1e-9)
	near(t, "S", r.Capacity.SupplyHours, 108, 1e-9)
	if r.SIA.Verdict != NotWarranted {
		t.Errorf("verdict %s", r.SIA.Verdict)
	}
	want := []Override{{"shrinkage", "Shrinkage", 0.25, 0}, {"occupancyCap", "Occupancy cap", 0.75, 0.9}}
	if diff := cmp.Diff(want, r.Overrides); diff != "" {
		t.Errorf("overrides (a value equal to the default is none; -want +got):\n%s", diff)
	}
	if r := p3.evalWith(t, settings{"bandwidth.shortRatio": 1.3}); r.Capacity.Status != Tight || r.SIA.Verdict != NotWarranted {
		t.Errorf("threshold: %s, %s", r.Capacity.Status, r.SIA.Verdict)
	}
	if r := p3.evalWith(t, settings{"evidence.asserted": 0.9}); r.Confidence.Grade != "high" {
		t.Errorf("evidence weight: %s", r.Confidence.Grade)
	}
	if r := p3.eval(t); len(r.Overrides) != 0 {
		t.Errorf("overrides without any: %v", r.Overrides)
	}
}

func TestAdvice(t *testing.T) {
	round := answers{"bw-window": cover(7, 24), "bw-volume": severity(0, 0.1, 0, 0), "bw-other": 0, "bw-major-count": 0, "staff-fte": 3}
	for _, c := range []struct {
		name    string
		answers answers
		id      string
		want    bool
	}{
		{"strong skills without tools", calm(t).with(toolsUnused), "access-first", true},
		{"strong skills with tools", calm(t), "access-first", false},
		{"weak skills without tools", calm(t).with(toolsUnused).with(answers{"skl-matrix": skillsShort}), "access-first", false},
		{"short only by coverage", calm(t).with(round), "coverage", true},
		{"short by work", persona(t, "p3"), "coverage", false},
		{"short by coverage and by work", calm(t).with(round).with(answers{"bw-other": 200}), "coverage", false},
		{"short by coverage and by leavers", calm(t).with(round).with(staffShort), "coverage", false},
		{"enough for the cover", calm(t), "coverage", false},
		{"hours that cannot be delegated", persona(t, "p3").with(answers{"staff-fte": 1}), "stay-client", true},
		{"all hours can be delegated", persona(t, "p3"), "stay-client", false},
		{"urgency high", calm(t).with(noProcess).with(green), "urgent-first", true},
		{"urgency normal", calm(t), "urgent-first", false},
		{"staffing is a floor", calm(t), "floor", true},
		{"no verdict", answers{}, "floor", false},
	} {
		if got := advised(c.answers.eval(t), c.id); got != c.want {
			t.Errorf("%s: %s said %v, want %v", c.name, c.id, got, c.want)
		}
	}
	for _, name := range []string{"p1", "p3", "p5"} {
		for _, a := range persona(t, name).with(answers{"staff-fte": 1}).eval(t).Advice {
			if a.Text == "" || strings.ContainsAny(a.Text, "{}") {
				t.Errorf("%s: %q", a.ID, a.Text)
			}
		}
	}
}

func finding(r Result, source string) *Finding {
	for i := range r.Findings {
		if r.Findings[i].Source == source {
			return &r.Findings[i]
		}
	}
	return nil
}

func TestFindings(t *testing.T) {
	for _, c := range []struct {
		name     string
		answers  answers
		source   string
		severity string // empty: no such finding
		found    string
	}{
		{"level 0 is high", calm(t).with(answers{"proc-unified": 0}), "proc-unified", "high", ""},
		{"level 1 is medium", calm(t).with(answers{"proc-unified": 1}), "proc-unified", "medium", ""},
		{"level 2 is none here", calm(t).with(answers{"proc-unified": 2}), "proc-unified", "", ""},
		{"level 2 is low where 2 is weak", calm(t).with(answers{"tool-access": 2}), "tool-access", "low", ""},
		{"unknown is no weakness of its own", calm(t).with(answers{"proc-unified": dontKnow}), "proc-unified", "", ""},
		{"not applicable is none", calm(t).with(answers{"proc-unified": notApplicable}), "proc-unified", "", ""},
		{"don't know is a finding", calm(t).with(answers{"proc-unified": dontKnow}), "unknown", "medium", "one incident process"},
		{"never is high", calm(t).with(answers{"asr-review": "never"}), "asr-review", "high", "Never done."},
		{"long ago is medium", calm(t).with(answers{"asr-review": 13}), "asr-review", "medium", "Last done 13 months ago."},
		{"at the limit is none", calm(t).with(answers{"asr-review": 12}), "asr-review", "", ""},
		{"yes where no is wanted", calm(t).with(answers{"asr-change": true}), "asr-change", "medium", "Answered yes."},
		{"no where yes is wanted", calm(t).with(answers{"asr-mssp": false}), "asr-mssp", "medium", "Answered no."},
		{"bandwidth short", persona(t, "p3"), "bw-volume", "high", "Demand is 83.8 h a week against 67.5 usable hours"},
		{"bandwidth tight", calm(t).with(bandTight), "bw-volume", "medium", ""},
		{"bandwidth ok", calm(t), "bw-volume", "", ""},
		{"staff short", calm(t).with(staffShort), "staff-fte", "high", ""},
		{"staff tight", calm(t).with(staffTight), "staff-fte", "medium", ""},
		{"core skill half missing", calm(t).with(answers{"skl-matrix": skillsExtreme}), "skl-matrix/threat-intel", "high", "Required is level 4, the best person has level 2."},
		{"core skill a third missing", calm(t).with(answers{"skl-matrix": skillsShort}), "skl-matrix/threat-intel", "medium", ""},
		{"other skill missing", calm(t).with(answers{"skl-matrix": skillsTight}), "skl-matrix/network", "medium", ""},
		{"single person", calm(t).with(answers{"skl-matrix": matrix([]int{3}, []int{3})}), "skl-matrix/threat-intel", "low", "1 of 2 needed people"},
		{"red flag", persona(t, "p5"), "raci-matrix/impact-determination", "high", "accountable"},
		{"nobody", persona(t, "p5"), "raci-matrix/own-csirp", "high", "nobody"},
		{"unusual owner", calm(t).with(raci(map[string]duty{"investigate": {"mssp", "both", true}})), "raci-matrix/investigate", "medium", "the MSSP"},
		{"unusual doer", calm(t).with(raci(map[string]duty{"investigate": {"client", "client", true}})), "raci-matrix/investigate", "low", "both"},
		{"unwritten", calm(t).with(raci(map[string]duty{"monitor": {"mssp", "mssp", false}})), "raci-matrix", "low", "Watch logs and alerts"},
		{"slack below zero", persona(t, "p5"), "slack", "high", "52 h are left"},
		{"slack", persona(t, "p1"), "slack", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := finding(c.answers.eval(t), c.source)
			switch {
			case f == nil && c.severity != "":
				t.Fatalf("no finding from %s", c.source)
			case f != nil && c.severity == "":
				t.Fatalf("finding %+v", f)
			case f == nil:
				return
			}
			if f.Severity != c.severity {
				t.Errorf("severity %s, want %s", f.Severity, c.severity)
			}
			if c.found != "" && !strings.Contains(f.Title+" "+f.Found, c.found) {
				t.Errorf("%q, want … %s", f.Found, c.found)
			}
		})
	}
}

func TestFindingsAreCompleteAndSorted(t *testing.T) {
	for _, name := range []string{"p1", "p3", "p5"} {
		rank, r := 0, persona(t, name).eval(t)
		for i, f := range r.Findings {
			if f.ID != fmt.Sprintf("F%02d", i+1) {
				t.Errorf("finding %d is called %s", i+1, f.ID)
			}
			next := slices.Index([]string{"high", "medium", "low"}, f.Severity)
			if next < rank {
				t.Errorf("%s %s stands after a milder one", f.ID, f.Severity)
			}
			rank = next
			for what, text := range map[string]string{"source": f.Source, "title": f.Title, "found": f.Found, "impact": f.Impact, "recommendation": f.Recommendation, "owner": f.Owner, "effort": f.Effort} {
				if strings.TrimSpace(text) == "" || strings.ContainsAny(text, "{}") {
					t.Errorf("%s %s: %s %q", name, f.Source, what, text)
				}
			}
			for _, id := range f.Questions {
				if question.Default().Item(id) == nil {
					t.Errorf("%s points to %s", f.Source, id)
				}
			}
		}
	}
	for _, f := range persona(t, "p1").eval(t).Findings {
		if f.Source != "contradiction/evidence" { // its levels are only asserted
			t.Errorf("P1 has the finding %+v", f)
		}
	}
}

func TestSections(t *testing.T) {
	r := persona(t, "p5").eval(t)
	items, answered, unknown, na := 0, 0, 0, 0
	for _, p := range r.Sections {
		items, answered, unknown, na = items+p.Items, answered+p.Answered, unknown+p.Unknown, na+p.NotApplicable
		if p.Applicable() != p.Items-p.NotApplicable {
			t.Errorf("%s: applicable %d", p.ID, p.Applicable())
		}
	}
	if len(r.Sections) != 11 || items != 80 || answered != 71 || unknown != 2 || na != 7 {
		t.Errorf("%d sections, %d items, %d answered, %d unknown, %d not applicable", len(r.Sections), items, answered, unknown, na)
	}
	if r.Confidence.Answered != answered || r.Confidence.Unknown != unknown || r.Confidence.Applicable != items-na {
		t.Errorf("confidence %+v", r.Confidence)
	}
	for _, p := range r.Sections {
		if p.ID == "process" {
			near(t, "mean level of process", p.Level, 6.0/5, 1e-12)
		}
		if p.ID == "bandwidth" && p.Level.Known() {
			t.Errorf("bandwidth has a level %v", p.Level)
		}
	}
}

func TestFormatNumber(t *testing.T) {
	for _, c := range []struct {
		v        float64
		decimals int
		want     string
	}{
		{0, 2, "0"}, {1.5, 2, "1.5"}, {0.125, 2, "0.13"}, {2.5, 0, "3"}, {-2.5, 0, "−3"}, {1.005, 0, "1"}, {-0.001, 1, "0"}, {2.0, 3, "2"}, {1234, 0, "1234"}, {9999.5, 1, "9999.5"}, {12345, 0, "12\u202f345"},
		{1234567.25, 2, "1\u202f234\u202f567.25"}, {-12345, 0, "−12\u202f345"}, {-1234, 0, "−1234"}, {-123456, 0, "−123\u202f456"}, {100, 0, "100"},
		{math.NaN(), 1, "–"}, {math.Inf(1), 1, "∞"},
	} {
		if got := FormatNumber(c.v, c.decimals); got != c.want {
			t.Errorf("FormatNumber(%v, %d) = %q, want %q", c.v, c.decimals, got, c.want)
		}
	}
	if got := FormatShare(0.9468); got != "94.7\u00a0%" {
		t.Error(got)
	}
	if got := FormatShare(math.NaN()); got != "–" {
		t.Error(got)
	}
	if got := Missing().Format(2); got != "–" {
		t.Error(got)
	}
}

func TestPartyName(t *testing.T) {
	for id, want := range map[string]string{"client": "the client", "mssp": "the MSSP", "both": "both", "none": "nobody", "unclear": "unclear", "": "not answered"} {
		if got := PartyName(id); got != want {
			t.Errorf("%q: %q, want %q", id, got, want)
		}
	}
}

func TestLadder(t *testing.T) {
	for i, v := range []Verdict{NotWarranted, Borderline, Warranted, StronglyWarranted} {
		if v.Rung() != i {
			t.Errorf("%s stands on rung %d", v, v.Rung())
		}
	}
	if InsufficientEvidence.Rung() != -1 {
		t.Error("insufficient evidence is on the ladder")
	}
}

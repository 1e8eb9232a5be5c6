package assessment

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// calm is P3 with five FTE: nothing is short or tight, the tools are used, and
// no vacancy is open. Every rule test starts from it.
func calm(t failer) answers {
	return persona(t, "p3").with(answers{"staff-fte": 5, "staff-people": 10, "staff-vacant": 0})
}

var (
	skillsShort   = matrix([]int{2, 2}, []int{1})                                                                                          // SGI .417
	skillsTight   = matrix([]int{3, 3}, []int{1})                                                                                          // SGI .25
	skillsExtreme = set(set(set(matrix([]int{2, 2}, []int{0}), "event-analysis", need4), "incident-impact", need4), "threat-intel", need4) // SGI .75
	need4         = area1{Required: whole(4), Levels: []int{2, 2}}
	toolsUnused   = levelsOf(toolIDs, 2, 4, 4, 4, 4)
	bandShort     = answers{"bw-other": 60} // 131.8 h against 112.5
	bandTight     = answers{"bw-other": 30} // .905
	staffTight    = answers{"staff-leavers": 4}
	staffShort    = answers{"staff-leavers": 8}
	noProcess     = levelsOf(processIDs, 2, 2, 2, 2, 2, 1) // 11 of 24
	green         = answers{"staff-inexperienced": 50}
)

func TestCalmIsCalm(t *testing.T) {
	r := calm(t).eval(t)
	if r.Capacity.Bandwidth != OK || r.Staff.Status != OK || r.Skills.Status != StrongSkills || !r.Tools.Engaged || r.SIA.Verdict != NotWarranted {
		t.Errorf("%+v %+v %+v %+v %+v", r.Capacity.Bandwidth, r.Staff, r.Skills.Status, r.Tools, r.SIA)
	}
}

// "The first V rule that matches sets the base; then A1; then the cap."
func TestSIARules(t *testing.T) {
	skl := func(m map[string]area1) answers { return answers{"skl-matrix": m} }
	overload := func(hours float64) answers { // with 4 FTE: 90 usable hours; 68 h of escalations
		return answers{"staff-fte": 4, "bw-major-count": 0, "bw-other": hours}
	}
	round := func(fte float64) answers { // round the clock, hardly any work: R_cov 5.6
		return answers{"bw-window": cover(7, 24), "bw-volume": severity(0, 0.1, 0, 0), "bw-other": 0, "bw-major-count": 0, "staff-fte": fte}
	}
	for _, c := range []struct {
		name    string
		changes []answers
		verdict Verdict
		rules   string
		urgency string
	}{
		{"V1 capacity (bandwidth) and skills short", []answers{bandShort, skl(skillsShort)}, StronglyWarranted, "[V1]", "normal"},
		{"V1 capacity (staff) and skills short", []answers{staffShort, skl(skillsShort)}, StronglyWarranted, "[V1]", "normal"},
		{"V1 needs no extreme", []answers{overload(22.1), skl(skillsShort), toolsUnused}, StronglyWarranted, "[V1]", "normal"},

		{"V2 demand exactly 1.5 of supply", []answers{overload(67), toolsUnused}, StronglyWarranted, "[V2]", "normal"},
		{"V2 not quite 1.5", []answers{overload(66.9), toolsUnused}, Warranted, "[V3]", "normal"},
		{"V2 staff index exactly 0.7", []answers{round(1.68), toolsUnused}, StronglyWarranted, "[V2]", "normal"},
		{"V2 staff index not quite 0.7", []answers{round(1.69), toolsUnused}, Warranted, "[V3]", "normal"},
		{"V2 skill gap index from 0.6", []answers{skl(skillsExtreme)}, StronglyWarranted, "[V2]", "normal"},
		{"V2 no supply at all", []answers{{"staff-fte": 0}, toolsUnused}, StronglyWarranted, "[V2]", "normal"},

		{"V3 only bandwidth short", []answers{bandShort, toolsUnused}, Warranted, "[V3]", "normal"},
		{"V3 only staff short", []answers{staffShort, toolsUnused}, Warranted, "[V3]", "normal"},
		{"V3 only skills short", []answers{skl(skillsShort)}, Warranted, "[V3]", "normal"},
		{"V3 bandwidth short, skills tight", []answers{bandShort, skl(skillsTight)}, Warranted, "[V3]", "normal"},

		{"V4 skills tight", []answers{skl(skillsTight)}, Borderline, "[V4]", "normal"},
		{"V4 tools not engaged", []answers{toolsUnused}, Borderline, "[V4]", "normal"},
		{"V4 staff and bandwidth both tight", []answers{bandTight, staffTight}, Borderline, "[V4]", "normal"},
		{"V5 only bandwidth tight", []answers{bandTight}, NotWarranted, "[V5]", "normal"},
		{"V5 only staff tight", []answers{staffTight}, NotWarranted, "[V5]", "normal"},
		{"V5 nothing", nil, NotWarranted, "[V5]", "normal"},

		{"A1 lifts borderline", []answers{toolsUnused, noProcess, green}, Warranted, "[V4 A1]", "high"},
		{"A1 lifts warranted", []answers{bandShort, toolsUnused, noProcess, green}, StronglyWarranted, "[V3 A1]", "high"},
		{"A1 cannot lift further", []answers{bandShort, skl(skillsShort), noProcess, green}, StronglyWarranted, "[V1 A1]", "high"},
		{"A1 does not lift not warranted", []answers{noProcess, green}, NotWarranted, "[V5 A1]", "high"},
		{"A1 not at U = 0.5", []answers{toolsUnused, levelsOf(processIDs, 2, 2, 2, 2, 2, 2), green}, Borderline, "[V4]", "normal"},
		{"A1 not below 50 % inexperienced", []answers{toolsUnused, noProcess, {"staff-inexperienced": 49.9}}, Borderline, "[V4]", "normal"},

		{"N1 caps V3 at borderline", []answers{overload(22.1)}, Borderline, "[V3 N1]", "normal"},
		{"N1 up to 1.15", []answers{overload(35.5)}, Borderline, "[V3 N1]", "normal"},
		{"N1 not above 1.15", []answers{overload(35.6)}, Warranted, "[V3]", "normal"},
		{"N1 not with staff short", []answers{staffShort}, Warranted, "[V3]", "normal"},
		{"N1 not without engaged tools", []answers{overload(22.1), toolsUnused}, Warranted, "[V3]", "normal"},
		{"N1 not with skills tight", []answers{overload(22.1), skl(skillsTight)}, Warranted, "[V3]", "normal"},
		{"N1 comes after A1", []answers{overload(22.1), noProcess, green}, Borderline, "[V3 A1 N1]", "high"},
		{"N1 does not lift", []answers{bandTight}, NotWarranted, "[V5]", "normal"},

		{"N2 caps V2 at warranted", []answers{overload(67)}, Warranted, "[V2 N2]", "normal"},
		{"N2 caps V3 after A1", []answers{overload(40), noProcess, green}, Warranted, "[V3 A1 N2]", "high"},
		{"N2 not without engaged tools", []answers{overload(67), toolsUnused}, StronglyWarranted, "[V2]", "normal"},
		{"N2 does not lower warranted", []answers{overload(40)}, Warranted, "[V3]", "normal"},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := calm(t)
			for _, change := range c.changes {
				a = a.with(change)
			}
			r := a.eval(t)
			if r.SIA.Verdict != c.verdict || fmt.Sprint(r.SIA.Rules) != c.rules || r.SIA.Urgency != c.urgency || r.SIA.BaseRule != r.SIA.Rules[0] {
				t.Errorf("%s by %v (base %s), urgency %s; want %s by %s, urgency %s\nratio %v, att %v, staff %v, skills %v, tools %+v",
					r.SIA.Verdict, r.SIA.Rules, r.SIA.BaseRule, r.SIA.Urgency, c.verdict, c.rules, c.urgency,
					r.Capacity.Ratio, r.Capacity.Attainment.Urgent, r.Staff.Index, r.Skills.Index, r.Tools)
			}
		})
	}
}

// N1 asks for att ≥ α − 0.10: with that missed bandwidth is short too.
func TestN1NeedsAttainment(t *testing.T) {
	slow := calm(t).with(answers{"bw-target": severity(0.4, 0.4, 8, 24), "staff-fte": 3, "bw-other": 0, "bw-major-count": 0, "bw-volume": severity(1, 8, 30, 20)})
	att := float64(slow.eval(t).Capacity.Attainment.Urgent)
	if att < 0.55 || att > 0.85 {
		t.Fatalf("attainment %v does not suit the test", att)
	}
	for _, c := range []struct {
		level  float64
		status Status
		rules  string
	}{
		{att, OK, "[V5]"},
		{att + 0.0001, Tight, "[V5]"},
		{att + 0.10, Tight, "[V5]"},
		{att + 0.1001, Short, "[V3]"},
	} {
		r := slow.evalWith(t, settings{"serviceLevel": c.level, "bandwidth.tightRatio": 3})
		if r.Capacity.Bandwidth != c.status || fmt.Sprint(r.SIA.Rules) != c.rules {
			t.Errorf("att %v at a level of %v: %s by %v, want %s by %s", att, c.level, r.Capacity.Bandwidth, r.SIA.Rules, c.status, c.rules)
		}
	}
}

func TestBandwidthStatus(t *testing.T) {
	for _, c := range []struct {
		other float64
		want  Status
	}{{8.4, OK}, {8.5, OK}, {8.6, Tight}, {22, Tight}, {22.1, Short}} {
		r := calm(t).with(answers{"staff-fte": 4, "bw-major-count": 0, "bw-other": c.other}).eval(t)
		if r.Capacity.Bandwidth != c.want {
			t.Errorf("ratio %v: %s, want %s", r.Capacity.Ratio, r.Capacity.Bandwidth, c.want)
		}
	}
}

func TestStaffIndex(t *testing.T) {
	for _, c := range []struct {
		name    string
		changes answers
		index   float64
		want    Status
	}{
		{"nothing", nil, 0, OK},
		{"cover", answers{"bw-window": cover(7, 24), "staff-fte": 4.2}, 0.25, Tight},
		{"cover with too few by far", answers{"bw-window": cover(7, 24), "staff-fte": 2.8}, 0.5, Short},
		{"one of two in one of three areas", answers{"skl-matrix": set(matrix([]int{3, 3}, []int{3}), "threat-intel", area1{Levels: []int{3, 1}})}, 0.5 / 3, Tight},
		{"one of two in every area", answers{"skl-matrix": matrix([]int{3, 1}, []int{3})}, 0.5, Short},
		{"a person at level 2 counts", answers{"skl-matrix": matrix([]int{3, 2}, []int{3})}, 0, OK},
		{"other areas do not count", answers{"skl-matrix": matrix([]int{3, 3}, []int{0})}, 0, OK},
		{"three wanted, two there", answers{"skl-matrix": set(matrix([]int{3, 3}, []int{3}), "threat-intel", area1{People: whole(4), Levels: []int{3, 3, 1}})}, 0.5 / 3, Tight},
		{"nobody wanted", answers{"skl-matrix": set(matrix([]int{3, 3}, []int{3}), "threat-intel", area1{People: whole(0), Levels: []int{3}})}, 0, OK},
		{"2.9 of 10 leave", answers{"staff-leavers": 2.9}, 0.145, OK},
		{"3 of 10 leave", answers{"staff-leavers": 3}, 0.15, Tight},
		{"6.9 of 10 leave", answers{"staff-leavers": 6.9}, 0.345, Tight},
		{"7 of 10 leave", answers{"staff-leavers": 7}, 0.35, Short},
		{"more leave than there are", answers{"staff-leavers": 40}, 0.5, Short},
		{"one vacant of eleven posts, two leave", answers{"staff-vacant": 1, "staff-leavers": 2}, 0.5 * 3 / 11, OK},
		{"the largest counts, not the sum", answers{"staff-leavers": 4, "bw-window": cover(7, 24), "staff-fte": 4.2}, 0.25, Tight},
		{"leavers of a team of none", answers{"staff-people": 0, "staff-leavers": 2}, 0.5, Short},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := calm(t).with(c.changes).eval(t)
			near(t, "index", r.Staff.Index, c.index, 1e-9)
			if r.Staff.Status != c.want {
				t.Errorf("%s, want %s", r.Staff.Status, c.want)
			}
		})
	}
}

func TestSkillIndex(t *testing.T) {
	strong := matrix([]int{3, 3}, []int{2})
	coreOnly := func(levels ...int) map[string]area1 { return matrix(levels, nil) }
	for _, c := range []struct {
		name        string
		changes     answers
		settings    settings
		index, core float64
		want        Status
	}{
		{"as required", answers{"skl-matrix": strong}, nil, 0, 0, StrongSkills},
		{"above the need gives no credit", answers{"skl-matrix": set(matrix([]int{4, 4}, []int{4}), "network", area1{Levels: []int{1}})}, nil, 0.5 / 18, 0, StrongSkills},
		{"the best level counts", answers{"skl-matrix": matrix([]int{1, 3, 2}, []int{2})}, nil, 0, 0, StrongSkills},
		{"areas without a level are left out with their weight", answers{"skl-matrix": coreOnly(2, 2)}, nil, 1.0 / 3, 1.0 / 3, Tight},
		{"index exactly 0.35", answers{"skl-matrix": set(coreOnly(2, 2), "network", area1{Levels: []int{1}})}, nil, 0.35, 1.0 / 3, Short},
		{"index below 0.35", answers{"skl-matrix": set(coreOnly(2, 2), "network", area1{Levels: []int{2}})}, nil, 0.3, 1.0 / 3, Tight},
		{"core exactly 0.5", answers{"skl-matrix": set(strong, "threat-intel", area1{Required: whole(4), Levels: []int{2, 2}})}, nil, 1.5 / 18, 0.5, Short},
		{"core below 0.5", answers{"skl-matrix": set(strong, "threat-intel", area1{Required: whole(4), Levels: []int{3, 3}})}, nil, 0.75 / 18, 0.25, Tight},
		{"core at its tight threshold", answers{"skl-matrix": set(strong, "threat-intel", area1{Required: whole(4), Levels: []int{3, 3}})}, settings{"skills.tightCore": 0.25}, 0.75 / 18, 0.25, StrongSkills},
		{"index at its tight threshold", answers{"skl-matrix": skillsTight}, settings{"skills.tightIndex": 0.25}, 0.25, 0, Tight},
		{"index below its tight threshold", answers{"skl-matrix": skillsTight}, settings{"skills.tightIndex": 0.26}, 0.25, 0, StrongSkills},
		{"covered in part", answers{"skl-matrix": skillsShort, "skl-covered": map[string]float64{"event-analysis": 0.5}}, nil, (0.5 + 2 + 4.5) / 18, 1.0 / 3, Short},
		{"covered in full", answers{"skl-matrix": skillsShort, "skl-covered": map[string]float64{"event-analysis": 1, "incident-impact": 1, "threat-intel": 1}}, nil, 0.25, 0, Tight},
		{"nothing required", answers{"skl-matrix": set(strong, "network", area1{Required: whole(0), Levels: []int{0}})}, nil, 0, 0, StrongSkills},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := calm(t).with(c.changes).evalWith(t, c.settings)
			near(t, "index", r.Skills.Index, c.index, 1e-9)
			near(t, "core", r.Skills.Core, c.core, 1e-9)
			if r.Skills.Status != c.want {
				t.Errorf("%s, want %s", r.Skills.Status, c.want)
			}
		})
	}
}

// E ≥ 0.6 by the integer sums, and tool-access ≥ 3.
func TestToolsEngaged(t *testing.T) {
	for _, c := range []struct {
		name    string
		changes answers
		index   float64
		want    bool
	}{
		{"12 of 20", levelsOf(toolIDs, 3, 3, 2, 2, 2), 0.6, true},
		{"11 of 20", levelsOf(toolIDs, 3, 3, 2, 2, 1), 0.55, false},
		{"access at 2", levelsOf(toolIDs, 2, 4, 4, 4, 4), 0.9, false},
		{"one not applicable", levelsOf(toolIDs, 3, 2, 2, 3).with(answers{toolIDs[4]: notApplicable}), 0.625, true},
		{"one unknown", levelsOf(toolIDs, 3, 2, 2, 3).with(answers{toolIDs[4]: dontKnow}), 0.625, true},
		{"access unknown", answers{"tool-access": dontKnow}, 0.75, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := calm(t).with(c.changes).eval(t)
			near(t, "E", r.Tools.Index, c.index, 1e-12)
			if r.Tools.Engaged != c.want {
				t.Errorf("engaged %v, want %v", r.Tools.Engaged, c.want)
			}
		})
	}
	if r := calm(t).with(each(nil, toolIDs...)).eval(t); r.Tools.Engaged || r.Tools.Index.Known() {
		t.Errorf("no tool item answered: %+v", r.Tools)
	}
}

func TestCapacityIsTheWorseOfBandwidthAndStaff(t *testing.T) {
	for _, c := range []struct {
		bandwidth, staff answers
		want             Status
	}{
		{nil, nil, OK}, {bandTight, nil, Tight}, {nil, staffTight, Tight}, {bandTight, staffShort, Short}, {bandShort, staffTight, Short}, {bandShort, nil, Short},
	} {
		if r := calm(t).with(c.bandwidth).with(c.staff).eval(t); r.Capacity.Status != c.want {
			t.Errorf("bandwidth %s, staff %s: %s, want %s", r.Capacity.Bandwidth, r.Staff.Status, r.Capacity.Status, c.want)
		}
	}
}

// Every rule is in the trace with values, thresholds and questions; exactly the
// rules that had an effect carry one.
func TestTraceOfTheSIA(t *testing.T) {
	r := calm(t).with(bandShort).with(noProcess).with(green).eval(t)
	var rules, effective []string
	for _, s := range r.Trace {
		if s.Subject != "sia" || s.Rule == "evidence" {
			continue
		}
		rules = append(rules, s.Rule)
		if s.Effect != "" {
			effective = append(effective, s.Rule)
			if !s.Held {
				t.Errorf("%s had an effect but did not hold", s.Rule)
			}
		}
		if s.Text == "" || s.Source == "" || len(s.Conditions) == 0 {
			t.Errorf("step %+v", s)
		}
		for _, c := range s.Conditions {
			if c.Text == "" || c.Value == "" || c.Threshold == "" || len(c.Questions) == 0 {
				t.Errorf("%s: condition %+v", s.Rule, c)
			}
		}
	}
	if diff := cmp.Diff([]string{"V1", "V2", "V3", "V4", "V5", "A1", "N1", "N2"}, rules); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(r.SIA.Rules, effective); diff != "" {
		t.Errorf("rules of the verdict against the trace:\n%s", diff)
	}
}

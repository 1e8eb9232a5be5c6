// The trace of the SIA verdict: every rule with the values it compared.

package assessment

import (
	"fmt"
	"strings"

	"muster/assessment/engagement"
	"muster/assessment/model"
)

// trace collects steps in the order of the decision.
type trace struct{ steps []Step }

func (t *trace) add(s Step) {
	if s.Conditions == nil {
		s.Conditions = []Condition{}
	}
	t.steps = append(t.steps, s)
}

// needed are the answer groups without which there is no SIA verdict.
type needed struct {
	title    string
	ids      []string
	answered int
	total    int
	missing  []string
}

// neededGroups counts the needed inputs. Core skill areas count one each.
func neededGroups(s *source, in *inputs) []needed {
	group := func(title string, ids ...string) needed {
		g := needed{title: title, ids: ids}
		for _, id := range ids {
			switch s.doc.State(id) {
			case engagement.NotApplicable:
				continue
			case engagement.Answered:
				g.answered++
			default:
				g.missing = append(g.missing, id)
			}
			g.total++
		}
		return g
	}
	skills := needed{title: "skills", ids: []string{idSkills}}
	for _, a := range in.areas {
		if a.core {
			skills.total++
			if a.assessed {
				skills.answered++
			}
		}
	}
	if skills.answered < skills.total {
		skills.missing = []string{idSkills}
	}
	return []needed{
		group("bandwidth", idVolume, idHandle, idWindow, idOther),
		group("staffing", idFTE, idVacant, idInexperienced),
		skills,
		group("tools", idAccess, idRoutine),
	}
}

// missingInputs lists the questions that keep the SIA verdict from being given;
// none means it can be. Volume, handle time, cover and FTE have no default, so
// each of them is needed whatever else is answered.
func missingInputs(s *source, in *inputs, m *measures, p *model.Parameters, t *trace) []string {
	var missing []string
	lacking := false
	for _, g := range neededGroups(s, in) {
		enough := g.total == 0 || atLeast(float64(g.answered), p.NeededShare*float64(g.total))
		if !enough {
			lacking = true
			missing = append(missing, g.missing...)
		}
		t.add(Step{Rule: "evidence", Subject: "sia", Held: enough, Text: "Enough answers on " + g.title + ".", Source: "decision model, missing answers",
			Conditions: []Condition{{Text: "Answered", Value: fmt.Sprintf("%d of %d", g.answered, g.total), Threshold: FormatShare(p.NeededShare) + " or more", Held: enough, Questions: g.ids}}})
	}
	if !m.known {
		lacking = true
		for _, x := range []struct {
			id  string
			has bool
		}{{idVolume, in.hasVolume}, {idHandle, in.hasHandle}, {idWindow, in.hasWindow}, {idFTE, in.hasFTE}} {
			if !x.has && !contains(missing, x.id) {
				missing = append(missing, x.id)
			}
		}
	}
	if m.skills == UnknownStatus && !contains(missing, idSkills) {
		lacking = true
		missing = append(missing, idSkills)
	}
	if !lacking {
		return nil
	}
	if len(missing) == 0 {
		missing = []string{idVolume}
	}
	return missing
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

// explainSIA writes the steps of a decision that was made.
func explainSIA(in *inputs, m *measures, f facts, d decision, p *model.Parameters, r *model.Registry, t *trace) {
	n2 := func(v float64) string { return FormatNumber(v, 2) }
	bandwidth := Condition{Text: "Bandwidth is " + string(m.bandwidth) + ": demand / supply", Value: n2(m.ratio),
		Threshold: "short above " + n2(p.ShortRatio) + ", tight above " + n2(p.TightRatio), Held: m.bandwidth == Short,
		Questions: []string{idVolume, idHandle, idOther, idMajorCount, idMajorHours, idGrowth, idFTE}}
	attainment := Condition{Text: "Critical and high picked up within target", Value: FormatShare(m.urgent),
		Threshold: "short below " + FormatShare(p.ServiceLevel-p.AttainmentMargin) + ", tight below " + FormatShare(p.ServiceLevel),
		Held:      below(m.urgent, p.ServiceLevel-p.AttainmentMargin), Questions: []string{idVolume, idHandle, idTarget, idWindow, idFTE}}
	staff := Condition{Text: "Staff is " + string(m.staff) + ": index", Value: n2(m.staffIndex),
		Threshold: "short from " + n2(p.StaffShort) + ", tight from " + n2(p.StaffTight), Held: m.staff == Short,
		Questions: []string{idFTE, idWindow, idSkills, idVacant, idLeavers, idPeople}}
	skills := Condition{Text: "Skills are " + string(m.skills) + ": gap index", Value: n2(m.skillIndex),
		Threshold: "short from " + n2(p.SkillsShort) + ", tight from " + n2(p.SkillsTight), Held: m.skills == Short,
		Questions: []string{idSkills, idCovered}}
	core := Condition{Text: "Largest core gap", Value: n2(m.core),
		Threshold: "short from " + n2(p.SkillsShortCore) + ", tight above " + n2(p.SkillsTightCore), Held: atLeast(m.core, p.SkillsShortCore), Questions: []string{idSkills}}
	tools := Condition{Text: "Tools engaged: use index, access level", Value: figure(m.toolIndex, m.hasTools).Format(2) + ", " + levelText(in.access, in.hasAccess),
		Threshold: "from " + n2(p.ToolsEngaged) + " and level " + FormatNumber(p.ToolsAccess, 0), Held: m.engaged, Questions: toolIDs}
	extreme := Condition{Text: "Extreme: demand / supply, staff index, skill gap", Value: n2(m.ratio) + ", " + n2(m.staffIndex) + ", " + n2(m.skillIndex),
		Threshold: "from " + n2(p.ExtremeRatio) + ", " + n2(p.StaffExtreme) + " or " + n2(p.SkillsExtreme), Held: f.extreme, Questions: []string{idFTE, idVolume, idSkills}}

	both := []Condition{bandwidth, attainment, staff, skills, core}
	type step struct {
		rule       string
		held       bool
		conditions []Condition
	}
	steps := [...]step{
		{"V1", f.capacityShort && f.skillsShort, both},
		{"V2", f.capacityShort != f.skillsShort && f.extreme, []Condition{bandwidth, attainment, staff, skills, core, extreme}},
		{"V3", f.capacityShort != f.skillsShort, both},
		{"V4", !f.capacityShort && !f.skillsShort && (f.skillsTight || !f.engaged || f.bothTight), []Condition{bandwidth, staff, skills, tools}},
		{"V5", d.baseRule == "V5", []Condition{bandwidth, attainment, staff, skills, tools}},
		{"A1", f.noProcess && f.inexperienced, []Condition{
			{Text: "Process unified", Value: figure(m.processIndex, m.hasProcess).Format(2), Threshold: "below " + n2(p.ProcessUnified), Held: f.noProcess, Questions: processIDs},
			{Text: "Inexperienced analysts", Value: figure(in.inexperienced, in.hasInexperienced).Format(0) + " %", Threshold: FormatNumber(p.Inexperienced, 0) + " % or more", Held: f.inexperienced, Questions: []string{idInexperienced}},
		}},
		{"N1", f.strong && f.engaged && f.copes, []Condition{skills, tools, {Text: "Demand / supply", Value: n2(m.ratio), Threshold: "at most " + n2(p.CoveredRatio), Held: !above(m.ratio, p.CoveredRatio), Questions: []string{idFTE, idVolume}}, staff, attainment}},
		{"N2", f.strong && f.engaged && !f.copes, []Condition{skills, tools}},
	}
	effective := d.rules()
	for _, x := range steps {
		info := r.Rule(x.rule)
		effect := ""
		if contains(effective, x.rule) {
			effect = info.Verdict + info.Effect
		}
		t.add(Step{Rule: x.rule, Subject: "sia", Held: x.held, Effect: effect, Text: info.Title + ".", Conditions: x.conditions, Source: "decision model, rule " + x.rule})
	}
}

// Fill puts values into the {names} of a text; a name without a value stays.
func Fill(text string, values ...string) string {
	if !strings.Contains(text, "{") {
		return text
	}
	var b strings.Builder
	b.Grow(len(text) + 32)
	for {
		open := strings.IndexByte(text, '{')
		if open < 0 {
			b.WriteString(text)
			return b.String()
		}
		b.WriteString(text[:open])
		text = text[open:]
		end := strings.IndexByte(text, '}')
		if end < 0 {
			b.WriteString(text)
			return b.String()
		}
		value := text[:end+1]
		for i := 0; i+1 < len(values); i += 2 {
			if values[i] == text[1:end] {
				value = values[i+1]
				break
			}
		}
		b.WriteString(value)
		text = text[end+1:]
	}
}

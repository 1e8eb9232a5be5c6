// The SIA rules: V1 to V5 set the base, A1 raises it, N1 and N2 cap it.

package assessment

import (
	"muster/assessment/model"
)

// decision is the outcome of the SIA rules.
type decision struct {
	verdict  Verdict
	baseRule string
	raised   bool   // by A1, or at least urgent through it
	cap      string // N1 or N2 where it lowered the verdict
}

// rules are the rules that had an effect, in order.
func (d decision) rules() []string {
	out := []string{d.baseRule}
	if d.raised {
		out = append(out, "A1")
	}
	if d.cap != "" {
		out = append(out, d.cap)
	}
	return out
}

func (d decision) urgency() string {
	if d.raised {
		return "high"
	}
	return "normal"
}

// facts are the truths the rules are made of.
type facts struct {
	capacityShort, skillsShort bool
	extreme                    bool
	skillsTight                bool
	bothTight                  bool
	engaged                    bool
	strong                     bool
	noProcess, inexperienced   bool
	copes                      bool // ratio, staff and attainment of N1
}

func (m *measures) facts(in *inputs, p *model.Parameters) facts {
	return facts{
		capacityShort: m.capacity() == Short,
		skillsShort:   m.skills == Short,
		extreme:       atLeast(m.ratio, p.ExtremeRatio) || atLeast(m.staffIndex, p.StaffExtreme) || atLeast(m.skillIndex, p.SkillsExtreme),
		skillsTight:   m.skills == Tight,
		bothTight:     m.staff == Tight && m.bandwidth == Tight,
		engaged:       m.engaged,
		strong:        m.skills == StrongSkills,
		noProcess:     m.hasProcess && below(float64(in.process.sum), p.ProcessUnified*float64(4*in.process.count)),
		inexperienced: in.hasInexperienced && atLeast(in.inexperienced, p.Inexperienced),
		copes:         !above(m.ratio, p.CoveredRatio) && m.staff != Short && atLeast(m.urgent, p.ServiceLevel-p.AttainmentMargin),
	}
}

func (f facts) baseRule() (string, Verdict) {
	one := f.capacityShort != f.skillsShort
	switch {
	case f.capacityShort && f.skillsShort:
		return "V1", StronglyWarranted
	case one && f.extreme:
		return "V2", StronglyWarranted
	case one:
		return "V3", Warranted
	case f.skillsTight || !f.engaged || f.bothTight:
		return "V4", Borderline
	}
	return "V5", NotWarranted
}

func (f facts) decide() decision {
	rule, verdict := f.baseRule()
	d := decision{baseRule: rule}
	rung := verdict.Rung()
	if f.noProcess && f.inexperienced {
		d.raised = true
		if rung >= Borderline.Rung() && rung < StronglyWarranted.Rung() {
			rung++
		}
	}
	if f.strong && f.engaged {
		rule, most := "N2", Warranted.Rung()
		if f.copes {
			rule, most = "N1", Borderline.Rung()
		}
		if rung > most {
			rung = most
			d.cap = rule
		}
	}
	d.verdict = Ladder[rung]
	return d
}

// Recommendations: of what can be advised on a finding, the text that fits the
// answers given.

package assessment

import (
	"strings"

	"muster/assessment/advice"
)

// adviser chooses recommendations for one result.
type adviser struct {
	catalogue *advice.Catalogue
	source    *source
	result    *Result
	in        *inputs
	values    []string // of the texts' names, made when first needed
}

// local is what is known of the one finding, by fact.
type local struct {
	activity, party, area string
	level, required       int
	covered               float64
}

// improve replaces the recommendation of f by the one that fits. The questions it
// depends on join those the finding rests on.
func (a *adviser) improve(f *Finding, id string, l *local, values []string) {
	e := a.catalogue.Pick(id, func(c *advice.Condition) advice.Seen {
		if c.Fact == "" {
			return a.answer(c.Key)
		}
		return a.see(c.Fact, l)
	})
	if e == nil {
		return
	}
	f.Recommendation = Fill(e.Recommendation, append(values, a.own(e.Recommendation)...)...)
	if e.Effort != "" {
		f.Effort = e.Effort
	}
	if e.Owner != "" {
		f.Owner = e.Owner
	}
	if e.Severity != "" {
		f.Severity = e.Severity
	}
	f.Days = e.Days
	var more []string
	for _, c := range e.Conditions {
		if c.Fact == "" && c.Key != id {
			more = append(more, c.Key)
		}
	}
	if len(more) > 0 {
		f.Questions = append(f.Questions[:len(f.Questions):len(f.Questions)], missingFrom(f.Questions, more)...)
	}
}

func missingFrom(have, more []string) []string {
	var out []string
next:
	for _, m := range more {
		for _, h := range have {
			if h == m {
				continue next
			}
		}
		out = append(out, m)
	}
	return out
}

// own are the figures any recommendation may name.
func (a *adviser) own(text string) []string {
	if a.values == nil && strings.Contains(text, "{") {
		c := &a.result.Capacity
		a.values = []string{"sia-hours", a.result.SIA.HoursPerWeek.Format(0), "gap-hours", c.GapHours.Format(1), "fte-missing", a.missingFTE().Format(1)}
	}
	return a.values
}

func (a *adviser) missingFTE() Figure {
	c := &a.result.Capacity
	if !c.RequiredFTE.Known() {
		return Missing()
	}
	return max(0, c.RequiredFTE-Figure(c.Inputs.FTE))
}

// see is a fact: something that was computed, or that l says of the one finding.
func (a *adviser) see(fact string, l *local) advice.Seen {
	r := a.result
	c := &r.Capacity
	figure := func(f Figure) advice.Seen { return advice.Seen{Number: float64(f), Known: f.Known()} }
	switch fact {
	case "sia":
		return word(string(r.SIA.Verdict))
	case "sia-hours":
		return figure(r.SIA.HoursPerWeek)
	case "gap-hours":
		return figure(c.GapHours)
	case "fte-missing":
		return figure(a.missingFTE())
	case "coverage-bound":
		return word(yes{known: true, value: c.CoverageBound}.text())
	case "urgent-percent":
		return advice.Seen{Number: float64(c.Attainment.Urgent) * 100, Known: c.Attainment.Urgent.Known()}
	case "people":
		return advice.Seen{Number: a.in.people, Known: true}
	case "skills":
		return word(string(r.Skills.Status))
	case "tools":
		if r.Tools.Engaged {
			return word("engaged")
		}
		return word("not")
	case "csirp-design":
		return word(string(r.CSIRP.Design))
	case "csirp-review":
		return word(string(r.CSIRP.Review))
	case "csirp-test":
		return word(string(r.CSIRP.Test))
	case "covered-hours":
		return figure(c.CoveredHours)
	case "slack-hours":
		return figure(r.Notification.SlackHours)
	}
	if l == nil {
		return advice.Seen{}
	}
	switch fact {
	case "activity":
		return word(l.activity)
	case "party":
		return word(l.party)
	case "area":
		return word(l.area)
	case "level":
		return advice.Seen{Number: float64(l.level), Known: l.area != ""}
	case "required":
		return advice.Seen{Number: float64(l.required), Known: l.area != ""}
	case "covered":
		return advice.Seen{Number: l.covered, Known: l.area != ""}
	}
	return advice.Seen{}
}

func word(w string) advice.Seen { return advice.Seen{Word: w} }

// answer is what was answered to a question.
func (a *adviser) answer(id string) advice.Seen {
	it := a.source.set.Item(id)
	if it == nil {
		return advice.Seen{}
	}
	g := &a.source.given[it.Number-1]
	return advice.Answered(g.state, g.value)
}

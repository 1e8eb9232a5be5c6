// Gates: what an option must meet, with the reason for each outcome.

package comparison

import (
	"strings"

	"muster/assessment"
	"muster/assessment/engagement"
	"muster/assessment/terms"
)

func (p *Prepared) gates(x *Option, o *engagement.Option, rest *assessment.Result, help assessment.Help) {
	for _, g := range p.catalog.Gates {
		if !p.gateOn(g.ID) {
			continue
		}
		var status Status
		var reason string
		switch g.ID {
		case "closes-need":
			status, reason = p.closesNeed(o, rest, help)
		case "notice-fits":
			status, reason = p.noticeFits(x, o, rest)
		case "named-sia":
			status, reason = p.namedSIA(o, help)
		default:
			status, reason = p.stated(o, terms.GatePrefix+g.ID)
		}
		x.Gates[g.ID] = status
		x.Reasons = append(x.Reasons, Gate{ID: g.ID, Title: g.Title, Status: status, Reason: reason})
		x.Out = x.Out || status == Fail
	}
}

// stated is the outcome of a gate that is entered.
func (p *Prepared) stated(o *engagement.Option, path string) (Status, string) {
	t := o.Term(path)
	switch {
	case t.State == engagement.NotApplicable:
		return Pass, p.say("gate-na")
	case !t.Known():
		return Unknown, p.say("gate-ask")
	}
	status, state := Fail, "no"
	if t.True() {
		status, state = Pass, "yes"
	}
	if source := o.Sources[path]; source != "" {
		return status, p.say("gate-stated-source", "state", state, "source", source)
	}
	return status, p.say("gate-stated", "state", state)
}

func (p *Prepared) closesNeed(o *engagement.Option, rest *assessment.Result, help assessment.Help) (Status, string) {
	switch v := rest.SIA.Verdict; {
	case v == assessment.InsufficientEvidence:
		return Unknown, p.say("gate-evidence")
	case v.Closes():
		return Pass, p.say("gate-closes", "verdict", v.Phrase())
	}
	// What nobody knows may still close it.
	if best, open := p.hope(o, help); len(open) > 0 && p.closes(best) {
		return Unknown, p.say("gate-depends", "terms", strings.Join(open, ", "))
	}
	return Fail, p.say("gate-open", "verdict", rest.SIA.Verdict.Phrase(), "hours", rest.SIA.HoursPerWeek.Format(1))
}

// closes reports whether nothing but a borderline need of an analyst remains with help.
func (p *Prepared) closes(help assessment.Help) bool {
	r := assessment.EvaluateWith(p.set, p.registry, p.doc, help)
	return r.SIA.Verdict.Closes()
}

// hope is the most help there may be once the terms nobody knows are known, and the
// titles of these terms.
func (p *Prepared) hope(o *engagement.Option, help assessment.Help) (best assessment.Help, open []string) {
	best = help
	unknown := func(path string) bool {
		if o.Term(path).State != engagement.Unknown {
			return false
		}
		f, _ := p.catalog.Field(path)
		open = append(open, f.Title)
		return true
	}
	if unknown("sia.hoursPerWeek") {
		best.SIAHours = 200
	}
	if unknown("hires.fte") {
		best.Hires = 200
	}
	reduction, evidenced := o.Term("tuning.reduction").Value, o.Term("tuning.evidenced").True()
	if unknown("tuning.reduction") {
		reduction = 1
	}
	if reduction > 0 && unknown("tuning.evidenced") {
		evidenced = true
	}
	best.Fewer = assessment.Tuning(reduction, evidenced)
	best.SIALevels, best.HireLevels = levelsOf(o, terms.SIALevels), levelsOf(o, terms.HireLevels)
	levels := false
	for path, t := range o.Terms {
		if t.State != engagement.Unknown {
			continue
		}
		if area, ok := strings.CutPrefix(path, terms.SIALevels+"."); ok {
			best.SIALevels[area], levels = 4, true
		}
		if area, ok := strings.CutPrefix(path, terms.HireLevels+"."); ok {
			best.HireLevels[area], levels = 4, true
		}
	}
	if levels {
		open = append(open, "skill levels")
	}
	return best, open
}

func (p *Prepared) noticeFits(x *Option, o *engagement.Option, rest *assessment.Result) (Status, string) {
	n := &rest.Notification
	notice := o.Term(terms.CriterionPrefix + "notice-minutes")
	switch {
	case len(n.Clocks) == 0 && p.doc.State("ntf-regimes") == engagement.Answered, p.doc.State("ntf-regimes") == engagement.NotApplicable:
		return Pass, p.say("gate-no-clock")
	case notice.State == engagement.NotApplicable:
		return Pass, p.say("gate-na")
	case !n.Slack(0).Known():
		return Unknown, p.say("gate-clock-unknown")
	case !notice.Known():
		if n.Slack(0) < 0 { // no notice is fast enough
			return Fail, p.say("gate-slack", "slack", n.Slack(0).Format(2), "clock", n.ClockHours.Format(1), "notice", "0")
		}
		return Unknown, p.say("gate-notice-unknown")
	}
	status := Fail
	if x.Residual.Slack >= -1e-9 {
		status = Pass
	}
	return status, p.say("gate-slack", "slack", x.Residual.Slack.Format(2), "clock", n.ClockHours.Format(1), "notice", assessment.FormatNumber(notice.Value, 0))
}

// namedSIA asks for persons by name where an analyst is warranted. Analysts hired
// or tuning may make one unnecessary.
func (p *Prepared) namedSIA(o *engagement.Option, help assessment.Help) (Status, string) {
	v := p.today.SIA.Verdict
	var no, unknown []string
	for _, path := range []string{"sia.named", "sia.deputy"} {
		who := strings.TrimPrefix(path, "sia.")
		if who == "named" {
			who = "analyst"
		}
		switch t := o.Term(path); {
		case t.True(), t.State == engagement.NotApplicable:
		case t.Known():
			no = append(no, who)
		default:
			unknown = append(unknown, who)
		}
	}
	switch {
	case v.Closes():
		return Pass, p.say("gate-not-warranted")
	case help.SIAHours > 0 && len(no)+len(unknown) == 0:
		return Pass, p.say("gate-named")
	case v == assessment.InsufficientEvidence:
		return Unknown, p.say("gate-evidence")
	}
	// Analysts of the client's own take an analyst's place; a promise to lower the
	// number of escalations does not.
	if help.Hires > 0 || o.Term("hires.fte").State == engagement.Unknown {
		alone := help
		if alone.SIAHours = 0; help.Hires > 0 && p.closes(alone) {
			return Pass, p.say("gate-hires-suffice")
		}
		best, open := p.hope(o, help)
		if best.SIAHours = 0; len(open) > 0 && p.closes(best) {
			return Unknown, p.say("gate-depends", "terms", strings.Join(open, ", "))
		}
	}
	switch {
	case help.SIAHours == 0 && o.Term("sia.hoursPerWeek").State != engagement.Unknown:
		return Fail, p.say("gate-no-sia", "verdict", v.Phrase())
	case len(no) > 0:
		return Fail, p.say("gate-not-named", "who", strings.Join(no, ", "))
	case len(unknown) > 0:
		return Unknown, p.say("gate-who-unknown", "who", strings.Join(unknown, ", "))
	}
	return Unknown, p.say("gate-ask") // both named, but nobody knows for how many hours
}

// questions lists what is not known, by provider: gates first, then terms that
// are marked unknown, then criteria without a figure.
func (p *Prepared) questions() []Questions {
	out := []Questions{}
	at := map[string]int{}
	for i := range p.doc.Options {
		o, x := &p.doc.Options[i], &p.base.Options[i]
		var list []Question
		asked := map[string]bool{}
		ask := func(path string, gate bool) {
			f, ok := p.catalog.Field(path)
			if id, own := strings.CutPrefix(path, terms.CriterionPrefix); own && !ok {
				var c terms.Criterion
				c, ok = p.doc.Criterion(id)
				f = c.Field()
			}
			if !ok || f.Ask == "" || asked[path] {
				return
			}
			asked[path] = true
			list = append(list, Question{Option: o.ID, Path: path, Title: f.Title, Text: f.Ask, Gate: gate})
		}
		for _, g := range x.Reasons {
			switch {
			case g.Status != Unknown:
			case g.ID == "named-sia":
				for _, path := range []string{"sia.named", "sia.deputy"} {
					if t := o.Term(path); !t.Known() && t.State != engagement.NotApplicable {
						ask(path, true)
					}
				}
			case g.ID == "notice-fits":
				if !o.Term(terms.CriterionPrefix + "notice-minutes").Known() {
					ask(terms.CriterionPrefix+"notice-minutes", true)
				}
			case g.ID != "closes-need":
				ask(terms.GatePrefix+g.ID, true)
			}
		}
		unknown := func(path string) bool { return o.Term(path).State == engagement.Unknown }
		for _, t := range p.catalog.Topics {
			for _, f := range t.Fields {
				if f.Kind == terms.Levels {
					for path := range o.Terms {
						if strings.HasPrefix(path, f.Path+".") && unknown(path) && !asked[f.Path] && f.Ask != "" {
							asked[f.Path] = true
							list = append(list, Question{Option: o.ID, Path: f.Path, Title: f.Title, Text: f.Ask})
						}
					}
				} else if unknown(f.Path) {
					ask(f.Path, false)
				}
			}
		}
		for _, path := range x.Cost.Unknown {
			ask(path, false)
		}
		for j, c := range p.base.Criteria {
			if m := x.Details[j]; c.Points > 0 && !m.NotApplicable && !m.Raw.Known() {
				ask(terms.CriterionPrefix+c.ID, false)
			}
		}
		if len(list) == 0 {
			continue
		}
		provider := o.Provider
		if provider == "" {
			provider = o.Title()
		}
		k, ok := at[provider]
		if !ok {
			k = len(out)
			at[provider] = k
			out = append(out, Questions{Provider: provider, Options: []string{}})
		}
		out[k].Options, out[k].List = append(out[k].Options, o.ID), append(out[k].List, list...)
	}
	return out
}

// Need × clause: for each gap of the assessment, which term of which option
// closes it, who does the work and what remains; and what is bought beyond the
// need or short of it.

package comparison

import (
	"fmt"
	"slices"
	"strings"

	"muster/assessment"
	"muster/assessment/engagement"
)

// needs are the gaps in the order of the assessment.
func (p *Prepared) needs() []Need {
	out := []Need{}
	add := func(id, title, size string, cell func(o *engagement.Option, x *Option, help assessment.Help, rest *assessment.Result) Cell) {
		n := Need{ID: id, Title: title, Size: size, Cells: []Cell{}}
		for i := range p.doc.Options {
			c := cell(&p.doc.Options[i], &p.base.Options[i], p.help[i], &p.rests[i])
			c.Option = p.doc.Options[i].ID
			n.Cells = append(n.Cells, c)
		}
		out = append(out, n)
	}
	r := p.today
	if gap := r.Capacity.GapHours; gap > 1e-9 {
		add("bandwidth", p.say("need-bandwidth"), p.say("need-bandwidth-size", "gap", gap.Format(1)), func(o *engagement.Option, x *Option, h assessment.Help, rest *assessment.Result) Cell {
			left := rest.Capacity.GapHours
			return p.cell(p.hoursTerm(o, h), h, left <= 1e-9, left < gap-1e-9, p.say("remains-hours", "gap", left.Format(1)))
		})
	}
	if s := r.Staff; s.Status == assessment.Short || s.Status == assessment.Tight {
		add("staff", p.say("need-staff"), p.say("need-staff-size", "index", s.Index.Format(2), "status", string(s.Status)), func(o *engagement.Option, x *Option, h assessment.Help, rest *assessment.Result) Cell {
			h.Fewer = 0 // people stay as few as they are
			return p.cell(p.hoursTerm(o, h), h, rest.Staff.Status == assessment.OK, rest.Staff.Index < s.Index-1e-9,
				p.say("remains-index", "index", rest.Staff.Index.Format(2), "status", string(rest.Staff.Status)))
		})
	}
	for k, a := range r.Skills.Areas {
		if !a.Assessed || a.Gap <= 0 || !a.Core && a.Gap < 0.5 {
			continue
		}
		level := func(key string, a assessment.SkillArea) string {
			return p.say(key, "best", fmt.Sprint(a.Best), "required", fmt.Sprint(a.Required), "people", fmt.Sprint(a.People), "needed", fmt.Sprint(a.Needed))
		}
		add("skill-"+a.ID, p.say("need-skill", "area", a.Title), level("need-skill-size", a), func(o *engagement.Option, x *Option, h assessment.Help, rest *assessment.Result) Cell {
			var words []string
			if l, ok := h.SIALevels[a.ID]; ok && h.SIAHours > 0 {
				words = append(words, p.say("term-sia-level", "level", fmt.Sprint(l)))
			} else {
				h.SIAHours = 0
			}
			if l, ok := h.HireLevels[a.ID]; ok && h.Hires > 0 {
				words = append(words, p.say("term-hires-level", "level", fmt.Sprint(l)))
			} else {
				h.Hires = 0
			}
			h.Fewer = 0
			left := rest.Skills.Areas[k]
			return p.cell(strings.Join(words, ", "), h, left.Gap <= 0, left.Gap < a.Gap, level("remains-level", left))
		})
	}
	if r.Tools.Index.Known() && !r.Tools.Engaged {
		add("tools", p.say("need-tools"), p.say("need-tools-size", "index", r.Tools.Index.Format(2)), func(o *engagement.Option, x *Option, h assessment.Help, rest *assessment.Result) Cell {
			var words []string
			if t := o.Term("criteria.tool-engagement"); t.Known() && t.Value > 0 {
				words = append(words, p.say("term-tools", "level", assessment.FormatNumber(t.Value, 0)))
			}
			if o.Term("gates.tool-access").True() {
				words = append(words, p.say("term-access"))
			}
			if len(words) == 0 {
				return p.nothing(o, "gates.tool-access")
			}
			return Cell{Term: strings.Join(words, ", "), Doer: p.say("doer-both"), Remains: p.say("remains-tools"), State: Partly}
		})
	}
	for _, service := range p.needed {
		path := "csirp." + service
		f, _ := p.catalog.Field(path)
		verdict := map[string]assessment.Verdict{"design": r.CSIRP.Design, "review": r.CSIRP.Review, "test": r.CSIRP.Test}[service]
		add("csirp-"+service, p.say("need-csirp", "service", service), verdict.Phrase(), func(o *engagement.Option, x *Option, h assessment.Help, rest *assessment.Result) Cell {
			if !o.Term(path).True() {
				return p.nothing(o, path)
			}
			return Cell{Term: p.say("term-csirp", "service", strings.ToLower(f.Title)), Doer: p.say("doer-provider"), Remains: p.say("remains-nothing"), State: Closed}
		})
	}
	if n := r.Notification; n.SlackHours < 0 {
		path := "criteria.notice-minutes"
		add("slack", p.say("need-slack"), p.say("need-slack-size", "slack", n.SlackHours.Format(1), "clock", n.ClockHours.Format(0)), func(o *engagement.Option, x *Option, h assessment.Help, rest *assessment.Result) Cell {
			t := o.Term(path)
			if !t.Known() {
				return p.nothing(o, path)
			}
			c := Cell{Term: p.say("term-notice", "notice", assessment.FormatNumber(t.Value, 0)), Doer: p.say("doer-both"), Remains: p.say("remains-slack", "slack", x.Residual.Slack.Format(1)), State: Open}
			switch {
			case x.Residual.Slack >= -1e-9:
				c.State = Closed
			case x.Residual.Slack > n.SlackHours:
				c.State = Partly
			}
			return c
		})
	}
	if flags := len(r.Responsibilities.RedFlags); flags > 0 {
		path := "gates.client-authority"
		count := fmt.Sprintf("%d activities", flags)
		if flags == 1 {
			count = "1 activity"
		}
		add("authority", p.say("need-authority"), p.say("need-authority-size", "count", count), func(o *engagement.Option, x *Option, h assessment.Help, rest *assessment.Result) Cell {
			if !o.Term(path).True() {
				return p.nothing(o, path)
			}
			return Cell{Term: p.say("term-authority"), Doer: p.say("doer-client"), Remains: p.say("remains-nothing"), State: Closed}
		})
	}
	return out
}

// hoursTerm names the terms that bring hours or take work away.
func (p *Prepared) hoursTerm(o *engagement.Option, h assessment.Help) string {
	var words []string
	if h.SIAHours > 0 {
		words = append(words, p.say("term-sia", "hours", assessment.FormatNumber(h.SIAHours, 1)))
	}
	if h.Hires > 0 {
		words = append(words, p.say("term-hires", "fte", assessment.FormatNumber(h.Hires, 2)))
	}
	if h.Fewer > 0 {
		key := "term-tuning-promise"
		if o.Term("tuning.evidenced").True() {
			key = "term-tuning"
		}
		words = append(words, p.say(key, "share", assessment.FormatShare(o.Term("tuning.reduction").Value)))
	}
	return strings.Join(words, ", ")
}

// cell is what help does about a need.
func (p *Prepared) cell(term string, h assessment.Help, closed, less bool, remains string) Cell {
	c := Cell{Term: term, Remains: remains, State: Open}
	switch {
	case closed:
		c.State, c.Remains = Closed, p.say("remains-nothing")
	case less:
		c.State = Partly
	}
	provider, client := h.SIAHours > 0 || h.Fewer > 0, h.Hires > 0
	switch {
	case term == "":
	case provider && client:
		c.Doer = p.say("doer-both")
	case client:
		c.Doer = p.say("doer-client")
	default:
		c.Doer = p.say("doer-provider")
	}
	return c
}

// nothing is the cell of an option without the term, or with an unknown one.
func (p *Prepared) nothing(o *engagement.Option, path string) Cell {
	if o.Term(path).State == engagement.Unknown {
		return Cell{Remains: p.say("remains-unknown"), State: UnknownNeed}
	}
	return Cell{Remains: p.say("remains-all"), State: Open}
}

// buying notes what the option has beyond the need and what it lacks.
func (p *Prepared) buying(x *Option, o *engagement.Option, rest *assessment.Result) {
	r := p.today
	hours, need := o.Term("sia.hoursPerWeek"), r.SIA.HoursPerWeek
	h := assessment.FormatNumber(hours.Value, 1)
	if need.Known() {
		open := !rest.SIA.Verdict.Closes()
		switch {
		case hours.Known() && hours.Value > 0 && need == 0:
			x.Over = append(x.Over, p.say("over-sia-none", "hours", h))
		case hours.Known() && hours.Value > float64(need)+1e-9:
			x.Over = append(x.Over, p.say("over-sia", "hours", assessment.FormatNumber(hours.Value-float64(need), 1), "need", need.Format(1)))
		case hours.State == engagement.Unknown || !open || need == 0:
		case hours.Value > 0 && hours.Value < float64(need)-1e-9:
			x.Under = append(x.Under, p.say("under-sia", "hours", h, "need", need.Format(1)))
		case hours.Value == 0:
			x.Under = append(x.Under, p.say("under-sia-none", "need", need.Format(1)))
		}
	}
	verdicts := []assessment.Verdict{r.CSIRP.Design, r.CSIRP.Review, r.CSIRP.Test}
	for i, service := range []string{"design", "review", "test"} {
		t := o.Term("csirp." + service)
		f, _ := p.catalog.Field("csirp." + service)
		title := strings.ToLower(f.Title)
		switch needed := slices.Contains(p.needed, service); {
		case t.True() && verdicts[i] == assessment.None:
			x.Over = append(x.Over, p.say("over-csirp", "service", title))
		case needed && !t.True() && t.State != engagement.Unknown:
			x.Under = append(x.Under, p.say("under-csirp", "service", title))
		}
	}
}

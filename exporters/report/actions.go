// The action plan: what was decided to do about the findings, by when, and what the
// verdicts would be once it is done.

package report

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"muster/assessment/actionplan"
	"muster/assessment/cost"
	"muster/assessment/engagement"
	"muster/assessment/messages"
	"muster/exporters/chart"
	"muster/exporters/look"
)

// PlanLanes draws the pending actions by when they are due; a picture holds what has
// room on a page.
func PlanLanes(rep *Report, width float64) []chart.Scene {
	lanes := make([]chart.Lane, len(horizons), len(horizons)+1)
	for i, h := range horizons {
		lanes[i].Title = rep.Lang.Text(h.title)
	}
	undated := chart.Lane{Title: rep.Lang.Text("No day yet")}
	for _, it := range byDue(rep.Plan.Items) {
		if !it.Action.Pending() {
			continue
		}
		x := chart.LaneItem{ID: it.ID, Title: it.Action.Title, Style: itemStyle(&it)}
		if it.Days < 0 {
			undated.Items = append(undated.Items, x)
			continue
		}
		lane := &lanes[horizon(it.Days)]
		lane.Items = append(lane.Items, x)
	}
	if len(undated.Items) > 0 {
		lanes = append(lanes, undated)
	}
	return pagedLanes(rep.Lang, rep.Lang.Text("Actions by when they are due"), lanes, width)
}

// itemStyle is the look of the finding an action is to close.
func itemStyle(it *actionplan.Item) look.VerdictStyle {
	if it.Finding == nil {
		return look.Severity("low")
	}
	return look.Severity(it.Finding.Severity)
}

// byDue orders actions by the day they are due, then by priority; those without a day
// come last.
func byDue(items []actionplan.Item) []actionplan.Item {
	out := slices.Clone(items)
	slices.SortStableFunc(out, func(a, b actionplan.Item) int {
		if (a.Days < 0) != (b.Days < 0) {
			return b.Days - a.Days
		}
		if c := strings.Compare(a.Action.Due, b.Action.Due); c != 0 {
			return c
		}
		return a.Priority - b.Priority
	})
	return out
}

// StatusWord is a status as people write it.
func StatusWord(lang *messages.Catalogue, s engagement.ActionStatus) string {
	switch s {
	case engagement.ActionUnderWay:
		return lang.Text("under way")
	case "":
		return lang.Text(string(engagement.ActionOpen))
	}
	return lang.Text(string(s))
}

// PlanLead says in a sentence how far the plan has come.
func PlanLead(lang *messages.Catalogue, p *actionplan.Plan) string {
	t := p.Totals
	parts := []string{}
	for _, x := range []struct {
		n    int
		word string
	}{{t.Open, lang.Text("open")}, {t.UnderWay, lang.Text("under way")}, {t.Done, lang.Text("done")}, {t.Dropped, lang.Text("dropped")}} {
		if x.n > 0 {
			parts = append(parts, strconv.Itoa(x.n)+" "+x.word)
		}
	}
	text := lang.Count(len(p.Items), "1 action", "%d actions") + ": " + strings.Join(parts, ", ") + "."
	if n := len(p.Open); n > 0 {
		text += lang.Say(" %s none yet.", lang.Count(n, "1 finding has", "%d findings have"))
	}
	return text
}

// PlanCost says what the actions cost as far as that is known; empty where nothing is.
func PlanCost(lang *messages.Catalogue, p *actionplan.Plan, currency string) string {
	if p.Totals.Cost == 0 {
		return ""
	}
	text := lang.Say("Estimated cost, once: %s.", cost.Amount(p.Totals.Cost).Text(currency))
	if n := p.Totals.Unpriced; n > 0 {
		text += lang.Say(" %s not estimated.", lang.Count(n, "1 action is", "%d actions are"))
	}
	return text
}

// PlanOutcome are the verdicts now and once everything planned is done.
func PlanOutcome(lang *messages.Catalogue, p *actionplan.Plan) Table {
	return outcome(lang, lang.Text("Once done"), p.Verdicts)
}

// PlanRemark says what the outcome rests on.
func PlanRemark(lang *messages.Catalogue, p *actionplan.Plan) string {
	text := lang.Text("Counted as if each finding with actions were put right to the least that closes it, and nothing else changed. An action that is done changes no answer by itself: answer the questions again when it is.")
	if len(p.Untold) > 0 {
		text += lang.Say(" Of no known effect: %s.", strings.Join(p.Untold, "; "))
	}
	return text
}

func planBlocks(rep *Report) []Block {
	var out []Block
	for i, s := range PlanLanes(rep, pictureWidth) {
		caption := rep.Lang.Text("Pending actions by the day they are due, counted from the date of the assessment. Shapes as in the findings they close.")
		if i > 0 {
			caption = rep.Lang.Text("The same, continued.")
		}
		out = append(out, Figure{s, caption})
	}
	out = append(out, Heading{rep.Lang.Text("What it brings")}, PlanOutcome(rep.Lang, rep.Plan), Paragraph{PlanRemark(rep.Lang, rep.Plan)}, Heading{rep.Lang.Text("Actions")})
	t := Table{Columns: []Column{{rep.Lang.Text("Id"), 8, false}, {rep.Lang.Text("Action"), 38, false}, {rep.Lang.Text("Owner"), 19, false}, {rep.Lang.Text("Priority"), 10, false}, {rep.Lang.Text("Due"), 13, false}, {rep.Lang.Text("Status"), 12, false}}}
	for _, it := range byDue(rep.Plan.Items) {
		a := &it.Action
		title := a.Title
		if it.Finding != nil {
			title += " (" + it.Finding.ID + ")"
		}
		t.Rows = append(t.Rows, []string{it.ID, title, orDash(a.Owner), strconv.Itoa(it.Priority), orDash(a.Due), StatusWord(rep.Lang, a.State())})
	}
	out = append(out, t, Paragraph{rep.Lang.Text(rep.Plan.Rule)})
	if cost := PlanCost(rep.Lang, rep.Plan, rep.Inputs.Currency); cost != "" {
		out = append(out, Paragraph{cost})
	}
	if len(rep.Plan.Open) > 0 {
		items := make([]string, len(rep.Plan.Open))
		for i, f := range rep.Plan.Open {
			items[i] = fmt.Sprintf("%s %s", f.ID, f.Title)
		}
		out = append(out, Heading{rep.Lang.Text("Findings without an action")}, Bullets{items})
	}
	return out
}

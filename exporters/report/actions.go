// The action plan: what was decided to do about the findings, by when, and what the
// verdicts would be once it is done.

package report

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"muster/assessment"
	"muster/assessment/actionplan"
	"muster/assessment/cost"
	"muster/assessment/engagement"
	"muster/exporters/chart"
	"muster/exporters/look"
)

// PlanLanes draws the pending actions by when they are due; a picture holds what has
// room on a page.
func PlanLanes(rep *Report, width float64) []chart.Scene {
	lanes := make([]chart.Lane, len(horizons), len(horizons)+1)
	for i, h := range horizons {
		lanes[i].Title = h.title
	}
	undated := chart.Lane{Title: "No day yet"}
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
	return pagedLanes("Actions by when they are due", lanes, width)
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
func StatusWord(s engagement.ActionStatus) string {
	switch s {
	case engagement.ActionUnderWay:
		return "under way"
	case "":
		return string(engagement.ActionOpen)
	}
	return string(s)
}

// PlanLead says in a sentence how far the plan has come.
func PlanLead(p *actionplan.Plan) string {
	t := p.Totals
	parts := []string{}
	for _, x := range []struct {
		n    int
		word string
	}{{t.Open, "open"}, {t.UnderWay, "under way"}, {t.Done, "done"}, {t.Dropped, "dropped"}} {
		if x.n > 0 {
			parts = append(parts, strconv.Itoa(x.n)+" "+x.word)
		}
	}
	text := assessment.FormatCount(len(p.Items), "action", "actions") + ": " + strings.Join(parts, ", ") + "."
	if n := len(p.Open); n > 0 {
		text += " " + assessment.FormatCount(n, "finding has", "findings have") + " none yet."
	}
	return text
}

// PlanCost says what the actions cost as far as that is known; empty where nothing is.
func PlanCost(p *actionplan.Plan, currency string) string {
	if p.Totals.Cost == 0 {
		return ""
	}
	text := "Estimated cost, once: " + cost.Amount(p.Totals.Cost).Text(currency) + "."
	if n := p.Totals.Unpriced; n > 0 {
		text += " " + assessment.FormatCount(n, "action is", "actions are") + " not estimated."
	}
	return text
}

// PlanOutcome are the verdicts now and once everything planned is done.
func PlanOutcome(p *actionplan.Plan) Table {
	return outcome("Once done", p.Verdicts)
}

// PlanRemark says what the outcome rests on.
func PlanRemark(p *actionplan.Plan) string {
	text := "Counted as if each finding with actions were put right to the least that closes it, and nothing else changed. An action that is done changes no answer by itself: answer the questions again when it is."
	if len(p.Untold) > 0 {
		text += " Of no known effect: " + strings.Join(p.Untold, "; ") + "."
	}
	return text
}

func planBlocks(rep *Report) []Block {
	var out []Block
	for i, s := range PlanLanes(rep, pictureWidth) {
		caption := "Pending actions by the day they are due, counted from the date of the assessment. Shapes as in the findings they close."
		if i > 0 {
			caption = "The same, continued."
		}
		out = append(out, Figure{s, caption})
	}
	out = append(out, Heading{"What it brings"}, PlanOutcome(rep.Plan), Paragraph{PlanRemark(rep.Plan)}, Heading{"Actions"})
	t := Table{Columns: []Column{{"Id", 8, false}, {"Action", 38, false}, {"Owner", 19, false}, {"Priority", 10, false}, {"Due", 13, false}, {"Status", 12, false}}}
	for _, it := range byDue(rep.Plan.Items) {
		a := &it.Action
		title := a.Title
		if it.Finding != nil {
			title += " (" + it.Finding.ID + ")"
		}
		t.Rows = append(t.Rows, []string{it.ID, title, orDash(a.Owner), strconv.Itoa(it.Priority), orDash(a.Due), StatusWord(a.State())})
	}
	out = append(out, t, Paragraph{rep.Plan.Rule})
	if cost := PlanCost(rep.Plan, rep.Inputs.Currency); cost != "" {
		out = append(out, Paragraph{cost})
	}
	if len(rep.Plan.Open) > 0 {
		items := make([]string, len(rep.Plan.Open))
		for i, f := range rep.Plan.Open {
			items[i] = fmt.Sprintf("%s %s", f.ID, f.Title)
		}
		out = append(out, Heading{"Findings without an action"}, Bullets{items})
	}
	return out
}

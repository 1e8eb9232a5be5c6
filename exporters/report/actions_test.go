package report

import (
	"fmt"
	"strings"
	"testing"

	"muster/assessment"
	"muster/assessment/actionplan"
	"muster/assessment/engagement"
	"muster/assessment/model"
	"muster/assessment/question"
	"muster/exporters/chart"
)

// planned is a sample's report with an action for every finding.
func planned(t *testing.T, name string, change func([]engagement.Action)) *Report {
	t.Helper()
	doc := sample(t, name)
	r := assessment.Evaluate(question.Default(), model.Default(), doc)
	doc.Actions = actionplan.Propose(model.Default(), doc, actionplan.Default(), r.Findings)
	if change != nil {
		change(doc.Actions)
	}
	return build(doc)
}

func TestRoadmapShowsThePlan(t *testing.T) {
	rep := planned(t, "saas", func(a []engagement.Action) {
		a[0].Owner, a[0].Status = "Someone by name", engagement.ActionUnderWay
		a[1].Due = ""
		a[2].Status = engagement.ActionDone
	})
	c := rep.Chapter("roadmap")
	text := textOf(c)
	for _, want := range []string{"1 under way", "1 done", "Someone by name", "What it brings", "Once done", rep.Plan.Rule, "A01"} {
		if !strings.Contains(c.Lead+text, want) {
			t.Errorf("%q is missing", want)
		}
	}
	lanes := PlanLanes(rep, 500)
	if !strings.Contains(drawn(lanes[0]), "No day yet") {
		t.Error("an action without a day has no lane")
	}
	shown := ""
	for _, l := range lanes {
		shown += drawn(l)
	}
	if strings.Contains(shown, "A03") {
		t.Error("a done action is still on the roadmap")
	}
}

func TestRoadmapWithoutActionsIsOfFindings(t *testing.T) {
	if rep := build(sample(t, "saas")); rep.Plan != nil || strings.Contains(textOf(rep.Chapter("roadmap")), "Once done") {
		t.Error("a plan nobody made is shown")
	}
}

func TestPlanLeadCountsFindingsWithout(t *testing.T) {
	rep := planned(t, "saas", func(a []engagement.Action) {
		for i := range a {
			if i > 0 {
				a[i].Status = engagement.ActionDropped
			}
		}
	})
	if !strings.Contains(PlanLead(nil, rep.Plan), "findings have none yet") || !strings.Contains(PlanLead(nil, rep.Plan), "1 open") {
		t.Error(PlanLead(nil, rep.Plan))
	}
	cost := 1500.0
	rep = planned(t, "saas", func(a []engagement.Action) { a[0].Cost = &cost })
	if got := PlanCost(nil, rep.Plan, "EUR"); !strings.HasPrefix(got, "Estimated cost, once: 1") || !strings.Contains(got, "EUR") || !strings.Contains(got, "not estimated") {
		t.Error(got)
	}
}

func textOf(c Chapter) string {
	out := c.Lead
	for _, b := range c.Blocks {
		out += "\n" + strings.Join(said(b), "\n")
	}
	return out
}

func drawn(s chart.Scene) string { return fmt.Sprintf("%+v", s) }

// No picture of the roadmap is left with a single card, and none holds more than has room.
func TestRoadmapPicturesAreEven(t *testing.T) {
	for longest := range 100 {
		items := make([]chart.LaneItem, longest)
		for i := range items {
			items[i] = chart.LaneItem{ID: fmt.Sprintf("#%d#", i)}
		}
		scenes, seen := pagedLanes(nil, "Lanes", []chart.Lane{{Title: "a", Items: items}, {Title: "b", Items: items[:min(2, longest)]}}, 500), 0
		for _, s := range scenes {
			n := strings.Count(drawn(s), "#") / 2
			if of := min(2, longest); s.Title != "" && seen == 0 {
				n -= of // the second lane stands in the first picture
			}
			seen += n
			if n > laneItems || longest > 1 && n < 2 {
				t.Errorf("%d cards: a picture with %d", longest, n)
			}
		}
		if seen != longest || len(scenes) != max(1, (longest+laneItems-1)/laneItems) {
			t.Errorf("%d cards: %d are shown in %d pictures", longest, seen, len(scenes))
		}
	}
}

// The roadmap: findings by when they should be closed; where actions are planned, the
// actions.

package report

import (
	"muster/exporters/chart"
	"muster/exporters/look"
)

// horizons are the steps of the roadmap.
var horizons = []struct {
	days  int
	title string
}{{30, "Within 30 days"}, {60, "Within 60 days"}, {90, "Within 90 days"}, {365, "Within 12 months"}}

// horizon is the step a time in days falls into; what is later falls into the last.
func horizon(days int) int {
	for i, h := range horizons {
		if days <= h.days {
			return i
		}
	}
	return len(horizons) - 1
}

// laneItems is how many findings of a lane have room on a page.
const laneItems = 9

// Roadmap draws the findings by horizon; a picture holds what has room on a page.
func Roadmap(rep *Report, width float64) []chart.Scene {
	lanes := make([]chart.Lane, len(horizons))
	for i, h := range horizons {
		lanes[i].Title = h.title
	}
	for _, f := range rep.Findings {
		lane := &lanes[horizon(f.DueDays)]
		lane.Items = append(lane.Items, chart.LaneItem{ID: f.ID, Title: f.Title, Style: look.Severity(f.Severity)})
	}
	return pagedLanes("Findings by when they should be closed", lanes, width)
}

// pagedLanes draws lanes in as many pictures as it takes.
func pagedLanes(title string, lanes []chart.Lane, width float64) []chart.Scene {
	var out []chart.Scene
	for from, more := 0, true; more; from += laneItems {
		part := make([]chart.Lane, len(lanes))
		more = false
		for i, l := range lanes {
			part[i].Title = l.Title
			if len(l.Items) == 0 && from == 0 {
				part[i].Empty = "nothing"
			}
			part[i].Items = l.Items[min(from, len(l.Items)):min(from+laneItems, len(l.Items))]
			more = more || len(l.Items) > from+laneItems
		}
		out = append(out, chart.Lanes(title, part, width))
	}
	return out
}

func roadmapChapter(rep *Report) Chapter {
	c := Chapter{ID: "roadmap", Title: "Roadmap", Lead: "There is nothing to close; repeat the assessment within twelve months."}
	if rep.Plan != nil {
		c.Lead, c.Blocks = PlanLead(rep.Plan), planBlocks(rep)
		return c
	}
	if len(rep.Findings) == 0 {
		return c
	}
	c.Lead = nextLead(rep)
	for i, s := range Roadmap(rep, pictureWidth) {
		caption := "Findings by the day they should be closed: what is grave and quick comes first. Shapes as in the findings."
		if i > 0 {
			caption = "The same, continued."
		}
		c.Blocks = append(c.Blocks, Figure{s, caption})
	}
	c.Blocks = append(c.Blocks,
		Paragraph{"Due dates follow from severity and effort and count from the date of the assessment; they are a proposal."})
	t := Table{Columns: []Column{{"Id", 7, false}, {"Finding", 45, false}, {"Owner", 20, false}, {"Effort", 15, false}, {"Due", 13, false}}}
	for i, h := range horizons {
		first := true
		for _, f := range rep.Findings {
			if horizon(f.DueDays) != i {
				continue
			}
			if first {
				t.Rows, first = append(t.Rows, []string{h.title}), false
			}
			t.Rows = append(t.Rows, []string{f.ID, f.Title, f.Owner, f.Effort, f.Due})
		}
	}
	c.Blocks = append(c.Blocks, Heading{"By when"}, t)
	return c
}

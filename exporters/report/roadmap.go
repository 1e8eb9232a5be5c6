// The roadmap: findings by when they should be closed; where actions are planned, the
// actions.

package report

import (
	"muster/assessment/messages"
	"muster/exporters/chart"
	"muster/exporters/look"
)

// horizons are the steps of the roadmap.
var horizons = []struct {
	days  int
	title string
}{{30, messages.Mark("Within 30 days")}, {60, messages.Mark("Within 60 days")}, {90, messages.Mark("Within 90 days")}, {365, messages.Mark("Within 12 months")}}

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
		lanes[i].Title = rep.Lang.Text(h.title)
	}
	for _, f := range rep.Findings {
		lane := &lanes[horizon(f.DueDays)]
		lane.Items = append(lane.Items, chart.LaneItem{ID: f.ID, Title: f.Title, Style: look.Severity(f.Severity)})
	}
	return pagedLanes(rep.Lang, rep.Lang.Text("Findings by when they should be closed"), lanes, width)
}

// pagedLanes draws lanes in as many pictures as it takes. The longest lane is divided
// evenly, so that no picture is left with a single card.
func pagedLanes(lang *messages.Catalogue, title string, lanes []chart.Lane, width float64) []chart.Scene {
	longest := 1
	for _, l := range lanes {
		longest = max(longest, len(l.Items))
	}
	n := (longest + laneItems - 1) / laneItems
	var out []chart.Scene
	for k := range n {
		from, to := k*longest/n, (k+1)*longest/n
		part := make([]chart.Lane, len(lanes))
		for i, l := range lanes {
			part[i].Title = l.Title
			if len(l.Items) == 0 && k == 0 {
				part[i].Empty = lang.Text("nothing")
			}
			part[i].Items = l.Items[min(from, len(l.Items)):min(to, len(l.Items))]
		}
		out = append(out, chart.Lanes(title, part, width))
	}
	return out
}

func roadmapChapter(rep *Report) Chapter {
	c := Chapter{ID: "roadmap", Title: rep.Lang.Text("Roadmap"), Lead: rep.Lang.Text("There is nothing to close; repeat the assessment within twelve months.")}
	if rep.Plan != nil {
		c.Lead, c.Blocks = PlanLead(rep.Lang, rep.Plan), planBlocks(rep)
		return c
	}
	if len(rep.Findings) == 0 {
		return c
	}
	c.Lead = nextLead(rep)
	for i, s := range Roadmap(rep, pictureWidth) {
		caption := rep.Lang.Text("Findings by the day they should be closed: what is grave and quick comes first. Shapes as in the findings.")
		if i > 0 {
			caption = rep.Lang.Text("The same, continued.")
		}
		c.Blocks = append(c.Blocks, Figure{s, caption})
	}
	c.Blocks = append(c.Blocks,
		Paragraph{rep.Lang.Text("Due dates follow from severity and effort and count from the date of the assessment; they are a proposal.")})
	t := Table{Columns: []Column{{rep.Lang.Text("Id"), 7, false}, {rep.Lang.Text("Finding"), 45, false}, {rep.Lang.Text("Owner"), 20, false}, {rep.Lang.Text("Effort"), 15, false}, {rep.Lang.Text("Due"), 13, false}}}
	for i, h := range horizons {
		first := true
		for _, f := range rep.Findings {
			if horizon(f.DueDays) != i {
				continue
			}
			if first {
				t.Rows, first = append(t.Rows, []string{rep.Lang.Text(h.title)}), false
			}
			t.Rows = append(t.Rows, []string{f.ID, f.Title, f.Owner, f.Effort, f.Due})
		}
	}
	c.Blocks = append(c.Blocks, Heading{rep.Lang.Text("By when")}, t)
	return c
}

// The executive brief: two pages that can be read alone.

package report

import (
	"muster/assessment"
	"muster/assessment/messages"
)

// The ids of the chapters of the brief, one for each page.
const (
	briefSummary = "brief-summary"
	briefNext    = "brief-next"
)

// briefFindingsShown is how many findings have room on the second page.
const briefFindingsShown = 4

func briefChapters(rep *Report) []Chapter {
	r := &rep.Result
	first := Chapter{ID: briefSummary, Title: rep.Lang.Text("The verdicts"), Lead: SummaryLead(rep.Lang, r), OnePage: true, Blocks: []Block{Badges{rep.Verdicts}}}
	first.Blocks = append(first.Blocks, provisionalBlocks(rep)...)
	first.Blocks = append(first.Blocks,
		Heading{rep.Lang.Text("Main reasons")}, Bullets{rep.Reasons},
		Heading{rep.Lang.Text("Decisions needed")}, Bullets{rep.Decisions})
	if rep.Result.Capacity.DemandHours.Known() {
		first.Blocks = append(first.Blocks, answersOnly(Heading{rep.Lang.Text("Work against capacity")},
			Figure{SupplyDemand(rep.Lang, &rep.Result, pictureWidth), rep.Lang.Text("Hours of analysis a week: what is asked for, by kind, over what the team can give.")})...)
	}
	first.Blocks = append(first.Blocks, Heading{rep.Lang.Text("How sure")}, Paragraph{confidenceText(rep.Lang, r)})
	if rep.Since != nil {
		first.Blocks = append(first.Blocks, findingsOnly(Paragraph{rep.Since.Text})...)
	}

	next := Chapter{ID: briefNext, Title: rep.Lang.Text("What to do next"), Lead: nextLead(rep), OnePage: true}
	if top := topFindings(rep, briefFindingsShown); len(top) > 0 {
		t := Table{Columns: []Column{{rep.Lang.Text("Id"), 7, false}, {rep.Lang.Text("Finding"), 25, false}, {rep.Lang.Text("Recommendation"), 46, false}, {rep.Lang.Text("Owner"), 16, false}, {rep.Lang.Text("Due"), 13, false}}}
		for _, f := range top {
			t.Rows = append(t.Rows, []string{f.ID, f.Title, f.Recommendation, f.Owner, f.Due})
		}
		if more := len(rep.Findings) - len(top); more > 0 {
			t.Caption = rep.Lang.Say("The most severe of %s; the full report has all of them.", rep.Lang.Count(len(rep.Findings), "1 finding", "%d findings"))
		}
		next.Blocks = append(next.Blocks, findingsOnly(t)...)
	}
	if c := rep.Comparison; c != nil {
		next.Blocks = append(next.Blocks, Heading{rep.Lang.Text("Contract options")}, Paragraph{c.Recommendation.Text})
	}
	next.Blocks = append(next.Blocks, sectionBlocks(rep, rep.Lang.Text("Levels by section"))...)
	if n := len(rep.NotAssessed); n > 0 {
		next.Blocks = append(next.Blocks, answersOnly(Paragraph{openText(rep.Lang, &rep.Result, n)})...)
	}
	return []Chapter{first, next}
}

// nextLead counts what is to be done, by how soon.
func nextLead(rep *Report) string {
	if len(rep.Findings) == 0 {
		return rep.Lang.Text("The answers given show no weakness that calls for action.")
	}
	soon := 0
	for _, f := range rep.Findings {
		if f.DueDays <= horizons[0].days {
			soon++
		}
	}
	if soon == 0 {
		return rep.Lang.Say("%s to close, none of them within 30 days.", rep.Lang.Count(len(rep.Findings), "1 finding", "%d findings"))
	}
	return rep.Lang.Say("%s to close, %d within 30 days.", rep.Lang.Count(len(rep.Findings), "1 finding", "%d findings"), soon)
}

// needsChapter is what is asked of a provider, without why.
func needsChapter(rep *Report) Chapter {
	r := &rep.Result
	rows := [][]string{{rep.Lang.Text("Named security intelligence analyst"), rep.Verdicts[0].Word, rep.Verdicts[0].Detail}}
	if r.SIA.Verdict == assessment.NotWarranted || r.SIA.Verdict == assessment.InsufficientEvidence {
		rows[0][2] = rep.Lang.Text("No offer is asked for now.")
	}
	for _, b := range rep.Verdicts[1:] {
		rows = append(rows, []string{rep.Lang.Say("%s (consulting)", b.Subject), b.Word, needDetail(rep.Lang, b)})
	}
	c := Chapter{ID: "needs", Title: rep.Lang.Text("What is needed"), Lead: needsLead(rep.Lang, r), Blocks: []Block{
		Table{Columns: []Column{{rep.Lang.Text("Service"), 32, false}, {rep.Lang.Text("Need"), 24, false}, {rep.Lang.Text("Extent"), 44, false}}, Rows: rows},
	}}
	if r.SIA.HoursPerWeek > 0 {
		t := Table{Columns: []Column{{rep.Lang.Text("Skill area"), 60, false}, {rep.Lang.Text("Level needed"), 40, true}}}
		for _, s := range rep.Skills {
			if s.Assessed && s.Gap > 0 {
				t.Rows = append(t.Rows, []string{s.Area, rep.Lang.Say("%d of 4", s.Required)})
			}
		}
		if len(t.Rows) > 0 {
			c.Blocks = append(c.Blocks, Heading{rep.Lang.Text("Skills the analyst should bring")}, t)
		}
	}
	c.Blocks = append(c.Blocks, Heading{rep.Lang.Text("Notification clocks to be kept")})
	if t := clockTable(rep.Lang, r); len(t.Rows) > 0 {
		c.Blocks = append(c.Blocks, t)
	} else {
		c.Blocks = append(c.Blocks, Paragraph{rep.Lang.Text("No notification duty was named.")})
	}
	return c
}

// needDetail says what a need means for an offer; the reasons stay in the house.
func needDetail(lang *messages.Catalogue, b Badge) string {
	switch b.Verdict {
	case assessment.Strong:
		return lang.Text("An offer is asked for soon.")
	case assessment.Recommended:
		return lang.Text("An offer is asked for within the year.")
	case assessment.Consider:
		return lang.Text("An offer may be asked for.")
	case assessment.Deferred:
		return lang.Text("After the design.")
	}
	return lang.Text("No offer is asked for now.")
}

func needsLead(lang *messages.Catalogue, r *assessment.Result) string {
	if r.SIA.HoursPerWeek > 0 {
		return lang.Say("About %s h a week of named analysis are needed.", r.SIA.HoursPerWeek.Format(0))
	}
	return lang.Text("No hours of named analysis are asked for now.")
}

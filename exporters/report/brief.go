// The executive brief: two pages that can be read alone.

package report

import (
	"fmt"

	"muster/assessment"
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
	first := Chapter{ID: briefSummary, Title: "The verdicts", Lead: SummaryLead(r), OnePage: true, Blocks: []Block{Badges{rep.Verdicts}}}
	first.Blocks = append(first.Blocks, provisionalBlocks(rep)...)
	first.Blocks = append(first.Blocks,
		Heading{"Main reasons"}, Bullets{rep.Reasons},
		Heading{"Decisions needed"}, Bullets{rep.Decisions})
	if rep.Result.Capacity.DemandHours.Known() {
		first.Blocks = append(first.Blocks, answersOnly(Heading{"Work against capacity"},
			Figure{SupplyDemand(&rep.Result, pictureWidth), "Hours of analysis a week: what is asked for, by kind, over what the team can give."})...)
	}
	first.Blocks = append(first.Blocks, Heading{"How sure"}, Paragraph{confidenceText(r)})
	if rep.Since != nil {
		first.Blocks = append(first.Blocks, findingsOnly(Paragraph{rep.Since.Text})...)
	}

	next := Chapter{ID: briefNext, Title: "What to do next", Lead: nextLead(rep), OnePage: true}
	if top := topFindings(rep, briefFindingsShown); len(top) > 0 {
		t := Table{Columns: []Column{{"Id", 7, false}, {"Finding", 25, false}, {"Recommendation", 46, false}, {"Owner", 16, false}, {"Due", 13, false}}}
		for _, f := range top {
			t.Rows = append(t.Rows, []string{f.ID, f.Title, f.Recommendation, f.Owner, f.Due})
		}
		if more := len(rep.Findings) - len(top); more > 0 {
			t.Caption = fmt.Sprintf("The most severe of %s; the full report has all of them.", assessment.FormatCount(len(rep.Findings), "finding", "findings"))
		}
		next.Blocks = append(next.Blocks, findingsOnly(t)...)
	}
	if c := rep.Comparison; c != nil {
		next.Blocks = append(next.Blocks, Heading{"Contract options"}, Paragraph{c.Recommendation.Text})
	}
	next.Blocks = append(next.Blocks, sectionBlocks(rep, "Levels by section")...)
	if n := len(rep.NotAssessed); n > 0 {
		next.Blocks = append(next.Blocks, answersOnly(Paragraph{openText(&rep.Result, n)})...)
	}
	return []Chapter{first, next}
}

// nextLead counts what is to be done, by how soon.
func nextLead(rep *Report) string {
	if len(rep.Findings) == 0 {
		return "The answers given show no weakness that calls for action."
	}
	soon := 0
	for _, f := range rep.Findings {
		if f.DueDays <= horizons[0].days {
			soon++
		}
	}
	if soon == 0 {
		return fmt.Sprintf("%s to close, none of them within 30 days.", assessment.FormatCount(len(rep.Findings), "finding", "findings"))
	}
	return fmt.Sprintf("%s to close, %d within 30 days.", assessment.FormatCount(len(rep.Findings), "finding", "findings"), soon)
}

// needsChapter is what is asked of a provider, without why.
func needsChapter(rep *Report) Chapter {
	r := &rep.Result
	rows := [][]string{{"Named security intelligence analyst", rep.Verdicts[0].Word, rep.Verdicts[0].Detail}}
	if r.SIA.Verdict == assessment.NotWarranted || r.SIA.Verdict == assessment.InsufficientEvidence {
		rows[0][2] = "No offer is asked for now."
	}
	for _, b := range rep.Verdicts[1:] {
		rows = append(rows, []string{b.Subject + " (consulting)", b.Word, needDetail(b)})
	}
	c := Chapter{ID: "needs", Title: "What is needed", Lead: needsLead(r), Blocks: []Block{
		Table{Columns: []Column{{"Service", 32, false}, {"Need", 24, false}, {"Extent", 44, false}}, Rows: rows},
	}}
	if r.SIA.HoursPerWeek > 0 {
		t := Table{Columns: []Column{{"Skill area", 60, false}, {"Level needed", 40, true}}}
		for _, s := range rep.Skills {
			if s.Assessed && s.Gap > 0 {
				t.Rows = append(t.Rows, []string{s.Area, fmt.Sprintf("%d of 4", s.Required)})
			}
		}
		if len(t.Rows) > 0 {
			c.Blocks = append(c.Blocks, Heading{"Skills the analyst should bring"}, t)
		}
	}
	c.Blocks = append(c.Blocks, Heading{"Notification clocks to be kept"})
	if t := clockTable(r); len(t.Rows) > 0 {
		c.Blocks = append(c.Blocks, t)
	} else {
		c.Blocks = append(c.Blocks, Paragraph{"No notification duty was named."})
	}
	return c
}

// needDetail says what a need means for an offer; the reasons stay in the house.
func needDetail(b Badge) string {
	switch b.Verdict {
	case assessment.Strong:
		return "An offer is asked for soon."
	case assessment.Recommended:
		return "An offer is asked for within the year."
	case assessment.Consider:
		return "An offer may be asked for."
	case assessment.Deferred:
		return "After the design."
	}
	return "No offer is asked for now."
}

func needsLead(r *assessment.Result) string {
	if r.SIA.HoursPerWeek > 0 {
		return fmt.Sprintf("About %s h a week of named analysis are needed.", r.SIA.HoursPerWeek.Format(0))
	}
	return "No hours of named analysis are asked for now."
}

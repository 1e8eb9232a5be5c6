// The gap assessment: where the levels stand against those that are wanted, what
// closing the gaps would do to the verdicts, and what recurs and is due.

package report

import (
	"fmt"
	"slices"
	"strings"

	"muster/assessment"
	"muster/assessment/cadence"
	"muster/assessment/followup"
	"muster/assessment/target"
	"muster/exporters/chart"
)

// gapID is the id of the chapter on gaps.
const gapID = "gap"

// gapSections are the sections whose mean hides single answers from a reader who may
// not see them.
func gapSections(a *target.Assessment, least int) []target.Section {
	return slices.DeleteFunc(slices.Clone(a.Sections), func(s target.Section) bool { return s.Known < least })
}

// GapRadar compares the mean level of each section that has at least so many answers
// with the mean that is wanted.
func GapRadar(a *target.Assessment, least int, width float64) chart.Scene {
	var axes []chart.Axis
	for _, s := range gapSections(a, max(1, least)) {
		axes = append(axes, chart.Axis{Title: s.Title, Shown: s.Current.Format(1) + " of " + s.Wanted.Format(1), Current: float64(s.Current), Required: float64(s.Wanted), Known: true})
	}
	return chart.Radar("Mean level by section against the wanted level", chart.RadarKey{Current: "level today", Required: "wanted level"}, axes, 4, width)
}

// GapRadarCaption says what to see in the radar.
const GapRadarCaption = "Mean level of each section's answered questions, 0 to 4, against the mean that is wanted of the same questions; below each name both in figures."

// GapMap shows every levelled question with its level and how far it is from the
// wanted one.
func GapMap(a *target.Assessment, width float64) chart.Scene {
	var rows []chart.TileRow
	for _, s := range a.Sections {
		row := chart.TileRow{Title: s.Title, Note: "nothing answered"}
		if s.Known > 0 {
			row.Note = s.Distance.Format(1) + " short on average"
		}
		for _, it := range a.Items {
			if it.Section == s.ID {
				row.Tiles = append(row.Tiles, tile(&it))
			}
		}
		rows = append(rows, row)
	}
	return chart.LevelMap("Level of every question against the wanted one", rows, width)
}

// GapMapCaption says what to see in the map.
const GapMapCaption = "Every levelled question: its level and the wanted one. Shape and tint tell how far apart they are."

func tile(it *target.Item) chart.Tile {
	t := chart.Tile{Title: it.Title}
	switch it.Standing {
	case target.Excluded:
		if t.State, t.Shown = chart.TileAbsent, "–"; it.Wanted < 0 {
			t.Shown = "no target"
		}
	case target.Unknown, target.Unanswered:
		t.State, t.Shown = chart.TileOpen, "? of "+fmt.Sprint(it.Wanted)
	default:
		t.State, t.Shown = chart.TileState(min(it.Distance, int(chart.TileMore))), fmt.Sprintf("%d of %d", it.Level, it.Wanted)
	}
	return t
}

// GapStandingWord is a standing as people write it.
func GapStandingWord(s target.Standing) string {
	switch s {
	case target.Unknown:
		return "don't know"
	case target.Unanswered:
		return "not answered"
	case target.Excluded:
		return "does not apply"
	}
	return string(s)
}

// GapIntro says which target is meant.
func GapIntro(a *target.Assessment) string {
	text := "Target: " + a.Title + "."
	if a.Set != "" {
		text += " " + a.For + " " + a.Why
	}
	if a.Own > 0 {
		text += fmt.Sprintf(" %s set for this engagement.", assessment.FormatCount(a.Own, "wanted level was", "wanted levels were"))
	}
	return text
}

// GapTable are the gaps, what matters most first.
func GapTable(a *target.Assessment) Table {
	t := Table{Columns: []Column{{"Rank", 7, true}, {"Question", 29, false}, {"Level", 8, true}, {"Wanted", 11, true}, {"Why it ranks here", 45, false}}}
	for i := range a.Gaps {
		g := &a.Gaps[i]
		wanted := fmt.Sprint(g.Wanted)
		if g.Own {
			wanted += " (own)"
		}
		t.Rows = append(t.Rows, []string{fmt.Sprint(g.Rank), fmt.Sprintf("%d. %s", g.Number, g.Title), fmt.Sprint(g.Level), wanted, g.Why})
	}
	return t
}

// GapSectionTable are the sections with at least so many answers.
func GapSectionTable(a *target.Assessment, least int) Table {
	t := Table{Columns: []Column{{"Section", 23, false}, {"Level", 9, true}, {"Wanted", 11, true}, {"Short", 9, true}, {"Weight", 11, true}, {"In words", 37, false}}}
	for _, s := range gapSections(a, least) {
		t.Rows = append(t.Rows, []string{s.Title, s.Current.Format(1), s.Wanted.Format(1), s.Distance.Format(1), fmt.Sprint(s.Weight), strings.Join(append([]string{s.Text}, s.Moves...), " ")})
	}
	return t
}

// GapRaises says why more is wanted than by the set alone, and of what.
func GapRaises(a *target.Assessment) []string {
	var reasons, out []string
	of := map[string][]string{}
	for _, it := range a.Items {
		if it.Standing == target.Excluded || it.Because == "" {
			continue
		}
		if !slices.Contains(reasons, it.Because) {
			reasons = append(reasons, it.Because)
		}
		of[it.Because] = append(of[it.Because], fmt.Sprintf("%s (%d)", it.Title, it.Wanted))
	}
	for _, r := range reasons {
		out = append(out, r+" Wanted therefore: "+strings.Join(of[r], ", ")+".")
	}
	return out
}

// GapOpen are the questions of which nobody knows how far they are from the target.
func GapOpen(a *target.Assessment) []string {
	var out []string
	for _, it := range a.Open {
		out = append(out, fmt.Sprintf("%d. %s: %s; wanted is level %d.", it.Number, it.Title, GapStandingWord(it.Standing), it.Wanted))
	}
	return out
}

// outcome are verdicts now and then, each with a sentence.
func outcome(then string, verdicts []followup.Verdict) Table {
	t := Table{Columns: []Column{{"Verdict", 22, false}, {"Now", 20, false}, {then, 20, false}, {"In words", 38, false}}}
	for _, v := range verdicts {
		t.Rows = append(t.Rows, []string{subjects[v.Subject], v.Before.Word(), v.After.Word(), v.Text})
	}
	return t
}

// DutyText says in a few words where a recurring duty stands.
func DutyText(d *cadence.Duty) string {
	switch {
	case d.Never:
		return "overdue: never done"
	case d.Standing == cadence.Overdue:
		return "overdue by " + assessment.FormatCount(-d.Days, "day", "days")
	case d.Standing == cadence.Open:
		return "nobody said when it was last done"
	case d.Days == 0:
		return "due today"
	}
	return "due in " + assessment.FormatCount(d.Days, "day", "days")
}

// CadenceLead counts what is overdue.
func CadenceLead(duties []cadence.Duty) string {
	overdue, soon := 0, 0
	for i := range duties {
		switch duties[i].Standing {
		case cadence.Overdue:
			overdue++
		case cadence.Due:
			soon++
		}
	}
	text := "Nothing is overdue."
	if overdue > 0 {
		text = fmt.Sprintf("%s overdue.", assessment.FormatCount(overdue, "recurring duty is", "recurring duties are"))
	}
	if soon > 0 {
		text += fmt.Sprintf(" %s due within %d days.", assessment.FormatCount(soon, "more is", "more are"), cadence.Soon)
	}
	return text
}

// CadenceTable are the recurring duties, what is overdue first.
func CadenceTable(duties []cadence.Duty) Table {
	t := Table{Columns: []Column{{"Duty", 30, false}, {"At least every", 16, false}, {"Last done, about", 17, false}, {"Due by", 14, false}, {"Where it stands", 23, false}}}
	for i := range duties {
		d := &duties[i]
		last := orDash(d.Last)
		if d.Never {
			last = "never"
		}
		t.Rows = append(t.Rows, []string{d.Title, assessment.FormatCount(d.Months, "month", "months"), last, orDash(d.Next), DutyText(d)})
	}
	return t
}

func gapChapter(rep *Report) Chapter {
	a := rep.Gap
	out := Chapter{ID: gapID, Title: "Gap assessment", Lead: a.Text}
	add := func(blocks ...Block) { out.Blocks = append(out.Blocks, blocks...) }
	least := 1
	if !rep.Redaction.Answers {
		least = fewestLevels
	}
	add(Paragraph{GapIntro(a)})
	for _, r := range a.Remarks {
		add(Paragraph{r})
	}
	if raises := GapRaises(a); len(raises) > 0 {
		add(answersOnly(Bullets{raises})...)
	}
	if n := len(gapSections(a, least)); n > 2 {
		add(Figure{GapRadar(a, least, pictureWidth), GapRadarCaption})
	}
	add(Heading{"By section"})
	if t := GapSectionTable(a, least); len(t.Rows) > 0 {
		add(t, Paragraph{"Short is the mean of the levels short; what goes beyond its target makes up for nothing. The weight, 1 to 3, is how much a level short counts."})
	} else {
		add(Paragraph{"There are too few answers for means."})
	}
	add(answersOnly(Heading{"Every question"}, Figure{GapMap(a, pictureWidth), GapMapCaption})...)
	if len(a.Gaps) > 0 {
		add(answersOnly(Heading{"Gaps, what matters most first"}, Paragraph{a.Rule}, GapTable(a))...)
		add(Heading{"Once all gaps are closed"}, outcome("Once closed", a.Verdicts), Paragraph{a.Remark()})
	}
	if open := GapOpen(a); len(open) > 0 {
		add(answersOnly(Heading{"To be found out"}, Bullets{open})...)
	}
	if len(rep.Duties) > 0 {
		add(answersOnly(Heading{"What recurs"}, Paragraph{CadenceLead(rep.Duties) + " Counted to the date of the assessment, " + rep.Date + "."}, CadenceTable(rep.Duties))...)
	}
	return out
}

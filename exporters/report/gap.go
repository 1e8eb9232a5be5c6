// The gap assessment: where the levels stand against those that are wanted, what
// closing the gaps would do to the verdicts, and what recurs and is due.

package report

import (
	"fmt"
	"slices"
	"strings"

	"muster/assessment/cadence"
	"muster/assessment/followup"
	"muster/assessment/messages"
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
func GapRadar(lang *messages.Catalogue, a *target.Assessment, least int, width float64) chart.Scene {
	var axes []chart.Axis
	for _, s := range gapSections(a, max(1, least)) {
		axes = append(axes, chart.Axis{Title: s.Title, Shown: lang.Say("%s of %s", s.Current.Format(1), s.Wanted.Format(1)), Current: float64(s.Current), Required: float64(s.Wanted), Known: true})
	}
	return chart.Radar(lang, lang.Text("Mean level by section against the wanted level"), chart.RadarKey{Current: lang.Text("level today"), Required: lang.Text("wanted level")}, axes, 4, width)
}

// GapRadarCaption says what to see in the radar.
var GapRadarCaption = messages.Mark("Mean level of each section's answered questions, 0 to 4, against the mean that is wanted of the same questions; below each name both in figures.")

// GapMap shows every levelled question with its level and how far it is from the
// wanted one.
func GapMap(lang *messages.Catalogue, a *target.Assessment, width float64) chart.Scene {
	var rows []chart.TileRow
	for _, s := range a.Sections {
		row := chart.TileRow{Title: s.Title, Note: lang.Text("nothing answered")}
		if s.Known > 0 {
			row.Note = lang.Say("%s short on average", s.Distance.Format(1))
		}
		for _, it := range a.Items {
			if it.Section == s.ID {
				row.Tiles = append(row.Tiles, tile(lang, &it))
			}
		}
		rows = append(rows, row)
	}
	return chart.LevelMap(lang, lang.Text("Level of every question against the wanted one"), rows, width)
}

// GapMapCaption says what to see in the map.
var GapMapCaption = messages.Mark("Every levelled question: its level and the wanted one. Shape and tint tell how far apart they are.")

// GapState is how far a question is from its target, as the map shows it.
func GapState(it *target.Item) chart.TileState {
	switch it.Standing {
	case target.Excluded:
		return chart.TileAbsent
	case target.Unknown, target.Unanswered:
		return chart.TileOpen
	}
	return chart.TileState(min(it.Distance, int(chart.TileMore)))
}

func tile(lang *messages.Catalogue, it *target.Item) chart.Tile {
	t := chart.Tile{Title: it.Title, State: GapState(it)}
	switch {
	case t.State == chart.TileAbsent && it.Wanted < 0:
		t.Shown = lang.Text("no target")
	case t.State == chart.TileAbsent:
		t.Shown = "–"
	case t.State == chart.TileOpen:
		t.Shown = lang.Say("? of %s", fmt.Sprint(it.Wanted))
	default:
		t.Shown = lang.Say("%d of %d", it.Level, it.Wanted)
	}
	return t
}

// GapStandingWord is a standing as people write it.
func GapStandingWord(lang *messages.Catalogue, s target.Standing) string {
	switch s {
	case target.Unknown:
		return lang.Text("don't know")
	case target.Unanswered:
		return lang.Text("not answered")
	case target.Excluded:
		return lang.Text("does not apply")
	}
	return string(s)
}

// GapIntro says which target is meant.
func GapIntro(lang *messages.Catalogue, a *target.Assessment) string {
	text := lang.Say("Target: %s.", a.Title)
	if a.Set != "" {
		text += " " + a.For + " " + a.Why
	}
	if a.Own > 0 {
		text += lang.Say(" %s set for this engagement.", lang.Count(a.Own, "1 wanted level was", "%d wanted levels were"))
	}
	return text
}

// GapTable are the gaps, what matters most first.
func GapTable(lang *messages.Catalogue, a *target.Assessment) Table {
	t := Table{Columns: []Column{{lang.Text("Rank"), 7, true}, {lang.Text("Question"), 29, false}, {lang.Text("Level"), 8, true}, {lang.Text("Wanted"), 11, true}, {lang.Text("Why it ranks here"), 45, false}}}
	for i := range a.Gaps {
		g := &a.Gaps[i]
		wanted := fmt.Sprint(g.Wanted)
		if g.Own {
			wanted += lang.Text(" (own)")
		}
		t.Rows = append(t.Rows, []string{fmt.Sprint(g.Rank), fmt.Sprintf("%d. %s", g.Number, g.Title), fmt.Sprint(g.Level), wanted, g.Why})
	}
	return t
}

// GapSectionTable are the sections with at least so many answers.
func GapSectionTable(lang *messages.Catalogue, a *target.Assessment, least int) Table {
	t := Table{Columns: []Column{{lang.Text("Section"), 23, false}, {lang.Text("Level"), 9, true}, {lang.Text("Wanted"), 11, true}, {lang.Text("Short"), 9, true}, {lang.Text("Weight"), 11, true}, {lang.Text("In words"), 37, false}}}
	for _, s := range gapSections(a, least) {
		t.Rows = append(t.Rows, []string{s.Title, s.Current.Format(1), s.Wanted.Format(1), s.Distance.Format(1), fmt.Sprint(s.Weight), strings.Join(append([]string{s.Text}, s.Moves...), " ")})
	}
	return t
}

// GapRaises says why more is wanted than by the set alone, and of what.
func GapRaises(lang *messages.Catalogue, a *target.Assessment) []string {
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
		out = append(out, lang.Say("%s Wanted therefore: %s.", r, strings.Join(of[r], ", ")))
	}
	return out
}

// GapOpen are the questions of which nobody knows how far they are from the target.
func GapOpen(lang *messages.Catalogue, a *target.Assessment) []string {
	var out []string
	for _, it := range a.Open {
		out = append(out, lang.Say("%d. %s: %s; wanted is level %d.", it.Number, it.Title, GapStandingWord(lang, it.Standing), it.Wanted))
	}
	return out
}

// GapOutcome are the verdicts now and once all gaps are closed.
func GapOutcome(lang *messages.Catalogue, a *target.Assessment) Table {
	return outcome(lang, lang.Text("Once closed"), a.Verdicts)
}

// outcome are verdicts now and then, each with a sentence.
func outcome(lang *messages.Catalogue, then string, verdicts []followup.Verdict) Table {
	t := Table{Columns: []Column{{lang.Text("Verdict"), 22, false}, {lang.Text("Now"), 20, false}, {then, 20, false}, {lang.Text("In words"), 38, false}}}
	for _, v := range verdicts {
		t.Rows = append(t.Rows, []string{subjects[v.Subject], v.Before.Word(), v.After.Word(), v.Text})
	}
	return t
}

// DutyText says in a few words where a recurring duty stands.
func DutyText(lang *messages.Catalogue, d *cadence.Duty) string {
	switch {
	case d.Never:
		return lang.Text("overdue: never done")
	case d.Standing == cadence.Overdue:
		return lang.Say("overdue by %s", lang.Count(-d.Days, "1 day", "%d days"))
	case d.Standing == cadence.Open:
		return lang.Text("nobody said when it was last done")
	case d.Days == 0:
		return lang.Text("due today")
	}
	return lang.Say("due in %s", lang.Count(d.Days, "1 day", "%d days"))
}

// CadenceLead counts what is overdue.
func CadenceLead(lang *messages.Catalogue, duties []cadence.Duty) string {
	overdue, soon := 0, 0
	for i := range duties {
		switch duties[i].Standing {
		case cadence.Overdue:
			overdue++
		case cadence.Due:
			soon++
		}
	}
	text := lang.Text("Nothing is overdue.")
	if overdue > 0 {
		text = lang.Say("%s overdue.", lang.Count(overdue, "1 recurring duty is", "%d recurring duties are"))
	}
	if soon > 0 {
		text += lang.Say(" %s due within %d days.", lang.Count(soon, "1 more is", "%d more are"), cadence.Soon)
	}
	return text
}

// CadenceTable are the recurring duties, what is overdue first.
func CadenceTable(lang *messages.Catalogue, duties []cadence.Duty) Table {
	t := Table{Columns: []Column{{lang.Text("Duty"), 30, false}, {lang.Text("At least every"), 16, false}, {lang.Text("Last done, about"), 17, false}, {lang.Text("Due by"), 14, false}, {lang.Text("Where it stands"), 23, false}}}
	for i := range duties {
		d := &duties[i]
		last := orDash(d.Last)
		if d.Never {
			last = "never"
		}
		t.Rows = append(t.Rows, []string{d.Title, lang.Count(d.Months, "1 month", "%d months"), last, orDash(d.Next), DutyText(lang, d)})
	}
	return t
}

func gapChapter(rep *Report) Chapter {
	a := rep.Gap
	out := Chapter{ID: gapID, Title: rep.Lang.Text("Gap assessment"), Lead: a.Text}
	add := func(blocks ...Block) { out.Blocks = append(out.Blocks, blocks...) }
	least := 1
	if !rep.Redaction.Answers {
		least = fewestLevels
	}
	add(Paragraph{GapIntro(rep.Lang, a)})
	for _, r := range a.Remarks {
		add(Paragraph{r})
	}
	if raises := GapRaises(rep.Lang, a); len(raises) > 0 {
		add(answersOnly(Bullets{raises})...)
	}
	if n := len(gapSections(a, least)); n > 2 {
		add(Figure{GapRadar(rep.Lang, a, least, pictureWidth), rep.Lang.Text(GapRadarCaption)})
	}
	add(Heading{rep.Lang.Text("By section")})
	if t := GapSectionTable(rep.Lang, a, least); len(t.Rows) > 0 {
		add(t, Paragraph{rep.Lang.Text("Short is the mean of the levels short; what goes beyond its target makes up for nothing. The weight, 1 to 3, is how much a level short counts.")})
	} else {
		add(Paragraph{rep.Lang.Text("There are too few answers for means.")})
	}
	add(answersOnly(Heading{rep.Lang.Text("Every question")}, Figure{GapMap(rep.Lang, a, pictureWidth), rep.Lang.Text(GapMapCaption)})...)
	if len(a.Gaps) > 0 {
		add(answersOnly(Heading{rep.Lang.Text("Gaps, what matters most first")}, Paragraph{a.Rule}, GapTable(rep.Lang, a))...)
		add(Heading{rep.Lang.Text("Once all gaps are closed")}, GapOutcome(rep.Lang, a), Paragraph{a.Remark()})
	}
	if open := GapOpen(rep.Lang, a); len(open) > 0 {
		add(answersOnly(Heading{rep.Lang.Text("To be found out")}, Bullets{open})...)
	}
	if len(rep.Duties) > 0 {
		add(answersOnly(Heading{rep.Lang.Text("What recurs")}, Paragraph{rep.Lang.Say("%s Counted to the date of the assessment, %s.", CadenceLead(rep.Lang, rep.Duties), rep.Date)}, CadenceTable(rep.Lang, rep.Duties))...)
	}
	return out
}

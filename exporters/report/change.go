// What would change the verdicts, how sure they are, and what was tried out.

package report

import (
	"strings"

	"muster/assessment"
	"muster/assessment/messages"
	"muster/assessment/question"
	"muster/exporters/chart"
	"muster/exporters/look"
)

// shownFirst is how many changes of a kind are shown before the full list.
const shownFirst = 4

func buildChanges(lang *messages.Catalogue, set *question.Set, e *assessment.Explanation) []Change {
	best := map[string]bool{}
	for _, s := range Subjects {
		subject := s.ID
		for _, direction := range []string{"less", "more"} {
			for _, advice := range []bool{true, false} {
				for _, c := range e.About(subject, direction, advice, shownFirst) {
					best[subject+c.Text] = true
				}
			}
		}
	}
	out := make([]Change, 0, len(e.Counterfactuals))
	for _, c := range e.Counterfactuals {
		x := Change{Subject: lang.Text(subjects[c.Subject]), Direction: c.Direction, Advice: c.Advice, Text: lang.Text(c.Text), Verdict: within(lang, look.Verdict(c.To).Word),
			Questions: []string{}, Single: len(c.Changes) == 1, Best: best[c.Subject+c.Text]}
		for _, l := range c.Changes {
			if set.Item(l.Question) != nil {
				x.Questions = append(x.Questions, l.Question)
			}
		}
		out = append(out, x)
	}
	return out
}

func buildShares(lang *messages.Catalogue, u *assessment.Uncertainty) []VerdictShare {
	out := []VerdictShare{}
	if u == nil {
		return out
	}
	for _, v := range assessment.Ladder {
		s := float64(u.Shares[v])
		out = append(out, VerdictShare{Verdict: v, Word: lang.Text(look.Verdict(v).Word), Share: s, Shown: assessment.FormatShare(s)})
	}
	return out
}

func buildScenarios(lang *messages.Catalogue, e *assessment.Explanation) []Scenario {
	out := make([]Scenario, 0, len(e.Scenarios))
	for _, s := range e.Scenarios {
		changes := strings.Join(s.Changes, "; ")
		if changes == "" {
			changes = lang.Text("nothing")
		}
		out = append(out, Scenario{Name: s.Name, Changes: changes, Verdict: lang.Text(look.Verdict(s.SIA.Verdict).Word), Hours: s.SIA.HoursPerWeek.Format(1),
			Ratio: s.Ratio.Format(2), Gap: s.Gap.Format(1), Urgent: assessment.FormatShare(float64(s.Urgent)), FTE: s.FTE.Format(2)})
	}
	return out
}

// RobustText says whether open questions can move the SIA verdict.
func RobustText(lang *messages.Catalogue, set *question.Set, r *assessment.Result) string {
	c := r.Confidence
	if len(c.Range) != 2 || c.Range[0] == assessment.InsufficientEvidence {
		return lang.Text("The range cannot be given before the questions the verdict waits for are answered.")
	}
	low, high := within(lang, look.Verdict(c.Range[0]).Word), within(lang, look.Verdict(c.Range[1]).Word)
	if c.Robust {
		return lang.Say("Robust: with every open question at its best and at its worst the verdict is the same, %s.", low)
	}
	text := lang.Say("Not robust: with the open questions at their best it would be %s, at their worst %s.", low, high)
	if it := set.Item(c.Next); it != nil {
		text += lang.Say(" The answer that says most next: %d. %s", it.Number, it.Text)
	}
	return text
}

// SharesScene is the picture of the verdict's uncertainty.
func SharesScene(rep *Report, width float64) chart.Scene {
	parts := make([]chart.SharePart, 0, len(rep.Shares))
	for _, s := range rep.Shares {
		if s.Share > 0 {
			parts = append(parts, chart.SharePart{Title: s.Word, Shown: s.Shown, Share: s.Share, Style: look.Verdict(s.Verdict)})
		}
	}
	return chart.Shares(rep.Lang, rep.Lang.Text("Share of draws by verdict"), parts, width)
}

// SharesCaption says what to see in the picture of the uncertainty.
func SharesCaption(lang *messages.Catalogue, u *assessment.Uncertainty) string {
	return lang.Say("The SIA verdict in %s draws in which each volume and each handle time is off by up to ±%s, most often by little.", assessment.FormatNumber(float64(u.Draws), 0), assessment.FormatShare(u.Width))
}

// changesOf picks changes of a subject, the few to show first or all.
func changesOf(rep *Report, subject, direction string, advice, all bool) []string {
	var out []string
	for _, c := range rep.Changes {
		if c.Subject == subject && c.Direction == direction && c.Advice == advice && (all || c.Best) {
			out = append(out, c.Text)
		}
	}
	return out
}

func changeChapter(set *question.Set, rep *Report) Chapter {
	r := &rep.Result
	c := Chapter{ID: "change", Title: rep.Lang.Text("What would change the verdict")}
	if r.SIA.Verdict == assessment.InsufficientEvidence {
		c.Lead = rep.Lang.Text("There is no SIA verdict yet that could change.")
	} else {
		c.Lead = rep.Lang.Text("Nothing a single answer could be would change the SIA verdict.")
		if first := firstChange(rep); first != "" {
			c.Lead = rep.Lang.Say("Nearest: %s.", first)
		}
	}
	add := func(blocks ...Block) { c.Blocks = append(c.Blocks, blocks...) }
	add(Heading{rep.Lang.Text("How robust")}, Paragraph{RobustText(rep.Lang, set, r)})
	if u := rep.Analysis.Uncertainty; u != nil {
		add(Figure{SharesScene(rep, pictureWidth), SharesCaption(rep.Lang, u)})
	}
	for _, subject := range Subjects {
		name := rep.Lang.Text(subject.Title)
		list := func(title string, items []string) {
			if len(items) > 0 {
				add(Heading{name + ": " + title}, Bullets{items})
			}
		}
		list(rep.Lang.Text("what you can do to need less"), changesOf(rep, name, "less", true, false))
		list(rep.Lang.Text("what else would mean less (sensitivity)"), changesOf(rep, name, "less", false, false))
		list(rep.Lang.Text("what would mean more (sensitivity)"), changesOf(rep, name, "more", false, false))
	}
	add(Paragraph{rep.Lang.Text("Each line is a smallest change that gives the verdict after the arrow, with all else as answered. What you can move is offered as advice; the rest shows how sensitive the verdict is.")})
	if len(rep.Scenarios) > 0 {
		add(Heading{rep.Lang.Text("What if")}, ScenarioTable(rep))
	}
	return c
}

// firstChange is the smallest change of the SIA verdict, advice before the rest.
func firstChange(rep *Report) string {
	for _, advice := range []bool{true, false} {
		for _, direction := range []string{"less", "more"} {
			if list := changesOf(rep, rep.Lang.Text(subjects["sia"]), direction, advice, false); len(list) > 0 {
				return list[0]
			}
		}
	}
	return ""
}

// Nearest are the smallest changes of the SIA verdict, for the panel beside the
// questions: what the client can do, what would mean less, what would mean more.
func Nearest(e *assessment.Explanation, most int) []string {
	var out []string
	for _, x := range []struct {
		direction string
		advice    bool
	}{{"less", true}, {"less", false}, {"more", false}} {
		for _, c := range e.About("sia", x.direction, x.advice, 1) {
			if len(out) < most {
				out = append(out, c.Text)
			}
		}
	}
	return out
}

// ScenarioTable sets the kept what-ifs beside the engagement as it is.
func ScenarioTable(rep *Report) Table {
	c := rep.Result.Capacity
	t := Table{Columns: []Column{{rep.Lang.Text("Scenario"), 16, false}, {rep.Lang.Text("What differs"), 30, false}, {rep.Lang.Text("Named SIA"), 16, false}, {rep.Lang.Text("h a week"), 8, true}, {rep.Lang.Text("Demand / supply"), 10, true}, {rep.Lang.Text("Urgent in time"), 10, true}, {rep.Lang.Text("FTE required"), 10, true}}}
	t.Rows = append(t.Rows, []string{rep.Lang.Text("As answered"), "", rep.Verdicts[0].Word, rep.Result.SIA.HoursPerWeek.Format(1), c.Ratio.Format(2), assessment.FormatShare(float64(c.Attainment.Urgent)), c.RequiredFTE.Format(2)})
	for _, s := range rep.Scenarios {
		t.Rows = append(t.Rows, []string{s.Name, s.Changes, s.Verdict, s.Hours, s.Ratio, s.Urgent, s.FTE})
	}
	return t
}

// changesAppendix lists every change that was found.
func changesAppendix(rep *Report) Chapter {
	c := Chapter{ID: "changes", Title: rep.Lang.Text("All changes of a verdict"), Appendix: true, Lead: rep.Lang.Say("%s found, the smallest first within a kind.", rep.Lang.Count(len(rep.Changes), "1 change was", "%d changes were"))}
	subject := ""
	var t *Table
	flush := func() {
		if t != nil {
			c.Blocks = append(c.Blocks, Heading{subject}, *t)
		}
	}
	for _, x := range rep.Changes {
		if x.Subject != subject {
			flush()
			subject = x.Subject
			t = &Table{Columns: []Column{{rep.Lang.Text("Change"), 66, false}, {rep.Lang.Text("Means"), 12, false}, {rep.Lang.Text("Kind"), 22, false}}}
		}
		kind := rep.Lang.Text("sensitivity")
		if x.Advice {
			kind = rep.Lang.Text("advice")
		}
		if !x.Single {
			kind = rep.Lang.Say("%s, together", kind)
		}
		t.Rows = append(t.Rows, []string{x.Text, rep.Lang.Text(x.Direction), kind})
	}
	flush()
	return c
}

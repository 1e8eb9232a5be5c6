// The chapter on several respondents: who said what, how far apart, and what each
// alone would decide.

package report

import (
	"fmt"
	"slices"
	"strings"

	"muster/assessment"
	"muster/assessment/engagement"
	"muster/assessment/messages"
	"muster/assessment/question"
	"muster/exporters/look"
)

func respondentChapter(set *question.Set, rep *Report) Chapter {
	c := rep.Respondents
	out := Chapter{ID: "respondents", Title: rep.Lang.Text("Respondents"), Lead: RespondentLead(rep)}
	out.Blocks = []Block{Paragraph{rep.Lang.Text("Each of them answered on their own. The verdicts and figures of this report rest on the agreed answers; beside them stands what each person's answers alone come to.")},
		RespondentTable(rep)}
	material, others := splitQuestions(c.Questions)
	if len(material) > 0 {
		out.Blocks = append(out.Blocks, Heading{rep.Lang.Text("Far apart")}, OpinionTable(set, rep, material))
	}
	if len(others) > 0 {
		out.Blocks = append(out.Blocks, Heading{rep.Lang.Text("Other differences")}, OpinionTable(set, rep, others))
	}
	if len(c.Questions) == 0 {
		out.Blocks = append(out.Blocks, Paragraph{rep.Lang.Text("Nobody contradicts anybody.")})
	}
	return out
}

func splitQuestions(list []assessment.Disagreement) (material, others []assessment.Disagreement) {
	for _, d := range list {
		if d.Material {
			material = append(material, d)
		} else {
			others = append(others, d)
		}
	}
	return material, others
}

// RespondentLead counts the respondents and where they differ.
func RespondentLead(rep *Report) string {
	c := rep.Respondents
	material, _ := splitQuestions(c.Questions)
	if len(c.People) == 1 {
		return rep.Lang.Text("One person answered on their own; a second one would show where views differ.")
	}
	both := len(c.Agreed) + len(c.Questions)
	text := rep.Lang.Say("%d people answered: of %s that two or more of them answered, they agree on %d and differ on %d", len(c.People), rep.Lang.Count(both, "1 question", "%d questions"), len(c.Agreed), len(c.Questions))
	if len(material) > 0 {
		text += rep.Lang.Say(", on %d of them far apart", len(material))
	}
	return text + "."
}

// RespondentTable gives the verdicts by person and those of the agreed answers.
func RespondentTable(rep *Report) Table {
	t := Table{Columns: []Column{{rep.Lang.Text("Respondent"), 24, false}, {rep.Lang.Text("Answered"), 13, true}, {rep.Lang.Text("Named SIA"), 19, false}, {rep.Lang.Text("Design"), 15, false}, {rep.Lang.Text("Review"), 15, false}, {rep.Lang.Text("Test"), 15, false}},
		Caption: rep.Lang.Text("Verdicts on the answers of each person alone. Insufficient evidence: too few of the questions that decide were answered.")}
	word := func(v assessment.Verdict) string { return rep.Lang.Text(look.Verdict(v).Word) }
	for _, p := range rep.Respondents.People {
		name := p.Name
		if p.Role != "" && p.Role != p.Name {
			name += ", " + p.Role
		}
		t.Rows = append(t.Rows, []string{name, fmt.Sprint(p.Answered), word(p.SIA), word(p.Design), word(p.Review), word(p.Test)})
	}
	r := &rep.Result
	t.Rows = append(t.Rows, []string{rep.Lang.Text("Agreed answers"), fmt.Sprint(r.Confidence.Answered), word(r.SIA.Verdict), word(r.CSIRP.Design), word(r.CSIRP.Review), word(r.CSIRP.Test)})
	return t
}

// OpinionTable says who said what.
func OpinionTable(set *question.Set, rep *Report, list []assessment.Disagreement) Table {
	t := Table{Columns: []Column{{"", 5, true}, {rep.Lang.Text("Question"), 24, false}, {rep.Lang.Text("Who"), 20, false}, {rep.Lang.Text("Answer"), 40, false}, {rep.Lang.Text("Spread"), 11, true}}}
	for _, d := range list {
		it := set.Item(d.Question)
		for i, o := range d.Opinions {
			row := []string{"", "", o.Who, opinionText(rep.Lang, it, d, o), ""}
			if i == 0 {
				row[0], row[1], row[4] = fmt.Sprint(it.Number), it.Title, assessment.FormatShare(d.Spread)
			}
			t.Rows = append(t.Rows, row)
		}
		agreed := agreedText(rep, d.Question)
		if said := slices.ContainsFunc(d.Opinions, func(o assessment.Opinion) bool { return opinionValue(rep.Lang, it, o) == agreed }); !said && agreed != "" {
			agreed += rep.Lang.Text(" (none of them said so)")
		}
		t.Rows = append(t.Rows, []string{"", "", rep.Lang.Text("agreed"), agreed, ""})
	}
	return t
}

// opinionValue is what one person said, without the comment.
func opinionValue(lang *messages.Catalogue, it *question.Item, o assessment.Opinion) string {
	return StateText(lang, it, engagement.Answer{State: o.State, Value: o.Answer.Value})
}

// respondentText says in the summary that those asked do not see the same.
func respondentText(rep *Report) string {
	seen := map[assessment.Verdict]bool{}
	var verdicts []string
	for _, p := range rep.Respondents.People {
		if !seen[p.SIA] {
			verdicts = append(verdicts, within(rep.Lang, look.Verdict(p.SIA).Word))
		}
		seen[p.SIA] = true
	}
	return rep.Lang.Say("%s Their answers alone would give for a named SIA: %s.", RespondentLead(rep), rep.Lang.List(verdicts))
}

// opinionText is what one person said; of a matrix only the rows that others fill in
// differently.
func opinionText(lang *messages.Catalogue, it *question.Item, d assessment.Disagreement, o assessment.Opinion) string {
	text := opinionValue(lang, it, o)
	if rows, ok := o.Answer.Value.(engagement.RACI); ok {
		text = rowsText(lang, it, d, rows)
	}
	if o.Answer.Comment != "" {
		text += ". " + o.Answer.Comment
	}
	return text
}

func rowsText(lang *messages.Catalogue, it *question.Item, d assessment.Disagreement, rows engagement.RACI) string {
	var out []string
	for _, a := range it.Activities {
		mine, ok := rows[a.ID]
		if !ok {
			continue
		}
		for _, o := range d.Opinions {
			other, _ := o.Answer.Value.(engagement.RACI)
			theirs, given := other[a.ID]
			if given && (theirs.Accountable != mine.Accountable || theirs.Doer != mine.Doer) {
				out = append(out, lang.Say("%d. %s: %s answers for it, %s does it.", a.Number, a.Text, partyWord(lang, mine.Accountable), partyWord(lang, mine.Doer)))
				break
			}
		}
	}
	return strings.Join(out, "\n")
}

func agreedText(rep *Report, id string) string {
	for _, a := range rep.Answers {
		if a.ID == id {
			return a.Shown()
		}
	}
	return ""
}

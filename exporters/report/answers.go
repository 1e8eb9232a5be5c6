// Answers as people read them.

package report

import (
	"fmt"
	"sort"
	"strings"

	"muster/assessment"
	"muster/assessment/engagement"
	"muster/assessment/evidence"
	"muster/assessment/messages"
	"muster/assessment/question"
)

// StateWord is the state of an answer as written.
func StateWord(lang *messages.Catalogue, s engagement.State) string {
	switch s {
	case engagement.Answered:
		return lang.Text("answered")
	case engagement.Unknown:
		return lang.Text("don't know")
	case engagement.NotApplicable:
		return lang.Text("not applicable")
	}
	return lang.Text("not answered")
}

// StateText is an answer in words, whatever its state.
func StateText(lang *messages.Catalogue, it *question.Item, a engagement.Answer) string {
	if a.State == engagement.Answered {
		return AnswerText(lang, it, a.Value)
	}
	return StateWord(lang, a.State)
}

// AnswerText is the value of an answered item as written.
func AnswerText(lang *messages.Catalogue, it *question.Item, v engagement.Value) string {
	switch v := v.(type) {
	case engagement.Level:
		return fmt.Sprintf("%d – %s", v, it.Levels[v].Name)
	case engagement.Number:
		return withUnit(float64(v), it.Unit)
	case engagement.Months:
		if v.Never {
			return lang.Text("never")
		}
		return lang.Say("%s ago", amount(v.N, lang.Text("month"), lang.Text("months")))
	case engagement.Bool:
		if v {
			return lang.Text("yes")
		}
		return lang.Text("no")
	case engagement.Choice:
		return optionText(it, string(v))
	case engagement.Multi:
		words := make([]string, len(v))
		for i, id := range v {
			words[i] = optionText(it, id)
		}
		if len(words) == 0 {
			return lang.Text("none of them")
		}
		return strings.Join(words, "; ")
	case engagement.Severity:
		words := make([]string, 4)
		for i, s := range question.Severities {
			words[i] = lang.Text(s) + " " + assessment.FormatNumber(v[i], 3)
		}
		return strings.Join(words, ", ") + unitSuffix(it.Unit)
	case engagement.Window:
		return lang.Say("%s a week, %s a day", amount(v.Days, lang.Text("day"), lang.Text("days")), amount(v.Hours, lang.Text("hour"), lang.Text("hours")))
	case engagement.RACI:
		n := 0
		for _, r := range v {
			if r.Answered() {
				n++
			}
		}
		return lang.Say("%d of %d activities answered", n, len(it.Activities))
	case engagement.Skills:
		return skillsText(it, v)
	case engagement.Shares:
		return numbersText(v, func(id string) string {
			if a := it.Area(id); a != nil {
				return a.Title
			}
			return id
		})
	case engagement.Weights:
		return numbersText(v, func(id string) string { return optionText(it, id) })
	}
	return ""
}

func skillsText(it *question.Item, v engagement.Skills) string {
	var out []string
	for _, a := range it.Areas {
		row, ok := v[a.ID]
		if !ok || len(row.Levels) == 0 {
			continue
		}
		out = append(out, a.Title+" "+levelsText(row.Levels))
	}
	return strings.Join(out, "\n")
}

// levelsText are the levels of an area, a dash for one that is open.
func levelsText(levels []int) string {
	words := make([]string, len(levels))
	for i, l := range levels {
		words[i] = "–"
		if l != engagement.NoLevel {
			words[i] = fmt.Sprint(l)
		}
	}
	return strings.Join(words, " ")
}

func numbersText(m map[string]float64, name func(string) string) string {
	ids := make([]string, 0, len(m))
	for id := range m {
		ids = append(ids, id)
	}
	sort.Strings(ids)
	words := make([]string, len(ids))
	for i, id := range ids {
		words[i] = name(id) + " " + assessment.FormatNumber(m[id], 2)
	}
	return strings.Join(words, "; ")
}

func optionText(it *question.Item, id string) string {
	if o := it.Option(id); o != nil {
		return o.Text
	}
	return id
}

func amount(v float64, unit, units string) string {
	if v != 1 {
		unit = units
	}
	return assessment.FormatNumber(v, 3) + " " + unit
}

func withUnit(v float64, unit string) string {
	return assessment.FormatNumber(v, 3) + unitSuffix(unit)
}

func unitSuffix(unit string) string {
	if unit == "" {
		return ""
	}
	return " " + unit
}

// inapplicable says that and why an unanswered question does not apply; empty where
// it does.
func inapplicable(lang *messages.Catalogue, r *assessment.Result, id string) string {
	if because := r.Profile.Because(id); because != "" {
		return lang.Say("does not apply: %s", because)
	}
	return ""
}

// Shown is the answer as written: its value, or what is known instead.
func (a *Answer) Shown() string {
	switch {
	case a.Value != "":
		return a.Value
	case a.Inapplicable != "":
		return a.Inapplicable
	}
	return a.State
}

func buildAnswers(lang *messages.Catalogue, set *question.Set, doc *engagement.Document, r *assessment.Result) []Answer {
	var out []Answer
	for _, it := range set.Items() {
		a := doc.Answers[it.ID]
		text := inapplicable(lang, r, it.ID)
		if text != "" {
			a.State = engagement.NotApplicable
		}
		row := Answer{
			Section: set.Section(it.SectionID).Title, Number: it.Number, ID: it.ID, Title: it.Title, Question: it.Text,
			State: StateWord(lang, a.State), Comment: a.Comment, Review: a.Review, Carried: a.Carried, Custom: it.Custom, References: []string{},
			Inapplicable: text,
		}
		if a.State == engagement.Answered {
			row.Value = AnswerText(lang, it, a.Value)
			row.Evidence = lang.Text(string(a.Grade()))
		}
		for _, ref := range a.References {
			text := evidence.Label(ref)
			if ref.Location != "" && ref.Location != text {
				text += " (" + ref.Location + ")"
			}
			if ref.SHA256 != "" {
				text += ", SHA-256 " + ref.SHA256
			}
			row.References = append(row.References, text)
		}
		out = append(out, row)
	}
	return out
}

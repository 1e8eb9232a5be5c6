// What differs between two states of an engagement, in words: after a crash,
// between saved states, when another program changed the file.

package report

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"

	"muster/assessment/engagement"
	"muster/assessment/messages"
	"muster/assessment/question"
)

// Difference is one thing that differs.
type Difference struct {
	Place         string // question id; empty for what is no answer
	Title         string
	Before, After string
}

// Differences lists what differs, in the order of the questions; the rest of the
// document comes first. It is empty exactly when both are written alike.
func Differences(lang *messages.Catalogue, set *question.Set, before, after *engagement.Document) []Difference {
	var out []Difference
	text := func(title, a, b string) {
		if a != b {
			out = append(out, Difference{Title: title, Before: orNone(lang, a), After: orNone(lang, b)})
		}
	}
	text(lang.Text("Title"), before.Title, after.Title)
	text(lang.Text("Client"), before.Client, after.Client)
	text(lang.Text("Assessor"), before.Assessor, after.Assessor)
	text(lang.Text("Date"), before.Date, after.Date)
	text(lang.Text("Classification"), before.Classification, after.Classification)
	count := func(title string, a, b int) {
		if a != b {
			out = append(out, Difference{Title: title, Before: fmt.Sprint(a), After: fmt.Sprint(b)})
		}
	}
	count(lang.Text("Contract options"), len(before.Options), len(after.Options))
	count(lang.Text("Scenarios"), len(before.Scenarios), len(after.Scenarios))
	count(lang.Text("Exercises"), len(before.Exercises), len(after.Exercises))
	count(lang.Text("Scenarios of your own"), len(before.OwnScenarios), len(after.OwnScenarios))
	count(lang.Text("Respondents"), len(before.Respondents), len(after.Respondents))
	count(lang.Text("Settings of this engagement"), len(before.Model), len(after.Model))
	for _, it := range set.Items() {
		a, b := before.Answers[it.ID], after.Answers[it.ID]
		if engagement.Equal(a, b) {
			continue
		}
		d := Difference{Place: it.ID, Title: fmt.Sprintf("%d %s", it.Number, it.Text), Before: StateText(lang, it, a), After: StateText(lang, it, b)}
		if d.Before == d.After {
			d.Before, d.After = besides(lang, a), besides(lang, b)
		}
		if d.Before == d.After {
			d.Before, d.After = lang.Text("as it was"), lang.Text("changed in a part")
		}
		out = append(out, d)
	}
	if len(out) == 0 && !bytes.Equal(before.Write(), after.Write()) {
		out = append(out, Difference{Title: lang.Text("Details"), Before: lang.Text("as they were"), After: lang.Text("changed: options, settings, branding or measured demand")})
	}
	return out
}

// besides is what stands beside the value of an answer.
func besides(lang *messages.Catalogue, a engagement.Answer) string {
	var parts []string
	if a.Comment != "" {
		parts = append(parts, lang.Say("comment: %s", a.Comment))
	}
	if a.State == engagement.Answered {
		parts = append(parts, lang.Text(string(a.Grade())))
	}
	if a.Carried {
		parts = append(parts, lang.Text("carried over and not confirmed yet"))
	}
	if a.Review {
		parts = append(parts, lang.Text("marked for review"))
	}
	if n := len(a.References); n > 0 {
		parts = append(parts, amount(float64(n), lang.Text("reference"), lang.Text("references")))
	}
	for _, field := range slices.Sorted(maps.Keys(a.Draft)) {
		parts = append(parts, lang.Say("typed: %s", a.Draft[field]))
	}
	return orNone(lang, strings.Join(parts, "; "))
}

func orNone(lang *messages.Catalogue, s string) string {
	if s == "" {
		return lang.Text("nothing")
	}
	return s
}

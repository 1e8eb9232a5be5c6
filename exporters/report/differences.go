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
func Differences(set *question.Set, before, after *engagement.Document) []Difference {
	var out []Difference
	text := func(title, a, b string) {
		if a != b {
			out = append(out, Difference{Title: title, Before: orNone(a), After: orNone(b)})
		}
	}
	text("Title", before.Title, after.Title)
	text("Client", before.Client, after.Client)
	text("Assessor", before.Assessor, after.Assessor)
	text("Date", before.Date, after.Date)
	text("Classification", before.Classification, after.Classification)
	count := func(title string, a, b int) {
		if a != b {
			out = append(out, Difference{Title: title, Before: fmt.Sprint(a), After: fmt.Sprint(b)})
		}
	}
	count("Contract options", len(before.Options), len(after.Options))
	count("Scenarios", len(before.Scenarios), len(after.Scenarios))
	count("Respondents", len(before.Respondents), len(after.Respondents))
	count("Settings of this engagement", len(before.Model), len(after.Model))
	for _, it := range set.Items() {
		a, b := before.Answers[it.ID], after.Answers[it.ID]
		if engagement.Equal(a, b) {
			continue
		}
		d := Difference{Place: it.ID, Title: fmt.Sprintf("%d %s", it.Number, it.Text), Before: StateText(it, a), After: StateText(it, b)}
		if d.Before == d.After {
			d.Before, d.After = besides(a), besides(b)
		}
		if d.Before == d.After {
			d.Before, d.After = "as it was", "changed in a part"
		}
		out = append(out, d)
	}
	if len(out) == 0 && !bytes.Equal(before.Write(), after.Write()) {
		out = append(out, Difference{Title: "Details", Before: "as they were", After: "changed: options, settings, branding or measured demand"})
	}
	return out
}

// besides is what stands beside the value of an answer.
func besides(a engagement.Answer) string {
	var parts []string
	if a.Comment != "" {
		parts = append(parts, "comment: "+a.Comment)
	}
	if a.State == engagement.Answered {
		parts = append(parts, string(a.Grade()))
	}
	if a.Carried {
		parts = append(parts, "carried over and not confirmed yet")
	}
	if a.Review {
		parts = append(parts, "marked for review")
	}
	if n := len(a.References); n > 0 {
		parts = append(parts, amount(float64(n), "reference"))
	}
	for _, field := range slices.Sorted(maps.Keys(a.Draft)) {
		parts = append(parts, "typed: "+a.Draft[field])
	}
	return orNone(strings.Join(parts, "; "))
}

func orNone(s string) string {
	if s == "" {
		return "nothing"
	}
	return s
}

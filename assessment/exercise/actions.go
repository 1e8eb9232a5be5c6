// From the findings of an exercise to actions.

package exercise

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"muster/assessment/engagement"
)

// longestTitle is how much of a finding stands in the title of its action, in runes.
const longestTitle = 80

// priorities are what a severity of a finding makes of its action.
var priorities = map[string]int{"high": 1, "medium": 2, "low": 3}

// Actions are an action for each finding of the exercise that has none in doc yet, in
// their order; lessons alone where any were written down, as they say in people's words
// what is to be done. Each names the exercise in its note.
func Actions(doc *engagement.Document, a *AfterAction) []engagement.Action {
	lessons := len(a.Record.Lessons) > 0
	list := slices.Clone(doc.Actions)
	var out []engagement.Action
	note := fmt.Sprintf("From the exercise “%s” of %s.", a.Record.Title, a.Record.Date)
	for _, f := range a.Findings {
		if f.Lesson != lessons || strings.TrimSpace(f.Text) == "" {
			continue
		}
		if slices.ContainsFunc(list, func(x engagement.Action) bool { return x.Note == note && x.Text == f.Text }) {
			continue
		}
		x := engagement.Action{ID: engagement.NewActionID(list), Title: shortTitle(f.Text), Text: f.Text, Questions: slices.Clone(f.Questions), Priority: priorities[f.Severity], Note: note}
		list = append(list, x)
		out = append(out, x)
	}
	return out
}

func shortTitle(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if utf8.RuneCountInString(text) <= longestTitle {
		return text
	}
	short := string([]rune(text)[:longestTitle-1])
	if i := strings.LastIndexByte(short, ' '); i > longestTitle/2 {
		short = short[:i]
	}
	return short + "…"
}

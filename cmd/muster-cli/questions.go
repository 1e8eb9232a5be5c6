package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"muster/assessment"
	"muster/assessment/question"
)

func (a *app) questionsCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "questions [ID]",
		Short: "List the questions, or show one in full",
		Long: `List the questions of the shipped set, or show one in full; * marks the quick
set. With --set a set of your own is checked first: it must keep the questions
the decision model reads and what their answers mean; questions it adds are
reported but not scored. With --format json there is the whole set.`,
		Example: `  muster-cli questions
  muster-cli questions staff-fte
  muster-cli questions --set ours.yaml`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 1 {
				return fmt.Errorf("name one question at most; found %d", len(args))
			}
			return nil
		},
		ValidArgsFunction: completeQuestions,
		RunE:              func(_ *cobra.Command, ids []string) error { return a.questions(ids) },
	}
	a.addSetFlag(cmd)
	return cmd
}

func completeQuestions(_ *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
	var out []cobra.Completion
	for _, it := range question.Default().Items() {
		if len(args) == 0 {
			out = append(out, cobra.CompletionWithDesc(it.ID, it.Title))
		}
	}
	return out, cobra.ShellCompDirectiveNoFileComp
}

func (a *app) questions(ids []string) error {
	set, err := a.questionSet()
	if err != nil {
		return err
	}
	if len(ids) == 0 {
		if a.json() {
			return a.printJSON(wholeSet(set))
		}
		a.listQuestions(set)
		return nil
	}
	it := set.Item(ids[0])
	switch {
	case it == nil:
		return usagef("the question set %s has no question %q; muster-cli questions lists them", set.ID, ids[0])
	case a.json():
		return a.printJSON(toJSON(it))
	}
	a.showQuestion(set, it)
	return nil
}

func (a *app) listQuestions(set *question.Set) {
	width := 0
	for _, it := range set.Items() {
		width = max(width, len(it.ID))
	}
	a.printf("%s version %d: %s\n%d questions in %d sections, %d of them in the quick set (*)\n",
		set.ID, set.Version, set.Title, len(set.Items()), len(set.Sections), len(set.Quick()))
	for i := range set.Sections {
		a.printf("\n%d %s\n", i+1, set.Sections[i].Title)
		for j := range set.Sections[i].Items {
			it := &set.Sections[i].Items[j]
			a.printf("  %3d  %-*s  %-8s  %s  %s\n", it.Number, width, it.ID, it.Type, mark(it), titleText(it))
		}
	}
}

func mark(it *question.Item) string {
	if it.Quick {
		return "*"
	}
	return " "
}

func titleText(it *question.Item) string {
	if it.Custom {
		return it.Title + " (own, not scored)"
	}
	return it.Title
}

func (a *app) showQuestion(set *question.Set, it *question.Item) {
	a.printf("%d. %s\n\n", it.Number, titleText(it))
	a.row("Id", it.ID)
	a.row("Section", set.Section(it.SectionID).Title)
	a.row("Answer", answerText(it))
	a.row("Question", it.Text)
	a.row("Why asked", it.Why)
	if it.Evidence != "" {
		a.row("Evidence", it.Evidence)
	}
	if len(it.Sources) > 0 {
		a.row("Sources", sourcesText(set, it))
	}
	var levels, options, activities, areas []string
	for i, l := range it.Levels {
		levels = append(levels, fmt.Sprintf("%d %s: %s", i, l.Name, l.Text))
	}
	for _, o := range it.Options {
		options = append(options, withHint(o.ID+": "+o.Text+".", o.Hint))
	}
	for _, x := range it.Activities {
		activities = append(activities, withHint(fmt.Sprintf("%d %s: %s. Usual: %s accountable, done by %s.",
			x.Number, x.ID, x.Text, x.Expected.Accountable, x.Expected.Doer), x.Hint))
	}
	for _, x := range it.SkillAreas() {
		areas = append(areas, withHint(fmt.Sprintf("%s: %s. Weight %d, level %d and %d people needed.", x.ID, x.Title, x.Weight, x.Required, x.People), x.Text))
	}
	a.list("Levels", levels)
	a.list("Options", options)
	a.list("Activities", activities)
	a.list("Areas", areas)
	var exemptions []string
	for _, e := range it.Exemptions() {
		exemptions = append(exemptions, exemptionText(set, e))
	}
	a.list("Does not apply when", exemptions)
}

// exemptionText is the answers under which a question does not apply, and why.
func exemptionText(set *question.Set, e *question.Exemption) string {
	var words []string
	for _, c := range set.Circumstances()[e.Circumstance] {
		is := " is "
		if set.Item(c.Question) != nil && set.Item(c.Question).Type == question.Multi {
			is = " contains "
			if c.Exactly {
				is = " is exactly "
			}
		}
		words = append(words, c.Question+is+strings.Join(c.Options, ", "))
	}
	return strings.Join(words, " and ") + ": " + e.Because
}

func withHint(text, hint string) string { return strings.TrimSpace(text + " " + hint) }

// answerText says what an answer may be and what holds without one.
func answerText(it *question.Item) string {
	text := string(it.Type)
	if it.Quick {
		text += " (quick set)"
	}
	if it.Min != nil {
		text += ", " + it.RangeText()
	}
	if v, ok := it.DefaultNumber(); ok {
		text += "; " + assessment.FormatNumber(v, 3) + " without an answer"
	}
	if _, ok := it.DefaultSeverity(question.Severities[0]); ok {
		var words []string
		for _, s := range question.Severities {
			v, _ := it.DefaultSeverity(s)
			words = append(words, s+" "+assessment.FormatNumber(v, 3))
		}
		text += "; " + strings.Join(words, ", ") + " without an answer"
	}
	return text
}

func sourcesText(set *question.Set, it *question.Item) string {
	words := make([]string, len(it.Sources))
	for i, c := range it.Sources {
		words[i] = strings.TrimSpace(set.SourceByID(c.Ref).Short + " " + c.At)
	}
	return strings.Join(words, "; ")
}

package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"muster/assessment"
	"muster/assessment/comparison"
)

func (a *app) compareCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "compare FILE",
		Short: "Compare the contract options of an engagement",
		Long: `Compare the contract options of an engagement: gates, cost over the term, the
need that remains, the ranking and how fragile it is. FILE may be "-" for
standard input. With --questions only what to ask the providers is printed.`,
		Example: `  muster-cli compare acme.muster
  muster-cli compare acme.muster --questions
  muster-cli compare acme.muster --format json | jq .ranking`,
		Args:              oneDocument,
		ValidArgsFunction: completeDocuments,
	}
	questions := cmd.Flags().Bool("questions", false, "print only the questions to the providers")
	cmd.RunE = func(_ *cobra.Command, files []string) error { return a.compare(files[0], *questions) }
	a.addSetFlag(cmd)
	return cmd
}

func (a *app) compare(name string, questions bool) error {
	e, err := a.assess(name)
	if err != nil {
		return err
	}
	c := e.analysis.Comparison
	if c == nil {
		return fmt.Errorf("%s: the engagement holds no contract options; enter them in the program under Contract options, or in the file under \"options\"", shownName(name))
	}
	switch {
	case a.json() && questions:
		return a.printJSON(c.Questions)
	case a.json():
		return a.printJSON(c)
	case questions:
		a.printQuestions(c)
	default:
		a.printComparison(c)
	}
	return nil
}

func (a *app) printComparison(c *comparison.Comparison) {
	a.printf("%s\n\n", wrap(c.Recommendation.Text, 0))
	for _, id := range append(append([]string{}, c.Ranking...), outOf(c)...) {
		x := c.Find(id)
		place := fmt.Sprintf("%d.", x.Rank)
		if x.Out {
			place = "out"
		}
		cost := "cost not known"
		if x.TotalCost != nil {
			cost = x.TotalCost.Exact(c.Currency)
			if x.Floor {
				cost = "at least " + cost
			}
		}
		parts := []string{cost, "value " + x.Value.Format(3), "TOPSIS " + x.TOPSIS.Format(3)}
		if len(x.Stated) > 0 {
			parts = append(parts, "first in "+assessment.FormatShare(x.Stated[0]))
		}
		a.row(place, x.Name+": "+strings.Join(parts, ", ")+".")
		for _, g := range x.Reasons {
			if g.Status != comparison.Pass {
				a.row("", string(g.Status)+": "+g.Title+". "+g.Reason)
			}
		}
	}
	a.list("It rests on", c.Recommendation.RestsOn)
	a.list("What would overturn it", c.Recommendation.Overturned)
	var remarks []string
	for _, r := range c.Remarks {
		remarks = append(remarks, r.Text)
	}
	a.list("Remarks", remarks)
	a.list("Over-buying", buying(c, func(x *comparison.Option) []string { return x.Over }))
	a.list("Under-buying", buying(c, func(x *comparison.Option) []string { return x.Under }))
}

// outOf are the options that fail a gate.
func outOf(c *comparison.Comparison) []string {
	var out []string
	for i := range c.Options {
		if c.Options[i].Out {
			out = append(out, c.Options[i].ID)
		}
	}
	return out
}

func buying(c *comparison.Comparison, of func(*comparison.Option) []string) []string {
	var out []string
	for i := range c.Options {
		if list := of(&c.Options[i]); len(list) > 0 {
			out = append(out, c.Options[i].Name+": "+strings.Join(list, "; ")+".")
		}
	}
	return out
}

func (a *app) printQuestions(c *comparison.Comparison) {
	for _, q := range c.Questions {
		a.printf("%s\n", q.Provider)
		for i, x := range q.List {
			a.row(fmt.Sprintf("%d.", i+1), fmt.Sprintf("%s (%s: %s)", x.Text, c.Find(x.Option).Name, x.Title))
		}
		a.printf("\n")
	}
}

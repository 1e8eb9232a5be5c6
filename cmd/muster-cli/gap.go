package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"muster/assessment/cadence"
	"muster/assessment/model"
	"muster/assessment/target"
	"muster/exporters/report"
)

func (a *app) gapCommand() *cobra.Command {
	goal := choice{}
	for _, s := range target.Default().Sets {
		goal.allowed = append(goal.allowed, s.ID)
	}
	today := day(time.Now().Format(time.DateOnly))
	cmd := &cobra.Command{
		Use:   "gap FILE",
		Short: "Compare the levels with a target, and say what is due",
		Long: `Compare every levelled answer of an engagement with the wanted level: the gaps,
ranked by what they do to the verdicts, the sections, the verdicts once all gaps are
closed, and the recurring duties with what is overdue. The target is that of the
engagement; --target takes another set of wanted levels and keeps the engagement's own
ones. FILE may be "-" for standard input.`,
		Example: `  muster-cli gap acme.muster --target managed
  muster-cli gap acme.muster --today 2027-03-01
  muster-cli gap acme.muster --target demanding --format json | jq -r .gap.gaps[].title`,
		Args:              oneDocument,
		ValidArgsFunction: completeDocuments,
		RunE: func(_ *cobra.Command, files []string) error {
			return a.gap(files[0], goal.value, string(today))
		},
	}
	cmd.Flags().Var(&goal, "target", "wanted levels")
	complete(cmd, "target", goal.allowed)
	cmd.Flags().Var(&today, "today", "day to count what is due from")
	a.addSetFlag(cmd)
	return cmd
}

// targetJSON is the gap assessment for programs.
type targetJSON struct {
	Gap     *target.Assessment `json:"gap"`
	Today   string             `json:"today"`
	Cadence []cadence.Duty     `json:"cadence"`
}

func (a *app) gap(name, goal, today string) error {
	set, err := a.questionSet()
	if err != nil {
		return err
	}
	doc, err := a.document(set, name)
	if err != nil {
		return err
	}
	if goal != "" {
		doc = doc.Clone()
		doc.Target.Set = goal
	}
	e := a.evaluated(set, name, doc)
	g := target.Assess(target.Default(), set, model.Default(), doc, e.result())
	if g == nil {
		return usagef("%s has no target; name one with --target", shownName(name))
	}
	duties := cadence.Duties(set, doc, today)
	if a.json() {
		return a.printJSON(targetJSON{g, today, append([]cadence.Duty{}, duties...)})
	}
	a.printGap(g, duties, today)
	return nil
}

func (a *app) printGap(g *target.Assessment, duties []cadence.Duty, today string) {
	a.printf("%s\n\n%s\n", wrap(g.Text, 0), wrap(report.GapIntro(nil, g), 0))
	for _, r := range g.Remarks {
		a.printf("%s\n", wrap(r, 0))
	}
	a.list("Why more is wanted", report.GapRaises(nil, g))
	a.printf("\nSections\n")
	a.blockTable(report.GapSectionTable(nil, g, 0), 5)
	if len(g.Gaps) > 0 {
		a.printf("\nGaps, what matters most first\n")
		for i := range g.Gaps {
			x := &g.Gaps[i]
			a.printf("  %-4s%s\n", fmt.Sprintf("%d.", x.Rank), wrap(fmt.Sprintf("%s (question %d): level %d of %d. %s", x.Title, x.Number, x.Level, x.Wanted, x.Why), 6))
		}
		var then []string
		for _, v := range g.Verdicts {
			then = append(then, v.Text)
		}
		a.list("Once all gaps are closed", then)
		a.printf("%s\n", wrap(g.Remark(), 0))
	}
	a.list("To be found out", report.GapOpen(nil, g))
	if len(duties) > 0 {
		a.printf("\nWhat recurs, as of %s\n%s\n", today, wrap(report.CadenceLead(nil, duties), 0))
		a.blockTable(report.CadenceTable(nil, duties), 5)
	}
}

// blockTable writes the first columns of a report's table.
func (a *app) blockTable(t report.Table, columns int) {
	rows := [][]string{{}}
	for _, c := range t.Columns[:columns] {
		rows[0] = append(rows[0], strings.ToUpper(c.Title))
	}
	for _, r := range t.Rows {
		rows = append(rows, append([]string{}, r[:columns]...))
	}
	a.table(rows)
}

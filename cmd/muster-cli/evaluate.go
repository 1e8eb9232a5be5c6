package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"muster/assessment"
	"muster/exporters/look"
	"muster/exporters/report"
)

func (a *app) evaluateCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "evaluate FILE...",
		Short: "Print the verdicts with their reasons",
		Long: `Evaluate engagements and print the verdicts with their reasons. FILE may be "-"
for standard input. With --format json one file gives the whole result; several
files give one line each, which starts with the file's name and holds the
result, or the error of a file that cannot be used.`,
		Example: `  muster-cli evaluate acme.muster
  muster-cli evaluate acme.muster --format json | jq -r .sia.verdict
  muster-cli evaluate *.muster --format json`,
		Args:              documents,
		ValidArgsFunction: completeDocuments,
		RunE:              func(_ *cobra.Command, files []string) error { return a.evaluate(files) },
	}
	a.addSetFlag(cmd)
	return cmd
}

func (a *app) evaluate(files []string) error {
	// A set that cannot be used is one error, not one of each file.
	if _, err := a.questionSet(); err != nil {
		return err
	}
	several, failed := len(files) > 1, false
	for _, name := range files {
		e, err := a.assess(name)
		if err == nil {
			err = a.printResult(e, name, several)
		}
		if err == nil {
			continue
		}
		failed = true
		a.complain("error", err)
		if a.json() && several {
			if err := a.printLine(errorLine{name, err.Error()}); err != nil {
				return err
			}
		}
	}
	if failed {
		return errReported
	}
	return nil
}

// resultJSON is the result with what stands behind it.
type resultJSON struct {
	assessment.Result
	Explanation assessment.Explanation `json:"explanation"`
}

// resultLine is the result of one of several files.
type resultLine struct {
	File string `json:"file"`
	resultJSON
}

// errorLine stands for a file that has no result.
type errorLine struct {
	File  string `json:"file"`
	Error string `json:"error"`
}

func (a *app) printResult(e *assessed, name string, several bool) error {
	switch {
	case a.json() && several:
		return a.printLine(resultLine{name, resultJSON{*e.result(), e.analysis.Explanation}})
	case a.json():
		return a.printJSON(resultJSON{*e.result(), e.analysis.Explanation})
	case several:
		a.printf("== %s\n", shownName(name))
		a.printEvaluation(e)
		a.printf("\n")
	default:
		a.printEvaluation(e)
	}
	return nil
}

func (a *app) printEvaluation(e *assessed) {
	rep := e.report()
	a.verdicts(rep)
	a.printf("\n")
	a.row("Hours", hoursText(rep))
	a.row("Capacity", capacityText(rep))
	a.row("Skills", skillsText(rep))
	a.row("Confidence", confidenceText(rep))
	a.list("Why", rep.Reasons)
	a.list("What would change it", report.Nearest(&e.analysis.Explanation, 3))
	a.list("Under uncertainty", sharesText(rep))
	a.list("Answer these next", missingText(e))
}

func hoursText(rep *report.Report) string {
	if !rep.Result.SIA.HoursPerWeek.Known() {
		return "Not known yet."
	}
	return fmt.Sprintf("%s of a named SIA; %s of the gap stay with the client.",
		rep.Figure("SIA hours"), rep.Figure("Gap that stays with the client"))
}

func capacityText(rep *report.Report) string {
	c := rep.Result.Capacity
	text := look.Status(c.Status).Word + "."
	if c.DemandHours.Known() {
		text += fmt.Sprintf(" Demand %s, supply %s, ratio %s; %s of critical and high picked up in time; %s FTE required.",
			rep.Figure("Demand"), rep.Figure("Supply"), rep.Figure("Demand / supply"),
			rep.Figure("Urgent picked up in time"), rep.Figure("FTE required"))
	}
	return text
}

func skillsText(rep *report.Report) string {
	skills := rep.Result.Skills
	text := look.Status(skills.Status).Word + "."
	if skills.Index.Known() {
		text += fmt.Sprintf(" Gap index %s, largest core gap %s.", rep.Figure("Skill gap index"), rep.Figure("Largest core gap"))
	}
	return text
}

func confidenceText(rep *report.Report) string {
	c := rep.Result.Confidence
	text := fmt.Sprintf("%s; %d of %d questions answered.", rep.Figure("Confidence"), c.Answered, c.Applicable)
	switch n := len(rep.Result.Profile.NotApplicable); n {
	case 0:
	case 1:
		text += " As the profile says, 1 more does not apply."
	default:
		text += fmt.Sprintf(" As the profile says, %d more do not apply.", n)
	}
	switch {
	case c.Robust:
		text += " Robust: open questions cannot change the SIA verdict."
	case c.Range[0] != assessment.InsufficientEvidence:
		text += fmt.Sprintf(" Open questions could move the SIA verdict between %s and %s.",
			strings.ToLower(look.Verdict(c.Range[0]).Word), strings.ToLower(look.Verdict(c.Range[1]).Word))
	}
	return text
}

// missingText names the questions that verdicts wait for, or else the one whose
// answer moves the verdict most.
func missingText(e *assessed) []string {
	ids := slices.Concat(e.result().SIA.Missing, e.result().CSIRP.Missing)
	if len(ids) == 0 && e.result().Confidence.Next != "" {
		ids = []string{e.result().Confidence.Next}
	}
	var out []string
	for _, it := range e.set.Items() {
		if slices.Contains(ids, it.ID) {
			out = append(out, fmt.Sprintf("%d. %s (%s)", it.Number, it.Title, it.ID))
		}
	}
	return out
}

// sharesText is how the verdict spreads, in a line.
func sharesText(rep *report.Report) []string {
	var parts []string
	for _, s := range rep.Shares {
		if s.Share > 0 {
			parts = append(parts, s.Shown+" "+strings.ToLower(s.Word))
		}
	}
	if len(parts) == 0 {
		return nil
	}
	return []string{strings.Join(parts, ", ") + " with volumes and handle times off by up to " + assessment.FormatShare(rep.Analysis.Uncertainty.Width) + "."}
}

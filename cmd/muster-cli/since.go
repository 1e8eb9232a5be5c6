package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"muster/assessment/followup"
	"muster/exporters/report"
)

func (a *app) sinceCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "since FILE [EARLIER]",
		Short: "Show what changed since the engagement before",
		Long: `Show what changed since an earlier engagement: verdicts, levels by section, key
figures, findings and answers. The earlier one is that which FILE was started from
("new --from", or File, New from … in Muster), or EARLIER where it is named. Both are
evaluated by the rules of this version. One of the two may be "-" for standard input.`,
		Example: `  muster-cli since acme-2027.muster
  muster-cli since acme-2027.muster acme-2025.muster --format json | jq .text`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 2 {
				return fmt.Errorf("name one engagement, and at most one earlier one; found %d files", len(args))
			}
			return documents(cmd, args)
		},
		ValidArgsFunction: completeDocuments,
		RunE:              func(_ *cobra.Command, files []string) error { return a.since(files) },
	}
	a.addSetFlag(cmd)
	return cmd
}

// errNoEarlier says that there is nothing to compare with.
var errNoEarlier = errors.New("this engagement was not started from an earlier one; name the earlier file as well")

func (a *app) since(files []string) error {
	set, err := a.questionSet()
	if err != nil {
		return err
	}
	doc, err := a.document(set, files[0])
	if err != nil {
		return err
	}
	if len(files) == 2 {
		old, err := a.document(set, files[1])
		if err != nil {
			return err
		}
		doc = doc.Clone()
		doc.Previous = old
	}
	if doc.Previous == nil {
		return fmt.Errorf("%s: %w", shownName(files[0]), errNoEarlier)
	}
	rep := a.evaluated(set, files[0], doc).report()
	if a.json() {
		return a.printJSON(rep.Since)
	}
	a.printSince(rep)
	return nil
}

func (a *app) printSince(rep *report.Report) {
	s := rep.Since
	a.printf("%s\n", wrap(s.Text, 0))
	if text := followup.CarriedText(s.Carried); text != "" {
		a.printf("%s\n", wrap(text, 0))
	}
	a.list("Besides the answers", s.Remarks)
	var verdicts, sections, figures, findings, answers []string
	for _, v := range s.Verdicts {
		verdicts = append(verdicts, v.Text)
	}
	for _, x := range s.Sections {
		sections = append(sections, x.Title+": "+x.Text)
	}
	for _, f := range s.Figures {
		figures = append(figures, f.Name+" "+rep.Figure(f.Name)+". "+f.Text)
	}
	for _, f := range s.Findings {
		findings = append(findings, f.Title+". "+f.Text)
	}
	for _, x := range s.Answers {
		answers = append(answers, fmt.Sprintf("%d. %s Before: %s. Now: %s. %s", x.Number, x.Question, x.Before, x.After, x.Text))
	}
	a.list("Verdicts", verdicts)
	a.list("Sections", sections)
	a.list("Key figures", figures)
	a.list("Findings", findings)
	a.list("Answers that changed", answers)
}

package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"muster/assessment/engagement"
	"muster/assessment/question"
	"muster/assessment/store"
	"muster/exporters/questionnaire"
	"muster/exporters/report"
)

func (a *app) questionnaireCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "questionnaire",
		Short: "Ask colleagues by an Excel workbook, and read what comes back",
		Long: `Write the questions of an engagement as a workbook that colleagues fill in without
Muster, and read the workbooks that come back: as answers to take over, or as the
own answers of several people that are set side by side.`,
		Example: `  muster-cli questionnaire write acme.muster --out questions.xlsx
  muster-cli questionnaire read acme.muster back.xlsx --take changed`,
		RunE: missingCommand,
	}
	cmd.AddCommand(a.questionnaireWrite(), a.questionnaireRead())
	return cmd
}

func (a *app) questionnaireWrite() *cobra.Command {
	o := questionnaire.Options{}
	scope := choice{"", []string{questionnaire.Quick, questionnaire.All}}
	out, force := "", false
	cmd := &cobra.Command{
		Use:   "write FILE",
		Short: "Write the workbook",
		Example: `  muster-cli questionnaire write acme.muster --out acme-questions.xlsx
  muster-cli questionnaire write acme.muster --scope quick --with-answers --for "Head of operations"`,
		Args:              oneDocument,
		ValidArgsFunction: completeDocuments,
		RunE: func(cmd *cobra.Command, args []string) error {
			set, err := a.questionSet()
			if err != nil {
				return err
			}
			doc, err := a.document(set, args[0])
			if err != nil {
				return err
			}
			o.Scope = scope.value
			if out == "" {
				if args[0] == stdin {
					return usagef("a questionnaire from standard input needs --out FILE")
				}
				out = strings.TrimSuffix(args[0], filepath.Ext(args[0])) + "-questionnaire.xlsx"
			}
			if err := refuseExisting(out, force); err != nil {
				return err
			}
			data, err := questionnaire.Write(cmd.Context(), set, doc, o, nil)
			if err != nil {
				return err
			}
			if err := store.WriteAtomic(out, data); err != nil {
				return err
			}
			a.printf("Written: %s\n", out)
			return nil
		},
	}
	flags := cmd.Flags()
	flags.Var(&scope, "scope", "which questions (default as in the engagement)")
	flags.BoolVar(&o.WithAnswers, "with-answers", false, "fill in the answers of the engagement")
	flags.StringVar(&o.Respondent, "for", "", "`NAME` of who is asked")
	flags.StringVar(&out, "out", "", "write to `FILE` (default FILE-questionnaire.xlsx)")
	flags.BoolVar(&force, "force", false, "replace the workbook if it exists")
	complete(cmd, "scope", scope.allowed)
	a.addSetFlag(cmd)
	return cmd
}

// readRequest says what becomes of workbooks that came back.
type readRequest struct {
	take    choice // which differences are taken over
	keep    bool   // as own answers
	foreign bool
	out     string
	force   bool
}

// writes reports whether the engagement is written.
func (r *readRequest) writes() bool { return r.keep || r.take.value != "" }

func (a *app) questionnaireRead() *cobra.Command {
	r := &readRequest{take: choice{"", []string{"new", "changed", "all"}}}
	cmd := &cobra.Command{
		Use:   "read FILE WORKBOOK...",
		Short: "Show what a workbook says, and take it over if asked to",
		Long: `Show how workbooks differ from an engagement: what is new, changed, in conflict or
emptied, and what cannot be used. Nothing is changed unless --take or --keep says so;
then everything is taken over or, on an error, nothing.

--take new        answers to open questions
--take changed    these, changes where the engagement was not changed meanwhile, and
                  what confirms an answer carried over from an earlier engagement
--take all        everything, conflicts and emptied answers too
--keep            as the own answers of the person, beside the agreed ones`,
		Example: `  muster-cli questionnaire read acme.muster back.xlsx
  muster-cli questionnaire read acme.muster back.xlsx --take changed
  muster-cli questionnaire read acme.muster anna.xlsx ben.xlsx --keep --out acme-2.muster`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) < 2 {
				return fmt.Errorf("name an engagement and one or more workbooks; found %d files", len(args))
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.readQuestionnaires(cmd.Context(), r, args[0], args[1:])
		},
	}
	flags := cmd.Flags()
	flags.Var(&r.take, "take", "take over answers into the engagement")
	flags.BoolVar(&r.keep, "keep", false, "keep them as the own answers of each person")
	flags.BoolVar(&r.foreign, "other-engagement", false, "accept workbooks that were written from another engagement")
	flags.StringVar(&r.out, "out", "", "write the engagement to `FILE` instead of its own file")
	flags.BoolVar(&r.force, "force", false, "replace that FILE if it exists")
	complete(cmd, "take", r.take.allowed)
	a.addSetFlag(cmd)
	cmd.MarkFlagsMutuallyExclusive("take", "keep")
	return cmd
}

// workbookRead is what is printed of a workbook for programs.
type workbookRead struct {
	File     string        `json:"file"`
	Name     string        `json:"name"`
	Role     string        `json:"role"`
	Date     string        `json:"date"`
	Same     int           `json:"same"`
	Entries  []entryRead   `json:"entries"`
	Problems []problemRead `json:"problems"`
	read     *questionnaire.Import
	own      engagement.Respondent
}

type entryRead struct {
	ID    string `json:"id"`
	Kind  string `json:"kind"`
	Here  string `json:"here"`
	Given string `json:"workbook"`
	Taken bool   `json:"taken"`
}

type problemRead struct {
	Sheet    string `json:"sheet"`
	Cell     string `json:"cell"`
	Question string `json:"question"`
	Kind     string `json:"kind"`
	Text     string `json:"text"`
}

func (a *app) readQuestionnaires(ctx context.Context, r *readRequest, file string, workbooks []string) error {
	set, err := a.questionSet()
	if err != nil {
		return err
	}
	read := a.document
	switch {
	case !r.writes() && r.out != "":
		return usagef("--out is the engagement that --take or --keep changes; give one of them too")
	case r.writes() && r.out == "" && file == stdin:
		return usagef("an engagement from standard input needs --out FILE")
	case r.writes():
		if r.out == "" {
			r.out, read = file, a.ownDocument
		} else if err := refuseExisting(r.out, r.force); err != nil {
			return err
		}
		release, err := hold(r.out)
		if err != nil {
			return err
		}
		defer release()
	}
	doc, err := read(set, file)
	if err != nil {
		return err
	}
	doc = doc.Clone()
	var all []workbookRead
	for _, name := range workbooks {
		b, err := a.readWorkbook(ctx, r, set, doc, name)
		if err != nil {
			return err
		}
		all = append(all, b)
		if r.keep {
			doc.Respondents = append(doc.Respondents, b.own)
		}
		for i, x := range b.read.Entries {
			if !r.takes(x.Kind) {
				continue
			}
			b.Entries[i].Taken = true
			if x.Given.Empty() {
				delete(doc.Answers, x.ID)
			} else {
				doc.Answers[x.ID] = x.Given
			}
		}
	}
	if r.writes() {
		if err := a.save(r.out, doc); err != nil {
			return err
		}
	}
	if a.json() {
		return a.printJSON(struct {
			Workbooks []workbookRead `json:"workbooks"`
			Written   string         `json:"written"`
		}{all, r.out})
	}
	for _, b := range all {
		a.printWorkbook(b)
	}
	if r.writes() {
		a.printf("Written: %s\n", r.out)
	}
	return nil
}

// takes reports whether differences of a kind are taken over.
func (r *readRequest) takes(kind questionnaire.Kind) bool {
	kinds := map[string][]questionnaire.Kind{
		"new": {questionnaire.New}, "changed": {questionnaire.New, questionnaire.Changed, questionnaire.Confirmed},
		"all": {questionnaire.New, questionnaire.Changed, questionnaire.Conflicting, questionnaire.Cleared, questionnaire.Confirmed},
	}
	return slices.Contains(kinds[r.take.value], kind)
}

func (a *app) readWorkbook(ctx context.Context, r *readRequest, set *question.Set, doc *engagement.Document, name string) (workbookRead, error) {
	data, err := store.ReadFile(name)
	if err != nil {
		return workbookRead{}, err
	}
	own, im, err := questionnaire.AsRespondent(ctx, name, data, set, doc)
	var other *questionnaire.OtherEngagementError
	if errors.As(err, &other) && !r.foreign {
		return workbookRead{}, fmt.Errorf("%s: it was written from another engagement; if its answers are meant for this one, say so with --other-engagement", name)
	}
	if err != nil && other == nil {
		return workbookRead{}, err
	}
	b := workbookRead{File: name, Name: own.Name, Role: own.Role, Date: own.Date, Same: im.Same, Entries: []entryRead{}, Problems: []problemRead{}, read: im, own: own}
	text := func(id string, x engagement.Answer) string {
		return strings.ReplaceAll(report.StateText(nil, set.Item(id), x), "\n", "; ")
	}
	for _, x := range im.Entries {
		b.Entries = append(b.Entries, entryRead{ID: x.ID, Kind: string(x.Kind), Here: text(x.ID, x.Current), Given: text(x.ID, x.Given)})
	}
	for _, p := range im.Problems {
		b.Problems = append(b.Problems, problemRead{p.Sheet, p.Cell, p.QuestionID, string(p.Kind), p.Text})
	}
	return b, nil
}

func (a *app) printWorkbook(b workbookRead) {
	who := strings.Trim(strings.Join([]string{b.Name, b.Role, b.Date}, ", "), ", ")
	if who == "" {
		who = "nobody named"
	}
	a.printf("%s (%s): %d differ, %d are the same\n", b.File, who, len(b.Entries), b.Same)
	for _, x := range b.Entries {
		mark := " "
		if x.Taken {
			mark = "+"
		}
		a.printf("%s %-11s  %s: %s, workbook: %s\n", mark, x.Kind, x.ID, x.Here, x.Given)
	}
	for _, p := range b.read.Problems {
		a.printf("! %s\n", p)
	}
}

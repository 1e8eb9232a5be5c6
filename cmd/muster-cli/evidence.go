package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"muster/assessment/engagement"
	"muster/assessment/evidence"
	"muster/assessment/find"
	"muster/assessment/question"
	"muster/exporters"
)

func (a *app) evidenceCommand() *cobra.Command {
	var add []string
	cmd := &cobra.Command{
		Use:   "evidence FILE",
		Short: "Check whether the evidence is unchanged",
		Long: `Check the documents that the answers of an engagement rest on: whether each
file is where it was and holds what it held when it was attached. Locations that
are not absolute are looked up from the engagement's folder. Texts such as links
are listed and not looked up.

With --add a file is attached to a question instead, and FILE is written anew.

It exits with 1 when a file has changed, is missing or cannot be read.`,
		Example: `  muster-cli evidence acme.muster
  muster-cli evidence acme.muster --add staff-fte=rota.pdf`,
		Args:              oneDocument,
		ValidArgsFunction: completeDocuments,
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx, stop := interruptible(cmd.Context())
			defer stop()
			var err error
			if len(add) > 0 {
				err = a.addEvidence(ctx, args[0], add)
			} else {
				err = a.evidence(ctx, args[0])
			}
			if errors.Is(err, context.Canceled) {
				return errCancelled
			}
			return err
		},
	}
	cmd.Flags().StringArrayVar(&add, "add", nil, "attach a file to a question: `QUESTION=PATH`")
	a.addSetFlag(cmd)
	return cmd
}

// evidenceResult is what the command prints as JSON.
type evidenceResult struct {
	File       string          `json:"file"`
	Summary    string          `json:"summary"`
	References []referenceJSON `json:"references"`
}

// referenceJSON is one reference as JSON.
type referenceJSON struct {
	Question string         `json:"question"`
	Title    string         `json:"title"`
	Location string         `json:"location"`
	SHA256   string         `json:"sha256,omitempty"`
	Path     string         `json:"path,omitempty"` // that was looked at
	State    evidence.State `json:"state"`
	Reason   string         `json:"reason,omitempty"`
}

// ownDocument reads an engagement that can be written back: not one in a report.
func (a *app) ownDocument(set *question.Set, name string) (*engagement.Document, error) {
	data, err := a.read(name)
	if err != nil {
		return nil, err
	}
	if exporters.IsPDF(data) {
		return nil, fmt.Errorf("%s is a report and stays as it is; name the engagement's own file", shownName(name))
	}
	return a.parse(set, name, data)
}

func (a *app) evidence(ctx context.Context, name string) error {
	set, err := a.questionSet()
	if err != nil {
		return err
	}
	doc, err := a.document(set, name)
	if err != nil {
		return err
	}
	folder := ""
	if name != stdin {
		folder = evidence.Folder(name)
	}
	items, err := evidence.Check(ctx, set, folder, doc, nil)
	if err != nil {
		return err
	}
	if a.json() {
		result := evidenceResult{File: shownName(name), Summary: evidence.Summary(items), References: []referenceJSON{}}
		for _, x := range items {
			result.References = append(result.References, referenceJSON{x.Question, x.Reference.Title, x.Reference.Location, x.Reference.SHA256, x.Path, x.State, x.Reason})
		}
		if err := a.printJSON(result); err != nil {
			return err
		}
	} else {
		a.printEvidence(items)
	}
	if slices.ContainsFunc(items, func(x evidence.Item) bool { return x.State.Bad() }) {
		return errReported
	}
	return nil
}

// printEvidence lists the references by what was found.
func (a *app) printEvidence(items []evidence.Item) {
	a.printf("%s\n", evidence.Summary(items))
	for _, s := range evidence.States {
		title := false
		for _, x := range items {
			if x.State != s {
				continue
			}
			if !title {
				a.printf("\n%s\n", s.Word())
				title = true
			}
			text := find.OneLine(evidence.Label(x.Reference))
			if place := find.OneLine(x.Reference.Location); place != text {
				text += " (" + place + ")"
			}
			a.printf("  - %s: %s\n", x.Question, text)
			if x.Reason != "" {
				a.printf("    %s\n", find.OneLine(x.Reason))
			}
		}
	}
}

// addEvidence attaches files and writes the engagement, or does neither.
func (a *app) addEvidence(ctx context.Context, name string, add []string) error {
	if name == stdin {
		return usagef("--add changes the engagement's file; standard input has none")
	}
	set, err := a.questionSet()
	if err != nil {
		return err
	}
	release, err := hold(name)
	if err != nil {
		return err
	}
	defer release()
	doc, err := a.ownDocument(set, name)
	if err != nil {
		return err
	}
	doc = doc.Clone()
	result := evidenceResult{File: name, References: []referenceJSON{}}
	for _, s := range add {
		id, path, ok := strings.Cut(s, "=")
		switch {
		case !ok || path == "":
			return usagef("--add %q: allowed: QUESTION=PATH, such as staff-fte=rota.pdf", s)
		case set.Item(id) == nil:
			return usagef("--add %q: there is no question %q; muster-cli questions lists them", s, id)
		}
		ref, err := evidence.Take(ctx, evidence.Folder(name), path, nil)
		if err != nil {
			return err
		}
		answer, i := evidence.Add(doc.Answers[id], ref)
		doc.Answers[id] = answer
		ref = answer.References[i]
		result.References = append(result.References, referenceJSON{Question: id, Title: ref.Title, Location: ref.Location, SHA256: ref.SHA256, State: evidence.Unchanged})
	}
	if err := a.save(name, doc); err != nil {
		return err
	}
	result.Summary = evidence.Count(len(add), "file") + " attached."
	if a.json() {
		return a.printJSON(result)
	}
	a.printf("%s\n", result.Summary)
	for _, x := range result.References {
		a.printf("  - %s: %s (%s)\n", x.Question, find.OneLine(x.Title), find.OneLine(x.Location))
	}
	return nil
}

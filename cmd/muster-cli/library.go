package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"muster/assessment/find"
	"muster/assessment/library"
	"muster/assessment/model"
	"muster/exporters/look"
)

// libraryFlags are what the list shows, and in which order.
type libraryFlags struct {
	search  string
	by      choice
	reverse bool
}

func (a *app) libraryCommand() *cobra.Command {
	f := libraryFlags{by: choice{value: string(library.ByTitle)}}
	for _, k := range library.Keys {
		f.by.allowed = append(f.by.allowed, string(k))
	}
	cmd := &cobra.Command{
		Use:   "library FOLDER...",
		Short: "List the engagements in folders",
		Long: `List the engagements in folders and their subfolders: title, client, date,
verdict on the SIA, progress and file. A file that is broken or protected with a
password is listed with the reason; a folder that cannot be read is an error,
and the others are listed all the same. Nothing is written.

--sort opened means the last changed file first. With --format json there is one
object: {"engagements": [{"file", "title", ...}], "faults": [{"folder", "reason"}]}.`,
		Example: `  muster-cli library engagements
  muster-cli library engagements archive --search "acme 2026" --sort verdict
  muster-cli library engagements --format json | jq -r .engagements[].verdict`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return fmt.Errorf("no folder given; name one or more folders with engagements")
			}
			return nil
		},
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
			return nil, cobra.ShellCompDirectiveFilterDirs
		},
		RunE: func(cmd *cobra.Command, folders []string) error { return a.library(cmd.Context(), folders, f) },
	}
	cmd.Flags().StringVar(&f.search, "search", "", "list only engagements with all these `WORDS` in title, client, assessor or file name")
	cmd.Flags().Var(&f.by, "sort", "what to sort by")
	complete(cmd, "sort", f.by.allowed)
	cmd.Flags().BoolVar(&f.reverse, "reverse", false, "sort the other way round")
	a.addSetFlag(cmd)
	return cmd
}

func (a *app) library(ctx context.Context, folders []string, f libraryFlags) error {
	set, err := a.questionSet()
	if err != nil {
		return err
	}
	found, err := library.Scan(ctx, set, model.Default(), library.Places{Folders: folders}, library.NewIndex(""), nil)
	if err != nil {
		return err
	}
	by := library.Key(f.by.value)
	entries := library.Sort(library.Search(found.Entries, f.search), by, by.Descending() != f.reverse)
	if a.json() {
		err = a.printJSON(libraryJSON{append([]library.Entry{}, entries...), append([]library.Fault{}, found.Faults...)})
	} else {
		a.printLibrary(entries)
	}
	if err != nil {
		return err
	}
	for _, fault := range found.Faults {
		a.complain("error", fmt.Errorf("%s: %s", fault.Folder, fault.Reason))
	}
	if len(found.Faults) > 0 {
		return errReported
	}
	return nil
}

// libraryJSON is the list for programs.
type libraryJSON struct {
	Engagements []library.Entry `json:"engagements"`
	Faults      []library.Fault `json:"faults"`
}

func (a *app) printLibrary(entries []library.Entry) {
	if len(entries) == 0 {
		a.printf("No engagements.\n")
		return
	}
	rows := [][]string{{"TITLE", "CLIENT", "DATE", "NAMED SIA", "ANSWERED", "FILE"}}
	for _, e := range entries {
		verdict, answered := e.State.Word()+": "+e.Reason, ""
		switch e.State {
		case library.Ready:
			st := look.Verdict(e.Verdict)
			verdict, answered = st.Mark.String()+" "+st.Word, fmt.Sprintf("%d of %d", e.Answered, e.Applicable)
		case library.Protected: // says it all
			verdict = e.Reason
		}
		rows = append(rows, []string{e.Name(), e.Client, e.Date, verdict, answered, find.OneLine(e.Path)})
	}
	a.table(rows)
}

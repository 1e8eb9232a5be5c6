package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"muster/assessment"
	"muster/assessment/question"
	"muster/assessment/store"
	"muster/assets"
	"muster/exporters/look"
)

func (a *app) samplesCommand() *cobra.Command {
	out, force := "", false
	cmd := &cobra.Command{
		Use:   "samples [NAME]",
		Short: "List the bundled samples, or print one",
		Long:  "List the bundled sample engagements with their verdicts, or print or write one.",
		Example: `  muster-cli samples
  muster-cli samples saas --out try.muster`,
		Args: func(_ *cobra.Command, args []string) error {
			switch {
			case len(args) > 1:
				return fmt.Errorf("one sample at a time: found %d names", len(args))
			case len(args) == 1 && !slices.Contains(sampleNames(), args[0]):
				return fmt.Errorf("unknown sample %q; allowed: %s", args[0], strings.Join(sampleNames(), ", "))
			case len(args) == 0 && out != "":
				return fmt.Errorf("--out needs the name of a sample: %s", strings.Join(sampleNames(), ", "))
			}
			return nil
		},
		ValidArgsFunction: func(_ *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
			if len(args) > 0 {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return sampleNames(), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(_ *cobra.Command, args []string) error {
			switch {
			case len(args) == 0:
				return a.listSamples()
			case out == "":
				_, _ = a.out.Write(sampleData(args[0]))
				return nil
			}
			return a.writeSample(args[0], out, force)
		},
	}
	cmd.Flags().StringVar(&out, "out", "", "write the sample to `FILE`")
	cmd.Flags().BoolVar(&force, "force", false, "replace FILE if it exists")
	return cmd
}

// sample is one line of the list.
type sample struct {
	Name    string             `json:"name"`
	Title   string             `json:"title"`
	Client  string             `json:"client"`
	Verdict assessment.Verdict `json:"verdict"`
}

func (a *app) listSamples() error {
	var list []sample
	rows := [][]string{{"NAME", "TITLE", "CLIENT", "NAMED SIA"}}
	for _, name := range sampleNames() {
		e, err := a.assessData(question.Default(), name+store.Extension, sampleData(name))
		if err != nil {
			return err
		}
		verdict := e.result().SIA.Verdict
		list = append(list, sample{name, e.doc.Title, e.doc.Client, verdict})
		rows = append(rows, []string{name, e.doc.Title, e.doc.Client, look.Verdict(verdict).Word})
	}
	if a.json() {
		return a.printJSON(list)
	}
	a.table(rows)
	return nil
}

func (a *app) writeSample(name, path string, force bool) error {
	if err := refuseExisting(path, force); err != nil {
		return err
	}
	release, err := hold(path)
	if err != nil {
		return err
	}
	defer release()
	if err := store.WriteAtomic(path, sampleData(name)); err != nil {
		return err
	}
	if a.json() {
		return a.printJSON(struct {
			Name string `json:"name"`
			File string `json:"file"`
		}{name, path})
	}
	a.printf("Written: %s\n", path)
	return nil
}

// sampleNames are the bundled samples, sorted.
func sampleNames() []string {
	entries, err := assets.Samples.ReadDir("samples")
	must(err)
	names := make([]string, len(entries))
	for i, e := range entries {
		names[i] = strings.TrimSuffix(e.Name(), store.Extension)
	}
	return names
}

// sampleData is the document of a bundled sample.
func sampleData(name string) []byte {
	data, err := assets.Samples.ReadFile("samples/" + name + store.Extension)
	must(err)
	return data
}

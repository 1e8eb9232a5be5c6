package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"muster/assessment/benchmark"
	"muster/assessment/question"
	"muster/assessment/store"
	"muster/exporters/report"
)

func (a *app) benchmarkCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "benchmark",
		Short: "Write an anonymous record, and compare with others' records",
		Long: `Compare engagements without a server. "benchmark write" makes an anonymous record of an
engagement: bands, rounded figures, means and verdicts; no names, texts, ids or days.
"benchmark compare" sets an engagement beside a folder of such records.`,
		Example: `  muster-cli benchmark write acme.muster
  muster-cli benchmark write acme.muster --out record.json --yes
  muster-cli benchmark compare acme.muster records`,
		Args: cobra.NoArgs,
		RunE: missingCommand,
	}
	cmd.AddCommand(a.benchmarkWriteCommand(), a.benchmarkCompareCommand())
	return cmd
}

func (a *app) benchmarkWriteCommand() *cobra.Command {
	out, yes, force := "", false, false
	cmd := &cobra.Command{
		Use:   "write FILE",
		Short: "Show the anonymous record of an engagement, and write it",
		Long: `Show everything that the anonymous record of an engagement holds. Nothing is written
until you have seen it: with --out and --yes the record goes to a file. FILE may be
"-" for standard input. With --format json the record itself is printed.`,
		Example: `  muster-cli benchmark write acme.muster
  muster-cli benchmark write acme.muster --out record.json --yes`,
		Args:              oneDocument,
		ValidArgsFunction: completeDocuments,
		RunE: func(_ *cobra.Command, files []string) error {
			if yes && out == "" {
				return usagef("--yes writes a record; name its file with --out")
			}
			return a.benchmarkWrite(files[0], out, yes, force)
		},
	}
	cmd.Flags().StringVar(&out, "out", "", "`FILE` to write the record to")
	must(cmd.MarkFlagFilename("out", "json"))
	cmd.Flags().BoolVar(&yes, "yes", false, "write it; without, it is only shown")
	cmd.Flags().BoolVar(&force, "force", false, "replace the file if it exists")
	a.addSetFlag(cmd)
	return cmd
}

// record is the anonymous record of an engagement.
func (a *app) record(name string) (benchmark.Record, error) {
	e, err := a.assess(name)
	if err != nil {
		return benchmark.Record{}, err
	}
	return benchmark.New(benchmark.Default(), e.doc, e.result()), nil
}

func (a *app) benchmarkWrite(name, out string, yes, force bool) error {
	rec, err := a.record(name)
	if err != nil {
		return err
	}
	if a.json() {
		if err := a.printJSON(rec); err != nil {
			return err
		}
	} else {
		a.printf("The whole record:\n")
		for _, line := range rec.Text(benchmark.Default()) {
			a.printf("  %s\n", wrap(line, 4))
		}
	}
	if out == "" {
		return nil
	}
	if !yes {
		a.complain("warning", fmt.Errorf("%s was not written: look at the record, then repeat with --yes", out))
		return nil
	}
	if err := refuseExisting(out, force); err != nil {
		return err
	}
	if err := store.WriteAtomic(out, rec.Encode()); err != nil {
		return err
	}
	if !a.json() {
		a.printf("Written: %s\n", out)
	}
	return nil
}

func (a *app) benchmarkCompareCommand() *cobra.Command {
	set := question.Default()
	var size choice
	for _, b := range benchmark.Default().Group("employees").Bands {
		size.allowed = append(size.allowed, b.ID)
	}
	sector, scope := choice{allowed: set.Item("org-sector-data").OptionIDs()}, choice{allowed: set.Item("mssp-scope").OptionIDs()}
	cmd := &cobra.Command{
		Use:   "compare FILE FOLDER",
		Short: "Set an engagement beside a folder of anonymous records",
		Long: `Set an engagement beside the anonymous records (*.json) of a folder: quartiles of each
section and key figure, their number, and where one's own lies. Nothing is said of
fewer than five. A file that cannot be used is named with the reason, and the others
count all the same; records of the same content count once. FILE may be "-" for
standard input.`,
		Example: `  muster-cli benchmark compare acme.muster records
  muster-cli benchmark compare acme.muster records --size 250-999 --sector health
  muster-cli benchmark compare acme.muster records --format json | jq .sections`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 2 {
				return fmt.Errorf("name one engagement and one folder of records; found %d", len(args))
			}
			return nil
		},
		ValidArgsFunction: func(cmd *cobra.Command, args []string, text string) ([]cobra.Completion, cobra.ShellCompDirective) {
			if len(args) == 0 {
				return completeDocuments(cmd, args, text)
			}
			return nil, cobra.ShellCompDirectiveFilterDirs
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.benchmarkCompare(cmd.Context(), args[0], args[1], benchmark.Filter{Size: size.value, Data: sector.value, Scope: scope.value})
		},
	}
	cmd.Flags().Var(&size, "size", "only organisations of this many employees")
	cmd.Flags().Var(&sector, "sector", "only organisations with these data or systems")
	cmd.Flags().Var(&scope, "scope", "only those that buy this service of an MSSP")
	for name, c := range map[string]*choice{"size": &size, "sector": &sector, "scope": &scope} {
		complete(cmd, name, c.allowed)
	}
	a.addSetFlag(cmd)
	return cmd
}

// benchmarkJSON is the comparison for programs.
type benchmarkJSON struct {
	*benchmark.Comparison
	Faults []benchmark.Fault `json:"faults"`
}

func (a *app) benchmarkCompare(ctx context.Context, name, folder string, filter benchmark.Filter) error {
	own, err := a.record(name)
	if err != nil {
		return err
	}
	records, faults, err := benchmark.Folder(ctx, benchmark.Default(), os.DirFS(folder), nil)
	if err != nil {
		var path *fs.PathError
		if errors.As(err, &path) {
			err = path.Err
		}
		return fmt.Errorf("cannot read the folder %s: %w", folder, err)
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	c := benchmark.Compare(benchmark.Default(), own, records, filter)
	if a.json() {
		if err := a.printJSON(benchmarkJSON{c, faults}); err != nil {
			return err
		}
	} else {
		a.printBenchmark(c)
	}
	for _, f := range faults {
		a.complain("warning", errors.New(f.Reason))
	}
	return nil
}

func (a *app) printBenchmark(c *benchmark.Comparison) {
	a.printf("%s\n", wrap(c.Text, 0))
	a.list("Left out", report.BenchmarkLeftOut(nil, c))
	if !c.Enough {
		return
	}
	for _, part := range []struct {
		title string
		rows  []benchmark.Row
	}{{"Mean level", c.Sections}, {"Key figure", c.Figures}} {
		if len(part.rows) == 0 {
			continue
		}
		t := report.BenchmarkTable(nil, part.title, part.rows)
		a.printf("\n")
		a.blockTable(t, len(t.Columns))
	}
	a.list("Verdicts", report.BenchmarkShares(nil, c))
}

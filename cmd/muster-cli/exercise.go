package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"muster/assessment/engagement"
	"muster/assessment/exercise"
	"muster/assessment/model"
	"muster/assessment/question"
	"muster/assessment/store"
	"muster/assets"
	"muster/exporters"
	"muster/exporters/redaction"
)

func (a *app) exerciseCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "exercise",
		Short: "Propose, compose and write exercises",
		Long: `Exercise the incident response with a scenario: list the scenarios, see which of
them tests most of an engagement's gaps, and write the documents of a run.

Own scenarios are YAML files; "exercise template" prints one to start from, and
"exercise keep" puts one into an engagement, which then needs the file no more.`,
		Example: `  muster-cli exercise list
  muster-cli exercise propose acme.muster
  muster-cli exercise write acme.muster --scenario ransomware --length 2h --out exercise`,
		Args: cobra.NoArgs,
		RunE: missingCommand,
	}
	cmd.AddCommand(a.exerciseListCommand(), a.exerciseTemplateCommand(), a.exerciseProposeCommand(), a.exerciseWriteCommand(), a.exerciseKeepCommand())
	return cmd
}

// scenarios are the bundled ones, those of an engagement, which may be nil, and those
// in files. What cannot be used of the engagement's is said.
func (a *app) scenarios(set *question.Set, doc *engagement.Document, files []string) ([]*exercise.Scenario, error) {
	out := slices.Clone(exercise.Default())
	if doc != nil {
		own, faulty := exercise.Own(set, doc)
		out = append(out, own...)
		for _, err := range faulty {
			a.complain("warning", fmt.Errorf("a scenario of the engagement cannot be used:\n%w", err))
		}
	}
	for _, name := range files {
		s, err := a.scenarioFile(set, name)
		if err != nil {
			return nil, err
		}
		if i := slices.IndexFunc(out, func(x *exercise.Scenario) bool { return x.ID == s.ID }); i >= 0 {
			return nil, fmt.Errorf("%s: the id %q is that of another scenario; give it one of its own", name, s.ID)
		}
		out = append(out, s)
	}
	return out, nil
}

func (a *app) scenarioFile(set *question.Set, name string) (*exercise.Scenario, error) {
	data, err := store.ReadFile(name)
	if err != nil {
		return nil, err
	}
	s, err := exercise.Load(name, data, set)
	if err != nil {
		return nil, fmt.Errorf("the scenario %s cannot be used; correct this:\n%w", name, err)
	}
	return s, nil
}

// scenario is one of a list by its id, or the one in a file.
func (a *app) scenario(set *question.Set, list []*exercise.Scenario, name string) (*exercise.Scenario, error) {
	s, err := exercise.ByID(list, name)
	if err == nil {
		return s, nil
	}
	if isScenarioFile(name) {
		return a.scenarioFile(set, name)
	}
	return nil, usageError{fmt.Errorf("%w, or a file such as own.yaml", err)}
}

// isScenarioFile tells a file's name from an id.
func isScenarioFile(name string) bool {
	ext := strings.ToLower(filepath.Ext(name))
	return ext == ".yaml" || ext == ".yml"
}

func scenarioIDs() []string {
	var out []string
	for _, s := range exercise.Default() {
		out = append(out, s.ID)
	}
	return out
}

func completeScenarios(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
	return []cobra.Completion{"yaml", "yml"}, cobra.ShellCompDirectiveFilterFileExt
}

// completeScenarioIDs offers the bundled scenarios, which are read only when asked for.
func completeScenarioIDs(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
	return scenarioIDs(), cobra.ShellCompDirectiveDefault
}

func (a *app) exerciseListCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "list [FILE...]",
		Short: "List the scenarios, and check own ones",
		Long: `List the bundled scenarios and those in YAML files. A file that cannot be used is
an error that names every fault with its line.`,
		Example: `  muster-cli exercise list
  muster-cli exercise list own.yaml --format json`,
		ValidArgsFunction: completeScenarios,
		RunE: func(_ *cobra.Command, files []string) error {
			set, err := a.questionSet()
			if err != nil {
				return err
			}
			list, err := a.scenarios(set, nil, files)
			if err != nil {
				return err
			}
			return a.listScenarios(list)
		},
	}
	a.addSetFlag(cmd)
	return cmd
}

// scenarioJSON is a scenario for programs.
type scenarioJSON struct {
	ID      string `json:"id"`
	Version int    `json:"version"`
	Title   string `json:"title"`
	Summary string `json:"summary"`
	Injects int    `json:"injects"`
	Core    int    `json:"core"`
}

func (a *app) listScenarios(list []*exercise.Scenario) error {
	out := make([]scenarioJSON, len(list))
	rows := [][]string{{"ID", "TITLE", "INJECTS", "CORE"}}
	for i, s := range list {
		out[i] = scenarioJSON{s.ID, s.Version, s.Title, s.Summary, len(s.Injects), s.Core()}
		rows = append(rows, []string{s.ID, s.Title, fmt.Sprint(len(s.Injects)), fmt.Sprint(s.Core())})
	}
	if a.json() {
		return a.printJSON(out)
	}
	a.table(rows)
	return nil
}

func (a *app) exerciseTemplateCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "template ID",
		Short:   "Print a bundled scenario as YAML, to make one's own of it",
		Long:    "Print a bundled scenario as YAML. Change its id, title and injects, and use the file\nwith --scenario; \"exercise list FILE\" checks it.",
		Example: "  muster-cli exercise template ransomware > own.yaml",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return fmt.Errorf("name one scenario: %s", strings.Join(scenarioIDs(), ", "))
			}
			_, err := exercise.ByID(exercise.Default(), args[0])
			return err
		},
		ValidArgsFunction: completeScenarioIDs,
		RunE: func(_ *cobra.Command, args []string) error {
			data, err := fs.ReadFile(assets.Exercises, "exercises/"+args[0]+".yaml")
			if err != nil {
				return err
			}
			_, _ = a.out.Write(data)
			return nil
		},
	}
}

// exerciseRequest is what exercises are made of and where they go.
type exerciseRequest struct {
	reportRequest
	own      []string // scenario files
	scenario string
	length   choice
	record   int // from 1; 0: none asked for
}

func newExerciseRequest() *exerciseRequest {
	r := &exerciseRequest{reportRequest: *newReportRequest(), length: choice{exercise.HalfDay, []string{exercise.TwoHours, exercise.HalfDay}}}
	r.to = formats(exporters.ExerciseFormats, exporters.ExerciseFormatByID, "facilitator,handout,observer")
	return r
}

func (a *app) exerciseProposeCommand() *cobra.Command {
	r := newExerciseRequest()
	cmd := &cobra.Command{
		Use:   "propose [FILE]",
		Short: "Rank the scenarios by the gaps of an engagement they test",
		Long: `Rank the scenarios by how many gaps of an engagement their injects test, with the
reasons: findings, red flags, weak levels and what is not known, weighed by
severity and by whether the answer decided a verdict. --own adds scenarios of
yours.`,
		Example: `  muster-cli exercise propose acme.muster
  muster-cli exercise propose acme.muster --own flood.yaml --format json
  muster-cli exercise propose --sample hospital`,
		Args:              r.propose,
		ValidArgsFunction: completeDocuments,
		RunE:              func(*cobra.Command, []string) error { return a.propose(r) },
	}
	r.addSampleFlag(cmd)
	cmd.Flags().StringSliceVar(&r.own, "own", nil, "add the scenario in this YAML `FILE`; may be given several times")
	must(cmd.MarkFlagFilename("own", "yaml", "yml"))
	a.addSetFlag(cmd)
	return cmd
}

// propose takes one engagement; nothing is written, so standard input will do.
func (r *exerciseRequest) propose(cmd *cobra.Command, args []string) error {
	if len(args) == 1 && args[0] == stdin && r.sample.value == "" {
		r.file = stdin
		return nil
	}
	return r.args(cmd, args)
}

// proposalJSON is a proposal for programs.
type proposalJSON struct {
	Scenario string    `json:"scenario"`
	Title    string    `json:"title"`
	Score    float64   `json:"score"`
	Share    float64   `json:"share"`
	Fit      string    `json:"fit"`
	Reason   string    `json:"reason"`
	Gaps     []gapJSON `json:"gaps"`
}

type gapJSON struct {
	Question string   `json:"question"`
	Key      string   `json:"key"`
	Title    string   `json:"title"`
	Why      string   `json:"why"`
	RedFlag  bool     `json:"redFlag"`
	Weight   float64  `json:"weight"`
	Injects  []string `json:"injects"`
}

// shownGaps is how many gaps of a proposal are printed for people.
const shownGaps = 5

func (a *app) propose(r *exerciseRequest) error {
	e, err := a.requested(&r.reportRequest)
	if err != nil {
		return err
	}
	list, err := a.scenarios(e.set, e.doc, r.own)
	if err != nil {
		return err
	}
	proposals := exercise.Propose(e.set, e.doc, e.result(), list)
	if a.json() {
		out := make([]proposalJSON, len(proposals))
		for i, p := range proposals {
			out[i] = proposalJSON{p.Scenario.ID, p.Scenario.Title, p.Score, p.Share, string(p.Fit), p.Reason, []gapJSON{}}
			for _, g := range p.Gaps {
				out[i].Gaps = append(out[i].Gaps, gapJSON{g.Question, g.Key, g.Title, g.Why, g.RedFlag, g.Weight, g.Injects})
			}
		}
		return a.printJSON(out)
	}
	for i, p := range proposals {
		if i > 0 {
			a.printf("\n")
		}
		a.printf("%d. %s (%s)\n", i+1, p.Scenario.Title, p.Scenario.ID)
		a.printf("   %s\n", wrap(p.Reason, 3))
		if i > 0 {
			continue // the reasons of the one proposed will do
		}
		for _, g := range p.Gaps[:min(shownGaps, len(p.Gaps))] {
			a.printf("   - %s\n", wrap(fmt.Sprintf("%s [%s]: %s", g.Title, g.Question, g.Why), 5))
		}
	}
	return nil
}

func (a *app) exerciseWriteCommand() *cobra.Command {
	r := newExerciseRequest()
	cmd := &cobra.Command{
		Use:   "write [FILE]",
		Short: "Write the documents of an exercise",
		Long: `Compose a run for an engagement and write its documents, named after FILE, into
the folder of FILE or into --out: facilitator pack (PDF), participant handout
(PDF), observer's sheet (Excel). Without --scenario it is the one proposed.

after-action is the report of a recorded exercise: the last of the engagement,
or the one --record counts from 1. Its scenario and length are those recorded;
a scenario of your own that the engagement does not hold is to be named with
--scenario again.

--redact says who will read it, as in report: the handout gives nothing away;
provider leaves out what was answered and, of a recorded exercise, all that is not
the MSSP's part; board gets the after-action report without names and people's
words.`,
		Example: `  muster-cli exercise write acme.muster --length 2h
  muster-cli exercise write acme.muster --scenario own.yaml --to facilitator,handout --out exercise
  muster-cli exercise write acme.muster --to after-action --record 1 --redact board
  muster-cli exercise write --sample hospital --scenario ransomware --out out`,
		Args:              r.args,
		ValidArgsFunction: completeDocuments,
		RunE:              func(cmd *cobra.Command, _ []string) error { return a.writeExercise(cmd.Context(), r) },
	}
	r.addFlags(a, cmd, "documents")
	flags := cmd.Flags()
	flags.StringVar(&r.scenario, "scenario", "", "`ID` of a bundled scenario, or a YAML file (default: the one proposed)")
	flags.Var(&r.length, "length", "how long the run is")
	flags.Var(&r.to, "to", "documents to write, separated by commas (default facilitator,handout,observer)")
	flags.IntVar(&r.record, "record", 0, "for after-action: the `NUMBER` of the recorded exercise (default: the last)")
	flags.Var(&r.redact, "redact", "leave out what this reader may not see")
	addPasswordFlag(cmd, &r.secret, "protect the PDFs (AES-256) with the password in the first line of `FILE`")
	must(cmd.RegisterFlagCompletionFunc("scenario", completeScenarioIDs))
	complete(cmd, "length", r.length.allowed)
	complete(cmd, "to", r.to.allowed)
	complete(cmd, "redact", r.redact.allowed)
	return cmd
}

func (a *app) exerciseKeepCommand() *cobra.Command {
	out := ""
	cmd := &cobra.Command{
		Use:   "keep FILE SCENARIO",
		Short: "Put a scenario of your own into an engagement",
		Long: `Put the scenario in the YAML file SCENARIO into the engagement FILE, which then holds
its whole text: it is proposed and run like the bundled ones, and a run of it stays
readable without the file. One with the same id takes the place of the one before,
unless an exercise was held with that.`,
		Example: `  muster-cli exercise keep acme.muster own.yaml
  muster-cli exercise keep acme.muster own.yaml --out acme-own.muster`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 2 || args[0] == stdin {
				return fmt.Errorf("name an engagement and a scenario's file; found %d files", len(args))
			}
			return nil
		},
		ValidArgsFunction: completeScenarios,
		RunE:              func(_ *cobra.Command, args []string) error { return a.keepScenario(args[0], args[1], out) },
	}
	cmd.Flags().StringVar(&out, "out", "", "write the engagement to `NEW` instead of its own file")
	a.addSetFlag(cmd)
	return cmd
}

func (a *app) keepScenario(name, scenario, out string) error {
	release, err := hold(cmp.Or(out, name))
	if err != nil {
		return err
	}
	defer release()
	e, err := a.assess(name)
	if err != nil {
		return err
	}
	data, err := store.ReadFile(scenario)
	if err != nil {
		return err
	}
	doc := e.doc.Clone()
	s, err := exercise.Keep(e.set, doc, filepath.Base(scenario), data)
	if err != nil {
		return fmt.Errorf("the scenario %s cannot be kept; correct this:\n%w", scenario, err)
	}
	if out == "" {
		out = name
	} else if err := refuseExisting(out, false); err != nil {
		return err
	}
	if err := a.save(out, doc); err != nil {
		return err
	}
	if a.json() {
		return a.printJSON(struct {
			Scenario string `json:"scenario"`
			Title    string `json:"title"`
			Written  string `json:"written"`
		}{s.ID, s.Title, out})
	}
	a.printf("%s (%s) is part of %s.\n", s.Title, s.ID, shownName(out))
	return nil
}

func (a *app) writeExercise(ctx context.Context, r *exerciseRequest) error {
	e, err := a.requested(&r.reportRequest)
	if err != nil {
		return err
	}
	order := exporters.ExerciseOrder{Formats: r.to.picked()}
	if order.Redaction, err = redaction.ByID(r.redact.value); err != nil {
		return err
	}
	if order.Password, err = readPassword(r.secret); err != nil {
		return err
	}
	if order.Record, err = r.recorded(e.doc); err != nil {
		return err
	}
	if order.Scenario, order.Length, err = a.run(e, r, order.Record); err != nil {
		return err
	}
	ctx, stop := interruptible(ctx)
	defer stop()
	run, out, err := exporters.MakeExercise(ctx, e.set, model.Default(), e.doc, order, nil)
	switch {
	case errors.Is(err, context.Canceled):
		return errCancelled
	case err != nil:
		return fmt.Errorf("cannot make the documents of %s: %w", shownName(r.name()), err)
	}
	written, err := write(r.folder(), named(r.base()+"-"+run.Scenario.ID, out))
	if err != nil {
		return err
	}
	if a.json() {
		return a.printJSON(struct {
			File     string   `json:"file"`
			Scenario string   `json:"scenario"`
			Length   string   `json:"length"`
			Injects  int      `json:"injects"`
			Gaps     int      `json:"gaps"`
			Written  []string `json:"written"`
		}{r.name(), run.Scenario.ID, run.Length.ID, len(run.Injects), len(run.Gaps), written})
	}
	a.printf("%s, %s: %d injects, which test %d gaps.\n", run.Scenario.Title, strings.ToLower(run.Length.Title), len(run.Injects), len(run.Gaps))
	a.written(written)
	return nil
}

// recorded is the recorded exercise asked for; nil where none is.
func (r *exerciseRequest) recorded(doc *engagement.Document) (*engagement.Exercise, error) {
	wanted := slices.Contains(r.to.ids, "after-action")
	n := len(doc.Exercises)
	switch {
	case !wanted && r.record == 0:
		return nil, nil
	case !wanted:
		return nil, usagef("--record goes with --to after-action")
	case n == 0:
		return nil, fmt.Errorf("%s holds no recorded exercise: an after-action report needs one that was run", shownName(r.name()))
	case r.record < 0 || r.record > n:
		return nil, fmt.Errorf("%s holds %d recorded exercises; --record counts from 1 to %d", shownName(r.name()), n, n)
	case r.record == 0:
		return &doc.Exercises[n-1], nil
	}
	return &doc.Exercises[r.record-1], nil
}

// run is the scenario and the length of what is written: as asked for, as recorded, or
// as proposed.
func (a *app) run(e *assessed, r *exerciseRequest, record *engagement.Exercise) (*exercise.Scenario, exercise.Length, error) {
	length, err := exercise.DefaultPlanner().Length(r.length.value)
	if err != nil {
		return nil, length, err
	}
	if record != nil {
		if l, err := exercise.DefaultPlanner().Length(record.Length); err == nil {
			length = l
		}
	}
	list, err := a.scenarios(e.set, e.doc, nil)
	if err != nil {
		return nil, length, err
	}
	switch {
	case r.scenario != "":
		s, err := a.scenario(e.set, list, r.scenario)
		if err == nil && record != nil && s.ID != record.Scenario {
			err = fmt.Errorf("the exercise was run with the scenario %q, not %q", record.Scenario, s.ID)
		}
		return s, length, err
	case record != nil:
		s, err := exercise.ByID(list, record.Scenario)
		if err != nil {
			err = fmt.Errorf("the exercise was run with the scenario %q, which is neither bundled nor in the engagement; name its file with --scenario", record.Scenario)
		}
		return s, length, err
	}
	return exercise.Propose(e.set, e.doc, e.result(), list)[0].Scenario, length, nil
}

package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"muster/assessment"
	"muster/assessment/analysis"
	"muster/assessment/model"
	"muster/assessment/simulation"
)

// simulateRequest is what to simulate and for how long.
type simulateRequest struct {
	file     string
	options  simulation.Options
	siaHours float64 // below 0: those of the verdict
	queue    queueFlag
}

func (a *app) simulateCommand() *cobra.Command {
	r := &simulateRequest{}
	cmd := &cobra.Command{
		Use:   "simulate [FILE]",
		Short: "Play out years of escalations, with and without the SIA",
		Long: `Simulate the escalations, analysts and majors of an engagement over years and
print how soon escalations are picked up, without the SIA and with the hours of
the verdict or of --sia-hours. FILE may be "-" for standard input. The same FILE
and flags give the same figures for any number of processors. A year has 52 weeks.

With --queue it simulates a bare M/M/c queue instead and prints the closed form
beside it; rates are an hour, times are hours. Give lambda, mean and servers;
target is 0 unless given, and cv makes service log-normal.`,
		Example: `  muster-cli simulate acme.muster --years 10
  muster-cli simulate acme.muster --years 10 --sia-hours 16 --format json
  muster-cli simulate --queue lambda=20,mean=0.5,servers=14,target=0.1`,
		Args:              r.args,
		ValidArgsFunction: completeDocuments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if !cmd.Flags().Changed("sia-hours") {
				r.siaHours = -1
			} else if !(r.siaHours >= 0) {
				return usagef("--sia-hours %g: give 0 for none, or more", r.siaHours)
			}
			return a.simulate(cmd.Context(), r)
		},
	}
	flags := cmd.Flags()
	flags.IntVar(&r.options.Years, "years", 10, "simulate `N` years in each replication")
	flags.IntVar(&r.options.Replications, "replications", 32, "do it `R` times; standard errors come from these")
	flags.Uint64Var(&r.options.Seed, "seed", 1, "`number` the random streams start from")
	flags.Float64Var(&r.siaHours, "sia-hours", 0, "an SIA of `H` hours a week, 0 for none (default: those of the verdict)")
	flags.Var(&r.queue, "queue", "simulate a bare queue instead of FILE")
	a.addSetFlag(cmd)
	return cmd
}

// args takes one engagement or a queue.
func (r *simulateRequest) args(_ *cobra.Command, args []string) error {
	switch {
	case r.options.Years < 1:
		return fmt.Errorf("--years %d: simulate one year or more", r.options.Years)
	case r.options.Replications < 1:
		return fmt.Errorf("--replications %d: one or more are needed", r.options.Replications)
	case r.options.Seed == 0:
		return fmt.Errorf("--seed 0: give a number from 1 on")
	case r.queue.set && len(args) > 0:
		return fmt.Errorf("give a file or --queue, not both")
	case r.queue.set:
		return nil
	case len(args) == 0:
		return fmt.Errorf("no engagement given; name a file, or describe a queue with --queue")
	case len(args) > 1:
		return fmt.Errorf("one engagement at a time: found %d files", len(args))
	}
	r.file = args[0]
	return nil
}

func (a *app) simulate(ctx context.Context, r *simulateRequest) error {
	ctx, stop := interruptible(ctx)
	defer stop()
	var err error
	if r.queue.set {
		err = a.simulateQueue(ctx, r)
	} else {
		err = a.simulateEngagement(ctx, r)
	}
	if errors.Is(err, context.Canceled) {
		return errors.New("cancelled; there are no figures")
	}
	return err
}

func (a *app) simulateEngagement(ctx context.Context, r *simulateRequest) error {
	e, err := a.assess(r.file)
	if err != nil {
		return err
	}
	p := model.Default().Resolve(e.doc.Model)
	s, _, err := analysis.Scenario(e.result(), &p, e.analysis.Tickets)
	if err != nil {
		return fmt.Errorf("%s cannot be simulated: %w", shownName(r.file), err)
	}
	if r.siaHours >= 0 {
		s.SIA.HoursPerWeek = r.siaHours
	}
	res, err := simulation.Run(ctx, s, r.options)
	if err != nil {
		return err
	}
	if a.json() {
		return a.printJSON(res)
	}
	a.printSimulation(e, &s, res)
	return nil
}

func (a *app) printSimulation(e *assessed, s *simulation.Scenario, r *simulation.Result) {
	rep := e.report()
	title := rep.Title
	if rep.Client != "" {
		title += ", " + rep.Client
	}
	a.printf("%s\n\n", wrap(title, 0))
	a.printf("%s\n", wrap(fmt.Sprintf("%d years simulated %d times with seed %d: %s escalations. Times are hours from arrival to pick-up; ± is the standard error.",
		r.Years, r.Replications, r.Seed, assessment.FormatNumber(float64(r.Escalations), 0)), 0))
	formula := e.result().Capacity.Overall
	a.printFigures("Without an SIA", s, &r.Figures, &formula)
	if r.WithSIA != nil {
		a.printFigures(fmt.Sprintf("With an SIA of %s h a week", assessment.FormatNumber(r.SIAHours, 1)), s, r.WithSIA, nil)
	}
}

// printFigures writes one case; formula, if given, is the closed form's
// attainment over the whole week.
func (a *app) printFigures(heading string, s *simulation.Scenario, f *simulation.Figures, formula *assessment.Attainment) {
	a.printf("\n%s\n", heading)
	head := []string{"  Severity", "Target", "In time", "±", "Mean", "Median", "95th", "99th"}
	if formula != nil {
		head = append(head, "Closed form")
	}
	rows := [][]string{head}
	for _, x := range []struct {
		name   string
		target float64
		at     func(assessment.Attainment) assessment.Figure
		waits  simulation.Waits
	}{
		{"Critical", s.Target[0], func(v assessment.Attainment) assessment.Figure { return v.Critical }, f.Pickup.Critical},
		{"High", s.Target[1], func(v assessment.Attainment) assessment.Figure { return v.High }, f.Pickup.High},
		{"Medium", s.Target[2], func(v assessment.Attainment) assessment.Figure { return v.Medium }, f.Pickup.Medium},
		{"Low", s.Target[3], func(v assessment.Attainment) assessment.Figure { return v.Low }, f.Pickup.Low},
		{"Urgent", -1, func(v assessment.Attainment) assessment.Figure { return v.Urgent }, f.Pickup.Urgent},
	} {
		target := ""
		if x.target >= 0 {
			target = assessment.FormatNumber(x.target, 2)
		}
		row := []string{"  " + x.name, target, share(x.at(f.Attainment)), share(x.at(f.AttainmentError)),
			x.waits.Mean.Format(2), x.waits.P50.Format(2), x.waits.P95.Format(2), x.waits.P99.Format(2)}
		if formula != nil {
			row = append(row, share(x.at(*formula)))
		}
		rows = append(rows, row)
	}
	a.table(rows)
	a.row("Waiting", fmt.Sprintf("%s are not picked up at once; %s wait on average.", share(f.WaitProbability), f.BacklogMean.Format(1)))
	people := fmt.Sprintf("Analysts %s occupied, %s with other work; overtime %s h a week", share(f.Occupancy), share(f.OccupancyWithOther), f.OvertimeHours.Format(1))
	if s.OnCall {
		people += fmt.Sprintf("; on call %s h a week", f.OnCallHours.Format(1))
	}
	if f.SIAOccupancy.Known() {
		people += fmt.Sprintf("; SIA %s occupied", share(f.SIAOccupancy))
	}
	a.row("People", people+".")
	for _, remark := range f.Remarks {
		a.row("Note", remark)
	}
}

// share writes a share as per cent.
func share(f assessment.Figure) string { return assessment.FormatShare(float64(f)) }

func (a *app) simulateQueue(ctx context.Context, r *simulateRequest) error {
	res, err := r.queue.value.Run(ctx, r.options)
	if err != nil {
		return err
	}
	if a.json() {
		return a.printJSON(res)
	}
	a.printf("Queue of offered load %s with %d servers: %s customers, %d replications, seed %d.\n\n",
		assessment.FormatNumber(res.OfferedLoad, 4), res.Queue.Servers, assessment.FormatNumber(float64(res.Customers), 0), res.Replications, res.Seed)
	row := func(name string, simulated, standardError, closed assessment.Figure) []string {
		return []string{"  " + name, simulated.Format(6), standardError.Format(6), closed.Format(6)}
	}
	a.table([][]string{
		{"", "Simulated", "±", "Closed form"},
		row("Waiting probability", res.Simulated.WaitProbability, res.Error.WaitProbability, res.ClosedForm.WaitProbability),
		row("Mean wait, hours", res.Simulated.MeanWait, res.Error.MeanWait, res.ClosedForm.MeanWait),
		row("Service level", res.Simulated.ServiceLevel, res.Error.ServiceLevel, res.ClosedForm.ServiceLevel),
		row("Occupancy", res.Simulated.Occupancy, res.Error.Occupancy, res.ClosedForm.Occupancy),
	})
	a.list("Notes", res.Remarks)
	return nil
}

// queueFlag is a queue written as name=value, separated by commas.
type queueFlag struct {
	text  string
	set   bool
	value simulation.Queue
}

func (q *queueFlag) String() string { return q.text }

// Type is what the help shows for the value.
func (q *queueFlag) Type() string { return "lambda=…,mean=…,servers=…,target=…" }

// Set reads the description; the simulation checks the ranges.
func (q *queueFlag) Set(text string) error {
	v := simulation.Queue{Service: simulation.Handling{Shape: simulation.Exponential}}
	given := map[string]bool{}
	for part := range strings.SplitSeq(text, ",") {
		name, value, ok := strings.Cut(strings.TrimSpace(part), "=")
		if !ok {
			return fmt.Errorf("%q is not name=value; write lambda=20,mean=0.5,servers=14,target=0.1", part)
		}
		if given[name] {
			return fmt.Errorf("%s is given twice", name)
		}
		given[name] = true
		number, err := strconv.ParseFloat(value, 64)
		if err != nil {
			return fmt.Errorf("%s: %q is not a number", name, value)
		}
		switch name {
		case "lambda":
			v.Rate = number
		case "mean":
			v.Service.Mean = number
		case "servers":
			if v.Servers, err = strconv.Atoi(value); err != nil {
				return fmt.Errorf("servers: %q is not a whole number", value)
			}
		case "target":
			v.Target = number
		case "cv":
			v.Service.Shape, v.Service.CV = simulation.LogNormal, number
		default:
			return fmt.Errorf("%q is not known; names are lambda, mean, servers, target and cv", name)
		}
	}
	for _, name := range []string{"lambda", "mean", "servers"} {
		if !given[name] {
			return fmt.Errorf("%s is missing", name)
		}
	}
	q.text, q.set, q.value = text, true, v
	return nil
}

package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"muster/assessment/model"
	"muster/exporters"
	"muster/exporters/redaction"
)

func (a *app) csirpCommand() *cobra.Command {
	r := newReportRequest()
	to := picks[exporters.PlanFormat]{byID: exporters.PlanFormatByID, usual: "odt,card"}
	for _, f := range exporters.PlanFormats {
		to.allowed = append(to.allowed, f.ID)
	}
	cmd := &cobra.Command{
		Use:   "csirp [FILE]",
		Short: "Write an incident response plan to start from",
		Long: `Write a computer security incident response plan (CSIRP) to start from, and the
escalation card that goes with it, made from the answers of an engagement. What is
known is filled in; what is missing is marked TO DECIDE, what lies in the wrong
hands TO CORRECT, each with a number, and all of it is listed at the front.

The plan is an OpenDocument text (odt), which LibreOffice and Word edit, or
Markdown (md); the card is one page of PDF. FILE may be "-" for standard input.
The plan names every answer it rests on, so it is for internal readers only.`,
		Example: `  muster-cli csirp acme.muster
  muster-cli csirp acme.muster --to odt,md,card --out plan
  muster-cli csirp --sample hospital --out out`,
		Args:              r.args,
		ValidArgsFunction: completeDocuments,
		RunE:              func(cmd *cobra.Command, _ []string) error { return a.csirp(cmd.Context(), r, to.picked()) },
	}
	r.addFlags(a, cmd, "plan")
	cmd.Flags().Var(&to, "to", "forms to write, separated by commas (default odt,card)")
	cmd.Flags().Var(&r.redact, "redact", "who will read it; only internal readers may")
	complete(cmd, "redact", r.redact.allowed)
	complete(cmd, "to", to.allowed)
	return cmd
}

func (a *app) csirp(ctx context.Context, r *reportRequest, to []exporters.PlanFormat) error {
	e, err := a.requested(r)
	if err != nil {
		return err
	}
	profile, err := redaction.ByID(r.redact.value)
	if err != nil {
		return err
	}
	ctx, stop := interruptible(ctx)
	defer stop()
	plan, err := exporters.Plan(nil, profile, e.set, model.Default(), e.doc)
	if err != nil {
		return err
	}
	files := make([]file, len(to))
	for i, f := range to {
		data, err := f.Render(ctx, plan)
		switch {
		case ctx.Err() != nil:
			return errCancelled
		case err != nil:
			return fmt.Errorf("cannot make the plan of %s: %w", shownName(r.name()), err)
		}
		files[i] = file{r.base() + f.Extension, data}
	}
	written, err := write(r.folder(), files)
	if err != nil {
		return err
	}
	open := make([]string, len(plan.Open))
	for i := range plan.Open {
		open[i] = plan.Open[i].Mark()
	}
	if a.json() {
		return a.printJSON(struct {
			File    string   `json:"file"`
			Open    []string `json:"open"`
			Written []string `json:"written"`
		}{r.name(), open, written})
	}
	a.printf("Points still open: %d\n", len(open))
	for _, o := range open {
		a.printf("  %s\n", wrap(o, 4))
	}
	a.written(written)
	return nil
}

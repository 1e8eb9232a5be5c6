package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"muster/assessment/brand"
	"muster/assessment/model"
	"muster/exporters"
	"muster/exporters/redaction"
)

func (a *app) csirpCommand() *cobra.Command {
	r := &reportRequest{sample: choice{allowed: sampleNames()}, redact: choice{redaction.Internal.ID, redactionIDs()}}
	to := planFormats{}
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
		RunE:              func(cmd *cobra.Command, _ []string) error { return a.csirp(cmd.Context(), r, to.orDefault()) },
	}
	flags := cmd.Flags()
	flags.Var(&to, "to", "forms to write, separated by commas (default odt,card)")
	flags.StringVar(&r.dir, "out", "", "write into `DIR`, which is made if missing")
	flags.Var(&r.sample, "sample", "take a bundled sample instead of FILE")
	flags.Var(&r.redact, "redact", "who will read it; only internal readers may")
	flags.StringVar(&r.brand, "brand", "", "present the plan with the brand profile in `FILE`")
	a.addSetFlag(cmd)
	must(cmd.MarkFlagFilename("brand", strings.TrimPrefix(brand.Extension, ".")))
	complete(cmd, "redact", r.redact.allowed)
	complete(cmd, "to", planFormatIDs())
	complete(cmd, "sample", r.sample.allowed)
	must(cmd.MarkFlagDirname("out"))
	return cmd
}

func (a *app) csirp(ctx context.Context, r *reportRequest, to planFormats) error {
	e, err := a.requested(r)
	if err != nil {
		return err
	}
	profile, err := redaction.ByID(r.redact.value)
	if err != nil {
		return err
	}
	doc := e.doc
	if r.brand != "" {
		if doc, err = branded(doc, r.brand); err != nil {
			return err
		}
	}
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer stop()
	plan, err := exporters.Plan(nil, profile, e.set, model.Default(), doc)
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
	a.printf("\nWritten:\n")
	for _, path := range written {
		a.printf("  %s\n", path)
	}
	return nil
}

// planFormats is a flag that takes forms of the plan separated by commas.
type planFormats []exporters.PlanFormat

// orDefault are the forms asked for, or what most people want.
func (f planFormats) orDefault() planFormats {
	if len(f) > 0 {
		return f
	}
	var out planFormats
	must(out.Set("odt,card")) // as the help says
	return out
}

func (f *planFormats) String() string {
	ids := make([]string, len(*f))
	for i, x := range *f {
		ids[i] = x.ID
	}
	return strings.Join(ids, ",")
}

// Type is what the help shows for the value.
func (f *planFormats) Type() string { return strings.Join(planFormatIDs(), ",") }

// Set adds forms; one named twice is written once.
func (f *planFormats) Set(s string) error {
	for id := range strings.SplitSeq(s, ",") {
		format, err := exporters.PlanFormatByID(strings.TrimSpace(id))
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(*f, func(x exporters.PlanFormat) bool { return x.ID == format.ID }) {
			*f = append(*f, format)
		}
	}
	return nil
}

func planFormatIDs() []string {
	ids := make([]string, len(exporters.PlanFormats))
	for i, f := range exporters.PlanFormats {
		ids[i] = f.ID
	}
	return ids
}

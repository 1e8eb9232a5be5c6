package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"muster/assessment"
	"muster/assessment/brand"
	"muster/assessment/engagement"
	"muster/assessment/model"
	"muster/assessment/question"
	"muster/assessment/store"
	"muster/exporters"
	"muster/exporters/redaction"
	"muster/exporters/report"
)

// reportRequest is what a report is made of and where it goes.
type reportRequest struct {
	file   string
	sample choice
	to     picks[exporters.Format]
	dir    string
	redact choice
	brand  string // a profile file
	secret string // a file that holds the password
}

func newReportRequest() *reportRequest {
	return &reportRequest{sample: choice{allowed: sampleNames()}, redact: choice{redaction.Internal.ID, redactionIDs()}}
}

// addFlags are the flags of every command that writes documents of an engagement;
// documents says which.
func (r *reportRequest) addFlags(a *app, cmd *cobra.Command, documents string) {
	flags := cmd.Flags()
	flags.StringVar(&r.dir, "out", "", "write into `DIR`, which is made if missing")
	flags.StringVar(&r.brand, "brand", "", "present the "+documents+" with the brand profile in `FILE`")
	must(cmd.MarkFlagDirname("out"))
	must(cmd.MarkFlagFilename("brand", strings.TrimPrefix(brand.Extension, ".")))
	r.addSampleFlag(cmd)
	a.addSetFlag(cmd)
}

func (r *reportRequest) addSampleFlag(cmd *cobra.Command) {
	cmd.Flags().Var(&r.sample, "sample", "use a bundled sample instead of FILE")
	complete(cmd, "sample", r.sample.allowed)
}

func (a *app) reportCommand() *cobra.Command {
	r := newReportRequest()
	r.to = formats(exporters.Formats, exporters.FormatByID, "pdf,xlsx")
	cmd := &cobra.Command{
		Use:   "report [FILE]",
		Short: "Write the reports of an engagement",
		Long: `Evaluate an engagement and write its reports, named after FILE, into the
folder of FILE or into --out. FILE may be "-" for standard input. Every report
is made before the first one is written; Ctrl-C leaves no half file.

--redact says who will read it: internal (everything), board (no names, no single
answers), provider (needs and responsibilities), benchmark (nothing that tells
whose figures they are). A full PDF holds the engagement it was made from, unless
it is redacted; muster-cli verify makes the report anew and compares.`,
		Example: `  muster-cli report acme.muster
  muster-cli report acme.muster --to pdf,xlsx,markdown,json --out reports
  muster-cli report acme.muster --to pdf,brief --redact board --password-file secret.txt
  muster-cli report --sample saas --out out`,
		Args:              r.args,
		ValidArgsFunction: completeDocuments,
		RunE:              func(cmd *cobra.Command, _ []string) error { return a.report(cmd.Context(), r) },
	}
	r.addFlags(a, cmd, "reports")
	cmd.Flags().Var(&r.to, "to", "formats to write, separated by commas (default pdf,xlsx)")
	cmd.Flags().Var(&r.redact, "redact", "leave out what this reader may not see")
	addPasswordFlag(cmd, &r.secret, "protect the PDFs (AES-256) with the password in the first line of `FILE`")
	complete(cmd, "redact", r.redact.allowed)
	complete(cmd, "to", r.to.allowed)
	return cmd
}

// args takes one engagement, from a file or a sample.
func (r *reportRequest) args(_ *cobra.Command, args []string) error {
	switch {
	case r.sample.value == "" && len(args) == 0:
		return fmt.Errorf("no engagement given; name a file, or a bundled one with --sample %s", r.sample.Type())
	case r.sample.value != "" && len(args) > 0:
		return fmt.Errorf("give a file or --sample, not both")
	case len(args) > 1:
		return fmt.Errorf("one engagement at a time: found %d files", len(args))
	case len(args) == 1 && args[0] == stdin && r.dir == "":
		return fmt.Errorf("a report from standard input needs --out DIR")
	case len(args) == 1:
		r.file = args[0]
	}
	return nil
}

func (a *app) report(ctx context.Context, r *reportRequest) error {
	e, err := a.requested(r)
	if err != nil {
		return err
	}
	ctx, stop := interruptible(ctx)
	defer stop()
	rep, files, err := r.make(ctx, e)
	if err != nil {
		return err
	}
	written, err := write(r.folder(), files)
	if err != nil {
		return err
	}
	if a.json() {
		return a.printJSON(struct {
			File    string             `json:"file"`
			Verdict assessment.Verdict `json:"verdict"`
			Written []string           `json:"written"`
		}{r.name(), e.result().SIA.Verdict, written})
	}
	a.verdicts(rep)
	a.written(written)
	return nil
}

var errCancelled = errors.New("cancelled; nothing was written")

// requested is the engagement asked for, with the brand asked for.
func (a *app) requested(r *reportRequest) (e *assessed, err error) {
	if r.sample.value == "" {
		e, err = a.assess(r.file)
	} else {
		var set *question.Set
		if set, err = a.questionSet(); err == nil {
			e, err = a.assessData(set, r.name(), sampleData(r.sample.value))
		}
	}
	if err == nil && r.brand != "" {
		e.doc, err = branded(e.doc, r.brand)
	}
	return e, err
}

// name is the engagement's name in messages.
func (r *reportRequest) name() string {
	if r.sample.value != "" {
		return r.sample.value + store.Extension
	}
	return r.file
}

// base is the name of the reports without extension.
func (r *reportRequest) base() string {
	if r.file == stdin {
		return "engagement"
	}
	name := filepath.Base(r.name())
	if ext := filepath.Ext(name); strings.EqualFold(ext, store.Extension) {
		return strings.TrimSuffix(name, ext)
	}
	return name
}

func (r *reportRequest) folder() string {
	if r.dir != "" {
		return r.dir
	}
	return filepath.Dir(r.name())
}

// file is a report ready to be written.
type file struct {
	name string
	data []byte
}

// make makes every report before any is written, until ctx ends.
func (r *reportRequest) make(ctx context.Context, e *assessed) (*report.Report, []file, error) {
	order := exporters.Order{Formats: r.to.picked()}
	var err error
	if order.Redaction, err = redaction.ByID(r.redact.value); err != nil {
		return nil, nil, err
	}
	if order.Password, err = readPassword(r.secret); err != nil {
		return nil, nil, err
	}
	rep, out, err := exporters.Make(ctx, e.set, model.Default(), e.doc, order, nil)
	switch {
	case errors.Is(err, context.Canceled):
		return nil, nil, errCancelled
	case err != nil:
		return nil, nil, fmt.Errorf("cannot make the reports of %s: %w", shownName(r.name()), err)
	}
	return rep, named(r.base(), out), nil
}

// named are outputs as files whose names begin with base.
func named(base string, out []exporters.Output) []file {
	files := make([]file, len(out))
	for i, o := range out {
		files[i] = file{base + o.Format.Extension, o.Data}
	}
	return files
}

// branded is doc with the brand of a profile file; doc is left as it is.
func branded(doc *engagement.Document, name string) (*engagement.Document, error) {
	data, err := store.ReadFile(name)
	if err != nil {
		return nil, err
	}
	p, err := brand.ReadProfile(data)
	if err != nil {
		return nil, fmt.Errorf("%s cannot be used: %w", name, err)
	}
	out := doc.Clone()
	out.Branding = p.Brand
	if p.Classification != "" {
		out.Classification = p.Classification
	}
	return out, nil
}

func redactionIDs() []string {
	var ids []string
	for _, p := range redaction.Profiles {
		ids = append(ids, p.ID)
	}
	return ids
}

// write puts the files into dir and gives their paths.
func write(dir string, files []file) ([]string, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("cannot make the folder %s: %w; choose another with --out", dir, err)
	}
	var written []string
	for _, f := range files {
		path := filepath.Join(dir, f.name)
		if err := store.WriteAtomic(path, f.data); err != nil {
			return nil, err
		}
		written = append(written, path)
	}
	return written, nil
}

// Package exporters turns an engagement into files. It is the one list of formats
// that both programs offer, and the one way from a document to a file.
package exporters

import (
	"context"
	"fmt"
	"strings"

	"muster/assessment/analysis"
	"muster/assessment/engagement"
	"muster/assessment/messages"
	"muster/assessment/model"
	"muster/assessment/question"
	"muster/exporters/json"
	"muster/exporters/markdown"
	"muster/exporters/pdf"
	"muster/exporters/pictures"
	"muster/exporters/protect"
	"muster/exporters/redaction"
	"muster/exporters/report"
	"muster/exporters/xlsx"
)

// Progress is told how many of total steps are done; it may be nil.
type Progress func(done, total int)

// Format is one kind of output.
type Format struct {
	ID        string // pdf, brief, procurement, responsibility, xlsx, pictures, markdown or json
	Name      string // as people call it
	Extension string // with the dot
	Kind      report.Kind
	Whole     bool // shows everything and cannot be redacted
	render    func(ctx context.Context, rep *report.Report, progress func(done, total int)) ([]byte, error)
}

// Formats lists every output, the most used first.
var Formats = []Format{
	{"pdf", messages.Mark("PDF report"), ".pdf", report.FullReport, false, pdf.Render},
	{"brief", messages.Mark("Executive brief"), "-brief.pdf", report.ExecutiveBrief, false, pdf.Render},
	{"procurement", messages.Mark("Procurement report"), "-options.pdf", report.ProcurementReport, false, pdf.Render},
	{"responsibility", messages.Mark("Responsibility pack"), "-responsibilities.pdf", report.ResponsibilityPack, false, pdf.Render},
	{"xlsx", messages.Mark("Excel workbook"), ".xlsx", report.FullReport, true, xlsx.Render},
	{"pictures", messages.Mark("Pictures"), "-pictures.zip", report.FullReport, false, pictures.Render},
	{"markdown", messages.Mark("Markdown"), ".md", report.FullReport, false, markdown.Render},
	{"json", messages.Mark("JSON"), ".json", report.FullReport, true, json.Render},
}

// PDF reports whether the output is a PDF, which can be protected.
func (f Format) PDF() bool { return strings.HasSuffix(f.Extension, ".pdf") }

// FormatByID finds a format; the error lists what there is.
func FormatByID(id string) (Format, error) { return byID(Formats, id) }

func byID(formats []Format, id string) (Format, error) {
	ids := make([]string, len(formats))
	for i, f := range formats {
		if f.ID == id {
			return f, nil
		}
		ids[i] = f.ID
	}
	return Format{}, fmt.Errorf("unknown format %q; allowed: %s", id, strings.Join(ids, ", "))
}

// Render makes the bytes of rep in the format: the same bytes for the same
// report. It stops with ctx's error when ctx ends.
func (f Format) Render(ctx context.Context, rep *report.Report, progress Progress) ([]byte, error) {
	if progress == nil {
		progress = func(int, int) {}
	}
	if f.Whole && !rep.Redaction.Whole() {
		return nil, f.wholeError(rep.Redaction)
	}
	rep, err := rep.As(f.Kind)
	if err != nil {
		return nil, err
	}
	return f.render(ctx, rep, progress)
}

func (f Format) wholeError(p redaction.Profile) error {
	return fmt.Errorf("%s holds every answer and cannot be redacted: choose a PDF or Markdown for readers of the kind %q", f.Name, p.Name)
}

// Order is what is asked for: the formats, for whom, and how protected.
type Order struct {
	Formats   []Format
	Redaction redaction.Profile // Internal where not set
	Password  string            // of the PDFs; empty for none

	Language *messages.Catalogue // of the reports, as Catalogue.Reports gives it; nil for English
}

// Check says why an order cannot be carried out, before any work is done.
func (o *Order) Check() error {
	if o.Redaction.ID == "" {
		o.Redaction = redaction.Internal
	}
	for _, f := range o.Formats {
		switch {
		case o.Password != "" && !f.PDF():
			return fmt.Errorf("a password protects PDFs only, not %s: ask for them without one", f.Name)
		case f.Whole && !o.Redaction.Whole():
			return f.wholeError(o.Redaction)
		}
	}
	if o.Password != "" {
		return protect.CheckPassword(o.Password)
	}
	return nil
}

// Output is a finished file.
type Output struct {
	Format Format
	Data   []byte
}

// Make carries out an order for the document, which is not changed. It gives the
// report the outputs were made of, and stops with ctx's error when ctx ends.
func Make(ctx context.Context, set *question.Set, registry *model.Registry, doc *engagement.Document, o Order, progress Progress) (*report.Report, []Output, error) {
	if progress == nil {
		progress = func(int, int) {}
	}
	if err := o.Check(); err != nil {
		return nil, nil, err
	}
	doc = o.Redaction.Document(set, doc)
	// The simulation takes the first half.
	const half = 1000
	a, err := analysis.Full(ctx, set, registry, doc, func(n, total int) { progress(half*n/max(1, total), 2*half) })
	if err != nil {
		return nil, nil, err
	}
	rep := report.BuildIn(o.Language, o.Redaction, set, registry, doc, a)
	out, err := o.outputs(ctx, rep, func(n, total int) { progress(half+half*n/max(1, total), 2*half) })
	if err != nil {
		return nil, nil, err
	}
	return rep, out, nil
}

// ErrNoOptions says that there is nothing to compare.
var ErrNoOptions = report.ErrNoOptions

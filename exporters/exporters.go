// Package exporters turns a report into files. It is the one list of formats
// that both programs offer.
package exporters

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"muster/exporters/json"
	"muster/exporters/markdown"
	"muster/exporters/pdf"
	"muster/exporters/report"
	"muster/exporters/xlsx"
)

// Progress is told how many of total steps are done; it may be nil.
type Progress func(done, total int)

// Format is one kind of output.
type Format struct {
	ID        string // pdf, procurement, xlsx, markdown or json
	Name      string // as people call it
	Extension string // with the dot
	render    func(ctx context.Context, rep *report.Report, progress func(done, total int)) ([]byte, error)
}

// Formats lists every output, the most used first.
var Formats = []Format{
	{"pdf", "PDF report", ".pdf", pdf.Render},
	{"procurement", "Procurement report", "-options.pdf", procurement},
	{"xlsx", "Excel workbook", ".xlsx", xlsx.Render},
	{"markdown", "Markdown", ".md", markdown.Render},
	{"json", "JSON", ".json", json.Render},
}

// ErrNoOptions says that there is nothing to compare.
var ErrNoOptions = errors.New("the engagement holds no contract options: enter them first, under Contract options")

// procurement is the PDF on the contract options alone.
func procurement(ctx context.Context, rep *report.Report, progress func(done, total int)) ([]byte, error) {
	if rep.Comparison == nil {
		return nil, ErrNoOptions
	}
	return pdf.Render(ctx, report.Procurement(rep), progress)
}

// FormatByID finds a format; the error lists what there is.
func FormatByID(id string) (Format, error) {
	ids := make([]string, len(Formats))
	for i, f := range Formats {
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
	return f.render(ctx, rep, progress)
}

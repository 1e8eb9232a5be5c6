// Package json writes the report as indented JSON: the Report's own fields with
// the format's name and version in front.
package json

import (
	"bytes"
	"context"
	stdjson "encoding/json"
	"fmt"

	"muster/exporters/report"
)

// The format's name and the version this program writes.
const (
	Format  = "muster-report"
	Version = 1
)

type file struct {
	Format  string `json:"format"`
	Version int    `json:"version"`
	*report.Report
}

// Render makes the JSON. Figures that are not known are null, infinite ones the
// string "inf"; lists are never null.
func Render(ctx context.Context, rep *report.Report, progress func(done, total int)) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	r := *rep
	r.Reasons, r.Decisions, r.Findings = list(r.Reasons), list(r.Decisions), list(r.Findings)
	r.Verdicts, r.Figures, r.Answers = list(r.Verdicts), list(r.Figures), list(r.Answers)
	r.Responsibilities, r.Skills, r.Trace = list(r.Responsibilities), list(r.Skills), list(r.Trace)
	r.Settings, r.NotAssessed, r.Assumptions = list(r.Settings), list(r.NotAssessed), list(r.Assumptions)
	var buf bytes.Buffer
	enc := stdjson.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(file{Format, Version, &r}); err != nil {
		return nil, fmt.Errorf("JSON report: %w", err)
	}
	if progress != nil {
		progress(1, 1)
	}
	return buf.Bytes(), nil
}

// list makes an empty list of none.
func list[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}

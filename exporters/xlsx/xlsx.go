// Package xlsx writes the report as an Excel workbook: summary, findings, all
// answers, responsibilities, trace and settings as tables, and skills and
// capacity as live formulas that carry the model's values. It computes no
// figure of its own: a formula's value comes from the Result, that of a mere
// step in between from the model's own functions.
package xlsx

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/xuri/excelize/v2"

	"muster/exporters/report"
)

// The sheets in their order. Formulas may point to any other sheet, so all are
// laid out before the first is written.
var layouts = []func(*book) *sheet{
	summarySheet, chartSheet, findingsSheet, answersSheet, responsibilitySheet, skillSheet, capacitySheet, sourcingSheet,
	simulationSheet, demandSheet, changeSheet, csirpSheet, traceSheet, settingsSheet,
}

// layoutsOf are the sheets of a report: those of actions, exercises, contract options and the
// change since the engagement before stand before the appendices, where there are any.
func layoutsOf(rep *report.Report) []func(*book) *sheet {
	var more []func(*book) *sheet
	if rep.Plan != nil {
		more = append(more, actionSheet)
	}
	if len(rep.Exercises) > 0 {
		more = append(more, heldSheet)
	}
	if rep.Since != nil {
		more = append(more, sinceSheet)
	}
	if rep.Gap != nil {
		more = append(more, gapSheet)
	}
	if rep.Comparison != nil {
		more = append(more, optionLayouts...)
	}
	appendix := len(layouts) - 2
	return slices.Concat(layouts[:appendix], more, layouts[appendix:])
}

// Render makes the workbook. It checks ctx before each sheet and tells progress
// (which may be nil) after each; the same report gives the same bytes.
func Render(ctx context.Context, rep *report.Report, progress func(done, total int)) ([]byte, error) {
	return renderSheets(ctx, rep, layoutsOf(rep), progress)
}

func renderSheets(ctx context.Context, rep *report.Report, layouts []func(*book) *sheet, progress func(done, total int)) ([]byte, error) {
	b := newBook(rep)
	defer b.file.Close()
	var sheets []*sheet
	for _, layout := range layouts {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		sheets = append(sheets, layout(b))
	}
	if err := b.prepare(sheets); err != nil {
		return nil, fmt.Errorf("workbook: %w", err)
	}
	for i, s := range sheets {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if err := b.write(s); err != nil {
			return nil, fmt.Errorf("workbook, sheet %s: %w", s.name, err)
		}
		if progress != nil {
			progress(i+1, len(sheets))
		}
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	buf, err := b.file.WriteToBuffer()
	if err != nil {
		return nil, fmt.Errorf("workbook: %w", err)
	}
	return buf.Bytes(), nil
}

// prepare names the sheets and sets what belongs to the whole file.
func (b *book) prepare(sheets []*sheet) error {
	for i, s := range sheets {
		if i == 0 {
			if err := b.file.SetSheetName("Sheet1", s.name); err != nil {
				return err
			}
		} else if _, err := b.file.NewSheet(s.name); err != nil {
			return err
		}
	}
	if err := b.defineNames(); err != nil {
		return err
	}
	date := fixedDate(b.rep)
	b.file.SetZipWriter(func(w io.Writer) excelize.ZipWriter {
		return &steadyZip{w: w, time: date, files: map[string]*bytes.Buffer{}}
	})
	stamp := date.Format(time.RFC3339)
	if err := b.file.SetDocProps(&excelize.DocProperties{Title: clean(b.rep.Title), Creator: "Muster", LastModifiedBy: "Muster",
		Created: stamp, Modified: stamp, Language: b.lang.Code()}); err != nil {
		return err
	}
	if err := b.file.SetAppProps(&excelize.AppProperties{Application: "Muster"}); err != nil {
		return err
	}
	recalculate := true
	return b.file.SetCalcProps(&excelize.CalcPropsOptions{FullCalcOnLoad: &recalculate})
}

// fixedDate stands for the time of writing, so that the bytes depend on the
// report alone. A zip file knows the years 1980 to 2107.
func fixedDate(rep *report.Report) time.Time {
	if t, err := time.Parse(time.DateOnly, rep.Date); err == nil && t.Year() >= 1980 && t.Year() < 2107 {
		return t
	}
	return time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
}

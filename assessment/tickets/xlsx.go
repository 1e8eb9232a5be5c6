// Reading workbooks row by row.

package tickets

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/xuri/excelize/v2"
)

// workbook is an open workbook that was found harmless.
type workbook struct {
	file *excelize.File
}

// openWorkbook guards and opens the workbook at path.
func openWorkbook(ctx context.Context, path string) (book *workbook, err error) {
	if err := guardWorkbook(ctx, path); err != nil {
		return nil, err
	}
	defer recovered(&err)
	f, err := excelize.OpenFile(path, excelize.Options{UnzipSizeLimit: maxUnpacked, UnzipXMLSizeLimit: spillPart, RawCellValue: true})
	if err != nil {
		if f != nil {
			f.Close()
		}
		return nil, fmt.Errorf("this workbook cannot be read (%w); save it again as XLSX, or as CSV", err)
	}
	if n := len(f.GetSheetList()); n > maxSheets {
		f.Close()
		return nil, refusal("it has %d sheets, more than %d", n, maxSheets)
	}
	return &workbook{f}, nil
}

// recovered turns a panic of the library into an error.
func recovered(err *error) {
	if p := recover(); p != nil {
		*err = fmt.Errorf("this workbook cannot be read (%.200v); save it again as XLSX, or as CSV", p)
	}
}

func (w *workbook) close() {
	_ = w.file.Close() // removes its temporary files; nothing was written
}

// sheets are the sheets to look at: the one of the mapping, or all.
func (w *workbook) sheets(m Mapping) ([]string, error) {
	all := w.file.GetSheetList()
	if m.Sheet == "" {
		return all, nil
	}
	if !slices.Contains(all, m.Sheet) {
		return nil, fmt.Errorf("there is no sheet %q; found: %.500q", m.Sheet, all)
	}
	return []string{m.Sheet}, nil
}

// layout finds the first sheet with a header that is recognised.
func (w *workbook) layout(m Mapping) (lay *layout, err error) {
	defer recovered(&err)
	sheets, err := w.sheets(m)
	if err != nil {
		return nil, err
	}
	var problem error
	for _, sheet := range sheets {
		records, err := w.head(sheet)
		if err != nil {
			if problem == nil {
				problem = err
			}
			continue
		}
		lay, _, err := findHeader(records, m)
		if err != nil {
			if problem == nil || len(headerOf(err)) > len(headerOf(problem)) {
				problem = err
			}
			continue
		}
		lay.format, lay.sheet = kindXLSX, sheet
		if props, err := w.file.GetWorkbookProps(); err == nil && props.Date1904 != nil {
			lay.serial1904 = *props.Date1904
		}
		return lay, nil
	}
	if problem == nil {
		problem = errors.New("this workbook has no sheet with rows; save the tickets again as XLSX, or as CSV")
	}
	return nil, problem
}

// head are the first rows of a sheet.
func (w *workbook) head(sheet string) ([][][]byte, error) {
	r, err := w.open(sheet)
	if err != nil {
		return nil, err
	}
	defer r.close()
	var out [][][]byte
	for len(out) < headerRows+sampleRows {
		rec, err := r.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		row := make([][]byte, len(rec.cells))
		for i, c := range rec.cells {
			row[i] = slices.Clone(c)
		}
		out = append(out, row)
	}
	return out, nil
}

// rows opens the rows below the header.
func (w *workbook) rows(lay *layout) (*sheetRows, error) {
	r, err := w.open(lay.sheet)
	if err != nil {
		return nil, err
	}
	for range lay.skip {
		if _, err := r.next(); err != nil {
			break
		}
	}
	r.width = len(lay.header)
	return r, nil
}

func (w *workbook) open(sheet string) (r *sheetRows, err error) {
	defer recovered(&err)
	rows, err := w.file.Rows(sheet)
	if err != nil {
		return nil, fmt.Errorf("the sheet %q cannot be read: %w", sheet, err)
	}
	return &sheetRows{rows: rows}, nil
}

// sheetRows gives the rows of a sheet.
type sheetRows struct {
	rows  *excelize.Rows
	row   int64
	width int // of the header: a sheet leaves empty cells at the end out
	empty int64
	held  []string // a row with content that waits behind empty ones
	at    int64    // the first of these
	cells [][]byte
	buf   []byte
}

func (s *sheetRows) close() { _ = s.rows.Close() }

// next gives the next row. Empty rows at the end of a sheet are none.
func (s *sheetRows) next() (rec record, err error) {
	defer recovered(&err)
	if s.empty > 0 {
		s.empty--
		s.at++
		return record{line: s.at - 1, fault: reasonEmptyLine}, nil
	}
	values := s.held
	s.held = nil
	if values == nil {
		first := s.row + 1
		for {
			if !s.rows.Next() {
				if err := s.rows.Error(); err != nil {
					return record{}, err
				}
				return record{}, io.EOF
			}
			s.row++
			values, err = s.rows.Columns()
			if err != nil {
				return record{}, err
			}
			if len(values) > maxColumns {
				return record{}, refusal("row %d has a cell beyond column %d", s.row, maxColumns)
			}
			if slices.ContainsFunc(values, func(v string) bool { return v != "" }) {
				break
			}
			if s.row > maxSheetRows {
				return record{}, io.EOF
			}
		}
		if skipped := s.row - first; skipped > 0 {
			s.empty, s.at, s.held = skipped, first, values
			return s.next()
		}
	}
	s.cells, s.buf = s.cells[:0], s.buf[:0]
	fault := noReason
	for _, v := range values {
		if len(v) > maxCell {
			fault = reasonLongCell
			v = v[:maxCell]
		}
		from := len(s.buf)
		s.buf = append(s.buf, v...)
		s.cells = append(s.cells, s.buf[from:len(s.buf):len(s.buf)])
	}
	for len(s.cells) < s.width {
		s.cells = append(s.cells, nil)
	}
	return record{line: s.row, cells: s.cells, fault: fault}, nil
}

// Reading workbooks of tickets: which sheet they are in, and its rows.

package tickets

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"muster/assessment/spreadsheet"
)

// workbookRules are what a workbook of tickets may hold.
var workbookRules = spreadsheet.Rules{
	Limits: spreadsheet.Limits{
		Entries:    5_000,
		Unpacked:   1 << 30,
		SmallParts: 64 << 20,
		Part:       32 << 20,
		Ratio:      200,
		RatioFrom:  8 << 20,
		Sheets:     200,
		Rows:       1_048_576, // what a workbook can have
		Columns:    maxColumns,
		Texts:      2_000_000,
		Tags:       300_000,
		Markup:     1 << 20,
		Cell:       maxCell,
		Memory:     4 << 20,
	},
	Words: spreadsheet.Words{
		Again: "save it again as XLSX, or as CSV",
		Alone: "save the tickets alone in a new workbook, or as CSV",
		Other: "unpack it, or save the tickets as XLSX or CSV",
		Kind:  "table of tickets",
	},
	Spill: spillTexts,
}

// workbook is an open workbook that was found harmless.
type workbook struct {
	*spreadsheet.Workbook
	ctx    context.Context
	file   *os.File
	others []string // sheets with tickets besides the one that is read
	// uncalculated says that the sheet read has formulas without a result.
	uncalculated bool
}

// openWorkbook guards and opens the workbook at path.
func openWorkbook(ctx context.Context, path string) (*workbook, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("cannot read the workbook: %w", err)
	}
	w := &workbook{ctx: ctx, file: f}
	info, err := f.Stat()
	if err == nil {
		w.Workbook, err = spreadsheet.Open(ctx, f, info.Size(), workbookRules)
	}
	if err != nil {
		_ = f.Close() // it was only read
		return nil, err
	}
	return w, nil
}

func (w *workbook) close() {
	w.Close()
	_ = w.file.Close() // it was only read
}

// sheets are the sheets to look at: the one of the mapping, or all.
func (w *workbook) sheets(m Mapping) ([]spreadsheet.Sheet, error) {
	if m.Sheet == "" {
		return w.Sheets, nil
	}
	s, err := w.Find(m.Sheet)
	return []spreadsheet.Sheet{s}, err
}

// layout finds the sheet in which most is recognised, the first of equals and a
// hidden one only where no other has tickets. The others with tickets are noted.
func (w *workbook) layout(m Mapping) (*layout, error) {
	sheets, err := w.sheets(m)
	if err != nil {
		return nil, err
	}
	var problem error
	var best *layout
	var bestClocks [][]bool
	bestScore := -1
	w.others = nil
	for _, s := range sheets {
		if err := w.ctx.Err(); err != nil {
			return nil, err
		}
		records, clocks, err := w.head(s.Name)
		if err != nil {
			if problem == nil {
				problem = err
			}
			continue
		}
		lay, score, err := findHeader(records, m)
		if err != nil {
			if problem == nil || len(headerOf(err)) > len(headerOf(problem)) {
				problem = err
			}
			continue
		}
		lay.format, lay.sheet, lay.serial1904 = kindXLSX, s.Name, w.From1904
		if holdsDates(lay) {
			w.others = append(w.others, s.Name)
		} else {
			score -= 10_000
		}
		if s.Hidden {
			score -= 5_000
		}
		if best == nil || score > bestScore {
			best, bestScore, bestClocks = lay, score, clocks[lay.skip:]
		}
	}
	if best == nil {
		if problem == nil {
			problem = errors.New("this workbook has no sheet with rows; save the tickets again as XLSX, or as CSV")
		}
		return nil, problem
	}
	w.others = slices.DeleteFunc(w.others, func(name string) bool { return name == best.sheet })
	if shownAsTime(best, bestClocks) {
		best.unit = Days // whatever a time is shown in, it is stored in days
	}
	return best, nil
}

// holdsDates reports whether dates stand below the header of the opening.
func holdsDates(lay *layout) bool {
	return datesIn(lay.sample, lay.columns[fOpened]) && slices.ContainsFunc(lay.sample, func(row [][]byte) bool {
		i := lay.columns[fOpened]
		return i < len(row) && !missing(trim(row[i]))
	})
}

// shownAsTime reports whether the numbers of worked time are shown as 1:30.
func shownAsTime(lay *layout, clocks [][]bool) bool {
	i := lay.columns[fWorked]
	if i < 0 {
		return false
	}
	numbers, times := 0, 0
	for n, row := range lay.sample {
		if i >= len(row) || n >= len(clocks) {
			continue
		}
		if _, ok := decimal(trim(row[i]), Days); ok && len(row[i]) < maxDateLength {
			numbers++
			if clocks[n][i] {
				times++
			}
		}
	}
	return times > 0 && 2*times >= numbers
}

// head are the first rows of a sheet, and which of their cells show a time.
func (w *workbook) head(name string) (rows [][][]byte, clocks [][]bool, err error) {
	r, err := w.open(name)
	if err != nil {
		return nil, nil, err
	}
	defer r.close()
	for len(rows) < headerRows+sampleRows {
		rec, err := r.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, nil, err
		}
		row, times := make([][]byte, len(rec.cells)), make([]bool, len(rec.cells))
		for i, c := range rec.cells {
			row[i], times[i] = slices.Clone(c), w.Clock(r.row.Cells[i].Style)
		}
		rows, clocks = append(rows, row), append(clocks, times)
	}
	return rows, clocks, nil
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

func (w *workbook) open(name string) (*sheetRows, error) {
	s, err := w.Find(name)
	if err != nil {
		return nil, err
	}
	w.uncalculated = false
	rows, err := w.Rows(s)
	if err != nil {
		return nil, err
	}
	return &sheetRows{book: w, rows: rows}, nil
}

// sheetRows gives the rows of a sheet, the empty ones between others too.
type sheetRows struct {
	book  *workbook
	rows  *spreadsheet.Rows
	row   spreadsheet.Row
	width int // of the header: a sheet leaves empty cells at the end out
	empty int64
	held  bool  // a row with content waits behind empty ones
	at    int64 // the first of these
	cells [][]byte
}

func (s *sheetRows) close() { s.rows.Close() }

// next gives the next row. Empty rows at the end of a sheet are none.
func (s *sheetRows) next() (record, error) {
	if s.empty > 0 {
		s.empty--
		s.at++
		return record{line: s.at - 1, fault: reasonEmptyLine}, nil
	}
	if !s.held {
		first := s.row.Number + 1
		if err := s.content(); err != nil {
			return record{}, err
		}
		if skipped := s.row.Number - first; skipped > 0 {
			s.empty, s.at, s.held = skipped, first, true
			return s.next()
		}
	}
	s.held = false
	fault := noReason
	s.cells = s.cells[:0]
	for i := range s.row.Cells {
		c := &s.row.Cells[i]
		s.cells = append(s.cells, c.Text)
		if c.Long {
			fault = reasonLongCell
		}
	}
	for len(s.cells) < s.width {
		s.cells = append(s.cells, nil)
	}
	return record{line: s.row.Number, cells: s.cells, fault: fault}, nil
}

// content reads up to the next row with content.
func (s *sheetRows) content() (err error) {
	for {
		if s.row, err = s.rows.Next(); err != nil {
			return err
		}
		found := false
		for i := range s.row.Cells {
			c := &s.row.Cells[i]
			found = found || len(c.Text) > 0
			s.book.uncalculated = s.book.uncalculated || c.Formula && len(c.Text) == 0 && c.Kind != spreadsheet.Text
		}
		if found {
			return nil
		}
	}
}

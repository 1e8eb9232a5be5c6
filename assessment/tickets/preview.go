// A look at the start of an export, for a window to show before the import.

package tickets

import (
	"context"
	"errors"
	"fmt"
	"slices"
)

const (
	previewRows  = 20
	previewWords = 50
	previewCell  = 200 // bytes of a cell shown
)

// Excerpt is the start of an export and what an import would make of it.
type Excerpt struct {
	File      string
	Format    string // csv or xlsx
	Encoding  string // of a CSV
	Delimiter string // of a CSV
	Sheet     string // of a workbook
	Sheets    []string
	Header    []string
	Rows      [][]string // at most 20 below the header, long cells cut
	// Mapping is what an import would use: what the user said, filled up with
	// what was found out. Fields without a column are left out.
	Mapping Mapping
	// Words are the severity words at the start of the export with the level each
	// stands for, empty for none.
	Words []WordLevel
	// DateOrder is what the start of the export tells, empty when it is ambiguous
	// there: the import looks at the whole file.
	DateOrder Order
	// Problem says why an import would fail for want of a column, in which case
	// Header is the row that comes nearest to a header.
	Problem error
}

// WordLevel is a severity word and its level: critical, high, medium, low,
// ignore, or empty when it is not recognised.
type WordLevel struct{ Word, Level string }

// Preview looks at the start of the export at path, read with what m says. Of a
// file in which no column is recognised it gives the rows with Problem set.
func Preview(path string, m Mapping) (*Excerpt, error) {
	if err := m.Check(); err != nil {
		return nil, fmt.Errorf("the mapping cannot be used: %w", err)
	}
	src, err := openFile(path)
	if err != nil {
		return nil, err
	}
	p := &pass{ctx: context.Background(), src: src}
	defer p.close()
	e := &Excerpt{File: src.name, Format: src.kind, Mapping: m}
	lay, err := p.layout(m)
	if p.book != nil {
		e.Sheets = p.book.Names()
	}
	var columns *NoColumns
	switch {
	case errors.As(err, &columns):
		e.Header, e.Problem = columns.Header, err
		return e, nil
	case err != nil:
		return nil, fmt.Errorf("%s: %w", src.name, err)
	}
	e.fill(lay, m)
	return e, nil
}

func (e *Excerpt) fill(lay *layout, m Mapping) {
	e.Header, e.Sheet = lay.header, lay.sheet
	if lay.format == kindCSV {
		e.Encoding, e.Delimiter = lay.encoding, string(lay.delimiter)
		e.Mapping.Delimiter = e.Delimiter
	}
	e.Mapping.Sheet, e.Mapping.WorkedUnit = lay.sheet, lay.unit
	e.Mapping.Columns = map[Field]string{}
	for f, i := range lay.columns {
		switch {
		case i >= 0:
			e.Mapping.Columns[Fields[f]] = lay.header[i]
		case m.Columns[Fields[f]] == NoColumn:
			e.Mapping.Columns[Fields[f]] = NoColumn
		}
	}
	for _, row := range lay.sample[:min(len(lay.sample), previewRows)] {
		cells := make([]string, len(row))
		for i, c := range row {
			cells[i] = decode(c[:min(len(c), previewCell)])
		}
		e.Rows = append(e.Rows, cells)
	}
	e.words(lay, m)
	if order, sure := sampleOrder(lay); sure {
		e.DateOrder = order
	}
	if m.DateOrder == DMY || m.DateOrder == MDY {
		e.DateOrder = m.DateOrder
	}
}

// words lists the severity words of the sample in the order they come.
func (e *Excerpt) words(lay *layout, m Mapping) {
	i := lay.columns[fSeverity]
	if i < 0 {
		return
	}
	sev := newSeverities(m)
	for _, row := range lay.sample {
		if i >= len(row) || len(e.Words) == previewWords {
			continue
		}
		cell := trim(row[i])
		word := decode(cell)
		if missing(cell) || slices.ContainsFunc(e.Words, func(w WordLevel) bool { return w.Word == word }) {
			continue
		}
		l, name := sev.find(cell), ""
		if l > bareNumber {
			l = levelOfNumber(int(l - bareNumber))
		}
		switch {
		case l == ignored:
			name = ignoreWord
		case l != noLevel:
			name = severityNames[l-1]
		}
		e.Words = append(e.Words, WordLevel{word, name})
	}
}

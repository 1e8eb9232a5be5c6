// The rows of a sheet, read where they stand in the archive: nothing of a client's
// workbook is unpacked into files that could stay behind.

package spreadsheet

import (
	"fmt"
	"io"
	"strconv"
)

// Kind says what a cell holds.
type Kind uint8

// The kinds of a cell.
const (
	Number Kind = iota // or nothing; a date is a number too
	Text
	Bool  // "1" or "0"
	Fault // such as #N/A
	Date  // in ISO 8601
)

// Cell is what one cell holds; it is valid until the next row is read.
type Cell struct {
	Text    []byte // as it is stored: a number with a decimal point
	Kind    Kind
	Style   int  // its number among the styles
	Formula bool // Text is its result, empty where nobody calculated it
	Long    bool // there is more of it than is kept
}

// Row is a row of a sheet; it is valid until the next is read.
type Row struct {
	Number int64  // from 1
	Cells  []Cell // by column; those at the end may be missing
}

// Rows gives the rows of a sheet one by one.
type Rows struct {
	book *Workbook
	part io.ReadCloser
	xml  *markup

	row   Row
	count int      // cells read of the sheet
	spans [][2]int // of the cells in buf
	buf   []byte
	value []byte
}

// Rows opens a sheet of the workbook. Close it after use.
func (w *Workbook) Rows(s Sheet) (*Rows, error) {
	f := w.part(s.part)
	if f == nil {
		return nil, fmt.Errorf("the sheet %q is not in the workbook; %s", shortName(s.Name), w.rules.Words.Again)
	}
	r, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("the sheet %q cannot be read: %w", shortName(s.Name), err)
	}
	return &Rows{book: w, part: r, xml: newMarkup(r, w.rules.Limits.Markup)}, nil
}

// Close ends reading.
func (r *Rows) Close() { _ = r.part.Close() } // it was only read

// shared reads the list of texts when the first cell points into it.
func (w *Workbook) shared() (*texts, error) {
	if w.texts != nil {
		return w.texts, nil
	}
	f := w.part(w.textsPart)
	if f == nil {
		return nil, nil
	}
	r, err := f.Open()
	if err != nil {
		return nil, w.rules.damaged("")
	}
	defer r.Close()
	t, err := readTexts(w.ctx, r, &w.rules)
	if err != nil {
		return nil, err
	}
	w.texts = t
	return t, nil
}

// Next gives the next row, io.EOF after the last. Rows that are not in the file
// are left out.
func (r *Rows) Next() (Row, error) {
	if err := r.read(); err != nil {
		return Row{}, err
	}
	for i, s := range r.spans {
		r.row.Cells[i].Text = r.buf[s[0]:s[1]:s[1]]
	}
	return r.row, nil
}

// cellState is what is known of the cell being read.
type cellState struct {
	column             int
	open               bool
	shared, text       bool // an index into the texts; with escapes
	inValue, inFormula bool
	cell               Cell
}

// read reads one row, io.EOF after the last.
func (r *Rows) read() error {
	r.row.Cells, r.spans, r.buf = r.row.Cells[:0], r.spans[:0], r.buf[:0]
	lim := &r.book.rules.Limits
	var c cellState
	for {
		if err := r.xml.next(); err != nil {
			return err
		}
		m := r.xml
		if c.inValue && !c.inFormula && len(r.value) <= lim.Cell {
			r.value = append(r.value, m.text...)
		}
		switch string(m.name) {
		case "row":
			if m.opens {
				if err := r.begin(); err != nil {
					return err
				}
				c = cellState{}
			}
			if m.closes {
				return nil
			}
		case "c":
			if m.opens {
				if err := r.open(&c); err != nil {
					return err
				}
			}
			if m.closes && c.open {
				if err := r.put(&c); err != nil {
					return err
				}
			}
		case "v", "t":
			c.inValue = m.opens && !m.closes
		case "f", "rPh": // a formula; how to pronounce a text
			if m.name[0] == 'f' {
				c.cell.Formula = (c.cell.Formula || m.opens) && !(c.inFormula && constant(m.text))
			}
			c.inFormula = m.opens && !m.closes
		case "sheetData":
			if m.closes && !m.opens {
				return io.EOF
			}
		}
	}
}

// constant reports whether a formula is a truth value, which LibreOffice writes as
// one.
func constant(formula []byte) bool {
	return string(formula) == "TRUE()" || string(formula) == "FALSE()"
}

// begin starts a row.
func (r *Rows) begin() error {
	most := r.book.rules.Limits.Rows
	r.row.Number++
	if n := int64(number(r.xml.attribute("r"), most)); n > r.row.Number {
		r.row.Number = n
	}
	if r.row.Number > int64(most) {
		return r.book.rules.tooManyRows()
	}
	return r.book.ctxErr(r.row.Number)
}

// ctxErr looks now and then whether the reading was cancelled.
func (w *Workbook) ctxErr(n int64) error {
	if n%1024 == 0 {
		return w.ctx.Err()
	}
	return nil
}

// open starts a cell of the row.
func (r *Rows) open(c *cellState) error {
	m, lim := r.xml, &r.book.rules.Limits
	if r.count++; lim.Cells > 0 && r.count > lim.Cells {
		return r.book.rules.tooManyCells()
	}
	ref := m.attribute("r")
	if c.column++; len(ref) > 0 {
		c.column = columnOf(ref, lim.Columns)
	}
	if c.column < 1 || c.column > lim.Columns {
		return r.book.rules.refusal("row %d has a cell beyond column %d", r.row.Number, lim.Columns)
	}
	r.value = r.value[:0]
	*c = cellState{column: c.column, open: true}
	switch string(m.attribute("t")) {
	case "s":
		c.shared, c.cell.Kind = true, Text
	case "inlineStr", "str":
		c.text, c.cell.Kind = true, Text
	case "b":
		c.cell.Kind = Bool
	case "e":
		c.cell.Kind = Fault
	case "d":
		c.cell.Kind = Date
	}
	c.cell.Style = -1
	if style, err := strconv.Atoi(string(m.attribute("s"))); err == nil {
		c.cell.Style = style
	}
	return nil
}

// put ends a cell of the row.
func (r *Rows) put(c *cellState) (err error) {
	for len(r.spans) < c.column {
		r.spans, r.row.Cells = append(r.spans, [2]int{}), append(r.row.Cells, Cell{Style: -1})
	}
	from := len(r.buf)
	switch {
	case c.shared && len(r.value) > 0:
		t, err := r.book.shared()
		if err != nil {
			return err
		}
		if r.buf, err = t.add(r.buf, r.value, &r.book.rules); err != nil {
			return err
		}
	case c.text:
		r.buf = append(r.buf, unescaped(r.value)...)
	default:
		r.buf = append(r.buf, r.value...)
	}
	lim := &r.book.rules.Limits
	if r.book.content += int64(len(r.buf) - from); lim.Content > 0 && r.book.content > lim.Content {
		return r.book.rules.refusal("its cells hold more than %d MB of text", lim.Content>>20)
	}
	c.cell.Long = len(r.buf)-from > lim.Cell
	r.spans[c.column-1], r.row.Cells[c.column-1] = [2]int{from, len(r.buf)}, c.cell
	c.open, c.inValue, c.inFormula = false, false, false
	return nil
}

// Find is the sheet of a name.
func (w *Workbook) Find(name string) (Sheet, error) {
	for _, s := range w.Sheets {
		if s.Name == name {
			return s, nil
		}
	}
	return Sheet{}, fmt.Errorf("there is no sheet %q; found: %.500q", name, w.Names())
}

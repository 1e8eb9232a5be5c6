// Reading workbooks row by row. Sheets are read where they stand in the archive:
// nothing of a client's tickets is unpacked into files that could stay behind.

package tickets

import (
	"archive/zip"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"
)

// workbook is an open workbook that was found harmless.
type workbook struct {
	ctx       context.Context
	zip       *zip.ReadCloser
	sheetList []sheet
	from1904  bool
	textsPart string
	texts     *texts
	clocks    []bool   // styles of cells that show a time without a date
	others    []string // sheets with tickets besides the one that is read
	// uncalculated says that the sheet read has formulas without a result.
	uncalculated bool
}

// sheet is one sheet of a workbook.
type sheet struct {
	name, part string
	hidden     bool
}

var errWorkbook = errors.New("this workbook cannot be read; save it again as XLSX, or as CSV")

// openWorkbook guards and opens the workbook at path.
func openWorkbook(ctx context.Context, path string) (*workbook, error) {
	if err := guardWorkbook(ctx, path); err != nil {
		return nil, err
	}
	z, err := zip.OpenReader(path)
	if err != nil {
		return nil, errWorkbook
	}
	w := &workbook{ctx: ctx, zip: z}
	if err := w.contents(); err != nil {
		w.close()
		return nil, err
	}
	return w, nil
}

func (w *workbook) close() {
	w.texts.close()
	_ = w.zip.Close() // it was only read
}

// part finds an entry of the archive, in any case.
func (w *workbook) part(name string) *zip.File {
	same := func(f *zip.File) bool {
		return strings.EqualFold(strings.TrimPrefix(strings.ReplaceAll(f.Name, `\`, "/"), "/"), name)
	}
	if i := slices.IndexFunc(w.zip.File, same); i >= 0 {
		return w.zip.File[i]
	}
	return nil
}

// decode reads a small part; one that is not there leaves v as it is.
func (w *workbook) decode(name string, v any) error {
	f := w.part(name)
	if f == nil {
		return nil
	}
	r, err := f.Open()
	if err != nil {
		return errWorkbook
	}
	defer r.Close()
	if err := xml.NewDecoder(r).Decode(v); err != nil {
		return fmt.Errorf("this workbook cannot be read (%s: %.200w); save it again as XLSX, or as CSV", shortName(name), err)
	}
	return nil
}

// contents reads which sheets there are and how numbers are to be taken.
func (w *workbook) contents() error {
	var book struct {
		Props struct {
			Date1904 string `xml:"date1904,attr"`
		} `xml:"workbookPr"`
		Sheets []struct {
			Name  string `xml:"name,attr"`
			State string `xml:"state,attr"`
			ID    string `xml:"http://schemas.openxmlformats.org/officeDocument/2006/relationships id,attr"`
			Other string `xml:"http://purl.oclc.org/ooxml/officeDocument/relationships id,attr"` // strict
		} `xml:"sheets>sheet"`
	}
	var links struct {
		Links []struct {
			ID     string `xml:"Id,attr"`
			Type   string `xml:"Type,attr"`
			Target string `xml:"Target,attr"`
		} `xml:"Relationship"`
	}
	if err := w.decode(workbookPart, &book); err != nil {
		return err
	}
	if err := w.decode("xl/_rels/workbook.xml.rels", &links); err != nil {
		return err
	}
	if n := len(book.Sheets); n > maxSheets {
		return refusal("it has %d sheets, more than %d", n, maxSheets)
	}
	w.from1904 = book.Props.Date1904 == "1" || strings.EqualFold(book.Props.Date1904, "true")
	targets := map[string]string{}
	stylesPart := "xl/styles.xml"
	w.textsPart = "xl/sharedStrings.xml"
	for _, l := range links.Links {
		target := strings.ReplaceAll(l.Target, `\`, "/")
		if !strings.HasPrefix(target, "/") {
			target = path.Join("xl", target)
		}
		target = strings.TrimPrefix(path.Clean(target), "/")
		switch path.Base(l.Type) {
		case "worksheet":
			targets[l.ID] = target
		case "sharedStrings":
			w.textsPart = target
		case "styles":
			stylesPart = target
		}
	}
	for _, s := range book.Sheets {
		if part, ok := targets[s.ID+s.Other]; ok { // others hold a chart
			w.sheetList = append(w.sheetList, sheet{name: s.Name, part: part, hidden: s.State != "" && s.State != "visible"})
		}
	}
	return w.styles(stylesPart)
}

// styles finds out which styles show numbers as times without a date.
func (w *workbook) styles(part string) error {
	var x struct {
		Formats []struct {
			ID   string `xml:"numFmtId,attr"`
			Code string `xml:"formatCode,attr"`
		} `xml:"numFmts>numFmt"`
		Cells []struct {
			ID string `xml:"numFmtId,attr"`
		} `xml:"cellXfs>xf"`
	}
	if err := w.decode(part, &x); err != nil {
		return err
	}
	clock := map[string]bool{"18": true, "19": true, "20": true, "21": true, "45": true, "46": true, "47": true}
	for _, f := range x.Formats {
		clock[f.ID] = clockFormat(f.Code)
	}
	for _, c := range x.Cells {
		w.clocks = append(w.clocks, clock[c.ID])
	}
	return nil
}

// clockFormat reports whether a number format shows hours, minutes or seconds
// and no date.
func clockFormat(code string) bool {
	code, _, _ = strings.Cut(strings.ToLower(code), ";")
	time, quoted := false, false
	for i := 0; i < len(code); i++ {
		switch c := code[i]; {
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '\\' || c == '_' || c == '*':
			i++
		case c == '[':
			end := strings.IndexByte(code[i:], ']')
			if end < 0 {
				return false
			}
			if inside := code[i+1 : i+end]; strings.Trim(inside, "h") == "" || strings.Trim(inside, "m") == "" || strings.Trim(inside, "s") == "" {
				time = true // [h] counts on beyond a day
			}
			i += end
		case c == 'h' || c == 's':
			time = true
		case c == 'd' || c == 'y':
			return false
		}
	}
	return time
}

// names are the names of all sheets.
func (w *workbook) names() []string {
	out := make([]string, len(w.sheetList))
	for i, s := range w.sheetList {
		out[i] = s.name
	}
	return out
}

// find is the sheet of a name.
func (w *workbook) find(name string) (sheet, error) {
	i := slices.IndexFunc(w.sheetList, func(s sheet) bool { return s.name == name })
	if i < 0 {
		return sheet{}, fmt.Errorf("there is no sheet %q; found: %.500q", name, w.names())
	}
	return w.sheetList[i], nil
}

// sheets are the sheets to look at: the one of the mapping, or all.
func (w *workbook) sheets(m Mapping) ([]sheet, error) {
	if m.Sheet == "" {
		return w.sheetList, nil
	}
	s, err := w.find(m.Sheet)
	return []sheet{s}, err
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
		records, clocks, err := w.head(s.name)
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
		lay.format, lay.sheet, lay.serial1904 = kindXLSX, s.name, w.from1904
		if holdsDates(lay) {
			w.others = append(w.others, s.name)
		} else {
			score -= 10_000
		}
		if s.hidden {
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
		row := make([][]byte, len(rec.cells))
		for i, c := range rec.cells {
			row[i] = slices.Clone(c)
		}
		rows, clocks = append(rows, row), append(clocks, slices.Clone(r.clocks))
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
	s, err := w.find(name)
	if err != nil {
		return nil, err
	}
	w.uncalculated = false
	f := w.part(s.part)
	if f == nil {
		return nil, fmt.Errorf("the sheet %q is not in the workbook; save it again as XLSX, or as CSV", name)
	}
	r, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("the sheet %q cannot be read: %w", name, err)
	}
	return &sheetRows{book: w, part: r, xml: newMarkup(r)}, nil
}

// shared reads the list of texts when the first cell points into it.
func (w *workbook) shared() (*texts, error) {
	if w.texts != nil {
		return w.texts, nil
	}
	f := w.part(w.textsPart)
	if f == nil {
		return nil, nil
	}
	r, err := f.Open()
	if err != nil {
		return nil, errWorkbook
	}
	defer r.Close()
	t, err := readTexts(w.ctx, r)
	if err != nil {
		return nil, err
	}
	w.texts = t
	return t, nil
}

// sheetRows gives the rows of a sheet.
type sheetRows struct {
	book  *workbook
	part  io.ReadCloser
	xml   *markup
	row   int64
	width int // of the header: a sheet leaves empty cells at the end out
	empty int64
	held  bool  // a row with content waits behind empty ones
	at    int64 // the first of these

	cells  [][]byte
	spans  [][2]int // of cells in buf, while a row is read
	clocks []bool   // of the cells: shown as a time
	buf    []byte
	value  []byte
	fault  reason
}

func (s *sheetRows) close() { _ = s.part.Close() }

// next gives the next row. Empty rows at the end of a sheet are none.
func (s *sheetRows) next() (record, error) {
	if s.empty > 0 {
		s.empty--
		s.at++
		return record{line: s.at - 1, fault: reasonEmptyLine}, nil
	}
	if !s.held {
		first := s.row + 1
		for {
			if err := s.read(); err != nil {
				return record{}, err
			}
			if slices.ContainsFunc(s.spans, func(v [2]int) bool { return v[1] > v[0] }) {
				break
			}
		}
		if skipped := s.row - first; skipped > 0 {
			s.empty, s.at, s.held = skipped, first, true
			return s.next()
		}
	}
	s.held = false
	s.cells = s.cells[:0]
	for _, v := range s.spans {
		s.cells = append(s.cells, s.buf[v[0]:v[1]:v[1]])
	}
	for len(s.cells) < s.width {
		s.cells = append(s.cells, nil)
	}
	return record{line: s.row, cells: s.cells, fault: s.fault}, nil
}

// read reads one row, io.EOF after the last.
func (s *sheetRows) read() error {
	s.spans, s.clocks, s.buf, s.fault = s.spans[:0], s.clocks[:0], s.buf[:0], noReason
	column, kind, clock, cell := 0, "", false, false
	inValue, inFormula, formula := false, false, false
	for {
		if err := s.xml.next(); err != nil {
			return err
		}
		m := s.xml
		if inValue && !inFormula && len(s.value) <= maxCell {
			s.value = append(s.value, m.text...)
		}
		switch string(m.name) {
		case "row":
			if m.opens {
				s.row++
				if n := int64(number(m.attribute("r"))); n > s.row {
					s.row = n
				}
				if s.row > maxSheetRows {
					return refusal("it has more rows than any sheet")
				}
				column, cell, inValue = 0, false, false
			}
			if m.closes {
				return nil
			}
		case "c":
			if m.opens {
				ref := m.attribute("r")
				if column++; len(ref) > 0 {
					column = columnOf(ref)
				}
				if column < 1 || column > maxColumns {
					return refusal("row %d has a cell beyond column %d", s.row, maxColumns)
				}
				cell = true
				kind, s.value = string(m.attribute("t")), s.value[:0]
				style, err := strconv.Atoi(string(m.attribute("s")))
				clock = err == nil && style >= 0 && style < len(s.book.clocks) && s.book.clocks[style]
			}
			if m.closes && cell {
				cell = false
				if err := s.put(column, kind, clock); err != nil {
					return err
				}
				s.book.uncalculated = s.book.uncalculated || formula && len(s.value) == 0 && kind != "str"
				inValue, inFormula, formula = false, false, false
			}
		case "v", "t":
			inValue = m.opens && !m.closes
		case "f", "rPh": // a formula; how to pronounce a text
			inFormula = m.opens && !m.closes
			formula = formula || m.opens && m.name[0] == 'f'
		case "sheetData":
			if m.closes && !m.opens {
				return io.EOF
			}
		}
	}
}

// put ends a cell of the row.
func (s *sheetRows) put(column int, kind string, clock bool) (err error) {
	for len(s.spans) < column {
		s.spans, s.clocks = append(s.spans, [2]int{}), append(s.clocks, false)
	}
	from := len(s.buf)
	switch {
	case kind == "s" && len(s.value) > 0:
		t, err := s.book.shared()
		if err != nil {
			return err
		}
		if s.buf, err = t.add(s.buf, s.value); err != nil {
			return err
		}
	case kind == "inlineStr" || kind == "str":
		s.buf = append(s.buf, unescaped(s.value)...)
	default:
		s.buf = append(s.buf, s.value...)
	}
	if len(s.buf)-from > maxCell {
		s.fault = reasonLongCell
	}
	s.spans[column-1], s.clocks[column-1] = [2]int{from, len(s.buf)}, clock
	return nil
}

// Scanning delimited text row by row in constant memory. Quoting that is broken
// spoils its own row and no other, a cell of any length takes no memory.

package tickets

import (
	"bytes"
	"errors"
	"io"
)

const (
	// maxCell is the longest cell kept, in bytes; a longer one makes its row unused.
	maxCell = 64 << 10
	// maxRow is the longest row looked at as a whole, in bytes.
	maxRow = 1 << 20
	// scanBuffer is what is read at once and held.
	scanBuffer = maxRow + 256<<10
)

// record is one row of an export. Its cells are valid until the next one.
type record struct {
	line  int64 // where it starts; the header of a plain file is line 1
	cells [][]byte
	fault reason // why it cannot be used; noReason when it can
}

// scanner splits text into records.
type scanner struct {
	r         io.Reader
	delimiter byte
	newline   byte // \n, or \r where there are no \n
	columns   int  // of the header; 0 while it is not known

	buf        []byte
	start, end int
	eof        bool
	err        error
	line       int64
	cells      [][]byte
	unquoted   []byte // cells whose doubled quotes were taken apart
}

func newScanner(r io.Reader, delimiter, newline byte) *scanner {
	return &scanner{r: r, delimiter: delimiter, newline: newline, buf: make([]byte, scanBuffer), line: 1}
}

// fill reads more, false when there is no more or no room.
func (s *scanner) fill() bool {
	if s.eof {
		return false
	}
	if s.start > 0 && len(s.buf)-s.end < len(s.buf)/8 {
		copy(s.buf, s.buf[s.start:s.end])
		s.end -= s.start
		s.start = 0
	}
	if s.end == len(s.buf) {
		return false
	}
	for range 100 { // a reader may give nothing for a while
		n, err := s.r.Read(s.buf[s.end:])
		s.end += n
		if err != nil {
			s.eof = true
			if !errors.Is(err, io.EOF) {
				s.err = err
			}
			return n > 0
		}
		if n > 0 {
			return true
		}
	}
	s.eof, s.err = true, io.ErrNoProgress
	return false
}

// next gives the next record, io.EOF after the last.
func (s *scanner) next() (record, error) {
	searched := 0
	for {
		i := bytes.IndexByte(s.buf[s.start+searched:s.end], s.newline)
		if i >= 0 {
			return s.row(s.start + searched + i), nil
		}
		searched = s.end - s.start
		if searched >= maxRow {
			return s.skipLine(), nil
		}
		if s.fill() {
			continue
		}
		if s.err != nil {
			return record{}, s.err
		}
		if !s.eof {
			return s.skipLine(), nil
		}
		if s.start == s.end {
			return record{}, io.EOF
		}
		return s.row(s.end), nil
	}
}

// skipLine passes over a line too long to hold.
func (s *scanner) skipLine() record {
	rec := record{line: s.line, fault: reasonLongCell}
	for {
		if i := bytes.IndexByte(s.buf[s.start:s.end], s.newline); i >= 0 {
			s.start += i + 1
			s.line++
			return rec
		}
		s.start, s.end = 0, 0
		if !s.fill() {
			return rec
		}
	}
}

// row makes a record of the line that ends at end, and of those after it where
// a quoted cell holds line ends.
func (s *scanner) row(end int) record {
	line := s.buf[s.start:end]
	if s.newline == '\n' && len(line) > 0 && line[len(line)-1] == '\r' {
		line = line[:len(line)-1]
	}
	rec := record{line: s.line}
	if bytes.IndexByte(line, '"') < 0 {
		s.split(line)
		s.advance(end)
		return s.checked(rec, line)
	}
	for {
		used, lines, ok, more := s.quoted(s.buf[s.start:s.end])
		if more && s.end-s.start < maxRow && (s.fill() || s.eof) {
			continue
		}
		if ok && lines > 1 && s.columns > 0 && s.filled() != s.columns && len(s.cells) != s.columns {
			ok = false // a quote that was never closed met a later one
		}
		if !ok {
			s.advance(s.lineEnd())
			rec.fault = reasonQuote
			return rec
		}
		whole := s.buf[s.start : s.start+used]
		s.start += used
		s.line += int64(lines)
		return s.checked(rec, whole)
	}
}

// filled is the number of cells without empty ones beyond the header.
func (s *scanner) filled() int {
	n := len(s.cells)
	for n > s.columns && len(s.cells[n-1]) == 0 {
		n--
	}
	return n
}

// lineEnd is where the line at start ends, by line ends alone.
func (s *scanner) lineEnd() int {
	if i := bytes.IndexByte(s.buf[s.start:s.end], s.newline); i >= 0 {
		return s.start + i
	}
	return s.end
}

// advance moves past a line that ends at end.
func (s *scanner) advance(end int) {
	s.start = min(end+1, s.end)
	s.line++
}

// split cuts a line without quotes.
func (s *scanner) split(line []byte) {
	s.cells = s.cells[:0]
	start, delimiter := 0, s.delimiter
	for i, c := range line {
		if c == delimiter {
			s.cells = append(s.cells, line[start:i:i])
			start = i + 1
		}
	}
	s.cells = append(s.cells, line[start:len(line):len(line)])
}

// quoted cuts a row that may hold quotes out of b. It gives the bytes used with
// the line end, and the lines; ok is false for broken quoting, more when b ends
// before the row does.
func (s *scanner) quoted(b []byte) (used, lines int, ok, more bool) {
	s.cells = s.cells[:0]
	s.unquoted = s.unquoted[:0]
	i, lines := 0, 1
	for {
		for i < len(b) && b[i] == ' ' && s.delimiter != ' ' && spacesBeforeQuote(b[i:]) {
			i++
		}
		if i < len(b) && b[i] == '"' {
			cell, n, newlines, state := s.quotedCell(b[i:], lines == 1)
			switch state {
			case cellOpen:
				return -1, lines, false, !s.eof
			case cellBroken:
				return 0, lines, false, false
			case cellLiteral: // the quotes mean nothing here
			default:
				s.cells = append(s.cells, cell)
				i += n
				lines += newlines
				for i < len(b) && b[i] == ' ' && s.delimiter != ' ' {
					i++
				}
				if end, done := s.cellEnd(b, &i); done {
					return end, lines, true, false
				}
				continue
			}
		}
		start := i
		for i < len(b) && b[i] != s.delimiter && b[i] != s.newline {
			i++
		}
		cell := b[start:i:i]
		if i == len(b) && !s.eof {
			return -1, lines, false, true
		}
		if s.newline == '\n' && len(cell) > 0 && cell[len(cell)-1] == '\r' && (i == len(b) || b[i] == s.newline) {
			cell = cell[:len(cell)-1]
		}
		s.cells = append(s.cells, cell)
		if end, done := s.cellEnd(b, &i); done {
			return end, lines, true, false
		}
	}
}

// spacesBeforeQuote reports whether b is blank up to a quote.
func spacesBeforeQuote(b []byte) bool {
	for _, c := range b {
		if c != ' ' {
			return c == '"'
		}
	}
	return false
}

// cellEnd passes a delimiter, or ends the row.
func (s *scanner) cellEnd(b []byte, i *int) (end int, done bool) {
	switch {
	case *i >= len(b):
		return len(b), true
	case b[*i] == s.newline:
		return *i + 1, true
	case b[*i] == '\r' && s.newline == '\n' && *i+1 < len(b) && b[*i+1] == '\n':
		return *i + 2, true
	case b[*i] == '\r' && s.newline == '\n' && *i+1 == len(b):
		return len(b), true
	}
	*i++ // the delimiter
	return 0, false
}

// how a quoted cell ended
type cellState uint8

const (
	cellDone cellState = iota
	cellOpen
	cellBroken
	cellLiteral
)

// quotedCell reads a cell at its opening quote: its content, the bytes it takes
// with both quotes, and the line ends in it.
func (s *scanner) quotedCell(b []byte, firstLine bool) (cell []byte, n, newlines int, state cellState) {
	doubled := false
	i := 1
	for {
		q := bytes.IndexByte(b[i:], '"')
		if q < 0 {
			return nil, 0, 0, cellOpen
		}
		newlines += bytes.Count(b[i:i+q], []byte{s.newline})
		i += q
		if i+1 < len(b) && b[i+1] == '"' {
			doubled = true
			i += 2
			continue
		}
		if i+1 == len(b) && !s.eof {
			return nil, 0, 0, cellOpen
		}
		after := i + 1
		for after < len(b) && b[after] == ' ' && s.delimiter != ' ' {
			after++
		}
		if !s.eof && (after == len(b) || after+1 == len(b) && b[after] == '\r') {
			return nil, 0, 0, cellOpen
		}
		if after == len(b) || b[after] == s.delimiter || b[after] == s.newline || b[after] == '\r' {
			break
		}
		if newlines > 0 || !firstLine {
			return nil, 0, 0, cellBroken
		}
		return nil, 0, 0, cellLiteral
	}
	cell = b[1:i:i]
	if doubled {
		from := len(s.unquoted)
		for {
			q := bytes.Index(cell, []byte(`""`))
			if q < 0 {
				break
			}
			s.unquoted = append(append(s.unquoted, cell[:q]...), '"')
			cell = cell[q+2:]
		}
		s.unquoted = append(s.unquoted, cell...)
		cell = s.unquoted[from:len(s.unquoted):len(s.unquoted)]
	}
	return cell, i + 1, newlines, cellDone
}

// checked adds the cells, or what is wrong with the row as text.
func (s *scanner) checked(rec record, whole []byte) record {
	rec.cells = s.cells
	switch {
	case len(rec.cells) == 1 && len(bytes.TrimSpace(rec.cells[0])) == 0:
		rec.fault = reasonEmptyLine
	case bytes.IndexByte(whole, 0) >= 0:
		rec.fault = reasonNUL
	case len(whole) > maxCell:
		for _, c := range rec.cells {
			if len(c) > maxCell {
				rec.fault = reasonLongCell
			}
		}
	}
	return rec
}

// Finding out how an export is laid out: delimiter, header, columns.

package tickets

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

const (
	// headBytes is how much of a CSV is looked at to find out its layout.
	headBytes = 512 << 10
	// headerRows is among how many rows the header is looked for.
	headerRows = 30
	// sampleRows is how many rows below the header confirm the columns.
	sampleRows = 200
	// maxColumns is the most columns a table of tickets may have.
	maxColumns = 2_000
)

// NoColumns is returned when the columns an import needs are not found. Name
// them in Mapping.Columns.
type NoColumns struct {
	Header  []string // of the row that comes nearest to a header
	Missing []Field
	Unknown string // a header of the mapping that the file does not have
	// TooMany is how many columns the header has where they are too many.
	TooMany int
}

func (e *NoColumns) Error() string {
	if e.TooMany > 0 {
		return fmt.Sprintf("the header has %d columns, more than %d; export the columns on tickets alone", e.TooMany, maxColumns)
	}
	found := "no header at all"
	if len(e.Header) > 0 {
		shown := e.Header
		more := ""
		if len(shown) > 20 {
			more = fmt.Sprintf(" and %d more", len(shown)-20)
			shown = shown[:20]
		}
		quoted := make([]string, len(shown))
		for i, h := range shown {
			if r := []rune(h); len(r) > 40 {
				h = string(r[:40]) + "…"
			}
			quoted[i] = fmt.Sprintf("%q", h)
		}
		found = strings.Join(quoted, ", ") + more
	}
	if e.Unknown != "" {
		return fmt.Sprintf("the mapping names a column %q that is not there; found: %s", e.Unknown, found)
	}
	var what []string
	for _, f := range e.Missing {
		switch f {
		case FieldOpened:
			what = append(what, "the date a ticket was opened (opened)")
		case FieldSeverity:
			what = append(what, "the severity (severity)")
		default:
			what = append(what, string(f))
		}
	}
	return fmt.Sprintf("no column recognised for %s; found: %s; name the columns to use", strings.Join(what, " and "), found)
}

// delimiters that are tried.
var delimiters = []byte{',', ';', '\t', '|', '^', '~', 0x1f}

// sniffText finds out the layout of delimited text from its start. whole says
// that head is all of it.
func sniffText(head []byte, whole bool, m Mapping) (*layout, error) {
	encoding := detectEncoding(head)
	text, err := io.ReadAll(asUTF8(bytes.NewReader(head), encoding))
	if err != nil {
		return nil, fmt.Errorf("cannot be read as %s: %w", encoding, err)
	}
	newline := byte('\n')
	if bytes.IndexByte(text, '\n') < 0 && bytes.IndexByte(text, '\r') >= 0 {
		newline = '\r'
	}
	try := delimiters
	if rest, ok := bytes.CutPrefix(text, []byte("sep=")); ok && len(rest) > 1 && (rest[1] == '\r' || rest[1] == '\n') {
		try = []byte{rest[0]} // as Excel writes and reads it
	}
	if m.Delimiter != "" {
		try = []byte{m.Delimiter[0]}
	}
	var best *layout
	var bestErr error
	bestScore := -1
	for _, d := range try {
		records := headRecords(text, d, newline, whole)
		lay, score, err := findHeader(records, m)
		if err != nil {
			if bestErr == nil || len(headerOf(err)) > len(headerOf(bestErr)) {
				bestErr = err
			}
			continue
		}
		if score > bestScore {
			lay.format, lay.encoding, lay.delimiter, lay.newline = kindCSV, encoding, d, newline
			best, bestScore = lay, score
		}
	}
	if best == nil {
		return nil, bestErr
	}
	return best, nil
}

func headerOf(err error) []string {
	var e *NoColumns
	if errors.As(err, &e) {
		return e.Header
	}
	return nil
}

// headRecords are the records at the start of a text.
func headRecords(text []byte, delimiter, newline byte, whole bool) [][][]byte {
	s := newScanner(bytes.NewReader(text), delimiter, newline)
	var out [][][]byte
	for len(out) < headerRows+sampleRows {
		rec, err := s.next()
		if err != nil {
			break
		}
		if !whole && s.start == s.end && s.eof {
			break // cut off
		}
		row := make([][]byte, len(rec.cells))
		for i, c := range rec.cells {
			row[i] = bytes.Clone(c)
		}
		out = append(out, row)
	}
	return out
}

// findHeader looks for the header among the first records. The score grows with
// what it recognises.
func findHeader(records [][][]byte, m Mapping) (*layout, int, error) {
	var best *layout
	bestScore := -1
	sev := newSeverities(m)
	problem := &NoColumns{Missing: []Field{FieldOpened, FieldSeverity}}
	for i := range min(len(records), headerRows) {
		header := make([]string, len(records[i]))
		filled := 0
		for j, c := range records[i] {
			header[j] = strings.TrimSpace(decode(c))
			if header[j] != "" {
				filled++
			}
		}
		if filled == 0 {
			continue
		}
		if len(header) > maxColumns {
			if problem.TooMany == 0 {
				problem.Header, problem.TooMany = header, len(header)
			}
			continue
		}
		told, unknown := toldColumns(header, m)
		if unknown == "" && !promising(header, told) {
			if len(header) > len(problem.Header) {
				problem.Header = header
			}
			continue
		}
		if unknown != "" {
			if problem.Unknown == "" || len(header) > len(problem.Header) {
				problem.Header, problem.Unknown = header, unknown
			}
			continue
		}
		sample := records[i+1:]
		sample = sample[:min(len(sample), sampleRows)]
		lay := &layout{header: header, sample: sample, skip: i + 1}
		lay.columns, lay.unit = guess(header, sample, told, sev)
		lay.clock = clockColumn(header, sample, lay.columns)
		if m.WorkedUnit != "" {
			lay.unit = m.WorkedUnit
		}
		score := 0
		for f, c := range lay.columns {
			switch {
			case c < 0:
			case f == fOpened && datesIn(sample, c):
				score += 400
			case f == fSeverity:
				score += 200
			default:
				score += 100
			}
		}
		for _, row := range sample[:min(len(sample), 50)] {
			if len(row) == len(header) {
				score++ // the rows have the shape of the header
			}
		}
		if lay.columns[fOpened] < 0 {
			if len(problem.Header) == 0 || problem.Unknown == "" {
				problem.Header = header
			}
			continue
		}
		if score > bestScore {
			best, bestScore = lay, score
		}
	}
	if best == nil {
		problem.Missing = missingFields(problem.Header)
		return nil, 0, problem
	}
	_, anySeverity := m.Severities[anyWord]
	if best.columns[fSeverity] < 0 && !anySeverity {
		return nil, 0, &NoColumns{Header: best.header, Missing: []Field{FieldSeverity}}
	}
	return best, bestScore, nil
}

// missingFields are the needed fields that no header names, as far as the names
// tell; the opening is among them, or else the header would have been found.
func missingFields(header []string) []Field {
	out := []Field{FieldOpened}
	for _, h := range header {
		if slices.ContainsFunc(namedFields(h), func(c candidate) bool { return c.field == fSeverity }) {
			return out
		}
	}
	return append(out, FieldSeverity)
}

// datesIn reports whether a column holds dates, as far as it holds anything.
func datesIn(sample [][][]byte, column int) bool {
	var k content
	sev := newSeverities(Mapping{})
	for _, row := range sample {
		if column < len(row) {
			look(row[column], &k, sev)
		}
	}
	return k.mostly(k.dates)
}

// promising reports whether a row could be a header, by its words alone.
func promising(header []string, told [fieldCount]int) bool {
	if told[fOpened] >= 0 {
		return true
	}
	for _, h := range header {
		if len(h) > 200 {
			continue
		}
		if slices.ContainsFunc(namedFields(h), func(c candidate) bool { return c.field == fOpened }) {
			return true
		}
	}
	return false
}

// toldColumns finds the columns the mapping names; unknown is one that is not
// in the header.
func toldColumns(header []string, m Mapping) (told [fieldCount]int, unknown string) {
	for f, field := range Fields {
		told[f] = toGuess
		name, ok := m.Columns[field]
		switch {
		case !ok || name == "":
		case name == NoColumn:
			told[f] = -1
		default:
			i := headerIndex(header, name)
			if i < 0 {
				return told, name
			}
			told[f] = i
		}
	}
	return told, ""
}

// headerIndex finds a header as written, or else in another case or spelling.
func headerIndex(header []string, name string) int {
	name = strings.TrimSpace(name)
	if i := slices.Index(header, name); i >= 0 {
		return i
	}
	if i := slices.IndexFunc(header, func(h string) bool { return strings.EqualFold(h, name) }); i >= 0 {
		return i
	}
	key := headerKey(name)
	return slices.IndexFunc(header, func(h string) bool { return key != "" && headerKey(h) == key })
}

func lowerTrim(s string) string { return strings.ToLower(strings.TrimSpace(s)) }

func moreRows(n uint32) string { return fmt.Sprintf(" (a ticket of %d rows)", n) }

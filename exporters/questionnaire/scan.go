// Finding the cells of a questionnaire in a workbook, wherever they stand now.

package questionnaire

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"muster/assessment/question"
	"muster/assessment/spreadsheet"
	"muster/exporters/form"
)

// rules are what a questionnaire may hold.
var rules = spreadsheet.Rules{
	Limits: form.Limits,
	Words: spreadsheet.Words{
		Again: "open it in a spreadsheet program and save it again as XLSX",
		Alone: "ask for the questionnaire as it was sent out, with the answers and nothing else in it",
		Other: "unpack it, or ask for the questionnaire as XLSX",
		Kind:  "questionnaire",
	},
}

// metaData is what the hidden sheet says.
type metaData struct {
	found           bool
	version         int
	engagement, set string
	setVersion      int
	scope, hash     string
	answers         bool
	options         map[string]string // texts of options then, by id of the question and of the option
}

// parts are the cells of a question; a choice may be given in the words of then.
func (m *metaData) parts(it *question.Item) []part {
	out := parts(it)
	if it.Type != question.Choice {
		return out
	}
	f := options(it)
	for i, c := range f.entries {
		if label, ok := m.options[it.ID+"/"+c.id]; ok {
			f.entries[i].also = append(c.also, label)
		}
	}
	out[0].form = f
	return out
}

// maxOptions bounds the texts of options that are kept.
const maxOptions = 1000

func (m *metaData) put(key, value string) {
	if id, ok := strings.CutPrefix(key, metaOption); ok && len(m.options) < maxOptions {
		if m.options == nil {
			m.options = map[string]string{}
		}
		m.options[id] = value
	}
	number, _ := strconv.Atoi(value)
	switch key {
	case metaVersion:
		m.version = number
	case metaEngagement:
		m.engagement = value
	case metaSet:
		m.set = value
	case metaSetVersion:
		m.setVersion = number
	case metaScope:
		m.scope = value
	case metaAnswers:
		m.answers = value == "yes"
	case metaHash:
		m.hash = value
	}
}

// check says why a workbook cannot be used, if so.
func (m *metaData) check(name string, set *question.Set) error {
	switch {
	case !m.found:
		return fmt.Errorf("%s: %w", name, ErrNoQuestionnaire)
	case m.version > Version:
		return fmt.Errorf("%s: this questionnaire was made by a newer Muster (format %d, this program knows %d); read it with that", name, m.version, Version)
	case m.version < 1:
		return fmt.Errorf("%s: the hidden sheet of this questionnaire is damaged (version %d); ask for the workbook as it was sent out", name, m.version)
	case m.set != set.ID:
		return &OtherSetError{Name: name, Found: m.set, Want: set.ID}
	}
	return nil
}

// place is where a cell stands.
type place struct {
	sheet       string
	row, column int
}

func (p place) cell() string { return form.Address(p.column, p.row) }

// record is a row with an id.
type record struct {
	place    // of its answer
	now, was [columns]raw
	at       [columns]int // columns that now is from; zero: the sheet has none
	double   bool
	doubleAt place
}

// scan collects the rows of a questionnaire.
type scan struct {
	set      *question.Set
	known    map[string]*question.Item // by id of a cell
	meta     metaData
	records  map[string]*record
	unknown  map[string]place
	problems []Problem
	from1904 bool
	book     *spreadsheet.Workbook
}

func newScan(set *question.Set) *scan {
	s := &scan{set: set, known: map[string]*question.Item{}, records: map[string]*record{}, unknown: map[string]place{}}
	for _, id := range []string{respondentName, respondentRole, respondentDate} {
		s.known[id] = nil
	}
	for _, it := range set.Items() {
		s.known[it.ID] = it
		for _, p := range parts(it) {
			s.known[cellID(it, p)] = it
		}
	}
	return s
}

func (s *scan) workbook(ctx context.Context, r io.ReaderAt, size int64) error {
	book, err := spreadsheet.Open(ctx, r, size, rules)
	if err != nil {
		return err
	}
	defer book.Close()
	s.book, s.from1904 = book, book.From1904
	for _, sheet := range book.Sheets {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := s.sheet(sheet); err != nil {
			return err
		}
	}
	return nil
}

// header is where the columns of a sheet stand, from 1; zero: nowhere.
type header struct {
	id       int
	now, was [columns]int
}

// sheet reads one sheet: the hidden one that says what the workbook is, or rows
// below a header that has a column of ids.
func (s *scan) sheet(sheet spreadsheet.Sheet) error {
	rows, err := s.book.Rows(sheet)
	if err != nil {
		return err
	}
	defer rows.Close()
	var head header
	inMeta, first := false, true
	for {
		row, err := rows.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if errors.Is(err, io.ErrUnexpectedEOF) {
			return fmt.Errorf("the sheet %q is cut off; %s", form.Short(sheet.Name), rules.Words.Again)
		}
		if err != nil {
			return err
		}
		switch {
		case inMeta:
			if key := form.Text(row, 1); !s.meta.found || key != metaFormat {
				s.meta.put(key, form.Text(row, 2))
			}
		case first && !s.meta.found && form.Text(row, 1) == metaFormat && form.Text(row, 2) == Format:
			inMeta, s.meta.found = true, true
		case s.header(sheet.Name, row, &head):
		case head.id > 0:
			s.row(sheet.Name, row, &head)
		}
		first = false
	}
}

// header reports whether a row is a header with a column of ids, and notes where
// the columns stand. Somebody's comment may be the title of the column.
func (s *scan) header(sheet string, row spreadsheet.Row, head *header) bool {
	id := slices.IndexFunc(row.Cells, func(c spreadsheet.Cell) bool { return string(c.Text) == titleID }) + 1
	if id == 0 {
		return false
	}
	found := header{id: id}
	for i := range row.Cells {
		title := form.Text(row, i+1)
		if n := slices.Index(titlesNow[:], title); n >= 0 && found.now[n] == 0 {
			found.now[n] = i + 1
		}
		if n := slices.Index(titlesBefore[:], title); n >= 0 && found.was[n] == 0 {
			found.was[n] = i + 1
		}
	}
	switch {
	case found.now[inAnswer] > 0:
		*head = found
		return true
	case head.id == 0 && slices.ContainsFunc(found.was[:], func(n int) bool { return n > 0 }):
		s.problem(Problem{Sheet: sheet, Cell: form.ColumnName(id) + strconv.FormatInt(row.Number, 10), Kind: MissingColumn,
			Text: fmt.Sprintf("there is no column %q here, so nothing of this sheet is used; ask for the questionnaire with its columns as they were", titleAnswer)})
		return true
	}
	return false
}

// row notes a row with an id.
func (s *scan) row(sheet string, row spreadsheet.Row, head *header) {
	id := form.Text(row, head.id)
	if id == "" {
		return
	}
	at := place{sheet, int(row.Number), head.now[inAnswer]}
	if _, ok := s.known[id]; !ok {
		if _, ok := s.unknown[id]; !ok && len(s.unknown) < 1000 {
			s.unknown[strings.Clone(id)] = at
		}
		return
	}
	if r := s.records[id]; r != nil {
		if !r.double {
			r.double, r.doubleAt = true, at
		}
		return
	}
	r := &record{place: at, at: head.now}
	for i := range columns {
		r.now[i], r.was[i] = s.cell(row, head.now[i]), s.cell(row, head.was[i])
	}
	s.records[id] = r
}

func (s *scan) cell(row spreadsheet.Row, column int) raw {
	if column == 0 || column > len(row.Cells) {
		return raw{}
	}
	return form.RawOf(row.Cells[column-1], s.book)
}

// maxProblems bounds the list of a workbook in which everything is wrong.
const maxProblems = 500

func (s *scan) problem(p Problem) {
	switch len(s.problems) {
	case maxProblems:
		p = Problem{Kind: TooMany, Text: fmt.Sprintf("there are more than %d problems; correct these first", maxProblems)}
	case maxProblems + 1:
		return
	}
	s.problems = append(s.problems, p)
}

// unknownIDs reports the ids the set does not have, in order.
func (s *scan) unknownIDs() {
	for _, id := range slices.SortedFunc(maps.Keys(s.unknown), func(a, b string) int { return comparePlaces(s.unknown[a], s.unknown[b], a, b) }) {
		at := s.unknown[id]
		s.problem(Problem{Sheet: at.sheet, Cell: at.cell(), Kind: UnknownID,
			Text: fmt.Sprintf("the question set %s has no %q; this row is not used (it may come from another version of the set)", s.set.ID, form.Short(id))})
	}
}

func comparePlaces(a, b place, idA, idB string) int {
	if c := strings.Compare(a.sheet, b.sheet); c != 0 {
		return c
	}
	if a.row != b.row {
		return a.row - b.row
	}
	return strings.Compare(idA, idB)
}

// What a sheet that came back says, beside what the engagement says now.

package actionsheet

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"muster/assessment/engagement"
	"muster/assessment/messages"
	"muster/assessment/spreadsheet"
	"muster/exporters/form"
	"muster/exporters/xlsx"
)

// Import is what was read from a sheet. Nothing of it is taken over yet.
type Import struct {
	EngagementID string
	Changes      []Change // in the order of the engagement's actions and of the columns
	New          []NewAction
	Same         int // actions of which it says nothing else
	Problems     []Problem
}

// Change is a field of an action of which the sheet says something else than the
// engagement.
type Change struct {
	Action, Title string // id of the action; what it is called in the engagement
	Field         Field
	Was           string // as the sheet was written
	Now           string // as the sheet says
	Here          string // as the engagement says
	// Conflict says that the engagement was changed meanwhile too.
	Conflict    bool
	Sheet, Cell string
}

// NewAction is an action that was added in the sheet; it has no id yet.
type NewAction struct {
	Action      engagement.Action
	Sheet, Cell string
}

// ProblemKind says what could not be used.
type ProblemKind string

// The kinds of problems.
const (
	Unreadable    ProblemKind = "unreadable"     // not on the list, no number, no day, out of range
	Formula       ProblemKind = "formula"        // a formula in a cell to fill in
	TooLong       ProblemKind = "too-long"       // longer than a cell may be
	Lacking       ProblemKind = "lacking"        // a title or a status that must be there
	UnknownID     ProblemKind = "unknown-id"     // no action has it
	RemovedID     ProblemKind = "removed-id"     // the engagement has the action no more
	DoubleID      ProblemKind = "double-id"      // an action stands there twice
	MissingID     ProblemKind = "missing-id"     // the row of an action is not there
	MissingColumn ProblemKind = "missing-column" // a column is not there
	TooMany       ProblemKind = "too-many"       // more than are listed
)

// Problem is something in the sheet that could not be used as it stands.
type Problem struct {
	Sheet, Cell string
	Action      string // its id; empty for a new one
	Kind        ProblemKind
	Text        string // what is wrong and what to do
}

// String is the problem with its place.
func (p Problem) String() string { return form.At(p.Sheet, p.Cell, p.Text) }

// ErrNoSheet says that a workbook holds no sheet of actions.
var ErrNoSheet = errors.New("this workbook is no sheet of actions of Muster, or its hidden sheet is gone; ask for the workbook as it was sent out, with the changes in it")

// OtherEngagementError says that a sheet belongs to another engagement.
type OtherEngagementError struct {
	Name        string // of the file
	Found, Want string // ids
}

func (e *OtherEngagementError) Error() string {
	return fmt.Sprintf(messages.Mark("%s: this sheet of actions belongs to another engagement (%s; open is %s); open that one"), e.Name, form.Short(e.Found), form.Short(e.Want))
}

var rules = spreadsheet.Rules{Limits: form.Limits, Words: spreadsheet.Words{
	Again: messages.Mark("open it in a spreadsheet program and save it again as XLSX"),
	Alone: messages.Mark("ask for the sheet of actions as it was sent out, with the changes and nothing else in it"),
	Other: messages.Mark("unpack it, or ask for the sheet of actions as XLSX"),
	Kind:  kind,
}}

// kind is what the workbook is called.
const kind = "sheet of actions"

// What is listed at the most.
const (
	maxProblems = 500
	maxNew      = 1000
)

// Read reads the workbook data of the file name and compares it with doc, changing
// neither. The error says that nothing of it can be used: ErrNoSheet, an
// *OtherEngagementError, or what is wrong with the file. Problems are told in the
// language, nil for English.
func Read(ctx context.Context, lang *messages.Catalogue, name string, data []byte, doc *engagement.Document) (result *Import, err error) {
	if doc == nil {
		return nil, errors.New("sheet of actions: an engagement is needed")
	}
	defer func() {
		if p := recover(); p != nil {
			result, err = nil, fmt.Errorf("%s: this workbook cannot be read (%v); save it again as XLSX", name, p)
		}
	}()
	if err := form.KindOf(data, kind); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	s := scan{lang: lang, written: map[string]*written{}}
	if err := s.workbook(ctx, data); err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	switch {
	case !s.found:
		return nil, fmt.Errorf("%s: %w", name, ErrNoSheet)
	case s.version > Version:
		return nil, fmt.Errorf("%s: this sheet of actions was made by a newer Muster (format %d, this program knows %d); read it with that", name, s.version, Version)
	case s.version < 1:
		return nil, fmt.Errorf("%s: the hidden sheet of this workbook is damaged; ask for the workbook as it was sent out", name)
	case s.engagement != form.Content(xlsx.Fit(doc.ID)):
		return nil, &OtherEngagementError{Name: name, Found: s.engagement, Want: doc.ID}
	}
	s.compare(doc)
	s.out.EngagementID = s.engagement
	return &s.out, nil
}

// Is reports whether data is a sheet of actions, of whatever engagement.
func Is(ctx context.Context, data []byte) bool {
	_, err := Read(ctx, nil, "", data, &engagement.Document{})
	var other *OtherEngagementError
	return err == nil || errors.As(err, &other)
}

// written is an action as the sheet was written.
type written struct {
	values map[Field]string
	rank   string // the priority as shown
}

// row is a row of the sheet.
type row struct {
	sheet  string
	number int
	at     map[Field]int // columns
	cells  map[Field]form.Raw
	id     string
	idAt   int
}

func (r *row) cell(id Field) string { return form.Address(r.at[id], r.number) }

// scan collects the rows of a workbook.
type scan struct {
	lang       *messages.Catalogue
	found      bool
	version    int
	engagement string
	order      []string // the values of a line of an action
	written    map[string]*written
	rows       []row
	from1904   bool
	out        Import
}

func (s *scan) problem(p Problem) {
	switch len(s.out.Problems) {
	case maxProblems:
		p = Problem{Kind: TooMany, Text: s.lang.Say("there are more than %d problems; correct these first", maxProblems)}
	case maxProblems + 1:
		return
	}
	s.out.Problems = append(s.out.Problems, p)
}

func (s *scan) workbook(ctx context.Context, data []byte) error {
	book, err := spreadsheet.Open(ctx, bytes.NewReader(data), int64(len(data)), rules)
	if err != nil {
		return err
	}
	defer book.Close()
	s.from1904 = book.From1904
	for _, sheet := range book.Sheets {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := s.sheet(book, sheet); err != nil {
			return err
		}
	}
	return nil
}

// sheet reads one sheet: the hidden one, or rows below a head of columns.
func (s *scan) sheet(book *spreadsheet.Workbook, sheet spreadsheet.Sheet) error {
	rows, err := book.Rows(sheet)
	if err != nil {
		return err
	}
	defer rows.Close()
	inMeta := false
	var head map[Field]int
	id := 0
	for first := true; ; first = false {
		r, err := rows.Next()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case errors.Is(err, io.ErrUnexpectedEOF):
			return fmt.Errorf("the sheet %q is cut off; %s", form.Short(sheet.Name), rules.Words.Again)
		case err != nil:
			return err
		case inMeta:
			s.meta(r)
		case first && !s.found && form.Text(r, 1) == metaFormat && form.Text(r, 2) == Format:
			inMeta, s.found = true, true
		case head == nil:
			head, id = s.head(sheet.Name, r)
		default:
			s.row(book, sheet.Name, r, head, id)
		}
	}
}

// meta notes a line of the hidden sheet.
func (s *scan) meta(r spreadsheet.Row) {
	value := form.Text(r, 2)
	switch form.Text(r, 1) {
	case metaVersion:
		s.version, _ = strconv.Atoi(value)
	case metaEngagement:
		s.engagement = value
	case metaFields:
		s.order = nil
		for i := 3; i <= len(r.Cells); i++ {
			s.order = append(s.order, form.Text(r, i))
		}
	case metaAction:
		w := &written{values: map[Field]string{}}
		for i, name := range s.order {
			if name == metaRank {
				w.rank = form.Text(r, i+3)
			} else {
				w.values[Field(name)] = form.Text(r, i+3)
			}
		}
		s.written[value] = w
	}
}

// head is where the columns stand, if the row is a head: it has a column of ids and
// most of the others. Columns that are not there are problems.
func (s *scan) head(sheet string, r spreadsheet.Row) (map[Field]int, int) {
	at, id := map[Field]int{}, 0
	for i := range r.Cells {
		title := form.Text(r, i+1)
		if means(title, titleID) && id == 0 {
			id = i + 1
		}
		for _, f := range fields {
			if _, known := at[f.id]; means(title, f.title) && !known {
				at[f.id] = i + 1
			}
		}
	}
	if len(at) < len(fields)/2 {
		return nil, 0
	}
	if id == 0 {
		s.problem(Problem{Sheet: sheet, Kind: MissingColumn, Text: s.lang.Say("there is no column %q in row %d, so nothing of this sheet is used; ask for it with its columns as they were", s.lang.Text(titleID), r.Number)})
		return nil, 0
	}
	for _, f := range fields {
		if at[f.id] == 0 {
			s.problem(Problem{Sheet: sheet, Kind: MissingColumn, Text: s.lang.Say("the column %q is not there any more; what the engagement says there stays as it is", s.lang.Text(f.title))})
		}
	}
	return at, id
}

// row notes a row that holds something.
func (s *scan) row(book *spreadsheet.Workbook, sheet string, r spreadsheet.Row, head map[Field]int, id int) {
	out := row{sheet: strings.Clone(sheet), number: int(r.Number), at: head, cells: map[Field]form.Raw{}, id: strings.Clone(form.Text(r, id)), idAt: id}
	filled := out.id != ""
	for f, column := range head {
		if column <= len(r.Cells) {
			c := form.RawOf(r.Cells[column-1], book)
			out.cells[f] = c
			filled = filled || !c.Empty()
		}
	}
	if filled {
		s.rows = append(s.rows, out)
	}
}

// value reads a cell; false where it cannot be used, which is reported.
func (s *scan) value(r *row, f *field) (string, bool) {
	c := r.cells[f.id]
	p := Problem{Sheet: r.sheet, Cell: r.cell(f.id), Action: r.id}
	switch {
	case c.Formula:
		p.Kind, p.Text = Formula, s.lang.Text("there is a formula in the cell, of which nothing is used; put in its result, or a text with an apostrophe in front")
	case c.TooLong():
		p.Kind, p.Text = TooLong, s.lang.Say("the text is longer than the %d characters a cell may hold; shorten it, or put it into Muster", form.MaxText)
	case c.Empty():
		return "", true
	default:
		v, wrong := f.parse(s.lang, c, s.from1904)
		if wrong == "" {
			return v, true
		}
		p.Kind, p.Text = Unreadable, s.lang.Text(f.title)+": "+wrong
	}
	s.problem(p)
	return "", false
}

// compare makes the changes and new actions of the rows.
func (s *scan) compare(doc *engagement.Document) {
	rows := map[string]*row{}
	double := map[string]bool{}
	for i := range s.rows {
		r := &s.rows[i]
		if r.id == "" {
			continue
		}
		if first := rows[r.id]; first != nil {
			double[r.id] = true
			s.problem(Problem{Sheet: r.sheet, Cell: form.Address(r.idAt, r.number), Action: r.id, Kind: DoubleID,
				Text: s.lang.Say("%s stands in the workbook twice (first at %s, %s); neither is used: delete one of the two", form.Short(r.id), form.Short(first.sheet), form.Address(first.idAt, first.number))})
			continue
		}
		rows[r.id] = r
	}
	here := map[string]bool{}
	lost := map[string]string{} // title then: id of an action whose row is not there
	for i := range doc.Actions {
		a := &doc.Actions[i]
		id := form.Content(xlsx.Fit(a.ID))
		here[id] = true
		switch r, was := rows[id], s.written[id]; {
		case r != nil && double[id]:
		case r != nil && was == nil:
			s.problem(Problem{Sheet: r.sheet, Cell: form.Address(r.idAt, r.number), Action: a.ID, Kind: UnknownID,
				Text: s.lang.Say("%s was not in this sheet when it was written, so this row is not used; leave the id of a new action empty", form.Short(id))})
		case r != nil:
			s.action(r, was, a)
		case was != nil:
			lost[form.Plain(was.values[Title])] = id
			s.problem(Problem{Action: a.ID, Kind: MissingID, Text: s.lang.Say("%s %s is not in the sheet any more; it stays as it is (to give it up, set its status to dropped)", form.Short(id), form.Short(a.Title))})
		}
	}
	for _, id := range slices.Sorted(maps.Keys(rows)) {
		if r := rows[id]; !here[id] {
			p := Problem{Sheet: r.sheet, Cell: form.Address(r.idAt, r.number), Action: id, Kind: UnknownID, Text: s.lang.Say("%s is no action of this engagement, so this row is not used; leave the id of a new action empty", form.Short(id))}
			if s.written[id] != nil {
				p.Kind, p.Text = RemovedID, s.lang.Say("%s was removed from the engagement meanwhile, so this row is not used", form.Short(id))
			}
			s.problem(p)
		}
	}
	s.added(lost)
}

// action compares a row with its action.
func (s *scan) action(r *row, was *written, a *engagement.Action) {
	changes := len(s.out.Changes)
	sound := true
	for i := range fields {
		f := &fields[i]
		if r.at[f.id] == 0 {
			continue
		}
		c := r.cells[f.id]
		before := was.values[f.id]
		if f.id == Priority {
			before = was.rank
		}
		if !c.Formula && form.Content(c.Text) == form.Content(before) {
			continue // also what is cut, or could not be read today
		}
		now, ok := s.value(r, f)
		if !ok {
			sound = false
			continue
		}
		if f.same(now, before) {
			continue
		}
		p := Problem{Sheet: r.sheet, Cell: r.cell(f.id), Action: a.ID}
		switch {
		case now == "" && (f.id == Title || f.id == Status):
			p.Kind, p.Text = Lacking, s.lang.Say("%s is empty, which is not used; an action that is given up is dropped", s.lang.Text(f.title))
		case strings.HasSuffix(before, xlsx.CutNote):
			p.Kind, p.Text = TooLong, s.lang.Text("the text in the engagement is longer than a cell may hold, so a change to it here is not used; change it in Muster")
		}
		if p.Kind != "" {
			sound = false
			s.problem(p)
			continue
		}
		own, current := was.values[f.id], f.get(a)
		if f.same(now, current) {
			continue
		}
		s.out.Changes = append(s.out.Changes, Change{Action: a.ID, Title: a.Title, Field: f.id, Was: own, Now: now, Here: current, Conflict: !f.same(current, own), Sheet: r.sheet, Cell: r.cell(f.id)})
	}
	if sound && changes == len(s.out.Changes) {
		s.out.Same++
	}
}

// added makes new actions of the rows without an id; lost are the actions whose rows
// are not there, by their titles.
func (s *scan) added(lost map[string]string) {
	seen := map[string]string{}
	for i := range s.rows {
		r := &s.rows[i]
		if r.id != "" {
			continue
		}
		var a engagement.Action
		sound, key := true, ""
		for j := range fields {
			f := &fields[j]
			v, ok := s.value(r, f)
			if sound = sound && ok; ok && v != "" {
				f.set(&a, v)
			}
			key += v + "\x00"
		}
		p := Problem{Sheet: r.sheet, Cell: r.cell(Title)}
		first, twice := seen[key]
		switch {
		case !sound:
			continue // reported
		case a.Title == "":
			p.Kind, p.Text = Lacking, s.lang.Text("a new action needs a few words under Action; this row is not used")
		case lost[form.Plain(a.Title)] != "":
			p.Kind, p.Text = Lacking, s.lang.Say("this row has no id, but reads like %s, whose row is not there; it is not used: put the id back", lost[form.Plain(a.Title)])
		case twice:
			p.Kind, p.Text = DoubleID, s.lang.Say("the same new action stands in the workbook twice (first at %s); it is used once", first)
		case len(s.out.New) >= maxNew:
			p.Kind, p.Text = TooMany, s.lang.Say("there are more than %d new actions; this row is not used", maxNew)
		default:
			seen[key] = form.Short(r.sheet) + ", " + p.Cell
			s.out.New = append(s.out.New, NewAction{Action: a, Sheet: r.sheet, Cell: p.Cell})
			continue
		}
		s.problem(p)
	}
}

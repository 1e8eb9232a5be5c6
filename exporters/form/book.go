// Package form is the mechanism of workbooks that others fill in and send back:
// sheets with cells to fill in, lists to choose from and hidden sheets, and the
// cells as they stand when they come back. What is asked is for its callers to say.
package form

import (
	"context"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"muster/assessment/messages"
	"muster/exporters/look"
	"muster/exporters/xlsx"
)

// Facts are what a workbook says of the engagement it belongs to, in its properties
// and on each printed page.
type Facts struct {
	Title, Client, Classification string
	Date                          string              // yyyy-mm-dd; stands for the time of writing
	Language                      string              // of the contents, such as de
	Lang                          *messages.Catalogue // of the hints and the footer; nil is English
}

// Book is a workbook being made.
type Book struct {
	facts     Facts
	file      *excelize.File
	styles    map[Style]int
	marked    map[[2]look.Token]int // styles of marks by colour and fill
	lists     []*list
	listSheet string
	names     map[string]bool // of sheets, in lower case
}

// NewBook starts a workbook. Close it after use.
func NewBook(f Facts) *Book {
	return &Book{facts: f, file: excelize.NewFile(), styles: map[Style]int{}, marked: map[[2]look.Token]int{}, names: map[string]bool{}}
}

// Close forgets the workbook.
func (b *Book) Close() { _ = b.file.Close() } // it has no temporary files

// Write makes the bytes of the sheets, which are the same for the same sheets. It
// checks ctx before each sheet and tells progress (which may be nil) after each.
func (b *Book) Write(ctx context.Context, sheets []*Sheet, progress func(done, total int)) ([]byte, error) {
	if err := b.prepare(sheets); err != nil {
		return nil, err
	}
	for i, s := range sheets {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if err := b.write(s); err != nil {
			return nil, fmt.Errorf("sheet %s: %w", s.Name, err)
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
		return nil, err
	}
	return buf.Bytes(), nil
}

// prepare names the sheets and sets what belongs to the whole file.
func (b *Book) prepare(sheets []*Sheet) error {
	for i, s := range sheets {
		if i == 0 {
			if err := b.file.SetSheetName("Sheet1", s.Name); err != nil {
				return err
			}
		} else if _, err := b.file.NewSheet(s.Name); err != nil {
			return err
		}
	}
	for _, s := range sheets {
		if s.Hidden {
			if err := b.file.SetSheetVisible(s.Name, false, s.VeryHidden); err != nil {
				return err
			}
		}
	}
	date := xlsx.FixedDate(b.facts.Date)
	b.file.SetZipWriter(func(w io.Writer) excelize.ZipWriter { return xlsx.SteadyZip(w, date) })
	stamp := date.Format(time.RFC3339)
	err := b.file.SetDocProps(&excelize.DocProperties{Title: xlsx.Clean(b.facts.Title), Creator: "Muster", LastModifiedBy: "Muster",
		Created: stamp, Modified: stamp, Language: xlsx.Clean(b.facts.Language)})
	if err != nil {
		return err
	}
	if err := b.file.SetAppProps(&excelize.AppProperties{Application: "Muster"}); err != nil {
		return err
	}
	for _, l := range b.lists {
		if err := b.file.SetDefinedName(&excelize.DefinedName{Name: l.name, RefersTo: l.refersTo(b.listSheet)}); err != nil {
			return err
		}
	}
	b.file.SetActiveSheet(0)
	return nil
}

// list is a list to choose from; all stand below each other on a hidden sheet.
type list struct {
	name   string
	row    int // its first
	labels []string
}

func (l *list) refersTo(sheet string) string {
	return fmt.Sprintf("'%s'!%s:%s", strings.ReplaceAll(sheet, "'", "''"), xlsx.Absolute(1, l.row), xlsx.Absolute(1, l.row+len(l.labels)-1))
}

// ReserveLists keeps a name for the sheet of the lists.
func (b *Book) ReserveLists(name string) { b.listSheet = b.SheetName(name) }

// ListSheet is the hidden sheet of all lists that were asked for.
func (b *Book) ListSheet() *Sheet {
	s := &Sheet{Name: b.listSheet, Hidden: true, Widths: []float64{60}}
	for _, l := range b.lists {
		for len(s.Rows) < l.row-1 {
			s.Add()
		}
		for _, label := range l.labels {
			s.Add(Cell{Value: label, Style: HiddenStyle})
		}
	}
	return s
}

// HiddenStyle is that of what no reader sees.
var HiddenStyle = Style{Size: 8, Color: look.Muted, Line: true}

// List is the name of the list with the labels, made when it is first asked for.
func (b *Book) List(labels []string) string {
	for _, l := range b.lists {
		if slices.Equal(l.labels, labels) {
			return l.name
		}
	}
	n, row := len(b.lists)+1, 1
	if n > 1 {
		last := b.lists[n-2]
		row = last.row + len(last.labels) + 1
	}
	b.lists = append(b.lists, &list{name: fmt.Sprintf("muster_list_%d", n), row: row, labels: labels})
	return b.lists[n-1].name
}

// Style is how a cell looks; equal styles share one entry of the workbook.
type Style struct {
	Color, Fill look.Token // zero: text colour, no fill
	Size        float64    // zero: 10
	Bold        bool
	Line        bool // wraps never: one line that may run over empty neighbours
	Center      bool
	Indent      bool
	Rule        bool // hairline below
	Top         bool // hairline above
	Box         bool // frame of a cell to fill in
	Open        bool // may be edited
	Format      string
}

// Cell is a value with its look: a text, a number, spans or nil.
type Cell struct {
	Value any
	Style Style
}

// Span is a piece of a text that is bold or not.
type Span struct {
	Text string
	Bold bool
}

// Sheet is laid out from the top; rows and columns count from 1.
type Sheet struct {
	Name               string
	Widths             []float64
	Concealed          int // columns from here on are hidden; zero: none
	Rows               [][]Cell
	Head               int  // row of column titles; zero: none
	Filter             bool // the rows below the head can be filtered
	Checks             []Check
	Marks              []Mark
	Hidden, VeryHidden bool
	Landscape          bool
	PrintColumns       int // zero: nothing is printed of its own accord
}

// Check is what cells take, and what a person is told there.
type Check struct {
	Cells, Title, Prompt, Allowed string
	List                          string // name of a list
	Low, High                     float64
	Whole                         bool
	Formula                       string
	Kind                          CheckKind
}

// CheckKind is how a check decides.
type CheckKind int

// The kinds of checks. A day is a date the program can read again.
const (
	AnyText CheckKind = iota
	FromList
	InRange
	ByFormula
	ADay
)

// Mark colours cells while a condition holds.
type Mark struct {
	Cells, Condition string
	Color, Fill      look.Token
}

// Add puts cells into the next row and gives its number.
func (s *Sheet) Add(cells ...Cell) int {
	s.Rows = append(s.Rows, cells)
	return len(s.Rows)
}

func (b *Book) style(s Style) (int, error) {
	if id, ok := b.styles[s]; ok {
		return id, nil
	}
	p := look.Light
	color, size := s.Color, s.Size
	if color == look.None {
		color = look.Text
	}
	if size == 0 {
		size = 10
	}
	x := &excelize.Style{
		Font:       &excelize.Font{Family: "Calibri", Bold: s.Bold, Size: size, Color: p.Hex(color)},
		Alignment:  &excelize.Alignment{Horizontal: "left", Vertical: "top", WrapText: !s.Line},
		Protection: &excelize.Protection{Locked: !s.Open},
	}
	if s.Center {
		x.Alignment.Horizontal = "center"
	}
	if s.Indent {
		x.Alignment.Indent = 1
	}
	if s.Fill != look.None {
		x.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{p.Hex(s.Fill)}}
	}
	line := func(side string) {
		x.Border = append(x.Border, excelize.Border{Type: side, Style: 1, Color: p.Hex(look.Border)})
	}
	if s.Box {
		line("left")
		line("right")
	}
	if s.Box || s.Top {
		line("top")
	}
	if s.Box || s.Rule {
		line("bottom")
	}
	if s.Format != "" {
		x.CustomNumFmt = &s.Format
	}
	id, err := b.file.NewStyle(x)
	if err != nil {
		return 0, err
	}
	b.styles[s] = id
	return id, nil
}

// plainText is the text of a cell, for its height.
func plainText(value any) string {
	switch v := value.(type) {
	case string:
		return v
	case []Span:
		var b strings.Builder
		for _, s := range v {
			b.WriteString(s.Text)
		}
		return b.String()
	}
	return ""
}

// height is what a row needs for its text, in points: not every program fits rows
// by itself when it opens a file.
func (s *Sheet) height(row []Cell) float64 {
	const most = 405 // Excel's own limit is 409
	high := 0.0
	for i, c := range row {
		if i >= len(s.Widths) || s.Concealed > 0 && i >= s.Concealed-1 {
			continue
		}
		size, width := c.Style.Size, s.Widths[i]-1 // less what the frame takes
		if size == 0 {
			size = 10
		}
		if c.Style.Bold {
			width *= 0.92 // its letters are wider
		}
		if c.Style.Indent {
			width -= 1.5
		}
		lines := 1.0
		if !c.Style.Line {
			lines = float64(xlsx.LineCount(plainText(c.Value), width*11/size))
		}
		high = math.Max(high, lines*size*1.28+5)
	}
	return math.Min(most, math.Ceil(high))
}

// SheetName is a name that is allowed and not yet in use.
func (b *Book) SheetName(wanted string) string {
	clean := strings.Map(func(r rune) rune {
		if strings.ContainsRune(`[]:*?/\`, r) {
			return ' '
		}
		return r
	}, xlsx.Clean(wanted))
	clean = strings.Trim(strings.Join(strings.Fields(clean), " "), "'")
	for n := 1; ; n++ {
		suffix := ""
		if n > 1 {
			suffix = fmt.Sprintf(" (%d)", n)
		}
		name := strings.TrimRight(Cut(clean, 31-len(suffix)), " '") + suffix
		key := strings.ToLower(name)
		if name != "" && key != "history" && !b.names[key] {
			b.names[key] = true
			return name
		}
		if n == 1 && clean == "" {
			clean = b.facts.Lang.Text("Section")
		}
	}
}

// Cut cuts a text to so many UTF-16 units.
func Cut(s string, most int) string {
	for i, r := range s {
		if most--; r >= 0x10000 {
			most--
		}
		if most < 0 {
			return s[:i]
		}
	}
	return s
}

// write streams a sheet. What is not a row must be set before the stream starts.
func (b *Book) write(s *Sheet) error {
	if err := b.setUp(s); err != nil {
		return err
	}
	w, err := b.file.NewStreamWriter(s.Name)
	if err != nil {
		return err
	}
	for i, width := range s.Widths {
		if err := w.SetColWidth(i+1, i+1, width); err != nil {
			return err
		}
	}
	if s.Concealed > 0 {
		if err := w.SetColVisible(s.Concealed, len(s.Widths), false); err != nil {
			return err
		}
	}
	for i, row := range s.Rows {
		if err := b.writeRow(w, s, i+1, row); err != nil {
			return err
		}
	}
	return w.Flush()
}

func (b *Book) writeRow(w *excelize.StreamWriter, s *Sheet, at int, row []Cell) error {
	if len(row) == 0 {
		return nil
	}
	cells := make([]any, len(row))
	for i, c := range row {
		id, err := b.style(c.Style)
		if err != nil {
			return err
		}
		value := c.Value
		switch v := value.(type) {
		case string:
			if value = xlsx.CellText(v); value == "" {
				value = nil
			}
		case []Span:
			value = b.rich(v, c.Style)
		}
		cells[i] = excelize.Cell{StyleID: id, Value: value}
	}
	return w.SetRow(xlsx.CellName(1, at), cells, excelize.RowOpts{Height: s.height(row)})
}

// rich is a text of several looks.
func (b *Book) rich(spans []Span, s Style) any {
	const most = 8000 // together they must fit a cell
	color, size := s.Color, s.Size
	if color == look.None {
		color = look.Text
	}
	if size == 0 {
		size = 10
	}
	var out []excelize.RichTextRun
	for _, x := range spans {
		text := xlsx.CellText(Cut(x.Text, most/len(spans)))
		if text != "" {
			out = append(out, excelize.RichTextRun{Text: text, Font: &excelize.Font{Family: "Calibri", Bold: x.Bold, Size: size, Color: look.Light.Hex(color)}})
		}
	}
	if len(out) == 0 {
		return nil
	}
	return out
}

// setUp sets view, protection, checks and print layout.
func (b *Book) setUp(s *Sheet) error {
	last := xlsx.CellName(len(s.Widths), max(1, len(s.Rows)))
	if err := b.file.SetSheetDimension(s.Name, "A1:"+last); err != nil {
		return err
	}
	err := b.file.ProtectSheet(s.Name, &excelize.SheetProtectionOptions{SelectLockedCells: true, SelectUnlockedCells: true, FormatRows: true, AutoFilter: s.Filter})
	if err != nil {
		return err
	}
	if s.Hidden {
		return nil
	}
	if s.Filter { // before the sheet's properties, which it replaces
		if err := b.file.AutoFilter(s.Name, xlsx.CellName(1, s.Head)+":"+last, nil); err != nil {
			return err
		}
	}
	for _, c := range s.Checks {
		if err := b.check(s, c); err != nil {
			return err
		}
	}
	for _, m := range s.Marks {
		id, err := b.markStyle(m)
		if err != nil {
			return err
		}
		rule := []excelize.ConditionalFormatOptions{{Type: "formula", Criteria: m.Condition, Format: &id}}
		if err := b.file.SetConditionalFormat(s.Name, m.Cells, rule); err != nil {
			return err
		}
	}
	if err := b.page(s); err != nil {
		return err
	}
	if s.Head == 0 {
		return nil
	}
	return b.file.SetPanes(s.Name, &excelize.Panes{Freeze: true, YSplit: s.Head, TopLeftCell: xlsx.CellName(1, s.Head+1), ActivePane: "bottomLeft"})
}

// markStyle is the style of a mark; equal ones share one entry of the workbook.
func (b *Book) markStyle(m Mark) (int, error) {
	key := [2]look.Token{m.Color, m.Fill}
	if id, ok := b.marked[key]; ok {
		return id, nil
	}
	id, err := b.file.NewConditionalStyle(&excelize.Style{Font: &excelize.Font{Bold: true, Color: look.Light.Hex(m.Color)},
		Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{look.Light.Hex(m.Fill)}}})
	b.marked[key] = id
	return id, err
}

// page sets how a sheet is printed.
func (b *Book) page(s *Sheet) error {
	on, off, wide, high, a4, direction := true, false, 1, 0, 9, "portrait"
	if s.Landscape {
		direction = "landscape"
	}
	if err := b.file.SetSheetProps(s.Name, &excelize.SheetPropsOptions{FitToPage: &on}); err != nil {
		return err
	}
	if err := b.file.SetPageLayout(s.Name, &excelize.PageLayoutOptions{Size: &a4, Orientation: &direction, FitToWidth: &wide, FitToHeight: &high}); err != nil {
		return err
	}
	side, end := 0.4, 0.6
	margins := &excelize.PageLayoutMarginsOptions{Left: &side, Right: &side, Top: &side, Bottom: &end}
	if err := b.file.SetPageMargins(s.Name, margins); err != nil {
		return err
	}
	if err := b.file.SetSheetView(s.Name, 0, &excelize.ViewOptions{ShowGridLines: &off}); err != nil {
		return err
	}
	if err := b.file.SetHeaderFooter(s.Name, &excelize.HeaderFooterOptions{OddFooter: b.facts.footer()}); err != nil {
		return err
	}
	quoted := "'" + strings.ReplaceAll(s.Name, "'", "''") + "'!"
	area := quoted + "$A$1:" + xlsx.Absolute(s.PrintColumns, max(1, len(s.Rows)))
	if err := b.file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Area", Scope: s.Name, RefersTo: area}); err != nil {
		return err
	}
	if s.Head == 0 {
		return nil
	}
	titles := fmt.Sprintf("%s$%d:$%d", quoted, s.Head, s.Head)
	return b.file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", Scope: s.Name, RefersTo: titles})
}

// footer is that of each printed page, short enough for the 255 characters that
// Excel allows.
func (f Facts) footer() string {
	about := strings.Trim(f.Client+" · "+f.Title, " ·")
	return "&L" + xlsx.HeaderPart(f.Classification, 45) + "&C" + xlsx.HeaderPart(about, 60) + "&R" + f.Lang.Text("Page &P of &N")
}

// check sets what cells take.
func (b *Book) check(s *Sheet, c Check) error {
	v := excelize.NewDataValidation(true)
	v.Sqref = c.Cells
	if c.Prompt != "" {
		v.SetInput(hint(c.Title, 32), hint(c.Prompt, 255))
	}
	if c.Kind != AnyText {
		v.SetError(excelize.DataValidationErrorStyleStop, hint(c.Title, 32), hint(b.facts.Lang.Say("Allowed: %s", c.Allowed), 255))
	}
	var err error
	switch c.Kind {
	case FromList:
		v.SetSqrefDropList(c.List)
	case InRange:
		kind := excelize.DataValidationTypeDecimal
		if c.Whole {
			kind = excelize.DataValidationTypeWhole
		}
		err = v.SetRange(c.Low, c.High, kind, excelize.DataValidationOperatorBetween)
	case ADay:
		err = v.SetRange(firstDay, lastDay, excelize.DataValidationTypeDate, excelize.DataValidationOperatorBetween)
	case ByFormula:
		err = v.SetRange(c.Formula, "", excelize.DataValidationTypeCustom, excelize.DataValidationOperatorBetween)
		v.Operator = ""
	}
	if err != nil {
		return err
	}
	return b.file.AddDataValidation(s.Name, v)
}

// hint is a text for a note of the spreadsheet program, in which there is room for
// so many characters. What looks like an escape is taken apart.
func hint(s string, most int) string {
	s = strings.ReplaceAll(strings.TrimSpace(xlsx.Clean(s)), "_x", "_ x")
	if short := Cut(s, most); short != s {
		return Cut(s, most-1) + "…"
	}
	return s
}

// Wrapped breaks a text into lines of so many characters, which may then run over
// the columns beside without merging them.
func Wrapped(text string, width int) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(xlsx.Clean(text)) {
		if line != "" && len([]rune(line))+1+len([]rune(word)) > width {
			lines, line = append(lines, line), ""
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}

// A sheet in memory and how it is written.

package questionnaire

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"muster/exporters/look"
	"muster/exporters/xlsx"
)

// book is the workbook being made.
type book struct {
	in        input
	file      *excelize.File
	styles    map[style]int
	marked    map[[2]look.Token]int // styles of marks by colour and fill
	lists     []*list
	listSheet string
	names     map[string]bool // of sheets, in lower case
}

func newBook(in input) *book {
	return &book{in: in, file: excelize.NewFile(), styles: map[style]int{}, marked: map[[2]look.Token]int{}, names: map[string]bool{}}
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

// list is the name of the list with the labels, made when it is first asked for.
func (b *book) list(labels []string) string {
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

// style is how a cell looks; equal styles share one entry of the workbook.
type style struct {
	color, fill look.Token // zero: text colour, no fill
	size        float64    // zero: 10
	bold        bool
	line        bool // wraps never: one line that may run over empty neighbours
	center      bool
	indent      bool
	rule        bool // hairline below
	top         bool // hairline above
	box         bool // frame of a cell to fill in
	open        bool // may be edited
	format      string
}

// cell is a value with its look: a text, a number, spans or nil.
type cell struct {
	value any
	style style
}

// span is a piece of a text that is bold or not.
type span struct {
	text string
	bold bool
}

// sheet is laid out from the top; rows and columns count from 1.
type sheet struct {
	name               string
	widths             []float64
	concealed          int // columns from here on are hidden; zero: none
	rows               [][]cell
	head               int // row of column titles; zero: none
	checks             []check
	marks              []mark
	hidden, veryHidden bool
	landscape          bool
	printColumns       int // zero: nothing is printed of its own accord
}

// check is what cells take, and what a person is told there.
type check struct {
	cells, title, prompt, allowed string
	list                          string // name of a list
	low, high                     float64
	whole                         bool
	formula                       string
	kind                          checkKind
}

type checkKind int

const (
	anyText checkKind = iota
	fromList
	inRange
	byFormula
)

// mark colours cells while a condition holds.
type mark struct {
	cells, condition string
	color, fill      look.Token
}

func (s *sheet) add(cells ...cell) int {
	s.rows = append(s.rows, cells)
	return len(s.rows)
}

func (b *book) style(s style) (int, error) {
	if id, ok := b.styles[s]; ok {
		return id, nil
	}
	p := look.Light
	color, size := s.color, s.size
	if color == look.None {
		color = look.Text
	}
	if size == 0 {
		size = 10
	}
	x := &excelize.Style{
		Font:       &excelize.Font{Family: "Calibri", Bold: s.bold, Size: size, Color: p.Hex(color)},
		Alignment:  &excelize.Alignment{Horizontal: "left", Vertical: "top", WrapText: !s.line},
		Protection: &excelize.Protection{Locked: !s.open},
	}
	if s.center {
		x.Alignment.Horizontal = "center"
	}
	if s.indent {
		x.Alignment.Indent = 1
	}
	if s.fill != look.None {
		x.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{p.Hex(s.fill)}}
	}
	line := func(side string) {
		x.Border = append(x.Border, excelize.Border{Type: side, Style: 1, Color: p.Hex(look.Border)})
	}
	if s.box {
		line("left")
		line("right")
	}
	if s.box || s.top {
		line("top")
	}
	if s.box || s.rule {
		line("bottom")
	}
	if s.format != "" {
		x.CustomNumFmt = &s.format
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
	case []span:
		var b strings.Builder
		for _, s := range v {
			b.WriteString(s.text)
		}
		return b.String()
	}
	return ""
}

// height is what a row needs for its text, in points: not every program fits rows
// by itself when it opens a file.
func (s *sheet) height(row []cell) float64 {
	const most = 405 // Excel's own limit is 409
	high := 0.0
	for i, c := range row {
		if i >= len(s.widths) || s.concealed > 0 && i >= s.concealed-1 {
			continue
		}
		size, width := c.style.size, s.widths[i]-1 // less what the frame takes
		if size == 0 {
			size = 10
		}
		if c.style.bold {
			width *= 0.92 // its letters are wider
		}
		if c.style.indent {
			width -= 1.5
		}
		lines := 1.0
		if !c.style.line {
			lines = float64(xlsx.LineCount(plainText(c.value), width*11/size))
		}
		high = math.Max(high, lines*size*1.28+5)
	}
	return math.Min(most, math.Ceil(high))
}

// sheetName is a name that is allowed and not yet in use.
func (b *book) sheetName(wanted string) string {
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
		name := strings.TrimRight(cutUnits(clean, 31-len(suffix)), " '") + suffix
		key := strings.ToLower(name)
		if name != "" && key != "history" && !b.names[key] {
			b.names[key] = true
			return name
		}
		if n == 1 && clean == "" {
			clean = "Section"
		}
	}
}

// cutUnits cuts a text to so many UTF-16 units.
func cutUnits(s string, most int) string {
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
func (b *book) write(s *sheet) error {
	if err := b.setUp(s); err != nil {
		return err
	}
	w, err := b.file.NewStreamWriter(s.name)
	if err != nil {
		return err
	}
	for i, width := range s.widths {
		if err := w.SetColWidth(i+1, i+1, width); err != nil {
			return err
		}
	}
	if s.concealed > 0 {
		if err := w.SetColVisible(s.concealed, len(s.widths), false); err != nil {
			return err
		}
	}
	for i, row := range s.rows {
		if err := b.writeRow(w, s, i+1, row); err != nil {
			return err
		}
	}
	return w.Flush()
}

func (b *book) writeRow(w *excelize.StreamWriter, s *sheet, at int, row []cell) error {
	if len(row) == 0 {
		return nil
	}
	cells := make([]any, len(row))
	for i, c := range row {
		id, err := b.style(c.style)
		if err != nil {
			return err
		}
		value := c.value
		switch v := value.(type) {
		case string:
			if value = xlsx.CellText(v); value == "" {
				value = nil
			}
		case []span:
			value = b.rich(v, c.style)
		}
		cells[i] = excelize.Cell{StyleID: id, Value: value}
	}
	return w.SetRow(xlsx.CellName(1, at), cells, excelize.RowOpts{Height: s.height(row)})
}

// rich is a text of several looks.
func (b *book) rich(spans []span, s style) any {
	const most = 8000 // together they must fit a cell
	color, size := s.color, s.size
	if color == look.None {
		color = look.Text
	}
	if size == 0 {
		size = 10
	}
	var out []excelize.RichTextRun
	for _, x := range spans {
		text := xlsx.CellText(cutUnits(x.text, most/len(spans)))
		if text != "" {
			out = append(out, excelize.RichTextRun{Text: text, Font: &excelize.Font{Family: "Calibri", Bold: x.bold, Size: size, Color: look.Light.Hex(color)}})
		}
	}
	if len(out) == 0 {
		return nil
	}
	return out
}

// setUp sets view, protection, checks and print layout.
func (b *book) setUp(s *sheet) error {
	last := xlsx.CellName(len(s.widths), max(1, len(s.rows)))
	if err := b.file.SetSheetDimension(s.name, "A1:"+last); err != nil {
		return err
	}
	err := b.file.ProtectSheet(s.name, &excelize.SheetProtectionOptions{SelectLockedCells: true, SelectUnlockedCells: true, FormatRows: true})
	if err != nil {
		return err
	}
	if s.hidden {
		return nil
	}
	for _, c := range s.checks {
		if err := b.check(s, c); err != nil {
			return err
		}
	}
	for _, m := range s.marks {
		id, err := b.markStyle(m)
		if err != nil {
			return err
		}
		rule := []excelize.ConditionalFormatOptions{{Type: "formula", Criteria: m.condition, Format: &id}}
		if err := b.file.SetConditionalFormat(s.name, m.cells, rule); err != nil {
			return err
		}
	}
	if err := b.page(s); err != nil {
		return err
	}
	if s.head == 0 {
		return nil
	}
	return b.file.SetPanes(s.name, &excelize.Panes{Freeze: true, YSplit: s.head, TopLeftCell: xlsx.CellName(1, s.head+1), ActivePane: "bottomLeft"})
}

// markStyle is the style of a mark; equal ones share one entry of the workbook.
func (b *book) markStyle(m mark) (int, error) {
	key := [2]look.Token{m.color, m.fill}
	if id, ok := b.marked[key]; ok {
		return id, nil
	}
	id, err := b.file.NewConditionalStyle(&excelize.Style{Font: &excelize.Font{Bold: true, Color: look.Light.Hex(m.color)},
		Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{look.Light.Hex(m.fill)}}})
	b.marked[key] = id
	return id, err
}

// page sets how a sheet is printed.
func (b *book) page(s *sheet) error {
	on, off, wide, high, a4, direction := true, false, 1, 0, 9, "portrait"
	if s.landscape {
		direction = "landscape"
	}
	if err := b.file.SetSheetProps(s.name, &excelize.SheetPropsOptions{FitToPage: &on}); err != nil {
		return err
	}
	if err := b.file.SetPageLayout(s.name, &excelize.PageLayoutOptions{Size: &a4, Orientation: &direction, FitToWidth: &wide, FitToHeight: &high}); err != nil {
		return err
	}
	side, end := 0.4, 0.6
	margins := &excelize.PageLayoutMarginsOptions{Left: &side, Right: &side, Top: &side, Bottom: &end}
	if err := b.file.SetPageMargins(s.name, margins); err != nil {
		return err
	}
	if err := b.file.SetSheetView(s.name, 0, &excelize.ViewOptions{ShowGridLines: &off}); err != nil {
		return err
	}
	if err := b.file.SetHeaderFooter(s.name, &excelize.HeaderFooterOptions{OddFooter: b.in.footer()}); err != nil {
		return err
	}
	quoted := "'" + strings.ReplaceAll(s.name, "'", "''") + "'!"
	area := quoted + "$A$1:" + xlsx.Absolute(s.printColumns, max(1, len(s.rows)))
	if err := b.file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Area", Scope: s.name, RefersTo: area}); err != nil {
		return err
	}
	if s.head == 0 {
		return nil
	}
	titles := fmt.Sprintf("%s$%d:$%d", quoted, s.head, s.head)
	return b.file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", Scope: s.name, RefersTo: titles})
}

// footer is that of each printed page, short enough for the 255 characters that
// Excel allows.
func (in input) footer() string {
	about := strings.Trim(in.doc.Client+" · "+in.title(), " ·")
	return "&L" + xlsx.HeaderPart(in.doc.Classification, 45) + "&C" + xlsx.HeaderPart(about, 60) + "&RPage &P of &N"
}

// check sets what cells take.
func (b *book) check(s *sheet, c check) error {
	v := excelize.NewDataValidation(true)
	v.Sqref = c.cells
	if c.prompt != "" {
		v.SetInput(hint(c.title, 32), hint(c.prompt, 255))
	}
	if c.kind != anyText {
		v.SetError(excelize.DataValidationErrorStyleStop, hint(c.title, 32), hint("Allowed: "+c.allowed, 255))
	}
	var err error
	switch c.kind {
	case fromList:
		v.SetSqrefDropList(c.list)
	case inRange:
		kind := excelize.DataValidationTypeDecimal
		if c.whole {
			kind = excelize.DataValidationTypeWhole
		}
		err = v.SetRange(c.low, c.high, kind, excelize.DataValidationOperatorBetween)
	case byFormula:
		err = v.SetRange(c.formula, "", excelize.DataValidationTypeCustom, excelize.DataValidationOperatorBetween)
		v.Operator = ""
	}
	if err != nil {
		return err
	}
	return b.file.AddDataValidation(s.name, v)
}

// hint is a text for a note of the spreadsheet program, in which there is room for
// so many characters. What looks like an escape is taken apart.
func hint(s string, most int) string {
	s = strings.ReplaceAll(strings.TrimSpace(xlsx.Clean(s)), "_x", "_ x")
	if short := cutUnits(s, most); short != s {
		return cutUnits(s, most-1) + "…"
	}
	return s
}

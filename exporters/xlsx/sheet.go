// A sheet in memory and how it is written.

package xlsx

import (
	"fmt"
	"math"
	"regexp"
	"strings"

	"github.com/xuri/excelize/v2"

	"muster/assessment"
	"muster/assessment/messages"
	"muster/exporters/look"
	"muster/exporters/report"
)

// book is the workbook being made.
type book struct {
	rep    *report.Report
	lang   *messages.Catalogue
	file   *excelize.File
	styles map[style]int
	names  map[string]place // cells that formulas refer to

	// A row is written at once, so its cells are laid out in the same place.
	cells    []excelize.Cell
	pointers []any
}

type place struct{ sheet, cell string }

func newBook(rep *report.Report) *book {
	return &book{rep: rep, lang: rep.Lang, file: excelize.NewFile(), styles: map[style]int{}, names: map[string]place{}}
}

// style is how a cell looks; equal styles share one entry of the workbook.
type style struct {
	color, fill  look.Token // zero: text colour, no fill
	size         float64    // zero: 10
	bold, italic bool
	right        bool
	line         bool // wraps never: one line that may run over empty neighbours
	rule         bool // hairline below
	box          bool // lines on all sides: a cell to fill in
	format       string
}

// The styles of the sheets.
var (
	titleStyle   = style{size: 20, bold: true, line: true}
	headingStyle = style{size: 13, bold: true, color: look.Accent, line: true}
	headStyle    = style{bold: true, color: look.OnAccent, fill: look.Accent}
	plain        = style{rule: true}
	bold         = style{rule: true, bold: true}
	muted        = style{rule: true, color: look.Muted}
	rightStyle   = style{rule: true, right: true}
	prose        = style{}
	factName     = style{color: look.Muted, line: true}
	factValue    = style{line: true}
)

// Number formats.
const (
	hoursFormat = "#,##0.00"
	shareFormat = "0.0%"
	indexFormat = "0.0000"
	wholeFormat = "0"
)

func number(format string) style { return style{rule: true, right: true, format: format} }
func input(format string) style {
	return style{rule: true, right: true, format: format, fill: look.AccentTint}
}
func verdict(l look.VerdictStyle) style {
	return style{rule: true, bold: true, color: l.Color, fill: l.Tint}
}

func (b *book) verdictCell(l look.VerdictStyle) cell {
	return cell{value: l.Mark.String() + " " + b.lang.Text(l.Word), style: verdict(l)}
}

func (b *book) style(s style) (int, error) {
	if id, ok := b.styles[s]; ok {
		return id, nil
	}
	p := look.Light
	color := s.color
	if color == look.None {
		color = look.Text
	}
	size := s.size
	if size == 0 {
		size = 10
	}
	x := &excelize.Style{
		Font:      &excelize.Font{Family: "Calibri", Bold: s.bold, Italic: s.italic, Size: size, Color: p.Hex(color)},
		Alignment: &excelize.Alignment{Horizontal: "left", Vertical: "top", WrapText: !s.line},
	}
	if s.right {
		x.Alignment.Horizontal, x.Alignment.Indent = "right", 1
	}
	if s.fill != look.None {
		x.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{p.Hex(s.fill)}}
	}
	if s.rule {
		x.Border = []excelize.Border{{Type: "bottom", Style: 1, Color: p.Hex(look.Border)}}
	}
	if s.box {
		x.Border = nil
		for _, side := range []string{"left", "right", "top", "bottom"} {
			x.Border = append(x.Border, excelize.Border{Type: side, Style: 1, Color: p.Hex(look.Border)})
		}
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

// cell is a value with its look. A formula names other cells as {name}; its
// value is what it gives now.
type cell struct {
	value   any // string, number or nil
	formula string
	style   style
}

// figure is a figure as a cell value: never NaN or infinite as a number.
func figure(f assessment.Figure) any {
	if v := float64(f); !math.IsNaN(v) && !math.IsInf(v, 0) {
		return v
	}
	return f.Format(0)
}

type row struct {
	cells []cell
	merge bool // the first cell runs over all columns
}

// sheet is laid out from the top; rows and columns count from 1.
type sheet struct {
	name      string
	widths    []float64
	rows      []row
	frozen    int // rows that stay in sight and repeat on each page
	beside    int // columns that stay in sight
	filter    int // header row of the filtered table; zero: none
	breakAt   int // row that starts a new page; zero: none
	landscape bool
	choices   []choice
	minutes   []minutes
	statuses  []string // cells coloured by pass, fail and unknown, also once they change
	graphs    []graph
}

// choice is what may be chosen from in some cells; other text may be typed too.
type choice struct {
	cells string
	words []string
}

// minutes are cells that take whole minutes and nothing else.
type minutes struct {
	cells string
	most  int
}

// add puts cells into the next row and gives its number.
func (s *sheet) add(cells ...cell) int {
	s.rows = append(s.rows, row{cells: cells})
	return len(s.rows)
}

func (s *sheet) gap() { s.add() }

// heading starts a part, apart from what is above.
func (s *sheet) heading(text string) {
	if len(s.rows) > 0 {
		s.gap()
	}
	s.add(cell{value: text, style: headingStyle})
}

// head is a row of column titles; one that starts with > is set to the right.
func (s *sheet) head(titles ...string) int {
	cells := make([]cell, len(titles))
	for i, t := range titles {
		look := headStyle
		t, look.right = strings.CutPrefix(t, ">")
		cells[i] = cell{value: t, style: look}
	}
	return s.add(cells...)
}

// texts is a row of plain cells.
func (s *sheet) texts(texts ...string) int {
	cells := make([]cell, len(texts))
	for i, t := range texts {
		cells[i] = cell{value: t, style: plain}
	}
	return s.add(cells...)
}

// paragraph runs over all columns.
func (s *sheet) paragraph(text string) {
	s.rows = append(s.rows, row{cells: []cell{{value: text, style: prose}}, merge: true})
}

// height is what the row needs for its text, in points. Not every program fits
// rows by itself when it opens a file, and none does with merged cells.
func (s *sheet) height(r row) float64 {
	const most = 400 // Excel's own limit is 409
	high := 0.0
	for i, c := range r.cells {
		text, _ := c.value.(string)
		size, width := c.style.size, 0.0
		if size == 0 {
			size = 10
		}
		for j, w := range s.widths {
			if j == i || r.merge {
				width += w
			}
		}
		if c.style.bold {
			width *= 0.92 // its letters are wider
		}
		lines := 1.0
		if !c.style.line {
			lines = float64(lineCount(text, width*11/size))
		}
		high = math.Max(high, lines*size*1.32+3)
	}
	return math.Min(most, math.Ceil(high))
}

// lineCount estimates the lines of text wrapped at so many characters, rather
// one too many than one too few.
func lineCount(text string, width float64) int {
	width = math.Max(width, 1) // a column without a width of its own still takes a character
	lines := 0
	for line := range strings.SplitSeq(clean(text), "\n") {
		lines++
		used := 0.0
		for word := range strings.SplitSeq(line, " ") {
			w := 0.0
			for _, r := range word {
				w++
				if r >= 0x1100 { // about twice as wide
					w++
				}
			}
			if used > 0 && used+1+w > width {
				lines++
				used = 0
			}
			if used > 0 {
				used++
			}
			for used += w; used > width; used -= width {
				lines++
			}
		}
	}
	return lines
}

func cellName(col, row int) string {
	name, err := excelize.CoordinatesToCellName(col, row)
	if err != nil {
		panic(err) // rows and columns come from this package's own counting
	}
	return name
}

func absolute(col, row int) string {
	name, err := excelize.CoordinatesToCellName(col, row, true)
	if err != nil {
		panic(err)
	}
	return name
}

// inFormula is a word as a formula has it.
func inFormula(word string) string { return `"` + strings.ReplaceAll(word, `"`, `""`) + `"` }

var plainName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_]*$`)

// quoted is the name of a sheet as a formula has it.
func quoted(name string) string {
	if plainName.MatchString(name) {
		return name
	}
	return "'" + strings.ReplaceAll(name, "'", "''") + "'"
}

// name lets formulas refer to a cell.
func (b *book) name(s *sheet, name string, col, row int) {
	b.names[name] = place{s.name, absolute(col, row)}
}

// resolve puts addresses for the {names} of a formula on a sheet; {from..to} is a
// range, and {"word"} a word of the cells in the language.
func (b *book) resolve(on, formula string) (string, error) {
	if formula == "" {
		return "", nil
	}
	var out strings.Builder
	out.Grow(len(formula) + 32)
	rest := formula
	for {
		i := strings.IndexByte(rest, '{')
		if i < 0 {
			break
		}
		n := strings.IndexByte(rest[i:], '}')
		if n < 2 {
			break
		}
		out.WriteString(rest[:i])
		m := rest[i+1 : i+n]
		rest = rest[i+n+1:]
		if word, ok := strings.CutPrefix(m, `"`); ok {
			out.WriteString(inFormula(b.lang.Text(strings.TrimSuffix(word, `"`))))
			continue
		}
		name, to, isRange := strings.Cut(m, "..")
		p, ok := b.names[name]
		if end, known := b.names[to]; isRange && known && ok {
			p.cell += ":" + end.cell
		} else if isRange {
			ok = false
		}
		if !ok {
			return "", fmt.Errorf("the formula %s refers to {%s}, which is not there", formula, m)
		}
		if p.sheet != on {
			out.WriteString(quoted(p.sheet))
			out.WriteByte('!')
		}
		out.WriteString(p.cell)
	}
	out.WriteString(rest)
	return out.String(), nil
}

// write streams a sheet. What is not a row must be set before the stream starts.
func (b *book) write(s *sheet) error {
	if err := b.setUp(s); err != nil {
		return err
	}
	if err := b.drawGraphs(s); err != nil {
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
	for i, r := range s.rows {
		if err := b.writeRow(w, s, i+1, r); err != nil {
			return err
		}
	}
	if s.breakAt > 0 {
		if err := w.InsertPageBreak(cellName(1, s.breakAt)); err != nil {
			return err
		}
	}
	return w.Flush()
}

func (b *book) writeRow(w *excelize.StreamWriter, s *sheet, at int, r row) error {
	if len(r.cells) == 0 {
		return nil
	}
	for len(b.cells) < len(r.cells) {
		b.cells = make([]excelize.Cell, 2*len(r.cells))
		b.pointers = make([]any, len(b.cells))
		for i := range b.cells {
			b.pointers[i] = &b.cells[i]
		}
	}
	for i, c := range r.cells {
		id, err := b.style(c.style)
		if err != nil {
			return err
		}
		value := c.value
		if text, ok := value.(string); ok {
			if value = cellText(text); text == "" {
				value = nil
			}
		}
		formula, err := b.resolve(s.name, c.formula)
		if err != nil {
			return err
		}
		b.cells[i] = excelize.Cell{StyleID: id, Formula: formula, Value: value}
	}
	if r.merge {
		if err := w.MergeCell(cellName(1, at), cellName(len(s.widths), at)); err != nil {
			return err
		}
	}
	return w.SetRow(cellName(1, at), b.pointers[:len(r.cells)], excelize.RowOpts{Height: s.height(r)})
}

// setUp sets view, filter and print layout.
func (b *book) setUp(s *sheet) error {
	last := cellName(len(s.widths), max(1, len(s.rows)))
	if err := b.file.SetSheetDimension(s.name, "A1:"+last); err != nil {
		return err
	}
	if s.filter > 0 { // before the sheet's properties, which it replaces
		if err := b.file.AutoFilter(s.name, cellName(1, s.filter)+":"+last, nil); err != nil {
			return err
		}
	}
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
	if err := b.file.SetSheetView(s.name, 0, &excelize.ViewOptions{ShowGridLines: &off}); err != nil {
		return err
	}
	if err := b.file.SetHeaderFooter(s.name, &excelize.HeaderFooterOptions{OddHeader: header(b.rep), OddFooter: footer(b.rep)}); err != nil {
		return err
	}
	if err := b.assist(s); err != nil {
		return err
	}
	pane := "bottomLeft"
	switch {
	case s.frozen == 0 && s.beside == 0:
		return nil
	case s.frozen == 0:
		pane = "topRight"
	case s.beside > 0:
		pane = "bottomRight"
	}
	if err := b.file.SetPanes(s.name, &excelize.Panes{Freeze: true, XSplit: s.beside, YSplit: s.frozen, TopLeftCell: cellName(s.beside+1, s.frozen+1), ActivePane: pane}); err != nil {
		return err
	}
	if s.frozen == 0 {
		return nil
	}
	return b.file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", Scope: s.name, RefersTo: fmt.Sprintf("'%s'!$1:$%d", s.name, s.frozen)})
}

// assist sets lists to choose from and colours that follow a value.
func (b *book) assist(s *sheet) error {
	for _, c := range s.choices {
		v := excelize.NewDataValidation(true)
		v.Sqref = c.cells
		if err := v.SetDropList(c.words); err != nil {
			return err
		}
		if err := b.file.AddDataValidation(s.name, v); err != nil {
			return err
		}
	}
	for _, m := range s.minutes {
		v := excelize.NewDataValidation(true)
		v.Sqref = m.cells
		v.SetError(excelize.DataValidationErrorStyleStop, b.lang.Text("Minutes"), b.lang.Say("Allowed: whole minutes of the exercise, 0 to %d", m.most))
		if err := v.SetRange(0, m.most, excelize.DataValidationTypeWhole, excelize.DataValidationOperatorBetween); err != nil {
			return err
		}
		if err := b.file.AddDataValidation(s.name, v); err != nil {
			return err
		}
	}
	for _, cells := range s.statuses {
		var rules []excelize.ConditionalFormatOptions
		for _, x := range []struct {
			word        string
			color, fill look.Token
		}{{b.lang.Text("pass"), look.Good, look.GoodTint}, {b.lang.Text("fail"), look.Bad, look.BadTint}, {b.lang.Text("unknown"), look.Watch, look.WatchTint}} {
			id, err := b.file.NewConditionalStyle(&excelize.Style{Font: &excelize.Font{Bold: true, Color: look.Light.Hex(x.color)},
				Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{look.Light.Hex(x.fill)}}})
			if err != nil {
				return err
			}
			rules = append(rules, excelize.ConditionalFormatOptions{Type: "cell", Criteria: "==", Value: inFormula(x.word), Format: &id})
		}
		if err := b.file.SetConditionalFormat(s.name, cells, rules); err != nil {
			return err
		}
	}
	return nil
}

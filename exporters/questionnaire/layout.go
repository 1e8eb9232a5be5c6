// What stands on the sheets.

package questionnaire

import (
	"fmt"
	"strings"

	"muster/assessment/engagement"
	"muster/assessment/question"
	"muster/exporters/look"
	"muster/exporters/xlsx"
)

// Titles of the columns that are read again; the reader finds columns by them.
const (
	titleAnswer   = "Your answer"
	titleState    = "Don't know / not applicable"
	titleEvidence = "Evidence"
	titleComment  = "Comment"
	titleID       = "muster-id"
)

// titlesBefore are those of the hidden columns that keep what was written.
var titlesBefore = [columns]string{"muster-answer", "muster-state", "muster-evidence", "muster-comment"}

// The columns that are answered.
const (
	inAnswer = iota
	inState
	inEvidence
	inComment
	columns
)

var titlesNow = [columns]string{titleAnswer, titleState, titleEvidence, titleComment}

// Columns of a sheet of questions, from 1.
const (
	colNumber = iota + 1
	colQuestion
	colWhy
	colAnswer
	colAllowed
	colState
	colEvidence
	colComment
	colID
	colBefore // the first of what was written
)

var questionWidths = []float64{5, 40, 40, 25, 56, 15, 13, 34, 30, 10, 10, 10, 10}

// Styles of the sheets.
var (
	titleStyle   = style{size: 18, bold: true, color: look.Accent, line: true}
	leadStyle    = style{color: look.Muted, line: true}
	headStyle    = style{bold: true, color: look.OnAccent, fill: look.Accent}
	numberStyle  = style{color: look.Muted, center: true, top: true}
	askStyle     = style{top: true}
	whyStyle     = style{size: 8, color: look.Muted, top: true}
	allowedStyle = style{size: 9, top: true, indent: true}
	answerStyle  = style{bold: true, color: look.Accent, fill: look.AccentTint, box: true, open: true}
	sideStyle    = style{box: true, open: true}
	belowStyle   = style{size: 8, color: look.Muted, top: true}
	partStyle    = style{}
	partAsk      = style{indent: true}
	partHint     = style{size: 8, color: look.Muted}
	partAllowed  = style{size: 9, indent: true}
	hiddenStyle  = style{size: 8, color: look.Muted, line: true}
)

// layout lays all sheets out: the texts first, for the lists are made on the way.
func (b *book) layout() []*sheet {
	readMe := b.sheetName("Read me")
	b.listSheet = b.sheetName("Lists")
	meta := b.sheetName("_meta")
	var sections []*sheet
	var counts []sectionCount
	for i := range b.in.set.Sections {
		sec := &b.in.set.Sections[i]
		if s, n := b.section(sec); s != nil {
			sections = append(sections, s)
			counts = append(counts, n)
		}
	}
	out := append([]*sheet{b.readMe(readMe, counts)}, sections...)
	return append(out, b.listsSheet(b.listSheet), b.metaSheet(meta))
}

// section is the sheet of a section, nil where nothing of it is asked, and how many
// questions stand on it.
func (b *book) section(sec *question.Section) (*sheet, sectionCount) {
	var items []*question.Item
	for i := range sec.Items {
		if it := &sec.Items[i]; len(asked(it, b.in.scope)) > 0 {
			items = append(items, it)
		}
	}
	if len(items) == 0 {
		return nil, sectionCount{}
	}
	s := &sheet{name: b.sheetName(sec.Title), widths: questionWidths, concealed: colID, landscape: true, printColumns: colComment}
	s.add(cell{sec.Title, titleStyle})
	for _, line := range wrapped(sec.Lead, 190) {
		s.add(cell{line, leadStyle})
	}
	s.head = s.add(questionHead()...)
	n := sectionCount{sheet: s.name, section: sec}
	for _, it := range items {
		b.question(s, it)
		if b.in.exempt[it.ID] != "" {
			n.exempt++
		} else {
			n.n++
		}
	}
	return s, n
}

// wrapped breaks a text into lines, which may then run over the columns beside
// without merging them.
func wrapped(text string, width int) []string {
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

func questionHead() []cell {
	titles := []string{"No.", "Question", "Why we ask, and what would prove it", titleAnswer, "Unit or allowed values", titleState, titleEvidence, titleComment}
	var out []cell
	for _, t := range titles {
		out = append(out, cell{t, headStyle})
	}
	out[0].style.center = true
	out = append(out, cell{titleID, hiddenStyle})
	for _, t := range titlesBefore {
		out = append(out, cell{t, hiddenStyle})
	}
	return out
}

// question adds the rows of a question.
func (b *book) question(s *sheet, it *question.Item) {
	ps, a := asked(it, b.in.scope), b.in.answer(it)
	atoms := atomsOf(it, a.Value)
	single := ps[0].id == ""
	before := [columns]any{nil, stateCell(a), evidenceCell(a), commentCell(a)}
	answer := cell{nil, belowStyle}
	if single {
		before[inAnswer] = ps[0].form.cell(atoms[""])
		answer = cell{before[inAnswer], b.answerStyle(it)}
	} else {
		answer.value = "one line each, below"
	}
	comment := cell{before[inComment], sideStyle}
	if text, ok := comment.value.(string); ok && strings.HasSuffix(xlsx.Fit(text), xlsx.CutNote) {
		comment.style.open = false // a cell does not hold all of it
	}
	ask := []span{{it.Title + "\n", true}, {it.Text, false}}
	if because := b.in.exempt[it.ID]; because != "" {
		ask = append(ask, span{"\nDoes not apply: " + because, true})
	}
	row := []cell{
		{float64(it.Number), numberStyle}, {ask, askStyle}, {why(it), whyStyle}, answer,
		{allowedNote(it, ps), allowedStyle}, {before[inState], sideStyle}, {before[inEvidence], sideStyle}, comment, {it.ID, hiddenStyle},
	}
	at := s.add(append(row, kept(before)...)...)
	b.sideChecks(s, it, at)
	if single {
		b.answerCheck(s, it, ps[0], at)
		s.answered(at, fmt.Sprintf("OR(LEN(%[1]s)>0,LEN(%[2]s)>0)", address(colAnswer, at), address(colState, at)))
		return
	}
	for _, p := range ps {
		b.partRow(s, it, p, p.form.cell(atoms[p.id]), at)
	}
	s.marks = append(s.marks, mark{xlsx.CellName(colNumber, at), fmt.Sprintf("OR(COUNTA(%s:%s)>0,LEN(%s)>0)", address(colAnswer, at+1), address(colAnswer, at+len(ps)), address(colState, at)), look.Accent, look.AccentTint})
}

// answerStyle is that of the answer cells of a question: where it does not apply
// nothing waits for an answer.
func (b *book) answerStyle(it *question.Item) style {
	s := answerStyle
	if b.in.exempt[it.ID] != "" {
		s.fill = sideStyle.fill
	}
	return s
}

// partRow adds a row below its question.
func (b *book) partRow(s *sheet, it *question.Item, p part, value any, question int) {
	ask, hint, allowed, number := partAsk, partHint, partAllowed, partStyle
	if p.group {
		ask.top, hint.top, allowed.top, number.top = true, true, true, true
	}
	note := p.note
	if note == "" {
		note = p.form.allowed()
	}
	answer := b.answerStyle(it)
	if _, ok := p.form.(people); ok {
		answer.format = "@" // "4, 3" is a text in every language
	}
	row := []cell{{nil, number}, {p.ask, ask}, {p.hint, hint}, {value, answer}, {note, allowed}, {nil, partStyle}, {nil, partStyle}, {nil, partStyle}, {cellID(it, p), hiddenStyle}}
	at := s.add(append(row, kept([columns]any{value})...)...)
	b.answerCheck(s, it, p, at)
	s.answered(at, fmt.Sprintf("OR(LEN(%s)>0,LEN(%s)>0)", address(colAnswer, at), address(colState, question)))
}

// kept are the hidden cells that hold what was written.
func kept(before [columns]any) []cell {
	out := make([]cell, columns)
	for i, v := range before {
		out[i] = cell{v, hiddenStyle}
	}
	return out
}

// answered marks a row once the condition holds: its number gets the colour that
// its answer cell had while it was open.
func (s *sheet) answered(row int, condition string) {
	s.marks = append(s.marks, mark{xlsx.CellName(colNumber, row), condition, look.Accent, look.AccentTint}, mark{xlsx.CellName(colAnswer, row), condition, look.Accent, look.Surface})
}

// address is a cell for a condition: its column does not move.
func address(col, row int) string { return "$" + xlsx.CellName(col, row) }

func why(it *question.Item) string {
	out := it.Why
	if it.Evidence != "" {
		out += "\nWhat would prove it: " + it.Evidence
	}
	return out
}

// allowedNote stands beside the answer: what it may be, for a level in full.
func allowedNote(it *question.Item, ps []part) any {
	switch it.Type {
	case question.Level:
		var out []span
		for i, l := range it.Levels {
			end := "\n"
			if i == len(it.Levels)-1 {
				end = ""
			}
			out = append(out, span{fmt.Sprintf("%d · %s: ", i, l.Name), true}, span{l.Text + end, false})
		}
		return out
	case question.RACI:
		return "Client: your own organisation. MSSP: the provider. Nobody: it is clear that nobody does. Unclear: people disagree or cannot tell."
	case question.Skills:
		return "0 none · 1 awareness · 2 works under guidance · 3 works independently · 4 leads or teaches"
	case question.Multi:
		return "yes for each that applies; no for the others, or leave them empty"
	case question.Cover:
		return "0 not at all · 0.5 in part · 1 in full"
	case question.Severity, question.Weights:
		return it.RangeText()
	case question.Window:
		return nil
	}
	if ps[0].note != "" {
		return ps[0].note
	}
	return ps[0].form.allowed()
}

func stateCell(a engagement.Answer) any {
	if a.State == engagement.Unknown || a.State == engagement.NotApplicable {
		return states.cell(wordAtom(string(a.State)))
	}
	return nil
}

func evidenceCell(a engagement.Answer) any {
	if a.Evidence == "" {
		return nil
	}
	return evidences.cell(wordAtom(string(a.Evidence)))
}

func commentCell(a engagement.Answer) any {
	if a.Comment == "" {
		return nil
	}
	return a.Comment
}

// sideChecks are those of the cells that every question has.
func (b *book) sideChecks(s *sheet, it *question.Item, at int) {
	s.checks = append(s.checks,
		check{kind: fromList, cells: xlsx.CellName(colState, at), list: b.list(states.labels()), title: it.Title, allowed: states.allowed() + ", or leave it empty",
			prompt: "Only where you give no answer."},
		check{kind: fromList, cells: xlsx.CellName(colEvidence, at), list: b.list(evidences.labels()), title: it.Title, allowed: evidences.allowed() + ", or leave it empty",
			prompt: "asserted: somebody says so\ndocumented: it is written down\nobserved: you saw it yourself"})
}

// answerCheck is that of an answer cell.
func (b *book) answerCheck(s *sheet, it *question.Item, p part, at int) {
	c := check{cells: xlsx.CellName(colAnswer, at), title: it.Title, allowed: p.form.allowed(), prompt: p.form.allowed()}
	switch f := p.form.(type) {
	case choices:
		c.kind, c.list = fromList, b.list(f.labels())
		c.prompt = "Choose from the list."
		c.allowed = "an entry of the list at the right edge of the cell."
	case numbers:
		c.kind, c.low, c.high, c.whole = inRange, f.low, f.high, f.whole
		if f.percent {
			c.prompt += "\nType 33 for 33 %, without the sign."
		}
	case months:
		c.kind = byFormula
		here := xlsx.CellName(colAnswer, at)
		c.formula = fmt.Sprintf(`IF(ISNUMBER(%[1]s),ABS(%[1]s-%[2]s)-%[3]s&lt;1E-9,LOWER(TRIM(%[1]s))="never")`, here, plainNumber((f.low+f.high)/2), plainNumber((f.high-f.low)/2))
	}
	s.checks = append(s.checks, c)
}

// listsSheet holds the lists to choose from.
func (b *book) listsSheet(name string) *sheet {
	s := &sheet{name: name, hidden: true, widths: []float64{60}}
	for _, l := range b.lists {
		for len(s.rows) < l.row-1 {
			s.add()
		}
		for _, label := range l.labels {
			s.add(cell{label, hiddenStyle})
		}
	}
	return s
}

// metaSheet says what the workbook is.
func (b *book) metaSheet(name string) *sheet {
	s := &sheet{name: name, hidden: true, veryHidden: true, widths: []float64{20, 70}}
	for _, line := range b.in.meta() {
		s.add(cell{line[0], hiddenStyle}, cell{line[1], hiddenStyle})
	}
	return s
}

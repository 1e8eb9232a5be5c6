// What stands on the sheets.

package questionnaire

import (
	"fmt"
	"strings"

	"muster/assessment/engagement"
	"muster/assessment/question"
	"muster/exporters/form"
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
	titleStyle   = style{Size: 18, Bold: true, Color: look.Accent, Line: true}
	leadStyle    = style{Color: look.Muted, Line: true}
	headStyle    = style{Bold: true, Color: look.OnAccent, Fill: look.Accent}
	numberStyle  = style{Color: look.Muted, Center: true, Top: true}
	askStyle     = style{Top: true}
	whyStyle     = style{Size: 8, Color: look.Muted, Top: true}
	allowedStyle = style{Size: 9, Top: true, Indent: true}
	answerStyle  = style{Bold: true, Color: look.Accent, Fill: look.AccentTint, Box: true, Open: true}
	sideStyle    = style{Box: true, Open: true}
	belowStyle   = style{Size: 8, Color: look.Muted, Top: true}
	partStyle    = style{}
	partAsk      = style{Indent: true}
	partHint     = style{Size: 8, Color: look.Muted}
	partAllowed  = style{Size: 9, Indent: true}
	hiddenStyle  = form.HiddenStyle
)

// layout lays all sheets out: the texts first, for the lists are made on the way.
func (b *book) layout() []*sheet {
	readMe := b.SheetName("Read me")
	b.ReserveLists("Lists")
	meta := b.SheetName("_meta")
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
	return append(out, b.ListSheet(), b.metaSheet(meta))
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
	s := &sheet{Name: b.SheetName(sec.Title), Widths: questionWidths, Concealed: colID, Landscape: true, PrintColumns: colComment}
	s.Add(cell{Value: sec.Title, Style: titleStyle})
	for _, line := range form.Wrapped(sec.Lead, 190) {
		s.Add(cell{Value: line, Style: leadStyle})
	}
	s.Head = s.Add(questionHead()...)
	n := sectionCount{sheet: s.Name, section: sec}
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

func questionHead() []cell {
	titles := []string{"No.", "Question", "Why we ask, and what would prove it", titleAnswer, "Unit or allowed values", titleState, titleEvidence, titleComment}
	var out []cell
	for _, t := range titles {
		out = append(out, cell{Value: t, Style: headStyle})
	}
	out[0].Style.Center = true
	out = append(out, cell{Value: titleID, Style: hiddenStyle})
	for _, t := range titlesBefore {
		out = append(out, cell{Value: t, Style: hiddenStyle})
	}
	return out
}

// question adds the rows of a question.
func (b *book) question(s *sheet, it *question.Item) {
	ps, a := asked(it, b.in.scope), b.in.answer(it)
	atoms := atomsOf(it, a.Value)
	single := ps[0].id == ""
	before := [columns]any{nil, stateCell(a), evidenceCell(a), commentCell(a)}
	answer := cell{Value: nil, Style: belowStyle}
	if single {
		before[inAnswer] = ps[0].form.cell(atoms[""])
		answer = cell{Value: before[inAnswer], Style: b.answerStyle(it)}
	} else {
		answer.Value = "one line each, below"
	}
	comment := cell{Value: before[inComment], Style: sideStyle}
	if text, ok := comment.Value.(string); ok && strings.HasSuffix(xlsx.Fit(text), xlsx.CutNote) {
		comment.Style.Open = false // a cell does not hold all of it
	}
	ask := []span{{Text: it.Title + "\n", Bold: true}, {Text: it.Text}}
	if because := b.in.exempt[it.ID]; because != "" {
		ask = append(ask, span{Text: "\nDoes not apply: " + because, Bold: true})
	}
	row := []cell{
		{Value: float64(it.Number), Style: numberStyle}, {Value: ask, Style: askStyle}, {Value: why(it), Style: whyStyle}, answer,
		{Value: allowedNote(it, ps), Style: allowedStyle}, {Value: before[inState], Style: sideStyle}, {Value: before[inEvidence], Style: sideStyle}, comment, {Value: it.ID, Style: hiddenStyle},
	}
	at := s.Add(append(row, kept(before)...)...)
	b.sideChecks(s, it, at)
	if single {
		b.answerCheck(s, it, ps[0], at)
		markAnswered(s, at, fmt.Sprintf("OR(LEN(%[1]s)>0,LEN(%[2]s)>0)", address(colAnswer, at), address(colState, at)))
		return
	}
	for _, p := range ps {
		b.partRow(s, it, p, p.form.cell(atoms[p.id]), at)
	}
	s.Marks = append(s.Marks, mark{Cells: xlsx.CellName(colNumber, at), Condition: fmt.Sprintf("OR(COUNTA(%s:%s)>0,LEN(%s)>0)", address(colAnswer, at+1), address(colAnswer, at+len(ps)), address(colState, at)), Color: look.Accent, Fill: look.AccentTint})
}

// answerStyle is that of the answer cells of a question: where it does not apply
// nothing waits for an answer.
func (b *book) answerStyle(it *question.Item) style {
	s := answerStyle
	if b.in.exempt[it.ID] != "" {
		s.Fill = sideStyle.Fill
	}
	return s
}

// partRow adds a row below its question.
func (b *book) partRow(s *sheet, it *question.Item, p part, value any, question int) {
	ask, hint, allowed, number := partAsk, partHint, partAllowed, partStyle
	if p.group {
		ask.Top, hint.Top, allowed.Top, number.Top = true, true, true, true
	}
	note := p.note
	if note == "" {
		note = p.form.allowed()
	}
	answer := b.answerStyle(it)
	if _, ok := p.form.(people); ok {
		answer.Format = "@" // "4, 3" is a text in every language
	}
	row := []cell{{Value: nil, Style: number}, {Value: p.ask, Style: ask}, {Value: p.hint, Style: hint}, {Value: value, Style: answer}, {Value: note, Style: allowed}, {Value: nil, Style: partStyle}, {Value: nil, Style: partStyle}, {Value: nil, Style: partStyle}, {Value: cellID(it, p), Style: hiddenStyle}}
	at := s.Add(append(row, kept([columns]any{value})...)...)
	b.answerCheck(s, it, p, at)
	markAnswered(s, at, fmt.Sprintf("OR(LEN(%s)>0,LEN(%s)>0)", address(colAnswer, at), address(colState, question)))
}

// kept are the hidden cells that hold what was written.
func kept(before [columns]any) []cell {
	out := make([]cell, columns)
	for i, v := range before {
		out[i] = cell{Value: v, Style: hiddenStyle}
	}
	return out
}

// markAnswered marks a row once the condition holds: its number gets the colour that
// its answer cell had while it was open.
func markAnswered(s *sheet, row int, condition string) {
	s.Marks = append(s.Marks, mark{Cells: xlsx.CellName(colNumber, row), Condition: condition, Color: look.Accent, Fill: look.AccentTint}, mark{Cells: xlsx.CellName(colAnswer, row), Condition: condition, Color: look.Accent, Fill: look.Surface})
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
			out = append(out, span{Text: fmt.Sprintf("%d · %s: ", i, l.Name), Bold: true}, span{Text: l.Text + end, Bold: false})
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
	s.Checks = append(s.Checks,
		check{Kind: form.FromList, Cells: xlsx.CellName(colState, at), List: b.List(states.labels()), Title: it.Title, Allowed: states.allowed() + ", or leave it empty",
			Prompt: "Only where you give no answer."},
		check{Kind: form.FromList, Cells: xlsx.CellName(colEvidence, at), List: b.List(evidences.labels()), Title: it.Title, Allowed: evidences.allowed() + ", or leave it empty",
			Prompt: "asserted: somebody says so\ndocumented: it is written down\nobserved: you saw it yourself"})
}

// answerCheck is that of an answer cell.
func (b *book) answerCheck(s *sheet, it *question.Item, p part, at int) {
	c := check{Cells: xlsx.CellName(colAnswer, at), Title: it.Title, Allowed: p.form.allowed(), Prompt: p.form.allowed()}
	switch f := p.form.(type) {
	case choices:
		c.Kind, c.List = form.FromList, b.List(f.labels())
		c.Prompt = "Choose from the list."
		c.Allowed = "an entry of the list at the right edge of the cell."
	case numbers:
		c.Kind, c.Low, c.High, c.Whole = form.InRange, f.low, f.high, f.whole
		if f.percent {
			c.Prompt += "\nType 33 for 33 %, without the sign."
		}
	case months:
		c.Kind = form.ByFormula
		here := xlsx.CellName(colAnswer, at)
		c.Formula = fmt.Sprintf(`IF(ISNUMBER(%[1]s),ABS(%[1]s-%[2]s)-%[3]s&lt;1E-9,LOWER(TRIM(%[1]s))="never")`, here, plainNumber((f.low+f.high)/2), plainNumber((f.high-f.low)/2))
	}
	s.Checks = append(s.Checks, c)
}

// metaSheet says what the workbook is.
func (b *book) metaSheet(name string) *sheet {
	s := &sheet{Name: name, Hidden: true, VeryHidden: true, Widths: []float64{20, 70}}
	for _, line := range b.in.meta() {
		s.Add(cell{Value: line[0], Style: hiddenStyle}, cell{Value: line[1], Style: hiddenStyle})
	}
	return s
}

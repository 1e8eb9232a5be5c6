// The first sheet: what the workbook is, how to fill it in, and by whom.

package questionnaire

import (
	"fmt"
	"strings"

	"muster/assessment/question"
	"muster/exporters/form"
	"muster/exporters/look"
	"muster/exporters/xlsx"
)

// Ids of the cells about the respondent.
const (
	respondentName = "respondent/name"
	respondentRole = "respondent/role"
	respondentDate = "respondent/date"
)

// sectionCount is a section with the sheet it stands on.
type sectionCount struct {
	sheet   string
	section *question.Section
	n       int // questions that apply
	exempt  int // that do not
}

var readMeWidths = []float64{3, 30, 78, 16, 24}

// Columns of the first sheet.
const (
	readMeLabel = 2
	readMeValue = 3
	readMeID    = 5
)

var (
	headingStyle = style{Size: 13, Bold: true, Color: look.Accent, Line: true}
	factName     = style{Color: look.Muted}
	fillIn       = style{Size: 11, Fill: look.AccentTint, Box: true, Open: true}
)

func (b *book) readMe(name string, sections []sectionCount) *sheet {
	s := &sheet{Name: name, Widths: readMeWidths, Concealed: readMeID, PrintColumns: readMeID - 1}
	line := func(label, value any, ls, vs style) {
		s.Add(cell{}, cell{Value: label, Style: ls}, cell{Value: value, Style: vs})
	}
	s.Add(cell{}, cell{Value: "Questionnaire", Style: style{Size: 20, Bold: true, Color: look.Accent, Line: true}})
	s.Add(cell{}, cell{Value: b.in.set.Title, Style: style{Size: 12, Color: look.Muted, Line: true}})
	s.Add(cell{Value: " "})
	for _, f := range [][2]string{{"Assessment", b.in.doc.Title}, {"Organisation", b.in.doc.Client}, {"Assessor", b.in.doc.Assessor}, {"Date", b.in.doc.Date}, {"Classification", b.in.doc.Classification}} {
		if strings.TrimSpace(f[1]) != "" {
			line(f[0], f[1], factName, partStyle)
		}
	}
	line("Questions", b.in.extent(sections), factName, partStyle)
	s.Add(cell{Value: " "})
	s.Add(cell{}, cell{Value: "Who answers", Style: headingStyle}, cell{Value: titleAnswer, Style: style{Size: 8, Color: look.Muted, Line: true}}, cell{}, cell{Value: titleID, Style: hiddenStyle})
	date := fillIn
	date.Format = "yyyy-mm-dd"
	for _, r := range []struct {
		label, id string
		value     any
		style     style
	}{{"Your name", respondentName, form.Cut(xlsx.Clean(b.in.respondent), maxName), fillIn}, {"Your role", respondentRole, nil, fillIn}, {"Date", respondentDate, nil, date}} {
		s.Add(cell{}, cell{Value: r.label, Style: factName}, cell{Value: r.value, Style: r.style}, cell{}, cell{Value: r.id, Style: hiddenStyle})
	}
	s.Checks = append(s.Checks, check{Cells: xlsx.CellName(readMeValue, len(s.Rows)), Title: "Date", Prompt: "Such as 2026-03-14."})
	s.Add(cell{Value: " "})
	s.Add(cell{}, cell{Value: "How to fill it in", Style: headingStyle})
	for _, step := range b.in.steps() {
		line(step[0], step[1], style{Bold: true}, partStyle)
	}
	s.Add(cell{Value: " "})
	s.Add(cell{}, cell{Value: "What is asked", Style: headingStyle})
	for _, c := range sections {
		questions := fmt.Sprintf("%d questions", c.n)
		switch {
		case c.n == 1:
			questions = "1 question"
		case c.n == 0:
			questions = "does not apply"
		}
		s.Add(cell{}, cell{Value: c.sheet, Style: style{Bold: true, Rule: true}}, cell{Value: c.section.Lead, Style: style{Rule: true}}, cell{Value: questions, Style: style{Color: look.Muted, Rule: true, Indent: true}})
	}
	return s
}

// extent says how much is asked.
func (in input) extent(sections []sectionCount) string {
	n, exempt := 0, 0
	for _, c := range sections {
		n += c.n + c.exempt
		exempt += c.exempt
	}
	text := fmt.Sprintf("all %d", n)
	if in.scope == Quick {
		text = fmt.Sprintf("%d, the quick set", n)
	}
	if in.answers {
		text += "; what is already known is filled in: correct it where it is wrong"
	}
	switch {
	case exempt == 1:
		text += "; 1 does not apply to your organisation and says why: answer it where that is wrong"
	case exempt > 1:
		text += fmt.Sprintf("; %d do not apply to your organisation and say why: answer them where that is wrong", exempt)
	}
	return text
}

// steps are how to fill the workbook in.
func (in input) steps() [][2]string {
	return [][2]string{
		{"What this is", "Questions about how your organisation works with its managed security service provider (MSSP). Your answers are read into Muster, the program of the person who sent you this workbook."},
		{"Answer what you can", "One sheet for each subject, at the bottom of the window. Only framed cells can be changed; those that are still coloured wait for an answer. Leave empty what others will answer."},
		{"Use the lists", "A cell with a list shows an arrow when you are in it. For a level, choose the description that fits best as things are today; if you are between two, take the lower one."},
		{"Say so if there is no answer", "\"don't know\" and \"not applicable\" are answers too. They stand in a column of their own; leave the answer cell empty then."},
		{"Say what it rests on", "Evidence: asserted if somebody says so, documented if it is written down, observed if you saw it yourself. Empty counts as asserted. Name the document in the comment."},
		{"Type plainly", "Numbers without unit, no formulas. Where several things are asked, each has a line of its own. The number of a question is marked once it is answered."},
		{"Send it back", "Save as an Excel workbook (.xlsx) under any name and send it back by a way that suits its classification. Nothing is taken over without being looked at."},
	}
}

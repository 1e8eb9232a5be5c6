// The observer's sheet of an exercise: what was expected, inject by inject, with
// columns to tick and to write in.

package xlsx

import (
	"context"
	"fmt"
	"slices"

	"muster/assessment/engagement"
	"muster/assessment/exercise"
	"muster/assessment/messages"
	"muster/exporters/look"
	"muster/exporters/report"
)

// RenderObserver makes the observer's sheet of the report's exercise: the same bytes for
// the same report. It checks ctx before each sheet; progress may be nil.
func RenderObserver(ctx context.Context, rep *report.Report, progress func(done, total int)) ([]byte, error) {
	if rep.Exercise == nil || rep.Exercise.Run == nil {
		return nil, report.ErrNoExercise
	}
	return renderSheets(ctx, rep, []func(*book) *sheet{observerStart, observerSheet, observerNotes}, progress)
}

// Cells to fill in.
var (
	blank       = style{box: true}
	blankMinute = style{box: true, right: true, format: wholeFormat}
	bandStyle   = style{bold: true, fill: look.AccentTint, rule: true}
	bandMinute  = style{bold: true, fill: look.AccentTint, rule: true, right: true, format: wholeFormat}
	bandBlank   = style{bold: true, box: true, right: true, format: wholeFormat}
)

const tick = "✓"

func observerStart(b *book) *sheet {
	rep := b.rep
	run := rep.Exercise.Run
	s := &sheet{name: b.lang.Text("Start"), widths: []float64{26, 30, 20, 34}}
	s.add(cell{value: rep.Title, style: titleStyle})
	version := ""
	if !rep.Redaction.Whole() {
		version = b.lang.Text(rep.Redaction.Name)
	}
	for _, f := range [][2]string{{b.lang.Text("Document"), rep.Subtitle}, {b.lang.Text("Client"), rep.Client}, {b.lang.Text("Presented by"), rep.Brand.Company}, {b.lang.Text("Engagement"), rep.EngagementID}, {b.lang.Text("Classification"), rep.Classification}, {b.lang.Text("Version for"), version},
		{b.lang.Text("Scenario"), b.lang.Say("%s, version %d", run.Scenario.ID, run.Scenario.Version)}, {b.lang.Text("Made with"), rep.Program}} {
		if f[1] != "" {
			s.add(cell{value: f[0], style: factName}, cell{value: f[1], style: factValue})
		}
	}
	s.heading(b.lang.Text("To fill in"))
	at := 0
	for _, name := range []string{b.lang.Text("Observer"), b.lang.Text("Date"), b.lang.Text("Form of play"), b.lang.Text("Started at (clock)")} {
		row := s.add(cell{value: name, style: factName}, cell{style: blank})
		if name == b.lang.Text("Form of play") {
			at = row
		}
	}
	s.choices = append(s.choices, choice{cellName(2, at), inWords(b.lang, words(run.Planner.Forms))})
	s.heading(b.lang.Text("How to use it"))
	for _, text := range []string{
		b.lang.Text("Watch, do not help. Write what you see and hear, not what you think of it."),
		b.lang.Text("Sheet “Injects”: enter the minute of the exercise at which each inject was read out and each decision was said aloud; the minutes in between are worked out. Choose whether the decision was as expected, and which side took it."),
		b.lang.Text("Sheet “Notes”: one line for each thing worth remembering, with the minute. Both what went well and what did not."),
		b.lang.Text("A decision that nobody said aloud was not taken. Leave its row empty."),
	} {
		s.paragraph("• " + text)
	}
	s.heading(b.lang.Text("Who was there"))
	s.head(b.lang.Text("Role"), b.lang.Text("Part"), b.lang.Text("There"), b.lang.Text("Name or deputy"))
	first := len(s.rows) + 1
	for _, r := range run.Scenario.Audience {
		s.add(cell{value: r.Role, style: plain}, cell{value: b.lang.Text(exercise.Title(run.Planner.Parts, r.Part)), style: plain}, cell{style: blank}, cell{style: blank})
	}
	for range 4 {
		s.add(cell{style: blank}, cell{style: blank}, cell{style: blank}, cell{style: blank})
	}
	s.choices = append(s.choices, choice{cells(3, first, len(s.rows)), []string{b.lang.Text("yes"), b.lang.Text("no")}})
	return s
}

// inWords are texts in the language.
func inWords(lang *messages.Catalogue, list []string) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = lang.Text(s)
	}
	return out
}

func words(list []exercise.Named) []string {
	out := make([]string, len(list))
	for i, n := range list {
		out[i] = n.Title
	}
	return out
}

// cells are the cells of a column from one row to another.
func cells(col, from, to int) string { return cellName(col, from) + ":" + cellName(col, to) }

// The columns of the sheet of injects.
const (
	colText = 1 + iota
	colTaker
	colPlanned
	colActual
	colWithin
	colAfter
	colExpected
	colParty
	colGood
	colWeak
	colNotes
)

func observerSheet(b *book) *sheet {
	run := b.rep.Exercise.Run
	s := &sheet{name: b.lang.Text("Injects"), widths: []float64{46, 30, 9, 9, 9, 9, 12, 11, 7, 7, 40}, landscape: true}
	s.frozen = s.head(b.lang.Text("Inject, expected decision"), b.lang.Text("Who should take it"), ">"+b.lang.Text("Planned"), ">"+b.lang.Text("Actual"), ">"+b.lang.Text("Within"), ">"+b.lang.Text("After"), b.lang.Text("As expected"), b.lang.Text("Taken by"), b.lang.Text("Good"), b.lang.Text("Weak"), b.lang.Text("Notes"))
	s.beside = 1
	for i := range run.Injects {
		in := &run.Injects[i]
		top := s.add(cell{value: fmt.Sprintf("%d  %s", in.Number, in.Title), style: bandStyle},
			cell{value: fmt.Sprintf("%s, %s", in.At, b.lang.Text(exercise.Title(run.Planner.Channels, in.Channel))), style: bandStyle},
			cell{value: float64(in.Start), style: bandMinute}, cell{style: bandBlank}, cell{style: bandStyle}, cell{style: bandStyle}, cell{style: bandStyle}, cell{style: bandStyle},
			cell{style: blank}, cell{style: blank}, cell{style: blank})
		for k, d := range in.Decisions {
			at := len(s.rows) + 1
			actual, start := cellName(colActual, at), absolute(colActual, top)
			t := in.Takers[k]
			s.add(cell{value: d.Text, style: plain}, cell{value: takerCell(b.lang, t, b.rep.Redaction.Findings), style: plain}, cell{style: plain}, cell{style: blankMinute},
				cell{value: float64(d.Within), style: number(wholeFormat)},
				cell{value: "", formula: fmt.Sprintf(`IF(OR(%s="",%s=""),"",%s-%s)`, actual, start, actual, start), style: number(wholeFormat)},
				cell{style: blank}, cell{style: blank}, cell{style: blank}, cell{style: blank}, cell{style: blank})
		}
	}
	last := len(s.rows)
	s.minutes = []minutes{{cells(colActual, 2, last), 24 * 60}}
	s.choices = []choice{
		{cells(colExpected, 2, last), inWords(b.lang, engagement.Expectations)},
		{cells(colParty, 2, last), []string{b.lang.Text("client"), b.lang.Text("MSSP"), b.lang.Text("nobody")}},
		{cells(colGood, 2, last), []string{tick}},
		{cells(colWeak, 2, last), []string{tick}},
	}
	return s
}

// takerCell is who should take a decision and, for readers who see that, what is open
// about it.
func takerCell(lang *messages.Catalogue, t exercise.Taker, open bool) string {
	s := lang.Text(t.Role)
	if slices.Equal(t.Parties, []string{"mssp"}) {
		s = lang.Say("%s (MSSP)", s)
	}
	if open && t.State != exercise.Settled {
		s += "\n" + lang.Text(t.State.Word())
	}
	return s
}

// noteRows is how many observations have room.
const noteRows = 60

func observerNotes(b *book) *sheet {
	run := b.rep.Exercise.Run
	s := &sheet{name: b.lang.Text("Notes"), widths: []float64{9, 9, 90, 10}, landscape: true}
	s.frozen = s.head(">"+b.lang.Text("Minute"), ">"+b.lang.Text("Inject"), b.lang.Text("What was seen or heard"), b.lang.Text("Kind"))
	for range noteRows {
		s.add(cell{style: blankMinute}, cell{style: blankMinute}, cell{style: blank}, cell{style: blank})
	}
	last := len(s.rows)
	s.minutes = []minutes{{cells(1, 2, last), 24 * 60}}
	var injects []string
	for i := range run.Injects {
		injects = append(injects, fmt.Sprint(run.Injects[i].Number))
	}
	s.choices = []choice{{cells(2, 2, last), injects}, {cells(4, 2, last), inWords(b.lang, engagement.ObservationKinds)}}
	return s
}

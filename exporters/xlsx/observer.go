// The observer's sheet of an exercise: what was expected, inject by inject, with
// columns to tick and to write in.

package xlsx

import (
	"context"
	"fmt"
	"slices"

	"muster/assessment/engagement"
	"muster/assessment/exercise"
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
	s := &sheet{name: "Start", widths: []float64{26, 30, 20, 34}}
	s.add(cell{value: rep.Title, style: titleStyle})
	version := ""
	if !rep.Redaction.Whole() {
		version = rep.Redaction.Name
	}
	for _, f := range [][2]string{{"Document", rep.Subtitle}, {"Client", rep.Client}, {"Presented by", rep.Brand.Company}, {"Engagement", rep.EngagementID}, {"Classification", rep.Classification}, {"Version for", version},
		{"Scenario", fmt.Sprintf("%s, version %d", run.Scenario.ID, run.Scenario.Version)}, {"Made with", rep.Program}} {
		if f[1] != "" {
			s.add(cell{value: f[0], style: factName}, cell{value: f[1], style: factValue})
		}
	}
	s.heading("To fill in")
	at := 0
	for _, name := range []string{"Observer", "Date", "Form of play", "Started at (clock)"} {
		row := s.add(cell{value: name, style: factName}, cell{style: blank})
		if name == "Form of play" {
			at = row
		}
	}
	s.choices = append(s.choices, choice{cellName(2, at), words(run.Planner.Forms)})
	s.heading("How to use it")
	for _, text := range []string{
		"Watch, do not help. Write what you see and hear, not what you think of it.",
		"Sheet “Injects”: enter the minute of the exercise at which each inject was read out and each decision was said aloud; the minutes in between are worked out. Choose whether the decision was as expected, and which side took it.",
		"Sheet “Notes”: one line for each thing worth remembering, with the minute. Both what went well and what did not.",
		"A decision that nobody said aloud was not taken. Leave its row empty.",
	} {
		s.paragraph("• " + text)
	}
	s.heading("Who was there")
	s.head("Role", "Part", "There", "Name or deputy")
	first := len(s.rows) + 1
	for _, r := range run.Scenario.Audience {
		s.add(cell{value: r.Role, style: plain}, cell{value: exercise.Title(run.Planner.Parts, r.Part), style: plain}, cell{style: blank}, cell{style: blank})
	}
	for range 4 {
		s.add(cell{style: blank}, cell{style: blank}, cell{style: blank}, cell{style: blank})
	}
	s.choices = append(s.choices, choice{cells(3, first, len(s.rows)), []string{"yes", "no"}})
	return s
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
	s := &sheet{name: "Injects", widths: []float64{46, 30, 9, 9, 9, 9, 12, 11, 7, 7, 40}, landscape: true}
	s.frozen = s.head("Inject, expected decision", "Who should take it", ">Planned", ">Actual", ">Within", ">After", "As expected", "Taken by", "Good", "Weak", "Notes")
	s.beside = 1
	for i := range run.Injects {
		in := &run.Injects[i]
		top := s.add(cell{value: fmt.Sprintf("%d  %s", in.Number, in.Title), style: bandStyle},
			cell{value: fmt.Sprintf("%s, %s", in.At, exercise.Title(run.Planner.Channels, in.Channel)), style: bandStyle},
			cell{value: float64(in.Start), style: bandMinute}, cell{style: bandBlank}, cell{style: bandStyle}, cell{style: bandStyle}, cell{style: bandStyle}, cell{style: bandStyle},
			cell{style: blank}, cell{style: blank}, cell{style: blank})
		for k, d := range in.Decisions {
			at := len(s.rows) + 1
			actual, start := cellName(colActual, at), absolute(colActual, top)
			t := in.Takers[k]
			s.add(cell{value: d.Text, style: plain}, cell{value: takerCell(t, b.rep.Redaction.Findings), style: plain}, cell{style: plain}, cell{style: blankMinute},
				cell{value: float64(d.Within), style: number(wholeFormat)},
				cell{value: "", formula: fmt.Sprintf(`IF(OR(%s="",%s=""),"",%s-%s)`, actual, start, actual, start), style: number(wholeFormat)},
				cell{style: blank}, cell{style: blank}, cell{style: blank}, cell{style: blank}, cell{style: blank})
		}
	}
	last := len(s.rows)
	s.minutes = []minutes{{cells(colActual, 2, last), 24 * 60}}
	s.choices = []choice{
		{cells(colExpected, 2, last), engagement.Expectations},
		{cells(colParty, 2, last), []string{"client", "MSSP", "nobody"}},
		{cells(colGood, 2, last), []string{tick}},
		{cells(colWeak, 2, last), []string{tick}},
	}
	return s
}

// takerCell is who should take a decision and, for readers who see that, what is open
// about it.
func takerCell(t exercise.Taker, open bool) string {
	s := t.Role
	if slices.Equal(t.Parties, []string{"mssp"}) {
		s += " (MSSP)"
	}
	if open && t.State != exercise.Settled {
		s += "\n" + t.State.Word()
	}
	return s
}

// noteRows is how many observations have room.
const noteRows = 60

func observerNotes(b *book) *sheet {
	run := b.rep.Exercise.Run
	s := &sheet{name: "Notes", widths: []float64{9, 9, 90, 10}, landscape: true}
	s.frozen = s.head(">Minute", ">Inject", "What was seen or heard", "Kind")
	for range noteRows {
		s.add(cell{style: blankMinute}, cell{style: blankMinute}, cell{style: blank}, cell{style: blank})
	}
	last := len(s.rows)
	s.minutes = []minutes{{cells(1, 2, last), 24 * 60}}
	var injects []string
	for i := range run.Injects {
		injects = append(injects, fmt.Sprint(run.Injects[i].Number))
	}
	s.choices = []choice{{cells(2, 2, last), injects}, {cells(4, 2, last), engagement.ObservationKinds}}
	return s
}

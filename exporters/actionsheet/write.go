// Package actionsheet writes an engagement's actions as a workbook for those who
// work on them without Muster, and reads it when it comes back. Rows bind to the id
// of their action, wherever they stand. Reading changes nothing: it says what is
// changed, new or in conflict and what cannot be used; Apply takes over what was
// chosen.
package actionsheet

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"muster/assessment/actionplan"
	"muster/assessment/engagement"
	"muster/assessment/messages"
	"muster/exporters/form"
	"muster/exporters/look"
	"muster/exporters/xlsx"
)

// The workbook's format and its version.
const (
	Format  = "muster-actions"
	Version = 1
)

// Keys of the hidden sheet. A line of an action holds its id and then its values as
// they were written, in the order that the line of fields gives.
const (
	metaFormat     = "format"
	metaVersion    = "version"
	metaEngagement = "engagement"
	metaFields     = "fields"
	metaAction     = "action"
	metaRank       = "rank" // the priority as shown, which may be by the rule
)

// spareRows are the empty rows for new actions.
const spareRows = 20

var (
	titleStyle = form.Style{Size: 18, Bold: true, Color: look.Accent, Line: true}
	leadStyle  = form.Style{Color: look.Muted, Line: true}
	headStyle  = form.Style{Bold: true, Color: look.OnAccent, Fill: look.Accent}
	fixedStyle = form.Style{Color: look.Muted, Box: true}
	cellStyle  = form.Style{Box: true, Open: true}
)

// Write makes the workbook of doc, whose plan is p; the same input gives the same
// bytes. Its texts are in the language of reports, nil for English; costs are in
// currency, which may be empty.
func Write(ctx context.Context, lang *messages.Catalogue, doc *engagement.Document, p *actionplan.Plan, currency string) (data []byte, err error) {
	if doc == nil || p == nil {
		return nil, errors.New("sheet of actions: an engagement and its plan are needed")
	}
	defer func() {
		if p := recover(); p != nil {
			data, err = nil, fmt.Errorf("sheet of actions: the workbook could not be made: %v", p)
		}
	}()
	b := form.NewBook(form.Facts{Title: doc.Title, Client: doc.Client, Classification: doc.Classification, Date: doc.Date, Language: lang.Code(), Lang: lang})
	defer b.Close()
	name := b.SheetName(lang.Text("Actions"))
	b.ReserveLists(lang.Text("Lists"))
	meta := b.SheetName("_meta")
	sheets := []*form.Sheet{actions(b, lang, name, doc, p, currency)}
	data, err = b.Write(ctx, append(sheets, b.ListSheet(), metaSheet(meta, doc, p)), nil)
	if err != nil && ctx.Err() == nil {
		err = fmt.Errorf("sheet of actions: %w", err)
	}
	return data, err
}

// actions is the sheet people work on.
func actions(b *form.Book, lang *messages.Catalogue, name string, doc *engagement.Document, p *actionplan.Plan, currency string) *form.Sheet {
	s := &form.Sheet{Name: name, Landscape: true, Filter: true, PrintColumns: lastColumn, Widths: make([]float64, lastColumn)}
	s.Widths[colID-1], s.Widths[colCloses-1] = widthID, widthCloses
	head := make([]form.Cell, lastColumn)
	head[colID-1].Value, head[colCloses-1].Value = lang.Text(titleID), lang.Text(titleCloses)
	for _, f := range fields {
		s.Widths[f.column-1], head[f.column-1].Value = f.width, lang.Text(f.title)
	}
	for i := range head {
		head[i].Style = headStyle
	}
	s.Add(form.Cell{Value: lang.Text("Actions"), Style: titleStyle})
	for _, text := range lead(lang, doc, currency) {
		s.Add(form.Cell{Value: text, Style: leadStyle})
	}
	s.Head = s.Add(head...)
	for _, it := range p.Items {
		row := blankRow(true)
		row[colID-1].Value = it.ID
		if it.Finding != nil {
			row[colCloses-1].Value = it.Finding.ID + " " + lang.Text(it.Finding.Title)
		}
		for _, f := range fields {
			c := &row[f.column-1]
			value := f.get(&it.Action)
			if f.id == Priority {
				value = strconv.Itoa(it.Priority)
			}
			c.Value = shown(lang, f.id, value)
			if strings.HasSuffix(xlsx.Fit(value), xlsx.CutNote) {
				c.Style.Open = false // a cell does not hold all of it
			}
		}
		s.Add(row...)
	}
	for range spareRows {
		s.Add(blankRow(false)...)
	}
	checks(b, lang, s, currency)
	marks(lang, s)
	return s
}

// lead says what the sheet is and how to use it.
func lead(lang *messages.Catalogue, doc *engagement.Document, currency string) []string {
	var facts []string
	for _, x := range []string{doc.Client, doc.Title, doc.Date, doc.Classification} {
		if x = strings.Join(strings.Fields(xlsx.Clean(x)), " "); x != "" {
			facts = append(facts, x)
		}
	}
	costs := lang.Text("Cost: once")
	if currency != "" {
		costs = lang.Say("Cost: once, in %s", currency)
	}
	out := []string{}
	for _, text := range []string{strings.Join(facts, " · "),
		lang.Text("How to use it: change status, days, owner and what else is framed in white; add actions in the empty rows at the end, each with a few words under Action. Leave Id as it is: it binds a row to its action."),
		lang.Say("Priority: 1 comes first; emptied, it is computed again. Effort: S days, M weeks, L months. %s. An action that is overdue is marked at its day.", costs),
		lang.Text("Save as an Excel workbook (.xlsx) under any name and send it back by a way that suits its classification. Nothing is taken over without being looked at.")} {
		out = append(out, form.Wrapped(text, 210)...)
	}
	return out
}

// shown is a value as its cell holds it.
func shown(lang *messages.Catalogue, id Field, value string) any {
	switch id {
	case Due, Closed:
		if n := form.DayNumber(value); n != nil {
			return n
		}
	case Status:
		return label(lang, statusWords, value)
	case Effort:
		return label(lang, effortWords, value)
	case Priority, Cost:
		if n, err := strconv.ParseFloat(value, 64); err == nil {
			return n
		}
	}
	return value
}

// blankRow is a row with the looks of its columns; that of an action has a fixed id.
func blankRow(action bool) []form.Cell {
	row := make([]form.Cell, lastColumn)
	row[colID-1].Style, row[colCloses-1].Style = fixedStyle, fixedStyle
	for _, f := range fields {
		st := cellStyle
		switch f.id {
		case Title:
			st.Bold = action
		case Due, Closed:
			st.Format = "yyyy-mm-dd"
		case Cost:
			st.Format = "#,##0"
		case Priority:
			st.Center = true
		}
		row[f.column-1].Style = st
	}
	return row
}

// column are the cells of a field below the head.
func column(s *form.Sheet, id Field) string {
	c := fieldOf(id).column
	return xlsx.CellName(c, s.Head+1) + ":" + xlsx.CellName(c, len(s.Rows))
}

func checks(b *form.Book, lang *messages.Catalogue, s *form.Sheet, currency string) {
	for _, x := range []struct {
		id     Field
		words  []word
		prompt string
	}{{Status, statusWords, lang.Text("Choose from the list. dropped: it will not be done.")}, {Priority, priorityWords, lang.Text("1 comes first. Empty: computed from impact and effort.")}, {Effort, effortWords, lang.Text("Choose from the list.")}} {
		s.Checks = append(s.Checks, form.Check{Kind: form.FromList, Cells: column(s, x.id), List: b.List(labels(lang, x.words)), Title: x.id.ColumnTitle(lang), Prompt: x.prompt, Allowed: strings.Join(labels(lang, x.words), ", ")})
	}
	for _, id := range []Field{Due, Closed} {
		s.Checks = append(s.Checks, form.Check{Kind: form.ADay, Cells: column(s, id), Title: id.ColumnTitle(lang), Prompt: lang.Text("A day, such as 2027-01-31."), Allowed: lang.Text("a day, such as 2027-01-31")})
	}
	prompt := lang.Text("An amount, once.")
	if currency != "" {
		prompt = lang.Say("An amount in %s, once.", currency)
	}
	s.Checks = append(s.Checks, form.Check{Kind: form.InRange, Cells: column(s, Cost), High: engagement.MaxCost, Title: Cost.ColumnTitle(lang), Prompt: prompt, Allowed: lang.Text("an amount without a currency")})
}

// marks colours what is overdue on the day it is looked at, and what is done.
func marks(lang *messages.Catalogue, s *form.Sheet) {
	row := s.Head + 1
	at := func(id Field) string { return "$" + xlsx.CellName(fieldOf(id).column, row) }
	pending := fmt.Sprintf(`OR(%[1]s="%[2]s",%[1]s="%[3]s")`, at(Status), label(lang, statusWords, string(engagement.ActionOpen)), label(lang, statusWords, string(engagement.ActionUnderWay)))
	overdue := look.Severity("high")
	s.Marks = append(s.Marks,
		form.Mark{Cells: column(s, Due), Condition: fmt.Sprintf("AND(ISNUMBER(%[1]s),%[1]s<TODAY(),%[2]s)", at(Due), pending), Color: overdue.Color, Fill: overdue.Tint},
		form.Mark{Cells: column(s, Status), Condition: fmt.Sprintf(`%s="%s"`, at(Status), label(lang, statusWords, string(engagement.ActionDone))), Color: look.Accent, Fill: look.AccentTint})
}

// metaSheet says what the workbook is and what it was written with.
func metaSheet(name string, doc *engagement.Document, p *actionplan.Plan) *form.Sheet {
	s := &form.Sheet{Name: name, Hidden: true, VeryHidden: true, Widths: make([]float64, 3+len(fields))}
	line := func(texts ...string) {
		row := make([]form.Cell, len(texts))
		for i, x := range texts {
			row[i] = form.Cell{Value: x, Style: form.HiddenStyle}
		}
		s.Add(row...)
	}
	for i := range s.Widths {
		s.Widths[i] = 20
	}
	line(metaFormat, Format)
	line(metaVersion, strconv.Itoa(Version))
	line(metaEngagement, doc.ID)
	names := []string{metaFields, ""}
	for _, f := range fields {
		names = append(names, string(f.id))
	}
	line(append(names, metaRank)...)
	for _, it := range p.Items {
		values := []string{metaAction, it.ID}
		for _, f := range fields {
			values = append(values, f.get(&it.Action))
		}
		line(append(values, strconv.Itoa(it.Priority))...)
	}
	return s
}

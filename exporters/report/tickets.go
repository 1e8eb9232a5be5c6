// The chapter on the measured demand: what the MSSP's own tickets say.

package report

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"muster/assessment"
	"muster/assessment/messages"
	"muster/assessment/tickets"
	"muster/exporters/chart"
	"muster/exporters/look"
)

// severityWords are the severities as people read them, critical first.
var severityWords = [4]string{messages.Mark("Critical"), messages.Mark("High"), messages.Mark("Medium"), messages.Mark("Low")}

// figureOf is a figure of the history in the report's way of writing.
func figureOf(f tickets.Figure) assessment.Figure {
	if !f.Known() {
		return assessment.Missing()
	}
	return assessment.Figure(f)
}

func shareOf(f tickets.Figure) string { return assessment.FormatShare(float64(figureOf(f))) }

// ArrivalMap shows at which hours of the week tickets were opened.
func ArrivalMap(lang *messages.Catalogue, h *tickets.History, width float64) chart.Scene {
	w := chart.Week{Title: lang.Text("Tickets by hour of the week"), Known: h.Tickets > 0, HasCover: true, Low: lang.Text("none")}
	most := int64(0)
	for i, n := range h.HourOfWeek {
		w.Values[i] = float64(n)
		w.Covered[i] = h.Cover.Covers(i)
		most = max(most, n)
	}
	w.High = lang.Say("%s in the busiest hour", assessment.FormatNumber(float64(most), 0))
	return chart.HeatMap(lang, w, width)
}

// WeeklyColumns shows tickets a week with what was left open.
func WeeklyColumns(lang *messages.Catalogue, h *tickets.History, width float64) chart.Scene {
	c := chart.ColumnChart{Title: lang.Text("Tickets a week"), YTitle: "tickets", Color: look.Accent}
	most, open := 0.0, false
	line := make([]float64, len(h.Weekly))
	for i, w := range h.Weekly {
		c.Columns = append(c.Columns, chart.ColumnBar{Title: shortDate(w.Monday), Value: float64(w.Tickets), Missing: w.Tickets == 0})
		most = max(most, float64(w.Tickets))
		if w.Open != nil {
			line[i], open = float64(*w.Open), true
			most = max(most, line[i])
		}
	}
	if open {
		c.Line, c.LineTitle = line, lang.Text("open at the week's end")
	}
	c.YTicks = ticks(most, 4, func(v float64) string { return assessment.FormatNumber(v, 1) })
	return chart.Columns(lang, c, width)
}

// shortDate is a date as it stands under a column.
func shortDate(date string) string {
	t, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return date
	}
	return t.Format("2 Jan 06")
}

// ticketFacts are the findings of the history in a table.
func ticketFacts(lang *messages.Catalogue, h *tickets.History) Table {
	t := Table{Columns: []Column{{lang.Text("Finding"), 36, false}, {lang.Text("Value"), 26, true}, {lang.Text("Note"), 38, false}}}
	add := func(name, value, note string) { t.Rows = append(t.Rows, []string{name, value, note}) }
	n := func(v int64) string { return assessment.FormatNumber(float64(v), 0) }
	add(lang.Text("File"), h.File, "SHA-256 "+h.SHA256)
	add(lang.Text("Rows, tickets"), n(h.Rows)+", "+n(h.Tickets), lang.Text("rows of one ticket count once"))
	if h.From != nil && h.To != nil {
		add(lang.Text("From, to"), h.From.Format(time.DateOnly)+", "+h.To.Format(time.DateOnly), lang.Say("%s weeks, times in %s", figureOf(h.Weeks).Format(1), h.TimeZone))
	}
	add(lang.Text("Opened outside cover"), shareOf(h.OutsideShare), lang.Say("cover %s from %s o'clock", h.Cover, assessment.FormatNumber(h.Cover.Start, 1)))
	trend := figureOf(h.TrendPerMonth)
	sign := ""
	if trend > 0 {
		sign = "+"
	}
	if trend.Known() {
		add(lang.Text("Trend"), sign+trend.Format(2), lang.Text("tickets a week more or fewer, from one month to the next"))
	}
	clustered := lang.Text("1 is what chance alone gives")
	if h.Clustered {
		clustered = lang.Text("well above 1: they come in bursts, so staffing by the formula is too low")
	}
	add(lang.Text("Dispersion by hour, by day"), figureOf(h.Dispersion.Hourly).Format(2)+", "+figureOf(h.Dispersion.Daily).Format(2), clustered)
	add(lang.Text("Reopened"), shareOf(h.ReopenedShare), "")
	add(lang.Text("Not actionable"), shareOf(h.NotActionableShare), lang.Text("of those with a closing code"))
	if b := h.Backlog; b != nil {
		add(lang.Text("Open at the end"), n(b.Open), lang.Say("%s of them past target, as of %s", n(b.Overdue), b.AsOf.Format(time.DateOnly)))
	}
	if len(h.Gaps) > 0 {
		add(lang.Text("Weeks without a ticket"), n(int64(len(h.Gaps))), lang.Text("check whether the export is complete"))
	}
	return t
}

// severityTable gives volume and times by severity.
func severityTable(lang *messages.Catalogue, h *tickets.History) Table {
	t := Table{Columns: []Column{{lang.Text("Severity"), 14, false}, {lang.Text("Tickets"), 10, true}, {lang.Say("A week (95 %%)"), 22, true}, {lang.Text("Hands-on hours"), 18, true}, {lang.Text("Acknowledged, h"), 18, true}, {lang.Text("In time"), 12, true}}}
	for i, name := range severityWords {
		rate := h.PerWeek[i]
		week := "–"
		if rate.Mean.Known() {
			week = lang.Say("%s (%s to %s)", figureOf(rate.Mean).Format(2), figureOf(rate.Low).Format(2), figureOf(rate.High).Format(2))
		}
		within := "–"
		if h.AcknowledgeWithin != nil {
			within = shareOf(h.AcknowledgeWithin[i])
		}
		t.Rows = append(t.Rows, []string{lang.Text(name), assessment.FormatNumber(float64(h.Counts[i]), 0), week, summaryOf(h.HandleHours, i), summaryOf(h.AcknowledgeHours, i), within})
	}
	return t
}

// summaryOf is mean, median and 90th percentile in a cell.
func summaryOf(s *tickets.BySeverity[*tickets.Summary], i int) string {
	if s == nil || s[i] == nil {
		return "–"
	}
	x := s[i]
	return fmt.Sprintf("%s / %s / %s", assessment.FormatNumber(x.Mean, 2), assessment.FormatNumber(x.Median, 2), assessment.FormatNumber(x.P90, 2))
}

// HandleText says what the export knows of handle time.
func HandleText(lang *messages.Catalogue, h *tickets.History) string {
	if h.HandleHours != nil {
		return lang.Text("Hands-on hours are worked time as the export gives it: mean, median and 90th percentile.")
	}
	text := lang.Text("The export holds no worked time, so it does not say how long an escalation takes hands-on.")
	if h.ElapsedHours != nil {
		var parts []string
		for i, name := range severityWords {
			if x := h.ElapsedHours[i]; x != nil {
				parts = append(parts, within(lang, name)+" "+assessment.FormatNumber(x.Median, 1))
			}
		}
		if len(parts) > 0 {
			text += lang.Say(" From opening to resolution it takes, in hours (median): %s. That is elapsed time, waiting included, and not handle time: ask the team.", strings.Join(parts, ", "))
		}
	}
	return text
}

// TicketBlocks are the findings of a history as blocks of a page or a chapter.
func TicketBlocks(lang *messages.Catalogue, h *tickets.History, width float64) []Block {
	var out []Block
	if len(h.Remarks) > 0 { // first, because they say how far the rest carries
		out = append(out, Heading{lang.Text("Before using it")}, Bullets{h.Remarks})
	}
	if h.Tickets == 0 {
		return append(out, Heading{lang.Text("Rows that were not used")}, unusedBlock(lang, h))
	}
	out = append(out,
		Heading{lang.Text("Volume and times")}, severityTable(lang, h), Paragraph{HandleText(lang, h)},
		Heading{lang.Text("When they come")},
		Figure{ArrivalMap(lang, h, width), lang.Text("Tickets opened in each hour of the week: the fuller a cell, the more. What lies outside the outline waits for the next covered hour.")},
		Figure{WeeklyColumns(lang, h, width), lang.Text("Tickets opened in each calendar week, and what was left open at its end where the export tells.")},
		Heading{lang.Text("What else it says")}, ticketFacts(lang, h),
	)
	return append(out, Heading{lang.Text("Rows that were not used")}, unusedBlock(lang, h))
}

func unusedBlock(lang *messages.Catalogue, h *tickets.History) Block {
	if len(h.Unused) == 0 {
		return Paragraph{lang.Text("Every row was used.")}
	}
	t := Table{Columns: []Column{{lang.Text("Reason"), 78, false}, {lang.Text("Rows"), 22, true}}}
	for _, u := range h.Unused {
		t.Rows = append(t.Rows, []string{lang.Text(u.Reason), assessment.FormatNumber(float64(u.Count), 0)})
	}
	return t
}

// TicketLead is the history in a sentence.
func TicketLead(lang *messages.Catalogue, h *tickets.History) string {
	if h.Tickets == 0 {
		return lang.Say("No ticket in %s could be used; the reasons stand below.", h.File)
	}
	text := lang.Say("%s in %s", lang.Count(int(h.Tickets), "1 ticket", "%d tickets"), h.File)
	if m := figureOf(h.PerWeekTotal.Mean); m.Known() {
		text += lang.Say(": %s a week", m.Format(1))
	}
	if h.OutsideShare.Known() {
		text += lang.Say(", %s of them outside cover", shareOf(h.OutsideShare))
	}
	return text + "."
}

// columnTable lists which column was read as what.
func columnTable(lang *messages.Catalogue, h *tickets.History) Table {
	t := Table{Columns: []Column{{lang.Text("Read as"), 40, false}, {lang.Text("Column"), 60, false}}}
	for _, f := range tickets.Fields {
		if c, ok := h.Columns[f]; ok {
			t.Rows = append(t.Rows, []string{FieldName(lang, f), c})
		}
	}
	return t
}

// FieldName is a field of an export in words.
func FieldName(lang *messages.Catalogue, f tickets.Field) string {
	names := map[tickets.Field]string{
		tickets.FieldID: lang.Text("Ticket id"), tickets.FieldOpened: lang.Text("Opened"), tickets.FieldSeverity: lang.Text("Severity"), tickets.FieldAcknowledged: lang.Text("Acknowledged"),
		tickets.FieldResolved: lang.Text("Resolved"), tickets.FieldClosed: lang.Text("Closed"), tickets.FieldWorked: lang.Text("Worked time"), tickets.FieldState: lang.Text("State"),
		tickets.FieldCloseCode: lang.Text("Closing code"), tickets.FieldReopened: lang.Text("Reopened"), tickets.FieldUpdated: lang.Text("Row written"), tickets.FieldSequence: lang.Text("Number of the change"),
	}
	if n, ok := names[f]; ok {
		return n
	}
	return lang.Text(string(f))
}

func ticketChapter(rep *Report) Chapter {
	c := Chapter{ID: "tickets", Title: rep.Lang.Text("Measured demand")}
	switch h := rep.Tickets; {
	case rep.TicketFault != "":
		c.Lead = upperFirst(rep.TicketFault) + "."
	case h == nil:
		c.Follows = true
		c.Lead = rep.Lang.Text("No ticket history was imported: volume and handle time are what people answered.")
	default:
		c.Lead = TicketLead(rep.Lang, h)
		c.Blocks = slices.Concat(TicketBlocks(rep.Lang, h, pictureWidth), []Block{Heading{rep.Lang.Text("Columns")}, columnTable(rep.Lang, h)})
	}
	return c
}

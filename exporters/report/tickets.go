// The chapter on the measured demand: what the MSSP's own tickets say.

package report

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"muster/assessment"
	"muster/assessment/tickets"
	"muster/exporters/chart"
	"muster/exporters/look"
)

// severityWords are the severities as people read them, critical first.
var severityWords = [4]string{"Critical", "High", "Medium", "Low"}

// figureOf is a figure of the history in the report's way of writing.
func figureOf(f tickets.Figure) assessment.Figure {
	if !f.Known() {
		return assessment.Missing()
	}
	return assessment.Figure(f)
}

func shareOf(f tickets.Figure) string { return assessment.FormatShare(float64(figureOf(f))) }

// ArrivalMap shows at which hours of the week tickets were opened.
func ArrivalMap(h *tickets.History, width float64) chart.Scene {
	w := chart.Week{Title: "Tickets by hour of the week", Known: h.Tickets > 0, HasCover: true, Low: "none"}
	most := int64(0)
	for i, n := range h.HourOfWeek {
		w.Values[i] = float64(n)
		w.Covered[i] = h.Cover.Covers(i)
		most = max(most, n)
	}
	w.High = assessment.FormatNumber(float64(most), 0) + " in the busiest hour"
	return chart.HeatMap(w, width)
}

// WeeklyColumns shows tickets a week with what was left open.
func WeeklyColumns(h *tickets.History, width float64) chart.Scene {
	c := chart.ColumnChart{Title: "Tickets a week", YTitle: "tickets", Color: look.Accent}
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
		c.Line, c.LineTitle = line, "open at the week's end"
	}
	c.YTicks = ticks(most, 4, func(v float64) string { return assessment.FormatNumber(v, 1) })
	return chart.Columns(c, width)
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
func ticketFacts(h *tickets.History) Table {
	t := Table{Columns: []Column{{"Finding", 36, false}, {"Value", 26, true}, {"Note", 38, false}}}
	add := func(name, value, note string) { t.Rows = append(t.Rows, []string{name, value, note}) }
	n := func(v int64) string { return assessment.FormatNumber(float64(v), 0) }
	add("File", h.File, "SHA-256 "+h.SHA256)
	add("Rows, tickets", n(h.Rows)+", "+n(h.Tickets), "rows of one ticket count once")
	if h.From != nil && h.To != nil {
		add("From, to", h.From.Format(time.DateOnly)+", "+h.To.Format(time.DateOnly), fmt.Sprintf("%s weeks, times in %s", figureOf(h.Weeks).Format(1), h.TimeZone))
	}
	add("Opened outside cover", shareOf(h.OutsideShare), fmt.Sprintf("cover %s from %s o'clock", h.Cover, assessment.FormatNumber(h.Cover.Start, 1)))
	trend := figureOf(h.TrendPerMonth)
	sign := ""
	if trend > 0 {
		sign = "+"
	}
	if trend.Known() {
		add("Trend", sign+trend.Format(2), "tickets a week more or fewer, from one month to the next")
	}
	clustered := "1 is what chance alone gives"
	if h.Clustered {
		clustered = "well above 1: they come in bursts, so staffing by the formula is too low"
	}
	add("Dispersion by hour, by day", figureOf(h.Dispersion.Hourly).Format(2)+", "+figureOf(h.Dispersion.Daily).Format(2), clustered)
	add("Reopened", shareOf(h.ReopenedShare), "")
	add("Not actionable", shareOf(h.NotActionableShare), "of those with a closing code")
	if b := h.Backlog; b != nil {
		add("Open at the end", n(b.Open), n(b.Overdue)+" of them past target, as of "+b.AsOf.Format(time.DateOnly))
	}
	if len(h.Gaps) > 0 {
		add("Weeks without a ticket", n(int64(len(h.Gaps))), "check whether the export is complete")
	}
	return t
}

// severityTable gives volume and times by severity.
func severityTable(h *tickets.History) Table {
	t := Table{Columns: []Column{{"Severity", 14, false}, {"Tickets", 10, true}, {"A week (95 %)", 22, true}, {"Hands-on hours", 18, true}, {"Acknowledged, h", 18, true}, {"In time", 12, true}}}
	for i, name := range severityWords {
		rate := h.PerWeek[i]
		week := "–"
		if rate.Mean.Known() {
			week = fmt.Sprintf("%s (%s to %s)", figureOf(rate.Mean).Format(2), figureOf(rate.Low).Format(2), figureOf(rate.High).Format(2))
		}
		within := "–"
		if h.AcknowledgeWithin != nil {
			within = shareOf(h.AcknowledgeWithin[i])
		}
		t.Rows = append(t.Rows, []string{name, assessment.FormatNumber(float64(h.Counts[i]), 0), week, summaryOf(h.HandleHours, i), summaryOf(h.AcknowledgeHours, i), within})
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
func HandleText(h *tickets.History) string {
	if h.HandleHours != nil {
		return "Hands-on hours are worked time as the export gives it: mean, median and 90th percentile."
	}
	text := "The export holds no worked time, so it does not say how long an escalation takes hands-on."
	if h.ElapsedHours != nil {
		var parts []string
		for i, name := range severityWords {
			if x := h.ElapsedHours[i]; x != nil {
				parts = append(parts, strings.ToLower(name)+" "+assessment.FormatNumber(x.Median, 1))
			}
		}
		if len(parts) > 0 {
			text += " From opening to resolution it takes, in hours (median): " + strings.Join(parts, ", ") + ". That is elapsed time, waiting included, and not handle time: ask the team."
		}
	}
	return text
}

// TicketBlocks are the findings of a history as blocks of a page or a chapter.
func TicketBlocks(h *tickets.History, width float64) []Block {
	var out []Block
	if len(h.Remarks) > 0 { // first, because they say how far the rest carries
		out = append(out, Heading{"Before using it"}, Bullets{h.Remarks})
	}
	if h.Tickets == 0 {
		return append(out, Heading{"Rows that were not used"}, unusedBlock(h))
	}
	out = append(out,
		Heading{"Volume and times"}, severityTable(h), Paragraph{HandleText(h)},
		Heading{"When they come"},
		Figure{ArrivalMap(h, width), "Tickets opened in each hour of the week: the fuller a cell, the more. What lies outside the outline waits for the next covered hour."},
		Figure{WeeklyColumns(h, width), "Tickets opened in each calendar week, and what was left open at its end where the export tells."},
		Heading{"What else it says"}, ticketFacts(h),
	)
	return append(out, Heading{"Rows that were not used"}, unusedBlock(h))
}

func unusedBlock(h *tickets.History) Block {
	if len(h.Unused) == 0 {
		return Paragraph{"Every row was used."}
	}
	t := Table{Columns: []Column{{"Reason", 78, false}, {"Rows", 22, true}}}
	for _, u := range h.Unused {
		t.Rows = append(t.Rows, []string{u.Reason, assessment.FormatNumber(float64(u.Count), 0)})
	}
	return t
}

// TicketLead is the history in a sentence.
func TicketLead(h *tickets.History) string {
	if h.Tickets == 0 {
		return "No ticket in " + h.File + " could be used; the reasons stand below."
	}
	text := fmt.Sprintf("%s in %s", assessment.FormatCount(int(h.Tickets), "ticket", "tickets"), h.File)
	if m := figureOf(h.PerWeekTotal.Mean); m.Known() {
		text += fmt.Sprintf(": %s a week", m.Format(1))
	}
	if h.OutsideShare.Known() {
		text += ", " + shareOf(h.OutsideShare) + " of them outside cover"
	}
	return text + "."
}

// columnTable lists which column was read as what.
func columnTable(h *tickets.History) Table {
	t := Table{Columns: []Column{{"Read as", 40, false}, {"Column", 60, false}}}
	for _, f := range tickets.Fields {
		if c, ok := h.Columns[f]; ok {
			t.Rows = append(t.Rows, []string{FieldName(f), c})
		}
	}
	return t
}

// FieldName is a field of an export in words.
func FieldName(f tickets.Field) string {
	names := map[tickets.Field]string{
		tickets.FieldID: "Ticket id", tickets.FieldOpened: "Opened", tickets.FieldSeverity: "Severity", tickets.FieldAcknowledged: "Acknowledged",
		tickets.FieldResolved: "Resolved", tickets.FieldClosed: "Closed", tickets.FieldWorked: "Worked time", tickets.FieldState: "State",
		tickets.FieldCloseCode: "Closing code", tickets.FieldReopened: "Reopened", tickets.FieldUpdated: "Row written", tickets.FieldSequence: "Number of the change",
	}
	if n, ok := names[f]; ok {
		return n
	}
	return string(f)
}

func ticketChapter(rep *Report) Chapter {
	c := Chapter{ID: "tickets", Title: "Measured demand"}
	switch h := rep.Tickets; {
	case rep.TicketFault != "":
		c.Lead = strings.ToUpper(rep.TicketFault[:1]) + rep.TicketFault[1:] + "."
	case h == nil:
		c.Follows = true
		c.Lead = "No ticket history was imported: volume and handle time are what people answered."
	default:
		c.Lead = TicketLead(h)
		c.Blocks = slices.Concat(TicketBlocks(h, pictureWidth), []Block{Heading{"Columns"}, columnTable(h)})
	}
	return c
}

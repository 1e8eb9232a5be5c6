// A ticket history in words.

package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"muster/assessment/question"
	"muster/assessment/tickets"
)

func (a *app) printTickets(r *ticketsResult, list *unusedList) {
	h := r.History
	a.printf("%s\n\n", wrap(h.File+": "+ticketCounts(h), 0))
	if h.From != nil {
		a.row("Time", fmt.Sprintf("%s to %s, %s weeks, %s", h.From.Format("2006-01-02 15:04"), h.To.Format("2006-01-02 15:04"), figureOf(h.Weeks, 1), h.TimeZone))
	}
	a.row("Dates", map[tickets.Order]string{tickets.ISO: "read one way only", tickets.DMY: "day first", tickets.MDY: "month first"}[h.DateOrder])
	a.row("Columns", columnsText(h))
	if h.Tickets > 0 {
		a.ticketTable(h)
		a.ticketFigures(h)
		a.hourMap(h)
	}
	a.list("Mind", h.Remarks)
	if len(h.Unused) > 0 {
		items := make([]string, len(h.Unused))
		for i, u := range h.Unused {
			items[i] = fmt.Sprintf("%d: %s", u.Count, u.Reason)
		}
		a.list("Rows not used", items)
	}
	if len(list.rows) > 0 {
		a.printf("\nRow by row\n")
		for _, u := range list.rows {
			a.printf("  %d: %s\n", u.Row, u.Reason)
		}
		if list.more > 0 {
			a.printf("  and %d more\n", list.more)
		}
	}
	if r.Applied != nil {
		a.list("Answers measured", r.Applied)
		a.list("Not answered, or moved", r.Notes)
	}
	a.written(r.Written)
}

func ticketCounts(h *tickets.History) string {
	unused := int64(0)
	for _, u := range h.Unused {
		unused += u.Count
	}
	return fmt.Sprintf("%d tickets in %d rows, %d rows not used", h.Tickets, h.Rows, unused)
}

func columnsText(h *tickets.History) string {
	var parts []string
	for _, f := range tickets.Fields {
		if header, ok := h.Columns[f]; ok {
			parts = append(parts, string(f)+" = "+header)
		}
	}
	return strings.Join(parts, "; ")
}

// figureOf writes a figure with at most so many decimals.
func figureOf(f tickets.Figure, decimals int) string {
	if !f.Known() {
		return "–"
	}
	return numberText(float64(f), decimals)
}

func numberText(v float64, decimals int) string {
	s := strconv.FormatFloat(v, 'f', decimals, 64)
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	return s
}

func percent(f tickets.Figure) string {
	if !f.Known() {
		return "–"
	}
	return numberText(100*float64(f), 1) + " %"
}

// ticketTable writes the figures by severity.
func (a *app) ticketTable(h *tickets.History) {
	counts := [][]string{{"  Severity", "tickets", "a week", "95 % interval"}}
	hours := [][]string{{"  Hours*"}}
	for s, name := range question.Severities {
		r := h.PerWeek[s]
		counts = append(counts, []string{"  " + name, strconv.FormatInt(h.Counts[s], 10), figureOf(r.Mean, 2),
			figureOf(r.Low, 2) + " to " + figureOf(r.High, 2)})
		hours = append(hours, []string{"  " + name})
	}
	if h.AcknowledgeWithin != nil {
		counts[0] = append(counts[0], "acknowledged in time")
		for s, target := range h.Targets {
			counts[s+1] = append(counts[s+1], percent(h.AcknowledgeWithin[s])+" within "+numberText(target, 2)+" h")
		}
	}
	for _, x := range []struct {
		head string
		of   *tickets.BySeverity[*tickets.Summary]
	}{{"worked", h.HandleHours}, {"elapsed", h.ElapsedHours}, {"to acknowledge", h.AcknowledgeHours}} {
		if x.of == nil {
			continue
		}
		hours[0] = append(hours[0], x.head)
		for s, sum := range x.of {
			hours[s+1] = append(hours[s+1], summaryText(sum))
		}
	}
	a.printf("\n")
	a.table(counts)
	if len(hours[0]) > 1 {
		a.printf("\n")
		a.table(hours)
		a.printf("  * mean / median / 90th percentile\n")
	}
	a.printf("\n")
}

func summaryText(s *tickets.Summary) string {
	if s == nil {
		return "–"
	}
	return hoursShort(s.Mean) + " / " + hoursShort(s.Median) + " / " + hoursShort(s.P90)
}

// hoursShort keeps three digits or so.
func hoursShort(v float64) string {
	switch {
	case v >= 100:
		return numberText(v, 0)
	case v >= 10:
		return numberText(v, 1)
	}
	return numberText(v, 2)
}

func (a *app) ticketFigures(h *tickets.History) {
	a.row("A week", figureOf(h.PerWeekTotal.Mean, 1)+" tickets")
	a.row("Outside", fmt.Sprintf("%s opened outside %s from %s", percent(h.OutsideShare), h.Cover, clockText(h.Cover.Start)))
	a.row("Clustering", fmt.Sprintf("dispersion %s an hour, %s a day; chance alone gives 1", figureOf(h.Dispersion.Hourly, 2), figureOf(h.Dispersion.Daily, 2)))
	if h.TrendPerMonth.Known() {
		a.row("Trend", fmt.Sprintf("%+.1f tickets a week from month to month", float64(h.TrendPerMonth)))
	}
	if h.ReopenedShare.Known() {
		a.row("Reopened", percent(h.ReopenedShare))
	}
	if h.NotActionableShare.Known() {
		a.row("No action", percent(h.NotActionableShare)+" of the tickets with a closing code needed none")
	}
	if b := h.Backlog; b != nil {
		a.row("Open", fmt.Sprintf("%d on %s, %d of them past their target", b.Open, b.AsOf.Format(time.DateOnly), b.Overdue))
	}
}

func clockText(hours float64) string {
	minutes := int(hours*60 + 0.5)
	return fmt.Sprintf("%02d:%02d", minutes/60, minutes%60)
}

// hourMap draws when tickets are opened: an hour a column, the more the darker.
func (a *app) hourMap(h *tickets.History) {
	most := slices.Max(h.HourOfWeek[:])
	if most == 0 {
		return
	}
	shades := []rune(" ·░▒▓█")
	a.printf("\nOpened by hour, the darker the more (█ is %d)\n", most)
	a.printf("       0     6     12    18\n")
	for day, name := range []string{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"} {
		line := make([]rune, 24)
		for hour := range line {
			n := h.HourOfWeek[day*24+hour]
			shade := 0
			if n > 0 {
				shade = 1 + int(n*int64(len(shades)-2)/most)
			}
			line[hour] = shades[min(shade, len(shades)-1)]
		}
		a.printf("%s\n", strings.TrimRight("  "+name+"  "+string(line), " "))
	}
}

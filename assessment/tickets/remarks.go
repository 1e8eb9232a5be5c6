// Remarks: what somebody has to know before using the figures.

package tickets

import (
	"fmt"
	"strings"
)

// fewWeeks is below how many weeks figures a week rest on little.
const fewWeeks = 4

func (im *importer) remarks(h *History) []string {
	r := &remarkList{list: []string{}}
	g, lay := im.gather, im.lay
	if im.beyondScale && len(im.o.Mapping.Severities) == 0 {
		r.add("The column %q holds numbers beyond 1 to 5; say in the mapping which of them are critical, high, medium and low.", lay.column(fSeverity))
	}
	if b := im.pass.book; b != nil && b.uncalculated {
		r.add("There are formulas without a result in the sheet %q; they count as empty. Open the workbook in a spreadsheet program and save it again.", lay.sheet)
	}
	if h.Tickets == 0 {
		r.add("No row could be used; the reasons are listed as unused.")
		return r.list
	}
	if lay.columns[fID] < 0 {
		r.add("There is no column with a ticket id: every row counts as its own ticket.")
	}
	if lay.columns[fSeverity] < 0 {
		r.add("There is no column with a severity: all tickets have the level the mapping gives.")
	}
	if g.bare > 0 {
		r.add("The severities in %q are bare numbers; 1 is taken as critical, 2 high, 3 medium, 4 and 5 low. If your tool counts the other way, say so in the mapping.", lay.column(fSeverity))
	}
	if im.zeroScale {
		r.add("The severities in %q begin with 0: 0 and 1 both count as critical, 2 as high, 3 as medium, 4 as low. If 1 is high in your tool, say so in the mapping.", lay.column(fSeverity))
	}
	if b := im.pass.book; b != nil && len(b.others) > 0 {
		r.add("Only the sheet %q was read; tickets seem to be in %s too. Put them into one sheet, or name another one in the mapping (sheet).", lay.sheet, quotedList(b.others))
	}
	im.spanRemarks(r, h)
	im.workedRemarks(r, h)
	im.waitRemarks(r, h)
	if lay.columns[fCloseCode] >= 0 && !h.NotActionableShare.Known() && g.codes[codeUnknown] > 0 {
		r.add("The closing codes in %q do not tell which tickets needed no action; name those that mean it in the mapping (notActionable).", lay.column(fCloseCode))
	}
	if im.badState > 0 {
		r.add("%s for a state in %q that are not understood; they were passed over.", rowsAre(im.badState), lay.column(fState))
	}
	for _, f := range []int{fAcknowledged, fResolved, fClosed, fUpdated, fReopened} {
		if n := im.unreadable[f]; n > 0 {
			r.add("%s a value in %q that cannot be read; it counts as missing.", rowsHave(n), lay.column(f))
		}
	}
	return r.list
}

// spanRemarks are on the time the export covers and on how tickets cluster.
func (im *importer) spanRemarks(r *remarkList, h *History) {
	switch weeks := float64(h.Weeks); {
	case !h.Weeks.Known():
		r.add("All tickets were opened at the same moment: there is nothing to work out tickets a week from.")
	case weeks*7 < 1:
		r.add("The export covers less than a day; tickets a week are a wild guess from so little.")
	case weeks < fewWeeks:
		r.add("The export covers only %.1f days, from the first opening to the last; take tickets a week as a first idea. Better export 13 weeks.", weeks*7)
	}
	if n := len(h.Gaps); n > 0 {
		r.add("%s without any ticket between the first and the last; check that the export is complete.", plural(n, "week is", "weeks are"))
	}
	if lay := im.lay; lay.clock >= 0 {
		r.add("The opening is the day in %q with the time in %q.", lay.column(fOpened), lay.header[lay.clock])
	}
	if h.DaysOnly {
		r.add("%d of %d tickets were opened at 00:00 sharp: the export seems to give days without times. The share outside cover, the hours of the week and the counts an hour mean nothing then; name a column with the time too.", im.gather.midnight, h.Tickets)
	}
	if h.Clustered {
		r.add("Arrivals cluster: the counts vary more than chance does (dispersion %s an hour, %s a day, where chance gives 1). Staffing worked out for random arrivals is too low.",
			figureText(h.Dispersion.Hourly), figureText(h.Dispersion.Daily))
	}
	if total := len(h.arrivals); int64(total) < h.Tickets {
		r.add("For replay the latest %d of %d tickets are kept.", total, h.Tickets)
	}
}

// workedRemarks are on handle time.
func (im *importer) workedRemarks(r *remarkList, h *History) {
	lay := im.lay
	switch {
	case lay.columns[fWorked] < 0 && h.ElapsedHours != nil:
		r.add("The export has no worked time. The time from opening to resolution is not handle time: most of it is waiting.")
	case lay.columns[fWorked] < 0:
		r.add("The export has no worked time, so handle time is not known.")
	case im.noUnit > 0:
		r.add("The column %q holds bare numbers and does not say whether they are hours, minutes or seconds; name the unit in the mapping (workedUnit) to get handle time.", lay.column(fWorked))
	case strings.HasPrefix(headerKey(lay.column(fWorked)), "business"):
		r.add("The column %q counts business hours while a ticket is open, which is more than the work on it; take handle time as an upper bound.", lay.column(fWorked))
	}
	if n := im.unreadable[fWorked]; n > 0 {
		r.add("%s a worked time in %q that cannot be read; it counts as missing.", rowsHave(n), lay.column(fWorked))
	}
	if h.HandleHours != nil {
		known := int64(0)
		for _, s := range h.HandleHours {
			if s != nil {
				known += s.Count
			}
		}
		if known < h.Tickets {
			r.add("%d of %d tickets have no worked time; handle time is that of the others.", h.Tickets-known, h.Tickets)
		}
	}
}

// waitRemarks are on times from the opening and on what is open.
func (im *importer) waitRemarks(r *remarkList, h *History) {
	g := im.gather
	if g.negative > 0 {
		r.add("%s resolved or closed before being opened; they have no elapsed time.", plural(int(g.negative), "ticket was", "tickets were"))
	}
	if g.negativeAck > 0 {
		r.add("%s acknowledged before being opened; they have no time to acknowledge.", plural(int(g.negativeAck), "ticket was", "tickets were"))
	}
	if h.AcknowledgeHours != nil {
		known := g.negativeAck
		for i := range g.acknowledge {
			known += g.acknowledge[i].count
		}
		if known < h.Tickets {
			r.add("%d of %d tickets have no time of acknowledgement; the share within target is that of the others.", h.Tickets-known, h.Tickets)
		}
	}
	if g.endUnknown > 0 {
		r.add("%s closed at a time the export does not give; they are left out of the backlog.", plural(int(g.endUnknown), "ticket was", "tickets were"))
	}
}

// remarkList gathers sentences.
type remarkList struct{ list []string }

func (r *remarkList) add(format string, args ...any) {
	r.list = append(r.list, fmt.Sprintf(format, args...))
}

// quotedList names a few things.
func quotedList(names []string) string {
	const most = 5
	var out []string
	for _, name := range names[:min(len(names), most)] {
		out = append(out, fmt.Sprintf("%.60q", name))
	}
	if more := len(names) - most; more > 0 {
		out = append(out, fmt.Sprintf("%d more", more))
	}
	return strings.Join(out, ", ")
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

func rowsHave(n int64) string { return plural(int(n), "row has", "rows have") }

func rowsAre(n int64) string { return plural(int(n), "row holds a word", "rows hold words") }

func figureText(f Figure) string {
	if !f.Known() {
		return "unknown"
	}
	return fmt.Sprintf("%.1f", float64(f))
}

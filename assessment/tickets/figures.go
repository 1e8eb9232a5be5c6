// From sums to figures.

package tickets

import (
	"math"
	"slices"
	"time"

	"gonum.org/v1/gonum/mathext"
)

const (
	// maxWeeks bounds the weeks listed: twenty years.
	maxWeeks = 1_040
	// keptQuantiles is how many values stand for a distribution.
	keptQuantiles = 100
	// weeksPerMonth is the mean length of a month.
	weeksPerMonth = 365.25 / 12 / 7
	// minTrendWeeks is below how many weeks a slope means nothing.
	minTrendWeeks = 3
	// fewestForDays is from how many tickets on most openings at midnight mean that
	// the export has no times.
	fewestForDays = 5
	// clusteredFrom is above which index of dispersion arrivals cluster.
	clusteredFrom = 1.5
)

// history works out the figures once all tickets were added.
func (im *importer) history() *History {
	g, lay := im.gather, im.lay
	h := &History{
		File: im.pass.src.name, SHA256: im.pass.sha256, Format: lay.format, Sheet: lay.sheet, Rows: im.rows, Tickets: g.tickets, Counts: g.counts,
		Unused: im.tally.list(im.order), Columns: map[Field]string{}, DateOrder: im.order, TimeZone: im.o.Location.String(),
		Weeks: Missing(), Targets: im.o.Targets, Cover: im.o.Cover, OutsideShare: Missing(), TrendPerMonth: Missing(),
		Dispersion: Dispersion{Missing(), Missing()}, ReopenedShare: Missing(), NotActionableShare: Missing(),
		Weekly: []Week{}, Gaps: []string{}, Remarks: []string{}, HourOfWeek: g.hourOfWeek, PerWeekTotal: Rate{Missing(), Missing(), Missing()},
	}
	if lay.format == kindCSV {
		h.Encoding, h.Delimiter = lay.encoding, string(lay.delimiter)
	}
	for f, i := range lay.columns {
		if i >= 0 {
			h.Columns[Fields[f]] = lay.header[i]
		}
	}
	if lay.columns[fWorked] >= 0 {
		h.WorkedUnit = lay.unit
	}
	var all evidence
	for _, e := range im.seen {
		all.add(e)
	}
	if all.same+all.open+all.dotted+all.dmy+all.mdy == 0 {
		h.DateOrder = ISO
	}
	if im.noUnit > 0 {
		g.handle = [4]stream{} // rows with a unit would stand for those without
	}
	h.HandleHours = summaries(&g.handle)
	h.ElapsedHours = summaries(&g.elapsed)
	h.AcknowledgeHours = summaries(&g.acknowledge)
	for s := range g.handle {
		h.HandleQuantiles[s] = g.handle[s].sample(keptQuantiles)
	}
	if h.AcknowledgeHours != nil {
		h.AcknowledgeWithin = &BySeverity[Figure]{}
		for s := range g.acknowledge {
			h.AcknowledgeWithin[s] = share(g.ackWithin[s], g.acknowledge[s].count)
		}
	}
	if lay.columns[fReopened] >= 0 || im.reopenWord {
		h.ReopenedShare = share(g.reopened, g.tickets)
	}
	if known := g.codes[codeActionable] + g.codes[codeNotActionable]; known > 0 {
		h.NotActionableShare = share(g.codes[codeNotActionable], known+g.codes[codeUnknown])
	}
	im.rates(h)
	if g.tickets > 0 {
		im.overTime(h)
	}
	h.Remarks = im.remarks(h)
	return h
}

// rates fills in the tickets a week.
func (im *importer) rates(h *History) {
	g := im.gather
	weeks := float64(g.last-g.first) / float64(msWeek)
	if g.tickets == 0 || weeks <= 0 {
		weeks = math.NaN()
	}
	h.Weeks = Figure(weeks)
	for s, n := range g.counts {
		h.PerWeek[s] = rate(n, weeks)
	}
	h.PerWeekTotal = rate(g.tickets, weeks)
}

// rate is a count divided by weeks, with its exact Poisson interval.
func rate(count int64, weeks float64) Rate {
	k, low := float64(count), 0.0
	if count > 0 {
		low = mathext.GammaIncRegInv(k, 0.025)
	}
	high := mathext.GammaIncRegInv(k+1, 0.975)
	return Rate{Figure(k / weeks), Figure(low / weeks), Figure(high / weeks)}
}

// overTime fills in what depends on when the tickets came.
func (im *importer) overTime(h *History) {
	g := im.gather
	from, to := im.zone.time(g.first), im.zone.time(g.last)
	h.From, h.To = &from, &to
	outside := int64(0)
	for hour, n := range g.hourOfWeek {
		if !h.Cover.Covers(hour) {
			outside += n
		}
	}
	h.OutsideShare = share(outside, g.tickets)
	first, last := hourIndex(im.zone.wall(g.first)), hourIndex(im.zone.wall(g.last))
	hourly := g.hours[first : last+1]
	daily := make([]uint32, last/24-first/24+1)
	for i, n := range hourly {
		daily[(first+i)/24-first/24] += n
	}
	var wideHours, wideDays bool
	h.Dispersion.Hourly, wideHours = dispersion(hourly)
	h.Dispersion.Daily, wideDays = dispersion(daily)
	h.DaysOnly = g.tickets >= fewestForDays && 2*g.midnight > g.tickets
	h.Clustered = wideHours && !h.DaysOnly || wideDays
	h.TrendPerMonth = trend(hourly)
	im.weekly(h, first/hoursOfWeek, last/hoursOfWeek)
	slices.Sort(g.arrivals)
	g.arrivals = g.arrivals[max(0, len(g.arrivals)-g.arrivalCap):]
	h.arrivals = make([]Arrival, len(g.arrivals))
	monday := base + int64(hourIndex(g.arrivals[0]>>2)/hoursOfWeek)*msWeek
	for i, a := range g.arrivals {
		h.arrivals[i] = Arrival{Hour: float64(a>>2-monday) / float64(msHour), Severity: int(a & 3)}
	}
}

// dispersion is variance / mean of counts. wide says that it is well above the 1
// of chance, whose standard error is √(2/(n−1)).
func dispersion(counts []uint32) (index Figure, wide bool) {
	n := float64(len(counts))
	if n < 2 {
		return Missing(), false
	}
	sum := 0.0
	for _, c := range counts {
		sum += float64(c)
	}
	mean, squares := sum/n, 0.0
	for _, c := range counts {
		d := float64(c) - mean
		squares += d * d
	}
	d := squares / n / mean
	return Figure(d), d > clusteredFrom && d > 1+3*math.Sqrt(2/(n-1))
}

// trend is the slope of the counts of whole weeks, in tickets a week per month.
func trend(hourly []uint32) Figure {
	n := len(hourly) / hoursOfWeek
	if n < minTrendWeeks {
		return Missing()
	}
	middle := float64(n-1) / 2
	sxy, sxx := 0.0, 0.0
	for w := range n {
		count := 0.0
		for _, c := range hourly[w*hoursOfWeek : (w+1)*hoursOfWeek] {
			count += float64(c)
		}
		x := float64(w) - middle
		sxy += x * count
		sxx += x * x
	}
	return Figure(sxy / sxx * weeksPerMonth)
}

// weekly fills in the weeks, the gaps and the backlog.
func (im *importer) weekly(h *History, first, last int) {
	g, lay := im.gather, im.lay
	ends := lay.columns[fResolved] >= 0 || lay.columns[fClosed] >= 0
	knows := ends || lay.columns[fState] >= 0
	open := int64(0)
	for w := first; w <= last; w++ {
		open += int64(g.openedTracked[w]) - int64(g.ended[w])
		if last-w >= maxWeeks {
			continue
		}
		week := Week{Monday: time.UnixMilli(base + int64(w)*msWeek).UTC().Format(time.DateOnly)}
		for s := range g.weeks {
			week.BySeverity[s] = int64(g.weeks[s][w])
			week.Tickets += week.BySeverity[s]
		}
		if ends || knows && g.hasUpdate {
			n := open
			week.Open = &n
		}
		if week.Tickets == 0 {
			h.Gaps = append(h.Gaps, week.Monday)
		}
		h.Weekly = append(h.Weekly, week)
	}
	if !knows {
		return
	}
	b := &Backlog{AsOf: im.zone.time(im.asOf), Open: g.openAtEnd}
	for _, n := range g.due[:hourIndex(im.zone.wall(im.asOf))] {
		b.Overdue += int64(n)
	}
	h.Backlog = b
}

// Gathering the figures ticket by ticket. Nothing here depends on the order in
// which tickets come, and its memory does not grow with their number.

package tickets

import (
	"slices"
)

const (
	// maxArrivals is how many arrivals are kept for replay, the latest ones.
	maxArrivals = 200_000
	allHours    = allDays * 24
	allWeeks    = allDays/7 + 1
)

// gatherer sums up tickets.
type gatherer struct {
	zone    *zone
	targets [4]float64 // hours
	words   *wordList
	tally   *tally
	unused  func(row int64, reason string)
	// bare numbers are severities where no number in the column is beyond 5
	bareScale bool
	bare      int64 // tickets with such a number
	hasUpdate bool
	// hasOrder says that rows tell when they were written, or in which order
	hasOrder bool
	// hasResolved says that closing dates stand for no resolution
	hasResolved bool

	tickets     int64
	first, last int64 // moments
	counts      [4]int64
	hours       []uint32    // openings by hour of clock time since base
	weeks       [4][]uint32 // and by week
	hourOfWeek  [hoursOfWeek]int64
	midnight    int64 // opened at 00:00 sharp

	handle, elapsed, acknowledge [4]stream
	ackWithin                    [4]int64
	reopened                     int64
	codes                        [codeNotActionable + 1]int64

	openedTracked, ended []uint32 // by week: tickets whose end is known or still to come, and their ends
	openAtEnd            int64
	due                  []uint32 // open tickets by the hour since base in which they pass their target
	endUnknown           int64    // ended, but not known when

	negative, negativeAck int64
	arrivals              []int64 // clock time<<2 | severity
	arrivalCap            int
}

func newGatherer(z *zone, targets [4]float64) *gatherer {
	g := &gatherer{zone: z, targets: targets, hours: make([]uint32, allHours), openedTracked: make([]uint32, allWeeks),
		ended: make([]uint32, allWeeks), due: make([]uint32, allHours), arrivalCap: maxArrivals}
	for s := range g.weeks {
		g.weeks[s] = make([]uint32, allWeeks)
	}
	return g
}

// hourIndex is the number of the hour of a clock time since base.
func hourIndex(wall int64) int { return int(min(max((wall-base)/msHour, 0), allHours-1)) }

// add takes one whole ticket.
func (g *gatherer) add(p *partial) {
	if p.opened == none {
		g.tally.plain[reasonNoOpening] += int64(p.rows)
		g.tell(p, reasonNoOpening.text(ISO))
		return
	}
	l := p.severity
	if l > bareNumber {
		if g.bareScale {
			l = levelOfNumber(int(l - bareNumber))
			g.bare++
		} else {
			l = noLevel
		}
	}
	if l == noLevel || l == ignored {
		g.leaveOut(p, l)
		return
	}
	s := int(l - critical)
	if g.tickets == 0 || p.opened < g.first {
		g.first = p.opened
	}
	if g.tickets == 0 || p.opened > g.last {
		g.last = p.opened
	}
	g.tickets++
	g.counts[s]++
	wall := g.zone.wall(p.opened)
	hour := hourIndex(wall)
	g.hours[hour]++
	g.weeks[s][hour/hoursOfWeek]++
	g.hourOfWeek[hour%hoursOfWeek]++
	if wall%msDay == 0 {
		g.midnight++
	}
	if g.hasOrder && p.state == stateOpen && p.stateAt > max(p.resolvedAt, p.closedAt) {
		p.resolved, p.closed = none, none // opened again since
	}
	g.arrive(wall<<2 | int64(s))

	if p.worked != none {
		g.handle[s].add(p.worked)
	}
	end := p.resolved
	if end == none && !g.hasResolved {
		end = p.closed
	}
	switch {
	case end == none:
	case end < p.opened:
		g.negative++
	default:
		g.elapsed[s].add(end - p.opened)
	}
	if end == none {
		end = p.closed // tools close tickets days later by themselves: it ends them, but tells no duration
	}
	inTime := false
	switch {
	case p.acked == none:
	case p.acked < p.opened:
		g.negativeAck++
	default:
		g.acknowledge[s].add(p.acked - p.opened)
		inTime = p.acked-p.opened <= int64(g.targets[s]*float64(msHour))
		if inTime {
			g.ackWithin[s]++
		}
	}
	if p.reopened {
		g.reopened++
	}
	g.codes[p.code]++
	g.track(p, end, hour/hoursOfWeek, wall, s, inTime)
}

// track follows how many tickets are open.
func (g *gatherer) track(p *partial, end int64, week int, wall int64, s int, inTime bool) {
	if end == none && p.state == stateEnded {
		if !g.hasUpdate || p.stateAt>>sequenceBits == 0 {
			g.endUnknown++
			return
		}
		end = int64(p.stateAt>>sequenceBits) + base // when the row that says so was written
	}
	g.openedTracked[week]++
	if end != none {
		g.ended[hourIndex(g.zone.wall(max(end, p.opened)))/hoursOfWeek]++
		return
	}
	g.openAtEnd++
	if !inTime {
		g.due[hourIndex(wall+int64(g.targets[s]*float64(msHour)))]++
	}
}

// leaveOut counts a ticket without a usable severity.
func (g *gatherer) leaveOut(p *partial, l level) {
	word := g.words.words[p.word]
	text := ""
	switch {
	case l == ignored:
		text = ignoredText + word
	case word == "":
		g.tally.plain[reasonNoSeverity] += int64(p.rows)
		text = reasonNoSeverity.text(ISO)
	default:
		text = "severity not recognised: " + word
	}
	if l == ignored || word != "" {
		g.tally.words[text] += int64(p.rows)
	}
	g.tell(p, text)
}

// tell reports a ticket that is not used.
func (g *gatherer) tell(p *partial, text string) {
	if g.unused == nil {
		return
	}
	if p.rows > 1 {
		text += moreRows(p.rows)
	}
	g.unused(p.row, text)
}

// arrive keeps the latest arrivals.
func (g *gatherer) arrive(packed int64) {
	g.arrivals = append(g.arrivals, packed)
	if len(g.arrivals) >= 2*g.arrivalCap {
		slices.Sort(g.arrivals)
		n := copy(g.arrivals, g.arrivals[len(g.arrivals)-g.arrivalCap:])
		g.arrivals = g.arrivals[:n]
	}
}

// Counting: what one replication saw, and the sum over replications.

package simulation

import (
	"math"
	"sync"
)

// The histogram of pick-up times cuts each doubling into 128 equal bins, so that
// a percentile is off by less than 0.4 %. It spans 0.05 seconds to 30 years.
const (
	binsPerDoubling = 128
	lowestDoubling  = -16
	doublings       = 34
	bins            = doublings * binsPerDoubling
)

// bin of a wait above 0, straight from the bits of the number: exponent and the
// first seven bits after it.
func bin(wait float64) int {
	i := int(math.Float64bits(wait)>>45) - (1023+lowestDoubling)*binsPerDoubling
	return max(0, min(i, bins-1))
}

// binValue is the middle of a bin in hours.
func binValue(i int) float64 {
	low := math.Float64frombits(uint64(i+(1023+lowestDoubling)*binsPerDoubling) << 45)
	return low * (1 + 0.5/binsPerDoubling)
}

// cell counts escalations of one kind.
type cell struct {
	n, met, waited int
	wait           float64 // hours, summed
}

func (c *cell) add(o cell) {
	c.n += o.n
	c.met += o.met
	c.waited += o.waited
	c.wait += o.wait
}

// tally is the outcome of one replication.
type tally struct {
	cells   [severities][2]cell // outside and inside cover
	byHour  [int(weekHours)]cell
	byWait  [severities][bins]uint32
	hours   float64 // that counted
	area    areas
	stopped bool // the queue outgrew maxWaiting

	backlogStart, backlogEnd int
	unserved                 int
}

// record counts an escalation picked up after wait hours.
func (t *tally) record(x *escalation, wait, target float64) {
	inside := 0
	if x.inside {
		inside = 1
	}
	c, h := &t.cells[x.severity][inside], &t.byHour[x.hour]
	c.n++
	h.n++
	if wait <= target {
		c.met++
		h.met++
	}
	if wait > 0 {
		c.waited++
		c.wait += wait
		h.wait += wait
		t.byWait[x.severity][bin(wait)]++
	}
}

// part is what the sum keeps of each replication, to add up in their order and
// to take standard errors from: sums of floating-point numbers depend on the
// order, sums of counts do not.
type part struct {
	cells                    [severities][2]cell
	waitByHour               [int(weekHours)]float64
	hours                    float64
	area                     areas
	backlogStart, backlogEnd int
	unserved                 int
	stopped                  bool
}

// summary adds up the replications of a plan.
type summary struct {
	plan  *plan
	parts []part

	mu     sync.Mutex
	byHour [int(weekHours)]cell // but for the waits
	byWait [severities][bins]uint64
}

func newSummary(p *plan, replications int) *summary {
	return &summary{plan: p, parts: make([]part, replications)}
}

// add takes in a replication; the tally may be used again afterwards.
func (s *summary) add(replication int, t *tally) {
	p := &s.parts[replication]
	*p = part{cells: t.cells, hours: t.hours, area: t.area, backlogStart: t.backlogStart, backlogEnd: t.backlogEnd, unserved: t.unserved, stopped: t.stopped}
	for i := range t.byHour {
		p.waitByHour[i] = t.byHour[i].wait
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := range t.byHour {
		s.byHour[i].n += t.byHour[i].n
		s.byHour[i].met += t.byHour[i].met
	}
	for sev := range t.byWait {
		for i, n := range t.byWait[sev] {
			s.byWait[sev][i] += uint64(n)
		}
	}
}

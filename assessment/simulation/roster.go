// Who is on shift when: from a number of analysts, which may have a fraction, to
// whole people, and from there to the moments at which their number changes.

package simulation

import "math"

// shiftHours is the longest shift. A covered day is cut into equal shifts of at
// most that length: 8 hours make one, 24 make two.
const shiftHours = 12

// window is the client's cover.
type window struct {
	days  int
	hours float64 // a day
	start float64 // hour of the day
}

func newWindow(s *Scenario) window {
	w := window{days: max(1, int(math.Round(s.DaysCovered))), hours: s.HoursADay}
	w.start = math.Min(s.CoverStart, 24-w.hours)
	return w
}

// covered hours a week.
func (w window) covered() float64 { return float64(w.days) * w.hours }

// step is a moment of a cycle and what holds from then on.
type step struct {
	at    float64 // hours from the start of the cycle
	value int
}

// cycle is a sequence of steps that repeats.
type cycle struct {
	period float64
	steps  []step // in order of time, the first at 0
}

// add appends a step, in place of one at the same moment.
func (c *cycle) add(at float64, value int) {
	if n := len(c.steps); n > 0 && c.steps[n-1].at >= at-1e-9 {
		c.steps[n-1].value = value
		return
	}
	c.steps = append(c.steps, step{at, value})
}

// merged is c without the steps that change nothing.
func (c cycle) merged() cycle {
	out := cycle{period: c.period}
	for i, s := range c.steps {
		if i == 0 || s.value != out.steps[len(out.steps)-1].value {
			out.steps = append(out.steps, s)
		}
	}
	return out
}

// mean of the values over time.
func (c cycle) mean() float64 {
	sum := 0.0
	for i, s := range c.steps {
		end := c.period
		if i+1 < len(c.steps) {
			end = c.steps[i+1].at
		}
		sum += float64(s.value) * (end - s.at)
	}
	return sum / c.period
}

// cover is 1 inside the window and 0 outside, over a week.
func (w window) cover() cycle {
	c := cycle{period: weekHours}
	c.add(0, 0)
	for day := range w.days {
		from := 24*float64(day) + w.start
		c.add(from, 1)
		if end := from + w.hours; end < weekHours {
			c.add(end, 0)
		}
	}
	return c.merged()
}

// spread puts a mean of level people on the covered hours of a year, in equal
// slots of at most longest hours: always the whole part, and one more in as many
// slots as the fraction asks for, evenly spaced (Bresenham's line). So 2.25 on
// one shift a day is three on every fourth day. The length of a slot goes along.
//
// Analysts come by the shift and not by the hour: somebody present one hour in
// four would mostly work overtime, and more than the FTE pay for.
func (w window) spread(level, longest float64) (c cycle, slot float64) {
	n := max(1, int(math.Ceil(w.hours/longest-1e-9)))
	slot = w.hours / float64(n)
	c = cycle{period: yearWeeks * weekHours}
	c.add(0, 0)
	// Rounded so that 0.45 of 260 slots are 117 and not 116.999….
	at := func(i int) int { return int(math.Floor(float64(i)*level + 1e-9*float64(i+1))) }
	i := 0
	for week := range yearWeeks {
		for day := range w.days {
			from := weekHours*float64(week) + 24*float64(day) + w.start
			for k := range n {
				c.add(from+float64(k)*slot, at(i+1)-at(i))
				i++
			}
			if end := from + w.hours; end < c.period-1e-9 {
				c.add(end, 0)
			}
		}
	}
	return c, slot
}

// hourly is the cycle of a roster by the hour.
func hourly(roster []int) cycle {
	c := cycle{period: float64(len(roster))}
	for i, n := range roster {
		c.add(float64(i), n)
	}
	return c.merged()
}

// hand walks along a cycle.
type hand struct {
	cycle *cycle
	i     int
	lap   int
	value int
	next  float64 // when the value changes; infinite if never
}

func (h *hand) start(c *cycle) {
	*h = hand{cycle: c, value: c.steps[0].value}
	h.aim()
}

// aim sets next.
func (h *hand) aim() {
	switch {
	case len(h.cycle.steps) == 1:
		h.next = math.Inf(1)
	case h.i+1 < len(h.cycle.steps):
		h.next = float64(h.lap)*h.cycle.period + h.cycle.steps[h.i+1].at
	default:
		h.next = float64(h.lap+1) * h.cycle.period
	}
}

// move takes the step at next.
func (h *hand) move() {
	if h.i++; h.i == len(h.cycle.steps) {
		h.i = 0
		h.lap++
	}
	h.value = h.cycle.steps[h.i].value
	h.aim()
}

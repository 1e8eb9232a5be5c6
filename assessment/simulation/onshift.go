// How many are on shift in each hour of the week, for a picture.

package simulation

import "math"

// OnShift is the mean number of analysts on shift in each hour of the week over
// the roster's year, Monday 00:00 first; on call and SIA are not counted.
func OnShift(s Scenario) []float64 {
	var c cycle
	if len(s.Roster) > 0 {
		c = hourly(s.Roster)
	} else {
		c, _ = newWindow(&s).spread(s.Analysts, shiftHours)
	}
	out := make([]float64, int(weekHours))
	for i, from := range c.steps {
		to := c.period
		if i+1 < len(c.steps) {
			to = c.steps[i+1].at
		}
		// A step may start or end within an hour, and last for many.
		for at := from.at; at < to-1e-9; {
			next := math.Min(to, math.Floor(at+1e-9)+1)
			out[int(math.Mod(at+1e-9, weekHours))] += float64(from.value) * (next - at)
			at = next
		}
	}
	for i := range out {
		out[i] *= weekHours / c.period
	}
	return out
}

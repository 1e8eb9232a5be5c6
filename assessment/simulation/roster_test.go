package simulation

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

func TestRosterOfTwoAndAQuarter(t *testing.T) {
	w := newWindow(&Scenario{DaysCovered: 5, HoursADay: 8, CoverStart: 8})
	c, slot := w.spread(2.25, shiftHours)
	c = c.merged()
	if slot != 8 {
		t.Errorf("shifts of %g hours", slot)
	}
	equal(t, c.steps[0].at == 0 && c.steps[0].value == 0, true)
	var shifts []int
	for _, s := range c.steps {
		if s.value > 0 {
			shifts = append(shifts, s.value)
			if at := math.Mod(s.at, 24); at != 8 {
				t.Errorf("a shift begins at %g", at)
			}
		}
	}
	equal(t, shifts[:8], []int{2, 2, 2, 3, 2, 2, 2, 3})
	if c.mean()*weekHours != 90 {
		t.Errorf("%g hours a week", c.mean()*weekHours)
	}
}

// The hours on the roster are those of the FTE, and at any time the number of
// people is the floor or the ceiling.
func TestRosterKeepsTheHours(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := Scenario{DaysCovered: float64(rapid.IntRange(1, 7).Draw(t, "days")), HoursADay: rapid.Float64Range(.5, 24).Draw(t, "hours"), CoverStart: 8}
		level, longest := rapid.Float64Range(0, 6).Draw(t, "level"), rapid.SampledFrom([]float64{1, shiftHours}).Draw(t, "longest")
		w := newWindow(&s)
		c, slot := w.spread(level, longest)
		if got, want := c.mean()*c.period, level*w.covered()*yearWeeks; math.Abs(got-want) > slot+1e-3 {
			t.Fatalf("%g hours a year, want %g", got, want)
		}
		for i, st := range c.steps {
			if i > 0 && st.at <= c.steps[i-1].at || st.at >= c.period {
				t.Fatalf("step %d at %g", i, st.at)
			}
			if st.value != 0 && st.value != int(level+1e-6) && st.value != int(level)+1 {
				t.Fatalf("%d people, want about %g", st.value, level)
			}
		}
	})
}

func TestHandWalks(t *testing.T) {
	c := cycle{period: 10, steps: []step{{0, 1}, {4, 2}, {7, 0}}}
	var h hand
	h.start(&c)
	var at []float64
	var values []int
	for range 5 {
		at, values = append(at, h.next), append(values, h.value)
		h.move()
	}
	equal(t, at, []float64{4, 7, 10, 14, 17})
	equal(t, values, []int{1, 2, 0, 1, 2})
	still := cycle{period: 10, steps: []step{{0, 3}}}
	h.start(&still)
	if !math.IsInf(h.next, 1) || h.value != 3 {
		t.Errorf("%+v", h)
	}
}

func TestRosterByTheHour(t *testing.T) {
	roster := make([]int, 168)
	roster[8], roster[9] = 1, 1
	equal(t, hourly(roster).merged().mean()*168, 2.0)
	s := Scenario{DaysCovered: 1, HoursADay: 2, CoverStart: 8, Roster: roster, Volume: [severities]float64{5}, Handling: [severities]Handling{{Mean: .01}}}
	r := run(t, s, Options{Years: 1, Replications: 2})
	if r.AttainmentInside.Critical < .9 || r.OvertimeHours > .1 {
		t.Errorf("%+v, overtime %g", r.AttainmentInside, r.OvertimeHours)
	}
}

func TestHistogramIsFineEnough(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := math.Exp(rapid.Float64Range(math.Log(1e-4), math.Log(2e5)).Draw(t, "log"))
		if got := binValue(bin(v)); math.Abs(got/v-1) > .004 {
			t.Fatalf("%g is counted as %g", v, got)
		}
	})
	equal(t, []int{bin(1e-9), bin(1e9)}, []int{0, bins - 1})
}

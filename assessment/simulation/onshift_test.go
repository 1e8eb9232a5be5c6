package simulation

import (
	"math"
	"testing"
)

// 2.25 on shift from 9 to 17 on five days: that many in each of those hours, on
// average, and nobody else.
func TestOnShiftByTheHour(t *testing.T) {
	sum := 0.0
	for i, n := range OnShift(Scenario{DaysCovered: 5, HoursADay: 8, Analysts: 2.25}) {
		sum += n
		if n != 0 && math.Abs(n-2.25) > 0.01 {
			t.Errorf("hour %d: %v", i, n)
		}
	}
	if math.Abs(sum-40*2.25) > 0.1 {
		t.Errorf("%v analyst-hours a week, want 90", sum)
	}
	roster := make([]int, 2*168)
	roster[10], roster[168+10], roster[11] = 3, 1, 2
	got := OnShift(Scenario{Roster: roster})
	if got[10] != 2 || got[11] != 1 || got[12] != 0 {
		t.Errorf("roster: %v", got[9:13])
	}
}

// Hours of cover: which hours of the week somebody is there to pick up tickets.

package tickets

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Window is the client's hours of cover: Days consecutive days from Monday (1 to
// 7), Hours a day (1 to 24) from the clock time Start (0 to 24, in hours).
type Window struct {
	Days  int     `json:"days"`
	Hours float64 `json:"hours"`
	Start float64 `json:"start"`
}

// hoursOfWeek is the length of a week in hours.
const hoursOfWeek = 168

// NewWindow is the window with the usual start: nine o'clock, or earlier where
// the window would pass midnight.
func NewWindow(days int, hours float64) Window {
	return Window{Days: days, Hours: hours, Start: math.Min(9, 24-hours)}
}

// DefaultWindow is weekdays from nine to five.
func DefaultWindow() Window { return NewWindow(5, 8) }

// Covers reports whether an hour of the week is covered; hour 0 is Monday 00:00
// to 01:00, and hours beyond a week count round. An hour belongs to the window
// when its middle does, so that half hours at the ends round to whole ones.
func (w Window) Covers(hour int) bool {
	hour = ((hour % hoursOfWeek) + hoursOfWeek) % hoursOfWeek
	middle := float64(hour%24) + 0.5
	return hour/24 < w.Days && middle >= w.Start && middle < w.Start+w.Hours
}

// Check says what is wrong with the window, if anything.
func (w Window) Check() error {
	switch {
	case w.Days < 1 || w.Days > 7:
		return fmt.Errorf("cover of %d days a week; allowed: 1 to 7", w.Days)
	case !(w.Hours >= 1 && w.Hours <= 24):
		return fmt.Errorf("cover of %v hours a day; allowed: 1 to 24", w.Hours)
	case !(w.Start >= 0 && w.Start+w.Hours <= 24):
		return fmt.Errorf("cover of %v hours from %v o'clock passes midnight; let it start at %v at the latest", w.Hours, w.Start, 24-w.Hours)
	}
	return nil
}

func (w Window) String() string {
	return fmt.Sprintf("%dx%s", w.Days, strconv.FormatFloat(w.Hours, 'f', -1, 64))
}

// ParseWindow reads DAYSxHOURS, such as 5x8, with @START behind it where the day
// does not start at the usual time: 5x8@7.5. The order of the hours and days as
// people say it, 8x5 and 24x7, is understood where only one reading is possible.
func ParseWindow(s string) (Window, error) {
	wrong := fmt.Errorf("found %q, allowed: days by hours, such as 5x8, 7x24 or 5x8@7.5", s)
	body, start, hasStart := strings.Cut(strings.ToLower(strings.TrimSpace(s)), "@")
	a, b, ok := strings.Cut(body, "x")
	if !ok {
		return Window{}, wrong
	}
	days, errA := strconv.ParseFloat(a, 64)
	hours, errB := strconv.ParseFloat(b, 64)
	if errA != nil || errB != nil {
		return Window{}, wrong
	}
	if days > 7 && hours <= 7 {
		days, hours = hours, days
	}
	if days != math.Trunc(days) || !(days >= 1 && days <= 7) {
		return Window{}, wrong
	}
	w := NewWindow(int(days), hours)
	if hasStart {
		var err error
		if w.Start, err = strconv.ParseFloat(start, 64); err != nil {
			return Window{}, wrong
		}
	}
	if err := w.Check(); err != nil {
		return Window{}, err
	}
	return w, nil
}

// Between clock times and moments, fast: most days have one offset all day.

package tickets

import "time"

// The days a ticket may have been opened on, with a week to spare at both ends.
// base is a Monday 00:00, so that hours and weeks counted from it start as the
// week does.
var (
	base     = time.Date(1989, time.December, 25, 0, 0, 0, 0, time.UTC).UnixMilli()
	earliest = time.Date(1990, time.January, 1, 0, 0, 0, 0, time.UTC).UnixMilli()
	latest   = time.Date(2101, time.January, 1, 0, 0, 0, 0, time.UTC).UnixMilli()
)

const (
	msHour = int64(3_600_000)
	msDay  = 24 * msHour
	msWeek = 7 * msDay
	// allDays reaches from base to a week after latest.
	allDays = 111*366 + 14
)

// offsets not looked up yet, and days on which the clock changes
const (
	unknownOffset = int32(-1 << 31)
	mixedOffset   = unknownOffset + 1
)

// zone converts between moments and clock times, both in milliseconds; a clock
// time is the moment at which a clock in UTC shows it.
type zone struct {
	loc            *time.Location
	utc            bool
	byWall, byTime []int32 // offset in seconds by day since base
}

func newZone(loc *time.Location) *zone {
	if loc == nil {
		loc = time.UTC
	}
	z := &zone{loc: loc, utc: loc == time.UTC || loc.String() == "UTC"}
	if !z.utc {
		z.byWall, z.byTime = make([]int32, allDays), make([]int32, allDays)
		for i := range z.byWall {
			z.byWall[i], z.byTime[i] = unknownOffset, unknownOffset
		}
	}
	return z
}

// moment is when a clock of the zone shows wall. A time that the clock skips or
// shows twice is taken as package time does.
func (z *zone) moment(wall int64) int64 {
	if z.utc {
		return wall
	}
	day := (wall - base) / msDay
	if day < 0 || day >= allDays {
		return z.slowMoment(wall)
	}
	off := z.byWall[day]
	if off == unknownOffset {
		start := base + day*msDay
		a, b := start-z.slowMoment(start), start+msDay-z.slowMoment(start+msDay)
		off = dayOffset(a, b)
		z.byWall[day] = off
	}
	if off == mixedOffset {
		return z.slowMoment(wall)
	}
	return wall - int64(off)*1000
}

// dayOffset is the offset of a whole day in seconds, from those at its ends in
// milliseconds.
func dayOffset(start, end int64) int32 {
	if start != end {
		return mixedOffset
	}
	return int32(start / 1000)
}

func (z *zone) slowMoment(wall int64) int64 {
	t := time.UnixMilli(wall).UTC()
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), z.loc).UnixMilli()
}

// wall is what a clock of the zone shows at a moment.
func (z *zone) wall(moment int64) int64 {
	if z.utc {
		return moment
	}
	day := (moment - base) / msDay
	if day < 0 || day >= allDays {
		return z.slowWall(moment)
	}
	off := z.byTime[day]
	if off == unknownOffset {
		start := base + day*msDay
		a, b := z.slowWall(start)-start, z.slowWall(start+msDay)-start-msDay
		off = dayOffset(a, b)
		z.byTime[day] = off
	}
	if off == mixedOffset {
		return z.slowWall(moment)
	}
	return moment + int64(off)*1000
}

func (z *zone) slowWall(moment int64) int64 {
	_, off := time.UnixMilli(moment).In(z.loc).Zone()
	return moment + int64(off)*1000
}

// time is a moment as package time has it.
func (z *zone) time(moment int64) time.Time { return time.UnixMilli(moment).In(z.loc) }

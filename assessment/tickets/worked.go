// Reading worked time: 1.5, 01:30:00, 1h 30m, PT1H30M.

package tickets

import (
	"math"
	"strconv"
	"strings"
)

// Unit is the unit of worked time given as a bare number.
type Unit string

// The units. The zero value means that it is not known.
const (
	Seconds Unit = "seconds"
	Minutes Unit = "minutes"
	Hours   Unit = "hours"
	Days    Unit = "days" // of 24 hours
)

var unitLengths = map[Unit]float64{Seconds: 1000, Minutes: 60_000, Hours: 3_600_000, Days: 86_400_000}

// workedStatus says whether worked time could be read.
type workedStatus uint8

const (
	workedRead workedStatus = iota
	workedMissing
	workedNoUnit // a bare number whose unit is not known
	workedUnreadable
)

// maxWorked bounds the time worked on one ticket: ten thousand hours.
const maxWorked = 10_000 * float64(msHour)

// parseWorked reads a trimmed cell as milliseconds of work.
func parseWorked(b []byte, unit Unit) (int64, workedStatus) {
	if missing(b) {
		return 0, workedMissing
	}
	if len(b) > maxDateLength {
		return 0, workedUnreadable
	}
	if v, ok := decimal(b, unit); ok {
		if unit == "" {
			if v == 0 {
				return 0, workedRead // the same in every unit
			}
			return 0, workedNoUnit
		}
		return workedMs(v * unitLengths[unit])
	}
	s := strings.ToLower(string(b))
	if rest, ok := strings.CutPrefix(s, "1970-01-"); ok && len(rest) > 3 && digit(rest[0]) && digit(rest[1]) {
		// A duration written as a moment, counted from 1970.
		days := two([]byte(rest)) - 1
		if ms, ok := clockTime(strings.Trim(rest[2:], " tz")); ok && days >= 0 {
			return workedMs(float64(days)*float64(msDay) + ms)
		}
		return 0, workedUnreadable
	}
	if strings.Contains(s, ":") {
		if ms, ok := clockTime(s); ok {
			return workedMs(ms)
		}
		return 0, workedUnreadable
	}
	if ms, ok := spelled(s); ok {
		return workedMs(ms)
	}
	return 0, workedUnreadable
}

func workedMs(ms float64) (int64, workedStatus) {
	if !(ms >= 0 && ms <= maxWorked) {
		return 0, workedUnreadable
	}
	return int64(math.Round(ms)), workedRead
}

// decimal reads a bare number with a point or a comma. A comma before exactly
// three digits groups thousands where the unit is so small that nobody writes
// three decimals of it.
func decimal(b []byte, unit Unit) (float64, bool) {
	var clean [maxDateLength]byte
	n, comma := 0, -1
	for i, c := range b {
		switch {
		case digit(c) || c == '.' && comma < 0 || (c == '-' || c == '+') && i == 0 || (c == 'e' || c == 'E') && i > 0:
		case (c == '+' || c == '-') && (b[i-1] == 'e' || b[i-1] == 'E'):
		case c == ',' && comma < 0:
			comma = i
			if len(b)-i == 4 && (unit == Seconds || unit == Minutes) {
				continue
			}
			c = '.'
		default:
			return 0, false
		}
		clean[n] = c
		n++
	}
	v, err := strconv.ParseFloat(string(clean[:n]), 64)
	return v, err == nil
}

// clockTime reads h:mm and h:mm:ss, with days before them ("1 day, 2:03:04",
// "1.02:03:04") and a fraction behind, as milliseconds.
func clockTime(s string) (float64, bool) {
	days := 0.0
	if i := strings.Index(s, "day"); i > 0 {
		v, err := strconv.ParseFloat(strings.TrimSpace(s[:i]), 64)
		if err != nil {
			return 0, false
		}
		days, s = v, strings.TrimLeft(strings.TrimPrefix(s[i+3:], "s"), ", ")
	} else if d, rest, ok := strings.Cut(s, "."); ok && strings.Contains(rest, ":") {
		v, err := strconv.ParseFloat(d, 64)
		if err != nil {
			return 0, false
		}
		days, s = v, rest
	} else if d, rest, ok := strings.Cut(s, " "); ok {
		v, err := strconv.ParseFloat(d, 64)
		if err != nil {
			return 0, false
		}
		days, s = v, strings.TrimSpace(rest)
	}
	parts := strings.Split(s, ":")
	if len(parts) < 2 || len(parts) > 3 {
		return 0, false
	}
	ms, unit := days*float64(msDay), float64(msHour)
	for i, p := range parts {
		v, err := strconv.ParseFloat(strings.Replace(p, ",", ".", 1), 64)
		if err != nil || v < 0 || i > 0 && v >= 60 {
			return 0, false
		}
		ms += v * unit
		unit /= 60
	}
	return ms, true
}

// unitWords are the words and letters of units of time, in milliseconds.
var unitWords = map[string]float64{
	"ms": 1, "s": 1e3, "sec": 1e3, "secs": 1e3, "second": 1e3, "seconds": 1e3, "sek": 1e3, "sekunde": 1e3, "sekunden": 1e3,
	"m": 6e4, "min": 6e4, "mins": 6e4, "minute": 6e4, "minutes": 6e4, "minuten": 6e4,
	"h": 3.6e6, "hr": 3.6e6, "hrs": 3.6e6, "hour": 3.6e6, "hours": 3.6e6, "std": 3.6e6, "stunde": 3.6e6, "stunden": 3.6e6,
	"d": 8.64e7, "day": 8.64e7, "days": 8.64e7, "tag": 8.64e7, "tage": 8.64e7, "w": 6.048e8, "week": 6.048e8, "weeks": 6.048e8,
}

// spelled reads "1h 30m", "2 Days 3 Hours", "90 min" and ISO 8601 durations.
func spelled(s string) (float64, bool) {
	iso := strings.HasPrefix(s, "p")
	s = strings.TrimPrefix(s, "p")
	total, any, clock := 0.0, false, false
	for {
		s = strings.TrimLeft(s, " ,;+")
		s = strings.TrimPrefix(s, "and ")
		s = strings.TrimPrefix(s, "und ")
		if iso && strings.HasPrefix(s, "t") {
			s, clock = s[1:], true
		}
		if s == "" {
			return total, any
		}
		n := strings.IndexFunc(s, func(r rune) bool { return (r < '0' || r > '9') && r != '.' && r != ',' })
		if n <= 0 {
			return 0, false
		}
		v, err := strconv.ParseFloat(strings.Replace(s[:n], ",", ".", 1), 64)
		if err != nil {
			return 0, false
		}
		s = strings.TrimLeft(s[n:], " ")
		n = strings.IndexFunc(s, func(r rune) bool { return r < 'a' || r > 'z' })
		if n < 0 {
			n = len(s)
		}
		word := s[:n]
		if iso && !clock && word == "m" {
			return 0, false // months
		}
		unit, ok := unitWords[word]
		if !ok && iso && len(word) > 1 && word[1:] == "t" { // the T of P1DT2H
			unit, ok = unitWords[word[:1]]
			clock = true
		}
		if !ok {
			return 0, false
		}
		s = strings.TrimPrefix(s[n:], ".")
		total += v * unit
		any = true
	}
}

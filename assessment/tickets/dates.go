// Reading one date as exports write them. Which order day and month have is not
// decided here: order.go gathers what each date says about it.

package tickets

import (
	"bytes"
	"math"
	"strconv"
)

// Order is the order of day and month in numeric dates.
type Order string

// The orders; ISO means that no date needed one.
const (
	ISO Order = "iso"
	DMY Order = "dmy"
	MDY Order = "mdy"
)

// dateClass says what a date tells about the order of day and month.
type dateClass uint8

const (
	plainDate  dateClass = iota // year first, month by name, or a number of seconds
	sameDate                    // 05/05/2026
	openDate                    // 04/05/2026
	dottedDate                  // 04.05.2026: day first wherever it is written so
	dmyDate                     // 25/05/2026
	mdyDate                     // 05/25/2026
)

// dateStatus says whether a date could be read.
type dateStatus uint8

const (
	dateRead dateStatus = iota
	dateMissing
	dateUnreadable
	dateOutside // before 1990 or after 2100
	dateMisfit  // needs the other order of day and month
)

// date is a date as read. ms counts milliseconds since 1970; it is a clock time
// of a zone still to be told unless zoned.
type date struct {
	ms     int64
	zoned  bool
	class  dateClass
	status dateStatus
}

// maxDateLength bounds what can be a date.
const maxDateLength = 80

// missing reports whether a cell stands for no value.
func missing(b []byte) bool {
	switch len(b) {
	case 0:
		return true
	case 1:
		return b[0] == '?' || b[0] == '-' || b[0] == '.'
	case 2:
		return string(b) == "--" || equalFold(b, "na")
	case 3:
		return equalFold(b, "n/a") || equalFold(b, "nan") || equalFold(b, "nil") || string(b) == "---" || string(b) == "\xe2\x80\x94" || string(b) == "\xe2\x80\x93"
	case 4:
		return equalFold(b, "null") || equalFold(b, "none") || equalFold(b, "n.a.") || equalFold(b, "#n/a")
	case 6:
		return equalFold(b, "(null)") || equalFold(b, "(none)") || equalFold(b, "[null]")
	case 7:
		return equalFold(b, "(empty)") || equalFold(b, "(blank)")
	}
	return false
}

// equalFold compares with lower-case ASCII.
func equalFold(b []byte, lower string) bool {
	if len(b) != len(lower) {
		return false
	}
	for i, c := range b {
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		if c != lower[i] {
			return false
		}
	}
	return true
}

// trim takes white space, quotes and no-break spaces off the ends.
func trim(b []byte) []byte {
	for len(b) > 0 {
		switch c := b[0]; {
		case c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '"':
			b = b[1:]
			continue
		case len(b) > 1 && c == 0xc2 && b[1] == 0xa0:
			b = b[2:]
			continue
		}
		break
	}
	for len(b) > 0 {
		switch c := b[len(b)-1]; {
		case c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '"':
			b = b[:len(b)-1]
			continue
		case len(b) > 1 && c == 0xa0 && b[len(b)-2] == 0xc2:
			b = b[:len(b)-2]
			continue
		}
		break
	}
	return b
}

func digit(c byte) bool { return c-'0' <= 9 }

func two(b []byte) int { return int(b[0]-'0')*10 + int(b[1]-'0') }

// parseDate reads a trimmed cell. order decides between day-first and
// month-first where only the file can tell; serial1904 says that numbers of days
// count from 1904, as some workbooks do.
func parseDate(b []byte, order Order, serial1904 bool) date {
	if missing(b) {
		return date{status: dateMissing}
	}
	if len(b) > maxDateLength {
		return date{status: dateUnreadable}
	}
	if d, ok := parseFixed(b, order); ok {
		return d
	}
	if d, ok := parseCount(b, serial1904); ok {
		return d
	}
	p := dateParser{b: plainSpaces(b)}
	if !p.run() {
		return date{status: dateUnreadable}
	}
	return p.date(order)
}

// parseFixed is the quick way for the two commonest forms, yyyy-mm-dd and
// dd-mm-yyyy with a time to the minute or second behind; false leaves the cell
// to the thorough way.
func parseFixed(b []byte, order Order) (date, bool) {
	n := len(b)
	if n < 16 || n > 24 || !digit(b[0]) || !digit(b[1]) || b[13] != ':' || !digit(b[11]) || !digit(b[12]) || !digit(b[14]) || !digit(b[15]) ||
		b[10] != ' ' && b[10] != 'T' || !digit(b[8]) || !digit(b[9]) {
		return date{}, false
	}
	hour, minute, second, ms, zoned := two(b[11:]), two(b[14:]), 0, 0, false
	rest := b[16:]
	if len(rest) >= 3 && rest[0] == ':' && digit(rest[1]) && digit(rest[2]) {
		second = two(rest[1:])
		rest = rest[3:]
		if len(rest) >= 4 && rest[0] == '.' && digit(rest[1]) && digit(rest[2]) && digit(rest[3]) {
			ms = two(rest[1:])*10 + int(rest[3]-'0')
			rest = rest[4:]
		}
	}
	if len(rest) == 1 && rest[0] == 'Z' {
		zoned, rest = true, nil
	}
	if len(rest) != 0 || hour > 23 || minute > 59 || second > 59 {
		return date{}, false
	}
	clock := int64(hour)*msHour + int64(minute)*60_000 + int64(second)*1000 + int64(ms)
	if (b[4] == '-' || b[4] == '/') && b[7] == b[4] && digit(b[2]) && digit(b[3]) && digit(b[5]) && digit(b[6]) {
		return dated(two(b)*100+two(b[2:]), two(b[5:]), two(b[8:]), clock, zoned, plainDate), true
	}
	sep := b[2]
	if (sep == '-' || sep == '/' || sep == '.') && b[5] == sep && digit(b[3]) && digit(b[4]) && digit(b[6]) && digit(b[7]) {
		return ordered(two(b), two(b[3:]), two(b[6:])*100+two(b[8:]), clock, zoned, sep == '.', order), true
	}
	return date{}, false
}

// ordered is a date of which day and month may stand either way round.
func ordered(first, second, year int, clock int64, zoned, dotted bool, order Order) date {
	class := openDate
	switch {
	case first > 12 && second > 12, first == 0, second == 0:
		return date{status: dateUnreadable}
	case first > 12:
		class = dmyDate
	case second > 12:
		class = mdyDate
	case first == second:
		class = sameDate
	case dotted:
		class = dottedDate
	}
	day, month := first, second
	if class == mdyDate || class != dmyDate && order == MDY {
		day, month = second, first
	}
	d := dated(year, month, day, clock, zoned, class)
	if d.status == dateRead && (class == dmyDate && order == MDY || class == mdyDate && order == DMY) {
		d.status = dateMisfit
	}
	return d
}

var monthDays = [13]int{0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}

// dated puts a date together; clock is in milliseconds of the day.
func dated(year, month, day int, clock int64, zoned bool, class dateClass) date {
	if month < 1 || month > 12 || day < 1 || day > monthDays[month] || month == 2 && day == 29 && (year%4 != 0 || year%100 == 0 && year%400 != 0) {
		return date{status: dateUnreadable}
	}
	return checked(date{ms: daysSince1970(year, month, day)*msDay + clock, zoned: zoned, class: class})
}

// checked marks a date that no ticket can have.
func checked(d date) date {
	if d.ms < earliest || d.ms >= latest {
		d.status = dateOutside
	}
	return d
}

// daysSince1970 counts days in the Gregorian calendar, years from 0.
func daysSince1970(year, month, day int) int64 {
	if month <= 2 {
		year--
		month += 12
	}
	era := year / 400
	yearOfEra := year - era*400
	dayOfYear := (153*(month-3)+2)/5 + day - 1
	return int64(era*146097+yearOfEra*365+yearOfEra/4-yearOfEra/100+dayOfYear) - 719468
}

// parseCount reads dates that are one number: seconds, milliseconds,
// microseconds or nanoseconds since 1970, yyyymmdd, yyyymmddhhmmss, or the
// number of days as spreadsheets count them.
func parseCount(b []byte, serial1904 bool) (date, bool) {
	whole := 0
	for whole < len(b) && digit(b[whole]) {
		whole++
	}
	if whole == 0 || whole > 19 {
		return date{}, false
	}
	rest := b[whole:]
	if len(rest) == 0 || rest[0] != '.' && rest[0] != ',' && rest[0] != 'E' && rest[0] != 'e' {
		if len(rest) > 0 {
			return date{}, false
		}
	}
	for i, c := range rest {
		exponent := (c == 'E' || c == 'e') || (c == '+' || c == '-') && i > 0 && (rest[i-1] == 'E' || rest[i-1] == 'e')
		if !digit(c) && !exponent && (c != '.' && c != ',' || i > 0) {
			return date{}, false
		}
	}
	if len(rest) == 0 {
		switch whole {
		case 8:
			if d := dated(two(b)*100+two(b[2:]), two(b[4:]), two(b[6:]), 0, false, plainDate); d.status == dateRead {
				return d, true
			}
		case 14:
			hour, minute, second := two(b[8:]), two(b[10:]), two(b[12:])
			if hour < 24 && minute < 60 && second < 60 {
				clock := int64(hour)*msHour + int64(minute)*60_000 + int64(second)*1000
				return dated(two(b)*100+two(b[2:]), two(b[4:]), two(b[6:]), clock, false, plainDate), true
			}
		}
	}
	v, err := strconv.ParseFloat(string(bytes.Replace(b, []byte(","), []byte("."), 1)), 64)
	if err != nil || math.IsInf(v, 0) {
		return date{status: dateUnreadable}, true
	}
	for _, unit := range []float64{1e3, 1, 1e-3, 1e-6} { // s, ms, µs, ns
		if ms := v * unit; ms >= float64(earliest) && ms < float64(latest) {
			return date{ms: int64(math.Round(ms)), zoned: true}, true
		}
	}
	if v >= 1 && v < 100_000 {
		return checked(date{ms: serialDate(v, serial1904)}), true
	}
	return date{status: dateUnreadable}, true
}

// serialDate is the clock time of a spreadsheet's day number; what a time cell
// loses to its fraction of a day is rounded away.
func serialDate(days float64, from1904 bool) int64 {
	const days1900, days1904 = 25569, 24107 // 1970-01-01 in either system
	zero := float64(days1900)
	if from1904 {
		zero = days1904
	}
	ms := math.Round((days - zero) * float64(msDay))
	if s := math.Round(ms/1000) * 1000; math.Abs(s-ms) < 10 {
		ms = s
	}
	return int64(ms)
}

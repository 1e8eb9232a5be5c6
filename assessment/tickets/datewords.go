// Reading dates the thorough way: month names, one-digit days, two-digit years,
// AM and PM, zones.

package tickets

import (
	"bytes"
	"math"
	"unicode/utf8"
)

// narrowSpaces are what programs write between the parts of a date besides a
// space: no-break and narrow spaces, and marks of direction.
var narrowSpaces = [][]byte{[]byte("\u00a0"), []byte("\u202f"), []byte("\u2009"), []byte("\u200e"), []byte("\u200f")}

// plainSpaces gives b with spaces for them.
func plainSpaces(b []byte) []byte {
	if bytes.IndexFunc(b, func(r rune) bool { return r >= 0x80 }) < 0 {
		return b
	}
	for _, s := range narrowSpaces {
		b = bytes.ReplaceAll(b, s, []byte(" "))
	}
	if !utf8.Valid(b) { // Windows-1252
		b = bytes.ReplaceAll(b, []byte{0xa0}, []byte(" "))
	}
	return b
}

// dateParser walks over a date once and notes its parts.
type dateParser struct {
	b  []byte
	at int

	parts   [3]int // numbers of the date in their order
	digits  [3]int // how many digits each has
	count   int
	month   int  // by name
	byName  int  // how many numbers stood before the name
	dotted  bool // 01.02.2026
	compact bool // 20260201
	hasTime bool
	clock   int64
	hour    int
	half    byte // 'a' or 'p'
	zoned   bool
	offset  int64 // milliseconds east of UTC
}

func (p *dateParser) peek() byte {
	if p.at < len(p.b) {
		return p.b[p.at]
	}
	return 0
}

// number reads digits; n is how many.
func (p *dateParser) number() (v, n int) {
	for p.at < len(p.b) && digit(p.b[p.at]) && n < 10 {
		v = v*10 + int(p.b[p.at]-'0')
		p.at++
		n++
	}
	return v, n
}

// run notes all parts, false where something is no part of a date.
func (p *dateParser) run() bool {
	for p.at < len(p.b) {
		c := p.b[p.at]
		switch {
		case digit(c):
			if !p.digitsHere() {
				return false
			}
		case c == ' ' || c == ',' || c == '\t' || c == '@' && p.count > 0:
			p.at++
		case c == '(': // a zone explained
			for p.at < len(p.b) && p.b[p.at] != ')' {
				p.at++
			}
			p.at++
		case (c == '+' || c == '-') && p.hasTime:
			if !p.zoneOffset() {
				return false
			}
		case c == '/' || c == '-' || c == '.':
			if p.count == 0 && p.month == 0 {
				return false
			}
			p.dotted = p.dotted || c == '.' && p.count == 1
			p.at++
		case c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80:
			if !p.word() {
				return false
			}
		default:
			return false
		}
	}
	return true
}

// digitsHere reads a number of the date or a time.
func (p *dateParser) digitsHere() bool {
	v, n := p.number()
	if p.peek() != ':' {
		switch {
		case n == 8 && p.count == 0 && p.month == 0 && !p.hasTime: // 20260105T140322Z
			p.parts, p.digits, p.count, p.compact = [3]int{v / 10000, v / 100 % 100, v % 100}, [3]int{4, 2, 2}, 3, true
			return true
		case p.compact && !p.hasTime && (n == 4 || n == 6):
			return p.compactTime(v, n)
		}
		if p.count == 3 || n > 4 {
			return p.lateHour(v, n)
		}
		if p.count == 2 && p.month > 0 {
			return p.lateHour(v, n)
		}
		p.parts[p.count], p.digits[p.count] = v, n
		p.count++
		return true
	}
	if p.hasTime || n > 2 {
		return false
	}
	p.hasTime, p.hour = true, v
	p.at++
	minute, n := p.number()
	if n != 2 || minute > 59 {
		return false
	}
	p.clock = int64(minute) * 60_000
	if p.peek() != ':' {
		return true
	}
	p.at++
	second, n := p.number()
	if n != 2 || second > 60 {
		return false
	}
	p.clock += int64(second) * 1000
	if c := p.peek(); c == '.' || c == ',' || c == ':' {
		p.at++
		return p.fraction() || c == '.'
	}
	return true
}

// compactTime is hhmm or hhmmss, with a fraction or not.
func (p *dateParser) compactTime(v, n int) bool {
	if n == 4 {
		v *= 100
	}
	hour, minute, second := v/10000, v/100%100, v%100
	if minute > 59 || second > 60 {
		return false
	}
	p.hasTime, p.hour = true, hour
	p.clock = int64(minute)*60_000 + int64(second)*1000
	if c := p.peek(); n == 6 && (c == '.' || c == ',') {
		p.at++
		return p.fraction()
	}
	return true
}

// fraction reads the digits behind the second; false without any.
func (p *dateParser) fraction() bool {
	scale, any := int64(100), false
	for p.at < len(p.b) && digit(p.b[p.at]) {
		p.clock += int64(p.b[p.at]-'0') * scale
		scale /= 10
		p.at++
		any = true
	}
	return any
}

// lateHour is an hour alone, as in "3 PM".
func (p *dateParser) lateHour(v, n int) bool {
	if p.hasTime || n > 2 {
		return false
	}
	p.hasTime, p.hour = true, v
	return true
}

// zoneOffset reads +02:00, +0200, +02 or -5.
func (p *dateParser) zoneOffset() bool {
	sign := int64(1)
	if p.b[p.at] == '-' {
		sign = -1
	}
	p.at++
	h, n := p.number()
	m := 0
	switch {
	case n == 4:
		h, m = h/100, h%100
	case n == 0 || n > 2:
		return false
	case p.peek() == ':':
		p.at++
		if m, n = p.number(); n != 2 {
			return false
		}
	}
	if h > 14 || m > 59 {
		return false
	}
	p.zoned, p.offset = true, sign*(int64(h)*msHour+int64(m)*60_000)
	return true
}

// zoneNames are the abbreviations with one meaning where tickets are written.
var zoneNames = map[string]float64{
	"z": 0, "utc": 0, "gmt": 0, "wet": 0, "west": 1, "bst": 1, "cet": 1, "mez": 1, "cest": 2, "mesz": 2, "eet": 2, "eest": 3,
	"est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7,
}

var monthNames = map[string]int{
	"jan": 1, "january": 1, "januar": 1, "jän": 1, "jänner": 1, "feb": 2, "february": 2, "februar": 2, "feber": 2,
	"mar": 3, "march": 3, "mär": 3, "märz": 3, "maerz": 3, "mrz": 3, "apr": 4, "april": 4, "may": 5, "mai": 5,
	"jun": 6, "june": 6, "juni": 6, "jul": 7, "july": 7, "juli": 7, "aug": 8, "august": 8, "sep": 9, "sept": 9, "september": 9,
	"janv": 1, "janvier": 1, "févr": 2, "fév": 2, "février": 2, "mars": 3, "avr": 4, "avril": 4, "juin": 6, "juil": 7, "juillet": 7, "août": 8,
	"septembre": 9, "octobre": 10, "novembre": 11, "déc": 12, "décembre": 12,
	"ene": 1, "enero": 1, "febrero": 2, "marzo": 3, "abr": 4, "abril": 4, "mayo": 5, "junio": 6, "julio": 7, "ago": 8, "agosto": 8,
	"septiembre": 9, "octubre": 10, "noviembre": 11, "dic": 12, "diciembre": 12,
	"oct": 10, "october": 10, "okt": 10, "oktober": 10, "nov": 11, "november": 11, "dec": 12, "december": 12, "dez": 12, "dezember": 12,
}

// fillers carry nothing: weekdays and small words.
var fillers = map[string]bool{
	"t": true, "at": true, "of": true, "um": true, "uhr": true, "st": true, "nd": true, "rd": true, "th": true, "h": true, "de": true, "le": true, "à": true,
	"mon": true, "monday": true, "tue": true, "tues": true, "tuesday": true, "wed": true, "wednesday": true, "thu": true, "thur": true,
	"thurs": true, "thursday": true, "fri": true, "friday": true, "sat": true, "saturday": true, "sun": true, "sunday": true,
	"mo": true, "di": true, "mi": true, "do": true, "fr": true, "sa": true, "so": true, "montag": true, "dienstag": true,
	"mittwoch": true, "donnerstag": true, "freitag": true, "samstag": true, "sonnabend": true, "sonntag": true,
}

func (p *dateParser) word() bool {
	start := p.at
	var lower [16]byte
	n := 0
	for p.at < len(p.b) {
		c := p.b[p.at]
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		if !(c >= 'a' && c <= 'z' || c >= 0x80) || n == len(lower) {
			break
		}
		if c == 0xe4 && (p.at == start || p.b[p.at-1] < 0x80) { // ä in Windows-1252
			if n+2 > len(lower) {
				return false
			}
			lower[n], lower[n+1] = 0xc3, 0xa4
			n += 2
			p.at++
			continue
		}
		lower[n] = c
		n++
		p.at++
	}
	w := lower[:n]
	if n == 0 {
		return false
	}
	if m := monthNames[string(w)]; m > 0 {
		if p.month > 0 {
			return false
		}
		p.month, p.byName = m, p.count
		return true
	}
	if fillers[string(w)] {
		return true
	}
	if off, ok := zoneNames[string(w)]; ok && p.hasTime {
		p.zoned, p.offset = true, int64(off*float64(msHour))
		return true
	}
	if half := w[0]; half == 'a' || half == 'p' {
		switch {
		case n == 2 && w[1] == 'm':
			return p.halfDay(half)
		case n == 1 && p.peek() == '.' && p.at+1 < len(p.b) && p.b[p.at+1]|0x20 == 'm': // a.m.
			p.at += 2
			if p.peek() == '.' {
				p.at++
			}
			return p.halfDay(half)
		}
	}
	return false
}

// halfDay notes AM or PM; the hour before it may have been taken for a part of
// the date.
func (p *dateParser) halfDay(half byte) bool {
	if !p.hasTime || p.half != 0 {
		return false
	}
	p.half = half
	return true
}

// sinceMidnight is the time of day in milliseconds.
func (p *dateParser) sinceMidnight() (ms int64, ok bool) {
	hour := p.hour
	switch {
	case p.half != 0 && (hour < 1 || hour > 12):
		if hour > 23 || hour < 12 { // 0:15 AM and 15:04 PM are written, and clear
			if hour != 0 || p.half != 'a' {
				return 0, false
			}
		} else if p.half == 'a' {
			return 0, false
		}
	case p.half == 'a' && hour == 12:
		hour = 0
	case p.half == 'p' && hour < 12:
		hour += 12
	}
	if hour > 24 || hour == 24 && p.clock > 0 {
		return 0, false
	}
	return p.clock + int64(hour)*msHour, true
}

// timeOfDay reads a cell that holds a time without a date, as text or as the
// fraction of a day that spreadsheets store.
func timeOfDay(b []byte) (ms int64, ok bool) {
	if missing(b) || len(b) > maxDateLength {
		return 0, false
	}
	if v, ok := decimal(b, Days); ok {
		return int64(math.Round(v*86_400)) * 1000, v >= 0 && v < 1
	}
	p := dateParser{b: plainSpaces(b)}
	if !p.run() || p.count > 0 || p.month > 0 || !p.hasTime || p.zoned {
		return 0, false
	}
	return p.sinceMidnight()
}

// date puts the parts together.
func (p *dateParser) date(order Order) date {
	unreadable := date{status: dateUnreadable}
	clock, ok := p.sinceMidnight()
	if !ok {
		return unreadable
	}
	clock -= p.offset
	full := func(i int) (int, bool) { // a year
		switch y := p.parts[i]; {
		case p.digits[i] == 4:
			return y, true
		case p.digits[i] == 2 && y < 69:
			return 2000 + y, true
		case p.digits[i] == 2:
			return 1900 + y, true
		}
		return 0, false
	}
	if p.month > 0 {
		if p.count != 2 {
			return unreadable
		}
		dayAt, yearAt := 0, 1
		if p.digits[0] == 4 {
			dayAt, yearAt = 1, 0
		}
		year, ok := full(yearAt)
		if !ok || p.digits[dayAt] > 2 {
			return unreadable
		}
		return dated(year, p.month, p.parts[dayAt], clock, p.zoned, plainDate)
	}
	if p.count != 3 || p.digits[1] > 2 {
		return unreadable
	}
	if p.digits[0] == 4 {
		if p.digits[2] > 2 {
			return unreadable
		}
		return dated(p.parts[0], p.parts[1], p.parts[2], clock, p.zoned, plainDate)
	}
	year, ok := full(2)
	if !ok || p.digits[0] > 2 {
		return unreadable
	}
	return ordered(p.parts[0], p.parts[1], year, clock, p.zoned, p.dotted, order)
}

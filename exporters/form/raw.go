// A cell as it stands in a workbook that came back.

package form

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"

	"muster/assessment/messages"
	"muster/assessment/spreadsheet"
	"muster/exporters/xlsx"
)

// CellKind says what a cell holds.
type CellKind uint8

// The kinds of a cell.
const (
	TextCell CellKind = iota
	NumberCell
	BoolCell
	FaultCell
	DateCell
)

// Raw is the content of a cell.
type Raw struct {
	Text    string
	Kind    CellKind
	Percent bool // a number shown as a percentage
	Formula bool
	Long    bool // longer than any cell may be
}

// RawOf copies a cell out of a row.
func RawOf(c spreadsheet.Cell, book *spreadsheet.Workbook) Raw {
	r := Raw{Text: string(c.Text), Formula: c.Formula, Long: c.Long}
	switch c.Kind {
	case spreadsheet.Number:
		r.Kind, r.Percent = NumberCell, book.Percent(c.Style)
	case spreadsheet.Bool:
		r.Kind = BoolCell
	case spreadsheet.Fault:
		r.Kind = FaultCell
	case spreadsheet.Date:
		r.Kind = DateCell
	}
	return r
}

// Empty reports whether nothing is in the cell; a formula is something.
func (r Raw) Empty() bool { return !r.Formula && strings.TrimFunc(r.Text, IsSpace) == "" }

// Shown is the content as messages quote it.
func (r Raw) Shown() string {
	text := r.Text
	if r.Kind == BoolCell {
		text = map[string]string{"1": "TRUE", "0": "FALSE"}[text]
	}
	return strconv.Quote(Short(text))
}

// Short is a text cut to a length a message can carry.
func Short(s string) string {
	s = strings.Join(strings.Fields(xlsx.Clean(s)), " ")
	if r := []rune(s); len(r) > 60 {
		return string(r[:59]) + "…"
	}
	return s
}

// IsSpace reports whether a sign is blank, marks without width included.
func IsSpace(r rune) bool { return unicode.IsSpace(r) || r == '\u200b' || r == '\ufeff' }

// Plain is a text to compare by: lower case, single spaces, straight quotes.
func Plain(s string) string {
	s = strings.Join(strings.FieldsFunc(s, IsSpace), " ")
	return strings.ToLower(strings.NewReplacer("’", "'", "‘", "'", "ʼ", "'", "´", "'").Replace(s))
}

var (
	numberText = regexp.MustCompile(`^[+-]?(\d+([.,]\d+)?|[.,]\d+)([eE][+-]?\d{1,3})?$`)
	grouped    = regexp.MustCompile(`^([+-]?\d{1,3})((?: \d{3})+|(?:'\d{3})+)([.,]\d+)?$`)
	ambiguous  = regexp.MustCompile(`^[+-]?[1-9]\d{0,2}[.,]\d{3}$`)
)

// Numeric is the number in a cell, or what is wrong with it, in English. In a text a comma
// may stand for the point.
func (r Raw) Numeric(percent bool) (float64, string) {
	text := Plain(r.Text)
	if r.Kind == BoolCell || r.Kind == FaultCell || r.Kind == DateCell {
		return 0, messages.Mark("is no number")
	}
	if r.Kind == TextCell {
		if percent {
			text = strings.TrimSpace(strings.TrimSuffix(text, "%"))
		}
		if grouped.MatchString(text) {
			text = strings.NewReplacer(" ", "", "'", "").Replace(text)
		} else if ambiguous.MatchString(text) {
			return 0, messages.Mark("can be read with and without thousands (write it without a sign between them)")
		}
		text = strings.ReplaceAll(text, ",", ".")
	}
	v, err := strconv.ParseFloat(text, 64)
	if err != nil || !numberText.MatchString(text) || math.IsInf(v, 0) {
		return 0, messages.Mark("is no number")
	}
	if percent && r.Percent { // 33 % is stored as 0.33
		v, _ = strconv.ParseFloat(strconv.FormatFloat(v*100, 'g', 14, 64), 64)
	}
	return v + 0, "" // never -0
}

// Same reports whether two cells hold the same, whichever program stored them.
func (r Raw) Same(other Raw) bool {
	if r.Formula || other.Formula {
		return false
	}
	a, b := Content(r.Text), Content(other.Text)
	if a == b {
		return true
	}
	x, wrong := r.Numeric(false)
	y, wrongToo := other.Numeric(false)
	return wrong == "" && wrongToo == "" && r.Percent == other.Percent && Near(x, y)
}

// Content is a text without what programs change about it.
func Content(s string) string { return strings.TrimFunc(xlsx.Clean(s), IsSpace) }

// Near reports whether two numbers agree in the digits that spreadsheet programs
// keep.
func Near(a, b float64) bool {
	return a == b || math.Abs(a-b) <= 1e-14*max(math.Abs(a), math.Abs(b))
}

// start is the day from which workbooks count days.
func start(from1904 bool) time.Time {
	if from1904 {
		return time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	return time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC) // a sheet knows a 29 February 1900
}

// The days a cell may hold, counted as workbooks do: 1990 to 2199.
const (
	firstDay = 32874
	lastDay  = 109574
)

// DayNumber is a day (yyyy-mm-dd) as a cell holds it; nil for none that one may
// hold.
func DayNumber(day string) any {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return nil
	}
	if n := t.Sub(start(false)).Hours() / 24; n >= firstDay && n <= lastDay {
		return n
	}
	return nil
}

// dateForms are ways to write a date that leave no doubt about day and month.
var dateForms = []string{time.DateOnly, "2006-01-02T15:04:05", "2006-01-02T15:04:05Z", "2006-01-02 15:04:05", "2.1.2006", "2 January 2006", "2 Jan 2006", "January 2, 2006", "Jan 2, 2006", "2006/01/02"}

// DateOf is the day in a cell, yyyy-mm-dd; false where it holds none of the years
// 1990 to 2199.
func DateOf(cell Raw, from1904 bool) (string, bool) {
	text := strings.Join(strings.Fields(cell.Text), " ")
	for _, form := range dateForms {
		if t, err := time.Parse(form, text); err == nil && t.Year() >= 1990 && t.Year() < 2200 {
			return t.Format(time.DateOnly), true
		}
	}
	days, err := strconv.ParseFloat(text, 64)
	if err != nil || !(days >= 1 && days < 200_000) {
		return "", false
	}
	t := start(from1904).AddDate(0, 0, int(days))
	if t.Year() < 1990 || t.Year() >= 2200 {
		return "", false
	}
	return t.Format(time.DateOnly), true
}

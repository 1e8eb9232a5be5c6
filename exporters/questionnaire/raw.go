// A cell as it stands in a workbook that came back.

package questionnaire

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"muster/assessment/spreadsheet"
	"muster/exporters/xlsx"
)

type cellKind uint8

const (
	textCell cellKind = iota
	numberCell
	boolCell
	faultCell
	dateCell
)

// raw is the content of a cell.
type raw struct {
	text    string
	kind    cellKind
	percent bool // a number shown as a percentage
	formula bool
	long    bool // longer than any cell may be
}

// rawOf copies a cell out of a row.
func rawOf(c spreadsheet.Cell, book *spreadsheet.Workbook) raw {
	r := raw{text: string(c.Text), formula: c.Formula, long: c.Long}
	switch c.Kind {
	case spreadsheet.Number:
		r.kind, r.percent = numberCell, book.Percent(c.Style)
	case spreadsheet.Bool:
		r.kind = boolCell
	case spreadsheet.Fault:
		r.kind = faultCell
	case spreadsheet.Date:
		r.kind = dateCell
	}
	return r
}

// empty reports whether nothing is in the cell; a formula is something.
func (r raw) empty() bool { return !r.formula && strings.TrimFunc(r.text, isSpace) == "" }

// shown is the content as messages quote it.
func (r raw) shown() string {
	text := r.text
	if r.kind == boolCell {
		text = map[string]string{"1": "TRUE", "0": "FALSE"}[text]
	}
	return strconv.Quote(short(text))
}

// short is a text cut to a length a message can carry.
func short(s string) string {
	s = strings.Join(strings.Fields(xlsx.Clean(s)), " ")
	if r := []rune(s); len(r) > 60 {
		return string(r[:59]) + "…"
	}
	return s
}

func isSpace(r rune) bool { return unicode.IsSpace(r) || r == '\u200b' || r == '\ufeff' }

// plain is a text to compare by: lower case, single spaces, straight quotes.
func plain(s string) string {
	s = strings.Join(strings.FieldsFunc(s, isSpace), " ")
	return strings.ToLower(strings.NewReplacer("’", "'", "‘", "'", "ʼ", "'", "´", "'").Replace(s))
}

var (
	numberText = regexp.MustCompile(`^[+-]?(\d+([.,]\d+)?|[.,]\d+)([eE][+-]?\d{1,3})?$`)
	grouped    = regexp.MustCompile(`^([+-]?\d{1,3})((?: \d{3})+|(?:'\d{3})+)([.,]\d+)?$`)
	ambiguous  = regexp.MustCompile(`^[+-]?[1-9]\d{0,2}[.,]\d{3}$`)
)

// numeric is the number in a cell, or what is wrong with it. In a text a comma
// may stand for the point.
func (r raw) numeric(percent bool) (float64, string) {
	text := plain(r.text)
	if r.kind == boolCell || r.kind == faultCell || r.kind == dateCell {
		return 0, "is no number"
	}
	if r.kind == textCell {
		if percent {
			text = strings.TrimSpace(strings.TrimSuffix(text, "%"))
		}
		if grouped.MatchString(text) {
			text = strings.NewReplacer(" ", "", "'", "").Replace(text)
		} else if ambiguous.MatchString(text) {
			return 0, "can be read with and without thousands (write it without a sign between them)"
		}
		text = strings.ReplaceAll(text, ",", ".")
	}
	v, err := strconv.ParseFloat(text, 64)
	if err != nil || !numberText.MatchString(text) || math.IsInf(v, 0) {
		return 0, "is no number"
	}
	if percent && r.percent { // 33 % is stored as 0.33
		v, _ = strconv.ParseFloat(strconv.FormatFloat(v*100, 'g', 14, 64), 64)
	}
	return v + 0, "" // never -0
}

// same reports whether two cells hold the same, whichever program stored them.
func (r raw) same(other raw) bool {
	if r.formula || other.formula {
		return false
	}
	a, b := content(r.text), content(other.text)
	if a == b {
		return true
	}
	x, wrong := r.numeric(false)
	y, wrongToo := other.numeric(false)
	return wrong == "" && wrongToo == "" && r.percent == other.percent && near(x, y)
}

// content is a text without what programs change about it.
func content(s string) string { return strings.TrimFunc(xlsx.Clean(s), isSpace) }

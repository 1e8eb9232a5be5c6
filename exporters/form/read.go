// Finding the way in a workbook that came back.

package form

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"

	"muster/assessment/spreadsheet"
)

// Limits are what a workbook that others filled in may hold.
var Limits = spreadsheet.Limits{
	File:       16 << 20,
	Entries:    2_000,
	Unpacked:   64 << 20,
	SmallParts: 24 << 20,
	Part:       8 << 20,
	Ratio:      200,
	RatioFrom:  4 << 20,
	Sheets:     200,
	Rows:       20_000,
	Columns:    64,
	Cells:      1_000_000,
	Content:    32 << 20,
	Texts:      100_000,
	Tags:       100_000,
	Markup:     1 << 20,
	Cell:       256 << 10,
	Memory:     64 << 20, // no place but memory
}

// MaxText is what a cell may hold, in UTF-16 units.
const MaxText = 32767

// TooLong reports whether a cell holds more than any cell may.
func (r Raw) TooLong() bool { return r.Long || len(utf16.Encode([]rune(r.Text))) > MaxText }

// At is a message with its place in a workbook, as far as that is known.
func At(sheet, cell, text string) string {
	where := sheet
	if cell != "" {
		where += ", " + cell
	}
	if where == "" {
		return text
	}
	return where + ": " + text
}

// Address is a cell by its column and row, which may be any a workbook had.
func Address(column, row int) string { return ColumnName(column) + strconv.Itoa(row) }

// ColumnName is the letters of a column, from 1.
func ColumnName(n int) string {
	name := ""
	for ; n > 0; n = (n - 1) / 26 {
		name = string(rune('A'+(n-1)%26)) + name
	}
	return name
}

// Text is the text of a cell by column.
func Text(row spreadsheet.Row, column int) string {
	if column > len(row.Cells) {
		return ""
	}
	return strings.TrimFunc(string(row.Cells[column-1].Text), IsSpace)
}

// KindOf refuses files that are no XLSX by their first bytes; kind is what they
// should hold, such as "questionnaire".
func KindOf(data []byte, kind string) error {
	switch {
	case len(data) == 0:
		return fmt.Errorf("the file is empty; ask for the %s again", kind)
	case bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0")):
		return errors.New("this is an old binary workbook (.xls) or one with a password; open it and save it as XLSX without a password")
	case bytes.HasPrefix(data, []byte("%PDF")):
		return errors.New("this is a PDF; ask for the workbook (.xlsx) itself")
	case !bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return fmt.Errorf("this is no workbook; a %s comes back as XLSX", kind)
	}
	return nil
}

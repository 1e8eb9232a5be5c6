// What the program's other workbooks share with that of the report.

package xlsx

import (
	"bytes"
	"io"
	"time"

	"github.com/xuri/excelize/v2"

	"muster/exporters/report"
)

// CutNote ends a text that was too long for a cell.
const CutNote = cutNote

// Clean makes valid UTF-8 without control and noncharacters; lines end in \n.
func Clean(s string) string { return clean(s) }

// CellText is s as a cell takes it: clean, cut where it is too long, escapes
// escaped. It needs a file that is written by SteadyZip.
func CellText(s string) string { return cellText(s) }

// Fit is the text of a cell as it is read again: clean, cut where it is too long.
func Fit(s string) string { return cut(clean(s)) }

// HeaderPart is s as a part of a page's header or footer, at most so many
// characters of it.
func HeaderPart(s string, most int) string { return headerPart(s, most) }

// LineCount estimates the lines of text wrapped at so many characters, rather
// one too many than one too few.
func LineCount(text string, width float64) int { return lineCount(text, width) }

// FixedDate stands for the time of writing a document of the date, so that the
// bytes depend on the document alone.
func FixedDate(date string) time.Time { return fixedDate(&report.Report{Date: date}) }

// SteadyZip writes a workbook so that the same content gives the same bytes.
func SteadyZip(w io.Writer, at time.Time) excelize.ZipWriter {
	return &steadyZip{w: w, time: at, files: map[string]*bytes.Buffer{}}
}

// CellName is the address of a cell, such as B3; columns and rows count from 1. It
// panics on others: they come from a program's own counting.
func CellName(col, row int) string { return cellName(col, row) }

// Absolute is the address of a cell that does not move, such as $B$3.
func Absolute(col, row int) string { return absolute(col, row) }

// Text for people: aligned labels, wrapped at a width any terminal has.

package main

import (
	"fmt"
	"strings"
	"text/tabwriter"
	"unicode"
	"unicode/utf8"

	"muster/exporters/report"
)

const (
	lineWidth  = 80
	labelWidth = 13
)

// row writes a label and its text.
func (a *app) row(label, text string) {
	a.printf("  %-*s %s\n", labelWidth, label, wrap(text, labelWidth+3))
}

// list writes a heading and its items, or nothing when there are none.
func (a *app) list(heading string, items []string) {
	if len(items) == 0 {
		return
	}
	a.printf("\n%s\n", heading)
	for _, item := range items {
		a.printf("  - %s\n", wrap(item, 4))
	}
}

// written lists files by their paths, for people.
func (a *app) written(paths []string) {
	if len(paths) == 0 {
		return
	}
	a.printf("\nWritten:\n")
	for _, path := range paths {
		a.printf("  %s\n", path)
	}
}

// wrap breaks text into lines; all but the first start with indent spaces.
func wrap(text string, indent int) string {
	var b strings.Builder
	column := indent
	for i, word := range strings.Fields(text) {
		n := utf8.RuneCountInString(word)
		switch {
		case i == 0:
		case column+1+n > lineWidth:
			b.WriteString("\n" + strings.Repeat(" ", indent))
			column = indent
		default:
			b.WriteByte(' ')
			column++
		}
		b.WriteString(word)
		column += n
	}
	return b.String()
}

// table writes rows of cells in columns.
func (a *app) table(rows [][]string) {
	w := tabwriter.NewWriter(a.out, 0, 0, 2, ' ', 0)
	for _, cells := range rows {
		for i, c := range cells {
			cells[i] = plain(c)
		}
		fmt.Fprintln(w, strings.Join(cells, "\t"))
	}
	w.Flush()
}

// plain drops what a terminal would act on: control characters but line ends,
// and marks that reorder text.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\t':
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
}

// verdicts writes whose engagement it is and the verdicts in words.
func (a *app) verdicts(rep *report.Report) {
	title := rep.Title
	if rep.Client != "" {
		title += ", " + rep.Client
	}
	a.printf("%s\n\n", wrap(title, 0))
	for _, v := range rep.Verdicts {
		a.row(v.Subject, strings.TrimSpace(v.Word+". "+v.Detail))
	}
}

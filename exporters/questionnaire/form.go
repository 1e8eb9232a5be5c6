// The mechanism of workbooks that are filled in, by the names used here.

package questionnaire

import (
	"muster/exporters/form"
)

type (
	style = form.Style
	cell  = form.Cell
	span  = form.Span
	sheet = form.Sheet
	check = form.Check
	mark  = form.Mark
	raw   = form.Raw
)

// book is the workbook being made.
type book struct {
	*form.Book
	in input
}

func newBook(in input) *book {
	return &book{form.NewBook(form.Facts{Title: in.title(), Client: in.doc.Client, Classification: in.doc.Classification, Date: in.doc.Date, Language: in.set.Language}), in}
}

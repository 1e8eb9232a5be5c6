// Whether day or month comes first, decided from whole columns.

package tickets

import "fmt"

// evidence counts what the dates of a column say about the order of day and
// month.
type evidence struct {
	same, open, dotted, dmy, mdy int64
	example                      string // of a date that could be read both ways
}

func (e *evidence) note(d date, text []byte) {
	if d.status != dateRead && d.status != dateMisfit {
		return
	}
	switch d.class {
	case sameDate:
		e.same++
	case openDate:
		if e.open == 0 || string(text) < e.example {
			e.example = string(text)
		}
		e.open++
	case dottedDate:
		e.dotted++
	case dmyDate:
		e.dmy++
	case mdyDate:
		e.mdy++
	}
}

func (e *evidence) add(o evidence) {
	if e.open == 0 || o.open > 0 && o.example < e.example {
		e.example = o.example
	}
	e.same += o.same
	e.open += o.open
	e.dotted += o.dotted
	e.dmy += o.dmy
	e.mdy += o.mdy
}

// AmbiguousDates is returned when nothing in the file tells whether day or month
// comes first. Set Mapping.DateOrder and import again.
type AmbiguousDates struct {
	Column  string // header of the column
	Example string // a date that can be read both ways
	Count   int64  // how many such dates there are
	// Contradictory is set where as many dates can only be day-first as can only
	// be month-first.
	Contradictory bool
}

func (e *AmbiguousDates) Error() string {
	if e.Contradictory {
		return fmt.Sprintf("the dates in column %q contradict each other: as many can only be day-first as can only be month-first; say which order holds, dmy (day first) or mdy (month first)", e.Column)
	}
	return fmt.Sprintf("the dates in column %q can be read day-first or month-first, for example %q, and no date in the file settles it; say which order holds, dmy (day first) or mdy (month first)", e.Column, e.Example)
}

// decideOrder gives the order of day and month of a file. The openings decide
// where they can, the other dates where they cannot. Dates with dots are
// day-first unless others say no.
func decideOrder(opened, others evidence, openedColumn string) (Order, error) {
	for _, e := range []evidence{opened, others} {
		switch {
		case e.dmy > e.mdy:
			return DMY, nil
		case e.mdy > e.dmy:
			return MDY, nil
		case e.dmy > 0:
			return "", &AmbiguousDates{Column: openedColumn, Count: e.dmy + e.mdy, Contradictory: true}
		}
	}
	all := opened
	all.add(others)
	switch {
	case all.dotted > 0:
		return DMY, nil
	case all.open > 0:
		return "", &AmbiguousDates{Column: openedColumn, Example: all.example, Count: all.open}
	case all.same > 0:
		return DMY, nil // either reading gives the same days
	}
	return ISO, nil
}

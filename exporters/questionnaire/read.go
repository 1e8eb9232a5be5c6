// What a workbook that came back says, beside what the document says now.

package questionnaire

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"muster/assessment/engagement"
	"muster/assessment/question"
	"muster/exporters/form"
	"muster/exporters/xlsx"
)

// Import is what was read from a workbook. Nothing of it is taken over yet.
type Import struct {
	Respondent   Respondent
	EngagementID string
	SetVersion   int
	// WithAnswers says that the workbook was written with the answers of then.
	WithAnswers bool
	// Hash is the SHA-256 of the document the workbook was written from.
	Hash string
	// Entries are the questions of which the workbook says something else than the
	// document, in the order of the set.
	Entries []Entry
	// Same counts the questions of which it says nothing else.
	Same int
	// Problems are what could not be used, in the order of the set.
	Problems []Problem
}

// Respondent is who filled the workbook in, as it says.
type Respondent struct {
	Name, Role string
	Date       string // yyyy-mm-dd
}

// Kind says how an entry stands to the document.
type Kind string

// The kinds of entries.
const (
	New         Kind = "new"         // the document had no answer
	Changed     Kind = "changed"     // the document still has what the workbook was written with
	Conflicting Kind = "conflicting" // the document was changed meanwhile
	Cleared     Kind = "cleared"     // the workbook emptied what was there
	Confirmed   Kind = "confirmed"   // the workbook says the same as an answer that was carried over
	Same        Kind = "same"        // never listed
)

// Entry is a question of which the workbook says something else than the document.
type Entry struct {
	ID, Title   string
	Sheet, Cell string // where its answer stands
	Kind        Kind
	// Given is the document's answer with what the workbook changes in it. What is
	// no part of a workbook (references, the review mark) stays as it is, and so do
	// cells nobody touched: rows of a matrix that others answered are kept.
	Given engagement.Answer
	// Current is the answer of the document.
	Current engagement.Answer
	// Original is what the workbook was written with; empty for a blank one.
	Original engagement.Answer
}

// ProblemKind says what could not be used.
type ProblemKind string

// The kinds of problems.
const (
	OffList        ProblemKind = "off-list"         // not among what may be chosen, or no number
	OutOfRange     ProblemKind = "out-of-range"     // a number beyond the range
	Formula        ProblemKind = "formula"          // a formula in a cell to fill in
	UnknownID      ProblemKind = "unknown-id"       // the question set has no such cell
	DoubleID       ProblemKind = "double-id"        // a cell stands in the workbook twice
	MissingID      ProblemKind = "missing-id"       // cells of a question are not there
	Incomplete     ProblemKind = "incomplete"       // a part of the answer is lacking
	AnswerAndState ProblemKind = "answer-and-state" // an answer, and don't know or not applicable
	TooLong        ProblemKind = "too-long"         // longer than a cell may be
	OtherVersion   ProblemKind = "other-version"    // made with another version of the question set
	UnreadableDate ProblemKind = "unreadable-date"  // the respondent's date
	MissingColumn  ProblemKind = "missing-column"   // a sheet lacks a column
	TooMany        ProblemKind = "too-many"         // more problems than are listed
)

// Problem is something in the workbook that could not be used as it stands.
type Problem struct {
	Sheet, Cell string
	QuestionID  string
	Kind        ProblemKind
	Text        string // what is wrong and what to do
}

// String is the problem with its place.
func (p Problem) String() string { return form.At(p.Sheet, p.Cell, p.Text) }

// ErrNoQuestionnaire says that a workbook holds no questionnaire.
var ErrNoQuestionnaire = errors.New("this workbook is no questionnaire of Muster, or its hidden sheets are gone; ask for the workbook as it was sent out, with the answers in it")

// OtherEngagementError says that a workbook belongs to another engagement.
type OtherEngagementError struct {
	Name        string // of the file
	Found, Want string // ids
}

func (e *OtherEngagementError) Error() string {
	return fmt.Sprintf("%s: this questionnaire belongs to another engagement (%s; open is %s); open that one, or say that the answers are meant for this one", e.Name, quotedID(e.Found), quotedID(e.Want))
}

func quotedID(id string) string {
	if id == "" {
		return "one without an id"
	}
	return form.Short(id)
}

// OtherSetError says that a workbook asks the questions of another set.
type OtherSetError struct {
	Name        string // of the file
	Found, Want string // ids of the sets
}

func (e *OtherSetError) Error() string {
	return fmt.Sprintf("%s: this questionnaire asks the questions of another set (%s; in use is %s); load that set first", e.Name, quotedID(e.Found), quotedID(e.Want))
}

// Read reads the workbook data of the file name and compares it with doc, changing
// neither. The error says that nothing of it can be used, but for an
// *OtherEngagementError: then the Import is complete all the same, for a caller
// that is told to allow it.
func Read(ctx context.Context, name string, data []byte, set *question.Set, doc *engagement.Document) (result *Import, err error) {
	if set == nil || doc == nil {
		return nil, errors.New("questionnaire: a question set and an engagement are needed")
	}
	defer func() {
		if p := recover(); p != nil {
			result, err = nil, fmt.Errorf("%s: this workbook cannot be read (%v); save it again as XLSX", name, p)
		}
	}()
	if err := form.KindOf(data, "questionnaire"); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	s := newScan(set)
	if err := s.workbook(ctx, bytes.NewReader(data), int64(len(data))); err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if err := s.meta.check(name, set); err != nil {
		return nil, err
	}
	c := &comparer{scan: s, set: set, doc: doc, out: &Import{EngagementID: s.meta.engagement, SetVersion: s.meta.setVersion, WithAnswers: s.meta.answers, Hash: s.meta.hash}}
	c.compare()
	if s.meta.engagement != form.Content(xlsx.Fit(doc.ID)) { // as a cell keeps it
		return c.out, &OtherEngagementError{Name: name, Found: s.meta.engagement, Want: doc.ID}
	}
	return c.out, nil
}

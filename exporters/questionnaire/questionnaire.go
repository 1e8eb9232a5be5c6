// Package questionnaire writes the questions of an assessment as a workbook for
// colleagues who answer without Muster, and reads it when it comes back. Answers
// bind to the ids in a hidden column, never to rows or sheets. Reading changes
// nothing: it says what is new, changed or in conflict, and what cannot be used,
// and leaves it to the caller to take it over.
package questionnaire

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"muster/assessment/engagement"
	"muster/assessment/question"
)

// The workbook's format and its version.
const (
	Format  = "muster-questionnaire"
	Version = 1
)

// The scopes of a questionnaire.
const (
	Quick = "quick"
	All   = "all"
)

// Options say what a questionnaire holds.
type Options struct {
	// Scope is Quick or All; empty takes that of the document.
	Scope string
	// WithAnswers fills in the answers of the document; else all cells are blank.
	WithAnswers bool
	// Respondent is the name of who is asked, if that is known.
	Respondent string
}

// scope is the scope that holds for a document.
func (o Options) scope(doc *engagement.Document) (string, error) {
	scope := o.Scope
	if scope == "" {
		scope = doc.Scope
	}
	switch scope {
	case "":
		return All, nil
	case Quick, All:
		return scope, nil
	}
	return "", fmt.Errorf("questionnaire: unknown scope %q; allowed: %s, %s", scope, Quick, All)
}

// asked are the cells of a question in a scope; none where it is not asked.
func asked(it *question.Item, scope string) []part {
	if scope != Quick {
		return parts(it)
	}
	if !it.Quick {
		return nil
	}
	all := parts(it)
	if quick := slices.DeleteFunc(slices.Clone(all), func(p part) bool { return !p.quick }); len(quick) > 0 {
		return quick
	}
	return all
}

// Write makes the workbook. It checks ctx before each sheet and tells progress
// (which may be nil) after each; the same input gives the same bytes.
func Write(ctx context.Context, set *question.Set, doc *engagement.Document, o Options, progress func(done, total int)) (data []byte, err error) {
	if set == nil || doc == nil {
		return nil, errors.New("questionnaire: a question set and an engagement are needed")
	}
	defer func() {
		if p := recover(); p != nil {
			data, err = nil, fmt.Errorf("questionnaire: the workbook could not be made: %v", p)
		}
	}()
	scope, err := o.scope(doc)
	if err != nil {
		return nil, err
	}
	in := input{set: set, doc: doc, scope: scope, answers: o.WithAnswers, respondent: o.Respondent, exempt: map[string]string{}}
	_, exempt := doc.Effective(set)
	for _, e := range exempt {
		in.exempt[e.ID] = e.Because
	}
	b := newBook(in)
	defer b.Close()
	data, err = b.Write(ctx, b.layout(), progress)
	if err != nil && ctx.Err() == nil {
		err = fmt.Errorf("questionnaire: %w", err)
	}
	return data, err
}

// input is what a questionnaire is made of.
type input struct {
	set        *question.Set
	doc        *engagement.Document
	scope      string
	answers    bool
	respondent string
	exempt     map[string]string // why, by the questions that do not apply
}

// answer is what stands in the cells of a question before anybody fills it in.
func (in input) answer(it *question.Item) engagement.Answer {
	if !in.answers {
		return engagement.Answer{}
	}
	return in.doc.Answers[it.ID]
}

// hash is the SHA-256 of the document.
func hash(doc *engagement.Document) string {
	sum := sha256.Sum256(doc.Write())
	return hex.EncodeToString(sum[:])
}

// Keys of the sheet that says what a workbook is.
const (
	metaFormat     = "format"
	metaVersion    = "version"
	metaEngagement = "engagement"
	metaSet        = "questionSet"
	metaSetVersion = "questionSetVersion"
	metaLanguage   = "language"
	metaScope      = "scope"
	metaAnswers    = "answers"
	metaHash       = "sha256"
)

// metaOption starts the key of a line that keeps the text of an option: the set in
// use when the workbook comes back may word it otherwise.
const metaOption = "option/"

// meta are the lines of that sheet; the format stands first.
func (in input) meta() [][2]string {
	answers := "no"
	if in.answers {
		answers = "yes"
	}
	lines := [][2]string{
		{metaFormat, Format}, {metaVersion, strconv.Itoa(Version)}, {metaEngagement, in.doc.ID}, {metaSet, in.set.ID},
		{metaSetVersion, strconv.Itoa(in.set.Version)}, {metaLanguage, in.set.Language}, {metaScope, in.scope}, {metaAnswers, answers},
		{metaHash, hash(in.doc)},
	}
	for _, it := range in.set.Items() {
		if it.Type == question.Choice && len(asked(it, in.scope)) > 0 {
			for _, c := range options(it).entries {
				lines = append(lines, [2]string{metaOption + it.ID + "/" + c.id, c.label})
			}
		}
	}
	return lines
}

// title is that of the engagement, or of the question set.
func (in input) title() string {
	if in.doc.Title != "" {
		return in.doc.Title
	}
	return in.set.Title
}

// Package session is one engagement being worked on: every change goes through
// it, can be undone, and is told to whoever observes. It knows neither windows
// nor files; it is used from one goroutine.
package session

import (
	"slices"

	"muster/assessment"
	"muster/assessment/comparison"
	"muster/assessment/engagement"
	"muster/assessment/followup"
	"muster/assessment/model"
	"muster/assessment/question"
	"muster/assessment/target"
)

// maxUndo bounds the undo stack; a step is a shallow copy of the document.
const maxUndo = 500

// Session holds a document with its history and its current result.
type Session struct {
	Set      *question.Set
	Registry *model.Registry

	doc        *engagement.Document
	result     assessment.Result
	explained  *assessment.Explanation // of doc; nil until somebody asks
	prepared   *comparison.Prepared    // of doc; nil until somebody asks
	compared   *comparison.Comparison
	people     *assessment.RespondentComparison // of doc; nil until somebody asks
	since      *followup.Change                 // of doc; nil until somebody asks
	gap        *target.Assessment               // of doc; nil until somebody asks
	undo, redo []step
	saved      *engagement.Document
	observers  []func(Change)
	readOnly   bool
	typing     string // key of the step that goes on being typed; empty for none
}

// Change tells what an observer may have to show anew.
type Change struct {
	Place string // question id, or the name of a page; where the user should look
	Jump  bool   // undo or redo: go there
}

type step struct {
	before *engagement.Document
	place  string
}

// New starts a session on doc. The document then belongs to the session.
func New(set *question.Set, registry *model.Registry, doc *engagement.Document) *Session {
	s := &Session{Set: set, Registry: registry, doc: doc, saved: doc, readOnly: doc.Newer()}
	s.evaluate()
	return s
}

func (s *Session) evaluate() {
	s.result, s.explained = assessment.Evaluate(s.Set, s.Registry, s.doc), nil
	s.prepared, s.compared, s.people, s.since, s.gap = nil, nil, nil, nil, nil
}

// Document is the document as it stands. It is never changed in place, so it is
// a snapshot that may be handed to another goroutine.
func (s *Session) Document() *engagement.Document { return s.doc }

// Result is the evaluation of the document as it stands.
func (s *Session) Result() *assessment.Result { return &s.result }

// Explanation is what stands behind the result; made when it is first asked for.
func (s *Session) Explanation() *assessment.Explanation {
	if s.explained == nil {
		e := assessment.Explain(s.Set, s.Registry, s.doc, &s.result)
		s.explained = &e
	}
	return s.explained
}

// Comparison is the comparison of the contract options; made when it is first
// asked for, nil without options.
func (s *Session) Comparison() *comparison.Comparison {
	if s.compared == nil && len(s.doc.Options) > 0 {
		s.compared = s.Weighed(s.doc.Comparison.Weights)
	}
	return s.compared
}

// Respondents sets those who answered on their own side by side; made when it is
// first asked for, nil where nobody did.
func (s *Session) Respondents() *assessment.RespondentComparison {
	if s.people == nil {
		s.people = assessment.CompareRespondents(s.Set, s.Registry, s.doc)
	}
	return s.people
}

// Since is the change since the engagement that this one follows; made when it is
// first asked for, nil where it follows none.
func (s *Session) Since() *followup.Change {
	if s.since == nil {
		s.since = followup.Compare(s.Set, s.Registry, s.doc, &s.result)
	}
	return s.since
}

// Gap compares the document with its target; made when it is first asked for, because
// it tries every gap out, nil without a target.
func (s *Session) Gap() *target.Assessment {
	if s.gap == nil {
		s.gap = target.Assess(target.Default(), s.Set, s.Registry, s.doc, &s.result)
	}
	return s.gap
}

// Confirm takes the mark of what was carried over off the answers to items; one undo
// step, which leads to place.
func (s *Session) Confirm(place string, items ...string) {
	s.Edit(place, func(d *engagement.Document) {
		for _, id := range items {
			if a, ok := d.Answers[id]; ok && a.Carried {
				a.Carried = false
				d.Answers[id] = a
			}
		}
	})
}

// Weighed is the comparison with other swing points, which are not kept: what a
// weight does while it is being moved.
func (s *Session) Weighed(points map[string]float64) *comparison.Comparison {
	if s.prepared == nil {
		s.prepared = comparison.Prepare(s.Set, s.Registry, s.doc, &s.result)
	}
	return s.prepared.Rank(points)
}

// ReadOnly reports whether changes are refused.
func (s *Session) ReadOnly() bool { return s.readOnly }

// SetReadOnly refuses changes, or takes them again; a newer document stays refused.
func (s *Session) SetReadOnly(on bool) { s.readOnly = on || s.doc.Newer() }

// Observe calls f after every change.
func (s *Session) Observe(f func(Change)) { s.observers = append(s.observers, f) }

// Answer is the answer to an item as it stands.
func (s *Session) Answer(id string) engagement.Answer { return s.doc.Answers[id] }

// SetAnswer replaces the answer to an item; one undo step. An answer that is the same
// as before changes nothing.
func (s *Session) SetAnswer(id string, a engagement.Answer) {
	if engagement.Equal(s.doc.Answers[id], a) {
		return
	}
	if next := s.after(func(d *engagement.Document) {
		if a.Empty() {
			delete(d.Answers, id)
		} else {
			d.Answers[id] = a
		}
	}); next != nil {
		s.take(id, next)
	}
}

// Edit applies change to a copy of the document; one undo step, none if nothing
// changed. Place is where undo will lead.
func (s *Session) Edit(place string, change func(*engagement.Document)) {
	// Comparing whole documents takes as long as evaluating one; SetAnswer compares
	// the one answer instead.
	if next := s.after(change); next != nil && !engagement.Same(next, s.doc) {
		s.take(place, next)
	}
}

// after is the document with a change; nil where changes are refused.
func (s *Session) after(change func(*engagement.Document)) *engagement.Document {
	if s.readOnly {
		return nil
	}
	next := s.doc.Clone()
	change(next)
	next.ClearCarried(s.doc) // what is answered anew needs no confirmation
	return next
}

// take puts next in the place of the document; one undo step.
func (s *Session) take(place string, next *engagement.Document) {
	s.typing = ""
	s.undo = append(s.undo, step{s.doc, place})
	if len(s.undo) > maxUndo {
		s.undo = s.undo[len(s.undo)-maxUndo:]
	}
	s.redo = nil
	s.become(next, Change{Place: place})
}

// WhileTyping runs an edit of a text that goes on being typed: what follows under
// the same key, with nothing else between, belongs to the same undo step; there is
// none where all of it was taken back.
func (s *Session) WhileTyping(key string, edit func()) {
	goesOn := s.typing == key && len(s.undo) > 0
	before, steps := s.doc, s.undo
	edit()
	if s.doc == before {
		return
	}
	if goesOn {
		s.undo = steps
		if last := len(steps) - 1; engagement.Same(steps[last].before, s.doc) { // all of it was taken back
			s.undo, s.typing = steps[:last], ""
			return
		}
	}
	s.typing = key
}

// EndTyping makes the next edit a step of its own.
func (s *Session) EndTyping() { s.typing = "" }

// Replace puts another document in the place of this one, as when a saved state is
// restored; one undo step. What waits to be confirmed there still does: nobody
// answered it.
func (s *Session) Replace(place string, doc *engagement.Document) {
	if !s.readOnly && !engagement.Same(doc, s.doc) {
		s.take(place, doc.Clone())
	}
}

func (s *Session) become(doc *engagement.Document, c Change) {
	s.doc = doc
	s.evaluate()
	for _, f := range s.observers {
		f(c)
	}
}

// CanUndo reports whether there is a step to take back.
func (s *Session) CanUndo() bool { return len(s.undo) > 0 }

// CanRedo reports whether an undone step can be taken again.
func (s *Session) CanRedo() bool { return len(s.redo) > 0 }

// Undo takes back the last step.
func (s *Session) Undo() { s.travel(&s.undo, &s.redo) }

// Redo takes an undone step again.
func (s *Session) Redo() { s.travel(&s.redo, &s.undo) }

func (s *Session) travel(from, to *[]step) {
	n := len(*from)
	if n == 0 {
		return
	}
	last := (*from)[n-1]
	*from = (*from)[:n-1]
	s.typing = ""
	*to = append(*to, step{s.doc, last.place})
	s.become(last.before, Change{Place: last.place, Jump: true})
}

// Dirty reports whether there is something to save.
func (s *Session) Dirty() bool { return s.doc != s.saved }

// MarkSaved notes that doc is on disk. A document that was changed meanwhile
// stays dirty.
func (s *Session) MarkSaved(doc *engagement.Document) { s.saved = doc }

// Fresh is the same session without observers, for a window that is built anew.
func (s *Session) Fresh() *Session {
	c := *s
	c.observers = nil
	// Neither may write into the other's past.
	c.undo, c.redo = slices.Clone(s.undo), slices.Clone(s.redo)
	return &c
}

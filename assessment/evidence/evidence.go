// Package evidence is about the documents that answers rest on: where they lie,
// what they held when they were attached, and whether they still do. Paths are
// worked out by pure rules for every system; Hash, Take, Check and Move read the
// disk. Nothing opens a network connection or starts a program.
package evidence

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"muster/assessment/engagement"
	"muster/assessment/question"
)

// State is what a check found out about a reference.
type State string

// The states, the worst first; the zero value is a reference nobody checked.
const (
	Unchecked  State = ""
	Changed    State = "changed"    // the file holds something else than when it was attached
	Missing    State = "missing"    // there is no such file
	Unreadable State = "unreadable" // it is there, or may be, and could not be read
	NoFile     State = "no-file"    // a text such as a link or "binder 4, page 12"
	Unchanged  State = "unchanged"
)

// States lists all of them in the order people look at them.
var States = []State{Changed, Missing, Unreadable, Unchecked, NoFile, Unchanged}

// Word is the state in a word or two.
func (s State) Word() string {
	switch s {
	case Changed:
		return "Changed since"
	case Missing:
		return "Missing"
	case Unreadable:
		return "Could not be read"
	case NoFile:
		return "Not a file"
	case Unchanged:
		return "Unchanged"
	}
	return "Not checked yet"
}

// Bad reports whether the state is one to look into.
func (s State) Bad() bool { return s == Changed || s == Missing || s == Unreadable }

// IsFile reports whether a reference is to a file that was read.
func IsFile(ref engagement.Reference) bool { return ref.SHA256 != "" }

// Initial is the state of a reference that nobody checked.
func Initial(ref engagement.Reference) State {
	if !IsFile(ref) {
		return NoFile
	}
	return Unchecked
}

// Label is what people call a reference: its title, or where it is.
func Label(ref engagement.Reference) string {
	if strings.TrimSpace(ref.Title) != "" {
		return ref.Title
	}
	return ref.Location
}

// Key is what a check is about: a place and what was found there. Two references
// with the same key are in the same state.
type Key struct{ Location, SHA256 string }

// KeyOf is the key of a reference.
func KeyOf(ref engagement.Reference) Key { return Key{ref.Location, ref.SHA256} }

// Item is one reference of an engagement and what is known about it.
type Item struct {
	Question  string // id
	Index     int    // among the references of the question
	Reference engagement.Reference
	Path      string // that the location leads to; empty for none
	State     State
	Reason    string // what is wrong, in words; empty for nothing
}

// List are the references of all answers, in the order of the set; those of
// questions the set does not know come last. None is checked.
func List(set *question.Set, doc *engagement.Document) []Item {
	var out []Item
	add := func(id string) {
		for i, ref := range doc.Answers[id].References {
			out = append(out, Item{Question: id, Index: i, Reference: ref, State: Initial(ref)})
		}
	}
	for _, it := range set.Items() {
		add(it.ID)
	}
	for _, id := range slices.Sorted(maps.Keys(doc.Answers)) {
		if set.Item(id) == nil {
			add(id)
		}
	}
	return out
}

// Count is a number of things in words: "1 file", "3 files".
func Count(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

// Summary says in a sentence how the evidence stands.
func Summary(items []Item) string {
	n := map[State]int{}
	for _, x := range items {
		n[x.State]++
	}
	files := len(items) - n[NoFile]
	switch {
	case len(items) == 0:
		return "No question has evidence yet."
	case files == 0:
		return "No file is attached: " + Count(len(items), "text") + " to look up by hand."
	case n[Unchecked] == files:
		return Count(files, "file") + " to check."
	case n[Unchanged] == files && files == 1:
		return "The one file is unchanged."
	case n[Unchanged] == files:
		return fmt.Sprintf("All %d files are unchanged.", files)
	}
	var parts []string
	for _, s := range States {
		if n[s] > 0 && s != NoFile {
			parts = append(parts, fmt.Sprintf("%d %s", n[s], strings.ToLower(s.Word())))
		}
	}
	return Count(files, "file") + ": " + strings.Join(parts, ", ") + "."
}

// Add is the answer with one more reference, and its place among them. A file
// that is attached already keeps its title and is noted as it is now; a text that
// stands there stays. The first file raises the grade of a given answer to
// documented where nobody chose a grade; a grade that was chosen stays.
func Add(a engagement.Answer, ref engagement.Reference) (engagement.Answer, int) {
	before := slices.ContainsFunc(a.References, IsFile)
	a.References = slices.Clone(a.References)
	i := slices.IndexFunc(a.References, func(r engagement.Reference) bool {
		return r.Location == ref.Location && IsFile(r) == IsFile(ref)
	})
	if i >= 0 {
		a.References[i].SHA256 = ref.SHA256
	} else {
		i = len(a.References)
		a.References = append(a.References, ref)
	}
	if IsFile(ref) && !before && a.State == engagement.Answered && a.Evidence == "" {
		a.Evidence = engagement.Documented
	}
	return a, i
}

// Retitled is the answer with another title for its reference i. A title of
// spaces takes it away.
func Retitled(a engagement.Answer, i int, title string) engagement.Answer {
	a.References = slices.Clone(a.References)
	a.References[i].Title = strings.TrimSpace(title)
	return a
}

// Removed is the answer without its reference i. The grade stays as it is.
func Removed(a engagement.Answer, i int) engagement.Answer {
	a.References = slices.Delete(slices.Clone(a.References), i, i+1)
	if len(a.References) == 0 {
		a.References = nil
	}
	return a
}

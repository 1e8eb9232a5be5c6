// The filters: which questions wait for something. One line of the table is one
// filter, with its menu item, its count and what is said where nothing is left.

package find

import (
	"muster/assessment/engagement"
	"muster/assessment/question"
)

// Filter is a kind of question to go through.
type Filter struct {
	ID    string
	Title string // of the list and its chip
	Menu  string // item that leads to the next one
	None  string // one sentence: there is none

	// rows are the rows of an item that the filter finds; one empty row stands for
	// the item as a whole.
	rows func(e *Engagement, it *question.Item, a engagement.Answer) []string
}

// Filters are all filters, in the order they are offered.
var Filters = []Filter{
	{"unanswered", "Unanswered", "Next unanswered question", "Every question is answered, or marked as don't know or not applicable.",
		whole(func(a engagement.Answer) bool { return a.State == engagement.Unanswered })},
	{"unknown", "Don't know", "Next don't know", "No question is marked as don't know.",
		whole(func(a engagement.Answer) bool { return a.State == engagement.Unknown })},
	{"review", "For review", "Next for review", "No question is marked for review.",
		whole(func(a engagement.Answer) bool { return a.Review })},
	{"red-flags", "Red flags", "Next red flag", "The MSSP accounts for nothing that you must own yourself.", redFlags},
	{"no-evidence", "Without evidence", "Next without evidence", "Every answer is documented, observed or has a reference.",
		whole(func(a engagement.Answer) bool {
			return a.State == engagement.Answered && a.Grade() == engagement.Asserted && len(a.References) == 0
		})},
	{"carried", "To confirm", "Next answer to confirm", "No answer is waiting to be confirmed.",
		whole(func(a engagement.Answer) bool { return a.Carried })},
}

// FilterByID is the filter with the id, or nil.
func FilterByID(id string) *Filter {
	for i := range Filters {
		if Filters[i].ID == id {
			return &Filters[i]
		}
	}
	return nil
}

// whole finds an item by its answer.
func whole(holds func(engagement.Answer) bool) func(*Engagement, *question.Item, engagement.Answer) []string {
	item := []string{""}
	return func(_ *Engagement, _ *question.Item, a engagement.Answer) []string {
		if holds(a) {
			return item
		}
		return nil
	}
}

// redFlags finds the activities the MSSP accounts for and must not.
func redFlags(e *Engagement, it *question.Item, _ engagement.Answer) []string {
	if it.Type != question.RACI {
		return nil
	}
	var out []string
	for _, id := range e.Result.Responsibilities.RedFlags {
		if it.Activity(id) != nil {
			out = append(out, id)
		}
	}
	return out
}

// Places are what the filter finds, in the order of the questions. In the quick
// set only its questions count; a row of theirs may be hidden there.
func (f *Filter) Places(e *Engagement) []Place {
	var out []Place
	for _, it := range e.Set.Items() {
		if e.Quick && !it.Quick {
			continue
		}
		a := e.Document.Answers[it.ID]
		if e.Result.Profile.Because(it.ID) != "" {
			a.State = engagement.NotApplicable // by the profile: nothing is left to do
		}
		for _, row := range f.rows(e, it, a) {
			out = append(out, Place{Item: it, Row: row})
		}
	}
	return out
}

// Next is the first place of the filter after where, and around from the last to
// the first; false where there is none at all. With also, where's own question
// comes first; else it may be what is left in the end. A where without an item
// stands before the first question.
func (f *Filter) Next(e *Engagement, where Place, also bool) (Place, bool) {
	places := f.Places(e)
	for _, p := range places {
		if p.after(where) || also && p.Item == where.Item {
			return p, true
		}
	}
	if len(places) == 0 {
		return Place{}, false
	}
	return places[0], true
}

// Which actions of a plan a list shows, and in which order.

package actionplan

import (
	"cmp"
	"slices"
	"strings"

	"muster/assessment/engagement"
	"muster/assessment/find"
)

// Filter says which actions are listed; the zero Filter lists all.
type Filter struct {
	Text     string                  // every word stands in the action; see find.Parse
	Status   engagement.ActionStatus // empty: any
	Owner    string                  // exactly; empty: any
	Priority int                     // 0: any
	Overdue  bool                    // only what is overdue
}

// Any reports whether the filter leaves something out.
func (f Filter) Any() bool { f.Text = strings.TrimSpace(f.Text); return f != Filter{} }

// Has reports whether the filter lists an action.
func (f Filter) Has(it *Item) bool {
	a := &it.Action
	return (f.Status == "" || a.State() == f.Status) && (f.Owner == "" || strings.TrimSpace(a.Owner) == f.Owner) &&
		(f.Priority == 0 || it.Priority == f.Priority) && (!f.Overdue || it.Overdue) &&
		find.Parse(f.Text).In(it.ID, a.Title, a.Text, a.Owner, a.Note)
}

// Key is what a list is ordered by.
type Key string

// The keys.
const (
	ByPriority Key = "priority" // of the same, what is due first
	ByDue      Key = "due"
	ByTitle    Key = "title"
	ByOwner    Key = "owner"
	ByStatus   Key = "status" // as actions go through them
	ByEffort   Key = "effort"
	ByCost     Key = "cost"
	ByID       Key = "id"
)

// Order is the order of a list.
type Order struct {
	Key  Key
	Down bool // the last first; what says nothing comes last either way
}

// List are the actions of the plan that the filter lists, in order; those that are
// alike in it stay in the order of the document.
func (p *Plan) List(f Filter, o Order) []Item {
	out := []Item{}
	for i := range p.Items {
		if f.Has(&p.Items[i]) {
			out = append(out, p.Items[i])
		}
	}
	slices.SortStableFunc(out, func(a, b Item) int {
		c, silent := o.Key.compare(&a, &b)
		if o.Down && !silent {
			return -c
		}
		return c
	})
	return out
}

// compare orders two actions; silent is true where one of them says nothing.
func (k Key) compare(a, b *Item) (order int, silent bool) {
	x, y := &a.Action, &b.Action
	text := func(a, b string) (int, bool) {
		if (a == "") != (b == "") {
			if a == "" {
				return 1, true
			}
			return -1, true
		}
		return strings.Compare(strings.ToLower(a), strings.ToLower(b)), false
	}
	switch k {
	case ByPriority:
		if c := cmp.Compare(a.Priority, b.Priority); c != 0 {
			return c, false
		}
		return text(x.Due, y.Due)
	case ByDue:
		return text(x.Due, y.Due)
	case ByTitle:
		return text(x.Title, y.Title)
	case ByOwner:
		return text(x.Owner, y.Owner)
	case ByStatus:
		return cmp.Compare(slices.Index(engagement.ActionStatuses, x.State()), slices.Index(engagement.ActionStatuses, y.State())), false
	case ByEffort:
		if x.Effort == "" || y.Effort == "" {
			return text(x.Effort, y.Effort)
		}
		return cmp.Compare(slices.Index(engagement.Efforts, x.Effort), slices.Index(engagement.Efforts, y.Effort)), false
	case ByCost:
		switch {
		case x.Cost == nil && y.Cost == nil:
			return 0, true
		case x.Cost == nil:
			return 1, true
		case y.Cost == nil:
			return -1, true
		}
		return cmp.Compare(*x.Cost, *y.Cost), false
	case ByID:
		return cmp.Or(cmp.Compare(len(a.ID), len(b.ID)), strings.Compare(a.ID, b.ID)), false
	}
	return 0, true
}

// Owners are the owners of the actions, each once, by name.
func (p *Plan) Owners() []string {
	var out []string
	for i := range p.Items {
		if o := strings.TrimSpace(p.Items[i].Action.Owner); o != "" {
			out = append(out, o)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Of are the actions that are to close the finding of a source, in the order of the
// document.
func (p *Plan) Of(source string) []Item {
	var out []Item
	for i := range p.Items {
		if source != "" && p.Items[i].Action.Finding == source {
			out = append(out, p.Items[i])
		}
	}
	return out
}

// AllTerms are the paths of all terms that can close a finding, each once: those for
// the finding of source first.
func (r *Rules) AllTerms(source string) []string {
	out := r.Terms(source)
	for _, c := range r.Closers {
		for _, t := range c.Terms {
			if !slices.Contains(out, t) {
				out = append(out, t)
			}
		}
	}
	return out
}

// One change to several actions at once.

package actionplan

import (
	"slices"
	"strings"
	"time"

	"muster/assessment/engagement"
)

// Change is what is changed about actions; its zero value changes nothing.
type Change struct {
	Status   engagement.ActionStatus // empty: as it is
	Owner    *string
	Due      *string // yyyy-mm-dd, empty: no day
	Days     int     // moves the due day on, or back; without one it counts from today
	Priority *int    // 0: by the rule
}

// Empty reports whether nothing is changed.
func (c Change) Empty() bool { return c == Change{} }

// Apply changes the actions of doc that have the ids; today is yyyy-mm-dd.
func (c Change) Apply(doc *engagement.Document, ids []string, today string) {
	for i := range doc.Actions {
		a := &doc.Actions[i]
		if !slices.Contains(ids, a.ID) {
			continue
		}
		if c.Status != "" {
			a.Status = c.Status
			a.CloseOn(today)
		}
		if c.Owner != nil {
			a.Owner = strings.TrimSpace(*c.Owner)
		}
		if c.Due != nil {
			a.Due = *c.Due
		}
		if c.Days != 0 {
			a.Due = later(a.Due, today, c.Days)
		}
		if c.Priority != nil {
			a.Priority = *c.Priority
		}
	}
}

// later is a day so many days after another, or after today where that is none.
func later(day, today string, days int) string {
	from, err := time.Parse(time.DateOnly, day)
	if err != nil {
		if from, err = time.Parse(time.DateOnly, today); err != nil {
			return day
		}
	}
	to := from.AddDate(0, 0, days)
	if to.Year() < 1 || to.Year() > 9999 { // no day that can be written
		return day
	}
	return to.Format(time.DateOnly)
}

// Delete takes the actions with the ids out of doc.
func Delete(doc *engagement.Document, ids []string) {
	doc.Actions = slices.DeleteFunc(doc.Actions, func(a engagement.Action) bool { return slices.Contains(ids, a.ID) })
}

// Duplicate puts an open copy behind each of the actions with the ids, and returns
// the ids of the copies. Name makes the title of a copy.
func Duplicate(doc *engagement.Document, ids []string, name func(title string) string) []string {
	var copies []string
	for _, id := range ids {
		i := slices.IndexFunc(doc.Actions, func(a engagement.Action) bool { return a.ID == id })
		if i < 0 {
			continue
		}
		a := doc.Actions[i]
		a.ID, a.Title, a.Status, a.Closed = engagement.NewActionID(doc.Actions), name(a.Title), "", ""
		a.Questions = slices.Clone(a.Questions)
		doc.Actions = slices.Insert(doc.Actions, i+1, a)
		copies = append(copies, a.ID)
	}
	return copies
}

// Actions: what an organisation decided to do about its findings. They are no
// answers: an action that is done changes nothing until it is answered for.

package engagement

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
)

// ActionStatus is how far an action has come.
type ActionStatus string

// The statuses of an action. An empty one is open.
const (
	ActionOpen     ActionStatus = "open"
	ActionUnderWay ActionStatus = "under-way"
	ActionDone     ActionStatus = "done"
	ActionDropped  ActionStatus = "dropped" // will not be done
)

// ActionStatuses are the statuses in the order an action goes through them.
var ActionStatuses = []ActionStatus{ActionOpen, ActionUnderWay, ActionDone, ActionDropped}

// Efforts of an action: S days, M weeks, L months.
var Efforts = []string{"S", "M", "L"}

// LowestPriority is the priority of what can wait; 1 comes first.
const LowestPriority = 4

// MaxCost bounds the cost of an action.
const MaxCost = 1e12

// Action is one thing to do.
type Action struct {
	ID        string // unique in the document
	Title     string // what is done, in a few words
	Text      string // what exactly
	Finding   string // source of the finding it is to close; empty: none
	Questions []string
	Owner     string
	Due       string   // yyyy-mm-dd; empty: not set
	Effort    string   // S, M or L; empty: not estimated
	Cost      *float64 // once, in the currency of the comparison; nil: not estimated
	Status    ActionStatus
	Priority  int    // 1 to LowestPriority as decided; 0: by the rule
	ClosedBy  string // contract term (its path) or service that closes it; empty: neither
	Closed    string // yyyy-mm-dd on which it was done or dropped
	Note      string

	extra members
}

// State is the status with the default filled in.
func (a *Action) State() ActionStatus {
	if a.Status == "" {
		return ActionOpen
	}
	return a.Status
}

// Pending reports whether the action is still to be done.
func (a *Action) Pending() bool { s := a.State(); return s == ActionOpen || s == ActionUnderWay }

// Overdue reports whether the action is pending after its due date; today is
// yyyy-mm-dd.
func (a *Action) Overdue(today string) bool { return a.Pending() && a.Due != "" && a.Due < today }

// CloseOn keeps the day on which the action was closed in step with its status: one
// that is done or dropped and says no day gets day (yyyy-mm-dd, empty: none); one that
// is pending loses its own.
func (a *Action) CloseOn(day string) {
	switch {
	case a.Pending():
		a.Closed = ""
	case a.Closed == "":
		a.Closed = day
	}
}

// IsDate reports whether text is a day, yyyy-mm-dd.
func IsDate(text string) bool {
	_, err := time.Parse(time.DateOnly, text)
	return err == nil
}

// NewActionID is an id no action of the list has.
func NewActionID(list []Action) string {
	for n := len(list) + 1; ; n++ {
		id := fmt.Sprintf("A%02d", n)
		if !slices.ContainsFunc(list, func(a Action) bool { return a.ID == id }) {
			return id
		}
	}
}

func readActions(r *reader, path string, raw json.RawMessage) []Action {
	var out []Action
	seen := map[string]bool{}
	for i, x := range r.objects(path, raw) {
		if !bytes.HasPrefix(x, []byte("{")) {
			continue // reported by objects
		}
		at := fmt.Sprintf("%s[%d]", path, i)
		m, _ := r.members(at, x)
		a := readAction(r, at, m)
		if seen[a.ID] {
			r.faultf(at+".id", "found %q a second time; each action needs an id of its own", a.ID)
		}
		seen[a.ID] = a.ID != ""
		out = append(out, a)
	}
	for i := range out { // one written by hand needs none
		if out[i].ID == "" {
			out[i].ID = NewActionID(out)
		}
	}
	return out
}

func readAction(r *reader, at string, m members) Action {
	var a Action
	day := func(key string) string {
		text := r.text(at, m, key)
		if text != "" && !IsDate(text) {
			r.faultf(at+"."+key, "found %q, allowed: a day such as 2027-01-31", text)
			return ""
		}
		return text
	}
	for _, x := range m {
		switch x.key {
		case "id":
			a.ID = r.text(at, m, x.key)
		case "title":
			a.Title = r.text(at, m, x.key)
		case "text":
			a.Text = r.text(at, m, x.key)
		case "finding":
			a.Finding = r.text(at, m, x.key)
		case "questions":
			if json.Unmarshal(x.raw, &a.Questions) != nil {
				r.faultf(at+".questions", "found %s, allowed: a list of question ids", shown(x.raw))
			}
		case "owner":
			a.Owner = r.text(at, m, x.key)
		case "due":
			a.Due = day(x.key)
		case "effort":
			a.Effort, _ = r.oneOf(at+".effort", x.raw, Efforts)
		case "cost":
			if v, ok := r.ranged(at+".cost", x.raw, 0, MaxCost, fmt.Sprintf("a number 0 to %.0f", float64(MaxCost))); ok {
				a.Cost = &v
			}
		case "status":
			s, _ := r.oneOf(at+".status", x.raw, statusWords())
			a.Status = ActionStatus(s)
		case "priority":
			a.Priority, _ = r.integer(at+".priority", x.raw, 1, LowestPriority)
		case "closedBy":
			a.ClosedBy = r.text(at, m, x.key)
		case "closed":
			a.Closed = day(x.key)
		case "note":
			a.Note = r.text(at, m, x.key)
		default:
			r.warnf(at+"."+x.key, "unknown key; it is kept as it is")
			a.extra = append(a.extra, x)
		}
	}
	if strings.TrimSpace(a.Title) == "" {
		r.warnf(at+".title", "missing; an action without a title says nothing in a plan")
	}
	return a
}

func statusWords() []string {
	out := make([]string, len(ActionStatuses))
	for i, s := range ActionStatuses {
		out[i] = string(s)
	}
	return out
}

// MarshalJSON writes the action as it stands in the document.
func (a Action) MarshalJSON() ([]byte, error) { return a.appendJSON(nil), nil }

func (a *Action) appendJSON(b []byte) []byte {
	w := newObject(b)
	w.text("id", a.ID)
	w.text("title", a.Title)
	w.text("text", a.Text)
	w.text("finding", a.Finding)
	if len(a.Questions) > 0 {
		w.array("questions", len(a.Questions), func(b []byte, i int) []byte { return appendString(b, a.Questions[i]) })
	}
	w.text("owner", a.Owner)
	w.text("due", a.Due)
	w.text("effort", a.Effort)
	if a.Cost != nil {
		w.key("cost")
		w.b = appendNumber(w.b, *a.Cost)
	}
	w.text("status", string(a.Status))
	if a.Priority > 0 {
		w.key("priority")
		w.b = appendNumber(w.b, float64(a.Priority))
	}
	w.text("closedBy", a.ClosedBy)
	w.text("closed", a.Closed)
	w.text("note", a.Note)
	w.rest(a.extra)
	return w.end()
}

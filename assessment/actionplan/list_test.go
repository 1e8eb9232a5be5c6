package actionplan

import (
	"slices"
	"strings"
	"testing"

	"muster/assessment/engagement"
)

func some() *engagement.Document {
	cheap, dear := 5.0, 900.0
	return &engagement.Document{Actions: []engagement.Action{
		{ID: "A01", Title: "Zeal", Owner: "Ms B", Due: "2027-03-01", Effort: "L", Cost: &dear, Priority: 2},
		{ID: "A02", Title: "apple", Owner: " Mr A ", Status: engagement.ActionDone, Effort: "S", Priority: 1},
		{ID: "A03", Title: "Müll", Text: "with a phrase", Due: "2027-01-01", Cost: &cheap, Priority: 2},
		{ID: "A10", Title: "bold", Status: engagement.ActionUnderWay, Due: "2027-02-01", Effort: "M", Priority: 4},
	}}
}

func planOf(doc *engagement.Document, today string) *Plan {
	p := &Plan{}
	for _, a := range doc.Actions {
		p.Items = append(p.Items, Item{Action: a, ID: a.ID, Priority: a.Priority, Overdue: a.Overdue(today)})
	}
	return p
}

func ids(items []Item) string {
	var out []string
	for _, it := range items {
		out = append(out, strings.TrimLeft(it.ID, "A0"))
	}
	return strings.Join(out, " ")
}

func TestOrder(t *testing.T) {
	p := planOf(some(), "2027-01-15")
	for _, c := range []struct {
		o    Order
		want string
	}{
		{Order{}, "1 2 3 10"}, {Order{Key: ByPriority}, "2 3 1 10"}, {Order{Key: ByDue}, "3 10 1 2"}, {Order{Key: ByDue, Down: true}, "1 10 3 2"},
		{Order{Key: ByTitle}, "2 10 3 1"}, {Order{Key: ByOwner}, "2 1 3 10"}, {Order{Key: ByStatus}, "1 3 10 2"}, {Order{Key: ByStatus, Down: true}, "2 10 1 3"},
		{Order{Key: ByEffort}, "2 10 1 3"}, {Order{Key: ByEffort, Down: true}, "1 10 2 3"}, {Order{Key: ByCost}, "3 1 2 10"}, {Order{Key: ByCost, Down: true}, "1 3 2 10"}, {Order{Key: ByID, Down: true}, "10 3 2 1"},
	} {
		if got := ids(p.List(Filter{}, c.o)); got != c.want {
			t.Errorf("%+v: %s, want %s", c.o, got, c.want)
		}
	}
}

func TestFilter(t *testing.T) {
	p := planOf(some(), "2027-01-15")
	for _, c := range []struct {
		f    Filter
		want string
	}{
		{Filter{}, "1 2 3 10"}, {Filter{Text: "mull PHRASE"}, "3"}, {Filter{Text: "nothing"}, ""}, {Filter{Status: engagement.ActionOpen}, "1 3"}, {Filter{Owner: "Mr A"}, "2"},
		{Filter{Priority: 2}, "1 3"}, {Filter{Overdue: true}, "3"}, {Filter{Priority: 2, Text: "a01"}, "1"},
	} {
		if got := ids(p.List(c.f, Order{})); got != c.want {
			t.Errorf("%+v: %q, want %q", c.f, got, c.want)
		}
	}
	if got := p.Owners(); !slices.Equal(got, []string{"Mr A", "Ms B"}) {
		t.Errorf("%q", got)
	}
}

func TestChange(t *testing.T) {
	owner, none, by := " Ms C ", "", 3
	doc := some()
	Change{Status: engagement.ActionDone, Owner: &owner, Days: 30, Priority: &by}.Apply(doc, []string{"A01", "A10"}, "2027-05-05")
	if a := doc.Actions[0]; a.Status != engagement.ActionDone || a.Closed != "2027-05-05" || a.Owner != "Ms C" || a.Due != "2027-03-31" || a.Priority != 3 {
		t.Errorf("%+v", a)
	}
	if a := doc.Actions[1]; a.Owner != " Mr A " || a.Due != "" {
		t.Errorf("another was changed: %+v", a)
	}
	Change{Status: engagement.ActionOpen, Due: &none}.Apply(doc, []string{"A01"}, "2027-05-06")
	if a := doc.Actions[0]; a.Closed != "" || a.Due != "" {
		t.Errorf("%+v", a)
	}
	Change{Days: -5}.Apply(doc, []string{"A01"}, "2027-05-06")
	if a := doc.Actions[0]; a.Due != "2027-05-01" {
		t.Errorf("from today: %q", a.Due)
	}
	if !(Change{}).Empty() || (Change{Due: &none}).Empty() {
		t.Error("empty or not")
	}
}

func TestDuplicateAndDelete(t *testing.T) {
	doc := some()
	got := Duplicate(doc, []string{"A02", "A99"}, func(s string) string { return s + "!" })
	if len(got) != 1 || len(doc.Actions) != 5 || doc.Actions[2].ID != got[0] || doc.Actions[2].Title != "apple!" || doc.Actions[2].State() != engagement.ActionOpen {
		t.Errorf("%v %+v", got, doc.Actions)
	}
	Delete(doc, []string{"A01", got[0]})
	if len(doc.Actions) != 3 || doc.Actions[0].ID != "A02" {
		t.Errorf("%+v", doc.Actions)
	}
}

func TestAllTerms(t *testing.T) {
	r := Default()
	all := r.AllTerms("skl-matrix/forensics")
	if all[0] != "sia.levels" || len(all) < 8 {
		t.Errorf("%q", all)
	}
	slices.Sort(all)
	if len(slices.Compact(slices.Clone(all))) != len(all) {
		t.Error("a term stands there twice")
	}
}

package engagement

import (
	"strings"
	"testing"
)

func TestActionsRoundTrip(t *testing.T) {
	in := top(`"actions":[{"id":"A01","title":"Name an impact owner","text":"With a deputy","finding":"raci-matrix/impact-determination","questions":["raci-matrix"],` +
		`"owner":"CISO","due":"2027-01-31","effort":"S","cost":1200.5,"status":"under-way","priority":2,"closedBy":"sia.hoursPerWeek","closed":"2027-01-30","note":"n","later":{"x":1}}]`)
	d, faults, err := read(in)
	if err != nil {
		t.Fatal(err, faults)
	}
	a := d.Actions[0]
	if a.ID != "A01" || a.Owner != "CISO" || *a.Cost != 1200.5 || a.State() != ActionUnderWay || a.Priority != 2 || a.Questions[0] != "raci-matrix" || !a.Pending() {
		t.Fatalf("%+v", a)
	}
	out := d.Write()
	again, _, err := read(string(out))
	if err != nil || string(again.Write()) != string(out) || !strings.Contains(string(out), `"later"`) {
		t.Fatalf("%v\n%s", err, out)
	}
}

func TestActionFaults(t *testing.T) {
	for _, x := range []struct{ in, path, want string }{
		{`{"id":"A01","title":"x","due":"31.1.2027"}`, "actions[0].due", "allowed: a day such as"},
		{`{"id":"A01","title":"x","due":"2027-02-30"}`, "actions[0].due", "allowed: a day such as"},
		{`{"id":"A01","title":"x","effort":"XL"}`, "actions[0].effort", "S, M, L"},
		{`{"id":"A01","title":"x","status":"soon"}`, "actions[0].status", "open, under-way, done, dropped"},
		{`{"id":"A01","title":"x","priority":9}`, "actions[0].priority", "1 to 4"},
		{`{"id":"A01","title":"x","cost":-1}`, "actions[0].cost", "a number 0 to"},
		{`{"id":"A01","title":"x","questions":"all"}`, "actions[0].questions", "a list of question ids"},
		{`{"id":"A01","title":"x"},{"id":"A01","title":"y"}`, "actions[1].id", "a second time"},
	} {
		_, faults, err := read(top(`"actions":[` + x.in + `]`))
		if err == nil || len(faults) == 0 || faults[0].Path != x.path || !strings.Contains(faults[0].Message, x.want) {
			t.Errorf("%s: %v %v", x.in, faults, err)
		}
	}
}

// Actions that were written without ids, by hand, get one each.
func TestActionsWithoutIDs(t *testing.T) {
	d, _, err := read(top(`"actions":[{"title":"one"},{"id":"A03","title":"two"},{"title":"three"}]`))
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, a := range d.Actions {
		if a.ID == "" || seen[a.ID] {
			t.Errorf("%+v", d.Actions)
		}
		seen[a.ID] = true
	}
}

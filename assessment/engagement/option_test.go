package engagement

import (
	"strings"
	"testing"

	"muster/assessment/model"
	"muster/assessment/question"
)

const optionJSON = `{"format":"muster-engagement","version":1,"options":[
 {"id":"a","name":"Silver","provider":"P","currency":"EUR","termMonths":36,"indexation":0.03,"monthlyFee":12000,
  "price":{"basis":"endpoint","unitPrice":4.5,"quantity":1200,"growth":0.05},
  "sia":{"hoursPerWeek":16,"named":true,"deputy":null,"levels":{"event-analysis":3}},
  "gates":{"data-return":false,"right-to-audit":null,"tool-access":"not-applicable"},
  "criteria":{"reporting":3,"log-coverage":null,"own":-2.5,"odd.id":7},
  "tuning":{"reduction":0.1,"evidenced":false},"sources":{"monthlyFee":"offer p. 12"}},
 {"id":"b"}],
 "comparison":{"weights":{"cost":40,"own":10},"anchors":{"own":[-5,5],"notice-minutes":[60,30,15]},"budget":500000,"target":300000,
  "criteria":[{"id":"own","title":"Our own","unit":"points"}],"gatesOff":{"data-residency":"no personal data"},"rates":{"USD":0.92},"currency":"EUR"}}`

func readOption(t *testing.T, data string) (*Document, []Fault, error) {
	t.Helper()
	return Read([]byte(data), question.Default(), model.Default())
}

func TestOptionsAreRead(t *testing.T) {
	d, faults, err := readOption(t, optionJSON)
	if err != nil || len(faults) != 1 || faults[0].Path != "options[0].criteria.odd.id" || !faults[0].Warning {
		t.Fatal(faults, err)
	}
	o := d.Options[0]
	for path, want := range map[string]Term{
		"termMonths": Figure(36), "price.unitPrice": Figure(4.5), "sia.named": Truth(true), "sia.deputy": {State: Unknown},
		"sia.levels.event-analysis": Figure(3), "gates.data-return": Truth(false), "gates.right-to-audit": {State: Unknown},
		"gates.tool-access": {State: NotApplicable}, "criteria.own": Figure(-2.5), "criteria.odd.id": Figure(7), "tuning.evidenced": Truth(false), "exitCost": {},
	} {
		if got := o.Term(path); got != want {
			t.Errorf("%s is %+v, want %+v", path, got, want)
		}
	}
	if o.Basis != "endpoint" || o.Sources["monthlyFee"] != "offer p. 12" || len(d.Options) != 2 {
		t.Errorf("%+v", o)
	}
	c := d.Comparison
	if c.Weights["cost"] != 40 || len(c.Anchors["notice-minutes"]) != 3 || c.Budget != Figure(500000) || c.GatesOff["data-residency"] == "" || c.Rates["USD"] != .92 {
		t.Errorf("%+v", c)
	}
	// Writing and reading again changes nothing.
	once := string(d.Write())
	again, _, err := readOption(t, once)
	if err != nil || string(again.Write()) != once {
		t.Errorf("%v\n%s", err, once)
	}
	var own string
	for _, x := range d.Criteria() {
		if x.ID == "own" {
			own = x.Title
		}
	}
	if own != "Our own" {
		t.Error("the client's own criterion is missing")
	}
}

func TestOptionFaults(t *testing.T) {
	for _, c := range []struct{ old, new, path, message string }{
		{`"id":"b"`, `"id":"a"`, "options[1].id", "two options"},
		{`"id":"b"`, `"name":"b"`, "options[1].id", "missing"},
		{`"termMonths":36`, `"termMonths":36.5`, "options[0].termMonths", "whole numbers"},
		{`"termMonths":36`, `"termMonths":0`, "options[0].termMonths", "1 to 240"},
		{`"monthlyFee":12000`, `"monthlyFee":"12,000"`, "options[0].monthlyFee", "found \"12,000\""},
		{`"monthlyFee":12000`, `"monthlyFee":-1`, "options[0].monthlyFee", "0 to"},
		{`"basis":"endpoint"`, `"basis":"seat"`, "options[0].price.basis", "endpoint"},
		{`"named":true`, `"named":1`, "options[0].sia.named", "true, false"},
		{`"event-analysis":3`, `"event-analysis":5`, "options[0].sia.levels.event-analysis", "0 to 4"},
		{`"reporting":3`, `"reporting":9`, "options[0].criteria.reporting", "0 to 4"},
		{`"cost":40`, `"cost":-1`, "comparison.weights.cost", "points"},
		{`[-5,5]`, `[5,5]`, "comparison.anchors.own", "only rise or only fall"},
		{`[-5,5]`, `[1,null]`, "comparison.anchors.own", "unacceptable"},
		{`"USD":0.92`, `"USD":0`, "comparison.rates.USD", "above 0"},
		{`"id":"own","title"`, `"id":"cost","title"`, "comparison.criteria[0].id", "own"},
		{`"budget":500000`, `"budget":[]`, "comparison.budget", "found []"},
	} {
		data := strings.Replace(optionJSON, c.old, c.new, 1)
		if data == optionJSON {
			t.Fatalf("%s is not there", c.old)
		}
		_, faults, err := readOption(t, data)
		if err == nil {
			t.Errorf("%s: accepted", c.new)
			continue
		}
		found := false
		for _, f := range faults {
			found = found || f.Path == c.path && strings.Contains(f.Message, c.message)
		}
		if !found {
			t.Errorf("%s: %v", c.new, faults)
		}
	}
	data := strings.Replace(optionJSON, `"hoursPerWeek"`, `"rate":3,"hoursPerWeek"`, 1)
	d, faults, err := readOption(t, data)
	if err != nil || len(faults) != 2 || faults[0].Path != "options[0].sia.rate" || !strings.Contains(string(d.Write()), `"rate": 3`) {
		t.Errorf("%v %v", faults, err)
	}
}

func TestIdleTermsAreWarnedOf(t *testing.T) {
	data := strings.Replace(optionJSON, `"event-analysis":3`, `"event-analysis":3,"juggling":2`, 1)
	_, faults, err := readOption(t, data)
	if err != nil || len(faults) != 2 || faults[1].Path != "options[0].sia.levels.juggling" || !strings.Contains(faults[1].Message, "no area") {
		t.Errorf("%v %v", faults, err)
	}
}

func TestOptionWith(t *testing.T) {
	a := Option{ID: "a"}
	b := a.With("monthlyFee", Figure(1)).WithSource("monthlyFee", "offer")
	if a.Terms != nil || a.Sources != nil || b.Term("monthlyFee") != Figure(1) || b.Sources["monthlyFee"] != "offer" {
		t.Errorf("%+v %+v", a, b)
	}
	if c := b.With("monthlyFee", Term{}).WithSource("monthlyFee", ""); len(c.Terms)+len(c.Sources) != 0 || len(b.Terms) != 1 {
		t.Errorf("%+v", c)
	}
	d := &Document{Options: []Option{{ID: "option-2"}}}
	if id := d.FreeOptionID(); id != "option-3" {
		t.Errorf("%q", id)
	}
}

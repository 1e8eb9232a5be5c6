package comparison

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"muster/assessment/engagement"
	"muster/assessment/model"
	"muster/assessment/question"
	"muster/assets"
)

// The names of the design stand in the JSON of any comparison.
func checkNames(t fatal, data []byte) {
	t.Helper()
	var c struct {
		Options []map[string]json.RawMessage
		Ranking []string
		Flips   []map[string]any
	}
	var top map[string]json.RawMessage
	if err := json.Unmarshal(data, &c); err != nil {
		t.Fatalf("%v", err)
	}
	if err := json.Unmarshal(data, &top); err != nil {
		t.Fatalf("%v", err)
	}
	for _, name := range []string{"options", "ranking", "flips"} {
		if v := string(top[name]); v == "" || v == "null" {
			t.Fatalf("%s is %q", name, v)
		}
	}
	var in []string
	for _, x := range c.Options {
		for _, name := range []string{"id", "gates", "totalCost", "annualCost", "value", "topsis", "residual", "rankAcceptability", "paretoDominatedBy"} {
			if _, ok := x[name]; !ok {
				t.Fatalf("an option without %s", name)
			}
		}
		var o struct {
			ID       string
			Gates    map[string]Status
			Residual map[string]any
			Value    *float64
		}
		whole, _ := json.Marshal(x)
		if err := json.Unmarshal(whole, &o); err != nil {
			t.Fatalf("%v", err)
		}
		for _, name := range []string{"verdict", "hours", "closes"} {
			if _, ok := o.Residual[name]; !ok {
				t.Fatalf("a residual need without %s", name)
			}
		}
		out := false
		for id, status := range o.Gates {
			if !slices.Contains([]Status{Pass, Fail, Unknown}, status) {
				t.Fatalf("gate %s is %q", id, status)
			}
			out = out || status == Fail
		}
		if !out {
			in = append(in, o.ID)
		}
		if o.Value != nil && (*o.Value < 0 || *o.Value > 1+1e-9) {
			t.Fatalf("a value of %v", *o.Value)
		}
	}
	ranked := slices.Clone(c.Ranking)
	slices.Sort(ranked)
	slices.Sort(in)
	if !slices.Equal(ranked, in) {
		t.Fatalf("ranking %v, no gate fails for %v", c.Ranking, in)
	}
}

func TestNames(t *testing.T) {
	for _, name := range []string{"saas", "hospital", "bank"} {
		doc := sampleDoc(t, name)
		data, err := json.Marshal(compareDoc(doc))
		if err != nil {
			t.Fatal(err)
		}
		checkNames(t, data)
	}
}

// Whatever an option and the comparison block hold, what can be read can be compared.
func FuzzCompare(f *testing.F) {
	sample, err := assets.Samples.ReadFile("samples/saas.muster")
	if err != nil {
		f.Fatal(err)
	}
	var doc map[string]json.RawMessage
	if err := json.Unmarshal(sample, &doc); err != nil {
		f.Fatal(err)
	}
	var options []json.RawMessage
	if err := json.Unmarshal(doc["options"], &options); err != nil {
		f.Fatal(err)
	}
	for _, o := range options {
		f.Add([]byte(o), []byte(doc["comparison"]))
	}
	f.Add([]byte(`{"id":"x","termMonths":"not-applicable","monthlyFee":1e12,"indexation":-0.2,"ticketOverage":3,"ticketsPerMonth":1000000,"ticketsIncluded":999999}`), []byte(`{"weights":{"cost":1,"mine":3},"anchors":{"cost":[5,1],"mine":[0,1,3]}}`))
	f.Add([]byte(`{"id":"x","termMonths":239,"price":{"basis":"user","unitPrice":1000000000,"quantity":1000000000,"growth":10},"indexation":1,"discount":1,"exitCost":null}`), []byte(`{"currency":"EUR","gatesOff":{"closes-need":""},"budget":0,"target":null}`))
	f.Add([]byte(`{"id":"x","hires":{"fte":null,"levels":{"forensics":null}},"tuning":{"reduction":1,"evidenced":null},"sia":{"hoursPerWeek":null,"levels":{"forensics":4}}}`), []byte(`{"rates":{"EUR":1e-9}}`))
	f.Fuzz(func(t *testing.T, option, block []byte) {
		whole := map[string]json.RawMessage{}
		for key, v := range doc {
			whole[key] = v
		}
		if !json.Valid(option) || !json.Valid(block) {
			return
		}
		whole["options"] = json.RawMessage(fmt.Sprintf("[%s,%s]", option, options[0]))
		whole["comparison"] = block
		data, err := json.Marshal(whole)
		if err != nil {
			return
		}
		read, _, err := engagement.Read(data, question.Default(), model.Default())
		if err != nil {
			return
		}
		out, err := json.Marshal(compareDoc(read))
		if err != nil {
			t.Fatal(err)
		}
		checkNames(t, out)
	})
}

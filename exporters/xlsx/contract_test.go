package xlsx

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"muster/assets"
	"muster/exporters/outside"
	"muster/exporters/report"
)

// offers is the SaaS sample with its four options.
func offers(t testing.TB) object {
	t.Helper()
	data, err := assets.Samples.ReadFile("samples/saas.muster")
	if err != nil {
		t.Fatal(err)
	}
	var doc object
	if err := json.Unmarshal(data, &doc); err != nil {
		t.Fatal(err)
	}
	return plainObject(doc)
}

// plainObject gives nested maps the tests' own type.
func plainObject(m map[string]any) object {
	out := object{}
	for k, v := range m {
		if x, ok := v.(map[string]any); ok {
			v = plainObject(x)
		}
		out[k] = v
	}
	return out
}

func (o object) option(i int) map[string]any { return o["options"].([]any)[i].(map[string]any) }

// put sets a value of option i by its path.
func (o object) put(i int, path string, v any) object {
	m := o.option(i)
	parts := strings.Split(path, ".")
	for _, p := range parts[:len(parts)-1] {
		if _, ok := m[p]; !ok {
			m[p] = map[string]any{}
		}
		m = m[p].(map[string]any)
	}
	if v == nil {
		delete(m, parts[len(parts)-1])
	} else {
		m[parts[len(parts)-1]] = v
	}
	return o
}

// type types into cells with openpyxl, which keeps formulas and drops their
// values.
func typeInto(t *testing.T, data []byte, cells map[string]any) []byte {
	t.Helper()
	dir := t.TempDir()
	from, to := filepath.Join(dir, "from.xlsx"), filepath.Join(dir, "to.xlsx")
	if err := os.WriteFile(from, data, 0o600); err != nil {
		t.Fatal(err)
	}
	list, err := json.Marshal(cells)
	if err != nil {
		t.Fatal(err)
	}
	const script = `import sys, json, openpyxl
book = openpyxl.load_workbook(sys.argv[1])
for place, value in json.loads(sys.argv[3]).items():
    sheet, cell = place.split("!")
    assert not str(book[sheet][cell].value).startswith("="), place
    book[sheet][cell] = value
book.save(sys.argv[2])`
	if log, err := exec.Command(outside.Python(t, "openpyxl"), "-c", script, from, to, string(list)).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, log)
	}
	out, err := os.ReadFile(to)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestOptionSheets(t *testing.T) {
	rep := build(t, offers(t))
	f := open(t, render(t, rep))
	want := []string{"Options", "Weights", "Cost", "Gates", "Ranking", "Need × clause"}
	list := f.GetSheetList()
	if i := slices.Index(list, "Options"); i < 0 || !slices.Equal(list[i:i+len(want)], want) || list[len(list)-1] != "Settings" {
		t.Fatalf("sheets %v", list)
	}
	all := texts(t, f)
	c := rep.Comparison
	for _, x := range c.Options {
		for _, sheet := range want {
			if sheet != "Weights" && !holds(all[sheet], x.Name) {
				t.Errorf("%s lacks %s", sheet, x.Name)
			}
		}
		for _, g := range x.Reasons {
			if !holds(all["Gates"], fmt.Sprintf("%s, %s: %s. %s", x.Name, g.Title, g.Status, g.Reason)) {
				t.Errorf("a reason of %s is missing: %s", x.Name, g.Reason)
			}
		}
	}
	for _, sheet := range open(t, render(t, build(t, empty()))).GetSheetList() {
		if slices.Contains(want, sheet) {
			t.Errorf("an engagement without options has the sheet %s", sheet)
		}
	}
}

// The stored values are the comparison's own.
func TestComparisonInCells(t *testing.T) {
	rep := build(t, offers(t))
	cells := named(t, rep, open(t, render(t, rep)))
	number := func(name string) float64 {
		v := math.NaN()
		_, _ = fmt.Sscanf(cells[name], "%g", &v)
		return v
	}
	for i, x := range rep.Comparison.Options {
		if got := number(fmt.Sprintf("total:%d", i)); math.Abs(got-x.TotalCost.Float()) > 0.005 {
			t.Errorf("%s costs %v, want %s", x.ID, got, x.TotalCost)
		}
		for name, want := range map[string]float64{"value": float64(x.Value), "valueLow": float64(x.Low), "topsis": float64(x.TOPSIS)} {
			if got := number(fmt.Sprintf("%s:%d", name, i)); math.Abs(got-want) > 1e-9 {
				t.Errorf("%s: %s %v, want %v", x.ID, name, got, want)
			}
		}
		if !x.Out && number(fmt.Sprintf("rank:%d", i)) != float64(x.Rank) {
			t.Errorf("%s has rank %v, want %d", x.ID, number(fmt.Sprintf("rank:%d", i)), x.Rank)
		}
	}
}

// LibreOffice computes for a changed cell what Muster computes for the same
// change.
func TestOptionsRecalculate(t *testing.T) {
	outside.Office(t)
	outside.Python(t, "openpyxl")
	weights := func(o object, id string, v any) object {
		o["comparison"].(object)["weights"].(object)[id] = v
		return o
	}
	compared := func(o object, key string, v any) object { o["comparison"].(object)[key] = v; return o }
	index := func(id string) int {
		for j, x := range build(t, offers(t)).Comparison.Criteria {
			if x.ID == id {
				return j
			}
		}
		t.Fatalf("no criterion %s", id)
		return 0
	}
	piecewise := func() object { return compared(offers(t), "anchors", object{"notice-minutes": []any{90, 25, 10}}) }
	odd := func() object {
		o := offers(t)
		o.put(0, "termMonths", 30).put(0, "hires.fte", 1).put(0, "hires.annualCost", 131000).put(0, "sia.hoursPerWeek", nil).put(0, "discount", 0.05)
		o.put(1, "criteria.reporting", "not-applicable").put(1, "onboarding", nil).put(1, "discount", 0.05)
		o.option(2)["monthlyFee"], o.option(2)["onboarding"], o.option(2)["exitCost"], o.option(2)["ticketOverage"], o.option(2)["clientEffortAnnual"] = 0, nil, 1, 0, 0
		o.put(2, "gates.right-to-audit", true)
		return o.put(3, "price.quantity", nil).put(3, "currency", "GBP")
	}
	type scenario struct {
		doc     object
		cells   map[string]any
		changed object
	}
	scenarios := map[string]scenario{
		"as-is":  {offers(t), nil, offers(t)},
		"odd":    {odd(), nil, odd()},
		"weight": {offers(t), map[string]any{fmt.Sprintf("points:%d", index("cost")): 95}, weights(offers(t), "cost", 95)},
		"money": {offers(t), map[string]any{"opt:monthlyFee:0": 11000, "opt:indexation:0": 0.06, "opt:price.quantity:1": 2600, "opt:price.growth:1": 0.2, "opt:termMonths:3": 42, "opt:rate:3": 1.1,
			"opt:ticketsPerMonth:0": 290, "opt:discount:0": 0.04, "opt:discount:1": 0.04, "opt:discount:2": 0.04, "opt:discount:3": 0.04},
			compared(offers(t).put(0, "monthlyFee", 11000).put(0, "indexation", 0.06).put(1, "price.quantity", 2600).put(1, "price.growth", 0.2).put(3, "termMonths", 42).put(0, "ticketsPerMonth", 290).
				put(0, "discount", 0.04).put(1, "discount", 0.04).put(2, "discount", 0.04).put(3, "discount", 0.04), "rates", object{"USD": 1.1})},
		"gates":  {offers(t), map[string]any{"opt:gates.data-return:1": "no", "opt:criteria.log-coverage:3": 95}, offers(t).put(1, "gates.data-return", false).put(3, "criteria.log-coverage", 95)},
		"notice": {offers(t), map[string]any{"opt:criteria.notice-minutes:0": 600}, offers(t).put(0, "criteria.notice-minutes", 600)},
		"anchors": {offers(t), map[string]any{fmt.Sprintf("anchor:%d:0", index("exit-months")): 24, fmt.Sprintf("anchor:%d:1", index("exit-months")): 1, "budget": 1200000},
			compared(compared(offers(t), "anchors", object{"exit-months": []any{24, 1}}), "budget", 1200000)},
		"piecewise": {piecewise(), map[string]any{fmt.Sprintf("anchor:%d:1", index("notice-minutes")): 40}, compared(offers(t), "anchors", object{"notice-minutes": []any{90, 40, 10}})},
		"no-target": {offers(t), map[string]any{"target": 1500000}, compared(offers(t), "target", 1500000)},
		"tickets": {offers(t), map[string]any{"opt:ticketsIncluded:0": "unknown", "opt:ticketsPerMonth:2": "unknown", "opt:ticketsIncluded:3": "unknown"},
			offers(t).put(0, "ticketsIncluded", "unknown").put(2, "ticketsPerMonth", "unknown").put(3, "ticketsIncluded", "unknown")},
		"csirp": {offers(t), map[string]any{"opt:csirp.test:2": "yes", "opt:csirp.test:0": "unknown"}, offers(t).put(2, "csirp.test", true).put(0, "csirp.test", "unknown")},
	}
	files := map[string][]byte{}
	reps := map[string][2]*report.Report{}
	for name, s := range scenarios {
		rep, changed := build(t, s.doc), build(t, s.changed)
		reps[name] = [2]*report.Report{rep, changed}
		files[name] = render(t, rep)
		if len(s.cells) > 0 {
			cells := map[string]any{}
			for cell, v := range s.cells {
				cells[address(t, rep, cell)] = v
			}
			files[name] = typeInto(t, files[name], cells)
		}
	}
	computed := recalculate(t, files)
	for name, p := range reps {
		got, want := named(t, p[0], computed[name]), named(t, p[1], open(t, render(t, p[1])))
		compare(t, name, got, want)
	}
}

// tenOptions are the sample's options ten times over, with names that break writers
// and terms from 7 months to 20 years.
func tenOptions(t testing.TB) object {
	o := offers(t)
	list := o["options"].([]any)
	var options []any
	for i, name := range []string{"=1+1", "+cmd", "-minus", "@at", ">greater", strings.Repeat("Long name ", 6), "Same", "Same", "_x0041_", "%d {D} & <b>"} {
		m := map[string]any{}
		for k, v := range list[i%4].(map[string]any) {
			m[k] = v
		}
		m["id"], m["name"] = fmt.Sprintf("o%d", i), name
		options = append(options, m)
	}
	o["options"] = options
	return o.put(9, "termMonths", 240).put(5, "termMonths", 7)
}

// Options at their limits, and what a reader may do to a sheet, computed by
// LibreOffice: cost to the cent, value and closeness to 1e-9, the same rank.
func TestOddOptionsRecalculate(t *testing.T) {
	outside.Office(t)
	outside.Python(t, "openpyxl")
	own := offers(t)
	own.option(0)["criteria"].(map[string]any)["a{b}..c"] = 5
	own["comparison"].(object)["criteria"] = []any{object{"id": "a{b}..c", "title": "Own {b}", "unit": "x"}}
	own["comparison"].(object)["anchors"] = object{"a{b}..c": []any{0, 10}}
	idle := offers(t).put(1, "price.unitPrice", "unknown").put(1, "monthlyFee", 5000)
	for _, path := range []string{"onboarding", "exitCost", "retainerAnnual", "ticketOverage", "clientEffortAnnual", "sia.annualFee"} {
		idle.put(1, path, nil)
	}
	spoilt := offers(t)
	spoilt["comparison"].(object)["anchors"] = object{"notice-minutes": []any{90, 25, 10}}
	docs := map[string]object{
		"ten": tenOptions(t), "own": own, "idle": idle, "flat": offers(t).put(0, "price.basis", "flat"), "spoilt": spoilt, "long": offers(t),
		"na":  offers(t).put(0, "termMonths", "not-applicable").put(1, "price.quantity", "not-applicable"),
		"big": offers(t).put(0, "ticketsPerMonth", 1000000).put(0, "ticketsIncluded", 1000000).put(2, "ticketsPerMonth", 0.5).put(2, "ticketsIncluded", 0),
	}
	files, reps := map[string][]byte{}, map[string]*report.Report{}
	for name, doc := range docs {
		reps[name] = build(t, doc)
		files[name] = render(t, reps[name])
	}
	files["long"] = typeInto(t, files["long"], map[string]any{address(t, reps["long"], "opt:termMonths:0"): 61})
	files["spoilt"] = typeInto(t, files["spoilt"], map[string]any{address(t, reps["spoilt"], "anchor:0:1"): nil})
	var cents, worth float64
	for name, f := range recalculate(t, files) {
		rep := reps[name]
		got := named(t, rep, f)
		for cell, v := range got {
			if strings.HasPrefix(v, "#") {
				t.Errorf("%s: %s is %s", name, cell, v)
			}
		}
		switch name {
		case "long": // than the years laid out: no total rather than one that is too low
			if got["total:0"] != "term too long" || got["raw:11:0"] != "unknown" {
				t.Errorf("a term of 61 months costs %s", got["total:0"])
			}
			continue
		case "spoilt": // an anchor is missing: the criterion does not count
			if got["counts:0"] != "0" || got["share:0"] != "0" {
				t.Errorf("a criterion without an anchor counts %s, %s", got["counts:0"], got["share:0"])
			}
			continue
		}
		compare(t, name, got, named(t, rep, open(t, render(t, rep))))
		for i, x := range rep.Comparison.Options {
			number := func(key string) float64 {
				v := math.NaN()
				_, _ = fmt.Sscanf(got[fmt.Sprintf("%s:%d", key, i)], "%g", &v)
				return v
			}
			if x.TotalCost != nil {
				d := math.Abs(number("total") - x.TotalCost.Float())
				if cents = math.Max(cents, d); !(d <= 0.005) {
					t.Errorf("%s: %s costs %v, want %s", name, x.Name, number("total"), x.TotalCost)
				}
			}
			for key, want := range map[string]float64{"valueLow": float64(x.Low), "value": float64(x.Value), "valueHigh": float64(x.High), "topsis": float64(x.TOPSIS)} {
				d := math.Abs(number(key) - want)
				if worth = math.Max(worth, d); !(d <= 1e-9) {
					t.Errorf("%s: %s has %s %v, want %v", name, x.Name, key, number(key), want)
				}
			}
			if rank := got[fmt.Sprintf("rank:%d", i)]; x.Out && rank != "out" || !x.Out && rank != fmt.Sprint(x.Rank) {
				t.Errorf("%s: %s has rank %s, want %d", name, x.Name, rank, x.Rank)
			}
		}
	}
	t.Logf("largest deviations: cost %.2g, values %.2g", cents, worth)
}

// Names stay text in every sheet, and the same report gives the same bytes.
func TestTenOptions(t *testing.T) {
	rep := build(t, tenOptions(t))
	data := render(t, rep)
	if !slices.Equal(data, render(t, build(t, tenOptions(t)))) {
		t.Error("two runs gave different bytes")
	}
	all := texts(t, open(t, data))
	for _, sheet := range []string{"Options", "Cost", "Gates", "Ranking", "Need × clause"} {
		for _, x := range rep.Comparison.Options {
			if !holds(all[sheet], x.Name) {
				t.Errorf("%s lacks %q", sheet, x.Name)
			}
		}
	}
	for part, raw := range parts(t, data) {
		if err := wellFormed(raw); err != nil {
			t.Errorf("%s: %v", part, err)
		}
		for _, formula := range strings.Split(string(raw), "<f>")[1:] {
			if formula, _, _ = strings.Cut(formula, "</f>"); len(formula) > 8192 {
				t.Errorf("%s: a formula of %d characters", part, len(formula))
			}
		}
	}
}

package comparison

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"muster/assessment"
	"muster/assessment/engagement"
	"muster/assessment/model"
	"muster/assessment/question"
	"muster/assessment/terms"
	"muster/assets"
)

// fatal is what both a test and a property check can do.
type fatal interface {
	Helper()
	Fatalf(format string, args ...any)
}

func sampleDoc(t fatal, name string) *engagement.Document {
	t.Helper()
	data, err := assets.Samples.ReadFile("samples/" + name + ".muster")
	if err != nil {
		t.Fatalf("%v", err)
	}
	doc, _, err := engagement.Read(data, question.Default(), model.Default())
	if err != nil {
		t.Fatalf("%v", err)
	}
	return doc
}

func compareDoc(doc *engagement.Document) *Comparison {
	r := assessment.Evaluate(question.Default(), model.Default(), doc)
	return Compare(question.Default(), model.Default(), doc, &r)
}

// bare is an engagement without answers whose options have values on criteria of
// the client's own from 0 to 1.
func bare(weights map[string]float64, options map[string]map[string]float64) *engagement.Document {
	doc := engagement.New("x", "2026-01-01", question.Default())
	doc.Comparison.Weights = weights
	doc.Comparison.Anchors = map[string][]float64{}
	for id := range weights {
		doc.Comparison.Anchors[id] = []float64{0, 1}
	}
	for _, id := range slices.Sorted(maps.Keys(options)) {
		o := engagement.Option{ID: id}
		for c, v := range options[id] {
			o = o.With("criteria."+c, engagement.Figure(v))
		}
		doc.Options = append(doc.Options, o)
	}
	return doc
}

func TestPublishedAcceptability(t *testing.T) {
	c := compareDoc(bare(map[string]float64{"x": 1, "y": 1}, map[string]map[string]float64{"a": {"x": 1, "y": 0}, "b": {"x": 0, "y": 1}, "c": {"x": .6, "y": .6}}))
	for id, want := range map[string]float64{"a": .4, "b": .4, "c": .2} {
		if got := c.Find(id).Acceptability[0]; math.Abs(got-want) > .01 {
			t.Errorf("%s comes first in %v, want %v", id, got, want)
		}
	}
	if !slices.Equal(c.Ranking, []string{"c", "a", "b"}) {
		t.Errorf("ranking %v", c.Ranking)
	}
}

func TestPublishedFlip(t *testing.T) {
	c := compareDoc(bare(map[string]float64{"p": 50, "q": 30, "r": 20}, map[string]map[string]float64{"a": {"p": .7, "q": .3, "r": .6}, "b": {"p": .5, "q": .6, "r": .5}}))
	// a − b is .2, −.3, .1: with .5, .3, .2 a leads by .03.
	found := false
	for _, f := range c.Flips {
		if f.Criterion == "q" {
			found = true
			if f.Leader != "a" || math.Abs(f.Flip-.3636) > 5e-5 || math.Abs(f.Weight-.3) > 1e-9 {
				t.Errorf("%+v", f)
			}
		}
	}
	if !found {
		t.Errorf("no flip on q: %+v", c.Flips)
	}
	for _, l := range c.Leads {
		if l.Criterion == "q" && (l.Low != 0 || math.Abs(l.High-.3636) > 5e-5) {
			t.Errorf("%+v", l)
		}
	}
}

func TestPublishedCost(t *testing.T) {
	doc := engagement.New("x", "2026-01-01", question.Default())
	o := engagement.Option{ID: "a"}
	for path, v := range map[string]float64{"monthlyFee": 12000, "indexation": .03, "termMonths": 36} {
		o = o.With(path, engagement.Figure(v))
	}
	over := engagement.Option{ID: "b"}
	for path, v := range map[string]float64{"ticketsIncluded": 20, "ticketsPerMonth": 20, "ticketOverage": 1, "termMonths": 12} {
		over = over.With(path, engagement.Figure(v))
	}
	doc.Options = []engagement.Option{o, over}
	c := compareDoc(doc)
	if got := c.Options[0].TotalCost.StringFixed(2); got != "445089.60" {
		t.Errorf("%s", got)
	}
	if got := c.Options[1].TotalCost.Float() / 12; math.Abs(got-1.7767) > 5e-5 {
		t.Errorf("%v tickets a month", got)
	}
	data, err := json.Marshal(c)
	if err != nil || !strings.Contains(string(data), `"totalCost":445089.60`) {
		t.Errorf("%v %.300s", err, data)
	}
}

func TestValueOnAnchors(t *testing.T) {
	for _, c := range []struct {
		raw     float64
		anchors []float64
		want    float64
	}{
		{60, []float64{60, 15}, 0}, {15, []float64{60, 15}, 1}, {37.5, []float64{60, 15}, .5}, {90, []float64{60, 15}, 0}, {0, []float64{60, 15}, 1},
		{3, []float64{0, 4}, .75}, {-1, []float64{0, 4}, 0}, {9, []float64{0, 4}, 1},
		{30, []float64{60, 30, 15}, .5}, {45, []float64{60, 30, 15}, .25}, {22.5, []float64{60, 30, 15}, .75},
		{2, []float64{0, 1, 10, 100}, (1 + 1./9) / 3}, {1, nil, 0},
	} {
		if got := Value(c.raw, c.anchors); math.Abs(got-c.want) > 1e-12 {
			t.Errorf("%v on %v is %v, want %v", c.raw, c.anchors, got, c.want)
		}
	}
}

// change is the SaaS sample with option 0 changed.
func change(t fatal, f func(d *engagement.Document, o engagement.Option) engagement.Option) *Option {
	t.Helper()
	doc := sampleDoc(t, "saas")
	doc.Options[0] = f(doc, doc.Options[0])
	return &compareDoc(doc).Options[0]
}

func TestGates(t *testing.T) {
	unknown, na := engagement.Term{State: engagement.Unknown}, engagement.Term{State: engagement.NotApplicable}
	with := func(list ...any) func(*engagement.Document, engagement.Option) engagement.Option {
		return func(_ *engagement.Document, o engagement.Option) engagement.Option {
			for i := 0; i < len(list); i += 2 {
				o = o.With(list[i].(string), list[i+1].(engagement.Term))
			}
			return o
		}
	}
	type edit = func(*engagement.Document, engagement.Option) engagement.Option
	answers := func(change func(d *engagement.Document)) edit {
		return func(d *engagement.Document, o engagement.Option) engagement.Option { change(d); return o }
	}
	no, yes, none := engagement.Truth(false), engagement.Truth(true), engagement.Term{}
	figure := engagement.Figure
	for _, c := range []struct {
		name, gate string
		edit       edit
		want       Status
	}{
		{"stated yes", "data-return", with("gates.data-return", yes), Pass},
		{"stated no", "data-return", with("gates.data-return", no), Fail},
		{"not known", "data-return", with("gates.data-return", unknown), Unknown},
		{"not entered", "data-return", with("gates.data-return", none), Unknown},
		{"does not apply", "data-return", with("gates.data-return", na), Pass},
		{"hours close the need", "closes-need", with(), Pass},
		{"too few hours", "closes-need", with("sia.hoursPerWeek", figure(2), "tuning.reduction", none), Fail},
		{"hours that may close it", "closes-need", with("sia.hoursPerWeek", unknown, "tuning.reduction", none), Unknown},
		{"tuning alone", "closes-need", with("sia.hoursPerWeek", none, "tuning.reduction", figure(.4), "tuning.evidenced", yes), Pass},
		{"promised tuning counts half", "closes-need", with("sia.hoursPerWeek", none, "tuning.reduction", figure(.15), "tuning.evidenced", no), Fail},
		{"no evidence", "closes-need", answers(func(d *engagement.Document) { delete(d.Answers, "bw-volume"); delete(d.Answers, "bw-handle") }), Unknown},
		{"notice fits", "notice-fits", with("criteria.notice-minutes", figure(120)), Pass},
		{"notice too late", "notice-fits", with("criteria.notice-minutes", figure(121)), Fail},
		{"notice not known", "notice-fits", with("criteria.notice-minutes", unknown), Unknown},
		{"no clock", "notice-fits", answers(func(d *engagement.Document) {
			d.Answers["ntf-regimes"] = engagement.Answer{State: engagement.NotApplicable}
		}), Pass},
		{"decision not known", "notice-fits", answers(func(d *engagement.Document) { delete(d.Answers, "ntf-decide-hours") }), Unknown},
		{"analyst and deputy", "named-sia", with(), Pass},
		{"no deputy", "named-sia", with("sia.deputy", no), Fail},
		{"deputy not known", "named-sia", with("sia.deputy", none), Unknown},
		{"no analyst", "named-sia", with("sia.hoursPerWeek", none), Fail},
		{"hires instead", "named-sia", with("sia.hoursPerWeek", none, "hires.fte", figure(1)), Pass},
		{"no analyst warranted", "named-sia", func(d *engagement.Document, o engagement.Option) engagement.Option {
			d.Answers["staff-fte"] = engagement.Answer{State: engagement.Answered, Value: engagement.Number(9)}
			return o.With("sia.hoursPerWeek", none)
		}, Pass},
	} {
		x := change(t, c.edit)
		if x.Gates[c.gate] != c.want {
			t.Errorf("%s: %s is %s, want %s (%+v)", c.name, c.gate, x.Gates[c.gate], c.want, x.Reasons)
		}
		if want := slices.Contains(slices.Collect(maps.Values(x.Gates)), Fail); x.Out != want || x.Out == (x.Rank > 0) {
			t.Errorf("%s: out %v, rank %d", c.name, x.Out, x.Rank)
		}
	}
	off := change(t, func(d *engagement.Document, o engagement.Option) engagement.Option {
		d.Comparison.GatesOff = map[string]string{"data-return": "kept elsewhere"}
		return o.With("gates.data-return", no)
	})
	if _, there := off.Gates["data-return"]; there || off.Out {
		t.Error("a gate that is off decides")
	}
}

func TestComputedCriteria(t *testing.T) {
	get := func(x *Option, id string) Measurement {
		for _, m := range x.Details {
			if m.ID == id {
				return m
			}
		}
		t.Fatalf("no criterion %s", id)
		return Measurement{}
	}
	x := change(t, func(_ *engagement.Document, o engagement.Option) engagement.Option { return o })
	if m := get(x, "sia-hours"); m.Raw != 16 || math.Abs(m.Low-.8) > 1e-9 { // of the 20 h sized
		t.Errorf("%+v", m)
	}
	if m := get(x, "csirp-services"); m.Raw != 1 { // the test alone is asked for
		t.Errorf("%+v", m)
	}
	if m := get(x, "cost"); math.Abs(float64(m.Raw)-855041.68) > .005 || math.Abs(m.Low-(1e6-855041.6788)/3e5) > 1e-6 {
		t.Errorf("%+v", m)
	}
	x = change(t, func(_ *engagement.Document, o engagement.Option) engagement.Option {
		return o.With("onboarding", engagement.Term{State: engagement.Unknown}).With("sia.hoursPerWeek", engagement.Term{}).With("hires.fte", engagement.Figure(1)).With("csirp.test", engagement.Term{State: engagement.Unknown})
	})
	if m := get(x, "cost"); m.Low != 0 || m.High <= .48 {
		t.Errorf("a lower bound of the cost: %+v", m)
	}
	if m := get(x, "sia-hours"); !m.NotApplicable {
		t.Errorf("hires instead of an analyst: %+v", m)
	}
	if m := get(x, "csirp-services"); m.Raw.Known() || m.Low != 0 || m.High != 1 {
		t.Errorf("%+v", m)
	}
	x = change(t, func(d *engagement.Document, o engagement.Option) engagement.Option {
		d.Comparison.Rates = nil
		return o.With("criteria.cost", engagement.Figure(850000))
	})
	if m := get(x, "cost"); m.Low != .5 {
		t.Errorf("a stated cost: %+v", m)
	}
}

// What is bought beyond the need and short of it is said.
func TestBuying(t *testing.T) {
	c := compareDoc(sampleDoc(t, "saas"))
	if a := c.Find("a-silver"); len(a.Over)+len(a.Under) != 0 {
		t.Errorf("%v %v", a.Over, a.Under)
	}
	if x := c.Find("c-essential"); len(x.Under) != 2 || len(x.Over) != 0 {
		t.Errorf("%v %v", x.Over, x.Under)
	}
	if x := c.Find("d-cloud"); len(x.Over) != 1 || !strings.Contains(x.Over[0], "4 h") {
		t.Errorf("%v %v", x.Over, x.Under)
	}
	if len(c.Needs) == 0 {
		t.Fatal("no needs")
	}
	for _, n := range c.Needs {
		if len(n.Cells) != len(c.Options) || n.Title == "" || n.Size == "" {
			t.Errorf("%+v", n)
		}
	}
}

func TestInHouseClosesTheNeed(t *testing.T) {
	for _, name := range []string{"saas", "hospital"} {
		doc := sampleDoc(t, name)
		r := assessment.Evaluate(question.Default(), model.Default(), doc)
		doc.Options = []engagement.Option{Today(doc), InHouse(question.Default(), model.Default(), doc, &r)}
		c := compareDoc(doc)
		today, house := c.Find(TodayID), c.Find(InHouseID)
		if today.Gates["closes-need"] != Fail || house.Gates["closes-need"] != Pass || house.Gates["named-sia"] != Pass {
			t.Errorf("%s: today %v, in-house %v", name, today.Gates, house.Gates)
		}
		if !house.Floor || house.TotalCost == nil { // what today's contract costs nobody entered
			t.Errorf("%s: %+v", name, house.Cost)
		}
		if m := c.Mixes[0]; m.PerYear > 131000 && name == "saas" {
			t.Errorf("%s: cheapest mix %+v", name, m)
		}
	}
}

func TestCurrencies(t *testing.T) {
	doc := sampleDoc(t, "saas")
	with := compareDoc(doc).Find("d-cloud").TotalCost
	doc.Comparison.Rates = map[string]float64{"USD": 1.84}
	if twice := compareDoc(doc).Find("d-cloud").TotalCost; math.Abs(twice.Float()-2*with.Float()) > .005 {
		t.Errorf("%s is not twice %s", twice, with)
	}
	doc.Comparison.Rates = nil
	c := compareDoc(doc)
	if x := c.Find("d-cloud"); x.TotalCost != nil || x.Cost.Statement == nil || x.Cost.Currency != "USD" {
		t.Errorf("%+v", x.Cost)
	}
	if !slices.ContainsFunc(c.Remarks, func(r Remark) bool { return r.ID == "rate" && strings.Contains(r.Text, "USD") }) {
		t.Errorf("%+v", c.Remarks)
	}
}

// At a crossing both cost the same; before it the one that is named so is cheaper.
func TestCrossings(t *testing.T) {
	doc := sampleDoc(t, "saas")
	c := compareDoc(doc)
	if len(c.BreakEven) != 3 {
		t.Fatalf("%d axes", len(c.BreakEven))
	}
	n := 0
	for _, a := range c.BreakEven {
		at := func(id string, i int) float64 {
			for _, l := range a.Lines {
				if l.Option == id {
					return l.Costs[i]
				}
			}
			return math.NaN()
		}
		for _, x := range a.Crossings {
			n++
			i := slices.IndexFunc(a.X, func(v float64) bool { return v >= x.At })
			if i < 1 || at(x.Before, i-1) > at(x.After, i-1) || at(x.Before, i) < at(x.After, i) {
				t.Errorf("%s: %+v", a.ID, x)
			}
			if a.ID == "term" && x.At != math.Trunc(x.At) {
				t.Errorf("a term of %v months", x.At)
			}
		}
	}
	if n == 0 {
		t.Error("nothing crosses")
	}
}

var unfilled = regexp.MustCompile(`\{[a-z]+\}`)

// Every text of the catalogue is used, and every one that is used is there.
func TestTexts(t *testing.T) {
	for _, name := range []string{"saas", "hospital", "bank"} {
		doc := sampleDoc(t, name)
		if len(doc.Options) == 0 {
			doc.Options = sampleDoc(t, "saas").Options
		}
		data, err := json.Marshal(compareDoc(doc))
		if err != nil {
			t.Fatal(err)
		}
		if m := unfilled.Find(data); m != nil {
			t.Errorf("%s: %s stands unfilled", name, m)
		}
	}
	for key, text := range terms.Default().Texts {
		if strings.TrimSpace(text) == "" {
			t.Errorf("%s is empty", key)
		}
	}
}

// drawn is a document of options drawn at random; withAnchors fixes weights and
// values on three criteria.
func drawn(t *rapid.T, n int) *engagement.Document {
	doc := bare(map[string]float64{}, nil)
	for _, c := range []string{"x", "y", "z"} {
		doc.Comparison.Weights[c] = float64(rapid.IntRange(0, 20).Draw(t, "weight "+c))
		doc.Comparison.Anchors[c] = []float64{0, 1}
	}
	for i := range n {
		o := engagement.Option{ID: fmt.Sprintf("o%d", i)}
		o = o.With("monthlyFee", engagement.Figure(float64(rapid.IntRange(1, 50).Draw(t, "fee"))))
		for _, c := range []string{"x", "y", "z"} {
			switch rapid.IntRange(0, 9).Draw(t, "kind") {
			case 0:
				o = o.With("criteria."+c, engagement.Term{State: engagement.Unknown})
			default:
				o = o.With("criteria."+c, engagement.Figure(float64(rapid.IntRange(0, 100).Draw(t, c))/100))
			}
		}
		doc.Options = append(doc.Options, o)
	}
	return doc
}

func place(c *Comparison, id string) int { return slices.Index(c.Ranking, id) }

func TestRankingProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		doc := drawn(t, rapid.IntRange(2, 6).Draw(t, "options"))
		c := compareDoc(doc)
		// Taking an option out never turns two others round.
		k := rapid.IntRange(0, len(doc.Options)-1).Draw(t, "out")
		fewer := doc.Clone()
		fewer.Options = slices.Delete(slices.Clone(doc.Options), k, k+1)
		less := compareDoc(fewer)
		want := slices.DeleteFunc(slices.Clone(c.Ranking), func(id string) bool { return id == doc.Options[k].ID })
		if !slices.Equal(less.Ranking, want) {
			t.Fatalf("without %s: %v, with it %v", doc.Options[k].ID, less.Ranking, c.Ranking)
		}
		for _, id := range want {
			if a, b := less.Find(id), c.Find(id); a.Value.Known() && (a.Value != b.Value || a.TOPSIS != b.TOPSIS) {
				t.Fatalf("%s is worth %v without, %v with", id, a.Value, b.Value)
			}
		}
		// All weights times the same change nothing.
		scaled := doc.Clone()
		scaled.Comparison.Weights = map[string]float64{}
		for id, w := range doc.Comparison.Weights {
			scaled.Comparison.Weights[id] = w * 4
		}
		if s := compareDoc(scaled); !slices.Equal(s.Ranking, c.Ranking) {
			t.Fatalf("scaled %v, before %v", s.Ranking, c.Ranking)
		}
		// A better value never lowers the rank.
		better := doc.Clone()
		i := rapid.IntRange(0, len(doc.Options)-1).Draw(t, "better")
		if x := doc.Options[i].Term("criteria.x"); x.Known() {
			better.Options = slices.Clone(doc.Options)
			better.Options[i] = doc.Options[i].With("criteria.x", engagement.Figure(math.Min(1, x.Value+.05)))
			if b := compareDoc(better); place(b, doc.Options[i].ID) > place(c, doc.Options[i].ID) {
				t.Fatalf("better, yet %d after %d", place(b, doc.Options[i].ID), place(c, doc.Options[i].ID))
			}
		}
		// A dominated option is never first.
		if first := c.Find(c.Ranking[0]); first.DominatedBy != nil {
			t.Fatalf("%s leads, dominated by %s", first.ID, *first.DominatedBy)
		}
		for _, x := range c.Options {
			sum := 0.0
			for _, v := range x.Stated {
				sum += v
			}
			if len(x.Stated) > 0 && math.Abs(sum-1) > 1e-9 {
				t.Fatalf("shares of %s sum to %v", x.ID, sum)
			}
		}
	})
}

// Any option that can be read can be compared, the same each time.
func TestAnyOptionCompares(t *testing.T) {
	base := sampleDoc(t, "saas")
	var paths []string
	for _, topic := range terms.Default().Topics {
		for _, f := range topic.Fields {
			if f.Kind != terms.Levels {
				paths = append(paths, f.Path)
			}
		}
	}
	for _, g := range terms.Default().Gates {
		paths = append(paths, terms.GatePrefix+g.ID)
	}
	for _, x := range terms.Default().Criteria {
		paths = append(paths, terms.CriterionPrefix+x.ID)
	}
	paths = append(paths, "sia.levels.forensics", "hires.levels.event-analysis")
	rapid.Check(t, func(t *rapid.T) {
		doc := base.Clone()
		doc.Options = nil
		for i := range rapid.IntRange(1, 10).Draw(t, "options") {
			o := engagement.Option{ID: fmt.Sprintf("o%d", i), Currency: rapid.SampledFrom([]string{"", "EUR", "USD", "GBP"}).Draw(t, "currency"), Basis: rapid.SampledFrom([]string{"", "flat", "user"}).Draw(t, "basis")}
			for _, path := range rapid.SliceOfN(rapid.SampledFrom(paths), 0, 30).Draw(t, "paths") {
				f, ok := terms.Default().Field(path)
				if !ok {
					t.Fatalf("no field %s", path)
				}
				part := rapid.SampledFrom([]float64{0, 1e-9, 1e-6, 1e-3, .25, 1}).Draw(t, "v")
				if rapid.Bool().Draw(t, "any") {
					part = rapid.Float64Range(0, 1).Draw(t, "part")
				}
				v := f.Min + (f.Max-f.Min)*part
				if f.Kind == terms.Truth {
					v = float64(rapid.IntRange(0, 1).Draw(t, "truth"))
				} else if f.Integer {
					v = math.Trunc(v)
				}
				o = o.With(path, rapid.SampledFrom([]engagement.Term{{Value: v, State: engagement.Answered}, {Value: v, State: engagement.Answered}, {State: engagement.Unknown}, {State: engagement.NotApplicable}}).Draw(t, "term"))
			}
			doc.Options = append(doc.Options, o)
		}
		if rapid.Bool().Draw(t, "plain") {
			doc.Comparison = engagement.Comparison{}
		}
		c := compareDoc(doc)
		once, err := json.Marshal(c)
		if err != nil || !json.Valid(once) {
			t.Fatalf("%v", err)
		}
		checkNames(t, once)
		again, _ := json.Marshal(compareDoc(doc))
		if !bytes.Equal(once, again) {
			t.Fatalf("not the same again")
		}
		if m := unfilled.Find(once); m != nil {
			t.Fatalf("%s stands unfilled", m)
		}
		in := 0
		for _, x := range c.Options {
			if !x.Out {
				in++
			}
			if x.TotalCost == nil {
				continue
			}
			sum := x.Cost.Onboarding.Add(x.Cost.Exit.Decimal)
			for _, y := range x.AnnualCost {
				sum = sum.Add(y.Decimal)
			}
			if !sum.Round(6).Equal(x.TotalCost.Round(6)) {
				t.Fatalf("%s: %s, in parts %s", x.ID, x.TotalCost, sum)
			}
		}
		if in != len(c.Ranking) {
			t.Fatalf("%d in the ranking, %d fail no gate", len(c.Ranking), in)
		}
	})
}

func TestSameOnAnyNumberOfProcessors(t *testing.T) {
	doc := sampleDoc(t, "saas")
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	one, _ := json.Marshal(compareDoc(doc))
	runtime.GOMAXPROCS(4)
	four, _ := json.Marshal(compareDoc(doc))
	if !bytes.Equal(one, four) {
		t.Error("the shares hang on the number of processors")
	}
}

package benchmark_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"math"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"pgregory.net/rapid"

	"muster/assessment"
	"muster/assessment/benchmark"
	"muster/assessment/engagement"
	"muster/assessment/engagement/engagementtest"
	"muster/assessment/model"
	"muster/assessment/question"
	"muster/assets"
)

const canary = "Zyxqvk"

func record(doc *engagement.Document) benchmark.Record {
	r := assessment.Evaluate(question.Default(), model.Default(), doc)
	return benchmark.New(benchmark.Default(), doc, &r)
}

func TestLoadFaults(t *testing.T) {
	for _, x := range []struct{ old, new, want string }{
		{"muster-benchmark-bands", "x", "allowed is"},
		{"version: 1", "version: 2", "found 2"},
		{"fewestRecords: 5", "fewestRecords: 4", "found 4, allowed: 5 and more"},
		{"fewestLevels: 3", "fewestLevels: 1", "found 1, allowed: 3 and more"},
		{"id: fte", "id: people", "in this order"},
		{"title: under 2, to: 2}", "title: under 2, to: 9}", "more than the band before"},
		{"title: under 2, to: 2}", "title: under 2}", "the last has none"},
		{"id: ratio", "id: budget", "no key figure"},
		{"step: 0.1,", "step: 0.001,", "a step of 0.05"},
	} {
		data := bytes.Replace(assets.Benchmark, []byte(x.old), []byte(x.new), 1)
		_, err := benchmark.Load("own.yaml", data)
		if err == nil || !strings.Contains(err.Error(), x.want) || !strings.Contains(err.Error(), "own.yaml:") {
			t.Errorf("%s: %v, want %q", x.new, err, x.want)
		}
	}
}

// The record of a sample, told by hand.
func TestRecord(t *testing.T) {
	rec := record(engagementtest.Sample(t, "saas"))
	if rec.Year != 2026 || rec.QuestionSet.ID != "mssp-sia" || rec.Bands["employees"] != "250-999" || rec.Bands["fte"] != "2-4" || rec.Bands["volume"] != "50-199" || rec.Bands["cover"] != "office" ||
		!slices.Equal(rec.Data, []string{"personal", "payment", "financial"}) || rec.Verdicts["sia"] != "warranted" || rec.Verdicts["csirp-test"] != "strong" || rec.Figures["ratio"] != 1.2 {
		t.Errorf("%+v", rec)
	}
	// Means over one or two answers would be answers.
	for _, id := range []string{"skills", "assurance", "responsibilities", "staffing", "profile"} {
		if _, ok := rec.Sections[id]; ok {
			t.Errorf("%s is told", id)
		}
	}
	if len(rec.Sections) != 5 {
		t.Errorf("%v", rec.Sections)
	}
}

// words are all texts a record may hold.
func words() map[string]bool {
	out := map[string]bool{benchmark.Format: true, "mssp-sia": true}
	for _, id := range []string{"org-sector-data", "mssp-scope", "mssp-model"} {
		for _, o := range question.Default().Item(id).OptionIDs() {
			out[o] = true
		}
	}
	for _, g := range benchmark.Default().Bands {
		for _, b := range g.Bands {
			out[b.ID] = true
		}
	}
	for _, v := range []assessment.Verdict{assessment.NotWarranted, assessment.Borderline, assessment.Warranted, assessment.StronglyWarranted, assessment.InsufficientEvidence,
		assessment.None, assessment.Consider, assessment.Recommended, assessment.Strong, assessment.Deferred} {
		out[string(v)] = true
	}
	return out
}

// keys are all names a record may hold.
func keys() map[string]bool {
	out := map[string]bool{}
	for _, k := range []string{"format", "version", "questionSet", "id", "year", "bands", "sectorData", "msspScope", "staffing", "verdicts", "sections", "figures",
		"sia", "csirp-design", "csirp-review", "csirp-test"} {
		out[k] = true
	}
	for _, s := range question.Default().Sections {
		out[s.ID] = true
	}
	for _, g := range benchmark.Default().Bands {
		out[g.ID] = true
	}
	for _, k := range benchmark.Default().Figures {
		out[k.ID] = true
	}
	return out
}

// only wants every text and name in v to be one of those allowed, and every number to
// be rounded to 0.05 or 0.1.
func only(t interface{ Errorf(string, ...any) }, v any, words, keys map[string]bool) {
	switch v := v.(type) {
	case string:
		if !words[v] {
			t.Errorf("the record holds %q", v)
		}
	case float64:
		if r := v * 20; math.Abs(r-math.Round(r)) > 1e-9 {
			t.Errorf("the record holds %g", v)
		}
	case []any:
		for _, x := range v {
			only(t, x, words, keys)
		}
	case map[string]any:
		for k, x := range v {
			if !keys[k] {
				t.Errorf("the record names %q", k)
			}
			only(t, x, words, keys)
		}
	}
}

// hostile puts texts and names of its own into everything of a document that takes
// one, ids and chosen options too.
func hostile(t *rapid.T, doc *engagement.Document, word func() string) *engagement.Document {
	d := doc.Clone()
	d.ID, d.Title, d.Client, d.Assessor, d.Classification, d.Scope = word(), word(), word(), word(), word(), word()
	d.QuestionSet = engagement.SetRef{ID: word(), Version: 77}
	d.Target = engagement.Target{Set: word(), Levels: map[string]int{word(): 3}}
	d.Branding.Company, d.Branding.Cover = word(), word()
	d.Options = []engagement.Option{{ID: word(), Name: word(), Provider: word()}}
	d.Actions = []engagement.Action{{ID: word(), Title: word(), Owner: word()}}
	d.Scenarios = []engagement.Scenario{{Name: word()}}
	d.Respondents = []engagement.Respondent{{Name: word(), Role: word()}}
	d.Tickets = json.RawMessage(`"` + word() + `"`)
	d.Model[word()] = 3
	for id, a := range d.Answers {
		a.Comment = word()
		a.References = []engagement.Reference{{Title: word(), Location: word(), SHA256: word()}}
		a.Draft = map[string]string{word(): word()}
		switch v := a.Value.(type) {
		case engagement.Multi:
			a.Value = append(slices.Clone(v), word())
		case engagement.Choice:
			if rapid.Bool().Draw(t, "choice") {
				a.Value = engagement.Choice(word())
			}
		}
		d.Answers[id] = a
	}
	d.Answers[word()] = engagement.Answer{State: engagement.Answered, Value: engagement.Choice(word())}
	d.Previous = doc
	return d
}

// Nothing that somebody typed gets into a record, whatever the document holds.
func TestNothingTypedIsInARecord(t *testing.T) {
	words, keys := words(), keys()
	var docs []*engagement.Document
	for _, name := range engagementtest.Samples {
		docs = append(docs, engagementtest.Sample(t, name))
	}
	rapid.Check(t, func(t *rapid.T) {
		doc := docs[rapid.IntRange(0, len(docs)-1).Draw(t, "sample")]
		n := 0
		doc = hostile(t, doc, func() string { n++; return fmt.Sprintf("%s-%d", canary, n) })
		doc.Date = rapid.SampledFrom([]string{canary, "2026-" + canary, "2026-02-30", "0001-01-01", "9999-12-31", "2026-11-23", ""}).Draw(t, "date")
		for _, id := range slices.Sorted(maps.Keys(doc.Answers)) {
			if rapid.IntRange(0, 6).Draw(t, "drop") == 0 {
				delete(doc.Answers, id)
			}
		}
		rec := record(doc)
		data := rec.Encode()
		if bytes.Contains(data, []byte(canary)) || strings.Contains(strings.Join(rec.Text(benchmark.Default()), "\n"), canary) {
			t.Fatalf("%s", data)
		}
		var all any
		if err := json.Unmarshal(data, &all); err != nil {
			t.Fatal(err)
		}
		only(t, all, words, keys)
		if rec.Year != 0 && doc.Date[:4] != fmt.Sprint(rec.Year) {
			t.Errorf("year %d of %q", rec.Year, doc.Date)
		}
		again, err := benchmark.Read(benchmark.Default(), "x.json", data)
		if err != nil || !bytes.Equal(again.Encode(), data) {
			t.Fatalf("does not come back: %v\n%s", err, data)
		}
	})
}

// A custom set's names stay out as well.
func TestCustomSetStaysOut(t *testing.T) {
	doc := engagementtest.Sample(t, "saas").Clone()
	doc.QuestionSet.ID = "zyxqvk"
	r := assessment.Evaluate(question.Default(), model.Default(), doc)
	r.Sections = append(r.Sections, assessment.Progress{ID: "zyxqvk", Title: "Zyxqvk", Level: 2, Levelled: 9})
	r.SIA.Verdict = "zyxqvk"
	rec := benchmark.New(benchmark.Default(), doc, &r)
	if bytes.Contains(bytes.ToLower(rec.Encode()), []byte("zyxqvk")) {
		t.Errorf("%s", rec.Encode())
	}
}

// Two engagements that differ in texts, days and within their bands alone give the
// same record.
func TestRecordsHideDifferences(t *testing.T) {
	a := engagementtest.Sample(t, "saas")
	b := a.Clone()
	b.ID, b.Title, b.Client, b.Date = "other", "Other", "Other Ltd", "2026-01-02"
	x := b.Answers["org-employees"]
	x.Value, x.Comment = engagement.Number(300), "other"
	b.Answers["org-employees"] = x
	first, second := record(a), record(b)
	if !bytes.Equal(first.Encode(), second.Encode()) {
		t.Errorf("%s\n%s", first.Encode(), second.Encode())
	}
}

// What is shown before it is written is all that is written.
func TestTextShowsEverything(t *testing.T) {
	for _, name := range engagementtest.Samples {
		rec := record(engagementtest.Sample(t, name))
		lines := rec.Text(benchmark.Default())
		count := 3 + len(benchmark.Default().Bands) + 3 + 4 + len(rec.Sections) + len(benchmark.Default().Figures)
		if len(lines) != count {
			t.Errorf("%s: %d lines, want %d:\n%s", name, len(lines), count, strings.Join(lines, "\n"))
		}
		all := strings.Join(lines, "\n")
		for _, v := range rec.Sections {
			if !strings.Contains(all, assessment.FormatNumber(v, 1)) {
				t.Errorf("%s: %g is not shown", name, v)
			}
		}
		for _, v := range rec.Verdicts {
			if !strings.Contains(all, strings.ToLower(assessment.Verdict(v).Word())) {
				t.Errorf("%s: %s is not shown", name, v)
			}
		}
		for _, o := range rec.Data {
			if !strings.Contains(all, question.Default().Item("org-sector-data").Option(o).Text) {
				t.Errorf("%s: %s is not shown", name, o)
			}
		}
	}
}

func TestReadFaults(t *testing.T) {
	rec := record(engagementtest.Sample(t, "saas"))
	good := string(rec.Encode())
	for _, x := range []struct{ old, new, want string }{
		{good, "", "not valid JSON"},
		{good, "{}", "no benchmark record"},
		{good, `{"format": "muster-engagement"}`, "no benchmark record"},
		{`"version": 1,`, `"version": 2,`, "newer Muster"},
		{`"year": 2026`, `"year": 1026`, "found 1026, allowed: 2000 to 2199"},
		{`"year": 2026`, `"year": 2026, "client": "Acme"`, `unknown key "client"`},
		{`"year": 2026`, `"year": 2026, "year": 2025`, "already defined"},
		{`"employees": "250-999"`, `"employees": "Acme"`, `found "Acme", which is no band`},
		{`"employees": "250-999"`, `"name": "250-999"`, "no band of this group"},
		{`"payment"`, `"acme"`, `found "acme"`},
		{`"sia": "warranted"`, `"sia": "strong"`, `found "strong"`},
		{`"sia": "warranted"`, `"acme": "strong"`, `verdicts.acme`},
		{`"ratio": 1.2`, `"ratio": 1.2345`, "found 1.2345"},
		{`"ratio": 1.2`, `"ratio": 99`, "found 99"},
		{`"ratio": 1.2`, `"budget": 1`, "no key figure"},
		{`"forensics": `, `"acme": 1, "forensics": `, "sections.acme"},
		{`"mssp-sia"`, `"acme"`, `found "acme"`},
	} {
		if !strings.Contains(good, x.old) {
			t.Fatalf("%q is not there in %s", x.old, good)
		}
		_, err := benchmark.Read(benchmark.Default(), "x.json", []byte(strings.Replace(good, x.old, x.new, 1)))
		if err == nil || !strings.Contains(err.Error(), x.want) || !strings.HasPrefix(err.Error(), "x.json:") {
			t.Errorf("%s: %v, want %q", x.new, err, x.want)
		}
	}
	if _, err := benchmark.Read(benchmark.Default(), "x.json", bytes.Repeat([]byte(" "), 100_000)); err == nil {
		t.Error("a large file is read")
	}
}

// some are n records that all differ.
func some(n int) []benchmark.Record {
	var out []benchmark.Record
	for i := range n {
		out = append(out, benchmark.Record{Format: benchmark.Format, Version: 1, QuestionSet: benchmark.SetRef{ID: "mssp-sia", Version: question.Default().Version}, Year: 2020,
			Bands: map[string]string{"employees": []string{"under-50", "250-999"}[i%2]}, Data: []string{"health"}, Scope: []string{"monitoring"},
			Verdicts: map[string]string{"sia": "borderline"}, Sections: map[string]float64{"tools": float64(i) / 10}, Figures: map[string]float64{"staff": 0.5}})
	}
	return out
}

// Quartiles told by hand, and one's own place among them.
func TestCompare(t *testing.T) {
	rules := benchmark.Default()
	others := some(9) // 0 to 0.8 in tenths
	own := others[0]
	own.Year, own.Sections, own.Figures, own.Verdicts = 2026, map[string]float64{"tools": 0.7}, map[string]float64{"plan": 0.5}, map[string]string{"sia": "borderline"}
	c := benchmark.Compare(rules, own, slices.Concat(others, others[:2], []benchmark.Record{own}), benchmark.Filter{})
	if !c.Enough || c.Records != 9 || c.Doubles != 3 {
		t.Fatalf("%+v", c)
	}
	row := c.Sections[0]
	near := func(a assessment.Figure, b float64) bool { return math.Abs(float64(a)-b) < 1e-9 }
	if len(c.Sections) != 1 || row.ID != "tools" || row.Count != 9 || !near(row.Low, 0.2) || !near(row.Middle, 0.4) || !near(row.High, 0.6) || !near(row.Below, 7.5/9) || !strings.HasPrefix(row.Text, "In the highest quarter; above 83") {
		t.Errorf("%+v", row)
	}
	if len(c.Figures) != 2 || c.Figures[0].ID != "staff" || c.Figures[0].Own.Known() || c.Figures[1].ID != "plan" || c.Figures[1].Middle.Known() || c.Figures[1].Count != 0 {
		t.Errorf("%+v", c.Figures)
	}
	if len(c.Verdicts) != 1 || c.Verdicts[0].Share != 1 || !c.Verdicts[0].Own {
		t.Errorf("%+v", c.Verdicts)
	}
	if c := benchmark.Compare(rules, own, others, benchmark.Filter{Size: "under-50"}); !c.Enough || c.Records != 5 || c.Filtered != 4 {
		t.Errorf("%+v", c)
	}
	if c := benchmark.Compare(rules, own, others, benchmark.Filter{Size: "250-999"}); c.Enough || c.Records != 4 {
		t.Errorf("%+v", c)
	}
	if c := benchmark.Compare(rules, own, others, benchmark.Filter{Data: "payment"}); c.Records != 0 {
		t.Errorf("%+v", c)
	}
	foreign := some(6)
	for i := range foreign {
		foreign[i].QuestionSet.Version = 99
	}
	if c := benchmark.Compare(rules, own, foreign, benchmark.Filter{}); c.Foreign != 6 || c.Enough {
		t.Errorf("%+v", c)
	}
}

// Of fewer than five records nothing is said, of each figure and verdict alike.
func TestNothingBelowFive(t *testing.T) {
	rules := benchmark.Default()
	rapid.Check(t, func(t *rapid.T) {
		others := some(rapid.IntRange(0, 12).Draw(t, "records"))
		for i := range others {
			if rapid.IntRange(0, 2).Draw(t, "tools") == 0 {
				delete(others[i].Sections, "tools")
				others[i].Year = 2001 + i
			}
			if rapid.IntRange(0, 2).Draw(t, "verdict") == 0 {
				others[i].Verdicts = map[string]string{}
			}
		}
		own := some(1)[0]
		own.Year = 2026
		filter := benchmark.Filter{Size: rapid.SampledFrom([]string{"", "under-50"}).Draw(t, "size")}
		c := benchmark.Compare(rules, own, others, filter)
		if c.Enough != (c.Records >= 5) {
			t.Fatalf("%+v", c)
		}
		if !c.Enough && len(c.Sections)+len(c.Figures)+len(c.Verdicts) > 0 {
			t.Fatalf("says something of %d records: %+v", c.Records, c)
		}
		for _, row := range slices.Concat(c.Sections, c.Figures) {
			if row.Count < 5 && (row.Low.Known() || row.Middle.Known() || row.High.Known() || row.Below.Known()) {
				t.Fatalf("says something of %d: %+v", row.Count, row)
			}
		}
		told := 0
		for i := range others {
			if (filter.Size == "" || others[i].Bands["employees"] == filter.Size) && others[i].Verdicts["sia"] != "" {
				told++
			}
		}
		if told < 5 && len(c.Verdicts) > 0 {
			t.Fatalf("shares of %d verdicts", told)
		}
	})
}

// A folder's files are read each for itself; what is wrong with one is said.
func TestFolder(t *testing.T) {
	rec := record(engagementtest.Sample(t, "saas"))
	good := rec.Encode()
	var told []string
	records, faults, err := benchmark.Folder(t.Context(), benchmark.Default(), fstest.MapFS{
		"a.json": {Data: good}, "b.JSON": {Data: good}, "broken.json": {Data: []byte("{")}, "text.txt": {Data: []byte("x")},
		"other.json": {Data: []byte(`{"format":"muster-engagement","client":"Acme"}`)}, "deep/c.json": {Data: good},
		"pipe.json": {Mode: fs.ModeNamedPipe}, "link.json": {Data: good, Mode: fs.ModeSymlink},
	}, func(done, total int) { told = append(told, fmt.Sprint(done, "/", total)) })
	if err != nil || len(records) != 2 || len(faults) != 4 {
		t.Fatalf("%v %d %v", err, len(records), faults)
	}
	if len(told) != 8 || told[0] != "0/8" || told[7] != "7/8" {
		t.Errorf("progress %q", told)
	}
	for _, f := range faults {
		if !strings.HasPrefix(f.Reason, f.File+": ") || strings.Contains(f.Reason, "Acme") {
			t.Errorf("%+v", f)
		}
	}
	if _, _, err := benchmark.Folder(t.Context(), benchmark.Default(), fstest.MapFS{"x": {Mode: fs.ModeDir}}, nil); err != nil {
		t.Error(err)
	}
}

// A folder that is given up on gives nothing.
func TestFolderCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	data := record(engagementtest.Sample(t, "saas"))
	records, faults, err := benchmark.Folder(ctx, benchmark.Default(), fstest.MapFS{"a.json": {Data: data.Encode()}, "b.json": {Data: data.Encode()}}, func(int, int) { cancel() })
	if !errors.Is(err, context.Canceled) || records != nil || faults != nil {
		t.Errorf("%d records, %v, %v", len(records), faults, err)
	}
}

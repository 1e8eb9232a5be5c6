package exporters

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"muster/assessment/analysis"
	"muster/assessment/engagement"
	"muster/assessment/engagement/engagementtest"
	"muster/assessment/model"
	"muster/assessment/question"
	"muster/exporters/report"
)

func saas(t *testing.T) *engagement.Document {
	t.Helper()
	return engagementtest.Sample(t, "saas")
}

func build(doc *engagement.Document) *report.Report {
	set, registry := question.Default(), model.Default()
	return report.Build(set, registry, doc, analysis.Quick(set, registry, doc))
}

func render(t *testing.T, id string, rep *report.Report) []byte {
	t.Helper()
	f, err := FormatByID(id)
	if err != nil {
		t.Fatal(err)
	}
	data, err := f.Render(context.Background(), rep, nil)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// Without options there is no procurement report, and the error says what to do.
func TestProcurementNeedsOptions(t *testing.T) {
	doc := saas(t)
	doc.Options = nil
	f, err := FormatByID("procurement")
	if err != nil {
		t.Fatal(err)
	}
	if data, err := f.Render(context.Background(), build(doc), nil); data != nil || !errors.Is(err, ErrNoOptions) {
		t.Errorf("%d bytes, %v", len(data), err)
	}
}

func TestFormats(t *testing.T) {
	var extensions []string
	for _, f := range Formats {
		if slices.Contains(extensions, f.Extension) {
			t.Errorf("%s shares its extension %s", f.ID, f.Extension)
		}
		extensions = append(extensions, f.Extension)
		if got, err := FormatByID(f.ID); err != nil || got.Name != f.Name {
			t.Errorf("%s: %v, %v", f.ID, got, err)
		}
	}
	if _, err := FormatByID("docx"); err == nil || !strings.Contains(err.Error(), "procurement") {
		t.Errorf("%v", err)
	}
}

// odd options, as nobody would enter them.
func odd(t *testing.T) *engagement.Document {
	doc := saas(t)
	names := []string{"Same", "Same", "=1+1", "😀 | *bold* <b> 👩‍👩‍👧", "broken \xff\xfe", "-", strings.Repeat("x", 60)}
	var options []engagement.Option
	for i, name := range names {
		o := doc.Options[i%len(doc.Options)]
		o.ID, o.Name = fmt.Sprintf("o%d", i), name
		o = o.WithSource("monthlyFee", strings.Repeat("word | ", 571)).WithSource("termMonths", "\x00\u202e{nb} \xc3\x28")
		if i%2 == 0 {
			o = o.With("monthlyFee", engagement.Term{State: engagement.Unknown}).With("onboarding", engagement.Figure(1e12))
		}
		options = append(options, o)
	}
	options = append(options, engagement.Option{ID: "bare"})
	doc.Options, doc.Comparison.Rates = options, nil
	return doc
}

// The same options give the same bytes in every format, odd ones included.
func TestOptionsSameBytes(t *testing.T) {
	for name, doc := range map[string]*engagement.Document{"saas": saas(t), "odd": odd(t)} {
		first, second := build(doc), build(doc)
		for _, f := range Formats {
			if a, b := render(t, f.ID, first), render(t, f.ID, second); !bytes.Equal(a, b) {
				t.Errorf("%s, %s: %d bytes, then %d others", name, f.ID, len(a), len(b))
			}
		}
	}
}

var escaped = regexp.MustCompile(`\\(.)|<br>|&amp;`)

// What is said of the options stands in Markdown and JSON of the full report.
func TestOptionsInMarkdownAndJSON(t *testing.T) {
	rep := build(saas(t))
	text := escaped.ReplaceAllStringFunc(string(render(t, "markdown", rep)), func(m string) string {
		switch m {
		case "<br>":
			return "\n"
		case "&amp;":
			return "&"
		}
		return m[1:]
	})
	var top any
	if err := json.Unmarshal(render(t, "json", rep), &top); err != nil {
		t.Fatal(err)
	}
	strs := map[string]bool{}
	var collect func(v any)
	collect = func(v any) {
		switch v := v.(type) {
		case string:
			strs[v] = true
		case []any:
			for _, x := range v {
				collect(x)
			}
		case map[string]any:
			for _, x := range v {
				collect(x)
			}
		}
	}
	collect(top)
	both := func(s string) {
		if !strings.Contains(text, s) {
			t.Errorf("the Markdown lacks %q", s)
		}
		if !strs[s] {
			t.Errorf("the JSON lacks %q", s)
		}
	}
	c := rep.Comparison
	both(c.Recommendation.Text)
	for _, s := range append(append([]string{}, c.Recommendation.RestsOn...), c.Recommendation.Overturned...) {
		both(s)
	}
	for i := range c.Options {
		x := &c.Options[i]
		both(x.Name)
		for _, g := range x.Reasons {
			both(g.Title)
			both(g.Reason)
		}
		for _, s := range append(append([]string{}, x.Over...), x.Under...) {
			both(s)
		}
		if !strings.Contains(text, x.TotalCost.Text("")) || !strings.Contains(text, report.ValueText(x)) {
			t.Errorf("the Markdown lacks cost or value of %s", x.Name)
		}
	}
	for _, q := range c.Questions {
		both(q.Provider)
		for _, x := range q.List {
			both(x.Text)
		}
	}
	for _, r := range c.Remarks {
		both(r.Text)
	}
}

package xlsx

import (
	"context"
	stdjson "encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"muster/assessment/question"
	"muster/exporters/json"
	"muster/exporters/markdown"
	"muster/exporters/report"
)

var escaped = regexp.MustCompile(`\\(.)|<br>|&amp;`)

// plainText undoes Markdown's escapes.
func plainText(md string) string {
	return escaped.ReplaceAllStringFunc(md, func(m string) string {
		switch m {
		case "<br>":
			return "\n"
		case "&amp;":
			return "&"
		}
		return m[1:]
	})
}

// jsonTexts are all strings of a JSON value.
func jsonTexts(v any, into map[string]bool) {
	switch v := v.(type) {
	case string:
		into[v] = true
	case []any:
		for _, x := range v {
			jsonTexts(x, into)
		}
	case map[string]any:
		for _, x := range v {
			jsonTexts(x, into)
		}
	}
}

// TestOutputsAgree wants every comment, key figure and finding of a report in
// the workbook, the Markdown and the JSON.
func TestOutputsAgree(t *testing.T) {
	reports := samples(t)
	doc := saas()
	for i, it := range question.Default().Items() {
		doc.member(it.ID, "comment", fmt.Sprintf("Comment %d_on *%s* | <%s> & more.\nSecond line #%d _x0041_.", i, it.ID, it.Title, i))
		if i%3 == 0 {
			doc.member(it.ID, "references", []object{{"title": fmt.Sprintf("Document [%d]", i), "location": "page 3"}})
		}
	}
	reports["saas, all comments"], reports["empty"] = build(t, doc), build(t, empty())
	for name, rep := range reports {
		t.Run(name, func(t *testing.T) {
			cells := map[string]bool{}
			for _, rows := range texts(t, open(t, render(t, rep))) {
				for _, row := range rows {
					for _, v := range row {
						cells[strings.TrimLeft(v, "•○◇△◼◌"+" ")] = true // a verdict's word
						cells[v] = true
						for _, line := range strings.Split(v, "\n") {
							cells[line] = true
						}
					}
				}
			}
			md, err := markdown.Render(context.Background(), rep, nil)
			if err != nil {
				t.Fatal(err)
			}
			js, err := json.Render(context.Background(), rep, nil)
			if err != nil {
				t.Fatal(err)
			}
			var top any
			if err := stdjson.Unmarshal(js, &top); err != nil {
				t.Fatal(err)
			}
			strs, text := map[string]bool{}, plainText(string(md))
			jsonTexts(top, strs)
			n := 0
			for _, want := range said(rep) {
				n++
				if !cells[want] {
					t.Errorf("the workbook lacks %q", want)
				}
				if !strings.Contains(text, want) {
					t.Errorf("the Markdown lacks %q", want)
				}
				if !strs[want] {
					t.Errorf("the JSON lacks %q", want)
				}
			}
			t.Logf("%d texts in each; Markdown %d bytes, JSON %d bytes", n, len(md), len(js))
		})
	}
}

// said are the texts each output must hold.
func said(rep *report.Report) []string {
	var out []string
	add := func(s ...string) {
		for _, x := range s {
			if strings.TrimSpace(x) != "" {
				out = append(out, x)
			}
		}
	}
	add(rep.Title, rep.Client, rep.Date, rep.Classification, rep.InputHash)
	for _, a := range rep.Answers {
		add(a.Comment, a.Value, a.Question)
		add(a.References...)
	}
	for _, f := range rep.Figures {
		add(f.Name, f.Value, f.Note)
	}
	for _, f := range rep.Findings {
		add(f.ID, f.Title, f.Found, f.Impact, f.Recommendation, f.Owner, f.Effort)
		add(f.Questions...)
	}
	for _, v := range rep.Verdicts {
		add(v.Subject, v.Word, v.Detail)
	}
	for _, s := range rep.Settings {
		add(s.Title, s.Range, s.Why)
	}
	for _, s := range rep.Trace {
		add(s.Rule, s.Text, s.Effect)
		add(s.Conditions...)
	}
	for _, f := range append(append([]report.Fact{}, rep.NotAssessed...), rep.Assumptions...) {
		add(f.Name, f.Value)
	}
	for _, r := range rep.Responsibilities {
		add(r.Activity, r.Remark)
	}
	for _, c := range rep.Changes {
		add(c.Text)
	}
	for _, s := range rep.Scenarios {
		add(s.Name, s.Changes)
	}
	if s := rep.Simulation; s != nil {
		add(s.Differences...)
	}
	if h := rep.Tickets; h != nil {
		add(h.File)
		add(h.Remarks...)
		for _, u := range h.Unused {
			add(u.Reason)
		}
	}
	return out
}

package markdown

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"muster/assessment/analysis"
	"muster/assessment/engagement"
	"muster/assessment/model"
	"muster/assessment/question"
	"muster/exporters/report"
)

// build makes a report in which text stands wherever a client may write.
func build(t testing.TB, text string) *report.Report {
	t.Helper()
	set, registry := question.Default(), model.Default()
	answers := map[string]any{}
	for i, it := range set.Items() {
		text := text
		if i > 2 && len(text) > 5000 {
			text = "plain" // a few long ones are enough
		}
		a := map[string]any{"comment": text, "review": i%2 == 0, "references": []any{map[string]any{"title": text, "location": text}}}
		switch it.Type {
		case "level":
			a["state"], a["value"] = "answered", 1
		case "number":
			a["state"] = "unknown"
		}
		answers[it.ID] = a
	}
	data, err := json.Marshal(map[string]any{"format": "muster-engagement", "version": 1, "title": text, "client": text, "assessor": text, "date": text,
		"classification": text, "id": text, "answers": answers})
	if err != nil {
		t.Fatal(err)
	}
	doc, _, err := engagement.Read(data, set, registry)
	if err != nil {
		t.Fatal(err)
	}
	return report.Build(set, registry, doc, analysis.Quick(set, registry, doc))
}

func render(t testing.TB, rep *report.Report) string {
	t.Helper()
	data, err := Render(context.Background(), rep, nil)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

var (
	pipe  = regexp.MustCompile(`(?:\\.|[^\\|])*`)
	shape = []*regexp.Regexp{
		regexp.MustCompile(`^\|( .*)?\|$`),
		regexp.MustCompile(`^#{1,3} \S`),
		regexp.MustCompile(`^- \S`),
		regexp.MustCompile(`^\*Figure: .*\*$`),
		regexp.MustCompile(`^\*\*.*\*\*$`),
	}
)

// skeleton is the structure of a document: the kind of each line, and for a
// table row its number of cells. Plain text is kind "text".
func skeleton(md string) []string {
	var out []string
	for _, l := range strings.Split(md, "\n") {
		kind := "text"
		switch {
		case l == "":
			kind = ""
		case shape[0].MatchString(l):
			kind = fmt.Sprintf("row of %d", strings.Count(pipe.ReplaceAllString(l, ""), "|")-1)
		case shape[1].MatchString(l):
			kind = strings.SplitN(l, " ", 2)[0]
		case shape[2].MatchString(l):
			kind = "item"
		case shape[3].MatchString(l):
			kind = "figure"
		case shape[4].MatchString(l):
			kind = "lead"
		}
		out = append(out, kind)
	}
	return out
}

var hostile = []string{
	"# head", "## x\n# y", "* item", "- item", "+ item", "1. item", "1) item", "> quote", "    code", "\tcode", "```\ncode\n```", "~~~", "---", "===\n---", "***", "___",
	"a | b || c", "|", `\|`, `\`, `\\`, "`", "``|``", "<script>alert(1)</script>", "<!--", "-->", "<br>", "[x](javascript:alert(1))", "![x](http://x)", "[ref]: x", "[^1]: note",
	"&lt;b&gt; &#60; &amp; R&D", "**bold** _it_ ~~no~~ $x$", "{nb} {{x}}", "=1+1", "line\r\nnext\rlast\n\n# head", "a\u2028# b", "emoji 😀👩‍👩‍👧", "a\u200fb\u202ec\u2066d",
	"nul \x00 bell \a esc \x1b[31m \u0085", strings.Repeat("ä|", 10000), strings.Repeat("long ", 8000), ": def", "\n\n\n", "  ",
}

func TestStructure(t *testing.T) {
	want := skeleton(render(t, build(t, "plain")))
	for _, text := range hostile {
		rep := build(t, text)
		md := render(t, rep)
		got := skeleton(md)
		if strings.TrimSpace(text) == "" {
			continue // fewer rows in the title block
		}
		if len(got) != len(want) {
			t.Errorf("%.40q: %d lines, want %d", text, len(got), len(want))
			continue
		}
		for i := range got {
			if got[i] != want[i] {
				t.Errorf("%.40q: line %d is %q, want %q: %.120s", text, i+1, got[i], want[i], strings.Split(md, "\n")[i])
				break
			}
		}
		if !utf8.ValidString(md) {
			t.Errorf("%.40q: not UTF-8", text)
		}
	}
}

func TestEscape(t *testing.T) {
	for in, want := range map[string]string{
		"a|b":         `a\|b`,
		"# x":         `\# x`,
		"x < y & z":   `x \< y & z`,
		"&lt;":        `&amp;lt;`,
		"a\r\nb":      "a<br>b",
		"1. x":        `1\. x`,
		"12) x":       `12\) x`,
		"- x":         `\- x`,
		"+1":          `\+1`,
		"=":           `\=`,
		"`c` *e* _u_": "\\`c\\` \\*e\\* \\_u\\_",
		"\xff":        "\uFFFD",
		"2.5 h":       `2\.5 h`,
	} {
		if got := start(in); got != want {
			t.Errorf("start(%q) = %q, want %q", in, got, want)
		}
	}
	if got := inline("1. x - y"); got != "1. x - y" {
		t.Errorf("inline = %q", got)
	}
}

func FuzzInline(f *testing.F) {
	for _, s := range hostile {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := start(s)
		if strings.ContainsAny(got, "\n\r\t") || !utf8.ValidString(got) {
			t.Fatalf("%q became %q", s, got)
		}
		// Outside escapes and line breaks nothing special is left.
		rest := regexp.MustCompile("\\\\[\\\\`*_\\[\\]<>#|~$.)+=:-]|<br>").ReplaceAllString(got, "")
		if special.MatchString(rest) {
			t.Fatalf("%q became %q", s, got)
		}
	})
}

func TestContent(t *testing.T) {
	rep := build(t, "plain")
	md := render(t, rep)
	if !strings.HasPrefix(md, "# plain\n\n| | |\n| --- | --- |\n| Client | plain |\n") {
		t.Errorf("starts %.80q", md)
	}
	for i, c := range rep.Chapters {
		if !strings.Contains(md, " "+inline(c.Title)+"\n") {
			t.Errorf("chapter %d, %s, is missing", i, c.Title)
		}
	}
	for _, want := range []string{"## 1\\. Executive summary", "## Appendix A: All answers", "## Appendix B: ", "## Appendix C: Settings and thresholds", "| ◼ Strongly recommended |", "*Figure: Gauges with thresholds — Each gauge"} {
		if !strings.Contains(md, want) {
			t.Errorf("%q is missing", want)
		}
	}
	if strings.HasSuffix(md, "\n\n") || !strings.HasSuffix(md, "\n") {
		t.Errorf("ends %q", md[len(md)-10:])
	}
	if !bytes.Equal([]byte(md), []byte(render(t, build(t, "plain")))) {
		t.Error("two runs differ")
	}
}

func TestCancel(t *testing.T) {
	rep := build(t, "plain")
	ctx, cancel := context.WithCancel(context.Background())
	last := 0
	got, err := Render(ctx, rep, func(done, total int) {
		if last = done; done == 2 {
			cancel()
		}
		if total != len(rep.Chapters) {
			t.Errorf("total %d", total)
		}
	})
	if got != nil || !errors.Is(err, context.Canceled) || last != 2 {
		t.Errorf("%d bytes, %v, last %d", len(got), err, last)
	}
}

package pdf

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"html"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"unicode"

	"muster/assessment/analysis"
	"muster/assessment/engagement"
	"muster/assessment/engagement/engagementtest"
	"muster/assessment/model"
	"muster/assessment/question"
	"muster/exporters/outside"
	"muster/exporters/report"
)

// The engagements the tests print: the samples, an empty one, one in which every
// question has a comment, and one full of what breaks programs.
var caseNames = append([]string{"bank", "hospital", "saas", "empty", "commented", "hostile", "measured", "follow-up"}, procurementCases[0], "procurement ten", "procurement out", "procurement unknown", "procurement odd",
	"brief saas", "brief follow-up", "brief bank", "brief empty", "brief hostile", "brief procurement ten", "responsibility saas", "responsibility hospital", "responsibility empty", "responsibility hostile")

// kindOf is the kind of report a case prints, and the name of its engagement.
func kindOf(name string) (report.Kind, string) {
	for _, k := range []report.Kind{report.ExecutiveBrief, report.ResponsibilityPack} {
		if rest, ok := strings.CutPrefix(name, k.ID+" "); ok {
			return k, rest
		}
	}
	if strings.HasPrefix(name, "procurement") {
		return report.ProcurementReport, name
	}
	return report.FullReport, name
}

// buildCase is the report a case prints. Those of one engagement come from the same
// full report, which built keeps.
func buildCase(t testing.TB, name string, built map[string]*report.Report) *report.Report {
	t.Helper()
	kind, doc := kindOf(name)
	if built[doc] == nil {
		built[doc] = build(document(t, doc))
	}
	rep, err := built[doc].As(kind)
	if err != nil {
		t.Fatal(err)
	}
	return rep
}

func document(t testing.TB, name string) *engagement.Document {
	t.Helper()
	set := question.Default()
	sample := func(name string) *engagement.Document { return engagementtest.Sample(t, name) }
	if shape, ok := strings.CutPrefix(name, "procurement"); ok {
		doc := sample("saas")
		offers(doc, strings.TrimSpace(shape))
		return doc
	}
	switch name {
	case "follow-up": // a year after the sample, half of it confirmed
		doc, err := sample("saas").FollowUp("next", "2027-11-24", set)
		if err != nil {
			t.Fatal(err)
		}
		followed(doc)
		return doc
	case "empty":
		return engagement.New("", "", set)
	case "measured": // with a ticket history and scenarios
		data, err := os.ReadFile(filepath.Join("..", "testdata", "measured.muster"))
		if err != nil {
			t.Fatal(err)
		}
		return engagementtest.Read(t, data)
	case "commented":
		doc := sample("saas")
		for i, it := range set.Items() {
			a := doc.Answers[it.ID]
			a.Comment = fmt.Sprintf("Comment no. %d on “%s”; it has two sentences – and a dash.\n\nA second paragraph with R&D, 50 %% and <angles>.", i, it.Title)
			a.Review = i%2 == 0
			a.References = []engagement.Reference{{Title: fmt.Sprintf("Document %d", i), Location: fmt.Sprintf("https://example.org/wiki/%d?a=b&c=d#e", i), SHA256: strings.Repeat("0123456789abcdef", 4)}}
			doc.Answers[it.ID] = a
		}
		return doc
	case "hostile":
		doc := sample("saas")
		doc.Title = strings.Repeat("An engagement with a title that never ends, ", 7)[:300]
		doc.Client = "Client " + strings.Repeat("unbroken", 25)
		doc.Assessor = "=cmd|' /C calc'!A0 \x00{nb} \U0001F600"
		doc.Classification = "Confidential {nb} \u202Edesrever\u202C 機密"
		doc.Date = "the 31st of {nb}"
		for i, it := range set.Items() {
			a := doc.Answers[it.ID]
			a.Comment = hostile[i%len(hostile)]
			a.References = []engagement.Reference{{Title: "\xc3\x28 " + strings.Repeat("ref", 60), Location: "file:///c:\\x\t\u2028y"}}
			doc.Answers[it.ID] = a
		}
		return doc
	}
	return sample(name)
}

var hostile = []string{
	"Emoji 😀 family 👩‍👩‍👧 flag 🇩🇪 keycap 1️⃣ end",
	"broken \xff\xfe UTF-8 \xc3\x28 truncated \xe2\x82",
	strings.Repeat("unbroken", 1250),
	strings.Repeat("twelve chars ", 770),
	"marks \u200fone\u200e \u202etwo\u202c \u2066three\u2069 \u061cfour end",
	"עברית العربية mixed",
	"{nb} {nb} {nb} of {nb} pages",
	"=1+1", "+1", "-1", "@SUM(A1)", "=HYPERLINK(\"http://x\",\"y\")",
	"control \x00 \x01 \x07 \x1b[31m \x7f \u0085 end",
	"中文 日本語 한국어 end",
	"tabs\tand\r\nlines\rand\u2028separators\u2029and\vmore\fend",
	"(parens) \\backslash\\ (unbalanced \\( %percent <</Type>> endobj endstream",
	"e\u0301 combining a\u0300\u0301\u0302\u0303\u0304 zalgo",
	"\ufeffBOM, soft\u00adhyphen, no\u00a0break, narrow\u202fspace, \ufffe\uffff non-characters, \ue000 private",
	"→ ✓ ☐ ■ ≥ ≤ ∞ − ½ ² € £ ¥ ß ẞ Ł ő ş Ж Ω",
	strings.Repeat(" ", 500) + "spaces" + strings.Repeat("\n", 20) + "and lines",
	"NaN %!d(string=x) %s %d {{.}} ${x}",
}

type printed struct {
	rep   *report.Report
	pdf   []byte
	pages []sheet // what pdftotext finds
	parts *parts  // what qpdf finds
}

// parts are what a PDF holds.
type parts struct {
	Outlines []struct {
		Title string
		Page  int `json:"destpageposfrom1"`
		Dest  []any
	}
	Pages   []struct{ Object string }
	Objects []map[string]json.RawMessage `json:"qpdf"` // the second holds them by names such as "obj:3 0 R"
}

// object reads the object of a name such as "3 0 R" into v, which must be a pointer.
func (p *parts) object(t testing.TB, name string, v any) {
	t.Helper()
	if err := json.Unmarshal(p.Objects[1]["obj:"+name], &struct{ Value any }{v}); err != nil {
		t.Fatal(err)
	}
}

var (
	caseLock sync.Mutex
	cases    = map[string]printed{}
	reports  = map[string]*report.Report{}
)

// print1 renders an engagement once for all tests.
func print1(t testing.TB, name string) printed {
	t.Helper()
	caseLock.Lock()
	defer caseLock.Unlock()
	p, ok := cases[name]
	if !ok {
		p.rep = buildCase(t, name, reports)
		p.pdf = render(t, p.rep)
		cases[name] = p
	}
	return p
}

func build(doc *engagement.Document) *report.Report {
	set, registry := question.Default(), model.Default()
	a, err := analysis.Full(context.Background(), set, registry, doc, nil)
	if err != nil {
		panic(err)
	}
	return report.Build(set, registry, doc, a)
}

func render(t testing.TB, rep *report.Report) []byte {
	t.Helper()
	data, err := Render(context.Background(), rep, func(int, int) {})
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// run calls a tool on the file and wants silence on standard error.
func run(t testing.TB, name string, args ...string) string {
	t.Helper()
	cmd := exec.Command(outside.Tool(t, name), args...)
	var out, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &stderr
	if err := cmd.Run(); err != nil {
		t.Fatalf("%s: %v\n%s%s", name, err, out.String(), stderr.String())
	}
	if stderr.Len() > 0 {
		t.Errorf("%s complains: %s", name, stderr.String())
	}
	return out.String()
}

func file(t testing.TB, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "report.pdf")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// word is a word on a page, in points from the top left.
type word struct {
	x0, y0, x1, y1 float64
	s              string
}

// sheet is a page as pdftotext sees it, in the order it was drawn.
type sheet struct {
	width, height    float64
	head, body, foot []word
}

var (
	pagePattern = regexp.MustCompile(`<page width="([\d.]+)" height="([\d.]+)">`)
	wordPattern = regexp.MustCompile(`<word xMin="(-?[\d.]+)" yMin="(-?[\d.]+)" xMax="(-?[\d.]+)" yMax="(-?[\d.]+)">(.*)</word>`)
)

const mm = 72 / 25.4

func sheets(t testing.TB, name string) []sheet {
	t.Helper()
	p := print1(t, name)
	caseLock.Lock()
	defer caseLock.Unlock()
	if p = cases[name]; p.pages == nil {
		p.pages = readPages(t, p.pdf)
		cases[name] = p
	}
	return p.pages
}

func readPages(t testing.TB, pdf []byte) []sheet {
	t.Helper()
	out := run(t, "pdftotext", "-raw", "-bbox", file(t, pdf), "-")
	number := func(s string) float64 {
		v, err := strconv.ParseFloat(s, 64)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	var all []sheet
	for _, line := range strings.Split(out, "\n") {
		if m := pagePattern.FindStringSubmatch(line); m != nil {
			all = append(all, sheet{width: number(m[1]), height: number(m[2])})
		}
		m := wordPattern.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		w := word{number(m[1]), number(m[2]), number(m[3]), number(m[4]), html.UnescapeString(m[5])}
		p := &all[len(all)-1]
		switch {
		case w.y0 < (margin+1)*mm:
			p.head = append(p.head, w)
		case w.y1 > p.height-(margin+2)*mm:
			p.foot = append(p.foot, w)
		default:
			p.body = append(p.body, w)
		}
	}
	if len(all) == 0 {
		t.Fatal("pdftotext shows no page")
	}
	return all
}

// squeeze drops all space, as line breaks may stand anywhere.
func squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}

func joined(words []word) string {
	var b strings.Builder
	for _, w := range words {
		b.WriteString(squeeze(w.s))
	}
	return b.String()
}

var testMetrics = sync.OnceValues(newMetrics)

// drawn is s as it must come back from the PDF.
func drawn(t testing.TB, s string) string {
	t.Helper()
	m, err := testMetrics()
	if err != nil {
		t.Fatal(err)
	}
	return strings.Map(func(r rune) rune { return m.glyph(r, regular).rune }, squeeze(clean(s).s))
}

// reading is the running text of all pages without heads, feet and the repeated
// heads of tables.
func reading(t testing.TB, rep *report.Report, pages []sheet) string {
	t.Helper()
	heads := map[string]bool{}
	for _, ch := range rep.Chapters {
		for _, b := range ch.Blocks {
			if table, ok := b.(report.Table); ok {
				s := ""
				for _, c := range table.Columns {
					s += c.Title
				}
				heads[squeeze(s)] = true
			}
		}
	}
	sorted := slices.SortedFunc(maps.Keys(heads), func(a, b string) int { return len(b) - len(a) })
	var b strings.Builder
	for _, p := range pages {
		s := joined(p.body)
		for _, h := range sorted {
			if rest, ok := strings.CutPrefix(s, h); ok && h != "" {
				s = rest
				break
			}
		}
		b.WriteString(s)
	}
	return b.String()
}

// labels are the chapters' titles as printed.
func labels(rep *report.Report) []string {
	var out []string
	number, appendix := 0, 0
	for _, ch := range rep.Chapters {
		if ch.Appendix {
			out = append(out, "Appendix "+string(rune('A'+appendix))+"  "+ch.Title)
			appendix++
		} else {
			number++
			if title := ch.Title; rep.Masthead {
				out = append(out, title)
			} else {
				out = append(out, fmt.Sprint(number)+"  "+title)
			}
		}
	}
	return out
}

// chapterPages finds for each chapter the page on which it starts, from the text.
func chapterPages(t testing.TB, rep *report.Report, pages []sheet) []int {
	t.Helper()
	var out []int
	at := 2 // past cover and contents
	if rep.Masthead {
		at = 0
	}
	for i, label := range labels(rep) {
		start := drawn(t, label) + drawn(t, rep.Chapters[i].Lead)
		begins := func(body string) bool {
			return strings.HasPrefix(body, start) || (rep.Chapters[i].Follows || rep.Masthead && i == 0) && strings.Contains(body, start)
		}
		for at < len(pages) && !begins(joined(pages[at].body)) {
			at++
		}
		if at == len(pages) {
			t.Fatalf("no page starts with chapter %q", label)
		}
		out = append(out, at+1)
	}
	return out
}

// partsOf reads a case with qpdf, once for all tests.
func partsOf(t testing.TB, name string) *parts {
	t.Helper()
	p := print1(t, name)
	caseLock.Lock()
	defer caseLock.Unlock()
	if p = cases[name]; p.parts == nil {
		p.parts = &parts{}
		if err := json.Unmarshal([]byte(run(t, "qpdf", "--json=2", "--json-key=outlines", "--json-key=pages", "--json-key=qpdf", file(t, p.pdf))), p.parts); err != nil {
			t.Fatal(err)
		}
		cases[name] = p
	}
	return p.parts
}

// followed answers some questions anew and confirms others.
func followed(doc *engagement.Document) {
	put := func(id string, v engagement.Value) {
		doc.Answers[id] = engagement.Answer{State: engagement.Answered, Value: v, Comment: "Asked again."}
	}
	put("staff-fte", engagement.Number(4))
	put("tool-access", engagement.Level(1))
	put("asr-exercise", engagement.Months{N: 3})
	rows := engagement.RACI{}
	for id, r := range doc.Answers["raci-matrix"].Value.(engagement.RACI) {
		r.Accountable = "client"
		rows[id] = r
	}
	put("raci-matrix", rows)
	delete(doc.Answers, "frx-capacity")
	for i, it := range question.Default().Items() {
		if a, ok := doc.Answers[it.ID]; ok && i%2 == 0 {
			a.Carried = false
			doc.Answers[it.ID] = a
		}
	}
}

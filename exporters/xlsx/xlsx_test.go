package xlsx

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"muster/assessment"
	"muster/assessment/analysis"
	"muster/assessment/engagement"
	"muster/assessment/model"
	"muster/assessment/question"
	"muster/assets"
	"muster/exporters/outside"
	"muster/exporters/report"
)

// object is a JSON object to build documents from.
type object map[string]any

func answered(v any) object { return object{"state": "answered", "value": v} }

// saas is persona P3 of the decision model, example A.
func saas() object {
	severity := func(c, h, m, l float64) object { return object{"critical": c, "high": h, "medium": m, "low": l} }
	answers := object{
		"bw-volume": answered(severity(1, 10, 30, 20)), "bw-handle": answered(severity(5, 2.5, 1, 0.4)), "bw-other": answered(12),
		"bw-major-count": answered(4), "bw-major-hours": answered(50), "bw-window": answered(object{"days": 5, "hours": 8}),
		"staff-fte": answered(3), "staff-people": answered(9), "staff-vacant": answered(1), "staff-leavers": answered(0), "staff-inexperienced": answered(33),
		"skl-matrix": answered(object{
			"event-analysis": object{"levels": []int{4, 3, 3}}, "incident-impact": object{"levels": []int{4, 3, 3}},
			"threat-intel": object{"levels": []int{4, 3, 3}}, "forensics": object{"levels": []int{1}},
		}),
		"tool-access": answered(4), "tool-routine": answered(4), "tool-selfquery": answered(4), "tool-training": answered(4), "tool-integration": answered(0),
		"ntf-regimes": answered([]string{"nis2", "gdpr"}), "ntf-mssp-hours": answered(2), "ntf-decide-hours": answered(6),
		"csirp-approved": answered(3), "csirp-roles": answered(3), "csirp-authority": answered(3), "csirp-comms": answered(3), "csirp-notify": answered(1),
		"asr-review": answered(8), "asr-exercise": answered("never"),
		"raci-matrix": answered(object{"response-decision": object{"accountable": "mssp", "doer": "mssp", "written": true}}),
	}
	return object{"format": "muster-engagement", "version": 1, "id": "5f0c2b1e", "title": "Example SaaS 2026", "client": "Example & Söhne", "assessor": "A. Person",
		"date": "2026-03-14", "classification": "Confidential", "answers": answers, "model": object{}}
}

// set puts an answer's value into a document.
func (o object) set(id string, v any) object { o["answers"].(object)[id] = answered(v); return o }

func (o object) setting(name string, v float64) object { o["model"].(object)[name] = v; return o }

func (o object) member(id, key string, v any) object {
	answers := o["answers"].(object)
	a, _ := answers[id].(object)
	a = maps.Clone(a)
	if a == nil {
		a = object{}
	}
	a[key] = v
	answers[id] = a
	return o
}

func build(t testing.TB, doc object) *report.Report {
	t.Helper()
	data, err := json.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	return buildBytes(t, data)
}

func buildBytes(t testing.TB, data []byte) *report.Report {
	t.Helper()
	set, registry := question.Default(), model.Default()
	doc, _, err := engagement.Read(data, set, registry)
	if err != nil {
		t.Fatal(err)
	}
	a, err := analysis.Full(context.Background(), set, registry, doc, nil)
	if err != nil {
		t.Fatal(err)
	}
	return report.Build(set, registry, doc, a)
}

func empty() object { return object{"format": "muster-engagement", "version": 1, "answers": object{}} }

// samples are the documents that ship with the program; none is no fault here.
func samples(t testing.TB) map[string]*report.Report {
	out := map[string]*report.Report{}
	entries, err := assets.Samples.ReadDir("samples")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		data, err := assets.Samples.ReadFile("samples/" + e.Name())
		if err != nil {
			t.Fatal(err)
		}
		if len(data) > 0 {
			out[e.Name()] = buildBytes(t, data)
		}
	}
	data, err := os.ReadFile(filepath.Join("..", "testdata", "measured.muster"))
	if err != nil {
		t.Fatal(err)
	}
	out["measured"] = buildBytes(t, data)
	return out
}

func sampleBytes(t testing.TB, name string) []byte {
	t.Helper()
	data, err := assets.Samples.ReadFile("samples/" + name + ".muster")
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func render(t testing.TB, rep *report.Report) []byte {
	t.Helper()
	data, err := Render(context.Background(), rep, nil)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func open(t testing.TB, data []byte) *excelize.File {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

// texts are all values of a workbook as stored.
func texts(t testing.TB, f *excelize.File) map[string][][]string {
	t.Helper()
	out := map[string][][]string{}
	for _, name := range f.GetSheetList() {
		rows, err := f.GetRows(name, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		out[name] = rows
	}
	return out
}

func holds(rows [][]string, want string) bool {
	for _, r := range rows {
		if slices.Contains(r, want) {
			return true
		}
	}
	return false
}

func TestSheets(t *testing.T) {
	rep := build(t, saas().member("bw-backlog", "comment", "Never counted.\nAsk again.").member("org-employees", "review", true))
	f := open(t, render(t, rep))
	want := []string{"Summary", "Charts", "Findings", "Answers", "Responsibilities", "Skills", "Capacity", "Sourcing", "Simulation", "Demand", "Changes", "CSIRP", "Trace", "Settings"}
	if got := f.GetSheetList(); !slices.Equal(got, want) {
		t.Fatalf("sheets %v, want %v", got, want)
	}
	all := texts(t, f)
	if n := len(all["Answers"]); n != len(rep.Answers)+1 {
		t.Errorf("Answers has %d rows for %d answers", n, len(rep.Answers))
	}
	if n := len(all["Settings"]); n != len(rep.Settings)+1 {
		t.Errorf("Settings has %d rows for %d entries", n, len(rep.Settings))
	}
	if n := len(all["Trace"]); n != len(rep.Trace)+1 {
		t.Errorf("Trace has %d rows for %d steps", n, len(rep.Trace))
	}
	if n := len(all["Findings"]); n != len(rep.Findings)+1 || n < 3 {
		t.Errorf("Findings has %d rows for %d findings", n, len(rep.Findings))
	}
	for _, text := range append(append([]string{"Never counted.\nAsk again.", "review", rep.Title, rep.Client, rep.InputHash}, rep.Reasons...), rep.Decisions...) {
		found := false
		for _, rows := range all {
			found = found || holds(rows, text) || holds(rows, "• "+text)
		}
		if !found {
			t.Errorf("%q is in no cell", text)
		}
	}
	for _, v := range rep.Verdicts {
		if !holds(all["Summary"], v.Style().Mark.String()+" "+v.Word) || !holds(all["Summary"], v.Detail) {
			t.Errorf("the verdict %+v is not in Summary", v)
		}
	}
	for _, m := range rep.Result.Forensics.Scores {
		if !holds(all["CSIRP"], m.Short) {
			t.Errorf("CSIRP lacks the forensic model %q", m.Short)
		}
	}
	for _, c := range rep.Result.Notification.Clocks {
		if !holds(all["CSIRP"], c.Title) {
			t.Errorf("CSIRP lacks the clock %q", c.Title)
		}
	}
	props, err := f.GetDocProps()
	if err != nil || props.Title != rep.Title || props.Creator != "Muster" || props.Created != "2026-03-14T00:00:00Z" || props.Modified != props.Created {
		t.Errorf("properties %+v, %v", props, err)
	}
	for sheet, filter := range map[string]bool{"Answers": true, "Trace": true, "Findings": true, "Settings": true, "Summary": false} {
		part := sheetXML(t, render(t, rep), sheet)
		if strings.Contains(part, "<autoFilter ") != filter {
			t.Errorf("%s: autofilter is not as wanted", sheet)
		}
		if filter && (!strings.Contains(part, `state="frozen"`) || !strings.Contains(part, `orientation="landscape"`)) {
			t.Errorf("%s: no frozen head or not landscape", sheet)
		}
		if !strings.Contains(part, `paperSize="9"`) || !strings.Contains(part, "fitToPage") || !strings.Contains(part, "&amp;LExample SaaS 2026&amp;RConfidential") || !strings.Contains(part, "Page &amp;P of &amp;N") {
			t.Errorf("%s: print set-up is not as wanted", sheet)
		}
	}
	titles := 0
	for _, d := range f.GetDefinedName() {
		if d.Name == "_xlnm.Print_Titles" {
			titles++
		}
	}
	if titles != 7 {
		t.Errorf("%d sheets repeat their head, want 7", titles)
	}
	if calc, err := f.GetCalcProps(); err != nil || calc.FullCalcOnLoad == nil || !*calc.FullCalcOnLoad {
		t.Errorf("calculation properties %+v, %v", calc, err)
	}
}

// sheetXML is the raw part of a sheet.
func sheetXML(t testing.TB, data []byte, sheet string) string {
	t.Helper()
	for i, name := range []string{"Summary", "Charts", "Findings", "Answers", "Responsibilities", "Skills", "Capacity", "Sourcing", "Simulation", "Demand", "Changes", "CSIRP", "Trace", "Settings"} {
		if name == sheet {
			return string(parts(t, data)[fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1)])
		}
	}
	t.Fatalf("no sheet %s", sheet)
	return ""
}

func parts(t testing.TB, data []byte) map[string][]byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]byte{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		out[f.Name] = b
	}
	return out
}

// TestXML reads the parts without the library that wrote them: well-formed
// XML, no formula without a value, no number that is not one, no shared place.
func TestXML(t *testing.T) {
	reports := samples(t)
	reports["saas"], reports["empty"] = build(t, saas()), build(t, empty())
	reports["no staff"] = build(t, saas().set("staff-fte", 0))
	reports["no areas"] = build(t, saas())
	reports["no areas"].Skills = nil
	for name, rep := range reports {
		data := render(t, rep)
		formulas := 0
		for part, raw := range parts(t, data) {
			if !strings.HasSuffix(part, ".xml") && !strings.HasSuffix(part, ".rels") {
				t.Errorf("%s: unexpected part %s", name, part)
			}
			var c struct {
				R string  `xml:"r,attr"`
				T string  `xml:"t,attr"`
				F *string `xml:"f"`
				V *string `xml:"v"`
			}
			dec, seen := xml.NewDecoder(bytes.NewReader(raw)), map[string]bool{}
			for {
				token, err := dec.Token()
				if errors.Is(err, io.EOF) {
					break
				}
				if err != nil {
					t.Fatalf("%s: %s: %v", name, part, err)
				}
				start, ok := token.(xml.StartElement)
				if !ok || start.Name.Local != "c" || !strings.HasPrefix(part, "xl/worksheets/") {
					continue
				}
				c.F, c.V, c.T = nil, nil, ""
				if err := dec.DecodeElement(&c, &start); err != nil {
					t.Fatal(err)
				}
				if seen[c.R] {
					t.Errorf("%s: %s: cell %s is there twice", name, part, c.R)
				}
				seen[c.R] = true
				if c.F != nil {
					formulas++
					if c.V == nil {
						t.Errorf("%s: %s!%s: the formula %s carries no value", name, part, c.R, *c.F)
					}
					if strings.ContainsAny(*c.F, "{}@") {
						t.Errorf("%s: %s!%s: unresolved formula %s", name, part, c.R, *c.F)
					}
				}
				if c.V != nil && c.T == "" && !regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?$`).MatchString(*c.V) {
					t.Errorf("%s: %s!%s: %q is no number", name, part, c.R, *c.V)
				}
			}
		}
		known := rep.Result.Capacity.Inputs.Known
		if strings.Contains(sheetXML(t, data, "Capacity"), "<f>") != known || (known && formulas < 400) {
			t.Errorf("%s: %d formulas, capacity known: %v", name, formulas, known)
		}
	}
}

func TestSameBytes(t *testing.T) {
	rep := build(t, saas())
	first := render(t, rep)
	for range 8 {
		if !bytes.Equal(first, render(t, build(t, saas()))) {
			t.Fatal("two runs gave different bytes")
		}
	}
	z, err := zip.NewReader(bytes.NewReader(first), int64(len(first)))
	if err != nil {
		t.Fatal(err)
	}
	if z.File[0].Name != contentTypes {
		t.Errorf("first entry is %s", z.File[0].Name)
	}
	for _, f := range z.File {
		if !f.Modified.Equal(time.Date(2026, 3, 14, 0, 0, 0, 0, time.UTC)) {
			t.Errorf("%s: time %v", f.Name, f.Modified)
		}
	}
	undated := saas()
	undated["date"] = "some day"
	props, err := open(t, render(t, build(t, undated))).GetDocProps()
	if err != nil || props.Created != "2000-01-01T00:00:00Z" {
		t.Errorf("created %+v, %v", props, err)
	}
}

func TestCancel(t *testing.T) {
	rep := build(t, saas())
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	var calls []int
	data, err := Render(ctx, rep, func(done, total int) {
		if total != len(layouts) {
			t.Errorf("total %d, want %d", total, len(layouts))
		}
		if calls = append(calls, done); done == 3 {
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) || data != nil || !slices.Equal(calls, []int{1, 2, 3}) {
		t.Errorf("got %d bytes, error %v, calls %v", len(data), err, calls)
	}
	calls = nil
	if _, err := Render(context.Background(), rep, func(done, _ int) { calls = append(calls, done) }); err != nil || len(calls) != len(layouts) {
		t.Errorf("calls %v, error %v", calls, err)
	}
}

// hostile are texts that break writers.
func hostile() []string {
	return []string{
		"=1+1", "=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", "'quoted", "_x0041_", "_x005F_", "_x005F_x0041_", "_x0041_x0042_", "_xD800_", "_x00e9_", "__x0041_",
		"emoji 😀👩‍👩‍👧🏳️‍🌈", "a\u200fb\u202ec\u2066d", "{nb} {D} %d %s", "</t></is></c><script>&amp;", "]]>", "a\r\nb\rc", "  spaces  ", "\n",
		"nul \x00 bell \a esc \x1b[31m del \x7f c1 \u0085", "\ufeffbom \ufffe \ufdd0", "& && &P &N \"Arial\"", strings.Repeat("ä", 10000), strings.Repeat("x😀", 20000), strings.Repeat("_x0041_", 6000),
		strings.Repeat("line\n", 2000), "| pipe | # * ` ~", "<!-- -->", "\u2028\u2029", "تجربة עברית 漢字",
	}
}

func TestHostileText(t *testing.T) {
	for i, text := range hostile() {
		doc := saas()
		for _, key := range []string{"title", "client", "assessor", "date", "classification", "id"} {
			doc[key] = text
		}
		doc.member("bw-volume", "comment", text).member("csirp-approved", "comment", text)
		doc.member("bw-other", "references", []object{{"title": text, "location": text}})
		rep := build(t, doc)
		data := render(t, rep)
		f := open(t, data)
		all := texts(t, f)
		want := cut(clean(text))
		for _, a := range rep.Answers {
			if a.ID == "bw-volume" && a.Comment != text {
				t.Fatalf("text %d: the comment did not reach the report", i)
			}
		}
		if n := len(all["Answers"]); n != len(rep.Answers)+1 {
			t.Errorf("text %d: %d rows", i, n)
		}
		// Only the surrounding of cells may differ: excelize reads what it wrote.
		if want != "" && !holds(all["Answers"], want) {
			t.Errorf("text %d: %.60q is not in Answers as it should be", i, text)
		}
		if utf16Len(want) > cellLimit {
			t.Errorf("text %d: %d units", i, utf16Len(want))
		}
		for part, raw := range parts(t, data) {
			if !utf8.Valid(raw) {
				t.Errorf("text %d: %s is not UTF-8", i, part)
			}
			if err := wellFormed(raw); err != nil {
				t.Errorf("text %d: %s: %v", i, part, err)
			}
		}
		if h, err := f.GetHeaderFooter("Answers"); err != nil || utf16Len(h.OddHeader) > 255 || utf16Len(h.OddFooter) > 255 {
			t.Errorf("text %d: header %v, %v", i, h, err)
		}
		if strings.Count(sheetXML(t, data, "Answers"), "<f>") > 0 {
			t.Errorf("text %d: a formula in Answers", i)
		}
	}
	// Broken UTF-8 cannot come from JSON; a report may still hold it.
	rep := build(t, saas())
	rep.Title, rep.Answers[0].Comment = "broken \xff\xfe\xc3", "half \xe2\x82 and \xed\xa0\x80"
	if rows := texts(t, open(t, render(t, rep))); !holds(rows["Answers"], "half \uFFFD and \uFFFD") {
		t.Error("broken UTF-8 was not replaced")
	}
}

func wellFormed(raw []byte) error {
	dec := xml.NewDecoder(bytes.NewReader(raw))
	for {
		if _, err := dec.Token(); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
	}
}

func TestCut(t *testing.T) {
	if got := cut(strings.Repeat("x", cellLimit)); strings.HasSuffix(got, cutNote) {
		t.Error("a text that fits was cut")
	}
	for _, s := range []string{strings.Repeat("x", cellLimit+1), strings.Repeat("😀", 20000)} {
		if got := cut(s); !strings.HasSuffix(got, cutNote) || utf16Len(got) > cellLimit || utf16Len(got) < cellLimit-2 || !utf8.ValidString(got) {
			t.Errorf("cut to %d units ending in %q", utf16Len(got), got[len(got)-40:])
		}
	}
}

func FuzzCellText(f *testing.F) {
	for _, s := range hostile() {
		f.Add(s)
	}
	f.Add("\xff_x0041_\xc3")
	f.Fuzz(func(t *testing.T, s string) {
		got := cut(clean(s))
		if !utf8.ValidString(got) || utf16Len(got) > cellLimit {
			t.Fatalf("%q became %q", s, got)
		}
		if strings.Contains(got, escapeMark) {
			t.Fatalf("%q keeps the mark", s)
		}
		// What a reader makes of the written text is the text.
		written := strings.ReplaceAll(escape(got), escapeMark, "_x005F_")
		read := regexp.MustCompile(`_x([0-9A-Fa-f]{4})_`).ReplaceAllStringFunc(written, func(m string) string {
			if m != "_x005F_" {
				t.Fatalf("%q was written as %q, which a reader decodes", got, written)
			}
			return "_"
		})
		if read != got {
			t.Fatalf("%q was written as %q and read as %q", got, written, read)
		}
		if h := headerPart(s, 70); utf16Len(strings.ReplaceAll(h, escapeMark, "_")) > 140 || strings.Contains(h, "\n") {
			t.Fatalf("header %q", h)
		}
	})
}

// named are the values of the formulas' named cells.
func named(t testing.TB, rep *report.Report, f *excelize.File) map[string]string {
	t.Helper()
	b := newBook(rep)
	defer b.file.Close()
	for _, layout := range layoutsOf(rep) {
		layout(b)
	}
	out := map[string]string{}
	for name, p := range b.names {
		v, err := f.GetCellValue(p.sheet, strings.ReplaceAll(p.cell, "$", ""), excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		out[name] = v
	}
	return out
}

func address(t testing.TB, rep *report.Report, name string) string {
	t.Helper()
	b := newBook(rep)
	defer b.file.Close()
	for _, layout := range layoutsOf(rep) {
		layout(b)
	}
	p, ok := b.names[name]
	if !ok {
		t.Fatalf("no cell %s", name)
	}
	return p.sheet + "!" + strings.ReplaceAll(p.cell, "$", "")
}

// compare wants every named cell of two workbooks to agree to 1e-6.
func compare(t *testing.T, what string, got, want map[string]string) {
	t.Helper()
	if len(want) < 100 {
		t.Fatalf("%s: only %d cells to compare", what, len(want))
	}
	for _, name := range slices.Sorted(maps.Keys(want)) {
		if name == "kLast" || name == "okLast" {
			continue // the table's length follows what is required
		}
		var g, w float64
		_, gErr := fmt.Sscanf(got[name], "%g", &g)
		_, wErr := fmt.Sscanf(want[name], "%g", &w)
		switch {
		case gErr == nil && wErr == nil:
			if math.Abs(g-w) > 1e-6*math.Max(1, math.Abs(w)) {
				t.Errorf("%s: %s = %s, want %s", what, name, got[name], want[name])
			}
		case got[name] != want[name]:
			t.Errorf("%s: %s = %q, want %q", what, name, got[name], want[name])
		}
	}
}

// TestResultInCells pins named cells to the Result itself.
func TestResultInCells(t *testing.T) {
	rep := build(t, saas())
	cells, r := named(t, rep, open(t, render(t, rep))), rep.Result
	for name, want := range map[string]assessment.Figure{
		"D": r.Capacity.DemandHours, "S": r.Capacity.SupplyHours, "ratio": r.Capacity.Ratio, "G": r.Capacity.GapHours, "A": r.Capacity.OfferedLoad, "Au": r.Capacity.UrgentLoad,
		"c": r.Capacity.OnShift, "att.0": r.Capacity.Attainment.Critical, "att.3": r.Capacity.Attainment.Low, "urgent": r.Capacity.Attainment.Urgent, "cReq": r.Capacity.RequiredAnalysts,
		"requiredFTE": r.Capacity.RequiredFTE, "sia": r.SIA.HoursPerWeek, "residual": r.SIA.ResidualHours, "expert": r.SIA.ExpertHours, "sgi": r.Skills.Index, "staffIndex": r.Staff.Index,
		"waitLow": 0.7811188811, // Erlang C at c = 2 of worked example A
	} {
		var got float64
		if _, err := fmt.Sscanf(cells[name], "%g", &got); err != nil || math.Abs(got-float64(want)) > 1e-9*math.Max(1, math.Abs(float64(want))) && name != "waitLow" || math.Abs(got-float64(want)) > 5e-5 {
			t.Errorf("%s = %s, want %v", name, cells[name], want)
		}
	}
}

// recalculate has LibreOffice compute workbooks anew, in a fresh profile in
// which it may not trust stored values.
func recalculate(t *testing.T, files map[string][]byte) map[string]*excelize.File {
	t.Helper()
	dir := t.TempDir()
	profile := filepath.Join(dir, "profile")
	if err := os.MkdirAll(filepath.Join(profile, "user"), 0o700); err != nil {
		t.Fatal(err)
	}
	const settings = `<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>`
	if err := os.WriteFile(filepath.Join(profile, "user", "registrymodifications.xcu"), []byte(settings), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Minute)
	defer cancel()
	out := filepath.Join(dir, "out")
	args := []string{"-env:UserInstallation=file://" + profile, "--headless", "--norestore", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", out}
	for name, data := range files {
		path := filepath.Join(dir, name+".xlsx")
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		args = append(args, path)
	}
	if log, err := exec.CommandContext(ctx, outside.Office(t), args...).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, log)
	}
	result := map[string]*excelize.File{}
	for name := range files {
		data, err := os.ReadFile(filepath.Join(out, name+".xlsx"))
		if err != nil {
			t.Fatal(err)
		}
		result[name] = open(t, data)
	}
	return result
}

// change sets cells ("Sheet!A1": value) with openpyxl, which keeps formulas and
// drops their values.
func change(t *testing.T, data []byte, cells map[string]float64) []byte {
	t.Helper()
	dir := t.TempDir()
	from, to := filepath.Join(dir, "from.xlsx"), filepath.Join(dir, "to.xlsx")
	if err := os.WriteFile(from, data, 0o600); err != nil {
		t.Fatal(err)
	}
	const script = `import sys, openpyxl
book = openpyxl.load_workbook(sys.argv[1])
for arg in sys.argv[3:]:
    place, value = arg.split("=")
    sheet, cell = place.split("!")
    assert book[sheet][cell].data_type == "n", place
    book[sheet][cell] = float(value)
book.save(sys.argv[2])`
	args := []string{"-c", script, from, to}
	for place, v := range cells {
		args = append(args, fmt.Sprintf("%s=%g", place, v))
	}
	if log, err := exec.Command(outside.Python(t, "openpyxl"), args...).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, log)
	}
	out, err := os.ReadFile(to)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestRecalculation changes cells as a reader would and wants what Evaluate
// gives for the same change.
func TestRecalculation(t *testing.T) {
	outside.Office(t)
	outside.Python(t, "openpyxl")
	type scenario struct {
		doc     object             // the document the workbook is made of
		cells   map[string]float64 // by name
		changed object             // the same change in the document
	}
	type pair struct{ rep, changed *report.Report }
	severity := func(c, h, m, l float64) object { return object{"critical": c, "high": h, "medium": m, "low": l} }
	skills := func(best int) object {
		return object{"event-analysis": object{"levels": []int{best, 1, 1}}, "incident-impact": object{"levels": []int{4, 3, 3}},
			"threat-intel": object{"levels": []int{4, 3, 3}}, "forensics": object{"levels": []int{1}}}
	}
	scenarios := map[string]scenario{
		"as-is":     {saas(), nil, saas()},
		"fte":       {saas(), map[string]float64{"F": 2.4}, saas().set("staff-fte", 2.4)},
		"no-staff":  {saas(), map[string]float64{"F": 0}, saas().set("staff-fte", 0)},
		"occupancy": {saas(), map[string]float64{"set:occupancyCap": 0.6, "set:serviceLevel": 0.97}, saas().setting("occupancyCap", 0.6).setting("serviceLevel", 0.97)},
		"shift":     {saas(), map[string]float64{"days": 7, "hours": 24, "F": 9}, saas().set("bw-window", object{"days": 7, "hours": 24}).set("staff-fte", 9)},
		"settings": {saas(), map[string]float64{"set:paidHours": 38, "set:shrinkage": 0.3, "set:peakFactor": 1.5, "set:seats": 2, "set:sizingBlock": 5, "set:delegableShare": 0.3},
			saas().setting("paidHours", 38).setting("shrinkage", 0.3).setting("peakFactor", 1.5).setting("seats", 2).setting("sizingBlock", 5).setting("delegableShare", 0.3)},
		"volume": {saas(), map[string]float64{"n.0": 4, "n.1": 20, "n.2": 60, "n.3": 90, "h.2": 2, "t.1": 0.5, "g": 0.2, "W": 30},
			saas().set("bw-volume", severity(4, 20, 60, 90)).set("bw-handle", severity(5, 2.5, 2, 0.4)).set("bw-target", severity(0.5, 0.5, 8, 24)).set("bw-growth", 20).set("bw-other", 30)},
		"nothing":    {saas(), map[string]float64{"n.0": 0, "n.1": 0, "n.2": 0, "n.3": 0}, saas().set("bw-volume", severity(0, 0, 0, 0))},
		"not-urgent": {saas(), map[string]float64{"n.0": 0, "n.1": 0}, saas().set("bw-volume", severity(0, 0, 30, 20))},
		"skill":      {saas().set("skl-matrix", skills(3)), map[string]float64{"best.0": 1, "people.0": 0}, saas().set("skl-matrix", skills(1))},
		"large": {saas().set("bw-volume", severity(100, 1000, 900, 500)).set("staff-fte", 190), map[string]float64{"n.2": 800},
			saas().set("bw-volume", severity(100, 1000, 800, 500)).set("staff-fte", 190)},
		"too-large": {saas().set("bw-volume", severity(5000, 5000, 5000, 5000)).set("staff-fte", 200), map[string]float64{"W": 13},
			saas().set("bw-volume", severity(5000, 5000, 5000, 5000)).set("staff-fte", 200).set("bw-other", 13)},
	}
	files, pairs := map[string][]byte{}, map[string]pair{}
	for name, rep := range samples(t) { // as they are
		name = "sample-" + strings.TrimSuffix(name, ".muster")
		files[name], pairs[name] = render(t, rep), pair{rep, rep}
	}
	for name, s := range scenarios {
		p := pair{build(t, s.doc), build(t, s.changed)}
		cells := map[string]float64{}
		for cell, v := range s.cells {
			cells[address(t, p.rep, cell)] = v
		}
		files[name], pairs[name] = render(t, p.rep), p
		if len(cells) > 0 {
			files[name] = change(t, files[name], cells)
		}
	}
	base := build(t, saas())
	files["beyond"] = change(t, render(t, base), map[string]float64{address(t, base, "n.1"): 4000})
	computed := recalculate(t, files)
	if got := named(t, base, computed["beyond"]); got["cReq"] != "more than 60" || got["requiredFTE"] != "–" {
		t.Errorf("beyond the table: %q analysts, %q FTE", got["cReq"], got["requiredFTE"])
	}
	if large := sheetXML(t, files["too-large"], "Capacity"); strings.Contains(large, "MATCH(") || !strings.Contains(large, "Too many for a table") {
		t.Error("a requirement beyond the longest table has a formula or no note")
	}
	for name, p := range pairs {
		rep, changed := p.rep, p.changed
		got, want := named(t, rep, computed[name]), named(t, changed, open(t, render(t, changed)))
		// What the sheet says does not recalculate.
		for cell := range want {
			for _, fixed := range []string{"outside", "overall", "phi", "stress"} {
				if strings.HasPrefix(cell, fixed) {
					delete(want, cell)
				}
			}
		}
		if changed.Result.SIA.Verdict == assessment.NotWarranted && rep.Result.SIA.Verdict != assessment.NotWarranted {
			delete(want, "warranted")
			delete(want, "sia")
		}
		if name == "fte" && got["D"] == got["S"] {
			t.Error("nothing was computed")
		}
		compare(t, name, got, want)
	}
}

// TestOpenpyxl reads the stored values with a reader of its own kind.
func TestOpenpyxl(t *testing.T) {
	interpreter := outside.Python(t, "openpyxl")
	rep := build(t, saas().member("bw-volume", "comment", "=1+1"))
	path := filepath.Join(t.TempDir(), "book.xlsx")
	if err := os.WriteFile(path, render(t, rep), 0o600); err != nil {
		t.Fatal(err)
	}
	const script = `import sys, json, openpyxl
values = openpyxl.load_workbook(sys.argv[1], data_only=True)
formulas = openpyxl.load_workbook(sys.argv[1])
bare, count, numbers = [], 0, 0
for sheet in formulas:
    for row in sheet.iter_rows():
        for cell in row:
            if cell.data_type == "f":
                count += 1
                value = values[sheet.title][cell.coordinate].value
                if value is None: bare.append(sheet.title + "!" + cell.coordinate)
                if isinstance(value, (int, float)): numbers += 1
get = lambda place: values[place.split("!")[0]][place.split("!")[1]].value
print(json.dumps({"bare": bare, "count": count, "numbers": numbers, "d": get(sys.argv[2]), "ratio": get(sys.argv[3]),
  "comment": [r[8].data_type + r[8].value for r in formulas["Answers"].iter_rows() if r[8].value and r[8].value.startswith("=")]}))`
	cmd := exec.Command(interpreter, "-c", script, path, address(t, rep, "D"), address(t, rep, "ratio"))
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		Bare           []string
		Count, Numbers int
		D, Ratio       float64
		Comment        []string
	}
	if err := json.Unmarshal(out, &got); err != nil {
		t.Fatal(err)
	}
	c := rep.Result.Capacity
	if len(got.Bare) > 0 || got.Count < 400 || got.Numbers < 400 || math.Abs(got.D-float64(c.DemandHours)) > 1e-9 || math.Abs(got.Ratio-float64(c.Ratio)) > 1e-9 {
		t.Errorf("openpyxl sees %+v, want demand %v and ratio %v", got, c.DemandHours, c.Ratio)
	}
	t.Logf("%d formulas, %d of them numbers; comment read as %q", got.Count, got.Numbers, got.Comment)
}

func BenchmarkRender(b *testing.B) {
	rep := build(b, saas())
	for b.Loop() {
		render(b, rep)
	}
	b.ReportMetric(float64(len(render(b, rep))), "bytes")
}

// A cell beside the columns that have a width does not keep the writer busy for
// ever.
func TestLineCountWithoutWidth(t *testing.T) {
	for _, width := range []float64{0, -3, 0.5} {
		if n := lineCount("four", width); n < 1 || n > 10 {
			t.Errorf("width %v: %d lines", width, n)
		}
	}
}

// The change since the engagement before has a sheet; answers to be confirmed are
// marked, and the summary says how many.
func TestSinceSheet(t *testing.T) {
	data, err := assets.Samples.ReadFile("samples/saas.muster")
	if err != nil {
		t.Fatal(err)
	}
	old, _, err := engagement.Read(data, question.Default(), model.Default())
	if err != nil {
		t.Fatal(err)
	}
	doc, err := old.FollowUp("next", "2027-11-24", question.Default())
	if err != nil {
		t.Fatal(err)
	}
	doc.Answers["tool-access"] = engagement.Answer{State: engagement.Answered, Value: engagement.Level(1)}
	rep := report.Build(question.Default(), model.Default(), doc, analysis.Quick(question.Default(), model.Default(), doc))
	all := texts(t, open(t, render(t, rep)))
	if !holds(all["Summary"], rep.Provisional) || !holds(all["Since"], rep.Since.Text) || !holds(all["Since"], "Down by 3.") {
		t.Errorf("%q", all["Since"])
	}
	n := 0
	for _, row := range all["Answers"] {
		if strings.Contains(strings.Join(row, "|"), "to be confirmed") {
			n++
		}
	}
	if n != rep.Since.Carried || n == 0 {
		t.Errorf("%d answers are marked, want %d", n, rep.Since.Carried)
	}
}

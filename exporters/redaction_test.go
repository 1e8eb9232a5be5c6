// The proof of redaction: words that stand in every text a client can enter are
// looked for in everything a redacted output holds.

package exporters_test

import (
	"archive/zip"
	"bytes"
	"compress/zlib"
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"muster/assessment"
	"muster/assessment/engagement"
	"muster/assessment/engagement/engagementtest"
	"muster/assessment/model"
	"muster/assessment/question"
	"muster/exporters"
	"muster/exporters/chart"
	"muster/exporters/redaction"
	"muster/exporters/report"
)

// canary stands in every text; it is no word and fits on any line.
const canary = "Zyxqvk"

// reference stands before the canary in what evidence is called, where it lies and
// what it held.
const reference = "Refq"

// marked is an engagement with a canary in every text a client can enter, and in
// keys and texts that this version does not know.
func marked(t testing.TB) *engagement.Document {
	t.Helper()
	read := func(path string) map[string]any {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		var doc map[string]any
		if err := json.Unmarshal(data, &doc); err != nil {
			t.Fatal(err)
		}
		return doc
	}
	doc := read(filepath.Join("..", "assets", "samples", "saas.muster"))
	measured := read(filepath.Join("testdata", "measured.muster"))
	doc["tickets"], doc["scenarios"] = markAll(measured["tickets"]), measured["scenarios"]
	n := 0
	word := func() string { n++; return fmt.Sprintf("%s %d", canary, n) }
	for _, key := range []string{"id", "title", "client", "assessor"} {
		doc[key] = word()
	}
	doc["classification"] = word()
	doc["laterKey"] = map[string]any{"text": word()}
	doc["target"] = map[string]any{"set": "managed", "levels": map[string]any{"tool-access": 4, word(): 1}, "laterKey": word()}
	doc["actions"] = []any{map[string]any{"title": word(), "owner": word()}}
	doc["branding"] = map[string]any{"company": word(), "coverText": word(), "color": "#123456", "laterKey": word()}
	answers := doc["answers"].(map[string]any)
	for _, x := range answers {
		a := x.(map[string]any)
		a["comment"], a["laterKey"] = word(), word()
		a["references"] = []any{map[string]any{"title": reference + word(), "location": reference + word(), "sha256": reference + word()}}
		a["draft"] = map[string]any{"field": word()}
	}
	answers["not-a-question"] = map[string]any{"state": "answered", "value": word()}
	doc["respondents"] = []any{map[string]any{"name": word(), "role": word(), "answers": map[string]any{"staff-fte": map[string]any{"state": "answered", "value": 2, "comment": word()}}}}
	for i, x := range doc["options"].([]any) {
		o := x.(map[string]any)
		o["name"], o["provider"], o["laterKey"] = word(), word(), word()
		o["id"] = fmt.Sprintf("%s-%d", canary, i)
		o["sources"] = map[string]any{"termMonths": word()}
		o["criteria"] = map[string]any{canary + "-own": 3}
	}
	comparison, _ := doc["comparison"].(map[string]any)
	if comparison == nil {
		comparison = map[string]any{}
	}
	comparison["criteria"] = []any{map[string]any{"id": canary + "-own", "title": word(), "unit": word()}}
	comparison["gatesOff"] = map[string]any{"data-return": word()}
	weights, _ := comparison["weights"].(map[string]any)
	if weights != nil {
		weights[canary+"-own"] = 10
	}
	doc["comparison"] = comparison
	for _, x := range doc["scenarios"].([]any) {
		s := x.(map[string]any)
		s["name"], s["laterKey"] = word(), word()
	}
	// An engagement before, with texts and a few answers of its own.
	before := read(filepath.Join("..", "assets", "samples", "hospital.muster"))
	for _, key := range []string{"id", "title", "client", "assessor", "classification", "laterKey"} {
		before[key] = word()
	}
	before["questionSet"] = map[string]any{"id": word(), "version": 1}
	before["date"] = "2019-03-04"
	before["actions"] = []any{map[string]any{"title": word()}}
	before["branding"] = map[string]any{"company": word(), "coverText": word()}
	before["respondents"] = []any{map[string]any{"name": word(), "role": word(), "answers": map[string]any{"staff-fte": map[string]any{"state": "answered", "value": 2, "comment": word()}}}}
	for _, x := range before["answers"].(map[string]any) {
		a := x.(map[string]any)
		a["comment"], a["laterKey"] = word(), word()
		a["references"] = []any{map[string]any{"title": word(), "location": word()}}
	}
	doc["previous"] = before
	for i, x := range slices.Sorted(maps.Keys(answers)) {
		if a := answers[x].(map[string]any); i%2 == 0 && a["state"] != nil {
			a["carried"] = true
		}
	}
	data, err := json.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	return engagementtest.Read(t, data)
}

// markAll puts a canary into every text that is no date, number or id of the
// history.
func markAll(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for k, x := range v {
			if s, ok := x.(string); ok && (k == "file" || k == "name" || k == "title") && s != "" {
				v[k] = canary + " " + s
			} else {
				v[k] = markAll(x)
			}
		}
	case []any:
		for i := range v {
			v[i] = markAll(v[i])
		}
	}
	return v
}

// inside is everything a file holds, unpacked: once as it is, once with texts of
// two bytes a character read as such, once with hexadecimal texts read.
func inside(t testing.TB, data []byte) []string {
	t.Helper()
	all := bytes.Clone(data)
	if z, err := zip.NewReader(bytes.NewReader(data), int64(len(data))); err == nil {
		for _, part := range z.File {
			r, err := part.Open()
			if err != nil {
				t.Fatal(err)
			}
			unpacked, err := io.ReadAll(r)
			if err != nil {
				t.Fatal(err)
			}
			r.Close()
			all = append(append(all, '\n'), unpacked...)
		}
	}
	for rest := data; ; {
		i := bytes.Index(rest, []byte("stream\n"))
		if i < 0 {
			break
		}
		rest = rest[i+len("stream\n"):]
		z, err := zlib.NewReader(bytes.NewReader(rest))
		if err != nil {
			continue
		}
		unpacked, err := io.ReadAll(z)
		if err != nil {
			continue
		}
		all = append(append(all, '\n'), unpacked...)
	}
	var wide strings.Builder // without the zeros of UTF-16
	for _, c := range all {
		if c != 0 {
			wide.WriteByte(c)
		}
	}
	var hexed strings.Builder
	for _, part := range strings.Split(string(all), "<") {
		text, _, ok := strings.Cut(part, ">")
		if b, err := hex.DecodeString(text); ok && err == nil && len(b) > 1 && len(b)%2 == 0 {
			units := make([]uint16, len(b)/2)
			for i := range units {
				units[i] = uint16(b[2*i])<<8 | uint16(b[2*i+1])
			}
			hexed.WriteString(string(utf16.Decode(units)))
			hexed.Write(b)
		}
	}
	return []string{string(all), wide.String(), hexed.String()}
}

func holds(texts []string, s string) bool {
	return slices.ContainsFunc(texts, func(text string) bool { return strings.Contains(text, s) })
}

func TestRedaction(t *testing.T) {
	doc := marked(t)
	set, registry := question.Default(), model.Default()
	before := string(doc.Write())
	for _, profile := range redaction.Profiles {
		// What may be had is made at once, with one simulation; the rest is refused.
		order := exporters.Order{Redaction: profile}
		var refused []exporters.Format
		for _, f := range exporters.Formats {
			if f.Whole && !profile.Whole() || f.ID == "procurement" && !profile.Offers || f.ID == "responsibility" && !profile.Responsibilities || f.ID == "brief" && !profile.Findings {
				refused = append(refused, f)
			} else {
				order.Formats = append(order.Formats, f)
			}
		}
		rep, out, err := exporters.Make(context.Background(), set, registry, doc, order, nil)
		if err != nil {
			t.Fatalf("%s: %v", profile.ID, err)
		}
		for _, f := range refused {
			if data, err := f.Render(context.Background(), rep, nil); err == nil || data != nil {
				t.Errorf("%s/%s is not refused", profile.ID, f.ID)
			}
			wanting := exporters.Order{Redaction: profile, Formats: []exporters.Format{f}}
			if err := wanting.Check(); f.Whole && err == nil {
				t.Errorf("%s/%s is not refused before any work is done", profile.ID, f.ID)
			}
		}
		for _, o := range out {
			t.Run(profile.ID+"/"+o.Format.ID, func(t *testing.T) {
				texts := inside(t, o.Data)
				if profile.Whole() {
					if o.Format.ID != "pictures" && !holds(texts, canary) {
						t.Error("the search finds nothing: it would prove nothing")
					}
					if slices.Contains([]string{"pdf", "markdown", "json", "xlsx"}, o.Format.ID) && !holds(texts, reference) {
						t.Error("the answers come without their evidence")
					}
					return
				}
				// The provider knows whose engagement it is, and who presents the report.
				known := []string{}
				if profile.Identity {
					known = []string{doc.Title, doc.Client, doc.Classification, doc.Branding.Company, doc.Branding.Cover}
				}
				for _, text := range texts {
					for i := 0; ; {
						k := strings.Index(text[i:], canary)
						if k < 0 {
							break
						}
						i += k
						end := min(len(text), i+len(canary)+5)
						if !slices.ContainsFunc(known, func(s string) bool { return strings.HasPrefix(text[i:end], s) }) {
							t.Errorf("shows %q", text[max(0, i-60):end])
						}
						i += len(canary)
					}
				}
				if !profile.Identity && (holds(texts, doc.ID) || holds(texts, "#123456")) {
					t.Error("shows the engagement's identity")
				}
				if profile.ID == redaction.Benchmark.ID && holds(texts, doc.Date) {
					t.Error("shows the date")
				}
				// A board is told what changed since when; nobody else that there was an
				// engagement before.
				board := profile.ID == redaction.Board.ID
				if (rep.Since != nil) != board || holds(texts, doc.Previous.Date) && !board || holds(texts, "carried over") && !board {
					t.Error("shows something of the engagement before")
				}
				if rep.Attachment != nil || rep.InputHash != "" || rep.EngagementID != "" {
					t.Error("holds the input or its hash")
				}
				if !profile.Answers {
					noAnswers(t, set, rep, texts)
				}
			})
		}
	}
	if string(doc.Write()) != before {
		t.Error("redaction changed the document")
	}
}

// noAnswers looks for the levels' own texts, which only an answer shows.
func noAnswers(t *testing.T, set *question.Set, rep *report.Report, texts []string) {
	t.Helper()
	if len(rep.Answers)+len(rep.Trace)+len(rep.Skills)+len(rep.Responsibilities)+len(rep.Explanation) > 0 {
		t.Error("the report still holds single answers")
	}
	for _, it := range set.Items() {
		for _, l := range it.Levels {
			words := strings.Fields(l.Text)
			start := strings.Join(words[:min(4, len(words))], " ")
			for _, text := range texts {
				if len(start) > 18 && strings.Contains(text, start) {
					t.Errorf("%s: shows %q", it.ID, start)
				}
			}
		}
	}
}

// What is left out changes no verdict and no figure.
func TestRedactionKeepsTheResult(t *testing.T) {
	set, registry := question.Default(), model.Default()
	doc := marked(t)
	want := assessment.Evaluate(set, registry, doc)
	for _, p := range redaction.Profiles {
		got := assessment.Evaluate(set, registry, p.Document(set, doc))
		if got.SIA.Verdict != want.SIA.Verdict || got.SIA.HoursPerWeek != want.SIA.HoursPerWeek || got.CSIRP.Design != want.CSIRP.Design ||
			got.CSIRP.Review != want.CSIRP.Review || got.CSIRP.Test != want.CSIRP.Test || len(got.Findings) != len(want.Findings) || got.Capacity.DemandHours != want.Capacity.DemandHours {
			t.Errorf("%s: another result", p.ID)
		}
	}
}

// A provider sees needs and responsibilities, and no weakness beyond them.
func TestProviderSeesNoWeakness(t *testing.T) {
	set, registry := question.Default(), model.Default()
	for _, sample := range []string{"saas", "hospital"} {
		order := exporters.Order{Redaction: redaction.Provider}
		for _, id := range []string{"pdf", "responsibility", "markdown"} {
			f, err := exporters.FormatByID(id)
			if err != nil {
				t.Fatal(err)
			}
			order.Formats = append(order.Formats, f)
		}
		_, out, err := exporters.Make(context.Background(), set, registry, engagementtest.Sample(t, sample), order, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range out {
			texts := inside(t, o.Data)
			for _, word := range []string{"pick-up gap", "slack", "can be missed", "red flag", "nobody", "not written", "unclear", "usable hours", "gap index", "are missing"} {
				for _, text := range texts {
					if i := strings.Index(text, word); i >= 0 {
						t.Errorf("%s/%s: %q", sample, o.Format.ID, text[max(0, i-60):min(len(text), i+60)])
					}
				}
			}
		}
	}
}

// Behind a mean that a redacted report shows stand several answers.
func TestNoSingleAnswerBehindAMean(t *testing.T) {
	set, registry := question.Default(), model.Default()
	doc := marked(t)
	f, err := exporters.FormatByID("markdown")
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range []redaction.Profile{redaction.Board, redaction.Benchmark} {
		rep, _, err := exporters.Make(context.Background(), set, registry, doc, exporters.Order{Formats: []exporters.Format{f}, Redaction: p}, nil)
		if err != nil {
			t.Fatal(err)
		}
		bars := 0
		for _, b := range rep.Chapter("dashboard").Blocks {
			figure, ok := b.(report.Figure)
			if !ok {
				continue
			}
			for _, shape := range figure.Scene.Shapes {
				label, ok := shape.(chart.Label)
				if !ok || !strings.HasPrefix(label.Text, "level ") {
					continue
				}
				bars++
				if strings.Contains(label.Text, "1 question") || strings.Contains(label.Text, "2 questions") {
					t.Errorf("%s: %q", p.ID, label.Text)
				}
			}
		}
		if bars == 0 {
			t.Errorf("%s: no bars at all", p.ID)
		}
	}
}

package exporters_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"muster/assessment/brand"
	"muster/assessment/engagement"
	"muster/assessment/engagement/engagementtest"
	"muster/assessment/exercise"
	"muster/assessment/model"
	"muster/assessment/question"
	"muster/exporters"
	"muster/exporters/outside"
	"muster/exporters/report"
)

func exerciseSample(t *testing.T, name string) *engagement.Document {
	t.Helper()
	return engagementtest.Sample(t, name)
}

func exerciseOrder(t *testing.T, scenario, length string, formats ...string) exporters.ExerciseOrder {
	t.Helper()
	s, err := exercise.ByID(exercise.Default(), scenario)
	if err != nil {
		t.Fatal(err)
	}
	l, err := exercise.DefaultPlanner().Length(length)
	if err != nil {
		t.Fatal(err)
	}
	o := exporters.ExerciseOrder{Scenario: s, Length: l}
	for _, id := range formats {
		f, err := exporters.ExerciseFormatByID(id)
		if err != nil {
			t.Fatal(err)
		}
		o.Formats = append(o.Formats, f)
	}
	return o
}

func makeExercise(t *testing.T, doc *engagement.Document, o exporters.ExerciseOrder) (*exercise.Run, map[string][]byte) {
	t.Helper()
	run, files, err := exporters.MakeExercise(context.Background(), question.Default(), model.Default(), doc, o, nil)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]byte{}
	for _, f := range files {
		out[f.Format.ID] = f.Data
	}
	return run, out
}

// pagesOf are the texts of a PDF's pages as pdftotext reads them, each on one line.
func pagesOf(t *testing.T, pdf []byte) []string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "x.pdf")
	if err := os.WriteFile(name, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command(outside.Tool(t, "qpdf"), "--check", name).CombinedOutput(); err != nil {
		t.Errorf("qpdf: %v\n%s", err, out)
	}
	cmd := exec.Command(outside.Tool(t, "pdftotext"), "-raw", name, "-")
	var out, complaints bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &complaints
	if err := cmd.Run(); err != nil || complaints.Len() > 0 {
		t.Fatalf("pdftotext: %v %s", err, complaints.String())
	}
	var pages []string
	for _, p := range strings.Split(strings.TrimSuffix(out.String(), "\f"), "\f") {
		pages = append(pages, strings.Join(strings.Fields(p), " "))
	}
	return pages
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// The pack has a page for each inject with all of it; the handout gives nothing away.
// Both are marked on each page, and the same bytes twice.
func TestExerciseDocuments(t *testing.T) {
	for _, c := range [][3]string{{"hospital", "edge-zero-day", "half-day"}, {"saas", "ransomware", "2h"}, {"bank", "escalation-flood", "2h"},
		{"saas", "mssp-outage", "half-day"}, {"hospital", "insider-theft", "half-day"}, {"bank", "cloud-identity", "half-day"}} {
		t.Run(c[0]+" "+c[1]+" "+c[2], func(t *testing.T) {
			doc := exerciseSample(t, c[0])
			doc.Classification = "Marked for the test"
			doc.Branding = brand.Brand{Company: "Advisory Ltd"}
			order := exerciseOrder(t, c[1], c[2], "facilitator", "handout", "observer")
			before := doc.Write()
			run, files := makeExercise(t, doc, order)
			if !bytes.Equal(doc.Write(), before) {
				t.Error("the engagement was changed")
			}
			_, again := makeExercise(t, doc, order)
			for id, data := range files {
				if !bytes.Equal(data, again[id]) {
					t.Errorf("%s: other bytes the second time", id)
				}
			}
			pack, handout := pagesOf(t, files["facilitator"]), pagesOf(t, files["handout"])
			for id, pages := range map[string][]string{"facilitator": pack, "handout": handout} {
				for i, p := range pages {
					if !strings.Contains(p, "Marked for the test") {
						t.Errorf("%s, page %d is not marked", id, i+1)
					}
				}
				if !strings.Contains(pages[0], "Advisory Ltd") {
					t.Errorf("%s does not say who presents it", id)
				}
			}
			whole := strings.Join(handout, " ")
			for _, p := range run.Scenario.Setting {
				if !strings.Contains(whole, oneLine(p)) {
					t.Errorf("the handout lacks the setting %q", p)
				}
			}
			for i, in := range run.Injects {
				page := ""
				for _, p := range pack {
					if strings.Contains(p, oneLine(in.Text)) {
						page = p
					}
				}
				if !strings.Contains(page, oneLine(in.Title)) || !strings.Contains(page, exercise.Clock(in.Start)) || !strings.Contains(page, in.At) {
					t.Errorf("inject %d has no page of its own with title and times: %q", i+1, page)
				}
				for _, text := range slices.Concat(in.Discuss, in.Hints) {
					if !strings.Contains(page, oneLine(text)) {
						t.Errorf("inject %d lacks %q", i+1, text)
					}
				}
				for _, d := range in.Decisions {
					// Cells are wrapped, so their words stand among those of others.
					if !strings.Contains(page, strings.Fields(d.Text)[0]) {
						t.Errorf("inject %d lacks %q", i+1, d.Text)
					}
				}
				for _, text := range []string{in.Title, oneLine(in.Text), in.Decisions[0].Text} {
					if strings.Contains(whole, text) {
						t.Errorf("the handout gives away %q", text)
					}
				}
			}
			if strings.Contains(whole, oneLine(run.Scenario.Summary)) || strings.Contains(whole, run.Scenario.Title) || strings.Contains(whole, "F01") {
				t.Error("the handout tells the story or a finding")
			}
			bytesHold(t, files["handout"], run)
		})
	}
}

// bytesHold wants no title of the scenario in what a PDF says of itself.
func bytesHold(t *testing.T, pdf []byte, run *exercise.Run) {
	t.Helper()
	if bytes.Contains(pdf, []byte(run.Scenario.Title)) {
		t.Error("the properties of the handout hold the title of the scenario")
	}
}

const readSheet = `
import json, sys, openpyxl
book = openpyxl.load_workbook(sys.argv[1])
sheet = book["Injects"]
print(json.dumps({
  "sheets": book.sheetnames,
  "rows": [[("" if c.value is None else str(c.value)) for c in r] for r in sheet.iter_rows()],
  "lists": sorted(v.formula1 for v in sheet.data_validations.dataValidation if v.type == "list"),
  "whole": [str(v.sqref) for v in sheet.data_validations.dataValidation if v.type == "whole"],
  "header": sheet.oddHeader.right.text,
}))
`

// Another reader finds each expected decision, the lists to tick from and the formula
// that works out the minutes.
func TestObserverSheet(t *testing.T) {
	python := outside.Python(t, "openpyxl")
	doc := exerciseSample(t, "saas")
	run, files := makeExercise(t, doc, exerciseOrder(t, "ransomware", "half-day", "observer"))
	name := filepath.Join(t.TempDir(), "x.xlsx")
	if err := os.WriteFile(name, files["observer"], 0o600); err != nil {
		t.Fatal(err)
	}
	raw, err := exec.Command(python, "-c", readSheet, name).Output()
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		Sheets, Lists, Whole []string
		Rows                 [][]string
		Header               string
	}
	if err := json.Unmarshal(raw, &got); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(got.Sheets, []string{"Start", "Injects", "Notes"}) || got.Header != doc.Classification {
		t.Errorf("sheets %q, header %q", got.Sheets, got.Header)
	}
	if want := []string{`"client,MSSP,nobody"`, `"yes,partly,no"`, `"✓"`, `"✓"`}; !slices.Equal(got.Lists, want) || len(got.Whole) != 1 {
		t.Errorf("lists %q, minutes %q", got.Lists, got.Whole)
	}
	at := 1
	for _, in := range run.Injects {
		if row := got.Rows[at]; !strings.Contains(row[0], in.Title) || row[2] == "" {
			t.Errorf("row %d: %q, want the inject %q with its minute", at+1, row, in.Title)
		}
		at++
		for i, d := range in.Decisions {
			row := got.Rows[at]
			if row[0] != d.Text || !strings.Contains(row[1], d.Role) || !strings.HasPrefix(row[5], "=IF(OR(") {
				t.Errorf("row %d: %q, want %q", at+1, row, d.Text)
			}
			if s := in.Takers[i].State; (s != exercise.Settled) != strings.Contains(row[1], s.Word()) {
				t.Errorf("row %d does not say that it is %s: %q", at+1, s, row[1])
			}
			at++
		}
	}
	if at != len(got.Rows) {
		t.Errorf("%d rows, want %d", len(got.Rows), at)
	}
}

// The after-action report holds all that was noted, also what would break programs.
func TestAfterActionReport(t *testing.T) {
	doc := exerciseSample(t, "hospital")
	n := func(i int) *int { return &i }
	doc.Exercises = []engagement.Exercise{{Scenario: "ransomware", Title: "An evening in October", Version: 1, Length: "2h", Date: "2026-10-02",
		Participants: []engagement.Participant{{Role: "Head of IT", Part: "it"}},
		Injects: []engagement.InjectRecord{{ID: "encryption", State: "played", Minute: n(25),
			Decisions:    []engagement.TakenDecision{{Expected: n(1), Party: "mssp", After: n(4), AsExpected: "yes", By: "Shift lead"}, {Text: "Called the insurer {nb}"}},
			Observations: []engagement.Observation{{Text: "broken \xff\xfe 😀 \u202eend", Kind: "weak"}, {Text: "Quiet voices", Kind: "good", Minute: n(30)}}},
			{ID: "no-such", State: "played"}},
		Lessons: []engagement.Lesson{{Text: "Print the contact list", Severity: "high", Questions: []string{"csirp-comms", "gone"}}}}}
	order := exerciseOrder(t, "ransomware", "2h", "after-action")
	order.Record = &doc.Exercises[0]
	_, files := makeExercise(t, doc, order)
	pages := pagesOf(t, files["after-action"])
	text := strings.Join(pages, " ")
	for _, want := range []string{"An evening in October", "2026-10-02", "Print the contact list", "taken by the wrong side", "not taken", "Called the insurer {nb}", "Quiet voices", "no inject “no-such”", "Last scenario exercise"} {
		if !strings.Contains(text, want) && !strings.Contains(strings.ReplaceAll(text, `"`, "“"), want) {
			// Cells are wrapped among others, so the words alone must do.
			for _, w := range strings.Fields(want) {
				if !strings.Contains(text, strings.Trim(w, "“”")) {
					t.Errorf("the report lacks %q", want)
					break
				}
			}
		}
	}
	for i, p := range pages {
		if !strings.Contains(p, doc.Classification) {
			t.Errorf("page %d is not marked", i+1)
		}
	}
}

// What cannot be made says why.
func TestExerciseRefusals(t *testing.T) {
	ctx, set, registry := context.Background(), question.Default(), model.Default()
	doc := exerciseSample(t, "saas")
	_, _, err := exporters.MakeExercise(ctx, set, registry, doc, exerciseOrder(t, "ransomware", "2h", "after-action"), nil)
	if !errors.Is(err, report.ErrNoRecord) {
		t.Errorf("after-action without a record: %v", err)
	}
	o := exerciseOrder(t, "ransomware", "2h", "observer")
	o.Password = "correct horse battery staple"
	if _, _, err := exporters.MakeExercise(ctx, set, registry, doc, o, nil); err == nil || !strings.Contains(err.Error(), "a password protects PDFs only") {
		t.Errorf("a workbook with a password: %v", err)
	}
	stopped, cancel := context.WithCancel(ctx)
	cancel()
	if _, _, err := exporters.MakeExercise(stopped, set, registry, doc, exerciseOrder(t, "ransomware", "2h", "facilitator"), nil); !errors.Is(err, context.Canceled) {
		t.Errorf("a stopped order: %v", err)
	}
	if _, err := exporters.ExerciseFormatByID("pdf"); err == nil || !strings.Contains(err.Error(), "allowed: facilitator, handout, observer, after-action") {
		t.Errorf("unknown document: %v", err)
	}
	var full *report.Report = &report.Report{}
	if _, err := full.As(report.FacilitatorPack); !errors.Is(err, report.ErrNoExercise) {
		t.Errorf("a pack without a run: %v", err)
	}
}

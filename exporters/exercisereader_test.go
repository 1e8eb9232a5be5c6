package exporters_test

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"strings"
	"testing"

	"muster/assessment/engagement"
	"muster/assessment/exercise"
	"muster/assessment/model"
	"muster/assessment/question"
	"muster/exporters"
	"muster/exporters/redaction"
	"muster/exporters/report"
)

// heldWithCanaries is the saas sample with an exercise in which every text that people
// can enter holds a canary.
func heldWithCanaries(t *testing.T) *engagement.Document {
	t.Helper()
	doc := exerciseSample(t, "saas")
	doc.Title, doc.Client = canary+" title", canary+" client"
	minute, first, far := 20, 0, 30
	doc.Exercises = []engagement.Exercise{{Scenario: "ransomware", Title: canary + " exercise", Version: 1, Length: "2h", Form: "functional", Date: "2026-10-02",
		Participants: []engagement.Participant{{Role: canary + " chief", Part: "executive"}, {Role: canary + " lead", Part: "mssp", Absent: true}},
		Injects: []engagement.InjectRecord{
			{ID: "encryption", State: "played", Minute: &minute,
				Decisions:    []engagement.TakenDecision{{Expected: &first, Text: canary, By: canary, Party: "mssp", After: &far, AsExpected: "partly"}, {Text: canary + " other"}},
				Observations: []engagement.Observation{{Minute: &minute, Text: canary + " seen", Kind: "weak"}}},
			{ID: canary, State: "played"}},
		Lessons: []engagement.Lesson{{Text: canary + " lesson", Severity: "high"}}}}
	return doc
}

// A document of an exercise says for whom it is, and holds nothing that its reader may
// not see; who may not have it at all is told so.
func TestExerciseDocumentsFollowTheReader(t *testing.T) {
	doc := heldWithCanaries(t)
	for _, c := range []struct {
		kind    string
		readers []redaction.Profile
	}{
		{"facilitator", []redaction.Profile{redaction.Provider}},
		{"handout", []redaction.Profile{redaction.Board, redaction.Provider, redaction.Benchmark}},
		{"observer", []redaction.Profile{redaction.Provider}},
		{"after-action", []redaction.Profile{redaction.Board, redaction.Provider}},
	} {
		for _, p := range redaction.Profiles[1:] {
			order := exerciseOrder(t, "ransomware", "2h", c.kind)
			order.Redaction, order.Record = p, &doc.Exercises[0]
			may := false
			for _, r := range c.readers {
				may = may || r.ID == p.ID
			}
			if !may {
				if _, _, err := exporters.MakeExercise(context.Background(), question.Default(), model.Default(), doc, order, nil); err == nil || !strings.Contains(err.Error(), p.Name) {
					t.Errorf("%s for %s: %v", c.kind, p.ID, err)
				}
				continue
			}
			_, files := makeExercise(t, doc, order)
			text := ""
			if c.kind == "observer" {
				text = workbookText(t, files[c.kind])
			} else {
				text = strings.Join(pagesOf(t, files[c.kind]), " ")
			}
			if !strings.Contains(text, "Version for") || !strings.Contains(text, p.Name) {
				t.Errorf("%s for %s is not marked", c.kind, p.ID)
			}
			shown := text
			if p.Identity { // title and client are theirs to see
				for _, known := range []string{doc.Title, doc.Client, doc.Exercises[0].Title} {
					shown = strings.ReplaceAll(shown, known, "")
				}
			}
			if strings.Contains(shown, canary) {
				t.Errorf("%s for %s holds what people wrote: %.300s", c.kind, p.ID, shown[strings.Index(shown, canary):])
			}
			for _, weak := range []string{"Nobody named", "Weak in the plan", "As answered", "Level 1 of 4", "lesson"} {
				if !p.Answers && strings.Contains(text, weak) && weak != "lesson" {
					t.Errorf("%s for %s says %q", c.kind, p.ID, weak)
				}
			}
		}
	}
}

func workbookText(t *testing.T, data []byte) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		out.Write(text)
	}
	return out.String()
}

// The MSSP gets its own part of what an exercise showed, counted as such.
func TestAfterActionOfTheProvider(t *testing.T) {
	doc := heldWithCanaries(t)
	order := exerciseOrder(t, "ransomware", "2h", "after-action")
	order.Record = &doc.Exercises[0]
	_, whole := makeExercise(t, doc, order)
	order.Redaction = redaction.Provider
	_, part := makeExercise(t, doc, order)
	all, mine := strings.Join(pagesOf(t, whole["after-action"]), " "), strings.Join(pagesOf(t, part["after-action"]), " ")
	if !strings.Contains(all, "not taken") || !strings.Contains(all, canary+" lesson") {
		t.Fatalf("the whole report lacks its own: %.500s", all)
	}
	// The first decision was taken by the MSSP and late; the others are the client's.
	if !strings.Contains(mine, "1 expected decision: 1 taken") || strings.Contains(mine, "Nothing was noted.") {
		t.Errorf("the MSSP's part: %.900s", mine)
	}
	doc.Exercises[0].Injects[0].Decisions = nil
	_, part = makeExercise(t, doc, order)
	if pages := pagesOf(t, part["after-action"]); !strings.Contains(strings.Join(pages, " "), "Nothing was played that the MSSP should decide") || strings.Contains(strings.Join(pages, " "), "Lessons (L)") {
		t.Errorf("without a part of the MSSP's: %.900s", pages)
	}
}

// The texts of a scenario of one's own may name anybody: readers who may not know whose
// it is get no document of it.
func TestOwnScenarioIsNotRedacted(t *testing.T) {
	source, err := exercise.Source("ransomware")
	if err != nil {
		t.Fatal(err)
	}
	doc := exerciseSample(t, "saas")
	own, err := exercise.Keep(question.Default(), doc, "own.yaml", []byte(strings.Replace(string(source), "id: ransomware", "id: our-own", 1)))
	if err != nil {
		t.Fatal(err)
	}
	for p, may := range map[*redaction.Profile]bool{&redaction.Internal: true, &redaction.Provider: true, &redaction.Board: false, &redaction.Benchmark: false} {
		if err := report.ExerciseFor(report.ParticipantHandout, *p, own); (err == nil) != may {
			t.Errorf("%s: %v", p.ID, err)
		}
	}
	if out := redaction.Provider.Document(question.Default(), doc); len(out.OwnScenarios) != 0 {
		t.Error("the redacted engagement holds the scenario")
	}
}

// What exercises showed stands in the full report and in the workbook; without the
// scenario stands what was written down.
func TestHeldExercisesAreReported(t *testing.T) {
	doc := heldWithCanaries(t)
	doc.Exercises = append(doc.Exercises, engagement.Exercise{Scenario: "gone", Title: "Of a lost file", Date: "2026-11-01", Lessons: []engagement.Lesson{{Text: "Keep the file"}}})
	var order exporters.Order
	for _, id := range []string{"markdown", "xlsx", "json"} {
		f, err := exporters.FormatByID(id)
		if err != nil {
			t.Fatal(err)
		}
		order.Formats = append(order.Formats, f)
	}
	_, out, err := exporters.Make(context.Background(), question.Default(), model.Default(), doc, order, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range out {
		text := string(o.Data)
		if o.Format.ID == "xlsx" {
			text = workbookText(t, o.Data)
		}
		for _, want := range []string{"Of a lost file", "Keep the file", "Its scenario is not part of the engagement", canary + " exercise", canary + " lesson", "taken after 30 minutes instead of"} {
			if !strings.Contains(text, want) {
				t.Errorf("%s lacks %q", o.Format.ID, want)
			}
		}
		if o.Format.ID == "markdown" && (!strings.Contains(text, "2 exercises were held") || !strings.Contains(text, canary+" seen") || strings.Index(text, "Of a lost file") > strings.Index(text, canary+" lesson")) {
			t.Error("the chapter does not open with its result, or is not in its order, the last first")
		}
	}
	order = exporters.Order{Redaction: redaction.Board, Formats: order.Formats[:1]}
	_, out, err = exporters.Make(context.Background(), question.Default(), model.Default(), doc, order, nil)
	if err != nil || strings.Contains(string(out[0].Data), "exercises were held") {
		t.Errorf("the board reads what was written in exercises (%v)", err)
	}
}

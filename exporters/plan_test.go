package exporters

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"muster/assessment/engagement"
	"muster/assessment/engagement/engagementtest"
	"muster/assessment/model"
	"muster/assessment/question"
	"muster/exporters/csirp"
	"muster/exporters/redaction"
)

// planCases are the samples, an empty engagement, and some that say as much as they
// can in as long words as they can.
func planCases(t *testing.T) map[string]*engagement.Document {
	t.Helper()
	set := question.Default()
	out := map[string]*engagement.Document{"empty": engagement.New("", "", set)}
	for _, name := range []string{"bank", "saas", "hospital"} {
		for _, kind := range []string{"", " long", " unbroken", " wide"} {
			doc := engagementtest.Sample(t, name)
			text := map[string]string{" long": strings.Repeat("a name of many words and ", 40), " unbroken": strings.Repeat("unbroken", 80), " wide": strings.Repeat("Ｗ\U0001F600W", 200)}[kind]
			if kind != "" {
				doc.Client, doc.Title, doc.Classification, doc.Date, doc.Assessor = text, text, text, text, text
				doc.Options = []engagement.Option{{ID: "o", Provider: text}}
				doc.Branding.Company = text
				doc.Answers["ntf-regimes"] = engagement.Answer{State: engagement.Answered, Value: engagement.Multi{"nis2", "gdpr", "sec", "dora", "other"}}
				matrix := engagement.RACI{}
				for _, a := range set.Item("raci-matrix").Activities {
					matrix[a.ID] = engagement.Responsibility{Accountable: "mssp", Doer: "both"}
				}
				doc.Answers["raci-matrix"] = engagement.Answer{State: engagement.Answered, Value: matrix, Comment: text}
				delete(doc.Answers, "bw-target")
			}
			out[name+kind] = doc
		}
	}
	return out
}

func TestPlanFormats(t *testing.T) {
	ctx := context.Background()
	for name, doc := range planCases(t) {
		before := doc.Write()
		plan, err := Plan(nil, redaction.Internal, question.Default(), model.Default(), doc)
		if err != nil {
			t.Fatal(err)
		}
		other, err := Plan(nil, redaction.Internal, question.Default(), model.Default(), doc)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range PlanFormats {
			data, err := f.Render(ctx, plan)
			if err != nil {
				t.Fatalf("%s, %s: %v", name, f.ID, err)
			}
			if again, err := f.Render(ctx, other); err != nil || !bytes.Equal(data, again) {
				t.Errorf("%s, %s: other bytes the second time (%v)", name, f.ID, err)
			}
			switch f.ID {
			case "card":
				if n := bytes.Count(data, []byte("/Type /Page\n")); n != 1 {
					t.Errorf("%s: the card has %d pages", name, n)
				}
			case "md":
				for i := range plan.Open {
					if want := "**" + plan.Open[i].Label(); !bytes.Contains(data, []byte(want)) {
						t.Errorf("%s: no %s in the Markdown", name, want)
					}
				}
			}
		}
		if !bytes.Equal(before, doc.Write()) {
			t.Errorf("%s: the engagement was changed", name)
		}
	}
}

func TestPlanIsForInternalReaders(t *testing.T) {
	for _, p := range redaction.Profiles[1:] {
		_, err := Plan(nil, p, question.Default(), model.Default(), planCases(t)["saas"])
		if !errors.Is(err, csirp.ErrRedacted) {
			t.Errorf("%s: %v", p.ID, err)
		}
	}
}

func TestPlanFormatByID(t *testing.T) {
	for _, f := range PlanFormats {
		if got, err := PlanFormatByID(f.ID); err != nil || got.Extension != f.Extension {
			t.Errorf("%s: %v, %v", f.ID, got, err)
		}
	}
	_, err := PlanFormatByID("docx")
	if want := `unknown format "docx"; allowed: odt, md, card; odt opens in Word as well as in LibreOffice`; fmt.Sprint(err) != want {
		t.Errorf("%v, want %s", err, want)
	}
}

func TestPlanStops(t *testing.T) {
	plan, err := Plan(nil, redaction.Internal, question.Default(), model.Default(), planCases(t)["bank"])
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for _, f := range PlanFormats {
		if data, err := f.Render(ctx, plan); err != context.Canceled || data != nil {
			t.Errorf("%s: %d bytes, %v", f.ID, len(data), err)
		}
	}
}

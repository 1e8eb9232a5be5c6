package exporters

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"muster/assessment/engagement"
	"muster/assessment/question"
)

// Every output gives the same reason for a question that does not apply.
func TestInapplicableInEveryOutput(t *testing.T) {
	doc := engagement.New("id", "2026-11-23", question.Default())
	doc.Answers["mssp-model"] = engagement.Answer{State: engagement.Answered, Value: engagement.Choice("in-house")}
	doc.Answers["mssp-scope"] = engagement.Answer{State: engagement.Answered, Value: engagement.Multi{"none"}}
	rep := build(doc)
	if n := len(rep.Result.Profile.NotApplicable); n != 17 {
		t.Fatalf("%d questions do not apply", n)
	}
	markdown := string(render(t, "markdown", rep))
	var inJSON struct {
		Answers []struct{ ID, State, Inapplicable string }
		Result  struct {
			Profile struct {
				NotApplicable []struct{ ID, Because string }
			}
		}
	}
	if err := json.Unmarshal(render(t, "json", rep), &inJSON); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(render(t, "xlsx", rep)))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows("Answers")
	if err != nil {
		t.Fatal(err)
	}
	book := map[string][]string{}
	for _, r := range rows {
		if len(r) > 6 {
			book[r[2]] = r
		}
	}
	given := map[string]string{}
	for _, a := range inJSON.Answers {
		if a.Inapplicable != "" {
			given[a.ID] = a.State + ", " + a.Inapplicable
		}
	}
	for i, x := range rep.Result.Profile.NotApplicable {
		reason := "does not apply: " + x.Because
		if !strings.Contains(markdown, reason) {
			t.Errorf("Markdown does not say why %s does not apply", x.ID)
		}
		if r := book[x.ID]; r[5] != "not applicable" || r[6] != reason {
			t.Errorf("the workbook says of %s: %q", x.ID, r)
		}
		if given[x.ID] != "not applicable, "+reason {
			t.Errorf("JSON says of %s: %q", x.ID, given[x.ID])
		}
		if y := inJSON.Result.Profile.NotApplicable[i]; y.ID != x.ID || y.Because != x.Because {
			t.Errorf("JSON: %+v, want %+v", y, x)
		}
	}
	if len(given) != 17 {
		t.Errorf("%d reasons in JSON", len(given))
	}
}

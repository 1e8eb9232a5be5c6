package questionnaire

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"muster/assessment/engagement"
	"muster/assessment/question"
)

// inHouse is an engagement of who has no MSSP.
func inHouse() *engagement.Document {
	return with(with(blank(), "mssp-model", answered(engagement.Choice("in-house"))), "mssp-scope", answered(engagement.Multi{"none"}))
}

// all is what stands in the cells of a workbook, by sheet.
func all(t *testing.T, data []byte) map[string]string {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	out := map[string]string{}
	for _, name := range f.GetSheetList() {
		rows, err := f.GetRows(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rows {
			out[name] += strings.Join(r, "\t") + "\n"
		}
	}
	return out
}

// A question that does not apply says why and is not counted among those that wait
// for an answer; it can be answered all the same.
func TestExemptInTheWorkbook(t *testing.T) {
	for _, answers := range []bool{false, true} {
		data := write(t, inHouse(), Options{Scope: All, WithAnswers: answers})
		text := all(t, data)
		if n := strings.Count(strings.Join([]string{text["Analysis tools"], text["Incident process"]}, ""), "Does not apply: "); n != 5+3 {
			t.Errorf("%d reasons for tools and process", n)
		}
		if r := text["Read me"]; !strings.Contains(r, "17 do not apply to your organisation and say why") || !strings.Contains(r, "does not apply\n") || !strings.Contains(r, "3 questions\n") {
			t.Errorf("the first sheet says %q", r)
		}
		in := read(t, data, inHouse())
		if len(in.Entries)+len(in.Problems) > 0 || in.Same != len(question.Default().Items()) {
			t.Errorf("what nobody touched: %s", shownImport(in))
		}
		// The same workbook says nothing new of who has an MSSP.
		if in := read(t, data, blank()); len(in.Problems) > 0 {
			t.Errorf("%s", shownImport(in))
		}
		given := read(t, edit(t, data, map[string]any{"mssp-notice": 6}), inHouse())
		if e := entry(t, given, "mssp-notice"); e.Kind != New || e.Given.Value != engagement.Number(6) || len(given.Problems) > 0 {
			t.Errorf("%s", shownImport(given))
		}
		person, _, err := AsRespondent(context.Background(), "a.xlsx", data, question.Default(), inHouse())
		if _, ok := person.Answers["tool-access"]; ok || err != nil {
			t.Errorf("somebody said that a question does not apply: %+v, %v", person.Answers, err)
		}
	}
	if text := all(t, write(t, blank(), Options{Scope: All})); strings.Contains(strings.Join([]string{text["Analysis tools"], text["Read me"]}, ""), "oes not apply") {
		t.Error("something does not apply to who has an MSSP")
	}
}

// An answered question does apply.
func TestAnsweredIsNotExemptInTheWorkbook(t *testing.T) {
	text := all(t, write(t, with(inHouse(), "tool-access", answered(engagement.Level(1))), Options{Scope: Quick, WithAnswers: true}))
	if n := strings.Count(text["Analysis tools"], "Does not apply: "); n != 1 {
		t.Errorf("%d of the two quick questions on tools do not apply", n)
	}
	if r := text["Read me"]; !strings.Contains(r, "1 does not apply to your organisation and says why") {
		t.Errorf("the first sheet says %q", r)
	}
}

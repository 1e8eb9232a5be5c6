package xlsx

// The workbook in a language whose words are awkward for sheets and formulas.

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"muster/assessment/analysis"
	"muster/assessment/engagement"
	"muster/assessment/messages"
	"muster/assessment/model"
	"muster/assessment/question"
	"muster/exporters/redaction"
	"muster/exporters/report"
)

var awkward = &messages.Catalogue{Language: "zz", Name: "Awkward", Texts: map[string]string{
	"Capacity": "Kapazität & Co", "Skills": "Was wir können", "Settings": "Ein 1.", "Options": "Die Optionen", "Cost": "Was es kostet", "Weights": "Gewichte, alle", "Gates": "Muss", "Ranking": "Rang-folge",
	"short": `"zu" wenig`, "tight": "knapp", "ok": "gut", "strong": "stark", "yes": "ja", "no": "nein", "unknown": "weiß nicht", "n/a": "entfällt", "pass": "geht", "fail": "geht nicht", "out": "raus", "none": "keine",
	"assessed": "beurteilt", "not assessed": "offen", "hire": "einstellen", "equal": "gleich", "nothing to compare": "nichts",
	"Page &P of &N": "Seite &P von &N",
}}

func inAwkward(t *testing.T, name string) (english, other *report.Report) {
	t.Helper()
	data, err := json.Marshal(saas())
	if err != nil {
		t.Fatal(err)
	}
	if name != "" {
		data = sampleBytes(t, name)
	}
	set, registry := question.Default(), model.Default()
	doc, _, err := engagement.Read(data, set, registry)
	if err != nil {
		t.Fatal(err)
	}
	a := analysis.Quick(set, registry, doc)
	return report.Build(set, registry, doc, a), report.BuildIn(awkward, redaction.Internal, set, registry, doc, a)
}

// Each formula compares with the words its cells show: computed anew it gives what
// the English one gives, in the language.
func TestFormulasInAnotherLanguage(t *testing.T) {
	for _, name := range []string{"", "saas"} {
		english, other := inAwkward(t, name)
		f, e := open(t, render(t, other)), open(t, render(t, english))
		place := regexp.MustCompile(`"[^"]*"|\$?[A-Z]{1,3}\$?[0-9]+`)
		n, worded := 0, 0
		sheets, origins := f.GetSheetList(), e.GetSheetList()
		if len(sheets) != len(origins) {
			t.Fatalf("%d sheets, in English %d", len(sheets), len(origins))
		}
		for i, sheet := range sheets {
			if origins[i] == "Capacity" && sheet != "Kapazität & Co" {
				t.Errorf("the sheet is called %q", sheet)
			}
			rows, err := e.GetRows(origins[i])
			if err != nil {
				t.Fatal(err)
			}
			for r := range rows {
				for c := range rows[r] {
					cell := cellName(c+1, r+1)
					was, _ := e.GetCellFormula(origins[i], cell)
					is, err := f.GetCellFormula(sheet, cell)
					if err != nil || (was == "") != (is == "") {
						t.Fatalf("%s!%s: the formula %q is %q, %v", sheet, cell, was, is, err)
					}
					if was == "" {
						continue
					}
					n++
					for _, m := range place.FindAllString(is, -1) {
						if english, ok := strings.CutPrefix(m, `"`); ok && awkward.Texts[strings.TrimSuffix(english, `"`)] != "" {
							t.Errorf("%s!%s compares with %s", sheet, cell, m)
						}
					}
					want, _ := e.GetCellValue(origins[i], cell)
					shown, _ := f.GetCellValue(sheet, cell)
					if to := awkward.Text(want); to != want {
						worded++
						if shown != to {
							t.Errorf("%s!%s shows %q, not %q", sheet, cell, shown, to)
						}
						if got, err := f.CalcCellValue(sheet, cell); err != nil || got != to {
							t.Errorf("%s!%s = %q, %v, computed from %s; want %q", sheet, cell, got, err, is, to)
						}
					}
				}
			}
		}
		if n < 200 || worded < 4 {
			t.Errorf("%d formulas, %d of words", n, worded)
		}
		if footer, err := f.GetHeaderFooter(sheets[0]); err != nil || !strings.Contains(fmt.Sprint(footer.OddFooter), "Seite &P von &N") {
			t.Errorf("the footer is %v, %v", footer, err)
		}
	}
}

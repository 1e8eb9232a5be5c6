// Workbooks that went through other programs.

package questionnaire

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"muster/assessment/engagement"
	"muster/assessment/question"
	"muster/exporters/outside"
)

// throughOffice has LibreOffice open workbooks and save them again.
func throughOffice(t *testing.T, files map[string][]byte) map[string][]byte {
	t.Helper()
	dir := t.TempDir()
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Minute)
	defer cancel()
	out := filepath.Join(dir, "out")
	args := []string{"-env:UserInstallation=file://" + filepath.Join(dir, "profile"), "--headless", "--norestore", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", out}
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
	result := map[string][]byte{}
	for name := range files {
		data, err := os.ReadFile(filepath.Join(out, name+".xlsx"))
		if err != nil {
			t.Fatal(err)
		}
		result[name] = data
	}
	return result
}

// throughOpenpyxl runs lines of Python on a workbook: cell(id, title) is a cell by
// its row's id and its column's title.
func throughOpenpyxl(t *testing.T, data []byte, lines string) []byte {
	t.Helper()
	dir := t.TempDir()
	from, to := filepath.Join(dir, "from.xlsx"), filepath.Join(dir, "to.xlsx")
	if err := os.WriteFile(from, data, 0o600); err != nil {
		t.Fatal(err)
	}
	script := `import sys, datetime, openpyxl
book = openpyxl.load_workbook(sys.argv[1])
where = {}
for sheet in book:
    head = {}
    for row in sheet.iter_rows():
        values = [c.value for c in row]
        if "muster-id" in values:
            head = {v: i for i, v in enumerate(values) if v}
        elif head and row[head["muster-id"]].value:
            for title, i in head.items():
                where[row[head["muster-id"]].value, title] = row[i]
def cell(id, title="Your answer"): return where[id, title]
` + lines + `
book.save(sys.argv[2])`
	if log, err := exec.Command(outside.Python(t, "openpyxl"), "-c", script, from, to).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, log)
	}
	out, err := os.ReadFile(to)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// odd is the sample with every odd text as a comment.
func odd(t *testing.T) *engagement.Document {
	doc := sample(t, "saas")
	for i, text := range oddTexts() {
		it := question.Default().Items()[i]
		a := doc.Answers[it.ID]
		a.Comment = text
		doc.Answers[it.ID] = a
	}
	doc.Answers["staff-fte"] = answered(engagement.Number(0.1 + 0.2))
	doc.Answers["bw-handle"] = answered(engagement.Severity{1.0 / 3, 200, 0.05, 2.0 / 3})
	return doc
}

// typed puts in answers of every type, as text and as numbers.
const typed = `
for id, value in {
    "org-criticality": "3 · Severe", "csirp-approved": 2, "csirp-owner": "1", "staff-fte": "2,5", "org-employees": 420, "asr-review": "never", "asr-exercise": 8,
    "asr-change": True, "asr-exec": "no", "mssp-model": "In-house", "org-sector-data/personal": "yes", "org-sector-data/health": True, "org-sector-data/none": False,
    "bw-volume/critical": 1, "bw-volume/high": 10, "bw-volume/medium": "30", "bw-volume/low": 20.5, "bw-window/days": 5, "bw-window/hours": 8,
    "raci-matrix/monitor/accountable": "MSSP", "raci-matrix/monitor/doer": "Both", "raci-matrix/monitor/written": "yes",
    "skl-matrix/network/required": "3 · works independently", "skl-matrix/network/people": 2, "skl-matrix/network/levels": "4, 3, –",
    "skl-covered/forensics": "0.5 · in part", "frx-needs/operational": 3, "respondent/name": "A. Person", "respondent/date": datetime.date(2026, 3, 14),
}.items():
    cell(id).value = value
cell("staff-inexperienced").value = 0.33
cell("staff-inexperienced").number_format = "0%"
cell("staff-vacant", "Don't know / not applicable").value = "don't know"
cell("org-criticality", "Evidence").value = "observed"
cell("org-criticality", "Comment").value = "Two lines,\n the second indented; ä 漢 😀"
`

func typedAnswers() map[string]engagement.Answer {
	return map[string]engagement.Answer{
		"org-criticality": {State: engagement.Answered, Value: engagement.Level(3), Evidence: engagement.Observed, Comment: "Two lines,\n the second indented; ä 漢 😀"},
		"csirp-approved":  answered(engagement.Level(2)), "csirp-owner": answered(engagement.Level(1)), "staff-fte": answered(engagement.Number(2.5)), "org-employees": answered(engagement.Number(420)),
		"asr-review": answered(engagement.Months{Never: true}), "asr-exercise": answered(engagement.Months{N: 8}), "asr-change": answered(engagement.Bool(true)), "asr-exec": answered(engagement.Bool(false)),
		"mssp-model": answered(engagement.Choice("in-house")), "org-sector-data": answered(engagement.Multi{"personal", "health"}), "bw-volume": answered(engagement.Severity{1, 10, 30, 20.5}),
		"bw-window": answered(engagement.Window{Days: 5, Hours: 8}), "raci-matrix": answered(engagement.RACI{"monitor": {Accountable: "mssp", Doer: "both", Written: true}}),
		"skl-matrix":  answered(engagement.Skills{"network": {Required: whole(3), People: whole(2), Levels: []int{4, 3, engagement.NoLevel}}}),
		"skl-covered": answered(engagement.Shares{"forensics": 0.5}), "frx-needs": answered(engagement.Weights{"operational": 3}),
		"staff-inexperienced": answered(engagement.Number(33)), "staff-vacant": {State: engagement.Unknown},
	}
}

func checkTyped(t *testing.T, what string, in *Import) {
	t.Helper()
	want := typedAnswers()
	for _, e := range in.Entries {
		if a, ok := want[e.ID]; !ok || e.Kind != New || !engagement.Equal(e.Given, a) {
			t.Errorf("%s: %+v, want %+v", what, e, a)
		}
		delete(want, e.ID)
	}
	if len(want) > 0 || len(in.Problems) > 0 || in.Respondent != (Respondent{Name: "A. Person", Date: "2026-03-14"}) {
		t.Errorf("%s: %s\n%+v, lacking %+v", what, shownImport(in), in.Respondent, want)
	}
}

func checkUntouched(t *testing.T, what string, in *Import) {
	t.Helper()
	if len(in.Entries) > 0 || len(in.Problems) > 0 || in.Same != len(question.Default().Items()) {
		t.Errorf("%s: %s", what, shownImport(in))
	}
}

// rearranged is what people do to a workbook: nothing that matters.
const rearranged = `
book["_meta"].sheet_state = "visible"
book["_meta"].title = "Sheet17"
book["People for the work"].title = "HR"
book["Lists"].sheet_state = "visible"
book.move_sheet("HR", -2)
sheet = book["HR"]
sheet.move_range("A6:M7", rows=30)
sheet.insert_rows(5, 3)
book["Forensics"].insert_cols(4)
book["Skills"].protection.sheet = False
del book["Lists"]
book.create_sheet("Notes")["A1"].value = "my own notes"
for row in book["Skills"].iter_rows():
    for c in row:
        c.style = "Normal"
`

func TestOpenpyxl(t *testing.T) {
	doc := odd(t)
	filled, empty := write(t, doc, Options{WithAnswers: true}), write(t, blank(), Options{})
	checkUntouched(t, "saved again", read(t, throughOpenpyxl(t, filled, ""), doc))
	checkUntouched(t, "rearranged", read(t, throughOpenpyxl(t, filled, rearranged), doc))
	checkTyped(t, "typed", read(t, throughOpenpyxl(t, empty, typed), blank()))
	in := read(t, throughOpenpyxl(t, filled, `cell("staff-people").value = None; cell("asr-closure").value = 70`), doc)
	if a, b := entry(t, in, "staff-people"), entry(t, in, "asr-closure"); a.Kind != Cleared || b.Kind != Changed || len(in.Entries) != 2 {
		t.Error(shownImport(in))
	}
}

func TestLibreOffice(t *testing.T) {
	outside.Office(t)
	outside.Python(t, "openpyxl")
	doc := odd(t)
	filled, empty := write(t, doc, Options{WithAnswers: true}), write(t, blank(), Options{})
	files := map[string][]byte{"filled": filled, "typed": throughOpenpyxl(t, empty, typed), "rearranged": throughOpenpyxl(t, filled, rearranged),
		"formula": throughOpenpyxl(t, empty, `cell("staff-fte").value = "=1+1"`)}
	got := throughOffice(t, files)
	checkUntouched(t, "saved again", read(t, got["filled"], doc))
	checkUntouched(t, "rearranged", read(t, got["rearranged"], doc))
	checkTyped(t, "typed", read(t, got["typed"], blank()))
	if in := read(t, got["formula"], blank()); len(in.Entries) > 0 || len(in.Problems) != 1 || in.Problems[0].Kind != Formula {
		t.Error(shownImport(in))
	}
	again := throughOffice(t, map[string][]byte{"twice": got["filled"]})
	checkUntouched(t, "saved twice", read(t, again["twice"], doc))
	if dir := os.Getenv("MUSTER_KEEP"); dir != "" {
		for name, data := range got {
			if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("office-%s.xlsx", name)), data, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
}

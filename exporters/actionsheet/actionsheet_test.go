package actionsheet

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"muster/assessment"
	"muster/assessment/actionplan"
	"muster/assessment/engagement"
	"muster/assessment/engagement/engagementtest"
	"muster/assessment/messages"
	"muster/assessment/model"
	"muster/assessment/question"
	"muster/exporters/outside"
)

// planned is a sample with an action for each finding.
func planned(t testing.TB, name string) *engagement.Document {
	t.Helper()
	doc := engagementtest.Sample(t, name)
	r := assessment.Evaluate(question.Default(), model.Default(), doc)
	doc.Actions = actionplan.Propose(model.Default(), doc, actionplan.Default(), r.Findings)
	return doc
}

func write(t testing.TB, doc *engagement.Document) []byte {
	t.Helper()
	r := assessment.Evaluate(question.Default(), model.Default(), doc)
	data, err := Write(context.Background(), nil, doc, actionplan.Make(question.Default(), model.Default(), doc, &r, actionplan.Default(), ""), "EUR")
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func read(t testing.TB, data []byte, doc *engagement.Document) *Import {
	t.Helper()
	before, raw := doc.Write(), bytes.Clone(data)
	in, err := Read(context.Background(), nil, "back.xlsx", data, doc)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(before, doc.Write()) || !bytes.Equal(raw, data) {
		t.Fatal("reading changed the document or the file")
	}
	return in
}

// A sheet that was written in one language comes back to somebody who speaks another.
func TestSheetOfAnotherLanguage(t *testing.T) {
	doc := planned(t, "saas")
	doc.Actions[0].Status, doc.Actions[1].Effort = engagement.ActionUnderWay, "M"
	r := assessment.Evaluate(question.Default(), model.Default(), doc)
	german := messages.For("de").Reports()
	data, err := Write(context.Background(), german, doc, actionplan.Make(question.Default(), model.Default(), doc, &r, actionplan.Default(), ""), "EUR")
	if err != nil {
		t.Fatal(err)
	}
	f := open(t, data)
	rows, err := f.GetRows(f.GetSheetList()[0])
	if err != nil {
		t.Fatal(err)
	}
	if all := fmt.Sprint(rows); !strings.Contains(all, german.Text("under way")) || !strings.Contains(all, german.Text("Action")) || strings.Contains(all, "under way") {
		t.Errorf("the sheet says %.800s", all)
	}
	in := read(t, data, doc)
	if len(in.Problems) > 0 || len(in.Changes) > 0 || in.Same != len(doc.Actions) {
		t.Errorf("%d the same, problems %v, changes %v", in.Same, in.Problems, in.Changes)
	}
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

func saved(t testing.TB, f *excelize.File) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// headRow is the row of the column titles.
func headRow(t testing.TB, f *excelize.File) int {
	t.Helper()
	rows, err := f.GetRows("Actions")
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range rows {
		if len(r) > 1 && r[0] == titleID && r[1] == "Action" {
			return i + 1
		}
	}
	t.Fatal("no head")
	return 0
}

type formula string

// edit has a person change cells: the key is a column title and the place of the
// action, from 1; the rows behind the actions are empty.
func edit(t testing.TB, data []byte, cells map[string]any) []byte {
	t.Helper()
	f := open(t, data)
	head := headRow(t, f)
	for key, v := range cells {
		title, n, _ := strings.Cut(key, "#")
		column := map[string]int{titleID: colID}
		for _, x := range fields {
			column[x.title] = x.column
		}
		var place int
		fmt.Sscan(n, &place)
		at, err := excelize.CoordinatesToCellName(column[title], head+place)
		if err != nil {
			t.Fatal(key, err)
		}
		if text, ok := v.(formula); ok {
			err = f.SetCellFormula("Actions", at, string(text))
		} else {
			err = f.SetCellValue("Actions", at, v)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return saved(t, f)
}

func shownImport(in *Import) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d same", in.Same)
	for _, c := range in.Changes {
		fmt.Fprintf(&b, "\n%s!%s %s %s: %q -> %q, here %q, conflict %v", c.Sheet, c.Cell, c.Action, c.Field, c.Was, c.Now, c.Here, c.Conflict)
	}
	for _, n := range in.New {
		fmt.Fprintf(&b, "\nnew %+v", n)
	}
	for _, p := range in.Problems {
		fmt.Fprintf(&b, "\n%s: %s", p.Kind, p)
	}
	return b.String()
}

func TestUntouched(t *testing.T) {
	for _, name := range []string{"saas", "hospital", "bank"} {
		doc := planned(t, name)
		a := &doc.Actions[0]
		cost := 1234.56
		a.Cost, a.Status, a.Closed, a.Priority, a.Note = &cost, engagement.ActionDone, "2026-12-24", 4, "two\nlines, \"quoted\" =1+1"
		data := write(t, doc)
		if !bytes.Equal(data, write(t, doc)) {
			t.Errorf("%s: two runs gave different bytes", name)
		}
		if in := read(t, data, doc); len(in.Changes)+len(in.New)+len(in.Problems) > 0 || in.Same != len(doc.Actions) || in.EngagementID != doc.ID {
			t.Errorf("%s: %s", name, shownImport(in))
		}
	}
}

func TestChanges(t *testing.T) {
	doc := planned(t, "saas")
	n := len(doc.Actions)
	data := edit(t, write(t, doc), map[string]any{
		"Status#1": "Done", "Due#2": "3 March 2027", "Owner#3": "Ms Ärger", "Cost#4": "12 500,50", "Priority#5": 4, "Effort#6": "l", "Note#7": "=1+1",
		"Action#8": "Other words", "Closed on#9": 46100.0, "What exactly#10": nil,
		fmt.Sprintf("Action#%d", n+2): "A new one", fmt.Sprintf("Due#%d", n+2): "2027-05-01", fmt.Sprintf("Status#%d", n+2): "dropped",
	})
	in := read(t, data, doc)
	if len(in.Problems) > 0 || len(in.Changes) != 10 || len(in.New) != 1 || in.Same != n-10 {
		t.Fatal(shownImport(in))
	}
	for i, want := range []struct {
		field Field
		now   string
	}{{Status, "done"}, {Due, "2027-03-03"}, {Owner, "Ms Ärger"}, {Cost, "12500.5"}, {Priority, "4"}, {Effort, "L"}, {Note, "=1+1"}, {Title, "Other words"}, {Closed, "2026-03-19"}, {Text, ""}} {
		c := in.Changes[i]
		if c.Field != want.field || c.Now != want.now || c.Conflict || c.Action != doc.Actions[i].ID || c.Here != c.Was || c.Sheet != "Actions" {
			t.Errorf("%+v, want %+v", c, want)
		}
	}
	out := Apply(doc, in.Changes, in.New, "2027-02-01")
	if a := out.Actions[0]; a.Status != engagement.ActionDone || a.Closed != "2027-02-01" {
		t.Errorf("%+v", a)
	}
	if a := out.Actions[3]; a.Cost == nil || *a.Cost != 12500.5 {
		t.Errorf("%+v", a)
	}
	if a := out.Actions[n]; a.ID == "" || a.Title != "A new one" || a.Due != "2027-05-01" || a.Closed != "2027-02-01" {
		t.Errorf("%+v", a)
	}
	if len(doc.Actions) != n || doc.Actions[0].Status != "" {
		t.Error("the document was changed")
	}
	if out := Apply(doc, in.Changes, nil, ""); out.Actions[0].Closed != "" || len(out.Actions) != n {
		t.Error("a day out of nowhere")
	}
	// What was taken over and is written again says nothing new.
	again := Apply(doc, in.Changes, in.New, "2027-02-01")
	if in := read(t, write(t, again), again); len(in.Changes)+len(in.New)+len(in.Problems) > 0 {
		t.Error(shownImport(in))
	}
	if in := read(t, data, Apply(doc, in.Changes, nil, "")); len(in.Changes) > 0 {
		t.Errorf("taken over twice: %s", shownImport(in))
	}
}

func TestReopened(t *testing.T) {
	doc := planned(t, "saas")
	doc.Actions[0].Status, doc.Actions[0].Closed = engagement.ActionDone, "2026-12-24"
	in := read(t, edit(t, write(t, doc), map[string]any{"Status#1": "under way"}), doc)
	if out := Apply(doc, in.Changes, nil, "2027-01-01"); out.Actions[0].Closed != "" || out.Actions[0].Status != engagement.ActionUnderWay {
		t.Errorf("%+v", out.Actions[0])
	}
}

// Who changed what: the sheet, the engagement, both the same, both differently.
func TestConflicts(t *testing.T) {
	doc := planned(t, "saas")
	data := edit(t, write(t, doc), map[string]any{"Owner#1": "Sheet", "Owner#2": "Both", "Note#3": "Sheet"})
	now := doc.Clone()
	now.Actions[0].Owner, now.Actions[1].Owner, now.Actions[3].Owner = "Engagement", "Both", "Engagement"
	in := read(t, data, now)
	if len(in.Changes) != 2 || !in.Changes[0].Conflict || in.Changes[0].Here != "Engagement" || in.Changes[1].Conflict || in.Changes[1].Field != Note {
		t.Fatal(shownImport(in))
	}
	// A rank by the rule that moved is nobody's change.
	now.Actions[4].Effort = "L"
	if in := read(t, data, now); len(in.Changes) != 2 {
		t.Error(shownImport(in))
	}
	now.Actions[4].Priority = 3
	if in := read(t, edit(t, data, map[string]any{"Priority#5": nil}), now); len(in.Changes) != 3 || !in.Changes[2].Conflict || in.Changes[2].Now != "" {
		t.Error(shownImport(in))
	}
}

func TestProblems(t *testing.T) {
	doc := planned(t, "saas")
	n := len(doc.Actions)
	spare := func(title string, k int) string { return fmt.Sprintf("%s#%d", title, n+k) }
	for name, x := range map[string]struct {
		cells map[string]any
		kind  ProblemKind
		want  string
	}{
		"status":          {map[string]any{"Status#1": "soon"}, Unreadable, `Actions, G`},
		"no status":       {map[string]any{"Status#1": nil}, Lacking, "Status is empty"},
		"no title":        {map[string]any{"Action#1": nil}, Lacking, "Action is empty"},
		"due":             {map[string]any{"Due#1": "next week"}, Unreadable, "such as 2027-01-31"},
		"due in 1899":     {map[string]any{"Due#1": 3}, Unreadable, "no day"},
		"ambiguous day":   {map[string]any{"Due#1": "03/04/2027"}, Unreadable, "no day"},
		"priority":        {map[string]any{"Priority#1": 5}, Unreadable, "allowed: 1, 2, 3, 4"},
		"half a priority": {map[string]any{"Priority#1": 1.5}, Unreadable, "not on the list"},
		"effort":          {map[string]any{"Effort#1": "XL"}, Unreadable, "S · days"},
		"cost":            {map[string]any{"Cost#1": "much"}, Unreadable, "no number"},
		"negative cost":   {map[string]any{"Cost#1": -1}, Unreadable, "out of range"},
		"endless cost":    {map[string]any{"Cost#1": 1e300}, Unreadable, "out of range"},
		"thousands":       {map[string]any{"Cost#1": "1.000"}, Unreadable, "thousands"},
		"formula":         {map[string]any{"Owner#1": formula("1+1")}, Formula, "there is a formula"},
		"twice":           {map[string]any{"Id#2": "A01"}, DoubleID, "stands in the workbook twice"},
		"unknown id":      {map[string]any{spare("Id", 1): "A99", spare("Action", 1): "x"}, UnknownID, "leave the id of a new action empty"},
		"new, no title":   {map[string]any{spare("Owner", 1): "x"}, Lacking, "needs a few words"},
		"new, formula":    {map[string]any{spare("Action", 1): formula("1+1")}, Formula, "there is a formula"},
		"new twice":       {map[string]any{spare("Action", 1): "x", spare("Action", 2): "x"}, DoubleID, "is used once"},
		"id gone":         {map[string]any{"Id#1": nil}, MissingID, "is not in the sheet any more"},
	} {
		in := read(t, edit(t, write(t, doc), x.cells), doc)
		ok := false
		for _, p := range in.Problems {
			ok = ok || p.Kind == x.kind && strings.Contains(p.String(), x.want)
		}
		if !ok || len(in.Changes) > 0 || len(in.New) > 0 && name != "new twice" {
			t.Errorf("%s: %s", name, shownImport(in))
		}
	}
	// An action that was removed meanwhile, and one that came.
	now := doc.Clone()
	now.Actions = append(now.Actions[1:], engagement.Action{ID: "A77", Title: "Later"})
	in := read(t, write(t, doc), now)
	if len(in.Problems) != 1 || in.Problems[0].Kind != RemovedID || len(in.Changes) > 0 {
		t.Error(shownImport(in))
	}
}

func TestColumnGone(t *testing.T) {
	doc := planned(t, "saas")
	f := open(t, write(t, doc))
	if err := f.UnprotectSheet("Actions"); err != nil {
		t.Fatal(err)
	}
	if err := f.RemoveCol("Actions", "E"); err != nil { // the owner
		t.Fatal(err)
	}
	if in := read(t, saved(t, f), doc); len(in.Changes) > 0 || len(in.Problems) != 1 || in.Problems[0].Kind != MissingColumn || in.Same != len(doc.Actions) {
		t.Error(shownImport(in))
	}
}

// Texts that break writers come back as they were, or as a cell can hold them.
func TestHostileTexts(t *testing.T) {
	doc := planned(t, "saas")
	for i, text := range []string{"=HYPERLINK(\"http://x\")", "+1", "@x", "'quoted", "_x0041_", "a\x00b\x07c", "half \xe2\x82 \xff", "\u202eevil", strings.Repeat("ä", 40_000), "a\r\nb\n", "<b>&amp;", " padded "} {
		doc.Actions[i].Title, doc.Actions[i].Text, doc.Actions[i].Owner, doc.Actions[i].Note = text, text, text, text
	}
	doc.Title, doc.Client, doc.Classification = "=1+1", "<&>"+strings.Repeat("x", 400), "&P&N"
	data := write(t, doc)
	if in := read(t, data, doc); len(in.Changes)+len(in.New)+len(in.Problems) > 0 || in.Same != len(doc.Actions) {
		t.Error(shownImport(in))
	}
	for name, part := range parts(t, data) {
		if bytes.Contains(part, []byte("<f>")) {
			t.Errorf("a formula in %s", name)
		}
	}
	if in := read(t, edit(t, data, map[string]any{"Note#9": "short"}), doc); len(in.Changes) > 0 || len(in.Problems) != 1 || in.Problems[0].Kind != TooLong {
		t.Error(shownImport(in))
	}
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
		if out[f.Name], err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// farColumn puts something at the end of the widest sheet there can be.
func farColumn(t testing.TB, data []byte) []byte {
	t.Helper()
	f := open(t, data)
	if err := f.SetCellValue("Actions", "XFD3", "x"); err != nil {
		t.Fatal(err)
	}
	return saved(t, f)
}

func TestOtherFiles(t *testing.T) {
	doc := planned(t, "saas")
	data := write(t, doc)
	var other *OtherEngagementError
	if _, err := Read(context.Background(), nil, "back.xlsx", data, planned(t, "bank")); !errors.As(err, &other) || other.Found != doc.ID {
		t.Error(err)
	}
	empty := excelize.NewFile()
	defer empty.Close()
	if _, err := Read(context.Background(), nil, "back.xlsx", saved(t, empty), doc); !errors.Is(err, ErrNoSheet) {
		t.Error(err)
	}
	for name, x := range map[string]struct {
		data []byte
		want string
	}{"empty": {nil, "is empty"}, "pdf": {[]byte("%PDF-1.7"), "a PDF"}, "text": {[]byte("a,b"), "no workbook"}, "half": {data[:len(data)/2], "no complete workbook"}, "old": {[]byte("\xd0\xcf\x11\xe0"), "old binary"},
		"too large": {append(bytes.Clone(data), make([]byte, 17<<20)...), "larger than 16 MB"}, "far column": {farColumn(t, data), "beyond column 64"}} {
		if _, err := Read(context.Background(), nil, "back.xlsx", x.data, doc); err == nil || !strings.Contains(err.Error(), x.want) || !strings.HasPrefix(err.Error(), "back.xlsx: ") {
			t.Errorf("%s: %v", name, err)
		}
	}
	f := open(t, data)
	if err := f.SetCellValue("_meta", "B2", "2"); err != nil {
		t.Fatal(err)
	}
	if _, err := Read(context.Background(), nil, "back.xlsx", saved(t, f), doc); err == nil || !strings.Contains(err.Error(), "newer Muster") {
		t.Error(err)
	}
	if !Is(context.Background(), data) || Is(context.Background(), []byte("PK\x03\x04")) || Is(context.Background(), saved(t, empty)) {
		t.Error("a sheet of actions is not told from others")
	}
}

// What people see and may do.
func TestWorkbook(t *testing.T) {
	doc := planned(t, "hospital")
	data := write(t, doc)
	f := open(t, data)
	if shown := f.GetSheetList(); len(shown) != 3 || shown[0] != "Actions" {
		t.Error(shown)
	}
	for _, name := range []string{"Lists", "_meta"} {
		if visible, err := f.GetSheetVisible(name); err != nil || visible {
			t.Errorf("%s is shown, %v", name, err)
		}
	}
	head := headRow(t, f)
	for column := 1; column <= lastColumn; column++ {
		at, _ := excelize.CoordinatesToCellName(column, head+1)
		id, err := f.GetCellStyle("Actions", at)
		if err != nil {
			t.Fatal(err)
		}
		s, err := f.GetStyle(id)
		if err != nil {
			t.Fatal(err)
		}
		if open := !s.Protection.Locked; open != (column != colID && column != colCloses) {
			t.Errorf("%s: open is %v", at, open)
		}
	}
	text := string(parts(t, data)["xl/worksheets/sheet1.xml"])
	for _, want := range []string{`state="frozen"`, `orientation="landscape"`, "<autoFilter", ` autoFilter="false"`, "TODAY()", "<dataValidations", `fitToWidth="1"`, `type="date"`} {
		if !strings.Contains(text, want) {
			t.Errorf("lacks %s", want)
		}
	}
	rows, err := f.GetRows("Actions")
	if err != nil {
		t.Fatal(err)
	}
	all := fmt.Sprint(rows[:head])
	for _, want := range []string{doc.Client, doc.Title, doc.Date, doc.Classification, "in EUR"} {
		if !strings.Contains(all, want) {
			t.Errorf("the title lacks %q", want)
		}
	}
	if due := rows[head][5]; due != doc.Actions[0].Due {
		t.Errorf("due %q, want %q", due, doc.Actions[0].Due)
	}
}

// Another program changes it: rows in another order, a day as a date.
func TestOpenpyxl(t *testing.T) {
	doc := planned(t, "saas")
	dir := t.TempDir()
	from, to := filepath.Join(dir, "from.xlsx"), filepath.Join(dir, "to.xlsx")
	if err := os.WriteFile(from, write(t, doc), 0o600); err != nil {
		t.Fatal(err)
	}
	script := `import sys, datetime, openpyxl
book = openpyxl.load_workbook(sys.argv[1])
sheet = book["Actions"]
sheet.title = "To do"
head = next(r for r in range(1, 30) if sheet.cell(r, 1).value == "Id")
last = head
while sheet.cell(last + 1, 1).value: last += 1
assert sheet.cell(head + 1, 6).is_date
rows = [[sheet.cell(r, c).value for c in range(1, 13)] for r in range(head + 1, last + 1)]
rows[0][6] = "under way"
rows[1][5] = datetime.date(2028, 2, 29)
for i, row in enumerate(reversed(rows)):
    for c, v in enumerate(row): sheet.cell(head + 1 + i, c + 1).value = v
sheet.insert_rows(1, 4)
book.save(sys.argv[2])`
	if log, err := exec.Command(outside.Python(t, "openpyxl"), "-c", script, from, to).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, log)
	}
	data, err := os.ReadFile(to)
	if err != nil {
		t.Fatal(err)
	}
	in := read(t, data, doc)
	if len(in.Changes) != 2 || len(in.Problems)+len(in.New) > 0 || in.Changes[0].Now != "under-way" || in.Changes[1].Now != "2028-02-29" || in.Changes[0].Sheet != "To do" {
		t.Error(shownImport(in))
	}
}

func FuzzRead(f *testing.F) {
	doc := planned(f, "saas")
	doc.Actions = doc.Actions[:3]
	data := write(f, doc)
	f.Add(data)
	f.Add(data[:len(data)/2])
	f.Add([]byte("PK\x03\x04"))
	before := doc.Write()
	f.Fuzz(func(t *testing.T, data []byte) {
		in, err := Read(context.Background(), nil, "a.xlsx", data, doc)
		if err == nil {
			for _, c := range in.Changes {
				if fieldOf(c.Field).same(c.Now, c.Here) {
					t.Fatalf("%+v", c)
				}
			}
			out := Apply(doc, in.Changes, in.New, "2027-01-01")
			if _, _, err := engagement.Read(out.Write(), question.Default(), model.Default()); err != nil {
				t.Fatalf("what was taken over cannot be read: %v", err)
			}
		}
		if !bytes.Equal(before, doc.Write()) {
			t.Fatal("reading changed something")
		}
	})
}

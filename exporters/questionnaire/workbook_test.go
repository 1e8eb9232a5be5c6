// What a questionnaire looks like to the programs that open it.

package questionnaire

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"

	"muster/assessment/engagement"
	"muster/assessment/question"
	"muster/exporters/xlsx"
)

func open(t testing.TB, data []byte) *excelize.File {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

func TestSheets(t *testing.T) {
	doc := sample(t, "saas")
	data := write(t, doc, Options{WithAnswers: true, Respondent: "A. Person"})
	f := open(t, data)
	want := []string{"Read me"}
	for _, s := range question.Default().Sections {
		want = append(want, s.Title)
	}
	want = append(want, "Lists", "_meta")
	if got := f.GetSheetList(); !slices.Equal(got, want) {
		t.Fatalf("sheets %q, want %q", got, want)
	}
	workbook := string(unzipped(t, data)["xl/workbook.xml"])
	if strings.Count(workbook, `state="hidden"`) != 1 || strings.Count(workbook, `state="veryHidden"`) != 1 {
		t.Error("the sheets are not hidden as they should be")
	}
	sum := sha256.Sum256(doc.Write())
	rows, err := f.GetRows("_meta")
	if err != nil {
		t.Fatal(err)
	}
	meta := map[string]string{}
	for _, r := range rows {
		meta[r[0]] = r[1]
	}
	for key, want := range map[string]string{"format": "muster-questionnaire", "version": "1", "engagement": doc.ID, "questionSet": "mssp-sia", "questionSetVersion": "1", "language": "en", "scope": "all", "answers": "yes",
		"sha256": hex.EncodeToString(sum[:]), "option/mssp-model/in-house": "In-house"} {
		if meta[key] != want {
			t.Errorf("%s is %q, want %q", key, meta[key], want)
		}
	}
	texts := ""
	for _, name := range f.GetSheetList() {
		rows, err := f.GetRows(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rows {
			texts += strings.Join(r, "\n") + "\n"
		}
	}
	for _, it := range question.Default().Items() {
		for _, want := range append([]string{it.Title, it.Text, it.Why, it.Evidence, doc.Answers[it.ID].Comment}, levelTexts(it)...) {
			if !strings.Contains(texts, want) {
				t.Errorf("%s: the workbook lacks %q", it.ID, want)
			}
		}
	}
	for _, want := range []string{doc.Title, doc.Client, doc.Classification, "A. Person", "all 80; "} {
		if !strings.Contains(texts, want) {
			t.Errorf("the workbook lacks %q", want)
		}
	}
}

func levelTexts(it *question.Item) []string {
	var out []string
	for _, l := range it.Levels {
		out = append(out, l.Text)
	}
	for _, o := range it.Options {
		out = append(out, o.Text, o.Hint)
	}
	for _, a := range it.Activities {
		out = append(out, a.Text, a.Hint)
	}
	for _, a := range it.Areas {
		out = append(out, a.Title, a.Text)
	}
	return out
}

// TestCellsToFillIn wants exactly the cells to fill in open, each with its check,
// and the sheets set up for paper and screen.
func TestCellsToFillIn(t *testing.T) {
	doc := sample(t, "hospital")
	for _, scope := range []string{Quick, All} {
		data := write(t, doc, Options{Scope: scope, WithAnswers: true})
		f := open(t, data)
		where, open := places(t, f), map[string]bool{}
		for key, at := range where {
			if id, column, _ := strings.Cut(key, " "); column != "id" {
				it := question.Default().Item(id)
				composite := it != nil && parts(it)[0].id != ""
				if column == "" && !composite || column != "" && it != nil {
					open[at[0]+"!"+at[1]] = true
				}
			}
		}
		for _, name := range f.GetSheetList() {
			protection, err := f.GetSheetProtection(name)
			if err != nil || protection.Password != "" || protection.FormatCells || protection.Sort || protection.DeleteRows || protection.InsertColumns || !protection.SelectLockedCells || !protection.SelectUnlockedCells || !protection.FormatRows {
				t.Errorf("%s: %+v, %v", name, protection, err)
			}
			rows, err := f.GetRows(name)
			if err != nil {
				t.Fatal(err)
			}
			for i := range rows {
				for j := range 13 {
					cell := xlsx.CellName(j+1, i+1)
					if unlocked(t, f, name, cell) != open[name+"!"+cell] {
						t.Errorf("%s!%s: open is %v", name, cell, !open[name+"!"+cell])
					}
				}
				if h, err := f.GetRowHeight(name, i+1); err != nil || h > 409 {
					t.Errorf("%s row %d: %v, %v", name, i+1, h, err)
				}
			}
			if cells, err := f.GetMergeCells(name); err != nil || len(cells) > 0 {
				t.Errorf("%s: merged cells %v, %v", name, cells, err)
			}
			checks(t, f, name)
		}
		for part, raw := range unzipped(t, data) {
			if err := wellFormed(raw); err != nil {
				t.Errorf("%s: %v", part, err)
			}
			text := string(raw)
			if !strings.HasPrefix(part, "xl/worksheets/") || !strings.Contains(text, "muster-comment") {
				continue
			}
			for _, want := range []string{`state="frozen"`, `orientation="landscape"`, `paperSize="9"`, `fitToWidth="1"`, "&amp;LConfidential&amp;C", "Page &amp;P of &amp;N", "<conditionalFormatting", "<dataValidations"} {
				if !strings.Contains(text, want) {
					t.Errorf("%s lacks %s", part, want)
				}
			}
			if strings.Contains(text, "<f>") {
				t.Errorf("%s holds a formula", part)
			}
		}
		for _, column := range []string{"I", "J", "K", "L", "M"} {
			if shown, err := f.GetColVisible("Skills", column); err != nil || shown {
				t.Errorf("column %s is shown, %v", column, err)
			}
		}
	}
}

func unlocked(t testing.TB, f *excelize.File, sheet, cell string) bool {
	t.Helper()
	id, err := f.GetCellStyle(sheet, cell)
	if err != nil {
		t.Fatal(err)
	}
	s, err := f.GetStyle(id)
	if err != nil {
		t.Fatal(err)
	}
	return s.Protection != nil && !s.Protection.Locked
}

// checks wants the notes of a sheet's checks short enough for Excel, and their
// lists there.
func checks(t *testing.T, f *excelize.File, sheet string) {
	t.Helper()
	all, err := f.GetDataValidations(sheet)
	if err != nil {
		t.Fatal(err)
	}
	lists := map[string]string{}
	for _, d := range f.GetDefinedName() {
		lists[d.Name] = d.RefersTo
	}
	size := func(s *string) int {
		if s == nil {
			return 0
		}
		return len(utf16.Encode([]rune(*s)))
	}
	for _, v := range all {
		if size(v.Error) > 255 || size(v.Prompt) > 255 || size(v.ErrorTitle) > 32 || size(v.PromptTitle) > 32 {
			t.Errorf("%s!%s: the notes of the check are too long", sheet, v.Sqref)
		}
		if v.Type == "list" && lists[v.Formula1] == "" {
			t.Errorf("%s!%s: there is no list %q", sheet, v.Sqref, v.Formula1)
		}
	}
}

func TestSameBytes(t *testing.T) {
	doc := sample(t, "bank")
	first := write(t, doc, Options{WithAnswers: true})
	for range 5 {
		if !bytes.Equal(first, write(t, sample(t, "bank"), Options{WithAnswers: true})) {
			t.Fatal("two runs gave different bytes")
		}
	}
}

func TestProgressAndCancel(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	var calls []int
	data, err := Write(ctx, question.Default(), blank(), Options{}, func(done, total int) {
		if total != 14 {
			t.Errorf("total %d", total)
		}
		if calls = append(calls, done); done == 3 {
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) || data != nil || !slices.Equal(calls, []int{1, 2, 3}) {
		t.Errorf("%d bytes, %v, %v", len(data), err, calls)
	}
}

func TestOptions(t *testing.T) {
	ctx, set := context.Background(), question.Default()
	doc := blank()
	doc.Scope = Quick
	if got := len(read(t, write(t, doc, Options{}), doc).Entries); got != 0 {
		t.Error(got)
	}
	if in := read(t, write(t, doc, Options{}), doc); in.Same != len(set.Quick()) {
		t.Errorf("the scope of the document gives %d questions", in.Same)
	}
	if _, err := Write(ctx, set, doc, Options{Scope: "some"}, nil); err == nil || !strings.Contains(err.Error(), "allowed: quick, all") {
		t.Error(err)
	}
	if _, err := Write(ctx, nil, doc, Options{}, nil); err == nil {
		t.Error("without a set")
	}
	if _, err := Write(ctx, set, nil, Options{}, nil); err == nil {
		t.Error("without a document")
	}
	if _, err := Read(ctx, "a.xlsx", nil, nil, nil); err == nil {
		t.Error("without anything")
	}
}

// TestLongComment keeps what a cell does not hold, whatever happens to the cell.
func TestLongComment(t *testing.T) {
	long := strings.Repeat("ä", 40_000)
	doc := with(blank(), "staff-fte", engagement.Answer{State: engagement.Answered, Value: engagement.Number(3), Comment: long})
	data := write(t, doc, Options{WithAnswers: true})
	f := open(t, data)
	at := places(t, f)["staff-fte comment"]
	if unlocked(t, f, at[0], at[1]) {
		t.Error("a cell that does not hold all may be changed")
	}
	in := read(t, edit(t, data, map[string]any{"staff-fte": 4}), doc)
	if e := entry(t, in, "staff-fte"); e.Kind != Changed || e.Given.Comment != long || len(in.Problems) > 0 {
		t.Errorf("%s, %v", e.Kind, in.Problems)
	}
	in = read(t, edit(t, data, map[string]any{"staff-fte comment": "short"}), doc)
	if len(in.Entries) > 0 || len(in.Problems) != 1 || in.Problems[0].Kind != TooLong {
		t.Error(shownImport(in))
	}
}

func TestNoQuestionnaire(t *testing.T) {
	f := excelize.NewFile()
	defer f.Close()
	if err := f.SetCellValue("Sheet1", "A1", "muster-id"); err != nil {
		t.Fatal(err)
	}
	if _, err := Read(context.Background(), "a.xlsx", saved(t, f), question.Default(), blank()); !errors.Is(err, ErrNoQuestionnaire) {
		t.Error(err)
	}
	data := write(t, blank(), Options{})
	var meta string
	for part, raw := range unzipped(t, data) {
		if bytes.Contains(raw, []byte("<t>muster-questionnaire</t>")) {
			meta = part
		}
	}
	for version, want := range map[string]string{"2": "newer Muster", "0": "damaged", "x": "damaged"} {
		changed := bytes.Replace(unzipped(t, data)[meta], []byte("<t>version</t></is></c><c r=\"B2\" s="), []byte("<t>version</t></is></c><c r=\"B2\" x="), 1)
		changed = bytes.Replace(changed, []byte("<t>1</t>"), []byte("<t>"+version+"</t>"), 1)
		if _, err := Read(context.Background(), "a.xlsx", rezip(t, data, map[string][]byte{meta: changed}), question.Default(), blank()); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("version %s: %v", version, err)
		}
	}
}

// TestManyProblems lists so many and no more.
func TestManyProblems(t *testing.T) {
	data := write(t, blank(), Options{})
	var b strings.Builder
	b.WriteString(`<row><c t="str"><v>Your answer</v></c><c t="str"><v>muster-id</v></c></row>`)
	for i := range 2000 {
		fmt.Fprintf(&b, `<row><c/><c t="str"><v>no-%d</v></c></row>`, i)
	}
	in := read(t, rezip(t, data, map[string][]byte{anotherSheet: sheetXML(b.String())}), blank())
	if n := len(in.Problems); n != maxProblems+1 || in.Problems[n-1].Kind != TooMany || !strings.Contains(in.Problems[n-1].String(), "more than 500") {
		t.Errorf("%d problems, last %v", n, in.Problems[n-1])
	}
}

func TestFileIsNotChanged(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.xlsx")
	want := write(t, blank(), Options{})
	if err := os.WriteFile(path, want, 0o400); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	read(t, data, blank())
	if got, err := os.ReadFile(path); err != nil || !bytes.Equal(got, want) {
		t.Errorf("the file was changed, %v", err)
	}
}

func BenchmarkWrite(b *testing.B) {
	doc := sample(b, "saas")
	for b.Loop() {
		write(b, doc, Options{WithAnswers: true})
	}
}

func BenchmarkRead(b *testing.B) {
	doc := sample(b, "saas")
	data := write(b, doc, Options{WithAnswers: true})
	for b.Loop() {
		read(b, data, doc)
	}
}

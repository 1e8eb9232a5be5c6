// Workbooks, good and hostile.

package tickets

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

// workbookOf writes rows into the second sheet of a workbook.
func workbookOf(t testing.TB, change func(f *excelize.File), rows ...[]any) string {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	if err := f.SetSheetRow("Sheet1", "A1", &[]any{"A cover page"}); err != nil {
		t.Fatal(err)
	}
	if _, err := f.NewSheet("Tickets"); err != nil {
		t.Fatal(err)
	}
	for i, row := range rows {
		if err := f.SetSheetRow("Tickets", fmt.Sprintf("A%d", i+1), &row); err != nil {
			t.Fatal(err)
		}
	}
	if change != nil {
		change(f)
	}
	path := filepath.Join(t.TempDir(), "export.xlsx")
	if err := f.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	return path
}

func at(text string) time.Time {
	t, err := time.Parse("2006-01-02 15:04", text)
	if err != nil {
		panic(err)
	}
	return t
}

func TestWorkbook(t *testing.T) {
	for _, from1904 := range []bool{false, true} {
		path := workbookOf(t, func(f *excelize.File) {
			if from1904 {
				if err := f.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &from1904}); err != nil {
					t.Fatal(err)
				}
				for cell, days := range map[string]float64{"B3": 44562.5, "C3": 44562.75, "B6": 44569.5} { // days since 1904
					if err := f.SetCellValue("Tickets", cell, days); err != nil {
						t.Fatal(err)
					}
				}
			}
		},
			[]any{"Report"},
			[]any{"Incident ID", "Opened", "Resolved", "Priority", "Hours worked"},
			[]any{"A1", at("2026-01-02 12:00"), at("2026-01-02 18:00"), "1 - Critical", 1.5},
			[]any{"A2", "2026-01-05 09:00", "", "Low"},
			[]any{},
			[]any{"A3", at("2026-01-09 12:00"), nil, 3, 2},
			[]any{"A4", "?", nil, "High"},
			[]any{})
		h, err := Import(context.Background(), path, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if h.Sheet != "Tickets" || h.Counts != [4]int64{1, 0, 1, 1} || h.Rows != 6-1 || h.Weeks != 1 || h.DateOrder != ISO ||
			h.From.Format(iso) != "2026-01-02T12:00:00" || h.ElapsedHours[0].Mean != 6 || h.HandleHours[0].Mean != 1.5 || len(h.SHA256) != 64 {
			t.Errorf("1904 %v: %+v, unused %v", from1904, h, h.Unused)
		}
		e, err := Preview(path, Mapping{})
		if err != nil || e.Sheet != "Tickets" || len(e.Sheets) != 2 || e.Mapping.Columns[FieldOpened] != "Opened" || len(e.Words) != 4 {
			t.Errorf("preview %+v, %v", e, err)
		}
	}
}

// rezip copies a workbook with parts replaced or added.
func rezip(t testing.TB, path string, parts map[string]string) string {
	t.Helper()
	in, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	var b bytes.Buffer
	out := zip.NewWriter(&b)
	for _, f := range in.File {
		if _, ok := parts[f.Name]; ok {
			continue
		}
		w, err := out.Create(f.Name)
		if err != nil {
			t.Fatal(err)
		}
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(w, r); err != nil {
			t.Fatal(err)
		}
		r.Close()
	}
	for name, text := range parts {
		w, err := out.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, text); err != nil {
			t.Fatal(err)
		}
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	hostile := filepath.Join(t.TempDir(), "hostile.xlsx")
	if err := os.WriteFile(hostile, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return hostile
}

// noise repeats an element with spaces between that do not pack well.
func noise(element string, n int) string {
	var b strings.Builder
	state := uint32(1)
	for range n {
		b.WriteString(element)
		state = state*1664525 + 1013904223
		b.WriteByte(" \t\n\r"[state>>30])
	}
	return b.String()
}

func sheetXML(body string) string {
	return `<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>` + body + `</sheetData></worksheet>`
}

func TestHostileWorkbooks(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	good := workbookOf(t, nil, []any{"id", "opened", "severity"}, []any{"1", "2026-01-01 00:00", "high"})
	const sheet = "xl/worksheets/sheet2.xml"
	manyParts := map[string]string{}
	for i := range workbookRules.Limits.Entries + 1 {
		manyParts[fmt.Sprintf("xl/media/%d.bin", i)] = ""
	}
	tests := []struct {
		name  string
		parts map[string]string
		want  string
	}{
		{"far column", map[string]string{sheet: sheetXML(`<row r="1"><c r="XFD1" t="inlineStr"><is><t>id</t></is></c></row>`)}, "beyond column"},
		{"absurd column", map[string]string{sheet: sheetXML(`<row r="1"><c t="s" r="ZZZZZZZZZZZZZZZZZZZZZZZZZZZZ1"/></row>`)}, "beyond column"},
		{"cells without reference", map[string]string{sheet: sheetXML(`<row>` + strings.Repeat("<c/>", maxColumns+100) + `</row>`)}, "beyond column"},
		{"far row", map[string]string{sheet: sheetXML(`<row r="99999999999"/>`)}, "beyond the end"},
		{"bomb", map[string]string{sheet: sheetXML(strings.Repeat(`<row r="1"/>`, 5_000_000))}, "is packed more than"},
		{"bomb of spaces", map[string]string{"xl/styles.xml": strings.Repeat(" ", 60<<20)}, "is packed more than"},
		{"texts without end", map[string]string{"xl/sharedStrings.xml": "<sst>" + noise("<si/>", 2_100_000) + "</sst>"}, "more than 2000000 texts"},
		{"styles without end", map[string]string{"xl/styles.xml": "<styleSheet><cellXfs>" + noise("<xf/>", 310_000) + "</cellXfs></styleSheet>"}, "more than 300000 elements"},
		{"rows without end", map[string]string{sheet: sheetXML(noise("<row/>", 2_100_000))}, "more rows than any sheet"},
		{"endless text", map[string]string{sheet: sheetXML(`<row r="1"><c r="A1" t="inlineStr"><is><t>` + strings.Repeat("x", 2<<20) + `</t></is></c></row>`)}, "holds a text of more than"},
		{"cut off", map[string]string{sheet: `<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c>`}, "cut off"},
		{"many parts", manyParts, "parts, more than"},
		{"binary workbook", map[string]string{"xl/workbook.bin": "x"}, ".xlsb"},
		{"broken workbook", map[string]string{"xl/workbook.xml": "<workbook"}, ""},
		{"text index beyond the list", map[string]string{sheet: sheetXML(`<row r="1"><c r="A1" t="s"><v>99999</v></c></row>`)}, ""},
		{"negative text index", map[string]string{sheet: sheetXML(`<row r="1"><c r="A1" t="s"><v>-5</v></c></row>`)}, ""},
	}
	for _, tt := range tests {
		path := rezip(t, good, tt.parts)
		start := time.Now()
		h, err := Import(context.Background(), path, Options{})
		if err == nil {
			t.Errorf("%s: imported %+v", tt.name, h)
			continue
		}
		if !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v", tt.name, err)
		}
		if took := time.Since(start); took > 2*time.Second {
			t.Errorf("%s: took %v", tt.name, took)
		}
	}
	noFiles(t, dir)
}

func TestOtherKindsAreRefused(t *testing.T) {
	var z bytes.Buffer
	w := zip.NewWriter(&z)
	if _, err := w.Create("notes.txt"); err != nil {
		t.Fatal(err)
	}
	w.Close()
	for name, tt := range map[string]struct{ text, want string }{
		"empty":       {"", "the file is empty"},
		"blank":       {"\n\n", "the file is empty"},
		"mark only":   {"\ufeff", "the file is empty"},
		"xls":         {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "save it as XLSX"},
		"pdf":         {"%PDF-1.7", "PDF"},
		"gzip":        {"\x1f\x8b\x08\x00", "unpack it"},
		"html":        {"<html><table>", "web page"},
		"json":        {"{\"a\": 1}", "JSON"},
		"zip":         {z.String(), "zip archive without a workbook"},
		"half a zip":  {"PK\x03\x04xxxx", "no complete workbook"},
		"garbage":     {"\x01\x02\x03\x04\x05\x06\x07\x08\x0e\x0f\x10\x11", "no text"},
		"header only": {"id,opened,severity\n", "no rows"},
		"prose":       {"Dear all,\nplease find attached\n", "no column recognised"},
		"no severity": {"id,opened\n1,2026-01-01 00:00\n", "severity"},
	} {
		_, err := Import(context.Background(), write(t, "x.csv", tt.text), Options{})
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want %q", name, err, tt.want)
		}
	}
	if _, err := Import(context.Background(), filepath.Join(t.TempDir(), "none.csv"), Options{}); err == nil || !strings.Contains(err.Error(), "no such file") {
		t.Error(err)
	}
	if _, err := Import(context.Background(), t.TempDir(), Options{}); err == nil || !strings.Contains(err.Error(), "folder") {
		t.Error(err)
	}
}

// TestLargeWorkbook leaves sheets and texts to temporary files.
func TestLargeWorkbook(t *testing.T) {
	if testing.Short() {
		t.Skip("takes a second")
	}
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	f := excelize.NewFile()
	defer f.Close()
	w, err := f.NewStreamWriter("Sheet1")
	if err != nil {
		t.Fatal(err)
	}
	if err := w.SetRow("A1", []any{"id", "opened", "severity", "note"}); err != nil {
		t.Fatal(err)
	}
	const n = 60_000
	for i := range n {
		if err := w.SetRow(fmt.Sprintf("A%d", i+2), []any{fmt.Sprint("T", i), 46000 + float64(i)/1000, "P3", fmt.Sprint("a note of some length, number ", i)}); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "large.xlsx")
	if err := f.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	f.Close()
	h, err := Import(context.Background(), path, Options{})
	if err != nil || h.Tickets != n {
		t.Fatalf("%+v, %v", h, err)
	}
	noFiles(t, dir)
}

// TestSheetOfWorkbook takes the sheet with the tickets, and says where others are.
func TestSheetOfWorkbook(t *testing.T) {
	tickets := func(f *excelize.File, name string, n int) {
		if _, err := f.NewSheet(name); err != nil {
			t.Fatal(err)
		}
		for i := range n + 1 {
			row := []any{fmt.Sprint(name, i), at("2026-01-02 12:00"), "High"}
			if i == 0 {
				row = []any{"id", "opened", "severity"}
			}
			if err := f.SetSheetRow(name, fmt.Sprintf("A%d", i+1), &row); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, tt := range []struct {
		name   string
		change func(f *excelize.File)
		sheet  string
		count  int64
		remark string
	}{
		{"sums by severity first", func(f *excelize.File) {
			for i, row := range [][]any{{"Severity", "Opened", "Closed"}, {"High", 12, 9}, {"Low", 40, 40}} {
				if err := f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &row); err != nil {
					t.Fatal(err)
				}
			}
			tickets(f, "All", 3)
		}, "All", 3, ""},
		{"hidden first", func(f *excelize.File) {
			tickets(f, "Old", 5)
			tickets(f, "New", 3)
			if err := f.SetSheetVisible("Old", false); err != nil {
				t.Fatal(err)
			}
		}, "New", 3, `only the sheet "New" was read; tickets seem to be in "Old" too`},
		{"a month a sheet", func(f *excelize.File) {
			for _, name := range []string{"Jan", "Feb", "Mar"} {
				tickets(f, name, 2)
			}
		}, "Jan", 2, `tickets seem to be in "Feb", "Mar" too`},
	} {
		h, err := Import(context.Background(), workbookOf(t, tt.change), Options{})
		if err != nil {
			t.Fatalf("%s: %v", tt.name, err)
		}
		remarks := strings.ReplaceAll(strings.Join(h.Remarks, " "), "Only", "only")
		if h.Sheet != tt.sheet || h.Tickets != tt.count || !strings.Contains(remarks, tt.remark) || (tt.remark == "") == strings.Contains(remarks, "only the sheet") {
			t.Errorf("%s: sheet %q, %d tickets, %q", tt.name, h.Sheet, h.Tickets, h.Remarks)
		}
	}
}

func TestFormulasWithoutResults(t *testing.T) {
	good := workbookOf(t, nil, []any{"id", "opened", "severity"})
	path := rezip(t, good, map[string]string{"xl/worksheets/sheet2.xml": sheetXML(`<row><c t="inlineStr"><is><t>opened</t></is></c><c t="inlineStr"><is><t>severity</t></is></c></row>` +
		`<row><c><f>NOW()</f><v>46000.5</v></c><c t="str"><f>"P"&amp;2</f><v>P2</v></c></row><row><c><f>NOW()</f><v/></c><c t="str"><f>""</f><v></v></c></row>`)})
	h, err := Import(context.Background(), path, Options{})
	if err != nil || h.Counts != [4]int64{0, 1} || h.Rows != 1 || !contains(h.Remarks, "formulas without a result") {
		t.Errorf("%v, %+v", err, h)
	}
}

// TestTimesOfWorkbook: a time worked shown as 1:30 is stored as part of a day,
// and a column of the header may say hours all the same.
func TestTimesOfWorkbook(t *testing.T) {
	for _, format := range []string{"h:mm", "[h]:mm:ss", `[hh]"h" mm`, "mm:ss"} {
		path := workbookOf(t, func(f *excelize.File) {
			style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &format})
			if err != nil {
				t.Fatal(err)
			}
			if err := f.SetCellStyle("Tickets", "D2", "D3", style); err != nil {
				t.Fatal(err)
			}
		}, []any{"id", "opened", "severity", "Time worked (hours)"}, []any{"1", at("2026-01-02 12:00"), "high", 0.0625}, []any{"2", at("2026-01-03 12:00"), "high", 1.0625})
		h, err := Import(context.Background(), path, Options{})
		if err != nil || h.HandleHours == nil || h.HandleHours[1].Mean != 13.5 || h.WorkedUnit != Days {
			t.Errorf("%s: %v, %+v", format, err, h)
		}
	}
}

func FuzzWorkbook(f *testing.F) {
	good, err := os.ReadFile(workbookOf(f, nil, []any{"id", "opened", "severity"}, []any{"1", "2026-01-01 00:00", "high"}, []any{"2", 46000.5, 3}))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(`<row r="1"><c r="A1" t="inlineStr"><is><t>opened</t></is></c><c r="B1" t="inlineStr"><is><t>severity</t></is></c></row><row r="2"><c r="A2"><v>46000.5</v></c><c r="B2"><v>1</v></c></row>`)
	f.Add(`</c><row></c><c/></row></row><c r="A1"/><c><row></c>`)
	f.Add(`<row r="9"/><row r="3"><c r="B" t="b"><v>1</v></c><c r="A0"/></row>`)
	dir := f.TempDir()
	path := filepath.Join(dir, "good.xlsx")
	if err := os.WriteFile(path, good, 0o600); err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, body string) {
		hostile := rezip(t, path, map[string]string{"xl/worksheets/sheet2.xml": sheetXML(body)})
		start := time.Now()
		if _, err := Import(context.Background(), hostile, Options{Mapping: Mapping{DateOrder: DMY}}); err != nil && err.Error() == "" {
			t.Fatal("an error without words")
		}
		if took := time.Since(start); took > 5*time.Second {
			t.Fatalf("took %v", took)
		}
	})
}

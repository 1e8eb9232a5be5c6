// Every limit, each just kept and just broken.

package spreadsheet

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
)

// tight are rules a dozen cells come up to.
func tight() Rules {
	return Rules{Limits: Limits{File: 1 << 20, Entries: 8, Unpacked: 200 << 10, SmallParts: 150 << 10, Part: 100 << 10, Ratio: 50, RatioFrom: 32 << 10, Sheets: 2, Rows: 10, Columns: 4,
		Cells: 12, Content: 4 << 10, Texts: 3, Tags: 60, Markup: 8 << 10, Cell: 2 << 10, Memory: 64 << 10}, Words: loose.Words}
}

// parts are those of a workbook with one sheet.
func parts(sheet string) map[string]string {
	return map[string]string{
		"xl/workbook.xml":            `<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="One" r:id="a"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="a" Type="x/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="b" Type="x/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
		"xl/worksheets/sheet1.xml":   `<worksheet><sheetData>` + sheet + `</sheetData></worksheet>`,
		"xl/sharedStrings.xml":       `<sst><si><t>first</t></si><si><t>second</t></si></sst>`,
	}
}

func archive(t testing.TB, parts map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	out := zip.NewWriter(&b)
	var names []string
	for name := range parts {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		w, err := out.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, parts[name]); err != nil {
			t.Fatal(err)
		}
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// cellsOf reads all sheets: "row:column=text" each.
func cellsOf(data []byte, rules Rules) ([]string, error) {
	book, err := Open(context.Background(), bytes.NewReader(data), int64(len(data)), rules)
	if err != nil {
		return nil, err
	}
	defer book.Close()
	var out []string
	for _, s := range book.Sheets {
		rows, err := book.Rows(s)
		if err != nil {
			return out, err
		}
		defer rows.Close()
		for {
			row, err := rows.Next()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				return out, err
			}
			for i, c := range row.Cells {
				if len(c.Text) > 0 || c.Formula {
					flags := ""
					if c.Formula {
						flags = "="
					}
					if c.Long {
						flags += "…"
					}
					out = append(out, fmt.Sprintf("%d:%d%s%s", row.Number, i+1, [...]string{"n", "t", "b", "e", "d"}[c.Kind]+flags, c.Text))
				}
			}
		}
	}
	return out, nil
}

func TestCells(t *testing.T) {
	got, err := cellsOf(archive(t, parts(`<row r="2"><c r="B2" t="s"><v>1</v></c><c><v>1.5</v></c></row><row><c t="b"><v>1</v></c><c t="e"><v>#N/A</v></c><c t="d"><v>2026-03-14</v></c></row>`+
		`<x:row><x:c t='inlineStr'><x:is><x:r><x:t>a &lt; </x:t></x:r><x:r><x:t>b_x000A_c</x:t></x:r></x:is></x:c><c t="str"><f>"x"</f><v>x</v></c><c><f>1+</f></c><c t="b"><f aca="false">TRUE()</f><v>1</v></c></x:row>`)), tight())
	want := []string{"2:2tsecond", "2:3n1.5", "3:1b1", "3:2e#N/A", "3:3d2026-03-14", "4:1ta < b\nc", "4:2t=x", "4:3n=", "4:4b1"}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("%q, %v", got, err)
	}
}

func TestLimits(t *testing.T) {
	big := func(n int) string { // does not pack well
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, "%x", i*i*7919)
		}
		return b.String()[:n]
	}
	many := func(n int, s string) string { return strings.Repeat(s, n) }
	entries := func(n int) func(map[string]string) {
		return func(p map[string]string) {
			for i := range n {
				p[fmt.Sprint("x", i)] = ""
			}
		}
	}
	add := func(name, text string) func(map[string]string) {
		return func(p map[string]string) { p[name] = text }
	}
	for _, tt := range []struct {
		name   string
		sheet  string
		change func(map[string]string)
		want   string // empty: it is read
	}{
		{"parts", "", entries(4), ""},
		{"too many parts", "", entries(5), "it has 9 parts, more than 8"},
		{"rows", many(10, "<row/>"), nil, ""},
		{"too many rows", many(11, "<row/>"), nil, "more than 10 rows"},
		{"last row", `<row r="10"/>`, nil, ""},
		{"beyond the last row", `<row r="11"/>`, nil, "a row 11, beyond row 10"},
		{"beyond the last row, other quotes", `<row r='11'/>`, nil, "more than 10 rows"},
		{"columns", `<row>` + many(4, "<c/>") + `</row>`, nil, ""},
		{"too many columns", `<row>` + many(5, "<c/>") + `</row>`, nil, "beyond column 4"},
		{"beyond the last column", `<row><c r="E1"/></row>`, nil, "a cell E1, beyond column 4"},
		{"beyond the last column, other quotes", `<row><c r='E1'/></row>`, nil, "row 1 has a cell beyond column 4"},
		{"cells", many(3, `<row>`+many(4, "<c/>")+`</row>`), nil, ""},
		{"too many cells", many(4, `<row>`+many(4, "<c/>")+`</row>`), nil, "more than 12 cells"},
		{"content", many(4, `<row><c><v>`+many(1000, "1")+`</v></c></row>`), nil, ""},
		{"too much content", many(5, `<row><c><v>`+many(1000, "1")+`</v></c></row>`), nil, "hold more than 0 MB of text"},
		{"texts", "", add("xl/sharedStrings.xml", `<sst>`+many(3, "<si/>")+`</sst>`), ""},
		{"too many texts", "", add("xl/sharedStrings.xml", `<sst>`+many(4, "<si/>")+`</sst>`), "more than 3 texts"},
		{"elements", "", add("xl/styles.xml", `<styleSheet>`+many(50, "<xf/>")+`</styleSheet>`), ""},
		{"too many elements", "", add("xl/styles.xml", `<styleSheet>`+many(60, "<xf/>")+`</styleSheet>`), "more than 60 elements"},
		{"too many links", "", add("xl/worksheets/_rels/sheet1.xml.rels", `<x>`+many(60, "<y/>")+`</x>`), ""}, // a part of sheets may be long
		{"long text", "", add("xl/styles.xml", "<a>"+big(10<<10)+"</a>"), "a text of more than 8 KB"},
		{"part", "", add("xl/media/x.png", big(90<<10)), ""},
		{"large part", "", add("xl/media/x.png", big(101<<10)), "unpacks to more than 0 MB"},
		{"packed", "", add("xl/media/x.png", many(30<<10, "x")), ""},
		{"packed too well", "", add("xl/media/x.png", many(40<<10, "x")), "packed more than 50 times, as no table is"},
		{"small parts", "", func(p map[string]string) { p["a"], p["b"] = big(90<<10), big(90<<10) }, "small parts"},
		{"too much", "", func(p map[string]string) {
			p["xl/worksheets/a"], p["xl/worksheets/b"], p["xl/worksheets/c"] = big(90<<10), big(90<<10), big(90<<10)
		}, "it unpacks to more than"},
		{"sheets", "", add("xl/workbook.xml", `<workbook><sheets>`+many(2, `<sheet name="x"/>`)+`</sheets></workbook>`), ""},
		{"too many sheets", "", add("xl/workbook.xml", `<workbook><sheets>`+many(3, `<sheet name="x"/>`)+`</sheets></workbook>`), "it has 3 sheets, more than 2"},
		{"document type", "", add("docProps/app.xml", `<?xml version="1.0"?><!-- x --><!DOCTYPE a><a/>`), "defines a document type"},
		{"entity", "", add("docProps/app.xml", `<!ENTITY a "b"><a/>`), "defines a document type"},
		{"comment", "", add("docProps/app.xml", `<?xml version="1.0"?><!--> <!DOCTYPE> <a> --><a/>`), ""},
		{"behind a comment", "", add("docProps/app.xml", `<?xml version="1.0"?><!-- <a> --> <!--> --><!DOCTYPE a><a/>`), "defines a document type"},
		{"long beginning", "", add("docProps/app.xml", `<?xml version="1.0"?><!-- `+big(70<<10)+`--><a/>`), "a text of more than 8 KB"},
		{"later", "", add("docProps/app.xml", `<a><![CDATA[<!DOCTYPE a>]]></a>`), ""},
		{"cut off", "", add("xl/worksheets/sheet1.xml", `<worksheet><sheetData><row>`), "is cut off"},
		{"binary", "", add("xl/workbook.bin", ""), ".xlsb"},
		{"text index", `<row><c t="s"><v>2</v></c></row>`, nil, "points to text \"2\""},
		{"sheet of another name", "", func(p map[string]string) {
			p["xl/_rels/workbook.xml.rels"] = `<Relationships><Relationship Id="a" Type="x/worksheet" Target="/xl/sheet"/></Relationships>`
			p["xl/sheet"] = `<worksheet><sheetData>` + many(11, "<row/>") + `</sheetData></worksheet>`
		}, "more than 10 rows"},
		{"sheet that is not there", "", add("xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="a" Type="x/worksheet" Target="worksheets/no.xml"/></Relationships>`), `the sheet "One" is not in the workbook`},
		{"links broken", "", add("xl/_rels/workbook.xml.rels", `<Relationships>`), "cannot be read (xl/_rels/workbook.xml.rels"},
	} {
		p := parts(tt.sheet)
		if tt.change != nil {
			tt.change(p)
		}
		got, err := cellsOf(archive(t, p), tight())
		if (tt.want == "") != (err == nil) || err != nil && (!strings.Contains(err.Error(), tt.want) || !strings.Contains(err.Error(), "; ")) {
			t.Errorf("%s: %v, want %q; read %d cells", tt.name, err, tt.want, len(got))
		}
	}
	if _, err := cellsOf(make([]byte, 2<<20), tight()); err == nil || !strings.Contains(err.Error(), "larger than 1 MB") {
		t.Error(err)
	}
	for _, data := range [][]byte{nil, []byte("PK\x03\x04"), archive(t, parts(""))[:300]} {
		if _, err := cellsOf(data, tight()); err == nil || !strings.Contains(err.Error(), "no complete workbook; save it again") {
			t.Error(err)
		}
	}
	if _, err := cellsOf(archive(t, map[string]string{"a": ""}), tight()); err == nil || !strings.Contains(err.Error(), "without a workbook in it; unpack it") {
		t.Error(err)
	}
	var refusal *Refusal
	if _, err := cellsOf(archive(t, parts(many(11, "<row/>"))), tight()); !errors.As(err, &refusal) || refusal.Advice != "save the rows alone" {
		t.Error(err)
	}
}

func TestCancelled(t *testing.T) {
	data := archive(t, parts(`<row/>`))
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Open(ctx, bytes.NewReader(data), int64(len(data)), loose); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func TestPercentFormat(t *testing.T) {
	for format, want := range map[string]bool{"0%": true, "0.0 %;-0.0 %": true, `0"%"`: false, `0\%`: false, "0.00": false, "_%0": false} {
		if percentFormat(format) != want {
			t.Errorf("%q", format)
		}
	}
	p := parts("")
	p["xl/styles.xml"] = `<styleSheet><numFmts><numFmt numFmtId="200" formatCode="0.0%"/><numFmt numFmtId="9" formatCode="0"/></numFmts><cellXfs><xf/><xf numFmtId="10"/><xf numFmtId="200"/><xf numFmtId="20"/><xf numFmtId="9"/></cellXfs></styleSheet>`
	data := archive(t, p)
	book, err := Open(context.Background(), bytes.NewReader(data), int64(len(data)), loose)
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	for style, want := range map[int][2]bool{-1: {}, 0: {}, 1: {true}, 2: {true}, 3: {false, true}, 4: {}, 5: {}} {
		if got := [2]bool{book.Percent(style), book.Clock(style)}; got != want {
			t.Errorf("style %d: %v", style, got)
		}
	}
}

// FuzzOpen reads any bytes.
func FuzzOpen(f *testing.F) {
	f.Add(archive(f, parts(`<row r="2"><c r="B2" t="s"><v>1</v></c><c><v>1.5</v></c></row>`)))
	f.Add([]byte("PK\x05\x06"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if _, err := cellsOf(data, tight()); err != nil && err.Error() == "" {
			t.Fatal("an error without words")
		}
	})
}

// FuzzRows reads any markup as a sheet and as a list of texts.
func FuzzRows(f *testing.F) {
	f.Add(`<row r="2"><c r="B2" t="s"><v>1</v></c><c><v>1.5</v></c></row>`, `<si><t>x</t></si>`)
	f.Add(`</c><row></c><c/></row></row><c r="A1"/><c><row></c>`, `<si`)
	f.Add(`<row r="9"/><row r="3"><c r="B" t="b"><v>1</v></c><c r="A0"/></row>`, `<si><t>_x000D_&amp;</t><rPh><t>`)
	f.Fuzz(func(t *testing.T, sheet, texts string) {
		p := parts(sheet)
		p["xl/sharedStrings.xml"] = texts
		got, err := cellsOf(archive(t, p), tight())
		if err != nil && err.Error() == "" {
			t.Fatal("an error without words")
		}
		if len(got) > tight().Limits.Cells {
			t.Fatalf("%d cells", len(got))
		}
	})
}

// Workbooks made to do harm.

package questionnaire

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"context"
	"fmt"
	"hash/crc32"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"muster/assessment/question"
)

// rezip copies a workbook with parts replaced, added or, where nil, left out.
func rezip(t testing.TB, data []byte, change map[string][]byte) []byte {
	t.Helper()
	all := unzipped(t, data)
	maps.Copy(all, change)
	var b bytes.Buffer
	out := zip.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		if all[name] == nil {
			continue
		}
		w, err := out.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(all[name]); err != nil {
			t.Fatal(err)
		}
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// lying copies a workbook with a part that says to be of another size than it is.
func lying(t testing.TB, data []byte, name string, content []byte, says uint64) []byte {
	t.Helper()
	var b bytes.Buffer
	out := zip.NewWriter(&b)
	for part, text := range unzipped(t, data) {
		if part == name {
			continue
		}
		w, err := out.Create(part)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(text); err != nil {
			t.Fatal(err)
		}
	}
	var packed bytes.Buffer
	f, err := flate.NewWriter(&packed, flate.BestSpeed)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Write(content); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	w, err := out.CreateRaw(&zip.FileHeader{Name: name, Method: zip.Deflate, CRC32: crc32.ChecksumIEEE(content), CompressedSize64: uint64(packed.Len()), UncompressedSize64: says})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(packed.Bytes()); err != nil {
		t.Fatal(err)
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
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

func sheetXML(body string) []byte {
	return []byte(`<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>` + body + `</sheetData></worksheet>`)
}

// anotherSheet is the part of a sheet of questions.
const anotherSheet = "xl/worksheets/sheet2.xml"

const sharedTexts = "xl/sharedStrings.xml"

// withTexts is a workbook that has a list of texts.
func withTexts(t testing.TB, data []byte, texts string, sheet []byte) []byte {
	t.Helper()
	links := strings.Replace(string(unzipped(t, data)["xl/_rels/workbook.xml.rels"]), "</Relationships>",
		`<Relationship Id="rId900" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"></Relationship></Relationships>`, 1)
	return rezip(t, data, map[string][]byte{"xl/_rels/workbook.xml.rels": []byte(links), sharedTexts: []byte("<sst>" + texts + "</sst>"), anotherSheet: sheet})
}

// hostileWorkbooks are made to do harm, with what the message must say; where that
// is empty they may also be read for what they hold besides.
func hostileWorkbooks(t testing.TB) map[string]struct {
	data []byte
	want string
} {
	type file = struct {
		data []byte
		want string
	}
	good := write(t, blank(), Options{})
	sheet := func(body string) []byte { return rezip(t, good, map[string][]byte{anotherSheet: sheetXML(body)}) }
	part := func(name, text string) []byte { return rezip(t, good, map[string][]byte{name: []byte(text)}) }
	rows := func(n int, row func(i int) string) string {
		var b strings.Builder
		for i := range n {
			b.WriteString(row(i))
		}
		return b.String()
	}
	workbook := string(unzipped(t, good)["xl/workbook.xml"])
	manyParts := map[string][]byte{}
	for i := range 100_000 {
		manyParts[fmt.Sprintf("xl/worksheets/x%d.xml", i)] = []byte("x")
	}
	wide := rows(20_000, func(i int) string {
		return fmt.Sprintf(`<row r="%d"><c r="XFD%d"><v>%d</v></c></row>`, i+1, i+1, i*7919%104729)
	})
	cells := rows(160_000, func(i int) string {
		return fmt.Sprintf(`<row r="%d">%s</row>`, i+1, strings.Repeat(fmt.Sprintf(`<c><v>%d</v></c>`, i*7919%104729), 64))
	})
	long := strings.Repeat("lorem ipsum dolor sit amet ", 9000)
	text := func(i int) string { return fmt.Sprintf("<si><t>%s%d</t></si>", long[i%500:i%500+700], i) }
	link := `<Relationship Id="rId1" Type="x" Target="y"/>`
	return map[string]file{
		"far column":           {sheet(wide), "beyond column 64"},
		"absurd column":        {sheet(`<row r="1"><c r="ZZZZZZZZZZZZZZZZZZZZZZZZZZZZ1"/></row>`), "beyond column"},
		"absurd row":           {sheet(`<row r="99999999999999999999"/>`), "beyond row 20000"},
		"negative row":         {sheet(`<row r="-5"><c r="A-5"/></row>`), ""},
		"last row of a sheet":  {sheet(`<row r="1048576"><c r="A1048576"><v>1</v></c></row>`), "beyond row 20000"},
		"many rows":            {sheet(noise("<row/>", 30_000)), "a sheet of more than 20000 rows"},
		"ten million cells":    {sheet(cells), "unpacks to more than 64 MB"},
		"too many cells":       {sheet("<row>" + noise(noise("<c/>", 60)+"</row><row>", 19_000) + "</row>"), "more than 1000000 cells"},
		"bomb":                 {sheet(strings.Repeat(`<row r="1"/>`, 4_000_000)), "packed more than"},
		"large":                {part("xl/media/image1.png", strings.Repeat("\x00", 70<<20)), "unpacks to more than 64 MB"},
		"large part":           {part("xl/media/image1.png", noise("x", 5<<20)), "unpacks to more than 8 MB"},
		"bomb of spaces":       {part("xl/styles.xml", strings.Repeat(" ", 7<<20)), "packed more than"},
		"styles without end":   {part("xl/styles.xml", "<styleSheet>"+noise("<xf/>", 110_000)+"</styleSheet>"), "more than 100000 elements"},
		"links without end":    {part("xl/_rels/workbook.xml.rels", "<Relationships>"+noise(link, 110_000)+"</Relationships>"), "more than 100000 elements"},
		"100,000 sheets":       {part("xl/workbook.xml", strings.Replace(workbook, "</sheets>", noise(`<sheet name="x" sheetId="99" r:id="rId1"/>`, 100_000)+"</sheets>", 1)), "elements"},
		"300 sheets":           {part("xl/workbook.xml", strings.Replace(workbook, "</sheets>", strings.Repeat(`<sheet name="x" sheetId="99" r:id="rId1"/>`, 300)+"</sheets>", 1)), "it has 314 sheets, more than 200"},
		"100,000 parts":        {rezip(t, good, manyParts), "parts, more than 2000"},
		"says to be small":     {lying(t, good, anotherSheet, sheetXML(strings.Repeat(`<row r="1"/>`, 4_000_000)), 100), "damaged"},
		"says to be large":     {lying(t, good, anotherSheet, sheetXML(""), 4<<20), "damaged"},
		"says to be endless":   {lying(t, good, anotherSheet, sheetXML(""), 1<<62), "unpacks to more than"},
		"document type":        {part("xl/workbook.xml", `<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>`+workbook[strings.Index(workbook, "<workbook"):]), "document type"},
		"document type, sheet": {rezip(t, good, map[string][]byte{anotherSheet: append([]byte(`<!DOCTYPE w SYSTEM "file:///etc/passwd">`), sheetXML("")...)}), "document type"},
		"unknown entity":       {sheet(`<row r="1"><c r="A1" t="inlineStr"><is><t>&lol;</t></is></c></row>`), ""},
		"bad text index":       {withTexts(t, good, "<si><t>x</t></si>", sheetXML(`<row r="1"><c r="A1" t="s"><v>7</v></c></row>`)), `points to text "7", which is not there`},
		"negative text index":  {withTexts(t, good, "<si><t>x</t></si>", sheetXML(`<row r="1"><c r="A1" t="s"><v>-1</v></c></row>`)), "which is not there"},
		"absurd text index":    {withTexts(t, good, "<si><t>x</t></si>", sheetXML(`<row r="1"><c r="A1" t="s"><v>99999999999999999999</v></c></row>`)), "which is not there"},
		"texts without end":    {withTexts(t, good, noise("<si/>", 110_000), sheetXML("")), "more than 100000 texts"},
		"one text everywhere":  {withTexts(t, good, "<si><t>"+long+"</t></si>", sheetXML(rows(4000, func(int) string { return "<row>" + noise(`<c t="s"><v>0</v></c>`, 60) + "</row>" }))), "more than 32 MB of text"},
		"too full of texts":    {withTexts(t, good, rows(60_000, text), sheetXML("")), "small parts unpack to more than 24 MB"},
		"full of texts":        {withTexts(t, good, rows(30_000, text), sheetXML(`<row><c t="s"><v>29999</v></c></row>`)), ""},
		"endless text":         {sheet(`<row r="1"><c r="A1" t="inlineStr"><is><t>` + noise("x", 1<<20) + `</t></is></c></row>`), "a text of more than 1024 KB"},
		"endless tag":          {sheet(`<row r="1"><c r="A1" ` + noise(`a="b"`, 300_000) + `/></row>`), "a text of more than 1024 KB"},
		"deep":                 {part("xl/workbook.xml", strings.Repeat("<a>", 90_000)), ""},
		"cut off":              {rezip(t, good, map[string][]byte{anotherSheet: sheetXML("")[:100]}), "cut off"},
		"cut off in a cell":    {rezip(t, good, map[string][]byte{anotherSheet: []byte(`<worksheet><sheetData><row r="1"><c r="A1"><v>1`)}), "cut off"},
		"no workbook inside":   {part("xl/workbook.xml", "<workbook"), ""},
		"no sheet inside":      {rezip(t, good, map[string][]byte{anotherSheet: nil}), "is not in the workbook"},
		"binary workbook":      {part("xl/workbook.bin", "x"), ".xlsb"},
		"loops":                {rezip(t, good, map[string][]byte{"xl/_rels/workbook.xml.rels": bytes.ReplaceAll(unzipped(t, good)["xl/_rels/workbook.xml.rels"], []byte(`worksheets/sheet2.xml`), []byte(`workbook.xml`))}), ""},
		"half a file":          {good[:len(good)/2], "no complete workbook"},
		"too large a file":     {append(bytes.Clone(good), bytes.Repeat([]byte{0}, 17<<20)...), "larger than 16 MB"},
		"sheet of another name": {rezip(t, good, map[string][]byte{"xl/_rels/workbook.xml.rels": bytes.ReplaceAll(unzipped(t, good)["xl/_rels/workbook.xml.rels"], []byte(`worksheets/sheet2.xml`), []byte(`media/image1.png`)),
			"xl/media/image1.png": sheetXML(wide)}), "beyond column 64"},
	}
}

func TestHostileWorkbooks(t *testing.T) {
	for name, tt := range hostileWorkbooks(t) {
		start := time.Now()
		in, err := Read(context.Background(), "hostile.xlsx", tt.data, question.Default(), blank())
		took := time.Since(start)
		t.Logf("%-24s %8d bytes %8v  %v", name, len(tt.data), took.Round(time.Millisecond), err)
		if tt.want != "" && err == nil {
			t.Errorf("%s: read: %s", name, shownImport(in))
		}
		if err != nil && (!strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "\n") || !strings.HasPrefix(err.Error(), "hostile.xlsx: ")) {
			t.Errorf("%s: %v", name, err)
		}
		if took > 2*time.Second {
			t.Errorf("%s: took %v", name, took)
		}
	}
}

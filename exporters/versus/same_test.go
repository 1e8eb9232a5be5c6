// Whether the two sides of a benchmark make the same: a fast program that leaves
// something out proves nothing.

package versus_test

import (
	"encoding/json"
	"fmt"
	"html"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/xuri/excelize/v2"

	"muster/exporters/outside"
)

// TestSamePDF finds every text of the content in both PDFs in its order, each row of
// each table as a whole, the pages of chapters in the contents and the lines of all
// figures.
func TestSamePDF(t *testing.T) {
	pdftotext, qpdf, interpreter := outside.Tool(t, "pdftotext"), outside.Tool(t, "qpdf"), outside.Python(t, "reportlab")
	c, path := theContent(t)
	files := map[string]string{"Muster": write(t, "muster.pdf", renderPDF(t))}
	for _, way := range []string{"", "paragraphs", "once"} {
		args := []string{path}
		if way != "" {
			args = append(args, way)
		}
		files["reportlab "+way] = start(t, interpreter, "report.py", args...).made("reportlab.pdf")
	}
	rows, lines, letters := 0, segments(c.Report), 0
	for _, ch := range c.Report.Chapters {
		for _, b := range ch.Blocks {
			rows += len(b.Rows)
		}
	}
	if rows < 300 || lines < 1000 {
		t.Errorf("the content has %d rows and %d lines in figures: is it the full report?", rows, lines)
	}
	size := map[string]int{}
	for name, file := range files {
		pages := read(t, pdftotext, file)
		if got := found(t, name, c.Report, pages); got != rows {
			t.Errorf("%s has %d of %d rows of tables", name, got, rows)
		}
		contents(t, name, c.Report, pages)
		for _, p := range pages[2:] {
			size[name] += len(p.body)
		}
		if size[name] > letters {
			letters = size[name]
		}
		drawn := len(lineTo.FindAll(run(t, qpdf, "--qdf", "--object-streams=disable", file, "-"), -1))
		if drawn < lines {
			t.Errorf("%s draws %d lines, the figures alone have %d", name, drawn, lines)
		}
		t.Logf("%s: %d pages, %d bytes of text, %d lines", name, len(pages), size[name], drawn)
	}
	for name, n := range size { // heads of tables repeat on more or fewer pages
		if float64(n) < 0.98*float64(letters) {
			t.Errorf("%s has %d bytes of text, another %d", name, n, letters)
		}
	}
}

var lineTo = regexp.MustCompile(`[0-9] l\s`)

// segments is the number of lines in the figures.
func segments(d document) int {
	n := 0
	for _, ch := range d.Chapters {
		for _, b := range ch.Blocks {
			if b.Scene == nil {
				continue
			}
			for _, s := range b.Scene.Shapes {
				if s.Fill != "" && s.Closed || s.Stroke != "" && s.Width > 0 {
					n += max(0, len(s.Points)/2-1)
				}
			}
		}
	}
	return n
}

// page is the text of a page without spaces, its head and foot apart.
type page struct{ body, foot string }

var (
	pagePattern = regexp.MustCompile(`<page width="[\d.]+" height="([\d.]+)">`)
	wordPattern = regexp.MustCompile(`<word xMin="-?[\d.]+" yMin="(-?[\d.]+)" xMax="-?[\d.]+" yMax="(-?[\d.]+)">(.*)</word>`)
)

// read gives the pages of a PDF, each with its texts in the order they were drawn.
func read(t *testing.T, pdftotext, file string) []page {
	t.Helper()
	const band = 22 * 72 / 25.4 // of head and foot, in points
	number := func(s string) float64 {
		x, err := strconv.ParseFloat(s, 64)
		if err != nil {
			t.Fatal(err)
		}
		return x
	}
	var pages []page
	height := 0.0
	for line := range strings.Lines(string(run(t, pdftotext, "-raw", "-bbox", file, "-"))) {
		if m := pagePattern.FindStringSubmatch(line); m != nil {
			pages, height = append(pages, page{}), number(m[1])
		}
		m := wordPattern.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		p, word := &pages[len(pages)-1], squeeze(html.UnescapeString(m[3]))
		switch top, bottom := number(m[1]), number(m[2]); {
		case bottom > height-band:
			p.foot += word
		case top > band:
			p.body += word
		}
	}
	return pages
}

// squeeze drops all space: lines break elsewhere.
func squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}

// found looks for every text of the content, one behind the other, and tells how
// many rows of tables it met.
func found(t *testing.T, name string, d document, pages []page) (rows int) {
	t.Helper()
	var all strings.Builder
	for _, p := range pages[2:] { // past cover and contents
		all.WriteString(p.body)
	}
	rest, faults := all.String(), 0
	next := func(parts ...string) bool {
		want := squeeze(strings.Join(parts, ""))
		_, after, ok := strings.Cut(rest, want)
		if ok {
			rest = after
		} else if faults++; faults < 5 {
			t.Errorf("%s lacks %q before %.60q …", name, want, rest)
		}
		return ok
	}
	picture := func(s scene) {
		for _, sh := range s.Shapes {
			next(sh.Text)
		}
	}
	for _, ch := range d.Chapters {
		next(ch.Title, ch.Lead)
		for _, b := range ch.Blocks {
			next(b.Text)
			for _, s := range b.Items {
				next(s)
			}
			for _, v := range b.Badges {
				next(v.Subject, v.Word, v.Detail)
			}
			if len(b.Rows) > 0 {
				for _, c := range b.Columns {
					next(c.Title)
				}
			}
			for _, r := range b.Rows {
				if next(r...) {
					rows++
				}
			}
			if b.Scene != nil {
				picture(*b.Scene)
			}
			if b.Card != nil {
				next(b.Card.Word, b.Card.Title)
				for _, p := range b.Card.Parts {
					next(p[0], p[1])
				}
			}
			next(b.Caption)
		}
	}
	return rows
}

// contents wants each chapter's page behind its title, and the number of each page
// at its foot.
func contents(t *testing.T, name string, d document, pages []page) {
	t.Helper()
	listed, at := strings.ReplaceAll(pages[1].body, ".", ""), 2 // without leaders
	for _, ch := range d.Chapters {
		for at < len(pages) && !strings.Contains(pages[at].body, squeeze(ch.Title+ch.Lead)) { // a page may hold two
			at++
		}
		title, number := squeeze(ch.Title), fmt.Sprint(at+1)
		if !strings.Contains(listed, title+number) && !strings.Contains(listed, number+title) { // platypus draws the number first
			t.Errorf("%s: the contents lack %q on page %s: %.500s …", name, title, number, listed)
		}
	}
	for i, p := range pages[1:] {
		if want := fmt.Sprintf("page%dof%d", i+2, len(pages)); !strings.HasSuffix(p.foot, want) {
			t.Errorf("%s: page %d ends with %q, not %q", name, i+2, p.foot, want)
		}
	}
}

// TestSameWorkbook compares all workbooks cell by cell with Muster's.
func TestSameWorkbook(t *testing.T) {
	data := renderWorkbook(t)
	books(t, data, cellsOf(t, data))
}

// TestSameCharts does so with charts of all kinds, whether or not Muster's workbook
// has any.
func TestSameCharts(t *testing.T) {
	f := excelize.NewFile()
	defer f.Close()
	for at, v := range map[string]any{"A1": "a", "A2": "b", "B1": 1, "B2": 2, "C1": 3, "C2": 5} {
		if err := f.SetCellValue("Sheet1", at, v); err != nil {
			t.Fatal(err)
		}
	}
	kinds := []excelize.ChartType{excelize.Col, excelize.Bar, excelize.Line, excelize.Area, excelize.Pie, excelize.Doughnut, excelize.Radar, excelize.Scatter}
	for i, kind := range kinds {
		labels := "Sheet1!$A$1:$A$2"
		if kind == excelize.Scatter {
			labels = "Sheet1!$C$1:$C$2"
		}
		chart := &excelize.Chart{Type: kind, Series: []excelize.ChartSeries{{Name: "Sheet1!$A$1", Categories: labels, Values: "Sheet1!$B$1:$B$2"}}}
		if err := f.AddChart("Sheet1", fmt.Sprintf("E%d", 1+20*i), chart); err != nil {
			t.Fatal(err)
		}
	}
	// As Muster dresses its sheets, since nothing else is passed on.
	style, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Family: "Calibri", Size: 10, Color: "1B2430"}, Alignment: &excelize.Alignment{Horizontal: "left", Vertical: "top"}})
	if err != nil {
		t.Fatal(err)
	}
	on, a4, wide, high := true, 9, 1, 0
	for _, err := range []error{
		f.SetCellStyle("Sheet1", "A1", "C2", style),
		f.SetSheetProps("Sheet1", &excelize.SheetPropsOptions{FitToPage: &on}),
		f.SetPageLayout("Sheet1", &excelize.PageLayoutOptions{Size: &a4, FitToWidth: &wide, FitToHeight: &high}),
		f.SetHeaderFooter("Sheet1", &excelize.HeaderFooterOptions{OddHeader: "&La&Rb", OddFooter: "&Lc&RPage &P of &N"}),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	buf, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	b := cellsOf(t, buf.Bytes())
	if n := len(b.Sheets[0].Charts); n != len(kinds) {
		t.Fatalf("%d charts, want %d: %+v", n, len(kinds), b.Sheets[0].Charts)
	}
	if got := books(t, buf.Bytes(), b); got.Charts != len(kinds) {
		t.Errorf("openpyxl sees %d charts, want %d", got.Charts, len(kinds))
	}
}

// held is what openpyxl finds in a workbook.
type held struct{ Cells, Formulas, Charts, Values int }

// books has every library write b, wants the same of all as stands in data, and
// tells what that is.
func books(t *testing.T, data []byte, b workbook) held {
	t.Helper()
	interpreter := outside.Python(t, "openpyxl, xlsxwriter")
	path := write(t, "content.json", asJSON(t, content{Workbook: b}))
	files := []string{write(t, "muster.xlsx", data)}
	for _, args := range [][]string{{"book_xlsxwriter.py", path}, {"book_openpyxl.py", path}, {"book_openpyxl.py", path, "ordinary"}} {
		files = append(files, start(t, interpreter, args[0], args[1:]...).made(strings.TrimSuffix(args[0], ".py")+".xlsx"))
	}
	var got struct {
		Books       []held
		Differences []string
	}
	out := run(t, interpreter, append([]string{"testdata/compare.py"}, files...)...)
	if err := json.Unmarshal(out, &got); err != nil || len(got.Books) != len(files) {
		t.Fatalf("%v: %s", err, out)
	}
	for i, d := range got.Differences {
		if i < 10 {
			t.Error(d)
		}
	}
	for i, h := range got.Books {
		want := got.Books[0]
		if i > 1 { // openpyxl stores no value of a formula
			want.Values -= want.Formulas
		}
		if h != want || h.Cells == 0 {
			t.Errorf("%s holds %+v, want %+v", files[i], h, want)
		}
	}
	t.Logf("%+v", got.Books[0])
	return got.Books[0]
}

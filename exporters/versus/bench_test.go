// Package versus_test measures Muster's PDF and workbook against other programs
// that write the same: reportlab, XlsxWriter, openpyxl and LibreOffice. The two
// sides take turns, round by round, so that a machine that is busy now and then
// slows both. Of the programs in Python only the work counts: they have started,
// imported their libraries, read the JSON, registered fonts, decoded the icon and
// brought all texts into the form their library takes. Muster gets the report and
// does everything. Both sides collect garbage before a round.
//
//	go test -tags migrated_fynedo -run XXX -bench . ./exporters/versus
package versus_test

import (
	"runtime"
	"slices"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"muster/exporters/outside"
)

const (
	benchRounds  = 21
	officeRounds = 3 // seconds each
)

// BenchmarkPDF is the whole PDF: contents, running heads, tables, vector figures,
// embedded fonts. Muster's is also tagged, with links between its parts and the
// engagement attached, which the other's is spared. Both sides lay it out twice, as
// contents and footers need the pages beforehand. The mark is against the quickest that platypus can do by itself;
// testdata/report.py tells the ways apart.
func BenchmarkPDF(b *testing.B) {
	work := func(b *testing.B) { renderPDF(b) }
	for _, c := range []struct {
		name string
		args []string
		want float64
	}{
		{"reportlab", nil, 2},
		{"reportlab-paragraphs", []string{"paragraphs"}, 0},
		{"reportlab-one-layout", []string{"once"}, 0},
	} {
		b.Run(c.name, func(b *testing.B) {
			interpreter := outside.Python(b, "reportlab")
			_, path := theContent(b)
			against(b, start(b, interpreter, "report.py", append([]string{path}, c.args...)...), c.want, work)
		})
	}
	b.Run("LibreOffice", againstOffice)
}

// BenchmarkWorkbook is the whole workbook. The other side is handed finished cells:
// addresses in formulas, heights of rows and values come from Muster's own workbook
// and cost it nothing. The mark is against the quickest way of each library;
// testdata/book_openpyxl.py also knows the one its tutorial shows.
func BenchmarkWorkbook(b *testing.B) {
	work := func(b *testing.B) { renderWorkbook(b) }
	for _, c := range []struct {
		name, library, program string
		args                   []string
		want                   float64
	}{
		{"XlsxWriter", "xlsxwriter", "book_xlsxwriter.py", nil, 2},
		{"openpyxl", "openpyxl", "book_openpyxl.py", nil, 4},
		{"openpyxl-ordinary", "openpyxl", "book_openpyxl.py", []string{"ordinary"}, 0},
	} {
		b.Run(c.name, func(b *testing.B) {
			interpreter := outside.Python(b, c.library)
			_, path := theContent(b)
			against(b, start(b, interpreter, c.program, append([]string{path}, c.args...)...), c.want, work)
		})
	}
}

// against takes turns with a program. It wants to be so many times faster, by the
// median; zero wants nothing.
func against(b *testing.B, p *program, want float64, work func(*testing.B)) {
	b.Helper()
	work(b) // warm up
	p.round("")
	var mine, its []float64
	for b.Loop() {
		for range benchRounds {
			its = append(its, p.round(""))
			mine = append(mine, seconds(b, work))
		}
	}
	tell(b, mine, its)
	if ratio := median(its) / median(mine); ratio < want { // a benchmark that fails shows no metrics
		b.Errorf("%.2f times as fast by the median (%.1f ms, the other %.1f), %.2f at best (%.1f, %.1f), not %g times", ratio, median(mine)*1e3, median(its)*1e3,
			slices.Min(its)/slices.Min(mine), slices.Min(mine)*1e3, slices.Min(its)*1e3, want)
	}
}

// againstOffice is Muster's PDF beside LibreOffice's of Muster's workbook: not the
// same pages, but what somebody would do who has only the workbook.
func againstOffice(b *testing.B) {
	o := newOffice(b)
	book, empty := write(b, "book.xlsx", renderWorkbook(b)), write(b, "empty.xlsx", emptyBook(b))
	work := func(b *testing.B) { renderPDF(b) }
	work(b)
	o.convert(empty) // makes the profile
	var mine, its, starts []float64
	for b.Loop() {
		for range officeRounds {
			its = append(its, o.convert(book))
			starts = append(starts, o.convert(empty))
			mine = append(mine, seconds(b, work))
		}
	}
	tell(b, mine, its)
	b.ReportMetric((median(its)-median(starts))/median(mine), "ratio-median-without-start")
}

func emptyBook(b *testing.B) []byte {
	b.Helper()
	f := excelize.NewFile()
	defer f.Close()
	if err := f.SetCellValue("Sheet1", "A1", "."); err != nil {
		b.Fatal(err)
	}
	buf, err := f.WriteToBuffer()
	if err != nil {
		b.Fatal(err)
	}
	return buf.Bytes()
}

func seconds(b *testing.B, work func(*testing.B)) float64 {
	b.Helper()
	runtime.GC()
	begin := time.Now()
	work(b)
	return time.Since(begin).Seconds()
}

func median(x []float64) float64 {
	x = slices.Sorted(slices.Values(x))
	n := len(x)
	return (x[(n-1)/2] + x[n/2]) / 2
}

// tell reports the times of both sides and how many times faster Muster is.
func tell(b *testing.B, mine, its []float64) {
	b.Helper()
	b.ReportMetric(0, "ns/op") // of both sides together: means nothing
	b.ReportMetric(slices.Min(mine)*1e3, "Muster-ms-best")
	b.ReportMetric(median(mine)*1e3, "Muster-ms-median")
	b.ReportMetric(slices.Min(its)*1e3, "other-ms-best")
	b.ReportMetric(median(its)*1e3, "other-ms-median")
	b.ReportMetric(slices.Min(its)/slices.Min(mine), "ratio-best")
	b.ReportMetric(median(its)/median(mine), "ratio-median")
}

// Speed against pandas, and memory, on a million rows.

package tickets

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

const million = 1_000_000

// writeExport writes rows of the shape of a ServiceNow event log, about 95 bytes
// each; every ticket has rowsEach of them.
func writeExport(tb testing.TB, rows, rowsEach int) string {
	tb.Helper()
	path := filepath.Join(tb.TempDir(), "export-"+strconv.Itoa(rowsEach)+".csv")
	f, err := os.Create(path)
	if err != nil {
		tb.Fatal(err)
	}
	defer f.Close()
	w := bufio.NewWriterSize(f, 1<<20)
	fmt.Fprintln(w, "number,incident_state,priority,opened_at,sys_updated_at,resolved_at,closed_code")
	start := time.Date(2024, time.January, 1, 0, 0, 0, 0, time.UTC)
	priorities := []string{"1 - Critical", "2 - High", "3 - Moderate", "4 - Low", "3 - Moderate", "4 - Low", "3 - Moderate", "2 - High"}
	states := []string{"New", "Active", "Awaiting User Info", "Resolved", "Closed"}
	const form = "02-01-2006 15:04"
	for i := range rows {
		ticket, change := i/rowsEach, i%rowsEach
		opened := start.Add(time.Duration(int64(ticket)*int64(rowsEach)*57) * time.Second)
		resolved := opened.Add(time.Duration(1+ticket*7919%500) * 17 * time.Minute)
		updated := opened.Add(time.Duration(change*13) * time.Minute)
		state := states[min(change, len(states)-1)]
		if change == rowsEach-1 {
			state = "Closed"
		}
		fmt.Fprintf(w, "INC%07d,%s,%s,%s,%s,%s,code %d\n", ticket, state, priorities[ticket*31%len(priorities)],
			opened.Format(form), updated.Format(form), resolved.Format(form), ticket%17)
	}
	if err := w.Flush(); err != nil {
		tb.Fatal(err)
	}
	return path
}

// pandas is a python3 that has it, or empty.
func pandas() string {
	for _, python := range []string{"python3", "/usr/bin/python3"} {
		if exec.Command(python, "-c", "import pandas").Run() == nil {
			return python
		}
	}
	return ""
}

// BenchmarkImport reads a million rows, and where there is pandas has it do the
// same with testdata/compare_pandas.py: read, parse the dates in the format told,
// last row a ticket, tickets a week, dispersion, elapsed time.
func BenchmarkImport(b *testing.B) {
	python := pandas()
	for _, rowsEach := range []int{1, 5} {
		b.Run(fmt.Sprintf("rows-a-ticket=%d", rowsEach), func(b *testing.B) {
			path := writeExport(b, million, rowsEach)
			info, err := os.Stat(path)
			if err != nil {
				b.Fatal(err)
			}
			b.SetBytes(info.Size())
			b.ReportAllocs()
			for b.Loop() {
				h, err := Import(context.Background(), path, Options{})
				if err != nil {
					b.Fatal(err)
				}
				if h.Tickets != int64(million/rowsEach) {
					b.Fatalf("%d tickets", h.Tickets)
				}
			}
			if python == "" {
				return
			}
			ours := b.Elapsed().Seconds() / float64(b.N)
			out, err := exec.Command(python, filepath.Join("testdata", "compare_pandas.py"), path).Output()
			if err != nil {
				b.Fatal(err)
			}
			var theirs float64
			var tickets int
			if _, err := fmt.Sscan(string(out), &theirs, &tickets); err != nil || tickets != million/rowsEach {
				b.Fatalf("%q: %v", out, err)
			}
			b.ReportMetric(theirs/ours, "times-pandas")
			b.ReportMetric(theirs, "pandas-s")
		})
	}
}

// BenchmarkWorkbook reads a workbook of a hundred thousand rows.
func BenchmarkWorkbook(b *testing.B) {
	const rows = 100_000
	f := excelize.NewFile()
	defer f.Close()
	w, err := f.NewStreamWriter("Sheet1")
	if err != nil {
		b.Fatal(err)
	}
	if err := w.SetRow("A1", []any{"id", "opened", "severity", "state", "closed", "note"}); err != nil {
		b.Fatal(err)
	}
	for i := range rows {
		row := []any{fmt.Sprint("T", i), 46000 + float64(i)/1000, "P3", "Closed", 46000.5 + float64(i)/1000, fmt.Sprint("a note of some length, number ", i)}
		if err := w.SetRow(fmt.Sprintf("A%d", i+2), row); err != nil {
			b.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		b.Fatal(err)
	}
	path := filepath.Join(b.TempDir(), "large.xlsx")
	if err := f.SaveAs(path); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if h, err := Import(context.Background(), path, Options{}); err != nil || h.Tickets != rows {
			b.Fatal(h, err)
		}
	}
}

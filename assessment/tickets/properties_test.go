// What holds for any export.

package tickets

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

const eventHeader = "number,sys_updated_at,sys_mod_count,opened_at,priority,incident_state,acknowledged,resolved_at,time_worked,close code,reopen_count\n"

// drawEvents draws rows of an event log, with faults among them.
func drawEvents(t *rapid.T) []string {
	stamp := func(name string) string {
		return fmt.Sprintf("%02d/%02d/2026 %02d:%02d", rapid.IntRange(1, 28).Draw(t, name+" day"), rapid.IntRange(1, 12).Draw(t, name+" month"),
			rapid.IntRange(0, 23).Draw(t, name+" hour"), rapid.IntRange(0, 3).Draw(t, name+" minute")*15)
	}
	maybe := func(name string) string {
		if rapid.Bool().Draw(t, name) {
			return "?"
		}
		return stamp(name)
	}
	n := rapid.IntRange(1, 40).Draw(t, "rows")
	rows := []string{"T0,13/05/2026 00:00,0,14/05/2026 10:00,high,New,?,?,,,0"}
	for range n {
		rows = append(rows, fmt.Sprintf("T%d,%s,%d,%s,%s,%s,%s,%s,%s,%s,%d", rapid.IntRange(0, 12).Draw(t, "ticket"), maybe("updated"), rapid.IntRange(0, 3).Draw(t, "change"),
			maybe("opened"), rapid.SampledFrom([]string{"1 - Critical", "P2", "low", "?", "red", "blue", "3"}).Draw(t, "severity"),
			rapid.SampledFrom([]string{"New", "Closed", "Resolved", "odd", ""}).Draw(t, "state"), maybe("acknowledged"), maybe("resolved"),
			rapid.SampledFrom([]string{"", "1h", "00:20:00", "x"}).Draw(t, "worked"), rapid.SampledFrom([]string{"", "False Positive", "Solved", "code 1"}).Draw(t, "code"), rapid.IntRange(0, 1).Draw(t, "reopened")))
	}
	return rows
}

func historyText(t *rapid.T, h *History) string {
	b, err := json.Marshal(struct {
		*History
		SHA256 string
		Arrive []Arrival
	}{h, "", h.arrivals})
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func importRows(t *rapid.T, rows []string, lim limits) *History {
	text := eventHeader + strings.Join(rows, "\n") + "\n"
	h, _, err := importLimited(text, Options{Cover: DefaultWindow()}, lim)
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	h.SHA256 = ""
	return h
}

func TestOrderOfRowsDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows := drawEvents(t)
		want := historyText(t, importRows(t, rows, defaultLimits))
		shuffled := rapid.Permutation(rows).Draw(t, "shuffled")
		if diff := cmp.Diff(want, historyText(t, importRows(t, shuffled, defaultLimits))); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestSpilledIsTheSame(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	rapid.Check(t, func(t *rapid.T) {
		rows := drawEvents(t)
		want := historyText(t, importRows(t, rows, defaultLimits))
		small := limits{tickets: rapid.IntRange(1, 5).Draw(t, "tickets"), values: exactValues}
		if diff := cmp.Diff(want, historyText(t, importRows(t, rows, small))); diff != "" {
			t.Fatal(diff)
		}
	})
	noFiles(t, os.Getenv("TMPDIR"))
}

func noFiles(t *testing.T, dir string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), "muster-") || strings.HasPrefix(e.Name(), "excelize-") {
			t.Errorf("%s stayed", e.Name())
		}
	}
}

func TestManyTicketsSpill(t *testing.T) {
	var b strings.Builder
	b.WriteString("id,opened,severity,worked (h)\n")
	for i := range 5000 {
		fmt.Fprintf(&b, "%d,2026-01-%02d %02d:%02d,%s,%d\n", i%4000, 1+i%28, i%24, i%60, []string{"critical", "high", "medium", "low"}[i%4], i%10)
	}
	mem, _, err := importLimited(b.String(), Options{}, defaultLimits)
	if err != nil {
		t.Fatal(err)
	}
	disk, _, err := importLimited(b.String(), Options{}, limits{tickets: 100, values: exactValues})
	if err != nil {
		t.Fatal(err)
	}
	if mem.Tickets != 4000 {
		t.Errorf("%d tickets", mem.Tickets)
	}
	a, _ := json.Marshal(mem)
	c, _ := json.Marshal(disk)
	if diff := cmp.Diff(string(a), string(c)); diff != "" {
		t.Error(diff)
	}
}

func TestClassesAreCloseToExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOfN(rapid.Int64Range(0, 1_000*msHour), 50, 400).Draw(t, "values")
		exact, counted := &stream{}, &stream{limit: 10}
		for _, v := range values {
			exact.add(v)
			counted.add(v)
		}
		if exact.summary().Mean != counted.summary().Mean {
			t.Fatal("means differ")
		}
		// The classed value is within 0.1 % of the value of its rank.
		for _, q := range []float64{0, 0.5, 0.9, 1} {
			rank := int(q * float64(len(values)-1))
			exact.quantile(q) // sorts
			want := float64(exact.values[rank]) / float64(msHour)
			if got := counted.quantile(q); got < want*0.999-1e-9 || got > want*1.001+1e-9 {
				t.Fatalf("%v: %v, want %v", q, got, want)
			}
		}
	})
}

// cancelling cancels after some reads.
type cancelling struct {
	*strings.Reader
	left   *int
	cancel func()
}

func (c cancelling) Read(b []byte) (int, error) {
	if *c.left--; *c.left == 0 {
		c.cancel()
	}
	return c.Reader.Read(b[:min(len(b), 4096)])
}

func (cancelling) Close() error { return nil }

func TestCancelLeavesNoFiles(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	var b strings.Builder
	b.WriteString("id,opened,severity\n")
	for i := range 200_000 {
		fmt.Fprintf(&b, "%d,2026-01-%02d 10:00,high\n", i, 1+i%28)
	}
	for _, reads := range []int{1, 20, 400, 900} {
		ctx, cancel := context.WithCancel(context.Background())
		left := reads
		src := &source{name: "x.csv", size: int64(b.Len()), kind: kindCSV}
		src.open = func() (io.ReadCloser, error) {
			return cancelling{strings.NewReader(b.String()), &left, cancel}, nil
		}
		_, err := importSource(ctx, src, Options{}, limits{tickets: 1000, values: exactValues})
		if !errors.Is(err, context.Canceled) {
			t.Errorf("after %d reads: %v", reads, err)
		}
		cancel()
		noFiles(t, dir)
	}
}

func TestSpillFileIsPrivate(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	s, err := newSpill()
	if err != nil {
		t.Fatal(err)
	}
	info, err := s.file.Stat()
	if err != nil || info.Mode().Perm()&0o077 != 0 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	s.close()
	if names, _ := filepath.Glob(filepath.Join(dir, "*")); len(names) > 0 {
		t.Error(names)
	}
}

package tickets

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"

	"pgregory.net/rapid"
)

// scanAll gives cells joined by ¦, or the reason a row is not used.
func scanAll(t testing.TB, r io.Reader, delimiter byte, columns int) []string {
	t.Helper()
	s := newScanner(r, delimiter, '\n')
	s.columns = columns
	var out []string
	for {
		rec, err := s.next()
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		row := rec.fault.text(ISO)
		if rec.fault == noReason {
			row = string(bytes.Join(rec.cells, []byte("¦")))
		}
		out = append(out, fmt.Sprintf("%d %s", rec.line, row))
	}
}

func TestScan(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string
	}{
		{"plain", "a,b\nc,d\n", []string{"1 a¦b", "2 c¦d"}},
		{"no line end at the end", "a,b\nc,d", []string{"1 a¦b", "2 c¦d"}},
		{"CRLF", "a,b\r\n\"c\",d\r\n", []string{"1 a¦b", "2 c¦d"}},
		{"quoted", `"a,b","c ""d"" e"` + "\n", []string{"1 a,b¦c \"d\" e"}},
		{"line end in quotes", "\"a\nb\",c\nd,e\n", []string{"1 a\nb¦c", "3 d¦e"}},
		{"empty cells", ",\n\"\",\n", []string{"1 ¦", "2 ¦"}},
		{"quote inside", "5\" disk,b\n\"x\"y,b\n", []string{"1 5\" disk¦b", "2 \"x\"y¦b"}},
		{"space before quote", "a, \"b,c\" \nd,e\n", []string{"1 a¦b,c", "2 d¦e"}},
		{"not closed, then others", "a,\"b\nc,d\ne,\"f\"\ng,h\n", []string{"1 quote not closed", "2 c¦d", "3 e¦f", "4 g¦h"}},
		{"not closed to the end", "a,\"b\nc,d\ne,f\n", []string{"1 quote not closed", "2 c¦d", "3 e¦f"}},
		{"not closed, last line", "a,b\nc,\"d", []string{"1 a¦b", "2 quote not closed"}},
		{"closed by the next row", "a,\"b\nc\",d\ne,f\n", []string{"1 quote not closed", "2 c\"¦d", "3 e¦f"}},
		{"line end in quotes, delimiter too many", "a,b\n\"c\nd\",e,\n", []string{"1 a¦b", "2 c\nd¦e¦"}},
		{"empty lines", "a,b\n\n  \nc,d\n", []string{"1 a¦b", "2 empty line", "3 empty line", "4 c¦d"}},
		{"NUL", "a,b\nc\x00,d\n", []string{"1 a¦b", "2 holds NUL bytes"}},
	}
	for _, tt := range tests {
		for name, r := range map[string]io.Reader{"whole": strings.NewReader(tt.text), "bytes": iotest.OneByteReader(strings.NewReader(tt.text)), "with error": iotest.DataErrReader(strings.NewReader(tt.text))} {
			if got := scanAll(t, r, ',', 2); strings.Join(got, "\n") != strings.Join(tt.want, "\n") {
				t.Errorf("%s, %s: %q, want %q", tt.name, name, got, tt.want)
			}
		}
	}
}

// endless gives a start, then a byte for so long, then an end.
type endless struct {
	start, end string
	filler     byte
	left       int64
}

func (e *endless) Read(b []byte) (int, error) {
	switch {
	case e.start != "":
		n := copy(b, e.start)
		e.start = e.start[n:]
		return n, nil
	case e.left > 0:
		n := int(min(int64(len(b)), e.left))
		for i := range n {
			b[i] = e.filler
		}
		e.left -= int64(n)
		return n, nil
	case e.end != "":
		n := copy(b, e.end)
		e.end = e.end[n:]
		return n, nil
	}
	return 0, io.EOF
}

func TestEndlessCellTakesNoMemory(t *testing.T) {
	size := int64(2 << 30)
	if testing.Short() {
		size = 64 << 20
	}
	for _, start := range []string{"a,b\n1,", "a,b\n1,\""} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		got := scanAll(t, &endless{start: start, filler: 'x', left: size, end: "\n2,y\n"}, ',', 2)
		runtime.ReadMemStats(&after)
		if want := []string{"1 a¦b", "2 cell longer than 64 KiB", "3 2¦y"}; fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%q", got)
		}
		if grown := after.TotalAlloc - before.TotalAlloc; grown > 8<<20 {
			t.Errorf("took %d MB", grown>>20)
		}
	}
}

func TestLongQuotedCellSpoilsItsRowOnly(t *testing.T) {
	note := strings.Repeat("a line of notes\n", 8000) // 128 KB
	text := "id,note\n1,\"" + note + "\"\n2,b\n"
	if got := scanAll(t, strings.NewReader(text), ',', 2); fmt.Sprint(got) != fmt.Sprint([]string{"1 id¦note", "2 cell longer than 64 KiB", "8003 2¦b"}) {
		t.Errorf("%.200q", got)
	}
}

func TestReaderError(t *testing.T) {
	s := newScanner(io.MultiReader(strings.NewReader("a,b\nc"), iotest.ErrReader(io.ErrUnexpectedEOF)), ',', '\n')
	for {
		if _, err := s.next(); err != nil {
			if !errors.Is(err, io.ErrUnexpectedEOF) {
				t.Error(err)
			}
			return
		}
	}
}

// TestScanAgreesWithPackageCSV compares what is well formed.
func TestScanAgreesWithPackageCSV(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		width := rapid.IntRange(2, 4).Draw(t, "width")
		cell := rapid.StringOfN(rapid.SampledFrom([]rune("ab\",;\n x")), 0, 6, -1)
		rows := rapid.SliceOfN(rapid.SliceOfN(cell, width, width), 1, 6).Draw(t, "rows")
		var b bytes.Buffer
		w := csv.NewWriter(&b)
		for _, row := range rows {
			row[0] = "k" + row[0] // no empty line
			if err := w.Write(row); err != nil {
				t.Fatal(err)
			}
		}
		w.Flush()
		s := newScanner(iotest.HalfReader(&b), ',', '\n')
		s.columns = width
		for i, row := range rows {
			rec, err := s.next()
			if err != nil || rec.fault != noReason {
				t.Fatalf("row %d: %v, %s", i, err, rec.fault.text(ISO))
			}
			if len(rec.cells) != width {
				t.Fatalf("row %d: %q", i, rec.cells)
			}
			for j, c := range rec.cells {
				if string(c) != row[j] {
					t.Fatalf("row %d: %q, want %q", i, c, row[j])
				}
			}
		}
		if _, err := s.next(); !errors.Is(err, io.EOF) {
			t.Fatal("more rows")
		}
	})
}

func FuzzScan(f *testing.F) {
	f.Add([]byte("a,b\n\"c\nd\",e\n"), byte(','), 2)
	f.Add([]byte("a;\"b\r\nc;\"\"d\"\r\n\x00;e"), byte(';'), 2)
	f.Add([]byte("a\t \"b\" \t\"c\"\"\"\n\"\n\"\"\n"), byte('\t'), 3)
	f.Fuzz(func(t *testing.T, text []byte, delimiter byte, columns int) {
		if delimiter == '"' || delimiter == '\n' || delimiter == '\r' || columns < 0 {
			return // no delimiter
		}
		lines := int64(bytes.Count(text, []byte("\n")) + 1)
		var all [2][]string
		for i, r := range []io.Reader{bytes.NewReader(text), iotest.OneByteReader(bytes.NewReader(text))} {
			all[i] = scanAll(t, r, delimiter, columns)
			if int64(len(all[i])) > lines {
				t.Fatalf("%d records of %d lines", len(all[i]), lines)
			}
		}
		if fmt.Sprint(all[0]) != fmt.Sprint(all[1]) {
			t.Fatalf("read at once %q, byte by byte %q", all[0], all[1])
		}
	})
}

func FuzzDate(f *testing.F) {
	for _, s := range []string{"29-02-2016 01:16", "2016-02-29T01:16:07.123Z", "Mar 1, 2016 3:04 PM", "1456708560123", "42429.05", "1. M\xe4rz 2016", "+02:00", "(", "1e9", "a.m."} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		for _, order := range []Order{ISO, DMY, MDY} {
			d := parseDate(trim(text), order, false)
			if d.status == dateRead && (d.ms < earliest || d.ms >= latest) {
				t.Fatalf("%q: %d", text, d.ms)
			}
		}
		ms, status := parseWorked(trim(text), Hours)
		if status == workedRead && (ms < 0 || float64(ms) > maxWorked) {
			t.Fatalf("%q: %d", text, ms)
		}
		parseSeverity(string(text))
		parseState(string(text))
		parseCode(string(text), nil)
		namedFields(string(text))
	})
}

func FuzzImport(f *testing.F) {
	f.Add([]byte("id,opened,severity,resolved\n1,01/02/2026 10:00,high,03/02/2026\n2,13/02/2026,P3,\n"))
	f.Add([]byte("sep=;\nid;created;prio;worked (min)\n1;1456708560;1 - Critical;30\n1;1456708560;5;60\n"))
	f.Add([]byte("\xff\xfei\x00d\x00,\x00"))
	f.Fuzz(func(t *testing.T, text []byte) {
		h, _, err := importText(t, string(text), Mapping{DateOrder: DMY})
		if err != nil {
			if err.Error() == "" || errors.Is(err, context.Canceled) {
				t.Fatal(err)
			}
			return
		}
		unused := int64(0)
		for _, u := range h.Unused {
			unused += u.Count
		}
		if unused > h.Rows || h.Tickets > h.Rows-unused {
			t.Fatalf("%d rows, %d unused, %d tickets", h.Rows, unused, h.Tickets)
		}
		sum := int64(0)
		for _, n := range h.HourOfWeek {
			sum += n
		}
		if sum != h.Tickets {
			t.Fatalf("%d tickets, %d in the hours of the week", h.Tickets, sum)
		}
	})
}

package tickets

import (
	"bytes"
	"context"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// write puts an export into a file.
func write(t testing.TB, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// importText imports text as a CSV, and lists the rows that are not used.
func importText(t testing.TB, text string, m Mapping) (*History, []string, error) {
	t.Helper()
	return importLimited(text, Options{Mapping: m}, defaultLimits)
}

func importLimited(text string, o Options, lim limits) (*History, []string, error) {
	kind, err := kindOf([]byte(text[:min(len(text), 4096)]))
	if err != nil {
		return nil, nil, err
	}
	src := &source{name: "export.csv", size: int64(len(text)), kind: kind, open: func() (io.ReadCloser, error) {
		return io.NopCloser(strings.NewReader(text)), nil
	}}
	var unused []string
	o.Unused = func(row int64, reason string) { unused = append(unused, lineText(row)+": "+reason) }
	h, err := importSource(context.Background(), src, o, lim)
	return h, unused, err
}

func lineText(row int64) string {
	var b []byte
	if row >= 10 {
		b = append(b, lineText(row/10)...)
	}
	return string(append(b, byte('0'+row%10)))
}

func mustImport(t testing.TB, text string, m Mapping) *History {
	t.Helper()
	h, _, err := importText(t, text, m)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func near(a, b float64) bool { return math.Abs(a-b) <= 1e-9*max(1, math.Abs(a), math.Abs(b)) }

func contains(list []string, part string) bool {
	for _, s := range list {
		if strings.Contains(s, part) {
			return true
		}
	}
	return false
}

func utf16(text string, big, mark bool) string {
	var b bytes.Buffer
	put := func(u uint16) {
		if big {
			b.Write([]byte{byte(u >> 8), byte(u)})
		} else {
			b.Write([]byte{byte(u), byte(u >> 8)})
		}
	}
	if mark {
		put(0xfeff)
	}
	for _, r := range text {
		put(uint16(r)) // no text here needs surrogates
	}
	return b.String()
}

func latin1(text string) string {
	var b []byte
	for _, r := range text {
		b = append(b, byte(r))
	}
	return string(b)
}

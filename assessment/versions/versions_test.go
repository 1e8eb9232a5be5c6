package versions

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"
)

var noon = time.Date(2026, 11, 24, 12, 0, 0, 0, time.Local)

func held(t *testing.T, s Shelf) []string {
	t.Helper()
	list, err := s.List()
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, v := range list {
		data, err := v.Read()
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, string(data))
	}
	return out
}

func want(t *testing.T, s Shelf, states ...string) {
	t.Helper()
	if got := held(t, s); fmt.Sprint(got) != fmt.Sprint(states) {
		t.Errorf("%q, want %q", got, states)
	}
}

func keep(t *testing.T, s Shelf, state string, at time.Time) {
	t.Helper()
	if err := s.Keep([]byte(state), at); err != nil {
		t.Fatal(err)
	}
}

func TestKeepsTheLast(t *testing.T) {
	root := t.TempDir()
	s := Of(root, "a.muster")
	want(t, s)
	for i := range 8 {
		keep(t, s, fmt.Sprint(i), noon.Add(time.Duration(-i)*time.Hour)) // a clock that runs backwards
		keep(t, s, fmt.Sprint(i), noon)
	}
	want(t, s, "7", "6", "5", "4", "3")
	keep(t, s, "3", noon) // an old state once more is a state
	want(t, s, "3", "7", "6", "5", "4")
	want(t, Of(root, "b.muster"))
	if list, _ := s.List(); !list[0].Saved.Equal(noon) {
		t.Errorf("saved %v", list[0].Saved)
	}
	entries, _ := os.ReadDir(s.dir)
	for _, e := range entries {
		if info, err := e.Info(); err != nil || info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s: %v %v", e.Name(), info.Mode(), err)
		}
	}
	if err := s.Clear(); err != nil {
		t.Fatal(err)
	}
	want(t, s)
}

func TestForeignFilesAreLeftAlone(t *testing.T) {
	s := Of(t.TempDir(), "a.muster")
	keep(t, s, "one", noon)
	for _, name := range []string{"notes.txt", "x-20260101T000000.muster", "1.muster"} {
		if err := os.WriteFile(filepath.Join(s.dir, name), []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want(t, s, "one")
}

func TestReseal(t *testing.T) {
	s := Of(t.TempDir(), "a.muster")
	keep(t, s, "one", noon)
	keep(t, s, "two", noon)
	if err := s.Reseal(func(b []byte) ([]byte, error) { return bytes.ToUpper(b), nil }); err != nil {
		t.Fatal(err)
	}
	want(t, s, "TWO", "ONE")
	broken := errors.New("broken")
	err := s.Reseal(func(b []byte) ([]byte, error) {
		if string(b) == "TWO" {
			return nil, broken
		}
		return b, nil
	})
	if !errors.Is(err, broken) {
		t.Error(err)
	}
	want(t, s, "ONE")
}

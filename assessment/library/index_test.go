package library

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"muster/assessment/question"
)

func save(t testing.TB, x *Index, path string) {
	t.Helper()
	if err := x.Save(path); err != nil {
		t.Fatal(err)
	}
}

func TestIndexRoundTrip(t *testing.T) {
	dir := shelf(t, 5)
	put(t, "{", dir, "broken.muster")
	put(t, secret, dir, "protected.muster")
	places := Places{Recent: []string{filepath.Join(dir, "none.muster"), filepath.Join(dir, "broken.muster")}, Folders: []string{dir}}
	f := scan(t, nil, places)
	path := filepath.Join(temp(t), "new", "folder", IndexName)
	save(t, f.Index, path)
	if info, err := os.Stat(path); err != nil || runtime.GOOS != "windows" && info.Mode() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	x := LoadIndex(path, stamp)
	if got, want := x.Known(places), f.Entries; len(got) != 8 || !same(got, want) {
		t.Errorf("read back:\n%v\nwant\n%v", got, want)
	}
	if again := scan(t, x, places); again.Read != 0 {
		t.Errorf("%d files are read again", again.Read)
	}
	// What is no longer wanted is not shown.
	if got := x.Known(Places{Recent: []string{"/new.muster"}, Folders: []string{filepath.Join(dir, "client")}}); len(got) != 1 || got[0].State != Unread || got[0].Recent != 1 {
		t.Errorf("of other places it knows %v", got)
	}
}

// same compares entries; times may differ in their zone.
func same(a, b []Entry) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		x, y := a[i], b[i]
		if !x.Modified.Equal(y.Modified) {
			return false
		}
		if x.Modified = y.Modified; x != y {
			return false
		}
	}
	return true
}

// An index that cannot be used is an empty one.
func TestIndexBroken(t *testing.T) {
	dir := shelf(t, 3)
	places := Places{Folders: []string{dir}}
	path := filepath.Join(temp(t), IndexName)
	save(t, scan(t, nil, places).Index, path)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(LoadIndex(path, stamp).records); n != 3 {
		t.Fatalf("%d records", n)
	}
	for name, data := range map[string]string{
		"empty": "", "half": string(whole[:len(whole)/2]), "text": "no JSON", "list": "[]", "null": "null",
		"another format": strings.Replace(string(whole), indexFormat, "other", 1), "newer": strings.Replace(string(whole), `"version":1`, `"version":2`, 1),
		"another type": strings.Replace(string(whole), `"answered":`, `"answered":"x","a":`, 1),
	} {
		put(t, data, path)
		if n := len(LoadIndex(path, stamp).records); n != 0 {
			t.Errorf("%s: %d records", name, n)
		}
	}
	if n := len(LoadIndex(filepath.Join(dir, "none"), stamp).records) + len(LoadIndex(dir, stamp).records); n != 0 {
		t.Error("records from nowhere")
	}
	put(t, string(whole), path)
	if n := len(LoadIndex(path, stamp+"x").records); n != 0 {
		t.Error("an index of another model is used")
	}
}

func TestIndexAnyBytes(t *testing.T) {
	path := filepath.Join(temp(t), IndexName)
	whole := fmt.Sprintf(`{"format":%q,"version":1,"stamp":%q,"entries":[{"file":"a","title":"T","answered":3}]}`, indexFormat, stamp)
	rapid.Check(t, func(t *rapid.T) {
		data := []byte(whole)
		for range rapid.IntRange(0, 3).Draw(t, "changes") {
			data[rapid.IntRange(0, len(data)-1).Draw(t, "at")] = rapid.Byte().Draw(t, "byte")
		}
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		for _, e := range LoadIndex(path, stamp).Known(Places{Recent: []string{"a"}}) {
			if e.Path != "a" || e.Answered > e.Applicable || e.Answered < 0 {
				t.Fatalf("%+v of %q", e, data)
			}
		}
	})
}

// Nothing of a protected file is on the disk in clear, whatever was known before.
func TestIndexKeepsNoSecrets(t *testing.T) {
	dir := temp(t)
	file := put(t, titled(t, "saas", "Project Nightingale"), dir, "a.muster")
	places := Places{Folders: []string{dir}}
	path := filepath.Join(temp(t), IndexName)
	text := func() string {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	first := scan(t, nil, places)
	save(t, first.Index, path)
	if !strings.Contains(text(), "Nightingale") {
		t.Fatal("the index does not know the title; this test would prove nothing")
	}
	put(t, secret+"\n...", file)
	save(t, scan(t, LoadIndex(path, stamp), places).Index, path)
	if s := text(); strings.Contains(s, "Nightingale") || strings.Contains(s, first.Entries[0].Client) {
		t.Errorf("the index says %s", s)
	}
	// Nor is it shown if somebody put it there.
	put(t, strings.Replace(text(), `"state":`, `"title":"Nightingale","verdict":"warranted","answered":3,"state":`, 1), path)
	if e := LoadIndex(path, stamp).Known(places)[0]; e.Title != "" || e.Verdict != "" || e.Answered != 0 || e.State != Protected {
		t.Errorf("%+v", e)
	}
}

func TestIndexOfForgottenFiles(t *testing.T) {
	dir := shelf(t, 2)
	a, b := filepath.Join(dir, "client 00", "saas-0000.muster"), filepath.Join(dir, "client 00", "bank-0001.muster")
	x := scan(t, nil, Places{Recent: []string{a, b}}).Index
	y := scan(t, x, Places{Recent: []string{b}}).Index
	if len(x.records) != 2 || len(y.records) != 1 {
		t.Errorf("%d, then %d records", len(x.records), len(y.records))
	}
}

func TestIndexCannotBeWritten(t *testing.T) {
	file := put(t, "x", temp(t), "file")
	for _, path := range []string{filepath.Join(file, IndexName), temp(t)} {
		if err := NewIndex(stamp).Save(path); err == nil || strings.Contains(err.Error(), ".tmp") {
			t.Errorf("written to %s: %v", path, err)
		}
	}
}

func TestStamp(t *testing.T) {
	if Stamp(set, registry) != stamp {
		t.Error("two stamps of the same")
	}
	other := *set
	other.Version++
	changed := *registry
	changed.Version++
	same := *set
	same.Sections = append([]question.Section{}, set.Sections...)
	same.Sections[0].Title += "!"
	for name, s := range map[string]string{"set": Stamp(&other, registry), "model": Stamp(set, &changed), "texts": Stamp(&same, registry)} {
		if s == stamp {
			t.Errorf("another %s has the same stamp", name)
		}
	}
}

package datafile

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

type inner struct {
	Name  string   `yaml:"name"`
	Size  float64  `yaml:"size"`
	Count int      `yaml:"count"`
	Limit *float64 `yaml:"limit"`
	_     int      // not exported, so no key
	Plain string   `yaml:"-"`
}

type outer struct {
	Title string           `yaml:"title"`
	List  []inner          `yaml:"list"`
	Map   map[string]inner `yaml:"map"`
	Any   any              `yaml:"any"`
}

func TestDecode(t *testing.T) {
	var got outer
	src, err := Decode("a.yaml", []byte("title: A # comment\nlist:\n  - {name: x, size: 2.5, count: 3, limit: 0}\nmap:\n  k: {name: y}\nany: [1, two]\n"), &got)
	if err != nil || src.Err() != nil {
		t.Fatal(err, src.Err())
	}
	if got.Title != "A" || len(got.List) != 1 || got.List[0].Size != 2.5 || got.List[0].Count != 3 || got.List[0].Limit == nil || got.Map["k"].Name != "y" {
		t.Errorf("%+v", got)
	}
}

func TestDecodeFaults(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"unknown key", "titel: A\n", `a.yaml:1:1: titel: unknown key "titel"; allowed here: any, list, map, title`},
		{"unknown key with a comment", "titel: A # why\n", `a.yaml:1:1: titel: unknown key "titel"`},
		{"quoted unknown key", `"titel": A` + "\n", `a.yaml:1:1: titel: unknown key "titel"`},
		{"unknown key in a list", "list:\n  - name: x\n  - nam: y\n", `a.yaml:3:5: list[1].nam: unknown key "nam"; allowed here: count, limit, name, size`},
		{"unknown key in a map", "map:\n  k:\n    nam: y\n", `a.yaml:3:5: map.k.nam: unknown key "nam"`},
		{"field that is no key", "list: [{Plain: x}]\n", `a.yaml:1:9: list[0].Plain: unknown key "Plain"`},
		{"key twice", "title: A\ntitle: B\n", `a.yaml:2:1: `},
		{"text as number", "list: [{size: big}]\n", "a.yaml:1:15: "},
		{"list as text", "title: [a]\n", "a.yaml:1:8: "},
		{"object as list", "list: {name: x}\n", "a.yaml:1:"},
		{"fraction as integer", "list: [{count: 1.5}]\n", "a.yaml:1:16: "},
		{"number too large for an integer", "list: [{count: 1e99}]\n", "a.yaml:1:16: "},
		{"broken", "title: \"A\n", "a.yaml:1:8: "},
		{"empty", "", "a.yaml: the file is empty"},
		{"two documents", "title: A\n---\ntitle: B\n", "a.yaml: found 2 YAML documents, expected exactly one"},
		{"unknown key behind an anchor", "map:\n  k: &a {name: x, nam: y}\n", "a.yaml:2:"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got outer
			_, err := Decode("a.yaml", []byte(c.text), &got)
			if err == nil || !strings.HasPrefix(err.Error(), c.want) {
				t.Errorf("error %v, want %s …", err, c.want)
			}
		})
	}
}

func TestDecodeCollectsFaults(t *testing.T) {
	var got outer
	_, err := Decode("a.yaml", []byte("list:\n  - {b: 1}\n  - {name: x, c: 1}\na: 1\n"), &got)
	var faults Faults
	if !errors.As(err, &faults) {
		t.Fatal(err)
	}
	var places []string
	for _, f := range faults {
		places = append(places, f.Path)
	}
	if diff := cmp.Diff([]string{"list[0].b", "list[1].c", "a"}, places); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// The deepest part of a path that exists in the file gives the place.
func TestFaultfFindsThePlace(t *testing.T) {
	text := "title: A\nlist:\n  - name: x\n    size: 1\n  - name: y\nmap:\n  k:\n    name: z\n"
	for _, c := range []struct {
		path         string
		line, column int
	}{
		{"title", 1, 8},
		{"list", 3, 5},
		{"list[1]", 5, 5},
		{"list[0].size", 4, 11},
		{"list[0].limit", 3, 5},
		{"list[7].name", 3, 5},
		{"list[x]", 3, 5},
		{"list[", 3, 5},
		{"map.k.name", 8, 11},
		{"map.q", 7, 3},
		{"nowhere.at[3].all", 1, 1},
		{"", 1, 1},
	} {
		var got outer
		src, err := Decode("a.yaml", []byte(text), &got)
		if err != nil {
			t.Fatal(err)
		}
		src.Faultf(c.path, "found %d, allowed %d", 1, 2)
		var faults Faults
		if !errors.As(src.Err(), &faults) {
			t.Fatal(src.Err())
		}
		want := Faults{{File: "a.yaml", Line: c.line, Column: c.column, Path: c.path, Message: "found 1, allowed 2"}}
		if diff := cmp.Diff(want, faults); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.path, diff)
		}
	}
}

func TestErrSortsByPlace(t *testing.T) {
	var got outer
	src, err := Decode("a.yaml", []byte("title: A\nlist: [{name: x, size: 1}]\n"), &got)
	if err != nil {
		t.Fatal(err)
	}
	src.Faultf("list[0].size", "third")
	src.Faultf("list[0].name", "second")
	src.Faultf("title", "first")
	if want := "a.yaml:1:8: title: first\na.yaml:2:15: list[0].name: second\na.yaml:2:24: list[0].size: third"; src.Err().Error() != want {
		t.Errorf("got\n%v\nwant\n%s", src.Err(), want)
	}
}

func TestFaultWithoutPlaceOrPath(t *testing.T) {
	if got := (Fault{File: "a.yaml", Message: "bad"}).Error(); got != "a.yaml: bad" {
		t.Error(got)
	}
}

func FuzzDecode(f *testing.F) {
	for _, s := range []string{"", "title: A", "list: [{name: x}]", "? {a: b}\n: c", "&a [*a]", "<<: *x", "map: {? : {}}", "- - - a", "\xef\xbb\xbftitle: A", "title: |\n  a\n b", "\"\": 1", "list: !!set {a}"} {
		f.Add([]byte(s), "list[0].name")
	}
	f.Fuzz(func(t *testing.T, data []byte, path string) {
		var got outer
		src, err := Decode("a.yaml", data, &got)
		if err == nil {
			src.Faultf(path, "x")
			if src.Err() == nil {
				t.Fatal("the fault was lost")
			}
		}
	})
}

// A hostile file of brackets is refused before the parser sees it, for which it would
// need gigabytes; what is as deep as may be is read.
func TestDecodeTooDeep(t *testing.T) {
	for _, mark := range []string{"[", "{a: ", "- ", "? ", "[[], {a: "} {
		_, err := Decode("own.yaml", []byte("\n"+strings.Repeat(mark, 20_000)), &struct{}{})
		if err == nil || !strings.HasPrefix(err.Error(), "own.yaml:2:") || !strings.Contains(err.Error(), "more than 100 deep") {
			t.Errorf("%q: %.200v", mark, err)
		}
	}
	for _, text := range []string{strings.Repeat("[", deepest) + strings.Repeat("]", deepest), strings.Repeat("[1], ", 5000), "[" + strings.Repeat("[1, {a: b}], ", 500) + "1]", strings.Repeat("- [a]\n", 500)} {
		if _, err := Decode("own.yaml", []byte(text), &[]any{}); err != nil && strings.Contains(err.Error(), "deep") {
			t.Errorf("%.20q: %v", text, err)
		}
	}
}

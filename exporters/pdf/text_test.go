package pdf

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"

	"muster/assets"
)

func TestClean(t *testing.T) {
	for in, want := range map[string]string{
		"":                                 "",
		"plain":                            "plain",
		"a\r\nb\nc":                        "a\nb\nc",
		"a\tb\rc":                          "a b c",
		"x\x00\x07\x1b\x7f\u0085y":         "xy",
		"\u200f\u202ea\u2066b\u200d\ufeff": "ab",
		"1\ufe0f\u20e3":                    "1\u20e3",
		"12\u202f500\u2009x":               "12\u00a0500\u00a0x",
		"😀":                                "\ufffd",
		"\xff":                             "\ufffd",
		"\ue000":                           "\ufffd",
		"soft\u00adhyphen":                 "softhyphen",
		"{nb}":                             "{nb}",
	} {
		if got := clean(in).s; got != want {
			t.Errorf("clean(%q) = %q, want %q", in, got, want)
		}
	}
	if got := oneLine(" a\n\n b\u2028 c ").s; got != "a b c" {
		t.Errorf("oneLine = %q", got)
	}
}

func TestCleanProperty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := string(rapid.SliceOfN(rapid.Byte(), 0, 40).Draw(t, "bytes")) + rapid.String().Draw(t, "text")
		got := clean(s).s
		if !utf8.ValidString(got) {
			t.Fatalf("%q became %q", s, got)
		}
		for _, r := range got {
			if r > 0xFFFF || unicode.IsControl(r) && r != '\n' || unicode.Is(unicode.Cf, r) {
				t.Fatalf("%q kept %U", s, r)
			}
		}
		if again := clean(got).s; again != got {
			t.Fatalf("%q, then %q", got, again)
		}
	})
}

// Every line fits, and no word is lost or changed.
func TestLines(t *testing.T) {
	m, err := newMetrics()
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 300).Draw(t, "length")
		s := clean(rapid.StringOfN(rapid.RuneFrom([]rune("aiW –.\n漢Ω\u00a0")), n, n, -1).Draw(t, "text"))
		want := rapid.SampledFrom([]face{regular, bold}).Draw(t, "face")
		size, width := rapid.Float64Range(6, 30).Draw(t, "size"), rapid.Float64Range(15, 180).Draw(t, "width")
		lines := m.lines(s, want, size, width)
		if len(lines) == 0 {
			t.Fatal("no line at all")
		}
		for _, l := range lines {
			if w := m.width(l, want, size); w > width+1e-3 {
				t.Fatalf("%q is %g wide, allowed %g", l, w, width)
			}
		}
		if got := squeeze(strings.Join(lines, "")); got != squeeze(s.s) {
			t.Fatalf("%q became %q", s.s, got)
		}
		// a no-break space holds its words together, so they are one here
		words := func(s string) []string {
			return strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == '\n' })
		}
		if all := words(s.s); len(all) > 0 && width > 60 && size < 12 {
			longest := 0.0
			for _, w := range all {
				longest = max(longest, m.width(w, want, size))
			}
			if longest < width && !slices.Equal(words(strings.Join(lines, "\n")), all) {
				t.Fatalf("words of %q were torn: %q", s.s, lines)
			}
		}
	})
}

// split keeps every line of every cell and makes a part that fits.
func TestSplit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var r row
		most := 1
		for i := range rapid.IntRange(1, 4).Draw(t, "cells") {
			n := rapid.IntRange(0, 90).Draw(t, "lines")
			var lines []string
			for k := range n {
				lines = append(lines, fmt.Sprint(i, "/", k))
			}
			r.cells = append(r.cells, lines)
			most = max(most, n)
		}
		r.height = float64(most)*leading(sizeTable) + 2*cellPad
		room := rapid.Float64Range(0, 250).Draw(t, "room")
		if r.height <= room {
			return
		}
		part, rest := (&canvas{tight: 1}).split(r, room)
		if part.height > room+1e-9 || rest.height > r.height+1e-9 {
			t.Fatalf("part %g, rest %g of %g in %g", part.height, rest.height, r.height, room)
		}
		for i := range r.cells {
			got := slices.Clone(rest.cells[i])
			if part.cells != nil {
				got = append(slices.Clone(part.cells[i]), got...)
			}
			if !slices.Equal(got, r.cells[i]) {
				t.Fatalf("cell %d: %v became %v", i, r.cells[i], got)
			}
		}
		if part.cells != nil && rest.height >= r.height {
			t.Fatal("no progress")
		}
	})
}

// texts are all strings of a value.
func texts(v reflect.Value, add func(string)) {
	switch v.Kind() {
	case reflect.String:
		add(v.String())
	case reflect.Struct:
		for i := range v.NumField() {
			texts(v.Field(i), add)
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			texts(v.Index(i), add)
		}
	case reflect.Map:
		for _, k := range v.MapKeys() {
			texts(k, add)
			texts(v.MapIndex(k), add)
		}
	case reflect.Interface, reflect.Pointer:
		if !v.IsNil() {
			texts(v.Elem(), add)
		}
	}
}

// Every character of our own texts is in one of the embedded fonts.
func TestGlyphCover(t *testing.T) {
	where := map[rune]string{}
	add := func(place string) func(string) {
		return func(s string) {
			for _, r := range clean(s).s {
				if _, ok := where[r]; !ok && r != '\n' {
					where[r] = place
				}
			}
		}
	}
	add("questions")(string(assets.QuestionSet))
	add("model.yaml")(string(assets.Model))
	for _, name := range []string{"bank", "hospital", "saas", "empty"} {
		texts(reflect.ValueOf(*print1(t, name).rep), add(name))
	}
	for _, pattern := range []string{"*.go", "../report/*.go", "../chart/*.go", "../look/*.go", "../../assessment/*.go", "../../assessment/*/*.go"} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %v", pattern, err)
		}
		for _, name := range files {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			src, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			f, err := parser.ParseFile(token.NewFileSet(), name, src, 0)
			if err != nil {
				t.Fatal(err)
			}
			ast.Inspect(f, func(n ast.Node) bool {
				if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
					if s, err := strconv.Unquote(lit.Value); err == nil && utf8.ValidString(s) && !strings.ContainsRune(s, utf8.RuneError) {
						add(name)(s)
					}
				}
				return true
			})
		}
	}
	m, err := newMetrics()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range slices.Sorted(maps.Keys(where)) {
		for _, want := range []face{regular, bold} {
			if g := m.glyph(r, want); g.rune != r {
				t.Errorf("no font has %q (%U), used in %s", r, r, where[r])
			}
		}
	}
	t.Logf("%d characters", len(where))
}

package words

import (
	"encoding/json"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2/lang"

	"muster/assessment/messages"
	"muster/assessment/target"
)

// use sets a language on a system and puts English back.
func use(t *testing.T, system, language string) {
	t.Helper()
	t.Setenv("LC_ALL", system)
	t.Setenv("LANGUAGE", "")
	Use(language)
	t.Cleanup(func() { Use(messages.Source) })
}

func TestSay(t *testing.T) {
	use(t, "C", "de")
	if got := Say("%d of %d answered", 3, 4); got != "3 von 4 beantwortet" {
		t.Errorf("got %q", got)
	}
	if got := Say("no catalogue has this %d", 5); got != "no catalogue has this 5" {
		t.Errorf("got %q", got)
	}
	if one, more := Count(1, "1 difference", "%d differences"), Count(7, "1 difference", "%d differences"); one != "1 Unterschied" || more != "7 Unterschiede" {
		t.Errorf("counted %q and %q", one, more)
	}
	cause := errors.New("cause")
	if err := Errorf("%s cannot be opened:\n%w", "x", cause); !errors.Is(err, cause) || err.Error() != "x lässt sich nicht öffnen:\ncause" {
		t.Errorf("the error is %q", err)
	}
	if Mark("Recent") != "Recent" || Name("Recent") == "Recent" {
		t.Error("a marked text changes too early or not at all")
	}
	Use("tlh")
	if Language() != "en" || Say("%d of %d answered", 3, 4) != "3 of 4 answered" {
		t.Errorf("an unknown language speaks %s", Language())
	}
}

// The window speaks the language of the system unless told otherwise.
func TestLanguageOfTheSystem(t *testing.T) {
	for _, c := range []struct{ system, choice, want string }{
		{"de_DE.UTF-8", "", "de"}, {"de_AT.UTF-8", "", "de"}, {"C", "", "en"}, {"fr_FR.UTF-8", "", "en"},
		{"de_DE.UTF-8", "en", "en"}, {"C", "de", "de"}, {"de_DE.UTF-8", "xx", "en"},
	} {
		use(t, c.system, c.choice)
		if Language() != c.want {
			t.Errorf("%q on %q speaks %s", c.choice, c.system, Language())
		}
	}
}

// Fyne's own dialogs speak the window's language on any system, also after a change.
func TestDialogsOfFyne(t *testing.T) {
	cancel := map[string]string{"en": "Cancel", "de": "Abbrechen"}
	hidden := map[string]string{"en": "Show hidden files", "de": "Versteckte Dateien anzeigen"}
	for _, system := range []string{"C", "de_DE.UTF-8", "en_GB.UTF-8", "fr_FR.UTF-8", "de_DE.UTF-8"} {
		for _, l := range []string{"de", "en", "de"} {
			use(t, system, l)
			if got := lang.L("Cancel"); got != cancel[l] {
				t.Errorf("%s on %s: Cancel is %q", l, system, got)
			}
			if got := lang.L("Show Hidden Files"); got != hidden[l] {
				t.Errorf("%s on %s: the hidden files are %q", l, system, got)
			}
			if got := lang.X("file.name", "Name"); got != "Name" {
				t.Errorf("%s on %s: the name is %q", l, system, got)
			}
		}
	}
}

// section reads a part of a language's file.
func section(t *testing.T, language, name string) []string {
	t.Helper()
	data, err := os.ReadFile("../../assets/messages/" + language + ".yaml")
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	in := ""
	for _, l := range strings.Split(string(data), "\n") {
		if k, ok := strings.CutSuffix(l, ":"); ok && !strings.HasPrefix(l, " ") {
			in = k
		}
		if entry, ok := strings.CutPrefix(l, "  - "); ok && in == name {
			var key string
			if err := json.NewDecoder(strings.NewReader(entry)).Decode(&key); err != nil {
				t.Fatalf("%s: %s: %v", language, l, err)
			}
			out = append(out, key)
		}
	}
	return out
}

// A language has every text of the code, and none that the code does not have.
func TestCatalogueAndCodeAgree(t *testing.T) {
	place, _ := keys(t)
	for key, at := range place {
		if err := messages.SameVerbs(key, key); err != nil {
			t.Errorf("%s: %v", at, err)
		}
	}
	for _, language := range messages.Languages() {
		if language == messages.Source {
			continue
		}
		has := map[string]bool{}
		for _, key := range section(t, language, "interface") {
			has[key] = true
			if place[key] == "" {
				t.Errorf("%s.yaml translates %q, which no code says", language, key)
			}
		}
		if len(has) < 600 {
			t.Errorf("%s.yaml: %d texts of the interface were read only", language, len(has))
		}
		for key, at := range place {
			if !has[key] {
				t.Errorf("%s: %s.yaml lacks %q", at, language, key)
			}
		}
	}
}

// dataFiles are the files of assets whose texts people read.
func dataFiles(t *testing.T) []string {
	t.Helper()
	var out []string
	err := fs.WalkDir(os.DirFS("../../assets"), ".", func(path string, d fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(path, ".yaml") && !strings.HasPrefix(path, "messages/") {
			out = append(out, path)
		}
		return err
	})
	if err != nil || len(out) < 8 {
		t.Fatalf("%d files of texts, %v", len(out), err)
	}
	return out
}

// A text of the data section is a text of some data: of a file of assets, or of the
// code below the window.
func TestDataTextsExist(t *testing.T) {
	known := map[string]bool{}
	for _, dir := range []string{"../../assessment", "../../exporters"} {
		err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			f, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
			if err != nil {
				return err
			}
			ast.Inspect(f, func(n ast.Node) bool {
				if e, ok := n.(*ast.BasicLit); ok {
					if s, ok := text(e); ok {
						known[s] = true
					}
				}
				return true
			})
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	var data string
	for _, name := range dataFiles(t) {
		b, err := os.ReadFile("../../assets/" + name)
		if err != nil {
			t.Fatal(err)
		}
		data += string(b)
	}
	for _, s := range target.Default().Sets { // in the file their texts go over several lines
		known[s.Title], known[s.For], known[s.Why] = true, true, true
	}
	for _, language := range messages.Languages() {
		for _, key := range section(t, language, "data") {
			if !known[key] && !strings.Contains(data, ": "+key) && !strings.Contains(data, `: "`+key+`"`) {
				t.Errorf("%s.yaml translates %q, which no data says", language, key)
			}
		}
	}
}

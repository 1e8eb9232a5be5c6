// Package messages holds the texts of the languages Muster speaks besides English.
// The English text in the code or the data is the key, a Go format where values
// stand in it: what a language does not have stays English. Numbers come to it
// formatted, so that they look the same in every language.
package messages

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"

	"muster/assessment/datafile"
	"muster/assets"
)

// Source is the language that the texts are written in.
const Source = "en"

// Version is the one version of the files that can be read.
const Version = 1

// Catalogue is one language. A nil Catalogue is English.
type Catalogue struct {
	Language string            // such as de
	Name     string            // in the language itself
	Texts    map[string]string // by the English text: of the window and of the data
	Dialogs  map[string]string // of the dialogs that come with Fyne, by its own keys

	composed []composed // of the sentences that the assessment composes
	reports  *Catalogue // what Reports gives; nil where the language has no texts of reports
}

// file is a catalogue as it stands in a file: each entry a pair, so that a fault
// names its line.
type file struct {
	Version   int                 `yaml:"version"`
	Language  string              `yaml:"language"`
	Name      string              `yaml:"name"`
	Interface []map[string]string `yaml:"interface"` // texts of the code of the window
	Reports   []map[string]string `yaml:"reports"`   // texts of the code of reports; may be incomplete
	Data      []map[string]string `yaml:"data"`      // texts of questions, verdicts and chapters
	Composed  []map[string]string `yaml:"composed"`  // formats of sentences that the assessment composes
	Dialogs   []map[string]string `yaml:"dialogs"`
}

// Load reads and checks a language. The error is a datafile.Faults: a version or a
// key it does not know, an entry that stands there twice or is empty, a
// translation with other verbs than its source.
func Load(name string, data []byte) (*Catalogue, error) {
	var f file
	src, err := datafile.Decode(name, data, &f)
	if err != nil {
		return nil, err
	}
	if f.Version != Version {
		src.Faultf("version", "found %d, allowed: %d", f.Version, Version)
	}
	if f.Language == "" || f.Name == "" {
		src.Faultf("language", "language and name are needed")
	}
	if want := strings.TrimSuffix(path.Base(name), path.Ext(name)); f.Language != "" && f.Language != want {
		src.Faultf("language", "found %q, allowed: %q, as the file is called", f.Language, want)
	}
	c := &Catalogue{Language: f.Language, Name: f.Name, Texts: map[string]string{}, Dialogs: map[string]string{}}
	read := func(section string, entries []map[string]string, into map[string]string, formats bool) {
		for i, e := range entries {
			at := fmt.Sprintf("%s[%d]", section, i)
			if len(e) != 1 {
				src.Faultf(at, "found %d texts, allowed: one with its translation", len(e))
				continue
			}
			for from, to := range e {
				if _, ok := into[from]; ok {
					src.Faultf(at, "%q stands here twice", from)
				}
				if strings.TrimSpace(from) == "" || strings.TrimSpace(to) == "" {
					src.Faultf(at, "an empty text")
				}
				if err := SameVerbs(from, to); formats && err != nil {
					src.Faultf(at, "%v", err)
				}
				into[from] = to
			}
		}
	}
	read("interface", f.Interface, c.Texts, true)
	read("data", f.Data, c.Texts, false)
	formats, finished := map[string]string{}, map[string]string{}
	read("composed", f.Composed, formats, true)
	for i, e := range f.Composed {
		for from, to := range e {
			pieces := takeApart(from)
			if len(pieces) < 2 { // finished as it stands
				delete(formats, from)
				c.Texts[from], finished[from] = to, to
			}
			for k := 1; k < len(pieces); k++ {
				if pieces[k].value > 0 && pieces[k-1].value > 0 {
					src.Faultf(fmt.Sprintf("composed[%d]", i), "%q has two values side by side", from)
				}
			}
		}
	}
	c.composed = compose(formats)
	if len(f.Reports) > 0 { // a report shares the names of the data with the window, but not its short words
		c.reports = &Catalogue{Language: c.Language, Name: c.Name, Texts: map[string]string{}, composed: c.composed}
		maps.Copy(c.reports.Texts, finished)
		for _, e := range f.Data {
			maps.Copy(c.reports.Texts, e)
		}
		read("reports", f.Reports, c.reports.Texts, true)
	}
	read("dialogs", f.Dialogs, c.Dialogs, false)
	if err := src.Err(); err != nil {
		return nil, err
	}
	return c, nil
}

// Reports is the language as reports speak it: nil, which is English, where the
// language has no section of reports.
func (c *Catalogue) Reports() *Catalogue {
	if c == nil {
		return nil
	}
	return c.reports
}

// Code is the language's code, such as de.
func (c *Catalogue) Code() string {
	if c == nil {
		return Source
	}
	return c.Language
}

// Mark leaves a text as it is and says that Text will be asked for it: for variables
// of a package, which know no language.
func Mark(text string) string { return text }

// Text is a text in the language, also one that was composed of the formats the
// language knows; as it came where the language does not have it.
func (c *Catalogue) Text(english string) string {
	if c != nil {
		if to, ok := c.known(english, deepest); ok {
			return to
		}
	}
	return english
}

// Say formats a text in the language.
func (c *Catalogue) Say(format string, args ...any) string {
	if false {
		_ = fmt.Sprintf(format, args...) // go vet then checks the calls
	}
	return fmt.Sprintf(c.Text(format), args...)
}

// Count says how many there are: the first text for one, the other for any other
// number. The other takes n first, then args; the first takes args only.
func (c *Catalogue) Count(n int, one, other string, args ...any) string {
	if n == 1 {
		return fmt.Sprintf(c.Text(one), args...)
	}
	return fmt.Sprintf(c.Text(other), append([]any{n}, args...)...)
}

// List writes the parts of a sentence: "a, b and c".
func (c *Catalogue) List(parts []string) string {
	if len(parts) < 2 {
		return strings.Join(parts, "")
	}
	last := len(parts) - 1
	return c.Say("%s and %s", strings.Join(parts[:last], ", "), parts[last])
}

// all are the languages that come with Muster. They are checked by a test.
var all = sync.OnceValue(func() map[string]*Catalogue {
	out := map[string]*Catalogue{}
	files, err := assets.Messages.ReadDir("messages")
	if err != nil {
		panic(err)
	}
	for _, f := range files {
		name := "messages/" + f.Name()
		data, err := assets.Messages.ReadFile(name)
		if err != nil {
			panic(err)
		}
		c, err := Load(name, data)
		if err != nil {
			panic(err)
		}
		out[c.Language] = c
	}
	return out
})

// Languages are the codes of all languages, English first.
func Languages() []string {
	codes := slices.DeleteFunc(slices.Sorted(maps.Keys(all())), func(l string) bool { return l == Source })
	return append([]string{Source}, codes...)
}

// For is the catalogue of a language such as de, de-AT or de_AT.UTF-8; that of
// English where Muster does not speak it.
func For(language string) *Catalogue {
	code := language
	if i := strings.IndexAny(language, "-_."); i >= 0 {
		code = language[:i]
	}
	if c, ok := all()[strings.ToLower(code)]; ok {
		return c
	}
	return all()[Source]
}

// SameVerbs checks that two formats take the same values in the same way: each
// value with the same verb and flags, in any order by index, as in %[2]s.
func SameVerbs(from, to string) error {
	a, err := verbs(from)
	if err != nil {
		return err
	}
	b, err := verbs(to)
	if err != nil {
		return err
	}
	if !maps.Equal(a, b) {
		return fmt.Errorf("%q takes other values than %q", to, from)
	}
	return nil
}

// verbs are the verbs of a format by the number of their value, from 1.
func verbs(format string) (map[int]string, error) {
	out := map[int]string{}
	next := 1
	for i := 0; i < len(format); i++ {
		if format[i] != '%' {
			continue
		}
		start := i + 1
		for i++; i < len(format) && strings.IndexByte("+-# 0123456789.[]", format[i]) >= 0; i++ {
		}
		if i == len(format) {
			return nil, fmt.Errorf("%q ends within a verb; a per cent sign is written %%%%", format)
		}
		if format[i] == '%' {
			continue
		}
		if strings.IndexByte("vdsqfgewxtT", format[i]) < 0 {
			return nil, fmt.Errorf("%q: %%%s is no verb; a per cent sign is written %%%%", format, format[start:i+1])
		}
		flags := format[start:i]
		if open := strings.IndexByte(flags, '['); open >= 0 {
			end := strings.IndexByte(flags, ']')
			if end < open {
				return nil, fmt.Errorf("%q: %%%s has no closing bracket", format, format[start:i+1])
			}
			n, err := strconv.Atoi(flags[open+1 : end])
			if err != nil || n < 1 {
				return nil, fmt.Errorf("%q: %%%s names no value", format, format[start:i+1])
			}
			next, flags = n, flags[:open]+flags[end+1:]
		}
		out[next] = flags + format[i:i+1]
		next++
	}
	return out, nil
}

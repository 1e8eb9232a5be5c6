package messages

import (
	"maps"
	"slices"
	"strings"
	"testing"
)

const head = "version: 1\nlanguage: de\nname: Deutsch\n"

func TestLoad(t *testing.T) {
	c, err := Load("messages/de.yaml", []byte(head+`interface:
  - "%d of %s": "von %[2]s: %[1]d"
  - "100 %% of it": "alles, 100 %%"
data:
  - "Above 85 % of the time": "Über 85 % der Zeit"
dialogs:
  - "OK": "OK"
`))
	if err != nil {
		t.Fatal(err)
	}
	if got := c.Say("%d of %s", 3, "vier"); got != "von vier: 3" {
		t.Errorf("got %q", got)
	}
	if got := c.Say("100 %% of it"); got != "alles, 100 %" {
		t.Errorf("got %q", got)
	}
	if got := c.Text("Above 85 % of the time"); got != "Über 85 % der Zeit" {
		t.Errorf("got %q", got)
	}
	if got := c.Say("not there: %d", 1); got != "not there: 1" {
		t.Errorf("a text it does not have is %q", got)
	}
	var none *Catalogue
	if got := none.Say("%d of %s", 3, "four"); got != "3 of four" {
		t.Errorf("without a language: %q", got)
	}
	if c.Dialogs["OK"] != "OK" {
		t.Errorf("dialogs are %v", c.Dialogs)
	}
}

// Reports speak a language that has texts for them; they share the names of the data
// with the window, and nothing else.
func TestReports(t *testing.T) {
	c, err := Load("messages/de.yaml", []byte(head+`interface:
  - "Open": "Öffnen"
reports:
  - "1 finding": "1 Befund"
  - "%d findings": "%d Befunde"
data:
  - "Planning": "Planung"
`))
	if err != nil {
		t.Fatal(err)
	}
	r := c.Reports()
	for in, want := range map[string]string{"Planning": "Planung", "Open": "Open", "lacks": "lacks"} {
		if got := r.Text(in); got != want {
			t.Errorf("a report says %q, not %q", got, want)
		}
	}
	if one, two := r.Count(1, "1 finding", "%d findings"), r.Count(2, "1 finding", "%d findings"); one != "1 Befund" || two != "2 Befunde" {
		t.Errorf("counted %q and %q", one, two)
	}
	if got := c.Text("%d findings"); got != "%d findings" {
		t.Errorf("the window says %q", got)
	}
	c, err = Load("messages/de.yaml", []byte(head+"interface:\n  - \"a\": \"b\"\n"))
	if err != nil {
		t.Fatal(err)
	}
	var none *Catalogue
	if c.Reports() != nil || none.Reports() != nil {
		t.Error("a language without texts of reports speaks in them")
	}
	if got := none.List([]string{"a", "b", "c"}); got != "a, b and c" {
		t.Errorf("listed %q", got)
	}
}

func TestFaultsNameTheLine(t *testing.T) {
	for name, c := range map[string]struct{ text, line, says string }{
		"version":        {"version: 2\nlanguage: de\nname: Deutsch\n", ":1:", "allowed: 1"},
		"language":       {"version: 1\nlanguage: fr\nname: Français\n", ":2:", "as the file is called"},
		"no name":        {"version: 1\nlanguage: de\n", ":2:", "needed"},
		"unknown key":    {head + "words:\n  - \"a\": \"b\"\n", ":4:", "unknown key"},
		"empty":          {head + "interface:\n  - \"a\": \"b\"\n  - \"c\": \" \"\n", ":6:", "empty"},
		"twice":          {head + "interface:\n  - \"a\": \"b\"\n  - \"a\": \"c\"\n", ":6:", "twice"},
		"data as well":   {head + "interface:\n  - \"a\": \"b\"\ndata:\n  - \"a\": \"c\"\n", ":7:", "twice"},
		"two in one":     {head + "interface:\n  - \"a\": \"b\"\n    \"c\": \"d\"\n", ":5:", "one with its translation"},
		"other verb":     {head + "interface:\n  - \"%d\": \"%s\"\n", ":5:", "other values"},
		"lacks a value":  {head + "interface:\n  - \"x\": \"y\"\n  - \"%d of %d\": \"%d\"\n", ":6:", "other values"},
		"report twice":   {head + "data:\n  - \"a\": \"b\"\nreports:\n  - \"a\": \"c\"\n", ":7:", "twice"},
		"report's verb":  {head + "reports:\n  - \"%d\": \"%s\"\n", ":5:", "other values"},
		"bare per cent":  {head + "interface:\n  - \"half\": \"50 % davon, 5 %\"\n", ":5:", "per cent"},
		"no such number": {head + "interface:\n  - \"%d of %s\": \"%[2]d, %[1]s\"\n", ":5:", "other values"},
	} {
		_, err := Load("messages/de.yaml", []byte(c.text))
		if err == nil {
			t.Errorf("%s: no fault", name)
			continue
		}
		if !strings.Contains(err.Error(), "de.yaml"+c.line) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestLanguages(t *testing.T) {
	codes := Languages()
	if codes[0] != Source || !slices.Contains(codes, "de") {
		t.Errorf("languages are %q", codes)
	}
	for in, want := range map[string]string{"de": "de", "de-AT": "de", "de_DE.UTF-8": "de", "DE": "de", "en-GB": "en", "tlh": "en", "": "en", "C": "en"} {
		if got := For(in).Language; got != want {
			t.Errorf("%q speaks %q, not %q", in, got, want)
		}
	}
	// Every language has the dialogs' texts that English has.
	want := slices.Sorted(maps.Keys(For("en").Dialogs))
	for _, code := range codes {
		if got := slices.Sorted(maps.Keys(For(code).Dialogs)); !slices.Equal(got, want) {
			t.Errorf("%s has the dialogs' texts %q, English %q", code, got, want)
		}
	}
}

package question

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"muster/assessment/datafile"
	"muster/assets"
)

// small is a set with one item of most types, right in every detail.
const small = `format: muster-questions
id: small
version: 1
language: en
title: A small set
sources:
  - {id: book, title: A book}
sections:
  - id: first
    title: First
    items:
      - id: lev
        type: level
        title: A level
        text: Which level?
        why: Because.
        sources: [{ref: book, at: "1"}]
        scale: maturity
        levels:
          - {name: None, text: nothing}
          - {name: Low, text: a little}
          - {name: Mid, text: some}
          - {name: High, text: much}
          - {name: Full, text: all}
        finding: {atMost: 1, title: Weak, impact: Bad, recommendation: Better, owner: Us, effort: S}
      - id: num
        type: number
        title: A number
        text: How many?
        why: Because.
        unit: apples
        min: 0
        max: 10
        default: 4
      - id: sev
        type: severity
        title: Severities
        text: How many each?
        why: Because.
        min: 0
        max: 10
        default: {critical: 1, high: 2, medium: 3, low: 4}
      - id: pick
        type: multi
        title: Some of
        text: Which?
        why: Because.
        options:
          - {id: red, text: Red}
          - {id: none, text: None of them}
        exclusive: none
  - id: second
    title: Second
    items:
      - id: matrix
        type: raci
        title: Who
        text: Who does what?
        why: Because.
        activities:
          - id: watch
            number: 1
            text: Watch
            expected: {accountable: mssp, doer: mssp}
      - id: skl
        type: skills
        title: Skills
        text: Who can what?
        why: Because.
        areas:
          - {id: net, title: Network, text: Can route., weight: 3, required: 3, people: 2, core: true}
      - id: cov
        type: cover
        title: Covered
        text: What is covered?
        why: Because.
        areasOf: skl
      - id: ever
        type: months
        title: When
        text: When last?
        why: Because.
        min: 0
        max: 120
        finding: {over: 12, title: Old, impact: Bad, recommendation: Again, owner: Us, effort: M}
      - id: flag
        type: bool
        title: Yes or no
        text: Is it so?
        why: Because.
        finding: {is: false, title: No, impact: Bad, recommendation: Yes, owner: Us, effort: L}
`

func TestLoadSmallSet(t *testing.T) {
	set, err := Load("small.yaml", []byte(small))
	if err != nil {
		t.Fatal(err)
	}
	if len(set.Items()) != 9 || set.Item("cov").Area("net") == nil || set.Item("flag").Number != 9 || set.Item("ever").SectionID != "second" {
		t.Errorf("items %v", set.Items())
	}
}

// swap replaces the one place where old stands.
func swap(t testing.TB, text, old, new string) string {
	t.Helper()
	if n := strings.Count(text, old); n != 1 {
		t.Fatalf("%q stands %d times in the file", old, n)
	}
	return strings.Replace(text, old, new, 1)
}

// place is line:column of the one place where mark stands.
func place(t testing.TB, text, mark string) string {
	t.Helper()
	if n := strings.Count(text, mark); n != 1 {
		t.Fatalf("%q stands %d times in the file", mark, n)
	}
	before, _, _ := strings.Cut(text, mark)
	return fmt.Sprintf("%d:%d", strings.Count(before, "\n")+1, len(before)-strings.LastIndex(before, "\n"))
}

// A fault names file, line, column, path, what was found and what is allowed.
func TestLoadFaults(t *testing.T) {
	cases := []struct {
		name     string
		old, new string
		at       string // text the fault must point to
		want     string // the rest of the message: path, found, allowed
	}{
		{"wrong format", "format: muster-questions", "format: muster-model", "muster-model", `format: found "muster-model", allowed is "muster-questions"`},
		{"missing format", "format: muster-questions\n", "", "id: small", `format: found "", allowed is "muster-questions"`},
		{"version 0", "version: 1", "version: 0", "0\nlanguage", "version: found 0, allowed is a whole number from 1"},
		{"bad set id", "id: small", "id: Small Set", "Small Set", `id: id "Small Set": allowed are lower-case letters`},
		{"empty title", "title: A small set", `title: ""`, `""`, "title: missing or empty"},
		{"no language", "language: en\n", "", "format:", "language: missing or empty"},
		{"unknown top key", "version: 1", "versoin: 1", "versoin", `unknown key "versoin"; allowed here: format, id, language, note, sections, sources, title, version`},
		{"unknown item key", "        unit: apples", "        units: apples", "units: apples", `sections[0].items[1].units: unknown key "units"; allowed here: activities,`},
		{"unknown level key", "{name: Mid, text: some}", "{name: Mid, txt: some}", "txt: some", `sections[0].items[0].levels[2].txt: unknown key "txt"; allowed here: name, text`},
		{"key twice", "        unit: apples", "        unit: apples\n        unit: pears", "unit: pears", `mapping key "unit" already defined at [31:9]`},
		{"top key twice", "version: 1\n", "version: 1\nversion: 2\n", "version: 2", `mapping key "version" already defined at [3:1]`},
		{"item id twice", "- id: sev", "- id: num", "num\n        type: severity", `sections[0].items[2].id: id "num" is used twice; first at sections[0].items[1]`},
		{"item id twice in two sections", "- id: flag", "- id: lev", "lev\n        type: bool", `sections[1].items[4].id: id "lev" is used twice; first at sections[0].items[0]`},
		{"section id twice", "- id: second", "- id: first", "first\n    title: Second", `sections[1].id: id "first" is used twice; first at sections[0]`},
		{"source id twice", "  - {id: book, title: A book}", "  - {id: book, title: A book}\n  - {id: book, title: Same}", "book, title: Same", `sources[1].id: id "book" is used twice`},
		{"option id twice", "{id: none, text: None of them}", "{id: red, text: None of them}", "red, text: None", `sections[0].items[3].options[1].id: id "red" is used twice`},
		{"item id with capitals", "- id: num", "- id: Num", "Num\n", `id "Num": allowed are lower-case letters, digits and single hyphens`},
		{"item id with two hyphens", "- id: num", "- id: a--b", "a--b", `id "a--b": allowed`},
		{"unknown type", "type: bool", "type: boolean", "boolean", `sections[1].items[4].type: found "boolean", allowed: level, number, months, bool, choice, multi, severity, window, raci, skills, cover, weights`},
		{"four levels", "          - {name: Mid, text: some}\n", "", "name: None, text: nothing", "sections[0].items[0].levels: found 4 levels, exactly five are needed"},
		{"six levels", "          - {name: Mid, text: some}\n", "          - {name: Mid, text: some}\n          - {name: More, text: more}\n", "name: None, text: nothing", "sections[0].items[0].levels: found 6 levels, exactly five are needed"},
		{"level without text", "{name: Mid, text: some}", "{name: Mid}", "name: Mid", "sections[0].items[0].levels[2].text: missing or empty"},
		{"level without a scale", "        scale: maturity\n", "", "id: lev", `sections[0].items[0].scale: found "", allowed: maturity, use, own`},
		{"levels on a bool", "        finding: {is: false", "        levels: [{name: A, text: B}]\n        finding: {is: false", "name: A, text: B", "sections[1].items[4].levels: not allowed for an item of type bool"},
		{"min equals max", "        min: 0\n        max: 10\n        default: 4", "        min: 10\n        max: 10\n        default: 10", "10\n        default: 10", "sections[0].items[1].max: found 10, it must be above min 10"},
		{"min above max", "        min: 0\n        max: 120", "        min: 121\n        max: 120", "120\n        finding", "sections[1].items[3].max: found 120, it must be above min 121"},
		{"no max", "        max: 10\n        default: 4\n", "", "id: num", "sections[0].items[1].max: missing; an item of type number needs a range"},
		{"no min", "        unit: apples\n        min: 0\n", "        unit: apples\n", "id: num", "sections[0].items[1].min: missing; an item of type number needs a range"},
		{"default above the range", "default: 4", "default: 11", "11", "sections[0].items[1].default: found 11, allowed: 0 to 10 apples"},
		{"default below the range", "default: 4", "default: -1", "-1", "sections[0].items[1].default: found -1, allowed: 0 to 10 apples"},
		{"default as text", "default: 4", "default: four", "four", "sections[0].items[1].default: found four, allowed: 0 to 10 apples"},
		{"severity default outside", "medium: 3, low: 4}", "medium: 3, low: 40}", "40}", "sections[0].items[2].default.low: found 40, allowed: 0 to 10"},
		{"severity default missing", "{critical: 1, high: 2, medium: 3, low: 4}", "{critical: 1, high: 2, medium: 3}", "critical: 1", "sections[0].items[2].default.low: found <nil>, allowed: 0 to 10"},
		{"severity default unknown", "{critical: 1, high: 2, medium: 3, low: 4}", "{critical: 1, high: 2, medium: 3, low: 4, none: 1}", "1}\n      - id: pick", "sections[0].items[2].default.none: unknown severity; allowed: critical, high, medium, low"},
		{"severity default as number", "{critical: 1, high: 2, medium: 3, low: 4}", "7", "7\n", "sections[0].items[2].default: a number for each of critical, high, medium, low is needed"},
		{"range on a bool", "        finding: {is: false", "        min: 3\n        finding: {is: false", "3\n        finding: {is", "sections[1].items[4].min: not allowed for an item of type bool"},
		{"dangling source", "sources: [{ref: book, at: \"1\"}]", "sources: [{ref: bok, at: \"1\"}]", "bok", `sections[0].items[0].sources[0].ref: no source has the id "bok"; known: book`},
		{"dangling areasOf", "areasOf: skl", "areasOf: skill", "skill\n", `sections[1].items[2].areasOf: no item of type skills has the id "skill"`},
		{"areasOf of another type", "areasOf: skl", "areasOf: num", "num\n      - id: ever", `sections[1].items[2].areasOf: no item of type skills has the id "num"`},
		{"no areasOf", "        areasOf: skl\n", "", "id: cov", "sections[1].items[2].areasOf: missing; an item of type cover needs it"},
		{"dangling exclusive", "exclusive: none", "exclusive: nothing", "nothing\n  - id: second", `sections[0].items[3].exclusive: no option has the id "nothing"; known: red, none`},
		{"no options", "        options:\n          - {id: red, text: Red}\n          - {id: none, text: None of them}\n        exclusive: none\n", "", "id: pick", "sections[0].items[3].options: missing; an item of type multi needs it"},
		{"wrong expected accountable", "{accountable: mssp, doer: mssp}", "{accountable: both, doer: mssp}", "both", `sections[1].items[0].activities[0].expected.accountable: found "both", allowed: client, mssp`},
		{"wrong expected doer", "{accountable: mssp, doer: mssp}", "{accountable: mssp, doer: nobody}", "nobody", `sections[1].items[0].activities[0].expected.doer: found "nobody", allowed: client, mssp, both`},
		{"area weight 0", "weight: 3, required", "weight: 0, required", "0, required", "sections[1].items[1].areas[0].weight: found 0, allowed: 1 to 9"},
		{"area requires level 5", "required: 3", "required: 5", "5, people", "sections[1].items[1].areas[0].required: found 5, allowed: 0 to 4"},
		{"area needs 51 people", "people: 2, core", "people: 51, core", "51, core", "sections[1].items[1].areas[0].people: found 51, allowed: 0 to 50"},
		{"finding without a condition", "{atMost: 1, title: Weak", "{title: Weak", "title: Weak", "sections[0].items[0].finding: found 0 conditions, exactly one of atMost, over, is is needed"},
		{"finding with two conditions", "{atMost: 1, title: Weak", "{atMost: 1, over: 2, title: Weak", "2, title: Weak", "sections[0].items[0].finding.over: allowed only for a months or number item"},
		{"finding that always fires", "{atMost: 1, title: Weak", "{atMost: 4, title: Weak", "4, title: Weak", "sections[0].items[0].finding.atMost: allowed only for a level item, 0 to 3"},
		{"finding with a wrong effort", "owner: Us, effort: S", "owner: Us, effort: XL", "XL", `sections[0].items[0].finding.effort: found "XL", allowed: S, M, L`},
		{"finding without an impact", "title: Old, impact: Bad", "title: Old", "over: 12", "sections[1].items[3].finding.impact: missing or empty"},
		{"no text", "        text: Is it so?\n", "", "id: flag", "sections[1].items[4].text: missing or empty"},
		{"text in a number's place", "        min: 0\n        max: 10\n        default: 4", "        min: zero\n        max: 10\n        default: 4", "zero", ""},
		{"list in a text's place", "title: A small set", "title: [a, b]", "[a, b]", ""},
		{"fraction in an integer's place", "number: 1", "number: 1.5", "1.5", ""},
		{"not YAML", "language: en", "language: [en", "title: A small set", ""},
		{"tab as indent", "    title: First", "\ttitle: First", "\ttitle", ""},
		{"not a number as range", "        min: 0\n        max: 120", "        min: .nan\n        max: 120", ".nan", "sections[1].items[3].min: "},
		{"endless range", "        min: 0\n        max: 120", "        min: 0\n        max: .inf", ".inf", "sections[1].items[3].max: "},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			text := swap(t, small, c.old, c.new)
			_, err := Load("small.yaml", []byte(text))
			var faults datafile.Faults
			if !errors.As(err, &faults) {
				t.Fatalf("error %v, want faults", err)
			}
			want := "small.yaml:" + place(t, text, c.at) + ": " + c.want
			for _, f := range faults {
				if strings.HasPrefix(f.Error(), want) || c.want != "" && strings.HasPrefix(f.Error(), "small.yaml:"+place(t, text, c.at)+": ") && strings.Contains(f.Error(), c.want) {
					return
				}
			}
			t.Errorf("faults:\n%v\nwant:\n%s", err, want)
		})
	}
}

func TestLoadWholeFileFaults(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"empty file", "", "small.yaml: the file is empty"},
		{"only a comment", "# nothing yet\n", "small.yaml: the file is empty"},
		{"two documents", small + "---\n" + small, "small.yaml: found 2 YAML documents, expected exactly one"},
		{"a list", "- a\n- b\n", "small.yaml:1:"},
		{"a text", "hello\n", "small.yaml:1:1"},
		{"JSON of something else", `{"format": "muster-engagement"}`, "small.yaml:1:"},
		{"binary", "\x00\x01\x02\xff", "small.yaml"},
		{"no sections", small[:strings.Index(small, "sections:")], "small.yaml:1:1: sections: missing or empty"},
		{"empty section", small[:strings.Index(small, "    items:")], "small.yaml:9:5: sections[0].items: missing or empty"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Load("small.yaml", []byte(c.text))
			if err == nil || !strings.HasPrefix(err.Error(), c.want) {
				t.Errorf("error %v, want %s …", err, c.want)
			}
		})
	}
}

func TestLoadReportsEveryFaultInOrder(t *testing.T) {
	text := swap(t, small, "type: bool", "type: boolean")
	text = swap(t, text, "version: 1", "version: 0")
	text = swap(t, text, "default: 4", "default: 44")
	_, err := Load("small.yaml", []byte(text))
	var faults datafile.Faults
	if !errors.As(err, &faults) || len(faults) != 3 {
		t.Fatalf("error %v, want three faults", err)
	}
	for i := range faults[1:] {
		if faults[i].Line >= faults[i+1].Line {
			t.Errorf("faults out of order:\n%v", err)
		}
	}
}

// custom is the shipped set under another name, with one change.
func custom(t testing.TB, old, new string) (*Set, error) {
	t.Helper()
	text := string(assets.QuestionSet)
	if old != "" {
		text = swap(t, text, old, new)
	}
	return LoadCustom("own.yaml", []byte(text), Default(), []string{"staff-fte", "bw-volume"})
}

func TestLoadCustomMayRewordAndTranslate(t *testing.T) {
	for _, c := range []struct{ name, old, new string }{
		{"unchanged", "", ""},
		{"reworded title", "title: Harm from an outage", "title: Worst harm"},
		{"translated", "language: en", "language: de"},
		{"translated level", "- name: Trivial\n", "- name: Belanglos\n"},
		{"translated unit", "unit: \"escalations a week\"", "unit: Eskalationen je Woche"},
		{"own id and version", "id: mssp-sia\nversion: 1", "id: own-set\nversion: 7"},
	} {
		t.Run(c.name, func(t *testing.T) {
			set, err := custom(t, c.old, c.new)
			if err != nil {
				t.Fatal(err)
			}
			for _, it := range set.Items() {
				if it.Custom {
					t.Errorf("%s counts as an item of one's own", it.ID)
				}
			}
		})
	}
}

const ownItem = `
      - id: our-own
        type: level
        quick: true
        title: Our own
        text: Which level?
        why: We want to know.
        scale: own
        levels: [{name: a, text: aa}, {name: b, text: bb}, {name: c, text: cc}, {name: d, text: dd}, {name: e, text: ee}]
`

func TestLoadCustomMarksOwnItems(t *testing.T) {
	set, err := custom(t, "      - id: org-employees", strings.TrimPrefix(ownItem, "\n")+"      - id: org-employees")
	if err != nil {
		t.Fatal(err)
	}
	it := set.Item("our-own")
	if it == nil || !it.Custom {
		t.Fatalf("own item %+v, want it marked custom", it)
	}
	if len(set.Items()) != 81 || it.Number != 2 {
		t.Errorf("%d items, own item has number %d", len(set.Items()), it.Number)
	}
	for _, q := range set.Quick() {
		if q.ID == "our-own" {
			t.Error("the own item is in the quick set, which must suffice for every verdict as it is")
		}
	}
}

func TestLoadCustomRefusesAnotherMeaning(t *testing.T) {
	text := string(assets.QuestionSet)
	item := func(id string) string { // the item's YAML, up to the next item
		_, rest, _ := strings.Cut(text, "      - id: "+id+"\n")
		body, _, _ := strings.Cut(rest, "\n      - id: ")
		return "      - id: " + id + "\n" + body
	}
	in := func(id, old, new string) [2]string {
		old1 := item(id)
		return [2]string{old1, swap(t, old1, old, new)}
	}
	for _, c := range []struct {
		name   string
		change [2]string
		want   string
	}{
		{"needed item renamed", [2]string{"      - id: staff-fte\n", "      - id: staff-full\n"}, `sections: item "staff-fte" is missing: the decision model needs it`},
		{"type", in("mssp-notice", "type: number", "type: months"), `.type: item "mssp-notice" is scored, so this may not change; it must be number`},
		{"minimum", in("mssp-notice", "min: 0", "min: 1"), `.min: item "mssp-notice" is scored, so this may not change; it must be 0 to 120 months`},
		{"maximum", in("staff-fte", "max: 200", "max: 500"), `.max: item "staff-fte" is scored, so this may not change; it must be 0 to 200 FTE`},
		{"default", in("bw-intel-wanted", "default: 4", "default: 8"), `.default: item "bw-intel-wanted" is scored`},
		{"whole numbers", in("org-employees", "        integer: true\n", ""), `.integer: item "org-employees" is scored`},
		{"option", in("mssp-model", "{id: in-house,", "{id: own-house,"), `.options: item "mssp-model" is scored, so this may not change; it must be in-house, partly-outsourced, fully-outsourced`},
		{"exclusive option", in("ntf-regimes", "exclusive: none", "exclusive: other"), `.exclusive: item "ntf-regimes" is scored`},
		{"area weight", in("skl-matrix", "- id: network", "- id: networks"), `.areas: item "skl-matrix" is scored, so this may not change; it must be the areas of the set mssp-sia with their weights`},
		{"activity", in("raci-matrix", "- id: own-csirp", "- id: keep-csirp"), `.activities: item "raci-matrix" is scored, so this may not change; it must be the activities of the set mssp-sia`},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := custom(t, c.change[0], c.change[1])
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v, want … %s", err, c.want)
			} else if !strings.HasPrefix(err.Error(), "own.yaml:") {
				t.Errorf("error %v names no place in the file", err)
			}
		})
	}
}

func FuzzLoad(f *testing.F) {
	f.Add([]byte(small))
	f.Add([]byte(""))
	f.Add([]byte("- a: {b: c}\n? [x]\n: y\n"))
	f.Add([]byte("a: &x [*x]\n"))
	f.Add([]byte("sections: [{items: [{levels: {a: b}}]}]"))
	f.Add([]byte("format: !!binary aGVsbG8=\nversion: 0x1F\n<<: {id: a}\n"))
	f.Add(assets.QuestionSet)
	f.Fuzz(func(t *testing.T, data []byte) {
		set, err := Load("fuzz.yaml", data)
		if (set == nil) == (err == nil) {
			t.Fatalf("set %v, error %v", set, err)
		}
		_, _ = LoadCustom("fuzz.yaml", data, Default(), []string{"staff-fte"})
	})
}

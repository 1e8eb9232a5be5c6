package questionnaire

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"muster/assessment/engagement"
	"muster/assessment/question"
)

// small is a set with a question of every type, whose texts make trouble.
const small = `
format: muster-questions
id: small
version: 3
language: en
title: "A small set"
note: ""
sources: []
sections:
  - id: one
    title: "Read me"
    lead: "First."
    items:
      - {id: a-level, type: level, title: Level, text: "How far?", why: "To know.", scale: own, levels: [{name: "Same", text: a}, {name: "Same", text: b}, {name: "3", text: c}, {name: "x, y", text: d}, {name: "_x0041_", text: e}], quick: true}
      - {id: a-number, type: number, title: Number, text: "How many?", why: "To know.", unit: "%", min: -5, max: 100}
      - {id: a-months, type: months, title: Months, text: "When?", why: "To know.", unit: months, min: 0, max: 120}
      - {id: a-bool, type: bool, title: Bool, text: "Is it?", why: "To know."}
  - id: two
    title: "lists"
    lead: "Second."
    items:
      - {id: a-choice, type: choice, title: Choice, text: "Which?", why: "To know.", options: [{id: one, text: "The same"}, {id: two, text: "the  same"}, {id: three, text: "one"}, {id: four, text: "=1+1"}]}
      - {id: a-multi, type: multi, title: Multi, text: "Which ones?", why: "To know.", options: [{id: one, text: "One, or \"more\""}, {id: two, text: "Two"}, {id: none, text: "None"}], exclusive: none}
      - {id: a-severity, type: severity, title: Severity, text: "How many?", why: "To know.", min: 0, max: 10, integer: true}
      - {id: a-window, type: window, title: Window, text: "When?", why: "To know."}
  - id: three
    title: "A title: [of] more than thirty-one letters/and signs that no sheet may have?"
    lead: "Third."
    items:
      - {id: a-raci, type: raci, title: Raci, text: "Who?", why: "To know.", activities: [{id: one, number: 1, text: "One", expected: {accountable: client, doer: both}}, {id: two, text: "Two", expected: {accountable: mssp, doer: mssp}}]}
      - {id: a-skills, type: skills, title: Skills, text: "Who can?", why: "To know.", areas: [{id: one, title: One, text: "a", weight: 1, required: 2, people: 1}]}
      - {id: a-cover, type: cover, title: Cover, text: "How far?", why: "To know.", areasOf: a-skills}
      - {id: a-weights, type: weights, title: Weights, text: "How much?", why: "To know.", min: 0, max: 3, options: [{id: one, text: "One"}, {id: two, text: "Two"}]}
  - id: four
    title: "A title: [of] more than thirty-one letters/and signs that no sheet may have!"
    lead: "Fourth."
    items:
      - {id: another, type: bool, title: Bool, text: "Is it?", why: "To know."}
`

func smallSet(t testing.TB) *question.Set {
	t.Helper()
	set, err := question.Load("small.yaml", []byte(small))
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// smallDocument answers all of the small set.
func smallDocument(set *question.Set) *engagement.Document {
	doc := engagement.New("e-1", "2026-03-14", set)
	for id, v := range map[string]engagement.Value{
		"a-level": engagement.Level(2), "a-number": engagement.Number(2.5), "a-months": engagement.Months{Never: true}, "a-bool": engagement.Bool(true), "a-choice": engagement.Choice("two"),
		"a-multi": engagement.Multi{"two", "one"}, "a-severity": engagement.Severity{1, 2, 3, 4}, "a-window": engagement.Window{Days: 5, Hours: 8}, "a-raci": engagement.RACI{"two": {Accountable: "none", Doer: "both"}},
		"a-skills": engagement.Skills{"one": {Required: whole(1), Levels: []int{4, engagement.NoLevel}}}, "a-cover": engagement.Shares{"one": 0.5}, "a-weights": engagement.Weights{"two": 1.5},
	} {
		doc.Answers[id] = answered(v)
	}
	return doc
}

// TestOddSet writes a set whose texts make trouble.
func TestOddSet(t *testing.T) {
	set := smallSet(t)
	doc := smallDocument(set)
	for v := range 5 {
		doc.Answers["a-level"] = answered(engagement.Level(v))
		doc.Answers["a-choice"] = answered(engagement.Choice(set.Item("a-choice").OptionIDs()[v%4]))
		for _, scope := range []string{Quick, All} {
			data, err := Write(context.Background(), set, doc, Options{Scope: scope, WithAnswers: true}, nil)
			if err != nil {
				t.Fatal(err)
			}
			empty := engagement.New("e-1", "", set)
			in, err := Read(context.Background(), "a.xlsx", data, set, doc)
			if err != nil || len(in.Entries) > 0 || len(in.Problems) > 0 || in.Same != map[string]int{Quick: 1, All: 13}[scope] {
				t.Errorf("%v, %s", err, shownImport(in))
			}
			blanks, err := Write(context.Background(), set, empty, Options{}, nil)
			if err != nil {
				t.Fatal(err)
			}
			cells := map[string]any{}
			for _, id := range []string{"a-level", "a-choice"} {
				cells[id] = parts(set.Item(id))[0].form.cell(atomsOf(set.Item(id), doc.Answers[id].Value)[""])
			}
			in, err = Read(context.Background(), "a.xlsx", edit(t, blanks, cells), set, empty)
			if err != nil || len(in.Problems) > 0 || !engagement.Equal(entry(t, in, "a-level").Given, doc.Answers["a-level"]) || !engagement.Equal(entry(t, in, "a-choice").Given, doc.Answers["a-choice"]) {
				t.Errorf("%v, %s", err, shownImport(in))
			}
		}
	}
}

// TestLargeSet writes more questions and lists than any set that ships.
func TestLargeSet(t *testing.T) {
	var b strings.Builder
	b.WriteString(small[:strings.Index(small, "sections:")] + "sections:\n")
	for s := range 20 {
		fmt.Fprintf(&b, "  - id: s%d\n    title: Section\n    lead: Lead.\n    items:\n", s)
		for i := range 30 {
			fmt.Fprintf(&b, "      - {id: s%d-i%d, type: choice, title: Choice, text: Which, why: Why, options: [{id: one, text: One %d}, {id: two, text: Two %d}]}\n", s, i, 30*s+i, i)
		}
	}
	set, err := question.Load("large.yaml", []byte(b.String()))
	if err != nil {
		t.Fatal(err)
	}
	doc := engagement.New("e-1", "", set)
	for _, it := range set.Items() {
		doc.Answers[it.ID] = answered(engagement.Choice("one"))
	}
	data, err := Write(context.Background(), set, doc, Options{WithAnswers: true}, nil)
	if err != nil {
		t.Fatal(err)
	}
	in, err := Read(context.Background(), "a.xlsx", data, set, doc)
	if err != nil || len(in.Entries) > 0 || len(in.Problems) > 0 || in.Same != 600 {
		t.Errorf("%v, %s", err, shownImport(in))
	}
	f := open(t, data)
	for _, name := range []string{"Section", "Section (20)"} {
		checks(t, f, name)
	}
}

func FuzzRead(f *testing.F) {
	set := smallSet(f)
	doc := smallDocument(set)
	for _, answers := range []bool{false, true} {
		data, err := Write(context.Background(), set, doc, Options{WithAnswers: answers}, nil)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
		f.Add(data[:len(data)/2])
	}
	f.Add([]byte("PK\x03\x04"))
	f.Add([]byte{})
	before := doc.Write()
	f.Fuzz(func(t *testing.T, data []byte) {
		start, kept := time.Now(), bytes.Clone(data)
		in, err := Read(context.Background(), "a.xlsx", data, set, doc)
		checkImport(t, in, err)
		if took := time.Since(start); took > 5*time.Second {
			t.Fatalf("took %v", took)
		}
		if !bytes.Equal(data, kept) || !bytes.Equal(before, doc.Write()) {
			t.Fatal("reading changed something")
		}
	})
}

// checkImport wants what holds of every import.
func checkImport(t *testing.T, in *Import, err error) {
	t.Helper()
	var other *OtherEngagementError
	if err != nil && !errors.As(err, &other) {
		if in != nil || err.Error() == "" || strings.Contains(err.Error(), "could not be") {
			t.Fatalf("%v, %v", in, err)
		}
		return
	}
	for _, e := range in.Entries {
		if e.Kind == Same || engagement.Equal(e.Given, e.Current) || e.Given.State == engagement.Answered && e.Given.Value == nil || e.Given.State != engagement.Answered && e.Given.Value != nil {
			t.Fatalf("%+v", e)
		}
	}
	for _, p := range in.Problems {
		if p.Text == "" || p.Kind == "" || strings.Contains(p.Text, "\n") {
			t.Fatalf("%+v", p)
		}
	}
}

// FuzzSheet puts any rows into a sheet of questions.
func FuzzSheet(f *testing.F) {
	set := smallSet(f)
	doc := smallDocument(set)
	data, err := Write(context.Background(), set, doc, Options{WithAnswers: true}, nil)
	if err != nil {
		f.Fatal(err)
	}
	head := `<row r="1"><c r="A1" t="inlineStr"><is><t>Your answer</t></is></c><c r="B1" t="inlineStr"><is><t>muster-id</t></is></c><c r="C1" t="inlineStr"><is><t>Comment</t></is></c></row>`
	f.Add(head + `<row r="2"><c r="A2"><v>2</v></c><c r="B2" t="inlineStr"><is><t>a-number</t></is></c><c r="C2" t="inlineStr"><is><t>x</t></is></c></row>`)
	f.Add(head + `<row r="2"><c r="A2" t="b"><f>1=1</f><v>1</v></c><c r="B2" t="inlineStr"><is><t>a-bool</t></is></c></row><row><c/><c t="str"><v>a-level</v></c></row>`)
	f.Add(head + `<row r="2"><c r="A2" t="str"><v>4, 3</v></c><c r="B2" t="str"><v>a-skills/one/levels</v></c></row>`)
	f.Fuzz(func(t *testing.T, body string) {
		in, err := Read(context.Background(), "a.xlsx", rezip(t, data, map[string][]byte{anotherSheet: sheetXML(body)}), set, doc)
		checkImport(t, in, err)
	})
}

func FuzzWrite(f *testing.F) {
	for _, s := range oddTexts() {
		f.Add(s, s)
	}
	f.Add("half \xe2\x82 and \xff", strings.Repeat("ä", 40_000))
	f.Add(strings.Repeat("x😀", 20_000), strings.Repeat("_x0041_", 6_000))
	set := smallSet(f)
	f.Fuzz(func(t *testing.T, name, comment string) {
		doc := smallDocument(set)
		doc.Title, doc.Client, doc.Assessor, doc.Classification, doc.Date = name, name, name, name, name
		doc.ID = strings.ToValidUTF8(name, "?")
		a := doc.Answers["a-bool"]
		a.Comment = comment
		doc.Answers["a-bool"] = a
		o := Options{WithAnswers: true, Respondent: name}
		data, err := Write(context.Background(), set, doc, o, nil)
		if err != nil {
			t.Fatal(err)
		}
		if again, err := Write(context.Background(), set, doc, o, nil); err != nil || !bytes.Equal(data, again) {
			t.Fatalf("other bytes: %v", err)
		}
		for part, raw := range unzipped(t, data) {
			if !utf8.Valid(raw) {
				t.Fatalf("%s is not UTF-8", part)
			}
			if err := wellFormed(raw); err != nil {
				t.Fatalf("%s: %v", part, err)
			}
			if bytes.Contains(raw, []byte("<f>")) {
				t.Fatalf("a formula in %s", part)
			}
		}
		in, err := Read(context.Background(), "a.xlsx", data, set, doc)
		if err != nil || len(in.Entries) > 0 {
			t.Fatalf("%v, %s", err, shownImport(in))
		}
		for _, p := range in.Problems {
			if p.Kind != TooLong || p.QuestionID != "" { // a name of the respondent that is none
				t.Fatal(p)
			}
		}
	})
}

func wellFormed(raw []byte) error {
	dec := xml.NewDecoder(bytes.NewReader(raw))
	for {
		if _, err := dec.Token(); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
	}
}

package report

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"muster/assessment/analysis"
	"muster/assessment/engagement"
	"muster/assessment/engagement/engagementtest"
	"muster/assessment/model"
	"muster/assessment/question"
)

var samples = engagementtest.Samples

func sample(t testing.TB, name string) *engagement.Document {
	t.Helper()
	return engagementtest.Sample(t, name)
}

// measured is an engagement with a ticket history and scenarios.
func measured(t testing.TB) *engagement.Document {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "testdata", "measured.muster"))
	if err != nil {
		t.Fatal(err)
	}
	return engagementtest.Read(t, data)
}

// full is the report with the simulation.
func full(t testing.TB, doc *engagement.Document) *Report {
	t.Helper()
	set, registry := question.Default(), model.Default()
	a, err := analysis.Full(context.Background(), set, registry, doc, nil)
	if err != nil {
		t.Fatal(err)
	}
	return Build(set, registry, doc, a)
}

func empty() *engagement.Document { return engagement.New("", "", question.Default()) }

func build(doc *engagement.Document) *Report {
	set, registry := question.Default(), model.Default()
	return Build(set, registry, doc, analysis.Quick(set, registry, doc))
}

// said are the texts of a block, as an output shows them.
func said(b Block) []string {
	switch b := b.(type) {
	case Heading:
		return []string{b.Text}
	case Paragraph:
		return []string{b.Text}
	case Bullets:
		return b.Items
	case Badges:
		var out []string
		for _, x := range b.Badges {
			out = append(out, x.Subject, x.Word, x.Detail)
		}
		return out
	case Table:
		var out []string
		for _, c := range b.Columns {
			out = append(out, c.Title)
		}
		for _, r := range b.Rows {
			out = append(out, r...)
		}
		return append(out, b.Caption)
	case Figure:
		return []string{b.Caption, b.Scene.Title}
	case Signatures:
		return append([]string{b.Heading}, b.Lines...)
	case Card:
		f := b.Finding
		return append([]string{f.ID, f.Severity, f.Title, f.Found, f.Impact, f.Recommendation, f.Owner, f.Effort}, f.Questions...)
	}
	panic(fmt.Sprintf("unknown block %T", b))
}

// inChapters are all texts of the chapters.
func inChapters(rep *Report) []string {
	var out []string
	for _, ch := range rep.Chapters {
		out = append(out, ch.Title, ch.Lead)
		for _, b := range ch.Blocks {
			out = append(out, said(b)...)
		}
	}
	return out
}

// sentences are the texts that were worded with figures in them.
func sentences(rep *Report) []string {
	out := slices.Concat(rep.Reasons, rep.Decisions, rep.Explanation)
	for _, b := range rep.Verdicts {
		out = append(out, b.Detail)
	}
	for _, f := range rep.Findings {
		out = append(out, f.Title, f.Found, f.Impact, f.Recommendation)
	}
	for _, ch := range rep.Chapters {
		out = append(out, ch.Lead)
		for _, b := range ch.Blocks {
			switch b := b.(type) {
			case Paragraph:
				out = append(out, b.Text)
			case Bullets:
				out = append(out, b.Items...)
			}
		}
	}
	return out
}

// allTexts are all strings of a value, keys of maps too.
func allTexts(v reflect.Value, add func(string)) {
	switch v.Kind() {
	case reflect.String:
		add(v.String())
	case reflect.Struct:
		for i := range v.NumField() {
			allTexts(v.Field(i), add)
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			allTexts(v.Index(i), add)
		}
	case reflect.Map:
		for _, k := range v.MapKeys() {
			allTexts(k, add)
			allTexts(v.MapIndex(k), add)
		}
	case reflect.Interface, reflect.Pointer:
		if !v.IsNil() {
			allTexts(v.Elem(), add)
		}
	}
}

// needed are answered with a drawn value more often, so that verdicts come up.
var needed = []string{"bw-volume", "bw-handle", "bw-window", "bw-other", "staff-fte", "staff-vacant", "staff-inexperienced", "skl-matrix", "tool-access", "tool-routine"}

// anyDocument draws an engagement with answers in any state.
func anyDocument(t *rapid.T) *engagement.Document {
	doc := empty()
	usable := rapid.IntRange(0, 2).Draw(t, "usable") > 0
	for _, it := range question.Default().Items() {
		n := rapid.IntRange(0, 9).Draw(t, it.ID)
		if usable && slices.Contains(needed, it.ID) {
			n = 9
		}
		a := engagement.Answer{}
		switch {
		case n >= 4:
			a.State, a.Value = engagement.Answered, anyValue(t, it)
			a.Evidence = rapid.SampledFrom(append([]engagement.Evidence{""}, engagement.Evidences...)).Draw(t, "evidence")
		case n == 3:
			a.State = engagement.Unknown
		case n == 2:
			a.State = engagement.NotApplicable
		}
		if rapid.IntRange(0, 4).Draw(t, "commented") == 0 {
			a.Comment = fmt.Sprintf("Comment on %s.\nSecond line.", it.ID)
		}
		if !a.Empty() {
			doc.Answers[it.ID] = a
		}
	}
	return doc
}

func anyValue(t *rapid.T, it *question.Item) engagement.Value {
	number := func() float64 {
		low, high := *it.Min, *it.Max
		if it.Integer {
			return float64(rapid.IntRange(int(low), int(min(high, low+60))).Draw(t, "whole"))
		}
		return rapid.OneOf(rapid.Float64Range(low, min(high, low+50)), rapid.SampledFrom([]float64{low, high, min(high, low+1)})).Draw(t, "number")
	}
	level := func() int { return rapid.IntRange(0, 4).Draw(t, "level") }
	switch it.Type {
	case question.Level:
		return engagement.Level(level())
	case question.Number:
		return engagement.Number(number())
	case question.Months:
		return engagement.Months{Never: rapid.IntRange(0, 3).Draw(t, "never") == 0, N: number()}
	case question.Bool:
		return engagement.Bool(rapid.Bool().Draw(t, "bool"))
	case question.Choice:
		return engagement.Choice(rapid.SampledFrom(it.OptionIDs()).Draw(t, "option"))
	case question.Multi:
		out := engagement.Multi{}
		for _, id := range it.OptionIDs() {
			if id != it.Exclusive && rapid.Bool().Draw(t, id) {
				out = append(out, id)
			}
		}
		return out
	case question.Severity:
		return engagement.Severity{number(), number(), number(), number()}
	case question.Window:
		return engagement.Window{Days: float64(rapid.IntRange(1, 7).Draw(t, "days")), Hours: rapid.SampledFrom([]float64{1, 8, 9.5, 24}).Draw(t, "hours")}
	case question.RACI:
		out := engagement.RACI{}
		for _, a := range it.Activities {
			if rapid.Bool().Draw(t, a.ID) {
				out[a.ID] = engagement.Responsibility{
					Accountable: rapid.SampledFrom(append([]string{""}, engagement.Accountables...)).Draw(t, "accountable"),
					Doer:        rapid.SampledFrom(append([]string{""}, engagement.Doers...)).Draw(t, "doer"), Written: rapid.Bool().Draw(t, "written"),
				}
			}
		}
		return out
	case question.Skills:
		out := engagement.Skills{}
		for _, a := range it.SkillAreas() {
			if rapid.IntRange(0, 3).Draw(t, a.ID) > 0 {
				out[a.ID] = engagement.Skill{Levels: rapid.SliceOfN(rapid.IntRange(engagement.NoLevel, 4), 0, 4).Draw(t, "levels")}
			}
		}
		return out
	case question.Cover:
		out := engagement.Shares{}
		for _, a := range it.SkillAreas() {
			if rapid.IntRange(0, 3).Draw(t, a.ID) == 0 {
				out[a.ID] = rapid.SampledFrom([]float64{0, 0.5, 1}).Draw(t, "share")
			}
		}
		return out
	case question.Weights:
		out := engagement.Weights{}
		for _, id := range it.OptionIDs() {
			out[id] = float64(rapid.IntRange(int(*it.Min), int(*it.Max)).Draw(t, id))
		}
		return out
	}
	panic("unknown type " + it.Type)
}

func registry() *model.Registry { return model.Default() }

// Whatever answers a document may hold come back as they were.

package questionnaire

import (
	"bytes"
	"context"
	"maps"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"muster/assessment/engagement"
	"muster/assessment/model"
	"muster/assessment/question"
	"muster/exporters/form"
	"muster/exporters/xlsx"
)

// drawNumber draws a number the item takes.
func drawNumber(t *rapid.T, it *question.Item) float64 {
	if it.Integer {
		return float64(rapid.IntRange(int(*it.Min), int(*it.Max)).Draw(t, it.ID))
	}
	v := rapid.OneOf(rapid.Float64Range(*it.Min, *it.Max), rapid.Map(rapid.IntRange(int(math.Ceil(*it.Min*10)), int(*it.Max*10)), func(n int) float64 { return float64(n) / 10 })).Draw(t, it.ID)
	return min(max(v, *it.Min), *it.Max) + 0
}

func drawSome[T any](t *rapid.T, label string, ids []string, draw func() T) map[string]T {
	out := map[string]T{}
	for _, id := range ids {
		if rapid.Bool().Draw(t, label+" "+id) {
			out[id] = draw()
		}
	}
	return out
}

// drawValue draws a value of any type; it may be nil.
func drawValue(t *rapid.T, it *question.Item) engagement.Value {
	switch it.Type {
	case question.Level:
		return engagement.Level(rapid.IntRange(0, 4).Draw(t, it.ID))
	case question.Number:
		return engagement.Number(drawNumber(t, it))
	case question.Months:
		if rapid.Bool().Draw(t, "never") {
			return engagement.Months{Never: true}
		}
		return engagement.Months{N: drawNumber(t, it)}
	case question.Bool:
		return engagement.Bool(rapid.Bool().Draw(t, it.ID))
	case question.Choice:
		return engagement.Choice(rapid.SampledFrom(it.OptionIDs()).Draw(t, it.ID))
	case question.Multi:
		ids := slices.Collect(maps.Keys(drawSome(t, it.ID, it.OptionIDs(), func() bool { return true })))
		if len(ids) > 1 {
			ids = slices.DeleteFunc(ids, func(id string) bool { return id == it.Exclusive })
		}
		return engagement.Multi(append([]string{}, rapid.Permutation(slices.Sorted(slices.Values(ids))).Draw(t, "order")...))
	case question.Severity:
		return engagement.Severity{drawNumber(t, it), drawNumber(t, it), drawNumber(t, it), drawNumber(t, it)}
	case question.Window:
		return engagement.Window{Days: float64(rapid.IntRange(1, 7).Draw(t, "days")), Hours: rapid.Float64Range(1, 24).Draw(t, "hours")}
	case question.RACI:
		return drawRACI(t, it)
	case question.Skills:
		return drawSkills(t, it)
	case question.Cover:
		var ids []string
		for _, a := range it.SkillAreas() {
			ids = append(ids, a.ID)
		}
		return some(engagement.Shares(drawSome(t, it.ID, ids, func() float64 { return rapid.SampledFrom([]float64{0, 0.5, 1}).Draw(t, "share") })))
	case question.Weights:
		return some(engagement.Weights(drawSome(t, it.ID, it.OptionIDs(), func() float64 { return drawNumber(t, it) })))
	}
	panic(it.Type)
}

// some is a map as a value; an empty one is none.
func some[M interface {
	~map[string]V
	engagement.Value
}, V any](m M) engagement.Value {
	if len(m) == 0 {
		return nil
	}
	return m
}

func drawRACI(t *rapid.T, it *question.Item) engagement.Value {
	out := engagement.RACI{}
	for _, a := range it.Activities {
		r := engagement.Responsibility{Accountable: rapid.SampledFrom(append([]string{""}, engagement.Accountables...)).Draw(t, "accountable"),
			Doer: rapid.SampledFrom(append([]string{""}, engagement.Doers...)).Draw(t, "doer"), Written: rapid.Bool().Draw(t, "written")}
		if r != (engagement.Responsibility{}) {
			out[a.ID] = r
		}
	}
	return some(out)
}

func drawSkills(t *rapid.T, it *question.Item) engagement.Value {
	out := engagement.Skills{}
	for _, a := range it.Areas {
		var s engagement.Skill
		if rapid.Bool().Draw(t, "required") {
			s.Required = whole(rapid.IntRange(0, 4).Draw(t, "level"))
		}
		if rapid.Bool().Draw(t, "people") {
			s.People = whole(rapid.IntRange(0, 50).Draw(t, "count"))
		}
		s.Levels = rapid.SliceOfN(rapid.IntRange(engagement.NoLevel, 4), 0, 5).Draw(t, "levels")
		if s.Required != nil || s.People != nil || len(s.Levels) > 0 {
			out[a.ID] = s
		}
	}
	return some(out)
}

func drawAnswer(t *rapid.T, it *question.Item) engagement.Answer {
	var a engagement.Answer
	switch rapid.IntRange(0, 5).Draw(t, "state") {
	case 0:
		return a
	case 1:
		a.State = engagement.Unknown
	case 2:
		a.State = engagement.NotApplicable
	default:
		if a.Value = drawValue(t, it); a.Value != nil {
			a.State = engagement.Answered
		}
	}
	a.Evidence = rapid.SampledFrom([]engagement.Evidence{"", engagement.Asserted, engagement.Documented, engagement.Observed}).Draw(t, "evidence")
	a.Comment = rapid.OneOf(rapid.Just(""), rapid.String(), rapid.SampledFrom(oddTexts())).Draw(t, "comment")
	a.Review = rapid.Bool().Draw(t, "review")
	return a
}

func drawDocument(t *rapid.T, set *question.Set) *engagement.Document {
	doc := engagement.New("e-1", "2026-03-14", set)
	for _, it := range set.Items() {
		if a := drawAnswer(t, it); !a.Empty() {
			doc.Answers[it.ID] = a
		}
	}
	return doc
}

// oddTexts are texts that break writers and readers.
func oddTexts() []string {
	return []string{
		"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "'quoted", "_x0041_", "_x005F_x0041_", "_xD800_", "__x0041_", "emoji 😀👩‍👩‍👧", "a\u200fb\u202ec", "</t></is></c>&amp;", "]]>",
		"a\r\nb\rc", "  spaces  ", "\n", "nul \x00 esc \x1b[31m del \x7f c1 \u0085", "\ufeffbom \ufffe \ufdd0", "& && &P", "\u2028\u2029", "تجربة עברית 漢字", "12,5", "0.10", "TRUE", "#N/A", "muster-id",
	}
}

// TestAnswersComeBack writes random documents with their answers.
func TestAnswersComeBack(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		doc := drawDocument(rt, question.Default())
		if _, _, err := engagement.Read(doc.Write(), question.Default(), model.Default()); err != nil {
			rt.Fatalf("no valid document was drawn: %v", err)
		}
		scope := rapid.SampledFrom([]string{Quick, All}).Draw(rt, "scope")
		n := len(question.Default().Items())
		if scope == Quick {
			n = len(question.Default().Quick())
		}
		data := write(t, doc, Options{Scope: scope, WithAnswers: true})
		if in := read(t, data, doc); len(in.Entries) > 0 || len(in.Problems) > 0 || in.Same != n {
			rt.Fatal(shownImport(in))
		}
		// Into an empty document nothing is taken over: nobody changed anything.
		if in := read(t, data, blank()); len(in.Entries) > 0 || len(in.Problems) > 0 {
			rt.Fatal(shownImport(in))
		}
	})
}

// TestFilledInComesBack has random answers put into a blank workbook, of a small
// set with every type.
func TestFilledInComesBack(t *testing.T) {
	set := smallSet(t)
	doc := engagement.New("e-1", "2026-03-14", set)
	data, err := Write(context.Background(), set, doc, Options{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(rt *rapid.T) {
		want := drawDocument(rt, set)
		for id, a := range want.Answers {
			// The library that fills in does not escape, and drops less.
			a.Comment = strings.ReplaceAll(xlsx.Clean(a.Comment), "_x", "_ x")
			want.Answers[id] = a
		}
		in, err := Read(context.Background(), "a.xlsx", fill(t, data, set, want), set, doc)
		if err != nil {
			rt.Fatal(err)
		}
		for _, p := range in.Problems {
			if p.Kind != Incomplete || p.QuestionID != "a-raci" { // half an activity is said, and used
				rt.Fatal(p)
			}
		}
		got := map[string]engagement.Answer{}
		for _, e := range in.Entries {
			if e.Kind != New {
				rt.Fatalf("%+v", e)
			}
			got[e.ID] = e.Given
		}
		for id, a := range want.Answers {
			a.Review, a.Comment = false, form.Content(a.Comment)
			if a.Comment == "" && a.State == engagement.Unanswered && a.Grade() == engagement.Asserted {
				continue // nothing that a workbook could say
			}
			b := got[id]
			delete(got, id)
			if !agree(set.Item(id), a, b) {
				rt.Fatalf("%s: %+v\nwant %+v", id, b, a)
			}
		}
		if len(got) > 0 {
			rt.Fatalf("more came back than was filled in: %+v", got)
		}
	})
}

// agree is equal, to the digits that spreadsheet programs keep.
func agree(it *question.Item, a, b engagement.Answer) bool {
	if !maps.EqualFunc(atomsOf(it, a.Value), atomsOf(it, b.Value), atom.equal) {
		return false
	}
	a.Value, b.Value = nil, nil
	if a.State == engagement.Answered && b.State == engagement.Answered {
		a.State, b.State = engagement.Unanswered, engagement.Unanswered
	}
	return equal(a, b)
}

// fill puts the answers of a document into a blank workbook as a person would.
func fill(t testing.TB, data []byte, set *question.Set, doc *engagement.Document) []byte {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	where := places(t, f)
	put := func(key string, v any) {
		at, ok := where[key]
		if !ok {
			t.Fatalf("no cell %q", key)
		}
		if v == nil {
			return
		}
		if err := f.SetCellValue(at[0], at[1], v); err != nil {
			t.Fatal(err)
		}
	}
	for _, it := range set.Items() {
		a := doc.Answers[it.ID]
		for _, p := range parts(it) {
			put(cellID(it, p), p.form.cell(atomsOf(it, a.Value)[p.id]))
		}
		put(it.ID+" state", stateCell(a))
		put(it.ID+" evidence", evidenceCell(a))
		put(it.ID+" comment", commentCell(a))
	}
	return saved(t, f)
}

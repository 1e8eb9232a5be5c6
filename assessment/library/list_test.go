package library

import (
	"cmp"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"muster/assessment"
)

func names(entries []Entry) string {
	var out []string
	for _, e := range entries {
		out = append(out, strings.TrimSuffix(e.Path, ".muster"))
	}
	return strings.Join(out, " ")
}

func day(n int) time.Time { return time.Date(2026, 1, n, 0, 0, 0, 0, time.UTC) }

// rows are entries of every kind; their paths are single letters.
var rows = []Entry{
	{Path: "a.muster", Title: "Yearly review", Client: "Zeta Ltd", Assessor: "Kim Doe", Date: "2026-03-01", Verdict: assessment.Warranted, Answered: 40, Applicable: 80, Modified: day(1)},
	{Path: "b.muster", Title: "apprenticeship", Client: "alpha GmbH", Date: "2025-12-31", Verdict: assessment.StronglyWarranted, Answered: 80, Applicable: 80, Modified: day(5), Recent: 2},
	{Path: "c.muster", Title: "Budget", Client: "Ärzte Österreich", Date: "2026-01-15", Verdict: assessment.InsufficientEvidence, Applicable: 80, Modified: day(3)},
	{Path: "d.muster", State: Broken, Reason: "not valid JSON", Modified: day(9), Recent: 1},
	{Path: "e.muster", State: Protected, Reason: "protected with a password", Modified: day(2)},
	{Path: "f.muster", Title: "Budget", Verdict: assessment.NotWarranted, Answered: 1, Applicable: 3, Modified: day(4)},
}

func TestSearch(t *testing.T) {
	tests := []struct{ query, want string }{
		{"", "a b c d e f"},
		{"  \t ", "a b c d e f"},
		{"budget", "c f"},
		{"BUDGET ärz", "c"},
		{"österreich", "c"},
		{"arzte osterreich", "c"}, // as typed where there are no such keys
		{`"zeta ltd"`, "a"},
		{`"ltd zeta"`, ""},
		{"zeta review", "a"},
		{"review zeta", "a"},
		{"kim", "a"},
		{"doe zeta", "a"},
		{"review kim alpha", ""},
		{"d.mus", "d"},
		{"muster", "a b c d e f"},
		{"ltdkim", ""}, // not across two texts
		{"protected", ""},
		{"2026", ""},
	}
	for _, tt := range tests {
		if got := names(Search(rows, tt.query)); got != tt.want {
			t.Errorf("%q finds %q, want %q", tt.query, got, tt.want)
		}
	}
}

func TestSort(t *testing.T) {
	tests := []struct {
		by         Key
		descending bool
		want       string
	}{
		{ByOpened, true, "d b f c e a"}, // 1, 2, then the last changed
		{ByOpened, false, "a e c f b d"},
		{ByDate, true, "a c b f d e"}, // without a date last, by name
		{ByDate, false, "b c a f d e"},
		{ByClient, false, "b a c f d e"},
		{ByClient, true, "c a b f d e"},
		{ByTitle, false, "b c f d e a"},
		{ByTitle, true, "a e d c f b"},
		{ByVerdict, true, "b a f c d e"},
		{ByVerdict, false, "c f a b d e"},
		{ByProgress, true, "b a f c d e"},
		{ByProgress, false, "c f a b d e"},
		{"no such key", true, "d b f c e a"},
	}
	for _, tt := range tests {
		before := slices.Clone(rows)
		if got := names(Sort(rows, tt.by, tt.descending)); got != tt.want {
			t.Errorf("by %s, descending %v: %s, want %s", tt.by, tt.descending, got, tt.want)
		}
		if !slices.Equal(before, rows) {
			t.Fatalf("sorting by %s changed its argument", tt.by)
		}
	}
}

func TestMerge(t *testing.T) {
	recent := []Entry{{Path: "x", Recent: 1, Target: "/real/x", Title: "opened"}, {Path: "y", Recent: 2}}
	found := []Entry{{Path: "/folder/x", Target: "/real/x", Title: "found"}, {Path: "z"}, {Path: "y"}, {Path: "/real/x"}}
	got := Merge(recent, found)
	if names(got) != "x y z" || got[0].Title != "opened" || got[0].Recent != 1 || got[1].Recent != 2 {
		t.Errorf("%+v", got)
	}
	if got := Merge(found, recent); names(got) != "/folder/x z y" || got[0].Recent != 1 || got[2].Recent != 2 {
		t.Errorf("the other way: %+v", got)
	}
	if got := Merge(); len(got) != 0 {
		t.Errorf("of nothing: %+v", got)
	}
}

var anEntry = rapid.Custom(func(t *rapid.T) Entry {
	text := rapid.SampledFrom([]string{"", "a", "B", "b", "Ä", "zz top", "\xff"})
	e := Entry{Path: rapid.SampledFrom([]string{"1", "2", "3", "4", "5"}).Draw(t, "path"), Title: text.Draw(t, "title"), Client: text.Draw(t, "client"), Date: text.Draw(t, "date"),
		State: rapid.SampledFrom([]State{Ready, Broken, Missing}).Draw(t, "state"), Recent: rapid.IntRange(0, 3).Draw(t, "recent"), Modified: day(rapid.IntRange(1, 3).Draw(t, "modified"))}
	if e.State == Ready {
		e.Verdict = rapid.SampledFrom(append([]assessment.Verdict{assessment.InsufficientEvidence}, assessment.Ladder...)).Draw(t, "verdict")
		e.Applicable = rapid.IntRange(0, 3).Draw(t, "applicable")
		e.Answered = rapid.IntRange(0, e.Applicable).Draw(t, "answered")
	}
	return e
})

// A sorted list holds the same entries, is a fixed point, does not depend on the
// order before, and is found alike before and after a search.
func TestListProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := Merge(rapid.SliceOfN(anEntry, 0, 12).Draw(t, "entries"))
		by, down := rapid.SampledFrom(Keys).Draw(t, "key"), rapid.Bool().Draw(t, "descending")
		query := rapid.SampledFrom([]string{"", "a", "b 1", "zz", "top zz"}).Draw(t, "query")
		sorted := Sort(list, by, down)
		byPath := func(a, b Entry) int { return cmp.Compare(a.Path, b.Path) }
		if a, b := slices.SortedFunc(slices.Values(list), byPath), slices.SortedFunc(slices.Values(sorted), byPath); !slices.Equal(a, b) {
			t.Fatalf("%v became %v", a, b)
		}
		if !slices.Equal(Sort(sorted, by, down), sorted) {
			t.Fatal("sorted twice it differs")
		}
		slices.Reverse(list)
		if !slices.Equal(Sort(list, by, down), sorted) {
			t.Fatal("it depends on the order before")
		}
		if a, b := Sort(Search(list, query), by, down), Search(sorted, query); len(a)+len(b) > 0 && !slices.Equal(a, b) {
			t.Fatal("searching and sorting do not commute")
		}
		if !slices.Equal(Merge(sorted, list), sorted) {
			t.Fatal("merging what is there already changes it")
		}
	})
}

func TestKeys(t *testing.T) {
	for _, k := range Keys {
		if want := k != ByClient && k != ByTitle; k.Descending() != want {
			t.Errorf("%s starts descending: %v", k, !want)
		}
	}
}

func TestOneLine(t *testing.T) {
	for in, want := range map[string]string{
		"":                             "",
		" two\n lines\tand\u00a0more ": "two lines and more",
		"\u202eover\x00ride\x1b[31m":   "override[31m",
		"broken \xff bytes":            "broken \uFFFD bytes",
		strings.Repeat("x", 201):       strings.Repeat("x", 199) + "…",
		strings.Repeat("ä", 200):       strings.Repeat("ä", 200),
	} {
		if got := oneLine(in); got != want {
			t.Errorf("oneLine(%.40q) = %q", in, got)
		}
	}
	if got := []rune(oneLine(strings.Repeat("ten thousand signs ", 1000))); len(got) > maxText {
		t.Errorf("%d signs", len(got))
	}
}

func TestContains(t *testing.T) {
	for _, tt := range []struct {
		folder, path string
		want         bool
	}{
		{"/a/b", "/a/b/c.muster", true}, {"/a/b", "/a/b", true}, {"/a/b", "/a/bc/d", false}, {"/a/b", "/a", false}, {"/", "/x", true}, {"/a/..b", "/a/..b/c", true}, {"/a", "/a/..b", true}, {"rel", "/a", false},
	} {
		if got := Contains(tt.folder, tt.path); got != tt.want {
			t.Errorf("Contains(%q, %q) = %v", tt.folder, tt.path, got)
		}
	}
}

func TestEntry(t *testing.T) {
	e := Entry{Path: "/a/odd\nname.muster"}
	if e.Name() != "odd name.muster" || e.Progress() != -1 || e.file() != e.Path {
		t.Errorf("%q %v", e.Name(), e.Progress())
	}
	for _, s := range []State{Ready, Unread, Missing, Unreadable, Broken, Protected} {
		if (s.Word() == "") != (s == Ready) || s.Word() == "Not known" {
			t.Errorf("%q is called %q", s, s.Word())
		}
	}
	if State("?").Word() != "Not known" {
		t.Error("a state from elsewhere")
	}
}

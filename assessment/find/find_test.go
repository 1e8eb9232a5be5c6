package find

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"muster/assessment"
	"muster/assessment/engagement"
	"muster/assessment/engagement/engagementtest"
	"muster/assessment/model"
	"muster/assessment/question"
)

// words stand in for the report's: what an answer says is not this package's.
func words(it *question.Item, v engagement.Value) string {
	switch v := v.(type) {
	case engagement.Choice:
		return it.Option(string(v)).Text
	case engagement.Level:
		return it.Levels[v].Name
	}
	return fmt.Sprint(v)
}

func of(doc *engagement.Document, quick bool) *Engagement {
	r := assessment.Evaluate(question.Default(), model.Default(), doc)
	return &Engagement{Set: question.Default(), Document: doc, Result: &r, Quick: quick}
}

func empty() *engagement.Document { return engagement.New("x", "2026-01-01", question.Default()) }

func sample(t testing.TB, name string) *engagement.Document {
	t.Helper()
	return engagementtest.Sample(t, name)
}

func marked(text string, marks []Span) string {
	var b strings.Builder
	at := 0
	for _, m := range marks {
		b.WriteString(text[at:m.From] + "[" + text[m.From:m.To] + "]")
		at = m.To
	}
	return b.String() + text[at:]
}

func TestMarks(t *testing.T) {
	for _, c := range []struct{ query, text, want string }{
		{"rota", "The Rota of May", "The [Rota] of May"},
		{"ROTA", "rota", "[rota]"},
		{"cafe", "Le Café, CAFÉ", "Le [Café], [CAFÉ]"},
		{"café", "cafe", "[cafe]"},
		{"cafe", "cafe\u0301s", "[cafe\u0301]s"},
		{"strasse", "Große Straße 7", "Große [Straße] 7"},
		{"grosse s", "Große Straße", "[Große] [S]tra[ß]e"},
		{"soren lodz", "Søren, Łódź", "[Søren], [Łódź]"},
		{"οδοσ", "Η ΟΔΟΣ, οδός", "Η [ΟΔΟΣ], [οδός]"},
		{"istanbul", "İstanbul", "[İstanbul]"},
		{"fi", "oﬃce", "o[ﬃ]ce"},
		{`"two words"`, "words two, two words", "words two, [two words]"},
		{`“two words”`, "two\u00a0 words", "[two\u00a0 words]"},
		{`"two wor`, "two words", "[two wor]ds"},
		{"two words", "words, two", "[words], [two]"},
		{"don't", "I don’t", "I [don’t]"},
		{"12-24", "12–24 hours", "[12–24] hours"},
		{"ab bc", "abc", "[abc]"},
		{"aa", "aaaaa", "[aaaa]a"},
		{"x", "", ""},
		{"", "text", "text"},
		{`""`, "text", "text"},
		{"\u0301", "text", "text"},
		{"%s {0} <b>", "<b>%s</b> {0}", "[<b>%s]</b> [{0}]"},
		{"עברית", "ועוד עברית,", "ועוד [עברית],"},
		{"한", "한국어", "[한]국어"},
		{"\xff", "a\xffb", "a[\xff]b"},
		{"ünd", "und U\u0308ND", "[und] [U\u0308ND]"},
	} {
		if got := marked(c.text, Parse(c.query).spans(fold(c.text))); got != c.want {
			t.Errorf("%q in %q marks %q, want %q", c.query, c.text, got, c.want)
		}
	}
}

func TestFoldedTextMarksWhatWasWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.RuneFrom([]rune("aAbéßﬃİ ø\u0301\u200d\t\n\"–한👩‍💻"))).Draw(t, "text")
		f := fold(text)
		for from := range len(f.text) {
			for to := from + 1; to <= len(f.text); to++ {
				s := f.span(from, to)
				if s.From < 0 || s.From >= s.To || s.To > len(text) {
					t.Fatalf("%q %d..%d of %q is %v", text, from, to, f.text, s)
				}
				if piece := text[s.From:s.To]; !utf8.ValidString(piece) || !strings.Contains(fold(piece).text, f.text[from:to]) && utf8.ValidString(f.text[from:to]) {
					t.Fatalf("%q stands for %q in %q", piece, f.text[from:to], text)
				}
			}
		}
	})
}

// keys are the hits in short: a page's title, or a question's id with the part.
func keys(hits []Hit) []string {
	var out []string
	for _, h := range hits {
		if h.Item == nil {
			out = append(out, "page "+h.Page.ID)
		} else {
			out = append(out, h.Item.ID+" "+string(h.Part))
		}
	}
	return out
}

func TestFind(t *testing.T) {
	doc := empty()
	doc.Answers["bw-volume"] = engagement.Answer{Comment: "Zählung vom Mai:\nsee the xylophone list"}
	doc.Answers["tool-access"] = engagement.Answer{State: engagement.Answered, Value: engagement.Level(2), References: []engagement.Reference{{Title: "Xylophone contract", Location: "vault 9"}}}
	x := New(of(doc, false), words, []Page{{ID: "verdict", Title: "Verdict"}, {ID: "options", Title: "Contract options (4)"}})
	find := func(q string) []Hit {
		hits, all := x.Find(Parse(q), nil)
		if all < len(hits) {
			t.Errorf("%q: %d of %d", q, len(hits), all)
		}
		return hits
	}
	for _, c := range []struct {
		query string
		want  []string
	}{
		{"xylophone", []string{"bw-volume Comment", "tool-access Reference"}},
		{"XYLOPHONE zahlung", []string{"bw-volume Comment"}},
		{"xylophone vault", []string{"tool-access Reference"}},
		{`"xylophone list"`, []string{"bw-volume Comment"}},
		{`"list xylophone"`, nil},
		{`"mai: see`, []string{"bw-volume Comment"}},                       // over the line's end
		{"xylophone escalations handling", []string{"bw-volume Question"}}, // each word in another text of the question
		{"verdict", []string{"page verdict"}},
		{"contract opt", []string{"page options"}},
		{"qqq", nil},
		{"xylophone qqq", nil},
	} {
		got := keys(find(c.query))
		if c.query == "verdict" || c.query == "contract opt" { // pages stand before what questions say
			got = got[:min(1, len(got))]
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s finds %v, want %v", c.query, got, c.want)
		}
	}
	// Every question by its number and its id, before all else.
	for _, it := range question.Default().Items() {
		if h := find(fmt.Sprint(it.Number)); len(h) == 0 || h[0].Item != it || !h[0].Number {
			t.Errorf("%d does not lead to %s but to %v", it.Number, it.ID, keys(h))
		}
		if h := find(strings.ToUpper(it.ID)); len(h) == 0 || h[0].Item != it {
			t.Errorf("%s leads to %v", it.ID, keys(h))
		}
		if h := find(`"` + it.Text + `"`); len(h) == 0 || h[0].Item != it || h[0].Part != Text {
			t.Errorf("the text of %s leads to %v", it.ID, keys(h))
		}
	}
	// Other texts of a question.
	for _, it := range question.Default().Items() {
		for _, c := range []struct {
			text string
			part Part
		}{{it.Why, Why}, {it.Evidence, Evidence}} {
			if c.text == "" {
				continue
			}
			if h := find(`"` + c.text + `"`); len(h) == 0 || h[0].Item != it || h[0].Part != c.part {
				t.Errorf("%s of %s leads to %v", c.part, it.ID, keys(h))
			}
		}
		for _, l := range it.Levels {
			hits := find(`"` + l.Text + `"`)
			if !slices.ContainsFunc(hits, func(h Hit) bool { return h.Item == it && h.Part == Choice }) {
				t.Errorf("level %q of %s leads to %v", l.Name, it.ID, keys(hits))
			}
		}
		for _, a := range it.Activities {
			if h := find(`"` + a.Text + `"`); len(h) == 0 || h[0].Item != it || h[0].Row != a.ID {
				t.Errorf("activity %s leads to %v", a.ID, keys(h))
			}
		}
	}
	if h, all := x.Find(Query{}, nil); !slices.Equal(keys(h), []string{"page verdict", "page options"}) || all != 2 {
		t.Errorf("nothing typed lists %v", keys(h))
	}
}

func TestFindMarksNumberTitleAndLine(t *testing.T) {
	doc := empty()
	it := question.Default().Items()[23]
	doc.Answers[it.ID] = engagement.Answer{Comment: "24 of them\nare wrong"}
	x := New(of(doc, false), words, nil)
	hits, _ := x.Find(Parse("24 wrong"), nil)
	if len(hits) == 0 || hits[0].Item != it || !hits[0].Number || marked(hits[0].Line, hits[0].Marks) != "[24] of them are [wrong]" {
		t.Errorf("%+v", hits)
	}
	hits, _ = x.Find(Parse(strings.Fields(it.Title)[0]), nil)
	if len(hits) == 0 || len(hits[0].TitleMarks) == 0 {
		t.Errorf("%+v", hits)
	}
}

// A hit holds all words: those not marked in its line or title stand elsewhere in it.
func TestFindHoldsEveryWord(t *testing.T) {
	x := New(of(sample(t, "bank"), false), words, nil)
	whole := map[*question.Item]string{}
	for _, n := range x.entries {
		s := n.number
		for _, f := range n.fields {
			s += "\n" + f.folded.text
		}
		whole[n.item] = s
	}
	pool := strings.Fields(fold("the a who mssp incident Café plan test 24 hours of escalation log zzz").text)
	rapid.Check(t, func(t *rapid.T) {
		typed := rapid.SliceOfN(rapid.SampledFrom(pool), 1, 4).Draw(t, "words")
		hits, all := x.Find(Parse(strings.Join(typed, " ")), nil)
		want := 0
		for _, s := range whole {
			ok := true
			for _, w := range typed {
				number, rest, _ := strings.Cut(s, "\n")
				ok = ok && (number == w || strings.Contains(rest, w))
			}
			if ok {
				want++
			}
		}
		if all != want || len(hits) != all {
			t.Fatalf("%v: %d of %d hits, want %d", typed, len(hits), all, want)
		}
	})
}

func TestFindIsBounded(t *testing.T) {
	pages := make([]Page, 500)
	for i := range pages {
		pages[i] = Page{ID: fmt.Sprint(i), Title: "A page"}
	}
	hits, all := New(of(empty(), false), words, pages).Find(Parse("page"), nil)
	if len(hits) != maxHits || all < 500 {
		t.Errorf("%d of %d", len(hits), all)
	}
	if q := Parse(strings.Repeat("é", 100000)); len(q.words) != 1 || !utf8.ValidString(q.words[0]) {
		t.Error("a long query is cut inside a letter")
	}
	if q := Parse(strings.Repeat("é ", 100000) + strings.Join(strings.Split(strings.Repeat("abcdefghij", 9), ""), " ")); len(q.words) > maxWords {
		t.Errorf("%d words", len(q.words))
	}
}

func TestFilters(t *testing.T) {
	set := question.Default()
	for _, name := range []string{"saas", "bank", "hospital", ""} {
		doc := empty()
		if name != "" {
			doc = sample(t, name)
		}
		for _, quick := range []bool{false, true} {
			e := of(doc, quick)
			// Counted from the file's words, not through the filters.
			want := map[string]int{}
			for _, it := range set.Items() {
				if quick && !it.Quick {
					continue
				}
				a, ok := doc.Answers[it.ID]
				switch {
				case !ok || a.State == "":
					want["unanswered"]++
				case a.State == "unknown":
					want["unknown"]++
				case a.State == "answered" && a.Evidence != "documented" && a.Evidence != "observed" && len(a.References) == 0:
					want["no-evidence"]++
				}
				if a.Review {
					want["review"]++
				}
				if m, ok := doc.Value(it.ID).(engagement.RACI); ok {
					for _, id := range []string{"impact-determination", "response-decision", "policy-approve", "invoke-csirp", "own-csirp"} {
						if m[id].Accountable == "mssp" {
							want["red-flags"]++
						}
					}
				}
			}
			got := map[string]int{}
			for i := range Filters {
				if n := len(Filters[i].Places(e)); n > 0 {
					got[Filters[i].ID] = n
				}
			}
			if d := cmp.Diff(want, got); d != "" {
				t.Errorf("%s, quick %v: %s", name, quick, d)
			}
		}
	}
}

// The samples hold something of each kind, so that the test above says something.
func TestSamplesFillTheFilters(t *testing.T) {
	for i := range Filters {
		f, n := &Filters[i], 0
		for _, name := range []string{"saas", "bank", "hospital"} {
			n += len(f.Places(of(sample(t, name), false)))
		}
		if n == 0 && f.ID != "unanswered" && f.ID != "carried" {
			t.Errorf("no sample has anything %q", f.Title)
		}
		if f.Title == "" || f.Menu == "" || f.None == "" || FilterByID(f.ID) != f {
			t.Errorf("filter %q is incomplete", f.ID)
		}
	}
	if FilterByID("none") != nil {
		t.Error("a filter that is not there")
	}
}

// flagged is an engagement in which the MSSP accounts for two activities it must
// not; one of them does not show in the quick set.
func flagged() *engagement.Document {
	doc := empty()
	mssp := engagement.Responsibility{Accountable: "mssp", Doer: "mssp"}
	doc.Answers["raci-matrix"] = engagement.Answer{State: engagement.Answered, Value: engagement.RACI{"response-decision": mssp, "own-csirp": mssp, "monitor": mssp}}
	return doc
}

func TestRedFlagsAreRows(t *testing.T) {
	for _, quick := range []bool{false, true} {
		x := New(of(flagged(), quick), words, nil)
		hits, _ := x.Find(Query{}, FilterByID("red-flags"))
		if len(hits) != 2 || hits[0].Row != "response-decision" || hits[1].Row != "own-csirp" ||
			!strings.HasPrefix(hits[0].Line, "Choose how to respond") || hits[0].Outside != quick || hits[1].Outside {
			t.Errorf("quick %v: %+v", quick, hits)
		}
		// A word narrows the list to the row it stands in.
		hits, _ = x.Find(Parse("up to date"), FilterByID("red-flags"))
		if len(hits) != 1 || hits[0].Row != "own-csirp" || len(hits[0].Marks) == 0 {
			t.Errorf("%+v", hits)
		}
		if hits[0].Key() == "question/raci-matrix/" || hits[0].Key() == (&Hit{Place: Place{Item: hits[0].Item, Row: "response-decision"}}).Key() {
			t.Error("rows have one key")
		}
	}
}

func TestFindUnderAFilter(t *testing.T) {
	doc := sample(t, "saas")
	x := New(of(doc, false), words, []Page{{ID: "csirp", Title: "CSIRP"}})
	f := FilterByID("no-evidence")
	all, _ := x.Find(Query{}, f)
	some, _ := x.Find(Parse("csirp"), f)
	if len(some) == 0 || len(some) >= len(all) {
		t.Errorf("%d of %d", len(some), len(all))
	}
	for _, h := range append(all, some...) {
		if h.Item == nil || doc.Answers[h.Item.ID].State != engagement.Answered {
			t.Errorf("%+v", h)
		}
	}
	if !slices.IsSortedFunc(some, func(a, b Hit) int { return a.Item.Number - b.Item.Number }) {
		t.Error("not in the order of the questions")
	}
	for _, h := range all {
		if h.Part != Text || h.Line == "" {
			t.Errorf("%s stands as %s %q", h.Item.ID, h.Part, h.Line)
		}
	}
}

func TestQuickSetIsSaid(t *testing.T) {
	set := question.Default()
	x := New(of(empty(), true), words, nil)
	for _, it := range set.Items() {
		hits, _ := x.Find(Parse(it.ID), nil)
		if len(hits) == 0 || hits[0].Outside == it.Quick {
			t.Errorf("%s: quick %v, outside %v", it.ID, it.Quick, hits[0].Outside)
		}
	}
	hits, _ := x.Find(Query{}, FilterByID("unanswered"))
	if len(hits) != len(set.Quick()) {
		t.Errorf("%d unanswered in the quick set of %d", len(hits), len(set.Quick()))
	}
}

func TestNext(t *testing.T) {
	set := question.Default()
	item := set.Item
	doc := empty()
	for i, it := range set.Items() {
		if i%2 == 0 {
			doc.Answers[it.ID] = engagement.Answer{State: engagement.Unknown}
		}
	}
	e, f := of(doc, false), FilterByID("unknown")
	at, seen := Place{}, []int{}
	for range 2 * len(f.Places(e)) {
		next, ok := f.Next(e, at, false)
		if !ok {
			t.Fatal("none")
		}
		seen, at = append(seen, next.Item.Number), next
	}
	n := len(seen) / 2
	if !slices.IsSorted(seen[:n]) || !slices.Equal(seen[:n], seen[n:]) || seen[0] != 1 || n != (len(set.Items())+1)/2 {
		t.Errorf("goes through %v", seen)
	}
	first := set.Items()[0]
	if p, _ := f.Next(e, Place{Item: first}, true); p.Item != first {
		t.Error("the question itself does not count")
	}
	if _, ok := FilterByID("review").Next(e, Place{}, false); ok {
		t.Error("found what is not there")
	}
	// From row to row, and around.
	e, f = of(flagged(), false), FilterByID("red-flags")
	raci := item("raci-matrix")
	for _, c := range []struct{ from, want string }{{"", "response-decision"}, {"monitor", "response-decision"}, {"response-decision", "own-csirp"}, {"own-csirp", "response-decision"}, {"external-notification", "response-decision"}} {
		if p, ok := f.Next(e, Place{Item: raci, Row: c.from}, false); !ok || p.Row != c.want {
			t.Errorf("after %q comes %q", c.from, p.Row)
		}
	}
	if p, _ := f.Next(e, Place{Item: item("ntf-regimes")}, false); p.Row != "response-decision" {
		t.Error("not around")
	}
	// What stands alone leads to itself.
	doc = empty()
	doc.Answers["tool-access"] = engagement.Answer{Review: true}
	if p, ok := FilterByID("review").Next(of(doc, false), Place{Item: item("tool-access")}, false); !ok || p.Item != item("tool-access") {
		t.Error("the last one is lost")
	}
}

// runes counts letters, as if each were one wide.
func runes(p Piece) float32 { return float32(utf8.RuneCountInString(p.Text)) }

func shown(list []Piece) string {
	s := ""
	for _, p := range list {
		if p.Marked {
			s += "[" + p.Text + "]"
		} else {
			s += p.Text
		}
	}
	return s
}

func TestFit(t *testing.T) {
	const line = "one two three four five six seven eight nine ten"
	for _, c := range []struct {
		query string
		width float32
		want  string
	}{
		{"five", 100, "one two three four [five] six seven eight nine ten"},
		{"one", 20, "[one] two three four …"},
		{"five", 24, "… four [five] six seven …"},
		{"ten", 20, "… eight nine [ten]"},
		{"nine", 20, "… eight [nine] ten"},
		{"qqq", 15, "one two three …"},
		{`"four five six seven"`, 12, "… [four fiv] …"},
		{"five", 4, "… [f] …"}, // nothing fits: one letter at least
		{"two ten", 20, "one [two] three four …"},
		{"", 100, line},
	} {
		marks := Parse(c.query).spans(fold(line))
		if got := shown(Fit(line, marks, c.width, runes)); got != c.want {
			t.Errorf("%q in %v: %q, want %q", c.query, c.width, got, c.want)
		}
	}
	if got := Fit("", nil, 10, runes); len(got) != 0 {
		t.Errorf("%v", got)
	}
}

// Whatever is cut, the first mark shows, the line fits, and nothing is made up.
func TestFitKeepsTheMark(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		piece := rapid.SampledFrom([]string{"word ", "é", "e\u0301", "👩‍💻", "\xff", "עברית ", strings.Repeat("long-word", 30), " ", "x"})
		text := OneLine(strings.Join(rapid.SliceOfN(piece, 0, 60).Draw(t, "before"), "") + "NEEDLE" + strings.Join(rapid.SliceOfN(piece, 0, 60).Draw(t, "after"), ""))
		width := float32(rapid.IntRange(16, 120).Draw(t, "width"))
		marks := Parse("needle").spans(fold(text))
		got := Fit(text, marks, width, runes)
		if w := total(got, runes); w > width {
			t.Fatalf("%q is %v wide, not %v", shown(got), w, width)
		}
		if !slices.ContainsFunc(got, func(p Piece) bool { return p.Marked && strings.EqualFold(p.Text, "needle") }) {
			t.Fatalf("the mark is lost: %q of %q", shown(got), text)
		}
		plain := ""
		for _, p := range got {
			plain += p.Text
		}
		before, cutBefore := strings.CutPrefix(plain, dots+" ")
		middle, cutAfter := strings.CutSuffix(before, " "+dots)
		if !strings.Contains(text, middle) || !cutBefore && !strings.HasPrefix(text, middle) || !cutAfter && !strings.HasSuffix(text, middle) {
			t.Fatalf("%q is made of %q", plain, text)
		}
	})
}

func TestOneLine(t *testing.T) {
	for in, want := range map[string]string{
		"a\r\n\n b\tc ": "a b c", "plain": "plain", "": "", " \n ": "", "\u202eturned\u202c \u0000\u0007x": "turned x", "👩‍💻": "👩‍💻", "a\xffb": "ab", "  two  spaces": "two spaces",
	} {
		if got := OneLine(in); got != want {
			t.Errorf("%q is %q, want %q", in, got, want)
		}
	}
}

// long is an engagement of 80 questions with comments of 4,000 characters.
func long() *engagement.Document {
	doc := empty()
	for i, it := range question.Default().Items() {
		doc.Answers[it.ID] = engagement.Answer{Comment: strings.Repeat(fmt.Sprintf("Beschluß %d, geprüft im Mai – the rota of the team. ", i), 100)[:4000]}
	}
	return doc
}

func BenchmarkFind(b *testing.B) {
	x := New(of(long(), false), words, nil)
	for _, typed := range []string{"e", "team", "geprueft", "rota team", `"im mai" the beschluss`, "zzz"} {
		b.Run(typed, func(b *testing.B) {
			for b.Loop() {
				x.Find(Parse(typed), nil)
			}
		})
	}
}

func BenchmarkIndex(b *testing.B) {
	e := of(long(), false)
	for b.Loop() {
		New(e, words, nil)
	}
}

// A page that is found by its text shows the line; one that is found by its title does not.
func TestPageLines(t *testing.T) {
	pages := []Page{{ID: "a", Title: "Exercise of May", Text: "Nobody called the lead\n\nThe lead was on a flight and nobody called", Quiet: true}}
	x := New(of(empty(), false), words, pages)
	for query, want := range map[string]string{"exercise": "", "flight": "The lead was on a [flight] and nobody called", "may called lead": "Nobody [called] the [lead]", "flight called": "The lead was on a [flight] and nobody [called]"} {
		hits, _ := x.Find(Parse(query), nil)
		if len(hits) == 0 || hits[0].Page.ID != "a" || hits[0].Part != "" || marked(hits[0].Line, hits[0].Marks) != want {
			t.Errorf("%s: %+v, want %q", query, hits, want)
		}
	}
	if hits, _ := x.Find(Parse(""), nil); len(hits) != 0 {
		t.Errorf("a quiet page is listed: %+v", hits)
	}
}

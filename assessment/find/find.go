// Package find looks through an engagement: its questions, the answers in words,
// comments and references, and the pages of the window. It also lists the
// questions that wait for something, and leads from one to the next.
package find

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"muster/assessment"
	"muster/assessment/engagement"
	"muster/assessment/question"
)

// Engagement is what is looked through.
type Engagement struct {
	Set      *question.Set
	Document *engagement.Document
	Result   *assessment.Result // of the document
	Quick    bool               // the quick set is in use
}

// Place is a question, or a row of its matrix.
type Place struct {
	Item *question.Item
	Row  string // id of an activity or area; empty for the question as a whole
}

// Outside reports whether the quick set hides the place.
func (p Place) Outside() bool {
	if !p.Item.Quick {
		return true
	}
	if a := p.Item.Activity(p.Row); a != nil {
		return !a.Quick
	}
	if p.Item.Type == question.Skills {
		if a := p.Item.Area(p.Row); a != nil {
			return !a.Core
		}
	}
	return false
}

// row is the number of the row in the whole matrix; -1 for none.
func (p Place) row() int {
	if p.Row == "" {
		return -1
	}
	if i := slices.IndexFunc(p.Item.Activities, func(a question.Activity) bool { return a.ID == p.Row }); i >= 0 {
		return i
	}
	return slices.IndexFunc(p.Item.SkillAreas(), func(a question.Area) bool { return a.ID == p.Row })
}

func (p Place) after(where Place) bool {
	if where.Item == nil {
		return true
	}
	if p.Item.Number != where.Item.Number {
		return p.Item.Number > where.Item.Number
	}
	return p.row() > where.row()
}

// Part says which text of a question a hit stands in.
type Part string

// The parts, the weightier first: of two questions the one whose hit is in the
// earlier part comes first.
const (
	Title     Part = "Title"
	Text      Part = "Question"
	ID        Part = "Id"
	Answer    Part = "Answer"
	Comment   Part = "Comment"
	Reference Part = "Reference"
	Row       Part = "Row"
	Choice    Part = "Choice"
	Why       Part = "Why"
	Evidence  Part = "Evidence example"
)

var parts = []Part{Title, Text, ID, Answer, Comment, Reference, Row, Choice, Why, Evidence}

// Page is a page of the window.
type Page struct {
	ID, Title string
	Text      string // what finds it besides its title, line by line
	Quiet     bool   // it is listed only when words are looked for
}

// Hit is one line of a list: a page, or a question with the text that was found.
type Hit struct {
	Place // Item is nil for a page
	Page  Page

	Title      string
	TitleMarks []Span // in Title
	Part       Part   // what Line is; empty for a page
	Line       string // of a page empty where its title says it all
	Marks      []Span // in Line
	Number     bool   // the question's number was looked for
	Outside    bool   // hidden by the quick set in use

	line *field // what Line is; nil for a page
}

// Key tells hits apart, also from those of a later search.
func (h *Hit) Key() string {
	if h.Item == nil {
		return "page/" + h.Page.ID
	}
	return "question/" + h.Item.ID + "/" + h.Row
}

// field is one text of a question.
type field struct {
	part   int // index into parts
	row    string
	text   string
	folded folded
}

// entry is a question with its texts.
type entry struct {
	item   *question.Item
	number string
	id     string // folded
	fields []field
}

// Index is an engagement made ready for searches. It does not follow changes.
type Index struct {
	e       *Engagement
	entries []entry
	pages   []Page
	titles  []folded // of the pages, with their texts
	lines   [][]field
}

// New makes the index of an engagement. Words are an answer's value as people
// read it; pages can be found by their titles.
func New(e *Engagement, words func(*question.Item, engagement.Value) string, pages []Page) *Index {
	x := &Index{e: e, pages: pages}
	for _, p := range pages {
		x.titles = append(x.titles, fold(p.Title+"\n"+p.Text))
		var lines []field
		for l := range strings.SplitSeq(p.Text, "\n") {
			if l = OneLine(l); l != "" {
				lines = append(lines, field{text: l, folded: fold(l)})
			}
		}
		x.lines = append(x.lines, lines)
	}
	for _, it := range e.Set.Items() {
		x.entries = append(x.entries, newEntry(it, e.Document.Answers[it.ID], words))
	}
	return x
}

func newEntry(it *question.Item, a engagement.Answer, words func(*question.Item, engagement.Value) string) entry {
	n := entry{item: it, number: strconv.Itoa(it.Number), id: fold(it.ID).text}
	add := func(part Part, row string, texts ...string) {
		if text := OneLine(joined(texts)); text != "" {
			n.fields = append(n.fields, field{part: slices.Index(parts, part), row: row, text: text, folded: fold(text)})
		}
	}
	add(Title, "", it.Title)
	add(Text, "", it.Text)
	add(ID, "", it.ID)
	if a.State == engagement.Answered {
		add(Answer, "", words(it, a.Value))
	}
	add(Comment, "", a.Comment)
	for _, r := range a.References {
		add(Reference, "", r.Title, r.Location)
	}
	for _, r := range it.Activities {
		add(Row, r.ID, r.Text, r.Hint)
	}
	for _, r := range it.Areas {
		add(Row, r.ID, r.Title, r.Text)
	}
	for i, l := range it.Levels {
		add(Choice, "", strconv.Itoa(i)+" "+l.Name, l.Text)
	}
	for _, o := range it.Options {
		add(Choice, "", o.Text, o.Hint)
	}
	add(Why, "", it.Why)
	add(Evidence, "", it.Evidence)
	return n
}

// joined puts the texts that there are behind each other.
func joined(texts []string) string {
	return strings.Join(slices.DeleteFunc(texts, func(s string) bool { return strings.TrimSpace(s) == "" }), " · ")
}

// maxHits bounds a list: nobody reads further, but types another word.
const maxHits = 200

// Find are the hits of a query, the best first: a question's number or id, pages,
// then questions by the part the words stand in; at most 200. All is how many
// there would be. With a filter only its places are looked through, in their
// order; an empty query then finds all of them, and without a filter the pages.
func (x *Index) Find(q Query, f *Filter) (hits []Hit, all int) {
	if f != nil {
		hits = x.filtered(q, f)
	} else {
		hits = x.search(q)
	}
	all = len(hits)
	hits = hits[:min(all, maxHits)]
	for i := range hits {
		x.mark(&hits[i], q)
	}
	return hits, all
}

func (x *Index) search(q Query) []Hit {
	type ranked struct {
		Hit
		rank
	}
	var found []ranked
	for i, p := range x.pages {
		r := rank{class: pageHit}
		if r.count(x.titles[i].text, q) == len(q.words) && !(p.Quiet && q.Empty()) {
			found = append(found, ranked{Hit{Page: p, Title: p.Title, line: x.lineOf(i, q)}, r})
		}
	}
	if !q.Empty() {
		for i := range x.entries {
			if h, r, ok := x.entries[i].match(q, ""); ok {
				found = append(found, ranked{h, r})
			}
		}
	}
	slices.SortStableFunc(found, func(a, b ranked) int { return a.rank.compare(b.rank) })
	out := make([]Hit, len(found))
	for i, r := range found {
		out[i] = r.Hit
	}
	return out
}

// lineOf is the line of a page's text that holds most of what its title does not say
// already; nil where the title says it all.
func (x *Index) lineOf(page int, q Query) *field {
	title := fold(x.pages[page].Title)
	var rest Query
	for _, w := range q.words {
		if found, _ := in(title.text, w); !found {
			rest.words = append(rest.words, w)
		}
	}
	var best *field
	most := 0
	for i := range x.lines[page] {
		f := &x.lines[page][i]
		if n := (&rank{}).count(f.folded.text, rest); n > most {
			best, most = f, n
		}
	}
	return best
}

func (x *Index) filtered(q Query, f *Filter) []Hit {
	var out []Hit
	for _, p := range f.Places(x.e) {
		n := &x.entries[p.Item.Number-1]
		h, _, ok := n.match(q, p.Row)
		if !ok {
			continue
		}
		h.Place = p
		if q.Empty() || p.Row != "" {
			h.line = n.standing(p.Row)
		}
		out = append(out, h)
	}
	return out
}

// mark adds what a hit says besides its place.
func (x *Index) mark(h *Hit, q Query) {
	h.Title = OneLine(h.Title)
	h.TitleMarks = q.spans(fold(h.Title))
	if h.line != nil {
		h.Line, h.Marks = h.line.text, q.spans(h.line.folded)
		if h.Item != nil {
			h.Part = parts[h.line.part]
		}
	}
	h.Outside = h.Item != nil && x.e.Quick && h.Place.Outside()
}

// standing is the text that stands for a question, or for a row of it, where no
// words lead to another.
func (n *entry) standing(row string) *field {
	for i := range n.fields {
		if f := &n.fields[i]; row != "" && f.row == row || row == "" && parts[f.part] == Text {
			return f
		}
	}
	return nil
}

// rank orders hits.
type rank struct {
	class  int
	spread int  // words that stand elsewhere than in the line shown
	inside bool // a word begins inside another
	part   int
}

const (
	exactHit = iota
	pageHit
	textHit
)

func (a rank) compare(b rank) int {
	return cmp.Or(cmp.Compare(a.class, b.class), cmp.Compare(a.spread, b.spread), cmp.Compare(truth(a.inside), truth(b.inside)), cmp.Compare(a.part, b.part))
}

func truth(b bool) int {
	if b {
		return 1
	}
	return 0
}

// count is how many words of the query a folded text holds.
func (r *rank) count(text string, q Query) int {
	n := 0
	for _, w := range q.words {
		found, starts := in(text, w)
		if found {
			n++
			r.inside = r.inside || !starts
		}
	}
	return n
}

// match finds a query in a question, or in one row of it: every word in some text.
// The line is the text with most of the words.
func (n *entry) match(q Query, row string) (Hit, rank, bool) {
	h := Hit{Place: Place{Item: n.item}, Title: n.item.Title}
	counts := func(f *field) bool { return row == "" || f.row == row || parts[f.part] == Title }
	for _, w := range q.words {
		if w == n.number {
			h.Number = true
			continue
		}
		found := false
		for i := range n.fields {
			if f := &n.fields[i]; counts(f) && strings.Contains(f.folded.text, w) {
				found = true
				break
			}
		}
		if !found {
			return Hit{}, rank{}, false
		}
	}
	best := rank{class: textHit, spread: len(q.words) + 1}
	for i := range n.fields {
		f := &n.fields[i]
		if !counts(f) {
			continue
		}
		r := rank{class: textHit, part: f.part}
		hits := r.count(f.folded.text, q)
		if hits == 0 && parts[f.part] != Text { // the question itself stands for what is found nowhere
			continue
		}
		r.spread = len(q.words) - hits
		if r.compare(best) < 0 {
			best, h.line, h.Row = r, f, f.row
		}
	}
	if h.line != nil && parts[h.line.part] == Title { // it is shown anyway
		h.line = n.standing("")
	}
	if len(q.words) == 1 && (h.Number || q.words[0] == n.id) {
		best.class = exactHit
	}
	return h, best, true
}

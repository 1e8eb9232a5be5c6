// What was typed, as words and phrases, and where they stand in a text.

package find

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Query is what is looked for: every word and phrase of it.
type Query struct {
	words []string // folded
}

// The most of a query that counts, in bytes and in words; more is ignored.
const (
	maxQuery = 1000
	maxWords = 24
)

// Parse reads words, and phrases between quotes; a quote that is not closed yet
// holds to the end.
func Parse(text string) Query {
	if len(text) > maxQuery {
		end := maxQuery
		for end > 0 && !utf8.RuneStart(text[end]) { // do not cut a letter
			end--
		}
		text = text[:end]
	}
	var q Query
	add := func(s string) {
		s = strings.TrimSpace(s)
		if s != "" && len(q.words) < maxWords && !slices.Contains(q.words, s) {
			q.words = append(q.words, s)
		}
	}
	for i, part := range strings.Split(fold(text).text, `"`) {
		if i%2 == 1 {
			add(part)
			continue
		}
		for _, w := range strings.Fields(part) {
			add(w)
		}
	}
	return q
}

// Empty reports whether nothing is looked for.
func (q Query) Empty() bool { return len(q.words) == 0 }

// In reports whether every word stands in one of the texts; none stands across two.
func (q Query) In(texts ...string) bool {
	forms := make([]string, len(texts))
	for i, t := range texts {
		forms[i] = fold(t).text
	}
	for _, w := range q.words {
		if !slices.ContainsFunc(forms, func(f string) bool { return strings.Contains(f, w) }) {
			return false
		}
	}
	return true
}

// Span is a stretch of a text, in bytes.
type Span struct{ From, To int }

// maxSpans is how many hits are marked in one text.
const maxSpans = 48

// spans are the places of all words in a text, in order, those that touch joined.
func (q Query) spans(f folded) []Span {
	var out []Span
	for _, w := range q.words {
		for from := 0; len(out) < maxSpans; {
			i := strings.Index(f.text[from:], w)
			if i < 0 {
				break
			}
			from += i
			out = append(out, f.span(from, from+len(w)))
			from += len(w)
		}
	}
	slices.SortFunc(out, func(a, b Span) int { return a.From - b.From })
	joined := out[:0]
	for _, s := range out {
		if n := len(joined); n > 0 && s.From <= joined[n-1].To {
			joined[n-1].To = max(joined[n-1].To, s.To)
			continue
		}
		joined = append(joined, s)
	}
	return joined
}

// in reports whether a word stands in a folded text, and whether it begins a word
// of it there.
func in(text, word string) (found, starts bool) {
	for from := 0; ; {
		i := strings.Index(text[from:], word)
		if i < 0 {
			return found, false
		}
		found = true
		from += i
		before, _ := utf8.DecodeLastRuneInString(text[:from])
		if from == 0 || !unicode.IsLetter(before) && !unicode.IsDigit(before) {
			return true, true
		}
		from += len(word)
	}
}

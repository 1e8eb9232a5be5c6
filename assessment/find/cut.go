// Long lines are cut around what was found in them.

package find

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Piece is a stretch of a line, marked or not.
type Piece struct {
	Text   string
	Marked bool
}

const (
	dots = "…"
	// window is how many bytes around the first mark are looked at: more than a
	// line takes at any size.
	window = 1200
)

// Fit cuts a text to a width so that its first mark shows, with dots where
// something is left out. A mark wider than the line loses its end. Measure gives
// the width of a piece in the unit of width.
func Fit(text string, marks []Span, width float32, measure func(Piece) float32) []Piece {
	if len(text) <= window {
		if all := pieces(text, marks, 0, len(text)); total(all, measure) <= width {
			return all
		}
	}
	var m Span
	if len(marks) > 0 {
		m = marks[0]
	}
	stops := boundaries(text, m.From-window, m.From+window)
	fits := func(from, to int) bool { return total(pieces(text, marks, from, to), measure) <= width }
	at := sort.SearchInts(stops, m.From)
	// Up to a quarter of the line stands before the mark, from a word's start on.
	from := sort.Search(at, func(i int) bool { return measure(Piece{Text: text[stops[i]:m.From]}) <= width/4 })
	from = wordFrom(text, stops, from, at)
	last := sort.SearchInts(stops, m.To)
	if last == len(stops) || !fits(stops[from], stops[last]) {
		from = at
	}
	to := at + sort.Search(len(stops)-at, func(i int) bool { return !fits(stops[from], stops[at+i]) }) - 1
	to = max(to, min(at+1, len(stops)-1))
	if stops[to] == len(text) { // the end is near: what is free goes to the beginning
		from = wordFrom(text, stops, sort.Search(from, func(i int) bool { return fits(stops[i], len(text)) }), from)
	} else {
		for i := to; i > at && stops[i] > m.To && to-i < 24; i-- {
			if text[stops[i]] == ' ' {
				to = i
				break
			}
		}
	}
	return pieces(text, marks, stops[from], stops[to])
}

// wordFrom is the first stop from i on where a word begins, i itself if none does
// before the stop end.
func wordFrom(text string, stops []int, i, end int) int {
	for k := i; k <= end; k++ {
		if stops[k] == 0 || text[stops[k]-1] == ' ' {
			return k
		}
	}
	return i
}

func total(list []Piece, measure func(Piece) float32) float32 {
	sum := float32(0)
	for _, p := range list {
		sum += measure(p)
	}
	return sum
}

// pieces are the text from..to, split at the marks, with dots for the rest.
func pieces(text string, marks []Span, from, to int) []Piece {
	var out []Piece
	add := func(s string, marked bool) {
		if s == "" {
			return
		}
		if n := len(out); n > 0 && out[n-1].Marked == marked {
			out[n-1].Text += s
			return
		}
		out = append(out, Piece{s, marked})
	}
	if strings.TrimSpace(text[:from]) != "" {
		add(dots+" ", false)
	}
	at := from
	for _, m := range marks {
		a, b := max(m.From, from), min(m.To, to)
		if a >= b {
			continue
		}
		add(text[at:a], false)
		add(text[a:b], true)
		at = b
	}
	add(text[at:to], false)
	if strings.TrimSpace(text[to:]) != "" {
		add(" "+dots, false)
	}
	return out
}

// boundaries are where a text may be cut between two bytes: before letters, not
// before accents or inside an emoji that is made of several.
func boundaries(text string, from, to int) []int {
	from, to = max(0, from), min(len(text), to)
	for from > 0 && !utf8.RuneStart(text[from]) {
		from--
	}
	var out []int
	joined := false
	for i := from; i < to; {
		r, n := utf8.DecodeRuneInString(text[i:])
		if !joined && !unicode.In(r, unicode.M, unicode.Cf, unicode.Sk) || i == from {
			out = append(out, i)
		}
		joined = r == '\u200d'
		i += n
		to = max(to, min(i, len(text)))
	}
	return append(out, to)
}

// Sentences that arrive finished: the assessment composes them in English, as they
// stand in its result. A language knows them by their formats and puts what stands in
// their places into its own.

package messages

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// composed is a format and its translation, both taken apart.
type composed struct {
	from, to []piece
	weight   int // bytes of the format that are no values
}

// piece is a stretch of a format as it stands, or the number of a value, from 1.
type piece struct {
	text  string
	value int
	holds *regexp.Regexp // what the value looks like; nil: anything
}

var (
	verb        = regexp.MustCompile(`%(?:\[(\d+)\])?[-+# 0]*\d*(?:\.\d+)?[a-zA-Z%]`)
	wholeNumber = regexp.MustCompile(`^[-−]?\d[\d\x{202f}]*$`)
	anyNumber   = regexp.MustCompile(`^[-−]?\d[\d\x{202f}]*(\.\d+)?([ \x{a0}]?%)?$`)
)

func takeApart(format string) []piece {
	var out []piece
	add := func(text string) {
		if n := len(out); n > 0 && out[n-1].value == 0 {
			out[n-1].text += text
		} else if text != "" {
			out = append(out, piece{text: text})
		}
	}
	next, at := 1, 0
	for _, m := range verb.FindAllStringSubmatchIndex(format, -1) {
		add(format[at:m[0]])
		at = m[1]
		if format[at-1] == '%' {
			add("%")
			continue
		}
		if m[2] >= 0 {
			next, _ = strconv.Atoi(format[m[2]:m[3]]) // digits
		}
		out = append(out, piece{value: next, holds: map[byte]*regexp.Regexp{'d': wholeNumber, 'g': anyNumber}[format[at-1]]})
		next++
	}
	add(format[at:])
	return out
}

// compose makes the formats of a language ready; those that say most come first.
func compose(formats map[string]string) []composed {
	out := make([]composed, 0, len(formats))
	for from, to := range formats {
		c := composed{from: takeApart(from), to: takeApart(to)}
		for _, p := range c.from {
			c.weight += len(p.text)
		}
		out = append(out, c)
	}
	slices.SortFunc(out, func(a, b composed) int {
		return cmp.Or(b.weight-a.weight, slices.CompareFunc(a.from, b.from, func(x, y piece) int { return strings.Compare(x.text, y.text) }))
	})
	return out
}

// values are what stands in the places of the format, if s is one of its sentences.
func (c *composed) values(s string) (map[int]string, bool) {
	out := map[int]string{}
	for i, p := range c.from {
		if p.value == 0 {
			rest, ok := strings.CutPrefix(s, p.text)
			if !ok {
				return nil, false
			}
			s = rest
			continue
		}
		end := len(s)
		if i+1 < len(c.from) {
			next := c.from[i+1].text // two values never stand side by side
			switch {
			case i+2 == len(c.from):
				end = len(s) - len(next)
				if !strings.HasSuffix(s, next) {
					return nil, false
				}
			default:
				end = strings.Index(s, next)
			}
		}
		if end <= 0 || p.holds != nil && !p.holds.MatchString(s[:end]) {
			return nil, false
		}
		out[p.value], s = s[:end], s[end:]
	}
	return out, s == ""
}

// deepest is how far sentences are looked for within sentences.
const deepest = 6

// known is a text in the language, as it stands or composed; false where the language
// does not have it.
func (c *Catalogue) known(english string, depth int) (string, bool) {
	if to, ok := c.Texts[english]; ok || depth == 0 {
		return to, ok
	}
	if to, ok := c.sentence(english, depth); ok {
		return to, true
	}
	for at := 0; ; { // sentence by sentence
		i := strings.Index(english[at:], ". ")
		if i < 0 {
			return "", false
		}
		at += i + 2
		first, ok := c.Texts[english[:at-1]]
		if !ok {
			first, ok = c.sentence(english[:at-1], depth)
		}
		if ok {
			rest, ok := c.known(english[at:], depth-1)
			return first + " " + rest, ok
		}
	}
}

// sentence is a composed sentence in the language; false where it knows none like it.
func (c *Catalogue) sentence(english string, depth int) (string, bool) {
	for i := range c.composed {
		x := &c.composed[i]
		values, ok := x.values(english)
		if !ok {
			continue
		}
		var out strings.Builder
		for _, p := range x.to {
			if out.WriteString(p.text); p.value > 0 {
				out.WriteString(c.place(values[p.value], depth-1))
			}
		}
		return out.String(), true
	}
	return "", false
}

// place is what stands in a place of a sentence: a text, one that began with a capital
// where it stood alone, or a list of such.
func (c *Catalogue) place(english string, depth int) string {
	for _, s := range []string{english, upperFirst(english)} {
		if to, ok := c.known(s, depth); ok {
			return to
		}
	}
	for _, by := range []string{"; ", ", ", " and "} {
		if parts := strings.Split(english, by); len(parts) > 1 && depth > 0 {
			for i := range parts {
				parts[i] = c.place(parts[i], depth-1)
			}
			if by == " and " {
				by = c.List([]string{"", ""})
			}
			return strings.Join(parts, by)
		}
	}
	return english
}

func upperFirst(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

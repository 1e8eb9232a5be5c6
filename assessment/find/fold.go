// Folding: texts are compared without case, accents and kinds of spaces, quotes
// and dashes; a mark leads back to the letters that were written.

package find

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// folded is a text as it is compared.
type folded struct {
	text string
	at   []int32 // where each byte of text, and its end, came from; nil where nothing moved
}

// span is the part of the written text behind the bytes from..to of the folded
// one, whole letters with their accents.
func (f folded) span(from, to int) Span {
	if f.at == nil {
		return Span{from, to}
	}
	start := f.at[from]
	// Bytes of the same letter share its start; the letter ends where the next begins.
	for to < len(f.text) && f.at[to] == f.at[to-1] {
		to++
	}
	return Span{int(start), int(f.at[to])}
}

// letters that Unicode does not take apart, and signs that people type otherwise.
var letters = map[rune]string{
	'ß': "ss", 'ς': "σ", 'ø': "o", 'ł': "l", 'đ': "d", 'ð': "d", 'þ': "th", 'æ': "ae", 'œ': "oe", 'ı': "i", 'ħ': "h",
	'‘': "'", '’': "'", '‚': "'", '“': `"`, '”': `"`, '„': `"`, '«': `"`, '»': `"`,
	'‐': "-", '‑': "-", '‒': "-", '–': "-", '—': "-", '−': "-", '×': "x", '⁄': "/",
}

// fold brings a text into the form it is compared in.
func fold(text string) folded {
	if plain(text) {
		return folded{text: strings.ToLower(text)}
	}
	var b strings.Builder
	b.Grow(len(text))
	at := make([]int32, 0, len(text)+1)
	space := false
	var buffer [64]byte
	for i, r := range text {
		if unicode.IsSpace(r) {
			if !space {
				b.WriteByte(' ')
				at = append(at, int32(i))
			}
			space = true
			continue
		}
		space = false
		n := b.Len()
		switch {
		case r < utf8.RuneSelf:
			b.WriteRune(unicode.ToLower(r))
		case ignored(r):
		default:
			for _, part := range string(norm.NFKD.AppendString(buffer[:0], string(r))) {
				if ignored(part) {
					continue
				}
				part = unicode.ToLower(part)
				if l, ok := letters[part]; ok {
					b.WriteString(l)
				} else {
					b.WriteRune(part)
				}
			}
		}
		for range b.Len() - n {
			at = append(at, int32(i))
		}
	}
	return folded{text: b.String(), at: append(at, int32(len(text)))}
}

// plain reports whether folding only lowers letters: every byte stays in place.
func plain(text string) bool {
	for i := range len(text) {
		c := text[i]
		if c >= utf8.RuneSelf || c < ' ' || c == ' ' && i > 0 && text[i-1] == ' ' {
			return false
		}
	}
	return true
}

// ignored reports whether a rune means nothing to a search: accents that stand
// alone, joiners, marks of direction, control characters.
func ignored(r rune) bool {
	return unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Cf, r) || unicode.IsControl(r)
}

// OneLine is a text for a list: its lines joined, without characters that turn
// or break the line they stand in. Emoji keep the joiners that make them one.
func OneLine(text string) string {
	if plain(text) {
		return strings.TrimSpace(text)
	}
	var b strings.Builder
	b.Grow(len(text))
	space := true
	for _, r := range text {
		switch {
		case unicode.IsSpace(r):
			if !space {
				b.WriteByte(' ')
			}
			space = true
		case unicode.IsControl(r) || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 || r == utf8.RuneError:
		default:
			b.WriteRune(r)
			space = false
		}
	}
	return strings.TrimRight(b.String(), " ")
}

// Text that is safe in XML, and texts that are set off in it.

package odt

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"hash/crc32"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

const xmlHead = `<?xml version="1.0" encoding="UTF-8"?>` + "\n"

func crc(data []byte) uint32 { return crc32.ChecksumIEEE(data) }

// clean makes s valid UTF-8 with plain line breaks and without control and direction
// characters, which XML may not hold or which would turn the text around.
func clean(s string) string {
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\t", " ", "\u2028", "\n", "\u2029", "\n").Replace(strings.ToValidUTF8(s, "\uFFFD"))
	return strings.Map(func(r rune) rune {
		if r != '\n' && (unicode.IsControl(r) || r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069 || r == 0xFEFF || r&0xFFFE == 0xFFFE) {
			return -1
		}
		return r
	}, s)
}

// oneLine is clean text without line breaks.
func oneLine(s string) string { return strings.Join(strings.Fields(clean(s)), " ") }

// escape makes clean text fit for content and attributes.
func escape(s string) string {
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(s)) // a buffer takes everything
	return b.String()
}

// marker finds the texts to set off.
type marker struct {
	pattern *regexp.Regexp // nil where there are none
	grave   map[string]bool
}

func newMarker(highlights []Highlight) *marker {
	m := &marker{grave: map[string]bool{}}
	var texts []string
	for _, h := range highlights {
		if text := clean(h.Text); text != "" {
			texts = append(texts, text)
			m.grave[text] = h.Grave
		}
	}
	// The longest first: one may start with another.
	slices.SortFunc(texts, func(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(a, b)) })
	for i := range texts {
		texts[i] = regexp.QuoteMeta(texts[i])
	}
	if len(texts) > 0 {
		m.pattern = regexp.MustCompile(strings.Join(texts, "|"))
	}
	return m
}

// runs is text as XML, with the texts to set off in a style of their own.
func (m *marker) runs(s string) string {
	s = strings.TrimSpace(clean(s))
	if m.pattern == nil {
		return spaced(s)
	}
	var b strings.Builder
	at := 0
	for _, x := range m.pattern.FindAllStringIndex(s, -1) {
		b.WriteString(spaced(s[at:x[0]]))
		style := "ToDecide"
		if m.grave[s[x[0]:x[1]]] {
			style = "ToCorrect"
		}
		b.WriteString(`<text:span text:style-name="` + style + `">` + spaced(s[x[0]:x[1]]) + `</text:span>`)
		at = x[1]
	}
	b.WriteString(spaced(s[at:]))
	return b.String()
}

var gaps = regexp.MustCompile("\n|  +")

// spaced is escaped text in which line breaks and spaces beyond the first are kept:
// the format folds them otherwise.
func spaced(s string) string {
	var b strings.Builder
	at := 0
	for _, x := range gaps.FindAllStringIndex(s, -1) {
		b.WriteString(escape(s[at:x[0]]))
		if gap := s[x[0]:x[1]]; gap == "\n" {
			b.WriteString(`<text:line-break/>`)
		} else {
			b.WriteString(` <text:s text:c="` + strconv.Itoa(len(gap)-1) + `"/>`)
		}
		at = x[1]
	}
	b.WriteString(escape(s[at:]))
	return b.String()
}

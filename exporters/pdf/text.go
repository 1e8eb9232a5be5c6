// Text that is safe to draw: the PDF library panics on runes beyond U+FFFF and
// on truncated UTF-8, and draws a box in silence where a glyph is missing.

package pdf

import (
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"muster/assets"
)

// text can only be made by clean; every string on a page goes through it.
type text struct{ s string }

// replacement stands for what cannot be drawn.
const replacement = '\uFFFD'

// clean makes s safe: valid UTF-8 of the basic plane, without control, joining,
// variation and direction characters; line breaks and tabs become spaces except
// that \n is kept.
func clean(s string) text {
	var b strings.Builder
	b.Grow(len(s))
	breaks := 0
	for _, r := range strings.ReplaceAll(s, "\r\n", "\n") {
		if r == '\n' {
			if breaks++; breaks < 3 { // one empty line is enough
				b.WriteRune(r)
			}
			continue
		}
		breaks = 0
		switch {
		case r == '\t' || r == '\r':
			b.WriteByte(' ')
		case r == '\u202f' || r == '\u2009':
			b.WriteRune('\u00a0')
		case r > 0xFFFF || r == utf8.RuneError || unicode.Is(unicode.Co, r):
			b.WriteRune(replacement)
		case unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r >= 0xFE00 && r <= 0xFE0F || unicode.Is(unicode.Cs, r):
		default:
			b.WriteRune(r)
		}
	}
	return text{b.String()}
}

// oneLine is clean without line breaks, for heads, titles and metadata.
func oneLine(s string) text {
	return text{strings.Join(strings.Fields(clean(s).s), " ")}
}

// face is one of the embedded fonts.
type face int

const (
	regular face = iota
	bold
	fallback
	faces
)

// faceFiles are the fonts by face; fallback draws what Noto Sans lacks.
var faceFiles = [faces]string{"fonts/NotoSans-Regular.ttf", "fonts/NotoSans-Bold.ttf", "fonts/DejaVuSans.ttf"}

// metrics knows which face has a rune and how wide it is there.
type metrics struct {
	fonts [faces]*sfnt.Font
	data  [faces][]byte
	cache [2]map[rune]glyph      // by wanted face: regular or bold
	known map[paragraph][]string // lines that were broken before: both passes need them
}

// paragraph is a text with what its lines depend on.
type paragraph struct {
	text        string
	face        face
	size, width float64
}

type glyph struct {
	face  face
	rune  rune
	width float64 // in em
}

var parsed = sync.OnceValues(func() (m struct {
	fonts [faces]*sfnt.Font
	data  [faces][]byte
}, err error) {
	for i, name := range faceFiles {
		if m.data[i], err = assets.Fonts.ReadFile(name); err != nil {
			return m, err
		}
		if m.fonts[i], err = opentype.Parse(m.data[i]); err != nil {
			return m, err
		}
	}
	return m, nil
})

func newMetrics() (*metrics, error) {
	p, err := parsed()
	if err != nil {
		return nil, err
	}
	return &metrics{fonts: p.fonts, data: p.data, cache: [2]map[rune]glyph{{}, {}}, known: map[paragraph][]string{}}, nil
}

// glyph finds the face that draws r; a rune no face has becomes the replacement
// character.
func (m *metrics) glyph(r rune, want face) glyph {
	if g, ok := m.cache[want][r]; ok {
		return g
	}
	g := glyph{face: want, rune: r}
	found := false
	for _, f := range []face{want, fallback} {
		if w, ok := m.advance(f, r); ok {
			g.face, g.width, found = f, w, true
			break
		}
	}
	if !found {
		g.rune = replacement
		for _, f := range []face{want, fallback} {
			if w, ok := m.advance(f, replacement); ok {
				g.face, g.width = f, w
				break
			}
		}
	}
	m.cache[want][r] = g
	return g
}

func (m *metrics) advance(f face, r rune) (float64, bool) {
	var buf sfnt.Buffer
	i, err := m.fonts[f].GlyphIndex(&buf, r)
	if err != nil || i == 0 {
		return 0, false
	}
	const em = 1000
	a, err := m.fonts[f].GlyphAdvance(&buf, i, fixed.I(em), font.HintingNone)
	return float64(a) / 64 / em, err == nil
}

// width of s in mm at size points.
func (m *metrics) width(s string, want face, size float64) float64 {
	sum := 0.0
	for _, r := range s {
		sum += m.glyph(r, want).width
	}
	return sum * size * mmPerPoint
}

const mmPerPoint = 25.4 / 72

// lines breaks t at spaces, and inside words longer than a line, so that each
// line is at most width mm.
func (m *metrics) lines(t text, want face, size, width float64) []string {
	key := paragraph{t.s, want, size, width}
	out, ok := m.known[key]
	if !ok {
		out = m.breakLines(t, want, size, width)
		m.known[key] = out
	}
	return slices.Clone(out) // callers shorten it
}

func (m *metrics) breakLines(t text, want face, size, width float64) []string {
	var out []string
	for _, paragraph := range strings.Split(t.s, "\n") {
		out = m.breakParagraph(out, paragraph, want, size, width)
	}
	for len(out) > 1 && out[len(out)-1] == "" {
		out = out[:len(out)-1]
	}
	return out
}

func (m *metrics) breakParagraph(out []string, paragraph string, want face, size, width float64) []string {
	em := size * mmPerPoint
	limit := width/em + 1e-6
	space := m.glyph(' ', want).width
	var line strings.Builder
	used := 0.0
	flush := func() {
		out = append(out, line.String())
		line.Reset()
		used = 0
	}
	for _, word := range strings.Split(paragraph, " ") {
		if word == "" {
			continue
		}
		w := 0.0
		for _, r := range word {
			w += m.glyph(r, want).width
		}
		if used > 0 && used+space+w > limit {
			flush()
		}
		if used > 0 {
			line.WriteByte(' ')
			used += space
		}
		if w <= limit {
			line.WriteString(word)
			used += w
			continue
		}
		for _, r := range word { // longer than a line: break anywhere
			g := m.glyph(r, want).width
			if used > 0 && used+g > limit {
				flush()
			}
			line.WriteRune(r)
			used += g
		}
	}
	flush()
	return out
}

// Package chart builds pictures as scenes of a few shapes, so that screen, PDF
// and PNG show the same. Builders take finished figures and texts; they compute
// places, not results. Units are points of an arbitrary size; y grows downwards.
package chart

import (
	"math"
	"sort"
	"strings"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"muster/assets"
	"muster/exporters/look"
)

// Scene is one picture.
type Scene struct {
	Width, Height float64
	Title         string // what the picture shows, for readers who cannot see it
	Shapes        []Shape
}

// Shape is a Polygon or a Label.
type Shape interface{ shape() }

// Point is a place in a scene.
type Point struct{ X, Y float64 }

// Polygon is a line through points, closed and filled or open.
type Polygon struct {
	Points []Point
	Closed bool
	Fill   look.Token
	Stroke look.Token
	Width  float64 // of the stroke
	Dash   bool
}

// Align says where the anchor of a label is.
type Align int

// Alignments of a label.
const (
	Left Align = iota
	Center
	Right
)

// Label is one line of text; Y is its baseline.
type Label struct {
	X, Y  float64
	Text  string
	Size  float64
	Bold  bool
	Align Align
	Color look.Token
}

func (Polygon) shape() {}
func (Label) shape()   {}

func (s *Scene) add(shapes ...Shape) { s.Shapes = append(s.Shapes, shapes...) }

func (s *Scene) rect(x, y, w, h float64, fill, stroke look.Token) {
	s.add(Polygon{Points: []Point{{x, y}, {x + w, y}, {x + w, y + h}, {x, y + h}}, Closed: true, Fill: fill, Stroke: stroke, Width: 1})
}

func (s *Scene) line(x1, y1, x2, y2, width float64, c look.Token, dash bool) {
	s.add(Polygon{Points: []Point{{x1, y1}, {x2, y2}}, Stroke: c, Width: width, Dash: dash})
}

func (s *Scene) circle(x, y, r float64, fill, stroke look.Token, width float64, dash bool) {
	pts := make([]Point, 32)
	for i := range pts {
		a := float64(i) / float64(len(pts)) * 2 * math.Pi
		pts[i] = Point{x + r*math.Cos(a), y + r*math.Sin(a)}
	}
	s.add(Polygon{Points: pts, Closed: true, Fill: fill, Stroke: stroke, Width: width, Dash: dash})
}

func (s *Scene) text(x, y, size float64, text string, align Align, c look.Token, bold bool) {
	if text != "" {
		s.add(Label{X: x, Y: y, Text: text, Size: size, Align: align, Color: c, Bold: bold})
	}
}

// mark draws the shape of a verdict around (x, y).
func (s *Scene) mark(x, y, r float64, m look.Mark, c look.Token) {
	p := Polygon{Closed: true, Fill: c, Stroke: c, Width: 1}
	switch m {
	case look.Circle:
		s.circle(x, y, r, look.None, c, r*0.45, false)
		return
	case look.Dashed:
		s.circle(x, y, r, look.None, c, r*0.3, true)
		return
	case look.Diamond:
		p.Points = []Point{{x, y - r*1.2}, {x + r*1.2, y}, {x, y + r*1.2}, {x - r*1.2, y}}
	case look.Triangle:
		p.Points = []Point{{x, y - r*1.1}, {x + r*1.2, y + r*0.95}, {x - r*1.2, y + r*0.95}}
	case look.Square:
		p.Points = []Point{{x - r, y - r}, {x + r, y - r}, {x + r, y + r}, {x - r, y + r}}
	}
	s.add(p)
}

// keyItem is one entry of a key: a sample of keySample by keyRow points, drawn
// from its top left corner, and what it stands for.
type keyItem struct {
	sample func(x, y float64)
	text   string
}

const (
	keySample = 18.0 // width of a sample
	keyRow    = 10.0 // its height
	keyStep   = 17.0 // from one row of a key to the next
)

// key writes entries one after the other from y downwards, in as many rows as
// they need, and returns where the last row ends. It stands in for direct labels
// that find no room.
func (s *Scene) key(items []keyItem, y float64) float64 {
	x := 0.0
	for _, it := range items {
		text := fit(it.text, 11, s.Width-keySample-6, false)
		w := keySample + 6 + TextWidth(text, 11, false)
		if x > 0 && x+w > s.Width {
			x, y = 0, y+keyStep
		}
		it.sample(x, y)
		s.text(x+keySample+6, y+9, 11, text, Left, look.Muted, false)
		x += w + 20
	}
	if len(items) == 0 {
		return y
	}
	return y + keyRow + 4
}

// ink is the token in which something of a colour is written: the colour itself
// where it is dark enough on the surface for a text.
func ink(c look.Token) look.Token {
	switch c {
	case look.Accent, look.Good, look.Watch, look.Poor, look.Bad, look.Muted:
		return c
	}
	return look.Text
}

func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }

// within keeps v between low and high; what is no number becomes low.
func within(v, low, high float64) float64 {
	if math.IsNaN(v) {
		return low
	}
	return math.Max(low, math.Min(high, v))
}

// MarkScene is a verdict's mark alone, in a square of the given size.
func MarkScene(st look.VerdictStyle, size float64) Scene {
	s := Scene{Width: size, Height: size, Title: st.Word}
	s.mark(size/2, size/2, size*0.32, st.Mark, st.Color)
	return s
}

// Measurement with the fonts that also draw.

var fonts = sync.OnceValue(func() [2]*sfnt.Font {
	var out [2]*sfnt.Font
	for i, name := range []string{"fonts/NotoSans-Regular.ttf", "fonts/NotoSans-Bold.ttf"} {
		data, err := assets.Fonts.ReadFile(name)
		if err == nil {
			out[i], err = opentype.Parse(data)
		}
		if err != nil {
			panic(err) // the fonts are part of the program
		}
	}
	return out
})

// advances are the widths of glyphs that were asked for, of both fonts, in an em of
// advanceEm: pictures measure the same letters over and over.
var advances = struct {
	sync.Mutex
	of     [2]map[rune]fixed.Int26_6
	buffer sfnt.Buffer
}{of: [2]map[rune]fixed.Int26_6{{}, {}}}

const advanceEm = 1000

// TextWidth is the width of text at size.
func TextWidth(text string, size float64, bold bool) float64 {
	advances.Lock()
	defer advances.Unlock()
	face := 0
	if bold {
		face = 1
	}
	width := fixed.Int26_6(0)
	for _, r := range text {
		a, ok := advances.of[face][r]
		if !ok {
			f := fonts()[face]
			if i, err := f.GlyphIndex(&advances.buffer, r); err == nil {
				// 0 where the font gives none
				a, _ = f.GlyphAdvance(&advances.buffer, i, fixed.I(advanceEm), font.HintingNone)
			}
			advances.of[face][r] = a
		}
		width += a
	}
	return float64(width) / 64 / advanceEm * size
}

// fit shortens text with an ellipsis to width.
func fit(text string, size, width float64, bold bool) string {
	fits := func(s string) bool { return TextWidth(s, size, bold) <= width } // false where width is no number
	if fits(text) {
		return text
	}
	r := []rune(text)
	short := func(n int) string { return strings.TrimRight(string(r[:n]), " ,;") + "…" }
	// The longest that fits and is not the whole; the longer, the wider.
	if n := sort.Search(len(r)-1, func(n int) bool { return !fits(short(n + 1)) }); n > 0 {
		return short(n)
	}
	return "…"
}

// wrap breaks text into lines of at most width; the last of at most lines is
// shortened.
func wrap(text string, size, width float64, lines int, bold bool) []string {
	var out []string
	current := ""
	words := strings.Fields(text)
	for i, w := range words {
		next := strings.TrimSpace(current + " " + w)
		if current != "" && TextWidth(next, size, bold) > width {
			if len(out) == lines-1 {
				return append(out, fit(current+" "+strings.Join(words[i:], " "), size, width, bold))
			}
			out = append(out, fit(current, size, width, bold))
			current = w
			continue
		}
		current = next
	}
	return append(out, fit(current, size, width, bold))
}

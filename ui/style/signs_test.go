// The signs of the window: each one has a glyph in a font that ships, and the font
// of those that Noto Sans lacks is made here, of DejaVu Sans.
//
//	go test ./ui/style -run SignsFont -update
//
// makes it anew when a sign is added.

package style

import (
	"bytes"
	"encoding/binary"
	"flag"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf16"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"muster/assets"
)

var update = flag.Bool("update", false, "make the font of signs anew")

// signs are what the window draws and Noto Sans lacks.
const signs = "←↑→↓↻−√∞≠≤≥■□▸▾△◇○◌●◐◼☐⚐⚑✓✕✗"

// Measures of Noto Sans in thousandths of the size: a line of signs is as high as
// one of letters, and a space after a sign as wide as any other.
const (
	unitsPerEm = 1000
	ascent     = 1069
	descent    = 293
	spaceWidth = 260
	emptyWidth = 600
)

func parsed(t *testing.T, data []byte) *sfnt.Font {
	t.Helper()
	f, err := sfnt.Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func glyph(t *testing.T, f *sfnt.Font, r rune) sfnt.GlyphIndex {
	t.Helper()
	var b sfnt.Buffer
	g, err := f.GlyphIndex(&b, r)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// drawn are the texts that may reach the window: literals of the code and the data,
// each with where it stands. Comments are no texts.
func drawn(t *testing.T) map[string]string {
	t.Helper()
	root := filepath.Join("..", "..")
	out := map[string]string{}
	for _, dir := range []string{"ui", "assessment", "exporters", "assets"} {
		err := filepath.WalkDir(filepath.Join(root, dir), func(path string, d fs.DirEntry, err error) error {
			switch ext := filepath.Ext(path); {
			case err != nil:
				return err
			case d.IsDir() && d.Name() == "testdata":
				return fs.SkipDir
			case ext == ".yaml" || ext == ".muster":
				data, err := os.ReadFile(path)
				out[string(data)] = path
				return err
			case ext != ".go" || strings.HasSuffix(path, "_test.go"):
				return nil
			}
			fset := token.NewFileSet()
			file, err := parser.ParseFile(fset, path, nil, 0)
			if err != nil {
				return err
			}
			ast.Inspect(file, func(n ast.Node) bool {
				l, ok := n.(*ast.BasicLit)
				if !ok || l.Kind != token.STRING && l.Kind != token.CHAR {
					return true
				}
				s, err := strconv.Unquote(l.Value)
				if err != nil {
					t.Errorf("%s: %v", fset.Position(l.Pos()), err)
				}
				out[s] = fset.Position(l.Pos()).String()
				return true
			})
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// Whatever fonts a machine has: every character of every text of the program has a
// glyph in those that come with it, in both weights.
func TestEverySignHasAGlyph(t *testing.T) {
	start(t, Light)
	own := parsed(t, (&Theme{}).Font(fyne.TextStyle{}).Content())
	regular, bold := parsed(t, theme.DefaultTextFont().Content()), parsed(t, theme.DefaultTextBoldFont().Content())
	texts := drawn(t)
	if len(texts) < 5000 {
		t.Fatalf("found %d texts only", len(texts))
	}
	used := map[rune]bool{}
	for text, at := range texts {
		for _, r := range text {
			if used[r] || !unicode.IsPrint(r) {
				continue
			}
			used[r] = true
			if glyph(t, own, r) == 0 && (glyph(t, regular, r) == 0 || glyph(t, bold, r) == 0) {
				t.Errorf("%s: no font of the program has %q (%U): add it to the signs, or take another", at, r, r)
			}
		}
	}
	if !used['⚑'] || !used['−'] || !used['ß'] {
		t.Error("texts are missing here")
	}
}

// The window draws signs with that font, and nothing else has changed by it.
func TestSignsAreDrawnFromTheFont(t *testing.T) {
	start(t, Light)
	const size = 100
	for _, st := range []fyne.TextStyle{{}, {Bold: true}} {
		width := func(s string) float32 { return fyne.MeasureText(s, size, st).Width }
		same := func(what string, got, want float32) {
			t.Helper()
			if math.Abs(float64(got-want)) > 0.1 {
				t.Errorf("%+v: %s is %v, want %v", st, what, got, want)
			}
		}
		own := parsed(t, (&Theme{}).Font(st).Content())
		for _, r := range signs {
			var b sfnt.Buffer
			advance, err := own.GlyphAdvance(&b, glyph(t, own, r), fixed.I(size), font.HintingNone)
			if err != nil {
				t.Fatal(err)
			}
			same(string(r), width(string(r)), float32(advance)/64)
			same(string(r)+" with a space after it", width(string(r)+" a"), width(string(r))+spaceWidth*size/unitsPerEm+width("a"))
		}
		same("a letter with a space before it", width(" a"), spaceWidth*size/unitsPerEm+width("a"))
		same("the height of a line", fyne.MeasureText("⚑ flag", size, st).Height, (ascent+descent)*size/float32(unitsPerEm))
		mine := fyne.MeasureText("Ågj fields of many words", size, st)
		fyne.CurrentApp().Settings().SetTheme(theme.DefaultTheme())
		theirs := fyne.MeasureText("Ågj fields of many words", size, st)
		fyne.CurrentApp().Settings().SetTheme(&Theme{Appearance: Light})
		if mine != theirs {
			t.Errorf("%+v: letters take %v, with Noto Sans alone %v", st, mine, theirs)
		}
	}
}

// The font that ships is the one made here.
func TestSignsFont(t *testing.T) {
	now := makeSignsFont(t)
	path := filepath.Join("..", "..", "assets", filepath.FromSlash(signsFile))
	if *update {
		if err := os.WriteFile(path, now, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	kept, err := assets.Fonts.ReadFile(signsFile)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(kept, now) {
		t.Errorf("%s is not what is made of DejaVu Sans: go test ./ui/style -run SignsFont -update", path)
	}
}

// be is numbers one after the other as a font file has them.
func be(values ...any) []byte {
	var b bytes.Buffer
	for _, v := range values {
		if err := binary.Write(&b, binary.BigEndian, v); err != nil {
			panic(err) // a buffer takes everything of a fixed size
		}
	}
	return b.Bytes()
}

// makeSignsFont makes a TrueType font: the outlines of DejaVu Sans for the signs, and a
// space.
func makeSignsFont(t *testing.T) []byte {
	t.Helper()
	data, err := assets.Fonts.ReadFile("fonts/DejaVuSans.ttf")
	if err != nil {
		t.Fatal(err)
	}
	from := parsed(t, data)
	runes := []rune(signs)
	slices.Sort(runes)
	var (
		glyf, hmtx    []byte
		loca          = be(uint32(0))
		most          int // points of a glyph
		mostContours  int
		buf           sfnt.Buffer
		groups        = [][3]uint32{{' ', ' ', 1}, {'\u00a0', '\u00a0', 1}}
		first, widest = [2]int{math.MaxInt16, math.MaxInt16}, [2]int{math.MinInt16, math.MinInt16}
	)
	add := func(width int, outline []byte, left int) {
		glyf = append(glyf, outline...)
		loca = append(loca, be(uint32(len(glyf)))...)
		hmtx = append(hmtx, be(uint16(width), int16(left))...)
	}
	add(emptyWidth, nil, 0)
	add(spaceWidth, nil, 0)
	for i, r := range runes {
		g := glyph(t, from, r)
		if g == 0 {
			t.Fatalf("DejaVu Sans has no %q either", r)
		}
		segments, err := from.LoadGlyph(&buf, g, fixed.I(unitsPerEm), nil)
		if err != nil {
			t.Fatal(err)
		}
		o := outlineOf(segments)
		advance, err := from.GlyphAdvance(&buf, g, fixed.I(unitsPerEm), font.HintingNone)
		if err != nil {
			t.Fatal(err)
		}
		most, mostContours = max(most, len(o.points)), max(mostContours, len(o.ends))
		lo, hi := o.bounds()
		for k := range 2 {
			first[k], widest[k] = min(first[k], lo[k]), max(widest[k], hi[k])
		}
		add(advance.Round(), o.encode(), lo[0])
		groups = append(groups, [3]uint32{uint32(r), uint32(r), uint32(i + 2)})
	}
	cmap := be(uint16(0), uint16(1), uint16(3), uint16(10), uint32(12), // one table of Unicode
		uint16(12), uint16(0), uint32(16+12*len(groups)), uint32(0), uint32(len(groups)), groups)
	count := uint16(len(runes) + 2)
	return fontFile(map[string][]byte{
		"cmap": cmap,
		"glyf": glyf,
		"head": be(uint32(0x00010000), uint32(0x00010000), uint32(0), uint32(0x5F0F3CF5), uint16(3), uint16(unitsPerEm), int64(0), int64(0),
			int16(first[0]), int16(first[1]), int16(widest[0]), int16(widest[1]), uint16(0), uint16(8), int16(2), int16(1), int16(0)),
		"hhea": be(uint32(0x00010000), int16(ascent), int16(-descent), int16(0), uint16(unitsPerEm), make([]byte, 22), count),
		"hmtx": hmtx,
		"loca": loca,
		"maxp": be(uint32(0x00010000), count, uint16(most), uint16(mostContours), make([]byte, 4), uint16(2), make([]byte, 16)),
		"name": nameTable(map[uint16]string{
			0:  "Copyright (c) 2003 by Bitstream, Inc. All Rights Reserved. Copyright (c) 2006 by Tavmjong Bah. All Rights Reserved. DejaVu changes are in public domain.",
			1:  "Muster Signs",
			2:  "Regular",
			4:  "Muster Signs",
			6:  "MusterSigns",
			10: "A few signs of DejaVu Sans with the line of Noto Sans.",
			13: "Bitstream Vera licence: see THIRD-PARTY-NOTICES.md",
		}),
		"post": be(uint32(0x00030000), make([]byte, 28)),
	})
}

// outline is a glyph of straight lines and quadratic curves.
type outline struct {
	points [][2]int
	on     []bool // of each point: on the curve, or a control point
	ends   []int  // the last point of each contour
}

func outlineOf(segments sfnt.Segments) (o outline) {
	begin := 0
	finish := func() {
		if n := len(o.points); n > begin {
			if n-1 > begin && o.on[n-1] && o.points[n-1] == o.points[begin] { // contours close by themselves
				o.points, o.on = o.points[:n-1], o.on[:n-1]
			}
			o.ends = append(o.ends, len(o.points)-1)
			begin = len(o.points)
		}
	}
	put := func(p fixed.Point26_6, on bool) {
		o.points = append(o.points, [2]int{p.X.Round(), -p.Y.Round()})
		o.on = append(o.on, on)
	}
	for _, s := range segments {
		switch s.Op {
		case sfnt.SegmentOpMoveTo:
			finish()
			put(s.Args[0], true)
		case sfnt.SegmentOpLineTo:
			put(s.Args[0], true)
		case sfnt.SegmentOpQuadTo:
			put(s.Args[0], false)
			put(s.Args[1], true)
		}
	}
	finish()
	return o
}

func (o outline) bounds() (lo, hi [2]int) {
	lo, hi = o.points[0], o.points[0]
	for _, p := range o.points {
		for k := range 2 {
			lo[k], hi[k] = min(lo[k], p[k]), max(hi[k], p[k])
		}
	}
	return lo, hi
}

// encode is the glyph as the table of glyphs has it, without hints.
func (o outline) encode() []byte {
	lo, hi := o.bounds()
	out := be(int16(len(o.ends)), int16(lo[0]), int16(lo[1]), int16(hi[0]), int16(hi[1]))
	for _, e := range o.ends {
		out = append(out, be(uint16(e))...)
	}
	out = append(out, 0, 0) // no instructions
	for _, on := range o.on {
		flag := byte(0)
		if on {
			flag = 1
		}
		out = append(out, flag)
	}
	for k := range 2 {
		last := 0
		for _, p := range o.points {
			out = append(out, be(int16(p[k]-last))...)
			last = p[k]
		}
	}
	return append(out, make([]byte, -len(out)&3)...)
}

func nameTable(names map[uint16]string) []byte {
	var ids []uint16
	for id := range names {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	out, texts := be(uint16(0), uint16(len(ids)), uint16(6+12*len(ids))), []byte(nil)
	for _, id := range ids {
		text := be(utf16.Encode([]rune(names[id])))
		out = append(out, be(uint16(3), uint16(1), uint16(0x0409), id, uint16(len(text)), uint16(len(texts)))...)
		texts = append(texts, text...)
	}
	return append(out, texts...)
}

// fontFile puts the tables together, with their checksums.
func fontFile(tables map[string][]byte) []byte {
	var tags []string
	for tag := range tables {
		tags = append(tags, tag)
	}
	slices.Sort(tags)
	n, power := len(tags), 0
	for 2<<power <= n {
		power++
	}
	out := be(uint32(0x00010000), uint16(n), uint16(16<<power), uint16(power), uint16(16*n-16<<power))
	at, body := len(out)+16*n, []byte(nil)
	adjust := 0
	for _, tag := range tags {
		data := tables[tag]
		padded := append(slices.Clone(data), make([]byte, -len(data)&3)...)
		if tag == "head" {
			adjust = at + len(body) + 8
		}
		out = append(out, tag...)
		out = append(out, be(checksum(padded), uint32(at+len(body)), uint32(len(data)))...)
		body = append(body, padded...)
	}
	out = append(out, body...)
	binary.BigEndian.PutUint32(out[adjust:], 0xB1B0AFBA-checksum(out))
	return out
}

func checksum(data []byte) (sum uint32) {
	for i := 0; i < len(data); i += 4 {
		sum += binary.BigEndian.Uint32(data[i:])
	}
	return sum
}

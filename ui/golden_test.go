// Golden pictures: the own widgets in their states and every screen, drawn by
// Fyne's software driver and compared with the pictures in testdata/golden.
//
//	go test ./ui -run Golden -update
//
// draws them anew; look at the changed pictures before they are committed.

package ui

import (
	"bytes"
	"cmp"
	"errors"
	"flag"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/software"

	"muster/exporters/look"
	"muster/ui/style"
)

var update = flag.Bool("update", false, "draw the golden pictures anew")

const goldenFolder = "testdata/golden"

// A pixel differs when a channel is further off than goldenStep levels of 255: the
// stored pictures have few colours, so that what is rare is rounded by a few levels,
// and processors round the rims of glyphs otherwise. One pixel in goldenShare may
// differ: less than a letter on the sheet of a widget, less than a word on that of a
// screen. On one machine no pixel differs at all.
const (
	goldenStep   = 24
	goldenShare  = 100_000
	goldenColors = 48
)

// golden compares pictures with those kept under a group; the end reports those
// that nothing draws any more.
type golden struct {
	t      *testing.T
	group  string
	failed string // folder of what differs
	drawn  map[string]bool
}

func newGolden(t *testing.T, group string) *golden {
	t.Helper()
	g := &golden{t: t, group: group, drawn: map[string]bool{}}
	// Before a test gets a temporary folder of its own: the pictures outlive it.
	g.failed = filepath.Join(os.TempDir(), "muster-golden")
	return g
}

func (g *golden) write(path string, data []byte) {
	g.t.Helper()
	if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, data, 0o644)); err != nil {
		g.t.Fatal(err)
	}
}

func encoded(img image.Image) []byte {
	var b bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&b, img); err != nil {
		panic(err) // a buffer takes everything
	}
	return b.Bytes()
}

// check compares a picture with the one kept under a name.
func (g *golden) check(name string, got image.Image) {
	g.t.Helper()
	g.drawn[name+".png"] = true
	path := filepath.Join(goldenFolder, g.group, name+".png")
	now := fewColors(got)
	if *update {
		// What is as good as before is not written: the history stays small.
		if kept, err := readPicture(path); err == nil && kept.Bounds() == now.Bounds() && count(kept, now, nil) == 0 {
			return
		}
		g.write(path, encoded(now))
		return
	}
	report := func(what string, diff image.Image) {
		g.t.Helper()
		at := filepath.Join(g.failed, g.group+"-"+name)
		g.write(at+".png", encoded(now))
		if diff != nil {
			g.write(at+"-difference.png", encoded(diff))
		}
		g.t.Errorf("%s/%s: %s; see %s*.png, and if it is meant: go test ./ui -run Golden -update", g.group, name, what, at)
	}
	kept, err := readPicture(path)
	switch {
	case err != nil:
		report(err.Error(), nil)
	case kept.Bounds() != now.Bounds():
		report(fmt.Sprintf("it is %v, it was %v", now.Bounds().Size(), kept.Bounds().Size()), nil)
	default:
		diff := image.NewNRGBA(now.Bounds())
		size := now.Bounds().Size()
		if n := count(kept, now, diff); n > size.X*size.Y/goldenShare {
			report(fmt.Sprintf("%d of %d pixels differ", n, size.X*size.Y), diff)
		}
	}
}

// done reports pictures of what is there no more, and removes them on update.
func (g *golden) done() {
	g.t.Helper()
	files, err := os.ReadDir(filepath.Join(goldenFolder, g.group))
	if err != nil {
		g.t.Fatal(err)
	}
	for _, f := range files {
		path := filepath.Join(goldenFolder, g.group, f.Name())
		switch {
		case g.drawn[f.Name()]:
		case *update:
			if err := os.Remove(path); err != nil {
				g.t.Error(err)
			}
		default:
			g.t.Errorf("nothing draws %s any more; -update removes it", path)
		}
	}
}

func readPicture(path string) (image.Image, error) {
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, errors.New("there is no picture of it yet")
	}
	if err != nil {
		return nil, err
	}
	return png.Decode(bytes.NewReader(data))
}

// count is the number of pixels that differ. In diff, which may be nil, they are
// red on a faint copy.
func count(kept, now image.Image, diff *image.NRGBA) int {
	n := 0
	for y := now.Bounds().Min.Y; y < now.Bounds().Max.Y; y++ {
		for x := now.Bounds().Min.X; x < now.Bounds().Max.X; x++ {
			r, g, b, _ := kept.At(x, y).RGBA()
			s, h, c, _ := now.At(x, y).RGBA()
			off := max(max(r, s)-min(r, s), max(g, h)-min(g, h), max(b, c)-min(b, c)) >> 8
			if off > goldenStep {
				n++
			}
			if diff == nil {
				continue
			}
			grey := uint8(192 + (s+h+c)/3>>10)
			p := color.NRGBA{grey, grey, grey, 255}
			if off > goldenStep {
				p = color.NRGBA{220, 0, 0, 255}
			}
			diff.SetNRGBA(x, y, p)
		}
	}
	return n
}

// fewColors is a picture with at most goldenColors colours, which makes the file a third as
// large: the most frequent ones as they are, the others by the nearest of them.
func fewColors(img image.Image) *image.Paletted {
	const most = goldenColors
	size := img.Bounds().Size()
	all := image.NewNRGBA(image.Rectangle{Max: size})
	draw.Draw(all, all.Bounds(), img, img.Bounds().Min, draw.Src)
	type rgb [3]uint8
	often := map[rgb]int{}
	for i := 0; i < len(all.Pix); i += 4 {
		often[rgb(all.Pix[i:i+3])]++
	}
	colors := make([]rgb, 0, len(often))
	for c := range often {
		colors = append(colors, c)
	}
	slices.SortFunc(colors, func(a, b rgb) int {
		return cmp.Or(often[b]-often[a], slices.Compare(a[:], b[:]))
	})
	// Half of the places go to the most frequent colours, the rest to the most
	// frequent one of each small cube that has none yet.
	chosen := slices.Clone(colors[:min(len(colors), most/2)])
	taken := map[rgb]bool{}
	cube := func(c rgb) rgb { return rgb{c[0] >> 4, c[1] >> 4, c[2] >> 4} }
	for _, c := range chosen {
		taken[cube(c)] = true
	}
	for _, c := range colors[len(chosen):] {
		if len(chosen) < most && !taken[cube(c)] {
			chosen, taken[cube(c)] = append(chosen, c), true
		}
	}
	nearest := map[rgb]uint8{}
	var palette color.Palette
	for _, c := range chosen {
		palette = append(palette, color.NRGBA{c[0], c[1], c[2], 255})
	}
	for _, c := range colors {
		nearest[c] = uint8(palette.Index(color.NRGBA{c[0], c[1], c[2], 255}))
	}
	out := image.NewPaletted(all.Bounds(), palette)
	for i := range out.Pix {
		out.Pix[i] = nearest[rgb(all.Pix[4*i:4*i+3])]
	}
	return out
}

// shrunk is a picture at a width; each pixel is the mean of what it covers.
func shrunk(img image.Image, width int) *image.NRGBA {
	src := image.NewNRGBA(image.Rectangle{Max: img.Bounds().Size()})
	draw.Draw(src, src.Bounds(), img, img.Bounds().Min, draw.Src)
	w, h := src.Bounds().Dx(), src.Bounds().Dy()
	height := h * width / w
	// Across, then down, with whole weights: the same on every processor.
	pass := func(in []uint8, n, to, lines, step, line int, out []uint8, outStep, outLine int) {
		for l := range lines {
			for x := range to {
				var sum [3]int
				for i := x * n / to; i*to < (x+1)*n; i++ {
					weight := min((i+1)*to, (x+1)*n) - max(i*to, x*n)
					for c := range sum {
						sum[c] += weight * int(in[l*line+i*step+c])
					}
				}
				for c := range sum {
					out[l*outLine+x*outStep+c] = uint8((sum[c] + n/2) / n)
				}
				out[l*outLine+x*outStep+3] = 255
			}
		}
	}
	half := image.NewNRGBA(image.Rect(0, 0, width, h))
	pass(src.Pix, w, width, h, 4, src.Stride, half.Pix, 4, half.Stride)
	out := image.NewNRGBA(image.Rect(0, 0, width, height))
	pass(half.Pix, h, height, width, half.Stride, 4, out.Pix, out.Stride, 4)
	return out
}

// sheet lays pictures out in rows.
func sheet(rows ...[]image.Image) image.Image {
	const gap = 6
	width, height := 0, gap
	for _, row := range rows {
		w, h := gap, 0
		for _, p := range row {
			w, h = w+p.Bounds().Dx()+gap, max(h, p.Bounds().Dy())
		}
		width, height = max(width, w), height+h+gap
	}
	out := image.NewNRGBA(image.Rect(0, 0, width, height))
	draw.Draw(out, out.Bounds(), image.NewUniform(color.NRGBA{0x80, 0x80, 0x80, 255}), image.Point{}, draw.Src)
	y := gap
	for _, row := range rows {
		x, h := gap, 0
		for _, p := range row {
			draw.Draw(out, image.Rectangle{Min: image.Pt(x, y), Max: image.Pt(x, y).Add(p.Bounds().Size())}, p, p.Bounds().Min, draw.Src)
			x, h = x+p.Bounds().Dx()+gap, max(h, p.Bounds().Dy())
		}
		y += h + gap
	}
	return out
}

// shot draws the window at a scale. What lies outside of it or of its scroll is left out: the
// driver would draw it and throw it away, most of the time on a long page.
func (a *App) shot(scale float32) image.Image {
	c := a.window.Canvas()
	var away []fyne.CanvasObject
	places := map[fyne.CanvasObject][2]fyne.Position{}
	for _, root := range append([]fyne.CanvasObject{c.Content()}, c.Overlays().List()...) {
		walk(root, func(o fyne.CanvasObject, at fyne.Position, in fyne.CanvasObject) {
			frame := [2]fyne.Position{{}, fyne.NewPos(c.Size().Width, c.Size().Height)}
			if f, ok := places[in]; ok {
				frame = f
			}
			const rim = 8 // strokes and glyphs reach over their place
			size := o.Size().Max(o.MinSize())
			if _, ok := o.(interface{ ScrollToOffset(fyne.Position) }); ok {
				places[o] = [2]fyne.Position{{X: max(at.X, frame[0].X), Y: max(at.Y, frame[0].Y)}, {X: min(at.X+o.Size().Width, frame[1].X), Y: min(at.Y+o.Size().Height, frame[1].Y)}}
			}
			switch o.(type) {
			case *canvas.Text, *canvas.Rectangle, *canvas.Raster, *canvas.Circle, *canvas.Image:
				if at.X > frame[1].X+rim || at.Y > frame[1].Y+rim || at.X+size.Width < frame[0].X-rim || at.Y+size.Height < frame[0].Y-rim {
					away = append(away, o)
				}
			}
		})
	}
	for _, o := range away {
		o.Hide()
	}
	if w, ok := c.(software.WindowlessCanvas); ok {
		w.SetScale(scale)
		defer w.SetScale(1)
	}
	defer func() {
		for _, o := range away {
			o.Show()
		}
	}()
	return c.Capture()
}

// The comparison finds a changed colour, a moved line and a lost letter, and lets
// pass what another processor rounds otherwise.
func TestGoldenFinds(t *testing.T) {
	app := start(t)
	draw := func(token look.Token, x float32, text string) image.Image {
		back := canvas.NewRectangle(style.Color(look.Background))
		back.Resize(fyne.NewSize(400, 100))
		line, rule := style.Line(text, look.TextSmall, false, look.Text), canvas.NewRectangle(style.Color(token))
		line.Move(fyne.NewPos(20, 20))
		rule.Move(fyne.NewPos(x, 60))
		rule.Resize(fyne.NewSize(200, 12))
		app.window.SetContent(container.NewWithoutLayout(back, line, rule))
		return fewColors(app.shot(1))
	}
	kept := draw(look.Accent, 20, "an answer")
	pixels := kept.Bounds().Dx() * kept.Bounds().Dy()
	for name, now := range map[string]image.Image{"colour": draw(look.Good, 20, "an answer"), "place": draw(look.Accent, 22, "an answer"), "letter": draw(look.Accent, 20, "an answe")} {
		if n := count(kept, now, nil); n <= pixels/goldenShare {
			t.Errorf("%s: %d of %d pixels differ, which passes", name, n, pixels)
		}
	}
	same := image.NewNRGBA(kept.Bounds())
	for i := range same.Pix {
		x, y := i/4%same.Rect.Dx(), i/4/same.Rect.Dx()
		r, g, b, _ := kept.At(x, y).RGBA()
		same.Pix[i] = [4]uint8{uint8(max(r>>8, 3) - 3), uint8(max(g>>8, 2) - 2), uint8(b >> 8), 255}[i%4]
	}
	if n := count(kept, same, nil); n != 0 {
		t.Errorf("%d pixels differ by a rounding", n)
	}
	if n := len(fewColors(same).Palette); n > goldenColors {
		t.Errorf("%d colours", n)
	}
}

// slug is a name as the name of a file.
func slug(s string) string {
	return strings.Trim(strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return '-'
	}, strings.ToLower(s)), "-")
}

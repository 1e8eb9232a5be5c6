package brand_test

import (
	"bytes"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"math"
	"strings"
	"testing"

	"muster/assessment/brand"
)

func picture(w, h int, c color.Color) image.Image {
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			img.Set(x, y, c)
		}
	}
	return img
}

func pngOf(t testing.TB, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func jpegOf(t testing.TB, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// The published values of WCAG's formula.
func TestContrast(t *testing.T) {
	c := func(s string) color.NRGBA {
		v, err := brand.ParseColor(s)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	for _, x := range []struct {
		a, b string
		want float64
	}{{"#000", "#FFF", 21}, {"#FFF", "#FFFFFF", 1}, {"#777777", "#FFFFFF", 4.48}, {"#0000FF", "#FFFFFF", 8.59}, {"#FF0000", "#FFFFFF", 4.0}} {
		if got := brand.Contrast(c(x.a), c(x.b)); math.Abs(got-x.want) > 0.01 {
			t.Errorf("%s on %s: %.3f, want %.2f", x.a, x.b, got, x.want)
		}
	}
}

func TestColors(t *testing.T) {
	for _, good := range []string{"#0B6A6A", "#0b3d91", "#000", " #123456 "} {
		if err := brand.CheckColor(good); err != nil {
			t.Errorf("%q: %v", good, err)
		}
	}
	for bad, want := range map[string]string{"": "hexadecimal", "0B6A6A": "hexadecimal", "#12345": "hexadecimal", "#GGGGGG": "hexadecimal", "blue": "hexadecimal", "#1234567": "hexadecimal",
		"#FFCC00": "1.5:1", "#FFFFFF": "1.0:1", "#777777": "4.4:1"} {
		err := brand.CheckColor(bad)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q in it", bad, err, want)
		}
	}
	// What is offered instead is taken.
	for _, bad := range []string{"#FFCC00", "#FFFFFF", "#00FFFF", "#FF00FF"} {
		err := brand.CheckColor(bad)
		_, offered, ok := strings.Cut(err.Error(), "such as ")
		if !ok || brand.CheckColor(offered) != nil {
			t.Errorf("%s: offers %q", bad, offered)
		}
	}
}

func TestLogo(t *testing.T) {
	dark := color.NRGBA{R: 10, G: 60, B: 140, A: 255}
	for name, data := range map[string][]byte{
		"png": pngOf(t, picture(300, 100, dark)), "jpeg": jpegOf(t, picture(300, 100, dark)), "large": pngOf(t, picture(3000, 1500, dark)),
		"palette": pngOf(t, func() image.Image {
			img := image.NewPaletted(image.Rect(0, 0, 60, 60), color.Palette{color.White, dark})
			for i := range img.Pix[:1800] {
				img.Pix[i] = 1
			}
			return img
		}()),
		"deep": pngOf(t, func() image.Image { img := image.NewNRGBA64(image.Rect(0, 0, 40, 40)); img.Set(3, 3, dark); return img }()),
		"grey": jpegOf(t, image.NewGray(image.Rect(0, 0, 50, 50))),
	} {
		t.Run(name, func(t *testing.T) {
			out, err := brand.Logo(data)
			if err != nil {
				t.Fatal(err)
			}
			c, kind, err := image.DecodeConfig(bytes.NewReader(out))
			if err != nil || kind != "png" || c.Width > 1000 || c.Height > 1000 || c.ColorModel != color.NRGBAModel && c.ColorModel != color.RGBAModel {
				t.Errorf("%s of %d × %d, %v, %v", kind, c.Width, c.Height, c.ColorModel, err)
			}
			again, err := brand.Logo(out)
			if err != nil || !bytes.Equal(again, out) {
				t.Errorf("a logo that was made before becomes another one: %v", err)
			}
		})
	}
}

func TestBadLogos(t *testing.T) {
	whole := pngOf(t, picture(300, 100, color.Black))
	var anim bytes.Buffer
	if err := gif.Encode(&anim, picture(20, 20, color.Black), nil); err != nil {
		t.Fatal(err)
	}
	// A header that claims 60,000 × 60,000 pixels must not cost their memory.
	huge := bytes.Clone(whole)
	copy(huge[16:], []byte{0, 0, 0xEA, 0x60, 0, 0, 0xEA, 0x60})
	for name, x := range map[string]struct {
		data []byte
		want string
	}{
		"empty":     {nil, "empty"},
		"text":      {[]byte("this is no picture at all"), "no picture"},
		"gif":       {anim.Bytes(), "GIF"},
		"svg":       {[]byte("<svg xmlns='http://www.w3.org/2000/svg'/>"), "SVG"},
		"pdf":       {[]byte("%PDF-1.7 and so on"), "PDF"},
		"cut off":   {whole[:len(whole)/2], "damaged"},
		"head only": {whole[:12], "damaged"},
		"huge":      {huge, ""},
		"tiny":      {pngOf(t, picture(3, 3, color.Black)), "at least"},
		"wide":      {pngOf(t, picture(7000, 10, color.Black)), "at most"},
		"white":     {pngOf(t, picture(100, 50, color.White)), "nothing of the logo"},
		"clear":     {pngOf(t, picture(100, 50, color.NRGBA{A: 0})), "nothing of the logo"},
		"heavy":     {append(bytes.Clone(whole), make([]byte, 3<<20)...), "MB"},
	} {
		if _, err := brand.Logo(x.data); err == nil || !strings.Contains(err.Error(), x.want) {
			t.Errorf("%s: %v, want %q in it", name, err, x.want)
		}
	}
}

func TestProfile(t *testing.T) {
	logo, err := brand.Logo(pngOf(t, picture(60, 20, color.Black)))
	if err != nil {
		t.Fatal(err)
	}
	p := brand.Profile{Name: "Ours", Classification: "Internal", Brand: brand.Brand{Company: "Example & Co", Cover: "Line\nand line", Color: "#123456", Logo: logo}}
	got, err := brand.ReadProfile(p.Write())
	if err != nil || got.Name != p.Name || got.Classification != p.Classification || !got.Brand.Equal(p.Brand) {
		t.Fatalf("%+v, %v", got, err)
	}
	for bad, want := range map[string]string{
		``:               "no brand profile",
		`{"format":"x"}`: "format",
		`{"format":"muster-brand","version":2,"name":"a"}`:                   "version",
		`{"format":"muster-brand","version":1}`:                              "name",
		`{"format":"muster-brand","version":1,"name":"a","color":"#FFFF00"}`: "contrast",
		`{"format":"muster-brand","version":1,"name":"a","logo":"%%%"}`:      "base64",
		`{"format":"muster-brand","version":1,"name":"a","logo":"AAAA"}`:     "no picture",
		`{"format":"muster-brand","version":1,"name":"a","colour":"#000"}`:   "colour",
	} {
		if _, err := brand.ReadProfile([]byte(bad)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q in it", bad, err, want)
		}
	}
	long := brand.Brand{Company: strings.Repeat("x", brand.MaxCompany+1), Cover: strings.Repeat("y", brand.MaxCover+1), Color: "#FFF"}
	if err := long.Check(); err == nil || strings.Count(err.Error(), "\n") != 2 {
		t.Errorf("not all faults at once: %v", err)
	}
}

func FuzzLogo(f *testing.F) {
	f.Add(pngOf(f, picture(30, 30, color.Black)))
	f.Add(jpegOf(f, picture(30, 30, color.Black)))
	f.Add([]byte("GIF89a"))
	f.Fuzz(func(t *testing.T, data []byte) {
		out, err := brand.Logo(data)
		if err != nil {
			return
		}
		if err := brand.CheckLogo(out); err != nil {
			t.Errorf("a logo that was made is refused: %v", err)
		}
	})
}

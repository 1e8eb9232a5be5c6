// Logos: what is accepted, and the form in which every output can draw them.

package brand

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	_ "image/jpeg" // logos come as JPEG
	"image/png"

	"golang.org/x/image/draw"
)

// Limits of a logo file.
const (
	maxLogoBytes = 2 << 20
	maxLogoSide  = 6000 // pixels, of the picture as given
	minLogoSide  = 8
	keptSide     = 1000 // pixels, of the picture as kept: sharp at 8 cm on paper
)

// CheckLogo says why data is no logo Muster can draw.
func CheckLogo(data []byte) error {
	_, err := decodeLogo(data)
	return err
}

func decodeLogo(data []byte) (image.Image, error) {
	if len(data) > maxLogoBytes {
		return nil, fmt.Errorf("the logo has %.1f MB, at most %d are taken; save it smaller", float64(len(data))/(1<<20), maxLogoBytes>>20)
	}
	c, kind, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil || kind != "png" && kind != "jpeg" {
		return nil, fmt.Errorf("the logo is %s; take a PNG or a JPEG file", kindOf(data))
	}
	if c.Width > maxLogoSide || c.Height > maxLogoSide {
		return nil, fmt.Errorf("the logo has %d × %d pixels, at most %d each way are taken; save it smaller", c.Width, c.Height, maxLogoSide)
	}
	if c.Width < minLogoSide || c.Height < minLogoSide {
		return nil, fmt.Errorf("the logo has %d × %d pixels, at least %d each way are needed; take a larger picture", c.Width, c.Height, minLogoSide)
	}
	img, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, errors.New("the logo is damaged or cut off; save it again as PNG or JPEG")
	}
	return img, nil
}

// kindOf names what a file seems to be.
func kindOf(data []byte) string {
	for _, k := range []struct{ start, name string }{
		{"GIF8", "a GIF"}, {"BM", "a BMP"}, {"RIFF", "a WebP"}, {"<svg", "an SVG drawing"}, {"<?xml", "an SVG drawing"}, {"%PDF", "a PDF"}, {"\x89PNG", "a damaged PNG"}, {"\xff\xd8", "a damaged JPEG"},
	} {
		if bytes.HasPrefix(data, []byte(k.start)) {
			return k.name
		}
	}
	if len(data) == 0 {
		return "an empty file"
	}
	return "no picture"
}

// Logo makes a logo of a picture file: checked, at most 1000 pixels a side, and
// always the same kind of PNG without anything hidden in it, such as the place a
// photo was taken at.
func Logo(data []byte) ([]byte, error) {
	img, err := decodeLogo(data)
	if err != nil {
		return nil, err
	}
	return encodeLogo(img)
}

func encodeLogo(img image.Image) ([]byte, error) {
	b := img.Bounds()
	w, h := b.Dx(), b.Dy()
	if side := max(w, h); side > keptSide {
		w, h = max(1, w*keptSide/side), max(1, h*keptSide/side)
	}
	out := image.NewNRGBA(image.Rect(0, 0, w, h))
	if w == b.Dx() && h == b.Dy() {
		draw.Copy(out, image.Point{}, img, b, draw.Src, nil)
	} else {
		draw.CatmullRom.Scale(out, out.Bounds(), img, b, draw.Src, nil)
	}
	if !visible(out) {
		return nil, errors.New("nothing of the logo can be seen on white paper; take one with a dark or coloured mark")
	}
	var buf bytes.Buffer
	if err := png.Encode(&buf, out); err != nil {
		return nil, fmt.Errorf("the logo cannot be kept: %w", err)
	}
	return buf.Bytes(), nil
}

// visible reports whether anything shows on white.
func visible(img *image.NRGBA) bool {
	white := color.NRGBA{R: 0xFF, G: 0xFF, B: 0xFF, A: 0xFF}
	for i := 0; i+3 < len(img.Pix); i += 4 {
		a := float64(img.Pix[i+3]) / 255
		over := func(v uint8) uint8 { return uint8(float64(v)*a + 255*(1-a)) }
		c := color.NRGBA{R: over(img.Pix[i]), G: over(img.Pix[i+1]), B: over(img.Pix[i+2]), A: 0xFF}
		if c != white && Contrast(c, white) >= 1.3 {
			return true
		}
	}
	return false
}

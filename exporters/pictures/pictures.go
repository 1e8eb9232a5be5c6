// Package pictures writes every picture of a report as PNG, in one zip archive, for
// slides and documents of one's own.
package pictures

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"strings"
	"time"
	"unicode"

	"muster/assessment/brand"
	"muster/exporters/chart"
	"muster/exporters/look"
	"muster/exporters/report"
)

// scale is how many pixels a point of a scene has: sharp on a slide.
const scale = 3

// margin is the white around a picture, in points.
const margin = 12

// ErrNone says that the report has no picture.
var ErrNone = errors.New("the report has no pictures yet: answer more questions first")

// Render makes the archive: the same bytes for the same report. It checks ctx
// before each picture and tells progress after each.
func Render(ctx context.Context, rep *report.Report, progress func(done, total int)) ([]byte, error) {
	var scenes []chart.Scene
	for _, c := range rep.Chapters {
		for _, b := range c.Blocks {
			if f, ok := b.(report.Figure); ok {
				scenes = append(scenes, f.Scene)
			}
		}
	}
	if len(scenes) == 0 {
		return nil, ErrNone
	}
	palette := look.Light
	if rep.Brand.Color != "" {
		accent, err := brand.ParseColor(rep.Brand.Color)
		if err != nil {
			return nil, err
		}
		palette = look.Branded(palette, accent)
	}
	when := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
	if t, err := time.Parse(time.DateOnly, rep.Date); err == nil {
		when = t
	}
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	for i, s := range scenes {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		data, err := PNG(s, palette)
		if err != nil {
			return nil, fmt.Errorf("picture %q: %w", s.Title, err)
		}
		w, err := z.CreateHeader(&zip.FileHeader{Name: fmt.Sprintf("%02d-%s.png", i+1, fileName(s.Title)), Method: zip.Store, Modified: when})
		if err != nil {
			return nil, err
		}
		if _, err := w.Write(data); err != nil {
			return nil, err
		}
		progress(i+1, len(scenes))
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return buf.Bytes(), nil
}

// PNG is one scene on white.
func PNG(s chart.Scene, palette look.Palette) ([]byte, error) {
	picture := chart.Raster(s, palette, scale)
	b := picture.Bounds()
	const edge = margin * scale
	// RGBA is what the other pictures are: drawing them over each other is quick.
	out := image.NewRGBA(image.Rect(0, 0, b.Dx()+2*edge, b.Dy()+2*edge))
	draw.Draw(out, out.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
	draw.Draw(out, b.Sub(b.Min).Add(image.Pt(edge, edge)), picture, b.Min, draw.Over)
	var buf bytes.Buffer
	if err := png.Encode(&buf, out); err != nil {
		return nil, err
	}
	return buf.Bytes(), nil
}

// fileName makes a name of a title: letters and digits, words joined by hyphens.
func fileName(title string) string {
	words := strings.FieldsFunc(strings.ToLower(title), func(r rune) bool {
		return r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
	name := strings.Join(words[:min(8, len(words))], "-")
	if name == "" {
		return "picture"
	}
	return name
}

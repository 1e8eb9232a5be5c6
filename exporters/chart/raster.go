// Scenes as pixels, for the window and for PNG files.

package chart

import (
	"image"
	"image/color"
	"sync"

	"git.sr.ht/~sbinet/gg"
	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"

	"muster/exporters/look"
)

// Raster draws the scene with scale pixels a point on a transparent ground.
func Raster(s Scene, p look.Palette, scale float64) image.Image {
	drawing.Lock()
	defer drawing.Unlock()
	dc := gg.NewContext(max(1, int(s.Width*scale+0.5)), max(1, int(s.Height*scale+0.5)))
	for _, shape := range s.Shapes {
		switch v := shape.(type) {
		case Polygon:
			drawPolygon(dc, v, p, scale)
		case Label:
			dc.SetFontFace(face(v.Size*scale, v.Bold))
			dc.SetColor(p[v.Color])
			ax := [...]float64{Left: 0, Center: 0.5, Right: 1}[v.Align]
			dc.DrawStringAnchored(v.Text, v.X*scale, v.Y*scale, ax, 0)
		}
	}
	return dc.Image()
}

func drawPolygon(dc *gg.Context, v Polygon, p look.Palette, scale float64) {
	if len(v.Points) == 0 {
		return
	}
	for i, pt := range v.Points {
		if i == 0 {
			dc.MoveTo(pt.X*scale, pt.Y*scale)
		} else {
			dc.LineTo(pt.X*scale, pt.Y*scale)
		}
	}
	if v.Closed {
		dc.ClosePath()
	}
	if v.Fill != look.None {
		dc.SetColor(p[v.Fill])
		dc.FillPreserve()
	}
	if v.Stroke != look.None && v.Width > 0 {
		dc.SetColor(color.Color(p[v.Stroke]))
		dc.SetLineWidth(v.Width * scale)
		dc.SetDash()
		if v.Dash {
			dc.SetDash(4*scale, 3*scale)
		}
		dc.StrokePreserve()
	}
	dc.ClearPath()
}

type faceKey struct {
	size float64
	bold bool
}

var (
	drawing sync.Mutex // a font face is not safe for concurrent use
	faces   = map[faceKey]font.Face{}
)

func face(size float64, bold bool) font.Face {
	key := faceKey{size, bold}
	if f, ok := faces[key]; ok {
		return f
	}
	src := fonts()[0]
	if bold {
		src = fonts()[1]
	}
	f, err := opentype.NewFace(src, &opentype.FaceOptions{Size: size, DPI: 72, Hinting: font.HintingNone})
	if err != nil {
		panic(err) // only a broken font fails
	}
	faces[key] = f
	return f
}

// Pictures of the report as parts of the window.

package ui

import (
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"muster/exporters/chart"
	"muster/ui/style"
)

// picture shows a scene at its size, sharp at any scale of the window.
func picture(s chart.Scene, width float32) fyne.CanvasObject {
	scale := width / float32(s.Width)
	var last image.Image
	r := canvas.NewRaster(func(w, h int) image.Image {
		// The window asks again at every paint; only a new size needs new pixels.
		if last == nil || last.Bounds().Dx() != w {
			last = chart.Raster(s, style.Palette(), float64(w)/s.Width)
		}
		return last
	})
	r.SetMinSize(fyne.NewSize(width, float32(s.Height)*scale))
	return r
}

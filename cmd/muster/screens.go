// The screens there are: Fyne tells nobody, its window library does.

package main

import (
	"fyne.io/fyne/v2"
	"github.com/go-gl/glfw/v3.4/glfw"
)

// screens are the parts of the screens that windows may fill, in pixels. It needs
// the running driver and its goroutine.
func screens() (out []fyne.Size) {
	for _, m := range glfw.GetMonitors() {
		if _, _, w, h := m.GetWorkarea(); w > 0 && h > 0 {
			out = append(out, fyne.NewSize(float32(w), float32(h)))
		}
	}
	return out
}

// Package locate lets an end-to-end test find parts of the window by name. It
// does nothing unless it was switched on for such a test.
package locate

import (
	"encoding/json"
	"sync"

	"fyne.io/fyne/v2"
)

var (
	mu    sync.Mutex
	named map[string]fyne.CanvasObject
	focus string
	page  string
)

// Focused remembers what has the keyboard, by the name a test knows it under.
func Focused(name string) {
	mu.Lock()
	defer mu.Unlock()
	focus = name
}

// Page remembers which page is shown.
func Page(id string) {
	mu.Lock()
	defer mu.Unlock()
	page = id
}

// Enable starts to remember named objects.
func Enable() {
	mu.Lock()
	defer mu.Unlock()
	if named == nil {
		named = map[string]fyne.CanvasObject{}
	}
}

// Name remembers obj under name and returns it. The last object of a name wins.
func Name[T fyne.CanvasObject](name string, obj T) T {
	mu.Lock()
	defer mu.Unlock()
	if named != nil {
		named[name] = obj
	}
	return obj
}

// Forget drops a name whose object went away with its dialog.
func Forget(name string) {
	mu.Lock()
	defer mu.Unlock()
	delete(named, name)
}

// Place is where a named object stands on its window, in pixels.
type Place struct {
	X, Y, W, H int
}

// Places are the visible named objects of a canvas.
func Places(c fyne.Canvas) map[string]Place {
	mu.Lock()
	defer mu.Unlock()
	out := map[string]Place{}
	driver := fyne.CurrentApp().Driver()
	for name, obj := range named {
		if !obj.Visible() || driver.CanvasForObject(obj) != c {
			continue
		}
		p, s := driver.AbsolutePositionForObject(obj), obj.Size()
		x, y := c.PixelCoordinateForPosition(p)
		x2, y2 := c.PixelCoordinateForPosition(p.AddXY(s.Width, s.Height))
		out[name] = Place{x, y, x2 - x, y2 - y}
	}
	return out
}

// Layout is what an end-to-end test sees of a window.
type Layout struct {
	Title  string           `json:"title"`
	Page   string           `json:"page"` // the last one shown of a workspace
	Focus  string           `json:"focus"`
	Dialog bool             `json:"dialog"` // something lies over the page
	Places map[string]Place `json:"places"`
}

// JSON is the layout of a window as JSON.
func JSON(w fyne.Window) []byte {
	c := w.Canvas()
	l := Layout{Title: w.Title(), Dialog: c.Overlays().Top() != nil, Places: Places(c)}
	mu.Lock()
	l.Page, l.Focus = page, focus
	mu.Unlock()
	b, err := json.Marshal(l)
	if err != nil {
		return []byte("{}")
	}
	return b
}

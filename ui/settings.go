// What the user sets about the window itself: the size of texts, less motion, and
// the window's size. It is kept in the preferences, which a crash may lose.

package ui

import (
	"fmt"
	"math"
	"os"
	"slices"
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"muster/ui/words"
)

const (
	prefScale  = "scale"         // in percent
	prefMotion = "motion"        // motionLess, motionFull; empty for what the system says
	prefWidth  = "window-width"  // at a scale of 100 %, in Fyne's units
	prefHeight = "window-height" // likewise
)

// scaleNormal is the scale of texts and everything else without a setting.
const scaleNormal = 100

// scales are what can be chosen, in percent. Fyne rounds the scale to tenths.
var scales = []int{75, 90, scaleNormal, 110, 125, 150, 175, 200}

// storedScale is the scale that was chosen; a value nobody could choose is ignored.
func (a *App) storedScale() int {
	if s := a.fyne.Preferences().IntWithFallback(prefScale, scaleNormal); slices.Contains(scales, s) {
		return s
	}
	return scaleNormal
}

// scaleVariable is what Fyne takes a window's scale from, each time it asks.
const scaleVariable = "FYNE_SCALE"

// scaler sets the scale of the driver's windows in percent, on top of what the
// environment or Fyne's own settings say at the start.
func scaler(a fyne.App) func(percent int) {
	before, was := os.LookupEnv(scaleVariable)
	base, err := strconv.ParseFloat(before, 32)
	if err != nil || base <= 0 {
		base = 1
		if own := a.Settings().Scale(); own > 0 && before != "auto" {
			base = float64(own)
		}
	}
	return func(percent int) {
		switch {
		case percent != scaleNormal:
			_ = os.Setenv(scaleVariable, strconv.FormatFloat(base*float64(percent)/100, 'f', 3, 64))
		case was:
			_ = os.Setenv(scaleVariable, before)
		default:
			_ = os.Unsetenv(scaleVariable)
		}
	}
}

// setScale shows everything at another scale at once; the window stays as large as
// it is.
func (a *App) setScale(percent int) {
	if percent == a.scale {
		return
	}
	c := a.window.Canvas()
	size, before, ratio := c.Size(), c.Scale(), float32(a.scale)/float32(percent)
	a.fyne.Preferences().SetInt(prefScale, percent)
	a.scale = percent
	if a.rescale != nil {
		a.rescale(percent)
	}
	a.fyne.Settings().SetTheme(a.theme) // the driver asks for its scale anew
	if after := c.Scale(); after != before {
		ratio = before / after
	}
	a.showAnew()
	if !a.window.FullScreen() {
		a.window.Resize(fyne.NewSize(size.Width*ratio, size.Height*ratio))
	}
	a.window.SetMainMenu(a.menu())
}

// stepScale goes to the next larger or smaller scale. A presentation has its own: the
// workspace made anew would take the window from it, and it would give back the old one.
func (a *App) stepScale(by int) {
	if a.presenting != nil {
		return
	}
	if i := slices.Index(scales, a.scale) + by; i >= 0 && i < len(scales) {
		a.setScale(scales[i])
	}
}

// menuMaker makes an item that does nothing under a dialog.
type menuMaker func(label string, s fyne.Shortcut, action func()) *fyne.MenuItem

func (a *App) scaleItems(item menuMaker) []*fyne.MenuItem {
	out := []*fyne.MenuItem{
		item(words.Say("Larger"), ctrl(fyne.KeyPlus), func() { a.stepScale(1) }),
		item(words.Say("Smaller"), ctrl(fyne.KeyMinus), func() { a.stepScale(-1) }),
		item(words.Say("As it was"), ctrl(fyne.Key0), func() { a.setScale(scaleNormal) }),
		fyne.NewMenuItemSeparator(),
	}
	for _, s := range scales {
		i := item(fmt.Sprintf("%d %%", s), nil, func() { a.setScale(s) })
		i.Checked = s == a.scale
		out = append(out, i)
	}
	return out
}

// plusKeys make Ctrl and the key that has the plus sign do what Ctrl+Plus does: on
// many keyboards that sign needs Shift, and Fyne names the key after its other one.
func (a *App) plusKeys() {
	for _, m := range []fyne.KeyModifier{0, fyne.KeyModifierShift} {
		a.window.Canvas().AddShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyEqual, Modifier: fyne.KeyModifierShortcutDefault | m}, func(fyne.Shortcut) {
			if !a.blocked() {
				a.stepScale(1)
			}
		})
	}
}

// The wishes about motion.
const (
	motionLess = "less"
	motionFull = "full"
)

// calm reports whether nothing may move by itself.
func (a *App) calm() bool {
	switch a.fyne.Preferences().String(prefMotion) {
	case motionLess:
		return true
	case motionFull:
		return false
	}
	return systemCalm()
}

func (a *App) motionItem(item menuMaker) *fyne.MenuItem {
	i := item(words.Say("Reduce motion"), nil, func() {
		wish := motionLess
		if a.calm() {
			wish = motionFull
		}
		a.fyne.Preferences().SetString(prefMotion, wish)
		a.window.SetMainMenu(a.menu())
	})
	i.Checked = a.calm()
	return i
}

// calmApp is the Fyne app as its widgets see it: they ask it whether to move. Fyne
// has no setter for that.
type calmApp struct {
	fyne.App
	calm func() bool
}

func (c *calmApp) Settings() fyne.Settings { return &calmSettings{c.App.Settings(), c.calm} }

type calmSettings struct {
	fyne.Settings
	calm func() bool
}

// ShowAnimations is false also where the user of other Fyne programs wants none.
func (s *calmSettings) ShowAnimations() bool { return s.Settings.ShowAnimations() && !s.calm() }

// started is told that the driver runs: before, Fyne looks whether the current app
// is its own and would not follow the system between light and dark.
func (a *App) started() {
	fyne.SetCurrentApp(&calmApp{a.fyne, a.calm})
	a.reach()
}

// Sizes of the window at a scale of 100 %, in Fyne's units.
var (
	usualWindow    = fyne.NewSize(1280, 720)
	smallestWindow = fyne.NewSize(800, 500)
	largestWindow  = fyne.NewSize(7680, 4320)
)

// storedSize is the window's size of the last time, in bounds; the usual one where
// none is stored or it is no size.
func (a *App) storedSize() fyne.Size {
	p := a.fyne.Preferences()
	w, h := p.Float(prefWidth), p.Float(prefHeight)
	if !(w > 0 && h > 0) || math.IsInf(w, 0) || math.IsInf(h, 0) {
		return usualWindow
	}
	return fyne.NewSize(float32(w), float32(h)).Max(smallestWindow).Min(largestWindow)
}

// SetScreens tells how large the screens are that a window can fill, in pixels; it
// is asked on the window's goroutine. Without it the window is taken to fit.
func (a *App) SetScreens(screens func() []fyne.Size) { a.screens = screens }

// pixels is the window's size on the screen.
func (a *App) pixels() fyne.Size {
	c := a.window.Canvas()
	return fyne.NewSize(c.Size().Width*c.Scale(), c.Size().Height*c.Scale())
}

// title is about the height of a window's title bar, in pixels.
const titleBar = 48

// fills reports whether the window takes a whole screen: its size is then not the
// user's.
func (a *App) fills() bool {
	if a.window.FullScreen() {
		return true
	}
	if a.screens == nil {
		return false
	}
	p := a.pixels()
	return slices.ContainsFunc(a.screens(), func(s fyne.Size) bool { return p.Width >= s.Width-2 && p.Height >= s.Height-titleBar-2 })
}

// keepSize remembers the window's size for the next start.
func (a *App) keepSize() {
	size := a.window.Canvas().Size()
	if size.Width < 1 || size.Height < 1 || a.fills() {
		return
	}
	factor := float64(a.scale) / 100
	a.fyne.Preferences().SetFloat(prefWidth, float64(size.Width)*factor)
	a.fyne.Preferences().SetFloat(prefHeight, float64(size.Height)*factor)
}

// sizePause is how long a size has to last before it is remembered.
const sizePause = time.Second

// sizeChanged remembers a new size once it lasts.
func (a *App) sizeChanged(width float32) {
	if a.sizeTimer != nil || width == a.lastWidth {
		return
	}
	a.lastWidth = width
	a.sizeTimer = later(sizePause, func() {
		a.sizeTimer = nil
		if a.work != nil {
			a.keepSize()
		}
	})
}

// reach makes a window that no screen can show whole small enough for the largest.
func (a *App) reach() {
	if a.screens == nil {
		return
	}
	most := fyne.Size{}
	for _, s := range a.screens() {
		if s.Width*s.Height > most.Width*most.Height {
			most = s
		}
	}
	p, scale := a.pixels(), a.window.Canvas().Scale()
	if most.IsZero() || scale <= 0 || a.window.FullScreen() || p.Width <= most.Width && p.Height <= most.Height {
		return
	}
	fit := p.Min(fyne.NewSize(most.Width, most.Height-titleBar))
	a.window.Resize(fyne.NewSize(fit.Width/scale, fit.Height/scale))
}

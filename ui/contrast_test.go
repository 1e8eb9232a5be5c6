// Contrast of what is drawn: every text against the ground it lies on, every ring
// and mark and the edge of every field against what is around it, on every screen,
// light and dark.

package ui

import (
	"fmt"
	"image/color"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"muster/exporters/look"
	"muster/ui/form"
	"muster/ui/style"
)

// What is read needs more than what is only seen (WCAG 2.1, 1.4.3 and 1.4.11).
const (
	leastText = 4.5
	leastMark = 3.0
)

// over lays a colour over an opaque one.
func over(c color.Color, ground color.NRGBA) color.NRGBA {
	n := color.NRGBAModel.Convert(c).(color.NRGBA)
	mix := func(a, b uint8) uint8 { return uint8((int(a)*int(n.A) + int(b)*(255-int(n.A)) + 127) / 255) }
	return color.NRGBA{mix(n.R, ground.R), mix(n.G, ground.G), mix(n.B, ground.B), 255}
}

// fill is a ground that was drawn at a place.
type fill struct {
	color color.Color
	at    fyne.Position
	size  fyne.Size
}

// faint finds texts and marks under root that stand out too little. The grounds are
// what was drawn before at the same place.
func faint(root fyne.CanvasObject, report func(string)) (texts, marks int) {
	var fills []fill
	ground := func(p fyne.Position) color.NRGBA {
		c := style.Palette()[look.Background]
		for _, f := range fills {
			if p.X >= f.at.X && p.Y >= f.at.Y && p.X <= f.at.X+f.size.Width && p.Y <= f.at.Y+f.size.Height {
				c = over(f.color, c)
			}
		}
		return c
	}
	drawn := func(c color.Color) bool {
		if c == nil {
			return false
		}
		_, _, _, a := c.RGBA()
		return a > 0
	}
	want := func(what string, c color.Color, on color.NRGBA, least float64) {
		if got := contrast(over(c, on), on); got < least {
			report(fmt.Sprintf("%s: %v on %v has a contrast of %.2f", what, color.NRGBAModel.Convert(c), on, got))
		}
	}
	walk(root, func(o fyne.CanvasObject, at fyne.Position, _ fyne.CanvasObject) {
		if field(o) {
			marks++
			if got := edge(o, ground(at.AddXY(o.Size().Width/2, -1))); got < leastMark {
				report(fmt.Sprintf("the edge of a field %T at %v has a contrast of %.2f", o, at, got))
			}
		}
		if g, ok := o.(*form.Grid); ok { // each cell of a matrix is a field
			for _, part := range test.WidgetRenderer(g).Objects() {
				if r, ok := part.(*canvas.Rectangle); ok && r.StrokeWidth > 0 && drawn(r.StrokeColor) {
					marks++
					want("the edge of a cell", r.StrokeColor, ground(at.AddXY(o.Size().Width/2, -1)), leastMark)
				}
			}
		}
		switch o := o.(type) {
		case *canvas.Text:
			if strings.TrimSpace(o.Text) == "" || !drawn(o.Color) {
				return
			}
			m := fyne.MeasureText(o.Text, o.TextSize, o.TextStyle)
			x := at.X
			switch o.Alignment {
			case fyne.TextAlignCenter:
				x += (o.Size().Width - m.Width) / 2
			case fyne.TextAlignTrailing:
				x += o.Size().Width - m.Width
			}
			texts++
			// Both ends: a text may begin on one ground and end on another.
			for _, dx := range []float32{1, m.Width - 1} {
				want(fmt.Sprintf("%.50q", o.Text), o.Color, ground(fyne.NewPos(x+dx, at.Y+max(o.Size().Height, m.Height)/2)), leastText)
			}
		case *canvas.Rectangle:
			// A stroke of two pixels is a ring, or says what is chosen or expected.
			if drawn(o.StrokeColor) && o.StrokeWidth >= 2 {
				marks++
				// Where it is drawn: what it stands out from is what was there before.
				want("a ring", o.StrokeColor, ground(at.AddXY(o.Size().Width/2, -1)), leastMark)
			}
			if drawn(o.FillColor) {
				fills = append(fills, fill{o.FillColor, at, o.Size()})
			}
		case *canvas.Circle:
			// What is around it counts: a slider's thumb lies on its own line.
			around := ground(at.AddXY(o.Size().Width/2, -1))
			for _, c := range []color.Color{o.StrokeColor, o.FillColor} {
				if drawn(c) && o.Size().Width >= 4 {
					marks++
					want("a disc", c, around, leastMark)
				}
			}
		}
	})
	return texts, marks
}

// field reports whether something is typed into an object or chosen from a list in it.
func field(o fyne.CanvasObject) bool {
	switch o := o.(type) {
	case *form.Select:
		return !o.Disabled()
	case interface{ SelectedText() string }:
		_, ok := o.(fyne.Focusable)
		return ok
	}
	return false
}

// edge is how well the outline of a field stands out from what is around it: its
// stroke, or its own ground where it has none.
func edge(o fyne.CanvasObject, around color.NRGBA) float64 {
	best := 1.0
	for _, part := range test.WidgetRenderer(o.(fyne.Widget)).Objects() {
		r, ok := part.(*canvas.Rectangle)
		if !ok || r.Size().Width < o.Size().Width-3 || r.Size().Height < o.Size().Height-3 {
			continue
		}
		if r.FillColor != nil {
			best = max(best, contrast(over(r.FillColor, around), around))
		}
		if r.StrokeColor != nil && r.StrokeWidth >= 1 {
			best = max(best, contrast(over(r.StrokeColor, around), around))
		}
	}
	return best
}

// fieldDialogs are more dialogs with fields.
func fieldDialogs() []screen {
	return []screen{
		{name: "path", open: func(_ testing.TB, a *App) { a.work.saveAs(nil) }},
		{name: "mapping", open: func(t testing.TB, a *App) {
			path := filepath.Join(a.home(), "tickets.csv")
			if err := os.WriteFile(path, []byte("ticket;severity;created;picked up\n1;high;2026-11-02 09:00;2026-11-02 09:10\n"), 0o600); err != nil {
				t.Fatal(err)
			}
			a.work.dropTickets(path)
			if _, ok := find[*form.Select](a.window.Canvas().Overlays().Top(), nil); !ok {
				t.Fatal("no columns to choose")
			}
		}},
		{name: "option", open: func(_ testing.TB, a *App) { a.work.open(optionPage("a-silver", topicOffer)) }},
		{name: "option price", open: func(_ testing.TB, a *App) { a.work.open(optionPage("a-silver", "price")) }},
		{name: "action", open: func(_ testing.TB, a *App) { a.work.newAction() }},
	}
}

// TestContrastOfScreens walks every screen.
func TestContrastOfScreens(t *testing.T) {
	for _, v := range variants[:2] {
		t.Run(v.name, func(t *testing.T) {
			texts, marks := 0, 0
			see := func(app *App, screens []screen) {
				for _, s := range screens {
					app.closeAll()
					s.open(t, app)
					faults := 0
					report := func(what string) {
						if faults++; faults <= 5 {
							t.Errorf("%s, %s: %s", s.name, v.name, what)
						}
					}
					// A dialog lies over a page that is seen through a shade.
					roots := []fyne.CanvasObject{app.window.Content()}
					if top := app.window.Canvas().Overlays().Top(); top != nil {
						roots = []fyne.CanvasObject{top}
					}
					for _, root := range roots {
						n, m := faint(root, report)
						texts, marks = texts+n, marks+m
					}
				}
				app.closeAll()
			}
			home := start(t)
			home.setAppearance(v.appearance)
			see(home, homes())
			app := subject(t, v, false)
			see(app, slices.Concat(pageScreens(app), dialogScreens(), fieldDialogs(), slideScreens(app)))
			app.presenting.end()
			next := subject(t, v, true)
			see(next, pageScreens(next))
			t.Logf("%s: %d texts and %d marks", v.name, texts, marks)
			if texts < 3000 || marks < 100 {
				t.Errorf("%s: only %d texts and %d marks were seen", v.name, texts, marks)
			}
		})
	}
}

// TestContrastIsSeen shows that a faint text and a faint ring are found.
func TestContrastIsSeen(t *testing.T) {
	start(t)
	for name, o := range map[string]fyne.CanvasObject{
		"text": style.Line("faint", look.TextBody, false, look.Border),
		"ring": func() fyne.CanvasObject {
			r := style.Box(look.Surface, look.Border, 2)
			r.Resize(fyne.NewSize(40, 20))
			return r
		}(),
	} {
		found := 0
		if faint(o, func(string) { found++ }); found == 0 {
			t.Errorf("a faint %s passes", name)
		}
	}
	for _, ap := range []style.Appearance{style.Light, style.Dark} {
		fyne.CurrentApp().Settings().SetTheme(&style.Theme{Appearance: ap})
		e := form.NewEntry()
		e.Resize(fyne.NewSize(200, 36))
		if got := edge(e, style.Palette()[look.Surface]); got < leastMark || got > 6 {
			t.Errorf("%s: the edge of a field has a contrast of %.2f", ap, got)
		}
		e.Fixed = func() bool { return true }
		e.Refresh()
		if got := edge(e, style.Palette()[look.Surface]); got >= leastMark {
			t.Errorf("%s: the edge of what may only be read is seen as that of a field: %.2f", ap, got)
		}
	}
	if c := over(color.NRGBA{0, 0, 0, 0x80}, color.NRGBA{255, 255, 255, 255}); c.R != 127 {
		t.Errorf("half of black on white is %v", c)
	}
}

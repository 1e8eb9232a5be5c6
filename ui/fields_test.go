package ui

// Fields as they are seen: apart from each other, with what is typed inside them,
// and unlike a field where nothing may be changed.

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"muster/assessment/file"
	"muster/assessment/model"
	"muster/assessment/question"
	"muster/exporters/look"
	"muster/ui/form"
	"muster/ui/style"
)

// No field lies on another one or on the unit beside it, in no language.
func TestFieldsLieApart(t *testing.T) {
	for _, language := range []string{"en", "de"} {
		app := sample(t, "saas")
		german(t, app)
		app.setLanguage(language)
		pages := append(app.pages(), pageCriteria)
		for _, topic := range topics() {
			pages = append(pages, optionPage("a-silver", topic.ID))
		}
		for _, id := range pages {
			app.work.open(id)
			type part struct {
				name  string
				field bool
				at    fyne.Position
				size  fyne.Size
			}
			var parts []part
			walk(app.work.page.object(), func(o fyne.CanvasObject, at fyne.Position, in fyne.CanvasObject) {
				name := ""
				switch o := o.(type) {
				case *textField:
					name = "field " + o.Text + o.PlaceHolder
				case *form.Number:
					name = "number " + o.Text
				case *form.Segments:
					name = "choice " + strings.Join(texts(o), " ")
				case *form.Select:
					name = "list " + o.Selected
				case *canvas.Text:
					if o.Text != "" && in == app.work.page.object() { // what a field holds scrolls in it
						parts = append(parts, part{"text " + o.Text, false, at, fyne.MeasureText(o.Text, o.TextSize, o.TextStyle)})
					}
				}
				if name != "" {
					parts = append(parts, part{name, true, at, o.Size()})
				}
			})
			inside := func(a, b part) bool { // a text of the field itself
				return !a.field && a.at.X >= b.at.X && a.at.X+a.size.Width <= b.at.X+b.size.Width+1 && a.at.Y >= b.at.Y && a.at.Y+a.size.Height <= b.at.Y+b.size.Height+1
			}
			for i, a := range parts {
				for _, b := range parts[i+1:] {
					if !a.field && !b.field || inside(a, b) || inside(b, a) {
						continue
					}
					if min(a.at.X+a.size.Width, b.at.X+b.size.Width)-max(a.at.X, b.at.X) > 0.5 && min(a.at.Y+a.size.Height, b.at.Y+b.size.Height)-max(a.at.Y, b.at.Y) > 2 {
						t.Errorf("%s, %s: %q lies on %q", language, id, a.name, b.name)
					}
				}
			}
		}
	}
}

// What is longer than its number's field stays inside it and stands whole below.
func TestLongNumberStaysInItsField(t *testing.T) {
	app := sample(t, "saas")
	app.setAppearance(style.Light)
	for _, text := range []string{"0.30000000000000004", "99999999999999999999"} {
		b := app.to(t, "staff-fte")
		n := b.field.Focus.(*form.Number)
		n.SetText(text)
		app.window.Canvas().Unfocus()
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(n)
		// Nothing is drawn right of the field: there the picture is one colour up to
		// the unit.
		img := app.window.Canvas().Capture()
		y := int(at.Y + n.Size().Height/2)
		ground := img.At(int(at.X+n.Size().Width)+5, int(at.Y)+2)
		for dy := -8; dy <= 8; dy++ {
			for x := int(at.X+n.Size().Width) + 2; x < int(at.X+n.Size().Width)+10; x++ {
				if got := img.At(x, y+dy); got != ground {
					t.Fatalf("%s: something is drawn beside the field, %v instead of %v", text, got, ground)
				}
			}
		}
		if text[0] == '0' && !strings.Contains(strings.Join(texts(b.field.Object), " "), text) {
			t.Errorf("%s is nowhere to be read: %q", text, texts(b.field.Object))
		}
	}
}

// The fields of an engagement that may only be read do not look like fields: on
// each page of the second window on a file, and as fields again once it is saved
// under another name.
func TestReadOnlyFieldsLookSo(t *testing.T) {
	app, path := opened(t)
	app.ShowHome()
	holder, _, _, err := file.Open(t.TempDir(), path, "", question.Default(), model.Default())
	if err != nil {
		t.Fatal(err)
	}
	defer holder.Close()
	app.Open(path)
	app.tap(t, "Close")
	shown := func(where string, want bool) {
		t.Helper()
		app.window.Canvas().Unfocus() // a ring is another mark
		fields := 0
		walk(app.work.page.object(), func(o fyne.CanvasObject, _ fyne.Position, _ fyne.CanvasObject) {
			if !field(o) {
				return
			}
			fields++
			if seen := edge(o, style.Palette()[look.Background]) >= leastMark; seen != want {
				t.Errorf("%s: the edge of a %T is seen: %v", where, o, seen)
			}
		})
		if fields == 0 {
			t.Errorf("%s has no fields", where)
		}
	}
	shown("the first page", false)
	for _, id := range []string{pageDetails, "staffing", pageSettings, pageCriteria, optionPage("a-silver", "price")} {
		app.work.open(id)
		shown(id, false)
	}
	app.work.open(pageDetails)
	for _, f := range app.work.page.(*detailsPage).fields {
		if f.PlaceHolder != "" {
			t.Errorf("%q is suggested where nothing can be typed", f.PlaceHolder)
		}
	}
	app.work.saveAs(nil)
	app.typePath(t, path+"-mine.muster")
	shown("the copy", true)
}

// A card of what may only be read is not filled as one that can be chosen.
func TestReadOnlyCardsLookSo(t *testing.T) {
	app := sample(t, "saas")
	app.to(t, "tool-access")
	fills := func() (n int) {
		g := app.block(t, "tool-access").field.Focus.(*form.ChoiceGroup)
		for _, o := range test.WidgetRenderer(g).Objects() {
			if r, ok := o.(*canvas.Rectangle); ok && r.FillColor == style.Color(look.Surface) {
				n++
			}
		}
		return n
	}
	if n := fills(); n != 4 {
		t.Errorf("%d cards to choose", n)
	}
	app.work.setReadOnly(true)
	if n := fills(); n != 0 {
		t.Errorf("%d cards to choose where nothing may be changed", n)
	}
}

package ui

import (
	"fmt"
	"image/color"
	"math"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"muster/assessment/engagement"
	"muster/exporters/look"
	"muster/ui/form"
	"muster/ui/style"
)

// luminance is that of a colour as contrasts are worked out.
func luminance(c color.Color) float64 {
	r, g, b, _ := c.RGBA()
	part := func(v uint32) float64 {
		x := float64(v) / 0xffff
		if x <= 0.04045 {
			return x / 12.92
		}
		return math.Pow((x+0.055)/1.055, 2.4)
	}
	return 0.2126*part(r) + 0.7152*part(g) + 0.0722*part(b)
}

func contrast(a, b color.Color) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// rings are the focus rings under an object: strokes of two pixels and more that
// stand out from every ground there is.
func rings(o fyne.CanvasObject) int {
	n := 0
	walk(o, func(o fyne.CanvasObject, _ fyne.Position, _ fyne.CanvasObject) {
		r, ok := o.(*canvas.Rectangle)
		if !ok || r.StrokeWidth < 2 || r.StrokeColor == nil {
			return
		}
		for _, ground := range []look.Token{look.Background, look.Surface, look.AccentTint} {
			if contrast(r.StrokeColor, style.Color(ground)) < 3 {
				return
			}
		}
		n++
	})
	return n
}

// inSight says where an object stands outside of the window or of a scroll it lies
// in; empty if it is in view. Of what is taller than the view some must be seen.
func (a *App) inSight(o fyne.CanvasObject) string {
	driver := fyne.CurrentApp().Driver()
	at, size := driver.AbsolutePositionForObject(o), o.Size()
	frames := []fyne.CanvasObject{a.front()}
	for root := a.front(); root != nil; {
		s := scrollAround(root, o)
		if s != nil {
			frames = append(frames, s)
		}
		break
	}
	for _, f := range frames {
		from, room := driver.AbsolutePositionForObject(f), f.Size()
		if f == a.front() {
			from, room = fyne.Position{}, a.window.Canvas().Size()
		}
		if size.Height <= room.Height {
			if at.Y < from.Y-1 || at.Y+size.Height > from.Y+room.Height+1 {
				return fmt.Sprintf("%v to %v of %v to %v", at.Y, at.Y+size.Height, from.Y, from.Y+room.Height)
			}
		} else if at.Y > from.Y+room.Height-20 || at.Y+size.Height < from.Y+20 {
			return fmt.Sprintf("tall, %v to %v of %v to %v", at.Y, at.Y+size.Height, from.Y, from.Y+room.Height)
		}
	}
	return ""
}

// byKey are the chips that Tab passes by, with the menu item or key that does the
// same.
var byKey = map[string]string{
	"Don't know": "Don't know", "Not applicable": "Not applicable", "Review": "Mark for review", "Comment": "Comment", "Why?": "Why this is asked (F1)",
	"Evidence": "Add evidence…", "asserted": "Evidence: asserted", "documented": "Evidence: documented", "observed": "Evidence: observed",
	"Confirm": "Confirm what was carried over", "Answer anyway": "", "Open": "", "Forget": "",
}

// tour goes around by Tab from what is there and reports what is wrong on the way;
// it returns the stops.
func (a *App) tour(t testing.TB, where string) []fyne.Focusable {
	t.Helper()
	c := a.window.Canvas()
	c.Unfocus()
	var seen []fyne.Focusable
	for range 2000 {
		c.FocusNext()
		f := c.Focused()
		if f == nil {
			t.Errorf("%s: Tab leads nowhere", where)
			return seen
		}
		if len(seen) > 0 && f == seen[0] {
			break
		}
		if slices.Contains(seen, f) {
			t.Errorf("%s: Tab comes back to %T and never to the first stop", where, f)
			return seen
		}
		seen = append(seen, f)
		o := f.(fyne.CanvasObject)
		if rings(o) == 0 {
			t.Errorf("%s: %T %q has no ring", where, f, label(f))
		}
		switch f.(type) {
		case *form.ChoiceGroup, *form.Grid, *navList, *referenceList, *entryList, *reader: // of these a part is brought into view
			continue
		}
		if s := a.inSight(o); s != "" {
			t.Errorf("%s: %T %q is out of view: %s", where, f, label(f), s)
		}
	}
	if len(seen) > 1 { // and back
		c.FocusPrevious()
		if c.Focused() != seen[len(seen)-1] {
			t.Errorf("%s: Shift+Tab from the first stop leads to %T", where, c.Focused())
		}
	}
	return seen
}

// reached checks that whatever can be tapped in the window is a stop or has a key.
func (a *App) reached(t testing.TB, where string, stops []fyne.Focusable) {
	t.Helper()
	walk(a.window.Content(), func(o fyne.CanvasObject, _ fyne.Position, _ fyne.CanvasObject) {
		if _, ok := o.(fyne.Tappable); !ok {
			return
		}
		if f, ok := o.(fyne.Focusable); ok && slices.Contains(stops, f) {
			return
		}
		switch o := o.(type) {
		case *form.Chip:
			item, ok := byKey[o.Text()]
			if !ok {
				t.Errorf("%s: Tab passes %q by, which has no key", where, o.Text())
			} else if item != "" && a.menuItem(t, item).Shortcut == nil && !strings.Contains(item, "F1") {
				t.Errorf("%s: %q has no shortcut", where, item)
			}
		case *form.Button:
			if !o.Disabled() {
				t.Errorf("%s: Tab does not reach %q", where, o.Text)
			}
		case *entryRow, *container.Scroll:
		case fyne.Focusable:
			t.Errorf("%s: Tab does not reach a %T", where, o)
		case *widget.Icon:
		default:
			if strings.Contains(fmt.Sprintf("%T", o), "passwordRevealer") { // F2 in the field
				return
			}
			if strings.Contains(fmt.Sprintf("%T", o), "scroll") || strings.Contains(fmt.Sprintf("%T", o), "entryContent") || strings.Contains(fmt.Sprintf("%T", o), "revealer") {
				return
			}
			t.Errorf("%s: a %T can be tapped only", where, o)
		}
	})
}

// Tab goes around every page; each stop shows that it has the keyboard and is in
// view; and what can be tapped can be done with keys.
func TestTabAroundEveryPage(t *testing.T) {
	for _, name := range subjectNames() {
		t.Run(name, func(t *testing.T) {
			app := subjects[name](t)
			pages := append(app.pages(), pageCriteria, pageImport)
			for i, o := range app.work.session.Document().Options {
				if i == 0 {
					for _, topic := range topics() {
						pages = append(pages, optionPage(o.ID, topic.ID))
					}
				}
			}
			for _, id := range pages {
				app.work.open(id)
				stops := app.tour(t, id)
				app.reached(t, id, stops)
			}
		})
	}
}

// In the dark the rings stand out, too.
func TestRingsInTheDark(t *testing.T) {
	app := sample(t, "saas")
	app.setAppearance(style.Dark)
	for _, id := range []string{pageVerdict, pageReports, app.set.Sections[0].ID} {
		app.work.open(id)
		app.tour(t, "dark "+id)
	}
}

// Home goes around, too, as long as it is empty and with its list.
func TestTabAroundHome(t *testing.T) {
	app := start(t)
	if b, ok := app.window.Canvas().Focused().(*form.Button); !ok || b.Text != "New, quick set" {
		t.Errorf("the keyboard begins at %T", app.window.Canvas().Focused())
	}
	stops := app.tour(t, "welcome")
	app.reached(t, "welcome", stops)
	path := saved(t, t.TempDir(), "saas", nil)
	app.Open(path)
	app.ShowHome()
	if app.shelf.page == nil {
		t.Fatal("no list")
	}
	stops = app.tour(t, "home")
	app.reached(t, "home", stops)
}

// The whole quick set with keys alone: from home to a verdict and a saved file.
func TestQuickSetByKeyboard(t *testing.T) {
	app := start(t)
	c := app.window.Canvas()
	app.press(fyne.KeyReturn) // New, quick set
	if app.work == nil || !app.work.quick() {
		t.Fatal("no engagement")
	}
	if c.Focused() != fyne.Focusable(app.work.page.(*detailsPage).fields[0]) {
		t.Fatalf("a new engagement begins at %T", c.Focused())
	}
	app.typed("By keys")
	next := app.menuItem(t, "Next unanswered question")
	for n := range app.set.Quick() {
		next.Action()
		p, ok := app.work.page.(*sectionPage)
		if !ok || p.current == nil {
			t.Fatalf("after %d questions: %s", n, app.work.pageID)
		}
		if f := c.Focused(); f == nil || f != p.current.field.Focus {
			t.Fatalf("%s: the keyboard is at %T", p.current.item.ID, f)
		}
		b := p.current
		app.answerByKeys(t, b)
		if a := app.answer(b.item.ID); a.State != engagement.Answered {
			t.Errorf("%s is %q", b.item.ID, a.State)
		}
	}
	if left := app.work.session.Result().Confidence; left.Value == 0 {
		t.Errorf("confidence %+v", left)
	}
	app.menuItem(t, "Verdict").Action()
	if _, ok := c.Focused().(*reader); !ok {
		t.Errorf("the verdict is read at %T", c.Focused())
	}
	if look.Verdict(app.work.session.Result().SIA.Verdict).Word == "" || !strings.Contains(app.pageText(), "Verdict") {
		t.Errorf("no verdict: %.200q", app.pageText())
	}
	app.menuItem(t, "Save").Action()
	app.press(fyne.KeyReturn)
	app.noDialog(t)
	if app.work.session.Dirty() || app.work.session.Document().Title != "By keys" {
		t.Errorf("dirty %v, title %q", app.work.session.Dirty(), app.work.session.Document().Title)
	}
	if c.Focused() == nil {
		t.Error("the keyboard is lost after saving")
	}
}

// answerByKeys answers the question that has the keyboard.
func (a *App) answerByKeys(t testing.TB, b *questionBlock) {
	t.Helper()
	switch f := a.window.Canvas().Focused().(type) {
	case *form.ChoiceGroup:
		a.typed(" ")
	case *form.Grid:
		for range f.Height() {
			switch {
			case len(b.item.Activities) > 0:
				a.typed("c")
				a.press(fyne.KeyEnd)
				a.press(fyne.KeyLeft)
				a.typed(" ")
				a.press(fyne.KeyHome)
			case len(b.item.Areas) > 0:
				a.typed("2")
				a.press(fyne.KeyRight)
				a.typed("2")
				a.press(fyne.KeyRight)
				a.typed("2")
				a.press(fyne.KeyRight)
				a.typed("2")
				a.press(fyne.KeyHome)
			default:
				a.typed("1")
			}
			a.press(fyne.KeyDown)
		}
	case *form.Number:
		for a.work.page.(*sectionPage).current == b {
			n, ok := a.window.Canvas().Focused().(*form.Number)
			if !ok {
				break
			}
			a.typed("2")
			n.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
			a.window.Canvas().FocusNext()
		}
	default:
		t.Fatalf("%s is answered with a %T", b.item.ID, f)
	}
}

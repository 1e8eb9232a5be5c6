// The window's own settings: scale, motion, size.

package ui

import (
	"math"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"muster/assessment/engagement"
	"muster/assessment/model"
	"muster/assessment/question"
	"muster/exporters/redaction"
	"muster/ui/style"
)

// restarted is the program started once more with the same preferences.
func restarted(t *testing.T, a *App) *App {
	t.Helper()
	app := newApp(a.fyne, question.Default(), model.Default(), func(work func()) { work() })
	app.Start("")
	t.Cleanup(app.window.Close)
	return app
}

func TestScaleIsRememberedAndBounded(t *testing.T) {
	app := start(t)
	var told []int
	app.rescale = func(p int) { told = append(told, p) }
	app.menuItem(t, "150 %").Action()
	if app.scale != 150 || len(told) != 1 || told[0] != 150 {
		t.Fatalf("scale %d, told %v", app.scale, told)
	}
	if s := app.window.Canvas().Size(); math.Abs(float64(s.Width)-1280/1.5) > 1 || s.Height != 480 {
		t.Errorf("the window is not as large as before: %v", s)
	}
	if !app.menuItem(t, "150 %").Checked || app.menuItem(t, "100 %").Checked {
		t.Error("the menu does not show the scale")
	}
	next := restarted(t, app)
	if next.scale != 150 || math.Abs(float64(next.window.Canvas().Size().Width)-1280/1.5) > 1 {
		t.Errorf("the next start has %d and %v", next.scale, next.window.Canvas().Size())
	}
	for range 20 {
		app.menuItem(t, "Larger").Action()
	}
	if app.scale != 200 {
		t.Errorf("the largest is %d", app.scale)
	}
	for range 20 {
		app.menuItem(t, "Smaller").Action()
	}
	if app.scale != 75 {
		t.Errorf("the smallest is %d", app.scale)
	}
	app.menuItem(t, "As it was").Action()
	if s := app.window.Canvas().Size(); app.scale != scaleNormal || math.Abs(float64(s.Width)-1280) > 1 || math.Abs(float64(s.Height)-720) > 1 {
		t.Errorf("back at %d: %v", app.scale, s)
	}
	for _, absurd := range []int{-100, 0, 3, 101, 100000} {
		app.fyne.Preferences().SetInt(prefScale, absurd)
		if got := restarted(t, app).scale; got != scaleNormal {
			t.Errorf("a stored %d gives %d", absurd, got)
		}
	}
	app.fyne.Preferences().SetString(prefScale, "huge")
	if got := restarted(t, app).scale; got != scaleNormal {
		t.Errorf("a stored word gives %d", got)
	}
}

// The scale is on top of what the environment says, and leaves no trace at 100 %.
func TestScaleOnTopOfTheEnvironment(t *testing.T) {
	a := test.NewTempApp(t)
	for before, want := range map[string]string{"": "1.500", "2": "3.000", "auto": "1.500", "nonsense": "1.500", "-1": "1.500"} {
		t.Setenv(scaleVariable, before)
		tell := scaler(a)
		tell(150)
		if got := os.Getenv(scaleVariable); got != want {
			t.Errorf("on top of %q: %q", before, got)
		}
		tell(scaleNormal)
		if got := os.Getenv(scaleVariable); got != before {
			t.Errorf("back from %q: %q", before, got)
		}
	}
}

// At twice the size 1280×720 is 640×360: every page scrolls, its texts are whole
// and every part of the window lies in it.
func TestEverythingAtScaleTwo(t *testing.T) {
	app := sample(t, "saas")
	app.setScale(200)
	size := fyne.NewSize(640, 360)
	within := func(where string, root fyne.CanvasObject) {
		t.Helper()
		ink(root, func(s string) { t.Errorf("%s: %s", where, s) })
		walk(root, func(o fyne.CanvasObject, at fyne.Position, in fyne.CanvasObject) {
			if in == nil && (at.X < -0.5 || at.Y < -0.5 || at.X+o.Size().Width > size.Width+0.5 || at.Y+o.Size().Height > size.Height+0.5) {
				t.Errorf("%s: %T %v at %v is outside", where, o, o.Size(), at)
			}
		})
	}
	if s := app.window.Canvas().Size(); s != size {
		t.Fatalf("the window is %v", s)
	}
	for _, id := range app.pages() {
		app.work.open(id)
		within(id, app.window.Content())
		scroll := app.work.page.object().(*container.Scroll)
		if scroll.Size().Width < 600 || scroll.Size().Height < 250 {
			t.Errorf("%s has %v", id, scroll.Size())
		}
		if scroll.Content.MinSize().Width > scroll.Size().Width && scroll.Direction != container.ScrollBoth {
			t.Errorf("%s is cut off at the right", id)
		}
	}
	dialogs := map[string]func(){
		"message": func() {
			app.inform("A title", "A text that is rather long so that it takes some lines, and some more, and ends.")
		},
		"keys": app.shortcutSheet, "leave": func() {
			app.comment(t, "staff-fte", "x")
			app.leave(func() {})
		},
		"save as": func() { app.work.saveAs(nil) }, "find": app.work.openFind, "password": app.work.askProtection, "folders": app.showFolders,
	}
	for name, open := range dialogs {
		open()
		top := app.window.Canvas().Overlays().Top()
		if top == nil {
			t.Errorf("%s: no dialog", name)
			continue
		}
		within(name, top)
		app.dismiss()
	}
	app.work.session.MarkSaved(app.work.session.Document())
	app.ShowHome()
	within("home", app.window.Content())
}

// Panels step aside where there is no room, can be asked for, and come back.
func TestPanelsStepAside(t *testing.T) {
	app := sample(t, "saas")
	w := app.work
	list := func() bool { return w.root.(*fyne.Container).Objects[1].Visible() }
	want := func(when string, l, r bool) {
		t.Helper()
		if list() != l || w.right.Visible() != r {
			t.Errorf("%s: list %v, verdict %v", when, list(), w.right.Visible())
		}
	}
	want("at first", true, true)
	app.window.Resize(fyne.NewSize(1100, 700))
	want("less wide", true, false)
	app.menuItem(t, "Verdict panel").Action()
	want("asked for", true, true)
	app.menuItem(t, "Verdict panel").Action()
	want("sent away", true, false)
	app.window.Resize(fyne.NewSize(640, 360))
	want("narrow", false, false)
	app.menuItem(t, "List of pages").Action()
	want("list asked for", true, false)
	app.window.Resize(fyne.NewSize(1280, 720))
	want("wide again", true, true)
	app.menuItem(t, "List of pages").Action()
	want("list folded", false, true)
	app.setAppearance(style.Dark)
	w = app.work
	want("in the dark", false, true)
}

// What was chosen beside the engagement goes on in another appearance and language;
// above all whom exports are for: nobody sees it go back to everything.
func TestEverythingOutlastsTheAppearance(t *testing.T) {
	app := sample(t, "saas")
	app.work.open(pageReports)
	w := app.work
	w.redaction = redaction.Board
	w.password, w.whatIf = "secret", engagement.Scenario{Name: "less"}
	w.found.text, w.plans.board, w.targets.part = "siem", true, partGaps
	w.arrived, w.sheet = []*arrived{{path: "back.xlsx"}}, &cameBack{path: "sheet.xlsx"}
	before := w.lasting
	app.setAppearance(style.Dark)
	if app.work == w || !reflect.DeepEqual(app.work.lasting, before) {
		t.Errorf("in the dark it is\n%+v\nwas\n%+v", app.work.lasting, before)
	}
	if !strings.Contains(app.pageText(), redaction.Board.Says) {
		t.Error("the page of reports does not say whom exports are for")
	}
	app.setLanguage("de")
	if !reflect.DeepEqual(app.work.lasting, before) {
		t.Error("not all of it is left in German")
	}
}

func TestReducedMotion(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("XDG_CONFIG_HOME", dir)
	app := start(t)
	if app.calm() || app.menuItem(t, "Reduce motion").Checked {
		t.Fatal("calm without being asked")
	}
	now := fyne.CurrentApp()
	defer fyne.SetCurrentApp(now)
	moves := (&calmApp{stirring{app.fyne}, app.calm}).Settings()
	if !moves.ShowAnimations() {
		t.Error("nothing moves although it may")
	}
	app.menuItem(t, "Reduce motion").Action()
	if !app.menuItem(t, "Reduce motion").Checked || moves.ShowAnimations() || !restarted(t, app).calm() {
		t.Error("still moving")
	}
	app.started()
	if fyne.CurrentApp().Settings().ShowAnimations() || fyne.CurrentApp().Settings().Theme() != app.fyne.Settings().Theme() {
		t.Error("the widgets are told something else")
	}
	app.menuItem(t, "Reduce motion").Action()
	if app.calm() {
		t.Error("it cannot be taken back")
	}
}

// stirring is an app with animations, which the test driver's has none of.
type stirring struct{ fyne.App }

func (s stirring) Settings() fyne.Settings { return stirringSettings{s.App.Settings()} }

type stirringSettings struct{ fyne.Settings }

func (stirringSettings) ShowAnimations() bool { return true }

func TestMotionOfTheSystem(t *testing.T) {
	for content, want := range map[string]bool{
		"gtk-4.0/settings.ini|[Settings]\ngtk-enable-animations=0\n":       true,
		"gtk-3.0/settings.ini|[Settings]\ngtk-enable-animations = false\n": true,
		"gtk-3.0/settings.ini|[Settings]\ngtk-enable-animations=1\n":       false,
		"gtk-3.0/settings.ini|[Settings]\ngtk-theme-name=Adwaita\n":        false,
		"kdeglobals|[KDE]\nAnimationDurationFactor=0\n":                    true,
		"kdeglobals|[KDE]\nAnimationDurationFactor=0.5\n":                  false,
	} {
		dir := t.TempDir()
		name, text, _ := strings.Cut(content, "|")
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if got := calmByFiles(dir); got != want {
			t.Errorf("%q: %v", content, got)
		}
	}
	if calmByFiles(t.TempDir()) {
		t.Error("calm without any file")
	}
}

func TestWindowSizeIsRemembered(t *testing.T) {
	app := start(t)
	app.window.Resize(fyne.NewSize(1000, 650))
	app.Quit()
	if s := restarted(t, app).window.Canvas().Size(); s != fyne.NewSize(1000, 650) {
		t.Errorf("the next window is %v", s)
	}
	p := app.fyne.Preferences()
	for stored, want := range map[[2]float64]fyne.Size{
		{300, 200}: smallestWindow, {-5, 700}: usualWindow, {math.NaN(), 700}: usualWindow, {math.Inf(1), 700}: usualWindow,
		{1e9, 1e9}: largestWindow, {0, 0}: usualWindow,
	} {
		p.SetFloat(prefWidth, stored[0])
		p.SetFloat(prefHeight, stored[1])
		if s := app.storedSize(); s != want {
			t.Errorf("%v gives %v, want %v", stored, s, want)
		}
	}
}

// A window that fills a screen has no size of its own, and one that no screen shows
// whole is made to fit.
func TestWindowAndScreens(t *testing.T) {
	app := start(t)
	app.SetScreens(func() []fyne.Size { return []fyne.Size{{Width: 1024, Height: 700}, {Width: 1600, Height: 870}} })
	for _, filled := range []fyne.Size{{Width: 1600, Height: 870}, {Width: 1600, Height: 840}, {Width: 1024, Height: 690}} {
		app.window.Resize(filled)
		app.keepSize()
		if s := app.storedSize(); s != usualWindow {
			t.Errorf("a window that fills the screen is remembered: %v", s)
		}
	}
	app.window.Resize(fyne.NewSize(1000, 600))
	app.window.SetFullScreen(true)
	app.keepSize()
	if s := app.storedSize(); s != usualWindow {
		t.Errorf("full screen is remembered: %v", s)
	}
	app.window.SetFullScreen(false)
	app.keepSize()
	if s := app.storedSize(); s != fyne.NewSize(1000, 600) {
		t.Errorf("remembered %v", s)
	}
	app.window.Resize(fyne.NewSize(3000, 2000))
	app.reach()
	if s := app.window.Canvas().Size(); s.Width > 1600 || s.Height > 870 {
		t.Errorf("out of reach: %v", s)
	}
	app.window.Resize(fyne.NewSize(900, 600))
	app.reach()
	if s := app.window.Canvas().Size(); s != fyne.NewSize(900, 600) {
		t.Errorf("a window that fits becomes %v", s)
	}
}

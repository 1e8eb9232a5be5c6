package ui

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"muster/assessment/library"
	"muster/assessment/store"
	"muster/ui/style"
)

// inked is where a text is drawn.
type inked struct {
	text       string
	x, y, w, h float32
	in         fyne.CanvasObject
}

func (i inked) String() string {
	return fmt.Sprintf("%.60q at x %.0f to %.0f, y %.0f to %.0f", i.text, i.x, i.x+i.w, i.y, i.y+i.h)
}

// ink finds the texts under root and reports those cut off by their own place.
func ink(root fyne.CanvasObject, fault func(string)) []inked {
	var out []inked
	walk(root, func(o fyne.CanvasObject, at fyne.Position, in fyne.CanvasObject) {
		t, ok := o.(*canvas.Text)
		if !ok || t.Text == "" {
			return
		}
		m := fyne.MeasureText(t.Text, t.TextSize, t.TextStyle)
		i := inked{text: t.Text, x: at.X, y: at.Y, w: m.Width, h: m.Height, in: in}
		room := t.Size()
		if room.Width > 0 && m.Width > room.Width+1 {
			fault(fmt.Sprintf("%v needs %.0f and has %.0f", i, m.Width, room.Width))
		}
		switch t.Alignment {
		case fyne.TextAlignCenter:
			i.x += (room.Width - m.Width) / 2
		case fyne.TextAlignTrailing:
			i.x += room.Width - m.Width
		}
		if room.Height > m.Height {
			i.y += (room.Height - m.Height) / 2
		}
		out = append(out, i)
	})
	return out
}

// checkLayout finds texts that are cut off, lie on each other or outside their
// column.
func checkLayout(t *testing.T, a *App, where string) {
	t.Helper()
	faults := 0
	fault := func(s string) {
		if faults++; faults <= 12 {
			t.Errorf("%s: %s", where, s)
		}
	}
	all := ink(a.window.Content(), fault)
	const slack = 2
	for i, x := range all {
		for _, y := range all[i+1:] {
			if x.in == y.in && min(x.x+x.w, y.x+y.w)-max(x.x, y.x) > slack && min(x.y+x.h, y.y+y.h)-max(x.y, y.y) > slack {
				fault(fmt.Sprintf("%v lies on %v", x, y))
			}
		}
	}
	places := map[fyne.CanvasObject]fyne.Position{}
	walk(a.window.Content(), func(o fyne.CanvasObject, at fyne.Position, _ fyne.CanvasObject) {
		if _, ok := o.(*container.Scroll); ok {
			places[o] = at
		}
	})
	var page fyne.CanvasObject
	left, right := float32(0), float32(1280)
	if a.work != nil {
		scroll := a.work.page.object().(*container.Scroll)
		page = scroll
		column := scroll.Content.(*fyne.Container).Objects[2]
		left = places[page].X + column.Position().X
		right = left + style.Column
		if w := column.Size().Width; w > style.Column+0.5 {
			fault(fmt.Sprintf("the column is %.0f wide", w))
		}
		if w := scroll.Content.MinSize().Width; w > page.Size().Width+0.5 {
			fault(fmt.Sprintf("the page needs %.0f and has %.0f", w, page.Size().Width))
		}
	}
	for _, x := range all {
		switch {
		case x.in == nil && (x.x < -0.5 || x.x+x.w > 1280.5 || x.y < -0.5 || x.y+x.h > 720.5):
			fault(fmt.Sprintf("%v is outside the window", x))
		case page != nil && x.in == page && (x.x < left-1 || x.x+x.w > right+1):
			fault(fmt.Sprintf("%v is outside the column %.0f to %.0f", x, left, right))
		case upDown(x.in) && x.in != page && (x.x < places[x.in].X-1 || x.x+x.w > places[x.in].X+x.in.Size().Width+1):
			fault(fmt.Sprintf("%v is outside its panel %.0f to %.0f", x, places[x.in].X, places[x.in].X+x.in.Size().Width))
		}
	}
	if faults > 12 {
		t.Errorf("%s: %d faults in all", where, faults)
	}
}

// upDown reports whether o scrolls up and down only: its texts must fit in width.
func upDown(o fyne.CanvasObject) bool {
	s, ok := o.(*container.Scroll)
	return ok && s.Direction == container.ScrollVerticalOnly
}

var resultPages = []string{pageVerdict, pageCapacity, pageResponsibilities, pageCSIRP, pageFindings, pageReports, pageSettings, pageDetails}

// Every page of every subject says something sound and is laid out well, light and
// dark. Tab goes around it; each stop shows that it has the keyboard and is in view;
// and what can be tapped can be done with keys.
func TestEveryPage(t *testing.T) {
	for _, name := range subjectNames() {
		t.Run(name, func(t *testing.T) {
			app := subjects[name](t)
			if s := app.window.Canvas().Size(); s != fyne.NewSize(1280, 720) {
				t.Fatalf("the window is %v", s)
			}
			for _, id := range resultPages {
				if !slices.Contains(app.pages(), id) {
					t.Errorf("%s is not in the list", id)
				}
			}
			app.setAppearance(style.Light)
			for _, id := range app.pages() {
				app.work.open(id)
				s := app.pageText()
				if len(s) < 40 || app.work.pageID != id {
					t.Errorf("%s shows %q", id, s)
				}
				wantSound(t, id, s)
				checkLayout(t, app, id)
				app.reached(t, id, app.tour(t, id))
			}
			wantSound(t, "the panel", app.sideText())
			wantSound(t, "the pictures", sceneText(app.work.report()))
			beside := []string{pageCriteria, pageImport}
			if options := app.work.session.Document().Options; len(options) > 0 {
				for _, topic := range topics() {
					beside = append(beside, optionPage(options[0].ID, topic.ID))
				}
			}
			for _, id := range beside {
				app.work.open(id)
				app.reached(t, id, app.tour(t, id))
			}
			app.setAppearance(style.Dark)
			for _, id := range app.pages() {
				app.work.open(id)
				checkLayout(t, app, id+", dark")
			}
		})
	}
}

func TestLayoutOfQuickSet(t *testing.T) {
	app := start(t)
	app.NewEngagement("quick")
	for _, id := range app.pages() {
		app.work.open(id)
		checkLayout(t, app, id)
	}
}

// With guidance, comments and impossible texts open a page is at its fullest.
func TestLayoutOfOpenQuestions(t *testing.T) {
	app := sample(t, "bank")
	for _, sec := range app.set.Sections {
		app.work.open(sec.ID)
		for _, b := range app.work.page.(*sectionPage).blocks {
			b.toggleHelp()
			b.openComment()
		}
		checkLayout(t, app, sec.ID)
	}
}

func TestLayoutOfHome(t *testing.T) {
	for _, ap := range []style.Appearance{style.Light, style.Dark} {
		app := start(t)
		app.setAppearance(ap)
		checkLayout(t, app, "home, "+string(ap))
		dir := t.TempDir()
		for _, n := range sampleNames() {
			app.remember(saved(t, dir, n, nil))
		}
		app.remember(dir + "/a folder with a very long name/that is not there/and a file with a name that does not fit on the line at all.muster")
		app.ShowHome()
		checkLayout(t, app, "home with recent files, "+string(ap))
		nasty := hostile(t)
		path := dir + "/" + strings.Repeat("long-name", 20) + ".muster"
		if err := store.Save(path, nasty.work.session.Document()); err != nil {
			t.Fatal(err)
		}
		nasty.setAppearance(ap)
		for i := range 30 {
			nasty.remember(fmt.Sprintf("%s/%d %s", dir, i, strings.Repeat("gone ", 40)))
		}
		nasty.remember(path)
		nasty.setFolders([]string{dir, dir + "/" + strings.Repeat("nowhere ", 30)})
		nasty.ShowHome()
		for _, k := range library.Keys {
			nasty.shelf.page.sortBy(k)
			checkLayout(t, nasty, fmt.Sprintf("hostile home by %s, %s", k, ap))
		}
		nasty.shelf.forget(nasty.shelf.page.list.entries[0])
		checkLayout(t, nasty, "forgotten, "+string(ap))
		nasty.typed("nothing has this")
		checkLayout(t, nasty, "nothing found, "+string(ap))
		nasty.shelf.page.search.SetText("")
		nasty.shelf.page.list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
		checkLayout(t, nasty, "the end of the list, "+string(ap))
	}
}

func TestLayoutOfDialogs(t *testing.T) {
	app := sample(t, "saas")
	for name, open := range map[string]func(){
		"keys": app.shortcutSheet, "about": app.about, "message": func() {
			app.inform("A title", "A text that is long enough to take more than a line of the dialog it stands in, and some more.")
		},
		"leave": func() {
			app.to(t, "tool-access").toggleReview()
			app.leave(func() {})
		},
		"path": func() { app.work.saveAs(nil) },
		"folders": func() {
			app.setFolders([]string{"/" + strings.Repeat("a folder of a long name/", 9), "/x"})
			app.showFolders()
		},
		"add a folder": app.askFolder,
	} {
		open()
		top := app.window.Canvas().Overlays().Top()
		if top == nil {
			t.Errorf("%s: no dialog", name)
			continue
		}
		all := ink(top, func(s string) { t.Errorf("%s: %s", name, s) })
		for i, x := range all {
			for _, y := range all[i+1:] {
				if x.in == y.in && min(x.x+x.w, y.x+y.w)-max(x.x, y.x) > 2 && min(x.y+x.h, y.y+y.h)-max(x.y, y.y) > 2 {
					t.Errorf("%s: %v lies on %v", name, x, y)
				}
			}
			if x.in == nil && (x.x < 0 || x.x+x.w > 1280 || x.y < 0 || x.y+x.h > 720) {
				t.Errorf("%s: %v is outside the window", name, x)
			}
		}
		app.window.Canvas().Overlays().Remove(top)
	}
}

// Home works in a window of 900 pixels, in both languages: nothing is cut off or
// outside, and the rows show what they show in a wide one.
func TestHomeInANarrowWindow(t *testing.T) {
	for _, language := range []string{"en", "de"} {
		app := start(t)
		german(t, app)
		app.setLanguage(language)
		dir := t.TempDir()
		for _, n := range sampleNames() {
			app.remember(saved(t, dir, n, nil))
		}
		app.remember(dir + "/a folder with a very long name/that is not there/and a file with a name that does not fit on the line at all.muster")
		app.setFolders([]string{dir, dir + "/" + strings.Repeat("nowhere ", 30)})
		app.ShowHome()
		for _, width := range []float32{900, 1000, 1280, 900} {
			app.window.Resize(fyne.NewSize(width, 700))
			if least := app.window.Content().MinSize().Width; least > 900 {
				t.Fatalf("%s: home is at least %v wide", language, least)
			}
			if got := app.window.Canvas().Size().Width; got != width {
				t.Fatalf("the window is %v wide", got)
			}
			for _, x := range ink(app.window.Content(), func(s string) { t.Errorf("%s, %v: %s", language, width, s) }) {
				if x.x < 0 || x.x+x.w > width {
					t.Errorf("%s, %v: %v is outside", language, width, x)
				}
			}
			checkLayout(t, app, fmt.Sprintf("%s, %v", language, width))
			all := app.content()
			for _, e := range app.shelf.page.list.entries {
				if e.State == library.Ready && (e.Date == "" || !strings.Contains(all, e.Date)) {
					t.Errorf("%s, %v: no row shows %q", language, width, e.Date)
				}
			}
			if row := app.shelf.page.list.rows[0]; row.open.Position().X+row.open.Size().Width > width || row.open.Position().X < row.date.Position().X+90 {
				t.Errorf("%s, %v: Open stands at %v", language, width, row.open.Position())
			}
		}
	}
}

// Golden pictures of every screen: one sheet each, with the variants side by side.

package ui

import (
	"image"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"muster/assessment/engagement"
	"muster/assessment/store"
	"muster/ui/style"
)

// screen is a screen and the way to it.
type screen struct {
	name string
	open func(testing.TB, *App)
	in   string // the first words of its variants; empty for all
}

// variant is how a screen is shown.
type variant struct {
	name       string
	appearance style.Appearance
	size       fyne.Size
	long       bool // an engagement with long texts
}

// The variants of a sheet: the first three make its upper row.
var variants = []variant{
	{"light", style.Light, fyne.NewSize(1280, 720), false},
	{"dark", style.Dark, fyne.NewSize(1280, 720), false},
	{"long texts", style.Light, fyne.NewSize(1280, 720), true},
	{"small", style.Light, fyne.NewSize(1024, 640), false},
	{"large", style.Light, fyne.NewSize(1920, 1080), false},
}

// thumbWidth is how wide a variant is on its sheet.
const thumbWidth = 400

// shotScale draws a screen at half its size: a quarter of the pixels, and of the time.
const shotScale = 0.5

// longTexts makes every text of an engagement long. They are Latin: other scripts
// come from the fonts of the machine.
func longTexts(doc *engagement.Document) *engagement.Document {
	sentence := strings.Repeat("A sentence that goes on and on, with a word-that-is-as-long-as-three-others and more after it. ", 6)
	doc.Title, doc.Client = "The assessment of "+strings.Repeat("one part after the other of ", 8)+"it", strings.Repeat("Longname", 20)+" and Sons"
	doc.Assessor, doc.Classification = sentence, "Confidential, "+strings.Repeat("for the eyes of few ", 6)
	n := 0
	for id, a := range doc.Answers {
		a.Comment, a.Review = sentence, true
		for i := range a.References {
			a.References[i].Title = sentence
		}
		doc.Answers[id] = a
		n++
	}
	for i := range doc.Options {
		doc.Options[i].Name = strings.Repeat("An offer of many words ", 6)
	}
	for i := range doc.Respondents {
		doc.Respondents[i].Name = strings.Repeat("A person of many names ", 6)
	}
	return doc
}

// subject is the engagement of the screens: a sample, or the one that follows it.
func subject(t testing.TB, v variant, again bool) *App {
	t.Helper()
	app := start(t)
	doc, _, err := engagement.Read(sampleData(t, "saas"), app.set, app.registry)
	if err != nil {
		t.Fatal(err)
	}
	if v.long {
		doc = longTexts(doc)
	}
	app.setAppearance(v.appearance)
	app.window.Resize(v.size)
	if !again {
		app.OpenSample("saas", written(t, doc))
		return app
	}
	next, err := doc.FollowUp("again", "2027-11-24", app.set)
	if err != nil {
		t.Fatal(err)
	}
	app.startFollowUp(next, nil)
	return app
}

func written(t testing.TB, doc *engagement.Document) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "written.muster")
	if err := store.Save(path, doc); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func pageScreen(id string) screen {
	return screen{name: "page-" + slug(id), open: func(_ testing.TB, a *App) { a.work.open(id) }}
}

// pageScreens are all pages of the list, and those that belong to one of it.
func pageScreens(a *App) []screen {
	var out []screen
	for _, id := range a.pages() {
		out = append(out, pageScreen(id))
	}
	out = append(out, pageScreen(pageCriteria), pageScreen(pageImport))
	if options := a.work.session.Document().Options; len(options) > 0 {
		for _, topic := range topics() {
			out = append(out, screen{"option-" + topic.ID, func(_ testing.TB, app *App) { app.work.open(optionPage(options[0].ID, topic.ID)) }, "light, long"})
		}
	}
	return out
}

// dialogScreens are the dialogs; they close when the next screen opens.
func dialogScreens() []screen {
	over := func(name string, open func(testing.TB, *App)) screen {
		return screen{"dialog-" + name, func(t testing.TB, a *App) {
			a.work.open(pageDetails)
			open(t, a)
			if a.window.Canvas().Overlays().Top() == nil {
				t.Fatalf("no dialog %s", name)
			}
		}, "light, dark, small"}
	}
	return []screen{
		over("find", func(_ testing.TB, a *App) {
			a.work.found.text = "analyst"
			a.work.openFind()
		}),
		over("keys", func(_ testing.TB, a *App) { a.shortcutSheet() }),
		over("message", func(_ testing.TB, a *App) {
			a.inform("A title", "A text that is long enough to take more than a line of the dialog it stands in, and some more.")
		}),
		over("password", func(_ testing.TB, a *App) {
			a.askPassword("The file is protected. Which password opens it?", func(string) (func() error, error) { return nil, nil })
		}),
		over("protect", func(_ testing.TB, a *App) { a.work.askProtection() }),
		over("versions", func(t testing.TB, a *App) {
			a.work.file.Path = filepath.Join(a.home(), "example.muster")
			for day := range 3 {
				if err := a.work.file.Save(written(t, a.work.session.Document()), true, time.Date(2026, 11, 2+day, 9, 30, 0, 0, time.Local)); err != nil {
					t.Fatal(err)
				}
			}
			a.work.showVersions()
			a.work.file.Path = ""
		}),
		over("follow-up", func(_ testing.TB, a *App) { a.work.newFromThis() }),
		over("leave", func(t testing.TB, a *App) {
			a.work.session.Edit(pageDetails, func(d *engagement.Document) { d.Date = "2026-11-25" })
			a.leave(func() {})
		}),
	}
}

// slideScreens are the slides of the presentation: of those that go on, the first.
func slideScreens(a *App) []screen {
	a.work.present(false)
	defer a.presenting.end()
	var out []screen
	for i, s := range a.presenting.slides {
		if n := s.ID[strings.LastIndex(s.ID, "-")+1:]; n > "1" && n <= "9" {
			continue
		}
		out = append(out, screen{"slide-" + strings.TrimSuffix(slug(s.ID), "-1"), func(_ testing.TB, a *App) {
			if a.presenting == nil {
				a.work.present(false)
			}
			a.presenting.to(i)
			if i == 1 {
				a.presenting.moved() // the controls
			}
		}, "light, dark, long"}) // a slide is scaled to the window
	}
	return out
}

// closeAll closes the dialogs that are open.
func (a *App) closeAll() {
	for o := a.window.Canvas().Overlays().Top(); o != nil; o = a.window.Canvas().Overlays().Top() {
		a.window.Canvas().Overlays().Remove(o)
	}
	a.posed = nil
}

// homes are home without and with a list.
func homes() []screen {
	fill := func(t testing.TB, a *App) {
		dir := filepath.Join(a.home(), "files")
		if err := os.MkdirAll(dir, 0o700); err != nil {
			t.Fatal(err)
		}
		a.remember("/engagements/that are not there/gone.muster")
		for _, n := range sampleNames() {
			a.remember(saved(t, dir, n, nil))
		}
		a.remember(saved(t, dir, "hospital", func(b []byte) []byte {
			return []byte(strings.Replace(string(b), `"title": "`, `"title": "`+strings.Repeat("A long title ", 20), 1))
		}))
	}
	return []screen{
		{"home-empty", func(_ testing.TB, a *App) { a.ShowHome() }, ""},
		{"home-list", func(t testing.TB, a *App) {
			fill(t, a)
			a.ShowHome()
		}, ""},
		{"home-nothing-found", func(t testing.TB, a *App) {
			fill(t, a)
			a.ShowHome()
			a.typed("nothing has this")
		}, "light, dark"},
	}
}

// TestGoldenScreens draws every screen in its variants: pages are taken from the
// list, so that a new one is drawn without a word here.
func TestGoldenScreens(t *testing.T) {
	before := time.Local
	time.Local = time.UTC
	t.Cleanup(func() { time.Local = before })
	g := newGolden(t, "screens")
	var order []string
	drawn := map[string]map[string]image.Image{}
	take := func(t *testing.T, app *App, v variant, screens []screen) {
		for _, s := range screens {
			if word, _, _ := strings.Cut(v.name, " "); s.in != "" && !strings.Contains(s.in, word) {
				continue
			}
			app.closeAll()
			s.open(t, app)
			if drawn[s.name] == nil {
				drawn[s.name], order = map[string]image.Image{}, append(order, s.name)
			}
			drawn[s.name][v.name] = shrunk(app.shot(shotScale), thumbWidth)
		}
		app.closeAll()
	}
	for _, v := range variants {
		// One at a time: a change of light and dark reaches every open window.
		t.Run(v.name, func(t *testing.T) {
			if !v.long { // home lists no texts of an engagement but its title
				app := start(t)
				app.setAppearance(v.appearance)
				app.window.Resize(v.size)
				take(t, app, v, homes())
			}
			app := subject(t, v, false)
			here := pageScreens(app)
			take(t, app, v, here)
			seen := map[string]bool{}
			for _, s := range here {
				seen[s.name] = true
			}
			take(t, app, v, dialogScreens())
			take(t, app, v, slideScreens(app))
			app.presenting.end()

			next := subject(t, v, true)
			var more []screen
			for _, s := range pageScreens(next) {
				if !seen[s.name] {
					more = append(more, s)
				}
			}
			more = append(more, screen{"carried-section", func(_ testing.TB, a *App) { a.work.open("tools") }, ""})
			take(t, next, v, more)
		})
	}
	for _, name := range order {
		var rows [2][]image.Image
		for i, v := range variants {
			if p := drawn[name][v.name]; p != nil {
				rows[i/3] = append(rows[i/3], p)
			}
		}
		g.check(name, sheet(rows[0], rows[1]))
	}
	g.done()
}

package ui

// The whole window in German.

import (
	"slices"
	"strings"
	"testing"
	"unicode"

	"fyne.io/fyne/v2"

	"muster/assessment/engagement"
	"muster/assessment/messages"
	"muster/ui/form"
	"muster/ui/style"
	"muster/ui/words"
)

// german is a subject in German; English is put back after the test.
func german(t *testing.T, app *App) *App {
	t.Helper()
	t.Cleanup(func() { words.Use(messages.Source) })
	app.setLanguage("de")
	return app
}

// item finds a menu item by the labels that lead to it.
func (a *App) item(t *testing.T, labels ...string) *fyne.MenuItem {
	t.Helper()
	items := a.window.MainMenu().Items
	var found *fyne.MenuItem
	list := []*fyne.MenuItem{}
	for _, m := range items {
		if m.Label == labels[0] {
			list = m.Items
		}
	}
	for _, l := range labels[1:] {
		i := slices.IndexFunc(list, func(m *fyne.MenuItem) bool { return m.Label == l })
		if i < 0 {
			t.Fatalf("there is no menu item %q", labels)
		}
		if found = list[i]; found.ChildMenu != nil {
			list = found.ChildMenu.Items
		}
	}
	if found == nil {
		t.Fatalf("there is no menu %q", labels)
	}
	return found
}

func TestLanguageByMenu(t *testing.T) {
	app := sample(t, "saas")
	german(t, app)
	app.work.open(pageSettings)
	app.item(t, "Ansicht", "Sprache", "English").Action()
	if !app.item(t, "View", "Language", "English").Checked || app.item(t, "View", "Language", "Deutsch").Checked {
		t.Error("the mark is not at English")
	}
	before := app.pageText()
	if app.work.pageID != pageSettings || !strings.Contains(before, "Settings and thresholds") {
		t.Fatalf("on page %s in English: %.200s", app.work.pageID, before)
	}
	app.item(t, "View", "Language", "Deutsch").Action()
	if got := app.pageText(); app.work.pageID != pageSettings || !strings.Contains(got, "Einstellungen und Schwellenwerte") {
		t.Errorf("on page %s in German: %.200s", app.work.pageID, got)
	}
	if !app.item(t, "Ansicht", "Sprache", "Deutsch").Checked {
		t.Error("the mark is not at German")
	}
	if got := app.fyne.Preferences().String(prefLanguage); got != "de" {
		t.Errorf("kept is %q", got)
	}
	app.item(t, "Ansicht", "Sprache", "English").Action()
	if got := app.pageText(); got != before {
		t.Error("the page is another one after German and back")
	}
	// A language Muster does not speak, as an older version may have kept it.
	app.setLanguage("tlh")
	if got := app.pageText(); got != before {
		t.Errorf("an unknown language shows %.200s", got)
	}
	app.setLanguage("")
	if !app.item(t, "View", "Language", "As the system").Checked && !app.item(t, "Ansicht", "Sprache", "Wie das System").Checked {
		t.Error("the mark is not at the system")
	}
}

// A change of language costs nothing: neither what is typed nor what is tried out.
func TestLanguageKeepsWork(t *testing.T) {
	app := sample(t, "saas")
	app.work.open(pageDetails)
	f := app.work.page.(*detailsPage).fields[0]
	f.SetText("typed just now")
	german(t, app)
	if got := app.work.session.Document().Title; got != "typed just now" {
		t.Errorf("the title is %q", got)
	}
	before := string(app.work.session.Document().Write())
	for _, id := range app.pages() {
		app.work.open(id)
	}
	if string(app.work.session.Document().Write()) != before {
		t.Error("looking at the pages in German changes the engagement")
	}
}

// Words that are typed are understood in both languages, and mean the same.
func TestTypedWordsInGerman(t *testing.T) {
	app := german(t, sample(t, "saas"))
	for _, typed := range []string{"nie", "never"} {
		id := "asr-exercise"
		app.work.goTo(id)
		q := app.work.page.(*sectionPage).current
		if q == nil {
			t.Fatal("no question")
		}
		entry := q.field.Focus.(*form.Number)
		entry.SetText(typed)
		app.work.commit()
		if v, ok := app.work.session.Document().Value(id).(engagement.Months); !ok || !v.Never {
			t.Errorf("%q is %v", typed, app.work.session.Document().Value(id))
		}
		app.work.session.Undo()
	}
}

// No English is left in the menus, but names.
func TestMenusInGerman(t *testing.T) {
	app := german(t, sample(t, "saas"))
	same := []string{"Markdown…", "JSON…", "English", "Deutsch", "SaaS"}
	english := map[string]bool{}
	words.Use("en")
	var labels func(m *fyne.Menu, visit func(string))
	labels = func(m *fyne.Menu, visit func(string)) {
		for _, i := range m.Items {
			if i.Label != "" {
				visit(i.Label)
			}
			if i.ChildMenu != nil {
				labels(i.ChildMenu, visit)
			}
		}
	}
	for _, m := range app.menu().Items {
		english[m.Label] = true
		labels(m, func(l string) { english[l] = true })
	}
	words.Use("de")
	n := 0
	for _, m := range app.menu().Items {
		if english[m.Label] {
			t.Errorf("the menu %q is English", m.Label)
		}
		labels(m, func(l string) {
			if n++; english[l] && !slices.Contains(same, l) && strings.ContainsFunc(l, unicode.IsLetter) {
				t.Errorf("the item %q is English", l)
			}
		})
	}
	if n < 80 {
		t.Errorf("%d items only", n)
	}
}

func TestLayoutInGerman(t *testing.T) {
	for _, name := range subjectNames() {
		t.Run(name, func(t *testing.T) {
			app := german(t, subjects[name](t))
			app.setAppearance(style.Light)
			for _, x := range texts(app.work.nav) {
				if name != "hostile" && (strings.HasSuffix(x, "...") || strings.HasSuffix(x, "…")) {
					t.Errorf("the list of pages cuts %q off", x)
				}
			}
			for _, id := range app.pages() {
				app.work.open(id)
				checkLayout(t, app, id)
			}
		})
	}
}

func TestLayoutOfOptionsInGerman(t *testing.T) {
	app := german(t, sample(t, "saas"))
	app.work.open(pageCriteria)
	checkLayout(t, app, pageCriteria)
	id := app.work.session.Document().Options[0].ID
	for _, topic := range topics() {
		app.work.open(optionPage(id, topic.ID))
		checkLayout(t, app, topic.Title)
	}
}

func TestLayoutOfOpenQuestionsInGerman(t *testing.T) {
	app := german(t, sample(t, "bank"))
	for _, sec := range app.set.Sections {
		app.work.open(sec.ID)
		for _, b := range app.work.page.(*sectionPage).blocks {
			b.toggleHelp()
			b.openComment()
		}
		checkLayout(t, app, sec.ID)
	}
}

func TestHomeInGerman(t *testing.T) {
	app := german(t, start(t))
	checkLayout(t, app, "home")
	dir := t.TempDir()
	for _, n := range sampleNames() {
		app.remember(saved(t, dir, n, nil))
	}
	app.setFolders([]string{dir})
	app.ShowHome()
	checkLayout(t, app, "home with files")
	all := strings.Join(texts(app.window.Content()), "\n")
	for _, want := range []string{"Bewertungen", "Sortieren nach", "Neu, Kurzkatalog", "Dringend angezeigt"} {
		if !strings.Contains(all, want) {
			t.Errorf("home does not say %q: %s", want, all)
		}
	}
}

func TestDialogsInGerman(t *testing.T) {
	app := german(t, sample(t, "saas"))
	for name, c := range map[string]struct {
		open func()
		says string
	}{
		"keys":     {app.shortcutSheet, "nächste, vorige Frage"},
		"about":    {app.about, "Hält Ihre Reaktion"},
		"password": {app.work.askProtection, "Schützen"},
		"versions": {app.work.showVersions, "Gespeicherte Stände"},
		"find":     {app.work.openFind, "Suchen"},
		"leave": {func() {
			app.to(t, "tool-access").toggleReview()
			app.leave(func() {})
		}, "Änderungen speichern?"},
		"path":         {func() { app.work.saveAs(nil) }, "Bewertung speichern"},
		"add a folder": {app.askFolder, "Durchsuchen …"},
	} {
		c.open()
		top := app.window.Canvas().Overlays().Top()
		if top == nil {
			t.Errorf("%s: no dialog", name)
			continue
		}
		all := ink(top, func(s string) { t.Errorf("%s: %s", name, s) })
		said := ""
		for i, x := range all {
			said += x.text + "\n"
			for _, y := range all[i+1:] {
				if x.in == y.in && min(x.x+x.w, y.x+y.w)-max(x.x, y.x) > 2 && min(x.y+x.h, y.y+y.h)-max(x.y, y.y) > 2 {
					t.Errorf("%s: %v lies on %v", name, x, y)
				}
			}
			if x.in == nil && (x.x < 0 || x.x+x.w > 1280 || x.y < 0 || x.y+x.h > 720) {
				t.Errorf("%s: %v is outside the window", name, x)
			}
		}
		if !strings.Contains(said, c.says) {
			t.Errorf("%s does not say %q: %s", name, c.says, said)
		}
		app.window.Canvas().Overlays().Remove(top)
	}
}

// A range in English is as the reports have it.
func TestRangeTexts(t *testing.T) {
	app := empty(t)
	for _, it := range app.set.Items() {
		if it.Min != nil && it.Max != nil {
			unit := it.Unit
			if unit != "" {
				unit = " " + unit
			}
			if got := form.RangeText(*it.Min, *it.Max, unit, it.Integer); got != it.RangeText() {
				t.Errorf("%s takes %q here and %q there", it.ID, got, it.RangeText())
			}
		}
	}
}

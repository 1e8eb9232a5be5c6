package ui

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"muster/assessment/engagement"
	"muster/assessment/store"
	"muster/exporters/questionnaire"
	"muster/ui/form"
	"muster/ui/style"
)

// again is the program with an engagement that follows a sample of the year before.
func again(t testing.TB, name string) *App {
	t.Helper()
	app := sample(t, name)
	old := app.work.session.Document()
	doc, err := old.FollowUp("again", "2027-11-24", app.set)
	if err != nil {
		t.Fatal(err)
	}
	app.startFollowUp(doc, nil)
	return app
}

func (a *App) toConfirm() int { return a.work.session.Result().Carried() }

func TestNewFromThisEngagement(t *testing.T) {
	app := sample(t, "saas")
	old := app.work.session.Document()
	app.menuItem(t, "New from this engagement…").Action()
	app.wantDialog(t, "From Example SaaS 2026", "marked as carried over", "stay behind")
	app.tap(t, "Cancel")
	app.noDialog(t)
	if app.work.session.Document() != old {
		t.Fatal("cancelled, and yet there is another engagement")
	}
	app.menuItem(t, "New from this engagement…").Action()
	e, ok := find[*form.Entry](app.window.Canvas().Overlays().Top(), nil)
	if !ok || !strings.HasPrefix(e.Text, "Example SaaS 20") {
		t.Fatalf("the title is %v", e)
	}
	e.SetText("Example SaaS 2031")
	app.tap(t, "Start")
	app.noDialog(t)
	doc := app.work.session.Document()
	if doc.ID == old.ID || doc.Title != "Example SaaS 2031" || doc.Client != old.Client || doc.Previous == nil || doc.Previous.ID != old.ID {
		t.Errorf("%q %q %q", doc.ID, doc.Title, doc.Client)
	}
	if !app.work.session.Dirty() || app.work.file.Path != "" {
		t.Error("closing it would lose it without asking, or it would be saved over the earlier one")
	}
	if !strings.Contains(app.content(), fmt.Sprintf("↻ %d to confirm", app.toConfirm())) || !strings.Contains(app.sideText(), fmt.Sprintf("%d answers are carried over", app.toConfirm())) {
		t.Errorf("how much is to be confirmed does not show: %q", app.content())
	}
}

// What was changed and not saved is asked about before.
func TestNewFromThisAsksAboutChanges(t *testing.T) {
	app := sample(t, "saas")
	app.to(t, "tool-access").toggleReview()
	app.menuItem(t, "New from this engagement…").Action()
	app.wantDialog(t, "Save the changes?")
	app.tap(t, "Close without saving")
	app.wantDialog(t, "From Example SaaS 2026")
}

func TestNewFromAnEarlierFile(t *testing.T) {
	dir := t.TempDir()
	app := start(t)
	path := saved(t, dir, "bank", nil)
	app.menuItem(t, "New from an earlier engagement…").Action()
	app.typePath(t, filepath.Join(dir, "nothing.muster"))
	app.wantDialog(t, "nothing.muster", "no such file")
	app.typePath(t, path)
	app.wantDialog(t, "Title", "marked as carried over")
	app.tap(t, "Start")
	app.noDialog(t)
	if app.work == nil || app.work.session.Document().Previous == nil || app.work.file.Path != "" {
		t.Fatal("no follow-up")
	}
	before, err := os.ReadFile(path)
	if err != nil || string(before) != string(sampleData(t, "bank")) {
		t.Error("the earlier file changed")
	}
	// Saved and opened again it is the same.
	file := filepath.Join(dir, "bank 2.muster")
	doc := app.work.session.Document()
	app.work.saveAs(nil)
	app.typePath(t, file)
	app.noDialog(t)
	back, faults, err := store.Open(file, app.set, app.registry)
	if err != nil || len(faults) > 0 || string(back.Write()) != string(doc.Write()) {
		t.Errorf("%v %v", faults, err)
	}
}

// A document of a newer program is not started from.
func TestNewFromANewerEngagement(t *testing.T) {
	dir := t.TempDir()
	app := start(t)
	path := saved(t, dir, "bank", func(b []byte) []byte { return []byte(strings.Replace(string(b), `"version": 1`, `"version": 2`, 1)) })
	app.menuItem(t, "New from an earlier engagement…").Action()
	app.typePath(t, path)
	app.wantDialog(t, engagement.ErrNewer.Error())
	if app.work != nil {
		t.Error("an engagement was started")
	}
}

func TestConfirmAnAnswer(t *testing.T) {
	app := again(t, "saas")
	q := app.to(t, "tool-access")
	n, value := app.toConfirm(), app.answer("tool-access").Value
	if !strings.Contains(strings.Join(texts(q.object), " "), "Carried over, to be confirmed") {
		t.Fatal("the question does not say that its answer is carried over")
	}
	height := q.object.MinSize().Height
	app.menuItem(t, "Confirm what was carried over").Action()
	app.noDialog(t)
	if a := app.answer("tool-access"); a.Carried || !engagement.EqualValues(a.Value, value) || app.toConfirm() != n-1 {
		t.Errorf("%+v, %d of %d to confirm", a, app.toConfirm(), n)
	}
	if s := strings.Join(texts(q.object), " "); strings.Contains(s, "to be confirmed") || !strings.Contains(s, "✓ Confirmed") || q.object.MinSize().Height != height {
		t.Errorf("%q, %v high instead of %v", s, q.object.MinSize().Height, height)
	}
	app.work.session.Undo()
	if !app.answer("tool-access").Carried || app.toConfirm() != n {
		t.Error("not undone")
	}
	app.block(t, "tool-access").carried.confirm.Tapped(&fyne.PointEvent{})
	if app.answer("tool-access").Carried {
		t.Error("the chip does not confirm")
	}
	app.work.session.Undo()

	// Answering anew confirms, with any change of value or state; looking does not.
	app.block(t, "tool-access").toggleReview()
	app.block(t, "tool-access").setEvidence(engagement.Observed)
	if !app.answer("tool-access").Carried {
		t.Error("a review mark or a grade of evidence confirmed the answer")
	}
	app.to(t, "tool-access")
	app.typed("1")
	if a := app.answer("tool-access"); a.Carried || a.Value != engagement.Level(1) {
		t.Errorf("%+v", a)
	}
	app.work.session.Undo()
	app.block(t, "tool-access").toggleState(engagement.Unknown)
	if a := app.answer("tool-access"); a.Carried || a.State != engagement.Unknown {
		t.Errorf("%+v", a)
	}
}

func TestConfirmASection(t *testing.T) {
	app := again(t, "saas")
	all := app.toConfirm()
	app.work.open("tools")
	n := len(app.work.page.(*sectionPage).carried())
	if n == 0 || !strings.Contains(app.content(), fmt.Sprintf("↻%d", n)) {
		t.Fatalf("the list does not show %d", n)
	}
	app.tap(t, fmt.Sprintf("Confirm all of this section (%d)", n))
	if app.toConfirm() != all-n || len(app.work.page.(*sectionPage).carried()) != 0 || !strings.Contains(app.pageText(), "Nothing left to confirm here") {
		t.Errorf("%d of %d left", app.toConfirm(), all)
	}
	app.menuItem(t, "Confirm all of this section").Action()
	app.wantDialog(t, "No answer here")
	app.press("Return")
	app.menuItem(t, "Undo").Action()
	if app.toConfirm() != all || app.work.pageID != "tools" {
		t.Errorf("not undone in one step: %d of %d, page %s", app.toConfirm(), all, app.work.pageID)
	}
	app.work.open(pageVerdict)
	app.menuItem(t, "Confirm all of this section").Action()
	app.wantDialog(t, "Open a section first")
}

// The quick set confirms only what it shows.
func TestConfirmInTheQuickSet(t *testing.T) {
	app := again(t, "saas")
	app.work.setScope("quick")
	app.work.open("tools")
	app.work.confirmSection()
	for _, it := range app.set.Section("tools").Items {
		if a := app.answer(it.ID); a.State != engagement.Unanswered && a.Carried == it.Quick {
			t.Errorf("%s: carried %v", it.ID, a.Carried)
		}
	}
}

func TestNextToConfirmWalksAll(t *testing.T) {
	app := again(t, "bank")
	app.work.setScope("quick") // and shows the others in the end
	for n := app.toConfirm(); n > 0; n-- {
		app.work.nextCarried()
		app.noDialog(t)
		p, ok := app.work.page.(*sectionPage)
		if !ok || p.current == nil || !app.answer(p.current.item.ID).Carried {
			t.Fatalf("%d left, but it leads to %s", n, app.work.pageID)
		}
		p.current.confirm()
		if app.toConfirm() != n-1 {
			t.Fatalf("%d instead of %d", app.toConfirm(), n-1)
		}
	}
	app.work.nextCarried()
	app.wantDialog(t, "No answer is waiting to be confirmed")
}

func TestSincePage(t *testing.T) {
	app := sample(t, "saas")
	if strings.Contains(app.content(), "Since last year") {
		t.Error("there is a page on the change without an earlier engagement")
	}
	app.menuItem(t, "Change since the engagement before").Action()
	if !strings.Contains(squeezed(app.pageText()), squeezed("not started from an earlier one")) {
		t.Errorf("%q", app.pageText())
	}
	app = again(t, "saas")
	app.to(t, "tool-access")
	app.typed("1")
	app.work.open(pageSince)
	s := squeezed(app.pageText())
	for _, want := range []string{"Since last year", "1 answer changed", "Compared with “Example SaaS 2026” of 2026-11-23", "Down by 3.", "Still open"} {
		if !strings.Contains(s, squeezed(want)) {
			t.Errorf("the page lacks %q", want)
		}
	}
	app.tap(t, "Go to the next answer to confirm ▸")
	if p, ok := app.work.page.(*sectionPage); !ok || !app.answer(p.current.item.ID).Carried {
		t.Errorf("it leads to %s", app.work.pageID)
	}
}

func TestFollowUpLayout(t *testing.T) {
	for _, ap := range []style.Appearance{style.Light, style.Dark} {
		for _, name := range []string{"saas", "hostile"} {
			t.Run(name+"/"+string(ap), func(t *testing.T) {
				app := subjects[name](t)
				app.setAppearance(ap)
				doc, err := app.work.session.Document().FollowUp("again", "2027-11-24", app.set)
				if err != nil {
					t.Fatal(err)
				}
				app.startFollowUp(doc, nil)
				app.work.session.Edit(pageDetails, func(d *engagement.Document) {
					for _, it := range app.set.Items()[:30] {
						if len(it.Levels) > 0 {
							d.Answers[it.ID] = engagement.Answer{State: engagement.Answered, Value: engagement.Level(it.Number % 5)}
						}
					}
				})
				for _, id := range app.pages() {
					app.work.open(id)
					checkLayout(t, app, id)
					wantSound(t, id, app.pageText())
				}
			})
		}
	}
}

// A workbook that says the same confirms, and so do people who all agree.
func TestQuestionnairesConfirm(t *testing.T) {
	app := again(t, "saas")
	doc := func() *engagement.Document { return app.work.session.Document() }
	dir := t.TempDir()
	back := func(who string, cells map[string]any) string {
		data, err := questionnaire.Write(t.Context(), app.set, doc(), questionnaire.Options{Respondent: who}, nil)
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(dir, who+".xlsx")
		if err := os.WriteFile(path, setCells(t, data, cells), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	all := app.toConfirm()
	path := back("Anna", map[string]any{"staff-fte": 3})
	app.job(t, func() { app.work.dropWorkbooks([]string{path}) })
	if s := app.pageText(); !strings.Contains(s, "Confirmed (1)") || !strings.Contains(s, "the workbook says the same") {
		t.Fatalf("%q", s)
	}
	app.tap(t, "Take over 1")
	if a := app.answer("staff-fte"); a.Carried || a.Value != engagement.Number(3) || app.toConfirm() != all-1 {
		t.Errorf("%+v", a)
	}
	app.undo()
	if app.toConfirm() != all {
		t.Error("not undone")
	}

	paths := []string{back("Anna", map[string]any{"staff-fte": 3}), back("Ben", map[string]any{"staff-fte": 3})}
	app.job(t, func() { app.work.dropWorkbooks(paths) })
	app.tap(t, "Keep as this person's own answers")
	app.tap(t, "Keep as this person's own answers")
	if app.toConfirm() != all {
		t.Error("what people say on their own confirmed something")
	}
	app.tap(t, "Take over the 1 answers all agree on")
	if a := app.answer("staff-fte"); a.Carried || a.Value != engagement.Number(3) || len(app.work.agreedNews()) != 0 {
		t.Errorf("%+v", a)
	}
}

// A read-only engagement confirms nothing, and panics at nothing.
func TestConfirmReadOnly(t *testing.T) {
	app := start(t)
	text := strings.Replace(string(sampleData(t, "bank")), `"version": 1`, `"version": 2`, 1)
	app.OpenSample("bank", []byte(strings.Replace(text, `"state": "answered",`, `"state": "answered", "carried": true,`, 1)))
	if app.toConfirm() != 1 {
		t.Fatalf("%d to confirm", app.toConfirm())
	}
	app.work.nextCarried()
	app.work.page.(*sectionPage).current.confirm()
	app.work.confirmSection()
	if app.toConfirm() != 1 {
		t.Error("a read-only engagement changed")
	}
	app.menuItem(t, "New from this engagement…").Action()
	app.wantDialog(t, engagement.ErrNewer.Error())
}

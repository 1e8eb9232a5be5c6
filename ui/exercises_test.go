package ui

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"muster/assessment/engagement"
	"muster/assessment/exercise"
	finder "muster/assessment/find"
	"muster/exporters/redaction"
	"muster/ui/form"
	"muster/ui/style"
)

// ticking sets the clock of the exercises; the function moves it on.
func ticking(t *testing.T) (pass func(time.Duration)) {
	t.Helper()
	now := time.Date(2026, 10, 18, 9, 0, 0, 0, time.UTC)
	before := clock
	clock = func() time.Time { return now }
	t.Cleanup(func() { clock = before })
	return func(d time.Duration) { now = now.Add(d) }
}

// held holds the exercise that is proposed, in two hours.
func heldExercise(t *testing.T, name string) *App {
	t.Helper()
	app := sample(t, name)
	app.work.exercising.length = exercise.TwoHours
	app.work.open(pageExercises)
	app.tap(t, "Run it")
	if app.work.pageID != pageRun {
		t.Fatalf("it runs on page %s", app.work.pageID)
	}
	return app
}

func (a *App) exerciseRecord(t *testing.T) engagement.Exercise {
	t.Helper()
	list := a.work.session.Document().Exercises
	if len(list) == 0 {
		t.Fatal("nothing is recorded")
	}
	return list[len(list)-1]
}

func TestExercisesProposeAndShow(t *testing.T) {
	app := sample(t, "hospital")
	app.work.open(pageExercises)
	best := app.work.planned().Propose(app.work.scenarios())
	got := app.pageText()
	at := -1
	for _, x := range best { // in their order
		i := strings.Index(got, x.Scenario.Title+" ")
		if i < 0 {
			t.Errorf("%q is not proposed", x.Scenario.Title)
		}
		at = max(at, i)
	}
	if !strings.Contains(got, "What it tests here") || !strings.Contains(got, best[0].Gaps[0].Title[:20]) {
		t.Errorf("it does not say why: %.600q", got)
	}
	for _, f := range []string{"Facilitator pack…", "Participant handout…", "Observer's sheet…"} {
		if !strings.Contains(got, f) {
			t.Errorf("%q is not offered", f)
		}
	}
	p := app.work.page.(*exercisesPage)
	app.window.Canvas().Focus(p.choice)
	app.typed("2")
	if p.run.Scenario != best[1].Scenario || app.window.Canvas().Focused() != fyne.Focusable(p.choice) {
		t.Errorf("2 chooses %s, and the keyboard is at %T", p.run.Scenario.ID, app.window.Canvas().Focused())
	}
	if p.run.Length.ID != exercise.HalfDay {
		t.Errorf("the length is %s", p.run.Length.ID)
	}
	app.tap(t, "▸ 1  "+p.run.Injects[0].Title)
	if got := app.pageText(); !strings.Contains(got, "Expected decision") || !strings.Contains(got, "Who should take it") {
		t.Error("an inject that was opened does not say what is expected")
	}
	checkLayout(t, app, "an inject open")
	g := best[1].Gaps[0]
	chip, ok := find[*form.Chip](app.work.page.object(), func(c *form.Chip) bool { return strings.HasSuffix(c.Text(), " ▸") })
	if !ok {
		t.Fatalf("no way from %s to its question", g.Key)
	}
	chip.Tapped(nil)
	if app.set.Section(app.work.pageID) == nil {
		t.Errorf("the way to a question leads to %s", app.work.pageID)
	}
}

// The documents of a run are written.
func TestExerciseDocuments(t *testing.T) {
	app := sample(t, "saas")
	app.work.open(pageExercises)
	for label, file := range map[string]string{"Facilitator pack…": "x.pdf", "Observer's sheet…": "x.xlsx"} {
		path := filepath.Join(t.TempDir(), file)
		app.tap(t, label)
		app.job(t, func() { app.typePath(t, path) })
		app.wantDialog(t, "written to")
		app.tap(t, "Close")
		if info, err := os.Stat(path); err != nil || info.Size() < 2000 {
			t.Errorf("%s: %v", label, err)
		}
	}
}

// A scenario of one's own is used; one with faults is refused with every fault and
// its line.
func TestOwnScenario(t *testing.T) {
	app := sample(t, "saas")
	app.work.open(pageExercises)
	data, err := exercise.Source("ransomware")
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "own.yaml")
	write := func(text string) {
		t.Helper()
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		app.tap(t, "Add a scenario of your own…")
		app.typePath(t, path)
	}
	write(string(data))
	app.wantDialog(t, "is that of a scenario of Muster")
	app.window.Canvas().Overlays().Top().Hide()
	app.press(fyne.KeyEscape)
	own := strings.Replace(strings.Replace(string(data), "\nid: ransomware", "\nid: own-story", 1), "title: Ransomware on a Friday evening", "title: Our own story", 1)
	write(strings.Replace(strings.Replace(own, "channel: press", "channel: pigeon", 1), "minute: 36", "minute: 22", 1))
	app.wantDialog(t, "own.yaml:", "pigeon", "found 22")
	app.tap(t, "Close")
	write(own)
	app.noDialog(t)
	p := app.work.page.(*exercisesPage)
	if p.run.Scenario.ID != "own-story" || !strings.Contains(app.pageText(), "Our own story") {
		t.Errorf("%s is shown", p.run.Scenario.ID)
	}
	app.work.session.Undo()
	if strings.Contains(app.pageText(), "Our own story") {
		t.Error("undo leaves the scenario")
	}
	app.work.session.Redo()
	// The engagement holds it: it is there without the file, wherever the engagement goes.
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	doc, _, err := engagement.Read(app.work.session.Document().Write(), app.set, app.work.session.Registry)
	if err != nil {
		t.Fatal(err)
	}
	app.work.session.Replace("", doc)
	app.work.exercising = exercising{scenario: "own-story", record: -1}
	app.work.open(pageExercises)
	app.tap(t, "Run it")
	if app.work.pageID != pageRun {
		t.Fatalf("it runs on page %s", app.work.pageID)
	}
	app.press(fyne.KeyPageDown, fyne.KeyF8)
	app.tap(t, "Finish")
	if got := app.pageText(); !strings.Contains(got, "not taken") {
		t.Errorf("its record is not compared: %.400q", got)
	}
	app.tap(t, "Remove this one")
	app.wantDialog(t, "its record needs the scenario as it was")
	app.tap(t, "Close")
	write(strings.Replace(own, "minute: 36", "minute: 37", 1))
	app.wantDialog(t, "give a changed one another id")
	app.press(fyne.KeyEscape)
	app.work.removeRecord(0)
	app.tap(t, "Remove this one")
	if len(app.work.session.Document().OwnScenarios) != 0 || strings.Contains(app.pageText(), "Our own story") {
		t.Error("it is not removed")
	}
}

// A scenario that the engagement holds and that cannot be used is named with its faults.
func TestFaultyOwnScenarioIsNamed(t *testing.T) {
	app := sample(t, "saas")
	app.work.session.Edit("", func(d *engagement.Document) {
		d.OwnScenarios = []engagement.OwnScenario{{File: "old.yaml", YAML: "format: muster-exercise\nversion: 9\n"}}
	})
	app.work.open(pageExercises)
	for _, want := range []string{"A scenario of this engagement cannot be used", "old.yaml:2", "needs a newer Muster"} {
		if !strings.Contains(app.pageText(), want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	checkLayout(t, app, "a faulty scenario")
}

// Who reads the reports reads the documents of exercises, and gets what they may see.
func TestExerciseDocumentsForReaders(t *testing.T) {
	app := sample(t, "hospital")
	app.work.redaction = redaction.Provider // as on the page of reports
	app.work.open(pageExercises)
	offered := func(want map[string]bool) {
		t.Helper()
		for label, on := range want {
			b, ok := find[*form.Button](app.work.page.object(), func(b *form.Button) bool { return b.Text == label })
			if !ok || b.Disabled() == on {
				t.Errorf("%s for %s: found %v, and it should be offered: %v", label, app.work.redaction.ID, ok, on)
			}
		}
	}
	offered(map[string]bool{"Facilitator pack…": true, "Participant handout…": true, "Observer's sheet…": true})
	path := filepath.Join(t.TempDir(), "x.pdf")
	app.tap(t, "Participant handout…")
	app.job(t, func() { app.typePath(t, path) })
	app.tap(t, "Close")
	provider, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	who, ok := find[*form.Segments](app.work.page.object(), func(s *form.Segments) bool { return s.Chosen() == redaction.Provider.ID })
	if !ok {
		t.Fatal("the reader is not to be chosen")
	}
	app.window.Canvas().Focus(who)
	app.press(fyne.KeyLeft) // the board
	if app.work.redaction.ID != redaction.Board.ID {
		t.Fatalf("the reader is %s", app.work.redaction.ID)
	}
	offered(map[string]bool{"Facilitator pack…": false, "Participant handout…": true, "Observer's sheet…": false})
	app.work.redaction = redaction.Internal
	app.work.open(pageExercises)
	app.tap(t, "Participant handout…")
	app.job(t, func() { app.typePath(t, filepath.Join(filepath.Dir(path), "y.pdf")) })
	app.tap(t, "Close")
	if internal, err := os.ReadFile(filepath.Join(filepath.Dir(path), "y.pdf")); err != nil || bytes.Equal(internal, provider) {
		t.Errorf("the provider's handout is not marked (%v)", err)
	}
}

// What was written in an exercise is found, and the way leads to its record.
func TestFindExercise(t *testing.T) {
	ticking(t)
	app := sample(t, "hospital")
	app.work.session.Edit("", func(d *engagement.Document) {
		record := func(lesson string) engagement.Exercise {
			return engagement.Exercise{Scenario: "ransomware", Date: "2026-10-02", Lessons: []engagement.Lesson{{Text: lesson}}}
		}
		d.Exercises = []engagement.Exercise{record("Print the pneumatic list"), record("Something else")}
	})
	hits, _ := app.work.index().Find(finder.Parse("pneumatic"), nil)
	if len(hits) != 1 || hits[0].Line != "Print the pneumatic list" || !strings.Contains(hits[0].Title, "Ransomware") {
		t.Fatalf("found %+v", hits)
	}
	app.work.goToHit(&hits[0])
	if app.work.pageID != pageExercises || app.work.exercising.record != 0 {
		t.Fatalf("it leads to %s, record %d", app.work.pageID, app.work.exercising.record)
	}
	if c, ok := app.window.Canvas().Focused().(*form.Chip); !ok || c.Text() != "▾ After-action" {
		t.Errorf("the keyboard is at %T", app.window.Canvas().Focused())
	}
}

// The lists to choose from speak German: statuses, efforts, lengths, forms, readers.
func TestExerciseListsInGerman(t *testing.T) {
	ticking(t)
	app := german(t, planned(t, "hospital"))
	english := []string{"open", "under way", "done", "dropped", "by rule", "S · days", "M · weeks", "L · months", "not estimated", "Two hours", "Half a day", "Discussion", "Functional", "Live",
		"Internal", "Board", "Provider", "High", "Medium", "Low", "there", "absent", "as expected", "partly", "otherwise", "not taken", "good", "weak", "Client"}
	check := func(where string) {
		t.Helper()
		for _, s := range texts(app.window.Content()) {
			if slices.Contains(english, strings.TrimSpace(s)) {
				t.Errorf("%s: %q is English", where, s)
			}
		}
	}
	for _, board := range []bool{false, true} {
		app.work.plans.board = board
		app.work.open(pagePlan)
		check("plan")
	}
	app.work.open(actionPrefix + app.work.session.Document().Actions[0].ID)
	check("form")
	app.work.open(pageExercises)
	check("exercises")
	app.work.hold(app.work.page.(*exercisesPage).run)
	p := app.work.page.(*runPage)
	for _, step := range []int{-1, 0, len(p.h.run.Injects)} {
		p.to(step)
		check("run")
	}
	p.to(0)
	if got := strings.Join(texts(p.root), "|"); !strings.Contains(got, "Kunde: ") && !strings.Contains(got, "Auftraggeber: ") {
		t.Errorf("who should take a decision is not in German: %.900s", got)
	}
}

// An exercise is held with keys alone, and its watch says how long everything took.
func TestExerciseByKeyboard(t *testing.T) {
	pass := ticking(t)
	app := heldExercise(t, "hospital")
	c := app.window.Canvas()
	p := app.work.page.(*runPage)
	if c.Focused() != fyne.Focusable(p.start) {
		t.Fatalf("it begins at %T", c.Focused())
	}
	app.press(fyne.KeyReturn) // starts the watch
	pass(12*time.Minute + 3*time.Second)
	p.showTime()
	if got := app.content(); !strings.Contains(got, "0:12:03") {
		t.Errorf("the watch is not at twelve minutes: %.200q", got)
	}
	app.press(fyne.KeyPageDown)
	in := p.inject()
	if in == nil || c.Focused() != fyne.Focusable(p.note.textField) {
		t.Fatalf("the first inject begins at %T", c.Focused())
	}
	first := strings.Fields(in.Text)[0]
	if got := app.content(); !strings.Contains(got, first) || !strings.Contains(got, "Inject 1 of") {
		t.Errorf("the inject is not shown: %.300q", got)
	}
	app.press(fyne.KeyF8) // read out
	pass(11 * time.Minute)
	c.Focus(p.rows[0].taken)
	app.typed("2")
	app.press(fyne.KeyF7) // good
	c.Focus(p.note.textField)
	app.typed("They called at once")
	p.note.commit() // as the pause in typing does
	if o := app.exerciseRecord(t).Injects[0].Observations; len(o) != 1 || o[0].Text != "They called at once" {
		t.Errorf("what is being typed is not kept: %+v", o)
	}
	app.press(fyne.KeyReturn)
	if got := strings.Join(texts(p.seen), " "); !strings.Contains(got, "They called at once") {
		t.Errorf("what was noted is not listed: %q", got)
	}
	app.typed("Nobody wrote the log")
	app.press(fyne.KeyF7, fyne.KeyReturn)
	e := app.exerciseRecord(t)
	x := e.Injects[0]
	if e.Date != "2026-10-18" || x.ID != in.ID || x.State != "played" || *x.Minute != 12 {
		t.Errorf("the record is %+v", e)
	}
	d := x.Decisions[0]
	if *d.Expected != 0 || d.AsExpected != "partly" || *d.After != 11 || d.By != in.Takers[0].Role {
		t.Errorf("the decision is %+v", d)
	}
	if late := 11 > in.Decisions[0].Within; late != strings.Contains(app.content(), "after 11 min, late") {
		t.Errorf("late %v: %.900q", late, app.content())
	}
	if o := x.Observations; len(o) != 2 || o[0].Kind != "good" || o[1].Kind != "weak" || o[1].Text != "Nobody wrote the log" || *o[1].Minute != 23 {
		t.Errorf("observations %+v", o)
	}
	app.press(fyne.KeyF9)
	pass(time.Hour) // the watch stands still
	for range p.h.run.Injects {
		app.press(fyne.KeyPageDown)
	}
	if c.Focused() != fyne.Focusable(p.lessons.field.textField) {
		t.Fatalf("the debrief begins at %T", c.Focused())
	}
	app.typed("Print the contact list")
	app.press(fyne.KeyReturn)
	if got := strings.Join(texts(p.lessons.list), " "); !strings.Contains(got, "Print the contact list") {
		t.Errorf("the lesson is not listed: %q", got)
	}
	if w := p.lessons.field.Size().Width; w < 300 {
		t.Errorf("the field of lessons is %v wide", w)
	}
	if e := app.exerciseRecord(t); len(e.Lessons) != 1 || e.Lessons[0].Severity != "medium" {
		t.Errorf("lessons %+v", e.Lessons)
	}
	app.tap(t, "Finish")
	if app.work.pageID != pageExercises || app.work.holding() {
		t.Fatalf("it ends on %s", app.work.pageID)
	}
	for _, want := range []string{"Held so far", "1 inject played", "Print the contact list", "They called at once", "partly as expected", "after 11 min"} {
		if !strings.Contains(app.pageText(), want) {
			t.Errorf("the after-action lacks %q", want)
		}
	}
	checkLayout(t, app, "after-action")
	stops := app.tour(t, "after-action")
	app.reached(t, "after-action", stops)
}

// Every step is taken back, and undo leads to the inject it is about.
func TestExerciseIsUndone(t *testing.T) {
	ticking(t)
	app := heldExercise(t, "saas")
	p := app.work.page.(*runPage)
	app.press(fyne.KeyPageDown)
	app.window.Canvas().Focus(p.rows[0].taken)
	app.typed("1")
	app.press(fyne.KeyPageDown)
	app.work.session.Undo()
	if p.h.step != 0 || len(app.exerciseRecord(t).Injects) != 0 || p.rows[0].taken.Chosen() != "" {
		t.Errorf("step %d, %+v", p.h.step, app.exerciseRecord(t))
	}
	app.work.session.Redo()
	if p.rows[0].taken.Chosen() != "yes" {
		t.Errorf("redone it shows %q", p.rows[0].taken.Chosen())
	}
	app.work.session.Undo()
	app.work.session.Undo() // the exercise itself
	if app.work.pageID != pageExercises || app.work.holding() {
		t.Errorf("without a record it goes on, on %s", app.work.pageID)
	}
}

// What was noted before a crash goes on where it stood.
func TestExerciseGoesOnAfterACrash(t *testing.T) {
	pass := ticking(t)
	app := heldExercise(t, "saas")
	p := app.work.page.(*runPage)
	app.press(fyne.KeyF9, fyne.KeyPageDown, fyne.KeyF8)
	pass(9 * time.Minute)
	app.window.Canvas().Focus(p.rows[0].taken)
	app.typed("1")
	app.work.exercising.held = nil // what is lost with the window
	app.work.open(pageExercises)
	app.tap(t, "Go on with it")
	p = app.work.page.(*runPage)
	if p.h.step != 1 || p.minute() != 9 || p.h.watch.Running() {
		t.Errorf("it goes on at step %d, minute %d", p.h.step, p.minute())
	}
}

// Feeding the answers shows what changes and is one step; so are the actions.
func TestExerciseFeedsAnswersAndActions(t *testing.T) {
	ticking(t)
	app := heldExercise(t, "hospital")
	p := app.work.page.(*runPage)
	app.window.Canvas().Focus(p.there[0])
	app.typed("1")
	app.press(fyne.KeyPageDown, fyne.KeyF8)
	app.tap(t, "Finish")
	before := app.work.session.Document()
	list := exercise.Answers(app.set, before)
	if len(list) == 0 {
		t.Fatal("the exercise answers nothing")
	}
	app.tap(t, "Feed the answers…")
	app.wantDialog(t, "What the exercises answer", list[0].Why)
	app.tap(t, "Cancel")
	if app.work.session.Document() != before {
		t.Error("Cancel changes something")
	}
	app.tap(t, "Feed the answers…")
	app.tap(t, "Apply to the answers")
	for _, x := range list {
		if a := app.answer(x.ID); a.Evidence != engagement.Observed || !engagement.Equal(a, x.Answer) {
			t.Errorf("%s is %+v", x.ID, a)
		}
	}
	app.tap(t, "Make actions of the findings")
	app.wantDialog(t, "added")
	app.tap(t, "Close")
	if n := len(app.work.session.Document().Actions) - len(before.Actions); n == 0 {
		t.Error("no actions")
	}
	app.tap(t, "Make actions of the findings")
	app.wantDialog(t, "is an action already")
	app.tap(t, "Close")
	app.work.session.Undo()
	app.work.session.Undo()
	if app.work.session.Document() != before {
		t.Error("two undos do not take answers and actions back")
	}
}

// Nothing is held, noted or fed in an engagement that may only be read.
// An exercise goes on in another appearance: its page before ends, and the panels are
// afterwards as they were before it.
func TestExerciseOutlastsTheAppearance(t *testing.T) {
	ticking(t)
	app := heldExercise(t, "saas")
	app.work.open(pageExercises)
	app.work.toggleList()
	app.work.open(pageRun)
	before := app.work.page.(*runPage)
	app.setAppearance(style.Dark)
	if _, ok := app.work.page.(*runPage); !ok || !before.gone {
		t.Errorf("the page is %T; the one before is gone: %v", app.work.page, before.gone)
	}
	app.work.open(pageExercises)
	if app.work.list.wanted || !app.work.verdict.wanted {
		t.Errorf("list %v, verdict panel %v", app.work.list.wanted, app.work.verdict.wanted)
	}
}

func TestExerciseReadOnly(t *testing.T) {
	ticking(t)
	app := heldExercise(t, "saas")
	p := app.work.page.(*runPage)
	app.press(fyne.KeyPageDown)
	app.work.session.SetReadOnly(true)
	before := app.work.session.Document()
	app.typed("x")
	app.press(fyne.KeyF8, fyne.KeyF7, fyne.KeyReturn)
	app.window.Canvas().Focus(p.rows[0].taken)
	app.typed("1")
	if p.rows[0].taken.Chosen() != "" {
		t.Error("a decision shows that is not noted")
	}
	app.tap(t, "Finish")
	for _, label := range []string{"Run it", "Feed the answers…", "Make actions of the findings"} {
		b, ok := find[*form.Button](app.work.page.object(), func(b *form.Button) bool { return b.Text == label })
		if !ok || !b.Disabled() {
			t.Errorf("%q is offered", label)
		}
	}
	if app.work.session.Document() != before {
		t.Error("the document changed")
	}
}

// The facilitator's view with impossible texts, and around it by Tab.
func TestExerciseViewLayout(t *testing.T) {
	ticking(t)
	for _, ap := range []style.Appearance{style.Light, style.Dark} {
		app := heldExercise(t, "hospital")
		app.setAppearance(ap)
		app.work.open(pageRun)
		p := app.work.page.(*runPage)
		for step := -1; step <= len(p.h.run.Injects); step++ {
			p.to(step)
			if p.inject() != nil {
				app.window.Canvas().Focus(p.rows[0].taken)
				app.typed("1")
				p.rows[0].by.SetText(strings.Repeat("very-long-", 30))
				p.rows[0].by.commit()
				for _, s := range []string{strings.Repeat("ten thousand signs ", 20), "עברית ועוד עברית 👩‍💻🎉", strings.Repeat("long-word", 40)} {
					p.note.SetText(s)
					p.note.end()
				}
			}
			checkRun(t, app, p)
			stops := app.tour(t, "run")
			app.reached(t, "run", stops)
		}
	}
}

// checkRun finds texts of the facilitator's view that are cut off, lie on each other
// or outside of their column.
func checkRun(t *testing.T, app *App, p *runPage) {
	t.Helper()
	faults := 0
	fault := func(s string) {
		if faults++; faults < 6 {
			t.Errorf("step %d: %s", p.h.step, s)
		}
	}
	all := ink(p.root, func(s string) { fault(s) })
	for i, x := range all {
		for _, y := range all[i+1:] {
			if x.in == y.in && min(x.x+x.w, y.x+y.w)-max(x.x, y.x) > 2 && min(x.y+x.h, y.y+y.h)-max(x.y, y.y) > 2 {
				fault(x.String() + " lies on " + y.String())
			}
		}
	}
	places := map[fyne.CanvasObject]fyne.Position{}
	walk(p.root, func(o fyne.CanvasObject, at fyne.Position, _ fyne.CanvasObject) {
		if _, ok := o.(*container.Scroll); ok {
			places[o] = at
		}
	})
	for _, x := range all {
		if x.in == nil && (x.x < -0.5 || x.x+x.w > 1280.5) || upDown(x.in) && (x.x < places[x.in].X-1 || x.x+x.w > places[x.in].X+x.in.Size().Width+1) {
			fault(x.String() + " is cut off")
		}
	}
}

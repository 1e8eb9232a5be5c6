package ui

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"github.com/xuri/excelize/v2"

	"muster/assessment/actionplan"
	"muster/assessment/engagement"
	"muster/ui/form"
	"muster/ui/style"
)

// onDay lets the window believe it is a day.
func onDay(t testing.TB, day string) {
	t.Helper()
	old := today
	today = func() string { return day }
	t.Cleanup(func() { today = old })
}

// planned is a sample with an action for each finding, its plan open.
func planned(t testing.TB, name string) *App {
	t.Helper()
	app := sample(t, name)
	app.work.open(pagePlan)
	app.work.planFindings(app.work.plan().Open)
	return app
}

func (a *App) planPage(t testing.TB) *planPage {
	t.Helper()
	p, ok := a.work.page.(*planPage)
	if !ok {
		t.Fatalf("the page is %s", a.work.pageID)
	}
	return p
}

func (a *App) action(t testing.TB, id string) engagement.Action {
	t.Helper()
	doc := a.work.session.Document()
	i := actionAt(doc, id)
	if i < 0 {
		t.Fatalf("no action %s", id)
	}
	return doc.Actions[i]
}

func (a *App) actions() int { return len(a.work.session.Document().Actions) }

func listed(l *actionList) string {
	var out []string
	for _, it := range l.items {
		out = append(out, it.ID)
	}
	return strings.Join(out, " ")
}

func ctrlKey(l *actionList, key fyne.KeyName) {
	l.TypedShortcut(&desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierShortcutDefault})
}

func TestPlanFindings(t *testing.T) {
	app := sample(t, "saas")
	app.work.open(pagePlan)
	n := len(app.work.session.Result().Findings)
	if s := app.pageText(); !strings.Contains(s, "A verdict says where you stand") || strings.Contains(s, "Roadmap") {
		t.Errorf("the empty plan says %q", s)
	}
	app.tap(t, "Plan")
	if app.actions() != 1 || app.action(t, "A01").Finding != app.work.session.Result().Findings[0].Source {
		t.Fatalf("%d actions", app.actions())
	}
	app.work.session.Undo()
	if app.actions() != 0 || app.work.pageID != pagePlan {
		t.Errorf("after undo %d actions on %s", app.actions(), app.work.pageID)
	}
	app.work.planFindings(app.work.plan().Open[:1])
	app.tap(t, "Plan all ("+number(float64(n-1))+")")
	s := app.pageText()
	if app.actions() != n || strings.Contains(s, "Findings without an action") || !strings.Contains(s, "Roadmap") {
		t.Errorf("%d actions of %d findings; %q", app.actions(), n, s)
	}
	for _, x := range app.work.plan().Verdicts {
		if !strings.Contains(s, x.After.Word()) {
			t.Errorf("%s once done is not on the page", x.After.Word())
		}
	}
	app.work.session.Undo()
	if app.actions() != 1 {
		t.Error("planning all is not one step")
	}
}

// What is dropped brings nothing: the verdicts once done follow at once.
func TestOutcomeFollows(t *testing.T) {
	app := planned(t, "saas")
	p := app.planPage(t)
	before := strings.Join(texts(p.head), " ")
	p.shown().chooseAll()
	p.apply(p.ids(), actionplan.Change{Status: engagement.ActionDropped})
	if after := strings.Join(texts(p.head), " "); after == before || !strings.Contains(after, "dropped") {
		t.Errorf("before %q, after %q", before, after)
	}
	for _, v := range app.work.plan().Verdicts {
		if v.After != v.Before {
			t.Errorf("%+v", v)
		}
	}
}

func TestPlanTable(t *testing.T) {
	onDay(t, "2027-06-01")
	app := planned(t, "saas")
	p := app.planPage(t)
	app.window.Canvas().Focus(p.table)
	first := p.table.items[0].ID
	app.press(fyne.KeyDown)
	second := p.table.items[1].ID
	if p.view.cursor != second {
		t.Errorf("Down leads to %s", p.view.cursor)
	}
	app.typed(" ")
	app.press(fyne.KeyUp)
	app.typed(" ")
	if !p.view.chosen[first] || !p.view.chosen[second] || len(p.view.chosen) != 2 || !strings.Contains(app.pageText(), "2 chosen") {
		t.Errorf("chosen %v", p.view.chosen)
	}
	p.table.TypedShortcut(&fyne.ShortcutSelectAll{})
	if len(p.view.chosen) != app.actions() {
		t.Errorf("Ctrl+A chose %d", len(p.view.chosen))
	}
	p.table.TypedShortcut(&fyne.ShortcutSelectAll{})
	// Ctrl and a click choose beside what is chosen.
	for i := range 2 {
		p.table.MouseDown(&desktop.MouseEvent{Modifier: fyne.KeyModifierShortcutDefault})
		_, y, _, _ := p.table.place(i)
		p.table.Tapped(&fyne.PointEvent{Position: fyne.NewPos(200, y+9)})
	}
	if len(p.view.chosen) != 2 {
		t.Errorf("Ctrl and click chose %v", p.view.chosen)
	}
	// A head sorts, and turns.
	p.table.Tapped(&fyne.PointEvent{Position: fyne.NewPos(460, 10)})
	up := p.table.items[0].Action.Due
	p.table.Tapped(&fyne.PointEvent{Position: fyne.NewPos(460, 10)})
	if down := p.table.items[0].Action.Due; p.view.order != (actionplan.Order{Key: actionplan.ByDue, Down: true}) || up >= down {
		t.Errorf("%v: first %s, then %s", p.view.order, up, down)
	}
	// Delete takes out what is chosen; undo brings it back, wherever one is.
	n := app.actions()
	app.press(fyne.KeyDelete)
	if app.actions() != n-2 || len(p.view.chosen) != 0 {
		t.Errorf("%d of %d actions left", app.actions(), n)
	}
	app.work.open(pageVerdict)
	app.work.session.Undo()
	if app.actions() != n || app.work.pageID != pagePlan {
		t.Errorf("undo: %d actions on %s", app.actions(), app.work.pageID)
	}
	// Enter opens, and the way back finds the same action.
	p = app.planPage(t)
	app.window.Canvas().Focus(p.table)
	app.press(fyne.KeyEnd)
	id := p.view.cursor
	app.press(fyne.KeyReturn)
	if app.work.pageID != actionPrefix+id {
		t.Errorf("Enter opens %s", app.work.pageID)
	}
	app.tap(t, "‹ Action plan")
	if p := app.planPage(t); p.view.cursor != id || p.view.order.Key != actionplan.ByDue {
		t.Errorf("back at %s by %v", p.view.cursor, p.view.order)
	}
	if !strings.Contains(app.pageText(), "⚑ 20") {
		t.Error("what is overdue is not marked")
	}
}

func TestPlanFilters(t *testing.T) {
	onDay(t, "2027-06-01")
	app := planned(t, "saas")
	p := app.planPage(t)
	p.apply([]string{"A02"}, actionplan.Change{Status: engagement.ActionUnderWay})
	p.status.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	p.status.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	if got := listed(&p.table.actionList); got != "A02" {
		t.Errorf("under way: %s", got)
	}
	p.text.SetText("no action says this")
	if s := app.pageText(); !strings.Contains(s, "No action passes the filter") {
		t.Errorf("%q", s)
	}
	app.tap(t, "Clear the filter")
	if len(p.table.items) != app.actions() || p.status.Chosen() != anyWord {
		t.Errorf("%d of %d", len(p.table.items), app.actions())
	}
	owner := "Owner of one"
	p.apply([]string{"A03"}, actionplan.Change{Owner: &owner})
	p.owner.SetSelected(owner)
	if got := listed(&p.table.actionList); got != "A03" {
		t.Errorf("by owner: %s", got)
	}
	p.owner.SetSelected("Any owner")
	p.priority.TypedRune('1')
	for _, it := range p.table.items {
		if it.Priority != 1 {
			t.Errorf("%s has priority %d", it.ID, it.Priority)
		}
	}
	p.priority.TypedRune('0')
	p.overdue.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if n := len(p.table.items); n == 0 || n != app.work.plan().Totals.Overdue {
		t.Errorf("%d overdue, want %d", n, app.work.plan().Totals.Overdue)
	}
}

func TestPlanBulk(t *testing.T) {
	onDay(t, "2027-01-31")
	app := planned(t, "saas")
	p := app.planPage(t)
	app.window.Canvas().Focus(p.table)
	app.typed(" ")
	app.press(fyne.KeyDown)
	app.typed(" ")
	ids := p.ids()
	due := app.action(t, ids[0]).Due
	app.tap(t, "Change…")
	app.wantDialog(t, "Change 2 actions")
	top := app.window.Canvas().Overlays().Top()
	var entries []*form.Entry
	for {
		e, ok := find(top, func(e *form.Entry) bool { return len(entries) == 0 || e != entries[0] })
		if !ok || len(entries) == 2 {
			break
		}
		entries = append(entries, e)
	}
	entries[0].SetText("Ms New")
	entries[1].SetText("soon")
	app.tap(t, "Change")
	app.wantDialog(t, "allowed: days such as +30")
	entries[1].SetText("+10")
	app.tap(t, "Change")
	app.noDialog(t)
	for _, id := range ids {
		a := app.action(t, id)
		if a.Owner != "Ms New" || a.Due <= due || a.Status != "" {
			t.Errorf("%+v", a)
		}
	}
	app.work.session.Undo()
	if a := app.action(t, ids[1]); a.Owner == "Ms New" || app.action(t, ids[0]).Due != due {
		t.Error("not one step")
	}
	app.tap(t, "Duplicate")
	if !strings.HasSuffix(app.action(t, p.view.cursor).Title, "(copy)") {
		t.Errorf("the cursor is at %s", p.view.cursor)
	}
}

func TestPlanBoard(t *testing.T) {
	onDay(t, "2027-01-31")
	app := planned(t, "saas")
	p := app.planPage(t)
	app.window.Canvas().Focus(p.mode)
	app.press(fyne.KeyRight)
	app.window.Canvas().Focus(p.board)
	id := p.view.cursor
	ctrlKey(&p.board.actionList, fyne.KeyRight)
	app.typed("]")
	if a := app.action(t, id); a.Status != engagement.ActionDone || a.Closed != "2027-01-31" || p.view.cursor != id || app.window.Canvas().Focused() != fyne.Focusable(p.board) {
		t.Errorf("%+v, cursor %s", a, p.view.cursor)
	}
	app.typed("[")
	if a := app.action(t, id); a.Status != engagement.ActionUnderWay || a.Closed != "" {
		t.Errorf("%+v", a)
	}
	app.press(fyne.KeyLeft)
	if i := p.board.at(); p.board.items[i].Action.State() != engagement.ActionOpen {
		t.Error("left of a card is no open one")
	}
	app.press(fyne.KeyDown, fyne.KeyRight)
	if p.view.cursor != id {
		t.Errorf("right leads to %s", p.view.cursor)
	}
	app.tap(t, "Status ›")
	if app.action(t, id).Status != engagement.ActionDone {
		t.Error("the button moves nothing")
	}
	// Dragged to the last column.
	x, y, _, _ := p.board.place(p.board.at())
	at := fyne.NewPos(x+60, y+40)
	p.board.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: at.AddXY(5, 0)}, Dragged: fyne.NewDelta(5, 0)})
	p.board.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(style.Column-20, 60)}, Dragged: fyne.NewDelta(100, 0)})
	p.board.DragEnd()
	if app.action(t, id).Status != engagement.ActionDropped {
		t.Errorf("dropped on %s", app.action(t, id).Status)
	}
	checkLayout(t, app, "board")
}

func TestActionForm(t *testing.T) {
	onDay(t, "2027-01-31")
	app := sample(t, "saas")
	app.work.open(pagePlan)
	app.tap(t, "New action")
	p := app.work.page.(*actionPage)
	field := func(i int, text string) *textField {
		f := p.fields[i].field
		app.window.Canvas().Focus(f)
		f.SetText(text)
		f.commit()
		return f
	}
	field(0, "Buy a safe")
	field(2, "Ms Safe")
	due := field(3, "next week")
	if a := app.action(t, "A01"); a.Title != "Buy a safe" || a.Owner != "Ms Safe" || a.Due != "" || due.Text != "next week" || !strings.Contains(app.pageText(), "allowed: a day such as 2027-01-31") {
		t.Errorf("%+v, %q", a, app.pageText())
	}
	field(3, "2027-01-01")
	field(4, "1200,50")
	p.effort.TypedRune('m')
	p.priority.TypedRune('2')
	if a := app.action(t, "A01"); a.Due != "2027-01-01" || a.Cost == nil || *a.Cost != 1200.5 || a.Effort != "M" || a.Priority != 2 {
		t.Errorf("%+v", a)
	}
	if s := app.pageText(); !strings.Contains(s, "Overdue: due 2027-01-01.") || !strings.Contains(s, "Set by hand.") {
		t.Errorf("%q", s)
	}
	app.window.Canvas().Focus(p.status)
	app.press(fyne.KeyRight, fyne.KeyRight)
	if a := app.action(t, "A01"); a.Status != engagement.ActionDone || a.Closed != "2027-01-31" {
		t.Errorf("%+v", a)
	}
	f := app.work.session.Result().Findings[0]
	p.finding.SetSelected(p.findings.label(f.Source))
	if a := app.action(t, "A01"); a.Finding != f.Source || len(a.Questions) != len(f.Questions) {
		t.Errorf("%+v", a)
	}
	p.closer.SetSelected(p.closers.labels[1])
	if a := app.action(t, "A01"); a.ClosedBy != p.closers.ids[1] {
		t.Errorf("closed by %q", a.ClosedBy)
	}
	app.work.open(pageVerdict)
	app.work.session.Undo()
	if app.work.pageID != actionPrefix+"A01" || app.action(t, "A01").ClosedBy != "" {
		t.Errorf("undo leads to %s", app.work.pageID)
	}
	app.tap(t, "Another for this finding")
	if a := app.action(t, "A02"); a.Finding != f.Source || app.work.pageID != actionPrefix+"A02" {
		t.Errorf("%+v on %s", a, app.work.pageID)
	}
	app.tap(t, "Duplicate")
	if app.actions() != 3 {
		t.Error("nothing was duplicated")
	}
	app.tap(t, "Delete")
	if app.actions() != 2 || app.work.pageID != pagePlan {
		t.Errorf("%d actions on %s", app.actions(), app.work.pageID)
	}
	// A question of the action is one step away.
	app.work.open(actionPrefix + "A02")
	name := app.work.session.Set.Item(f.Questions[0])
	chip, ok := find(app.work.page.object(), func(c *form.Chip) bool { return strings.HasPrefix(c.Text(), name.Title[:8]) })
	if !ok {
		t.Fatal("no way to the question")
	}
	chip.TypedRune(' ')
	if app.work.pageID != name.SectionID {
		t.Errorf("it leads to %s", app.work.pageID)
	}
}

// A text that is typed is one undo step, and the action that undo takes away leads
// to the plan.
func TestActionTyping(t *testing.T) {
	app := empty(t)
	app.work.open(pagePlan)
	app.work.newAction()
	f := app.work.page.(*actionPage).fields[0].field
	app.window.Canvas().Focus(f)
	for _, s := range []string{"O", "On", "One"} {
		f.SetText(s)
		f.commit()
	}
	app.work.session.Undo()
	if app.action(t, "A01").Title != "New action" {
		t.Errorf("%+v", app.action(t, "A01"))
	}
	app.work.session.Undo()
	if app.actions() != 0 || app.work.pageID != pagePlan {
		t.Errorf("%d actions on %s", app.actions(), app.work.pageID)
	}
}

func TestPlanReadOnly(t *testing.T) {
	app := planned(t, "saas")
	app.work.session.SetReadOnly(true)
	p := app.planPage(t)
	n := app.actions()
	for name, do := range map[string]func(){"delete": p.remove, "duplicate": p.duplicate, "change": p.askChange, "move": func() { p.moveCursor(1) }, "new": app.work.newAction} {
		do()
		app.wantDialog(t, "Read-only")
		app.tap(t, "Close")
		if app.actions() != n || app.action(t, p.view.cursor).Status != "" {
			t.Errorf("%s changes something", name)
		}
	}
	app.work.open(actionPrefix + "A01")
	form := app.work.page.(*actionPage)
	form.status.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	if form.status.Chosen() != "open" || app.action(t, "A01").Status != "" {
		t.Errorf("status %s", form.status.Chosen())
	}
}

func TestFindingsLeadToActions(t *testing.T) {
	app := sample(t, "saas")
	app.work.open(pageFindings)
	app.tap(t, "Plan an action")
	if app.actions() != 1 || app.work.pageID != pageFindings {
		t.Fatalf("%d actions on %s", app.actions(), app.work.pageID)
	}
	app.tap(t, "Action A01, open ▸")
	if app.work.pageID != actionPrefix+"A01" {
		t.Errorf("it leads to %s", app.work.pageID)
	}
}

func TestFindActions(t *testing.T) {
	app := planned(t, "saas")
	p := app.planPage(t)
	owner := "Xanthippe"
	p.apply([]string{"A04"}, actionplan.Change{Owner: &owner})
	app.work.found.text = "xanthippe"
	app.work.nextHit(1)
	if app.work.pageID != actionPrefix+"A04" {
		t.Errorf("found %s", app.work.pageID)
	}
}

func TestSheetComesBack(t *testing.T) {
	onDay(t, "2027-01-31")
	app := planned(t, "saas")
	dir := t.TempDir()
	path := filepath.Join(dir, "plan.xlsx")
	app.work.askSheet()
	app.typePath(t, path)
	app.tap(t, "Close")
	app.work.askCalendar()
	app.typePath(t, filepath.Join(dir, "plan.ics"))
	app.tap(t, "Close")
	if ics, err := os.ReadFile(filepath.Join(dir, "plan.ics")); err != nil || !strings.Contains(string(ics), "BEGIN:VCALENDAR") {
		t.Errorf("%v", err)
	}
	book, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	rows, err := book.GetRows("Actions")
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range rows {
		if len(r) == 0 || r[0] != "A01" && r[0] != "A02" {
			continue
		}
		for column, v := range map[string]string{"G": "done", "E": "Ms Sheet"} {
			at, _ := excelize.JoinCellName(column, i+1)
			if err := book.SetCellValue("Actions", at, v); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := book.Save(); err != nil {
		t.Fatal(err)
	}
	owner := "Mr Here"
	app.planPage(t).apply([]string{"A02"}, actionplan.Change{Owner: &owner})
	app.job(t, func() { app.work.readSheet(path) })
	if s := app.pageText(); app.work.pageID != pageSheet || !strings.Contains(s, "4 things differ") || !strings.Contains(s, "Conflicting (1)") || !strings.Contains(s, "Take over 3") {
		t.Fatalf("%s: %q", app.work.pageID, s)
	}
	checkLayout(t, app, "sheet")
	app.tap(t, "Take over 3")
	if a := app.action(t, "A01"); a.Owner != "Ms Sheet" || a.Status != engagement.ActionDone || a.Closed != "2027-01-31" {
		t.Errorf("%+v", a)
	}
	if a := app.action(t, "A02"); a.Owner != "Mr Here" || a.Status != engagement.ActionDone {
		t.Errorf("%+v", a)
	}
	app.work.session.Undo()
	if app.action(t, "A01").Owner == "Ms Sheet" || app.action(t, "A02").Status != "" {
		t.Error("taking over is not one step")
	}
	if app.work.pageID != pagePlan {
		t.Errorf("undo leads to %s", app.work.pageID)
	}
}

// Hostile texts in every field, both views, the form, light and dark; Tab reaches
// everything.
func TestLayoutOfPlan(t *testing.T) {
	onDay(t, "2027-06-01")
	nasty := []string{"👩‍💻🎉 emoji 🏳️‍🌈 title", strings.Repeat("ten thousand signs ", 527)[:10000], "עברית ועוד עברית, العربية", "tab\tand\nline\n\nbreaks\r\n", "\u202eoverride\u202c \u0000\u0007", strings.Repeat("long-word", 30), ""}
	for _, name := range []string{"saas", "hospital"} {
		for _, ap := range []style.Appearance{style.Light, style.Dark} {
			// One at a time: a change of light and dark reaches every open window.
			t.Run(name+"/"+string(ap), func(t *testing.T) {
				app := planned(t, name)
				app.setAppearance(ap)
				app.work.session.Edit(pagePlan, func(d *engagement.Document) {
					cost := 123456789012.0
					for i := range d.Actions {
						a := &d.Actions[i]
						if name == "saas" {
							a.Title, a.Text, a.Owner, a.Note, a.ClosedBy = nasty[i%7], nasty[(i+1)%7], nasty[(i+2)%7], nasty[(i+3)%7], nasty[(i+4)%7]
							a.Cost = &cost
						}
						a.Status = engagement.ActionStatuses[i%4]
					}
				})
				for _, board := range []bool{false, true} {
					app.work.plans.board, app.work.plans.rule = board, true
					app.work.open(pagePlan)
					checkLayout(t, app, name+" plan")
					app.reached(t, pagePlan, app.tour(t, pagePlan))
				}
				for i := range 7 {
					app.work.open(actionPrefix + app.work.session.Document().Actions[i].ID)
					checkLayout(t, app, name+" form")
				}
				app.reached(t, app.work.pageID, app.tour(t, app.work.pageID))
				app.work.open(pageFindings)
				checkLayout(t, app, name+" findings")
			})
		}
	}
}

func BenchmarkPlanMoves(b *testing.B) {
	app := planned(b, "hospital")
	p := app.planPage(b)
	for i := range b.N {
		p.moveCursor(1 - 2*(i%2))
	}
}

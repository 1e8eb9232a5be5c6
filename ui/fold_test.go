package ui

import (
	finder "muster/assessment/find"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"muster/assessment/engagement"
	"muster/exporters/look"
	"muster/ui/form"
	"muster/ui/style"
)

// inHouse answers that there is no MSSP, through the questions' own blocks.
func inHouse(t testing.TB, app *App) {
	t.Helper()
	app.to(t, "mssp-scope").report(engagement.Multi{"none"}, nil)
	app.to(t, "mssp-model").report(engagement.Choice("in-house"), nil)
}

// without is an empty engagement of all questions of who has no MSSP.
func without(t testing.TB) *App {
	t.Helper()
	app := empty(t)
	inHouse(t, app)
	return app
}

// entry is the line of the list for a page.
func (a *App) entry(t testing.TB, id string) (navEntry, int) {
	t.Helper()
	for i, e := range a.work.nav.entries {
		if e.id == id {
			return e, i
		}
	}
	t.Fatalf("the list has no %s", id)
	return navEntry{}, 0
}

func (a *App) section(t testing.TB, id string) *sectionPage {
	t.Helper()
	if a.work.pageID != id {
		a.work.open(id)
	}
	return a.work.page.(*sectionPage)
}

// The list, the page and the figures follow a profile answer at once, and undo.
func TestSectionFolds(t *testing.T) {
	app := empty(t)
	check := func(when string, folded bool) {
		t.Helper()
		e, at := app.entry(t, "tools")
		_, process := app.entry(t, "process")
		_, notification := app.entry(t, "notification")
		_, respondents := app.entry(t, "respondents")
		if e.apart != folded || e.progress == folded || folded != (at > notification) || folded == (at < process) || at > respondents {
			t.Errorf("%s: the list shows %+v at %d", when, e, at)
		}
		if r, _ := app.entry(t, "responsibilities"); r.total != map[bool]int{true: 1, false: 4}[folded] {
			t.Errorf("%s: %d questions apply in responsibilities", when, r.total)
		}
	}
	check("at first", false)
	app.to(t, "mssp-scope").report(engagement.Multi{"none"}, nil)
	check("after half of it", false)
	b := app.to(t, "mssp-model")
	b.report(engagement.Choice("in-house"), nil)
	check("without an MSSP", true)
	if line := app.block(t, "mssp-notice").line; !line.Visible() || app.block(t, "mssp-notice").object.Visible() {
		t.Error("the contract's end is asked for on the same page")
	}
	p := app.section(t, "tools")
	if text := app.pageText(); !strings.Contains(text, "This section does not apply") || !strings.Contains(text, "You have no MSSP whose portal") ||
		!strings.Contains(text, "Who staffs incident response: In-house. Services bought: No MSSP contract at present.") || strings.Contains(text, p.blocks[0].item.Levels[0].Name) {
		t.Errorf("the page says %q", text)
	}
	if p.count.Text != "does not apply" {
		t.Errorf("the count says %q", p.count.Text)
	}
	app.undo()
	check("undone", false)
	if !app.block(t, "mssp-notice").object.Visible() || app.work.pageID != "profile" {
		t.Error("undo does not ask for the contract's end again")
	}
	app.redo()
	check("redone", true)
}

// Next unanswered passes by what does not apply, and ends when nothing is left.
func TestNextUnansweredPassesBy(t *testing.T) {
	app := without(t)
	visited := map[string]bool{}
	for range 100 {
		app.work.nextOf(finder.FilterByID("unanswered"))
		if app.dialogText() != "" {
			break
		}
		p := app.work.page.(*sectionPage)
		id := p.current.item.ID
		if visited[id] || len(p.current.item.Exemptions()) > 0 {
			t.Fatalf("led to %s", id)
		}
		visited[id] = true
		p.current.toggleState(engagement.Unknown)
	}
	app.wantDialog(t, "Nothing left")
	if len(visited) != 61 {
		t.Errorf("led to %d questions", len(visited))
	}
	for _, e := range app.work.nav.entries {
		if e.progress && e.answered+e.unknown != e.total {
			t.Errorf("%s: %d and %d of %d", e.id, e.answered, e.unknown, e.total)
		}
	}
}

// A line is one Tab stop; Enter shows the question, which counts once answered.
func TestAnswerAnywayByKey(t *testing.T) {
	app := without(t)
	app.work.goTo("raci-matrix")
	p := app.section(t, "responsibilities")
	line := app.block(t, "raci-decisions").line
	app.window.Canvas().FocusNext()
	if app.window.Canvas().Focused() != fyne.Focusable(line) || line.ring.StrokeWidth == 0 {
		t.Fatalf("after the matrix the focus is on %T", app.window.Canvas().Focused())
	}
	if p.current != nil || app.block(t, "raci-matrix").bar.FillColor == style.Color(look.Accent) {
		t.Error("the matrix is still marked")
	}
	app.press(fyne.KeyReturn)
	b := app.block(t, "raci-decisions")
	if app.window.Canvas().Focused() != b.field.Focus || !b.object.Visible() || p.current != b {
		t.Fatal("Enter does not lead into the question")
	}
	if !strings.Contains(strings.Join(texts(b.line), " "), "What you answer counts all the same.") {
		t.Errorf("above the question stands %q", texts(b.line))
	}
	if e, _ := app.entry(t, "responsibilities"); e.total != 1 {
		t.Errorf("%d apply before anything is answered", e.total)
	}
	app.typed("2")
	if e, _ := app.entry(t, "responsibilities"); e.total != 2 || e.answered != 1 || b.line.Visible() {
		t.Errorf("%+v, the reason stands there: %v", e, b.line.Visible())
	}
	app.undo()
	if e, _ := app.entry(t, "responsibilities"); e.total != 1 || !b.object.Visible() {
		t.Errorf("%+v, the question is there: %v", e, b.object.Visible())
	}
	// Another page and back: it stays open.
	app.work.open("staffing")
	app.work.open("responsibilities")
	if !app.block(t, "raci-decisions").object.Visible() || app.block(t, "raci-context").object.Visible() {
		t.Error("what was opened folds away")
	}
}

func TestAnswerSectionAnyway(t *testing.T) {
	app := without(t)
	p := app.section(t, "tools")
	app.tap(t, "Answer anyway")
	for _, b := range p.blocks {
		if !b.object.Visible() || b.line.Visible() {
			t.Errorf("%s is not asked", b.item.ID)
		}
	}
	if app.window.Canvas().Focused() != p.blocks[0].field.Focus {
		t.Error("the first question has not the focus")
	}
	app.typed("3")
	if e, _ := app.entry(t, "tools"); e.apart || e.total != 1 || e.answered != 1 {
		t.Errorf("%+v", e)
	}
	if app.work.session.Document().State("tool-routine") != engagement.Unanswered {
		t.Error("the document holds an inferred state")
	}
	app.tap(t, "Go to these answers ▸")
	if app.work.pageID != "profile" {
		t.Errorf("led to %s", app.work.pageID)
	}
}

// The panel too opens with Enter, after Tab.
func TestAnswerSectionAnywayByKey(t *testing.T) {
	app := without(t)
	p := app.section(t, "tools")
	app.window.Canvas().Focus(p.panel)
	app.press(fyne.KeyF1)
	app.typed(" ")
	if !p.blocks[0].object.Visible() {
		t.Error("Space does nothing")
	}
}

// A comment, a mark or a half-typed number is never hidden with its question.
func TestBegunStaysInView(t *testing.T) {
	app := empty(t)
	app.to(t, "mssp-notice").report(nil, map[string]string{"": "300"})
	app.to(t, "raci-context").toggleReview()
	inHouse(t, app)
	for section, id := range map[string]string{"profile": "mssp-notice", "responsibilities": "raci-context"} {
		app.section(t, section)
		if b := app.block(t, id); !b.object.Visible() || !b.line.Visible() {
			t.Errorf("%s: question %v, reason %v", id, b.object.Visible(), b.line.Visible())
		}
	}
}

// A way to a question opens it, whatever is folded.
func TestGoToWhatDoesNotApply(t *testing.T) {
	app := without(t)
	for _, id := range []string{"tool-training", "csirp-mssp"} {
		app.work.goTo(id)
		if b := app.block(t, id); !b.object.Visible() || app.window.Canvas().Focused() != b.field.Focus {
			t.Errorf("%s is not there", id)
		}
	}
}

// The question being worked on does not move when one above it folds.
func TestFoldingKeepsThePlace(t *testing.T) {
	app := empty(t)
	app.to(t, "mssp-scope").report(engagement.Multi{"none"}, nil)
	b := app.to(t, "mssp-model")
	p := app.section(t, "profile")
	p.scroll.ScrollToBottom()
	above := func() float32 {
		top, _ := offsetIn(p.scroll.Content, b.object)
		return top - p.scroll.Offset.Y
	}
	for range 2 {
		p.scroll.ScrollToOffset(fyne.NewPos(0, p.scroll.Offset.Y-150)) // room below, so that nothing must move
		before := above()
		b.report(engagement.Choice("in-house"), nil)
		if now := above(); now < before-1 || now > before+1 {
			t.Errorf("it stood at %.0f and stands at %.0f", before, now)
		}
		before = above()
		b.report(engagement.Choice("partly-outsourced"), nil)
		if now := above(); now < before-1 || now > before+1 {
			t.Errorf("it stood at %.0f and stands at %.0f", before, now)
		}
	}
}

// Switching between the sets keeps the question in view and the focus on it.
func TestScopeKeepsThePlace(t *testing.T) {
	app := sample(t, "saas")
	above := func(id string) float32 {
		p := app.work.page.(*sectionPage)
		top, _ := offsetIn(p.scroll.Content, app.block(t, id).object)
		return top - p.scroll.Offset.Y
	}
	focused := func(id string) bool { return app.window.Canvas().Focused() == app.block(t, id).field.Focus }
	inView := func(id string) bool { y := above(id); return y > -40 && y < app.work.middle.Size().Height-40 }
	for _, id := range []string{"csirp-notify", "bw-window", "asr-exercise"} {
		app.to(t, id)
		before := above(id)
		app.menuItem(t, "Quick set").Action()
		if !app.work.quick() || !focused(id) || !inView(id) {
			t.Errorf("%s in the quick set: focus %v, at %.0f", id, focused(id), above(id))
		}
		app.menuItem(t, "All questions").Action()
		if y := above(id); !focused(id) || !inView(id) {
			t.Errorf("%s in all: focus %v, at %.0f, before at %.0f", id, focused(id), y, before)
		}
		app.undo()
		if !app.work.quick() || !focused(id) {
			t.Errorf("%s after undo: quick %v, focus %v", id, app.work.quick(), focused(id))
		}
		app.undo()
	}
	// A question the quick set does not ask gives way to the one after it.
	app.to(t, "csirp-owner")
	app.tap(t, "Quick set")
	if p := app.work.page.(*sectionPage); app.work.pageID != "csirp" || !inView("csirp-roles") || p.current != nil {
		t.Error("the next question of the quick set is not in view")
	}
	// Scrolled without a focus, the first question in view stays.
	app.tap(t, "All questions")
	p := app.work.page.(*sectionPage)
	p.current = nil
	p.scroll.ScrollToOffset(fyne.NewPos(0, 2400))
	first := p.here()
	app.tap(t, "Quick set")
	app.tap(t, "All questions")
	if now := app.work.page.(*sectionPage).here(); now.item < first.item-3 || now.item > first.item+8 {
		t.Errorf("from question %d to %d", first.item, now.item)
	}
	if c, ok := app.window.Canvas().Focused().(*form.Chip); !ok || c.Text() != "All questions" {
		t.Errorf("%T took the focus", app.window.Canvas().Focused())
	}
}

// The figures of the list follow the set.
func TestScopeProgress(t *testing.T) {
	app := without(t)
	app.work.setScope("quick")
	if e, _ := app.entry(t, "process"); e.total != 1 {
		t.Errorf("%d of process in the quick set", e.total)
	}
	if e, _ := app.entry(t, "tools"); !e.apart {
		t.Error("tools apply in the quick set")
	}
	app.work.setScope("all")
	if e, _ := app.entry(t, "process"); e.total != 3 {
		t.Errorf("%d of process", e.total)
	}
}

func TestLayoutWithoutAnMSSP(t *testing.T) {
	for _, ap := range []style.Appearance{style.Light, style.Dark} {
		app := without(t)
		app.setAppearance(ap)
		for _, id := range app.pages() {
			app.work.open(id)
			checkLayout(t, app, string(ap)+", "+id)
		}
		app.work.goTo("tool-access")
		checkLayout(t, app, string(ap)+", tools opened")
		app.work.goTo("raci-context")
		checkLayout(t, app, string(ap)+", a question opened")
	}
}

func TestAppearanceKeepsWhatWasOpened(t *testing.T) {
	app := without(t)
	app.work.goTo("tool-access")
	app.setAppearance(style.Dark)
	if !app.block(t, "tool-access").object.Visible() {
		t.Error("the section folds away")
	}
}

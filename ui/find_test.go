package ui

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"muster/assessment/engagement"
	finder "muster/assessment/find"
	"muster/ui/form"
	"muster/ui/style"
)

// list is the open list of hits.
func (a *App) list(t testing.TB) *hitList {
	t.Helper()
	l, ok := find[*hitList](a.window.Canvas().Overlays().Top(), nil)
	if !ok {
		t.Fatalf("no list is open: %q", a.dialogText())
	}
	return l
}

// lookFor opens the list by its menu item and types.
func (a *App) lookFor(t testing.TB, typed string) *hitList {
	t.Helper()
	a.menuItem(t, "Find…").Action()
	a.typed(typed)
	return a.list(t)
}

// inView reports a part of the page that is not in view.
func (a *App) wantInView(t testing.TB, o fyne.CanvasObject, h float32) {
	t.Helper()
	p := a.work.page.(*sectionPage)
	top, ok := offsetIn(p.scroll.Content, o)
	if view := p.scroll.Offset.Y; !ok || top < view-0.5 || top+min(h, p.scroll.Size().Height) > view+p.scroll.Size().Height+0.5 {
		t.Errorf("%v at %.0f is not in view %.0f to %.0f", ok, top, view, view+p.scroll.Size().Height)
	}
}

func TestFindWithTheKeyboard(t *testing.T) {
	app := sample(t, "saas")
	app.to(t, "org-criticality")
	before := app.work.session.Document()
	l := app.lookFor(t, "forensic")
	if len(l.hits) < 3 || l.cursor != 0 || l.hits[0].Page.ID != "forensics" {
		t.Fatalf("finds %d, cursor %d", len(l.hits), l.cursor)
	}
	app.press("Down", "Down", "Up")
	want := l.hits[1]
	app.press("Return")
	app.noDialog(t)
	b := app.block(t, want.Item.ID)
	if app.window.Canvas().Focused() != b.field.Focus || app.work.page.(*sectionPage).current != b {
		t.Errorf("the keyboard is at %T, not at %s", app.window.Canvas().Focused(), want.Item.ID)
	}
	app.wantInView(t, b.object, b.object.Size().Height)
	if app.work.session.Document() != before {
		t.Error("finding changed the document")
	}
	// By number, from a page without questions.
	app.work.open(pageVerdict)
	app.lookFor(t, "59")
	app.press(fyne.KeyEnter)
	if p := app.work.page.(*sectionPage); p.current == nil || p.current.item.Number != 59 {
		t.Error("59 does not lead to question 59")
	}
	// To a page.
	app.lookFor(t, "criteria and")
	app.press("Return")
	if app.work.pageID != pageCriteria {
		t.Errorf("went to %s", app.work.pageID)
	}
	// Every page can be gone to by its title.
	for _, e := range app.work.entries() {
		if e.heading {
			continue
		}
		title, _, _ := strings.Cut(e.title, " (")
		l := app.lookFor(t, `"`+title)
		if i := slices.IndexFunc(l.hits, func(h finder.Hit) bool { return h.Page.ID == e.id }); i < 0 {
			t.Errorf("%q does not lead to %s", title, e.id)
		}
		app.press("Escape")
	}
}

func TestFindGivesTheKeyboardBack(t *testing.T) {
	app := sample(t, "saas")
	app.to(t, "staff-fte")
	field := app.window.Canvas().Focused()
	app.typed("17") // not committed yet
	app.lookFor(t, "rota")
	if app.answer("staff-fte").Value != engagement.Number(17) {
		t.Error("what was being typed was not taken over first")
	}
	app.press("Escape")
	app.noDialog(t)
	if app.window.Canvas().Focused() != field {
		t.Errorf("the keyboard is at %T", app.window.Canvas().Focused())
	}
	app.work.open(pageVerdict)
	app.window.Canvas().Unfocus()
	app.lookFor(t, "")
	app.press("Escape")
	if f, ok := app.window.Canvas().Focused().(*reader); !ok { // which had it before the click that took it away
		t.Errorf("the keyboard is at %T", f)
	}
	app.tap(t, "Find")
	if e, ok := app.window.Canvas().Focused().(*findEntry); !ok || e.Text != "rota" || e.SelectedText() != "rota" {
		t.Error("what was looked for last is not there to be replaced")
	}
	app.press("Escape")
	app.window.Canvas().Focus(app.work.nav)
	app.lookFor(t, "")
	app.press("Escape")
	if app.window.Canvas().Focused() != fyne.Focusable(app.work.nav) {
		t.Error("the list of pages lost the keyboard")
	}
}

func TestFindMovesInLongLists(t *testing.T) {
	app := empty(t)
	l := app.lookFor(t, "the")
	n := len(l.hits)
	if n < 3*findRows {
		t.Fatalf("%d hits", n)
	}
	app.press("Up")
	for range n + 5 {
		app.press("Down")
		if l.cursor < l.first || l.cursor >= l.first+findRows {
			t.Fatalf("row %d is not in view from %d", l.cursor, l.first)
		}
	}
	if l.cursor != n-1 || l.first != n-findRows {
		t.Errorf("ends at %d from %d of %d", l.cursor, l.first, n)
	}
	app.press(fyne.KeyPageUp)
	if l.cursor != n-findRows {
		t.Errorf("a page up is at %d", l.cursor)
	}
	app.press(fyne.KeyPageDown, fyne.KeyPageDown)
	if l.cursor != n-1 {
		t.Errorf("a page down is at %d", l.cursor)
	}
	if drawn := len(l.objects); drawn > 40*findRows {
		t.Errorf("%d objects are drawn", drawn)
	}
	app.typed("x") // a new list starts at its top
	if l.cursor != 0 || l.first != 0 {
		t.Errorf("starts at %d from %d", l.cursor, l.first)
	}
}

func TestFindWithTheMouse(t *testing.T) {
	app := sample(t, "saas")
	l := app.lookFor(t, "the")
	l.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.Delta{DY: -10}})
	l.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.Delta{DY: -20}})
	if l.first != 1 {
		t.Fatalf("the wheel turned to %d", l.first)
	}
	l.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.Delta{DY: 1e6}})
	if l.first != 0 {
		t.Errorf("the wheel turned to %d", l.first)
	}
	l.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.Delta{DY: -1e6}})
	if l.first != len(l.hits)-findRows {
		t.Errorf("the wheel turned to %d of %d", l.first, len(l.hits))
	}
	l.hover(2)
	want := l.hits[l.first+2]
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(l)
	test.TapCanvas(app.window.Canvas(), at.AddXY(100, 2.5*hitHeight))
	app.noDialog(t)
	if app.work.page.(*sectionPage).current.item != want.Item {
		t.Errorf("the tap did not lead to %s", want.Item.ID)
	}
	l = app.lookFor(t, "qqqq")
	l.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.Delta{DY: -100}})
	l.Tapped(&fyne.PointEvent{Position: fyne.NewPos(10, 10)})
	app.press("Down", "Up", fyne.KeyPageDown, "Return")
	app.wantDialog(t, "Nothing holds: qqqq")
	app.tap(t, fmt.Sprintf("For review %d", len(finder.FilterByID("review").Places(app.work.engagement()))))
	if _, ok := app.window.Canvas().Focused().(*findEntry); !ok {
		t.Error("a chip took the keyboard")
	}
	app.wantDialog(t, "Nothing under “For review” holds: qqqq")
}

func TestFilterChips(t *testing.T) {
	for _, name := range subjectNames() {
		app := subjects[name](t)
		l := app.lookFor(t, "")
		if len(l.hits) == 0 || l.hits[0].Item != nil {
			t.Errorf("%s: pages are not offered first", name)
		}
		for i := range finder.Filters {
			f := &finder.Filters[i]
			app.press("Tab")
			places := f.Places(app.work.engagement())
			chip, ok := find(app.window.Canvas().Overlays().Top(), func(c *form.Chip) bool {
				return strings.Join(texts(c), "") == fmt.Sprintf("%s %d", f.Title, len(places))
			})
			if !ok {
				t.Errorf("%s: no chip with the count of %q: %s", name, f.Title, app.dialogText())
				continue
			}
			if label, _ := find(chip, func(x *canvas.Text) bool { return true }); !label.TextStyle.Bold {
				t.Errorf("%s: %q is not shown as chosen", name, f.Title)
			}
			if len(l.hits) != len(places) {
				t.Errorf("%s: %q lists %d of %d", name, f.Title, len(l.hits), len(places))
			}
			for k, h := range l.hits {
				if h.Place != places[k] {
					t.Fatalf("%s: %q lists %v at %d", name, f.Title, h.Key(), k)
				}
			}
			if len(places) == 0 {
				app.wantDialog(t, f.None)
			}
		}
		app.press("Tab")
		if len(l.hits) == 0 || l.hits[0].Item != nil {
			t.Errorf("%s: Tab does not come around", name)
		}
	}
}

func TestNextOfEachGoesAround(t *testing.T) {
	app := sample(t, "saas")
	app.work.session.Edit(pageDetails, func(d *engagement.Document) { // something of each
		delete(d.Answers, "tool-access")
		delete(d.Answers, "ntf-regimes")
		raci := d.Answers["raci-matrix"]
		mssp := engagement.Responsibility{Accountable: "mssp", Doer: "mssp"}
		raci.State, raci.Value = engagement.Answered, engagement.RACI{"response-decision": mssp, "own-csirp": mssp, "monitor": mssp}
		d.Answers["raci-matrix"] = raci
		for _, id := range []string{"staff-fte", "tool-routine"} {
			a := d.Answers[id]
			a.Carried = true
			d.Answers[id] = a
		}
	})
	for i := range finder.Filters {
		f := &finder.Filters[i]
		item := app.menuItem(t, f.Menu)
		if item.Shortcut == nil {
			t.Errorf("%q has no shortcut", f.Menu)
		}
		places := f.Places(app.work.engagement())
		if len(places) < 2 {
			t.Fatalf("%q finds %d", f.Title, len(places))
		}
		app.work.open(pageVerdict)
		for k := range 2*len(places) + 1 {
			item.Action()
			app.noDialog(t)
			want := places[k%len(places)]
			p, ok := app.work.page.(*sectionPage)
			if !ok || p.current == nil || p.current.item != want.Item || app.window.Canvas().Focused() != p.current.field.Focus {
				t.Fatalf("%q, step %d: not at %s but on page %s", f.Menu, k, want.Item.ID, app.work.pageID)
			}
			if at, _ := app.work.where(); want.Row != "" && at.Row != want.Row {
				t.Errorf("%q, step %d: row %s, not %s", f.Menu, k, at.Row, want.Row)
			}
		}
	}
}

func TestNextOfEachSaysThatNoneIsLeft(t *testing.T) {
	app := empty(t)
	for i := range finder.Filters {
		f := &finder.Filters[i]
		app.menuItem(t, f.Menu).Action()
		if f.ID == "unanswered" {
			app.noDialog(t)
			continue
		}
		app.wantDialog(t, "Nothing left", f.None)
		app.press("Return")
		app.noDialog(t)
	}
	if app.work.session.Dirty() {
		t.Error("something changed")
	}
}

// A question that was begun but lacks what the verdict needs is not done: neither
// for the counts nor for the way to the next unanswered question.
func TestBegunIsNotComplete(t *testing.T) {
	app := empty(t)
	for _, it := range app.set.Items() {
		app.work.session.SetAnswer(it.ID, engagement.Answer{State: engagement.Unknown})
	}
	level := 3
	app.work.session.SetAnswer("skl-matrix", engagement.Answer{State: engagement.Answered, Value: engagement.Skills{"event-analysis": engagement.Skill{Required: &level}}})
	app.menuItem(t, "Next unanswered question").Action()
	app.noDialog(t)
	p, ok := app.work.page.(*sectionPage)
	if !ok || p.current == nil || p.current.item.ID != "skl-matrix" {
		t.Fatalf("not at the matrix but on page %s", app.work.pageID)
	}
	if s := app.pageText(); !strings.Contains(s, "1 not complete") {
		t.Errorf("%q", s)
	}
}

func TestRedFlagPutsTheCursorOnItsRow(t *testing.T) {
	app := empty(t)
	mssp := engagement.Responsibility{Accountable: "mssp", Doer: "mssp"}
	app.work.session.SetAnswer("raci-matrix", engagement.Answer{State: engagement.Answered, Value: engagement.RACI{"own-csirp": mssp, "response-decision": mssp}})
	l := app.lookFor(t, "")
	app.press("Tab", "Tab", "Tab", "Tab", "Down")
	if len(l.hits) != 2 || l.hits[l.cursor].Row != "own-csirp" {
		t.Fatalf("lists %v", l.hits)
	}
	app.press("Return")
	grid := app.block(t, "raci-matrix").field.Grid
	row, column := grid.Cursor()
	if row != 14 || engagement.Accountables[column] != "mssp" || app.window.Canvas().Focused() != fyne.Focusable(grid) {
		t.Errorf("the cursor is at %d, %d", row, column)
	}
	p := app.work.page.(*sectionPage)
	top, _ := offsetIn(p.scroll.Content, app.block(t, "raci-matrix").field.Object)
	if y := top + grid.CellPosition(row, column).Y; y < p.scroll.Offset.Y || y > p.scroll.Offset.Y+p.scroll.Size().Height {
		t.Errorf("the row at %.0f is not in view from %.0f", y, p.scroll.Offset.Y)
	}
	app.typed("c") // the cell of the accountable party is under the cursor
	if v := app.answer("raci-matrix").Value.(engagement.RACI); v["own-csirp"].Accountable != "client" {
		t.Errorf("typing c made it %v", v)
	}
}

func TestFindOutsideTheQuickSet(t *testing.T) {
	app := start(t)
	app.NewEngagement("quick")
	outside := -1
	for i, it := range app.set.Items() {
		if !it.Quick {
			outside = i
			break
		}
	}
	it := app.set.Items()[outside]
	l := app.lookFor(t, it.ID)
	if !l.hits[0].Outside {
		t.Fatal("not shown as outside")
	}
	app.wantDialog(t, "not in the quick set")
	app.press("Return")
	if app.work.quick() || app.work.page.(*sectionPage).current.item != it {
		t.Error("not all questions are shown")
	}
	app.work.session.Undo()
	if !app.work.quick() {
		t.Error("the switch cannot be undone")
	}
	// A hidden row of a question that does show.
	mssp := engagement.Responsibility{Accountable: "mssp", Doer: "mssp"}
	app.work.session.SetAnswer("raci-matrix", engagement.Answer{State: engagement.Answered, Value: engagement.RACI{"response-decision": mssp}})
	app.menuItem(t, "Next red flag").Action()
	if at, _ := app.work.where(); app.work.quick() || at.Row != "response-decision" {
		t.Errorf("at %v, quick %v", at, app.work.quick())
	}
	// Read-only, the set in use stays.
	app.OpenSample("newer", newerQuick(t))
	if !app.work.session.ReadOnly() || !app.work.quick() {
		t.Fatal("not the engagement that was meant")
	}
	app.lookFor(t, it.ID)
	app.press("Return")
	app.wantDialog(t, "read-only")
}

// newerQuick is an engagement of a newer program that shows the quick set.
func newerQuick(t testing.TB) []byte {
	t.Helper()
	return []byte(strings.Replace(string(sampleData(t, "saas")), `"version": 1`, `"version": 2, "scope": "quick"`, 1))
}

func TestFindShowsWhatWasFound(t *testing.T) {
	app := sample(t, "saas")
	app.work.session.Edit(pageDetails, func(d *engagement.Document) {
		for _, id := range []string{"raci-matrix", "bw-volume"} {
			a := d.Answers[id]
			a.Comment = "xylophone"
			d.Answers[id] = a
		}
	})
	for _, id := range []string{"raci-matrix", "bw-volume"} {
		l := app.lookFor(t, "xylophone")
		if l.hits[0].Item.ID != id {
			app.press("Down")
		}
		app.press("Return")
		b := app.block(t, id)
		app.wantInView(t, b.noteBox, b.noteBox.Size().Height)
		if app.window.Canvas().Focused() != b.field.Focus {
			t.Error("the question has not the keyboard")
		}
	}
	it := app.set.Item("skl-matrix")
	for _, text := range []string{it.Why, app.set.Item("staff-fte").Evidence} {
		l := app.lookFor(t, "")
		app.window.Canvas().Focused().(*findEntry).SetText(`"` + text[:60])
		id := l.hits[0].Item.ID
		app.press("Return")
		if b := app.block(t, id); !b.guidance.Visible() {
			t.Errorf("the help of %s, where %q stands, is not open", id, text[:60])
		}
	}
}

func TestNextHit(t *testing.T) {
	app := sample(t, "saas")
	next, previous := app.menuItem(t, "Next hit"), app.menuItem(t, "Previous hit")
	next.Action()
	app.wantDialog(t, "Ctrl+F")
	app.press("Return")
	l := app.lookFor(t, "forensic")
	keys := make([]string, len(l.hits))
	for i := range l.hits {
		keys[i] = l.hits[i].Key()
	}
	hits := l.hits
	at := func(i int) bool {
		h := hits[(i+len(hits))%len(hits)]
		if h.Item == nil {
			return app.work.pageID == h.Page.ID
		}
		p, ok := app.work.page.(*sectionPage)
		return ok && p.current != nil && p.current.item == h.Item
	}
	app.press("Down", "Return")
	for i := range 2 * len(hits) {
		next.Action()
		app.noDialog(t)
		if !at(i + 2) {
			t.Fatalf("step %d is not at %s", i, keys[(i+2)%len(keys)])
		}
	}
	for i := range 2 * len(hits) {
		previous.Action()
		if !at(2*len(hits) - i) {
			t.Fatalf("step %d back is not at %s", i, keys[(2*len(hits)-i)%len(keys)])
		}
	}
	// After Escape the first hit, or the last one, comes next.
	app.lookFor(t, "forensic")
	app.press("Escape")
	if next.Action(); !at(0) {
		t.Error("not at the first hit")
	}
	app.lookFor(t, "forensic")
	app.press("Escape")
	if previous.Action(); !at(-1) {
		t.Error("not at the last hit")
	}
	// Through a filter: what is done leaves the list, the next one takes its place.
	l = app.lookFor(t, "")
	app.window.Canvas().Focused().(*findEntry).SetText("")
	app.press("Tab", "Tab", "Tab")
	hits = l.hits
	app.press("Return")
	for i := range hits {
		if !at(i) {
			t.Fatalf("not at mark %d of %d", i, len(hits))
		}
		app.work.page.(*sectionPage).current.toggleReview()
		next.Action()
	}
	app.wantDialog(t, "Nothing found", finder.FilterByID("review").None)
}

func TestFindInHostileTexts(t *testing.T) {
	for _, ap := range []style.Appearance{style.Light, style.Dark} {
		app := hostile(t)
		app.setAppearance(ap)
		app.work.session.Edit(pageDetails, func(d *engagement.Document) {
			a := d.Answers["tool-access"]
			a.References = []engagement.Reference{{Title: strings.Repeat("reference ", 300), Location: "\u202eevil\xff"}}
			d.Answers["tool-access"] = a
		})
		for _, typed := range []string{"", "long-word", "ten thousand", "עברית", "👩‍💻", "emoji", "%s", "<b>", "override", "broken", "reference", "controls", "\u202e", "\x00", `"`, strings.Repeat("long-word", 20),
			strings.Repeat("w", 5000), strings.Repeat("né ", 400), "evil", "the", "24", "csirp", "raci"} {
			app.menuItem(t, "Find…").Action()
			entry := app.window.Canvas().Focused().(*findEntry)
			entry.SetText(typed)
			if len(entry.Text) > maxTyped {
				t.Errorf("%d bytes stay in the entry", len(entry.Text))
			}
			where := fmt.Sprintf("%s, %.20q", ap, typed)
			top := app.window.Canvas().Overlays().Top()
			all := ink(top, func(s string) { t.Errorf("%s: %s", where, s) })
			l := app.list(t)
			left := fyne.CurrentApp().Driver().AbsolutePositionForObject(l)
			for i, x := range all {
				wantSound(t, where, x.text)
				if strings.ContainsAny(x.text, "\n\r\t\x00\u202e") && x.y > left.Y {
					t.Errorf("%s: %q stands in the list", where, x.text)
				}
				if x.in == nil && x.y > left.Y && (x.x < left.X-1 || x.x+x.w > left.X+findWidth+1 || x.y+x.h > 720) {
					t.Errorf("%s: %v is outside the list", where, x)
				}
				for _, y := range all[i+1:] {
					if x.in == y.in && min(x.x+x.w, y.x+y.w)-max(x.x, y.x) > 2 && min(x.y+x.h, y.y+y.h)-max(x.y, y.y) > 5 {
						t.Errorf("%s: %v lies on %v", where, x, y)
					}
				}
			}
			app.press("Escape")
			app.noDialog(t)
		}
		if l := app.lookFor(t, "evil"); len(l.hits) != 1 || l.hits[0].Item.ID != "tool-access" || l.hits[0].Part != finder.Reference {
			t.Errorf("a reference is not found: %v", l.hits)
		}
	}
}

func TestFindInAnEmptyEngagement(t *testing.T) {
	app := empty(t)
	l := app.lookFor(t, "csirp")
	if len(l.hits) == 0 {
		t.Error("finds nothing")
	}
	app.press("Tab", "Return")
	if p := app.work.page.(*sectionPage); p.current == nil || app.work.session.Dirty() {
		t.Error("not at an open question")
	}
}

// The list opens under no dialog, from the chip neither.
func TestFindUnderADialog(t *testing.T) {
	app := sample(t, "saas")
	app.inform("A dialog", "is open")
	app.work.openFind()
	if n := len(app.window.Canvas().Overlays().List()); n != 1 {
		t.Errorf("%d dialogs", n)
	}
	app.press("Return")
	app.lookFor(t, "csirp")
	for _, label := range []string{"Find…", "Next hit", "Next unanswered question", "Next red flag"} {
		page := app.work.pageID
		app.menuItem(t, label).Action()
		if n := len(app.window.Canvas().Overlays().List()); n != 1 || app.work.pageID != page {
			t.Errorf("%q acts under the list", label)
		}
	}
}

// A click beside the entry takes the keyboard; the next key brings it back.
func TestFindKeepsTheKeys(t *testing.T) {
	app := sample(t, "saas")
	l := app.lookFor(t, "the")
	app.window.Canvas().Unfocus()
	app.window.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyDown})
	if _, ok := app.window.Canvas().Focused().(*findEntry); !ok || l.cursor != 1 {
		t.Errorf("the keyboard is at %T, the cursor at %d", app.window.Canvas().Focused(), l.cursor)
	}
}

func BenchmarkFindTyping(b *testing.B) {
	app := sample(b, "bank")
	app.work.openFind()
	entry := app.window.Canvas().Focused().(*findEntry)
	words := []string{"csirp", "the plan"}
	i := 0
	for b.Loop() {
		i++
		entry.SetText(words[i%2])
	}
	if l, _ := find[*hitList](app.window.Canvas().Overlays().Top(), nil); len(l.hits) == 0 {
		b.Fatal("nothing found")
	}
}

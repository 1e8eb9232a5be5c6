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
	"fyne.io/fyne/v2/test"
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
	if s := scrollAround(a.front(), o); s != nil {
		frames = append(frames, s)
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
		case *form.ChoiceGroup, *form.Grid, *navList, *referenceList, *entryList, *reader, *actionTable, *actionBoard: // of these a part is brought into view
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
			if strings.Contains(fmt.Sprintf("%T", o), "selectable") || strings.Contains(fmt.Sprintf("%T", o), "scroll") || strings.Contains(fmt.Sprintf("%T", o), "entryContent") || strings.Contains(fmt.Sprintf("%T", o), "revealer") {
				return
			}
			t.Errorf("%s: a %T can be tapped only", where, o)
		}
	})
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

// Every dialog gives the keyboard to one of its parts, shows where it is, closes by
// Escape and gives the keyboard back to where it was.
func TestDialogsByKeyboard(t *testing.T) {
	app := sample(t, "saas")
	c := app.window.Canvas()
	for _, name := range []string{"Keys", "About Muster", "Open…", "Folders of the list…", "Save as…", "Saved versions…", "Password…", "Compare with the file on disk…",
		"Import a ticket export…", "Import questionnaires…", "Write a questionnaire…", "Full report (PDF)…", "Find…", "Add evidence…", "Keep as scenario…", "New from this engagement…"} {
		found := false
		for _, i := range menuItems(app) {
			found = found || i.Label == name
		}
		if !found {
			continue
		}
		app.work.session.MarkSaved(app.work.session.Document())
		b := app.to(t, "tool-access")
		app.menuItem(t, name).Action()
		d := app.dialog()
		if d == nil {
			t.Errorf("%s opens nothing", name)
			continue
		}
		f := c.Focused()
		if f == nil || !slices.Contains(stopsIn(d.content), f) {
			t.Errorf("%s: the keyboard is at %T", name, f)
			continue
		}
		if _, own := f.(*findEntry); !own {
			app.tour(t, name)
		}
		c.Focus(f)
		app.press(fyne.KeyEscape)
		if app.blocked() {
			t.Fatalf("%s: Escape does not leave: %.200q", name, app.dialogText())
		}
		if c.Focused() != b.field.Focus {
			t.Errorf("%s leaves the keyboard at %T", name, c.Focused())
		}
	}
}

// A message over a dialog gives the keyboard back to the dialog.
func TestDialogOverDialog(t *testing.T) {
	app := sample(t, "saas")
	path := saved(t, t.TempDir(), "saas", nil)
	app.menuItem(t, "Save as…").Action()
	e := app.window.Canvas().Focused().(*form.Entry)
	e.SetText(path)
	app.press(fyne.KeyReturn)
	app.wantDialog(t, "Replace the file?")
	app.press(fyne.KeyEscape)
	app.wantDialog(t, "Save the engagement")
	if app.window.Canvas().Focused() != fyne.Focusable(e) {
		t.Errorf("the keyboard is at %T", app.window.Canvas().Focused())
	}
}

// The sheet of keys is read with the keyboard alone.
func TestKeysSheetScrolls(t *testing.T) {
	app := start(t)
	app.menuItem(t, "Keys").Action()
	s := app.dialog().body.(*container.Scroll)
	app.press(fyne.KeyEnd)
	if end := s.Content.MinSize().Height - s.Size().Height; end <= 0 || math.Abs(float64(s.Offset.Y-end)) > 1 {
		t.Errorf("End scrolls to %v of %v", s.Offset.Y, end)
	}
	for _, i := range menuItems(app) {
		if i.Shortcut != nil && !strings.Contains(app.dialogText(), i.Label) {
			t.Errorf("the sheet does not name %q", i.Label)
		}
	}
}

// The wheel over a comment turns the page, and Tab leaves it.
func TestCommentLetsWheelAndTabPass(t *testing.T) {
	app := empty(t)
	b := app.to(t, "tool-access")
	b.openComment()
	p := app.work.page.(*sectionPage)
	over, ok := find[fyne.CanvasObject](b.note, func(o fyne.CanvasObject) bool {
		_, is := o.(fyne.Scrollable)
		_, inner := o.(*container.Scroll)
		return is && !inner
	})
	if !ok {
		t.Fatal("nothing takes the wheel")
	}
	before := p.scroll.Offset.Y
	over.(fyne.Scrollable).Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -30)})
	if p.scroll.Offset.Y <= before {
		t.Errorf("the page stands still at %v", p.scroll.Offset.Y)
	}
	if b.note.AcceptsTab() {
		t.Error("the comment keeps Tab")
	}
}

// What may only be read takes no typing, and can be selected.
func TestReadOnlyRefusesTyping(t *testing.T) {
	app := sample(t, "saas")
	app.work.session.SetReadOnly(true)
	app.work.open(pageDetails)
	f := app.work.page.(*detailsPage).fields[0]
	before := f.Text
	app.window.Canvas().Focus(f)
	app.typed("x")
	app.press(fyne.KeyBackspace, fyne.KeyDelete)
	f.TypedShortcut(&fyne.ShortcutSelectAll{})
	f.TypedShortcut(&fyne.ShortcutPaste{Clipboard: app.fyne.Clipboard()})
	f.TypedShortcut(&fyne.ShortcutCut{Clipboard: app.fyne.Clipboard()})
	if f.Text != before || f.SelectedText() != before || app.fyne.Clipboard().Content() != before {
		t.Errorf("text %q, selected %q, copied %q", f.Text, f.SelectedText(), app.fyne.Clipboard().Content())
	}
	b := app.to(t, "staff-fte")
	n := b.field.Focus.(*form.Number)
	shown := n.Text
	app.typed("7")
	if n.Text != shown {
		t.Errorf("a number became %q", n.Text)
	}
}

// Undo takes back what is typed first, then what was done before it; the keyboard is
// at what changed.
func TestUndoOfTextThenOfSession(t *testing.T) {
	app := empty(t)
	app.to(t, "tool-access")
	app.typed("3")
	app.work.open(pageDetails)
	f := app.work.page.(*detailsPage).fields[1]
	app.window.Canvas().Focus(f)
	app.typed("Client")
	app.undo()
	if f.Text != "" {
		t.Errorf("the field holds %q", f.Text)
	}
	app.redo()
	if f.Text != "Client" {
		t.Errorf("and then %q", f.Text)
	}
	app.undo()
	app.undo()
	b := app.block(t, "tool-access")
	if app.answer("tool-access").State != engagement.Unanswered || app.window.Canvas().Focused() != b.field.Focus {
		t.Errorf("state %q, the keyboard at %T", app.answer("tool-access").State, app.window.Canvas().Focused())
	}
}

// Parts that are made anew do not lose the keyboard.
func TestKeyboardStaysWhenPagesAreMadeAnew(t *testing.T) {
	app := sample(t, "saas")
	c := app.window.Canvas()
	app.work.open(pageOptions)
	p := app.work.page.(*optionsPage)
	options := app.work.session.Document().Options
	if len(options) < 2 {
		t.Fatal("the sample has no options")
	}
	id := options[1].ID
	c.Focus(p.movers["options/up/"+id])
	app.press(fyne.KeyReturn)
	if app.work.session.Document().Options[0].ID != id || c.Focused() != fyne.Focusable(p.movers["options/up/"+id]) {
		t.Errorf("the keyboard is at %T", c.Focused())
	}
	undo, ok := find[*form.Chip](app.work.top.object, func(c *form.Chip) bool { return c.Text() == "Undo" })
	if !ok {
		t.Fatal("no Undo")
	}
	c.Focus(undo)
	app.press(fyne.KeyReturn)
	if got, ok := c.Focused().(*form.Chip); !ok || got.Text() != "Undo" || !slices.Contains(stopsIn(app.work.root), c.Focused()) {
		t.Errorf("after Undo the keyboard is at %T", c.Focused())
	}
	app.press(fyne.KeyEscape)
	if c.Focused() != fyne.Focusable(app.work.nav) {
		t.Errorf("Escape leads to %T", c.Focused())
	}
	app.press(fyne.KeyReturn)
	if _, ok := c.Focused().(*reader); !ok {
		t.Errorf("Enter in the list leads to %T", c.Focused())
	}
}

// A section page gives the keyboard to the first question to be answered: a digit
// answers it at once, whichever way the page was opened. Where all are answered the
// arrows scroll and a digit is for the first question.
func TestSectionBeginsAtItsFirstQuestion(t *testing.T) {
	app := empty(t)
	c := app.window.Canvas()
	first := app.set.Sections[0].ID
	ways := map[string]func(){
		"opened":    func() { app.work.open(first) },
		"next page": func() { app.work.open(pageDetails); app.work.step(1) },
		"click on the list": func() {
			app.work.open(pageVerdict)
			pos, _ := app.work.nav.rowOf(first)
			test.TapCanvas(c, fyne.CurrentApp().Driver().AbsolutePositionForObject(app.work.nav).Add(pos))
		},
		"Enter on the list": func() {
			app.work.open(pageDetails)
			c.Focus(app.work.nav)
			app.press(fyne.KeyDown)
			if c.Focused() != fyne.Focusable(app.work.nav) {
				t.Error("an arrow in the list leaves it")
			}
			app.press(fyne.KeyReturn)
		},
	}
	for name, way := range ways {
		app.work.open(pageVerdict)
		way()
		p := app.work.page.(*sectionPage)
		b := p.blocks[0]
		if p.current != b || c.Focused() != b.field.Focus {
			t.Fatalf("%s: the keyboard is at %T", name, c.Focused())
		}
		if p.scroll.Offset.Y != 0 {
			t.Errorf("%s: the page begins %v below its top", name, p.scroll.Offset.Y)
		}
		app.typed("2")
		if a := app.answer(b.item.ID); a.State != engagement.Answered {
			t.Errorf("%s: a digit answers nothing", name)
		}
		app.work.session.Undo()
	}

	// With the first one answered it is the next.
	app.work.open(first)
	app.typed("2")
	app.work.open(pageVerdict)
	app.work.open(first)
	if p := app.work.page.(*sectionPage); p.current != p.blocks[1] {
		t.Error("the first question that is not answered has not the keyboard")
	}

	app = sample(t, "saas") // this section is answered in full
	app.work.open(pageVerdict)
	app.work.open("staffing")
	p := app.work.page.(*sectionPage)
	before := app.work.session.Document()
	app.press(fyne.KeyDown, fyne.KeyDown)
	if app.work.session.Document() != before || p.scroll.Offset.Y == 0 {
		t.Error("arrows on an answered page answer, or do not scroll")
	}
	app.typed("7")
	if b := p.blocks[0]; p.current != b || app.window.Canvas().Focused() != b.field.Focus || b.field.Focus.(*form.Number).Text != "7" || p.scroll.Offset.Y != 0 {
		t.Errorf("a digit is not for the first question but for %T", app.window.Canvas().Focused())
	}
}

// A number reaches the document, and so the recovery journal, while it is typed: as
// far as it is an allowed one. It is shown as typed until the field is left, and is one
// step to undo.
func TestNumberIsKeptWhileTyped(t *testing.T) {
	app := sample(t, "saas")
	b := app.to(t, "staff-fte")
	before := app.answer("staff-fte").Value
	var pauses []func()
	form.Window.Pause = func(do func()) { pauses = append(pauses, do) }
	pause := func() {
		for _, do := range pauses {
			do()
		}
		pauses = nil
	}
	field := b.field.Focus.(*form.Number)
	app.window.Canvas().Focus(field)
	for _, step := range []struct {
		key  string
		want engagement.Value
	}{{"1", engagement.Number(1)}, {",", engagement.Number(1)}, {"5", engagement.Number(1.5)}, {"x", engagement.Number(1.5)}} {
		app.typed(step.key)
		if got := app.answer("staff-fte").Value; got == step.want && step.key != "," && step.key != "x" {
			t.Errorf("%q counts before a pause", step.key)
		}
		pause()
		if got := app.answer("staff-fte").Value; got != step.want {
			t.Errorf("after %q the answer is %v, want %v", step.key, got, step.want)
		}
	}
	if field.Text != "1,5x" || strings.Contains(app.pageText(), "allowed:") {
		t.Errorf("while it is typed the field shows %q", field.Text)
	}
	app.press(fyne.KeyBackspace)
	app.window.Canvas().Unfocus()
	if got := app.answer("staff-fte").Value; field.Text != "1.5" || got != engagement.Value(engagement.Number(1.5)) {
		t.Errorf("left, the field shows %q and the answer is %v", field.Text, got)
	}
	app.undo()
	if got := app.answer("staff-fte").Value; got != before {
		t.Errorf("after one undo the answer is %v, want %v", got, before)
	}
}

package ui

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"muster/exporters/look"
	"muster/exporters/redaction"
	"muster/exporters/report"
	"muster/ui/style"
)

// keyed sends a key to where the window's driver would.
func (a *App) keyed(keys ...fyne.KeyName) {
	c := a.window.Canvas()
	for _, k := range keys {
		e := &fyne.KeyEvent{Name: k}
		if f := c.Focused(); f != nil {
			f.TypedKey(e)
		} else {
			c.OnTypedKey()(e)
		}
	}
}

func (a *App) slideID() string { return a.presenting.slides[a.presenting.at].ID }

// toTopic shows the first slide of a topic.
func (a *App) toTopic(t testing.TB, topic string) {
	t.Helper()
	i, ok := a.presenting.topics[topic]
	if !ok {
		t.Fatalf("no slide on %s", topic)
	}
	if topic == report.TopicTrial { // kept scenarios come first
		for !a.presenting.slides[i].Trial {
			i++
		}
	}
	a.presenting.to(i)
}

func TestPresentKeys(t *testing.T) {
	app := sample(t, "saas")
	app.window.Canvas().Unfocus()
	app.keyed(fyne.KeyF5)
	s := app.presenting
	if s == nil || !app.window.FullScreen() || s.at != 0 || app.window.Content() != fyne.CanvasObject(s.stage) {
		t.Fatal("F5 does not present")
	}
	last := len(s.slides) - 1
	for _, k := range []fyne.KeyName{fyne.KeyRight, fyne.KeyDown, fyne.KeySpace, fyne.KeyPageDown, fyne.KeyReturn, fyne.KeyEnter} {
		s.to(1)
		if app.keyed(k); s.at != 2 {
			t.Errorf("%s leads to %d", k, s.at)
		}
	}
	for _, k := range []fyne.KeyName{fyne.KeyLeft, fyne.KeyUp, fyne.KeyPageUp, fyne.KeyBackspace} {
		s.to(2)
		if app.keyed(k); s.at != 1 {
			t.Errorf("%s leads to %d", k, s.at)
		}
	}
	if app.keyed(fyne.KeyEnd, fyne.KeyRight); s.at != last {
		t.Errorf("End and on: %d", s.at)
	}
	if app.keyed(fyne.KeyHome, fyne.KeyLeft); s.at != 0 {
		t.Errorf("Home and back: %d", s.at)
	}
	app.keyed(fyne.KeyEnd, fyne.KeyF5)
	if s.at != 0 {
		t.Errorf("F5 leads to %d", s.at)
	}
	digit := app.window.Canvas().OnTypedRune()
	digit('4')
	if s.at != 3 {
		t.Errorf("4 leads to %d", s.at)
	}
	s.digitAt = time.Time{} // long ago
	digit('1')
	if digit('2'); s.at != 11 {
		t.Errorf("1 2 leads to %d", s.at)
	}
	if digit('9'); s.at != 8 { // there is no slide 129
		t.Errorf("9 leads to %d", s.at)
	}
	if digit('x'); s.at != 8 {
		t.Error("a letter leads on")
	}
	app.keyed(fyne.KeyEscape)
	if app.presenting != nil || app.window.FullScreen() || app.window.Content() != app.work.root {
		t.Error("Escape does not leave")
	}
}

// Leaving shows what was there: page, panel, focus, menu, what is being tried out.
func TestPresentRestores(t *testing.T) {
	app := sample(t, "bank")
	app.work.toggleSide()
	app.to(t, "tool-access")
	menu, focus, size, doc := app.window.MainMenu(), app.window.Canvas().Focused(), app.window.Canvas().Size(), app.work.session.Document()
	page := app.work.page
	app.keyed(fyne.KeyF5) // out of a field
	if app.presenting == nil || app.window.MainMenu() != nil {
		t.Fatal("F5 in a field does not present, or the menu stays")
	}
	app.window.Resize(fyne.NewSize(1920, 1080))
	app.keyed(fyne.KeyEnd, fyne.KeyEscape)
	if app.window.MainMenu() != menu || app.window.Canvas().Focused() != focus || app.window.Canvas().Size() != size {
		t.Errorf("menu, focus %v or size %v differ", app.window.Canvas().Focused(), app.window.Canvas().Size())
	}
	if app.work.page != page || app.work.pageID != "tools" || app.work.verdict.shown() || app.work.session.Document() != doc || app.work.session.Dirty() {
		t.Error("page, panel or document differ")
	}
	checkLayout(t, app, "afterwards")
}

func TestPresentFromThisPage(t *testing.T) {
	app := sample(t, "saas")
	for page, topic := range map[string]string{pageVerdict: report.TopicSIA, pageCSIRP: report.TopicCSIRP, pageCapacity: report.TopicCapacity, "bandwidth": report.TopicCapacity,
		pageResponsibilities: report.TopicResponsibilities, pageCriteria: report.TopicOptions, pageFindings: report.TopicFindings, pageSettings: report.TopicTitle, pageSince: report.TopicTitle} {
		app.work.open(page)
		app.work.present(true)
		if got := app.presenting.slides[app.presenting.at].Topic; got != topic {
			t.Errorf("from %s: %s", page, got)
		}
		app.presenting.end()
	}
	before := shiftHeld
	defer func() { shiftHeld = before }()
	shiftHeld = func() bool { return true }
	app.work.open(pageFindings)
	app.window.Canvas().Unfocus()
	app.keyed(fyne.KeyF5)
	app.presenting.to(0)
	if app.keyed(fyne.KeyF5); app.slideID() != "findings-1" {
		t.Errorf("Shift+F5 leads to %s", app.slideID())
	}
}

func TestPresentMouse(t *testing.T) {
	app := sample(t, "saas")
	app.menuItem(t, "Present (F5)").Action()
	s := app.presenting
	test.TapCanvas(app.window.Canvas(), fyne.NewPos(600, 300))
	if s.at != 1 {
		t.Errorf("a click leads to %d", s.at)
	}
	s.stage.TappedSecondary(nil)
	if s.at != 0 {
		t.Errorf("the other button leads to %d", s.at)
	}
	turn := func(by float32) { s.stage.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, by)}) }
	turn(-5)
	if s.at != 0 {
		t.Error("half a notch turns the page")
	}
	for range 9 { // one turn is one slide, however long
		turn(-25)
	}
	if s.at != 1 {
		t.Errorf("the wheel leads to %d", s.at)
	}
	s.wheelAt = time.Time{}
	if turn(25); s.at != 0 {
		t.Errorf("back leads to %d", s.at)
	}
	if s.stage.controls.Visible() {
		t.Error("the controls show")
	}
	s.stage.MouseMoved(&desktop.MouseEvent{})
	if !s.stage.controls.Visible() {
		t.Fatal("the controls do not show")
	}
	app.tap(t, "Next ›")
	app.tap(t, "Next ›")
	app.tap(t, "‹ Back")
	if s.at != 1 || !s.stage.controls.Visible() {
		t.Errorf("the controls lead to %d", s.at)
	}
	app.tap(t, "End (Esc)")
	if app.presenting != nil {
		t.Error("End does not leave")
	}
}

// What is tried out on a slide is the what-if of the verdict page, and no answer.
func TestPresentWhatIf(t *testing.T) {
	for _, readOnly := range []bool{false, true} {
		app := sample(t, "saas")
		app.work.session.SetReadOnly(readOnly)
		volume := 0.9
		app.work.whatIf.Volume = &volume // tried out before
		app.work.open(pageVerdict)
		doc := app.work.session.Document().Write()
		app.work.present(false)
		app.toTopic(t, report.TopicTrial)
		c := app.window.Canvas()
		var stops []string
		for range 5 {
			c.FocusNext()
			if l, ok := c.Focused().(*lever); ok {
				stops = append(stops, l.slide.id)
			}
		}
		if want := []string{"fte", "volume", "handle", "sia", "fte"}; !slices.Equal(stops, want) {
			t.Fatalf("Tab leads to %q", stops)
		}
		before := app.content()
		for range 40 {
			app.keyed(fyne.KeyRight)
		}
		if v := app.work.whatIf; v.FTE == nil || *v.FTE != 5 || v.Volume == nil || *v.Volume != 0.9 {
			t.Fatalf("the what-if is %+v", v)
		}
		if after := app.content(); after == before || !strings.Contains(after, "Not warranted") || !strings.Contains(after, "Tried out, not answered") || !strings.Contains(after, "answered: 1.242") {
			t.Errorf("the slide says %q", after)
		}
		at := app.presenting.at
		test.TapCanvas(c, fyne.NewPos(80, 200)) // beside a slider
		if app.presenting.at != at {
			t.Error("a click that misses a slider turns the page")
		}
		app.keyed(fyne.KeyPageDown)
		if app.presenting.at != at+1 || c.Focused() != nil {
			t.Error("Page Down stays on the slider")
		}
		app.keyed(fyne.KeyPageUp, fyne.KeyEscape)
		if string(app.work.session.Document().Write()) != string(doc) || app.work.session.Dirty() {
			t.Error("presenting answered something")
		}
		if v := app.work.whatIf; v.FTE == nil || *v.FTE != 5 || v.Volume == nil {
			t.Error("leaving drops what was tried out")
		}
		if !strings.Contains(app.pageText(), "5 FTE instead of 3") {
			t.Error("the verdict page does not show what is tried out")
		}
	}
}

// Nothing of the workspace answers while the slides are shown; closing asks as ever.
func TestPresentKeepsOthersOut(t *testing.T) {
	app := sample(t, "saas")
	app.to(t, "tool-access")
	app.typed("2")
	items, doc := menuItems(app), app.work.session.Document()
	app.work.present(false)
	for _, i := range items {
		if !i.IsQuit {
			i.Action()
		}
	}
	app.noDialog(t)
	scale, work := app.scale, app.work
	app.stepScale(1) // Ctrl and the key of the plus sign come without the menu
	if app.scale != scale || app.work != work || app.window.Content() != app.presenting.stage {
		t.Error("a key changes the scale")
	}
	if app.presenting == nil || app.work.session.Document() != doc {
		t.Fatal("a menu item acted")
	}
	app.Quit()
	app.wantDialog(t, "are not saved")
	app.tap(t, "Go on working")
	if app.keyed(fyne.KeyRight); app.presenting == nil || app.presenting.at != 1 || app.quitting {
		t.Error("the presentation does not go on")
	}
	app.Terminate()
	if app.work != nil || !app.quitting {
		t.Error("a signal does not end the program")
	}
}

func TestPresentMenuIsTheOldOne(t *testing.T) {
	app := start(t)
	app.window.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyF5})
	if app.presenting != nil {
		t.Error("there is nothing to present")
	}
	app.menuItem(t, "Present (F5)").Action()
	app.wantDialog(t, errNoEngagement().Error())
}

// Another engagement ends the presentation of this one.
func TestPresentEndsWithTheEngagement(t *testing.T) {
	app := sample(t, "saas")
	app.work.present(false)
	app.OpenSample("bank", sampleData(t, "bank"))
	if app.presenting != nil || app.window.FullScreen() || app.window.Content() != app.work.root || app.window.MainMenu() == nil {
		t.Error("the presentation stays")
	}
}

// Every slide of every engagement fits every wall: nothing is cut off, lies on
// something else or outside, and nothing but the foot is small.
func TestPresentLayout(t *testing.T) {
	for _, name := range subjectNames() {
		app := subjects[name](t)
		app.work.present(false)
		for _, size := range []fyne.Size{fyne.NewSize(1280, 720), fyne.NewSize(1920, 1080), fyne.NewSize(1024, 768)} {
			app.window.Resize(size)
			for i := range app.presenting.slides {
				app.presenting.to(i)
				where := name + ", " + app.slideID()
				checkWall(t, app, where, size)
				wantSound(t, where, app.content())
				if app.presenting.slides[i].Trial { // with something tried out in it
					fte, hours := 3.3, 12.0
					app.work.whatIf.FTE, app.work.whatIf.SIAHours = &fte, &hours
					app.presenting.to(i)
					checkWall(t, app, where+" tried out", size)
				}
			}
		}
		app.presenting.end()
	}
}

func checkWall(t *testing.T, a *App, where string, size fyne.Size) {
	t.Helper()
	u := min(size.Width/wallWidth, size.Height/wallHeight)
	fault := func(s string) { t.Errorf("%s at %v: %s", where, size, s) }
	all := ink(a.presenting.stage, fault)
	for i, x := range all {
		if x.x < -0.5 || x.x+x.w > size.Width+0.5 || x.y < -0.5 || x.y+x.h > size.Height+0.5 {
			fault(x.String() + " is outside")
		}
		for _, y := range all[i+1:] {
			if min(x.x+x.w, y.x+y.w)-max(x.x, y.x) > 2 && min(x.y+x.h, y.y+y.h)-max(x.y, y.y) > 2*u+2 {
				fault(x.String() + " lies on " + y.String())
			}
		}
	}
	foot := size.Height - wallFoot*u
	walk(a.presenting.stage, func(o fyne.CanvasObject, at fyne.Position, _ fyne.CanvasObject) {
		switch o := o.(type) {
		case *canvas.Text:
			if at.Y < foot && o.TextSize < wallLeast*u-0.01 {
				fault(o.Text + " is too small")
			}
		case *canvas.Raster:
			if end := at.Y + o.Size().Height; end > foot+1 || at.X < -0.5 || at.X+o.Size().Width > size.Width+0.5 {
				fault("a picture is outside")
			}
		}
	})
	for _, x := range all {
		if x.y < foot-1 && x.y+x.h > foot+2*u+1 {
			fault(x.String() + " reaches into the foot")
		}
	}
}

// The same in light and dark but for the colours.
func TestPresentAppearance(t *testing.T) {
	var said [][]string
	for _, ap := range []style.Appearance{style.Light, style.Dark} {
		app := sample(t, "hospital")
		app.setAppearance(ap)
		app.work.present(false)
		app.presenting.to(1)
		said = append(said, texts(app.presenting.stage))
		back, _ := find[*canvas.Rectangle](app.presenting.stage, nil)
		if back.FillColor != style.Color(look.Background) {
			t.Errorf("%s: the ground is %v", ap, back.FillColor)
		}
		app.presenting.end()
	}
	if !reflect.DeepEqual(said[0], said[1]) {
		t.Errorf("%q and %q", said[0], said[1])
	}
}

// F5 presents from every stop of every page, Shift+F5 from there, and it comes back
// to the stop.
func TestPresentFromEveryStop(t *testing.T) {
	app := sample(t, "saas")
	c := app.window.Canvas()
	pages := append(app.pages(), pageCriteria)
	for _, topic := range topics() {
		pages = append(pages, optionPage("a-silver", topic.ID))
	}
	kinds := map[string]bool{}
	try := func(where string) {
		for _, f := range stopsIn(app.window.Content()) {
			kind := where + reflect.TypeOf(f).String()
			if kinds[kind] {
				continue
			}
			kinds[kind] = true
			c.Focus(f)
			if c.Focused() != f {
				continue
			}
			app.keyed(fyne.KeyF5)
			if app.presenting == nil {
				t.Errorf("%s: F5 in a %T does not present", where, f)
				continue
			}
			app.presenting.end()
		}
	}
	for _, id := range pages {
		app.work.open(id)
		try(id)
	}
	app.work.newAction()
	try("an action")
}

// A presentation is for the reader that exports are for; r goes on for the next
// one, on the same topic, and what they may not see is on no slide.
func TestPresentForReaders(t *testing.T) {
	app := sample(t, "saas")
	doc := app.work.session.Document()
	text := func() string {
		var out []string
		for i := range app.presenting.slides {
			app.presenting.to(i)
			out = append(out, texts(app.window.Content())...)
		}
		return strings.Join(out, " ")
	}
	app.work.open(pageReports)
	app.work.present(false)
	if r := app.presenting.rep.Redaction.ID; r != redaction.Internal.ID {
		t.Errorf("F5 is for %s", r)
	}
	if all := text(); !strings.Contains(all, doc.Client) || !strings.Contains(all, doc.Assessor) {
		t.Fatal("an internal presentation does not say whose it is")
	}
	app.toTopic(t, report.TopicFindings)
	app.window.Canvas().OnTypedRune()('r')
	if got := app.presenting.rep.Redaction.ID; got != redaction.Board.ID || app.presenting.slides[app.presenting.at].Topic != report.TopicFindings {
		t.Errorf("r leads to %s, %s", got, app.slideID())
	}
	if all := text(); strings.Contains(all, doc.Assessor) {
		t.Errorf("the board sees who assessed")
	}
	app.presenting.to(0)
	app.presenting.moved()
	app.tap(t, "For: Board (R)")
	app.tap(t, "For: Provider (R)")
	if all := text(); strings.Contains(all, doc.Client) || app.presenting.rep.Redaction.ID != redaction.Benchmark.ID {
		t.Error("a benchmark says whose it is")
	}
	app.keyed(fyne.KeyEscape)
	if app.work.redaction.ID != redaction.Benchmark.ID || !strings.Contains(app.pageText(), redaction.Benchmark.Says) {
		t.Error("the page of reports does not follow")
	}
	app.item(t, "View", "Present for", "Board").Action()
	if app.presenting == nil || app.presenting.rep.Redaction.ID != redaction.Board.ID {
		t.Error("the menu does not present for the board")
	}
}

// The page shows whom exports are for after the presentation, wherever it was changed.
func TestPresentedReaderIsShown(t *testing.T) {
	app := sample(t, "saas")
	app.work.open(pageReports)
	app.item(t, "View", "Present for", "Board").Action()
	app.keyed(fyne.KeyEscape)
	if !strings.Contains(app.pageText(), redaction.Board.Says) {
		t.Error("the page of reports does not follow the menu")
	}
	app.work.redaction = redaction.Internal
	app.work.open(pageExercises)
	app.work.present(false)
	app.window.Canvas().OnTypedRune()('r')
	app.keyed(fyne.KeyEscape)
	if !strings.Contains(app.pageText(), redaction.Board.Says) {
		t.Error("the page of exercises does not follow")
	}
}

// A presentation speaks the window's language to every kind of reader.
func TestPresentForReadersInGerman(t *testing.T) {
	app := sample(t, "saas")
	german(t, app)
	app.work.present(false)
	app.toTopic(t, report.TopicFindings)
	title := app.presenting.slides[app.presenting.at].Title
	app.window.Canvas().OnTypedRune()('r')
	if got := app.presenting.slides[app.presenting.at].Title; app.work.redaction.ID != redaction.Board.ID || got != title {
		t.Errorf("for %s the slide is %q, not %q", app.work.redaction.ID, got, title)
	}
}

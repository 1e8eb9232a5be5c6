package ui

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"muster/assessment/engagement"
	"muster/assessment/model"
	"muster/assessment/question"
	"muster/assets"
	"muster/ui/form"
	"muster/ui/style"
)

// The test driver would run what is due later on the timer's own goroutine; most
// tests hand over what was typed themselves.
func init() {
	later = func(time.Duration, func()) *time.Timer { return time.NewTimer(time.Hour) }
}

// start is the program at home, in a home folder of its own.
func start(t testing.TB) *App {
	t.Helper()
	return startWith(t, test.NewTempApp(t))
}

func startWith(t testing.TB, a fyne.App) *App {
	t.Helper()
	dir := t.TempDir()
	t.Setenv("HOME", dir)
	t.Setenv("USERPROFILE", dir)
	t.Setenv("TMPDIR", dir) // where the test driver keeps files
	a.Preferences().SetString(prefAppearance, string(style.Light))
	a.Preferences().SetString(prefLanguage, "en") // whatever the system speaks
	// The software driver has no goroutine of its own to post to.
	app := newApp(a, question.Default(), model.Default(), func(work func()) { work() })
	app.Start("")
	t.Cleanup(func() {
		if app.work != nil {
			app.work.end()
		}
		app.window.Close()
	})
	return app
}

// empty is the program with an empty engagement of all questions.
func empty(t testing.TB) *App {
	t.Helper()
	app := start(t)
	app.NewEngagement("all")
	return app
}

// sample is the program with a bundled sample.
func sample(t testing.TB, name string) *App {
	t.Helper()
	app := start(t)
	app.OpenSample(name, sampleData(t, name))
	if app.work == nil {
		t.Fatal("no workspace")
	}
	return app
}

func sampleData(t testing.TB, name string) []byte {
	t.Helper()
	data, err := assets.Samples.ReadFile("samples/" + name + ".muster")
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// hostile is an engagement whose every text wants to break something.
func hostile(t testing.TB) *App {
	t.Helper()
	app := sample(t, "saas")
	nasty := []string{"👩‍💻🎉 emoji 🏳️‍🌈 title", "broken \xff\xfe\xc3 bytes", strings.Repeat("ten thousand signs ", 527)[:10000],
		"עברית ועוד עברית, العربية من اليمين إلى اليسار", "tab\tand\nline\n\nbreaks\r\n", "<b>&amp;</b> %s %d {0}", "\u202eoverride\u202c \u0000\u0007 controls", strings.Repeat("long-word", 30)}
	app.work.session.Edit(pageDetails, func(d *engagement.Document) {
		d.Title, d.Client, d.Assessor, d.Classification, d.Date = nasty[0], nasty[1], nasty[3], nasty[7], nasty[4]
		for i, it := range app.set.Items() {
			a := d.Answers[it.ID]
			a.Comment = nasty[i%len(nasty)]
			a.Review = true
			if i%9 == 0 {
				a.State, a.Value = engagement.Unanswered, nil
				a.Draft = map[string]string{"value": nasty[(i+1)%len(nasty)], "critical": nasty[5], "days": nasty[0]}
			}
			d.Answers[it.ID] = a
		}
	})
	return app
}

// walk visits the visible objects under o with their absolute position and the
// scroll they lie in.
func walk(o fyne.CanvasObject, visit func(o fyne.CanvasObject, at fyne.Position, in fyne.CanvasObject)) {
	var step func(fyne.CanvasObject, fyne.Position, fyne.CanvasObject)
	step = func(o fyne.CanvasObject, at fyne.Position, in fyne.CanvasObject) {
		if o == nil || !o.Visible() {
			return
		}
		at = at.Add(o.Position())
		visit(o, at, in)
		switch o := o.(type) {
		case *fyne.Container:
			for _, c := range o.Objects {
				step(c, at, in)
			}
		case fyne.Widget:
			if _, ok := o.(interface{ ScrollToOffset(fyne.Position) }); ok {
				in = o
			}
			for _, c := range test.WidgetRenderer(o).Objects() {
				step(c, at, in)
			}
		}
	}
	step(o, fyne.Position{}, nil)
}

// texts are the visible texts under an object.
func texts(o fyne.CanvasObject) []string {
	var out []string
	walk(o, func(o fyne.CanvasObject, _ fyne.Position, _ fyne.CanvasObject) {
		switch o := o.(type) {
		case *canvas.Text:
			out = append(out, o.Text)
		}
	})
	return out
}

// content is all text on the page, in one line.
func (a *App) content() string { return strings.Join(texts(a.window.Content()), " ") }

func (a *App) pageText() string { return strings.Join(texts(a.work.page.object()), " ") }

func (a *App) sideText() string { return strings.Join(texts(a.work.side.box), " ") }

// dialog is the text of the dialog on top; empty without one.
func (a *App) dialogText() string {
	if o := a.window.Canvas().Overlays().Top(); o != nil {
		return strings.Join(texts(o), " ")
	}
	return ""
}

// find is the first object of a type under o.
func find[T fyne.CanvasObject](o fyne.CanvasObject, is func(T) bool) (found T, ok bool) {
	walk(o, func(o fyne.CanvasObject, _ fyne.Position, _ fyne.CanvasObject) {
		if x, isT := o.(T); isT && !ok && (is == nil || is(x)) {
			found, ok = x, true
		}
	})
	return found, ok
}

// tap taps what carries a label: a button or chip, in the dialog on top if there
// is one.
func (a *App) tap(t testing.TB, label string) {
	t.Helper()
	root := a.window.Canvas().Overlays().Top()
	if root == nil {
		root = a.window.Content()
	}
	var at fyne.Position
	var object fyne.CanvasObject
	found := false
	walk(root, func(o fyne.CanvasObject, p fyne.Position, _ fyne.CanvasObject) {
		switch o.(type) {
		case *form.Chip, *form.Button:
			if strings.Join(texts(o), " ") == label && !found {
				at, object, found = p.AddXY(o.Size().Width/2, o.Size().Height/2), o, true
			}
		}
	})
	if !found {
		t.Fatalf("nothing to tap is labelled %q; there is %q", label, texts(root))
	}
	if at.Y > a.window.Canvas().Size().Height || at.Y < 0 { // out of view: a person would scroll
		object.(fyne.Tappable).Tapped(&fyne.PointEvent{})
		return
	}
	test.TapCanvas(a.window.Canvas(), at)
}

// typePath fills the path dialog and accepts it.
func (a *App) typePath(t testing.TB, path string) {
	t.Helper()
	e, ok := find[*form.Entry](a.window.Canvas().Overlays().Top(), nil)
	if !ok {
		t.Fatalf("no path is asked for: %q", a.dialogText())
	}
	e.SetText(path)
	e.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
}

func (a *App) noDialog(t testing.TB) {
	t.Helper()
	if s := a.dialogText(); s != "" {
		t.Errorf("a dialog is open: %.200q", s)
	}
}

func (a *App) wantDialog(t testing.TB, parts ...string) {
	t.Helper()
	s := a.dialogText()
	flat := strings.ReplaceAll(s, " ", "") // long paths are broken into lines
	for _, p := range parts {
		if !strings.Contains(flat, strings.ReplaceAll(p, " ", "")) {
			t.Errorf("the dialog says %q, want %q in it", s, p)
		}
	}
}

// job does what starts a job off the window's goroutine, and waits for its end.
// Nothing of Fyne may be touched meanwhile: the test driver runs fyne.Do on the
// job's goroutine. With one processor the job starts when this goroutine waits.
func (a *App) job(t testing.TB, begin func()) {
	t.Helper()
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	begin()
	awaitJob(t)
}

func awaitJob(t testing.TB) {
	t.Helper()
	stacks := make([]byte, 1<<20)
	for range 6000 {
		n := runtime.Stack(stacks, true)
		if all := stacks[:n]; !bytes.Contains(all, []byte("created by muster/ui.(*App).run in")) && !bytes.Contains(all, []byte("created by muster/ui.(*App).beside in")) {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatal("the job does not end")
}

// block is a question on the page shown.
func (a *App) block(t testing.TB, id string) *questionBlock {
	t.Helper()
	p, ok := a.work.page.(*sectionPage)
	if !ok {
		t.Fatalf("page %s is no section", a.work.pageID)
	}
	for _, b := range p.blocks {
		if b.item.ID == id {
			return b
		}
	}
	t.Fatalf("question %s is not on page %s", id, a.work.pageID)
	return nil
}

// to opens the question's page and gives it the focus.
func (a *App) to(t testing.TB, id string) *questionBlock {
	t.Helper()
	a.work.goTo(id)
	return a.block(t, id)
}

func (a *App) typed(s string) {
	for _, r := range s {
		a.window.Canvas().Focused().TypedRune(r)
	}
}

func (a *App) press(keys ...fyne.KeyName) {
	for _, k := range keys {
		a.window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: k})
	}
}

func (a *App) answer(id string) engagement.Answer { return a.work.session.Answer(id) }

// menuItem finds an item of the menus by its label.
func (a *App) menuItem(t testing.TB, label string) *fyne.MenuItem {
	t.Helper()
	for _, i := range menuItems(a) {
		if i.Label == label {
			return i
		}
	}
	t.Fatalf("no menu item %q", label)
	return nil
}

// menuItems are all items that do something, submenus included.
func menuItems(a *App) []*fyne.MenuItem {
	var out []*fyne.MenuItem
	var add func(m *fyne.Menu)
	add = func(m *fyne.Menu) {
		for _, i := range m.Items {
			if i.ChildMenu != nil {
				add(i.ChildMenu)
			} else if !i.IsSeparator {
				out = append(out, i)
			}
		}
	}
	for _, m := range a.window.MainMenu().Items {
		add(m)
	}
	return out
}

// pages are the ids of all pages of the list.
func (a *App) pages() []string {
	var out []string
	for _, e := range a.work.entries() {
		if !e.heading {
			out = append(out, e.id)
		}
	}
	return out
}

// saved writes a sample into a folder and is its path.
func saved(t testing.TB, dir, name string, change func([]byte) []byte) string {
	t.Helper()
	data := sampleData(t, name)
	if change != nil {
		data = change(data)
	}
	path := filepath.Join(dir, name+".muster")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// within runs work in a process of its own, so that a hang fails one test and
// not the suite.
func within(t *testing.T, d time.Duration, work func()) {
	t.Helper()
	const flag = "MUSTER_TEST_CHILD"
	if os.Getenv(flag) == t.Name() {
		work()
		return
	}
	ctx, cancel := context.WithTimeout(t.Context(), d)
	defer cancel()
	cmd := exec.CommandContext(ctx, os.Args[0], "-test.run=^"+t.Name()+"$")
	cmd.Env = append(os.Environ(), flag+"="+t.Name())
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("not done in %v: %v\n%.600s", d, err, out)
	}
}

// strange is a sign of a number or format that went wrong.
var strange = regexp.MustCompile(`\bNaN\b|[-+]Inf\b|\bInf\b|%!|<nil>|\bundefined\b|∞`)

func wantSound(t testing.TB, where, text string) {
	t.Helper()
	if at := strange.FindStringIndex(text); at != nil {
		t.Errorf("%s shows %q in %q", where, text[at[0]:at[1]], text[max(0, at[0]-40):min(len(text), at[1]+40)])
	}
}

// subjects are the engagements every page is tried with.
var subjects = func() map[string]func(testing.TB) *App {
	out := map[string]func(testing.TB) *App{"empty": empty, "hostile": hostile}
	for _, n := range sampleNames() {
		out[n] = func(t testing.TB) *App { return sample(t, n) }
	}
	return out
}()

func subjectNames() []string {
	var out []string
	for n := range subjects {
		out = append(out, n)
	}
	slices.Sort(out)
	return out
}

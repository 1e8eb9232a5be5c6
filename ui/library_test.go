package ui

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"muster/assessment/library"
	"muster/exporters/look"
	"muster/ui/style"
)

// titledSample writes a sample of another title, which takes the place of its own.
func titledSample(t testing.TB, path, name, title string) string {
	t.Helper()
	head, rest, ok := strings.Cut(string(sampleData(t, name)), `"title": "`)
	_, rest, ok2 := strings.Cut(rest, `"`)
	if !ok || !ok2 {
		t.Fatal("the sample has no title")
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(head+`"title": "`+title+`"`+rest), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// libraryOf is the program at home with a folder of three engagements, of which
// the hospital's was opened last and the bank's never.
func libraryOf(t testing.TB) (app *App, dir string) {
	t.Helper()
	app, dir = start(t), t.TempDir()
	titledSample(t, filepath.Join(dir, "b", "bank.muster"), "bank", "Cellar")
	app.remember(titledSample(t, filepath.Join(dir, "saas.muster"), "saas", "Attic"))
	app.remember(titledSample(t, filepath.Join(dir, "hospital.muster"), "hospital", "Barn"))
	app.setFolders([]string{dir})
	app.ShowHome()
	return app, dir
}

// listed are the names of the rows, in order.
func (a *App) listed() string {
	var out []string
	for _, e := range a.shelf.page.list.entries {
		out = append(out, e.Name())
	}
	return strings.Join(out, " ")
}

func wantListed(t *testing.T, a *App, want string) {
	t.Helper()
	if got := a.listed(); got != want {
		t.Errorf("listed are %q, want %q", got, want)
	}
}

func (a *App) hasFocus(f fyne.Focusable) bool { return a.window.Canvas().Focused() == f }

func TestLibrarySort(t *testing.T) {
	app, _ := libraryOf(t)
	wantListed(t, app, "Barn Attic Cellar")
	p := app.shelf.page
	for _, tt := range []struct{ chip, direction, want, turned string }{
		{"Title", "A to Z", "Attic Barn Cellar", "Cellar Barn Attic"},
		{"Client", "A to Z", "Cellar Barn Attic", "Attic Barn Cellar"},
		{"Date", "newest first", "Attic Barn Cellar", "Cellar Barn Attic"},
		{"Verdict", "most severe first", "Barn Attic Cellar", "Cellar Attic Barn"},
		{"Progress", "most answered first", "Cellar Attic Barn", "Barn Attic Cellar"},
		{"Recent", "newest first", "Barn Attic Cellar", "Cellar Attic Barn"},
	} {
		for _, k := range library.Keys {
			if sortTitles[k] == tt.chip {
				p.sortBy(k)
			}
		}
		wantListed(t, app, tt.want)
		if p.list.cursor != 0 {
			t.Errorf("by %s the cursor is at %d", tt.chip, p.list.cursor)
		}
		if s := p.direction.MinSize(); p.direction.Size() != s {
			t.Errorf("by %s the direction has %v, needs %v", tt.chip, p.direction.Size(), s)
		}
		app.tap(t, tt.direction)
		wantListed(t, app, tt.turned)
	}
	// By keyboard: left and right choose, up and down turn.
	app.window.Canvas().Focus(p.sorts)
	app.press(fyne.KeyRight)
	if app.shelf.by != library.ByDate || !app.shelf.down {
		t.Errorf("by %s, descending %v", app.shelf.by, app.shelf.down)
	}
	app.press(fyne.KeyDown)
	wantListed(t, app, "Cellar Barn Attic")
	app.shelf.page.list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
	app.ShowHome() // the order stays while the program runs
	wantListed(t, app, "Cellar Barn Attic")
}

func TestLibrarySearch(t *testing.T) {
	app, _ := libraryOf(t)
	p := app.shelf.page
	if !app.hasFocus(p.list) {
		t.Fatal("the list has not the keyboard")
	}
	app.typed("SAA")
	if !app.hasFocus(p.search) || p.search.Text != "SAA" {
		t.Fatalf("typing does not search: %q", p.search.Text)
	}
	app.typed("s att")
	wantListed(t, app, "Attic")
	if s := app.content(); !strings.Contains(s, "1 of 3") || strings.Contains(s, "Barn") {
		t.Errorf("the page says %q", s)
	}
	app.typed("zzz")
	if s := app.content(); !strings.Contains(s, "No engagement matches") || strings.Contains(s, "Attic") {
		t.Errorf("without a hit the page says %q", s)
	}
	app.press(fyne.KeyReturn) // nothing to open
	app.tap(t, "Clear the search (Escape)")
	wantListed(t, app, "Barn Attic Cellar")
	app.typed("bank")
	app.press(fyne.KeyEscape)
	wantListed(t, app, "Barn Attic Cellar")
	app.press(fyne.KeyEscape)
	if !app.hasFocus(p.list) {
		t.Error("Escape does not lead back to the list")
	}
	app.window.Canvas().Unfocus()
	test.TypeOnCanvas(app.window.Canvas(), "cel")
	wantListed(t, app, "Cellar")
	app.press(fyne.KeyReturn) // opens the hit
	if app.work == nil || app.work.session.Document().Title != "Cellar" {
		t.Fatal("Enter does not open what was found")
	}
	app.ShowHome()
	wantListed(t, app, "Cellar") // the search stays until it is cleared
	if app.shelf.page.search.Text != "cel" {
		t.Error("the search does not show")
	}
}

func TestLibraryKeyboard(t *testing.T) {
	app, dir := libraryOf(t)
	l := app.shelf.page.list
	at := func(want int) {
		t.Helper()
		if l.cursor != want {
			t.Errorf("at row %d, want %d", l.cursor, want)
		}
	}
	app.press(fyne.KeyUp)
	at(0)
	app.press(fyne.KeyDown)
	at(1)
	app.press(fyne.KeyEnd, fyne.KeyDown)
	at(2)
	app.press(fyne.KeyPageUp)
	at(0)
	app.press(fyne.KeyPageDown)
	at(2)
	app.press(fyne.KeyHome)
	at(0)
	l.TypedRune(' ')
	app.press(fyne.KeyDown, fyne.KeyReturn)
	if app.work == nil || app.work.file.Path != filepath.Join(dir, "saas.muster") {
		t.Fatal("Enter does not open the row")
	}
	app.ShowHome()
	wantListed(t, app, "Attic Barn Cellar") // opened last
	app.typed("b")
	app.press(fyne.KeyDown)
	if !app.hasFocus(app.shelf.page.list) {
		t.Error("Down does not lead from the search to the list")
	}
	l = app.shelf.page.list
	app.window.Canvas().FocusNext()
	app.window.Canvas().FocusPrevious()
	if !app.hasFocus(l) {
		t.Error("Tab does not come back to the list")
	}
	for range 8 {
		if app.hasFocus(app.shelf.page.search) {
			return
		}
		app.window.Canvas().FocusNext()
	}
	t.Error("Tab does not reach the search")
}

// What is active stands out: the ring at the cursor, the chips where the pointer
// is, and it can be seen by more than colour.
func TestLibraryRows(t *testing.T) {
	app, dir := libraryOf(t)
	l := app.shelf.page.list
	rowOf := func(i int) *entryRow { return l.rows[i%len(l.rows)] }
	if r := rowOf(0); r.box.StrokeWidth != 2 || !r.open.Visible() || !r.forget.Visible() {
		t.Error("the row under the cursor does not stand out")
	}
	rowOf(2).MouseIn(nil)
	if rowOf(0).open.Visible() || !rowOf(2).open.Visible() || rowOf(2).forget.Visible() {
		t.Error("the chips do not follow the pointer, or a file of a folder can be forgotten")
	}
	rowOf(2).MouseMoved(nil)
	rowOf(2).MouseOut()
	app.window.Canvas().Unfocus()
	if r := rowOf(0); r.box.StrokeWidth != 1 || !r.open.Visible() {
		t.Errorf("without the keyboard the ring is %v wide", rowOf(0).box.StrokeWidth)
	}
	app.window.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyDown}) // a key that nothing has
	if l.cursor != 1 || !app.hasFocus(l) {
		t.Errorf("a key leads to row %d", l.cursor)
	}
	test.Tap(rowOf(1))
	if app.work == nil || app.work.file.Path != filepath.Join(dir, "saas.muster") {
		t.Fatal("a tap does not open the row")
	}
}

func TestLibraryForget(t *testing.T) {
	app, dir := libraryOf(t)
	away := t.TempDir()
	lone := titledSample(t, filepath.Join(away, "lone.muster"), "saas", "Lone")
	app.remember(lone)
	app.ShowHome()
	wantListed(t, app, "Lone Barn Attic Cellar")
	before := app.recent()

	app.press(fyne.KeyDelete)
	wantListed(t, app, "Barn Attic Cellar")
	if s := app.content(); !strings.Contains(s, "Forgotten, the file stays: “Lone”") || !exists(lone) {
		t.Errorf("the page says %q", s)
	}
	app.tap(t, "Undo")
	wantListed(t, app, "Lone Barn Attic Cellar")
	if !slices.Equal(app.recent(), before) || strings.Contains(app.content(), "Undo") {
		t.Errorf("after undo the recent files are %v", app.recent())
	}
	app.shelf.undo() // there is no more
	app.tap(t, "Forget")
	wantListed(t, app, "Barn Attic Cellar")
	app.menuItem(t, "Undo").Action()
	wantListed(t, app, "Lone Barn Attic Cellar")

	app.press(fyne.KeyDown, fyne.KeyDelete) // one that lies in a folder too
	wantListed(t, app, "Lone Attic Barn Cellar")
	if s := app.content(); !strings.Contains(s, "No longer recent, still in its folder") {
		t.Errorf("the page says %q", s)
	}
	app.press(fyne.KeyEnd, fyne.KeyDelete) // one that was never opened
	wantListed(t, app, "Lone Attic Barn Cellar")
	if s := app.content(); !strings.Contains(s, "remove the folder “"+filepath.Base(dir)) || strings.Contains(s, "Undo") {
		t.Errorf("the page says %q", s)
	}
	app.press(fyne.KeyHome, fyne.KeyReturn)
	app.ShowHome()
	if strings.Contains(app.content(), "remove the folder") {
		t.Error("an old notice stays")
	}
	// The index forgets too.
	app.press(fyne.KeyDelete)
	data, err := os.ReadFile(app.shelf.indexFile())
	if err != nil || strings.Contains(string(data), "Lone") || !strings.Contains(string(data), "Cellar") {
		t.Errorf("%v, the index says %s", err, data)
	}
}

// The last file forgotten can be brought back from the page that has no list.
func TestLibraryForgetTheLast(t *testing.T) {
	app := start(t)
	path := titledSample(t, filepath.Join(t.TempDir(), "a.muster"), "saas", "Attic")
	app.remember(path)
	app.ShowHome()
	app.press(fyne.KeyDelete)
	if s := app.content(); !strings.Contains(s, "Engagements you save show here") || !strings.Contains(s, "Forgotten") {
		t.Fatalf("the page says %q", s)
	}
	if data, err := os.ReadFile(app.shelf.indexFile()); err != nil || strings.Contains(string(data), "Attic") {
		t.Errorf("%v, the index says %s", err, data)
	}
	app.tap(t, "Undo")
	wantListed(t, app, "Attic")
}

func TestLibraryFolders(t *testing.T) {
	app := start(t)
	dir := t.TempDir()
	file := titledSample(t, filepath.Join(dir, "deep", "er", "a.muster"), "saas", "Attic")
	app.tap(t, "Add a folder…")
	app.wantDialog(t, "Add a folder")
	app.typePath(t, file)
	app.wantDialog(t, file, "is a file; name the folder it lies in")
	app.typePath(t, filepath.Join(dir, "none"))
	app.wantDialog(t, "there is no folder", "check the name")
	app.typePath(t, dir+"/deep/..")
	app.noDialog(t)
	if got := app.fyne.Preferences().StringList("folders"); !slices.Equal(got, []string{dir}) {
		t.Errorf("the folders are %v", got)
	}
	wantListed(t, app, "Attic")
	app.tap(t, "Folders (1)…")
	app.wantDialog(t, dir, "1 engagement")
	app.tap(t, "Add a folder…")
	app.typePath(t, dir)
	app.wantDialog(t, "is in the list already")
	app.typePath(t, t.TempDir())
	app.noDialog(t)

	app.menuItem(t, "Folders of the list…").Action()
	app.wantDialog(t, dir, "1 engagement", "0 engagements")
	app.tap(t, "Remove")
	app.wantDialog(t, "0 engagements")
	if strings.Contains(app.dialogText(), dir) || !exists(file) {
		t.Error("the folder is still there, or its file is not")
	}
	app.press(fyne.KeyEscape)
	app.noDialog(t)
	if s := app.content(); !strings.Contains(s, "No engagements in the chosen folders") || strings.Contains(s, "Attic") {
		t.Errorf("a library without engagements says %q", s)
	}
	app.tap(t, "Folders (1)…") // in the page's heads; the empty page has a chip of its own
	app.tap(t, "Remove")
	app.wantDialog(t, "No folder was added yet")
	app.press(fyne.KeyReturn)
	app.noDialog(t)
	if s := app.content(); !strings.Contains(s, "Engagements you save show here") {
		t.Errorf("without folders home says %q", s)
	}
}

// Folders may be changed while an engagement is open; home shows them later.
func TestLibraryFoldersFromTheWorkspace(t *testing.T) {
	app := sample(t, "saas")
	dir := t.TempDir()
	titledSample(t, filepath.Join(dir, "a.muster"), "bank", "Cellar")
	work := app.work
	app.menuItem(t, "Folders of the list…").Action()
	app.tap(t, "Add a folder…")
	app.typePath(t, dir)
	app.noDialog(t)
	if app.work != work {
		t.Fatal("the engagement is gone")
	}
	app.ShowHome()
	wantListed(t, app, "Cellar")
}

func TestLibraryFaults(t *testing.T) {
	app, dir := libraryOf(t)
	app.setFolders([]string{dir, filepath.Join(dir, "gone")})
	app.ShowHome()
	if s := app.content(); !strings.Contains(s, "gone: it is not there") {
		t.Errorf("the page says %q", s)
	}
	wantListed(t, app, "Barn Attic Cellar")
	app.setFolders([]string{dir, filepath.Join(dir, "gone"), filepath.Join(dir, "lost")})
	app.ShowHome()
	if s := app.content(); !strings.Contains(s, "2 folders are not shown in full") {
		t.Errorf("the page says %q", s)
	}
	app.showFolders()
	app.wantDialog(t, "it is not there; connect the disk it is on")
	app.press(fyne.KeyReturn)

	// Where the index cannot be written the list is as good as ever.
	if err := os.Remove(app.shelf.indexFile()); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(app.shelf.indexFile(), 0o700); err != nil {
		t.Fatal(err)
	}
	app.setFolders([]string{dir})
	app.ShowHome()
	wantListed(t, app, "Barn Attic Cellar")
	if s := app.content(); !strings.Contains(s, "cannot write") {
		t.Errorf("the page says %q", s)
	}
}

// Files with something wrong are named with the reason, and nothing of a
// protected one shows.
func TestLibraryWrongFiles(t *testing.T) {
	app, dir := libraryOf(t)
	for name, content := range map[string]string{"broken": "{", "protected": "age-encryption.org/v1\nAttic"} {
		if err := os.WriteFile(filepath.Join(dir, name+".muster"), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	app.ShowHome()
	s := app.content()
	for _, want := range []string{"broken.muster", "Not usable", "not valid JSON", "protected.muster", "Protected", "protected with a password"} {
		if !strings.Contains(s, want) {
			t.Errorf("home does not say %q: %q", want, s)
		}
	}
	for _, e := range app.shelf.page.list.entries {
		if e.State == library.Protected {
			r := newEntryRow(app.shelf.page.list)
			r.set(0, e, rowState{})
			if s := strings.Join(texts(r), " "); strings.Contains(s, "answered") || strings.Contains(s, "arranted") || r.track.Visible() {
				t.Errorf("a protected file shows %q", s)
			}
		}
	}
	app.typed("broken")
	app.press(fyne.KeyReturn)
	app.wantDialog(t, "This file cannot be opened", "broken.muster")
	app.press(fyne.KeyReturn)
	if app.work != nil || !strings.Contains(app.content(), "broken.muster") {
		t.Error("home is gone")
	}
}

// The next start shows what is known before it looks at any file.
func TestLibraryFromTheIndex(t *testing.T) {
	app, dir := libraryOf(t)
	app.remember(filepath.Join(dir, "new.muster")) // nothing is known of it
	var held []func()
	second := newApp(app.fyne, app.set, app.registry, func(work func()) { held = append(held, work) })
	second.Start("")
	defer second.window.Close()
	wantListed(t, second, "new.muster Barn Attic Cellar")
	if s := second.content(); !strings.Contains(s, "Strongly warranted") || !strings.Contains(s, "Not read yet") || len(held) != 1 {
		t.Errorf("%d scans, the page says %q", len(held), s)
	}
	titledSample(t, filepath.Join(dir, "new.muster"), "saas", "Dairy")
	if err := os.Remove(filepath.Join(dir, "b", "bank.muster")); err != nil {
		t.Fatal(err)
	}
	second.press(fyne.KeyDown)
	held[0]()
	wantListed(t, second, "Dairy Barn Attic")
	if e, _ := second.shelf.page.list.current(); e.Title != "Barn" {
		t.Errorf("the cursor went to %s", e.Title)
	}

	// A scan that was overtaken changes nothing.
	second.ShowHome()
	second.setFolders(nil)
	second.setRecent(nil)
	second.ShowHome()
	held[2]()
	held[1]()
	if s := second.content(); !strings.Contains(s, "Engagements you save show here") || len(held) != 3 {
		t.Errorf("%d scans, the page says %q", len(held), s)
	}
	if data, err := os.ReadFile(second.shelf.indexFile()); err != nil || strings.Contains(string(data), "Barn") {
		t.Errorf("%v, the index says %s", err, data)
	}

	// While the engagement is open a scan changes the index alone.
	third, _ := libraryOf(t)
	third.spawn = func(work func()) { held = append(held, work) }
	third.ShowHome()
	third.press(fyne.KeyReturn)
	work := third.work
	held[len(held)-1]()
	if third.work != work || work == nil {
		t.Error("the engagement is gone")
	}
}

func TestLibrarySearching(t *testing.T) {
	app := start(t)
	dir := t.TempDir()
	titledSample(t, filepath.Join(dir, "a.muster"), "saas", "Attic")
	app.setFolders([]string{dir})
	var held func()
	app.spawn = func(work func()) { held = work }
	app.ShowHome()
	if s := app.content(); !strings.Contains(s, "The folders are being searched") {
		t.Errorf("the page says %q", s)
	}
	if !app.hasFocus(app.shelf.page.search) {
		t.Error("without a list nothing has the keyboard")
	}
	app.shelf.done, app.shelf.total = 12000, 34000
	app.shelf.status()
	if s := strings.Map(plainSpace, app.content()); !strings.Contains(s, "Looking through the files: 12 000 of 34 000") {
		t.Errorf("the page says %q", s)
	}
	held()
	wantListed(t, app, "Attic")
	if s := app.content(); strings.Contains(s, "Looking through") || strings.Contains(s, "being searched") {
		t.Errorf("after it the page says %q", s)
	}
}

func plainSpace(r rune) rune {
	if r == '\u202f' || r == '\u00a0' {
		return ' '
	}
	return r
}

// Thousands of rows are a handful of objects, and the right ones are in view.
func TestLibraryVirtual(t *testing.T) {
	app := start(t)
	var many []library.Entry
	for i := range 5000 {
		many = append(many, library.Entry{Path: fmt.Sprintf("/%d.muster", i), Title: fmt.Sprintf("Row %d.", i), Recent: i + 1, Verdict: "warranted", Applicable: 80})
	}
	app.remember("/0.muster")
	app.ShowHome()
	l := app.shelf.page.list
	l.set(many)
	seen := func() string {
		var rows []string
		for _, s := range texts(l) {
			if strings.HasPrefix(s, "Row ") {
				rows = append(rows, s)
			}
		}
		slices.Sort(rows)
		return strings.Join(rows, " ")
	}
	if s := seen(); !strings.Contains(s, "Row 0.") || !strings.Contains(s, "Row 7.") || strings.Contains(s, "Row 20.") {
		t.Errorf("in view at first: %q", s)
	}
	l.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
	if s := seen(); !strings.Contains(s, "Row 4999.") || strings.Contains(s, "Row 0.") {
		t.Errorf("in view at the end: %q", s)
	}
	last := l.rows[4999%len(l.rows)]
	if y := last.Position().Y - l.scroll.Offset.Y; y < 0 || y+rowHeight > l.scroll.Size().Height+0.5 {
		t.Errorf("the last row stands at %v of %v", y, l.scroll.Size().Height)
	}
	l.scroll.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.Delta{DY: l.scroll.Offset.Y - 100*rowHeight}})
	if s := seen(); !strings.Contains(s, "Row 100.") || !strings.Contains(s, "Row 103.") {
		t.Errorf("in view after a turn of the wheel: %q", s)
	}
	n := 0
	walk(l, func(fyne.CanvasObject, fyne.Position, fyne.CanvasObject) { n++ })
	if n > 400 {
		t.Errorf("%d objects are drawn", n)
	}
	// What the user scrolled to stays when a scan brings news.
	l.set(append([]library.Entry{{Path: "/new.muster", Title: "Row new."}}, many...))
	if s := seen(); !strings.Contains(s, "Row 100.") || l.cursor != 5000 {
		t.Errorf("after news %q are in view, the cursor is at %d", s, l.cursor)
	}
	l.restart()
	l.set(many)
	if s := seen(); !strings.Contains(s, "Row 0.") || l.cursor != 0 {
		t.Errorf("from the first %q are in view, the cursor is at %d", s, l.cursor)
	}
	l.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	l.set(append([]library.Entry{{Path: "/new.muster", Title: "Row new."}}, many...))
	if s := seen(); !strings.Contains(s, "Row new.") || l.cursor != 2 {
		t.Errorf("after news %q are in view, the cursor is at %d", s, l.cursor)
	}
	l.set(many[:2])
	if s := seen(); s != "Row 0. Row 1." || l.scroll.Offset.Y != 0 || l.cursor != 1 {
		t.Errorf("of two rows %q are in view, offset %v, cursor %d", s, l.scroll.Offset.Y, l.cursor)
	}
	l.set(nil)
	l.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	l.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if s := seen(); s != "" || app.work != nil {
		t.Errorf("of none %q are in view", s)
	}
}

// Rows that are used again carry nothing of the entry before.
func TestLibraryRowIsUsedAgain(t *testing.T) {
	app, _ := libraryOf(t)
	l := app.shelf.page.list
	entries := slices.Clone(l.entries)
	entries = append(entries, library.Entry{Path: "/x/broken.muster", State: library.Broken, Reason: "it is broken"}, library.Entry{Path: "/y.muster", State: library.Unread})
	used := newEntryRow(l)
	look := func(r *entryRow) string {
		s := fmt.Sprint(r.marked, texts(r))
		walk(r, func(o fyne.CanvasObject, at fyne.Position, _ fyne.CanvasObject) {
			if x, ok := o.(*canvas.Rectangle); ok {
				s += fmt.Sprint(at, x.Size(), x.FillColor, x.StrokeWidth)
			}
		})
		return s
	}
	for i := range 3 * len(entries) {
		e := entries[(i*7)%len(entries)]
		state := rowState{cursor: i%2 == 0, ring: i%4 == 0, actions: i%3 == 0}
		used.set(i, e, state)
		fresh := newEntryRow(l)
		fresh.set(i, e, state)
		if a, b := look(used), look(fresh); a != b {
			t.Fatalf("after others the row is\n%s\nand new\n%s", a, b)
		}
	}
}

func TestLibraryAppearance(t *testing.T) {
	app, _ := libraryOf(t)
	for ap, p := range map[style.Appearance]look.Palette{style.Dark: look.Dark, style.Light: look.Light} {
		app.setAppearance(ap)
		wantListed(t, app, "Barn Attic Cellar")
		r := app.shelf.page.list.rows[0]
		if r.name.Color != p[look.Text] || r.box.FillColor != p[look.Surface] || r.word.Color != p[look.Bad] {
			t.Errorf("%s: name %v, box %v, word %v", ap, r.name.Color, r.box.FillColor, r.word.Color)
		}
	}
}

func TestDirectionTitles(t *testing.T) {
	for _, k := range library.Keys {
		up, down := directionTitle(k, false), directionTitle(k, true)
		if up == down || up == "" || down == "" || sortTitles[k] == "" {
			t.Errorf("%s: %q and %q", k, up, down)
		}
	}
	if len(sortTitles) != len(library.Keys) {
		t.Error("a title too many")
	}
}

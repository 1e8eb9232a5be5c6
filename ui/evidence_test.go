package ui

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"muster/assessment/engagement"
	"muster/assessment/evidence"
	"muster/assessment/store"
)

// evidenceFile writes a file beside the engagement, which then has one too.
func (a *App) evidenceFile(t testing.TB, name, text string) string {
	t.Helper()
	if a.work.file.Path == "" {
		a.work.file.Path = filepath.Join(t.TempDir(), "acme.muster")
	}
	path := filepath.Join(filepath.Dir(a.work.file.Path), filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// over is a position on a question; the question is scrolled there first.
func (a *App) over(t testing.TB, id string) fyne.Position {
	t.Helper()
	b := a.to(t, id)
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(b.object)
	return at.AddXY(b.object.Size().Width/2, 20)
}

// dropAt drops files as the window does, and waits for what follows.
func (a *App) dropAt(t testing.TB, pos fyne.Position, paths ...string) (taken bool) {
	t.Helper()
	a.job(t, func() { taken = a.work.dropEvidence(pos, paths) })
	return taken
}

func titles(a engagement.Answer) string {
	var out []string
	for _, r := range a.References {
		out = append(out, r.Title+"|"+r.Location)
	}
	return strings.Join(out, " ")
}

func TestDropOnAQuestion(t *testing.T) {
	app := empty(t)
	app.to(t, "tool-access")
	app.typed("2")
	app.work.open("staffing")
	app.to(t, "tool-access")
	path := app.evidenceFile(t, "papers/Rota May.csv", "rota") // on a question no ticket export
	pos := app.over(t, "tool-access")
	before := string(app.work.session.Document().Write())
	if !app.dropAt(t, pos, path) {
		t.Fatal("not taken")
	}
	app.noDialog(t)
	a := app.answer("tool-access")
	if titles(a) != "Rota May.csv|papers/Rota May.csv" || a.References[0].SHA256 != store.Hash([]byte("rota")) || a.Evidence != engagement.Documented {
		t.Fatalf("%+v", a)
	}
	list := app.block(t, "tool-access").references.list
	if app.window.Canvas().Focused() != fyne.Focusable(list) || !strings.Contains(strings.Join(texts(list), " "), "Rota May.csv Unchanged") && !strings.Contains(strings.Join(texts(list), " "), "Unchanged") {
		t.Errorf("%q", texts(list))
	}
	// One step, and the way back leads to the question.
	app.work.open(pageVerdict)
	app.undo()
	if string(app.work.session.Document().Write()) != before || app.work.pageID == pageVerdict || app.work.page.(*sectionPage).current.item.ID != "tool-access" {
		t.Errorf("undo leads to %s", app.work.pageID)
	}
	if app.block(t, "tool-access").references.box.Visible() {
		t.Error("the list stays")
	}
	app.redo()
	if len(app.answer("tool-access").References) != 1 {
		t.Error("redo")
	}
	// Again: nothing new. Changed: noted as it is now, under its title.
	if app.dropAt(t, app.over(t, "tool-access"), path); len(app.answer("tool-access").References) != 1 {
		t.Error("attached twice")
	}
	app.wantDialog(t, "Attached already")
	app.press("Return")
	app.evidenceFile(t, "papers/Rota May.csv", "another")
	app.dropAt(t, app.over(t, "tool-access"), path)
	app.noDialog(t)
	if a := app.answer("tool-access"); len(a.References) != 1 || a.References[0].SHA256 != store.Hash([]byte("another")) {
		t.Errorf("%+v", a.References)
	}
}

func TestDropSeveral(t *testing.T) {
	app := empty(t)
	app.to(t, "staff-fte")
	app.typed("3")
	good, other := app.evidenceFile(t, "a.pdf", "a"), app.evidenceFile(t, "b.png", "b")
	folder, gone := filepath.Dir(app.work.file.Path), filepath.Join(filepath.Dir(app.work.file.Path), "gone.doc")
	app.dropAt(t, app.over(t, "staff-fte"), good, folder, other, gone)
	app.wantDialog(t, "Attached 2 of 4", folder+" is a folder, not a file", "gone.doc", "check the name")
	app.press("Return")
	if got := titles(app.answer("staff-fte")); got != "a.pdf|a.pdf b.png|b.png" {
		t.Error(got)
	}
	app.undo()
	if len(app.answer("staff-fte").References) != 0 || app.answer("staff-fte").Evidence != "" {
		t.Error("not one step")
	}
	app.dropAt(t, app.over(t, "staff-fte"), folder, gone)
	app.wantDialog(t, "failed", "is a folder", "gone.doc")
	if app.press("Return"); len(app.answer("staff-fte").References) != 0 {
		t.Error("something was attached")
	}
}

func TestDropElsewhere(t *testing.T) {
	app := empty(t)
	path := app.evidenceFile(t, "photo.png", "x")
	aside := fyne.NewPos(20, 300) // the list of pages
	// No question has the focus: it says where to drop.
	for _, page := range []string{pageVerdict, "staffing"} {
		app.work.open(page)
		if !app.dropAt(t, aside, path) {
			t.Error("not taken")
		}
		app.wantDialog(t, "Where does it belong?", "drop the file on the question")
		app.press("Return")
	}
	if app.work.session.Dirty() {
		t.Error("something changed")
	}
	// The focused question takes what has no meaning of its own.
	app.to(t, "staff-fte")
	if !app.dropAt(t, aside, path) || titles(app.answer("staff-fte")) != "photo.png|photo.png" {
		t.Error(app.answer("staff-fte"))
	}
	// A PDF that is no report is evidence too.
	plain := app.evidenceFile(t, "plain.pdf", "%PDF-1.4\nnothing")
	if !app.dropAt(t, aside, plain) || len(app.answer("staff-fte").References) != 2 {
		t.Error("a PDF without an engagement")
	}
	// What Muster opens keeps its meaning.
	muster := app.evidenceFile(t, "other.muster", string(sampleData(t, "saas")))
	for _, own := range []string{muster, app.evidenceFile(t, "tickets.csv", "number,opened\n1,2026-01-01"), app.evidenceFile(t, "book.xlsx", "x")} {
		if app.dropAt(t, aside, own) {
			t.Errorf("%s was taken as evidence", own)
		}
	}
}

// A question that is scrolled out of view lies under nothing.
func TestDropBesideThePage(t *testing.T) {
	app := sample(t, "saas")
	app.to(t, "staff-fte")
	p := app.work.page.(*sectionPage)
	p.scroll.ScrollToOffset(fyne.NewPos(0, 500))
	driver := fyne.CurrentApp().Driver()
	for _, b := range p.blocks {
		at := driver.AbsolutePositionForObject(b.object).AddXY(40, 5)
		visible := at.Y >= driver.AbsolutePositionForObject(p.scroll).Y && at.Y < app.window.Canvas().Size().Height
		if got := app.work.questionAt(at); (got == b) != visible || got != nil && got != b {
			t.Errorf("%s at %v: %v, want %v", b.item.ID, at, got != nil, visible)
		}
	}
}

func TestDropOfOwnFilesAsks(t *testing.T) {
	app := empty(t)
	muster := app.evidenceFile(t, "other.muster", string(sampleData(t, "saas")))
	// Cancel, attach, open.
	app.dropAt(t, app.over(t, "staff-fte"), muster)
	app.wantDialog(t, "Attach or open?", "other.muster is an engagement", "question 11")
	app.press("Escape")
	app.noDialog(t)
	if app.work.session.Dirty() {
		t.Error("cancel changed something")
	}
	app.dropAt(t, app.over(t, "staff-fte"), muster)
	app.job(t, func() { app.press("Return") })
	app.noDialog(t)
	if titles(app.answer("staff-fte")) != "other.muster|other.muster" {
		t.Error(app.answer("staff-fte"))
	}
	app.undo()
	app.work.session.MarkSaved(app.work.session.Document())
	app.dropAt(t, app.over(t, "staff-fte"), muster)
	app.tap(t, "Open it")
	if app.work.file.Path != muster || app.work.session.Document().Client == "" {
		t.Error("not opened")
	}
	// Among other files nothing needs to be asked.
	app.dropAt(t, app.over(t, "staff-fte"), muster, app.evidenceFile(t, "rota.txt", "x"))
	app.noDialog(t)
	if n := len(app.answer("staff-fte").References); n < 2 {
		t.Error(n)
	}
}

// A folder or pipe with the name of an engagement is looked at by its kind first.
func TestDropOfAFolderNamedAsAnEngagement(t *testing.T) {
	app := empty(t)
	app.evidenceFile(t, "folder.muster/x", "x")
	app.dropAt(t, app.over(t, "staff-fte"), filepath.Join(filepath.Dir(app.work.file.Path), "folder.muster"))
	app.wantDialog(t, "is a folder, not a file")
}

func TestAddEvidenceByKeyboard(t *testing.T) {
	app := empty(t)
	app.to(t, "staff-fte")
	app.typed("3")
	app.evidenceFile(t, "papers/rota.pdf", "rota")
	app.menuItem(t, "Add evidence…").Action()
	app.wantDialog(t, "Evidence for question 11")
	app.job(t, func() { app.typePath(t, "papers/rota.pdf") })
	app.noDialog(t)
	if titles(app.answer("staff-fte")) != "rota.pdf|papers/rota.pdf" {
		t.Fatal(app.answer("staff-fte"))
	}
	// Texts have no hash and leave the grade alone.
	for _, text := range []string{"binder 4, page 12", "https://example.org/wiki/rota/", "GRC tool: Actions 2026"} {
		app.menuItem(t, "Add evidence…").Action()
		app.typePath(t, text)
		app.noDialog(t)
		refs := app.answer("staff-fte").References
		if last := refs[len(refs)-1]; last.Location != text || last.Title != "" || last.SHA256 != "" {
			t.Errorf("%+v", last)
		}
	}
	// A name that leads nowhere is asked about once; a folder is refused.
	app.menuItem(t, "Add evidence…").Action()
	app.typePath(t, filepath.Dir(app.work.file.Path))
	app.wantDialog(t, "is a folder, not a file")
	app.typePath(t, "papers/rotta.pdf")
	app.wantDialog(t, "there is no such file", "press Enter again")
	if len(app.answer("staff-fte").References) != 4 {
		t.Error("added all the same")
	}
	app.typePath(t, "papers/rotta.pdf")
	app.noDialog(t)
	if a := app.answer("staff-fte"); len(a.References) != 5 || a.References[4].SHA256 != "" {
		t.Errorf("%+v", a.References)
	}
	app.menuItem(t, "Add evidence…").Action()
	app.press("Escape")
	app.noDialog(t)
}

func TestReferencesByKeyboard(t *testing.T) {
	app := empty(t)
	path := app.evidenceFile(t, "papers/rota.pdf", "rota")
	app.to(t, "staff-fte")
	app.typed("3")
	app.job(t, func() { app.work.attach("staff-fte", []string{path}) })
	app.work.addReferences("staff-fte", []engagement.Reference{{Location: "binder 4"}, {Title: "Shift plan", Location: "wall"}})
	list := app.block(t, "staff-fte").references.list
	focused := func() fyne.Focusable { return app.window.Canvas().Focused() }
	if focused() != fyne.Focusable(list) || list.current != 2 {
		t.Fatalf("%T, %d", focused(), list.current)
	}
	app.press(fyne.KeyDown, fyne.KeyUp, fyne.KeyUp, fyne.KeyUp)
	if list.current != 0 {
		t.Error(list.current)
	}
	// Copy: the whole path of a file, the text of anything else.
	app.typed("c")
	if got := app.fyne.Clipboard().Content(); got != path || !strings.Contains(strings.Join(texts(list), " "), "Location copied") {
		t.Errorf("%q, %q", got, texts(list))
	}
	app.press(fyne.KeyDown)
	app.typed("C")
	if got := app.fyne.Clipboard().Content(); got != "binder 4" {
		t.Errorf("%q", got)
	}
	// Rename: Enter keeps, Escape does not, leaving keeps.
	app.press(fyne.KeyReturn)
	entry, ok := focused().(*titleEntry)
	if !ok {
		t.Fatalf("%T", focused())
	}
	entry.SetText("Binder of May")
	app.press(fyne.KeyReturn)
	if focused() != fyne.Focusable(list) || app.answer("staff-fte").References[1].Title != "Binder of May" {
		t.Errorf("%T, %+v", focused(), app.answer("staff-fte").References)
	}
	app.press(fyne.KeyF2)
	focused().(*titleEntry).SetText("never")
	app.press(fyne.KeyEscape)
	if focused() != fyne.Focusable(list) || app.answer("staff-fte").References[1].Title != "Binder of May" || list.entry != nil {
		t.Error("escape")
	}
	app.press(fyne.KeyReturn)
	focused().(*titleEntry).SetText("left")
	app.work.open(pageVerdict)
	if app.answer("staff-fte").References[1].Title != "left" {
		t.Error("a title being typed is lost")
	}
	app.undo()
	if app.answer("staff-fte").References[1].Title != "Binder of May" || app.work.page.(*sectionPage).current.item.ID != "staff-fte" {
		t.Error("undo of the title")
	}
	// Ctrl+Z in the field is the field's own.
	list = app.block(t, "staff-fte").references.list
	list.focusOn(1)
	app.press(fyne.KeyReturn)
	app.typed("x")
	app.undo() // what was typed
	app.undo() // what it replaced
	if app.answer("staff-fte").References[1].Title != "Binder of May" || list.entry == nil || list.entry.Text != "Binder of May" {
		t.Errorf("%+v", app.answer("staff-fte").References[1])
	}
	app.press(fyne.KeyEscape)
	// Remove all, one step each; the keyboard stays at the question.
	app.press(fyne.KeyHome, fyne.KeyDelete)
	if got := titles(app.answer("staff-fte")); got != "Binder of May|binder 4 Shift plan|wall" || list.current != 0 {
		t.Error(got)
	}
	app.press(fyne.KeyDelete, fyne.KeyDelete)
	if len(app.answer("staff-fte").References) != 0 || focused() != app.block(t, "staff-fte").field.Focus || app.answer("staff-fte").Evidence != engagement.Documented {
		t.Errorf("%T %+v", focused(), app.answer("staff-fte"))
	}
	app.undo()
	app.undo()
	app.undo()
	if len(app.answer("staff-fte").References) != 3 {
		t.Error("undo")
	}
}

func TestReferencesByMouse(t *testing.T) {
	app := empty(t)
	app.to(t, "staff-fte")
	app.work.addReferences("staff-fte", []engagement.Reference{{Title: "One", Location: "a"}, {Title: "Two", Location: "b"}})
	list := app.block(t, "staff-fte").references.list
	tap := func(row int, label string) {
		t.Helper()
		for k, a := range list.actions {
			if a.label == label {
				s := list.actionPlaces()[k]
				p := fyne.NewPos(s.x+s.width/2, list.top(row)+list.rows[row].height()-referencePad-referenceLine/2)
				test.TapCanvas(app.window.Canvas(), fyne.CurrentApp().Driver().AbsolutePositionForObject(list).Add(p))
				return
			}
		}
		t.Fatalf("no %s", label)
	}
	tap(1, "Copy location")
	if got := app.fyne.Clipboard().Content(); got != "b" {
		t.Errorf("%q", got)
	}
	tap(0, "Rename")
	if e, ok := app.window.Canvas().Focused().(*titleEntry); !ok || e.Text != "One" {
		t.Errorf("%T", app.window.Canvas().Focused())
	}
	app.press(fyne.KeyEscape)
	tap(0, "Remove")
	if got := titles(app.answer("staff-fte")); got != "Two|b" {
		t.Error(got)
	}
	// The chip starts the dialog.
	app.tap(t, "Evidence")
	app.wantDialog(t, "Evidence for question")
}

// An answer that somebody called asserted stays so; the other grade is offered.
func TestAssertedWithADocumentIsOffered(t *testing.T) {
	app := empty(t)
	path := app.evidenceFile(t, "rota.pdf", "rota")
	app.to(t, "staff-fte")
	app.typed("3")
	app.menuItem(t, "Evidence: asserted").Action()
	app.job(t, func() { app.work.attach("staff-fte", []string{path}) })
	b := app.block(t, "staff-fte")
	if app.answer("staff-fte").Evidence != engagement.Asserted || !b.references.propose.Visible() {
		t.Errorf("%+v", app.answer("staff-fte"))
	}
	app.menuItem(t, "Evidence: documented").Action()
	if b.references.propose.Visible() {
		t.Error("still offered")
	}
}

func TestCheckEvidence(t *testing.T) {
	app := empty(t)
	app.menuItem(t, "Check the evidence…").Action()
	app.wantDialog(t, "Nothing to check")
	app.press("Return")
	same, changed, gone := app.evidenceFile(t, "same.pdf", "same"), app.evidenceFile(t, "changed.pdf", "old"), app.evidenceFile(t, "gone.pdf", "x")
	app.to(t, "staff-fte")
	app.job(t, func() { app.work.attach("staff-fte", []string{same, changed}) })
	app.to(t, "bw-other")
	app.job(t, func() { app.work.attach("bw-other", []string{gone}) })
	app.work.addReferences("bw-other", []engagement.Reference{{Location: "binder 4"}})
	app.evidenceFile(t, "changed.pdf", "new")
	if err := os.Remove(gone); err != nil {
		t.Fatal(err)
	}
	doc := app.work.session.Document()
	app.job(t, func() { app.menuItem(t, "Check the evidence…").Action() })
	app.noDialog(t)
	if app.work.pageID != pageEvidence || app.work.session.Document() != doc {
		t.Fatal(app.work.pageID)
	}
	text := app.pageText()
	for _, want := range []string{"3 files: 1 changed since, 1 missing, 1 unchanged.", "Changed since (1)", "Missing (1)", "Not a file (1)", "Unchanged (1)", "There is no file at " + gone, "11. "} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in %q", want, text)
		}
	}
	// Each leads to its question, by the keyboard.
	lists := app.work.page.(*evidencePage).lists
	app.window.Canvas().Focus(lists[1])
	app.press(fyne.KeyReturn)
	b := app.block(t, "bw-other")
	if app.window.Canvas().Focused() != fyne.Focusable(b.references.list) || !strings.Contains(strings.Join(texts(b.references.list), " "), "Missing") {
		t.Errorf("%T %q", app.window.Canvas().Focused(), texts(b.references.list))
	}
	// The marks stay through a change of appearance and do not reach the file.
	app.setAppearance("dark")
	app.to(t, "staff-fte")
	if s := strings.Join(texts(app.block(t, "staff-fte").references.list), " "); !strings.Contains(s, "Changed since") || !strings.Contains(s, "Unchanged") {
		t.Errorf("%q", s)
	}
	if s := string(app.work.session.Document().Write()); strings.Contains(s, "changed\"") || strings.Contains(s, "unchanged") {
		t.Error("the check is in the document")
	}
}

func TestCheckCancelled(t *testing.T) {
	app := empty(t)
	path := app.evidenceFile(t, "big.bin", strings.Repeat("x", 64<<20))
	app.to(t, "staff-fte")
	app.work.addReferences("staff-fte", []engagement.Reference{{Title: "Big", Location: "big.bin", SHA256: strings.Repeat("0", 64)}})
	app.job(t, func() {
		app.work.checkEvidence()
		app.tap(t, "Cancel")
	})
	app.wantDialog(t, "Cancelled")
	app.press("Return")
	if app.work.pageID == pageEvidence || len(app.work.checked) != 0 {
		t.Error("a cancelled check shows something")
	}
	before := app.work.session.Document()
	app.job(t, func() {
		app.work.attach("staff-fte", []string{path})
		app.tap(t, "Cancel")
	})
	app.wantDialog(t, "Cancelled")
	if app.work.session.Document() != before {
		t.Error("a cancelled file was attached")
	}
}

// Saved elsewhere, the references lead to the same files; beside them they are
// short again.
func TestSaveAsKeepsTheWayToEvidence(t *testing.T) {
	app := empty(t)
	dir := t.TempDir()
	path := filepath.Join(dir, "acme", "papers", "rota.pdf")
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte("rota"), 0o600); err != nil {
		t.Fatal(err)
	}
	app.to(t, "staff-fte")
	app.job(t, func() { app.work.attach("staff-fte", []string{path}) })
	location := func() string { return app.answer("staff-fte").References[0].Location }
	if location() != path {
		t.Errorf("not saved yet: %q", location())
	}
	save := func(to string) {
		t.Helper()
		app.work.saveAs(nil)
		app.typePath(t, to)
		app.noDialog(t)
		if app.work.session.Dirty() {
			t.Error("not saved")
		}
		if doc, _, err := store.Open(to, app.set, app.work.session.Registry); err != nil || doc.Answers["staff-fte"].References[0].Location != location() {
			t.Errorf("the file says %v, %v", doc.Answers["staff-fte"], err)
		}
	}
	save(filepath.Join(dir, "acme", "acme.muster"))
	if location() != "papers/rota.pdf" {
		t.Errorf("beside the file: %q", location())
	}
	if err := os.MkdirAll(filepath.Join(dir, "elsewhere"), 0o700); err != nil {
		t.Fatal(err)
	}
	save(filepath.Join(dir, "elsewhere", "acme.muster"))
	if location() != path {
		t.Errorf("elsewhere: %q", location())
	}
	app.job(t, app.work.checkEvidence)
	if !strings.Contains(app.pageText(), "The one file is unchanged") {
		t.Errorf("%q", app.pageText())
	}
}

func TestEvidenceReadOnly(t *testing.T) {
	app := start(t)
	path := saved(t, t.TempDir(), "saas", func(b []byte) []byte { return []byte(strings.Replace(string(b), `"version": 1`, `"version": 99`, 1)) })
	app.Open(path)
	for app.dialogText() != "" {
		app.press("Return")
	}
	if !app.work.session.ReadOnly() {
		t.Fatal("not read-only")
	}
	app.dropAt(t, app.over(t, "staff-fte"), path+"x")
	app.wantDialog(t, "Nothing was added", "newer Muster")
	app.press("Return")
	app.menuItem(t, "Add evidence…").Action()
	app.wantDialog(t, "Nothing was added")
}

// Two hundred references, and names that want to break something.
func TestManyAndHostileReferences(t *testing.T) {
	app := empty(t)
	app.evidenceFile(t, "rota.pdf", "x")
	app.to(t, "staff-fte")
	nasty := []string{"👩‍💻🎉", "evil\u202efdp.exe", "two\nlines\tand\x00more", strings.Repeat("long ", 2000), strings.Repeat("x", 5000), "עברית", "<b>%s</b>", "\xff\xfe", " ", "C:\\a\\b", "//host/share/x"}
	var refs []engagement.Reference
	for i := range 200 {
		refs = append(refs, engagement.Reference{Title: nasty[i%len(nasty)], Location: fmt.Sprint(i, nasty[(i/2)%len(nasty)]), SHA256: []string{"", "ab", strings.Repeat("0", 64)}[i%3]})
	}
	app.work.session.Edit("staff-fte", func(d *engagement.Document) {
		a := d.Answers["staff-fte"]
		a.References = refs
		d.Answers["staff-fte"] = a
	})
	b := app.block(t, "staff-fte")
	list := b.references.list
	if got := list.shown(); got != shownReferences || !strings.Contains(strings.Join(texts(list), " "), "Show all 200 references") {
		t.Errorf("%d shown", got)
	}
	app.window.Canvas().Focus(list)
	app.press(fyne.KeyEnd, fyne.KeyReturn, fyne.KeyEnd)
	if list.shown() != 200 || list.current != 199 {
		t.Errorf("%d shown, at %d", list.shown(), list.current)
	}
	app.job(t, app.work.checkEvidence)
	for _, check := range []fyne.CanvasObject{list, app.work.page.object()} {
		for _, s := range texts(check) {
			if strings.ContainsAny(s, "\n\t\u202e\x00") {
				t.Errorf("shows %q", s)
			}
		}
	}
	width := list.MinSize().Width
	walk(list, func(o fyne.CanvasObject, at fyne.Position, _ fyne.CanvasObject) {
		if at.X+o.MinSize().Width > width+1 {
			t.Errorf("%T at %v is %v wide", o, at, o.MinSize().Width)
		}
	})
	if n := len(app.work.page.(*evidencePage).lists); n < 3 {
		t.Errorf("%d lists", n)
	}
	app.work.session.Undo()
	if len(app.answer("staff-fte").References) != 0 {
		t.Error("undo")
	}
}

func TestFlatAndFitTail(t *testing.T) {
	test.NewTempApp(t)
	if got := flat("a\u202eb\nc"); got != "a\uFFFDb\uFFFDc" {
		t.Errorf("%q", got)
	}
	if n := len([]rune(flat(strings.Repeat("ä", 9000)))); n > longestShown+1 {
		t.Error(n)
	}
	path := strings.Repeat("folder/", 60) + "rota.pdf"
	for _, width := range []float32{0, 20, 100, 300} {
		got := fitTail(path, width, 12)
		if width >= 100 && (!strings.HasSuffix(got, "rota.pdf") || !strings.HasPrefix(got, "… ") || fyne.MeasureText(got, 12, fyne.TextStyle{}).Width > width) {
			t.Errorf("%v: %q", width, got)
		}
	}
	if fitTail("rota.pdf", 300, 12) != "rota.pdf" {
		t.Error("shortened without need")
	}
}

// A name that no text can hold is refused, and what is said about it can be shown.
func TestDropOfANameThatIsNoText(t *testing.T) {
	app := empty(t)
	app.dropAt(t, app.over(t, "staff-fte"), filepath.Join(t.TempDir(), "bad\xff.pdf"))
	app.wantDialog(t, "give the file another name")
	if len(app.answer("staff-fte").References) != 0 {
		t.Error("attached")
	}
}

func BenchmarkQuestionWith200References(b *testing.B) {
	app := empty(b)
	app.to(b, "staff-fte")
	var refs []engagement.Reference
	for i := range 200 {
		refs = append(refs, engagement.Reference{Title: fmt.Sprintf("Document %d", i), Location: fmt.Sprintf("papers/%d.pdf", i), SHA256: strings.Repeat("0", 64)})
	}
	app.work.addReferences("staff-fte", refs)
	block := app.block(b, "staff-fte")
	for b.Loop() {
		block.show()
	}
	if block.references.list.shown() != 200 || app.work.stateOf(refs[0]).state != evidence.Unchecked {
		b.Fatal("not all are shown")
	}
}

package ui

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"muster/assessment/engagement"
	"muster/assessment/file"
	"muster/assessment/model"
	"muster/assessment/question"
	"muster/assessment/recovery"
	"muster/assessment/seal"
	"muster/ui/form"
)

// opened is the program with a sample that is on disk.
func opened(t testing.TB) (*App, string) {
	t.Helper()
	app := start(t)
	path := saved(t, t.TempDir(), "saas", nil)
	app.Open(path)
	app.noDialog(t)
	return app, path
}

// comment writes a comment on a question and leaves it.
func (a *App) comment(t testing.TB, id, text string) {
	t.Helper()
	q := a.to(t, id)
	q.note.SetText(text)
	a.work.commit()
	a.work.session.EndTyping()
}

func onDisk(t testing.TB, path, password string) *engagement.Document {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := file.Decode(data, password, question.Default(), model.Default())
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// left are the journals that a next start would offer.
func (a *App) left(t testing.TB) []recovery.Left {
	t.Helper()
	l, err := recovery.Pending(a.storage("recovery"))
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// crash ends the engagement as a signal does.
func (a *App) crash() {
	a.work.abandon()
	a.work = nil
	a.ShowHome()
}

func TestCrashIsOffered(t *testing.T) {
	app, path := opened(t)
	before, _ := os.ReadFile(path)
	app.comment(t, "staff-fte", "rota of June")
	app.crash()
	if after, _ := os.ReadFile(path); !bytes.Equal(before, after) {
		t.Error("the file itself was changed")
	}
	app.OfferRecovery()
	app.wantDialog(t, "Muster ended without saving", "saas.muster", "rota of June", "Compared with the saved file")
	app.tap(t, "Recover")
	if got := app.answer("staff-fte").Comment; got != "rota of June" || !app.work.session.Dirty() || app.work.file.Path != path {
		t.Errorf("%q, dirty %v, file %q", got, app.work.session.Dirty(), app.work.file.Path)
	}
	app.work.session.Undo()
	if got := app.answer("staff-fte").Comment; got == "rota of June" {
		t.Error("recovering is no undo step")
	}
	app.work.session.Redo()
	app.work.save(nil)
	app.noDialog(t)
	if onDisk(t, path, "").Answers["staff-fte"].Comment != "rota of June" {
		t.Error("not saved")
	}
	app.ShowHome()
	if n := len(app.left(t)); n > 0 {
		t.Errorf("%d journals are left after saving", n)
	}
}

// The file named at the start may be the one that has changes to recover.
func TestRecoverWhatIsOpen(t *testing.T) {
	app, path := opened(t)
	app.comment(t, "staff-fte", "kept")
	app.crash()
	app.Open(path)
	app.OfferRecovery()
	app.tap(t, "Recover")
	app.noDialog(t)
	if app.work.session.ReadOnly() || app.answer("staff-fte").Comment != "kept" {
		t.Error("the program locked itself out")
	}
}

func TestCrashOfAnUnsavedEngagement(t *testing.T) {
	app := start(t)
	app.NewEngagement("quick")
	app.work.session.Edit(pageDetails, func(d *engagement.Document) { d.Title = "Never saved" })
	app.crash()
	app.OfferRecovery()
	app.wantDialog(t, "Never saved", "It was never saved")
	app.tap(t, "Recover")
	if app.work.session.Document().Title != "Never saved" || !app.work.session.Dirty() || app.work.file.Path != "" {
		t.Error("not recovered as unsaved")
	}
}

func TestRecoveredFileIsGone(t *testing.T) {
	app, path := opened(t)
	app.comment(t, "staff-fte", "kept")
	app.crash()
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	app.OfferRecovery()
	app.wantDialog(t, "cannot be read", "and 24 more")
	app.tap(t, "Recover")
	if app.answer("staff-fte").Comment != "kept" || !app.work.session.Dirty() {
		t.Error("not recovered")
	}
	app.work.save(nil)
	app.noDialog(t)
	if onDisk(t, path, "").Answers["staff-fte"].Comment != "kept" {
		t.Error("not saved where it was")
	}
}

func TestDroppedAndLater(t *testing.T) {
	app, _ := opened(t)
	app.comment(t, "staff-fte", "x")
	app.crash()
	app.OfferRecovery()
	app.tap(t, "Ask again at the next start")
	app.noDialog(t)
	app.OfferRecovery()
	app.tap(t, "Drop these changes…")
	app.tap(t, "Keep them")
	app.tap(t, "Drop these changes…")
	app.tap(t, "Drop them")
	app.noDialog(t)
	if n := len(app.left(t)); n > 0 {
		t.Errorf("%d are left", n)
	}
}

func TestNothingIsOfferedAfterAnOrderlyEnd(t *testing.T) {
	app, _ := opened(t)
	app.comment(t, "staff-fte", "x")
	app.leave(app.ShowHome)
	app.tap(t, "Close without saving")
	app.OfferRecovery()
	app.noDialog(t)
}

func TestUndoneChangesLeaveNothing(t *testing.T) {
	app, _ := opened(t)
	app.comment(t, "staff-fte", "x")
	app.work.session.Undo()
	app.crash()
	if n := len(app.left(t)); n > 0 {
		t.Errorf("%d are left", n)
	}
}

// A comment that is typed on and on is one undo step, and in the document before
// the typing ends.
func TestTypingIsKeptAndOneStep(t *testing.T) {
	app, _ := opened(t)
	app.comment(t, "staff-fte", "")
	before := app.answer("staff-fte").Comment
	q := app.to(t, "staff-fte")
	app.window.Canvas().Focus(q.note)
	for _, s := range []string{" more", " and more", " and even more"} {
		app.typed(s)
		q.note.commit() // what the timer does
	}
	if got := app.answer("staff-fte").Comment; !strings.HasSuffix(got, "even more") {
		t.Errorf("comment %q", got)
	}
	app.work.session.Undo()
	if got := app.answer("staff-fte").Comment; got != before {
		t.Errorf("after one undo %q, want %q", got, before)
	}
}

func TestBrokenJournal(t *testing.T) {
	app := start(t)
	dir := app.storage("recovery")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "x.journal"), []byte("nonsense"), 0o600); err != nil {
		t.Fatal(err)
	}
	app.OfferRecovery()
	app.wantDialog(t, "no recovery journal", "x.journal")
	app.tap(t, "Remove it")
	app.OfferRecovery()
	app.noDialog(t)
}

func TestChangedByAnotherProgram(t *testing.T) {
	app, path := opened(t)
	theirs := sampleData(t, "bank")
	if err := os.WriteFile(path, theirs, 0o600); err != nil {
		t.Fatal(err)
	}
	app.work.checkDisk()
	if !strings.Contains(app.content(), "changed on disk") {
		t.Error("the window does not say so")
	}
	app.comment(t, "staff-fte", "mine")
	app.work.save(nil)
	app.wantDialog(t, "changed by another program", path, "Nothing was overwritten")
	app.tap(t, "What differs…")
	app.wantDialog(t, "differ", "mine")
	app.tap(t, "Close")
	app.tap(t, "Replace it")
	app.noDialog(t)
	if onDisk(t, path, "").Answers["staff-fte"].Comment != "mine" || strings.Contains(app.content(), "changed on disk") {
		t.Error("not replaced")
	}
	list, err := app.work.file.Shelf().List()
	if err != nil || len(list) != 2 {
		t.Fatal(list, err)
	}
	if data, _ := list[1].Read(); !bytes.Equal(data, theirs) {
		t.Error("what was replaced is not kept")
	}
}

// A journal that cannot be written says nothing about what is saved: only what is
// changed after it is at risk.
func TestSavedNeedsNoJournal(t *testing.T) {
	app, _ := opened(t)
	app.comment(t, "staff-fte", "mine")
	app.work.journalFault(errors.New("no room"))
	app.wantDialog(t, "no room")
	app.press("Return")
	if !strings.Contains(app.content(), "not kept for a crash") {
		t.Error("the fault is not shown")
	}
	app.work.save(nil)
	if s := app.content(); strings.Contains(s, "not kept for a crash") || !strings.Contains(s, "saved ") {
		t.Error("what is saved is shown as at risk")
	}
	app.comment(t, "staff-fte", "mine, changed")
	if !strings.Contains(app.content(), "not kept for a crash") {
		t.Error("the fault is forgotten with the next change")
	}
}

func TestGoneFile(t *testing.T) {
	app, path := opened(t)
	other := filepath.Join(t.TempDir(), "elsewhere.muster")
	app.comment(t, "staff-fte", "mine")
	if err := os.RemoveAll(filepath.Dir(path)); err != nil { // a drive that went away
		t.Fatal(err)
	}
	app.work.checkDisk()
	if !strings.Contains(app.content(), "the file is gone") {
		t.Error("the window does not say so")
	}
	app.work.save(nil)
	app.wantDialog(t, "is not there any more", path)
	app.tap(t, "Save it there again")
	app.wantDialog(t, "folder does not exist", "Your answers are safe")
	app.tap(t, "Save elsewhere…")
	app.typePath(t, other)
	app.noDialog(t)
	if onDisk(t, other, "").Answers["staff-fte"].Comment != "mine" || app.work.session.Dirty() {
		t.Error("not saved elsewhere")
	}
}

func TestTwoOnOneFile(t *testing.T) {
	app, path := opened(t)
	other, _, _, err := file.Open(t.TempDir(), path, "", question.Default(), model.Default())
	if err != nil || other.Holder == nil {
		t.Fatal("a second writer got the file", err)
	}
	app.ShowHome() // the other takes it
	other.Lock()
	other.Close()
	holder, _, _, err := file.Open(t.TempDir(), path, "", question.Default(), model.Default())
	if err != nil {
		t.Fatal(err)
	}
	app.Open(path)
	app.wantDialog(t, "open elsewhere", "read", "another name")
	app.tap(t, "Close")
	if !strings.Contains(app.content(), "read-only: open elsewhere") {
		t.Error("the window does not say so")
	}
	before := app.answer("staff-fte")
	app.comment(t, "staff-fte", "refused")
	if !engagement.Equal(before, app.answer("staff-fte")) {
		t.Error("a read-only engagement was changed")
	}
	app.work.planFindings(nil)
	app.wantDialog(t, "open elsewhere", "another name")
	app.tap(t, "Close")
	mine := filepath.Join(t.TempDir(), "mine.muster")
	app.work.saveAs(nil)
	app.typePath(t, mine)
	app.comment(t, "staff-fte", "taken")
	if app.answer("staff-fte").Comment != "taken" {
		t.Error("the copy cannot be changed")
	}
	holder.Close()
}

func TestReopeningKeepsTheLock(t *testing.T) {
	app, path := opened(t)
	app.Open(path)
	app.noDialog(t)
	if app.work.session.ReadOnly() {
		t.Error("the program locked itself out")
	}
	if err := os.WriteFile(path+".bad", []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	app.Open(path + ".bad")
	app.tap(t, "Close")
	second, _, _, err := file.Open(t.TempDir(), path, "", question.Default(), model.Default())
	if err != nil || second.Holder == nil {
		t.Error("the lock was lost", err)
	}
}

func TestVersionsAreRestored(t *testing.T) {
	app, path := opened(t)
	for _, text := range []string{"one", "two", "three"} {
		app.work.session.Edit("staff-fte", func(d *engagement.Document) {
			a := d.Answers["staff-fte"]
			a.Comment = text
			d.Answers["staff-fte"] = a
		})
		app.work.save(nil)
	}
	app.work.showVersions()
	app.wantDialog(t, "The last 5 saved states")
	list, _ := app.work.file.Shelf().List()
	if len(list) != 4 {
		t.Fatalf("%d states", len(list))
	}
	app.dismiss()
	app.work.openVersion(list[2])
	app.wantDialog(t, "comment: one", "comment: three")
	app.tap(t, "Restore this state")
	if got := app.answer("staff-fte").Comment; got != "one" || onDisk(t, path, "").Answers["staff-fte"].Comment != "three" {
		t.Errorf("%q", got)
	}
	app.work.session.Undo()
	if app.answer("staff-fte").Comment != "three" {
		t.Error("restoring is no undo step")
	}
}

// dismiss closes the dialog on top with Escape.
func (a *App) dismiss() {
	for a.blocked() {
		o := a.window.Canvas().Overlays().Top()
		a.window.Canvas().Overlays().Remove(o)
	}
}

func TestPasswordOfADocument(t *testing.T) {
	app, path := opened(t)
	app.work.save(nil)
	app.work.askProtection()
	entry := func(name string) *form.Entry {
		e, ok := find[*form.Entry](app.window.Canvas().Overlays().Top(), func(e *form.Entry) bool { return e.PlaceHolder == name })
		if !ok {
			t.Fatalf("no field %q in %q", name, app.dialogText())
		}
		return e
	}
	entry("new password").SetText("correct horse")
	app.tap(t, "Protect")
	app.wantDialog(t, "not the same")
	entry("the same once more").SetText("correct horse")
	app.job(t, func() { app.tap(t, "Protect") })
	app.wantDialog(t, "is protected")
	app.tap(t, "Close")
	if data, _ := os.ReadFile(path); !seal.Is(data) {
		t.Fatal("not protected")
	}
	if index, err := os.ReadFile(app.shelf.indexFile()); err != nil || bytes.Contains(index, []byte("Example SaaS")) {
		t.Errorf("the index of the library still tells of it: %v", err)
	}
	list, _ := app.work.file.Shelf().List()
	for _, v := range list {
		if !v.Protected {
			t.Error("a readable state is left")
		}
	}
	if len(list) == 0 {
		t.Error("the saved states are gone")
	}
	app.comment(t, "staff-fte", "a secret remark")
	if err := app.work.journal.Flush(); err != nil {
		t.Fatal(err)
	}
	journals, _ := filepath.Glob(filepath.Join(app.storage("recovery"), "*.journal"))
	for _, j := range journals {
		if data, _ := os.ReadFile(j); bytes.Contains(data, []byte("secret remark")) {
			t.Error("the journal is readable")
		}
	}
	if len(journals) != 1 {
		t.Errorf("%d journals", len(journals))
	}
	app.crash()

	app.OfferRecovery()
	app.wantDialog(t, "protected", "password")
	app.job(t, func() { app.typePath(t, "wrong") })
	app.wantDialog(t, "password is wrong")
	app.job(t, func() { app.typePath(t, "correct horse") })
	app.wantDialog(t, "a secret remark")
	app.tap(t, "Recover")
	app.noDialog(t)
	if app.answer("staff-fte").Comment != "a secret remark" || app.work.file.Password() != "correct horse" {
		t.Error("not recovered with its password")
	}
	app.job(t, func() { app.work.save(nil) })
	if onDisk(t, path, "correct horse").Answers["staff-fte"].Comment != "a secret remark" {
		t.Error("not saved")
	}

	app.ShowHome()
	app.Open(path)
	app.wantDialog(t, "saas.muster is protected")
	app.job(t, func() { app.typePath(t, "Correct horse") })
	app.wantDialog(t, "password is wrong")
	app.job(t, func() { app.typePath(t, "correct horse") })
	app.noDialog(t)
	if app.work == nil {
		t.Fatal("not opened")
	}

	app.work.askProtection()
	app.tap(t, "Remove the password")
	app.wantDialog(t, "not the password it has now")
	entry("the password it has now").SetText("correct horse")
	app.job(t, func() { app.tap(t, "Remove the password") })
	if data, _ := os.ReadFile(path); seal.Is(data) {
		t.Error("still protected")
	}
}

func keyOf(t testing.TB, password string) *seal.Key {
	t.Helper()
	k, err := seal.NewKey(password)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// A password for an engagement without a file: what the journal holds is all there
// is, and stays there until it is protected too.
func TestPasswordBeforeTheFirstSave(t *testing.T) {
	app := empty(t)
	app.comment(t, "staff-fte", "a secret remark")
	if err := app.work.journal.Flush(); err != nil {
		t.Fatal(err)
	}
	app.job(t, func() { app.work.protect("correct horse") })
	app.wantDialog(t, "from the first save on")
	app.tap(t, "Close")
	journals, err := filepath.Glob(filepath.Join(app.storage("recovery"), "*.journal"))
	if err != nil || len(journals) != 1 {
		t.Fatalf("a kill now loses the answers: %d journals, %v", len(journals), err)
	}
	app.crash()
	if data, err := os.ReadFile(journals[0]); err != nil || bytes.Contains(data, []byte("secret remark")) {
		t.Errorf("readable: %v", err)
	}
	app.OfferRecovery()
	app.job(t, func() { app.typePath(t, "correct horse") })
	app.wantDialog(t, "a secret remark")
	app.tap(t, "Recover")
	app.noDialog(t)
	if app.answer("staff-fte").Comment != "a secret remark" || app.work.file.Password() != "correct horse" {
		t.Error("not recovered with its password")
	}
}

func TestAheadClockIsSaid(t *testing.T) {
	app := start(t)
	path := saved(t, t.TempDir(), "saas", nil)
	ahead := time.Now().Add(3 * time.Hour)
	if err := os.Chtimes(path, ahead, ahead); err != nil {
		t.Fatal(err)
	}
	app.Open(path)
	app.wantDialog(t, "saas.muster", "clock", "3h0m")
}

// The clock was set back by a day between a change, the crash, recovery and saving:
// nothing is taken for older than it is, and nothing for another's change.
func TestClockSetBack(t *testing.T) {
	app, path := opened(t)
	app.comment(t, "staff-fte", "first")
	app.work.save(nil)
	app.comment(t, "staff-fte", "written tomorrow")
	app.crash()
	tomorrow := time.Now().Add(24 * time.Hour)
	journals, err := filepath.Glob(filepath.Join(app.storage("recovery"), "*.journal"))
	if err != nil || len(journals) != 1 {
		t.Fatal(journals, err)
	}
	data, err := os.ReadFile(journals[0])
	if err != nil {
		t.Fatal(err)
	}
	line, body, _ := bytes.Cut(data, []byte("\n"))
	var head map[string]any
	if err := json.Unmarshal(line, &head); err != nil {
		t.Fatal(err)
	}
	head["changed"] = tomorrow
	if line, err = json.Marshal(head); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(journals[0], append(append(line, '\n'), body...), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, p := range []string{path, journals[0]} {
		if err := os.Chtimes(p, tomorrow, tomorrow); err != nil {
			t.Fatal(err)
		}
	}
	app.Open(path)
	app.wantDialog(t, "saas.muster", "clock", "in 24h0m.") // it says so, and goes on
	app.tap(t, "Close")
	app.OfferRecovery()
	app.wantDialog(t, "written tomorrow", when(tomorrow))
	app.tap(t, "Recover")
	app.noDialog(t) // once is enough
	app.work.save(nil)
	app.noDialog(t)
	if got := onDisk(t, path, "").Answers["staff-fte"].Comment; got != "written tomorrow" || app.work.session.Dirty() {
		t.Errorf("saved %q", got)
	}
	if n := len(app.left(t)); n > 0 {
		t.Errorf("%d journals are left", n)
	}
	app.comment(t, "staff-fte", "yesterday")
	app.work.save(nil)
	app.noDialog(t)
	list, err := app.work.file.Shelf().List()
	if err != nil {
		t.Fatal(err)
	}
	var comments []string
	for _, v := range list {
		data, err := v.Read()
		if err != nil {
			t.Fatal(err)
		}
		doc, err := file.Decode(data, "", question.Default(), model.Default())
		if err != nil {
			t.Fatal(err)
		}
		comments = append(comments, doc.Answers["staff-fte"].Comment)
	}
	if want := []string{"yesterday", "written tomorrow", "first"}; len(comments) != 4 || !slices.Equal(comments[:3], want) {
		t.Errorf("%q, want %q and what it was opened with", comments, want)
	}
}

// Where nothing can be saved, it is said before somebody works for an hour.
func TestReadOnlyFolderIsSaid(t *testing.T) {
	app, _ := opened(t)
	app.work.file.Close()
	app.work.file.Unlocked = fmt.Errorf("cannot lock: %w", syscall.EROFS)
	app.comment(t, "staff-fte", "on a stick that is locked")
	if !strings.Contains(app.content(), "read-only folder: save elsewhere") {
		t.Error("nothing is said")
	}
	app.work.save(nil) // it is writable by now
	if text := app.content(); strings.Contains(text, "read-only folder") || !strings.Contains(text, "saved ") {
		t.Errorf("%.200s", text)
	}
}

// However dialogs follow each other, the keyboard comes back to where it was.
func TestKeyboardAfterChainedDialogs(t *testing.T) {
	for _, by := range []string{"key", "menu"} {
		for _, protected := range []bool{false, true} {
			app, path := opened(t)
			if protected {
				app.work.file.Key = keyOf(t, "correct horse")
			}
			c := app.window.Canvas()
			app.comment(t, "staff-fte", "mine")
			b := app.to(t, "tool-access")
			if err := os.RemoveAll(filepath.Dir(path)); err != nil {
				t.Fatal(err)
			}
			if by == "menu" {
				c.Unfocus() // as a click on the menu does
			}
			app.job(t, func() { app.work.save(nil) })
			app.wantDialog(t, "is not there any more")
			app.tap(t, "Save elsewhere…")
			app.typePath(t, filepath.Join(filepath.Dir(path), "still not there", "x.muster"))
			awaitJob(t)
			app.wantDialog(t, "folder does not exist")
			if _, ok := c.Focused().(*form.Entry); !ok {
				t.Errorf("%s, protected %v: after a fault the path has not the keyboard but %T", by, protected, c.Focused())
			}
			other := filepath.Join(t.TempDir(), "elsewhere.muster")
			app.job(t, func() { app.typePath(t, other) })
			app.noDialog(t)
			if !exists(other) || app.work.session.Dirty() {
				t.Errorf("%s, protected %v: not saved elsewhere", by, protected)
			}
			if c.Focused() != b.field.Focus {
				t.Errorf("%s, protected %v: the keyboard is at %T", by, protected, c.Focused())
			}
		}
	}
}

// Where the keyboard had nowhere been it goes to the page.
func TestKeyboardAfterADialogOverNothing(t *testing.T) {
	app := sample(t, "saas")
	app.work.open(pageVerdict)
	app.window.Canvas().Unfocus()
	app.last = hold{}
	app.about()
	app.press(fyne.KeyEscape)
	if _, ok := app.window.Canvas().Focused().(*reader); !ok {
		t.Errorf("the keyboard is at %T", app.window.Canvas().Focused())
	}
}

// Cancel of a save that protects: nothing is written, the answers stay, what was to
// follow does not, and the next save works. Saving elsewhere the same.
func TestCancelProtectedSave(t *testing.T) {
	app, path := opened(t)
	app.work.file.Key = keyOf(t, "correct horse")
	app.comment(t, "staff-fte", "mine")
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	app.job(t, func() {
		app.work.save(func() { t.Error("what follows a save went on") })
		app.tap(t, "Cancel")
	})
	app.wantDialog(t, "nothing was written", "answers are safe")
	app.tap(t, "Close")
	app.noDialog(t)
	if after, _ := os.ReadFile(path); !bytes.Equal(before, after) || !app.work.session.Dirty() || app.answer("staff-fte").Comment != "mine" {
		t.Error("the file was written, or an answer is gone")
	}
	other := filepath.Join(t.TempDir(), "other.muster")
	app.job(t, func() {
		app.work.saveAs(nil)
		app.typePath(t, other)
		app.wantDialog(t, "Protecting the engagement")
		app.tap(t, "Cancel")
	})
	app.tap(t, "Close")
	if exists(other) || app.work.file.Path != path {
		t.Errorf("saved as %s in spite of Cancel", app.work.file.Path)
	}
	app.job(t, func() { app.work.save(nil) })
	if app.work.session.Dirty() || onDisk(t, path, "correct horse").Answers["staff-fte"].Comment != "mine" {
		t.Error("not saved afterwards")
	}
}

// The program starts with a protected file that has changes to recover: it asks for
// the file's password and for the journal's. Whichever comes first, what was
// recovered stays.
func TestOpeningLeavesWhatWasRecovered(t *testing.T) {
	app := start(t)
	path := saved(t, t.TempDir(), "saas", func(data []byte) []byte {
		data, err := seal.Seal(data, "word")
		if err != nil {
			t.Fatal(err)
		}
		return data
	})
	app.Open(path)
	app.job(t, func() { app.typePath(t, "word") })
	app.comment(t, "staff-fte", "recovered")
	app.crash()

	app.Open(path)
	app.OfferRecovery()
	app.wantDialog(t, "were not saved, and are protected")
	app.job(t, func() { app.typePath(t, "word") })
	app.wantDialog(t, "recovered")
	app.tap(t, "Recover")
	app.wantDialog(t, "saas.muster is protected")
	app.job(t, func() { app.typePath(t, "word") })
	app.noDialog(t)
	if app.answer("staff-fte").Comment != "recovered" || !app.work.session.Dirty() {
		t.Fatal("what was recovered is gone")
	}
	app.crash()
	if n := len(app.left(t)); n != 1 {
		t.Errorf("%d journals", n)
	}
}

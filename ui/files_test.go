package ui

import (
	"bytes"
	"context"
	"fyne.io/fyne/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"fyne.io/fyne/v2/widget"

	"muster/assessment/analysis"
	"muster/assessment/engagement"
	"muster/assessment/store"
	"muster/exporters"
	"muster/exporters/report"
	"muster/ui/form"
)

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// wantDocument checks that the file holds the engagement as it stands.
func wantDocument(t *testing.T, app *App, path string) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(data, app.work.session.Document().Write()) {
		t.Errorf("%s does not hold the engagement", path)
	}
	if info, err := os.Stat(path); err == nil && runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("%s has mode %v", path, info.Mode())
	}
}

func edited(t *testing.T) *App {
	t.Helper()
	app := sample(t, "saas")
	app.to(t, "tool-access")
	app.typed("3")
	if !app.work.session.Dirty() {
		t.Fatal("no change")
	}
	return app
}

func TestSaveAs(t *testing.T) {
	app := edited(t)
	dir := t.TempDir()
	app.menuItem(t, "Save").Action()
	app.wantDialog(t, "Save the engagement")
	app.typePath(t, "   ")
	app.wantDialog(t, "a file name is needed")
	missing := filepath.Join(dir, "no", "such", "folder", "x.muster")
	app.typePath(t, missing)
	app.wantDialog(t, missing, "the folder does not exist")
	if exists(filepath.Dir(missing)) || app.work.file.Path != "" {
		t.Error("a folder was made")
	}
	path := filepath.Join(dir, "an engagement")
	app.typePath(t, path)
	app.noDialog(t)
	path += store.Extension
	wantDocument(t, app, path)
	if app.work.file.Path != path || app.work.session.Dirty() || len(app.recent()) != 1 || !strings.Contains(app.content(), "saved ") {
		t.Errorf("path %q, recent %v", app.work.file.Path, app.recent())
	}

	app.to(t, "org-criticality") // a dialog takes the focus away
	app.typed("2")
	if !strings.Contains(app.content(), "changes not saved") {
		t.Error("unsaved changes do not show")
	}
	app.menuItem(t, "Save").Action()
	app.noDialog(t)
	wantDocument(t, app, path)

	// The own file needs no question, another does.
	app.menuItem(t, "Save as…").Action()
	app.typePath(t, path)
	app.noDialog(t)
	other := saved(t, dir, "bank", nil)
	before, _ := os.ReadFile(other)
	app.menuItem(t, "Save as…").Action()
	app.typePath(t, other)
	app.wantDialog(t, "bank.muster exists. Replace it?")
	app.tap(t, "No")
	if after, _ := os.ReadFile(other); !bytes.Equal(before, after) || app.work.file.Path != path {
		t.Error("replaced in spite of No")
	}
	app.wantDialog(t, "Save the engagement")
	app.typePath(t, other)
	app.tap(t, "Replace")
	app.noDialog(t)
	wantDocument(t, app, other)
	if app.work.file.Path != other {
		t.Errorf("path %q", app.work.file.Path)
	}
	if list, _ := filepath.Glob(filepath.Join(dir, ".muster-*")); len(list) > 0 {
		t.Errorf("left behind: %v", list)
	}
}

func TestSaveAsCancel(t *testing.T) {
	app := edited(t)
	app.work.saveAs(func() { t.Error("went on after Cancel") })
	app.tap(t, "Cancel")
	app.noDialog(t)
	app.work.saveAs(func() { t.Error("went on after Escape") })
	app.press("Escape")
	app.noDialog(t)
	if app.work.file.Path != "" || !app.work.session.Dirty() {
		t.Error("saved")
	}
}

// A folder is no file name.
func TestSaveIntoAFolder(t *testing.T) {
	app := edited(t)
	dir := t.TempDir()
	app.work.saveAs(nil)
	app.typePath(t, dir+string(filepath.Separator))
	if list, _ := os.ReadDir(dir); len(list) > 0 {
		t.Errorf("saved as the hidden file %s", filepath.Join(dir, list[0].Name()))
	}
	app.wantDialog(t, "Save the engagement")
}

func TestSaveHome(t *testing.T) {
	app := edited(t)
	home, err := os.UserHomeDir()
	if err != nil {
		t.Skip(err)
	}
	app.work.saveAs(nil)
	app.typePath(t, "~"+string(filepath.Separator)+"mine.muster")
	app.noDialog(t)
	wantDocument(t, app, filepath.Join(home, "mine.muster"))
}

func TestSaveFails(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("other permissions")
	}
	app := edited(t)
	dir := t.TempDir()
	app.work.file.Path = filepath.Join(dir, "gone", "x.muster")
	went := false
	app.work.save(func() { went = true })
	app.wantDialog(t, "could not be saved", app.work.file.Path)
	if went || !app.work.session.Dirty() {
		t.Error("went on after a failure")
	}
	app.press("Escape")
	app.noDialog(t)
}

func TestFileName(t *testing.T) {
	for in, want := range map[string]string{
		"": "engagement", "  ": "engagement", "...": "engagement", "A title 2026": "A title 2026", `a/b\c:d*e?f"g<h>i|j`: "a-b-c-d-e-f-g-h-i-j",
		"../../etc/passwd": "-..-etc-passwd", "tab\there": "tab-here",
	} {
		if got := fileName(in); got != want {
			t.Errorf("fileName(%q) = %q, want %q", in, got, want)
		}
	}
	for _, in := range []string{strings.Repeat("x", 500), strings.Repeat("日", 500), strings.Repeat("🎉", 500), "\xff\xfe"} {
		path := filepath.Join(t.TempDir(), fileName(in)+".markdown")
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Errorf("the name made of %.12q cannot be used: %v", in, err)
		}
	}
}

func TestOpen(t *testing.T) {
	app := start(t)
	dir := t.TempDir()
	good := saved(t, dir, "saas", nil)
	app.menuItem(t, "Open…").Action()
	tests := []struct {
		path string
		want []string
	}{
		{dir, []string{"this is a folder"}},
		{filepath.Join(dir, "gone.muster"), []string{"cannot read", "gone.muster", "check the name"}},
		{saved(t, dir, "bank", func([]byte) []byte { return []byte("{\n  \"format\": nonsense\n}") }), []string{"bank.muster", "line 2"}},
		{saved(t, dir, "hospital", func(b []byte) []byte {
			return bytes.Replace(b, []byte(`"version": 1,`), []byte(`"version": 1, "scope": "some", `), 1)
		}), []string{"hospital.muster", "scope"}},
	}
	for _, tt := range tests {
		app.typePath(t, tt.path)
		app.wantDialog(t, append(tt.want, "Open an engagement")...)
		if app.work != nil {
			t.Errorf("%s opened", tt.path)
		}
	}
	app.typePath(t, good)
	app.noDialog(t)
	if app.work == nil || app.work.file.Path != good || app.recent()[0] != good || app.work.session.Dirty() {
		t.Error("a good file")
	}
}

// The fault in a file is shown with its place.
func TestOpenFaults(t *testing.T) {
	app := start(t)
	dir := t.TempDir()
	path := saved(t, dir, "saas", func(b []byte) []byte {
		return bytes.Replace(b, []byte("\"asr-benchmark\": {\n      \"state\": \"answered\",\n      \"value\": 10,"), []byte("\"asr-benchmark\": {\n      \"state\": \"answered\",\n      \"value\": 1000,"), 1)
	})
	app.Open(path)
	app.wantDialog(t, "This file cannot be opened", path, "answers.asr-benchmark.value", "1000")
	if app.work != nil || len(app.recent()) != 0 {
		t.Error("opened")
	}
	app.tap(t, "Close")
	app.noDialog(t)

	path = saved(t, dir, "bank", func(b []byte) []byte {
		return bytes.Replace(b, []byte(`"version": 1,`), []byte(`"version": 1, "unheardOf": true,`), 1)
	})
	app.Open(path)
	app.wantDialog(t, "Opened, with remarks", "unheardOf")
	if app.work == nil || app.work.file.Path != path {
		t.Error("not opened")
	}
	app.press("Return")
	app.noDialog(t)
	app.work.save(nil)
	if data, _ := os.ReadFile(path); !bytes.Contains(data, []byte("unheardOf")) {
		t.Error("an unknown key was lost")
	}
	// A failure leaves what is open.
	work := app.work
	app.Open(filepath.Join(dir, "gone.muster"))
	app.wantDialog(t, "cannot be opened", "gone.muster")
	if app.work != work {
		t.Error("the engagement was closed")
	}
}

func TestOpenOverRemarks(t *testing.T) {
	app := start(t)
	path := saved(t, t.TempDir(), "bank", func(b []byte) []byte {
		return bytes.Replace(b, []byte(`"version": 1,`), []byte(`"version": 1, "unheardOf": true,`), 1)
	})
	app.askOpen()
	app.typePath(t, path)
	app.wantDialog(t, "Opened, with remarks", "unheardOf")
}

func TestReadOnly(t *testing.T) {
	app := start(t)
	path := saved(t, t.TempDir(), "saas", func(b []byte) []byte { return bytes.Replace(b, []byte(`"version": 1,`), []byte(`"version": 99,`), 1) })
	before, _ := os.ReadFile(path)
	app.Open(path)
	app.wantDialog(t, "read-only")
	app.tap(t, "Close")
	if !app.work.session.ReadOnly() || !strings.Contains(app.content(), "read-only") {
		t.Fatalf("the window does not say so: %.200q", app.content())
	}
	old := app.answer("tool-access")
	b := app.to(t, "tool-access")
	app.typed("0")
	app.typed("4")
	app.typed("?")
	b.toggleReview()
	if !engagement.Equal(app.answer("tool-access"), old) {
		t.Error("an answer was changed")
	}
	b = app.to(t, "staff-fte")
	entry := b.field.Focus.(*form.Number)
	shown := entry.Text
	entry.SetText("77")
	app.window.Canvas().Unfocus()
	if entry.Text != shown {
		t.Errorf("the field shows %q, the answer is %q", entry.Text, shown)
	}
	app.work.open(pageSettings)
	p := app.work.page.(*settingsPage)
	p.rows["paidHours"].Entries()[0].SetText("20")
	p.commit()
	if s := p.rows["paidHours"].Entries()[0].Text; s != "40" || len(app.work.session.Document().Model) != 0 {
		t.Errorf("the setting shows %q and is 40", s)
	}
	app.work.open(pageDetails)
	d := app.work.page.(*detailsPage)
	title := d.fields[0].Text
	d.fields[0].SetText("Another")
	d.commit()
	if d.fields[0].Text != title || app.work.session.Document().Title != title {
		t.Errorf("the title shows %q and is %q", d.fields[0].Text, title)
	}
	if app.work.session.Dirty() {
		t.Error("something to save")
	}
	app.menuItem(t, "Save").Action()
	app.wantDialog(t, path, "newer Muster", "read-only")
	if after, _ := os.ReadFile(path); !bytes.Equal(before, after) {
		t.Error("the file was written")
	}
}

func TestLeave(t *testing.T) {
	app := edited(t)
	app.menuItem(t, "Close engagement").Action()
	app.wantDialog(t, "Save the changes?", "Example SaaS 2026")
	app.tap(t, "Go on working")
	app.noDialog(t)
	if app.work == nil || !app.work.session.Dirty() {
		t.Fatal("left")
	}
	app.menuItem(t, "Close engagement").Action()
	app.press("Escape") // the same
	app.noDialog(t)
	if app.work == nil {
		t.Fatal("left")
	}

	path := filepath.Join(t.TempDir(), "x.muster")
	app.menuItem(t, "Close engagement").Action()
	app.tap(t, "Save")
	app.wantDialog(t, "Save the engagement")
	app.typePath(t, path)
	app.noDialog(t)
	if app.work != nil || !exists(path) {
		t.Error("save and leave")
	}
	doc, _, err := store.Open(path, app.set, app.registry)
	if err != nil || doc.Answers["tool-access"].Value != engagement.Level(3) {
		t.Errorf("%v %v", err, doc)
	}
	if !strings.Contains(app.content(), "Recent") {
		t.Error("not at home")
	}

	app.Open(path)
	app.to(t, "tool-access")
	app.typed("1")
	app.leave(app.ShowHome)
	app.wantDialog(t, "x.muster")
	app.tap(t, "Close without saving")
	app.noDialog(t)
	if app.work != nil {
		t.Error("still open")
	}
	if doc, _, _ := store.Open(path, app.set, app.registry); doc.Answers["tool-access"].Value != engagement.Level(3) {
		t.Error("saved in spite of dropping")
	}

	app.Open(path)
	app.to(t, "tool-access")
	app.typed("2")
	app.leave(app.ShowHome)
	app.press("Return") // Save has the focus
	app.noDialog(t)
	if doc, _, _ := store.Open(path, app.set, app.registry); doc.Answers["tool-access"].Value != engagement.Level(2) || app.work != nil {
		t.Error("Enter does not save and leave")
	}
}

// What is still being typed counts as a change.
func TestLeaveWhileTyping(t *testing.T) {
	app := sample(t, "saas")
	b := app.to(t, "tool-access")
	b.openComment()
	app.typed("unsaved")
	app.leave(func() { t.Error("left") })
	app.wantDialog(t, "Save the changes?")
}

func TestQuit(t *testing.T) {
	app := edited(t)
	app.Quit()
	app.wantDialog(t, "Save the changes?")
	app.Quit() // the close button again
	if n := len(app.window.Canvas().Overlays().List()); n != 1 {
		t.Errorf("%d dialogs", n)
	}
	app.tap(t, "Go on working")
	if app.quitting {
		t.Error("quits")
	}
	app.Quit()
	app.tap(t, "Close without saving")
	if !app.quitting {
		t.Error("does not quit")
	}
	app = start(t)
	app.Quit()
	if !app.quitting {
		t.Error("home does not quit")
	}
}

func TestExports(t *testing.T) {
	var rep *report.Report // of the sample, made once: every format shows the same
	for _, f := range exporters.Formats {
		t.Run(f.ID, func(t *testing.T) {
			app := sample(t, "saas")
			app.work.open(pageReports)
			if doc := app.work.session.Document(); rep == nil {
				a, err := analysis.Full(context.Background(), app.set, app.registry, doc, nil)
				if err != nil {
					t.Fatal(err)
				}
				rep = report.Build(app.set, app.registry, doc, a)
			}
			want, err := f.Render(context.Background(), rep, nil)
			if err != nil {
				t.Fatal(err)
			}
			dir := t.TempDir()
			app.tap(t, "Export "+f.Name)
			app.wantDialog(t, "Export "+f.Name)
			app.typePath(t, "")
			app.wantDialog(t, "a file name is needed")
			path := filepath.Join(dir, "report")
			app.job(t, func() { app.typePath(t, path) }) // the extension is added
			path += f.Extension
			app.wantDialog(t, "Exported", f.Name, path)
			got, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got, want) {
				t.Errorf("%d bytes differ from the exporter's own %d", len(got), len(want))
			}
			if info, _ := os.Stat(path); runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
				t.Errorf("mode %v", info.Mode())
			}
			app.press("Return")
			app.noDialog(t)
			if app.work.session.Dirty() {
				t.Error("an export changes the engagement")
			}

			// An existing file asks.
			app.work.export(f.ID)
			app.typePath(t, path)
			app.wantDialog(t, "Replace it?")
			app.tap(t, "No")
			app.tap(t, "Cancel")
			app.noDialog(t)
			if f.ID != "markdown" { // what follows is the same for all
				return
			}
			app.work.export(f.ID)
			app.typePath(t, path)
			if err := os.WriteFile(path, []byte("old"), 0o600); err != nil {
				t.Fatal(err)
			}
			app.job(t, func() { app.tap(t, "Replace") })
			app.wantDialog(t, "Exported")
			if got, _ := os.ReadFile(path); !bytes.Equal(got, want) {
				t.Error("the old file was not replaced")
			}
			if n := len(app.window.Canvas().Overlays().List()); n != 1 {
				t.Errorf("%d dialogs at the end", n)
			}
		})
	}
}

func TestExportFails(t *testing.T) {
	app := sample(t, "saas")
	dir := filepath.Join(t.TempDir(), "gone")
	app.work.export("json")
	app.job(t, func() { app.typePath(t, filepath.Join(dir, "x.json")) })
	app.wantDialog(t, "failed", dir, "the folder does not exist")
	app.press("Return")
	app.work.export("nonsense")
	app.wantDialog(t, "unknown format", "pdf, brief, procurement, responsibility, xlsx, pictures, markdown, json")
}

// A cancelled job says so and leaves nothing.
func TestCancelExport(t *testing.T) {
	for _, f := range exporters.Formats {
		app := sample(t, "saas")
		path := filepath.Join(t.TempDir(), "x"+f.Extension)
		rep := app.work.report()
		gate := make(chan bool)
		app.run("Exporting "+f.Name, func(ctx context.Context, progress func(int, int)) error {
			<-gate
			data, err := f.Render(ctx, rep, nil)
			if err != nil {
				return err
			}
			return store.WriteAtomic(path, data)
		}, func() { t.Errorf("%s: done in spite of Cancel", f.ID) })
		app.wantDialog(t, "Exporting")
		app.tap(t, "Cancel")
		app.job(t, func() { close(gate) })
		app.wantDialog(t, "Cancelled", "Nothing was written.")
		if exists(path) {
			t.Errorf("%s: a file is left", f.ID)
		}
	}
}

func TestJobProgress(t *testing.T) {
	app := sample(t, "saas")
	gate, told := make(chan bool), make(chan bool)
	app.run("A job", func(_ context.Context, progress func(int, int)) error {
		progress(1, 4)
		progress(0, 0)
		progress(3, 4)
		told <- true
		<-gate
		return nil
	}, func() { app.inform("Done", "It is done.") })
	<-told
	idle := widget.NewProgressBar()
	app.progress("Another", idle, func() {})()
	if s := idle.TextFormatter(); s != "at work…" {
		t.Errorf("a job that has not said how far it is shows %q", s)
	}
	job := app.window.Canvas().Overlays().Top()
	bar, ok := find[*widget.ProgressBar](job, nil)
	if !ok || bar.Value != 0.75 {
		t.Errorf("progress %v", bar)
	}
	app.job(t, func() { close(gate) })
	app.wantDialog(t, "It is done.")
}

// Browsing for a file or a folder opens Fyne's dialog; it must not be resized
// before it shows.
func TestBrowse(t *testing.T) {
	app := start(t)
	for _, browse := range []func(*pathDialog){browseFile(store.Extension), browseFolder} {
		d := &pathDialog{app: app, title: "t", action: "ok", start: t.TempDir(), browse: browse, use: func(string) error { return nil }}
		d.show()
		d.browse(d)
		if app.window.Canvas().Overlays().Top() == nil {
			t.Error("nothing to browse in")
		}
	}
}

// Ctrl+Z and Ctrl+Y are shortcuts of Fyne's own: a menu's custom one would never
// fire.
func TestUndoKeysAreTheToolkitsOwn(t *testing.T) {
	app := start(t)
	if _, ok := app.menuItem(t, "Undo").Shortcut.(*fyne.ShortcutUndo); !ok {
		t.Error("undo")
	}
	if _, ok := app.menuItem(t, "Redo").Shortcut.(*fyne.ShortcutRedo); !ok {
		t.Error("redo")
	}
}

// A start with a file goes straight there; what has to be complained about lies over
// home.
func TestStartWithAFile(t *testing.T) {
	begin := func(path string) *App {
		first := start(t)
		app := newApp(first.fyne, first.set, first.registry, func(work func()) { work() })
		t.Cleanup(func() {
			if app.work != nil {
				app.work.end()
			}
			app.window.Close()
		})
		app.Start(path)
		return app
	}
	dir := t.TempDir()
	app := begin(saved(t, dir, "bank", nil))
	app.noDialog(t)
	if app.work == nil || app.shelf.page != nil || app.shelf.index != nil {
		t.Errorf("the engagement is open: %v; home was made first: %v", app.work != nil, app.shelf.page != nil)
	}
	app.ShowHome()
	if !strings.Contains(app.content(), "bank.muster") && app.shelf.page == nil {
		t.Errorf("home then shows %q", app.content())
	}
	broken := filepath.Join(dir, "broken.muster")
	if err := os.WriteFile(broken, []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{broken, filepath.Join(dir, "missing.muster")} {
		app := begin(path)
		app.wantDialog(t, "This file cannot be opened", filepath.Base(path))
		if app.work != nil || app.window.Content() == nil || app.content() == "" {
			t.Errorf("%s: there is no home under the complaint", path)
		}
	}
}

// Opening what is protected, beside the window.

package ui

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"muster/assessment/seal"
	"muster/ui/form"
)

// sealedFile is a sample on disk with a password.
func sealedFile(t *testing.T, password string) string {
	t.Helper()
	data, err := seal.Seal(sampleData(t, "saas"), password)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "sealed.muster")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// Giving up is told at once, and what the work brings later is dropped.
func TestGivingUpOnWorkBesideTheWindow(t *testing.T) {
	app := start(t)
	goOn := make(chan struct{})
	var failed []error
	app.beside(unsealing(), func() (func() error, error) {
		<-goOn
		return func() error { t.Error("what was given up goes on"); return nil }, nil
	}, func(err error) { failed = append(failed, err) })
	app.wantDialog(t, unsealing(), "Cancel")
	app.menuItem(t, "New engagement").Action()
	if app.work != nil {
		t.Error("a menu acts under the work")
	}
	app.press("Escape")
	app.noDialog(t)
	close(goOn)
	awaitJob(t)
	if len(failed) != 1 || !errors.Is(failed[0], context.Canceled) {
		t.Errorf("told %v", failed)
	}
}

// Cancelled, the password is asked for again with what was typed; nothing is opened
// and nobody is kept from the file.
func TestCancelOpeningAProtectedFile(t *testing.T) {
	app := start(t)
	path := sealedFile(t, "correct horse")
	app.Open(path)
	app.wantDialog(t, "sealed.muster is protected")
	app.job(t, func() {
		app.typePath(t, "correct horse")
		app.wantDialog(t, unsealing())
		app.tap(t, "Cancel")
	})
	app.wantDialog(t, "sealed.muster is protected")
	if app.work != nil {
		t.Fatal("opened although cancelled")
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(path), "*")); len(left) != 1 {
		t.Errorf("in the folder: %v", left)
	}
	e, _ := find[*form.Entry](app.window.Canvas().Overlays().Top(), nil)
	if e.Text != "correct horse" {
		t.Errorf("typed was %q", e.Text)
	}
	app.job(t, func() { app.press("Return") })
	app.noDialog(t)
	if app.work == nil || app.work.file.Path != path || app.work.session.ReadOnly() {
		t.Fatal("not opened for writing")
	}

	// Comparing with the file unseals it beside the window as well.
	app.job(t, func() { app.work.compareWithDisk() })
	app.wantDialog(t, "Nothing differs")
	app.tap(t, "Close")
	app.job(t, func() { app.work.compareWithDisk(); app.tap(t, "Cancel") })
	app.noDialog(t)
}

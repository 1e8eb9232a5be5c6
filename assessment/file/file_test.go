package file

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"muster/assessment/engagement"
	"muster/assessment/model"
	"muster/assessment/question"
	"muster/assessment/seal"
	"muster/assessment/store"
)

var noon = time.Date(2026, 11, 24, 12, 0, 0, 0, time.Local)

func document(title string) *engagement.Document {
	d := engagement.New("0123", "2026-11-24", question.Default())
	d.Title = title
	return d
}

func encoded(t *testing.T, title, password string) []byte {
	t.Helper()
	b, err := Encode(document(title), password)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func open(t *testing.T, root, path, password string) (*File, *engagement.Document) {
	t.Helper()
	f, doc, faults, err := Open(root, path, password, question.Default(), model.Default())
	if err != nil || len(faults) > 0 {
		t.Fatal(err, faults)
	}
	t.Cleanup(f.Close)
	return f, doc
}

// saved is a file on disk that is open.
func saved(t *testing.T, title string) (*File, string, string) {
	t.Helper()
	root, path := t.TempDir(), filepath.Join(t.TempDir(), "a.muster")
	f := New(root)
	if err := f.SaveAs(path, encoded(t, title, ""), noon); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(f.Close)
	return f, root, path
}

func titles(t *testing.T, f *File) (out []string) {
	t.Helper()
	list, err := f.Shelf().List()
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range list {
		data, err := v.Read()
		if err != nil {
			t.Fatal(err)
		}
		doc, err := Decode(data, f.Password(), question.Default(), model.Default())
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, doc.Title)
	}
	return out
}

func TestSaveAndReopen(t *testing.T) {
	f, root, path := saved(t, "one")
	if err := f.Save(encoded(t, "two", ""), false, noon); err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(titles(t, f), " "); got != "two one" {
		t.Errorf("kept %q", got)
	}
	f.Close()
	again, doc := open(t, root, path, "")
	if doc.Title != "two" || again.Holder != nil || again.Unlocked != nil || again.Check() != nil {
		t.Errorf("%q %+v", doc.Title, again)
	}
}

func TestTheSecondIsReadOnly(t *testing.T) {
	f, root, path := saved(t, "one")
	second, _ := open(t, root, path, "")
	if second.Holder == nil || second.Holder.Process != os.Getpid() || !strings.Contains(second.ReadOnlyBecause(), "open elsewhere") {
		t.Errorf("%+v", second.Holder)
	}
	var held *store.Held
	if err := second.Save(encoded(t, "two", ""), true, noon); !errors.As(err, &held) {
		t.Error(err)
	}
	if err := New(root).SaveAs(path, encoded(t, "three", ""), noon); !errors.As(err, &held) {
		t.Error(err)
	}
	if doc, err := f.Reread(question.Default(), model.Default()); err != nil || doc.Title != "one" {
		t.Error("the file was changed", err)
	}
	f.Close() // the first is done
	if err := second.Save(encoded(t, "two", ""), false, noon); err != nil || second.Holder != nil {
		t.Error(err)
	}
}

func TestChangedByOthers(t *testing.T) {
	f, _, path := saved(t, "one")
	theirs := encoded(t, "theirs", "")
	if err := os.WriteFile(path, theirs, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := f.Check(); !errors.Is(err, ErrChanged) {
		t.Error(err)
	}
	if err := f.Save(encoded(t, "mine", ""), false, noon); !errors.Is(err, ErrChanged) {
		t.Error(err)
	}
	if now, _ := os.ReadFile(path); !bytes.Equal(now, theirs) {
		t.Error("theirs is gone")
	}
	if err := f.Save(encoded(t, "mine", ""), true, noon); err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(titles(t, f), " "); got != "mine theirs one" {
		t.Errorf("kept %q: what was replaced must be among it", got)
	}
	if f.Check() != nil {
		t.Error(f.Check())
	}
}

func TestRemoved(t *testing.T) {
	f, _, path := saved(t, "one")
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if err := f.Check(); !errors.Is(err, ErrGone) {
		t.Error(err)
	}
	if err := f.Save(encoded(t, "two", ""), false, noon); !errors.Is(err, ErrGone) {
		t.Error(err)
	}
	if err := f.Save(encoded(t, "two", ""), true, noon); err != nil || f.Check() != nil {
		t.Error(err, f.Check())
	}
	if err := os.RemoveAll(filepath.Dir(path)); err != nil { // as a network drive
		t.Fatal(err)
	}
	if err := f.Check(); !errors.Is(err, ErrGone) {
		t.Error(err)
	}
	if err := f.Save(encoded(t, "three", ""), true, noon); err == nil || !strings.Contains(err.Error(), "folder does not exist") {
		t.Error(err)
	}
}

// Where the folder went with the lock in it, the file that is written again is
// locked again; and one that was opened where nothing could be locked, as soon as
// it can.
func TestLockComesBack(t *testing.T) {
	f, root, path := saved(t, "one")
	if err := os.RemoveAll(filepath.Dir(path)); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := f.Save(encoded(t, "two", ""), true, noon); err != nil {
		t.Fatal(err)
	}
	second, _ := open(t, root, path, "")
	if second.Holder == nil {
		t.Error("two write a file that was put back")
	}
	second.Close()

	f.Close() // as where no lock could be taken
	f.Unlocked = errors.New("no locks here")
	if err := f.Save(encoded(t, "three", ""), false, noon); err != nil || f.Unlocked != nil {
		t.Fatal(err, f.Unlocked)
	}
	if second, _ := open(t, root, path, ""); second.Holder == nil {
		t.Error("two write a file that could not be locked at first")
	}
}

// Somebody who put the file back first keeps it.
func TestPutBackByAnother(t *testing.T) {
	f, root, path := saved(t, "one")
	if err := os.RemoveAll(filepath.Dir(path)); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	other := New(root)
	if err := other.SaveAs(path, encoded(t, "theirs", ""), noon); err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	var held *store.Held
	if err := f.Save(encoded(t, "mine", ""), true, noon); !errors.As(err, &held) {
		t.Error(err)
	}
	f.Close()
	if err := other.Check(); err != nil {
		t.Errorf("what the other wrote: %v", err)
	}
	if third, _ := open(t, root, path, ""); third.Holder == nil {
		t.Error("closing took the lock of another")
	}
}

func TestUnwritable(t *testing.T) {
	for err, want := range map[error]bool{nil: false, errors.New("no locks here"): false, syscall.EROFS: true, fs.ErrPermission: true} {
		f := New(t.TempDir())
		if f.Unlocked = err; err != nil {
			f.Unlocked = fmt.Errorf("cannot lock: %w", err)
		}
		if f.Unwritable() != want {
			t.Errorf("%v: %v", err, f.Unwritable())
		}
	}
}

func TestPassword(t *testing.T) {
	root, path := t.TempDir(), filepath.Join(t.TempDir(), "a.muster")
	f := New(root)
	var err error
	if f.Key, err = seal.NewKey("word"); err != nil {
		t.Fatal(err)
	}
	if err := f.SaveAs(path, encoded(t, "secret", "word"), noon); err != nil {
		t.Fatal(err)
	}
	f.Close()
	if data, _ := os.ReadFile(path); !seal.Is(data) || bytes.Contains(data, []byte("secret")) {
		t.Error("readable")
	}
	for _, wrong := range []string{"", "Word"} {
		if _, _, _, err := Open(root, path, wrong, question.Default(), model.Default()); !errors.Is(err, seal.ErrPassword) || !strings.Contains(err.Error(), path) {
			t.Error(err)
		}
	}
	again, doc := open(t, root, path, "word")
	if doc.Title != "secret" || again.Password() != "word" {
		t.Errorf("%+v", again)
	}
	// The key of the journal comes with the opening: made later, the first change
	// would wait a second for it.
	if again.Key == nil {
		t.Fatal("opened without its key")
	}
	if _, err := seal.OpenKey(again.Key.Sealed(), "word"); err != nil {
		t.Error(err)
	}
	if c, err := ReadWith(path, again.Key); err != nil || c.key != again.Key {
		t.Errorf("with the key at hand: %v", err)
	}
	if got := titles(t, again); len(got) != 1 || got[0] != "secret" {
		t.Error(got)
	}
}

func TestSaveAsMovesOn(t *testing.T) {
	f, root, path := saved(t, "one")
	other := filepath.Join(filepath.Dir(path), "b.muster")
	if err := f.SaveAs(filepath.Join(path, "x.muster"), encoded(t, "two", ""), noon); err == nil || f.Path != path {
		t.Errorf("%v, %s", err, f.Path)
	}
	if err := f.SaveAs(other, encoded(t, "two", ""), noon); err != nil || f.Path != other {
		t.Fatal(err, f.Path)
	}
	first, _ := open(t, root, path, "")
	if first.Holder != nil {
		t.Error("the old file is still locked")
	}
}

func TestNewerIsNotWritten(t *testing.T) {
	d := document("x")
	d.Version = 99
	if _, err := Encode(d, ""); !errors.Is(err, store.ErrNewer) {
		t.Error(err)
	}
}

func TestClock(t *testing.T) {
	f, _, path := saved(t, "one")
	if err := os.Chtimes(path, noon, noon); err != nil {
		t.Fatal(err)
	}
	if d := f.AheadOf(noon.Add(-time.Hour)); d != time.Hour {
		t.Error(d)
	}
	if d := f.AheadOf(noon.Add(-30 * time.Second)); d != 0 {
		t.Error(d)
	}
}

func TestSweep(t *testing.T) {
	f, root, path := saved(t, "one")
	f.Close()
	old, fresh := filepath.Join(filepath.Dir(path), ".muster-1.tmp"), filepath.Join(filepath.Dir(path), ".muster-2.tmp")
	for _, name := range []string{old, fresh} {
		if err := os.WriteFile(name, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Chtimes(old, noon.AddDate(-1, 0, 0), noon.AddDate(-1, 0, 0)); err != nil {
		t.Fatal(err)
	}
	open(t, root, path, "")
	if _, err := os.Stat(old); err == nil {
		t.Error("what a crash left stays")
	}
	if _, err := os.Stat(fresh); err != nil {
		t.Error("somebody's save was disturbed")
	}
}

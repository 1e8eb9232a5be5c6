package store

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"

	"muster/assessment/engagement"
	"muster/assessment/model"
	"muster/assessment/question"
)

// leftovers are the files in dir besides those named.
func leftovers(t *testing.T, dir string, names ...string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]bool{}
	for _, n := range names {
		want[n] = true
	}
	for _, e := range entries {
		if !want[e.Name()] {
			t.Errorf("%s stays in the folder", e.Name())
		}
		delete(want, e.Name())
	}
	for n := range want {
		t.Errorf("%s is gone", n)
	}
}

func content(t *testing.T, path, want string) {
	t.Helper()
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Errorf("%s holds %.60q, want %.60q", path, got, want)
	}
}

func private(t *testing.T, path string) {
	t.Helper()
	if runtime.GOOS == "windows" {
		return // has no such bits
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if got := info.Mode(); got != 0o600 {
		t.Errorf("mode %v, want -rw-------", got)
	}
}

// worded wants an error that names the path, says what to do, and is the cause.
func worded(t *testing.T, err error, path string, cause error, parts ...string) {
	t.Helper()
	if err == nil {
		t.Error("no error")
		return
	}
	for _, p := range append(parts, path) {
		if !strings.Contains(err.Error(), p) {
			t.Errorf("error %q lacks %q", err, p)
		}
	}
	if strings.Contains(err.Error(), ".tmp") || strings.Count(err.Error(), path) > 1 {
		t.Errorf("error %q tells of our own doings", err)
	}
	if cause != nil && !errors.Is(err, cause) {
		t.Errorf("error %q is not %q", err, cause)
	}
	var e *Error
	if errors.As(err, &e) && e.Path != path {
		t.Errorf("the error's path is %q", e.Path)
	}
}

func TestWriteAtomic(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.muster")
	for _, text := range []string{"first", "", strings.Repeat("long ", 1e5), "second\x00\xff"} {
		if err := WriteAtomic(path, []byte(text)); err != nil {
			t.Fatal(err)
		}
		content(t, path, text)
		private(t, path)
		leftovers(t, dir, "a.muster")
	}
}

func TestWriteAtomicTightensMode(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.muster")
	if err := os.WriteFile(path, []byte("old"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := WriteAtomic(path, []byte("new")); err != nil {
		t.Fatal(err)
	}
	content(t, path, "new")
	private(t, path)
}

// Who has the old file open keeps it whole: the new one takes its name only.
func TestWriteAtomicIsARename(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("an open file cannot be replaced")
	}
	path := filepath.Join(t.TempDir(), "a.muster")
	if err := WriteAtomic(path, []byte("old")); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := WriteAtomic(path, []byte("new")); err != nil {
		t.Fatal(err)
	}
	if got, err := io.ReadAll(f); err != nil || string(got) != "old" {
		t.Errorf("the open file became %q, %v", got, err)
	}
}

func TestWriteAtomicRelativePath(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	if err := WriteAtomic("a.muster", []byte("x")); err != nil {
		t.Fatal(err)
	}
	content(t, filepath.Join(dir, "a.muster"), "x")
	leftovers(t, dir, "a.muster")
}

func TestWriteAtomicToAFolder(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"empty", "full"} {
		if err := os.Mkdir(filepath.Join(dir, name), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "full", "x"), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"empty", "full"} {
		path := filepath.Join(dir, name)
		worded(t, WriteAtomic(path, []byte("new")), path, nil, "cannot write", "no ordinary file", "choose another name")
	}
	leftovers(t, dir, "empty", "full")
	leftovers(t, filepath.Join(dir, "full"), "x")
}

func TestWriteAtomicWithoutFolder(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "no", "a.muster")
	worded(t, WriteAtomic(path, []byte("new")), path, fs.ErrNotExist, "cannot write", "folder does not exist", "create it or choose another")
	leftovers(t, dir)
}

// A drive that can only be read: a folder on it does not help.
func TestReadOnlyDrive(t *testing.T) {
	err := explain("write", "/x/a.muster", &fs.PathError{Op: "open", Path: "/x/.muster-1.tmp", Err: syscall.EROFS})
	worded(t, err, "/x/a.muster", syscall.EROFS, "cannot write", "another drive")
}

func TestConcurrentWrites(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.muster")
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			if err := WriteAtomic(path, bytes.Repeat([]byte{byte('a' + i)}, 1<<16)); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	got, err := os.ReadFile(path)
	if err != nil || len(got) != 1<<16 || len(bytes.Trim(got, string(got[:1]))) != 0 {
		t.Errorf("%d bytes of several writers, %v", len(got), err)
	}
	leftovers(t, dir, "a.muster")
}

func TestRead(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.muster")
	_, err := ReadFile(path)
	worded(t, err, path, fs.ErrNotExist, "cannot read", "check the name")
	_, err = ReadFile(dir)
	worded(t, err, dir, nil, "cannot read", "it is a folder", "name a file in it")
	if err := os.WriteFile(path, []byte("text"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got, err := ReadFile(path); err != nil || string(got) != "text" {
		t.Errorf("%q, %v", got, err)
	}
}

// endless is a reader of n zeros that counts what was asked of it.
type endless struct{ left, read int }

func (e *endless) Read(p []byte) (int, error) {
	if e.left == 0 {
		return 0, io.EOF
	}
	n := min(len(p), e.left)
	e.left -= n
	e.read += n
	return n, nil
}

type broken struct{}

var errBroken = errors.New("the wire is cut")

func (broken) Read([]byte) (int, error) { return 0, errBroken }

func TestReadAllLimit(t *testing.T) {
	if got, err := ReadAll("in", &endless{left: maxDocument}); err != nil || len(got) != maxDocument {
		t.Errorf("at the limit: %d bytes, %v", len(got), err)
	}
	r := &endless{left: 1 << 40}
	got, err := ReadAll("/x/big.muster", r)
	if got != nil {
		t.Errorf("%d bytes beside the error", len(got))
	}
	worded(t, err, "/x/big.muster", nil, "larger than 64 MB")
	if r.read > maxDocument+1 {
		t.Errorf("read %d bytes of an endless file", r.read)
	}
	got, err = ReadAll("standard input", broken{})
	if got != nil {
		t.Errorf("%d bytes beside the error", len(got))
	}
	worded(t, err, "standard input", errBroken, "cannot read")
}

func TestSaveAndOpen(t *testing.T) {
	set, registry := question.Default(), model.Default()
	path := filepath.Join(t.TempDir(), "a.muster")
	doc := engagement.New("id-1", "2026-11-23", set)
	doc.Title = "Tîtle"
	doc.Answers["asr-change"] = engagement.Answer{State: engagement.Answered, Value: engagement.Bool(true), Comment: "c"}
	if err := Save(path, doc); err != nil {
		t.Fatal(err)
	}
	content(t, path, string(doc.Write()))
	private(t, path)
	got, faults, err := Open(path, set, registry)
	if err != nil || len(faults) != 0 || !bytes.Equal(got.Write(), doc.Write()) {
		t.Errorf("%v, %v", faults, err)
	}
	_, _, err = Open(path+"x", set, registry)
	worded(t, err, path+"x", fs.ErrNotExist, "check the name")
	for _, text := range []string{"", "{", "[]", `{"format":"other"}`} {
		if err := WriteAtomic(path, []byte(text)); err != nil {
			t.Fatal(err)
		}
		doc, _, err := Open(path, set, registry)
		if doc != nil {
			t.Errorf("%q: a document beside the error", text)
		}
		worded(t, err, path, nil, "cannot be opened")
	}
}

// A document of a newer program opens and is never written.
func TestSaveRefusesNewer(t *testing.T) {
	set, registry := question.Default(), model.Default()
	dir := t.TempDir()
	path := filepath.Join(dir, "a.muster")
	text := `{"format":"muster-engagement","version":2,"title":"t","future":{"a":1}}`
	if err := WriteAtomic(path, []byte(text)); err != nil {
		t.Fatal(err)
	}
	doc, faults, err := Open(path, set, registry)
	if err != nil || !doc.Newer() || len(faults) == 0 {
		t.Fatalf("%v, %v", faults, err)
	}
	worded(t, Save(path, doc), path, ErrNewer, "update Muster")
	other := filepath.Join(dir, "b.muster")
	worded(t, Save(other, doc), other, ErrNewer)
	content(t, path, text)
	leftovers(t, dir, "a.muster")
}

func TestHash(t *testing.T) {
	if got := Hash([]byte("abc")); got != "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" {
		t.Error(got)
	}
}

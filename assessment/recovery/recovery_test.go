package recovery

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"muster/assessment/seal"
	"muster/assessment/store"
)

// text is a document of which only the bytes matter.
type text string

func (t text) Write() []byte { return []byte(t) }

// keyOf is nil for no password.
func keyOf(t *testing.T, password string) *seal.Key {
	t.Helper()
	if password == "" {
		return nil
	}
	k, err := seal.NewKey(password)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func begin(t *testing.T, dir, origin, password string) *Journal {
	t.Helper()
	j, err := Start(dir, origin, keyOf(t, password), nil)
	if err != nil {
		t.Fatal(err)
	}
	return j
}

func pending(t *testing.T, dir string, want int) []Left {
	t.Helper()
	l, err := Pending(dir)
	if err != nil {
		t.Fatal(err)
	}
	if len(l) != want {
		t.Fatalf("%d journals are offered, want %d", len(l), want)
	}
	return l
}

func TestJournal(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "recovery")
	pending(t, dir, 0)
	j := begin(t, dir, "/x/a.muster", "")
	j.Put(text("one"))
	j.Put(text("two"))
	if err := j.Flush(); err != nil {
		t.Fatal(err)
	}
	pending(t, dir, 0) // its program lives
	j.Put(text("three"))
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	j.Put(text("four")) // too late
	l := pending(t, dir, 1)[0]
	if got, _, err := l.Document(""); err != nil || string(got) != "three" || l.Origin != "/x/a.muster" || l.Protected || l.Changed.IsZero() {
		t.Errorf("%q %v %+v", got, err, l)
	}
	if err := l.Discard(); err != nil {
		t.Fatal(err)
	}
	pending(t, dir, 0)
	files, _ := os.ReadDir(dir)
	if len(files) > 0 {
		t.Errorf("%v stay", files)
	}
}

// Without Flush it is on disk all the same, and soon.
func TestWritesByItself(t *testing.T) {
	dir := t.TempDir()
	j := begin(t, dir, "", "")
	defer j.Close()
	j.Put(text("x"))
	for range 500 {
		if _, err := os.Stat(j.path); err == nil {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Error("nothing was written")
}

func TestCleared(t *testing.T) {
	dir := t.TempDir()
	j := begin(t, dir, "", "")
	j.Put(text("one"))
	if err := j.Flush(); err != nil {
		t.Fatal(err)
	}
	j.Put(text("two"))
	for range 2 { // twice is fine
		if err := j.Clear(); err != nil {
			t.Fatal(err)
		}
	}
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	pending(t, dir, 0)
}

// What is cleared while a write fails is not written later.
func TestClearedWhileWritingFails(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "recovery")
	j := begin(t, dir, "", "")
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	doc := make([]byte, 8<<20) // takes a moment to write
	for range 5 {
		j.Put(text(doc))
		var wg sync.WaitGroup
		wg.Go(func() { _ = j.Flush() }) // fails
		for taken := false; !taken; {
			j.mu.Lock()
			taken = j.latest == nil
			j.mu.Unlock()
		}
		if err := j.Clear(); err != nil {
			t.Fatal(err)
		}
		wg.Wait()
		if j.latest != nil {
			t.Fatal("what was cleared waits to be written")
		}
	}
	if err := j.Close(); err != nil {
		t.Error(err)
	}
}

func TestProtected(t *testing.T) {
	dir := t.TempDir()
	j := begin(t, dir, "", "")
	const secret = "a secret of the client"
	j.Put(text(secret))
	if err := j.Flush(); err != nil {
		t.Fatal(err)
	}
	j.Belong("/x/b.muster", keyOf(t, "word"))
	for i := range 3 {
		j.Put(text(fmt.Sprint(secret, i)))
		if err := j.Flush(); err != nil {
			t.Fatal(err)
		}
		data, err := os.ReadFile(j.path)
		if err != nil || bytes.Contains(data, []byte("secret")) {
			t.Errorf("readable: %.80q, %v", data, err)
		}
	}
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	l := pending(t, dir, 1)[0]
	if _, _, err := l.Document("other"); !l.Protected || !errors.Is(err, seal.ErrPassword) {
		t.Errorf("%v %+v", err, l)
	}
	if got, _, err := l.Document("word"); err != nil || string(got) != secret+"2" || l.Origin != "/x/b.muster" {
		t.Errorf("%q, %v", got, err)
	}
}

// Another password leaves no moment without a journal: the one that is there stays
// until it is written under the new one, also where nothing changes any more.
func TestAnotherPasswordLosesNothing(t *testing.T) {
	dir := t.TempDir()
	j := begin(t, dir, "", "")
	j.Put(text("a secret"))
	if err := j.Flush(); err != nil {
		t.Fatal(err)
	}
	for _, password := range []string{"word", "another"} {
		j.Belong("", keyOf(t, password))
		if _, err := os.Stat(j.path); err != nil {
			t.Errorf("a kill now loses what was on disk: %v", err)
		}
		if err := j.Flush(); err != nil {
			t.Fatal(err)
		}
		if data, err := os.ReadFile(j.path); err != nil || bytes.Contains(data, []byte("secret")) {
			t.Errorf("readable: %.80q, %v", data, err)
		}
	}
	j.Belong("", keyOf(t, "a third"))
	if err := j.Clear(); err != nil { // saved
		t.Fatal(err)
	}
	j.Belong("", keyOf(t, "a fourth"))
	if err := j.Flush(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(j.path); err == nil {
		t.Error("what was cleared is written again")
	}
	j.Put(text("a secret after all"))
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	if got, key, err := pending(t, dir, 1)[0].Document("a fourth"); err != nil || string(got) != "a secret after all" || key.Password() != "a fourth" {
		t.Errorf("%q, %v", got, err)
	}
}

// slow is a document that takes its time to be written out.
type slow struct{ begun, goOn chan struct{} }

func (s slow) Write() []byte {
	close(s.begun)
	<-s.goOn
	return []byte("a secret")
}

// A password that is set while a readable journal is being written: it does not stay
// readable.
func TestAnotherPasswordWhileWriting(t *testing.T) {
	dir := t.TempDir()
	j := begin(t, dir, "", "")
	s := slow{make(chan struct{}), make(chan struct{})}
	j.mu.Lock()
	j.latest = s // no timer: the test says when
	j.mu.Unlock()
	var wg sync.WaitGroup
	wg.Go(func() { _ = j.Flush() })
	<-s.begun
	j.Belong("", keyOf(t, "word")) // waits for no write: the window calls it
	j.mu.Lock()
	again := j.latest != nil
	j.latest = text("a secret") // the same; slow is written once
	j.mu.Unlock()
	close(s.goOn)
	wg.Wait()
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	if data, err := os.ReadFile(j.path); !again || err != nil || bytes.Contains(data, []byte("secret")) {
		t.Errorf("readable: %.80q, %v, to be written again: %v", data, err, again)
	}
}

func TestBroken(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"a.journal": "", "b.journal": "{}", "c.journal": `{"format":"muster-recovery","version":2}` + "\n{}", "d.txt": "x"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, l := range pending(t, dir, 3) {
		if _, _, err := l.Document(""); err == nil || !strings.Contains(err.Error(), dir) {
			t.Errorf("%+v: %v", l, err)
		}
	}
}

// A journal that cannot be written says so once, and once when it works again.
func TestFaults(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "recovery")
	var told []error
	j, err := Start(dir, "", nil, func(err error) { told = append(told, err) })
	if err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		j.Put(text("x"))
		if err := j.Flush(); err == nil {
			t.Fatal("no error")
		}
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := j.Flush(); err != nil { // what failed waits still
		t.Fatal(err)
	}
	if len(told) != 2 || told[0] == nil || told[1] != nil {
		t.Errorf("told %v", told)
	}
	if got, err := os.ReadFile(j.path); err != nil || !bytes.HasSuffix(got, []byte("\nx")) {
		t.Errorf("%q, %v", got, err)
	}
}

// A process that is killed at any moment leaves a whole journal.
func TestKilled(t *testing.T) {
	const flag = "MUSTER_TEST_JOURNAL"
	if dir := os.Getenv(flag); dir != "" {
		j := begin(t, dir, "/x/c.muster", "")
		for i := range 1_000_000 {
			j.Put(text(fmt.Sprintf("%s|%d", strings.Repeat("text ", 20_000), i)))
			_ = j.Flush()
		}
		return
	}
	written := 0
	for i := range 25 {
		dir := t.TempDir()
		cmd := exec.Command(os.Args[0], "-test.run=^TestKilled$")
		cmd.Env = append(os.Environ(), flag+"="+dir)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		for range 1000 { // until it writes
			if l, _ := filepath.Glob(filepath.Join(dir, "*"+extension)); len(l) > 0 {
				break
			}
			time.Sleep(5 * time.Millisecond)
		}
		time.Sleep(time.Duration(i) * 3 * time.Millisecond)
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		left, err := Pending(dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range left {
			written++
			doc, _, err := l.Document("")
			if err != nil || !bytes.HasPrefix(doc, []byte("text ")) || !bytes.Contains(doc, []byte("|")) {
				t.Errorf("journal after a kill: %v, %d bytes", err, len(doc))
			}
		}
	}
	if written < 20 {
		t.Errorf("only %d of 25 kills left a journal", written)
	}
}

func TestLockIsFreeAfterDeath(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.muster")
	l, err := store.TakeLock(path)
	if err != nil {
		t.Fatal(err)
	}
	var held *store.Held
	if _, err := store.TakeLock(path); !errors.As(err, &held) || held.Holder.Process != os.Getpid() {
		t.Errorf("a second lock: %v", err)
	}
	l.Release()
	again, err := store.TakeLock(path)
	if err != nil {
		t.Fatal(err)
	}
	again.Release()
	if files, _ := os.ReadDir(dir); len(files) > 0 {
		t.Errorf("%v stay", files)
	}
}

// Nothing is lost, in the real window: kills at any moment, signals, quitting with
// unsaved changes, two windows on one file, passwords.

package main

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"muster/assessment/engagement"
	"muster/assessment/file"
	"muster/assessment/model"
	"muster/assessment/question"
	"muster/assessment/recovery"
	"muster/assessment/store"
	"muster/assets"
	"muster/ui/locate"
)

// poll waits until ok.
func poll(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		if ok() {
			return
		}
	}
	t.Fatalf("waited in vain for %s", what)
}

// journals are what the program keeps for a crash, read as a next start does.
func journals(t *testing.T, home string) []recovery.Left {
	t.Helper()
	dirs, _ := filepath.Glob(filepath.Join(home, ".config", "fyne", "*", "recovery"))
	if len(dirs) == 0 {
		return nil
	}
	left, err := recovery.Pending(dirs[0])
	if err != nil {
		t.Fatal(err)
	}
	return left
}

// raw are the journals as they stand on disk, a living program's too.
func raw(home string) string {
	paths, _ := filepath.Glob(filepath.Join(home, ".config", "fyne", "*", "recovery", "*.journal"))
	var all strings.Builder
	for _, p := range paths {
		if b, err := os.ReadFile(p); err == nil {
			all.Write(b)
		}
	}
	return all.String()
}

func read(t *testing.T, data []byte) *engagement.Document {
	t.Helper()
	doc, faults, err := engagement.Read(data, question.Default(), model.Default())
	if err != nil || len(faults) > 0 {
		t.Fatalf("a damaged document: %v %v", err, faults)
	}
	return doc
}

// sampleFile writes a sample as a file, sealed if there is a password.
func sampleFile(t *testing.T, password string) string {
	t.Helper()
	data, err := assets.Samples.ReadFile("samples/bank.muster")
	if err != nil {
		t.Fatal(err)
	}
	if data, err = file.Encode(read(t, data), password); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "bank.muster")
	if err := store.WriteAtomic(path, data); err != nil {
		t.Fatal(err)
	}
	return path
}

// comment opens the comment of a question that shows and types into it.
func (d *desk) comment(id, text string) {
	d.t.Helper()
	d.click("comment-chip/" + id)
	d.click("comment/" + id)
	d.key("ctrl+a", "Delete")
	d.write(text)
}

func (d *desk) ended(what string) {
	d.t.Helper()
	poll(d.t, what, func() bool {
		select {
		case <-d.done:
			return true
		default:
			return false
		}
	})
}

func TestKilledWhileWorking(t *testing.T) {
	needTools(t, "Xvfb", "xdotool")
	home := newHome(t)
	d := start(t, desktop(t), home)
	d.click("home/new-quick")
	d.click("details/title")
	d.write("Killed and finished")
	d.key("Tab")
	d.key("ctrl+g")
	d.wait("the first question", func(l locate.Layout) bool { return l.Focus == "org-criticality" })
	d.key("3")
	poll(t, "the journal", func() bool {
		s := raw(home)
		return strings.Contains(s, "Killed and finished") && strings.Contains(s, "org-criticality")
	})
	d.kill()

	d = start(t, desktop(t), home)
	d.click("recover/take")
	d.wait("the engagement", func(l locate.Layout) bool { return strings.Contains(l.Title, "• Killed and finished") })
	d.dialog(false)
	d.key("ctrl+q") // dirty: it asks once, and Return saves
	d.dialog(true)
	d.key("Escape")
	d.dialog(false)
	d.key("ctrl+q")
	d.dialog(true)
	d.key("Return")
	d.wait("where to", func(l locate.Layout) bool { _, ok := l.Places["path/entry"]; return ok })
	path := filepath.Join(t.TempDir(), "finished.muster")
	d.path(path)
	d.ended("the program's end")
	doc, _, err := store.Open(path, question.Default(), model.Default())
	if err != nil || doc.Value("org-criticality") != engagement.Value(engagement.Level(3)) {
		t.Errorf("%v, %v", doc, err)
	}

	d = start(t, desktop(t), home, path)
	d.wait("the engagement", func(l locate.Layout) bool { return strings.Contains(l.Title, "Killed and finished") })
	d.dialog(false) // nothing is offered after an orderly end
	d.openReports()
	d.click("export/markdown")
	out := filepath.Join(filepath.Dir(path), "report.md")
	d.dialog(true)
	d.path(out)
	poll(t, "the report", func() bool {
		b, err := os.ReadFile(out)
		return err == nil && bytes.Contains(b, []byte("Killed and finished"))
	})
}

// The program is killed at random moments while somebody types. What had reached
// the journal is offered whole, and the file is the one that was saved.
func TestKilledAtRandom(t *testing.T) {
	needTools(t, "Xvfb", "xdotool")
	home, path := newHome(t), sampleFile(t, "")
	saved, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	rounds := 6
	if os.Getenv("CI") == "" {
		rounds = 3
	}
	var slowest time.Duration
	for i := range rounds {
		d := start(t, desktop(t), home, path)
		if i > 0 {
			d.click("recover/take")
		}
		d.wait("the engagement", func(l locate.Layout) bool { return l.Title != "" && l.Title != "Muster – Muster" && !l.Dialog })
		first := fmt.Sprintf("round %d ", i)
		d.comment("org-criticality", first)
		typed := time.Now()
		poll(t, "the journal", func() bool { return strings.Contains(raw(home), strings.TrimSpace(first)) })
		slowest = max(slowest, time.Since(typed))
		more := strings.Repeat("abcdefghij", 12)
		go func() { _ = d.try("type", "--delay", "8", "--", more) }()
		time.Sleep(time.Duration(rand.IntN(1500)) * time.Millisecond)
		d.kill()

		if now, err := os.ReadFile(path); err != nil || !bytes.Equal(now, saved) {
			t.Fatalf("the file was touched: %v", err)
		}
		left := journals(t, home)
		if len(left) != 1 {
			t.Fatalf("round %d: %d journals", i, len(left))
		}
		data, _, err := left[0].Document("")
		if err != nil {
			t.Fatal(err)
		}
		got := read(t, data).Answers["org-criticality"].Comment
		if whole := first + more; !strings.HasPrefix(got, strings.TrimSpace(first)) || !strings.HasPrefix(whole, got) {
			t.Errorf("round %d left %q", i, got)
		}
	}
	t.Logf("%d kills; from the last key to the journal at most %v", rounds, slowest.Round(time.Millisecond))
}

func TestSignalsLoseNothing(t *testing.T) {
	needTools(t, "Xvfb", "xdotool")
	for _, sig := range []syscall.Signal{syscall.SIGTERM, syscall.SIGHUP} {
		home, path := newHome(t), sampleFile(t, "")
		d := start(t, desktop(t), home, path)
		d.comment("org-criticality", "said just before the end")
		d.wait("the typing", func(l locate.Layout) bool { return strings.HasPrefix(l.Title, "•") })
		if err := d.cmd.Process.Signal(sig); err != nil {
			t.Fatal(err)
		}
		d.ended("the program's end after " + sig.String())
		if code := d.cmd.ProcessState.ExitCode(); code != 0 {
			t.Errorf("%v: exit code %d; log:\n%s", sig, code, d.log.String())
		}
		left := journals(t, home)
		if len(left) != 1 {
			t.Fatalf("%v: %d journals", sig, len(left))
		}
		data, _, err := left[0].Document("")
		if err != nil {
			t.Fatal(err)
		}
		if got := read(t, data).Answers["org-criticality"].Comment; got != "said just before the end" {
			t.Errorf("%v left %q", sig, got)
		}
	}
}

func TestTwoWindows(t *testing.T) {
	needTools(t, "Xvfb", "xdotool")
	home, path := newHome(t), sampleFile(t, "")
	first := start(t, desktop(t), home, path)
	first.wait("the engagement", func(l locate.Layout) bool { return l.Title != "" })
	second := start(t, desktop(t), home, path)
	second.click("message/close") // it says who has it
	second.dialog(false)
	second.comment("org-criticality", "refused")
	second.key("ctrl+s")
	first.comment("org-criticality", "taken")
	first.wait("a change", func(l locate.Layout) bool { return strings.HasPrefix(l.Title, "•") })
	if l := second.look(); strings.HasPrefix(l.Title, "•") {
		t.Error("the second window took a change")
	}
	first.kill() // a crash gives the right to write back
	f, _, _, err := file.Open(t.TempDir(), path, "", question.Default(), model.Default())
	if err != nil || f.Holder != nil {
		t.Errorf("still locked: %v %v", f, err)
	}
	f.Close()
}

func TestWrongPassword(t *testing.T) {
	needTools(t, "Xvfb", "xdotool")
	path := sampleFile(t, "correct horse")
	d := start(t, desktop(t), newHome(t), path)
	d.click("password/entry")
	d.write("wrong horse")
	d.key("Return")
	trying := func(l locate.Layout) bool { _, ok := l.Places["job/cancel"]; return ok }
	d.wait("the attempt", trying)
	d.wait("the answer", func(l locate.Layout) bool { _, ok := l.Places["password/entry"]; return ok && !trying(l) })
	d.key("ctrl+a")
	d.write("correct horse")
	d.key("Return")
	d.wait("the engagement", func(l locate.Layout) bool {
		return strings.Contains(l.Title, "bank") || strings.Contains(l.Title, "Bank")
	})
	d.comment("org-criticality", "still protected")
	d.key("ctrl+s")
	poll(t, "the saved state", func() bool {
		data, err := os.ReadFile(path)
		if err != nil || bytes.Contains(data, []byte("still protected")) {
			t.Fatalf("readable after saving: %v", err)
		}
		doc, err := file.Decode(data, "correct horse", question.Default(), model.Default())
		return err == nil && doc.Answers["org-criticality"].Comment == "still protected"
	})
}

// A folder that cannot be written to, and a full disk: the answers stay and can go
// elsewhere.
func TestSaveElsewhere(t *testing.T) {
	needTools(t, "Xvfb", "xdotool")
	path := sampleFile(t, "")
	d := start(t, desktop(t), newHome(t), path)
	d.wait("the engagement", func(l locate.Layout) bool { return l.Title != "" })
	if err := os.RemoveAll(filepath.Dir(path)); err != nil {
		t.Fatal(err)
	}
	d.comment("org-criticality", "kept")
	d.key("ctrl+s")
	d.click("save/again")
	d.click("save/elsewhere")
	other := filepath.Join(t.TempDir(), "other.muster")
	d.path(other)
	d.dialog(false)
	poll(t, "the file", func() bool {
		doc, _, err := store.Open(other, question.Default(), model.Default())
		return err == nil && doc.Answers["org-criticality"].Comment == "kept"
	})
	if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
		t.Error(err)
	}
}

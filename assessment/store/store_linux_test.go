package store

import (
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
)

const nobody = 65534

// asOrdinaryUser runs f with an ordinary user's rights to files; root, as in
// containers, may write anywhere.
func asOrdinaryUser(t *testing.T, f func()) {
	t.Helper()
	if os.Geteuid() != 0 {
		f()
		return
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		runtime.LockOSThread() // never unlocked: the thread ends with its odd identity
		if _, _, errno := syscall.RawSyscall(syscall.SYS_SETFSUID, nobody, 0, 0); errno != 0 {
			t.Error(errno)
			return
		}
		f()
	}()
	<-done
}

// folder is one that the ordinary user may enter but not write to.
func folder(t *testing.T, mode os.FileMode) (dir, path string) {
	t.Helper()
	dir = t.TempDir()
	if err := os.Chmod(filepath.Dir(dir), 0o755); err != nil {
		t.Fatal(err)
	}
	path = filepath.Join(dir, "a.muster")
	if err := os.WriteFile(path, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	if os.Geteuid() == 0 {
		for _, p := range []string{dir, path} {
			if err := os.Chown(p, nobody, nobody); err != nil {
				t.Skip(err)
			}
		}
	}
	if err := os.Chmod(dir, mode); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.Chmod(dir, 0o700) })
	return dir, path
}

func TestReadOnlyFolder(t *testing.T) {
	dir, path := folder(t, 0o555)
	asOrdinaryUser(t, func() {
		worded(t, WriteAtomic(path, []byte("new")), path, fs.ErrPermission, "cannot write", "choose a folder you may write in")
	})
	content(t, path, "old")
	leftovers(t, dir, "a.muster")
}

func TestWritableFolderAsOrdinaryUser(t *testing.T) {
	dir, path := folder(t, 0o755)
	if err := os.Chmod(path, 0o400); err != nil {
		t.Fatal(err)
	}
	asOrdinaryUser(t, func() {
		if err := WriteAtomic(path, []byte("new")); err != nil {
			t.Error(err)
		}
	})
	content(t, path, "new")
	private(t, path)
	leftovers(t, dir, "a.muster")
}

func TestUnreadable(t *testing.T) {
	_, path := folder(t, 0o755)
	if err := os.Chmod(path, 0); err != nil {
		t.Fatal(err)
	}
	asOrdinaryUser(t, func() {
		_, err := ReadFile(path)
		worded(t, err, path, fs.ErrPermission, "cannot read")
		if err != nil && strings.Contains(err.Error(), "folder") {
			t.Errorf("the hint of %q is about the folder; it is the file that may not be read", err)
		}
	})
}

// A write that fails half-way (here at a file size limit, as on a full disk)
// leaves the old file and no other. The limit is the process's own, so the test
// runs itself once more as a child.
func TestWriteFails(t *testing.T) {
	if path := os.Getenv("MUSTER_TEST_WRITE_FAILS"); path != "" {
		signal.Ignore(syscall.SIGXFSZ)
		limit := syscall.Rlimit{Cur: 4096, Max: 4096}
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
			t.Fatal(err)
		}
		worded(t, WriteAtomic(path, make([]byte, 1<<20)), path, syscall.EFBIG, "cannot write")
		return
	}
	dir := t.TempDir()
	path := filepath.Join(dir, "a.muster")
	if err := os.WriteFile(path, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(os.Args[0], "-test.run=^TestWriteFails$", "-test.v")
	cmd.Env = append(os.Environ(), "MUSTER_TEST_WRITE_FAILS="+path)
	if out, err := cmd.CombinedOutput(); err != nil || !strings.Contains(string(out), "PASS: TestWriteFails") {
		t.Errorf("%v\n%s", err, out)
	}
	content(t, path, "old")
	leftovers(t, dir, "a.muster")
}

// What is no file is not replaced: root may well name a device to write to.
func TestWriteAtomicLeavesPipes(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "pipe")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
	worded(t, WriteAtomic(path, []byte("new")), path, nil, "no ordinary file")
	if info, err := os.Lstat(path); err != nil || info.Mode()&fs.ModeNamedPipe == 0 {
		t.Errorf("%v, %v", info, err)
	}
	leftovers(t, dir, "pipe")
}

// A link stays a link, also one to a file that is yet to be written, and both
// names have one lock.
func TestWriteAtomicThroughLinks(t *testing.T) {
	dir := t.TempDir()
	link := func(to, name string) string {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(to, path); err != nil {
			t.Fatal(err)
		}
		return path
	}
	first := link("in/second", "first")
	link("../third", "in/second")
	lock, err := TakeLock(filepath.Join(dir, "third"))
	if err != nil {
		t.Fatal(err)
	}
	var held *Held
	if _, err := TakeLock(first); !errors.As(err, &held) {
		t.Errorf("the link is not locked: %v", err)
	}
	lock.Release()
	for _, text := range []string{"one", "two"} {
		if err := WriteAtomic(first, []byte(text)); err != nil {
			t.Fatal(err)
		}
		content(t, filepath.Join(dir, "third"), text)
	}
	leftovers(t, dir, "first", "in", "third")
	for _, name := range []string{"first", "in/second"} {
		if info, err := os.Lstat(filepath.Join(dir, name)); err != nil || info.Mode()&fs.ModeSymlink == 0 {
			t.Errorf("%s is no link any more: %v", name, err)
		}
	}
	circle := link("circle", "circle")
	if err := WriteAtomic(circle, []byte("x")); err == nil {
		t.Error("links in a circle lead to a file")
	}
}

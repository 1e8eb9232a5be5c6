// One writer a file: an advisory lock beside it that the system lifts when the
// program ends, however it ends.

package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/user"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"
)

// Lock is the right to write a file. Others read it meanwhile.
type Lock struct {
	flock *flock.Flock
	path  string
}

// Holder is who has a file open for writing.
type Holder struct {
	User    string    `json:"user"`
	Host    string    `json:"host"`
	Process int       `json:"process"`
	Since   time.Time `json:"since"`
}

// Held is the error of a lock that somebody else has.
type Held struct {
	Path   string
	Holder Holder // empty if it could not be read
}

func (e *Held) Error() string {
	return fmt.Sprintf("%s is open elsewhere: %s", e.Path, e.Holder)
}

// String says who it is in words.
func (h Holder) String() string {
	if h.User == "" {
		return "by another program"
	}
	return fmt.Sprintf("by %s on %s since %s", h.User, h.Host, h.Since.Local().Format("2 Jan 15:04"))
}

// lockName is the file beside path that is locked; the document itself cannot be,
// because every save puts a new file in its place.
func lockName(path string) string {
	path = Target(path)
	return filepath.Join(filepath.Dir(path), "."+filepath.Base(path)+".lock")
}

// TakeLock takes the right to write path. Errors: *Held if somebody has it;
// any other says that the place knows no locks, such as a read-only folder.
func TakeLock(path string) (*Lock, error) {
	name := lockName(path)
	for range 10 { // its last holder may remove the lock file between two steps
		l := flock.New(name, flock.SetPermissions(0o600), flock.SetFlag(os.O_CREATE|os.O_RDWR))
		got, err := l.TryLock()
		if err != nil {
			return nil, explain("lock", path, err)
		}
		if !got {
			holder := readHolder(name)
			l.Close()
			return nil, &Held{path, holder}
		}
		lock := &Lock{l, name}
		if !lock.Holds() {
			l.Close()
			continue
		}
		lock.sign()
		return lock, nil
	}
	return nil, explain("lock", path, errors.New("its lock file comes and goes"))
}

// sign writes who has the lock, for those who ask. The file must stay the same
// one, so it is written in place; half of it would read as unknown.
func (l *Lock) sign() {
	h := Holder{Process: os.Getpid(), Since: time.Now().Truncate(time.Second)}
	h.Host, _ = os.Hostname()
	if u, err := user.Current(); err == nil {
		h.User = u.Username
	}
	if data, err := json.Marshal(h); err == nil {
		_ = os.WriteFile(l.path, data, 0o600)
	}
}

func readHolder(name string) (h Holder) {
	f, err := os.Open(name)
	if err != nil {
		return Holder{}
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, 4096))
	if err != nil || json.Unmarshal(data, &h) != nil {
		return Holder{}
	}
	return h
}

// Holds reports whether the right still holds: its folder may have been removed or
// its drive taken away since, and then another program may have taken it.
func (l *Lock) Holds() bool {
	if l == nil {
		return false
	}
	mine, err := l.flock.Stat()
	if err != nil {
		return false
	}
	now, err := os.Stat(l.path)
	return err == nil && os.SameFile(mine, now)
}

// Release gives the right back. A nil lock has none to give.
func (l *Lock) Release() {
	if l == nil {
		return
	}
	held := l.Holds()
	if held {
		_ = os.Remove(l.path) // before unlocking, so that nobody locks a file that is about to go
	}
	_ = l.flock.Close()
	if held {
		_ = os.Remove(l.path) // where an open file cannot be removed
	}
}

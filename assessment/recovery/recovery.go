// Package recovery keeps what is not saved yet on disk: a journal per engagement
// being worked on. It is written beside the window's work, at most Delay after a
// change, and stays behind when the program dies; the next start offers it.
package recovery

import (
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"muster/assessment/seal"
	"muster/assessment/store"
)

// Delay is how long a change waits for others before both are written; with the
// pause of typing before it and the write itself it stays below a second.
const Delay = 150 * time.Millisecond

const (
	format    = "muster-recovery"
	extension = ".journal"
)

// header is the first line of a journal; the document follows. It names nothing
// but the file, so that it may stay readable for a protected document.
type header struct {
	Format  string    `json:"format"`
	Version int       `json:"version"`
	Origin  string    `json:"origin"` // path of the engagement's file; empty before the first save
	Changed time.Time `json:"changed"`
	Key     []byte    `json:"key,omitempty"` // sealed with the document's password
}

// Journal is the one of an engagement being worked on. Its methods may be called
// from any goroutine.
type Journal struct {
	path  string
	lock  *store.Lock // tells living journals from those left behind
	write sync.Mutex  // held while writing

	mu      sync.Mutex
	origin  string
	key     *seal.Key // nil for none
	latest  Writer    // what is to be written; nil for nothing
	taken   Writer    // what is on disk or on its way there; nil for nothing
	timer   *time.Timer
	closed  bool
	fault   error
	onFault func(error)
}

// Start begins a journal in dir for the engagement whose file is origin (empty for
// none); with a key it is sealed. The key is there from the start: making one takes a
// second, which no change waits for. Nothing is written before the first Put.
// onFault is told, on another goroutine, when writing begins to fail and, with
// nil, when it works again; it may be nil.
func Start(dir, origin string, key *seal.Key, onFault func(error)) (*Journal, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("cannot keep a recovery journal: %w", err)
	}
	var id [12]byte
	_, _ = rand.Read(id[:]) // never fails
	path := filepath.Join(dir, hex.EncodeToString(id[:])+extension)
	lock, err := store.TakeLock(path)
	if err != nil {
		return nil, fmt.Errorf("cannot keep a recovery journal: %w", err)
	}
	return &Journal{path: path, lock: lock, origin: origin, key: key, onFault: onFault}, nil
}

// Writer is a document that does not change any more; it is written out beside the
// work, once for all changes of a Delay.
type Writer interface{ Write() []byte }

// Put takes the document as it stands now; it is on disk within a second.
func (j *Journal) Put(doc Writer) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.put(doc)
}

func (j *Journal) put(doc Writer) {
	if j.closed {
		return
	}
	j.latest = doc
	if j.timer == nil {
		j.timer = time.AfterFunc(Delay, func() { _ = j.Flush() })
	}
}

// Flush writes now what waits to be written. Errors: the write's.
func (j *Journal) Flush() error {
	j.write.Lock()
	defer j.write.Unlock()
	j.mu.Lock()
	doc, origin, key := j.latest, j.origin, j.key
	j.latest, j.timer = nil, nil
	if doc != nil {
		j.taken = doc
	}
	j.mu.Unlock()
	if doc == nil {
		return nil
	}
	data, err := encode(doc.Write(), origin, key)
	if err == nil {
		err = store.WriteAtomic(j.path, data)
	}
	j.mu.Lock()
	if err != nil && j.latest == nil && !j.closed { // once more later: a disk may have room again
		j.latest = doc
		j.timer = time.AfterFunc(10*Delay, func() { _ = j.Flush() })
	}
	tell := (err == nil) != (j.fault == nil)
	j.fault = err
	j.mu.Unlock()
	if tell && j.onFault != nil {
		j.onFault(err)
	}
	return err
}

func encode(doc []byte, origin string, key *seal.Key) ([]byte, error) {
	h := header{Format: format, Version: 1, Origin: origin, Changed: time.Now().Truncate(time.Second)}
	if key != nil {
		h.Key = key.Sealed()
		var err error
		if doc, err = key.Seal(doc); err != nil {
			return nil, err
		}
	}
	line, err := json.Marshal(h)
	if err != nil {
		return nil, err
	}
	return append(append(line, '\n'), doc...), nil
}

// Belong says that the engagement now has the file origin and the key, nil for none.
// What was written under another key is written anew within a second: until then it
// stays, for it may be all that a crash would leave.
func (j *Journal) Belong(origin string, key *seal.Key) {
	j.mu.Lock()
	defer j.mu.Unlock()
	anew := j.key != key && j.latest == nil && j.taken != nil
	j.origin, j.key = origin, key
	if anew {
		j.put(j.taken)
	}
}

// Clear removes what was written: it is saved, or not wanted. The journal goes on.
func (j *Journal) Clear() error {
	j.write.Lock() // first: a write that fails puts back what it could not write
	defer j.write.Unlock()
	j.mu.Lock()
	j.latest, j.taken = nil, nil
	j.mu.Unlock()
	if err := os.Remove(j.path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}

// Close ends the journal after writing what waits. What was written stays for the
// next start unless it was cleared.
func (j *Journal) Close() error {
	err := j.Flush()
	j.mu.Lock()
	j.closed = true
	if j.timer != nil {
		j.timer.Stop()
	}
	j.mu.Unlock()
	j.lock.Release()
	return err
}

// Left is a journal whose program ended without saving.
type Left struct {
	Origin    string // path of the engagement's file; empty if it had none
	Changed   time.Time
	Protected bool // a password opens it
	Fault     error
	path      string
	key, body []byte
}

// Pending lists the journals in dir that no running program writes, the newest
// first. One that cannot be read comes with its Fault.
func Pending(dir string) ([]Left, error) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var out []Left
	for _, e := range entries {
		path := filepath.Join(dir, e.Name())
		if !strings.HasSuffix(e.Name(), extension) {
			continue
		}
		lock, err := store.TakeLock(path)
		var held *store.Held
		if errors.As(err, &held) {
			continue // somebody works on it
		}
		lock.Release()
		if l, ok := read(path); ok {
			out = append(out, l)
		}
	}
	slices.SortStableFunc(out, func(a, b Left) int { return b.Changed.Compare(a.Changed) })
	return out, nil
}

// read is false for a journal that is gone meanwhile.
func read(path string) (Left, bool) {
	l := Left{path: path}
	data, err := store.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return l, false
	}
	if err != nil {
		l.Fault = err
		return l, true
	}
	line, body, _ := bytes.Cut(data, []byte("\n"))
	var h header
	if err := json.Unmarshal(line, &h); err != nil || h.Format != format {
		l.Fault = fmt.Errorf("%s is no recovery journal of Muster", path)
		return l, true
	}
	if h.Version > 1 {
		l.Fault = fmt.Errorf("%s was written by a newer Muster; open it with that one", path)
	}
	l.Origin, l.Changed, l.Protected, l.key, l.body = h.Origin, h.Changed, len(h.Key) > 0, h.Key, body
	return l, true
}

// Document is what was not saved, as JSON, and its key, nil for none. A protected
// one needs the password of its engagement and takes about a second. Errors:
// seal.ErrPassword, or the journal's fault.
func (l Left) Document(password string) ([]byte, *seal.Key, error) {
	if l.Fault != nil {
		return nil, nil, l.Fault
	}
	if !l.Protected {
		return l.body, nil, nil
	}
	key, err := seal.OpenKey(l.key, password)
	if err != nil {
		return nil, nil, err
	}
	body, err := key.Open(l.body)
	return body, key, err
}

// Discard removes the journal.
func (l Left) Discard() error { return os.Remove(l.path) }

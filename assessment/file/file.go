// Package file is an engagement's file while it is worked on: the right to write
// it, its password, what it held when it was last seen, and its last saved
// states. It is used from one goroutine, except where it says so.
package file

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"

	"muster/assessment/engagement"
	"muster/assessment/model"
	"muster/assessment/question"
	"muster/assessment/seal"
	"muster/assessment/store"
	"muster/assessment/versions"
)

// File is one engagement's file; the zero path means that it has none yet.
type File struct {
	Path     string
	Key      *seal.Key     // of its password; nil for none
	Holder   *store.Holder // who has it open for writing; nil if this program has, or nobody can
	Unlocked error         // why no lock could be taken, as in a read-only folder; nil if one was

	root string // of the kept states
	seen string // hash of the bytes as last read or written
	lock *store.Lock
}

// ErrChanged says that another program changed the file since it was read.
var ErrChanged = errors.New("the file was changed by another program since it was opened here")

// ErrGone says that the file, or its folder or drive, is not there any more.
var ErrGone = errors.New("the file is not there any more: it was removed, renamed, or its drive is gone")

// New is an engagement without a file yet; root is the folder of kept states.
func New(root string) *File { return &File{root: root} }

// Open reads the document at path and takes the right to write it; where somebody
// else has that, Holder says who. Errors: seal.ErrPassword where a password is
// needed or wrong, or what is wrong with the file.
func Open(root, path, password string, set *question.Set, registry *model.Registry) (*File, *engagement.Document, []engagement.Fault, error) {
	c, err := Read(path, password)
	if err != nil {
		return nil, nil, nil, err
	}
	return c.Open(root, set, registry)
}

// Password is what protects the file; empty for none.
func (f *File) Password() string { return f.Key.Password() }

// Content is what a file held when it was read, without its password's protection.
type Content struct {
	path, seen string
	key        *seal.Key
	data       []byte
}

// Read reads the file at path and takes nothing. With a password it takes about a
// second, and may be called from any goroutine. Errors: as Open.
func Read(path, password string) (*Content, error) {
	return read(path, password, sync.OnceValues(func() (*seal.Key, error) { return seal.NewKey(password) }))
}

// ReadWith is Read with the key of the password, nil for none.
func ReadWith(path string, key *seal.Key) (*Content, error) {
	return read(path, key.Password(), func() (*seal.Key, error) { return key, nil })
}

func read(path, password string, key func() (*seal.Key, error)) (*Content, error) {
	if abs, err := filepath.Abs(path); err == nil {
		path = abs
	}
	data, err := store.ReadFile(path)
	if err != nil {
		return nil, err
	}
	c := &Content{path: path, seen: store.Hash(data), data: data}
	if seal.Is(data) {
		if password != "" {
			go key() // beside the opening, which takes as long: the first change needs it
		}
		if c.data, err = seal.Open(data, password); err == nil {
			c.key, err = key()
		}
		if err != nil {
			return nil, fmt.Errorf("%s cannot be opened: %w", path, err)
		}
	}
	return c, nil
}

// Path is the absolute path of the file.
func (c *Content) Path() string { return c.path }

// Document is the document that was read, without the right to write it.
func (c *Content) Document(set *question.Set, registry *model.Registry) (*engagement.Document, []engagement.Fault, error) {
	doc, faults, err := engagement.Read(c.data, set, registry)
	if err != nil {
		return nil, faults, fmt.Errorf("%s cannot be opened:\n%w", c.path, err)
	}
	return doc, faults, nil
}

// Open goes on from what was read as the function Open does. Where the file was
// changed since, saving it says ErrChanged.
func (c *Content) Open(root string, set *question.Set, registry *model.Registry) (*File, *engagement.Document, []engagement.Fault, error) {
	doc, faults, err := c.Document(set, registry)
	if err != nil {
		return nil, nil, faults, err
	}
	f := &File{Path: c.path, Key: c.key, root: root, seen: c.seen}
	f.take()
	return f, doc, faults, nil
}

// take takes the lock of the path and notes why not.
func (f *File) take() {
	var held *store.Held
	lock, err := store.TakeLock(f.Path)
	f.lock, f.Holder, f.Unlocked = lock, nil, nil
	switch {
	case errors.As(err, &held):
		f.Holder = &held.Holder
	case err != nil:
		f.Unlocked = err
	default:
		sweep(filepath.Dir(f.Path))
	}
}

// sweep removes what a crash in the middle of a save left in the folder.
func sweep(dir string) {
	left, _ := filepath.Glob(filepath.Join(dir, ".muster-*.tmp")) // a name with [ finds nothing, which is harmless
	for _, name := range left {
		if info, err := os.Stat(name); err == nil && time.Since(info.ModTime()) > time.Hour {
			_ = os.Remove(name)
		}
	}
}

// Close gives the right to write back.
func (f *File) Close() {
	f.lock.Release()
	f.lock = nil
}

// Encode is the document as it will stand in a file with this password. With one
// it takes about a second, and may be called from any goroutine.
func Encode(doc *engagement.Document, password string) ([]byte, error) {
	if doc.Newer() {
		return nil, store.ErrNewer
	}
	data := doc.Write()
	if password == "" {
		return data, nil
	}
	return seal.Seal(data, password)
}

// Check compares the file with what was last seen of it. Errors: ErrChanged,
// ErrGone, or why it cannot be read.
func (f *File) Check() error {
	if f.Path == "" {
		return nil
	}
	data, err := store.ReadFile(f.Path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return ErrGone
	case err != nil:
		return err
	case store.Hash(data) != f.seen:
		return ErrChanged
	}
	return nil
}

// Save writes encoded bytes to the file and keeps what stood there before among
// the saved states. Errors: ErrChanged or ErrGone, unless over says that the user
// wants it all the same; a *store.Held if somebody else writes it; or why writing
// failed, and then the file is as it was.
func (f *File) Save(data []byte, over bool, now time.Time) error {
	// Others may be done, the place may know locks by now, and a folder that was
	// removed took the lock with it.
	if !f.lock.Holds() {
		f.Close()
		f.take()
	}
	if f.Holder != nil {
		return &store.Held{Path: f.Path, Holder: *f.Holder}
	}
	old, err := store.ReadFile(f.Path)
	if gone := errors.Is(err, fs.ErrNotExist); !over {
		switch {
		case gone && f.seen != "":
			return ErrGone
		case err == nil && f.seen != store.Hash(old):
			return ErrChanged
		}
	}
	if err == nil {
		_ = f.Shelf().Keep(old, now) // better saved without an old state than not saved
	}
	if err := store.WriteAtomic(f.Path, data); err != nil {
		return err
	}
	f.seen = store.Hash(data)
	_ = f.Shelf().Keep(data, now)
	return nil
}

// SaveAs moves on to another path, replacing what is there; one that leads to the
// same file changes nothing but that. On an error the old one stays. Errors: *store.Held, or why writing failed.
func (f *File) SaveAs(path string, data []byte, now time.Time) error {
	if abs, err := filepath.Abs(path); err == nil {
		path = abs
	}
	if f.Path != "" && store.Target(path) == store.Target(f.Path) { // our own lock must not keep us out
		return f.Save(data, true, now)
	}
	next := &File{Path: path, Key: f.Key, root: f.root}
	next.take()
	if err := next.Save(data, true, now); err != nil {
		next.Close()
		return err
	}
	f.Close()
	*f = *next
	return nil
}

// Shelf holds the last saved states.
func (f *File) Shelf() versions.Shelf { return versions.Of(f.root, f.Path) }

// Reread reads the document as it stands on disk now, without taking it over.
func (f *File) Reread(set *question.Set, registry *model.Registry) (*engagement.Document, error) {
	data, err := store.ReadFile(f.Path)
	if err != nil {
		return nil, err
	}
	return Decode(data, f.Password(), set, registry)
}

// Decode reads a document that may be sealed. Errors: seal.ErrPassword, or what
// is wrong with it.
func Decode(data []byte, password string, set *question.Set, registry *model.Registry) (doc *engagement.Document, err error) {
	if seal.Is(data) {
		if data, err = seal.Open(data, password); err != nil {
			return nil, err
		}
	}
	doc, _, err = engagement.Read(data, set, registry)
	return doc, err
}

// Reseal gives the saved states on a shelf another password, empty for none. A
// state whose password is not before is removed: nobody could tell what opens it.
// It takes up to two seconds a state and may run on any goroutine. Errors:
// which states were lost.
func Reseal(shelf versions.Shelf, before, after string) error {
	return shelf.Reseal(func(data []byte) (out []byte, err error) {
		if seal.Is(data) {
			if _, err := seal.Open(data, after); err == nil {
				return data, nil // saved with the new one
			}
			if data, err = seal.Open(data, before); err != nil {
				return nil, err
			}
		}
		if after == "" {
			return data, nil
		}
		return seal.Seal(data, after)
	})
}

// AheadOf reports by how much the file's time lies after now: the clock was set
// back, or another computer's runs fast. Up to a minute counts as nothing.
func (f *File) AheadOf(now time.Time) time.Duration {
	info, err := os.Stat(f.Path)
	if err != nil {
		return 0
	}
	if d := info.ModTime().Sub(now); d > time.Minute {
		return d
	}
	return 0
}

// ReadOnlyBecause says in words why the file cannot be written; empty if it can.
func (f *File) ReadOnlyBecause() string {
	if f.Holder != nil {
		return "open elsewhere " + strings.TrimSpace(f.Holder.String())
	}
	return ""
}

// Unwritable reports whether the folder was found to take no files: it, or its
// drive, may only be read.
func (f *File) Unwritable() bool {
	return errors.Is(f.Unlocked, fs.ErrPermission) || errors.Is(f.Unlocked, syscall.EROFS)
}

// Lock takes the right to write again after Close.
func (f *File) Lock() {
	if f.Path != "" && f.lock == nil {
		f.take()
	}
}

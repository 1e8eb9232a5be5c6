// Package store reads and writes files safely: a file is either the old or the
// new one, never half of either, and readable by its owner alone.
package store

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"muster/assessment/engagement"
	"muster/assessment/model"
	"muster/assessment/question"
)

// Extension is the file name extension of an engagement document.
const Extension = ".muster"

// maxDocument bounds what is read as a document; real ones are well below 1 MB.
const maxDocument = 64 << 20

// WriteAtomic writes data to path by way of a temporary file in the same folder:
// written, synced, renamed, folder synced; mode 0600. A link stays a link. On an
// error nothing of the old file is lost and no temporary file stays; folders,
// devices and pipes are never replaced.
func WriteAtomic(path string, data []byte) (err error) {
	path = Target(path)
	if info, err := os.Lstat(path); err == nil && !info.Mode().IsRegular() {
		return &Error{Verb: "write", Path: path, cause: errNoFile, hint: "; choose another name"}
	}
	dir := filepath.Dir(path)
	tmp, err := os.CreateTemp(dir, ".muster-*.tmp") // CreateTemp uses mode 0600
	if err != nil {
		return explain("write", path, err)
	}
	defer func() {
		if err != nil {
			tmp.Close()
			os.Remove(tmp.Name())
			err = explain("write", path, err)
		}
	}()
	if _, err = tmp.Write(data); err != nil {
		return err
	}
	if err = tmp.Sync(); err != nil {
		return err
	}
	if err = tmp.Close(); err != nil {
		return err
	}
	if err = os.Rename(tmp.Name(), path); err != nil {
		return err
	}
	if d, openErr := os.Open(dir); openErr == nil {
		_ = d.Sync() // not every file system can; the data itself is synced
		d.Close()
	}
	return nil
}

// errNoFile says that a path leads to a folder, a device or the like.
var errNoFile = errors.New("it is no ordinary file")

// Target is the file that path leads to by links, also where that is not there yet.
func Target(path string) string {
	for range 40 { // links that go in a circle end somewhere in it
		if target, err := filepath.EvalSymlinks(path); err == nil {
			return target
		}
		next, err := os.Readlink(path)
		if err != nil {
			break
		}
		if dir, err := filepath.EvalSymlinks(filepath.Dir(path)); err == nil && !filepath.IsAbs(next) {
			next = filepath.Join(dir, next)
		}
		path = next
	}
	return path
}

// ReadFile reads a whole file of at most 64 MiB.
func ReadFile(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, explain("read", path, err)
	}
	defer f.Close()
	// Reading a folder fails with words that differ by system and help on none.
	if info, err := f.Stat(); err == nil && info.IsDir() {
		return nil, &Error{Verb: "read", Path: path, cause: errors.New("it is a folder"), hint: "; name a file in it"}
	}
	return ReadAll(path, f)
}

// ReadAll reads r, named name in messages, up to 64 MiB.
func ReadAll(name string, r io.Reader) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxDocument+1))
	if err != nil {
		return nil, explain("read", name, err)
	}
	if len(data) > maxDocument {
		return nil, &Error{Verb: "read", Path: name, cause: fmt.Errorf("it is larger than %d MB; no engagement is", maxDocument>>20)}
	}
	return data, nil
}

// Open reads the document at path. Its warnings come with it; the error of an
// unusable one names the file.
func Open(path string, set *question.Set, registry *model.Registry) (*engagement.Document, []engagement.Fault, error) {
	data, err := ReadFile(path)
	if err != nil {
		return nil, nil, err
	}
	doc, faults, err := engagement.Read(data, set, registry)
	if err != nil {
		return nil, faults, fmt.Errorf("%s cannot be opened:\n%w", path, err)
	}
	return doc, faults, nil
}

// ErrNewer is returned when a document of a newer program would be overwritten.
var ErrNewer = errors.New("this document was written by a newer Muster and is read-only here; update Muster to change it")

// Save writes the document to path.
func Save(path string, doc *engagement.Document) error {
	if doc.Newer() {
		return fmt.Errorf("%s: %w", path, ErrNewer)
	}
	return WriteAtomic(path, doc.Write())
}

// Hash is the SHA-256 of data in hex.
func Hash(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// ReadError words why the file at path could not be read.
func ReadError(path string, err error) error { return explain("read", path, err) }

// explain says what to do about the usual failures.
func explain(verb, path string, err error) error {
	var pe *fs.PathError
	cause := err
	if errors.As(err, &pe) {
		cause = pe.Err
	}
	var le *os.LinkError
	if errors.As(err, &le) {
		cause = le.Err
	}
	hint := ""
	switch {
	case errors.Is(err, fs.ErrNotExist) && verb == "read":
		hint = "; check the name"
	case errors.Is(err, fs.ErrNotExist):
		hint = "; the folder does not exist, create it or choose another"
	case errors.Is(err, fs.ErrPermission) && verb == "read":
		hint = "; ask its owner for the right to read it"
	case errors.Is(err, fs.ErrPermission):
		hint = "; choose a folder you may " + verb + " in"
	case errors.Is(err, syscall.EROFS):
		hint = "; choose a folder on another drive"
	}
	return &Error{Verb: verb, Path: path, hint: hint, cause: cause}
}

// Error is a failure to read or write a file, worded for people.
type Error struct {
	Verb, Path string
	hint       string
	cause      error
}

func (e *Error) Error() string {
	return fmt.Sprintf("cannot %s %s: %v%s", e.Verb, e.Path, e.cause, e.hint)
}

func (e *Error) Unwrap() error { return e.cause }

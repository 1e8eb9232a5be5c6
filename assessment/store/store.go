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

	"muster/assessment/engagement"
	"muster/assessment/model"
	"muster/assessment/question"
)

// Extension is the file name extension of an engagement document.
const Extension = ".muster"

// maxDocument bounds what is read as a document; real ones are well below 1 MB.
const maxDocument = 64 << 20

// WriteAtomic writes data to path by way of a temporary file in the same folder:
// written, synced, renamed, folder synced; mode 0600. On an error nothing of the
// old file is lost and no temporary file stays.
func WriteAtomic(path string, data []byte) (err error) {
	if target, err := filepath.EvalSymlinks(path); err == nil {
		path = target // a link stays a link
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

// ReadFile reads a whole file of at most 64 MiB.
func ReadFile(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, explain("read", path, err)
	}
	defer f.Close()
	return ReadAll(path, f)
}

// ReadAll reads r, named name in messages, up to 64 MiB.
func ReadAll(name string, r io.Reader) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxDocument+1))
	if err != nil {
		return nil, explain("read", name, err)
	}
	if len(data) > maxDocument {
		return nil, fmt.Errorf("%s is larger than %d MB: this is no engagement document", name, maxDocument>>20)
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

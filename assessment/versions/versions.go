// Package versions keeps the last saved states of engagement files in a folder
// of the program's own, byte for byte as they were on disk: what is protected
// with a password stays so.
package versions

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"muster/assessment/seal"
	"muster/assessment/store"
)

// Most is how many states of a file are kept.
const Most = 5

// Version is one kept state.
type Version struct {
	Number    int       // counts up; unlike times it never goes back
	Saved     time.Time // by the clock of that moment
	Protected bool      // with a password
	path      string
}

// Shelf holds the kept states of one file.
type Shelf struct{ dir string }

// Of is the shelf of the file at path; root is the program's folder for all of
// them.
func Of(root, path string) Shelf {
	if abs, err := filepath.Abs(path); err == nil {
		path = abs
	}
	return Shelf{filepath.Join(root, store.Hash([]byte(path))[:24])}
}

const stamp = "20060102T150405"

// List gives the kept states, the newest first; none is no error.
func (s Shelf) List() ([]Version, error) {
	kept, err := s.states()
	for i := range kept {
		if data, err := kept[i].Read(); err == nil {
			kept[i].Protected = seal.Is(data)
		}
	}
	return kept, err
}

// states is List without a look into the files: whether they are protected is open.
func (s Shelf) states() ([]Version, error) {
	entries, err := os.ReadDir(s.dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var out []Version
	for _, e := range entries {
		var v Version
		name, ok := strings.CutSuffix(e.Name(), store.Extension)
		number, when, both := strings.Cut(name, "-")
		if !ok || !both {
			continue
		}
		if v.Number, err = strconv.Atoi(number); err != nil {
			continue
		}
		v.Saved, _ = time.ParseInLocation(stamp, when, time.Local)
		v.path = filepath.Join(s.dir, e.Name())
		out = append(out, v)
	}
	slices.SortFunc(out, func(a, b Version) int { return b.Number - a.Number })
	return out, nil
}

// Read gives a state's bytes as they were on disk.
func (v Version) Read() ([]byte, error) { return store.ReadFile(v.path) }

// Keep adds a state unless it is the newest already, and drops the oldest beyond
// Most.
func (s Shelf) Keep(data []byte, now time.Time) error {
	kept, err := s.states()
	if err != nil {
		return err
	}
	number := 1
	if len(kept) > 0 {
		if newest, err := kept[0].Read(); err == nil && bytes.Equal(newest, data) {
			return nil
		}
		number = kept[0].Number + 1
	}
	if err := os.MkdirAll(s.dir, 0o700); err != nil {
		return err
	}
	if err := store.WriteAtomic(filepath.Join(s.dir, fmt.Sprintf("%06d-%s%s", number, now.Format(stamp), store.Extension)), data); err != nil {
		return err
	}
	for _, v := range kept[min(len(kept), Most-1):] {
		_ = os.Remove(v.path)
	}
	return nil
}

// Reseal rewrites every state with change, as when a password is set. A state
// that change cannot rewrite is removed: better none than a readable one.
func (s Shelf) Reseal(change func([]byte) ([]byte, error)) error {
	kept, err := s.states()
	if err != nil {
		return err
	}
	var failed []error
	for _, v := range kept {
		data, err := v.Read()
		if err == nil {
			data, err = change(data)
		}
		if err == nil {
			err = store.WriteAtomic(v.path, data)
		}
		if err != nil {
			failed = append(failed, err, os.Remove(v.path))
		}
	}
	return errors.Join(failed...)
}

// Clear removes every state of the file.
func (s Shelf) Clear() error { return os.RemoveAll(s.dir) }

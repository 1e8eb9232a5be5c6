// The index: what was found last time, so that only changed files are read.

package library

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"muster/assessment/model"
	"muster/assessment/question"
	"muster/assessment/store"
	"muster/assets"
)

// IndexName is what the index's file is called.
const IndexName = "library.json"

const (
	indexFormat  = "muster-library"
	indexVersion = 1
)

// settling is how old a file must be when it is read for its size and time to
// stand for its content: a change right after may leave both as they are.
const settling = 2 * time.Second

// Index knows the entries found last time by their paths. It is not changed once
// it is made.
type Index struct {
	stamp   string
	records map[string]record
}

// record is an entry with the time its file was read.
type record struct {
	Entry
	Read time.Time `json:"read"`
}

// Stamp names what entries depend on besides their file: the program, the
// question set and the model. An index of another stamp is worth nothing.
func Stamp(set *question.Set, registry *model.Registry) string {
	sum := sha256.New()
	enc := json.NewEncoder(sum)
	for _, x := range []any{set, registry} {
		if err := enc.Encode(x); err != nil {
			fmt.Fprint(sum, err) // plain data; were it not, the versions still count
		}
	}
	return fmt.Sprintf("muster %s, %s %d, model %d, %s", assets.Version, set.ID, set.Version, registry.Version, hex.EncodeToString(sum.Sum(nil)[:8]))
}

// NewIndex is an index that knows nothing.
func NewIndex(stamp string) *Index { return &Index{stamp, map[string]record{}} }

// Empty reports whether the index knows nothing.
func (x *Index) Empty() bool { return len(x.records) == 0 }

// indexFile is the index as JSON.
type indexFile struct {
	Format  string   `json:"format"`
	Version int      `json:"version"`
	Stamp   string   `json:"stamp"`
	Entries []record `json:"entries"`
}

// LoadIndex reads an index. One that is missing, broken or of another stamp is
// empty: it is rebuilt by the next scan.
func LoadIndex(path, stamp string) *Index {
	x := NewIndex(stamp)
	data, err := store.ReadFile(path)
	if err != nil {
		return x
	}
	var f indexFile
	if json.Unmarshal(data, &f) != nil || f.Format != indexFormat || f.Version != indexVersion || f.Stamp != stamp {
		return x
	}
	for _, r := range f.Entries {
		if r.Path != "" {
			x.records[r.Path] = r.safe()
		}
	}
	return x
}

// safe is a record that shows nothing its state does not allow, whatever the
// file of the index says.
func (r record) safe() record {
	if r.State != Ready {
		r.Entry = Entry{Path: r.Path, Target: r.Target, State: r.State, Reason: r.Reason, Size: r.Size, Modified: r.Modified}
	}
	for _, s := range []*string{&r.Title, &r.Client, &r.Assessor, &r.Date, &r.Reason} {
		*s = oneLine(*s)
	}
	r.Answered = max(0, r.Answered)
	r.Applicable = max(r.Answered, r.Applicable)
	return r
}

// Save writes the index, readable by its owner alone, and makes its folder.
func (x *Index) Save(path string) error {
	f := indexFile{Format: indexFormat, Version: indexVersion, Stamp: x.stamp, Entries: make([]record, 0, len(x.records))}
	for _, p := range sortedPaths(x.records) {
		f.Entries = append(f.Entries, x.records[p])
	}
	data, err := json.Marshal(f)
	if err != nil {
		return fmt.Errorf("the list of engagements cannot be written: %w", err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("the list of engagements cannot be written: %w", err)
	}
	return store.WriteAtomic(path, data)
}

// Known is what the index knows of places, without a look at any file: recent
// files it does not know are Unread.
func (x *Index) Known(places Places) []Entry {
	recent := make([]Entry, 0, len(places.Recent))
	for i, path := range places.Recent {
		e := Entry{Path: path, State: Unread}
		if r, ok := x.records[path]; ok {
			e = r.Entry
		}
		e.Recent = i + 1
		recent = append(recent, e)
	}
	var found []Entry
	for _, path := range sortedPaths(x.records) {
		for _, folder := range places.Folders {
			if Contains(folder, path) {
				found = append(found, x.records[path].Entry)
				break
			}
		}
	}
	return Merge(recent, found)
}

// current is the entry of a file that did not change since it was read.
func (x *Index) current(path string, size int64, modified time.Time) (record, bool) {
	r, ok := x.records[path]
	switch {
	case !ok, r.State == Missing, r.State == Unreadable, r.State == Unread:
	case r.Size != size, !r.Modified.Equal(modified), r.Read.Sub(modified) < settling:
	default:
		return r, true
	}
	return record{}, false
}

// Search, Sort and Merge: what the list shows of its entries, and in which order.

package library

import (
	"cmp"
	"path/filepath"
	"slices"
	"strings"

	"muster/assessment/find"
)

// Search is the entries that hold every word and phrase of query, read as Find reads
// one, in their title, client, assessor or file name. A query without words finds all.
func Search(entries []Entry, query string) []Entry {
	q := find.Parse(query)
	if q.Empty() {
		return entries
	}
	var out []Entry
	for _, e := range entries {
		if q.In(e.Title, e.Client, e.Assessor, filepath.Base(e.Path)) {
			out = append(out, e)
		}
	}
	return out
}

// Key is what a list is sorted by.
type Key string

// The keys.
const (
	ByOpened   Key = "opened" // last opened, then last changed
	ByDate     Key = "date"
	ByClient   Key = "client"
	ByTitle    Key = "title"
	ByVerdict  Key = "verdict" // severity
	ByProgress Key = "progress"
)

// Keys are all keys, the usual one first.
var Keys = []Key{ByOpened, ByDate, ByClient, ByTitle, ByVerdict, ByProgress}

// Descending reports whether the key's usual order is from most to least: the
// newest, the severest and the furthest first, names from A.
func (k Key) Descending() bool { return k != ByClient && k != ByTitle }

// Sort is entries in the order of a key. Those without a value come last in
// either direction; equal ones stand by title and file. The argument is kept.
func Sort(entries []Entry, by Key, descending bool) []Entry {
	compare, has := by.order()
	rows := make([]row, len(entries))
	for i, e := range entries {
		rows[i] = row{e, strings.ToLower(e.Name()), strings.ToLower(e.Client), has(e)}
	}
	slices.SortStableFunc(rows, func(a, b row) int {
		if a.has != b.has {
			if a.has {
				return -1
			}
			return 1
		}
		if a.has {
			c := compare(a, b)
			if descending {
				c = -c
			}
			if c != 0 {
				return c
			}
		}
		return cmp.Or(cmp.Compare(a.name, b.name), cmp.Compare(a.Path, b.Path))
	})
	out := make([]Entry, len(rows))
	for i, r := range rows {
		out[i] = r.Entry
	}
	return out
}

// row is an entry with what is compared often.
type row struct {
	Entry
	name, client string
	has          bool
}

// order is how a key compares, ascending, and which entries have a value for it.
func (k Key) order() (compare func(a, b row) int, has func(Entry) bool) {
	switch k {
	case ByDate: // written with the year first
		return func(a, b row) int { return cmp.Compare(a.Date, b.Date) }, func(e Entry) bool { return e.Date != "" }
	case ByClient:
		return func(a, b row) int { return cmp.Compare(a.client, b.client) }, func(e Entry) bool { return e.Client != "" }
	case ByTitle:
		return func(a, b row) int { return cmp.Compare(a.name, b.name) }, func(Entry) bool { return true }
	case ByVerdict:
		return func(a, b row) int { return cmp.Compare(a.Verdict.Rung(), b.Verdict.Rung()) }, func(e Entry) bool { return e.Verdict != "" }
	case ByProgress:
		return func(a, b row) int { return cmp.Compare(a.Progress(), b.Progress()) }, func(e Entry) bool { return e.Progress() >= 0 }
	}
	return func(a, b row) int {
		if a.Recent != 0 && b.Recent != 0 {
			return cmp.Compare(b.Recent, a.Recent)
		}
		if a.Recent != 0 || b.Recent != 0 {
			return cmp.Compare(a.Recent, b.Recent)
		}
		return a.Modified.Compare(b.Modified)
	}, func(Entry) bool { return true }
}

// Merge joins lists into one that names each file once. What comes first counts:
// its path stays, and a place among the recent files is kept.
func Merge(lists ...[]Entry) []Entry {
	var out []Entry
	at := map[string]int{}
	for _, list := range lists {
		for _, e := range list {
			i, ok := at[e.file()]
			if !ok {
				i, ok = at[e.Path]
			}
			switch {
			case !ok:
				at[e.file()], at[e.Path] = len(out), len(out)
				out = append(out, e)
			case out[i].Recent == 0:
				out[i].Recent = e.Recent
			}
		}
	}
	return out
}

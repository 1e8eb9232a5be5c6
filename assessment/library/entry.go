// Package library keeps the list of engagements a user has: what is shown of
// each file, how the list is searched and sorted, the scan of folders and the
// index that makes the next start quick. Entry, Search, Sort and Merge are pure;
// Scan and the index's file are the edge.
package library

import (
	"path/filepath"
	"strings"
	"time"
	"unicode"

	"muster/assessment"
)

// State says what is known of a file. The zero value is a file that was read.
type State string

// The states.
const (
	Ready      State = ""           // read and evaluated
	Unread     State = "unread"     // known by its name; it was not looked at yet
	Missing    State = "missing"    // there is no such file
	Unreadable State = "unreadable" // it is there and may or can not be read
	Broken     State = "broken"     // read, and no engagement
	Protected  State = "protected"  // encrypted with a password: nothing of it is known
)

// Word is the state in a word or two; empty for Ready.
func (s State) Word() string {
	switch s {
	case Ready:
		return ""
	case Unread:
		return "Not read yet"
	case Missing:
		return "Missing"
	case Unreadable:
		return "Not readable"
	case Broken:
		return "Not usable"
	case Protected:
		return "Protected"
	}
	return "Not known"
}

// Entry is one file of the library. Its texts are single lines of at most
// maxText characters without control characters.
type Entry struct {
	Path   string `json:"file"`
	Target string `json:"target,omitempty"` // where links lead to, if that is not Path
	State  State  `json:"state,omitempty"`
	Reason string `json:"reason,omitempty"` // what is wrong; for every state but Ready and Unread

	Title    string `json:"title,omitempty"`
	Client   string `json:"client,omitempty"`
	Assessor string `json:"assessor,omitempty"`
	Date     string `json:"date,omitempty"` // as it stands in the document

	Verdict    assessment.Verdict `json:"verdict,omitempty"`    // on the SIA; only for Ready
	Answered   int                `json:"answered,omitempty"`   // of the questions, all of them
	Applicable int                `json:"applicable,omitempty"` // that the questions have

	Size     int64     `json:"size,omitempty"` // bytes
	Modified time.Time `json:"modified,omitzero"`
	Recent   int       `json:"-"` // place among the recently opened files, from 1; 0 for none
}

// Name is what the entry is called: its title, or the file's name.
func (e Entry) Name() string {
	if e.Title != "" {
		return e.Title
	}
	return oneLine(filepath.Base(e.Path))
}

// Progress is the answered share of the applicable questions, 0 to 1; -1 where
// nothing is known.
func (e Entry) Progress() float64 {
	if e.State != Ready || e.Applicable == 0 {
		return -1
	}
	return float64(e.Answered) / float64(e.Applicable)
}

// file is the same for entries that lead to one file.
func (e Entry) file() string {
	if e.Target != "" {
		return e.Target
	}
	return e.Path
}

const maxText = 200 // characters of a text that are kept

// oneLine makes a text of a document or a message fit for a row: white space is
// one space, what steers a screen is dropped, and its length is bounded.
func oneLine(s string) string {
	if len(s) > 8*maxText {
		s = s[:8*maxText] // no character takes more than a few bytes
	}
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > maxText {
		s = string(r[:maxText-1]) + "…"
	}
	return s
}

// Places are where engagements are looked for.
type Places struct {
	Recent  []string // files, the last opened first
	Folders []string // with all folders in them
}

// Empty reports whether there is nowhere to look.
func (p Places) Empty() bool { return len(p.Recent) == 0 && len(p.Folders) == 0 }

// Contains reports whether the folder, or one of its subfolders, holds path; by
// name alone, nothing is looked up.
func Contains(folder, path string) bool {
	rel, err := filepath.Rel(folder, path)
	return err == nil && filepath.IsLocal(rel)
}

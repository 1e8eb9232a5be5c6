// A field for one line of a list that is part of the document while it is typed:
// Enter ends the line and begins the next.

package ui

import (
	"strings"

	"muster/assessment/session"
)

// draftField types the lines of a list in the document.
type draftField struct {
	*textField
	at    int                           // the line that is being typed; -1: none yet
	put   func(at int, text string) int // puts it into the document and says where it stands; -1: nowhere
	ended func()                        // a line was ended: the list shows it from now on; may be nil
}

const maxDraft = 400

func newDraftField(s *session.Session, hint string, put func(at int, text string) int) *draftField {
	d := &draftField{at: -1, put: put}
	d.textField = newTextField(s, "", hint, func(text string) { d.at = d.put(d.at, strings.TrimSpace(text)) }).keptWhileTyped(s)
	d.Most = maxDraft
	d.OnSubmitted = func(string) { d.end() }
	return d
}

// end keeps what was typed and begins a new line.
func (d *draftField) end() {
	d.commit()
	d.session.EndTyping()
	d.forget()
	if d.ended != nil {
		d.ended()
	}
}

// forget begins a new line; what was kept stays.
func (d *draftField) forget() {
	d.at, d.committed = -1, ""
	d.SetText("")
}

// take types on at a line of the list.
func (d *draftField) take(at int, text string) {
	d.end()
	d.at, d.committed = at, text
	d.SetText(text)
	d.CursorColumn = len([]rune(text))
	d.Refresh()
}

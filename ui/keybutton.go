// A dialog's button that Enter presses and Escape leaves by.

package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

type keyButton struct {
	widget.Button
	escape func()
}

func newKeyButton(label string, tap, escape func()) *keyButton {
	b := &keyButton{escape: escape}
	b.Text, b.OnTapped = label, tap
	b.ExtendBaseWidget(b)
	return b
}

func (b *keyButton) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		b.OnTapped()
	case fyne.KeyEscape:
		b.escape()
	default:
		b.Button.TypedKey(e)
	}
}

// escapeEntry is a dialog's entry that Escape leaves by.
type escapeEntry struct {
	widget.Entry
	escape func()
}

func newEscapeEntry(escape func()) *escapeEntry {
	e := &escapeEntry{escape: escape}
	e.ExtendBaseWidget(e)
	return e
}

func (e *escapeEntry) TypedKey(k *fyne.KeyEvent) {
	if k.Name == fyne.KeyEscape {
		e.escape()
		return
	}
	e.Entry.TypedKey(k)
}

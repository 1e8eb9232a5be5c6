// Number fields: judged when they are left, never at each key. A text that is
// no allowed number stays as typed, with the range beside it. What is an allowed
// number already is reported while it is typed, so that it is not lost with a crash.

package form

import (
	"math"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"muster/exporters/look"
	"muster/ui/style"
	"muster/ui/words"
)

// Range says what a number field takes.
type Range struct {
	Min, Max float64
	Integer  bool
	Words    []string // words allowed besides numbers, such as never
	Text     string   // the range as a person reads it
}

// RangeText says what a field takes, in the window's language. The unit begins with
// the space before it.
func RangeText(low, high float64, unit string, integer bool) string {
	number := func(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }
	text := words.Say("%s to %s", number(low), number(high)) + unit
	if integer {
		text = words.Say("%s, whole numbers", text)
	}
	return text
}

// Parse reads what was typed: a number (a comma may stand for the point), or one
// of the words. ok is false when it is neither or out of range.
func (r Range) Parse(s string) (number float64, word string, ok bool) {
	s = strings.TrimSpace(s)
	for _, w := range r.Words {
		if strings.EqualFold(s, w) {
			return 0, w, true
		}
	}
	n, err := strconv.ParseFloat(strings.Replace(s, ",", ".", 1), 64)
	if err != nil || math.IsNaN(n) || n < r.Min || n > r.Max || r.Integer && n != math.Trunc(n) || strings.ContainsAny(s, "xXpPiI_") {
		return 0, "", false
	}
	return n, "", true
}

// Number is one entry for a number.
type Number struct {
	Entry
	rng       Range
	hooks     Hooks
	committed string
	undone    bool // typing was taken back and can be put back
	onCommit  func(text string)
	width     float32

	waits  bool    // for a pause in the typing
	typing bool    // what is reported goes on being typed: it is shown as typed
	later  *string // how it is written once the field is left; nil: as it stands
}

// NewNumber makes an entry of a width; onCommit gets the text when the field is
// left or Enter is pressed, if it changed.
func NewNumber(rng Range, width float32, hooks Hooks, onCommit func(text string)) *Number {
	n := &Number{rng: rng, hooks: hooks, onCommit: onCommit, width: width}
	n.Extend(n)
	n.Focus, n.Key, n.Fixed = hooks.focus, n.unused, hooks.Fixed
	n.OnSubmitted = func(string) { n.leave() }
	n.OnChanged = func(string) { n.typed() }
	return n
}

// MinSize keeps the width it was made with.
func (n *Number) MinSize() fyne.Size { return fyne.NewSize(n.width, n.Entry.MinSize().Height) }

// SetShown sets the text without reporting it; a text being typed is left alone.
func (n *Number) SetShown(text string) {
	if n.typing {
		n.later = &text
		return
	}
	n.later = nil
	if n.Text != n.committed && n.committed == text {
		return
	}
	n.committed = text
	if n.Text != text {
		n.SetText(text)
	}
}

// Pending reports whether something was typed that is not reported yet.
func (n *Number) Pending() bool { return n.Text != n.committed }

// Discard drops what was typed and not reported.
func (n *Number) Discard() {
	if n.Pending() {
		n.SetText(n.committed)
	}
}

// UndoTyping takes back typing that is not reported yet; false if there is none.
func (n *Number) UndoTyping() bool {
	if !n.Pending() {
		return false
	}
	n.undone = n.Entry.UndoTyping()
	return n.undone
}

// RedoTyping puts back typing that was taken back; false if there is none.
func (n *Number) RedoTyping() bool {
	if !n.undone {
		return false
	}
	return n.Entry.RedoTyping()
}

// Commit reports the text if it changed.
func (n *Number) Commit() {
	n.undone = false
	if n.Pending() {
		n.committed, n.later = n.Text, nil
		whileTyping(n, func() { n.onCommit(strings.TrimSpace(n.Text)) })
	}
}

// typed reports an allowed number after a pause, while the typing goes on.
func (n *Number) typed() {
	if n.waits || !n.Pending() || Window.Pause == nil {
		return
	}
	n.waits = true
	Window.Pause(func() {
		n.waits = false
		if _, _, ok := n.rng.Parse(n.Text); ok {
			n.typing = true
			n.Commit()
			n.typing = false
		}
	})
}

// leave commits, ends the undo step and shows the number as it is written.
func (n *Number) leave() {
	n.Commit()
	if text := n.later; text != nil {
		n.later = nil
		n.SetShown(*text)
	}
	if Window.Typed != nil {
		Window.Typed()
	}
}

// FocusGained selects the text, so that typing replaces it.
func (n *Number) FocusGained() {
	n.Entry.FocusGained()
	if n.Text != "" {
		n.Entry.TypedShortcut(&fyne.ShortcutSelectAll{})
	}
}

// FocusLost commits.
func (n *Number) FocusLost() {
	n.Entry.FocusLost()
	n.leave()
}

// TypedRune passes ? on as don't know: it is part of no number.
func (n *Number) TypedRune(r rune) {
	if r == '?' && n.hooks.rune(r) {
		return
	}
	n.Entry.TypedRune(r)
}

// unused passes on what a single line has no use for.
func (n *Number) unused(e *fyne.KeyEvent) bool {
	switch e.Name {
	case fyne.KeyF1, fyne.KeyF5, fyne.KeyPageUp, fyne.KeyPageDown, fyne.KeyEscape:
		n.hooks.key(e)
		return true
	}
	return false
}

// NumberSpec describes one entry of a NumberRow.
type NumberSpec struct {
	Key   string // name of the part; empty for a single number
	Label string // above the entry
	Width float32
	Range Range
}

// NumberRow is one or several numbers side by side that make one answer.
type NumberRow struct {
	Object  fyne.CanvasObject
	specs   []NumberSpec
	entries []*Number
	note    *canvas.Text // under the row: what is wrong with a text, or one too long for its field
	onEdit  func(texts map[string]string)
}

// NewNumberRow makes a row; unit stands behind it. onEdit gets the text of every
// part whenever one was left changed.
func NewNumberRow(specs []NumberSpec, unit string, hooks Hooks, onEdit func(texts map[string]string)) *NumberRow {
	r := &NumberRow{specs: specs, onEdit: onEdit}
	columns := container.NewHBox()
	for _, s := range specs {
		e := NewNumber(s.Range, s.Width, hooks, func(string) { r.edited() })
		r.entries = append(r.entries, e)
		column := container.NewVBox()
		if s.Label != "" {
			column.Add(style.Line(s.Label, look.TextSmall, false, look.Muted))
		}
		column.Add(container.NewHBox(e))
		columns.Add(column)
		columns.Add(style.Strut(look.Space2))
	}
	if unit != "" {
		u := container.NewVBox()
		if specs[0].Label != "" {
			u.Add(style.Line(" ", look.TextSmall, false, look.Muted))
		}
		u.Add(container.NewCenter(container.NewGridWrap(fyne.NewSize(fyne.MeasureText(unit, look.TextBody, fyne.TextStyle{}).Width+8, r.entries[0].MinSize().Height), centred(unit))))
		columns.Add(u)
	}
	r.note = style.Line("", look.TextSmall, false, look.Bad)
	// The note has its room at all times: a page never jumps.
	noteRoom := container.New(&style.Fixed{Area: fyne.NewSize(10, style.LineHeight(look.TextSmall))}, r.note)
	r.Object = container.NewVBox(columns, noteRoom)
	return r
}

// centred is a line in the vertical middle of its cell.
func centred(s string) fyne.CanvasObject {
	return container.NewBorder(nil, nil, container.NewCenter(style.Line(s, look.TextBody, false, look.Muted)), nil)
}

func (r *NumberRow) edited() {
	texts := map[string]string{}
	for i, s := range r.specs {
		texts[s.Key] = strings.TrimSpace(r.entries[i].Text)
	}
	r.judge()
	r.onEdit(texts)
}

// Show sets the texts of all parts.
func (r *NumberRow) Show(texts map[string]string) {
	for i, s := range r.specs {
		r.entries[i].SetShown(texts[s.Key])
	}
	r.judge()
}

// judge shows the range under every text that is no allowed number, else what the
// fields are too narrow for.
func (r *NumberRow) judge() {
	note, long := "", ""
	for i, s := range r.specs {
		t := strings.TrimSpace(r.entries[i].Text)
		if t == "" || r.entries[i].Pending() {
			continue
		}
		say := func(text *string, what string) {
			if *text != "" {
				*text += "; "
			}
			if s.Label != "" {
				*text += s.Label + ": "
			}
			*text += what
		}
		if _, _, ok := s.Range.Parse(t); !ok {
			say(&note, words.Say("allowed: %s", s.Range.Text))
		} else if !r.entries[i].holds(t) {
			say(&long, shortened(t))
		}
	}
	token := look.Bad
	if note == "" {
		note, token = long, look.Muted
	}
	if r.note.Text != note {
		r.note.Text, r.note.Color = note, style.Color(token)
		r.note.Resize(r.note.MinSize())
		r.note.Refresh()
	}
}

// holds reports whether a text can be seen whole in the field.
func (n *Number) holds(text string) bool {
	return fyne.MeasureText(text, look.TextBody, fyne.TextStyle{}).Width <= n.width-2*look.Space2
}

// mostDigits is what the line under a row has room for.
const mostDigits = 40

// shortened is a number as long as the line under the row can show it.
func shortened(number string) string {
	if r := []rune(number); len(r) > mostDigits {
		return string(r[:mostDigits]) + "…"
	}
	return number
}

// Entries are the fields, for focus and tests.
func (r *NumberRow) Entries() []*Number { return r.entries }

// Discard drops what is being typed.
func (r *NumberRow) Discard() {
	for _, e := range r.entries {
		e.Discard()
	}
}

// Commit reports what is being typed.
func (r *NumberRow) Commit() {
	for _, e := range r.entries {
		e.Commit()
	}
}

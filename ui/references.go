// The list of references: what they are called, where they lie and what a check
// found. One Tab stop; arrows move, keys act on the current row, and a row under
// the pointer offers the same to the mouse.

package ui

import (
	"slices"
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"muster/assessment/evidence"
	"muster/exporters/look"
	"muster/ui/form"
	"muster/ui/style"
	"muster/ui/words"
)

// referenceRow is one reference as it is shown.
type referenceRow struct {
	title string
	state evidence.State
	lines []string // below the title; the last one lies beside the actions
	edit  string   // the title as it is edited
	at    referenceAt
}

// referenceAt is where a reference stands in the document.
type referenceAt struct {
	question string
	index    int
}

// referenceAction is something to do with a row.
type referenceAction struct {
	label string
	keys  []fyne.KeyName
	rune  rune
	do    func(referenceAt)
}

// referenceList shows references.
type referenceList struct {
	widget.BaseWidget
	width   float32
	most    int  // rows shown before all are asked for
	all     bool // all are asked for
	grouped bool // all rows are in one state, which stands above the list
	rows    []referenceRow
	actions []referenceAction
	rename  func(referenceAt, string)
	hooks   listHooks

	current, hovered int
	hoveredAction    int
	focused          bool
	copied           bool // the location of the current row, just now
	entry            *titleEntry
	objects          []fyne.CanvasObject
}

// listHooks tell the page what happens in a list.
type listHooks struct {
	focus  func()
	cursor func(y, height float32) // the current row is there
	key    func(*fyne.KeyEvent)    // keys the list has no use for
	resize func()                  // it needs more or less room than before
}

var (
	_ fyne.Focusable    = (*referenceList)(nil)
	_ desktop.Hoverable = (*referenceList)(nil)
	_ fyne.Tappable     = (*referenceList)(nil)
)

const (
	referencePad    = 4
	referenceTitle  = 22 // height of a title
	referenceLine   = 18 // height of a line below it
	moreHeight      = 28
	stateWidth      = 130 // room for the state at the right
	actionGap       = 14
	longestShown    = 400 // runes of a text that are worth measuring
	maxTitle        = 300 // runes that can be typed as a title
	shownReferences = 5   // under a question, before all are asked for
)

func newReferenceList(width float32, most int, hooks listHooks) *referenceList {
	l := &referenceList{width: width, most: most, hooks: hooks, hovered: -1, hoveredAction: -1}
	l.ExtendBaseWidget(l)
	return l
}

// set shows rows. The current row and a title being edited stay where they are.
func (l *referenceList) set(rows []referenceRow) {
	if l.entry != nil && (l.current >= len(rows) || rows[l.current].edit != l.entry.before || rows[l.current].at != l.rows[l.current].at) {
		l.entry = nil // it is gone, or another one now
	}
	before := l.height()
	l.rows, l.copied, l.hovered = rows, false, -1
	l.current = max(0, min(l.current, len(rows)-1))
	l.Refresh()
	if l.height() != before {
		l.hooks.resize()
	}
}

// shown is how many rows are shown.
func (l *referenceList) shown() int {
	if l.all || len(l.rows) <= l.most {
		return len(l.rows)
	}
	return l.most
}

// more reports whether rows wait to be shown.
func (l *referenceList) more() bool { return l.shown() < len(l.rows) }

func (r *referenceRow) height() float32 {
	return 2*referencePad + referenceTitle + referenceLine*float32(max(1, len(r.lines)))
}

// top is where a row begins.
func (l *referenceList) top(i int) float32 {
	y := float32(0)
	for k := range l.rows[:min(i, len(l.rows))] {
		y += l.rows[k].height()
	}
	return y
}

func (l *referenceList) height() float32 {
	h := l.top(l.shown())
	if l.more() {
		h += moreHeight
	}
	return h
}

func (l *referenceList) MinSize() fyne.Size { return fyne.NewSize(l.width, l.height()) }

func (l *referenceList) CreateRenderer() fyne.WidgetRenderer {
	l.build()
	return &referenceRenderer{l}
}

type referenceRenderer struct{ l *referenceList }

func (r *referenceRenderer) Destroy()                     {}
func (r *referenceRenderer) Layout(fyne.Size)             {}
func (r *referenceRenderer) MinSize() fyne.Size           { return r.l.MinSize() }
func (r *referenceRenderer) Objects() []fyne.CanvasObject { return r.l.objects }
func (r *referenceRenderer) Refresh() {
	r.l.build()
	canvas.Refresh(r.l)
}

// stateToken is the colour of a state; its word says the same.
func stateToken(s evidence.State) look.Token {
	switch {
	case s == evidence.Unchanged:
		return look.Good
	case s == evidence.Unreadable:
		return look.Watch
	case s.Bad():
		return look.Bad
	}
	return look.Muted
}

func (l *referenceList) build() {
	l.objects = nil
	y := float32(0)
	for i := range l.shown() {
		l.row(i, y)
		y += l.rows[i].height()
	}
	if !l.more() {
		return
	}
	token := look.Muted
	if l.hovered == l.shown() || l.focused && l.current == l.shown() {
		token = look.Accent
	}
	l.mark(l.shown(), y, moreHeight)
	l.put(style.Line(words.Say("Show all %d references", len(l.rows)), look.TextSmall+1, true, token), 10, y+5)
}

// mark lays a ground under the current row and the one under the pointer.
func (l *referenceList) mark(i int, y, h float32) {
	current := l.focused && i == l.current
	if !current && i != l.hovered {
		return
	}
	box := style.Box(look.Track, look.None, 0)
	if current {
		box = style.Box(look.AccentTint, look.Accent, 2)
	}
	box.Move(fyne.NewPos(0, y+1))
	box.Resize(fyne.NewSize(l.width, h-2))
	l.objects = append(l.objects, box)
}

func (l *referenceList) put(o fyne.CanvasObject, x, y float32) {
	o.Move(fyne.NewPos(x, y))
	o.Resize(o.MinSize())
	l.objects = append(l.objects, o)
}

func (l *referenceList) row(i int, y float32) {
	r := &l.rows[i]
	l.mark(i, y, r.height())
	word, token := words.Name(r.state.Word()), stateToken(r.state)
	if l.copied && i == l.current {
		word, token = words.Say("Location copied"), look.Accent
	}
	if !l.grouped || word != words.Name(r.state.Word()) {
		state := style.Line(word, look.TextSmall, true, token)
		l.put(state, l.width-state.MinSize().Width-10, y+referencePad+3)
	}
	editing := l.entry != nil && i == l.current
	if editing {
		h := l.entry.MinSize().Height
		l.entry.Move(fyne.NewPos(4, y+referencePad))
		l.entry.Resize(fyne.NewSize(l.width-stateWidth-14, h))
		l.objects = append(l.objects, l.entry)
	} else {
		l.put(style.Line(fitLine(flat(r.title), l.width-stateWidth-20, look.TextBody, true), look.TextBody, true, look.Text), 10, y+referencePad)
	}
	places := l.actionPlaces()
	for k, line := range r.lines {
		room := l.width - 20
		if k == len(r.lines)-1 {
			room = places[0].x - 20
		}
		if editing && k == 0 {
			continue // under the entry
		}
		l.put(style.Line(fitTail(flat(line), room, look.TextSmall), look.TextSmall, false, look.Muted), 10, y+referencePad+referenceTitle+referenceLine*float32(k))
	}
	if editing || i != l.hovered && !(l.focused && i == l.current) {
		return
	}
	for k, a := range l.actions {
		token := look.Accent
		if i == l.hovered && k == l.hoveredAction {
			token = look.Text
		}
		l.put(style.Line(a.label, look.TextSmall, true, token), places[k].x, y+r.height()-referencePad-referenceLine)
	}
}

// stretch is a part of a line.
type stretch struct{ x, width float32 }

// actionPlaces are the actions at the right end of a row's last line.
func (l *referenceList) actionPlaces() []stretch {
	out := make([]stretch, len(l.actions))
	x := l.width - 10
	for i := len(l.actions) - 1; i >= 0; i-- {
		w := fyne.MeasureText(l.actions[i].label, look.TextSmall, fyne.TextStyle{Bold: true}).Width
		out[i] = stretch{x - w, w}
		x -= w + actionGap
	}
	return out
}

// at is the row at a position, and the action; -1 for none.
func (l *referenceList) at(p fyne.Position) (row, action int) {
	y := float32(0)
	for i := range l.shown() {
		h := l.rows[i].height()
		if p.Y >= y && p.Y < y+h {
			if p.Y >= y+h-referencePad-referenceLine-3 {
				for k, s := range l.actionPlaces() {
					if p.X >= s.x-actionGap/2 && p.X < s.x+s.width+actionGap/2 {
						return i, k
					}
				}
			}
			return i, -1
		}
		y += h
	}
	if l.more() && p.Y >= y && p.Y < y+moreHeight {
		return l.shown(), -1
	}
	return -1, -1
}

// Tapped chooses a row, or does what was tapped.
func (l *referenceList) Tapped(e *fyne.PointEvent) {
	row, action := l.at(e.Position)
	if row < 0 {
		return
	}
	l.focusOn(row)
	switch {
	case row == l.shown():
		l.showAll()
	case action >= 0 && l.entry == nil:
		l.actions[action].do(l.rows[row].at)
	}
}

// focusOn makes a row the current one and gives the list the keyboard.
func (l *referenceList) focusOn(row int) {
	if row >= l.shown() && row < len(l.rows) {
		l.showAll()
	}
	l.current, l.copied = row, false
	if c := fyne.CurrentApp().Driver().CanvasForObject(l); c != nil && c.Focused() != fyne.Focusable(l) {
		c.Focus(l)
	}
	l.moved()
}

func (l *referenceList) showAll() {
	l.all = true
	l.Refresh()
	l.hooks.resize()
}

// moved shows the current row and brings it into view.
func (l *referenceList) moved() {
	l.Refresh()
	h := float32(moreHeight)
	if l.current < len(l.rows) {
		h = l.rows[l.current].height()
	}
	l.hooks.cursor(l.top(l.current), h)
}

// MouseIn, MouseMoved and MouseOut show what can be done with a row.
func (l *referenceList) MouseIn(e *desktop.MouseEvent) { l.hover(l.at(e.Position)) }

// MouseMoved follows the pointer.
func (l *referenceList) MouseMoved(e *desktop.MouseEvent) { l.hover(l.at(e.Position)) }

// MouseOut ends the hover.
func (l *referenceList) MouseOut() { l.hover(-1, -1) }

func (l *referenceList) hover(row, action int) {
	if l.hovered != row || l.hoveredAction != action {
		l.hovered, l.hoveredAction = row, action
		l.Refresh()
	}
}

// FocusGained shows which row the keys act on.
func (l *referenceList) FocusGained() {
	l.focused = true
	l.hooks.focus()
	l.moved()
}

// FocusLost takes the mark away.
func (l *referenceList) FocusLost() {
	l.focused, l.copied = false, false
	l.Refresh()
}

// TypedRune acts on the current row.
func (l *referenceList) TypedRune(r rune) {
	for _, a := range l.actions {
		if a.rune != 0 && unicode.ToLower(r) == a.rune && l.current < len(l.rows) {
			a.do(l.rows[l.current].at)
			return
		}
	}
}

// TypedKey moves, or acts on the current row.
func (l *referenceList) TypedKey(e *fyne.KeyEvent) {
	last := l.shown() - 1
	if l.more() {
		last++
	}
	to := l.current
	switch e.Name {
	case fyne.KeyDown:
		to++
	case fyne.KeyUp:
		to--
	case fyne.KeyHome:
		to = 0
	case fyne.KeyEnd:
		to = last
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		if l.current == l.shown() && l.more() {
			l.showAll()
			l.moved()
			return
		}
	}
	if to = max(0, min(to, last)); to != l.current {
		l.current, l.copied = to, false
		l.moved()
		return
	}
	for _, a := range l.actions {
		if slices.Contains(a.keys, e.Name) && l.current < len(l.rows) {
			a.do(l.rows[l.current].at)
			return
		}
	}
	l.hooks.key(e)
}

// showCopied says that the current row's location is on the clipboard.
func (l *referenceList) showCopied() {
	l.copied = true
	l.Refresh()
}

// editTitle lets the user type another title for the current row.
func (l *referenceList) editTitle() {
	if l.current >= len(l.rows) {
		return
	}
	r := l.rows[l.current]
	e := newTitleEntry(r.edit)
	e.done = func(text string, keep, back bool) {
		if l.entry != e {
			return
		}
		l.entry = nil
		if keep && text != r.edit {
			l.rename(r.at, text)
		}
		l.Refresh()
		if c := fyne.CurrentApp().Driver().CanvasForObject(l); back && c != nil {
			c.Focus(l)
		}
	}
	l.entry = e
	l.Refresh()
	if c := fyne.CurrentApp().Driver().CanvasForObject(l); c != nil {
		c.Focus(e)
		e.TypedShortcut(&fyne.ShortcutSelectAll{})
	}
}

// commit keeps the title being typed.
func (l *referenceList) commit() {
	if l.entry != nil {
		l.entry.done(l.entry.Text, true, false)
	}
}

// titleEntry is the title of a reference while it is typed: Enter keeps it,
// Escape leaves it as it was.
type titleEntry struct {
	form.Entry
	before string
	done   func(text string, keep, back bool)
}

func newTitleEntry(text string) *titleEntry {
	e := &titleEntry{before: text}
	e.Extend(e)
	e.Most = maxTitle
	e.Key = func(k *fyne.KeyEvent) bool {
		if k.Name == fyne.KeyEscape {
			e.done("", false, true)
		}
		return k.Name == fyne.KeyEscape
	}
	e.SetPlaceHolder(words.Say("Title"))
	e.SetText(text)
	e.OnSubmitted = func(text string) { e.done(text, true, true) }
	return e
}

func (e *titleEntry) FocusLost() {
	e.Entry.FocusLost()
	e.done(e.Text, true, false)
}

// flat is a text of somebody else on one line: what could turn its direction or
// break it shows as a sign.
func flat(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == '\u2028' || r == '\u2029' {
			return '\uFFFD'
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
	if r := []rune(s); len(r) > longestShown {
		half := longestShown / 2
		s = string(r[:half]) + "…" + string(r[len(r)-half:])
	}
	return s
}

// fitTail shortens a line to a width at its beginning: the end of a path says more.
func fitTail(s string, width, size float32) string {
	measure := func(s string) float32 { return fyne.MeasureText(s, size, fyne.TextStyle{}).Width }
	if measure(s) <= width {
		return s
	}
	r := []rune(s)
	low, high := 0, len(r)
	for low < high {
		mid := (low + high) / 2
		if measure("… "+string(r[mid:])) <= width {
			high = mid
		} else {
			low = mid + 1
		}
	}
	return "… " + string(r[low:])
}

// The actions as a table: one Tab stop whose rows are gone through with the arrows,
// chosen with Space and opened with Enter.

package ui

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"muster/assessment/actionplan"
	"muster/assessment/cost"
	"muster/assessment/engagement"
	finder "muster/assessment/find"
	"muster/exporters/look"
	"muster/exporters/report"
	"muster/ui/form"
	"muster/ui/locate"
	"muster/ui/style"
	"muster/ui/words"
)

// planView is how the plan is looked at; it outlasts the page.
type planView struct {
	board  bool
	filter actionplan.Filter
	order  actionplan.Order
	cursor string          // id of the action the keyboard is at
	chosen map[string]bool // ids
	rule   bool            // how it is counted is shown
	all    bool            // all findings without an action are shown
}

// actionList is what table and board have in common: actions, of which one has the
// cursor and some are chosen.
type actionList struct {
	widget.BaseWidget
	self    fyne.CanvasObject
	view    *planView
	items   []actionplan.Item
	focused bool
	objects []fyne.CanvasObject
	boxes   []*actionBox // by item
	ctrl    bool         // the click that comes goes with Ctrl

	open   func(id string)
	remove func()
	chose  func()                           // told that other actions are chosen
	move   func(id string, by int)          // to the status after or before
	sortBy func(actionplan.Key)             // a head was clicked
	put    func(engagement.ActionStatus)    // a card was dropped on a column
	place  func(i int) (x, y, w, h float32) // of an item
}

// actionBox is what changes of an item when cursor and choice move.
type actionBox struct {
	frame, tick *canvas.Rectangle
	hook        *canvas.Text
}

func (l *actionList) at() int {
	return slices.IndexFunc(l.items, func(it actionplan.Item) bool { return it.ID == l.view.cursor })
}

// mark shows where the cursor is and what is chosen.
func (l *actionList) mark() {
	at := l.at()
	for i, b := range l.boxes {
		fill, stroke, width := look.None, look.None, float32(0)
		on := l.view.chosen[l.items[i].ID]
		if on {
			fill = look.AccentTint
		}
		switch {
		case i == at && l.focused:
			stroke, width = look.Accent, 2
			if !on {
				fill = look.Surface
			}
		case i == at:
			stroke, width = look.Border, 1
			if !on {
				fill = look.Surface
			}
		}
		b.frame.FillColor, b.frame.StrokeColor, b.frame.StrokeWidth = style.Color(fill), style.Color(stroke), width
		b.frame.Refresh()
		b.hook.Text = ""
		tick, rim := look.None, look.Muted
		if on {
			b.hook.Text, tick, rim = "✓", look.Accent, look.Accent
		}
		b.tick.FillColor, b.tick.StrokeColor = style.Color(tick), style.Color(rim)
		b.tick.Refresh()
		b.hook.Refresh()
	}
}

// box makes what changes of an item, with the tick at x, y.
func (l *actionList) box(i int, x, y float32) *actionBox {
	b := &actionBox{frame: style.Box(look.None, look.None, 0), tick: style.Box(look.None, look.Muted, 1), hook: style.Line("", look.TextSmall, true, look.OnAccent)}
	bx, by, bw, bh := l.place(i)
	b.frame.Move(fyne.NewPos(bx, by))
	b.frame.Resize(fyne.NewSize(bw, bh))
	b.tick.CornerRadius = 3
	b.tick.Move(fyne.NewPos(x, y))
	b.tick.Resize(fyne.NewSize(14, 14))
	b.hook.Alignment = fyne.TextAlignCenter
	b.hook.Move(fyne.NewPos(x-2, y-2))
	b.hook.Resize(fyne.NewSize(18, 18))
	l.boxes = append(l.boxes, b)
	return b
}

// goTo puts the cursor on an item and brings it into view.
func (l *actionList) goTo(i int) {
	if len(l.items) == 0 {
		return
	}
	l.view.cursor = l.items[max(0, min(i, len(l.items)-1))].ID
	l.mark()
	l.see()
}

// see brings the cursor into view.
func (l *actionList) see() {
	if i := l.at(); i >= 0 && l.focused && form.Window.Focused != nil {
		_, y, _, h := l.place(i)
		form.Window.Focused(l.self, y-4, h+8)
	}
}

// choose turns the choice of an item.
func (l *actionList) choose(id string) {
	if l.view.chosen[id] {
		delete(l.view.chosen, id)
	} else {
		l.view.chosen[id] = true
	}
	l.mark()
	l.chose()
}

// chooseAll chooses all that are listed; none where all of them were.
func (l *actionList) chooseAll() {
	all := !slices.ContainsFunc(l.items, func(it actionplan.Item) bool { return !l.view.chosen[it.ID] })
	clear(l.view.chosen)
	if !all {
		for i := range l.items {
			l.view.chosen[l.items[i].ID] = true
		}
	}
	l.mark()
	l.chose()
}

func (l *actionList) FocusGained() {
	l.focused = true
	if l.at() < 0 && len(l.items) > 0 {
		l.view.cursor = l.items[0].ID
	}
	l.mark()
	l.see()
}

func (l *actionList) FocusLost() {
	l.focused = false
	l.mark()
}

func (l *actionList) TypedRune(r rune) {
	i := l.at()
	if i < 0 {
		return
	}
	switch r {
	case ' ':
		l.choose(l.items[i].ID)
	case '[':
		l.move(l.items[i].ID, -1)
	case ']':
		l.move(l.items[i].ID, 1)
	}
}

// TypedShortcut chooses all, or moves an action on.
func (l *actionList) TypedShortcut(s fyne.Shortcut) {
	i := l.at()
	switch s := s.(type) {
	case *fyne.ShortcutSelectAll:
		l.chooseAll()
	case *desktop.CustomShortcut:
		if s.Modifier != fyne.KeyModifierShortcutDefault || i < 0 {
			return
		}
		switch s.KeyName {
		case fyne.KeyLeft:
			l.move(l.items[i].ID, -1)
		case fyne.KeyRight:
			l.move(l.items[i].ID, 1)
		}
	}
}

// typed takes the keys that table and board have in common.
func (l *actionList) typed(e *fyne.KeyEvent) {
	i := l.at()
	switch e.Name {
	case fyne.KeyHome:
		l.goTo(0)
	case fyne.KeyEnd:
		l.goTo(len(l.items) - 1)
	case fyne.KeyReturn, fyne.KeyEnter:
		if i >= 0 {
			l.open(l.items[i].ID)
		}
	case fyne.KeyDelete:
		l.remove()
	case fyne.KeySpace: // comes as a sign
	default:
		form.Pass(e)
	}
}

// MouseDown notes whether Ctrl is held: a click does not tell.
func (l *actionList) MouseDown(e *desktop.MouseEvent) {
	l.ctrl = e.Modifier&fyne.KeyModifierShortcutDefault != 0
}

// MouseUp does nothing.
func (l *actionList) MouseUp(*desktop.MouseEvent) {}

// clicked puts the cursor on an item; Ctrl or the tick chooses it, a click on the
// item that has the cursor opens it.
func (l *actionList) clicked(i int, onTick bool) {
	id := l.items[i].ID
	again := l.view.cursor == id && l.focused
	l.view.cursor = id
	switch {
	case l.ctrl || onTick:
		l.choose(id)
	case again:
		l.open(id)
		return
	}
	l.ctrl = false
	if c := fyne.CurrentApp().Driver().CanvasForObject(l.self); c != nil {
		c.Focus(l.self.(fyne.Focusable))
	}
	l.mark()
}

type listRenderer struct {
	l   *actionList
	min func() fyne.Size
}

func (r *listRenderer) Destroy()                     {}
func (r *listRenderer) Layout(fyne.Size)             {}
func (r *listRenderer) MinSize() fyne.Size           { return r.min() }
func (r *listRenderer) Objects() []fyne.CanvasObject { return r.l.objects }
func (r *listRenderer) Refresh()                     { canvas.Refresh(r.l.self) }

// text puts a line at a place, cut to its room.
func (l *actionList) text(s string, x, y, room, size float32, bold bool, token look.Token, right bool) {
	t := style.Line(fitLine(finder.OneLine(s), room, size, bold), size, bold, token)
	t.Move(fyne.NewPos(x, y))
	t.Resize(fyne.NewSize(room, style.LineHeight(size)))
	if right {
		t.Alignment = fyne.TextAlignTrailing
	}
	l.objects = append(l.objects, t)
}

// object puts an object at a place with its own size.
func (l *actionList) object(o fyne.CanvasObject, x, y float32) {
	o.Move(fyne.NewPos(x, y))
	o.Resize(o.MinSize())
	l.objects = append(l.objects, o)
}

// dueText is the day an action is due, marked where that has passed.
func dueText(it *actionplan.Item) (text string, token look.Token, bold bool) {
	switch {
	case it.Action.Due == "":
		return "–", look.Muted, false
	case it.Overdue:
		return "⚑ " + it.Action.Due, look.Bad, true
	}
	return it.Action.Due, look.Text, false
}

// actionTable shows actions as rows.
type actionTable struct{ actionList }

var (
	_ fyne.Focusable    = (*actionTable)(nil)
	_ fyne.Tappable     = (*actionTable)(nil)
	_ fyne.Shortcutable = (*actionTable)(nil)
	_ desktop.Mouseable = (*actionTable)(nil)
)

const (
	actionRow  = 40
	actionHead = 28
)

// actionColumns are the columns of the table; the first is that of the ticks.
var actionColumns = []struct {
	key     actionplan.Key
	title   string
	x, room float32
	right   bool
}{
	{actionplan.ByID, words.Mark("Id"), 30, 38, false},
	{actionplan.ByPriority, words.Mark("Pr."), 70, 36, false},
	{actionplan.ByTitle, words.Mark("Action"), 110, 224, false},
	{actionplan.ByOwner, words.Mark("Owner"), 342, 100, false},
	{actionplan.ByDue, words.Mark("Due"), 448, 92, false},
	{actionplan.ByStatus, words.Mark("Status"), 546, 68, false},
	{actionplan.ByEffort, words.Mark("Eff."), 616, 26, false},
	{actionplan.ByCost, words.Mark("Cost"), 642, 54, true},
}

func newActionTable(view *planView) *actionTable {
	t := &actionTable{}
	t.view, t.self = view, t
	t.place = func(i int) (float32, float32, float32, float32) {
		return 0, actionHead + float32(i)*actionRow + 1, style.Column, actionRow - 2
	}
	t.ExtendBaseWidget(t)
	return t
}

func (t *actionTable) MinSize() fyne.Size {
	return fyne.NewSize(style.Column, actionHead+float32(len(t.items))*actionRow)
}

func (t *actionTable) CreateRenderer() fyne.WidgetRenderer {
	return &listRenderer{&t.actionList, t.MinSize}
}

// set shows other actions.
func (t *actionTable) set(items []actionplan.Item) {
	t.items, t.objects, t.boxes = items, nil, nil
	for _, c := range actionColumns {
		title := words.Name(c.title)
		if t.view.order.Key == c.key {
			arrow := " ↑"
			if t.view.order.Down {
				arrow = " ↓"
			}
			title += arrow
		}
		t.text(title, c.x, 5, c.room, look.TextSmall, true, look.Muted, c.right)
	}
	for i := range items {
		t.row(i)
	}
	t.mark()
	t.Refresh()
}

func (t *actionTable) row(i int) {
	it := &t.items[i]
	a := &it.Action
	_, y, _, h := t.place(i)
	b := t.box(i, 8, y+12)
	rule := canvas.NewRectangle(style.Color(look.Border))
	rule.Move(fyne.NewPos(0, y+h))
	rule.Resize(fyne.NewSize(style.Column, 1))
	t.objects = append(t.objects, rule, b.frame, b.tick, b.hook)
	const size = look.TextSmall + 1
	put := func(column int, s string, bold bool, token look.Token) {
		c := actionColumns[column]
		t.text(s, c.x, y+10, c.room, size, bold, token, c.right)
	}
	token := look.Text
	if !a.Pending() {
		token = look.Muted
	}
	put(0, it.ID, false, look.Muted)
	st := look.Priority(it.Priority)
	t.object(verdictMark(st, 14), actionColumns[1].x, y+12)
	word := st.Word
	if it.Own {
		word += "*"
	}
	t.text(word, actionColumns[1].x+18, y+10, 20, size, true, st.Color, false)
	// two takes two lines where one is too short.
	two := func(column int, s string) {
		c := actionColumns[column]
		lines := style.Lines(fitLines(finder.OneLine(s), c.room, look.TextSmall, false, 2), c.room, look.TextSmall, false)
		top := y + 11
		if len(lines) > 1 {
			top = y + 3
		}
		for k, line := range lines[:min(2, len(lines))] {
			t.text(line, c.x, top+float32(k)*16, c.room, look.TextSmall, false, token, false)
		}
	}
	two(2, a.Title)
	two(3, a.Owner)
	due, dueToken, bold := dueText(it)
	put(4, due, bold, dueToken)
	put(5, words.Name(report.StatusWord(words.Reports(), a.State())), false, token)
	put(6, a.Effort, false, token)
	if a.Cost != nil {
		put(7, cost.Amount(*a.Cost).Text(""), false, token)
	}
	locate.Name("plan/row/"+it.ID, b.frame)
}

func (t *actionTable) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyDown:
		t.goTo(t.at() + 1)
	case fyne.KeyUp:
		t.goTo(t.at() - 1)
	case fyne.KeyPageDown:
		t.goTo(t.at() + 10)
	case fyne.KeyPageUp:
		t.goTo(t.at() - 10)
	default:
		t.typed(e)
	}
}

// Tapped goes to a row, or sorts by a head.
func (t *actionTable) Tapped(e *fyne.PointEvent) {
	if e.Position.Y < actionHead {
		for _, c := range actionColumns {
			if e.Position.X >= c.x-4 && e.Position.X < c.x+c.room+2 {
				t.sortBy(c.key)
				return
			}
		}
		return
	}
	if i := int((e.Position.Y - actionHead) / actionRow); i < len(t.items) {
		t.clicked(i, e.Position.X < 28)
	}
}

// The list of engagements: a widget that draws only the rows in view, so that
// thousands cost nothing. One Tab stop; arrows move, Enter opens.

package ui

import (
	"fmt"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"muster/assessment/library"
	"muster/exporters/look"
	"muster/ui/form"
	"muster/ui/locate"
	"muster/ui/style"
	"muster/ui/words"
)

// entryList shows entries and reports what is to be done with one.
type entryList struct {
	widget.BaseWidget
	open, forget func(library.Entry)
	typed        func(rune) // a letter: it belongs to the search

	entries []library.Entry
	cursor  int
	hovered int // -1 for none
	focused bool

	width  float32 // of the rows
	scroll *container.Scroll
	area   *fyne.Container
	extent *style.Fixed
	rows   []*entryRow // row i of the list is shown by rows[i % len(rows)]
}

const (
	listWidth = 1040 // at most
	listLeast = 840
	listBar   = 12 // room for the scroll bar
	rowHeight = 56
)

var _ fyne.Focusable = (*entryList)(nil)

func newEntryList(open, forget func(library.Entry), typed func(rune)) *entryList {
	l := &entryList{open: open, forget: forget, typed: typed, hovered: -1, width: listWidth, extent: &style.Fixed{}}
	l.area = container.New(l.extent)
	l.scroll = container.NewVScroll(l.area)
	l.scroll.OnScrolled = func(fyne.Position) { l.place() }
	l.ExtendBaseWidget(l)
	return l
}

// restart lets the next entries show from the first.
func (l *entryList) restart() {
	l.cursor = -1
	l.scroll.ScrollToTop()
}

// set shows other entries; the cursor stays on its file, and what was scrolled
// away from it stays in view.
func (l *entryList) set(entries []library.Entry) {
	path := ""
	if e, ok := l.current(); ok {
		path = e.Path
	}
	seen := l.cursor < 0 || l.seen(l.cursor)
	l.entries = entries
	if l.hovered >= len(entries) {
		l.hovered = -1
	}
	l.cursor = max(0, min(l.cursor, len(entries)-1))
	for i, e := range entries {
		if e.Path == path {
			l.cursor = i
		}
	}
	l.extent.Area = fyne.NewSize(l.width, float32(len(entries))*rowHeight)
	l.scroll.Refresh() // brings the offset back into the list
	if seen {
		l.show(l.cursor)
	} else {
		l.place()
	}
}

// seen reports whether a row is in view, at least in part.
func (l *entryList) seen(i int) bool {
	top := float32(i)*rowHeight - l.scroll.Offset.Y
	return top > -rowHeight && top < l.scroll.Size().Height
}

// current is the entry under the cursor.
func (l *entryList) current() (library.Entry, bool) {
	if l.cursor < 0 || l.cursor >= len(l.entries) {
		return library.Entry{}, false
	}
	return l.entries[l.cursor], true
}

// show brings a row into view.
func (l *entryList) show(i int) {
	top, height := float32(i)*rowHeight, l.scroll.Size().Height
	switch {
	case height <= 0:
	case top < l.scroll.Offset.Y:
		l.scroll.ScrollToOffset(fyne.NewPos(0, top))
	case top+rowHeight > l.scroll.Offset.Y+height:
		l.scroll.ScrollToOffset(fyne.NewPos(0, top+rowHeight-height))
	}
	l.place()
}

// fit lays the rows out for a width of the list: names get what there is.
func (l *entryList) fit(width float32) {
	to := float32(listWidth)
	if width < listWidth {
		to = max(listLeast, width-listBar)
	}
	if to == l.width {
		return
	}
	l.width, l.extent.Area.Width = to, to
	l.drop()
}

// drop takes the rows away; others are made when they are needed.
func (l *entryList) drop() {
	for _, r := range l.rows {
		r.leave()
	}
	l.rows = nil
}

// short is how much narrower the rows are than they could be.
func (l *entryList) short() float32 { return listWidth - l.width }

// place fills the rows in view.
func (l *entryList) place() {
	if n := int(l.scroll.Size().Height/rowHeight) + 2; n > len(l.rows) {
		l.drop()
		for range n {
			l.rows = append(l.rows, newEntryRow(l))
		}
		l.area.Objects = nil
		for _, r := range l.rows {
			l.area.Objects = append(l.area.Objects, r)
		}
	}
	active := l.cursor
	if l.hovered >= 0 {
		active = l.hovered
	}
	first := max(0, int(l.scroll.Offset.Y/rowHeight))
	for i := first; i < first+len(l.rows); i++ {
		r := l.rows[i%len(l.rows)]
		if i >= len(l.entries) {
			r.leave()
			continue
		}
		r.set(i, l.entries[i], rowState{cursor: i == l.cursor, ring: i == l.cursor && l.focused, hovered: i == l.hovered, actions: i == active})
	}
	canvas.Refresh(l.area)
}

// MinSize is a few rows.
func (l *entryList) MinSize() fyne.Size { return fyne.NewSize(listLeast+listBar, 3*rowHeight) }

// CreateRenderer shows the scroll.
func (l *entryList) CreateRenderer() fyne.WidgetRenderer { return &entryListRenderer{l} }

type entryListRenderer struct{ l *entryList }

func (r *entryListRenderer) Destroy()                     {}
func (r *entryListRenderer) MinSize() fyne.Size           { return r.l.MinSize() }
func (r *entryListRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.l.scroll} }
func (r *entryListRenderer) Refresh()                     { r.l.place() }
func (r *entryListRenderer) Layout(size fyne.Size) {
	r.l.fit(size.Width)
	r.l.scroll.Resize(size)
	r.l.show(r.l.cursor)
}

func (l *entryList) FocusGained() {
	l.focused = true
	l.place()
}

func (l *entryList) FocusLost() {
	l.focused = false
	l.place()
}

// TypedRune hands letters to the search.
func (l *entryList) TypedRune(r rune) {
	if r != ' ' {
		l.typed(r)
	}
}

func (l *entryList) TypedKey(k *fyne.KeyEvent) {
	page := max(1, int(l.scroll.Size().Height/rowHeight)-1)
	switch k.Name {
	case fyne.KeyDown:
		l.move(1)
	case fyne.KeyUp:
		l.move(-1)
	case fyne.KeyPageDown:
		l.move(page)
	case fyne.KeyPageUp:
		l.move(-page)
	case fyne.KeyHome:
		l.move(-len(l.entries))
	case fyne.KeyEnd:
		l.move(len(l.entries))
	case fyne.KeyReturn, fyne.KeyEnter:
		l.act(l.open)
	case fyne.KeyDelete:
		l.act(l.forget)
	default:
		form.Pass(k)
	}
}

func (l *entryList) move(by int) {
	l.cursor = max(0, min(l.cursor+by, len(l.entries)-1))
	l.hovered = -1 // the keyboard leads now
	l.show(l.cursor)
}

func (l *entryList) act(do func(library.Entry)) {
	if e, ok := l.current(); ok {
		do(e)
	}
}

func (l *entryList) hover(i int) {
	if l.hovered != i {
		l.hovered = i
		l.place()
	}
}

// rowState is how a row stands out.
type rowState struct{ cursor, ring, hovered, actions bool }

// entryRow is one row; it is used again for other entries.
type entryRow struct {
	widget.BaseWidget
	list  *entryList
	index int // -1 while it shows nothing
	entry library.Entry
	state rowState

	box, rule, track, bar             *canvas.Rectangle
	mark                              *fyne.Container
	marked                            look.VerdictStyle
	name, detail, word, answers, date *canvas.Text
	open, forget                      *form.Chip
}

var (
	_ fyne.Tappable      = (*entryRow)(nil)
	_ desktop.Hoverable  = (*entryRow)(nil)
	_ desktop.Cursorable = (*entryRow)(nil)
)

// The columns of a row at its widest, from the left.
const (
	rowMark   = 16
	rowName   = 48
	nameRoom  = 440
	rowWord   = 512
	wordRoom  = 190
	rowDate   = 720
	dateRoom  = 110
	barWidth  = 70
	markSize  = 20
	faultRoom = rowDate + dateRoom - rowName // what is wrong needs the line
)

func newEntryRow(l *entryList) *entryRow {
	r := &entryRow{list: l, index: -1}
	r.ExtendBaseWidget(r)
	at := func(o fyne.CanvasObject, x, y, w, h float32) {
		o.Move(fyne.NewPos(x, y))
		o.Resize(fyne.NewSize(w, h))
	}
	line := func(x, y, room, size float32, bold bool) *canvas.Text {
		t := style.Line("", size, bold, look.Text)
		at(t, x, y, room, style.LineHeight(size))
		return t
	}
	r.box = style.Box(look.None, look.None, 0)
	short := l.short()
	at(r.box, 2, 2, l.width-4, rowHeight-4)
	r.rule = canvas.NewRectangle(style.Color(look.Border))
	at(r.rule, rowMark, rowHeight-1, l.width-2*rowMark, 1)
	r.mark = container.NewWithoutLayout()
	at(r.mark, rowMark, (rowHeight-markSize)/2, markSize, markSize)
	r.name = line(rowName, 7, nameRoom-short, look.TextBody+1, true)
	r.detail = line(rowName, 30, nameRoom-short, look.TextSmall, false)
	r.word = line(rowWord-short, 8, wordRoom, look.TextBody, true)
	r.track, r.bar = style.Box(look.Track, look.None, 0), style.Box(look.Accent, look.None, 0)
	r.track.CornerRadius, r.bar.CornerRadius = 2, 2
	at(r.track, rowWord-short, 36, barWidth, 4)
	at(r.bar, rowWord-short, 36, 0, 4)
	r.answers = line(rowWord-short+barWidth+8, 30, wordRoom-barWidth-8, look.TextSmall, false)
	r.date = line(rowDate-short, 8, dateRoom, look.TextBody, false)
	r.open = form.NewChipAside(words.Say("Open"), func() { r.list.open(r.entry) })
	r.forget = form.NewChipAside(words.Say("Forget"), func() { r.list.forget(r.entry) })
	x := l.width - rowMark
	for _, c := range []*form.Chip{r.forget, r.open} {
		m := c.MinSize()
		x -= m.Width
		at(c, x, (rowHeight-m.Height)/2, m.Width, m.Height)
		x -= look.Space2
	}
	r.Resize(r.MinSize())
	r.Hide()
	return r
}

// MinSize is that of any row.
func (r *entryRow) MinSize() fyne.Size { return fyne.NewSize(r.list.width, rowHeight) }

// CreateRenderer shows the parts at their places.
func (r *entryRow) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.New(&style.Fixed{Area: r.MinSize()},
		r.box, r.rule, r.mark, r.name, r.detail, r.word, r.track, r.bar, r.answers, r.date, r.open, r.forget))
}

func rowID(i int) string { return fmt.Sprintf("home/recent-%d", i) }

// leave takes the row out of the list.
func (r *entryRow) leave() {
	if r.index >= 0 {
		locate.Forget(rowID(r.index))
	}
	r.index = -1
	r.Hide()
}

// set shows an entry in a row of the list.
func (r *entryRow) set(i int, e library.Entry, state rowState) {
	if i == r.index && e == r.entry && state == r.state {
		return
	}
	if i != r.index {
		if r.index >= 0 {
			locate.Forget(rowID(r.index))
		}
		locate.Name(rowID(i), r)
	}
	fresh := r.index < 0 || e != r.entry
	r.index, r.entry, r.state = i, e, state
	r.Move(fyne.NewPos(0, float32(i)*rowHeight))
	if fresh {
		r.fill()
	}
	stroke, width, fill := look.None, float32(0), look.None
	switch {
	case state.ring:
		fill, stroke, width = look.Surface, look.Accent, 2
	case state.cursor:
		fill, stroke, width = look.Surface, look.Border, 1
	case state.hovered:
		fill = look.Surface
	}
	r.box.FillColor, r.box.StrokeColor, r.box.StrokeWidth = style.Color(fill), style.Color(stroke), width
	shown(!state.cursor && !state.hovered, r.rule)
	shown(state.actions, r.open)
	shown(state.actions && e.Recent > 0, r.forget)
	r.Show()
	r.Refresh()
}

// fill puts the entry's texts into the row.
func (r *entryRow) fill() {
	e := r.entry
	st := entryStyle(e)
	text := func(t *canvas.Text, s string, room float32, token look.Token) {
		t.Text = fitLine(s, room, t.TextSize, t.TextStyle.Bold)
		t.Color = style.Color(token)
		t.Resize(fyne.NewSize(room, t.Size().Height))
	}
	names := nameRoom - r.list.short()
	text(r.name, e.Name(), names, look.Text)
	text(r.word, words.Name(st.Word), wordRoom, st.Color)
	ready := e.State == library.Ready
	answers, date, part := "", "", float32(0)
	if ready {
		answers = words.Say("%d of %d answered", e.Answered, e.Applicable)
		date = e.Date
		part = barWidth * float32(max(0, e.Progress()))
		text(r.detail, entryDetail(e), names, look.Muted)
	} else {
		detail := filepath.Dir(e.Path)
		if e.Reason != "" {
			detail = words.Name(e.Reason) + " · " + detail
		}
		text(r.detail, detail, faultRoom-r.list.short(), look.Muted)
	}
	text(r.answers, answers, wordRoom-barWidth-8, look.Muted)
	text(r.date, date, dateRoom, look.Text)
	r.bar.Resize(fyne.NewSize(part, 4))
	shown(ready, r.track, r.bar)
	if r.marked != st {
		r.marked = st
		mark := verdictMark(st, markSize)
		mark.Resize(fyne.NewSize(markSize, markSize))
		r.mark.Objects = []fyne.CanvasObject{mark}
	}
}

// entryDetail is the second line of an entry: whose it is and its file.
func entryDetail(e library.Entry) string {
	file := filepath.Base(e.Path)
	if e.Client == "" {
		return file
	}
	return e.Client + " · " + file
}

// entryStyle is how an entry's verdict shows, or what stands in its place.
func entryStyle(e library.Entry) look.VerdictStyle {
	if e.State == library.Ready {
		return look.Verdict(e.Verdict)
	}
	st := look.VerdictStyle{Word: e.State.Word(), Color: look.Muted, Tint: look.Track, Mark: look.Dashed}
	if e.State != library.Unread && e.State != library.Protected {
		st.Color, st.Tint = look.Bad, look.BadTint
	}
	return st
}

func shown(show bool, objects ...fyne.CanvasObject) {
	for _, o := range objects {
		if show {
			o.Show()
		} else {
			o.Hide()
		}
	}
}

// Tapped opens the entry.
func (r *entryRow) Tapped(*fyne.PointEvent) { r.list.open(r.entry) }

// MouseIn shows what can be done with the entry.
func (r *entryRow) MouseIn(*desktop.MouseEvent) { r.list.hover(r.index) }

func (r *entryRow) MouseMoved(*desktop.MouseEvent) { r.list.hover(r.index) }

func (r *entryRow) MouseOut() {
	if r.list.hovered == r.index {
		r.list.hover(-1)
	}
}

// Cursor shows that a row can be tapped.
func (r *entryRow) Cursor() desktop.Cursor { return desktop.PointerCursor }

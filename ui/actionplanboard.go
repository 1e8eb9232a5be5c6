// The actions as a board: a column for each status, cards that are moved with keys,
// with buttons or by dragging.

package ui

import (
	"fmt"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"muster/assessment/actionplan"
	"muster/assessment/engagement"
	finder "muster/assessment/find"
	"muster/exporters/look"
	"muster/exporters/report"
	"muster/ui/locate"
	"muster/ui/style"
	"muster/ui/words"
)

// actionBoard shows actions as cards.
type actionBoard struct {
	actionList
	columns [][]int // of each status the items
	drag    string  // id of the card that is dragged
	over    float32 // where it is
}

var (
	_ fyne.Focusable    = (*actionBoard)(nil)
	_ fyne.Tappable     = (*actionBoard)(nil)
	_ fyne.Draggable    = (*actionBoard)(nil)
	_ fyne.Shortcutable = (*actionBoard)(nil)
	_ desktop.Mouseable = (*actionBoard)(nil)
)

const (
	boardGap   = 8
	boardWidth = (style.Column - 3*boardGap) / 4
	cardHeight = 102
	cardStep   = cardHeight + 6
	boardHead  = 32
)

func newActionBoard(view *planView) *actionBoard {
	b := &actionBoard{}
	b.view, b.self = view, b
	b.place = func(i int) (float32, float32, float32, float32) {
		c, r := b.slot(i)
		return float32(c) * (boardWidth + boardGap), boardHead + float32(r)*cardStep, boardWidth, cardHeight
	}
	b.ExtendBaseWidget(b)
	return b
}

// slot is the column and the row of an item.
func (b *actionBoard) slot(i int) (column, row int) {
	for c, list := range b.columns {
		if r := slices.Index(list, i); r >= 0 {
			return c, r
		}
	}
	return 0, 0
}

func (b *actionBoard) MinSize() fyne.Size {
	most := 1
	for _, list := range b.columns {
		most = max(most, len(list))
	}
	return fyne.NewSize(style.Column, boardHead+float32(most)*cardStep)
}

func (b *actionBoard) CreateRenderer() fyne.WidgetRenderer {
	return &listRenderer{&b.actionList, b.MinSize}
}

// set shows other actions.
func (b *actionBoard) set(items []actionplan.Item) {
	b.items, b.objects, b.boxes = items, nil, nil
	b.columns = make([][]int, len(engagement.ActionStatuses))
	for i := range items {
		c := slices.Index(engagement.ActionStatuses, items[i].Action.State())
		b.columns[c] = append(b.columns[c], i)
	}
	for c, s := range engagement.ActionStatuses {
		x := float32(c) * (boardWidth + boardGap)
		back := style.Box(look.Track, look.None, 0)
		back.Move(fyne.NewPos(x, 0))
		back.Resize(fyne.NewSize(boardWidth, boardHead-6))
		b.objects = append(b.objects, back)
		b.text(words.Name(report.StatusWord(words.Reports(), s)), x+8, 3, boardWidth-44, look.TextSmall+1, true, look.Text, false)
		b.text(fmt.Sprint(len(b.columns[c])), x+boardWidth-36, 3, 28, look.TextSmall+1, true, look.Muted, true)
	}
	for i := range items {
		b.card(i)
	}
	b.mark()
	b.Refresh()
}

func (b *actionBoard) card(i int) {
	it := &b.items[i]
	a := &it.Action
	x, y, w, h := b.place(i)
	back := style.Box(look.Surface, look.Border, 1)
	back.Move(fyne.NewPos(x, y))
	back.Resize(fyne.NewSize(w, h))
	box := b.box(i, x+8, y+8)
	b.objects = append(b.objects, back, box.frame, box.tick, box.hook)
	b.text(it.ID, x+28, y+6, 50, look.TextSmall, true, look.Muted, false)
	st := look.Priority(it.Priority)
	b.object(verdictMark(st, 14), x+w-38, y+8)
	word := st.Word
	if it.Own {
		word += "*"
	}
	b.text(word, x+w-22, y+6, 18, look.TextSmall, true, st.Color, false)
	lines := style.Lines(fitLines(finder.OneLine(a.Title), w-16, look.TextSmall, false, 2), w-16, look.TextSmall, false)
	for k, line := range lines[:min(2, len(lines))] {
		b.text(line, x+8, y+26+float32(k)*16, w-16, look.TextSmall, false, look.Text, false)
	}
	due, token, bold := dueText(it)
	b.text(due, x+8, y+62, w-16, look.TextSmall, bold, token, false)
	b.text(a.Owner, x+8, y+79, w-16, look.TextSmall, false, look.Muted, false)
	locate.Name("plan/card/"+it.ID, box.frame)
}

// step goes to the card above or below, or to that beside it.
func (b *actionBoard) step(columns, rows int) {
	i := b.at()
	if i < 0 {
		b.goTo(0)
		return
	}
	c, r := b.slot(i)
	if rows != 0 {
		b.goTo(b.columns[c][max(0, min(r+rows, len(b.columns[c])-1))])
		return
	}
	for c += columns; c >= 0 && c < len(b.columns); c += columns {
		if n := len(b.columns[c]); n > 0 {
			b.goTo(b.columns[c][min(r, n-1)])
			return
		}
	}
}

func (b *actionBoard) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyDown:
		b.step(0, 1)
	case fyne.KeyUp:
		b.step(0, -1)
	case fyne.KeyLeft:
		b.step(-1, 0)
	case fyne.KeyRight:
		b.step(1, 0)
	case fyne.KeyPageDown:
		b.step(0, 4)
	case fyne.KeyPageUp:
		b.step(0, -4)
	default:
		b.typed(e)
	}
}

// item is the card at a point; -1 for none.
func (b *actionBoard) item(p fyne.Position) int {
	for i := range b.items {
		if x, y, w, h := b.place(i); p.X >= x && p.X < x+w && p.Y >= y && p.Y < y+h {
			return i
		}
	}
	return -1
}

// Tapped goes to a card.
func (b *actionBoard) Tapped(e *fyne.PointEvent) {
	if i := b.item(e.Position); i >= 0 {
		x, y, _, _ := b.place(i)
		b.clicked(i, e.Position.X < x+26 && e.Position.Y < y+26)
	}
}

// Dragged takes a card along.
func (b *actionBoard) Dragged(e *fyne.DragEvent) {
	if b.drag == "" {
		i := b.item(e.Position.SubtractXY(e.Dragged.DX, e.Dragged.DY))
		if i < 0 {
			return
		}
		b.drag = b.items[i].ID
		b.view.cursor = b.drag
		b.mark()
	}
	b.over = e.Position.X
}

// DragEnd puts the card into the column it is over.
func (b *actionBoard) DragEnd() {
	if b.drag == "" {
		return
	}
	b.drag = ""
	c := max(0, min(int(b.over/(boardWidth+boardGap)), len(engagement.ActionStatuses)-1))
	b.put(engagement.ActionStatuses[c])
}

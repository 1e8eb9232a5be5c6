package form

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"muster/exporters/look"
	"muster/ui/style"
)

// show puts an object on the one window of a fresh app.
func show(t *testing.T, o fyne.CanvasObject) fyne.Window {
	t.Helper()
	app := test.NewTempApp(t)
	app.Settings().SetTheme(&style.Theme{Appearance: style.Light})
	w := app.NewWindow("")
	w.SetPadded(false)
	w.Resize(fyne.NewSize(900, 700))
	w.SetContent(container.NewVBox(o))
	t.Cleanup(w.Close)
	return w
}

func press(o fyne.Focusable, keys ...fyne.KeyName) {
	for _, k := range keys {
		o.TypedKey(&fyne.KeyEvent{Name: k})
	}
}

func options() []Option {
	return []Option{
		{ID: "a", Key: '0', Mark: "0", Title: "None", Text: "Nothing."},
		{ID: "b", Key: '1', Mark: "1", Title: "Some", Text: "Something."},
		{ID: "c", Key: '2', Mark: "2", Title: "All", Text: "Everything."},
	}
}

func TestChoiceKeys(t *testing.T) {
	tests := []struct {
		name  string
		many  bool
		start []string
		keys  []any // a rune or a key name
		want  []string
		calls int
	}{
		{"digit", false, nil, []any{'1'}, []string{"b"}, 1},
		{"digit replaces", false, []string{"a"}, []any{'2'}, []string{"c"}, 1},
		{"first arrow takes the first card", false, nil, []any{fyne.KeyDown}, []string{"a"}, 1},
		{"arrows move on", false, nil, []any{fyne.KeyDown, fyne.KeyDown, fyne.KeyRight}, []string{"c"}, 3},
		{"arrow from the chosen card", false, []string{"b"}, []any{fyne.KeyUp}, []string{"a"}, 1},
		{"stops at the top", false, []string{"a"}, []any{fyne.KeyLeft}, []string{"a"}, 1},
		{"stops at the end", false, []string{"c"}, []any{fyne.KeyDown}, []string{"c"}, 1},
		{"space", false, nil, []any{' '}, []string{"a"}, 1},
		{"enter", false, nil, []any{fyne.KeyReturn}, []string{"a"}, 1},
		{"keypad enter", false, nil, []any{fyne.KeyEnter}, []string{"a"}, 1},
		{"a digit without a card", false, nil, []any{'7'}, nil, 0},
		{"a letter", false, nil, []any{'x'}, nil, 0},
		{"many: arrows only move", true, nil, []any{fyne.KeyDown, fyne.KeyDown}, nil, 0},
		{"many: space toggles", true, nil, []any{fyne.KeyDown, ' ', fyne.KeyDown, ' '}, []string{"b", "c"}, 2},
		{"many: again takes away", true, []string{"a", "b"}, []any{'0'}, []string{"b"}, 1},
		{"many: enter toggles", true, []string{"a"}, []any{fyne.KeyEnter}, []string{}, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			calls := 0
			g := NewChoiceGroup(options(), tt.many, 600, Hooks{}, func(ids []string) { got = ids; calls++ })
			w := show(t, g)
			g.SetChosen(tt.start)
			if calls != 0 {
				t.Fatal("SetChosen reported")
			}
			w.Canvas().Focus(g)
			for _, k := range tt.keys {
				switch k := k.(type) {
				case rune:
					g.TypedRune(k)
				case fyne.KeyName:
					press(g, k)
				}
			}
			if calls != tt.calls || !slices.Equal(got, tt.want) {
				t.Errorf("got %v in %d reports, want %v in %d", got, calls, tt.want, tt.calls)
			}
		})
	}
}

func TestChoiceHooks(t *testing.T) {
	var told []string
	tell := func(s string) func() { return func() { told = append(told, s) } }
	hooks := Hooks{Focus: tell("focus"), DontKnow: tell("?"), NotApplicable: tell("n"), Key: func(e *fyne.KeyEvent) { told = append(told, string(e.Name)) }}
	g := NewChoiceGroup(options(), false, 600, hooks, func([]string) { told = append(told, "chosen") })
	w := show(t, g)
	w.Canvas().Focus(g)
	g.TypedRune('?')
	g.TypedRune('n')
	g.TypedRune('N')
	press(g, fyne.KeyF1, fyne.KeyPageDown)
	w.Canvas().Unfocus()
	if want := []string{"focus", "?", "n", "n", "F1", "Next"}; !slices.Equal(told, want) {
		t.Errorf("told %v, want %v", told, want)
	}
}

func TestChoiceNeedsNoHooks(t *testing.T) {
	g := NewChoiceGroup(nil, false, 600, Hooks{}, func([]string) { t.Error("chose something of nothing") })
	w := show(t, g)
	w.Canvas().Focus(g)
	g.TypedRune('?')
	g.TypedRune('n')
	g.TypedRune(' ')
	press(g, fyne.KeyF1, fyne.KeyReturn)
	g.Tapped(&fyne.PointEvent{Position: fyne.NewPos(5, 5)})
	g.SetChosen([]string{"unheard of"})
	if pos, size := g.CardPosition("unheard of"); !pos.IsZero() || !size.IsZero() {
		t.Errorf("an unknown card at %v %v", pos, size)
	}
}

func TestChoiceArrowOfNothing(t *testing.T) {
	g := NewChoiceGroup(nil, false, 600, Hooks{}, func([]string) {})
	w := show(t, g)
	w.Canvas().Focus(g)
	press(g, fyne.KeyDown, fyne.KeyUp)
}

func TestChoiceTap(t *testing.T) {
	var got []string
	g := NewChoiceGroup(options(), false, 600, Hooks{}, func(ids []string) { got = ids })
	w := show(t, g)
	for _, id := range []string{"c", "a", "b"} {
		pos, size := g.CardPosition(id)
		for _, at := range []fyne.Position{pos.AddXY(1, 1), pos.AddXY(size.Width-1, size.Height-1), pos.AddXY(size.Width/2, size.Height/2)} {
			got = nil
			test.TapCanvas(w.Canvas(), g.Position().Add(at))
			if !slices.Equal(got, []string{id}) {
				t.Errorf("tap at %v of card %s chose %v", at, id, got)
			}
		}
	}
	if w.Canvas().Focused() != g {
		t.Error("a tap does not focus")
	}
	got = nil
	pos, size := g.CardPosition("a")
	g.Tapped(&fyne.PointEvent{Position: pos.AddXY(5, size.Height+1)})
	if got != nil {
		t.Errorf("a tap between two cards chose %v", got)
	}
}

func TestChoiceHover(t *testing.T) {
	g := NewChoiceGroup(options(), true, 600, Hooks{}, func([]string) {})
	show(t, g)
	pos, _ := g.CardPosition("b")
	at := &desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: pos.AddXY(3, 3)}}
	g.MouseIn(at)
	if g.cards[1].box.StrokeColor != style.Color(look.Accent) {
		t.Error("hover does not show")
	}
	g.MouseMoved(at)
	g.MouseOut()
	if g.cards[1].box.StrokeColor != style.Color(look.Border) {
		t.Error("hover stays")
	}
}

// A page never jumps: choosing changes no size.
func TestChoiceKeepsItsSize(t *testing.T) {
	g := NewChoiceGroup(options(), true, 600, Hooks{}, func([]string) {})
	w := show(t, g)
	before := g.MinSize()
	w.Canvas().Focus(g)
	g.TypedRune('1')
	g.TypedRune('2')
	if g.MinSize() != before {
		t.Errorf("size went from %v to %v", before, g.MinSize())
	}
}

func TestChoiceWraps(t *testing.T) {
	long := strings.TrimSpace(strings.Repeat("escalation of a threat ", 25))[:500]
	opts := []Option{{ID: "a", Title: long, Text: long}, {ID: "b", Key: '2', Title: strings.Repeat("x", 500)}, {ID: "c", Title: "short"}}
	for _, width := range []float32{300, 660} {
		g := NewChoiceGroup(opts, false, width, Hooks{}, func([]string) {})
		show(t, g)
		if g.MinSize().Width != width {
			t.Errorf("width %v is %v", width, g.MinSize().Width)
		}
		total := float32(0)
		for i, c := range g.cards {
			total += c.h
			bottom := float32(0)
			for _, text := range c.texts {
				if right := text.Position().X + text.MinSize().Width; right > width {
					t.Errorf("width %v, card %d: %q reaches %v", width, i, text.Text, right)
				}
				if y := text.Position().Y; y < bottom-1 {
					t.Errorf("width %v, card %d: %q at %v lies on the line above, which ends at %v", width, i, text.Text, y, bottom)
				}
				bottom = text.Position().Y + text.MinSize().Height
			}
			if bottom > c.top+c.h {
				t.Errorf("width %v, card %d: texts end at %v, the card at %v", width, i, bottom, c.top+c.h)
			}
		}
		if g.MinSize().Height < total {
			t.Errorf("width %v: height %v is less than the cards, %v", width, g.MinSize().Height, total)
		}
	}
}

// focusables counts the Tab stops of an object.
func focusables(o fyne.CanvasObject) int {
	n := 0
	if _, ok := o.(fyne.Focusable); ok {
		if d, ok := o.(fyne.Disableable); !ok || !d.Disabled() {
			n++
		}
	}
	switch o := o.(type) {
	case *fyne.Container:
		for _, c := range o.Objects {
			n += focusables(c)
		}
	case fyne.Widget:
		for _, c := range test.WidgetRenderer(o).Objects() {
			n += focusables(c)
		}
	}
	return n
}

func TestOneTabStop(t *testing.T) {
	g := NewChoiceGroup(options(), false, 600, Hooks{}, func([]string) {})
	grid := NewGrid(newFake(3, 3), 100, 50, Hooks{})
	chip, aside := NewChip("chip", nil), NewChipAside("aside", nil)
	show(t, container.NewVBox(g, grid, chip, aside))
	for name, tt := range map[string]struct {
		o    fyne.CanvasObject
		want int
	}{"choice": {g, 1}, "grid": {grid, 1}, "chip": {chip, 1}, "chip aside": {aside, 0}} {
		if n := focusables(tt.o); n != tt.want {
			t.Errorf("%s has %d Tab stops, want %d", name, n, tt.want)
		}
	}
}

func TestRangeParse(t *testing.T) {
	whole := Range{Min: 0, Max: 200, Integer: true}
	any := Range{Min: 0.5, Max: 20, Words: []string{"never"}}
	tests := []struct {
		r    Range
		in   string
		n    float64
		word string
		ok   bool
	}{
		{whole, "12", 12, "", true}, {whole, " 12 ", 12, "", true}, {whole, "0", 0, "", true}, {whole, "200", 200, "", true},
		{whole, "201", 0, "", false}, {whole, "-1", 0, "", false}, {whole, "1.5", 0, "", false}, {whole, "1,5", 0, "", false}, {whole, "2,0", 2, "", true},
		{whole, "", 0, "", false}, {whole, "ten", 0, "", false}, {whole, "1 000", 0, "", false}, {whole, "1_0", 0, "", false}, {whole, "0x10", 0, "", false},
		{whole, "NaN", 0, "", false}, {whole, "Inf", 0, "", false}, {whole, "-Infinity", 0, "", false}, {whole, "1e2", 100, "", true}, {whole, "1e999", 0, "", false},
		{any, "1,25", 1.25, "", true}, {any, "1.25", 1.25, "", true}, {any, "1,2,5", 0, "", false}, {any, "1.000,5", 0, "", false}, {any, "0.4", 0, "", false},
		{any, "never", 0, "never", true}, {any, "NEVER ", 0, "never", true}, {any, "nev", 0, "", false}, {any, "\xff", 0, "", false}, {any, "٣", 0, "", false},
	}
	for _, tt := range tests {
		n, word, ok := tt.r.Parse(tt.in)
		if n != tt.n || word != tt.word || ok != tt.ok {
			t.Errorf("Parse(%q) = %v, %q, %v; want %v, %q, %v", tt.in, n, word, ok, tt.n, tt.word, tt.ok)
		}
	}
}

func numberRow(t *testing.T, hooks Hooks) (fyne.Window, *NumberRow, *[]map[string]string) {
	var edits []map[string]string
	r := NewNumberRow([]NumberSpec{
		{Key: "a", Label: "first", Width: 90, Range: Range{Max: 10, Text: "0 to 10"}},
		{Key: "b", Label: "second", Width: 90, Range: Range{Max: 5, Integer: true, Text: "0 to 5, whole"}},
	}, "people", hooks, func(m map[string]string) { edits = append(edits, m) })
	return show(t, r.Object), r, &edits
}

func TestNumberCommits(t *testing.T) {
	w, r, edits := numberRow(t, Hooks{})
	a, b := r.Entries()[0], r.Entries()[1]
	w.Canvas().Focus(a)
	test.Type(a, "1,5")
	if len(*edits) != 0 || !a.Pending() {
		t.Fatalf("judged while typing: %v", *edits)
	}
	w.Canvas().Focus(b)
	if len(*edits) != 1 || (*edits)[0]["a"] != "1,5" || (*edits)[0]["b"] != "" || a.Pending() {
		t.Fatalf("after leaving: %v", *edits)
	}
	test.Type(b, "3")
	press(b, fyne.KeyReturn)
	if len(*edits) != 2 || (*edits)[1]["b"] != "3" {
		t.Fatalf("after Enter: %v", *edits)
	}
	press(b, fyne.KeyReturn)
	w.Canvas().Unfocus()
	r.Commit()
	if len(*edits) != 2 {
		t.Errorf("unchanged text was reported: %v", *edits)
	}
	// Coming back selects the text: typing replaces it.
	w.Canvas().Focus(b)
	b.TypedRune('4')
	r.Commit()
	if last := (*edits)[len(*edits)-1]["b"]; last != "4" {
		t.Errorf("typing after coming back gave %q", last)
	}
}

func TestNumberImpossibleText(t *testing.T) {
	w, r, edits := numberRow(t, Hooks{})
	a := r.Entries()[0]
	w.Canvas().Focus(a)
	test.Type(a, "300")
	if r.note.Text != "" {
		t.Errorf("judged while typing: %q", r.note.Text)
	}
	height := r.Object.MinSize().Height
	w.Canvas().Unfocus()
	if a.Text != "300" || r.note.Text != "first: allowed: 0 to 10" || (*edits)[0]["a"] != "300" {
		t.Errorf("text %q, note %q, edits %v", a.Text, r.note.Text, *edits)
	}
	if h := r.Object.MinSize().Height; h != height {
		t.Errorf("the page jumps: height %v became %v", height, h)
	}
	w.Canvas().Focus(a)
	a.SetText("3")
	w.Canvas().Unfocus()
	if r.note.Text != "" {
		t.Errorf("note stays: %q", r.note.Text)
	}
	r.Show(map[string]string{"b": "7"})
	if r.note.Text != "second: allowed: 0 to 5, whole" {
		t.Errorf("a shown draft: %q", r.note.Text)
	}
	r.Show(map[string]string{"a": "-1", "b": "7"})
	if r.note.Text != "first: allowed: 0 to 10; second: allowed: 0 to 5, whole" {
		t.Errorf("two shown drafts: %q", r.note.Text)
	}
	if h := r.Object.MinSize().Height; h != height {
		t.Errorf("the page jumps: height %v became %v", height, h)
	}
}

func TestNumberShow(t *testing.T) {
	w, r, edits := numberRow(t, Hooks{})
	a, b := r.Entries()[0], r.Entries()[1]
	r.Show(map[string]string{"a": "1", "b": "2"})
	if a.Text != "1" || b.Text != "2" || len(*edits) != 0 {
		t.Fatalf("%q %q %v", a.Text, b.Text, *edits)
	}
	w.Canvas().Focus(a)
	a.SetText("12")
	r.Show(map[string]string{"a": "1", "b": "3"}) // another answer changed
	if a.Text != "12" || b.Text != "3" || !a.Pending() {
		t.Errorf("typing was lost: %q %q", a.Text, b.Text)
	}
	r.Show(map[string]string{"a": "9", "b": "3"}) // undo of this very field
	if a.Text != "9" || a.Pending() {
		t.Errorf("%q", a.Text)
	}
	r.Show(nil)
	if a.Text != "" || b.Text != "" {
		t.Errorf("%q %q", a.Text, b.Text)
	}
	w.Canvas().Unfocus()
	if len(*edits) != 0 {
		t.Errorf("showing reported %v", *edits)
	}
}

func TestNumberHooks(t *testing.T) {
	var told []string
	w, r, _ := numberRow(t, Hooks{Focus: func() { told = append(told, "focus") }, DontKnow: func() { told = append(told, "?") }, NotApplicable: func() { told = append(told, "n") },
		Key: func(e *fyne.KeyEvent) { told = append(told, string(e.Name)) }})
	a := r.Entries()[0]
	w.Canvas().Focus(a)
	a.TypedRune('?')
	press(a, fyne.KeyF1, fyne.KeyEscape, fyne.KeyPageUp, fyne.KeyHome)
	a.TypedRune('n') // a letter of never; no key here
	if want := []string{"focus", "?", "F1", "Escape", "Prior"}; !slices.Equal(told, want) || a.Text != "n" {
		t.Errorf("told %v, text %q", told, a.Text)
	}
}

func TestNumberWords(t *testing.T) {
	var got string
	r := NewNumberRow([]NumberSpec{{Width: 110, Range: Range{Max: 120, Words: []string{"never"}, Text: "0 to 120 months, or never"}}}, "months", Hooks{}, func(m map[string]string) { got = m[""] })
	w := show(t, r.Object)
	e := r.Entries()[0]
	w.Canvas().Focus(e)
	test.Type(e, "never")
	w.Canvas().Unfocus()
	if got != "never" || r.note.Text != "" {
		t.Errorf("%q, note %q", got, r.note.Text)
	}
	if e.MinSize().Width != 110 {
		t.Errorf("width %v", e.MinSize().Width)
	}
}

// fakeModel counts what a grid asks of it.
type fakeModel struct {
	rows    []Row
	columns []Column
	cells   map[[2]int]string
}

func newFake(rows, columns int) *fakeModel {
	m := &fakeModel{cells: map[[2]int]string{}}
	for i := range rows {
		m.rows = append(m.rows, Row{Number: string(rune('1' + i)), Title: "A row with a title that takes more than one line in its place"})
	}
	for i := range columns {
		m.columns = append(m.columns, Column{Title: "C", Width: 40, Group: "Group", Gap: i == 1})
	}
	return m
}

func (m *fakeModel) Rows() []Row       { return m.rows }
func (m *fakeModel) Columns() []Column { return m.columns }
func (m *fakeModel) Cell(row, column int) Cell {
	s := m.cells[[2]int{row, column}]
	return Cell{Text: s, On: s == "on", Bad: s == "bad", Expected: s == "expected"}
}
func (m *fakeModel) Remark(row int) Remark {
	return Remark{Text: m.cells[[2]int{row, -1}], Color: look.Bad}
}
func (m *fakeModel) Tap(row, column int) { m.cells[[2]int{row, column}] = "on" }
func (m *fakeModel) Rune(row, column int, r rune) bool {
	if r != 'b' {
		return false
	}
	m.cells[[2]int{row, column}] = "bad"
	return true
}
func (m *fakeModel) Clear(row, column int) { delete(m.cells, [2]int{row, column}) }

func TestGridCursor(t *testing.T) {
	m := newFake(3, 4)
	g := NewGrid(m, 160, 60, Hooks{})
	w := show(t, g)
	var rows [][2]float32
	g.OnCursor(func(cell fyne.Position, size fyne.Size) { rows = append(rows, [2]float32{cell.Y, size.Height}) })
	if g.cursor.Visible() && g.cursor.Size().Width > 0 {
		t.Error("the cursor shows without focus")
	}
	w.Canvas().Focus(g)
	steps := []struct {
		key         fyne.KeyName
		row, column int
	}{
		{fyne.KeyUp, 0, 0}, {fyne.KeyLeft, 0, 0}, {fyne.KeyRight, 0, 1}, {fyne.KeyDown, 1, 1}, {fyne.KeyEnd, 1, 3}, {fyne.KeyRight, 1, 3},
		{fyne.KeyDown, 2, 3}, {fyne.KeyDown, 2, 3}, {fyne.KeyHome, 2, 0},
	}
	for _, s := range steps {
		press(g, s.key)
		if g.row != s.row || g.column != s.column {
			t.Fatalf("after %s at %d,%d, want %d,%d", s.key, g.row, g.column, s.row, s.column)
		}
		middle := g.CellPosition(s.row, s.column)
		p, size := g.cursor.Position(), g.cursor.Size()
		if !g.cursor.Visible() || middle.X != p.X+size.Width/2 || middle.Y != p.Y+size.Height/2 {
			t.Fatalf("after %s the cursor is at %v %v, the cell at %v", s.key, p, size, middle)
		}
	}
	if len(rows) != len(steps) || rows[len(rows)-1] != [2]float32{g.rows[2].top, g.rows[2].h} {
		t.Errorf("OnCursor got %v", rows)
	}
	w.Canvas().Unfocus()
	if g.cursor.Visible() {
		t.Error("the cursor stays")
	}
}

func TestGridKeys(t *testing.T) {
	m := newFake(2, 2)
	var told []string
	g := NewGrid(m, 160, 60, Hooks{DontKnow: func() { told = append(told, "?") }, NotApplicable: func() { told = append(told, "n") },
		Key: func(e *fyne.KeyEvent) { told = append(told, string(e.Name)) }, Focus: func() { told = append(told, "focus") }})
	w := show(t, g)
	w.Canvas().Focus(g)
	press(g, fyne.KeyDown, fyne.KeyRight)
	g.TypedRune('b')
	if m.cells[[2]int{1, 1}] != "bad" || g.rows[1].cells[1].label.Text != "bad" {
		t.Error("a key of the model")
	}
	g.TypedRune(' ')
	if m.cells[[2]int{1, 1}] != "on" {
		t.Error("space")
	}
	press(g, fyne.KeyDelete)
	if _, ok := m.cells[[2]int{1, 1}]; ok || g.rows[1].cells[1].label.Text != "" {
		t.Error("delete")
	}
	press(g, fyne.KeyReturn)
	if m.cells[[2]int{1, 1}] != "on" {
		t.Error("enter")
	}
	press(g, fyne.KeyBackspace)
	if len(m.cells) != 0 {
		t.Error("backspace")
	}
	g.TypedRune('?')
	g.TypedRune('z')
	press(g, fyne.KeyF1)
	if want := []string{"focus", "?", "F1"}; !slices.Equal(told, want) {
		t.Errorf("told %v, want %v", told, want)
	}
}

func TestGridTap(t *testing.T) {
	m := newFake(3, 4)
	g := NewGrid(m, 160, 60, Hooks{})
	w := show(t, g)
	for row := range 3 {
		for column := range 4 {
			clear(m.cells)
			test.TapCanvas(w.Canvas(), g.Position().Add(g.CellPosition(row, column)))
			if len(m.cells) != 1 || m.cells[[2]int{row, column}] != "on" || g.row != row || g.column != column {
				t.Errorf("tap on %d,%d set %v", row, column, m.cells)
			}
		}
	}
	if w.Canvas().Focused() != g {
		t.Error("a tap does not focus")
	}
	clear(m.cells)
	for _, p := range []fyne.Position{{X: 20, Y: g.CellPosition(0, 0).Y}, {X: g.CellPosition(0, 0).X, Y: 2}, {X: g.left[1] - 6, Y: g.CellPosition(0, 0).Y}} {
		g.Tapped(&fyne.PointEvent{Position: p})
	}
	if len(m.cells) != 0 {
		t.Errorf("a tap beside the cells set %v", m.cells)
	}
}

func TestGridShowsModel(t *testing.T) {
	m := newFake(2, 3)
	m.cells = map[[2]int]string{{0, 0}: "on", {0, 1}: "bad", {0, 2}: "expected", {1, -1}: "no owner"}
	g := NewGrid(m, 160, 60, Hooks{})
	show(t, g)
	g.Refresh()
	c := g.rows[0].cells
	if c[0].box.FillColor != style.Color(look.Accent) || c[1].box.FillColor != style.Color(look.Bad) || c[2].box.StrokeColor != style.Color(look.Watch) {
		t.Error("colours of the cells")
	}
	if g.rows[1].remark.Text != "no owner" || g.rows[1].remark.Color != style.Color(look.Bad) || g.rows[0].remark.Text != "" {
		t.Error("remarks")
	}
	delete(m.cells, [2]int{1, -1})
	g.Refresh()
	if g.rows[1].remark.Text != "" {
		t.Error("the remark stays")
	}
}

func TestGridRebuild(t *testing.T) {
	m := newFake(3, 2)
	g := NewGrid(m, 160, 60, Hooks{})
	w := show(t, g)
	w.Canvas().Focus(g)
	press(g, fyne.KeyEnd, fyne.KeyDown, fyne.KeyDown)
	before := g.MinSize()
	*m = *newFake(3, 5)
	g.Rebuild()
	if g.MinSize().Width <= before.Width || len(test.WidgetRenderer(g).Objects()) != len(g.objects) {
		t.Errorf("size %v after %v", g.MinSize(), before)
	}
	press(g, fyne.KeyEnd)
	if g.column != 4 {
		t.Errorf("column %d", g.column)
	}
	*m = *newFake(1, 1)
	g.Rebuild()
	if g.row != 0 || g.column != 0 {
		t.Errorf("the cursor is outside: %d,%d", g.row, g.column)
	}
	g.TypedRune('b')
	*m = *newFake(0, 0)
	g.Rebuild()
	press(g, fyne.KeyDown, fyne.KeyRight)
	if g.row != 0 || g.column != 0 {
		t.Errorf("the cursor of an empty grid is at %d,%d", g.row, g.column)
	}
}

func TestGridKeepsRowsApart(t *testing.T) {
	m := newFake(4, 3)
	g := NewGrid(m, 130, 60, Hooks{})
	show(t, g)
	for i, r := range g.rows {
		for _, text := range r.titles {
			if text.Position().Y < r.top || text.Position().Y+text.MinSize().Height > r.top+r.h {
				t.Errorf("row %d: %q is at %v to %v, the row at %v to %v", i, text.Text, text.Position().Y, text.Position().Y+text.MinSize().Height, r.top, r.top+r.h)
			}
			if right := text.Position().X + text.MinSize().Width; right > g.left[0] {
				t.Errorf("row %d: %q reaches %v into the cells at %v", i, text.Text, right, g.left[0])
			}
		}
		if i > 0 && r.top < g.rows[i-1].top+g.rows[i-1].h {
			t.Errorf("row %d lies on the row above", i)
		}
	}
}

func TestChip(t *testing.T) {
	taps := 0
	c := NewChip("Review", func() { taps++ })
	w := show(t, container.NewHBox(c))
	test.TapCanvas(w.Canvas(), fyne.NewPos(c.MinSize().Width/2, c.MinSize().Height/2))
	if taps != 1 {
		t.Errorf("%d taps", taps)
	}
	size := c.MinSize()
	c.SetOn(true)
	if c.MinSize() != size {
		t.Error("the chip jumps when it goes on")
	}
	if c.box.FillColor != style.Color(look.Accent) || !c.label.TextStyle.Bold {
		t.Error("on does not show")
	}
	if c.label.MinSize().Width > size.Width {
		t.Errorf("the label is %v wide in %v", c.label.MinSize().Width, size.Width)
	}
	c.SetOn(true)
	c.MouseIn(nil)
	c.MouseMoved(nil)
	c.SetOn(false)
	if c.label.Color != style.Color(look.Accent) {
		t.Error("hover does not show")
	}
	c.MouseOut()
	if c.label.Color != style.Color(look.Muted) {
		t.Error("hover stays")
	}
	c.SetText("Another")
	c.SetText("Another")
	if c.label.Text != "Another" || c.MinSize().Width <= fyne.MeasureText("Another", look.TextSmall, fyne.TextStyle{Bold: true}).Width {
		t.Error("text")
	}
	NewChip("nothing", nil).Tapped(nil)
}

// What has the keyboard shows it.
func TestSegmentsRing(t *testing.T) {
	test.NewTempApp(t)
	s := NewSegments([]Segment{{ID: "a", Title: "A"}, {ID: "b", Title: "B"}}, Hooks{}, func(string) {})
	w := test.NewTempWindow(t, s)
	for _, focused := range []bool{true, false} {
		if focused {
			w.Canvas().Focus(s)
		} else {
			w.Canvas().Unfocus()
		}
		_, _, _, alpha := s.ring.StrokeColor.RGBA()
		if seen := s.ring.StrokeWidth > 0 && alpha > 0; seen != focused {
			t.Errorf("focused %v, the ring is %v wide with alpha %d", focused, s.ring.StrokeWidth, alpha)
		}
	}
}

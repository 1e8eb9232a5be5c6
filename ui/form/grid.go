// Grid: a matrix of small cells that is one Tab stop. Arrows move the cursor,
// keys set the cell; the model says what a cell shows and what a key does.

package form

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"muster/exporters/look"
	"muster/ui/style"
)

// Cell is how one cell shows.
type Cell struct {
	Text     string
	On       bool // chosen
	Expected bool // where it usually is; dashed
	Bad      bool
}

// Column is one column of cells.
type Column struct {
	Title string
	Width float32
	Group string // heading over neighbouring columns of the same group
	Gap   bool   // some space to the left
}

// Row is the left part of a row.
type Row struct {
	Number string
	Title  string
	Muted  bool
}

// Remark stands at the right of a row.
type Remark struct {
	Text  string
	Color look.Token
}

// GridModel is what a grid shows and edits.
type GridModel interface {
	Rows() []Row
	Columns() []Column
	Cell(row, column int) Cell
	Remark(row int) Remark
	// Tap sets the cell as a tap or the space key does.
	Tap(row, column int)
	// Rune sets the cell by a key; it reports whether the key means anything.
	Rune(row, column int, r rune) bool
	// Clear empties the cell.
	Clear(row, column int)
}

// Grid shows a GridModel.
type Grid struct {
	widget.BaseWidget
	model      GridModel
	titleWidth float32
	remark     float32
	hooks      Hooks

	row, column int
	focused     bool
	rows        []gridRow
	columns     []Column
	height      float32
	width       float32
	cursor      *canvas.Rectangle
	objects     []fyne.CanvasObject
	left        []float32 // x of each column
	follow      []func(cell fyne.Position, size fyne.Size)
}

type gridRow struct {
	top, h float32
	titles []*canvas.Text
	cells  []gridCell
	remark *canvas.Text
}

type gridCell struct {
	box   *canvas.Rectangle
	label *canvas.Text
}

var (
	_ fyne.Focusable = (*Grid)(nil)
	_ fyne.Tappable  = (*Grid)(nil)
)

const (
	gridRowPad = 5
	cellHeight = 24
	groupRoom  = 18
	headRoom   = 20
)

// NewGrid makes a grid whose row titles take titleWidth and remarks remark.
func NewGrid(model GridModel, titleWidth, remark float32, hooks Hooks) *Grid {
	g := &Grid{model: model, titleWidth: titleWidth, remark: remark, hooks: hooks}
	g.ExtendBaseWidget(g)
	g.build()
	return g
}

// build places everything; called again when the columns change.
func (g *Grid) build() {
	g.columns = g.model.Columns()
	g.objects, g.rows, g.left = nil, nil, nil
	x := g.titleWidth
	grouped := false
	for _, c := range g.columns {
		if c.Gap {
			x += 12
		}
		g.left = append(g.left, x)
		x += c.Width + 2
		grouped = grouped || c.Group != ""
	}
	remarkAt := x + 8
	g.width = remarkAt + g.remark
	y := float32(0)
	put := func(t *canvas.Text, x, y, w float32, align fyne.TextAlign) {
		t.Alignment = align
		t.Move(fyne.NewPos(x, y))
		t.Resize(fyne.NewSize(w, t.MinSize().Height))
		g.objects = append(g.objects, t)
	}
	if grouped {
		for i := 0; i < len(g.columns); {
			j := i
			for j < len(g.columns) && g.columns[j].Group == g.columns[i].Group {
				j++
			}
			put(style.Line(g.columns[i].Group, look.TextSmall, true, look.Muted), g.left[i], y, g.left[j-1]+g.columns[j-1].Width-g.left[i], fyne.TextAlignCenter)
			i = j
		}
		y += groupRoom
	}
	for i, c := range g.columns {
		put(style.Line(c.Title, look.TextSmall-1, false, look.Muted), g.left[i], y, c.Width, fyne.TextAlignCenter)
	}
	y += headRoom
	g.cursor = style.Box(look.None, look.Accent, 2)
	for _, r := range g.model.Rows() {
		row := gridRow{top: y}
		lines := style.Lines(r.Title, g.titleWidth-34, look.TextSmall+1, false)
		lh := style.LineHeight(look.TextSmall + 1)
		row.h = max(cellHeight, float32(len(lines))*lh) + 2*gridRowPad
		text := y + (row.h-float32(len(lines))*lh)/2
		put(style.Line(r.Number, look.TextSmall, false, look.Muted), 0, text+1, 20, fyne.TextAlignTrailing)
		for k, l := range lines {
			t := style.Line(l, look.TextSmall+1, false, look.Text)
			put(t, 28, text+float32(k)*lh, g.titleWidth-34, fyne.TextAlignLeading)
			row.titles = append(row.titles, t)
		}
		for i, c := range g.columns {
			cell := gridCell{box: style.Box(look.Surface, look.Edge, 1), label: style.Line("", look.TextSmall, false, look.Text)}
			cell.box.CornerRadius = 4
			cell.box.Move(fyne.NewPos(g.left[i], y+(row.h-cellHeight)/2))
			cell.box.Resize(fyne.NewSize(c.Width, cellHeight))
			g.objects = append(g.objects, cell.box)
			cell.label.Alignment = fyne.TextAlignCenter
			h := cell.label.MinSize().Height
			cell.label.Move(fyne.NewPos(g.left[i], y+(row.h-h)/2))
			cell.label.Resize(fyne.NewSize(c.Width, h))
			g.objects = append(g.objects, cell.label)
			row.cells = append(row.cells, cell)
		}
		row.remark = style.Line("", look.TextSmall, true, look.Muted)
		put(row.remark, remarkAt, y+(row.h-row.remark.MinSize().Height)/2, g.remark, fyne.TextAlignLeading)
		rule := canvas.NewRectangle(style.Color(look.Border))
		rule.Move(fyne.NewPos(0, y+row.h))
		rule.Resize(fyne.NewSize(g.width, 1))
		g.objects = append(g.objects, rule)
		g.rows = append(g.rows, row)
		y += row.h + 1
	}
	g.objects = append(g.objects, g.cursor)
	g.height = y
	g.row, g.column = min(g.row, max(0, len(g.rows)-1)), min(g.column, max(0, len(g.columns)-1))
}

// Rebuild shows changed rows or columns.
func (g *Grid) Rebuild() {
	g.build()
	g.Refresh()
}

// MinSize is the whole matrix.
func (g *Grid) MinSize() fyne.Size { return fyne.NewSize(g.width, g.height) }

// CreateRenderer draws the grid.
func (g *Grid) CreateRenderer() fyne.WidgetRenderer { return &gridRenderer{g} }

type gridRenderer struct{ g *Grid }

func (r *gridRenderer) Destroy()                     {}
func (r *gridRenderer) Layout(fyne.Size)             {}
func (r *gridRenderer) MinSize() fyne.Size           { return r.g.MinSize() }
func (r *gridRenderer) Objects() []fyne.CanvasObject { return r.g.objects }
func (r *gridRenderer) Refresh() {
	r.g.paint()
	canvas.Refresh(r.g)
}

func (g *Grid) paint() {
	for i, row := range g.rows {
		for k, cell := range row.cells {
			v := g.model.Cell(i, k)
			fill, stroke, width, text := look.Surface, look.Edge, float32(1), look.Muted
			switch {
			case v.Bad:
				fill, stroke, text = look.Bad, look.Bad, look.OnAccent
			case v.On:
				fill, stroke, text = look.Accent, look.Accent, look.OnAccent
			case v.Expected:
				stroke, width, text = look.Watch, 2, look.Watch
			}
			cell.box.FillColor, cell.box.StrokeColor, cell.box.StrokeWidth = style.Color(fill), style.Color(stroke), width
			cell.label.Text, cell.label.Color, cell.label.TextStyle.Bold = v.Text, style.Color(text), v.On || v.Bad
		}
		rem := g.model.Remark(i)
		row.remark.Text, row.remark.Color = rem.Text, style.Color(rem.Color)
	}
	g.cursor.Hide()
	if g.focused && len(g.rows) > 0 && len(g.columns) > 0 {
		r := g.rows[g.row]
		g.cursor.Move(fyne.NewPos(g.left[g.column]-3, r.top+(r.h-cellHeight)/2-3))
		g.cursor.Resize(fyne.NewSize(g.columns[g.column].Width+6, cellHeight+6))
		g.cursor.StrokeColor, g.cursor.StrokeWidth, g.cursor.FillColor = style.Color(look.Accent), 2, style.Color(look.None)
		g.cursor.Show()
	}
}

// FocusGained shows the cursor.
func (g *Grid) FocusGained() {
	g.focused = true
	g.Refresh()
	g.hooks.focus()
	g.see()
}

// see brings the cell under the cursor into view.
func (g *Grid) see() {
	if g.focused && g.row < len(g.rows) {
		focusedAt(g, g.rows[g.row].top, g.rows[g.row].h)
	}
}

// FocusLost hides the cursor.
func (g *Grid) FocusLost() {
	g.focused = false
	g.Refresh()
}

// TypedRune sets the cell under the cursor.
func (g *Grid) TypedRune(r rune) {
	if g.model.Rune(g.row, g.column, r) {
		g.Refresh()
		return
	}
	switch r {
	case ' ':
		g.model.Tap(g.row, g.column)
		g.Refresh()
	case '?':
		g.hooks.rune(r)
	}
}

// TypedKey moves the cursor.
func (g *Grid) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyDown:
		g.move(1, 0)
	case fyne.KeyUp:
		g.move(-1, 0)
	case fyne.KeyRight:
		g.move(0, 1)
	case fyne.KeyLeft:
		g.move(0, -1)
	case fyne.KeyHome:
		g.move(0, -len(g.columns))
	case fyne.KeyEnd:
		g.move(0, len(g.columns))
	case fyne.KeyReturn, fyne.KeyEnter:
		g.model.Tap(g.row, g.column)
		g.Refresh()
	case fyne.KeyDelete, fyne.KeyBackspace:
		g.model.Clear(g.row, g.column)
		g.Refresh()
	default:
		g.hooks.key(e)
	}
}

func (g *Grid) move(rows, columns int) { g.SetCursor(g.row+rows, g.column+columns) }

// Height is the number of rows.
func (g *Grid) Height() int { return len(g.rows) }

// Cursor is where the cursor stands.
func (g *Grid) Cursor() (row, column int) { return g.row, g.column }

// SetCursor moves the cursor, as far as there are cells.
func (g *Grid) SetCursor(row, column int) {
	g.row = max(0, min(len(g.rows)-1, row))
	g.column = max(0, min(len(g.columns)-1, column))
	g.Refresh()
	if len(g.rows) == 0 || len(g.columns) == 0 {
		return
	}
	for _, f := range g.follow {
		f(fyne.NewPos(g.left[g.column], g.rows[g.row].top), fyne.NewSize(g.columns[g.column].Width, g.rows[g.row].h))
	}
	g.see()
}

// OnCursor adds what is told where the cursor moved to, inside the grid.
func (g *Grid) OnCursor(f func(cell fyne.Position, size fyne.Size)) { g.follow = append(g.follow, f) }

// Tapped sets the cell under the pointer.
func (g *Grid) Tapped(e *fyne.PointEvent) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(g); c != nil {
		c.Focus(g)
	}
	for i, r := range g.rows {
		if e.Position.Y < r.top || e.Position.Y >= r.top+r.h {
			continue
		}
		for k := range g.columns {
			if e.Position.X >= g.left[k]-1 && e.Position.X < g.left[k]+g.columns[k].Width+1 {
				g.row, g.column = i, k
				g.model.Tap(i, k)
				g.Refresh()
				return
			}
		}
	}
}

// CellPosition is the middle of a cell inside the grid, for tests.
func (g *Grid) CellPosition(row, column int) fyne.Position {
	r := g.rows[row]
	return fyne.NewPos(g.left[column]+g.columns[column].Width/2, r.top+r.h/2)
}

// Tables and finding cards: what must break well.

package pdf

import (
	"strings"

	"muster/exporters/look"
	"muster/exporters/report"
)

const cellPad = 1.6 // mm beside and above a cell's text

// row is a table row laid out: the lines of each cell.
type row struct {
	cells  [][]string
	height float64
	band   bool // one cell over all columns
}

func (c *canvas) layRow(cells []string, widths []float64, want face) row {
	r := row{cells: make([][]string, len(widths))}
	most := 1
	for i, w := range widths {
		if i < len(cells) {
			r.cells[i] = c.m.lines(clean(cells[i]), want, c.size(sizeTable), w-2*cellPad)
			most = max(most, len(r.cells[i]))
		}
	}
	r.height = float64(most)*leading(c.size(sizeTable)) + 2*c.size(cellPad)
	return r
}

// layout is a table measured for the current page.
type layout struct {
	columns    []report.Column
	widths     []float64
	head       row
	headHeight float64 // 0 without a head
	rows       []row
}

func (c *canvas) layTable(t report.Table) layout {
	total := 0.0
	for _, col := range t.Columns {
		total += col.Share
	}
	l := layout{columns: t.Columns, widths: make([]float64, len(t.Columns))}
	titles := make([]string, len(t.Columns))
	for i, col := range t.Columns {
		l.widths[i] = c.inner() * col.Share / total
		titles[i] = col.Title
	}
	l.head = c.layRow(titles, l.widths, bold)
	if strings.Join(titles, "") != "" {
		l.headHeight = l.head.height
	}
	for i, cells := range t.Rows {
		if t.Band(i) {
			r := c.layRow(cells[:1], []float64{c.inner()}, bold)
			r.band = true
			l.rows = append(l.rows, r)
			continue
		}
		l.rows = append(l.rows, c.layRow(cells, l.widths, regular))
	}
	return l
}

// whole is the share of a page up to which a table is not torn.
const whole = 0.3

// start is the height of what must stand on one page of the given height: a small
// table whole, else the head, the bands before the first row and two rows.
func (l layout) start(page float64) float64 {
	all := l.headHeight
	for _, r := range l.rows {
		all += r.height
	}
	if all <= page*whole {
		return all
	}
	h, rows := l.headHeight, 0
	for _, r := range l.rows {
		if h += r.height; !r.band {
			rows++
		}
		if rows == 2 {
			break
		}
	}
	return h
}

// together is the height of row i with the rows that must stand below it on the
// same page: those of a band, and the last row below the one before it.
func (l layout) together(i int, page float64) float64 {
	own := l.rows[i].height
	h := own
	for ; l.rows[i].band && i+1 < len(l.rows); i++ {
		h += l.rows[i+1].height
	}
	if i == len(l.rows)-2 && h+l.rows[i+1].height <= page {
		h += l.rows[i+1].height
	}
	if h > page {
		return own
	}
	return h
}

// table draws a table: the head repeats on every page, a row breaks only when
// it is taller than a page, and neither the first nor the last row stands alone.
func (c *canvas) table(t report.Table) {
	if len(t.Rows) == 0 {
		return
	}
	l := c.layTable(t)
	rows, widths := l.rows, l.widths
	page := c.bottom() - c.top() - l.headHeight
	if start := l.start(c.bottom() - c.top()); start <= page {
		c.need(start)
	}
	drawHead := func() {
		if l.headHeight > 0 {
			c.drawRow(l.head, widths, t.Columns, bold, look.Muted)
			c.rule(margin, c.y, c.inner(), look.Muted)
		}
	}
	drawHead()
	for i, r := range rows {
		if l.together(i, page) > c.room() && r.height <= page {
			c.newPage()
			drawHead()
		}
		for r.height > c.room() { // taller than a page
			var part row
			part, r = c.split(r, c.room())
			if part.height > 0 {
				c.drawRow(part, widths, t.Columns, regular, look.Text)
			}
			c.newPage()
			drawHead()
		}
		if r.band {
			c.fill(margin, c.y, c.inner(), r.height, look.Background)
			c.drawRow(r, []float64{c.inner()}, []report.Column{{}}, bold, look.Text)
		} else {
			c.drawRow(r, widths, t.Columns, regular, look.Text)
		}
		c.rule(margin, c.y, c.inner(), look.Border)
	}
	if t.Caption != "" {
		c.y += c.size(1.2)
		c.block(clean(t.Caption), regular, c.size(sizeSmall), look.Muted, margin, c.inner())
	}
	c.y += c.size(5)
}

// split takes as many lines of r as fit into room.
func (c *canvas) split(r row, room float64) (part, rest row) {
	n := int((room - 2*c.size(cellPad)) / leading(c.size(sizeTable)))
	if n < 1 {
		return row{}, r
	}
	part.cells, rest.cells = make([][]string, len(r.cells)), make([][]string, len(r.cells))
	most := 1
	for i, lines := range r.cells {
		k := min(n, len(lines))
		part.cells[i], rest.cells[i] = lines[:k], lines[k:]
		most = max(most, len(rest.cells[i]))
	}
	part.height = float64(n)*leading(c.size(sizeTable)) + 2*c.size(cellPad)
	rest.height = float64(most)*leading(c.size(sizeTable)) + 2*c.size(cellPad)
	return part, rest
}

func (c *canvas) drawRow(r row, widths []float64, columns []report.Column, want face, col look.Token) {
	x, size := margin, c.size(sizeTable)
	lh := leading(size)
	for i, lines := range r.cells {
		for k, line := range lines {
			base := c.y + c.size(cellPad) + float64(k)*lh + lh*0.72
			if columns[i].Right {
				c.textRight(x+widths[i]-cellPad, base, text{line}, want, size, col)
			} else {
				c.text(x+cellPad, base, text{line}, want, size, col)
			}
		}
		x += widths[i]
	}
	c.y += r.height
}

// card draws a finding that stays on one page unless it is taller than one.
func (c *canvas) card(f report.Finding) {
	const label = 30.0
	st := look.Severity(f.Severity)
	x, w := margin+6, c.inner()-10
	title := c.m.lines(clean(f.ID+"  "+f.Title), bold, 11, w-32)
	type part struct {
		name  string
		lines []string
	}
	var parts []part
	height := float64(len(title))*leading(11) + 6
	for _, p := range [][2]string{{"Found", f.Found}, {"Why it matters", f.Impact}, {"Recommendation", f.Recommendation},
		{"Owner, effort", strings.Trim(f.Owner+", "+f.Effort, ", ")}, {"Rests on", strings.Join(f.Questions, "; ")}} {
		lines := c.m.lines(clean(p[1]), regular, sizeTable, w-label)
		parts = append(parts, part{p[0], lines})
		height += float64(len(lines))*leading(sizeTable) + 1.4
	}
	height += 2
	fits := height <= c.bottom()-c.top()
	if fits {
		c.need(height + 4)
		c.fill(margin, c.y, c.inner(), height, look.Background)
		c.fill(margin, c.y, 1.2, height, st.Color)
	}
	top := c.y
	c.y += 3
	c.mark(st, margin+c.inner()-20.5, c.y+2.6, 4)
	c.textRight(margin+c.inner()-4, c.y+3.7, text{st.Word}, bold, sizeTable, st.Color)
	for _, line := range title {
		c.text(x, c.y+leading(11)*0.72, text{line}, bold, 11, look.Text)
		c.y += leading(11)
	}
	c.y += 1
	for _, p := range parts {
		c.need(leading(sizeTable))
		c.text(x, c.y+leading(sizeTable)*0.72, text{p.name}, regular, sizeTable, look.Muted)
		for _, line := range p.lines {
			c.need(leading(sizeTable))
			c.text(x+label, c.y+leading(sizeTable)*0.72, text{line}, regular, sizeTable, look.Text)
			c.y += leading(sizeTable)
		}
		c.y += 1.4
	}
	if fits {
		c.y = top + height
	}
	c.y += 4
}

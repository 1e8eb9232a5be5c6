// Tables and finding cards: what must break well.

package pdf

import (
	"fmt"
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
	torn       float64 // the least height of a part of a torn row
}

func (c *canvas) layTable(t report.Table) layout {
	total := 0.0
	for _, col := range t.Columns {
		total += col.Share
	}
	l := layout{columns: t.Columns, widths: make([]float64, len(t.Columns)), torn: tornLines*leading(c.size(sizeTable)) + 2*c.size(cellPad)}
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

// A row taller than this share of a page may be torn, with at least so many lines
// on either side.
const (
	tearable  = 0.35
	tornLines = 6
)

// least is the height of a row that must stand on one page.
func (l layout) least(r row, page float64) float64 {
	if r.height > page*tearable && !r.band {
		return l.torn
	}
	return r.height
}

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
		h += l.least(r, page)
		if !r.band {
			rows++
		}
		if rows == 2 || l.least(r, page) < r.height {
			break
		}
	}
	return h
}

// together is the height of row i with the rows that must stand below it on the
// same page: those of a band, and the last row below the one before it.
func (l layout) together(i int, page float64) float64 {
	own := l.least(l.rows[i], page)
	if own < l.rows[i].height {
		return own
	}
	h := own
	for ; l.rows[i].band && i+1 < len(l.rows); i++ {
		h += l.least(l.rows[i+1], page)
	}
	if next := i + 1; next == len(l.rows)-1 && h+l.least(l.rows[next], page) <= page {
		h += l.least(l.rows[next], page)
	}
	if h > page {
		return own
	}
	return h
}

// table draws a table: the head repeats on every page, a row breaks only when
// it is taller than a page, and neither the first nor the last row stands alone.
func (c *canvas) table(t report.Table) {
	if len(t.Rows) > 0 {
		c.in("Table", func() { c.tableRows(t) })
		if t.Caption != "" {
			c.y += c.size(1.2)
			c.in("Caption", func() { c.block(clean(t.Caption), regular, c.size(sizeSmall), look.Muted, margin, c.inner()) })
		}
		c.y += c.size(5)
	}
}

func (c *canvas) tableRows(t report.Table) {
	l := c.layTable(t)
	rows, widths := l.rows, l.widths
	page := c.bottom() - c.top() - l.headHeight
	if start := l.start(c.bottom() - c.top()); start <= page {
		c.need(start)
	}
	heads := 0
	drawHead := func() {
		if l.headHeight == 0 {
			return
		}
		draw := func() { c.drawRow(l.head, widths, t.Columns, bold, look.Muted, "TH") }
		if heads++; heads == 1 {
			draw()
		} else {
			c.aside(draw) // it was read once
		}
		c.rule(margin, c.y, c.inner(), look.Muted)
	}
	drawHead()
	var band *row // that heads the rows now
	drawBand := func() {
		c.fill(margin, c.y, c.inner(), band.height, look.Background)
		c.drawRow(*band, []float64{c.inner()}, []report.Column{{}}, bold, look.Text, "TH")
		c.rule(margin, c.y, c.inner(), look.Border)
	}
	for i, r := range rows {
		if l.together(i, page) > c.room() {
			c.newPage()
			drawHead()
			if band != nil && !r.band { // as the head, it says what the rows belong to
				c.aside(drawBand)
			}
		}
		if i < len(t.Anchors) {
			c.anchor(t.Anchors[i])
		}
		for r.height > c.room() { // tall enough to be torn
			room := c.room()
			if rest := r.height - room; rest < l.torn { // not a line or two alone on the next page
				room = max(l.torn, room-(l.torn-rest))
			}
			var part row
			part, r = c.split(r, room)
			if part.height > 0 {
				c.drawRow(part, widths, t.Columns, regular, look.Text, "TD")
			}
			c.newPage()
			drawHead()
		}
		if r.band {
			band = &rows[i]
			drawBand()
			continue
		}
		c.drawRow(r, widths, t.Columns, regular, look.Text, "TD")
		c.rule(margin, c.y, c.inner(), look.Border)
	}
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

func (c *canvas) drawRow(r row, widths []float64, columns []report.Column, want face, col look.Token, role string) {
	if c.tags.current == artifact {
		c.drawCells(r, widths, columns, want, col, func(draw func()) { draw() })
	} else {
		c.in("TR", func() {
			c.drawCells(r, widths, columns, want, col, func(draw func()) { c.in(role, draw) })
		})
	}
	c.y += r.height
}

func (c *canvas) drawCells(r row, widths []float64, columns []report.Column, want face, col look.Token, cell func(draw func())) {
	x, size := margin, c.size(sizeTable)
	lh := leading(size)
	for i, lines := range r.cells {
		cell(func() {
			for k, line := range lines {
				at, top := x+cellPad, c.y+c.size(cellPad)+float64(k)*lh
				if columns[i].Right {
					at = x + widths[i] - cellPad - c.m.width(line, want, size)
				}
				c.text(at, top+lh*0.72, running(lines, k), want, size, c.linked(line, at, top, want, size, col))
			}
		})
		x += widths[i]
	}
}

// linked makes the ids of findings in a line lead to them; a line of nothing else
// is drawn as a link.
func (c *canvas) linked(line string, x, top float64, want face, size float64, col look.Token) look.Token {
	if !strings.HasPrefix(line, "F") {
		return col
	}
	for _, id := range strings.Split(line, " ") {
		if w := c.m.width(id, want, size); c.link(report.FindingAnchor(id), x, top, w, leading(size)) {
			col = look.Accent
		} else {
			return col
		}
		x += c.m.width(id+" ", want, size)
	}
	return col
}

// cardPart is a line of a card: its name and what it says.
type cardPart struct {
	name  string
	lines []string
	to    string // the anchor it leads to
}

// shownAnswers is how many answers a card leads to one by one.
const shownAnswers = 6

func (c *canvas) cardParts(f report.Finding, width float64) []cardPart {
	var parts []cardPart
	add := func(name, says, to string) {
		if says != "" {
			parts = append(parts, cardPart{name, c.m.lines(clean(says), regular, sizeTable, width), to})
		}
	}
	add(c.rep.Lang.Text("Found"), f.Found, "")
	add(c.rep.Lang.Text("Why it matters"), f.Impact, "")
	add(c.rep.Lang.Text("Recommendation"), f.Recommendation, "")
	add(c.rep.Lang.Text("Owner, effort"), c.rep.Lang.Say("%s; due %s", strings.Trim(f.Owner+", "+f.Effort, ", "), f.Due), "")
	name := c.rep.Lang.Text("Rests on")
	for i, q := range f.Questions {
		if i == shownAnswers && len(f.Questions) > i+1 {
			add("", c.rep.Lang.Say("and %s", strings.Join(f.Questions[i:], "; ")), "")
			break
		}
		if i < len(f.Numbers) && f.Numbers[i] > 0 {
			q = fmt.Sprintf("%d. %s", f.Numbers[i], q)
		}
		add(name, q, report.AnswerAnchor(f.QuestionIDs[i]))
		name = ""
	}
	return parts
}

// card draws a finding that stays on one page unless it is taller than one.
func (c *canvas) card(f report.Finding) {
	const label, gap = 30.0, 1.2
	st := look.Severity(f.Severity)
	x, w := margin+6, c.inner()-10
	title := c.m.lines(clean(f.ID+"  "+f.Title), bold, 11, w-32)
	parts := c.cardParts(f, w-label)
	height := float64(len(title))*leading(11) + 8
	for _, p := range parts {
		height += float64(len(p.lines))*leading(sizeTable) + gap
	}
	fits := height <= c.bottom()-c.top()
	if fits {
		c.need(height + 4)
		c.fill(margin, c.y, c.inner(), height, look.Background)
		c.fill(margin, c.y, 1.2, height, st.Color)
	}
	top := c.y
	c.anchor(report.FindingAnchor(f.ID))
	c.y += 3
	c.verdictMark(st, margin+c.inner()-20.5, c.y+2.6, 4)
	c.in("H3", func() {
		c.textRight(margin+c.inner()-4, c.y+3.7, oneLine(c.rep.Lang.Text(st.Word)), bold, sizeTable, st.Color)
		for i := range title {
			c.text(x, c.y+leading(11)*0.72, running(title, i), bold, 11, look.Text)
			c.y += leading(11)
		}
	})
	c.y += 1
	for _, p := range parts {
		c.need(leading(sizeTable))
		c.in("P", func() {
			c.text(x, c.y+leading(sizeTable)*0.72, text{p.name}, regular, sizeTable, look.Muted)
			for i, line := range p.lines {
				c.need(leading(sizeTable))
				col := look.Text
				if p.to != "" && c.link(p.to, x+label, c.y, c.m.width(line, regular, sizeTable), leading(sizeTable)) {
					col = look.Accent
				}
				c.text(x+label, c.y+leading(sizeTable)*0.72, running(p.lines, i), regular, sizeTable, col)
				c.y += leading(sizeTable)
			}
		})
		c.y += gap
	}
	if fits {
		c.y = top + height
	}
	c.y += 4
}

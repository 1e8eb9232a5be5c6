// What is read out, and what is filled in on paper.

package pdf

import (
	"muster/exporters/look"
	"muster/exporters/report"
)

// sizeQuote is the type of a text that is read out.
const sizeQuote = 11.0

const quotePad = 5.0 // mm

func (c *canvas) quoteLines(b report.Quote) []string {
	return c.m.lines(clean(b.Text), regular, c.size(sizeQuote), c.inner()-2*quotePad)
}

func (c *canvas) quoteHeight(b report.Quote) float64 {
	return float64(len(c.quoteLines(b)))*leading(c.size(sizeQuote)) + 2*c.size(4)
}

// quote stands on a tinted ground; one taller than a page goes on without it.
func (c *canvas) quote(b report.Quote) {
	h := c.quoteHeight(b)
	if h <= c.bottom()-c.top() {
		c.need(h)
		c.fill(margin, c.y, c.inner(), h, look.AccentTint)
		c.fill(margin, c.y, 1.2, h, look.Accent)
		c.y += c.size(4)
	}
	c.in("BlockQuote", func() {
		c.block(clean(b.Text), regular, c.size(sizeQuote), look.Text, margin+quotePad, c.inner()-2*quotePad)
	})
	c.y += c.size(4) + c.size(3)
}

// formRow is the least height in mm of a row to write in.
const formRow = 10.0

// formStart is the head and two rows.
func (c *canvas) formStart(b report.Form) float64 {
	return c.layTable(report.Table{Columns: b.Columns}).headHeight + 2*formRow
}

// form is a grid; its head repeats on every page.
func (c *canvas) form(b report.Form) {
	rows := make([][]string, len(b.Rows)+b.Empty)
	for i := range rows {
		rows[i] = make([]string, len(b.Columns)) // one cell alone would be a band
		if i < len(b.Rows) {
			copy(rows[i], b.Rows[i])
		}
	}
	l := c.layTable(report.Table{Columns: b.Columns, Rows: rows})
	c.in("Table", func() {
		for i, r := range l.rows {
			r.height = max(r.height, formRow)
			if fresh := c.room() < r.height; i == 0 || fresh {
				if fresh {
					c.newPage()
				} else {
					c.need(l.headHeight + r.height)
				}
				draw := func() { c.gridRow(l.head, l, bold, look.Muted, "TH") }
				if i == 0 {
					draw()
				} else {
					c.aside(draw) // it was read once
				}
			}
			c.gridRow(r, l, regular, look.Text, "TD")
		}
		for blank := (row{cells: make([][]string, len(l.widths)), height: formRow}); b.Fill && c.room() >= formRow; {
			c.gridRow(blank, l, regular, look.Text, "TD")
		}
	})
	c.y += c.size(5)
}

// gridRow draws a row with lines on all sides.
func (c *canvas) gridRow(r row, l layout, want face, col look.Token, role string) {
	const hair = 0.2
	top, x := c.y, margin
	c.drawRow(r, l.widths, l.columns, want, col, role)
	for _, w := range append([]float64{0}, l.widths...) {
		x += w
		c.fill(x-hair/2, top, hair, r.height, look.Muted)
	}
	c.rule(margin, top, c.inner(), look.Muted)
	c.rule(margin, c.y, c.inner(), look.Muted)
}

// The page: the one place that talks to the PDF library. Everything else asks
// for text, lines and shapes in mm from the top left.

package pdf

import (
	"bytes"
	"image/color"
	"maps"
	"slices"
	"strings"
	"time"

	"codeberg.org/go-pdf/fpdf"

	"muster/assessment/brand"
	"muster/assets"
	"muster/exporters/chart"
	"muster/exporters/look"
	"muster/exporters/report"
)

// Page measures in mm.
const (
	margin       = 20.0
	headerHeight = 9.0
	footerHeight = 9.0
)

// Type sizes in points.
const (
	sizeBody    = 10.0
	sizeTable   = 9.0
	sizeSmall   = 8.0
	sizeLead    = 11.5
	sizeHeading = 13.0
	sizeChapter = 18.0
	sizeCover   = 26.0
)

// leading is the line height in mm of a type size.
func leading(size float64) float64 { return size * 1.4 * mmPerPoint }

type contents struct {
	title    string
	page     int
	appendix bool
}

// canvas draws one document in one pass.
type canvas struct {
	pdf       *fpdf.Fpdf
	m         *metrics
	rep       *report.Report
	y         float64
	landscape bool
	plain     bool // no header and footer: the cover

	tight     float64 // factor of type and distances inside a chapter, 1 or less
	measuring bool    // nothing is drawn; pages are only counted
	turned    int     // pages started while measuring
	planning  bool    // the first pass: pages are started, nothing is drawn on them

	total    int        // pages, known from the pass before; 0 in the first
	known    []contents // likewise
	contents []contents
	links    []int

	palette look.Palette
	picture []byte // the logo, or Muster's icon
	tags    *structure
	anchors map[string]anchor // places others lead to, as they are met
	targets map[string]int    // links to the places the pass before met
}

// anchor is a place on a page.
type anchor struct {
	page int
	y    float64
}

// newCanvas starts a pass; before is the pass before it, nil for the first.
func newCanvas(rep *report.Report, m *metrics, before *canvas) (*canvas, error) {
	pdf := fpdf.New("P", "mm", "A4", "")
	pdf.SetCatalogSort(true)
	pdf.SetCompression(false) // finish compresses, on all cores
	stamp := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
	if t, err := time.Parse(time.DateOnly, rep.Date); err == nil {
		stamp = t
	}
	pdf.SetCreationDate(stamp)
	pdf.SetModificationDate(stamp)
	pdf.SetTitle(oneLine(rep.Title).s, true)
	subject := rep.Lang.Text("Assessment of the work with the MSSP")
	if rep.Exercise != nil {
		subject = rep.Subtitle
	}
	pdf.SetSubject(oneLine(subject+", "+rep.Classification).s, true)
	pdf.SetAuthor(oneLine(rep.Assessor).s, true)
	pdf.SetCreator(rep.Program, true)
	pdf.SetAutoPageBreak(false, 0)
	pdf.SetMargins(margin, margin, margin)
	pdf.SetLang("en")
	if rep.Lang != nil {
		pdf.SetLang(rep.Lang.Language)
	}
	c := &canvas{pdf: pdf, m: m, rep: rep, planning: before == nil, tight: 1, palette: look.Light, picture: assets.Icon, tags: newStructure(), anchors: map[string]anchor{}, targets: map[string]int{}}
	if rep.Brand.Color != "" {
		accent, err := brand.ParseColor(rep.Brand.Color)
		if err != nil {
			return nil, err
		}
		c.palette = look.Branded(look.Light, accent)
	}
	if len(rep.Brand.Logo) > 0 {
		logo, err := brand.Logo(rep.Brand.Logo)
		if err != nil {
			return nil, err
		}
		c.picture = logo
	}
	if before != nil {
		for i, name := range faceNames {
			pdf.AddUTF8FontFromBytes(name, "", slices.Clone(m.data[i])) // the library writes into it
		}
		pdf.RegisterImageOptionsReader("logo", fpdf.ImageOptions{ImageType: "PNG"}, bytes.NewReader(c.picture))
		c.total, c.known = before.pdf.PageNo(), before.contents
		for _, name := range slices.Sorted(maps.Keys(before.anchors)) {
			link := pdf.AddLink()
			pdf.SetLink(link, before.anchors[name].y, before.anchors[name].page)
			c.targets[name] = link
		}
	}
	return c, nil
}

// anchor makes the current place one that others can lead to.
func (c *canvas) anchor(name string) {
	if !c.measuring && name != "" {
		c.anchors[name] = anchor{c.pdf.PageNo(), c.y}
	}
}

// link makes an area lead to a place, if there is such a place.
func (c *canvas) link(name string, x, y, w, h float64) bool {
	target, ok := c.targets[name]
	if ok && !c.silent() {
		c.pdf.Link(x, y, w, h, target)
	}
	return ok
}

var faceNames = [faces]string{"noto", "notobold", "dejavu"}

func (c *canvas) width() float64 {
	w, _ := c.pdf.GetPageSize()
	return w
}

func (c *canvas) height() float64 {
	_, h := c.pdf.GetPageSize()
	return h
}

// inner is the width between the margins.
func (c *canvas) inner() float64 { return c.width() - 2*margin }

func (c *canvas) top() float64    { return margin + headerHeight }
func (c *canvas) bottom() float64 { return c.height() - margin - footerHeight }

// room is the height left on the page.
func (c *canvas) room() float64 { return c.bottom() - c.y }

// silent reports whether what is drawn now leaves no trace.
func (c *canvas) silent() bool { return c.measuring || c.planning }

// size is a type size or a distance as set in this chapter.
func (c *canvas) size(s float64) float64 { return s * c.tight }

// measure tells the pages that draw starts and where it ends, and draws nothing.
func (c *canvas) measure(draw func()) (pages int, y float64) {
	before, measuring, turned := c.y, c.measuring, c.turned
	c.measuring, c.turned = true, 0
	draw()
	pages, y = c.turned, c.y
	c.y, c.measuring, c.turned = before, measuring, turned // one measurement may stand inside another
	return pages, y
}

func (c *canvas) newPage() {
	if c.measuring {
		c.turned++
		c.y = c.top()
		return
	}
	orientation := "P"
	if c.landscape {
		orientation = "L"
	}
	if c.pdf.PageNo() > 0 {
		c.unmark()
	}
	c.pdf.AddPageFormat(orientation, c.pdf.GetPageSizeStr("A4"))
	c.y = c.top()
	if !c.plain {
		c.aside(c.runningHead)
	}
}

// need starts a new page unless h mm are left.
func (c *canvas) need(h float64) {
	if c.room() < h {
		c.newPage()
	}
}

func (c *canvas) runningHead() {
	right := c.width() - margin
	class := oneLine(c.rep.Classification)
	classWidth := min(c.m.width(class.s, bold, sizeSmall), c.inner()/2)
	c.text(margin, margin, c.fit(oneLine(c.rep.Title), regular, sizeSmall, c.inner()-classWidth-6), regular, sizeSmall, look.Muted)
	c.textRight(right, margin, c.fit(class, bold, sizeSmall, c.inner()/2), bold, sizeSmall, look.Text)
	c.rule(margin, margin+2.2, c.inner(), look.Border)
	foot := c.height() - margin
	c.rule(margin, foot-4.5, c.inner(), look.Border)
	who := strings.Trim(c.rep.Client+" · "+c.rep.Date, " ·")
	c.text(margin, foot, c.fit(oneLine(who), regular, sizeSmall, c.inner()*0.7), regular, sizeSmall, look.Muted)
	c.textRight(right, foot, oneLine(pageOf(c.rep.Lang, c.pdf.PageNo(), c.total)), regular, sizeSmall, look.Muted)
}

func (c *canvas) color(t look.Token) color.NRGBA { return c.palette[t] }

// text draws one line with its baseline at y.
func (c *canvas) text(x, y float64, t text, want face, size float64, col look.Token) {
	if c.silent() {
		return
	}
	c.mark(false)
	rgb := c.color(col)
	c.pdf.SetTextColor(int(rgb.R), int(rgb.G), int(rgb.B))
	var run strings.Builder
	current := want
	start := x
	flush := func() {
		if run.Len() > 0 {
			c.pdf.SetFont(faceNames[current], "", size)
			c.pdf.Text(start, y, run.String())
			run.Reset()
		}
	}
	for _, r := range t.s {
		g := c.m.glyph(r, want)
		if g.face != current {
			flush()
			current, start = g.face, x
		}
		if run.Len() == 0 {
			start = x
		}
		run.WriteRune(g.rune)
		x += g.width * size * mmPerPoint
	}
	flush()
}

func (c *canvas) textRight(x, y float64, t text, want face, size float64, col look.Token) {
	c.text(x-c.m.width(t.s, want, size), y, t, want, size, col)
}

// fit shortens t with an ellipsis to width mm.
func (c *canvas) fit(t text, want face, size, width float64) text {
	if c.m.width(t.s, want, size) <= width {
		return t
	}
	r := []rune(t.s)
	for len(r) > 0 {
		r = r[:len(r)-1]
		if s := strings.TrimRight(string(r), " ") + "…"; c.m.width(s, want, size) <= width {
			return text{s}
		}
	}
	return text{""}
}

// block draws wrapped text from the current place, over pages if need be.
func (c *canvas) block(t text, want face, size float64, col look.Token, x, width float64) {
	lh := leading(size)
	lines := c.m.lines(t, want, size, width)
	for i := range lines {
		c.need(lh)
		c.text(x, c.y+lh*0.72, running(lines, i), want, size, col)
		c.y += lh
	}
}

// running is line i of several that are read as one text: a space ends each but
// the last, so that words do not run together where it is read aloud or copied.
func running(lines []string, i int) text {
	if i < len(lines)-1 && lines[i] != "" {
		return text{lines[i] + " "}
	}
	return text{lines[i]}
}

func (c *canvas) rule(x, y, w float64, col look.Token) {
	if c.silent() {
		return
	}
	c.mark(true)
	rgb := c.color(col)
	c.pdf.SetDrawColor(int(rgb.R), int(rgb.G), int(rgb.B))
	c.pdf.SetLineWidth(0.2)
	c.pdf.SetDashPattern([]float64{}, 0)
	c.pdf.Line(x, y, x+w, y)
}

func (c *canvas) fill(x, y, w, h float64, col look.Token) {
	if c.silent() {
		return
	}
	c.mark(true)
	rgb := c.color(col)
	c.pdf.SetFillColor(int(rgb.R), int(rgb.G), int(rgb.B))
	c.pdf.Rect(x, y, w, h, "F")
}

// scene draws a picture with its top left at (x, y), scale mm a point.
func (c *canvas) scene(s chart.Scene, x, y, scale float64) {
	if c.silent() {
		return
	}
	for _, shape := range s.Shapes {
		switch v := shape.(type) {
		case chart.Polygon:
			c.polygon(v, x, y, scale)
		case chart.Label:
			face := regular
			if v.Bold {
				face = bold
			}
			t := oneLine(v.Text)
			size := v.Size * scale / mmPerPoint
			at := x + v.X*scale
			switch w := c.m.width(t.s, face, size); v.Align {
			case chart.Center:
				at -= w / 2
			case chart.Right:
				at -= w
			}
			c.text(at, y+v.Y*scale, t, face, size, v.Color)
		}
	}
}

func (c *canvas) polygon(v chart.Polygon, x, y, scale float64) {
	if len(v.Points) < 2 {
		return
	}
	c.mark(false)
	style := ""
	if v.Fill != look.None && v.Closed {
		rgb := c.color(v.Fill)
		c.pdf.SetFillColor(int(rgb.R), int(rgb.G), int(rgb.B))
		style = "F"
	}
	if v.Stroke != look.None && v.Width > 0 {
		rgb := c.color(v.Stroke)
		c.pdf.SetDrawColor(int(rgb.R), int(rgb.G), int(rgb.B))
		c.pdf.SetLineWidth(v.Width * scale)
		c.pdf.SetDashPattern([]float64{}, 0)
		if v.Dash {
			c.pdf.SetDashPattern([]float64{4 * scale, 3 * scale}, 0)
		}
		style += "D"
	}
	if style == "" {
		return
	}
	for i, p := range v.Points {
		if i == 0 {
			c.pdf.MoveTo(x+p.X*scale, y+p.Y*scale)
		} else {
			c.pdf.LineTo(x+p.X*scale, y+p.Y*scale)
		}
	}
	if v.Closed {
		c.pdf.ClosePath()
	}
	c.pdf.DrawPath(style)
	c.pdf.SetDashPattern([]float64{}, 0)
}

// verdictMark draws a verdict's shape centred on (x, y), size mm wide. The word
// beside it says the same.
func (c *canvas) verdictMark(st look.VerdictStyle, x, y, size float64) {
	c.aside(func() { c.scene(chart.MarkScene(st, 20), x-size/2, y-size/2, size/20) })
}

// Package pdf writes a report as PDF. Only page.go talks to the PDF library; what
// it cannot do, finish.go adds. The document is laid out twice: the first pass tells the page
// numbers that the contents and the footers of the second show.
package pdf

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"slices"
	"strings"

	"muster/assessment/messages"
	"muster/exporters/look"
	"muster/exporters/report"
)

// Render gives the bytes of the PDF: the same for the same report. It stops with
// ctx's error when ctx ends; progress counts chapters of both passes.
func Render(ctx context.Context, rep *report.Report, progress func(done, total int)) (out []byte, err error) {
	defer func() {
		if p := recover(); p != nil {
			out, err = nil, fmt.Errorf("the PDF could not be made (a fault in Muster): %v", p)
		}
	}()
	m, err := newMetrics()
	if err != nil {
		return nil, err
	}
	steps, done := 2*len(rep.Chapters)+1, 0
	step := func() {
		done++
		progress(done, steps)
	}
	first, err := newCanvas(rep, m, nil)
	if err != nil {
		return nil, err
	}
	if err := first.layOut(ctx, step); err != nil {
		return nil, err
	}
	second, err := newCanvas(rep, m, first)
	if err != nil {
		return nil, err
	}
	if err := second.layOut(ctx, step); err != nil {
		return nil, err
	}
	var buf bytes.Buffer
	if err := second.pdf.Output(&buf); err != nil {
		return nil, fmt.Errorf("the PDF could not be made: %w", err)
	}
	var attached *attachment
	if rep.Attachment != nil {
		attached = &attachment{AttachmentName, rep.Lang.Text("The engagement this report was made from"), "application#2Fjson", rep.Attachment}
	}
	out, err = finish(buf.Bytes(), second.tags, attached)
	if err != nil {
		return nil, fmt.Errorf("the PDF could not be made: %w", err)
	}
	step()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return out, nil
}

// AttachmentName is the name of the engagement inside a full report.
const AttachmentName = "engagement.muster"

func pageOf(lang *messages.Catalogue, page, total int) string {
	if total == 0 {
		return lang.Say("page %d of …", page)
	}
	return lang.Say("page %d of %d", page, total)
}

func (c *canvas) layOut(ctx context.Context, step func()) error {
	if c.rep.Masthead {
		c.mastheadPage()
	} else {
		c.cover()
		c.contentsPage()
	}
	number, appendix := 0, 0
	for i := range c.rep.Chapters {
		if err := ctx.Err(); err != nil {
			return err
		}
		ch := &c.rep.Chapters[i]
		label := ""
		if ch.Appendix {
			label = string(rune('A' + appendix))
			appendix++
		} else if ch.Label != "" {
			label = ch.Label
		} else {
			number++
			label = fmt.Sprint(number)
		}
		c.in("Sect", func() { c.chapter(ch, label) })
		step()
	}
	c.unmark()
	return c.pdf.Error()
}

// logoBox is the room a logo has, in mm.
const (
	logoWidth  = 70.0
	logoHeight = 26.0
)

// logo draws the house's logo, or Muster's icon and the house's name, with its top
// left at (x, y), in at most w by h mm. It gives the height used.
func (c *canvas) logo(x, y, w, h float64) float64 {
	if len(c.rep.Brand.Logo) == 0 {
		side := min(h, 18)
		c.image(x, y, side, side)
		c.aside(func() {
			c.text(x+side+5, y+side*0.64, c.fit(c.house(), bold, side*0.9, w-side-5), bold, side*0.9, look.Text)
		})
		return side
	}
	size, _, err := image.DecodeConfig(bytes.NewReader(c.picture))
	if err != nil {
		return 0 // it was decoded before
	}
	scale := min(w/float64(size.Width), h/float64(size.Height))
	c.image(x, y, float64(size.Width)*scale, float64(size.Height)*scale)
	return float64(size.Height) * scale
}

func (c *canvas) image(x, y, w, h float64) {
	if !c.silent() {
		c.mark(true)
		c.pdf.Image("logo", x, y, w, h, false, "", 0, "")
	}
}

// house is who presents the report.
func (c *canvas) house() text {
	if company := oneLine(c.rep.Brand.Company); company.s != "" {
		return company
	}
	return text{"Muster"}
}

func (c *canvas) cover() {
	c.plain = true
	c.newPage()
	c.plain = false
	x := margin
	c.fill(0, 0, 7, c.height(), look.Accent)
	used := c.logo(x, margin+4, logoWidth, logoHeight)
	if company := oneLine(c.rep.Brand.Company); company.s != "" && len(c.rep.Brand.Logo) > 0 {
		c.in("P", func() { c.text(x, margin+4+used+8, c.fit(company, bold, 12, c.inner()), bold, 12, look.Text) })
	}
	c.y = 92
	c.in("P", func() { c.block(oneLine(c.rep.Subtitle), regular, 12, look.Muted, x, c.inner()) })
	c.y += 3
	title := c.m.lines(oneLine(c.rep.Title), bold, sizeCover, c.inner())
	if len(title) > 5 {
		title = append(title[:4], title[4]+"…")
	}
	c.in("P", func() {
		for _, line := range title {
			c.text(x, c.y+leading(sizeCover)*0.72, text{line}, bold, sizeCover, look.Text)
			c.y += leading(sizeCover)
		}
	})
	c.y += 4
	if client := oneLine(c.rep.Client); client.s != "" {
		c.in("P", func() { c.text(x, c.y+5, c.fit(client, regular, 15, c.inner()), regular, 15, look.Text) })
		c.y += 9
	}
	c.y += 10
	c.rule(x, c.y, 40, look.Accent)
	c.y += 8
	facts := [][2]string{{c.rep.Lang.Text("Date"), c.rep.Date}, {c.rep.Lang.Text("Assessor"), c.rep.Assessor}, {c.rep.Lang.Text("Classification"), c.rep.Classification}}
	if !c.rep.Redaction.Whole() {
		facts = append(facts, [2]string{c.rep.Lang.Text("Version for"), c.rep.Lang.Text(c.rep.Redaction.Name)})
	}
	if c.rep.Provisional != "" {
		facts = append(facts, [2]string{c.rep.Lang.Text("Provisional"), c.rep.Provisional})
	}
	for _, row := range append(facts, [2]string{c.rep.Lang.Text("Made with"), c.rep.Program}) {
		if row[1] == "" {
			continue
		}
		c.in("P", func() {
			c.text(x, c.y, text{row[0]}, regular, sizeBody, look.Muted)
			c.text(x+34, c.y, c.fit(oneLine(row[1]), regular, sizeBody, c.inner()-34), regular, sizeBody, look.Text)
		})
		c.y += 6.5
	}
	foot := c.height() - margin
	if cover := c.m.lines(clean(c.rep.Brand.Cover), regular, sizeBody, c.inner()*0.8); cover[0] != "" {
		most := int((foot - 12 - c.y - 8) / leading(sizeBody))
		if most = max(1, most); len(cover) > most {
			cover = append(cover[:most-1], cover[most-1]+" …")
		}
		y := foot - 12 - float64(len(cover))*leading(sizeBody)
		c.in("P", func() {
			for i, line := range cover {
				c.text(x, y+float64(i)*leading(sizeBody), text{line}, regular, sizeBody, look.Text)
			}
		})
	}
	c.in("P", func() {
		c.textRight(c.width()-margin, foot, c.fit(oneLine(c.rep.Classification), bold, 12, c.inner()), bold, 12, look.Text)
	})
}

// mastheadPage starts the first page of a report without cover and contents.
func (c *canvas) mastheadPage() {
	c.newPage()
	c.fill(0, 0, c.width(), 5, look.Accent)
	c.y += 1
	room := 36.0 // of the logo, right
	if len(c.rep.Brand.Logo) == 0 {
		room = 60 // of a mark with the name beside it
	}
	c.logo(c.width()-margin-room, c.y, room, 13)
	w := c.inner() - room - 8
	c.in("P", func() {
		c.text(margin, c.y+3, c.fit(oneLine(c.rep.Subtitle), regular, sizeBody, w), regular, sizeBody, look.Muted)
	})
	title := c.m.lines(oneLine(c.rep.Title), bold, sizeChapter, w)
	if len(title) > 2 {
		title = []string{title[0], c.fit(text{title[1] + " " + title[2]}, bold, sizeChapter, w).s}
	}
	c.y += 5
	c.in("P", func() {
		for _, line := range title {
			c.text(margin, c.y+leading(sizeChapter)*0.72, text{line}, bold, sizeChapter, look.Text)
			c.y += leading(sizeChapter)
		}
	})
	parts := []string{c.rep.Client, c.rep.Date}
	if !c.rep.Redaction.Whole() {
		parts = append(parts, c.rep.Lang.Text("Version for")+": "+c.rep.Lang.Text(c.rep.Redaction.Name))
	}
	parts = slices.DeleteFunc(parts, func(s string) bool { return strings.TrimSpace(s) == "" })
	who := strings.Join(parts, " · ")
	c.in("P", func() {
		c.text(margin, c.y+3.5, c.fit(oneLine(who), regular, sizeBody, c.inner()), regular, sizeBody, look.Text)
	})
	c.y += 7
	c.rule(margin, c.y, c.inner(), look.Border)
	c.y += 2
}

func (c *canvas) contentsPage() {
	c.newPage()
	c.y += 3
	c.in("H1", func() { c.block(oneLine(c.rep.Lang.Text("Contents")), bold, sizeChapter, look.Text, margin, c.inner()) })
	c.y += 4
	c.in("TOC", c.contentsLines)
	c.y += 6
	for ; c.tight > 0.76; c.tight -= 0.02 { // on the same page, if it can be
		if pages, _ := c.measure(c.afterContents); pages == 0 {
			break
		}
	}
	c.afterContents()
	c.tight = 1
}

func (c *canvas) afterContents() {
	c.heading(c.readingTitle(), 0)
	hints := []string{c.rep.Lang.Say("Each chapter opens with its result in one sentence.%s", c.readingHint())}
	if c.rep.Redaction.Findings || !c.rep.Redaction.Identity {
		hints = append(hints, c.rep.Lang.Text("A verdict carries a shape as well as a colour, so that a print in black and white loses nothing. A circle is calm, a diamond asks for attention, a triangle for action, a square for action soon; a dashed circle means that there is no verdict."),
			c.rep.Lang.Text("“Not assessed” is never an all-clear. A dash stands where a figure could not be computed."))
	}
	if len(c.rep.Hints) > 0 {
		hints = c.rep.Hints
	}
	for _, p := range hints {
		c.draw(report.Paragraph{Text: p})
	}
	c.y += 3
	var rows [][]string
	readers := c.rep.Readers
	if readers == "" {
		readers = c.rep.Lang.Text(c.rep.Redaction.Name) + ". " + c.rep.Lang.Text(c.rep.Redaction.Says)
	}
	for _, row := range [][]string{{c.rep.Lang.Text("Client"), c.rep.Client}, {c.rep.Lang.Text("Assessor"), c.rep.Assessor}, {c.rep.Lang.Text("Presented by"), c.rep.Brand.Company}, {c.rep.Lang.Text("Date"), c.rep.Date},
		{c.rep.Lang.Text("Classification"), c.rep.Classification}, {c.rep.Lang.Text("Version for"), readers}, {c.rep.Lang.Text("Question set"), c.rep.QuestionSet}, {c.rep.Lang.Text("Made with"), c.rep.Program}} {
		if row[1] != "" {
			rows = append(rows, row)
		}
	}
	if c.rep.Attachment != nil {
		rows = append(rows, []string{c.rep.Lang.Text("Attached"), c.rep.Lang.Say("%s: the engagement this report was made from. Muster opens it from this file, and muster-cli verify makes the report anew and compares.", AttachmentName)})
	}
	c.blocks([]report.Block{report.Heading{Text: c.rep.Lang.Text("Document control")}, report.Table{Columns: []report.Column{{Title: "", Share: 30}, {Title: "", Share: 70}}, Rows: rows}})
}

// readingTitle heads the hints on the contents page.
func (c *canvas) readingTitle() string {
	if len(c.rep.Hints) > 0 {
		return c.rep.Lang.Text("How to use this document")
	}
	return c.rep.Lang.Text("How to read this report")
}

// readingHint says where to find what, in reports that have it.
func (c *canvas) readingHint() string {
	if c.rep.Kind.ID == report.FullReport.ID && c.rep.Redaction.Whole() {
		return c.rep.Lang.Text(" The executive summary can be read alone; the appendices hold every answer, every rule with the values it compared, and every threshold.")
	}
	return ""
}

func (c *canvas) contentsLines() {
	for i := range c.rep.Chapters {
		link := c.pdf.AddLink()
		c.links = append(c.links, link)
		page := "…"
		title := c.rep.Chapters[i].Title
		if i < len(c.known) {
			page, title = fmt.Sprint(c.known[i].page), c.known[i].title
		}
		t := c.fit(oneLine(title), regular, sizeBody, c.inner()-15)
		base := c.y + 4.2
		c.in("TOCI", func() {
			c.text(margin, base, t, regular, sizeBody, look.Text)
			c.textRight(c.width()-margin, base, text{page}, regular, sizeBody, look.Text)
		})
		from := margin + c.m.width(t.s, regular, sizeBody) + 3
		to := c.width() - margin - c.m.width(page, regular, sizeBody) - 3
		for x := to; x > from; x -= 2.2 {
			c.fill(x, base-0.5, 0.3, 0.3, look.Muted)
		}
		c.pdf.Link(margin, c.y, c.inner(), 6.4, link)
		c.y += 6.8
	}
}

// tightest is the smallest type a chapter of one page is set in, as a share of
// the usual one.
const tightest = 0.7

func (c *canvas) chapter(ch *report.Chapter, label string) {
	title := label + "  " + ch.Title
	if c.rep.Masthead {
		title = ch.Title
	}
	if ch.Appendix {
		title = c.rep.Lang.Say("Appendix %s", title)
	}
	if c.rep.Masthead && len(c.contents) == 0 {
		c.y += 1 // below the masthead
	} else if !ch.Follows || ch.Landscape != c.landscape || !c.startsHere(ch, title) {
		c.landscape = ch.Landscape
		c.newPage()
	} else {
		c.y += 6
	}
	i := len(c.contents)
	c.contents = append(c.contents, contents{title: title, page: c.pdf.PageNo(), appendix: ch.Appendix})
	top := 0.0
	if c.y > c.top() {
		top = c.y
	}
	if i < len(c.links) {
		c.pdf.SetLink(c.links[i], top, c.pdf.PageNo())
	}
	if !c.silent() {
		c.pdf.SetFont(faceNames[regular], "", sizeBody)
		c.pdf.Bookmark(oneLine(title).s, 0, top)
	}
	if ch.OnePage {
		for ; c.tight > tightest; c.tight -= 0.02 {
			if pages, _ := c.measure(func() { c.opening(ch, title); c.blocks(ch.Blocks) }); pages == 0 {
				break
			}
		}
	}
	c.opening(ch, title)
	c.blocks(ch.Blocks)
	c.tight = 1
}

// startsHere tells whether a chapter that may follow another has room to start on
// this page: for its first block whole or for a good part of it.
func (c *canvas) startsHere(ch *report.Chapter, title string) bool {
	_, y := c.measure(func() { c.y = c.top(); c.opening(ch, title) })
	need := y - c.top() + 6
	if len(ch.Blocks) > 0 {
		need += c.least(ch.Blocks[0])
		if _, ok := ch.Blocks[0].(report.Heading); ok && len(ch.Blocks) > 1 {
			need += c.least(ch.Blocks[1]) + leading(sizeHeading) + 4
		}
	}
	return c.room() >= max(need, (c.bottom()-c.top())*0.22)
}

// opening is the title of a chapter and its result in a sentence.
func (c *canvas) opening(ch *report.Chapter, title string) {
	c.y += c.size(3)
	c.in("H1", func() { c.block(clean(title), bold, c.size(sizeChapter), look.Text, margin, c.inner()) })
	c.y += c.size(2)
	if ch.Lead != "" {
		c.in("P", func() { c.block(clean(ch.Lead), regular, c.size(sizeLead), look.Accent, margin, c.inner()) })
	}
	c.y += c.size(4)
}

func (c *canvas) blocks(blocks []report.Block) {
	for i, b := range blocks {
		if h, ok := b.(report.Heading); ok {
			follows := 0.0
			if i+1 < len(blocks) {
				follows = c.least(blocks[i+1])
				if _, ok := blocks[i+1].(report.Paragraph); ok && i+2 < len(blocks) { // a paragraph that leads to something
					if _, y := c.measure(func() { c.draw(blocks[i+1]) }); y-c.y < 30 && y > c.y {
						follows = y - c.y + c.least(blocks[i+2])
					}
				}
			}
			c.heading(h.Text, follows)
			continue
		}
		c.draw(b)
	}
}

// least is the height of a block's part that must not be torn from its heading.
func (c *canvas) least(b report.Block) float64 {
	switch b := b.(type) {
	case report.Table:
		return c.layTable(b).start(c.bottom() - c.top())
	case report.Badges:
		return c.badgeHeight(b.Badges)
	case report.Figure:
		scale, below := c.figureScale(b)
		return b.Scene.Height*scale*figureShrink + below
	case report.Paragraph:
		return 2 * leading(c.size(sizeBody))
	case report.Bullets:
		return c.bulletHeight(b.Items[:min(2, len(b.Items))])
	case report.Quote:
		return c.quoteHeight(b)
	case report.Form:
		return c.formStart(b)
	}
	return 0
}

func (c *canvas) draw(b report.Block) {
	switch b := b.(type) {
	case report.Paragraph:
		c.in("P", func() { c.block(clean(b.Text), regular, c.size(sizeBody), look.Text, margin, c.inner()) })
		c.y += c.size(3)
	case report.Bullets:
		c.in("L", func() { c.bullets(b.Items) })
	case report.Badges:
		c.badges(b.Badges)
	case report.Table:
		c.table(b)
	case report.Figure:
		c.figure(b)
	case report.Card:
		c.in("Sect", func() { c.card(b.Finding) })
	case report.Signatures:
		c.signatures(b)
	case report.Quote:
		c.quote(b)
	case report.Form:
		c.form(b)
	}
}

// signatures are lines to sign on, kept together.
func (c *canvas) signatures(b report.Signatures) {
	step := max(8.5, c.size(11))
	c.heading(b.Heading, float64(len(b.Lines))*step)
	for _, line := range b.Lines {
		c.y += step
		c.in("P", func() { c.text(margin, c.y-1.2, oneLine(line), regular, sizeSmall, look.Muted) })
		at := margin + c.inner()*0.28
		c.rule(at, c.y, c.inner()*0.44, look.Text)
		c.text(at+c.inner()*0.47, c.y-1.2, oneLine(c.rep.Lang.Text("Date")), regular, sizeSmall, look.Muted)
		c.rule(at+c.inner()*0.54, c.y, c.inner()*0.18, look.Text)
	}
	c.y += 4
}

// heading keeps together with what follows it, as far as a page allows.
func (c *canvas) heading(s string, follows float64) {
	own := leading(c.size(sizeHeading)) + c.size(4)
	c.need(own + min(follows, c.bottom()-c.top()-own))
	c.y += c.size(2.5)
	c.in("H2", func() { c.block(oneLine(s), bold, c.size(sizeHeading), look.Text, margin, c.inner()) })
	c.y += c.size(1.5)
}

func (c *canvas) bulletLines(item string) []string {
	return c.m.lines(clean(item), regular, c.size(sizeBody), c.inner()-5)
}

func (c *canvas) bulletHeight(items []string) float64 {
	h := 0.0
	for _, item := range items {
		h += float64(min(4, len(c.bulletLines(item))))*leading(c.size(sizeBody)) + c.size(1.2)
	}
	return h
}

// bullets break between items, or within one of more than four lines; the last
// item does not stand alone on a page.
func (c *canvas) bullets(items []string) {
	lh := leading(c.size(sizeBody))
	for i, item := range items {
		if together := items[i:min(i+2, len(items))]; i == len(items)-2 && i > 0 {
			c.need(c.bulletHeight(together))
		} else {
			c.need(c.bulletHeight(items[i : i+1]))
		}
		dot := c.size(1.2)
		c.fill(margin+0.6, c.y+lh*0.42, dot, dot, look.Accent)
		c.in("LI", func() { c.block(clean(item), regular, c.size(sizeBody), look.Text, margin+5, c.inner()-5) })
		c.y += c.size(1.2)
	}
	c.y += c.size(2)
}

// Badges stand two in a row.
const badgeGap = 3.0

func (c *canvas) badgeWidth() float64 { return (c.inner() - badgeGap) / 2 }

func (c *canvas) badgeDetail(b report.Badge) []string {
	return c.m.lines(clean(b.Detail), regular, sizeSmall, c.badgeWidth()-15)
}

func (c *canvas) badgeHeight(badges []report.Badge) float64 {
	most := 1
	for _, b := range badges {
		most = max(most, len(c.badgeDetail(b)))
	}
	return 12.8 + float64(most)*leading(sizeSmall)
}

func (c *canvas) badges(badges []report.Badge) {
	w, h := c.badgeWidth(), c.badgeHeight(badges)
	for i, b := range badges {
		column := i % 2
		if column == 0 {
			c.need(h + badgeGap)
		}
		x := margin + float64(column)*(w+badgeGap)
		st := b.Style()
		c.fill(x, c.y, w, h, st.Tint)
		c.fill(x, c.y, 1.2, h, st.Color)
		c.verdictMark(st, x+7, c.y+6.6, 6)
		c.in("P", func() {
			detail := c.badgeDetail(b)
			c.text(x+12, c.y+5, text{oneLine(b.Subject).s + " "}, regular, sizeSmall, look.Muted)
			c.text(x+12, c.y+9.8, text{oneLine(b.Word).s + " "}, bold, 11, st.Color)
			for k := range detail {
				c.text(x+12, c.y+14.2+float64(k)*leading(sizeSmall), running(detail, k), regular, sizeSmall, look.Text)
			}
		})
		if column == 1 || i == len(badges)-1 {
			c.y += h + badgeGap
		}
	}
	c.y += 2
}

// figureShrink is how much smaller a picture may be drawn to fit a page.
const figureShrink = 0.75

// figureScale is the scale of a picture on a page of its own, with the height of
// what stands below it.
func (c *canvas) figureScale(f report.Figure) (scale, below float64) {
	caption := c.m.lines(clean(f.Caption), regular, sizeSmall, c.inner())
	below = float64(len(caption))*leading(sizeSmall) + 7
	scale = c.inner() / f.Scene.Width
	if most := c.bottom() - c.top() - below; f.Scene.Height*scale > most {
		scale = most / f.Scene.Height
	}
	// A scene is drawn at about the size it was built for, never blown up.
	return min(scale, 0.32) * c.tight, below
}

func (c *canvas) figure(f report.Figure) {
	scale, below := c.figureScale(f)
	if room := c.room() - below; f.Scene.Height*scale > room && f.Scene.Height*scale*figureShrink <= room {
		scale = room / f.Scene.Height
	}
	c.need(f.Scene.Height*scale + below)
	c.inAlt("Figure", f.Scene.Title, func() { c.scene(f.Scene, margin+(c.inner()-f.Scene.Width*scale)/2, c.y, scale) })
	c.y += f.Scene.Height*scale + 2
	c.in("Caption", func() { c.block(clean(f.Caption), regular, sizeSmall, look.Muted, margin, c.inner()) })
	c.y += 5
}

// The report's blocks as parts of the window: the pages that show results are
// the report's own chapters.

package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"muster/exporters/chart"
	"muster/exporters/look"
	"muster/exporters/report"
	"muster/ui/style"
	"muster/ui/words"
)

// chapterObjects are the title, the lead and the blocks of a chapter.
func chapterObjects(c report.Chapter, width float32) []fyne.CanvasObject {
	out := []fyne.CanvasObject{
		style.Paragraph(words.Name(c.Title), width, look.TextTitle, true, look.Text),
	}
	if c.Lead != "" {
		out = append(out, style.Paragraph(words.Name(c.Lead), width, look.TextLead, false, look.Accent))
	}
	out = append(out, style.Gap(look.Space2))
	return append(out, blockObjects(c.Blocks, width)...)
}

func blockObjects(blocks []report.Block, width float32) []fyne.CanvasObject {
	var out []fyne.CanvasObject
	for _, b := range blocks {
		switch b := b.(type) {
		case report.Heading:
			out = append(out, style.Gap(look.Space2), style.Paragraph(words.Name(b.Text), width, look.TextHeading-2, true, look.Text))
		case report.Paragraph:
			out = append(out, style.Paragraph(words.Name(b.Text), width, look.TextBody, false, look.Text))
		case report.Quote:
			out = append(out, quoteObject(words.Name(b.Text), width))
		case report.Bullets:
			out = append(out, bulletList(b.Items, width))
		case report.Badges:
			out = append(out, badgeGrid(b.Badges, width))
		case report.Table:
			out = append(out, tableObject(b, width))
		case report.Figure:
			scale := min(width/float32(b.Scene.Width), 1.1)
			out = append(out, container.NewHBox(picture(b.Scene, float32(b.Scene.Width)*scale)), style.Paragraph(words.Name(b.Caption), width, look.TextSmall, false, look.Muted), style.Gap(look.Space2))
		case report.Card:
			out = append(out, cardObject(b.Finding, width))
		}
	}
	return out
}

// quoteObject is a text that is read out, beside a bar.
func quoteObject(text string, width float32) fyne.CanvasObject {
	p := &placed{y: look.Space1}
	o := style.Paragraph(text, width-20, look.TextBody+1, false, look.Text)
	p.put(o, 14)
	p.y += o.MinSize().Height + look.Space1
	bar := canvas.NewRectangle(style.Color(look.Accent))
	bar.Resize(fyne.NewSize(3, p.y))
	p.objects = append(p.objects, bar)
	return p.box(width)
}

// placed collects objects at fixed places.
type placed struct {
	objects []fyne.CanvasObject
	y       float32
}

// put adds an object of a known size at x and the current height.
func (p *placed) put(o fyne.CanvasObject, x float32) {
	o.Move(fyne.NewPos(x, p.y))
	o.Resize(o.MinSize())
	p.objects = append(p.objects, o)
}

func (p *placed) box(width float32) fyne.CanvasObject {
	return container.New(&style.Fixed{Area: fyne.NewSize(width, p.y)}, p.objects...)
}

// typeset is how a block is set: the size of its text, and how many lines a text may
// take at most (0: as many as it needs).
type typeset struct {
	size float32
	most int
}

// paragraph is text in the setting.
func (s typeset) paragraph(text string, width float32, bold bool, token look.Token) fyne.CanvasObject {
	if s.most > 0 {
		text = fitLines(text, width, s.size, bold, s.most)
	}
	return style.Paragraph(text, width, s.size, bold, token)
}

// fitLines shortens a text to some lines of a width.
func fitLines(text string, width, size float32, bold bool, most int) string {
	lines := style.Lines(text, width, size, bold)
	if len(lines) > most {
		lines[most-1] = fitLine(strings.Join(lines[most-1:], " "), width, size, bold)
		lines = lines[:most]
	}
	return strings.Join(lines, "\n")
}

func bulletList(items []string, width float32) fyne.CanvasObject {
	return bulletsSet(items, width, typeset{size: look.TextBody})
}

func bulletsSet(items []string, width float32, s typeset) fyne.CanvasObject {
	p := &placed{}
	k := s.size / look.TextBody
	for _, item := range items {
		dot := canvas.NewRectangle(style.Color(look.Accent))
		dot.CornerRadius = 2 * k
		dot.Move(fyne.NewPos(2*k, p.y+8*k))
		dot.Resize(fyne.NewSize(5*k, 5*k))
		p.objects = append(p.objects, dot)
		text := s.paragraph(words.Name(item), width-18*k, false, look.Text)
		p.put(text, 18*k)
		p.y += text.MinSize().Height + 4*k
	}
	return p.box(width)
}

// verdictMark is the shape of a verdict.
func verdictMark(st look.VerdictStyle, size float32) fyne.CanvasObject {
	return picture(chart.MarkScene(st, float64(size)), size)
}

func badgeGrid(badges []report.Badge, width float32) fyne.CanvasObject {
	const gap = 12
	w := (width - gap) / 2
	p := &placed{}
	rowHeight := float32(0)
	for i, b := range badges {
		st := b.Style()
		detail := style.Paragraph(words.Name(b.Detail), w-60, look.TextSmall+1, false, look.Text)
		// Two lines at least, so that badges that follow a slider keep their size.
		least := 2 * style.LineHeight(look.TextSmall+1)
		h := 62 + max(least, detail.MinSize().Height)
		if i%2 == 0 {
			rowHeight = h
			if i+1 < len(badges) {
				rowHeight = max(h, 62+style.Paragraph(words.Name(badges[i+1].Detail), w-60, look.TextSmall+1, false, look.Text).MinSize().Height)
			}
		}
		x := float32(i%2) * (w + gap)
		box := style.Box(st.Tint, look.None, 0)
		box.Move(fyne.NewPos(x, p.y))
		box.Resize(fyne.NewSize(w, rowHeight))
		p.objects = append(p.objects, box)
		at := func(o fyne.CanvasObject, dx, dy float32) {
			o.Move(fyne.NewPos(x+dx, p.y+dy))
			o.Resize(o.MinSize())
			p.objects = append(p.objects, o)
		}
		at(verdictMark(st, 28), 12, 16)
		at(style.Line(words.Name(b.Subject), look.TextSmall, false, look.Muted), 48, 8)
		at(style.Line(words.Name(b.Word), look.TextLead+2, true, st.Color), 48, 24)
		at(detail, 48, 52)
		if i%2 == 1 || i == len(badges)-1 {
			p.y += rowHeight + gap
		}
	}
	return p.box(width)
}

func tableObject(t report.Table, width float32) fyne.CanvasObject {
	return tableSet(t, width, typeset{size: look.TextSmall + 1})
}

func tableSet(t report.Table, width float32, s typeset) fyne.CanvasObject {
	k := s.size / (look.TextSmall + 1)
	total := 0.0
	for _, c := range t.Columns {
		total += c.Share
	}
	p := &placed{}
	row := func(cells []string, bold bool, token look.Token) {
		h := float32(0)
		x := float32(0)
		for i, c := range t.Columns {
			w := width * float32(c.Share/total)
			if i < len(cells) && cells[i] != "" {
				o := s.paragraph(words.Name(cells[i]), w-12*k, bold, token)
				if c.Right {
					for _, l := range o.(*fyne.Container).Objects {
						l.(*canvas.Text).Alignment = fyne.TextAlignTrailing
						l.Resize(fyne.NewSize(w-12*k, l.Size().Height))
					}
				}
				p.y += 4 * k
				p.put(o, x+6*k)
				p.y -= 4 * k
				h = max(h, o.MinSize().Height)
			}
			x += w
		}
		p.y += h + 8*k
		rule := canvas.NewRectangle(style.Color(look.Border))
		rule.Move(fyne.NewPos(0, p.y-1))
		rule.Resize(fyne.NewSize(width, 1))
		p.objects = append(p.objects, rule)
	}
	head := make([]string, len(t.Columns))
	any := false
	for i, c := range t.Columns {
		head[i] = c.Title
		any = any || c.Title != ""
	}
	if any {
		row(head, true, look.Muted)
	}
	for i, cells := range t.Rows {
		if t.Band(i) {
			p.y += look.Space2 * k
			title := s.paragraph(words.Name(cells[0]), width-12*k, true, look.Accent)
			p.put(title, 6*k)
			p.y += title.MinSize().Height + 4*k
			continue
		}
		row(cells, false, look.Text)
	}
	p.y += look.Space2 * k
	return p.box(width)
}

func cardObject(f report.Finding, width float32) fyne.CanvasObject {
	st := look.Severity(f.Severity)
	p := &placed{y: 10}
	title := style.Paragraph(f.ID+"  "+words.Name(f.Title), width-140, look.TextBody+1, true, look.Text)
	word := style.Line(words.Name(st.Word), look.TextSmall, true, st.Color)
	p.put(title, 16)
	p.put(word, width-word.MinSize().Width-14)
	p.put(verdictMark(st, 18), width-word.MinSize().Width-36)
	p.y += title.MinSize().Height + 4
	for _, r := range [][2]string{{words.Say("Found"), words.Name(f.Found)}, {words.Say("Why it matters"), words.Name(f.Impact)}, {words.Say("Recommendation"), words.Name(f.Recommendation)}, {words.Say("Owner, effort"), words.Say("%s, %s; due %s", words.Name(f.Owner), words.Name(f.Effort), words.Name(f.Due))}} {
		p.put(style.Line(r[0], look.TextSmall, false, look.Muted), 16)
		text := style.Paragraph(r[1], width-150, look.TextSmall+1, false, look.Text)
		p.put(text, 130)
		p.y += text.MinSize().Height + 3
	}
	p.y += 8
	box := style.Box(look.Surface, look.None, 0)
	box.Resize(fyne.NewSize(width, p.y))
	bar := canvas.NewRectangle(style.Color(st.Color))
	bar.Resize(fyne.NewSize(3, p.y))
	p.objects = append([]fyne.CanvasObject{box, bar}, p.objects...)
	return container.NewVBox(p.box(width), style.Gap(4))
}

// A slide on the wall: large type, scaled to the window, laid out anew for each
// size. Texts shrink to fit, never below what can be read from the last row; what
// still does not fit is shortened.

package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"muster/exporters/chart"
	"muster/exporters/look"
	"muster/exporters/report"
	"muster/ui/style"
	"muster/ui/words"
)

// Sizes on a wall of 1280 by 720; others are scaled.
const (
	wallWidth, wallHeight = 1280, 720

	wallMargin  = 48
	wallTop     = 32
	wallFoot    = 60 // from the bottom to the line above the foot
	wallGap     = 18
	wallWidest  = 1500 // of a column: lines on a very wide wall stay readable
	wallCover   = 60   // title on the first slide
	wallTitle   = 40
	wallLead    = 28
	wallBody    = 30
	wallLeast   = 24 // no text but the foot is smaller
	wallFooting = 18
)

// wall places the parts of one slide.
type wall struct {
	u             float32 // pixels for a unit of the sizes above
	width, height float32 // of the window
	left, column  float32
	objects       []fyne.CanvasObject
}

func newWall(size fyne.Size) *wall {
	b := &wall{width: size.Width, height: size.Height, u: min(size.Width/wallWidth, size.Height/wallHeight)}
	b.column = min(size.Width-2*wallMargin*b.u, wallWidest*b.u)
	b.left = (size.Width - b.column) / 2
	back := canvas.NewRectangle(style.Color(look.Background))
	back.Resize(size)
	b.objects = append(b.objects, back)
	return b
}

func (b *wall) at(o fyne.CanvasObject, x, y float32) float32 {
	o.Move(fyne.NewPos(x, y))
	o.Resize(o.MinSize())
	b.objects = append(b.objects, o)
	return o.MinSize().Height
}

// text is a paragraph of at most some lines at a size in units.
func (b *wall) text(text string, width, size float32, most int, bold bool, token look.Token) fyne.CanvasObject {
	return typeset{size * b.u, most}.paragraph(text, width, bold, token)
}

// footing is what stands at the foot of every slide.
type footing struct{ client, mark, page string }

// foot writes the foot; nothing else may go below its line.
func (b *wall) foot(f footing) {
	rule := canvas.NewRectangle(style.Color(look.Border))
	rule.Move(fyne.NewPos(b.left, b.height-wallFoot*b.u))
	rule.Resize(fyne.NewSize(b.column, max(1, b.u)))
	b.objects = append(b.objects, rule)
	size := wallFooting * b.u
	line := func(text string, most float32, bold bool, token look.Token) *canvas.Text {
		return style.Line(fitLine(strings.Join(strings.Fields(text), " "), most, size, bold), size, bold, token)
	}
	y := b.height - (wallFoot-16)*b.u
	mark := line(f.mark, b.column*0.28, true, look.Text)
	b.at(mark, b.left, y)
	b.at(line(f.client, b.column*0.4, false, look.Muted), b.left+mark.MinSize().Width+24*b.u, y)
	page := line(f.page, b.column*0.1, true, look.Muted)
	b.at(page, b.left+b.column-page.MinSize().Width, y)
}

// bottom is where the content ends.
func (b *wall) bottom() float32 { return b.height - (wallFoot+12)*b.u }

// head writes title and lead, and is where the content begins.
func (b *wall) head(s report.Slide, lead string, token look.Token) float32 {
	y := wallTop * b.u
	room := b.column
	if s.Part != "" {
		part := style.Line(s.Part, wallLeast*b.u, false, look.Muted)
		b.at(part, b.left+b.column-part.MinSize().Width, y+16*b.u)
		room -= part.MinSize().Width + 24*b.u
	}
	y += b.at(b.text(s.Title, room, wallTitle, 1, true, look.Text), b.left, y)
	if lead != "" {
		y += b.at(b.lead(lead, token), b.left, y)
	}
	return y + wallGap*b.u
}

func (b *wall) lead(text string, token look.Token) fyne.CanvasObject {
	if len(style.Lines(text, b.column, wallLead*b.u, false)) <= 2 {
		return b.text(text, b.column, wallLead, 2, false, token)
	}
	return b.text(text, b.column, wallLeast, 3, false, token)
}

// slide is all that lies on the wall for a slide, but what is tried out.
func (b *wall) slide(s report.Slide, f footing) []fyne.CanvasObject {
	b.foot(f)
	switch {
	case s.Topic == report.TopicTitle:
		b.cover(s, f.mark)
	case !s.Trial:
		b.body(s, b.head(s, s.Lead, look.Accent))
	}
	return b.objects
}

// cover is the first slide.
func (b *wall) cover(s report.Slide, mark string) {
	const bar, inset = 8, 40
	x, room := b.left+inset*b.u, b.column-inset*b.u
	title := b.text(s.Title, room, wallCover, 3, true, look.Text)
	height := title.MinSize().Height
	parts := []fyne.CanvasObject{title}
	add := func(o fyne.CanvasObject) {
		parts = append(parts, o)
		height += wallGap*b.u + o.MinSize().Height
	}
	if strings.TrimSpace(s.Lead) != "" {
		add(b.text(s.Lead, room, wallTitle, 2, false, look.Accent))
	}
	for _, f := range s.Facts {
		add(b.text(f.Name+": "+f.Value, room, wallLeast+2, 1, false, look.Muted))
	}
	badge := style.Line(fitLine(mark, room*0.6, wallLeast*b.u, true), wallLeast*b.u, true, look.Text)
	height += 2*wallGap*b.u + badge.MinSize().Height
	y := max(wallTop*b.u, (b.bottom()-height)/2)
	line := canvas.NewRectangle(style.Color(look.Accent))
	line.Move(fyne.NewPos(b.left, y))
	line.Resize(fyne.NewSize(bar*b.u, height))
	b.objects = append(b.objects, line)
	for _, o := range parts {
		y += b.at(o, x, y) + wallGap*b.u
	}
	box := style.Box(look.None, look.Text, max(1, 1.5*b.u))
	box.CornerRadius = look.Corner * b.u
	box.Move(fyne.NewPos(x, y))
	box.Resize(badge.MinSize().AddWidthHeight(32*b.u, 12*b.u))
	b.objects = append(b.objects, box)
	b.at(badge, x+16*b.u, y+6*b.u)
}

// body fills the room under the head: as large as fits.
func (b *wall) body(s report.Slide, y float32) {
	room := b.bottom() - y
	sizes := []typeset{{wallBody, 0}, {wallBody - 2, 0}, {wallBody - 4, 0}, {wallLeast, 0}, {wallLeast, 4}, {wallLeast, 3}, {wallLeast, 2}, {wallLeast, 1}}
	least := float32(0)
	picture := len(s.Picture.Shapes) > 0
	if picture {
		least = room * 0.55
	}
	for i, t := range sizes {
		t.size *= b.u
		parts := b.parts(s, t)
		height := float32(0)
		for _, o := range parts {
			height += o.MinSize().Height + wallGap*b.u
		}
		if height+least-wallGap*b.u > room && i < len(sizes)-1 {
			continue
		}
		for _, o := range parts {
			y += b.at(o, b.left, y) + wallGap*b.u
		}
		break
	}
	if picture {
		b.picture(s.Picture, y)
	}
}

// picture draws a scene as large as the room that is left.
func (b *wall) picture(scene chart.Scene, y float32) {
	scale := min(b.column/float32(scene.Width), (b.bottom()-y)/float32(scene.Height))
	width := float32(scene.Width) * scale
	b.at(picture(scene, width), b.left+(b.column-width)/2, y)
}

// parts are the parts of a slide but its picture, from top to bottom.
func (b *wall) parts(s report.Slide, t typeset) []fyne.CanvasObject {
	var out []fyne.CanvasObject
	if len(s.Badges) == 1 {
		out = append(out, b.hero(s.Badges[0], b.column, wallHero, 0))
	} else if len(s.Badges) > 1 {
		out = append(out, b.badges(s.Badges, t))
	}
	if len(s.Facts) > 0 {
		out = append(out, b.facts(s.Facts, b.column, 4, false))
	}
	if s.Table != nil {
		out = append(out, tableSet(*s.Table, b.column, t))
	}
	if len(s.Points) > 0 {
		out = append(out, bulletsSet(s.Points, b.column, t))
	}
	for _, f := range s.Findings {
		out = append(out, b.finding(f, t))
	}
	return out
}

// The largest type there is, for a verdict: alone, or beside sliders.
const wallHero, wallHeroBeside = 68, 48

// hero is one verdict, its word in a size, in a box of at least a height.
func (b *wall) hero(badge report.Badge, width, size, least float32) fyne.CanvasObject {
	pad, mark := 0.38*size, 1.24*size
	st := badge.Style()
	room := width - (2*pad+mark+24)*b.u
	word := b.text(badge.Word, room, fitSize(badge.Word, room, size*b.u, wallLead*b.u)/b.u, 1, true, st.Color)
	p := &placed{y: pad * b.u}
	p.put(word, (pad+mark+24)*b.u)
	m := verdictMark(st, mark*b.u)
	m.Move(fyne.NewPos(pad*b.u, p.y+(word.MinSize().Height-mark*b.u)/2))
	m.Resize(m.MinSize())
	p.objects = append(p.objects, m)
	p.y += word.MinSize().Height
	if badge.Detail != "" {
		detail := b.text(badge.Detail, room, max(wallLeast, 0.44*size), 3, false, look.Text)
		p.put(detail, (pad+mark+24)*b.u)
		p.y += detail.MinSize().Height
	}
	p.y = max(p.y+pad*b.u, least)
	return b.tinted(p, st.Tint, width)
}

// fitSize is the largest size up to most at which text takes one line of a width,
// but at least least.
func fitSize(text string, width, most, least float32) float32 {
	const slack = 0.96 // widths do not grow evenly with the size
	if w := fyne.MeasureText(text, most, fyne.TextStyle{Bold: true}).Width; w > width*slack {
		most *= width * slack / w
	}
	return max(least, most)
}

// tinted lays a box behind what was placed.
func (b *wall) tinted(p *placed, tint look.Token, width float32) fyne.CanvasObject {
	box := style.Box(tint, look.None, 0)
	box.CornerRadius = look.Corner * b.u
	box.Resize(fyne.NewSize(width, p.y))
	p.objects = append([]fyne.CanvasObject{box}, p.objects...)
	return p.box(width)
}

// badges are several verdicts below each other.
func (b *wall) badges(list []report.Badge, t typeset) fyne.CanvasObject {
	const pad, mark = 16, 44
	all := &placed{}
	word := b.column * 0.42
	room := word - (mark+4*pad)*b.u
	for i, x := range list {
		st := x.Style()
		p := &placed{}
		left := &placed{}
		left.put(style.Line(x.Subject, wallLeast*b.u, false, look.Text), 0)
		left.y += style.LineHeight(wallLeast * b.u)
		w := b.text(x.Word, room, fitSize(x.Word, room, 34*b.u, wallLeast*b.u)/b.u, 2, true, st.Color)
		left.put(w, 0)
		left.y += w.MinSize().Height
		detail := t.paragraph(x.Detail, b.column-word-pad*b.u, false, look.Text)
		height := max(left.y, detail.MinSize().Height)
		middle := func(o fyne.CanvasObject, x float32) {
			p.y = pad*b.u + (height-o.MinSize().Height)/2
			p.put(o, x)
		}
		middle(verdictMark(st, mark*b.u), pad*b.u)
		middle(left.box(word), (2*pad+mark)*b.u)
		middle(detail, word)
		p.y = height + 2*pad*b.u
		if i > 0 {
			all.y += 14 * b.u
		}
		row := b.tinted(p, st.Tint, b.column)
		all.put(row, 0)
		all.y += row.MinSize().Height
	}
	return all.box(b.column)
}

// facts are figures with their names, and their notes if asked for, a few in a row.
func (b *wall) facts(list []report.Fact, width float32, row int, notes bool) fyne.CanvasObject {
	const gap = 24
	p := &placed{}
	most := float32(wallTitle)
	if notes {
		most = wallBody
	}
	for from := 0; from < len(list); from += row {
		part := list[from:min(from+row, len(list))]
		cell := (width - gap*b.u*float32(row-1)) / float32(row)
		height := float32(0)
		for i, f := range part {
			q := &placed{}
			size := fitSize(f.Value, cell, most*b.u, wallLeast*b.u)
			value := style.Line(fitLine(f.Value, cell, size, true), size, true, look.Text)
			q.put(value, 0)
			q.y += style.LineHeight(most * b.u)
			name := b.text(f.Name, cell, wallLeast, 2, false, look.Muted)
			q.put(name, 0)
			q.y += name.MinSize().Height
			if notes {
				q.put(b.text(f.Note, cell, wallLeast, 1, false, look.Accent), 0)
				q.y += style.LineHeight(wallLeast * b.u) // also without one: nothing must jump
			}
			p.put(q.box(cell), float32(i)*(cell+gap*b.u))
			height = max(height, q.y)
		}
		p.y += height
	}
	return p.box(width)
}

// finding is a weakness with what to do about it.
func (b *wall) finding(f report.Finding, t typeset) fyne.CanvasObject {
	const inset, mark = 22, 28
	st := look.Severity(f.Severity)
	p := &placed{y: 14 * b.u}
	word := style.Line(st.Word, wallLeast*b.u, true, st.Color)
	aside := word.MinSize().Width + (mark+inset+8)*b.u
	p.put(word, b.column-word.MinSize().Width-inset*b.u)
	p.put(verdictMark(st, mark*b.u), b.column-aside)
	put := func(text string, width float32, s typeset, bold bool, token look.Token) {
		o := s.paragraph(text, width, bold, token)
		p.put(o, inset*b.u)
		p.y += o.MinSize().Height
	}
	put(f.Title, b.column-aside-2*inset*b.u, typeset{t.size, 2}, true, look.Text)
	put(f.Recommendation, b.column-2*inset*b.u, t, false, look.Text)
	put(words.Say("%s · due %s", f.Owner, f.Due), b.column-2*inset*b.u, typeset{wallLeast * b.u, 1}, false, look.Muted)
	p.y += 14 * b.u
	bar := canvas.NewRectangle(style.Color(st.Color))
	bar.Resize(fyne.NewSize(5*b.u, p.y))
	p.objects = append(p.objects, bar)
	return b.tinted(p, look.Surface, b.column)
}

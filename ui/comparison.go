// The comparison: swing weights that are dragged with the ranking beside them,
// then ranking, cost, need and gates as the procurement report has them.

package ui

import (
	"maps"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"muster/assessment"
	"muster/assessment/comparison"
	"muster/assessment/engagement"
	"muster/assessment/session"
	"muster/exporters/look"
	"muster/exporters/report"
	"muster/ui/form"
	"muster/ui/locate"
	"muster/ui/style"
	"muster/ui/words"
)

// weightSlide is the slider of one criterion.
type weightSlide struct {
	id     string
	title  *canvas.Text
	value  *canvas.Text
	slider *slider
}

type comparisonPage struct {
	w      *workspace
	points map[string]float64 // as dragged; nil: as in the document
	slides []*weightSlide
	lead   *fyne.Container
	panel  *fyne.Container // sliders
	live   *fyne.Container // ranking beside them
	rest   *fyne.Container
	scroll *container.Scroll
	quiet  bool // a slider is being set by the program
}

func newComparisonPage(w *workspace) *comparisonPage {
	p := &comparisonPage{w: w, lead: container.NewVBox(), panel: container.NewVBox(), live: container.NewVBox(), rest: container.NewVBox()}
	p.scroll = columnScroll([]fyne.CanvasObject{style.Gap(look.Space2), p.lead, p.panel, p.rest, style.Gap(look.Space6)})
	p.build()
	p.refresh(session.Change{})
	return p
}

func (p *comparisonPage) object() fyne.CanvasObject { return p.scroll }

// commit keeps what is being dragged.
func (p *comparisonPage) commit() { p.keep() }

const (
	slidesWidth = 320
	liveAt      = 348
	liveWidth   = style.Column - liveAt
	slideHeight = 38
)

// build makes the sliders: one a criterion, in the order of the catalogue.
func (p *comparisonPage) build() {
	p.slides = nil
	c := p.w.session.Comparison()
	if c == nil {
		p.panel.Objects = nil
		return
	}
	box := &placed{y: 10}
	box.put(style.Line(words.Say("Swing weights"), look.TextBody, true, look.Text), 14)
	even := locate.Name("weights/even", form.NewChip(words.Say("All equal"), p.even))
	anchors := form.NewChip(words.Say("Anchors, gates ▸"), func() { p.w.open(pageCriteria) })
	bar := container.NewHBox(even, anchors)
	size := bar.MinSize()
	bar.Move(fyne.NewPos(slidesWidth-size.Width-6, 6))
	bar.Resize(size)
	box.objects = append(box.objects, bar)
	box.y += 28
	for _, x := range c.Criteria {
		s := &weightSlide{id: x.ID, slider: locate.Name("weight/"+x.ID, newSlider(0, 100))}
		s.slider.Step = 1
		s.title = style.Line("", look.TextSmall+1, false, look.Text)
		s.value = style.Line("", look.TextSmall+1, true, look.Text)
		s.value.Alignment = fyne.TextAlignTrailing
		s.title.Move(fyne.NewPos(14, box.y))
		s.title.Resize(fyne.NewSize(slidesWidth-28, 18))
		s.value.Move(fyne.NewPos(14, box.y))
		s.value.Resize(fyne.NewSize(slidesWidth-28, 18))
		h := s.slider.MinSize().Height
		top := box.y + 18 + (slideHeight-18-h)/2
		s.slider.Move(fyne.NewPos(6, top))
		s.slider.Resize(fyne.NewSize(slidesWidth-12, h))
		track := style.Box(look.Track, look.None, 0)
		track.Move(fyne.NewPos(14, top+h/2-2))
		track.Resize(fyne.NewSize(slidesWidth-28, 4))
		box.objects = append(box.objects, s.title, s.value, track, s.slider)
		box.y += slideHeight
		s.slider.OnChanged = func(v float64) {
			if !p.quiet {
				p.drag(s.id, v)
			}
		}
		s.slider.OnChangeEnded = func(float64) {
			if !p.quiet {
				p.keep()
			}
		}
		s.slider.onFocus = func() {
			if y, ok := offsetIn(p.scroll.Content, s.slider); ok {
				bringInto(p.scroll, y-look.Space6, h+2*look.Space6)
			}
		}
		p.slides = append(p.slides, s)
	}
	box.y += 8
	back := style.Box(look.Surface, look.Border, 1)
	back.Resize(fyne.NewSize(slidesWidth, box.y))
	box.objects = append([]fyne.CanvasObject{back}, box.objects...)
	height := box.y
	p.live.Move(fyne.NewPos(liveAt, 0))
	p.live.Resize(fyne.NewSize(liveWidth, height))
	box.objects = append(box.objects, p.live)
	p.panel.Objects = []fyne.CanvasObject{locate.Name("weights", container.New(&style.Fixed{Area: fyne.NewSize(style.Column, height)}, box.objects...))}
}

// stated are the points as they stand in the document, every criterion's.
func (p *comparisonPage) stated() map[string]float64 {
	out := map[string]float64{}
	for _, x := range p.w.session.Comparison().Criteria {
		out[x.ID] = x.Points
	}
	return out
}

// drag moves one weight without keeping it.
func (p *comparisonPage) drag(id string, v float64) {
	if p.points == nil {
		p.points = p.stated()
	}
	p.points[id] = v
	p.follow()
}

// keep makes the dragged weights those of the document; one undo step.
func (p *comparisonPage) keep() {
	if p.points == nil {
		return
	}
	points := p.points
	p.points = nil
	if maps.Equal(points, p.stated()) {
		p.follow()
		return
	}
	p.w.session.Edit(pageComparison, func(d *engagement.Document) { d.Comparison.Weights = points })
	if p.w.session.ReadOnly() {
		p.follow()
	}
}

// even gives every criterion that has points the same.
func (p *comparisonPage) even() {
	p.points = p.stated()
	for id, v := range p.points {
		if v > 0 {
			p.points[id] = 10
		}
	}
	p.keep()
}

// shown is the comparison with what is being dragged in it.
func (p *comparisonPage) shown() *comparison.Comparison {
	if p.points == nil {
		return p.w.session.Comparison()
	}
	return p.w.session.Weighed(p.points)
}

// follow shows weights and ranking as they are being dragged.
func (p *comparisonPage) follow() {
	c := p.shown()
	for i, s := range p.slides {
		x := &c.Criteria[i]
		p.quiet = true
		s.slider.Max = math.Max(100, x.Points)
		s.slider.SetValue(x.Points)
		p.quiet = false
		text, token := assessment.FormatNumber(x.Points, 0)+" · "+assessment.FormatNumber(x.Share*100, 1)+"\u00a0%", look.Text
		switch {
		case !x.Scored && x.Points > 0:
			text, token = words.Say("not measured"), look.Watch
		case x.Points == 0:
			text, token = words.Say("no weight"), look.Muted
		}
		s.value.Text, s.value.Color = text, style.Color(token)
		s.value.Refresh()
		s.title.Text = fitLine(words.Name(x.Title), slidesWidth-28-s.value.MinSize().Width-8, look.TextSmall+1, false)
		s.title.Refresh()
	}
	out := []fyne.CanvasObject{picture(report.ValueScene(words.Reports(), c, liveWidth), liveWidth)}
	if len(c.Ranking) > 0 && len(c.Find(c.Ranking[0]).Stated) > 0 {
		out = append(out, style.Gap(look.Space1), picture(report.AcceptabilityScene(words.Reports(), c, true, liveWidth), liveWidth))
	}
	p.live.Objects = out
	p.live.Refresh()
	// Two lines at all times: the sliders must not move away from the mouse.
	text := locate.Name("comparison/lead", style.Paragraph(c.Recommendation.Text, style.Column, look.TextLead, false, look.Accent))
	text.Resize(text.MinSize())
	p.lead.Objects = []fyne.CanvasObject{
		style.Paragraph(words.Say("Comparison"), style.Column, look.TextTitle, true, look.Text),
		container.New(&style.Fixed{Area: fyne.NewSize(style.Column, max(2*style.LineHeight(look.TextLead), text.MinSize().Height))}, text),
		style.Gap(look.Space1),
	}
	p.lead.Refresh()
}

func (p *comparisonPage) refresh(session.Change) {
	c := p.w.session.Comparison()
	if c == nil {
		p.lead.Objects = []fyne.CanvasObject{
			style.Paragraph(words.Say("Comparison"), style.Column, look.TextTitle, true, look.Text),
			style.Paragraph(words.Say("There is nothing to compare yet: enter the offers first, or put in today's contract and hiring in-house."), style.Column, look.TextBody, false, look.Muted),
			style.Gap(look.Space2),
			container.NewHBox(locate.Name("comparison/options", form.NewChip(words.Say("Contract options ▸"), func() { p.w.open(pageOptions) }))),
		}
		p.panel.Objects, p.rest.Objects = nil, nil
		return
	}
	if len(c.Criteria) != len(p.slides) {
		p.build()
	}
	p.points = nil
	p.follow()
	rep := p.w.report()
	var out []fyne.CanvasObject
	out = append(out, style.Gap(look.Space4))
	out = append(out, blockObjects([]report.Block{report.RankingTable(words.Reports(), c)}, style.Column)...)
	list := func(title string, items []string) {
		if len(items) > 0 {
			out = append(out, style.Gap(look.Space2), style.Paragraph(title, style.Column, look.TextHeading-2, true, look.Text), bulletList(items, style.Column))
		}
	}
	list(words.Say("What this rests on"), c.Recommendation.RestsOn)
	list(words.Say("What would overturn it"), c.Recommendation.Overturned)
	for _, id := range []string{report.OptionRanking, report.OptionCost, report.OptionNeeds, report.OptionGates} {
		out = append(out, style.Gap(look.Space4))
		out = append(out, chapterObjects(rep.OptionChapter(id), style.Column)...)
	}
	out = append(out, style.Gap(look.Space4), container.NewHBox(
		locate.Name("comparison/export", form.NewChip(words.Say("Export the procurement report…"), func() { p.w.export("procurement") })),
		form.NewChip(words.Say("Export the workbook…"), func() { p.w.export("xlsx") })))
	p.rest.Objects = out
	p.rest.Refresh()
}

// The verdict page: the verdicts with what is being tried out in them, what would
// change them, and how they came about.

package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"muster/assessment"
	"muster/assessment/session"
	"muster/exporters/look"
	"muster/exporters/report"
	"muster/ui/form"
	"muster/ui/locate"
	"muster/ui/style"
	"muster/ui/words"
)

// verdictPage is the verdict with what was tried out in it, what would change it
// and how it came about.
type verdictPage struct {
	w      *workspace
	top    *fyne.Container // title, verdicts: follow the sliders
	gauges *fyne.Container // follow the sliders too
	rest   *fyne.Container // as answered
	place  *fyne.Container // of the panel
	panel  *whatIfPanel
	scroll *container.Scroll
}

func newVerdictPage(w *workspace) *verdictPage {
	p := &verdictPage{w: w, top: container.NewVBox(), gauges: container.NewVBox(), rest: container.NewVBox(), place: container.NewVBox()}
	p.scroll = columnScroll([]fyne.CanvasObject{style.Gap(look.Space2), p.top, style.Gap(look.Space2), p.place, style.Gap(look.Space2), p.gauges, p.rest, style.Gap(look.Space6)})
	p.rebuild()
	return p
}

func (p *verdictPage) object() fyne.CanvasObject { return p.scroll }
func (p *verdictPage) commit()                   {}
func (p *verdictPage) refresh(session.Change)    { p.rebuild() }

func (p *verdictPage) rebuild() {
	p.panel = newWhatIf(p.w, p.follow)
	for _, s := range p.panel.slides {
		s.slider.onFocus = func() {
			if y, ok := offsetIn(p.scroll.Content, s.slider); ok {
				bringInto(p.scroll, y-look.Space6, s.slider.Size().Height+2*look.Space6)
			}
		}
	}
	p.place.Objects = []fyne.CanvasObject{p.panel.object}
	p.place.Refresh()
	p.follow()
	p.showRest()
}

// follow shows the verdict and the gauges with the what-if in it.
func (p *verdictPage) follow() {
	r := p.w.tried()
	lead, token := p.w.triedLead(r)
	p.top.Objects = []fyne.CanvasObject{
		style.Paragraph(words.Say("Verdict"), style.Column, look.TextTitle, true, look.Text),
		locate.Name("verdict/lead", style.Paragraph(lead, style.Column, look.TextLead, false, token)),
		style.Gap(look.Space2),
		badgeGrid(report.Verdicts(words.Reports(), r), style.Column),
	}
	p.top.Refresh()
	registry := p.w.session.Registry
	params := registry.Resolve(p.w.session.Document().Model)
	scene := report.Gauges(words.Reports(), r, &params, gaugeWidth)
	p.gauges.Objects = []fyne.CanvasObject{
		container.NewHBox(picture(scene, style.Column)),
		style.Paragraph(words.Say("Each gauge shows one figure of the rules; the marker is the engagement, the ticks are the thresholds."), style.Column, look.TextSmall, false, look.Muted),
	}
	p.gauges.Refresh()
}

// triedLead says in one line what the what-if gives: the sliders must not move away
// from the mouse.
func (w *workspace) triedLead(tried *assessment.Result) (string, look.Token) {
	now, then := w.session.Result().SIA.Verdict, tried.SIA.Verdict
	switch {
	case w.whatIf.Empty():
		return report.SummaryLead(words.Reports(), tried), look.Accent
	case now == then:
		return words.Say("Tried out, not answered: still %s.", verdictWord(now)), look.Watch
	}
	return words.Say("Tried out, not answered: %s instead of %s.", verdictWord(then), verdictWord(now)), look.Watch
}

const gaugeWidth = 640

// showRest is everything below the gauges, as answered.
func (p *verdictPage) showRest() {
	rep := p.w.report()
	var out []fyne.CanvasObject
	out = append(out, style.Gap(look.Space4))
	out = append(out, p.changes(rep)...)
	summary := rep.Chapter("summary")
	summary.Title, summary.Lead = words.Say("Reasons and decisions"), ""
	summary.Blocks = summary.Blocks[1:] // the verdicts stand above
	out = append(out, style.Gap(look.Space4))
	out = append(out, chapterObjects(summary, style.Column)...)
	dashboard := rep.Chapter("dashboard")
	dashboard.Blocks = dashboard.Blocks[1:] // the gauges stand above
	out = append(out, style.Gap(look.Space4))
	out = append(out, chapterObjects(dashboard, style.Column)...)
	out = append(out, style.Gap(look.Space4))
	out = append(out, responsibilityObjects(rep)...)
	out = append(out, style.Gap(look.Space4))
	p.rest.Objects = append(out, chapterObjects(rep.Chapter("trace"), style.Column)...)
	p.rest.Refresh()
}

// shownChanges is how many changes of a kind stand on the page.
const shownChanges = 4

// changes is the chapter on what would change the verdict, with a way to each
// question and, where a slider moves it, to try it out.
func (p *verdictPage) changes(rep *report.Report) []fyne.CanvasObject {
	e := p.w.session.Explanation()
	chapter := rep.Chapter("change")
	chapter.Blocks = nil
	out := chapterObjects(chapter, style.Column)
	out = append(out, style.Paragraph(report.RobustText(rep.Lang, p.w.session.Set, &rep.Result), style.Column, look.TextBody, false, look.Text))
	if next := rep.Result.Confidence.Next; p.w.session.Set.Item(next) != nil {
		out = append(out, container.NewHBox(locate.Name("verdict/next", form.NewChip(words.Say("Go to the next best question (Ctrl+B) ▸"), func() { p.w.goTo(next) }))))
	}
	if e.Uncertainty != nil {
		out = append(out, style.Gap(look.Space2))
		out = append(out, blockObjects([]report.Block{report.Figure{Scene: report.SharesScene(rep, gaugeWidth), Caption: report.SharesCaption(rep.Lang, e.Uncertainty)}}, style.Column)...)
	}
	if e.Uncertainty != nil {
		out = append(out, container.NewHBox(form.NewChip(words.Say("Change the width ▸"), func() {
			p.w.open(pageSettings)
			p.w.page.(revealer).reveal("uncertainty.width", true)
		})))
	}
	for _, subject := range report.Subjects {
		for _, kind := range []struct {
			title     string
			direction string
			advice    bool
		}{
			{words.Say("what you can do to need less"), "less", true},
			{words.Say("what else would mean less (sensitivity)"), "less", false},
			{words.Say("what would mean more (sensitivity)"), "more", false},
		} {
			list := e.About(subject.ID, kind.direction, kind.advice, shownChanges)
			if len(list) == 0 {
				continue
			}
			out = append(out, style.Gap(look.Space2), style.Paragraph(subject.Title+": "+kind.title, style.Column, look.TextBody, true, look.Text))
			for _, c := range list {
				out = append(out, p.change(c))
			}
		}
	}
	if len(rep.Scenarios) > 0 {
		out = append(out, style.Gap(look.Space4), style.Paragraph(words.Say("Kept scenarios"), style.Column, look.TextHeading-2, true, look.Text), tableObject(report.ScenarioTable(rep), style.Column))
		bar := container.NewHBox(style.Line(words.Say("Drop:"), look.TextSmall, false, look.Muted))
		for i, s := range rep.Scenarios {
			bar.Add(form.NewChip(fitLine(s.Name, 180, look.TextSmall, false)+" ✕", func() { p.w.dropScenario(i) }))
		}
		out = append(out, bar)
	}
	return out
}

// change is one counterfactual with its chips.
func (p *verdictPage) change(c assessment.Counterfactual) fyne.CanvasObject {
	chips := container.NewHBox()
	if sc, ok := scenarioOf(c); ok {
		chips.Add(form.NewChip(words.Say("Try"), func() { p.w.tryOut(sc) }))
	}
	if id := c.Changes[0].Question; p.w.session.Set.Item(id) != nil {
		chips.Add(form.NewChip(words.Say("Question ▸"), func() { p.w.goTo(id) }))
	}
	room := chips.MinSize().Width + 12
	st := look.Verdict(c.To)
	text := style.Paragraph(c.Text, style.Column-room-24, look.TextBody, false, look.Text)
	row := &placed{y: 3}
	row.put(verdictMark(st, 18), 0)
	h := text.MinSize().Height
	row.put(text, 24)
	chips.Move(fyne.NewPos(style.Column-room+12, 0))
	chips.Resize(chips.MinSize())
	row.objects = append(row.objects, chips)
	row.y += max(h, 24)
	return row.box(style.Column)
}

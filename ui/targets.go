// The page of targets and gaps: which levels are wanted, where today's stand against
// them, the gaps by what they do to the verdicts, what recurs, and the benchmark.

package ui

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"muster/assessment/actionplan"
	"muster/assessment/cadence"
	"muster/assessment/engagement"
	"muster/assessment/session"
	"muster/assessment/target"
	"muster/exporters/look"
	"muster/exporters/report"
	"muster/ui/form"
	"muster/ui/locate"
	"muster/ui/style"
	"muster/ui/words"
)

// The parts of the page.
const (
	partPicture   = "picture"
	partGaps      = "gaps"
	partLevels    = "levels"
	partCadence   = "cadence"
	partBenchmark = "benchmark"
)

// targetPlace starts the places on the page that undo leads to: a part, or a question
// whose wanted level was set.
const targetPlace = pageTargets + "/"

// targetView is how the page is looked at; it outlasts the page and is no part of the
// engagement.
type targetView struct {
	part     string // empty: the picture
	question string // whose wanted level is to be shown; empty for none
	all      bool   // all gaps are listed
	bench    benchView
}

// lead sets what is shown by a place without its prefix.
func (v *targetView) lead(place string) {
	v.part, v.question, _ = strings.Cut(place, "/")
}

// targetPage is the page; its fields stay while what they show is made anew.
type targetPage struct {
	w      *workspace
	view   *targetView
	head   *fyne.Container
	body   *fyne.Container
	scroll *container.Scroll

	parts *form.Segments
	sets  *form.ChoiceGroup
	grids []*levelGrid
}

func newTargetPage(w *workspace) *targetPage {
	p := &targetPage{w: w, view: &w.targets, head: container.NewVBox(), body: container.NewVBox()}
	list := []form.Segment{{ID: partPicture, Title: words.Say("Current and target")}, {ID: partGaps, Title: words.Say("Ranked gaps")}, {ID: partLevels, Title: words.Say("Target profile")},
		{ID: partCadence, Title: words.Say("What recurs")}, {ID: partBenchmark, Title: words.Name("Benchmark")}}
	p.parts = locate.Name("targets/part", form.NewSegments(list, form.Hooks{}, func(id string) {
		p.view.part = id
		p.again()
		p.scroll.ScrollToTop()
	}))
	var options []form.Option
	for i, s := range target.Default().Sets {
		options = append(options, form.Option{ID: s.ID, Key: rune('1' + i), Title: words.Name(s.Title), Text: words.Name(s.For) + " " + words.Name(s.Why)})
	}
	p.sets = locate.Name("targets/set", form.NewChoiceGroup(options, false, style.Column, form.Hooks{}, func(ids []string) { p.choose(ids[0]) }))
	p.scroll = columnScroll([]fyne.CanvasObject{container.NewVBox(p.head, p.body)})
	p.refresh(session.Change{})
	return p
}

func (p *targetPage) object() fyne.CanvasObject { return p.scroll }
func (p *targetPage) commit()                   {}

// again shows the page anew after something was chosen on it.
func (p *targetPage) again() { p.w.app.keeping(func() { p.refresh(session.Change{}) }) }

func (p *targetPage) part() string {
	if p.view.part == "" {
		return partPicture
	}
	return p.view.part
}

func (p *targetPage) refresh(session.Change) {
	doc := p.w.session.Document()
	p.parts.SetChosen(p.part())
	p.sets.SetChosen([]string{doc.Target.Set})
	lead := words.Say("Say how good is good enough, and see what is missing.")
	gap := p.w.session.Gap()
	if gap != nil {
		lead = words.Name(gap.Text)
	}
	p.head.Objects = []fyne.CanvasObject{style.Gap(look.Space2),
		style.Paragraph(words.Say("Targets and gaps"), style.Column, look.TextTitle, true, look.Text),
		locate.Name("targets/lead", style.Paragraph(lead, style.Column, look.TextLead, false, look.Accent)),
		container.NewHBox(p.parts), style.Gap(look.Space2)}
	var body []fyne.CanvasObject
	switch part := p.part(); {
	case part == partCadence:
		body = p.cadence()
	case part == partBenchmark:
		body = p.benchmark()
	case part == partLevels:
		body = p.levels(gap)
	case gap == nil:
		body = p.untargeted()
	case part == partGaps:
		body = p.gaps(gap)
	default:
		body = p.picture(gap)
	}
	p.body.Objects = append(body, style.Gap(look.Space6))
	p.head.Refresh()
	p.body.Refresh()
	p.scroll.Content.Refresh()
	// Another part is shorter: what was scrolled to may be gone.
	p.scroll.ScrollToOffset(fyne.NewPos(0, max(0, min(p.scroll.Offset.Y, p.scroll.Content.MinSize().Height-p.scroll.Size().Height))))
}

// reveal gives the keyboard to what a place leads to.
func (p *targetPage) reveal() {
	c := p.w.app.window.Canvas()
	question := p.view.question
	p.view.question = ""
	switch {
	case question != "":
		for _, g := range p.grids {
			if g.reveal(question) {
				c.Focus(g.grid)
				return
			}
		}
	case p.view.part == partLevels:
		c.Focus(p.sets)
	default:
		c.Focus(p.parts)
	}
}

// targetHeading is a heading within the page.
func targetHeading(text string) []fyne.CanvasObject {
	return []fyne.CanvasObject{style.Gap(look.Space2), style.Paragraph(text, style.Column, look.TextHeading-2, true, look.Text)}
}

func note(text string) fyne.CanvasObject {
	return style.Paragraph(text, style.Column, look.TextSmall+1, false, look.Muted)
}

// untargeted explains what a target is for and offers the sets.
func (p *targetPage) untargeted() []fyne.CanvasObject {
	out := []fyne.CanvasObject{
		style.Paragraph(words.Say("A level says where you stand; only a target says whether that is enough. Choose one of these sets of wanted levels: Muster compares every levelled answer with it, "+
			"ranks the gaps by what they do to the verdicts, and raises a level where your answers ask for more. Any single level can then be set differently."), style.Column, look.TextBody, false, look.Muted), style.Gap(look.Space2)}
	out = append(out, p.sets)
	if p.w.session.ReadOnly() {
		out = append(out, note(words.Say("This engagement is read-only: no target can be set.")))
	}
	return out
}

// choose takes a set; own levels stay. One undo step.
func (p *targetPage) choose(id string) {
	if p.w.refuse() {
		p.sets.SetChosen([]string{p.w.session.Document().Target.Set})
		return
	}
	p.edit(partLevels, func(t engagement.Target) engagement.Target {
		t.Set = id
		return t
	})
}

// edit changes the target; one undo step, which leads to a place on the page.
func (p *targetPage) edit(place string, change func(engagement.Target) engagement.Target) {
	p.w.session.Edit(targetPlace+place, func(d *engagement.Document) { d.Target = change(d.Target.Clone()) })
}

// picture is today against the target: verdicts, radar, map, sections.
func (p *targetPage) picture(gap *target.Assessment) []fyne.CanvasObject {
	out := []fyne.CanvasObject{style.Paragraph(report.GapIntro(words.Reports(), gap), style.Column, look.TextBody, false, look.Text)}
	for _, r := range gap.Remarks {
		out = append(out, style.Paragraph(words.Name(r), style.Column, look.TextBody, false, look.Watch))
	}
	if len(gap.Gaps) > 0 {
		out = append(out, targetHeading(words.Say("Once all gaps are closed"))...)
		out = append(out, outcome("targets/outcome", words.Say("Once closed"), report.GapOutcome(words.Reports(), gap), gap.Verdicts), note(words.Reports().Text(gap.Remark())))
	}
	blocks := []report.Block{}
	if n := len(gap.Sections); n > 2 {
		blocks = append(blocks, report.Figure{Scene: report.GapRadar(words.Reports(), gap, 1, gaugeWidth), Caption: words.Reports().Text(report.GapRadarCaption)})
	}
	out = append(out, targetHeading(words.Say("By section"))...)
	blocks = append(blocks, report.GapSectionTable(words.Reports(), gap, 1))
	out = append(out, blockObjects(blocks, style.Column)...)
	out = append(out, targetHeading(words.Say("Every question"))...)
	out = append(out, blockObjects([]report.Block{report.Figure{Scene: report.GapMap(words.Reports(), gap, style.Column), Caption: words.Reports().Text(report.GapMapCaption)}}, style.Column)...)
	if open := report.GapOpen(words.Reports(), gap); len(open) > 0 {
		out = append(out, targetHeading(words.Say("To be found out (%d)", len(open)))...)
		for i := range gap.Open {
			out = append(out, p.way(open[i], "open", gap.Open[i].Question))
		}
	}
	return out
}

// way is a text with the way to its question.
func (p *targetPage) way(text, kind, question string) fyne.CanvasObject {
	const room = 64
	body := style.Paragraph(text, style.Column-room, look.TextBody, false, look.Text)
	chip := p.questionChip("targets/"+kind+"/"+question, question)
	if chip == nil {
		return body
	}
	return container.NewBorder(nil, nil, nil, container.NewVBox(chip), body)
}

// questionChip leads to a question; nil where the set has none.
func (p *targetPage) questionChip(name, question string) fyne.CanvasObject {
	it := p.w.session.Set.Item(question)
	if it == nil {
		return nil
	}
	return locate.Name(name, form.NewChip(fmt.Sprintf("%d ▸", it.Number), func() { p.w.goTo(question) }))
}

// shownGaps is how many gaps are listed at first.
const shownGaps = 12

// gaps are the ranked gaps by what they do, each with its reason and what can be done.
func (p *targetPage) gaps(gap *target.Assessment) []fyne.CanvasObject {
	if len(gap.Gaps) == 0 {
		return []fyne.CanvasObject{style.Paragraph(words.Say("No answer is short of its target."), style.Column, look.TextBody, false, look.Muted)}
	}
	var unplanned []target.Gap
	for _, g := range gap.Gaps {
		if len(p.w.plan().OfQuestion(g.Question)) == 0 {
			unplanned = append(unplanned, g)
		}
	}
	out := []fyne.CanvasObject{note(words.Name(gap.Rule))}
	if n := len(unplanned); n > 0 {
		all := locate.Name("targets/plan-all", form.NewButton(words.Say("Plan an action for each (%d)", n), func() { p.plan(unplanned) }))
		all.Importance = widget.HighImportance
		out = append(out, container.NewHBox(all))
	}
	list := gap.Gaps
	if !p.view.all {
		list = list[:min(len(list), shownGaps)]
	}
	last := ""
	for i := range list {
		if title := gapGroup(&list[i]); title != last {
			last = title
			out = append(out, targetHeading(title)...)
		}
		out = append(out, p.gap(&list[i]))
	}
	if n := len(gap.Gaps); n > shownGaps {
		label := words.Say("Show all %d", n)
		if p.view.all {
			label = words.Say("Show fewer")
		}
		out = append(out, style.Gap(look.Space1), container.NewHBox(locate.Name("targets/all", form.NewChip(label, func() {
			p.view.all = !p.view.all
			p.again()
		}))))
	}
	return out
}

// gapGroup is the heading a gap stands under.
func gapGroup(g *target.Gap) string {
	switch {
	case len(g.Moves) > 0:
		return words.Say("Eases a verdict by itself")
	case len(g.Keeps) > 0:
		return words.Say("Needed, once all others are closed")
	case len(g.Joint) > 0:
		return words.Say("Eases a verdict together with the rest of its section")
	}
	return words.Say("Moves no verdict")
}

// gap is one gap.
func (p *targetPage) gap(g *target.Gap) fyne.CanvasObject {
	const at, waysAt, levelRoom = 58, style.Column - 190, 76
	st := report.GapState(&g.Item).Style()
	box := &placed{y: 7}
	rank := style.Line(fmt.Sprint(g.Rank), look.TextSmall+1, false, look.Muted)
	rank.Alignment = fyne.TextAlignTrailing
	box.put(rank, 0)
	rank.Resize(fyne.NewSize(26, rank.MinSize().Height))
	box.put(verdictMark(st, 16), 34)
	box.y = 4
	title := style.Paragraph(words.Name(g.Title), waysAt-levelRoom-at, look.TextBody, true, look.Text)
	box.put(title, at)
	level := style.Line(words.Say("%d of %d", g.Level, g.Wanted), look.TextBody, true, st.Color)
	box.put(level, waysAt-levelRoom+6)
	box.y += title.MinSize().Height
	why := style.Paragraph(words.Name(g.Why), waysAt-at-12, look.TextSmall+1, false, look.Muted)
	box.put(why, at)
	box.y += why.MinSize().Height + 6
	x := float32(waysAt)
	way := func(o fyne.CanvasObject) {
		o.Move(fyne.NewPos(x, 2))
		o.Resize(o.MinSize())
		box.objects = append(box.objects, o)
		x += o.MinSize().Width + look.Space1
	}
	if chip := p.questionChip("targets/gap/"+g.Question, g.Question); chip != nil {
		way(chip)
	}
	if of := p.w.plan().OfQuestion(g.Question); len(of) > 0 {
		a := &of[0].Action
		label := fitLine(fmt.Sprintf("%s, %s", a.ID, words.Name(report.StatusWord(words.Reports(), a.State()))), style.Column-x-40, look.TextSmall, true)
		way(locate.Name("targets/action/"+g.Question, form.NewChip(label+" ▸", func() { p.w.open(actionPrefix + a.ID) })))
	} else {
		way(locate.Name("targets/plan/"+g.Question, form.NewChip(words.Say("Plan an action"), func() { p.plan([]target.Gap{*g}) })))
	}
	return container.NewVBox(box.box(style.Column), widget.NewSeparator())
}

// plan makes an action of each of the gaps; one undo step.
func (p *targetPage) plan(gaps []target.Gap) {
	if p.w.refuse() {
		return
	}
	s := p.w.session
	s.Edit(targetPlace+partGaps, func(d *engagement.Document) {
		d.Actions = append(d.Actions, actionplan.ProposeGaps(s.Set, s.Registry, d, s.Result(), actionplan.Default(), gaps)...)
	})
}

// cadenceColumns are where the columns of the recurring duties begin, and their room.
var cadenceColumns = []struct{ x, room float32 }{{28, 184}, {216, 88}, {308, 92}, {404, 84}, {492, 152}}

// cadence are the recurring duties as they stand today, what is overdue first.
func (p *targetPage) cadence() []fyne.CanvasObject {
	day := today()
	duties := cadence.Duties(p.w.session.Set, p.w.session.Document(), day)
	if len(duties) == 0 {
		return []fyne.CanvasObject{style.Paragraph(words.Say("No recurring duty applies."), style.Column, look.TextBody, false, look.Muted)}
	}
	out := []fyne.CanvasObject{
		locate.Name("targets/cadence", style.Paragraph(report.CadenceLead(words.Reports(), duties), style.Column, look.TextLead, false, look.Text)),
		note(words.Say("As of %s. How often is wanted is what the questions say; the answers tell how many months ago each was done, counted back from the date of the assessment.", day)), style.Gap(look.Space2)}
	table := report.CadenceTable(words.Reports(), duties)
	row := func(cells []string, size float32, bold bool, tokens func(i int) look.Token, more func(*placed)) fyne.CanvasObject {
		box := &placed{y: 6}
		height := float32(24)
		for i, c := range cadenceColumns {
			o := style.Paragraph(words.Name(cells[i]), c.room, size, bold, tokens(i))
			box.put(o, c.x)
			height = max(height, o.MinSize().Height)
		}
		more(box)
		box.y = height + 12
		return container.NewVBox(box.box(style.Column), widget.NewSeparator())
	}
	heads := []string{words.Name("Duty"), words.Say("At least every"), words.Say("Last done, about"), words.Say("Due by"), words.Say("Where it stands")}
	out = append(out, row(heads, look.TextSmall, true, func(int) look.Token { return look.Muted }, func(*placed) {}))
	for i := range duties {
		d := &duties[i]
		st := dutyStyle(d.Standing)
		out = append(out, row(table.Rows[i], look.TextSmall+1, false, func(i int) look.Token {
			if i == len(cadenceColumns)-1 {
				return st.Color
			}
			return look.Text
		}, func(box *placed) {
			box.put(verdictMark(st, 16), 4)
			if chip := p.questionChip("targets/duty/"+d.Question, d.Question); chip != nil {
				chip.Move(fyne.NewPos(style.Column-chip.MinSize().Width, 3))
				chip.Resize(chip.MinSize())
				box.objects = append(box.objects, chip)
			}
		}))
	}
	return append(out, style.Gap(look.Space1), note(words.Say("The calendar of the action plan takes these days along (Action plan, Calendar…).")))
}

// dutyStyle is how a standing looks; its words stand beside it.
func dutyStyle(s cadence.Standing) look.VerdictStyle {
	switch s {
	case cadence.Overdue:
		return look.VerdictStyle{Color: look.Bad, Mark: look.Square}
	case cadence.Due:
		return look.VerdictStyle{Color: look.Watch, Mark: look.Diamond}
	case cadence.Fine:
		return look.VerdictStyle{Color: look.Good, Mark: look.Circle}
	}
	return look.VerdictStyle{Color: look.Muted, Mark: look.Dashed}
}

// The page of contract options: the list, what to do with it, the terms side by
// side and what to ask the providers.

package ui

import (
	"fmt"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"muster/assessment/comparison"
	"muster/assessment/engagement"
	"muster/assessment/session"
	"muster/assessment/store"
	"muster/exporters/look"
	"muster/exporters/report"
	"muster/ui/form"
	"muster/ui/locate"
	"muster/ui/style"
	"muster/ui/words"
)

type optionsPage struct {
	w         *workspace
	column    *fyne.Container
	questions fyne.CanvasObject
	cards     map[string]fyne.CanvasObject
	movers    map[string]*form.Chip // by name
	scroll    *container.Scroll
	differing bool // only the terms in which the options differ
}

func newOptionsPage(w *workspace) *optionsPage {
	p := &optionsPage{w: w, column: container.NewVBox()}
	p.scroll = columnScroll([]fyne.CanvasObject{p.column})
	p.refresh(session.Change{})
	return p
}

func (p *optionsPage) object() fyne.CanvasObject { return p.scroll }
func (p *optionsPage) commit()                   {}

func (p *optionsPage) refresh(session.Change) {
	doc := p.w.session.Document()
	p.cards, p.movers = map[string]fyne.CanvasObject{}, map[string]*form.Chip{}
	out := []fyne.CanvasObject{style.Gap(look.Space2), style.Paragraph(words.Say("Contract options"), style.Column, look.TextTitle, true, look.Text)}
	if len(doc.Options) == 0 {
		out = append(out,
			style.Paragraph(words.Say("Put the offers of providers beside the assessed need. Enter each offer once: price, tickets, analyst, services, gates and criteria. "+
				"Muster works out what each costs over its term, which need remains, how they rank and how fragile that ranking is."), style.Column, look.TextBody, false, look.Muted),
			style.Gap(look.Space2), p.actions(), style.Gap(look.Space6))
		p.show(out)
		return
	}
	c := p.w.session.Comparison()
	out = append(out, locate.Name("options/lead", style.Paragraph(c.Recommendation.Text, style.Column, look.TextLead, false, look.Accent)), style.Gap(look.Space2), p.actions(), style.Gap(look.Space2))
	for i := range doc.Options {
		card := p.card(c, i)
		p.cards[doc.Options[i].ID] = card
		out = append(out, card, style.Gap(look.Space1))
	}
	out = append(out, container.NewHBox(locate.Name("options/compare", form.NewChip(words.Say("Weights and ranking ▸"), func() { p.w.open(pageComparison) })),
		form.NewChip(words.Say("Criteria and gates ▸"), func() { p.w.open(pageCriteria) })))
	heading := func(s string) {
		out = append(out, style.Gap(look.Space4), style.Paragraph(s, style.Column, look.TextHeading, true, look.Text))
	}
	if len(c.Remarks) > 0 {
		heading(words.Say("To mend or to bear in mind"))
		var items []string
		for _, r := range c.Remarks {
			items = append(items, r.Text)
		}
		out = append(out, bulletList(items, style.Column))
	}
	if texts := report.BuyingTexts(words.Reports(), c); len(texts) > 0 {
		heading(words.Say("Bought beyond the need, or short of it"))
		out = append(out, bulletList(texts, style.Column))
	}
	heading(words.Say("Terms side by side"))
	out = append(out, p.sideBySide()...)
	heading(words.Say("Questions to the providers"))
	p.questions = out[len(out)-1]
	out = append(out, p.questionList(c)...)
	p.show(append(out, style.Gap(look.Space6)))
}

func (p *optionsPage) show(objects []fyne.CanvasObject) {
	p.column.Objects = objects
	p.column.Refresh()
}

// actions add options.
func (p *optionsPage) actions() fyne.CanvasObject {
	return container.NewHBox(
		locate.Name("options/add", form.NewButton(words.Say("Add an option"), p.w.addOption)),
		locate.Name("options/today", form.NewButton(words.Say("Today's contract"), p.w.addToday)),
		locate.Name("options/in-house", form.NewButton(words.Say("Hire in-house"), p.w.addInHouse)))
}

// card is one option with what became of it.
func (p *optionsPage) card(c *comparison.Comparison, i int) fyne.CanvasObject {
	o := &p.w.session.Document().Options[i]
	x := &c.Options[i]
	box := &placed{y: 10}
	rank, token := fmt.Sprint(x.Rank), look.Accent
	if x.Out {
		rank, token = words.Say("out"), look.Bad
	}
	box.put(style.Line(rank, look.TextLead, true, token), 16)
	name := o.Title()
	if o.Provider != "" && !strings.Contains(name, o.Provider) {
		name += " · " + o.Provider
	}
	box.put(style.Line(fitLine(name, 350, look.TextBody+1, true), look.TextBody+1, true, look.Text), 64)
	bar := container.NewHBox(
		locate.Name("options/edit/"+o.ID, form.NewChip(words.Say("Edit"), func() { p.w.open(optionPage(o.ID, topicOffer)) })),
		locate.Name("options/copy/"+o.ID, form.NewChip(words.Say("Duplicate"), func() { p.w.duplicateOption(i) })),
		p.mover("up", o.ID, "↑", func() { p.w.moveOption(i, -1) }),
		p.mover("down", o.ID, "↓", func() { p.w.moveOption(i, 1) }),
		locate.Name("options/delete/"+o.ID, form.NewChip(words.Say("Delete"), func() { p.w.deleteOption(i) })))
	size := bar.MinSize()
	bar.Move(fyne.NewPos(style.Column-size.Width-12, 8))
	bar.Resize(size)
	box.objects = append(box.objects, bar)
	box.y += 30
	price := words.Say("no price entered")
	if x.Cost.Statement != nil {
		price = words.Say("%s over %d months", report.TotalText(c, x), x.Months)
	}
	facts := []string{price, words.Say("value %s", report.ValueText(x)), words.Say("need %s", words.Name(report.NeedText(words.Reports(), x)))}
	box.put(style.Line(strings.Join(facts, "   ·   "), look.TextSmall+1, false, look.Text), 64)
	box.y += 22
	line := func(text string, token look.Token) {
		o := style.Paragraph(text, style.Column-80, look.TextSmall+1, false, token)
		box.put(o, 64)
		box.y += o.MinSize().Height
	}
	var ask []string
	for _, g := range x.Reasons {
		switch g.Status {
		case comparison.Fail:
			line(words.Say("fails: %s. %s", words.Name(g.Title), words.Name(g.Reason)), look.Bad)
		case comparison.Unknown:
			ask = append(ask, words.Name(g.Title))
		}
	}
	if len(ask) > 0 {
		line(words.Say("to ask: %s", strings.Join(ask, ", ")), look.Watch)
	}
	box.y += 8
	back := style.Box(look.Surface, look.None, 0)
	back.Resize(fyne.NewSize(style.Column, box.y))
	box.objects = append([]fyne.CanvasObject{back}, box.objects...)
	return locate.Name("options/card/"+o.ID, box.box(style.Column))
}

// mover moves an option; the keyboard goes along with it.
func (p *optionsPage) mover(way, id, sign string, move func()) *form.Chip {
	name := "options/" + way + "/" + id
	c := locate.Name(name, form.NewChip(sign, func() {
		move()
		p.w.app.window.Canvas().Focus(p.movers[name])
	}))
	p.movers[name] = c
	return c
}

// sideBySide is the grid of all terms, differences marked.
func (p *optionsPage) sideBySide() []fyne.CanvasObject {
	all := form.NewChip(words.Say("All terms"), func() { p.differing = false; p.refresh(session.Change{}) })
	all.SetOn(!p.differing)
	some := locate.Name("options/differences", form.NewChip(words.Say("Only differences"), func() { p.differing = true; p.refresh(session.Change{}) }))
	some.SetOn(p.differing)
	rep := p.w.report()
	const first, cell = 236, 109
	width := max(style.Column, first+24+cell*float32(len(rep.Options)))
	t := report.Table{Columns: []report.Column{{Title: "", Share: 24}, {Title: words.Say("Terms"), Share: first}}}
	for i := range rep.Options {
		t.Columns = append(t.Columns, report.Column{Title: rep.Options[i].Title(), Share: float64((width - first - 24) / float32(len(rep.Options))), Right: true})
	}
	topic := ""
	for _, r := range report.TermRows(p.w.session.Set, rep) {
		if p.differing && !r.Differs {
			continue
		}
		if r.Topic != topic {
			topic = r.Topic
			t.Rows = append(t.Rows, []string{topic})
		}
		mark, title := "", words.Name(r.Title)
		if r.Differs {
			mark = "≠"
		}
		if r.Unit != "" {
			title += " (" + words.Name(r.Unit) + ")"
		}
		t.Rows = append(t.Rows, append([]string{mark, title}, r.Cells...))
	}
	grid := tableObject(t, width)
	if width > style.Column {
		side := form.NewSideScroll(grid, form.Hooks{Wheel: p.scroll.Scrolled})
		side.SetMinSize(fyne.NewSize(style.Column, grid.MinSize().Height+12))
		grid = side
	}
	return []fyne.CanvasObject{container.NewHBox(all, some), style.Gap(look.Space1), grid}
}

// questionList is what to ask each provider, with a way to a file.
func (p *optionsPage) questionList(c *comparison.Comparison) []fyne.CanvasObject {
	if len(c.Questions) == 0 {
		return []fyne.CanvasObject{style.Paragraph(words.Say("Nothing is left to ask: no gate, price or weighted criterion is unknown."), style.Column, look.TextBody, false, look.Muted)}
	}
	var out []fyne.CanvasObject
	for i, q := range c.Questions {
		out = append(out, style.Gap(look.Space2), container.NewHBox(style.Line(fitLine(q.Provider, 420, look.TextBody, true)+"  ", look.TextBody, true, look.Text),
			locate.Name(fmt.Sprintf("options/questions/%d", i), form.NewChip(words.Say("Export these questions…"), func() { p.w.exportQuestions(q) }))))
		var items []string
		for _, x := range q.List {
			items = append(items, report.QuestionText(words.Reports(), c, q, x))
		}
		out = append(out, bulletList(items, style.Column))
	}
	return out
}

// reveal brings the card of an option into view.
func (p *optionsPage) reveal(id string) {
	if card, ok := p.cards[id]; ok {
		if y, ok := offsetIn(p.scroll.Content, card); ok {
			bringInto(p.scroll, y, card.Size().Height)
		}
	}
}

// showQuestions brings the questions into view.
func (p *optionsPage) showQuestions() {
	if p.questions == nil {
		return
	}
	if y, ok := offsetIn(p.scroll.Content, p.questions); ok {
		p.scroll.ScrollToOffset(fyne.NewPos(0, y))
	}
}

// exportQuestions asks where to and writes the questions to one provider.
func (w *workspace) exportQuestions(q comparison.Questions) {
	d := &pathDialog{app: w.app, title: words.Say("Export the questions to %s", fitLine(q.Provider, 360, look.TextLead, true)), action: words.Say("Export"),
		start: w.exportBase() + "-" + fileName(q.Provider) + "-questions.txt", browse: browseFolder}
	text := report.QuestionList(w.report(), q)
	d.use = func(path string) error {
		return w.app.overwriting(path, "", func() error {
			d.box.Hide()
			if err := store.WriteAtomic(path, []byte(text)); err != nil {
				w.app.fail(words.Say("Export the questions"), err)
				return nil
			}
			w.app.inform(words.Say("Exported"), words.Say("Questions written to\n%s", path))
			return nil
		}, d)
	}
	d.show()
}

// addOption adds an empty option and opens it. What is known from the answers is
// filled in.
func (w *workspace) addOption() {
	if w.refuse() {
		return
	}
	id := w.session.Document().FreeOptionID()
	w.session.Edit(pageOptions, func(d *engagement.Document) {
		d.Options = append(d.Options, comparison.New(d, id, w.session.Result()))
	})
	w.open(optionPage(id, topicOffer))
	if p, ok := w.page.(*optionForm); ok && len(p.texts) > 0 { // it has no name yet
		w.app.window.Canvas().Focus(p.texts[0].field)
		p.texts[0].field.TypedShortcut(&fyne.ShortcutSelectAll{})
	}
}

func (w *workspace) addToday() {
	w.addAlternative(comparison.TodayID, func(d *engagement.Document) engagement.Option { return comparison.Today(d) })
}

func (w *workspace) addInHouse() {
	w.addAlternative(comparison.InHouseID, func(d *engagement.Document) engagement.Option {
		return comparison.InHouse(w.session.Set, w.session.Registry, d, w.session.Result())
	})
}

// addAlternative adds what one could do instead, once.
func (w *workspace) addAlternative(id string, make func(*engagement.Document) engagement.Option) {
	if w.refuse() {
		return
	}
	if w.session.Document().Option(id) >= 0 {
		w.open(optionPage(id, topicOffer))
		return
	}
	w.session.Edit(pageOptions, func(d *engagement.Document) { d.Options = append(d.Options, make(d)) })
	if w.pageID != pageOptions {
		w.open(pageOptions)
	}
	w.revealCard(id)
}

// revealCard brings the card of an option into view where the list is shown.
func (w *workspace) revealCard(id string) {
	if p, ok := w.page.(*optionsPage); ok {
		p.reveal(id)
	}
}

// current is the place of the option whose form is open; -1 without one.
func (w *workspace) current() int {
	id, _, ok := optionPlace(w.pageID)
	if !ok {
		return -1
	}
	return w.session.Document().Option(id)
}

// nextOption opens the form of the option after the one that is open, on the same
// topic; the first option's from elsewhere.
func (w *workspace) nextOption() {
	options := w.session.Document().Options
	if len(options) == 0 {
		w.app.inform(words.Say("No options yet"), words.Say("Add an option first."))
		return
	}
	_, topic, ok := optionPlace(w.pageID)
	if !ok {
		topic = topicOffer
	}
	w.open(optionPage(options[(w.current()+1)%len(options)].ID, topic))
}

// onOption does something with the option whose form is open, and shows the list.
func (w *workspace) onOption(label string, do func(i int)) {
	i := w.current()
	if i < 0 {
		w.app.inform(label, words.Say("Open an option first: Ctrl+J goes from one to the next."))
		return
	}
	w.commit()
	w.open(pageOptions)
	do(i)
}

// refuse says so where nothing may be changed.
func (w *workspace) refuse() bool {
	if w.session.ReadOnly() {
		w.app.inform(words.Say("Read-only"), w.readOnlyText())
		return true
	}
	return false
}

func (w *workspace) duplicateOption(i int) {
	w.session.Edit(pageOptions, func(d *engagement.Document) {
		o := d.Options[i]
		o.ID, o.Name = d.FreeOptionID(), words.Say("%s (copy)", o.Title())
		d.Options = slices.Insert(d.Options, i+1, o)
	})
	if options := w.session.Document().Options; i+1 < len(options) {
		w.revealCard(options[i+1].ID)
	}
}

func (w *workspace) moveOption(i, by int) {
	if to := i + by; to >= 0 && to < len(w.session.Document().Options) {
		w.session.Edit(pageOptions, func(d *engagement.Document) { d.Options[i], d.Options[to] = d.Options[to], d.Options[i] })
	}
}

// deleteOption takes an option out; undo brings it back.
func (w *workspace) deleteOption(i int) {
	w.session.Edit(pageOptions, func(d *engagement.Document) { d.Options = slices.Delete(d.Options, i, i+1) })
}

// The form of one contract option, a topic at a time: every term with its unit,
// its source and "unknown".

package ui

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"muster/assessment/engagement"
	"muster/assessment/session"
	"muster/assessment/terms"
	"muster/exporters/look"
	"muster/exporters/report"
	"muster/ui/form"
	"muster/ui/locate"
	"muster/ui/style"
	"muster/ui/words"
)

// optionPrefix starts the ids of pages of one option: option/topic/id.
const optionPrefix = "option/"

// The topics of the form that are not the catalogue's.
const (
	topicOffer    = "offer"
	topicGates    = "gates"
	topicCriteria = "criteria"
)

func optionPage(id, topic string) string { return optionPrefix + topic + "/" + id }

// optionPlace takes the id of a page of an option apart.
func optionPlace(page string) (id, topic string, ok bool) {
	rest, ok := strings.CutPrefix(page, optionPrefix)
	if !ok {
		return "", "", false
	}
	topic, id, ok = strings.Cut(rest, "/")
	return id, topic, ok
}

// optionForm is the page of one option.
type optionForm struct {
	w      *workspace
	id     string
	topic  string
	texts  []optionText
	terms  []*termField
	lead   *fyne.Container
	scroll *container.Scroll
}

// optionText is a text of the option.
type optionText struct {
	field *textField
	get   func(*engagement.Option) *string
}

// termField edits one term; either row or choice is there.
type termField struct {
	field  terms.Field
	row    *form.NumberRow
	choice *form.Segments
	source *textField
}

func newOptionPage(w *workspace, id, topic string) *optionForm {
	p := &optionForm{w: w, id: id, topic: topic, lead: container.NewVBox()}
	column := []fyne.CanvasObject{style.Gap(look.Space2), p.lead, style.Gap(look.Space2), p.tabs(), style.Gap(look.Space4)}
	p.scroll = columnScroll(nil)
	var body []fyne.CanvasObject
	switch topic {
	case topicOffer:
		body = p.offer()
	case topicGates:
		for _, g := range terms.Default().Gates {
			if f, ok := terms.Default().Field(terms.GatePrefix + g.ID); ok && !g.Computed {
				body = append(body, p.term(f))
			}
		}
		body = append(body, style.Paragraph(words.Say("Whether the need is closed, the notice fits and analyst and deputy are named is worked out from the other topics."), style.Column, look.TextSmall+1, false, look.Muted))
	case topicCriteria:
		body = append(body, style.Paragraph(words.Say("What Muster works out itself (analyst hours, skill fit, CSIRP services, cost) is left empty, unless you state it."), style.Column, look.TextSmall+1, false, look.Muted), style.Gap(look.Space1))
		for _, x := range w.session.Document().Criteria() {
			body = append(body, p.term(x.Field()))
		}
	default:
		for _, t := range terms.Default().Topics {
			if t.ID == topic {
				body = p.fields(t)
			}
		}
	}
	column = append(column, body...)
	column = append(column, style.Gap(look.Space2), p.footer(), style.Gap(look.Space6))
	p.scroll.Content = columnScroll(column).Content
	p.refresh(session.Change{})
	return p
}

func (p *optionForm) object() fyne.CanvasObject { return p.scroll }

// key handles what a field has no use for.
func (p *optionForm) key(e *fyne.KeyEvent) { p.w.key(e) }

// topics are the tabs of the form.
func topics() []form.Segment {
	out := []form.Segment{{ID: topicOffer, Title: words.Say("Offer")}}
	for _, t := range terms.Default().Topics {
		out = append(out, form.Segment{ID: t.ID, Title: words.Name(t.Short)})
	}
	return append(out, form.Segment{ID: topicGates, Title: words.Say("Gates")}, form.Segment{ID: topicCriteria, Title: words.Say("Criteria")})
}

func (p *optionForm) tabs() fyne.CanvasObject {
	tabs := locate.Name("option/topics", form.NewSegments(topics(), form.Hooks{Key: p.key}, func(topic string) {
		p.w.open(optionPage(p.id, topic))
		if next, ok := p.w.page.(*optionForm); ok {
			p.w.app.window.Canvas().Focus(next.tabsOf())
		}
	}))
	tabs.SetChosen(p.topic)
	return container.NewHBox(tabs)
}

// tabsOf is the row of tabs of the page.
func (p *optionForm) tabsOf() *form.Segments {
	var found *form.Segments
	var search func(o fyne.CanvasObject)
	search = func(o fyne.CanvasObject) {
		switch o := o.(type) {
		case *form.Segments:
			if found == nil {
				found = o
			}
		case *fyne.Container:
			for _, c := range o.Objects {
				search(c)
			}
		}
	}
	search(p.scroll.Content)
	return found
}

// footer leads to the topic before and after, and back to the list.
func (p *optionForm) footer() fyne.CanvasObject {
	all := topics()
	bar := container.NewHBox(locate.Name("option/back", form.NewChip(words.Say("‹ All options"), func() { p.w.open(pageOptions) })))
	for i, t := range all {
		if t.ID == p.topic && i+1 < len(all) {
			next := all[i+1]
			bar.Add(locate.Name("option/next", form.NewChip(next.Title+" ›", func() { p.w.open(optionPage(p.id, next.ID)) })))
		}
	}
	return bar
}

// option is the option as it stands; nil when it is gone.
func (p *optionForm) option() *engagement.Option {
	doc := p.w.session.Document()
	if i := doc.Option(p.id); i >= 0 {
		return &doc.Options[i]
	}
	return nil
}

// edit changes the option; one undo step.
func (p *optionForm) edit(change func(o engagement.Option) engagement.Option) {
	p.w.session.Edit(p.w.pageID, func(d *engagement.Document) {
		if i := d.Option(p.id); i >= 0 {
			d.Options[i] = change(d.Options[i])
		}
	})
	p.refresh(session.Change{}) // a read-only document keeps its values
}

// offer are the texts that name the option.
func (p *optionForm) offer() []fyne.CanvasObject {
	var out []fyne.CanvasObject
	add := func(id, label, hint string, get func(*engagement.Option) *string) {
		f := newTextField(p.w.session, "", hint, func(text string) {
			p.edit(func(o engagement.Option) engagement.Option { *get(&o) = text; return o })
		}).keptWhileTyped(p.w.session)
		p.texts = append(p.texts, optionText{locate.Name("option/"+id, f), get})
		out = append(out, style.Line(label, look.TextSmall+1, true, look.Text), f, style.Gap(look.Space2))
	}
	add("name", words.Say("Name"), words.Say("for example: Silver with SIA 16 h"), func(o *engagement.Option) *string { return &o.Name })
	add("provider", words.Say("Provider"), words.Say("who makes the offer"), func(o *engagement.Option) *string { return &o.Provider })
	add("currency", words.Say("Currency"), words.Say("for example: EUR"), func(o *engagement.Option) *string { return &o.Currency })
	return out
}

// fields are the terms of a topic of the catalogue.
func (p *optionForm) fields(t terms.Topic) []fyne.CanvasObject {
	var out []fyne.CanvasObject
	if t.ID == "price" {
		out = append(out, p.basis())
	}
	for _, f := range t.Fields {
		if f.Kind == terms.Levels {
			out = append(out, p.levels(f))
			continue
		}
		out = append(out, p.term(f))
	}
	return out
}

// basis chooses what the price hangs on.
func (p *optionForm) basis() fyne.CanvasObject {
	var list []form.Segment
	for _, b := range terms.Default().Bases {
		list = append(list, form.Segment{ID: b.ID, Title: words.Name(b.Title)})
	}
	choice := locate.Name("option/basis", form.NewSegments(list, form.Hooks{Key: p.key}, func(id string) {
		if id == "flat" {
			id = ""
		}
		p.edit(func(o engagement.Option) engagement.Option { o.Basis = id; return o })
	}))
	p.terms = append(p.terms, &termField{field: terms.Field{Path: "price.basis"}, choice: choice})
	return container.NewVBox(style.Line(words.Say("Price basis"), look.TextBody, true, look.Text), container.NewHBox(choice), style.Gap(look.Space2))
}

// What stands for a term without a number: ids of a choice, and words in English.
const (
	wordUnknown = "unknown"
	wordNA      = "n/a"
)

const (
	termAt   = 292 // from the left: entry or choice
	sourceAt = 520 // at least
)

// term is one term: title, help, field, unit and source.
func (p *optionForm) term(f terms.Field) fyne.CanvasObject {
	t := &termField{field: f}
	p.terms = append(p.terms, t)
	hooks := form.Hooks{
		Key:           p.key,
		Fixed:         p.w.session.ReadOnly,
		DontKnow:      func() { p.set(f.Path, engagement.Term{State: engagement.Unknown}) },
		NotApplicable: func() { p.set(f.Path, engagement.Term{State: engagement.NotApplicable}) },
	}
	box := &placed{}
	var field fyne.CanvasObject
	hooks.Focus = func() {
		if y, ok := offsetIn(p.scroll.Content, field); ok {
			bringInto(p.scroll, y-look.Space6, field.MinSize().Height+2*look.Space6)
		}
	}
	if f.Kind == terms.Truth {
		t.choice = locate.Name("term/"+f.Path, form.NewSegments([]form.Segment{{ID: "yes", Title: words.Say("Yes"), Key: 'y'}, {ID: "no", Title: words.Say("No"), Key: 'n'}, {ID: wordUnknown, Title: words.Say("Unknown"), Key: '?'}, {ID: wordNA, Title: words.Say("n/a"), Key: 'x'}},
			form.Hooks{Focus: hooks.Focus, Key: p.key}, func(id string) { p.set(f.Path, truthTerm(id)) }))
		field = t.choice
	} else {
		t.row = form.NewNumberRow([]form.NumberSpec{{Width: 104, Range: termRange(f)}}, shortUnit(f), hooks, func(texts map[string]string) { p.typed(t, texts[""]) })
		locate.Name("term/"+f.Path, t.row.Entries()[0])
		field = t.row.Object
	}
	field.Move(fyne.NewPos(termAt, 0))
	field.Resize(field.MinSize())
	t.source = locate.Name("source/"+f.Path, newTextField(p.w.session, "", words.Say("source"), func(text string) {
		p.edit(func(o engagement.Option) engagement.Option { return o.WithSource(f.Path, text) })
	}).keptWhileTyped(p.w.session))
	// In some languages a choice takes more room than in others.
	at := max(sourceAt, termAt+field.MinSize().Width+look.Space2)
	t.source.Move(fyne.NewPos(at, 0))
	t.source.Resize(fyne.NewSize(style.Column-at, t.source.MinSize().Height))
	box.objects = append(box.objects, field, t.source)
	title := words.Name(f.Title)
	if shortUnit(f) != words.Name(f.Unit) {
		title += " (" + words.Name(f.Unit) + ")"
	}
	for _, o := range []fyne.CanvasObject{
		style.Paragraph(title, termAt-20, look.TextBody, true, look.Text),
		style.Paragraph(words.Name(f.Help), termAt-20, look.TextSmall, false, look.Muted),
	} {
		box.put(o, 0)
		box.y += o.MinSize().Height
	}
	box.y = max(box.y, field.MinSize().Height) + look.Space2
	return box.box(style.Column)
}

// shortUnit is the unit where it fits beside the entry; else it stands behind the
// title.
func shortUnit(f terms.Field) string {
	const room = sourceAt - termAt - 104 - 24
	unit := words.Name(f.Unit)
	if fitLine(unit, room, look.TextBody, false) != unit {
		return ""
	}
	return unit
}

// levels are the skill levels of a person by area, two in a row.
func (p *optionForm) levels(f terms.Field) fyne.CanvasObject {
	box := &placed{}
	for _, o := range []fyne.CanvasObject{
		style.Paragraph(words.Name(f.Title), sourceAt-20, look.TextBody, true, look.Text),
		style.Paragraph(words.Name(f.Help), sourceAt-20, look.TextSmall, false, look.Muted),
	} {
		box.put(o, 0)
		box.y += o.MinSize().Height
	}
	t := &termField{field: terms.Field{Path: f.Path}}
	t.source = locate.Name("source/"+f.Path, newTextField(p.w.session, "", words.Say("source"), func(text string) {
		p.edit(func(o engagement.Option) engagement.Option { return o.WithSource(f.Path, text) })
	}).keptWhileTyped(p.w.session))
	t.source.Move(fyne.NewPos(sourceAt, 0))
	t.source.Resize(fyne.NewSize(style.Column-sourceAt, t.source.MinSize().Height))
	box.objects = append(box.objects, t.source)
	p.terms = append(p.terms, t)
	box.y += look.Space1
	const half, level = style.Column / 2, style.Column/2 - 96
	for i, area := range report.SkillAreas(p.w.session.Set) {
		wanted, _ := terms.Default().Field(f.Path + "." + area[0])
		x := &termField{field: wanted}
		x.row = form.NewNumberRow([]form.NumberSpec{{Width: 86, Range: termRange(wanted)}}, "", form.Hooks{Key: p.key, Fixed: p.w.session.ReadOnly, DontKnow: func() { p.set(wanted.Path, engagement.Term{State: engagement.Unknown}) }}, func(texts map[string]string) { p.typed(x, texts[""]) })
		locate.Name("term/"+wanted.Path, x.row.Entries()[0])
		p.terms = append(p.terms, x)
		left := float32(i%2) * half
		title := style.Line(fitLine(words.Name(area[1]), level-20, look.TextBody, false), look.TextBody, false, look.Text)
		title.Move(fyne.NewPos(left+16, box.y+8))
		title.Resize(title.MinSize())
		x.row.Object.Move(fyne.NewPos(left+level, box.y))
		x.row.Object.Resize(x.row.Object.MinSize())
		box.objects = append(box.objects, title, x.row.Object)
		if i%2 == 1 {
			box.y += x.row.Object.MinSize().Height
		}
	}
	if n := len(report.SkillAreas(p.w.session.Set)); n%2 == 1 {
		box.y += 60
	}
	box.y += look.Space2
	return box.box(style.Column)
}

// termRange is what an entry takes: shares as per cent, and the words.
func termRange(f terms.Field) form.Range {
	r := form.Range{Min: f.Min, Max: f.Max, Integer: f.Integer, Words: []string{wordUnknown, "?", wordNA, words.Say("unknown"), words.Say("n/a")}}
	r.Text = words.Say("%s; unknown; n/a", form.RangeText(f.Min, f.Max, "", f.Integer))
	if f.Kind == terms.Share {
		r.Min, r.Max = f.Min*100, f.Max*100
		r.Text = words.Say("%s; unknown; n/a", form.RangeText(r.Min, r.Max, "", false))
	}
	return r
}

func number(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

func truthTerm(id string) engagement.Term {
	switch id {
	case wordUnknown:
		return engagement.Term{State: engagement.Unknown}
	case wordNA:
		return engagement.Term{State: engagement.NotApplicable}
	}
	return engagement.Truth(id == "yes")
}

// typed takes a text over that was typed into a term; what is no allowed number
// stays in the field with the range beside it.
func (p *optionForm) typed(t *termField, text string) {
	if text == "" {
		p.set(t.field.Path, engagement.Term{})
		return
	}
	v, word, ok := termRange(t.field).Parse(text)
	switch {
	case !ok:
	case word == wordNA || word == words.Say("n/a"):
		p.set(t.field.Path, engagement.Term{State: engagement.NotApplicable})
	case word != "":
		p.set(t.field.Path, engagement.Term{State: engagement.Unknown})
	case t.field.Kind == terms.Share:
		p.set(t.field.Path, engagement.Figure(percentShare(v)))
	default:
		p.set(t.field.Path, engagement.Figure(v))
	}
}

// percentShare is v per cent as the nearest short decimal: 3 % is 0.03.
func percentShare(v float64) float64 {
	short, _ := strconv.ParseFloat(strconv.FormatFloat(v/100, 'g', 12, 64), 64)
	return short
}

func (p *optionForm) set(path string, t engagement.Term) {
	p.edit(func(o engagement.Option) engagement.Option { return o.With(path, t) })
}

// typedTerm is a term as it stands in an entry.
func typedTerm(f terms.Field, t engagement.Term) string {
	switch t.State {
	case engagement.Unknown:
		return words.Say("unknown")
	case engagement.NotApplicable:
		return words.Say("n/a")
	}
	return shownTerm(f, t)
}

// shownTerm is a term as its choice or its entry knows it.
func shownTerm(f terms.Field, t engagement.Term) string {
	switch t.State {
	case engagement.Unknown:
		return wordUnknown
	case engagement.NotApplicable:
		return wordNA
	case engagement.Answered:
		switch {
		case f.Kind == terms.Truth && t.True():
			return "yes"
		case f.Kind == terms.Truth:
			return "no"
		case f.Kind == terms.Share:
			return strconv.FormatFloat(t.Value*100, 'g', 12, 64)
		}
		return number(t.Value)
	}
	return ""
}

func (p *optionForm) refresh(c session.Change) {
	o := p.option()
	if o == nil {
		return
	}
	p.lead.Objects = []fyne.CanvasObject{
		style.Paragraph(o.Title(), style.Column, look.TextTitle, true, look.Text),
		style.Paragraph(words.Say("Leave empty what is no part of the offer; type ? for what nobody knows yet: it becomes a question to the provider."), style.Column, look.TextBody, false, look.Muted),
	}
	p.lead.Refresh()
	for _, x := range p.texts {
		if x.field.setShown(*x.get(o)) && c.Jump {
			p.w.app.window.Canvas().Focus(x.field)
		}
	}
	for _, t := range p.terms {
		value := o.Term(t.field.Path)
		switch {
		case t.field.Path == "price.basis":
			basis := o.Basis
			if basis == "" {
				basis = "flat"
			}
			t.choice.SetChosen(basis)
		case t.choice != nil:
			t.choice.SetChosen(shownTerm(t.field, value))
		case t.row != nil:
			t.row.Show(map[string]string{"": typedTerm(t.field, value)})
		}
		if t.source != nil {
			if t.source.setShown(o.Sources[t.field.Path]) && c.Jump {
				p.w.app.window.Canvas().Focus(t.source)
			}
		}
	}
}

func (p *optionForm) commit() {
	for _, x := range p.texts {
		x.field.commit()
	}
	for _, t := range p.terms {
		if t.row != nil {
			t.row.Commit()
		}
		if t.source != nil {
			t.source.commit()
		}
	}
}

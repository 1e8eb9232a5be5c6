// The form of one action.

package ui

import (
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"muster/assessment/actionplan"
	"muster/assessment/engagement"
	"muster/assessment/session"
	"muster/exporters/look"
	"muster/ui/form"
	"muster/ui/locate"
	"muster/ui/style"
	"muster/ui/words"
)

// actionPrefix starts the ids of pages of one action.
const actionPrefix = "action/"

// actionPage is the page of one action.
type actionPage struct {
	w      *workspace
	id     string
	fields []actionField

	status, effort, priority *form.Segments
	finding, closer          *form.Select
	findings, closers        offers
	lead, why, links         *fyne.Container
	scroll                   *container.Scroll
}

// actionField is a text of the action; take says what is wrong with it, or "".
type actionField struct {
	field *textField
	show  func(*engagement.Action) string
	fault *fyne.Container
}

// offers are what a list has to choose from: what is shown and what it stands for.
type offers struct{ labels, ids []string }

func (c *offers) add(id, label string) {
	label = fitLine(label, 420, look.TextBody, false)
	for slices.Contains(c.labels, label) { // cut to the same
		label += " "
	}
	c.ids, c.labels = append(c.ids, id), append(c.labels, label)
}

// label is what is shown for an id; one that is not offered is added.
func (c *offers) label(id string) string {
	i := slices.Index(c.ids, id)
	if i < 0 {
		c.add(id, id)
		i = len(c.ids) - 1
	}
	return c.labels[i]
}

func (c *offers) id(label string) (string, bool) {
	i := slices.Index(c.labels, label)
	if i < 0 {
		return "", false
	}
	return c.ids[i], true
}

// formAt is where the fields of the form begin.
const formAt = 150

func newActionPage(w *workspace, id string) *actionPage {
	p := &actionPage{w: w, id: id, lead: container.NewVBox(), why: container.New(&style.Fixed{Area: fyne.NewSize(style.Column-formAt, 42)}), links: container.NewVBox()}
	w.plans.cursor = id
	chip := func(name, label string, do func()) fyne.CanvasObject {
		return locate.Name("action/"+name, form.NewChip(label, do))
	}
	column := []fyne.CanvasObject{style.Gap(look.Space2), p.lead, style.Gap(look.Space2)}
	add := func(label string, parts ...fyne.CanvasObject) {
		box := &placed{}
		box.y = 6
		box.put(style.Paragraph(label, formAt-12, look.TextSmall+1, true, look.Text), 0)
		box.y = 0
		for _, o := range parts {
			size := o.MinSize()
			switch o.(type) {
			case *textField, *form.Select:
				size.Width = style.Column - formAt
			}
			o.Move(fyne.NewPos(formAt, box.y))
			o.Resize(size)
			box.objects = append(box.objects, o)
			box.y += size.Height + 2
		}
		box.y = max(box.y, 30) + 6
		column = append(column, box.box(style.Column))
	}
	text := func(name, hint string, rows int, get func(*engagement.Action) *string) *textField {
		f := newTextField(w.session, "", hint, func(s string) { p.change(func(a *engagement.Action) { *get(a) = s }) }).keptWhileTyped(w.session)
		f.Most = maxNote
		if rows > 1 {
			f.MultiLine, f.Wrapping, f.OnSubmitted = true, fyne.TextWrapWord, nil
			f.SetMinRowsVisible(rows)
		}
		p.fields = append(p.fields, actionField{field: locate.Name("action/"+name, f), show: func(a *engagement.Action) string { return *get(a) }})
		return f
	}
	// judged is a text that is taken over when it is left, if nothing is wrong with it.
	judged := func(name, hint string, show func(*engagement.Action) string, take func(s string) (func(*engagement.Action), string)) (*textField, *fyne.Container) {
		fault := container.New(&style.Fixed{Area: fyne.NewSize(style.Column-formAt, 18)})
		f := newTextField(w.session, "", hint, func(s string) {
			fault.Objects = nil
			change, wrong := take(strings.TrimSpace(s))
			if wrong == "" {
				p.change(change)
			} else {
				line := style.Line(fitLine(wrong, style.Column-formAt, look.TextSmall, false), look.TextSmall, false, look.Bad)
				line.Resize(line.MinSize())
				fault.Objects = []fyne.CanvasObject{line}
			}
			fault.Refresh()
		})
		p.fields = append(p.fields, actionField{locate.Name("action/"+name, f), show, fault})
		return f, fault
	}
	segments := func(name string, list []form.Segment, do func(id string)) *form.Segments {
		return locate.Name("action/"+name, form.NewSegments(list, form.Hooks{}, func(id string) { do(id) }))
	}
	add(words.Say("Title"), text("title", words.Say("what is done, in a few words"), 1, func(a *engagement.Action) *string { return &a.Title }))
	add(words.Say("What exactly"), text("text", words.Say("so that whoever does it needs to ask nobody"), 3, func(a *engagement.Action) *string { return &a.Text }))
	add(words.Say("Owner"), text("owner", words.Say("who sees to it"), 1, func(a *engagement.Action) *string { return &a.Owner }))
	due, fault := judged("due", words.Say("yyyy-mm-dd"), func(a *engagement.Action) string { return a.Due }, func(s string) (func(*engagement.Action), string) {
		if s != "" && !engagement.IsDate(s) {
			return nil, words.Say("allowed: a day such as 2027-01-31")
		}
		return func(a *engagement.Action) { a.Due = s }, ""
	})
	add(words.Say("Due"), due, fault)
	p.status = segments("status", statusSegments(form.Segment{})[1:], func(s string) {
		p.edit(func(d *engagement.Document) {
			actionplan.Change{Status: engagement.ActionStatus(s)}.Apply(d, []string{p.id}, today())
		})
	})
	add(words.Say("Status"), p.status)
	p.effort = segments("effort", []form.Segment{{ID: "S", Title: words.Say("S · days"), Key: 's'}, {ID: "M", Title: words.Say("M · weeks"), Key: 'm'}, {ID: "L", Title: words.Say("L · months"), Key: 'l'}, {ID: anyWord, Title: words.Say("not estimated"), Key: '?'}}, func(id string) {
		if id == anyWord {
			id = ""
		}
		p.change(func(a *engagement.Action) { a.Effort = id })
	})
	add(words.Say("Effort"), p.effort)
	amount, fault := judged("cost", words.Say("once, without the currency"), func(a *engagement.Action) string {
		if a.Cost == nil {
			return ""
		}
		return number(*a.Cost)
	}, func(s string) (func(*engagement.Action), string) {
		if s == "" {
			return func(a *engagement.Action) { a.Cost = nil }, ""
		}
		v, _, ok := form.Range{Max: engagement.MaxCost}.Parse(strings.ReplaceAll(s, "\u202f", ""))
		if !ok {
			return nil, words.Say("allowed: 0 to 1000000000000")
		}
		return func(a *engagement.Action) { a.Cost = &v }, ""
	})
	add(words.Say("Cost"), amount, fault)
	p.priority = segments("priority", prioritySegments(form.Segment{ID: "0", Title: words.Say("by rule"), Key: 'r'}), func(id string) {
		n, _ := strconv.Atoi(id)
		p.change(func(a *engagement.Action) { a.Priority = n })
	})
	add(words.Say("Priority"), p.priority, p.why)
	p.finding, p.closer = locate.Name("action/finding", form.NewSelect(nil, nil)), locate.Name("action/closed-by", form.NewSelect(nil, nil))
	add(words.Say("Finding"), p.finding)
	add(words.Say("Closed by"), p.closer)
	column = append(column, p.links)
	add(words.Say("Note"), text("note", words.Say("what happened, what is in the way"), 2, func(a *engagement.Action) *string { return &a.Note }))
	column = append(column, style.Gap(look.Space2), container.NewHBox(chip("back", words.Say("‹ Action plan"), func() { w.open(pagePlan) }), chip("next", words.Say("Next action ›"), func() { p.step(1) }),
		chip("duplicate", words.Say("Duplicate"), p.duplicate), chip("another", words.Say("Another for this finding"), p.another), chip("delete", words.Say("Delete"), p.remove)), style.Gap(look.Space6))
	p.scroll = columnScroll(column)
	p.refresh(session.Change{})
	return p
}

func (p *actionPage) object() fyne.CanvasObject { return p.scroll }

func (p *actionPage) commit() {
	for _, f := range p.fields {
		f.field.commit()
	}
}

// edit changes the document; one undo step, which leads to this page.
func (p *actionPage) edit(change func(*engagement.Document)) {
	p.w.session.Edit(actionPrefix+p.id, change)
	p.refresh(session.Change{}) // a read-only document keeps its values
}

// change changes the action.
func (p *actionPage) change(change func(*engagement.Action)) {
	p.edit(func(d *engagement.Document) {
		if i := actionAt(d, p.id); i >= 0 {
			change(&d.Actions[i])
		}
	})
}

func (p *actionPage) refresh(c session.Change) {
	plan := p.w.plan()
	i := slices.IndexFunc(plan.Items, func(it actionplan.Item) bool { return it.ID == p.id })
	if i < 0 {
		if c.Jump { // undo took the action away
			p.w.open(pagePlan)
		}
		return
	}
	it := &plan.Items[i]
	a := &it.Action
	lines := []fyne.CanvasObject{style.Paragraph(words.Say("Action %s", a.ID), style.Column, look.TextTitle, true, look.Text)}
	said := words.Say("It moves no verdict by itself.")
	switch {
	case it.Finding == nil && a.Finding != "":
		said = words.Say("Its finding is closed: nothing is found there any more.")
	case it.Finding == nil:
		said = words.Say("It belongs to no finding.")
	case len(it.Moves) > 0:
		said = strings.Join(it.Moves, " ")
	}
	lines = append(lines, style.Paragraph(said, style.Column, look.TextBody, false, look.Muted))
	switch {
	case it.Overdue:
		lines = append(lines, style.Paragraph("⚑ "+words.Say("Overdue: due %s.", a.Due), style.Column, look.TextBody, true, look.Bad))
	case a.Closed != "":
		lines = append(lines, style.Paragraph(words.Say("Closed on %s.", a.Closed), style.Column, look.TextBody, false, look.Text))
	default:
		lines = append(lines, style.Gap(style.LineHeight(look.TextBody))) // the page does not jump
	}
	p.lead.Objects = lines
	p.lead.Refresh()
	for _, f := range p.fields {
		if f.field.setShown(f.show(a)) && c.Jump {
			p.w.app.window.Canvas().Focus(f.field)
		}
	}
	p.status.SetChosen(string(a.State()))
	effort := a.Effort
	if effort == "" {
		effort = anyWord
	}
	p.effort.SetChosen(effort)
	p.priority.SetChosen(strconv.Itoa(a.Priority))
	why := style.Paragraph(words.Say("Priority %s.", look.Priority(it.Priority).Word)+" "+words.Name(it.Why), style.Column-formAt, look.TextSmall+1, false, look.Muted)
	p.why.Objects = []fyne.CanvasObject{why}
	why.Resize(why.MinSize())
	p.why.Refresh()
	p.showFinding(a)
	p.showCloser(a)
	p.showLinks(a)
}

// offer shows what can be chosen in a list; take is told of another one.
func offer(s *form.Select, c *offers, id string, take func(id string)) {
	label := c.label(id)
	s.OnChanged = nil
	s.Options = c.labels
	s.SetSelected(label)
	s.OnChanged = func(label string) {
		if to, ok := c.id(label); ok && to != id {
			take(to)
		}
	}
}

func (p *actionPage) showFinding(a *engagement.Action) {
	p.findings = offers{}
	p.findings.add("", words.Say("none"))
	findings := p.w.session.Result().Findings
	for i := range findings {
		p.findings.add(findings[i].Source, findings[i].ID+" "+words.Name(findings[i].Title))
	}
	offer(p.finding, &p.findings, a.Finding, func(source string) {
		var questions []string
		for i := range findings {
			if findings[i].Source == source {
				questions = slices.Clone(findings[i].Questions)
			}
		}
		p.change(func(a *engagement.Action) { a.Finding, a.Questions = source, questions })
	})
}

func (p *actionPage) showCloser(a *engagement.Action) {
	p.closers = offers{}
	p.closers.add("", words.Say("no term of a contract"))
	own := actionplan.Default().Terms(a.Finding)
	for _, path := range actionplan.Default().AllTerms(a.Finding) {
		title := words.Name(actionplan.TermTitle(path))
		if slices.Contains(own, path) {
			title = words.Say("%s (fits the finding)", title)
		}
		p.closers.add(path, title)
	}
	offer(p.closer, &p.closers, a.ClosedBy, func(path string) { p.change(func(a *engagement.Action) { a.ClosedBy = path }) })
}

// showLinks leads to the questions of the action.
func (p *actionPage) showLinks(a *engagement.Action) {
	h := p.w.app.hold()
	at := container.NewHBox()
	lines := container.NewVBox()
	room := float32(style.Column)
	for _, id := range a.Questions {
		it := p.w.session.Set.Item(id)
		if it == nil {
			continue
		}
		chip := locate.Name("action/question/"+id, form.NewChip(fitLine(words.Name(it.Title), 260, look.TextSmall, true)+" ▸", func() { p.w.goTo(id) }))
		if room -= chip.MinSize().Width + look.Space1; room < 0 {
			lines.Add(at)
			at, room = container.NewHBox(), style.Column-chip.MinSize().Width-look.Space1
		}
		at.Add(chip)
	}
	if len(at.Objects) > 0 {
		lines.Add(at)
	}
	p.links.Objects = nil
	if len(lines.Objects) > 0 {
		p.links.Objects = []fyne.CanvasObject{style.Line(words.Say("Questions: answer them again when it is done"), look.TextSmall+1, true, look.Text), lines, style.Gap(look.Space2)}
	}
	p.links.Refresh()
	p.w.app.give(h)
}

// step opens the action after this one in the document, and around.
func (p *actionPage) step(by int) {
	doc := p.w.session.Document()
	if n := len(doc.Actions); n > 0 {
		p.w.open(actionPrefix + doc.Actions[(actionAt(doc, p.id)+by+n)%n].ID)
	}
}

func (p *actionPage) duplicate() {
	if p.w.refuse() {
		return
	}
	p.commit()
	var copies []string
	p.w.session.Edit(pagePlan, func(d *engagement.Document) {
		copies = actionplan.Duplicate(d, []string{p.id}, func(title string) string { return words.Say("%s (copy)", title) })
	})
	if len(copies) > 0 {
		p.w.open(actionPrefix + copies[0])
	}
}

// another adds one more action for the same finding.
func (p *actionPage) another() {
	if p.w.refuse() {
		return
	}
	p.commit()
	doc := p.w.session.Document()
	i := actionAt(doc, p.id)
	if i < 0 {
		return
	}
	from := doc.Actions[i]
	id := engagement.NewActionID(doc.Actions)
	p.w.session.Edit(pagePlan, func(d *engagement.Document) {
		d.Actions = append(d.Actions, engagement.Action{ID: id, Title: words.Say("New action"), Finding: from.Finding, Questions: slices.Clone(from.Questions)})
	})
	p.w.open(actionPrefix + id)
}

func (p *actionPage) remove() {
	if p.w.refuse() {
		return
	}
	id := p.id
	p.w.open(pagePlan)
	p.w.session.Edit(pagePlan, func(d *engagement.Document) { actionplan.Delete(d, []string{id}) })
}

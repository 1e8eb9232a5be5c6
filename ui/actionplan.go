// The page of the action plan: how far it has come and what it brings, findings
// without an action, the actions as a table or a board, and the roadmap.

package ui

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/widget"

	"muster/assessment"
	"muster/assessment/actionplan"
	"muster/assessment/engagement"
	"muster/assessment/followup"
	"muster/assessment/session"
	"muster/exporters/look"
	"muster/exporters/report"
	"muster/ui/form"
	"muster/ui/locate"
	"muster/ui/style"
	"muster/ui/words"
)

// today is the day on which actions are overdue or closed, yyyy-mm-dd.
var today = func() string { return time.Now().Format(time.DateOnly) }

func newPlanView() planView {
	return planView{order: actionplan.Order{Key: actionplan.ByPriority}, chosen: map[string]bool{}}
}

func planTitle(n int) string {
	if n == 0 {
		return words.Say("Action plan")
	}
	return words.Say("Action plan (%d)", n)
}

// actionAt is the place of an action in the document; -1 for none.
func actionAt(doc *engagement.Document, id string) int {
	return slices.IndexFunc(doc.Actions, func(a engagement.Action) bool { return a.ID == id })
}

// madePlan is the plan of a document on a day, kept until one of them is another.
type madePlan struct {
	doc  *engagement.Document
	day  string
	plan *actionplan.Plan
}

// plan is the plan of the document as it stands.
func (w *workspace) plan() *actionplan.Plan {
	if doc, day := w.session.Document(), today(); w.made.doc != doc || w.made.day != day {
		w.made = madePlan{doc, day, actionplan.Make(w.session.Set, w.session.Registry, doc, w.session.Result(), actionplan.Default(), day)}
	}
	return w.made.plan
}

// planPage is the page; its fields stay while what they show is made anew.
type planPage struct {
	w    *workspace
	view *planView

	head, tools, list, tail *fyne.Container
	scroll                  *container.Scroll

	mode, status, priority, order *form.Segments
	text                          *form.Entry
	owner                         *form.Select
	overdue, turn                 *form.Chip
	count                         *canvas.Text
	table                         *actionTable
	board                         *actionBoard
}

// anyWord is the id of a choice that leaves nothing out.
const anyWord = "any"

func newPlanPage(w *workspace) *planPage {
	p := &planPage{w: w, view: &w.plans, head: container.NewVBox(), tools: container.NewVBox(), list: container.NewVBox(), tail: container.NewVBox()}
	p.table, p.board = locate.Name("plan/table", newActionTable(p.view)), locate.Name("plan/board", newActionBoard(p.view))
	for _, l := range []*actionList{&p.table.actionList, &p.board.actionList} {
		l.open = func(id string) { w.open(actionPrefix + id) }
		l.remove, l.chose, l.move, l.put = p.remove, p.counted, p.move, p.put
		l.sortBy = p.sortBy
	}
	p.buildTools()
	p.scroll = columnScroll([]fyne.CanvasObject{container.NewVBox(p.head, p.tools, p.list, p.tail)})
	p.refresh(session.Change{})
	return p
}

func (p *planPage) object() fyne.CanvasObject { return p.scroll }
func (p *planPage) commit()                   {}

func statusSegments(first form.Segment) []form.Segment {
	out := []form.Segment{first}
	for _, s := range engagement.ActionStatuses {
		out = append(out, form.Segment{ID: string(s), Title: words.Name(report.StatusWord(words.Reports(), s))})
	}
	return out
}

func prioritySegments(first form.Segment) []form.Segment {
	out := []form.Segment{first}
	for i := 1; i <= engagement.LowestPriority; i++ {
		out = append(out, form.Segment{ID: strconv.Itoa(i), Title: strconv.Itoa(i), Key: rune('0' + i)})
	}
	return out
}

// buildTools makes how the actions are looked at and what is done with those chosen.
func (p *planPage) buildTools() {
	v := p.view
	p.mode = locate.Name("plan/view", form.NewSegments([]form.Segment{{ID: "table", Title: words.Say("Table")}, {ID: "board", Title: words.Say("Cards")}}, form.Hooks{}, func(id string) {
		v.board = id == "board"
		p.showList()
	}))
	p.text = locate.Name("plan/text", form.NewEntry())
	p.text.SetPlaceHolder(words.Say("Filter by words"))
	p.text.SetText(v.filter.Text)
	p.text.OnChanged = func(s string) {
		v.filter.Text = s
		p.showList()
	}
	p.owner = locate.Name("plan/owner", form.NewSelect(nil, nil))
	p.status = locate.Name("plan/status", form.NewSegments(statusSegments(form.Segment{ID: anyWord, Title: words.Say("Any status")}), form.Hooks{}, func(id string) {
		if v.filter.Status = engagement.ActionStatus(id); id == anyWord {
			v.filter.Status = ""
		}
		p.showList()
	}))
	p.priority = locate.Name("plan/priority", form.NewSegments(prioritySegments(form.Segment{ID: anyWord, Title: words.Say("Any priority"), Key: '0'}), form.Hooks{}, func(id string) {
		v.filter.Priority, _ = strconv.Atoi(id) // any is none
		p.showList()
	}))
	p.overdue = locate.Name("plan/overdue", form.NewChip("", func() {
		v.filter.Overdue = !v.filter.Overdue
		p.showList()
	}))
	var keys []form.Segment
	for _, k := range []struct {
		key   actionplan.Key
		title string
	}{{actionplan.ByPriority, words.Say("Priority")}, {actionplan.ByDue, words.Say("Due")}, {actionplan.ByTitle, words.Say("Action")}, {actionplan.ByOwner, words.Say("Owner")}, {actionplan.ByStatus, words.Say("Status")}, {actionplan.ByEffort, words.Say("Effort")}, {actionplan.ByCost, words.Say("Cost")}, {actionplan.ByID, words.Say("Id")}} {
		keys = append(keys, form.Segment{ID: string(k.key), Title: k.title})
	}
	p.order = locate.Name("plan/sort", form.NewSegments(keys, form.Hooks{}, func(id string) {
		v.order = actionplan.Order{Key: actionplan.Key(id)}
		p.showList()
	}))
	p.turn = locate.Name("plan/turn", form.NewChip("", func() {
		v.order.Down = !v.order.Down
		p.showList()
	}))
	p.count = style.Line("", look.TextSmall+1, true, look.Text)
	chip := func(name, label string, do func()) *form.Chip {
		return locate.Name("plan/"+name, form.NewChip(label, do))
	}
	bulk := container.NewHBox(chip("edit", words.Say("Edit"), p.edit), chip("change", words.Say("Change…"), p.askChange), chip("duplicate", words.Say("Duplicate"), p.duplicate), chip("delete", words.Say("Delete"), p.remove),
		style.Strut(8), chip("back", words.Say("‹ Status"), func() { p.moveCursor(-1) }), chip("on", words.Say("Status ›"), func() { p.moveCursor(1) }), style.Strut(8), chip("all", words.Say("All"), func() { p.shown().chooseAll() }), style.Strut(4), p.count)
	line := func(parts ...fyne.CanvasObject) fyne.CanvasObject {
		box := &placed{}
		x, h := float32(0), float32(0)
		for _, o := range parts {
			h = max(h, o.MinSize().Height)
		}
		for _, o := range parts {
			size := o.MinSize()
			switch o.(type) {
			case *form.Entry:
				size.Width = 220
			case *form.Select:
				size.Width = 230
			}
			o.Move(fyne.NewPos(x, (h-size.Height)/2))
			o.Resize(size)
			x += size.Width + 10
			box.objects = append(box.objects, o)
		}
		box.y = h + 6
		return box.box(style.Column)
	}
	sorted := style.Line(words.Say("Sort by"), look.TextSmall, false, look.Muted)
	p.tools.Objects = []fyne.CanvasObject{line(p.mode, p.text, p.owner), line(p.status), line(p.priority, p.overdue), line(sorted, p.order, p.turn), bulk, style.Gap(look.Space1)}
}

// shown is the table or the board.
func (p *planPage) shown() *actionList {
	if p.view.board {
		return &p.board.actionList
	}
	return &p.table.actionList
}

func (p *planPage) refresh(session.Change) {
	plan := p.w.plan()
	for id := range p.view.chosen {
		if actionAt(p.w.session.Document(), id) < 0 {
			delete(p.view.chosen, id)
		}
	}
	p.head.Objects = append([]fyne.CanvasObject{style.Gap(look.Space2), style.Paragraph(words.Say("Action plan"), style.Column, look.TextTitle, true, look.Text)}, p.headObjects(plan)...)
	p.head.Refresh()
	shown(len(plan.Items) > 0, p.tools, p.list, p.tail)
	if len(plan.Items) > 0 {
		p.showList()
		p.tail.Objects = p.roadmap(plan)
		p.tail.Refresh()
	}
	p.scroll.Content.Refresh()
}

// headObjects are how far the plan has come, what it brings and what has no action.
func (p *planPage) headObjects(plan *actionplan.Plan) []fyne.CanvasObject {
	var out []fyne.CanvasObject
	if len(plan.Items) == 0 {
		out = append(out, style.Paragraph(words.Say("A verdict says where you stand; a plan says who does what by when. Make actions of the findings, with owner, due date and effort as each finding proposes them, then change what you decide otherwise. "+
			"Muster ranks them by impact and effort and shows at once what the verdicts would be when they are done."), style.Column, look.TextBody, false, look.Muted), style.Gap(look.Space2))
	} else {
		out = append(out, locate.Name("plan/lead", style.Paragraph(report.PlanLead(words.Reports(), plan), style.Column, look.TextLead, false, look.Accent)))
		if n := plan.Totals.Overdue; n > 0 {
			out = append(out, style.Paragraph("⚑ "+words.Count(n, "One action is overdue.", "%d actions are overdue."), style.Column, look.TextBody, true, look.Bad))
		}
		if plan.Totals.Cost > 0 {
			out = append(out, style.Paragraph(report.PlanCost(words.Reports(), plan, p.w.session.Document().Comparison.Currency), style.Column, look.TextBody, false, look.Text))
		}
		out = append(out, style.Gap(look.Space1))
	}
	out = append(out, p.actions(), style.Gap(look.Space2))
	if len(plan.Items) > 0 {
		out = append(out, outcome("plan/outcome", words.Say("Once done"), report.PlanOutcome(words.Reports(), plan), plan.Verdicts))
		label := words.Say("How this is counted ▸")
		if p.view.rule {
			label = words.Say("How this is counted ▾")
		}
		out = append(out, container.NewHBox(locate.Name("plan/rule", form.NewChip(label, func() {
			p.view.rule = !p.view.rule
			p.w.app.keeping(func() { p.refresh(session.Change{}) })
		}))))
		if p.view.rule {
			out = append(out, style.Paragraph(report.PlanRemark(words.Reports(), plan), style.Column, look.TextSmall+1, false, look.Muted), style.Paragraph(words.Name(plan.Rule), style.Column, look.TextSmall+1, false, look.Muted),
				style.Paragraph(words.Say("A star marks a priority that was set by hand."), style.Column, look.TextSmall+1, false, look.Muted))
		}
		out = append(out, style.Gap(look.Space2))
	}
	return append(out, p.openFindings(plan)...)
}

// actions are what can be done with the whole plan.
func (p *planPage) actions() fyne.CanvasObject {
	w := p.w
	bar := container.NewHBox(locate.Name("plan/new", form.NewButton(words.Say("New action"), w.newAction)))
	if len(w.session.Document().Actions) > 0 {
		bar.Add(locate.Name("plan/sheet", form.NewButton(words.Say("Excel sheet…"), w.askSheet)))
		bar.Add(locate.Name("plan/take", form.NewButton(words.Say("Take a sheet back…"), w.askSheetBack)))
		bar.Add(locate.Name("plan/calendar", form.NewButton(words.Say("Calendar…"), w.askCalendar)))
	}
	return bar
}

// outcome are the verdicts now and then, as a table of the report names them.
func outcome(name, later string, t report.Table, verdicts []followup.Verdict) fyne.CanvasObject {
	const now, arrow, then, step = 200, 400, 440, 26
	box := &placed{}
	put := func(s string, x, room float32, bold bool, token look.Token) {
		box.put(style.Line(fitLine(s, room, look.TextBody, bold), look.TextBody, bold, token), x)
	}
	put(words.Say("Verdict"), 0, now-10, false, look.Muted)
	put(words.Say("Now"), now, 180, false, look.Muted)
	put(later, then, 240, false, look.Muted)
	box.y += step
	for i, row := range t.Rows {
		v := verdicts[i]
		before, after := look.Verdict(v.Before), look.Verdict(v.After)
		put(words.Name(row[0]), 0, now-10, false, look.Text)
		mark := verdictMark(before, 16)
		box.put(mark, now)
		mark.Move(mark.Position().AddXY(0, 3))
		put(words.Name(row[1]), now+24, arrow-now-34, false, before.Color)
		put("→", arrow+8, 20, false, look.Muted)
		mark = verdictMark(after, 16)
		box.put(mark, then)
		mark.Move(mark.Position().AddXY(0, 3))
		put(words.Name(row[2]), then+24, style.Column-then-24, v.Before != v.After, after.Color)
		box.y += step
	}
	return locate.Name(name, box.box(style.Column))
}

// shownOpen is how many findings without an action are listed at first.
const shownOpen = 6

// openFindings are the findings without an action and the way to plan them.
func (p *planPage) openFindings(plan *actionplan.Plan) []fyne.CanvasObject {
	n := len(plan.Open)
	if n == 0 {
		if len(plan.Items) == 0 {
			return []fyne.CanvasObject{style.Paragraph(words.Say("There is no finding to plan for."), style.Column, look.TextBody, false, look.Muted), style.Gap(look.Space6)}
		}
		return nil
	}
	all := locate.Name("plan/plan-all", form.NewButton(words.Say("Plan all (%d)", n), func() { p.w.planFindings(plan.Open) }))
	all.Importance = widget.HighImportance
	out := []fyne.CanvasObject{style.Paragraph(words.Say("Findings without an action (%d)", n), style.Column, look.TextHeading-2, true, look.Text), container.NewHBox(all), style.Gap(look.Space1)}
	list := plan.Open
	if !p.view.all {
		list = list[:min(n, shownOpen)]
	}
	for i := range list {
		out = append(out, p.openFinding(&list[i]))
	}
	if n > shownOpen {
		label := words.Say("Show all %d", n)
		if p.view.all {
			label = words.Say("Show fewer")
		}
		out = append(out, container.NewHBox(locate.Name("plan/open-all", form.NewChip(label, func() {
			p.view.all = !p.view.all
			p.w.app.keeping(func() { p.refresh(session.Change{}) })
		}))))
	}
	return append(out, style.Gap(look.Space4))
}

func (p *planPage) openFinding(f *assessment.Finding) fyne.CanvasObject {
	st := look.Severity(f.Severity)
	box := &placed{}
	chip := locate.Name("plan/plan/"+f.ID, form.NewChip(words.Say("Plan"), func() { p.w.planFindings([]assessment.Finding{*f}) }))
	size := chip.MinSize()
	chip.Move(fyne.NewPos(style.Column-size.Width, 1))
	chip.Resize(size)
	box.objects = append(box.objects, chip)
	box.y = 6
	box.put(verdictMark(st, 16), 4)
	box.y = 4
	box.put(style.Line(f.ID, look.TextBody, true, st.Color), 28)
	room := style.Column - size.Width - 90
	box.put(style.Line(fitLine(words.Name(f.Title), room, look.TextBody, false), look.TextBody, false, look.Text), 72)
	box.y = 30
	return box.box(style.Column)
}

// planFindings adds an action for each of the findings; one undo step.
func (w *workspace) planFindings(findings []assessment.Finding) {
	if w.refuse() {
		return
	}
	w.commit()
	w.session.Edit(w.pageID, func(d *engagement.Document) {
		d.Actions = append(d.Actions, actionplan.Propose(w.session.Registry, d, actionplan.Default(), findings)...)
	})
}

// newAction adds an action of no finding and opens it.
func (w *workspace) newAction() {
	if w.refuse() {
		return
	}
	id := engagement.NewActionID(w.session.Document().Actions)
	w.session.Edit(pagePlan, func(d *engagement.Document) {
		d.Actions = append(d.Actions, engagement.Action{ID: id, Title: words.Say("New action")})
	})
	w.plans.cursor = id
	w.open(actionPrefix + id)
}

// showList shows the actions that the filter lists, in order.
func (p *planPage) showList() {
	v, plan := p.view, p.w.plan()
	p.mode.SetChosen(map[bool]string{true: "board", false: "table"}[v.board])
	chosenOr := func(s string) string {
		if s == "" || s == "0" {
			return anyWord
		}
		return s
	}
	p.status.SetChosen(chosenOr(string(v.filter.Status)))
	p.priority.SetChosen(chosenOr(strconv.Itoa(v.filter.Priority)))
	p.order.SetChosen(string(v.order.Key))
	p.turn.SetText(map[bool]string{true: words.Say("Descending"), false: words.Say("Ascending")}[v.order.Down])
	p.turn.Resize(p.turn.MinSize())
	p.overdue.SetText(words.Say("⚑ Overdue (%d)", plan.Totals.Overdue))
	p.overdue.SetOn(v.filter.Overdue)
	p.overdue.Resize(p.overdue.MinSize())
	p.showOwners(plan)
	items := plan.List(v.filter, v.order)
	if v.cursor == "" && len(items) > 0 {
		v.cursor = items[0].ID
	}
	switch {
	case len(items) == 0:
		p.list.Objects = []fyne.CanvasObject{style.Paragraph(words.Say("No action passes the filter."), style.Column, look.TextBody, false, look.Muted),
			container.NewHBox(locate.Name("plan/clear", form.NewChip(words.Say("Clear the filter"), p.clearFilter)))}
	case v.board:
		p.board.set(items)
		p.list.Objects = []fyne.CanvasObject{p.board}
	default:
		p.table.set(items)
		p.list.Objects = []fyne.CanvasObject{p.table}
	}
	p.list.Refresh()
	p.counted()
}

func (p *planPage) clearFilter() {
	p.view.filter = actionplan.Filter{}
	p.text.SetText("")
	p.showList()
	p.w.app.window.Canvas().Focus(p.text)
}

// showOwners offers the owners there are.
func (p *planPage) showOwners(plan *actionplan.Plan) {
	labels, owners := []string{words.Say("Any owner")}, append([]string{""}, plan.Owners()...)
	for _, o := range owners[1:] {
		label := fitLine(o, 150, look.TextBody, false)
		for slices.Contains(labels, label) { // cut to the same
			label += " "
		}
		labels = append(labels, label)
	}
	at := max(0, slices.Index(owners, p.view.filter.Owner))
	p.view.filter.Owner = owners[at]
	p.owner.OnChanged = nil
	p.owner.Options = labels
	p.owner.SetSelected(labels[at])
	p.owner.OnChanged = func(label string) {
		if i := slices.Index(labels, label); i >= 0 && owners[i] != p.view.filter.Owner {
			p.view.filter.Owner = owners[i]
			p.showList()
		}
	}
}

// counted says how many are chosen.
func (p *planPage) counted() {
	p.count.Text = words.Say("%d chosen", len(p.view.chosen))
	if len(p.view.chosen) == 0 {
		p.count.Text = ""
	}
	p.count.Refresh()
}

// sortBy orders by a column, or turns its order.
func (p *planPage) sortBy(k actionplan.Key) {
	o := &p.view.order
	*o = actionplan.Order{Key: k, Down: o.Key == k && !o.Down}
	p.showList()
}

// ids are the actions something is done with: the chosen ones, or that of the cursor.
func (p *planPage) ids() []string {
	var out []string
	for _, a := range p.w.session.Document().Actions {
		if p.view.chosen[a.ID] || len(p.view.chosen) == 0 && a.ID == p.view.cursor {
			out = append(out, a.ID)
		}
	}
	return out
}

func (p *planPage) edit() {
	if actionAt(p.w.session.Document(), p.view.cursor) >= 0 {
		p.w.open(actionPrefix + p.view.cursor)
	}
}

// apply changes actions; one undo step.
func (p *planPage) apply(ids []string, c actionplan.Change) {
	p.w.session.Edit(pagePlan, func(d *engagement.Document) { c.Apply(d, ids, today()) })
}

// move brings an action to the status after or before its own.
func (p *planPage) move(id string, by int) {
	if p.w.refuse() {
		return
	}
	doc := p.w.session.Document()
	i := actionAt(doc, id)
	if i < 0 {
		return
	}
	to := slices.Index(engagement.ActionStatuses, doc.Actions[i].State()) + by
	if to >= 0 && to < len(engagement.ActionStatuses) {
		p.apply([]string{id}, actionplan.Change{Status: engagement.ActionStatuses[to]})
		p.shown().see()
	}
}

func (p *planPage) moveCursor(by int) { p.move(p.view.cursor, by) }

// put brings the card that was dragged to a status.
func (p *planPage) put(s engagement.ActionStatus) {
	if !p.w.refuse() {
		p.apply([]string{p.view.cursor}, actionplan.Change{Status: s})
	}
}

func (p *planPage) remove() {
	ids := p.ids()
	if len(ids) == 0 || p.w.refuse() {
		return
	}
	items := p.shown().items
	if i := p.shown().at(); i >= 0 && slices.Contains(ids, p.view.cursor) { // the cursor goes to the nearest that stays
		p.view.cursor = ""
		for by := range len(items) {
			for _, k := range []int{i + by, i - by} {
				if p.view.cursor == "" && k >= 0 && k < len(items) && !slices.Contains(ids, items[k].ID) {
					p.view.cursor = items[k].ID
				}
			}
		}
	}
	p.w.session.Edit(pagePlan, func(d *engagement.Document) { actionplan.Delete(d, ids) })
}

func (p *planPage) duplicate() {
	ids := p.ids()
	if len(ids) == 0 || p.w.refuse() {
		return
	}
	var copies []string
	p.w.session.Edit(pagePlan, func(d *engagement.Document) {
		copies = actionplan.Duplicate(d, ids, func(title string) string { return words.Say("%s (copy)", title) })
	})
	if len(copies) > 0 {
		p.view.cursor = copies[0]
		p.shown().mark()
	}
}

// askChange asks what is changed about the chosen actions; one undo step.
func (p *planPage) askChange() {
	ids := p.ids()
	if len(ids) == 0 || p.w.refuse() {
		return
	}
	const width = 460
	same := form.Segment{ID: anyWord, Title: words.Say("as it is")}
	status := locate.Name("change/status", form.NewSegments(statusSegments(same), form.Hooks{}, func(string) {}))
	status.SetChosen(anyWord)
	priority := locate.Name("change/priority", form.NewSegments(slices.Insert(prioritySegments(same), 1, form.Segment{ID: "0", Title: words.Say("by rule"), Key: 'r'}), form.Hooks{}, func(string) {}))
	priority.SetChosen(anyWord)
	owner, due := locate.Name("change/owner", form.NewEntry()), locate.Name("change/due", form.NewEntry())
	owner.SetPlaceHolder(words.Say("as it is; a dash for none"))
	due.SetPlaceHolder(words.Say("as it is; +30, 2027-01-31, or a dash for none"))
	fault := container.NewVBox(style.Gap(20))
	var d *dialog.CustomDialog
	hide := func() { d.Hide() }
	do := func() {
		c := actionplan.Change{}
		if s := status.Chosen(); s != anyWord {
			c.Status = engagement.ActionStatus(s)
		}
		if n, err := strconv.Atoi(priority.Chosen()); err == nil {
			c.Priority = &n
		}
		if s := strings.TrimSpace(owner.Text); s != "" {
			if dash(s) {
				s = ""
			}
			c.Owner = &s
		}
		if s := strings.TrimSpace(due.Text); s != "" && !dueChange(s, &c) {
			fault.Objects = []fyne.CanvasObject{style.Line(words.Say("allowed: days such as +30 or -7, a day such as 2027-01-31, a dash"), look.TextSmall, false, look.Bad)}
			fault.Refresh()
			p.w.app.window.Canvas().Focus(due)
			return
		}
		d.Hide()
		if !c.Empty() {
			p.apply(ids, c)
		}
	}
	owner.OnSubmitted = func(string) { do() }
	due.OnSubmitted = func(string) { do() }
	ok := locate.Name("change/ok", form.NewButton(words.Say("Change"), do))
	ok.Importance = widget.HighImportance
	cancel := locate.Name("change/cancel", form.NewButton(words.Say("Cancel"), hide))
	label := func(s string) fyne.CanvasObject { return style.Line(s, look.TextSmall+1, true, textToken) }
	body := container.NewVBox(label(words.Say("Status")), container.NewHBox(status), label(words.Say("Owner")), owner, label(words.Say("Due")), due, fault,
		label(words.Say("Priority")), container.NewHBox(priority), style.Strut(width))
	d = p.w.app.pose(words.Count(len(ids), "Change one action", "Change %d actions"), posed{body: body, buttons: []fyne.CanvasObject{cancel, ok}, first: status, escape: hide})
}

func dash(s string) bool { return s == "-" || s == "–" || s == "—" }

// dueChange reads what becomes of due dates; false where it cannot be read.
func dueChange(s string, c *actionplan.Change) bool {
	none := ""
	n, err := strconv.Atoi(s)
	switch {
	case dash(s):
		c.Due = &none
	case engagement.IsDate(s):
		c.Due = &s
	case err == nil && strings.ContainsAny(s[:1], "+-") && n >= -maxDays && n <= maxDays:
		c.Days = n
	default:
		return false
	}
	return true
}

// maxDays bounds by how many days a due date is moved at once.
const maxDays = 36500

// roadmap are the pending actions by when they are due, as a picture.
func (p *planPage) roadmap(plan *actionplan.Plan) []fyne.CanvasObject {
	out := []fyne.CanvasObject{style.Gap(look.Space4), style.Paragraph(words.Say("Roadmap"), style.Column, look.TextHeading-2, true, look.Text)}
	for _, s := range report.PlanLanes(&report.Report{Plan: plan}, style.Column) {
		out = append(out, container.NewHBox(picture(s, style.Column)), style.Gap(look.Space2))
	}
	return append(out, style.Paragraph(words.Say("Pending actions by the day they are due, counted from the date of the assessment. Shapes as in the findings they close."), style.Column, look.TextSmall, false, look.Muted), style.Gap(look.Space6))
}

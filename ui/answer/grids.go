// The grid models: responsibilities, skills, cover shares and weights.

package answer

import (
	"fmt"
	"maps"
	"slices"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"muster/assessment/engagement"
	"muster/assessment/question"
	"muster/exporters/look"
	"muster/ui/form"
	"muster/ui/locate"
	"muster/ui/style"
	"muster/ui/words"
)

const (
	good  = look.Good
	watch = look.Watch
	poor  = look.Poor
	bad   = look.Bad
)

// raciModel is the responsibility matrix: who accounts, who does, written.
type raciModel struct {
	item   *question.Item
	rows   engagement.RACI
	report Report
}

func (m *raciModel) show(a engagement.Answer) {
	v, _ := a.Value.(engagement.RACI)
	m.rows = maps.Clone(v)
	if m.rows == nil {
		m.rows = engagement.RACI{}
	}
}

func (m *raciModel) Rows() []form.Row {
	var out []form.Row
	for _, a := range m.item.Activities {
		out = append(out, form.Row{Number: strconv.Itoa(a.Number), Title: words.Name(a.Text)})
	}
	return out
}

// raciTitles are the short heads of the parties.
var raciTitles = map[string]string{"client": words.Mark("Client"), "mssp": "MSSP", "both": words.Mark("Both"), "none": words.Mark("None"), "unclear": "?"}

func (m *raciModel) Columns() []form.Column {
	var out []form.Column
	for _, p := range engagement.Accountables {
		out = append(out, form.Column{Title: words.Name(raciTitles[p]), Width: 33, Group: words.Say("Accountable")})
	}
	for i, p := range engagement.Doers {
		out = append(out, form.Column{Title: words.Name(raciTitles[p]), Width: 33, Group: words.Say("Does it"), Gap: i == 0})
	}
	return append(out, form.Column{Title: words.Say("Written"), Width: 42, Gap: true})
}

// parts of a column: the party it stands for.
func (m *raciModel) part(column int) (accountable, doer string) {
	if n := len(engagement.Accountables); column < n {
		return engagement.Accountables[column], ""
	} else if column < n+len(engagement.Doers) {
		return "", engagement.Doers[column-n]
	}
	return "", ""
}

func (m *raciModel) Cell(row, column int) form.Cell {
	a := m.item.Activities[row]
	r := m.rows[a.ID]
	acc, doer := m.part(column)
	switch {
	case acc != "":
		on := r.Accountable == acc
		return form.Cell{Text: mark(on), On: on, Bad: on && (a.RedFlag && acc == "mssp" || acc == "none" || acc == "unclear"),
			Expected: r.Answered() && r.Accountable != a.Expected.Accountable && acc == a.Expected.Accountable}
	case doer != "":
		on := r.Doer == doer
		return form.Cell{Text: mark(on), On: on, Expected: r.Doer != "" && r.Doer != a.Expected.Doer && doer == a.Expected.Doer}
	}
	return form.Cell{Text: map[bool]string{true: words.Say("yes"), false: ""}[r.Written], On: r.Written}
}

// mark shows a chosen cell without colour, too.
func mark(on bool) string {
	if on {
		return "●"
	}
	return ""
}

func (m *raciModel) Remark(row int) form.Remark {
	a := m.item.Activities[row]
	return remarkFor(a, m.rows[a.ID])
}

func (m *raciModel) edit(row int, change func(*engagement.Responsibility)) {
	id := m.item.Activities[row].ID
	r := m.rows[id]
	change(&r)
	m.rows = maps.Clone(m.rows)
	if r == (engagement.Responsibility{}) {
		delete(m.rows, id)
	} else {
		m.rows[id] = r
	}
	if len(m.rows) == 0 {
		m.report(nil, nil)
		return
	}
	m.report(m.rows, nil)
}

func (m *raciModel) Tap(row, column int) {
	acc, doer := m.part(column)
	m.edit(row, func(r *engagement.Responsibility) {
		switch {
		case acc != "":
			r.Accountable = toggle(r.Accountable, acc)
		case doer != "":
			r.Doer = toggle(r.Doer, doer)
		default:
			r.Written = !r.Written
		}
	})
}

func toggle(current, to string) string {
	if current == to {
		return ""
	}
	return to
}

// Rune sets the party by its first letter and written with w.
func (m *raciModel) Rune(row, column int, key rune) bool {
	party, ok := map[rune]string{'c': "client", 'm': "mssp", 'b': "both", 'n': "none", 'u': "unclear"}[key|0x20]
	if key|0x20 == 'w' {
		m.edit(row, func(r *engagement.Responsibility) { r.Written = !r.Written })
		return true
	}
	if !ok {
		return false
	}
	acc, doer := m.part(column)
	if acc != "" && slices.Contains(engagement.Accountables, party) {
		m.edit(row, func(r *engagement.Responsibility) { r.Accountable = party })
		return true
	}
	if doer != "" && slices.Contains(engagement.Doers, party) {
		m.edit(row, func(r *engagement.Responsibility) { r.Doer = party })
		return true
	}
	return false
}

func (m *raciModel) Clear(row, column int) {
	acc, doer := m.part(column)
	m.edit(row, func(r *engagement.Responsibility) {
		switch {
		case acc != "":
			r.Accountable = ""
		case doer != "":
			r.Doer = ""
		default:
			r.Written = false
		}
	})
}

// skillsModel is the skills matrix: per area the required level, the people
// needed, and each person's level.
type skillsModel struct {
	item   *question.Item
	areas  engagement.Skills
	people int // columns for people
	report Report
}

const (
	minPeople = 3
	maxPeople = 40
)

func skillsField(it *question.Item, width float32, hooks form.Hooks, report Report) *Field {
	m := &skillsModel{item: it, areas: engagement.Skills{}, people: minPeople, report: report}
	g := form.NewGrid(m, 224, 0, hooks)
	locate.Name("field/"+it.ID, g)
	scroll := form.NewSideScroll(g, hooks)
	scroll.SetMinSize(fyne.NewSize(width, g.MinSize().Height+8))
	g.OnCursor(func(cell fyne.Position, size fyne.Size) {
		switch view := scroll.Size().Width; {
		case cell.X < scroll.Offset.X || cell.X < view/2:
			scroll.ScrollToOffset(fyne.NewPos(max(0, cell.X-view/2), 0))
		case cell.X+size.Width > scroll.Offset.X+view:
			scroll.ScrollToOffset(fyne.NewPos(cell.X+size.Width-view+8, 0))
		}
	})
	resize := func(by int) {
		if n := m.people + by; n >= max(1, m.used()) && n <= maxPeople {
			m.people = n
			g.Rebuild()
			scroll.Refresh()
		}
	}
	chips := container.NewHBox(
		locate.Name("people/more", form.NewChip(words.Say("+ person"), func() { resize(1) })),
		form.NewChip(words.Say("− person"), func() { resize(-1) }),
		style.Line(words.Say("Levels: 0 none · 1 awareness · 2 under guidance · 3 independent · 4 leads or teaches"), look.TextSmall, false, look.Muted),
	)
	return &Field{Object: container.NewVBox(scroll, chips), Focus: g, Grid: g, Commit: func() {}, Show: func(a engagement.Answer) {
		v, _ := a.Value.(engagement.Skills)
		m.areas = maps.Clone(v)
		if m.areas == nil {
			m.areas = engagement.Skills{}
		}
		if n := m.used(); n > m.people {
			m.people = n
			g.Rebuild()
			scroll.Refresh()
		}
		g.Refresh()
	}}
}

// used is the number of people that have a level somewhere.
func (m *skillsModel) used() int {
	n := 0
	for _, s := range m.areas {
		n = max(n, len(s.Levels))
	}
	return n
}

func (m *skillsModel) Rows() []form.Row {
	var out []form.Row
	for i, a := range m.item.Areas {
		title := words.Name(a.Title)
		if a.Core {
			title = words.Say("%s (core)", title)
		}
		out = append(out, form.Row{Number: strconv.Itoa(i + 1), Title: title})
	}
	return out
}

func (m *skillsModel) Columns() []form.Column {
	out := []form.Column{{Title: words.Say("Required"), Width: 54, Group: words.Say("Need")}, {Title: words.Say("People"), Width: 46, Group: words.Say("Need")}}
	for i := range m.people {
		out = append(out, form.Column{Title: fmt.Sprintf("P%d", i+1), Width: 36, Group: words.Say("Level by person"), Gap: i == 0})
	}
	return out
}

func (m *skillsModel) Cell(row, column int) form.Cell {
	def := m.item.Areas[row]
	s := m.areas[def.ID]
	required, people := def.Required, def.People
	if s.Required != nil {
		required = *s.Required
	}
	if s.People != nil {
		people = *s.People
	}
	switch column {
	case 0:
		return form.Cell{Text: strconv.Itoa(required)}
	case 1:
		return form.Cell{Text: strconv.Itoa(people)}
	}
	i := column - 2
	if i >= len(s.Levels) || s.Levels[i] == engagement.NoLevel {
		return form.Cell{}
	}
	return form.Cell{Text: strconv.Itoa(s.Levels[i]), On: s.Levels[i] >= required}
}

func (m *skillsModel) Remark(int) form.Remark { return form.Remark{} }

func (m *skillsModel) edit(row int, change func(*engagement.Skill)) {
	def := m.item.Areas[row]
	s := m.areas[def.ID]
	s.Levels = slices.Clone(s.Levels)
	change(&s)
	for n := len(s.Levels); n > 0 && s.Levels[n-1] == engagement.NoLevel; n-- {
		s.Levels = s.Levels[:n-1]
	}
	m.areas = maps.Clone(m.areas)
	if s.Required == nil && s.People == nil && len(s.Levels) == 0 {
		delete(m.areas, def.ID)
	} else {
		m.areas[def.ID] = s
	}
	if len(m.areas) == 0 {
		m.report(nil, nil)
		return
	}
	m.report(m.areas, nil)
}

// set writes a number into a cell; a nil value empties it.
func (m *skillsModel) set(row, column int, v *int) {
	m.edit(row, func(s *engagement.Skill) {
		switch column {
		case 0:
			s.Required = v
		case 1:
			s.People = v
		default:
			i := column - 2
			for len(s.Levels) <= i {
				s.Levels = append(s.Levels, engagement.NoLevel)
			}
			s.Levels[i] = engagement.NoLevel
			if v != nil {
				s.Levels[i] = *v
			}
		}
	})
}

// Tap steps the cell up, from the last level back to the first.
func (m *skillsModel) Tap(row, column int) {
	next := 0
	if n, err := strconv.Atoi(m.Cell(row, column).Text); err == nil {
		next = n + 1
	}
	most := 4
	if column == 1 {
		most = 9
	}
	if next > most {
		next = 0
	}
	m.set(row, column, &next)
}

func (m *skillsModel) Rune(row, column int, key rune) bool {
	most := '4'
	if column == 1 {
		most = '9'
	}
	if key < '0' || key > most {
		return false
	}
	n := int(key - '0')
	m.set(row, column, &n)
	return true
}

func (m *skillsModel) Clear(row, column int) { m.set(row, column, nil) }

// stepsModel gives every row one of a few steps: cover shares and weights.
type stepsModel struct {
	rows   []form.Row
	ids    []string
	steps  []float64
	titles []string
	values map[string]float64
	emit   func(map[string]float64)
	read   func(engagement.Value) map[string]float64
}

func newShares(it *question.Item, report Report) *stepsModel {
	m := &stepsModel{steps: []float64{0, 0.5, 1}, titles: []string{words.Say("No"), words.Say("Half"), words.Say("Fully")}, values: map[string]float64{},
		read: func(v engagement.Value) map[string]float64 { s, _ := v.(engagement.Shares); return s }}
	for i, a := range it.SkillAreas() {
		m.rows = append(m.rows, form.Row{Number: strconv.Itoa(i + 1), Title: words.Name(a.Title)})
		m.ids = append(m.ids, a.ID)
	}
	m.emit = func(values map[string]float64) { report(engagement.Shares(values), nil) }
	return m.orNothing(report)
}

func newWeights(it *question.Item, report Report) *stepsModel {
	m := &stepsModel{values: map[string]float64{}, read: func(v engagement.Value) map[string]float64 { w, _ := v.(engagement.Weights); return w }}
	for n := *it.Min; n <= *it.Max; n++ {
		m.steps = append(m.steps, n)
		m.titles = append(m.titles, plain(n))
	}
	for i, o := range it.Options {
		m.rows = append(m.rows, form.Row{Number: strconv.Itoa(i + 1), Title: words.Name(o.Text)})
		m.ids = append(m.ids, o.ID)
	}
	m.emit = func(values map[string]float64) { report(engagement.Weights(values), nil) }
	return m.orNothing(report)
}

// orNothing makes an empty matrix an unanswered item.
func (m *stepsModel) orNothing(report Report) *stepsModel {
	emit := m.emit
	m.emit = func(values map[string]float64) {
		if len(values) == 0 {
			report(nil, nil)
			return
		}
		emit(values)
	}
	return m
}

func (m *stepsModel) show(a engagement.Answer) {
	m.values = maps.Clone(m.read(a.Value))
	if m.values == nil {
		m.values = map[string]float64{}
	}
}

func (m *stepsModel) Rows() []form.Row { return m.rows }

func (m *stepsModel) Columns() []form.Column {
	out := make([]form.Column, len(m.steps))
	for i, t := range m.titles {
		out[i] = form.Column{Title: t, Width: 56}
	}
	return out
}

func (m *stepsModel) Cell(row, column int) form.Cell {
	v, ok := m.values[m.ids[row]]
	on := ok && v == m.steps[column]
	return form.Cell{Text: mark(on), On: on}
}

func (m *stepsModel) Remark(int) form.Remark { return form.Remark{} }

func (m *stepsModel) set(row, column int, on bool) {
	m.values = maps.Clone(m.values)
	delete(m.values, m.ids[row])
	if on {
		m.values[m.ids[row]] = m.steps[column]
	}
	m.emit(m.values)
}

func (m *stepsModel) Tap(row, column int) { m.set(row, column, !m.Cell(row, column).On) }

func (m *stepsModel) Rune(row, _ int, key rune) bool {
	i := int(key - '0')
	if i < 0 || i >= len(m.steps) {
		return false
	}
	m.set(row, i, true)
	return true
}

func (m *stepsModel) Clear(row, column int) { m.set(row, column, false) }

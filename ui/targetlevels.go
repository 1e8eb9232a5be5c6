// The target profile: a set of wanted levels, and a grid a section to set single ones.

package ui

import (
	"maps"
	"slices"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"muster/assessment/engagement"
	"muster/assessment/question"
	"muster/assessment/target"
	"muster/exporters/look"
	"muster/exporters/report"
	"muster/ui/form"
	"muster/ui/locate"
	"muster/ui/style"
	"muster/ui/words"
)

// levelGrid is the wanted levels of a section: a row a question, a column a level.
type levelGrid struct {
	p     *targetPage
	items []*question.Item
	grid  *form.Grid
	says  *fyne.Container // what the level under the cursor means

	wanted map[string]target.Wanted
	stand  map[string]*target.Item // where each stands; empty without a target
}

var _ form.GridModel = (*levelGrid)(nil)

const (
	levelCell   = 34
	levelTitle  = 300
	levelRemark = 190
)

// buildGrids makes the grids once: what they show changes, they stay.
func (p *targetPage) buildGrids() {
	if p.grids != nil {
		return
	}
	for _, it := range target.Levelled(p.w.session.Set) {
		if n := len(p.grids); n == 0 || p.grids[n-1].items[0].SectionID != it.SectionID {
			p.grids = append(p.grids, &levelGrid{p: p, says: container.New(&style.Fixed{Area: fyne.NewSize(style.Column, 2*style.LineHeight(look.TextSmall))})})
		}
		g := p.grids[len(p.grids)-1]
		g.items = append(g.items, it)
	}
	for _, g := range p.grids {
		g.grid = locate.Name("targets/levels/"+g.items[0].SectionID, form.NewGrid(g, levelTitle, levelRemark, form.Hooks{Focus: g.explain}))
		g.grid.OnCursor(func(fyne.Position, fyne.Size) { g.explain() })
	}
}

func (g *levelGrid) Rows() []form.Row {
	out := make([]form.Row, len(g.items))
	for i, it := range g.items {
		out[i] = form.Row{Number: strconv.Itoa(it.Number), Title: words.Name(it.Title)}
	}
	return out
}

func (g *levelGrid) Columns() []form.Column {
	out := make([]form.Column, engagement.MaxLevel+1)
	for i := range out {
		out[i] = form.Column{Width: levelCell} // the cells say which
	}
	return out
}

// Cell is filled where the level is wanted and outlined where the set wants it and the
// engagement does not.
func (g *levelGrid) Cell(row, column int) form.Cell {
	w, ok := g.wanted[g.items[row].ID]
	on := ok && w.Level == column
	return form.Cell{Text: strconv.Itoa(column), On: on, Expected: ok && w.Own && w.Default == column && !on}
}

// Remark says where the answer stands.
func (g *levelGrid) Remark(row int) form.Remark {
	it := g.stand[g.items[row].ID]
	if it == nil {
		return form.Remark{}
	}
	text := words.Name(report.GapStandingWord(words.Reports(), it.Standing))
	switch it.Standing {
	case target.Met:
		text = words.Say("today %d: met", it.Level)
	case target.Short:
		text = words.Say("today %d: %s", it.Level, words.Count(it.Distance, "1 level short", "%d levels short"))
	}
	return form.Remark{Text: fitLine(text, levelRemark, look.TextSmall, true), Color: report.GapState(it).Style().Color}
}

// Tap wants the level of the cell.
func (g *levelGrid) Tap(row, column int) { g.set(row, column) }

// Rune wants a level by its digit.
func (g *levelGrid) Rune(row, _ int, r rune) bool {
	if r < '0' || r > '0'+engagement.MaxLevel {
		return false
	}
	g.set(row, int(r-'0'))
	return true
}

// Clear goes back to what the set wants.
func (g *levelGrid) Clear(row, _ int) { g.set(row, -1) }

// set wants a level of a question; what the set wants anyway is no own level, and a
// level below 0 goes back to it. One undo step, which leads to the row.
func (g *levelGrid) set(row, level int) {
	if g.p.w.refuse() {
		return
	}
	id := g.items[row].ID
	if w, ok := g.wanted[id]; ok && w.Default == level {
		level = -1
	}
	g.p.edit(partLevels+"/"+id, func(t engagement.Target) engagement.Target { return t.With(id, level) })
	g.explain()
}

// reveal puts the cursor on a question; false where it is not in this grid.
func (g *levelGrid) reveal(id string) bool {
	row := slices.IndexFunc(g.items, func(it *question.Item) bool { return it.ID == id })
	if row < 0 {
		return false
	}
	_, column := g.grid.Cursor()
	if w, ok := g.wanted[id]; ok {
		column = w.Level
	}
	g.grid.SetCursor(row, column)
	return true
}

// explain says below the grid what the level under the cursor means.
func (g *levelGrid) explain() {
	for _, x := range g.p.grids { // one at a time
		if x != g && len(x.says.Objects) > 0 {
			x.says.Objects = nil
			x.says.Refresh()
		}
	}
	row, column := g.grid.Cursor()
	it := g.items[row]
	if column >= len(it.Levels) {
		return
	}
	l := it.Levels[column]
	text := words.Say("Level %d, %s: %s", column, words.Name(l.Name), words.Name(l.Text))
	o := style.Paragraph(fitLines(text, style.Column, look.TextSmall, false, 2), style.Column, look.TextSmall, false, look.Muted)
	o.Resize(o.MinSize())
	g.says.Objects = []fyne.CanvasObject{o}
	g.says.Refresh()
}

// levels is the choice of a set and the grids.
func (p *targetPage) levels(gap *target.Assessment) []fyne.CanvasObject {
	p.buildGrids()
	doc := p.w.session.Document()
	wanted, stand := target.Default().Wanted(p.w.session.Set, doc), map[string]*target.Item{}
	var out []fyne.CanvasObject
	if gap == nil {
		out = p.untargeted()
	} else {
		for i := range gap.Items {
			stand[gap.Items[i].Question] = &gap.Items[i]
		}
		bar := container.NewHBox()
		if n := len(doc.Target.Levels); n > 0 && doc.Target.Set != "" {
			bar.Add(locate.Name("targets/reset", form.NewChip(words.Count(n, "Back to the set (1 own level)", "Back to the set (%d own levels)"), func() {
				if !p.w.refuse() {
					p.edit(partLevels, func(t engagement.Target) engagement.Target { t.Levels = nil; return t })
				}
			})))
		}
		bar.Add(locate.Name("targets/remove", form.NewChip(words.Say("Without a target"), func() {
			if !p.w.refuse() {
				p.edit(partLevels, func(t engagement.Target) engagement.Target {
					t.Set, t.Levels = "", nil
					return t
				})
			}
		})))
		out = append(out, p.sets, bar)
		if raises := report.GapRaises(words.Reports(), gap); len(raises) > 0 {
			out = append(out, targetHeading(words.Say("Why more is wanted"))...)
			out = append(out, bulletList(raises, style.Column))
		}
	}
	out = append(out, targetHeading(words.Say("Wanted level of each question"))...)
	out = append(out, note(words.Say("A click or a digit from 0 to 4 sets the level of a question for this engagement, Delete goes back to the set. Filled is what is wanted; outlined is what the set wants where you decided otherwise.")), style.Gap(look.Space2))
	for _, g := range p.grids {
		g.wanted, g.stand = maps.Clone(wanted), stand
		g.grid.Refresh()
		title := words.Name(p.w.session.Set.Section(g.items[0].SectionID).Title)
		box := &placed{} // the head of the grid is empty: the section stands there
		box.put(style.Line(title, look.TextBody, true, look.Text), 0)
		weight := style.Line(words.Say("weight %d", target.Default().Weights[g.items[0].SectionID]), look.TextSmall, false, look.Muted)
		box.put(weight, style.Column-weight.MinSize().Width)
		box.put(g.grid, 0)
		box.y += g.grid.MinSize().Height + look.Space1
		box.put(g.says, 0)
		box.y += g.says.MinSize().Height + look.Space1
		out = append(out, box.box(style.Column))
	}
	return out
}

// The page on a questionnaire that came back: every difference, what could not be
// used, and the choice what becomes of it.

package ui

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"muster/assessment/engagement"
	"muster/assessment/question"
	"muster/assessment/session"
	"muster/exporters/look"
	"muster/exporters/questionnaire"
	"muster/exporters/report"
	"muster/ui/form"
	"muster/ui/locate"
	"muster/ui/style"
	"muster/ui/words"
)

// importPage shows the first of the questionnaires that wait.
type importPage struct {
	w      *workspace
	column *fyne.Container
	scroll *container.Scroll
	take   *form.Button
}

func newImportPage(w *workspace) *importPage {
	p := &importPage{w: w, column: container.NewVBox()}
	p.scroll = columnScroll([]fyne.CanvasObject{p.column})
	p.build()
	return p
}

func (p *importPage) object() fyne.CanvasObject { return p.scroll }
func (p *importPage) commit()                   {}

// refresh shows it anew: the document it is compared with has changed.
func (p *importPage) refresh(session.Change) { p.build() }

// shownProblems is how many problems are listed on the page.
const shownProblems = 40

// unusable lists what of a sheet that came back cannot be used, the first of it; nothing
// where all can.
func unusable[P fmt.Stringer](problems []P) []fyne.CanvasObject {
	if len(problems) == 0 {
		return nil
	}
	var items []string
	for _, p := range problems[:min(len(problems), shownProblems)] {
		items = append(items, p.String())
	}
	if left := len(problems) - shownProblems; left > 0 {
		items = append(items, words.Say("and %d more", left))
	}
	return []fyne.CanvasObject{style.Paragraph(words.Say("Not usable (%d)", len(problems)), style.Column, look.TextHeading-2, true, look.Text),
		bulletList(items, style.Column), style.Gap(look.Space2)}
}

func (p *importPage) build() {
	w := p.w
	if len(w.arrived) == 0 {
		p.column.Objects = chapterObjects(report.Chapter{Title: words.Say("Import"), Lead: words.Say("Nothing waits to be imported.")}, style.Column)
		p.column.Refresh()
		return
	}
	a := w.arrived[0]
	objects := []fyne.CanvasObject{style.Gap(look.Space2)}
	objects = append(objects, chapterObjects(report.Chapter{Title: words.Say("Import"), Lead: p.lead(a)}, style.Column)...)
	who := strings.Trim(strings.Join([]string{a.respondent.Name, a.respondent.Role, a.respondent.Date}, ", "), ", ")
	if who == "" {
		who = words.Say("somebody who left the name out")
	}
	text := words.Say("%s, filled in by %s.", filepath.Base(a.path), who)
	if n := len(w.arrived) - 1; n > 0 {
		text += " " + words.Say("%d more to look at.", n)
	}
	objects = append(objects, style.Paragraph(text, style.Column, look.TextBody, false, look.Text))
	if a.foreign {
		objects = append(objects, style.Paragraph(words.Say("This questionnaire was written from another engagement. Nothing is chosen; take over only what is meant for this one."), style.Column, look.TextBody, true, look.Bad))
	}
	p.take = locate.Name("import/take", form.NewButton("", func() { p.takeOver(a) }))
	p.take.Importance = widget.HighImportance
	keep := locate.Name("import/keep", form.NewButton(words.Say("Keep as this person's own answers"), func() { p.keep(a) }))
	aside := locate.Name("import/aside", form.NewButton(words.Say("Set aside"), func() { p.aside(a) }))
	objects = append(objects, style.Gap(look.Space2), container.NewHBox(p.take, keep, aside),
		style.Paragraph(words.Say("Taking over changes the agreed answers. Keeping them as the person's own leaves the agreed answers as they are and sets them side by side. Both can be undone in one step."), style.Column, look.TextSmall+1, false, look.Muted),
		style.Gap(look.Space2))
	objects = append(objects, unusable(a.read.Problems)...)
	objects = append(objects, p.entries(a)...)
	p.column.Objects = append(objects, style.Gap(look.Space6))
	p.column.Refresh()
	p.count(a)
}

func (p *importPage) lead(a *arrived) string {
	n := len(a.read.Entries)
	if n == 0 {
		return words.Say("It says nothing new: %d questions as they are here.", a.read.Same)
	}
	return words.Count(n, "One question differs from the answers here.", "%d questions differ from the answers here.")
}

// kinds are the headings of the differences, in the order they are shown.
var kinds = []struct {
	kind        questionnaire.Kind
	title, says string
}{
	{questionnaire.Conflicting, words.Mark("Conflicting"), words.Mark("The answer here is not the one the workbook was written with, and the workbook says something else.")},
	{questionnaire.Changed, words.Mark("Changed"), words.Mark("Other than here, where nothing was changed meanwhile.")},
	{questionnaire.New, words.Mark("New"), words.Mark("Not answered here yet.")},
	{questionnaire.Confirmed, words.Mark("Confirmed"), words.Mark("Carried over from the engagement before; the workbook says the same. Taking it over confirms it.")},
	{questionnaire.Cleared, words.Mark("Emptied"), words.Mark("Answered here; the workbook left it empty.")},
}

func (p *importPage) entries(a *arrived) []fyne.CanvasObject {
	var out []fyne.CanvasObject
	for _, k := range kinds {
		var rows []fyne.CanvasObject
		ids := []string{}
		for _, e := range a.read.Entries {
			if e.Kind == k.kind {
				rows = append(rows, p.entry(a, e))
				ids = append(ids, e.ID)
			}
		}
		if len(rows) == 0 {
			continue
		}
		set := func(on bool) func() {
			return func() {
				for _, id := range ids {
					a.chosen[id] = on
				}
				p.build()
			}
		}
		out = append(out,
			container.NewHBox(style.Line(fmt.Sprintf("%s (%d)", words.Name(k.title), len(rows)), look.TextHeading-2, true, look.Text), style.Strut(12),
				locate.Name("import/all-"+string(k.kind), form.NewChip(words.Say("All"), set(true))), locate.Name("import/none-"+string(k.kind), form.NewChip(words.Say("None"), set(false)))),
			style.Paragraph(words.Name(k.says), style.Column, look.TextSmall+1, false, look.Muted))
		out = append(out, rows...)
		out = append(out, style.Gap(look.Space2))
	}
	return out
}

// entry is one difference with its choice.
func (p *importPage) entry(a *arrived, e questionnaire.Entry) fyne.CanvasObject {
	it := p.w.session.Set.Item(e.ID)
	check := locate.Name("import/"+e.ID, form.NewCheck("", func(on bool) {
		a.chosen[e.ID] = on
		p.count(a)
	}))
	check.Checked = a.chosen[e.ID]
	const width = style.Column - 48
	title := fmt.Sprintf("%d. %s", it.Number, words.Name(e.Title))
	lines := container.NewVBox(style.Paragraph(title, width, look.TextBody, true, look.Text))
	for _, side := range []struct {
		name   string
		answer engagement.Answer
	}{{words.Say("Here"), e.Current}, {words.Say("Workbook"), e.Given}} {
		lines.Add(style.Paragraph(side.name+": "+answerLine(it, side.answer), width, look.TextSmall+1, false, look.Text))
	}
	return container.NewBorder(nil, widget.NewSeparator(), container.NewVBox(check), nil, lines)
}

// answerLine is an answer with its evidence and comment in a line or two.
func answerLine(it *question.Item, a engagement.Answer) string {
	text := words.Name(report.StateWord(words.Reports(), a.State))
	if a.State == engagement.Answered {
		text = strings.ReplaceAll(report.AnswerText(words.Reports(), it, a.Value), "\n", "; ")
		if a.Evidence != "" && a.Evidence != engagement.Asserted {
			text += ", " + string(a.Evidence)
		}
	}
	if a.Comment != "" {
		text += ". " + words.Say("Comment: %s", a.Comment)
	}
	return text
}

// count says on the button how much would be taken over.
func (p *importPage) count(a *arrived) {
	n := 0
	for _, on := range a.chosen {
		if on {
			n++
		}
	}
	p.take.SetText(words.Say("Take over %d", n))
	if n == 0 || p.w.session.ReadOnly() {
		p.take.Disable()
	} else {
		p.take.Enable()
	}
}

// takeOver puts the chosen answers into the document: one undo step.
func (p *importPage) takeOver(a *arrived) {
	p.w.drop(a)
	p.w.session.Edit(pageRespondents, func(d *engagement.Document) {
		for _, e := range a.read.Entries {
			switch {
			case !a.chosen[e.ID]:
			case e.Given.Empty():
				delete(d.Answers, e.ID)
			default:
				d.Answers[e.ID] = e.Given
			}
		}
	})
	p.next()
}

// keep adds the answers as one person's own; those of the same person from before
// are replaced.
func (p *importPage) keep(a *arrived) {
	p.w.drop(a)
	p.w.session.Edit(pageRespondents, func(d *engagement.Document) {
		list := slices.Clone(d.Respondents)
		same := func(r engagement.Respondent) bool {
			return r.Name != "" && strings.EqualFold(r.Name, a.respondent.Name) && strings.EqualFold(r.Role, a.respondent.Role)
		}
		if i := slices.IndexFunc(list, same); i >= 0 {
			list[i] = a.respondent
		} else {
			list = append(list, a.respondent)
		}
		d.Respondents = list
	})
	p.next()
}

// drop takes a questionnaire off the list of those that wait.
func (w *workspace) drop(a *arrived) {
	w.arrived = slices.DeleteFunc(w.arrived, func(x *arrived) bool { return x == a })
}

// aside leaves a questionnaire alone.
func (p *importPage) aside(a *arrived) {
	p.w.drop(a)
	p.next()
}

// next shows the questionnaire that waits, or what people said.
func (p *importPage) next() {
	if len(p.w.arrived) > 0 {
		p.w.open(pageImport)
		return
	}
	p.w.open(pageRespondents)
}

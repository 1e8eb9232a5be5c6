// The findings page: every card leads to the questions it rests on.

package ui

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"muster/assessment"
	"muster/exporters/look"
	"muster/exporters/report"
	"muster/ui/form"
	"muster/ui/locate"
	"muster/ui/style"
	"muster/ui/words"
)

// shownQuestions is how many questions a card leads to; a finding on everything
// that is unknown names dozens.
const shownQuestions = 4

// findingObjects is the chapter on findings with ways to the questions.
func findingObjects(w *workspace) func(*report.Report) []fyne.CanvasObject {
	return func(rep *report.Report) []fyne.CanvasObject {
		var out []fyne.CanvasObject
		chapter := rep.Chapter("findings")
		for _, b := range chapter.Blocks {
			card, ok := b.(report.Card)
			if !ok {
				out = append(out, blockObjects([]report.Block{b}, style.Column)...)
				continue
			}
			out = append(out, cardObject(card.Finding, style.Column), questionChips(w, card.Finding), actionChips(w, card.Finding))
		}
		chapter.Blocks = nil
		return append(chapterObjects(chapter, style.Column), out...)
	}
}

// questionChips lead from a finding to its questions.
func questionChips(w *workspace, f report.Finding) fyne.CanvasObject {
	bar := container.NewHBox(style.Strut(12))
	room := float32(style.Column - 24)
	shown := 0
	for i, id := range f.QuestionIDs {
		if w.session.Set.Item(id) == nil || shown == shownQuestions {
			continue
		}
		chip := form.NewChip(fitLine(words.Name(f.Questions[i]), 220, look.TextSmall, true)+" ▸", func() { w.goTo(id) })
		if room -= chip.MinSize().Width + look.Space1; room < 0 {
			break
		}
		bar.Add(locate.Name("finding/"+f.ID+"/"+id, chip))
		shown++
	}
	return bar
}

// shownActions is how many actions a card leads to.
const shownActions = 3

// actionChips lead from a finding to its actions, or make one of it.
func actionChips(w *workspace, f report.Finding) fyne.CanvasObject {
	bar := container.NewHBox(style.Strut(12))
	findings := w.session.Result().Findings
	i := slices.IndexFunc(findings, func(x assessment.Finding) bool { return x.ID == f.ID })
	if i < 0 {
		return style.Gap(look.Space2)
	}
	items := w.plan().Of(findings[i].Source)
	for k := range items {
		if k == shownActions {
			bar.Add(style.Line(words.Say("and %d more", len(items)-k), look.TextSmall, false, look.Muted))
			break
		}
		a := &items[k].Action
		bar.Add(locate.Name("finding/"+f.ID+"/"+a.ID, form.NewChip(words.Say("Action %s, %s", a.ID, words.Name(report.StatusWord(words.Reports(), a.State())))+" ▸", func() { w.open(actionPrefix + a.ID) })))
	}
	if slices.ContainsFunc(w.plan().Open, func(x assessment.Finding) bool { return x.ID == f.ID }) {
		bar.Add(locate.Name("finding/"+f.ID+"/plan", form.NewChip(words.Say("Plan an action"), func() { w.planFindings(findings[i : i+1]) })))
	}
	return container.NewVBox(bar, style.Gap(look.Space2))
}

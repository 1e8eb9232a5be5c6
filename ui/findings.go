// The findings page: every card leads to the questions it rests on.

package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

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
			out = append(out, cardObject(card.Finding, style.Column), questionChips(w, card.Finding))
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
	return container.NewVBox(bar, style.Gap(look.Space2))
}

// The page on what changed since the engagement before: the report's chapter, with
// ways to what is still to be confirmed.

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

// sinceTitle is what the page is called in the list and in its heading.
func (w *workspace) sinceTitle() string {
	doc := w.session.Document()
	return report.SinceHeading(words.Reports(), doc.Previous.Date, doc.Date)
}

func sinceObjects(w *workspace) func(*report.Report) []fyne.CanvasObject {
	return func(rep *report.Report) []fyne.CanvasObject {
		chapter := rep.Chapter(pageSince)
		if rep.Since == nil {
			chapter.Title, chapter.Lead = words.Say("Since last year"), words.Say("This engagement was not started from an earlier one: File, New from an earlier engagement.")
		}
		blocks := chapter.Blocks
		chapter.Blocks = nil
		out := chapterObjects(chapter, style.Column)
		if rep.Since != nil && rep.Since.Carried > 0 {
			next := locate.Name("since/next", form.NewChip(words.Say("Go to the next answer to confirm ▸"), w.nextCarried))
			out = append(out, container.NewHBox(next), style.Gap(look.Space2))
		}
		return append(out, blockObjects(blocks, style.Column)...)
	}
}

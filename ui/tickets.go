// The page on measured demand: import of the MSSP's ticket export, what it says,
// and its way into the answers.

package ui

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"muster/assessment/analysis"
	"muster/assessment/engagement"
	"muster/assessment/session"
	"muster/assessment/tickets"
	"muster/exporters/look"
	"muster/exporters/report"
	"muster/ui/form"
	"muster/ui/locate"
	"muster/ui/style"
	"muster/ui/words"
)

// exportExtensions are the files an import takes.
var exportExtensions = []string{".csv", ".xlsx", ".tsv", ".txt"}

func isTicketExport(path string) bool {
	return slices.Contains(exportExtensions, strings.ToLower(filepath.Ext(path)))
}

type ticketPage struct {
	w      *workspace
	column *fyne.Container
	scroll *container.Scroll
}

func newTicketPage(w *workspace) *ticketPage {
	p := &ticketPage{w: w, column: container.NewVBox()}
	p.scroll = columnScroll([]fyne.CanvasObject{p.column})
	p.refresh(session.Change{})
	return p
}

func (p *ticketPage) object() fyne.CanvasObject { return p.scroll }
func (p *ticketPage) commit()                   {}

func (p *ticketPage) refresh(session.Change) {
	chapter := p.w.report().Chapter("tickets")
	history, _ := analysis.History(p.w.session.Document())
	load := locate.Name("tickets/import", form.NewButton(words.Say("Import a ticket export…"), p.w.askTickets))
	bar := container.NewHBox(load)
	objects := []fyne.CanvasObject{style.Gap(look.Space2)}
	if history == nil && len(p.w.session.Document().Tickets) == 0 {
		load.Importance = widget.HighImportance
		chapter.Blocks = []report.Block{
			report.Paragraph{Text: words.Say("Nobody knows how many escalations reach them; the MSSP's ticket export does. Ask the MSSP for all tickets of the last three to twelve months, or export them from your own ticketing, and import the file here. It stays on this computer: only the figures are kept with the engagement.")},
			report.Heading{Text: words.Say("What the file should hold")},
			report.Bullets{Items: []string{
				words.Say("CSV (any delimiter and encoding) or XLSX, one row a ticket or one row a change."),
				words.Say("When each ticket was opened, its severity or priority, and its number."),
				words.Say("Better: when it was acknowledged and resolved, its state and closing code."),
				words.Say("Best: the time worked on it. Without it the export says how many there are, but not how long they take."),
			}},
		}
	} else {
		load.SetText(words.Say("Import another export…"))
		apply := locate.Name("tickets/apply", form.NewButton(words.Say("Apply to the answers"), p.w.applyTickets))
		apply.Importance = widget.HighImportance
		if history == nil || history.Tickets == 0 {
			apply.Disable()
		}
		bar.Objects = []fyne.CanvasObject{apply, load, locate.Name("tickets/remove", form.NewButton(words.Say("Remove"), p.w.removeTickets))}
	}
	head := chapter
	head.Blocks = nil
	objects = append(objects, chapterObjects(head, style.Column)...)
	objects = append(objects, bar, style.Gap(look.Space2))
	objects = append(objects, blockObjects(chapter.Blocks, style.Column)...)
	p.column.Objects = append(objects, style.Gap(look.Space6))
	p.column.Refresh()
}

// askTickets asks for the file of an export.
func (w *workspace) askTickets() {
	if w.app.blocked() {
		return
	}
	w.commit()
	d := &pathDialog{app: w.app, title: words.Say("Import a ticket export (CSV or XLSX)"), action: words.Say("Preview"), start: w.app.home() + string(filepath.Separator), browse: browseFile(exportExtensions...)}
	d.use = func(path string) error {
		e, err := tickets.Preview(path, tickets.Mapping{})
		if err != nil {
			return err
		}
		d.box.Hide()
		w.previewTickets(path, e)
		return nil
	}
	d.show()
}

// dropTickets starts the import of a file that was dropped on the window.
func (w *workspace) dropTickets(path string) {
	w.commit()
	e, err := tickets.Preview(path, tickets.Mapping{})
	if err != nil {
		w.app.fail(words.Say("This export cannot be read"), err)
		return
	}
	w.previewTickets(path, e)
}

// importTickets reads the export in the background and keeps its figures: one
// undo step.
func (w *workspace) importTickets(path string, m tickets.Mapping, asked func(*tickets.AmbiguousDates)) {
	o := tickets.Options{Mapping: m, Cover: analysis.Cover(w.session.Registry, w.session.Document()), Targets: tickets.TargetsOf(w.session.Document().Answers)}
	var history *tickets.History
	var ambiguous *tickets.AmbiguousDates
	w.app.run(words.Say("Importing %s", filepath.Base(path)), func(ctx context.Context, progress func(done, total int)) error {
		o.Progress = func(done, total int64) { progress(int(done/1024), int(total/1024)+1) }
		h, err := tickets.Import(ctx, path, o)
		if errors.As(err, &ambiguous) {
			return nil
		}
		history = h
		return err
	}, func() {
		if ambiguous != nil {
			asked(ambiguous)
			return
		}
		data, err := analysis.Store(history)
		if err != nil {
			w.app.fail(words.Say("The figures could not be kept"), err)
			return
		}
		w.session.Edit(pageTickets, func(d *engagement.Document) { d.Tickets = data })
		w.open(pageTickets)
	})
}

// applyTickets puts what was measured into the answers: one undo step.
func (w *workspace) applyTickets() {
	history, err := analysis.History(w.session.Document())
	if err != nil || history == nil {
		w.app.inform(words.Say("Nothing to apply"), words.Say("Import a ticket export first."))
		return
	}
	existing := w.session.Document().Answers
	answers := tickets.Answers(history, w.session.Set, existing)
	notes := tickets.Notes(history, w.session.Set, existing)
	before := w.session.Document()
	w.session.Edit(pageTickets, func(d *engagement.Document) {
		for id, a := range answers {
			d.Answers[id] = a
		}
	})
	var lines []string
	for _, it := range w.session.Set.Items() {
		if a, ok := answers[it.ID]; ok && !engagement.Equal(a, before.Answers[it.ID]) {
			lines = append(lines, fmt.Sprintf("%d. %s: %s", it.Number, it.Title, report.AnswerText(words.Reports(), it, a.Value)))
		}
	}
	text := words.Say("The answers are as measured already.")
	if len(lines) > 0 {
		text = words.Say("Answered as observed, with the export as reference. Undo takes all of it back.\n\n%s", strings.Join(lines, "\n"))
	}
	if len(notes) > 0 {
		var names []string // titles for ids
		for _, it := range w.session.Set.Items() {
			names = append(names, it.ID, "“"+it.Title+"”")
		}
		text += "\n\n" + strings.NewReplacer(names...).Replace(strings.Join(notes, "\n"))
	}
	w.app.inform(words.Say("Applied to the answers"), text)
}

// removeTickets drops the figures; one undo step. Answers stay.
func (w *workspace) removeTickets() {
	w.session.Edit(pageTickets, func(d *engagement.Document) { d.Tickets = nil })
}

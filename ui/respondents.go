// Respondents: colleagues who answer in a workbook, what came back, and where they
// differ.

package ui

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"muster/assessment"
	"muster/assessment/engagement"
	"muster/assessment/session"
	"muster/assessment/store"
	"muster/exporters/actionsheet"
	"muster/exporters/look"
	"muster/exporters/questionnaire"
	"muster/exporters/report"
	"muster/ui/form"
	"muster/ui/locate"
	"muster/ui/style"
	"muster/ui/words"
)

// respondentsPage sends questionnaires out and shows what people said.
type respondentsPage struct {
	w      *workspace
	column *fyne.Container
	scroll *container.Scroll
}

func newRespondentsPage(w *workspace) *respondentsPage {
	p := &respondentsPage{w: w, column: container.NewVBox()}
	p.scroll = columnScroll([]fyne.CanvasObject{p.column})
	p.refresh(session.Change{})
	return p
}

func (p *respondentsPage) object() fyne.CanvasObject { return p.scroll }
func (p *respondentsPage) commit()                   {}

func (p *respondentsPage) refresh(session.Change) {
	w := p.w
	blank := locate.Name("respondents/blank", form.NewButton(words.Say("Blank questionnaire…"), func() { w.askQuestionnaire(false) }))
	filled := locate.Name("respondents/filled", form.NewButton(words.Say("With today's answers…"), func() { w.askQuestionnaire(true) }))
	load := locate.Name("respondents/import", form.NewButton(words.Say("Import what came back…"), w.askImport))
	rep := w.report()
	chapter := report.Chapter{Title: words.Say("Respondents"), Lead: words.Say("Let colleagues answer without Muster, in a workbook.")}
	objects := []fyne.CanvasObject{style.Gap(look.Space2)}
	buttons := container.NewHBox(blank, filled, load)
	if rep.Respondents == nil {
		blank.Importance = widget.HighImportance
		objects = append(objects, chapterObjects(chapter, style.Column)...)
		objects = append(objects, blockObjects([]report.Block{report.Bullets{Items: []string{
			words.Say("Write a questionnaire: an Excel workbook with the questions, the levels in words and lists to choose from."),
			words.Say("Send it to one colleague, or to several who answer on their own. Excel and LibreOffice can fill it in."),
			words.Say("Import what came back, or drop the files on this window. You see every difference first and choose what is taken over."),
			words.Say("Answers of several people stand side by side: who said what, how far apart they are, and what verdict each alone would give."),
		}}}, style.Column)...)
		objects = append(objects, buttons)
	} else {
		chapter = rep.Chapter("respondents")
		head := chapter
		head.Blocks = nil
		objects = append(objects, chapterObjects(head, style.Column)...)
		objects = append(objects, buttons, p.people())
		objects = append(objects, blockObjects(chapter.Blocks, style.Column)...)
	}
	p.column.Objects = append(objects, style.Gap(look.Space6))
	p.column.Refresh()
}

// people offers what can be done with those who answered.
func (p *respondentsPage) people() fyne.CanvasObject {
	doc := p.w.session.Document()
	row := container.NewHBox()
	if ids := p.w.agreedNews(); len(ids) > 0 {
		row.Add(locate.Name("respondents/agreed", form.NewChip(words.Say("Take over the %d answers all agree on", len(ids)), p.w.takeAgreed)))
	}
	lines := container.NewVBox(style.Gap(look.Space1), row)
	at := container.NewHBox()
	used := float32(0)
	for i := range doc.Respondents {
		chip := form.NewChip(words.Say("Remove %s", fitLine(doc.Respondents[i].Title(i), 160, look.TextSmall, false)), func() { p.w.removeRespondent(i) })
		locate.Name(fmt.Sprintf("respondents/remove-%d", i), chip)
		if used += chip.MinSize().Width + 6; used > style.Column {
			lines.Add(at)
			at, used = container.NewHBox(), chip.MinSize().Width+6
		}
		at.Add(chip)
	}
	lines.Add(at)
	lines.Add(style.Gap(look.Space1))
	return lines
}

// agreedNews are the questions on which all respondents agree and the document
// does not say so yet.
func (w *workspace) agreedNews() []string {
	doc := w.session.Document()
	var out []string
	for _, it := range w.session.Set.Items() {
		if a, ok := assessment.Agreed(doc, it.ID); ok {
			if now := doc.Answers[it.ID]; now.Carried || now.State != a.State || !engagement.EqualValues(now.Value, a.Value) {
				out = append(out, it.ID)
			}
		}
	}
	return out
}

// takeAgreed takes over what all respondents agree on: one undo step.
func (w *workspace) takeAgreed() {
	ids := w.agreedNews()
	w.session.Edit(pageRespondents, func(d *engagement.Document) {
		for _, id := range ids {
			agreed, _ := assessment.Agreed(d, id)
			a := d.Answers[id]
			a.State, a.Value, a.Evidence, a.Draft = agreed.State, agreed.Value, agreed.Evidence, nil
			a.Carried = false
			d.Answers[id] = a
		}
	})
}

func (w *workspace) removeRespondent(i int) {
	w.session.Edit(pageRespondents, func(d *engagement.Document) { d.Respondents = slices.Delete(slices.Clone(d.Respondents), i, i+1) })
}

// askQuestionnaire asks where the workbook goes and writes it.
func (w *workspace) askQuestionnaire(withAnswers bool) {
	if w.app.blocked() {
		return
	}
	w.commit()
	doc := w.session.Document()
	d := &pathDialog{app: w.app, title: words.Say("Write a questionnaire"), action: words.Say("Write"), start: w.exportBase() + "-questionnaire.xlsx", browse: browseFolder}
	d.use = func(path string) error {
		if filepath.Ext(path) == "" {
			path += ".xlsx"
		}
		return w.app.overwriting(path, "", func() error {
			d.box.Hide()
			w.app.run(words.Say("Writing the questionnaire"), func(ctx context.Context, progress func(done, total int)) error {
				data, err := questionnaire.Write(ctx, w.session.Set, doc, questionnaire.Options{WithAnswers: withAnswers}, progress)
				if err != nil {
					return err
				}
				return store.WriteAtomic(path, data)
			}, func() {
				w.app.inform(words.Say("Questionnaire written"), words.Say("The questionnaire was written to\n%s", path))
			})
			return nil
		}, d)
	}
	d.show()
}

// arrived is a questionnaire that was read and not yet decided on.
type arrived struct {
	path       string
	respondent engagement.Respondent
	read       *questionnaire.Import
	foreign    bool // of another engagement
	chosen     map[string]bool
}

func isWorkbook(path string) bool { return strings.EqualFold(filepath.Ext(path), ".xlsx") }

// askImport asks for a workbook, or a folder of them.
func (w *workspace) askImport() {
	if w.app.blocked() {
		return
	}
	w.commit()
	d := &pathDialog{app: w.app, title: words.Say("Import questionnaires: a workbook, or the folder that holds them"), action: words.Say("Look at it"), start: w.app.home() + string(filepath.Separator), browse: browseFile(".xlsx"), folders: true}
	d.use = func(path string) error {
		paths := []string{path}
		if info, err := os.Stat(path); err == nil && info.IsDir() {
			if paths, err = filepath.Glob(filepath.Join(path, "*.xlsx")); err != nil || len(paths) == 0 {
				return words.Errorf("the folder %s holds no workbooks (.xlsx)", path)
			}
			slices.Sort(paths)
		}
		d.box.Hide()
		w.readQuestionnaires(paths)
		return nil
	}
	d.show()
}

// readQuestionnaires reads workbooks in the background and shows them one after
// the other.
func (w *workspace) readQuestionnaires(paths []string) {
	doc := w.session.Document()
	var list []*arrived
	var faults []string
	w.app.run(words.Say("Reading questionnaires"), func(ctx context.Context, progress func(done, total int)) error {
		for i, path := range paths {
			a, err := readQuestionnaire(ctx, path, w, doc)
			switch {
			case ctx.Err() != nil:
				return ctx.Err()
			case err != nil:
				faults = append(faults, err.Error())
			default:
				list = append(list, a)
			}
			progress(i+1, len(paths))
		}
		if len(list) == 0 {
			return errors.New(strings.Join(faults, "\n\n"))
		}
		return nil
	}, func() {
		w.arrived = append(w.arrived, list...)
		w.open(pageImport)
		if len(faults) > 0 {
			w.app.inform(words.Say("Not all of them could be read"), strings.Join(faults, "\n\n"))
		}
	})
}

func readQuestionnaire(ctx context.Context, path string, w *workspace, doc *engagement.Document) (*arrived, error) {
	data, err := store.ReadFile(path)
	if err != nil {
		return nil, err
	}
	r, im, err := questionnaire.AsRespondent(ctx, filepath.Base(path), data, w.session.Set, doc)
	var other *questionnaire.OtherEngagementError
	if err != nil && !errors.As(err, &other) {
		return nil, err
	}
	a := &arrived{path: path, respondent: r, read: im, foreign: other != nil, chosen: map[string]bool{}}
	for _, e := range im.Entries {
		a.chosen[e.ID] = !a.foreign && (e.Kind == questionnaire.New || e.Kind == questionnaire.Changed || e.Kind == questionnaire.Confirmed)
	}
	return a, nil
}

// dropWorkbooks takes files that were dropped on the window: questionnaires, a sheet
// of actions, or a ticket export.
func (w *workspace) dropWorkbooks(paths []string) {
	w.commit()
	first, err := store.ReadFile(paths[0])
	if err == nil && questionnaire.Is(context.Background(), first, w.session.Set) {
		w.readQuestionnaires(paths)
		return
	}
	if err == nil && actionsheet.Is(context.Background(), first) {
		w.readSheet(paths[0])
		return
	}
	w.dropTickets(paths[0])
}

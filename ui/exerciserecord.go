// Exercises that were held: what the record says of each, its after-action, and its
// way into answers and actions.

package ui

import (
	"fmt"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"muster/assessment/engagement"
	"muster/assessment/exercise"
	"muster/assessment/session"
	"muster/exporters"
	"muster/exporters/look"
	"muster/exporters/redaction"
	"muster/exporters/report"
	"muster/ui/form"
	"muster/ui/locate"
	"muster/ui/style"
	"muster/ui/words"
)

// editRecord changes a record; what undo leads back to is place.
func (w *workspace) editRecord(place string, at int, change func(*engagement.Exercise)) {
	w.session.Edit(place, func(d *engagement.Document) { exercise.Change(d, at, change) })
}

// records lists the exercises that were held, the last first.
func (p *exercisesPage) records(planned *exercise.Planned, c session.Change) []fyne.CanvasObject {
	w := p.w
	doc := w.session.Document()
	if len(doc.Exercises) == 0 {
		p.part, w.exercising.record = nil, -1
		return nil
	}
	if w.exercising.record >= len(doc.Exercises) {
		w.exercising.record = -1
	}
	if w.exercising.record < 0 || p.part != nil && p.part.at != w.exercising.record {
		p.part = nil
	}
	out := exerciseHeading(words.Say("Held so far"))
	feed := locate.Name("exercises/feed", form.NewButton(words.Say("Feed the answers…"), w.previewAnswers))
	if w.session.ReadOnly() {
		feed.Disable()
	}
	out = append(out, container.NewHBox(feed), style.Paragraph(words.Say("What the exercises showed becomes the answer to the questions on exercises, with the evidence “observed”. You see first what changes."), style.Column, look.TextSmall+1, false, look.Muted))
	for i := len(doc.Exercises) - 1; i >= 0; i-- {
		out = append(out, p.record(planned, i, c)...)
	}
	return out
}

// exercisePrefix starts the ids of places of one record.
const exercisePrefix = "exercise/"

// exerciseTitle is what a record is called: its own title, that of its scenario, or
// its id where that is not known.
func exerciseTitle(known []*exercise.Scenario, e *engagement.Exercise) string {
	if t := strings.TrimSpace(e.Title); t != "" {
		return t
	}
	if s, err := exercise.ByID(known, e.Scenario); err == nil {
		return s.Title
	}
	return e.Scenario
}

// revealRecord gives the keyboard to the record that is open, and so brings it into view.
func (p *exercisesPage) revealRecord() {
	if p.shown != nil {
		p.w.app.window.Canvas().Focus(p.shown)
	}
}

// record is one exercise: a line on it, and its after-action where that is open.
func (p *exercisesPage) record(planned *exercise.Planned, i int, c session.Change) []fyne.CanvasObject {
	w := p.w
	e := &w.session.Document().Exercises[i]
	open := w.exercising.record == i
	title := exerciseTitle(w.scenarios(), e)
	out := []fyne.CanvasObject{style.Gap(look.Space2), style.Paragraph(words.Name(title), style.Column, look.TextLead, true, look.Text)}
	said := []string{e.Date, words.Name(exercise.Title(exercise.DefaultPlanner().Forms, e.Form))}
	bar := container.NewHBox()
	chip := func(name, text string, do func()) *form.Chip {
		c := locate.Name(fmt.Sprintf("exercises/record-%d/%s", i, name), form.NewChip(text, do))
		bar.Add(c)
		return c
	}
	run, err := w.runOf(planned, e)
	var review *exercise.AfterAction
	if err == nil {
		review = exercise.Review(w.session.Set, e, run)
		said = append(said, words.Count(review.Played, "1 inject played", "%d injects played"), words.Say("%d of %d decisions noted", review.Taken, review.Expected))
		label := words.Say("▸ After-action")
		if open {
			label = words.Say("▾ After-action")
		}
		show := chip("show", label, func() {
			w.exercising.record = i
			if open {
				w.exercising.record = -1
			}
			p.commit()
			p.again()
		})
		if open {
			p.shown = show
		}
		if !w.session.ReadOnly() && !w.holding() {
			chip("go-on", words.Say("Go on with it"), func() { w.goOn(i, run) })
		}
	} else {
		said = append(said, words.Name(err.Error()))
	}
	if !w.session.ReadOnly() && !w.holds(i) {
		chip("remove", words.Say("Remove"), func() { w.removeRecord(i) })
	}
	said = slices.DeleteFunc(said, func(s string) bool { return strings.TrimSpace(s) == "" })
	out = append(out, style.Paragraph(strings.Join(said, " · "), style.Column, look.TextSmall+1, false, look.Muted), bar)
	if !open || err != nil {
		return out
	}
	if p.part == nil {
		p.part = newRecordPart(w, i)
	}
	p.part.show(c)
	return append(out, p.afterAction(i, run, review)...)
}

// removeRecord drops an exercise; one undo step.
func (w *workspace) removeRecord(i int) {
	w.exercising.record = -1
	if h := w.exercising.held; h != nil && h.at > i {
		h.at--
	}
	w.session.Edit(pageExercises, func(d *engagement.Document) { d.Exercises = slices.Delete(slices.Clone(d.Exercises), i, i+1) })
}

// afterAction is what was expected and what happened, with what can be made of it.
func (p *exercisesPage) afterAction(i int, run *exercise.Run, review *exercise.AfterAction) []fyne.CanvasObject {
	w := p.w
	record := &w.session.Document().Exercises[i]
	f, err := exporters.ExerciseFormatByID(report.AfterActionReport.ID)
	if err != nil {
		return []fyne.CanvasObject{style.Paragraph(words.Name(err.Error()), style.Column, look.TextBody, false, look.Bad)}
	}
	export := locate.Name("exercises/export/after-action", form.NewButton(words.Say("After-action report (PDF)…"), func() { w.exportExercise(f, run, record) }))
	act := locate.Name("exercises/actions", form.NewButton(words.Say("Make actions of the findings"), func() { w.takeActions(review) }))
	if w.session.ReadOnly() || len(review.Findings) == 0 {
		act.Disable()
	}
	if report.ExerciseFor(f.Kind, w.redaction, run.Scenario) != nil {
		export.Disable()
	}
	version := style.Paragraph(words.Say("Version of the report: %s. “Who will read the documents” below chooses it.", words.Name(w.redaction.Name)), style.Column, look.TextSmall+1, false, look.Muted)
	out := []fyne.CanvasObject{container.NewHBox(export, act), version, p.part.object}
	rep, err := report.BuildExercise(words.Reports(), redaction.Internal, w.session.Set, w.session.Registry, w.session.Document(), w.analysis(), run, record).As(report.AfterActionReport)
	if err != nil {
		return append(out, style.Paragraph(words.Name(err.Error()), style.Column, look.TextBody, false, look.Bad))
	}
	for _, c := range rep.Chapters {
		out = append(out, style.Gap(look.Space2), style.Paragraph(words.Name(c.Title), style.Column, look.TextHeading-2, true, look.Text),
			style.Paragraph(words.Name(c.Lead), style.Column, look.TextBody, false, look.Accent))
		out = append(out, blockObjects(c.Blocks, style.Column)...)
	}
	return out
}

// recordPart are the fields of a record: its title and date, the form of play, and the
// lessons.
type recordPart struct {
	w       *workspace
	at      int
	object  *fyne.Container
	title   *textField
	date    *textField
	form    *form.Segments
	lessons *lessonsPart
}

func newRecordPart(w *workspace, at int) *recordPart {
	p := &recordPart{w: w, at: at}
	field := func(name, hint string, get func(*engagement.Exercise) *string) *textField {
		return locate.Name("exercises/"+name, newTextField(w.session, "", hint, func(text string) {
			w.editRecord(pageExercises, at, func(e *engagement.Exercise) { *get(e) = strings.TrimSpace(text) })
		}).keptWhileTyped(w.session))
	}
	p.title = field("title", words.Say("Title"), func(e *engagement.Exercise) *string { return &e.Title })
	p.date = field("date", words.Say("yyyy-mm-dd"), func(e *engagement.Exercise) *string { return &e.Date })
	p.form = newFormSegments(w, pageExercises, at)
	p.lessons = newLessonsPart(w, pageExercises, at, style.Column)
	label := func(text string) fyne.CanvasObject { return style.Line(text, look.TextSmall+1, true, look.Text) }
	p.object = container.NewVBox(style.Gap(look.Space2),
		label(words.Say("Title")), p.title,
		label(words.Say("Held on, and how it was played")), container.NewHBox(container.New(&fixedWidth{130}, p.date), p.form),
		style.Gap(look.Space1), p.lessons.object)
	return p
}

// newFormSegments is the choice of the form of play.
func newFormSegments(w *workspace, place string, at int) *form.Segments {
	var list []form.Segment
	for _, f := range exercise.DefaultPlanner().Forms {
		list = append(list, form.Segment{ID: f.ID, Title: words.Name(f.Title)})
	}
	var s *form.Segments
	s = locate.Name("exercises/form", form.NewSegments(list, form.Hooks{}, func(id string) {
		w.editRecord(place, at, func(e *engagement.Exercise) { e.Form = id })
		if w.session.ReadOnly() && at < len(w.session.Document().Exercises) {
			s.SetChosen(w.session.Document().Exercises[at].Form)
		}
	}))
	return s
}

func (p *recordPart) show(c session.Change) {
	e := &p.w.session.Document().Exercises[p.at]
	p.title.setShown(e.Title)
	p.date.setShown(e.Date)
	p.form.SetChosen(e.Form)
	p.lessons.show(c)
}

func (p *recordPart) commit() {
	p.title.commit()
	p.date.commit()
	p.lessons.field.commit()
}

// lessonsPart are the lessons of a record, with the field that takes more.
type lessonsPart struct {
	w        *workspace
	place    string
	at       int
	width    float32
	object   *fyne.Container
	list     *fyne.Container
	field    *draftField
	severity *form.Segments
}

func newLessonsPart(w *workspace, place string, at int, width float32) *lessonsPart {
	p := &lessonsPart{w: w, place: place, at: at, width: width, list: container.NewVBox()}
	var levels []form.Segment
	for _, s := range engagement.LessonSeverities {
		levels = append(levels, form.Segment{ID: s, Title: words.Name(look.Severity(s).Word)})
	}
	p.severity = locate.Name("exercises/severity", form.NewSegments(levels, form.Hooks{}, func(id string) {
		if i := p.field.at; i >= 0 {
			w.editRecord(place, at, func(e *engagement.Exercise) {
				if i < len(e.Lessons) {
					e.Lessons[i].Severity = id
				}
			})
		}
	}))
	p.severity.SetChosen(engagement.LessonSeverities[1])
	p.field = newDraftField(w.session, words.Say("a lesson; Enter keeps it"), p.put)
	p.field.ended = func() { p.show(session.Change{}) }
	locate.Name("exercises/lesson", p.field.textField)
	p.object = container.NewVBox(style.Line(words.Say("Lessons"), look.TextSmall+1, true, look.Text), p.list, container.NewBorder(nil, nil, p.severity, nil, p.field.textField))
	return p
}

// put notes a lesson while it is typed.
func (p *lessonsPart) put(at int, text string) int {
	to := -1
	p.w.editRecord(p.place, p.at, func(e *engagement.Exercise) {
		switch there := at >= 0 && at < len(e.Lessons); {
		case text == "" && there:
			e.Lessons = slices.Delete(e.Lessons, at, at+1)
		case text == "":
		case there:
			e.Lessons[at].Text = text
			to = at
		default:
			e.Lessons = append(e.Lessons, engagement.Lesson{Text: text, Severity: p.severity.Chosen()})
			to = len(e.Lessons) - 1
		}
		p.field.at = to // the list that follows leaves it out
	})
	return to
}

// show lists the lessons but for the one that is being typed.
func (p *lessonsPart) show(c session.Change) {
	if p.at >= len(p.w.session.Document().Exercises) {
		return
	}
	if c.Jump {
		p.field.forget()
	}
	p.list.Objects = nil
	for i, l := range p.w.session.Document().Exercises[p.at].Lessons {
		if i == p.field.at {
			continue
		}
		st := look.Severity(l.Severity)
		var way fyne.CanvasObject
		if !p.w.session.ReadOnly() {
			way = container.NewVBox(locate.Name(fmt.Sprintf("exercises/lesson-%d", i), form.NewChip(words.Say("Change"), func() {
				p.severity.SetChosen(l.Severity)
				p.field.take(i, l.Text)
				p.w.app.window.Canvas().Focus(p.field.textField)
			})))
		}
		p.list.Add(container.NewBorder(nil, nil, container.NewVBox(style.Line(words.Name(st.Word)+" ", look.TextSmall+1, true, st.Color)), way,
			style.Paragraph(words.Name(l.Text), p.width-190, look.TextBody, false, look.Text)))
	}
	p.list.Refresh()
}

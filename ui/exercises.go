// The page of exercises: which scenario tests most of what is weak here and why, the
// run that is composed of it with its documents, and the exercises that were held.

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

	"muster/assessment/datafile"
	"muster/assessment/engagement"
	"muster/assessment/exercise"
	"muster/assessment/session"
	"muster/assessment/store"
	"muster/exporters"
	"muster/exporters/look"
	"muster/exporters/redaction"
	"muster/exporters/report"
	"muster/ui/form"
	"muster/ui/locate"
	"muster/ui/style"
	"muster/ui/words"
)

// exercising is what was chosen on the page of exercises. Of all this nothing is part
// of the engagement.
type exercising struct {
	own      ownScenarios
	scenario string          // id; empty: the one that is proposed
	length   string          // id; empty: half a day
	opened   map[string]bool // injects of the preview that are shown in full
	record   int             // the exercise whose after-action shows; -1: none
	held     *held           // the exercise that is being held; nil: none
}

// ownScenarios are the scenarios that the engagement holds, read from their files.
type ownScenarios struct {
	of     []engagement.OwnScenario
	list   []*exercise.Scenario
	faulty []error
}

// ownScenarios reads the scenarios of the engagement where they changed.
func (w *workspace) ownScenarios() *ownScenarios {
	o := &w.exercising.own
	now := w.session.Document().OwnScenarios
	if !slices.EqualFunc(o.of, now, func(a, b engagement.OwnScenario) bool { return a.File == b.File && a.YAML == b.YAML }) {
		o.of = now
		o.list, o.faulty = exercise.Own(w.session.Set, w.session.Document())
	}
	return o
}

// scenarios are those that ship with the program and those of the engagement.
func (w *workspace) scenarios() []*exercise.Scenario {
	return append(slices.Clone(exercise.Default()), w.ownScenarios().list...)
}

// planned is what exercises are planned with, as the answers stand.
func (w *workspace) planned() *exercise.Planned {
	return exercise.Prepare(w.session.Set, w.session.Document(), w.session.Result())
}

// exerciseLength is the length that was chosen.
func (w *workspace) exerciseLength() exercise.Length {
	l, err := exercise.DefaultPlanner().Length(w.exercising.length)
	if err != nil {
		l, _ = exercise.DefaultPlanner().Length(exercise.HalfDay) // the planner has it
	}
	return l
}

// runOf is the run that a record is one of; an error says why there is none.
func (w *workspace) runOf(planned *exercise.Planned, e *engagement.Exercise) (*exercise.Run, error) {
	if run := planned.RunOf(w.scenarios(), e); run != nil {
		return run, nil
	}
	return nil, words.Errorf("its scenario “%s” is not one of those Muster has: add its file", e.Scenario)
}

// exercisesPage plans exercises and lists those that were held.
type exercisesPage struct {
	w       *workspace
	column  *fyne.Container
	scroll  *container.Scroll
	choice  *form.ChoiceGroup
	offered string // what the choice shows
	part    *recordPart
	shown   *form.Chip // of the record that is open; nil where none is
	run     *exercise.Run
}

func newExercisesPage(w *workspace) *exercisesPage {
	p := &exercisesPage{w: w, column: container.NewVBox()}
	p.scroll = columnScroll([]fyne.CanvasObject{p.column})
	p.refresh(session.Change{})
	return p
}

func exercisesTitle(doc *engagement.Document) string {
	if n := len(doc.Exercises); n > 0 {
		return words.Say("Exercises (%d)", n)
	}
	return words.Say("Exercises")
}

func (p *exercisesPage) object() fyne.CanvasObject { return p.scroll }

func (p *exercisesPage) commit() {
	if p.part != nil {
		p.part.commit()
	}
}

// again shows the page anew after something was chosen on it.
func (p *exercisesPage) again() { p.w.app.keeping(func() { p.refresh(session.Change{}) }) }

func (p *exercisesPage) refresh(c session.Change) {
	w := p.w
	planned := w.planned()
	proposals := planned.Propose(w.scenarios())
	chosen := proposals[0].Scenario
	if s, err := exercise.ByID(w.scenarios(), w.exercising.scenario); err == nil {
		chosen = s
	}
	p.shown = nil
	p.run = planned.Compose(chosen, w.exerciseLength())
	objects := []fyne.CanvasObject{style.Gap(look.Space2),
		style.Paragraph(words.Say("Exercises"), style.Column, look.TextTitle, true, look.Text),
		style.Paragraph(words.Say("“%s” tests most of what is weak here.", words.Name(proposals[0].Scenario.Title)), style.Column, look.TextLead, false, look.Accent)}
	if w.session.ReadOnly() {
		objects = append(objects, style.Paragraph(words.Say("This engagement is read-only: exercises can be planned and written, but not held."), style.Column, look.TextBody, false, look.Watch))
	}
	if w.holding() {
		back := locate.Name("exercises/back", form.NewButton(words.Say("Back to the exercise that is under way"), func() { w.open(pageRun) }))
		back.Importance = widget.HighImportance
		objects = append(objects, style.Gap(look.Space1), container.NewHBox(back))
	}
	objects = append(objects, p.records(planned, c)...)
	objects = append(objects, p.proposals(proposals, chosen)...)
	for i := range proposals {
		if proposals[i].Scenario == chosen {
			objects = append(objects, p.why(&proposals[i])...)
		}
	}
	objects = append(objects, p.composed()...)
	p.column.Objects = append(objects, style.Gap(look.Space6))
	p.column.Refresh()
}

func exerciseHeading(text string) []fyne.CanvasObject {
	return []fyne.CanvasObject{style.Gap(look.Space4), style.Paragraph(text, style.Column, look.TextHeading, true, look.Text)}
}

// proposals is the choice of a scenario, the one that tests most first.
func (p *exercisesPage) proposals(list []exercise.Proposal, chosen *exercise.Scenario) []fyne.CanvasObject {
	var options []form.Option
	for i, x := range list {
		options = append(options, form.Option{ID: x.Scenario.ID, Key: rune('1' + i), Mark: fmt.Sprint(i + 1), Title: words.Name(x.Scenario.Title), Text: words.Name(x.Reason)})
	}
	if shown := fmt.Sprint(options); p.choice == nil || shown != p.offered {
		p.offered = shown
		p.choice = locate.Name("exercises/scenario", form.NewChoiceGroup(options, false, style.Column, form.Hooks{}, func(ids []string) {
			p.w.exercising.scenario, p.w.exercising.opened = ids[0], nil
			p.again()
		}))
	}
	p.choice.SetChosen([]string{chosen.ID})
	add := locate.Name("exercises/add", form.NewButton(words.Say("Add a scenario of your own…"), p.w.askScenario))
	if p.w.session.ReadOnly() {
		add.Disable()
	}
	bar := container.NewHBox(add)
	data, err := exercise.Source(chosen.ID)
	own, isOwn := exercise.OwnSource(p.w.session.Set, p.w.session.Document(), chosen.ID)
	if isOwn {
		data, err = []byte(own.YAML), nil
	}
	if err == nil {
		bar.Add(locate.Name("exercises/template", form.NewButton(words.Say("Write this one as YAML, to change it…"), func() {
			p.w.writeOutput(words.Say("Write the scenario"), words.Name(chosen.Title), "-"+chosen.ID+".yaml", func(context.Context, func(done, total int)) ([]byte, error) { return data, nil })
		})))
	}
	if isOwn && !p.w.session.ReadOnly() {
		bar.Add(locate.Name("exercises/drop", form.NewButton(words.Say("Remove this one"), func() { p.w.dropOwnScenario(chosen.ID) })))
	}
	out := append(exerciseHeading(words.Say("Scenarios, the one that tests most first")), p.choice, bar,
		style.Paragraph(words.Say("A scenario of your own becomes part of this engagement: it goes where the engagement goes."), style.Column, look.TextSmall+1, false, look.Muted))
	for _, err := range p.w.ownScenarios().faulty {
		out = append(out, style.Paragraph(words.Say("A scenario of this engagement cannot be used:\n%s", err.Error()), style.Column, look.TextBody, false, look.Bad))
	}
	return out
}

// dropOwnScenario takes a scenario out of the engagement; one undo step.
func (w *workspace) dropOwnScenario(id string) {
	if w.app.blocked() {
		return
	}
	next := w.session.Document().Clone()
	if err := exercise.Drop(w.session.Set, next, id); err != nil {
		w.app.fail(words.Say("The scenario stays"), scenarioError(err))
		return
	}
	w.session.Edit(pageExercises, func(d *engagement.Document) { d.OwnScenarios = next.OwnScenarios })
}

// scenarioError is why a scenario of one's own cannot be kept or dropped.
func scenarioError(err error) error {
	var shipped exercise.ErrShippedID
	var held exercise.ErrHeld
	switch {
	case errors.As(err, &shipped):
		return words.Errorf("the id “%s” is that of a scenario of Muster; give yours another one", shipped.ID)
	case errors.As(err, &held):
		return words.Errorf("an exercise was held with “%s”, and its record needs the scenario as it was; give a changed one another id", held.ID)
	}
	return err
}

// listedGaps is how many gaps of a scenario are listed.
const listedGaps = 8

// why lists what the chosen scenario tests here, each with the way to its question.
func (p *exercisesPage) why(x *exercise.Proposal) []fyne.CanvasObject {
	if len(x.Gaps) == 0 {
		return nil
	}
	out := exerciseHeading(words.Say("What it tests here"))
	const room = 70 // for the way to the question
	for _, g := range x.Gaps[:min(len(x.Gaps), listedGaps)] {
		title, token := words.Name(g.Title), look.Text
		if g.RedFlag {
			title, token = "⚑ "+title, look.Bad
		}
		text := container.NewVBox(style.Paragraph(title, style.Column-room, look.TextBody, true, token), style.Paragraph(words.Name(g.Why), style.Column-room, look.TextSmall+1, false, look.Muted))
		var way fyne.CanvasObject
		if it := p.w.session.Set.Item(g.Question); it != nil {
			way = container.NewVBox(locate.Name("exercises/gap/"+g.Key, form.NewChip(fmt.Sprintf("%d ▸", it.Number), func() { p.w.goTo(it.ID) })))
		}
		out = append(out, container.NewBorder(nil, nil, nil, way, text))
	}
	if more := len(x.Gaps) - listedGaps; more > 0 {
		out = append(out, style.Paragraph(words.Count(more, "and 1 more, which the injects name", "and %d more, which the injects name"), style.Column, look.TextSmall+1, false, look.Muted))
	}
	return out
}

// composed is the run: its length, agenda, documents and injects.
func (p *exercisesPage) composed() []fyne.CanvasObject {
	w := p.w
	chosen := p.run.Scenario
	out := exerciseHeading(words.Say("The run"))
	var lengths []form.Segment
	for _, l := range exercise.DefaultPlanner().Lengths {
		lengths = append(lengths, form.Segment{ID: l.ID, Title: words.Name(l.Title)})
	}
	length := locate.Name("exercises/length", form.NewSegments(lengths, form.Hooks{}, func(id string) {
		w.exercising.length = id
		p.again()
	}))
	length.SetChosen(p.run.Length.ID)
	hold := locate.Name("exercises/run", form.NewButton(words.Say("Run it"), func() { w.hold(p.run) }))
	hold.Importance = widget.HighImportance
	if w.session.ReadOnly() || w.holding() {
		hold.Disable()
	}
	bar := container.NewHBox()
	for _, f := range exporters.ExerciseFormats {
		if f.ID != report.AfterActionReport.ID {
			b := locate.Name("exercises/export/"+f.ID, form.NewButton(words.Name(f.Name)+"…", func() { w.exportExercise(f, p.run, nil) }))
			if report.ExerciseFor(f.Kind, w.redaction, chosen) != nil {
				b.Disable()
			}
			bar.Add(b)
		}
	}
	out = append(out, container.NewHBox(length), style.Gap(look.Space1), container.NewHBox(hold), style.Gap(look.Space2))
	out = append(out, p.reader(chosen)...)
	out = append(out, bar, style.Gap(look.Space2))
	rep, err := report.BuildExercise(words.Reports(), redaction.Internal, w.session.Set, w.session.Registry, w.session.Document(), w.analysis(), p.run, nil).As(report.FacilitatorPack)
	if err != nil {
		return append(out, style.Paragraph(words.Name(err.Error()), style.Column, look.TextBody, false, look.Bad))
	}
	agenda := rep.Chapter("agenda")
	out = append(out, style.Paragraph(words.Name(agenda.Lead), style.Column, look.TextBody, false, look.Muted))
	out = append(out, blockObjects(agenda.Blocks, style.Column)...)
	out = append(out, exerciseHeading(words.Say("Injects: what happens, what should be decided, and by whom"))...)
	for i := range p.run.Injects {
		in := &p.run.Injects[i]
		open := w.exercising.opened[in.ID]
		sign := "▸"
		if open {
			sign = "▾"
		}
		title := fitLine(fmt.Sprintf("%s %d  %s", sign, in.Number, words.Name(in.Title)), style.Column-40, look.TextSmall, true)
		out = append(out, container.NewHBox(locate.Name("exercises/inject/"+in.ID, form.NewChip(title, func() {
			if w.exercising.opened == nil {
				w.exercising.opened = map[string]bool{}
			}
			w.exercising.opened[in.ID] = !open
			p.again()
		}))))
		if open {
			c := rep.Chapter("inject-" + in.ID)
			out = append(out, style.Paragraph(words.Name(c.Lead), style.Column, look.TextSmall+1, false, look.Muted))
			out = append(out, blockObjects(c.Blocks, style.Column)...)
			out = append(out, style.Gap(look.Space2))
		}
	}
	return out
}

// reader is the choice of who will read the documents; that of the reports as well.
func (p *exercisesPage) reader(s *exercise.Scenario) []fyne.CanvasObject {
	w := p.w
	who := locate.Name("exercises/reader", newReaderSegments(w, p.again))
	says := words.Name(w.redaction.Says)
	if err := report.ExerciseFor(report.ParticipantHandout, w.redaction, s); err != nil {
		says = words.Say("The texts of a scenario of your own may name anybody: readers who may not know whose it is get no document of it.")
	} else if err := report.ExerciseFor(report.FacilitatorPack, w.redaction, s); err != nil {
		says += " " + words.Say("Of the documents of an exercise they get the handout.")
	}
	return []fyne.CanvasObject{style.Line(words.Say("Who will read the documents"), look.TextSmall+1, true, look.Text), container.NewHBox(who),
		style.Paragraph(says, style.Column, look.TextSmall+1, false, look.Muted), style.Gap(look.Space1)}
}

// askScenario asks for the file of a scenario; what is wrong in it is said in full.
func (w *workspace) askScenario() {
	if w.app.blocked() || w.session.ReadOnly() {
		return
	}
	w.commit()
	d := &pathDialog{app: w.app, title: words.Say("Add a scenario of your own (YAML)"), action: words.Say("Add"), start: w.app.home() + string(filepath.Separator), browse: browseFile(".yaml", ".yml")}
	d.use = func(path string) error {
		data, err := store.ReadFile(path)
		if err != nil {
			return err
		}
		next := w.session.Document().Clone()
		s, err := exercise.Keep(w.session.Set, next, filepath.Base(path), data)
		if faults := (datafile.Faults)(nil); errors.As(err, &faults) {
			d.box.Hide() // the faults may be many
			w.app.fail(words.Say("This scenario cannot be used; correct this"), err)
			return nil
		}
		if err != nil {
			return scenarioError(err)
		}
		w.session.Edit(pageExercises, func(d *engagement.Document) { d.OwnScenarios = next.OwnScenarios })
		w.exercising.scenario, w.exercising.opened = s.ID, nil
		d.box.Hide()
		w.open(pageExercises)
		return nil
	}
	d.show()
}

// exportExercise asks where to and writes one document of an exercise.
func (w *workspace) exportExercise(f exporters.Format, run *exercise.Run, record *engagement.Exercise) {
	if w.app.blocked() {
		return
	}
	w.commit()
	order := exporters.ExerciseOrder{Formats: []exporters.Format{f}, Scenario: run.Scenario, Length: run.Length, Record: record, Redaction: w.redaction}
	if f.PDF() {
		order.Password = w.password
	}
	if err := order.Check(); err != nil {
		w.app.fail(words.Say("Export %s", words.Name(f.Name)), err)
		return
	}
	set, registry, doc := w.session.Set, w.session.Registry, w.session.Document()
	w.writeOutput(words.Say("Export %s", words.Name(f.Name)), words.Name(f.Name), f.Extension, func(ctx context.Context, progress func(done, total int)) ([]byte, error) {
		_, out, err := exporters.MakeExercise(ctx, set, registry, doc, order, progress)
		if err != nil {
			return nil, err
		}
		return out[0].Data, nil
	})
}

// previewAnswers shows what the exercises answer, and puts it into the answers as
// observed when that is wanted: one undo step.
func (w *workspace) previewAnswers() {
	if w.app.blocked() {
		return
	}
	w.commit()
	list := exercise.Answers(w.session.Set, w.session.Document())
	title := words.Say("What the exercises answer")
	if len(list) == 0 {
		w.app.inform(title, words.Say("The answers say already what the exercises show, or nothing was played yet."))
		return
	}
	const width = 560
	body := container.NewVBox(style.Paragraph(words.Count(len(list), "1 answer changes, with the evidence “observed”. Undo takes it back.",
		"%d answers change, with the evidence “observed”. One undo takes all of it back."), width, look.TextBody, false, textToken), style.Gap(look.Space2))
	for _, x := range list {
		it := w.session.Set.Item(x.ID)
		body.Add(style.Paragraph(fmt.Sprintf("%d. %s", it.Number, words.Name(it.Title)), width, look.TextBody, true, textToken))
		body.Add(style.Paragraph(words.Name(report.StateText(words.Reports(), it, w.session.Answer(x.ID)))+" › "+words.Name(report.AnswerText(words.Reports(), it, x.Answer.Value)), width, look.TextBody, false, textToken))
		body.Add(style.Paragraph(words.Name(x.Why), width, look.TextSmall+1, false, textToken))
		body.Add(style.Gap(look.Space2))
	}
	w.app.choose(title, body, func() {}, []choice{
		{name: "exercises/feed-no", label: words.Say("Cancel"), do: func() {}},
		{name: "exercises/feed-yes", label: words.Say("Apply to the answers"), primary: true, do: func() {
			w.session.Edit(pageExercises, func(d *engagement.Document) {
				for _, x := range list {
					d.Answers[x.ID] = x.Answer
				}
			})
		}},
	})
}

// takeActions makes actions of what an exercise found: one undo step.
func (w *workspace) takeActions(a *exercise.AfterAction) {
	if w.app.blocked() {
		return
	}
	title := words.Say("Actions from the exercise")
	list := exercise.Actions(w.session.Document(), a)
	if len(list) == 0 {
		w.app.inform(title, words.Say("Every finding of this exercise is an action already, or there is none."))
		return
	}
	var lines []string
	for _, x := range list {
		lines = append(lines, "• "+x.Title)
	}
	w.session.Edit(pageExercises, func(d *engagement.Document) { d.Actions = append(slices.Clone(d.Actions), list...) })
	w.app.inform(title, words.Count(len(list), "1 action was added; undo takes it back.", "%d actions were added; one undo takes them back.")+"\n\n"+strings.Join(lines, "\n"))
}

// Holding an exercise: the facilitator's view, with a watch, inject by inject. What is
// noted is part of the engagement while it is noted.

package ui

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"muster/assessment/engagement"
	"muster/assessment/exercise"
	"muster/assessment/session"
	"muster/exporters/look"
	"muster/ui/form"
	"muster/ui/locate"
	"muster/ui/style"
	"muster/ui/words"
)

// clock tells the time; the watch of an exercise follows it.
var clock = time.Now

// held is an exercise that is being held.
type held struct {
	at    int // its record among those of the document
	run   *exercise.Run
	watch exercise.Watch
	step  int // -1: the briefing; then the injects; their number: the debrief
}

// holding reports whether an exercise is under way; one whose record is gone is not.
func (w *workspace) holding() bool {
	h := w.exercising.held
	if h != nil && (h.at >= len(w.session.Document().Exercises) || w.session.Document().Exercises[h.at].Scenario != h.run.Scenario.ID) {
		w.exercising.held = nil
	}
	return w.exercising.held != nil
}

// holds reports whether the exercise under way is the one of a record.
func (w *workspace) holds(record int) bool { return w.holding() && w.exercising.held.at == record }

// hold begins an exercise: its record is part of the engagement from now on.
func (w *workspace) hold(run *exercise.Run) {
	if w.session.ReadOnly() || w.holding() {
		return
	}
	w.session.Edit(pageExercises, func(d *engagement.Document) {
		d.Exercises = append(slices.Clone(d.Exercises), run.Begin(clock().Format(time.DateOnly)))
	})
	w.exercising.held = &held{at: len(w.session.Document().Exercises) - 1, run: run, step: -1}
	w.open(pageRun)
}

// goOn takes up an exercise that was broken off, or one whose record is not complete:
// the watch stands where the last thing was noted.
func (w *workspace) goOn(at int, run *exercise.Run) {
	e := &w.session.Document().Exercises[at]
	w.exercising.held = &held{at: at, run: run, step: run.Reached(e), watch: exercise.WatchAt(exercise.LastMinute(e))}
	w.open(pageRun)
}

// runPage is the facilitator's view.
type runPage struct {
	w       *workspace
	h       *held
	root    *fyne.Container
	width   float32
	list    bool // as they were before
	verdict bool

	time, pace        *canvas.Text
	start             *form.Button
	head, left, right *fyne.Container
	foot              *fyne.Container
	note              *draftField
	kind              *form.Segments
	seen              *fyne.Container
	rows              []*decisionRow
	lessons           *lessonsPart
	form              *form.Segments
	there             []*form.Segments
	tick              *time.Timer
	shown             *engagement.Exercise
	gone              bool
}

func newRunPage(w *workspace) *runPage {
	p := &runPage{w: w, h: w.exercising.held, list: w.list.wanted, verdict: w.verdict.wanted}
	w.list.wanted, w.verdict.wanted = false, false // the page takes the whole window
	p.head, p.left, p.right, p.foot = container.NewStack(), container.NewStack(), container.NewStack(), container.NewStack()
	p.time = style.Line("", look.TextTitle, true, look.Text)
	p.pace = style.Line("", look.TextBody, false, look.Muted)
	p.root = container.New(&runLayout{p}, p.head, p.left, p.right, p.foot)
	w.root.Refresh()
	p.show()
	p.arm()
	return p
}

func (p *runPage) object() fyne.CanvasObject { return p.root }

// leave gives the panels back. The watch goes on.
func (p *runPage) leave() {
	p.gone = true
	if p.tick != nil {
		p.tick.Stop()
	}
	p.w.list.wanted, p.w.verdict.wanted = p.list, p.verdict
	p.w.root.Refresh()
}

func (p *runPage) record() *engagement.Exercise { return &p.w.session.Document().Exercises[p.h.at] }

// inject is the one that is on; nil in the briefing and the debrief.
func (p *runPage) inject() *exercise.Played {
	if p.h.step < 0 || p.h.step >= len(p.h.run.Injects) {
		return nil
	}
	return &p.h.run.Injects[p.h.step]
}

func (p *runPage) minute() int { return p.h.watch.Minute(clock()) }

func (p *runPage) edit(change func(*engagement.Exercise)) { p.w.editRecord(pageRun, p.h.at, change) }

func (p *runPage) commit() {
	if !p.w.holding() {
		return
	}
	if p.note != nil {
		p.note.commit()
	}
	if p.lessons != nil {
		p.lessons.field.commit()
	}
	for _, r := range p.rows {
		r.by.commit()
	}
}

// arm lets the watch be shown anew in a second.
func (p *runPage) arm() {
	if p.h.watch.Running() && !p.gone {
		p.tick = later(time.Second, func() {
			if !p.gone && p.w.app.work == p.w && p.w.holding() {
				p.showTime()
				p.arm()
			}
		})
	}
}

// turnWatch starts or stops the watch.
func (p *runPage) turnWatch() {
	if p.h.watch.Running() {
		p.h.watch.Pause(clock())
	} else {
		p.h.watch.Start(clock())
		p.arm()
	}
	p.showTime()
}

// to goes to a step: the briefing, an inject or the debrief.
func (p *runPage) to(step int) {
	if step < -1 || step > len(p.h.run.Injects) {
		return
	}
	p.commit()
	p.h.step = step
	p.w.app.window.Canvas().Unfocus() // what has the keyboard goes away
	p.show()
	p.w.app.window.Canvas().Focus(p.first())
}

// first is where the keyboard begins on a step.
func (p *runPage) first() fyne.Focusable {
	switch {
	case p.inject() != nil:
		return p.note.textField
	case p.h.step >= 0:
		return p.lessons.field.textField
	}
	return p.start
}

// read notes that the inject was read out.
func (p *runPage) read() {
	if in := p.inject(); in != nil {
		minute := p.minute()
		p.edit(func(e *engagement.Exercise) { p.h.run.Read(e, in.ID, minute) })
		p.showHead()
	}
}

// skip leaves the inject out and goes on.
func (p *runPage) skip() {
	if in := p.inject(); in != nil {
		p.edit(func(e *engagement.Exercise) { p.h.run.Skip(e, in.ID) })
		p.to(p.h.step + 1)
	}
}

// finish ends the exercise and shows its after-action.
func (p *runPage) finish() {
	p.commit()
	p.w.exercising.record = p.h.at
	p.w.exercising.held = nil
	p.w.open(pageExercises)
}

// key takes the keys of the exercise.
func (p *runPage) key(e *fyne.KeyEvent) bool {
	switch e.Name {
	case fyne.KeyPageDown:
		p.to(p.h.step + 1)
	case fyne.KeyPageUp:
		p.to(p.h.step - 1)
	case fyne.KeyF7:
		p.turnKind()
	case fyne.KeyF8:
		p.read()
	case fyne.KeyF9:
		p.turnWatch()
	case fyne.KeyEscape:
		p.w.app.window.Canvas().Focus(p.start)
	default:
		return false
	}
	return true
}

// fieldKey looks at the keys of a field before it does: those of the exercise that a
// field would swallow.
func (p *runPage) fieldKey(e *fyne.KeyEvent) bool {
	switch e.Name {
	case fyne.KeyF7, fyne.KeyF8, fyne.KeyF9:
		return p.key(e)
	}
	return false
}

func (p *runPage) turnKind() {
	if p.inject() == nil {
		return
	}
	next := engagement.ObservationKinds[0]
	if p.kind.Chosen() == next {
		next = engagement.ObservationKinds[1]
	}
	p.kind.SetChosen(next)
	p.kindChosen()
}

// kindChosen makes the observation that is being typed one of the kind chosen.
func (p *runPage) kindChosen() {
	p.note.commit()
	if in, at := p.inject(), p.note.at; at >= 0 {
		p.edit(func(e *engagement.Exercise) {
			if x := e.Inject(in.ID); x != nil && at < len(x.Observations) {
				x.Observations[at].Kind = p.kind.Chosen()
			}
		})
	}
}

// observe notes an observation while it is typed.
func (p *runPage) observe(at int, text string) int {
	to, in, minute := -1, p.inject(), p.minute()
	if in == nil {
		return -1
	}
	p.edit(func(e *engagement.Exercise) {
		to = p.h.run.Observe(e, in.ID, at, text, p.kind.Chosen(), minute)
		p.note.at = to // the list that follows leaves it out
	})
	return to
}

// refresh shows a change; undo leads to the step on which something changed.
func (p *runPage) refresh(c session.Change) {
	if !p.w.holding() {
		p.w.open(pageExercises)
		return
	}
	if c.Jump {
		if p.note != nil {
			p.note.forget()
		}
		if step, ok := p.differs(); ok && step != p.h.step {
			p.h.step = step
			p.w.app.window.Canvas().Unfocus()
			p.show()
			p.w.app.window.Canvas().Focus(p.first())
			return
		}
	}
	p.showStep(c)
	p.showHead()
}

// differs finds the step on which the record is another than was shown.
func (p *runPage) differs() (int, bool) {
	if p.shown == nil {
		return 0, false
	}
	now := p.record()
	for i := range p.h.run.Injects {
		id := p.h.run.Injects[i].ID
		if !reflect.DeepEqual(now.Inject(id), p.shown.Inject(id)) {
			return i, true
		}
	}
	if !reflect.DeepEqual(now.Lessons, p.shown.Lessons) {
		return len(p.h.run.Injects), true
	}
	return -1, !reflect.DeepEqual(now.Participants, p.shown.Participants)
}

// show makes the step anew.
func (p *runPage) show() {
	p.build()
	p.showHead()
	p.showStep(session.Change{})
	p.root.Refresh()
}

// showStep brings what is noted in line with the record.
func (p *runPage) showStep(c session.Change) {
	e := p.record()
	shown := e.Clone()
	p.shown = &shown
	for _, r := range p.rows {
		r.show(e)
	}
	if p.lessons != nil {
		p.lessons.show(c)
	}
	if p.form != nil {
		p.form.SetChosen(e.Form)
	}
	for i, s := range p.there {
		s.SetChosen(attendance(e, &p.h.run.Scenario.Audience[i]))
	}
	if p.inject() != nil {
		p.showSeen(e)
	}
	p.showTime()
}

// showTime shows the watch and what follows from it.
func (p *runPage) showTime() {
	now := clock()
	minute := p.h.watch.Minute(now)
	p.time.Text, p.time.Color = p.h.watch.Text(now), style.Color(look.Text)
	label := words.Say("Start the watch (F9)")
	if p.h.watch.Running() {
		label = words.Say("Stop the watch (F9)")
	} else {
		p.time.Color = style.Color(look.Muted)
	}
	p.start.SetText(label)
	e := p.record()
	text, token := words.Say("of %s", exercise.Clock(p.h.run.Length.Minutes)), look.Muted
	if in := p.inject(); in != nil {
		text = words.Say("of %s · this inject is planned from %s to %s", exercise.Clock(p.h.run.Length.Minutes), exercise.Clock(in.Start), exercise.Clock(in.End))
		if x := e.Inject(in.ID); x != nil && x.Minute != nil {
			text += " · " + words.Say("read out at %s", exercise.Clock(*x.Minute))
		} else if x != nil && x.State == "skipped" {
			text += " · " + words.Say("left out")
		}
	}
	if p.h.step >= 0 {
		if late := p.h.run.LateBy(e, p.h.step, minute); late > 0 {
			text, token = text+" · "+words.Count(late, "1 minute late", "%d minutes late"), look.Watch
		}
	}
	p.pace.Text, p.pace.Color = text, style.Color(token)
	p.time.Refresh()
	p.pace.Refresh()
	for _, r := range p.rows {
		r.showMinutes(e, minute)
	}
}

// showHead shows where the exercise is and what can be done.
func (p *runPage) showHead() {
	p.w.app.keeping(func() {
		if p.start == nil {
			p.start = locate.Name("run/watch", form.NewButton("", p.turnWatch))
		}
		p.showTime()
		where := words.Say("Briefing")
		if in := p.inject(); in != nil {
			where = words.Say("Inject %d of %d", in.Number, len(p.h.run.Injects))
		} else if p.h.step >= 0 {
			where = words.Say("Hot debrief")
		}
		bar := container.NewHBox(p.start)
		button := func(name, text string, do func()) *form.Button {
			b := locate.Name("run/"+name, form.NewButton(text, do))
			bar.Add(b)
			return b
		}
		back := button("back", words.Say("‹ Back"), func() { p.to(p.h.step - 1) })
		if p.h.step < 0 {
			back.Disable()
		}
		if in := p.inject(); in != nil {
			read := button("read", words.Say("Read out (F8)"), p.read)
			if x := p.record().Inject(in.ID); x != nil && x.State == "played" && x.Minute != nil {
				read.Disable()
			}
			button("skip", words.Say("Leave out"), p.skip)
		}
		if p.h.step < len(p.h.run.Injects) {
			button("next", words.Say("Next ›"), func() { p.to(p.h.step + 1) })
		}
		p.start.Importance = widget.HighImportance
		finish := button("finish", words.Say("Finish"), p.finish)
		if p.h.step == len(p.h.run.Injects) {
			p.start.Importance, finish.Importance = widget.MediumImportance, widget.HighImportance
		}
		p.start.Refresh()
		line := container.NewHBox(style.Strut(8), p.time, style.Strut(4), container.NewVBox(layout.NewSpacer(), p.pace, style.Gap(5)), layout.NewSpacer(), container.NewVBox(layout.NewSpacer(), style.Line(where, look.TextLead, true, look.Accent), style.Gap(4)), style.Strut(8))
		p.head.Objects = []fyne.CanvasObject{container.NewVBox(style.Gap(look.Space1), container.NewHScroll(line), container.NewHScroll(container.NewPadded(container.NewHBox(style.Strut(4), bar))), widget.NewSeparator())}
		p.head.Refresh()
	})
}

// showSeen lists the observations but for the one that is being typed, the last first.
func (p *runPage) showSeen(e *engagement.Exercise) {
	p.seen.Objects = nil
	x := e.Inject(p.inject().ID)
	if x == nil {
		x = &engagement.InjectRecord{}
	}
	for i := len(x.Observations) - 1; i >= 0; i-- {
		o := x.Observations[i]
		if i == p.note.at {
			continue
		}
		word, token := kindWord(o.Kind), look.Good
		if o.Kind == "weak" {
			token = look.Bad
		}
		if o.Minute != nil {
			word = exercise.Clock(*o.Minute) + "  " + word
		}
		change := locate.Name(fmt.Sprintf("run/change-%d", i), form.NewChip(words.Say("Change"), func() {
			p.kind.SetChosen(o.Kind)
			p.note.take(i, o.Text)
			p.w.app.window.Canvas().Focus(p.note.textField)
			p.showSeen(p.record())
		}))
		p.seen.Add(container.NewBorder(nil, nil, container.NewVBox(style.Line(word+" ", look.TextSmall+1, true, token)), container.NewVBox(change),
			style.Paragraph(words.Name(o.Text), max(120, p.rightWidth()-190), look.TextBody, false, look.Text)))
	}
	p.seen.Refresh()
	p.right.Refresh() // what stands there has another height now
}

func kindWord(kind string) string {
	switch kind {
	case "good":
		return words.Say("good")
	case "weak":
		return words.Say("weak")
	}
	return ""
}

// attendance is what is noted of a role: there, absent or nothing.
func attendance(e *engagement.Exercise, r *exercise.Role) string {
	switch there, known := exercise.Attends(e, r); {
	case there:
		return "there"
	case known:
		return "absent"
	}
	return ""
}

// besides is from which width on the two columns stand side by side.
const (
	besides   = 900
	runMargin = 16
)

func (p *runPage) leftWidth() float32 {
	if p.width < besides {
		return max(200, p.width-2*runMargin-20)
	}
	return p.width*0.46 - 2*runMargin
}

func (p *runPage) rightWidth() float32 {
	if p.width < besides {
		return max(200, p.width-2*runMargin-20)
	}
	return p.width*0.54 - 2*runMargin
}

// build makes the step: what is read out at the left, what is noted at the right.
func (p *runPage) build() {
	if p.start == nil {
		p.width = max(p.w.app.window.Canvas().Size().Width, 400)
		p.showHead()
	}
	p.rows, p.there, p.lessons, p.form, p.note, p.seen = nil, nil, nil, nil, nil, nil
	left, right := container.NewVBox(style.Gap(look.Space2)), container.NewVBox(style.Gap(look.Space2))
	p.foot.Objects = nil
	switch in := p.inject(); {
	case in != nil:
		p.buildInject(in, left, right)
	case p.h.step < 0:
		p.buildBriefing(left, right)
	default:
		p.buildDebrief(left, right)
	}
	side := func(at *fyne.Container, o *fyne.Container) {
		width := p.rightWidth()
		if at == p.left {
			width = p.leftWidth()
		}
		o.Add(style.Strut(width))
		o.Add(style.Gap(look.Space4))
		scroll := container.NewVScroll(container.NewHBox(style.Strut(runMargin), o))
		at.Objects = []fyne.CanvasObject{scroll}
		if at == p.left { // it is read: the arrows scroll it
			at.Objects = []fyne.CanvasObject{newReader(scroll, nil)}
		}
		at.Refresh()
	}
	side(p.left, left)
	side(p.right, right)
	p.foot.Refresh()
}

func (p *runPage) heading(to *fyne.Container, text string, width float32) {
	to.Add(style.Paragraph(text, width, look.TextLead, true, look.Text))
}

func (p *runPage) buildBriefing(left, right *fyne.Container) {
	s, width := p.h.run.Scenario, p.leftWidth()
	left.Add(style.Paragraph(words.Name(s.Title), width, look.TextHeading, true, look.Text))
	left.Add(style.Paragraph(words.Say("Read the setting aloud."), width, look.TextBody, false, look.Muted))
	for _, t := range s.Setting {
		left.Add(style.Gap(look.Space2))
		left.Add(style.Paragraph(words.Name(t), width, look.TextHeading, false, look.Text))
	}
	width = p.rightWidth()
	p.heading(right, words.Say("How it is played"), width)
	p.form = newFormSegments(p.w, pageRun, p.h.at)
	right.Add(container.NewHBox(p.form))
	right.Add(style.Gap(look.Space2))
	p.heading(right, words.Say("Who is there"), width)
	for i := range s.Audience {
		r := &s.Audience[i]
		var choice *form.Segments
		choice = locate.Name(fmt.Sprintf("run/there-%d", i), form.NewSegments([]form.Segment{{ID: "there", Title: words.Say("there"), Key: '1'}, {ID: "absent", Title: words.Say("absent"), Key: '2'}, {ID: "", Title: "–", Key: '0'}}, form.Hooks{}, func(id string) {
			p.edit(func(e *engagement.Exercise) { exercise.Attend(e, r, id != "", id == "there") })
			choice.SetChosen(attendance(p.record(), r))
		}))
		p.there = append(p.there, choice)
		right.Add(container.NewBorder(nil, nil, nil, container.NewVBox(choice), container.NewVBox(style.Gap(look.Space1), style.Paragraph(words.Name(r.Role), width-choice.MinSize().Width-12, look.TextBody, false, look.Text))))
	}
	right.Add(style.Gap(look.Space2))
	p.heading(right, words.Say("Points of the briefing"), width)
	right.Add(bulletList(p.h.run.Planner.Briefing, width))
	p.keys(words.Say("F9 starts and stops the watch. Page Down goes on, Page Up back. 1 there, 2 absent. All of it is kept at once."))
}

func (p *runPage) buildDebrief(left, right *fyne.Container) {
	width := p.leftWidth()
	left.Add(style.Paragraph(words.Say("Hot debrief"), width, look.TextHeading, true, look.Text))
	for _, t := range p.h.run.Planner.Debrief {
		left.Add(style.Gap(look.Space2))
		left.Add(style.Paragraph(words.Name(t), width, look.TextHeading, false, look.Text))
	}
	width = p.rightWidth()
	p.lessons = newLessonsPart(p.w, pageRun, p.h.at, width)
	p.lessons.field.Key = p.fieldKey
	right.Add(p.lessons.object)
	p.keys(words.Say("Type a lesson and press Enter; its severity stands beside it. Finish shows what was expected and what happened."))
}

// keys says in the foot which keys there are.
func (p *runPage) keys(text string) {
	line := container.NewHBox(style.Strut(8), style.Line(fitLine(text, max(200, p.width-40), look.TextSmall+1, false), look.TextSmall+1, false, look.Muted))
	p.foot.Objects = []fyne.CanvasObject{container.NewVBox(append(p.foot.Objects, widget.NewSeparator(), line, style.Gap(look.Space1))...)}
}

func (p *runPage) buildInject(in *exercise.Played, left, right *fyne.Container) {
	width := p.leftWidth()
	left.Add(style.Paragraph(words.Name(in.Title), width, look.TextHeading, true, look.Text))
	left.Add(style.Paragraph(strings.Join([]string{in.At, words.Name(exercise.Title(p.h.run.Planner.Channels, in.Channel)), words.Say("from %s to %s", words.Name(in.From), words.Name(in.To))}, " · "), width, look.TextBody, false, look.Muted))
	left.Add(style.Gap(look.Space2))
	left.Add(style.Paragraph(words.Name(in.Text), width, look.TextHeading, false, look.Text))
	left.Add(style.Gap(look.Space4))
	p.heading(left, words.Say("Ask"), width)
	left.Add(bulletList(in.Discuss, width))
	p.heading(left, words.Say("For the facilitator"), width)
	left.Add(bulletList(in.Hints, width))

	width = p.rightWidth()
	p.heading(right, words.Say("Expected decisions"), width)
	for k := range in.Decisions {
		r := newDecisionRow(p, in, k, width)
		p.rows = append(p.rows, r)
		right.Add(r.object)
	}
	p.seen = container.NewVBox()
	p.heading(right, words.Say("Observations"), width)
	right.Add(p.seen)

	p.kind = locate.Name("run/kind", form.NewSegments([]form.Segment{{ID: "good", Title: words.Say("good"), Key: '1'}, {ID: "weak", Title: words.Say("weak"), Key: '2'}}, form.Hooks{}, func(string) { p.kindChosen() }))
	p.kind.SetChosen("weak")
	p.note = newDraftField(p.w.session, words.Say("an observation; Enter keeps it"), p.observe)
	p.note.Key = p.fieldKey
	p.note.ended = func() { p.showSeen(p.record()) }
	locate.Name("run/note", p.note.textField)
	p.foot.Objects = []fyne.CanvasObject{widget.NewSeparator(), container.NewBorder(nil, nil, container.NewHBox(style.Strut(8), p.kind), style.Strut(12), p.note.textField)}
	p.keys(words.Say("Enter keeps an observation, F7 good or weak. F8 read out, F9 watch, Page Up and Page Down: inject before, next. On a decision: 1 yes, 2 partly, 3 no, 0 not taken."))
}

// decisionRow is an expected decision with what came of it.
type decisionRow struct {
	p       *runPage
	in      *exercise.Played
	k       int
	object  *fyne.Container
	taken   *form.Segments
	party   *form.Segments
	by      *textField
	byBox   *fyne.Container
	minutes *canvas.Text
}

// minutesWidth is the room for the minutes of a decision.
const minutesWidth = 220

func newDecisionRow(p *runPage, in *exercise.Played, k int, width float32) *decisionRow {
	r := &decisionRow{p: p, in: in, k: k, minutes: style.Line("", look.TextSmall, false, look.Muted)}
	d, taker := &in.Decisions[k], in.Takers[k]
	name := func(part string) string { return fmt.Sprintf("run/%s-%d", part, k) }
	r.taken = locate.Name(name("taken"), form.NewSegments([]form.Segment{{ID: "yes", Title: words.Say("as expected"), Key: '1'}, {ID: "partly", Title: words.Say("partly"), Key: '2'},
		{ID: "no", Title: words.Say("otherwise"), Key: '3'}, {ID: "", Title: words.Say("not taken"), Key: '0'}}, form.Hooks{}, func(id string) {
		minute := p.minute()
		p.edit(func(e *engagement.Exercise) { p.h.run.Tick(e, in, k, id, minute) })
		r.show(p.record())
	}))
	r.party = locate.Name(name("party"), form.NewSegments([]form.Segment{{ID: "client", Title: words.Say("Client"), Key: 'c'}, {ID: "mssp", Title: "MSSP", Key: 'm'}}, form.Hooks{}, func(id string) {
		p.edit(func(e *engagement.Exercise) {
			if t := exercise.Taken(e, in.ID, k); t != nil {
				t.Party = id
			}
		})
		r.show(p.record())
	}))
	r.by = locate.Name(name("by"), newTextField(p.w.session, "", words.Say("by whom"), func(text string) {
		p.edit(func(e *engagement.Exercise) {
			if t := exercise.Taken(e, in.ID, k); t != nil {
				t.By = strings.TrimSpace(text)
			}
		})
	}).keptWhileTyped(p.w.session))
	r.by.Key = p.fieldKey
	token := look.Muted
	switch taker.State {
	case exercise.RedFlag, exercise.Nobody:
		token = look.Bad
	case exercise.Mismatch, exercise.Weak, exercise.Unwritten:
		token = look.Watch
	}
	r.byBox = container.NewHBox(r.party, container.New(&fixedWidth{max(120, width-r.party.MinSize().Width-16)}, r.by))
	r.object = container.NewVBox(
		style.Paragraph(words.Name(d.Text), width, look.TextBody, true, look.Text),
		style.Paragraph(words.Say("%s · within %d min", taker.Who(words.Reports()), d.Within), width, look.TextSmall+1, false, look.Text),
		style.Paragraph(words.Say("%s: %s", words.Name(taker.State.Word()), words.Name(taker.Says)), width, look.TextSmall+1, false, token),
		container.NewHBox(r.taken, style.Strut(4), container.NewVBox(style.Gap(look.Space1), container.New(&fixedWidth{minutesWidth}, r.minutes))),
		container.NewStack(style.Gap(r.byBox.MinSize().Height), r.byBox), style.Gap(look.Space2)) // nothing jumps when a decision is ticked
	return r
}

// show brings the row in line with the record.
func (r *decisionRow) show(e *engagement.Exercise) {
	t := exercise.Taken(e, r.in.ID, r.k)
	if t == nil {
		r.taken.SetChosen("")
		r.by.setShown("")
		r.byBox.Hide()
		return
	}
	r.taken.SetChosen(t.AsExpected)
	r.party.SetChosen(t.Party)
	r.by.setShown(t.By)
	r.byBox.Show()
}

// showMinutes says how long it took, or has been taking.
func (r *decisionRow) showMinutes(e *engagement.Exercise, minute int) {
	after, late, known := r.p.h.run.Since(e, r.in, r.k, minute)
	text, token := "", look.Muted
	if known {
		text = words.Say("after %d min", after)
		if exercise.Taken(e, r.in.ID, r.k) == nil {
			text = words.Say("open for %d min", after)
		}
		if late {
			text, token = words.Say("%s, late", text), look.Watch
		}
	}
	r.minutes.Text, r.minutes.Color = text, style.Color(token)
	r.minutes.Refresh()
}

// runLayout lays the view out: head, two columns, foot. Where the width changes the
// texts are set anew.
type runLayout struct{ p *runPage }

// MinSize is small: everything in the view scrolls.
func (l *runLayout) MinSize([]fyne.CanvasObject) fyne.Size { return leastRoom }

// Layout gives the columns what head and foot leave.
func (l *runLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	p := l.p
	if size.Width != p.width && size.Width > 0 && p.w.holding() {
		p.width = size.Width
		p.w.app.keeping(func() {
			p.commit()
			p.build()
			p.showStep(session.Change{})
		})
	}
	head, left, right, foot := objects[0], objects[1], objects[2], objects[3]
	top, bottom := head.MinSize().Height, foot.MinSize().Height
	head.Resize(fyne.NewSize(size.Width, top))
	foot.Move(fyne.NewPos(0, size.Height-bottom))
	foot.Resize(fyne.NewSize(size.Width, bottom))
	room := max(0, size.Height-top-bottom)
	left.Move(fyne.NewPos(0, top))
	if size.Width < besides {
		left.Resize(fyne.NewSize(size.Width, room*0.45))
		right.Move(fyne.NewPos(0, top+room*0.45))
		right.Resize(fyne.NewSize(size.Width, room*0.55))
		return
	}
	left.Resize(fyne.NewSize(size.Width*0.46, room))
	right.Move(fyne.NewPos(size.Width*0.46, top))
	right.Resize(fyne.NewSize(size.Width*0.54, room))
}

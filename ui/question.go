// A question on the page: its text, guidance, field, state, evidence, comment
// and review mark.

package ui

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"muster/assessment/engagement"
	"muster/assessment/question"
	"muster/assessment/session"
	"muster/exporters/look"
	"muster/ui/answer"
	"muster/ui/form"
	"muster/ui/locate"
	"muster/ui/style"
	"muster/ui/words"
)

// questionBlock shows one item and writes its answer to the session.
type questionBlock struct {
	item    *question.Item
	session *session.Session
	field   *answer.Field
	object  *fyne.Container
	line    *foldLine         // where the question does not apply; set by the page
	bar     *canvas.Rectangle // at the left while the question has the focus

	unknown, notApplicable, review, comment, help *form.Chip
	evidence                                      []*form.Chip
	carried                                       *carriedLine
	guidance                                      *fyne.Container
	references                                    *questionEvidence
	note                                          *textField
	noteBox                                       *fyne.Container
}

// newQuestion makes the block, with only the quick rows of matrices in the quick
// set. Focused is called when any part of it gets the focus, bring when a part of an
// object is to be seen, resized when the block needs other room.
func newQuestion(it *question.Item, w *workspace, hooks form.Hooks, focused func(*questionBlock), bring func(o fyne.CanvasObject, y, height float32), resized func()) *questionBlock {
	s, quick := w.session, w.quick()
	q := &questionBlock{item: it, session: s}
	hooks.Focus = func() { focused(q) }
	hooks.Fixed = s.ReadOnly
	hooks.DontKnow = func() { q.toggleState(engagement.Unknown) }
	hooks.NotApplicable = func() { q.toggleState(engagement.NotApplicable) }
	q.field = answer.NewField(answer.Visible(it, quick), s.Set, style.Column-indent, hooks, q.report)

	q.unknown = locate.Name("unknown/"+it.ID, form.NewChipAside(words.Say("Don't know"), hooks.DontKnow))
	q.notApplicable = locate.Name("not-applicable/"+it.ID, form.NewChipAside(words.Say("Not applicable"), hooks.NotApplicable))
	q.review = form.NewChipAside(words.Say("Review"), q.toggleReview)
	q.help = locate.Name("help/"+it.ID, form.NewChipAside(words.Say("Why?"), q.toggleHelp))
	q.comment = locate.Name("comment-chip/"+it.ID, form.NewChipAside(words.Say("Comment"), q.openComment))
	q.references = newQuestionEvidence(w, q, style.Column-indent, listHooks{
		focus: hooks.Focus, key: hooks.Key, cursor: func(y, h float32) { bring(q.references.list, y, h) }, resize: resized})
	chips := container.New(layout.NewCustomPaddedHBoxLayout(3), q.unknown, q.notApplicable, style.Strut(2), q.references.add)
	for _, e := range engagement.Evidences {
		c := form.NewChipAside(words.Name(string(e)), func() { q.setEvidence(e) })
		q.evidence = append(q.evidence, c)
		chips.Add(c)
	}
	chips.Add(style.Strut(2))
	chips.Add(q.comment)
	chips.Add(q.review)

	q.carried = newCarriedLine(it.ID, q.confirm)
	q.guidance = container.NewVBox()
	q.guidance.Hide()
	q.note = newNote(s, func() { focused(q) }, hooks.Key, q.typed)
	locate.Name("comment/"+it.ID, q.note)
	q.noteBox = container.NewVBox(q.note)
	q.noteBox.Hide()

	number := container.NewWithoutLayout()
	for i, t := range w.numbers(it) {
		line := style.Line(t, look.TextBody-3*float32(i), false, look.Muted)
		line.Move(fyne.NewPos(0, 19*float32(i)))
		line.Resize(line.MinSize())
		number.Add(line)
	}
	text := style.Paragraph(words.Name(it.Text), style.Column-indent-70, look.TextLead, true, look.Text)
	head := container.NewBorder(nil, nil, container.NewVBox(container.New(&style.Fixed{Area: fyne.NewSize(indent-11, 22)}, number)), container.NewVBox(q.help), text)
	body := container.NewVBox(q.guidance, q.field.Object, q.carried.box, chips, q.references.box, q.noteBox)
	q.bar = canvas.NewRectangle(style.Color(look.None))
	q.bar.SetMinSize(fyne.NewSize(3, 1))
	q.object = container.NewBorder(nil, nil, q.bar, nil,
		container.NewVBox(head, container.NewBorder(nil, nil, style.Strut(indent-11), nil, body), style.Gap(look.Space4)))
	locate.Name("question/"+it.ID, q.object)
	q.show()
	return q
}

// numbers are what stands beside a question: its number, and in the quick set its
// place there before that, so that the numbers do not seem to have gaps. Reports,
// Find and questionnaires know it by its number.
func (w *workspace) numbers(it *question.Item) []string {
	if !w.quick() {
		return []string{strconv.Itoa(it.Number)}
	}
	return []string{strconv.Itoa(1 + slices.Index(w.session.Set.Quick(), it)), words.Say("no. %d", it.Number)}
}

// indent is the room for the focus bar and the question's number.
const indent = 47

// report takes a new value or draft from the field.
func (q *questionBlock) report(v engagement.Value, draft map[string]string) {
	q.edit(func(a *engagement.Answer) {
		a.Value, a.Draft = v, draft
		a.State = engagement.Unanswered
		if v != nil {
			a.State = engagement.Answered
		}
	})
}

// edit changes the answer through the session, as one undo step.
func (q *questionBlock) edit(change func(*engagement.Answer)) {
	a := q.session.Answer(q.item.ID)
	change(&a)
	q.session.SetAnswer(q.item.ID, a)
	q.show()
}

// typed takes a comment, again and again while it is typed.
func (q *questionBlock) typed(text string) {
	q.edit(func(a *engagement.Answer) { a.Comment = text })
}

func (q *questionBlock) toggleState(s engagement.State) {
	if q.field.Discard != nil {
		q.field.Discard()
	}
	q.edit(func(a *engagement.Answer) {
		if a.State == s {
			a.State = engagement.Unanswered
			return
		}
		a.State, a.Value, a.Draft = s, nil, nil
	})
}

func (q *questionBlock) toggleReview() {
	q.edit(func(a *engagement.Answer) { a.Review = !a.Review })
}

func (q *questionBlock) setEvidence(e engagement.Evidence) {
	q.edit(func(a *engagement.Answer) { a.Evidence = e })
}

// toggleHelp shows or hides why this is asked, its sources and what proves it.
func (q *questionBlock) toggleHelp() {
	if q.guidance.Visible() {
		q.guidance.Hide()
		q.help.SetOn(false)
		q.object.Refresh()
		return
	}
	if len(q.guidance.Objects) == 0 {
		width := float32(style.Column - indent - 24)
		add := func(label, text string) {
			if text != "" {
				q.guidance.Add(style.Line(label, look.TextSmall, true, look.Muted))
				q.guidance.Add(style.Paragraph(text, width, look.TextSmall+1, false, look.Text))
			}
		}
		add(words.Say("Why this is asked"), words.Name(q.item.Why))
		add(words.Say("What would prove the answer"), words.Name(q.item.Evidence))
		var sources []string
		for _, c := range q.item.Sources {
			if src := q.session.Set.SourceByID(c.Ref); src != nil {
				sources = append(sources, strings.TrimSpace(src.Short+" "+c.At))
			}
		}
		add(words.Say("Source"), strings.Join(sources, "; "))
		if q.item.Min != nil {
			add(words.Say("Allowed"), answer.RangeText(q.item))
		}
	}
	q.guidance.Show()
	q.help.SetOn(true)
	q.object.Refresh()
}

func (q *questionBlock) openComment() {
	if q.noteBox.Visible() && q.note.Text == "" {
		q.noteBox.Hide()
	} else {
		q.noteBox.Show()
		q.object.Refresh() // the field comes into view where it then stands
		if c := fyne.CurrentApp().Driver().CanvasForObject(q.object); c != nil {
			c.Focus(q.note)
		}
	}
	q.object.Refresh()
}

// show brings the block in line with the session.
func (q *questionBlock) show() {
	a := q.session.Answer(q.item.ID)
	q.field.Show(a)
	q.unknown.SetOn(a.State == engagement.Unknown)
	q.notApplicable.SetOn(a.State == engagement.NotApplicable)
	q.review.SetOn(a.Review)
	q.comment.SetOn(a.Comment != "")
	q.carried.show(a)
	for i, e := range engagement.Evidences {
		q.evidence[i].SetOn(a.State == engagement.Answered && a.Grade() == e)
	}
	q.references.show(a)
	q.note.setShown(a.Comment)
	if a.Comment != "" && !q.noteBox.Visible() {
		q.noteBox.Show()
	}
}

// setFocused marks the question at its left.
func (q *questionBlock) setFocused(on bool) {
	token := look.None
	if on {
		token = look.Accent
	}
	q.bar.FillColor = style.Color(token)
	q.bar.Refresh()
}

func (q *questionBlock) commit() {
	q.references.list.commit()
	q.field.Commit()
	q.note.commit()
}

// maxNote is where typing stops, in runes: long text makes the entry slow. Longer
// comments that are already there are kept.
const maxNote = 4000

// typingPause is how long typed text waits before it is part of the document.
const typingPause = 400 * time.Millisecond

// later does something on the window's own goroutine after a pause.
var later = posted

func posted(pause time.Duration, do func()) *time.Timer {
	return time.AfterFunc(pause, func() { fyne.Do(do) })
}

// newNote is the field of a comment: some lines that Tab leaves.
func newNote(s *session.Session, onFocus func(), onKey func(*fyne.KeyEvent), onCommit func(string)) *textField {
	n := newTextField(s, "", words.Say("Comment"), onCommit).keptWhileTyped(s)
	n.MultiLine, n.Wrapping, n.Most, n.OnSubmitted = true, fyne.TextWrapWord, maxNote, nil
	n.SetMinRowsVisible(2)
	n.Focus = onFocus
	n.Key = func(e *fyne.KeyEvent) bool {
		if e.Name != fyne.KeyF1 && e.Name != fyne.KeyEscape {
			return false
		}
		onKey(e)
		return true
	}
	return n
}

// The page on evidence: every reference of the engagement by what the last check
// found, with the way to its question.

package ui

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"muster/assessment/engagement"
	"muster/assessment/evidence"
	"muster/assessment/session"
	"muster/exporters/look"
	"muster/exporters/report"
	"muster/ui/form"
	"muster/ui/locate"
	"muster/ui/style"
	"muster/ui/words"
)

// listedReferences is how many references of a state are listed at first.
const listedReferences = 40

type evidencePage struct {
	w      *workspace
	column *fyne.Container
	scroll *container.Scroll
	check  *form.Button
	lists  []*referenceList
}

func newEvidencePage(w *workspace) *evidencePage {
	p := &evidencePage{w: w, column: container.NewVBox()}
	p.scroll = columnScroll([]fyne.CanvasObject{p.column})
	p.check = locate.Name("evidence/check", form.NewButton(words.Say("Check the evidence"), w.checkEvidence))
	p.check.Importance = widget.HighImportance
	p.refresh(session.Change{})
	return p
}

func (p *evidencePage) object() fyne.CanvasObject { return p.scroll }
func (p *evidencePage) commit()                   {}

func evidenceTitle(doc *engagement.Document) string {
	n := 0
	for _, a := range doc.Answers {
		n += len(a.References)
	}
	if n == 0 {
		return words.Say("Evidence")
	}
	return words.Say("Evidence (%d)", n)
}

func (p *evidencePage) refresh(session.Change) {
	items := map[evidence.State][]evidence.Item{}
	all := evidence.List(p.w.session.Set, p.w.session.Document())
	for i := range all {
		x := &all[i]
		c := p.w.stateOf(x.Reference)
		x.State, x.Reason = c.state, c.reason
		items[x.State] = append(items[x.State], *x)
	}
	objects := []fyne.CanvasObject{style.Gap(look.Space2)}
	objects = append(objects, chapterObjects(report.Chapter{Title: words.Say("Evidence"), Lead: evidence.Summary(all)}, style.Column)...)
	if len(all) == 0 {
		objects = append(objects, style.Paragraph(words.Say("Drop a file on the question it supports, or add it with Ctrl+U; a link or a place such as “binder 4, page 12” will do too. "+
			"Muster notes where a file lies and what it held, and can tell later whether it is still the same. The files stay where they are and nothing leaves this computer."),
			style.Column, look.TextBody, false, look.Muted), style.Gap(look.Space6))
		p.lists = nil
		p.show(objects)
		return
	}
	objects = append(objects, container.NewHBox(p.check),
		style.Paragraph(words.Say("Each file is read and compared with what it held when it was attached. What is found is kept until the engagement is closed and is not part of it."), style.Column, look.TextSmall+1, false, look.Muted))
	p.lists = nil
	for _, s := range evidence.States {
		if len(items[s]) == 0 {
			continue
		}
		list := p.list(s, items[s])
		p.lists = append(p.lists, list)
		objects = append(objects, style.Gap(look.Space2), style.Line(fmt.Sprintf("%s (%d)", words.Name(s.Word()), len(items[s])), look.TextHeading-2, true, look.Text), list)
	}
	p.show(append(objects, style.Gap(look.Space6)))
}

func (p *evidencePage) show(objects []fyne.CanvasObject) {
	p.column.Objects = objects
	p.column.Refresh()
}

// list is the references in one state.
func (p *evidencePage) list(s evidence.State, items []evidence.Item) *referenceList {
	var l *referenceList
	l = locate.Name("evidence/list/"+string(s), newReferenceList(style.Column, listedReferences, listHooks{
		focus:  func() {},
		key:    p.w.key,
		resize: p.column.Refresh,
		cursor: func(y, h float32) {
			if top, ok := offsetIn(p.scroll.Content, l); ok {
				bringInto(p.scroll, top+y, h)
			}
		},
	}))
	l.grouped = true
	l.actions = []referenceAction{
		{label: words.Say("Go to the question"), keys: []fyne.KeyName{fyne.KeyReturn, fyne.KeyEnter}, do: p.w.goToReference},
		{label: words.Say("Copy location"), rune: 'c', do: func(at referenceAt) { p.w.copyLocation(l, at) }},
	}
	rows := make([]referenceRow, len(items))
	for i, x := range items {
		question := x.Question
		if it := p.w.session.Set.Item(x.Question); it != nil {
			question = fmt.Sprintf("%d. %s", it.Number, words.Name(it.Title))
		}
		rows[i] = referenceRow{title: evidence.Label(x.Reference), state: x.State, at: referenceAt{x.Question, x.Index}}
		if x.Reason != "" {
			rows[i].lines = append(rows[i].lines, sentence(x.Reason))
		}
		if !strings.Contains(x.Reason, x.Reference.Location) {
			rows[i].lines = append(rows[i].lines, whereabouts(x.Reference))
		}
		rows[i].lines = append(rows[i].lines, question)
	}
	l.set(rows)
	return l
}

// goToReference leads to a reference under its question.
func (w *workspace) goToReference(at referenceAt) {
	if w.session.Set.Item(at.question) == nil {
		w.app.inform(words.Say("No such question"), words.Say("The answer belongs to a question that this question set does not have."))
		return
	}
	w.goTo(at.question)
	if p, ok := w.page.(*sectionPage); ok {
		for _, b := range p.blocks {
			if b.item.ID == at.question && at.index < len(b.references.list.rows) {
				b.references.list.focusOn(at.index)
			}
		}
	}
}

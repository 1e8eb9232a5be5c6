// Evidence on questions: files that are dropped or named, texts that say where to
// look, and the check whether the files still hold what they held.

package ui

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/widget"

	"muster/assessment/engagement"
	"muster/assessment/evidence"
	"muster/assessment/store"
	"muster/exporters"
	"muster/exporters/look"
	"muster/exporters/protect"
	"muster/exporters/questionnaire"
	"muster/ui/form"
	"muster/ui/locate"
	"muster/ui/style"
	"muster/ui/words"
)

// checked is what the last check of this session found out about a reference.
type checked struct {
	state  evidence.State
	reason string
}

// stateOf is the state of a reference as far as it is known.
func (w *workspace) stateOf(ref engagement.Reference) checked {
	if c, ok := w.checked[evidence.KeyOf(ref)]; ok {
		return c
	}
	return checked{state: evidence.Initial(ref)}
}

func (w *workspace) know(ref engagement.Reference, c checked) {
	if w.checked == nil {
		w.checked = map[evidence.Key]checked{}
	}
	w.checked[evidence.KeyOf(ref)] = c
}

// folder is the folder of the engagement's file; empty until it is saved.
func (w *workspace) folder() string { return evidence.Folder(w.file.Path) }

// questionEvidence is the part of a question that shows its references.
type questionEvidence struct {
	w       *workspace
	q       *questionBlock
	list    *referenceList
	add     *form.Chip
	propose *fyne.Container // that a grade would suit
	box     *fyne.Container
}

func newQuestionEvidence(w *workspace, q *questionBlock, width float32, hooks listHooks) *questionEvidence {
	e := &questionEvidence{w: w, q: q}
	e.add = locate.Name("evidence/add/"+q.item.ID, form.NewChipAside(words.Say("Evidence"), func() { hooks.focus(); w.askEvidence(q) }))
	e.list = locate.Name("evidence/"+q.item.ID, newReferenceList(width, shownReferences, hooks))
	e.list.actions = []referenceAction{
		{label: words.Say("Rename"), keys: []fyne.KeyName{fyne.KeyReturn, fyne.KeyEnter, fyne.KeyF2}, do: func(referenceAt) { e.list.editTitle() }},
		{label: words.Say("Copy location"), rune: 'c', do: func(at referenceAt) { w.copyLocation(e.list, at) }},
		{label: words.Say("Remove"), keys: []fyne.KeyName{fyne.KeyDelete}, do: e.remove},
	}
	e.list.rename = func(at referenceAt, title string) {
		q.edit(func(a *engagement.Answer) { *a = evidence.Retitled(*a, at.index, title) })
	}
	e.propose = container.NewVBox(style.Paragraph(words.Say("Graded as asserted, although a document is attached. Ctrl+2 grades it as documented."), width, look.TextSmall, false, look.Muted))
	e.box = container.NewVBox(e.list, e.propose)
	return e
}

// show brings the list in line with the answer.
func (e *questionEvidence) show(a engagement.Answer) {
	rows := make([]referenceRow, len(a.References))
	for i, ref := range a.References {
		c := e.w.stateOf(ref)
		row := referenceRow{title: evidence.Label(ref), edit: ref.Title, state: c.state, at: referenceAt{e.q.item.ID, i}, lines: []string{whereabouts(ref)}}
		if c.reason != "" {
			row.lines = append([]string{sentence(words.Name(c.reason))}, row.lines...)
		}
		rows[i] = row
	}
	visible(e.propose, a.State == engagement.Answered && a.Evidence == engagement.Asserted && slices.ContainsFunc(a.References, evidence.IsFile))
	visible(e.box, len(rows) > 0)
	e.add.SetOn(len(rows) > 0)
	e.list.set(rows)
}

// sentence begins a text with a capital.
func sentence(s string) string {
	r := []rune(s)
	r[0] = unicode.ToUpper(r[0])
	return string(r)
}

// whereabouts is the location of a reference beside its label.
func whereabouts(ref engagement.Reference) string {
	switch {
	case ref.Location != evidence.Label(ref):
		return ref.Location
	case evidence.IsFile(ref):
		return words.Say("in the engagement's folder")
	}
	return words.Say("to look up by hand")
}

func visible(o fyne.CanvasObject, on bool) {
	if on {
		o.Show()
	} else {
		o.Hide()
	}
}

// remove takes a reference away; one undo step. The keyboard stays near.
func (e *questionEvidence) remove(at referenceAt) {
	if !e.has(at) {
		return
	}
	e.q.edit(func(a *engagement.Answer) { *a = evidence.Removed(*a, at.index) })
	if len(e.list.rows) > 0 {
		e.list.moved()
	} else if f := e.q.field.Focus; f != nil {
		e.w.app.window.Canvas().Focus(f)
	}
}

// has guards what is done to a reference that went away meanwhile.
func (e *questionEvidence) has(at referenceAt) bool {
	return at.index < len(e.q.session.Answer(e.q.item.ID).References)
}

// copyLocation puts the path of a file, or the text of another location, on the
// clipboard. Nothing is opened.
func (w *workspace) copyLocation(l *referenceList, at referenceAt) {
	refs := w.session.Answer(at.question).References
	if at.index >= len(refs) {
		return
	}
	text := refs[at.index].Location
	if evidence.IsFile(refs[at.index]) {
		if path, err := evidence.Native().Resolve(w.folder(), text); err == nil {
			text = path
		}
	}
	w.app.fyne.Clipboard().SetContent(text)
	l.showCopied()
}

// askEvidence asks for a file, or a text that says where to look.
func (w *workspace) askEvidence(q *questionBlock) {
	if w.app.blocked() || w.refuseEvidence() {
		return
	}
	w.commit()
	title := words.Say("Evidence for question %d: a file, a link, or a place such as “binder 4, page 12”", q.item.Number)
	d := &pathDialog{app: w.app, title: title, action: words.Say("Add"), browse: browseFile(), folders: true}
	confirmed := ""
	d.use = func(text string) error {
		path, err := evidence.Find(w.folder(), text)
		switch {
		case err != nil:
			return err
		case path != "":
			d.box.Hide()
			w.attach(q.item.ID, []string{path})
			return nil
		case evidence.LooksLikePath(text) && text != confirmed:
			confirmed = text
			return errors.New(words.Say("there is no such file. Correct the name, or press Enter again to note it as a text, which is not checked"))
		}
		d.box.Hide()
		w.addReferences(q.item.ID, []engagement.Reference{{Location: text}})
		return nil
	}
	d.show()
}

// refuseEvidence says why nothing can be added, if so.
func (w *workspace) refuseEvidence() bool {
	if w.session.ReadOnly() {
		w.app.inform(words.Say("Nothing was added"), w.readOnlyText())
		return true
	}
	return false
}

// attach reads files in the background and adds those that could be read to the
// question: one undo step. What could not be read is said.
func (w *workspace) attach(id string, paths []string) {
	if w.refuseEvidence() {
		return
	}
	w.commit()
	folder := w.folder()
	var refs []engagement.Reference
	var faults []string
	title := words.Say("Attaching %s", fitLine(flat(filepath.Base(paths[0])), 300, look.TextBody, false))
	if len(paths) > 1 {
		title = words.Say("Attaching %d files", len(paths))
	}
	w.app.run(title, func(ctx context.Context, progress func(done, total int)) error {
		for i, path := range paths {
			ref, err := evidence.Take(ctx, folder, path, shares(i, len(paths), progress))
			switch {
			case ctx.Err() != nil:
				return ctx.Err()
			case err != nil:
				faults = append(faults, err.Error())
			default:
				refs = append(refs, ref)
			}
		}
		if len(refs) == 0 {
			return errors.New(strings.Join(faults, "\n\n"))
		}
		return nil
	}, func() {
		for _, ref := range refs {
			w.know(ref, checked{state: evidence.Unchanged})
		}
		w.addReferences(id, refs)
		if len(faults) > 0 {
			w.app.inform(words.Say("Attached %d of %d", len(refs), len(paths)), strings.Join(faults, "\n\n"))
		}
	})
}

// shares tells the progress of job i of n as a part of all, in thousandths and
// only when it moves: a window is slower than a disk.
func shares(i, n int, progress func(done, total int)) func(done, total int64) {
	const parts = 1000
	last := -1
	return func(done, total int64) {
		if now := i*parts + int(done*parts/max(1, total)); now != last {
			last = now
			progress(now, n*parts)
		}
	}
}

// addReferences adds references to a question: one undo step. The list gets the
// keyboard, at the last of them.
func (w *workspace) addReferences(id string, refs []engagement.Reference) {
	a, last := w.session.Answer(id), 0
	before := a
	for _, ref := range refs {
		a, last = evidence.Add(a, ref)
	}
	w.session.SetAnswer(id, a)
	p, ok := w.page.(*sectionPage)
	if !ok {
		return
	}
	for _, b := range p.blocks {
		if b.item.ID == id {
			b.show()
			b.references.list.focusOn(last)
		}
	}
	if engagement.Equal(before, a) {
		w.app.inform(words.Say("Attached already"), words.Say("Nothing was added: it stands under the question."))
	}
}

// dropEvidence takes files that were dropped on the window at pos, if they are
// meant as evidence. On a question every file is, and Muster asks about its own.
// Elsewhere what Muster can open is opened, which is false; anything else is
// evidence for the question being worked on.
func (w *workspace) dropEvidence(pos fyne.Position, paths []string) bool {
	if q := w.questionAt(pos); q != nil {
		if own := w.own(paths); own != "" {
			w.askDropped(q, own, paths)
		} else {
			w.attach(q.item.ID, paths)
		}
		return true
	}
	if w.opens(paths[0]) {
		return false
	}
	if p, ok := w.page.(*sectionPage); ok && p.at() != nil {
		w.attach(p.at().item.ID, paths)
		return true
	}
	w.app.inform(words.Say("Where does it belong?"), words.Say("To attach a file as evidence, open the page of a section and drop the file on the question it supports."))
	return true
}

// questionAt is the question at a position of the window.
func (w *workspace) questionAt(pos fyne.Position) *questionBlock {
	p, ok := w.page.(*sectionPage)
	if !ok || !lies(pos, p.scroll) {
		return nil
	}
	for _, b := range p.blocks {
		if lies(pos, b.object) {
			return b
		}
	}
	return nil
}

// lies reports whether a position of the window is within an object.
func lies(pos fyne.Position, o fyne.CanvasObject) bool {
	at, size := fyne.CurrentApp().Driver().AbsolutePositionForObject(o), o.Size()
	return pos.X >= at.X && pos.Y >= at.Y && pos.X < at.X+size.Width && pos.Y < at.Y+size.Height
}

// opens reports whether a file dropped on the window has a meaning of its own.
func (w *workspace) opens(path string) bool {
	return isTicketExport(path) || w.kindOf(path, true) != ""
}

// own is what files are if all of them are Muster's own, in words; else empty.
func (w *workspace) own(paths []string) string {
	kind := ""
	for _, path := range paths {
		k := w.kindOf(path, false)
		if k == "" || kind != "" && k != kind {
			return ""
		}
		kind = k
	}
	return kind
}

// kindOf is what a file of Muster's own is in words; else empty. A PDF behind a
// password may be a report; unsure says what it counts as.
func (w *workspace) kindOf(path string, unsure bool) string {
	if info, err := os.Stat(path); err != nil || !info.Mode().IsRegular() {
		return "" // a pipe named like one would never end
	}
	switch ext := strings.ToLower(filepath.Ext(path)); {
	case ext == store.Extension:
		return words.Say("an engagement")
	case isWorkbook(path):
		if data, err := store.ReadFile(path); err == nil && questionnaire.Is(context.Background(), data, w.session.Set) {
			return words.Say("a questionnaire that came back")
		}
	case ext == ".pdf":
		data, err := store.ReadFile(path)
		if err != nil || !exporters.IsPDF(data) {
			return ""
		}
		if _, err = exporters.Engagement(data, ""); err == nil || unsure && errors.Is(err, protect.ErrPassword) {
			return words.Say("a report with its engagement")
		}
	}
	return ""
}

// askDropped asks what is meant by a file of Muster's own on a question.
func (w *workspace) askDropped(q *questionBlock, kind string, paths []string) {
	var d *dialog.CustomDialog
	hide := func() { d.Hide() }
	attach := locate.Name("dropped/attach", form.NewButton(words.Say("Attach"), func() { hide(); w.attach(q.item.ID, paths) }))
	attach.Importance = widget.HighImportance
	open := locate.Name("dropped/open", form.NewButton(words.Say("Open it"), func() { hide(); w.app.openDropped(paths) }))
	cancel := form.NewButton(words.Say("Cancel"), hide)
	name := flat(filepath.Base(paths[0]))
	text := words.Say("%s is %s. Attach it to question %d as evidence, or open it?", name, kind, q.item.Number)
	if len(paths) > 1 {
		text = words.Say("%s and %d more: each is %s. Attach them to question %d as evidence, or open them?", name, len(paths)-1, kind, q.item.Number)
	}
	body := container.NewVBox(style.Paragraph(text, 460, look.TextBody, false, textToken), style.Gap(look.Space2))
	d = w.app.pose(words.Say("Attach or open?"), posed{body: body, buttons: []fyne.CanvasObject{cancel, open, attach}, first: attach, escape: hide})
}

// checkEvidence checks all references in the background and lists what it found.
func (w *workspace) checkEvidence() {
	if w.app.blocked() {
		return
	}
	w.commit()
	set, doc, folder := w.session.Set, w.session.Document(), w.folder()
	if len(evidence.List(set, doc)) == 0 {
		w.app.inform(words.Say("Nothing to check"), words.Say("No question has evidence yet. Drop a file on a question, or add it with Ctrl+U."))
		return
	}
	var items []evidence.Item
	w.app.run(words.Say("Checking the evidence"), func(ctx context.Context, progress func(done, total int)) (err error) {
		items, err = evidence.Check(ctx, set, folder, doc, shares(0, 1, progress))
		return err
	}, func() {
		w.checked = nil
		for _, x := range items {
			w.know(x.Reference, checked{x.State, x.Reason})
		}
		w.open(pageEvidence)
	})
}

// relocate makes references that were relative to the folder before lead to the
// same files from where the engagement is now, as one undo step; false if there
// are none.
func (w *workspace) relocate(from string) bool {
	if from == w.folder() {
		return false
	}
	w.checked = nil
	moved := evidence.Move(w.session.Document(), from, w.folder())
	if len(moved) == 0 {
		return false
	}
	first := ""
	for _, it := range w.session.Set.Items() {
		if _, ok := moved[it.ID]; ok && first == "" {
			first = it.ID
		}
	}
	w.session.Edit(first, func(d *engagement.Document) {
		for id, a := range moved {
			d.Answers[id] = a
		}
	})
	return true
}

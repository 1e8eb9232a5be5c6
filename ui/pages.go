// The pages besides the sections: engagement details, results, reports, settings.

package ui

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"muster/assessment/engagement"
	"muster/assessment/model"
	"muster/assessment/session"
	"muster/exporters/look"
	"muster/exporters/report"
	"muster/ui/form"
	"muster/ui/locate"
	"muster/ui/style"
	"muster/ui/words"
)

// reportPage shows chapters of the report as it stands.
type reportPage struct {
	w      *workspace
	make   func(*report.Report) []fyne.CanvasObject
	column *fyne.Container
	scroll *container.Scroll
}

func newReportPage(w *workspace, make func(*report.Report) []fyne.CanvasObject) *reportPage {
	p := &reportPage{w: w, make: make, column: container.NewVBox()}
	p.scroll = columnScroll([]fyne.CanvasObject{p.column})
	p.refresh(session.Change{})
	return p
}

// chapterOf shows one chapter.
func chapterOf(id string) func(*report.Report) []fyne.CanvasObject {
	return func(rep *report.Report) []fyne.CanvasObject { return chapterObjects(rep.Chapter(id), style.Column) }
}

// responsibilityObjects is the swim-lane picture at the column's own width.
func responsibilityObjects(rep *report.Report) []fyne.CanvasObject {
	c := rep.Chapter("responsibilities")
	c.Blocks = []report.Block{report.Figure{Scene: report.SwimLane(rep.Lang, &rep.Result, false, style.Column), Caption: rep.Lang.Text(report.SwimLaneCaption)}}
	return chapterObjects(c, style.Column)
}

func (p *reportPage) object() fyne.CanvasObject { return p.scroll }
func (p *reportPage) commit()                   {}
func (p *reportPage) refresh(session.Change) {
	objects := append([]fyne.CanvasObject{style.Gap(look.Space2)}, p.make(p.w.report())...)
	p.column.Objects = append(objects, style.Gap(look.Space6))
	p.column.Refresh()
}

// textField is a text of the engagement that commits when left.
type textField struct {
	form.Entry
	committed string
	onCommit  func(string)
	session   *session.Session // of a text that is kept while it is typed; else nil
	pause     *time.Timer
}

// keptWhileTyped makes the text part of the document while it is being typed, as
// one undo step: for texts that need no judgement first.
func (f *textField) keptWhileTyped(s *session.Session) *textField {
	f.session = s
	f.OnChanged = func(string) {
		if f.pause == nil && f.Text != f.committed {
			f.pause = later(typingPause, func() {
				f.pause = nil
				f.commit()
			})
		}
	}
	return f
}

// newTextField makes a field of one line.
func newTextField(s *session.Session, text, hint string, onCommit func(string)) *textField {
	f := &textField{committed: text, onCommit: onCommit}
	f.Fixed = s.ReadOnly
	f.Extend(f)
	if !s.ReadOnly() { // where nothing can be typed there is nothing to suggest
		f.SetPlaceHolder(hint)
	}
	f.SetText(text)
	f.OnSubmitted = func(string) { f.commit() }
	return f
}

func (f *textField) FocusLost() {
	f.Entry.FocusLost()
	f.commit()
	if f.session != nil {
		f.session.EndTyping()
	}
}

// setShown shows a text that came about elsewhere; one that is being typed is left
// alone. It reports whether that is another text than before.
func (f *textField) setShown(text string) bool {
	if f.Text != f.committed && f.committed == text {
		return false
	}
	f.committed = text
	if f.Text == text {
		return false
	}
	f.SetText(text)
	return true
}

func (f *textField) commit() {
	if f.Text == f.committed {
		return
	}
	f.committed = f.Text
	if f.session == nil {
		f.onCommit(f.Text)
		return
	}
	f.session.WhileTyping(fmt.Sprintf("field %p", f), func() { f.onCommit(f.Text) })
}

// detailsPage edits what identifies the engagement.
type detailsPage struct {
	w      *workspace
	fields []*textField
	get    []func(*engagement.Document) *string
	scroll *container.Scroll
}

func newDetailsPage(w *workspace) *detailsPage {
	p := &detailsPage{w: w}
	column := []fyne.CanvasObject{
		style.Gap(look.Space2),
		style.Paragraph(words.Say("Engagement"), style.Column, look.TextTitle, true, look.Text),
		style.Paragraph(words.Say("What the cover of the report says. Everything stays on this computer."), style.Column, look.TextBody, false, look.Muted),
		style.Gap(look.Space4),
	}
	add := func(id, label, hint string, get func(*engagement.Document) *string) {
		f := newTextField(w.session, *get(w.session.Document()), hint, func(text string) {
			w.session.Edit(pageDetails, func(d *engagement.Document) { *get(d) = text })
			p.refresh(session.Change{}) // a read-only document keeps its text
		}).keptWhileTyped(w.session)
		p.fields = append(p.fields, locate.Name("details/"+id, f))
		p.get = append(p.get, get)
		column = append(column, style.Line(label, look.TextSmall+1, true, look.Text), f, style.Gap(look.Space2))
	}
	add("title", words.Say("Title"), words.Say("for example: MSSP assessment 2026"), func(d *engagement.Document) *string { return &d.Title })
	add("client", words.Say("Client"), words.Say("the organisation assessed"), func(d *engagement.Document) *string { return &d.Client })
	add("assessor", words.Say("Assessor"), words.Say("who answers or asks"), func(d *engagement.Document) *string { return &d.Assessor })
	add("date", words.Say("Date"), words.Say("yyyy-mm-dd"), func(d *engagement.Document) *string { return &d.Date })
	add("classification", words.Say("Classification"), words.Say("stands on every page of the report"), func(d *engagement.Document) *string { return &d.Classification })
	next := form.NewChip(words.Say("Start with %s ›", words.Name(w.session.Set.Sections[0].Title)), func() { w.step(1) })
	column = append(column, container.NewHBox(locate.Name("page/next", next)))
	p.scroll = columnScroll(column)
	return p
}

func (p *detailsPage) object() fyne.CanvasObject { return p.scroll }

func (p *detailsPage) refresh(c session.Change) {
	for i, f := range p.fields {
		if f.setShown(*p.get[i](p.w.session.Document())) && c.Jump {
			p.w.app.window.Canvas().Focus(f)
		}
	}
}

func (p *detailsPage) commit() {
	for _, f := range p.fields {
		f.commit()
	}
}

// settingsPage shows every setting and threshold and lets the engagement
// override it.
type settingsPage struct {
	*settingFields
	scroll *container.Scroll
}

func newSettingsPage(w *workspace) *settingsPage {
	p := &settingsPage{settingFields: newSettingFields(w, pageSettings)}
	column := []fyne.CanvasObject{
		style.Gap(look.Space2),
		style.Paragraph(words.Say("Settings and thresholds"), style.Column, look.TextTitle, true, look.Text),
		style.Paragraph(words.Say("All of these are judgement. What you change here holds for this engagement, and the report says so."), style.Column, look.TextBody, false, look.Muted),
		style.Gap(look.Space4),
	}
	add := func(title string, entries []model.Entry) {
		column = append(column, style.Paragraph(title, style.Column, look.TextHeading, true, look.Text), style.Gap(4))
		for _, e := range entries {
			column = append(column, p.row(e), widget.NewSeparator())
		}
	}
	add(words.Say("Settings"), w.session.Registry.Settings)
	column = append(column, style.Gap(look.Space4))
	add(words.Say("Thresholds"), w.session.Registry.Thresholds)
	column = append(column, style.Gap(look.Space4))
	add(words.Say("Assumptions of the explanation"), w.session.Registry.Assumptions)
	p.scroll = columnScroll(append(column, style.Gap(look.Space6)))
	p.refresh(session.Change{})
	return p
}

func (p *settingsPage) object() fyne.CanvasObject { return p.scroll }

func (p *settingsPage) refresh(session.Change) { p.show(true) }

// reveal brings the field of an entry into view and gives it the focus.
func (p *settingsPage) reveal(name string, focus bool) {
	for i, e := range p.entries {
		if e.Name != name {
			continue
		}
		top, _ := offsetIn(p.scroll.Content, p.boxes[i])
		p.scroll.ScrollToOffset(fyne.NewPos(0, max(0, top-look.Space6)))
		if focus {
			p.w.app.window.Canvas().Focus(p.rows[name].Entries()[0])
		}
	}
}

// settingFields are fields for entries of the registry; place is the page that
// undo leads to.
type settingFields struct {
	w       *workspace
	place   string
	entries []model.Entry
	rows    map[string]*form.NumberRow
	resets  map[string]*form.Chip
	boxes   []fyne.CanvasObject
}

func newSettingFields(w *workspace, place string) *settingFields {
	return &settingFields{w: w, place: place, rows: map[string]*form.NumberRow{}, resets: map[string]*form.Chip{}}
}

// row is the field of an entry with its reason and a way back to the default.
func (p *settingFields) row(e model.Entry) fyne.CanvasObject {
	spec := form.NumberSpec{Width: 92, Range: form.Range{Min: e.Min, Max: e.Max, Integer: e.Integer, Text: form.RangeText(e.Min, e.Max, "", e.Integer)}}
	r := form.NewNumberRow([]form.NumberSpec{spec}, words.Name(e.Unit), form.Hooks{Fixed: p.w.session.ReadOnly}, func(texts map[string]string) {
		if v, _, ok := spec.Range.Parse(texts[""]); ok {
			p.set(e, v)
		} else if texts[""] == "" {
			p.set(e, e.Default)
		}
	})
	locate.Name("setting/"+e.Name, r.Entries()[0])
	p.entries = append(p.entries, e)
	p.rows[e.Name] = r
	reset := form.NewChip(words.Say("Back to %s", strconv.FormatFloat(e.Default, 'f', -1, 64)), func() { p.set(e, e.Default) })
	p.resets[e.Name] = reset
	const fieldAt, resetAt = style.Column - 310, style.Column - 110
	box := &placed{}
	r.Object.Move(fyne.NewPos(fieldAt, 0))
	r.Object.Resize(r.Object.MinSize())
	reset.Move(fyne.NewPos(resetAt, 4))
	reset.Resize(reset.MinSize())
	box.objects = append(box.objects, r.Object, reset)
	for _, t := range []fyne.CanvasObject{
		style.Paragraph(words.Name(e.Title), fieldAt-20, look.TextBody, true, look.Text),
		style.Paragraph(strings.TrimSpace(words.Say("%s Range %s.", words.Name(e.Why), form.RangeText(e.Min, e.Max, "", e.Integer))), fieldAt-20, look.TextSmall+1, false, look.Muted),
	} {
		box.put(t, 0)
		box.y += t.MinSize().Height
	}
	box.y = max(box.y, r.Object.MinSize().Height)
	o := box.box(style.Column)
	p.boxes = append(p.boxes, o)
	return o
}

func (p *settingFields) set(e model.Entry, v float64) {
	p.w.session.Edit(p.place, func(d *engagement.Document) {
		if v == e.Default {
			delete(d.Model, e.Name)
		} else {
			d.Model[e.Name] = v
		}
	})
	p.show(true) // also where nothing changed: 40.0 shows as 40
}

// show brings the fields in line with the document, or hides them.
func (p *settingFields) show(visible bool) {
	for _, b := range p.boxes {
		if visible {
			b.Show()
		} else {
			b.Hide()
		}
	}
	doc := p.w.session.Document()
	for _, e := range p.entries {
		v, changed := doc.Model[e.Name]
		if !changed {
			v = e.Default
		}
		p.rows[e.Name].Show(map[string]string{"": strconv.FormatFloat(v, 'f', -1, 64)})
		if changed {
			p.resets[e.Name].Show()
		} else {
			p.resets[e.Name].Hide()
		}
	}
}

func (p *settingFields) commit() {
	for _, r := range p.rows {
		r.Commit()
	}
}

// The plan in files: the sheet of actions out and back, and the calendar.

package ui

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"muster/assessment/cadence"
	"muster/assessment/engagement"
	"muster/assessment/session"
	"muster/assessment/store"
	"muster/assets"
	"muster/exporters/actionsheet"
	"muster/exporters/calendar"
	"muster/exporters/look"
	"muster/exporters/report"
	"muster/ui/form"
	"muster/ui/locate"
	"muster/ui/style"
	"muster/ui/words"
)

// askSheet asks where the sheet of actions goes and writes it.
func (w *workspace) askSheet() {
	w.askFile(words.Say("Write the sheet of actions"), "-actions.xlsx", func(ctx context.Context) ([]byte, error) {
		return actionsheet.Write(ctx, nil, w.session.Document(), w.plan(), w.session.Document().Comparison.Currency)
	})
}

// askCalendar asks where the calendar goes and writes it.
func (w *workspace) askCalendar() {
	w.askFile(words.Say("Write the calendar"), ".ics", func(context.Context) ([]byte, error) {
		doc := w.session.Document()
		return calendar.Render(nil, w.session.Set, doc, w.plan(), cadence.Duties(w.session.Set, doc, doc.Date), "Muster "+assets.Version)
	})
}

// askFile asks for a path and writes there what is made. It is small: it is made
// at once.
func (w *workspace) askFile(title, ending string, make func(context.Context) ([]byte, error)) {
	if w.app.blocked() {
		return
	}
	w.commit()
	d := &pathDialog{app: w.app, title: title, action: words.Say("Write"), start: w.exportBase() + ending, browse: browseFolder}
	d.use = func(path string) error {
		if filepath.Ext(path) == "" {
			path += filepath.Ext(ending)
		}
		return w.app.overwriting(path, "", func() error {
			data, err := make(context.Background())
			if err == nil {
				err = store.WriteAtomic(path, data)
			}
			if err != nil {
				return err
			}
			d.box.Hide()
			w.app.inform(title, words.Say("Written to\n%s", path))
			return nil
		}, d)
	}
	d.show()
}

// cameBack is a sheet of actions that came back.
type cameBack struct {
	path   string
	data   []byte
	doc    *engagement.Document // it was compared with
	read   *actionsheet.Import
	chosen map[string]bool
	known  map[string]bool // what was offered before
}

func changeKey(c *actionsheet.Change) string { return c.Action + "/" + string(c.Field) }

func newKey(i int) string { return fmt.Sprintf("new/%d", i) }

// compare reads the sheet against the document as it stands. What is new and no
// conflict is chosen.
func (b *cameBack) compare(ctx context.Context, doc *engagement.Document) error {
	if b.doc == doc {
		return nil
	}
	read, err := actionsheet.Read(ctx, words.Reports(), filepath.Base(b.path), b.data, doc)
	if err != nil {
		var other *actionsheet.OtherEngagementError
		if errors.As(err, &other) {
			return words.Errorf("%s was written from another engagement.", filepath.Base(b.path))
		}
		return err
	}
	b.doc, b.read = doc, read
	choose := func(key string, on bool) {
		if !b.known[key] {
			b.known[key], b.chosen[key] = true, on
		}
	}
	for i := range read.Changes {
		choose(changeKey(&read.Changes[i]), !read.Changes[i].Conflict)
	}
	for i := range read.New {
		choose(newKey(i), true)
	}
	return nil
}

// askSheetBack asks for a sheet of actions that came back.
func (w *workspace) askSheetBack() {
	if w.app.blocked() {
		return
	}
	w.commit()
	d := &pathDialog{app: w.app, title: words.Say("Take a sheet of actions back"), action: words.Say("Look at it"), start: w.app.home() + string(filepath.Separator), browse: browseFile(".xlsx")}
	d.use = func(path string) error {
		d.box.Hide()
		w.readSheet(path)
		return nil
	}
	d.show()
}

// readSheet reads a sheet of actions in the background and shows what it says.
func (w *workspace) readSheet(path string) {
	doc := w.session.Document()
	b := &cameBack{path: path, chosen: map[string]bool{}, known: map[string]bool{}}
	w.app.run(words.Say("Reading the sheet of actions"), func(ctx context.Context, _ func(done, total int)) (err error) {
		if b.data, err = store.ReadFile(path); err != nil {
			return err
		}
		return b.compare(ctx, doc)
	}, func() {
		w.sheet = b
		w.open(pageSheet)
	})
}

// sheetPage shows what a sheet that came back says, and what becomes of it.
type sheetPage struct {
	w      *workspace
	column *fyne.Container
	scroll *container.Scroll
	take   *form.Button
}

func newSheetPage(w *workspace) *sheetPage {
	p := &sheetPage{w: w, column: container.NewVBox()}
	p.scroll = columnScroll([]fyne.CanvasObject{p.column})
	p.refresh(session.Change{})
	return p
}

func (p *sheetPage) object() fyne.CanvasObject { return p.scroll }
func (p *sheetPage) commit()                   {}

// refresh shows it anew: the document it is compared with may have changed.
func (p *sheetPage) refresh(session.Change) {
	b := p.w.sheet
	title := words.Say("Sheet of actions")
	show := func(objects []fyne.CanvasObject) {
		p.column.Objects = append(append([]fyne.CanvasObject{style.Gap(look.Space2)}, objects...), style.Gap(look.Space6))
		p.column.Refresh()
	}
	if b == nil {
		show(chapterObjects(report.Chapter{Title: title, Lead: words.Say("No sheet waits to be taken over.")}, style.Column))
		return
	}
	if err := b.compare(context.Background(), p.w.session.Document()); err != nil {
		show(chapterObjects(report.Chapter{Title: title, Lead: err.Error()}, style.Column))
		return
	}
	lead := words.Say("It says nothing new: %d actions as they are here.", b.read.Same)
	if n := len(b.read.Changes) + len(b.read.New); n > 0 {
		lead = words.Count(n, "One thing differs from the plan here.", "%d things differ from the plan here.")
	}
	out := chapterObjects(report.Chapter{Title: title, Lead: lead}, style.Column)
	p.take = locate.Name("sheet/take", form.NewButton("", p.takeOver))
	p.take.Importance = widget.HighImportance
	aside := locate.Name("sheet/aside", form.NewButton(words.Say("Set aside"), func() {
		p.w.sheet = nil
		p.w.open(pagePlan)
	}))
	out = append(out, style.Paragraph(filepath.Base(b.path), style.Column, look.TextBody, false, look.Muted), container.NewHBox(p.take, aside), style.Gap(look.Space2))
	out = append(out, unusable(b.read.Problems)...)
	group := func(name, title, says string, keys []string, rows []fyne.CanvasObject) {
		if len(rows) == 0 {
			return
		}
		set := func(on bool) func() {
			return func() {
				for _, k := range keys {
					b.chosen[k] = on
				}
				p.w.app.keeping(func() { p.refresh(session.Change{}) })
			}
		}
		out = append(out, container.NewHBox(style.Line(fmt.Sprintf("%s (%d)", title, len(rows)), look.TextHeading-2, true, look.Text), style.Strut(12),
			locate.Name("sheet/all-"+name, form.NewChip(words.Say("All"), set(true))), locate.Name("sheet/none-"+name, form.NewChip(words.Say("None"), set(false)))),
			style.Paragraph(says, style.Column, look.TextSmall+1, false, look.Muted))
		out = append(out, rows...)
		out = append(out, style.Gap(look.Space2))
	}
	for _, conflict := range []bool{true, false} {
		var rows []fyne.CanvasObject
		var keys []string
		for i := range b.read.Changes {
			if c := &b.read.Changes[i]; c.Conflict == conflict {
				rows, keys = append(rows, p.changeRow(c)), append(keys, changeKey(c))
			}
		}
		if conflict {
			group("conflicts", words.Say("Conflicting"), words.Say("Changed here and in the sheet, differently. Taking one over puts what the sheet says in place of what stands here."), keys, rows)
		} else {
			group("changes", words.Say("Changed"), words.Say("Other than here, where nothing was changed meanwhile."), keys, rows)
		}
	}
	var rows []fyne.CanvasObject
	var keys []string
	for i := range b.read.New {
		a := &b.read.New[i].Action
		rows = append(rows, p.row(newKey(i), a.Title, []string{words.Say("Owner: %s", actionsheet.Owner.Word(words.Reports(), a.Owner)), words.Say("Due: %s", actionsheet.Due.Word(words.Reports(), a.Due))}))
		keys = append(keys, newKey(i))
	}
	group("new", words.Say("New"), words.Say("Actions that were added in the sheet."), keys, rows)
	show(out)
	p.count()
}

// changeRow is one change with its choice.
func (p *sheetPage) changeRow(c *actionsheet.Change) fyne.CanvasObject {
	word := func(v string) string { return words.Name(c.Field.Word(words.Reports(), v)) }
	lines := []string{words.Say("Here: %s", word(c.Here)), words.Say("Sheet: %s", word(c.Now))}
	if c.Conflict {
		lines = append(lines, words.Say("When it was sent out: %s", word(c.Was)))
	}
	return p.row(changeKey(c), c.Action+" "+c.Title+" · "+words.Name(c.Field.ColumnTitle(words.Reports())), lines)
}

func (p *sheetPage) row(key, title string, texts []string) fyne.CanvasObject {
	b := p.w.sheet
	check := locate.Name("sheet/"+key, form.NewCheck("", func(on bool) {
		b.chosen[key] = on
		p.count()
	}))
	check.Checked = b.chosen[key]
	const width = style.Column - 48
	lines := container.NewVBox(style.Paragraph(title, width, look.TextBody, true, look.Text))
	for _, t := range texts {
		lines.Add(style.Paragraph(t, width, look.TextSmall+1, false, look.Text))
	}
	return container.NewBorder(nil, widget.NewSeparator(), container.NewVBox(check), nil, lines)
}

// taken are the changes and the new actions that are chosen.
func (b *cameBack) taken() (changes []actionsheet.Change, added []actionsheet.NewAction) {
	changes = slices.DeleteFunc(slices.Clone(b.read.Changes), func(c actionsheet.Change) bool { return !b.chosen[changeKey(&c)] })
	for i, n := range b.read.New {
		if b.chosen[newKey(i)] {
			added = append(added, n)
		}
	}
	return changes, added
}

// count says on the button how much would be taken over.
func (p *sheetPage) count() {
	changes, added := p.w.sheet.taken()
	n := len(changes) + len(added)
	p.take.SetText(words.Say("Take over %d", n))
	if n == 0 || p.w.session.ReadOnly() {
		p.take.Disable()
	} else {
		p.take.Enable()
	}
}

// takeOver puts what is chosen into the plan: one undo step.
func (p *sheetPage) takeOver() {
	changes, added := p.w.sheet.taken()
	p.w.sheet = nil
	p.w.session.Edit(pagePlan, func(d *engagement.Document) { d.Actions = actionsheet.Apply(d, changes, added, today()).Actions })
	p.w.open(pagePlan)
}

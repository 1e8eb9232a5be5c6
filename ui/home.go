// Home: start, open, samples, and the list of engagements.

package ui

import (
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"muster/assessment"
	"muster/assessment/library"
	"muster/assessment/store"
	"muster/assets"
	"muster/exporters/look"
	"muster/ui/form"
	"muster/ui/locate"
	"muster/ui/style"
	"muster/ui/words"
)

const textToken = look.Text

// ShowHome closes the workspace and shows home.
func (a *App) ShowHome() {
	s := a.shelf
	a.presenting.end()
	if a.work != nil {
		a.work.end()
		s.notice, s.forgotten = "", nil // it was seen long ago
	}
	a.work, s.page = nil, nil
	a.window.SetTitle("Muster")
	s.load()
	s.refresh()
	if s.places().Empty() {
		a.setHome(a.welcome())
		if stops := stopsIn(a.window.Content()); len(stops) > 0 {
			a.window.Canvas().Focus(stops[0])
		}
		return
	}
	s.page = newHomePage(s)
	a.setHome(s.page.root)
	s.page.show()
	s.page.lead()
}

// typedAtHome begins a search with what is typed where nothing has the keyboard.
func (a *App) typedAtHome(r rune) {
	if a.work == nil && a.shelf.page != nil && !a.blocked() {
		a.shelf.page.typed(r)
	}
}

// keyAtHome gives the list a key that nothing else has: a click on a chip takes
// the keyboard away.
func (a *App) keyAtHome(k *fyne.KeyEvent) {
	if a.work == nil && a.shelf.page != nil && !a.blocked() && !a.hasList() {
		a.shelf.page.lead()
		a.shelf.page.list.TypedKey(k)
	}
}

// hasList reports whether the list has the keyboard.
func (a *App) hasList() bool {
	return a.window.Canvas().Focused() == fyne.Focusable(a.shelf.page.list)
}

// startButtons begin something.
func (a *App) startButtons() *fyne.Container {
	quick := locate.Name("home/new-quick", form.NewButton(words.Say("New, quick set"), func() { a.NewEngagement("quick") }))
	quick.Importance = widget.HighImportance
	all := locate.Name("home/new", form.NewButton(words.Say("New, all questions"), func() { a.NewEngagement("all") }))
	open := locate.Name("home/open", form.NewButton(words.Say("Open…"), a.askOpen))
	return container.NewHBox(quick, all, open)
}

func homeIcon(size float32) fyne.CanvasObject {
	icon := canvas.NewImageFromResource(fyne.NewStaticResource("icon.png", assets.Icon))
	icon.FillMode = canvas.ImageFillContain
	icon.SetMinSize(fyne.NewSize(size, size))
	return icon
}

// welcome is home as long as there is nothing to list.
func (a *App) welcome() fyne.CanvasObject {
	head := container.NewHBox(homeIcon(64), style.Strut(12), container.NewVBox(
		style.Line("Muster", look.TextTitle, true, look.Text),
		style.Line(words.Say("Does your threat response pass muster?"), look.TextLead, false, look.Muted)))
	buttons := a.startButtons()
	buttons.Add(locate.Name("home/add-folder", form.NewButton(words.Say("Add a folder…"), a.askFolder)))
	column := []fyne.CanvasObject{
		style.Gap(40), head, style.Gap(look.Space4),
		style.Paragraph(words.Say("Answer %d questions, or %d to begin with, about how you work with your managed security service provider. The verdict forms as you answer, with its reasons; a report and a workbook come out at the end. Nothing leaves this computer.",
			len(a.set.Items()), len(a.set.Quick())), style.Column, look.TextBody, false, look.Text),
		style.Gap(look.Space2), buttons, style.Gap(look.Space6),
		style.Line(words.Say("Recent"), look.TextHeading-2, true, look.Text),
		style.Paragraph(words.Say("Engagements you save show here, with their verdict. Start a new one, open a file, or drop one on this window. Add a folder, and all engagements in it show here too."), style.Column, look.TextBody, false, look.Muted),
	}
	if text := a.shelf.notice; text != "" {
		column = append(column, a.shelf.noticeRow())
	}
	column = append(column, style.Gap(look.Space4), style.Line(words.Say("Samples to look around in"), look.TextHeading-2, true, look.Text), a.sampleRow(), style.Gap(look.Space6))
	return container.NewVScroll(container.NewHBox(layout.NewSpacer(), container.NewVBox(column...), layout.NewSpacer()))
}

// homePage is home as a list of engagements.
type homePage struct {
	shelf     *shelf
	list      *entryList
	search    *form.Entry
	sorts     *form.Segments
	direction *form.Chip
	folders   *form.Button

	count, line, body *fyne.Container
	heads             []*fyne.Container // the rows above the list, laid out anew when a text in them changes
	root              fyne.CanvasObject
}

// sortTitles are the keys as the user chooses them.
var sortTitles = map[library.Key]string{library.ByOpened: words.Mark("Recent"), library.ByDate: words.Mark("Date"), library.ByClient: words.Mark("Client"), library.ByTitle: words.Mark("Title"), library.ByVerdict: words.Mark("Verdict"), library.ByProgress: words.Mark("Progress")}

// directionTitle is an order in words.
func directionTitle(by library.Key, down bool) string {
	order := [2]string{words.Say("oldest first"), words.Say("newest first")}
	switch by {
	case library.ByClient, library.ByTitle:
		order = [2]string{words.Say("A to Z"), words.Say("Z to A")}
	case library.ByVerdict:
		order = [2]string{words.Say("least severe first"), words.Say("most severe first")}
	case library.ByProgress:
		order = [2]string{words.Say("least answered first"), words.Say("most answered first")}
	}
	if down {
		return order[1]
	}
	return order[0]
}

func newHomePage(s *shelf) *homePage {
	a := s.app
	p := &homePage{shelf: s, count: container.NewHBox(), line: container.NewStack(), body: container.NewStack()}
	p.list = locate.Name("home/list", newEntryList(func(e library.Entry) { a.Open(e.Path) }, s.forget, p.typed))
	p.search = locate.Name("home/search", form.NewEntry())
	p.search.SetPlaceHolder(words.Say("Search title, client, assessor or file"))
	p.search.SetText(s.query)
	p.search.OnChanged = func(text string) {
		s.query = text
		p.list.restart()
		p.show()
	}
	keys := map[fyne.KeyName]func(){
		fyne.KeyEscape: func() {
			if p.search.Text == "" {
				p.lead()
			}
			p.search.SetText("")
		}, fyne.KeyDown: p.lead,
		fyne.KeyReturn: func() { p.list.act(p.list.open) }, fyne.KeyEnter: func() { p.list.act(p.list.open) },
	}
	p.search.Key = func(k *fyne.KeyEvent) bool {
		do, ok := keys[k.Name]
		if ok {
			do()
		}
		return ok
	}
	var segments []form.Segment
	for _, k := range library.Keys {
		segments = append(segments, form.Segment{ID: string(k), Title: words.Name(sortTitles[k])})
	}
	p.sorts = locate.Name("home/sort", form.NewSegments(segments, form.Hooks{Key: func(k *fyne.KeyEvent) {
		switch k.Name {
		case fyne.KeyUp, fyne.KeyDown:
			p.turn()
		}
	}}, func(id string) { p.sortBy(library.Key(id)) }))
	p.sorts.SetChosen(string(s.by))
	p.direction = locate.Name("home/direction", form.NewChip(directionTitle(s.by, s.down), p.turn))

	p.folders = locate.Name("home/folders", form.NewButton(words.Say("Folders…"), a.showFolders))
	p.heads = []*fyne.Container{
		container.NewHBox(middle(p.count), layout.NewSpacer(), container.New(&fixedWidth{380}, p.search), p.folders),
		container.NewHBox(middle(style.Line(words.Say("Sort by"), look.TextSmall, false, look.Muted)), style.Strut(look.Space1), p.sorts, middle(p.direction), layout.NewSpacer(), p.line),
	}
	top := container.NewVBox(
		style.Gap(look.Space2),
		container.NewHBox(homeIcon(40), style.Strut(look.Space2), middle(container.NewVBox(style.Line("Muster", look.TextHeading, true, look.Text), style.Line(words.Say("Does your threat response pass muster?"), look.TextSmall, false, look.Muted))),
			layout.NewSpacer(), middle(a.startButtons())),
		style.Gap(look.Space4),
		p.heads[0], style.Gap(look.Space1), p.heads[1], style.Gap(look.Space1))
	samples := container.NewHBox()
	for _, name := range sampleNames() {
		samples.Add(locate.Name("home/sample-"+name, form.NewChip(words.Say("Sample: %s", sampleTitle(name)), func() { a.openSample(name) })))
	}
	bottom := container.NewVBox(style.Gap(look.Space2), samples, style.Gap(look.Space2))
	p.root = container.New(&homeLayout{p}, container.New(layout.NewBorderLayout(top, bottom, nil, nil), top, p.body, bottom))
	return p
}

// homeLayout keeps home in the middle, as wide as the list can be or the window is.
type homeLayout struct{ p *homePage }

// MinSize leaves room for the narrowest rows.
func (l *homeLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(listLeast+listBar, o[0].MinSize().Height)
}

// Layout tells the list and the line of status how wide they are.
func (l *homeLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	width := min(size.Width, listWidth+listBar)
	before := l.p.list.width
	if l.p.list.fit(width); l.p.list.width != before {
		l.p.status()
	}
	o[0].Move(fyne.NewPos((size.Width-width)/2, 0))
	o[0].Resize(fyne.NewSize(width, size.Height))
}

// middle keeps an object in the middle of its row's height.
func middle(o fyne.CanvasObject) fyne.CanvasObject {
	return container.NewVBox(layout.NewSpacer(), o, layout.NewSpacer())
}

// lead gives the list the keyboard, or the search where there is no list.
func (p *homePage) lead() {
	f := fyne.Focusable(p.search)
	if slices.Contains(p.body.Objects, fyne.CanvasObject(p.list)) {
		f = p.list
	}
	p.shelf.app.window.Canvas().Focus(f)
}

// typed begins a search.
func (p *homePage) typed(r rune) {
	p.shelf.app.window.Canvas().Focus(p.search)
	p.search.TypedRune(r)
}

// clear ends the search; the next one may be typed at once.
func (p *homePage) clear() {
	p.search.SetText("")
	p.shelf.app.window.Canvas().Focus(p.search)
}

func (p *homePage) sortBy(by library.Key) {
	p.shelf.by, p.shelf.down = by, by.Descending()
	p.list.restart()
	p.show()
}

// turn sorts the other way round.
func (p *homePage) turn() {
	p.shelf.down = !p.shelf.down
	p.list.restart()
	p.show()
}

// show lists what is known now.
func (p *homePage) show() {
	s := p.shelf
	all := s.index.Known(s.places())
	found := library.Sort(library.Search(all, s.query), s.by, s.down)
	p.direction.SetText(directionTitle(s.by, s.down))
	p.sorts.SetChosen(string(s.by))
	number := assessment.FormatNumber(float64(len(all)), 0)
	if len(found) != len(all) {
		number = words.Say("%s of %s", assessment.FormatNumber(float64(len(found)), 0), number)
	}
	p.count.Objects = []fyne.CanvasObject{style.Line(words.Say("Engagements"), look.TextHeading, true, look.Text), style.Strut(look.Space1), style.Line(number, look.TextHeading, false, look.Muted)}
	folders := words.Say("Folders…")
	if n := len(s.app.folders()); n > 0 {
		folders = words.Say("Folders (%d)…", n)
	}
	if p.folders.Text != folders {
		p.folders.SetText(folders)
	}
	p.list.set(found)
	body := fyne.CanvasObject(p.list)
	switch {
	case len(all) == 0 && s.cancel != nil:
		body = emptyBody(words.Say("The folders are being searched"), words.Say("Engagements show here as they are found."), nil)
	case len(all) == 0:
		body = emptyBody(words.Say("No engagements in the chosen folders"), words.Say("A file of an engagement ends in .muster. Start one and save it there, or add another folder."), form.NewChip(words.Say("Folders…"), s.app.showFolders))
	case len(found) == 0:
		body = emptyBody(words.Say("No engagement matches"), words.Say("All words must stand in its title, client, assessor or file name."), locate.Name("home/clear-search", form.NewChip(words.Say("Clear the search (Escape)"), p.clear)))
	}
	if len(p.body.Objects) != 1 || p.body.Objects[0] != body {
		p.body.Objects = []fyne.CanvasObject{body}
		p.body.Refresh()
	}
	p.status()
}

// emptyBody stands where the list would be, and says what to do.
func emptyBody(title, text string, action fyne.CanvasObject) fyne.CanvasObject {
	column := container.NewVBox(style.Gap(40), style.Line(title, look.TextLead, true, look.Text), style.Paragraph(text, style.Column, look.TextBody, false, look.Muted))
	if action != nil {
		column.Add(container.NewHBox(action))
	}
	return container.NewHBox(style.Strut(rowMark), column)
}

// status says in a line what goes on, what was done and what is not shown.
func (p *homePage) status() {
	s := p.shelf
	var o fyne.CanvasObject
	quiet := func(text string, token look.Token) {
		o = style.Line(fitLine(text, s.statusRoom(), look.TextSmall, false), look.TextSmall, false, token)
	}
	switch {
	case s.notice != "":
		o = s.noticeRow()
	case s.cancel != nil && s.total > 0:
		quiet(words.Say("Looking through the files: %s of %s", assessment.FormatNumber(float64(s.done), 0), assessment.FormatNumber(float64(s.total), 0)), look.Muted)
	case len(s.faults) > 0:
		quiet(s.faultText(), look.Watch)
	}
	if o != nil {
		o = middle(o)
	}
	p.line.Objects = nil
	if o != nil {
		p.line.Objects = []fyne.CanvasObject{o}
	}
	for _, row := range p.heads {
		row.Refresh()
	}
}

// statusRoom is what is left beside the sorting for what goes on.
func (s *shelf) statusRoom() float32 {
	const widest = 470
	if s.page == nil {
		return widest
	}
	return widest - s.page.list.short()
}

// noticeRow says what was just done, and takes it back.
func (s *shelf) noticeRow() fyne.CanvasObject {
	row := container.NewHBox(middle(style.Line(fitLine(s.notice, s.statusRoom()-60, look.TextSmall, false), look.TextSmall, false, look.Muted)))
	if s.forgotten != nil {
		row.Add(locate.Name("home/undo", form.NewChip(words.Say("Undo"), s.undo)))
	}
	return row
}

// sampleNames are the bundled samples, without extension.
func sampleNames() []string {
	files, err := fs.Glob(assets.Samples, "samples/*"+store.Extension)
	if err != nil {
		return nil
	}
	for i, f := range files {
		files[i] = strings.TrimSuffix(filepath.Base(f), store.Extension)
	}
	slices.Sort(files)
	return files
}

func (a *App) openSample(name string) {
	data, err := assets.Samples.ReadFile("samples/" + name + store.Extension)
	if err != nil {
		a.fail(words.Say("The sample cannot be opened"), err)
		return
	}
	a.leave(func() { a.OpenSample(name, data) })
}

func (a *App) sampleRow() fyne.CanvasObject {
	row := container.NewHBox()
	for _, name := range sampleNames() {
		row.Add(locate.Name("home/sample-"+name, form.NewButton(words.Say("Sample: %s", sampleTitle(name)), func() { a.openSample(name) })))
	}
	return row
}

// sampleTitle is a sample's kind of organisation as it is read.
func sampleTitle(name string) string {
	switch name {
	case "bank":
		return words.Say("bank")
	case "hospital":
		return words.Say("hospital")
	case "saas":
		return words.Say("SaaS")
	}
	return name
}

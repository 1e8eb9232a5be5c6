// Find: questions, answers, comments and pages by what is typed, questions by
// what they wait for, and the way from one of them to the next.

package ui

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/driver/desktop"

	"muster/assessment"
	"muster/assessment/engagement"
	"muster/assessment/exercise"
	finder "muster/assessment/find"
	"muster/assessment/question"
	"muster/exporters/look"
	"muster/exporters/report"
	"muster/ui/answer"
	"muster/ui/form"
	"muster/ui/locate"
	"muster/ui/style"
	"muster/ui/words"
)

// filterKeys are the shortcuts of "next of each", by filter.
var filterKeys = map[string]fyne.Shortcut{
	"unanswered": ctrl(fyne.KeyG), "unknown": ctrl(fyne.Key5), "review": ctrl(fyne.Key6), "red-flags": ctrl(fyne.Key7), "no-evidence": ctrl(fyne.Key8),
	"carried": ctrlShift(fyne.KeyG),
}

// nextItems are the menu items that lead to the next question of each filter.
func nextItems(work func(string, fyne.Shortcut, func(*workspace)) *fyne.MenuItem) []*fyne.MenuItem {
	var out []*fyne.MenuItem
	for i := range finder.Filters {
		f := &finder.Filters[i]
		out = append(out, work(words.Name(f.Menu), filterKeys[f.ID], func(w *workspace) { w.nextOf(f) }))
	}
	return out
}

// engagement is what is looked through.
func (w *workspace) engagement() *finder.Engagement {
	return &finder.Engagement{Set: w.session.Set, Document: w.session.Document(), Result: w.session.Result(), Quick: w.quick()}
}

// index makes everything of the engagement ready to be found.
func (w *workspace) index() *finder.Index {
	var pages []finder.Page
	for _, e := range w.entries() {
		if !e.heading {
			pages = append(pages, finder.Page{ID: e.id, Title: e.title})
		}
	}
	pages = append(pages, finder.Page{ID: pageCriteria, Title: words.Say("Criteria and gates")})
	doc := w.session.Document()
	for i := range doc.Actions {
		a := &doc.Actions[i]
		pages = append(pages, finder.Page{ID: actionPrefix + a.ID, Title: words.Say("Action %s", a.ID) + " " + a.Title, Text: strings.Join([]string{a.Text, a.Owner, a.Note}, "\n"), Quiet: true})
	}
	for i := range doc.Exercises {
		e := &doc.Exercises[i]
		pages = append(pages, finder.Page{ID: exercisePrefix + strconv.Itoa(i), Title: words.Say("Exercise of %s: %s", e.Date, exerciseTitle(w.scenarios(), e)), Text: strings.Join(exercise.Texts(w.scenarios(), e), "\n"), Quiet: true})
	}
	text := func(it *question.Item, v engagement.Value) string { return report.AnswerText(words.Reports(), it, v) }
	return finder.New(w.engagement(), text, pages)
}

// where is the question that has the keyboard, with its row. On a section without
// one it is the first question, which then counts itself.
func (w *workspace) where() (at finder.Place, also bool) {
	p, ok := w.page.(*sectionPage)
	if !ok {
		return finder.Place{}, false
	}
	if p.current == nil && p.number > 0 { // a question that does not apply stands as a line
		return finder.Place{Item: p.w.session.Set.Items()[p.number-1]}, false
	}
	if p.current == nil {
		return finder.Place{Item: &p.section.Items[0]}, true
	}
	at.Item = p.current.item
	if g := p.current.field.Grid; g != nil {
		row, _ := g.Cursor()
		if ids := rowIDs(answer.Visible(at.Item, w.quick())); row < len(ids) {
			at.Row = ids[row]
		}
	}
	return at, false
}

// rowIDs are the rows of an item's matrix that can be found.
func rowIDs(it *question.Item) []string {
	var out []string
	for _, a := range it.Activities {
		out = append(out, a.ID)
	}
	for _, a := range it.Areas {
		out = append(out, a.ID)
	}
	return out
}

// nextOf leads to the next question of a filter, from the current one on and
// around.
func (w *workspace) nextOf(f *finder.Filter) {
	w.commit()
	at, also := w.where()
	e := w.engagement()
	next, ok := f.Next(e, at, also)
	if !ok && f.ID == "carried" { // the total counts what the quick set leaves out
		e.Quick = false
		next, ok = f.Next(e, at, also)
	}
	if !ok && f.ID == "unanswered" { // one begun but not complete is not done either
		if id := assessment.Unfinished(w.session.Document(), w.session.Result()); len(id) > 0 {
			next, ok = finder.Place{Item: w.session.Set.Item(id[0])}, true
		}
	}
	if !ok {
		w.app.inform(words.Say("Nothing left"), words.Name(f.None))
		return
	}
	w.goToPlace(next, "")
}

// goToHit leads to what was found.
func (w *workspace) goToHit(h *finder.Hit) {
	if h.Item == nil {
		w.open(h.Page.ID)
		if p, ok := w.page.(*exercisesPage); ok && strings.HasPrefix(h.Page.ID, exercisePrefix) {
			p.revealRecord()
		}
		return
	}
	w.goToPlace(h.Place, h.Part)
}

// goToPlace leads to a question, or a row of it, and to the part that was found.
// What the quick set hides brings all questions back.
func (w *workspace) goToPlace(at finder.Place, part finder.Part) {
	if w.quick() && at.Outside() {
		if w.session.ReadOnly() {
			w.app.inform(words.Say("Not in the quick set"), words.Say("This engagement shows the quick set and is read-only, so the question cannot be shown."))
			return
		}
		w.setScope("all")
	}
	w.goTo(at.Item.ID)
	if p, ok := w.page.(*sectionPage); ok && p.current != nil && p.current.item == at.Item {
		p.spotlight(p.current, at.Row, part)
	}
}

// spotlight brings what was found in a question into view.
func (p *sectionPage) spotlight(b *questionBlock, row string, part finder.Part) {
	if g := b.field.Grid; g != nil && row != "" {
		if i := slices.Index(rowIDs(answer.Visible(b.item, p.w.quick())), row); i >= 0 {
			column := 0
			if v, ok := p.w.session.Answer(b.item.ID).Value.(engagement.RACI); ok {
				column = max(0, slices.Index(engagement.Accountables, v[row].Accountable))
			}
			g.SetCursor(i, column)
		}
		return
	}
	switch part {
	case finder.Comment:
		p.bring(b.noteBox, 0, min(b.noteBox.Size().Height, p.scroll.Size().Height))
	case finder.Why, finder.Evidence:
		if !b.guidance.Visible() {
			b.toggleHelp()
		}
		p.bring(b.object, 0, p.scroll.Size().Height-2*look.Space2)
	}
}

// foundState is the last search, for the way to the next hit.
type foundState struct {
	text   string
	filter *finder.Filter
	key    string // of the hit that was gone to last
	at     int    // its place in the list; -1 for none
}

// nextHit leads to the hit after or before the last one, without the list. Where
// that one is gone meanwhile, its neighbour takes its place.
func (w *workspace) nextHit(by int) {
	w.commit()
	q := finder.Parse(w.found.text)
	if q.Empty() && w.found.filter == nil {
		w.app.inform(words.Say("Nothing was looked for"), words.Say("Find something first: Ctrl+F."))
		return
	}
	hits, _ := w.index().Find(q, w.found.filter)
	if len(hits) == 0 {
		w.app.inform(words.Say("Nothing found"), nothingFound(w.found.text, w.found.filter))
		return
	}
	to := w.found.at
	if i := slices.IndexFunc(hits, func(h finder.Hit) bool { return h.Key() == w.found.key }); i >= 0 {
		to = i + by
	} else if to >= 0 && by < 0 || to < 0 && by > 0 {
		to += by
	}
	to = ((to % len(hits)) + len(hits)) % len(hits)
	w.found.at, w.found.key = to, hits[to].Key()
	w.goToHit(&hits[to])
}

// nothingFound says that a list is empty, and why.
func nothingFound(text string, f *finder.Filter) string {
	text = shorten(text)
	switch {
	case f != nil && finder.Parse(text).Empty():
		return words.Name(f.None)
	case f != nil:
		return words.Say("Nothing under “%s” holds: %s\nA question is found when it holds every word.", words.Name(f.Title), text)
	}
	return words.Say("Nothing holds: %s\nA question is found when it holds every word.", text)
}

// shorten cuts what was typed to a line's length.
func shorten(text string) string {
	text = finder.OneLine(text)
	if r := []rune(text); len(r) > 80 {
		return string(r[:80]) + "…"
	}
	return text
}

// findDialog is the list that follows what is typed.
type findDialog struct {
	w      *workspace
	index  *finder.Index
	filter *finder.Filter
	entry  *findEntry
	chips  []*form.Chip // all, then one a filter
	list   *hitList
	count  *canvas.Text
	box    *dialog.CustomDialog
}

const (
	findWidth = 780
	findRows  = 9
	// maxTyped is where what is typed ends, in bytes: no search needs more.
	maxTyped = 500
)

// openFind opens the list, with what was looked for last.
func (w *workspace) openFind() {
	if w.app.blocked() {
		return
	}
	w.commit()
	d := &findDialog{w: w, index: w.index()}
	d.entry = locate.Name("find/entry", newFindEntry(d.key))
	d.entry.SetPlaceHolder(words.Say("Words, a “phrase in quotes”, a question's number, a page"))
	d.list = locate.Name("find/list", newHitList(w, d.choose))
	d.count = style.Line("", look.TextSmall, false, look.Muted)
	chips := container.NewHBox()
	add := func(label string, f *finder.Filter) {
		chip := form.NewChip(label, func() { d.setFilter(f) })
		d.chips = append(d.chips, chip)
		chips.Add(chip)
	}
	add(words.Say("Everything"), nil)
	e := w.engagement()
	for i := range finder.Filters {
		f := &finder.Filters[i]
		add(fmt.Sprintf("%s %d", words.Name(f.Title), len(f.Places(e))), f)
		locate.Name("find/"+f.ID, d.chips[i+1])
	}
	hint := style.Line(words.Say("Up and Down choose, Enter goes there, Tab changes the filter, Escape closes."), look.TextSmall, false, look.Muted)
	d.count.Alignment = fyne.TextAlignTrailing
	foot := container.NewStack(hint, d.count) // over the whole width: the count changes while the list is open
	content := container.NewVBox(d.entry, chips, d.list, foot)
	d.entry.SetText(w.found.text)
	d.entry.OnChanged = func(text string) {
		if len(text) > maxTyped {
			d.entry.SetText(strings.ToValidUTF8(text[:maxTyped], ""))
			return
		}
		d.show()
	}
	d.show()
	d.box = w.app.pose(words.Say("Find"), posed{body: content, first: d.entry, escape: d.close})
	d.entry.TypedShortcut(&fyne.ShortcutSelectAll{})
}

// show lists what is found now.
func (d *findDialog) show() {
	for i, c := range d.chips {
		c.SetOn(i == 0 && d.filter == nil || i > 0 && d.filter == &finder.Filters[i-1])
	}
	hits, all := d.index.Find(finder.Parse(d.entry.Text), d.filter)
	d.list.set(hits, nothingFound(d.entry.Text, d.filter))
	switch {
	case all > len(hits):
		d.count.Text = words.Say("%d of %d", len(hits), all)
	case all == 0:
		d.count.Text = ""
	default:
		d.count.Text = words.Say("%s found", strconv.Itoa(all))
	}
	d.count.Refresh()
}

func (d *findDialog) setFilter(f *finder.Filter) {
	d.filter = f
	d.show()
	d.w.app.window.Canvas().Focus(d.entry)
}

// key takes the keys the entry has no use for; it reports whether it did.
func (d *findDialog) key(e *fyne.KeyEvent) bool {
	switch e.Name {
	case fyne.KeyDown:
		d.list.move(1)
	case fyne.KeyUp:
		d.list.move(-1)
	case fyne.KeyPageDown:
		d.list.move(findRows - 1)
	case fyne.KeyPageUp:
		d.list.move(1 - findRows)
	case fyne.KeyReturn, fyne.KeyEnter:
		d.choose(d.list.cursor)
	case fyne.KeyTab:
		by := 1
		if k, ok := fyne.CurrentApp().Driver().(desktop.Driver); ok && k.CurrentKeyModifiers()&fyne.KeyModifierShift != 0 {
			by = -1
		}
		d.stepFilter(by)
	case fyne.KeyEscape:
		d.close()
	default:
		return false
	}
	return true
}

// stepFilter goes through everything and the filters, and around.
func (d *findDialog) stepFilter(by int) {
	n := len(d.chips)
	at := slices.IndexFunc(finder.Filters, func(f finder.Filter) bool { return d.filter != nil && f.ID == d.filter.ID }) + 1
	if at = (at + by + n) % n; at == 0 {
		d.setFilter(nil)
		return
	}
	d.setFilter(&finder.Filters[at-1])
}

func (d *findDialog) close() {
	d.w.found = foundState{text: d.entry.Text, filter: d.filter, at: -1}
	for _, name := range []string{"entry", "list"} {
		locate.Forget("find/" + name)
	}
	for _, f := range finder.Filters {
		locate.Forget("find/" + f.ID)
	}
	d.box.Hide()
}

// choose closes the list and leads to a hit.
func (d *findDialog) choose(i int) {
	if i < 0 || i >= len(d.list.hits) {
		return
	}
	hit := d.list.hits[i]
	d.close()
	d.w.found.key, d.w.found.at = hit.Key(), i
	d.w.goToHit(&hit)
}

// findEntry keeps the keyboard while the list follows; Tab is a key of the list.
type findEntry struct{ form.Entry }

func newFindEntry(key func(*fyne.KeyEvent) bool) *findEntry {
	e := &findEntry{}
	e.Extend(e)
	e.Key = key
	return e
}

// AcceptsTab keeps Tab.
func (e *findEntry) AcceptsTab() bool { return true }

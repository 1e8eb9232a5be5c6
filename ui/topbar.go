// The bar over the workspace: whose engagement this is, whether it is saved, and
// what can be done from every page.

package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"muster/exporters/look"
	"muster/ui/form"
	"muster/ui/locate"
	"muster/ui/style"
	"muster/ui/words"
)

// topBar keeps its parts: a press on one of them ends what is typed in a field, which
// shows the bar anew, and the release must still meet what was pressed.
type topBar struct {
	object                       fyne.CanvasObject
	bar                          *fyne.Container
	title, classification, state *canvas.Text
	list, quick, all, side       *form.Chip
}

func newTopBar(w *workspace) *topBar {
	t := &topBar{
		title:          style.Line("", look.TextLead, true, look.Text),
		classification: style.Line("", look.TextSmall+1, false, look.Muted),
		state:          locate.Name("top/state", style.Line("", look.TextSmall, false, look.Text)),
		list:           locate.Name("top/list", form.NewChip(words.Say("List of pages"), w.toggleList)),
		quick:          locate.Name("scope/quick", form.NewChip(words.Say("Quick set"), func() { w.setScope("quick") })),
		all:            locate.Name("scope/all", form.NewChip(words.Say("All questions"), func() { w.setScope("all") })),
		side:           form.NewChip(words.Say("Verdict panel"), w.toggleSide),
	}
	t.bar = container.NewHBox(style.Strut(8), t.list, t.title, t.classification, style.Strut(12), t.state, layout.NewSpacer(),
		t.quick, t.all, style.Strut(8),
		locate.Name("top/find", form.NewChip(words.Say("Find"), w.openFind)), form.NewChip(words.Say("Undo"), w.session.Undo),
		locate.Name("top/export", form.NewChip(words.Say("Export PDF"), func() { w.export("pdf") })), t.side, style.Strut(8))
	back := canvas.NewRectangle(style.Color(look.Surface))
	rule := canvas.NewRectangle(style.Color(look.Border))
	rule.SetMinSize(fyne.NewSize(1, 1))
	t.object = container.NewStack(back, container.NewBorder(nil, rule, nil, nil, container.NewHScroll(container.NewPadded(t.bar))))
	return t
}

func (t *topBar) show(w *workspace) {
	say := func(line *canvas.Text, text string, most float32, token look.Token) {
		style.Change(line, fitLine(text, most, line.TextSize, line.TextStyle.Bold), token)
	}
	state, token := w.state()
	say(t.title, w.title(), 340, look.Text)
	say(t.classification, "  "+w.session.Document().Classification, 140, look.Muted)
	say(t.state, state, 250, token)
	t.quick.SetOn(w.quick())
	t.all.SetOn(!w.quick())
	t.side.SetOn(w.verdict.shown())
	reveal(t.list, !w.list.shown())
	t.bar.Refresh()
}

// title is that of the engagement.
func (w *workspace) title() string {
	if title := w.session.Document().Title; title != "" {
		return title
	}
	return words.Say("Untitled engagement")
}

// state says whether the engagement is saved, and how it is to be seen.
func (w *workspace) state() (string, look.Token) {
	switch saved := !w.session.Dirty(); {
	case w.session.Document().Newer():
		return words.Say("read-only: written by a newer Muster"), look.Watch
	case w.session.ReadOnly():
		return words.Say("read-only: %s", words.Name(w.file.ReadOnlyBecause())), look.Watch
	case w.notice != "" && !(w.notice == noJournal && w.journal != nil && saved): // what is saved needs no journal
		return words.Name(w.notice), look.Bad
	case w.file.Path != "" && w.file.Unwritable():
		return words.Say("read-only folder: save elsewhere"), look.Watch
	case saved && !w.savedAt.IsZero():
		return words.Say("saved %s", w.savedAt.Format("15:04")), look.Good
	case saved && w.file.Path != "":
		return words.Say("saved"), look.Good
	case w.file.Path != "":
		return words.Say("changes not saved"), look.Watch
	}
	return words.Say("not saved yet"), look.Watch
}

func (w *workspace) showTop() {
	w.top.show(w)
	w.app.setTitle(w.title(), w.session.Dirty())
}

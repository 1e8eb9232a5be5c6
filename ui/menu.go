// The menus: every action with its shortcut. Menu shortcuts fire under dialogs
// and ignore disabled items, so every action checks for itself.

package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/driver/desktop"

	"muster/assessment/engagement"
	"muster/exporters"
	"muster/exporters/look"
	"muster/ui/form"
	"muster/ui/locate"
	"muster/ui/style"
)

func ctrl(key fyne.KeyName) fyne.Shortcut {
	return &desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierShortcutDefault}
}

func ctrlShift(key fyne.KeyName) fyne.Shortcut {
	return &desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierShortcutDefault | fyne.KeyModifierShift}
}

func (a *App) menu() *fyne.MainMenu {
	item := func(label string, s fyne.Shortcut, action func()) *fyne.MenuItem {
		m := fyne.NewMenuItem(label, func() {
			if !a.blocked() && a.presenting == nil { // a presentation has keys of its own
				action()
			}
		})
		m.Shortcut = s
		return m
	}
	// work guards an action that needs an open engagement.
	work := func(label string, s fyne.Shortcut, action func(w *workspace)) *fyne.MenuItem {
		return item(label, s, func() {
			if a.work == nil {
				a.fail(label, errNoEngagement)
				return
			}
			action(a.work)
		})
	}
	// current guards an action on the question that has the focus.
	current := func(label string, s fyne.Shortcut, action func(q *questionBlock)) *fyne.MenuItem {
		return work(label, s, func(w *workspace) {
			if p, ok := w.page.(*sectionPage); ok && p.current != nil {
				action(p.current)
				return
			}
			a.inform(label, "Go to a question first: Tab, or Ctrl+G for the next unanswered one.")
		})
	}
	quit := fyne.NewMenuItem("Quit", a.Quit) // which checks for itself
	quit.Shortcut = ctrl(fyne.KeyQ)
	quit.IsQuit = true

	samples := fyne.NewMenuItem("Open a sample", nil)
	samples.ChildMenu = fyne.NewMenu("")
	for _, name := range sampleNames() {
		samples.ChildMenu.Items = append(samples.ChildMenu.Items, item(name, nil, func() { a.openSample(name) }))
	}
	export := fyne.NewMenuItem("Export", nil)
	export.ChildMenu = fyne.NewMenu("")
	keys := map[string]fyne.Shortcut{"pdf": ctrl(fyne.KeyE), "xlsx": ctrlShift(fyne.KeyE)}
	for _, f := range exporters.Formats {
		export.ChildMenu.Items = append(export.ChildMenu.Items, work(f.Name+"…", keys[f.ID], func(w *workspace) { w.export(f.ID) }))
	}
	appearance := fyne.NewMenuItem("Appearance", nil)
	appearance.ChildMenu = fyne.NewMenu("",
		item("As the system", nil, func() { a.setAppearance(style.System) }),
		item("Light", nil, func() { a.setAppearance(style.Light) }),
		item("Dark", nil, func() { a.setAppearance(style.Dark) }))

	// below is an item that opens a menu beside it: no menu may be higher than the window.
	below := func(label string, items ...*fyne.MenuItem) *fyne.MenuItem {
		m := fyne.NewMenuItem(label, nil)
		m.ChildMenu = fyne.NewMenu("", items...)
		return m
	}

	return fyne.NewMainMenu(
		fyne.NewMenu("File",
			item("New engagement", ctrl(fyne.KeyN), func() { a.leave(func() { a.NewEngagement("all") }) }),
			item("New engagement, quick set", ctrlShift(fyne.KeyN), func() { a.leave(func() { a.NewEngagement("quick") }) }),
			below("New from",
				work("New from this engagement…", nil, func(w *workspace) { w.newFromThis() }),
				item("New from an earlier engagement…", nil, a.askEarlier)),
			item("Open…", ctrl(fyne.KeyO), a.askOpen), samples, item("Folders of the list…", nil, a.showFolders), fyne.NewMenuItemSeparator(),
			work("Save", ctrl(fyne.KeyS), func(w *workspace) { w.save(nil) }),
			work("Save as…", ctrlShift(fyne.KeyS), func(w *workspace) { w.saveAs(nil) }),
			below("Versions",
				work("Saved versions…", nil, func(w *workspace) { w.showVersions() }),
				work("Compare with the file on disk…", nil, func(w *workspace) { w.compareWithDisk() })),
			work("Password…", nil, func(w *workspace) { w.askProtection() }),
			fyne.NewMenuItemSeparator(),
			below("Import",
				work("Import a ticket export…", ctrl(fyne.KeyI), func(w *workspace) { w.askTickets() }),
				work("Import questionnaires…", ctrlShift(fyne.KeyI), func(w *workspace) { w.askImport() })),
			work("Write a questionnaire…", nil, func(w *workspace) { w.askQuestionnaire(false) }),
			export, fyne.NewMenuItemSeparator(),
			work("Close engagement", ctrl(fyne.KeyW), func(*workspace) { a.leave(a.ShowHome) }), quit),
		fyne.NewMenu("Edit",
			// Fyne sends its own shortcuts for these keys, so a custom one would never fire.
			item("Undo", &fyne.ShortcutUndo{}, a.undo),
			item("Redo", &fyne.ShortcutRedo{}, a.redo),
			item("Redo", ctrlShift(fyne.KeyZ), a.redo),
			fyne.NewMenuItemSeparator(),
			work("Find…", ctrl(fyne.KeyF), func(w *workspace) { w.openFind() }),
			// Fyne passes no key without Ctrl to a menu, so F3 cannot be one.
			work("Next hit", ctrl(fyne.KeyL), func(w *workspace) { w.nextHit(1) }),
			work("Previous hit", ctrlShift(fyne.KeyL), func(w *workspace) { w.nextHit(-1) })),
		fyne.NewMenu("Answer",
			current("Don't know", ctrl(fyne.KeyD), func(q *questionBlock) { q.toggleState(engagement.Unknown) }),
			current("Not applicable", ctrlShift(fyne.KeyD), func(q *questionBlock) { q.toggleState(engagement.NotApplicable) }),
			current("Mark for review", ctrl(fyne.KeyM), func(q *questionBlock) { q.toggleReview() }),
			current("Confirm what was carried over", ctrlShift(fyne.KeyY), func(q *questionBlock) { q.confirm() }),
			work("Confirm all of this section", nil, func(w *workspace) { w.confirmSection() }),
			current("Comment", ctrl(fyne.KeyK), func(q *questionBlock) { q.openComment() }),
			current("Why this is asked (F1)", nil, func(q *questionBlock) { q.toggleHelp() }),
			fyne.NewMenuItemSeparator(),
			current("Evidence: asserted", ctrl(fyne.Key1), func(q *questionBlock) { q.setEvidence(engagement.Asserted) }),
			current("Evidence: documented", ctrl(fyne.Key2), func(q *questionBlock) { q.setEvidence(engagement.Documented) }),
			current("Evidence: observed", ctrl(fyne.Key3), func(q *questionBlock) { q.setEvidence(engagement.Observed) }),
			current("Add evidence…", ctrl(fyne.KeyU), func(q *questionBlock) { a.work.askEvidence(q) }),
			work("Check the evidence…", ctrlShift(fyne.KeyU), func(w *workspace) { w.checkEvidence() })),
		fyne.NewMenu("Go", append(nextItems(work),
			work("Next best question", ctrl(fyne.KeyB), func(w *workspace) {
				if id := w.session.Result().Confidence.Next; id != "" {
					w.goTo(id)
					return
				}
				a.inform("No question stands out", "No open question could move the verdict by itself.")
			}),
			work("Next page", ctrl(fyne.KeyPageDown), func(w *workspace) { w.step(1) }),
			work("Previous page", ctrl(fyne.KeyPageUp), func(w *workspace) { w.step(-1) }),
			below("Page",
				work("Verdict", ctrl(fyne.KeyR), func(w *workspace) { w.open(pageVerdict) }),
				work("Capacity", ctrlShift(fyne.KeyC), func(w *workspace) { w.open(pageCapacity) }),
				work("Measured demand", ctrlShift(fyne.KeyT), func(w *workspace) { w.open(pageTickets) }),
				work("Contract options", ctrlShift(fyne.KeyO), func(w *workspace) { w.open(pageOptions) }),
				work("Comparison", ctrlShift(fyne.KeyM), func(w *workspace) { w.open(pageComparison) }),
				work("Criteria and gates", nil, func(w *workspace) { w.open(pageCriteria) }),
				work("Evidence", nil, func(w *workspace) { w.open(pageEvidence) }),
				work("Respondents", nil, func(w *workspace) { w.open(pageRespondents) }),
				work("Change since the engagement before", nil, func(w *workspace) { w.open(pageSince) }),
				work("Findings", ctrlShift(fyne.KeyF), func(w *workspace) { w.open(pageFindings) })))...),
		fyne.NewMenu("Options",
			work("Add an option", ctrlShift(fyne.KeyP), func(w *workspace) { w.addOption() }),
			work("Add today's contract (do nothing)", nil, func(w *workspace) { w.addToday() }),
			work("Add hiring in-house", nil, func(w *workspace) { w.addInHouse() }),
			fyne.NewMenuItemSeparator(),
			work("Edit the next option", ctrl(fyne.KeyJ), func(w *workspace) { w.nextOption() }),
			work("Duplicate this option", nil, func(w *workspace) { w.onOption("Duplicate", w.duplicateOption) }),
			work("Move this option up", nil, func(w *workspace) { w.onOption("Move", func(i int) { w.moveOption(i, -1) }) }),
			work("Move this option down", nil, func(w *workspace) { w.onOption("Move", func(i int) { w.moveOption(i, 1) }) }),
			work("Delete this option", nil, func(w *workspace) { w.onOption("Delete", w.deleteOption) }),
			fyne.NewMenuItemSeparator(),
			work("Questions to the providers", nil, func(w *workspace) { w.open(pageOptions); w.page.(*optionsPage).showQuestions() })),
		fyne.NewMenu("What if",
			work("Try out on the verdict page", nil, func(w *workspace) { w.open(pageVerdict) }),
			work("Apply to the answers", ctrlShift(fyne.KeyA), func(w *workspace) { w.applyWhatIf() }),
			work("Keep as scenario…", ctrlShift(fyne.KeyK), func(w *workspace) { w.keepWhatIf() }),
			work("Reset", ctrlShift(fyne.KeyR), func(w *workspace) { w.resetWhatIf() })),
		fyne.NewMenu("View",
			work("Quick set", nil, func(w *workspace) { w.setScope("quick") }),
			work("All questions", nil, func(w *workspace) { w.setScope("all") }),
			// Fyne passes no key without Ctrl to a menu: F5 alone is handled where nothing else takes it.
			work("Present (F5)", ctrl(fyne.KeyF5), func(w *workspace) { w.present(false) }),
			work("Present from this page (Shift+F5)", ctrlShift(fyne.KeyF5), func(w *workspace) { w.present(true) }),
			work("Verdict panel", ctrlShift(fyne.KeyV), func(w *workspace) { w.toggleSide() }),
			work("List of pages", nil, func(w *workspace) { w.toggleList() }),
			fyne.NewMenuItemSeparator(),
			appearance, below("Size of texts", a.scaleItems(item)...), a.motionItem(item)),
		fyne.NewMenu("Help", item("Keys", nil, a.shortcutSheet), item("About Muster", nil, a.about)))
}

// undo goes to a field first that has typing of its own to take back.
func (a *App) undo() { a.travel(true) }

func (a *App) redo() { a.travel(false) }

func (a *App) travel(back bool) {
	if f, ok := a.window.Canvas().Focused().(interface{ UndoTyping() bool }); ok && back && f.UndoTyping() {
		return
	}
	if f, ok := a.window.Canvas().Focused().(interface{ RedoTyping() bool }); ok && !back && f.RedoTyping() {
		return
	}
	if a.work == nil {
		if back {
			a.shelf.undo()
		}
		return
	}
	a.work.commit()
	if back {
		a.work.session.Undo()
	} else {
		a.work.session.Redo()
	}
}

// fieldKeys are the keys of the fields; the menus know the others.
var fieldKeys = [][2]string{
	{"Tab, Shift+Tab", "next, previous question or action"},
	{"Enter, Space", "do what has the keyboard"},
	{"Escape", "leave a dialog; from a page to the list of pages"},
	{"arrows, digits", "choose a card or move in a matrix"},
	{"n, ?", "not applicable, don't know (inside a choice)"},
	{"Enter, c, Delete", "title, copy the location, remove (evidence)"},
	{"c m b n u w", "client, MSSP, both, none, unclear, written (responsibilities)"},
	{"F1", "why this is asked"},
	{"Page Up, Page Down", "scroll the page"},
	{"F5, Shift+F5", "present, from this page on"},
	{"arrows, digits, Escape", "next and previous slide, slide by number, leave (presenting)"},
	{"arrows, Home, End", "scroll a page that is read; go through the list of pages"},
	{"F2", "show what is typed as a password"},
	{"letters, Enter, Delete", "search, open, forget (list of engagements)"},
	{"left, right, up, down", "sort by, turn the order (list of engagements)"},
}

// shortcutSheet lists the keys: those of the fields, then every menu item's.
func (a *App) shortcutSheet() {
	rows := append([][2]string{}, fieldKeys...)
	for _, menu := range a.window.MainMenu().Items {
		rows = append(rows, menuKeys(menu)...)
	}
	p := &placed{}
	for _, r := range rows {
		p.put(style.Line(r[0], look.TextBody, true, look.Text), 0)
		p.put(style.Line(r[1], look.TextBody, false, look.Text), 190)
		p.y += 24
	}
	scroll := container.NewVScroll(p.box(640))
	scroll.SetMinSize(fyne.NewSize(660, 460))
	var d *dialog.CustomDialog
	hide := func() { d.Hide() }
	shut := locate.Name("keys/close", form.NewButton("Close", hide))
	d = a.pose("Keys", posed{body: scroll, buttons: []fyne.CanvasObject{shut}, first: shut, escape: hide})
}

// menuKeys are the shortcuts of a menu with what they do.
func menuKeys(m *fyne.Menu) (rows [][2]string) {
	for _, item := range m.Items {
		switch s := item.Shortcut.(type) {
		case *desktop.CustomShortcut:
			rows = append(rows, [2]string{keyName(s), item.Label})
		case fyne.KeyboardShortcut: // Fyne's own, such as undo
			rows = append(rows, [2]string{keyName(&desktop.CustomShortcut{KeyName: s.Key(), Modifier: s.Mod()}), item.Label})
		}
		if item.ChildMenu != nil {
			rows = append(rows, menuKeys(item.ChildMenu)...)
		}
	}
	return rows
}

// keyName is a shortcut as people write it.
func keyName(s *desktop.CustomShortcut) string {
	name := ""
	if s.Modifier&fyne.KeyModifierShortcutDefault != 0 {
		name = "Ctrl+"
		if fyne.KeyModifierShortcutDefault == fyne.KeyModifierSuper {
			name = "Cmd+"
		}
	}
	if s.Modifier&fyne.KeyModifierShift != 0 {
		name += "Shift+"
	}
	switch s.KeyName {
	case fyne.KeyPageDown:
		return name + "Page Down"
	case fyne.KeyPageUp:
		return name + "Page Up"
	}
	return name + string(s.KeyName)
}

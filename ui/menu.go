// The menus: every action with its shortcut. Menu shortcuts fire under dialogs
// and ignore disabled items, so every action checks for itself.

package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/driver/desktop"

	"muster/assessment/engagement"
	"muster/assessment/messages"
	"muster/exporters"
	"muster/exporters/look"
	"muster/exporters/redaction"
	"muster/ui/form"
	"muster/ui/locate"
	"muster/ui/style"
	"muster/ui/words"
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
				a.fail(label, errNoEngagement())
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
			a.inform(label, words.Say("Go to a question first: Tab, or Ctrl+G for the next unanswered one."))
		})
	}
	quit := fyne.NewMenuItem(words.Say("Quit"), a.Quit) // which checks for itself
	quit.Shortcut = ctrl(fyne.KeyQ)
	quit.IsQuit = true

	samples := fyne.NewMenuItem(words.Say("Open a sample"), nil)
	samples.ChildMenu = fyne.NewMenu("")
	for _, name := range sampleNames() {
		samples.ChildMenu.Items = append(samples.ChildMenu.Items, item(sampleTitle(name), nil, func() { a.openSample(name) }))
	}
	export := fyne.NewMenuItem(words.Say("Export"), nil)
	export.ChildMenu = fyne.NewMenu("")
	keys := map[string]fyne.Shortcut{"pdf": ctrl(fyne.KeyE), "xlsx": ctrlShift(fyne.KeyE)}
	for _, f := range exporters.Formats {
		export.ChildMenu.Items = append(export.ChildMenu.Items, work(words.Name(f.Name)+"…", keys[f.ID], func(w *workspace) { w.export(f.ID) }))
	}
	export.ChildMenu.Items = append(export.ChildMenu.Items, fyne.NewMenuItemSeparator())
	for _, f := range exporters.PlanFormats {
		export.ChildMenu.Items = append(export.ChildMenu.Items, work(words.Name(f.Name)+"…", nil, func(w *workspace) { w.exportPlan(f) }))
	}
	// chosen marks the item of a setting that holds.
	chosen := func(label string, on bool, action func()) *fyne.MenuItem {
		m := item(label, nil, action)
		m.Checked = on
		return m
	}
	appearance := fyne.NewMenuItem(words.Say("Appearance"), nil)
	appearance.ChildMenu = fyne.NewMenu("",
		chosen(words.Say("As the system"), a.theme.Appearance == style.System, func() { a.setAppearance(style.System) }),
		chosen(words.Say("Light"), a.theme.Appearance == style.Light, func() { a.setAppearance(style.Light) }),
		chosen(words.Say("Dark"), a.theme.Appearance == style.Dark, func() { a.setAppearance(style.Dark) }))
	language := fyne.NewMenuItem(words.Say("Language"), nil)
	code := a.fyne.Preferences().String(prefLanguage)
	language.ChildMenu = fyne.NewMenu("", chosen(words.Say("As the system"), code == "", func() { a.setLanguage("") }))
	for _, l := range messages.Languages() {
		language.ChildMenu.Items = append(language.ChildMenu.Items, chosen(messages.For(l).Name, code == l, func() { a.setLanguage(l) }))
	}

	// below is an item that opens a menu beside it: no menu may be higher than the window.
	below := func(label string, items ...*fyne.MenuItem) *fyne.MenuItem {
		m := fyne.NewMenuItem(label, nil)
		m.ChildMenu = fyne.NewMenu("", items...)
		return m
	}

	var readers []*fyne.MenuItem
	for _, r := range redaction.Profiles {
		readers = append(readers, work(words.Name(r.Name), nil, func(w *workspace) { w.presentFor(r) }))
	}
	return fyne.NewMainMenu(
		fyne.NewMenu(words.Say("File"),
			item(words.Say("New engagement"), ctrl(fyne.KeyN), func() { a.leave(func() { a.NewEngagement("all") }) }),
			item(words.Say("New engagement, quick set"), ctrlShift(fyne.KeyN), func() { a.leave(func() { a.NewEngagement("quick") }) }),
			below(words.Say("New from"),
				work(words.Say("New from this engagement…"), nil, func(w *workspace) { w.newFromThis() }),
				item(words.Say("New from an earlier engagement…"), nil, a.askEarlier)),
			item(words.Say("Open…"), ctrl(fyne.KeyO), a.askOpen), samples, item(words.Say("Folders of the list…"), nil, a.showFolders), fyne.NewMenuItemSeparator(),
			work(words.Say("Save"), ctrl(fyne.KeyS), func(w *workspace) { w.save(nil) }),
			work(words.Say("Save as…"), ctrlShift(fyne.KeyS), func(w *workspace) { w.saveAs(nil) }),
			below(words.Say("Versions"),
				work(words.Say("Saved versions…"), nil, func(w *workspace) { w.showVersions() }),
				work(words.Say("Compare with the file on disk…"), nil, func(w *workspace) { w.compareWithDisk() })),
			work(words.Say("Password…"), nil, func(w *workspace) { w.askProtection() }),
			fyne.NewMenuItemSeparator(),
			below(words.Say("Import"),
				work(words.Say("Import a ticket export…"), ctrl(fyne.KeyI), func(w *workspace) { w.askTickets() }),
				work(words.Say("Import questionnaires…"), ctrlShift(fyne.KeyI), func(w *workspace) { w.askImport() })),
			work(words.Say("Write a questionnaire…"), nil, func(w *workspace) { w.askQuestionnaire(false) }),
			export, fyne.NewMenuItemSeparator(),
			work(words.Say("Close engagement"), ctrl(fyne.KeyW), func(*workspace) { a.leave(a.ShowHome) }), quit),
		fyne.NewMenu(words.Say("Edit"),
			// Fyne sends its own shortcuts for these keys, so a custom one would never fire.
			item(words.Say("Undo"), &fyne.ShortcutUndo{}, a.undo),
			item(words.Say("Redo"), &fyne.ShortcutRedo{}, a.redo),
			item(words.Say("Redo"), ctrlShift(fyne.KeyZ), a.redo),
			fyne.NewMenuItemSeparator(),
			work(words.Say("Find…"), ctrl(fyne.KeyF), func(w *workspace) { w.openFind() }),
			// Fyne passes no key without Ctrl to a menu, so F3 cannot be one.
			work(words.Say("Next hit"), ctrl(fyne.KeyL), func(w *workspace) { w.nextHit(1) }),
			work(words.Say("Previous hit"), ctrlShift(fyne.KeyL), func(w *workspace) { w.nextHit(-1) })),
		fyne.NewMenu(words.Say("Answer"),
			current(words.Say("Don't know"), ctrl(fyne.KeyD), func(q *questionBlock) { q.toggleState(engagement.Unknown) }),
			current(words.Say("Not applicable"), ctrlShift(fyne.KeyD), func(q *questionBlock) { q.toggleState(engagement.NotApplicable) }),
			current(words.Say("Mark for review"), ctrl(fyne.KeyM), func(q *questionBlock) { q.toggleReview() }),
			current(words.Say("Confirm what was carried over"), ctrlShift(fyne.KeyY), func(q *questionBlock) { q.confirm() }),
			work(words.Say("Confirm all of this section"), nil, func(w *workspace) { w.confirmSection() }),
			current(words.Say("Comment"), ctrl(fyne.KeyK), func(q *questionBlock) { q.openComment() }),
			current(words.Say("Why this is asked (F1)"), nil, func(q *questionBlock) { q.toggleHelp() }),
			fyne.NewMenuItemSeparator(),
			current(words.Say("Evidence: asserted"), ctrl(fyne.Key1), func(q *questionBlock) { q.setEvidence(engagement.Asserted) }),
			current(words.Say("Evidence: documented"), ctrl(fyne.Key2), func(q *questionBlock) { q.setEvidence(engagement.Documented) }),
			current(words.Say("Evidence: observed"), ctrl(fyne.Key3), func(q *questionBlock) { q.setEvidence(engagement.Observed) }),
			current(words.Say("Add evidence…"), ctrl(fyne.KeyU), func(q *questionBlock) { a.work.askEvidence(q) }),
			work(words.Say("Check the evidence…"), ctrlShift(fyne.KeyU), func(w *workspace) { w.checkEvidence() })),
		fyne.NewMenu(words.Say("Go"), append(nextItems(work),
			work(words.Say("Next best question"), ctrl(fyne.KeyB), func(w *workspace) {
				if id := w.session.Result().Confidence.Next; id != "" {
					w.goTo(id)
					return
				}
				a.inform(words.Say("No question stands out"), words.Say("No open question could move the verdict by itself."))
			}),
			work(words.Say("Next page"), ctrl(fyne.KeyPageDown), func(w *workspace) { w.step(1) }),
			work(words.Say("Previous page"), ctrl(fyne.KeyPageUp), func(w *workspace) { w.step(-1) }),
			below(words.Say("Page"),
				work(words.Say("Verdict"), ctrl(fyne.KeyR), func(w *workspace) { w.open(pageVerdict) }),
				work(words.Say("Capacity"), ctrlShift(fyne.KeyC), func(w *workspace) { w.open(pageCapacity) }),
				work(words.Say("Measured demand"), ctrlShift(fyne.KeyT), func(w *workspace) { w.open(pageTickets) }),
				work(words.Say("Contract options"), ctrlShift(fyne.KeyO), func(w *workspace) { w.open(pageOptions) }),
				work(words.Say("Comparison"), ctrlShift(fyne.KeyM), func(w *workspace) { w.open(pageComparison) }),
				work(words.Say("Criteria and gates"), nil, func(w *workspace) { w.open(pageCriteria) }),
				work(words.Say("Evidence"), nil, func(w *workspace) { w.open(pageEvidence) }),
				work(words.Say("Respondents"), nil, func(w *workspace) { w.open(pageRespondents) }),
				work(words.Say("Change since the engagement before"), nil, func(w *workspace) { w.open(pageSince) }),
				work(words.Say("Findings"), ctrlShift(fyne.KeyF), func(w *workspace) { w.open(pageFindings) }),
				work(words.Say("Targets and gaps"), ctrl(fyne.KeyT), func(w *workspace) { w.open(pageTargets) }),
				work(words.Say("Action plan"), ctrl(fyne.KeyP), func(w *workspace) { w.open(pagePlan) }),
				work(words.Say("Exercises"), nil, func(w *workspace) { w.open(pageExercises) })))...),
		fyne.NewMenu(words.Say("Options"),
			work(words.Say("Add an option"), ctrlShift(fyne.KeyP), func(w *workspace) { w.addOption() }),
			work(words.Say("Add today's contract (do nothing)"), nil, func(w *workspace) { w.addToday() }),
			work(words.Say("Add hiring in-house"), nil, func(w *workspace) { w.addInHouse() }),
			fyne.NewMenuItemSeparator(),
			work(words.Say("Edit the next option"), ctrl(fyne.KeyJ), func(w *workspace) { w.nextOption() }),
			work(words.Say("Duplicate this option"), nil, func(w *workspace) { w.onOption(words.Say("Duplicate"), w.duplicateOption) }),
			work(words.Say("Move this option up"), nil, func(w *workspace) { w.onOption(words.Say("Move"), func(i int) { w.moveOption(i, -1) }) }),
			work(words.Say("Move this option down"), nil, func(w *workspace) { w.onOption(words.Say("Move"), func(i int) { w.moveOption(i, 1) }) }),
			work(words.Say("Delete this option"), nil, func(w *workspace) { w.onOption(words.Say("Delete"), w.deleteOption) }),
			fyne.NewMenuItemSeparator(),
			work(words.Say("Questions to the providers"), nil, func(w *workspace) { w.open(pageOptions); w.page.(*optionsPage).showQuestions() })),
		fyne.NewMenu(words.Say("What if"),
			work(words.Say("Try out on the verdict page"), nil, func(w *workspace) { w.open(pageVerdict) }),
			work(words.Say("Apply to the answers"), ctrlShift(fyne.KeyA), func(w *workspace) { w.applyWhatIf() }),
			work(words.Say("Keep as scenario…"), ctrlShift(fyne.KeyK), func(w *workspace) { w.keepWhatIf() }),
			work(words.Say("Reset"), ctrlShift(fyne.KeyR), func(w *workspace) { w.resetWhatIf() })),
		fyne.NewMenu(words.Say("View"),
			work(words.Say("Quick set"), nil, func(w *workspace) { w.setScope("quick") }),
			work(words.Say("All questions"), nil, func(w *workspace) { w.setScope("all") }),
			// Fyne passes no key without Ctrl to a menu: F5 alone is handled where nothing else takes it.
			work(words.Say("Present (F5)"), ctrl(fyne.KeyF5), func(w *workspace) { w.present(false) }),
			work(words.Say("Present from this page (Shift+F5)"), ctrlShift(fyne.KeyF5), func(w *workspace) { w.present(true) }),
			below(words.Say("Present for"), readers...),
			work(words.Say("Verdict panel"), ctrlShift(fyne.KeyV), func(w *workspace) { w.toggleSide() }),
			work(words.Say("List of pages"), nil, func(w *workspace) { w.toggleList() }),
			fyne.NewMenuItemSeparator(),
			appearance, language, below(words.Say("Size of texts"), a.scaleItems(item)...), a.motionItem(item)),
		fyne.NewMenu(words.Say("Help"), item(words.Say("Keys"), nil, a.shortcutSheet), item(words.Say("About Muster"), nil, a.about)))
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
	{words.Mark("Tab, Shift+Tab"), words.Mark("next, previous question or action")},
	{words.Mark("Enter, Space"), words.Mark("do what has the keyboard")},
	{words.Mark("Escape"), words.Mark("leave a dialog; from a page to the list of pages")},
	{words.Mark("arrows, digits"), words.Mark("choose a card or move in a matrix")},
	{"n, ?", words.Mark("not applicable, don't know (inside a choice)")},
	{words.Mark("Enter, c, Delete"), words.Mark("title, copy the location, remove (evidence)")},
	{"c m b n u w", words.Mark("client, MSSP, both, none, unclear, written (responsibilities)")},
	{"F1", words.Mark("why this is asked")},
	{words.Mark("Page Up, Page Down"), words.Mark("scroll the page")},
	{words.Mark("F5, Shift+F5"), words.Mark("present, from this page on")},
	{words.Mark("arrows, digits, Escape"), words.Mark("next and previous slide, slide by number, leave (presenting)")},
	{"r", words.Mark("for the next kind of reader (presenting)")},
	{words.Mark("arrows, Home, End"), words.Mark("scroll a page that is read; go through the list of pages")},
	{words.Mark("F7, F8, F9"), words.Mark("good or weak, read out, watch (exercise)")},
	{words.Mark("Page Up, Page Down"), words.Mark("inject before, next (exercise)")},
	{"F2", words.Mark("show what is typed as a password")},
	{words.Mark("letters, Enter, Delete"), words.Mark("search, open, forget (list of engagements)")},
	{words.Mark("Space, Enter, Delete, [, ]"), words.Mark("choose (Ctrl+A: all), edit, delete, status back, on (plan)")},
	{words.Mark("0 to 4, Delete"), words.Mark("wanted level, back to the set (targets)")},
	{words.Mark("left, right, up, down"), words.Mark("sort by, turn the order (list of engagements)")},
}

// shortcutSheet lists the keys: those of the fields, then every menu item's.
func (a *App) shortcutSheet() {
	rows := append([][2]string{}, fieldKeys...)
	for _, menu := range a.window.MainMenu().Items {
		rows = append(rows, menuKeys(menu)...)
	}
	p := &placed{}
	for _, r := range rows {
		p.put(style.Line(words.Name(r[0]), look.TextBody, true, look.Text), 0)
		p.put(style.Line(words.Name(r[1]), look.TextBody, false, look.Text), 190)
		p.y += 24
	}
	scroll := container.NewVScroll(p.box(640))
	scroll.SetMinSize(fyne.NewSize(660, 460))
	var d *dialog.CustomDialog
	hide := func() { d.Hide() }
	shut := locate.Name("keys/close", form.NewButton(words.Say("Close"), hide))
	d = a.pose(words.Say("Keys"), posed{body: scroll, buttons: []fyne.CanvasObject{shut}, first: shut, escape: hide})
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
		return name + words.Say("Page Down")
	case fyne.KeyPageUp:
		return name + words.Say("Page Up")
	}
	return name + string(s.KeyName)
}

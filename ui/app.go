// Package ui is the desktop program's window: home, workspace, dialogs, menus.
// It shows the session and the report and computes no figure of its own. It
// imports no driver, so that its tests run without one.
package ui

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/widget"

	"muster/assessment/engagement"
	"muster/assessment/model"
	"muster/assessment/question"
	"muster/assessment/session"
	"muster/assessment/store"
	"muster/exporters"
	"muster/exporters/look"
	"muster/exporters/protect"
	"muster/ui/locate"
	"muster/ui/style"
)

// App is the running program: one window that shows home or a workspace.
type App struct {
	fyne     fyne.App
	window   fyne.Window
	set      *question.Set
	registry *model.Registry
	theme    *style.Theme
	work     *workspace // nil at home
	quitting bool
	dialog   fyne.Focusable // what the dialog on top answers keys with
	spawn    func(func())   // runs work beside the window
}

// New makes the window on a Fyne app, with the question set to answer.
func New(a fyne.App, set *question.Set, registry *model.Registry) *App {
	app := &App{fyne: a, set: set, registry: registry, spawn: func(work func()) { go work() }, theme: &style.Theme{Appearance: style.Appearance(a.Preferences().String(prefAppearance))}}
	a.Settings().SetTheme(app.theme)
	app.window = a.NewWindow("Muster")
	app.window.Resize(fyne.NewSize(1280, 720))
	app.window.SetMaster()
	app.window.SetPadded(false)
	app.window.SetCloseIntercept(app.Quit)
	app.window.SetOnDropped(func(pos fyne.Position, files []fyne.URI) {
		if len(files) == 0 || app.blocked() {
			return
		}
		paths := make([]string, len(files))
		for i, f := range files {
			paths[i] = f.Path()
		}
		if app.work == nil || !app.work.dropEvidence(pos, paths) {
			app.openDropped(paths)
		}
	})
	// A click beside its parts takes the keyboard from a dialog; keys still reach it.
	app.window.Canvas().SetOnTypedKey(func(e *fyne.KeyEvent) {
		if app.blocked() && app.dialog != nil {
			app.window.Canvas().Focus(app.dialog)
			app.dialog.TypedKey(e)
		}
	})
	app.window.SetMainMenu(app.menu())
	app.ShowHome()
	return app
}

// openDropped opens or imports files that were dropped on the window.
func (a *App) openDropped(paths []string) {
	if path := paths[0]; a.work != nil && isWorkbook(path) {
		a.work.dropWorkbooks(paths)
	} else if a.work != nil && isTicketExport(path) {
		a.work.dropTickets(path)
	} else {
		a.leave(func() { a.Open(path) })
	}
}

// Window is the program's window.
func (a *App) Window() fyne.Window { return a.window }

const prefAppearance = "appearance"

// setAppearance changes between light and dark and shows everything anew: texts
// and pictures carry their colours.
func (a *App) setAppearance(ap style.Appearance) {
	a.fyne.Preferences().SetString(prefAppearance, string(ap))
	a.theme = &style.Theme{Appearance: ap}
	a.fyne.Settings().SetTheme(a.theme)
	if a.work == nil {
		a.ShowHome()
		return
	}
	a.work.commit()
	old := a.work
	a.work = newWorkspace(a, old.session.Fresh(), old.path)
	a.work.savedAt, a.work.checked = old.savedAt, old.checked
	a.window.SetContent(a.work.root)
	a.work.open(old.pageID)
	if !old.sideUp {
		a.work.toggleSide()
	}
}

func (a *App) setTitle(title string, dirty bool) {
	if dirty {
		title = "• " + title
	}
	a.window.SetTitle(title + " – Muster")
}

// newID names an engagement; it means nothing.
func newID() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails
	return hex.EncodeToString(b[:])
}

// NewEngagement starts an empty engagement.
func (a *App) NewEngagement(scope string) {
	doc := engagement.New(newID(), time.Now().Format(time.DateOnly), a.set)
	doc.Scope = scope
	a.work = newWorkspace(a, session.New(a.set, a.registry, doc), "")
	a.window.SetContent(a.work.root)
}

// Open opens the document at path, or the one inside a report; what is wrong is
// shown and changes nothing.
func (a *App) Open(path string) {
	data, err := store.ReadFile(path)
	if err == nil && exporters.IsPDF(data) {
		a.openReport(path, data, "")
		return
	}
	doc, faults, err := store.Open(path, a.set, a.registry)
	if err != nil {
		a.fail("This file cannot be opened", err)
		return
	}
	a.show(doc, faults, path)
	a.remember(path)
}

// show opens a document that was read; path is its file, empty for none.
func (a *App) show(doc *engagement.Document, faults []engagement.Fault, path string) {
	a.work = newWorkspace(a, session.New(a.set, a.registry, doc), path)
	a.window.SetContent(a.work.root)
	if len(faults) > 0 {
		text := ""
		for _, f := range faults {
			text += f.String() + "\n"
		}
		a.inform("Opened, with remarks", text)
	}
}

// openReport opens the engagement inside a PDF report: as a new one, because the
// report stays as it is. It asks for the report's password if there is one.
func (a *App) openReport(path string, data []byte, password string) {
	doc, faults, err := a.reportDocument(data, password)
	if errors.Is(err, protect.ErrPassword) {
		a.askPassword(filepath.Base(path)+" is protected. What is its password?", func(password string) error {
			doc, faults, err := a.reportDocument(data, password)
			if err == nil {
				a.show(doc, faults, "")
			}
			return err
		})
		return
	}
	if err != nil {
		a.fail("This report cannot be opened", fmt.Errorf("%s: %w", path, err))
		return
	}
	a.show(doc, faults, "")
}

func (a *App) reportDocument(data []byte, password string) (*engagement.Document, []engagement.Fault, error) {
	input, err := exporters.Engagement(data, password)
	if err != nil {
		return nil, nil, err
	}
	return engagement.Read(input, a.set, a.registry)
}

// askPassword asks until use takes what was typed, or the user gives up.
func (a *App) askPassword(question string, use func(password string) error) {
	a.window.Canvas().Unfocus()
	var d *dialog.CustomDialog
	const width = 420
	fault := container.NewVBox(style.Gap(20))
	entry := locate.Name("password/entry", newEscapeEntry(func() { d.Hide() }))
	entry.Password = true
	accept := func() {
		if err := use(entry.Text); err != nil {
			fault.Objects = []fyne.CanvasObject{style.Paragraph(err.Error(), width, look.TextSmall+1, false, look.Bad)}
			fault.Refresh()
			return
		}
		d.Hide()
	}
	entry.OnSubmitted = func(string) { accept() }
	ok := locate.Name("password/ok", widget.NewButton("Open", accept))
	ok.Importance = widget.HighImportance
	d = dialog.NewCustomWithoutButtons("Password", container.NewVBox(style.Paragraph(question, width, look.TextBody, false, textToken), entry, fault, style.Strut(width)), a.window)
	d.SetButtons([]fyne.CanvasObject{widget.NewButton("Cancel", func() { d.Hide() }), ok})
	d.Show()
	a.focusDialog(entry)
}

// OpenSample opens a bundled sample as a new engagement without a file.
func (a *App) OpenSample(name string, data []byte) {
	doc, _, err := engagement.Read(data, a.set, a.registry)
	if err != nil {
		a.fail("The sample "+name+" cannot be opened", err)
		return
	}
	a.work = newWorkspace(a, session.New(a.set, a.registry, doc), "")
	a.window.SetContent(a.work.root)
}

// leave asks about unsaved changes, then goes on with then.
func (a *App) leave(then func()) {
	if a.work == nil {
		then()
		return
	}
	a.work.commit()
	if !a.work.session.Dirty() {
		then()
		return
	}
	a.window.Canvas().Unfocus()
	var d *dialog.CustomDialog
	save := locate.Name("leave/save", newKeyButton("Save", func() {
		d.Hide()
		a.work.save(then)
	}, func() { d.Hide() }))
	save.Importance = widget.HighImportance
	drop := locate.Name("leave/drop", widget.NewButton("Close without saving", func() {
		d.Hide()
		then()
	}))
	stay := widget.NewButton("Go on working", func() { d.Hide() })
	d = dialog.NewCustomWithoutButtons("Save the changes?", container.NewVBox(
		style.Paragraph(fmt.Sprintf("The changes to %s are not saved.", a.work.name()), 420, 14, false, textToken), style.Gap(8)), a.window)
	d.SetButtons([]fyne.CanvasObject{stay, drop, save})
	d.Show()
	a.focusDialog(save)
}

// Quit leaves the program, asking first about unsaved changes.
func (a *App) Quit() {
	if a.quitting || a.blocked() {
		return
	}
	a.leave(func() {
		a.quitting = true
		a.fyne.Quit()
	})
}

// blocked reports whether a dialog is open: menu shortcuts fire under it.
func (a *App) blocked() bool { return a.window.Canvas().Overlays().Top() != nil }

// focusDialog gives the keyboard to a part of the dialog on top.
func (a *App) focusDialog(f fyne.Focusable) {
	a.dialog = f
	a.window.Canvas().Focus(f)
}

// fail shows an error; the text says what happened, to which file and what to do.
func (a *App) fail(title string, err error) { a.message(title, err.Error(), nil) }

// failOver shows an error over a dialog; back gets the focus afterwards.
func (a *App) failOver(title string, err error, back fyne.Focusable) {
	a.message(title, err.Error(), back)
}

// inform shows a text.
func (a *App) inform(title, text string) { a.message(title, text, nil) }

func (a *App) message(title, text string, back fyne.Focusable) {
	a.window.Canvas().Unfocus() // a key that closes a dialog must not reach the field behind
	const width = 560
	body := style.Paragraph(text, width, 14, false, textToken)
	scroll := container.NewVScroll(body)
	scroll.SetMinSize(fyne.NewSize(width+12, min(body.MinSize().Height+8, 320)))
	var d *dialog.CustomDialog
	hide := func() {
		locate.Forget("message/close")
		d.Hide()
		if back != nil {
			a.focusDialog(back)
		}
	}
	shut := locate.Name("message/close", newKeyButton("Close", hide, hide))
	d = dialog.NewCustomWithoutButtons(title, scroll, a.window)
	d.SetButtons([]fyne.CanvasObject{shut})
	d.Show()
	a.focusDialog(shut)
}

// about says what this program is.
func (a *App) about() {
	meta := a.fyne.Metadata()
	a.message("Muster "+meta.Version, "Does your threat response pass muster?\n\nMuster assesses how an organisation works with its managed security service provider. "+
		"It runs offline: it opens no network connection, ever.\n\nMIT licence. The third-party notices come with the program.", nil)
}

// errNoEngagement is shown where an action needs an open engagement.
var errNoEngagement = errors.New("open or start an engagement first")

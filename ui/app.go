// Package ui is the desktop program's window: home, workspace, dialogs, menus.
// It shows the session and the report and computes no figure of its own. It
// imports no driver, so that its tests run without one.
package ui

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/widget"

	"muster/assessment/engagement"
	"muster/assessment/file"
	"muster/assessment/model"
	"muster/assessment/question"
	"muster/assessment/seal"
	"muster/assessment/session"
	"muster/assessment/store"
	"muster/exporters"
	"muster/exporters/look"
	"muster/exporters/protect"
	"muster/ui/form"
	"muster/ui/locate"
	"muster/ui/style"
	"muster/ui/words"
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
	posed    []*posed     // the dialogs that are open, the one on top last
	last     hold         // what had the keyboard last outside of dialogs
	spawn    func(func()) // runs work beside the window
	shelf    *shelf       // what home lists
	ahead    string       // path of the file whose time was last said to be ahead of the clock

	scale     int                // of everything, in percent
	rescale   func(percent int)  // tells the driver; nil where it has no scale
	screens   func() []fyne.Size // nil where nobody tells
	sizeTimer *time.Timer        // runs while the window's size may still change
	lastWidth float32

	presenting *show // the presentation going on; nil without one
}

// New makes the window on a Fyne app, with the question set to answer. Start fills it.
func New(a fyne.App, set *question.Set, registry *model.Registry) *App {
	app := newApp(a, set, registry, func(work func()) { go work() })
	app.rescale = scaler(a)
	app.rescale(app.scale)
	a.Lifecycle().SetOnStarted(app.started)
	return app
}

func newApp(a fyne.App, set *question.Set, registry *model.Registry, spawn func(func())) *App {
	app := &App{fyne: a, set: set, registry: registry, spawn: spawn, theme: &style.Theme{Appearance: style.Appearance(a.Preferences().String(prefAppearance))}}
	a.Settings().SetTheme(app.theme)
	words.Use(a.Preferences().String(prefLanguage))
	app.shelf = newShelf(app)
	app.window = a.NewWindow("Muster")
	app.scale = app.storedScale()
	size, shrink := app.storedSize(), scaleNormal/float32(app.scale)
	app.window.Resize(fyne.NewSize(size.Width*shrink, size.Height*shrink))
	app.window.SetMaster()
	app.window.SetPadded(false)
	app.window.SetCloseIntercept(app.Quit)
	app.window.SetOnDropped(func(pos fyne.Position, files []fyne.URI) {
		if len(files) == 0 || app.blocked() || app.presenting != nil {
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
	app.listen()
	app.window.SetMainMenu(app.menu())
	app.plusKeys()
	a.Lifecycle().SetOnStopped(app.stopped) // whatever ends the program comes by here
	a.Lifecycle().SetOnEnteredForeground(func() {
		if app.work != nil {
			app.work.checkDisk()
		}
	})
	return app
}

// Start shows the engagement at path; home without one, or where it has to be asked
// for or complained about first. Home is not made only to be replaced: it takes as
// long as the window itself.
func (a *App) Start(path string) {
	if path != "" {
		if c, err := file.Read(path, ""); err == nil && a.openContent(path, c) == nil {
			return
		}
	}
	a.ShowHome()
	if path != "" {
		a.Open(path)
	}
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

const (
	prefAppearance = "appearance"
	prefLanguage   = "language" // its code; empty: as the system
)

// setAppearance changes between light and dark and shows everything anew: texts
// and pictures carry their colours.
func (a *App) setAppearance(ap style.Appearance) {
	a.fyne.Preferences().SetString(prefAppearance, string(ap))
	a.theme = &style.Theme{Appearance: ap}
	a.fyne.Settings().SetTheme(a.theme)
	a.showAnew()
}

// setLanguage changes the language and shows everything anew. What is typed and
// what is answered stays as it is.
func (a *App) setLanguage(code string) {
	a.fyne.Preferences().SetString(prefLanguage, code)
	words.Use(code)
	a.showAnew()
}

// showAnew makes the menus and the content of the window again, with everything as
// it was.
func (a *App) showAnew() {
	a.window.SetMainMenu(a.menu())
	if a.work == nil {
		a.ShowHome()
		return
	}
	a.work.commit()
	old := a.work
	if p, ok := old.page.(leaver); ok {
		p.leave()
	}
	a.work = newWorkspace(a, old.session.Fresh(), old.file, old.journal)
	a.work.lasting = old.lasting
	a.work.list.wanted, a.work.verdict.wanted = old.list.wanted, old.verdict.wanted
	a.window.SetContent(a.work.root)
	a.work.open(old.pageID)
	a.work.arrangePanels()
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
	a.enter(session.New(a.set, a.registry, doc), file.New(a.storage("versions")))
}

// enter shows an engagement in the place of what was open.
func (a *App) enter(s *session.Session, f *file.File) *workspace {
	a.presenting.end()
	if a.work != nil {
		a.work.end()
	}
	a.work = newWorkspace(a, s, f, nil)
	a.window.SetContent(a.work.root)
	a.work.lead()
	return a.work
}

// Open opens the document at path, or the one inside a report; what is wrong is
// shown and changes nothing.
func (a *App) Open(path string) {
	data, err := store.ReadFile(path)
	if err == nil && exporters.IsPDF(data) {
		a.openReport(path, data, "")
		return
	}
	if err := a.openFile(path); err != nil {
		a.fail(words.Say("This file cannot be opened"), err)
	}
}

// openFile opens an engagement's file. It asks for the password of a protected one.
func (a *App) openFile(path string) error {
	c, err := file.Read(path, "")
	if errors.Is(err, seal.ErrPassword) {
		over := a.work
		a.askPassword(words.Say("%s is protected. What is its password?", filepath.Base(path)), func(password string) (func() error, error) {
			c, err := file.Read(path, password)
			return func() error {
				if a.work != over && a.work != nil && a.work.file.Path == c.Path() {
					return nil // recovered while this was asked: it is open, with what was not saved
				}
				return a.instead(over, func() error { return a.openContent(path, c) })
			}, err
		})
		return nil
	}
	if err != nil {
		return err
	}
	return a.openContent(path, c)
}

// instead opens something in the place of an engagement that may be left. Where
// another was opened since that was decided, as from a recovery journal, it asks
// about its changes first.
func (a *App) instead(over *workspace, open func() error) error {
	if a.work == over {
		return open()
	}
	a.leave(func() {
		if err := open(); err != nil {
			a.fail(words.Say("This file cannot be opened"), err)
		}
	})
	return nil
}

// openContent opens what was read from path.
func (a *App) openContent(path string, c *file.Content) error {
	f, doc, faults, err := a.takeFile(c)
	if err != nil {
		return err
	}
	a.show(doc, faults, f)
	a.remember(path)
	return nil
}

// takeFile takes the right to write a file that was read, also where the engagement
// that is open has it: that one gets it back on an error.
func (a *App) takeFile(c *file.Content) (*file.File, *engagement.Document, []engagement.Fault, error) {
	if a.work == nil || a.work.file.Path != c.Path() {
		return c.Open(a.storage("versions"), a.set, a.registry)
	}
	a.work.file.Close()
	f, doc, faults, err := c.Open(a.storage("versions"), a.set, a.registry)
	if err != nil {
		a.work.file.Lock()
	}
	return f, doc, faults, err
}

// show opens a document that was read from f, or belongs there.
func (a *App) show(doc *engagement.Document, faults []engagement.Fault, f *file.File) {
	w := a.enter(session.New(a.set, a.registry, doc), f)
	if because := f.ReadOnlyBecause(); because != "" {
		w.setReadOnly(true)
		a.inform(words.Say("Opened to read only"), w.readOnlyText())
	}
	if d := f.AheadOf(time.Now()); f.Path != "" && d > 0 && a.ahead != f.Path {
		a.ahead = f.Path // recovering shows it again
		a.inform(words.Say("The clock of this computer"), words.Say("%s was saved at a time that this computer's clock reaches only in %s. Nothing is lost by that, but check the date and the time: they stand in reports and beside saved versions.", filepath.Base(f.Path), strings.TrimSuffix(d.Round(time.Minute).String(), "0s")))
	}
	if len(faults) > 0 {
		text := ""
		for _, f := range faults {
			text += f.String() + "\n"
		}
		a.inform(words.Say("Opened, with remarks"), text)
	}
}

// openReport opens the engagement inside a PDF report: as a new one, because the
// report stays as it is. It asks for the report's password if there is one.
func (a *App) openReport(path string, data []byte, password string) {
	doc, faults, err := a.reportDocument(data, password)
	if errors.Is(err, protect.ErrPassword) {
		over := a.work
		a.askPassword(words.Say("%s is protected. What is its password?", filepath.Base(path)), func(password string) (func() error, error) {
			doc, faults, err := a.reportDocument(data, password)
			return func() error {
				return a.instead(over, func() error {
					a.show(doc, faults, file.New(a.storage("versions")))
					return nil
				})
			}, err
		})
		return
	}
	if err != nil {
		a.fail(words.Say("This report cannot be opened"), fmt.Errorf("%s: %w", path, err))
		return
	}
	a.show(doc, faults, file.New(a.storage("versions")))
}

func (a *App) reportDocument(data []byte, password string) (*engagement.Document, []engagement.Fault, error) {
	input, err := exporters.Engagement(data, password)
	if err != nil {
		return nil, nil, err
	}
	return engagement.Read(input, a.set, a.registry)
}

// askPassword asks until try takes what was typed, or the user gives up. Unsealing
// takes a second, so try runs beside the window and touches nothing of it; what it
// returns goes on in the window, and may complain too.
func (a *App) askPassword(question string, try func(password string) (func() error, error)) {
	a.askPasswordOr(question, try, func() {})
}

// askPasswordOr is askPassword with something to do when the user gives up.
func (a *App) askPasswordOr(question string, try func(password string) (func() error, error), otherwise func()) {
	var d *dialog.CustomDialog
	cancel := func() {
		d.Hide()
		otherwise()
	}
	const width = 420
	fault := container.NewVBox(style.Gap(20))
	entry := locate.Name("password/entry", form.NewEntry())
	entry.Password = true
	var show func()
	accept := func() {
		d.Hide() // what comes next must lie on top
		password := entry.Text
		a.beside(unsealing(), func() (func() error, error) { return try(password) }, func(err error) {
			switch {
			case errors.Is(err, context.Canceled):
				fault.Objects = []fyne.CanvasObject{style.Gap(20)}
			default:
				if errors.Is(err, seal.ErrPassword) {
					err = seal.ErrPassword // without the path: the question names the file
				}
				fault.Objects = []fyne.CanvasObject{style.Paragraph(err.Error(), width, look.TextSmall+1, false, look.Bad)}
			}
			show()
		})
	}
	entry.OnSubmitted = func(string) { accept() }
	ok := locate.Name("password/ok", form.NewButton(words.Say("Open"), accept))
	ok.Importance = widget.HighImportance
	body := container.NewVBox(style.Paragraph(question, width, look.TextBody, false, textToken), entry, fault, style.Strut(width))
	show = func() {
		d = a.pose(words.Say("Password"), posed{body: body, buttons: []fyne.CanvasObject{form.NewButton(words.Say("Cancel"), cancel), ok}, first: entry, escape: cancel})
	}
	show()
}

// OpenSample opens a bundled sample as a new engagement without a file.
func (a *App) OpenSample(name string, data []byte) {
	doc, _, err := engagement.Read(data, a.set, a.registry)
	if err != nil {
		a.fail(words.Say("The sample %s cannot be opened", name), err)
		return
	}
	a.enter(session.New(a.set, a.registry, doc), file.New(a.storage("versions")))
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
	var d *dialog.CustomDialog
	save := locate.Name("leave/save", form.NewButton(words.Say("Save"), func() {
		d.Hide()
		a.work.save(then)
	}))
	save.Importance = widget.HighImportance
	drop := locate.Name("leave/drop", form.NewButton(words.Say("Close without saving"), func() {
		d.Hide()
		then()
	}))
	hide := func() { d.Hide() }
	stay := form.NewButton(words.Say("Go on working"), hide)
	body := container.NewVBox(
		style.Paragraph(words.Say("The changes to %s are not saved.", a.work.name()), 420, 14, false, textToken), style.Gap(8))
	d = a.pose(words.Say("Save the changes?"), posed{body: body, buttons: []fyne.CanvasObject{stay, drop, save}, first: save, escape: hide})
}

// Quit leaves the program, asking first about unsaved changes.
func (a *App) Quit() {
	if a.quitting || a.blocked() {
		return
	}
	a.leave(func() {
		a.keepSize()
		a.quitting = true
		if a.work != nil {
			a.work.end()
		}
		a.work = nil
		a.fyne.Quit()
	})
}

// Terminate leaves the program without a question, as the system wants it to: what
// is not saved stays in the recovery journal, and the next start offers it.
func (a *App) Terminate() {
	a.stopped()
	if !a.quitting {
		a.keepSize()
		a.quitting = true
		a.fyne.Quit()
	}
}

// stopped keeps what is not saved. The window may be gone already.
func (a *App) stopped() {
	if a.work != nil {
		a.work.abandon()
	}
	a.work = nil
}

// storage is a folder of the program's own.
func (a *App) storage(name string) string {
	if root := a.fyne.Storage().RootURI(); root != nil {
		return filepath.Join(root.Path(), name)
	}
	return filepath.Join(a.home(), ".muster", name)
}

// blocked reports whether a dialog is open: menu shortcuts fire under it.
func (a *App) blocked() bool { return a.window.Canvas().Overlays().Top() != nil }

// fail shows an error; the text says what happened, to which file and what to do.
func (a *App) fail(title string, err error) { a.inform(title, words.Name(err.Error())) }

// inform shows a text.
func (a *App) inform(title, text string) {
	const width = 560
	body := style.Paragraph(text, width, 14, false, textToken)
	scroll := container.NewVScroll(body)
	scroll.SetMinSize(fyne.NewSize(width+12, min(body.MinSize().Height+8, 320)))
	var d *dialog.CustomDialog
	hide := func() {
		locate.Forget("message/close")
		d.Hide()
	}
	shut := locate.Name("message/close", form.NewButton(words.Say("Close"), hide))
	d = a.pose(title, posed{body: scroll, buttons: []fyne.CanvasObject{shut}, first: shut, escape: hide})
}

// about says what this program is.
func (a *App) about() {
	meta := a.fyne.Metadata()
	a.inform("Muster "+meta.Version, words.Say("Does your threat response pass muster?\n\nMuster assesses how an organisation works with its managed security service provider. "+
		"It runs offline: it opens no network connection, ever.\n\nMIT licence. The third-party notices come with the program."))
}

// errNoEngagement is shown where an action needs an open engagement.
func errNoEngagement() error { return errors.New(words.Say("open or start an engagement first")) }

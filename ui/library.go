// What home shows: the library's files and folders, the scan beside the window,
// and what the user adds and forgets.

package ui

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"muster/assessment"
	"muster/assessment/library"
	"muster/exporters/look"
	"muster/ui/form"
	"muster/ui/locate"
	"muster/ui/style"
	"muster/ui/words"
)

const (
	prefRecent  = "recent"
	prefFolders = "folders"
	maxRecent   = 1000
)

// shelf is what is known of the library while the program runs.
type shelf struct {
	app    *App
	index  *library.Index // nil until home asks for it
	faults []library.Fault
	by     library.Key
	down   bool   // descending
	query  string // what is searched for
	page   *homePage

	cancel      context.CancelFunc // of the scan under way; nil without one
	scans       int                // begun so far: what an older one says is too late
	done, total int                // files of the scan under way
	scanned     bool               // a scan came to its end
	saving      sync.Mutex

	notice    string // what was just done
	forgotten func() // takes it back; nil if there is nothing to take back
}

func newShelf(app *App) *shelf {
	return &shelf{app: app, by: library.ByOpened, down: library.ByOpened.Descending()}
}

func (a *App) recent() []string { return a.fyne.Preferences().StringList(prefRecent) }

func (a *App) setRecent(paths []string) { a.fyne.Preferences().SetStringList(prefRecent, paths) }

// remember puts a file first among the recent ones.
func (a *App) remember(path string) {
	if abs, err := filepath.Abs(path); err == nil {
		path = abs
	}
	list := append([]string{path}, slices.DeleteFunc(slices.Clone(a.recent()), func(x string) bool { return x == path })...)
	a.setRecent(list[:min(len(list), maxRecent)])
}

func (a *App) folders() []string { return a.fyne.Preferences().StringList(prefFolders) }

func (a *App) setFolders(paths []string) { a.fyne.Preferences().SetStringList(prefFolders, paths) }

func (s *shelf) places() library.Places {
	return library.Places{Recent: s.app.recent(), Folders: s.app.folders()}
}

// indexFile is where the index is kept; empty if there is no such place.
func (s *shelf) indexFile() string {
	if root := s.app.fyne.Storage().RootURI(); root != nil {
		return filepath.Join(root.Path(), library.IndexName)
	}
	return ""
}

// load reads the index of the last time, once.
func (s *shelf) load() {
	if s.index == nil {
		s.index = library.LoadIndex(s.indexFile(), library.Stamp(s.app.set, s.app.registry))
	}
}

// refresh looks at all places beside the window; a look under way is ended.
func (s *shelf) refresh() {
	if s.cancel != nil {
		s.cancel()
		s.cancel = nil
	}
	if s.places().Empty() && s.index.Empty() {
		s.faults = nil
		return
	}
	ctx, cancel := context.WithCancel(context.Background())
	s.cancel = cancel
	s.scans++
	s.done, s.total = 0, 0
	this, places, known, file := s.scans, s.places(), s.index, s.indexFile()
	set, registry := s.app.set, s.app.registry
	current := func(show func()) func() {
		return func() {
			if s.scans == this && !s.app.quitting {
				show()
			}
		}
	}
	s.app.spawn(func() {
		defer cancel()
		found, err := library.Scan(ctx, set, registry, places, known, func(p library.Progress) {
			fyne.Do(current(func() {
				s.done, s.total = p.Done, p.Total
				if p.Index != nil {
					s.index = p.Index
					s.show()
				} else {
					s.status()
				}
			}))
		})
		if err == nil {
			err = s.save(ctx, found.Index, file)
		}
		fyne.Do(current(func() {
			s.cancel, s.scanned = nil, true
			s.index, s.faults = found.Index, found.Faults
			if err != nil && !errors.Is(err, context.Canceled) {
				s.faults = append(s.faults, library.Fault{Reason: err.Error()})
			}
			s.show()
		}))
	})
}

// save keeps the index for the next start, unless a newer scan will.
func (s *shelf) save(ctx context.Context, index *library.Index, file string) error {
	if file == "" {
		return nil
	}
	s.saving.Lock()
	defer s.saving.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	return index.Save(file)
}

// changed is told that files or folders were added or taken away.
func (s *shelf) changed() {
	switch {
	case s.app.work != nil: // home looks when it is shown again
		s.load()
	case s.page == nil || s.places().Empty():
		s.app.ShowHome()
	default:
		s.page.show()
		s.refresh()
	}
}

// show brings home up to date, if that is what the window shows.
func (s *shelf) show() {
	if s.page != nil && s.app.work == nil {
		s.page.show()
	}
}

func (s *shelf) status() {
	if s.page != nil && s.app.work == nil {
		s.page.status()
	}
}

// forget takes a file from the recent ones; it is never deleted.
func (s *shelf) forget(e library.Entry) {
	before := s.app.recent()
	name := "“" + e.Name() + "”"
	folder := ""
	for _, f := range s.app.folders() {
		if library.Contains(f, e.Path) {
			folder = filepath.Base(f)
		}
	}
	if !slices.Contains(before, e.Path) {
		s.notice, s.forgotten = words.Say("To hide it, remove the folder “%s” it shows because of.", folder), nil
		s.status()
		return
	}
	s.app.setRecent(slices.DeleteFunc(slices.Clone(before), func(x string) bool { return x == e.Path }))
	s.notice = words.Say("Forgotten, the file stays: %s", name)
	if folder != "" {
		s.notice = words.Say("No longer recent, still in its folder: %s", name)
	}
	s.forgotten = func() {
		s.app.setRecent(before)
		s.notice = words.Say("Back again: %s", name)
		s.changed()
		s.lead(e.Path)
	}
	s.changed()
	s.lead("")
}

// lead gives the list the keyboard, at a file if it is there.
func (s *shelf) lead(path string) {
	if s.page == nil || s.app.work != nil {
		return
	}
	l := s.page.list
	for i, e := range l.entries {
		if e.Path == path {
			l.cursor = i
		}
	}
	l.show(l.cursor)
	s.page.lead()
}

// undo takes back what was forgotten last.
func (s *shelf) undo() {
	if s.forgotten == nil {
		return
	}
	back := s.forgotten
	s.forgotten = nil
	back()
}

// askFolder lets the user add a folder to the library.
func (a *App) askFolder() {
	if a.blocked() {
		return
	}
	d := &pathDialog{app: a, title: words.Say("Add a folder: the engagements in it and its subfolders show in the list"), action: words.Say("Add"), start: a.home() + string(filepath.Separator), browse: browseDir, folders: true}
	d.use = a.addFolder
	d.show()
}

// addFolder adds an existing folder.
func (a *App) addFolder(path string) error {
	path, err := filepath.Abs(path)
	if err != nil {
		return err
	}
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return words.Errorf("there is no folder %s that can be read; check the name", path)
	case !info.IsDir():
		return words.Errorf("%s is a file; name the folder it lies in", path)
	case slices.Contains(a.folders(), path):
		return words.Errorf("%s is in the list already", path)
	}
	a.setFolders(append(slices.Clone(a.folders()), path))
	a.shelf.changed()
	return nil
}

func (a *App) removeFolder(path string) {
	a.setFolders(slices.DeleteFunc(slices.Clone(a.folders()), func(x string) bool { return x == path }))
	a.shelf.changed()
}

// browseDir lets the user pick a folder.
func browseDir(d *pathDialog) {
	f := dialog.NewFolderOpen(func(dir fyne.ListableURI, err error) {
		if err == nil && dir != nil {
			d.entry.SetText(dir.Path())
		}
	}, d.app.window)
	f.Show() // before Resize, which needs what Show makes
	f.Resize(d.app.pickerSize())
}

// showFolders lists the folders of the library, to add and to remove.
func (a *App) showFolders() {
	if a.blocked() {
		return
	}
	a.shelf.load()
	const width = 620
	list := container.NewVBox()
	scroll := container.NewVScroll(list)
	scroll.SetMinSize(fyne.NewSize(width+12, 280))
	var d *dialog.CustomDialog
	hide := func() { d.Hide() }
	shut := locate.Name("folders/close", form.NewButton(words.Say("Close"), hide))
	var fill func()
	fill = func() {
		list.Objects = a.folderRows(width, func() {
			a.keeping(fill)
		})
		list.Refresh()
	}
	fill()
	add := locate.Name("folders/add", form.NewButton(words.Say("Add a folder…"), func() {
		d.Hide()
		a.askFolder()
	}))
	add.Importance = widget.HighImportance
	d = a.pose(words.Say("Folders of the list"), posed{body: scroll, buttons: []fyne.CanvasObject{shut, add}, first: shut, escape: hide})
}

// folderRows are the folders with what was found in them.
func (a *App) folderRows(width float32, again func()) []fyne.CanvasObject {
	rows := []fyne.CanvasObject{style.Paragraph(words.Say("Engagements in these folders, and in the folders in them, show in the list. Removing a folder here deletes nothing."), width, look.TextBody, false, look.Muted), style.Gap(look.Space2)}
	if len(a.folders()) == 0 {
		rows = append(rows, style.Paragraph(words.Say("No folder was added yet."), width, look.TextBody, false, look.Text))
	}
	for i, folder := range a.folders() {
		const room = 110 // for the button
		n := len(a.shelf.index.Known(library.Places{Folders: []string{folder}}))
		remove := locate.Name(fmt.Sprintf("folders/remove-%d", i), form.NewButton(words.Say("Remove"), func() {
			a.removeFolder(folder)
			again()
		}))
		text := container.NewVBox(style.Paragraph(folder, width-room, look.TextBody, true, look.Text), style.Line(engagements(n), look.TextSmall, false, look.Muted))
		for _, f := range a.shelf.faults {
			if f.Folder == folder {
				text.Add(style.Paragraph(f.Reason, width-room, look.TextSmall, false, look.Watch))
			}
		}
		rows = append(rows, container.NewHBox(text, layout.NewSpacer(), container.NewVBox(remove)), style.Gap(look.Space1))
	}
	return rows
}

// engagements is a number of them in words.
func engagements(n int) string {
	if n == 1 {
		return words.Say("1 engagement")
	}
	return words.Say("%s engagements", assessment.FormatNumber(float64(n), 0))
}

// faultText says in a line what is not shown; empty if nothing is missing.
func (s *shelf) faultText() string {
	switch n := len(s.faults); {
	case n == 0:
		return ""
	case n == 1 && s.faults[0].Folder != "":
		return strings.TrimSpace(filepath.Base(s.faults[0].Folder) + ": " + words.Name(s.faults[0].Reason))
	case n == 1:
		return words.Name(s.faults[0].Reason)
	default:
		return words.Say("%d folders are not shown in full; Folders tells why.", n)
	}
}

// Opening and saving: an own path dialog, because Fyne's FileSave truncates the
// target before anything is written and has no field for a path.

package ui

import (
	"errors"
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/storage"
	"fyne.io/fyne/v2/widget"

	"muster/assessment/store"
	"muster/exporters/look"
	"muster/ui/form"
	"muster/ui/locate"
	"muster/ui/style"
	"muster/ui/words"
)

// pathDialog asks for a path; use is called with it and returns what is wrong,
// which is shown under the field while the dialog stays open.
type pathDialog struct {
	app     *App
	title   string
	action  string
	start   string
	browse  func(*pathDialog)
	use     func(path string) error
	folders bool // a folder is an answer too

	entry *form.Entry
	fault *fyne.Container
	box   *dialog.CustomDialog
	posed posed
}

const pathWidth = 620

func (d *pathDialog) show() {
	d.entry = locate.Name("path/entry", form.NewEntry())
	d.entry.SetText(d.start)
	d.entry.OnSubmitted = func(string) { d.accept() }
	d.fault = container.NewVBox(style.Gap(20))
	browse := form.NewButton(words.Say("Browse…"), func() { d.browse(d) })
	ok := locate.Name("path/ok", form.NewButton(d.action, d.accept))
	ok.Importance = widget.HighImportance
	hide := func() { d.box.Hide() }
	cancel := locate.Name("path/cancel", form.NewButton(words.Say("Cancel"), hide))
	content := container.NewVBox(container.NewBorder(nil, nil, nil, browse, d.entry), d.fault, style.Strut(pathWidth))
	d.posed = posed{body: content, buttons: []fyne.CanvasObject{cancel, ok}, first: d.entry, escape: hide}
	d.box = d.app.pose(d.title, d.posed)
	d.entry.CursorColumn = len([]rune(d.start))
	d.entry.Refresh()
}

func (d *pathDialog) accept() {
	path := strings.TrimSpace(d.entry.Text)
	if path == "" {
		d.complain(errors.New(words.Say("a file name is needed")))
		return
	}
	if rest, ok := strings.CutPrefix(path, "~"+string(filepath.Separator)); ok {
		if home, err := os.UserHomeDir(); err == nil {
			path = filepath.Join(home, rest)
		}
	}
	if info, err := os.Stat(path); !d.folders && (err == nil && info.IsDir() || strings.HasSuffix(path, string(filepath.Separator))) {
		d.complain(errors.New(words.Say("this is a folder; name a file in it, or browse")))
		return
	}
	if err := d.use(path); err != nil {
		d.complain(err)
		return
	}
	d.box.Hide()
}

func (d *pathDialog) complain(err error) {
	d.fault.Objects = []fyne.CanvasObject{style.Paragraph(err.Error(), pathWidth, look.TextSmall+1, false, look.Bad)}
	d.fault.Refresh()
}

// browseFile lets the user pick an existing file of one of the extensions, of any
// without them.
func browseFile(extensions ...string) func(*pathDialog) {
	return func(d *pathDialog) {
		f := dialog.NewFileOpen(func(r fyne.URIReadCloser, err error) {
			if err == nil && r != nil {
				d.entry.SetText(r.URI().Path())
				r.Close()
			}
		}, d.app.window)
		if len(extensions) > 0 {
			f.SetFilter(storage.NewExtensionFileFilter(extensions))
		}
		f.Show() // before Resize, which needs what Show makes
		f.Resize(d.app.pickerSize())
	}
}

// browseFolder lets the user pick a folder and keeps the file's name.
func browseFolder(d *pathDialog) {
	f := dialog.NewFolderOpen(func(dir fyne.ListableURI, err error) {
		if err == nil && dir != nil {
			d.entry.SetText(filepath.Join(dir.Path(), filepath.Base(d.entry.Text)))
		}
	}, d.app.window)
	f.Show() // before Resize, which needs what Show makes
	f.Resize(d.app.pickerSize())
}

// home is where paths start when nothing else is known.
func (a *App) home() string {
	if r := a.recent(); len(r) > 0 {
		return filepath.Dir(r[0])
	}
	if dir, err := os.UserHomeDir(); err == nil {
		return dir
	}
	return "."
}

func (a *App) askOpen() {
	if a.blocked() {
		return
	}
	a.leave(func() {
		d := &pathDialog{app: a, title: words.Say("Open an engagement, or the one in a PDF report"), action: words.Say("Open"), start: a.home() + string(filepath.Separator), browse: browseFile(store.Extension, ".pdf")}
		d.use = func(path string) error {
			if strings.EqualFold(filepath.Ext(path), ".pdf") {
				d.box.Hide()
				a.Open(path)
				return nil
			}
			d.box.Hide() // a password may be asked for in its place
			if err := a.openFile(path); err != nil {
				d.box = a.pose(d.title, d.posed)
				return err
			}
			return nil
		}
		d.show()
	})
}

// errAsked keeps a path dialog open while a question is asked on top of it.
func errAsked() error { return errors.New(words.Say("this file exists; confirm to replace it")) }

// overwriting runs write at once for a new file or the engagement's own, and
// asks first for any other.
func (a *App) overwriting(path, own string, write func() error, d *pathDialog) error {
	if _, err := os.Stat(path); err != nil || path == own {
		return write()
	}
	const width = 420
	body := container.NewVBox(style.Paragraph(words.Say("%s exists. Replace it?", filepath.Base(path)), width, look.TextBody, false, textToken), style.Strut(width))
	a.choose(words.Say("Replace the file?"), body, func() {}, []choice{
		{name: "replace/no", label: words.Say("No"), do: func() {}},
		{name: "replace/yes", label: words.Say("Replace"), primary: true, do: func() {
			if err := write(); err != nil {
				d.complain(err)
				return
			}
			d.box.Hide()
		}},
	})
	return errAsked()
}

// maxName keeps a name with its extension below what file systems take, in bytes.
const maxName = 120

// fileName makes a file name of a title.
func fileName(title string) string {
	name := strings.Map(func(r rune) rune {
		if strings.ContainsRune(`/\:*?"<>|`, r) || r < ' ' {
			return '-'
		}
		return r
	}, strings.TrimSpace(title))
	name = strings.Trim(name, ". ")
	if name == "" {
		return "engagement"
	}
	for len(name) > maxName {
		r := []rune(name)
		name = string(r[:len(r)-1])
	}
	return name
}

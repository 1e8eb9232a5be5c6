// Exports: made off the window's goroutine from a snapshot, with progress and
// cancel; the file is written only when it is complete.

package ui

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"muster/assessment/store"
	"muster/exporters"
	"muster/ui/form"
	"muster/ui/locate"
	"muster/ui/style"
	"muster/ui/words"
)

// export asks where to and writes one format.
func (w *workspace) export(id string) {
	if w.app.blocked() {
		return
	}
	w.commit()
	f, err := exporters.FormatByID(id)
	order := exporters.Order{Formats: []exporters.Format{f}, Redaction: w.redaction}
	if f.PDF() {
		order.Password = w.password
	}
	if err == nil {
		err = order.Check()
	}
	if err != nil {
		w.app.fail(words.Say("Export"), err)
		return
	}
	set, registry, doc := w.session.Set, w.session.Registry, w.session.Document()
	w.writeOutput(words.Say("Export %s", words.Name(f.Name)), words.Name(f.Name), f.Extension, func(ctx context.Context, progress func(done, total int)) ([]byte, error) {
		_, out, err := exporters.Make(ctx, set, registry, doc, order, progress)
		if err != nil {
			return nil, err
		}
		return out[0].Data, nil
	})
}

// exportBase is the path of exports, without extension.
func (w *workspace) exportBase() string {
	if base := strings.TrimSuffix(w.file.Path, filepath.Ext(w.file.Path)); base != "" {
		return base
	}
	return filepath.Join(w.app.home(), fileName(w.session.Document().Title))
}

// writeOutput asks where to and writes what is made in the background.
func (w *workspace) writeOutput(title, name, extension string, make func(ctx context.Context, progress func(done, total int)) ([]byte, error)) {
	d := &pathDialog{app: w.app, title: title, action: words.Say("Export"), start: w.exportBase() + extension, browse: browseFolder}
	d.use = func(path string) error {
		if filepath.Ext(path) == "" {
			path += extension
		}
		return w.app.overwriting(path, "", func() error {
			d.box.Hide()
			w.app.run(words.Say("Exporting %s", name), func(ctx context.Context, progress func(done, total int)) error {
				data, err := make(ctx, progress)
				if err != nil {
					return err
				}
				return store.WriteAtomic(path, data)
			}, func() {
				w.app.inform(words.Say("Exported"), words.Say("%s written to\n%s", name, path))
			})
			return nil
		}, d)
	}
	d.show()
}

// progress shows the dialog of a job that is under way; hide takes it away.
func (a *App) progress(title string, bar *widget.ProgressBar, cancel func()) (hide func()) {
	bar.TextFormatter = func() string { // nothing yet, or a job that cannot say how far it is
		if bar.Value == 0 {
			return words.Say("at work…")
		}
		return fmt.Sprintf("%.0f %%", bar.Value*100)
	}
	stop := locate.Name("job/cancel", form.NewButton(words.Say("Cancel"), cancel))
	d := a.pose(title, posed{body: container.NewVBox(bar, style.Strut(380)), buttons: []fyne.CanvasObject{stop}, first: stop, escape: cancel})
	return func() {
		locate.Forget("job/cancel")
		d.Hide()
	}
}

// run does work off the window's goroutine under a dialog with progress and
// cancel; done runs after a success.
func (a *App) run(title string, work func(ctx context.Context, progress func(done, total int)) error, done func()) {
	ctx, cancel := context.WithCancel(context.Background())
	bar := widget.NewProgressBar()
	hide := a.progress(title, bar, cancel)
	go func() {
		err := work(ctx, func(n, total int) {
			fyne.Do(func() { bar.SetValue(float64(n) / float64(max(1, total))) })
		})
		fyne.Do(func() {
			cancel()
			hide()
			switch {
			case errors.Is(err, context.Canceled):
				a.inform(words.Say("Cancelled"), words.Say("Nothing was written."))
			case err != nil:
				a.fail(words.Say("%s failed", title), err)
			default:
				done()
			}
		})
	}()
}

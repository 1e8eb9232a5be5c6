// Saving, and what stands between an answer and its loss: the recovery journal,
// the check of the file on disk, the dialogs when a save fails.

package ui

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/widget"

	"muster/assessment/engagement"
	"muster/assessment/file"
	"muster/assessment/recovery"
	"muster/assessment/store"
	"muster/exporters/look"
	"muster/ui/form"
	"muster/ui/locate"
	"muster/ui/style"
	"muster/ui/words"
)

// startJournal begins the recovery journal of the engagement.
func (w *workspace) startJournal() {
	j, err := recovery.Start(w.app.storage("recovery"), w.file.Path, w.file.Key, func(err error) {
		fyne.Do(func() { w.journalFault(err) })
	})
	if w.journal = j; err != nil {
		w.notice = noJournal
	}
}

// noJournal is the notice of a journal that cannot be written.
var noJournal = words.Mark("not kept for a crash: save often")

// journalFault is told when the journal cannot be written, and when it can again.
func (w *workspace) journalFault(err error) {
	switch {
	case err == nil && w.notice == noJournal:
		w.notice = ""
	case err != nil:
		w.notice = noJournal
		w.app.fail(words.Say("Changes cannot be kept for a crash"), words.Errorf("%w\n\nYour answers are here in the window. Save the engagement, on another drive if this one is full", err))
	}
	w.showTop()
}

// keep hands the document to the journal.
func (w *workspace) keep() {
	if w.journal == nil {
		return
	}
	if !w.session.Dirty() { // undone back to what is saved
		_ = w.journal.Clear()
		return
	}
	w.journal.Put(w.session.Document())
}

// end leaves the engagement for good: it is saved, or the user does not want it.
func (w *workspace) end() {
	if w.journal != nil {
		_ = w.journal.Clear()
		_ = w.journal.Close()
	}
	w.file.Close()
}

// abandon leaves the engagement without asking: what is not saved stays in the
// journal.
func (w *workspace) abandon() {
	w.commit()
	if !w.session.Dirty() {
		w.end()
		return
	}
	if w.journal != nil {
		_ = w.journal.Close()
	}
	w.file.Close()
}

// checkDisk notices what others did to the file while the window was away.
func (w *workspace) checkDisk() {
	if w.file.Path == "" || w.app.blocked() {
		return
	}
	err := w.file.Check()
	before := w.notice
	switch {
	case err == nil && before != noJournal:
		w.notice = ""
	case errors.Is(err, file.ErrChanged):
		w.notice = words.Say("changed on disk by another program")
	case errors.Is(err, file.ErrGone):
		w.notice = words.Say("the file is gone: save it again")
	case err != nil:
		w.notice = words.Say("the file cannot be read any more")
	}
	if w.notice != before {
		w.showTop()
	}
}

// save writes the engagement to its file, asking for one first if it has none;
// then runs after a success.
func (w *workspace) save(then func()) {
	w.commit()
	if w.file.Path == "" {
		w.saveAs(then)
		return
	}
	w.saveOver(false, then)
}

// saveOver is save to the file it has; over replaces what others put there.
func (w *workspace) saveOver(over bool, then func()) {
	w.encoded(w.file.Password(), func(doc *engagement.Document, data []byte) {
		if err := w.file.Save(data, over, time.Now()); err != nil {
			w.saveFailed(err, then)
			return
		}
		w.saved(doc, then)
	})
}

// encoded makes the bytes of the file; with a password that takes a second, beside
// the window. Where the user gives up on that nothing is used, and it is said so.
func (w *workspace) encoded(password string, use func(*engagement.Document, []byte)) {
	doc := w.session.Document()
	if password == "" {
		data, err := file.Encode(doc, "")
		if err != nil {
			w.app.fail(words.Say("The engagement could not be saved"), fmt.Errorf("%s: %w", w.file.Path, err))
			return
		}
		use(doc, data)
		return
	}
	w.app.beside(words.Say("Protecting the engagement"), func() (func() error, error) {
		data, err := file.Encode(doc, password)
		return func() error {
			use(doc, data)
			return nil
		}, err
	}, func(err error) {
		if errors.Is(err, context.Canceled) {
			w.app.inform(words.Say("Not saved"), words.Say("You cancelled saving: nothing was written.")+"\n\n"+w.safeWords())
			return
		}
		w.app.fail(words.Say("The engagement could not be saved"), fmt.Errorf("%s: %w", w.file.Path, err))
	})
}

// saved notes that doc is on disk.
func (w *workspace) saved(doc *engagement.Document, then func()) {
	w.session.MarkSaved(doc)
	w.savedAt = time.Now()
	if w.notice != noJournal {
		w.notice = ""
	}
	w.setReadOnly(w.file.Holder != nil)
	if w.journal != nil {
		w.journal.Belong(w.file.Path, w.file.Key)
		w.keep()
	}
	w.app.remember(w.file.Path)
	w.showTop()
	if then != nil {
		then()
	}
}

// setReadOnly refuses changes, or takes them again, and shows the page so.
func (w *workspace) setReadOnly(on bool) {
	before := w.session.ReadOnly()
	w.session.SetReadOnly(on)
	if w.session.ReadOnly() != before {
		w.open(w.pageID)
	}
}

// readOnlyText says why nothing may be changed, and what can be done.
func (w *workspace) readOnlyText() string {
	if because := w.file.ReadOnlyBecause(); because != "" && !w.session.Document().Newer() {
		return words.Say("%s is %s.\n\nYou can read it and write reports. To change something, save it under another name (File, Save as), or wait until it is closed there.", filepath.Base(w.file.Path), words.Name(because))
	}
	return words.Say("This engagement was written by a newer Muster: it can be looked at, not changed.")
}

// saveFailed says what happened and offers what can be done; the answers stay.
func (w *workspace) saveFailed(err error, then func()) {
	title, text := words.Say("The engagement could not be saved"), err.Error()+"."
	again, over := words.Say("Try again"), false
	switch {
	case errors.Is(err, file.ErrChanged):
		title = words.Say("Somebody else changed the file")
		text = words.Say("%s was changed by another program since it was opened here. Nothing was overwritten. If you replace it, what stands there now is kept among the saved versions.", w.file.Path)
		again, over = words.Say("Replace it"), true
	case errors.Is(err, file.ErrGone):
		title = words.Say("The file is gone")
		text = words.Say("%s is not there any more: it was removed or renamed, or its drive is gone.", w.file.Path)
		again, over = words.Say("Save it there again"), true
	}
	text += "\n\n" + w.safeWords()
	var d *dialog.CustomDialog
	buttons := []fyne.CanvasObject{locate.Name("save/stay", form.NewButton(words.Say("Go on working"), func() { d.Hide() }))}
	if errors.Is(err, file.ErrChanged) {
		buttons = append(buttons, form.NewButton(words.Say("What differs…"), func() { w.compareWithDisk() }))
	}
	var held *store.Held
	if !errors.As(err, &held) || !over {
		buttons = append(buttons, locate.Name("save/again", form.NewButton(again, func() {
			d.Hide()
			w.saveOver(over, then)
		})))
	}
	elsewhere := locate.Name("save/elsewhere", form.NewButton(words.Say("Save elsewhere…"), func() {
		d.Hide()
		w.saveAs(then)
	}))
	elsewhere.Importance = widget.HighImportance
	body := style.Paragraph(text, 620, look.TextBody, false, textToken)
	d = w.app.pose(title, posed{body: body, buttons: append(buttons, elsewhere), first: elsewhere, escape: func() { d.Hide() }})
}

// safeWords says where the answers are safe.
func (w *workspace) safeWords() string {
	if w.journal == nil || w.notice == noJournal {
		return words.Say("Your answers are safe in this window.")
	}
	return words.Say("Your answers are safe in this window and in the recovery journal.")
}

func (w *workspace) saveAs(then func()) {
	w.commit()
	start := w.file.Path
	if start == "" {
		start = filepath.Join(w.app.home(), fileName(w.session.Document().Title)+store.Extension)
	}
	d := &pathDialog{app: w.app, title: words.Say("Save the engagement"), action: words.Say("Save"), start: start, browse: browseFolder}
	d.use = func(path string) error {
		if filepath.Ext(path) == "" {
			path += store.Extension
		}
		return w.app.overwriting(path, w.file.Path, func() error { return w.writeAs(path, d, then) }, d)
	}
	d.show()
}

// writeAs moves the engagement on to another file; what goes wrong is said in the
// path dialog, which then stays open or comes back.
func (w *workspace) writeAs(path string, d *pathDialog, then func()) error {
	var failed error
	from := w.folder()
	later := w.file.Key != nil
	if later {
		d.box.Hide() // it would take along what comes to lie on top of it
	}
	w.encoded(w.file.Password(), func(doc *engagement.Document, data []byte) {
		if failed = w.file.SaveAs(path, data, time.Now()); failed != nil {
			if later {
				d.box = w.app.pose(d.title, d.posed)
			}
			d.complain(failed)
			return
		}
		d.box.Hide()
		w.saved(doc, nil)
		if w.relocate(from) {
			w.saveOver(false, then)
		} else if then != nil {
			then()
		}
	})
	return failed
}

// What a crash or a power cut left: offered at the start with what differs from
// the saved file. Also the saved versions, and comparing with the file on disk.

package ui

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/widget"

	"muster/assessment/engagement"
	"muster/assessment/file"
	"muster/assessment/question"
	"muster/assessment/recovery"
	"muster/assessment/seal"
	"muster/assessment/session"
	"muster/assessment/versions"
	"muster/exporters/look"
	"muster/exporters/report"
	"muster/ui/locate"
	"muster/ui/style"
	"muster/ui/words"
)

// OfferRecovery shows what was not saved when the program ended without being
// asked to, one after the other.
func (a *App) OfferRecovery() {
	left, err := recovery.Pending(a.storage("recovery"))
	if err != nil {
		a.fail(words.Say("The recovery journals cannot be read"), err)
		return
	}
	if len(left) == 0 { // a program that was ended just now may hold its journal a moment longer
		later(4*time.Second, func() {
			if left, err := recovery.Pending(a.storage("recovery")); err == nil && a.work == nil && !a.blocked() {
				a.offer(left)
			}
		})
	}
	a.offer(left)
}

func (a *App) offer(left []recovery.Left) {
	if len(left) == 0 {
		return
	}
	l, rest := left[0], left[1:]
	next := func() { a.offer(rest) }
	if l.Protected && l.Fault == nil {
		a.askPasswordOr(words.Say("Changes to %s of %s were not saved, and are protected. What is its password?", leftName(l), when(l.Changed)), func(password string) error {
			data, err := l.Document(password)
			if err != nil {
				return err
			}
			a.offerOne(l, data, password, next)
			return nil
		}, next)
		return
	}
	data, err := l.Document("")
	if err != nil {
		a.offerBroken(l, err, next)
		return
	}
	a.offerOne(l, data, "", next)
}

func leftName(l recovery.Left) string {
	if l.Origin == "" {
		return words.Say("an engagement without a file")
	}
	return filepath.Base(l.Origin)
}

// when is a moment as people say it.
func when(t time.Time) string { return t.Local().Format("2 Jan 2006, 15:04") }

func (a *App) offerBroken(l recovery.Left, err error, next func()) {
	a.choose(words.Say("A recovery journal cannot be used"), style.Paragraph(err.Error(), 560, look.TextBody, false, textToken), next, []choice{
		{name: "recover/later", label: words.Say("Keep it"), do: next},
		{name: "recover/discard", label: words.Say("Remove it"), do: func() {
			_ = l.Discard()
			next()
		}, primary: true},
	})
}

// offerOne offers one journal: recover, look later, or drop.
func (a *App) offerOne(l recovery.Left, data []byte, password string, next func()) {
	doc, faults, err := engagement.Read(data, a.set, a.registry)
	if err != nil {
		a.offerBroken(l, words.Errorf("what was left of %s cannot be read: %w", leftName(l), err), next)
		return
	}
	saved := engagement.New(doc.ID, doc.Date, a.set)
	against := words.Say("It was never saved; this is what it holds.")
	if l.Origin != "" {
		if onDisk, err := a.savedState(l.Origin, password); err == nil {
			saved, against = onDisk, words.Say("Compared with the saved file:")
		} else {
			against = words.Say("Its file cannot be read (%s); this is what was not saved.", firstLine(err))
		}
	}
	const width = 640
	title := doc.Title
	if title == "" {
		title = words.Say("Untitled engagement")
	}
	head := words.Say("Muster ended without saving changes to %s (%s), last changed %s. %s", title, leftName(l), when(l.Changed), against)
	rows := differenceRows(a.set, saved, doc, width)
	body := container.NewVBox(append([]fyne.CanvasObject{style.Paragraph(head, width, look.TextBody, false, textToken), style.Gap(look.Space2)}, rows...)...)
	discard := func() {
		_ = l.Discard()
		next()
	}
	a.choose(words.Say("Changes that were not saved"), body, next, []choice{
		{name: "recover/discard", label: words.Say("Drop these changes…"), do: func() {
			a.choose(words.Say("Drop the changes?"), style.Paragraph(words.Say("What was not saved of %s is then gone.", title), 420, look.TextBody, false, textToken), func() { a.offerOne(l, data, password, next) }, []choice{
				{name: "recover/keep", label: words.Say("Keep them"), do: func() { a.offerOne(l, data, password, next) }, primary: true},
				{name: "recover/drop", label: words.Say("Drop them"), do: discard},
			})
		}},
		{name: "recover/later", label: words.Say("Ask again at the next start"), do: next},
		{name: "recover/take", label: words.Say("Recover"), primary: true, do: func() { a.leave(func() { a.recover(l, doc, faults, password) }) }},
	})
}

// savedState is the file of an engagement as it stands, without taking it over.
func (a *App) savedState(path, password string) (*engagement.Document, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return file.Decode(data, password, a.set, a.registry)
}

func firstLine(err error) string {
	line, _, _ := strings.Cut(err.Error(), "\n")
	return line
}

// recover opens what was left on top of its file, as one undo step, unsaved.
func (a *App) recover(l recovery.Left, doc *engagement.Document, faults []engagement.Fault, password string) {
	base, f := doc, file.New(a.storage("versions"))
	f.Password = password
	if l.Origin != "" {
		if onDisk, saved, _, err := a.takeFile(l.Origin, password); err == nil {
			f, base = onDisk, saved
		} else if errors.Is(err, os.ErrNotExist) {
			f.Path = l.Origin // saving asks whether to put it back there
			f.Lock()
		}
	}
	a.show(base, faults, f)
	w := a.work
	w.session.SetReadOnly(false) // saving will ask for another place while somebody has the file
	w.session.Replace(pageDetails, doc)
	if base == doc {
		w.session.MarkSaved(nil)
	}
	w.keep()
	if w.journal == nil || w.journal.Flush() == nil {
		_ = l.Discard()
	}
	w.showTop()
	w.page.refresh(session.Change{})
}

// differenceRows show what differs, with what was and what is. Long lists end with
// how many more there are.
func differenceRows(set *question.Set, before, after *engagement.Document, width float32) []fyne.CanvasObject {
	const most = 60
	list := report.Differences(set, before, after)
	if len(list) == 0 {
		return []fyne.CanvasObject{style.Paragraph(words.Say("Nothing differs."), width, look.TextBody, false, look.Muted)}
	}
	count := words.Count(len(list), "1 difference", "%d differences")
	out := []fyne.CanvasObject{style.Line(count, look.TextSmall+1, true, look.Muted)}
	for i, d := range list {
		if i == most {
			out = append(out, style.Line(words.Say("and %d more", len(list)-most), look.TextSmall+1, false, look.Muted))
			break
		}
		out = append(out, style.Paragraph(shortened(d.Title, 160), width, look.TextBody, true, look.Text),
			style.Paragraph(shortened(d.Before, 220)+"  →  "+shortened(d.After, 220), width, look.TextBody, false, look.Text), style.Gap(4))
	}
	return out
}

// shortened keeps the first n characters of a text in one paragraph.
func shortened(s string, n int) string {
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > n {
		return string(r[:n-1]) + "…"
	}
	return s
}

// choice is a button of a dialog.
type choice struct {
	name, label string
	do          func()
	primary     bool
}

// choose shows a dialog with some ways on; Escape takes the way of escape.
func (a *App) choose(title string, body fyne.CanvasObject, escape func(), choices []choice) {
	a.window.Canvas().Unfocus()
	scroll := container.NewVScroll(body)
	size := body.MinSize()
	scroll.SetMinSize(fyne.NewSize(size.Width+14, min(size.Height+8, 380)))
	d := dialog.NewCustomWithoutButtons(title, scroll, a.window)
	var buttons []fyne.CanvasObject
	var first fyne.Focusable
	for _, c := range choices {
		b := locate.Name(c.name, newKeyButton(c.label, func() {
			d.Hide()
			c.do()
		}, func() {
			d.Hide()
			escape()
		}))
		if c.primary {
			b.Importance = widget.HighImportance
			first = b
		}
		buttons = append(buttons, b)
	}
	d.SetButtons(buttons)
	d.Show()
	a.focusDialog(first)
}

// compareWithDisk shows what differs between the file as it stands on disk and the
// window.
func (w *workspace) compareWithDisk() {
	w.commit()
	if w.file.Path == "" {
		w.app.inform(words.Say("Compare with the file"), words.Say("This engagement was not saved yet."))
		return
	}
	onDisk, err := w.file.Reread(w.session.Set, w.session.Registry)
	if err != nil {
		w.app.fail(words.Say("The file on disk cannot be read"), err)
		return
	}
	w.app.choose(words.Say("From the file on disk to this window"), container.NewVBox(differenceRows(w.session.Set, onDisk, w.session.Document(), 640)...), func() {}, []choice{
		{name: "disk/take", label: words.Say("Take what is on disk"), do: func() { w.session.Replace(pageDetails, onDisk) }},
		{name: "disk/close", label: words.Say("Close"), do: func() {}, primary: true},
	})
}

// showVersions lists the last saved states: compare, restore, and clear.
func (w *workspace) showVersions() {
	w.commit()
	if w.file.Path == "" {
		w.app.inform(words.Say("Saved versions"), words.Say("This engagement was not saved yet. The last %d saved states are kept.", versions.Most))
		return
	}
	list, err := w.file.Shelf().List()
	if err != nil {
		w.app.fail(words.Say("The saved versions cannot be read"), err)
		return
	}
	if len(list) == 0 {
		w.app.inform(words.Say("Saved versions"), words.Say("No earlier state of %s is kept yet. From the next save on, the last %d are.", w.name(), versions.Most))
		return
	}
	const width = 640
	column := []fyne.CanvasObject{style.Paragraph(words.Say("The last %d saved states of %s, the newest first. Restoring one is a single step that Undo takes back; the file changes when you save.", versions.Most, w.name()), width, look.TextBody, false, look.Muted), style.Gap(look.Space2)}
	var d *dialog.CustomDialog
	for i, v := range list {
		title := v.Saved.Local().Format("2 Jan 2006, 15:04:05")
		if v.Protected {
			title = words.Say("%s, protected", title)
		}
		compare := locate.Name(fmt.Sprintf("versions/compare-%d", i), newKeyButton(words.Say("Compare…"), func() {
			d.Hide()
			w.openVersion(v)
		}, func() { d.Hide() }))
		column = append(column, container.NewBorder(nil, nil, style.Line(title, look.TextBody, true, look.Text), compare))
	}
	w.app.window.Canvas().Unfocus()
	scroll := container.NewVScroll(container.NewVBox(append(column, style.Strut(width))...))
	scroll.SetMinSize(fyne.NewSize(width+14, 320))
	d = dialog.NewCustomWithoutButtons(words.Say("Saved versions"), scroll, w.app.window)
	shut := newKeyButton(words.Say("Close"), func() { d.Hide() }, func() { d.Hide() })
	remove := newKeyButton(words.Say("Remove all of these…"), func() {
		d.Hide()
		w.app.choose(words.Say("Remove the saved versions?"), style.Paragraph(words.Say("The earlier states of %s are then gone. The file itself stays.", w.name()), 420, look.TextBody, false, textToken), func() {}, []choice{
			{label: words.Say("Keep them"), do: func() {}, primary: true},
			{name: "versions/remove", label: words.Say("Remove them"), do: func() {
				if err := w.file.Shelf().Clear(); err != nil {
					w.app.fail(words.Say("The saved versions could not be removed"), err)
				}
			}},
		})
	}, func() { d.Hide() })
	d.SetButtons([]fyne.CanvasObject{remove, shut})
	d.Show()
	w.app.focusDialog(shut)
}

// openVersion compares a saved state with the window and offers to restore it.
func (w *workspace) openVersion(v versions.Version) {
	use := func(password string) error {
		data, err := v.Read()
		if err != nil {
			return err
		}
		doc, err := file.Decode(data, password, w.session.Set, w.session.Registry)
		if err != nil {
			return err
		}
		w.app.choose(words.Say("From the state of %s to this window", v.Saved.Local().Format("2 Jan 2006, 15:04:05")), container.NewVBox(differenceRows(w.session.Set, doc, w.session.Document(), 640)...), w.showVersions, []choice{
			{label: words.Say("Back"), do: w.showVersions},
			{name: "versions/restore", label: words.Say("Restore this state"), primary: true, do: func() {
				w.session.Replace(pageDetails, doc)
				w.open(w.pageID)
			}},
		})
		return nil
	}
	err := use(w.file.Password)
	if errors.Is(err, seal.ErrPassword) {
		w.app.askPassword(words.Say("This state was saved with another password. What was it?"), use)
		return
	}
	if err != nil {
		w.app.fail(words.Say("This state cannot be read"), err)
	}
}

// askProtection sets, changes or removes the password of the engagement's file.
func (w *workspace) askProtection() {
	w.commit()
	if w.session.ReadOnly() {
		w.app.inform(words.Say("Password"), words.Say("This engagement is open to read only."))
		return
	}
	const width = 460
	had := w.file.Password != ""
	var d *dialog.CustomDialog
	hide := func() { d.Hide() }
	field := func(name, hint string) *escapeEntry {
		e := locate.Name(name, newEscapeEntry(hide))
		e.Password = true
		e.SetPlaceHolder(hint)
		return e
	}
	old, first, second := field("protect/old", words.Say("the password it has now")), field("protect/new", words.Say("new password")), field("protect/again", words.Say("the same once more"))
	fault := container.NewVBox(style.Gap(20))
	complain := func(text string) {
		fault.Objects = []fyne.CanvasObject{style.Paragraph(text, width, look.TextSmall+1, false, look.Bad)}
		fault.Refresh()
	}
	knows := func() bool {
		if had && old.Text != w.file.Password {
			complain(words.Say("That is not the password it has now."))
			return false
		}
		return true
	}
	set := func() {
		switch {
		case !knows():
		case first.Text == "":
			complain(seal.ErrNoPassword.Error() + ".")
		case first.Text != second.Text:
			complain(words.Say("The two are not the same; type both again."))
		default:
			hide()
			w.protect(first.Text)
		}
	}
	second.OnSubmitted = func(string) { set() }
	first.OnSubmitted = func(string) { w.app.window.Canvas().Focus(second) }
	column := []fyne.CanvasObject{style.Paragraph(words.Say("With a password the file can be read by nobody who does not know it, with this program or any other that reads age files. There is no way back without it: keep it where you keep such things. Saved versions and recovery journals are protected too; reports you export are not."), width, look.TextBody, false, textToken), style.Gap(look.Space2)}
	if had {
		column = append(column, old)
	}
	column = append(column, first, second, fault, style.Strut(width))
	word := words.Say("Protect")
	buttons := []fyne.CanvasObject{newKeyButton(words.Say("Cancel"), hide, hide)}
	if had {
		word = words.Say("Change the password")
		buttons = append(buttons, locate.Name("protect/remove", newKeyButton(words.Say("Remove the password"), func() {
			if knows() {
				hide()
				w.protect("")
			}
		}, hide)))
	}
	ok := locate.Name("protect/ok", newKeyButton(word, set, hide))
	ok.Importance = widget.HighImportance
	w.app.window.Canvas().Unfocus()
	d = dialog.NewCustomWithoutButtons(words.Say("Password of the engagement"), container.NewVBox(column...), w.app.window)
	d.SetButtons(append(buttons, ok))
	d.Show()
	if had {
		w.app.focusDialog(old)
	} else {
		w.app.focusDialog(first)
	}
}

// protect gives the engagement another password, empty for none: file, saved
// states and journal.
func (w *workspace) protect(password string) {
	before := w.file.Password
	if w.file.Path == "" {
		w.file.Password = password
		if w.journal != nil {
			w.journal.Belong("", password)
		}
		w.keep()
		w.app.inform(words.Say("Password"), words.Say("It holds from the first save on."))
		return
	}
	w.encoded(password, func(doc *engagement.Document, data []byte) {
		if err := w.file.Save(data, false, time.Now()); err != nil {
			w.saveFailed(err, nil) // the password stays as it was
			return
		}
		w.file.Password = password
		w.saved(doc, nil)
		w.resealVersions(before, password)
	})
}

// resealVersions gives the saved states the password that the file has now.
func (w *workspace) resealVersions(before, password string) {
	shelf := w.file.Shelf()
	w.app.shelf.load()
	w.app.shelf.refresh() // its index must not know what is protected now
	w.app.run(words.Say("Protecting the saved versions"), func(context.Context, func(int, int)) error {
		return file.Reseal(shelf, before, password)
	}, func() {
		if password == "" {
			w.app.inform(words.Say("Password"), words.Say("%s has no password any more.", w.name()))
		} else {
			w.app.inform(words.Say("Password"), words.Say("%s is protected.", w.name()))
		}
	})
}

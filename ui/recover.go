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
	"muster/assessment/model"
	"muster/assessment/question"
	"muster/assessment/recovery"
	"muster/assessment/seal"
	"muster/assessment/session"
	"muster/assessment/versions"
	"muster/exporters/look"
	"muster/exporters/report"
	"muster/ui/form"
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
		a.askPasswordOr(words.Say("Changes to %s of %s were not saved, and are protected. What is its password?", leftName(l), when(l.Changed)), func(password string) (func() error, error) {
			data, key, err := l.Document(password)
			if err != nil {
				return nil, err
			}
			on := readOrigin(l, key)
			return func() error {
				a.offerOne(l, data, on, key, next)
				return nil
			}, nil
		}, next)
		return
	}
	data, _, err := l.Document("")
	if err != nil {
		a.offerBroken(l, err, next)
		return
	}
	a.offerOne(l, data, readOrigin(l, nil), nil, next)
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
func (a *App) offerOne(l recovery.Left, data []byte, on origin, key *seal.Key, next func()) {
	doc, faults, err := engagement.Read(data, a.set, a.registry)
	if err != nil {
		a.offerBroken(l, words.Errorf("what was left of %s cannot be read: %w", leftName(l), err), next)
		return
	}
	saved := engagement.New(doc.ID, doc.Date, a.set)
	against := words.Say("It was never saved; this is what it holds.")
	if l.Origin != "" {
		if onDisk, err := on.document(a.set, a.registry); err == nil {
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
			a.choose(words.Say("Drop the changes?"), style.Paragraph(words.Say("What was not saved of %s is then gone.", title), 420, look.TextBody, false, textToken), func() { a.offerOne(l, data, on, key, next) }, []choice{
				{name: "recover/keep", label: words.Say("Keep them"), do: func() { a.offerOne(l, data, on, key, next) }, primary: true},
				{name: "recover/drop", label: words.Say("Drop them"), do: discard},
			})
		}},
		{name: "recover/later", label: words.Say("Ask again at the next start"), do: next},
		{name: "recover/take", label: words.Say("Recover"), primary: true, do: func() { a.leave(func() { a.recover(l, on, doc, faults, key) }) }},
	})
}

// origin is the file a journal belongs to, as it stood when it was read: unsealing
// it takes a second and is done once.
type origin struct {
	content *file.Content
	err     error // why it cannot be read
}

// readOrigin may run beside the window. A journal without a file has none.
func readOrigin(l recovery.Left, key *seal.Key) (o origin) {
	if l.Origin != "" {
		o.content, o.err = file.ReadWith(l.Origin, key)
	}
	return o
}

func (o origin) document(set *question.Set, registry *model.Registry) (*engagement.Document, error) {
	if o.err != nil {
		return nil, o.err
	}
	doc, _, err := o.content.Document(set, registry)
	return doc, err
}

func firstLine(err error) string {
	line, _, _ := strings.Cut(err.Error(), "\n")
	return line
}

// recover opens what was left on top of its file, as one undo step, unsaved.
func (a *App) recover(l recovery.Left, on origin, doc *engagement.Document, faults []engagement.Fault, key *seal.Key) {
	base, f := doc, file.New(a.storage("versions"))
	f.Key = key
	if l.Origin != "" {
		err := on.err
		if err == nil {
			var onDisk *file.File
			var saved *engagement.Document
			if onDisk, saved, _, err = a.takeFile(on.content); err == nil {
				f, base = onDisk, saved
			}
		}
		if errors.Is(err, os.ErrNotExist) {
			f.Path = l.Origin // saving asks whether to put it back there
			f.Lock()
		}
	}
	a.show(base, faults, f)
	w := a.work
	w.setReadOnly(false) // saving will ask for another place while somebody has the file
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
	list := report.Differences(words.Reports(), set, before, after)
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
	scroll := container.NewVScroll(body)
	size := body.MinSize()
	scroll.SetMinSize(fyne.NewSize(size.Width+14, min(size.Height+8, 380)))
	var buttons []fyne.CanvasObject
	var first fyne.Focusable
	var d *dialog.CustomDialog
	for _, c := range choices {
		b := locate.Name(c.name, form.NewButton(c.label, func() {
			d.Hide()
			c.do()
		}))
		if c.primary {
			b.Importance = widget.HighImportance
			first = b
		}
		buttons = append(buttons, b)
	}
	d = a.pose(title, posed{body: scroll, buttons: buttons, first: first, escape: func() {
		d.Hide()
		escape()
	}})
}

// compareWithDisk shows what differs between the file as it stands on disk and the
// window.
func (w *workspace) compareWithDisk() {
	w.commit()
	if w.file.Path == "" {
		w.app.inform(words.Say("Compare with the file"), words.Say("This engagement was not saved yet."))
		return
	}
	// A copy: Cancel lets the window go on while the file is still being read.
	f, set, registry := *w.file, w.session.Set, w.session.Registry
	w.app.unseal(f.Password(), func(string) (func() error, error) {
		onDisk, err := f.Reread(set, registry)
		return func() error {
			w.showDisk(onDisk)
			return nil
		}, err
	}, func(err error) { w.app.fail(words.Say("The file on disk cannot be read"), err) })
}

// showDisk shows what differs from a document on disk.
func (w *workspace) showDisk(onDisk *engagement.Document) {
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
		compare := locate.Name(fmt.Sprintf("versions/compare-%d", i), form.NewButton(words.Say("Compare…"), func() {
			d.Hide()
			w.openVersion(v)
		}))
		column = append(column, container.NewBorder(nil, nil, style.Line(title, look.TextBody, true, look.Text), compare))
	}
	scroll := container.NewVScroll(container.NewVBox(append(column, style.Strut(width))...))
	scroll.SetMinSize(fyne.NewSize(width+14, 320))
	shut := form.NewButton(words.Say("Close"), func() { d.Hide() })
	remove := form.NewButton(words.Say("Remove all of these…"), func() {
		d.Hide()
		w.app.choose(words.Say("Remove the saved versions?"), style.Paragraph(words.Say("The earlier states of %s are then gone. The file itself stays.", w.name()), 420, look.TextBody, false, textToken), func() {}, []choice{
			{label: words.Say("Keep them"), do: func() {}, primary: true},
			{name: "versions/remove", label: words.Say("Remove them"), do: func() {
				if err := w.file.Shelf().Clear(); err != nil {
					w.app.fail(words.Say("The saved versions could not be removed"), err)
				}
			}},
		})
	})
	d = w.app.pose(words.Say("Saved versions"), posed{body: scroll, buttons: []fyne.CanvasObject{remove, shut}, first: shut, escape: func() { d.Hide() }})
}

// openVersion compares a saved state with the window and offers to restore it.
func (w *workspace) openVersion(v versions.Version) {
	set, registry := w.session.Set, w.session.Registry
	show := func(doc *engagement.Document) {
		w.app.choose(words.Say("From the state of %s to this window", v.Saved.Local().Format("2 Jan 2006, 15:04:05")), container.NewVBox(differenceRows(w.session.Set, doc, w.session.Document(), 640)...), w.showVersions, []choice{
			{label: words.Say("Back"), do: w.showVersions},
			{name: "versions/restore", label: words.Say("Restore this state"), primary: true, do: func() {
				w.session.Replace(pageDetails, doc)
				w.open(w.pageID)
			}},
		})
	}
	read := func(password string) (func() error, error) {
		data, err := v.Read()
		if err != nil {
			return nil, err
		}
		doc, err := file.Decode(data, password, set, registry)
		return func() error {
			show(doc)
			return nil
		}, err
	}
	w.app.unseal(w.file.Password(), read, func(err error) {
		if errors.Is(err, seal.ErrPassword) {
			w.app.askPassword(words.Say("This state was saved with another password. What was it?"), read)
			return
		}
		w.app.fail(words.Say("This state cannot be read"), err)
	})
}

// askProtection sets, changes or removes the password of the engagement's file.
func (w *workspace) askProtection() {
	w.commit()
	if w.session.ReadOnly() {
		w.app.inform(words.Say("Password"), words.Say("This engagement is open to read only."))
		return
	}
	const width = 460
	had := w.file.Key != nil
	var d *dialog.CustomDialog
	hide := func() { d.Hide() }
	field := func(name, hint string) *form.Entry {
		e := locate.Name(name, form.NewEntry())
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
		if had && old.Text != w.file.Password() {
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
	buttons := []fyne.CanvasObject{form.NewButton(words.Say("Cancel"), hide)}
	if had {
		word = words.Say("Change the password")
		buttons = append(buttons, locate.Name("protect/remove", form.NewButton(words.Say("Remove the password"), func() {
			if knows() {
				hide()
				w.protect("")
			}
		})))
	}
	ok := locate.Name("protect/ok", form.NewButton(word, set))
	ok.Importance = widget.HighImportance
	body := container.NewVBox(column...)
	begin := first
	if had {
		begin = old
	}
	d = w.app.pose(words.Say("Password of the engagement"), posed{body: body, buttons: append(buttons, ok), first: begin, escape: hide})
}

// protect gives the engagement another password, empty for none: file, saved
// states and journal.
func (w *workspace) protect(password string) {
	if password == "" {
		w.protectWith(nil)
		return
	}
	var key *seal.Key
	w.app.beside(words.Say("Protecting the engagement"), func() (then func() error, err error) {
		key, err = seal.NewKey(password)
		return func() error {
			w.protectWith(key)
			return nil
		}, err
	}, func(err error) {
		if !errors.Is(err, context.Canceled) {
			w.app.fail(words.Say("The engagement could not be saved"), err)
		}
	})
}

// protectWith is protect with the key of the password, nil for none.
func (w *workspace) protectWith(key *seal.Key) {
	if w.file.Path == "" {
		w.file.Key = key
		if w.journal != nil {
			w.journal.Belong("", key)
		}
		w.keep()
		w.app.inform(words.Say("Password"), words.Say("It holds from the first save on."))
		return
	}
	before := w.file.Password()
	w.encoded(key.Password(), func(doc *engagement.Document, data []byte) {
		if err := w.file.Save(data, false, time.Now()); err != nil {
			w.saveFailed(err, nil) // the password stays as it was
			return
		}
		w.file.Key = key
		w.saved(doc, nil)
		w.resealVersions(before, key.Password())
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

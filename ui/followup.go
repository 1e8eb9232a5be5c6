// Starting from an earlier engagement: the answers go along, each to be confirmed.

package ui

import (
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

// newFromThis starts from the engagement that is open.
func (w *workspace) newFromThis() {
	w.commit()
	w.app.leave(func() { w.app.askFollowUp(w.session.Document(), w.name(), w.file.Key) })
}

// askEarlier asks for the file of an earlier engagement and starts from it.
func (a *App) askEarlier() {
	if a.blocked() {
		return
	}
	a.leave(func() {
		d := &pathDialog{app: a, title: words.Say("Start from an earlier engagement, or the one in a PDF report"), action: words.Say("Next"), start: a.home() + string(filepath.Separator), browse: browseFile(store.Extension, ".pdf")}
		d.use = func(path string) error {
			doc, err := a.earlier(path)
			if err != nil {
				return err
			}
			d.box.Hide()
			a.askFollowUp(doc, filepath.Base(path), nil)
			return nil
		}
		d.show()
	})
}

// earlier reads the document at path, or the one inside a report.
func (a *App) earlier(path string) (*engagement.Document, error) {
	data, err := store.ReadFile(path)
	if err != nil {
		return nil, err
	}
	if !exporters.IsPDF(data) {
		doc, err := file.Decode(data, "", a.set, a.registry)
		if errors.Is(err, seal.ErrPassword) {
			return nil, words.Errorf("%s is protected; open it first, then choose New from this engagement", path)
		}
		if err != nil {
			err = words.Errorf("%s cannot be opened:\n%w", path, err)
		}
		return doc, err
	}
	doc, _, err := a.reportDocument(data, "")
	switch {
	case errors.Is(err, protect.ErrPassword):
		return nil, words.Errorf("%s is protected; open it first, then choose New from this engagement", path)
	case err != nil:
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return doc, nil
}

// askFollowUp says what goes along and what does not, asks for the title, and starts
// the new engagement. Name is what the earlier one is called where it has no title.
func (a *App) askFollowUp(old *engagement.Document, name string, key *seal.Key) {
	doc, err := old.FollowUp(newID(), time.Now().Format(time.DateOnly), a.set)
	if err != nil {
		a.fail(words.Say("No new engagement from this one"), err)
		return
	}
	if old.Title != "" {
		name = old.Title
	}
	const width = 560
	var d *dialog.CustomDialog
	title := locate.Name("followup/title", form.NewEntry())
	title.SetText(doc.Title)
	title.SetPlaceHolder(words.Say("Title of the new engagement"))
	begin := func() {
		d.Hide()
		doc.Title = strings.TrimSpace(title.Text)
		a.startFollowUp(doc, key)
	}
	title.OnSubmitted = func(string) { begin() }
	ok := locate.Name("followup/start", form.NewButton(words.Say("Start"), begin))
	ok.Importance = widget.HighImportance
	cancel := locate.Name("followup/cancel", form.NewButton(words.Say("Cancel"), func() { d.Hide() }))
	from := words.Say("From %s.", fitLine(name, width-60, look.TextBody, false))
	body := container.NewVBox(
		style.Paragraph(from, width, look.TextBody, false, textToken), style.Gap(look.Space1),
		style.Line(words.Say("Title"), look.TextSmall+1, true, textToken), title, style.Gap(look.Space2),
		bulletList([]string{
			words.Say("Every answer goes along, marked as carried over until you confirm it or answer anew. So do options, settings, what-ifs, branding and actions."),
			words.Say("Imported tickets and what people answered on their own stay behind: they tell of their own time."),
			words.Say("The earlier engagement is kept inside the new one, so that the report can say what changed."),
		}, width), style.Strut(width))
	d = a.pose(words.Say("New from an earlier engagement"), posed{body: body, buttons: []fyne.CanvasObject{cancel, ok}, first: title, escape: func() { d.Hide() }})
}

// startFollowUp shows the new engagement, which no file holds yet.
func (a *App) startFollowUp(doc *engagement.Document, key *seal.Key) {
	s := session.New(a.set, a.registry, doc)
	s.MarkSaved(nil) // closing it asks
	f := file.New(a.storage("versions"))
	f.Key = key // what was protected stays so
	a.enter(s, f).keep()
}

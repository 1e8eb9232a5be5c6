// Before an import: the first rows of the export and which column is read as
// what. What was corrected is remembered for the next export of the same header.

package ui

import (
	"fmt"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/widget"

	"muster/assessment/store"
	"muster/assessment/tickets"
	"muster/exporters/look"
	"muster/exporters/report"
	"muster/ui/form"
	"muster/ui/locate"
	"muster/ui/style"
	"muster/ui/words"
)

// mappingKey is where the mapping of exports with a header is remembered.
func mappingKey(header []string) string {
	return "tickets.mapping." + store.Hash([]byte(strings.Join(header, "\x00")))[:16]
}

// remembered is the mapping that was used for a header before.
func (a *App) remembered(header []string) (tickets.Mapping, bool) {
	text := a.fyne.Preferences().String(mappingKey(header))
	if text == "" {
		return tickets.Mapping{}, false
	}
	m, err := tickets.ReadMapping([]byte(text))
	return m, err == nil
}

// mappingDialog shows an excerpt and lets its mapping be corrected.
type mappingDialog struct {
	w    *workspace
	path string
	e    *tickets.Excerpt
	m    tickets.Mapping // what the user said

	body *fyne.Container
	box  *dialog.CustomDialog
	ok   *form.Button
}

const (
	mappingWidth  = 880
	mappingHeight = 440
)

// previewTickets opens the dialog on an excerpt.
func (w *workspace) previewTickets(path string, e *tickets.Excerpt) {
	d := &mappingDialog{w: w, path: path, e: e}
	if m, ok := w.app.remembered(e.Header); ok {
		if again, err := tickets.Preview(path, m); err == nil && again.Problem == nil {
			d.m, d.e = m, again
		}
	}
	d.body = container.NewVBox()
	scroll := container.NewVScroll(d.body)
	scroll.SetMinSize(fyne.NewSize(mappingWidth+16, mappingHeight))
	hide := func() { d.box.Hide() }
	d.ok = locate.Name("mapping/ok", form.NewButton(words.Say("Import"), d.accept))
	d.ok.Importance = widget.HighImportance
	d.show()
	d.box = w.app.pose(words.Say("Import %s", d.e.File), posed{body: scroll, buttons: []fyne.CanvasObject{locate.Name("mapping/cancel", form.NewButton(words.Say("Cancel"), hide)), d.ok}, first: d.ok, escape: hide})
}

// again reads the excerpt anew after a correction.
func (d *mappingDialog) again() {
	e, err := tickets.Preview(d.path, d.m)
	if err != nil {
		d.w.app.fail(words.Say("This does not fit the file"), err)
		return
	}
	d.e = e
	d.w.app.keeping(d.show)
}

func (d *mappingDialog) accept() {
	if d.e.Problem != nil {
		d.w.app.fail(words.Say("Something is missing"), d.e.Problem)
		return
	}
	m := d.m
	if err := m.Check(); err != nil {
		d.w.app.fail(words.Say("This cannot be used"), err)
		return
	}
	d.w.app.fyne.Preferences().SetString(mappingKey(d.e.Header), string(m.Write()))
	d.box.Hide()
	d.w.importTickets(d.path, m, func(a *tickets.AmbiguousDates) { d.askOrder(a) })
}

// askOrder asks what the file cannot tell.
func (d *mappingDialog) askOrder(a *tickets.AmbiguousDates) {
	var box *dialog.CustomDialog
	hide := func() { box.Hide() }
	choose := func(o tickets.Order) func() {
		return func() {
			box.Hide()
			d.m.DateOrder = o
			d.accept()
		}
	}
	body := style.Paragraph(a.Error(), 520, look.TextBody, false, look.Text)
	first := locate.Name("order/dmy", form.NewButton(words.Say("Day first"), choose(tickets.DMY)))
	last := locate.Name("order/mdy", form.NewButton(words.Say("Month first"), choose(tickets.MDY)))
	box = d.w.app.pose(words.Say("Day or month first?"), posed{body: body, buttons: []fyne.CanvasObject{form.NewButton(words.Say("Cancel"), hide), first, last}, first: first, escape: hide})
}

func (d *mappingDialog) show() {
	e := d.e
	about := strings.ToUpper(e.Format)
	if e.Format == "csv" && e.Delimiter != "" {
		about += ", " + words.Say("%s, columns separated by %s", e.Encoding, delimiterName(e.Delimiter))
	}
	if e.Sheet != "" {
		about += ", " + words.Say("sheet %s", e.Sheet)
	}
	objects := []fyne.CanvasObject{style.Paragraph(about+".", mappingWidth, look.TextSmall+1, false, look.Muted)}
	if e.Problem != nil {
		objects = append(objects, style.Paragraph(e.Problem.Error(), mappingWidth, look.TextSmall+1, true, look.Bad))
	}
	objects = append(objects, excerptGrid(e), style.Gap(look.Space2),
		style.Line(words.Say("Which column is read as what"), look.TextBody, true, look.Text), d.fields())
	if len(e.Words) > 0 {
		objects = append(objects, style.Gap(look.Space2), style.Line(words.Say("Words of severity"), look.TextBody, true, look.Text), d.words())
	}
	objects = append(objects, style.Gap(look.Space2), style.Line(words.Say("Dates and times"), look.TextBody, true, look.Text), d.times())
	d.body.Objects = objects
	d.body.Refresh()
}

func delimiterName(s string) string {
	switch s {
	case ",":
		return words.Say("commas")
	case ";":
		return words.Say("semicolons")
	case "\t":
		return words.Say("tabs")
	case "|":
		return words.Say("bars")
	}
	return fmt.Sprintf("%q", s)
}

// shownRows and shownColumns bound the picture of the file.
const (
	shownRows    = 6
	shownColumns = 60
)

// excerptGrid is the start of the file; it scrolls sideways.
func excerptGrid(e *tickets.Excerpt) fyne.CanvasObject {
	const cell, line = 128, 22
	p := &placed{}
	columns := min(len(e.Header), shownColumns)
	row := func(cells []string, bold bool, token look.Token) {
		for i := range columns {
			if i < len(cells) {
				t := style.Line(fitLine(strings.Join(strings.Fields(cells[i]), " "), cell-12, look.TextSmall, bold), look.TextSmall, bold, token)
				t.Move(fyne.NewPos(float32(i)*cell+4, p.y+2))
				t.Resize(t.MinSize())
				p.objects = append(p.objects, t)
			}
		}
		p.y += line
		rule := canvas.NewRectangle(style.Color(look.Border))
		rule.Move(fyne.NewPos(0, p.y-1))
		rule.Resize(fyne.NewSize(float32(columns)*cell, 1))
		p.objects = append(p.objects, rule)
	}
	row(e.Header, true, look.Text)
	for i, cells := range e.Rows {
		if i == shownRows {
			break
		}
		row(cells, false, look.Muted)
	}
	scroll := container.NewHScroll(p.box(float32(columns) * cell))
	scroll.SetMinSize(fyne.NewSize(mappingWidth, p.y+8))
	return scroll
}

// pairs lays labelled controls out in columns.
func pairs(columns int, labels []string, controls []fyne.CanvasObject) fyne.CanvasObject {
	const gap = 16
	width := float32((mappingWidth - gap*(columns-1)) / columns)
	p := &placed{}
	for i, label := range labels {
		x := float32(i%columns) * (width + gap)
		t := style.Line(label, look.TextSmall, false, look.Muted)
		t.Move(fyne.NewPos(x, p.y))
		t.Resize(t.MinSize())
		controls[i].Move(fyne.NewPos(x, p.y+18))
		controls[i].Resize(fyne.NewSize(width, controls[i].MinSize().Height))
		p.objects = append(p.objects, t, controls[i])
		if i%columns == columns-1 || i == len(labels)-1 {
			p.y += 18 + controls[i].MinSize().Height + look.Space2
		}
	}
	return p.box(mappingWidth)
}

// fields lets a column be chosen for every field.
func (d *mappingDialog) fields() fyne.CanvasObject {
	notThere := words.Say("– not in this file –")
	headers := []string{notThere}
	for _, h := range d.e.Header {
		if h != "" && !slices.Contains(headers, h) {
			headers = append(headers, h)
		}
	}
	var labels []string
	var controls []fyne.CanvasObject
	for _, f := range tickets.Fields {
		s := locate.Name("mapping/"+string(f), form.NewSelect(headers, nil))
		s.Selected = notThere
		if c, ok := d.e.Mapping.Columns[f]; ok && c != tickets.NoColumn {
			s.Selected = c
		}
		s.OnChanged = func(choice string) {
			columns := map[tickets.Field]string{}
			for k, v := range d.m.Columns {
				columns[k] = v
			}
			if columns[f] = choice; choice == notThere {
				columns[f] = tickets.NoColumn
			}
			d.m.Columns = columns
			d.again()
		}
		labels = append(labels, words.Name(report.FieldName(words.Reports(), f)))
		controls = append(controls, s)
	}
	return pairs(4, labels, controls)
}

// words lets every severity word be given a level.
func (d *mappingDialog) words() fyne.CanvasObject {
	shown, level := choices([]string{"critical", "high", "medium", "low", "ignore"}, []string{words.Say("critical"), words.Say("high"), words.Say("medium"), words.Say("low"), words.Say("ignore")})
	var labels []string
	var controls []fyne.CanvasObject
	for _, w := range d.e.Words {
		s := form.NewSelect(shown, nil)
		s.PlaceHolder = words.Say("– not recognised –")
		s.Selected = wordOf(level, w.Level)
		s.OnChanged = func(word string) {
			levels := map[string]string{}
			for k, v := range d.m.Severities {
				levels[k] = v
			}
			levels[w.Word] = level[word]
			d.m.Severities = levels
		}
		labels = append(labels, fitLine("“"+w.Word+"”", 200, look.TextSmall, false))
		controls = append(controls, s)
	}
	return pairs(4, labels, controls)
}

// zones are offered; any other name can be typed.
var zones = []string{"UTC", "Europe/London", "Europe/Berlin", "Europe/Helsinki", "America/New_York", "America/Chicago", "America/Los_Angeles", "Asia/Kolkata", "Asia/Singapore", "Asia/Tokyo", "Australia/Sydney"}

// choices are the words of a list to choose from, and what each stands for.
func choices(ids, shown []string) (list []string, id map[string]string) {
	id = map[string]string{}
	for i, w := range shown {
		id[w] = ids[i]
	}
	return shown, id
}

// wordOf is the word that stands for an id; empty where none does.
func wordOf(ids map[string]string, id string) string {
	for w, i := range ids {
		if i == id {
			return w
		}
	}
	return ""
}

// times lets date order, time zone and unit of worked time be given.
func (d *mappingDialog) times() fyne.CanvasObject {
	foundOut := words.Say("found out from the file")
	orders, orderOf := choices([]string{"", string(tickets.DMY), string(tickets.MDY)}, []string{foundOut, words.Say("day first"), words.Say("month first")})
	order := form.NewSelect(orders, nil)
	order.Selected = wordOf(orderOf, string(d.m.DateOrder))
	order.OnChanged = func(s string) { d.m.DateOrder = tickets.Order(orderOf[s]) }
	zone := locate.Name("mapping/zone", form.NewSelectEntry(zones))
	zone.SetText(d.m.TimeZone)
	zone.SetPlaceHolder("UTC")
	zone.OnChanged = func(s string) { d.m.TimeZone = strings.TrimSpace(s) }
	units, unitOf := choices([]string{"", "seconds", "minutes", "hours", "days"}, []string{foundOut, words.Say("seconds"), words.Say("minutes"), words.Say("hours"), words.Say("days")})
	unit := form.NewSelect(units, nil)
	unit.Selected = wordOf(unitOf, string(d.m.WorkedUnit))
	unit.OnChanged = func(s string) { d.m.WorkedUnit = tickets.Unit(unitOf[s]) }
	return pairs(3, []string{words.Say("Order of day and month"), words.Say("Time zone of times without one"), words.Say("Unit of worked time")}, []fyne.CanvasObject{order, zone, unit})
}

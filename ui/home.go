// Home: start, open, sample, recent engagements.

package ui

import (
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"muster/assessment"
	"muster/assessment/store"
	"muster/assets"
	"muster/exporters/look"
	"muster/ui/form"
	"muster/ui/locate"
	"muster/ui/style"
)

const textToken = look.Text

const (
	prefRecent = "recent"
	maxRecent  = 12
)

// ShowHome closes the workspace and shows home.
func (a *App) ShowHome() {
	if a.work != nil {
		a.work.end()
	}
	a.work = nil
	a.window.SetTitle("Muster")
	icon := canvas.NewImageFromResource(fyne.NewStaticResource("icon.png", assets.Icon))
	icon.FillMode = canvas.ImageFillContain
	icon.SetMinSize(fyne.NewSize(64, 64))
	head := container.NewHBox(icon, style.Strut(12), container.NewVBox(
		style.Line("Muster", look.TextTitle, true, look.Text),
		style.Line("Does your threat response pass muster?", look.TextLead, false, look.Muted)))

	quick := locate.Name("home/new-quick", widget.NewButton("New, quick set", func() { a.NewEngagement("quick") }))
	quick.Importance = widget.HighImportance
	all := locate.Name("home/new", widget.NewButton("New, all questions", func() { a.NewEngagement("all") }))
	open := locate.Name("home/open", widget.NewButton("Open…", a.askOpen))
	buttons := container.NewHBox(quick, all, open)

	column := []fyne.CanvasObject{
		style.Gap(40), head, style.Gap(look.Space4),
		style.Paragraph(fmt.Sprintf("Answer %d questions, or %d to begin with, about how you work with your managed security service provider. The verdict forms as you answer, with its reasons; a report and a workbook come out at the end. Nothing leaves this computer.",
			len(a.set.Items()), len(a.set.Quick())), style.Column, look.TextBody, false, look.Text),
		style.Gap(look.Space2), buttons, style.Gap(look.Space6),
		style.Line("Recent", look.TextHeading-2, true, look.Text),
	}
	recent := a.recent()
	if len(recent) == 0 {
		column = append(column, style.Paragraph("Engagements you save show here, with their verdict. Start a new one, open a file, or drop one on this window.", style.Column, look.TextBody, false, look.Muted))
	}
	for i, path := range recent {
		column = append(column, a.recentCard(i, path))
	}
	column = append(column, style.Gap(look.Space4), style.Line("Samples to look around in", look.TextHeading-2, true, look.Text), a.sampleRow(), style.Gap(look.Space6))
	a.window.SetContent(container.NewVScroll(container.NewHBox(layout.NewSpacer(), container.NewVBox(column...), layout.NewSpacer())))
}

// sampleNames are the bundled samples, without extension.
func sampleNames() []string {
	files, err := fs.Glob(assets.Samples, "samples/*"+store.Extension)
	if err != nil {
		return nil
	}
	for i, f := range files {
		files[i] = strings.TrimSuffix(filepath.Base(f), store.Extension)
	}
	slices.Sort(files)
	return files
}

func (a *App) openSample(name string) {
	data, err := assets.Samples.ReadFile("samples/" + name + store.Extension)
	if err != nil {
		a.fail("The sample cannot be opened", err)
		return
	}
	a.leave(func() { a.OpenSample(name, data) })
}

func (a *App) sampleRow() fyne.CanvasObject {
	row := container.NewHBox()
	for _, name := range sampleNames() {
		row.Add(locate.Name("home/sample-"+name, widget.NewButton("Sample: "+name, func() { a.openSample(name) })))
	}
	return row
}

// recentCard shows a recent file with client, verdict and progress, or what is
// wrong with it.
func (a *App) recentCard(i int, path string) fyne.CanvasObject {
	p := &placed{y: 8}
	width := float32(style.Column)
	doc, _, err := store.Open(path, a.set, a.registry)
	forget := form.NewChip("Forget", func() {
		a.setRecent(slices.DeleteFunc(a.recent(), func(x string) bool { return x == path }))
		a.ShowHome()
	})
	open := form.NewChip("Open", func() { a.Open(path) })
	locate.Name(fmt.Sprintf("home/recent-%d", i), open)
	if err != nil {
		p.put(style.Line(filepath.Base(path), look.TextLead, true, look.Text), 16)
		p.y += 24
		p.put(style.Line(fitLine("missing or not readable: "+path, width-220, look.TextSmall, false), look.TextSmall, false, look.Bad), 16)
		p.y += 24
	} else {
		r := assessment.Evaluate(a.set, a.registry, doc)
		st := look.Verdict(r.SIA.Verdict)
		title := doc.Title
		if title == "" {
			title = filepath.Base(path)
		}
		p.put(style.Line(fitLine(title, 330, look.TextLead, true), look.TextLead, true, look.Text), 16)
		p.put(verdictMark(st, 20), 370)
		p.put(style.Line(st.Word, look.TextBody, true, st.Color), 396)
		p.y += 24
		p.put(style.Line(fitLine(strings.Trim(doc.Client+" · "+doc.Date, " ·"), 330, look.TextSmall, false), look.TextSmall, false, look.Muted), 16)
		p.put(style.Line(fmt.Sprintf("%d of %d answered", r.Confidence.Answered, r.Confidence.Applicable), look.TextSmall, false, look.Muted), 370)
		p.y += 24
	}
	at := func(c *form.Chip, x float32) {
		c.Move(fyne.NewPos(x, 16))
		c.Resize(c.MinSize())
		p.objects = append(p.objects, c)
	}
	at(forget, width-forget.MinSize().Width-12)
	at(open, width-forget.MinSize().Width-open.MinSize().Width-20)
	box := style.Box(look.Surface, look.None, 0)
	box.Resize(fyne.NewSize(width, p.y))
	p.objects = append([]fyne.CanvasObject{box}, p.objects...)
	return p.box(width)
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

// The reports page: what is written, for whom, how it is presented and protected.

package ui

import (
	"errors"
	"image/color"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"muster/assessment/brand"
	"muster/assessment/engagement"
	"muster/assessment/session"
	"muster/assessment/store"
	"muster/exporters"
	"muster/exporters/look"
	"muster/exporters/redaction"
	"muster/exporters/report"
	"muster/ui/form"
	"muster/ui/locate"
	"muster/ui/style"
	"muster/ui/words"
)

// reportsPage offers every output.
type reportsPage struct {
	w       *workspace
	column  *fyne.Container
	scroll  *container.Scroll
	says    *fyne.Container // what the chosen reader sees
	buttons map[string]*form.Button
	plan    *planGroup
	secret  *form.Entry

	company, cover, color *textField
	swatch                *canvas.Rectangle
	logo                  *fyne.Container
	fault                 *fyne.Container // of the branding
	faulty                bool
}

// outputs says what each format is for.
var outputs = map[string]string{
	"pdf":            words.Mark("The full report: summary, gauges, findings, capacity, responsibilities, every answer, every rule. It holds the engagement: Muster opens it again from the PDF."),
	"brief":          words.Mark("Two pages for those who decide: verdicts, reasons, decisions, the gravest findings."),
	"procurement":    words.Mark("For those who buy: a page to sign, then ranking, cost, gates, need and clause, terms side by side."),
	"responsibility": words.Mark("For client and provider: who answers for and does what, what is to be settled, clocks, a page to sign."),
	"xlsx":           words.Mark("The figures to work on: live formulas that carry their values, one sheet a topic."),
	"pictures":       words.Mark("Every picture as PNG, for slides and documents of your own."),
	"markdown":       words.Mark("The report as plain text, for a wiki or a ticket."),
	"json":           words.Mark("Everything, for other programs."),
}

func newReportsPage(w *workspace) *reportsPage {
	p := &reportsPage{w: w, buttons: map[string]*form.Button{}, says: container.NewVBox(), fault: container.NewVBox(), logo: container.NewHBox()}
	p.column = container.NewVBox(
		style.Gap(look.Space2),
		style.Paragraph(words.Say("Reports"), style.Column, look.TextTitle, true, look.Text),
		style.Paragraph(words.Say("All of them show the same figures, from one report. The same answers give the same file, byte for byte."), style.Column, look.TextBody, false, look.Muted),
		style.Gap(look.Space2))
	p.scroll = columnScroll([]fyne.CanvasObject{p.column})
	p.readers()
	p.formats()
	p.plan = newPlanGroup(w)
	p.column.Add(p.plan.object)
	p.branding()
	p.complain(nil)
	p.column.Add(style.Gap(look.Space6))
	p.refresh(session.Change{})
	return p
}

func (p *reportsPage) object() fyne.CanvasObject { return p.scroll }

// readers is the choice of who will read the report, and its password.
func (p *reportsPage) readers() {
	who := locate.Name("reports/reader", newReaderSegments(p.w, p.showReader))
	p.secret = locate.Name("reports/password", form.NewEntry())
	p.secret.Password, p.secret.Text = true, p.w.password
	p.secret.OnChanged = func(s string) { p.w.password = s }
	label := func(text string) fyne.CanvasObject { return style.Line(text, look.TextSmall+1, true, look.Text) }
	p.column.Add(label(words.Say("Who will read it")))
	p.column.Add(container.NewHBox(who))
	p.column.Add(p.says)
	p.column.Add(style.Gap(look.Space1))
	p.column.Add(label(words.Say("Password of the PDFs (AES-256), if they need one")))
	p.column.Add(container.NewHBox(container.New(&fixedWidth{280}, p.secret), container.NewVBox(style.Gap(look.Space1), style.Paragraph(words.Say("It is not kept. Without it nobody can read the report, you neither."), style.Column-300, look.TextSmall+1, false, look.Muted))))
	p.column.Add(style.Gap(look.Space4))
}

// newReaderSegments is the choice of who will read what is written.
func newReaderSegments(w *workspace, chosen func()) *form.Segments {
	var list []form.Segment
	for _, r := range redaction.Profiles {
		list = append(list, form.Segment{ID: r.ID, Title: words.Name(r.Name)})
	}
	who := form.NewSegments(list, form.Hooks{}, func(id string) {
		if r, err := redaction.ByID(id); err == nil {
			w.redaction = r
			chosen()
		}
	})
	who.SetChosen(w.redaction.ID)
	return who
}

// fixedWidth gives its one object a width.
type fixedWidth struct{ width float32 }

func (l *fixedWidth) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(l.width, o[0].MinSize().Height)
}

func (l *fixedWidth) Layout(o []fyne.CanvasObject, size fyne.Size) { o[0].Resize(size) }

func (p *reportsPage) formats() {
	room := float32(220) // for the widest button
	for _, f := range exporters.Formats {
		button := locate.Name("export/"+f.ID, form.NewButton(words.Say("Export %s", words.Name(f.Name)), func() { p.w.export(f.ID) }))
		if f.ID == "pdf" {
			button.Importance = widget.HighImportance
		}
		p.buttons[f.ID] = button
		room = max(room, button.MinSize().Width+look.Space2)
	}
	for _, f := range exporters.Formats {
		p.column.Add(container.NewBorder(nil, nil, nil, container.NewVBox(p.buttons[f.ID]), container.NewVBox(
			style.Line(words.Name(f.Name), look.TextLead, true, look.Text),
			style.Paragraph(words.Name(outputs[f.ID]), style.Column-room, look.TextBody, false, look.Muted))))
		p.column.Add(widget.NewSeparator())
	}
}

// showReader says what the chosen reader sees, and offers what can be written for
// them.
func (p *reportsPage) showReader() {
	r := p.w.redaction
	p.says.Objects = []fyne.CanvasObject{style.Paragraph(words.Name(r.Says), style.Column, look.TextSmall+1, false, look.Muted)}
	p.says.Refresh()
	p.plan.show()
	for _, f := range exporters.Formats {
		if f.Whole && !r.Whole() || f.Kind.ID == report.ProcurementReport.ID && !r.Offers || f.Kind.ID == report.ResponsibilityPack.ID && !r.Responsibilities || f.Kind.ID == report.ExecutiveBrief.ID && !r.Findings {
			p.buttons[f.ID].Disable()
		} else {
			p.buttons[f.ID].Enable()
		}
	}
}

// branding is how the reports of this engagement are presented.
func (p *reportsPage) branding() {
	add := func(o ...fyne.CanvasObject) {
		for _, x := range o {
			p.column.Add(x)
		}
	}
	label := func(text string) fyne.CanvasObject { return style.Line(text, look.TextSmall+1, true, look.Text) }
	field := func(name, hint string, set func(b *brand.Brand, text string)) *textField {
		f := newTextField(p.w.session, "", hint, func(text string) {
			p.edit(func(b *brand.Brand) { set(b, strings.TrimSpace(text)) })
		})
		return locate.Name("brand/"+name, f)
	}
	p.company = field("company", words.Say("who presents the reports"), func(b *brand.Brand, s string) { b.Company = s })
	p.color = field("color", "#0B6A6A", func(b *brand.Brand, s string) { b.Color = s })
	p.cover = field("cover", words.Say("for example a notice on who may read it"), func(b *brand.Brand, s string) { b.Cover = s })
	p.swatch = canvas.NewRectangle(color.Transparent)
	p.swatch.CornerRadius = 4
	p.swatch.SetMinSize(fyne.NewSize(36, 36))
	choose := locate.Name("brand/logo", form.NewButton(words.Say("Choose a logo…"), p.askLogo))
	drop := locate.Name("brand/logo-remove", form.NewButton(words.Say("Remove"), func() { p.edit(func(b *brand.Brand) { b.Logo = nil }) }))
	save := locate.Name("brand/save", form.NewButton(words.Say("Save as profile…"), p.askSaveProfile))
	take := locate.Name("brand/load", form.NewButton(words.Say("Use a profile…"), p.askProfile))
	add(style.Gap(look.Space4),
		style.Paragraph(words.Say("How the reports are presented"), style.Column, look.TextHeading, true, look.Text),
		style.Paragraph(words.Say("For this engagement. A profile keeps it for others."), style.Column, look.TextBody, false, look.Muted),
		style.Gap(look.Space2),
		label(words.Say("Company")), p.company, style.Gap(look.Space1),
		label(words.Say("Colour")), container.NewHBox(container.New(&fixedWidth{160}, p.color), p.swatch), p.fault, style.Gap(look.Space1),
		label(words.Say("Logo (PNG or JPEG)")), container.NewHBox(choose, drop, p.logo), style.Gap(look.Space1),
		label(words.Say("Cover text")), p.cover, style.Gap(look.Space2),
		container.NewHBox(take, save))
}

// edit changes the brand; what cannot be used is refused with the reason.
func (p *reportsPage) edit(change func(*brand.Brand)) {
	b := p.w.session.Document().Branding
	change(&b)
	if err := b.Check(); err != nil {
		p.complain(err)
		return
	}
	p.complain(nil)
	p.w.session.Edit(pageReports, func(d *engagement.Document) { d.Branding = b })
	p.refresh(session.Change{})
}

// complain shows what is wrong, in room that is kept: what stands below must not
// move away from under a click.
func (p *reportsPage) complain(err error) {
	said := style.Gap(style.LineHeight(look.TextSmall + 1))
	p.faulty = err != nil
	if p.faulty {
		said = style.Paragraph(err.Error(), style.Column, look.TextSmall+1, false, look.Bad)
	}
	p.fault.Objects = []fyne.CanvasObject{said}
	p.fault.Refresh()
	p.column.Refresh()
}

func (p *reportsPage) refresh(c session.Change) {
	if c.Jump {
		p.complain(nil)
	}
	p.showReader()
	b := p.w.session.Document().Branding
	for f, text := range map[*textField]string{p.company: b.Company, p.color: b.Color, p.cover: b.Cover} {
		// What is still being typed in another field stays.
		if !p.faulty && f.Text == f.committed && f.Text != text {
			f.committed = text
			f.SetText(text)
		}
	}
	p.swatch.FillColor = look.Light[look.Accent]
	if c, err := brand.ParseColor(b.Color); err == nil {
		p.swatch.FillColor = c
	}
	p.swatch.Refresh()
	p.logo.Objects = nil
	if len(b.Logo) > 0 {
		// On white, as on paper, whatever the appearance of the window.
		back := canvas.NewRectangle(color.White)
		img := canvas.NewImageFromResource(fyne.NewStaticResource(store.Hash(b.Logo)+".png", b.Logo))
		img.FillMode = canvas.ImageFillContain
		img.SetMinSize(fyne.NewSize(160, 36))
		p.logo.Objects = []fyne.CanvasObject{container.NewStack(back, container.NewPadded(img))}
	}
	p.logo.Refresh()
}

func (p *reportsPage) commit() {
	for _, f := range []*textField{p.company, p.color, p.cover} {
		f.commit()
	}
}

func (p *reportsPage) askLogo() {
	if p.w.app.blocked() {
		return
	}
	d := &pathDialog{app: p.w.app, title: words.Say("Choose a logo (PNG or JPEG)"), action: words.Say("Use"), start: p.w.app.home() + string(filepath.Separator), browse: browseFile(".png", ".jpg", ".jpeg")}
	d.use = func(path string) error {
		data, err := store.ReadFile(path)
		if err != nil {
			return err
		}
		logo, err := brand.Logo(data)
		if err != nil {
			return err
		}
		p.edit(func(b *brand.Brand) { b.Logo = logo })
		return nil
	}
	d.show()
}

// profileFolder is where brand profiles are kept.
func (a *App) profileFolder() string {
	return a.storage("brands")
}

func (p *reportsPage) askSaveProfile() {
	if p.w.app.blocked() {
		return
	}
	p.commit()
	doc := p.w.session.Document()
	if doc.Branding.Empty() {
		p.complain(errors.New(words.Say("there is nothing to keep yet: enter a company, a colour, a logo or a cover text")))
		return
	}
	name := doc.Branding.Company
	if name == "" {
		name = words.Say("Profile")
	}
	dir := p.w.app.profileFolder()
	d := &pathDialog{app: p.w.app, title: words.Say("Save how the reports are presented"), action: words.Say("Save"), start: filepath.Join(dir, fileName(name)+brand.Extension), browse: browseFolder}
	d.use = func(path string) error {
		if filepath.Ext(path) == "" {
			path += brand.Extension
		}
		profile := brand.Profile{Name: strings.TrimSuffix(filepath.Base(path), brand.Extension), Classification: doc.Classification, Brand: doc.Branding}
		return p.w.app.overwriting(path, "", func() error {
			if filepath.Dir(path) == dir {
				if err := os.MkdirAll(dir, 0o700); err != nil {
					return words.Errorf("the folder of profiles cannot be made: %w; choose another", err)
				}
			}
			return store.WriteAtomic(path, profile.Write())
		}, d)
	}
	d.show()
}

// askProfile lets the user take a profile; the saved ones are a click away.
func (p *reportsPage) askProfile() {
	if p.w.app.blocked() {
		return
	}
	p.commit()
	dir := p.w.app.profileFolder()
	start := dir + string(filepath.Separator)
	if saved, _ := filepath.Glob(filepath.Join(dir, "*"+brand.Extension)); len(saved) > 0 {
		slices.Sort(saved)
		start = saved[0]
	}
	d := &pathDialog{app: p.w.app, title: words.Say("Use a profile"), action: words.Say("Use"), start: start, browse: browseFile(brand.Extension)}
	d.use = func(path string) error {
		data, err := store.ReadFile(path)
		if err != nil {
			return err
		}
		profile, err := brand.ReadProfile(data)
		if err != nil {
			return err
		}
		p.complain(nil)
		p.w.session.Edit(pageReports, func(d *engagement.Document) {
			d.Branding = profile.Brand
			if profile.Classification != "" {
				d.Classification = profile.Classification
			}
		})
		p.refresh(session.Change{})
		return nil
	}
	d.show()
}

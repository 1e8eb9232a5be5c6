// Criteria and gates: money, anchors, criteria of one's own, gates that are
// switched off with a reason.

package ui

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"muster/assessment/engagement"
	"muster/assessment/session"
	"muster/assessment/terms"
	"muster/exporters/look"
	"muster/ui/form"
	"muster/ui/locate"
	"muster/ui/style"
	"muster/ui/words"
)

// setting is one text of the page: shown from the document, taken over when left.
type comparisonSetting struct {
	field *textField
	show  func(*engagement.Document) string
	fault *fyne.Container
}

type criteriaPage struct {
	w      *workspace
	list   []*comparisonSetting
	gates  map[string]*form.Segments
	column *fyne.Container
	shape  string // what the fields were built for
	scroll *container.Scroll
}

func newCriteriaPage(w *workspace) *criteriaPage {
	p := &criteriaPage{w: w, column: container.NewVBox()}
	p.scroll = columnScroll([]fyne.CanvasObject{p.column})
	p.refresh(session.Change{})
	return p
}

func (p *criteriaPage) object() fyne.CanvasObject { return p.scroll }

func (p *criteriaPage) commit() {
	for _, s := range p.list {
		s.field.commit()
	}
}

// currencies are those of options that need a rate.
func (p *criteriaPage) currencies() []string {
	doc := p.w.session.Document()
	base := doc.Comparison.Currency
	var out []string
	for _, o := range doc.Options {
		if base == "" {
			base = o.Currency
		}
		if o.Currency != "" && o.Currency != base && !slices.Contains(out, o.Currency) {
			out = append(out, o.Currency)
		}
	}
	return out
}

func (p *criteriaPage) refresh(c session.Change) {
	doc := p.w.session.Document()
	var ids []string
	for _, x := range doc.Criteria() {
		ids = append(ids, x.ID)
	}
	if shape := strings.Join(append(p.currencies(), ids...), "\x00"); shape != p.shape || p.list == nil {
		p.shape = shape
		p.build()
	}
	for _, s := range p.list {
		if s.field.setShown(s.show(doc)) && c.Jump {
			p.w.app.window.Canvas().Focus(s.field)
		}
		s.fault.Objects = nil
	}
	for id, g := range p.gates {
		on := "on"
		if _, off := doc.Comparison.GatesOff[id]; off {
			on = "off"
		}
		g.SetChosen(on)
	}
}

func (p *criteriaPage) edit(change func(c *engagement.Comparison)) {
	p.w.session.Edit(pageCriteria, func(d *engagement.Document) { change(&d.Comparison) })
}

// field is a text of the comparison; take says what is wrong with it, or "".
func (p *criteriaPage) field(name, hint string, show func(*engagement.Document) string, take func(text string) string) *comparisonSetting {
	s := &comparisonSetting{show: show, fault: container.NewVBox()}
	s.field = locate.Name("comparison/"+name, newTextField(p.w.session, "", hint, func(text string) {
		if msg := take(strings.TrimSpace(text)); msg != "" {
			s.fault.Objects = []fyne.CanvasObject{style.Line(msg, look.TextSmall, false, look.Bad)}
			s.fault.Refresh()
			return
		}
		p.refresh(session.Change{})
	}))
	p.list = append(p.list, s)
	return s
}

func (p *criteriaPage) build() {
	p.list, p.gates = nil, map[string]*form.Segments{}
	out := []fyne.CanvasObject{
		style.Gap(look.Space2),
		style.Paragraph(words.Say("Criteria and gates"), style.Column, look.TextTitle, true, look.Text),
		style.Paragraph(words.Say("What holds for all options. Anchors say what is unacceptable and what is ideal; they are fixed, so that adding an option never turns two others round."), style.Column, look.TextBody, false, look.Muted),
		style.Gap(look.Space2),
	}
	heading := func(s string) {
		out = append(out, style.Gap(look.Space2), style.Paragraph(s, style.Column, look.TextHeading, true, look.Text), style.Gap(look.Space1))
	}
	out = append(out, style.Paragraph(words.Say("Money"), style.Column, look.TextHeading, true, look.Text), style.Gap(look.Space1))
	p.money(&out)
	heading(words.Say("Criteria"))
	out = append(out, style.Paragraph(words.Say("Unacceptable and ideal, with a semicolon or a space between them: 60; 15. More numbers make the value rise in equal steps: 60; 30; 15."), style.Column, look.TextSmall+1, false, look.Muted), style.Gap(look.Space2))
	for _, x := range p.w.session.Document().Criteria() {
		out = append(out, p.criterion(x))
	}
	out = append(out, container.NewHBox(locate.Name("criteria/add", form.NewChip(words.Say("+ Criterion of your own"), p.add))))
	heading(words.Say("Gates"))
	out = append(out, style.Paragraph(words.Say("An option that fails a gate leaves the ranking. Switch a gate off only with a reason: the report prints it."), style.Column, look.TextSmall+1, false, look.Muted), style.Gap(look.Space2))
	for _, g := range terms.Default().Gates {
		out = append(out, p.gate(g))
	}
	out = append(out, style.Gap(look.Space2), container.NewHBox(form.NewChip(words.Say("Weights and ranking ▸"), func() { p.w.open(pageComparison) }), form.NewChip(words.Say("Contract options ▸"), func() { p.w.open(pageOptions) })), style.Gap(look.Space6))
	p.column.Objects = out
	p.column.Refresh()
}

// row puts a title and help at the left, fields at the right.
func row(title, help string, at float32, fields ...fyne.CanvasObject) fyne.CanvasObject {
	box := &placed{}
	y := float32(0)
	for _, f := range fields {
		f.Move(fyne.NewPos(at, y))
		size := f.MinSize()
		if _, ok := f.(*textField); ok {
			size.Width = style.Column - at
		}
		f.Resize(size)
		y += size.Height + 2
		box.objects = append(box.objects, f)
	}
	for _, o := range []fyne.CanvasObject{style.Paragraph(title, at-20, look.TextBody, true, look.Text), style.Paragraph(help, at-20, look.TextSmall, false, look.Muted)} {
		box.put(o, 0)
		box.y += o.MinSize().Height
	}
	// Room for a fault at all times: a page never jumps.
	box.y = max(box.y, y+look.TextSmall) + look.Space2
	return box.box(style.Column)
}

const settingAt = 400

func (p *criteriaPage) money(out *[]fyne.CanvasObject) {
	add := func(s *comparisonSetting, title, help string) {
		*out = append(*out, row(title, help, settingAt, s.field, s.fault))
	}
	amount := func(name string, get func(*engagement.Comparison) *engagement.Term) *comparisonSetting {
		return p.field(name, words.Say("amount"), func(d *engagement.Document) string {
			return shownTerm(terms.Field{}, *get(&d.Comparison))
		}, func(text string) string {
			if text == "" {
				p.edit(func(c *engagement.Comparison) { *get(c) = engagement.Term{} })
				return ""
			}
			v, _, ok := form.Range{Max: 1e12}.Parse(strings.ReplaceAll(text, "\u202f", ""))
			if !ok {
				return words.Say("allowed: 0 to 1000000000000")
			}
			p.edit(func(c *engagement.Comparison) { *get(c) = engagement.Figure(v) })
			return ""
		})
	}
	add(p.field("currency", words.Say("for example: EUR"), func(d *engagement.Document) string { return d.Comparison.Currency }, func(text string) string {
		p.edit(func(c *engagement.Comparison) { c.Currency = text })
		return ""
	}), words.Say("Currency of the comparison"), words.Say("Empty: that of the first option."))
	add(amount("budget", func(c *engagement.Comparison) *engagement.Term { return &c.Budget }), words.Say("Budget"), words.Say("Total over the term that is unacceptable: value 0."))
	add(amount("target", func(c *engagement.Comparison) *engagement.Term { return &c.Target }), words.Say("Target"), words.Say("Total over the term that is ideal: value 1."))
	for _, currency := range p.currencies() {
		add(p.field("rate/"+currency, words.Say("rate"), func(d *engagement.Document) string {
			if v, ok := d.Comparison.Rates[currency]; ok {
				return number(v)
			}
			return ""
		}, func(text string) string {
			v, _, ok := form.Range{Min: 1e-9, Max: 1e9}.Parse(text)
			if !ok && text != "" {
				return words.Say("allowed: a rate above 0")
			}
			p.edit(func(c *engagement.Comparison) {
				if c.Rates == nil {
					c.Rates = map[string]float64{}
				}
				if c.Rates[currency] = v; text == "" {
					delete(c.Rates, currency)
				}
			})
			return ""
		}), words.Say("Rate of %s", currency), words.Say("Units of the currency of the comparison for one %s.", currency))
	}
}

// criterion is the row of a criterion: anchors, and for one's own title and unit.
func (p *criteriaPage) criterion(x terms.Criterion) fyne.CanvasObject {
	name := words.Name(x.Title)
	if x.Unit != "" {
		name += " (" + words.Name(x.Unit) + ")"
	}
	anchors := p.field("anchors/"+x.ID, p.defaultAnchors(x), func(d *engagement.Document) string {
		if a, ok := d.Comparison.Anchors[x.ID]; ok {
			return anchorText(a)
		}
		return ""
	}, func(text string) string {
		a, msg := parseAnchors(text)
		if msg != "" {
			return msg
		}
		p.edit(func(c *engagement.Comparison) {
			if c.Anchors == nil {
				c.Anchors = map[string][]float64{}
			}
			if c.Anchors[x.ID] = a; a == nil {
				delete(c.Anchors, x.ID)
			}
		})
		return ""
	})
	own := slices.IndexFunc(p.w.session.Document().Comparison.Criteria, func(c engagement.Criterion) bool { return c.ID == x.ID })
	if own < 0 {
		return row(name, words.Name(x.Help), settingAt, anchors.field, anchors.fault)
	}
	text := func(name, hint string, get func(*engagement.Criterion) *string) *comparisonSetting {
		return p.field(name+"/"+x.ID, hint, func(d *engagement.Document) string {
			if i := p.own(d, x.ID); i >= 0 {
				return *get(&d.Comparison.Criteria[i])
			}
			return ""
		}, func(text string) string {
			p.w.session.Edit(pageCriteria, func(d *engagement.Document) {
				if i := p.own(d, x.ID); i >= 0 {
					*get(&d.Comparison.Criteria[i]) = text
				}
			})
			return ""
		})
	}
	title := text("title", words.Say("what is valued"), func(c *engagement.Criterion) *string { return &c.Title })
	unit := text("unit", "unit", func(c *engagement.Criterion) *string { return &c.Unit })
	remove := container.NewHBox(locate.Name("criteria/remove/"+x.ID, form.NewChip(words.Say("Remove"), func() { p.remove(x.ID) })))
	return row(words.Say("A criterion of your own"), words.Say("Title, unit, then unacceptable → ideal."), settingAt, title.field, unit.field, anchors.field, anchors.fault, remove)
}

func (p *criteriaPage) own(d *engagement.Document, id string) int {
	return slices.IndexFunc(d.Comparison.Criteria, func(c engagement.Criterion) bool { return c.ID == id })
}

// defaultAnchors are the anchors that hold where none are entered.
func (p *criteriaPage) defaultAnchors(x terms.Criterion) string {
	switch {
	case x.ID == "cost":
		return words.Say("budget › target")
	case x.ID == "sia-hours":
		return words.Say("0 › hours needed")
	case len(x.Anchors) > 0:
		return anchorText(x.Anchors)
	}
	return words.Say("unacceptable › ideal")
}

func anchorText(a []float64) string {
	parts := make([]string, len(a))
	for i, v := range a {
		parts[i] = number(v)
	}
	return strings.Join(parts, " › ")
}

// parseAnchors reads numbers apart by arrows, semicolons or spaces; nil for none.
func parseAnchors(text string) ([]float64, string) {
	parts := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("›→>;| \t\u00a0\u202f", r) })
	if len(parts) == 0 {
		return nil, ""
	}
	out := make([]float64, len(parts))
	for i, w := range parts {
		v, err := strconv.ParseFloat(strings.Replace(w, ",", ".", 1), 64)
		if err != nil || v < -1e12 || v > 1e12 {
			return nil, words.Say("“%s” is no number; allowed: 60 › 15", fitLine(w, 120, look.TextSmall, false))
		}
		out[i] = v
	}
	return out, terms.AnchorFault(out)
}

// add adds a criterion of the client's own.
func (p *criteriaPage) add() {
	if p.w.refuse() {
		return
	}
	p.commit()
	id := ""
	p.w.session.Edit(pageCriteria, func(d *engagement.Document) {
		for i := len(d.Comparison.Criteria) + 1; ; i++ {
			id = fmt.Sprintf("own-%d", i)
			if _, used := d.Criterion(id); !used {
				break
			}
		}
		c := &d.Comparison
		c.Criteria = append(c.Criteria, engagement.Criterion{ID: id, Title: words.Say("Criterion of our own")})
		if c.Anchors == nil {
			c.Anchors = map[string][]float64{}
		}
		c.Anchors[id] = []float64{0, 10}
		if c.Weights != nil {
			c.Weights[id] = 10
		}
	})
	for _, s := range p.list {
		if s.show(p.w.session.Document()) == words.Say("Criterion of our own") {
			if y, ok := offsetIn(p.scroll.Content, s.field); ok {
				bringInto(p.scroll, y-look.Space6, 160)
			}
			p.w.app.window.Canvas().Focus(s.field)
		}
	}
}

// remove takes a criterion of the client's own out, with its weight and anchors;
// what options say about it stays with them.
func (p *criteriaPage) remove(id string) {
	p.w.session.Edit(pageCriteria, func(d *engagement.Document) {
		if i := p.own(d, id); i >= 0 {
			d.Comparison.Criteria = slices.Delete(d.Comparison.Criteria, i, i+1)
		}
		delete(d.Comparison.Weights, id)
		delete(d.Comparison.Anchors, id)
	})
}

// gate is the row of a gate: on or off, and the reason.
func (p *criteriaPage) gate(g terms.Gate) fyne.CanvasObject {
	set := func(off bool, reason string) {
		p.edit(func(c *engagement.Comparison) {
			if c.GatesOff == nil {
				c.GatesOff = map[string]string{}
			}
			if c.GatesOff[g.ID] = reason; !off {
				delete(c.GatesOff, g.ID)
			}
		})
	}
	choice := locate.Name("gate/"+g.ID, form.NewSegments([]form.Segment{{ID: "on", Title: words.Say("In force"), Key: 'y'}, {ID: "off", Title: words.Say("Off"), Key: 'n'}}, form.Hooks{}, func(id string) {
		set(id == "off", p.w.session.Document().Comparison.GatesOff[g.ID])
	}))
	p.gates[g.ID] = choice
	reason := p.field("gate/"+g.ID, words.Say("why it is off"), func(d *engagement.Document) string { return d.Comparison.GatesOff[g.ID] }, func(text string) string {
		if _, off := p.w.session.Document().Comparison.GatesOff[g.ID]; !off && text != "" {
			return words.Say("switch the gate off first")
		}
		set(true, text)
		return ""
	})
	size := choice.MinSize()
	reason.field.Move(fyne.NewPos(size.Width+look.Space2, 0))
	reason.field.Resize(fyne.NewSize(style.Column-settingAt-size.Width-look.Space2, reason.field.MinSize().Height))
	choice.Resize(size)
	both := container.New(&style.Fixed{Area: fyne.NewSize(style.Column-settingAt, reason.field.MinSize().Height)}, choice, reason.field)
	return row(words.Name(g.Title), words.Name(g.Help), settingAt, both, reason.fault)
}

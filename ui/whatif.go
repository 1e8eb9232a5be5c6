// What if: sliders over a few answers. The verdict and its gauges follow at once;
// nothing is an answer until it is applied.

package ui

import (
	"math"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/widget"

	"muster/assessment"
	"muster/assessment/engagement"
	"muster/exporters/look"
	"muster/ui/form"
	"muster/ui/locate"
	"muster/ui/style"
	"muster/ui/words"
)

// slide is one slider of the panel.
type slide struct {
	id        string
	title     string
	low, high float64
	step      float64
	now       float64              // as answered
	shown     func(float64) string // the value as people read it
	get       func(*engagement.Scenario) *float64
	set       func(*engagement.Scenario, *float64) // nil: as answered

	slider *slider
	value  *canvas.Text
}

// slider is a slider that keeps the keyboard after a drag and tells when it has
// it.
type slider struct {
	widget.Slider
	ring    form.Ring
	onFocus func()
}

func newSlider(low, high float64) *slider {
	s := &slider{ring: form.Ring{Inside: true}} // a text stands close above it
	s.Min, s.Max = low, high
	s.Orientation = widget.Horizontal
	s.ExtendBaseWidget(s)
	return s
}

// CreateRenderer draws the slider in its ring.
func (s *slider) CreateRenderer() fyne.WidgetRenderer {
	s.ExtendBaseWidget(s)
	return s.ring.Around(s.Slider.CreateRenderer())
}

// FocusLost takes the ring away.
func (s *slider) FocusLost() {
	s.Slider.FocusLost()
	s.ring.Show(false)
}

// TypedKey moves the slider; the page has the rest.
func (s *slider) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyPageUp, fyne.KeyPageDown, fyne.KeyEscape, fyne.KeyF5:
		form.Pass(e)
	default:
		s.Slider.TypedKey(e)
	}
}

// FocusGained tells.
func (s *slider) FocusGained() {
	s.Slider.FocusGained()
	s.ring.Show(true)
	form.Focused(s)
	if s.onFocus != nil {
		s.onFocus()
	}
}

// DragEnd takes the keyboard.
func (s *slider) DragEnd() {
	s.Slider.DragEnd()
	if c := fyne.CurrentApp().Driver().CanvasForObject(s); c != nil {
		c.Focus(s)
	}
}

// whatIfPanel edits the workspace's scenario; changed is called at each move.
type whatIfPanel struct {
	w       *workspace
	slides  []*slide
	state   *fyne.Container // what is being tried out
	actions *fyne.Container // what to do with it
	object  fyne.CanvasObject
	changed func()
	quiet   bool // a slider is being set by the program
}

// slidesOf are the sliders that have an answer to start from.
func slidesOf(w *workspace) []*slide {
	doc := w.session.Document()
	in := w.session.Result().Capacity.Inputs
	n := assessment.FormatNumber
	number := func(get func(*engagement.Scenario) **float64) (func(*engagement.Scenario) *float64, func(*engagement.Scenario, *float64)) {
		return func(s *engagement.Scenario) *float64 { return *get(s) }, func(s *engagement.Scenario, v *float64) { *get(s) = v }
	}
	var out []*slide
	add := func(s *slide, get func(*engagement.Scenario) **float64) {
		s.get, s.set = number(get)
		out = append(out, s)
	}
	if v, ok := doc.Value("staff-fte").(engagement.Number); ok {
		add(&slide{id: "fte", title: "FTE", high: math.Ceil(math.Max(10, 2*float64(v))), step: 0.05, now: float64(v),
			shown: func(v float64) string { return words.Say("%s FTE", n(v, 2)) }}, func(s *engagement.Scenario) **float64 { return &s.FTE })
	}
	total, hours := 0.0, 0.0
	for i, v := range in.Volume {
		total += v
		hours += v * in.Handle[i]
	}
	if in.Known && total > 0 {
		add(&slide{id: "volume", title: words.Say("Escalations"), low: 0.25, high: 2, step: 0.01, now: 1,
			shown: func(v float64) string {
				return words.Say("%s a week (%s\u00a0%%)", n(total*v, 1), n(v*100, 0))
			}}, func(s *engagement.Scenario) **float64 { return &s.Volume })
		add(&slide{id: "handle", title: words.Say("Handle time"), low: 0.25, high: 2, step: 0.01, now: 1,
			shown: func(v float64) string {
				return words.Say("%s h each (%s\u00a0%%)", n(hours/total*v, 2), n(v*100, 0))
			}}, func(s *engagement.Scenario) **float64 { return &s.Handle })
	}
	add(&slide{id: "sia", title: words.Say("Hours of a named SIA"), high: 80, step: 2, now: 0,
		shown: func(v float64) string { return words.Say("%s h a week", n(v, 1)) }}, func(s *engagement.Scenario) **float64 { return &s.SIAHours })
	if win, ok := doc.Value("bw-window").(engagement.Window); ok {
		add(&slide{id: "days", title: words.Say("Days of cover"), low: 1, high: 7, step: 1, now: win.Days,
			shown: func(v float64) string { return words.Say("%s a week", n(v, 0)) }}, func(s *engagement.Scenario) **float64 { return &s.Days })
		add(&slide{id: "hours", title: words.Say("Hours of cover"), low: 1, high: 24, step: 1, now: win.Hours,
			shown: func(v float64) string { return words.Say("%s a day", n(v, 1)) }}, func(s *engagement.Scenario) **float64 { return &s.Hours })
	}
	if level, ok := assessment.ToolUse(doc); ok {
		out = append(out, &slide{id: "tools", title: words.Say("Use of the MSSP's tools"), high: 4, step: 1, now: float64(level),
			shown: func(v float64) string { return words.Say("level %s of 4", n(v, 0)) },
			get: func(s *engagement.Scenario) *float64 {
				if s.ToolUse == nil {
					return nil
				}
				v := float64(*s.ToolUse)
				return &v
			},
			set: func(s *engagement.Scenario, v *float64) {
				s.ToolUse = nil
				if v != nil {
					level := int(*v)
					s.ToolUse = &level
				}
			}})
	}
	return out
}

func newWhatIf(w *workspace, changed func()) *whatIfPanel {
	p := &whatIfPanel{w: w, changed: changed, slides: slidesOf(w), state: container.NewVBox(), actions: container.NewHBox()}
	const gap, pad = 28, 16
	const cell = (style.Column - 2*pad - gap) / 2
	box := &placed{y: 12}
	box.put(style.Line(words.Say("What if …"), look.TextLead, true, look.Text), pad)
	box.objects = append(box.objects, p.actions)
	box.y += 34
	for i, s := range p.slides {
		x := float32(pad)
		if i%2 == 1 {
			x += cell + gap
		}
		s.slider = locate.Name("whatif/"+s.id, newSlider(s.low, s.high))
		s.slider.Step = s.step
		title := style.Line(s.title, look.TextSmall+1, false, look.Muted)
		s.value = style.Line("", look.TextSmall+1, true, look.Text)
		s.value.Alignment = fyne.TextAlignTrailing
		box.put(title, x)
		s.value.Move(fyne.NewPos(x, box.y))
		s.value.Resize(fyne.NewSize(cell, s.value.MinSize().Height))
		h := s.slider.MinSize().Height
		s.slider.Move(fyne.NewPos(x-8, box.y+16))
		s.slider.Resize(fyne.NewSize(cell+16, h))
		// The slider's own track has the colour of the panel.
		track := style.Box(look.Track, look.None, 0)
		track.Move(fyne.NewPos(x, box.y+16+h/2-2))
		track.Resize(fyne.NewSize(cell, 4))
		box.objects = append(box.objects, s.value, track, s.slider)
		if i%2 == 1 || i == len(p.slides)-1 {
			box.y += 52
		}
		s.slider.OnChanged = func(v float64) {
			if p.quiet {
				return
			}
			w.slideTo(s, v)
			p.show()
			p.changed()
		}
	}
	p.state.Move(fyne.NewPos(pad, box.y))
	box.objects = append(box.objects, p.state)
	box.y += stateHeight
	back := style.Box(look.Surface, look.Border, 1)
	back.Resize(fyne.NewSize(style.Column, box.y))
	box.objects = append([]fyne.CanvasObject{back}, box.objects...)
	p.object = locate.Name("whatif", box.box(style.Column))
	p.show()
	return p
}

// stateHeight is the room for what is tried out, three lines; it is there at all
// times, so that the page does not jump.
const stateHeight = 66

// show brings sliders and texts in line with the scenario.
func (p *whatIfPanel) show() {
	sc := &p.w.whatIf
	for _, s := range p.slides {
		v := s.now
		token := look.Text
		if x := s.get(sc); x != nil {
			v, token = *x, look.Accent
		}
		p.quiet = true
		s.slider.SetValue(v)
		p.quiet = false
		s.value.Text, s.value.Color = s.shown(v), style.Color(token)
		s.value.Refresh()
	}
	const width = style.Column - 32
	text, token := words.Say("Move a slider: the verdict and the gauges follow at once. Nothing is answered by it until you apply it."), look.Muted
	p.actions.Objects = nil
	if !sc.Empty() {
		text, token = words.Say("Trying out: %s.", strings.Join(assessment.DescribeScenario(p.w.session.Document(), *sc), "; ")), look.Text
		p.actions.Objects = []fyne.CanvasObject{
			locate.Name("whatif/apply", form.NewChip(words.Say("Apply to the answers"), p.w.applyWhatIf)),
			locate.Name("whatif/keep", form.NewChip(words.Say("Keep as scenario…"), p.w.keepWhatIf)),
			locate.Name("whatif/reset", form.NewChip(words.Say("Reset"), p.w.resetWhatIf)),
		}
	}
	size := p.actions.MinSize()
	p.actions.Move(fyne.NewPos(style.Column-16-size.Width, 10))
	p.actions.Resize(size)
	p.actions.Refresh()
	out := []fyne.CanvasObject{style.Paragraph(text, width, look.TextSmall+1, false, token)}
	p.state.Objects = out
	p.state.Resize(fyne.NewSize(width, stateHeight))
	p.state.Refresh()
}

// slideTo tries a value of a slider out.
func (w *workspace) slideTo(s *slide, v float64) {
	if v == s.now {
		s.set(&w.whatIf, nil)
	} else {
		s.set(&w.whatIf, &v)
	}
}

// tried is the result with the what-if in it; the session's own without one.
func (w *workspace) tried() *assessment.Result {
	if w.whatIf.Empty() {
		return w.session.Result()
	}
	r := assessment.EvaluateScenario(w.session.Set, w.session.Registry, w.session.Document(), w.whatIf)
	return &r
}

// tryOut puts one number into the what-if, as a counterfactual suggests it.
func (w *workspace) tryOut(sc engagement.Scenario) {
	w.whatIf = sc
	w.open(pageVerdict)
}

// applyWhatIf makes the what-if the answers: one undo step. Hours of an SIA are
// no answer: they go on being tried out.
func (w *workspace) applyWhatIf() {
	if w.whatIf.Empty() {
		w.app.inform(words.Say("Nothing to apply"), words.Say("Move a slider on the verdict page first."))
		return
	}
	sc := w.whatIf
	hours := sc.SIAHours
	w.whatIf = engagement.Scenario{SIAHours: hours}
	sc.SIAHours = nil
	if !sc.Empty() {
		w.session.Edit(pageVerdict, func(d *engagement.Document) { d.Answers = assessment.Apply(w.session.Set, d, sc).Answers })
	}
	if w.pageID == pageVerdict {
		w.open(pageVerdict)
	}
	if hours != nil {
		w.app.inform(words.Say("Hours of an SIA are no answer"), words.Say("They say what buying would do, and stay on their slider. Keep them as a scenario to have them in the report."))
	}
}

// resetWhatIf drops what is being tried out.
func (w *workspace) resetWhatIf() {
	w.whatIf = engagement.Scenario{}
	if w.pageID == pageVerdict {
		w.open(pageVerdict)
	}
}

// keepWhatIf asks for a name and keeps the what-if as a scenario of the report.
func (w *workspace) keepWhatIf() {
	if w.whatIf.Empty() {
		w.app.inform(words.Say("Nothing to keep"), words.Say("Move a slider on the verdict page first."))
		return
	}
	var d *dialog.CustomDialog
	hide := func() { d.Hide() }
	entry := locate.Name("whatif/name", form.NewEntry())
	entry.SetPlaceHolder(words.Say("for example: hire one analyst"))
	keep := func() {
		sc := w.whatIf
		sc.Name = strings.TrimSpace(entry.Text)
		if sc.Name == "" {
			sc.Name = words.Say("Scenario %d", len(w.session.Document().Scenarios)+1)
		}
		d.Hide()
		w.session.Edit(pageVerdict, func(doc *engagement.Document) { doc.Scenarios = append(doc.Scenarios, sc) })
		w.app.inform(words.Say("Kept"), words.Say("“%s” stands under “What would change the verdict”, and the report shows it.", sc.Name))
	}
	entry.OnSubmitted = func(string) { keep() }
	ok := locate.Name("whatif/name-ok", form.NewButton(words.Say("Keep"), keep))
	ok.Importance = widget.HighImportance
	body := container.NewVBox(
		style.Paragraph(words.Say("The report will show it beside the engagement as it is."), 420, look.TextBody, false, look.Text), entry)
	d = w.app.pose(words.Say("Keep as scenario"), posed{body: body, buttons: []fyne.CanvasObject{form.NewButton(words.Say("Cancel"), hide), ok}, first: entry, escape: hide})
}

// dropScenario removes a kept scenario; one undo step.
func (w *workspace) dropScenario(i int) {
	w.session.Edit(pageVerdict, func(d *engagement.Document) {
		d.Scenarios = append(append([]engagement.Scenario{}, d.Scenarios[:i]...), d.Scenarios[i+1:]...)
	})
}

// scenarioOf is the what-if that tries out a counterfactual; false when it is
// about something no slider moves.
func scenarioOf(c assessment.Counterfactual) (engagement.Scenario, bool) {
	var sc engagement.Scenario
	if c.Subject != "sia" {
		return sc, false
	}
	for _, x := range c.Changes {
		v := x.To
		switch x.Lever {
		case "fte":
			sc.FTE = &v
		case "volume":
			sc.Volume = &v
		case "handle":
			sc.Handle = &v
		case "cover-hours":
			sc.Hours = &v
		case "cover-days":
			sc.Days = &v
		default:
			return sc, false
		}
	}
	return sc, true
}

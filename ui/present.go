// Presenting: the engagement as slides over the whole screen, in the place of the
// workspace. Nothing is answered by it, and leaving shows the window as it was.

package ui

import (
	"fmt"
	"runtime"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"muster/assessment/engagement"
	"muster/exporters/look"
	"muster/exporters/redaction"
	"muster/exporters/report"
	"muster/ui/form"
	"muster/ui/locate"
	"muster/ui/style"
	"muster/ui/words"
)

// show is a presentation going on.
type show struct {
	w      *workspace
	rep    *report.Report
	slides []report.Slide
	at     int
	stage  *stage

	// As it was before.
	focus  fyne.Focusable
	size   fyne.Size
	full   bool
	menu   *fyne.MainMenu
	tried  engagement.Scenario
	reader redaction.Profile // whom exports were for before
	topics map[string]int    // the first slide of each

	number  string // the digits typed so far of a slide's number
	digitAt time.Time
	wheel   float32
	wheelAt time.Time
	pointer bool // the controls show
	hide    *time.Timer
}

const (
	digitPause  = time.Second            // digits closer than this make one number
	wheelPause  = 250 * time.Millisecond // a turn of the wheel is one slide
	wheelNotch  = 8                      // of the wheel, in pixels of scrolling
	settleTime  = 400 * time.Millisecond // for the display to leave full screen
	controlTime = 3 * time.Second        // how long the controls stay after the mouse rests
)

// topicOf is the slide topic of a page; pages without one have none.
func topicOf(page string) string {
	switch parentPage(page) {
	case pageVerdict:
		return report.TopicSIA
	case pageCSIRP, "csirp", "assurance":
		return report.TopicCSIRP
	case pageCapacity, pageTickets, "staffing", "bandwidth":
		return report.TopicCapacity
	case pageResponsibilities, "responsibilities":
		return report.TopicResponsibilities
	case pageOptions, pageComparison:
		return report.TopicOptions
	case pageFindings, pageTargets, pagePlan:
		return report.TopicFindings
	case pageSince:
		return report.TopicSince
	}
	return report.TopicTitle
}

// presentKey takes a key that nothing else has: F5 begins a presentation, and all
// keys belong to one that goes on.
func (a *App) presentKey(e *fyne.KeyEvent) bool {
	switch {
	case a.presenting != nil:
		a.presenting.key(e)
	case e.Name == fyne.KeyF5 && a.work != nil && !a.blocked():
		a.work.present(shiftHeld())
	default:
		return false
	}
	return true
}

// shiftHeld reports whether Shift is down: typed keys do not say so.
var shiftHeld = func() bool {
	d, ok := fyne.CurrentApp().Driver().(desktop.Driver)
	return ok && d.CurrentKeyModifiers()&fyne.KeyModifierShift != 0
}

// present begins: at the first slide, or at the one on what the page is about.
func (w *workspace) present(here bool) {
	if w.app.presenting != nil {
		return
	}
	w.commit()
	window := w.app.window
	c := window.Canvas()
	s := &show{w: w, focus: c.Focused(), size: c.Size(), full: window.FullScreen(), menu: window.MainMenu(), tried: w.whatIf, reader: w.redaction}
	s.prepare()
	if here {
		s.at = s.topics[topicOf(w.pageID)]
	}
	c.Unfocus()
	w.app.presenting = s
	s.stage = newStage(s)
	if runtime.GOOS != "darwin" { // there the menu is not part of the window
		window.SetMainMenu(nil)
	}
	for _, k := range s.shortcuts() {
		c.AddShortcut(k.key, func(fyne.Shortcut) { k.do() })
	}
	window.SetContent(s.stage)
	window.SetFullScreen(true)
}

// prepare makes the slides for the reader that is chosen.
func (s *show) prepare() {
	params := s.w.session.Registry.Resolve(s.w.session.Document().Model)
	s.rep = s.w.reportFor(s.w.redaction)
	s.slides, s.topics = report.Presentation(s.rep, &params), map[string]int{}
	for i := len(s.slides) - 1; i >= 0; i-- {
		s.topics[s.slides[i].Topic] = i
	}
}

// nextReader goes on for the next kind of reader, on the same topic where they may
// see it.
func (s *show) nextReader() {
	all := redaction.Profiles
	i := slices.IndexFunc(all, func(r redaction.Profile) bool { return r.ID == s.w.redaction.ID })
	s.w.redaction = all[(i+1)%len(all)]
	topic := s.slides[s.at].Topic
	s.w.app.window.Canvas().Unfocus()
	s.forget()
	s.prepare()
	s.at = s.topics[topic]
	s.stage.Refresh()
}

// presentFor presents for a kind of reader; exports are for them too from then on.
func (w *workspace) presentFor(reader redaction.Profile) {
	if w.app.presenting != nil {
		return
	}
	before := w.redaction
	w.redaction = reader
	w.present(false)
	w.app.presenting.reader = before
}

// shortcuts are those of the menu that go on while it is hidden.
func (s *show) shortcuts() []shortcut {
	do := func(action func()) func() {
		return func() {
			if !s.w.app.blocked() {
				action()
			}
		}
	}
	return []shortcut{{ctrl(fyne.KeyS), do(func() { s.w.save(nil) })}, {ctrl(fyne.KeyQ), do(s.w.app.Quit)},
		{ctrl(fyne.KeyF5), do(func() { s.to(0) })}, {ctrlShift(fyne.KeyF5), do(s.toPage)}}
}

type shortcut struct {
	key fyne.Shortcut
	do  func()
}

// end leaves the presentation: the window is as it was before.
func (s *show) end() {
	if s == nil || s.w.app.presenting != s {
		return
	}
	a, window := s.w.app, s.w.app.window
	c := window.Canvas()
	a.presenting = nil
	if s.hide != nil {
		s.hide.Stop()
	}
	for _, k := range s.shortcuts() {
		c.RemoveShortcut(k.key)
	}
	s.forget()
	c.Unfocus()
	window.SetFullScreen(s.full)
	if runtime.GOOS != "darwin" {
		window.SetMainMenu(s.menu)
	}
	window.SetContent(s.w.root)
	if !s.full {
		window.Resize(s.size)
		// A late word of the full size from the display may undo that.
		later(settleTime, func() {
			if a.presenting == nil && !window.FullScreen() {
				window.Resize(s.size)
			}
		})
	}
	if s.w.pageID == pageVerdict && fmt.Sprint(s.w.whatIf) != fmt.Sprint(s.tried) {
		s.w.open(pageVerdict) // its sliders show what is being tried out
	} else if id := s.w.pageID; (id == pageReports || id == pageExercises) && s.w.redaction.ID != s.reader.ID {
		s.w.open(id) // it shows whom exports are for
	} else if s.focus != nil {
		c.Focus(s.focus)
	}
}

// to shows a slide, if there is such a one.
func (s *show) to(i int) {
	if i < 0 || i >= len(s.slides) {
		return
	}
	s.w.app.window.Canvas().Unfocus() // what has the keyboard goes away
	s.forget()
	s.at = i
	s.stage.Refresh()
}

func (s *show) toPage() { s.to(s.topics[topicOf(s.w.pageID)]) }

// key is a key nothing on the slide has a use for.
func (s *show) key(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyRight, fyne.KeyDown, fyne.KeySpace, fyne.KeyPageDown, fyne.KeyReturn, fyne.KeyEnter:
		s.to(s.at + 1)
	case fyne.KeyLeft, fyne.KeyUp, fyne.KeyPageUp, fyne.KeyBackspace:
		s.to(s.at - 1)
	case fyne.KeyHome:
		s.to(0)
	case fyne.KeyEnd:
		s.to(len(s.slides) - 1)
	case fyne.KeyF5:
		if shiftHeld() {
			s.toPage()
		} else {
			s.to(0)
		}
	case fyne.KeyEscape:
		s.end()
	}
}

// typed goes to a slide by its number; digits that follow at once belong to it. An r
// changes whom the slides are for.
func (s *show) typed(r rune) {
	if r == 'r' || r == 'R' {
		s.nextReader()
		return
	}
	if r < '0' || r > '9' {
		return
	}
	now := time.Now()
	if now.Sub(s.digitAt) > digitPause {
		s.number = ""
	}
	s.digitAt = now
	number := func(digits string) int {
		n := 0
		for _, d := range digits {
			n = n*10 + int(d-'0')
		}
		return n
	}
	if s.number += string(r); number(s.number) > len(s.slides) {
		s.number = string(r)
	}
	s.to(number(s.number) - 1)
}

// scrolled turns the wheel into slides: one for a turn, however long it is.
func (s *show) scrolled(by float32) {
	now := time.Now()
	if now.Sub(s.wheelAt) < wheelPause {
		return
	}
	if s.wheel += by; s.wheel > -wheelNotch && s.wheel < wheelNotch {
		return
	}
	step := 1
	if s.wheel > 0 {
		step = -1
	}
	s.wheel, s.wheelAt = 0, now
	s.to(s.at + step)
}

// moved shows the controls for a while.
func (s *show) moved() {
	if s.hide != nil {
		s.hide.Stop()
	}
	s.hide = later(controlTime, func() {
		if s.pointer = false; s.w.app.presenting == s {
			s.stage.controls.Hide()
		}
	})
	if !s.pointer {
		s.pointer = true
		s.stage.controls.Show()
	}
}

// forget drops the names of the slide's parts.
func (s *show) forget() {
	for _, p := range slidesOf(s.w) {
		locate.Forget("present/" + p.id)
	}
	for _, n := range []string{"slide", "verdict", "previous", "next", "reader", "end"} {
		locate.Forget("present/" + n)
	}
}

// build lays the slide out for a size.
func (s *show) build(size fyne.Size) []fyne.CanvasObject {
	slide := s.slides[s.at]
	client := strings.TrimSpace(s.rep.Client)
	if client == "" {
		client = s.rep.Title
	}
	b := newWall(size)
	objects := b.slide(slide, footing{client: client, mark: s.rep.Classification, page: fmt.Sprintf("%d / %d", s.at+1, len(s.slides))})
	locate.Name("present/slide", objects[0])
	if slide.Trial {
		objects = s.trial(b, slide)
	}
	bar := container.NewHBox(
		locate.Name("present/previous", form.NewChip(words.Say("‹ Back"), func() { s.to(s.at - 1) })),
		locate.Name("present/next", form.NewChip(words.Say("Next ›"), func() { s.to(s.at + 1) })),
		locate.Name("present/reader", form.NewChip(words.Say("For: %s (R)", words.Name(s.w.redaction.Name)), s.nextReader)),
		locate.Name("present/end", form.NewChip(words.Say("End (Esc)"), s.end)))
	bar.Resize(bar.MinSize())
	bar.Move(fyne.NewPos(b.left+b.column*0.88-bar.MinSize().Width, b.height-(wallFoot/2)*b.u-bar.MinSize().Height/2))
	if !s.pointer {
		bar.Hide()
	}
	s.stage.controls = bar
	return append(objects, bar)
}

// The sliders of the slide, those a room has questions about.
var trialSliders = map[string]bool{"fte": true, "volume": true, "handle": true, "sia": true}

// trial is the slide on which something is tried out: sliders at the left, what
// they give at the right.
func (s *show) trial(b *wall, slide report.Slide) []fyne.CanvasObject {
	const gap = 56
	left := b.column * 0.46
	lead, gives := container.NewWithoutLayout(), container.NewWithoutLayout()
	top := wallTop*b.u + style.LineHeight(wallTitle*b.u)
	b.at(b.text(slide.Title, b.column, wallTitle, 1, true, look.Text), b.left, wallTop*b.u)
	y := top + style.LineHeight(wallLead*b.u) + wallGap*b.u
	right := b.left + left + gap*b.u
	width := b.column - left - gap*b.u
	var rows []*lever
	follow := func() {
		answered, tried := s.w.session.Result(), s.w.tried()
		text, token := s.w.triedLead(tried)
		if s.w.whatIf.Empty() {
			text, token = words.Say("As answered. Move a slider: the verdict follows, and no answer changes."), look.Accent
		}
		say := b.text(text, b.column, wallLead, 1, false, token)
		say.Move(fyne.NewPos(b.left, top))
		say.Resize(say.MinSize())
		lead.Objects = []fyne.CanvasObject{say}
		lead.Refresh()
		t := report.TryOut(words.Reports(), answered, tried)
		hero := locate.Name("present/verdict", b.hero(t.Badge, width, wallHeroBeside, b.heroHeight()))
		hero.Move(fyne.NewPos(right, y))
		hero.Resize(hero.MinSize())
		facts := b.facts(t.Facts, width, 2, true)
		facts.Move(fyne.NewPos(right, y+hero.MinSize().Height+wallGap*b.u))
		facts.Resize(facts.MinSize())
		gives.Objects = []fyne.CanvasObject{hero, facts}
		gives.Refresh()
		for _, r := range rows {
			r.shows()
		}
	}
	still := &calm{}
	still.ExtendBaseWidget(still)
	still.Move(fyne.NewPos(b.left, y))
	still.Resize(fyne.NewSize(left, b.bottom()-y))
	b.objects = append(b.objects, still, lead, gives)
	row := y
	for _, p := range slidesOf(s.w) {
		if !trialSliders[p.id] {
			continue
		}
		l := newLever(s, p, b, left, follow)
		rows = append(rows, l)
		row += l.place(b, b.left, row)
	}
	follow()
	return b.objects
}

// heroHeight is the room for a verdict of three lines of detail: what stands below
// must not jump.
func (b *wall) heroHeight() float32 {
	return 2*0.38*wallHeroBeside*b.u + style.LineHeight(wallHeroBeside*b.u) + 3*style.LineHeight(wallLeast*b.u)
}

// lever is a slider on the wall.
type lever struct {
	slider
	show  *show
	slide *slide
	u     float32
	width float32
	ring  fyne.CanvasObject
	value *fyne.Container
	quiet bool // it is being set by the program
}

func newLever(s *show, p *slide, b *wall, width float32, follow func()) *lever {
	l := &lever{show: s, slide: p, u: b.u, width: width, value: container.NewWithoutLayout()}
	l.Min, l.Max, l.Step = p.low, p.high, p.step
	l.Orientation = widget.Horizontal
	l.ExtendBaseWidget(l)
	l.OnChanged = func(v float64) {
		if !l.quiet {
			s.w.slideTo(p, v)
			follow()
		}
	}
	return l
}

// shows brings the slider and its text in line with what is being tried out.
func (l *lever) shows() {
	v, token := l.slide.now, look.Text
	if x := l.slide.get(&l.show.w.whatIf); x != nil {
		v, token = *x, look.Accent
	}
	l.quiet = true
	l.SetValue(v)
	l.quiet = false
	text := style.Line(fitLine(l.slide.shown(v), l.width, wallBody*l.u, true), wallBody*l.u, true, token)
	text.Resize(text.MinSize())
	l.value.Objects = []fyne.CanvasObject{text}
	l.value.Refresh()
}

// leverHeight is the room a slider takes, with its name and its value.
const leverHeight = 126

func (l *lever) place(b *wall, x, y float32) float32 {
	ring := style.Box(look.None, look.Accent, 2*b.u)
	ring.CornerRadius = look.Corner * b.u
	ring.Move(fyne.NewPos(x-14*b.u, y-4*b.u))
	ring.Resize(fyne.NewSize(l.width+28*b.u, (leverHeight-8)*b.u))
	ring.Hide()
	l.ring = ring
	b.objects = append(b.objects, ring)
	b.at(style.Line(l.slide.title, wallLeast*b.u, false, look.Muted), x, y)
	l.value.Move(fyne.NewPos(x, y+32*b.u))
	l.value.Resize(fyne.NewSize(l.width, style.LineHeight(wallBody*b.u)))
	track := style.Box(look.Track, look.None, 0)
	track.CornerRadius = 4 * b.u
	scaled := container.NewThemeOverride(locate.Name("present/"+l.slide.id, l), &wallTheme{l.show.w.app.theme, 1.7 * b.u})
	height := scaled.MinSize().Height
	scaled.Move(fyne.NewPos(x-12*b.u, y+(leverHeight-12)*b.u-height))
	scaled.Resize(fyne.NewSize(l.width+24*b.u, height))
	const end = 15 // the slider's own ends
	track.Move(fyne.NewPos(x+end*b.u, scaled.Position().Y+height/2-4*b.u))
	track.Resize(fyne.NewSize(l.width-2*end*b.u, 8*b.u))
	b.objects = append(b.objects, l.value, track, scaled)
	return leverHeight * b.u
}

// FocusGained shows that the keys move this one.
func (l *lever) FocusGained() {
	l.slider.FocusGained()
	l.ring.Show()
}

// FocusLost takes that away.
func (l *lever) FocusLost() {
	l.slider.FocusLost()
	l.ring.Hide()
}

// DragEnd keeps the keyboard.
func (l *lever) DragEnd() {
	l.Slider.DragEnd()
	l.show.w.app.window.Canvas().Focus(l)
}

// TypedKey moves the slider with the arrows; the other keys are the slides'.
func (l *lever) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyLeft, fyne.KeyDown:
		l.SetValue(l.Value - l.Step)
	case fyne.KeyRight, fyne.KeyUp:
		l.SetValue(l.Value + l.Step)
	default:
		l.show.key(e)
	}
}

// TypedRune passes digits on.
func (l *lever) TypedRune(r rune) { l.show.typed(r) }

// wallTheme is the theme with other sizes.
type wallTheme struct {
	*style.Theme
	by float32
}

// Size is scaled.
func (t *wallTheme) Size(name fyne.ThemeSizeName) float32 { return t.Theme.Size(name) * t.by }

// calm takes clicks beside the sliders, so that one that misses does not turn the
// page.
type calm struct{ widget.BaseWidget }

func (c *calm) Tapped(*fyne.PointEvent) {}

func (c *calm) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.NewWithoutLayout())
}

// stage is the window's content during a presentation: it lays the slide out for
// its size and takes the mouse.
type stage struct {
	widget.BaseWidget
	show     *show
	controls fyne.CanvasObject
}

var (
	_ fyne.Tappable          = (*stage)(nil)
	_ fyne.SecondaryTappable = (*stage)(nil)
	_ fyne.Scrollable        = (*stage)(nil)
	_ desktop.Hoverable      = (*stage)(nil)
)

func newStage(s *show) *stage {
	st := &stage{show: s}
	st.ExtendBaseWidget(st)
	return st
}

// Tapped goes on.
func (st *stage) Tapped(*fyne.PointEvent) { st.show.to(st.show.at + 1) }

// TappedSecondary goes back.
func (st *stage) TappedSecondary(*fyne.PointEvent) { st.show.to(st.show.at - 1) }

// Scrolled goes on or back.
func (st *stage) Scrolled(e *fyne.ScrollEvent) { st.show.scrolled(e.Scrolled.DY) }

// MouseIn does nothing: the mouse lies there when the presentation begins.
func (st *stage) MouseIn(*desktop.MouseEvent) {}

// MouseMoved shows the controls.
func (st *stage) MouseMoved(*desktop.MouseEvent) { st.show.moved() }

// MouseOut does nothing.
func (st *stage) MouseOut() {}

// CreateRenderer is Fyne's.
func (st *stage) CreateRenderer() fyne.WidgetRenderer { return &stageRenderer{stage: st} }

type stageRenderer struct {
	stage   *stage
	objects []fyne.CanvasObject
	size    fyne.Size
}

func (r *stageRenderer) Destroy() {}

func (r *stageRenderer) MinSize() fyne.Size { return fyne.NewSize(320, 180) }

func (r *stageRenderer) Objects() []fyne.CanvasObject { return r.objects }

func (r *stageRenderer) Layout(size fyne.Size) {
	if size != r.size && size.Width > 0 && size.Height > 0 {
		r.size = size
		r.objects = r.stage.show.build(size)
	}
}

func (r *stageRenderer) Refresh() {
	if r.size.Width > 0 {
		r.objects = r.stage.show.build(r.size)
	}
	r.stage.show.w.app.window.Canvas().Refresh(r.stage)
}

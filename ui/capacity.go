// The capacity page: the report's chapter, the costs it compares as fields, and
// the simulation, which runs beside the window and joins the page when it is done.

package ui

import (
	"context"
	"errors"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"muster/assessment/analysis"
	"muster/assessment/engagement"
	"muster/assessment/session"
	"muster/exporters/look"
	"muster/exporters/report"
	"muster/ui/form"
	"muster/ui/locate"
	"muster/ui/style"
	"muster/ui/words"
)

// simulated is the workspace's last simulation and the one under way.
type simulated struct {
	doc    *engagement.Document // of result
	result *analysis.Simulation
	fault  string

	running *engagement.Document // nil when none is under way
	cancel  context.CancelFunc
	stopped bool // by the user: it does not start again by itself
}

// simulation is the finished simulation of the document as it stands, or nil.
func (w *workspace) simulation() *analysis.Simulation {
	if w.sim.doc == w.session.Document() {
		return w.sim.result
	}
	return nil
}

// simulate runs the simulation of the document as it stands; progress is told
// the share done, done when it ended, both on the window's goroutine.
func (w *workspace) simulate(progress func(float64), done func()) {
	doc := w.session.Document()
	if w.sim.running == doc {
		return
	}
	w.stopSimulation()
	ctx, cancel := context.WithCancel(context.Background())
	w.sim.running, w.sim.cancel = doc, cancel
	result, registry := *w.session.Result(), w.session.Registry
	w.app.spawn(func() {
		history, _ := analysis.History(doc)
		p := registry.Resolve(doc.Model)
		sim, err := analysis.Simulate(ctx, &result, &p, history, func(n, total int) {
			fyne.Do(func() {
				if w.sim.running == doc {
					progress(float64(n) / float64(max(1, total)))
				}
			})
		})
		fyne.Do(func() {
			cancel()
			if w.sim.running != doc {
				return // another one has taken its place
			}
			w.sim.running = nil
			if errors.Is(err, context.Canceled) {
				return
			}
			w.sim.doc, w.sim.result, w.sim.fault = doc, sim, ""
			if err != nil {
				w.sim.fault = err.Error()
			}
			done()
		})
	})
}

// stopSimulation ends one that is under way.
func (w *workspace) stopSimulation() {
	if w.sim.cancel != nil {
		w.sim.cancel()
	}
	w.sim.running, w.sim.cancel = nil, nil
}

// costEntries are the assumptions that are edited where they are used.
var costEntries = []string{"hire.salary", "hire.onCost", "hire.tools", "hire.recruitment", "hire.tenure", "sia.hourlyRate"}

type capacityPage struct {
	w             *workspace
	head          *fyne.Container
	before, after *fyne.Container
	status        *fyne.Container // of the simulation
	costs         *settingFields
	scroll        *container.Scroll
	left          bool
}

func newCapacityPage(w *workspace) *capacityPage {
	p := &capacityPage{w: w, before: container.NewVBox(), after: container.NewVBox(), status: container.NewVBox()}
	p.costs = newSettingFields(w, pageCapacity)
	fields := container.NewVBox()
	for _, name := range costEntries {
		if e, ok := w.session.Registry.Entry(name); ok {
			fields.Add(container.NewVBox(p.costs.row(e), style.Gap(look.Space1)))
		}
	}
	p.head = container.NewVBox()
	status := container.New(&style.Fixed{Area: fyne.NewSize(style.Column, statusHeight)}, p.status)
	p.scroll = columnScroll([]fyne.CanvasObject{style.Gap(look.Space2), p.head, status, p.before, fields, p.after, style.Gap(look.Space6)})
	p.refresh(session.Change{})
	return p
}

func (p *capacityPage) object() fyne.CanvasObject { return p.scroll }

func (p *capacityPage) commit() { p.costs.commit() }

// leave is told that the page goes away.
func (p *capacityPage) leave() {
	p.left = true
	p.w.stopSimulation()
}

func (p *capacityPage) refresh(session.Change) {
	chapter := p.w.report().Chapter("capacity")
	split := len(chapter.Blocks)
	for i, b := range chapter.Blocks {
		if h, ok := b.(report.Heading); ok && h.Text == report.CostHeading {
			split = i + 1
		}
	}
	head := chapter
	head.Blocks = nil
	p.head.Objects = chapterObjects(head, style.Column)
	p.head.Refresh()
	p.before.Objects = blockObjects(chapter.Blocks[:split], style.Column)
	p.after.Objects = blockObjects(chapter.Blocks[split:], style.Column)
	p.costs.show(len(chapter.Blocks) > 0)
	p.before.Refresh()
	p.after.Refresh()
	p.simulate()
}

// statusHeight is the room for how far the simulation is; it is there at all
// times, so that the page does not jump.
const statusHeight = 30

// simulate starts the simulation where there is none of these answers, and says
// how far it is.
func (p *capacityPage) simulate() {
	in := p.w.session.Result().Capacity.Inputs
	set := func(objects ...fyne.CanvasObject) {
		p.status.Objects = objects
		p.status.Resize(fyne.NewSize(style.Column, statusHeight))
		p.status.Refresh()
	}
	line := func(text string, token look.Token) fyne.CanvasObject {
		return style.Paragraph(text, style.Column, look.TextSmall+1, false, token)
	}
	again := func() { p.w.sim.stopped = false; p.refresh(session.Change{}) }
	switch {
	case !in.Known:
		set()
	case p.w.sim.doc == p.w.session.Document() && p.w.sim.fault != "":
		set(line(words.Say("The simulation failed: %s", p.w.sim.fault), look.Bad))
	case p.w.simulation() != nil:
		sim := p.w.simulation()
		set(line(report.SimulatedText(words.Reports(), sim.Result), look.Muted))
	case p.w.sim.doc == p.w.session.Document():
		set()
	case p.w.sim.stopped:
		set(container.NewHBox(style.Line(words.Say("The simulation was stopped."), look.TextSmall+1, false, look.Muted), form.NewChip(words.Say("Simulate"), again)))
	default:
		bar := widget.NewProgressBar()
		stop := locate.Name("simulation/cancel", form.NewChip(words.Say("Cancel"), func() {
			p.w.stopSimulation()
			p.w.sim.stopped = true
			p.refresh(session.Change{})
		}))
		set(container.NewBorder(nil, nil, style.Line(words.Say("Simulating years of escalations…  "), look.TextSmall+1, false, look.Muted), stop, bar))
		p.w.simulate(bar.SetValue, func() {
			if !p.left {
				p.refresh(session.Change{})
			}
		})
	}
}

// The incident response plan to start from, with its escalation card: what is still
// open in it, and its way into files.

package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"muster/exporters"
	"muster/exporters/csirp"
	"muster/exporters/look"
	"muster/exporters/protect"
	"muster/exporters/report"
	"muster/ui/form"
	"muster/ui/locate"
	"muster/ui/style"
	"muster/ui/words"
)

// planOutputs says what each form of the plan is for.
var planOutputs = map[string]string{
	"odt":  words.Mark("To edit in LibreOffice or Word: filled in from the answers; what is missing or wrong is marked and listed at the front."),
	"md":   words.Mark("The same as plain text, for a wiki."),
	"card": words.Mark("One page to hang up: whom to call, in which order, and who may decide what."),
}

// planGroup offers the plan on the page of reports.
type planGroup struct {
	w       *workspace
	object  *fyne.Container
	says    *fyne.Container // what is open in it, or why it cannot be made
	buttons map[string]*form.Button
}

func newPlanGroup(w *workspace) *planGroup {
	p := &planGroup{w: w, buttons: map[string]*form.Button{}, says: container.NewVBox()}
	p.object = container.NewVBox(style.Gap(look.Space4),
		style.Paragraph(words.Say("Incident response plan to start from"), style.Column, look.TextHeading, true, look.Text),
		p.says, style.Gap(look.Space2))
	room := float32(220) // for the widest button
	for _, f := range exporters.PlanFormats {
		b := locate.Name("export/plan-"+f.ID, form.NewButton(words.Say("Export %s", planWord(f)), func() { w.exportPlan(f) }))
		p.buttons[f.ID] = b
		room = max(room, b.MinSize().Width+look.Space2)
	}
	for _, f := range exporters.PlanFormats {
		p.object.Add(container.NewBorder(nil, nil, nil, container.NewVBox(p.buttons[f.ID]), container.NewVBox(
			style.Paragraph(words.Name(f.Name), style.Column-room, look.TextLead, true, look.Text),
			style.Paragraph(words.Name(planOutputs[f.ID]), style.Column-room, look.TextBody, false, look.Muted))))
		p.object.Add(style.Gap(look.Space2))
	}
	return p
}

// planWord is a form of the plan in a word, for its button.
func planWord(f exporters.PlanFormat) string {
	switch f.ID {
	case "odt":
		return words.Say("plan (ODT)")
	case "md":
		return words.Say("plan (Markdown)")
	}
	return words.Say("escalation card")
}

// show says what is open in the plan, and refuses it to readers who do not see
// everything.
func (p *planGroup) show() {
	var says []fyne.CanvasObject
	line := func(text string, token look.Token) {
		says = append(says, style.Paragraph(text, style.Column, look.TextBody, false, token))
	}
	plan, err := p.w.incidentPlan()
	switch {
	case err != nil:
		line(sentence(words.Name(err.Error())), look.Bad)
	default:
		line(words.Count(len(plan.Open), "1 point is still open in it; the plan marks it and lists it at the front.",
			"%d points are still open in it; the plan marks each and lists them at the front."), look.Muted)
		if n := len(p.w.session.Result().Responsibilities.RedFlags); n > 0 {
			line("⚑ "+words.Count(n, "1 red flag: the MSSP answers for something that only you can. The plan marks it to be corrected.",
				"%d red flags: the MSSP answers for what only you can. The plan marks them to be corrected."), look.Bad)
		}
	}
	for _, b := range p.buttons {
		if err != nil {
			b.Disable()
		} else {
			b.Enable()
		}
	}
	p.says.Objects = says
	p.says.Refresh()
}

// incidentPlan is the plan as it stands for the reader who was chosen.
func (w *workspace) incidentPlan() (*csirp.Plan, error) {
	if !w.redaction.Whole() {
		return nil, csirp.ErrRedacted
	}
	doc := w.session.Document()
	return csirp.Build(csirp.Default(), w.session.Set, doc, report.Build(w.session.Set, w.session.Registry, doc, w.analysis()))
}

// exportPlan asks where to and writes one form of the plan.
func (w *workspace) exportPlan(f exporters.PlanFormat) {
	if w.app.blocked() {
		return
	}
	w.commit()
	title := words.Say("Export %s", words.Name(f.Name))
	plan, err := w.incidentPlan()
	password := ""
	if f.PDF() {
		password = w.password
	}
	if err != nil {
		w.app.fail(title, err)
		return
	}
	w.writeOutput(title, words.Name(f.Name), f.Extension, func(ctx context.Context, progress func(done, total int)) ([]byte, error) {
		data, err := f.Render(ctx, plan)
		if err == nil && password != "" {
			data, err = protect.Encrypt(data, password)
		}
		progress(1, 1)
		return data, err
	})
}

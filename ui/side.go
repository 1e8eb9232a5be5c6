// The panel at the right: the verdict as it stands, after every change.

package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"muster/assessment"
	"muster/assessment/session"
	"muster/exporters/look"
	"muster/exporters/report"
	"muster/ui/form"
	"muster/ui/locate"
	"muster/ui/style"
	"muster/ui/words"
)

const sideWidth = 268

// sidePanel is the live verdict; goTo leads to a question.
type sidePanel struct {
	session *session.Session
	goTo    func(id string)
	carried func(width float32) []fyne.CanvasObject // what is to be confirmed; may be nil
	box     *fyne.Container
}

func newSidePanel(s *session.Session, goTo func(id string)) *sidePanel {
	p := &sidePanel{session: s, goTo: goTo, box: container.NewVBox()}
	p.show()
	return p
}

func (p *sidePanel) object() fyne.CanvasObject {
	scroll := container.NewVScroll(container.NewPadded(p.box))
	scroll.SetMinSize(fyne.NewSize(sideWidth, 100))
	back := canvas.NewRectangle(style.Color(look.Surface))
	return container.NewStack(back, scroll)
}

func (p *sidePanel) show() {
	r := p.session.Result()
	const width = sideWidth - 24
	var out []fyne.CanvasObject
	head := func(s string) {
		out = append(out, style.Gap(look.Space1), style.Line(s, look.TextSmall, true, look.Muted))
	}
	row := func(name string, v assessment.Verdict, size float32) {
		st := look.Verdict(v)
		q := &placed{}
		q.put(style.Line(name, look.TextSmall+1, false, look.Muted), 0)
		mark := verdictMark(st, size+4)
		q.put(mark, 60)
		q.put(style.Line(words.Name(st.Word), size, true, st.Color), 60+size+10)
		q.y += style.LineHeight(size) + 2
		out = append(out, q.box(width))
	}
	head(words.Say("Verdict as it stands"))
	st := look.Verdict(r.SIA.Verdict)
	q := &placed{}
	q.put(style.Line(words.Say("Named SIA"), look.TextSmall+1, false, look.Text), 0)
	q.y += 22
	q.put(verdictMark(st, 22), 0)
	q.put(locate.Name("side/verdict", style.Line(words.Name(st.Word), look.TextLead+1, true, st.Color)), 30)
	q.y += 28
	detail := style.Paragraph(words.Name(report.SIADetail(words.Reports(), r)), width, look.TextSmall+1, false, look.Text)
	q.put(detail, 0)
	q.y += detail.MinSize().Height
	out = append(out, q.box(width))
	if r.SIA.Urgency == "high" {
		out = append(out, style.Line(words.Say("Urgent"), look.TextSmall+1, true, look.Bad))
	}
	out = append(out, style.Gap(look.Space1))
	out = append(out, style.Line(words.Say("Incident response plan (CSIRP)"), look.TextSmall+1, false, look.Text))
	row(words.Say("Design"), r.CSIRP.Design, look.TextSmall+1)
	row(words.Say("Review"), r.CSIRP.Review, look.TextSmall+1)
	row(words.Say("Test"), r.CSIRP.Test, look.TextSmall+1)

	head(words.Say("Confidence"))
	out = append(out, confidenceBar(r, width))
	if c := r.Confidence; !c.Robust && len(c.Range) == 2 && c.Range[0] != assessment.InsufficientEvidence && c.Range[0] != c.Range[1] {
		out = append(out, style.Paragraph(words.Say("Not robust: open questions could make it anything from %s to %s.", verdictWord(c.Range[0]), verdictWord(c.Range[1])),
			width, look.TextSmall+1, false, look.Text))
	}

	if p.carried != nil {
		out = append(out, p.carried(width)...)
	}

	head(words.Say("Why"))
	for i, s := range report.Reasons(words.Reports(), r) {
		if i == 3 {
			break
		}
		out = append(out, style.Paragraph(words.Name(s), width, look.TextSmall+1, false, look.Text))
	}
	if nearest := report.Nearest(p.session.Explanation(), 2); len(nearest) > 0 {
		head(words.Say("What would change it"))
		for _, s := range nearest {
			out = append(out, style.Paragraph(words.Name(s), width, look.TextSmall+1, false, look.Text))
		}
	}
	if it := p.session.Set.Item(r.Confidence.Next); it != nil {
		head(words.Say("Next best question"))
		out = append(out, style.Paragraph(words.Name(it.Text), width, look.TextSmall+1, false, look.Text),
			container.NewHBox(locate.Name("side/next", form.NewChip(words.Say("Go to question ▸"), func() { p.goTo(it.ID) }))))
	}
	p.box.Objects = out
	p.box.Refresh()
}

// verdictWord is a verdict within a sentence.
func verdictWord(v assessment.Verdict) string {
	word := look.Verdict(v).Word
	if shown := words.Name(word); shown != word {
		return shown // a noun of German keeps its capital
	}
	return strings.ToLower(word)
}

func confidenceBar(r *assessment.Result, width float32) fyne.CanvasObject {
	c := r.Confidence
	p := &placed{}
	track := style.Box(look.Track, look.None, 0)
	track.Move(fyne.NewPos(0, 6))
	track.Resize(fyne.NewSize(110, 8))
	filled := style.Box(look.Accent, look.None, 0)
	filled.Move(fyne.NewPos(0, 6))
	filled.Resize(fyne.NewSize(110*float32(c.Value), 8))
	p.objects = append(p.objects, track, filled)
	text := words.Name(c.Grade) + ", " + assessment.FormatNumber(c.Value, 2)
	if c.Robust {
		text += " · " + words.Say("robust")
	}
	p.put(style.Line(text, look.TextSmall+1, false, look.Text), 120)
	p.y += 22
	return p.box(width)
}

// The chapters: the template's blocks, and the tables the program makes.

package csirp

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"muster/assessment/cadence"
	"muster/assessment/messages"
	"muster/exporters/report"
)

func (b *builder) columns(titles []string, shares []float64) []report.Column {
	out := make([]report.Column, len(titles))
	for i := range titles {
		out[i] = report.Column{Title: b.lang.Text(titles[i]), Share: shares[i]}
	}
	return out
}

// openChapter lists what is not settled, before everything else.
func (b *builder) openChapter(open []Open) report.Chapter {
	c := report.Chapter{ID: openID, Title: b.lang.Text("Still open"), Lead: b.lang.Text("Nothing is open. Check every chapter, fill in names and numbers, and have the plan approved.")}
	if len(open) == 0 {
		return c
	}
	corrections := 0
	t := report.Table{Columns: b.columns([]string{messages.Mark("Mark"), messages.Mark("What to decide or correct"), messages.Mark("Today"), messages.Mark("Stands in"), messages.Mark("Told by")}, []float64{17, 32, 16, 17, 18})}
	for i := range open {
		o := &open[i]
		if o.Correct {
			corrections++
		}
		t.Rows = append(t.Rows, []string{o.Label(), o.Ask, o.Today, o.Chapter, o.From})
	}
	c.Lead = b.lang.Say("%s to decide, %d to correct. This plan is a draft until the list is empty.", b.lang.Count(len(open)-corrections, "1 point", "%d points"), corrections)
	c.Blocks = []report.Block{
		report.Paragraph{Text: b.lang.Text("Each mark stands in the text where its answer belongs. Answer the question in Muster and make the plan again, or write the answer over the mark. Delete this chapter when nothing is left.")},
		t,
	}
	return c
}

func (b *builder) months(n int) string { return b.lang.Count(n, "1 month", "%d months") }

func (b *builder) chapter(c *chapter) report.Chapter {
	b.title = b.lang.Text(c.Title)
	out := report.Chapter{ID: c.ID, Title: b.lang.Text(c.Title), Lead: b.text(c.Lead), Landscape: c.Landscape, Appendix: c.Appendix}
	for i := range c.Blocks {
		if x := &c.Blocks[i]; b.holds(x.when) {
			out.Blocks = append(out.Blocks, b.block(x)...)
		}
	}
	return out
}

func (b *builder) block(x *block) []report.Block {
	switch {
	case x.Heading != "":
		return []report.Block{report.Heading{Text: b.text(x.Heading)}}
	case x.Text != "":
		if text := b.text(x.Text); text != "" {
			return []report.Block{report.Paragraph{Text: text}}
		}
	case x.Bullets != nil:
		items := make([]string, len(x.Bullets))
		for i, item := range x.Bullets {
			items[i] = b.text(item)
		}
		return []report.Block{report.Bullets{Items: items}}
	case x.Table != nil:
		t := report.Table{Columns: b.columns(x.Table.Columns, x.Table.Shares)}
		for i := range x.Table.Rows {
			if r := &x.Table.Rows[i]; b.holds(r.when) {
				cells := make([]string, len(r.Cells))
				for k, cell := range r.Cells {
					cells[k] = b.text(cell)
				}
				t.Rows = append(t.Rows, cells)
			}
		}
		return []report.Block{t}
	case x.Signatures != nil:
		return []report.Block{report.Signatures{Heading: b.lang.Text(x.Signatures.Heading), Lines: b.inWords(x.Signatures.Lines)}}
	case x.Notes != nil:
		return b.notes(x.Notes)
	}
	return b.insert(x)
}

func (b *builder) inWords(texts []string) []string {
	out := make([]string, len(texts))
	for i, s := range texts {
		out[i] = b.lang.Text(s)
	}
	return out
}

// notes are the comments and references given at the assessment.
func (b *builder) notes(ids []string) []report.Block {
	t := report.Table{Columns: b.columns([]string{messages.Mark("Question"), messages.Mark("Noted at the assessment"), messages.Mark("Document")}, []float64{24, 44, 32})}
	for _, id := range ids {
		if a := b.answer(id); strings.TrimSpace(a.Comment) != "" || len(a.References) > 0 {
			t.Rows = append(t.Rows, []string{a.Title, a.Comment, strings.Join(a.References, "\n")})
		}
	}
	if len(t.Rows) == 0 {
		return nil
	}
	return []report.Block{report.Heading{Text: b.lang.Text("From the assessment: use or delete")}, t}
}

func (b *builder) insert(x *block) []report.Block {
	switch x.Insert {
	case "severities":
		t := report.Table{Columns: b.columns([]string{messages.Mark("Severity"), messages.Mark("Means"), messages.Mark("Picked up within"), messages.Mark("Led by"), messages.Mark("Update")}, []float64{12, 42, 16, 16, 14})}
		for i, s := range b.t.Severities {
			t.Rows = append(t.Rows, []string{upperFirst(b.lang.Text(s.ID)), b.lang.Text(s.Means), b.target(i), b.lang.Text(s.Lead), b.lang.Text(s.Update)})
		}
		return []report.Block{t}
	case "responsibilities":
		return b.responsibilities()
	case "clocks":
		return b.clocks()
	case "cadence":
		return b.cadence()
	case "forensic-steps":
		t := report.Table{Columns: b.columns([]string{messages.Mark("Step"), messages.Mark("What is done")}, []float64{28, 72})}
		for _, p := range b.t.Forensics {
			if p.Model == b.rep.Result.Forensics.Model {
				for i, s := range p.Steps {
					t.Rows = append(t.Rows, []string{fmt.Sprintf("%d  %s", i+1, b.lang.Text(s.Name)), b.lang.Text(s.Does)})
				}
			}
		}
		return []report.Block{t}
	case "sources":
		t := report.Table{Columns: b.columns([]string{messages.Mark("Source"), messages.Mark("Title")}, []float64{26, 74})}
		for _, id := range x.Of {
			s := b.set.SourceByID(id)
			t.Rows = append(t.Rows, []string{s.Short, s.Title})
		}
		return []report.Block{t}
	}
	return nil
}

// responsibilities is the matrix; what is wrong is marked and the expected owner
// named.
func (b *builder) responsibilities() []report.Block {
	t := report.Table{Columns: b.columns([]string{"", messages.Mark("Activity"), messages.Mark("Answers for it"), messages.Mark("Does it"), messages.Mark("State")}, []float64{4, 28, 16, 16, 36})}
	for i := range b.rep.Result.Responsibilities.Rows {
		r := &b.rep.Result.Responsibilities.Rows[i]
		state := ""
		if o := b.rowOpen(r.ID); o != nil {
			state = o.Mark()
		}
		_, usual := b.expected(r)
		owner, doer := dash(b.party(r.Accountable)), dash(b.party(r.Doer))
		switch {
		case r.Answered && r.RedFlag:
			owner = b.lang.Say("%s today; must be %s", owner, b.party(r.ExpectedAccountable))
		case state != "":
		case r.Written:
			state = b.lang.Text("agreed in writing")
		default:
			state = b.lang.Text("agreed by word; signing this plan puts it in writing")
		}
		if r.Answered && r.Doer != usual && r.Doer != "" && r.Doer != "none" {
			doer = b.lang.Say("%s (usually %s)", doer, b.party(usual))
		}
		t.Rows = append(t.Rows, []string{fmt.Sprint(r.Number), b.lang.Text(r.Text), owner, doer, state})
	}
	return []report.Block{t}
}

func dash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}

// clocks are the deadlines that can run, and whether they can be kept.
func (b *builder) clocks() []report.Block {
	n := &b.rep.Result.Notification
	t := report.Table{Columns: b.columns([]string{messages.Mark("Duty"), messages.Mark("First notice within"), messages.Mark("Started by"), messages.Mark("Sent by"), messages.Mark("Stages and remarks")}, []float64{20, 13, 17, 17, 33})}
	starts, sends := b.text("{clock}"), b.lang.Text("Legal")
	for _, c := range n.Clocks {
		t.Rows = append(t.Rows, []string{b.lang.Text(c.Title), span(c.Hours), starts, sends, b.lang.Text(c.Note)})
		starts = b.text("{clock}") // the number alone
	}
	if n.Other {
		t.Rows = append(t.Rows, []string{b.lang.Text("Other law, sector rule or contract"), b.lang.Text("not known"), starts, sends, b.lang.Say("%s Ask counsel, and the owner of the contract.", b.mark("other-duty", Open{
			Ask: b.lang.Text("Write down the deadline, trigger and recipient of the other duty; it may be the shortest clock."), Question: "ntf-regimes"}))})
	}
	var out []report.Block
	switch {
	case len(t.Rows) > 0:
		out = append(out, t)
	case b.doc.Value("ntf-regimes") != nil:
		out = append(out, report.Paragraph{Text: b.lang.Text("No reporting deadline was named. Have counsel confirm that there is none, contracts and insurance included.")})
	}
	if s := n.SlackHours; s.Known() {
		sum := b.lang.Say("Of the shortest known clock (%s), the MSSP's notice takes up to %s, the worst gap until somebody picks up %s and the decision %s",
			span(float64(n.ClockHours)), span(float64(n.MSSPHours)), span(float64(n.GapHours)), span(float64(n.DecideHours)))
		if s < 0 {
			out = append(out, report.Paragraph{Text: b.mark("slack", Open{Correct: true, Question: "ntf-decide-hours",
				Ask:   b.lang.Say("%s: %s too much. Shorten one of them.", sum, span(float64(-s))),
				Today: b.lang.Say("the clock can be missed by %s", span(float64(-s)))})})
		} else {
			out = append(out, report.Paragraph{Text: b.lang.Say("%s; %s are left.", sum, span(float64(s)))})
		}
	}
	return out
}

// cadence says when each duty that comes round was last done and is next due.
func (b *builder) cadence() []report.Block {
	t := report.Table{Columns: b.columns([]string{messages.Mark("What"), messages.Mark("Who"), messages.Mark("Every"), messages.Mark("Last done"), messages.Mark("Next due")}, []float64{30, 18, 11, 15, 26})}
	duties := cadence.Duties(b.set, b.doc, b.rep.Date)
	if duties == nil {
		duties = cadence.Undated(b.set, b.doc)
	}
	for _, d := range b.t.Cadence {
		if d.MSSP && !b.mssp {
			continue
		}
		every, last, next := d.Every, "–", b.soon(&d)
		if d.Question != "" {
			i := slices.IndexFunc(duties, func(x cadence.Duty) bool { return x.Question == d.Question })
			if i < 0 {
				continue // it does not apply
			}
			every = duties[i].Months
			last, next = b.due(&d, &duties[i])
		}
		if d.Point != "" {
			if m := b.text("{" + d.Point + "}"); b.labels.MatchString(m) {
				next += "\n" + m
			}
		}
		t.Rows = append(t.Rows, []string{b.lang.Text(d.What), b.lang.Text(d.Who), b.months(every), last, next})
	}
	return []report.Block{t}
}

// soon is when something is due that was never done, or too long ago.
func (b *builder) soon(d *duty) string {
	day, err := time.Parse(time.DateOnly, b.rep.Date)
	if err != nil {
		return b.lang.Say("within %d days", d.First)
	}
	return day.AddDate(0, 0, d.First).Format(time.DateOnly)
}

// due is when a duty was last done and is next due, as written.
func (b *builder) due(d *duty, at *cadence.Duty) (last, next string) {
	switch {
	case at.Standing == cadence.Open:
		return b.answer(d.Question).Shown(), b.soon(d)
	case at.Never:
		return b.lang.Text("never"), b.soon(d)
	}
	if last = at.Last; last == "" {
		last = b.lang.Say("%s before", b.months(int(math.Round(at.Ago))))
	} else {
		last = last[:len("2006-01")] // the answer is in months
	}
	switch {
	case at.Standing == cadence.Overdue:
		return last, b.lang.Say("%s, overdue", b.soon(d))
	case at.Next != "":
		return last, at.Next
	}
	return last, b.lang.Say("in %s", b.months(at.Months-int(math.Round(at.Ago))))
}

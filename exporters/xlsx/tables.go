// The sheets that show what the report says, without formulas.

package xlsx

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"muster/assessment/target"
	"muster/exporters/look"
	"muster/exporters/report"
)

func summarySheet(b *book) *sheet {
	rep := b.rep
	s := &sheet{name: b.lang.Text("Summary"), widths: []float64{22, 23, 52, 22, 15}}
	s.add(cell{value: rep.Title, style: titleStyle})
	for _, f := range [][2]string{
		{b.lang.Text("Client"), rep.Client}, {b.lang.Text("Assessor"), rep.Assessor}, {b.lang.Text("Date"), rep.Date}, {b.lang.Text("Classification"), rep.Classification}, {b.lang.Text("Made with"), rep.Program},
		{b.lang.Text("Question set"), rep.QuestionSet}, {b.lang.Text("Engagement"), rep.EngagementID}, {b.lang.Text("SHA-256 of the input"), rep.InputHash},
	} {
		s.add(cell{value: f[0], style: factName}, cell{value: f[1], style: factValue})
	}
	if rep.Provisional != "" {
		s.add(cell{value: b.lang.Text("Provisional"), style: factName}, cell{value: rep.Provisional, style: factValue})
	}
	s.heading(b.lang.Text("Verdicts"))
	s.head(b.lang.Text("Decision"), b.lang.Text("Verdict"), b.lang.Text("What it means"))
	for _, v := range rep.Verdicts {
		s.add(cell{value: v.Subject, style: bold}, b.verdictCell(v.Style()), cell{value: v.Detail, style: plain})
	}
	list := func(title string, items []string) {
		if len(items) > 0 {
			s.heading(title)
			for _, item := range items {
				s.paragraph("• " + item)
			}
		}
	}
	list(b.lang.Text("Main reasons"), rep.Reasons)
	list(b.lang.Text("Decisions needed"), rep.Decisions)
	var advice []string
	for _, a := range rep.Result.Advice {
		advice = append(advice, b.lang.Text(a.Text))
	}
	list(b.lang.Text("Keep in mind"), advice)

	s.heading(b.lang.Text("Key figures"))
	s.head(b.lang.Text("Figure"), ">"+b.lang.Text("Value"), b.lang.Text("Note"))
	for _, f := range rep.Figures {
		s.add(cell{value: f.Name, style: plain}, cell{value: f.Value, style: rightStyle}, cell{value: f.Note, style: muted})
	}
	s.heading(b.lang.Text("Findings"))
	if len(rep.Findings) == 0 {
		s.paragraph(b.lang.Text("The answers given show no weakness; what was not assessed is listed below."))
	} else {
		s.head(b.lang.Text("Id"), b.lang.Text("Severity"), b.lang.Text("Finding"), b.lang.Text("Owner"), b.lang.Text("Effort"))
		for _, f := range rep.Findings {
			s.add(cell{value: f.ID, style: bold}, b.verdictCell(look.Severity(f.Severity)), cell{value: f.Title, style: plain},
				cell{value: f.Owner, style: plain}, cell{value: f.Effort, style: plain})
		}
	}
	if len(rep.Assumptions) > 0 {
		s.heading(b.lang.Text("Assumptions that stand in for missing answers"))
		s.head(b.lang.Text("Question"), "", b.lang.Text("Assumption"))
		for _, f := range rep.Assumptions {
			s.texts(f.Name, "", f.Value)
		}
	}
	s.heading(b.lang.Text("Not assessed"))
	if len(rep.NotAssessed) == 0 {
		s.paragraph(b.lang.Text("Every question was answered."))
		return s
	}
	s.paragraph(b.lang.Text("Silence is not an all-clear."))
	s.head(b.lang.Text("Id"), b.lang.Text("State"), b.lang.Text("Question"))
	for _, f := range rep.NotAssessed {
		s.texts(f.Note, f.Value, f.Name)
	}
	return s
}

// actionSheet lists what was decided to do, and what the verdicts would be then.
func actionSheet(b *book) *sheet {
	s := &sheet{name: b.lang.Text("Actions"), widths: []float64{7, 30, 42, 28, 18, 12, 12, 10, 9, 13, 12, 28, 38}, frozen: 1, filter: 1, landscape: true}
	s.head(b.lang.Text("Id"), b.lang.Text("Action"), b.lang.Text("What exactly"), b.lang.Text("Closes"), b.lang.Text("Owner"), b.lang.Text("Due"), b.lang.Text("Status"), ">"+b.lang.Text("Priority"), b.lang.Text("Effort"), ">"+b.lang.Text("Cost"), b.lang.Text("Closed on"), b.lang.Text("Note"), b.lang.Text("Why this priority"))
	for _, it := range b.rep.Plan.Items {
		a, closes, cost := &it.Action, "", any(nil)
		if it.Finding != nil {
			closes = it.Finding.ID + " " + b.lang.Text(it.Finding.Title)
		}
		if a.Cost != nil {
			cost = *a.Cost
		}
		s.add(cell{value: it.ID, style: bold}, cell{value: a.Title, style: bold}, cell{value: a.Text, style: plain}, cell{value: closes, style: plain}, cell{value: a.Owner, style: plain},
			cell{value: a.Due, style: plain}, cell{value: report.StatusWord(b.lang, a.State()), style: plain}, cell{value: float64(it.Priority), style: number(wholeFormat)}, cell{value: a.Effort, style: plain},
			cell{value: cost, style: number("#,##0")}, cell{value: a.Closed, style: plain}, cell{value: a.Note, style: muted}, cell{value: b.lang.Text(it.Why), style: muted})
	}
	return s
}

// heldSheet lists the exercises that were held: a row for each, then one for each thing
// it showed.
func heldSheet(b *book) *sheet {
	s := &sheet{name: b.lang.Text("Exercises"), widths: []float64{12, 34, 16, 8, 11, 60, 30, 40}, frozen: 1, filter: 1, landscape: true}
	s.head(b.lang.Text("Date"), b.lang.Text("Exercise"), b.lang.Text("Form"), b.lang.Text("Id"), b.lang.Text("Severity"), b.lang.Text("What it showed"), b.lang.Text("Inject"), b.lang.Text("Bears on"))
	for i := range b.rep.Exercises {
		h := &b.rep.Exercises[i]
		s.add(cell{value: h.Date, style: bold}, cell{value: h.Title, style: bold}, cell{value: h.Form, style: plain}, cell{style: plain}, cell{style: plain}, cell{value: h.Lead, style: plain}, cell{style: plain}, cell{style: plain})
		for _, f := range h.Findings {
			s.add(cell{value: h.Date, style: plain}, cell{value: h.Title, style: plain}, cell{value: h.Form, style: plain}, cell{value: f.ID, style: bold}, b.verdictCell(look.Severity(f.Severity)),
				cell{value: f.Text, style: plain}, cell{value: f.Inject, style: plain}, cell{value: strings.Join(f.Questions, "\n"), style: muted})
		}
	}
	return s
}

func findingsSheet(b *book) *sheet {
	s := &sheet{name: b.lang.Text("Findings"), widths: []float64{6, 11, 28, 38, 38, 38, 18, 14, 12, 28}, frozen: 1, filter: 1, landscape: true}
	s.head(b.lang.Text("Id"), b.lang.Text("Severity"), b.lang.Text("Finding"), b.lang.Text("What was found"), b.lang.Text("Impact"), b.lang.Text("Recommendation"), b.lang.Text("Owner"), b.lang.Text("Effort"), b.lang.Text("Due"), b.lang.Text("Questions"))
	for _, f := range b.rep.Findings {
		s.add(cell{value: f.ID, style: bold}, b.verdictCell(look.Severity(f.Severity)), cell{value: f.Title, style: bold}, cell{value: f.Found, style: plain},
			cell{value: f.Impact, style: plain}, cell{value: f.Recommendation, style: plain}, cell{value: f.Owner, style: plain},
			cell{value: f.Effort, style: plain}, cell{value: f.Due, style: plain}, cell{value: strings.Join(f.Questions, "\n"), style: muted})
	}
	return s
}

func answersSheet(b *book) *sheet {
	s := &sheet{name: b.lang.Text("Answers"), widths: []float64{18, 6, 18, 22, 42, 13, 32, 12, 38, 8, 28, 8}, frozen: 1, filter: 1, landscape: true}
	s.head(b.lang.Text("Section"), ">"+b.lang.Text("No."), b.lang.Text("Id"), b.lang.Text("Title"), b.lang.Text("Question"), b.lang.Text("State"), b.lang.Text("Value"), b.lang.Text("Evidence"), b.lang.Text("Comment"), b.lang.Text("Review"), b.lang.Text("References"), b.lang.Text("Scored"))
	for _, a := range b.rep.Answers {
		state, value := plain, cell{value: a.Value, style: plain}
		switch {
		case a.Inapplicable != "":
			value = cell{value: a.Inapplicable, style: muted}
		case a.Value == "":
			state.fill = look.WatchTint // silence stands out
		}
		review, scored := "", b.lang.Text("yes")
		if a.Review {
			review = b.lang.Text("review")
		}
		if a.Carried {
			review = strings.TrimPrefix(review+", "+b.lang.Text("to be confirmed"), ", ")
		}
		if a.Custom {
			scored = b.lang.Text("no")
		}
		s.add(cell{value: a.Section, style: muted}, cell{value: a.Number, style: number(wholeFormat)}, cell{value: a.ID, style: muted}, cell{value: a.Title, style: bold},
			cell{value: a.Question, style: plain}, cell{value: a.State, style: state}, value, cell{value: a.Evidence, style: plain},
			cell{value: a.Comment, style: plain}, cell{value: review, style: plain}, cell{value: strings.Join(a.References, "\n"), style: plain}, cell{value: scored, style: muted})
	}
	return s
}

func responsibilitySheet(b *book) *sheet {
	s := &sheet{name: b.lang.Text("Responsibilities"), widths: []float64{6, 50, 13, 11, 9, 13, 11, 42}, frozen: 1, landscape: true}
	s.head(">"+b.lang.Text("No."), b.lang.Text("Activity"), b.lang.Text("Accountable"), b.lang.Text("Does it"), b.lang.Text("Written"), b.lang.Text("Usually accountable"), b.lang.Text("Usual doer"), b.lang.Text("Remark"))
	for i, r := range b.rep.Responsibilities {
		remark := plain
		if rows := b.rep.Result.Responsibilities.Rows; i < len(rows) && rows[i].RedFlag {
			remark = verdict(look.Severity("high"))
		}
		s.add(cell{value: r.Number, style: number(wholeFormat)}, cell{value: r.Activity, style: plain}, cell{value: r.Accountable, style: bold}, cell{value: r.Doer, style: plain},
			cell{value: r.Written, style: plain}, cell{value: r.ExpectedAccountable, style: muted}, cell{value: r.ExpectedDoer, style: muted}, cell{value: r.Remark, style: remark})
	}
	return s
}

// csirpSheet is the report's chapter: its blocks, one below the other.
func csirpSheet(b *book) *sheet {
	s := &sheet{name: b.lang.Text("CSIRP"), widths: []float64{36, 30, 40, 10, 10, 10, 10, 10}}
	s.chapter(b, "csirp")
	return s
}

// changeSheet says what would change the verdicts, and lists every change.
func changeSheet(b *book) *sheet {
	s := &sheet{name: b.lang.Text("Changes"), widths: []float64{78, 34, 24, 11, 11, 11, 11}, landscape: true}
	s.chapter(b, "change")
	s.gap()
	s.chapter(b, "changes")
	return s
}

// sinceSheet is what changed since the engagement before.
func sinceSheet(b *book) *sheet {
	s := &sheet{name: b.lang.Text("Since"), widths: []float64{24, 38, 38, 44, 30}, landscape: true}
	s.chapter(b, "since")
	return s
}

// gapSheet is every question against its target, with the distance as a formula, and
// the chapter on the gaps.
func gapSheet(b *book) *sheet {
	s := &sheet{name: b.lang.Text("Gaps"), widths: []float64{28, 34, 14, 14, 44, 44}, landscape: true}
	s.chapter(b, "gap")
	s.heading(b.lang.Text("Every question"))
	s.head(b.lang.Text("Section"), b.lang.Text("Question"), ">"+b.lang.Text("Level"), ">"+b.lang.Text("Wanted"), ">"+b.lang.Text("Levels short"), b.lang.Text("State"))
	sections := map[string]string{}
	for _, x := range b.rep.Gap.Sections {
		sections[x.ID] = x.Title
	}
	for _, it := range b.rep.Gap.Items {
		if it.Standing == target.Excluded {
			continue
		}
		level, short := cell{value: "–", style: rightStyle}, cell{value: "–", style: rightStyle}
		if it.Level >= 0 {
			level = cell{value: it.Level, style: number(wholeFormat)}
			short = cell{value: it.Distance, formula: "MAX(0,{wanted-" + it.Question + "}-{level-" + it.Question + "})", style: number(wholeFormat)}
		}
		n := s.add(cell{value: sections[it.Section], style: plain}, cell{value: fmt.Sprintf("%d. %s", it.Number, it.Title), style: plain}, level,
			cell{value: it.Wanted, style: number(wholeFormat)}, short, cell{value: report.GapStandingWord(b.lang, it.Standing), style: plain})
		b.name(s, "level-"+it.Question, 3, n)
		b.name(s, "wanted-"+it.Question, 4, n)
	}
	return s
}

// demandSheet is what the ticket history says.
func demandSheet(b *book) *sheet {
	s := &sheet{name: b.lang.Text("Demand"), widths: []float64{36, 26, 32, 24, 24, 14, 14, 14}, landscape: true}
	s.chapter(b, "tickets")
	if h := b.rep.Tickets; h != nil {
		s.heading(b.lang.Text("Tickets by hour of the week"))
		titles := []string{b.lang.Text("Hour")}
		for _, day := range []string{b.lang.Text("Mon"), b.lang.Text("Tue"), b.lang.Text("Wed"), b.lang.Text("Thu"), b.lang.Text("Fri")} {
			titles = append(titles, ">"+day)
		}
		s.head(append(titles, ">"+b.lang.Text("Sat"), ">"+b.lang.Text("Sun"))...)
		for hour := range 24 {
			cells := []cell{{value: fmt.Sprintf("%02d:00", hour), style: plain}}
			for day := range 7 {
				cells = append(cells, cell{value: int(h.HourOfWeek[day*24+hour]), style: number(wholeFormat)})
			}
			s.add(cells...)
		}
		s.heading(b.lang.Text("Tickets a week"))
		s.head(b.lang.Text("Week from"), ">"+b.lang.Text("Tickets"), ">"+b.lang.Text("Open at its end"))
		for _, w := range h.Weekly {
			open := any("–")
			if w.Open != nil {
				open = int(*w.Open)
			}
			s.add(cell{value: w.Monday, style: plain}, cell{value: int(w.Tickets), style: number(wholeFormat)}, cell{value: open, style: number(wholeFormat)})
		}
	}
	return s
}

// simulationSheet is the simulation beside the formula.
func simulationSheet(b *book) *sheet {
	s := &sheet{name: b.lang.Text("Simulation"), widths: []float64{38, 16, 16, 12, 12, 12, 12}}
	s.add(cell{value: b.lang.Text("Simulation"), style: titleStyle})
	if len(b.rep.Simulated) == 0 {
		s.paragraph(b.lang.Text("The simulation was not run: volume, handle time, cover and FTE are needed."))
	}
	for _, block := range b.rep.Simulated {
		s.block(b, block)
	}
	return s
}

// chapter writes a chapter of the report; its figures stay out.
func (s *sheet) chapter(b *book, id string) {
	c := b.rep.Chapter(id)
	s.add(cell{value: c.Title, style: titleStyle})
	s.paragraph(c.Lead)
	for i, block := range c.Blocks {
		if !headsFigures(c.Blocks[i:]) {
			s.block(b, block)
		}
	}
}

// headsFigures reports whether the first block is the heading of nothing but figures.
func headsFigures(blocks []report.Block) bool {
	is := func(i int, heading bool) bool {
		if i >= len(blocks) {
			return heading
		}
		switch blocks[i].(type) {
		case report.Heading:
			return heading
		case report.Figure:
			return !heading
		}
		return false
	}
	n := 1
	for is(n, false) {
		n++
	}
	return is(0, true) && n > 1 && is(n, true)
}

func (s *sheet) block(b *book, block report.Block) {
	switch x := block.(type) {
	case report.Heading:
		s.heading(x.Text)
	case report.Paragraph:
		s.paragraph(x.Text)
	case report.Bullets:
		for _, item := range x.Items {
			s.paragraph("• " + item)
		}
	case report.Badges:
		s.heading(b.lang.Text("Verdicts"))
		s.head(b.lang.Text("Decision"), b.lang.Text("Verdict"), b.lang.Text("What it means"))
		for _, v := range x.Badges {
			s.add(cell{value: v.Subject, style: bold}, b.verdictCell(v.Style()), cell{value: v.Detail, style: plain})
		}
		s.gap()
	case report.Table:
		titles := make([]string, len(x.Columns))
		for i, c := range x.Columns {
			if titles[i] = c.Title; c.Right {
				titles[i] = ">" + c.Title
			}
		}
		s.head(titles...)
		for _, texts := range x.Rows {
			cells := make([]cell, len(texts))
			for i, t := range texts {
				cells[i] = written(t, i < len(x.Columns) && x.Columns[i].Right)
			}
			s.add(cells...)
		}
	}
}

var plainNumber = regexp.MustCompile(`^-?[0-9]{1,15}(\.[0-9]{1,9})?$`)

// written is a table's cell; in a column of numbers a number is one.
func written(text string, right bool) cell {
	if !right {
		return cell{value: text, style: plain}
	}
	if digits := strings.NewReplacer("\u202f", "", "\u2212", "-").Replace(text); plainNumber.MatchString(digits) {
		if v, err := strconv.ParseFloat(digits, 64); err == nil {
			return cell{value: v, style: rightStyle}
		}
	}
	return cell{value: text, style: rightStyle}
}

func traceSheet(b *book) *sheet {
	s := &sheet{name: b.lang.Text("Trace"), widths: []float64{14, 18, 7, 20, 38, 54, 28, 22}, frozen: 1, filter: 1, landscape: true}
	s.head(b.lang.Text("Decision"), b.lang.Text("Rule"), b.lang.Text("Holds"), b.lang.Text("Effect"), b.lang.Text("Why"), b.lang.Text("Compared: value (threshold)"), b.lang.Text("Questions"), b.lang.Text("Source"))
	for _, t := range b.rep.Trace {
		effect := plain
		if t.Effect != "" {
			effect = style{rule: true, bold: true, color: look.Accent, fill: look.AccentTint}
		}
		s.add(cell{value: t.Subject, style: plain}, cell{value: t.Rule, style: bold}, cell{value: t.Held, style: plain}, cell{value: t.Effect, style: effect},
			cell{value: t.Text, style: plain}, cell{value: strings.Join(t.Conditions, "\n"), style: plain}, cell{value: strings.Join(t.Questions, ", "), style: muted}, cell{value: t.Source, style: muted})
	}
	return s
}

// settingsSheet lists the registry; its values are what Capacity and Skills
// compute with.
func settingsSheet(b *book) *sheet {
	s := &sheet{name: b.lang.Text("Settings"), widths: []float64{25, 44, 10, 10, 20, 11, 52, 9}, frozen: 1, filter: 1, landscape: true}
	s.head(b.lang.Text("Name"), b.lang.Text("Setting or threshold"), ">"+b.lang.Text("Value"), ">"+b.lang.Text("Default"), b.lang.Text("Range"), b.lang.Text("Unit"), b.lang.Text("Why"), b.lang.Text("Changed"))
	for _, x := range b.rep.Settings {
		changed, mark := "", plain
		if x.Changed {
			changed, mark = b.lang.Text("yes"), verdict(look.Status("tight"))
		}
		at := s.add(cell{value: x.Name, style: muted}, cell{value: x.Title, style: plain}, cell{value: x.Value, style: input("")}, cell{value: x.Default, style: number("")},
			cell{value: x.Range, style: muted}, cell{value: x.Unit, style: muted}, cell{value: x.Why, style: plain}, cell{value: changed, style: mark})
		b.name(s, settingName(x.Name), 3, at)
	}
	return s
}

func settingName(name string) string { return fmt.Sprintf("set:%s", name) }

// Gates, ranking and need × clause of contract options.

package xlsx

import (
	"fmt"
	"strings"

	"muster/assessment/comparison"
	"muster/assessment/terms"
	"muster/exporters/report"
)

func gatesSheet(b *book) *sheet {
	c := b.rep.Comparison
	s := &sheet{name: b.lang.Text("Gates"), widths: optionWidths(b, 40, 34), landscape: true}
	s.add(cell{value: b.lang.Text("Gates"), style: titleStyle})
	s.paragraph(b.lang.Text("An option that fails one is out of the ranking. What is stated follows the terms in Options."))
	b.optionHead(s, b.lang.Text("Gate"), b.lang.Text("How it is decided"))
	first := len(s.rows) + 1
	look := func(computed bool) style {
		if computed {
			return evaluatedStyle("")
		}
		return rightStyle
	}
	slack := b.rep.Result.Notification.Slack(0)
	for k, g := range c.Options[0].Reasons {
		def, _ := terms.Default().Gate(g.ID)
		how, evaluated := b.lang.Text("stated in Options"), false
		formula := func(i int) string {
			x := opt(terms.GatePrefix+g.ID, i)
			return fmt.Sprintf(`IF(%[1]s={"yes"},{"pass"},IF(%[1]s={"no"},{"fail"},IF(%[1]s={"n/a"},{"pass"},{"unknown"})))`, x)
		}
		switch {
		case g.ID == "notice-fits" && slack.Known():
			how = b.lang.Say("%s h of slack less the notice in Options", slack.Format(2))
			formula = func(i int) string {
				x := opt(terms.CriterionPrefix+"notice-minutes", i)
				late := `{"unknown"}`
				if slack < 0 {
					late = `{"fail"}`
				}
				return fmt.Sprintf(`IF(ISNUMBER(%[1]s),IF(%[2]v-%[1]s/60>=-1E-9,{"pass"},{"fail"}),%[3]s)`, x, float64(slack), late)
			}
		case def.Computed:
			how, evaluated, formula = b.lang.Text(asEvaluated), true, func(int) string { return "" }
		}
		at := s.add(b.each([]cell{{value: b.lang.Text(g.Title), style: bold}, {value: how, style: muted}}, func(i int) cell {
			return cell{value: b.lang.Text(string(c.Options[i].Reasons[k].Status)), formula: formula(i), style: look(evaluated)}
		})...)
		s.statuses = append(s.statuses, b.across(at))
	}
	last := len(s.rows)
	at := s.add(b.each([]cell{{value: b.lang.Text("Out of the ranking"), style: bold}, {value: b.lang.Text("1: fails a gate"), style: muted}}, func(i int) cell {
		formula := ""
		if last >= first {
			column := cellName(3+i, first) + ":" + cellName(3+i, last)
			formula = fmt.Sprintf(`IF(COUNTIF(%s,{"fail"})>0,1,0)`, column)
		}
		return cell{value: number01(c.Options[i].Out), formula: formula, style: number(wholeFormat)}
	})...)
	for i := range c.Options {
		b.name(s, fmt.Sprintf("out:%d", i), 3+i, at)
	}
	for _, g := range c.GatesOff {
		s.add(cell{value: b.lang.Text(g.Title), style: plain}, cell{value: b.lang.Say("switched off: %s", g.Reason), style: muted})
	}
	s.heading(b.lang.Say("Reasons (%s)", b.lang.Text(asEvaluated)))
	for _, x := range c.Options {
		for _, g := range x.Reasons {
			s.paragraph(fmt.Sprintf("%s, %s: %s. %s", x.Name, b.lang.Text(g.Title), b.lang.Text(string(g.Status)), b.lang.Text(g.Reason)))
		}
	}
	return s
}

func rankingSheet(b *book) *sheet {
	c := b.rep.Comparison
	s := &sheet{name: b.lang.Text("Ranking"), widths: optionWidths(b, 38, 16), landscape: true}
	s.add(cell{value: b.lang.Text("Ranking"), style: titleStyle})
	s.paragraph(b.lang.Text("Figures come from Options and Cost, anchors and shares from Weights, gates from Gates. What is in italics, such as the skill gap that remains, stands as evaluated and does not recalculate."))
	b.optionHead(s, "", "")
	block := func(key, title string, format string, of func(j, i int) cell) {
		s.heading(title)
		for j, x := range c.Criteria {
			at := s.add(b.each([]cell{{value: b.lang.Text(x.Title), style: plain}, {value: b.lang.Text(x.Unit), style: muted}}, func(i int) cell {
				y := of(j, i)
				if y.style == (style{}) {
					y.style = number(format)
				}
				return y
			})...)
			for i := range c.Options {
				b.name(s, fmt.Sprintf("%s:%d:%d", key, j, i), 3+i, at)
			}
		}
	}
	n := len(c.Criteria)
	shares := fmt.Sprintf("{share:0..share:%d}", n-1)
	column := func(key string, i int) string { return fmt.Sprintf("{%s:0:%d..%s:%d:%d}", key, i, key, n-1, i) }
	s.heading(b.lang.Text("Outcome"))
	line := func(key, title, note, format string, of func(i int) cell) {
		at := s.add(b.each([]cell{{value: title, style: bold}, {value: note, style: muted}}, func(i int) cell {
			y := of(i)
			y.style = style{rule: true, right: true, bold: true, format: format}
			return y
		})...)
		for i := range c.Options {
			b.name(s, fmt.Sprintf("%s:%d", key, i), 3+i, at)
		}
	}
	sum := func(values string, i int) string {
		return fmt.Sprintf(`IF(SUMPRODUCT(%[1]s,%[3]s)=0,"–",SUMPRODUCT(%[1]s,%[2]s,%[3]s)/SUMPRODUCT(%[1]s,%[3]s))`, shares, values, column("applies", i))
	}
	line("valueLow", b.lang.Text("Value at worst"), b.lang.Text("0 to 1"), indexFormat, func(i int) cell {
		return cell{value: figure(c.Options[i].Low), formula: sum(column("low", i), i)}
	})
	line("valueHigh", b.lang.Text("Value at best"), b.lang.Text("0 to 1"), indexFormat, func(i int) cell {
		return cell{value: figure(c.Options[i].High), formula: sum(column("high", i), i)}
	})
	line("value", b.lang.Text("Value"), b.lang.Text("0 to 1"), indexFormat, func(i int) cell {
		return cell{value: figure(c.Options[i].Value), formula: fmt.Sprintf(`IF(ISNUMBER({valueLow:%[1]d}),({valueLow:%[1]d}+{valueHigh:%[1]d})/2,"–")`, i)}
	})
	line("topsis", b.lang.Text("TOPSIS closeness"), b.lang.Text("second opinion"), indexFormat, func(i int) cell {
		far := fmt.Sprintf("SUMPRODUCT((%s*(1-(%s+%s)/2)*%s)^2)", shares, column("low", i), column("high", i), column("applies", i))
		near := fmt.Sprintf("SUMPRODUCT((%s*(%s+%s)/2*%s)^2)", shares, column("low", i), column("high", i), column("applies", i))
		return cell{value: figure(c.Options[i].TOPSIS), formula: fmt.Sprintf(`IF(%[1]s+%[2]s=0,"–",SQRT(%[2]s)/(SQRT(%[1]s)+SQRT(%[2]s)))`, far, near)}
	})
	line("costed", b.lang.Text("Total cost"), "", "#,##0.00", func(i int) cell {
		total := any(b.lang.Text(unpriced))
		switch x := &c.Options[i]; {
		case x.TotalCost != nil:
			total = x.TotalCost.Float()
		case x.Cost.Terms.Priced:
			total = b.lang.Text(noRate)
		}
		return cell{value: total, formula: fmt.Sprintf("{total:%d}", i)}
	})
	line("rank", b.lang.Text("Rank"), b.lang.Text("by value, then cost"), wholeFormat, func(i int) cell {
		y := cell{value: any(b.lang.Text("out"))}
		if !c.Options[i].Out {
			y.value = float64(c.Options[i].Rank)
		}
		v := func(k int) string { return fmt.Sprintf("IF(ISNUMBER({value:%[1]d}),{value:%[1]d},-1)", k) }
		m := func(k int) string { return fmt.Sprintf("IF(ISNUMBER({total:%[1]d}),{total:%[1]d},1E+99)", k) }
		terms := []string{"1"}
		for k := range c.Options {
			if k == i {
				continue
			}
			cheaper := "<"
			if k < i {
				cheaper = "<="
			}
			terms = append(terms, fmt.Sprintf("IF(AND({out:%d}=0,OR(%s>%s+1E-12,AND(ABS(%s-%s)<=1E-12,%s%s%s))),1,0)", k, v(k), v(i), v(k), v(i), m(k), cheaper, m(i)))
		}
		y.formula = fmt.Sprintf(`IF({out:%d}=1,{"out"},%s)`, i, strings.Join(terms, "+"))
		return y
	})
	s.heading(b.lang.Say("How sure (%s)", b.lang.Text(asEvaluated)))
	evaluated := func(title string, of func(x *comparison.Option) any, format string) {
		s.add(b.each([]cell{{value: title, style: plain}, {value: "", style: muted}}, func(i int) cell {
			return cell{value: of(&c.Options[i]), style: evaluatedStyle(format)}
		})...)
	}
	for r := range c.Ranking {
		at := func(shares []float64) any {
			if r < len(shares) {
				return shares[r]
			}
			return "–"
		}
		evaluated(b.lang.Say("Rank %d, weights around the stated", r+1), func(x *comparison.Option) any { return at(x.Stated) }, shareFormat)
		evaluated(b.lang.Say("Rank %d, all weightings", r+1), func(x *comparison.Option) any { return at(x.Acceptability) }, shareFormat)
	}
	evaluated(b.lang.Text("Dominated by"), func(x *comparison.Option) any {
		if x.DominatedBy == nil {
			return "–"
		}
		return c.Find(*x.DominatedBy).Name
	}, "")
	s.heading(b.lang.Say("In words (%s)", b.lang.Text(asEvaluated)))
	for _, text := range append(append([]string{c.Recommendation.Text}, c.Recommendation.RestsOn...), c.Recommendation.Overturned...) {
		s.paragraph(text)
	}
	for _, r := range c.Remarks {
		s.paragraph(r.Text)
	}
	block("raw", b.lang.Text("Figures"), "General", func(j, i int) cell {
		m := c.Options[i].Details[j]
		y := cell{value: b.lang.Text(wordUnknown), formula: b.rawFormula(c.Criteria[j].ID, i)}
		switch c.Criteria[j].ID {
		case "cost":
			y.style = number("#,##0.00")
		case "sia-skill-fit":
			y.style = evaluatedStyle("General")
		}
		switch {
		case m.NotApplicable:
			y.value = b.lang.Text(wordNA)
		case m.Raw.Known():
			y.value = float64(m.Raw)
		}
		return y
	})
	block("applies", b.lang.Text("Applies"), wholeFormat, func(j, i int) cell {
		return cell{value: number01(!c.Options[i].Details[j].NotApplicable), formula: fmt.Sprintf(`IF({raw:%d:%d}={"n/a"},0,1)`, j, i)}
	})
	block("high", b.lang.Text("Value at best"), indexFormat, func(j, i int) cell {
		n := max(2, len(c.Criteria[j].Anchors)) - 1
		var steps []string
		for k := range n {
			steps = append(steps, fmt.Sprintf("MAX(0,MIN(1,({raw:%[1]d:%[2]d}-{anchor:%[1]d:%[3]d})/({anchor:%[1]d:%[4]d}-{anchor:%[1]d:%[3]d})))", j, i, k, k+1))
		}
		return cell{value: c.Options[i].Details[j].High, formula: fmt.Sprintf("IF({counts:%[1]d}*{applies:%[1]d:%[2]d}=0,0,IF(ISNUMBER({raw:%[1]d:%[2]d}),(%[3]s)/%[4]d,1))", j, i, strings.Join(steps, "+"), n)}
	})
	block("low", b.lang.Text("Value at worst"), indexFormat, func(j, i int) cell {
		formula := fmt.Sprintf("IF(ISNUMBER({raw:%[1]d:%[2]d}),{high:%[1]d:%[2]d},0)", j, i)
		if c.Criteria[j].ID == "cost" {
			formula = fmt.Sprintf(`IF(AND(%s="",{floor:%d}=1),0,%s)`, opt("criteria.cost", i), i, formula)
		}
		return cell{value: c.Options[i].Details[j].Low, formula: formula}
	})
	block("part", b.lang.Text("Contribution to the value"), indexFormat, func(j, i int) cell {
		y := cell{value: any("–")}
		if m := c.Options[i].Details[j]; m.Contribution.Known() {
			y.value = float64(m.Contribution)
		}
		y.formula = fmt.Sprintf(`IF({counts:%[1]d}*{applies:%[1]d:%[2]d}*ISNUMBER({value:%[2]d})=0,"–",{share:%[1]d}*({low:%[1]d:%[2]d}+{high:%[1]d:%[2]d})/2/SUMPRODUCT(%[3]s,%[4]s))`, j, i, shares, column("applies", i))
		return y
	})
	return s
}

// rawFormula is the figure of an option on a criterion: stated, or computed.
func (b *book) rawFormula(id string, i int) string {
	stated := opt(terms.CriterionPrefix+id, i)
	computed := `{"unknown"}`
	switch id {
	case "sia-hours":
		h := opt("sia.hoursPerWeek", i)
		computed = fmt.Sprintf(`IF(%s>0,%s,IF(%s>0,{"n/a"},IF(%s={"unknown"},{"unknown"},0)))`, num("sia.hoursPerWeek", i), h, num("hires.fte", i), h)
	case "cost":
		computed = fmt.Sprintf(`IF(ISNUMBER({total:%[1]d}),{total:%[1]d},{"unknown"})`, i)
	case "sia-skill-fit":
		if v := b.rep.Comparison.Options[i].Residual.Skills; v.Known() {
			computed = fmt.Sprintf("%v", float64(v)) // as evaluated
		}
	case "csirp-services":
		computed = `{"n/a"}` // where the assessment asks for none
		var unknown, has []string
		for _, n := range b.rep.Comparison.Needs {
			if service, ok := strings.CutPrefix(n.ID, "csirp-"); ok {
				x := opt("csirp."+service, i)
				unknown, has = append(unknown, fmt.Sprintf(`%s={"unknown"}`, x)), append(has, fmt.Sprintf(`IF(%s={"yes"},1,0)`, x))
			}
		}
		if len(has) > 0 {
			computed = fmt.Sprintf(`IF(OR(%s),{"unknown"},(%s)/%d)`, strings.Join(unknown, ","), strings.Join(has, "+"), len(has))
		}
	}
	return fmt.Sprintf(`IF(%[1]s="",%[2]s,%[1]s)`, stated, computed)
}

func needSheet(b *book) *sheet {
	c := b.rep.Comparison
	s := &sheet{name: b.lang.Text("Need × clause"), widths: []float64{34, 30}, landscape: true}
	for range c.Options {
		s.widths = append(s.widths, 36)
	}
	s.add(cell{value: b.lang.Text("Need × clause"), style: titleStyle})
	s.paragraph(b.lang.Say("For each gap of the assessment: the term of an option that closes it, who does the work and what remains; %s.", b.lang.Text(asEvaluated)))
	cells := []cell{{value: b.lang.Text("Need"), style: headStyle}, {value: b.lang.Text("Today"), style: headStyle}}
	for _, x := range c.Options {
		cells = append(cells, cell{value: x.Name, style: headStyle})
	}
	s.add(cells...)
	s.frozen, s.beside = len(s.rows), 1
	for _, n := range c.Needs {
		row := []string{b.lang.Text(n.Title), b.lang.Text(n.Size)}
		for _, x := range n.Cells {
			row = append(row, report.NeedCellText(b.lang, x))
		}
		s.texts(row...)
	}
	if len(c.Needs) == 0 {
		s.texts(b.lang.Text("The assessment shows no gap that a contract could close."))
	}
	verdicts, hours := []string{b.lang.Text("Verdict that remains"), b.lang.Text(c.Verdict.Phrase())}, []string{b.lang.Text("SIA hours still to buy"), c.Hours.Format(1)}
	over, under := []string{b.lang.Text("Bought beyond the need"), ""}, []string{b.lang.Text("Short of the need"), ""}
	for _, x := range c.Options {
		verdicts, hours = append(verdicts, b.lang.Text(x.Residual.Verdict.Phrase())), append(hours, x.Residual.Hours.Format(1))
		over, under = append(over, strings.Join(x.Over, "; ")), append(under, strings.Join(x.Under, "; "))
	}
	for _, row := range [][]string{verdicts, hours, over, under} {
		s.texts(row...)
	}
	s.heading(b.lang.Text("Questions to the providers"))
	for _, q := range c.Questions {
		for _, x := range q.List {
			s.paragraph(q.Provider + ": " + report.QuestionText(b.lang, c, q, x))
		}
	}
	return s
}

// Contract options as live formulas: terms and weights are typed in, cost, values
// and ranking follow. What comes from draws or from running the decision model
// again stands as evaluated and says so.

package xlsx

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"muster/assessment/engagement"
	"muster/assessment/terms"
	"muster/exporters/look"
	"muster/exporters/report"
)

// The sheets of contract options in their order; left out without any option.
var optionLayouts = []func(*book) *sheet{optionsSheet, weightsSheet, costSheet, gatesSheet, rankingSheet, needSheet}

const (
	wordUnknown = "unknown"
	wordNA      = "n/a"
	asEvaluated = "as evaluated; does not recalculate"
	unpriced    = "no price"
	noRate      = "no rate"
)

// opt is the reference to a term of option i.
func opt(path string, i int) string { return "{" + optName(path, i) + "}" }

// optName is the name of a term's cell. The id of a criterion of the client's own
// may hold anything, so paths are escaped.
func optName(path string, i int) string {
	return fmt.Sprintf("opt:%s:%d", strings.ReplaceAll(url.PathEscape(path), "..", ".%2E"), i)
}

// num is a term as a number: 0 where it is none.
func num(path string, i int) string { return fmt.Sprintf("IF(ISNUMBER(%[1]s),%[1]s,0)", opt(path, i)) }

// numOr is a term as a number, with what counts where it was not entered or is not
// known; what does not apply counts as 0.
func numOr(path string, i int, otherwise string) string {
	x := opt(path, i)
	return fmt.Sprintf(`IF(ISNUMBER(%[1]s),%[1]s,IF(%[1]s={"n/a"},0,%[2]s))`, x, otherwise)
}

// termValue is a term as it stands in a cell.
func (b *book) termValue(f terms.Field, t engagement.Term) any {
	switch t.State {
	case engagement.Unknown:
		return b.lang.Text(wordUnknown)
	case engagement.NotApplicable:
		return b.lang.Text(wordNA)
	case engagement.Answered:
		if f.Kind == terms.Truth {
			if t.True() {
				return b.lang.Text("yes")
			}
			return b.lang.Text("no")
		}
		return t.Value
	}
	return nil
}

// each makes a row of one cell an option after what comes first.
func (b *book) each(first []cell, of func(i int) cell) []cell {
	for i := range b.rep.Options {
		first = append(first, of(i))
	}
	return first
}

func (b *book) optionHead(s *sheet, titles ...string) {
	for i := range b.rep.Comparison.Options {
		titles = append(titles, ">"+b.rep.Comparison.Options[i].Name)
	}
	s.head(titles...)
	s.frozen, s.beside = len(s.rows), 1
}

// idle reports whether no formula reads a term: it served the evaluation only.
func idle(path string) bool {
	return strings.HasPrefix(path, "tuning.") || path == "sia.named" || path == "sia.deputy" ||
		strings.HasPrefix(path, terms.SIALevels+".") || strings.HasPrefix(path, terms.HireLevels+".")
}

// evaluatedStyle is the look of a figure that does not recalculate.
func evaluatedStyle(format string) style {
	return style{rule: true, right: true, italic: true, format: format}
}

// across are the cells of all options in a row.
func (b *book) across(row int) string {
	return cellName(3, row) + ":" + cellName(2+len(b.rep.Options), row)
}

func optionWidths(b *book, first ...float64) []float64 {
	for range b.rep.Options {
		first = append(first, 19)
	}
	return first
}

func optionsSheet(b *book) *sheet {
	s := &sheet{name: b.lang.Text("Options"), widths: optionWidths(b, 42, 18), landscape: true}
	s.add(cell{value: b.lang.Text("Contract options"), style: titleStyle})
	s.paragraph(b.lang.Text("Type over a term: cost, gates and ranking follow. Empty is no part of the offer; “unknown” and “n/a” may stand for a number. Terms without a tint served the evaluation: no formula reads them, and whether the need is closed stands as evaluated."))
	b.optionHead(s, b.lang.Text("Term"), b.lang.Text("Unit"))
	line := func(name, title, unit string, of func(i int) cell) int {
		at := s.add(b.each([]cell{{value: title, style: bold}, {value: unit, style: muted}}, of)...)
		for i := range b.rep.Options {
			b.name(s, optName(name, i), 3+i, at)
		}
		return at
	}
	text := func(v string) cell {
		return cell{value: v, style: style{rule: true, right: true, fill: look.AccentTint}}
	}
	c := b.rep.Comparison
	line("provider", b.lang.Text("Provider"), "", func(i int) cell { return cell{value: b.rep.Options[i].Provider, style: rightStyle} })
	line("currency", b.lang.Text("Currency"), "", func(i int) cell { return cell{value: c.Options[i].Cost.Own, style: rightStyle} })
	line("rate", b.lang.Say("Rate to %s", c.Currency), b.lang.Text("for one unit"), func(i int) cell {
		own := c.Options[i].Cost.Own
		if own == c.Currency {
			return cell{value: 1.0, style: number("0.000000")}
		}
		rate := text(b.lang.Text(noRate))
		if v, ok := b.rep.Inputs.Rates[own]; ok {
			rate = cell{value: v, style: input("0.000000")}
		}
		for k := range i {
			if c.Options[k].Cost.Own == own { // a currency has one rate
				return cell{value: rate.value, formula: opt("rate", k), style: number("0.000000")}
			}
		}
		return rate
	})
	term := func(f terms.Field) {
		format := "General"
		switch f.Kind {
		case terms.Money:
			format = "#,##0.00"
		case terms.Share:
			format = "0.0#%"
		}
		unit := f.Unit
		if f.Kind == terms.Share {
			unit = strings.TrimSpace(strings.TrimPrefix(unit, "%"))
		}
		look := input(format)
		if idle(f.Path) {
			look = number(format)
		}
		at := line(f.Path, b.lang.Text(f.Title), b.lang.Text(unit), func(i int) cell {
			return cell{value: b.termValue(f, b.rep.Options[i].Term(f.Path)), style: look}
		})
		if f.Kind == terms.Truth {
			s.choices = append(s.choices, choice{b.across(at), []string{b.lang.Text("yes"), b.lang.Text("no"), b.lang.Text(wordUnknown), b.lang.Text(wordNA)}})
		}
	}
	for _, t := range terms.Default().Topics {
		s.heading(b.lang.Text(t.Title))
		if t.ID == "price" {
			at := line("basis", b.lang.Text("Price basis"), b.lang.Text("empty: flat"), func(i int) cell { return text(b.rep.Options[i].Basis) })
			s.choices = append(s.choices, choice{b.across(at), terms.Default().BasisIDs()})
		}
		for _, f := range t.Fields {
			if f.Kind != terms.Levels {
				term(f)
				continue
			}
			for _, a := range b.rep.Result.Skills.Areas {
				level, _ := terms.Default().Field(f.Path + "." + a.ID)
				if !slices.ContainsFunc(b.rep.Options, func(o engagement.Option) bool { return o.Term(level.Path).State != engagement.Unanswered }) {
					continue
				}
				level.Title, level.Unit = b.lang.Text(f.Title)+": "+b.lang.Text(a.Title), b.lang.Text("0 to 4")
				term(level)
			}
		}
	}
	s.heading(b.lang.Text("Gates"))
	for _, g := range terms.Default().Gates {
		if f, ok := terms.Default().Field(terms.GatePrefix + g.ID); ok && !g.Computed {
			term(f)
		}
	}
	s.heading(b.lang.Text("Criteria"))
	for _, x := range c.Criteria {
		unit := x.Unit
		if x.ID == "cost" && c.Currency != "" {
			unit = c.Currency + ", " + unit
		}
		term(terms.Field{Path: terms.CriterionPrefix + x.ID, Title: x.Title, Unit: unit, Kind: terms.Number})
	}
	s.heading(b.lang.Text("Sources"))
	for i, o := range b.rep.Options {
		if list := report.SourceTexts(b.lang, &b.rep.Options[i]); len(list) > 0 {
			s.paragraph(o.Title() + ": " + strings.Join(list, "; "))
		}
	}
	return s
}

// weighted are the criteria, in the order of all sheets.
func weightsSheet(b *book) *sheet {
	c := b.rep.Comparison
	most := 2
	for _, x := range c.Criteria {
		most = max(most, len(x.Anchors))
	}
	s := &sheet{name: b.lang.Text("Weights"), widths: []float64{36, 26, 12, 12, 12}, landscape: true}
	for range most {
		s.widths = append(s.widths, 15)
	}
	s.add(cell{value: b.lang.Text("Swing weights and anchors"), style: titleStyle})
	s.paragraph(b.lang.Text("Points say what it is worth to go from the unacceptable to the ideal anchor. A criterion counts when it has two anchors. More than two anchors make the value rise in equal steps."))
	budget := func(name, title string, t engagement.Term) {
		at := s.add(cell{value: title, style: bold}, cell{value: c.Currency, style: muted}, cell{value: b.termValue(terms.Field{}, t), style: input("#,##0.00")})
		b.name(s, name, 3, at)
	}
	budget("budget", b.lang.Text("Budget (unacceptable cost)"), b.rep.Inputs.Budget)
	budget("target", b.lang.Text("Target (ideal cost)"), b.rep.Inputs.Target)
	s.gap()
	titles := []string{b.lang.Text("Criterion"), b.lang.Text("Unit"), ">" + b.lang.Text("Points"), ">" + b.lang.Text("Counts"), ">" + b.lang.Text("Share"), ">" + b.lang.Text("Unacceptable")}
	for i := 2; i < most; i++ {
		titles = append(titles, ">"+b.lang.Say("Step %d", i-1))
	}
	s.head(append(titles, ">"+b.lang.Text("Ideal"))...)
	s.frozen, s.beside = len(s.rows), 1
	first := len(s.rows) + 1
	last := len(s.rows) + len(c.Criteria)
	points, counts := fmt.Sprintf("C%d:C%d", first, last), fmt.Sprintf("D%d:D%d", first, last)
	for j, x := range c.Criteria {
		at := len(s.rows) + 1
		anchors := make([]cell, most)
		_, stated := b.rep.Inputs.Anchors[x.ID]
		// The first and the last anchor stand at the ends, so that two are in their columns.
		place := func(k int) int {
			if k == max(2, len(x.Anchors))-1 {
				return most - 1
			}
			return k
		}
		for k := range anchors {
			anchors[k] = cell{style: input("General")}
			if x.ID == "cost" {
				anchors[k].style = input("#,##0.00")
			}
		}
		for k, v := range x.Anchors {
			anchors[place(k)].value = v
		}
		if x.ID == "cost" && !stated {
			// Only a target below the budget makes cost count.
			usable := `IF(AND(ISNUMBER({budget}),ISNUMBER({target})),IF({budget}>{target},%s,{"none"}),{"none"})`
			anchors[0].formula, anchors[most-1].formula = fmt.Sprintf(usable, "{budget}"), fmt.Sprintf(usable, "{target}")
			anchors[0].style, anchors[most-1].style = number("#,##0.00"), number("#,##0.00")
			if len(x.Anchors) == 0 {
				anchors[0].value, anchors[most-1].value = b.lang.Text("none"), b.lang.Text("none")
			}
		}
		for k := range max(2, len(x.Anchors)) {
			b.name(s, fmt.Sprintf("anchor:%d:%d", j, k), 6+place(k), at)
		}
		// Anchors must be numbers that only rise or only fall.
		var list, steps []string
		for k := range max(2, len(x.Anchors)) {
			if list = append(list, fmt.Sprintf("{anchor:%d:%d}", j, k)); k > 0 {
				steps = append(steps, fmt.Sprintf("SIGN({anchor:%[1]d:%[3]d}-{anchor:%[1]d:%[2]d})", j, k-1, k))
			}
		}
		count := cell{value: number01(x.Scored), style: number(wholeFormat), formula: fmt.Sprintf("IF(COUNT(%s)<%d,0,IF(ABS(%s)=%d,1,0))", strings.Join(list, ","), len(list), strings.Join(steps, "+"), len(steps))}
		if x.ID == "csirp-services" && !x.Scored {
			count = cell{value: 0.0, style: number(wholeFormat)} // the assessment asks for none
		}
		share := fmt.Sprintf("IF(SUMPRODUCT(%[1]s,%[2]s)=0,0,C%[3]d*D%[3]d/SUMPRODUCT(%[1]s,%[2]s))", points, counts, at)
		s.add(append([]cell{{value: b.lang.Text(x.Title), style: bold}, {value: b.lang.Text(x.Unit), style: muted}, {value: x.Points, style: input("0.##")}, count, {value: x.Share, formula: share, style: number(shareFormat)}}, anchors...)...)
		b.name(s, fmt.Sprintf("points:%d", j), 3, at)
		b.name(s, fmt.Sprintf("counts:%d", j), 4, at)
		b.name(s, fmt.Sprintf("share:%d", j), 5, at)
	}
	s.gap()
	s.paragraph(b.lang.Say("Shares within which the leader leads, the others in proportion (%s):", b.lang.Text(asEvaluated)))
	for _, l := range c.Leads {
		s.add(cell{value: b.lang.Text(c.Criterion(l.Criterion).Title), style: plain}, cell{value: report.LeadText(l), style: muted})
	}
	return s
}

func number01(v bool) float64 {
	if v {
		return 1
	}
	return 0
}

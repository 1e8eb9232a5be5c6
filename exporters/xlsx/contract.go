// Contract options as live formulas: terms and weights are typed in, cost, values
// and ranking follow. What comes from draws or from running the decision model
// again stands as evaluated and says so.

package xlsx

import (
	"fmt"
	"math"
	"net/url"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"muster/assessment/comparison"
	"muster/assessment/cost"
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
	return fmt.Sprintf(`IF(ISNUMBER(%[1]s),%[1]s,IF(%[1]s="n/a",0,%[2]s))`, x, otherwise)
}

// termValue is a term as it stands in a cell.
func termValue(f terms.Field, t engagement.Term) any {
	switch t.State {
	case engagement.Unknown:
		return wordUnknown
	case engagement.NotApplicable:
		return wordNA
	case engagement.Answered:
		if f.Kind == terms.Truth {
			if t.True() {
				return "yes"
			}
			return "no"
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
	s := &sheet{name: "Options", widths: optionWidths(b, 42, 18), landscape: true}
	s.add(cell{value: "Contract options", style: titleStyle})
	s.paragraph("Type over a term: cost, gates and ranking follow. Empty is no part of the offer; “unknown” and “n/a” may stand for a number. Terms without a tint served the evaluation: no formula reads them, and whether the need is closed stands as evaluated.")
	b.optionHead(s, "Term", "Unit")
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
	line("provider", "Provider", "", func(i int) cell { return cell{value: b.rep.Options[i].Provider, style: rightStyle} })
	line("currency", "Currency", "", func(i int) cell { return cell{value: c.Options[i].Cost.Own, style: rightStyle} })
	line("rate", "Rate to "+c.Currency, "for one unit", func(i int) cell {
		own := c.Options[i].Cost.Own
		if own == c.Currency {
			return cell{value: 1.0, style: number("0.000000")}
		}
		rate := text(noRate)
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
		at := line(f.Path, f.Title, unit, func(i int) cell {
			return cell{value: termValue(f, b.rep.Options[i].Term(f.Path)), style: look}
		})
		if f.Kind == terms.Truth {
			s.choices = append(s.choices, choice{b.across(at), []string{"yes", "no", wordUnknown, wordNA}})
		}
	}
	for _, t := range terms.Default().Topics {
		s.heading(t.Title)
		if t.ID == "price" {
			at := line("basis", "Price basis", "empty: flat", func(i int) cell { return text(b.rep.Options[i].Basis) })
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
				level.Title, level.Unit = f.Title+": "+a.Title, "0 to 4"
				term(level)
			}
		}
	}
	s.heading("Gates")
	for _, g := range terms.Default().Gates {
		if f, ok := terms.Default().Field(terms.GatePrefix + g.ID); ok && !g.Computed {
			term(f)
		}
	}
	s.heading("Criteria")
	for _, x := range c.Criteria {
		unit := x.Unit
		if x.ID == "cost" && c.Currency != "" {
			unit = c.Currency + ", " + unit
		}
		term(terms.Field{Path: terms.CriterionPrefix + x.ID, Title: x.Title, Unit: unit, Kind: terms.Number})
	}
	s.heading("Sources")
	for i, o := range b.rep.Options {
		if list := report.SourceTexts(&b.rep.Options[i]); len(list) > 0 {
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
	s := &sheet{name: "Weights", widths: []float64{36, 26, 12, 12, 12}, landscape: true}
	for range most {
		s.widths = append(s.widths, 15)
	}
	s.add(cell{value: "Swing weights and anchors", style: titleStyle})
	s.paragraph("Points say what it is worth to go from the unacceptable to the ideal anchor. A criterion counts when it has two anchors. More than two anchors make the value rise in equal steps.")
	budget := func(name, title string, t engagement.Term) {
		at := s.add(cell{value: title, style: bold}, cell{value: c.Currency, style: muted}, cell{value: termValue(terms.Field{}, t), style: input("#,##0.00")})
		b.name(s, name, 3, at)
	}
	budget("budget", "Budget (unacceptable cost)", b.rep.Inputs.Budget)
	budget("target", "Target (ideal cost)", b.rep.Inputs.Target)
	s.gap()
	titles := []string{"Criterion", "Unit", ">Points", ">Counts", ">Share", ">Unacceptable"}
	for i := 2; i < most; i++ {
		titles = append(titles, fmt.Sprintf(">Step %d", i-1))
	}
	s.head(append(titles, ">Ideal")...)
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
			anchors[0].formula, anchors[most-1].formula = `IF(ISNUMBER({budget}),{budget},"none")`, `IF(ISNUMBER({target}),{target},"none")`
			anchors[0].style, anchors[most-1].style = number("#,##0.00"), number("#,##0.00")
			if len(x.Anchors) == 0 {
				anchors[0].value, anchors[most-1].value = moneyOr(b.rep.Inputs.Budget), moneyOr(b.rep.Inputs.Target)
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
		s.add(append([]cell{{value: x.Title, style: bold}, {value: x.Unit, style: muted}, {value: x.Points, style: input("0.##")}, count, {value: x.Share, formula: share, style: number(shareFormat)}}, anchors...)...)
		b.name(s, fmt.Sprintf("points:%d", j), 3, at)
		b.name(s, fmt.Sprintf("counts:%d", j), 4, at)
		b.name(s, fmt.Sprintf("share:%d", j), 5, at)
	}
	s.gap()
	s.paragraph("Shares within which the leader leads, the others in proportion (" + asEvaluated + "):")
	for _, l := range c.Leads {
		s.add(cell{value: c.Criterion(l.Criterion).Title, style: plain}, cell{value: report.LeadText(l), style: muted})
	}
	return s
}

func moneyOr(t engagement.Term) any {
	if t.Known() {
		return t.Value
	}
	return "none"
}

func number01(v bool) float64 {
	if v {
		return 1
	}
	return 0
}

// costYears are the years the cost sheet has room for.
func costYears(b *book) int {
	years := 5
	for _, x := range b.rep.Comparison.Options {
		years = max(years, (x.Months+11)/12)
	}
	return years
}

// moneyPaths are the terms whose presence makes an option priced.
func moneyPaths() []string {
	var out []string
	for _, t := range terms.Default().Topics {
		for _, f := range t.Fields {
			if f.Kind == terms.Money {
				out = append(out, f.Path)
			}
		}
	}
	return out
}

func costSheet(b *book) *sheet {
	years := costYears(b)
	most := 0.0
	for _, x := range b.rep.Comparison.Options {
		if x.Cost.Statement != nil {
			most = math.Max(most, x.Cost.Statement.Total.InexactFloat64())
		}
	}
	wide := math.Max(16, float64(len(fmt.Sprintf("%.2f", most)))*4/3+3) // with marks between thousands
	s := &sheet{name: "Cost", widths: []float64{34, wide, wide}, beside: 2, landscape: true}
	for range years {
		s.widths = append(s.widths, wide)
	}
	s.add(cell{value: "Cost over the term", style: titleStyle})
	s.paragraph(fmt.Sprintf("In the currency of the comparison. Terms are changed in Options; up to %d years. Tickets over are expected with a Poisson number of tickets a month; the last part of a year counts pro rata; onboarding and exit are not indexed.", years))
	for i := range b.rep.Comparison.Options {
		b.costBlock(s, i, years)
	}
	return s
}

// costBlock is the cost of option i.
func (b *book) costBlock(s *sheet, i, years int) {
	x := &b.rep.Comparison.Options[i]
	s.heading(x.Name)
	titles := []string{"Part", ">Whole term", ">Once or basis"}
	for y := 1; y <= years; y++ {
		titles = append(titles, fmt.Sprintf(">Year %d", y))
	}
	s.head(titles...)
	t := x.Cost.Terms
	st := t.Statement() // also without a price: all zero
	rate := decimal.NewFromInt(1)
	if v, ok := b.rep.Inputs.Rates[x.Cost.Own]; ok && x.Cost.Own != b.rep.Comparison.Currency {
		rate = decimal.NewFromFloat(v)
	}
	st = st.In(rate)
	f := func(d decimal.Decimal) float64 { return d.InexactFloat64() }
	money := number("#,##0.00")
	name := func(key string) string { return fmt.Sprintf("%s:%d", key, i) }
	ref := func(key string) string { return "{" + name(key) + "}" }
	row := func(key, title string, total, basis cell, year func(y int) cell) {
		cells := []cell{{value: title, style: plain}, total, basis}
		for y := 1; y <= years; y++ {
			c := cell{style: plain}
			if year != nil {
				c = year(y)
			}
			cells = append(cells, c)
		}
		at := s.add(cells...)
		b.name(s, name(key), 2, at)
		b.name(s, name(key+".basis"), 3, at)
		for y := 1; y <= years; y++ {
			b.name(s, fmt.Sprintf("%s.%d:%d", key, y, i), 3+y, at)
		}
	}
	blank := cell{style: plain}
	// What the other rows stand on.
	row("months", "Months", cell{value: float64(t.Months), formula: fmt.Sprintf("IF(ISNUMBER(%[1]s),%[1]s,36)", opt("termMonths", i)), style: number(wholeFormat)}, blank, func(y int) cell {
		v := math.Max(0, math.Min(12, float64(t.Months-12*(y-1))))
		return cell{value: v, formula: fmt.Sprintf("MAX(0,MIN(12,%s-%d))", ref("months"), 12*(y-1)), style: number(wholeFormat)}
	})
	index, discount, growth := t.Index.InexactFloat64(), t.Discount.InexactFloat64(), t.Growth.InexactFloat64()
	row("factor", "Indexation over discount", blank, blank, func(y int) cell {
		return cell{value: math.Pow(1+index, float64(y-1)) / math.Pow(1+discount, float64(y-1)), style: number("0.0000"),
			formula: fmt.Sprintf("(1+%s)^%d/(1+%s)^%d", num("indexation", i), y-1, num("discount", i), y-1)}
	})
	byUnit := fmt.Sprintf(`OR(AND(%[1]s<>"",%[1]s<>"flat"),%[2]s<>"")`, opt("basis", i), opt("price.unitPrice", i))
	row("grown", "Growth of the units", blank, blank, func(y int) cell {
		return cell{value: math.Pow(1+growth, float64(y-1)), style: number("0.0000"), formula: fmt.Sprintf("IF(%s,(1+%s)^%d,1)", byUnit, num("price.growth", i), y-1)}
	})
	exchange := fmt.Sprintf("IF(ISNUMBER(%[1]s),%[1]s,1)", opt("rate", i))
	part := func(p cost.Part, key string, basis cell, scaled string) {
		row(key, terms.Default().Component(cost.IDs[p]), cell{value: f(st.Parts[p]), formula: fmt.Sprintf("SUM({%s.1:%d..%s.%d:%d})", key, i, key, years, i), style: money}, basis, func(y int) cell {
			v := 0.0
			if y <= len(st.Years) {
				v = f(st.Years[y-1].Parts[p])
			}
			months := fmt.Sprintf("{months.%d:%d}*{factor.%d:%d}", y, i, y, i)
			if p == cost.Fee {
				months += fmt.Sprintf("*{grown.%d:%d}", y, i)
			}
			return cell{value: v, formula: fmt.Sprintf("%s*%s%s*%s", ref(key+".basis"), months, scaled, exchange), style: money}
		})
	}
	once := func(p cost.Part, key, formula string, value float64) {
		row(key, terms.Default().Component(cost.IDs[p]), cell{value: value, formula: formula, style: money}, blank, nil)
	}
	once(cost.Onboarding, "onboarding", fmt.Sprintf("%s*%s", num("onboarding", i), exchange), f(st.Onboarding))
	part(cost.Fee, "fee", cell{value: f(t.Fee), style: money,
		formula: fmt.Sprintf("IF(%s,%s*%s,%s)", byUnit, num("price.unitPrice", i), numOr("price.quantity", i, "1"), num("monthlyFee", i))}, "")
	mu, q := num("ticketsPerMonth", i), num("ticketsIncluded", i)
	over := cost.OverIncluded(t.Tickets, t.Included)
	row("over", "Tickets over, expected a month", blank, cell{value: over, style: number("0.0000"),
		formula: fmt.Sprintf("IF(%[1]s<=0,0,IF(%[2]s<=0,%[1]s,MAX(0,%[1]s-%[2]s,%[1]s*(1-POISSON(MAX(0,%[2]s-1),%[1]s,TRUE))-%[2]s*(1-POISSON(%[2]s,%[1]s,TRUE)))))", mu, q)}, nil)
	part(cost.Overage, "overage", cell{value: over * f(t.TicketPrice), formula: fmt.Sprintf("%s*%s", ref("over.basis"), num("ticketOverage", i)), style: money}, "")
	for _, y := range []struct {
		p    cost.Part
		key  string
		path string
	}{{cost.SIA, "sia", "sia.annualFee"}, {cost.Retainer, "retainer", "retainerAnnual"}, {cost.CSIRP, "csirp", "csirp.annualFee"}, {cost.Hires, "hires", "hires.annualCost"}, {cost.Effort, "effort", "clientEffortAnnual"}} {
		part(y.p, "cost."+y.key, cell{value: f(t.Yearly[y.p]), formula: num(y.path, i), style: money}, "/12")
	}
	once(cost.Exit, "exit", fmt.Sprintf("%s*%s/(1+%s)^(%s/12)", num("exitCost", i), exchange, num("discount", i), ref("months")), f(st.Exit))
	parts := []string{"fee", "overage", "cost.sia", "cost.retainer", "cost.csirp", "cost.hires", "cost.effort"}
	row("sum", "Sum", cell{value: f(st.Total), style: style{rule: true, right: true, bold: true, format: "#,##0.00"},
		formula: fmt.Sprintf("%s+%s+SUM({sum.1:%d..sum.%d:%d})", ref("onboarding"), ref("exit"), i, years, i)}, blank, func(y int) cell {
		v := 0.0
		if y <= len(st.Years) {
			v = f(st.Years[y-1].Total)
		}
		var terms []string
		for _, p := range parts {
			terms = append(terms, fmt.Sprintf("{%s.%d:%d}", p, y, i))
		}
		return cell{value: v, formula: strings.Join(terms, "+"), style: money}
	})
	var entered, unknown []string
	for _, path := range moneyPaths() {
		switch path { // of the two prices one counts
		case "monthlyFee":
			entered = append(entered, fmt.Sprintf("AND(NOT(%s),ISNUMBER(%s))", byUnit, opt(path, i)))
		case "price.unitPrice":
			entered = append(entered, fmt.Sprintf("ISNUMBER(%s)", opt(path, i)))
		default:
			entered = append(entered, fmt.Sprintf("ISNUMBER(%s)", opt(path, i)))
			unknown = append(unknown, fmt.Sprintf(`%s="unknown"`, opt(path, i)))
		}
	}
	for _, path := range []string{"termMonths", "indexation", "discount", "ticketsPerMonth", "ticketsIncluded"} {
		unknown = append(unknown, fmt.Sprintf(`%s="unknown"`, opt(path, i)))
	}
	unknown = append(unknown,
		fmt.Sprintf(`AND(NOT(%s),%s="unknown")`, byUnit, opt("monthlyFee", i)),
		fmt.Sprintf(`AND(%[1]s,OR(%[2]s="unknown",%[2]s="",%[3]s="unknown",%[4]s="unknown"))`, byUnit, opt("price.unitPrice", i), opt("price.quantity", i), opt("price.growth", i)),
		fmt.Sprintf(`AND(%s>0,%s="")`, num("ticketOverage", i), opt("ticketsPerMonth", i)))
	total := any(unpriced)
	switch {
	case x.TotalCost != nil:
		total = x.TotalCost.Float()
	case t.Priced:
		total = noRate
	}
	row("total", "Total over the term", cell{value: total, style: style{rule: true, right: true, bold: true, format: "#,##0.00"},
		formula: fmt.Sprintf(`IF(NOT(OR(%s)),"no price",IF(NOT(ISNUMBER(%s)),"no rate",IF(%s>%d,"term too long",%s)))`, strings.Join(entered, ","), opt("rate", i), ref("months"), 12*years, ref("sum"))}, blank, nil)
	yearly := any("–")
	if x.YearlyCost != nil {
		yearly = x.YearlyCost.Float()
	}
	row("yearly", "A year of the term", cell{value: yearly, formula: fmt.Sprintf(`IF(ISNUMBER(%[1]s),%[1]s*12/%[2]s,"–")`, ref("total"), ref("months")), style: money}, blank, nil)
	row("floor", "Lower bound: something is not known", cell{value: number01(x.Floor), formula: fmt.Sprintf("IF(OR(%s),1,0)", strings.Join(unknown, ",")), style: number(wholeFormat)}, blank, nil)
}

func gatesSheet(b *book) *sheet {
	c := b.rep.Comparison
	s := &sheet{name: "Gates", widths: optionWidths(b, 40, 34), landscape: true}
	s.add(cell{value: "Gates", style: titleStyle})
	s.paragraph("An option that fails one is out of the ranking. What is stated follows the terms in Options.")
	b.optionHead(s, "Gate", "How it is decided")
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
		how := "stated in Options"
		formula := func(i int) string {
			x := opt(terms.GatePrefix+g.ID, i)
			return fmt.Sprintf(`IF(%[1]s="yes","pass",IF(%[1]s="no","fail",IF(%[1]s="n/a","pass","unknown")))`, x)
		}
		switch {
		case g.ID == "notice-fits" && slack.Known():
			how = fmt.Sprintf("%s h of slack less the notice in Options", slack.Format(2))
			formula = func(i int) string {
				x := opt(terms.CriterionPrefix+"notice-minutes", i)
				late := wordUnknown
				if slack < 0 {
					late = string(comparison.Fail)
				}
				return fmt.Sprintf(`IF(ISNUMBER(%[1]s),IF(%[2]v-%[1]s/60>=-1E-9,"pass","fail"),"%[3]s")`, x, float64(slack), late)
			}
		case def.Computed:
			how, formula = asEvaluated, func(int) string { return "" }
		}
		at := s.add(b.each([]cell{{value: g.Title, style: bold}, {value: how, style: muted}}, func(i int) cell {
			return cell{value: string(c.Options[i].Reasons[k].Status), formula: formula(i), style: look(how == asEvaluated)}
		})...)
		s.statuses = append(s.statuses, b.across(at))
	}
	last := len(s.rows)
	at := s.add(b.each([]cell{{value: "Out of the ranking", style: bold}, {value: "1: fails a gate", style: muted}}, func(i int) cell {
		formula := ""
		if last >= first {
			column := cellName(3+i, first) + ":" + cellName(3+i, last)
			formula = fmt.Sprintf(`IF(COUNTIF(%s,"fail")>0,1,0)`, column)
		}
		return cell{value: number01(c.Options[i].Out), formula: formula, style: number(wholeFormat)}
	})...)
	for i := range c.Options {
		b.name(s, fmt.Sprintf("out:%d", i), 3+i, at)
	}
	for _, g := range c.GatesOff {
		s.add(cell{value: g.Title, style: plain}, cell{value: "switched off: " + g.Reason, style: muted})
	}
	s.heading("Reasons (" + asEvaluated + ")")
	for _, x := range c.Options {
		for _, g := range x.Reasons {
			s.paragraph(fmt.Sprintf("%s, %s: %s. %s", x.Name, g.Title, g.Status, g.Reason))
		}
	}
	return s
}

func rankingSheet(b *book) *sheet {
	c := b.rep.Comparison
	s := &sheet{name: "Ranking", widths: optionWidths(b, 38, 16), landscape: true}
	s.add(cell{value: "Ranking", style: titleStyle})
	s.paragraph("Figures come from Options and Cost, anchors and shares from Weights, gates from Gates. What is in italics, such as the skill gap that remains, stands as evaluated and does not recalculate.")
	b.optionHead(s, "", "")
	block := func(key, title string, format string, of func(j, i int) cell) {
		s.heading(title)
		for j, x := range c.Criteria {
			at := s.add(b.each([]cell{{value: x.Title, style: plain}, {value: x.Unit, style: muted}}, func(i int) cell {
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
	s.heading("Outcome")
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
	line("valueLow", "Value at worst", "0 to 1", indexFormat, func(i int) cell {
		return cell{value: figure(c.Options[i].Low), formula: sum(column("low", i), i)}
	})
	line("valueHigh", "Value at best", "0 to 1", indexFormat, func(i int) cell {
		return cell{value: figure(c.Options[i].High), formula: sum(column("high", i), i)}
	})
	line("value", "Value", "0 to 1", indexFormat, func(i int) cell {
		return cell{value: figure(c.Options[i].Value), formula: fmt.Sprintf(`IF(ISNUMBER({valueLow:%[1]d}),({valueLow:%[1]d}+{valueHigh:%[1]d})/2,"–")`, i)}
	})
	line("topsis", "TOPSIS closeness", "second opinion", indexFormat, func(i int) cell {
		far := fmt.Sprintf("SUMPRODUCT((%s*(1-(%s+%s)/2)*%s)^2)", shares, column("low", i), column("high", i), column("applies", i))
		near := fmt.Sprintf("SUMPRODUCT((%s*(%s+%s)/2*%s)^2)", shares, column("low", i), column("high", i), column("applies", i))
		return cell{value: figure(c.Options[i].TOPSIS), formula: fmt.Sprintf(`IF(%[1]s+%[2]s=0,"–",SQRT(%[2]s)/(SQRT(%[1]s)+SQRT(%[2]s)))`, far, near)}
	})
	line("costed", "Total cost", "", "#,##0.00", func(i int) cell {
		total := any(unpriced)
		switch x := &c.Options[i]; {
		case x.TotalCost != nil:
			total = x.TotalCost.Float()
		case x.Cost.Terms.Priced:
			total = noRate
		}
		return cell{value: total, formula: fmt.Sprintf("{total:%d}", i)}
	})
	line("rank", "Rank", "by value, then cost", wholeFormat, func(i int) cell {
		y := cell{value: any("out")}
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
		y.formula = fmt.Sprintf(`IF({out:%d}=1,"out",%s)`, i, strings.Join(terms, "+"))
		return y
	})
	s.heading("How sure (" + asEvaluated + ")")
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
		evaluated(fmt.Sprintf("Rank %d, weights around the stated", r+1), func(x *comparison.Option) any { return at(x.Stated) }, shareFormat)
		evaluated(fmt.Sprintf("Rank %d, all weightings", r+1), func(x *comparison.Option) any { return at(x.Acceptability) }, shareFormat)
	}
	evaluated("Dominated by", func(x *comparison.Option) any {
		if x.DominatedBy == nil {
			return "–"
		}
		return c.Find(*x.DominatedBy).Name
	}, "")
	s.heading("In words (" + asEvaluated + ")")
	for _, text := range append(append([]string{c.Recommendation.Text}, c.Recommendation.RestsOn...), c.Recommendation.Overturned...) {
		s.paragraph(text)
	}
	for _, r := range c.Remarks {
		s.paragraph(r.Text)
	}
	block("raw", "Figures", "General", func(j, i int) cell {
		m := c.Options[i].Details[j]
		y := cell{value: wordUnknown, formula: b.rawFormula(c.Criteria[j].ID, i)}
		switch c.Criteria[j].ID {
		case "cost":
			y.style = number("#,##0.00")
		case "sia-skill-fit":
			y.style = evaluatedStyle("General")
		}
		switch {
		case m.NotApplicable:
			y.value = wordNA
		case m.Raw.Known():
			y.value = float64(m.Raw)
		}
		return y
	})
	block("applies", "Applies", wholeFormat, func(j, i int) cell {
		return cell{value: number01(!c.Options[i].Details[j].NotApplicable), formula: fmt.Sprintf(`IF({raw:%d:%d}="n/a",0,1)`, j, i)}
	})
	block("high", "Value at best", indexFormat, func(j, i int) cell {
		n := max(2, len(c.Criteria[j].Anchors)) - 1
		var steps []string
		for k := range n {
			steps = append(steps, fmt.Sprintf("MAX(0,MIN(1,({raw:%[1]d:%[2]d}-{anchor:%[1]d:%[3]d})/({anchor:%[1]d:%[4]d}-{anchor:%[1]d:%[3]d})))", j, i, k, k+1))
		}
		return cell{value: c.Options[i].Details[j].High, formula: fmt.Sprintf("IF({counts:%[1]d}*{applies:%[1]d:%[2]d}=0,0,IF(ISNUMBER({raw:%[1]d:%[2]d}),(%[3]s)/%[4]d,1))", j, i, strings.Join(steps, "+"), n)}
	})
	block("low", "Value at worst", indexFormat, func(j, i int) cell {
		formula := fmt.Sprintf("IF(ISNUMBER({raw:%[1]d:%[2]d}),{high:%[1]d:%[2]d},0)", j, i)
		if c.Criteria[j].ID == "cost" {
			formula = fmt.Sprintf(`IF(AND(%s="",{floor:%d}=1),0,%s)`, opt("criteria.cost", i), i, formula)
		}
		return cell{value: c.Options[i].Details[j].Low, formula: formula}
	})
	block("part", "Contribution to the value", indexFormat, func(j, i int) cell {
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
	computed := `"unknown"`
	switch id {
	case "sia-hours":
		h := opt("sia.hoursPerWeek", i)
		computed = fmt.Sprintf(`IF(%s>0,%s,IF(%s>0,"n/a",IF(%s="unknown","unknown",0)))`, num("sia.hoursPerWeek", i), h, num("hires.fte", i), h)
	case "cost":
		computed = fmt.Sprintf(`IF(ISNUMBER({total:%[1]d}),{total:%[1]d},"unknown")`, i)
	case "sia-skill-fit":
		if v := b.rep.Comparison.Options[i].Residual.Skills; v.Known() {
			computed = fmt.Sprintf("%v", float64(v)) // as evaluated
		}
	case "csirp-services":
		var unknown, has []string
		for _, n := range b.rep.Comparison.Needs {
			if service, ok := strings.CutPrefix(n.ID, "csirp-"); ok {
				x := opt("csirp."+service, i)
				unknown, has = append(unknown, fmt.Sprintf(`%s="unknown"`, x)), append(has, fmt.Sprintf(`IF(%s="yes",1,0)`, x))
			}
		}
		if len(has) > 0 {
			computed = fmt.Sprintf(`IF(OR(%s),"unknown",(%s)/%d)`, strings.Join(unknown, ","), strings.Join(has, "+"), len(has))
		}
	}
	return fmt.Sprintf(`IF(%[1]s="",%[2]s,%[1]s)`, stated, computed)
}

func needSheet(b *book) *sheet {
	c := b.rep.Comparison
	s := &sheet{name: "Need × clause", widths: []float64{34, 30}, landscape: true}
	for range c.Options {
		s.widths = append(s.widths, 36)
	}
	s.add(cell{value: "Need × clause", style: titleStyle})
	s.paragraph("For each gap of the assessment: the term of an option that closes it, who does the work and what remains; " + asEvaluated + ".")
	cells := []cell{{value: "Need", style: headStyle}, {value: "Today", style: headStyle}}
	for _, x := range c.Options {
		cells = append(cells, cell{value: x.Name, style: headStyle})
	}
	s.add(cells...)
	s.frozen, s.beside = len(s.rows), 1
	for _, n := range c.Needs {
		row := []string{n.Title, n.Size}
		for _, x := range n.Cells {
			row = append(row, report.NeedCellText(x))
		}
		s.texts(row...)
	}
	if len(c.Needs) == 0 {
		s.texts("The assessment shows no gap that a contract could close.")
	}
	verdicts, hours := []string{"Verdict that remains", c.Verdict.Phrase()}, []string{"SIA hours still to buy", c.Hours.Format(1)}
	over, under := []string{"Bought beyond the need", ""}, []string{"Short of the need", ""}
	for _, x := range c.Options {
		verdicts, hours = append(verdicts, x.Residual.Verdict.Phrase()), append(hours, x.Residual.Hours.Format(1))
		over, under = append(over, strings.Join(x.Over, "; ")), append(under, strings.Join(x.Under, "; "))
	}
	for _, row := range [][]string{verdicts, hours, over, under} {
		s.texts(row...)
	}
	s.heading("Questions to the providers")
	for _, q := range c.Questions {
		for _, x := range q.List {
			s.paragraph(q.Provider + ": " + report.QuestionText(c, q, x))
		}
	}
	return s
}

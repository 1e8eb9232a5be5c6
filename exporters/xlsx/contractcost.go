// The cost of contract options by part and year as live formulas.

package xlsx

import (
	"fmt"
	"math"
	"strings"

	"github.com/shopspring/decimal"

	"muster/assessment/cost"
	"muster/assessment/terms"
)

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
	s := &sheet{name: b.lang.Text("Cost"), widths: []float64{34, wide, wide}, beside: 2, landscape: true}
	for range years {
		s.widths = append(s.widths, wide)
	}
	s.add(cell{value: b.lang.Text("Cost over the term"), style: titleStyle})
	s.paragraph(b.lang.Say("In the currency of the comparison. Terms are changed in Options; up to %d years. Tickets over are expected with a Poisson number of tickets a month; the last part of a year counts pro rata; onboarding and exit are not indexed.", years))
	for i := range b.rep.Comparison.Options {
		b.costBlock(s, i, years)
	}
	return s
}

// costBlock is the cost of option i.
func (b *book) costBlock(s *sheet, i, years int) {
	x := &b.rep.Comparison.Options[i]
	s.heading(x.Name)
	titles := []string{b.lang.Text("Part"), ">" + b.lang.Text("Whole term"), ">" + b.lang.Text("Once or basis")}
	for y := 1; y <= years; y++ {
		titles = append(titles, ">"+b.lang.Say("Year %d", y))
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
	row("months", b.lang.Text("Months"), cell{value: float64(t.Months), formula: fmt.Sprintf("IF(ISNUMBER(%[1]s),%[1]s,36)", opt("termMonths", i)), style: number(wholeFormat)}, blank, func(y int) cell {
		v := math.Max(0, math.Min(12, float64(t.Months-12*(y-1))))
		return cell{value: v, formula: fmt.Sprintf("MAX(0,MIN(12,%s-%d))", ref("months"), 12*(y-1)), style: number(wholeFormat)}
	})
	index, discount, growth := t.Index.InexactFloat64(), t.Discount.InexactFloat64(), t.Growth.InexactFloat64()
	row("factor", b.lang.Text("Indexation over discount"), blank, blank, func(y int) cell {
		return cell{value: math.Pow(1+index, float64(y-1)) / math.Pow(1+discount, float64(y-1)), style: number("0.0000"),
			formula: fmt.Sprintf("(1+%s)^%d/(1+%s)^%d", num("indexation", i), y-1, num("discount", i), y-1)}
	})
	byUnit := fmt.Sprintf(`OR(AND(%[1]s<>"",%[1]s<>%[3]q),%[2]s<>"")`, opt("basis", i), opt("price.unitPrice", i), "flat")
	row("grown", b.lang.Text("Growth of the units"), blank, blank, func(y int) cell {
		return cell{value: math.Pow(1+growth, float64(y-1)), style: number("0.0000"), formula: fmt.Sprintf("IF(%s,(1+%s)^%d,1)", byUnit, num("price.growth", i), y-1)}
	})
	exchange := fmt.Sprintf("IF(ISNUMBER(%[1]s),%[1]s,1)", opt("rate", i))
	part := func(p cost.Part, key string, basis cell, scaled string) {
		row(key, b.lang.Text(terms.Default().Component(cost.IDs[p])), cell{value: f(st.Parts[p]), formula: fmt.Sprintf("SUM({%s.1:%d..%s.%d:%d})", key, i, key, years, i), style: money}, basis, func(y int) cell {
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
		row(key, b.lang.Text(terms.Default().Component(cost.IDs[p])), cell{value: value, formula: formula, style: money}, blank, nil)
	}
	once(cost.Onboarding, "onboarding", fmt.Sprintf("%s*%s", num("onboarding", i), exchange), f(st.Onboarding))
	part(cost.Fee, "fee", cell{value: f(t.Fee), style: money,
		formula: fmt.Sprintf("IF(%s,%s*%s,%s)", byUnit, num("price.unitPrice", i), numOr("price.quantity", i, "1"), num("monthlyFee", i))}, "")
	// Where nobody knows how many are included, none is known to be over.
	mu := fmt.Sprintf(`IF(AND(%s>0,%s={"unknown"}),0,%s)`, num("ticketOverage", i), opt("ticketsIncluded", i), num("ticketsPerMonth", i))
	q := num("ticketsIncluded", i)
	over := cost.OverIncluded(t.Tickets, t.Included)
	row("over", b.lang.Text("Tickets over, expected a month"), blank, cell{value: over, style: number("0.0000"),
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
	row("sum", b.lang.Text("Sum"), cell{value: f(st.Total), style: style{rule: true, right: true, bold: true, format: "#,##0.00"},
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
			unknown = append(unknown, fmt.Sprintf(`%s={"unknown"}`, opt(path, i)))
		}
	}
	for _, path := range []string{"termMonths", "indexation", "discount"} {
		unknown = append(unknown, fmt.Sprintf(`%s={"unknown"}`, opt(path, i)))
	}
	unknown = append(unknown,
		fmt.Sprintf(`AND(NOT(%s),%s={"unknown"})`, byUnit, opt("monthlyFee", i)),
		fmt.Sprintf(`AND(%[1]s,OR(%[2]s={"unknown"},%[2]s="",%[3]s={"unknown"},%[4]s={"unknown"}))`, byUnit, opt("price.unitPrice", i), opt("price.quantity", i), opt("price.growth", i)),
		fmt.Sprintf(`AND(%[1]s>0,OR(%[2]s="",%[2]s={"unknown"},%[3]s={"unknown"}))`, num("ticketOverage", i), opt("ticketsPerMonth", i), opt("ticketsIncluded", i)))
	total := any(b.lang.Text(unpriced))
	switch {
	case x.TotalCost != nil:
		total = x.TotalCost.Float()
	case t.Priced:
		total = b.lang.Text(noRate)
	}
	row("total", b.lang.Text("Total over the term"), cell{value: total, style: style{rule: true, right: true, bold: true, format: "#,##0.00"},
		formula: fmt.Sprintf(`IF(NOT(OR(%s)),{"no price"},IF(NOT(ISNUMBER(%s)),{"no rate"},IF(%s>%d,{"term too long"},%s)))`, strings.Join(entered, ","), opt("rate", i), ref("months"), 12*years, ref("sum"))}, blank, nil)
	yearly := any("–")
	if x.YearlyCost != nil {
		yearly = x.YearlyCost.Float()
	}
	row("yearly", b.lang.Text("A year of the term"), cell{value: yearly, formula: fmt.Sprintf(`IF(ISNUMBER(%[1]s),%[1]s*12/%[2]s,"–")`, ref("total"), ref("months")), style: money}, blank, nil)
	row("floor", b.lang.Text("Lower bound: something is not known"), cell{value: number01(x.Floor), formula: fmt.Sprintf("IF(OR(%s),1,0)", strings.Join(unknown, ",")), style: number(wholeFormat)}, blank, nil)
}

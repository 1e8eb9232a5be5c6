// Pictures of the comparison: value, rank acceptability, weights, cost, break-even.

package report

import (
	"fmt"
	"math"

	"muster/assessment"
	"muster/assessment/comparison"
	"muster/assessment/cost"
	"muster/assessment/engagement"
	"muster/assessment/messages"
	"muster/assessment/terms"
	"muster/exporters/chart"
	"muster/exporters/look"
)

// ValueScene shows what each criterion adds to the value of each option.
func ValueScene(lang *messages.Catalogue, c *comparison.Comparison, width float64) chart.Scene {
	s := chart.StackChart{Title: lang.Text("Value by criterion"), Tone: chart.Kinds, Whole: 1, Ticks: unitTicks(), Empty: lang.Text("No criterion has both points and anchors.")}
	var columns []int
	for j, x := range c.Criteria {
		if x.Share > 0 {
			columns = append(columns, j)
			s.Parts = append(s.Parts, chart.StackPart{Title: lang.Text(x.Title)})
		}
	}
	for _, x := range Ranked(c) {
		if !x.Value.Known() {
			continue
		}
		row := chart.StackRow{Title: rankTitle(lang, x), Shown: ValueText(x), Strong: x.Rank == 1, Muted: x.Out}
		for _, j := range columns {
			row.Values = append(row.Values, float64(x.Details[j].Contribution))
		}
		s.Rows = append(s.Rows, row)
	}
	return chart.Stacks(s, width)
}

// rankTitle is the name of an option with its rank.
func rankTitle(lang *messages.Catalogue, x *comparison.Option) string {
	if x.Out {
		return lang.Say("%s (out)", x.Name)
	}
	return fmt.Sprintf("%d  %s", x.Rank, x.Name)
}

func unitTicks() []chart.Tick {
	return ticks(1, 5, func(v float64) string { return assessment.FormatNumber(v, 1) })
}

// AcceptabilityScene shows how often each option takes each rank, around the
// stated weights or over all weightings.
func AcceptabilityScene(lang *messages.Catalogue, c *comparison.Comparison, stated bool, width float64) chart.Scene {
	s := chart.StackChart{Title: lang.Text("How often each option takes each rank"), Lead: lang.Text("All weightings of the criteria"), Tone: chart.Graded, Whole: 1, Empty: lang.Text("No option is in the ranking.")}
	if stated {
		s.Lead = lang.Text("Weights around the stated ones")
	}
	for i := range c.Ranking {
		s.Parts = append(s.Parts, chart.StackPart{Title: lang.Say("rank %d", i+1)})
	}
	for _, id := range c.Ranking {
		x := c.Find(id)
		shares := x.Acceptability
		if stated {
			shares = x.Stated
		}
		row := chart.StackRow{Title: rankTitle(lang, x), Values: shares, Strong: x.Rank == 1}
		for _, v := range shares {
			row.Labels = append(row.Labels, assessment.FormatNumber(v*100, 0)+"\u00a0%")
		}
		s.Rows = append(s.Rows, row)
	}
	return chart.Stacks(s, width)
}

// LeadScene shows how far each weight may go with the same leader.
func LeadScene(lang *messages.Catalogue, c *comparison.Comparison, width float64) chart.Scene {
	s := chart.StretchChart{Title: lang.Text("Weights with the same leader"), Inside: lang.Text("the leader leads"), Outside: lang.Text("another leads"), Now: lang.Text("weight now"), Empty: lang.Text("No other option is in the ranking.")}
	for i := 0; i <= 4; i++ {
		s.Ticks = append(s.Ticks, chart.Tick{At: float64(i) / 4, Text: assessment.FormatNumber(float64(i)*25, 0) + "\u00a0%"})
	}
	for _, l := range c.Leads {
		s.Rows = append(s.Rows, chart.StretchRow{Title: lang.Text(c.Criterion(l.Criterion).Title), Shown: LeadText(l), From: l.Low, To: l.High, At: l.Weight})
	}
	return chart.Stretches(s, width)
}

// moneyScale is an axis of amounts in thousands.
func moneyScale(lang *messages.Catalogue, title, currency string, low, high float64) chart.AxisScale {
	if currency != "" {
		title += lang.Say(", thousands of %s", currency)
	} else {
		title += lang.Text(", thousands")
	}
	a := chart.AxisScale{Title: title, Span: chart.Span{Min: low, Max: high}}
	a.Ticks = spanTicks(a.Span, 6, func(v float64) string { return assessment.FormatNumber(v/1000, 1) })
	return a
}

// spanTicks are about n round values in the span.
func spanTicks(s chart.Span, n int, text func(float64) string) []chart.Tick {
	from := ticks(s.Max-s.Min, n, text)
	if len(from) < 2 {
		return from
	}
	step := from[1].At
	var out []chart.Tick
	for i := math.Ceil(s.Min/step - 1e-9); i*step <= s.Max+step*1e-9; i++ {
		out = append(out, chart.Tick{At: i * step, Text: text(i * step)})
	}
	return out
}

// paretoSpans are the stretches of cost and value to draw: from 0, unless that
// would press all options into a corner.
func paretoSpans(c *comparison.Comparison) (money, value chart.Span) {
	money, value = chart.Span{Min: math.Inf(1), Max: math.Inf(-1)}, chart.Span{Min: math.Inf(1), Max: math.Inf(-1)}
	for i := range c.Options {
		x := &c.Options[i]
		if x.TotalCost == nil || !x.Value.Known() {
			continue
		}
		low, high := x.Value, x.Value
		if x.Low.Known() && x.High.Known() {
			low, high = x.Low, x.High
		}
		money = chart.Span{Min: math.Min(money.Min, x.TotalCost.Float()), Max: math.Max(money.Max, x.TotalCost.Float())}
		value = chart.Span{Min: math.Min(value.Min, float64(low)), Max: math.Max(value.Max, float64(high))}
	}
	if money.Min > money.Max {
		return chart.Span{Max: 1}, chart.Span{Max: 1}
	}
	around := func(s chart.Span, least float64) chart.Span {
		pad := math.Max((s.Max-s.Min)*0.2, least)
		return chart.Span{Min: math.Max(0, s.Min-pad), Max: s.Max + pad}
	}
	if money.Min > 0.35*money.Max {
		money = around(money, money.Max*0.05)
	} else {
		money = chart.Span{Max: math.Max(1, money.Max*1.08)}
	}
	if value.Max-value.Min < 0.5 {
		value = around(value, 0.05)
		value.Min, value.Max = math.Floor(value.Min*10+1e-9)/10, math.Min(1, math.Ceil(value.Max*10-1e-9)/10)
	} else {
		value = chart.Span{Max: 1}
	}
	return money, value
}

// axesText says where the axes of the picture of cost against value start.
func axesText(lang *messages.Catalogue, c *comparison.Comparison) string {
	money, value := paretoSpans(c)
	switch {
	case money.Min > 0 && value.Min > 0:
		return lang.Text(" Neither axis starts at 0.")
	case money.Min > 0:
		return lang.Text(" The axis of the cost does not start at 0.")
	case value.Min > 0:
		return lang.Text(" The axis of the value does not start at 0.")
	}
	return ""
}

// ParetoScene shows cost against value.
func ParetoScene(lang *messages.Catalogue, c *comparison.Comparison, width float64) chart.Scene {
	return paretoScene(lang, c, width, 290)
}

func paretoScene(lang *messages.Catalogue, c *comparison.Comparison, width, height float64) chart.Scene {
	money, value := paretoSpans(c)
	s := chart.ValueChart{Title: lang.Text("Cost against value"), Step: true, OnFront: lang.Text("not beaten on both"), Beaten: lang.Text("dearer and no better than another"), Out: lang.Text("fails a gate"), Ranges: lang.Text("range where something is not known"),
		Empty: lang.Text("No option has both a cost and a value.")}
	for _, x := range Ranked(c) {
		if x.TotalCost == nil || !x.Value.Known() {
			continue
		}
		p := chart.ValuePoint{Title: x.Name, Cost: x.TotalCost.Float(), Value: float64(x.Value), ValueRange: chart.Span{Min: float64(x.Low), Max: float64(x.High)}}
		switch {
		case x.Out:
			p.Standing = chart.Out
		case x.DominatedBy != nil:
			p.Standing = chart.Beaten
		}
		s.Points = append(s.Points, p)
	}
	s.Value = chart.AxisScale{Title: lang.Text("value"), Span: value, Ticks: spanTicks(value, 5, func(v float64) string { return assessment.FormatNumber(v, 2) })}
	s.Cost = moneyScale(lang, lang.Text("cost over the term"), c.Currency, money.Min, money.Max)
	s.Height = height
	return chart.Values(lang, s, width)
}

// CostScene shows the cost over the term by what is paid for.
func CostScene(lang *messages.Catalogue, c *comparison.Comparison, in engagement.Comparison, width float64) chart.Scene {
	s := chart.StackChart{Title: lang.Text("Cost over the term"), Tone: chart.Kinds, Empty: lang.Text("No option has a price.")}
	var used []int
	for p := range cost.IDs {
		for _, x := range c.Options {
			if x.TotalCost != nil && x.Cost.Statement.Parts[p].IsPositive() {
				used = append(used, p)
				s.Parts = append(s.Parts, chart.StackPart{Title: lang.Text(terms.Default().Component(cost.IDs[p]))})
				break
			}
		}
	}
	for i := range c.Options {
		x := &c.Options[i]
		if x.TotalCost == nil {
			continue
		}
		row := chart.StackRow{Title: x.Name, Shown: TotalText(c, x), Open: x.Floor, Muted: x.Out, Strong: x.Rank == 1}
		for _, p := range used {
			row.Values = append(row.Values, cost.Money{Decimal: x.Cost.Statement.Parts[p]}.Float())
		}
		s.Rows = append(s.Rows, row)
	}
	for _, m := range []struct {
		t    engagement.Term
		name string
	}{{in.Target, lang.Text("target")}, {in.Budget, lang.Text("budget")}} {
		if m.t.Known() {
			s.Marks = append(s.Marks, chart.Tick{At: m.t.Value, Text: m.name})
		}
	}
	return chart.Stacks(s, width)
}

// YearScene shows the cost by year.
func YearScene(lang *messages.Catalogue, c *comparison.Comparison, width float64) chart.Scene {
	s := chart.StackChart{Title: lang.Text("Cost by year"), Lead: lang.Text("Onboarding, the years from left to right, exit"), Tone: chart.Ordered, Empty: lang.Text("No option has a price.")}
	years := 0
	for _, x := range c.Options {
		years = max(years, len(x.AnnualCost))
	}
	s.Parts = append(s.Parts, chart.StackPart{Short: lang.Text("on")})
	for y := 1; y <= years; y++ {
		s.Parts = append(s.Parts, chart.StackPart{Short: fmt.Sprint(y)})
	}
	s.Parts = append(s.Parts, chart.StackPart{Short: lang.Text("exit")})
	for i := range c.Options {
		x := &c.Options[i]
		if x.TotalCost == nil {
			continue
		}
		row := chart.StackRow{Title: x.Name, Shown: TotalText(c, x), Open: x.Floor, Muted: x.Out, Strong: x.Rank == 1, Values: []float64{x.Cost.Onboarding.Float()}}
		for y := 0; y < years; y++ {
			v := 0.0
			if y < len(x.AnnualCost) {
				v = x.AnnualCost[y].Float()
			}
			row.Values = append(row.Values, v)
		}
		row.Values = append(row.Values, x.Cost.Exit.Float())
		s.Rows = append(s.Rows, row)
	}
	return chart.Stacks(s, width)
}

// AxisScene shows the total of all options along growth, volume or term.
func AxisScene(lang *messages.Catalogue, c *comparison.Comparison, a comparison.Axis, width float64) chart.Scene {
	most := 0.0
	var lines []chart.Series
	for _, l := range a.Lines {
		s := chart.Series{Title: c.Find(l.Option).Name}
		for i, y := range l.Costs {
			s.Points = append(s.Points, chart.XY{X: a.X[i], Y: y})
			most = math.Max(most, y)
		}
		lines = append(lines, s)
	}
	text := func(v float64) string { return assessment.FormatNumber(v, 1) }
	if a.ID == "growth" {
		text = assessment.FormatShare
	}
	low, high := a.X[0], a.X[len(a.X)-1]
	x := chart.AxisScale{Title: lang.Text(a.Title) + ", " + lang.Text(a.Unit), Span: chart.Span{Min: low, Max: high}}
	if a.ID == "growth" {
		x.Title = lang.Say("%s a year", lang.Text(a.Title))
	}
	for _, t := range ticks(high, 6, text) {
		if t.At >= low {
			x.Ticks = append(x.Ticks, t)
		}
	}
	s := chart.CurveChart{Title: lang.Text(a.Title), X: x, Y: moneyScale(lang, lang.Text("total cost"), c.Currency, 0, most*1.05), Series: chart.Distinct(lines), NamedPins: true, Empty: lang.Text("No option has a price.")}
	if a.Today.Known() {
		s.Marks = []chart.Tick{{At: float64(a.Today), Text: lang.Text("as entered")}}
	}
	for i, x := range a.Crossings {
		if i == 8 {
			break
		}
		s.Pins = append(s.Pins, chart.Pin{At: chart.XY{X: x.At, Y: x.Cost}, Shape: chart.Dot, Style: look.VerdictStyle{Color: look.Text}})
	}
	return chart.Curves(lang, s, width)
}

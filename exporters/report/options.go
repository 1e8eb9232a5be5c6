// The chapters on contract options: the procurement report has all of them, the
// full report their essence, and the window shows them one by one.

package report

import (
	"fmt"
	"slices"
	"strings"

	"muster/assessment"
	"muster/assessment/comparison"
	"muster/assessment/cost"
	"muster/assessment/engagement"
	"muster/assessment/question"
	"muster/assessment/terms"
)

// The ids of the chapters on contract options.
const (
	OptionSummary   = "options-summary"
	OptionRanking   = "options-ranking"
	OptionCost      = "options-cost"
	OptionNeeds     = "options-needs"
	OptionGates     = "options-gates"
	OptionTerms     = "options-terms"
	OptionQuestions = "options-questions"
	OptionMethod    = "options-method"
)

// optionChapters are the chapters of the procurement report; none without options.
func optionChapters(set *question.Set, rep *Report) []Chapter {
	if rep.Comparison == nil {
		return nil
	}
	return []Chapter{
		optionSummary(rep), optionRanking(rep), optionCost(rep), optionNeeds(rep), optionGates(rep), optionTerms(set, rep), optionQuestions(rep), optionMethod(rep),
	}
}

// optionChapter is the chapter of the full report: its essence.
func optionChapter(rep *Report) Chapter {
	c := rep.Comparison
	out := Chapter{ID: "options", Title: "Contract options", Lead: c.Recommendation.Text}
	add := func(blocks ...Block) { out.Blocks = append(out.Blocks, blocks...) }
	part := func(id string) Chapter {
		ch := rep.OptionChapter(id)
		add(Heading{ch.Title}, Paragraph{ch.Lead})
		return ch
	}
	add(Paragraph{needText(c)}, RankingTable(c))
	add(bullets("What the recommendation rests on", c.Recommendation.RestsOn)...)
	add(bullets("What would overturn it", c.Recommendation.Overturned)...)
	add(bullets("To mend or to bear in mind", remarkTexts(c))...)
	part(OptionRanking)
	add(rankingFigures(c, false)...)
	part(OptionCost)
	add(yearBlocks(c)...)
	var crossings []string
	for _, a := range c.BreakEven {
		crossings = append(crossings, CrossingTexts(c, a)...)
	}
	add(bullets("Where one becomes cheaper than another", crossings)...)
	for _, id := range []string{OptionNeeds, OptionGates, OptionQuestions} {
		add(part(id).Blocks...)
	}
	add(Paragraph{"The procurement report has the weights, every figure with its value, the break-even pictures, all terms with their sources and the method."})
	return out
}

// OptionChapter finds a chapter on contract options by its id.
func (r *Report) OptionChapter(id string) Chapter {
	for _, c := range r.OptionChapters {
		if c.ID == id {
			return c
		}
	}
	return Chapter{ID: id}
}

// statusWord is the outcome of a gate in a table.
func statusWord(s comparison.Status) string {
	switch s {
	case comparison.Pass:
		return "✓ pass"
	case comparison.Fail:
		return "✗ fail"
	}
	return "? ask"
}

// gateCount sums the gates of an option up.
func gateCount(x *comparison.Option) string {
	failed, open := 0, 0
	for _, g := range x.Reasons {
		switch g.Status {
		case comparison.Fail:
			failed++
		case comparison.Unknown:
			open++
		}
	}
	switch {
	case failed > 0:
		return fmt.Sprintf("✗ %d failed", failed)
	case open > 0:
		return fmt.Sprintf("? %d to ask", open)
	}
	return "✓ all"
}

// TotalText is the total cost of an option as written.
func TotalText(c *comparison.Comparison, x *comparison.Option) string {
	switch {
	case x.TotalCost != nil && x.Floor:
		return "≥ " + x.TotalCost.Text(c.Currency)
	case x.TotalCost != nil:
		return x.TotalCost.Text(c.Currency)
	case x.Cost.Statement != nil:
		return cost.Money{Decimal: x.Cost.Statement.Total}.Text(x.Cost.Own)
	}
	return "–"
}

// NeedText says what need remains with an option.
func NeedText(x *comparison.Option) string {
	switch {
	case x.Residual.Closes == nil:
		return "not known"
	case *x.Residual.Closes:
		return "closed"
	}
	return "open: " + x.Residual.Hours.Format(1) + " h a week"
}

// ValueText is the value of an option, a range where criteria are not known.
func ValueText(x *comparison.Option) string {
	if x.Low.Known() && x.High-x.Low > 0.0005 {
		return fmt.Sprintf("%s (%s–%s)", x.Value.Format(2), x.Low.Format(2), x.High.Format(2))
	}
	return x.Value.Format(2)
}

func rankText(x *comparison.Option) string {
	if x.Out {
		return "out"
	}
	return fmt.Sprint(x.Rank)
}

// Ranked are the options in the order of the ranking, those out of it last.
func Ranked(c *comparison.Comparison) []*comparison.Option {
	var out []*comparison.Option
	for _, id := range c.Ranking {
		out = append(out, c.Find(id))
	}
	for i := range c.Options {
		if c.Options[i].Out {
			out = append(out, &c.Options[i])
		}
	}
	return out
}

// RankingTable is the outcome for each option in a row.
func RankingTable(c *comparison.Comparison) Table {
	in := ""
	if c.Currency != "" {
		in = ", " + c.Currency
	}
	t := Table{Columns: []Column{{"Rank", 9, true}, {"Option", 30, false}, {"Cost over the term" + in, 16, true}, {"Average a year" + in, 13, true}, {"Value", 14, true}, {"First", 9, true}, {"Gates", 13, false}, {"Need", 14, false}},
		Caption: fmt.Sprintf("Value: how well the option does on the weighted criteria, 0 to 1; a range where something is not known. First: how often it comes first when the weights are varied around the stated ones (%s times). Gates: what an option must meet. Need: for a named analyst, with the option in place. out: fails a gate, so it has no rank.", assessment.FormatNumber(comparison.Draws, 0))}
	for _, x := range Ranked(c) {
		first, yearly := "–", "–"
		if len(x.Stated) > 0 {
			first = assessment.FormatNumber(x.Stated[0]*100, 0) + "\u00a0%"
		}
		if x.YearlyCost != nil {
			yearly = x.YearlyCost.Text("")
		}
		total := TotalText(c, x)
		if x.TotalCost != nil && c.Currency != "" {
			total = strings.TrimSpace(strings.TrimSuffix(total, c.Currency))
		}
		t.Rows = append(t.Rows, []string{rankText(x), optionName(x), total, yearly, ValueText(x), first, gateCount(x), NeedText(x)})
	}
	return t
}

// optionName is the name with the provider where that says more.
func optionName(x *comparison.Option) string {
	if x.Provider == "" || strings.Contains(x.Name, x.Provider) {
		return x.Name
	}
	return x.Name + " (" + x.Provider + ")"
}

func remarkTexts(c *comparison.Comparison) []string {
	var out []string
	for _, r := range c.Remarks {
		out = append(out, r.Text)
	}
	return out
}

// bullets are a heading with a list; nothing for an empty one.
func bullets(title string, items []string) []Block {
	if len(items) == 0 {
		return nil
	}
	return []Block{Heading{title}, Bullets{items}}
}

// needText says what the assessment asks for.
func needText(c *comparison.Comparison) string {
	compared := assessment.FormatCount(len(c.Options), "option is compared.", "options are compared.")
	if c.Verdict == assessment.InsufficientEvidence {
		return "The assessment has too few answers to say whether a named security intelligence analyst (SIA) is needed. " + compared
	}
	need := fmt.Sprintf("The assessment finds a named security intelligence analyst (SIA) %s", c.Verdict.Phrase())
	if c.Hours > 0 {
		need += fmt.Sprintf(", at %s h a week", c.Hours.Format(1))
	}
	return need + ". " + compared
}

// How much of a list the summary shows; the rest stands in the next chapter.
const (
	mostRests      = 3
	mostOverturned = 4
	mostRemarks    = 3
)

func optionSummary(rep *Report) Chapter {
	c := rep.Comparison
	blocks := []Block{Paragraph{needText(c)}, RankingTable(c)}
	blocks = append(blocks, bullets("What this rests on", some(c.Recommendation.RestsOn, mostRests))...)
	blocks = append(blocks, bullets("What would overturn it", some(c.Recommendation.Overturned, mostOverturned))...)
	blocks = append(blocks, bullets("To mend or to bear in mind", some(remarkTexts(c), mostRemarks))...)
	return Chapter{ID: OptionSummary, OnePage: true, Title: "Recommendation", Lead: c.Recommendation.Text,
		Blocks: append(blocks, Signatures{Heading: "Decision", Lines: []string{"Option chosen", "Procurement", "Security", "Budget owner"}})}
}

// some are the first few of a list, and how many more there are.
func some(list []string, most int) []string {
	if len(list) <= most {
		return list
	}
	return append(slices.Clone(list[:most]), fmt.Sprintf("%d more: see the next chapter.", len(list)-most))
}

// beyond are those of a list that some leaves out.
func beyond(list []string, most int) []string {
	if len(list) <= most {
		return nil
	}
	return list[most:]
}

// BuyingTexts says for each option what is bought beyond the need or lacks.
func BuyingTexts(c *comparison.Comparison) []string {
	var out []string
	for i := range c.Options {
		x := &c.Options[i]
		if len(x.Over) > 0 {
			out = append(out, x.Name+" buys too much: "+strings.Join(x.Over, "; ")+".")
		}
		if len(x.Under) > 0 {
			out = append(out, x.Name+" buys too little: "+strings.Join(x.Under, "; ")+".")
		}
	}
	return out
}

func optionRanking(rep *Report) Chapter {
	c := rep.Comparison
	lead := "No option is in the ranking."
	if len(c.Ranking) > 0 {
		var names []string
		for _, id := range c.Ranking {
			names = append(names, c.Find(id).Name)
		}
		lead = "In order: " + strings.Join(names, ", ") + "."
		if len(names) > 5 {
			lead = fmt.Sprintf("In order: %s and %d more.", strings.Join(names[:4], ", "), len(names)-4)
		}
		if len(c.Ranking) == 1 {
			lead = "Only " + names[0] + " is in the ranking."
		}
	}
	blocks := rankingFigures(c, true)
	if len(c.Leads) > 0 {
		at := len(blocks)
		if anyCost(c) {
			at-- // before cost against value
		}
		blocks = slices.Insert(blocks, at, Block(Figure{LeadScene(c, pictureWidth), fmt.Sprintf("The share of all weights that each criterion may have with %s still in the lead, the others in proportion.", c.Find(c.Ranking[0]).Name)}))
	}
	blocks = append(blocks, bullets("What else the recommendation rests on", beyond(c.Recommendation.RestsOn, mostRests))...)
	blocks = append(blocks, bullets("What else would overturn it", beyond(c.Recommendation.Overturned, mostOverturned))...)
	blocks = append(blocks, bullets("Further remarks", beyond(remarkTexts(c), mostRemarks))...)
	blocks = append(blocks, bullets("Dearer and no better", dominatedTexts(c))...)
	blocks = append(blocks, Heading{"Criteria and weights"}, weightTable(c))
	blocks = append(blocks, Heading{"Figures and values"})
	for _, part := range chunks(len(c.Options), 4) {
		blocks = append(blocks, valueTable(c, part[0], part[1]))
	}
	blocks = append(blocks, bullets("Criteria nobody knows", unknownTexts(c))...)
	return Chapter{ID: OptionRanking, Title: "Ranking and how sure it is", Lead: lead, Blocks: blocks}
}

// rankingFigures show the value, how sure the ranks are (with any weights too, if
// asked for), and cost against value.
func rankingFigures(c *comparison.Comparison, anyWeights bool) []Block {
	var blocks []Block
	blocks = append(blocks, Figure{ValueScene(c, pictureWidth), "How much each criterion adds to the value of an option, from 0 to 1. An option that fails a gate is shown muted and has no rank."})
	if len(c.Ranking) > 0 && len(c.Find(c.Ranking[0]).Stated) > 0 {
		blocks = append(blocks, Figure{AcceptabilityScene(c, true, pictureWidth), fmt.Sprintf("How often each option takes each rank when the stated weights are varied a little, %s times.", assessment.FormatNumber(comparison.Draws, 0))})
		if anyWeights {
			blocks = append(blocks, Figure{AcceptabilityScene(c, false, pictureWidth), "The same where the criteria may weigh anything, whatever was stated."})
		}
	}
	if anyCost(c) {
		blocks = append(blocks, Figure{ParetoScene(c, pictureWidth), "Cost against value. No option costs less than one on the line and is worth as much. The value contains the weight of the cost." + axesText(c)})
	}
	return blocks
}

func anyCost(c *comparison.Comparison) bool {
	return slices.ContainsFunc(c.Options, func(x comparison.Option) bool { return x.TotalCost != nil })
}

func dominatedTexts(c *comparison.Comparison) []string {
	var out []string
	for i := range c.Options {
		if x := &c.Options[i]; x.DominatedBy != nil {
			out = append(out, fmt.Sprintf("%s costs no less than %s and is worth no more.", x.Name, c.Find(*x.DominatedBy).Name))
		}
	}
	return out
}

func unknownTexts(c *comparison.Comparison) []string {
	var out []string
	for _, u := range c.Unknowns {
		text := fmt.Sprintf("%s of %s: ", c.Criterion(u.Criterion).Title, c.Find(u.Option).Name)
		switch {
		case !u.Matters:
			text += "does not matter, the leader stays."
		case u.AtWorst == u.AtBest:
			text += "matters."
		default:
			text += fmt.Sprintf("matters. At its worst %s leads, at its best %s.", c.Find(u.AtWorst).Name, c.Find(u.AtBest).Name)
		}
		out = append(out, text)
	}
	return out
}

// AnchorText is the range from unacceptable to ideal.
func AnchorText(x *comparison.Criterion) string {
	if len(x.Anchors) == 0 {
		return "–"
	}
	var parts []string
	for _, v := range x.Anchors {
		parts = append(parts, assessment.FormatNumber(v, 2))
	}
	return strings.Join(parts, " → ")
}

func weightTable(c *comparison.Comparison) Table {
	t := Table{Columns: []Column{{"Criterion", 30, false}, {"Unit", 24, false}, {"Unacceptable → ideal", 20, true}, {"Points", 9, true}, {"Share", 10, true}, {"Leader keeps the lead", 17, true}}}
	for i := range c.Criteria {
		x := &c.Criteria[i]
		share, lead := assessment.FormatNumber(x.Share*100, 1)+"\u00a0%", "–"
		if !x.Scored {
			share = "–"
		}
		for _, l := range c.Leads {
			if l.Criterion == x.ID {
				lead = LeadText(l)
			}
		}
		unit := x.Unit
		if x.ID == "cost" && c.Currency != "" {
			unit = c.Currency + ", " + unit
		}
		t.Rows = append(t.Rows, []string{x.Title, unit, AnchorText(x), assessment.FormatNumber(x.Points, 1), share, lead})
	}
	return t
}

// LeadText is the stretch of a weight as written.
func LeadText(l comparison.Lead) string {
	return fmt.Sprintf("%s–%s\u00a0%%", assessment.FormatNumber(l.Low*100, 0), assessment.FormatNumber(l.High*100, 0))
}

// chunks are the parts of n things with at most size each, of even sizes.
func chunks(n, size int) [][2]int {
	var out [][2]int
	parts := (n + size - 1) / size
	for i := 0; i < parts; i++ {
		out = append(out, [2]int{i * n / parts, (i + 1) * n / parts})
	}
	return out
}

// optionColumns are a first column and one for each option of a part.
func optionColumns(c *comparison.Comparison, first string, share float64, from, to int, right bool) []Column {
	out := []Column{{first, share, false}}
	for i := from; i < to; i++ {
		out = append(out, Column{c.Options[i].Name, (100 - share) / float64(to-from), right})
	}
	return out
}

func valueTable(c *comparison.Comparison, from, to int) Table {
	t := Table{Columns: optionColumns(c, "Criterion (figure → value)", 32, from, to, true)}
	for j := range c.Criteria {
		x := &c.Criteria[j]
		if x.Points == 0 && !x.Scored {
			continue
		}
		row := []string{x.Title}
		for i := from; i < to; i++ {
			row = append(row, measurementText(x, c.Options[i].Details[j]))
		}
		t.Rows = append(t.Rows, row)
	}
	add := func(name string, of func(x *comparison.Option) string) {
		row := []string{name}
		for i := from; i < to; i++ {
			row = append(row, of(&c.Options[i]))
		}
		t.Rows = append(t.Rows, row)
	}
	add("Value", ValueText)
	add("Second opinion (see Method)", func(x *comparison.Option) string { return x.TOPSIS.Format(2) })
	add("Rank", rankText)
	return t
}

// measurementText is an option's figure on a criterion with its value.
func measurementText(x *comparison.Criterion, m comparison.Measurement) string {
	raw := "not known"
	switch {
	case m.NotApplicable:
		return "n/a"
	case m.Raw.Known():
		raw = m.Raw.Format(x.Decimals)
	}
	switch {
	case !x.Scored:
		return raw
	case m.Low == m.High:
		return raw + " → " + assessment.FormatNumber(m.Low, 2)
	}
	return raw + " → " + assessment.FormatNumber(m.Low, 2) + "–" + assessment.FormatNumber(m.High, 2)
}

func optionCost(rep *Report) Chapter {
	c := rep.Comparison
	lead := "No option has a price."
	var cheapest *comparison.Option
	for i := range c.Options {
		if x := &c.Options[i]; x.TotalCost != nil && (cheapest == nil || x.TotalCost.LessThan(cheapest.TotalCost.Decimal)) {
			cheapest = x
		}
	}
	if cheapest != nil {
		lead = fmt.Sprintf("%s costs least: %s over %s.", cheapest.Name, TotalText(c, cheapest), assessment.FormatCount(cheapest.Months, "month", "months"))
		if cheapest.Out {
			lead = strings.TrimSuffix(lead, ".") + ", but it fails a gate."
		}
	}
	var blocks []Block
	if anyCost(c) {
		blocks = append(blocks, Figure{CostScene(c, rep.Inputs, pictureWidth), "Cost over the term by what is paid for. A torn end stands for a lower bound."})
	}
	blocks = append(blocks, yearBlocks(c)...)
	blocks = append(blocks, Heading{"What is paid for, over the term" + inCurrency(c)})
	for _, part := range chunks(len(c.Options), 5) {
		blocks = append(blocks, partTable(c, part[0], part[1]))
	}
	blocks = append(blocks, Paragraph{"Amounts are rounded; totals are of the exact amounts. Tickets above the included number are what is to be expected when their number varies from month to month. Onboarding and exit do not rise with the years; the last part of a year counts pro rata." + discountText(c)})
	for _, a := range c.BreakEven {
		blocks = append(blocks, Heading{"Break-even over " + strings.ToLower(a.Title[:1]) + a.Title[1:]}, Figure{AxisScene(c, a, pictureWidth), axisCaption(a)})
		if texts := CrossingTexts(c, a); len(texts) > 0 {
			blocks = append(blocks, Bullets{texts})
		}
	}
	if len(c.Mixes) > 0 {
		blocks = append(blocks, Heading{"Buying hours, hiring people, or both"}, Paragraph{MixText(c)}, MixTable(c))
	}
	return Chapter{ID: OptionCost, Follows: true, Title: "Cost over the term", Lead: lead, Blocks: blocks}
}

// yearBlocks are the cost by year as a picture and a table.
func yearBlocks(c *comparison.Comparison) []Block {
	blocks := []Block{Heading{"Year by year" + inCurrency(c)}}
	if anyCost(c) {
		blocks = append(blocks, Figure{YearScene(c, pictureWidth), "Cost by year: onboarding, the years of the term from left to right, exit. A torn end stands for a lower bound."})
	}
	for _, part := range chunks(len(c.Options), 5) {
		blocks = append(blocks, yearTable(c, part[0], part[1]))
	}
	return blocks
}

// inCurrency names the currency of all amounts where it is one.
func inCurrency(c *comparison.Comparison) string {
	if mixed(c) || c.Currency == "" {
		return ""
	}
	return ", in " + c.Currency
}

// mixed tells whether some amounts are in another currency than the comparison.
func mixed(c *comparison.Comparison) bool {
	return slices.ContainsFunc(c.Options, func(x comparison.Option) bool {
		return x.Cost.Statement != nil && x.Cost.Currency != c.Currency
	})
}

// currencyRow names the currency of each option's amounts where they differ.
func currencyRow(c *comparison.Comparison, t *Table, from, to int) {
	if !mixed(c) {
		return
	}
	row := []string{"Currency"}
	for i := from; i < to; i++ {
		row = append(row, orDash(c.Options[i].Cost.Currency))
	}
	t.Rows = append(t.Rows, row)
}

func discountText(c *comparison.Comparison) string {
	for _, x := range c.Options {
		if !x.Cost.Terms.Discount.IsZero() {
			return " The amounts of a year are discounted to the start of the term, the first year not at all."
		}
	}
	return ""
}

func axisCaption(a comparison.Axis) string {
	switch a.ID {
	case "growth":
		return "Total over each option's own term, with the same growth for everything priced by unit."
	case "volume":
		return "Total over each option's own term, with the expected tickets multiplied."
	}
	return "Total of each option if the term were as long."
}

// CrossingTexts say where one option becomes cheaper than another.
func CrossingTexts(c *comparison.Comparison, a comparison.Axis) []string {
	var out []string
	for _, x := range a.Crossings {
		out = append(out, fmt.Sprintf("%s: %s becomes cheaper than %s.", axisText(a, x.At), c.Find(x.After).Name, c.Find(x.Before).Name))
	}
	const most = 8
	if len(out) > most {
		out = append(out[:most], fmt.Sprintf("%d more crossings.", len(a.Crossings)-most))
	}
	return out
}

func axisText(a comparison.Axis, v float64) string {
	switch a.ID {
	case "growth":
		return "At " + assessment.FormatShare(v) + " growth a year"
	case "volume":
		return "At " + assessment.FormatNumber(v, 2) + " times the tickets"
	}
	return "From " + assessment.FormatNumber(v, 0) + " months on"
}

// MixText says what the cheapest mix is.
func MixText(c *comparison.Comparison) string {
	m := c.Mixes[0]
	return fmt.Sprintf("The cheapest way to close the need is %s, at %s a year with the rates of the settings. Analyst and hires are taken to bring the required skills.",
		mixName(m), cost.Amount(m.PerYear).Text(c.Currency))
}

func mixName(m assessment.Mix) string {
	var parts []string
	if m.SIAHours > 0 {
		parts = append(parts, assessment.FormatNumber(m.SIAHours, 1)+" h a week of an SIA")
	}
	if m.Hires > 0 {
		parts = append(parts, assessment.FormatCount(int(m.Hires), "hire", "hires"))
	}
	if len(parts) == 0 {
		return "nothing: the need is closed as it is"
	}
	return strings.Join(parts, " and ")
}

// MixTable lists the mixes that close the need.
func MixTable(c *comparison.Comparison) Table {
	t := Table{Columns: []Column{{"Hours of an SIA a week", 26, true}, {"Hires", 14, true}, {"Cost a year", 24, true}, {"Verdict that remains", 36, false}}}
	for _, m := range c.Mixes {
		t.Rows = append(t.Rows, []string{assessment.FormatNumber(m.SIAHours, 1), assessment.FormatNumber(m.Hires, 0), cost.Amount(m.PerYear).Text(c.Currency), m.Verdict.Phrase()})
	}
	return t
}

// yearTable has a row for each year and a column for each option.
func yearTable(c *comparison.Comparison, from, to int) Table {
	t := Table{Columns: optionColumns(c, "", 20, from, to, true)}
	row := func(name string, of func(s *cost.Statement) (cost.Money, bool)) {
		cells := []string{name}
		any := false
		for i := from; i < to; i++ {
			text := "–"
			if s := c.Options[i].Cost.Statement; s != nil {
				if m, ok := of(s); ok {
					text, any = m.Exact(""), true
				}
			}
			cells = append(cells, text)
		}
		if any {
			t.Rows = append(t.Rows, cells)
		}
	}
	currencyRow(c, &t, from, to)
	years := 0
	for i := from; i < to; i++ {
		if s := c.Options[i].Cost.Statement; s != nil {
			years = max(years, len(s.Years))
		}
	}
	row("Onboarding", func(s *cost.Statement) (cost.Money, bool) {
		return cost.Money{Decimal: s.Onboarding}, !s.Onboarding.IsZero()
	})
	for y := 0; y < years; y++ {
		row(fmt.Sprintf("Year %d", y+1), func(s *cost.Statement) (cost.Money, bool) {
			if y >= len(s.Years) {
				return cost.Money{}, false
			}
			return cost.Money{Decimal: s.Years[y].Total}, true
		})
	}
	row("Exit", func(s *cost.Statement) (cost.Money, bool) { return cost.Money{Decimal: s.Exit}, !s.Exit.IsZero() })
	row("Total", func(s *cost.Statement) (cost.Money, bool) { return cost.Money{Decimal: s.Total}, true })
	yearly := []string{"Average a year"}
	for i := from; i < to; i++ {
		text := "–"
		if y := c.Options[i].YearlyCost; y != nil {
			text = y.Exact("")
		}
		yearly = append(yearly, text)
	}
	t.Rows = append(t.Rows, yearly)
	return t
}

// partTable has a row for each part of the cost.
func partTable(c *comparison.Comparison, from, to int) Table {
	t := Table{Columns: optionColumns(c, "", 20, from, to, true)}
	currencyRow(c, &t, from, to)
	for p, id := range cost.IDs {
		row := []string{terms.Default().Component(id)}
		any := false
		for i := from; i < to; i++ {
			text := "–"
			if s := c.Options[i].Cost.Statement; s != nil && !s.Parts[p].IsZero() {
				text, any = cost.Money{Decimal: s.Parts[p]}.Exact(""), true
			}
			row = append(row, text)
		}
		if any {
			t.Rows = append(t.Rows, row)
		}
	}
	return t
}

func optionNeeds(rep *Report) Chapter {
	c := rep.Comparison
	var closing []string
	for i := range c.Options {
		if x := &c.Options[i]; x.Residual.Closes != nil && *x.Residual.Closes {
			closing = append(closing, x.Name)
		}
	}
	lead := "No option closes the need of a named analyst."
	switch {
	case c.Verdict == assessment.InsufficientEvidence:
		lead = "The assessment has no verdict yet, so what remains is not known."
	case c.Verdict.Closes():
		lead = "No named analyst is warranted, with or without an option."
	case len(closing) > 0:
		lead = "The need is closed with " + strings.Join(closing, ", ") + "."
	}
	var blocks []Block
	if len(c.Needs) == 0 {
		blocks = append(blocks, Paragraph{"The assessment shows no gap that a contract could close."})
	}
	wide := len(c.Options) > 4
	for _, part := range chunks(len(c.Options), map[bool]int{false: 4, true: 5}[wide]) {
		if len(c.Needs) > 0 {
			blocks = append(blocks, needTable(c, part[0], part[1]))
		}
	}
	blocks = append(blocks, bullets("Bought beyond the need, or short of it", BuyingTexts(c))...)
	residual := Table{Columns: []Column{{"Option", 30, false}, {"Verdict that remains", 24, false}, {"SIA still to buy", 16, true}, {"Demand / supply", 14, true}, {"Urgent in time", 14, true}, {"Skill gap", 12, true}, {"Slack", 10, true}}}
	for i := range c.Options {
		x := &c.Options[i]
		r := x.Residual
		hours, slack := r.Hours.Format(1), r.Slack.Format(1)
		if r.Hours.Known() {
			hours += " h a week"
		}
		if r.Slack.Known() {
			slack += " h"
		}
		residual.Rows = append(residual.Rows, []string{x.Name, r.Verdict.Phrase(), hours, r.Ratio.Format(2), assessment.FormatShare(float64(r.Urgent)), r.Skills.Format(2), slack})
	}
	blocks = append(blocks, Heading{"The assessment repeated with each option"}, residual)
	return Chapter{ID: OptionNeeds, Follows: true, Landscape: wide, Title: "Need and clause", Lead: lead, Blocks: blocks}
}

// stateMarks stand before what remains of a need.
var stateMarks = map[string]string{comparison.Closed: "✓", comparison.Partly: "◐", comparison.Open: "✗", comparison.UnknownNeed: "?"}

// NeedCellText is what an option does about a need.
func NeedCellText(x comparison.Cell) string {
	text := stateMarks[x.State] + " "
	if x.Term == "" {
		text += "no clause"
	} else {
		text += x.Term + " (" + x.Doer + ")"
	}
	return text + "; remains: " + x.Remains
}

// SourceTexts are the terms of an option that have a source, with it.
func SourceTexts(o *engagement.Option) []string {
	paths := make([]string, 0, len(o.Sources))
	for path := range o.Sources {
		paths = append(paths, path)
	}
	slices.Sort(paths)
	var out []string
	for _, path := range paths {
		source := strings.TrimSpace(o.Sources[path])
		if source == "" {
			continue
		}
		title := path
		if f, _ := terms.Default().Field(path); f.Title != "" {
			title = lowerFirst(f.Title)
		}
		out = append(out, title+": "+source)
	}
	return out
}

func needTable(c *comparison.Comparison, from, to int) Table {
	t := Table{Columns: optionColumns(c, "Need", 20, from, to, false)}
	for _, n := range c.Needs {
		row := []string{n.Title + ": " + n.Size}
		for i := from; i < to; i++ {
			row = append(row, NeedCellText(n.Cells[i]))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func optionGates(rep *Report) Chapter {
	c := rep.Comparison
	in, open := 0, 0
	for i := range c.Options {
		if x := &c.Options[i]; !x.Out {
			in++
			if strings.HasPrefix(gateCount(x), "?") {
				open++
			}
		}
	}
	lead := fmt.Sprintf("%d of %s no gate", in, assessment.FormatCount(len(c.Options), "option fails", "options fail"))
	if open > 0 {
		lead += fmt.Sprintf("; %d of them %s something to ask", open, verb(open, "has", "have"))
	}
	var blocks []Block
	for _, part := range chunks(len(c.Options), 5) {
		t := Table{Columns: optionColumns(c, "Gate", 30, part[0], part[1], false)}
		for k, g := range c.Options[0].Reasons {
			row := []string{g.Title}
			for i := part[0]; i < part[1]; i++ {
				row = append(row, statusWord(c.Options[i].Reasons[k].Status))
			}
			t.Rows = append(t.Rows, row)
		}
		blocks = append(blocks, t)
	}
	blocks = append(blocks, Heading{"Reasons"}, reasonTable(c))
	var off []string
	for _, g := range c.GatesOff {
		reason := g.Reason
		if strings.TrimSpace(reason) == "" {
			reason = "no reason given"
		}
		off = append(off, g.Title+": "+reason)
	}
	blocks = append(blocks, bullets("Switched off", off)...)
	return Chapter{ID: OptionGates, Follows: true, Title: "Gates", Lead: lead + ".", Blocks: blocks}
}

// reasonTable has the reason of every gate; stated gates that an option meets for
// the same reason share a row.
func reasonTable(c *comparison.Comparison) Table {
	t := Table{Columns: []Column{{"Gate", 32, false}, {"Outcome", 11, false}, {"Reason", 57, false}}}
	for i := range c.Options {
		t.Rows = append(t.Rows, []string{c.Options[i].Name})
		var met []string // reasons of stated gates that are met
		for _, g := range c.Options[i].Reasons {
			if g.Status == comparison.Pass && !computedGate(g.ID) {
				if !slices.Contains(met, g.Reason) {
					met = append(met, g.Reason)
				}
				continue
			}
			t.Rows = append(t.Rows, []string{g.Title, statusWord(g.Status), g.Reason})
		}
		for _, reason := range met {
			t.Rows = append(t.Rows, []string{"Gates met as stated", statusWord(comparison.Pass), reason})
		}
	}
	return t
}

func computedGate(id string) bool {
	g, _ := terms.Default().Gate(id)
	return g.Computed
}

// TermText is a term as written.
func TermText(f terms.Field, t engagement.Term) string {
	switch t.State {
	case engagement.Unknown:
		return "unknown"
	case engagement.NotApplicable:
		return "n/a"
	case engagement.Answered:
		switch f.Kind {
		case terms.Truth:
			if t.True() {
				return "yes"
			}
			return "no"
		case terms.Share:
			return assessment.FormatShare(t.Value)
		case terms.Money:
			return assessment.FormatNumber(t.Value, 2)
		}
		return assessment.FormatNumber(t.Value, 2)
	}
	return "–"
}

// TermRow is one term of all options side by side.
type TermRow struct {
	Topic   string
	Title   string
	Unit    string
	Cells   []string
	Sources []string
	Differs bool
}

// TermRows are the terms that any option has, in the order of the catalogue.
func TermRows(set *question.Set, rep *Report) []TermRow {
	cat := terms.Default()
	var out []TermRow
	add := func(topic, title, unit string, text func(o *engagement.Option) (string, string)) {
		row := TermRow{Topic: topic, Title: title, Unit: unit}
		any := false
		for i := range rep.Options {
			cell, source := text(&rep.Options[i])
			row.Cells, row.Sources = append(row.Cells, cell), append(row.Sources, source)
			any = any || cell != "–"
			row.Differs = row.Differs || cell != row.Cells[0]
		}
		if any {
			out = append(out, row)
		}
	}
	word := func(s string) string { return orDash(strings.TrimSpace(s)) }
	add("Offer", "Provider", "", func(o *engagement.Option) (string, string) { return word(o.Provider), "" })
	add("Offer", "Currency", "", func(o *engagement.Option) (string, string) { return word(o.Currency), "" })
	term := func(topic string, f terms.Field) {
		add(topic, f.Title, f.Unit, func(o *engagement.Option) (string, string) { return TermText(f, o.Term(f.Path)), o.Sources[f.Path] })
	}
	for _, topic := range cat.Topics {
		if topic.ID == "price" {
			add(topic.Title, "Price basis", "", func(o *engagement.Option) (string, string) {
				b, _ := cat.Basis(o.Basis)
				return word(b.Title), ""
			})
		}
		for _, f := range topic.Fields {
			if f.Kind != terms.Levels {
				term(topic.Title, f)
				continue
			}
			for _, area := range SkillAreas(set) {
				level, _ := cat.Field(f.Path + "." + area[0])
				level.Title, level.Unit = f.Title+": "+area[1], "0 to 4"
				term(topic.Title, level)
			}
		}
	}
	for _, g := range cat.Gates {
		if !g.Computed {
			f, _ := cat.Field(terms.GatePrefix + g.ID)
			term("Gates", f)
		}
	}
	for _, x := range rep.Comparison.Criteria {
		f := terms.Field{Path: terms.CriterionPrefix + x.ID, Title: x.Title, Unit: x.Unit, Kind: terms.Number}
		term("Criteria", f)
	}
	return out
}

// SkillAreas are id and title of the areas of the skills matrix.
func SkillAreas(set *question.Set) [][2]string {
	it := set.Item("skl-matrix")
	if it == nil {
		return nil
	}
	var out [][2]string
	for _, a := range it.SkillAreas() {
		out = append(out, [2]string{a.ID, a.Title})
	}
	return out
}

func optionTerms(set *question.Set, rep *Report) Chapter {
	rows := TermRows(set, rep)
	c := rep.Comparison
	differ := 0
	for _, r := range rows {
		if r.Differs {
			differ++
		}
	}
	blocks := []Block{}
	wide := len(c.Options) > 4
	for _, part := range chunks(len(c.Options), map[bool]int{false: 4, true: 6}[wide]) {
		t := Table{Columns: append([]Column{{"", 4, false}}, optionColumns(c, "Term", 34, part[0], part[1], true)...)}
		topic := ""
		for _, r := range rows {
			if r.Topic != topic {
				topic = r.Topic
				t.Rows = append(t.Rows, []string{strings.ToUpper(topic[:1]) + topic[1:]})
			}
			mark, title := "", r.Title
			if r.Differs {
				mark = "≠"
			}
			if r.Unit != "" {
				title += " (" + r.Unit + ")"
			}
			t.Rows = append(t.Rows, append([]string{mark, title}, r.Cells[part[0]:part[1]]...))
		}
		blocks = append(blocks, t)
	}
	for i := range rep.Options {
		if list := SourceTexts(&rep.Options[i]); len(list) > 0 {
			blocks = append(blocks, bullets("Sources of "+rep.Options[i].Title(), list)...)
		}
	}
	return Chapter{ID: OptionTerms, Follows: true, Landscape: wide, Title: "Terms side by side", Lead: fmt.Sprintf("The options differ in %d of %s (≠).", differ, assessment.FormatCount(len(rows), "term", "terms")), Blocks: blocks}
}

func optionQuestions(rep *Report) Chapter {
	c := rep.Comparison
	n := 0
	var blocks []Block
	for _, q := range c.Questions {
		var items []string
		for _, x := range q.List {
			items = append(items, QuestionText(c, q, x))
			n++
		}
		blocks = append(blocks, Heading{q.Provider}, Bullets{items})
	}
	lead := "Nothing is left to ask."
	if n > 0 {
		lead = fmt.Sprintf("%s to %s.", assessment.FormatCount(n, "question", "questions"), assessment.FormatCount(len(c.Questions), "provider", "providers"))
	}
	return Chapter{ID: OptionQuestions, Follows: true, Title: "Questions to the providers", Lead: lead, Blocks: blocks}
}

// QuestionText is a question to a provider with the option it is about, where the
// provider has several.
func QuestionText(c *comparison.Comparison, q comparison.Questions, x comparison.Question) string {
	text := x.Text
	if len(q.Options) > 1 {
		text = c.Find(x.Option).Name + ": " + text
	}
	if x.Gate {
		text += " (A gate hangs on it.)"
	}
	return text
}

// QuestionList is the list of questions to one provider as plain text.
func QuestionList(rep *Report, q comparison.Questions) string {
	var b strings.Builder
	fmt.Fprintf(&b, "Questions to %s\n", q.Provider)
	var names []string
	for _, id := range q.Options {
		names = append(names, rep.Comparison.Find(id).Name)
	}
	fmt.Fprintf(&b, "About: %s\n", strings.Join(names, ", "))
	if rep.Date != "" {
		fmt.Fprintf(&b, "Date: %s\n", rep.Date)
	}
	b.WriteString("\n")
	for i, x := range q.List {
		fmt.Fprintf(&b, "%d. %s\n   Answer:\n\n", i+1, QuestionText(rep.Comparison, q, x))
	}
	return b.String()
}

func optionMethod(rep *Report) Chapter {
	c := rep.Comparison
	items := []string{
		"Gates: an option that fails one leaves the ranking, never the report. An unknown gate keeps it in and becomes a question.",
		"Value: the weighted sum of values on fixed anchors from unacceptable (0) to ideal (1), linear between, clamped at the ends. The anchors do not depend on the options, so adding or removing one never reverses two others.",
		"Weights: swing weights, the worth of going from one anchor to the other, entered as points and shown as shares.",
		"Second opinion: TOPSIS on the same values, which measures how close an option is to an ideal that is best on every criterion (1) and how far from one that is worst on all (0).",
		fmt.Sprintf("How often an option comes first: stochastic multicriteria acceptability analysis (SMAA), with %s weightings drawn uniformly and as many around the stated weights (Dirichlet distribution, concentration %d), always the same ones. Unknown criteria are drawn from 0 to 1.", assessment.FormatNumber(comparison.Draws, 0), comparison.Concentration),
		"Cost against value: the line joins the Pareto front, the options that no other beats on both.",
		"Tickets above the included number: expected with a Poisson number of tickets a month around the stated mean.",
		"Not applicable is left out and its weight shared among the others; it is never counted as 0.",
		"Residual need: the decision model of the assessment run again with the option's analyst hours (less handover), levels, hires and tuning; a promise of tuning without evidence counts half.",
		"A gap is priced, gated on or weighted, never two of these: with the gate “closes the assessed need” the hours and skills of the analyst carry no points unless they are given.",
	}
	blocks := []Block{Bullets{items}}
	if len(rep.Inputs.Rates) > 0 {
		t := Table{Columns: []Column{{"Currency", 30, false}, {"One unit in " + orDash(c.Currency), 70, true}}}
		var names []string
		for k := range rep.Inputs.Rates {
			names = append(names, k)
		}
		slices.Sort(names)
		for _, k := range names {
			t.Rows = append(t.Rows, []string{k, assessment.FormatNumber(rep.Inputs.Rates[k], 6)})
		}
		blocks = append(blocks, Heading{"Exchange rates as stated"}, t)
	}
	blocks = append(blocks, Paragraph{"SHA-256 of the input: " + rep.InputHash})
	return Chapter{ID: OptionMethod, Follows: true, Title: "Method", Lead: "How the figures came about.", Blocks: blocks}
}

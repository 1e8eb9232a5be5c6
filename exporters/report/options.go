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
	"muster/assessment/messages"
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
	out := Chapter{ID: "options", Title: rep.Lang.Text("Contract options"), Lead: c.Recommendation.Text}
	add := func(blocks ...Block) { out.Blocks = append(out.Blocks, blocks...) }
	part := func(id string) Chapter {
		ch := rep.OptionChapter(id)
		add(Heading{ch.Title}, Paragraph{ch.Lead})
		return ch
	}
	add(Paragraph{needText(rep.Lang, c)}, RankingTable(rep.Lang, c))
	add(bullets(rep.Lang.Text("What the recommendation rests on"), c.Recommendation.RestsOn)...)
	add(bullets(rep.Lang.Text("What would overturn it"), c.Recommendation.Overturned)...)
	add(bullets(rep.Lang.Text("To mend or to bear in mind"), remarkTexts(c))...)
	part(OptionRanking)
	add(rankingFigures(rep.Lang, c, false)...)
	part(OptionCost)
	add(yearBlocks(rep.Lang, c)...)
	var crossings []string
	for _, a := range c.BreakEven {
		crossings = append(crossings, CrossingTexts(rep.Lang, c, a)...)
	}
	add(bullets(rep.Lang.Text("Where one becomes cheaper than another"), crossings)...)
	for _, id := range []string{OptionNeeds, OptionGates, OptionQuestions} {
		add(part(id).Blocks...)
	}
	add(Paragraph{rep.Lang.Text("The procurement report has the weights, every figure with its value, the break-even pictures, all terms with their sources and the method.")})
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
func statusWord(lang *messages.Catalogue, s comparison.Status) string {
	switch s {
	case comparison.Pass:
		return lang.Text("✓ pass")
	case comparison.Fail:
		return lang.Text("✗ fail")
	}
	return lang.Text("? ask")
}

// countGates counts the gates that an option fails, and those nobody knows of.
func countGates(x *comparison.Option) (failed, open int) {
	for _, g := range x.Reasons {
		switch g.Status {
		case comparison.Fail:
			failed++
		case comparison.Unknown:
			open++
		}
	}
	return failed, open
}

// gateCount sums the gates of an option up.
func gateCount(lang *messages.Catalogue, x *comparison.Option) string {
	failed, open := countGates(x)
	switch {
	case failed > 0:
		return lang.Say("✗ %d failed", failed)
	case open > 0:
		return lang.Say("? %d to ask", open)
	}
	return lang.Text("✓ all")
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
func NeedText(lang *messages.Catalogue, x *comparison.Option) string {
	switch {
	case x.Residual.Closes == nil:
		return lang.Text("not known")
	case *x.Residual.Closes:
		return lang.Text("closed")
	}
	return lang.Say("open: %s h a week", x.Residual.Hours.Format(1))
}

// ValueText is the value of an option, a range where criteria are not known.
func ValueText(x *comparison.Option) string {
	if x.Low.Known() && x.High-x.Low > 0.0005 {
		return fmt.Sprintf("%s (%s–%s)", x.Value.Format(2), x.Low.Format(2), x.High.Format(2))
	}
	return x.Value.Format(2)
}

func rankText(lang *messages.Catalogue, x *comparison.Option) string {
	if x.Out {
		return lang.Text("out")
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
func RankingTable(lang *messages.Catalogue, c *comparison.Comparison) Table {
	in := ""
	if c.Currency != "" {
		in = ", " + c.Currency
	}
	t := Table{Columns: []Column{{lang.Text("Rank"), 9, true}, {lang.Text("Option"), 30, false}, {lang.Say("Cost over the term%s", in), 16, true}, {lang.Say("Average a year%s", in), 13, true}, {lang.Text("Value"), 14, true}, {lang.Text("First"), 9, true}, {lang.Text("Gates"), 13, false}, {lang.Text("Need"), 14, false}},
		Caption: lang.Say("Value: how well the option does on the weighted criteria, 0 to 1; a range where something is not known. First: how often it comes first when the weights are varied around the stated ones (%s times). Gates: what an option must meet. Need: for a named analyst, with the option in place. out: fails a gate, so it has no rank.", assessment.FormatNumber(comparison.Draws, 0))}
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
		t.Rows = append(t.Rows, []string{rankText(lang, x), optionName(x), total, yearly, ValueText(x), first, gateCount(lang, x), NeedText(lang, x)})
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
func needText(lang *messages.Catalogue, c *comparison.Comparison) string {
	compared := lang.Count(len(c.Options), "1 option is compared.", "%d options are compared.")
	if c.Verdict == assessment.InsufficientEvidence {
		return lang.Say("The assessment has too few answers to say whether a named security intelligence analyst (SIA) is needed. %s", compared)
	}
	need := lang.Say("The assessment finds a named security intelligence analyst (SIA) %s", lang.Text(c.Verdict.Phrase()))
	if c.Hours > 0 {
		need += lang.Say(", at %s h a week", c.Hours.Format(1))
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
	blocks := []Block{Paragraph{needText(rep.Lang, c)}, RankingTable(rep.Lang, c)}
	blocks = append(blocks, bullets(rep.Lang.Text("What this rests on"), some(rep.Lang, c.Recommendation.RestsOn, mostRests))...)
	blocks = append(blocks, bullets(rep.Lang.Text("What would overturn it"), some(rep.Lang, c.Recommendation.Overturned, mostOverturned))...)
	blocks = append(blocks, bullets(rep.Lang.Text("To mend or to bear in mind"), some(rep.Lang, remarkTexts(c), mostRemarks))...)
	return Chapter{ID: OptionSummary, OnePage: true, Title: rep.Lang.Text("Recommendation"), Lead: c.Recommendation.Text,
		Blocks: append(blocks, Signatures{Heading: rep.Lang.Text("Decision"), Lines: []string{rep.Lang.Text("Option chosen"), rep.Lang.Text("Procurement"), rep.Lang.Text("Security"), rep.Lang.Text("Budget owner")}})}
}

// some are the first few of a list, and how many more there are.
func some(lang *messages.Catalogue, list []string, most int) []string {
	if len(list) <= most {
		return list
	}
	return append(slices.Clone(list[:most]), lang.Say("%d more: see the next chapter.", len(list)-most))
}

// beyond are those of a list that some leaves out.
func beyond(list []string, most int) []string {
	if len(list) <= most {
		return nil
	}
	return list[most:]
}

// BuyingTexts says for each option what is bought beyond the need or lacks.
func BuyingTexts(lang *messages.Catalogue, c *comparison.Comparison) []string {
	var out []string
	for i := range c.Options {
		x := &c.Options[i]
		if len(x.Over) > 0 {
			out = append(out, lang.Say("%s buys too much: %s.", x.Name, strings.Join(x.Over, "; ")))
		}
		if len(x.Under) > 0 {
			out = append(out, lang.Say("%s buys too little: %s.", x.Name, strings.Join(x.Under, "; ")))
		}
	}
	return out
}

func optionRanking(rep *Report) Chapter {
	c := rep.Comparison
	lead := rep.Lang.Text("No option is in the ranking.")
	if len(c.Ranking) > 0 {
		var names []string
		for _, id := range c.Ranking {
			names = append(names, c.Find(id).Name)
		}
		lead = rep.Lang.Say("In order: %s.", strings.Join(names, ", "))
		if len(names) > 5 {
			lead = rep.Lang.Say("In order: %s and %d more.", strings.Join(names[:4], ", "), len(names)-4)
		}
		if len(c.Ranking) == 1 {
			lead = rep.Lang.Say("Only %s is in the ranking.", names[0])
		}
	}
	blocks := rankingFigures(rep.Lang, c, true)
	if len(c.Leads) > 0 {
		at := len(blocks)
		if anyCost(c) {
			at-- // before cost against value
		}
		blocks = slices.Insert(blocks, at, Block(Figure{LeadScene(rep.Lang, c, pictureWidth), rep.Lang.Say("The share of all weights that each criterion may have with %s still in the lead, the others in proportion.", c.Find(c.Ranking[0]).Name)}))
	}
	blocks = append(blocks, bullets(rep.Lang.Text("What else the recommendation rests on"), beyond(c.Recommendation.RestsOn, mostRests))...)
	blocks = append(blocks, bullets(rep.Lang.Text("What else would overturn it"), beyond(c.Recommendation.Overturned, mostOverturned))...)
	blocks = append(blocks, bullets(rep.Lang.Text("Further remarks"), beyond(remarkTexts(c), mostRemarks))...)
	blocks = append(blocks, bullets(rep.Lang.Text("Dearer and no better"), dominatedTexts(rep.Lang, c))...)
	blocks = append(blocks, Heading{rep.Lang.Text("Criteria and weights")}, weightTable(rep.Lang, c))
	blocks = append(blocks, Heading{rep.Lang.Text("Figures and values")})
	for _, part := range chunks(len(c.Options), 4) {
		blocks = append(blocks, valueTable(rep.Lang, c, part[0], part[1]))
	}
	blocks = append(blocks, bullets(rep.Lang.Text("Criteria nobody knows"), unknownTexts(rep.Lang, c))...)
	return Chapter{ID: OptionRanking, Title: rep.Lang.Text("Ranking and how sure it is"), Lead: lead, Blocks: blocks}
}

// rankingFigures show the value, how sure the ranks are (with any weights too, if
// asked for), and cost against value.
func rankingFigures(lang *messages.Catalogue, c *comparison.Comparison, anyWeights bool) []Block {
	var blocks []Block
	blocks = append(blocks, Figure{ValueScene(lang, c, pictureWidth), lang.Text("How much each criterion adds to the value of an option, from 0 to 1. An option that fails a gate is shown muted and has no rank.")})
	if len(c.Ranking) > 0 && len(c.Find(c.Ranking[0]).Stated) > 0 {
		blocks = append(blocks, Figure{AcceptabilityScene(lang, c, true, pictureWidth), lang.Say("How often each option takes each rank when the stated weights are varied a little, %s times.", assessment.FormatNumber(comparison.Draws, 0))})
		if anyWeights {
			blocks = append(blocks, Figure{AcceptabilityScene(lang, c, false, pictureWidth), lang.Text("The same where the criteria may weigh anything, whatever was stated.")})
		}
	}
	if anyCost(c) {
		blocks = append(blocks, Figure{ParetoScene(lang, c, pictureWidth), lang.Say("Cost against value. No option costs less than one on the line and is worth as much. The value contains the weight of the cost.%s", axesText(lang, c))})
	}
	return blocks
}

func anyCost(c *comparison.Comparison) bool {
	return slices.ContainsFunc(c.Options, func(x comparison.Option) bool { return x.TotalCost != nil })
}

func dominatedTexts(lang *messages.Catalogue, c *comparison.Comparison) []string {
	var out []string
	for i := range c.Options {
		if x := &c.Options[i]; x.DominatedBy != nil {
			out = append(out, lang.Say("%s costs no less than %s and is worth no more.", x.Name, c.Find(*x.DominatedBy).Name))
		}
	}
	return out
}

func unknownTexts(lang *messages.Catalogue, c *comparison.Comparison) []string {
	var out []string
	for _, u := range c.Unknowns {
		text := lang.Say("%s of %s: ", lang.Text(c.Criterion(u.Criterion).Title), c.Find(u.Option).Name)
		switch {
		case !u.Matters:
			text += lang.Text("does not matter, the leader stays.")
		case u.AtWorst == u.AtBest:
			text += "matters."
		default:
			text += lang.Say("matters. At its worst %s leads, at its best %s.", c.Find(u.AtWorst).Name, c.Find(u.AtBest).Name)
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

func weightTable(lang *messages.Catalogue, c *comparison.Comparison) Table {
	t := Table{Columns: []Column{{lang.Text("Criterion"), 30, false}, {lang.Text("Unit"), 24, false}, {lang.Text("Unacceptable → ideal"), 20, true}, {lang.Text("Points"), 9, true}, {lang.Text("Share"), 10, true}, {lang.Text("Leader keeps the lead"), 17, true}}}
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
		unit := lang.Text(x.Unit)
		if x.ID == "cost" && c.Currency != "" {
			unit = c.Currency + ", " + unit
		}
		t.Rows = append(t.Rows, []string{lang.Text(x.Title), unit, AnchorText(x), assessment.FormatNumber(x.Points, 1), share, lead})
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

func valueTable(lang *messages.Catalogue, c *comparison.Comparison, from, to int) Table {
	t := Table{Columns: optionColumns(c, lang.Text("Criterion (figure → value)"), 32, from, to, true)}
	for j := range c.Criteria {
		x := &c.Criteria[j]
		if x.Points == 0 && !x.Scored {
			continue
		}
		row := []string{lang.Text(x.Title)}
		for i := from; i < to; i++ {
			row = append(row, measurementText(lang, x, c.Options[i].Details[j]))
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
	add(lang.Text("Value"), ValueText)
	add(lang.Text("Second opinion (see Method)"), func(x *comparison.Option) string { return x.TOPSIS.Format(2) })
	add(lang.Text("Rank"), func(x *comparison.Option) string { return rankText(lang, x) })
	return t
}

// measurementText is an option's figure on a criterion with its value.
func measurementText(lang *messages.Catalogue, x *comparison.Criterion, m comparison.Measurement) string {
	raw := lang.Text("not known")
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
	lead := rep.Lang.Text("No option has a price.")
	var cheapest *comparison.Option
	for i := range c.Options {
		if x := &c.Options[i]; x.TotalCost != nil && (cheapest == nil || x.TotalCost.LessThan(cheapest.TotalCost.Decimal)) {
			cheapest = x
		}
	}
	if cheapest != nil {
		lead = rep.Lang.Say("%s costs least: %s over %s.", cheapest.Name, TotalText(c, cheapest), rep.Lang.Count(cheapest.Months, "1 month", "%d months"))
		if cheapest.Out {
			lead = rep.Lang.Say("%s costs least: %s over %s, but it fails a gate.", cheapest.Name, TotalText(c, cheapest), rep.Lang.Count(cheapest.Months, "1 month", "%d months"))
		}
	}
	var blocks []Block
	if anyCost(c) {
		blocks = append(blocks, Figure{CostScene(rep.Lang, c, rep.Inputs, pictureWidth), rep.Lang.Text("Cost over the term by what is paid for. A torn end stands for a lower bound.")})
	}
	blocks = append(blocks, yearBlocks(rep.Lang, c)...)
	blocks = append(blocks, Heading{rep.Lang.Say("What is paid for, over the term%s", inCurrency(rep.Lang, c))})
	for _, part := range chunks(len(c.Options), 5) {
		blocks = append(blocks, partTable(rep.Lang, c, part[0], part[1]))
	}
	blocks = append(blocks, Paragraph{rep.Lang.Say("Amounts are rounded; totals are of the exact amounts. Tickets above the included number are what is to be expected when their number varies from month to month. Onboarding and exit do not rise with the years; the last part of a year counts pro rata.%s", discountText(rep.Lang, c))})
	for _, a := range c.BreakEven {
		blocks = append(blocks, Heading{rep.Lang.Say("Break-even over %s", within(rep.Lang, a.Title))}, Figure{AxisScene(rep.Lang, c, a, pictureWidth), axisCaption(rep.Lang, a)})
		if texts := CrossingTexts(rep.Lang, c, a); len(texts) > 0 {
			blocks = append(blocks, Bullets{texts})
		}
	}
	if len(c.Mixes) > 0 {
		blocks = append(blocks, Heading{rep.Lang.Text("Buying hours, hiring people, or both")}, Paragraph{MixText(rep.Lang, c)}, MixTable(rep.Lang, c))
	}
	return Chapter{ID: OptionCost, Follows: true, Title: rep.Lang.Text("Cost over the term"), Lead: lead, Blocks: blocks}
}

// yearBlocks are the cost by year as a picture and a table.
func yearBlocks(lang *messages.Catalogue, c *comparison.Comparison) []Block {
	blocks := []Block{Heading{lang.Say("Year by year%s", inCurrency(lang, c))}}
	if anyCost(c) {
		blocks = append(blocks, Figure{YearScene(lang, c, pictureWidth), lang.Text("Cost by year: onboarding, the years of the term from left to right, exit. A torn end stands for a lower bound.")})
	}
	for _, part := range chunks(len(c.Options), 5) {
		blocks = append(blocks, yearTable(lang, c, part[0], part[1]))
	}
	return blocks
}

// inCurrency names the currency of all amounts where it is one.
func inCurrency(lang *messages.Catalogue, c *comparison.Comparison) string {
	if mixed(c) || c.Currency == "" {
		return ""
	}
	return lang.Say(", in %s", c.Currency)
}

// mixed tells whether some amounts are in another currency than the comparison.
func mixed(c *comparison.Comparison) bool {
	return slices.ContainsFunc(c.Options, func(x comparison.Option) bool {
		return x.Cost.Statement != nil && x.Cost.Currency != c.Currency
	})
}

// currencyRow names the currency of each option's amounts where they differ.
func currencyRow(lang *messages.Catalogue, c *comparison.Comparison, t *Table, from, to int) {
	if !mixed(c) {
		return
	}
	row := []string{lang.Text("Currency")}
	for i := from; i < to; i++ {
		row = append(row, orDash(c.Options[i].Cost.Currency))
	}
	t.Rows = append(t.Rows, row)
}

func discountText(lang *messages.Catalogue, c *comparison.Comparison) string {
	for _, x := range c.Options {
		if !x.Cost.Terms.Discount.IsZero() {
			return lang.Text(" The amounts of a year are discounted to the start of the term, the first year not at all.")
		}
	}
	return ""
}

func axisCaption(lang *messages.Catalogue, a comparison.Axis) string {
	switch a.ID {
	case "growth":
		return lang.Text("Total over each option's own term, with the same growth for everything priced by unit.")
	case "volume":
		return lang.Text("Total over each option's own term, with the expected tickets multiplied.")
	}
	return lang.Text("Total of each option if the term were as long.")
}

// CrossingTexts say where one option becomes cheaper than another.
func CrossingTexts(lang *messages.Catalogue, c *comparison.Comparison, a comparison.Axis) []string {
	var out []string
	for _, x := range a.Crossings {
		out = append(out, lang.Say("%s: %s becomes cheaper than %s.", axisText(lang, a, x.At), c.Find(x.After).Name, c.Find(x.Before).Name))
	}
	const most = 8
	if len(out) > most {
		out = append(out[:most], lang.Say("%d more crossings.", len(a.Crossings)-most))
	}
	return out
}

func axisText(lang *messages.Catalogue, a comparison.Axis, v float64) string {
	switch a.ID {
	case "growth":
		return lang.Say("At %s growth a year", assessment.FormatShare(v))
	case "volume":
		return lang.Say("At %s times the tickets", assessment.FormatNumber(v, 2))
	}
	return lang.Say("From %s months on", assessment.FormatNumber(v, 0))
}

// MixText says what the cheapest mix is.
func MixText(lang *messages.Catalogue, c *comparison.Comparison) string {
	m := c.Mixes[0]
	return lang.Say("The cheapest way to close the need is %s, at %s a year with the rates of the settings. Analyst and hires are taken to bring the required skills.", mixName(lang, m), cost.Amount(m.PerYear).Text(c.Currency))
}

func mixName(lang *messages.Catalogue, m assessment.Mix) string {
	var parts []string
	if m.SIAHours > 0 {
		parts = append(parts, lang.Say("%s h a week of an SIA", assessment.FormatNumber(m.SIAHours, 1)))
	}
	if m.Hires > 0 {
		parts = append(parts, lang.Count(int(m.Hires), "1 hire", "%d hires"))
	}
	if len(parts) == 0 {
		return lang.Text("nothing: the need is closed as it is")
	}
	return lang.List(parts)
}

// MixTable lists the mixes that close the need.
func MixTable(lang *messages.Catalogue, c *comparison.Comparison) Table {
	t := Table{Columns: []Column{{lang.Text("Hours of an SIA a week"), 26, true}, {lang.Text("Hires"), 14, true}, {lang.Text("Cost a year"), 24, true}, {lang.Text("Verdict that remains"), 36, false}}}
	for _, m := range c.Mixes {
		t.Rows = append(t.Rows, []string{assessment.FormatNumber(m.SIAHours, 1), assessment.FormatNumber(m.Hires, 0), cost.Amount(m.PerYear).Text(c.Currency), lang.Text(m.Verdict.Phrase())})
	}
	return t
}

// yearTable has a row for each year and a column for each option.
func yearTable(lang *messages.Catalogue, c *comparison.Comparison, from, to int) Table {
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
	currencyRow(lang, c, &t, from, to)
	years := 0
	for i := from; i < to; i++ {
		if s := c.Options[i].Cost.Statement; s != nil {
			years = max(years, len(s.Years))
		}
	}
	row(lang.Text("Onboarding"), func(s *cost.Statement) (cost.Money, bool) {
		return cost.Money{Decimal: s.Onboarding}, !s.Onboarding.IsZero()
	})
	for y := 0; y < years; y++ {
		row(lang.Say("Year %d", y+1), func(s *cost.Statement) (cost.Money, bool) {
			if y >= len(s.Years) {
				return cost.Money{}, false
			}
			return cost.Money{Decimal: s.Years[y].Total}, true
		})
	}
	row(lang.Text("Exit"), func(s *cost.Statement) (cost.Money, bool) { return cost.Money{Decimal: s.Exit}, !s.Exit.IsZero() })
	row(lang.Text("Total"), func(s *cost.Statement) (cost.Money, bool) { return cost.Money{Decimal: s.Total}, true })
	yearly := []string{lang.Text("Average a year")}
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
func partTable(lang *messages.Catalogue, c *comparison.Comparison, from, to int) Table {
	t := Table{Columns: optionColumns(c, "", 20, from, to, true)}
	currencyRow(lang, c, &t, from, to)
	for p, id := range cost.IDs {
		row := []string{lang.Text(terms.Default().Component(id))}
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
	lead := rep.Lang.Text("No option closes the need of a named analyst.")
	switch {
	case c.Verdict == assessment.InsufficientEvidence:
		lead = rep.Lang.Text("The assessment has no verdict yet, so what remains is not known.")
	case c.Verdict.Closes():
		lead = rep.Lang.Text("No named analyst is warranted, with or without an option.")
	case len(closing) > 0:
		lead = rep.Lang.Say("The need is closed with %s.", strings.Join(closing, ", "))
	}
	var blocks []Block
	if len(c.Needs) == 0 {
		blocks = append(blocks, Paragraph{rep.Lang.Text("The assessment shows no gap that a contract could close.")})
	}
	wide := len(c.Options) > 4
	for _, part := range chunks(len(c.Options), map[bool]int{false: 4, true: 5}[wide]) {
		if len(c.Needs) > 0 {
			blocks = append(blocks, needTable(rep.Lang, c, part[0], part[1]))
		}
	}
	blocks = append(blocks, bullets(rep.Lang.Text("Bought beyond the need, or short of it"), BuyingTexts(rep.Lang, c))...)
	residual := Table{Columns: []Column{{rep.Lang.Text("Option"), 30, false}, {rep.Lang.Text("Verdict that remains"), 24, false}, {rep.Lang.Text("SIA still to buy"), 16, true}, {rep.Lang.Text("Demand / supply"), 14, true}, {rep.Lang.Text("Urgent in time"), 14, true}, {rep.Lang.Text("Skill gap"), 12, true}, {rep.Lang.Text("Slack"), 10, true}}}
	for i := range c.Options {
		x := &c.Options[i]
		r := x.Residual
		hours, slack := r.Hours.Format(1), r.Slack.Format(1)
		if r.Hours.Known() {
			hours += rep.Lang.Text(" h a week")
		}
		if r.Slack.Known() {
			slack += " h"
		}
		residual.Rows = append(residual.Rows, []string{x.Name, rep.Lang.Text(r.Verdict.Phrase()), hours, r.Ratio.Format(2), assessment.FormatShare(float64(r.Urgent)), r.Skills.Format(2), slack})
	}
	blocks = append(blocks, Heading{rep.Lang.Text("The assessment repeated with each option")}, residual)
	return Chapter{ID: OptionNeeds, Follows: true, Landscape: wide, Title: rep.Lang.Text("Need and clause"), Lead: lead, Blocks: blocks}
}

// stateMarks stand before what remains of a need.
var stateMarks = map[string]string{comparison.Closed: "✓", comparison.Partly: "◐", comparison.Open: "✗", comparison.UnknownNeed: "?"}

// NeedCellText is what an option does about a need.
func NeedCellText(lang *messages.Catalogue, x comparison.Cell) string {
	text := stateMarks[x.State] + " "
	if x.Term == "" {
		text += lang.Text("no clause")
	} else {
		text += lang.Text(x.Term) + " (" + lang.Text(x.Doer) + ")"
	}
	return lang.Say("%s; remains: %s", text, lang.Text(x.Remains))
}

// SourceTexts are the terms of an option that have a source, with it.
func SourceTexts(lang *messages.Catalogue, o *engagement.Option) []string {
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
			title = within(lang, f.Title)
		}
		out = append(out, title+": "+source)
	}
	return out
}

func needTable(lang *messages.Catalogue, c *comparison.Comparison, from, to int) Table {
	t := Table{Columns: optionColumns(c, lang.Text("Need"), 20, from, to, false)}
	for _, n := range c.Needs {
		row := []string{lang.Text(n.Title) + ": " + n.Size}
		for i := from; i < to; i++ {
			row = append(row, NeedCellText(lang, n.Cells[i]))
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
			if failed, unknown := countGates(x); failed == 0 && unknown > 0 {
				open++
			}
		}
	}
	lead := rep.Lang.Say("%d of %s no gate", in, rep.Lang.Count(len(c.Options), "1 option fails", "%d options fail"))
	if open > 0 {
		lead += rep.Lang.Say("; %d of them %s something to ask", open, verb(open, rep.Lang.Text("has"), rep.Lang.Text("have")))
	}
	var blocks []Block
	for _, part := range chunks(len(c.Options), 5) {
		t := Table{Columns: optionColumns(c, rep.Lang.Text("Gate"), 30, part[0], part[1], false)}
		for k, g := range c.Options[0].Reasons {
			row := []string{rep.Lang.Text(g.Title)}
			for i := part[0]; i < part[1]; i++ {
				row = append(row, statusWord(rep.Lang, c.Options[i].Reasons[k].Status))
			}
			t.Rows = append(t.Rows, row)
		}
		blocks = append(blocks, t)
	}
	blocks = append(blocks, Heading{rep.Lang.Text("Reasons")}, reasonTable(rep.Lang, c))
	var off []string
	for _, g := range c.GatesOff {
		reason := g.Reason
		if strings.TrimSpace(reason) == "" {
			reason = rep.Lang.Text("no reason given")
		}
		off = append(off, rep.Lang.Text(g.Title)+": "+reason)
	}
	blocks = append(blocks, bullets(rep.Lang.Text("Switched off"), off)...)
	return Chapter{ID: OptionGates, Follows: true, Title: rep.Lang.Text("Gates"), Lead: lead + ".", Blocks: blocks}
}

// reasonTable has the reason of every gate; stated gates that an option meets for
// the same reason share a row.
func reasonTable(lang *messages.Catalogue, c *comparison.Comparison) Table {
	t := Table{Columns: []Column{{lang.Text("Gate"), 32, false}, {lang.Text("Outcome"), 11, false}, {lang.Text("Reason"), 57, false}}}
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
			t.Rows = append(t.Rows, []string{lang.Text(g.Title), statusWord(lang, g.Status), lang.Text(g.Reason)})
		}
		for _, reason := range met {
			t.Rows = append(t.Rows, []string{lang.Text("Gates met as stated"), statusWord(lang, comparison.Pass), reason})
		}
	}
	return t
}

func computedGate(id string) bool {
	g, _ := terms.Default().Gate(id)
	return g.Computed
}

// TermText is a term as written.
func TermText(lang *messages.Catalogue, f terms.Field, t engagement.Term) string {
	switch t.State {
	case engagement.Unknown:
		return lang.Text("unknown")
	case engagement.NotApplicable:
		return "n/a"
	case engagement.Answered:
		switch f.Kind {
		case terms.Truth:
			if t.True() {
				return lang.Text("yes")
			}
			return lang.Text("no")
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
	add(rep.Lang.Text("Offer"), rep.Lang.Text("Provider"), "", func(o *engagement.Option) (string, string) { return word(o.Provider), "" })
	add(rep.Lang.Text("Offer"), rep.Lang.Text("Currency"), "", func(o *engagement.Option) (string, string) { return word(o.Currency), "" })
	term := func(topic string, f terms.Field) {
		add(topic, rep.Lang.Text(f.Title), rep.Lang.Text(f.Unit), func(o *engagement.Option) (string, string) {
			return TermText(rep.Lang, f, o.Term(f.Path)), o.Sources[f.Path]
		})
	}
	for _, topic := range cat.Topics {
		if topic.ID == "price" {
			add(rep.Lang.Text(topic.Title), rep.Lang.Text("Price basis"), "", func(o *engagement.Option) (string, string) {
				b, _ := cat.Basis(o.Basis)
				return word(rep.Lang.Text(b.Title)), ""
			})
		}
		for _, f := range topic.Fields {
			if f.Kind != terms.Levels {
				term(rep.Lang.Text(topic.Title), f)
				continue
			}
			for _, area := range SkillAreas(set) {
				level, _ := cat.Field(f.Path + "." + area[0])
				level.Title, level.Unit = rep.Lang.Text(f.Title)+": "+area[1], rep.Lang.Text("0 to 4")
				term(rep.Lang.Text(topic.Title), level)
			}
		}
	}
	for _, g := range cat.Gates {
		if !g.Computed {
			f, _ := cat.Field(terms.GatePrefix + g.ID)
			term(rep.Lang.Text("Gates"), f)
		}
	}
	for _, x := range rep.Comparison.Criteria {
		f := terms.Field{Path: terms.CriterionPrefix + x.ID, Title: x.Title, Unit: x.Unit, Kind: terms.Number}
		term(rep.Lang.Text("Criteria"), f)
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
		t := Table{Columns: append([]Column{{"", 4, false}}, optionColumns(c, rep.Lang.Text("Term"), 34, part[0], part[1], true)...)}
		topic := ""
		for _, r := range rows {
			if r.Topic != topic {
				topic = r.Topic
				t.Rows = append(t.Rows, []string{upperFirst(topic)})
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
		if list := SourceTexts(rep.Lang, &rep.Options[i]); len(list) > 0 {
			blocks = append(blocks, bullets(rep.Lang.Say("Sources of %s", rep.Options[i].Title()), list)...)
		}
	}
	return Chapter{ID: OptionTerms, Follows: true, Landscape: wide, Title: rep.Lang.Text("Terms side by side"), Lead: rep.Lang.Say("The options differ in %d of %s (≠).", differ, rep.Lang.Count(len(rows), "1 term", "%d terms")), Blocks: blocks}
}

func optionQuestions(rep *Report) Chapter {
	c := rep.Comparison
	n := 0
	var blocks []Block
	for _, q := range c.Questions {
		var items []string
		for _, x := range q.List {
			items = append(items, QuestionText(rep.Lang, c, q, x))
			n++
		}
		blocks = append(blocks, Heading{q.Provider}, Bullets{items})
	}
	lead := rep.Lang.Text("Nothing is left to ask.")
	if n > 0 {
		lead = rep.Lang.Say("%s to %s.", rep.Lang.Count(n, "1 question", "%d questions"), rep.Lang.Count(len(c.Questions), "1 provider", "%d providers"))
	}
	return Chapter{ID: OptionQuestions, Follows: true, Title: rep.Lang.Text("Questions to the providers"), Lead: lead, Blocks: blocks}
}

// QuestionText is a question to a provider with the option it is about, where the
// provider has several.
func QuestionText(lang *messages.Catalogue, c *comparison.Comparison, q comparison.Questions, x comparison.Question) string {
	text := x.Text
	if len(q.Options) > 1 {
		text = c.Find(x.Option).Name + ": " + text
	}
	if x.Gate {
		text += lang.Text(" (A gate hangs on it.)")
	}
	return text
}

// QuestionList is the list of questions to one provider as plain text.
func QuestionList(rep *Report, q comparison.Questions) string {
	var b strings.Builder
	b.WriteString(rep.Lang.Say("Questions to %s\n", q.Provider))
	var names []string
	for _, id := range q.Options {
		names = append(names, rep.Comparison.Find(id).Name)
	}
	b.WriteString(rep.Lang.Say("About: %s\n", strings.Join(names, ", ")))
	if rep.Date != "" {
		b.WriteString(rep.Lang.Say("Date: %s\n", rep.Date))
	}
	b.WriteString("\n")
	for i, x := range q.List {
		b.WriteString(rep.Lang.Say("%d. %s\n   Answer:\n\n", i+1, QuestionText(rep.Lang, rep.Comparison, q, x)))
	}
	return b.String()
}

func optionMethod(rep *Report) Chapter {
	c := rep.Comparison
	items := []string{
		rep.Lang.Text("Gates: an option that fails one leaves the ranking, never the report. An unknown gate keeps it in and becomes a question."),
		rep.Lang.Text("Value: the weighted sum of values on fixed anchors from unacceptable (0) to ideal (1), linear between, clamped at the ends. The anchors do not depend on the options, so adding or removing one never reverses two others."),
		rep.Lang.Text("Weights: swing weights, the worth of going from one anchor to the other, entered as points and shown as shares."),
		rep.Lang.Text("Second opinion: TOPSIS on the same values, which measures how close an option is to an ideal that is best on every criterion (1) and how far from one that is worst on all (0)."),
		rep.Lang.Say("How often an option comes first: stochastic multicriteria acceptability analysis (SMAA), with %s weightings drawn uniformly and as many around the stated weights (Dirichlet distribution, concentration %d), always the same ones. Unknown criteria are drawn from 0 to 1.", assessment.FormatNumber(comparison.Draws, 0), comparison.Concentration),
		rep.Lang.Text("Cost against value: the line joins the Pareto front, the options that no other beats on both."),
		rep.Lang.Text("Tickets above the included number: expected with a Poisson number of tickets a month around the stated mean."),
		rep.Lang.Text("Not applicable is left out and its weight shared among the others; it is never counted as 0."),
		rep.Lang.Text("Residual need: the decision model of the assessment run again with the option's analyst hours (less handover), levels, hires and tuning; a promise of tuning without evidence counts half."),
		rep.Lang.Text("A gap is priced, gated on or weighted, never two of these: with the gate “closes the assessed need” the hours and skills of the analyst carry no points unless they are given."),
	}
	blocks := []Block{Bullets{items}}
	if len(rep.Inputs.Rates) > 0 {
		t := Table{Columns: []Column{{rep.Lang.Text("Currency"), 30, false}, {rep.Lang.Say("One unit in %s", orDash(c.Currency)), 70, true}}}
		var names []string
		for k := range rep.Inputs.Rates {
			names = append(names, k)
		}
		slices.Sort(names)
		for _, k := range names {
			t.Rows = append(t.Rows, []string{k, assessment.FormatNumber(rep.Inputs.Rates[k], 6)})
		}
		blocks = append(blocks, Heading{rep.Lang.Text("Exchange rates as stated")}, t)
	}
	blocks = append(blocks, Paragraph{rep.Lang.Say("SHA-256 of the input: %s", rep.InputHash)})
	return Chapter{ID: OptionMethod, Follows: true, Title: rep.Lang.Text("Method"), Lead: rep.Lang.Text("How the figures came about."), Blocks: blocks}
}

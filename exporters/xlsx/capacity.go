// Skills and capacity as live formulas: a reader changes a tinted cell, here or
// in Settings, and sees what follows. Each formula carries the Result's value.

package xlsx

import (
	"fmt"
	"math"
	"regexp"
	"strings"

	"muster/assessment"
	"muster/assessment/capacity"
	"muster/assessment/messages"
)

// regexpColumn is a column letter in an index formula, such as @E.
var regexpColumn = regexp.MustCompile(`@[A-Z]`)

func skillSheet(b *book) *sheet {
	s := &sheet{name: b.lang.Text("Skills"), widths: []float64{30, 7, 9, 10, 8, 13, 9, 11, 11, 14, 46}, frozen: 1, landscape: true}
	s.head(b.lang.Text("Area"), b.lang.Text("Core"), ">"+b.lang.Text("Weight"), ">"+b.lang.Text("Required level"), ">"+b.lang.Text("Best level"), ">"+b.lang.Text("People who count"), ">"+b.lang.Text("People needed"), ">"+b.lang.Text("Covered by contract"), ">"+b.lang.Text("Gap"), b.lang.Text("State"), b.lang.Text("How it is computed"))
	first := len(s.rows) + 1
	for i, a := range b.rep.Skills {
		// Without an assessment the formula's 0 shows as a dash: it is no all-clear.
		core, best, state, format := b.lang.Text("no"), any("–"), b.lang.Text("not assessed"), shareFormat+`;-`+shareFormat+`;"–"`
		if a.Core {
			core = b.lang.Text("yes")
		}
		if a.Assessed {
			best, state, format = a.Best, b.lang.Text("assessed"), shareFormat
		}
		at := s.add(cell{value: a.Area, style: bold}, cell{value: core, style: plain}, cell{value: a.Weight, style: input("")}, cell{value: a.Required, style: input("")},
			cell{value: best, style: input("")}, cell{value: a.People, style: input("")}, cell{value: a.Needed, style: input("")}, cell{value: a.Covered, style: input(shareFormat)})
		r := &s.rows[at-1]
		r.cells = append(r.cells,
			cell{formula: fmt.Sprintf("IF(ISNUMBER(E%[1]d),IF(OR(D%[1]d<=0,E%[1]d>=D%[1]d),0,(D%[1]d-E%[1]d)/D%[1]d*(1-H%[1]d)),0)", at), value: a.Gap, style: number(format)},
			cell{formula: fmt.Sprintf(`IF(ISNUMBER(E%d),{"assessed"},{"not assessed"})`, at), value: state, style: muted})
		if i == 0 {
			r.cells = append(r.cells, cell{value: b.lang.Text("(required − best) / required, less what the contract covers"), style: muted})
		}
		b.name(s, fmt.Sprintf("gap.%d", i), 9, at)
		b.name(s, fmt.Sprintf("best.%d", i), 5, at)
		b.name(s, fmt.Sprintf("people.%d", i), 6, at)
	}
	if len(b.rep.Skills) == 0 {
		s.texts(b.lang.Text("The question set has no areas of skill"))
	}
	last := len(s.rows)
	// Column letters of an index formula become the areas' ranges.
	over := func(formula string) string {
		return regexpColumn.ReplaceAllStringFunc(formula, func(m string) string { return fmt.Sprintf("%[1]s$%[2]d:%[1]s$%[3]d", "$"+m[1:], first, last) })
	}
	r := &b.rep.Result
	index := func(name, label, formula, format, note string, value any) {
		at := s.add(cell{value: label, style: bold}, cell{style: plain}, cell{style: plain}, cell{style: plain}, cell{style: plain}, cell{style: plain}, cell{style: plain}, cell{style: plain},
			cell{formula: over(formula), value: value, style: number(format)}, cell{style: plain}, cell{value: note, style: muted})
		b.name(s, name, 9, at)
	}
	s.gap()
	const assessed, core = `SUMIF(@E,">=0",@C)=0`, `COUNTIFS(@B,{"yes"},@E,">=0")=0`
	index("sgi", b.lang.Text("Skill gap index"), `IF(`+assessed+`,"–",SUMPRODUCT(@C,@I)/SUMIF(@E,">=0",@C))`, indexFormat, b.lang.Text("Mean gap of the assessed areas, by weight"), figure(r.Skills.Index))
	index("core", b.lang.Text("Largest core gap"), `IF(`+assessed+`,"–",SUMPRODUCT(MAX((@B={"yes"})*@I)))`, indexFormat, b.lang.Text("Largest gap of an assessed core area"), figure(r.Skills.Core))
	index("meanCore", b.lang.Text("Mean core gap"), `IF(`+assessed+`,"–",IF(`+core+`,0,SUMPRODUCT((@B={"yes"})*@C*@I)/SUMIFS(@C,@B,{"yes"},@E,">=0")))`, indexFormat, b.lang.Text("By weight; sizes the expert hours that lack skill"), figure(r.Skills.Mean))
	index("skillStatus", b.lang.Text("Skills"), `IF(NOT(ISNUMBER({sgi})),{"unknown"},IF(OR({sgi}>={set:skills.shortIndex}-1E-9,{core}>={set:skills.shortCore}-1E-9),{"short"},`+
		`IF(OR({sgi}>={set:skills.tightIndex}-1E-9,{core}>{set:skills.tightCore}+1E-9),{"tight"},{"strong"})))`, "", b.lang.Text("Thresholds as in Settings"), b.lang.Text(string(r.Skills.Status)))
	if r.Staff.People.Known() {
		index("staffPeople", b.lang.Text("People missing in core areas"), `IF(`+core+`,0,SUMPRODUCT((@B={"yes"})*ISNUMBER(@E)*(@G>@F)*(@G-@F)/(@G+(@G=0)))/COUNTIFS(@B,{"yes"},@E,">=0"))`, shareFormat,
			b.lang.Text("Mean share of the needed people that is missing"), figure(r.Staff.People))
	}
	return s
}

// calculator lays out the Capacity sheet: label, up to four values, unit, note.
type calculator struct {
	*sheet
	book *book
	lang *messages.Catalogue
}

// part is a value of a line, with its formula if it is computed.
type part struct {
	formula string
	value   any
}

func (c calculator) line(name, label, unit, note string, look style, parts ...part) {
	at := len(c.rows) + 1
	cells := []cell{{value: label, style: plain}}
	for i, p := range parts {
		cells = append(cells, cell{value: p.value, formula: p.formula, style: look})
		key := name
		if len(parts) > 1 {
			key = fmt.Sprintf("%s.%d", name, i)
		}
		c.book.name(c.sheet, key, 2+i, at)
	}
	for len(cells) < 5 {
		cells = append(cells, cell{style: plain})
	}
	c.add(append(cells, cell{value: unit, style: muted}, cell{value: note, style: muted})...)
}

// input is a line of numbers to change.
func (c calculator) input(name, label, unit, note, format string, values ...float64) {
	parts := make([]part, len(values))
	for i, v := range values {
		parts[i].value = v
	}
	c.line(name, label, unit, note, input(format), parts...)
}

// live is a line of one computed figure.
func (c calculator) live(name, label, unit, note, format, formula string, value any) {
	c.line(name, label, unit, note, number(format), part{formula, value})
}

// bySeverity makes a part for each severity; %d in a formula is its place.
func bySeverity(formula string, value func(i int) any) []part {
	parts := make([]part, 4)
	for i := range parts {
		parts[i] = part{strings.ReplaceAll(formula, "%d", fmt.Sprint(i)), value(i)}
	}
	return parts
}

// four are the figures of an attainment in the order of the severities.
func four(a assessment.Attainment) func(i int) any {
	return func(i int) any { return figure([4]assessment.Figure{a.Critical, a.High, a.Medium, a.Low}[i]) }
}

// settingNames are the registry's entries the sheet computes with.
var settingNames = []string{
	"paidHours", "shrinkage", "occupancyCap", "serviceLevel", "peakFactor", "seats", "delegableShare", "sizingOverhead", "sizingBlock", "sizingMinimum", "skills.sizingGap",
	"bandwidth.shortRatio", "bandwidth.tightRatio", "bandwidth.attainmentMargin", "staff.shortIndex", "staff.tightIndex",
}

func capacitySheet(b *book) *sheet {
	s := &sheet{name: b.lang.Text("Capacity"), widths: []float64{42, 12, 12, 12, 12, 13, 62}, frozen: 1, landscape: true}
	s.head(b.lang.Text("Capacity and sizing"), "", "", "", "", "", "")
	c := calculator{s, b, b.lang}
	if !b.rep.Result.Capacity.Inputs.Known {
		s.paragraph(b.lang.Text("Capacity is not known: the number of escalations, their handle time, the hours of cover and the FTE are needed before anything can be computed. This sheet therefore holds no formulas. What is not answered is listed in Summary under Not assessed."))
		return s
	}
	s.paragraph(b.lang.Text("Change a tinted cell here, in Skills or in Settings and everything below recalculates. Verdicts, findings and all other sheets stay as Muster evaluated them."))
	c.inputs()
	c.demand()
	c.queue()
	c.staff()
	c.sizing()
	c.asEvaluated()
	c.table()
	return s
}

func (c calculator) inputs() {
	in := c.book.rep.Result.Capacity.Inputs
	c.heading(c.lang.Text("Inputs"))
	c.head("", ">"+c.lang.Text("Critical"), ">"+c.lang.Text("High"), ">"+c.lang.Text("Medium"), ">"+c.lang.Text("Low"), c.lang.Text("Unit"), c.lang.Text("How it is computed"))
	c.input("n", c.lang.Text("Escalations"), c.lang.Text("a week"), "n", "", in.Volume[:]...)
	c.input("h", c.lang.Text("Hands-on time"), c.lang.Text("h each"), "h", "", in.Handle[:]...)
	c.input("t", c.lang.Text("Pick-up target"), "h", "t", "", in.Target[:]...)
	c.input("share", c.lang.Text("Expert part of the work"), c.lang.Text("share"), c.lang.Text("fixed in the decision model"), shareFormat, assessment.ExpertShares[:]...)
	c.input("g", c.lang.Text("Expected growth"), c.lang.Text("share"), "g", shareFormat, in.Growth)
	c.input("W", c.lang.Text("Other analysis work"), c.lang.Text("h a week"), "W", "", in.OtherHours)
	c.input("M", c.lang.Text("Major incidents"), c.lang.Text("a year"), "M", "", in.MajorCount)
	c.input("H", c.lang.Text("Hours of a major incident"), c.lang.Text("h each"), "H", "", in.MajorHours)
	c.input("F", c.lang.Text("Staff"), c.lang.Text("FTE"), "F", "", in.FTE)
	c.input("days", c.lang.Text("Days covered"), c.lang.Text("a week"), "", "", in.DaysCovered)
	c.input("hours", c.lang.Text("Hours of cover"), c.lang.Text("a day"), "", "", in.HoursADay)
	c.input("intel", c.lang.Text("Custom threat analysis wanted"), c.lang.Text("h a week"), "", "", in.IntelHours)

	c.heading(c.lang.Text("Settings (change them in the sheet Settings)"))
	for _, name := range settingNames {
		for _, x := range c.book.rep.Settings {
			if x.Name == name {
				c.live(name, x.Title, x.Unit, x.Why, "", "{"+settingName(name)+"}", x.Value)
			}
		}
	}
}

func (c calculator) demand() {
	r := c.book.rep.Result.Capacity
	in := r.Inputs
	c.heading(c.lang.Text("Demand and supply"))
	c.live("escalation", c.lang.Text("Escalations"), c.lang.Text("h a week"), "(1+g)·Σ n·h", hoursFormat, "(1+{g})*({n.0}*{h.0}+{n.1}*{h.1}+{n.2}*{h.2}+{n.3}*{h.3})", figure(r.EscalationHours))
	c.live("other", c.lang.Text("Other analysis"), c.lang.Text("h a week"), "W", hoursFormat, "{W}", in.OtherHours)
	c.live("majors", c.lang.Text("Major incidents"), c.lang.Text("h a week"), "M·H/52", hoursFormat, "{M}*{H}/52", in.MajorCount*in.MajorHours/52)
	c.live("D", c.lang.Text("Demand"), c.lang.Text("h a week"), c.lang.Text("D, the sum of the three"), hoursFormat, "{escalation}+{other}+{majors}", figure(r.DemandHours))
	c.live("u", c.lang.Text("Usable hours of one FTE"), c.lang.Text("h a week"), c.lang.Text("u = paid hours · (1 − shrinkage) · occupancy cap"), hoursFormat, "{paidHours}*(1-{shrinkage})*{occupancyCap}", figure(r.UsableHours))
	c.live("S", c.lang.Text("Supply"), c.lang.Text("h a week"), "S = F·u", hoursFormat, "{F}*{u}", figure(r.SupplyHours))
	c.live("ratio", c.lang.Text("Demand / supply"), "", c.lang.Text("above 1 the work does not fit"), "0.000", `IF({S}>0,{D}/{S},IF({D}>0,"∞",0))`, figure(r.Ratio))
	c.live("G", c.lang.Text("Gap"), c.lang.Text("h a week"), c.lang.Text("G = max(0, D − S)"), hoursFormat, "MAX(0,{D}-{S})", figure(r.GapHours))
	c.live("workFTE", c.lang.Text("FTE for the work"), c.lang.Text("FTE"), "D / u", hoursFormat, "{D}/{u}", figure(r.WorkFTE))
	c.live("C", c.lang.Text("Covered hours"), c.lang.Text("h a week"), c.lang.Text("C = days · hours"), hoursFormat, "{days}*{hours}", figure(r.CoveredHours))
	c.live("coverageFTE", c.lang.Text("FTE for cover alone"), c.lang.Text("FTE"), c.lang.Text("seats · C / (paid hours · (1 − shrinkage))"), "0.000", "{seats}*{C}/({paidHours}*(1-{shrinkage}))", figure(r.CoverageFTE))
}

// load is the demand as the model's own functions take it.
func load(r *assessment.Capacity) capacity.Demand {
	return capacity.Demand{Load: float64(r.OfferedLoad), UrgentLoad: float64(r.UrgentLoad), Handle: float64(r.HandleHours)}
}

// erlangC is the formula of the waiting probability with k analysts. It is
// Erlang B = P(k)/ΣP(j ≤ k) of the Poisson distribution put into Erlang C.
func erlangC(k string) string {
	return strings.ReplaceAll("IF(k<=0,1,IF({A}>=k,1,IF({A}<=0,0,POISSON(k,{A},FALSE)/(POISSON(k,{A},FALSE)+(1-{A}/k)*POISSON(k-1,{A},TRUE)))))", "k", k)
}

// attainmentAt is the formula of the share picked up by k analysts, wait being
// the waiting probability and target the cell of the target.
func attainmentAt(k, wait, target string) string {
	return fmt.Sprintf("IF(OR(%[1]s<=0,{A}>=%[1]s),0,IF({handle}<=0,1,1-%[2]s*EXP(-(%[1]s-{Au})*%[3]s/{handle})))", k, wait, target)
}

func (c calculator) queue() {
	r := c.book.rep.Result.Capacity
	in, d := r.Inputs, load(&r)
	rate := 0.0
	if d.Handle > 0 {
		rate = d.Load / d.Handle
	}
	low := math.Floor(float64(r.OnShift))
	wait := func(k float64) any { return capacity.ErlangC(int(k), d.Load) }
	at := func(k float64) func(i int) any {
		return func(i int) any { return d.Attainment(k, in.Target[i]) }
	}
	c.heading(c.lang.Text("Queue inside cover"))
	c.live("lambda", c.lang.Text("Arrivals in cover"), c.lang.Text("an hour"), c.lang.Text("λ = peak factor · (1+g) · N / C"), indexFormat, "{peakFactor}*(1+{g})*({n.0}+{n.1}+{n.2}+{n.3})/{C}", rate)
	c.live("handle", c.lang.Text("Mean hands-on time"), "h", "h̄ = Σ n·h / N", indexFormat, "IF({n.0}+{n.1}+{n.2}+{n.3}=0,0,({n.0}*{h.0}+{n.1}*{h.1}+{n.2}*{h.2}+{n.3}*{h.3})/({n.0}+{n.1}+{n.2}+{n.3}))", figure(r.HandleHours))
	c.live("A", c.lang.Text("Offered load"), c.lang.Text("erlangs"), "A = λ·h̄", indexFormat, "{lambda}*{handle}", figure(r.OfferedLoad))
	c.live("Au", c.lang.Text("of which critical and high"), c.lang.Text("erlangs"), c.lang.Text("A_u: they are taken first, without interrupting"), indexFormat, "{peakFactor}*(1+{g})*({n.0}+{n.1})/{C}*{handle}", figure(r.UrgentLoad))
	c.live("c", c.lang.Text("Analysts on shift"), "", c.lang.Text("c = F · paid hours · (1 − shrinkage) / C"), indexFormat, "{F}*{paidHours}*(1-{shrinkage})/{C}", figure(r.OnShift))
	c.live("low", c.lang.Text("c down to a whole number"), "", "", wholeFormat, "INT({c})", low)
	c.live("part", c.lang.Text("Share of time with one more"), c.lang.Text("share"), "", indexFormat, "{c}-{low}", float64(r.OnShift)-low)
	c.live("waitLow", c.lang.Text("Probability of waiting with that many"), "", c.lang.Text("Erlang C"), indexFormat, erlangC("{low}"), wait(low))
	c.live("waitHigh", c.lang.Text("Probability of waiting with one more"), "", c.lang.Text("Erlang C"), indexFormat, erlangC("({low}+1)"), wait(low+1))
	c.head("", ">"+c.lang.Text("Critical"), ">"+c.lang.Text("High"), ">"+c.lang.Text("Medium"), ">"+c.lang.Text("Low"), "", "")
	c.line("attLow", c.lang.Text("Picked up in time with that many"), c.lang.Text("share"), c.lang.Text("1 − Erlang C · e^(−(c − A_u)·t/h̄)"), number(shareFormat), bySeverity(attainmentAt("{low}", "{waitLow}", "{t.%d}"), at(low))...)
	c.line("attHigh", c.lang.Text("Picked up in time with one more"), c.lang.Text("share"), "", number(shareFormat), bySeverity(attainmentAt("({low}+1)", "{waitHigh}", "{t.%d}"), at(low+1))...)
	c.line("att", c.lang.Text("Picked up in time"), c.lang.Text("share"), c.lang.Text("time-weighted mean of the two"), number(shareFormat), bySeverity("IF({handle}<=0,IF({c}>0,1,0),(1-{part})*{attLow.%d}+{part}*{attHigh.%d})", four(r.Attainment))...)
	c.live("urgent", c.lang.Text("Critical and high picked up in time"), c.lang.Text("share"), c.lang.Text("by volume"), shareFormat,
		"IF({n.0}+{n.1}>0,({n.0}*{att.0}+{n.1}*{att.1})/({n.0}+{n.1}),IF(AND({n.2}+{n.3}=0,{c}<=0),0,1))", figure(r.Attainment.Urgent))

	c.heading(c.lang.Text("People required"))
	if rows := c.tableRows(); rows > 0 {
		c.live("cReq", c.lang.Text("Analysts required on shift"), "", c.lang.Say("the first of the table below (1 to %d) whose occupancy and service level both hold", rows), wholeFormat,
			fmt.Sprintf(`IFERROR(INDEX({k}:{kLast},MATCH(1,{ok}:{okLast},0)),%s)`, inFormula(c.lang.Say("more than %d", rows))), figure(r.RequiredAnalysts))
	} else {
		c.line("cReq", c.lang.Text("Analysts required on shift"), "", c.lang.Text("Too many for a table here: the value as Muster evaluated it, without a formula. It does not recalculate."), number(wholeFormat), part{"", figure(r.RequiredAnalysts)})
	}
	c.live("queueFTE", c.lang.Text("FTE for the queue"), c.lang.Text("FTE"), c.lang.Text("analysts · C / (paid hours · (1 − shrinkage))"), hoursFormat, `IF(ISNUMBER({cReq}),{cReq}*{C}/({paidHours}*(1-{shrinkage})),"–")`, figure(r.QueueFTE))
	c.live("requiredFTE", c.lang.Text("FTE required"), c.lang.Text("FTE"), c.lang.Text("the largest of cover, queue and work"), hoursFormat, `IF(ISNUMBER({queueFTE}),MAX({coverageFTE},{queueFTE},{workFTE}),"–")`, figure(r.RequiredFTE))
	c.live("bandwidth", c.lang.Text("Bandwidth"), "", c.lang.Text("short, tight or ok: thresholds as in Settings"), "",
		`IF(OR({D}>({bandwidth.shortRatio}+1E-9)*{S},{urgent}<{serviceLevel}-{bandwidth.attainmentMargin}-1E-9),{"short"},IF(OR({D}>({bandwidth.tightRatio}+1E-9)*{S},{urgent}<{serviceLevel}-1E-9),{"tight"},{"ok"}))`, c.lang.Text(string(r.Bandwidth)))
}

func (c calculator) staff() {
	r := c.book.rep.Result
	c.heading(c.lang.Text("Staff"))
	c.live("staffCoverage", c.lang.Text("Missing for cover"), c.lang.Text("share"), c.lang.Text("max(0, FTE for cover − F) / FTE for cover"), shareFormat, "IF({coverageFTE}>0,MAX(0,{coverageFTE}-{F})/{coverageFTE},0)", figure(r.Staff.Coverage))
	c.live("people", c.lang.Text("Missing in the core areas"), c.lang.Text("share"), c.lang.Text("from Skills"), shareFormat, "{staffPeople}", figure(r.Staff.People))
	c.input("departure", c.lang.Text("Vacant or about to be"), c.lang.Text("share"), c.lang.Text("half the share of posts that are vacant or about to be; change it here"), shareFormat, float64(r.Staff.Departure))
	c.live("staffIndex", c.lang.Text("Staff index"), "", c.lang.Text("the largest of the three"), indexFormat, "MAX({staffCoverage},{people},{departure})", figure(r.Staff.Index))
	c.live("staffStatus", c.lang.Text("Staff"), "", c.lang.Text("short, tight or ok: thresholds as in Settings"), "", `IF({staffIndex}>={staff.shortIndex}-1E-9,{"short"},IF({staffIndex}>={staff.tightIndex}-1E-9,{"tight"},{"ok"}))`, c.lang.Text(string(r.Staff.Status)))
	c.live("status", c.lang.Text("Capacity"), "", c.lang.Text("the worse of bandwidth and staff"), "", `IF(OR({bandwidth}={"short"},{staffStatus}={"short"}),{"short"},IF(OR({bandwidth}={"tight"},{staffStatus}={"tight"}),{"tight"},{"ok"}))`, c.lang.Text(string(r.Capacity.Status)))
}

func (c calculator) sizing() {
	r := c.book.rep.Result.SIA
	c.heading(c.lang.Text("Sizing of a named SIA"))
	if r.Verdict == assessment.InsufficientEvidence {
		c.paragraph(c.lang.Text("The sizing follows once the verdict can be given: too few of the needed questions are answered."))
		return
	}
	warranted := 1.0
	if r.Verdict == assessment.NotWarranted {
		warranted = 0
	}
	c.input("warranted", c.lang.Text("A named SIA is more than not warranted"), c.lang.Text("1 or 0"), c.lang.Text("from the verdict; it does not follow the figures, so change it here"), wholeFormat, warranted)
	c.live("expert", c.lang.Text("Expert work"), c.lang.Text("h a week"), c.lang.Text("Σ n·h·expert part + custom threat analysis"), hoursFormat,
		"{n.0}*{h.0}*{share.0}+{n.1}*{h.1}*{share.1}+{n.2}*{h.2}*{share.2}+{n.3}*{h.3}*{share.3}+{intel}", figure(r.ExpertHours))
	c.live("skill", c.lang.Text("of which lacks skill"), c.lang.Text("h a week"), c.lang.Text("min(1, mean core gap / gap at which all is bought) · expert work"), hoursFormat, "MIN(1,IF(ISNUMBER({meanCore}),{meanCore},0)/{skills.sizingGap})*{expert}", figure(r.SkillHours))
	c.live("delegable", c.lang.Text("Gap that may be delegated"), c.lang.Text("h a week"), c.lang.Text("min(G, delegable share · escalations)"), hoursFormat, "MIN({G},{delegableShare}*{escalation})", figure(r.DelegableHours))
	c.live("sia", c.lang.Text("SIA hours to buy"), c.lang.Text("h a week"), c.lang.Text("the larger of the two with overhead, up to the next block, at least the minimum"), hoursFormat,
		"IF(AND({warranted}>0,MAX({delegable},{skill})*(1+{sizingOverhead})>1E-9),MAX({sizingMinimum},-INT(-(MAX({delegable},{skill})*(1+{sizingOverhead})/{sizingBlock}-1E-9))*{sizingBlock}),0)", figure(r.HoursPerWeek))
	c.live("residual", c.lang.Text("Gap that stays with the client"), c.lang.Text("h a week"), c.lang.Text("G − what may be delegated"), hoursFormat, "{G}-{delegable}", figure(r.ResidualHours))
}

// asEvaluated are figures without a formula here.
func (c calculator) asEvaluated() {
	r := c.book.rep.Result.Capacity
	values := func(a assessment.Attainment) []part { return bySeverity("", four(a)) }
	shares := style{rule: true, right: true, color: 0, italic: true, format: shareFormat}
	c.heading(c.lang.Text("As evaluated by Muster: these do not recalculate"))
	c.head("", ">"+c.lang.Text("Critical"), ">"+c.lang.Text("High"), ">"+c.lang.Text("Medium"), ">"+c.lang.Text("Low"), "", "")
	c.line("outside", c.lang.Text("Picked up in time outside cover"), c.lang.Text("share"), c.lang.Text("as long as nobody is on call: the share that arrives within the target of the next covered hour"), shares, values(r.Outside)...)
	c.line("overall", c.lang.Text("Picked up in time, whole week"), c.lang.Text("share"), "", shares, values(r.Overall)...)
	c.line("overallUrgent", c.lang.Text("Critical and high, whole week"), c.lang.Text("share"), "", shares, part{"", figure(r.Overall.Urgent)})
	c.line("phi", c.lang.Text("Arrivals outside cover"), c.lang.Text("share"), "", shares, part{"", figure(r.OutsideShare)})
	c.line("stress", c.lang.Text("Stress case: peak factor"), c.lang.Text("times"), "", style{rule: true, right: true, italic: true}, part{"", r.Stress.PeakFactor})
	c.line("stressUrgent", c.lang.Text("Stress case: critical and high picked up in time"), c.lang.Text("share"), "", shares, part{"", figure(r.Stress.Urgent)})
	c.line("stressFTE", c.lang.Text("Stress case: FTE required"), c.lang.Text("FTE"), "", style{rule: true, right: true, italic: true, format: hoursFormat}, part{"", figure(r.Stress.RequiredFTE)})
}

const (
	leastRows = 60
	mostRows  = 400
)

// tableRows is the length of the table of analysts: beyond what is required
// now, so that a change finds its answer; 0 if it would be too long.
func (c calculator) tableRows() int {
	need := float64(c.book.rep.Result.Capacity.RequiredAnalysts)
	if math.IsNaN(need) || need > mostRows {
		return 0
	}
	return min(mostRows, max(leastRows, 2*int(need)+20))
}

// table tries one number of analysts a row.
func (c calculator) table() {
	rows := c.tableRows()
	if rows == 0 {
		return
	}
	r := c.book.rep.Result.Capacity
	in, d := r.Inputs, load(&r)
	classes := []capacity.Weighted{{Volume: in.Volume[0], Target: in.Target[0]}, {Volume: in.Volume[1], Target: in.Target[1]}}
	c.breakAt = len(c.rows) + 2
	c.heading(c.lang.Text("Analysts required: one number of analysts a row"))
	c.head(">"+c.lang.Text("Analysts on shift"), ">"+c.lang.Text("Probability of waiting"), ">"+c.lang.Text("Critical in time"), ">"+c.lang.Text("High in time"), ">"+c.lang.Text("Critical and high"), ">"+c.lang.Text("Occupancy"), c.lang.Text("Both conditions hold (1) or not (0)"))
	for k := 1; k <= rows; k++ {
		at := len(c.rows) + 1
		n := cellName(1, at)
		holds := 0
		if float64(k) >= float64(r.RequiredAnalysts) {
			holds = 1
		}
		c.add(
			cell{value: k, style: number(wholeFormat)},
			cell{formula: erlangC(n), value: capacity.ErlangC(k, d.Load), style: number(indexFormat)},
			cell{formula: attainmentAt(n, cellName(2, at), "{t.0}"), value: d.Attainment(float64(k), in.Target[0]), style: number(shareFormat)},
			cell{formula: attainmentAt(n, cellName(2, at), "{t.1}"), value: d.Attainment(float64(k), in.Target[1]), style: number(shareFormat)},
			cell{formula: fmt.Sprintf("IF({n.0}+{n.1}>0,({n.0}*%s+{n.1}*%s)/({n.0}+{n.1}),1)", cellName(3, at), cellName(4, at)), value: d.Urgent(float64(k), classes), style: number(shareFormat)},
			cell{formula: "{A}/" + n, value: d.Load / float64(k), style: number(shareFormat)},
			cell{formula: fmt.Sprintf("IF(AND(%[1]s>={seats},{A}<={occupancyCap}*%[1]s*(1+1E-12),%[2]s>={serviceLevel}-1E-12),1,0)", n, cellName(5, at)), value: holds, style: style{rule: true, format: wholeFormat}},
		)
		if k == 1 {
			c.book.name(c.sheet, "k", 1, at)
			c.book.name(c.sheet, "ok", 7, at)
		}
	}
	c.book.name(c.sheet, "kLast", 1, len(c.rows))
	c.book.name(c.sheet, "okLast", 7, len(c.rows))
}

// Buying against hiring as live formulas: costs from Settings, hours from
// Capacity.

package xlsx

import (
	"fmt"

	"muster/assessment"
)

func sourcingSheet(b *book) *sheet {
	s := &sheet{name: b.lang.Text("Sourcing"), widths: []float64{44, 16, 20, 64}}
	e := &b.rep.Analysis.BreakEven
	s.add(cell{value: b.lang.Text("Buying against hiring"), style: titleStyle})
	s.paragraph(b.lang.Text("A year, in the currency of the settings. Costs are changed in Settings, hours in Capacity or here."))
	s.head(b.lang.Text("Figure"), ">"+b.lang.Text("Value"), b.lang.Text("Unit"), b.lang.Text("How it is computed"))
	line := func(name, label, unit, note string, look style, formula string, value any) {
		at := s.add(cell{value: label, style: bold}, cell{value: value, formula: formula, style: look}, cell{value: unit, style: muted}, cell{value: note, style: muted})
		b.name(s, name, 2, at)
	}
	money := number("#,##0.00")
	line("hire", b.lang.Text("One hire"), b.lang.Text("a year"), b.lang.Text("salary × (1 + on-cost) + tools and training + recruitment / years of stay"), money,
		"{set:hire.salary}*(1+{set:hire.onCost})+{set:hire.tools}+{set:hire.recruitment}/{set:hire.tenure}", e.HirePerYear)
	if e.Hours.Known() {
		line("boughtHours", b.lang.Text("Hours of an SIA"), b.lang.Text("h a week"), b.lang.Text("as sized in Capacity; type another number to compare"), input(hoursFormat), "IF(ISNUMBER({sia}),{sia},0)", zero(e.Hours))
	} else {
		line("boughtHours", b.lang.Text("Hours of an SIA"), b.lang.Text("h a week"), b.lang.Text("not sized yet; type a number to compare"), input(hoursFormat), "", 0.0)
	}
	line("usableHours", b.lang.Text("Usable hours of one analyst"), b.lang.Text("h a week"), b.lang.Text("paid hours × (1 − shrinkage) × occupancy cap"), number(hoursFormat),
		"{set:paidHours}*(1-{set:shrinkage})*{set:occupancyCap}", figure(b.rep.Result.Capacity.UsableHours))
	line("siaYear", b.lang.Text("SIA"), b.lang.Text("a year"), b.lang.Text("hours × 52 × rate"), money, "{boughtHours}*52*{set:sia.hourlyRate}", zero(e.SIAPerYear))
	line("hires", b.lang.Text("Hires for the same hours"), b.lang.Text("people"), b.lang.Text("hours / usable hours, rounded up"), number(wholeFormat), "IF({boughtHours}>0,ROUNDUP({boughtHours}/{usableHours}-1E-9,0),0)", zero(e.Hires))
	line("hireYear", b.lang.Text("Hires"), b.lang.Text("a year"), b.lang.Text("hires × one hire"), money, "{hires}*{hire}", zero(e.HirePart))
	cheaper := map[string]string{"sia": b.lang.Text("SIA"), "hire": b.lang.Text("hire"), "equal": b.lang.Text("equal"), "": b.lang.Text("nothing to compare")}[e.Cheaper]
	line("cheaper", b.lang.Text("Cheaper"), "", "", rightStyle, `IF({boughtHours}=0,{"nothing to compare"},IF({siaYear}<{hireYear}-1E-9,{"SIA"},IF({siaYear}>{hireYear}+1E-9,{"hire"},{"equal"})))`, cheaper)
	for i, h := range e.EqualHours {
		line(fmt.Sprintf("equal.%d", i), b.lang.Say("Hours at which %d of them cost as much as an SIA", i+1), b.lang.Text("h a week"), b.lang.Text("hires × one hire / (52 × rate)"), number(hoursFormat),
			fmt.Sprintf("%d*{hire}/(52*{set:sia.hourlyRate})", i+1), h)
	}
	return s
}

// zero is a figure as a number, 0 where it is missing.
func zero(f assessment.Figure) float64 {
	if !f.Known() {
		return 0
	}
	return float64(f)
}

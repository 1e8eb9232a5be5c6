// Buying against hiring as live formulas: costs from Settings, hours from
// Capacity.

package xlsx

import (
	"fmt"

	"muster/assessment"
)

func sourcingSheet(b *book) *sheet {
	s := &sheet{name: "Sourcing", widths: []float64{44, 16, 20, 64}}
	e := &b.rep.Analysis.BreakEven
	s.add(cell{value: "Buying against hiring", style: titleStyle})
	s.paragraph("A year, in the currency of the settings. Costs are changed in Settings, hours in Capacity or here.")
	s.head("Figure", ">Value", "Unit", "How it is computed")
	line := func(name, label, unit, note string, look style, formula string, value any) {
		at := s.add(cell{value: label, style: bold}, cell{value: value, formula: formula, style: look}, cell{value: unit, style: muted}, cell{value: note, style: muted})
		b.name(s, name, 2, at)
	}
	money := number("#,##0.00")
	line("hire", "One hire", "a year", "salary × (1 + on-cost) + tools and training + recruitment / years of stay", money,
		"{set:hire.salary}*(1+{set:hire.onCost})+{set:hire.tools}+{set:hire.recruitment}/{set:hire.tenure}", e.HirePerYear)
	if e.Hours.Known() {
		line("boughtHours", "Hours of an SIA", "h a week", "as sized in Capacity; type another number to compare", input(hoursFormat), "IF(ISNUMBER({sia}),{sia},0)", zero(e.Hours))
	} else {
		line("boughtHours", "Hours of an SIA", "h a week", "not sized yet; type a number to compare", input(hoursFormat), "", 0.0)
	}
	line("usableHours", "Usable hours of one analyst", "h a week", "paid hours × (1 − shrinkage) × occupancy cap", number(hoursFormat),
		"{set:paidHours}*(1-{set:shrinkage})*{set:occupancyCap}", figure(b.rep.Result.Capacity.UsableHours))
	line("siaYear", "SIA", "a year", "hours × 52 × rate", money, "{boughtHours}*52*{set:sia.hourlyRate}", zero(e.SIAPerYear))
	line("hires", "Hires for the same hours", "people", "hours / usable hours, rounded up", number(wholeFormat), "IF({boughtHours}>0,ROUNDUP({boughtHours}/{usableHours}-1E-9,0),0)", zero(e.Hires))
	line("hireYear", "Hires", "a year", "hires × one hire", money, "{hires}*{hire}", zero(e.HirePart))
	cheaper := map[string]string{"sia": "SIA", "hire": "hire", "equal": "equal", "": "nothing to compare"}[e.Cheaper]
	line("cheaper", "Cheaper", "", "", rightStyle, `IF({boughtHours}=0,"nothing to compare",IF({siaYear}<{hireYear}-1E-9,"SIA",IF({siaYear}>{hireYear}+1E-9,"hire","equal")))`, cheaper)
	for i, h := range e.EqualHours {
		line(fmt.Sprintf("equal.%d", i), fmt.Sprintf("Hours at which %d of them cost as much as an SIA", i+1), "h a week", "hires × one hire / (52 × rate)", number(hoursFormat),
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

// The capacity chapter: supply and demand, attainment over staffing, cover, the
// sizing of an SIA, hiring against buying, and the simulation.

package report

import (
	"math"

	"muster/assessment"
	"muster/assessment/messages"
	"muster/assessment/simulation"
	"muster/exporters/chart"
	"muster/exporters/look"
)

// AttainmentCurve shows how many are picked up in time over the number of FTE,
// with the engagement as it is and as it would have to be.
func AttainmentCurve(rep *Report, serviceLevel, width float64) chart.Scene {
	c, points := rep.Result.Capacity, rep.Analysis.Curve
	line := func(title string, at func(assessment.Attainment) assessment.Figure, color look.Token, dash bool) chart.Series {
		s := chart.Series{Title: title, Color: color, Dash: dash}
		for _, p := range points {
			s.Points = append(s.Points, chart.XY{X: p.FTE, Y: float64(at(p.Attainment))})
		}
		return s
	}
	most := points[len(points)-1].FTE
	in := c.Inputs
	pin := func(fte float64, text string, st look.VerdictStyle) chart.Pin {
		return chart.Pin{At: chart.XY{X: fte, Y: urgentAt(points, fte)}, Text: text, Style: st, Drop: true}
	}
	now := pin(in.FTE, rep.Lang.Say("today: %s FTE, %s", assessment.FormatNumber(in.FTE, 2), assessment.FormatShare(float64(c.Attainment.Urgent))), look.Status(c.Bandwidth))
	pins := []chart.Pin{now}
	if math.Abs(float64(c.RequiredFTE)-in.FTE) > 1e-9 {
		pins = append(pins, pin(float64(c.RequiredFTE), rep.Lang.Say("required: %s FTE", c.RequiredFTE.Format(2)), look.Status(assessment.OK)))
	}
	return chart.Curves(rep.Lang, chart.CurveChart{
		Title: rep.Lang.Text("Picked up in time over staffing"),
		X:     chart.AxisScale{Title: rep.Lang.Text("FTE"), Span: chart.Span{Min: 0, Max: most}, Ticks: ticks(most, 6, func(v float64) string { return assessment.FormatNumber(v, 2) })},
		Y:     chart.AxisScale{Title: rep.Lang.Text("picked up within target, inside cover"), Span: chart.Span{Min: 0, Max: 1}, Ticks: shareTicks()},
		Series: []chart.Series{
			line(rep.Lang.Text("urgent"), func(a assessment.Attainment) assessment.Figure { return a.Urgent }, look.Accent, false),
			line(rep.Lang.Text("critical"), func(a assessment.Attainment) assessment.Figure { return a.Critical }, look.Bad, true),
			line(rep.Lang.Text("high"), func(a assessment.Attainment) assessment.Figure { return a.High }, look.Poor, true),
			line(rep.Lang.Text("medium"), func(a assessment.Attainment) assessment.Figure { return a.Medium }, look.Watch, true),
			line(rep.Lang.Text("low"), func(a assessment.Attainment) assessment.Figure { return a.Low }, look.Muted, true),
		},
		Pins:  pins,
		Bands: []chart.Band{{From: serviceLevel, To: 1, Text: rep.Lang.Say("wanted: %s or more", assessment.FormatShare(serviceLevel)), Tint: look.GoodTint, Horizontal: true}},
	}, width)
}

// urgentAt reads the curve between its points, so that a mark lies on it.
func urgentAt(points []assessment.CurvePoint, fte float64) float64 {
	for i := 1; i < len(points); i++ {
		a, b := points[i-1], points[i]
		if fte <= b.FTE {
			share := (fte - a.FTE) / (b.FTE - a.FTE)
			return float64(a.Urgent)*(1-share) + float64(b.Urgent)*share
		}
	}
	return float64(points[len(points)-1].Urgent)
}

// ticks are about n round values from 0 to most.
func ticks(most float64, n int, text func(float64) string) []chart.Tick {
	if !(most > 0) || math.IsInf(most, 0) {
		return []chart.Tick{{At: 0, Text: text(0)}}
	}
	step := math.Pow(10, math.Floor(math.Log10(most/float64(n))))
	for _, by := range []float64{1, 2, 2.5, 5, 10} {
		if step*by*float64(n) >= most {
			step *= by
			break
		}
	}
	var out []chart.Tick
	for i := 0; float64(i)*step <= most*(1+1e-9); i++ {
		out = append(out, chart.Tick{At: float64(i) * step, Text: text(float64(i) * step)})
	}
	return out
}

func shareTicks() []chart.Tick {
	return ticks(1, 5, assessment.FormatShare)
}

// CoverMap shows how many analysts are on shift in each hour of the week.
func CoverMap(rep *Report, width float64) chart.Scene {
	w := chart.Week{Title: rep.Lang.Text("Analysts on shift by hour of the week"), Known: true, HasCover: true, Low: rep.Lang.Text("nobody")}
	most := 0.0
	for i, n := range rep.Simulation.OnShift {
		w.Values[i], w.Covered[i] = n, n > 0
		most = math.Max(most, n)
	}
	w.High = rep.Lang.Say("%s on shift", assessment.FormatNumber(most, 2))
	return chart.HeatMap(rep.Lang, w, width)
}

// BreakEvenScene shows the cost a year of buying hours and of hiring.
func BreakEvenScene(rep *Report, width float64) chart.Scene {
	b := &rep.Analysis.BreakEven
	sia := chart.Series{Title: rep.Lang.Text("SIA"), Color: look.Accent}
	hire := chart.Series{Title: rep.Lang.Text("hires"), Color: look.Poor, Step: true, Dash: true}
	most, hours := 0.0, 0.0
	for _, p := range b.Points {
		sia.Points = append(sia.Points, chart.XY{X: p.Hours, Y: p.SIA})
		hire.Points = append(hire.Points, chart.XY{X: p.Hours, Y: p.Hire})
		most, hours = math.Max(most, math.Max(p.SIA, p.Hire)), math.Max(hours, p.Hours)
	}
	c := chart.CurveChart{
		Title:  rep.Lang.Text("Cost a year of SIA hours and of hires"),
		X:      chart.AxisScale{Title: rep.Lang.Text("hours a week"), Span: chart.Span{Min: 0, Max: hours}, Ticks: ticks(hours, 8, func(v float64) string { return assessment.FormatNumber(v, 1) })},
		Y:      chart.AxisScale{Title: rep.Lang.Text("cost a year, thousands"), Span: chart.Span{Min: 0, Max: most}, Ticks: ticks(most, 5, func(v float64) string { return assessment.FormatNumber(v/1000, 0) })},
		Series: []chart.Series{sia, hire},
	}
	for _, s := range b.SIACheaper {
		c.Bands = append(c.Bands, chart.Band{From: s[0], To: math.Min(s[1], hours), Text: rep.Lang.Text("SIA cheaper"), Tint: look.AccentTint})
	}
	if h := float64(b.Hours); b.SIAPerYear.Known() && h <= hours {
		c.Pins = append(c.Pins, chart.Pin{At: chart.XY{X: h, Y: float64(b.SIAPerYear)}, Text: rep.Lang.Say("%s h a week", b.Hours.Format(1)), Style: look.VerdictStyle{Color: look.Text, Mark: look.Diamond}, Drop: true})
	}
	return chart.Curves(rep.Lang, c, width)
}

func breakEvenFacts(lang *messages.Catalogue, b *assessment.BreakEven) []Fact {
	money := func(v float64) string { return assessment.FormatNumber(v, 0) }
	out := []Fact{
		{lang.Text("One hire, a year"), money(b.HirePerYear), lang.Text("salary with on-cost, tools and training, recruitment over the years of stay")},
		{lang.Text("One hour of an SIA"), assessment.FormatNumber(b.HourlyRate, 2), ""},
	}
	if b.SIAPerYear.Known() {
		out = append(out,
			Fact{lang.Text("SIA as sized, a year"), money(float64(b.SIAPerYear)), lang.Say("%s h a week, 52 weeks", b.Hours.Format(1))},
			Fact{lang.Text("Hires for the same hours, a year"), money(float64(b.HirePart)), lang.Count(int(b.Hires), "1 hire", "%d hires")})
	}
	for i, h := range b.EqualHours {
		out = append(out, Fact{lang.Say("Hours at which %s %s as much", lang.Count(i+1, "1 hire", "%d hires"), verb(i+1, lang.Text("costs"), lang.Text("cost"))), lang.Say("%s h a week", assessment.FormatNumber(h, 2)), ""})
	}
	return out
}

// BreakEvenText says in a sentence which is cheaper, and where that turns.
func BreakEvenText(lang *messages.Catalogue, b *assessment.BreakEven) string {
	text := map[string]string{
		"sia":   lang.Text("For the hours sized, buying is cheaper than hiring."),
		"hire":  lang.Text("For the hours sized, hiring is cheaper than buying; a hire takes months to find and cannot be ended by the hour."),
		"equal": lang.Text("For the hours sized, buying and hiring cost the same."),
		"":      lang.Text("No hours are sized, so there is nothing to buy or to hire for."),
	}[b.Cheaper]
	most := b.Points[len(b.Points)-1].Hours
	for i, s := range b.SIACheaper {
		switch {
		case s[1] >= most-1e-9: // the comparison ends, not the advantage
			if i == 0 && s[0] == 0 {
				return text + lang.Say(" An SIA is cheaper at any number of hours up to the %s compared.", assessment.FormatNumber(most, 1))
			}
			text += lang.Say(" and from %s h a week on", assessment.FormatNumber(s[0], 2))
		case i == 0:
			text += lang.Say(" An SIA is cheaper below %s h a week", assessment.FormatNumber(s[1], 2))
		default:
			text += lang.Say(" and between %s and %s", assessment.FormatNumber(s[0], 2), assessment.FormatNumber(s[1], 2))
		}
	}
	if len(b.SIACheaper) > 0 {
		text += "."
	}
	return text
}

// CompareAttainment shows the formula beside the simulation, without and with an
// SIA.
func CompareAttainment(rep *Report, serviceLevel, width float64) chart.Scene {
	overall := rep.Result.Capacity.Overall
	sim := rep.Simulation
	with := func(f *simulation.Figures) assessment.Attainment {
		if f == nil {
			return assessment.Attainment{Critical: assessment.Missing(), High: assessment.Missing(), Medium: assessment.Missing(), Low: assessment.Missing(), Urgent: assessment.Missing()}
		}
		return f.Attainment
	}
	sia := with(sim.WithSIA)
	row := func(title string, wanted float64, get func(*assessment.Attainment) assessment.Figure) chart.CompareRow {
		bar := func(name string, a *assessment.Attainment, color look.Token, hatched bool) chart.CompareBar {
			v := get(a)
			return chart.CompareBar{Title: name, Shown: assessment.FormatShare(float64(v)), Value: float64(v), Color: color, Hatched: hatched}
		}
		r := chart.CompareRow{Title: title, Wanted: wanted, Bars: []chart.CompareBar{
			bar(rep.Lang.Text("formula"), &overall, look.Muted, false), bar(rep.Lang.Text("simulated"), &sim.Attainment, look.Accent, false)}}
		if sim.WithSIA != nil {
			r.Bars = append(r.Bars, bar(rep.Lang.Say("with %s h of an SIA", assessment.FormatNumber(sim.SIAHours, 1)), &sia, look.Good, true))
		}
		return r
	}
	none := math.NaN()
	return chart.Compare(rep.Lang, rep.Lang.Text("Picked up in time, whole week"), []chart.CompareRow{
		row(rep.Lang.Text("Critical and high"), serviceLevel, func(a *assessment.Attainment) assessment.Figure { return a.Urgent }),
		row(rep.Lang.Text("Critical"), none, func(a *assessment.Attainment) assessment.Figure { return a.Critical }),
		row(rep.Lang.Text("High"), none, func(a *assessment.Attainment) assessment.Figure { return a.High }),
		row(rep.Lang.Text("Medium"), none, func(a *assessment.Attainment) assessment.Figure { return a.Medium }),
		row(rep.Lang.Text("Low"), none, func(a *assessment.Attainment) assessment.Figure { return a.Low }),
	}, width)
}

// SimulationTable gives the pick-up times, without and with an SIA.
func SimulationTable(rep *Report) Table {
	sim := rep.Simulation
	t := Table{Columns: []Column{{rep.Lang.Text("Pick-up, hours"), 34, false}, {rep.Lang.Text("Mean"), 11, true}, {rep.Lang.Text("Median"), 11, true}, {"90 %", 11, true}, {"95 %", 11, true}, {"99 %", 11, true}, {rep.Lang.Text("In time"), 13, true}}}
	rows := func(suffix string, f *simulation.Figures) {
		for _, x := range []struct {
			name string
			w    simulation.Waits
			in   assessment.Figure
		}{
			{rep.Lang.Text("Critical"), f.Pickup.Critical, f.Attainment.Critical}, {rep.Lang.Text("High"), f.Pickup.High, f.Attainment.High},
			{rep.Lang.Text("Medium"), f.Pickup.Medium, f.Attainment.Medium}, {rep.Lang.Text("Low"), f.Pickup.Low, f.Attainment.Low},
		} {
			t.Rows = append(t.Rows, []string{x.name + suffix, x.w.Mean.Format(2), x.w.P50.Format(2), x.w.P90.Format(2), x.w.P95.Format(2), x.w.P99.Format(2), assessment.FormatShare(float64(x.in))})
		}
	}
	rows("", &sim.Figures)
	if sim.WithSIA != nil {
		rows(rep.Lang.Text(", with the SIA"), sim.WithSIA)
	}
	return t
}

// simulationFacts are the simulated figures besides pick-up.
func simulationFacts(rep *Report) Table {
	sim := rep.Simulation
	with := func(get func(*simulation.Figures) string) []string {
		out := []string{get(&sim.Figures)}
		if sim.WithSIA != nil {
			out = append(out, get(sim.WithSIA))
		}
		return out
	}
	t := Table{Columns: []Column{{rep.Lang.Text("Figure"), 46, false}, {rep.Lang.Text("Without an SIA"), 27, true}}}
	if sim.WithSIA != nil {
		t.Columns = append(t.Columns, Column{rep.Lang.Text("With the SIA"), 27, true})
	}
	add := func(name string, get func(*simulation.Figures) string) {
		t.Rows = append(t.Rows, append([]string{name}, with(get)...))
	}
	share := func(f assessment.Figure) string { return assessment.FormatShare(float64(f)) }
	add(rep.Lang.Text("Not picked up at once"), func(f *simulation.Figures) string { return share(f.WaitProbability) })
	add(rep.Lang.Text("Occupancy, escalations and majors"), func(f *simulation.Figures) string { return share(f.Occupancy) })
	add(rep.Lang.Text("Occupancy with other work"), func(f *simulation.Figures) string { return share(f.OccupancyWithOther) })
	add(rep.Lang.Text("Overtime, hours a week"), func(f *simulation.Figures) string { return f.OvertimeHours.Format(1) })
	add(rep.Lang.Text("Waiting, mean"), func(f *simulation.Figures) string { return f.BacklogMean.Format(1) })
	add(rep.Lang.Text("Waiting at the end"), func(f *simulation.Figures) string { return f.BacklogEnd.Format(1) })
	return t
}

// simulationBlocks are the simulation beside the closed form.
func simulationBlocks(rep *Report, serviceLevel float64) []Block {
	sim := rep.Simulation
	if sim == nil {
		return nil
	}
	intro := rep.Lang.Say("%s of operation played out %s: %s escalations arrive at their hours, wait, and are picked up by whoever is on shift, critical and high first.", rep.Lang.Count(sim.Years, "1 year", "%d years"), rep.Lang.Count(sim.Replications, "1 time", "%d times"), assessment.FormatNumber(float64(sim.Escalations), 0))
	if len(sim.Measured) > 0 {
		intro += rep.Lang.Say(" Taken from the ticket history: %s.", rep.Lang.List(sim.Measured))
	}
	out := []Block{
		Heading{rep.Lang.Text("Simulation beside the formula")}, Paragraph{intro},
		Figure{CompareAttainment(rep, serviceLevel, pictureWidth), rep.Lang.Say("Share picked up within target over the whole week: by the queueing formula, simulated, and simulated with the SIA. Standard error of the simulated urgent share: %s.", assessment.FormatShare(float64(sim.AttainmentError.Urgent)))},
	}
	if len(sim.Differences) > 0 {
		out = append(out, Bullets{sim.Differences})
	}
	out = append(out, SimulationTable(rep), simulationFacts(rep))
	if len(sim.Remarks) > 0 {
		out = append(out, Bullets{sim.Remarks})
	}
	return out
}

// SimulatedText says how much was simulated.
func SimulatedText(lang *messages.Catalogue, r *simulation.Result) string {
	return lang.Say("Simulated: %s of operation, %s over.", lang.Count(r.Years, "1 year", "%d years"), lang.Count(r.Replications, "1 time", "%d times"))
}

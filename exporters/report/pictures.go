// The report's pictures from a result; the window shows the same ones.

package report

import (
	"math"

	"muster/assessment"
	"muster/assessment/messages"
	"muster/assessment/model"
	"muster/exporters/chart"
	"muster/exporters/look"
)

// Gauges shows the figures the SIA rules compare, with their thresholds.
func Gauges(lang *messages.Catalogue, r *assessment.Result, p *model.Parameters, width float64) chart.Scene {
	return chart.Gauges(lang.Text("Gauges with thresholds"), gauges(lang, r, p), width)
}

func gauges(lang *messages.Catalogue, r *assessment.Result, p *model.Parameters) []chart.Gauge {
	ratioMax := math.Max(2, math.Min(3, float64(r.Capacity.Ratio)*1.15))
	if math.IsNaN(ratioMax) {
		ratioMax = 2
	}
	short := p.ServiceLevel - p.AttainmentMargin
	tick := func(v float64, text string) chart.Tick { return chart.Tick{At: v, Text: text} }
	n := func(v float64) string { return assessment.FormatNumber(v, 2) }
	tools := look.VerdictStyle{Word: lang.Text("Not engaged"), Color: look.Poor, Tint: look.PoorTint, Mark: look.Triangle}
	if r.Tools.Engaged {
		tools = look.VerdictStyle{Word: lang.Text("Engaged"), Color: look.Good, Tint: look.GoodTint, Mark: look.Circle}
	}
	if !r.Tools.Index.Known() {
		tools = look.Status(assessment.UnknownStatus)
	}
	process := look.VerdictStyle{Word: lang.Text("Unified"), Color: look.Good, Tint: look.GoodTint, Mark: look.Circle}
	if r.Process.Index < assessment.Figure(p.ProcessUnified) {
		process = look.VerdictStyle{Word: lang.Text("Not unified"), Color: look.Poor, Tint: look.PoorTint, Mark: look.Triangle}
	}
	if !r.Process.Index.Known() {
		process = look.Status(assessment.UnknownStatus)
	}
	gauge := func(title string, f assessment.Figure, shown string, most float64, st look.VerdictStyle, ticks []chart.Tick, zones ...chart.Zone) chart.Gauge {
		return chart.Gauge{Title: title, Shown: shown, Value: float64(f), Known: f.Known(), Max: most, Zones: zones, Ticks: ticks, Style: st, Status: lang.Text(st.Word)}
	}
	c := r.Capacity
	return []chart.Gauge{
		gauge(lang.Text("Demand / supply"), c.Ratio, c.Ratio.Format(2), ratioMax, look.Status(ratioStatus(r, p)),
			[]chart.Tick{tick(p.TightRatio, n(p.TightRatio)), tick(p.ShortRatio, n(p.ShortRatio))},
			chart.Zone{To: p.TightRatio, Word: lang.Text("sufficient"), Tint: look.GoodTint}, chart.Zone{To: p.ShortRatio, Word: lang.Text("tight"), Tint: look.WatchTint}, chart.Zone{To: ratioMax, Word: lang.Text("short"), Tint: look.BadTint}),
		gauge(lang.Text("Critical and high picked up in time"), c.Attainment.Urgent, assessment.FormatShare(float64(c.Attainment.Urgent)), 1, look.Status(attainmentStatus(r, p)),
			[]chart.Tick{tick(short, assessment.FormatShare(short)), tick(p.ServiceLevel, assessment.FormatShare(p.ServiceLevel))},
			chart.Zone{To: short, Word: lang.Text("short"), Tint: look.BadTint}, chart.Zone{To: p.ServiceLevel, Word: lang.Text("tight"), Tint: look.WatchTint}, chart.Zone{To: 1, Word: lang.Text("sufficient"), Tint: look.GoodTint}),
		gauge(lang.Text("Staff index"), r.Staff.Index, r.Staff.Index.Format(2), 1, look.Status(r.Staff.Status),
			[]chart.Tick{tick(p.StaffTight, n(p.StaffTight)), tick(p.StaffShort, n(p.StaffShort))},
			chart.Zone{To: p.StaffTight, Word: lang.Text("sufficient"), Tint: look.GoodTint}, chart.Zone{To: p.StaffShort, Word: lang.Text("tight"), Tint: look.WatchTint}, chart.Zone{To: 1, Word: lang.Text("short"), Tint: look.BadTint}),
		gauge(lang.Text("Skill gap index"), r.Skills.Index, r.Skills.Index.Format(2), 1, look.Status(r.Skills.Status),
			[]chart.Tick{tick(p.SkillsTight, n(p.SkillsTight)), tick(p.SkillsShort, n(p.SkillsShort))},
			chart.Zone{To: p.SkillsTight, Word: lang.Text("strong"), Tint: look.GoodTint}, chart.Zone{To: p.SkillsShort, Word: lang.Text("tight"), Tint: look.WatchTint}, chart.Zone{To: 1, Word: lang.Text("short"), Tint: look.BadTint}),
		gauge(lang.Text("Use of the MSSP's tools"), r.Tools.Index, r.Tools.Index.Format(2), 1, tools,
			[]chart.Tick{tick(p.ToolsEngaged, n(p.ToolsEngaged))},
			chart.Zone{To: p.ToolsEngaged, Word: lang.Text("not engaged"), Tint: look.PoorTint}, chart.Zone{To: 1, Word: lang.Text("engaged"), Tint: look.GoodTint}),
		gauge(lang.Text("Unified incident process"), r.Process.Index, r.Process.Index.Format(2), 1, process,
			[]chart.Tick{tick(p.ProcessUnified, n(p.ProcessUnified))},
			chart.Zone{To: p.ProcessUnified, Word: lang.Text("not unified"), Tint: look.PoorTint}, chart.Zone{To: 1, Word: lang.Text("unified"), Tint: look.GoodTint}),
	}
}

// ratioStatus and attainmentStatus split the bandwidth status into its halves.
func ratioStatus(r *assessment.Result, p *model.Parameters) assessment.Status {
	return grade(r.Capacity.Ratio.Known(), float64(r.Capacity.Ratio) > p.ShortRatio, float64(r.Capacity.Ratio) > p.TightRatio)
}

func attainmentStatus(r *assessment.Result, p *model.Parameters) assessment.Status {
	a := r.Capacity.Attainment.Urgent
	return grade(a.Known(), float64(a) < p.ServiceLevel-p.AttainmentMargin, float64(a) < p.ServiceLevel)
}

func grade(known, short, tight bool) assessment.Status {
	switch {
	case !known:
		return assessment.UnknownStatus
	case short:
		return assessment.Short
	case tight:
		return assessment.Tight
	}
	return assessment.OK
}

// SkillRadar compares the best level with the required one in each area.
func SkillRadar(lang *messages.Catalogue, r *assessment.Result, width float64) chart.Scene {
	axes := make([]chart.Axis, 0, len(r.Skills.Areas))
	for _, a := range r.Skills.Areas {
		axes = append(axes, chart.Axis{Title: lang.Text(a.Title), Current: float64(a.Best), Required: float64(a.Required), Known: a.Assessed})
	}
	return chart.Radar(lang, lang.Text("Skills: best level today against the required level"), chart.RadarKey{Current: lang.Text("best level today"), Required: lang.Text("required level")}, axes, 4, width)
}

// SectionBars shows the mean level of each section with at least so many levelled
// answers.
func SectionBars(lang *messages.Catalogue, r *assessment.Result, least int, width float64) chart.Scene {
	var bars []chart.Bar
	for _, s := range r.Sections {
		if !s.Level.Known() || s.Levelled < least {
			continue
		}
		c := look.Accent
		bars = append(bars, chart.Bar{Title: lang.Text(s.Title), Shown: lang.Say("level %s of 4, %s", s.Level.Format(1), lang.Count(s.Levelled, "1 question", "%d questions")), Share: float64(s.Level) / 4, Known: true, Color: c})
	}
	return chart.Bars(lang.Text("Mean level by section"), bars, width)
}

// SupplyDemand draws demand by its parts over supply.
func SupplyDemand(lang *messages.Catalogue, r *assessment.Result, width float64) chart.Scene {
	c := r.Capacity
	h := func(f assessment.Figure) string { return f.Format(1) + " h" }
	majors := c.DemandHours - c.EscalationHours - assessment.Figure(c.Inputs.OtherHours)
	bars := []chart.StackedBar{
		{Title: lang.Text("Demand a week"), Shown: h(c.DemandHours), Parts: []chart.Part{
			{Title: lang.Text("escalations"), Shown: h(c.EscalationHours), Value: float64(c.EscalationHours), Color: look.Accent},
			{Title: lang.Text("other analysis"), Shown: h(assessment.Figure(c.Inputs.OtherHours)), Value: c.Inputs.OtherHours, Color: look.Muted},
			{Title: lang.Text("major incidents"), Shown: h(majors), Value: float64(majors), Color: look.Watch},
		}},
		{Title: lang.Text("Supply a week"), Shown: h(c.SupplyHours), Parts: []chart.Part{
			{Title: lang.Say("%s FTE at %s usable hours", assessment.FormatNumber(c.Inputs.FTE, 2), c.UsableHours.Format(1)), Shown: "", Value: float64(c.SupplyHours), Color: look.Good},
		}},
	}
	return chart.StackedBars(lang.Text("Demand against supply, hours a week"), bars, width)
}

// SwimLane shows who accounts for and does each activity; plain leaves out what is
// thought of it.
func SwimLane(lang *messages.Catalogue, r *assessment.Result, plain bool, width float64) chart.Scene {
	return swimLane(lang, r.Responsibilities.Rows, plain, width)
}

func swimLane(lang *messages.Catalogue, rows []assessment.Row, plain bool, width float64) chart.Scene {
	steps := make([]chart.Step, 0, len(rows))
	for _, row := range rows {
		steps = append(steps, chart.Step{Number: row.Number, Title: lang.Text(row.Text), Accountable: row.Accountable, Doer: row.Doer,
			ExpectedAccountable: row.ExpectedAccountable, ExpectedDoer: row.ExpectedDoer, Written: row.Written,
			Answered: row.Answered, Mismatch: row.Mismatch && !plain, RedFlag: row.RedFlag && !plain, Plain: plain, Open: !settledRow(&row)})
	}
	return chart.SwimLane(lang, lang.Text("Who accounts for and who does each activity"), steps, width)
}

// The sheet Charts: native charts with the cells they are drawn from, which follow
// the other sheets; and names for the cells people will want to refer to.

package xlsx

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"

	"github.com/xuri/excelize/v2"

	"muster/assessment/messages"
	"muster/exporters/look"
)

// graph is a native chart beside its data.
type graph struct {
	title      string
	kind       excelize.ChartType
	from, to   int   // rows of the data, from the head to the last
	series     []int // columns of the series; names stand in the head
	colors     []look.Token
	min, max   *float64
	format     string
	horizontal bool // bars: the first row stands on top
	legend     bool
}

// chartRows is how many rows a chart takes at least beside its data.
const chartRows = 19

// chartSheet lays the data out; every block has its chart to the right.
func chartSheet(b *book) *sheet {
	s := &sheet{name: b.lang.Text("Charts"), widths: []float64{34, 13, 13, 13, 13, 4, 13, 13, 13, 13, 13, 13, 13}, landscape: true}
	s.add(cell{value: b.lang.Text("Charts"), style: titleStyle})
	s.add(cell{value: b.lang.Text("They follow the cells beside them, and those follow the other sheets."), style: factName})
	c := charter{s, b, b.lang}
	c.demand()
	c.attainment()
	c.sections()
	c.skills()
	c.options()
	if len(s.graphs) == 0 {
		s.gap()
		s.add(cell{value: b.lang.Text("There is nothing to draw yet: answer more questions first."), style: factName})
	}
	return s
}

type charter struct {
	*sheet
	book *book
	lang *messages.Catalogue
}

// block starts data with a title and a head, and gives the head's row.
func (c charter) block(title string, head ...string) int {
	c.gap()
	c.add(cell{value: title, style: headingStyle})
	return c.head(head...)
}

// draw closes a block: its chart, and the room it needs.
func (c charter) draw(g graph) {
	g.to = len(c.rows)
	c.graphs = append(c.graphs, g)
	for len(c.rows) < g.from+chartRows {
		c.gap()
	}
}

func atZero() *float64 { v := 0.0; return &v }
func atOne() *float64  { v := 1.0; return &v }

func (c charter) demand() {
	r := &c.book.rep.Result.Capacity
	if !r.Inputs.Known {
		return
	}
	live := func(name string, v any) cell {
		return cell{value: v, formula: "{" + name + "}", style: number(hoursFormat)}
	}
	from := c.block(c.lang.Text("Demand against supply, hours a week"), "", ">"+c.lang.Text("Escalations"), ">"+c.lang.Text("Other analysis"), ">"+c.lang.Text("Major incidents"), ">"+c.lang.Text("Supply"))
	majors := r.Inputs.MajorCount * r.Inputs.MajorHours / 52
	c.add(cell{value: c.lang.Text("Demand"), style: plain}, live("escalation", figure(r.EscalationHours)), live("other", r.Inputs.OtherHours), live("majors", majors), cell{value: 0, style: number(hoursFormat)})
	none := cell{value: 0, style: number(hoursFormat)}
	c.add(cell{value: c.lang.Text("Supply"), style: plain}, none, none, none, live("S", figure(r.SupplyHours)))
	c.draw(graph{title: c.lang.Text("Demand against supply, hours a week"), kind: excelize.BarStacked, from: from, series: []int{2, 3, 4, 5},
		colors: []look.Token{look.Accent, look.Muted, look.Watch, look.Good}, min: atZero(), format: "#,##0", horizontal: true, legend: true})
}

func (c charter) attainment() {
	points := c.book.rep.Analysis.Curve
	if len(points) == 0 {
		return
	}
	from := c.block(c.lang.Text("Picked up in time over staffing"), ">"+c.lang.Text("FTE"), ">"+c.lang.Text("Critical"), ">"+c.lang.Text("High"), ">"+c.lang.Text("Low"))
	share := number(shareFormat)
	step := max(1, len(points)/24) // a chart shows no more, and the sheet stays short
	for i := 0; i < len(points); i += step {
		p := points[i]
		c.add(cell{value: p.FTE, style: number("0.0")}, cell{value: figure(p.Attainment.Critical), style: share}, cell{value: figure(p.Attainment.High), style: share}, cell{value: figure(p.Attainment.Low), style: share})
	}
	c.draw(graph{title: c.lang.Text("Picked up in time over staffing (FTE)"), kind: excelize.Line, from: from, series: []int{2, 3, 4},
		colors: []look.Token{look.Bad, look.Accent, look.Muted}, min: atZero(), max: atOne(), format: "0%", legend: true})
}

func (c charter) sections() {
	four := 4.0
	var rows [][]cell
	for _, x := range c.book.rep.Result.Sections {
		if x.Level.Known() {
			rows = append(rows, []cell{{value: x.Title, style: plain}, {value: figure(x.Level), style: number("0.0")}})
		}
	}
	if len(rows) == 0 {
		return
	}
	from := c.block(c.lang.Text("Mean level by section"), c.lang.Text("Section"), ">"+c.lang.Text("Level"))
	c.breakAt = from - 1 // no chart is torn on paper
	for _, r := range rows {
		c.add(r...)
	}
	c.draw(graph{title: c.lang.Text("Mean level by section, 0 to 4"), kind: excelize.Bar, from: from, series: []int{2}, colors: []look.Token{look.Accent}, min: atZero(), max: &four, format: "0", horizontal: true})
}

func (c charter) skills() {
	var rows [][]cell
	for i, x := range c.book.rep.Skills {
		if x.Assessed {
			rows = append(rows, []cell{{value: x.Area, style: plain}, {value: x.Best, formula: fmt.Sprintf("{best.%d}", i), style: number(wholeFormat)}, {value: x.Required, style: number(wholeFormat)}})
		}
	}
	if len(rows) < 3 {
		return
	}
	four := 4.0
	from := c.block(c.lang.Text("Skills"), c.lang.Text("Area"), ">"+c.lang.Text("Best today"), ">"+c.lang.Text("Required"))
	for _, r := range rows {
		c.add(r...)
	}
	c.draw(graph{title: c.lang.Text("Skills: best level today against the required level"), kind: excelize.Radar, from: from, series: []int{2, 3},
		colors: []look.Token{look.Accent, look.Poor}, min: atZero(), max: &four, format: "0", legend: true})
}

func (c charter) options() {
	cmp := c.book.rep.Comparison
	if cmp == nil || len(cmp.Criteria) == 0 {
		return
	}
	from := c.block(c.lang.Text("Contract options"), c.lang.Text("Option"), ">"+c.lang.Text("Value, 0 to 1"))
	for i := range cmp.Options {
		x := &cmp.Options[i]
		c.add(cell{value: optionTitle(x.Name, x.ID), style: plain}, cell{value: x.Value, formula: fmt.Sprintf("{value:%d}", i), style: number(indexFormat)})
	}
	c.draw(graph{title: c.lang.Text("Contract options by value, 0 to 1"), kind: excelize.Bar, from: from, series: []int{2}, colors: []look.Token{look.Accent}, min: atZero(), max: atOne(), format: "0.0", horizontal: true})
}

func optionTitle(name, id string) string {
	if name == "" {
		return id
	}
	return name
}

// drawGraphs adds the charts of a sheet; before its rows are streamed.
func (b *book) drawGraphs(s *sheet) error {
	for _, g := range s.graphs {
		if err := b.file.AddChart(s.name, cellName(7, g.from), b.chart(s, g)); err != nil {
			return err
		}
	}
	return nil
}

func (b *book) chart(s *sheet, g graph) *excelize.Chart {
	cells := func(col, from, to int) string {
		return fmt.Sprintf("%s!%s:%s", quoted(s.name), absolute(col, from), absolute(col, to))
	}
	font := excelize.Font{Family: "Calibri", Size: 9, Color: look.Light.Hex(look.Text)}
	x := &excelize.Chart{
		Type:         g.kind,
		Title:        excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: g.title, Font: &excelize.Font{Family: "Calibri", Bold: true, Size: 11, Color: look.Light.Hex(look.Text)}}}},
		Legend:       excelize.ChartLegend{Position: "bottom", Font: &font},
		Dimension:    excelize.ChartDimension{Width: 640, Height: 330},
		Format:       excelize.GraphicOptions{AltText: g.title, OffsetX: 4, OffsetY: 4},
		XAxis:        excelize.ChartAxis{Font: font, ReverseOrder: g.horizontal},
		YAxis:        excelize.ChartAxis{Font: font, MajorGridLines: true, Minimum: g.min, Maximum: g.max, NumFmt: excelize.ChartNumFmt{CustomNumFmt: g.format}},
		ShowBlanksAs: "gap",
	}
	if g.kind == excelize.Line {
		x.XAxis.NumFmt = excelize.ChartNumFmt{CustomNumFmt: "0.0"}
	}
	if !g.legend {
		x.Legend.Position = "none"
	}
	for i, col := range g.series {
		series := excelize.ChartSeries{
			Name:       fmt.Sprintf("%s!%s", quoted(s.name), absolute(col, g.from)),
			Categories: cells(1, g.from+1, g.to),
			Values:     cells(col, g.from+1, g.to),
			Fill:       excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{look.Light.Hex(g.colors[i])}},
			Line:       excelize.LineOptions{Width: 2.25, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{look.Light.Hex(g.colors[i])}}},
			Marker:     excelize.ChartMarker{Symbol: "none"},
		}
		x.Series = append(x.Series, series)
	}
	return x
}

// public are the cells that carry a name of the workbook, by their name in
// formulas.
var public = map[string]string{
	"F": "FTE", "g": "Growth", "W": "OtherAnalysisHours", "M": "MajorIncidents", "H": "MajorIncidentHours", "days": "DaysCovered", "hours": "HoursADay",
	"n.0": "VolumeCritical", "n.1": "VolumeHigh", "n.2": "VolumeMedium", "n.3": "VolumeLow",
	"h.0": "HandleCritical", "h.1": "HandleHigh", "h.2": "HandleMedium", "h.3": "HandleLow",
	"t.0": "TargetCritical", "t.1": "TargetHigh", "t.2": "TargetMedium", "t.3": "TargetLow",
	"D": "Demand", "S": "Supply", "ratio": "DemandOverSupply", "G": "Gap", "A": "OfferedLoad", "c": "AnalystsOnShift", "urgent": "UrgentInTime",
	"coverageFTE": "CoverageFTE", "requiredFTE": "RequiredFTE", "staffIndex": "StaffIndex", "sgi": "SkillGapIndex", "core": "LargestCoreGap",
	"status": "CapacityStatus", "sia": "SIAHours", "residual": "ResidualHours", "bandwidth": "BandwidthStatus",
}

// defineNames gives cells names that people can use: the figures, and Set_ with the
// name of each setting.
func (b *book) defineNames() error {
	names := map[string]place{}
	for inner, outer := range public {
		if p, ok := b.names[inner]; ok {
			names[outer] = p
		}
	}
	for _, x := range b.rep.Settings {
		if p, ok := b.names[settingName(x.Name)]; ok {
			names["Set_"+identifier(x.Name)] = p
		}
	}
	for _, name := range slices.Sorted(maps.Keys(names)) {
		p := names[name]
		if err := b.file.SetDefinedName(&excelize.DefinedName{Name: name, RefersTo: fmt.Sprintf("'%s'!%s", p.sheet, p.cell)}); err != nil {
			return err
		}
	}
	return nil
}

// identifier keeps letters and digits and makes the rest underscores.
func identifier(s string) string {
	return strings.Map(func(r rune) rune {
		if r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
			return r
		}
		return '_'
	}, s)
}

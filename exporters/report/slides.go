// The presentation: the report as slides for a wall, from the verdict to its
// reasons, the options and what is to be done.

package report

import (
	"fmt"
	"slices"
	"strings"

	"muster/assessment"
	"muster/assessment/comparison"
	"muster/assessment/messages"
	"muster/assessment/model"
	"muster/exporters/chart"
)

// Slide is one page of the presentation. Its parts stand in the order of the
// fields; those that are empty take no room.
type Slide struct {
	ID    string // unique in a presentation
	Topic string // what it is about: one of the Topic constants, shared by slides that go together
	Title string
	Part  string // such as "1 of 3", where a topic takes several slides; else empty
	Lead  string // its result in a sentence; may be empty

	Badges   []Badge
	Facts    []Fact
	Picture  chart.Scene // without shapes where there is none
	Table    *Table
	Points   []string
	Findings []Finding
	Trial    bool // room for what is tried out: TryOut says what it gives
}

// The topics of slides.
const (
	TopicTitle            = "title"
	TopicSIA              = "sia"
	TopicCSIRP            = "csirp"
	TopicMissing          = "missing"
	TopicReasons          = "reasons"
	TopicRule             = "rule"
	TopicThresholds       = "thresholds"
	TopicCapacity         = "capacity"
	TopicResponsibilities = "responsibilities"
	TopicSince            = "since"
	TopicFindings         = "findings"
	TopicOptions          = "options"
	TopicChanges          = "changes"
	TopicTrial            = "trial"
	TopicNext             = "next"
)

// Widths of pictures on a slide, in points of the scene: the narrower, the larger
// its texts are on the wall.
const (
	slidePicture  = 540
	slideSwimLane = 580

	slideCosts, slideCostsHigh = 470, 185
)

// How much has room on one slide, and how much is worth showing at all.
const (
	slidePoints   = 5
	slideLanes    = 6
	slideFindings = 2
	mostFindings  = 3 * slideFindings
	mostMissing   = 2*slidePoints - 1
	slideRows     = 5
	mostOptions   = 6
	slideChanges  = 3
)

// Presentation is the report as slides; p are the settings of the engagement, which
// it was built with. A slide that would be empty, or that the readers of the report
// may not see, is left out.
func Presentation(rep *Report, p *model.Parameters) []Slide {
	r := &rep.Result
	reader := rep.Redaction
	out := []Slide{titleSlide(rep), siaSlide(rep), csirpSlide(rep)}
	if reader.Answers {
		out = append(out, pointSlides(rep.Lang, "missing", TopicMissing, rep.Lang.Text("Questions to answer next"), rep.Lang.Text("They decide whether there can be a verdict."), firstMissing(rep))...)
	}
	if reader.Findings {
		out = append(out, pointSlides(rep.Lang, "reasons", TopicReasons, rep.Lang.Text("Main reasons"), SummaryLead(rep.Lang, r), mainReasons(rep.Lang, r))...)
	}
	if reader.Answers {
		out = append(out, ruleSlides(rep.Lang, r)...)
		out = append(out, thresholdSlides(rep.Lang, r, p)...)
		out = append(out, capacitySlides(rep, p)...)
	}
	if reader.Findings || reader.Responsibilities {
		out = append(out, laneSlides(rep)...)
	}
	if reader.Findings {
		out = append(out, sinceSlides(rep)...)
		out = append(out, findingSlides(rep)...)
	}
	if rep.Comparison != nil && reader.Offers {
		out = append(out, optionSlides(rep.Lang, rep.Comparison)...)
	}
	if reader.Answers {
		out = append(out, trialSlides(rep)...)
	}
	if reader.Findings {
		lead := nextLead(rep)
		if len(rep.Findings) == 0 && r.SIA.Verdict == assessment.InsufficientEvidence {
			lead = "" // no weakness was found, but hardly anything was looked at
		}
		out = append(out, pointSlides(rep.Lang, "next", TopicNext, rep.Lang.Text("Next steps"), lead, rep.Decisions)...)
	}
	return out
}

// titleSlide says what this is, whose it is and from when.
func titleSlide(rep *Report) Slide {
	s := Slide{ID: "title", Topic: TopicTitle, Title: rep.Title, Lead: rep.Client}
	for _, f := range []Fact{{Name: rep.Lang.Text("Date"), Value: rep.Date}, {Name: rep.Lang.Text("Assessor"), Value: rep.Assessor}, {Name: rep.Lang.Text("Presented by"), Value: rep.Brand.Company}} {
		if strings.TrimSpace(f.Value) != "" {
			s.Facts = append(s.Facts, f)
		}
	}
	return s
}

func siaSlide(rep *Report) Slide {
	r := &rep.Result
	s := Slide{ID: "sia", Topic: TopicSIA, Title: rep.Lang.Text("A named security intelligence analyst?"), Badges: rep.Verdicts[:1]}
	names := []string{rep.Lang.Text("SIA hours"), rep.Lang.Text("Demand / supply"), rep.Lang.Text("Urgent picked up in time"), rep.Lang.Text("Confidence")}
	if r.SIA.Verdict == assessment.InsufficientEvidence {
		names = []string{rep.Lang.Text("Confidence")}
	}
	s.Facts = slideFacts(rep, names...)
	if reader := rep.Redaction; reader.Answers {
		s.Points = []string{confidenceText(rep.Lang, r)}
		if rep.Provisional != "" {
			s.Points = append(s.Points, rep.Provisional)
		}
	}
	return s
}

func csirpSlide(rep *Report) Slide {
	s := Slide{ID: "csirp", Topic: TopicCSIRP, Title: rep.Lang.Text("Consulting on the incident response plan?"), Badges: rep.Verdicts[1:]}
	if rep.Result.CSIRP.Index.Known() {
		s.Facts = slideFacts(rep, rep.Lang.Text("Plan completeness"), rep.Lang.Text("Notification slack"))
	}
	return s
}

// slideFacts are key figures that are known, by name.
func slideFacts(rep *Report, names ...string) []Fact {
	missing := assessment.Missing().Format(1)
	var out []Fact
	for _, n := range names {
		for _, f := range rep.Figures {
			if f.Name == n && f.Value != missing {
				out = append(out, f)
			}
		}
	}
	return out
}

// pointSlides spread sentences over as many slides as they need.
func pointSlides(lang *messages.Catalogue, id, topic, title, lead string, points []string) []Slide {
	parts := chunks(len(points), slidePoints)
	out := make([]Slide, 0, len(parts))
	for i, part := range parts {
		s := numbered(lang, Slide{ID: id, Topic: topic, Title: title, Points: points[part[0]:part[1]]}, i, len(parts))
		if s.Lead = lead; i > 0 {
			s.Lead = ""
		}
		out = append(out, s)
	}
	return out
}

// numbered is part i of n of a topic.
func numbered(lang *messages.Catalogue, s Slide, i, n int) Slide {
	if n > 1 {
		s.Part = lang.Say("%d of %d", i+1, n)
		s.ID = fmt.Sprintf("%s-%d", s.ID, i+1)
	}
	return s
}

// missingQuestions are the questions that a verdict waits for.
func missingQuestions(rep *Report) []string {
	var out []string
	for _, id := range slices.Concat(rep.Result.SIA.Missing, rep.Result.CSIRP.Missing) {
		for _, a := range rep.Answers {
			if a.ID == id {
				out = append(out, fmt.Sprintf("%d. %s", a.Number, a.Question))
			}
		}
	}
	return out
}

// firstMissing are the first of them, and how many more there are.
func firstMissing(rep *Report) []string {
	all := missingQuestions(rep)
	if more := len(all) - mostMissing; more > 0 {
		return append(all[:mostMissing:mostMissing], rep.Lang.Count(more, "1 more question.", "%d more questions."))
	}
	return all
}

// ruleSlides show each rule that made the SIA verdict with what it compared.
func ruleSlides(lang *messages.Catalogue, r *assessment.Result) []Slide {
	var out []Slide
	for _, st := range r.Trace {
		if st.Subject != "sia" || st.Effect == "" || len(st.Conditions) == 0 {
			continue
		}
		s := Slide{ID: "rule-" + st.Rule, Topic: TopicRule, Title: lang.Say("The rule that decided: %s", st.Rule), Lead: lang.Say("%s Effect: %s.", lang.Text(st.Text), within(lang, effectWord(st.Effect)))}
		t := Table{Columns: []Column{{lang.Text("Compared"), 38, false}, {lang.Text("Value"), 12, true}, {lang.Text("Threshold"), 39, false}, {lang.Text("Holds"), 11, false}}}
		for _, c := range st.Conditions {
			t.Rows = append(t.Rows, []string{c.Text, c.Value, c.Threshold, map[bool]string{true: lang.Text("yes"), false: lang.Text("no")}[c.Held]})
		}
		s.Table = &t
		out = append(out, s)
	}
	return out
}

// thresholdSlides are the gauges, the halves of the verdict on a slide each.
func thresholdSlides(lang *messages.Catalogue, r *assessment.Result, p *model.Parameters) []Slide {
	var known []chart.Gauge
	for _, g := range gauges(lang, r, p) {
		if g.Known {
			known = append(known, g)
		}
	}
	parts := chunks(len(known), 3)
	out := make([]Slide, 0, len(parts))
	for i, part := range parts {
		s := numbered(lang, Slide{ID: "thresholds", Topic: TopicThresholds, Title: lang.Text("Figures and thresholds")}, i, len(parts))
		s.Lead = dashboardLead(lang, r)
		s.Picture = chart.Gauges(lang.Text("Gauges with thresholds"), known[part[0]:part[1]], slidePicture)
		out = append(out, s)
	}
	return out
}

// capacitySlides show the gap, and what more people would give.
func capacitySlides(rep *Report, p *model.Parameters) []Slide {
	c := &rep.Result.Capacity
	if !c.DemandHours.Known() {
		return nil
	}
	out := []Slide{{ID: "capacity", Topic: TopicCapacity, Title: rep.Lang.Text("Work against capacity"), Lead: capacityLead(rep.Lang, c),
		Facts: slideFacts(rep, rep.Lang.Text("Demand"), rep.Lang.Text("Supply"), rep.Lang.Text("Gap"), rep.Lang.Text("FTE required")), Picture: SupplyDemand(rep.Lang, &rep.Result, slidePicture)}}
	if len(rep.Analysis.Curve) > 0 {
		out = append(out, Slide{ID: "staffing", Topic: TopicCapacity, Title: rep.Lang.Text("Picked up in time over staffing"),
			Lead: boundText(rep.Lang, c), Picture: AttainmentCurve(rep, p.ServiceLevel, slidePicture)})
	}
	return out
}

// laneSlides are the swim-lane picture, a few activities a slide.
func laneSlides(rep *Report) []Slide {
	r := &rep.Result
	if r.Responsibilities.Answered == 0 {
		return nil
	}
	plain := !rep.Redaction.Findings
	parts := chunks(len(r.Responsibilities.Rows), slideLanes)
	out := make([]Slide, 0, len(parts))
	for i, part := range parts {
		s := numbered(rep.Lang, Slide{ID: "responsibilities", Topic: TopicResponsibilities, Title: rep.Lang.Text("Who answers for what"), Lead: responsibilityLead(rep)}, i, len(parts))
		s.Picture = swimLane(rep.Lang, r.Responsibilities.Rows[part[0]:part[1]], plain, slideSwimLane)
		out = append(out, s)
	}
	return out
}

func sinceSlides(rep *Report) []Slide {
	if rep.Since == nil {
		return nil
	}
	t := sinceVerdicts(rep)
	return []Slide{{ID: "since", Topic: TopicSince, Title: rep.Since.Heading, Lead: rep.Since.Text, Table: &t}}
}

// findingSlides are the gravest findings.
func findingSlides(rep *Report) []Slide {
	top := topFindings(rep, mostFindings)
	parts := chunks(len(top), slideFindings)
	out := make([]Slide, 0, len(parts))
	for i, part := range parts {
		s := numbered(rep.Lang, Slide{ID: "findings", Topic: TopicFindings, Title: rep.Lang.Text("Most important findings"), Findings: top[part[0]:part[1]]}, i, len(parts))
		s.Lead = findingsLead(rep)
		out = append(out, s)
	}
	return out
}

// optionSlides are the recommendation with the ranking, and what it rests on.
func optionSlides(lang *messages.Catalogue, c *comparison.Comparison) []Slide {
	ranking := RankingTable(lang, c)
	t := Table{}
	at := []int{0, 1, 2, 4, 5, 7} // rank, option, cost, value, first, need
	shares := []float64{8, 35, 18, 15, 8, 16}
	for i, j := range at {
		col := ranking.Columns[j]
		col.Share = shares[i]
		t.Columns = append(t.Columns, col)
	}
	for _, row := range ranking.Rows[:min(len(ranking.Rows), mostOptions)] {
		var cells []string
		for _, j := range at {
			cells = append(cells, row[j])
		}
		t.Rows = append(t.Rows, cells)
	}
	if more := len(ranking.Rows) - len(t.Rows); more > 0 {
		t.Rows = append(t.Rows, []string{fmt.Sprintf("%s.", lang.Count(more, "1 more option", "%d more options"))})
	}
	out := []Slide{{ID: "options", Topic: TopicOptions, Title: lang.Text("Contract options"), Lead: c.Recommendation.Text, Table: &t}}
	picture := func(id, title, lead string, s chart.Scene) {
		if len(s.Shapes) > 0 {
			out = append(out, Slide{ID: id, Topic: TopicOptions, Title: title, Lead: lead, Picture: s})
		}
	}
	if len(c.Ranking) > 0 {
		picture("option-values", lang.Text("What makes the value"), lang.Text("How much each criterion adds to the value of an option, from 0 to 1."), ValueScene(lang, c, slidePicture))
		if len(c.Find(c.Ranking[0]).Stated) > 0 {
			picture("option-ranks", lang.Text("How sure the ranking is"), lang.Text("How often each option takes each rank when the stated weights are varied a little."), AcceptabilityScene(lang, c, true, slidePicture))
		}
	}
	if anyCost(c) {
		picture("option-costs", lang.Text("Cost against value"), lang.Say("No option costs less than one on the line and is worth as much.%s", axesText(lang, c)), paretoScene(lang, c, slideCosts, slideCostsHigh))
	}
	rests := slices.Concat(c.Recommendation.RestsOn, c.Recommendation.Overturned)
	return append(out, pointSlides(lang, "option-reasons", TopicOptions, lang.Text("What the recommendation rests on"), lang.Text("And what would overturn it."), rests)...)
}

// trialSlides are what would change the verdict, what was kept, and room to try.
func trialSlides(rep *Report) []Slide {
	r := &rep.Result
	if r.SIA.Verdict == assessment.InsufficientEvidence || !r.Capacity.DemandHours.Known() {
		return nil
	}
	nearest := Nearest(&rep.Analysis, slideChanges)
	for i, x := range nearest {
		nearest[i] = upperFirst(x)
	}
	out := pointSlides(rep.Lang, "changes", TopicChanges, rep.Lang.Text("What would change the verdict"), rep.Lang.Text("The smallest changes that give another verdict, with all else as answered."), nearest)
	if len(rep.Scenarios) > 0 {
		full := ScenarioTable(rep)
		t := Table{Columns: []Column{{rep.Lang.Text("Scenario"), 22, false}, {rep.Lang.Text("What differs"), 36, false}, {rep.Lang.Text("Named SIA"), 22, false}, {rep.Lang.Text("h a week"), 10, true}}}
		for _, row := range full.Rows[:min(len(full.Rows), slideRows+1)] {
			t.Rows = append(t.Rows, row[:len(t.Columns)])
		}
		out = append(out, Slide{ID: "scenarios", Topic: TopicTrial, Title: rep.Lang.Text("Kept scenarios"), Lead: rep.Lang.Text("Each beside the engagement as answered."), Table: &t})
	}
	return append(out, Slide{ID: "trial", Topic: TopicTrial, Title: rep.Lang.Text("What if …"), Trial: true})
}

// Trial is what is being tried out, as written.
type Trial struct {
	Badge Badge
	Facts []Fact // each with the value as answered in its note, where it differs
}

// TryOut sets a result with a what-if in it beside the one as answered.
func TryOut(lang *messages.Catalogue, answered, tried *assessment.Result) Trial {
	out := Trial{Badge: Verdicts(lang, tried)[0]}
	before := figures(lang, answered)
	for i, f := range figures(lang, tried) {
		if !slices.Contains([]string{lang.Text("Demand / supply"), lang.Text("Gap"), lang.Text("Urgent picked up in time"), lang.Text("FTE required")}, f.Name) {
			continue
		}
		f.Note = ""
		if was := before[i].Value; was != f.Value {
			f.Note = lang.Say("answered: %s", was)
		}
		out.Facts = append(out.Facts, f)
	}
	return out
}

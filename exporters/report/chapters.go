// The chapters: the report's content in reading order.

package report

import (
	"fmt"
	"slices"
	"strings"

	"muster/assessment"
	"muster/assessment/messages"
	"muster/assessment/model"
	"muster/assessment/question"
	"muster/exporters/look"
)

// pictureWidth is the width pictures are built for; outputs scale them.
const pictureWidth = 640

func chapters(set *question.Set, registry *model.Registry, p model.Parameters, rep *Report) []Chapter {
	if rep.Redaction.Responsibilities && !rep.Redaction.Whole() {
		return []Chapter{needsChapter(rep), responsibilityChapter(rep)}
	}
	out := []Chapter{
		summaryChapter(rep),
		scopeChapter(set, rep),
		dashboardChapter(rep, p),
		changeChapter(set, rep),
		findingsChapter(rep),
		capacityChapter(rep, p),
		ticketChapter(rep),
		responsibilityChapter(rep),
		csirpChapter(set, registry, rep),
	}
	if rep.Since != nil {
		out = slices.Insert(out, 3, sinceChapter(rep)) // after the dashboard
	}
	if len(rep.Exercises) > 0 {
		out = append(out, heldChapter(rep))
	}
	if rep.Comparison != nil {
		out = append(out, optionChapter(rep))
	}
	if rep.Respondents != nil {
		out = append(out, respondentChapter(set, rep))
	}
	if rep.Gap != nil {
		out = append(out, gapChapter(rep))
	}
	out = append(out, roadmapChapter(rep))
	return append(out,
		answersAppendix(rep),
		traceAppendix(rep),
		settingsAppendix(rep),
		changesAppendix(rep),
		glossaryAppendix(set, rep))
}

func summaryChapter(rep *Report) Chapter {
	r := &rep.Result
	blocks := []Block{
		Badges{rep.Verdicts},
	}
	blocks = append(blocks, provisionalBlocks(rep)...)
	blocks = append(blocks, findingsOnly(Heading{rep.Lang.Text("Main reasons")}, Bullets{rep.Reasons}, Heading{rep.Lang.Text("Decisions needed")}, Bullets{rep.Decisions})...)
	if len(rep.Explanation) > 0 {
		blocks = append(blocks, answersOnly(Heading{rep.Lang.Text("Why these verdicts")}, Bullets{rep.Explanation})...)
	}
	if len(r.Advice) > 0 {
		var items []string
		for _, a := range r.Advice {
			items = append(items, rep.Lang.Text(a.Text))
		}
		blocks = append(blocks, answersOnly(Heading{rep.Lang.Text("Keep in mind")}, Bullets{items})...)
	}
	if items := missingQuestions(rep); len(items) > 0 {
		blocks = append(blocks, answersOnly(Heading{rep.Lang.Text("Answer these next")}, Bullets{items})...)
	}
	blocks = append(blocks, Heading{rep.Lang.Text("How sure")}, Paragraph{confidenceText(rep.Lang, r)})
	if rep.Respondents != nil {
		blocks = append(blocks, answersOnly(Paragraph{respondentText(rep)})...)
	}
	if rep.Since != nil {
		blocks = append(blocks, findingsOnly(Heading{rep.Since.Heading}, Paragraph{rep.Since.Text})...)
	}
	if high := topFindings(rep, 5); len(high) > 0 {
		rows := make([][]string, 0, len(high))
		for _, f := range high {
			rows = append(rows, []string{f.ID, f.Title, f.Recommendation, f.Owner})
		}
		blocks = append(blocks, findingsOnly(Heading{rep.Lang.Text("What to do next")}, Table{Columns: []Column{{rep.Lang.Text("Id"), 7, false}, {rep.Lang.Text("Finding"), 27, false}, {rep.Lang.Text("Recommendation"), 48, false}, {rep.Lang.Text("Owner"), 18, false}}, Rows: rows})...)
	}
	return Chapter{ID: "summary", Title: rep.Lang.Text("Executive summary"), Lead: SummaryLead(rep.Lang, r), Blocks: blocks}
}

// SummaryLead is the SIA verdict in a sentence.
func SummaryLead(lang *messages.Catalogue, r *assessment.Result) string {
	if r.SIA.Verdict == assessment.InsufficientEvidence {
		return lang.Text("There is not enough evidence yet for a verdict on a named security intelligence analyst.")
	}
	return lang.Say("A named security intelligence analyst is %s.", within(lang, look.Verdict(r.SIA.Verdict).Word))
}

// topFindings are the gravest findings, first one of each cause: ten of a kind would
// hide the others.
func topFindings(rep *Report, n int) []Finding {
	var first, rest []Finding
	causes := map[string]bool{}
	for i, f := range rep.Findings {
		cause, _, _ := strings.Cut(rep.Result.Findings[i].Source, "/")
		if causes[cause] {
			rest = append(rest, f)
		} else {
			first = append(first, f)
		}
		causes[cause] = true
	}
	all := append(first, rest...)
	return all[:min(n, len(all))]
}

func confidenceText(lang *messages.Catalogue, r *assessment.Result) string {
	c := r.Confidence
	text := lang.Say("Confidence is %s (%s): %d of %d applicable questions are answered, with a mean evidence weight of %s.", lang.Text(string(c.Grade)), assessment.FormatNumber(c.Value, 2), c.Answered, c.Applicable, assessment.FormatNumber(c.Evidence, 2))
	if n := r.Carried(); n > 0 {
		text += lang.Say(" %s carried over from the engagement before and not confirmed yet; they count as they are.", lang.Count(n, "1 answer is", "%d answers are"))
	}
	if c.Unknown > 0 {
		text += lang.Say(" %s answered with don't know.", lang.Count(c.Unknown, "1 question is", "%d questions are"))
	}
	switch {
	case c.Robust:
		text += lang.Text(" The verdict is robust: it stays the same whatever the open questions turn out to be.")
	case len(c.Range) == 2 && c.Range[0] != assessment.InsufficientEvidence:
		text += lang.Say(" Open questions could move it between %s and %s.", within(lang, effectWord(string(c.Range[0]))), within(lang, effectWord(string(c.Range[1]))))
	}
	return text
}

func scopeChapter(set *question.Set, rep *Report) Chapter {
	blocks := []Block{
		Paragraph{rep.Lang.Text("This report assesses how the organisation works with its managed security service provider (MSSP): who does what from escalation to closure, whether there are enough people, skills and hours to analyse what is escalated, and whether the computer security incident response plan (CSIRP) is fit for use.")},
		Paragraph{rep.Lang.Text("It answers two questions. Is a named security intelligence analyst (SIA) as an add-on to the contract warranted? Is consulting on the CSIRP (design, review, test) warranted? Both follow from fixed rules; appendix B shows each rule with the values it compared, appendix C every threshold. There is no composite score.")},
		Paragraph{rep.Lang.Say("Basis: question set %s (%d questions), model as in appendix C, answers as of %s.", rep.QuestionSet, len(set.Items()), orDash(rep.Date))},
	}
	if rep.Provisional != "" {
		blocks = append(blocks, Paragraph{rep.Lang.Say("%s Appendix A marks each of them.", rep.Provisional)})
	}
	lead := rep.Lang.Text("Every question was answered.")
	if n := len(rep.NotAssessed); n > 0 {
		lead = openText(rep.Lang, &rep.Result, n)
		var rows [][]string
		for _, f := range rep.NotAssessed {
			rows = append(rows, []string{f.Name, f.Value})
		}
		blocks = append(blocks, Heading{rep.Lang.Text("Not assessed")}, Table{Columns: []Column{{rep.Lang.Text("Question"), 70, false}, {rep.Lang.Text("State"), 30, false}}, Rows: rows})
	}
	if len(rep.Assumptions) > 0 {
		var rows [][]string
		for _, f := range rep.Assumptions {
			rows = append(rows, []string{f.Name, f.Value})
		}
		blocks = append(blocks, Heading{rep.Lang.Text("Assumptions that stand in for missing answers")}, Table{Columns: []Column{{rep.Lang.Text("Question"), 45, false}, {rep.Lang.Text("Assumption"), 55, false}}, Rows: rows})
	}
	return Chapter{ID: "scope", Title: rep.Lang.Text("Scope and method"), Lead: lead, Blocks: blocks}
}

// openText tells questions that are open from those that do not apply.
func openText(lang *messages.Catalogue, r *assessment.Result, n int) string {
	inapplicable := 0
	for _, s := range r.Sections {
		inapplicable += s.NotApplicable
	}
	inapplicable = min(inapplicable, n)
	open := n - inapplicable
	switch {
	case open == 0:
		return lang.Say("Every question that applies was answered; %d do not apply.", n)
	case inapplicable == 0:
		return lang.Say("%s not assessed; silence is not an all-clear.", lang.Count(open, "1 question was", "%d questions were"))
	}
	return lang.Say("%s not assessed, and silence is not an all-clear; %d more do not apply.", lang.Count(open, "1 question was", "%d questions were"), inapplicable)
}

func orDash(s string) string {
	if strings.TrimSpace(s) == "" {
		return "–"
	}
	return s
}

func dashboardChapter(rep *Report, p model.Parameters) Chapter {
	r := &rep.Result
	blocks := []Block{
		Figure{Gauges(rep.Lang, r, &p, pictureWidth), rep.Lang.Text("Each gauge shows one figure of the rules; the marker is the engagement, the ticks are the thresholds.")},
		Part{Block: Figure{SkillRadar(rep.Lang, r, pictureWidth), rep.Lang.Text("Best level today against the required level in each skill area; diamonds fall short.")}, Answers: true},
	}
	blocks = append(blocks, sectionBlocks(rep, rep.Lang.Text("Levels by section"))...)
	blocks = append(blocks, Heading{rep.Lang.Text("Key figures")}, facts(rep, keyFigures(rep)...))
	return Chapter{ID: "dashboard", Title: rep.Lang.Text("Dashboard"), Lead: dashboardLead(rep.Lang, r), Blocks: blocks}
}

// fewestLevels is how many levelled answers a mean must hide for a reader who may
// not see single ones.
const fewestLevels = 3

// sectionBlocks are the mean levels by section under a heading.
func sectionBlocks(rep *Report, heading string) []Block {
	least := 1
	if !rep.Redaction.Answers {
		least = fewestLevels
	}
	bars := SectionBars(rep.Lang, &rep.Result, least, pictureWidth)
	if len(bars.Shapes) == 0 {
		return nil
	}
	return []Block{Heading{heading}, Figure{bars, rep.Lang.Text("Mean level of the levelled questions by section, from 0 (nothing in place) to 4 (in place, checked and improved).")}}
}

// keyFigures are the figures to look at first; the chapter on capacity has the rest.
// Hours and heads would tell whose they are.
func keyFigures(rep *Report) []string {
	shares := []string{rep.Lang.Text("Demand / supply"), rep.Lang.Text("Urgent picked up in time"), rep.Lang.Text("Urgent, whole week"), rep.Lang.Text("Staff index"), rep.Lang.Text("Skill gap index"), rep.Lang.Text("Tool use index"), rep.Lang.Text("Process index"),
		rep.Lang.Text("Plan completeness"), rep.Lang.Text("Responsibilities clear"), rep.Lang.Text("Confidence")}
	switch {
	case !rep.Redaction.Identity && !rep.Redaction.Findings:
		return shares
	case !rep.Result.Capacity.DemandHours.Known(): // then there is no such chapter
		return figureNames(rep)
	}
	return slices.Concat([]string{rep.Lang.Text("Demand"), rep.Lang.Text("Supply"), rep.Lang.Text("Gap")}, shares, []string{rep.Lang.Text("FTE required"), rep.Lang.Text("SIA hours"), rep.Lang.Text("Gap that stays with the client"), rep.Lang.Text("Notification slack")})
}

// dashboardLead says how the three halves of the SIA verdict stand; what is not
// known is neither good nor bad.
func dashboardLead(lang *messages.Catalogue, r *assessment.Result) string {
	word := func(s assessment.Status) string {
		switch s {
		case assessment.UnknownStatus:
			return lang.Text("not known yet")
		case assessment.OK:
			return lang.Text("sufficient")
		}
		return lang.Text(string(s))
	}
	tools := lang.Text("not known yet")
	if r.Tools.Index.Known() {
		tools = map[bool]string{true: lang.Text("in use"), false: lang.Text("not used enough")}[r.Tools.Engaged]
	}
	return lang.Say("Capacity is %s, skills are %s, the MSSP's tools are %s.", word(r.Capacity.Status), word(r.Skills.Status), tools)
}

// findingsLead counts the findings, and the grave ones among them.
func findingsLead(rep *Report) string {
	high := 0
	for _, f := range rep.Findings {
		if f.Severity == "high" {
			high++
		}
	}
	return rep.Lang.Say("%s, %d of them of high severity.", rep.Lang.Count(len(rep.Findings), "1 finding", "%d findings"), high)
}

func findingsChapter(rep *Report) Chapter {
	if len(rep.Findings) == 0 {
		return Chapter{ID: "findings", Title: rep.Lang.Text("Findings"), Lead: rep.Lang.Text("The answers given show no weakness; what was not assessed is listed under scope."), Blocks: nil}
	}
	rows := make([][]string, 0, len(rep.Findings))
	for _, f := range rep.Findings {
		rows = append(rows, []string{f.ID, rep.Lang.Text(f.Severity), f.Title, f.Owner, f.Effort, f.Due})
	}
	blocks := []Block{Table{Columns: []Column{{rep.Lang.Text("Id"), 7, false}, {rep.Lang.Text("Severity"), 10, false}, {rep.Lang.Text("Finding"), 38, false}, {rep.Lang.Text("Owner"), 18, false}, {rep.Lang.Text("Effort"), 14, false}, {rep.Lang.Text("Due"), 13, false}}, Rows: rows}}
	for _, f := range rep.Findings {
		blocks = append(blocks, Card{f})
	}
	return Chapter{ID: "findings", Title: rep.Lang.Text("Findings"), Lead: findingsLead(rep), Blocks: blocks}
}

func figureNames(rep *Report) []string {
	names := make([]string, len(rep.Figures))
	for i, f := range rep.Figures {
		names[i] = f.Name
	}
	return names
}

func facts(rep *Report, names ...string) Table {
	t := Table{Columns: []Column{{rep.Lang.Text("Figure"), 38, false}, {rep.Lang.Text("Value"), 24, true}, {rep.Lang.Text("Note"), 38, false}}}
	for _, n := range names {
		for _, f := range rep.Figures {
			if f.Name == n {
				t.Rows = append(t.Rows, []string{f.Name, f.Value, f.Note})
			}
		}
	}
	return t
}

// capacityLead sets demand beside supply.
func capacityLead(lang *messages.Catalogue, c *assessment.Capacity) string {
	return lang.Say("Demand is %s h a week against a supply of %s h; %s FTE meet the target.", c.DemandHours.Format(1), c.SupplyHours.Format(1), c.RequiredFTE.Format(2))
}

// boundText says what decides how many people are needed.
func boundText(lang *messages.Catalogue, c *assessment.Capacity) string {
	if c.CoverageBound {
		return lang.Say("Coverage-bound: the %s hours that must be covered decide how many people are needed (%s FTE), not the work (%s FTE). Fewer covered hours, a shared rota or contracted pick-up help; analysis hours do not.", c.CoveredHours.Format(0), c.CoverageFTE.Format(2), c.WorkFTE.Format(2))
	}
	return lang.Say("Work-bound: the work decides how many people are needed (%s FTE), not the hours that must be covered (%s FTE).", c.RequiredFTE.Format(2), c.CoverageFTE.Format(2))
}

func capacityChapter(rep *Report, p model.Parameters) Chapter {
	r := &rep.Result
	c := r.Capacity
	if !c.DemandHours.Known() {
		return Chapter{ID: "capacity", Title: rep.Lang.Text("Capacity and sizing"), Lead: rep.Lang.Text("Volume, handle time, cover and FTE are needed before capacity can be computed."), Blocks: nil}
	}
	blocks := []Block{
		Figure{SupplyDemand(rep.Lang, r, pictureWidth), rep.Lang.Text("Hours of analysis a week: what is asked for, by kind, over what the team can give.")},
		Paragraph{boundText(rep.Lang, &c)},
		Heading{rep.Lang.Text("Attainment over staffing")},
		Figure{AttainmentCurve(rep, p.ServiceLevel, pictureWidth), rep.Lang.Text("Share picked up within target while somebody is on duty, by the queueing formula. The tinted band is the wanted service level.")},
		facts(rep, rep.Lang.Text("Demand"), rep.Lang.Text("Supply"), rep.Lang.Text("Demand / supply"), rep.Lang.Text("Gap"), rep.Lang.Text("Urgent picked up in time"), rep.Lang.Text("Critical picked up in time"), rep.Lang.Text("High picked up in time"), rep.Lang.Text("Urgent, whole week"),
			rep.Lang.Text("Offered load"), rep.Lang.Text("Analysts on shift"), rep.Lang.Text("Analysts required"), rep.Lang.Text("FTE for cover alone"), rep.Lang.Text("FTE required"), rep.Lang.Text("Staff index")),
		Paragraph{rep.Lang.Say("Stress case: with %s times the arrivals, %s of critical and high are picked up in time and %s FTE are required.", assessment.FormatNumber(c.Stress.PeakFactor, 2), assessment.FormatShare(float64(c.Stress.Urgent)), c.Stress.RequiredFTE.Format(1))},
	}
	if rep.Simulation != nil {
		blocks = append(blocks, Heading{rep.Lang.Text("Cover by hour of the week")}, Figure{CoverMap(rep, pictureWidth), coverCaption(rep.Lang, &c)})
	}
	blocks = append(blocks, Heading{rep.Lang.Text("Sizing of a named SIA")})
	if r.SIA.Verdict == assessment.InsufficientEvidence {
		blocks = append(blocks, Paragraph{rep.Lang.Text("The sizing follows once the verdict can be given.")})
	} else {
		blocks = append(blocks, Table{Columns: []Column{{rep.Lang.Text("Part"), 60, false}, {rep.Lang.Text("Hours a week"), 40, true}}, Rows: [][]string{
			{rep.Lang.Text("Gap between demand and supply"), c.GapHours.Format(1)},
			{rep.Lang.Text("of which may be delegated"), r.SIA.DelegableHours.Format(1)},
			{rep.Lang.Text("Expert work that lacks skill"), r.SIA.SkillHours.Format(1)},
			{rep.Lang.Text("SIA hours to buy (with handover, in blocks)"), r.SIA.HoursPerWeek.Format(1)},
			{rep.Lang.Text("Gap that stays with the client"), r.SIA.ResidualHours.Format(1)},
		}})
	}
	t := Table{Columns: []Column{{rep.Lang.Text("Figure"), 44, false}, {rep.Lang.Text("Value"), 20, true}, {rep.Lang.Text("Note"), 36, false}}}
	for _, f := range rep.BreakEven {
		t.Rows = append(t.Rows, []string{f.Name, f.Value, f.Note})
	}
	blocks = append(blocks, Heading{rep.Lang.Text(CostHeading)}, Paragraph{BreakEvenText(rep.Lang, &rep.Analysis.BreakEven)},
		Figure{BreakEvenScene(rep, pictureWidth), rep.Lang.Text("Cost a year of SIA hours (line) and of the hires who would work the same hours (steps), in whatever currency the costs are given. Tinted: an SIA is cheaper.")}, t)
	if rep.Simulated = simulationBlocks(rep, p.ServiceLevel); rep.SimulationFault != "" {
		rep.Simulated = []Block{Heading{rep.Lang.Text("Simulation")}, Paragraph{rep.Lang.Say("The simulation could not be run: %s.", rep.SimulationFault)}}
	}
	blocks = append(blocks, rep.Simulated...)
	blocks = append(blocks, Heading{rep.Lang.Text("Skills")}, facts(rep, rep.Lang.Text("Skill gap index"), rep.Lang.Text("Largest core gap")), skillTable(rep))
	return Chapter{ID: "capacity", Title: rep.Lang.Text("Capacity and sizing"), Lead: capacityLead(rep.Lang, &c), Blocks: blocks}
}

// CostHeading is the heading under which buying is compared with hiring.
const CostHeading = "Buying against hiring"

// coverCaption says who is there outside the cover.
func coverCaption(lang *messages.Catalogue, c *assessment.Capacity) string {
	text := lang.Say("The roster gives %s analysts on shift on average over %s covered hours a week.", c.OnShift.Format(2), c.CoveredHours.Format(0))
	switch {
	case c.CoveredHours >= 168:
		return text
	case c.Inputs.OnCall:
		return lang.Say("%s Outside them one person is on call.", text)
	}
	return lang.Say("%s Outside them nobody picks up.", text)
}

func skillTable(rep *Report) Table {
	t := Table{Columns: []Column{{rep.Lang.Text("Area"), 34, false}, {rep.Lang.Text("Required"), 12, true}, {rep.Lang.Text("Best"), 10, true}, {rep.Lang.Text("People"), 12, true}, {rep.Lang.Text("Needed"), 12, true}, {rep.Lang.Text("Gap"), 20, true}}}
	for _, s := range rep.Skills {
		best, people := "–", "–"
		if s.Assessed {
			best, people = fmt.Sprint(s.Best), fmt.Sprint(s.People)
		}
		name := s.Area
		if s.Core {
			name += rep.Lang.Text(" (core)")
		}
		t.Rows = append(t.Rows, []string{name, fmt.Sprint(s.Required), best, people, fmt.Sprint(s.Needed), s.Shown})
	}
	return t
}

// namedParty is a party by name, and a dash for nobody in particular.
func namedParty(lang *messages.Catalogue, word string) string {
	if word == lang.Text("nobody") || word == lang.Text("unclear") {
		return "–"
	}
	return word
}

// SwimLaneCaption says what to see in the swim-lane picture.
const SwimLaneCaption = "Filled: accountable. Ring: does it. Dashed: where the activity usually belongs. The line shows how ownership moves from escalation to closure."

// responsibilityLead says how much of the matrix is settled.
func responsibilityLead(rep *Report) string {
	r := &rep.Result.Responsibilities
	switch {
	case !rep.Redaction.Findings:
		return rep.Lang.Say("%d of %d activities are settled; the others are to be agreed.", settled(rep), len(rep.Responsibilities))
	case r.Answered > 0:
		return rep.Lang.Say("%s of %s %s clear; %s.", assessment.FormatShare(r.Clarity), rep.Lang.Count(r.Answered, "1 answered activity", "%d answered activities"), verb(r.Answered, rep.Lang.Text("is"), rep.Lang.Text("are")), rep.Lang.Count(len(r.RedFlags), "1 red flag", "%d red flags"))
	}
	return rep.Lang.Text("The responsibility matrix is not answered yet.")
}

func responsibilityChapter(rep *Report) Chapter {
	plain := !rep.Redaction.Findings
	t := Table{Columns: []Column{{"", 4, true}, {rep.Lang.Text("Activity"), 38, false}, {rep.Lang.Text("Accountable"), 10, false}, {rep.Lang.Text("Does it"), 8, false}, {rep.Lang.Text("Written"), 7, false}, {rep.Lang.Text("Usual"), 11, false}, {rep.Lang.Text("Remark"), 22, false}}}
	for _, x := range rep.Responsibilities {
		if plain {
			x.Remark = map[bool]string{true: "", false: rep.Lang.Text("to be agreed")}[x.Settled]
			x.Accountable, x.Doer = namedParty(rep.Lang, x.Accountable), namedParty(rep.Lang, x.Doer)
		}
		t.Rows = append(t.Rows, []string{fmt.Sprint(x.Number), x.Activity, x.Accountable, x.Doer, x.Written, x.ExpectedAccountable + " / " + x.ExpectedDoer, x.Remark})
	}
	return Chapter{ID: "responsibilities", Title: rep.Lang.Text("Responsibilities"), Lead: responsibilityLead(rep), Landscape: true, Blocks: []Block{
		Figure{SwimLane(rep.Lang, &rep.Result, plain, pictureWidth*1.4), rep.Lang.Text(SwimLaneCaption)},
		Heading{rep.Lang.Text("Matrix")}, t,
	}}
}

func csirpChapter(set *question.Set, registry *model.Registry, rep *Report) Chapter {
	r := &rep.Result
	lead := rep.Lang.Say("Design: %s. Review: %s. Test: %s.", verdictWithin(rep, 1), verdictWithin(rep, 2), verdictWithin(rep, 3))
	blocks := []Block{Badges{rep.Verdicts[1:]}, facts(rep, rep.Lang.Text("Plan completeness"), rep.Lang.Text("Notification slack"))}
	t := Table{Columns: []Column{{rep.Lang.Text("Question"), 28, false}, {rep.Lang.Text("Answer"), 28, false}, {rep.Lang.Text("Comment"), 44, false}}}
	for _, a := range rep.Answers {
		if it := set.Item(a.ID); it.SectionID == "csirp" || it.SectionID == "assurance" {
			t.Rows = append(t.Rows, []string{a.Title, a.Shown(), a.Comment})
		}
	}
	blocks = append(blocks, Heading{rep.Lang.Text("Plan and assurance")}, t, Heading{rep.Lang.Text("Notification")})
	blocks = append(blocks, notificationBlocks(rep.Lang, r)...)
	t = Table{Columns: []Column{{rep.Lang.Text("Need"), 28, false}}}
	for _, m := range r.Forensics.Scores {
		t.Columns = append(t.Columns, Column{rep.Lang.Text(m.Short), 12, true})
	}
	total := []string{rep.Lang.Text("Score")}
	for i, need := range registry.Forensics.Needs {
		row := []string{rep.Lang.Text(strings.ReplaceAll(need, "-", " "))}
		for _, m := range r.Forensics.Scores {
			row = append(row, fmt.Sprint(m.Fit[i]))
		}
		t.Rows = append(t.Rows, row)
	}
	for _, m := range r.Forensics.Scores {
		total = append(total, assessment.FormatNumber(m.Score, 1))
	}
	t.Rows = append(t.Rows, total)
	blocks = append(blocks, Heading{rep.Lang.Text("Forensic process model")},
		Paragraph{rep.Lang.Say("Best fit to the stated needs: %s. The fits are judgement.", rep.Lang.Text(r.Forensics.Title))}, t)
	return Chapter{ID: "csirp", Title: rep.Lang.Text("CSIRP and notification"), Lead: lead, Blocks: blocks}
}

// clockTable lists the clocks that can run, those whose hours are not known too.
func clockTable(lang *messages.Catalogue, r *assessment.Result) Table {
	t := Table{Columns: []Column{{lang.Text("Duty"), 30, false}, {lang.Text("Hours"), 12, true}, {lang.Text("Note"), 58, false}}}
	for _, c := range r.Notification.Clocks {
		t.Rows = append(t.Rows, []string{lang.Text(c.Title), assessment.FormatNumber(c.Hours, 0), lang.Text(c.Note)})
	}
	if r.Notification.Other {
		t.Rows = append(t.Rows, []string{lang.Text("Other law, sector rule or contract"), "–", lang.Text("Its hours are not entered; it may be the shortest clock. Ask counsel, and the contract owner.")})
	}
	return t
}

// noticeHours is the question on the MSSP's notice.
const noticeHours = "ntf-mssp-hours"

// notificationBlocks are the clocks that can run and whether they can be met.
func notificationBlocks(lang *messages.Catalogue, r *assessment.Result) []Block {
	n := r.Notification
	t := clockTable(lang, r)
	if len(t.Rows) == 0 {
		return []Block{Paragraph{lang.Text("No notification duty was named.")}}
	}
	if len(n.Clocks) == 0 {
		return []Block{t, Paragraph{lang.Text("Whether it can be met cannot be told until its hours are known.")}}
	}
	if !n.SlackHours.Known() && r.Profile.Because(noticeHours) != "" {
		return []Block{t, Paragraph{lang.Text("No provider's notice comes before your own pick-up and decision, so there is no slack to compute.")}}
	}
	if !n.SlackHours.Known() {
		return []Block{t, Paragraph{lang.Text("The slack cannot be computed until the MSSP's notice time, the decision time and the cover window are answered.")}}
	}
	return []Block{t, Paragraph{lang.Say("Of the shortest known clock (%s h), notice by the MSSP takes up to %s h, the worst pick-up gap %s h and the decision %s h: %s h are left. Confirm with counsel.", n.ClockHours.Format(0), n.MSSPHours.Format(1), n.GapHours.Format(1), n.DecideHours.Format(1), n.SlackHours.Format(1))}}
}

func answersAppendix(rep *Report) Chapter {
	c := Chapter{ID: "answers", Title: rep.Lang.Text("All answers"), Appendix: true, Lead: rep.Lang.Text("Every question with its answer, evidence and comment.")}
	rests := map[string][]string{} // findings by the question they rest on
	for _, f := range rep.Findings {
		for _, id := range f.QuestionIDs {
			rests[id] = append(rests[id], f.ID)
		}
	}
	var t *Table
	section := ""
	flush := func() {
		if t != nil {
			c.Blocks = append(c.Blocks, Heading{section}, *t)
		}
	}
	for _, a := range rep.Answers {
		if a.Section != section {
			flush()
			section = a.Section
			t = &Table{Columns: []Column{{"", 5, true}, {rep.Lang.Text("Question"), 30, false}, {rep.Lang.Text("Answer"), 24, false}, {rep.Lang.Text("Evidence and comment"), 29, false}, {rep.Lang.Text("Findings"), 12, false}}}
		}
		notes := []string{}
		if a.Evidence != "" {
			notes = append(notes, upperFirst(a.Evidence)+".")
		}
		if a.Comment != "" {
			notes = append(notes, a.Comment)
		}
		for _, ref := range a.References {
			notes = append(notes, rep.Lang.Say("Reference: %s.", ref))
		}
		if a.Review {
			notes = append(notes, rep.Lang.Text("Marked for review."))
		}
		if a.Carried {
			notes = append(notes, rep.Lang.Text("Carried over, to be confirmed."))
		}
		if a.Custom {
			notes = append(notes, rep.Lang.Text("Own question: reported, not scored."))
		}
		t.Rows = append(t.Rows, []string{fmt.Sprint(a.Number), a.Question, a.Shown(), strings.Join(notes, " "), strings.Join(rests[a.ID], " ")})
		t.Anchors = append(t.Anchors, AnswerAnchor(a.ID))
	}
	flush()
	return c
}

func traceAppendix(rep *Report) Chapter {
	c := Chapter{ID: "trace", Title: rep.Lang.Text("How the verdicts came about"), Appendix: true, Lead: rep.Lang.Text("Each rule with the values it compared; an effect stands where the rule decided.")}
	subject := ""
	var t *Table
	flush := func() {
		if t != nil {
			c.Blocks = append(c.Blocks, Heading{subject}, *t)
		}
	}
	for _, s := range rep.Trace {
		if s.Subject != subject {
			flush()
			subject = s.Subject
			t = &Table{Columns: []Column{{rep.Lang.Text("Rule"), 24, false}, {rep.Lang.Text("Holds"), 8, false}, {rep.Lang.Text("Why"), 47, false}, {rep.Lang.Text("Effect"), 21, false}}}
		}
		t.Rows = append(t.Rows, []string{s.Rule, s.Held, s.Text + " " + strings.Join(s.Conditions, "; "), s.Effect})
	}
	flush()
	return c
}

func settingsAppendix(rep *Report) Chapter {
	lead := rep.Lang.Text("All settings and thresholds are at their defaults.")
	if n := len(rep.Result.Overrides); n > 0 {
		lead = rep.Lang.Say("%s for this engagement.", rep.Lang.Count(n, "1 setting was changed", "%d settings were changed"))
	}
	t := Table{Columns: []Column{{rep.Lang.Text("Setting or threshold"), 38, false}, {rep.Lang.Text("Value"), 22, true}, {rep.Lang.Text("Range"), 16, true}, {rep.Lang.Text("Why"), 40, false}}}
	for _, s := range rep.Settings {
		t.Rows = append(t.Rows, []string{s.Title, strings.TrimSpace(s.Shown + " " + s.Unit), s.Range, s.Why})
	}
	return Chapter{ID: "settings", Title: rep.Lang.Text("Settings and thresholds"), Appendix: true, Lead: lead, Blocks: []Block{
		Paragraph{rep.Lang.Text("All of these are judgement: they are shown so that they can be discussed, and an engagement may change them.")}, t}}
}

// glossary holds the terms a reader may not know.
var glossary = [][]string{
	{messages.Mark("Attainment"), messages.Mark("Share of escalations picked up within their target time.")},
	{messages.Mark("CSIRP"), messages.Mark("Computer security incident response plan.")},
	{messages.Mark("Coverage-bound"), messages.Mark("The hours that must be covered need more people than the work does.")},
	{messages.Mark("Erlang"), messages.Mark("Unit of offered load: one erlang keeps one analyst busy all the time.")},
	{messages.Mark("Escalation"), messages.Mark("A serious event the MSSP hands to the client with advice.")},
	{messages.Mark("FTE"), messages.Mark("Full-time equivalent.")},
	{messages.Mark("Handle time"), messages.Mark("Hands-on hours an analyst spends on one escalation.")},
	{messages.Mark("Index of dispersion"), messages.Mark("Variance over mean of counts: 1 when things come by chance alone, more when they come in bursts.")},
	{messages.Mark("MSSP"), messages.Mark("Managed security service provider.")},
	{messages.Mark("Occupancy"), messages.Mark("Share of time on shift that is busy.")},
	{messages.Mark("Shrinkage"), messages.Mark("Share of paid time not worked at the desk.")},
	{messages.Mark("Pick-up"), messages.Mark("The moment somebody starts to work on an escalation.")},
	{messages.Mark("SIA"), messages.Mark("Named security intelligence analyst, an add-on to the MSSP's contract.")},
}

// glossaryIn is the glossary in a language.
func glossaryIn(lang *messages.Catalogue) [][]string {
	out := make([][]string, len(glossary))
	for i, row := range glossary {
		out[i] = []string{lang.Text(row[0]), lang.Text(row[1])}
	}
	return out
}

func glossaryAppendix(set *question.Set, rep *Report) Chapter {
	sources := Table{Columns: []Column{{rep.Lang.Text("Source"), 24, false}, {rep.Lang.Text("Title"), 76, false}}}
	for _, s := range set.Sources {
		sources.Rows = append(sources.Rows, []string{s.Short, s.Title})
	}
	return Chapter{ID: "glossary", Title: rep.Lang.Text("Glossary, sources and identity"), Appendix: true, Lead: rep.Lang.Text("What the terms mean, what the questions rest on, and which file this report was made from."), Blocks: []Block{
		Table{Columns: []Column{{rep.Lang.Text("Term"), 24, false}, {rep.Lang.Text("Meaning"), 76, false}}, Rows: glossaryIn(rep.Lang)},
		Heading{rep.Lang.Text("Sources")}, sources,
		Heading{rep.Lang.Text("Identity")}, Table{Columns: []Column{{"", 24, false}, {"", 76, false}}, Rows: [][]string{
			{rep.Lang.Text("Made with"), rep.Program}, {rep.Lang.Text("Question set"), rep.QuestionSet}, {rep.Lang.Text("Engagement"), orDash(rep.EngagementID)}, {rep.Lang.Text("SHA-256 of the input"), rep.InputHash},
		}},
	}}
}

// verdictWithin is the word of a verdict of the report within a sentence.
func verdictWithin(rep *Report, i int) string {
	return within(rep.Lang, look.Verdict(rep.Verdicts[i].Verdict).Word)
}

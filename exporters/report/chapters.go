// The chapters: the report's content in reading order.

package report

import (
	"fmt"
	"slices"
	"strings"

	"muster/assessment"
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
	blocks = append(blocks, findingsOnly(Heading{"Main reasons"}, Bullets{rep.Reasons}, Heading{"Decisions needed"}, Bullets{rep.Decisions})...)
	if len(rep.Explanation) > 0 {
		blocks = append(blocks, answersOnly(Heading{"Why these verdicts"}, Bullets{rep.Explanation})...)
	}
	if len(r.Advice) > 0 {
		var items []string
		for _, a := range r.Advice {
			items = append(items, a.Text)
		}
		blocks = append(blocks, answersOnly(Heading{"Keep in mind"}, Bullets{items})...)
	}
	if items := missingQuestions(rep); len(items) > 0 {
		blocks = append(blocks, answersOnly(Heading{"Answer these next"}, Bullets{items})...)
	}
	blocks = append(blocks, Heading{"How sure"}, Paragraph{confidenceText(r)})
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
		blocks = append(blocks, findingsOnly(Heading{"What to do next"}, Table{Columns: []Column{{"Id", 7, false}, {"Finding", 27, false}, {"Recommendation", 48, false}, {"Owner", 18, false}}, Rows: rows})...)
	}
	return Chapter{ID: "summary", Title: "Executive summary", Lead: SummaryLead(r), Blocks: blocks}
}

// SummaryLead is the SIA verdict in a sentence.
func SummaryLead(r *assessment.Result) string {
	if r.SIA.Verdict == assessment.InsufficientEvidence {
		return "There is not enough evidence yet for a verdict on a named security intelligence analyst."
	}
	return "A named security intelligence analyst is " + strings.ToLower(look.Verdict(r.SIA.Verdict).Word) + "."
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

func confidenceText(r *assessment.Result) string {
	c := r.Confidence
	text := fmt.Sprintf("Confidence is %s (%s): %d of %d applicable questions are answered, with a mean evidence weight of %s.",
		c.Grade, assessment.FormatNumber(c.Value, 2), c.Answered, c.Applicable, assessment.FormatNumber(c.Evidence, 2))
	if n := r.Carried(); n > 0 {
		text += fmt.Sprintf(" %s carried over from the engagement before and not confirmed yet; they count as they are.", assessment.FormatCount(n, "answer is", "answers are"))
	}
	if c.Unknown > 0 {
		text += fmt.Sprintf(" %s answered with don't know.", assessment.FormatCount(c.Unknown, "question is", "questions are"))
	}
	switch {
	case c.Robust:
		text += " The verdict is robust: it stays the same whatever the open questions turn out to be."
	case len(c.Range) == 2 && c.Range[0] != assessment.InsufficientEvidence:
		text += fmt.Sprintf(" Open questions could move it between %s and %s.", strings.ToLower(effectWord(string(c.Range[0]))), strings.ToLower(effectWord(string(c.Range[1]))))
	}
	return text
}

func scopeChapter(set *question.Set, rep *Report) Chapter {
	blocks := []Block{
		Paragraph{"This report assesses how the organisation works with its managed security service provider (MSSP): who does what from escalation to closure, whether there are enough people, skills and hours to analyse what is escalated, and whether the computer security incident response plan (CSIRP) is fit for use."},
		Paragraph{"It answers two questions. Is a named security intelligence analyst (SIA) as an add-on to the contract warranted? Is consulting on the CSIRP (design, review, test) warranted? Both follow from fixed rules; appendix B shows each rule with the values it compared, appendix C every threshold. There is no composite score."},
		Paragraph{fmt.Sprintf("Basis: question set %s (%d questions), model as in appendix C, answers as of %s.", rep.QuestionSet, len(set.Items()), orDash(rep.Date))},
	}
	if rep.Provisional != "" {
		blocks = append(blocks, Paragraph{rep.Provisional + " Appendix A marks each of them."})
	}
	lead := "Every question was answered."
	if n := len(rep.NotAssessed); n > 0 {
		lead = openText(&rep.Result, n)
		var rows [][]string
		for _, f := range rep.NotAssessed {
			rows = append(rows, []string{f.Name, f.Value})
		}
		blocks = append(blocks, Heading{"Not assessed"}, Table{Columns: []Column{{"Question", 70, false}, {"State", 30, false}}, Rows: rows})
	}
	if len(rep.Assumptions) > 0 {
		var rows [][]string
		for _, f := range rep.Assumptions {
			rows = append(rows, []string{f.Name, f.Value})
		}
		blocks = append(blocks, Heading{"Assumptions that stand in for missing answers"}, Table{Columns: []Column{{"Question", 45, false}, {"Assumption", 55, false}}, Rows: rows})
	}
	return Chapter{ID: "scope", Title: "Scope and method", Lead: lead, Blocks: blocks}
}

// openText tells questions that are open from those that do not apply.
func openText(r *assessment.Result, n int) string {
	inapplicable := 0
	for _, s := range r.Sections {
		inapplicable += s.NotApplicable
	}
	inapplicable = min(inapplicable, n)
	open := n - inapplicable
	switch {
	case open == 0:
		return fmt.Sprintf("Every question that applies was answered; %d do not apply.", n)
	case inapplicable == 0:
		return fmt.Sprintf("%s not assessed; silence is not an all-clear.", assessment.FormatCount(open, "question was", "questions were"))
	}
	return fmt.Sprintf("%s not assessed, and silence is not an all-clear; %d more do not apply.", assessment.FormatCount(open, "question was", "questions were"), inapplicable)
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
		Figure{Gauges(r, &p, pictureWidth), "Each gauge shows one figure of the rules; the marker is the engagement, the ticks are the thresholds."},
		Part{Block: Figure{SkillRadar(r, pictureWidth), "Best level today against the required level in each skill area; diamonds fall short."}, Answers: true},
	}
	blocks = append(blocks, sectionBlocks(rep, "Levels by section")...)
	blocks = append(blocks, Heading{"Key figures"}, facts(rep, keyFigures(rep)...))
	return Chapter{ID: "dashboard", Title: "Dashboard", Lead: dashboardLead(r), Blocks: blocks}
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
	bars := SectionBars(&rep.Result, least, pictureWidth)
	if len(bars.Shapes) == 0 {
		return nil
	}
	return []Block{Heading{heading}, Figure{bars, "Mean level of the levelled questions by section, from 0 (nothing in place) to 4 (in place, checked and improved)."}}
}

// keyFigures are the figures to look at first; the chapter on capacity has the rest.
// Hours and heads would tell whose they are.
func keyFigures(rep *Report) []string {
	shares := []string{"Demand / supply", "Urgent picked up in time", "Urgent, whole week", "Staff index", "Skill gap index", "Tool use index", "Process index",
		"Plan completeness", "Responsibilities clear", "Confidence"}
	switch {
	case !rep.Redaction.Identity && !rep.Redaction.Findings:
		return shares
	case !rep.Result.Capacity.DemandHours.Known(): // then there is no such chapter
		return figureNames(rep)
	}
	return slices.Concat([]string{"Demand", "Supply", "Gap"}, shares, []string{"FTE required", "SIA hours", "Gap that stays with the client", "Notification slack"})
}

// dashboardLead says how the three halves of the SIA verdict stand; what is not
// known is neither good nor bad.
func dashboardLead(r *assessment.Result) string {
	word := func(s assessment.Status) string {
		switch s {
		case assessment.UnknownStatus:
			return "not known yet"
		case assessment.OK:
			return "sufficient"
		}
		return string(s)
	}
	tools := "not known yet"
	if r.Tools.Index.Known() {
		tools = map[bool]string{true: "in use", false: "not used enough"}[r.Tools.Engaged]
	}
	return fmt.Sprintf("Capacity is %s, skills are %s, the MSSP's tools are %s.", word(r.Capacity.Status), word(r.Skills.Status), tools)
}

// findingsLead counts the findings, and the grave ones among them.
func findingsLead(rep *Report) string {
	high := 0
	for _, f := range rep.Findings {
		if f.Severity == "high" {
			high++
		}
	}
	return fmt.Sprintf("%s, %d of them of high severity.", assessment.FormatCount(len(rep.Findings), "finding", "findings"), high)
}

func findingsChapter(rep *Report) Chapter {
	if len(rep.Findings) == 0 {
		return Chapter{ID: "findings", Title: "Findings", Lead: "The answers given show no weakness; what was not assessed is listed under scope.", Blocks: nil}
	}
	rows := make([][]string, 0, len(rep.Findings))
	for _, f := range rep.Findings {
		rows = append(rows, []string{f.ID, f.Severity, f.Title, f.Owner, f.Effort, f.Due})
	}
	blocks := []Block{Table{Columns: []Column{{"Id", 7, false}, {"Severity", 10, false}, {"Finding", 38, false}, {"Owner", 18, false}, {"Effort", 14, false}, {"Due", 13, false}}, Rows: rows}}
	for _, f := range rep.Findings {
		blocks = append(blocks, Card{f})
	}
	return Chapter{ID: "findings", Title: "Findings", Lead: findingsLead(rep), Blocks: blocks}
}

func figureNames(rep *Report) []string {
	names := make([]string, len(rep.Figures))
	for i, f := range rep.Figures {
		names[i] = f.Name
	}
	return names
}

func facts(rep *Report, names ...string) Table {
	t := Table{Columns: []Column{{"Figure", 38, false}, {"Value", 24, true}, {"Note", 38, false}}}
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
func capacityLead(c *assessment.Capacity) string {
	return fmt.Sprintf("Demand is %s h a week against a supply of %s h; %s FTE meet the target.", c.DemandHours.Format(1), c.SupplyHours.Format(1), c.RequiredFTE.Format(2))
}

// boundText says what decides how many people are needed.
func boundText(c *assessment.Capacity) string {
	if c.CoverageBound {
		return fmt.Sprintf("Coverage-bound: the %s hours that must be covered decide how many people are needed (%s FTE), not the work (%s FTE). Fewer covered hours, a shared rota or contracted pick-up help; analysis hours do not.",
			c.CoveredHours.Format(0), c.CoverageFTE.Format(2), c.WorkFTE.Format(2))
	}
	return fmt.Sprintf("Work-bound: the work decides how many people are needed (%s FTE), not the hours that must be covered (%s FTE).", c.RequiredFTE.Format(2), c.CoverageFTE.Format(2))
}

func capacityChapter(rep *Report, p model.Parameters) Chapter {
	r := &rep.Result
	c := r.Capacity
	if !c.DemandHours.Known() {
		return Chapter{ID: "capacity", Title: "Capacity and sizing", Lead: "Volume, handle time, cover and FTE are needed before capacity can be computed.", Blocks: nil}
	}
	blocks := []Block{
		Figure{SupplyDemand(r, pictureWidth), "Hours of analysis a week: what is asked for, by kind, over what the team can give."},
		Paragraph{boundText(&c)},
		Heading{"Attainment over staffing"},
		Figure{AttainmentCurve(rep, p.ServiceLevel, pictureWidth), "Share picked up within target while somebody is on duty, by the queueing formula. The tinted band is the wanted service level."},
		facts(rep, "Demand", "Supply", "Demand / supply", "Gap", "Urgent picked up in time", "Critical picked up in time", "High picked up in time", "Urgent, whole week",
			"Offered load", "Analysts on shift", "Analysts required", "FTE for cover alone", "FTE required", "Staff index"),
		Paragraph{fmt.Sprintf("Stress case: with %s times the arrivals, %s of critical and high are picked up in time and %s FTE are required.",
			assessment.FormatNumber(c.Stress.PeakFactor, 2), assessment.FormatShare(float64(c.Stress.Urgent)), c.Stress.RequiredFTE.Format(1))},
	}
	if rep.Simulation != nil {
		blocks = append(blocks, Heading{"Cover by hour of the week"}, Figure{CoverMap(rep, pictureWidth), coverCaption(&c)})
	}
	blocks = append(blocks, Heading{"Sizing of a named SIA"})
	if r.SIA.Verdict == assessment.InsufficientEvidence {
		blocks = append(blocks, Paragraph{"The sizing follows once the verdict can be given."})
	} else {
		blocks = append(blocks, Table{Columns: []Column{{"Part", 60, false}, {"Hours a week", 40, true}}, Rows: [][]string{
			{"Gap between demand and supply", c.GapHours.Format(1)},
			{"of which may be delegated", r.SIA.DelegableHours.Format(1)},
			{"Expert work that lacks skill", r.SIA.SkillHours.Format(1)},
			{"SIA hours to buy (with handover, in blocks)", r.SIA.HoursPerWeek.Format(1)},
			{"Gap that stays with the client", r.SIA.ResidualHours.Format(1)},
		}})
	}
	t := Table{Columns: []Column{{"Figure", 44, false}, {"Value", 20, true}, {"Note", 36, false}}}
	for _, f := range rep.BreakEven {
		t.Rows = append(t.Rows, []string{f.Name, f.Value, f.Note})
	}
	blocks = append(blocks, Heading{CostHeading}, Paragraph{BreakEvenText(&rep.Analysis.BreakEven)},
		Figure{BreakEvenScene(rep, pictureWidth), "Cost a year of SIA hours (line) and of the hires who would work the same hours (steps), in whatever currency the costs are given. Tinted: an SIA is cheaper."}, t)
	if rep.Simulated = simulationBlocks(rep, p.ServiceLevel); rep.SimulationFault != "" {
		rep.Simulated = []Block{Heading{"Simulation"}, Paragraph{"The simulation could not be run: " + rep.SimulationFault + "."}}
	}
	blocks = append(blocks, rep.Simulated...)
	blocks = append(blocks, Heading{"Skills"}, facts(rep, "Skill gap index", "Largest core gap"), skillTable(rep))
	return Chapter{ID: "capacity", Title: "Capacity and sizing", Lead: capacityLead(&c), Blocks: blocks}
}

// CostHeading is the heading under which buying is compared with hiring.
const CostHeading = "Buying against hiring"

// coverCaption says who is there outside the cover.
func coverCaption(c *assessment.Capacity) string {
	text := fmt.Sprintf("The roster gives %s analysts on shift on average over %s covered hours a week.", c.OnShift.Format(2), c.CoveredHours.Format(0))
	switch {
	case c.CoveredHours >= 168:
		return text
	case c.Inputs.OnCall:
		return text + " Outside them one person is on call."
	}
	return text + " Outside them nobody picks up."
}

func skillTable(rep *Report) Table {
	t := Table{Columns: []Column{{"Area", 34, false}, {"Required", 12, true}, {"Best", 10, true}, {"People", 12, true}, {"Needed", 12, true}, {"Gap", 20, true}}}
	for _, s := range rep.Skills {
		best, people := "–", "–"
		if s.Assessed {
			best, people = fmt.Sprint(s.Best), fmt.Sprint(s.People)
		}
		name := s.Area
		if s.Core {
			name += " (core)"
		}
		t.Rows = append(t.Rows, []string{name, fmt.Sprint(s.Required), best, people, fmt.Sprint(s.Needed), s.Shown})
	}
	return t
}

// namedParty is a party by name, and a dash for nobody in particular.
func namedParty(word string) string {
	if word == "nobody" || word == "unclear" {
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
		return fmt.Sprintf("%d of %d activities are settled; the others are to be agreed.", settled(rep), len(rep.Responsibilities))
	case r.Answered > 0:
		return fmt.Sprintf("%s of %s %s clear; %s.", assessment.FormatShare(r.Clarity),
			assessment.FormatCount(r.Answered, "answered activity", "answered activities"), verb(r.Answered, "is", "are"), assessment.FormatCount(len(r.RedFlags), "red flag", "red flags"))
	}
	return "The responsibility matrix is not answered yet."
}

func responsibilityChapter(rep *Report) Chapter {
	plain := !rep.Redaction.Findings
	t := Table{Columns: []Column{{"", 4, true}, {"Activity", 38, false}, {"Accountable", 10, false}, {"Does it", 8, false}, {"Written", 7, false}, {"Usual", 11, false}, {"Remark", 22, false}}}
	for _, x := range rep.Responsibilities {
		if plain {
			x.Remark = map[bool]string{true: "", false: "to be agreed"}[x.Settled]
			x.Accountable, x.Doer = namedParty(x.Accountable), namedParty(x.Doer)
		}
		t.Rows = append(t.Rows, []string{fmt.Sprint(x.Number), x.Activity, x.Accountable, x.Doer, x.Written, x.ExpectedAccountable + " / " + x.ExpectedDoer, x.Remark})
	}
	return Chapter{ID: "responsibilities", Title: "Responsibilities", Lead: responsibilityLead(rep), Landscape: true, Blocks: []Block{
		Figure{SwimLane(&rep.Result, plain, pictureWidth*1.4), SwimLaneCaption},
		Heading{"Matrix"}, t,
	}}
}

func csirpChapter(set *question.Set, registry *model.Registry, rep *Report) Chapter {
	r := &rep.Result
	lead := fmt.Sprintf("Design: %s. Review: %s. Test: %s.", strings.ToLower(rep.Verdicts[1].Word), strings.ToLower(rep.Verdicts[2].Word), strings.ToLower(rep.Verdicts[3].Word))
	blocks := []Block{Badges{rep.Verdicts[1:]}, facts(rep, "Plan completeness", "Notification slack")}
	t := Table{Columns: []Column{{"Question", 28, false}, {"Answer", 28, false}, {"Comment", 44, false}}}
	for _, a := range rep.Answers {
		if it := set.Item(a.ID); it.SectionID == "csirp" || it.SectionID == "assurance" {
			t.Rows = append(t.Rows, []string{a.Title, a.Shown(), a.Comment})
		}
	}
	blocks = append(blocks, Heading{"Plan and assurance"}, t, Heading{"Notification"})
	blocks = append(blocks, notificationBlocks(r)...)
	t = Table{Columns: []Column{{"Need", 28, false}}}
	for _, m := range r.Forensics.Scores {
		t.Columns = append(t.Columns, Column{m.Short, 12, true})
	}
	total := []string{"Score"}
	for i, need := range registry.Forensics.Needs {
		row := []string{strings.ReplaceAll(need, "-", " ")}
		for _, m := range r.Forensics.Scores {
			row = append(row, fmt.Sprint(m.Fit[i]))
		}
		t.Rows = append(t.Rows, row)
	}
	for _, m := range r.Forensics.Scores {
		total = append(total, assessment.FormatNumber(m.Score, 1))
	}
	t.Rows = append(t.Rows, total)
	blocks = append(blocks, Heading{"Forensic process model"},
		Paragraph{"Best fit to the stated needs: " + r.Forensics.Title + ". The fits are judgement."}, t)
	return Chapter{ID: "csirp", Title: "CSIRP and notification", Lead: lead, Blocks: blocks}
}

// clockTable lists the clocks that can run, those whose hours are not known too.
func clockTable(r *assessment.Result) Table {
	t := Table{Columns: []Column{{"Duty", 30, false}, {"Hours", 12, true}, {"Note", 58, false}}}
	for _, c := range r.Notification.Clocks {
		t.Rows = append(t.Rows, []string{c.Title, assessment.FormatNumber(c.Hours, 0), c.Note})
	}
	if r.Notification.Other {
		t.Rows = append(t.Rows, []string{"Other law, sector rule or contract", "–", "Its hours are not entered; it may be the shortest clock. Ask counsel, and the contract owner."})
	}
	return t
}

// noticeHours is the question on the MSSP's notice.
const noticeHours = "ntf-mssp-hours"

// notificationBlocks are the clocks that can run and whether they can be met.
func notificationBlocks(r *assessment.Result) []Block {
	n := r.Notification
	t := clockTable(r)
	if len(t.Rows) == 0 {
		return []Block{Paragraph{"No notification duty was named."}}
	}
	if len(n.Clocks) == 0 {
		return []Block{t, Paragraph{"Whether it can be met cannot be told until its hours are known."}}
	}
	if !n.SlackHours.Known() && r.Profile.Because(noticeHours) != "" {
		return []Block{t, Paragraph{"No provider's notice comes before your own pick-up and decision, so there is no slack to compute."}}
	}
	if !n.SlackHours.Known() {
		return []Block{t, Paragraph{"The slack cannot be computed until the MSSP's notice time, the decision time and the cover window are answered."}}
	}
	return []Block{t, Paragraph{fmt.Sprintf("Of the shortest known clock (%s h), notice by the MSSP takes up to %s h, the worst pick-up gap %s h and the decision %s h: %s h are left. Confirm with counsel.",
		n.ClockHours.Format(0), n.MSSPHours.Format(1), n.GapHours.Format(1), n.DecideHours.Format(1), n.SlackHours.Format(1))}}
}

func answersAppendix(rep *Report) Chapter {
	c := Chapter{ID: "answers", Title: "All answers", Appendix: true, Lead: "Every question with its answer, evidence and comment."}
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
			t = &Table{Columns: []Column{{"", 5, true}, {"Question", 30, false}, {"Answer", 24, false}, {"Evidence and comment", 29, false}, {"Findings", 12, false}}}
		}
		notes := []string{}
		if a.Evidence != "" {
			notes = append(notes, strings.ToUpper(a.Evidence[:1])+a.Evidence[1:]+".")
		}
		if a.Comment != "" {
			notes = append(notes, a.Comment)
		}
		for _, ref := range a.References {
			notes = append(notes, "Reference: "+ref+".")
		}
		if a.Review {
			notes = append(notes, "Marked for review.")
		}
		if a.Carried {
			notes = append(notes, "Carried over, to be confirmed.")
		}
		if a.Custom {
			notes = append(notes, "Own question: reported, not scored.")
		}
		t.Rows = append(t.Rows, []string{fmt.Sprint(a.Number), a.Question, a.Shown(), strings.Join(notes, " "), strings.Join(rests[a.ID], " ")})
		t.Anchors = append(t.Anchors, AnswerAnchor(a.ID))
	}
	flush()
	return c
}

func traceAppendix(rep *Report) Chapter {
	c := Chapter{ID: "trace", Title: "How the verdicts came about", Appendix: true, Lead: "Each rule with the values it compared; an effect stands where the rule decided."}
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
			t = &Table{Columns: []Column{{"Rule", 24, false}, {"Holds", 8, false}, {"Why", 47, false}, {"Effect", 21, false}}}
		}
		t.Rows = append(t.Rows, []string{s.Rule, s.Held, s.Text + " " + strings.Join(s.Conditions, "; "), s.Effect})
	}
	flush()
	return c
}

func settingsAppendix(rep *Report) Chapter {
	lead := "All settings and thresholds are at their defaults."
	if n := len(rep.Result.Overrides); n > 0 {
		lead = fmt.Sprintf("%s for this engagement.", assessment.FormatCount(n, "setting was changed", "settings were changed"))
	}
	t := Table{Columns: []Column{{"Setting or threshold", 38, false}, {"Value", 22, true}, {"Range", 16, true}, {"Why", 40, false}}}
	for _, s := range rep.Settings {
		t.Rows = append(t.Rows, []string{s.Title, strings.TrimSpace(s.Shown + " " + s.Unit), s.Range, s.Why})
	}
	return Chapter{ID: "settings", Title: "Settings and thresholds", Appendix: true, Lead: lead, Blocks: []Block{
		Paragraph{"All of these are judgement: they are shown so that they can be discussed, and an engagement may change them."}, t}}
}

// glossary holds the terms a reader may not know.
var glossary = [][]string{
	{"Attainment", "Share of escalations picked up within their target time."},
	{"CSIRP", "Computer security incident response plan."},
	{"Coverage-bound", "The hours that must be covered need more people than the work does."},
	{"Erlang", "Unit of offered load: one erlang keeps one analyst busy all the time."},
	{"Escalation", "A serious event the MSSP hands to the client with advice."},
	{"FTE", "Full-time equivalent."},
	{"Handle time", "Hands-on hours an analyst spends on one escalation."},
	{"Index of dispersion", "Variance over mean of counts: 1 when things come by chance alone, more when they come in bursts."},
	{"MSSP", "Managed security service provider."},
	{"Occupancy", "Share of time on shift that is busy."},
	{"Shrinkage", "Share of paid time not worked at the desk."},
	{"Pick-up", "The moment somebody starts to work on an escalation."},
	{"SIA", "Named security intelligence analyst, an add-on to the MSSP's contract."},
}

func glossaryAppendix(set *question.Set, rep *Report) Chapter {
	sources := Table{Columns: []Column{{"Source", 24, false}, {"Title", 76, false}}}
	for _, s := range set.Sources {
		sources.Rows = append(sources.Rows, []string{s.Short, s.Title})
	}
	return Chapter{ID: "glossary", Title: "Glossary, sources and identity", Appendix: true, Lead: "What the terms mean, what the questions rest on, and which file this report was made from.", Blocks: []Block{
		Table{Columns: []Column{{"Term", 24, false}, {"Meaning", 76, false}}, Rows: glossary},
		Heading{"Sources"}, sources,
		Heading{"Identity"}, Table{Columns: []Column{{"", 24, false}, {"", 76, false}}, Rows: [][]string{
			{"Made with", rep.Program}, {"Question set", rep.QuestionSet}, {"Engagement", orDash(rep.EngagementID)}, {"SHA-256 of the input", rep.InputHash},
		}},
	}}
}

// Build: from an engagement and its result to the report.

package report

import (
	"fmt"
	"strings"
	"time"

	"muster/assessment"
	"muster/assessment/actionplan"
	"muster/assessment/analysis"
	"muster/assessment/cadence"
	"muster/assessment/comparison"
	"muster/assessment/engagement"
	"muster/assessment/model"
	"muster/assessment/question"
	"muster/assessment/store"
	"muster/assessment/target"
	"muster/assets"
	"muster/exporters/look"
	"muster/exporters/redaction"
)

// Build makes the report of doc, which a was made of with the same set and
// registry, for a reader who may see everything.
func Build(set *question.Set, registry *model.Registry, doc *engagement.Document, a analysis.Analysis) *Report {
	return BuildFor(redaction.Internal, set, registry, doc, a)
}

// BuildFor makes the report for a kind of reader. Doc must be the document the
// profile made, and a the analysis of that.
func BuildFor(profile redaction.Profile, set *question.Set, registry *model.Registry, doc *engagement.Document, a analysis.Analysis) *Report {
	p := registry.Resolve(doc.Model)
	r := a.Result
	rep := &Report{
		Title: doc.Title, Client: doc.Client, Assessor: doc.Assessor, Date: doc.Date, Classification: doc.Classification,
		Program:      "Muster " + assets.Version,
		QuestionSet:  fmt.Sprintf("%s version %d", set.ID, set.Version),
		EngagementID: doc.ID,
		Answers:      buildAnswers(set, doc, &r), Result: r, Analysis: a.Explanation, Tickets: a.Tickets, TicketFault: a.TicketFault, Simulation: a.Simulation, SimulationFault: a.SimulationFault,
		Subtitle: FullReport.Subtitle, Respondents: a.Respondents, Comparison: a.Comparison, Options: doc.Options, Inputs: doc.Comparison,
		Kind: FullReport, Redaction: profile, Brand: doc.Branding, Attachment: doc.Write(),
	}
	rep.InputHash = store.Hash(rep.Attachment)
	if strings.TrimSpace(rep.Title) == "" {
		rep.Title = "Untitled engagement"
	}
	if strings.TrimSpace(rep.Classification) == "" {
		rep.Classification = "Unclassified"
	}
	rep.Verdicts = Verdicts(&r)
	rep.Figures = figures(&r)
	rep.Findings = buildFindings(set, registry, doc, &r)
	rep.Reasons = Reasons(&r)
	rep.Decisions = decisions(&r, a.Comparison)
	rep.Explanation = explanation(&r)
	rep.Responsibilities = buildResponsibilities(&r)
	rep.Skills = buildSkills(&r)
	rep.Trace = buildTrace(set, &r)
	rep.Settings = buildSettings(registry, doc)
	rep.NotAssessed = notAssessed(set, doc, &r)
	rep.Changes = buildChanges(set, &a.Explanation)
	rep.Shares = buildShares(a.Explanation.Uncertainty)
	rep.Scenarios = buildScenarios(&a.Explanation)
	rep.BreakEven = breakEvenFacts(&a.Explanation.BreakEven)
	for _, a := range r.Assumptions {
		rep.Assumptions = append(rep.Assumptions, Fact{Name: title(set, a.Question), Value: a.Text})
	}
	rep.Since, rep.Provisional = buildSince(set, a.Since), provisional(&r)
	if len(doc.Actions) > 0 {
		rep.Plan = actionplan.Make(set, registry, doc, &r, actionplan.Default(), "")
	}
	if rep.Gap = target.Assess(target.Default(), set, registry, doc, &r); rep.Gap != nil {
		rep.Duties = cadence.Duties(set, doc, doc.Date)
	}
	rep.OptionChapters = optionChapters(set, rep)
	rep.Chapters = chapters(set, registry, p, rep)
	rep.redact(profile)
	return rep
}

func title(set *question.Set, id string) string {
	if it := set.Item(id); it != nil {
		return it.Title
	}
	return id
}

// SIADetail says in a sentence what the SIA verdict means.
func SIADetail(r *assessment.Result) string {
	switch r.SIA.Verdict {
	case assessment.InsufficientEvidence:
		return fmt.Sprintf("%s must be answered first.", assessment.FormatCount(len(r.SIA.Missing), "question", "questions"))
	case assessment.NotWarranted:
		return "Capacity, skills and use of the tools suffice."
	}
	hours := r.SIA.HoursPerWeek.Format(1)
	if r.SIA.HoursPerWeek == 0 {
		return "There is no analysis gap a named analyst would fill."
	}
	switch r.SIA.Verdict {
	case assessment.Borderline:
		return "About " + hours + " h a week would help; the team can also close the gap itself."
	case assessment.StronglyWarranted:
		return hours + " h a week, soon."
	}
	return hours + " h a week of named analysis."
}

// Verdicts are the four verdicts of a result, each with what it means.
func Verdicts(r *assessment.Result) []Badge {
	badge := func(subject string, v assessment.Verdict, detail string) Badge {
		return Badge{Subject: subject, Verdict: v, Word: look.Verdict(v).Word, Detail: detail}
	}
	return []Badge{
		badge("Named SIA", r.SIA.Verdict, SIADetail(r)),
		badge("CSIRP design", r.CSIRP.Design, csirpDetail(r, "csirp-design", r.CSIRP.Design)),
		badge("CSIRP review", r.CSIRP.Review, csirpDetail(r, "csirp-review", r.CSIRP.Review)),
		badge("CSIRP test", r.CSIRP.Test, csirpDetail(r, "csirp-test", r.CSIRP.Test)),
	}
}

func csirpDetail(r *assessment.Result, subject string, v assessment.Verdict) string {
	for _, st := range r.Trace {
		if st.Subject == subject && st.Effect != "" {
			return st.Text
		}
	}
	if v == assessment.None {
		return map[string]string{
			"csirp-design": "The plan exists, is approved and covers its elements.",
			"csirp-review": "Reviewed recently, complete, nothing material changed.",
			"csirp-test":   "Exercised recently, with those who matter.",
		}[subject]
	}
	return ""
}

// figures are the key figures, each formatted here and nowhere else.
func figures(r *assessment.Result) []Fact {
	c := r.Capacity
	share := func(f assessment.Figure) string { return assessment.FormatShare(float64(f)) }
	unit := func(f assessment.Figure, decimals int, unit string) string {
		if !f.Known() {
			return f.Format(decimals)
		}
		return f.Format(decimals) + " " + unit
	}
	clarity := assessment.Missing()
	if r.Responsibilities.Answered > 0 {
		clarity = assessment.Figure(r.Responsibilities.Clarity)
	}
	return []Fact{
		{"Demand", unit(c.DemandHours, 1, "h a week"), "escalations, other analysis, major incidents"},
		{"Supply", unit(c.SupplyHours, 1, "h a week"), "usable hours of the team"},
		{"Demand / supply", c.Ratio.Format(3), "above 1 the work does not fit"},
		{"Gap", unit(c.GapHours, 1, "h a week"), ""},
		{"Urgent picked up in time", share(c.Attainment.Urgent), "critical and high, inside cover"},
		{"Critical picked up in time", share(c.Attainment.Critical), "inside cover"},
		{"High picked up in time", share(c.Attainment.High), "inside cover"},
		{"Urgent, whole week", share(c.Overall.Urgent), "inside and outside cover"},
		{"Offered load", unit(c.OfferedLoad, 3, "erlangs"), ""},
		{"Analysts on shift", c.OnShift.Format(2), ""},
		{"Analysts required", c.RequiredAnalysts.Format(0), "on shift, by the queueing model"},
		{"FTE for cover alone", c.CoverageFTE.Format(3), ""},
		{"FTE required", c.RequiredFTE.Format(2), "the largest of cover, queue and work"},
		{"Staff index", r.Staff.Index.Format(3), ""},
		{"Skill gap index", r.Skills.Index.Format(3), ""},
		{"Largest core gap", r.Skills.Core.Format(3), ""},
		{"Tool use index", r.Tools.Index.Format(3), ""},
		{"Process index", r.Process.Index.Format(3), ""},
		{"Plan completeness", r.CSIRP.Index.Format(3), ""},
		{"Responsibilities clear", share(clarity), fmt.Sprintf("of %d answered rows", r.Responsibilities.Answered)},
		{"SIA hours", unit(r.SIA.HoursPerWeek, 1, "h a week"), ""},
		{"Gap that stays with the client", unit(r.SIA.ResidualHours, 1, "h a week"), ""},
		{"Notification slack", unit(r.Notification.SlackHours, 1, "h"), "confirm the clocks with counsel"},
		{"Confidence", fmt.Sprintf("%s (%s)", r.Confidence.Grade, assessment.FormatNumber(r.Confidence.Value, 2)), fmt.Sprintf("%d of %d questions answered", r.Confidence.Answered, r.Confidence.Applicable)},
	}
}

// Figure returns the written value of a key figure.
func (r *Report) Figure(name string) string {
	for _, f := range r.Figures {
		if f.Name == name {
			return f.Value
		}
	}
	return ""
}

// Reasons are the three to five main reasons in business words.
func Reasons(r *assessment.Result) []string {
	if out := mainReasons(r); len(out) > 0 {
		return out
	}
	return []string{"Too little is answered to give reasons; the questions to answer next are listed below."}
}

// mainReasons are none where too little is answered.
func mainReasons(r *assessment.Result) []string {
	var out []string
	c := r.Capacity
	if c.DemandHours.Known() {
		s := fmt.Sprintf("Analysis work takes %s h a week; the team has %s usable hours", c.DemandHours.Format(1), c.SupplyHours.Format(1))
		if c.GapHours > 0 {
			s += fmt.Sprintf(", so %s h a week are missing", c.GapHours.Format(1))
		}
		out = append(out, s+".")
		out = append(out, fmt.Sprintf("%s of critical and high escalations are picked up in time while the team is on duty; over the whole week it is %s.",
			assessment.FormatShare(float64(c.Attainment.Urgent)), assessment.FormatShare(float64(c.Overall.Urgent))))
	}
	if r.Skills.Status != assessment.UnknownStatus {
		switch r.Skills.Status {
		case assessment.Short:
			out = append(out, "Analysis skills fall clearly short of what is required.")
		case assessment.Tight:
			out = append(out, "Analysis skills have gaps outside single areas.")
		default:
			out = append(out, "Analysis skills meet what is required.")
		}
	}
	if r.Tools.Index.Known() {
		if r.Tools.Engaged {
			out = append(out, "The team uses the MSSP's analysis tools as a matter of routine.")
		} else {
			out = append(out, "The MSSP's analysis tools are not used enough to rely on them.")
		}
	}
	if n := len(r.Responsibilities.RedFlags); n > 0 {
		out = append(out, fmt.Sprintf("%s which only the client can answer for %s with the MSSP.", assessment.FormatCount(n, "decision", "decisions"), verb(n, "lies", "lie")))
	}
	if r.Notification.SlackHours.Known() && r.Notification.SlackHours < 0 {
		out = append(out, fmt.Sprintf("The shortest known notification clock can be missed by %s h.", (-r.Notification.SlackHours).Format(1)))
	}
	return out[:min(len(out), 5)]
}

func verb(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

func decisions(r *assessment.Result, c *comparison.Comparison) []string {
	var out []string
	switch r.SIA.Verdict {
	case assessment.InsufficientEvidence:
		out = append(out, "Answer the missing questions before a decision on a named SIA is taken.")
	case assessment.Borderline:
		out = append(out, "Decide whether to close the gap in the house or to trial a named SIA.")
	case assessment.Warranted, assessment.StronglyWarranted:
		if r.SIA.HoursPerWeek > 0 {
			out = append(out, fmt.Sprintf("Decide on a named SIA of %s h a week, with a named deputy.", r.SIA.HoursPerWeek.Format(1)))
		} else {
			out = append(out, "Decide how to close the staffing gap; hours of analysis are not what is missing.")
		}
	}
	ask := func(v assessment.Verdict, what string) {
		switch v {
		case assessment.Strong:
			out = append(out, "Commission "+what+" soon.")
		case assessment.Recommended:
			out = append(out, "Plan "+what+" within the year.")
		case assessment.Consider:
			out = append(out, "Consider "+what+".")
		}
	}
	ask(r.CSIRP.Design, "the design of the incident response plan")
	ask(r.CSIRP.Review, "an independent review of the plan")
	ask(r.CSIRP.Test, "a scenario exercise")
	if len(r.Responsibilities.RedFlags) > 0 {
		out = append(out, "Take back accountability for the red-flagged decisions.")
	}
	if n := r.Notification; n.SlackHours.Known() && n.SlackHours < 0 {
		out = append(out, fmt.Sprintf("Decide how the shortest known notification clock is kept: it can be missed by %s h.", (-n.SlackHours).Format(1)))
	}
	if c != nil && c.Recommendation.Text != "" {
		out = append(out, "Choose between the contract options: "+c.Recommendation.Text)
	}
	if len(out) == 0 {
		out = append(out, "None now. Repeat the assessment within twelve months or after a material change.")
	}
	return out
}

func buildFindings(set *question.Set, registry *model.Registry, doc *engagement.Document, r *assessment.Result) []Finding {
	out := make([]Finding, 0, len(r.Findings))
	for _, f := range r.Findings {
		days := f.Days
		if days == 0 {
			days = registry.DueDays(f.Severity, f.Effort)
		}
		x := Finding{ID: f.ID, Severity: f.Severity, Title: f.Title, Found: f.Found, Impact: f.Impact,
			Recommendation: f.Recommendation, Owner: f.Owner, Effort: EffortWord(f.Effort), DueDays: days, Due: dueText(doc.Date, days),
			Questions: titles(set, f.Questions), QuestionIDs: f.Questions}
		for _, id := range f.Questions {
			n := 0
			if it := set.Item(id); it != nil {
				n = it.Number
			}
			x.Numbers = append(x.Numbers, n)
		}
		out = append(out, x)
	}
	return out
}

// dueText is the day that many days after date, or the time where date is none.
func dueText(date string, days int) string {
	t, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return fmt.Sprintf("within %d days", days)
	}
	return t.AddDate(0, 0, days).Format(time.DateOnly)
}

// EffortWord spells an effort out.
func EffortWord(effort string) string {
	switch effort {
	case "S":
		return "small (days)"
	case "M":
		return "medium (weeks)"
	case "L":
		return "large (months)"
	}
	return effort
}

func titles(set *question.Set, ids []string) []string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = title(set, id)
	}
	return out
}

func partyWord(id string) string {
	switch id {
	case "mssp":
		return "MSSP"
	case "":
		return "–"
	case "none":
		return "nobody"
	}
	return id
}

// settledRow reports whether one party answers for an activity, and may.
func settledRow(row *assessment.Row) bool {
	return row.Answered && !row.RedFlag && (row.Accountable == "client" || row.Accountable == "mssp")
}

func buildResponsibilities(r *assessment.Result) []Responsibility {
	out := make([]Responsibility, 0, len(r.Responsibilities.Rows))
	for _, row := range r.Responsibilities.Rows {
		x := Responsibility{
			Number: row.Number, Activity: row.Text,
			Accountable: partyWord(row.Accountable), Doer: partyWord(row.Doer), Written: "no",
			ExpectedAccountable: partyWord(row.ExpectedAccountable), ExpectedDoer: partyWord(row.ExpectedDoer),
		}
		if row.Written {
			x.Written = "yes"
		}
		x.Settled = settledRow(&row)
		switch {
		case !row.Answered:
			x.Written, x.Remark = "–", "not answered"
		case row.RedFlag:
			x.Remark = "red flag: only the client can answer for this"
		case row.Accountable == "none" || row.Accountable == "unclear":
			x.Remark = "nobody clearly owns it"
		case row.Mismatch:
			x.Remark = "differs from the usual split"
		case !row.Written:
			x.Remark = "agreed but not written"
		}
		out = append(out, x)
	}
	return out
}

func buildSkills(r *assessment.Result) []Skill {
	out := make([]Skill, 0, len(r.Skills.Areas))
	for _, a := range r.Skills.Areas {
		s := Skill{Area: a.Title, Core: a.Core, Weight: a.Weight, Required: a.Required, Best: a.Best, People: a.People,
			Needed: a.Needed, Covered: a.Covered, Gap: a.Gap, Assessed: a.Assessed, Shown: "not assessed"}
		if a.Assessed {
			s.Shown = assessment.FormatShare(a.Gap)
		}
		out = append(out, s)
	}
	return out
}

// Subject is something that is decided on.
type Subject struct{ ID, Title string }

// Subjects are what is decided on, in their order.
var Subjects = []Subject{{"sia", "Named SIA"}, {"csirp-design", "CSIRP design"}, {"csirp-review", "CSIRP review"}, {"csirp-test", "CSIRP test"}}

// subjects are the titles of Subjects by id.
var subjects = func() map[string]string {
	out := map[string]string{}
	for _, s := range Subjects {
		out[s.ID] = s.Title
	}
	return out
}()

func buildTrace(set *question.Set, r *assessment.Result) []TraceRow {
	out := make([]TraceRow, 0, len(r.Trace))
	for _, st := range r.Trace {
		row := TraceRow{Subject: subjects[st.Subject], Rule: st.Rule, Held: "no", Text: st.Text, Source: st.Source, Conditions: []string{}, Questions: []string{}}
		if st.Held {
			row.Held = "yes"
		}
		if st.Effect != "" {
			row.Effect = strings.ToLower(effectWord(st.Effect))
		}
		seen := map[string]bool{}
		for _, c := range st.Conditions {
			row.Conditions = append(row.Conditions, fmt.Sprintf("%s: %s (%s)", c.Text, c.Value, c.Threshold))
			for _, q := range c.Questions {
				if !seen[q] {
					seen[q] = true
					row.Questions = append(row.Questions, q)
				}
			}
		}
		out = append(out, row)
	}
	return out
}

// explanation says for each verdict which rule decided and what it compared.
func explanation(r *assessment.Result) []string {
	var out []string
	for _, st := range r.Trace {
		if st.Effect == "" {
			continue
		}
		var held []string
		for _, c := range st.Conditions {
			if c.Held || len(st.Conditions) == 1 || st.Rule == "V4" || st.Rule == "V5" {
				held = append(held, fmt.Sprintf("%s %s (%s)", lowerFirst(c.Text), c.Value, c.Threshold))
			}
		}
		s := fmt.Sprintf("%s, rule %s: %s", subjects[st.Subject], st.Rule, st.Text)
		if len(held) > 0 {
			s += " " + strings.ToUpper(held[0][:1]) + strings.Join(held, "; ")[1:] + "."
		}
		out = append(out, s+" Effect: "+strings.ToLower(effectWord(st.Effect))+".")
	}
	return out
}

func lowerFirst(s string) string {
	if s == "" || strings.HasPrefix(s, "MSSP") {
		return s
	}
	return strings.ToLower(s[:1]) + s[1:]
}

func upperFirst(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

func effectWord(effect string) string {
	switch v := assessment.Verdict(effect); v {
	case assessment.NotWarranted, assessment.Borderline, assessment.Warranted, assessment.StronglyWarranted, assessment.InsufficientEvidence,
		assessment.Consider, assessment.Recommended, assessment.Strong, assessment.Deferred:
		return look.Verdict(v).Word
	}
	return effect
}

func buildSettings(registry *model.Registry, doc *engagement.Document) []Setting {
	var out []Setting
	for _, e := range registry.Entries() {
		s := Setting{Name: e.Name, Title: e.Title, Unit: e.Unit, Default: e.Default, Value: e.Default, Range: e.RangeText(), Why: e.Why}
		if v, ok := doc.Model[e.Name]; ok {
			s.Value, s.Changed = v, v != e.Default
		}
		s.Shown = assessment.FormatNumber(s.Value, 4)
		if s.Changed {
			s.Shown += " (default " + assessment.FormatNumber(e.Default, 4) + ")"
		}
		out = append(out, s)
	}
	return out
}

func notAssessed(set *question.Set, doc *engagement.Document, r *assessment.Result) []Fact {
	var out []Fact
	for _, it := range set.Items() {
		if a := doc.Answers[it.ID]; a.State != engagement.Answered {
			word := StateWord(a.State)
			if text := inapplicable(r, it.ID); text != "" {
				word = text
			}
			out = append(out, Fact{Name: it.Title, Value: word, Note: it.ID})
		}
	}
	return out
}

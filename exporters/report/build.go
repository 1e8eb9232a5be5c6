// Build: from an engagement and its result to the report.

package report

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"muster/assessment"
	"muster/assessment/actionplan"
	"muster/assessment/analysis"
	"muster/assessment/cadence"
	"muster/assessment/comparison"
	"muster/assessment/engagement"
	"muster/assessment/messages"
	"muster/assessment/model"
	"muster/assessment/question"
	"muster/assessment/store"
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
	return BuildIn(nil, profile, set, registry, doc, a)
}

// BuildIn is BuildFor in the language of a catalogue, which is that of reports
// (Catalogue.Reports); nil is English. What the language lacks stays English, and so
// do the sentences that the assessment itself composes.
func BuildIn(lang *messages.Catalogue, profile redaction.Profile, set *question.Set, registry *model.Registry, doc *engagement.Document, a analysis.Analysis) *Report {
	if lang != nil {
		set = set.In(lang.Text)
	}
	p := registry.Resolve(doc.Model)
	r := a.Result
	rep := &Report{
		Lang:  lang,
		Title: doc.Title, Client: doc.Client, Assessor: doc.Assessor, Date: doc.Date, Classification: doc.Classification,
		Program:      "Muster " + assets.Version,
		QuestionSet:  lang.Say("%s version %d", set.ID, set.Version),
		EngagementID: doc.ID,
		Answers:      buildAnswers(lang, set, doc, &r), Result: r, Analysis: a.Explanation, Tickets: a.Tickets, TicketFault: a.TicketFault, Simulation: a.Simulation, SimulationFault: a.SimulationFault,
		Subtitle: lang.Text(FullReport.Subtitle), Respondents: a.Respondents, Comparison: a.Comparison, Options: doc.Options, Inputs: doc.Comparison,
		Kind: FullReport, Redaction: profile, Brand: doc.Branding, Attachment: doc.Write(),
	}
	rep.InputHash = store.Hash(rep.Attachment)
	if strings.TrimSpace(rep.Title) == "" {
		rep.Title = lang.Text("Untitled engagement")
	}
	if strings.TrimSpace(rep.Classification) == "" {
		rep.Classification = lang.Text("Unclassified")
	}
	rep.Verdicts = Verdicts(lang, &r)
	rep.Figures = figures(lang, &r)
	rep.Findings = buildFindings(lang, set, registry, doc, &r)
	rep.Reasons = Reasons(lang, &r)
	rep.Decisions = decisions(lang, &r, a.Comparison)
	rep.Explanation = explanation(lang, &r)
	rep.Responsibilities = buildResponsibilities(lang, &r)
	rep.Skills = buildSkills(lang, &r)
	rep.Trace = buildTrace(lang, set, &r)
	rep.Settings = buildSettings(lang, registry, doc)
	rep.NotAssessed = notAssessed(lang, set, doc, &r)
	rep.Changes = buildChanges(lang, set, &a.Explanation)
	rep.Shares = buildShares(lang, a.Explanation.Uncertainty)
	rep.Scenarios = buildScenarios(lang, &a.Explanation)
	rep.BreakEven = breakEvenFacts(lang, &a.Explanation.BreakEven)
	for _, a := range r.Assumptions {
		rep.Assumptions = append(rep.Assumptions, Fact{Name: title(set, a.Question), Value: lang.Text(a.Text)})
	}
	rep.Since, rep.Provisional = buildSince(lang, set, a.Since), provisional(lang, &r)
	if len(doc.Actions) > 0 {
		rep.Plan = actionplan.Make(set, registry, doc, &r, actionplan.Default(), "")
	}
	if rep.Gap = a.Gap; rep.Gap != nil {
		rep.Duties = cadence.Duties(set, doc, doc.Date)
	}
	rep.Exercises = heldExercises(lang, set, doc, &r)
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
func SIADetail(lang *messages.Catalogue, r *assessment.Result) string {
	switch r.SIA.Verdict {
	case assessment.InsufficientEvidence:
		return lang.Say("%s must be answered first.", lang.Count(len(r.SIA.Missing), "1 question", "%d questions"))
	case assessment.NotWarranted:
		return lang.Text("Capacity, skills and use of the tools suffice.")
	}
	hours := r.SIA.HoursPerWeek.Format(1)
	if r.SIA.HoursPerWeek == 0 {
		return lang.Text("There is no analysis gap a named analyst would fill.")
	}
	switch r.SIA.Verdict {
	case assessment.Borderline:
		return lang.Say("About %s h a week would help; the team can also close the gap itself.", hours)
	case assessment.StronglyWarranted:
		return lang.Say("%s h a week, soon.", hours)
	}
	return lang.Say("%s h a week of named analysis.", hours)
}

// Verdicts are the four verdicts of a result, each with what it means.
func Verdicts(lang *messages.Catalogue, r *assessment.Result) []Badge {
	badge := func(subject string, v assessment.Verdict, detail string) Badge {
		return Badge{Subject: subject, Verdict: v, Word: lang.Text(look.Verdict(v).Word), Detail: detail}
	}
	return []Badge{
		badge(lang.Text("Named SIA"), r.SIA.Verdict, SIADetail(lang, r)),
		badge(lang.Text("CSIRP design"), r.CSIRP.Design, csirpDetail(lang, r, "csirp-design", r.CSIRP.Design)),
		badge(lang.Text("CSIRP review"), r.CSIRP.Review, csirpDetail(lang, r, "csirp-review", r.CSIRP.Review)),
		badge(lang.Text("CSIRP test"), r.CSIRP.Test, csirpDetail(lang, r, "csirp-test", r.CSIRP.Test)),
	}
}

func csirpDetail(lang *messages.Catalogue, r *assessment.Result, subject string, v assessment.Verdict) string {
	for _, st := range r.Trace {
		if st.Subject == subject && st.Effect != "" {
			return lang.Text(st.Text)
		}
	}
	open := func(ids ...string) bool {
		return slices.ContainsFunc(r.Trace, func(st assessment.Step) bool {
			return st.Subject == subject && slices.ContainsFunc(ids, st.Open)
		})
	}
	switch { // what nobody answered is not claimed
	case v == assessment.None && subject == "csirp-test" && open("asr-mssp", "asr-exec"):
		return lang.Text("Exercised recently. Whether those who matter took part is not answered.")
	case v == assessment.None && subject == "csirp-review" && open("asr-change"):
		return lang.Text("Reviewed recently and complete. Whether something material changed since is not answered.")
	case v == assessment.None:
		return map[string]string{
			"csirp-design": lang.Text("The plan exists, is approved and covers its elements."),
			"csirp-review": lang.Text("Reviewed recently, complete, nothing material changed."),
			"csirp-test":   lang.Text("Exercised recently, with those who matter."),
		}[subject]
	}
	return ""
}

// figures are the key figures, each formatted here and nowhere else.
func figures(lang *messages.Catalogue, r *assessment.Result) []Fact {
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
		{lang.Text("Demand"), unit(c.DemandHours, 1, lang.Text("h a week")), lang.Text("escalations, other analysis, major incidents")},
		{lang.Text("Supply"), unit(c.SupplyHours, 1, lang.Text("h a week")), lang.Text("usable hours of the team")},
		{lang.Text("Demand / supply"), c.Ratio.Format(3), lang.Text("above 1 the work does not fit")},
		{lang.Text("Gap"), unit(c.GapHours, 1, lang.Text("h a week")), ""},
		{lang.Text("Urgent picked up in time"), share(c.Attainment.Urgent), lang.Text("critical and high, inside cover")},
		{lang.Text("Critical picked up in time"), share(c.Attainment.Critical), lang.Text("inside cover")},
		{lang.Text("High picked up in time"), share(c.Attainment.High), lang.Text("inside cover")},
		{lang.Text("Urgent, whole week"), share(c.Overall.Urgent), lang.Text("inside and outside cover")},
		{lang.Text("Offered load"), unit(c.OfferedLoad, 3, lang.Text("erlangs")), ""},
		{lang.Text("Analysts on shift"), c.OnShift.Format(2), ""},
		{lang.Text("Analysts required"), c.RequiredAnalysts.Format(0), lang.Text("on shift, by the queueing model")},
		{lang.Text("FTE for cover alone"), c.CoverageFTE.Format(3), ""},
		{lang.Text("FTE required"), c.RequiredFTE.Format(2), lang.Text("the largest of cover, queue and work")},
		{lang.Text("Staff index"), r.Staff.Index.Format(3), ""},
		{lang.Text("Skill gap index"), r.Skills.Index.Format(3), ""},
		{lang.Text("Largest core gap"), r.Skills.Core.Format(3), ""},
		{lang.Text("Tool use index"), r.Tools.Index.Format(3), ""},
		{lang.Text("Process index"), r.Process.Index.Format(3), ""},
		{lang.Text("Plan completeness"), r.CSIRP.Index.Format(3), ""},
		{lang.Text("Responsibilities clear"), share(clarity), lang.Say("of %d answered rows", r.Responsibilities.Answered)},
		{lang.Text("SIA hours"), unit(r.SIA.HoursPerWeek, 1, lang.Text("h a week")), ""},
		{lang.Text("Gap that stays with the client"), unit(r.SIA.ResidualHours, 1, lang.Text("h a week")), ""},
		{lang.Text("Notification slack"), unit(r.Notification.SlackHours, 1, "h"), lang.Text("confirm the clocks with counsel")},
		{lang.Text("Confidence"), fmt.Sprintf("%s (%s)", r.Confidence.Grade, assessment.FormatNumber(r.Confidence.Value, 2)), lang.Say("%d of %d questions answered", r.Confidence.Answered, r.Confidence.Applicable)},
	}
}

// Figure returns the written value of a key figure by its English name.
func (r *Report) Figure(name string) string {
	for _, f := range r.Figures {
		if f.Name == r.Lang.Text(name) {
			return f.Value
		}
	}
	return ""
}

// Reasons are the three to five main reasons in business words.
func Reasons(lang *messages.Catalogue, r *assessment.Result) []string {
	if out := mainReasons(lang, r); len(out) > 0 {
		return out
	}
	return []string{lang.Text("Too little is answered to give reasons; the questions to answer next are listed below.")}
}

// mainReasons are none where too little is answered.
func mainReasons(lang *messages.Catalogue, r *assessment.Result) []string {
	var out []string
	c := r.Capacity
	if c.DemandHours.Known() {
		s := lang.Say("Analysis work takes %s h a week; the team has %s usable hours", c.DemandHours.Format(1), c.SupplyHours.Format(1))
		if c.GapHours > 0 {
			s += lang.Say(", so %s h a week are missing", c.GapHours.Format(1))
		}
		out = append(out, s+".")
		out = append(out, lang.Say("%s of critical and high escalations are picked up in time while the team is on duty; over the whole week it is %s.", assessment.FormatShare(float64(c.Attainment.Urgent)), assessment.FormatShare(float64(c.Overall.Urgent))))
	}
	if r.Skills.Status != assessment.UnknownStatus {
		switch r.Skills.Status {
		case assessment.Short:
			out = append(out, lang.Text("Analysis skills fall clearly short of what is required."))
		case assessment.Tight:
			out = append(out, lang.Text("Analysis skills have gaps outside single areas."))
		default:
			out = append(out, lang.Text("Analysis skills meet what is required."))
		}
	}
	if r.Tools.Index.Known() {
		if r.Tools.Engaged {
			out = append(out, lang.Text("The team uses the MSSP's analysis tools as a matter of routine."))
		} else {
			out = append(out, lang.Text("The MSSP's analysis tools are not used enough to rely on them."))
		}
	}
	if n := len(r.Responsibilities.RedFlags); n > 0 {
		out = append(out, lang.Say("%s which only the client can answer for %s with the MSSP.", lang.Count(n, "1 decision", "%d decisions"), verb(n, lang.Text("lies"), lang.Text("lie"))))
	}
	if r.Notification.SlackHours.Known() && r.Notification.SlackHours < 0 {
		out = append(out, lang.Say("The shortest known notification clock can be missed by %s h.", (-r.Notification.SlackHours).Format(1)))
	}
	return out[:min(len(out), 5)]
}

func verb(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

func decisions(lang *messages.Catalogue, r *assessment.Result, c *comparison.Comparison) []string {
	var out []string
	switch r.SIA.Verdict {
	case assessment.InsufficientEvidence:
		out = append(out, lang.Text("Answer the missing questions before a decision on a named SIA is taken."))
	case assessment.Borderline:
		out = append(out, lang.Text("Decide whether to close the gap in the house or to trial a named SIA."))
	case assessment.Warranted, assessment.StronglyWarranted:
		if r.SIA.HoursPerWeek > 0 {
			out = append(out, lang.Say("Decide on a named SIA of %s h a week, with a named deputy.", r.SIA.HoursPerWeek.Format(1)))
		} else {
			out = append(out, lang.Text("Decide how to close the staffing gap; hours of analysis are not what is missing."))
		}
	}
	ask := func(v assessment.Verdict, what string) {
		switch v {
		case assessment.Strong:
			out = append(out, lang.Say("Commission %s soon.", what))
		case assessment.Recommended:
			out = append(out, lang.Say("Plan %s within the year.", what))
		case assessment.Consider:
			out = append(out, lang.Say("Consider %s.", what))
		}
	}
	ask(r.CSIRP.Design, lang.Text("the design of the incident response plan"))
	ask(r.CSIRP.Review, lang.Text("an independent review of the plan"))
	ask(r.CSIRP.Test, lang.Text("a scenario exercise"))
	if len(r.Responsibilities.RedFlags) > 0 {
		out = append(out, lang.Text("Take back accountability for the red-flagged decisions."))
	}
	if n := r.Notification; n.SlackHours.Known() && n.SlackHours < 0 {
		out = append(out, lang.Say("Decide how the shortest known notification clock is kept: it can be missed by %s h.", (-n.SlackHours).Format(1)))
	}
	if c != nil && c.Recommendation.Text != "" {
		out = append(out, lang.Say("Choose between the contract options: %s", c.Recommendation.Text))
	}
	if len(out) == 0 {
		out = append(out, lang.Text("None now. Repeat the assessment within twelve months or after a material change."))
	}
	return out
}

func buildFindings(lang *messages.Catalogue, set *question.Set, registry *model.Registry, doc *engagement.Document, r *assessment.Result) []Finding {
	out := make([]Finding, 0, len(r.Findings))
	for _, f := range r.Findings {
		days := f.Days
		if days == 0 {
			days = registry.DueDays(f.Severity, f.Effort)
		}
		x := Finding{ID: f.ID, Severity: f.Severity, Title: lang.Text(f.Title), Found: lang.Text(f.Found), Impact: lang.Text(f.Impact),
			Recommendation: lang.Text(f.Recommendation), Owner: lang.Text(f.Owner), Effort: EffortWord(lang, f.Effort), DueDays: days, Due: dueText(lang, doc.Date, days),
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
func dueText(lang *messages.Catalogue, date string, days int) string {
	t, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return lang.Say("within %d days", days)
	}
	return t.AddDate(0, 0, days).Format(time.DateOnly)
}

// EffortWord spells an effort out.
func EffortWord(lang *messages.Catalogue, effort string) string {
	switch effort {
	case "S":
		return lang.Text("small (days)")
	case "M":
		return lang.Text("medium (weeks)")
	case "L":
		return lang.Text("large (months)")
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

func partyWord(lang *messages.Catalogue, id string) string {
	switch id {
	case "mssp":
		return lang.Text("MSSP")
	case "":
		return "–"
	case "none":
		return lang.Text("nobody")
	}
	return lang.Text(id)
}

// settledRow reports whether one party answers for an activity, and may.
func settledRow(row *assessment.Row) bool {
	return row.Answered && !row.RedFlag && (row.Accountable == "client" || row.Accountable == "mssp")
}

func buildResponsibilities(lang *messages.Catalogue, r *assessment.Result) []Responsibility {
	out := make([]Responsibility, 0, len(r.Responsibilities.Rows))
	for _, row := range r.Responsibilities.Rows {
		x := Responsibility{
			Number: row.Number, Activity: lang.Text(row.Text),
			Accountable: partyWord(lang, row.Accountable), Doer: partyWord(lang, row.Doer), Written: lang.Text("no"),
			ExpectedAccountable: partyWord(lang, row.ExpectedAccountable), ExpectedDoer: partyWord(lang, row.ExpectedDoer),
		}
		if row.Written {
			x.Written = lang.Text("yes")
		}
		x.Settled = settledRow(&row)
		switch {
		case !row.Answered:
			x.Written, x.Remark = "–", lang.Text("not answered")
		case row.RedFlag:
			x.Remark = lang.Text("red flag: only the client can answer for this")
		case row.Accountable == "none" || row.Accountable == "unclear":
			x.Remark = lang.Text("nobody clearly owns it")
		case row.Mismatch:
			x.Remark = lang.Text("differs from the usual split")
		case !row.Written:
			x.Remark = lang.Text("agreed but not written")
		}
		out = append(out, x)
	}
	return out
}

func buildSkills(lang *messages.Catalogue, r *assessment.Result) []Skill {
	out := make([]Skill, 0, len(r.Skills.Areas))
	for _, a := range r.Skills.Areas {
		s := Skill{Area: lang.Text(a.Title), Core: a.Core, Weight: a.Weight, Required: a.Required, Best: a.Best, People: a.People,
			Needed: a.Needed, Covered: a.Covered, Gap: a.Gap, Assessed: a.Assessed, Shown: lang.Text("not assessed")}
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
var Subjects = []Subject{{"sia", messages.Mark("Named SIA")}, {"csirp-design", messages.Mark("CSIRP design")}, {"csirp-review", messages.Mark("CSIRP review")}, {"csirp-test", messages.Mark("CSIRP test")}}

// subjects are the titles of Subjects by id.
var subjects = func() map[string]string {
	out := map[string]string{}
	for _, s := range Subjects {
		out[s.ID] = s.Title
	}
	return out
}()

func buildTrace(lang *messages.Catalogue, set *question.Set, r *assessment.Result) []TraceRow {
	out := make([]TraceRow, 0, len(r.Trace))
	for _, st := range r.Trace {
		row := TraceRow{Subject: lang.Text(subjects[st.Subject]), Rule: st.Rule, Held: lang.Text("no"), Text: lang.Text(st.Text), Source: lang.Text(st.Source), Conditions: []string{}, Questions: []string{}}
		if st.Held {
			row.Held = lang.Text("yes")
		}
		if st.Effect != "" {
			row.Effect = within(lang, effectWord(st.Effect))
		}
		seen := map[string]bool{}
		for _, c := range st.Conditions {
			row.Conditions = append(row.Conditions, fmt.Sprintf("%s: %s (%s)", lang.Text(c.Text), lang.Text(c.Value), lang.Text(c.Threshold)))
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
func explanation(lang *messages.Catalogue, r *assessment.Result) []string {
	var out []string
	for _, st := range r.Trace {
		if st.Effect == "" {
			continue
		}
		var held []string
		for _, c := range st.Conditions {
			if c.Held || len(st.Conditions) == 1 || st.Rule == "V4" || st.Rule == "V5" {
				held = append(held, fmt.Sprintf("%s %s (%s)", within(lang, c.Text), lang.Text(c.Value), lang.Text(c.Threshold)))
			}
		}
		s := lang.Say("%s, rule %s: %s", lang.Text(subjects[st.Subject]), st.Rule, lang.Text(st.Text))
		if len(held) > 0 {
			s += " " + upperFirst(strings.Join(held, "; ")) + "."
		}
		out = append(out, lang.Say("%s Effect: %s.", s, within(lang, effectWord(st.Effect))))
	}
	return out
}

func lowerFirst(s string) string {
	if s == "" || strings.HasPrefix(s, "MSSP") {
		return s
	}
	return firstAs(s, unicode.ToLower)
}

// within is an English text in the language, as it stands within a sentence: a language
// has its own text for that, where it needs one.
func within(lang *messages.Catalogue, english string) string {
	low := lowerFirst(english)
	for _, text := range []string{low, english} {
		if to := lang.Text(text); to != text {
			return to
		}
	}
	return low
}

func upperFirst(s string) string {
	if s == "" {
		return s
	}
	return firstAs(s, unicode.ToUpper)
}

// firstAs changes the first letter, which may take several bytes.
func firstAs(s string, to func(rune) rune) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(to(r)) + s[n:]
}

// effectWord is an effect in English, as the start of a sentence.
func effectWord(effect string) string {
	switch v := assessment.Verdict(effect); v {
	case assessment.NotWarranted, assessment.Borderline, assessment.Warranted, assessment.StronglyWarranted, assessment.InsufficientEvidence,
		assessment.Consider, assessment.Recommended, assessment.Strong, assessment.Deferred:
		return look.Verdict(v).Word
	}
	return effect
}

func buildSettings(lang *messages.Catalogue, registry *model.Registry, doc *engagement.Document) []Setting {
	var out []Setting
	for _, e := range registry.Entries() {
		s := Setting{Name: e.Name, Title: lang.Text(e.Title), Unit: lang.Text(e.Unit), Default: e.Default, Value: e.Default, Range: e.RangeText(), Why: lang.Text(e.Why)}
		if v, ok := doc.Model[e.Name]; ok {
			s.Value, s.Changed = v, v != e.Default
		}
		s.Shown = assessment.FormatNumber(s.Value, 4)
		if s.Changed {
			s.Shown += lang.Say(" (default %s)", assessment.FormatNumber(e.Default, 4))
		}
		out = append(out, s)
	}
	return out
}

func notAssessed(lang *messages.Catalogue, set *question.Set, doc *engagement.Document, r *assessment.Result) []Fact {
	var out []Fact
	for _, it := range set.Items() {
		if a := doc.Answers[it.ID]; a.State != engagement.Answered {
			word := StateWord(lang, a.State)
			if text := inapplicable(lang, r, it.ID); text != "" {
				word = text
			}
			out = append(out, Fact{Name: it.Title, Value: word, Note: it.ID})
		}
	}
	return out
}

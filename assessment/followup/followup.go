// Package followup compares an engagement with the one it follows: what became of
// the verdicts, the figures, the sections, the answers and the findings, each with a
// sentence that says so. It is pure: the same documents give the same Change.
package followup

import (
	"slices"
	"strings"

	"muster/assessment"
	"muster/assessment/engagement"
	"muster/assessment/model"
	"muster/assessment/question"
)

// Change is all that differs between an engagement and the one it follows. Both are
// evaluated by the same rules, those of this program.
type Change struct {
	Title   string   `json:"title"`   // of the earlier engagement
	Date    string   `json:"date"`    // of the earlier engagement, as given
	Now     string   `json:"now"`     // date of this one, as given
	Text    string   `json:"text"`    // all of it in a sentence
	Carried int      `json:"carried"` // answers that are carried over and not confirmed yet
	Remarks []string `json:"remarks"` // what besides answers may have moved verdicts and figures

	Verdicts []Verdict `json:"verdicts"` // always the same ones, in the order of reports
	Figures  []Figure  `json:"figures"`  // those known in either
	Sections []Section `json:"sections"` // those with a mean level in either
	Answers  []Answer  `json:"answers"`  // those that changed
	Findings []Finding `json:"findings"` // closed, new, open, lapsed; the worst first in each
	Counts   Counts    `json:"counts"`

	Before assessment.Result `json:"-"` // of the earlier engagement
}

// Counts are the numbers of findings by what became of them.
type Counts struct {
	Closed int `json:"closed"`
	New    int `json:"new"`
	Open   int `json:"open"`
	Lapsed int `json:"lapsed"`
}

// Trend says whether something became better or worse for the client.
type Trend string

// The trends; a figure that is neither good nor bad by itself has none.
const (
	Same   Trend = "same"
	Better Trend = "better"
	Worse  Trend = "worse"
	Moved  Trend = "moved" // it changed, and that is neither good nor bad by itself
	Open   Trend = "open"  // not known in one of the two
)

// Verdict is a verdict then and now.
type Verdict struct {
	Subject string             `json:"subject"` // sia, csirp-design, csirp-review or csirp-test
	Before  assessment.Verdict `json:"before"`
	After   assessment.Verdict `json:"after"`
	Trend   Trend              `json:"trend"`
	Text    string             `json:"text"`
}

// Figure is a key figure then and now, in its own unit.
type Figure struct {
	Name   string            `json:"name"` // as reports call it
	Before assessment.Figure `json:"before"`
	After  assessment.Figure `json:"after"`
	Trend  Trend             `json:"trend"`
	Text   string            `json:"text"`
}

// Section is the mean level of a section then and now, 0 to 4, and how many answers
// it is the mean of.
type Section struct {
	ID             string            `json:"id"`
	Title          string            `json:"title"`
	Before         assessment.Figure `json:"before"`
	After          assessment.Figure `json:"after"`
	BeforeLevelled int               `json:"beforeLevelled"`
	AfterLevelled  int               `json:"afterLevelled"`
	Trend          Trend             `json:"trend"`
	Text           string            `json:"text"`
}

// Answer is an answer whose state or value changed.
type Answer struct {
	Question string            `json:"question"`
	Number   int               `json:"number"`
	Title    string            `json:"title"`
	Text     string            `json:"text"`
	Before   engagement.Answer `json:"-"`
	After    engagement.Answer `json:"-"`
}

// Fate is what became of a finding.
type Fate string

// The fates of findings.
const (
	Closed    Fate = "closed"
	Raised    Fate = "new"
	StillOpen Fate = "open"
	// Lapsed: the finding is gone, but so is an answer it rested on; nobody can say
	// that the weakness is.
	Lapsed Fate = "lapsed"
)

// Finding is a finding with what became of it. Findings of two engagements are the
// same where they come from the same source: their numbers change.
type Finding struct {
	Source    string   `json:"source"`
	ID        string   `json:"id"` // F01 … as it stands now; of the earlier engagement where it is gone
	Fate      Fate     `json:"fate"`
	Title     string   `json:"title"`
	Severity  string   `json:"severity"` // as it stands now, or stood
	Was       string   `json:"was"`      // the severity before; empty for a new one
	Carried   bool     `json:"carried"`  // everything it rests on is carried over and not confirmed
	Text      string   `json:"text"`
	Questions []string `json:"questions"`
}

// Compare compares doc, whose result is now, with the engagement it follows; nil
// where it follows none.
func Compare(set *question.Set, registry *model.Registry, doc *engagement.Document, now *assessment.Result) *Change {
	if doc.Previous == nil {
		return nil
	}
	c := &comparer{set: set, doc: doc, old: doc.Previous, now: now,
		out: &Change{Title: doc.Previous.Title, Date: doc.Previous.Date, Now: doc.Date, Carried: now.Carried(), Before: assessment.Evaluate(set, registry, doc.Previous),
			Remarks: []string{}, Verdicts: []Verdict{}, Figures: []Figure{}, Sections: []Section{}, Answers: []Answer{}, Findings: []Finding{}}}
	c.before = &c.out.Before
	c.out.Verdicts = Verdicts(c.before, now)
	c.figures()
	c.sections()
	c.answers()
	c.findings()
	c.remarks(registry)
	c.out.Text = c.overall()
	return c.out
}

type comparer struct {
	set         *question.Set
	doc, old    *engagement.Document
	now, before *assessment.Result
	out         *Change
}

// Verdicts compares the verdicts of two results, in the order reports name them.
func Verdicts(before, after *assessment.Result) []Verdict {
	var out []Verdict
	for _, v := range []struct {
		subject, name string
		of            func(*assessment.Result) assessment.Verdict
	}{
		{"sia", "a named SIA", func(r *assessment.Result) assessment.Verdict { return r.SIA.Verdict }},
		{"csirp-design", "the design of the CSIRP", func(r *assessment.Result) assessment.Verdict { return r.CSIRP.Design }},
		{"csirp-review", "a review of the CSIRP", func(r *assessment.Result) assessment.Verdict { return r.CSIRP.Review }},
		{"csirp-test", "a test of the CSIRP", func(r *assessment.Result) assessment.Verdict { return r.CSIRP.Test }},
	} {
		x := Verdict{Subject: v.subject, Before: v.of(before), After: v.of(after)}
		x.Trend = verdictTrend(x.Before, x.After)
		x.Text = verdictText(v.name, &x)
		out = append(out, x)
	}
	return out
}

// needs orders the verdicts of a kind by how much help they call for.
var needs = map[assessment.Verdict]int{
	assessment.NotWarranted: 0, assessment.Borderline: 1, assessment.Warranted: 2, assessment.StronglyWarranted: 3,
	assessment.None: 0, assessment.Consider: 1, assessment.Recommended: 2, assessment.Strong: 3,
}

func verdictTrend(before, after assessment.Verdict) Trend {
	if before == after {
		return Same
	}
	a, given := needs[before]
	b, gives := needs[after]
	switch {
	case before == assessment.InsufficientEvidence || after == assessment.InsufficientEvidence:
		return Open
	case !given || !gives: // deferred until the design is done
		return Moved
	case b < a:
		return Better
	}
	return Worse
}

// figure is how a key figure is compared.
type figure struct {
	name     string
	of       func(*assessment.Result) assessment.Figure
	decimals int
	unit     string // "%": a share, told in percentage points
	good     int    // 1: more is better, −1: less is, 0: neither by itself
}

// figures are the key figures as reports name and round them.
var figures = []figure{
	{"Demand", func(r *assessment.Result) assessment.Figure { return r.Capacity.DemandHours }, 1, "h a week", 0},
	{"Supply", func(r *assessment.Result) assessment.Figure { return r.Capacity.SupplyHours }, 1, "h a week", 0},
	{"Demand / supply", func(r *assessment.Result) assessment.Figure { return r.Capacity.Ratio }, 3, "", -1},
	{"Gap", func(r *assessment.Result) assessment.Figure { return r.Capacity.GapHours }, 1, "h a week", -1},
	{"Urgent picked up in time", func(r *assessment.Result) assessment.Figure { return r.Capacity.Attainment.Urgent }, 1, "%", 1},
	{"Urgent, whole week", func(r *assessment.Result) assessment.Figure { return r.Capacity.Overall.Urgent }, 1, "%", 1},
	{"FTE required", func(r *assessment.Result) assessment.Figure { return r.Capacity.RequiredFTE }, 2, "FTE", 0},
	{"Staff index", func(r *assessment.Result) assessment.Figure { return r.Staff.Index }, 3, "", -1},
	{"Skill gap index", func(r *assessment.Result) assessment.Figure { return r.Skills.Index }, 3, "", -1},
	{"Tool use index", func(r *assessment.Result) assessment.Figure { return r.Tools.Index }, 3, "", 1},
	{"Process index", func(r *assessment.Result) assessment.Figure { return r.Process.Index }, 3, "", 1},
	{"Plan completeness", func(r *assessment.Result) assessment.Figure { return r.CSIRP.Index }, 3, "", 1},
	{"Responsibilities clear", clarity, 1, "%", 1},
	{"SIA hours", func(r *assessment.Result) assessment.Figure { return r.SIA.HoursPerWeek }, 1, "h a week", 0},
	{"Notification slack", func(r *assessment.Result) assessment.Figure { return r.Notification.SlackHours }, 1, "h", 1},
	{"Confidence", func(r *assessment.Result) assessment.Figure { return assessment.Figure(r.Confidence.Value) }, 2, "", 1},
}

func clarity(r *assessment.Result) assessment.Figure {
	if r.Responsibilities.Answered == 0 {
		return assessment.Missing()
	}
	return assessment.Figure(r.Responsibilities.Clarity)
}

func (c *comparer) figures() {
	for _, f := range figures {
		x := Figure{Name: f.name, Before: f.of(c.before), After: f.of(c.now)}
		if x.Before.Known() || x.After.Known() {
			x.Trend, x.Text = f.compare(x.Before, x.After)
			c.out.Figures = append(c.out.Figures, x)
		}
	}
}

func (c *comparer) sections() {
	for i, now := range c.now.Sections {
		old := c.before.Sections[i] // of the same set
		if !now.Level.Known() && !old.Level.Known() {
			continue
		}
		x := Section{ID: now.ID, Title: now.Title, Before: old.Level, After: now.Level, BeforeLevelled: old.Levelled, AfterLevelled: now.Levelled}
		x.Trend, x.Text = sectionText(&x)
		c.out.Sections = append(c.out.Sections, x)
	}
}

func (c *comparer) answers() {
	for _, it := range c.set.Items() {
		before, after := c.old.Answers[it.ID], c.doc.Answers[it.ID]
		if before.State == after.State && engagement.EqualValues(before.Value, after.Value) {
			continue
		}
		c.out.Answers = append(c.out.Answers, Answer{Question: it.ID, Number: it.Number, Title: it.Title, Before: before, After: after, Text: answerText(before, after)})
	}
}

func (c *comparer) findings() {
	before := map[string]assessment.Finding{}
	for _, f := range c.before.Findings {
		before[f.Source] = f
	}
	now := map[string]bool{}
	var raised, open, closed, lapsed []Finding
	for _, f := range c.now.Findings {
		now[f.Source] = true
		x := Finding{Source: f.Source, ID: f.ID, Title: f.Title, Severity: f.Severity, Questions: f.Questions, Fate: Raised, Carried: c.allCarried(f.Questions)}
		old, known := before[f.Source]
		if known {
			x.Fate, x.Was = StillOpen, old.Severity
			x.Text = openText(&x, old.Title)
			open = append(open, x)
			continue
		}
		x.Text = raisedText(&x)
		raised = append(raised, x)
	}
	for _, f := range c.before.Findings {
		if now[f.Source] {
			continue
		}
		x := Finding{Source: f.Source, ID: f.ID, Title: f.Title, Severity: f.Severity, Was: f.Severity, Questions: f.Questions, Fate: Closed}
		if c.lapsed(&f) {
			x.Fate = Lapsed
			lapsed = append(lapsed, x)
		} else {
			closed = append(closed, x)
		}
	}
	for _, list := range [][]Finding{closed, lapsed} {
		for i := range list {
			list[i].Text = goneText(&list[i])
		}
	}
	c.out.Findings = slices.Concat(c.out.Findings, closed, raised, open, lapsed)
	c.out.Counts = Counts{Closed: len(closed), New: len(raised), Open: len(open), Lapsed: len(lapsed)}
}

// allCarried reports whether every question was answered, and every answer is carried
// over and not confirmed.
func (c *comparer) allCarried(questions []string) bool {
	return len(questions) > 0 && !slices.ContainsFunc(questions, func(id string) bool { return !c.doc.Answers[id].Carried })
}

// lapsed reports whether a finding of the earlier engagement is gone because what it
// rested on was not answered this time.
func (c *comparer) lapsed(f *assessment.Finding) bool {
	if f.Source == "disagreement" {
		return len(c.doc.Respondents) == 0
	}
	if _, row, ok := strings.Cut(f.Source, "/"); ok {
		for _, r := range c.now.Responsibilities.Rows {
			if r.ID == row && f.Source == "raci-matrix/"+row {
				return !r.Answered
			}
		}
		for _, a := range c.now.Skills.Areas {
			if a.ID == row && f.Source == "skl-matrix/"+row {
				return !a.Assessed
			}
		}
	}
	return slices.ContainsFunc(f.Questions, func(id string) bool {
		now := c.doc.State(id)
		return c.old.State(id) != engagement.Unanswered && (now == engagement.Unanswered || now == engagement.Unknown && c.old.State(id) == engagement.Answered)
	})
}

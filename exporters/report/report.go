// Package report builds the one model every output reads: PDF, workbook,
// Markdown, JSON and the window's pages. Here every number gets its written
// form and every text its place; an output only arranges.
package report

import (
	"muster/assessment"
	"muster/assessment/actionplan"
	"muster/assessment/analysis"
	"muster/assessment/brand"
	"muster/assessment/cadence"
	"muster/assessment/comparison"
	"muster/assessment/engagement"
	"muster/assessment/messages"
	"muster/assessment/target"
	"muster/assessment/tickets"
	"muster/exporters/chart"
	"muster/exporters/look"
	"muster/exporters/redaction"
)

// Report is one engagement's report. It is built once and not changed.
type Report struct {
	Title          string `json:"title"`
	Client         string `json:"client"`
	Assessor       string `json:"assessor"`
	Date           string `json:"date"`
	Classification string `json:"classification"`
	Program        string `json:"program"`     // "Muster 0.3.0"
	QuestionSet    string `json:"questionSet"` // "mssp-sia version 1"
	InputHash      string `json:"inputHash"`   // SHA-256 of the document, hex
	EngagementID   string `json:"engagementId"`

	Verdicts         []Badge           `json:"verdicts"`
	Reasons          []string          `json:"reasons"`
	Decisions        []string          `json:"decisions"`
	Explanation      []string          `json:"explanation"` // which rule decided, and why
	Figures          []Fact            `json:"figures"`     // the key figures as written
	Findings         []Finding         `json:"findings"`
	Answers          []Answer          `json:"answers"`
	Responsibilities []Responsibility  `json:"responsibilities"`
	Skills           []Skill           `json:"skills"`
	Trace            []TraceRow        `json:"trace"`
	Settings         []Setting         `json:"settings"`
	NotAssessed      []Fact            `json:"notAssessed"`
	Assumptions      []Fact            `json:"assumptions"`
	Changes          []Change          `json:"changes"`   // what would change the verdicts
	Shares           []VerdictShare    `json:"shares"`    // how the SIA verdict spreads; empty without one
	Scenarios        []Scenario        `json:"scenarios"` // kept what-ifs
	BreakEven        []Fact            `json:"breakEven"`
	Result           assessment.Result `json:"result"`

	Analysis    assessment.Explanation `json:"analysis"`
	Tickets     *tickets.History       `json:"tickets"` // null when none was imported
	TicketFault string                 `json:"ticketFault,omitempty"`
	Simulation  *analysis.Simulation   `json:"simulation"` // null when it was not run

	SimulationFault string `json:"simulationFault,omitempty"`

	Respondents *assessment.RespondentComparison `json:"respondents,omitempty"` // nil where nobody answered on their own

	Since       *Since `json:"since,omitempty"`       // the engagement that this one follows; nil where it follows none
	Provisional string `json:"provisional,omitempty"` // says that answers are not confirmed yet; empty where all are

	Plan *actionplan.Plan `json:"plan,omitempty"` // of what was decided to do; nil without any action

	Gap    *target.Assessment `json:"gap,omitempty"`     // against the target; nil without one
	Duties []cadence.Duty     `json:"cadence,omitempty"` // as they stand on the engagement's date; only with a target

	Exercises []HeldExercise `json:"exercises,omitempty"` // that were held, the last first

	Comparison *comparison.Comparison `json:"comparison,omitempty"` // of the contract options; nil without any
	Options    []engagement.Option    `json:"-"`                    // as entered, in the order of Comparison
	Inputs     engagement.Comparison  `json:"-"`                    // what they are compared by, as entered

	Lang           *messages.Catalogue `json:"-"` // that it is written in; nil is English
	Subtitle       string              `json:"-"` // of the cover
	Kind           Kind                `json:"-"`
	Redaction      redaction.Profile   `json:"-"`
	Brand          brand.Brand         `json:"-"`
	Exercise       *Exercise           `json:"-"` // what the documents of an exercise show; nil for others
	Hints          []string            `json:"-"` // how to read the document; empty: as an assessment
	Readers        string              `json:"-"` // for whom it is; empty: as Redaction says
	Masthead       bool                `json:"-"` // the first page starts with a head instead of a cover and a contents page
	Attachment     []byte              `json:"-"` // the engagement document; nil where it must not be attached
	OptionChapters []Chapter           `json:"-"` // on the contract options, for outputs of their own

	whole *Report // with everything the result needs, for the chapters of other kinds

	Chapters  []Chapter `json:"-"` // the same content in reading order
	Simulated []Block   `json:"-"` // the part on the simulation, for outputs that give it a place of its own
}

// Fact is a name with its written value.
type Fact struct {
	Name  string `json:"name"`
	Value string `json:"value"`
	Note  string `json:"note,omitempty"`
}

// Badge is a verdict with its word and what it means.
type Badge struct {
	Subject string             `json:"subject"`
	Verdict assessment.Verdict `json:"verdict"`
	Word    string             `json:"word"`
	Detail  string             `json:"detail"`
}

// Style is the look of the badge.
func (b Badge) Style() look.VerdictStyle { return look.Verdict(b.Verdict) }

// Finding is a finding as written.
type Finding struct {
	ID             string   `json:"id"`
	Severity       string   `json:"severity"`
	Title          string   `json:"title"`
	Found          string   `json:"found"`
	Impact         string   `json:"impact"`
	Recommendation string   `json:"recommendation"`
	Owner          string   `json:"owner"`
	Effort         string   `json:"effort"`
	DueDays        int      `json:"dueDays"` // from the date of the engagement
	Due            string   `json:"due"`     // as written: the date, or the time from now
	Questions      []string `json:"questions"`
	QuestionIDs    []string `json:"questionIds"`
	Numbers        []int    `json:"numbers"` // of the questions
}

// Answer is one item with all that was said about it.
type Answer struct {
	Section    string   `json:"section"`
	Number     int      `json:"number"`
	ID         string   `json:"id"`
	Title      string   `json:"title"`
	Question   string   `json:"question"`
	State      string   `json:"state"`
	Value      string   `json:"value"`
	Evidence   string   `json:"evidence"`
	Comment    string   `json:"comment"`
	Review     bool     `json:"review"`
	Carried    bool     `json:"carried,omitempty"` // over from the engagement before, not confirmed yet
	References []string `json:"references"`
	Custom     bool     `json:"custom"` // added by a custom set: reported, not scored

	// Inapplicable says that and why the profile makes an unanswered question not apply;
	// empty where it applies or has an answer.
	Inapplicable string `json:"inapplicable"`
}

// Responsibility is one row of the matrix as written.
type Responsibility struct {
	Number              int    `json:"number"`
	Activity            string `json:"activity"`
	Accountable         string `json:"accountable"`
	Doer                string `json:"doer"`
	Written             string `json:"written"`
	ExpectedAccountable string `json:"expectedAccountable"`
	ExpectedDoer        string `json:"expectedDoer"`
	Remark              string `json:"remark"`
	Settled             bool   `json:"settled"` // one party answers for it, and may
}

// Skill is one area of skill; the numbers are for the workbook's own use.
type Skill struct {
	Area     string  `json:"area"`
	Core     bool    `json:"core"`
	Weight   int     `json:"weight"`
	Required int     `json:"required"`
	Best     int     `json:"best"`
	People   int     `json:"people"`
	Needed   int     `json:"needed"`
	Covered  float64 `json:"covered"`
	Gap      float64 `json:"gap"`
	Assessed bool    `json:"assessed"`
	Shown    string  `json:"shown"` // the gap as written
}

// TraceRow is one step of the trace as written.
type TraceRow struct {
	Subject    string   `json:"subject"`
	Rule       string   `json:"rule"`
	Held       string   `json:"held"` // yes or no
	Effect     string   `json:"effect"`
	Text       string   `json:"text"`
	Conditions []string `json:"conditions"`
	Questions  []string `json:"questions"`
	Source     string   `json:"source"`
}

// Change is a smallest change that gives another verdict, as written.
type Change struct {
	Subject   string   `json:"subject"`
	Direction string   `json:"direction"` // less or more: the help that is needed
	Advice    bool     `json:"advice"`    // the client can move it
	Text      string   `json:"text"`
	Verdict   string   `json:"verdict"`   // it leads to
	Questions []string `json:"questions"` // ids
	Single    bool     `json:"single"`    // one thing alone
	Best      bool     `json:"best"`      // among the few to show first
}

// VerdictShare is the share of draws that give a verdict.
type VerdictShare struct {
	Verdict assessment.Verdict `json:"verdict"`
	Word    string             `json:"word"`
	Share   float64            `json:"share"`
	Shown   string             `json:"shown"`
}

// Scenario is a kept what-if beside the engagement as it is.
type Scenario struct {
	Name    string `json:"name"`
	Changes string `json:"changes"`
	Verdict string `json:"verdict"`
	Hours   string `json:"hours"`
	Ratio   string `json:"ratio"`
	Gap     string `json:"gap"`
	Urgent  string `json:"urgent"`
	FTE     string `json:"requiredFTE"`
}

// Setting is one entry of the model's registry as used.
type Setting struct {
	Name    string  `json:"name"`
	Title   string  `json:"title"`
	Unit    string  `json:"unit"`
	Value   float64 `json:"value"`
	Default float64 `json:"default"`
	Shown   string  `json:"shown"`
	Range   string  `json:"range"`
	Why     string  `json:"why"`
	Changed bool    `json:"changed"`
}

// Chapter is a part of the report in reading order.
type Chapter struct {
	ID        string
	Title     string
	Label     string // stands before the title; empty: the number of the chapter
	Lead      string // its result in one sentence
	Landscape bool
	Appendix  bool
	Follows   bool // may go on below the chapter before, where enough of the page is left
	OnePage   bool // stays on one page, set smaller if need be
	Blocks    []Block
}

// Block is a piece of a chapter.
type Block interface{ block() }

// Heading starts a part inside a chapter.
type Heading struct{ Text string }

// Paragraph is running text.
type Paragraph struct{ Text string }

// Bullets is a list of sentences.
type Bullets struct{ Items []string }

// Badges shows verdicts with shape and word.
type Badges struct{ Badges []Badge }

// Table has a head that repeats on each page. A row of one cell among several
// columns is a band over all of them: it heads the rows that follow.
type Table struct {
	Caption string
	Columns []Column
	Rows    [][]string
	Anchors []string // of the rows, by their index; shorter than Rows or empty where nothing leads there
}

// Band reports whether row i heads the rows that follow.
func (t Table) Band(i int) bool { return len(t.Rows[i]) == 1 && len(t.Columns) > 1 }

// Column is a table column; Share is its part of the width, Right aligns numbers.
type Column struct {
	Title string
	Share float64
	Right bool
}

// FindingAnchor and AnswerAnchor name the places that others lead to.
func FindingAnchor(id string) string { return "finding/" + id }

// AnswerAnchor is the place of the answer to a question.
func AnswerAnchor(id string) string { return "answer/" + id }

// Figure is a picture with what to see in it.
type Figure struct {
	Scene   chart.Scene
	Caption string
}

// Signatures is room to sign on paper: a line for each.
type Signatures struct {
	Heading string
	Lines   []string
}

// Card is a finding that stays together on a page.
type Card struct{ Finding Finding }

// Quote is a text that is read out as it stands.
type Quote struct{ Text string }

// Form is a table to fill in on paper: rows with what is known, then empty ones.
type Form struct {
	Columns []Column
	Rows    [][]string
	Empty   int  // rows without anything
	Fill    bool // more of them, to the end of the page
}

func (Quote) block()      {}
func (Form) block()       {}
func (Heading) block()    {}
func (Paragraph) block()  {}
func (Bullets) block()    {}
func (Badges) block()     {}
func (Table) block()      {}
func (Figure) block()     {}
func (Card) block()       {}
func (Signatures) block() {}

// Chapter finds a chapter by its id.
func (r *Report) Chapter(id string) Chapter {
	for _, c := range r.Chapters {
		if c.ID == id {
			return c
		}
	}
	return Chapter{ID: id}
}

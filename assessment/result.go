// Package assessment decides. Evaluate turns an engagement into a Result:
// capacity, skills, staff, tools and process figures, the SIA and CSIRP
// verdicts with their trace, sizing, responsibilities, forensics, notification
// slack and confidence. It is pure: the same input gives the same Result.
package assessment

import (
	"encoding/json"
	"math"
	"slices"

	"muster/assessment/engagement"
)

// Verdict is the outcome of a decision.
type Verdict string

// SIA verdicts, from none to most, and what both kinds share.
const (
	NotWarranted         Verdict = "not-warranted"
	Borderline           Verdict = "borderline"
	Warranted            Verdict = "warranted"
	StronglyWarranted    Verdict = "strongly-warranted"
	InsufficientEvidence Verdict = "insufficient-evidence"
)

// CSIRP verdicts.
const (
	None        Verdict = "none"
	Consider    Verdict = "consider"
	Recommended Verdict = "recommended"
	Strong      Verdict = "strong"
	Deferred    Verdict = "deferred" // until the design is done
)

// Ladder is the order of the SIA verdicts.
var Ladder = []Verdict{NotWarranted, Borderline, Warranted, StronglyWarranted}

// Rung is the place of an SIA verdict on the Ladder; -1 for insufficient evidence.
func (v Verdict) Rung() int {
	for i, x := range Ladder {
		if x == v {
			return i
		}
	}
	return -1
}

// Word is the verdict as people write it, as the start of a sentence.
func (v Verdict) Word() string {
	switch v {
	case NotWarranted:
		return "Not warranted"
	case Borderline:
		return "Borderline"
	case Warranted:
		return "Warranted"
	case StronglyWarranted:
		return "Strongly warranted"
	case None:
		return "Not needed now"
	case Consider:
		return "Consider"
	case Recommended:
		return "Recommended"
	case Strong:
		return "Strongly recommended"
	case Deferred:
		return "After the design"
	}
	return "Insufficient evidence"
}

// Status grades capacity, staff or skills.
type Status string

// The statuses; the good end is called strong for skills and ok otherwise.
const (
	Short         Status = "short"
	Tight         Status = "tight"
	OK            Status = "ok"
	StrongSkills  Status = "strong"
	UnknownStatus Status = "unknown" // the answers do not carry it
)

func (s Status) rank() int {
	switch s {
	case Short:
		return 2
	case Tight:
		return 1
	}
	return 0
}

func worse(a, b Status) Status {
	if a == UnknownStatus || b == UnknownStatus {
		// One short half decides; otherwise the missing half may be worse.
		if a == Short || b == Short {
			return Short
		}
		return UnknownStatus
	}
	if b.rank() > a.rank() {
		return b
	}
	return a
}

// Figure is a number that may be missing (NaN, null in JSON) or infinite (the
// string "inf" in JSON).
type Figure float64

// Missing is the Figure of what cannot be computed.
func Missing() Figure { return Figure(math.NaN()) }

// Known reports whether the figure could be computed.
func (f Figure) Known() bool { return !math.IsNaN(float64(f)) }

// MarshalJSON writes the figure unrounded.
func (f Figure) MarshalJSON() ([]byte, error) {
	switch v := float64(f); {
	case math.IsNaN(v):
		return []byte("null"), nil
	case math.IsInf(v, 0):
		return []byte(`"inf"`), nil
	default:
		return json.Marshal(v)
	}
}

// Result is everything one evaluation found. The JSON names are fixed.
type Result struct {
	SIA              SIA              `json:"sia"`
	CSIRP            CSIRP            `json:"csirp"`
	Capacity         Capacity         `json:"capacity"`
	Staff            Staff            `json:"staff"`
	Skills           Skills           `json:"skills"`
	Tools            Tools            `json:"tools"`
	Process          Process          `json:"process"`
	Responsibilities Responsibilities `json:"responsibilities"`
	Forensics        Forensics        `json:"forensics"`
	Notification     Notification     `json:"notification"`
	Confidence       Confidence       `json:"confidence"`
	Assumptions      []Assumption     `json:"assumptions"`
	Trace            []Step           `json:"trace"`
	Advice           []Advice         `json:"advice"`
	Findings         []Finding        `json:"findings"`
	Sections         []Progress       `json:"sections"`
	Overrides        []Override       `json:"overrides"`
	Profile          Profile          `json:"profile"`
}

// Profile is what the answers say of the organisation itself.
type Profile struct {
	// NotApplicable are the questions that therefore do not apply and were left
	// unanswered. They count as not applicable.
	NotApplicable []engagement.Exempt `json:"notApplicable"`
}

// Because is the reason why an unanswered question does not apply; empty where it
// does, or is answered.
func (p *Profile) Because(id string) string {
	for i := range p.NotApplicable {
		if p.NotApplicable[i].ID == id {
			return p.NotApplicable[i].Because
		}
	}
	return ""
}

// SIA is the verdict on a named security intelligence analyst.
type SIA struct {
	Verdict       Verdict  `json:"verdict"`
	BaseRule      string   `json:"baseRule"`      // V1 to V5; empty without a verdict
	Rules         []string `json:"rules"`         // rules that had an effect, in order
	Urgency       string   `json:"urgency"`       // normal or high
	HoursPerWeek  Figure   `json:"hoursPerWeek"`  // analyst hours to buy
	ResidualHours Figure   `json:"residualHours"` // gap hours that stay with the client
	Missing       []string `json:"missing"`       // questions to answer before there can be a verdict

	ExpertHours    Figure `json:"expertHours"`    // X, hours a week
	SkillHours     Figure `json:"skillHours"`     // hours a week that lack skill
	DelegableHours Figure `json:"delegableHours"` // gap hours an analyst may take over
}

// CSIRP holds the three verdicts on consulting for the incident response plan.
type CSIRP struct {
	Design       Verdict  `json:"design"`
	Review       Verdict  `json:"review"`
	Test         Verdict  `json:"test"`
	Index        Figure   `json:"index"`        // PCI, plan completeness 0 to 1
	WeakElements []string `json:"weakElements"` // ids of the four elements at a weak level
	InHouse      bool     `json:"inHouse"`      // independent reviewers of one's own are an alternative
	Missing      []string `json:"missing"`
}

// Capacity is supply against demand. Status is the worse of bandwidth and
// staff; Bandwidth is the bandwidth status alone.
type Capacity struct {
	Status           Status     `json:"status"`
	Bandwidth        Status     `json:"bandwidth"`
	DemandHours      Figure     `json:"demandHours"` // D, hours a week
	SupplyHours      Figure     `json:"supplyHours"` // S, hours a week
	Ratio            Figure     `json:"ratio"`       // D / S
	GapHours         Figure     `json:"gapHours"`    // max(0, D − S)
	OfferedLoad      Figure     `json:"offeredLoad"` // A, erlangs
	UrgentLoad       Figure     `json:"urgentLoad"`  // A_u, erlangs
	OnShift          Figure     `json:"onShift"`     // c, analysts present
	Attainment       Attainment `json:"attainment"`
	Outside          Attainment `json:"attainmentOutside"` // outside cover
	Overall          Attainment `json:"attainmentOverall"` // weighted by the share outside
	OutsideShare     Figure     `json:"outsideShare"`      // φ, 0 to 1
	RequiredAnalysts Figure     `json:"requiredAnalysts"`  // c_req
	CoverageFTE      Figure     `json:"coverageFTE"`       // R_cov
	WorkFTE          Figure     `json:"workFTE"`           // D / u
	QueueFTE         Figure     `json:"queueFTE"`          // c_req·C/(P(1−σ))
	RequiredFTE      Figure     `json:"requiredFTE"`       // R
	CoveredHours     Figure     `json:"coveredHours"`      // C, hours a week
	UsableHours      Figure     `json:"usableHours"`       // u, hours a week per FTE
	HandleHours      Figure     `json:"handleHours"`       // h̄
	EscalationHours  Figure     `json:"escalationHours"`   // (1+g)·Σ n·h, hours a week
	Stress           Stress     `json:"stress"`
	CoverageBound    bool       `json:"coverageBound"` // cover needs more people than the work does

	Inputs CapacityInputs `json:"inputs"` // what the figures were computed from, defaults filled in
}

// CapacityInputs are the numbers behind the bandwidth figures.
type CapacityInputs struct {
	Known       bool       `json:"known"`       // nothing needed is missing
	Volume      [4]float64 `json:"volume"`      // a week, critical to low
	Handle      [4]float64 `json:"handle"`      // hours each
	Target      [4]float64 `json:"target"`      // hours to pick-up
	Growth      float64    `json:"growth"`      // share
	OtherHours  float64    `json:"otherHours"`  // a week
	IntelHours  float64    `json:"intelHours"`  // a week, wanted
	MajorCount  float64    `json:"majorCount"`  // a year
	MajorHours  float64    `json:"majorHours"`  // each
	DaysCovered float64    `json:"daysCovered"` // a week
	HoursADay   float64    `json:"hoursADay"`   // on those days
	FTE         float64    `json:"fte"`
	OnCall      bool       `json:"onCall"` // somebody picks up outside cover
}

// Attainment is the share picked up within target, by severity and for critical
// and high together.
type Attainment struct {
	Critical Figure `json:"critical"`
	High     Figure `json:"high"`
	Medium   Figure `json:"medium"`
	Low      Figure `json:"low"`
	Urgent   Figure `json:"urgent"`
}

// Stress is the case with arrivals half as high again.
type Stress struct {
	PeakFactor       float64 `json:"peakFactor"`
	Urgent           Figure  `json:"urgent"`
	RequiredAnalysts Figure  `json:"requiredAnalysts"`
	RequiredFTE      Figure  `json:"requiredFTE"`
}

// Staff grades the number of people.
type Staff struct {
	Status    Status `json:"status"`
	Index     Figure `json:"index"`
	Coverage  Figure `json:"coverage"`  // share of the people cover needs that is missing
	People    Figure `json:"people"`    // mean share of people missing in the core areas
	Departure Figure `json:"departure"` // half the share of posts vacant or about to be
}

// Skills grades what the people can do.
type Skills struct {
	Status Status      `json:"status"`
	Index  Figure      `json:"index"`    // SGI, weighted mean gap
	Core   Figure      `json:"core"`     // largest core gap
	Mean   Figure      `json:"meanCore"` // weighted mean core gap
	Areas  []SkillArea `json:"areas"`
}

// SkillArea is one area of skill.
type SkillArea struct {
	ID       string  `json:"id"`
	Title    string  `json:"title"`
	Core     bool    `json:"core"`
	Weight   int     `json:"weight"`
	Required int     `json:"required"`
	Best     int     `json:"best"`
	People   int     `json:"people"`   // at level 2 or above
	Needed   int     `json:"needed"`   // people needed at that level
	Covered  float64 `json:"covered"`  // share the contract covers
	Gap      float64 `json:"gap"`      // 0 to 1
	Assessed bool    `json:"assessed"` // somebody's level is known
}

// Tools grades access to and use of the MSSP's tools.
type Tools struct {
	Index   Figure `json:"index"`
	Engaged bool   `json:"engaged"`
}

// Process grades how unified incident handling is.
type Process struct {
	Index Figure `json:"index"`
}

// Responsibilities compares who does what with who should.
type Responsibilities struct {
	Clarity    float64    `json:"clarity"`  // share of answered rows that are clear
	Answered   int        `json:"answered"` // rows
	RedFlags   []string   `json:"redFlags"` // activities the MSSP must not account for
	Mismatches []Mismatch `json:"mismatches"`
	Rows       []Row      `json:"rows"`
}

// Row is one activity of the responsibility matrix.
type Row struct {
	ID                  string `json:"id"`
	Number              int    `json:"number"`
	Text                string `json:"text"`
	ExpectedAccountable string `json:"expectedAccountable"`
	ExpectedDoer        string `json:"expectedDoer"`
	Accountable         string `json:"accountable"`
	Doer                string `json:"doer"`
	Written             bool   `json:"written"`
	Answered            bool   `json:"answered"`
	Clear               bool   `json:"clear"`
	Mismatch            bool   `json:"mismatch"`
	RedFlag             bool   `json:"redFlag"`
}

// Mismatch is one party that differs from what is expected.
type Mismatch struct {
	Activity string `json:"activity"`
	Role     string `json:"role"` // accountable or doer
	Expected string `json:"expected"`
	Found    string `json:"found"`
}

// Forensics recommends a forensic process model.
type Forensics struct {
	Model  string          `json:"model"`
	Title  string          `json:"title"`
	Scores []ForensicScore `json:"scores"`
}

// ForensicScore is the fit of one model to the stated needs.
type ForensicScore struct {
	ID    string  `json:"id"`
	Title string  `json:"title"`
	Short string  `json:"short"`
	Use   string  `json:"use"`
	Fit   []int   `json:"fit"`
	Score float64 `json:"score"`
}

// Notification compares the shortest legal clock with the time already spent.
type Notification struct {
	SlackHours  Figure  `json:"slackHours"`
	Regime      string  `json:"regime"`
	ClockHours  Figure  `json:"clockHours"`
	MSSPHours   Figure  `json:"msspHours"`
	GapHours    Figure  `json:"gapHours"` // worst pick-up gap
	DecideHours Figure  `json:"decideHours"`
	Clocks      []Clock `json:"clocks"`
	Other       bool    `json:"other"` // another duty was named, whose clock is not known
}

// Clock is one notification duty that applies.
type Clock struct {
	Regime string  `json:"regime"`
	Title  string  `json:"title"`
	Hours  float64 `json:"hours"`
	Note   string  `json:"note"`
}

// Confidence says how far the answers carry the verdict.
type Confidence struct {
	Value      float64   `json:"value"` // 0 to 1
	Grade      string    `json:"grade"` // high, medium or low
	Robust     bool      `json:"robust"`
	Range      []Verdict `json:"range"` // unknowns all at their best, all at their worst
	Answered   int       `json:"answered"`
	Unknown    int       `json:"unknown"`
	Applicable int       `json:"applicable"`
	Evidence   float64   `json:"evidence"` // mean evidence factor
	Next       string    `json:"next"`     // most valuable question to answer next
}

// Assumption is a default that stands in for a missing answer.
type Assumption struct {
	Question string `json:"question"`
	Text     string `json:"text"`
}

// Step is one line of the trace: a rule and whether it held.
type Step struct {
	Rule       string      `json:"rule"`
	Subject    string      `json:"subject"` // sia, csirp-design, csirp-review or csirp-test
	Held       bool        `json:"held"`
	Effect     string      `json:"effect"` // what it did; empty if nothing
	Text       string      `json:"text"`
	Conditions []Condition `json:"conditions"`
	Source     string      `json:"source"`
}

// NotAnswered is the value of a condition whose question has no answer. Such a
// condition does not hold.
const NotAnswered = "not answered"

// Open reports whether a condition of the step rests on one of the questions, and
// that has no answer: that it does not hold says nothing then.
func (s *Step) Open(question string) bool {
	for _, c := range s.Conditions {
		if c.Value == NotAnswered && slices.Contains(c.Questions, question) {
			return true
		}
	}
	return false
}

// Condition is one comparison of a rule.
type Condition struct {
	Text      string   `json:"text"`
	Value     string   `json:"value"`
	Threshold string   `json:"threshold"`
	Held      bool     `json:"held"`
	Questions []string `json:"questions"`
}

// Advice is a sentence that goes with the verdicts.
type Advice struct {
	ID   string `json:"id"`
	Text string `json:"text"`
}

// Finding is a weakness a report shows.
type Finding struct {
	ID             string   `json:"id"`     // F01, F02 …
	Source         string   `json:"source"` // question id, or question id/row
	Questions      []string `json:"questions"`
	Severity       string   `json:"severity"` // high, medium or low
	Title          string   `json:"title"`
	Found          string   `json:"found"`
	Impact         string   `json:"impact"`
	Recommendation string   `json:"recommendation"`
	Owner          string   `json:"owner"`
	Effort         string   `json:"effort"` // S, M or L
	Days           int      `json:"days"`   // until it should be closed; 0: by severity and effort
}

// Progress counts the items of a section.
type Progress struct {
	ID            string `json:"id"`
	Title         string `json:"title"`
	Items         int    `json:"items"`
	Answered      int    `json:"answered"`
	Unfinished    int    `json:"unfinished,omitempty"` // of the answered, those the verdict still lacks something of
	Unknown       int    `json:"unknown"`
	NotApplicable int    `json:"notApplicable"`
	Review        int    `json:"review"`
	Carried       int    `json:"carried,omitempty"` // over from the engagement before, not confirmed yet
	RedFlags      int    `json:"redFlags"`
	Level         Figure `json:"level"`    // mean of the levelled answers, 0 to 4; the harm of an outage is none of them
	Levelled      int    `json:"levelled"` // answers it is the mean of
	Because       string `json:"because"`  // why none of it applies, as the profile says; empty where some does
}

// Applicable is the number of items that want an answer.
func (p Progress) Applicable() int { return p.Items - p.NotApplicable }

// Carried is the number of answers that were carried over from the engagement before
// and are not confirmed yet.
func (r *Result) Carried() int {
	n := 0
	for _, s := range r.Sections {
		n += s.Carried
	}
	return n
}

// Override is a registry entry this engagement changed.
type Override struct {
	Name    string  `json:"name"`
	Title   string  `json:"title"`
	Default float64 `json:"default"`
	Value   float64 `json:"value"`
}

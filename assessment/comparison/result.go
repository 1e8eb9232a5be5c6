// Package comparison puts contract options beside the assessed need: gates,
// criteria, cost, the need that remains, ranking and how fragile it is. It is
// pure: the same engagement gives the same Comparison.
package comparison

import (
	"muster/assessment"
	"muster/assessment/cost"
)

// Status is the outcome of a gate.
type Status string

// The outcomes of a gate.
const (
	Pass    Status = "pass"
	Fail    Status = "fail"
	Unknown Status = "unknown" // ask the provider
)

// Figure is a number that may be missing.
type Figure = assessment.Figure

// Comparison is everything about the options of one engagement. The JSON names of
// options, ranking and flips are fixed.
type Comparison struct {
	Currency string   `json:"currency"` // of all amounts; empty where none was entered
	Options  []Option `json:"options"`  // in the order of the document
	Ranking  []string `json:"ranking"`  // ids of the options that fail no gate, the best first
	Flips    []Flip   `json:"flips"`    // single weights that put another option before the leader
	Leads    []Lead   `json:"leads"`    // how far a weight may go with the same leader

	Criteria []Criterion `json:"criteria"` // with their weights
	GatesOff []GateOff   `json:"gatesOff"`

	Verdict assessment.Verdict `json:"verdict"` // on a named analyst today
	Hours   Figure             `json:"hours"`   // of an analyst a week, as sized
	Needs   []Need             `json:"needs"`   // need × clause

	Unknowns  []UnknownValue   `json:"unknowns"` // criteria nobody knows, and whether they matter
	BreakEven []Axis           `json:"breakEven"`
	Mixes     []assessment.Mix `json:"mixes"` // SIA hours and hires that close the need, the cheapest first

	Questions      []Questions    `json:"questions"` // by provider
	Recommendation Recommendation `json:"recommendation"`
	Remarks        []Remark       `json:"remarks"`
}

// Option is one option compared.
type Option struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Provider string `json:"provider"`

	Gates   map[string]Status `json:"gates"`
	Reasons []Gate            `json:"gateReasons"` // the same in the order of the catalogue, with reasons
	Out     bool              `json:"out"`         // fails a gate: out of the ranking

	// Cost in the currency of the comparison; nil where it cannot be computed.
	TotalCost  *cost.Money  `json:"totalCost"`
	AnnualCost []cost.Money `json:"annualCost"` // by year of the term, without onboarding and exit
	YearlyCost *cost.Money  `json:"yearlyCost"` // total over the years of the term
	Floor      bool         `json:"costIsLowerBound"`
	Months     int          `json:"termMonths"`
	Cost       Cost         `json:"cost"`

	Value   Figure        `json:"value"` // weighted sum on the fixed anchors, 0 to 1; null without any weight
	Low     Figure        `json:"valueLow"`
	High    Figure        `json:"valueHigh"`
	TOPSIS  Figure        `json:"topsis"` // closeness to the fixed ideal, 0 to 1
	Rank    int           `json:"rank"`   // from 1; 0 when out
	Details []Measurement `json:"criteria"`

	Residual Residual `json:"residual"`
	Over     []string `json:"overBuying"`  // what is bought beyond the need
	Under    []string `json:"underBuying"` // what the need asks for and the option lacks

	Acceptability []float64 `json:"rankAcceptability"`       // share of all weightings that give it each rank
	Stated        []float64 `json:"rankAcceptabilityStated"` // the same around the stated weights
	DominatedBy   *string   `json:"paretoDominatedBy"`       // costs no more and is worth no less
}

// Cost is the statement of an option.
type Cost struct {
	Currency   string          `json:"currency"`   // the amounts below are in
	Own        string          `json:"own"`        // currency of the offer
	Onboarding cost.Money      `json:"onboarding"` //
	Exit       cost.Money      `json:"exit"`
	Parts      []Part          `json:"parts"` // over the term, in the order of the catalogue
	Unknown    []string        `json:"unknown"`
	Statement  *cost.Statement `json:"-"` // in Currency
	Terms      cost.Terms      `json:"-"` // in Own
}

// Part is one part of the cost, over the term and by year.
type Part struct {
	ID    string       `json:"id"`
	Title string       `json:"title"`
	Total cost.Money   `json:"total"`
	Years []cost.Money `json:"years"`
}

// Gate is the outcome of a gate with its reason.
type Gate struct {
	ID     string `json:"id"`
	Title  string `json:"title"`
	Status Status `json:"status"`
	Reason string `json:"reason"`
}

// GateOff is a gate that is switched off.
type GateOff struct {
	ID     string `json:"id"`
	Title  string `json:"title"`
	Reason string `json:"reason"`
}

// Criterion is a criterion as this engagement uses it.
type Criterion struct {
	ID       string    `json:"id"`
	Title    string    `json:"title"`
	Unit     string    `json:"unit"`
	Decimals int       `json:"-"`
	Own      bool      `json:"own"`     // added by the client
	Points   float64   `json:"points"`  // swing points
	Share    float64   `json:"share"`   // of all points that count
	Anchors  []float64 `json:"anchors"` // from unacceptable to ideal; empty where there are none
	Scored   bool      `json:"scored"`  // it has anchors, so it can count
}

// Measurement is an option on one criterion. Low and High are its value, 0 to 1;
// they differ where the raw figure is not known.
type Measurement struct {
	ID            string  `json:"id"`
	Raw           Figure  `json:"raw"`
	NotApplicable bool    `json:"notApplicable"`
	Low           float64 `json:"low"`
	High          float64 `json:"high"`
	Contribution  Figure  `json:"contribution"` // to the value
	Source        string  `json:"source"`
}

// Known reports whether the measurement is a number.
func (m Measurement) Known() bool { return !m.NotApplicable && m.Low == m.High }

// Residual is the need that remains with an option.
type Residual struct {
	Verdict  assessment.Verdict `json:"verdict"`
	Hours    Figure             `json:"hours"`  // of an analyst a week, still to buy
	Closes   *bool              `json:"closes"` // nil without enough evidence
	GapHours Figure             `json:"gapHours"`
	Ratio    Figure             `json:"ratio"`
	Urgent   Figure             `json:"urgent"` // attainment of critical and high
	Skills   Figure             `json:"skills"` // gap index
	Slack    Figure             `json:"slackHours"`
}

// Need is a gap of the assessment and what each option does about it.
type Need struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Size  string `json:"size"`
	Cells []Cell `json:"options"` // in the order of the options
}

// Cell is what one option does about one need.
type Cell struct {
	Option  string `json:"option"`
	Term    string `json:"term"`    // the clause; empty where there is none
	Doer    string `json:"doer"`    // who does the work
	Remains string `json:"remains"` //
	State   string `json:"state"`   // closed, part, open or unknown
}

// The states of a cell.
const (
	Closed      = "closed"
	Partly      = "part"
	Open        = "open"
	UnknownNeed = "unknown"
)

// Flip is a single weight that puts Other before Leader.
type Flip struct {
	Leader    string  `json:"leader"`
	Other     string  `json:"other"`
	Criterion string  `json:"criterion"`
	Weight    float64 `json:"weight"` // as it is
	Flip      float64 `json:"flip"`   // at which both are worth the same
}

// Lead is the stretch of one weight in which the leader leads.
type Lead struct {
	Criterion string  `json:"criterion"`
	Weight    float64 `json:"weight"`
	Low       float64 `json:"low"`
	High      float64 `json:"high"`
}

// UnknownValue is a criterion nobody knows for an option.
type UnknownValue struct {
	Option    string `json:"option"`
	Criterion string `json:"criterion"`
	Matters   bool   `json:"matters"` // another option would lead at one of its ends
	AtWorst   string `json:"atWorst"` // who leads then
	AtBest    string `json:"atBest"`  //
}

// Axis is the total cost of all options along growth, volume or term.
type Axis struct {
	ID        string     `json:"id"`
	Title     string     `json:"title"`
	Unit      string     `json:"unit"`
	Today     Figure     `json:"today"` // where the options stand; missing where they differ
	X         []float64  `json:"x"`
	Lines     []Line     `json:"lines"`
	Crossings []Crossing `json:"crossings"`
}

// Line is the cost of one option along an axis.
type Line struct {
	Option string    `json:"option"`
	Costs  []float64 `json:"costs"`
}

// Crossing is where one option becomes cheaper than another.
type Crossing struct {
	At     float64 `json:"at"`
	Cost   float64 `json:"cost"`
	Before string  `json:"cheaperBefore"`
	After  string  `json:"cheaperAfter"`
}

// Questions are what to ask one provider.
type Questions struct {
	Provider string     `json:"provider"`
	Options  []string   `json:"options"` // ids
	List     []Question `json:"questions"`
}

// Question is one thing to ask about an option.
type Question struct {
	Option string `json:"option"`
	Path   string `json:"path"` // of the term
	Title  string `json:"title"`
	Text   string `json:"text"`
	Gate   bool   `json:"gate"` // it decides whether the option stays in
}

// Recommendation is the outcome in words.
type Recommendation struct {
	Option     string   `json:"option"` // id; empty where none can be taken
	Text       string   `json:"text"`
	RestsOn    []string `json:"restsOn"`
	Overturned []string `json:"overturnedBy"`
}

// Remark is something to mend or to bear in mind.
type Remark struct {
	ID   string `json:"id"`
	Text string `json:"text"`
}

// Find is an option by id; nil when there is none.
func (c *Comparison) Find(id string) *Option {
	for i := range c.Options {
		if c.Options[i].ID == id {
			return &c.Options[i]
		}
	}
	return nil
}

// Criterion is a criterion by id; nil when there is none.
func (c *Comparison) Criterion(id string) *Criterion {
	for i := range c.Criteria {
		if c.Criteria[i].ID == id {
			return &c.Criteria[i]
		}
	}
	return nil
}

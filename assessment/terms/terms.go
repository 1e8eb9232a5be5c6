// Package terms is the catalogue of what a contract option is made of: the terms
// of an offer by topic, the gates, the criteria and the parts of the cost. It is
// data (assets/terms.yaml); this package loads and checks it.
package terms

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"

	"muster/assessment/datafile"
	"muster/assets"
)

// The prefixes of terms that exist once for each gate, criterion or skill area.
const (
	GatePrefix      = "gates."
	CriterionPrefix = "criteria."
	SIALevels       = "sia.levels"
	HireLevels      = "hires.levels"
)

// Kind says what a term holds.
type Kind string

// The kinds of a term.
const (
	Number Kind = "number"
	Money  Kind = "money" // in the currency of the option
	Share  Kind = "share" // 0.03 is shown as 3 %
	Truth  Kind = "truth" // yes or no
	Levels Kind = "levels"
)

// Field is one term of an offer.
type Field struct {
	Path    string   `yaml:"path"` // in the document, such as sia.hoursPerWeek
	Title   string   `yaml:"title"`
	Kind    Kind     `yaml:"kind"`
	Unit    string   `yaml:"unit"`
	Min     float64  `yaml:"min"`
	Max     float64  `yaml:"max"`
	Integer bool     `yaml:"integer"`
	Default *float64 `yaml:"default"` // counts where nothing was entered; nil: nothing
	Help    string   `yaml:"help"`
	Ask     string   `yaml:"ask"` // question to the provider; empty where it is the client's to know
}

// Topic groups the fields of a form.
type Topic struct {
	ID     string  `yaml:"id"`
	Title  string  `yaml:"title"`
	Short  string  `yaml:"short"` // for a tab
	Fields []Field `yaml:"fields"`
}

// Gate is a condition an option must meet.
type Gate struct {
	ID       string `yaml:"id"`
	Title    string `yaml:"title"`
	Computed bool   `yaml:"computed"` // by the program, not stated
	Help     string `yaml:"help"`
	Ask      string `yaml:"ask"`
}

// Criterion is something options are valued by.
type Criterion struct {
	ID       string    `yaml:"id"`
	Title    string    `yaml:"title"`
	Unit     string    `yaml:"unit"`
	Anchors  []float64 `yaml:"anchors"` // from unacceptable to ideal; empty where they come from the engagement
	Min      float64   `yaml:"min"`
	Max      float64   `yaml:"max"`
	Decimals int       `yaml:"decimals"`
	Points   float64   `yaml:"points"` // swing points where the engagement states no weights
	Computed bool      `yaml:"computed"`
	Covers   string    `yaml:"covers"` // need: it values what the gate closes-need decides
	Help     string    `yaml:"help"`
	Ask      string    `yaml:"ask"`
}

// Named is an id with its title.
type Named struct {
	ID    string `yaml:"id"`
	Title string `yaml:"title"`
	Unit  string `yaml:"unit"`
}

// Catalogue is all of it.
type Catalogue struct {
	Format     string      `yaml:"format"`
	Version    int         `yaml:"version"`
	Bases      []Named     `yaml:"bases"` // of a price
	Topics     []Topic     `yaml:"topics"`
	Gates      []Gate      `yaml:"gates"`
	Criteria   []Criterion `yaml:"criteria"`
	Components []Named     `yaml:"components"` // of the cost, in the order of the tables

	Texts map[string]string `yaml:"texts"` // sentences of the comparison; {name} is filled in

	fields map[string]Field
}

// needed are the terms, gates, criteria and components the program computes with.
var needed = map[string][]string{
	"topics": {"termMonths", "monthlyFee", "price.unitPrice", "price.quantity", "price.growth", "indexation", "discount", "onboarding",
		"retainerAnnual", "clientEffortAnnual", "ticketsIncluded", "ticketsPerMonth", "ticketOverage", "tuning.reduction", "tuning.evidenced",
		"sia.hoursPerWeek", "sia.annualFee", "sia.named", "sia.deputy", SIALevels, "csirp.design", "csirp.review", "csirp.test", "csirp.annualFee",
		"hires.fte", "hires.annualCost", HireLevels, "exitCost"},
	"bases":      {"flat", "endpoint", "user", "gbday"},
	"gates":      {"closes-need", "notice-fits", "named-sia", "client-authority", "cover-window", "data-residency", "data-return", "right-to-audit", "tool-access"},
	"criteria":   {"notice-minutes", "sia-hours", "sia-skill-fit", "csirp-services", "cost", "tool-engagement"},
	"components": {"onboarding", "fee", "overage", "sia", "retainer", "csirp", "hires", "effort", "exit"},
}

// Load reads a catalogue; every fault names file and line.
func Load(file string, data []byte) (*Catalogue, error) {
	c := &Catalogue{fields: map[string]Field{}}
	src, err := datafile.Decode(file, data, c)
	if err != nil {
		return nil, err
	}
	if c.Format != "muster-terms" {
		src.Faultf("format", "found %q, allowed is \"muster-terms\"", c.Format)
	}
	found := map[string]map[string]bool{}
	seen := func(list, path, id, title string) {
		if found[list] == nil {
			found[list] = map[string]bool{}
		}
		if id == "" || found[list][id] {
			src.Faultf(path, "%q is missing or used twice", id)
		}
		if title == "" {
			src.Faultf(path, "title is missing")
		}
		found[list][id] = true
	}
	for i, t := range c.Topics {
		for k, f := range t.Fields {
			path := fmt.Sprintf("topics[%d].fields[%d]", i, k)
			seen("topics", path, f.Path, f.Title)
			if !slices.Contains([]Kind{Number, Money, Share, Truth, Levels}, f.Kind) {
				src.Faultf(path+".kind", "found %q, allowed: number, money, share, truth, levels", f.Kind)
			}
			if f.Kind != Truth && f.Min >= f.Max {
				src.Faultf(path, "min must be below max")
			}
			if f.Default != nil && f.Fault(*f.Default) != "" {
				src.Faultf(path+".default", "%s", f.Fault(*f.Default))
			}
			c.fields[f.Path] = f
		}
	}
	for i, g := range c.Gates {
		path := fmt.Sprintf("gates[%d]", i)
		seen("gates", path, g.ID, g.Title)
		if !g.Computed && g.Ask == "" {
			src.Faultf(path, "ask is missing: an unknown gate becomes a question to the provider")
		}
		c.fields[GatePrefix+g.ID] = Field{Path: GatePrefix + g.ID, Title: g.Title, Kind: Truth, Help: g.Help, Ask: g.Ask}
	}
	for i, x := range c.Criteria {
		path := fmt.Sprintf("criteria[%d]", i)
		seen("criteria", path, x.ID, x.Title)
		if x.Min >= x.Max {
			src.Faultf(path, "min must be below max")
		}
		if msg := AnchorFault(x.Anchors); len(x.Anchors) > 0 && msg != "" {
			src.Faultf(path+".anchors", "%s", msg)
		}
		if len(x.Anchors) == 0 && !x.Computed {
			src.Faultf(path+".anchors", "missing")
		}
		if x.Points < 0 || x.Points > MaxPoints {
			src.Faultf(path+".points", "found %s, allowed: 0 to %d", number(x.Points), MaxPoints)
		}
		c.fields[CriterionPrefix+x.ID] = x.Field()
	}
	for i, x := range c.Components {
		seen("components", fmt.Sprintf("components[%d]", i), x.ID, x.Title)
	}
	for i, x := range c.Bases {
		seen("bases", fmt.Sprintf("bases[%d]", i), x.ID, x.Title)
	}
	for _, list := range slices.Sorted(maps.Keys(needed)) {
		for _, id := range needed[list] {
			if !found[list][id] {
				src.Faultf(list, "%q is missing: the program computes with it", id)
			}
		}
	}
	if err := src.Err(); err != nil {
		return nil, err
	}
	return c, nil
}

// Default is the catalogue that ships with the program.
var Default = sync.OnceValue(func() *Catalogue {
	c, err := Load("terms.yaml", assets.Terms)
	if err != nil {
		panic(err) // a test loads the shipped catalogue
	}
	return c
})

// MaxPoints bounds the swing points of one criterion.
const MaxPoints = 1000

// Field is the term of an offer in which the criterion is stated.
func (x Criterion) Field() Field {
	return Field{Path: CriterionPrefix + x.ID, Title: x.Title, Kind: Number, Unit: x.Unit, Min: x.Min, Max: x.Max, Help: x.Help, Ask: x.Ask}
}

// Field finds a term by its path; a level by the path of its matrix and area.
func (c *Catalogue) Field(path string) (Field, bool) {
	if f, ok := c.fields[path]; ok {
		return f, f.Kind != Levels
	}
	for _, family := range []string{SIALevels, HireLevels} {
		if area, ok := strings.CutPrefix(path, family+"."); ok && area != "" {
			f := c.fields[family]
			f.Path, f.Kind = path, Number
			return f, true
		}
	}
	return Field{}, false
}

// Gate finds a gate by id.
func (c *Catalogue) Gate(id string) (Gate, bool) {
	i := slices.IndexFunc(c.Gates, func(g Gate) bool { return g.ID == id })
	if i < 0 {
		return Gate{}, false
	}
	return c.Gates[i], true
}

// Criterion finds a criterion by id.
func (c *Catalogue) Criterion(id string) (Criterion, bool) {
	i := slices.IndexFunc(c.Criteria, func(x Criterion) bool { return x.ID == id })
	if i < 0 {
		return Criterion{}, false
	}
	return c.Criteria[i], true
}

// Component is the title of a part of the cost.
func (c *Catalogue) Component(id string) string {
	for _, x := range c.Components {
		if x.ID == id {
			return x.Title
		}
	}
	return id
}

// Basis finds a price basis by id.
func (c *Catalogue) Basis(id string) (Named, bool) {
	i := slices.IndexFunc(c.Bases, func(b Named) bool { return b.ID == id })
	if i < 0 {
		return Named{}, false
	}
	return c.Bases[i], true
}

// BasisIDs are the ids of the price bases.
func (c *Catalogue) BasisIDs() []string {
	out := make([]string, len(c.Bases))
	for i, b := range c.Bases {
		out[i] = b.ID
	}
	return out
}

// Fault says what is wrong with v as the value of the term, or "".
func (f Field) Fault(v float64) string {
	if f.Kind == Truth {
		if v != 0 && v != 1 {
			return "allowed: true, false"
		}
		return ""
	}
	if math.IsNaN(v) || v < f.Min || v > f.Max || f.Integer && v != math.Trunc(v) {
		return fmt.Sprintf("found %s, allowed: %s", number(v), f.RangeText())
	}
	return ""
}

// RangeText is the range as a person reads it.
func (f Field) RangeText() string {
	text := number(f.Min) + " to " + number(f.Max)
	if f.Integer {
		text += ", whole numbers"
	}
	return text
}

// AnchorFault says what is wrong with anchors, or "": two or more numbers from
// unacceptable to ideal that only rise or only fall. More than two make the
// value piecewise linear with equal steps of value.
func AnchorFault(anchors []float64) string {
	if len(anchors) < 2 || len(anchors) > 11 {
		return "allowed: two to eleven numbers from unacceptable to ideal"
	}
	rising := anchors[1] > anchors[0]
	for i := 1; i < len(anchors); i++ {
		if d := anchors[i] - anchors[i-1]; d == 0 || d > 0 != rising || math.IsNaN(d) || math.IsInf(d, 0) {
			return "the numbers from unacceptable to ideal must only rise or only fall"
		}
	}
	return ""
}

func number(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// Package target compares what is answered with the levels an organisation wants to
// reach, and ranks the gaps by what they do to the verdicts. It is pure; the default
// sets of wanted levels are data (assets/targets.yaml).
package target

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"muster/assessment/datafile"
	"muster/assessment/engagement"
	"muster/assessment/question"
	"muster/assets"
)

// Profiles are the default sets of wanted levels with what goes with them.
type Profiles struct {
	Format  string         `yaml:"format"` // muster-targets
	Version int            `yaml:"version"`
	Weights map[string]int `yaml:"weights"` // by section, 1 to MaxWeight
	Sets    []Set          `yaml:"sets"`    // from the least to the most ambitious
	Raises  []Raise        `yaml:"raises"`
}

// MaxWeight is the weight of the sections that matter most.
const MaxWeight = 3

// Set is a default set of wanted levels.
type Set struct {
	ID     string         `yaml:"id"`
	Title  string         `yaml:"title"`
	For    string         `yaml:"for"` // whom it suits
	Why    string         `yaml:"why"` // what its levels rest on
	Levels map[string]int `yaml:"levels"`
}

// Raise wants more where answers ask for it.
type Raise struct {
	Because string         `yaml:"because"` // a sentence
	When    []Condition    `yaml:"when"`    // all must hold
	Levels  map[string]int `yaml:"levels"`  // the least that is then wanted
}

// Condition is met by a level, or by an option that is chosen.
type Condition struct {
	Question string   `yaml:"question"`
	AtLeast  *int     `yaml:"atLeast"` // of a level
	AnyOf    []string `yaml:"anyOf"`   // of a question with options
}

// harm is the one levelled question nobody can want a level of.
const harm = "org-criticality"

// Levelled are the questions of a set that take a wanted level, in their order.
// Custom questions are reported and never scored, so they take none.
func Levelled(set *question.Set) []*question.Item {
	var out []*question.Item
	for _, it := range set.Items() {
		if it.Type == question.Level && it.ID != harm && !it.Custom {
			out = append(out, it)
		}
	}
	return out
}

// Load reads and checks profiles for a question set; the error holds every fault with
// its place.
func Load(name string, data []byte, set *question.Set) (*Profiles, error) {
	p := &Profiles{}
	src, err := datafile.Decode(name, data, p)
	if err != nil {
		return nil, err
	}
	if p.Format != "muster-targets" {
		src.Faultf("format", "found %q, allowed is \"muster-targets\"", p.Format)
	}
	if p.Version != 1 {
		src.Faultf("version", "found %d, allowed is 1", p.Version)
	}
	levelled := Levelled(set)
	sections := map[string]bool{}
	for _, it := range levelled {
		if !sections[it.SectionID] && (p.Weights[it.SectionID] < 1 || p.Weights[it.SectionID] > MaxWeight) {
			src.Faultf("weights", "section %s: found %d, allowed: 1 to %d", it.SectionID, p.Weights[it.SectionID], MaxWeight)
		}
		sections[it.SectionID] = true
	}
	for id := range p.Weights {
		if !sections[id] {
			src.Faultf("weights."+id, "the question set has no section %q with levelled questions", id)
		}
	}
	if len(p.Sets) == 0 {
		src.Faultf("sets", "missing; at least one set is needed")
	}
	seen := map[string]bool{}
	for i, s := range p.Sets {
		at := fmt.Sprintf("sets[%d]", i)
		for _, x := range []struct{ key, text string }{{"id", s.ID}, {"title", s.Title}, {"for", s.For}, {"why", s.Why}} {
			if strings.TrimSpace(x.text) == "" {
				src.Faultf(at+"."+x.key, "missing; each set says what it is called, for whom it is and why")
			}
		}
		if seen[s.ID] {
			src.Faultf(at+".id", "found %q a second time", s.ID)
		}
		seen[s.ID] = true
		checkLevels(src, at+".levels", s.Levels, levelled)
		for _, it := range levelled {
			if _, ok := s.Levels[it.ID]; !ok {
				src.Faultf(at+".levels", "%s is missing; a set wants a level of every levelled question", it.ID)
			}
		}
	}
	for i, r := range p.Raises {
		at := fmt.Sprintf("raises[%d]", i)
		if strings.TrimSpace(r.Because) == "" {
			src.Faultf(at+".because", "missing; people ask why more is wanted of them")
		}
		if len(r.When) == 0 || len(r.Levels) == 0 {
			src.Faultf(at, "when and levels are needed")
		}
		checkLevels(src, at+".levels", r.Levels, levelled)
		for k, c := range r.When {
			checkCondition(src, fmt.Sprintf("%s.when[%d]", at, k), c, set)
		}
	}
	if err := src.Err(); err != nil {
		return nil, err
	}
	return p, nil
}

func checkLevels(src *datafile.Source, at string, levels map[string]int, levelled []*question.Item) {
	for id, n := range levels {
		if !slices.ContainsFunc(levelled, func(it *question.Item) bool { return it.ID == id }) {
			src.Faultf(at+"."+id, "no levelled question of the question set that can be raised")
		}
		if n < 0 || n > engagement.MaxLevel {
			src.Faultf(at+"."+id, "found %d, allowed: a whole number 0 to %d", n, engagement.MaxLevel)
		}
	}
}

func checkCondition(src *datafile.Source, at string, c Condition, set *question.Set) {
	it := set.Item(c.Question)
	switch {
	case it == nil:
		src.Faultf(at+".question", "the question set has no question %q", c.Question)
	case (c.AtLeast == nil) == (len(c.AnyOf) == 0):
		src.Faultf(at, "exactly one of atLeast and anyOf is needed")
	case c.AtLeast != nil && (it.Type != question.Level || *c.AtLeast < 0 || *c.AtLeast > engagement.MaxLevel):
		src.Faultf(at+".atLeast", "allowed: 0 to %d, for a question answered with a level", engagement.MaxLevel)
	}
	if it == nil {
		return
	}
	for i, o := range c.AnyOf {
		if it.Option(o) == nil {
			src.Faultf(fmt.Sprintf("%s.anyOf[%d]", at, i), "found %q, allowed: %s", o, strings.Join(it.OptionIDs(), ", "))
		}
	}
}

// Default are the profiles that ship with the program.
var Default = sync.OnceValue(func() *Profiles {
	p, err := Load("targets.yaml", assets.Targets, question.Default())
	if err != nil {
		panic(err) // a test loads the shipped profiles
	}
	return p
})

// ByID finds a set; the error lists what there is.
func (p *Profiles) ByID(id string) (*Set, error) {
	ids := make([]string, len(p.Sets))
	for i := range p.Sets {
		if p.Sets[i].ID == id {
			return &p.Sets[i], nil
		}
		ids[i] = p.Sets[i].ID
	}
	return nil, fmt.Errorf("unknown target set %q; allowed: %s", id, strings.Join(ids, ", "))
}

// Wanted is the level that is wanted of a question.
type Wanted struct {
	Level   int
	Own     bool   // the engagement's own, not the set's
	Default int    // what the set wants with its raises; −1 without a set
	Because string // why it is more than the set alone wants; empty where it is not
}

// Wanted are the levels that doc's target wants, by question. A set that is not known
// wants nothing: own levels stand alone then.
func (p *Profiles) Wanted(set *question.Set, doc *engagement.Document) map[string]Wanted {
	out := map[string]Wanted{}
	chosen, err := p.ByID(doc.Target.Set)
	for _, it := range Levelled(set) {
		w := Wanted{Default: -1}
		if err == nil {
			if n, ok := chosen.Levels[it.ID]; ok {
				w.Level, w.Default = n, n
				for _, r := range p.Raises {
					if n, ok := r.Levels[it.ID]; ok && n > w.Level && r.holds(doc) {
						w.Level, w.Default, w.Because = n, n, r.Because
					}
				}
			}
		}
		if n, ok := doc.Target.Levels[it.ID]; ok {
			w.Level, w.Own, w.Because = n, true, ""
		}
		if w.Own || w.Default >= 0 {
			out[it.ID] = w
		}
	}
	return out
}

// holds reports whether all conditions of a raise are met.
func (r *Raise) holds(doc *engagement.Document) bool {
	return !slices.ContainsFunc(r.When, func(c Condition) bool {
		switch v := doc.Value(c.Question).(type) {
		case engagement.Level:
			return c.AtLeast == nil || int(v) < *c.AtLeast
		case engagement.Choice:
			return !slices.Contains(c.AnyOf, string(v))
		case engagement.Multi:
			return !slices.ContainsFunc(v, func(o string) bool { return slices.Contains(c.AnyOf, o) })
		}
		return true
	})
}

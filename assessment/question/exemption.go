// When questions do not apply to an organisation: the conditions, as the set
// states them and as they are checked.

package question

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"muster/assessment/datafile"
)

// Exemption says under which answers a section or an item does not apply, and why.
// It concerns only what is unanswered: an answer that is there counts.
type Exemption struct {
	// When holds the conditions by the question they look at, all of which must hold:
	// one option (that of a choice, or among those of a multi), or for a multi the
	// list of exactly the options chosen.
	When    map[string]any `yaml:"when"`
	Because string         `yaml:"because"` // a sentence

	// Circumstance is the place of the conditions in the set's Circumstances.
	Circumstance int `yaml:"-"`
}

// Condition is one thing an answer must be.
type Condition struct {
	Question string   // id of a choice or multi item
	Options  []string // one, or of an exact condition those that are chosen, sorted
	Exactly  bool     // these options and no other
}

// Circumstance is conditions that hold together.
type Circumstance []Condition

// key tells circumstances apart.
func (c Circumstance) key() string { return fmt.Sprint([]Condition(c)) }

// Circumstances are the distinct ones under which anything in the set does not
// apply: each needs to be looked at only once.
func (s *Set) Circumstances() []Circumstance { return s.circumstances }

// Exemptions are those of the item, that of its section first.
func (it *Item) Exemptions() []*Exemption { return it.exemptions }

// indexExemptions gathers exemptions by item and by circumstance. What does not
// parse has none; checkExemption says so.
func (s *Set) indexExemptions() {
	s.circumstances = nil
	seen := map[string]int{}
	add := func(e *Exemption) {
		c := e.circumstance()
		i, ok := seen[c.key()]
		if !ok {
			i = len(s.circumstances)
			seen[c.key()] = i
			s.circumstances = append(s.circumstances, c)
		}
		e.Circumstance = i
	}
	for i := range s.Sections {
		sec := &s.Sections[i]
		if sec.NotApplicable != nil {
			add(sec.NotApplicable)
		}
		for j := range sec.Items {
			it := &sec.Items[j]
			it.exemptions = nil
			if sec.NotApplicable != nil {
				it.exemptions = append(it.exemptions, sec.NotApplicable)
			}
			if it.NotApplicable != nil {
				add(it.NotApplicable)
				it.exemptions = append(it.exemptions, it.NotApplicable)
			}
		}
	}
}

// circumstance is the conditions in the order of the questions' ids.
func (e *Exemption) circumstance() Circumstance {
	var out Circumstance
	for _, id := range slices.Sorted(maps.Keys(e.When)) {
		c := Condition{Question: id}
		switch v := e.When[id].(type) {
		case string:
			c.Options = []string{v}
		case []any:
			c.Exactly = true
			for _, x := range v {
				c.Options = append(c.Options, fmt.Sprint(x))
			}
			slices.Sort(c.Options)
		}
		out = append(out, c)
	}
	return out
}

// Conditions are the conditions in the order of the questions' ids; of what does not
// parse there are none. CheckConditions says so.
func (e *Exemption) Conditions() Circumstance { return e.circumstance() }

// CheckConditions reports to src, at path, what is wrong with conditions that stand in
// another file than the set.
func (s *Set) CheckConditions(src *datafile.Source, path string, e *Exemption) {
	s.checkExemption(checker{src, path}, e, nil)
}

// checkExemption checks the conditions against the questions they look at. A set
// made from base may leave out a question of it: the condition then never holds.
func (s *Set) checkExemption(c checker, e *Exemption, base *Set) {
	if e == nil {
		return
	}
	c.text("because", e.Because)
	if len(e.When) == 0 {
		c.at("when").faultf("missing or empty; at least one question with the answer it must have is needed, such as {mssp-scope: none}")
	}
	for _, id := range slices.Sorted(maps.Keys(e.When)) {
		at := c.at("when." + id)
		it := s.items[id]
		switch {
		case it == nil && base != nil && base.Item(id) != nil:
			continue
		case it == nil:
			at.faultf("no item has the id %q", id)
			continue
		case it.Type != Choice && it.Type != Multi:
			at.faultf("item %q is of type %s; allowed: items of type %s, %s", id, it.Type, Choice, Multi)
			continue
		case len(it.exemptions) > 0:
			at.faultf("item %q may itself not apply, so nothing can depend on it", id)
			continue
		}
		var chosen []string
		switch v := e.When[id].(type) {
		case string:
			chosen = []string{v}
		case []any:
			if it.Type != Multi {
				at.faultf("found a list, allowed for an item of type %s: one option", it.Type)
				continue
			}
			for _, x := range v {
				chosen = append(chosen, fmt.Sprint(x))
			}
		}
		if len(chosen) == 0 {
			at.faultf("found %v, allowed: one option of %s, or for a multi the list of exactly those chosen", e.When[id], strings.Join(it.OptionIDs(), ", "))
		}
		for k, o := range chosen {
			if it.Option(o) == nil {
				at.faultf("item %q has no option %q; allowed: %s", id, o, strings.Join(it.OptionIDs(), ", "))
			} else if slices.Contains(chosen[:k], o) {
				at.faultf("option %q stands here twice", o)
			}
		}
		if len(chosen) > 1 && it.Exclusive != "" && slices.Contains(chosen, it.Exclusive) {
			at.faultf("option %q rules out the others, so this never holds", it.Exclusive)
		}
	}
}

// exemptedAs reports whether it does not apply only where want does not.
func (s *Set) exemptedAs(it *Item, base *Set, want *Item) bool {
	for _, e := range it.exemptions {
		key := s.circumstances[e.Circumstance].key()
		if !slices.ContainsFunc(want.exemptions, func(w *Exemption) bool { return base.circumstances[w.Circumstance].key() == key }) {
			return false
		}
	}
	return true
}

// exemptionText lists the circumstances under which the item does not apply.
func (s *Set) exemptionText(it *Item) string {
	if len(it.exemptions) == 0 {
		return "left out: the question always applies"
	}
	var out []string
	for _, e := range it.exemptions {
		var words []string
		for _, c := range s.circumstances[e.Circumstance] {
			text := c.Options[0]
			if c.Exactly {
				text = "[" + strings.Join(c.Options, ", ") + "]"
			}
			words = append(words, c.Question+": "+text)
		}
		out = append(out, "{"+strings.Join(words, ", ")+"}")
	}
	return "left out, or when " + strings.Join(out, " or ")
}

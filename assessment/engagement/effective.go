// What a document says once questions that do not apply are taken as such.

package engagement

import (
	"maps"
	"slices"

	"muster/assessment/question"
)

// Exempt is an unanswered question that does not apply, as other answers say.
type Exempt struct {
	ID      string `json:"id"`
	Because string `json:"because"` // a sentence
}

// Effective is d as it counts: what is unanswered and does not apply has the state
// not applicable, and is listed with the reason in the order of set. It is d itself
// where there is nothing of the kind; d is never changed, and what has a state
// keeps it.
func (d *Document) Effective(set *question.Set) (*Document, []Exempt) {
	return d.EffectiveWithin(set, d)
}

// EffectiveWithin is Effective where conditions on questions that d leaves open are
// judged by the answers of whole: one person's answers about the same organisation.
func (d *Document) EffectiveWithin(set *question.Set, whole *Document) (*Document, []Exempt) {
	var holding []int
	for i, c := range set.Circumstances() {
		if d.in(c, whole) {
			holding = append(holding, i)
		}
	}
	if holding == nil {
		return d, nil
	}
	out := d
	var exempt []Exempt
	for _, it := range set.Items() {
		for _, e := range it.Exemptions() {
			if !slices.Contains(holding, e.Circumstance) {
				continue
			}
			a := d.Answers[it.ID]
			if a.State != Unanswered {
				break
			}
			if out == d {
				out = d.shallow()
			}
			a.State = NotApplicable
			out.Answers[it.ID] = a
			exempt = append(exempt, Exempt{it.ID, e.Because})
			break
		}
	}
	return out, exempt
}

// shallow is a copy with answers of its own: all that Effective changes.
func (d *Document) shallow() *Document {
	c := *d
	c.Answers = maps.Clone(d.Answers)
	if c.Answers == nil {
		c.Answers = map[string]Answer{}
	}
	return &c
}

// Meets reports whether all conditions hold, as d is answered.
func (d *Document) Meets(c question.Circumstance) bool { return d.in(c, d) }

// in reports whether all conditions hold.
func (d *Document) in(c question.Circumstance, whole *Document) bool {
	for i := range c {
		v := d.Value(c[i].Question)
		if v == nil && d.State(c[i].Question) == Unanswered {
			v = whole.Value(c[i].Question)
		}
		if !meets(v, &c[i]) {
			return false
		}
	}
	return true
}

// meets reports whether a value, nil for none, is what a condition wants.
func meets(v Value, c *question.Condition) bool {
	switch v := v.(type) {
	case Choice:
		return !c.Exactly && string(v) == c.Options[0]
	case Multi:
		if !c.Exactly {
			return slices.Contains(v, c.Options[0])
		}
		// Neither names an option twice.
		return len(v) == len(c.Options) && !slices.ContainsFunc(v, func(o string) bool { return !slices.Contains(c.Options, o) })
	}
	return false
}

// Scenarios of the user's own: their files live in the engagement, so that a run of
// one stays readable without the file.

package exercise

import (
	"errors"
	"fmt"
	"slices"
	"unicode/utf8"

	"muster/assessment/engagement"
	"muster/assessment/question"
)

// maxSource bounds the file of a scenario, in bytes: the longest that ships has a
// tenth of it.
const maxSource = 512 << 10

// ErrShippedID says that a scenario of one's own has the id of one that ships.
type ErrShippedID struct{ ID string }

func (e ErrShippedID) Error() string {
	return fmt.Sprintf("the id %q is that of a scenario of Muster; give yours another one", e.ID)
}

// ErrHeld says that an exercise was held with a scenario, which therefore stays as it is.
type ErrHeld struct{ ID string }

func (e ErrHeld) Error() string {
	return fmt.Sprintf("an exercise was held with the scenario %q, whose record needs it as it was; give a changed one another id", e.ID)
}

// Own are the scenarios that doc holds besides those of Muster, in their order. One
// that cannot be used is left out; faulty has an error for each, which names the file
// and every fault in it.
func Own(set *question.Set, doc *engagement.Document) (list []*Scenario, faulty []error) {
	for _, o := range doc.OwnScenarios {
		s, err := loadOwn(set, o.File, []byte(o.YAML))
		if err == nil && slices.ContainsFunc(list, func(x *Scenario) bool { return x.ID == s.ID }) {
			err = fmt.Errorf("%s: the engagement holds another scenario with the id %q", o.File, s.ID)
		}
		if err != nil {
			faulty = append(faulty, err)
			continue
		}
		list = append(list, s)
	}
	return list, faulty
}

func loadOwn(set *question.Set, file string, data []byte) (*Scenario, error) {
	switch {
	case len(data) > maxSource:
		return nil, fmt.Errorf("%s: a scenario has at most %d KiB", file, maxSource>>10)
	case !utf8.Valid(data):
		return nil, errors.New(file + ": the file is not UTF-8; save it as UTF-8")
	}
	s, err := Load(file, data, set)
	if err != nil {
		return nil, err
	}
	if _, err := ByID(Default(), s.ID); err == nil {
		return nil, fmt.Errorf("%s: %w", file, ErrShippedID{s.ID})
	}
	return s, nil
}

// Keep adds the file of a scenario to doc, or puts it in the place of the one with the
// same id; file is its name without folders. The error is that of Load, ErrShippedID or,
// where the one before was held and differs, ErrHeld; doc then stays as it is.
func Keep(set *question.Set, doc *engagement.Document, file string, data []byte) (*Scenario, error) {
	s, err := loadOwn(set, file, data)
	if err != nil {
		return nil, err
	}
	own := engagement.OwnScenario{File: file, YAML: string(data)}
	i := place(set, doc, s.ID)
	switch {
	case i < 0:
		doc.OwnScenarios = append(slices.Clone(doc.OwnScenarios), own)
	case doc.OwnScenarios[i].YAML == own.YAML:
	case wasHeld(doc, s.ID):
		return nil, ErrHeld{s.ID}
	default:
		doc.OwnScenarios = slices.Clone(doc.OwnScenarios)
		doc.OwnScenarios[i].File, doc.OwnScenarios[i].YAML = own.File, own.YAML // what a newer program wrote beside them stays
	}
	return s, nil
}

// Drop takes a scenario of one's own out of doc; one that was held stays (ErrHeld).
func Drop(set *question.Set, doc *engagement.Document, id string) error {
	if wasHeld(doc, id) {
		return ErrHeld{id}
	}
	if i := place(set, doc, id); i >= 0 {
		doc.OwnScenarios = slices.Delete(slices.Clone(doc.OwnScenarios), i, i+1)
	}
	return nil
}

// OwnSource is the file of a scenario that doc holds; false where it holds none.
func OwnSource(set *question.Set, doc *engagement.Document, id string) (engagement.OwnScenario, bool) {
	if i := place(set, doc, id); i >= 0 {
		return doc.OwnScenarios[i], true
	}
	return engagement.OwnScenario{}, false
}

// place is where the usable scenario with an id stands; -1 for none.
func place(set *question.Set, doc *engagement.Document, id string) int {
	return slices.IndexFunc(doc.OwnScenarios, func(o engagement.OwnScenario) bool {
		s, err := loadOwn(set, o.File, []byte(o.YAML))
		return err == nil && s.ID == id
	})
}

func wasHeld(doc *engagement.Document, id string) bool {
	return slices.ContainsFunc(doc.Exercises, func(e engagement.Exercise) bool { return e.Scenario == id })
}

// Known are all scenarios an engagement can be exercised with: those of Muster, then
// its own as far as they can be used.
func Known(set *question.Set, doc *engagement.Document) []*Scenario {
	own, _ := Own(set, doc)
	return append(slices.Clone(Default()), own...)
}

// RunOf is the run that a record is one of; an unknown length counts as half a day. It
// is nil where none of the scenarios is the one that was run.
func (p *Planned) RunOf(list []*Scenario, e *engagement.Exercise) *Run {
	s, err := ByID(list, e.Scenario)
	if err != nil {
		return nil
	}
	l, err := p.by.Length(e.Length)
	if err != nil {
		l, _ = p.by.Length(HalfDay) // the planner has it
	}
	return p.Compose(s, l)
}

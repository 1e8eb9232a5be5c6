// Levers: what could be different, and how a change of it is put into words.

package model

import (
	"fmt"
	"slices"

	"muster/assessment/datafile"
)

// Lever is something whose change may change a verdict. Whether the client can
// move it is judgement: what it can move is offered as advice, the rest is
// sensitivity.
type Lever struct {
	ID        string   `yaml:"id"`
	Kind      string   `yaml:"kind"`      // one of LeverKinds
	Questions []string `yaml:"questions"` // the answers it changes, one lever each
	Less      string   `yaml:"less"`      // up or down: which way less help is needed
	Movable   bool     `yaml:"movable"`   // by the client
	Decimals  int      `yaml:"decimals"`  // of a number, as people read it
	Text      string   `yaml:"text"`      // with {from}, {to}, {what} and, for a factor, {times}
}

// LeverKinds are the kinds of lever: a number, a factor on the four numbers of a
// severity answer, days or hours of cover, a level, level, people or covered
// share of each skill area, months since something was done, and yes or no.
var LeverKinds = []string{"number", "factor", "days", "hours", "level", "area-level", "area-people", "area-covered", "months", "bool"}

func (r *Registry) checkLevers(src *datafile.Source) {
	for i, l := range r.Levers {
		path := fmt.Sprintf("levers[%d]", i)
		if !slices.Contains(LeverKinds, l.Kind) {
			src.Faultf(path+".kind", "found %q, allowed: %v", l.Kind, LeverKinds)
		}
		if l.Less != "up" && l.Less != "down" {
			src.Faultf(path+".less", "found %q, allowed: up, down", l.Less)
		}
		if l.ID == "" || l.Text == "" || len(l.Questions) == 0 {
			src.Faultf(path, "id, text and at least one question are needed")
		}
		if l.Decimals < 0 || l.Decimals > 3 {
			src.Faultf(path+".decimals", "found %d, allowed: 0 to 3", l.Decimals)
		}
	}
}

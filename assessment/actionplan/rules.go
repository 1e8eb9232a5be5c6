// Package actionplan turns findings into actions: proposes them, ranks them by
// impact and effort, and says what the verdicts would be once they are done. It is
// pure; priorities and what in a contract closes a finding are data
// (assets/actionplan.yaml).
package actionplan

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"muster/assessment/datafile"
	"muster/assessment/engagement"
	"muster/assessment/terms"
	"muster/assets"
)

// Rules are the judgement of the action plan.
type Rules struct {
	Format     string           `yaml:"format"` // muster-action-plan
	Version    int              `yaml:"version"`
	Priorities map[string][]int `yaml:"priorities"` // by severity, for small, medium and large effort
	Rule       string           `yaml:"rule"`       // the priority's rule in words
	Closers    []Closer         `yaml:"closers"`
}

// Closer names the terms of a contract that can close a finding.
type Closer struct {
	Source string   `yaml:"source"` // of the finding; with / at its end: of all that start so
	Terms  []string `yaml:"terms"`  // paths in the catalogue of terms, what fits best first
}

// Load reads and checks rules; the error holds every fault with its place.
func Load(name string, data []byte) (*Rules, error) {
	r := &Rules{}
	src, err := datafile.Decode(name, data, r)
	if err != nil {
		return nil, err
	}
	if r.Format != "muster-action-plan" {
		src.Faultf("format", "found %q, allowed is \"muster-action-plan\"", r.Format)
	}
	if strings.TrimSpace(r.Rule) == "" {
		src.Faultf("rule", "missing: people ask why an action comes first")
	}
	for _, severity := range []string{"high", "medium", "low"} {
		list := r.Priorities[severity]
		if len(list) != len(engagement.Efforts) {
			src.Faultf("priorities", "%s: found %d numbers, allowed: one for each effort (%s)", severity, len(list), strings.Join(engagement.Efforts, ", "))
		}
		for i, p := range list {
			if p < 1 || p > engagement.LowestPriority || i > 0 && p < list[i-1] {
				src.Faultf("priorities."+severity, "found %d, allowed: 1 to %d, none earlier for more effort", p, engagement.LowestPriority)
			}
		}
	}
	for i, c := range r.Closers {
		path := fmt.Sprintf("closers[%d]", i)
		if c.Source == "" || len(c.Terms) == 0 {
			src.Faultf(path, "source and terms are needed")
		}
		for _, t := range c.Terms {
			if _, ok := terms.Default().Field(t); !ok && !levels(t) {
				src.Faultf(path+".terms", "%q is no term of the catalogue", t)
			}
		}
	}
	return r, src.Err()
}

// levels reports whether path is a whole matrix of levels, which is no field.
func levels(path string) bool { return path == terms.SIALevels || path == terms.HireLevels }

// Default are the rules that ship with the program.
var Default = sync.OnceValue(func() *Rules {
	r, err := Load("actionplan.yaml", assets.ActionPlan)
	if err != nil {
		panic(err) // a test loads the shipped rules
	}
	return r
})

// Terms are the paths of the terms that can close the finding of a source, what
// fits best first.
func (r *Rules) Terms(source string) []string {
	for _, c := range r.Closers {
		if c.Source == source || strings.HasSuffix(c.Source, "/") && strings.HasPrefix(source, c.Source) {
			return slices.Clone(c.Terms)
		}
	}
	return nil
}

// TermTitle is a term as people call it; the path itself where it is unknown.
func TermTitle(path string) string {
	catalogue := terms.Default()
	if f, _ := catalogue.Field(path); f.Title != "" {
		return f.Title
	}
	return path
}

// priority is the priority by the rule, 1 to engagement.LowestPriority.
func (r *Rules) priority(severity, effort string, moves bool) int {
	list := r.Priorities[severity]
	if len(list) == 0 {
		list = r.Priorities["low"]
	}
	p := list[max(0, slices.Index(engagement.Efforts, effort))]
	if moves {
		p--
	}
	return max(1, p)
}

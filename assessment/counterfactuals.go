// What would change the verdicts: the smallest changes in either direction, in
// words. What the client can move to need less help is advice; the rest is
// sensitivity.

package assessment

import (
	"math"
	"slices"
	"strings"

	"muster/assessment/counterfactual"
	"muster/assessment/model"
)

// Counterfactual is a smallest change that gives another verdict.
type Counterfactual struct {
	Subject   string        `json:"subject"` // sia, csirp-design, csirp-review or csirp-test
	From      Verdict       `json:"from"`
	To        Verdict       `json:"to"`
	Direction string        `json:"direction"` // less or more: the help that is needed
	Advice    bool          `json:"advice"`    // the client can move all of it, and needs less help then
	Effort    float64       `json:"effort"`    // sum of the relative changes; a level counts ¼
	Changes   []LeverChange `json:"changes"`
	Text      string        `json:"text"`
}

// LeverChange is one part of a counterfactual.
type LeverChange struct {
	Lever    string  `json:"lever"`
	Question string  `json:"question"`
	Area     string  `json:"area,omitempty"` // of skill
	From     float64 `json:"from"`           // of a factor: 1; of months: 121 is never
	To       float64 `json:"to"`             // on the far side of the threshold
	Text     string  `json:"text"`
}

// maxCombinations is how many pairs or triples are kept in a direction.
const maxCombinations = 5

// subject is one verdict to be moved.
type subject struct {
	name   string
	ladder []Verdict
	levers []lever
	rung   func(values []float64) int
}

// csirpLadder orders the CSIRP verdicts from none to most.
var csirpLadder = []Verdict{None, Consider, Recommended, Strong}

// counterfactuals searches for every verdict that was given.
func counterfactuals(s *source, in *inputs, pl *plan, registry *model.Registry, p *model.Parameters, r *Result) []Counterfactual {
	out := []Counterfactual{}
	for _, sub := range subjects(s, in, pl, registry, p, r) {
		out = append(out, sub.search()...)
	}
	return out
}

// subjects are the verdicts that were given, with what could move them.
func subjects(s *source, in *inputs, pl *plan, registry *model.Registry, p *model.Parameters, r *Result) []*subject {
	all := bind(s, in, pl, registry, p)
	var out []*subject
	if r.SIA.Verdict != InsufficientEvidence {
		sia := &subject{name: "sia", ladder: Ladder}
		for _, l := range all {
			if l.inputs != nil {
				sia.levers = append(sia.levers, l)
			}
		}
		areas := make([]area, len(in.areas))
		sia.rung = func(values []float64) int {
			tried := *in
			copy(areas, in.areas)
			tried.areas = areas
			for i, v := range values {
				if l := &sia.levers[i]; v != l.Now {
					l.inputs(&tried, v)
				}
			}
			return tried.rung(p)
		}
		out = append(out, sia)
	}
	for _, x := range []struct {
		name    string
		verdict Verdict
		rules   func(*plan, *model.Parameters) rules
	}{
		{"csirp-design", r.CSIRP.Design, (*plan).designRules},
		{"csirp-review", r.CSIRP.Review, (*plan).reviewRules},
		{"csirp-test", r.CSIRP.Test, (*plan).testRules},
	} {
		if x.verdict == InsufficientEvidence || x.verdict == Deferred {
			continue
		}
		sub := &subject{name: x.name, ladder: csirpLadder}
		for _, l := range all {
			if l.plan != nil {
				sub.levers = append(sub.levers, l)
			}
		}
		sub.rung = func(values []float64) int {
			tried := *pl
			for i, v := range values {
				if l := &sub.levers[i]; v != l.Now {
					l.plan(&tried, v)
				}
			}
			if x.name != "csirp-design" && fires(tried.designRules(p).verdict()) {
				return -1 // deferred
			}
			return slices.Index(csirpLadder, x.rules(&tried, p).verdict())
		}
		out = append(out, sub)
	}
	return out
}

// rung is the place of the SIA verdict of these inputs on the Ladder; −1 when
// they do not carry one.
func (in *inputs) rung(p *model.Parameters) int {
	m := measure(in, p)
	if !m.known || m.skills == UnknownStatus {
		return -1
	}
	return m.facts(in, p).decide().verdict.Rung()
}

// search gives the single changes, then pairs, then triples where a direction
// has neither.
func (sub *subject) search() []Counterfactual {
	search, every, movable := sub.prepare()
	if search.Now() < 0 {
		return nil
	}
	var out []Counterfactual
	found := map[string]bool{}
	keep := func(changes []counterfactual.Change) {
		for _, c := range changes {
			if sub.trivial(c) {
				continue
			}
			cf := sub.describe(search.Now(), c)
			found[cf.Direction] = true
			out = append(out, cf)
		}
	}
	keep(search.Singles())
	combine := func(size int) {
		if search.Now() > 0 && (size == 2 || !found["less"]) {
			keep(search.Combinations(size, -1, movable, 1, maxCombinations))
		}
		if search.Now() < len(sub.ladder)-1 && (size == 2 || !found["more"]) {
			keep(search.Combinations(size, 1, every, 1, maxCombinations))
		}
	}
	combine(2)
	combine(3)
	return out
}

// trivial reports whether a part of a change would be written as no change: a
// hair's breadth tips the verdict, but is nothing to tell anybody.
func (sub *subject) trivial(c counterfactual.Change) bool {
	for k, i := range c.Levers {
		if l := &sub.levers[i]; l.shown(c.To[k]) == l.shown(l.Now) {
			return true
		}
	}
	return false
}

// prepare sets the search up; every and movable are the levers to combine.
func (sub *subject) prepare() (search *counterfactual.Search, every, movable []bool) {
	levers := make([]counterfactual.Lever, len(sub.levers))
	every, movable = make([]bool, len(levers)), make([]bool, len(levers))
	for i, l := range sub.levers {
		levers[i], every[i], movable[i] = l.Lever, true, l.def.Movable
	}
	return counterfactual.New(levers, sub.rung), every, movable
}

// outward rounds a factor to three places away from 1, so that it still does what
// is said of it.
func outward(factor float64) float64 {
	if factor < 1 {
		return math.Floor(factor*1e3) / 1e3
	}
	return math.Ceil(factor*1e3) / 1e3
}

// describe puts a change into words.
func (sub *subject) describe(now int, c counterfactual.Change) Counterfactual {
	cf := Counterfactual{Subject: sub.name, From: sub.ladder[now], To: sub.ladder[c.Outcome], Direction: "less", Effort: c.Effort, Changes: []LeverChange{}}
	if c.Outcome > now {
		cf.Direction = "more"
	}
	cf.Advice = cf.Direction == "less"

	// Is the change enough as it will be written?
	values := make([]float64, len(sub.levers))
	for i := range sub.levers {
		values[i] = sub.levers[i].Now
	}
	for k, i := range c.Levers {
		values[i] = sub.levers[i].rounded(c.To[k])
	}
	exact := sub.rung(values) == c.Outcome

	var parts []string
	for k, i := range c.Levers {
		l := &sub.levers[i]
		to := l.shown(c.To[k])
		if !exact && l.def.Kind != "months" && l.rounded(c.To[k]) != c.To[k] {
			if c.To[k] > l.Now {
				to = "just over " + to
			} else {
				to = "just under " + to
			}
		}
		text := Fill(l.def.Text, "to", to, "from", l.shown(l.Now), "what", l.what, "times", FormatNumber(outward(c.To[k]), 3))
		change := LeverChange{Lever: l.def.ID, Question: l.question, From: l.Now, To: c.To[k], Text: text}
		if l.area >= 0 {
			change.Area = l.what
		}
		cf.Advice = cf.Advice && l.def.Movable
		cf.Changes = append(cf.Changes, change)
		parts = append(parts, text)
	}
	cf.Text = strings.Join(parts, " and ") + " → " + cf.To.Phrase()
	cf.Effort = math.Round(cf.Effort*1e9) / 1e9
	return cf
}

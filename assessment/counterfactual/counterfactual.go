// Package counterfactual searches for the smallest changes of a few values that
// change an outcome: one value by bisection or by steps, then pairs, then
// triples. It knows numbers only; what they mean is the caller's.
package counterfactual

import (
	"math"
	"slices"
)

// Lever is a value that could be different.
type Lever struct {
	Now, Min, Max float64
	// Step is the size of a step; 0 for a number that can take any value.
	Step float64
	// Less is +1 when a larger value lowers the outcome, −1 when a smaller one does.
	Less float64
	// Scale is the change that counts as an effort of 1: it makes changes of
	// different units comparable.
	Scale float64
}

// effort is rounded, so that changes that are as large come in the order of the
// levers.
func (l Lever) effort(to float64) float64 {
	return math.Round(math.Abs(to-l.Now)/l.Scale*1e4) / 1e4
}

// Change is a change of one or several levers and the outcome it leads to.
type Change struct {
	Levers  []int     // their places, rising
	To      []float64 // the values, in the same order
	Outcome int
	Effort  float64 // sum of the changes in units of each lever's Scale
}

// Outcome gives the outcome for the values of all levers; negative when there
// is none. It must not keep values.
type Outcome func(values []float64) int

// Search holds what is searched: the levers and what their values lead to.
type Search struct {
	Levers  []Lever
	Outcome Outcome

	values []float64
	now    int
}

// New prepares a search from the levers' present values.
func New(levers []Lever, outcome Outcome) *Search {
	s := &Search{Levers: levers, Outcome: outcome, values: make([]float64, len(levers))}
	for i, l := range levers {
		s.values[i] = l.Now
	}
	s.now = outcome(s.values)
	return s
}

// Now is the outcome of the present values.
func (s *Search) Now() int { return s.now }

// at is the outcome with one lever moved.
func (s *Search) at(i int, v float64) int {
	s.values[i] = v
	out := s.Outcome(s.values)
	s.values[i] = s.Levers[i].Now
	return out
}

// relative is how closely a threshold is found; a value it gives lies on the
// far side, where the outcome has changed.
const relative = 1e-6

// Singles are the nearest values of each lever, either way, at which each other
// outcome begins.
func (s *Search) Singles() []Change {
	if s.now < 0 {
		return nil
	}
	var out []Change
	for i, l := range s.Levers {
		for _, bound := range []float64{l.Min, l.Max} {
			seen := []int{s.now}
			record := func(v float64, outcome int) {
				if outcome >= 0 && !slices.Contains(seen, outcome) {
					seen = append(seen, outcome)
					out = append(out, Change{[]int{i}, []float64{v}, outcome, l.effort(v)})
				}
			}
			if l.Step > 0 {
				s.steps(i, bound, record)
			} else {
				s.crossings(i, bound, record)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b Change) int { return compare(a.Effort, b.Effort) })
	return out
}

func compare(a, b float64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// steps visits every step from now to the bound.
func (s *Search) steps(i int, bound float64, record func(float64, int)) {
	l := s.Levers[i]
	sign := math.Copysign(1, bound-l.Now)
	for k := 1.0; ; k++ {
		v := l.Now + sign*k*l.Step
		if (v-bound)*sign > 1e-9 {
			return
		}
		record(v, s.at(i, v))
	}
}

// crossings visits the nearest values at which the outcome changes, on a grid
// that is fine near the present value and doubles towards the bound.
func (s *Search) crossings(i int, bound float64, record func(float64, int)) {
	l := s.Levers[i]
	span := bound - l.Now
	if span == 0 {
		return
	}
	from, before := l.Now, s.now
	for k := 11; k >= 0; k-- {
		to := l.Now + span/math.Pow(2, float64(k))
		after := s.at(i, to)
		for before != after {
			v, outcome := s.bisect(i, from, to, before)
			record(v, outcome)
			from, before = v, outcome
		}
		from = to
	}
}

// bisect finds where the outcome stops being what it is at from; at to it is
// another one.
func (s *Search) bisect(i int, from, to float64, outcome int) (float64, int) {
	beyond := s.at(i, to)
	// Never below what matters of the lever: a threshold may lie at 0.
	tolerance := relative * math.Max(math.Max(math.Abs(from), math.Abs(to)), 1e-3*s.Levers[i].Scale)
	for math.Abs(to-from) > tolerance {
		middle := (from + to) / 2
		if got := s.at(i, middle); got == outcome {
			from = middle
		} else {
			to, beyond = middle, got
		}
	}
	return to, beyond
}

// Combinations are the smallest changes of size levers together that lower the
// outcome (direction −1) or raise it (+1), where no part of them would do.
// Only the levers with use set take part. Numbers move by equal efforts up to
// most; at most limit results come back, the smallest first.
func (s *Search) Combinations(size, direction int, use []bool, most float64, limit int) []Change {
	if s.now < 0 {
		return nil
	}
	c := &combination{Search: s, direction: direction, most: most, far: make([]float64, len(s.Levers))}
	var levers []int
	for i, l := range s.Levers {
		c.far[i] = l.Now
		if use[i] {
			c.far[i] = c.reach(i)
		}
		if c.far[i] != l.Now {
			levers = append(levers, i)
		}
	}
	// Pairs that do by themselves are no part of a larger change.
	enough := make([][]bool, len(levers))
	for a := range levers {
		enough[a] = make([]bool, len(levers))
		for b := range a {
			enough[a][b] = size > 2 && c.possible([]int{levers[b], levers[a]})
		}
	}
	var out []Change
	chosen, places := make([]int, size), make([]int, size)
	var choose func(k, start int)
	choose = func(k, start int) {
		if k == size {
			if change, ok := c.smallest(chosen); ok {
				out = append(out, change)
			}
			return
		}
	next:
		for n := start; n < len(levers); n++ {
			for _, before := range places[:k] {
				if enough[n][before] {
					continue next
				}
			}
			chosen[k], places[k] = levers[n], n
			choose(k+1, n+1)
		}
	}
	choose(0, 0)
	slices.SortStableFunc(out, func(a, b Change) int { return compare(a.Effort, b.Effort) })
	return out[:min(limit, len(out))]
}

// combination is the search for joint changes in one direction.
type combination struct {
	*Search
	direction int
	most      float64   // effort of a number
	far       []float64 // how far each lever may go without changing the outcome alone
}

func (c *combination) flips(outcome int) bool {
	return outcome >= 0 && (outcome-c.now)*c.direction > 0
}

// sign is the way lever i goes to move the outcome in the direction.
func (c *combination) sign(i int) float64 { return -float64(c.direction) * c.Levers[i].Less }

// to is lever i moved by an effort, within its bounds.
func (c *combination) to(i int, effort float64) float64 {
	l := c.Levers[i]
	return math.Max(l.Min, math.Min(l.Max, l.Now+c.sign(i)*effort*l.Scale))
}

// reach is the farthest value of lever i that does not change the outcome by
// itself.
func (c *combination) reach(i int) float64 {
	l := c.Levers[i]
	if l.Step > 0 {
		last := l.Now
		for k := 1.0; ; k++ {
			v := l.Now + c.sign(i)*k*l.Step
			if v < l.Min-1e-9 || v > l.Max+1e-9 || c.flips(c.at(i, v)) {
				return last
			}
			last = v
		}
	}
	far := c.to(i, c.most)
	if !c.flips(c.at(i, far)) {
		return far
	}
	near := l.Now
	for math.Abs(far-near) > 1e-3*math.Max(math.Max(math.Abs(far), math.Abs(near)), 1e-3*l.Scale) {
		if middle := (near + far) / 2; c.flips(c.at(i, middle)) {
			far = middle
		} else {
			near = middle
		}
	}
	return near
}

// possible reports whether the levers together can change the outcome at all.
func (c *combination) possible(levers []int) bool {
	for _, i := range levers {
		c.values[i] = c.far[i]
	}
	defer c.reset(levers)
	return c.flips(c.Outcome(c.values))
}

// smallest is the smallest joint change of the levers, if there is one in which
// each is needed.
func (c *combination) smallest(levers []int) (Change, bool) {
	if !c.possible(levers) {
		return Change{}, false
	}
	best := Change{Effort: math.Inf(1)}
	c.try(levers, 0, 0, &best)
	if best.Levers == nil || !c.allNeeded(&best) {
		return Change{}, false
	}
	return best, true
}

func (c *combination) reset(levers []int) {
	for _, i := range levers {
		c.values[i] = c.Levers[i].Now
	}
}

// try goes through the steps of the stepped levers, then moves the numbers by
// equal efforts.
func (c *combination) try(levers []int, k int, effort float64, best *Change) {
	if effort >= best.Effort {
		return
	}
	if k < len(levers) {
		i := levers[k]
		l := c.Levers[i]
		if l.Step == 0 {
			c.try(levers, k+1, effort, best)
			return
		}
		for n := 1.0; ; n++ {
			v := l.Now + c.sign(i)*n*l.Step
			if (v-c.far[i])*c.sign(i) > 1e-9 {
				break
			}
			c.values[i] = v
			c.try(levers, k+1, effort+l.effort(v), best)
		}
		c.values[i] = l.Now
		return
	}
	numbers := 0
	for _, i := range levers {
		if c.Levers[i].Step == 0 {
			numbers++
		}
	}
	move := func(e float64) int {
		for _, i := range levers {
			if c.Levers[i].Step == 0 {
				v := c.to(i, e)
				if (v-c.far[i])*c.sign(i) > 0 {
					v = c.far[i]
				}
				c.values[i] = v
			}
		}
		return c.Outcome(c.values)
	}
	e := 0.0
	if numbers > 0 {
		e = c.most
	}
	outcome := move(e)
	if !c.flips(outcome) {
		return
	}
	if numbers > 0 {
		low := 0.0
		for e-low > 1e-5*math.Max(e, 1e-3) {
			middle := (low + e) / 2
			if got := move(middle); c.flips(got) {
				e, outcome = middle, got
			} else {
				low = middle
			}
		}
		move(e)
	}
	change := Change{Outcome: outcome}
	for _, i := range levers {
		change.Levers = append(change.Levers, i)
		change.To = append(change.To, c.values[i])
		change.Effort += c.Levers[i].effort(c.values[i])
	}
	if change.Effort < best.Effort {
		*best = change
	}
}

// allNeeded reports whether the change fails without any one of its parts.
func (c *combination) allNeeded(change *Change) bool {
	defer c.reset(change.Levers)
	for n := range change.Levers {
		for k, i := range change.Levers {
			c.values[i] = change.To[k]
		}
		i := change.Levers[n]
		c.values[i] = c.Levers[i].Now
		if c.flips(c.Outcome(c.values)) {
			return false
		}
	}
	return true
}

// Composing a run: which injects of a scenario are played, and when.

package exercise

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"muster/assessment"
	"muster/assessment/engagement"
	"muster/assessment/question"
)

// Run is an exercise that is ready to be held.
type Run struct {
	Scenario *Scenario
	Planner  *Planner
	Length   Length
	Agenda   []Slot
	Injects  []Played
	Left     []*Inject // injects the time does not suffice for
	Gaps     []Tested  // what the injects test of this engagement's gaps, the gravest first

	planned *Planned
}

// SlotKind is what a part of the agenda is.
type SlotKind string

// The kinds of a slot.
const (
	Briefing   SlotKind = "briefing"
	Play       SlotKind = "inject"
	Break      SlotKind = "break"
	HotDebrief SlotKind = "debrief"
)

// Slot is a part of the agenda.
type Slot struct {
	Kind     SlotKind
	Title    string
	From, To int // minutes of the exercise
	Inject   int // place in Injects; -1 for others
}

// Played is an inject of a run.
type Played struct {
	*Inject
	Number     int     // from 1
	Start, End int     // minutes of the exercise
	Takers     []Taker // of its decisions, in their order
	Gaps       []Gap   // it tests, the gravest first
}

// Clock is a minute of the exercise as h:mm.
func Clock(minute int) string { return fmt.Sprintf("%d:%02d", minute/60, minute%60) }

// Compose makes the run of a scenario in a length for the engagement. All core injects
// are played, then those that test most of its gaps, as far as there is room, in the
// order of the story.
func Compose(set *question.Set, doc *engagement.Document, r *assessment.Result, s *Scenario, l Length) *Run {
	return Prepare(set, doc, r).Compose(s, l)
}

// Compose is Compose for an engagement that was prepared.
func (p *Planned) Compose(s *Scenario, l Length) *Run {
	run := &Run{Scenario: s, Planner: p.by, Length: l, planned: p}
	weights := make([]float64, len(s.Injects))
	for i := range s.Injects {
		for _, t := range p.tests([]*Inject{&s.Injects[i]}) {
			weights[i] += t.Weight
		}
	}
	chosen := choose(s, weights, l.Injects)
	var played []*Inject
	for i := range s.Injects {
		in := &s.Injects[i]
		if !chosen[i] {
			run.Left = append(run.Left, in)
			continue
		}
		x := Played{Inject: in, Number: len(run.Injects) + 1}
		for k := range in.Decisions {
			x.Takers = append(x.Takers, p.taker(&in.Decisions[k]))
		}
		for _, t := range p.tests([]*Inject{in}) {
			x.Gaps = append(x.Gaps, t.Gap)
		}
		run.Injects = append(run.Injects, x)
		played = append(played, in)
	}
	run.Gaps = p.tests(played)
	run.time(weights, chosen)
	return run
}

// choose takes the core injects, then the weightiest others with what they need.
func choose(s *Scenario, weights []float64, most int) []bool {
	chosen := make([]bool, len(s.Injects))
	count := 0
	for i := range s.Injects {
		if s.Injects[i].Core {
			chosen[i] = true
			count++
		}
	}
	order := make([]int, len(s.Injects))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(weights[b], weights[a]) })
	for _, i := range order {
		if chosen[i] {
			continue
		}
		wanted := with(s, i, chosen)
		if count+len(wanted) > most {
			continue
		}
		for _, k := range wanted {
			chosen[k] = true
		}
		count += len(wanted)
	}
	return chosen
}

// with is inject i and what it needs and is not chosen yet.
func with(s *Scenario, i int, chosen []bool) []int {
	out := []int{i}
	for n := 0; n < len(out); n++ {
		for _, id := range s.Injects[out[n]].Needs {
			k := slices.IndexFunc(s.Injects, func(x Inject) bool { return x.ID == id })
			if !chosen[k] && !slices.Contains(out, k) {
				out = append(out, k)
			}
		}
	}
	return out
}

// time gives each inject its minutes: the share the scenario gives it, more where it
// tests gaps, none below the least.
func (run *Run) time(weights []float64, chosen []bool) {
	s, l := run.Scenario, run.Length
	most := slices.Max(weights)
	var want []float64
	for i := range s.Injects {
		if !chosen[i] {
			continue
		}
		end := run.Planner.longest().Play()
		if i+1 < len(s.Injects) {
			end = s.Injects[i+1].Minute
		}
		share := float64(end - s.Injects[i].Minute)
		if most > 0 {
			share *= 1 + (run.Planner.Stretch-1)*weights[i]/most
		}
		want = append(want, share)
	}
	minutes := divide(want, l.Play(), l.Least)
	at := 0
	slot := func(kind SlotKind, title string, length, inject int) {
		run.Agenda = append(run.Agenda, Slot{Kind: kind, Title: title, From: at, To: at + length, Inject: inject})
		at += length
	}
	slot(Briefing, "Welcome and briefing", l.Briefing, -1)
	pause := run.pause(minutes)
	for i := range run.Injects {
		if i == pause {
			slot(Break, "Break", l.Break, -1)
		}
		run.Injects[i].Start, run.Injects[i].End = at, at+minutes[i]
		slot(Play, run.Injects[i].Title, minutes[i], i)
	}
	slot(HotDebrief, "Hot debrief", l.Debrief, -1)
}

// pause is the inject that the break stands before: the one nearest to the middle of
// the play; -1 without a break.
func (run *Run) pause(minutes []int) int {
	if run.Length.Break == 0 {
		return -1
	}
	best, at, nearest := -1, 0, math.Inf(1)
	for i, m := range minutes {
		if off := math.Abs(float64(at) - float64(run.Length.Play())/2); i > 0 && off < nearest {
			best, nearest = i, off
		}
		at += m
	}
	return best
}

// divide shares out whole minutes in proportion, none below the least. The least times
// their number must not exceed total.
func divide(want []float64, total, least int) []int {
	out := make([]int, len(want))
	open := make([]bool, len(want))
	for i := range open {
		open[i] = true
	}
	rest := total
	for again := true; again; {
		again = false
		sum := 0.0
		for i, w := range want {
			if open[i] {
				sum += w
			}
		}
		for i, w := range want {
			if open[i] && w/sum*float64(rest) < float64(least) {
				open[i], again = false, true
				out[i] = least
				rest -= least
				break
			}
		}
	}
	// Rounding each end, not each length, keeps the total.
	sum, done, given := 0.0, 0.0, 0
	for i, w := range want {
		if open[i] {
			sum += w
		}
	}
	for i, w := range want {
		if !open[i] {
			continue
		}
		done += w
		end := int(math.Round(done / sum * float64(rest)))
		out[i] = end - given
		given = end
	}
	return out
}

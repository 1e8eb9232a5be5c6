// Help: what an option or a scenario adds to the client's own team. Evaluating
// with it gives the need that remains.

package assessment

import (
	"cmp"
	"math"
	"slices"
	"sort"

	"muster/assessment/engagement"
	"muster/assessment/model"
	"muster/assessment/question"
)

// Help is analysts who are not there yet, and work that no longer arrives.
type Help struct {
	SIAHours   float64        // of a named analyst a week, as bought; the overhead of handovers is taken off
	SIALevels  map[string]int // of that analyst by skill area
	Hires      float64        // FTE of the client's own
	HireLevels map[string]int // of each of them by skill area
	Fewer      float64        // share of the escalations that no longer arrive, 0 to 1
}

// Tuning is the share of escalations a promise to lower them is worth: without
// evidence it counts half.
func Tuning(reduction float64, evidenced bool) float64 {
	if evidenced {
		return reduction
	}
	return reduction / 2
}

// join adds the help to the inputs, see the decision model on residual need: SIA
// hours as supply and in the staff index, levels as further people in the skills
// matrix, hires as FTE and people.
func (h *Help) join(in *inputs, p *model.Parameters) {
	in.delivered = h.SIAHours / (1 + p.SizingOverhead)
	if h.Fewer > 0 {
		multiply(&in.volume, 1-h.Fewer)
	}
	people := 0
	if h.Hires > 0 {
		people = int(math.Ceil(h.Hires - epsilon))
		in.fte += h.Hires
		in.people += float64(people)
	}
	if len(h.SIALevels)+len(h.HireLevels) == 0 {
		return
	}
	for i := range in.areas {
		a := &in.areas[i]
		add := func(levels map[string]int, people int) {
			level, ok := levels[a.id]
			if !ok || people == 0 {
				return
			}
			a.assessed = true
			a.best = max(a.best, level)
			if float64(level) >= p.StaffPeopleLevel {
				a.people += people
			}
		}
		if h.SIAHours > 0 {
			add(h.SIALevels, 1)
		}
		add(h.HireLevels, people)
	}
}

// Mix is SIA hours and hires together.
type Mix struct {
	SIAHours float64 `json:"siaHours"` // a week
	Hires    float64 `json:"hires"`    // people
	PerYear  float64 `json:"perYear"`  // at the rates of the settings
	Verdict  Verdict `json:"verdict"`  // that remains
}

// Mixes are, for each number of hires from none on, the fewest SIA hours with
// which the need is closed (at most borderline), the cheapest first. Analyst and
// hires are taken to bring the required level in every skill area. Empty where
// nothing up to the limits closes the need; call it only where r, Evaluate's
// result for the same document, has a verdict.
func Mixes(set *question.Set, registry *model.Registry, doc *engagement.Document, r *Result) []Mix {
	if r.SIA.Verdict == InsufficientEvidence {
		return nil
	}
	p := registry.Resolve(doc.Model)
	in := newSource(set, doc).read(p)
	levels := RequiredLevels(r)
	perHire := HirePerYear(&p)
	var out []Mix
	for hires := 0.0; hires <= mixHires; hires++ {
		verdict := func(hours float64) Verdict {
			x := in
			x.areas = append([]area(nil), in.areas...)
			h := Help{SIAHours: hours, SIALevels: levels, Hires: hires, HireLevels: levels}
			h.join(&x, &p)
			m := measure(&x, &p)
			return m.facts(&x, &p).decide().verdict
		}
		block := func(i int) float64 {
			if i == 0 {
				return 0
			}
			return math.Max(p.SizingMinimum, float64(i)*p.SizingBlock)
		}
		// More hours never make the verdict worse, so the first block that closes is
		// found by halving.
		most := int(math.Ceil(mixHours / p.SizingBlock))
		if verdict(block(most)).Closes() {
			i := sort.Search(most, func(i int) bool { return verdict(block(i)).Closes() })
			hours := block(i)
			out = append(out, Mix{SIAHours: hours, Hires: hires, PerYear: hours*52*p.SIARate + hires*perHire, Verdict: verdict(hours)})
			if hours == 0 {
				break // further hires only cost more
			}
		}
	}
	slices.SortStableFunc(out, func(a, b Mix) int { return cmp.Compare(a.PerYear, b.PerYear) })
	return out
}

// RequiredLevels are the levels the skills matrix asks for, by area.
func RequiredLevels(r *Result) map[string]int {
	out := map[string]int{}
	for _, a := range r.Skills.Areas {
		out[a.ID] = a.Required
	}
	return out
}

// The largest mix that is tried.
const (
	mixHires = 12.0
	mixHours = 160.0
)

// Closes reports whether a verdict that remains leaves no need of a named analyst:
// it is at most borderline.
func (v Verdict) Closes() bool { return v == NotWarranted || v == Borderline }

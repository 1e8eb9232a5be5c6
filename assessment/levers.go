// Levers bound to an engagement: each takes a value and puts it where the model
// would read it, so that thousands of values can be tried.

package assessment

import (
	"math"
	"slices"
	"strings"

	"muster/assessment/counterfactual"
	"muster/assessment/engagement"
	"muster/assessment/model"
)

// lever is one of the registry's levers on one answer (or one skill area).
type lever struct {
	counterfactual.Lever
	def      model.Lever
	question string
	area     int     // place of the skill area; −1 for others
	what     string  // the question or area in words
	base     float64 // what a factor multiplies, for texts
	inputs   func(in *inputs, v float64)
	plan     func(pl *plan, v float64)
}

// never stands for "never" among months: the longest time an answer can give is
// 120 months.
const never = 121

// shown is a value as people read it.
func (l *lever) shown(v float64) string {
	switch l.def.Kind {
	case "bool":
		return yes{known: true, value: v > 0.5}.text()
	case "months":
		text := months{known: true, never: v >= never-0.5, n: math.Round(v)}.text()
		switch {
		case v < l.Now:
			return "at most " + text
		case v > l.Now && v < never-0.5:
			return "more than " + text
		}
		return text
	case "factor":
		return FormatNumber(l.base*v, l.def.Decimals)
	case "area-covered":
		return FormatShare(v)
	}
	return FormatNumber(v, l.def.Decimals)
}

// rounded is the value that shown writes.
func (l *lever) rounded(v float64) float64 {
	scale := math.Pow10(l.def.Decimals)
	switch {
	case l.Step > 0:
		return v
	case l.def.Kind == "factor":
		return math.Round(l.base*v*scale) / scale / l.base
	}
	return math.Round(v*scale) / scale
}

// bind makes the levers of an engagement: those whose answers are known, or
// stand on a default.
func bind(s *source, in *inputs, pl *plan, registry *model.Registry, p *model.Parameters) []lever {
	var out []lever
	for _, def := range registry.Levers {
		less := 1.0
		if def.Less == "down" {
			less = -1
		}
		for _, id := range def.Questions {
			it := s.set.Item(id)
			if it == nil || s.doc.State(id) == engagement.NotApplicable {
				continue
			}
			l := lever{def: def, question: id, area: -1, what: it.Phrase()}
			l.Less, l.Scale = less, 1
			if it.Min != nil && it.Max != nil {
				l.Min, l.Max = *it.Min, *it.Max
			}
			if it.Integer { // people, posts
				l.Step = 1
			}
			switch def.Kind {
			case "area-level", "area-people", "area-covered":
				out = append(out, areaLevers(l, in, s, p)...)
				continue
			case "level", "bool":
				l.Min, l.Max, l.Step, l.Scale = 0, 4, 1, 4
				if def.Kind == "bool" {
					l.Max, l.Scale = 1, 2
				}
			case "months":
				l.Min, l.Max, l.Scale = 0, never, never
			case "factor":
				values := in.volume
				if id == idHandle {
					values = in.handle
				}
				l.Now = 1
				l.Min, l.Max = factors(values, l.Min, l.Max)
			case "hours":
				l.Min, l.Max, l.Step = 1, 24, 1
			case "days":
				l.Min, l.Max, l.Step = 1, 7, 1
			}
			if l.bind(s, in, pl) && l.Now >= l.Min && l.Now <= l.Max {
				out = append(out, l)
			}
		}
	}
	return out
}

// bind sets the present value and where a new one goes; false when the answer
// is not there to be changed.
func (l *lever) bind(s *source, in *inputs, pl *plan) bool {
	number := func(field func(*inputs) *float64, scale float64) bool {
		l.Now = *field(in)
		l.Scale = math.Max(l.Now, scale)
		l.inputs = func(in *inputs, v float64) { *field(in) = v }
		return true
	}
	switch l.question {
	case idFTE:
		ok := number(func(in *inputs) *float64 { return &in.fte }, 1)
		l.inputs = func(in *inputs, v float64) {
			in.fte = v
			if !in.hasPeople { // stands on the number of FTE
				in.people = v
			}
		}
		return ok && in.hasFTE
	case idOther:
		return number(func(in *inputs) *float64 { return &in.other }, 8)
	case idVacant:
		return number(func(in *inputs) *float64 { return &in.vacant }, 1)
	case idLeavers:
		return number(func(in *inputs) *float64 { return &in.leavers }, 1)
	case idPeople:
		return number(func(in *inputs) *float64 { return &in.people }, 1) && in.hasPeople
	case idMajorCount:
		return number(func(in *inputs) *float64 { return &in.majors }, 1)
	case idMajorHours:
		return number(func(in *inputs) *float64 { return &in.majorHours }, 10)
	case idInexperienced:
		return number(func(in *inputs) *float64 { return &in.inexperienced }, 100) && in.hasInexperienced
	case idGrowth:
		l.Now, l.Scale = in.growth*100, 100
		l.inputs = func(in *inputs, v float64) { in.growth = v / 100 }
		return true
	case idWindow:
		l.Now = in.hours
		l.inputs = func(in *inputs, v float64) { in.hours = v }
		if l.def.Kind == "days" {
			l.Now = in.days
			l.inputs = func(in *inputs, v float64) { in.days = v }
		}
		l.Scale = l.Now
		return in.hasWindow
	case idVolume:
		for _, n := range in.volume {
			l.base += n
		}
		l.inputs = func(in *inputs, v float64) { multiply(&in.volume, v) }
		return in.hasVolume && l.base > 0
	case idHandle:
		total := 0.0
		for i, n := range in.volume {
			total += n
			l.base += n * in.handle[i]
		}
		l.base /= total
		l.inputs = func(in *inputs, v float64) { multiply(&in.handle, v) }
		return in.hasHandle && total > 0 && l.base > 0
	case idClosure:
		l.Now, l.Scale = pl.closure.n, 100
		l.plan = func(pl *plan, v float64) { pl.closure.n = v }
		return pl.closure.known
	}
	return l.bindAnswer(s, pl)
}

// bindAnswer binds levels, dates and yes or no.
func (l *lever) bindAnswer(s *source, pl *plan) bool {
	field := func(now level, get func(*plan) *level) bool {
		l.Now = float64(now.n)
		l.plan = func(pl *plan, v float64) { get(pl).n = int(math.Round(v)) }
		return now.known
	}
	date := func(now months, get func(*plan) *months) bool {
		l.Now = now.n
		if now.never {
			l.Now = never
		}
		l.plan = func(pl *plan, v float64) { *get(pl) = months{known: true, never: v >= never-0.5, n: v} }
		return now.known
	}
	truth := func(now yes, get func(*plan) *yes) bool {
		if now.value {
			l.Now = 1
		}
		l.plan = func(pl *plan, v float64) { get(pl).value = v > 0.5 }
		return now.known
	}
	switch l.question {
	case idApproved:
		return field(pl.approved, func(pl *plan) *level { return &pl.approved })
	case idCriticality:
		return field(pl.criticality, func(pl *plan) *level { return &pl.criticality })
	case idReview:
		return date(pl.review, func(pl *plan) *months { return &pl.review })
	case idBenchmark:
		return date(pl.benchmark, func(pl *plan) *months { return &pl.benchmark })
	case idExercise:
		return date(pl.exercise, func(pl *plan) *months { return &pl.exercise })
	case idFunctional:
		return date(pl.functional, func(pl *plan) *months { return &pl.functional })
	case idChange:
		return truth(pl.change, func(pl *plan) *yes { return &pl.change })
	case idExec:
		return truth(pl.exec, func(pl *plan) *yes { return &pl.exec })
	case idMSSP:
		return truth(pl.mssp, func(pl *plan) *yes { return &pl.mssp })
	}
	if i := slices.Index(elementIDs, l.question); i >= 0 {
		return field(pl.elements[i], func(pl *plan) *level { return &pl.elements[i] })
	}
	now, ok := s.level(l.question)
	l.Now = float64(now)
	step := func(v float64) int { return int(math.Round(v)) - now }
	switch {
	case slices.Contains(planIDs, l.question):
		l.plan = func(pl *plan, v float64) { pl.rest.sum += step(v) }
	case slices.Contains(toolIDs, l.question):
		l.inputs = func(in *inputs, v float64) {
			in.tools.sum += step(v)
			if l.question == idAccess {
				in.access = int(math.Round(v))
			}
		}
	case slices.Contains(processIDs, l.question):
		l.inputs = func(in *inputs, v float64) { in.process.sum += step(v) }
	default:
		return false
	}
	return ok
}

// factors are the smallest and the largest factor, up to 10, that keep every
// value in the range of its question.
func factors(values [4]float64, low, high float64) (least, most float64) {
	most = 10
	for _, v := range values {
		if v > 0 {
			least, most = math.Max(least, low/v), math.Min(most, high/v)
		}
	}
	return math.Min(least, 1), math.Max(most, 1)
}

func multiply(v *[4]float64, by float64) {
	for i := range v {
		v[i] *= by
	}
}

// areaLevers are the levers of one kind on every assessed skill area.
func areaLevers(l lever, in *inputs, s *source, p *model.Parameters) []lever {
	var out []lever
	counts := int(p.StaffPeopleLevel)
	for i, a := range in.areas {
		if !a.assessed {
			continue
		}
		l := l
		l.area, l.what, l.Min, l.Step = i, s.set.Item(idSkills).Area(a.id).Phrase(), 0, 1
		switch l.def.Kind {
		case "area-level":
			l.Now, l.Max, l.Scale = float64(a.best), 4, 4
			l.inputs = func(in *inputs, v float64) {
				a := &in.areas[i]
				switch level := int(math.Round(v)); {
				case level < counts: // whoever was better is not any more
					a.best, a.people = level, 0
				default:
					a.best, a.people = level, max(a.people, 1)
				}
			}
		case "area-people":
			l.Now, l.Max, l.Scale = float64(a.people), float64(max(a.people, a.needed)), 2
			l.inputs = func(in *inputs, v float64) {
				a := &in.areas[i]
				if a.people = int(math.Round(v)); a.people == 0 {
					a.best = min(a.best, counts-1)
				} else {
					a.best = max(a.best, counts)
				}
			}
		case "area-covered":
			l.Now, l.Max, l.Step, l.Scale = a.covered, 1, 0.5, 2
			l.inputs = func(in *inputs, v float64) { in.areas[i].covered = v }
		}
		out = append(out, l)
	}
	return out
}

// Phrase is the verdict inside a sentence.
func (v Verdict) Phrase() string {
	switch v {
	case None:
		return "not needed"
	case Strong:
		return "strongly recommended"
	}
	return strings.ReplaceAll(string(v), "-", " ")
}

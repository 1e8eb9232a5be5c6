// Which scenario tests most of an engagement's gaps, and why.

package exercise

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"muster/assessment"
	"muster/assessment/engagement"
	"muster/assessment/question"
)

// Gap is a weakness or something not known, which an exercise may test.
type Gap struct {
	Key      string // a question id, or a row as raci-matrix/monitor
	Question string // id
	Title    string
	Why      string // in a sentence
	Finding  string // id of the gravest finding; empty for none
	Severity string // of that finding; empty for none
	RedFlag  bool
	Verdict  bool // the answer helped to decide a verdict
	Weight   float64
}

// Fit says how well a scenario fits the profile.
type Fit string

// The fits.
const (
	Made  Fit = "made"  // made for this profile
	Fits  Fit = "fits"  // made for any
	Open  Fit = "open"  // the profile does not say
	Poor  Fit = "poor"  // made for other profiles
	Unfit Fit = "unfit" // makes no sense here
)

// Proposal is a scenario with what it tests of an engagement.
type Proposal struct {
	Scenario *Scenario
	Score    float64 // sum of the weights of the gaps it tests, times the factor of the fit
	Share    float64 // of the weight of all gaps that an exercise can test, 0 to 1
	Gaps     []Tested
	Fit      Fit
	Because  string // why it fits or does not; empty where nothing is to be said
	Reason   string // in a sentence
}

// Tested is a gap with the injects that test it.
type Tested struct {
	Gap
	Injects []string // ids
}

// Planned is what exercises are planned with: one engagement's gaps.
type Planned struct {
	set    *question.Set
	doc    *engagement.Document // as it counts
	result *assessment.Result
	by     *Planner
	gaps   map[string]Gap
	order  []string // of the keys
}

// Prepare finds the gaps of doc, which r is the result of.
func Prepare(set *question.Set, doc *engagement.Document, r *assessment.Result) *Planned {
	doc, _ = doc.Effective(set)
	p := &Planned{set: set, doc: doc, result: r, by: DefaultPlanner(), gaps: map[string]Gap{}}
	decisive := decisiveQuestions(r)
	note := func(key string, g Gap) {
		g.Key = key
		g.Question, _, _ = strings.Cut(key, "/")
		if old, ok := p.gaps[key]; ok && old.Weight >= g.Weight {
			return
		} else if !ok {
			p.order = append(p.order, key)
		}
		p.gaps[key] = g
	}
	w := p.by.Weights
	for i := range r.Findings {
		f := &r.Findings[i]
		keys := findingKeys(f)
		for _, key := range keys {
			g := Gap{Title: p.title(key), Why: fmt.Sprintf("%s, %s: %s", f.ID, f.Severity, f.Title), Finding: f.ID, Severity: f.Severity, Weight: w.severity(f.Severity)}
			if len(keys) > 1 {
				g.Title, g.Why = f.Title, fmt.Sprintf("%s, %s: %s", f.ID, f.Severity, f.Found)
			}
			note(key, g)
		}
	}
	p.rows(note)
	for _, it := range set.Items() {
		switch level, isLevel := doc.Value(it.ID).(engagement.Level); {
		case it.Type == question.RACI || it.Type == question.Skills:
			// by rows
		case isLevel && it.SectionID != "profile" && int(level) <= p.by.WeakLevel:
			note(it.ID, Gap{Title: it.Title, Why: fmt.Sprintf("Level %d of 4: %s", level, it.Levels[level].Name), Weight: w.WeakLevel})
		case doc.State(it.ID) == engagement.Unknown:
			note(it.ID, Gap{Title: it.Title, Why: "Answered with don't know", Weight: w.Unknown})
		case doc.State(it.ID) == engagement.Unanswered:
			note(it.ID, Gap{Title: it.Title, Why: "Not answered", Weight: w.Unanswered})
		}
	}
	for key, g := range p.gaps {
		if g.Verdict = decisive[g.Question] && g.Finding != ""; g.Verdict {
			g.Weight *= w.Verdict
		}
		if g.RedFlag {
			g.Weight += w.RedFlag
		}
		p.gaps[key] = g
	}
	return p
}

// rows notes what is open in the matrices, row by row.
func (p *Planned) rows(note func(string, Gap)) {
	w := p.by.Weights
	missing := func(state engagement.State) Gap {
		if state == engagement.Unknown {
			return Gap{Why: "Answered with don't know", Weight: w.Unknown}
		}
		return Gap{Why: "Not answered", Weight: w.Unanswered}
	}
	if state := p.doc.State(matrixID); state != engagement.NotApplicable {
		for _, row := range p.result.Responsibilities.Rows {
			key := matrixID + "/" + row.ID
			switch g := missing(state); {
			case !row.Answered:
				g.Title = p.title(key)
				note(key, g)
			case !row.Written:
				note(key, Gap{Title: p.title(key), Why: "Agreed, but not written down", Weight: w.Low})
			}
			if g, ok := p.gaps[key]; ok && row.RedFlag {
				g.RedFlag = true
				p.gaps[key] = g
			}
		}
	}
	if state := p.doc.State(skillsID); state != engagement.NotApplicable {
		for _, a := range p.result.Skills.Areas {
			if key := skillsID + "/" + a.ID; !a.Assessed {
				g := missing(state)
				g.Title = p.title(key)
				note(key, g)
			}
		}
	}
}

// title is what a key is called.
func (p *Planned) title(key string) string {
	id, row, _ := strings.Cut(key, "/")
	it := p.set.Item(id)
	if it == nil {
		return key
	}
	if a := it.Activity(row); a != nil {
		return fmt.Sprintf("%d. %s", a.Number, a.Text)
	}
	if a := it.Area(row); a != nil {
		return "Skill: " + a.Title
	}
	return it.Title
}

// findingKeys are the keys that a finding speaks of.
func findingKeys(f *assessment.Finding) []string {
	id, row, ok := strings.Cut(f.Source, "/")
	switch {
	case ok && (id == matrixID || id == skillsID) && row != "":
		return []string{f.Source}
	case f.Source == matrixID || f.Source == "unknown" || f.Source == "respondents":
		return nil // counted row by row, or question by question
	}
	var out []string
	for _, q := range f.Questions {
		if q != matrixID && q != skillsID {
			out = append(out, q)
		}
	}
	return out
}

// decisiveQuestions are the questions of conditions that held in rules with an effect.
func decisiveQuestions(r *assessment.Result) map[string]bool {
	out := map[string]bool{}
	for _, st := range r.Trace {
		if st.Effect == "" {
			continue
		}
		for _, c := range st.Conditions {
			for _, q := range c.Questions {
				if c.Held {
					out[q] = true
				}
			}
		}
	}
	return out
}

// fit says how well a scenario fits the profile, and why.
func (p *Planned) fit(s *Scenario) (Fit, string) {
	open := false
	meets := func(list []question.Exemption) (string, bool) {
		for i := range list {
			conditions := list[i].Conditions()
			if p.doc.Meets(conditions) {
				return list[i].Because, true
			}
			for _, c := range conditions {
				if st := p.doc.State(c.Question); st == engagement.Unanswered || st == engagement.Unknown {
					open = true
				}
			}
		}
		return "", false
	}
	if because, ok := meets(s.NotFor); ok {
		return Unfit, because
	}
	if because, ok := meets(s.Fits); ok {
		return Made, because
	}
	switch {
	case len(s.Fits) == 0 && !open:
		return Fits, ""
	case open:
		return Open, "The profile does not say yet whether it fits."
	}
	return Poor, "It is made for other profiles than this one."
}

func (p *Planned) factor(f Fit) float64 {
	switch f {
	case Made:
		return p.by.Fit.Made
	case Fits:
		return p.by.Fit.Fits
	case Open:
		return p.by.Fit.Open
	case Poor:
		return p.by.Fit.Poor
	}
	return p.by.Fit.Unfit
}

// tests are the gaps that some injects test, the gravest first.
func (p *Planned) tests(injects []*Inject) []Tested {
	var out []Tested
	for _, in := range injects {
		for _, key := range in.Tested() {
			g, ok := p.gaps[key]
			if !ok {
				continue
			}
			// A finding that rests on several questions is one gap.
			i := slices.IndexFunc(out, func(t Tested) bool { return t.Key == key || g.Finding != "" && t.Finding == g.Finding })
			switch {
			case i < 0:
				out = append(out, Tested{Gap: g, Injects: []string{in.ID}})
			case !slices.Contains(out[i].Injects, in.ID):
				out[i].Injects = append(out[i].Injects, in.ID)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b Tested) int {
		return cmp.Or(cmp.Compare(b.Weight, a.Weight), slices.Index(p.order, a.Key)-slices.Index(p.order, b.Key))
	})
	return out
}

// Propose ranks the scenarios by how much of the engagement's gaps they test, the most
// first; among equals the order given holds.
func Propose(set *question.Set, doc *engagement.Document, r *assessment.Result, scenarios []*Scenario) []Proposal {
	return Prepare(set, doc, r).Propose(scenarios)
}

// Propose is Propose for an engagement that was prepared.
func (p *Planned) Propose(scenarios []*Scenario) []Proposal {
	all := 0.0
	var every []*Inject
	out := make([]Proposal, 0, len(scenarios))
	for _, s := range scenarios {
		injects := pointers(s)
		every = append(every, injects...)
		x := Proposal{Scenario: s, Gaps: p.tests(injects)}
		x.Fit, x.Because = p.fit(s)
		for _, g := range x.Gaps {
			x.Score += g.Weight
		}
		out = append(out, x)
	}
	for _, g := range p.tests(every) {
		all += g.Weight
	}
	for i := range out {
		x := &out[i]
		if all > 0 {
			x.Share = x.Score / all
		}
		x.Score *= p.factor(x.Fit)
		x.Reason = x.reason()
	}
	slices.SortStableFunc(out, func(a, b Proposal) int { return cmp.Compare(b.Score, a.Score) })
	return out
}

func pointers(s *Scenario) []*Inject {
	out := make([]*Inject, len(s.Injects))
	for i := range s.Injects {
		out[i] = &s.Injects[i]
	}
	return out
}

// reason puts into a sentence what a scenario tests.
func (x *Proposal) reason() string {
	high, flags, open := 0, 0, 0
	for _, g := range x.Gaps {
		switch {
		case g.RedFlag:
			flags++
		case g.Severity == "high":
			high++
		case g.Finding == "" && strings.HasPrefix(g.Why, "Answered with") || g.Why == "Not answered":
			open++
		}
	}
	if len(x.Gaps) == 0 {
		return "It tests none of this engagement's gaps."
	}
	var parts []string
	add := func(n int, one, many string) {
		switch {
		case n == 1:
			parts = append(parts, "1 "+one)
		case n > 1:
			parts = append(parts, fmt.Sprintf("%d %s", n, many))
		}
	}
	add(flags, "red flag", "red flags")
	add(high, "weakness of high severity", "weaknesses of high severity")
	add(open, "open answer", "open answers")
	s := fmt.Sprintf("It tests %d of this engagement's gaps", len(x.Gaps))
	if len(x.Gaps) == 1 {
		s = "It tests one of this engagement's gaps"
	}
	if len(parts) > 0 {
		s += ", among them " + join(parts)
	}
	s += fmt.Sprintf("; by weight that is %.0f %% of what these scenarios can test.", 100*x.Share)
	return strings.TrimSpace(s + " " + x.Because)
}

func join(parts []string) string {
	if len(parts) < 2 {
		return strings.Join(parts, "")
	}
	return strings.Join(parts[:len(parts)-1], ", ") + " and " + parts[len(parts)-1]
}

// capital makes the first letter a capital.
func capital(s string) string {
	first, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + s[n:]
}

// lower fits the start of a text into a sentence, unless it is an abbreviation.
func lower(s string) string {
	first, n := utf8.DecodeRuneInString(s)
	second, _ := utf8.DecodeRuneInString(s[n:])
	if len(s) == n || unicode.ToUpper(second) == second {
		return s
	}
	return string(unicode.ToLower(first)) + s[n:]
}

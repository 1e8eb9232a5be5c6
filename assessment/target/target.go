// The gap assessment: every levelled question against its wanted level, the sections,
// and the gaps ranked by what they do to the verdicts.

package target

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"muster/assessment"
	"muster/assessment/engagement"
	"muster/assessment/followup"
	"muster/assessment/model"
	"muster/assessment/question"
)

// Standing is where a question stands against its target.
type Standing string

// The standings of a question.
const (
	Met        Standing = "met"
	Short      Standing = "short"
	Unknown    Standing = "unknown"        // answered with don't know
	Unanswered Standing = "unanswered"     //
	Excluded   Standing = "not-applicable" // or the target wants nothing of it
)

// Item is a levelled question against its target.
type Item struct {
	Question string   `json:"question"`
	Number   int      `json:"number"`
	Title    string   `json:"title"`
	Section  string   `json:"section"` // id
	Standing Standing `json:"standing"`
	Level    int      `json:"level"`    // answered; −1 where it is not known
	Wanted   int      `json:"wanted"`   // −1 where the target wants nothing
	Own      bool     `json:"own"`      // the wanted level is the engagement's own
	Distance int      `json:"distance"` // levels short; 0 where it is met or not known
	Because  string   `json:"because"`  // why more is wanted than by the set alone, or why it does not apply
}

// Gap is a question whose level is short of its target.
type Gap struct {
	Item
	Rank   int      `json:"rank"`   // from 1
	Weight int      `json:"weight"` // of the section, 1 to MaxWeight
	Moves  []string `json:"moves"`  // verdicts that ask for less once this gap alone is closed
	Keeps  []string `json:"keeps"`  // verdicts that ask for more while this gap alone stays open
	Joint  []string `json:"joint"`  // verdicts that ask for less once all gaps of its section are closed, and by none of them alone
	Why    string   `json:"why"`    // of the rank
}

// Section is the mean of a section's levels against the mean that is wanted of the
// same questions, 0 to 4.
type Section struct {
	ID       string            `json:"id"`
	Title    string            `json:"title"`
	Weight   int               `json:"weight"`
	Current  assessment.Figure `json:"current"`  // of what is answered; missing where nothing is
	Wanted   assessment.Figure `json:"wanted"`   // of the same; of all that applies where nothing is answered
	Distance assessment.Figure `json:"distance"` // mean of the levels short; what is beyond its target makes up for nothing
	Items    int               `json:"items"`    // that apply and have a target
	Known    int               `json:"known"`    // of them answered
	Short    int               `json:"short"`    // of those short
	Moves    []string          `json:"moves"`    // verdicts that ask for less once its gaps alone are closed
	Text     string            `json:"text"`
}

// Assessment is the whole gap assessment of an engagement.
type Assessment struct {
	Set      string             `json:"set"`   // id; empty without a known set
	Title    string             `json:"title"` // of the set, or of own levels alone
	For      string             `json:"for"`
	Why      string             `json:"why"`
	Own      int                `json:"own"`      // wanted levels of the engagement's own
	Items    []Item             `json:"items"`    // in the order of the question set
	Gaps     []Gap              `json:"gaps"`     // what matters most first
	Open     []Item             `json:"open"`     // nobody knows or said where they stand
	Sections []Section          `json:"sections"` // those with a target for something that applies
	Verdicts []followup.Verdict `json:"verdicts"` // today's against those once all gaps are closed
	Text     string             `json:"text"`     // all of it in a sentence
	Remarks  []string           `json:"remarks"`
	Rule     string             `json:"rule"` // how gaps are ranked

	Then assessment.Result `json:"-"` // once all gaps are closed
}

// rule says how gaps are ranked.
const rule = "First what eases a verdict by itself, then what a verdict cannot do without once all other gaps are closed, then what eases one together with the rest of its section, then the levels short times the weight of the section (1 to 3)."

// Assess compares doc, whose result is now, with its target; nil where it has none.
func Assess(p *Profiles, set *question.Set, registry *model.Registry, doc *engagement.Document, now *assessment.Result) *Assessment {
	if doc.Target.Empty() {
		return nil
	}
	a := &Assessment{Title: "Own levels", Items: []Item{}, Gaps: []Gap{}, Open: []Item{}, Sections: []Section{}, Remarks: []string{}, Rule: rule}
	if s, err := p.ByID(doc.Target.Set); err == nil {
		a.Set, a.Title, a.For, a.Why = s.ID, s.Title, s.For, s.Why
	} else if doc.Target.Set != "" {
		a.Remarks = append(a.Remarks, "The engagement names a target set that this version does not know; own levels alone count.")
	}
	a.items(p, set, doc, now)
	a.sections(p, set)
	a.rank(p, set, registry, doc, now)
	a.Text = a.overall()
	return a
}

func (a *Assessment) items(p *Profiles, set *question.Set, doc *engagement.Document, now *assessment.Result) {
	wanted := p.Wanted(set, doc)
	for _, q := range Levelled(set) {
		it := Item{Question: q.ID, Number: q.Number, Title: q.Title, Section: q.SectionID, Level: -1, Wanted: -1}
		answer := doc.Answers[q.ID]
		w, targeted := wanted[q.ID]
		if targeted {
			it.Wanted, it.Own, it.Because = w.Level, w.Own, w.Because
		}
		if v, ok := doc.Value(q.ID).(engagement.Level); ok {
			it.Level = int(v)
		}
		switch because := now.Profile.Because(q.ID); {
		case because != "":
			it.Standing, it.Because = Excluded, because
		case answer.State == engagement.NotApplicable || !targeted:
			it.Standing = Excluded
		case it.Level >= it.Wanted:
			it.Standing = Met
		case it.Level >= 0:
			it.Standing, it.Distance = Short, it.Wanted-it.Level
		case answer.State == engagement.Unknown:
			it.Standing = Unknown
		default:
			it.Standing = Unanswered
		}
		// What is wanted at level 0 is met by whatever is the case.
		if it.Standing == Met && it.Level < 0 {
			it.Standing = Unanswered
			if answer.State == engagement.Unknown {
				it.Standing = Unknown
			}
		}
		if it.Own && it.Standing != Excluded {
			a.Own++
		}
		if it.Standing == Unknown || it.Standing == Unanswered {
			a.Open = append(a.Open, it)
		}
		a.Items = append(a.Items, it)
	}
}

func (a *Assessment) sections(p *Profiles, set *question.Set) {
	for _, sec := range set.Sections {
		s := Section{ID: sec.ID, Title: sec.Title, Weight: p.Weights[sec.ID], Moves: []string{}, Current: assessment.Missing(), Distance: assessment.Missing()}
		var current, wantedKnown, wantedAll, distance int
		for _, it := range a.Items {
			if it.Section != sec.ID || it.Standing == Excluded {
				continue
			}
			s.Items++
			wantedAll += it.Wanted
			if it.Standing == Unknown || it.Standing == Unanswered {
				continue
			}
			s.Known++
			current, wantedKnown, distance = current+it.Level, wantedKnown+it.Wanted, distance+it.Distance
			if it.Standing == Short {
				s.Short++
			}
		}
		if s.Items == 0 {
			continue
		}
		mean := func(sum, n int) assessment.Figure { return assessment.Figure(float64(sum) / float64(n)) }
		s.Wanted = mean(wantedAll, s.Items)
		if s.Known > 0 {
			s.Current, s.Wanted, s.Distance = mean(current, s.Known), mean(wantedKnown, s.Known), mean(distance, s.Known)
		}
		s.Text = s.text()
		a.Sections = append(a.Sections, s)
	}
}

func (s *Section) text() string {
	open := ""
	if n := s.Items - s.Known; n > 0 {
		open = fmt.Sprintf(" %s open.", assessment.FormatCount(n, "question is", "questions are"))
	}
	switch {
	case s.Known == 0:
		return "Nothing is answered yet."
	case s.Short == 0 && open == "":
		return "The target is met."
	case s.Short == 0:
		return "What is answered meets the target." + open
	}
	return fmt.Sprintf("%d of %s short of the target.", s.Short, assessment.FormatCount(s.Known, "answer is", "answers are")) + open
}

// rank tries each gap by itself, and all without it.
func (a *Assessment) rank(p *Profiles, set *question.Set, registry *model.Registry, doc *engagement.Document, now *assessment.Result) {
	closed := map[string]int{}
	for _, it := range a.Items {
		if it.Standing == Short {
			closed[it.Question] = it.Wanted
		}
	}
	a.Then = *now
	if len(closed) > 0 {
		a.Then = assessment.Evaluate(set, registry, at(doc, closed, ""))
	}
	a.Verdicts = followup.Verdicts(now, &a.Then)
	eased := func(levels map[string]int) []string {
		then := assessment.Evaluate(set, registry, at(doc, levels, ""))
		out := []string{}
		for _, v := range followup.Verdicts(now, &then) {
			if v.Trend == followup.Better {
				out = append(out, v.Text)
			}
		}
		return out
	}
	joint := map[string][]string{}
	for i := range a.Sections {
		s := &a.Sections[i]
		levels := map[string]int{}
		for _, it := range a.Items {
			if it.Section == s.ID && it.Standing == Short {
				levels[it.Question] = it.Wanted
			}
		}
		if len(levels) > 0 {
			s.Moves = eased(levels)
			joint[s.ID] = s.Moves
		}
	}
	for _, it := range a.Items {
		if it.Standing != Short {
			continue
		}
		g := Gap{Item: it, Weight: max(1, p.Weights[it.Section]), Moves: eased(map[string]int{it.Question: it.Wanted}), Keeps: []string{}, Joint: []string{}}
		without := assessment.Evaluate(set, registry, at(doc, closed, it.Question))
		for _, v := range followup.Verdicts(&a.Then, &without) {
			if v.Trend == followup.Worse {
				g.Keeps = append(g.Keeps, fmt.Sprintf("%s would stay at “%s” instead of “%s”.", subjects[v.Subject], lower(v.After), lower(v.Before)))
			}
		}
		a.Gaps = append(a.Gaps, g)
	}
	// What one gap of a section does alone is no merit of the others.
	for i := range a.Gaps {
		for _, text := range a.Gaps[i].Moves {
			of := a.Gaps[i].Section
			joint[of] = slices.DeleteFunc(slices.Clone(joint[of]), func(x string) bool { return x == text })
		}
	}
	for i := range a.Gaps {
		a.Gaps[i].Joint = append(a.Gaps[i].Joint, joint[a.Gaps[i].Section]...)
		a.Gaps[i].Why = a.Gaps[i].why(len(closed))
	}
	slices.SortStableFunc(a.Gaps, func(x, y Gap) int {
		return cmp.Or(cmp.Compare(len(y.Moves), len(x.Moves)), cmp.Compare(len(y.Keeps), len(x.Keeps)), cmp.Compare(len(y.Joint), len(x.Joint)), cmp.Compare(y.Distance*y.Weight, x.Distance*x.Weight))
	})
	for i := range a.Gaps {
		a.Gaps[i].Rank = i + 1
	}
}

var subjects = map[string]string{"sia": "The need for a named SIA", "csirp-design": "The need for a design of the CSIRP", "csirp-review": "The need for a review of the CSIRP", "csirp-test": "The need for a test of the CSIRP"}

func lower(v assessment.Verdict) string { return strings.ToLower(v.Word()) }

func (g *Gap) why(all int) string {
	parts := slices.Clone(g.Moves)
	switch {
	case len(g.Keeps) > 0 && all > 1:
		parts = append(parts, "With all other gaps closed but not this one: "+lowerFirst(strings.Join(g.Keeps, " ")))
	case len(g.Joint) > 0:
		parts = append(parts, "With the other gaps of its section: "+lowerFirst(strings.Join(g.Joint, " ")))
	case len(g.Moves) == 0:
		parts = append(parts, "Moves no verdict.")
	}
	parts = append(parts, fmt.Sprintf("%s short, weight %d.", assessment.FormatCount(g.Distance, "level", "levels"), g.Weight))
	return strings.Join(parts, " ")
}

func lowerFirst(s string) string { return strings.ToLower(s[:1]) + s[1:] }

// at is doc with the levels, but one question left as it is. What else an answer
// holds stays.
func at(doc *engagement.Document, levels map[string]int, except string) *engagement.Document {
	out := doc.Clone()
	for id, n := range levels {
		if id == except {
			continue
		}
		answer := out.Answers[id]
		answer.State, answer.Value, answer.Draft = engagement.Answered, engagement.Level(n), nil
		out.Answers[id] = answer
	}
	return out
}

func (a *Assessment) overall() string {
	met, short := 0, len(a.Gaps)
	for _, it := range a.Items {
		if it.Standing == Met {
			met++
		}
	}
	known := met + short
	open := ""
	if n := len(a.Open); n > 0 {
		open = fmt.Sprintf(" %s open.", assessment.FormatCount(n, "question is", "questions are"))
	}
	switch {
	case known == 0:
		return "Nothing that the target wants is answered yet."
	case short == 0:
		return "What is answered meets the target." + open
	}
	moving := 0
	for i := range a.Gaps {
		if len(a.Gaps[i].Moves) > 0 {
			moving++
		}
	}
	text := fmt.Sprintf("%d of %s short of the target.", short, assessment.FormatCount(known, "answer is", "answers are"))
	switch moving {
	case 0:
		text += " None eases a verdict by itself."
	default:
		text += fmt.Sprintf(" %s a verdict by itself.", assessment.FormatCount(moving, "eases", "each ease"))
	}
	return text + open
}

// Remark says what the verdicts once all gaps are closed rest on.
func (a *Assessment) Remark() string {
	text := "Counted as if every answer that is short were at its wanted level and nothing else changed."
	if n := len(a.Open); n > 0 {
		text += fmt.Sprintf(" %s no level yet and %s as %s.", assessment.FormatCount(n, "question has", "questions have"), verb(n, "counts", "count"), verb(n, "it is", "they are"))
	}
	if !slices.ContainsFunc(a.Verdicts, func(v followup.Verdict) bool { return v.Trend == followup.Better }) {
		text += " No verdict asks for less then: they rest on other answers, such as people, volumes and what was done when"
		if len(a.Open) > 0 {
			text += ", or on what is open"
		}
		text += "."
	}
	return text
}

func verb(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

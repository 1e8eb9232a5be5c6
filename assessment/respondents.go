// Respondents: what several people who answered on their own say, where they
// differ, and what verdict each of them alone would give.

package assessment

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"muster/assessment/engagement"
	"muster/assessment/model"
	"muster/assessment/question"
)

// Opinion is what one respondent said about a question.
type Opinion struct {
	Who    string            `json:"who"`
	State  engagement.State  `json:"state"`
	Answer engagement.Answer `json:"-"`
}

// Disagreement is a question that respondents answer differently.
type Disagreement struct {
	Question string    `json:"question"` // id
	Opinions []Opinion `json:"opinions"` // of those who said anything, in their order
	// Spread is how far the answers with a value lie apart: 0 (the same) to 1 (from
	// one end of the scale to the other, or a plain yes against a no).
	Spread   float64 `json:"spread"`
	Material bool    `json:"material"` // far enough apart to be a finding
}

// RespondentResult is what one respondent's answers alone come to.
type RespondentResult struct {
	Name     string  `json:"name"`
	Role     string  `json:"role"`
	Date     string  `json:"date"`
	Answered int     `json:"answered"` // questions
	SIA      Verdict `json:"sia"`
	Hours    Figure  `json:"hoursPerWeek"`
	Design   Verdict `json:"design"`
	Review   Verdict `json:"review"`
	Test     Verdict `json:"test"`
}

// RespondentComparison is all respondents side by side.
type RespondentComparison struct {
	People    []RespondentResult `json:"people"`
	Questions []Disagreement     `json:"questions"` // the widest spread first
	Agreed    []string           `json:"agreed"`    // questions at least two answered, all alike
}

// CompareRespondents sets the respondents of a document side by side; nil where
// there are none.
func CompareRespondents(set *question.Set, registry *model.Registry, doc *engagement.Document) *RespondentComparison {
	if len(doc.Respondents) == 0 {
		return nil
	}
	c := &RespondentComparison{People: []RespondentResult{}, Questions: []Disagreement{}, Agreed: []string{}}
	for i := range doc.Respondents {
		p := &doc.Respondents[i]
		// What a person left out of the profile is as the engagement says.
		own, _ := doc.With(p.Answers).EffectiveWithin(set, doc)
		r := Evaluate(set, registry, own)
		c.People = append(c.People, RespondentResult{Name: p.Title(i), Role: p.Role, Date: p.Date, Answered: r.Confidence.Answered,
			SIA: r.SIA.Verdict, Hours: r.SIA.HoursPerWeek, Design: r.CSIRP.Design, Review: r.CSIRP.Review, Test: r.CSIRP.Test})
	}
	c.Questions = disagreements(set, registry, doc)
	slices.SortStableFunc(c.Questions, func(a, b Disagreement) int {
		switch {
		case a.Spread > b.Spread:
			return -1
		case a.Spread < b.Spread:
			return 1
		}
		return 0
	})
	for _, it := range set.Items() {
		if _, ok := Agreed(doc, it.ID); ok {
			c.Agreed = append(c.Agreed, it.ID)
		}
	}
	return c
}

// Agreed is the answer to a question that at least two respondents gave and
// nobody contradicts; ok is false where there is none.
func Agreed(doc *engagement.Document, id string) (answer engagement.Answer, ok bool) {
	n := 0
	for i := range doc.Respondents {
		a, given := doc.Respondents[i].Answers[id]
		if !given || a.State == engagement.Unanswered {
			continue
		}
		if n++; n == 1 {
			answer = a
		} else if a.State != answer.State || !engagement.EqualValues(a.Value, answer.Value) {
			return engagement.Answer{}, false
		}
	}
	return answer, n > 1
}

// disagreements are the questions at least two respondents answer differently, in
// the order of the set.
func disagreements(set *question.Set, registry *model.Registry, doc *engagement.Document) []Disagreement {
	out := []Disagreement{}
	for _, it := range set.Items() {
		d := Disagreement{Question: it.ID}
		var values []engagement.Value
		differ := false
		for i := range doc.Respondents {
			p := &doc.Respondents[i]
			a := p.Answers[it.ID]
			if a.State == engagement.Unanswered {
				continue
			}
			d.Opinions = append(d.Opinions, Opinion{Who: p.Title(i), State: a.State, Answer: a})
			if first := d.Opinions[0].Answer; a.State != first.State || !engagement.EqualValues(a.Value, first.Value) {
				differ = true
			}
			if a.State == engagement.Answered {
				values = append(values, a.Value)
			}
		}
		if !differ {
			continue
		}
		for i := range values {
			for k := range i {
				d.Spread = max(d.Spread, apart(values[i], values[k]))
			}
		}
		d.Material = d.Spread >= registry.Disagreement
		out = append(out, d)
	}
	return out
}

// neverMonths stands for "never" where months are compared: the most there can be.
const neverMonths = 120

// apart is how far two values of one question lie from each other, 0 to 1.
func apart(a, b engagement.Value) float64 {
	switch a := a.(type) {
	case engagement.Level:
		if b, ok := b.(engagement.Level); ok {
			return math.Abs(float64(a-b)) / 4
		}
	case engagement.Number:
		if b, ok := b.(engagement.Number); ok {
			return relative(float64(a), float64(b))
		}
	case engagement.Months:
		if b, ok := b.(engagement.Months); ok {
			months := func(m engagement.Months) float64 {
				if m.Never {
					return neverMonths
				}
				return m.N
			}
			return relative(months(a), months(b))
		}
	case engagement.Severity:
		if b, ok := b.(engagement.Severity); ok {
			most := 0.0
			for i := range a {
				most = max(most, relative(a[i], b[i]))
			}
			return most
		}
	case engagement.Window:
		if b, ok := b.(engagement.Window); ok {
			return relative(a.Days*a.Hours, b.Days*b.Hours)
		}
	case engagement.Multi:
		if b, ok := b.(engagement.Multi); ok {
			return overlap(a, b)
		}
	case engagement.RACI:
		if b, ok := b.(engagement.RACI); ok {
			return rowsApart(a, b)
		}
	case engagement.Skills:
		if b, ok := b.(engagement.Skills); ok {
			return skillsApart(a, b)
		}
	case engagement.Shares:
		if b, ok := b.(engagement.Shares); ok {
			return numbersApart(a, b)
		}
	case engagement.Weights:
		if b, ok := b.(engagement.Weights); ok {
			return numbersApart(a, b)
		}
	}
	if engagement.EqualValues(a, b) {
		return 0
	}
	return 1 // a word against another
}

// relative is the difference of two numbers as a share of the larger.
func relative(a, b float64) float64 {
	if a == b {
		return 0
	}
	return min(1, math.Abs(a-b)/max(math.Abs(a), math.Abs(b)))
}

// overlap is one less the share of the options that both chose.
func overlap(a, b engagement.Multi) float64 {
	both, all := 0, len(b)
	for _, x := range a {
		if slices.Contains(b, x) {
			both++
		} else {
			all++
		}
	}
	if all == 0 {
		return 0
	}
	return 1 - float64(both)/float64(all)
}

// rowsApart is the share of the rows both answered in which they name other
// parties.
func rowsApart(a, b engagement.RACI) float64 {
	both, differ := 0, 0
	for id, x := range a {
		y, ok := b[id]
		if !ok || !x.Answered() || !y.Answered() {
			continue
		}
		both++
		if x.Accountable != y.Accountable || x.Doer != y.Doer {
			differ++
		}
	}
	if both == 0 {
		return 0
	}
	return float64(differ) / float64(both)
}

// skillsApart is the widest difference of the best level in an area both know.
func skillsApart(a, b engagement.Skills) float64 {
	best := func(s engagement.Skill) int {
		most := -1
		for _, l := range s.Levels {
			if l != engagement.NoLevel {
				most = max(most, l)
			}
		}
		return most
	}
	widest := 0.0
	for id, x := range a {
		if p, q := best(x), best(b[id]); p >= 0 && q >= 0 {
			widest = max(widest, math.Abs(float64(p-q))/4)
		}
	}
	return widest
}

func numbersApart[M ~map[string]float64](a, b M) float64 {
	widest := 0.0
	for id, x := range a {
		if y, ok := b[id]; ok {
			widest = max(widest, relative(x, y))
		}
	}
	return widest
}

// respondentFinding says that people who should know the same do not.
func (s *source) respondentFinding(f *findings) {
	if len(s.doc.Respondents) < 2 {
		return
	}
	var ids, titles []string
	for _, d := range disagreements(s.set, f.registry, s.doc) {
		if d.Material {
			ids = append(ids, d.Question)
			titles = append(titles, s.set.Item(d.Question).Phrase())
		}
	}
	if len(ids) > 0 {
		f.raise("disagreement", "disagreement", ids, "", "count", strconv.Itoa(len(ids)), "people", strconv.Itoa(len(s.doc.Respondents)), "list", strings.Join(titles, "; "))
	}
}

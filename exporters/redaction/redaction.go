// Package redaction says what each kind of reader may see, and makes the document
// a report for them is built from. What a reader may not see is not in that
// document, so no chapter, picture, attachment or property can show it.
package redaction

import (
	"fmt"
	"strings"

	"muster/assessment/brand"
	"muster/assessment/engagement"
	"muster/assessment/question"
	"muster/assessment/target"
	"muster/assessment/terms"
)

// Profile is a kind of reader.
type Profile struct {
	ID   string // internal, board, provider or benchmark
	Name string // as people call it
	Says string // what it shows and withholds, in a sentence

	Identity         bool // title, client, date and identity of the engagement may be seen
	Notes            bool // comments, references, people's names and imported figures
	Answers          bool // single answers as given
	Findings         bool // weaknesses
	Responsibilities bool // who does what, and what is needed
	Offers           bool // the contract options, without names unless Notes
}

// The profiles, from the most to the least open.
var (
	Internal = Profile{ID: "internal", Name: "Internal", Says: "Everything; the full PDF holds the engagement.",
		Identity: true, Notes: true, Answers: true, Findings: true, Offers: true, Responsibilities: true}
	Board = Profile{ID: "board", Name: "Board", Says: "Verdicts, findings and options; no names and no single answers.",
		Findings: true, Offers: true}
	Provider = Profile{ID: "provider", Name: "Provider", Says: "Needs and responsibilities; no comments, no offers, no weaknesses beyond them.",
		Identity: true, Responsibilities: true}
	Benchmark = Profile{ID: "benchmark", Name: "Benchmark", Says: "Verdicts and key figures; nothing that tells whose they are."}

	Profiles = []Profile{Internal, Board, Provider, Benchmark}
)

// ByID finds a profile; the error lists what there is.
func ByID(id string) (Profile, error) {
	ids := make([]string, len(Profiles))
	for i, p := range Profiles {
		if p.ID == id {
			return p, nil
		}
		ids[i] = p.ID
	}
	return Profile{}, fmt.Errorf("unknown redaction %q; allowed: %s", id, strings.Join(ids, ", "))
}

// Whole reports whether nothing is withheld.
func (p Profile) Whole() bool { return p.Notes }

// Document is doc without what p withholds. It is built anew from what may stay:
// what a later version of the document adds is withheld until somebody decides
// otherwise. Values of answers stay, because the verdicts follow from them; the
// report leaves them out.
func (p Profile) Document(set *question.Set, doc *engagement.Document) *engagement.Document {
	if p.Whole() {
		return doc
	}
	out := &engagement.Document{
		Version: doc.Version, Classification: doc.Classification, QuestionSet: doc.QuestionSet,
		Model: doc.Model, Answers: map[string]engagement.Answer{},
		Branding: brand.Brand{Color: doc.Branding.Color},
	}
	if p.Identity {
		out.Title, out.Client, out.Date = doc.Title, doc.Client, doc.Date
		out.Branding = doc.Branding
	} else {
		out.Classification = classification(doc.Classification)
		if p.Findings && len(doc.Date) >= 4 {
			out.Date = doc.Date
		}
	}
	for id, a := range doc.Answers {
		if it := set.Item(id); it == nil || it.Custom && !p.Answers {
			continue
		}
		kept := engagement.Answer{State: a.State, Value: a.Value, Evidence: a.Evidence, Carried: a.Carried && p.Findings}
		if !kept.Empty() {
			out.Answers[id] = kept
		}
	}
	if p.Offers {
		out.Options, out.Comparison = options(doc)
	}
	if p.Findings && doc.Previous != nil {
		out.Previous = p.Document(set, doc.Previous) // what became of verdicts, levels and findings
	}
	if p.Findings {
		out.Target = wanted(set, doc.Target)
	}
	for i, s := range doc.Scenarios {
		out.Scenarios = append(out.Scenarios, engagement.Scenario{Name: fmt.Sprintf("What-if %d", i+1), FTE: s.FTE, Volume: s.Volume,
			Handle: s.Handle, Days: s.Days, Hours: s.Hours, SIAHours: s.SIAHours, ToolUse: s.ToolUse})
	}
	return out
}

// Exercise is the record of an exercise without what p withholds: people's words and
// names, and observations for readers who see no findings. Known says which ids of
// injects are the scenario's; others are somebody's words.
func (p Profile) Exercise(e *engagement.Exercise, known func(inject string) bool) *engagement.Exercise {
	if p.Whole() {
		return e
	}
	out := &engagement.Exercise{Scenario: e.Scenario, Version: e.Version, Form: e.Form}
	if p.Identity {
		out.Title = e.Title
	}
	if (p.Identity || p.Findings) && engagement.IsDate(e.Date) {
		out.Date = e.Date
	}
	for _, x := range e.Participants {
		out.Participants = append(out.Participants, engagement.Participant{Part: x.Part, Absent: x.Absent})
	}
	for _, x := range e.Injects {
		if !known(x.ID) {
			continue
		}
		in := engagement.InjectRecord{ID: x.ID, State: x.State, Minute: x.Minute}
		for _, d := range x.Decisions {
			if d.Expected != nil {
				in.Decisions = append(in.Decisions, engagement.TakenDecision{Expected: d.Expected, Party: d.Party, After: d.After, AsExpected: d.AsExpected})
			}
		}
		if p.Findings {
			for _, o := range x.Observations {
				in.Observations = append(in.Observations, engagement.Observation{Minute: o.Minute, Kind: o.Kind})
			}
		}
		out.Injects = append(out.Injects, in)
	}
	return out
}

// wanted is a target without anything a client may have written into it.
func wanted(set *question.Set, t engagement.Target) engagement.Target {
	var out engagement.Target
	if s, err := target.Default().ByID(t.Set); err == nil {
		out.Set = s.ID
	}
	for _, it := range target.Levelled(set) {
		if n, ok := t.Levels[it.ID]; ok {
			out = out.With(it.ID, n)
		}
	}
	return out
}

// classification keeps a usual word of marking; others may name a client.
func classification(s string) string {
	usual := []string{"public", "unclassified", "internal", "internal use only", "restricted", "confidential", "strictly confidential", "secret",
		"tlp:clear", "tlp:green", "tlp:amber", "tlp:amber+strict", "tlp:red"}
	for _, u := range usual {
		if strings.EqualFold(strings.TrimSpace(s), u) {
			return strings.TrimSpace(s)
		}
	}
	return "Confidential"
}

// options are the offers under letters, with their numbers and without words.
func options(doc *engagement.Document) ([]engagement.Option, engagement.Comparison) {
	c := doc.Comparison.Clone()
	own := map[string]string{} // ids of own criteria, which are the client's words
	for i := range c.Criteria {
		id := fmt.Sprintf("own-%d", i+1)
		own[c.Criteria[i].ID] = id
		c.Criteria[i] = engagement.Criterion{ID: id, Title: fmt.Sprintf("Own criterion %d", i+1)}
	}
	rename := func(id string) string {
		if n, ok := own[id]; ok {
			return n
		}
		return id
	}
	currency := currencies()
	out := engagement.Comparison{Budget: c.Budget, Target: c.Target, Criteria: c.Criteria, Currency: currency(c.Currency)}
	for id, w := range c.Weights {
		put(&out.Weights, rename(id), w)
	}
	for id, a := range c.Anchors {
		put(&out.Anchors, rename(id), a)
	}
	for id, r := range c.Rates {
		put(&out.Rates, currency(id), r)
	}
	for id := range c.GatesOff {
		put(&out.GatesOff, id, "")
	}
	var list []engagement.Option
	for i, o := range doc.Options {
		x := engagement.Option{ID: fmt.Sprintf("o%d", i+1), Name: "Option " + letters(i), Currency: currency(o.Currency), Basis: o.Basis}
		for path, t := range o.Terms {
			if id, ok := strings.CutPrefix(path, terms.CriterionPrefix); ok {
				path = terms.CriterionPrefix + rename(id)
			}
			x = x.With(path, t)
		}
		list = append(list, x)
	}
	return list, out
}

func put[V any](m *map[string]V, key string, v V) {
	if *m == nil {
		*m = map[string]V{}
	}
	(*m)[key] = v
}

// currencies keeps codes of three letters and gives anything else, which may be a
// name, a code that no currency has.
func currencies() func(string) string {
	others := map[string]string{}
	return func(s string) string {
		code := len(s) == 3
		for _, r := range s {
			code = code && r >= 'A' && r <= 'Z'
		}
		if s == "" || code {
			return s
		}
		if _, ok := others[s]; !ok {
			others[s] = fmt.Sprintf("C%02d", len(others)+1)
		}
		return others[s]
	}
}

// letters counts A to Z, AA, AB and so on.
func letters(i int) string {
	if i < 26 {
		return string(rune('A' + i))
	}
	return letters(i/26-1) + letters(i%26)
}

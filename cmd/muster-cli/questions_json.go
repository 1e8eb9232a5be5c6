// The question set as JSON.

package main

import "muster/assessment/question"

// setJSON is a question set without its sources.
type setJSON struct {
	ID       string         `json:"id"`
	Version  int            `json:"version"`
	Language string         `json:"language"`
	Title    string         `json:"title"`
	Items    []questionJSON `json:"items"`
}

// questionJSON is one question; members its type does not have are left out.
type questionJSON struct {
	Number     int            `json:"number"`
	ID         string         `json:"id"`
	Section    string         `json:"section"`
	Type       question.Type  `json:"type"`
	Quick      bool           `json:"quick"`
	Custom     bool           `json:"custom"` // added by a set of one's own: reported, not scored
	Title      string         `json:"title"`
	Text       string         `json:"text"`
	Why        string         `json:"why"`
	Evidence   string         `json:"evidence,omitempty"`
	Sources    []citeJSON     `json:"sources,omitempty"`
	Unit       string         `json:"unit,omitempty"`
	Range      *rangeJSON     `json:"range,omitempty"`
	Default    any            `json:"default,omitempty"`
	Levels     []levelJSON    `json:"levels,omitempty"`
	Options    []optionJSON   `json:"options,omitempty"`
	Exclusive  string         `json:"exclusive,omitempty"`
	Areas      []areaJSON     `json:"areas,omitempty"`
	Activities []activityJSON `json:"activities,omitempty"`

	NotApplicable []exemptionJSON `json:"notApplicable,omitempty"` // where one holds, the question does not apply
}

type exemptionJSON struct {
	When    map[string]any `json:"when"`
	Because string         `json:"because"`
}

type citeJSON struct {
	Source string `json:"source"`
	At     string `json:"at,omitempty"`
}

type rangeJSON struct {
	Min     float64 `json:"min"`
	Max     float64 `json:"max"`
	Integer bool    `json:"integer"`
}

type levelJSON struct {
	Level int    `json:"level"`
	Name  string `json:"name"`
	Text  string `json:"text"`
}

type optionJSON struct {
	ID   string `json:"id"`
	Text string `json:"text"`
	Hint string `json:"hint,omitempty"`
}

type areaJSON struct {
	ID       string `json:"id"`
	Title    string `json:"title"`
	Text     string `json:"text"`
	Weight   int    `json:"weight"`
	Required int    `json:"required"`
	People   int    `json:"people"`
	Core     bool   `json:"core"`
}

type activityJSON struct {
	ID          string `json:"id"`
	Number      int    `json:"number"`
	Text        string `json:"text"`
	Hint        string `json:"hint,omitempty"`
	Accountable string `json:"expectedAccountable"`
	Doer        string `json:"expectedDoer"`
	RedFlag     bool   `json:"redFlag"`
	Quick       bool   `json:"quick"`
}

func wholeSet(set *question.Set) setJSON {
	out := setJSON{ID: set.ID, Version: set.Version, Language: set.Language, Title: set.Title}
	for _, it := range set.Items() {
		out.Items = append(out.Items, toJSON(it))
	}
	return out
}

func toJSON(it *question.Item) questionJSON {
	out := questionJSON{
		Number: it.Number, ID: it.ID, Section: it.SectionID, Type: it.Type, Quick: it.Quick, Custom: it.Custom,
		Title: it.Title, Text: it.Text, Why: it.Why, Evidence: it.Evidence,
		Unit: it.Unit, Default: it.Default, Exclusive: it.Exclusive,
	}
	for _, c := range it.Sources {
		out.Sources = append(out.Sources, citeJSON{c.Ref, c.At})
	}
	if it.Min != nil && it.Max != nil {
		out.Range = &rangeJSON{*it.Min, *it.Max, it.Integer}
	}
	for i, l := range it.Levels {
		out.Levels = append(out.Levels, levelJSON{i, l.Name, l.Text})
	}
	for _, o := range it.Options {
		out.Options = append(out.Options, optionJSON(o))
	}
	for _, x := range it.SkillAreas() {
		out.Areas = append(out.Areas, areaJSON{x.ID, x.Title, x.Text, x.Weight, x.Required, x.People, x.Core})
	}
	for _, x := range it.Activities {
		out.Activities = append(out.Activities, activityJSON{x.ID, x.Number, x.Text, x.Hint, x.Expected.Accountable, x.Expected.Doer, x.RedFlag, x.Quick})
	}
	for _, e := range it.Exemptions() {
		out.NotApplicable = append(out.NotApplicable, exemptionJSON{e.When, e.Because})
	}
	return out
}

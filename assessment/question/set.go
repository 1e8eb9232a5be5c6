// Package question holds question sets: the sections and items a manager
// answers, with their wording, guidance, levels and allowed values. A set is
// data; this file says what it may hold, load.go checks it.
package question

import "slices"

// Type says what kind of value answers an item.
type Type string

// The value types of an item.
const (
	Level    Type = "level"    // 0..4 on anchored descriptions
	Number   Type = "number"   // a number with unit and range
	Months   Type = "months"   // 0..120 or never
	Bool     Type = "bool"     // yes or no
	Choice   Type = "choice"   // one option
	Multi    Type = "multi"    // any number of options
	Severity Type = "severity" // one number for each of four severities
	Window   Type = "window"   // days a week and hours a day of cover
	RACI     Type = "raci"     // accountable, doer and written per activity
	Skills   Type = "skills"   // required level, people and levels per area
	Cover    Type = "cover"    // 0, 0.5 or 1 per area of a skills item
	Weights  Type = "weights"  // a whole number per option
)

// Types lists every value type, for messages.
var Types = []Type{Level, Number, Months, Bool, Choice, Multi, Severity, Window, RACI, Skills, Cover, Weights}

// Severities in the order they are shown and computed.
var Severities = []string{"critical", "high", "medium", "low"}

// Set is one version of a question set.
type Set struct {
	Format   string    `yaml:"format"` // muster-questions
	ID       string    `yaml:"id"`
	Version  int       `yaml:"version"`
	Language string    `yaml:"language"` // BCP 47
	Title    string    `yaml:"title"`
	Note     string    `yaml:"note"`
	Sources  []Source  `yaml:"sources"`
	Sections []Section `yaml:"sections"`

	items         map[string]*Item
	order         []*Item
	section       map[string]*Section
	circumstances []Circumstance
}

// Source is a document the questions rest on.
type Source struct {
	ID    string `yaml:"id"`
	Title string `yaml:"title"`
	Short string `yaml:"short"`
}

// Section groups the items of one page.
type Section struct {
	ID    string `yaml:"id"`
	Title string `yaml:"title"`
	Lead  string `yaml:"lead"`
	Items []Item `yaml:"items"`

	NotApplicable *Exemption `yaml:"notApplicable"` // of all its items; nil: it always applies
}

// Item is one question.
type Item struct {
	ID       string   `yaml:"id"`
	Type     Type     `yaml:"type"`
	Quick    bool     `yaml:"quick"` // part of the quick set
	Title    string   `yaml:"title"` // two to five words for lists and reports
	Text     string   `yaml:"text"`
	Why      string   `yaml:"why"`
	Sources  []Cite   `yaml:"sources"`
	Evidence string   `yaml:"evidence"` // an example of what would prove the answer
	Scale    string   `yaml:"scale"`    // of a level: maturity, use or own
	Levels   []Anchor `yaml:"levels"`   // of a level: exactly five

	Unit    string   `yaml:"unit"`
	Min     *float64 `yaml:"min"`
	Max     *float64 `yaml:"max"`
	Integer bool     `yaml:"integer"`
	Default any      `yaml:"default"` // a number, or one for each severity; what holds without an answer

	Options    []Option   `yaml:"options"`
	Exclusive  string     `yaml:"exclusive"` // option that rules out the others
	Activities []Activity `yaml:"activities"`
	Areas      []Area     `yaml:"areas"`
	AreasOf    string     `yaml:"areasOf"` // id of the skills item whose areas apply

	Finding *Finding `yaml:"finding"`

	NotApplicable *Exemption `yaml:"notApplicable"` // nil: it applies wherever its section does

	// Custom marks an item a custom set added: reported, never scored.
	Custom bool `yaml:"-"`
	// Number is the item's running number in the set, from 1.
	Number int `yaml:"-"`
	// SectionID is the section the item stands in.
	SectionID string `yaml:"-"`

	areas      []Area
	phrase     string
	exemptions []*Exemption
}

// Phrase is the title as it stands inside a sentence.
func (it *Item) Phrase() string { return it.phrase }

// Cite points to a part of a source.
type Cite struct {
	Ref string `yaml:"ref"`
	At  string `yaml:"at"`
}

// Anchor describes one level of one item.
type Anchor struct {
	Name string `yaml:"name"`
	Text string `yaml:"text"`
}

// Option is one choice.
type Option struct {
	ID   string `yaml:"id"`
	Text string `yaml:"text"`
	Hint string `yaml:"hint"`
}

// Activity is one row of a responsibility matrix.
type Activity struct {
	ID       string   `yaml:"id"`
	Number   int      `yaml:"number"`
	Text     string   `yaml:"text"`
	Hint     string   `yaml:"hint"`
	Expected Expected `yaml:"expected"`
	RedFlag  bool     `yaml:"redFlag"` // must never be the MSSP's to account for
	Quick    bool     `yaml:"quick"`
}

// Expected is who should account for an activity and who should do it.
type Expected struct {
	Accountable string `yaml:"accountable"` // client or mssp
	Doer        string `yaml:"doer"`        // client, mssp or both
}

// Area is one row of a skills matrix.
type Area struct {
	ID       string `yaml:"id"`
	Title    string `yaml:"title"`
	Text     string `yaml:"text"`
	Weight   int    `yaml:"weight"`
	Required int    `yaml:"required"` // level 0..4
	People   int    `yaml:"people"`   // people needed at level 2 or above
	Core     bool   `yaml:"core"`

	phrase string
}

// Phrase is the title as it stands inside a sentence.
func (a *Area) Phrase() string { return a.phrase }

// Finding is what a report says when an answer is weak. Exactly one of AtMost,
// Over and Is says when.
type Finding struct {
	AtMost *int     `yaml:"atMost"` // level: fires at or below
	Over   *float64 `yaml:"over"`   // months: fires when never or beyond; number: beyond
	Is     *bool    `yaml:"is"`     // bool: fires when the answer is this

	Title          string `yaml:"title"`
	Impact         string `yaml:"impact"`
	Recommendation string `yaml:"recommendation"`
	Owner          string `yaml:"owner"`
	Effort         string `yaml:"effort"` // S, M or L
}

// Item returns the item with the id, or nil.
func (s *Set) Item(id string) *Item { return s.items[id] }

// Items are all items in their order.
func (s *Set) Items() []*Item { return s.order }

// Section returns the section with the id, or nil.
func (s *Set) Section(id string) *Section { return s.section[id] }

// Quick are the items of the quick set, in order.
func (s *Set) Quick() []*Item {
	var out []*Item
	for _, it := range s.order {
		if it.Quick {
			out = append(out, it)
		}
	}
	return out
}

// SourceByID returns the source, or nil.
func (s *Set) SourceByID(id string) *Source {
	for i := range s.Sources {
		if s.Sources[i].ID == id {
			return &s.Sources[i]
		}
	}
	return nil
}

// SkillAreas are the areas of a skills item, or of the skills item a cover item
// refers to.
func (it *Item) SkillAreas() []Area { return it.areas }

// Area returns the skill area with the id, or nil.
func (it *Item) Area(id string) *Area {
	for i := range it.areas {
		if it.areas[i].ID == id {
			return &it.areas[i]
		}
	}
	return nil
}

// Activity returns the activity with the id, or nil.
func (it *Item) Activity(id string) *Activity {
	for i := range it.Activities {
		if it.Activities[i].ID == id {
			return &it.Activities[i]
		}
	}
	return nil
}

// Option returns the option with the id, or nil.
func (it *Item) Option(id string) *Option {
	for i := range it.Options {
		if it.Options[i].ID == id {
			return &it.Options[i]
		}
	}
	return nil
}

// OptionIDs are the ids of the options, in order.
func (it *Item) OptionIDs() []string {
	ids := make([]string, len(it.Options))
	for i, o := range it.Options {
		ids[i] = o.ID
	}
	return ids
}

// DefaultNumber is what holds for a number without an answer, if anything does.
func (it *Item) DefaultNumber() (float64, bool) { return toFloat(it.Default) }

// DefaultSeverity is what holds for severity s without an answer, if anything does.
func (it *Item) DefaultSeverity(s string) (float64, bool) {
	m, ok := it.Default.(map[string]any)
	if !ok {
		return 0, false
	}
	return toFloat(m[s])
}

func toFloat(v any) (float64, bool) {
	switch n := v.(type) {
	case float64:
		return n, true
	case uint64:
		return float64(n), true
	case int64:
		return float64(n), true
	case int:
		return float64(n), true
	}
	return 0, false
}

// RangeText is the range as a person reads it: "0 to 200 FTE".
func (it *Item) RangeText() string { return rangeText(it.Min, it.Max, it.Unit, it.Integer) }

// In is the set with its texts in another language, as text gives them; ids, numbers
// and rules stay.
func (s *Set) In(text func(string) string) *Set {
	out := *s
	out.Title, out.Note = text(s.Title), text(s.Note)
	out.Sections = slices.Clone(s.Sections)
	for i := range out.Sections {
		sec := &out.Sections[i]
		sec.Title, sec.Lead = text(sec.Title), text(sec.Lead)
		sec.Items = slices.Clone(sec.Items)
		for j := range sec.Items {
			sec.Items[j].translate(text)
		}
	}
	out.indexItems() // the conditions are shared and stay as they are
	return &out
}

func (it *Item) translate(text func(string) string) {
	for _, t := range []*string{&it.Title, &it.Text, &it.Why, &it.Evidence, &it.Unit} {
		*t = text(*t)
	}
	it.Levels, it.Options = slices.Clone(it.Levels), slices.Clone(it.Options)
	it.Activities, it.Areas = slices.Clone(it.Activities), slices.Clone(it.Areas)
	for i := range it.Levels {
		it.Levels[i].Name, it.Levels[i].Text = text(it.Levels[i].Name), text(it.Levels[i].Text)
	}
	for i := range it.Options {
		it.Options[i].Text, it.Options[i].Hint = text(it.Options[i].Text), text(it.Options[i].Hint)
	}
	for i := range it.Activities {
		it.Activities[i].Text, it.Activities[i].Hint = text(it.Activities[i].Text), text(it.Activities[i].Hint)
	}
	for i := range it.Areas {
		it.Areas[i].Title, it.Areas[i].Text = text(it.Areas[i].Title), text(it.Areas[i].Text)
	}
}

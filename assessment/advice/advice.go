// Package advice holds recommendations that depend on the answers: which one
// replaces the general recommendation of a finding, and under which conditions. It
// is data (assets/advice.yaml); this package loads, checks and chooses.
package advice

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"

	"muster/assessment/datafile"
	"muster/assets"
)

// FactPrefix starts the key of a condition on something that was computed.
const FactPrefix = "fact."

// Facts are the names a condition may use after FactPrefix.
var Facts = []string{
	"sia", "sia-hours", "gap-hours", "fte-missing", "coverage-bound", "urgent-percent", "people", "skills", "tools",
	"csirp-design", "csirp-review", "csirp-test", "covered-hours", "slack-hours",
	"activity", "party", "area", "level", "required", "covered",
}

// Entry is one recommendation with the conditions it holds under.
type Entry struct {
	For            string         `yaml:"for"` // a question's id or a finding's
	When           map[string]any `yaml:"when"`
	Recommendation string         `yaml:"recommendation"`
	Effort         string         `yaml:"effort"`   // S, M or L; empty: the finding's
	Owner          string         `yaml:"owner"`    // empty: the finding's
	Severity       string         `yaml:"severity"` // high, medium or low; empty: the finding's
	Days           int            `yaml:"days"`     // until it should be done; 0: by severity and effort

	Conditions []Condition `yaml:"-"`
}

// Condition is one thing that must hold.
type Condition struct {
	Key     string // a question's id, or a fact with its prefix
	Fact    string // the fact; empty for a question
	Text    string // as it stands in the file
	matcher matcher
}

// ParseCondition reads a condition as a data file has it: the key names a question,
// or a fact with its prefix; what must hold is a number, a range or words.
func ParseCondition(key string, what any) (Condition, error) {
	text := fmt.Sprint(what)
	m, err := parse(text)
	fact, ok := strings.CutPrefix(key, FactPrefix)
	if !ok {
		fact = ""
	}
	return Condition{key, fact, text, m}, err
}

// Holds reports whether what is seen is what the condition wants.
func (c *Condition) Holds(s Seen) bool { return c.matcher.holds(s) }

// Seen is what a condition looks at. The zero value is a question without an
// answer, or a fact that is not known.
type Seen struct {
	Word   string   // of a word, a yes or no, or a state: "never", "unknown"
	Words  []string // of several options
	Number float64
	Known  bool // Number holds
}

// matcher compares one thing.
type matcher struct {
	words     []string
	low, high float64
	openLow   bool // low itself does not hold
	openHigh  bool
	number    bool
}

func (m matcher) holds(s Seen) bool {
	if m.number {
		return s.Known && (s.Number > m.low || !m.openLow && s.Number == m.low) && (s.Number < m.high || !m.openHigh && s.Number == m.high)
	}
	if s.Word == "" && len(s.Words) == 0 && !s.Known {
		return slices.Contains(m.words, "unanswered")
	}
	return slices.Contains(m.words, s.Word) || slices.ContainsFunc(s.Words, func(w string) bool { return slices.Contains(m.words, w) })
}

const unbounded = 1e18

func parse(text string) (matcher, error) {
	wrong := func() error {
		return fmt.Errorf("found %q; allowed: 3, 0..1, >12, >=12, <5, <=5, or words separated by |", text)
	}
	bounds := func(low, high string) (matcher, error) {
		m := matcher{number: true, low: -unbounded, high: unbounded}
		if low == "" && high == "" {
			return m, wrong()
		}
		for _, b := range []struct {
			text string
			into *float64
		}{{low, &m.low}, {high, &m.high}} {
			if b.text == "" {
				continue
			}
			v, err := strconv.ParseFloat(strings.TrimSpace(b.text), 64)
			if err != nil {
				return m, wrong()
			}
			*b.into = v
		}
		if m.low > m.high {
			return m, fmt.Errorf("found %q: nothing lies between", text)
		}
		return m, nil
	}
	text = strings.TrimSpace(text)
	if low, high, ok := strings.Cut(text, ".."); ok {
		return bounds(low, high)
	}
	for _, p := range []string{">=", "<=", ">", "<"} {
		rest, ok := strings.CutPrefix(text, p)
		if !ok {
			continue
		}
		low, high := rest, ""
		if p[0] == '<' {
			low, high = "", rest
		}
		m, err := bounds(low, high)
		m.openLow, m.openHigh = p == ">", p == "<"
		return m, err
	}
	if _, err := strconv.ParseFloat(text, 64); err == nil {
		return bounds(text, text)
	}
	m := matcher{words: strings.Split(text, "|")}
	for i, w := range m.words {
		if m.words[i] = strings.TrimSpace(w); m.words[i] == "" {
			return m, fmt.Errorf("found %q; a word is missing", text)
		}
	}
	return m, nil
}

// maxDays bounds how far off a recommendation may be: five years.
const maxDays = 1826

// Catalogue holds the recommendations by finding, in the order of the file.
type Catalogue struct{ entries map[string][]Entry }

type file struct {
	Format  string  `yaml:"format"` // muster-advice
	Version int     `yaml:"version"`
	Advice  []Entry `yaml:"advice"`
}

// Load reads and checks a catalogue; the error holds every fault with its place.
func Load(name string, data []byte) (*Catalogue, error) {
	f := &file{}
	src, err := datafile.Decode(name, data, f)
	if err != nil {
		return nil, err
	}
	if f.Format != "muster-advice" {
		src.Faultf("format", "found %q, allowed is \"muster-advice\"", f.Format)
	}
	c := &Catalogue{entries: map[string][]Entry{}}
	for i, e := range f.Advice {
		path := fmt.Sprintf("advice[%d]", i)
		if e.For == "" || strings.TrimSpace(e.Recommendation) == "" {
			src.Faultf(path, "for and recommendation are needed")
		}
		if len(e.When) == 0 {
			src.Faultf(path, "a recommendation that always holds belongs to the finding itself: when is missing")
		}
		if e.Effort != "" && !slices.Contains([]string{"S", "M", "L"}, e.Effort) {
			src.Faultf(path+".effort", "found %q, allowed: S, M, L", e.Effort)
		}
		if e.Severity != "" && !slices.Contains([]string{"high", "medium", "low"}, e.Severity) {
			src.Faultf(path+".severity", "found %q, allowed: high, medium, low", e.Severity)
		}
		if e.Days < 0 || e.Days > maxDays {
			src.Faultf(path+".days", "found %d, allowed: 1 to %d", e.Days, maxDays)
		}
		for _, key := range slices.Sorted(maps.Keys(e.When)) {
			c, err := ParseCondition(key, e.When[key])
			if err != nil {
				src.Faultf(path+".when."+key, "%s", err)
			}
			if c.Fact != "" && !slices.Contains(Facts, c.Fact) {
				src.Faultf(path+".when."+key, "unknown fact; allowed: %s", strings.Join(Facts, ", "))
			}
			e.Conditions = append(e.Conditions, c)
		}
		// What tells most first: the answer itself before others.
		slices.SortStableFunc(e.Conditions, func(a, b Condition) int { return cmp.Compare(own(b, e.For), own(a, e.For)) })
		c.entries[e.For] = append(c.entries[e.For], e)
	}
	return c, src.Err()
}

func own(c Condition, id string) int {
	if c.Key == id {
		return 1
	}
	return 0
}

// Default is the catalogue that ships with the program.
var Default = sync.OnceValue(func() *Catalogue {
	c, err := Load("advice.yaml", assets.Advice)
	if err != nil {
		panic(err) // a test loads the shipped catalogue
	}
	return c
})

// Pick is the first entry for a finding whose conditions all hold; nil where the
// finding's own recommendation stands. See gives what a condition looks at.
func (c *Catalogue) Pick(id string, see func(*Condition) Seen) *Entry {
	entries := c.entries[id]
next:
	for i := range entries {
		for k := range entries[i].Conditions {
			if x := &entries[i].Conditions[k]; !x.Holds(see(x)) {
				continue next
			}
		}
		return &entries[i]
	}
	return nil
}

// All are the entries of every finding, by its id.
func (c *Catalogue) All() map[string][]Entry { return c.entries }

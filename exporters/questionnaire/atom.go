// One cell to answer: what it may hold, how that is shown and how it is read.

package questionnaire

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"muster/assessment/engagement"
	"muster/exporters/form"
)

// atom is what one answer cell says. The zero value is an empty cell.
type atom struct {
	set    bool
	number float64
	word   string // the id of what was chosen, or never
	levels []int
}

func numberAtom(v float64) atom { return atom{set: true, number: v} }
func wordAtom(w string) atom    { return atom{set: true, word: w} }

func (a atom) equal(b atom) bool {
	return a.set == b.set && form.Near(a.number, b.number) && a.word == b.word && slices.Equal(a.levels, b.levels)
}

// reply is how a cell is answered.
type reply interface {
	// cell is an atom as a cell holds it: a text, a number, or nil.
	cell(atom) any
	// parse reads a cell that is not empty; fault says what is wrong with it.
	parse(raw) (a atom, fault *fault)
	// allowed says what the cell takes.
	allowed() string
}

// fault is what is wrong with a cell.
type fault struct {
	kind ProblemKind
	text string // what is wrong and what is allowed
}

// numbers are answered with a number in a range.
type numbers struct {
	low, high float64
	whole     bool
	percent   bool   // 33 % may come as 0.33 shown as a percentage
	rangeText string // as a person reads it
}

func (f numbers) allowed() string { return f.rangeText }

func (f numbers) cell(a atom) any {
	if !a.set {
		return nil
	}
	return a.number
}

func (f numbers) parse(r raw) (atom, *fault) {
	v, problem := r.Numeric(f.percent)
	switch {
	case problem != "":
		return atom{}, &fault{OffList, fmt.Sprintf("%s %s; allowed: %s", r.Shown(), problem, f.rangeText)}
	case v < f.low || v > f.high || f.whole && v != math.Trunc(v):
		return atom{}, &fault{OutOfRange, fmt.Sprintf("%s is out of range; allowed: %s", r.Shown(), f.rangeText)}
	}
	return numberAtom(v), nil
}

// never is the word for what was not done yet.
const never = "never"

// months are answered with a number of months or never.
type months struct{ numbers }

func (f months) allowed() string { return f.rangeText + `, or "never"` }

func (f months) cell(a atom) any {
	if a.word == never {
		return never
	}
	return f.numbers.cell(a)
}

func (f months) parse(r raw) (atom, *fault) {
	if form.Plain(r.Text) == never {
		return wordAtom(never), nil
	}
	a, wrong := f.numbers.parse(r)
	if wrong != nil {
		wrong.text += `, or "never"`
	}
	return a, wrong
}

// choice is one entry of a list to choose from.
type choice struct {
	id    string
	label string   // as the list shows it
	also  []string // what else may be typed for it
}

// choices are answered with one of a list.
type choices struct {
	entries []choice
	numeric bool // the ids are numbers, which stand first in the labels
	yesNo   bool // a cell may be true or false
}

func (f choices) labels() []string {
	out := make([]string, len(f.entries))
	for i, c := range f.entries {
		out[i] = c.label
	}
	return out
}

func (f choices) allowed() string {
	quoted := make([]string, len(f.entries))
	for i, c := range f.entries {
		quoted[i] = strconv.Quote(form.Short(c.label))
	}
	return strings.Join(quoted, ", ")
}

func (f choices) cell(a atom) any {
	if !a.set {
		return nil
	}
	for _, c := range f.entries {
		if c.id == f.key(a) {
			return c.label
		}
	}
	return nil
}

// key is the id an atom stands for.
func (f choices) key(a atom) string {
	if f.numeric {
		return plainNumber(a.number)
	}
	return a.word
}

// of is the atom of an entry.
func (f choices) of(c choice) atom {
	if f.numeric {
		v, _ := strconv.ParseFloat(c.id, 64) // ids of such a list are numbers
		return numberAtom(v)
	}
	return wordAtom(c.id)
}

// leading is the number at the start of a label such as "2 · Written down".
var leading = regexp.MustCompile(`^(\d+(?:[.,]\d+)?)\s*(?:[·:–—-]|\s)\s*\D`)

func (f choices) parse(r raw) (atom, *fault) {
	text := form.Plain(r.Text)
	if f.yesNo && r.Kind == form.BoolCell {
		text = map[string]string{"1": "yes", "0": "no"}[text]
	}
	if c, ok := f.find(text); ok {
		return f.of(c), nil
	}
	if f.numeric {
		if m := leading.FindStringSubmatch(text); m != nil {
			text = strings.ReplaceAll(m[1], ",", ".")
		}
		if v, problem := (raw{Text: text}).Numeric(false); problem == "" {
			if c, ok := f.find(plainNumber(v)); ok {
				return f.of(c), nil
			}
		}
	}
	return atom{}, &fault{OffList, fmt.Sprintf("%s is not on the list; allowed: %s", r.Shown(), f.allowed())}
}

// find is the only entry a text can stand for: by its label or id before what
// else may be typed.
func (f choices) find(text string) (choice, bool) {
	for _, c := range f.entries {
		if form.Plain(c.label) == text || form.Plain(c.id) == text {
			return c, true
		}
	}
	var found []choice
	for _, c := range f.entries {
		if slices.ContainsFunc(c.also, func(s string) bool { return form.Plain(s) == text }) {
			found = append(found, c)
		}
	}
	if text == "" || len(found) != 1 {
		return choice{}, false
	}
	return found[0], true
}

// maxPeople is how many levels one cell may list, as in the document.
const maxPeople = 200

// people are answered with a level for each person: "4, 3, 3".
type people struct{}

func (people) allowed() string {
	return fmt.Sprintf("a level 0 to 4 for each person, such as 4, 3, 3; a dash where it is not known; at most %d people", maxPeople)
}

func (people) cell(a atom) any {
	if !a.set {
		return nil
	}
	words := make([]string, len(a.levels))
	for i, l := range a.levels {
		words[i] = "–"
		if l != engagement.NoLevel {
			words[i] = strconv.Itoa(l)
		}
	}
	return strings.Join(words, ", ")
}

func (f people) parse(r raw) (atom, *fault) {
	wrong := func(what string) (atom, *fault) {
		return atom{}, &fault{OffList, fmt.Sprintf("%s %s; allowed: %s", r.Shown(), what, f.allowed())}
	}
	if r.Kind == form.NumberCell && strings.ContainsAny(r.Text, ".,eE") {
		return wrong("was taken for one number by the spreadsheet program (put spaces between the levels)")
	}
	var levels []int
	for _, word := range strings.FieldsFunc(r.Text, func(c rune) bool { return strings.ContainsRune(",;/|", c) || form.IsSpace(c) }) {
		switch {
		case len(word) == 1 && word[0] >= '0' && word[0] <= '4':
			levels = append(levels, int(word[0]-'0'))
		case slices.Contains([]string{"-", "–", "—", "?"}, word):
			levels = append(levels, engagement.NoLevel)
		default:
			return wrong("is no list of levels")
		}
	}
	if len(levels) == 0 || len(levels) > maxPeople {
		return wrong("is no list of levels")
	}
	return atom{set: true, levels: levels}, nil
}

// plainNumber writes a number with a point and no more digits than needed.
func plainNumber(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// The cells of each type of question, and how their contents and a value become
// each other. Writer and reader both go by this table alone.

package questionnaire

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"muster/assessment/engagement"
	"muster/assessment/question"
	"muster/exporters/form"
)

// part is one cell to answer.
type part struct {
	id    string // below the id of the question; empty where one cell is the answer
	ask   string // what it asks beyond the question
	hint  string
	note  string // beside the cell; empty: what the form allows
	form  reply
	group bool // it starts a group of cells
	quick bool // it is asked in the quick set
}

// cellID is the id in the workbook's hidden column.
func cellID(it *question.Item, p part) string {
	if p.id == "" {
		return it.ID
	}
	return it.ID + "/" + p.id
}

// Words of the lists.
var (
	yesNo = choices{yesNo: true, entries: []choice{
		{id: "yes", label: "yes", also: []string{"y", "true", "x"}}, {id: "no", label: "no", also: []string{"n", "false"}}}}
	accountables = choices{entries: []choice{
		{id: "client", label: "Client", also: []string{"c", "us", "we"}}, {id: "mssp", label: "MSSP", also: []string{"m"}},
		{id: "none", label: "Nobody", also: []string{"no one"}}, {id: "unclear", label: "Unclear", also: []string{"?"}}}}
	doers = choices{entries: []choice{
		{id: "client", label: "Client", also: []string{"c", "us", "we"}}, {id: "mssp", label: "MSSP", also: []string{"m"}},
		{id: "both", label: "Both", also: []string{"b"}}, {id: "none", label: "Nobody", also: []string{"no one"}}}}
	skillLevels = choices{numeric: true, entries: []choice{
		{id: "0", label: "0 · none", also: []string{"none"}}, {id: "1", label: "1 · awareness", also: []string{"awareness"}},
		{id: "2", label: "2 · works under guidance", also: []string{"works under guidance", "under guidance"}},
		{id: "3", label: "3 · works independently", also: []string{"works independently", "independent"}},
		{id: "4", label: "4 · leads or teaches", also: []string{"leads or teaches"}}}}
	covers = choices{numeric: true, entries: []choice{
		{id: "0", label: "0 · not at all", also: []string{"not at all"}}, {id: "0.5", label: "0.5 · in part", also: []string{"in part"}},
		{id: "1", label: "1 · in full", also: []string{"in full"}}}}
	states = choices{entries: []choice{
		{id: string(engagement.Unknown), label: "don't know", also: []string{"dont know", "do not know", "?"}},
		{id: string(engagement.NotApplicable), label: "not applicable", also: []string{"n/a", "na"}}}}
	evidences = choices{entries: []choice{
		{id: string(engagement.Asserted), label: string(engagement.Asserted)}, {id: string(engagement.Documented), label: string(engagement.Documented)},
		{id: string(engagement.Observed), label: string(engagement.Observed)}}}
)

func ranged(it *question.Item) numbers {
	return numbers{low: *it.Min, high: *it.Max, whole: it.Integer, percent: it.Unit == "%", rangeText: it.RangeText()}
}

// parts are the cells of a question, in their order.
func parts(it *question.Item) []part {
	switch it.Type {
	case question.Level:
		return []part{{form: levels(it), quick: true}}
	case question.Number:
		return []part{{form: ranged(it), note: it.RangeText() + suggestion(it), quick: true}}
	case question.Months:
		return []part{{form: months{ranged(it)}, quick: true}}
	case question.Bool:
		return []part{{form: yesNo, note: "yes or no", quick: true}}
	case question.Choice:
		return []part{{form: options(it), note: optionNote(it), quick: true}}
	case question.Multi:
		return multiParts(it)
	case question.Severity:
		return severityParts(it)
	case question.Window:
		return []part{
			{id: "days", ask: "Days a week", form: numbers{low: 1, high: 7, whole: true, rangeText: "1 to 7 days, whole numbers"}, quick: true},
			{id: "hours", ask: "Hours a day", form: numbers{low: 1, high: 24, rangeText: "1 to 24 hours a day"}, quick: true}}
	case question.RACI:
		return raciParts(it)
	case question.Skills:
		return skillParts(it)
	case question.Cover:
		var out []part
		for _, a := range it.SkillAreas() {
			out = append(out, part{id: a.ID, ask: a.Title, note: " ", form: covers, quick: true})
		}
		return out
	case question.Weights:
		var out []part
		for _, o := range it.Options {
			out = append(out, part{id: o.ID, ask: o.Text, hint: o.Hint, form: ranged(it), quick: true})
		}
		return out
	}
	return nil
}

// levels are the five levels of an item, by number and name.
func levels(it *question.Item) choices {
	out := choices{numeric: true}
	for i, l := range it.Levels {
		n := strconv.Itoa(i)
		out.entries = append(out.entries, choice{id: n, label: n + " · " + l.Name, also: []string{l.Name, "level " + n}})
	}
	return out
}

// options are those of a choice; equal texts are told apart by their ids.
func options(it *question.Item) choices {
	var out choices
	for _, o := range it.Options {
		label := o.Text
		if slices.ContainsFunc(it.Options, func(x question.Option) bool {
			return x.ID != o.ID && (form.Plain(x.Text) == form.Plain(o.Text) || form.Plain(x.ID) == form.Plain(o.Text))
		}) {
			label += " (" + o.ID + ")"
		}
		out.entries = append(out.entries, choice{id: o.ID, label: label})
	}
	return out
}

func optionNote(it *question.Item) string {
	var lines []string
	for i, c := range options(it).entries {
		line := c.label
		if hint := it.Options[i].Hint; hint != "" {
			line += ": " + hint
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

func suggestion(it *question.Item) string {
	v, ok := it.DefaultNumber()
	if !ok {
		return ""
	}
	return "\nLeft empty: " + plainNumber(v)
}

func multiParts(it *question.Item) []part {
	var out []part
	for _, o := range it.Options {
		note := " "
		if o.ID == it.Exclusive {
			note = "yes rules out the others"
		}
		out = append(out, part{id: o.ID, ask: o.Text, hint: o.Hint, note: note, form: yesNo, quick: true})
	}
	return out
}

func severityParts(it *question.Item) []part {
	var out []part
	for _, s := range question.Severities {
		note := it.RangeText()
		if v, ok := it.DefaultSeverity(s); ok {
			note += "\nLeft empty: " + plainNumber(v)
		}
		out = append(out, part{id: s, ask: strings.ToUpper(s[:1]) + s[1:], note: note, form: ranged(it), quick: true})
	}
	return out
}

// Kinds of cells of a responsibility and of a skill.
const (
	accountable = "accountable"
	doer        = "doer"
	written     = "written"
	required    = "required"
	headcount   = "people"
	levelList   = "levels"
)

func raciParts(it *question.Item) []part {
	var out []part
	for _, a := range it.Activities {
		ask := a.Text
		if a.Number > 0 {
			ask = strconv.Itoa(a.Number) + ". " + ask
		}
		out = append(out,
			part{id: a.ID + "/" + accountable, ask: ask, hint: a.Hint, note: "Who answers for it?", form: accountables, group: true, quick: a.Quick},
			part{id: a.ID + "/" + doer, note: "Who does it?", form: doers, quick: a.Quick},
			part{id: a.ID + "/" + written, note: "Is that written down?", form: yesNo, quick: a.Quick})
	}
	return out
}

func skillParts(it *question.Item) []part {
	var out []part
	for _, a := range it.Areas {
		out = append(out,
			part{id: a.ID + "/" + required, ask: a.Title, hint: a.Text, note: fmt.Sprintf("Level required; left empty: %d", a.Required), form: skillLevels, group: true, quick: a.Core},
			part{id: a.ID + "/" + headcount, note: fmt.Sprintf("How many people should have it, 0 to 50; left empty: %d", a.People), form: numbers{high: 50, whole: true, rangeText: "0 to 50 people, whole numbers"}, quick: a.Core},
			part{id: a.ID + "/" + levelList, note: "Level of each of your people, such as 4, 3, 3", form: people{}, quick: a.Core})
	}
	return out
}

// byCell reports whether each cell of the question stands for itself, so that
// some of them may be filled by one person and some by another.
func byCell(t question.Type) bool {
	return t == question.RACI || t == question.Skills || t == question.Cover || t == question.Weights
}

// atomsOf takes a value apart into cells.
func atomsOf(it *question.Item, v engagement.Value) map[string]atom {
	out := map[string]atom{}
	switch v := v.(type) {
	case engagement.Level:
		out[""] = numberAtom(float64(v))
	case engagement.Number:
		out[""] = numberAtom(float64(v))
	case engagement.Months:
		if out[""] = numberAtom(v.N); v.Never {
			out[""] = wordAtom(never)
		}
	case engagement.Bool:
		out[""] = boolAtom(bool(v))
	case engagement.Choice:
		out[""] = wordAtom(string(v))
	case engagement.Multi:
		for _, id := range it.OptionIDs() {
			out[id] = boolAtom(slices.Contains(v, id))
		}
	case engagement.Severity:
		for i, s := range question.Severities {
			out[s] = numberAtom(v[i])
		}
	case engagement.Window:
		out["days"], out["hours"] = numberAtom(v.Days), numberAtom(v.Hours)
	case engagement.RACI:
		for id, r := range v {
			raciAtoms(out, id, r)
		}
	case engagement.Skills:
		for id, s := range v {
			skillAtoms(out, id, s)
		}
	case engagement.Shares:
		for id, n := range v {
			out[id] = numberAtom(n)
		}
	case engagement.Weights:
		for id, n := range v {
			out[id] = numberAtom(n)
		}
	}
	return out
}

func boolAtom(v bool) atom {
	if v {
		return wordAtom("yes")
	}
	return wordAtom("no")
}

func raciAtoms(out map[string]atom, id string, r engagement.Responsibility) {
	if r == (engagement.Responsibility{}) {
		return
	}
	if r.Accountable != "" {
		out[id+"/"+accountable] = wordAtom(r.Accountable)
	}
	if r.Doer != "" {
		out[id+"/"+doer] = wordAtom(r.Doer)
	}
	out[id+"/"+written] = boolAtom(r.Written)
}

func skillAtoms(out map[string]atom, id string, s engagement.Skill) {
	if s.Required != nil {
		out[id+"/"+required] = numberAtom(float64(*s.Required))
	}
	if s.People != nil {
		out[id+"/"+headcount] = numberAtom(float64(*s.People))
	}
	if len(s.Levels) > 0 {
		out[id+"/"+levelList] = atom{set: true, levels: s.Levels}
	}
}

// valueOf puts the cells of a question together. The value is nil when no cell is
// set; lacking are the parts without which there is no value.
func valueOf(it *question.Item, atoms map[string]atom) (v engagement.Value, lacking []string) {
	if len(atoms) == 0 {
		return nil, nil
	}
	one := atoms[""]
	switch it.Type {
	case question.Level:
		return engagement.Level(int(one.number)), nil
	case question.Number:
		return engagement.Number(one.number), nil
	case question.Months:
		return engagement.Months{Never: one.word == never, N: one.number}, nil
	case question.Bool:
		return engagement.Bool(one.word == "yes"), nil
	case question.Choice:
		return engagement.Choice(one.word), nil
	case question.Multi:
		return multiValue(it, atoms)
	case question.Severity:
		var out engagement.Severity
		for i, s := range question.Severities {
			out[i] = atoms[s].number
		}
		return out, missing(atoms, question.Severities)
	case question.Window:
		return engagement.Window{Days: atoms["days"].number, Hours: atoms["hours"].number}, missing(atoms, []string{"days", "hours"})
	case question.RACI:
		return raciValue(it, atoms), nil
	case question.Skills:
		return skillsValue(it, atoms), nil
	case question.Cover:
		return engagement.Shares(numbersOf(atoms)), nil
	case question.Weights:
		return engagement.Weights(numbersOf(atoms)), nil
	}
	return nil, nil
}

func missing(atoms map[string]atom, ids []string) []string {
	var out []string
	for _, id := range ids {
		if !atoms[id].set {
			out = append(out, id)
		}
	}
	return out
}

// multiValue takes the options with a yes. Where there is one, an empty cell
// means no; else every option needs its no.
func multiValue(it *question.Item, atoms map[string]atom) (engagement.Value, []string) {
	out := engagement.Multi{}
	for _, id := range it.OptionIDs() {
		if atoms[id].word == "yes" {
			out = append(out, id)
		}
	}
	if len(out) > 0 {
		return out, nil
	}
	return out, missing(atoms, it.OptionIDs())
}

func numbersOf(atoms map[string]atom) map[string]float64 {
	out := map[string]float64{}
	for id, a := range atoms {
		out[id] = a.number
	}
	return out
}

func raciValue(it *question.Item, atoms map[string]atom) engagement.Value {
	out := engagement.RACI{}
	for _, a := range it.Activities {
		r := engagement.Responsibility{Accountable: atoms[a.ID+"/"+accountable].word, Doer: atoms[a.ID+"/"+doer].word,
			Written: atoms[a.ID+"/"+written].word == "yes"}
		if r != (engagement.Responsibility{}) {
			out[a.ID] = r
		}
	}
	if len(out) == 0 {
		return nil
	}
	return out
}

func skillsValue(it *question.Item, atoms map[string]atom) engagement.Value {
	out := engagement.Skills{}
	for _, a := range it.Areas {
		s := engagement.Skill{Required: wholeOf(atoms[a.ID+"/"+required]), People: wholeOf(atoms[a.ID+"/"+headcount]), Levels: atoms[a.ID+"/"+levelList].levels}
		if s.Required != nil || s.People != nil || len(s.Levels) > 0 {
			out[a.ID] = s
		}
	}
	return out
}

func wholeOf(a atom) *int {
	if !a.set {
		return nil
	}
	n := int(a.number)
	return &n
}

// halfFilled are the groups of a responsibility matrix in which something is
// filled and something is not.
func halfFilled(it *question.Item, atoms map[string]atom) []string {
	if it.Type != question.RACI {
		return nil
	}
	var out []string
	for _, a := range it.Activities {
		var lacks []string
		for _, kind := range []string{accountable, doer, written} {
			if !atoms[a.ID+"/"+kind].set {
				lacks = append(lacks, map[string]string{accountable: "who answers for it", doer: "who does it", written: "whether that is written down"}[kind])
			}
		}
		if n := len(lacks); n == 1 || n == 2 {
			out = append(out, fmt.Sprintf("%q lacks %s", form.Short(a.Text), strings.Join(lacks, " and ")))
		}
	}
	return out
}

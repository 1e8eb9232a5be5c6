// The columns others may change, and how a value of the plan and a cell become each
// other. Writer and reader both go by this table alone.

package actionsheet

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"

	"muster/assessment/engagement"
	"muster/assessment/messages"
	"muster/exporters/form"
	"muster/exporters/report"
	"muster/exporters/xlsx"
)

// Field is what a column says of an action. Its values are texts: a day as
// yyyy-mm-dd, a status, effort or priority as the engagement has it, a cost with a
// decimal point; empty is not set, for a priority by the rule.
type Field string

// The fields in the order of their columns.
const (
	Title    Field = "title"
	Text     Field = "text"
	Owner    Field = "owner"
	Due      Field = "due"
	Status   Field = "status"
	Priority Field = "priority"
	Effort   Field = "effort"
	Cost     Field = "cost"
	Closed   Field = "closed"
	Note     Field = "note"
)

// field is a column that may be changed.
type field struct {
	id     Field
	title  string // of its column, in English
	column int
	width  float64
	get    func(*engagement.Action) string
	set    func(*engagement.Action, string) // takes what get or parse gave
	// parse reads a cell that is not empty; wrong says what is wrong with it.
	parse func(lang *messages.Catalogue, c form.Raw, from1904 bool) (value, wrong string)
}

// Columns that are not changed, and the last.
const (
	colID      = 1
	colCloses  = 4
	lastColumn = 12
)

const (
	titleID     = "Id"
	titleCloses = "Closes"
	widthID     = 7
	widthCloses = 30
)

var fields = []field{
	textField(Title, messages.Mark("Action"), 2, 30, func(a *engagement.Action) *string { return &a.Title }),
	textField(Text, messages.Mark("What exactly"), 3, 44, func(a *engagement.Action) *string { return &a.Text }),
	textField(Owner, messages.Mark("Owner"), 5, 18, func(a *engagement.Action) *string { return &a.Owner }),
	dayField(Due, messages.Mark("Due"), 6, func(a *engagement.Action) *string { return &a.Due }),
	{id: Status, title: messages.Mark("Status"), column: 7, width: 12, get: func(a *engagement.Action) string { return string(a.State()) },
		set: func(a *engagement.Action, v string) { a.Status = engagement.ActionStatus(v) }, parse: oneOf(statusWords)},
	{id: Priority, title: messages.Mark("Priority"), column: 8, width: 9, get: func(a *engagement.Action) string {
		if a.Priority == 0 {
			return ""
		}
		return strconv.Itoa(a.Priority)
	}, set: func(a *engagement.Action, v string) { a.Priority, _ = strconv.Atoi(v) }, parse: oneOf(priorityWords)}, // parsed before
	{id: Effort, title: messages.Mark("Effort"), column: 9, width: 12, get: func(a *engagement.Action) string { return a.Effort },
		set: func(a *engagement.Action, v string) { a.Effort = v }, parse: oneOf(effortWords)},
	{id: Cost, title: messages.Mark("Cost"), column: 10, width: 12, get: func(a *engagement.Action) string {
		if a.Cost == nil {
			return ""
		}
		return strconv.FormatFloat(*a.Cost, 'f', -1, 64)
	}, set: setCost, parse: parseCost},
	dayField(Closed, messages.Mark("Closed on"), 11, func(a *engagement.Action) *string { return &a.Closed }),
	textField(Note, messages.Mark("Note"), 12, 30, func(a *engagement.Action) *string { return &a.Note }),
}

// fieldOf is the column of a field.
func fieldOf(id Field) *field {
	i := slices.IndexFunc(fields, func(f field) bool { return f.id == id })
	if i < 0 {
		return nil
	}
	return &fields[i]
}

// word is an entry of a list: what the engagement has and what people read.
type word struct{ id, label string }

var (
	statusWords   = wordsOf(engagement.ActionStatuses, func(s engagement.ActionStatus) string { return report.StatusWord(nil, s) })
	effortWords   = []word{{"S", messages.Mark("S · days")}, {"M", messages.Mark("M · weeks")}, {"L", messages.Mark("L · months")}}
	priorityWords = []word{{"1", "1"}, {"2", "2"}, {"3", "3"}, {"4", "4"}}
)

func wordsOf[T ~string](ids []T, label func(T) string) []word {
	out := make([]word, len(ids))
	for i, id := range ids {
		out[i] = word{string(id), label(id)}
	}
	return out
}

func labels(lang *messages.Catalogue, words []word) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = lang.Text(w.label)
	}
	return out
}

// label is what people read for a value; the value itself where it is in no list.
func label(lang *messages.Catalogue, words []word, id string) string {
	if i := slices.IndexFunc(words, func(w word) bool { return w.id == id }); i >= 0 {
		return lang.Text(words[i].label)
	}
	return id
}

// means reports whether a text of a sheet is an English text in any language: a sheet
// may come back to somebody who speaks another than it was written in.
func means(text, english string) bool {
	return slices.ContainsFunc(messages.Languages(), func(code string) bool {
		return form.Plain(text) == form.Plain(messages.For(code).Reports().Text(english))
	})
}

// oneOf reads an entry of a list by its label, its id or its first letters.
func oneOf(words []word) func(*messages.Catalogue, form.Raw, bool) (string, string) {
	return func(lang *messages.Catalogue, c form.Raw, _ bool) (string, string) {
		text := form.Plain(c.Text)
		if v, wrong := c.Numeric(false); wrong == "" {
			text = strconv.FormatFloat(v, 'f', -1, 64)
		}
		for _, w := range words {
			if means(text, w.label) || text == form.Plain(w.id) || strings.HasPrefix(text, form.Plain(w.id)+" ·") {
				return w.id, ""
			}
		}
		return "", lang.Say("%s is not on the list; allowed: %s", c.Shown(), strings.Join(labels(lang, words), ", "))
	}
}

func textField(id Field, title string, column int, width float64, of func(*engagement.Action) *string) field {
	return field{id: id, title: title, column: column, width: width, get: func(a *engagement.Action) string { return *of(a) },
		set:   func(a *engagement.Action, v string) { *of(a) = v },
		parse: func(_ *messages.Catalogue, c form.Raw, _ bool) (string, string) { return form.Content(c.Text), "" }}
}

func dayField(id Field, title string, column int, of func(*engagement.Action) *string) field {
	f := textField(id, title, column, 12, of)
	f.parse = func(lang *messages.Catalogue, c form.Raw, from1904 bool) (string, string) {
		if day, ok := form.DateOf(c, from1904); ok {
			return day, ""
		}
		return "", lang.Say("%s is no day that can be read; write it such as 2027-01-31", c.Shown())
	}
	return f
}

func setCost(a *engagement.Action, v string) {
	a.Cost = nil
	if n, err := strconv.ParseFloat(v, 64); err == nil {
		a.Cost = &n
	}
}

func parseCost(lang *messages.Catalogue, c form.Raw, _ bool) (string, string) {
	v, wrong := c.Numeric(false)
	switch {
	case wrong != "":
		return "", lang.Say("%s %s; allowed: an amount without a currency", c.Shown(), lang.Text(wrong))
	case v < 0 || v > engagement.MaxCost || math.IsNaN(v):
		return "", lang.Say("%s is out of range; allowed: 0 to %.0f", c.Shown(), float64(engagement.MaxCost))
	}
	return strconv.FormatFloat(v, 'f', -1, 64), ""
}

// same reports whether two values of the field say the same, whichever program
// stored them.
func (f *field) same(a, b string) bool {
	a, b = form.Content(xlsx.Fit(a)), form.Content(xlsx.Fit(b))
	if a == b {
		return true
	}
	x, err := strconv.ParseFloat(a, 64)
	y, err2 := strconv.ParseFloat(b, 64)
	return f.id == Cost && err == nil && err2 == nil && form.Near(x, y)
}

// Word is a value of a field as people read it.
func (f Field) Word(lang *messages.Catalogue, value string) string {
	switch f {
	case Status:
		return label(lang, statusWords, value)
	case Effort:
		value = label(lang, effortWords, value)
	case Priority:
		return cmp.Or(value, lang.Text("by the rule"))
	}
	return cmp.Or(value, "–")
}

// ColumnTitle is the title of the field's column; empty for none.
func (f Field) ColumnTitle(lang *messages.Catalogue) string {
	if x := fieldOf(f); x != nil {
		return lang.Text(x.title)
	}
	return ""
}

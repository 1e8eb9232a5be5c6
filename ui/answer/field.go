// Package answer joins an item of the question set to the widget that answers
// it: it turns answers into what a widget shows and back.
package answer

import (
	"maps"
	"slices"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"muster/assessment"
	"muster/assessment/engagement"
	"muster/assessment/question"
	"muster/ui/form"
	"muster/ui/locate"
	"muster/ui/style"
	"muster/ui/words"
)

// Field answers one item.
type Field struct {
	Object fyne.CanvasObject
	Focus  fyne.Focusable // where the focus goes first
	// Show brings the widget in line with the answer.
	Show func(engagement.Answer)
	// Commit reports what is being typed.
	Commit func()
	// Discard drops what is being typed; nil where nothing is.
	Discard func()
	// Grid is set for matrices, so that the page can follow its cursor.
	Grid *form.Grid
}

// Report is told a new value, or texts that are no value yet; with neither the
// item is unanswered.
type Report func(v engagement.Value, draft map[string]string)

// NewField makes the field for an item. width is the column's width.
func NewField(it *question.Item, set *question.Set, width float32, hooks form.Hooks, report Report) *Field {
	switch it.Type {
	case question.Level, question.Choice, question.Bool:
		return choiceField(it, width, hooks, report)
	case question.Multi:
		return multiField(it, width, hooks, report)
	case question.Number, question.Months, question.Severity:
		return numberField(it, hooks, report)
	case question.Window:
		return windowField(it, hooks, report)
	case question.RACI:
		m := &raciModel{item: it, rows: engagement.RACI{}, report: report}
		return gridField(it, m, m.show, 208, 88, hooks)
	case question.Skills:
		return skillsField(it, width, hooks, report)
	case question.Cover:
		m := newShares(it, report)
		return gridField(it, m, m.show, 380, 0, hooks)
	case question.Weights:
		m := newWeights(it, report)
		return gridField(it, m, m.show, 380, 0, hooks)
	}
	return &Field{Object: style.Gap(1), Show: func(engagement.Answer) {}, Commit: func() {}}
}

func gridField(it *question.Item, m form.GridModel, show func(engagement.Answer), titles, remark float32, hooks form.Hooks) *Field {
	g := form.NewGrid(m, titles, remark, hooks)
	locate.Name("field/"+it.ID, g)
	return &Field{Object: g, Focus: g, Grid: g, Commit: func() {}, Show: func(a engagement.Answer) {
		show(a)
		g.Refresh()
	}}
}

// Ids of the options of a bool item.
const (
	yes = "yes"
	no  = "no"
)

func choiceField(it *question.Item, width float32, hooks form.Hooks, report Report) *Field {
	var options []form.Option
	switch it.Type {
	case question.Level:
		for i, l := range it.Levels {
			n := strconv.Itoa(i)
			options = append(options, form.Option{ID: n, Key: rune(n[0]), Mark: n, Title: words.Name(l.Name), Text: words.Name(l.Text)})
		}
	case question.Bool:
		options = []form.Option{{ID: yes, Key: 'y', Title: words.Say("Yes")}, {ID: no, Key: '0', Title: words.Say("No")}}
	default:
		options = fromOptions(it)
	}
	g := form.NewChoiceGroup(options, false, width, hooks, func(ids []string) {
		switch it.Type {
		case question.Level:
			n, _ := strconv.Atoi(ids[0])
			report(engagement.Level(n), nil)
		case question.Bool:
			report(engagement.Bool(ids[0] == yes), nil)
		default:
			report(engagement.Choice(ids[0]), nil)
		}
	})
	locate.Name("field/"+it.ID, g)
	return &Field{Object: g, Focus: g, Commit: func() {}, Show: func(a engagement.Answer) {
		switch v := a.Value.(type) {
		case engagement.Level:
			g.SetChosen([]string{strconv.Itoa(int(v))})
		case engagement.Bool:
			g.SetChosen([]string{map[bool]string{true: yes, false: no}[bool(v)]})
		case engagement.Choice:
			g.SetChosen([]string{string(v)})
		default:
			g.SetChosen(nil)
		}
	}}
}

func fromOptions(it *question.Item) []form.Option {
	var out []form.Option
	for i, o := range it.Options {
		key := rune(0)
		if i < 9 {
			key = rune('1' + i)
		}
		out = append(out, form.Option{ID: o.ID, Key: key, Title: words.Name(o.Text), Text: words.Name(o.Hint)})
	}
	return out
}

func multiField(it *question.Item, width float32, hooks form.Hooks, report Report) *Field {
	var g *form.ChoiceGroup
	g = form.NewChoiceGroup(fromOptions(it), true, width, hooks, func(ids []string) {
		if n := len(ids); n > 1 && it.Exclusive != "" && slices.Contains(ids, it.Exclusive) {
			// The exclusive option and the others rule each other out: the last one wins.
			if ids[n-1] == it.Exclusive {
				ids = []string{it.Exclusive}
			} else {
				ids = slices.DeleteFunc(ids, func(id string) bool { return id == it.Exclusive })
			}
			g.SetChosen(ids)
		}
		if len(ids) == 0 {
			report(nil, nil)
			return
		}
		ordered := engagement.Multi{}
		for _, o := range it.Options {
			if slices.Contains(ids, o.ID) {
				ordered = append(ordered, o.ID)
			}
		}
		report(ordered, nil)
	})
	locate.Name("field/"+it.ID, g)
	return &Field{Object: g, Focus: g, Commit: func() {}, Show: func(a engagement.Answer) {
		v, _ := a.Value.(engagement.Multi)
		g.SetChosen(v)
	}}
}

// never is the word that stands for a thing never done; that of the language is
// understood as well.
const never = "never"

func numberField(it *question.Item, hooks form.Hooks, report Report) *Field {
	rng := form.Range{Min: *it.Min, Max: *it.Max, Integer: it.Integer, Text: RangeText(it)}
	var specs []form.NumberSpec
	if it.Type == question.Severity {
		for _, s := range question.Severities {
			specs = append(specs, form.NumberSpec{Key: s, Label: words.Name(s), Width: 92, Range: rng})
		}
	} else {
		if it.Type == question.Months {
			rng.Words = []string{never, words.Say("never")}
			rng.Text = words.Say("%s, or never", rng.Text)
		}
		specs = []form.NumberSpec{{Width: 110, Range: rng}}
	}
	row := form.NewNumberRow(specs, words.Name(it.Unit), hooks, func(texts map[string]string) { reportNumbers(it, specs, texts, report) })
	for i, e := range row.Entries() {
		name := "field/" + it.ID
		if specs[i].Key != "" {
			name += "/" + specs[i].Key
		}
		locate.Name(name, e)
	}
	object := row.Object
	if it.Type == question.Months {
		chip := locate.Name("never/"+it.ID, form.NewChip(words.Say("Never"), func() { report(engagement.Months{Never: true}, nil) }))
		object = container.NewHBox(row.Object, container.NewVBox(style.Gap(4), chip))
		return &Field{Object: object, Focus: row.Entries()[0], Commit: row.Commit, Discard: row.Discard, Show: func(a engagement.Answer) {
			m, ok := a.Value.(engagement.Months)
			chip.SetOn(ok && m.Never)
			row.Show(numberTexts(it, a))
		}}
	}
	return &Field{Object: object, Focus: row.Entries()[0], Commit: row.Commit, Discard: row.Discard, Show: func(a engagement.Answer) { row.Show(numberTexts(it, a)) }}
}

// reportNumbers makes a value of the texts if all of them are numbers in range;
// otherwise the texts are kept as a draft.
func reportNumbers(it *question.Item, specs []form.NumberSpec, texts map[string]string, report Report) {
	good, empty := true, true
	var numbers [4]float64
	word := ""
	for i, s := range specs {
		t := texts[s.Key]
		empty = empty && t == ""
		n, w, ok := s.Range.Parse(t)
		numbers[i], word = n, w
		good = good && ok
	}
	switch {
	case empty:
		report(nil, nil)
	case !good:
		draft := map[string]string{}
		for _, s := range specs {
			if t := texts[s.Key]; t != "" {
				draft[draftKey(s.Key)] = t
			}
		}
		report(nil, draft)
	case it.Type == question.Severity:
		report(engagement.Severity(numbers), nil)
	case it.Type == question.Months:
		report(engagement.Months{Never: word != "", N: numbers[0]}, nil)
	default:
		report(engagement.Number(numbers[0]), nil)
	}
}

// draftKey names the part of a draft; a single number has one part.
func draftKey(key string) string {
	if key == "" {
		return "value"
	}
	return key
}

func numberTexts(it *question.Item, a engagement.Answer) map[string]string {
	out := map[string]string{}
	switch v := a.Value.(type) {
	case engagement.Number:
		out[""] = plain(float64(v))
	case engagement.Months:
		out[""] = plain(v.N)
		if v.Never {
			out[""] = words.Say("never")
		}
	case engagement.Severity:
		for i, s := range question.Severities {
			out[s] = plain(v[i])
		}
	case engagement.Window:
		out["days"], out["hours"] = plain(v.Days), plain(v.Hours)
	default:
		maps.Copy(out, a.Draft)
		if t, ok := out["value"]; ok {
			out[""] = t
		}
	}
	return out
}

func plain(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// RangeText is what an item of numbers takes, in the window's language.
func RangeText(it *question.Item) string {
	if it.Min == nil || it.Max == nil {
		return it.RangeText()
	}
	unit := words.Name(it.Unit)
	if unit != "" {
		unit = " " + unit
	}
	return form.RangeText(*it.Min, *it.Max, unit, it.Integer)
}

func windowField(it *question.Item, hooks form.Hooks, report Report) *Field {
	specs := []form.NumberSpec{
		{Key: "days", Label: words.Say("days a week"), Width: 92, Range: form.Range{Min: 1, Max: 7, Integer: true, Text: words.Say("1 to 7, whole days")}},
		{Key: "hours", Label: words.Say("hours a day"), Width: 92, Range: form.Range{Min: 1, Max: 24, Text: words.Say("1 to 24")}},
	}
	row := form.NewNumberRow(specs, "", hooks, func(texts map[string]string) {
		days, _, okDays := specs[0].Range.Parse(texts["days"])
		hours, _, okHours := specs[1].Range.Parse(texts["hours"])
		switch {
		case okDays && okHours:
			report(engagement.Window{Days: days, Hours: hours}, nil)
		case texts["days"] == "" && texts["hours"] == "":
			report(nil, nil)
		default:
			draft := maps.Clone(texts)
			maps.DeleteFunc(draft, func(_, v string) bool { return v == "" })
			report(nil, draft)
		}
	})
	for i, e := range row.Entries() {
		locate.Name("field/"+it.ID+"/"+specs[i].Key, e)
	}
	presets := []struct {
		name string
		w    engagement.Window
	}{{"8x5", engagement.Window{Days: 5, Hours: 8}}, {"12x5", engagement.Window{Days: 5, Hours: 12}}, {"12x7", engagement.Window{Days: 7, Hours: 12}}, {"24x7", engagement.Window{Days: 7, Hours: 24}}}
	chips := container.NewHBox()
	var list []*form.Chip
	for _, p := range presets {
		c := form.NewChip(p.name, func() { report(p.w, nil) })
		list = append(list, c)
		chips.Add(c)
	}
	object := container.NewHBox(row.Object, container.NewVBox(style.Gap(22), chips))
	return &Field{Object: object, Focus: row.Entries()[0], Commit: row.Commit, Discard: row.Discard, Show: func(a engagement.Answer) {
		row.Show(numberTexts(it, a))
		w, ok := a.Value.(engagement.Window)
		for i, p := range presets {
			list[i].SetOn(ok && w == p.w)
		}
	}}
}

// remarkFor says how a responsibility compares with what is usual.
func remarkFor(a question.Activity, r engagement.Responsibility) form.Remark {
	row := assessment.JudgeResponsibility(a, r)
	switch {
	case !row.Answered:
		return form.Remark{}
	case row.RedFlag:
		return form.Remark{Text: words.Say("red flag"), Color: bad}
	case row.Accountable == "none" || row.Accountable == "unclear":
		return form.Remark{Text: words.Say("no owner"), Color: bad}
	case row.Mismatch:
		return form.Remark{Text: words.Say("usual: %s / %s", shortParty(a.Expected.Accountable), shortParty(a.Expected.Doer)), Color: poor}
	case !row.Clear:
		return form.Remark{Text: words.Say("not written"), Color: watch}
	}
	return form.Remark{Text: words.Say("as usual"), Color: good}
}

func shortParty(id string) string {
	return map[string]string{"client": words.Say("C"), "mssp": words.Say("M"), "both": words.Say("B")}[id]
}

// Visible is the item as the window shows it: in the quick set matrices show
// their quick rows only. Answers to the other rows are kept.
func Visible(it *question.Item, quick bool) *question.Item {
	if !quick {
		return it
	}
	out := *it
	switch it.Type {
	case question.RACI:
		out.Activities = slices.DeleteFunc(slices.Clone(it.Activities), func(a question.Activity) bool { return !a.Quick })
	case question.Skills:
		out.Areas = slices.DeleteFunc(slices.Clone(it.Areas), func(a question.Area) bool { return !a.Core })
	}
	return &out
}

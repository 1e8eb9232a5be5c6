// Golden pictures of the own widgets: one sheet each, its states below each other,
// light at the left and dark at the right, in full resolution.

package ui

import (
	"fmt"
	"image"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"muster/assessment/engagement"
	"muster/assessment/evidence"
	finder "muster/assessment/find"
	"muster/assessment/library"
	"muster/assessment/question"
	"muster/exporters/look"
	"muster/exporters/report"
	"muster/ui/answer"
	"muster/ui/form"
	"muster/ui/style"
)

const longWords = "A text that is much longer than anybody had in mind when the place for it was made, with-a-word-that-is-as-long-as-a-line"

// state is a widget in a state; set brings it into that once it is drawn.
type state struct {
	name  string
	stage fyne.CanvasObject
	set   func()
}

type focusable interface {
	fyne.CanvasObject
	fyne.Focusable
}

func plain(name string, o fyne.CanvasObject) state { return state{name, o, func() {}} }

func withRing(name string, o focusable) state { return state{name, o, o.FocusGained} }

func underPointer(name string, o fyne.CanvasObject, at fyne.Position) state {
	return state{name, o, func() {
		e := &desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: at}}
		o.(desktop.Hoverable).MouseIn(e)
		o.(desktop.Hoverable).MouseMoved(e)
	}}
}

// ownWidgets are the widgets with their states; made anew for each appearance. w is
// a workspace for those that show one.
func ownWidgets(w *workspace) map[string][]state {
	out := map[string][]state{}

	chip := func(set func(*form.Chip)) *form.Chip {
		c := form.NewChip("Not applicable", func() {})
		if set != nil {
			set(c)
		}
		return c
	}
	out["chip"] = []state{
		plain("normal", chip(nil)), plain("on", chip(func(c *form.Chip) { c.SetOn(true) })), plain("aside", form.NewChipAside("Not applicable", nil)),
		underPointer("hovered", chip(nil), fyne.Position{}), withRing("focused", chip(nil)), withRing("focused, on", chip(func(c *form.Chip) { c.SetOn(true) })),
		plain("long", form.NewChip(longWords[:80], nil)),
	}

	button := func(set func(*form.Button)) *form.Button {
		b := form.NewButton("Export PDF", func() {})
		if set != nil {
			set(b)
		}
		return b
	}
	primary := func(b *form.Button) { b.Importance = widget.HighImportance }
	out["button"] = []state{
		plain("normal", button(nil)), plain("primary", button(primary)), plain("disabled", button(func(b *form.Button) { b.Disable() })),
		underPointer("hovered", button(nil), fyne.NewPos(5, 5)), withRing("focused", button(nil)), withRing("focused, primary", button(primary)), plain("long", form.NewButton(longWords[:80], nil)),
	}

	entry := func(text string, set func(*form.Entry)) *form.Entry {
		e := form.NewEntry()
		e.SetPlaceHolder("what is asked for")
		e.SetText(text)
		if set != nil {
			set(e)
		}
		return e
	}
	several := entry(longWords, nil)
	several.MultiLine, several.Wrapping = true, fyne.TextWrapWord
	several.Refresh()
	secret := entry("a password", nil)
	secret.Password = true
	secret.Refresh()
	out["entry"] = []state{
		plain("empty", entry("", nil)), plain("filled", entry("Example SaaS", nil)), withRing("focused", entry("Example SaaS", nil)),
		plain("read-only", entry("Example SaaS", func(e *form.Entry) { e.Fixed = func() bool { return true } })), plain("disabled", entry("Example SaaS", func(e *form.Entry) { e.Disable() })),
		plain("long", entry(longWords, nil)), plain("several lines", several), plain("secret", secret),
	}

	numbers := func(texts map[string]string) *form.NumberRow {
		limits := form.Range{Min: 0, Max: 168, Text: form.RangeText(0, 168, " hours", false)}
		r := form.NewNumberRow([]form.NumberSpec{{Key: "critical", Label: "critical", Width: 92, Range: limits}, {Key: "high", Label: "high", Width: 92, Range: limits}}, "hours a week", form.Hooks{}, func(map[string]string) {})
		r.Show(texts)
		return r
	}
	focused := numbers(map[string]string{"critical": "4"})
	out["number"] = []state{
		plain("empty", numbers(nil).Object), plain("filled", numbers(map[string]string{"critical": "4", "high": "12.5"}).Object),
		{"focused", focused.Object, func() { focused.Entries()[0].FocusGained() }}, plain("error", numbers(map[string]string{"critical": "900", "high": "many"}).Object),
		plain("long", numbers(map[string]string{"critical": "1234567890123456789"}).Object),
	}

	cards := []form.Option{{ID: "0", Mark: "0", Title: "None", Text: "Nobody looks at what is escalated."}, {ID: "1", Mark: "1", Title: "Some", Text: "Somebody looks when there is time."}, {ID: "2", Mark: "2", Title: longWords, Text: longWords + ". " + longWords}}
	choice := func(many bool, chosen ...string) *form.ChoiceGroup {
		list := cards
		if many {
			list = []form.Option{{ID: "0", Title: "Portal"}, {ID: "1", Title: "Telephone"}, {ID: "2", Title: longWords}}
		}
		g := form.NewChoiceGroup(list, many, 460, form.Hooks{}, func([]string) {})
		g.SetChosen(chosen)
		return g
	}
	out["choice"] = []state{plain("none chosen", choice(false)), underPointer("one hovered", choice(false), fyne.NewPos(20, 20)), withRing("chosen, focused", choice(false, "1")), withRing("several", choice(true, "0", "2"))}

	segments := func(chosen string) *form.Segments {
		s := form.NewSegments([]form.Segment{{ID: "a", Title: "Offer"}, {ID: "b", Title: "Price and term"}, {ID: "c", Title: "Exit"}}, form.Hooks{}, func(string) {})
		s.SetChosen(chosen)
		return s
	}
	out["segments"] = []state{plain("none chosen", segments("")), plain("chosen", segments("b")), withRing("focused", segments("b")), plain("long", form.NewSegments([]form.Segment{{ID: "a", Title: longWords[:60]}, {ID: "b", Title: "b"}}, form.Hooks{}, nil))}

	check := func(on bool) *form.Check {
		c := form.NewCheck("Protect with a password", func(bool) {})
		c.SetChecked(on)
		return c
	}
	off := check(false)
	off.Disable()
	out["check"] = []state{plain("off", check(false)), plain("on", check(true)), withRing("focused", check(true)), plain("disabled", off)}

	choose := func(text string) *form.Select {
		s := form.NewSelect([]string{"Internal", "Client", longWords}, func(string) {})
		s.SetSelected(text)
		return s
	}
	locked := choose("Client")
	locked.Disable()
	out["select"] = []state{plain("none", choose("")), plain("chosen", choose("Client")), withRing("focused", choose("Client")), plain("disabled", locked), plain("long", choose(longWords))}
	offered := func(text string) *form.SelectEntry {
		e := form.NewSelectEntry([]string{"EUR", "USD"})
		e.SetText(text)
		return e
	}
	out["select-entry"] = []state{plain("empty", offered("")), plain("filled", offered("EUR")), withRing("focused", offered("EUR"))}

	slide := func() *slider {
		s := newSlider(0, 10)
		s.Value = 4
		return s
	}
	out["slider"] = []state{plain("normal", slide()), withRing("focused", slide())}

	// The matrices of the questions are grids.
	for _, it := range w.session.Set.Items() {
		name := map[question.Type]string{question.RACI: "grid-raci", question.Skills: "grid-skills", question.Cover: "grid-cover", question.Weights: "grid-weights"}[it.Type]
		if name == "" || out[name] != nil {
			continue
		}
		field := func() *answer.Field {
			f := answer.NewField(it, w.session.Set, style.Column, form.Hooks{}, func(engagement.Value, map[string]string) {})
			f.Show(w.session.Answer(it.ID))
			return f
		}
		at := field()
		out[name] = []state{{"focused", at.Object, at.Focus.FocusGained}}
	}

	entries := []navEntry{
		{heading: true, title: "Assess", carried: 12}, {id: "a", title: "Engagement"}, {id: "b", title: "Organisation", progress: true, answered: 0, total: 6}, {id: "c", title: "Staffing", progress: true, answered: 3, total: 6, flags: 1, review: 2},
		{id: "d", title: "Bandwidth", progress: true, answered: 12, total: 12, carried: 3}, {id: "e", title: longWords, progress: true, answered: 1, total: 15, flags: 12, review: 10, carried: 9}, {id: "f", title: "Forensics", apart: true}, {heading: true, title: "Decide"}, {id: "g", title: "Verdict"},
	}
	list := func(current string) *navList {
		n := newNavList(func(string) {})
		n.set(entries, current)
		return n
	}
	out["nav"] = []state{plain("normal", list("c")), underPointer("one hovered", list("d"), fyne.NewPos(30, 2.5*navHeight)), withRing("focused", list("e"))}

	references := func() *referenceList {
		l := newReferenceList(620, 4, listHooks{focus: func() {}, cursor: func(_, _ float32) {}, key: func(*fyne.KeyEvent) {}, resize: func() {}})
		l.actions = []referenceAction{{label: "Rename"}, {label: "Copy location"}, {label: "Remove"}}
		var rows []referenceRow
		for i, s := range []evidence.State{evidence.Unchecked, evidence.Unchanged, evidence.Changed, evidence.Missing, evidence.Unreadable} {
			rows = append(rows, referenceRow{title: fmt.Sprintf("Rota %d.pdf", i), state: s, lines: []string{"evidence/rota.pdf"}})
		}
		rows[1].title, rows[1].lines = longWords, []string{strings.Repeat("folder/", 30) + "rota.pdf"}
		l.set(rows)
		return l
	}
	out["references"] = []state{plain("normal", references()), underPointer("one hovered", references(), fyne.NewPos(30, 20)), withRing("focused", references())}

	hits := func(search string) *hitList {
		l := newHitList(w, func(int) {})
		found, _ := w.index().Find(finder.Parse(search), nil)
		l.set(found[:min(len(found), 12)], nothingFound(search, nil))
		return l
	}
	out["hits"] = []state{underPointer("one hovered", hits("escalation"), fyne.NewPos(30, 2.5*hitHeight)), plain("nothing", hits("nothing has this"))}

	rows := func() *entryList {
		l := newEntryList(func(library.Entry) {}, func(library.Entry) {}, func(rune) {})
		l.Resize(fyne.NewSize(listWidth, 5*rowHeight))
		l.set([]library.Entry{
			{Path: "saas.muster", State: library.Ready, Title: "Example SaaS 2026", Client: "Example SaaS", Date: "2026-11-23", Verdict: "warranted", Answered: 75, Applicable: 77, Recent: 1},
			{Path: "long.muster", State: library.Ready, Title: longWords, Client: longWords, Date: "2026-11-23", Verdict: "strongly-warranted", Answered: 3, Applicable: 80},
			{Path: "new.muster", State: library.Ready, Title: "New", Verdict: "insufficient-evidence", Applicable: 80}, {Path: "/engagements/sealed.muster", State: library.Protected}, {Path: "/engagements/broken.muster", State: library.Broken, Reason: "not valid JSON"},
		})
		return l
	}
	sized := func(l *entryList) fyne.CanvasObject {
		return container.New(&style.Fixed{Area: fyne.NewSize(listWidth, 5*rowHeight)}, l)
	}
	ring, hovered := rows(), rows()
	out["entries"] = []state{plain("normal", sized(rows())), {"one hovered", sized(hovered), func() { hovered.hover(2) }}, {"focused", sized(ring), ring.FocusGained}}

	carried := func(is bool) fyne.CanvasObject {
		l := newCarriedLine("golden", func() {})
		l.show(engagement.Answer{Carried: true})
		l.show(engagement.Answer{Carried: is})
		return l.box
	}
	out["carried"] = []state{plain("to be confirmed", carried(true)), plain("confirmed", carried(false))}

	out["side"] = []state{plain("panel", container.New(&fixedWidth{sideWidth - 8}, w.side.box))}
	r := w.report()
	out["table"] = []state{plain("table", tableObject(report.Table{Columns: []report.Column{{Title: "Severity", Share: 2}, {Title: "A week", Share: 1, Right: true}, {Title: "Note", Share: 3}}, Rows: [][]string{{"critical", "1", ""}, {"high", "10.5", longWords}}}, 560))}
	out["badges"] = []state{plain("badges", badgeGrid([]report.Badge{{Subject: "Named SIA", Word: "Warranted", Verdict: "warranted", Detail: longWords}, {Subject: "Design", Word: "Not needed now", Verdict: "none"}, {Subject: "Test", Word: "Strongly recommended", Verdict: "strong", Detail: "A short one."}}, 620))}
	if found := r.Findings; len(found) > 0 {
		out["finding"] = []state{plain("card", cardObject(found[0], style.Column))}
	}
	return out
}

// captured draws a widget's states below each other with their names.
func captured(states []state) image.Image {
	column := container.NewVBox()
	for _, s := range states {
		column.Add(style.Line(s.name, look.TextSmall-1, false, look.Muted))
		column.Add(container.NewPadded(container.NewHBox(wide(s.stage))))
	}
	content := container.NewPadded(column)
	w := test.NewWindow(content)
	defer w.Close()
	w.SetPadded(false)
	w.Resize(content.MinSize())
	for _, s := range states {
		s.set()
	}
	return w.Canvas().Capture()
}

// wide gives what would be as narrow as its text allows some room.
func wide(o fyne.CanvasObject) fyne.CanvasObject {
	switch o.(type) {
	case *form.Entry, *form.Select, *form.SelectEntry, *slider:
		return container.New(&fixedWidth{320}, o)
	}
	return o
}

func TestGoldenWidgets(t *testing.T) {
	g := newGolden(t, "widgets")
	drawn := map[string][]image.Image{}
	for _, v := range variants[:2] {
		app := subject(t, v, false)
		for name, states := range ownWidgets(app.work) {
			drawn[name] = append(drawn[name], captured(states))
		}
	}
	for name, pictures := range drawn {
		if len(pictures) != 2 {
			t.Errorf("%s has %d pictures", name, len(pictures))
		}
		g.check(name, sheet(pictures))
	}
	g.done()
}

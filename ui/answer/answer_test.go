package answer

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"muster/assessment/engagement"
	"muster/assessment/question"
	"muster/exporters/look"
	"muster/ui/form"
	"muster/ui/style"
)

var set = question.Default()

// bench is a field on a window with an answer behind it, as a page has.
type bench struct {
	t       *testing.T
	window  fyne.Window
	field   *Field
	answer  engagement.Answer
	reports int
}

func newBench(t *testing.T, it *question.Item) *bench {
	t.Helper()
	if it == nil {
		t.Fatal("no such item")
	}
	app := test.NewTempApp(t)
	app.Settings().SetTheme(&style.Theme{Appearance: style.Light})
	b := &bench{t: t, window: app.NewWindow("")}
	t.Cleanup(b.window.Close)
	b.window.SetPadded(false)
	b.window.Resize(fyne.NewSize(900, 2000))
	b.field = NewField(it, set, 660, form.Hooks{}, func(v engagement.Value, draft map[string]string) {
		b.reports++
		b.answer.Value, b.answer.Draft, b.answer.State = v, draft, engagement.Unanswered
		if v != nil {
			b.answer.State = engagement.Answered
		}
		b.field.Show(b.answer)
	})
	b.window.SetContent(container.NewVBox(b.field.Object))
	b.field.Show(b.answer)
	return b
}

func (b *bench) show(v engagement.Value) {
	b.answer = engagement.Answer{State: engagement.Answered, Value: v}
	b.field.Show(b.answer)
}

func (b *bench) focus() { b.window.Canvas().Focus(b.field.Focus) }

func (b *bench) typed(s string) {
	for _, r := range s {
		b.window.Canvas().Focused().TypedRune(r)
	}
}

func (b *bench) press(keys ...fyne.KeyName) {
	for _, k := range keys {
		b.window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: k})
	}
}

func (b *bench) tap(o fyne.CanvasObject, at fyne.Position) {
	test.TapCanvas(b.window.Canvas(), fyne.CurrentApp().Driver().AbsolutePositionForObject(o).Add(at))
}

func (b *bench) want(v engagement.Value) {
	b.t.Helper()
	if !reflect.DeepEqual(b.answer.Value, v) {
		b.t.Errorf("value %#v, want %#v", b.answer.Value, v)
	}
}

// chip finds a chip by its label.
func (b *bench) chip(label string) *form.Chip {
	b.t.Helper()
	var found *form.Chip
	walk(b.field.Object, func(o fyne.CanvasObject) {
		if c, ok := o.(*form.Chip); ok && chipLabel(c) == label {
			found = c
		}
	})
	if found == nil {
		b.t.Fatalf("no chip %q", label)
	}
	return found
}

func chipLabel(c *form.Chip) string {
	for _, o := range test.WidgetRenderer(c).Objects() {
		if t, ok := o.(*canvas.Text); ok {
			return t.Text
		}
	}
	return ""
}

func chipOn(c *form.Chip) bool {
	for _, o := range test.WidgetRenderer(c).Objects() {
		if t, ok := o.(*canvas.Text); ok {
			return t.TextStyle.Bold
		}
	}
	return false
}

func walk(o fyne.CanvasObject, visit func(fyne.CanvasObject)) {
	visit(o)
	switch o := o.(type) {
	case *fyne.Container:
		for _, c := range o.Objects {
			walk(c, visit)
		}
	case fyne.Widget:
		for _, c := range test.WidgetRenderer(o).Objects() {
			walk(c, visit)
		}
	}
}

// texts are all texts of the field.
func (b *bench) texts() []string {
	var out []string
	walk(b.field.Object, func(o fyne.CanvasObject) {
		if t, ok := o.(*canvas.Text); ok && t.Visible() {
			out = append(out, t.Text)
		}
	})
	return out
}

func ofType(ty question.Type) *question.Item {
	for _, it := range set.Items() {
		if it.Type == ty {
			return it
		}
	}
	return nil
}

// Every item of every type shows any answer and gives its focus to something.
func TestEveryItem(t *testing.T) {
	for _, it := range set.Items() {
		t.Run(it.ID, func(t *testing.T) {
			b := newBench(t, it)
			if b.field.Focus == nil || b.field.Object.MinSize().Width > 660 {
				t.Errorf("focus %v, width %v of 660", b.field.Focus, b.field.Object.MinSize().Width)
			}
			size := b.field.Object.MinSize()
			for _, a := range []engagement.Answer{
				{State: engagement.Unknown}, {State: engagement.NotApplicable}, {Draft: map[string]string{"value": "x", "days": "9", "critical": "-1", "other": "?"}},
				{State: engagement.Answered, Value: engagement.Choice("of another type")}, {},
			} {
				b.field.Show(a)
			}
			b.focus()
			b.field.Commit()
			if b.reports != 0 {
				t.Errorf("showing reported %d times", b.reports)
			}
			if b.field.Object.MinSize() != size {
				t.Errorf("the page jumps: %v became %v", size, b.field.Object.MinSize())
			}
		})
	}
}

func TestUnknownType(t *testing.T) {
	test.NewTempApp(t)
	f := NewField(&question.Item{Type: "of a later version"}, set, 660, form.Hooks{}, func(engagement.Value, map[string]string) { t.Error("reported") })
	f.Show(engagement.Answer{})
	f.Commit()
	if f.Object == nil {
		t.Error("no object")
	}
}

func TestLevel(t *testing.T) {
	b := newBench(t, ofType(question.Level))
	b.focus()
	for i, key := range "01234" {
		b.typed(string(key))
		b.want(engagement.Level(i))
	}
	b.show(engagement.Level(2))
	b.press(fyne.KeyUp)
	b.want(engagement.Level(1))
	b.typed("9")
	b.want(engagement.Level(1))
}

func TestBool(t *testing.T) {
	b := newBench(t, ofType(question.Bool))
	b.focus()
	b.typed("y")
	b.want(engagement.Bool(true))
	b.press(fyne.KeyDown)
	b.want(engagement.Bool(false))
	b.show(engagement.Bool(true))
	b.typed("0")
	b.want(engagement.Bool(false))
}

func TestChoice(t *testing.T) {
	it := ofType(question.Choice)
	b := newBench(t, it)
	b.focus()
	for i, o := range it.Options {
		b.typed(fmt.Sprint(i + 1))
		b.want(engagement.Choice(o.ID))
	}
	g := b.field.Focus.(*form.ChoiceGroup)
	pos, size := g.CardPosition(it.Options[0].ID)
	b.tap(g, pos.AddXY(size.Width/2, size.Height/2))
	b.want(engagement.Choice(it.Options[0].ID))
}

func TestMulti(t *testing.T) {
	it := set.Item("org-sector-data")
	b := newBench(t, it)
	b.focus()
	b.typed("3")
	b.typed("1")
	b.want(engagement.Multi{"personal", "health"}) // in the order of the set
	b.typed("3")
	b.want(engagement.Multi{"personal"})
	b.typed("1")
	b.want(nil)
	b.typed("2")
	b.typed("7") // none
	b.want(engagement.Multi{"none"})
	b.typed("4")
	b.want(engagement.Multi{"financial"})
	b.show(engagement.Multi{"none"})
	b.typed("7")
	b.want(nil)
	b.show(engagement.Multi{"government", "payment"})
	b.typed("1")
	b.want(engagement.Multi{"personal", "payment", "government"})
	// What is shown is what is reported.
	b.show(engagement.Multi{"none"})
	b.typed("4")
	b.show(b.answer.Value)
	b.typed("5")
	b.want(engagement.Multi{"financial", "government"})
}

func TestNumber(t *testing.T) {
	b := newBench(t, set.Item("staff-fte"))
	b.focus()
	b.typed("3,25")
	b.want(nil)
	b.field.Commit()
	b.want(engagement.Number(3.25))
	if e := b.field.Focus.(*form.Number); e.Text != "3.25" {
		t.Errorf("shows %q", e.Text)
	}
	tenth, fifth := 0.1, 0.2
	b.show(engagement.Number(tenth + fifth))
	if e := b.field.Focus.(*form.Number); e.Text != "0.30000000000000004" {
		t.Errorf("shows %q: leaving the field would change the answer", e.Text)
	}
	e := b.field.Focus.(*form.Number)
	e.SetText("300")
	b.field.Commit()
	b.want(nil)
	if b.answer.Draft["value"] != "300" || e.Text != "300" || !slices.ContainsFunc(b.texts(), func(s string) bool { return strings.HasPrefix(s, "allowed: 0 to 200") }) {
		t.Errorf("draft %v, text %q, texts %q", b.answer.Draft, e.Text, b.texts())
	}
	e.SetText(" ")
	b.field.Commit()
	if b.answer.Value != nil || b.answer.Draft != nil {
		t.Errorf("after emptying: %v %v", b.answer.Value, b.answer.Draft)
	}
	b.field.Show(engagement.Answer{Draft: map[string]string{"value": "lots"}})
	if e.Text != "lots" {
		t.Errorf("a draft shows as %q", e.Text)
	}
}

func TestWholeNumber(t *testing.T) {
	b := newBench(t, set.Item("org-employees"))
	b.focus()
	b.typed("12.5")
	b.field.Commit()
	b.want(nil)
	b.field.Focus.(*form.Number).SetText("12")
	b.field.Commit()
	b.want(engagement.Number(12))
}

func TestMonths(t *testing.T) {
	b := newBench(t, ofType(question.Months))
	b.focus()
	b.typed("Never")
	b.field.Commit()
	b.want(engagement.Months{Never: true})
	chip := b.chip("Never")
	if !chipOn(chip) || b.field.Focus.(*form.Number).Text != never {
		t.Error("never does not show")
	}
	b.field.Focus.(*form.Number).SetText("14")
	b.field.Commit()
	b.want(engagement.Months{N: 14})
	if chipOn(chip) {
		t.Error("the chip stays on")
	}
	b.tap(chip, fyne.NewPos(5, 5))
	b.want(engagement.Months{Never: true})
	b.field.Focus.(*form.Number).SetText("121")
	b.field.Commit()
	b.want(nil)
	if b.answer.Draft["value"] != "121" || !slices.ContainsFunc(b.texts(), func(s string) bool { return strings.Contains(s, "or never") }) {
		t.Errorf("draft %v, texts %q", b.answer.Draft, b.texts())
	}
	b.show(engagement.Months{})
	if b.field.Focus.(*form.Number).Text != "0" {
		t.Error("0 months")
	}
}

// numbers are the entries of a row, in order.
func (b *bench) numbers() []*form.Number {
	var out []*form.Number
	walk(b.field.Object, func(o fyne.CanvasObject) {
		if n, ok := o.(*form.Number); ok {
			out = append(out, n)
		}
	})
	return out
}

func TestSeverity(t *testing.T) {
	b := newBench(t, set.Item("bw-volume"))
	n := b.numbers()
	if len(n) != 4 {
		t.Fatalf("%d entries", len(n))
	}
	for i, e := range n {
		b.window.Canvas().Focus(e)
		b.typed(fmt.Sprint(i + 1))
		if i < 3 {
			b.window.Canvas().Focus(n[i+1])
			b.want(nil)
			if len(b.answer.Draft) != i+1 {
				t.Errorf("after %d fields the draft is %v", i+1, b.answer.Draft)
			}
		}
	}
	b.field.Commit()
	b.want(engagement.Severity{1, 2, 3, 4})
	n[2].SetText("nonsense")
	b.field.Commit()
	b.want(nil)
	if want := map[string]string{"critical": "1", "high": "2", "medium": "nonsense", "low": "4"}; !maps.Equal(b.answer.Draft, want) {
		t.Errorf("draft %v", b.answer.Draft)
	}
	b.show(engagement.Severity{0, 0.5, 30, 5000})
	if n[0].Text != "0" || n[1].Text != "0.5" || n[3].Text != "5000" {
		t.Errorf("%q %q %q", n[0].Text, n[1].Text, n[3].Text)
	}
	for _, e := range n {
		e.SetText("")
	}
	b.field.Commit()
	b.want(nil)
	if b.answer.Draft != nil {
		t.Errorf("draft %v", b.answer.Draft)
	}
}

func TestWindow(t *testing.T) {
	b := newBench(t, set.Item("bw-window"))
	for name, w := range map[string]engagement.Window{"8x5": {Days: 5, Hours: 8}, "12x5": {Days: 5, Hours: 12}, "12x7": {Days: 7, Hours: 12}, "24x7": {Days: 7, Hours: 24}} {
		c := b.chip(name)
		b.tap(c, fyne.NewPos(4, 4))
		b.want(w)
		if !chipOn(c) {
			t.Errorf("%s does not show as chosen", name)
		}
	}
	n := b.numbers()
	b.show(engagement.Window{Days: 6, Hours: 9.5})
	if n[0].Text != "6" || n[1].Text != "9.5" || chipOn(b.chip("24x7")) {
		t.Errorf("%q %q", n[0].Text, n[1].Text)
	}
	n[0].SetText("5")
	b.field.Commit()
	b.want(engagement.Window{Days: 5, Hours: 9.5})
	n[0].SetText("4.5")
	b.field.Commit()
	b.want(nil)
	if b.answer.Draft["days"] != "4.5" || b.answer.Draft["hours"] != "9.5" {
		t.Errorf("draft %v", b.answer.Draft)
	}
	n[0].SetText("")
	n[1].SetText("")
	b.field.Commit()
	if b.answer.Value != nil || b.answer.Draft != nil {
		t.Errorf("%v %v", b.answer.Value, b.answer.Draft)
	}
}

func TestRACIKeys(t *testing.T) {
	it := set.Item("raci-matrix")
	b := newBench(t, it)
	b.focus()
	first, second := it.Activities[0].ID, it.Activities[1].ID
	b.typed("c")
	b.want(engagement.RACI{first: {Accountable: "client"}})
	b.typed("b") // both cannot be accountable
	b.want(engagement.RACI{first: {Accountable: "client"}})
	b.typed("M")
	b.want(engagement.RACI{first: {Accountable: "mssp"}})
	b.typed("u")
	b.want(engagement.RACI{first: {Accountable: "unclear"}})
	b.typed("n")
	b.want(engagement.RACI{first: {Accountable: "none"}})
	b.press(fyne.KeyRight, fyne.KeyRight, fyne.KeyRight, fyne.KeyRight)
	b.typed("b")
	b.want(engagement.RACI{first: {Accountable: "none", Doer: "both"}})
	b.typed("u") // nobody does it unclearly
	b.want(engagement.RACI{first: {Accountable: "none", Doer: "both"}})
	b.typed("w")
	b.want(engagement.RACI{first: {Accountable: "none", Doer: "both", Written: true}})
	b.typed("W")
	b.want(engagement.RACI{first: {Accountable: "none", Doer: "both"}})
	b.press(fyne.KeyDelete, fyne.KeyHome, fyne.KeyDelete)
	b.want(nil)
	b.press(fyne.KeyDown)
	b.typed("m")
	b.want(engagement.RACI{second: {Accountable: "mssp"}})
	b.press(fyne.KeyEnd)
	b.typed(" ")
	b.want(engagement.RACI{second: {Accountable: "mssp", Written: true}})
	b.press(fyne.KeyDelete)
	b.want(engagement.RACI{second: {Accountable: "mssp"}})
	if b.typed("c"); b.answer.Value.(engagement.RACI)[second].Accountable != "mssp" {
		t.Error("a party in the column Written changed the row")
	}
}

func TestRACITapsEveryCell(t *testing.T) {
	it := set.Item("raci-matrix")
	b := newBench(t, it)
	for row, a := range it.Activities {
		for column := range len(engagement.Accountables) + len(engagement.Doers) + 1 {
			b.show(nil)
			b.tap(b.field.Grid, b.field.Grid.CellPosition(row, column))
			want := engagement.Responsibility{Written: true}
			if n := len(engagement.Accountables); column < n {
				want = engagement.Responsibility{Accountable: engagement.Accountables[column]}
			} else if column < n+len(engagement.Doers) {
				want = engagement.Responsibility{Doer: engagement.Doers[column-n]}
			}
			b.want(engagement.RACI{a.ID: want})
			b.tap(b.field.Grid, b.field.Grid.CellPosition(row, column))
			b.want(nil)
		}
	}
}

func TestRACIRemarks(t *testing.T) {
	it := set.Item("raci-matrix")
	flagged := it.Activities[slices.IndexFunc(it.Activities, func(a question.Activity) bool { return a.RedFlag })]
	usual := it.Activity("monitor")
	tests := []struct {
		a     question.Activity
		r     engagement.Responsibility
		text  string
		color look.Token
	}{
		{*usual, engagement.Responsibility{}, "", look.None},
		{*usual, engagement.Responsibility{Accountable: "mssp", Doer: "mssp", Written: true}, "as usual", look.Good},
		{*usual, engagement.Responsibility{Accountable: "mssp", Doer: "mssp"}, "not written", look.Watch},
		{*usual, engagement.Responsibility{Accountable: "client", Doer: "mssp", Written: true}, "usual: M / M", look.Poor},
		{*usual, engagement.Responsibility{Accountable: "none"}, "no owner", look.Bad},
		{*usual, engagement.Responsibility{Accountable: "unclear", Doer: "mssp"}, "no owner", look.Bad},
		{flagged, engagement.Responsibility{Accountable: "mssp", Doer: "client", Written: true}, "red flag", look.Bad},
	}
	for _, tt := range tests {
		if got := remarkFor(tt.a, tt.r); got.Text != tt.text || tt.text != "" && got.Color != tt.color {
			t.Errorf("%s %+v: %+v, want %q", tt.a.ID, tt.r, got, tt.text)
		}
	}
	b := newBench(t, it)
	b.show(engagement.RACI{flagged.ID: {Accountable: "mssp", Doer: "client"}})
	if !slices.Contains(b.texts(), "red flag") {
		t.Error("the remark does not show")
	}
}

// The model must not write into the answer it was shown: that is the undo step.
func TestMatricesKeepTheOldAnswer(t *testing.T) {
	b := newBench(t, set.Item("raci-matrix"))
	old := engagement.RACI{"monitor": {Accountable: "client"}}
	b.show(old)
	b.focus()
	b.typed("m")
	if old["monitor"].Accountable != "client" {
		t.Error("raci wrote into the old answer")
	}
	first := b.answer.Value.(engagement.RACI)
	b.typed("c")
	if first["monitor"].Accountable != "mssp" {
		t.Error("raci wrote into the answer before")
	}
	it := set.Item("skl-matrix")
	area := it.Areas[0].ID
	b = newBench(t, it)
	skills := engagement.Skills{area: {Levels: []int{1, 2}}}
	b.show(skills)
	b.focus()
	b.press(fyne.KeyRight, fyne.KeyRight)
	b.typed("4")
	if skills[area].Levels[0] != 1 {
		t.Error("skills wrote into the old answer")
	}
	b = newBench(t, set.Item("skl-covered"))
	shares := engagement.Shares{area: 0.5}
	b.show(shares)
	b.focus()
	b.typed("2")
	if shares[area] != 0.5 {
		t.Error("cover wrote into the old answer")
	}
}

func TestSkills(t *testing.T) {
	it := set.Item("skl-matrix")
	a, b2 := it.Areas[0], it.Areas[1]
	b := newBench(t, it)
	b.focus()
	b.press(fyne.KeyRight, fyne.KeyRight)
	b.typed("3")
	b.want(engagement.Skills{a.ID: {Levels: []int{3}}})
	b.press(fyne.KeyRight, fyne.KeyRight)
	b.typed("2") // the third person; of the second nothing is known
	b.want(engagement.Skills{a.ID: {Levels: []int{3, engagement.NoLevel, 2}}})
	b.press(fyne.KeyDelete)
	b.want(engagement.Skills{a.ID: {Levels: []int{3}}})
	b.typed("5") // no such level
	b.want(engagement.Skills{a.ID: {Levels: []int{3}}})
	b.press(fyne.KeyHome)
	b.typed("4")
	four := 4
	b.want(engagement.Skills{a.ID: {Required: &four, Levels: []int{3}}})
	b.press(fyne.KeyRight)
	b.typed("9")
	nine := 9
	b.want(engagement.Skills{a.ID: {Required: &four, People: &nine, Levels: []int{3}}})
	b.press(fyne.KeyDelete, fyne.KeyLeft, fyne.KeyDelete, fyne.KeyRight, fyne.KeyRight, fyne.KeyDelete)
	b.want(nil)
	b.press(fyne.KeyDown)
	b.typed("0")
	b.want(engagement.Skills{b2.ID: {Levels: []int{0}}})
}

func TestSkillsTap(t *testing.T) {
	it := set.Item("skl-matrix")
	a := it.Areas[0]
	b := newBench(t, it)
	g := b.field.Grid
	for _, want := range []int{0, 1, 2, 3, 4, 0} {
		b.tap(g, g.CellPosition(0, 2))
		b.want(engagement.Skills{a.ID: {Levels: []int{want}}})
	}
	b.show(nil)
	b.tap(g, g.CellPosition(0, 0))
	next := a.Required + 1
	if next > 4 {
		next = 0
	}
	b.want(engagement.Skills{a.ID: {Required: &next}})
	for range 10 {
		b.tap(g, g.CellPosition(0, 1))
	}
	if p := *b.answer.Value.(engagement.Skills)[a.ID].People; p < 0 || p > 9 {
		t.Errorf("people %d", p)
	}
}

func TestSkillsPeople(t *testing.T) {
	it := set.Item("skl-matrix")
	a := it.Areas[0]
	b := newBench(t, it)
	has := func(title string) bool { return slices.Contains(b.texts(), title) }
	if !has("P3") || has("P4") {
		t.Errorf("columns %q", b.texts())
	}
	more, fewer := b.chip("+ person"), b.chip("− person")
	b.tap(more, fyne.NewPos(5, 5))
	if !has("P4") {
		t.Error("no fourth person")
	}
	b.focus()
	b.press(fyne.KeyEnd)
	b.typed("2")
	n := engagement.NoLevel
	b.want(engagement.Skills{a.ID: {Levels: []int{n, n, n, 2}}})
	b.tap(fewer, fyne.NewPos(5, 5))
	if !has("P4") {
		t.Error("a person with a level was taken away")
	}
	b.focus()
	b.press(fyne.KeyEnd, fyne.KeyDelete)
	b.want(nil)
	for range 10 {
		b.tap(fewer, fyne.NewPos(5, 5))
	}
	if !has("P1") || has("P2") {
		t.Error("at least one person stays")
	}
	for range 60 {
		b.tap(more, fyne.NewPos(5, 5))
	}
	if !has("P40") || has("P41") {
		t.Error("at most 40 people")
	}
	// A document with more people than columns shows all of them.
	b = newBench(t, it)
	levels := make([]int, 12)
	b.show(engagement.Skills{a.ID: {Levels: levels}})
	if !slices.Contains(b.texts(), "P12") {
		t.Error("a person of the document is missing")
	}
}

// With many people the cursor must stay in view.
func TestSkillsCursorScrolls(t *testing.T) {
	it := set.Item("skl-matrix")
	b := newBench(t, it)
	b.show(engagement.Skills{it.Areas[0].ID: {Levels: make([]int, 20)}})
	b.focus()
	b.press(fyne.KeyEnd)
	view := 0
	walk(b.field.Object, func(o fyne.CanvasObject) {
		if _, ok := o.(interface{ ScrollToOffset(fyne.Position) }); !ok {
			return
		}
		view++
		driver := fyne.CurrentApp().Driver()
		left, x := driver.AbsolutePositionForObject(o).X, driver.AbsolutePositionForObject(b.field.Grid).X+b.field.Grid.CellPosition(0, 21).X
		if x < left || x > left+o.Size().Width {
			t.Errorf("the cursor at %v is outside the view %v to %v", x, left, left+o.Size().Width)
		}
	})
	if view != 1 {
		t.Errorf("%d views", view)
	}
}

func TestCover(t *testing.T) {
	it := set.Item("skl-covered")
	b := newBench(t, it)
	area := it.SkillAreas()[0].ID
	b.focus()
	for key, v := range map[string]float64{"0": 0, "1": 0.5, "2": 1} {
		b.typed(key)
		b.want(engagement.Shares{area: v})
	}
	b.typed("3")
	b.show(nil)
	for column, v := range []float64{0, 0.5, 1} {
		b.tap(b.field.Grid, b.field.Grid.CellPosition(0, column))
		b.want(engagement.Shares{area: v})
	}
	b.tap(b.field.Grid, b.field.Grid.CellPosition(0, 2))
	b.want(nil)
	b.show(engagement.Shares{area: 0.5})
	b.press(fyne.KeyDelete)
	b.want(nil)
}

// Clear empties the row the cursor is in, wherever it stands.
func TestWeights(t *testing.T) {
	it := set.Item("frx-needs")
	b := newBench(t, it)
	b.focus()
	want := engagement.Weights{}
	for i, o := range it.Options {
		n := i % 4
		b.typed(fmt.Sprint(n))
		want[o.ID] = float64(n)
		b.press(fyne.KeyDown)
	}
	b.want(want)
	b.typed("4")
	b.want(want)
	b.press(fyne.KeyUp, fyne.KeyUp, fyne.KeyUp, fyne.KeyUp, fyne.KeyUp, fyne.KeyUp, fyne.KeyDelete)
	delete(want, it.Options[0].ID)
	b.want(want)
}

func TestVisible(t *testing.T) {
	raci, skills := set.Item("raci-matrix"), set.Item("skl-matrix")
	if Visible(raci, false) != raci || Visible(skills, false) != skills {
		t.Error("all questions show another item")
	}
	for _, tt := range []struct{ all, shown int }{
		{len(raci.Activities), len(Visible(raci, true).Activities)},
		{len(skills.Areas), len(Visible(skills, true).Areas)},
	} {
		if tt.shown == 0 || tt.shown >= tt.all {
			t.Errorf("%d of %d rows in the quick set", tt.shown, tt.all)
		}
	}
	if len(set.Item("raci-matrix").Activities) != len(raci.Activities) || !slices.ContainsFunc(raci.Activities, func(a question.Activity) bool { return !a.Quick }) {
		t.Error("the set was changed")
	}
	if level := ofType(question.Level); Visible(level, true).ID != level.ID {
		t.Error("other items stay as they are")
	}

	// Answers to rows that are not shown stay.
	hidden := raci.Activities[slices.IndexFunc(raci.Activities, func(a question.Activity) bool { return !a.Quick })].ID
	quick := Visible(raci, true)
	b := newBench(t, quick)
	b.show(engagement.RACI{hidden: {Accountable: "client"}})
	b.focus()
	b.typed("c")
	b.want(engagement.RACI{hidden: {Accountable: "client"}, quick.Activities[0].ID: {Accountable: "client"}})
	b.press(fyne.KeyDelete)
	b.want(engagement.RACI{hidden: {Accountable: "client"}})

	area := skills.Areas[slices.IndexFunc(skills.Areas, func(a question.Area) bool { return !a.Core })].ID
	quick = Visible(skills, true)
	b = newBench(t, quick)
	b.show(engagement.Skills{area: {Levels: []int{2}}})
	b.focus()
	b.press(fyne.KeyRight, fyne.KeyRight)
	b.typed("1")
	b.want(engagement.Skills{area: {Levels: []int{2}}, quick.Areas[0].ID: {Levels: []int{1}}})
}

// Evidence, comment and review belong to the page; a field must not report a
// change that is none.
func TestShowingReportsNothing(t *testing.T) {
	values := map[question.Type]engagement.Value{
		question.Level: engagement.Level(3), question.Number: engagement.Number(2), question.Months: engagement.Months{N: 3}, question.Bool: engagement.Bool(true),
		question.Choice: engagement.Choice("in-house"), question.Multi: engagement.Multi{"none"}, question.Severity: engagement.Severity{1, 2, 3, 4},
		question.Window: engagement.Window{Days: 5, Hours: 8}, question.RACI: engagement.RACI{"monitor": {Accountable: "mssp"}},
		question.Skills: engagement.Skills{"forensics": {Levels: []int{1}}}, question.Cover: engagement.Shares{"forensics": 1}, question.Weights: engagement.Weights{"hr": 2},
	}
	for _, ty := range question.Types {
		b := newBench(t, ofType(ty))
		b.show(values[ty])
		b.focus()
		b.window.Canvas().Unfocus()
		b.field.Commit()
		if b.reports != 0 || !reflect.DeepEqual(b.answer.Value, values[ty]) {
			t.Errorf("%s: %d reports, %v", ty, b.reports, b.answer.Value)
		}
	}
}

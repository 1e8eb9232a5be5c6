package ui

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"muster/assessment/comparison"
	"muster/assessment/engagement"
)

func (a *App) option(t testing.TB, id string) *engagement.Option {
	t.Helper()
	doc := a.work.session.Document()
	i := doc.Option(id)
	if i < 0 {
		t.Fatalf("no option %q", id)
	}
	return &doc.Options[i]
}

// term types into the field of a term on the open form and leaves it.
func (a *App) term(t testing.TB, path, text string) {
	t.Helper()
	f := a.termField(t, path)
	e := f.row.Entries()[0]
	a.window.Canvas().Focus(e)
	e.SetText(text)
	a.window.Canvas().Unfocus()
}

func (a *App) termField(t testing.TB, path string) *termField {
	t.Helper()
	for _, f := range a.work.page.(*optionForm).terms {
		if f.field.Path == path {
			return f
		}
	}
	t.Fatalf("no field %s on %s", path, a.work.pageID)
	return nil
}

// From nothing to two compared options, with the keyboard and the buttons.
func TestEnterOptions(t *testing.T) {
	app := empty(t)
	app.work.open(pageComparison)
	if s := app.pageText(); !strings.Contains(s, "nothing to compare yet") {
		t.Errorf("%q", s)
	}
	app.tap(t, "Contract options ▸")
	app.tap(t, "Add an option")
	id, topic, ok := optionPlace(app.work.pageID)
	if !ok || topic != topicOffer {
		t.Fatalf("adding leads to %s", app.work.pageID)
	}
	name := app.work.page.(*optionForm).texts[0].field
	if app.window.Canvas().Focused() != fyne.Focusable(name) || name.SelectedText() != name.Text {
		t.Errorf("the name to give has not the keyboard: %q of %q", name.SelectedText(), name.Text)
	}
	name.SetText("Silver")
	app.work.open(optionPage(id, "price"))
	app.term(t, "monthlyFee", "12000")
	app.term(t, "indexation", "3")
	app.term(t, "onboarding", "?")
	o := app.option(t, id)
	if o.Name != "Silver" || o.Term("monthlyFee") != engagement.Figure(12000) || o.Term("indexation") != engagement.Figure(0.03) || o.Term("onboarding").State != engagement.Unknown {
		t.Errorf("%+v", o)
	}
	if got := app.termField(t, "indexation").row.Entries()[0].Text; got != "3" {
		t.Errorf("3 %% is shown as %q", got)
	}
	if x := app.work.session.Comparison().Find(id); x.TotalCost.StringFixed(2) != "445089.60" || !x.Floor {
		t.Errorf("costs %s, a lower bound: %v", x.TotalCost, x.Floor)
	}
	// What is no allowed number stays as typed, with the range beside it.
	app.term(t, "termMonths", "a year")
	if s := app.pageText(); !strings.Contains(s, "allowed: 1 to 240") || app.termField(t, "termMonths").row.Entries()[0].Text != "a year" || app.option(t, id).Term("termMonths").Known() {
		t.Errorf("%q", s)
	}
	app.work.open(optionPage(id, "sia"))
	named := app.termField(t, "sia.named").choice
	app.window.Canvas().Focus(named)
	named.TypedRune('n')
	if app.option(t, id).Term("sia.named") != engagement.Truth(false) {
		t.Error("n is no no")
	}
	app.press(fyne.KeyLeft)
	if app.option(t, id).Term("sia.named") != engagement.Truth(true) {
		t.Error("left of no is not yes")
	}
	named.TypedRune('?')
	if app.option(t, id).Term("sia.named").State != engagement.Unknown {
		t.Error("? is not unknown")
	}
	app.term(t, "sia.levels.forensics", "3")
	src := app.termField(t, "sia.hoursPerWeek").source
	src.SetText("offer p. 3")
	src.commit()
	if o := app.option(t, id); o.Term("sia.levels.forensics") != engagement.Figure(3) || o.Sources["sia.hoursPerWeek"] != "offer p. 3" {
		t.Errorf("%+v", o)
	}
	// Undo leads to where it was.
	app.work.open(pageVerdict)
	app.work.session.Undo()
	if app.work.pageID != optionPage(id, "sia") || app.option(t, id).Sources["sia.hoursPerWeek"] != "" {
		t.Errorf("undo leads to %s", app.work.pageID)
	}
}

func TestListOfOptions(t *testing.T) {
	app := sample(t, "saas")
	app.work.open(pageOptions)
	ids := func() string {
		var out []string
		for _, o := range app.work.session.Document().Options {
			out = append(out, o.ID)
		}
		return strings.Join(out, " ")
	}
	before := ids()
	app.work.moveOption(0, 1)
	if ids() != "b-gold a-silver c-essential d-cloud" {
		t.Errorf("moved: %s", ids())
	}
	app.work.moveOption(0, -1) // nowhere to go
	app.work.duplicateOption(1)
	if ids() != "b-gold a-silver option-5 c-essential d-cloud" || app.option(t, "option-5").Name != "Silver with SIA 16 h (copy)" {
		t.Errorf("duplicated: %s", ids())
	}
	app.work.deleteOption(0)
	if ids() != "a-silver option-5 c-essential d-cloud" {
		t.Errorf("deleted: %s", ids())
	}
	for range 3 {
		app.work.session.Undo()
	}
	if ids() != before || app.work.session.CanUndo() || app.work.pageID != pageOptions {
		t.Errorf("undone: %s on %s", ids(), app.work.pageID)
	}
	// An option that is gone: its page is the list.
	app.work.open(optionPage("c-essential", "price"))
	app.term(t, "monthlyFee", "1")
	app.work.deleteOption(2)
	app.work.goTo(optionPage("c-essential", "price"))
	if app.work.pageID != pageOptions {
		t.Errorf("led to %s", app.work.pageID)
	}
}

// All that the cards do can be done from the menu.
func TestOptionsFromTheMenu(t *testing.T) {
	app := sample(t, "saas")
	app.menuItem(t, "Delete this option").Action()
	app.wantDialog(t, "Open an option first")
	app.press("Return")
	next := app.menuItem(t, "Edit the next option")
	next.Action()
	next.Action()
	if app.work.pageID != optionPage("b-gold", topicOffer) {
		t.Errorf("the second is %s", app.work.pageID)
	}
	app.work.open(optionPage("b-gold", "price"))
	next.Action()
	if app.work.pageID != optionPage("c-essential", "price") {
		t.Errorf("the next is %s", app.work.pageID)
	}
	app.menuItem(t, "Move this option up").Action()
	next.Action() // the first
	app.menuItem(t, "Duplicate this option").Action()
	next.Action()
	app.menuItem(t, "Delete this option").Action()
	var ids []string
	for _, o := range app.work.session.Document().Options {
		ids = append(ids, o.ID)
	}
	if got := strings.Join(ids, " "); got != "option-5 c-essential b-gold d-cloud" {
		t.Errorf("%s", got)
	}
	// Page Down scrolls the form.
	app.work.open(optionPage("b-gold", "price"))
	p := app.work.page.(*optionForm)
	app.window.Canvas().Focus(app.termField(t, "termMonths").row.Entries()[0])
	app.press(fyne.KeyPageDown)
	if p.scroll.Offset.Y == 0 {
		t.Error("Page Down does not scroll")
	}
}

func TestAlternativesWithOneClick(t *testing.T) {
	app := sample(t, "saas")
	app.work.open(pageOptions)
	app.tap(t, "Today's contract")
	app.tap(t, "Hire in-house")
	c := app.work.session.Comparison()
	today, house := c.Find(comparison.TodayID), c.Find(comparison.InHouseID)
	if today == nil || !today.Out || today.Gates["closes-need"] != comparison.Fail {
		t.Errorf("today's contract: %+v", today)
	}
	if house == nil || house.Gates["closes-need"] != comparison.Pass || house.Gates["named-sia"] != comparison.Pass {
		t.Errorf("in-house: %+v", house)
	}
	n := len(app.work.session.Document().Options)
	app.tap(t, "Today's contract") // there already: leads to it
	if len(app.work.session.Document().Options) != n || app.work.pageID != optionPage(comparison.TodayID, topicOffer) {
		t.Errorf("%d options, on %s", len(app.work.session.Document().Options), app.work.pageID)
	}
}

func (a *App) weight(t testing.TB, id string) *slider {
	t.Helper()
	for _, s := range a.work.page.(*comparisonPage).slides {
		if s.id == id {
			return s.slider
		}
	}
	t.Fatalf("no slider %s", id)
	return nil
}

// While a weight is dragged the ranking follows; letting go is one undo step.
func TestDragAWeight(t *testing.T) {
	app := sample(t, "saas")
	app.work.open(pageComparison)
	s := app.weight(t, "cost")
	before := string(app.work.session.Document().Write())
	s.OnChanged(95)
	if got := app.pageText(); !strings.Contains(got, "Silver with SIA 16 h leads") || !strings.Contains(got, "95 · 46.3") {
		t.Errorf("%.300q", got)
	}
	if string(app.work.session.Document().Write()) != before {
		t.Error("dragging changes the document")
	}
	s.OnChangeEnded(95)
	if w := app.work.session.Document().Comparison.Weights["cost"]; w != 95 {
		t.Errorf("kept %v", w)
	}
	app.work.session.Undo()
	if string(app.work.session.Document().Write()) != before || app.work.session.CanUndo() || app.weight(t, "cost").Value != 40 {
		t.Error("not one undo step")
	}
	// The keyboard moves it too.
	app.window.Canvas().Focus(app.weight(t, "cost"))
	app.press(fyne.KeyRight)
	if w := app.work.session.Document().Comparison.Weights["cost"]; w != 41 {
		t.Errorf("the right arrow makes %v", w)
	}
	app.tap(t, "All equal")
	for id, w := range app.work.session.Document().Comparison.Weights {
		if w != 10 && w != 0 {
			t.Errorf("%s weighs %v", id, w)
		}
	}
}

func (p *criteriaPage) named(t testing.TB, show string) *textField {
	t.Helper()
	for _, s := range p.list {
		if s.field.Text == show || s.field.Text == "" && s.field.PlaceHolder == show {
			return s.field
		}
	}
	t.Fatalf("no field that shows %q", show)
	return nil
}

func fillIn(f *textField, text string) {
	f.SetText(text)
	f.commit()
}

func TestCriteriaAndGates(t *testing.T) {
	app := sample(t, "saas")
	app.work.open(pageCriteria)
	page := func() *criteriaPage { return app.work.page.(*criteriaPage) }
	doc := func() *engagement.Comparison { return &app.work.session.Document().Comparison }
	fillIn(page().named(t, "1000000"), "1200000")
	fillIn(page().named(t, "60 › 15"), "90; 30; 10")
	if doc().Budget != engagement.Figure(1200000) || fmt.Sprint(doc().Anchors["notice-minutes"]) != "[90 30 10]" {
		t.Errorf("%+v", doc())
	}
	fillIn(page().named(t, "90 › 30 › 10"), "90 100 10")
	if s := app.pageText(); !strings.Contains(s, "only rise or only fall") || len(doc().Anchors["notice-minutes"]) != 3 {
		t.Errorf("%.300q", s)
	}
	fillIn(page().named(t, "0.92"), "")
	if _, ok := doc().Rates["USD"]; ok {
		t.Error("the rate is still there")
	}
	if x := app.work.session.Comparison().Find("d-cloud"); x.TotalCost != nil {
		t.Error("a cost without a rate")
	}
	app.work.session.Undo()
	app.tap(t, "+ Criterion of your own")
	fillIn(page().named(t, "Criterion of our own"), "Speaks our language")
	if len(doc().Criteria) != 1 || doc().Criteria[0].Title != "Speaks our language" || doc().Weights["own-1"] != 10 {
		t.Errorf("%+v", doc())
	}
	app.work.open(optionPage("a-silver", topicCriteria))
	app.term(t, "criteria.own-1", "7")
	if c := app.work.session.Comparison(); c.Criterion("own-1").Share == 0 || math.Abs(c.Find("a-silver").Details[len(c.Criteria)-1].Low-.7) > 1e-9 {
		t.Errorf("%+v", c.Criterion("own-1"))
	}
	app.work.open(pageCriteria)
	app.tap(t, "Remove")
	if len(doc().Criteria) != 0 || app.work.session.Comparison().Criterion("own-1") != nil {
		t.Error("the criterion is still there")
	}
	gate := page().gates["right-to-audit"]
	app.window.Canvas().Focus(gate)
	gate.TypedRune('n')
	if _, off := doc().GatesOff["right-to-audit"]; !off {
		t.Error("the gate is still on")
	}
	if _, ok := app.work.session.Comparison().Find("c-essential").Gates["right-to-audit"]; ok {
		t.Error("a gate that is off decides")
	}
	gate.TypedRune('y')
	if _, off := doc().GatesOff["right-to-audit"]; off {
		t.Error("the gate is still off")
	}
}

func TestTermsSideBySide(t *testing.T) {
	app := sample(t, "saas")
	app.work.open(pageOptions)
	if s := app.pageText(); !strings.Contains(s, "Required cover window") || !strings.Contains(s, "≠") {
		t.Error("the grid is incomplete")
	}
	app.tap(t, "Only differences")
	if s := app.pageText(); strings.Contains(s, "Required cover window") || !strings.Contains(s, "Right to audit") {
		t.Errorf("the options agree on the cover window, not on audits: %.200q", s)
	}
}

func TestExportQuestions(t *testing.T) {
	app := sample(t, "saas")
	app.work.open(pageOptions)
	path := filepath.Join(t.TempDir(), "q.txt")
	app.work.exportQuestions(app.work.session.Comparison().Questions[1])
	app.typePath(t, path)
	app.wantDialog(t, "Exported")
	data, err := os.ReadFile(path)
	if err != nil || !strings.Contains(string(data), "Questions to Provider D") || !strings.Contains(string(data), "named deputy?") {
		t.Errorf("%v\n%s", err, data)
	}
	if info, _ := os.Stat(path); info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v", info.Mode())
	}
}

// Every page of options, with odd options in them: no text cut off or on another.
func TestOptionLayout(t *testing.T) {
	long := strings.Repeat("A very long name of an offer ", 4)
	for _, n := range []int{1, 4, 10} {
		app := sample(t, "saas")
		app.work.session.Edit(pageOptions, func(d *engagement.Document) {
			for len(d.Options) < n {
				o := d.Options[len(d.Options)%4]
				o.ID = fmt.Sprintf("copy-%d", len(d.Options))
				o.Name = fmt.Sprintf("%s %d", long, len(d.Options))
				d.Options = append(d.Options, o)
			}
			d.Options = d.Options[:n]
			d.Options[0].Provider = "👩‍💻 Broken \xff bytes " + long
			d.Options[0].Currency = ""
		})
		places := []string{pageOptions, pageComparison, pageCriteria}
		for _, topic := range topics() {
			places = append(places, optionPage("a-silver", topic.ID))
		}
		for _, place := range places {
			app.work.open(place)
			where := fmt.Sprintf("%d options, %s", n, place)
			checkLayout(t, app, where)
			wantSound(t, where, app.pageText())
		}
	}
}

func BenchmarkDragAWeight(b *testing.B) {
	app := sample(b, "saas")
	app.work.open(pageComparison)
	s := app.weight(b, "cost")
	v := 10.0
	for b.Loop() {
		if v++; v > 90 {
			v = 10
		}
		s.OnChanged(v)
	}
}

// Letting go of a weight shows the whole page anew.
func BenchmarkKeepAWeight(b *testing.B) {
	app := sample(b, "saas")
	app.work.open(pageComparison)
	v := 10.0
	for b.Loop() {
		if v++; v > 90 {
			v = 10
		}
		s := app.weight(b, "cost")
		s.OnChanged(v)
		s.OnChangeEnded(v)
	}
}

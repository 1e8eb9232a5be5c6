package ui

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"muster/assessment"
	"muster/assessment/engagement"
	"muster/assessment/tickets"
	"muster/ui/form"
)

// slider is the what-if slider of an id on the open verdict page.
func (a *App) slider(t testing.TB, id string) *slider {
	t.Helper()
	p := a.work.page.(*verdictPage)
	for _, s := range p.panel.slides {
		if s.id == id {
			return s.slider
		}
	}
	t.Fatalf("no slider %s", id)
	return nil
}

// A slider changes what is shown and nothing that is answered.
func TestWhatIfFollowsAndAppliesOnce(t *testing.T) {
	app := sample(t, "saas")
	app.work.open(pageVerdict)
	before := string(app.work.session.Document().Write())
	if s := app.pageText(); !strings.Contains(s, "is warranted.") || strings.Contains(s, "Trying out") {
		t.Fatalf("%.300q", s)
	}
	// The keyboard is enough: the slider takes the focus and the arrow keys.
	s := app.slider(t, "fte")
	app.window.Canvas().Focus(s)
	for range 5 {
		s.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	}
	if got := app.pageText(); !strings.Contains(got, "Tried out, not answered: borderline instead of warranted.") || !strings.Contains(got, "3.25 FTE instead of 3") {
		t.Errorf("%.600q", got)
	}
	if string(app.work.session.Document().Write()) != before || app.work.session.CanUndo() {
		t.Error("trying out answered something")
	}
	// Another page and back: it is still there.
	app.work.open(pageFindings)
	app.work.open(pageVerdict)
	if !strings.Contains(app.pageText(), "3.25 FTE instead of 3") {
		t.Error("the what-if is lost by leaving the page")
	}
	app.slider(t, "sia").SetValue(20)
	app.slider(t, "tools").SetValue(2)
	app.tap(t, "Apply to the answers")
	app.wantDialog(t, "Hours of an SIA are no answer")
	app.press("Return")
	if v := app.answer("staff-fte").Value; v != engagement.Number(3.25) {
		t.Errorf("FTE %v", v)
	}
	if v := app.answer("tool-training").Value; v != engagement.Level(2) {
		t.Errorf("tools %v", v)
	}
	if sc := app.work.whatIf; sc.SIAHours == nil || sc.FTE != nil || sc.ToolUse != nil {
		t.Errorf("being tried out: %+v, want the hours of the SIA alone", sc)
	}
	app.work.session.Undo()
	if string(app.work.session.Document().Write()) != before {
		t.Error("not one undo step")
	}
}

// The sliders stay under the mouse whatever the verdict becomes.
func TestSlidersStayWhereTheyAre(t *testing.T) {
	for _, name := range []string{"saas", "bank", "hospital"} {
		app := sample(t, name)
		app.work.open(pageVerdict)
		s := app.slider(t, "fte")
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(s)
		for _, id := range []string{"fte", "volume", "handle", "sia", "days", "hours", "tools"} {
			x := app.slider(t, id)
			for _, v := range []float64{x.Min, x.Max, (x.Min + x.Max) / 2} {
				x.SetValue(v)
				if got := fyne.CurrentApp().Driver().AbsolutePositionForObject(s); got != at {
					t.Fatalf("%s: %s at %v moves the sliders from %v to %v", name, id, v, at, got)
				}
			}
		}
		checkLayout(t, app, name+", all sliders moved")
	}
}

func TestWhatIfReset(t *testing.T) {
	app := sample(t, "saas")
	app.work.open(pageVerdict)
	app.slider(t, "volume").SetValue(0.5)
	app.tap(t, "Reset")
	if !app.work.whatIf.Empty() || app.slider(t, "volume").Value != 1 {
		t.Error("not reset")
	}
	app.menuItem(t, "Apply to the answers").Action()
	app.wantDialog(t, "Nothing to apply")
	app.press("Return")
	app.menuItem(t, "Keep as scenario…").Action()
	app.wantDialog(t, "Nothing to keep")
}

func TestScenariosAreKeptAndDropped(t *testing.T) {
	app := sample(t, "saas")
	app.work.open(pageVerdict)
	app.slider(t, "fte").SetValue(4)
	app.tap(t, "Keep as scenario…")
	e, ok := find[*form.Entry](app.window.Canvas().Overlays().Top(), nil)
	if !ok {
		t.Fatal("no name is asked for")
	}
	e.SetText("Hire one")
	e.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	app.wantDialog(t, "Kept", "What would change the verdict")
	app.window.Canvas().Unfocus() // as a click beside the dialog's parts does
	app.window.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyReturn})
	app.noDialog(t)
	if list := app.work.session.Document().Scenarios; len(list) != 1 || list[0].Name != "Hire one" || *list[0].FTE != 4 {
		t.Fatalf("%+v", list)
	}
	if s := app.pageText(); !strings.Contains(s, "Kept scenarios") || !strings.Contains(s, "4 FTE instead of 3") {
		t.Error("the scenario is not shown")
	}
	found := false
	for _, c := range app.work.report().Chapters {
		found = found || c.ID == "change" && len(app.work.report().Scenarios) == 1
	}
	if !found {
		t.Error("the scenario is not in the report")
	}
	app.tap(t, "Hire one ✕")
	if len(app.work.session.Document().Scenarios) != 0 {
		t.Error("not dropped")
	}
	app.work.session.Undo()
	if len(app.work.session.Document().Scenarios) != 1 {
		t.Error("not one undo step")
	}
}

// The width of the uncertainty is a few keys away from its picture.
func TestWidthOfUncertaintyIsEditable(t *testing.T) {
	app := sample(t, "saas")
	app.work.open(pageVerdict)
	app.tap(t, "Change the width ▸")
	if app.work.pageID != pageSettings {
		t.Fatal("not at the settings")
	}
	if app.work.page.(*settingsPage).scroll.Offset.Y < 1000 {
		t.Error("the field is out of sight")
	}
	e, ok := app.window.Canvas().Focused().(*form.Number)
	if !ok || e.Text != "0.2" {
		t.Fatalf("the focus is at %T", app.window.Canvas().Focused())
	}
	e.SetText("0.4")
	e.Commit()
	if u := app.work.session.Explanation().Uncertainty; u.Width != 0.4 || u.Shares[assessment.Warranted] > 0.9 {
		t.Errorf("%+v", u)
	}
}

// Every counterfactual that has a Try puts its numbers on the sliders and gives
// the verdict it promises.
func TestTryKeepsItsPromise(t *testing.T) {
	app := sample(t, "saas")
	tried := 0
	for _, c := range app.work.session.Explanation().Counterfactuals {
		sc, ok := scenarioOf(c)
		if !ok {
			continue
		}
		tried++
		app.work.tryOut(sc)
		if got := app.work.tried().SIA.Verdict; got != c.To {
			t.Errorf("%s: %s", c.Text, got)
		}
		if !strings.Contains(app.pageText(), "Trying out") {
			t.Errorf("%s is not shown", c.Text)
		}
	}
	if tried < 4 {
		t.Errorf("%d to try", tried)
	}
}

// Without volume, window and FTE there is less to slide, but the page stands.
func TestWhatIfOfAnEmptyEngagement(t *testing.T) {
	app := empty(t)
	app.work.open(pageVerdict)
	if n := len(app.work.page.(*verdictPage).panel.slides); n != 1 {
		t.Errorf("%d sliders", n)
	}
	app.slider(t, "sia").SetValue(8)
	if !strings.Contains(app.pageText(), "8 h a week of an SIA") {
		t.Error("it does not follow")
	}
	app.work.open(pageCapacity)
	if s := app.pageText(); !strings.Contains(s, "are needed before capacity can be computed") || strings.Contains(s, "Salary") {
		t.Errorf("%q", s)
	}
}

func TestSidePanelSaysWhatWouldChange(t *testing.T) {
	app := sample(t, "saas")
	if s := app.sideText(); !strings.Contains(s, "What would change it") || !strings.Contains(s, "3.24 FTE instead of 3") {
		t.Errorf("%q", s)
	}
	app.work.session.SetAnswer("tool-routine", engagement.Answer{State: engagement.Unknown})
	app.work.session.SetAnswer("skl-matrix", engagement.Answer{})
	if s := app.sideText(); strings.Contains(s, "What would change it") {
		t.Errorf("without a verdict: %q", s)
	}
}

func TestCapacityPageSimulates(t *testing.T) {
	app := sample(t, "saas")
	app.work.open(pageCapacity)
	s := app.pageText()
	for _, want := range []string{"Simulated: 10 years", "Simulation beside the formula", "Attainment over staffing", "Work-bound", "Stress case", "Cover by hour of the week", "Salary of one analyst", "hiring is cheaper"} {
		if !strings.Contains(squeezed(s), squeezed(want)) {
			t.Errorf("%q is not shown", want)
		}
	}
	// A cost decides what is cheaper, at once, and can be undone.
	p := app.work.page.(*capacityPage)
	e := p.costs.rows["sia.hourlyRate"].Entries()[0]
	e.SetText("100")
	e.Commit()
	if app.work.session.Document().Model["sia.hourlyRate"] != 100 || !strings.Contains(squeezed(app.pageText()), squeezed("buying is cheaper")) {
		t.Error("the cost does not follow")
	}
	app.work.session.Undo()
	if app.work.pageID != pageCapacity || !strings.Contains(squeezed(app.pageText()), squeezed("hiring is cheaper")) {
		t.Error("the undone cost does not follow")
	}
}

// A simulation that is under way can be stopped, and started again.
func TestSimulationCanBeStopped(t *testing.T) {
	app := sample(t, "saas")
	var held []func()
	app.spawn = func(work func()) { held = append(held, work) }
	app.work.open(pageCapacity)
	if len(held) != 1 || !strings.Contains(app.pageText(), "Simulating") {
		t.Fatalf("%d jobs", len(held))
	}
	app.tap(t, "Cancel")
	held[0]() // ends at once: its context is over
	if s := app.pageText(); !strings.Contains(s, "The simulation was stopped.") || strings.Contains(s, "Simulation beside") {
		t.Errorf("%.200q", s)
	}
	app.spawn = func(work func()) { work() }
	app.tap(t, "Simulate")
	if !strings.Contains(app.pageText(), "Simulation beside the formula") {
		t.Error("it does not start again")
	}
	// What was simulated for other answers does not stay.
	app.spawn = func(func()) {}
	app.work.session.SetAnswer("staff-fte", engagement.Answer{State: engagement.Answered, Value: engagement.Number(5)})
	if strings.Contains(app.pageText(), "Simulation beside the formula") {
		t.Error("an old simulation is shown beside new answers")
	}
}

func TestContradictionsLeadToTheirQuestions(t *testing.T) {
	app := sample(t, "saas")
	app.work.session.SetAnswer("tool-access", engagement.Answer{State: engagement.Answered, Value: engagement.Level(0)})
	app.work.session.SetAnswer("tool-routine", engagement.Answer{State: engagement.Answered, Value: engagement.Level(3)})
	app.work.open(pageFindings)
	if !strings.Contains(app.pageText(), "Tools in use without access to them") {
		t.Fatal("the contradiction is not shown")
	}
	var id string
	for _, f := range app.work.report().Findings {
		if strings.HasPrefix(f.Title, "Tools in use") {
			id = f.Questions[0]
		}
	}
	app.tap(t, id+" ▸")
	p := app.work.page.(*sectionPage)
	if app.work.pageID != "tools" || p.current.item.ID != "tool-routine" {
		t.Fatalf("at %s", app.work.pageID)
	}
	// It is in view, although the page was opened just now.
	y, ok := offsetIn(p.scroll.Content, p.current.object)
	if !ok || y < p.scroll.Offset.Y || y > p.scroll.Offset.Y+p.scroll.Size().Height-100 {
		t.Errorf("the question is at %v, the page shows from %v", y, p.scroll.Offset.Y)
	}
}

// writeExport makes an export of so many tickets and gives its path.
func writeExport(t testing.TB, dates func(day, hour int) string) string {
	t.Helper()
	random := rand.New(rand.NewPCG(1, 1))
	var b strings.Builder
	b.WriteString("Number;Opened;Priority;Resolved;Worked (min)\n")
	for i := range 120 {
		day, hour := i%24+1, random.IntN(24)
		fmt.Fprintf(&b, "T%d;%s;%s;%s;%d\n", i, dates(day, hour), []string{"P1", "P2", "P3", "P4"}[i%4], dates(day+1, hour), 30+i%4*20)
	}
	path := filepath.Join(t.TempDir(), "export.csv")
	if err := os.WriteFile(path, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func iso(day, hour int) string { return fmt.Sprintf("2026-03-%02d %02d:15", day, hour) }

func TestTicketsAreImportedAppliedAndUndone(t *testing.T) {
	app := sample(t, "saas")
	app.work.open(pageTickets)
	if s := app.pageText(); !strings.Contains(s, "No ticket history was imported") || !strings.Contains(s, "What the file should hold") {
		t.Fatalf("%.200q", s)
	}
	before := string(app.work.session.Document().Write())
	path := writeExport(t, iso)
	app.tap(t, "Import a ticket export…")
	app.typePath(t, filepath.Join(t.TempDir(), "missing.csv"))
	app.wantDialog(t, "cannot read", "check the name")
	app.typePath(t, path)
	app.wantDialog(t, "Import export.csv", "semicolons", "Which column is read as what", "Words of severity")
	// A correction is seen at once.
	worked, ok := find[*form.Select](app.window.Canvas().Overlays().Top(), func(s *form.Select) bool { return s.Selected == "Worked (min)" })
	if !ok {
		t.Fatal("worked time is not recognised")
	}
	worked.SetSelected("– not in this file –")
	app.job(t, func() { app.press("Return") })
	app.noDialog(t)
	if s := squeezed(app.pageText()); !strings.Contains(s, squeezed("120 tickets in export.csv")) || !strings.Contains(s, squeezed("holds no worked time")) {
		t.Fatalf("%.400q", s)
	}
	app.work.session.Undo()
	if string(app.work.session.Document().Write()) != before {
		t.Error("the import is not one undo step")
	}
	app.work.session.Redo()

	// The mapping is remembered for the same header.
	app.work.askTickets()
	app.typePath(t, path)
	if _, ok := find[*form.Select](app.window.Canvas().Overlays().Top(), func(s *form.Select) bool { return s.Selected == "Worked (min)" }); ok {
		t.Error("the correction is forgotten")
	}
	app.press("Escape")
	app.noDialog(t)

	unapplied := string(app.work.session.Document().Write())
	app.tap(t, "Apply to the answers")
	app.wantDialog(t, "Applied to the answers", "Undo takes all of it back", "Escalations a week")
	app.press("Return")
	a := app.answer("bw-volume")
	if a.Evidence != engagement.Observed || len(a.References) == 0 || a.References[len(a.References)-1].SHA256 == "" {
		t.Errorf("%+v", a)
	}
	for _, ref := range app.answer("bw-handle").References {
		if ref.Title == "export.csv" {
			t.Error("handle time is answered although none was measured")
		}
	}
	app.work.session.Undo()
	if string(app.work.session.Document().Write()) != unapplied {
		t.Error("not one undo step")
	}
	app.tap(t, "Remove")
	if len(app.work.session.Document().Tickets) > 0 || !strings.Contains(app.pageText(), "No ticket history") {
		t.Error("not removed")
	}
}

// The file that was measured shows in the report and in the simulation.
func TestImportedTicketsReachTheReport(t *testing.T) {
	app := sample(t, "saas")
	app.job(t, func() { app.work.importTickets(writeExport(t, iso), tickets.Mapping{}, nil) })
	if rep := app.work.report(); rep.Tickets == nil || !strings.Contains(rep.Chapter("tickets").Lead, "export.csv") {
		t.Fatal("not in the report")
	}
	app.work.open(pageCapacity)
	if sim := app.work.simulation(); sim == nil || len(sim.Measured) == 0 {
		t.Error("the simulation takes nothing from it")
	}
}

func TestAmbiguousDatesAreAskedFor(t *testing.T) {
	app := sample(t, "saas")
	app.work.open(pageTickets)
	path := writeExport(t, func(day, hour int) string { return fmt.Sprintf("%02d/%02d/2026 %02d:15", day%11+1, day%11+1, hour) })
	data, _ := os.ReadFile(path)
	// Days and months that differ, none above twelve.
	if err := os.WriteFile(path, []byte(strings.ReplaceAll(string(data), "03/03/", "03/04/")), 0o600); err != nil {
		t.Fatal(err)
	}
	app.work.dropTickets(path)
	app.job(t, func() { app.press("Return") })
	app.wantDialog(t, "Day or month first?", "03/04/2026")
	app.job(t, func() { app.tap(t, "Month first") })
	if s := app.pageText(); !strings.Contains(s, "120 tickets") {
		t.Errorf("%.300q", s)
	}
}

func TestBadExportsAreRefused(t *testing.T) {
	app := sample(t, "saas")
	dir := t.TempDir()
	for name, c := range map[string][2]string{
		"empty.csv":    {"", "empty"},
		"picture.csv":  {"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR\x00\x01", ""},
		"old.xls":      {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "XLSX"},
		"nothing.csv":  {"a;b\n1;2\n", ""},
		"notzip.xlsx":  {"PK\x03\x04 no", ""},
		"severity.csv": {"Number;Opened\n1;2026-03-01 10:00\n", ""},
	} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(c[0]), 0o600); err != nil {
			t.Fatal(err)
		}
		app.work.dropTickets(path)
		s := app.dialogText()
		if s == "" || !strings.Contains(s, c[1]) {
			t.Errorf("%s: %q", name, s)
		}
		if strings.Contains(s, "Import "+name) { // columns can be chosen, but not with these missing
			app.press("Return")
			app.wantDialog(t, "Something is missing")
			app.press("Return")
			app.press("Escape")
		} else {
			app.press("Return")
		}
		app.noDialog(t)
		if len(app.work.session.Document().Tickets) > 0 {
			t.Errorf("%s was imported", name)
		}
	}
}

func TestDroppedExportGoesToTheImport(t *testing.T) {
	for path, want := range map[string]bool{"a.csv": true, "b.XLSX": true, "c.tsv": true, "d.muster": false, "e": false} {
		if got := isTicketExport(path); got != want {
			t.Errorf("%s: %v", path, got)
		}
	}
}

// The verdict page follows a slider well within a frame.
func BenchmarkWhatIf(b *testing.B) {
	app := sample(b, "bank")
	app.work.open(pageVerdict)
	s := app.slider(b, "fte")
	i := 0
	for b.Loop() {
		i++
		s.SetValue(3 + float64(i%40)*0.05)
	}
	if app.work.tried().SIA.Verdict == assessment.InsufficientEvidence {
		b.Fatal("no verdict")
	}
}

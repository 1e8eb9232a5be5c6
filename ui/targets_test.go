package ui

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"muster/assessment/benchmark"
	"muster/assessment/cadence"
	"muster/assessment/engagement"
	"muster/assessment/target"
	"muster/ui/form"
	"muster/ui/style"
)

// targeted is a subject with the page of targets open, one of the sets chosen.
func targeted(t testing.TB, name, set string) *App {
	t.Helper()
	app := subjects[name](t)
	if set != "" {
		app.work.session.Edit(pageTargets, func(d *engagement.Document) { d.Target.Set = set })
	}
	app.work.open(pageTargets)
	return app
}

func (a *App) targetPage(t testing.TB) *targetPage {
	t.Helper()
	p, ok := a.work.page.(*targetPage)
	if !ok {
		t.Fatalf("the page is %s", a.work.pageID)
	}
	return p
}

// targetPart shows a part of the page by the keys of its choice.
func (a *App) targetPart(t testing.TB, part string) *targetPage {
	t.Helper()
	p := a.targetPage(t)
	a.window.Canvas().Focus(p.parts)
	for range 5 {
		a.press(fyne.KeyLeft)
	}
	for range 5 {
		if p.part() == part {
			return p
		}
		a.press(fyne.KeyRight)
	}
	t.Fatalf("the keys do not lead to %s", part)
	return nil
}

var targetParts = []string{partPicture, partGaps, partLevels, partCadence, partBenchmark}

// wantedLevel is what is wanted of a question.
func (a *App) wantedLevel(id string) target.Wanted {
	return target.Default().Wanted(a.set, a.work.session.Document())[id]
}

// Every part of the page of every engagement: laid out without a fault, gone around by
// Tab, of sound numbers, with a target and without.
func TestTargetParts(t *testing.T) {
	for _, name := range subjectNames() {
		for _, set := range []string{"", "demanding"} {
			t.Run(name+"/"+set, func(t *testing.T) {
				app := targeted(t, name, set)
				if name == "hostile" {
					app.work.session.Edit(pageTargets, func(d *engagement.Document) {
						d.Target.Levels = map[string]int{"no-such-question": 3, "csirp-roles": 0, "org-criticality": 4}
					})
				}
				for _, part := range targetParts {
					where := part + " of " + name + " " + set
					app.targetPart(t, part)
					checkLayout(t, app, where)
					wantSound(t, where, app.pageText())
					app.reached(t, where, app.tour(t, where))
				}
				app.targetPage(t).view.all = true
				app.targetPart(t, partGaps)
				checkLayout(t, app, "all gaps of "+name)
			})
		}
	}
}

// Dark, with the longest texts, and in German nothing is cut off either.
func TestTargetPartsInGermanAndDark(t *testing.T) {
	app := german(t, targeted(t, "hospital", "managed"))
	app.setAppearance(style.Dark)
	for _, part := range targetParts {
		app.targetPart(t, part)
		checkLayout(t, app, "German, dark: "+part)
	}
	if s := app.pageText(); !strings.Contains(s, "Vergleichssatz") {
		t.Errorf("%.200q", s)
	}
	app.targetPart(t, partLevels)
	if s := app.pageText(); !strings.Contains(s, "Gesteuert") || !strings.Contains(s, "Stufen fehlen") {
		t.Errorf("%.400q", s)
	}
}

// Without a target the page says what one is for and offers the sets; one of them, by
// its key, is one undo step, and undo leads back to the choice.
func TestTargetSets(t *testing.T) {
	app := targeted(t, "saas", "")
	p := app.targetPage(t)
	s := app.pageText()
	for _, set := range target.Default().Sets {
		if !strings.Contains(s, set.Title) || !strings.Contains(s, strings.Join(strings.Fields(set.Why)[:4], " ")) {
			t.Errorf("%q is not offered", set.Title)
		}
	}
	if !strings.Contains(s, "only a target says whether that is enough") {
		t.Errorf("it does not say what a target is for: %.300q", s)
	}
	app.window.Canvas().Focus(p.sets)
	app.typed("2")
	if got := app.work.session.Document().Target.Set; got != "managed" {
		t.Fatalf("2 chooses %q", got)
	}
	gap := app.work.session.Gap()
	if s := app.pageText(); !strings.Contains(strings.ReplaceAll(s, "\u00a0", " "), strings.ReplaceAll(gap.Text, "\u00a0", " ")[:30]) || !strings.Contains(s, "Once all gaps are closed") {
		t.Errorf("with a target: %.400q", s)
	}
	app.targetPart(t, partLevels)
	app.window.Canvas().Focus(p.sets)
	app.typed("3")
	if got := app.work.session.Document().Target.Set; got != "demanding" || app.window.Canvas().Focused() != fyne.Focusable(p.sets) {
		t.Errorf("3 chooses %q, the keyboard is at %T", got, app.window.Canvas().Focused())
	}
	app.work.open(pageVerdict)
	app.work.session.Undo()
	if got := app.work.session.Document().Target.Set; got != "managed" || app.work.pageID != pageTargets {
		t.Errorf("undo: %q on %s", got, app.work.pageID)
	}
	if p := app.targetPage(t); p.part() != partLevels || app.window.Canvas().Focused() != fyne.Focusable(p.sets) {
		t.Errorf("undo leads to %s, the keyboard is at %T", p.part(), app.window.Canvas().Focused())
	}
	app.tap(t, "Without a target")
	if !app.work.session.Document().Target.Empty() {
		t.Error("the target stays")
	}
	app.work.session.Undo()
	app.work.session.Undo()
	if !app.work.session.Document().Target.Empty() {
		t.Error("not one step each")
	}
}

// A single level by digit, click and arrows, back to the set by Delete; each is one
// undo step that leads to the row, wherever one is.
func TestTargetLevels(t *testing.T) {
	app := targeted(t, "hospital", "managed")
	app.targetPart(t, partLevels)
	p := app.targetPage(t)
	const id = "csirp-roles"
	i := slices.IndexFunc(p.grids, func(g *levelGrid) bool { return g.reveal(id) })
	g := p.grids[i]
	app.window.Canvas().Focus(g.grid)
	if w := app.wantedLevel(id); w.Level != 3 || w.Own {
		t.Fatalf("the set wants %+v", w)
	}
	app.typed("1")
	if w := app.wantedLevel(id); w.Level != 1 || !w.Own || w.Default != 3 {
		t.Errorf("after 1: %+v", w)
	}
	row, _ := g.grid.Cursor()
	if !g.Cell(row, 1).On || !g.Cell(row, 3).Expected || g.Cell(row, 3).On {
		t.Errorf("cells %+v and %+v", g.Cell(row, 1), g.Cell(row, 3))
	}
	if !strings.Contains(g.Remark(row).Text, "met") {
		t.Errorf("the remark is %q", g.Remark(row).Text)
	}
	if app.window.Canvas().Focused() != fyne.Focusable(g.grid) {
		t.Errorf("the keyboard went to %T", app.window.Canvas().Focused())
	}
	app.press(fyne.KeyDelete)
	if len(app.work.session.Document().Target.Levels) != 0 {
		t.Error("Delete does not go back to the set")
	}
	g.grid.Tapped(&fyne.PointEvent{Position: g.grid.CellPosition(row, 4)})
	if w := app.wantedLevel(id); w.Level != 4 || !w.Own {
		t.Errorf("a click gives %+v", w)
	}
	if s := strings.Join(texts(g.says), " "); !strings.Contains(s, "Level 4, "+app.set.Item(id).Levels[4].Name) {
		t.Errorf("it explains %q", s)
	}
	// What the set wants anyway is no level of one's own.
	app.typed("3")
	if len(app.work.session.Document().Target.Levels) != 0 {
		t.Error("the set's level is kept as an own one")
	}
	for _, want := range []int{4, 3, 1} { // before 3, before the click, before Delete
		app.work.open(pageVerdict)
		app.work.session.Undo()
		if w := app.wantedLevel(id); w.Level != want || app.work.pageID != pageTargets {
			t.Errorf("undo: %+v on %s", w, app.work.pageID)
		}
		p := app.targetPage(t)
		at := p.grids[i].grid
		if r, _ := at.Cursor(); p.part() != partLevels || r != row || app.window.Canvas().Focused() != fyne.Focusable(at) {
			t.Errorf("undo leads to %s, row %d", p.part(), r)
		}
		if y := fyne.CurrentApp().Driver().AbsolutePositionForObject(at).Y + at.CellPosition(row, 0).Y; y < 80 || y > 700 {
			t.Errorf("after undo the row stands at %.0f", y)
		}
	}
	app.typed("0")
	app.press(fyne.KeyUp)
	app.typed("0")
	app.tap(t, "Back to the set (2 own levels)")
	if len(app.work.session.Document().Target.Levels) != 0 || app.work.session.Document().Target.Set != "managed" {
		t.Errorf("%+v", app.work.session.Document().Target)
	}
	app.work.session.Undo()
	if len(app.work.session.Document().Target.Levels) != 2 {
		t.Error("going back to the set is not one step")
	}
}

// Own levels stand without a set, too.
func TestTargetOfOwnLevels(t *testing.T) {
	app := targeted(t, "saas", "")
	app.targetPart(t, partLevels)
	g := app.targetPage(t).grids[0]
	app.window.Canvas().Focus(g.grid)
	app.typed("4")
	doc := app.work.session.Document()
	if doc.Target.Set != "" || doc.Target.Levels[g.items[0].ID] != 4 || app.work.session.Gap() == nil {
		t.Errorf("%+v", doc.Target)
	}
	if got := app.work.session.Gap(); len(got.Sections) != 1 {
		t.Fatalf("%d sections", len(got.Sections))
	}
	for _, part := range targetParts {
		app.targetPart(t, part)
		checkLayout(t, app, "own levels: "+part)
	}
}

// A read-only engagement keeps its target.
func TestTargetReadOnly(t *testing.T) {
	app := targeted(t, "saas", "")
	app.work.session.SetReadOnly(true)
	app.work.open(pageTargets)
	p := app.targetPage(t)
	app.window.Canvas().Focus(p.sets)
	app.typed("1")
	app.wantDialog(t, "can be looked at, not changed")
	app.tap(t, "Close")
	if !app.work.session.Document().Target.Empty() {
		t.Error("it was changed")
	}
}

// The picture and the map are the report's, and what they show stands beside them as
// texts: every section with its figures, what is open, the verdicts once closed.
func TestTargetPicture(t *testing.T) {
	for _, name := range sampleNames() {
		app := targeted(t, name, "demanding")
		gap := app.work.session.Gap()
		s := app.pageText()
		for _, x := range gap.Sections {
			if !strings.Contains(s, x.Title) || !strings.Contains(s, x.Current.Format(1)) || !strings.Contains(s, x.Distance.Format(1)) {
				t.Errorf("%s: %s is missing", name, x.Title)
			}
		}
		for _, v := range gap.Verdicts {
			if !strings.Contains(s, v.After.Word()) {
				t.Errorf("%s: %s once closed is missing", name, v.Subject)
			}
		}
		for _, x := range gap.Open {
			if !strings.Contains(s, x.Title) {
				t.Errorf("%s: %s is open and not named", name, x.Title)
			}
		}
	}
}

// The gaps in their order with the reason, the way to the question, and to an action.
func TestTargetGaps(t *testing.T) {
	app := targeted(t, "hospital", "managed")
	gap := app.work.session.Gap()
	app.targetPart(t, partGaps)
	s := app.pageText()
	at := -1
	for i, g := range gap.Gaps {
		k := strings.Index(s, g.Title)
		if i < shownGaps && (k <= at || !strings.Contains(s, strings.Join(strings.Fields(g.Why)[:4], " "))) {
			t.Errorf("%d. %s is not in its place, or not for its reason", g.Rank, g.Title)
		}
		at = max(at, k)
	}
	app.tap(t, fmt.Sprintf("Show all %d", len(gap.Gaps)))
	if s := app.pageText(); !strings.Contains(s, gap.Gaps[len(gap.Gaps)-1].Title) {
		t.Error("not all gaps are listed")
	}
	// The first chip plans; one step, undo leads back.
	app.tap(t, "Plan an action")
	if app.actions() != 1 || app.action(t, "A01").Questions[0] != gap.Gaps[0].Question {
		t.Fatalf("%d actions", app.actions())
	}
	if s := app.pageText(); !strings.Contains(s, "A01, open ▸") {
		t.Error("the action is not shown at its gap")
	}
	app.tap(t, fmt.Sprintf("Plan an action for each (%d)", len(gap.Gaps)-1))
	if app.actions() != len(gap.Gaps) || strings.Contains(app.pageText(), "Plan an action") {
		t.Errorf("%d actions of %d gaps", app.actions(), len(gap.Gaps))
	}
	app.work.open(pageVerdict)
	app.work.session.Undo()
	if app.actions() != 1 || app.work.pageID != pageTargets || app.targetPage(t).part() != partGaps {
		t.Errorf("undo: %d actions on %s", app.actions(), app.work.pageID)
	}
	app.tap(t, "A01, open ▸")
	if app.work.pageID != actionPrefix+"A01" {
		t.Errorf("the action leads to %s", app.work.pageID)
	}
	app.work.open(pageTargets)
	it := app.set.Item(gap.Gaps[1].Question)
	app.tap(t, fmt.Sprintf("%d ▸", it.Number))
	if app.work.pageID != it.SectionID || app.block(t, it.ID).field.Focus != app.window.Canvas().Focused() {
		t.Errorf("the way to the question leads to %s", app.work.pageID)
	}
}

// What the target meets has no gap.
func TestTargetMet(t *testing.T) {
	app := targeted(t, "saas", "")
	app.work.session.Edit(pageTargets, func(d *engagement.Document) { d.Target.Levels = map[string]int{"csirp-roles": 0} })
	app.targetPart(t, partGaps)
	if s := app.pageText(); !strings.Contains(s, "No answer is short of its target.") {
		t.Errorf("%.300q", s)
	}
}

// What recurs stands with today: what is overdue first, each by when it is next due.
func TestTargetCadence(t *testing.T) {
	onDay(t, "2027-06-01")
	app := targeted(t, "saas", "")
	app.targetPart(t, partCadence)
	duties := cadence.Duties(app.set, app.work.session.Document(), "2027-06-01")
	s := app.pageText()
	at := -1
	for _, d := range duties {
		k := strings.Index(s, d.Title)
		if k <= at || d.Next != "" && !strings.Contains(s, d.Next) || d.Last != "" && !strings.Contains(s, d.Last) {
			t.Errorf("%s is not in its place, or without its days", d.Title)
		}
		at = k
	}
	if !strings.Contains(s, "overdue") || !strings.Contains(s, "As of 2027-06-01") {
		t.Errorf("%.300q", s)
	}
	it := app.set.Item(duties[0].Question)
	app.tap(t, fmt.Sprintf("%d ▸", it.Number))
	if app.work.pageID != it.SectionID {
		t.Errorf("the duty leads to %s", app.work.pageID)
	}
}

// The whole record is shown before it is written; then it goes to a file that only its
// owner may read, and comes back as it was shown.
func TestWriteBenchmarkRecord(t *testing.T) {
	app := targeted(t, "hospital", "")
	app.targetPart(t, partBenchmark)
	path := filepath.Join(t.TempDir(), "own.json")
	app.tap(t, "Write a benchmark record…")
	rec := app.work.record()
	for _, line := range rec.Text(benchmark.Default()) {
		name, value, _ := strings.Cut(line, ": ")
		app.wantDialog(t, name, value)
	}
	if s := app.dialogText(); strings.Contains(s, app.work.session.Document().Client) {
		t.Error("the record names the client")
	}
	app.press(fyne.KeyEscape)
	app.noDialog(t)
	if _, err := os.Stat(path); err == nil {
		t.Error("it was written although nobody said so")
	}
	app.tap(t, "Write a benchmark record…")
	app.press(fyne.KeyReturn)
	app.typePath(t, path)
	app.wantDialog(t, "Written to")
	app.tap(t, "Close")
	data, err := os.ReadFile(path)
	if err != nil || string(data) != string(rec.Encode()) {
		t.Fatalf("%v: %s", err, data)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm()&0o077 != 0 && os.PathSeparator == '/' {
		t.Errorf("%v %v", info.Mode(), err)
	}
	app.tap(t, "Write a benchmark record…") // once more: it asks before it replaces
	app.press(fyne.KeyReturn)
	app.typePath(t, path)
	app.wantDialog(t, "Replace")
}

// records fills a folder with n records that differ, and some that cannot be used.
func records(t testing.TB, app *App, n int) string {
	t.Helper()
	dir := t.TempDir()
	rec := app.work.record()
	for i := range n {
		x := rec
		x.Year, x.Sections = 2001+i, maps.Clone(rec.Sections)
		x.Sections["process"] = float64(i%5) * 0.5
		if i%2 == 0 {
			delete(x.Sections, "forensics") // told by fewer than five
		}
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("r%02d.json", i)), x.Encode(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for name, text := range map[string]string{"broken.json": "{", "other.json": `{"format": "muster-engagement"}`, "notes.txt": "x"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func (a *App) compareFolder(t testing.TB, dir string) {
	t.Helper()
	a.tap(t, "Compare with a folder of records…")
	a.job(t, func() { a.typePath(t, dir) })
}

// Quartiles beside one's own figure with their number; broken files named; nothing of
// what fewer than five tell.
func TestCompareWithRecords(t *testing.T) {
	app := targeted(t, "hospital", "")
	app.targetPart(t, partBenchmark)
	dir := records(t, app, 8)
	app.compareFolder(t, dir)
	app.noDialog(t)
	c := app.work.benchmarked()
	if c.Records != 8 || !c.Enough {
		t.Fatalf("%+v", c)
	}
	s := app.pageText()
	for _, r := range slices.Concat(c.Sections, c.Figures) {
		for _, want := range []string{r.Title, r.Shown.Own, r.Shown.Middle, fmt.Sprint(r.Count)} {
			if !strings.Contains(s, want) {
				t.Errorf("%s: %q is missing", r.ID, want)
			}
		}
		if r.Count < 5 && (r.Middle.Known() || r.Shown.Middle != "–") {
			t.Errorf("%s is told of %d", r.ID, r.Count)
		}
	}
	for _, want := range []string{"Compared with 8 records.", "broken.json:", "other.json:", "2 files cannot be used", "Fewer than 5 records tell it."} {
		if !strings.Contains(s, want) {
			t.Errorf("%q is missing in %.600q", want, s)
		}
	}
	if strings.Contains(s, "notes.txt") {
		t.Error("a text is taken for a record")
	}
	checkLayout(t, app, "a comparison")
	app.reached(t, "a comparison", app.tour(t, "a comparison"))
	// Only those of another size: none are left.
	size, ok := find(app.work.page.object(), func(s *form.Select) bool { return slices.Contains(s.Options, "Any number of employees") })
	if !ok {
		t.Fatal("no choice of a size")
	}
	size.SetSelected(benchmark.Default().Group("employees").Bands[0].Title)
	if s := app.pageText(); !strings.Contains(s, "0 records are there") || !strings.Contains(s, "8 records are not of the kind you asked for") || strings.Contains(s, "Key figures") {
		t.Errorf("%.600q", s)
	}
	// An answer changes one's own record and with it the comparison.
	app.work.targets.bench.filter = benchmark.Filter{}
	before := app.work.benchmarked()
	a := app.answer("proc-unified")
	a.State, a.Value = engagement.Answered, engagement.Level(4)
	app.work.session.SetAnswer("proc-unified", a)
	if after := app.work.benchmarked(); after == before || after.Own.Sections["process"] == before.Own.Sections["process"] {
		t.Error("the comparison is of the answers before")
	}
}

// Of four records nothing is said but their number.
func TestCompareWithTooFew(t *testing.T) {
	app := targeted(t, "bank", "")
	app.targetPart(t, partBenchmark)
	app.compareFolder(t, records(t, app, 4))
	s := app.pageText()
	if !strings.Contains(s, "4 records are there") || strings.Contains(s, "Quarter below") || strings.Contains(s, "Verdicts of the others") {
		t.Errorf("%.600q", s)
	}
	checkLayout(t, app, "too few")
}

// A folder that is not there, or a file, is refused in the dialog; one that is given up
// on changes nothing.
func TestCompareRefused(t *testing.T) {
	app := targeted(t, "saas", "")
	app.targetPart(t, partBenchmark)
	dir := records(t, app, 6)
	app.tap(t, "Compare with a folder of records…")
	app.typePath(t, filepath.Join(dir, "nowhere"))
	app.wantDialog(t, "there is no folder")
	app.typePath(t, filepath.Join(dir, "r00.json"))
	app.wantDialog(t, "is a file")
	app.job(t, func() {
		app.typePath(t, dir)
		app.wantDialog(t, "Reading the records")
		app.press(fyne.KeyEscape)
	})
	app.wantDialog(t, "Cancelled")
	app.tap(t, "Close")
	if b := app.work.targets.bench; b.folder != "" || !strings.Contains(app.pageText(), "No folder was compared with yet.") {
		t.Errorf("%s", b.folder)
	}
}

// Light and dark keep what was compared.
func TestComparisonOutlastsTheme(t *testing.T) {
	app := targeted(t, "saas", "")
	app.targetPart(t, partBenchmark)
	app.compareFolder(t, records(t, app, 6))
	app.setAppearance(style.Dark)
	if s := app.pageText(); !strings.Contains(s, "Compared with 6 records.") {
		t.Errorf("%.300q", s)
	}
	checkLayout(t, app, "a dark comparison")
}

package ui

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"muster/assessment"
	"muster/assessment/engagement"
	finder "muster/assessment/find"
	"muster/exporters/chart"
	"muster/exporters/look"
	"muster/exporters/report"
	"muster/ui/form"
	"muster/ui/style"
)

func TestHomeEmpty(t *testing.T) {
	app := start(t)
	s := app.content()
	for _, want := range []string{"Muster", "80 questions", "New, quick set", "New, all questions", "Open…", "Engagements you save show here", "Sample: bank", "Sample: hospital", "Sample: SaaS"} {
		if !strings.Contains(s, want) {
			t.Errorf("home does not say %q", want)
		}
	}
	if app.window.Title() != "Muster" || app.work != nil {
		t.Errorf("title %q", app.window.Title())
	}
}

func TestHomeRecent(t *testing.T) {
	app := start(t)
	dir := t.TempDir()
	good := saved(t, dir, "saas", nil)
	broken := saved(t, dir, "bank", func([]byte) []byte { return []byte("{") })
	missing := dir + "/gone.muster"
	for _, p := range []string{missing, broken, good, good} {
		app.remember(p)
	}
	if n := len(app.recent()); n != 3 {
		t.Fatalf("%d recent files", n)
	}
	app.ShowHome()
	s := app.content()
	doc, _, err := engagement.Read(sampleData(t, "saas"), app.set, app.registry)
	if err != nil {
		t.Fatal(err)
	}
	r := assessment.Evaluate(app.set, app.registry, doc)
	for _, want := range []string{doc.Title, doc.Client, doc.Date, look.Verdict(r.SIA.Verdict).Word, fmt.Sprintf("%d of %d answered", r.Confidence.Answered, r.Confidence.Applicable), "bank.muster", "Not usable", "not valid JSON", "gone.muster", "Missing", "the file is not there"} {
		if !strings.Contains(s, want) {
			t.Errorf("home does not say %q: %q", want, s)
		}
	}
	app.tap(t, "Open") // the first card
	if app.work == nil || app.work.file.Path != good {
		t.Fatal("a recent file does not open")
	}
	app.ShowHome()
	for range 3 {
		app.tap(t, "Forget")
	}
	if !strings.Contains(app.content(), "Engagements you save show here") {
		t.Error("forgotten files stay")
	}
	for i := range maxRecent + 20 {
		app.remember(fmt.Sprintf("%s/%d", dir, i))
	}
	if n := len(app.recent()); n != maxRecent {
		t.Errorf("%d recent files, at most %d", n, maxRecent)
	}
}

func TestHomeButtons(t *testing.T) {
	app := start(t)
	app.tap(t, "New, quick set")
	if app.work == nil || app.work.session.Document().Scope != "quick" || app.work.pageID != pageDetails {
		t.Error("quick set")
	}
	app.ShowHome()
	app.tap(t, "New, all questions")
	if app.work == nil || app.work.session.Document().Scope != "all" {
		t.Error("all questions")
	}
	if app.work.session.Dirty() {
		t.Error("an untouched engagement wants to be saved")
	}
	first := app.work.session.Document().ID
	app.ShowHome()
	app.tap(t, "New, all questions")
	if id := app.work.session.Document().ID; id == first || len(id) != 32 {
		t.Errorf("id %q after %q", id, first)
	}
	app.ShowHome()
	app.tap(t, "Sample: hospital")
	if app.work == nil || app.work.file.Path != "" || app.work.pageID != app.set.Sections[0].ID {
		t.Error("sample")
	}
	app.ShowHome()
	app.tap(t, "Open…")
	app.wantDialog(t, "Open an engagement")
}

func TestEveryQuestionHasABlock(t *testing.T) {
	app := empty(t)
	n := 0
	for _, sec := range app.set.Sections {
		app.work.open(sec.ID)
		p := app.work.page.(*sectionPage)
		for i, b := range p.blocks {
			n++
			if b.item.ID != sec.Items[i].ID || b.field.Focus == nil {
				t.Errorf("%s: block %d is %s", sec.ID, i, b.item.ID)
			}
			s := strings.Join(texts(b.object), " ")
			for _, want := range []string{"Don't know", "Not applicable", "asserted", "documented", "observed", "Comment", "Review", "Why?"} {
				if !strings.Contains(s, want) {
					t.Errorf("%s does not offer %q", b.item.ID, want)
				}
			}
			if squeezed(s) == "" || !strings.Contains(squeezed(s), squeezed(b.item.Text)) {
				t.Errorf("%s: the question is not shown", b.item.ID)
			}
		}
	}
	if n != len(app.set.Items()) || n != 80 {
		t.Errorf("%d blocks for %d questions", n, len(app.set.Items()))
	}
}

func squeezed(s string) string { return strings.Join(strings.Fields(s), "") }

func TestAnswerChangesTheVerdict(t *testing.T) {
	app := empty(t)
	word := look.Verdict(assessment.InsufficientEvidence).Word
	if !strings.Contains(app.sideText(), word) {
		t.Fatalf("an empty engagement: %q", app.sideText())
	}
	saas, _, err := engagement.Read(sampleData(t, "saas"), app.set, app.registry)
	if err != nil {
		t.Fatal(err)
	}
	before := app.work.session.Document()
	for _, it := range app.set.Items() {
		app.work.session.SetAnswer(it.ID, saas.Answers[it.ID])
		r := app.work.session.Result()
		if !strings.Contains(app.sideText(), look.Verdict(r.SIA.Verdict).Word) || !strings.Contains(squeezed(app.sideText()), squeezed(report.SIADetail(nil, r))) {
			t.Fatalf("after %s the panel says %q, the result is %s", it.ID, app.sideText(), r.SIA.Verdict)
		}
		wantSound(t, "the panel after "+it.ID, app.sideText())
	}
	if r := app.work.session.Result(); r.SIA.Verdict == assessment.InsufficientEvidence || strings.Contains(app.sideText(), word+" "+word) {
		t.Errorf("all answers of a sample give %s", r.SIA.Verdict)
	}
	if len(before.Answers) != 0 {
		t.Error("the first document was changed in place")
	}
	if !strings.Contains(app.window.Title(), "•") {
		t.Errorf("the title %q does not show unsaved changes", app.window.Title())
	}
}

func TestAnswerByKey(t *testing.T) {
	app := empty(t)
	b := app.to(t, "tool-access")
	if app.window.Canvas().Focused() != b.field.Focus {
		t.Fatal("the question has no focus")
	}
	app.typed("3")
	if v := app.answer("tool-access"); v.Value != engagement.Level(3) || v.State != engagement.Answered {
		t.Errorf("answer %+v", v)
	}
	if !strings.Contains(app.pageText(), "1 of 5 answered") || !strings.Contains(strings.Join(texts(app.work.nav), " "), "1/5") {
		t.Errorf("the count: %q", texts(app.work.nav))
	}
	app.typed("?")
	if v := app.answer("tool-access"); v.Value != nil || v.State != engagement.Unknown {
		t.Errorf("answer %+v", v)
	}
	if !strings.Contains(app.pageText(), "0 of 5 answered, 1 don't know") {
		t.Error("don't know is not counted apart")
	}
	app.typed("?")
	if v := app.answer("tool-access"); v.State != engagement.Unanswered {
		t.Errorf("a second ? leaves %+v", v)
	}
	app.typed("n")
	if v := app.answer("tool-access"); v.State != engagement.NotApplicable {
		t.Errorf("answer %+v", v)
	}
	app.typed("1")
	if v := app.answer("tool-access"); v.State != engagement.Answered || v.Value != engagement.Level(1) {
		t.Errorf("answer %+v", v)
	}
}

func TestChipsOfAQuestion(t *testing.T) {
	app := empty(t)
	b := app.to(t, "tool-access")
	app.typed("2")
	for _, e := range engagement.Evidences {
		app.tap(t, string(e))
		if g := app.answer("tool-access").Grade(); g != e {
			t.Errorf("evidence %q after tapping %q", g, e)
		}
	}
	app.tap(t, "Review")
	if !app.answer("tool-access").Review || !strings.Contains(strings.Join(texts(app.work.nav), " "), "⚐1") {
		t.Error("review")
	}
	app.tap(t, "Comment")
	if app.window.Canvas().Focused() != b.note {
		t.Fatal("the comment has no focus")
	}
	app.typed("A remark.")
	if app.answer("tool-access").Comment != "" {
		t.Error("the comment was taken at once")
	}
	app.work.commit()
	if c := app.answer("tool-access").Comment; c != "A remark." {
		t.Errorf("comment %q", c)
	}
	app.tap(t, "Don't know")
	a := app.answer("tool-access")
	if a.State != engagement.Unknown || a.Comment != "A remark." || !a.Review {
		t.Errorf("don't know: %+v", a)
	}
	app.tap(t, "Not applicable")
	if app.answer("tool-access").State != engagement.NotApplicable {
		t.Error("not applicable")
	}
	app.tap(t, "Not applicable")
	if app.answer("tool-access").State != engagement.Unanswered {
		t.Error("a second tap does not take it back")
	}
	// The comment shows again when the page is opened anew.
	app.work.open(pageVerdict)
	b = app.to(t, "tool-access")
	if !b.noteBox.Visible() || b.note.Text != "A remark." {
		t.Error("the comment is gone")
	}
}

// A number half typed must not undo the don't know that follows it.
func TestDontKnowWhileTyping(t *testing.T) {
	for name, mark := range map[string]func(*App, *questionBlock){
		"key":  func(app *App, _ *questionBlock) { app.typed("?") },
		"menu": func(app *App, _ *questionBlock) { app.menuItem(t, "Don't know").Action() },
	} {
		app := empty(t)
		b := app.to(t, "staff-fte")
		app.typed("3")
		mark(app, b)
		app.window.Canvas().Unfocus()
		if s := app.answer("staff-fte").State; s != engagement.Unknown {
			t.Errorf("%s: after don't know and leaving the field the state is %q with %v", name, s, app.answer("staff-fte").Value)
		}
	}
}

func TestCommentIsLimited(t *testing.T) {
	app := empty(t)
	b := app.to(t, "tool-access")
	b.openComment()
	b.note.SetText(strings.Repeat("x", maxNote))
	b.note.pause.Stop()
	app.typed("more")
	if len(b.note.Text) != maxNote {
		t.Errorf("%d signs", len(b.note.Text))
	}
	long := strings.Repeat("word ", 2000)
	a := app.answer("tool-access")
	a.Comment = long
	b.note.commit()
	app.work.session.SetAnswer("tool-access", a)
	app.work.open(pageVerdict)
	app.to(t, "tool-access")
	app.work.commit()
	if app.answer("tool-access").Comment != long {
		t.Error("a long comment of the document was cut")
	}
	if b.note.AcceptsTab() {
		t.Error("the comment keeps Tab to itself")
	}
	b.note.pause.Stop()
}

func TestHelp(t *testing.T) {
	app := empty(t)
	for _, id := range []string{"tool-access", "staff-fte", "raci-matrix", "skl-matrix", "bw-volume"} {
		b := app.to(t, id)
		app.press(fyne.KeyF1)
		s := squeezed(strings.Join(texts(b.guidance), " "))
		if !b.guidance.Visible() || !strings.Contains(s, squeezed(b.item.Why)) || !strings.Contains(s, squeezed(b.item.Evidence)) || !strings.Contains(s, "Source") {
			t.Errorf("%s: F1 shows %q", id, s)
		}
		if b.item.Min != nil && !strings.Contains(s, squeezed(b.item.RangeText())) {
			t.Errorf("%s: the range is missing", id)
		}
		app.press(fyne.KeyF1)
		if b.guidance.Visible() {
			t.Errorf("%s: F1 does not take the help away", id)
		}
	}
	app.to(t, "tool-access").openComment()
	app.press(fyne.KeyF1)
	if !app.block(t, "tool-access").guidance.Visible() {
		t.Error("F1 does nothing in a comment")
	}
}

func TestUndoGoesToThePlace(t *testing.T) {
	app := empty(t)
	app.to(t, "tool-access")
	app.typed("3")
	app.to(t, "org-criticality")
	app.typed("2")
	app.work.open(pageVerdict)
	app.undo()
	if app.work.pageID != "profile" || app.window.Canvas().Focused() != app.block(t, "org-criticality").field.Focus || app.answer("org-criticality").State != "" {
		t.Errorf("the first undo leads to %s", app.work.pageID)
	}
	app.undo()
	if app.work.pageID != "tools" || app.window.Canvas().Focused() != app.block(t, "tool-access").field.Focus || app.answer("tool-access").State != "" {
		t.Errorf("the second undo leads to %s", app.work.pageID)
	}
	if app.work.session.Dirty() {
		t.Error("all taken back, and still to be saved")
	}
	app.undo()
	app.redo()
	app.redo()
	app.redo()
	if app.work.pageID != "profile" || app.answer("tool-access").Value != engagement.Level(3) || app.answer("org-criticality").Value != engagement.Level(2) {
		t.Errorf("redo leads to %s", app.work.pageID)
	}
	app.work.open("tools")
	app.tap(t, "Undo")
	if app.answer("org-criticality").State != "" || app.work.pageID != "profile" {
		t.Error("the chip Undo")
	}
}

// After undo the arrows go on from the choice that shows.
func TestArrowAfterUndo(t *testing.T) {
	app := empty(t)
	app.to(t, "tool-access")
	app.typed("1")
	app.typed("4")
	app.undo()
	app.press(fyne.KeyDown)
	if v := app.answer("tool-access").Value; v != engagement.Level(2) {
		t.Errorf("one down from 1 is %v", v)
	}
}

// What is typed on a page must not reach a field of the page before.
func TestLeavingAPageTakesTheFocusAway(t *testing.T) {
	app := empty(t)
	app.to(t, "tool-access")
	app.typed("3")
	app.menuItem(t, "Verdict").Action()
	f := app.window.Canvas().Focused()
	if _, ok := f.(*reader); !ok {
		t.Errorf("%T has the keyboard, not the page that was opened", f)
	}
	if f != nil {
		f.TypedRune('1')
		if v := app.answer("tool-access").Value; v != engagement.Level(3) {
			t.Errorf("a key on the verdict page changed a question that does not show to %v", v)
		}
	}
	app.to(t, "staff-fte").openComment()
	app.typed("a comment")
	app.work.open(pageVerdict)
	app.undo()
	if app.answer("staff-fte").Comment != "" {
		t.Error("undo goes to a comment that does not show")
	}
}

func TestUndoWhileTyping(t *testing.T) {
	app := empty(t)
	app.to(t, "org-criticality")
	app.typed("2")
	b := app.to(t, "staff-fte")
	app.typed("12")
	app.undo() // the entry's own
	if app.answer("org-criticality").Value != engagement.Level(2) {
		t.Error("undo in a field took back another answer")
	}
	app.redo()
	app.window.Canvas().Unfocus()
	if v := app.answer("staff-fte").Value; v != engagement.Number(12) {
		t.Errorf("value %v", v)
	}
	b.field.Focus.(*form.Number).SetText("13")
	b.field.Commit()
	b.openComment()
	app.typed("abc")
	app.undo()
	if app.answer("staff-fte").Value != engagement.Number(13) {
		t.Error("undo in a comment took back the answer")
	}
	app.work.commit()
}

func TestNextUnansweredWalksAll(t *testing.T) {
	for _, scope := range []string{"all", "quick"} {
		app := start(t)
		app.NewEngagement(scope)
		want := app.set.Items()
		if scope == "quick" {
			want = app.set.Quick()
		}
		for _, it := range want {
			app.work.nextOf(finder.FilterByID("unanswered"))
			p, ok := app.work.page.(*sectionPage)
			if !ok || p.current == nil || p.current.item.ID != it.ID || app.window.Canvas().Focused() != p.current.field.Focus {
				t.Fatalf("%s: next unanswered is not %s but on page %s", scope, it.ID, app.work.pageID)
			}
			p.current.toggleState(engagement.Unknown)
		}
		app.noDialog(t)
		app.work.nextOf(finder.FilterByID("unanswered"))
		app.wantDialog(t, "Nothing left")
	}
}

func TestNextUnansweredGoesAround(t *testing.T) {
	app := sample(t, "saas")
	for _, id := range []string{"tool-access", "org-criticality"} {
		app.to(t, id).toggleState(engagement.Unknown)
		app.block(t, id).toggleState(engagement.Unknown)
	}
	app.to(t, "ntf-regimes")
	seen := map[string]bool{}
	for range 80 {
		app.work.nextOf(finder.FilterByID("unanswered"))
		seen[app.work.page.(*sectionPage).current.item.ID] = true
	}
	if !seen["tool-access"] || !seen["org-criticality"] {
		t.Errorf("went to %v", seen)
	}
}

func TestNextBestQuestion(t *testing.T) {
	for _, scope := range []string{"all", "quick"} {
		app := start(t)
		app.NewEngagement(scope)
		for range 30 {
			id := app.work.session.Result().Confidence.Next
			if id == "" {
				break
			}
			app.menuItem(t, "Next best question").Action()
			p, ok := app.work.page.(*sectionPage)
			if !ok || p.current == nil || p.current.item.ID != id {
				t.Errorf("%s: the next best question is %s, the page shows %s", scope, id, app.work.pageID)
				break
			}
			if !strings.Contains(squeezed(app.sideText()), squeezed(app.set.Item(id).Text)) {
				t.Errorf("%s: the panel does not name %s", scope, id)
			}
			p.current.toggleState(engagement.Unknown)
		}
	}
	app := sample(t, "saas")
	if app.work.session.Result().Confidence.Next != "" {
		app.tap(t, "Go to question ▸")
		if p := app.work.page.(*sectionPage); p.current == nil || p.current.item.ID != app.work.session.Result().Confidence.Next {
			t.Error("the panel's chip")
		}
	}
}

// What the panel recommends can be reached in the quick set, too.
func TestNextBestQuestionOfQuickAnswers(t *testing.T) {
	for _, name := range sampleNames() {
		app := sample(t, name)
		full := app.work.session.Document().Answers
		app.NewEngagement("quick")
		for _, it := range app.set.Quick() {
			app.work.session.SetAnswer(it.ID, full[it.ID])
		}
		id := app.work.session.Result().Confidence.Next
		if id == "" {
			continue
		}
		app.work.goTo(id)
		if p, ok := app.work.page.(*sectionPage); !ok || p.current == nil || p.current.item.ID != id {
			t.Errorf("%s: %q is recommended and is not on the page it leads to", name, id)
		}
	}
}

func TestScope(t *testing.T) {
	app := sample(t, "saas")
	answers := len(app.work.session.Document().Answers)
	app.work.open("tools")
	app.tap(t, "Quick set")
	if n := len(app.work.page.(*sectionPage).blocks); n != 2 || app.work.pageID != "tools" {
		t.Errorf("%d questions of tools in the quick set", n)
	}
	n := 0
	for _, sec := range app.set.Sections {
		app.work.open(sec.ID)
		n += len(app.work.page.(*sectionPage).blocks)
	}
	if n != len(app.set.Quick()) {
		t.Errorf("%d questions of %d in the quick set", n, len(app.set.Quick()))
	}
	app.work.open("forensics")
	if !strings.Contains(app.pageText(), "The quick set asks nothing here") {
		t.Errorf("an empty section says %q", app.pageText())
	}
	for _, id := range app.pages() {
		if id == "forensics" {
			t.Error("the list shows a section without questions")
		}
	}
	app.menuItem(t, "All questions").Action()
	if len(app.work.session.Document().Answers) != answers || app.work.quick() {
		t.Error("switching lost answers")
	}
	app.undo()
	if !app.work.quick() {
		t.Error("undo of the switch")
	}
}

// Choosing the set that is on changes nothing: there is nothing to save.
func TestScopeTwice(t *testing.T) {
	app := sample(t, "saas")
	app.tap(t, "All questions")
	if app.work.session.Dirty() || app.work.session.CanUndo() {
		t.Error("choosing the set that is already on is a change")
	}
}

// A quick matrix keeps the rows it does not show.
func TestScopeKeepsHiddenRows(t *testing.T) {
	app := sample(t, "saas")
	before := app.answer("raci-matrix").Value.(engagement.RACI)
	app.work.setScope("quick")
	app.to(t, "raci-matrix")
	app.typed("u")
	after := app.answer("raci-matrix").Value.(engagement.RACI)
	if len(after) < len(before) {
		t.Errorf("%d rows became %d", len(before), len(after))
	}
}

// sceneText is what the pictures of a report say.
func sceneText(rep *report.Report) string {
	var b strings.Builder
	for _, c := range rep.Chapters {
		for _, blk := range c.Blocks {
			if f, ok := blk.(report.Figure); ok {
				for _, s := range f.Scene.Shapes {
					if l, ok := s.(chart.Label); ok {
						b.WriteString(l.Text + " ")
					}
				}
			}
		}
	}
	return b.String()
}

// Pages are drawn, pictures included, in both appearances.
func TestPagesAreDrawn(t *testing.T) {
	for _, ap := range []style.Appearance{style.Light, style.Dark} {
		app := sample(t, "bank")
		app.setAppearance(ap)
		for _, id := range []string{"profile", pageVerdict, pageCapacity, pageResponsibilities} {
			app.work.open(id)
			img := app.window.Canvas().Capture()
			if img.Bounds().Dx() != 1280 || img.Bounds().Dy() != 720 {
				t.Errorf("%s is %v", id, img.Bounds())
			}
			r, g, b, _ := img.At(640, 60).RGBA()
			wr, wg, wb, _ := style.Color(look.Background).RGBA()
			if r>>8 != wr>>8 || g>>8 != wg>>8 || b>>8 != wb>>8 {
				t.Errorf("%s, %s: the ground is not the palette's", id, ap)
			}
		}
	}
}

func TestVerdictPage(t *testing.T) {
	app := sample(t, "saas")
	app.work.open(pageVerdict)
	s := squeezed(app.pageText())
	rep := app.work.report()
	for _, b := range rep.Verdicts {
		if !strings.Contains(s, squeezed(b.Word)) || !strings.Contains(s, squeezed(b.Subject)) {
			t.Errorf("%s: %s is not shown", b.Subject, b.Word)
		}
	}
	app.work.open(pageFindings)
	s = squeezed(app.pageText())
	if len(rep.Findings) == 0 {
		t.Fatal("the sample has no findings")
	}
	for _, f := range rep.Findings {
		if !strings.Contains(s, squeezed(f.ID)) || !strings.Contains(s, squeezed(f.Recommendation)) {
			t.Errorf("finding %s is not shown", f.ID)
		}
	}
}

// A page of results follows changes that happen while it is open.
func TestResultsFollow(t *testing.T) {
	app := empty(t)
	app.work.open(pageVerdict)
	before := app.pageText()
	saas, _, err := engagement.Read(sampleData(t, "saas"), app.set, app.registry)
	if err != nil {
		t.Fatal(err)
	}
	app.work.session.Edit(pageVerdict, func(d *engagement.Document) { d.Answers = saas.Answers })
	if app.pageText() == before {
		t.Error("the page stays")
	}
	app.undo()
	if app.pageText() != before {
		t.Error("undo does not show")
	}
}

func TestSettings(t *testing.T) {
	app := sample(t, "saas")
	supply := app.work.session.Result().Capacity.SupplyHours
	app.work.open(pageSettings)
	p := app.work.page.(*settingsPage)
	for _, e := range app.registry.Entries() {
		if p.rows[e.Name] == nil || !strings.Contains(squeezed(app.pageText()), squeezed(e.Title)) {
			t.Errorf("%s is not shown", e.Name)
		}
		if p.resets[e.Name].Visible() {
			t.Errorf("%s can be set back and was not changed", e.Name)
		}
	}
	f := p.rows["paidHours"].Entries()[0]
	app.window.Canvas().Focus(f)
	f.SetText("20")
	app.window.Canvas().Unfocus()
	if got := app.work.session.Result().Capacity.SupplyHours; got >= supply {
		t.Errorf("half the hours give %v after %v", got, supply)
	}
	if app.work.session.Document().Model["paidHours"] != 20 || !p.resets["paidHours"].Visible() {
		t.Error("the setting was not kept")
	}
	app.work.open(pageVerdict)
	app.undo()
	if got := app.work.session.Result().Capacity.SupplyHours; got != supply || app.work.pageID != pageSettings {
		t.Errorf("undo gives %v on page %s", got, app.work.pageID)
	}
	p = app.work.page.(*settingsPage)
	if text := p.rows["paidHours"].Entries()[0].Text; text != "40" {
		t.Errorf("the field shows %q", text)
	}
	app.redo()
	p = app.work.page.(*settingsPage)
	app.tap(t, "Back to 40")
	if _, ok := app.work.session.Document().Model["paidHours"]; ok || p.resets["paidHours"].Visible() {
		t.Error("back to the default")
	}

	f = p.rows["paidHours"].Entries()[0]
	f.SetText("1000")
	p.commit()
	if _, ok := app.work.session.Document().Model["paidHours"]; ok || f.Text != "1000" || !strings.Contains(app.pageText(), "allowed:") {
		t.Errorf("an impossible setting: %v, field %q", app.work.session.Document().Model, f.Text)
	}
	f.SetText("")
	p.commit()
	if f.Text != "40" {
		t.Errorf("an emptied setting shows %q", f.Text)
	}
}

// The same number in other digits is no change.
func TestSettingWithoutChange(t *testing.T) {
	app := sample(t, "saas")
	app.work.open(pageSettings)
	p := app.work.page.(*settingsPage)
	p.rows["paidHours"].Entries()[0].SetText("40.0")
	p.commit()
	if app.work.session.Dirty() {
		t.Error("40.0 instead of 40 is a change")
	}
	if text := p.rows["paidHours"].Entries()[0].Text; text != "40" && text != "40.0" {
		t.Errorf("the field shows %q", text)
	}
}

func TestDetails(t *testing.T) {
	app := empty(t)
	p := app.work.page.(*detailsPage)
	for i, want := range []string{"A title", "A client", "An assessor", "2026-01-02", "Secret"} {
		app.window.Canvas().Focus(p.fields[i])
		p.fields[i].SetText(want)
	}
	app.work.open(pageVerdict)
	d := app.work.session.Document()
	if d.Title != "A title" || d.Client != "A client" || d.Assessor != "An assessor" || d.Date != "2026-01-02" || d.Classification != "Secret" {
		t.Errorf("details %+v", d)
	}
	if !strings.Contains(app.window.Title(), "A title") || !strings.Contains(app.content(), "Secret") {
		t.Error("title and classification do not show")
	}
	for range 5 {
		app.undo()
	}
	p, ok := app.work.page.(*detailsPage)
	if !ok {
		t.Fatalf("undo leads to %s", app.work.pageID)
	}
	if p.fields[0].Text != "" || app.work.session.Document().Title != "" {
		t.Errorf("undo leads to %s with %q", app.work.pageID, p.fields[0].Text)
	}
	app.tap(t, "Start with "+app.set.Sections[0].Title+" ›")
	if app.work.pageID != app.set.Sections[0].ID {
		t.Error("start")
	}
}

func TestSteps(t *testing.T) {
	app := sample(t, "saas")
	pages := app.pages()
	app.work.open(pages[0])
	for _, id := range pages[1:] {
		app.work.step(1)
		if app.work.pageID != id {
			t.Fatalf("a step leads to %s, not %s", app.work.pageID, id)
		}
	}
	app.work.step(1)
	for range pages {
		app.work.step(-1)
	}
	if app.work.pageID != pages[0] {
		t.Errorf("back to %s", app.work.pageID)
	}
	app.window.Canvas().Focus(app.work.nav)
	app.press(fyne.KeyDown, fyne.KeyDown, fyne.KeyUp)
	if app.work.pageID != pages[1] || app.window.Canvas().Focused() != app.work.nav {
		t.Errorf("arrows in the list lead to %s", app.work.pageID)
	}
	app.window.Resize(fyne.NewSize(1280, 1000)) // the whole list is in view
	for _, id := range pages {
		pos, ok := app.work.nav.rowOf(id)
		if !ok {
			t.Fatalf("no row for %s", id)
		}
		test.TapCanvas(app.window.Canvas(), fyne.CurrentApp().Driver().AbsolutePositionForObject(app.work.nav).Add(pos))
		if app.work.pageID != id {
			t.Errorf("a tap on %s leads to %s", id, app.work.pageID)
		}
	}
	if _, ok := app.work.nav.rowOf("nothing"); ok {
		t.Error("a row of nothing")
	}
	sections := app.set.Sections
	app.work.open(sections[1].ID)
	app.tap(t, sections[2].Title+" ›")
	app.tap(t, "‹ "+sections[1].Title)
	if app.work.pageID != sections[1].ID {
		t.Errorf("the footer leads to %s", app.work.pageID)
	}
}

func TestTabGoesQuestionByQuestion(t *testing.T) {
	for _, id := range []string{"profile", "responsibilities", "bandwidth", "csirp"} {
		app := empty(t)
		app.work.open(id)
		p := app.work.page.(*sectionPage)
		view := p.scroll.Size().Height
		app.window.Canvas().Focus(app.work.nav) // the first question has it already
		var order []string
		for range 200 {
			app.window.Canvas().FocusNext()
			if app.window.Canvas().Focused() == app.work.nav && len(order) > 0 {
				break
			}
			if p.current == nil {
				continue
			}
			b := p.current
			if n := len(order); n == 0 || order[n-1] != b.item.ID {
				order = append(order, b.item.ID)
			}
			top := fyne.CurrentApp().Driver().AbsolutePositionForObject(b.object).Y - fyne.CurrentApp().Driver().AbsolutePositionForObject(p.scroll).Y
			need := min(b.object.Size().Height, view)
			if b.field.Grid != nil {
				need = min(need, 200)
			}
			if top < -1 || top+need > view+1 {
				t.Errorf("%s has the focus at %v to %v of a view of %v", b.item.ID, top, top+b.object.Size().Height, view)
			}
			if b.bar.FillColor != style.Color(look.Accent) {
				t.Errorf("%s does not show its focus", b.item.ID)
			}
			for _, other := range p.blocks {
				if other != b && other.bar.FillColor == style.Color(look.Accent) {
					t.Errorf("%s shows the focus of %s", other.item.ID, b.item.ID)
				}
			}
		}
		var want []string
		for _, b := range p.blocks {
			want = append(want, b.item.ID)
		}
		if strings.Join(order, " ") != strings.Join(want, " ") {
			t.Errorf("Tab goes to %v, want %v", order, want)
		}
		// And back.
		app.window.Canvas().FocusPrevious()
		if p.current != p.blocks[len(p.blocks)-1] {
			t.Error("Shift+Tab from the list goes elsewhere")
		}
	}
}

// In a tall matrix the row of the cursor stays in view.
func TestGridCursorScrolls(t *testing.T) {
	app := empty(t)
	b := app.to(t, "raci-matrix")
	p := app.work.page.(*sectionPage)
	driver := fyne.CurrentApp().Driver()
	for row := range b.item.Activities {
		if row > 0 {
			app.press(fyne.KeyDown)
		}
		y := driver.AbsolutePositionForObject(b.field.Object).Y - driver.AbsolutePositionForObject(p.scroll).Y + b.field.Grid.CellPosition(row, 0).Y
		if y < 0 || y > p.scroll.Size().Height {
			t.Errorf("row %d is at %v of %v", row, y, p.scroll.Size().Height)
		}
	}
}

// The mouse wheel moves the page wherever the pointer stands. (Not over a
// comment: Fyne's wrapped entries keep the wheel.)
func TestWheel(t *testing.T) {
	app := empty(t)
	for _, id := range []string{"tool-access", "staff-fte", "raci-matrix", "skl-matrix", "bw-volume"} {
		b := app.to(t, id)
		p := app.work.page.(*sectionPage)
		p.scroll.ScrollToTop()
		p.bring(b.field.Object, 0, 60)
		before, by := p.scroll.Offset.Y, float32(-20)
		if before > 100 {
			by = 20
		}
		test.Scroll(app.window.Canvas(), fyne.CurrentApp().Driver().AbsolutePositionForObject(b.field.Object).AddXY(50, 45), 0, by)
		if p.scroll.Offset.Y == before {
			t.Errorf("%s: the wheel over its field does not move the page", id)
		}
	}
}

// A comment is taken after a pause, without leaving it.
func TestCommentAfterAPause(t *testing.T) {
	before := later
	later = posted
	t.Cleanup(func() { later = before })
	app := empty(t)
	b := app.to(t, "tool-access")
	b.openComment()
	b.note.TypedRune('x')
	for range 100 {
		time.Sleep(50 * time.Millisecond) // the test driver commits on the timer's goroutine
		if app.answer("tool-access").Comment != "" {
			break
		}
	}
	time.Sleep(100 * time.Millisecond)
	if c := app.answer("tool-access").Comment; c != "x" {
		t.Errorf("comment %q", c)
	}
}

func TestPageKeys(t *testing.T) {
	app := empty(t)
	app.to(t, "tool-access")
	p := app.work.page.(*sectionPage)
	p.scroll.ScrollToTop()
	app.press(fyne.KeyPageDown)
	if p.scroll.Offset.Y <= 0 {
		t.Error("Page Down")
	}
	app.press(fyne.KeyPageUp)
	if p.scroll.Offset.Y != 0 {
		t.Error("Page Up")
	}
	app.press(fyne.KeyEscape)
	if app.window.Canvas().Focused() != app.work.nav {
		t.Error("Escape")
	}
}

func TestVerdictPanelFolds(t *testing.T) {
	app := sample(t, "saas")
	app.work.open("tools")
	app.tap(t, "Verdict panel")
	if app.work.right.Visible() {
		t.Error("the panel stays")
	}
	wide := app.work.middle.Size().Width
	app.setAppearance(style.Dark)
	if app.work.verdict.shown() || app.work.right.Visible() {
		t.Error("light and dark bring back the panel that was folded away")
	}
	if app.work.right.Visible() {
		app.work.toggleSide()
	}
	app.work.toggleSide()
	if !app.work.right.Visible() || app.work.middle.Size().Width >= wide {
		t.Error("the panel does not come back")
	}
}

func TestAppearanceKeepsWork(t *testing.T) {
	app := sample(t, "saas")
	app.to(t, "tool-access")
	app.typed("1")
	b := app.to(t, "staff-fte")
	b.field.Focus.(interface{ SetText(string) }).SetText("7")
	app.menuItem(t, "Dark").Action()
	if app.work.pageID != "staffing" || style.Palette() != look.Dark {
		t.Errorf("page %s", app.work.pageID)
	}
	if app.answer("tool-access").Value != engagement.Level(1) || app.answer("staff-fte").Value != engagement.Number(7) || !app.work.session.Dirty() {
		t.Error("answers were lost")
	}
	if !strings.Contains(app.content(), "Verdict as it stands") {
		t.Error("no panel")
	}
	app.undo()
	app.undo()
	if app.work.session.Dirty() {
		t.Error("the history was lost")
	}
	app.menuItem(t, "Light").Action()
	if style.Palette() != look.Light || app.fyne.Preferences().String(prefAppearance) != "light" {
		t.Error("light")
	}
	app.menuItem(t, "As the system").Action()
	app.ShowHome()
	app.menuItem(t, "Dark").Action()
	if app.work != nil || !strings.Contains(app.content(), "Recent") {
		t.Error("home is gone")
	}
}

// A changed answer shows in every place of the old workspace no more.
func TestOldWorkspaceIsQuiet(t *testing.T) {
	app := sample(t, "saas")
	app.work.open("tools")
	old := app.work
	app.setAppearance(style.Dark)
	app.to(t, "tool-access").toggleReview()
	if old.session == app.work.session {
		t.Error("the old workspace still listens")
	}
}

// A title nobody would type must not stop the program.
func TestLongWordsDoNotHang(t *testing.T) {
	within(t, 40*time.Second, func() {
		app := sample(t, "saas")
		long := strings.Repeat("x", 10000)
		app.work.session.Edit(pageDetails, func(d *engagement.Document) {
			d.Title, d.Client, d.Classification = long, long, long
			a := d.Answers["tool-access"]
			a.Comment = long
			d.Answers["tool-access"] = a
		})
		for _, id := range app.pages() {
			app.work.open(id)
		}
	})
}

func TestFitLine(t *testing.T) {
	start(t)
	for _, s := range []string{"short", "a title that is longer than its place", strings.Repeat("x", 100), "", "two\nlines"} {
		for _, width := range []float32{60, 126, 340} {
			got := fitLine(s, width, look.TextBody, true)
			if w := fyne.MeasureText(got, look.TextBody, fyne.TextStyle{Bold: true}).Width; w > width+1 {
				t.Errorf("fitLine(%.20q, %v) = %q is %v wide", s, width, got, w)
			}
		}
	}
}

// In the quick set the questions are numbered from 1 without a gap, and each has the
// number reports know it by beside that.
func TestNumbersOfTheQuickSet(t *testing.T) {
	app := start(t)
	app.NewEngagement("quick")
	beside := func(b *questionBlock) (out []string) {
		walk(b.object, func(o fyne.CanvasObject, at fyne.Position, _ fyne.CanvasObject) {
			if x, ok := o.(*canvas.Text); ok && x.Text != "" && at.X-b.object.Position().X < indent-11 {
				out = append(out, x.Text)
			}
		})
		return out
	}
	n := 0
	for _, sec := range app.set.Sections {
		app.work.open(sec.ID)
		p, ok := app.work.page.(*sectionPage)
		if !ok {
			continue
		}
		for _, b := range p.blocks {
			n++
			if got, want := beside(b), []string{fmt.Sprint(n), fmt.Sprintf("no. %d", b.item.Number)}; !slices.Equal(got, want) {
				t.Errorf("%s shows %q, want %q", b.item.ID, got, want)
			}
		}
	}
	if n != len(app.set.Quick()) {
		t.Errorf("%d questions", n)
	}
	app.work.setScope("all")
	b := app.to(t, "tool-access")
	if got := beside(b); !slices.Equal(got, []string{fmt.Sprint(b.item.Number)}) {
		t.Errorf("with all questions %q", got)
	}
}

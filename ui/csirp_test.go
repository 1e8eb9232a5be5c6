package ui

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"muster/assessment/engagement"
	"muster/exporters"
	"muster/exporters/redaction"
)

// The plan says before it is written what is open in it, and every form of it is
// written where it was asked for.
func TestPlanIsExported(t *testing.T) {
	app := sample(t, "hospital")
	app.work.open(pageReports)
	for _, want := range []string{"Incident response plan to start from", "points are still open"} {
		if !strings.Contains(app.pageText(), want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	flags := app.work.session.Result().Responsibilities.RedFlags
	if got := strings.Contains(app.pageText(), "red flag"); got != (len(flags) > 0) {
		t.Errorf("%d red flags, and the page says %v", len(flags), got)
	}
	for id, begins := range map[string]string{"odt": "PK", "md": "#", "card": "%PDF"} {
		path := filepath.Join(t.TempDir(), "out")
		f, err := exporters.PlanFormatByID(id)
		if err != nil {
			t.Fatal(err)
		}
		app.menuItem(t, f.Name+"…").Action()
		app.job(t, func() { app.typePath(t, path) })
		app.wantDialog(t, "written to")
		app.tap(t, "Close")
		data, err := os.ReadFile(path + f.Extension)
		if err != nil || !strings.HasPrefix(string(data), begins) {
			t.Errorf("%s: %v, %.20q", id, err, data)
		}
	}
}

// A plan for readers who do not see everything is refused, with the reason.
func TestPlanIsForInternalReaders(t *testing.T) {
	app := sample(t, "saas")
	for _, r := range redaction.Profiles {
		if r.Whole() {
			continue
		}
		app.work.redaction = r
		app.work.open(pageReports)
		p := app.work.page.(*reportsPage)
		if !p.plan.buttons["odt"].Disabled() || !strings.Contains(app.pageText(), "cannot be redacted") {
			t.Errorf("%s: the plan is offered: %.300q", r.ID, app.pageText())
		}
		app.menuItem(t, "Escalation card (PDF)…").Action()
		app.wantDialog(t, "cannot be redacted", "internal readers")
		app.tap(t, "Close")
	}
	app.work.redaction = redaction.Internal
	app.work.open(pageReports)
	if app.work.page.(*reportsPage).plan.buttons["odt"].Disabled() {
		t.Error("internal readers do not get it either")
	}
}

// The number of open points follows the answers.
func TestPlanFollowsTheAnswers(t *testing.T) {
	app := sample(t, "hospital")
	app.work.open(pageReports)
	before := strings.Join(texts(app.work.page.(*reportsPage).plan.says), " ")
	app.work.session.Edit(pageReports, func(d *engagement.Document) { clear(d.Answers) })
	if after := strings.Join(texts(app.work.page.(*reportsPage).plan.says), " "); after == before {
		t.Errorf("without answers it says the same: %q", after)
	}
}

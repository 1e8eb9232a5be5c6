package ui

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"muster/assessment/brand"
	"muster/assessment/engagement"
	"muster/exporters"
	"muster/exporters/protect"
	"muster/exporters/questionnaire"
	"muster/exporters/redaction"
)

func logoFile(t *testing.T, c color.Color) string {
	t.Helper()
	img := image.NewNRGBA(image.Rect(0, 0, 80, 30))
	for i := range 80 * 30 {
		img.Set(i%80, i/80, c)
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "logo.png")
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func (a *App) reportsPage(t *testing.T) *reportsPage {
	t.Helper()
	a.work.open(pageReports)
	p, ok := a.work.page.(*reportsPage)
	if !ok {
		t.Fatalf("the page is %T", a.work.page)
	}
	return p
}

func TestBranding(t *testing.T) {
	app := sample(t, "saas")
	p := app.reportsPage(t)
	doc := func() *engagement.Document { return app.work.session.Document() }
	p.company.SetText("Example Advisory")
	p.color.SetText("#0B3D91")
	p.cover.SetText("For the addressee only.")
	p.commit()
	if b := doc().Branding; b.Company != "Example Advisory" || b.Color != "#0B3D91" || b.Cover != "For the addressee only." {
		t.Fatalf("%+v", b)
	}
	// A colour that cannot be read is refused with the reason, and what was typed stays.
	p.color.SetText("#FFEE00")
	p.commit()
	if doc().Branding.Color != "#0B3D91" || p.color.Text != "#FFEE00" || !strings.Contains(app.pageText(), "contrast") {
		t.Errorf("colour %q, field %q: %s", doc().Branding.Color, p.color.Text, app.pageText())
	}
	p.color.SetText("#0B3D91")
	p.commit()
	// A logo: first a file that is none.
	notes := filepath.Join(t.TempDir(), "notes.png")
	if err := os.WriteFile(notes, []byte("no picture"), 0o600); err != nil {
		t.Fatal(err)
	}
	app.tap(t, "Choose a logo…")
	app.typePath(t, notes)
	app.wantDialog(t, "the logo is no picture; take a PNG or a JPEG file")
	app.typePath(t, logoFile(t, color.NRGBA{R: 20, G: 60, B: 120, A: 255}))
	app.noDialog(t)
	if len(doc().Branding.Logo) == 0 || len(p.logo.Objects) != 1 {
		t.Fatal("no logo")
	}
	// Each was one step.
	app.undo()
	if len(doc().Branding.Logo) != 0 || doc().Branding.Cover == "" {
		t.Errorf("undo: %+v", doc().Branding.Cover)
	}
	app.redo()

	// As a profile, and taken by another engagement.
	path := filepath.Join(t.TempDir(), "ours")
	app.tap(t, "Save as profile…")
	app.typePath(t, path)
	app.noDialog(t)
	want := doc().Branding
	other := sample(t, "bank")
	other.reportsPage(t)
	other.tap(t, "Use a profile…")
	other.typePath(t, filepath.Join(t.TempDir(), "none"+brand.Extension))
	other.wantDialog(t, "cannot read")
	other.typePath(t, path+brand.Extension)
	other.noDialog(t)
	if got := other.work.session.Document(); !got.Branding.Equal(want) || got.Classification != doc().Classification {
		t.Errorf("%+v", got.Branding.Company)
	}
	other.undo()
	if !other.work.session.Document().Branding.Empty() {
		t.Error("undo leaves a part of the profile")
	}
	other.reportsPage(t)
	other.tap(t, "Save as profile…")
	if !strings.Contains(other.pageText(), "nothing to keep yet") {
		t.Error("an empty profile is saved")
	}
}

// Only what a reader may get is offered, and what is written is theirs.
func TestReaders(t *testing.T) {
	app := sample(t, "saas")
	for _, r := range redaction.Profiles {
		app.work.redaction = r
		p := app.reportsPage(t)
		if !strings.Contains(app.pageText(), r.Says) {
			t.Errorf("%s: the page does not say what is left out", r.ID)
		}
		for _, f := range exporters.Formats {
			_, _, err := exporters.Make(context.Background(), app.set, app.registry, app.work.session.Document(), exporters.Order{Formats: []exporters.Format{f}, Redaction: r}, nil)
			if off := p.buttons[f.ID].Disabled(); off != (err != nil) {
				t.Errorf("%s for %s: button off %v, export says %v", f.ID, r.ID, off, err)
			}
		}
	}
	app.work.redaction = redaction.Board
	app.reportsPage(t)
	path := filepath.Join(t.TempDir(), "x.md")
	app.tap(t, "Export Markdown")
	app.job(t, func() { app.typePath(t, path) })
	data, err := os.ReadFile(path)
	if err != nil || bytes.Contains(data, []byte("Example SaaS")) || !bytes.Contains(data, []byte("Findings")) {
		t.Errorf("%v\n%.300s", err, data)
	}
}

// A protected report is written, asks for its password, and gives the engagement back.
func TestReportOpens(t *testing.T) {
	app := sample(t, "saas")
	p := app.reportsPage(t)
	want := app.work.session.Document().Write()
	p.secret.SetText("short")
	app.tap(t, "Export PDF report")
	app.wantDialog(t, "at least 8 are needed")
	app.press("Return")
	p.secret.SetText("Correct-horse/7")
	path := filepath.Join(t.TempDir(), "secret.pdf")
	app.tap(t, "Export PDF report")
	app.job(t, func() { app.typePath(t, path) })
	app.wantDialog(t, "Exported")
	app.press("Return")
	data, err := os.ReadFile(path)
	if err != nil || !protect.Protected(data) {
		t.Fatalf("not protected: %v", err)
	}
	app.ShowHome()
	app.Open(path)
	app.wantDialog(t, "secret.pdf is protected")
	app.job(t, func() { app.typePath(t, "wrong password") })
	app.wantDialog(t, "missing or wrong")
	app.job(t, func() { app.typePath(t, "Correct-horse/7") })
	app.noDialog(t)
	if app.work == nil || app.work.file.Path != "" || !bytes.Equal(app.work.session.Document().Write(), want) {
		t.Fatal("the engagement did not come back")
	}
	if app.work.password != "" {
		t.Error("the password is kept")
	}

	// Without an engagement the reason is given and nothing changes.
	brief := filepath.Join(t.TempDir(), "brief.pdf")
	app.reportsPage(t)
	app.tap(t, "Export Executive brief")
	app.job(t, func() { app.typePath(t, brief) })
	app.press("Return")
	before := app.work
	app.Open(brief)
	app.wantDialog(t, "brief.pdf", "no engagement is attached")
	if app.work != before {
		t.Error("something else is open")
	}
}

// setCells types values into the answer cells of a questionnaire, by their hidden
// ids.
func setCells(t *testing.T, data []byte, values map[string]any) []byte {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	set := 0
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for i, row := range rows {
			if len(row) < 9 {
				continue
			}
			if v, ok := values[row[8]]; ok {
				set++
				if err := f.SetCellValue(sheet, fmt.Sprintf("D%d", i+1), v); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	if set != len(values) {
		t.Fatalf("%d of %d cells found", set, len(values))
	}
	out, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestQuestionnaireIsWritten(t *testing.T) {
	app := sample(t, "saas")
	app.work.open(pageRespondents)
	for label, with := range map[string]bool{"Blank questionnaire…": false, "With today's answers…": true} {
		path := filepath.Join(t.TempDir(), "q")
		app.tap(t, label)
		app.job(t, func() { app.typePath(t, path) })
		app.wantDialog(t, "Questionnaire written", path+".xlsx")
		app.press("Return")
		data, err := os.ReadFile(path + ".xlsx")
		if err != nil {
			t.Fatal(err)
		}
		im, err := questionnaire.Read(context.Background(), "q", data, app.set, app.work.session.Document())
		if err != nil || im.WithAnswers != with || len(im.Entries) != 0 {
			t.Errorf("%s: %+v, %v", label, im, err)
		}
	}
}

func TestImportOfQuestionnaires(t *testing.T) {
	app := sample(t, "saas")
	doc := func() *engagement.Document { return app.work.session.Document() }
	dir := t.TempDir()
	app.work.open(pageRespondents)
	path := filepath.Join(dir, "back.xlsx")
	data, err := questionnaire.Write(context.Background(), app.set, doc(), questionnaire.Options{WithAnswers: true, Respondent: "Anna"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	data = setCells(t, data, map[string]any{"staff-fte": 5, "staff-people": 7, "asr-exercise": "never ever"})
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	app.tap(t, "Import what came back…")
	app.typePath(t, filepath.Join(dir, "none.xlsx"))
	awaitJob(t)
	app.wantDialog(t, "none.xlsx")
	app.press("Return")
	app.tap(t, "Import what came back…")
	app.job(t, func() { app.typePath(t, dir) }) // a folder
	app.noDialog(t)
	if app.work.pageID != pageImport {
		t.Fatalf("the page is %s", app.work.pageID)
	}
	page := app.pageText()
	for _, want := range []string{"2 questions differ", "filled in by Anna", "Here: 3 FTE", "Workbook: 5 FTE", "Not usable (1)", "never ever", "Take over 2"} {
		if !strings.Contains(page, want) {
			t.Errorf("lacks %q: %s", want, page)
		}
	}
	before := doc()
	app.work.page.(*importPage).w.arrived[0].chosen["staff-people"] = false
	app.work.page.(*importPage).build()
	app.tap(t, "Take over 1")
	if app.work.pageID != pageRespondents || doc().Value("staff-fte") != engagement.Number(5) || doc().Value("staff-people") != before.Value("staff-people") {
		t.Errorf("page %s, FTE %v, people %v", app.work.pageID, doc().Value("staff-fte"), doc().Value("staff-people"))
	}
	app.undo()
	if doc() != before {
		t.Error("not one step")
	}
}

func TestRespondentsSideBySide(t *testing.T) {
	app := sample(t, "saas")
	doc := func() *engagement.Document { return app.work.session.Document() }
	dir := t.TempDir()
	for who, fte := range map[string]float64{"Anna": 5, "Ben": 1} {
		data, err := questionnaire.Write(context.Background(), app.set, doc(), questionnaire.Options{WithAnswers: true, Respondent: who}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, who+".xlsx"), setCells(t, data, map[string]any{"staff-fte": fte, "staff-people": 4}), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	app.job(t, func() {
		app.work.dropWorkbooks([]string{filepath.Join(dir, "Anna.xlsx"), filepath.Join(dir, "Ben.xlsx")})
	})
	app.tap(t, "Keep as this person's own answers")
	if app.work.pageID != pageImport || len(doc().Respondents) != 1 {
		t.Fatalf("page %s, %d respondents", app.work.pageID, len(doc().Respondents))
	}
	app.tap(t, "Keep as this person's own answers")
	page := app.pageText()
	for _, want := range []string{"2 people answered", "Anna", "Ben", "5 FTE", "1 FTE", "Agreed answers", "Take over the 1 answers all agree on"} {
		if !strings.Contains(page, want) {
			t.Errorf("lacks %q: %s", want, page)
		}
	}
	app.tap(t, "Take over the 1 answers all agree on")
	if doc().Value("staff-people") != engagement.Number(4) || doc().Value("staff-fte") != engagement.Number(3) {
		t.Errorf("people %v, FTE %v", doc().Value("staff-people"), doc().Value("staff-fte"))
	}
	app.tap(t, "Remove Ben")
	if len(doc().Respondents) != 1 || doc().Respondents[0].Name != "Anna" {
		t.Errorf("%+v", doc().Respondents)
	}
	// The same person again replaces, does not double.
	app.job(t, func() { app.work.dropWorkbooks([]string{filepath.Join(dir, "Anna.xlsx")}) })
	app.tap(t, "Keep as this person's own answers")
	if len(doc().Respondents) != 1 {
		t.Errorf("%d respondents", len(doc().Respondents))
	}
}

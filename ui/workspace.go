// The workspace: one engagement in the window, with the list of pages at the
// left, one page in the middle and the live verdict at the right.

package ui

import (
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"muster/assessment"
	"muster/assessment/analysis"
	"muster/assessment/engagement"
	"muster/assessment/evidence"
	"muster/assessment/file"
	"muster/assessment/recovery"
	"muster/assessment/session"
	"muster/exporters/look"
	"muster/exporters/redaction"
	"muster/exporters/report"
	"muster/ui/locate"
	"muster/ui/style"
	"muster/ui/words"
)

// page is one screen of the workspace.
type page interface {
	object() fyne.CanvasObject
	// refresh shows a change that happened elsewhere or through undo.
	refresh(session.Change)
	// commit hands over what is being typed.
	commit()
}

// revealer is a page that can lead to a question.
type revealer interface {
	reveal(questionID string, focus bool)
}

// leaver is a page that has something to end when another one is shown.
type leaver interface{ leave() }

// lasting is what the workspace knows beside the engagement, with nothing of the
// window in it: it goes on where the window is made anew.
type lasting struct {
	redaction redaction.Profile // who will read what is exported next
	password  string            // of PDFs that are exported; never kept
	arrived   []*arrived        // questionnaires that came back and were not decided on
	checked   map[evidence.Key]checked

	savedAt time.Time
	notice  string // what is wrong with the file or the journal; empty for nothing

	whatIf engagement.Scenario // being tried out; no answer
	opened map[string]bool     // sections and questions to be answered although they do not apply
	sim    simulated
	found  foundState // what was looked for last
	plans  planView   // how the action plan is looked at
	made   madePlan
	sheet  *cameBack // a sheet of actions that came back; nil for none

	exercising exercising
	targets    targetView
}

// workspace is one engagement being worked on.
type workspace struct {
	lasting

	app     *App
	session *session.Session
	file    *file.File
	journal *recovery.Journal // nil where none can be kept

	pageID        string
	page          page
	nav           *navList
	side          *sidePanel
	list, verdict panel // at the left and at the right of the page

	top           *topBar
	middle, right *fyne.Container
	root          fyne.CanvasObject
}

// Ids of the pages that are no sections.
const (
	pageDetails          = "details"
	pageVerdict          = "verdict"
	pageCapacity         = "capacity"
	pageTickets          = "tickets"
	pageResponsibilities = "responsibility-picture"
	pageFindings         = "findings"
	pagePlan             = "plan"
	pageSheet            = "plan-sheet" // a sheet of actions that came back
	pageOptions          = "options"
	pageComparison       = "comparison"
	pageCriteria         = "criteria" // part of the comparison
	pageCSIRP            = "csirp-picture"
	pageReports          = "reports"
	pageRespondents      = "respondents"
	pageImport           = "import"
	pageEvidence         = "evidence"
	pageSettings         = "settings"
	pageSince            = "since"
	pageTargets          = "targets"
	pageExercises        = "exercises"
	pageRun              = "exercise-run" // part of the exercises
)

// newWorkspace shows a session whose file is f; journal is the one that goes on, or
// nil for a new one.
func newWorkspace(app *App, s *session.Session, f *file.File, journal *recovery.Journal) *workspace {
	w := &workspace{app: app, session: s, file: f, journal: journal, list: panel{wanted: true, room: listRoom}, verdict: panel{wanted: true, room: sideRoom},
		lasting: lasting{redaction: redaction.Internal, opened: map[string]bool{}, plans: newPlanView(), exercising: exercising{record: -1}}}
	w.nav = locate.Name("nav", newNavList(func(id string) { w.open(id) }))
	w.nav.enter = w.lead
	w.side = newSidePanel(s, w.goTo)
	w.side.carried = w.carriedObjects
	w.side.show()
	w.top = newTopBar(w)
	w.middle, w.right = container.NewStack(), container.NewStack(w.side.object())
	left := container.NewVScroll(w.nav)
	left.SetMinSize(fyne.NewSize(navWidth, 100))
	rule := func() fyne.CanvasObject {
		r := canvas.NewRectangle(style.Color(look.Border))
		r.SetMinSize(fyne.NewSize(1, 1))
		return r
	}
	list, side := container.NewBorder(nil, nil, nil, rule(), left), container.NewBorder(nil, nil, rule(), nil, w.right)
	// In the order they are read in: Tab follows it.
	w.right = side
	w.root = container.New(&room{w}, w.top.object, list, w.middle, w.right)
	if w.journal == nil {
		w.startJournal()
	}
	s.Observe(w.changed)
	first := pageDetails
	if s.Document().Title != "" {
		first = s.Set.Sections[0].ID
	}
	w.open(first)
	return w
}

func (w *workspace) quick() bool { return w.session.Document().Scope == "quick" }

// changed is told of every change of the session.
func (w *workspace) changed(c session.Change) {
	w.keep()
	w.app.keeping(func() {
		w.side.show()
		w.showNav()
		w.showTop()
		switch {
		case !c.Jump || c.Place == w.pageID && w.session.Set.Section(c.Place) == nil:
			w.page.refresh(c)
		default:
			w.goTo(c.Place)
		}
	})
}

func (w *workspace) entries() []navEntry {
	doc, r := w.session.Document(), w.session.Result()
	out := []navEntry{{heading: true, title: words.Say("Assess"), carried: r.Carried()}, {id: pageDetails, title: words.Say("Engagement")}}
	var apart []navEntry
	for _, p := range assessment.Sections(w.session.Set, doc, r, w.quick()) {
		switch {
		case p.Items == 0:
		case p.Because != "":
			apart = append(apart, navEntry{id: p.ID, title: words.Name(p.Title), apart: true, review: p.Review})
		default:
			out = append(out, navEntry{id: p.ID, title: words.Name(p.Title), progress: true, answered: p.Answered - p.Unfinished, total: p.Applicable(), unknown: p.Unknown, flags: p.RedFlags, review: p.Review, carried: p.Carried})
		}
	}
	out = append(out, apart...)
	respondents := words.Say("Respondents")
	if n := len(doc.Respondents); n > 0 {
		respondents = words.Say("Respondents (%d)", n)
	}
	out = append(out, navEntry{id: pageEvidence, title: evidenceTitle(doc)}, navEntry{id: pageRespondents, title: respondents}, navEntry{heading: true, title: words.Say("Decide")},
		navEntry{id: pageVerdict, title: words.Say("Verdict")})
	if doc.Previous != nil {
		out = append(out, navEntry{id: pageSince, title: w.sinceTitle()})
	}
	return append(out, navEntry{id: pageCapacity, title: words.Say("Capacity")}, navEntry{id: pageTickets, title: words.Say("Measured demand")},
		navEntry{id: pageResponsibilities, title: words.Say("Responsibilities")}, navEntry{id: pageCSIRP, title: "CSIRP"},
		navEntry{id: pageOptions, title: optionsTitle(len(doc.Options))}, navEntry{id: pageComparison, title: words.Say("Comparison")},
		navEntry{id: pageFindings, title: words.Say("Findings (%d)", len(r.Findings))},
		navEntry{id: pageTargets, title: words.Say("Targets and gaps")},
		navEntry{id: pagePlan, title: planTitle(len(doc.Actions))},
		navEntry{id: pageExercises, title: exercisesTitle(doc)},
		navEntry{id: pageReports, title: words.Say("Reports")}, navEntry{id: pageSettings, title: words.Say("Settings")})
}

func (w *workspace) showNav() { w.nav.set(w.entries(), parentPage(w.pageID)) }

func optionsTitle(n int) string {
	if n == 0 {
		return words.Say("Contract options")
	}
	return words.Say("Contract options (%d)", n)
}

// parentPage is the page of the list that a page belongs to.
func parentPage(id string) string {
	switch {
	case id == pageCriteria:
		return pageComparison
	case id == pageImport:
		return pageRespondents
	case id == pageRun:
		return pageExercises
	case strings.HasPrefix(id, optionPrefix):
		return pageOptions
	case id == pageSheet, strings.HasPrefix(id, actionPrefix):
		return pagePlan
	}
	return id
}

// fitLine shortens a line to a width.
func fitLine(s string, width, size float32, bold bool) string {
	if lines := style.Lines(s, width, size, bold); len(lines) < 2 {
		return s
	}
	// Room for the dots.
	lines := style.Lines(s, width-fyne.MeasureText(" …", size, fyne.TextStyle{Bold: bold}).Width, size, bold)
	return lines[0] + " …"
}

func (w *workspace) setScope(scope string) {
	w.session.Edit(w.pageID, func(d *engagement.Document) { d.Scope = scope })
	w.open(w.pageID)
}

func (w *workspace) toggleSide() {
	w.verdict.toggle()
	w.arrangePanels()
}

// toggleList shows or hides the list of pages.
func (w *workspace) toggleList() {
	w.list.toggle()
	w.arrangePanels()
}

func (w *workspace) arrangePanels() {
	w.showTop()
	w.root.Refresh()
}

// open shows a page.
func (w *workspace) open(id string) {
	w.commit()
	var here pagePlace // kept where the same page is made anew
	if p, ok := w.page.(*sectionPage); ok && id == w.pageID {
		here = p.here()
	}
	// Keys must not reach a field of the page before. The list keeps them, and what
	// stands beside a page that is made anew.
	c := w.app.window.Canvas()
	held, again := w.app.hold(), id == w.pageID && w.page != nil
	inPage := held.stop == nil || scrollHolds(w.middle, held.stop.(fyne.CanvasObject))
	inList := held.stop == fyne.Focusable(w.nav)
	if inPage || !inList && !again {
		c.Unfocus()
	}
	if p, ok := w.page.(leaver); ok {
		p.leave()
	}
	w.pageID = id
	w.page = w.makePage(id)
	locate.Page(w.pageID)
	shown := w.page.object()
	switch p := w.page.(type) {
	case *detailsPage, *optionForm, *settingsPage, *criteriaPage, *actionPage: // their fields are what Tab goes to
	default:
		if s, ok := p.object().(*container.Scroll); ok {
			var typed func(rune)
			if p, ok := p.(*sectionPage); ok {
				typed = p.typed
			}
			shown = newReader(s, typed)
		}
	}
	w.middle.Objects = []fyne.CanvasObject{shown}
	w.middle.Refresh()
	w.showNav()
	w.showTop()
	if p, ok := w.page.(*sectionPage); ok {
		p.resume(here, !inList)
	}
	switch {
	case c.Focused() != nil || w.app.blocked():
	case again && held.at >= 0:
		w.app.give(held)
	default:
		w.lead()
	}
}

func (w *workspace) makePage(id string) page {
	switch id {
	case pageDetails:
		return newDetailsPage(w)
	case pageVerdict:
		return newVerdictPage(w)
	case pageCapacity:
		return newCapacityPage(w)
	case pageTickets:
		return newTicketPage(w)
	case pageResponsibilities:
		return newReportPage(w, responsibilityObjects)
	case pageCSIRP:
		return newReportPage(w, chapterOf("csirp"))
	case pageOptions:
		return newOptionsPage(w)
	case pageComparison:
		return newComparisonPage(w)
	case pageCriteria:
		return newCriteriaPage(w)
	case pageFindings:
		return newReportPage(w, findingObjects(w))
	case pagePlan:
		return newPlanPage(w)
	case pageSheet:
		return newSheetPage(w)
	case pageReports:
		return newReportsPage(w)
	case pageRespondents:
		return newRespondentsPage(w)
	case pageImport:
		return newImportPage(w)
	case pageEvidence:
		return newEvidencePage(w)
	case pageSettings:
		return newSettingsPage(w)
	case pageSince:
		return newReportPage(w, sinceObjects(w))
	case pageTargets:
		return newTargetPage(w)
	case pageExercises:
		return newExercisesPage(w)
	case pageRun:
		if w.holding() {
			return newRunPage(w)
		}
		w.pageID = pageExercises // the exercise is over
		return newExercisesPage(w)
	}
	if sec := w.session.Set.Section(id); sec != nil {
		return newSectionPage(w, sec)
	}
	if option, topic, ok := optionPlace(id); ok {
		if w.session.Document().Option(option) >= 0 {
			return newOptionPage(w, option, topic)
		}
		w.pageID = pageOptions // the option is gone
		return newOptionsPage(w)
	}
	if record, ok := strings.CutPrefix(id, exercisePrefix); ok {
		if i, err := strconv.Atoi(record); err == nil {
			w.exercising.record = i
		}
		w.pageID = pageExercises // with the record open on it
		return newExercisesPage(w)
	}
	if at, ok := strings.CutPrefix(id, targetPlace); ok {
		w.pageID = pageTargets
		w.targets.lead(at)
		return newTargetPage(w)
	}
	if action, ok := strings.CutPrefix(id, actionPrefix); ok {
		if actionAt(w.session.Document(), action) >= 0 {
			return newActionPage(w, action)
		}
		w.pageID = pagePlan // the action is gone
		return newPlanPage(w)
	}
	return newDetailsPage(w)
}

// goTo leads to a place of a change: a question or a page.
func (w *workspace) goTo(place string) {
	it := w.session.Set.Item(place)
	if it == nil {
		if place != "" {
			w.open(place)
		}
		if p, ok := w.page.(*targetPage); ok {
			p.reveal()
		}
		return
	}
	if w.quick() && !it.Quick { // it does not show in the quick set
		w.session.Edit(w.pageID, func(d *engagement.Document) { d.Scope = "all" })
		w.open(it.SectionID)
	} else if w.pageID != it.SectionID {
		w.open(it.SectionID)
	} else {
		w.page.refresh(session.Change{Place: place})
	}
	if r, ok := w.page.(revealer); ok {
		r.reveal(place, true)
	}
}

// step opens the next or previous page of the list.
func (w *workspace) step(by int) { w.nav.step(by) }

// commit hands over what is being typed on the page.
func (w *workspace) commit() {
	if w.page != nil {
		w.page.commit()
	}
}

// name is what the file is called, or the engagement if it has none.
func (w *workspace) name() string {
	if w.file.Path != "" {
		return filepath.Base(w.file.Path)
	}
	if t := w.session.Document().Title; t != "" {
		return t
	}
	return words.Say("the new engagement")
}

// analysis is all that is known of the document as it stands.
func (w *workspace) analysis() analysis.Analysis {
	doc := w.session.Document()
	a := analysis.Analysis{Result: *w.session.Result(), Explanation: *w.session.Explanation(), Simulation: w.simulation()}
	history, err := analysis.History(doc)
	if a.Tickets = history; err != nil {
		a.TicketFault = err.Error()
	}
	a.Comparison, a.Respondents, a.Since, a.Gap = w.session.Comparison(), w.session.Respondents(), w.session.Since(), w.session.Gap()
	return a
}

func (w *workspace) report() *report.Report {
	return report.BuildIn(words.Reports(), redaction.Internal, w.session.Set, w.session.Registry, w.session.Document(), w.analysis())
}

// reportFor is the report as a kind of reader may see it.
func (w *workspace) reportFor(reader redaction.Profile) *report.Report {
	if reader.Whole() {
		return w.report()
	}
	set, registry := w.session.Set, w.session.Registry
	doc := reader.Document(set, w.session.Document())
	return report.BuildIn(words.Reports(), reader, set, registry, doc, analysis.Quick(set, registry, doc))
}

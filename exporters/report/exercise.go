// The documents of an exercise: facilitator pack, participant handout and observer's
// sheet of a run, and the after-action report of a recorded one.

package report

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"muster/assessment/analysis"
	"muster/assessment/engagement"
	"muster/assessment/exercise"
	"muster/assessment/messages"
	"muster/assessment/model"
	"muster/assessment/question"
	"muster/exporters/look"
	"muster/exporters/redaction"
)

// The kinds of document that an exercise has.
var (
	FacilitatorPack    = Kind{ID: "facilitator", Name: messages.Mark("Facilitator pack"), Subtitle: messages.Mark("Facilitator pack"), exercise: facilitatorPack}
	ParticipantHandout = Kind{ID: "handout", Name: messages.Mark("Participant handout"), Subtitle: messages.Mark("Participant handout"), exercise: participantHandout}
	ObserverSheet      = Kind{ID: "observer", Name: messages.Mark("Observer's sheet"), Subtitle: messages.Mark("Observer's sheet"), exercise: observerSheet}
	AfterActionReport  = Kind{ID: "after-action", Name: messages.Mark("After-action report"), Subtitle: messages.Mark("After-action report"), exercise: afterActionReport}

	Exercises = []Kind{FacilitatorPack, ParticipantHandout, ObserverSheet, AfterActionReport}
)

// Why a document of an exercise cannot be made.
var (
	ErrNoExercise = errors.New("no exercise was composed: choose a scenario and a length first")
	ErrNoRecord   = errors.New("there is no record of the exercise: an after-action report needs one that was run")
)

// Exercise is what the documents of an exercise show.
type Exercise struct {
	Run      *exercise.Run
	Review   *exercise.AfterAction // of a recorded exercise; nil for none
	Answered []exercise.Answered   // what the records of the engagement answer

	set     *question.Set
	lang    *messages.Catalogue
	profile redaction.Profile
}

// ExerciseFor says why a kind of reader cannot have a document of an exercise with the
// scenario; nil where they can. The handout gives nothing away; who should take which
// decision is for those who see responsibilities; what an exercise showed is for those
// who see findings, and, as far as it is the MSSP's own part, for the MSSP.
func ExerciseFor(k Kind, p redaction.Profile, s *exercise.Scenario) error {
	switch {
	case !p.Identity && !s.Shipped():
		return fmt.Errorf("the texts of a scenario of your own may name anybody: readers of the kind %q get no document of it", p.Name)
	case k.ID == ParticipantHandout.ID, k.ID == AfterActionReport.ID && (p.Findings || p.Responsibilities), p.Responsibilities:
		return nil
	}
	return fmt.Errorf("readers of the kind %q see neither findings nor responsibilities as this document shows them: choose the handout, or another redaction", p.Name)
}

// BuildExercise makes the report of doc from which the documents of a run are made, for a
// kind of reader and in the language of a catalogue, as BuildIn: doc must be the document
// the profile made, a its analysis, and the run should be composed for it. The record,
// which may be nil, is that of the whole document; what the reader may not see of it is
// left out here.
func BuildExercise(lang *messages.Catalogue, profile redaction.Profile, set *question.Set, registry *model.Registry, doc *engagement.Document, a analysis.Analysis, run *exercise.Run, record *engagement.Exercise) *Report {
	rep := BuildIn(lang, profile, set, registry, doc, a)
	x := &Exercise{Run: run, set: set.In(lang.Text), lang: lang, profile: profile}
	if record != nil {
		record = profile.Exercise(record, func(id string) bool { return run.Scenario.Inject(id) != nil })
		x.Review = exercise.Review(set, record, run)
		if !profile.Findings {
			x.Review = x.Review.Only(set, "mssp")
		}
		if profile.Answers {
			x.Answered = exercise.Answers(set, doc)
		}
	}
	rep.Exercise = x
	return rep
}

// asExercise is the report as a document of its exercise.
func (r *Report) asExercise(k Kind) (*Report, error) {
	switch {
	case r.Exercise == nil || r.Exercise.Run == nil:
		return nil, ErrNoExercise
	}
	if err := ExerciseFor(k, r.Redaction, r.Exercise.Run.Scenario); err != nil {
		return nil, err
	}
	out := *r
	out.Kind, out.Attachment, out.Provisional = k, nil, ""
	out.Title = r.Exercise.Run.Scenario.Title
	out.Subtitle = r.Lang.Text(k.Subtitle) + " · " + within(r.Lang, r.Exercise.Run.Length.Title)
	out.Chapters = nil
	if err := k.exercise(&out); err != nil {
		return nil, err
	}
	if p := r.Redaction; !p.Whole() && out.Readers != "" {
		out.Readers = r.Lang.Text(p.Name) + ". " + r.Lang.Text(p.Says)
		out.Hints = append(out.Hints, r.Lang.Text("This version leaves out names, what people wrote, and what its readers may not see of the assessment."))
	}
	return &out, nil
}

// span is a time of the exercise, from and to.
func span(from, to int) string { return exercise.Clock(from) + "–" + exercise.Clock(to) }

func facilitatorPack(rep *Report) error {
	x := rep.Exercise
	rep.Readers = rep.Lang.Text("Facilitator and observers.")
	rep.Hints = []string{
		rep.Lang.Text("For the facilitator and the observers only. Participants get the handout, which gives nothing away."),
		rep.Lang.Text("Each inject has its own page: what is read out, what should be decided and by whom, what to ask, and what to watch for. Times are minutes from the welcome; the time of the story stands beside them."),
	}
	if rep.Redaction.Findings {
		rep.Hints = append(rep.Hints, rep.Lang.Text("Who should take a decision is drawn from the responsibility matrix and the plan as they were answered. Where they name nobody, or somebody unusual, the page says so: that is what the exercise is to show."))
	} else {
		rep.Hints = append(rep.Hints, rep.Lang.Text("Who should take a decision is drawn from the responsibility matrix and the plan."))
	}
	rep.Chapters = []Chapter{overviewChapter(rep), agendaChapter(x), briefingChapter(rep.Lang, x.Run)}
	for i := range x.Run.Injects {
		rep.Chapters = append(rep.Chapters, injectChapter(x, &x.Run.Injects[i]))
	}
	rep.Chapters = append(rep.Chapters, debriefChapter(rep.Lang, x.Run))
	return nil
}

// shownGaps is how many gaps an overview names one by one.
const shownGaps = 8

func overviewChapter(rep *Report) Chapter {
	run := rep.Exercise.Run
	s := run.Scenario
	c := Chapter{ID: "exercise", Title: rep.Lang.Text("The exercise at a glance"), OnePage: true, Lead: overviewLead(rep.Exercise), Blocks: []Block{
		Paragraph{s.Summary},
		Heading{rep.Lang.Text("Objectives")}, Bullets{s.Objectives},
	}}
	if len(run.Gaps) > 0 && rep.Redaction.Findings {
		t := Table{Columns: []Column{{rep.Lang.Text("What is tested"), 36, false}, {rep.Lang.Text("Why"), 46, false}, {rep.Lang.Text("Injects"), 18, false}}}
		for _, g := range run.Gaps[:min(len(run.Gaps), shownGaps)] {
			why := g.Why
			if g.RedFlag {
				why = rep.Lang.Say("Red flag. %s", why)
			}
			t.Rows = append(t.Rows, []string{g.Title, why, strings.Join(numbers(run, g.Injects), ", ")})
		}
		if more := len(run.Gaps) - len(t.Rows); more > 0 {
			t.Caption = rep.Lang.Say("The gravest of %d gaps that the injects test; the pages of the injects name the others.", len(run.Gaps))
		}
		c.Blocks = append(c.Blocks, Heading{rep.Lang.Text("What it tests here")}, t)
	}
	roles := Table{Columns: []Column{{rep.Lang.Text("Role"), 34, false}, {rep.Lang.Text("Part"), 24, false}, {rep.Lang.Text("Task"), 42, false}}}
	for _, r := range s.Audience {
		role := r.Role
		if r.Optional {
			role += rep.Lang.Text(" (if possible)")
		}
		roles.Rows = append(roles.Rows, []string{role, exercise.Title(run.Planner.Parts, r.Part), r.Task})
	}
	c.Blocks = append(c.Blocks, Heading{rep.Lang.Text("Who should take part")}, roles)
	return c
}

// numbers are the numbers of injects in the run.
func numbers(run *exercise.Run, ids []string) []string {
	var out []string
	for i := range run.Injects {
		if slices.Contains(ids, run.Injects[i].ID) {
			out = append(out, fmt.Sprint(run.Injects[i].Number))
		}
	}
	return out
}

func overviewLead(x *Exercise) string {
	lang, run := x.lang, x.Run
	lead := lang.Say("%s in %s, with %s", run.Scenario.Title, within(lang, run.Length.Title), lang.Count(len(run.Injects), "1 inject", "%d injects"))
	if n := len(run.Gaps); n > 0 && x.profile.Findings {
		return lead + lang.Say(" that test %s of this engagement.", lang.Count(n, "1 gap", "%d gaps"))
	}
	return lead + "."
}

func agendaChapter(x *Exercise) Chapter {
	lang, run := x.lang, x.Run
	advice := lang.Text("Run over where the talk is worth it and drop a later inject for it, but none on authority or notification.")
	if x.profile.Findings {
		advice = lang.Text("An inject that tests more of this engagement's gaps is given more time.") + " " + advice
	}
	t := Table{Columns: []Column{{lang.Text("From–to"), 15, false}, {lang.Text("Minutes"), 12, true}, {lang.Text("What"), 41, false}, {lang.Text("Story"), 18, false}, {lang.Text("Channel"), 18, false}}}
	for _, s := range run.Agenda {
		row := []string{span(s.From, s.To), fmt.Sprint(s.To - s.From), s.Title, "", ""}
		if s.Inject >= 0 {
			in := run.Injects[s.Inject]
			row[2] = lang.Say("Inject %d: %s", in.Number, in.Title)
			row[3], row[4] = in.At, exercise.Title(run.Planner.Channels, in.Channel)
		}
		t.Rows = append(t.Rows, row)
	}
	return Chapter{ID: "agenda", Title: lang.Text("Agenda"), Lead: lang.Say("%s from welcome to end, %d of them play.", lang.Count(run.Length.Minutes, "1 minute", "%d minutes"), run.Length.Play()),
		Blocks: []Block{t, Paragraph{advice}}}
}

func briefingChapter(lang *messages.Catalogue, run *exercise.Run) Chapter {
	c := Chapter{ID: "briefing", Title: lang.Text("Briefing"), OnePage: true, Lead: lang.Text("Read the setting aloud; take questions on it, not on what comes."), Blocks: []Block{
		Heading{lang.Text("Points of the briefing")}, Bullets{run.Planner.Briefing},
		Heading{lang.Text("Setting, read out")}, Quote{strings.Join(run.Scenario.Setting, "\n\n")},
	}}
	var forms []string
	for _, f := range run.Planner.Forms {
		forms = append(forms, f.Title+": "+lowerFirst(f.Text))
	}
	c.Blocks = append(c.Blocks, Heading{lang.Text("Ground rules")}, Bullets{run.Planner.Rules}, Heading{lang.Text("Forms of play")}, Bullets{forms})
	return c
}

func injectChapter(x *Exercise, in *exercise.Played) Chapter {
	c := Chapter{ID: "inject-" + in.ID, Label: x.lang.Say("Inject %d", in.Number), Title: in.Title, OnePage: true,
		Lead: fmt.Sprintf("%s · %s · %s", span(in.Start, in.End), in.At, exercise.Title(x.Run.Planner.Channels, in.Channel)),
		Blocks: []Block{
			Paragraph{x.lang.Say("From: %s\nTo: %s", in.From, in.To)},
			Quote{in.Text},
		}}
	t := Table{Columns: []Column{{x.lang.Text("Expected decision"), 34, false}, {x.lang.Text("Who should take it"), 22, false}, {x.lang.Text("As answered"), 34, false}, {x.lang.Text("Within"), 10, true}}}
	for i, d := range in.Decisions {
		taker := in.Takers[i]
		t.Rows = append(t.Rows, []string{d.Text, taker.Who(x.lang), fmt.Sprintf("%s. %s (%s.)", x.lang.Text(taker.State.Word()), x.lang.Text(taker.Says), x.lang.Text(taker.Rests)), x.lang.Say("%d min", d.Within)})
	}
	if !x.profile.Findings { // what was answered, and how weak it is
		t.Columns = slices.Delete(t.Columns, 2, 3)
		t.Columns[0].Share, t.Columns[1].Share = 52, 38
		for i := range t.Rows {
			t.Rows[i] = slices.Delete(t.Rows[i], 2, 3)
		}
	}
	c.Blocks = append(c.Blocks, Heading{x.lang.Text("Expected decisions")}, t, Heading{x.lang.Text("Ask")}, Bullets{in.Discuss}, Heading{x.lang.Text("For the facilitator")}, Bullets{in.Hints})
	c.Blocks = append(c.Blocks, Heading{x.lang.Text("What it tests")})
	if len(in.Gaps) > 0 && x.profile.Findings {
		const most = 6
		var items []string
		for _, g := range in.Gaps[:min(most, len(in.Gaps))] {
			items = append(items, g.Title+" ("+gapWords(x.lang, g)+")")
		}
		if more := len(in.Gaps) - most; more > 0 {
			items = append(items, x.lang.Say("and %s", x.lang.Count(more, "1 more gap", "%d more gaps")))
		}
		c.Blocks = append(c.Blocks, Bullets{items})
	}
	c.Blocks = append(c.Blocks, Paragraph{x.lang.Say("Questions: %s.", questionNames(x.set, in.Questions()))})
	return c
}

// gapWords say in a few words why something is a gap; the findings say the rest.
func gapWords(lang *messages.Catalogue, g exercise.Gap) string {
	why := within(lang, g.Why)
	if g.Finding != "" {
		why = g.Finding + ", " + g.Severity
	}
	if g.RedFlag {
		why = lang.Say("red flag; %s", why)
	}
	return why
}

func questionNames(set *question.Set, ids []string) string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = id
		if it := set.Item(id); it != nil {
			out[i] = fmt.Sprintf("%d %s", it.Number, it.Phrase())
		}
	}
	return strings.Join(out, "; ")
}

func debriefChapter(lang *messages.Catalogue, run *exercise.Run) Chapter {
	c := Chapter{ID: "debrief", Title: lang.Text("Hot debrief"), Lead: lang.Say("%d minutes, at once and in the same room. Everybody writes a line first; then the youngest speaks first.", run.Length.Debrief),
		Blocks: []Block{Bullets{run.Planner.Debrief}, Paragraph{lang.Text("Collect the observers' sheets and the participants' logs before anybody leaves. Note the date, who was there and in which form it was played: the record needs it.")}}}
	if len(run.Left) > 0 {
		t := Table{Columns: []Column{{lang.Text("Inject"), 26, false}, {lang.Text("Text"), 74, false}}}
		for _, in := range run.Left {
			t.Rows = append(t.Rows, []string{in.Title + "\n" + in.At, in.Text})
		}
		c.Blocks = append(c.Blocks, Heading{lang.Text("In reserve")}, Paragraph{lang.Text("These injects of the scenario are left out. Use one if there is time, or if the talk leads to it.")}, t)
	}
	return c
}

// handoutTitle gives nothing of the story away.
const handoutTitle = "Incident response exercise"

// Rows to fill in of the handout.
const (
	handoutContacts  = 6
	handoutDecisions = 24
)

func participantHandout(rep *Report) error {
	run := rep.Exercise.Run
	rep.Title, rep.Masthead = rep.Lang.Text(handoutTitle), true
	first := Chapter{ID: "handout", Title: rep.Lang.Text("What it is about"), Lead: rep.Lang.Text("You play your own role in a story that could happen tomorrow. What counts is how you decide together, not who knows most."),
		Blocks: []Block{Heading{rep.Lang.Text("Setting")}}}
	for _, p := range run.Scenario.Setting {
		first.Blocks = append(first.Blocks, Paragraph{p})
	}
	first.Blocks = append(first.Blocks, Heading{rep.Lang.Text("Rules")}, Bullets{run.Planner.Rules})
	roles := Table{Columns: []Column{{rep.Lang.Text("Role"), 40, false}, {rep.Lang.Text("Task in the exercise"), 60, false}}}
	contacts := Form{Columns: []Column{{rep.Lang.Text("Role"), 34, false}, {rep.Lang.Text("Name"), 24, false}, {rep.Lang.Text("Reached by"), 24, false}, {rep.Lang.Text("If not: deputy"), 18, false}}, Empty: handoutContacts}
	for _, r := range run.Scenario.Audience {
		roles.Rows = append(roles.Rows, []string{r.Role, r.Task})
		if r.Part != "observer" {
			contacts.Rows = append(contacts.Rows, []string{r.Role})
		}
	}
	second := Chapter{ID: "handout-roles", Title: rep.Lang.Text("Roles and agenda"), Follows: true, Blocks: []Block{
		Heading{rep.Lang.Text("Roles")}, roles, Heading{rep.Lang.Text("Agenda")}, handoutAgenda(rep.Lang, run),
	}}
	log := Form{Columns: []Column{{rep.Lang.Text("Time"), 10, false}, {rep.Lang.Text("What was learned or decided"), 42, false}, {rep.Lang.Text("By whom, by what right"), 26, false}, {rep.Lang.Text("Told to whom, how"), 22, false}}, Empty: handoutDecisions, Fill: true}
	rep.Chapters = []Chapter{first, second,
		{ID: "handout-contacts", Title: rep.Lang.Text("Contacts"), Lead: rep.Lang.Text("Fill it in from the plan and the contact list, not from memory."), Blocks: []Block{contacts}},
		{ID: "handout-log", Title: rep.Lang.Text("Log"), Lead: rep.Lang.Text("One line for each thing that matters: when, what, who. Decisions not to act as well."), Blocks: []Block{log}}}
	return nil
}

// handoutAgenda shows the play in one piece on either side of the break.
func handoutAgenda(lang *messages.Catalogue, run *exercise.Run) Table {
	t := Table{Columns: []Column{{lang.Text("From–to"), 20, false}, {lang.Text("What"), 80, false}}}
	from := -1
	for i, s := range run.Agenda {
		if s.Kind != exercise.Play {
			t.Rows = append(t.Rows, []string{span(s.From, s.To), s.Title})
			continue
		}
		if from < 0 {
			from = s.From
		}
		if next := i + 1; next == len(run.Agenda) || run.Agenda[next].Kind != exercise.Play {
			t.Rows = append(t.Rows, []string{span(from, s.To), lang.Text("Play")})
			from = -1
		}
	}
	return t
}

// observerSheet has no chapters: the workbook is laid out from the run.
func observerSheet(*Report) error { return nil }

func afterActionReport(rep *Report) error {
	x := rep.Exercise
	if x.Review == nil {
		return ErrNoRecord
	}
	a := x.Review
	if t := strings.TrimSpace(a.Record.Title); t != "" {
		rep.Title = t
	}
	if a.Record.Date != "" {
		rep.Date = a.Record.Date
	}
	rep.Subtitle = rep.Lang.Text("After-action report")
	if a.Length.Title != "" {
		rep.Subtitle += " · " + within(rep.Lang, a.Length.Title)
	}
	rep.Readers = rep.Lang.Text("Those who took part, the owner of the plan and the executives.")
	rep.Hints = []string{
		rep.Lang.Text("What was expected stands beside what happened. What was not noted is not judged, and what was not reached says nothing."),
		rep.Lang.Text("Deviations (D) follow from the comparison of what was expected with what was noted."),
		rep.Lang.Text("The exercise tested the plan and the arrangements, not people."),
	}
	if x.profile.Notes {
		rep.Hints[1] = rep.Lang.Text("Lessons (L) were written down by people.") + " " + rep.Hints[1]
	}
	rep.Chapters = []Chapter{afterSummary(x)}
	if !x.profile.Findings {
		rep.Hints[0] = rep.Lang.Text("Only the decisions that the MSSP should take, or took, are shown: what was expected stands beside what happened.")
		if a.Expected == 0 { // nothing else is theirs to see
			rep.Chapters[0].Lead = rep.Lang.Text("Nothing was played that the MSSP should decide, or did decide.")
			return nil
		}
	}
	rep.Chapters = append(rep.Chapters, afterFindings(x))
	if x.profile.Answers {
		rep.Chapters = append(rep.Chapters, afterAnswers(x))
	}
	rep.Chapters = append(rep.Chapters, afterCourse(x))
	return nil
}

// afterLead is the exercise in a sentence.
func afterLead(lang *messages.Catalogue, a *exercise.AfterAction) string {
	if a.Expected == 0 {
		return lang.Text("No inject with expected decisions was played.")
	}
	return lang.Say("%s: %d taken, %d of them as expected, %d late, %d by the wrong side; %d not taken.", lang.Count(a.Expected, "1 expected decision", "%d expected decisions"), a.Taken, a.AsExpected, a.Late, a.WrongParty, a.Missing)
}

func afterSummary(x *Exercise) Chapter {
	a := x.Review
	p := x.Run.Planner
	form := a.Record.Form
	if form == "" {
		form = "discussion"
	}
	rows := [][]string{{x.lang.Text("Scenario"), x.lang.Say("%s (%s, version %d)", a.Scenario.Title, a.Scenario.ID, a.Scenario.Version)}, {x.lang.Text("Held on"), orDash(a.Record.Date)}, {x.lang.Text("Form"), exercise.Title(p.Forms, form)},
		{x.lang.Text("Injects played"), x.lang.Say("%d, and %d skipped", a.Played, a.Skipped)}, {x.lang.Text("Decisions noted"), x.lang.Say("%d of %d expected", a.Taken, a.Expected)}}
	if x.profile.Findings {
		rows = append(rows, []string{x.lang.Text("Observations"), x.lang.Say("%d good, %d weak", a.Good, a.Weak)})
	}
	c := Chapter{ID: "after-summary", Title: x.lang.Text("Summary"), Lead: afterLead(x.lang, a), Blocks: []Block{Table{Columns: []Column{{"", 28, false}, {"", 72, false}}, Rows: rows}}}
	if len(a.Notes) > 0 {
		c.Blocks = append(c.Blocks, Heading{x.lang.Text("Limits")}, Bullets{a.Notes})
	}
	if good := observations(a, "good"); len(good) > 0 {
		c.Blocks = append(c.Blocks, Heading{x.lang.Text("What went well")}, Bullets{good})
	}
	if weak := observations(a, "weak"); len(weak) > 0 {
		c.Blocks = append(c.Blocks, Heading{x.lang.Text("What went less well")}, Bullets{weak})
	}
	t := Table{Columns: []Column{{x.lang.Text("Role"), 50, false}, {x.lang.Text("Part"), 32, false}, {x.lang.Text("There"), 18, false}}}
	if !x.profile.Notes { // without the names of roles, which anybody may have written
		t.Columns = []Column{{x.lang.Text("Part"), 70, false}, {x.lang.Text("There"), 30, false}}
	}
	for _, who := range a.Record.Participants {
		there := x.lang.Text("yes")
		if who.Absent {
			there = x.lang.Text("no")
		}
		row := []string{orDash(who.Role), orDash(exercise.Title(p.Parts, who.Part)), there}
		t.Rows = append(t.Rows, row[len(row)-len(t.Columns):])
	}
	c.Blocks = append(c.Blocks, Heading{x.lang.Text("Who took part")})
	if len(t.Rows) == 0 {
		c.Blocks = append(c.Blocks, Paragraph{x.lang.Text("Nobody was noted.")})
	} else {
		c.Blocks = append(c.Blocks, t)
	}
	return c
}

// observations of a kind, each with its inject.
func observations(a *exercise.AfterAction, kind string) []string {
	var out []string
	for i := range a.Injects {
		for _, o := range a.Injects[i].Record.Observations {
			if o.Kind == kind && o.Text != "" {
				out = append(out, o.Text+" ("+a.Injects[i].Title()+")")
			}
		}
	}
	return out
}

func afterFindings(x *Exercise) Chapter {
	a := x.Review
	c := Chapter{ID: "after-findings", Title: x.lang.Text("Findings"), Lead: x.lang.Text("Nothing was found that calls for action.")}
	if len(a.Findings) == 0 {
		return c
	}
	high := 0
	for _, f := range a.Findings {
		if f.Severity == "high" {
			high++
		}
	}
	c.Lead = x.lang.Say("%s, %d of high severity.", x.lang.Count(len(a.Findings), "1 finding", "%d findings"), high)
	table := func(lesson bool) Table {
		t := Table{Columns: []Column{{x.lang.Text("Id"), 7, false}, {x.lang.Text("Severity"), 12, false}, {x.lang.Text("Finding"), 49, false}, {x.lang.Text("Inject"), 16, false}, {x.lang.Text("Bears on"), 16, false}}}
		if lesson {
			t.Columns = slices.Delete(t.Columns, 3, 4)
		}
		for _, f := range a.Findings {
			if f.Lesson != lesson {
				continue
			}
			row := []string{f.ID, x.lang.Text(look.Severity(f.Severity).Word), f.Text, f.Inject, strings.Join(titles(x.set, f.Questions), "; ")}
			if lesson {
				row = slices.Delete(row, 3, 4)
			}
			t.Rows = append(t.Rows, row)
		}
		return t
	}
	if t := table(true); len(t.Rows) > 0 {
		c.Blocks = append(c.Blocks, Heading{x.lang.Text("Lessons")}, t)
	}
	if t := table(false); len(t.Rows) > 0 {
		c.Blocks = append(c.Blocks, Heading{x.lang.Text("Where it went otherwise than expected")}, t)
	}
	return c
}

func afterCourse(x *Exercise) Chapter {
	a := x.Review
	c := Chapter{ID: "after-course", Title: x.lang.Text("What was expected, and what happened"), Follows: true, Lead: x.lang.Say("%s in the order of the story.", x.lang.Count(len(a.Injects), "1 inject", "%d injects"))}
	for i := range a.Injects {
		r := &a.Injects[i]
		head := r.Title()
		if r.Record.Minute != nil {
			head = exercise.Clock(*r.Record.Minute) + "  " + head
		}
		c.Blocks = append(c.Blocks, Heading{head})
		switch r.Record.State {
		case "skipped":
			c.Blocks = append(c.Blocks, Paragraph{x.lang.Text("Skipped.")})
		case "":
			c.Blocks = append(c.Blocks, Paragraph{x.lang.Text("Not reached.")})
		}
		t := Table{Columns: []Column{{x.lang.Text("Expected"), 32, false}, {x.lang.Text("Should be taken by"), 20, false}, {x.lang.Text("What happened"), 32, false}, {x.lang.Text("Result"), 16, false}}}
		for _, d := range r.Compared {
			t.Rows = append(t.Rows, []string{d.Expected.Text, x.lang.Say("%s, within %d min", d.Taker.Who(x.lang), d.Expected.Within), takenWords(x.lang, d.Taken), resultWords(x.lang, d)})
		}
		for _, d := range r.Further {
			t.Rows = append(t.Rows, []string{"–", "–", takenWords(x.lang, &d), x.lang.Text("not among those expected")})
		}
		if len(t.Rows) > 0 {
			c.Blocks = append(c.Blocks, t)
		}
		var seen []string
		for _, o := range r.Record.Observations {
			s := o.Text
			if s == "" {
				continue
			}
			if o.Minute != nil {
				s = exercise.Clock(*o.Minute) + ": " + s
			}
			if o.Kind != "" {
				s = upperFirst(x.lang.Text(o.Kind)) + ", " + lowerFirst(s)
			}
			seen = append(seen, s)
		}
		if len(seen) > 0 {
			c.Blocks = append(c.Blocks, Bullets{seen})
		}
	}
	return c
}

// takenWords say what was decided, by whom and after how long.
func takenWords(lang *messages.Catalogue, d *engagement.TakenDecision) string {
	if d == nil {
		return lang.Text("Nothing was noted.")
	}
	s := strings.TrimSpace(d.Text)
	if s == "" {
		s = lang.Text("Taken")
	}
	s = strings.TrimSuffix(s, ".")
	by := d.By
	switch {
	case by == "" && d.Party != "":
		by = partyWord(lang, d.Party)
	case d.Party != "":
		by += " (" + partyWord(lang, d.Party) + ")"
	}
	if by != "" {
		s += lang.Say("; by %s", by)
	}
	if d.After != nil {
		s += lang.Say("; after %d min", *d.After)
	}
	return s + "."
}

func resultWords(lang *messages.Catalogue, c exercise.Compared) string {
	if len(c.Deviations) == 0 {
		if c.Taken.AsExpected == "" {
			return lang.Text("taken, not judged")
		}
		return lang.Text("as expected")
	}
	var out []string
	for _, d := range c.Deviations {
		out = append(out, lang.Text(d.Word()))
	}
	return strings.Join(out, ", ")
}

func afterAnswers(x *Exercise) Chapter {
	c := Chapter{ID: "after-answers", Title: x.lang.Text("What it answers"), Follows: true, Lead: x.lang.Text("The assessment's answers say already what this exercise shows.")}
	if len(x.Answered) == 0 {
		return c
	}
	c.Lead = x.lang.Say("The exercise supports %s of the assessment, with the evidence “observed”.", x.lang.Count(len(x.Answered), "1 answer", "%d answers"))
	t := Table{Columns: []Column{{x.lang.Text("Question"), 50, false}, {x.lang.Text("What was seen"), 50, false}}}
	for _, q := range x.Answered {
		t.Rows = append(t.Rows, []string{title(x.set, q.ID), q.Why})
	}
	c.Blocks = []Block{t}
	return c
}

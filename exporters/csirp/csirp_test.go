package csirp

import (
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"muster/assessment/analysis"
	"muster/assessment/cadence"
	"muster/assessment/engagement"
	"muster/assessment/engagement/engagementtest"
	"muster/assessment/model"
	"muster/assessment/question"
	"muster/assets"
	"muster/exporters/redaction"
	"muster/exporters/report"
)

func sample(t testing.TB, name string) *engagement.Document {
	t.Helper()
	if name == "empty" {
		return engagement.New("", "", question.Default())
	}
	return engagementtest.Sample(t, name)
}

func build(t testing.TB, doc *engagement.Document) *Plan {
	t.Helper()
	set := question.Default()
	rep := report.Build(set, model.Default(), doc, analysis.Quick(set, model.Default(), doc))
	plan, err := Build(Default(), set, doc, rep)
	if err != nil {
		t.Fatal(err)
	}
	return plan
}

// texts are all texts of a chapter.
func texts(c report.Chapter) []string {
	out := []string{c.Title, c.Lead}
	for _, b := range c.Blocks {
		switch b := b.(type) {
		case report.Heading:
			out = append(out, b.Text)
		case report.Paragraph:
			out = append(out, b.Text)
		case report.Bullets:
			out = append(out, b.Items...)
		case report.Table:
			for _, r := range b.Rows {
				out = append(out, r...)
			}
		case report.Signatures:
			out = append(append(out, b.Heading), b.Lines...)
		default:
			panic(fmt.Sprintf("a block %T", b))
		}
	}
	return out
}

// body is everything but the list of open points.
func body(p *Plan) string {
	var out []string
	for _, c := range p.Report.Chapters[1:] {
		out = append(out, texts(c)...)
	}
	return strings.Join(out, "\n")
}

// rowOf finds the row of a chapter's tables that starts like this.
func rowOf(t *testing.T, p *Plan, chapter string, column int, text string) []string {
	t.Helper()
	for _, b := range p.Report.Chapter(chapter).Blocks {
		if table, ok := b.(report.Table); ok {
			for _, r := range table.Rows {
				if column < len(r) && r[column] == text {
					return r
				}
			}
		}
	}
	t.Fatalf("chapter %s has no row %q", chapter, text)
	return nil
}

// Of an empty engagement everything the plan wants to know is open, each question
// once and the matrix once a row.
func TestEmptyListsEveryQuestionOnce(t *testing.T) {
	plan := build(t, sample(t, "empty"))
	want := map[string]int{matrixQuestion: len(question.Default().Item(matrixQuestion).Activities)}
	facts := 0
	for _, p := range Default().Points {
		if p.Question == "" {
			facts++
		} else {
			want[p.Question]++
		}
	}
	got := map[string]int{}
	asks := map[string]bool{}
	for i, o := range plan.Open {
		if o.Number != i+1 {
			t.Errorf("number %d stands at place %d", o.Number, i+1)
		}
		if asks[o.Ask] {
			t.Errorf("asked twice: %s", o.Ask)
		}
		asks[o.Ask] = true
		if o.Chapter == "" || o.From == "" {
			t.Errorf("no place or no question: %+v", o)
		}
		if o.Question == "" {
			facts--
			continue
		}
		got[o.Question]++
	}
	if !reflect.DeepEqual(got, want) || facts != 0 {
		t.Errorf("open by question:\n%v\nwant\n%v\nfacts left: %d", got, want, facts)
	}
	for id, n := range want {
		if id != matrixQuestion && n != 1 {
			t.Errorf("%s is asked by %d points", id, n)
		}
	}
}

// What is listed stands in the text in full, and every number in the text is listed.
func TestMarksAndListAgree(t *testing.T) {
	for _, name := range []string{"empty", "bank", "saas", "hospital"} {
		plan := build(t, sample(t, name))
		text := body(plan)
		listed := strings.Join(texts(plan.Report.Chapters[0]), "\n")
		for i := range plan.Open {
			o := &plan.Open[i]
			if !strings.Contains(text, o.Mark()) {
				t.Errorf("%s: %q is listed but stands nowhere", name, o.Mark())
			}
			if !strings.Contains(listed, o.Label()+"\n"+o.Ask) {
				t.Errorf("%s: %q is not on the front list", name, o.Mark())
			}
			if !strings.Contains(strings.Join(texts(chapterTitled(plan, o.Chapter)), "\n"), o.Label()) {
				t.Errorf("%s: %s does not stand in %q", name, o.Label(), o.Chapter)
			}
		}
		for _, m := range Labels(nil).FindAllString(text, -1) {
			n, _ := strconv.Atoi(strings.TrimRight(m[strings.LastIndexByte(m, ' ')+1:], ":"))
			if n < 1 || n > len(plan.Open) || plan.Open[n-1].Label() != strings.TrimRight(m, ":") {
				t.Errorf("%s: %q is not on the list", name, m)
			}
		}
	}
}

func chapterTitled(p *Plan, title string) report.Chapter {
	for _, c := range p.Report.Chapters {
		if c.Title == title {
			return c
		}
	}
	return report.Chapter{}
}

func TestAnsweredSampleHasFewOpenPoints(t *testing.T) {
	if n := len(build(t, sample(t, "bank")).Open); n > 2 {
		t.Errorf("the bank, which has everything, has %d open points", n)
	}
	saas, hospital, empty := len(build(t, sample(t, "saas")).Open), len(build(t, sample(t, "hospital")).Open), len(build(t, sample(t, "empty")).Open)
	if !(saas < hospital && hospital < empty) {
		t.Errorf("open points: %d, %d, %d", saas, hospital, empty)
	}
}

// braces that the template does not fill in by itself.
var unresolved = regexp.MustCompile(`\{[a-z-]+(:[a-z-]+)?\}`)

func TestNoPlaceholderIsLeft(t *testing.T) {
	for _, name := range []string{"empty", "bank", "saas", "hospital"} {
		plan := build(t, sample(t, name))
		all := body(plan) + strings.Join(texts(plan.Card.Chapters[0]), "\n") + strings.Join(texts(plan.Report.Chapters[0]), "\n")
		if m := unresolved.FindString(all); m != "" {
			t.Errorf("%s: %s was not filled in", name, m)
		}
	}
	doc := sample(t, "saas")
	doc.Client = "A{owner}B"
	if text := body(build(t, doc)); !strings.Contains(text, "A{owner}B") {
		t.Error("a client's own braces were read as a placeholder")
	}
}

func TestChapters(t *testing.T) {
	var ids []string
	for _, c := range build(t, sample(t, "hospital")).Report.Chapters {
		ids = append(ids, c.ID)
		if len(c.Blocks) == 0 || c.Title == "" || c.Lead == "" {
			t.Errorf("chapter %s is not filled", c.ID)
		}
	}
	want := []string{"open", "scope", "roles", "severity", "authority", "escalation", "communication", "notification", "checklist", "forensics", "cadence", "contacts", "custody", "record", "sources"}
	if !slices.Equal(ids, want) {
		t.Errorf("chapters %v, want %v", ids, want)
	}
}

// The SaaS sample leaves the final word on the impact to the MSSP.
func TestRedFlagIsToBeCorrected(t *testing.T) {
	plan := build(t, sample(t, "saas"))
	i := slices.IndexFunc(plan.Open, func(o Open) bool { return o.Correct && o.Question == matrixQuestion })
	if i < 0 {
		t.Fatal("no correction is listed")
	}
	o := &plan.Open[i]
	r := rowOf(t, plan, "escalation", 0, "7")
	if r[2] != "MSSP today; must be Example SaaS Ltd" || r[4] != o.Mark() || !strings.HasPrefix(r[4], "TO CORRECT ") {
		t.Errorf("the matrix has %q", r)
	}
	if got := rowOf(t, plan, "authority", 0, "Binding word on the impact")[1]; got != o.Label()+": MSSP today" {
		t.Errorf("the decision table has %q", got)
	}
	var card []string
	for _, b := range plan.Card.Chapters[0].Blocks {
		if table, ok := b.(report.Table); ok {
			for _, r := range table.Rows {
				card = append(card, strings.Join(r, " | "))
			}
		}
	}
	if !strings.Contains(strings.Join(card, "\n"), "Give the final word on the impact | Example SaaS Ltd (today MSSP)") {
		t.Errorf("the card has\n%s", strings.Join(card, "\n"))
	}
}

func TestSeverityScaleHasTheTargets(t *testing.T) {
	doc := sample(t, "saas")
	a := doc.Answers["bw-target"]
	a.State, a.Value = engagement.Answered, engagement.Severity{0.25, 1, 6, 48}
	doc.Answers["bw-target"] = a
	plan := build(t, doc)
	for severity, want := range map[string]string{"Critical": "15\u00a0min", "High": "1\u00a0h", "Medium": "6\u00a0h", "Low": "48\u00a0h"} {
		if got := rowOf(t, plan, "severity", 0, severity)[2]; got != want {
			t.Errorf("%s: picked up within %q, want %q", severity, got, want)
		}
	}
	if got := rowOf(t, build(t, sample(t, "empty")), "severity", 0, "Critical")[2]; got != "30\u00a0min (default)" {
		t.Errorf("without an answer: %q", got)
	}
}

func TestCadence(t *testing.T) {
	const exercise = "Scenario exercise with executives, legal, communications and the MSSP"
	for _, c := range []struct {
		date       string
		value      engagement.Value
		last, next string
	}{
		{"2026-11-12", engagement.Months{N: 5}, "2026-06", "2027-06-12"},
		{"2026-11-12", engagement.Months{N: 12}, "2025-11", "2026-11-12"},
		{"2026-11-12", engagement.Months{N: 13}, "2025-10", "2027-02-10, overdue\n"},
		{"2026-11-12", engagement.Months{Never: true}, "never", "2027-02-10\n"},
		{"2026-11-12", nil, "not answered", "2027-02-10\n"},
		{"", engagement.Months{N: 5}, "5 months before", "in 7 months"},
		{"", engagement.Months{N: 14}, "14 months before", "within 90 days, overdue\n"},
		{"soon", engagement.Months{N: 11}, "11 months before", "in 1 month"},
	} {
		doc := sample(t, "bank")
		doc.Date = c.date
		delete(doc.Answers, "asr-exercise")
		if c.value != nil {
			doc.Answers["asr-exercise"] = engagement.Answer{State: engagement.Answered, Value: c.value}
		}
		plan := build(t, doc)
		r := rowOf(t, plan, "cadence", 0, exercise)
		next, marked := strings.CutSuffix(c.next, "\n")
		if r[3] != c.last || !strings.HasPrefix(r[4], next) || marked != Labels(nil).MatchString(r[4]) {
			t.Errorf("%s, %v: last %q, next %q", c.date, c.value, r[3], r[4])
		}
	}
}

// The plan says of every duty what the calendar and the gap assessment say.
func TestCadenceIsThatOfTheEngagement(t *testing.T) {
	for _, name := range []string{"hospital", "saas", "bank"} {
		doc := sample(t, name)
		plan := build(t, doc)
		seen := 0
		for _, x := range cadence.Duties(question.Default(), doc, doc.Date) {
			for _, d := range Default().Cadence {
				if d.Question != x.Question {
					continue
				}
				seen++
				r := rowOf(t, plan, "cadence", 0, d.What)
				if r[2] != fmt.Sprintf("%d months", x.Months) || x.Standing == cadence.Fine && r[4] != x.Next || (x.Standing == cadence.Overdue && !x.Never) != strings.Contains(r[4], "overdue") {
					t.Errorf("%s: %q, and elsewhere %+v", name, r, x)
				}
			}
		}
		if seen < 4 {
			t.Errorf("%s: %d duties only", name, seen)
		}
	}
}

func TestNotificationClocks(t *testing.T) {
	plan := build(t, sample(t, "hospital"))
	if got := rowOf(t, plan, "notification", 0, "NIS2 early warning")[1]; got != "24\u00a0h" {
		t.Errorf("NIS2 within %q", got)
	}
	i := slices.IndexFunc(plan.Open, func(o Open) bool { return o.Correct && o.Question == "ntf-decide-hours" })
	if i < 0 || !strings.Contains(plan.Open[i].Ask, "60\u00a0h too much") {
		t.Errorf("a clock that can be missed by 60 h is not to be corrected: %+v", plan.Open)
	}
	doc := sample(t, "hospital")
	doc.Answers["ntf-regimes"] = engagement.Answer{State: engagement.Answered, Value: engagement.Multi{"none"}}
	if text := body(build(t, doc)); !strings.Contains(text, "No reporting deadline was named") {
		t.Error("nothing says that no deadline was named")
	}
}

func TestForensicProcess(t *testing.T) {
	if got := build(t, sample(t, "bank")).Report.Chapter("forensics"); !strings.Contains(got.Lead, "ISO/IEC 27037") || !strings.Contains(strings.Join(texts(got), "\n"), "Identification") {
		t.Errorf("the bank's process: %s", got.Lead)
	}
	if got := build(t, sample(t, "empty")).Report.Chapter("forensics").Lead; got != "Process: NIST SP 800-86, until its purposes are stated." {
		t.Errorf("without an answer: %s", got)
	}
}

func TestProviderFromTheOptions(t *testing.T) {
	doc := sample(t, "bank")
	doc.Options = []engagement.Option{{ID: "a", Provider: "Watch & Co"}, {ID: "b", Provider: " Watch & Co"}}
	plan := build(t, doc)
	if len(plan.Open) != 0 {
		t.Errorf("still open: %+v", plan.Open)
	}
	if got := rowOf(t, plan, "scope", 0, "Managed security provider")[1]; got != "Watch & Co" {
		t.Errorf("provider %q", got)
	}
	if got := plan.Report.Chapters[0].Lead; !strings.HasPrefix(got, "Nothing is open") {
		t.Errorf("lead %q", got)
	}
	doc.Options[1].Provider = "Other"
	if plan = build(t, doc); plan.Open[0].Today != "offers of Watch & Co, Other" {
		t.Errorf("two offers: %+v", plan.Open[0])
	}
}

func TestWithoutMSSP(t *testing.T) {
	doc := sample(t, "empty")
	doc.Answers["mssp-scope"] = engagement.Answer{State: engagement.Answered, Value: engagement.Multi{"none"}}
	doc.Answers["mssp-model"] = engagement.Answer{State: engagement.Answered, Value: engagement.Choice("in-house")}
	plan := build(t, doc)
	text := body(plan) + strings.Join(texts(plan.Card.Chapters[0]), "\n")
	for _, gone := range []string{"MSSP liaison", "incident desk", "What the MSSP may do", "When the MSSP is silent", "The MSSP may do without asking"} {
		if strings.Contains(text, gone) {
			t.Errorf("%q stands in the plan of a client that has no MSSP", gone)
		}
	}
	if got := rowOf(t, plan, "escalation", 0, "1"); got[1] != "Whoever sees it first" {
		t.Errorf("the first step is %q", got)
	}
	for _, c := range plan.Report.Chapters[1:] {
		for _, text := range texts(c) {
			if strings.Contains(text, "usually MSSP") || strings.Contains(text, "not applicable ") || strings.HasSuffix(text, ". not applicable") {
				t.Errorf("%s: %q", c.ID, text)
			}
		}
	}
	for _, o := range plan.Open {
		if strings.HasPrefix(o.Question, "mssp-") || o.Question == "csirp-mssp" || o.Question == "ntf-mssp-hours" {
			t.Errorf("still asked: %s", o.Mark())
		}
	}
}

func TestNotesShowCommentsAndDocuments(t *testing.T) {
	r := rowOf(t, build(t, sample(t, "bank")), "notification", 0, "Notification procedures")
	if !strings.Contains(r[1], "Compliance committee") || !strings.Contains(r[2], "PLN-IR-01, annex D") {
		t.Errorf("notes %q", r)
	}
}

func TestRedactedIsRefused(t *testing.T) {
	set, registry := question.Default(), model.Default()
	for _, p := range redaction.Profiles[1:] {
		doc := p.Document(set, sample(t, "saas"))
		rep := report.BuildFor(p, set, registry, doc, analysis.Quick(set, registry, doc))
		if _, err := Build(Default(), set, doc, rep); !errors.Is(err, ErrRedacted) {
			t.Errorf("%s: %v", p.ID, err)
		}
	}
}

func TestBuildLeavesTheReportAlone(t *testing.T) {
	set, doc := question.Default(), sample(t, "saas")
	rep := report.Build(set, model.Default(), doc, analysis.Quick(set, model.Default(), doc))
	title, chapters := rep.Title, len(rep.Chapters)
	if _, err := Build(Default(), set, doc, rep); err != nil || rep.Title != title || len(rep.Chapters) != chapters || rep.Attachment == nil {
		t.Errorf("%v; the report is now %q with %d chapters", err, rep.Title, len(rep.Chapters))
	}
}

// Faults name the file, the line and what is allowed.
func TestFaults(t *testing.T) {
	shipped := string(assets.CSIRP)
	for _, c := range []struct{ old, new, want string }{
		{"format: muster-csirp", "format: other", `csirp.yaml:10:9: format: found "other"`},
		{"version: 1", "version: 1\nchapter: 3", `unknown key "chapter"`},
		{"question: csirp-owner,", "question: csirp-owned,", `points[4].question: found "csirp-owned", which is no question of the set`},
		{`settled: ">=3", known: "The employee`, `settled: ">=x", known: "The employee`, "allowed: 3, 0..1"},
		{`"{owner}"`, `"{woner}"`, "found {woner}, which is no point, fact, answer, row, doer or target"},
		{`"{owner}"`, `"–"`, `the point "owner" stands nowhere in the plan`},
		{"{row:invoke-csirp}", "{row:invoke}", "found {row:invoke}"},
		{"insert: clocks", "insert: watches", `found "watches", allowed: severities`},
		{"cells: [Case number, \"\"]", "cells: [Case number, \"\", \"\"]", "found 3 cells, allowed: 2, or 1"},
		{"shares: [28, 72]", "shares: [28]", "found 2 columns and 1 shares"},
		{"{fact.mssp: \"yes\"}", "{fact.sia: \"yes\"}", "unknown fact; allowed: mssp"},
		{"model: acpo", "model: acpa", `found "acpa", which is no process of the registry`},
		{"model: acpo", "model: acpa", `the process "acpo" has no steps`},
		{"notes: [csirp-comms]", "notes: [csirp-com]", `found "csirp-com", which is no question of the set`},
		{"of: [nist-800-61r2", "of: [nist", `found "nist", which is no source of the set`},
		{"id: low, means", "id: lowest, means", `found "lowest", allowed here: low`},
		{"every: 3, first: 30", "every: 0, first: 30", "found 0 months"},
		{"point: review, first: 90", "point: review, every: 24, first: 90", "the question asr-review says it already: 12 months"},
		{"question: asr-review, point: review", "question: asr-closure, point: review", `found "asr-closure", allowed: a question on months`},
		{`question: asr-review, settled: "<=12"`, `question: asr-review, settled: "<=24"`, `the point "review" must be settled by asr-review <=12`},
		{"- insert: severities", "- insert: severities\n        text: and a text", "found insert and text; a block is exactly one of"},
	} {
		if !strings.Contains(shipped, c.old) {
			t.Fatalf("the shipped template has no %q", c.old)
		}
		_, err := Load("csirp.yaml", []byte(strings.Replace(shipped, c.old, c.new, 1)), question.Default(), model.Default())
		if err == nil || !strings.Contains(err.Error(), c.want) || !regexp.MustCompile(`csirp\.yaml:\d+:\d+: `).MatchString(err.Error()) {
			t.Errorf("%q instead of %q: %v; want %q", c.new, c.old, err, c.want)
		}
	}
}

package report

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"muster/assessment"
	"muster/assessment/analysis"
	"muster/assessment/engagement"
	"muster/assessment/model"
	"muster/assessment/question"
	"muster/exporters/chart"
	"muster/exporters/redaction"
)

// later is a follow-up of a sample in which a few answers changed.
func later(t testing.TB) *engagement.Document {
	t.Helper()
	doc, err := sample(t, "saas").FollowUp("next", "2027-11-24", question.Default())
	if err != nil {
		t.Fatal(err)
	}
	put := func(id string, v engagement.Value) {
		doc.Answers[id] = engagement.Answer{State: engagement.Answered, Value: v}
	}
	put("staff-fte", engagement.Number(4))
	put("tool-access", engagement.Level(1))
	put("asr-exercise", engagement.Months{N: 3})
	rows := engagement.RACI{}
	for id, r := range doc.Answers["raci-matrix"].Value.(engagement.RACI) {
		rows[id] = r
	}
	rows["impact-determination"] = engagement.Responsibility{Accountable: "client", Doer: "client", Written: true}
	delete(rows, "monitor")
	put("raci-matrix", rows)
	skills := engagement.Skills{}
	for id, s := range doc.Answers["skl-matrix"].Value.(engagement.Skills) {
		skills[id] = s
	}
	two := 2
	skills["network"] = engagement.Skill{Required: &two, Levels: []int{1, engagement.NoLevel}}
	put("skl-matrix", skills)
	return doc
}

func TestSinceChapter(t *testing.T) {
	doc := later(t)
	rep := build(doc)
	sound(t, doc, rep)
	c := rep.Chapter(sinceID)
	if c.Title != "Since last year" || c.Lead != rep.Since.Text {
		t.Errorf("%q %q", c.Title, c.Lead)
	}
	var texts []string
	for _, b := range c.Blocks {
		texts = append(texts, said(b)...)
	}
	all := strings.Join(texts, "\n")
	for _, want := range []string{"Compared with “Example SaaS 2026” of 2026-11-23", "answers are carried over from the engagement before and not confirmed yet", "Closed", "Still open",
		"3 FTE", "4 FTE", "4 – Self-managed access", "1 – Idle accounts", "never", "3 months ago", "client answers for it, client does it, written.", "not answered.", "levels 1 –."} {
		if !strings.Contains(all, want) {
			t.Errorf("lacks %q", want)
		}
	}
	// Figures are written as everywhere in the report.
	for _, name := range []string{"Supply", "Gap", "Confidence"} {
		if !strings.Contains(all, rep.Figure(name)) {
			t.Errorf("%s is not %s", name, rep.Figure(name))
		}
	}
	// Of a matrix only the rows that differ stand there.
	for _, a := range rep.Since.Answers {
		if a.ID == "raci-matrix" && (strings.Count(a.Before, "\n") != 1 || strings.Count(a.After, "\n") != 1) {
			t.Errorf("%+v", a)
		}
		if a.ID == "skl-matrix" && strings.Contains(a.Before+a.After, "\n") {
			t.Errorf("%+v", a)
		}
	}
	if rep := build(sample(t, "saas")); rep.Since != nil || rep.Chapter(sinceID).Title != "" || rep.Provisional != "" {
		t.Error("a change without an engagement before")
	}
}

// While answers are not confirmed the report says so where nobody overlooks it, and
// no longer once all are.
func TestProvisional(t *testing.T) {
	doc := later(t)
	rep := build(doc)
	n := rep.Result.Carried()
	want := fmt.Sprintf("%d of %d answers are carried over and not confirmed yet.", n, len(doc.Answers))
	if rep.Provisional != want {
		t.Errorf("%q, want %q", rep.Provisional, want)
	}
	brief, err := rep.As(ExecutiveBrief)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]Chapter{"summary": rep.Chapter("summary"), "scope": rep.Chapter("scope"), "brief": brief.Chapter(briefSummary)} {
		text := ""
		for _, b := range c.Blocks {
			text += strings.Join(said(b), " ") + " "
		}
		if !strings.Contains(text, want) {
			t.Errorf("%s does not say so", name)
		}
		if name != "scope" && !strings.Contains(text, rep.Since.Text) {
			t.Errorf("%s does not say what changed", name)
		}
	}
	if !strings.Contains(confidenceText(nil, &rep.Result), fmt.Sprintf("%d answers are carried over", n)) {
		t.Errorf("%q", confidenceText(nil, &rep.Result))
	}
	for id, a := range doc.Answers {
		a.Carried = false
		doc.Answers[id] = a
	}
	rep = build(doc)
	if text := strings.Join(inChapters(rep), " "); rep.Provisional != "" || strings.Contains(text, "carried over") || strings.Contains(text, "to be confirmed") {
		t.Error("all are confirmed and yet it is provisional")
	}
}

func TestSinceHeading(t *testing.T) {
	for _, c := range []struct{ from, to, want string }{
		{"2026-11-23", "2027-11-24", "Since last year"}, {"2026-11-23", "2027-09-01", "Since last year"}, {"2026-11-23", "2027-02-01", "Since 2026-11-23"},
		{"2024-11-23", "2027-02-01", "Since 2024-11-23"}, {"", "2027-02-01", "Since the earlier engagement"}, {"last May", "2027-02-01", "Since the earlier engagement"}, {"2026-11-23", "soon", "Since 2026-11-23"},
	} {
		if got := SinceHeading(nil, c.from, c.to); got != c.want {
			t.Errorf("%s to %s: %q, want %q", c.from, c.to, got, c.want)
		}
	}
}

// Any engagement after any other makes a sound report.
func TestSinceSoundProperty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		doc := anyDocument(t)
		doc.Previous = anyDocument(t)
		if rapid.Bool().Draw(t, "dated") {
			doc.Date, doc.Previous.Date, doc.Previous.Title = "2027-11-24", "2026-11-23", "Before"
		}
		for id, a := range doc.Answers {
			a.Carried = a.State != engagement.Unanswered && rapid.Bool().Draw(t, "carried")
			doc.Answers[id] = a
		}
		sound(t, doc, build(doc))
	})
}

// The JSON has the answers in words, once.
func TestSinceJSON(t *testing.T) {
	data, err := json.Marshal(build(later(t)).Since)
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		Text    string           `json:"text"`
		Heading string           `json:"heading"`
		Answers []map[string]any `json:"answers"`
		Counts  map[string]int   `json:"counts"`
	}
	if err := json.Unmarshal(data, &got); err != nil {
		t.Fatal(err)
	}
	if got.Text == "" || got.Heading == "" || len(got.Answers) != 5 || got.Answers[0]["before"] == "" || got.Counts["open"] == 0 {
		t.Errorf("%+v", got)
	}
}

// A board sees what became of verdicts, levels of several questions and findings, and
// no answer; others see nothing of it.
func TestSinceForReaders(t *testing.T) {
	set, registry := question.Default(), model.Default()
	for _, p := range redaction.Profiles {
		doc := p.Document(set, later(t))
		rep := BuildFor(p, set, registry, doc, analysis.Quick(set, registry, doc))
		c := rep.Chapter(sinceID)
		text := ""
		for _, b := range c.Blocks {
			if f, ok := b.(Figure); ok {
				for _, s := range f.Scene.Shapes {
					if l, ok := s.(chart.Label); ok {
						text += l.Text + "\n"
					}
				}
			}
			text += strings.Join(said(b), "\n") + "\n"
		}
		switch {
		case p.Whole():
			if !strings.Contains(text, "Idle accounts") || !strings.Contains(text, "Skills\n") {
				t.Errorf("%s: %q", p.ID, text)
			}
		case p.ID == redaction.Board.ID:
			if c.Lead == "" || rep.Since.Answers != nil || rep.Since.Change.Answers != nil || rep.Provisional == "" {
				t.Errorf("%s: %+v", p.ID, rep.Since)
			}
			for _, bad := range []string{"Idle accounts", "Self-managed", "Answers that changed", "Example SaaS", "Skills\n", "Review and exercises\n"} {
				if strings.Contains(text, bad) {
					t.Errorf("%s shows %q", p.ID, bad)
				}
			}
			if !strings.Contains(text, "Analysis tools\n") {
				t.Errorf("%s has no levels: %q", p.ID, text)
			}
		default:
			if doc.Previous != nil || rep.Since != nil || c.Lead != "" || rep.Provisional != "" || rep.Result.Carried() != 0 {
				t.Errorf("%s sees %+v", p.ID, rep.Since)
			}
		}
	}
}

// A mean of few answers is not shown to a board, before or now.
func TestSinceMeansHideAnswers(t *testing.T) {
	set, registry := question.Default(), model.Default()
	doc := later(t)
	n := 0
	previous := doc.Previous.Clone()
	for _, it := range set.Section("tools").Items {
		if _, ok := previous.Answers[it.ID]; ok && n > 1 {
			delete(previous.Answers, it.ID)
		}
		n++
	}
	doc.Previous = previous
	doc = redaction.Board.Document(set, doc)
	rep := BuildFor(redaction.Board, set, registry, doc, analysis.Quick(set, registry, doc))
	for _, s := range visibleSections(rep) {
		if s.ID == "tools" || s.BeforeLevelled < fewestLevels || s.AfterLevelled < fewestLevels {
			t.Errorf("shows %+v", s)
		}
	}
	var known assessment.Figure
	for _, s := range rep.Since.Sections {
		if s.ID == "tools" {
			known = s.Before
		}
	}
	if !known.Known() {
		t.Error("there was nothing to hide")
	}
}

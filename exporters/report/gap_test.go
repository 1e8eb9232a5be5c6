package report

import (
	"slices"
	"strings"
	"testing"

	"muster/assessment/analysis"
	"muster/assessment/cadence"
	"muster/assessment/engagement"
	"muster/assessment/model"
	"muster/assessment/question"
	"muster/exporters/redaction"
)

func targeted(t testing.TB, name, set string) *engagement.Document {
	doc := sample(t, name).Clone()
	doc.Target = engagement.Target{Set: set}
	return doc
}

// The chapter is there only where a target is set, and holds every gap and duty.
func TestGapChapter(t *testing.T) {
	if rep := build(sample(t, "saas")); rep.Gap != nil || rep.Chapter(gapID).Title != "" {
		t.Error("a gap assessment without a target")
	}
	for _, name := range samples {
		doc := targeted(t, name, "demanding")
		rep := build(doc)
		sound(t, doc, rep)
		c := rep.Chapter(gapID)
		var texts []string
		figures := 0
		for _, b := range c.Blocks {
			if _, ok := b.(Figure); ok {
				figures++
			}
			texts = append(texts, said(b)...)
		}
		all := strings.Join(texts, "\n")
		if figures != 2 || c.Lead != rep.Gap.Text || len(rep.Duties) == 0 {
			t.Errorf("%s: %d figures, %q, %d duties", name, figures, c.Lead, len(rep.Duties))
		}
		for _, g := range rep.Gap.Gaps {
			if !strings.Contains(all, g.Title) || !strings.Contains(all, g.Why) {
				t.Errorf("%s: %s is missing", name, g.Title)
			}
		}
		for _, d := range rep.Duties {
			if !strings.Contains(all, d.Title) {
				t.Errorf("%s: %s is missing", name, d.Title)
			}
		}
	}
}

// An engagement without answers, and one without a date, say so.
func TestGapChapterOfNothing(t *testing.T) {
	doc := empty()
	doc.Target.Set = "managed"
	rep := build(doc)
	sound(t, doc, rep)
	if c := rep.Chapter(gapID); !strings.Contains(c.Lead, "Nothing") || rep.Duties != nil {
		t.Errorf("%q %v", c.Lead, rep.Duties)
	}
}

// A board sees means over several answers and verdicts, no single level.
func TestGapForTheBoard(t *testing.T) {
	set, registry := question.Default(), model.Default()
	doc := targeted(t, "hospital", "managed")
	cut := redaction.Board.Document(set, doc)
	rep := BuildFor(redaction.Board, set, registry, cut, analysis.Quick(set, registry, cut))
	c := rep.Chapter(gapID)
	var heads []string
	for _, b := range c.Blocks {
		switch b := b.(type) {
		case Heading:
			heads = append(heads, b.Text)
		case Figure:
			if strings.Contains(b.Scene.Title, "every question") {
				t.Error("shows the map of single levels")
			}
		case Table:
			if b.Columns[0].Title == "Rank" {
				t.Error("shows the ranked gaps")
			}
			for _, r := range b.Rows {
				for _, s := range r {
					if s == "Skills" || s == "Review and exercises" {
						t.Errorf("shows %q", s)
					}
				}
			}
		}
	}
	if !slices.Equal(heads, []string{"By section", "Once all gaps are closed"}) || rep.Gap != nil || rep.Duties != nil {
		t.Errorf("%q", heads)
	}
	for _, p := range []redaction.Profile{redaction.Provider, redaction.Benchmark} {
		cut := p.Document(set, doc)
		if !cut.Target.Empty() || BuildFor(p, set, registry, cut, analysis.Quick(set, registry, cut)).Chapter(gapID).Title != "" {
			t.Errorf("%s sees the target", p.ID)
		}
	}
}

func TestDutyText(t *testing.T) {
	for _, x := range []struct {
		d    cadence.Duty
		want string
	}{
		{cadence.Duty{Never: true, Standing: cadence.Overdue}, "overdue: never done"},
		{cadence.Duty{Standing: cadence.Overdue, Days: -1}, "overdue by 1 day"},
		{cadence.Duty{Standing: cadence.Due}, "due today"},
		{cadence.Duty{Standing: cadence.Fine, Days: 120}, "due in 120 days"},
		{cadence.Duty{Standing: cadence.Open}, "nobody said when it was last done"},
	} {
		if got := DutyText(nil, &x.d); strings.ReplaceAll(got, "\u00a0", " ") != x.want {
			t.Errorf("%q, want %q", got, x.want)
		}
	}
}

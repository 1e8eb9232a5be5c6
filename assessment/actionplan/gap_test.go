package actionplan

import (
	"slices"
	"strings"
	"testing"

	"muster/assessment/engagement"
	"muster/assessment/model"
	"muster/assessment/question"
	"muster/assessment/target"
)

// An action of a gap says what is wanted, closes the finding where there is one, and
// is found again by its question.
func TestProposeGaps(t *testing.T) {
	set, registry := question.Default(), model.Default()
	with, without := 0, 0
	for _, name := range samples(t) {
		doc, r := sample(t, name)
		doc = doc.Clone()
		doc.Target.Set = "demanding"
		gaps := target.Assess(target.Default(), set, registry, doc, r).Gaps
		if len(gaps) == 0 {
			t.Fatalf("%s has no gap", name)
		}
		before := len(doc.Actions)
		doc.Actions = append(slices.Clone(doc.Actions), ProposeGaps(set, registry, doc, r, Default(), gaps)...)
		plan := Make(set, registry, doc, r, Default(), "")
		findings := 0
		for i, g := range gaps {
			a := doc.Actions[before+i]
			it := set.Item(g.Question)
			if !strings.Contains(a.Title, it.Title) || !strings.Contains(a.Text, it.Levels[g.Wanted].Text) || a.Effort == "" || a.Due <= doc.Date || !a.Pending() {
				t.Errorf("%s: %+v", name, a)
			}
			if f := finding(r, g.Question); (f == nil) != (a.Finding == "") {
				t.Errorf("%s: %s belongs to the finding %q", name, g.Question, a.Finding)
			} else if f != nil {
				findings++
				if !strings.Contains(a.Text, f.Recommendation) {
					t.Errorf("%s: %q", name, a.Text)
				}
			}
			if of := plan.OfQuestion(g.Question); len(of) != 1 || of[0].ID != a.ID {
				t.Errorf("%s: %d actions of %s", name, len(of), g.Question)
			}
		}
		with += findings
		if findings < len(gaps) {
			without++
		}
		for i := range doc.Actions {
			doc.Actions[i].Status = engagement.ActionDropped
		}
		if of := Make(set, registry, doc, r, Default(), "").OfQuestion(gaps[0].Question); len(of) != 0 {
			t.Errorf("%s: what is dropped counts", name)
		}
	}
	if with == 0 || without == 0 {
		t.Errorf("%d gaps are findings, and %d samples have others: half of this is not tried", with, without)
	}
}

package actionplan

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"muster/assessment"
	"muster/assessment/engagement"
	"muster/assessment/engagement/engagementtest"
	"muster/assessment/followup"
	"muster/assessment/model"
	"muster/assessment/question"
	"muster/assets"
)

func sample(t *testing.T, name string) (*engagement.Document, *assessment.Result) {
	t.Helper()
	doc := engagementtest.Sample(t, name)
	r := assessment.Evaluate(question.Default(), model.Default(), doc)
	return doc, &r
}

func samples(t *testing.T) []string {
	t.Helper()
	files, err := assets.Samples.ReadDir("samples")
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, f := range files {
		out = append(out, strings.TrimSuffix(f.Name(), ".muster"))
	}
	return out
}

func plan(doc *engagement.Document, r *assessment.Result, today string) *Plan {
	return Make(question.Default(), model.Default(), doc, r, Default(), today)
}

func TestShippedRules(t *testing.T) {
	if _, err := Load("actionplan.yaml", assets.ActionPlan); err != nil {
		t.Fatal(err)
	}
}

func TestLoadFaults(t *testing.T) {
	for _, x := range []struct{ name, old, new, want string }{
		{"format", "format: muster-action-plan", "format: other", "actionplan.yaml:3"},
		{"priority out of range", "[1, 1, 2]", "[0, 1, 2]", "allowed: 1 to 4"},
		{"priority falls with effort", "[1, 1, 2]", "[2, 1, 2]", "none earlier for more effort"},
		{"too few", "[1, 1, 2]", "[1, 1]", "one for each effort"},
		{"unknown term", "tuning.reduction", "tuning.luck", `"tuning.luck" is no term`},
		{"no terms", "terms: [csirp.review]", "terms: []", "source and terms are needed"},
		{"unknown key", "rule: >-", "rules: >-", "rules"},
	} {
		t.Run(x.name, func(t *testing.T) {
			data := strings.Replace(string(assets.ActionPlan), x.old, x.new, 1)
			if _, err := Load("actionplan.yaml", []byte(data)); err == nil || !strings.Contains(err.Error(), x.want) {
				t.Fatalf("got %v, want %q", err, x.want)
			}
		})
	}
}

// A finding that is put right is gone, and nothing else got worse by it.
func TestSettledFindingsAreGone(t *testing.T) {
	for _, name := range samples(t) {
		doc, r := sample(t, name)
		for _, f := range r.Findings {
			tr := trial{question.Default(), model.Default(), doc, r}
			then, untold := tr.then(func(s string) bool { return s == f.Source })
			if len(untold) > 0 {
				continue
			}
			if left := finding(&then, f.Source); left != nil && left.Title == f.Title {
				t.Errorf("%s: %s is still there: %s", name, f.Source, left.Found)
			}
			for _, v := range followup.Verdicts(r, &then) {
				if v.Trend == followup.Worse {
					t.Errorf("%s: putting %s right makes it worse: %s", name, f.Source, v.Text)
				}
			}
		}
	}
}

// Only what no answer tells stays without an outcome.
func TestWhatCannotBeTold(t *testing.T) {
	for _, name := range samples(t) {
		doc, r := sample(t, name)
		tr := trial{question.Default(), model.Default(), doc, r}
		_, untold := tr.then(func(string) bool { return true })
		for _, f := range untold {
			if !strings.HasPrefix(f.Source, "contradiction") && f.Source != "unknown" && f.Source != "disagreement" {
				t.Errorf("%s: nothing is known of putting %s right", name, f.Source)
			}
		}
	}
}

func TestProposeAndMake(t *testing.T) {
	doc, r := sample(t, "saas")
	before := doc.Write()
	doc.Actions = Propose(model.Default(), doc, Default(), r.Findings)
	p := plan(doc, r, "")
	if len(p.Items) != len(r.Findings) || len(p.Open) != 0 || p.Totals.Open != len(r.Findings) || p.Totals.Unpriced != len(r.Findings) {
		t.Fatalf("%d items of %d findings, %d open, %+v", len(p.Items), len(r.Findings), len(p.Open), p.Totals)
	}
	better := 0
	for _, v := range p.Verdicts {
		if v.Trend == followup.Worse {
			t.Errorf("everything done makes it worse: %s", v.Text)
		}
		if v.Trend == followup.Better {
			better++
		}
	}
	if better == 0 {
		t.Error("doing everything moves no verdict of the SaaS sample")
	}
	for _, it := range p.Items {
		if it.Finding == nil || it.Action.Due == "" || it.Days <= 0 || it.Why == "" || it.Action.Title != it.Finding.Title {
			t.Errorf("%+v", it)
		}
	}
	ids := map[string]bool{}
	for _, a := range doc.Actions {
		if ids[a.ID] {
			t.Errorf("id %s twice", a.ID)
		}
		ids[a.ID] = true
	}
	doc.Actions = nil
	if string(doc.Write()) != string(before) {
		t.Error("making a plan changed the document")
	}
}

// Dropping an action takes its effect out again; done ones keep theirs.
func TestThenFollowsTheStatuses(t *testing.T) {
	doc, r := sample(t, "saas")
	doc.Actions = Propose(model.Default(), doc, Default(), r.Findings)
	all := plan(doc, r, "")
	for i := range doc.Actions {
		doc.Actions[i].Status = engagement.ActionDone
	}
	if done := plan(doc, r, ""); !reflect.DeepEqual(done.Verdicts, all.Verdicts) {
		t.Error("done actions count differently from open ones")
	}
	for i := range doc.Actions {
		doc.Actions[i].Status = engagement.ActionDropped
	}
	none := plan(doc, r, "")
	for _, v := range none.Verdicts {
		if v.Trend != followup.Same {
			t.Errorf("nothing will be done, and yet: %s", v.Text)
		}
	}
	if len(none.Open) != len(r.Findings) {
		t.Errorf("%d of %d findings open", len(none.Open), len(r.Findings))
	}
}

func TestPriority(t *testing.T) {
	high, low := assessment.Finding{Severity: "high", Effort: "L"}, assessment.Finding{Severity: "low", Effort: "S"}
	for _, x := range []struct {
		name  string
		it    Item
		want  int
		whyIs string
	}{
		{"grave and large", Item{Finding: &high}, 2, "Impact high, effort large."},
		{"the action's own estimate", Item{Finding: &high, Action: engagement.Action{Effort: "S"}}, 1, "Impact high, effort small."},
		{"moves a verdict", Item{Finding: &low, Moves: []string{"x"}}, 2, "Impact low, effort small. It moves a verdict, so one step earlier."},
		{"never before 1", Item{Finding: &high, Moves: []string{"x"}, Action: engagement.Action{Effort: "S"}}, 1, ""},
		{"by hand", Item{Finding: &high, Own: true, Priority: 4}, 4, "Set by hand."},
		{"of no finding", Item{Action: engagement.Action{Effort: "L"}}, 4, "No open finding stands behind it."},
	} {
		t.Run(x.name, func(t *testing.T) {
			it := x.it
			it.rank(Default())
			if it.Priority != x.want || x.whyIs != "" && it.Why != x.whyIs {
				t.Errorf("got %d %q", it.Priority, it.Why)
			}
		})
	}
}

func TestOverdueAndTotals(t *testing.T) {
	doc, r := sample(t, "saas")
	cost := 500.0
	doc.Date = "2026-11-30"
	doc.Actions = []engagement.Action{
		{ID: "A01", Title: "late", Due: "2026-12-01", Cost: &cost},
		{ID: "A02", Title: "late but done", Due: "2026-12-01", Status: engagement.ActionDone, Cost: &cost},
		{ID: "A03", Title: "dropped", Due: "2026-12-01", Status: engagement.ActionDropped, Cost: &cost},
		{ID: "A04", Title: "today", Due: "2026-12-31", Status: engagement.ActionUnderWay},
		{ID: "A05", Title: "before the engagement", Due: "2026-01-01"},
		{ID: "A06", Title: "no day"},
	}
	p := plan(doc, r, "2026-12-31")
	if want := (Totals{Open: 3, UnderWay: 1, Done: 1, Dropped: 1, Overdue: 2, Cost: 1000, Unpriced: 3}); p.Totals != want {
		t.Errorf("got %+v, want %+v", p.Totals, want)
	}
	var days []int
	for _, it := range p.Items {
		days = append(days, it.Days)
	}
	if want := []int{1, 1, 1, 31, 0, -1}; !slices.Equal(days, want) {
		t.Errorf("days %v, want %v", days, want)
	}
}

func TestTerms(t *testing.T) {
	r := Default()
	if got := r.Terms("skl-matrix/forensics"); len(got) == 0 || got[0] != "sia.levels" {
		t.Errorf("got %v", got)
	}
	if got := r.Terms("contradiction-backlog"); got != nil {
		t.Errorf("got %v", got)
	}
	for _, c := range r.Closers {
		for _, path := range c.Terms {
			if TermTitle(path) == path {
				t.Errorf("%s has no title", path)
			}
		}
	}
}

package exercise_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"muster/assessment"
	"muster/assessment/engagement"
	"muster/assessment/engagement/engagementtest"
	"muster/assessment/exercise"
	"muster/assessment/model"
	"muster/assessment/question"
)

func sample(t *testing.T, name string) *engagement.Document {
	t.Helper()
	return engagementtest.Sample(t, name)
}

func evaluate(doc *engagement.Document) *assessment.Result {
	r := assessment.Evaluate(question.Default(), model.Default(), doc)
	return &r
}

var names = []string{"bank", "hospital", "saas"}

func length(t *testing.T, id string) exercise.Length {
	t.Helper()
	l, err := exercise.DefaultPlanner().Length(id)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func scenario(t *testing.T, id string) *exercise.Scenario {
	t.Helper()
	s, err := exercise.ByID(exercise.Default(), id)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// Six scenarios, each with what a facilitator needs.
func TestShippedScenarios(t *testing.T) {
	var got []string
	inserted := map[string]bool{} // activities somebody has to decide on
	for _, s := range exercise.Default() {
		got = append(got, s.ID)
		if n := len(s.Injects); n < 12 || n > 16 {
			t.Errorf("%s has %d injects, wanted 12 to 16", s.ID, n)
		}
		if n := s.Core(); n < 6 || n > 8 {
			t.Errorf("%s has %d core injects, wanted 6 to 8", s.ID, n)
		}
		parts := map[string]bool{}
		for _, r := range s.Audience {
			parts[r.Part] = true
		}
		for _, part := range []string{"executive", "legal", "communications", "mssp"} {
			if !parts[part] {
				t.Errorf("%s has no role for the part %s", s.ID, part)
			}
		}
		titles := map[string]bool{}
		for _, in := range s.Injects {
			if titles[in.Title] {
				t.Errorf("%s: the title %q stands twice", s.ID, in.Title)
			}
			titles[in.Title] = true
			if n := len(strings.Fields(in.Text)); n < 25 || n > 110 {
				t.Errorf("%s, %s: %d words to read out", s.ID, in.ID, n)
			}
			for _, d := range in.Decisions {
				inserted[d.Activity] = true
			}
		}
		for _, a := range []string{"invoke-csirp", "external-notification", "response-decision", "impact-determination"} {
			if !slices.ContainsFunc(s.Injects, func(in exercise.Inject) bool { return slices.Contains(in.Tested(), "raci-matrix/"+a) }) {
				t.Errorf("%s never asks who takes the decision %s", s.ID, a)
			}
		}
	}
	want := []string{"cloud-identity", "edge-zero-day", "escalation-flood", "insider-theft", "mssp-outage", "ransomware"}
	if !slices.Equal(got, want) {
		t.Errorf("scenarios %q, want %q", got, want)
	}
	for _, a := range question.Default().Item("raci-matrix").Activities {
		if a.ID != "escalate" && !inserted[a.ID] { // the MSSP's escalations are the injects themselves
			t.Errorf("no scenario expects a decision on %s", a.ID)
		}
	}
}

// Every run fits its length to the minute, keeps the core and the order of the story,
// and gives the same again.
func TestEveryRunFits(t *testing.T) {
	set := question.Default()
	for _, name := range append([]string{"empty"}, names...) {
		doc := engagement.New("", "", set)
		if name != "empty" {
			doc = sample(t, name)
		}
		r := evaluate(doc)
		for _, s := range exercise.Default() {
			for _, l := range exercise.DefaultPlanner().Lengths {
				run := exercise.Compose(set, doc, r, s, l)
				at := name + " " + s.ID + " " + l.ID
				minute := 0
				for _, slot := range run.Agenda {
					if slot.From != minute || slot.To <= slot.From {
						t.Errorf("%s: %q goes from %d to %d, after %d", at, slot.Title, slot.From, slot.To, minute)
					}
					minute = slot.To
					if slot.Kind == exercise.Play && slot.To-slot.From < l.Least {
						t.Errorf("%s: %q has %d minutes", at, slot.Title, slot.To-slot.From)
					}
				}
				if want := map[string]int{"2h": 120, "half-day": 240}[l.ID]; minute != want {
					t.Errorf("%s ends at minute %d, want %d", at, minute, want)
				}
				if len(run.Injects) > l.Injects || len(run.Injects)+len(run.Left) != len(s.Injects) {
					t.Errorf("%s plays %d injects and leaves %d of %d", at, len(run.Injects), len(run.Left), len(s.Injects))
				}
				before := -1
				for _, in := range run.Injects {
					k := slices.IndexFunc(s.Injects, func(x exercise.Inject) bool { return x.ID == in.ID })
					if k <= before {
						t.Errorf("%s: %s is out of order", at, in.ID)
					}
					before = k
					if len(in.Takers) != len(in.Decisions) {
						t.Errorf("%s, %s: %d takers of %d decisions", at, in.ID, len(in.Takers), len(in.Decisions))
					}
					for _, taker := range in.Takers {
						if len(taker.Parties) == 0 || taker.Role == "" || taker.Says == "" || taker.Rests == "" {
							t.Errorf("%s, %s: no rule for who decides: %+v", at, in.ID, taker)
						}
					}
				}
				for _, in := range run.Left {
					if in.Core {
						t.Errorf("%s leaves out %s, which is core", at, in.ID)
					}
				}
				again := exercise.Compose(set, doc, r, s, l)
				if d := cmp.Diff(run, again, cmpopts.IgnoreUnexported(exercise.Run{})); d != "" {
					t.Errorf("%s differs the second time: %s", at, d)
				}
			}
		}
	}
}

// Who has devices managed by the MSSP and no emergency route is sent to the edge; who
// drowns in false alarms without other gaps to the flood.
func TestProposals(t *testing.T) {
	set := question.Default()
	first := map[string]string{}
	for _, name := range names {
		doc := sample(t, name)
		list := exercise.Propose(set, doc, evaluate(doc), exercise.Default())
		first[name] = list[0].Scenario.ID
		for i, p := range list {
			if i > 0 && p.Score > list[i-1].Score {
				t.Errorf("%s: %s stands below a lower score", name, p.Scenario.ID)
			}
			if p.Reason == "" || p.Share < 0 || p.Share > 1 {
				t.Errorf("%s, %s: %q, share %v", name, p.Scenario.ID, p.Reason, p.Share)
			}
			findings := map[string]bool{}
			for _, g := range p.Gaps {
				if set.Item(g.Question) == nil || g.Why == "" || len(g.Injects) == 0 {
					t.Errorf("%s, %s: %+v", name, p.Scenario.ID, g)
				}
				if g.Finding != "" && findings[g.Finding] {
					t.Errorf("%s, %s counts %s twice", name, p.Scenario.ID, g.Finding)
				}
				findings[g.Finding] = true
			}
		}
		if d := cmp.Diff(list, exercise.Propose(set, doc, evaluate(doc), exercise.Default())); d != "" {
			t.Errorf("%s: another proposal the second time: %s", name, d)
		}
	}
	want := map[string]string{"bank": "escalation-flood", "hospital": "edge-zero-day", "saas": "ransomware"}
	if d := cmp.Diff(want, first); d != "" {
		t.Errorf("proposed (-want +got):\n%s", d)
	}
}

// Without an MSSP its outage is no scenario.
func TestProposalFollowsTheProfile(t *testing.T) {
	set := question.Default()
	doc := sample(t, "hospital")
	doc.Answers["mssp-scope"] = engagement.Answer{State: engagement.Answered, Value: engagement.Multi{"none"}}
	for _, p := range exercise.Propose(set, doc, evaluate(doc), exercise.Default()) {
		want := exercise.Fits
		switch p.Scenario.ID {
		case "mssp-outage", "escalation-flood":
			want = exercise.Unfit
		case "edge-zero-day":
			want = exercise.Poor
		case "insider-theft":
			want = exercise.Made
		}
		if p.Fit != want || want == exercise.Unfit && p.Score != 0 {
			t.Errorf("%s fits %q with score %v, want %q", p.Scenario.ID, p.Fit, p.Score, want)
		}
	}
	doc.Answers["mssp-scope"] = engagement.Answer{State: engagement.Unknown}
	for _, p := range exercise.Propose(set, doc, evaluate(doc), exercise.Default()) {
		if p.Scenario.ID == "edge-zero-day" && p.Fit != exercise.Open {
			t.Errorf("the profile does not say, but it fits %q", p.Fit)
		}
	}
}

// Two hours hold the core, and what tests the gaps of the one who plays.
func TestCompositionFollowsTheGaps(t *testing.T) {
	set := question.Default()
	doc := engagement.New("", "", set)
	for _, it := range set.Items() { // nothing weak but the forensics
		if it.Type == question.Level {
			doc.Answers[it.ID] = engagement.Answer{State: engagement.Answered, Value: engagement.Level(4)}
		}
	}
	weak := func(ids ...string) *exercise.Run {
		d := doc.Clone()
		for _, id := range ids {
			d.Answers[id] = engagement.Answer{State: engagement.Answered, Value: engagement.Level(0)}
		}
		return exercise.Compose(set, d, evaluate(d), scenario(t, "mssp-outage"), length(t, exercise.TwoHours))
	}
	has := func(run *exercise.Run, id string) bool {
		return slices.ContainsFunc(run.Injects, func(in exercise.Played) bool { return in.ID == id })
	}
	if run := weak("frx-collect", "frx-report"); !has(run, "blame") || has(run, "own-case") {
		t.Error("weak forensics do not bring the inject that tests them")
	}
	if run := weak("proc-oneticket", "tool-integration"); !has(run, "own-case") || has(run, "blame") {
		t.Error("a case kept in two places does not bring the inject that tests it")
	}
}

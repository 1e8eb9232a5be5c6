package target_test

import (
	"bytes"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"muster/assessment"
	"muster/assessment/engagement"
	"muster/assessment/engagement/engagementtest"
	"muster/assessment/followup"
	"muster/assessment/model"
	"muster/assessment/question"
	"muster/assessment/target"
	"muster/assets"
)

func assess(doc *engagement.Document) *target.Assessment {
	set, registry := question.Default(), model.Default()
	r := assessment.Evaluate(set, registry, doc)
	return target.Assess(target.Default(), set, registry, doc, &r)
}

func with(t testing.TB, name, set string) *engagement.Document {
	doc := engagementtest.Sample(t, name).Clone()
	doc.Target = engagement.Target{Set: set}
	return doc
}

// The sets rise, and the least of them leaves no levelled question as a finding.
func TestShippedSets(t *testing.T) {
	set := question.Default()
	p, err := target.Load("targets.yaml", assets.Targets, set)
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Sets) != 3 || p.Sets[0].ID != "essential" || p.Sets[1].ID != "managed" || p.Sets[2].ID != "demanding" {
		t.Fatalf("%+v", p.Sets)
	}
	items := target.Levelled(set)
	if len(items) != 40 {
		t.Errorf("%d questions take a wanted level", len(items))
	}
	for _, it := range items {
		if it.Finding != nil && p.Sets[0].Levels[it.ID] <= *it.Finding.AtMost {
			t.Errorf("%s: essential wants %d and leaves a finding", it.ID, p.Sets[0].Levels[it.ID])
		}
		for i := range p.Sets[1:] {
			if p.Sets[i].Levels[it.ID] > p.Sets[i+1].Levels[it.ID] {
				t.Errorf("%s: %s wants more than %s", it.ID, p.Sets[i].ID, p.Sets[i+1].ID)
			}
		}
	}
	for _, r := range p.Raises {
		for id, n := range r.Levels {
			if n <= p.Sets[0].Levels[id] {
				t.Errorf("%q raises %s to %d, which every set wants anyway", r.Because, id, n)
			}
		}
	}
}

func TestLoadFaults(t *testing.T) {
	edit := func(old, new string) []byte {
		if !bytes.Contains(assets.Targets, []byte(old)) {
			t.Fatalf("%q is not there", old)
		}
		return bytes.Replace(assets.Targets, []byte(old), []byte(new), 1)
	}
	for _, x := range []struct {
		data []byte
		want string
	}{
		{edit("muster-targets", "other"), "own.yaml:4:"},
		{edit("version: 1", "version: 2"), "found 2, allowed is 1"},
		{edit("      tool-access: 3\n", "      tool-access: 5\n"), "found 5, allowed: a whole number 0 to 4"},
		{edit("      tool-access: 3\n", ""), "tool-access is missing"},
		{edit("      tool-access: 3\n", "      tool-acces: 3\n"), "no levelled question"},
		{edit("      tool-access: 3\n", "      org-criticality: 3\n"), "no levelled question"},
		{edit("      tool-access: 3\n", "      staff-fte: 3\n"), "no levelled question"},
		{edit("      tool-access: 3\n", "      tool-access: 3\n      tool-access: 3\n"), "already defined"},
		{edit("id: managed", "id: essential"), "a second time"},
		{edit("title: Managed", "title: ''"), "missing; each set says"},
		{edit("tools: 2", "tools: 4"), "weights"},
		{edit("tools: 2", "bandwidth: 2"), `no section "bandwidth" with levelled`},
		{edit("anyOf: [nis2, dora]", "anyOf: [nis3]"), `found "nis3", allowed: nis2`},
		{edit("atLeast: 3", "atLeast: 9"), "allowed: 0 to 4"},
		{edit("atLeast: 3", "atLeast: 3, anyOf: [x]"), "exactly one of atLeast and anyOf"},
		{edit("{question: org-criticality, atLeast: 3}", "{question: org-harm, atLeast: 3}"), `no question "org-harm"`},
		{edit("because: An outage would do severe harm.", "because: ' '"), "people ask why"},
		{[]byte(""), "empty"},
	} {
		_, err := target.Load("own.yaml", x.data, question.Default())
		if err == nil || !strings.Contains(err.Error(), x.want) || !strings.Contains(err.Error(), "own.yaml") {
			t.Errorf("%v, want %q", err, x.want)
		}
	}
}

// Regulation and criticality ask for more; an own level goes before both.
func TestWanted(t *testing.T) {
	set, p := question.Default(), target.Default()
	doc := engagement.New("", "", set)
	doc.Target.Set = "essential"
	if w := p.Wanted(set, doc)["csirp-approved"]; w.Level != 3 || w.Because != "" || w.Own {
		t.Errorf("%+v", w)
	}
	doc.Answers["ntf-regimes"] = engagement.Answer{State: engagement.Answered, Value: engagement.Multi{"gdpr", "nis2"}}
	doc.Answers["org-criticality"] = engagement.Answer{State: engagement.Answered, Value: engagement.Level(4)}
	w := p.Wanted(set, doc)
	if x := w["csirp-approved"]; x.Level != 4 || !strings.Contains(x.Because, "NIS2") {
		t.Errorf("%+v", x)
	}
	if x := w["staff-oncall"]; x.Level != 4 || x.Default != 4 {
		t.Errorf("%+v", x)
	}
	if x := w["tool-selfquery"]; x.Level != 2 || x.Because != "" {
		t.Errorf("%+v", x)
	}
	doc.Target = doc.Target.With("staff-oncall", 1)
	if x := p.Wanted(set, doc)["staff-oncall"]; x.Level != 1 || !x.Own || x.Default != 4 {
		t.Errorf("%+v", x)
	}
	doc.Target.Set = ""
	if w := p.Wanted(set, doc); len(w) != 1 {
		t.Errorf("own levels alone want %d", len(w))
	}
	doc.Target.Set = "other"
	if a := assess(doc); len(a.Remarks) != 1 || a.Set != "" {
		t.Errorf("%+v", a)
	}
}

// What is not known, not answered or does not apply is no gap, and is told apart.
func TestStandings(t *testing.T) {
	doc := engagement.New("", "", question.Default())
	if assess(doc) != nil {
		t.Error("an assessment without a target")
	}
	doc.Target.Set = "managed"
	put := func(id string, a engagement.Answer) { doc.Answers[id] = a }
	put("tool-access", engagement.Answer{State: engagement.Answered, Value: engagement.Level(1)})
	put("tool-routine", engagement.Answer{State: engagement.Answered, Value: engagement.Level(4)})
	put("tool-selfquery", engagement.Answer{State: engagement.Unknown})
	put("tool-training", engagement.Answer{State: engagement.NotApplicable})
	a := assess(doc)
	got := map[string]target.Standing{}
	for _, it := range a.Items {
		got[it.Question] = it.Standing
	}
	for id, want := range map[string]target.Standing{"tool-access": target.Short, "tool-routine": target.Met, "tool-selfquery": target.Unknown, "tool-training": target.Excluded, "tool-integration": target.Unanswered} {
		if got[id] != want {
			t.Errorf("%s is %s", id, got[id])
		}
	}
	if _, ok := got["org-criticality"]; ok {
		t.Error("harm has a target")
	}
	i := 0
	for a.Sections[i].ID != "tools" {
		i++
	}
	// 1 and 4 against 3 and 3: what is beyond makes up for nothing.
	if s := a.Sections[i]; s.Items != 4 || s.Known != 2 || s.Short != 1 || s.Current != 2.5 || s.Wanted != 3 || s.Distance != 1 || s.Text != "1 of 2 answers are short of the target. 2 questions are open." {
		t.Errorf("%+v", s)
	}
	if len(a.Gaps) != 1 || a.Gaps[0].Distance != 2 || len(a.Open) != 37 {
		t.Errorf("%d gaps, %d open", len(a.Gaps), len(a.Open))
	}
	doc.Answers["mssp-model"] = engagement.Answer{State: engagement.Answered, Value: engagement.Choice("in-house")}
	doc.Answers["mssp-scope"] = engagement.Answer{State: engagement.Answered, Value: engagement.Multi{"none"}}
	for _, it := range assess(doc).Items {
		if it.Question == "tool-integration" && (it.Standing != target.Excluded || it.Because == "") {
			t.Errorf("what does not apply by the profile: %+v", it)
		}
	}
}

// A gap that moves a verdict comes before one that is larger.
func TestRanking(t *testing.T) {
	doc := with(t, "hospital", "managed")
	a := assess(doc)
	if len(a.Gaps) < 10 {
		t.Fatalf("%d gaps", len(a.Gaps))
	}
	key := func(g target.Gap) [4]int {
		return [4]int{len(g.Moves), len(g.Keeps), len(g.Joint), g.Distance * g.Weight}
	}
	joint := 0
	moved := false
	for i, g := range a.Gaps {
		joint += len(g.Joint)
		moved = moved || len(g.Moves)+len(g.Keeps) > 0
		if g.Rank != i+1 || g.Why == "" || i > 0 && less(key(a.Gaps[i-1]), key(g)) {
			t.Errorf("%d: %+v", i, g)
		}
	}
	better := false
	for _, v := range a.Verdicts {
		better = better || v.Trend == followup.Better
	}
	// One incident process after all: what the process section does together, no
	// level of it does alone.
	if !better || !moved || joint == 0 {
		t.Errorf("nothing moves: %+v", a.Verdicts)
	}
}

func less(a, b [4]int) bool {
	for i := range a {
		if a[i] != b[i] {
			return a[i] < b[i]
		}
	}
	return false
}

// A verdict that hangs on one level alone is moved by the gap in it.
func TestMovesByItself(t *testing.T) {
	doc := with(t, "bank", "essential")
	a := doc.Answers["csirp-notify"]
	a.State, a.Value = engagement.Answered, engagement.Level(1)
	doc.Answers["csirp-notify"] = a
	got := assess(doc)
	if len(got.Gaps) == 0 || got.Gaps[0].Question != "csirp-notify" || len(got.Gaps[0].Moves) != 1 || !strings.Contains(got.Gaps[0].Why, "a review of the CSIRP fell") {
		t.Errorf("%+v", got.Gaps)
	}
}

// Whatever is answered and wanted: nothing is lost, levels add up, the document stays
// as it is, and what is closed is closed.
func TestAssessProperties(t *testing.T) {
	items := target.Levelled(question.Default())
	rapid.Check(t, func(t *rapid.T) {
		doc := engagement.New("", "2026-01-01", question.Default())
		doc.Target.Set = rapid.SampledFrom([]string{"", "essential", "managed", "demanding"}).Draw(t, "set")
		for _, it := range items {
			switch rapid.IntRange(0, 5).Draw(t, it.ID) {
			case 0:
				doc.Answers[it.ID] = engagement.Answer{State: engagement.Unknown}
			case 1:
				doc.Answers[it.ID] = engagement.Answer{State: engagement.NotApplicable}
			case 2: // unanswered
			default:
				doc.Answers[it.ID] = engagement.Answer{State: engagement.Answered, Value: engagement.Level(rapid.IntRange(0, 4).Draw(t, "level"))}
			}
			if rapid.IntRange(0, 9).Draw(t, "own") == 0 {
				doc.Target = doc.Target.With(it.ID, rapid.IntRange(0, 4).Draw(t, "wanted"))
			}
		}
		if doc.Target.Empty() {
			doc.Target = doc.Target.With("tool-access", 3)
		}
		before := doc.Write()
		a := assess(doc)
		if !bytes.Equal(before, doc.Write()) {
			t.Fatal("the document changed")
		}
		short, open := 0, 0
		next := doc.Clone()
		for _, it := range a.Items {
			if it.Standing == target.Short {
				short++
				next.Answers[it.Question] = engagement.Answer{State: engagement.Answered, Value: engagement.Level(it.Wanted)}
			}
			if it.Standing == target.Unknown || it.Standing == target.Unanswered {
				open++
			}
			if (it.Standing == target.Short) != (it.Distance > 0) {
				t.Fatalf("%+v", it)
			}
		}
		if len(a.Items) != len(items) || short != len(a.Gaps) || open != len(a.Open) {
			t.Fatalf("%d items, %d of %d gaps, %d of %d open", len(a.Items), len(a.Gaps), short, len(a.Open), open)
		}
		for _, s := range a.Sections {
			if s.Known > 0 && (math.IsNaN(float64(s.Current)) || s.Distance < s.Wanted-s.Current-1e-9) {
				t.Fatalf("%+v", s)
			}
		}
		then := assess(next)
		if len(then.Gaps) != 0 {
			t.Fatalf("closed, and %d gaps are left", len(then.Gaps))
		}
		for i, v := range then.Verdicts {
			if v.Before != a.Verdicts[i].After {
				t.Fatalf("%s was to be %s and is %s", v.Subject, a.Verdicts[i].After, v.Before)
			}
		}
	})
}

func BenchmarkAssess(b *testing.B) {
	doc := with(b, "hospital", "demanding")
	set, registry := question.Default(), model.Default()
	r := assessment.Evaluate(set, registry, doc)
	for b.Loop() {
		target.Assess(target.Default(), set, registry, doc, &r)
	}
}

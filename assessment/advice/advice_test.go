package advice

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"muster/assessment/model"
	"muster/assessment/question"
)

func TestParse(t *testing.T) {
	n := func(v float64) Seen { return Seen{Number: v, Known: true} }
	for _, x := range []struct {
		text    string
		yes, no []Seen
	}{
		{"2", []Seen{n(2)}, []Seen{n(1), n(3), {}, {Word: "2"}}},
		{"0..1", []Seen{n(0), n(1), n(0.5)}, []Seen{n(2), {}}},
		{">12", []Seen{n(12.01), n(1e9)}, []Seen{n(12), {Word: "never"}}},
		{">=12", []Seen{n(12)}, []Seen{n(11.9)}},
		{"<5", []Seen{n(4.9), n(-3)}, []Seen{n(5), {}}},
		{"<=5", []Seen{n(5)}, []Seen{n(5.1)}},
		{"0.5", []Seen{n(0.5)}, []Seen{n(0.51)}},
		{"never", []Seen{{Word: "never"}}, []Seen{n(0), {}}},
		{"nis2|gdpr", []Seen{{Word: "gdpr"}, {Words: []string{"a", "nis2"}}}, []Seen{{Word: "dora"}, {Words: []string{"a"}}, {}}},
		{"unanswered", []Seen{{}}, []Seen{n(0), {Word: "unknown"}}},
		{"unknown", []Seen{{Word: "unknown"}}, []Seen{{}, n(1)}},
	} {
		m, err := parse(x.text)
		if err != nil {
			t.Fatalf("%s: %v", x.text, err)
		}
		for _, s := range x.yes {
			if !m.holds(s) {
				t.Errorf("%q does not hold for %+v", x.text, s)
			}
		}
		for _, s := range x.no {
			if m.holds(s) {
				t.Errorf("%q holds for %+v", x.text, s)
			}
		}
	}
	for _, bad := range []string{"", "a|", ">x", "5..1", "..", "<", ">="} {
		if m, err := parse(bad); err == nil {
			t.Errorf("%q is read as %+v", bad, m)
		}
	}
}

func TestLoadFaults(t *testing.T) {
	for text, want := range map[string]string{
		"format: x\nversion: 1\nadvice: []":                                                                     `a.yaml:1`,
		"format: muster-advice\nversion: 1\nadvice:\n  - {for: q, recommendation: R}":                           "always holds",
		"format: muster-advice\nversion: 1\nadvice:\n  - {for: q, when: {q: 1}}":                                "are needed",
		"format: muster-advice\nversion: 1\nadvice:\n  - {for: q, when: {q: \">x\"}, recommendation: R}":        "allowed: 3",
		"format: muster-advice\nversion: 1\nadvice:\n  - {for: q, when: {fact.moon: 1}, recommendation: R}":     "unknown fact",
		"format: muster-advice\nversion: 1\nadvice:\n  - {for: q, when: {q: 1}, recommendation: R, effort: XL}": "allowed: S, M, L",
		"format: muster-advice\nversion: 1\nadvice:\n  - {for: q, wen: {q: 1}, recommendation: R}":              "unknown key",
	} {
		if _, err := Load("a.yaml", []byte(text)); err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "a.yaml:") {
			t.Errorf("%s\n%v, want %q with file and line", text, err, want)
		}
	}
}

// The first that holds wins; none leaves the finding's own.
func TestPick(t *testing.T) {
	c, err := Load("a.yaml", []byte("format: muster-advice\nversion: 1\nadvice:\n"+
		"  - {for: q, when: {q: \"0..1\", other: \"yes\"}, recommendation: first}\n"+
		"  - {for: q, when: {q: \"0..2\"}, recommendation: second}\n"))
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range []struct {
		level float64
		other string
		want  string
	}{{0, "yes", "first"}, {0, "no", "second"}, {2, "yes", "second"}, {3, "yes", ""}} {
		got := ""
		if e := c.Pick("q", func(k *Condition) Seen {
			if k.Key == "q" {
				return Seen{Number: x.level, Known: true}
			}
			return Seen{Word: x.other}
		}); e != nil {
			got = e.Recommendation
		}
		if got != x.want {
			t.Errorf("level %g, %s: %q, want %q", x.level, x.other, got, x.want)
		}
	}
	if c.Pick("none", func(*Condition) Seen { return Seen{} }) != nil {
		t.Error("a finding without entries has one")
	}
}

// Every id and word of the shipped catalogue exists, and every finding that a
// question raises has recommendations of its own.
func TestShipped(t *testing.T) {
	set, registry, c := question.Default(), model.Default(), Default()
	findings := map[string]string{}
	for _, f := range registry.Findings {
		findings[f.ID] = f.Recommendation
	}
	for _, it := range set.Items() {
		if it.Finding != nil {
			findings[it.ID] = it.Finding.Recommendation
			if len(c.entries[it.ID]) < 2 {
				t.Errorf("%s has %d recommendations of its own", it.ID, len(c.entries[it.ID]))
			}
		}
	}
	texts := map[string]string{}
	n := 0
	for id, entries := range c.All() {
		general, ok := findings[id]
		if !ok {
			t.Errorf("%s is no finding", id)
		}
		for _, e := range entries {
			n++
			if e.Recommendation == general {
				t.Errorf("%s repeats the general recommendation", id)
			}
			key := strings.TrimSpace(e.Recommendation)
			if other, ok := texts[key]; ok && !strings.Contains(key, "{") {
				t.Errorf("%s and %s say the same: %.60q", id, other, key)
			}
			texts[key] = id
			if words := len(strings.Fields(key)); words < 20 || words > 75 {
				t.Errorf("%s: %d words: %.60q", id, words, key)
			}
			for _, x := range e.Conditions {
				checkCondition(t, set, id, x)
			}
		}
	}
	if n < 150 {
		t.Errorf("%d recommendations", n)
	}
}

func checkCondition(t *testing.T, set *question.Set, id string, x Condition) {
	t.Helper()
	if strings.HasPrefix(x.Key, FactPrefix) {
		return // Load knows the facts
	}
	it := set.Item(x.Key)
	if it == nil {
		t.Errorf("%s: there is no question %s", id, x.Key)
		return
	}
	general := []string{"unknown", "unanswered"}
	allowed := map[question.Type][]string{question.Bool: {"yes", "no"}, question.Months: {"never"}, question.Choice: it.OptionIDs(), question.Multi: it.OptionIDs()}
	for _, w := range x.matcher.words {
		if !slices.Contains(general, w) && !slices.Contains(allowed[it.Type], w) {
			t.Errorf("%s: %s cannot be %q", id, x.Key, w)
		}
	}
	if x.matcher.number {
		switch it.Type {
		case question.Level:
			if x.matcher.low > 4 || x.matcher.high < 0 {
				t.Errorf("%s: no level is %s", id, x.Text)
			}
		case question.Number, question.Months:
		default:
			t.Errorf("%s: %s is no number", id, x.Key)
		}
	}
}

// No entry stands behind one of the same finding that holds whenever it does.
func TestReachable(t *testing.T) {
	for id, entries := range Default().All() {
		for i, e := range entries {
			for _, before := range entries[:i] {
				if covers(before, e) {
					t.Errorf("%s: %v is never reached behind %v", id, e.When, before.When)
				}
			}
		}
	}
}

// covers reports whether a's conditions are all among b's.
func covers(a, b Entry) bool {
	for key, v := range a.When {
		w, ok := b.When[key]
		if !ok || fmt.Sprint(v) != fmt.Sprint(w) {
			return false
		}
	}
	return true
}

package engagement

import (
	"bytes"
	"encoding/json"
	"maps"

	"strings"
	"testing"

	"pgregory.net/rapid"

	"muster/assessment/brand"
	"muster/assessment/question"
)

// Only the one obvious year of a title is raised.
func TestFollowUpTitle(t *testing.T) {
	for _, c := range []struct{ title, from, to, want string }{
		{"Example SaaS 2026", "2026-11-23", "2027-11-24", "Example SaaS 2027"},
		{"2026 assessment", "2026-11-23", "2028-01-03", "2028 assessment"},
		{"Assessment FY2027", "2026-11-23", "2027-11-24", "Assessment FY2028"}, // a year ahead stays ahead
		{"Assessment (2025)", "2026-01-10", "2027-01-10", "Assessment (2026)"},
		{"Example SaaS 2026", "2026-02-01", "2026-11-24", "Example SaaS 2026"}, // the same year
		{"Example SaaS 2026", "2026-11-23", "2025-01-01", "Example SaaS 2026"},
		{"Example SaaS 2019", "2026-11-23", "2027-11-24", "Example SaaS 2019"}, // some other year
		{"From 2025 to 2026", "2026-11-23", "2027-11-24", "From 2025 to 2026"},
		{"Season 2026/27", "2026-11-23", "2027-11-24", "Season 2026/27"},
		{"2025-2026", "2026-11-23", "2027-11-24", "2025-2026"},
		{"As of 2026-11-23", "2026-11-23", "2027-11-24", "As of 2026-11-23"},
		{"As of 23.11.2026", "2026-11-23", "2027-11-24", "As of 23.11.2026"},
		{"ISO 27001, 2026", "2026-11-23", "2027-11-24", "ISO 27001, 2027"},
		{"Site 20260, 2026", "2026-11-23", "2027-11-24", "Site 20260, 2027"},
		{"Example SaaS", "2026-11-23", "2027-11-24", "Example SaaS"},
		{"Example SaaS 2026", "last year", "2027-11-24", "Example SaaS 2026"},
		{"", "2026-11-23", "2027-11-24", ""},
	} {
		if got := followUpTitle(c.title, c.from, c.to); got != c.want {
			t.Errorf("%q of %s in %s: %q, want %q", c.title, c.from, c.to, got, c.want)
		}
	}
}

// Nothing of the answers is lost, every one is marked, and what was measured stays
// behind; the earlier document is kept and not changed.
func TestFollowUp(t *testing.T) {
	set := question.Default()
	rapid.Check(t, func(t *rapid.T) {
		d, _, err := read(documents().Draw(t, "document"))
		if err != nil {
			t.Fatal(err)
		}
		d.Tickets = json.RawMessage(`{"counts":[1,2,3,4]}`)
		d.Respondents = []Respondent{{Name: "A", Answers: map[string]Answer{}}}
		d.Actions = []Action{{ID: "A01", Title: "Do it"}}
		before := d.Write()
		n, err := d.FollowUp("new", "2031-01-02", set)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(d.Write(), before) {
			t.Fatal("the earlier document changed")
		}
		if n.ID != "new" || n.Date != "2031-01-02" || n.Client != d.Client || n.Assessor != d.Assessor || !maps.Equal(n.Model, d.Model) || len(n.Options) != len(d.Options) || len(n.Actions) != 1 ||
			n.Tickets != nil || n.Respondents != nil || n.extra != nil {
			t.Fatalf("%+v", n)
		}
		if len(n.Answers) != len(d.Answers) {
			t.Fatalf("%d answers of %d", len(n.Answers), len(d.Answers))
		}
		for id, a := range n.Answers {
			b := d.Answers[id]
			if a.Carried != (a.State != Unanswered) {
				t.Fatalf("%s: %q, carried %v", id, a.State, a.Carried)
			}
			if a.Carried = b.Carried; !Equal(a, b) {
				t.Fatalf("%s: %+v became %+v", id, b, a)
			}
		}
		p := n.Previous
		if p == nil || p.ID != d.ID || p.Previous != nil || p.Tickets != nil || len(p.Respondents) != 1 || !maps.EqualFunc(p.Answers, d.Answers, Equal) {
			t.Fatalf("previous %+v", p)
		}
		// Written and read it is the same, without remarks of its own.
		once := n.Write()
		back, _, err := read(string(once))
		if err != nil || back.Previous == nil || !bytes.Equal(back.Write(), once) || !Same(back, n) {
			t.Fatalf("not read back: %v", err)
		}
		// And the next one keeps this one alone.
		third, err := n.FollowUp("third", "2032-01-02", set)
		if err != nil || third.Previous.ID != "new" || third.Previous.Previous != nil {
			t.Fatalf("third %v %v", third.Previous, err)
		}
	})
}

func TestFollowUpOfANewerDocument(t *testing.T) {
	d, _ := mustRead(t, `{"format":"muster-engagement","version":2}`)
	if n, err := d.FollowUp("new", "2027-01-01", question.Default()); n != nil || err != ErrNewer {
		t.Errorf("%v, %v", n, err)
	}
}

// What is kept of a large or deep document is what it is compared by.
func TestPreviousIsBounded(t *testing.T) {
	fte := Answer{State: Answered, Value: Number(3), Evidence: Observed, Comment: strings.Repeat("long ", 1<<19)}
	large := New("a", "2026-11-23", question.Default())
	large.Title, large.Assessor = strings.Repeat("Title ", 1000), "Somebody"
	large.Model["shrinkage"] = 0.3
	large.Answers["staff-fte"] = fte
	large.Answers["not-known"] = Answer{State: Answered, Value: foreign(`"x"`)}
	large.Answers["bw-other"] = Answer{Draft: map[string]string{"value": "x"}}
	large.Branding = brand.Brand{Company: "Company"}
	deep, _ := mustRead(t, top(`"later":`+strings.Repeat("[", 99)+strings.Repeat("]", 99)+`,"answers":{"staff-fte":{"state":"answered","value":3,"comment":"short"}}`))
	for name, d := range map[string]*Document{"large": large, "deep": deep} {
		n, err := d.FollowUp("b", "2027-11-23", question.Default())
		if err != nil {
			t.Fatal(err)
		}
		p := n.Previous
		if size := len(p.Write()); size > maxPrevious {
			t.Errorf("%s: %d bytes are kept", name, size)
		}
		if len(p.Answers) != 1 || p.Answers["staff-fte"].Value != Number(3) || p.Answers["staff-fte"].Comment != "" || !maps.Equal(p.Model, d.Model) || p.Date != d.Date || p.Assessor != "" {
			t.Errorf("%s: %+v", name, p)
		}
		if n.Answers["staff-fte"].Comment != d.Answers["staff-fte"].Comment {
			t.Errorf("%s: the comment did not go along", name)
		}
		if _, _, err := read(string(n.Write())); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	// A logo goes along, and is not kept twice.
	d := New("a", "2026-11-23", question.Default())
	d.Branding.Logo = []byte("logo")
	n, err := d.FollowUp("b", "2027-11-23", question.Default())
	if err != nil || n.Branding.Logo == nil || n.Previous.Branding.Logo != nil {
		t.Errorf("%v %+v", err, n)
	}
}

// Faults of the earlier document name their place and cost the document nothing.
func TestPreviousFaults(t *testing.T) {
	for _, c := range []struct{ name, previous, path, text string }{
		{"a value", value("staff-fte", "-3"), "previous.answers.staff-fte.value", "found -3, allowed: 0 to 200 FTE; the earlier engagement is kept as it is"},
		{"no document", `{"format":"other"}`, "previous.format", "found \"other\""},
		{"a list", `[1]`, "previous", "found [1], allowed: an object"},
		{"null", `null`, "previous", "found null"},
		{"newer", `{"format":"muster-engagement","version":3}`, "previous.version", "written by a newer Muster"},
		{"answers twice", answers(`"staff-fte":{"state":"unknown"},"staff-fte":{"state":"unknown"}`), "previous.answers.staff-fte", "twice"},
	} {
		d, faults := mustRead(t, top(`"previous":`+c.previous+`,"answers":{"staff-people":{"state":"unknown"}}`))
		if d.Previous != nil || !warning(faults, c.path, c.text) || d.State("staff-people") != Unknown {
			t.Errorf("%s: %v %v", c.name, d.Previous, faults)
		}
		var kept map[string]json.RawMessage
		if err := json.Unmarshal(d.Write(), &kept); err != nil || !bytes.Equal(compact(kept["previous"]), compact([]byte(c.previous))) {
			t.Errorf("%s: kept as %s", c.name, kept["previous"])
		}
	}
	// Its own unknown keys, its own earlier engagement too, are kept and told.
	d, faults := mustRead(t, top(`"previous":`+top(`"title":"Before","later":[1],"previous":`+top(`"title":"Before that"`))))
	if d.Previous == nil || d.Previous.Title != "Before" || d.Previous.Previous != nil || !warning(faults, "previous.later", "unknown key") || !warning(faults, "previous.previous", "keeps none of its own") ||
		!bytes.Contains(d.Write(), []byte("Before that")) {
		t.Errorf("%+v %v", d.Previous, faults)
	}
	if _, err := d.FollowUp("x", "2027-01-01", question.Default()); err != nil {
		t.Error(err)
	}
}

// A mark without an answer, which an older program leaves when it empties one, has no
// effect.
func TestCarriedWithoutAnAnswer(t *testing.T) {
	for _, a := range []string{`{"carried":true}`, `{"carried":true,"comment":"why"}`} {
		d, faults := mustRead(t, answers(`"staff-fte":`+a))
		if d.Answers["staff-fte"].Carried || !warning(faults, "answers.staff-fte.carried", "no effect") || bytes.Contains(d.Write(), []byte("carried")) {
			t.Errorf("%s: %+v %v", a, d.Answers["staff-fte"], faults)
		}
	}
	d, faults := mustRead(t, answers(`"staff-fte":{"state":"not-applicable","carried":false}`))
	if len(faults) > 0 || bytes.Contains(d.Write(), []byte("carried")) {
		t.Errorf("%v\n%s", faults, d.Write())
	}
}

func TestClearCarried(t *testing.T) {
	three := Answer{State: Answered, Value: Number(3), Carried: true}
	for _, c := range []struct {
		name  string
		after Answer
		want  bool
	}{
		{"as before", three, true},
		{"comment", Answer{State: Answered, Value: Number(3), Carried: true, Comment: "x", Review: true, Evidence: Observed}, true},
		{"value", Answer{State: Answered, Value: Number(4), Carried: true}, false},
		{"state", Answer{State: Unknown, Carried: true}, false},
		{"emptied", Answer{Carried: true, Draft: map[string]string{"": "x"}}, false},
	} {
		before, after := New("a", "", question.Default()), New("a", "", question.Default())
		before.Answers["staff-fte"], after.Answers["staff-fte"] = three, c.after
		after.ClearCarried(before)
		if got := after.Answers["staff-fte"].Carried; got != c.want {
			t.Errorf("%s: carried %v", c.name, got)
		}
	}
}

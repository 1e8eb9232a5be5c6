package calendar

import (
	"bytes"
	"strings"
	"testing"

	ical "github.com/arran4/golang-ical"

	"muster/assessment"
	"muster/assessment/actionplan"
	"muster/assessment/cadence"
	"muster/assessment/engagement"
	"muster/assessment/model"
	"muster/assessment/question"
	"muster/assets"
)

func render(t *testing.T, change func(*engagement.Document)) []byte {
	t.Helper()
	data, err := assets.Samples.ReadFile("samples/saas.muster")
	if err != nil {
		t.Fatal(err)
	}
	set, registry := question.Default(), model.Default()
	doc, _, err := engagement.Read(data, set, registry)
	if err != nil {
		t.Fatal(err)
	}
	r := assessment.Evaluate(set, registry, doc)
	doc.Actions = actionplan.Propose(registry, doc, actionplan.Default(), r.Findings)
	if change != nil {
		change(doc)
	}
	p := actionplan.Make(set, registry, doc, &r, actionplan.Default(), "")
	out, err := Render(nil, set, doc, p, cadence.Duties(set, doc, doc.Date), "Muster test")
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestCalendar(t *testing.T) {
	var actions int
	out := render(t, func(d *engagement.Document) {
		d.Actions[0].Status = engagement.ActionDone
		d.Actions[1].Due = ""
		actions = len(d.Actions) - 2
	})
	c, err := ical.ParseCalendar(bytes.NewReader(out))
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	found, recurring := 0, 0
	for _, e := range c.Events() {
		if seen[e.Id()] {
			t.Errorf("%s stands there twice", e.Id())
		}
		seen[e.Id()] = true
		if strings.HasPrefix(e.Id(), "action-") {
			found++
		}
		if p := e.GetProperty(ical.ComponentPropertyRrule); p != nil {
			recurring++
			if !strings.HasPrefix(p.Value, "FREQ=MONTHLY;INTERVAL=") {
				t.Error(p.Value)
			}
		}
		if at, err := e.GetAllDayStartAt(); err != nil || at.Year() < 2026 {
			t.Errorf("%s: %v %v", e.Id(), at, err)
		}
	}
	if found != actions || recurring == 0 {
		t.Errorf("%d actions, want %d; %d recurring", found, actions, recurring)
	}
}

// RFC 5545: lines end in CRLF and are at most 75 octets long; names of parties with
// commas, semicolons and line breaks survive.
func TestCalendarIsWellFormed(t *testing.T) {
	hostile := "Ärger; mit, Kommas\\ und\nZeilen\x07 " + strings.Repeat("lang ", 60)
	out := render(t, func(d *engagement.Document) {
		d.Title, d.Client = hostile, hostile
		for i := range d.Actions {
			d.Actions[i].Title, d.Actions[i].Text = hostile, hostile
		}
	})
	for _, l := range strings.Split(strings.TrimSuffix(string(out), "\r\n"), "\r\n") {
		if len(l) > 75 || strings.ContainsAny(l, "\r\n\x07") {
			t.Errorf("%d octets: %q", len(l), l)
		}
	}
	c, err := ical.ParseCalendar(bytes.NewReader(out))
	if err != nil {
		t.Fatal(err)
	}
	want := "Due: " + strings.Join(strings.Fields(strings.ReplaceAll(hostile, "\x07", "")), " ")
	if got := c.Events()[0].GetProperty(ical.ComponentPropertySummary).Value; got != want {
		t.Errorf("got %q", got)
	}
	if !bytes.Equal(out, render(t, func(d *engagement.Document) {
		d.Title, d.Client = hostile, hostile
		for i := range d.Actions {
			d.Actions[i].Title, d.Actions[i].Text = hostile, hostile
		}
	})) {
		t.Error("the same engagement gave other bytes")
	}
}

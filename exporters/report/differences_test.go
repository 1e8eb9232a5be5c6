package report

import (
	"strings"
	"testing"

	"muster/assessment/engagement"
	"muster/assessment/question"
)

// Whatever is written otherwise is told, and what is the same is not.
func TestDifferences(t *testing.T) {
	set := question.Default()
	answer := func(change func(*engagement.Answer)) func(*engagement.Document) {
		return func(d *engagement.Document) {
			a := d.Answers["tool-access"]
			change(&a)
			d.Answers["tool-access"] = a
		}
	}
	for name, tt := range map[string]struct {
		change        func(*engagement.Document)
		place         string
		before, after string
	}{
		"title":     {func(d *engagement.Document) { d.Title = "" }, "", "Example SaaS 2026", "nothing"},
		"settings":  {func(d *engagement.Document) { d.Model = map[string]float64{"shrinkage": 0.3} }, "", "0", "1"},
		"scope":     {func(d *engagement.Document) { d.Scope = "quick" }, "", "as they were", "changed: options, settings, branding or measured demand"},
		"value":     {answer(func(a *engagement.Answer) { a.Value = engagement.Level(0) }), "tool-access", "", "0 – "},
		"unknown":   {answer(func(a *engagement.Answer) { *a = engagement.Answer{State: engagement.Unknown} }), "tool-access", "", "don't know"},
		"gone":      {func(d *engagement.Document) { delete(d.Answers, "tool-access") }, "tool-access", "", "not answered"},
		"comment":   {answer(func(a *engagement.Answer) { a.Comment = "seen" }), "tool-access", "", "comment: seen; "},
		"carried":   {answer(func(a *engagement.Answer) { a.Carried = true }), "tool-access", "", "carried over and not confirmed yet"},
		"review":    {answer(func(a *engagement.Answer) { a.Review = !a.Review }), "tool-access", "", "marked for review"},
		"reference": {answer(func(a *engagement.Answer) { a.References = []engagement.Reference{{Location: "x"}} }), "tool-access", "", "1 reference"},
	} {
		before := sample(t, "saas")
		after := before.Clone()
		if got := Differences(nil, set, before, after); len(got) > 0 {
			t.Fatalf("%s: the same differs: %+v", name, got)
		}
		tt.change(after)
		got := Differences(nil, set, before, after)
		if len(got) != 1 || got[0].Place != tt.place || !strings.Contains(got[0].Before, tt.before) || !strings.Contains(got[0].After, tt.after) || got[0].Before == got[0].After {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

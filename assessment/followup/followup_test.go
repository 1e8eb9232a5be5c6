package followup

import (
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"muster/assessment"
	"muster/assessment/engagement"
	"muster/assessment/engagement/engagementtest"
	"muster/assessment/model"
	"muster/assessment/question"
)

var samples = engagementtest.Samples

func sample(t testing.TB, name string) *engagement.Document {
	t.Helper()
	return engagementtest.Sample(t, name)
}

type failer interface {
	Helper()
	Fatal(args ...any)
}

// after is a follow-up of old a year later.
func after(t failer, old *engagement.Document) *engagement.Document {
	t.Helper()
	doc, err := old.FollowUp("next", "2027-11-24", question.Default())
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func put(doc *engagement.Document, id string, v engagement.Value) {
	doc.Answers[id] = engagement.Answer{State: engagement.Answered, Value: v}
}

func compare(doc *engagement.Document) *Change {
	set, registry := question.Default(), model.Default()
	now := assessment.Evaluate(set, registry, doc)
	return Compare(set, registry, doc, &now)
}

// evaluated is the result as JSON without how much is to be confirmed.
func evaluated(t testing.TB, doc *engagement.Document) string {
	t.Helper()
	r := assessment.Evaluate(question.Default(), model.Default(), doc)
	for i := range r.Sections {
		r.Sections[i].Carried = 0
	}
	out, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

func TestNothingToCompareWith(t *testing.T) {
	if c := compare(sample(t, "saas")); c != nil {
		t.Errorf("%+v", c)
	}
}

// A follow-up is evaluated as what it follows, whether its answers are confirmed or
// not, and the change is none.
func TestFollowUpIsTheSame(t *testing.T) {
	for _, name := range samples {
		old := sample(t, name)
		doc := after(t, old)
		if evaluated(t, doc) != evaluated(t, old) || evaluated(t, doc.Previous) != evaluated(t, old) {
			t.Errorf("%s: another result", name)
		}
		c := compare(doc)
		if len(c.Answers) > 0 || c.Counts.Closed+c.Counts.New+c.Counts.Lapsed > 0 || c.Counts.Open != len(c.Findings) || len(c.Remarks) > 0 || c.Carried != len(old.Answers) {
			t.Errorf("%s: %+v", name, c)
		}
		for _, v := range c.Verdicts {
			if v.Trend != Same {
				t.Errorf("%s: %+v", name, v)
			}
		}
		for _, f := range c.Figures {
			if f.Trend != Same || f.Text != "As before." {
				t.Errorf("%s: %+v", name, f)
			}
		}
		for _, s := range c.Sections {
			if s.Trend != Same {
				t.Errorf("%s: %+v", name, s)
			}
		}
		for _, f := range c.Findings {
			if f.Fate != StillOpen || f.Severity != f.Was {
				t.Errorf("%s: %+v", name, f)
			}
		}
		if want := "Since 2026-11-23: the verdict on a named SIA is as before, "; name == "saas" && !strings.HasPrefix(c.Text, want) {
			t.Errorf("%q", c.Text)
		}
	}
}

// What follows from a few answers, by name.
func TestChange(t *testing.T) {
	doc := after(t, sample(t, "saas"))
	put(doc, "staff-fte", engagement.Number(4))
	put(doc, "tool-access", engagement.Level(1))
	put(doc, "asr-exercise", engagement.Months{N: 3})
	doc.Answers["asr-mssp"] = engagement.Answer{State: engagement.Unknown}
	c := compare(doc)
	verdict := func(subject string) Verdict {
		return c.Verdicts[slices.IndexFunc(c.Verdicts, func(v Verdict) bool { return v.Subject == subject })]
	}
	if v := verdict("sia"); v.Trend != Better || v.Text != "The need for a named SIA fell, from “warranted” to “borderline”." {
		t.Errorf("%+v", v)
	}
	if v := verdict("csirp-test"); v.Trend != Better || v.Before != assessment.Strong {
		t.Errorf("%+v", v)
	}
	if v := verdict("csirp-design"); v.Trend != Same || v.Text != "The verdict on the design of the CSIRP is as before: not needed now." {
		t.Errorf("%+v", v)
	}
	figure := func(name string) Figure {
		return c.Figures[slices.IndexFunc(c.Figures, func(f Figure) bool { return f.Name == name })]
	}
	for name, want := range map[string]struct {
		trend Trend
		text  string
	}{
		"Supply": {Moved, "Rose by 22.5 h a week."}, "Gap": {Better, "Fell by 16.3 h a week, for the better."}, "Demand": {Same, "As before."},
		"Tool use index": {Worse, "Fell by 0.15, for the worse."}, "Urgent picked up in time": {Better, "Rose by 4.2 percentage points, for the better."},
	} {
		if f := figure(name); f.Trend != want.trend || f.Text != want.text {
			t.Errorf("%s: %+v", name, f)
		}
	}
	tools := c.Sections[slices.IndexFunc(c.Sections, func(s Section) bool { return s.ID == "tools" })]
	if tools.Trend != Worse || tools.Text != "Level 2.8, down by 0.6." {
		t.Errorf("%+v", tools)
	}
	texts := map[string]string{}
	for _, a := range c.Answers {
		texts[a.Question] = a.Text
	}
	if want := map[string]string{"staff-fte": "Up by 1.", "tool-access": "Down by 3.", "asr-exercise": "Changed.", "asr-mssp": texts["asr-mssp"]}; !reflect.DeepEqual(texts, want) {
		t.Errorf("%v", texts)
	}
	fate := map[string]Finding{}
	for _, f := range c.Findings {
		fate[f.Source] = f
	}
	if f := fate["asr-exercise"]; f.Fate != Closed || f.Text != "Closed; it was of high severity." {
		t.Errorf("%+v", f)
	}
	if f := fate["tool-access"]; f.Fate != Raised || f.Was != "" || f.Text != "New, of medium severity." {
		t.Errorf("%+v", f)
	}
	if f := fate["bw-volume"]; f.Fate != StillOpen || f.Severity != "medium" || f.Was != "high" || !strings.HasPrefix(f.Text, "Still open, now of medium instead of high severity.") || f.Carried {
		t.Errorf("%+v", f)
	}
	if !strings.HasPrefix(c.Text, "Since 2026-11-23: the need for a named SIA fell from “warranted” to “borderline”; ") || !strings.HasSuffix(c.Text, "; 4 answers changed.") {
		t.Errorf("%q", c.Text)
	}
}

// A finding that is gone because nobody answered what it rested on is not closed.
func TestLapsed(t *testing.T) {
	row := func(doc *engagement.Document, id string) {
		r := engagement.RACI{}
		for k, v := range doc.Answers["raci-matrix"].Value.(engagement.RACI) {
			if k != id {
				r[k] = v
			}
		}
		put(doc, "raci-matrix", r)
	}
	for _, c := range []struct {
		name, source string
		change       func(*engagement.Document)
		want         Fate
	}{
		{"unanswered", "asr-exercise", func(d *engagement.Document) { delete(d.Answers, "asr-exercise") }, Lapsed},
		{"not known", "asr-exercise", func(d *engagement.Document) { d.Answers["asr-exercise"] = engagement.Answer{State: engagement.Unknown} }, Lapsed},
		{"does not apply", "asr-exercise", func(d *engagement.Document) {
			d.Answers["asr-exercise"] = engagement.Answer{State: engagement.NotApplicable}
		}, Closed},
		{"done", "asr-exercise", func(d *engagement.Document) { put(d, "asr-exercise", engagement.Months{N: 1}) }, Closed},
		{"row left out", "raci-matrix/impact-determination", func(d *engagement.Document) { row(d, "impact-determination") }, Lapsed},
		{"row settled", "raci-matrix/impact-determination", func(d *engagement.Document) {
			row(d, "impact-determination")
			d.Answers["raci-matrix"].Value.(engagement.RACI)["impact-determination"] = engagement.Responsibility{Accountable: "client", Doer: "client", Written: true}
		}, Closed},
		{"a volume missing", "bw-volume", func(d *engagement.Document) { delete(d.Answers, "bw-volume") }, Lapsed},
		{"enough people", "bw-volume", func(d *engagement.Document) { put(d, "staff-fte", engagement.Number(40)) }, Closed},
		{"known by now", "unknown", func(d *engagement.Document) {
			for id, a := range d.Answers {
				if a.State == engagement.Unknown {
					d.Answers[id] = engagement.Answer{State: engagement.NotApplicable}
				}
			}
		}, Closed},
		{"not asked any more", "unknown", func(d *engagement.Document) {
			for id, a := range d.Answers {
				if a.State == engagement.Unknown {
					delete(d.Answers, id)
				}
			}
		}, Lapsed},
	} {
		doc := after(t, sample(t, "saas"))
		c.change(doc)
		got := Fate("")
		var sources []string
		for _, f := range compare(doc).Findings {
			sources = append(sources, string(f.Fate)+" "+f.Source)
			if f.Source == c.source {
				got = f.Fate
			}
		}
		if got != c.want {
			t.Errorf("%s: %s is %q, want %q; %q", c.name, c.source, got, c.want, sources)
		}
	}
}

// Views that differed stay behind with those who had them.
func TestDisagreementLapses(t *testing.T) {
	old := sample(t, "saas")
	for i, v := range []int{0, 4} {
		old.Respondents = append(old.Respondents, engagement.Respondent{Name: fmt.Sprint(i), Answers: map[string]engagement.Answer{"tool-access": {State: engagement.Answered, Value: engagement.Level(v)}}})
	}
	c := compare(after(t, old))
	i := slices.IndexFunc(c.Findings, func(f Finding) bool { return f.Source == "disagreement" })
	if i < 0 || c.Findings[i].Fate != Lapsed || c.Counts.Lapsed != 1 || !strings.Contains(c.Text, "1 was not looked at again") {
		t.Errorf("%d: %+v", i, c.Findings)
	}
}

func TestOverallOfNothing(t *testing.T) {
	empty := engagement.New("a", "", question.Default())
	if got, want := compare(after(t, empty)).Text, "Since the earlier engagement: as before there is too little evidence for a verdict on a named SIA; no answer changed."; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestVerdictTrends(t *testing.T) {
	for _, c := range []struct {
		before, after assessment.Verdict
		want          Trend
		text          string
	}{
		{assessment.Warranted, assessment.StronglyWarranted, Worse, "The need for X rose, from “warranted” to “strongly warranted”."},
		{assessment.Consider, assessment.None, Better, "The need for X fell, from “consider” to “not needed now”."},
		{assessment.Strong, assessment.Deferred, Moved, "The verdict on X was “strongly recommended” and is “after the design”."},
		{assessment.InsufficientEvidence, assessment.Warranted, Open, "There was too little evidence for a verdict on X; now it is: warranted."},
		{assessment.Warranted, assessment.InsufficientEvidence, Open, "The verdict on X was: warranted. Now there is too little evidence for one."},
		{assessment.InsufficientEvidence, assessment.InsufficientEvidence, Same, "As before there is too little evidence for a verdict on X."},
	} {
		v := Verdict{Before: c.before, After: c.after, Trend: verdictTrend(c.before, c.after)}
		if text := verdictText("X", &v); v.Trend != c.want || text != c.text {
			t.Errorf("%s, %s: %s, %q", c.before, c.after, v.Trend, text)
		}
	}
}

// Differences are those of the figures as written.
func TestFigureTexts(t *testing.T) {
	inf, none := assessment.Figure(math.Inf(1)), assessment.Missing()
	hours, share := figure{decimals: 1, unit: "h", good: -1}, figure{decimals: 1, unit: "%", good: 1}
	for _, c := range []struct {
		f             figure
		before, after assessment.Figure
		trend         Trend
		text          string
	}{
		{hours, 10.04, 10.06, Worse, "Rose by 0.1 h, for the worse."}, // 10 and 10.1
		{hours, 10.01, 10.04, Same, "As before."},
		{hours, 10, 7.5, Better, "Fell by 2.5 h, for the better."},
		{hours, none, 1, Open, "Not known before."},
		{hours, 1, none, Open, "Not known this time."},
		{hours, 1, inf, Worse, "Rose, for the worse."},
		{hours, inf, 1, Better, "Fell, for the better."},
		{hours, inf, inf, Same, "As before."},
		{share, 0.5, 0.6254, Better, "Rose by 12.5 percentage points, for the better."},
		{figure{decimals: 1, unit: "h"}, -2, 3, Moved, "Rose by 5 h."},
	} {
		if trend, text := c.f.compare(c.before, c.after); trend != c.trend || text != c.text {
			t.Errorf("%v, %v: %s, %q", c.before, c.after, trend, text)
		}
	}
}

func TestSectionTexts(t *testing.T) {
	none := assessment.Missing()
	for _, c := range []struct {
		s    Section
		want string
	}{
		{Section{Before: 1.5, After: 2.25, BeforeLevelled: 4, AfterLevelled: 4}, "Level 2.3, up by 0.8."},
		{Section{Before: 2, After: 2, BeforeLevelled: 3, AfterLevelled: 4}, "Level 2 as before; the mean of 4 answers instead of 3."},
		{Section{Before: none, After: 2}, "Level 2; not assessed before."},
		{Section{Before: 2, After: none}, "Not assessed this time; it was level 2."},
	} {
		if _, text := sectionText(&c.s); text != c.want {
			t.Errorf("%q, want %q", text, c.want)
		}
	}
}

func TestAnswerTexts(t *testing.T) {
	level := func(n int) engagement.Answer {
		return engagement.Answer{State: engagement.Answered, Value: engagement.Level(n)}
	}
	in := func(s engagement.State) engagement.Answer { return engagement.Answer{State: s} }
	for _, c := range []struct {
		before, after engagement.Answer
		want          string
	}{
		{level(1), level(3), "Up by 2."}, {level(3), level(2), "Down by 1."},
		{in(engagement.Unanswered), level(1), "Answered for the first time."}, {in(engagement.Unknown), level(1), "Known now."}, {in(engagement.NotApplicable), level(1), "Applies now."},
		{level(1), in(engagement.Unanswered), "Not answered this time."}, {level(1), in(engagement.Unknown), "Not known this time."}, {level(1), in(engagement.NotApplicable), "Does not apply any more."},
	} {
		if got := answerText(c.before, c.after); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

// What may have moved the figures besides the answers is said.
func TestRemarks(t *testing.T) {
	doc := after(t, sample(t, "saas"))
	doc.Model["shrinkage"] = 0.3
	a := doc.Answers["tool-access"]
	a.Evidence = engagement.Asserted
	doc.Answers["tool-access"] = a
	previous := doc.Previous.Clone()
	previous.QuestionSet.Version = 7
	doc.Previous = previous
	text := strings.Join(compare(doc).Remarks, "\n")
	for _, want := range []string{"was 0.25 and is 0.3 now", "version 7 of the question set, this one with version 1", "Evidence is weaker for 1 answer."} {
		if !strings.Contains(text, want) {
			t.Errorf("%q lacks %q", text, want)
		}
	}
	previous.QuestionSet.ID = "own"
	if text := strings.Join(compare(doc).Remarks, "\n"); !strings.Contains(text, "another question set") || strings.Contains(text, "own") {
		t.Errorf("%q", text)
	}
}

var faulty = regexp.MustCompile(`NaN|Inf|∞|%!|\s\s|–|\.\.|^$`)

// Any two engagements: each finding stands once and is counted, every sentence is
// whole, and the same comparison comes out again.
func TestChangeProperty(t *testing.T) {
	base := map[string]*engagement.Document{}
	for _, n := range samples {
		base[n] = sample(t, n)
	}
	rapid.Check(t, func(t *rapid.T) {
		shuffled := func(name string) *engagement.Document {
			d := base[rapid.SampledFrom(samples).Draw(t, name)].Clone()
			for _, it := range question.Default().Items() {
				switch rapid.IntRange(0, 7).Draw(t, name+it.ID) {
				case 0:
					delete(d.Answers, it.ID)
				case 1:
					d.Answers[it.ID] = engagement.Answer{State: engagement.Unknown}
				case 2:
					d.Answers[it.ID] = engagement.Answer{State: engagement.NotApplicable}
				case 3:
					if len(it.Levels) > 0 {
						put(d, it.ID, engagement.Level(rapid.IntRange(0, 4).Draw(t, "level")))
					}
				case 4:
					if it.Type == question.Number {
						put(d, it.ID, engagement.Number(*it.Min))
					}
				}
			}
			return d
		}
		doc := after(t, shuffled("old "))
		doc.Answers = shuffled("new ").Answers
		c := compare(doc)
		now := assessment.Evaluate(question.Default(), model.Default(), doc)
		for _, r := range []*assessment.Result{&c.Before, &now} {
			seen := map[string]bool{}
			for _, f := range r.Findings {
				if seen[f.Source] {
					t.Fatalf("two findings come from %s", f.Source)
				}
				seen[f.Source] = true
			}
		}
		n := c.Counts
		if n.New+n.Open != len(now.Findings) || n.Closed+n.Lapsed+n.Open != len(c.Before.Findings) || len(c.Findings) != n.New+n.Open+n.Closed+n.Lapsed {
			t.Fatalf("%+v of %d and %d findings", n, len(c.Before.Findings), len(now.Findings))
		}
		texts := append([]string{c.Text}, c.Remarks...)
		for _, v := range c.Verdicts {
			texts = append(texts, v.Text)
		}
		for _, f := range c.Figures {
			texts = append(texts, f.Text)
		}
		for _, s := range c.Sections {
			texts = append(texts, s.Text)
		}
		for _, a := range c.Answers {
			texts = append(texts, a.Text)
			if engagement.Equal(a.Before, a.After) {
				t.Fatalf("%s did not change", a.Question)
			}
		}
		for _, f := range c.Findings {
			texts = append(texts, f.Text)
		}
		for _, s := range texts {
			if faulty.MatchString(s) || !strings.HasSuffix(s, ".") || s[:1] != strings.ToUpper(s[:1]) {
				t.Fatalf("%q", s)
			}
		}
		if again := compare(doc); !reflect.DeepEqual(texts[0], again.Text) || !reflect.DeepEqual(c.Findings, again.Findings) || !reflect.DeepEqual(c.Answers, again.Answers) {
			t.Fatal("another time, another change")
		}
	})
}

func BenchmarkCompare(b *testing.B) {
	doc := after(b, sample(b, "saas"))
	now := assessment.Evaluate(question.Default(), model.Default(), doc)
	for b.Loop() {
		Compare(question.Default(), model.Default(), doc, &now)
	}
}

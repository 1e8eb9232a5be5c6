package report

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"muster/assessment/analysis"
	"muster/assessment/engagement"
	"muster/assessment/model"
	"muster/assessment/question"
	"muster/exporters/chart"
	"muster/exporters/redaction"
)

func presented(rep *Report, doc *engagement.Document) []Slide {
	p := model.Default().Resolve(doc.Model)
	return Presentation(rep, &p)
}

// presentedSubjects are the engagements that are presented.
func presentedSubjects(t *testing.T) map[string]*engagement.Document {
	out := map[string]*engagement.Document{"empty": empty(), "measured": measured(t)}
	for _, name := range samples {
		out[name] = sample(t, name)
	}
	return out
}

func topicsOf(slides []Slide) []string {
	var out []string
	for _, s := range slides {
		if len(out) == 0 || out[len(out)-1] != s.Topic {
			out = append(out, s.Topic)
		}
	}
	return out
}

func slideTexts(s Slide) []string {
	out := []string{s.Title, s.Part, s.Lead}
	for _, b := range s.Badges {
		out = append(out, b.Subject, b.Word, b.Detail)
	}
	for _, f := range s.Facts {
		out = append(out, f.Name, f.Value)
	}
	if s.Table != nil {
		out = append(out, said(*s.Table)...)
	}
	out = append(out, s.Points...)
	for _, f := range s.Findings {
		out = append(out, f.Title, f.Recommendation, f.Owner, f.Due)
	}
	return out
}

// What a slide shows stands there in the order verdict, reasons, options, what to do.
func TestPresentationOrder(t *testing.T) {
	want := map[string][]string{
		"empty": {TopicTitle, TopicSIA, TopicCSIRP, TopicMissing, TopicNext},
		"saas": {TopicTitle, TopicSIA, TopicCSIRP, TopicReasons, TopicRule, TopicThresholds, TopicCapacity, TopicResponsibilities, TopicFindings,
			TopicOptions, TopicChanges, TopicTrial, TopicNext},
		"hospital": {TopicTitle, TopicSIA, TopicCSIRP, TopicReasons, TopicRule, TopicThresholds, TopicCapacity, TopicResponsibilities, TopicFindings,
			TopicChanges, TopicTrial, TopicNext},
	}
	for name, topics := range want {
		doc := presentedSubjects(t)[name]
		if got := topicsOf(presented(build(doc), doc)); !slices.Equal(got, topics) {
			t.Errorf("%s: %q, want %q", name, got, topics)
		}
	}
}

func TestPresentationSlides(t *testing.T) {
	for name, doc := range presentedSubjects(t) {
		rep := build(doc)
		slides := presented(rep, doc)
		if again := presented(build(doc), doc); !reflect.DeepEqual(slides, again) {
			t.Errorf("%s: not the same twice", name)
		}
		known := strings.Join(append(inChapters(rep), rep.Client, rep.Date, rep.Assessor), "\n")
		ids := map[string]bool{}
		for _, s := range slides {
			where := name + ", " + s.ID
			if ids[s.ID] || s.ID == "" || s.Title == "" || s.Topic == "" {
				t.Errorf("%s: no id of its own, no title or no topic", where)
			}
			ids[s.ID] = true
			if s.Topic != TopicTitle && !s.Trial && len(s.Badges)+len(s.Facts)+len(s.Picture.Shapes)+len(s.Points)+len(s.Findings) == 0 && s.Table == nil {
				t.Errorf("%s is empty", where)
			}
			if s.Table != nil && len(s.Table.Rows) == 0 {
				t.Errorf("%s: an empty table", where)
			}
			if len(s.Points) > slidePoints || len(s.Findings) > slideFindings {
				t.Errorf("%s: %d points, %d findings", where, len(s.Points), len(s.Findings))
			}
			for _, x := range slideTexts(s) {
				if bad := leftover.FindString(x); bad != "" {
					t.Errorf("%s says %q in %q", where, bad, x)
				}
			}
			for _, f := range s.Facts {
				if s.Topic != TopicTitle && !strings.Contains(known, f.Value) {
					t.Errorf("%s: %s is %s, which the report does not say", where, f.Name, f.Value)
				}
			}
		}
		if n := len(slides); n < 4 || n > 30 {
			t.Errorf("%s: %d slides", name, n)
		}
	}
}

// The rule that decided stands there with each value it compared.
func TestPresentationRule(t *testing.T) {
	doc := sample(t, "hospital")
	rep := build(doc)
	var rules []string
	for _, s := range presented(rep, doc) {
		if s.Topic != TopicRule {
			continue
		}
		rules = append(rules, s.ID)
		for _, st := range rep.Result.Trace {
			if st.Subject == "sia" && "rule-"+st.Rule == s.ID {
				for i, c := range st.Conditions {
					if row := s.Table.Rows[i]; row[0] != c.Text || row[1] != c.Value || row[2] != c.Threshold || (row[3] == "yes") != c.Held {
						t.Errorf("%s: %q for %+v", s.ID, row, c)
					}
				}
			}
		}
	}
	if want := []string{"rule-V3", "rule-A1"}; !slices.Equal(rules, want) {
		t.Errorf("rules %q, want %q", rules, want)
	}
}

// Every activity is on one of the pictures, with its remark.
func TestPresentationLanes(t *testing.T) {
	doc := sample(t, "saas")
	rep := build(doc)
	var labels []string
	for _, s := range presented(rep, doc) {
		if s.Topic == TopicResponsibilities {
			for _, sh := range s.Picture.Shapes {
				if l, ok := sh.(chart.Label); ok {
					labels = append(labels, l.Text)
				}
			}
		}
	}
	for _, r := range rep.Responsibilities {
		if !slices.Contains(labels, fmt.Sprint(r.Number)) {
			t.Errorf("activity %d is on no slide", r.Number)
		}
	}
	if !slices.Contains(labels, "red flag") {
		t.Error("no red flag")
	}
}

func TestPresentationOptions(t *testing.T) {
	doc := sample(t, "saas")
	rep := build(doc)
	for _, s := range presented(rep, doc) {
		if s.ID != "options" {
			continue
		}
		if s.Lead != rep.Comparison.Recommendation.Text || len(s.Table.Rows) != len(rep.Comparison.Options) || s.Table.Rows[0][0] != "1" {
			t.Errorf("options: %q, %q", s.Lead, s.Table.Rows)
		}
	}
	few := sample(t, "saas")
	for len(few.Options) < 9 {
		o := few.Options[0]
		o.ID = fmt.Sprintf("copy-%d", len(few.Options))
		few.Options = append(few.Options, o)
	}
	for _, s := range presented(build(few), few) {
		if s.ID == "options" && (len(s.Table.Rows) != mostOptions+1 || s.Table.Rows[mostOptions][0] != "3 more options.") {
			t.Errorf("nine options: %q", s.Table.Rows)
		}
	}
}

func TestPresentationSince(t *testing.T) {
	doc := later(t)
	found := slices.ContainsFunc(presented(build(doc), doc), func(s Slide) bool { return s.Topic == TopicSince && s.Table != nil && s.Lead != "" })
	if !found {
		t.Error("the change since last year is not shown")
	}
}

// What readers may not see is on no slide.
func TestPresentationRedacted(t *testing.T) {
	set, registry := question.Default(), model.Default()
	allowed := map[string][]string{
		redaction.Board.ID:     {TopicTitle, TopicSIA, TopicCSIRP, TopicReasons, TopicResponsibilities, TopicFindings, TopicOptions, TopicNext},
		redaction.Provider.ID:  {TopicTitle, TopicSIA, TopicCSIRP, TopicResponsibilities},
		redaction.Benchmark.ID: {TopicTitle, TopicSIA, TopicCSIRP},
	}
	for _, profile := range redaction.Profiles[1:] {
		doc := profile.Document(set, sample(t, "saas"))
		for _, s := range presented(BuildFor(profile, set, registry, doc, analysis.Quick(set, registry, doc)), doc) {
			if !slices.Contains(allowed[profile.ID], s.Topic) {
				t.Errorf("%s sees %s", profile.ID, s.ID)
			}
		}
	}
}

func TestTryOut(t *testing.T) {
	set, registry := question.Default(), model.Default()
	doc := sample(t, "saas")
	a := analysis.Quick(set, registry, doc)
	same := TryOut(nil, &a.Result, &a.Result)
	if same.Badge != Verdicts(nil, &a.Result)[0] || len(same.Facts) != 4 {
		t.Errorf("as answered: %+v", same)
	}
	for _, f := range same.Facts {
		if f.Note != "" {
			t.Errorf("%s differs from itself: %s", f.Name, f.Note)
		}
	}
	more := doc.Clone()
	answer := more.Answers["staff-fte"]
	answer.Value = engagement.Number(8)
	more.Answers["staff-fte"] = answer
	b := analysis.Quick(set, registry, more)
	tried := TryOut(nil, &a.Result, &b.Result)
	if tried.Badge.Verdict == same.Badge.Verdict || tried.Facts[0].Note != "answered: "+same.Facts[0].Value {
		t.Errorf("with eight FTE: %+v", tried)
	}
}

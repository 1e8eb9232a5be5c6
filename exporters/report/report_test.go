package report

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"muster/assessment"
	"muster/assessment/engagement"
	"muster/assessment/question"
	"muster/exporters/chart"
)

type failer interface {
	Helper()
	Errorf(format string, args ...any)
}

var (
	// Left over from formatting, or a figure that is not there.
	leftover = regexp.MustCompile(`NaN|%!|[{}]|\+Inf|<nil>|map\[|–\s*(h|FTE|erlangs)\b|∞\s*(h|FTE)\b`)
	// One of many.
	plural = regexp.MustCompile(`(?:^|[^\d.,\x{202f}])1[\s\x{00a0}](questions|findings|decisions|activities|answered activities|answered rows|settings|flags|red flags|analysts|months|days|people|posts|incidents|areas|rows|levels|are|were|lie|have)\b`)
	double = regexp.MustCompile(`[^\n.]  |\.\.(?:[^.]|$)| [,.;:](?:\s|$)`)
)

// sound checks what holds for the report of any engagement.
func sound(t failer, doc *engagement.Document, rep *Report) {
	t.Helper()
	allTexts(reflect.ValueOf(*rep), func(s string) {
		if m := leftover.FindString(s); m != "" {
			t.Errorf("%q holds %q", s, m)
		}
		if !utf8.ValidString(s) {
			t.Errorf("%q is not UTF-8", s)
		}
	})
	for _, s := range sentences(rep) {
		if m := plural.FindString(s); m != "" {
			t.Errorf("%q holds %q", s, m)
		}
		if m := double.FindString(s); m != "" {
			t.Errorf("%q holds %q", s, m)
		}
	}
	bare := func(what, s string) {
		if s == "" || strings.TrimSpace(s) != s || strings.ContainsAny(s, "–∞") && !strings.Contains(s, " – ") {
			t.Errorf("%s: %q", what, s)
		}
	}
	if n := len(rep.Reasons); n < 1 || n > 5 {
		t.Errorf("%d reasons: %q", n, rep.Reasons)
	}
	if len(rep.Decisions) == 0 {
		t.Errorf("no decision, not even that there is none")
	}
	for _, s := range slices.Concat(rep.Reasons, rep.Decisions) {
		bare("reason or decision", s)
	}
	ids, seen := map[string]bool{}, map[string]bool{}
	for _, s := range inChapters(rep) {
		seen[s] = true
	}
	all := strings.Join(inChapters(rep), "\x00")
	for _, ch := range rep.Chapters {
		if ids[ch.ID] || ch.Title == "" {
			t.Errorf("chapter %q, %q", ch.ID, ch.Title)
		}
		ids[ch.ID] = true
		bare("lead of "+ch.ID, ch.Lead)
		if !strings.HasSuffix(ch.Lead, ".") || strings.ToUpper(ch.Lead[:1]) != ch.Lead[:1] {
			t.Errorf("lead of %s is no sentence: %q", ch.ID, ch.Lead)
		}
		for _, b := range ch.Blocks {
			switch b := b.(type) {
			case Table:
				for _, r := range b.Rows {
					if len(r) != len(b.Columns) && len(r) != 1 {
						t.Errorf("%s: %d cells in %d columns: %q", ch.ID, len(r), len(b.Columns), r)
					}
				}
				share := 0.0
				for _, c := range b.Columns {
					share += c.Share
				}
				if len(b.Columns) == 0 || share <= 0 {
					t.Errorf("%s: a table without columns", ch.ID)
				}
			case Figure:
				for _, shape := range b.Scene.Shapes {
					if p, ok := shape.(chart.Polygon); ok {
						for _, x := range p.Points {
							if !(x.X >= -2 && x.X <= b.Scene.Width+2 && x.Y >= -2 && x.Y <= b.Scene.Height+2) {
								t.Errorf("%s: %q draws at %v", ch.ID, b.Scene.Title, x)
							}
						}
					}
				}
			case Bullets:
				if len(b.Items) == 0 {
					t.Errorf("%s: an empty list", ch.ID)
				}
			}
		}
	}
	for _, f := range rep.Figures {
		if !strings.Contains(all, f.Name) || !strings.Contains(all, f.Value) {
			t.Errorf("no chapter has %q as %q", f.Name, f.Value)
		}
	}
	for _, a := range doc.Answers {
		if !strings.Contains(all, a.Comment) {
			t.Errorf("no chapter has the comment %q", a.Comment)
		}
	}
	for _, s := range slices.Concat(rep.Reasons, rep.Decisions, rep.Explanation) {
		if !seen[s] {
			t.Errorf("no chapter has %q", s)
		}
	}
	for _, f := range rep.Findings {
		if !seen[f.ID] || !seen[f.Found] || !seen[f.Recommendation] {
			t.Errorf("no chapter has finding %s", f.ID)
		}
	}
	for _, f := range slices.Concat(rep.NotAssessed, rep.Assumptions) {
		if !seen[f.Name] || !seen[f.Value] {
			t.Errorf("no chapter has %q: %q", f.Name, f.Value)
		}
	}
	if len(rep.Answers) != len(question.Default().Items()) {
		t.Errorf("%d answers", len(rep.Answers))
	}
}

func TestSound(t *testing.T) {
	for _, name := range samples {
		t.Run(name, func(t *testing.T) {
			doc := sample(t, name)
			sound(t, doc, build(doc))
		})
	}
	t.Run("empty", func(t *testing.T) { sound(t, empty(), build(empty())) })
	t.Run("one missing", func(t *testing.T) {
		doc := sample(t, "saas")
		delete(doc.Answers, "bw-volume")
		sound(t, doc, build(doc))
	})
	t.Run("one of each", func(t *testing.T) {
		doc := empty()
		doc.Model = map[string]float64{"staff.tightIndex": 0.2}
		doc.Answers["raci-matrix"] = engagement.Answer{State: engagement.Answered, Value: engagement.RACI{question.Default().Item("raci-matrix").Activities[0].ID: {Accountable: "client", Doer: "client", Written: true}}}
		doc.Answers["asr-exercise"] = engagement.Answer{State: engagement.Unknown}
		sound(t, doc, build(doc))
	})
	t.Run("no urgent escalations", func(t *testing.T) {
		doc := sample(t, "saas")
		doc.Answers["bw-volume"] = engagement.Answer{State: engagement.Answered, Value: engagement.Severity{0, 0, 5, 5}}
		sound(t, doc, build(doc))
	})
	t.Run("no escalations", func(t *testing.T) {
		doc := sample(t, "saas")
		doc.Answers["bw-volume"] = engagement.Answer{State: engagement.Answered, Value: engagement.Severity{}}
		sound(t, doc, build(doc))
	})
	t.Run("nobody there", func(t *testing.T) {
		doc := sample(t, "saas")
		doc.Answers["staff-fte"] = engagement.Answer{State: engagement.Answered, Value: engagement.Number(0)}
		sound(t, doc, build(doc))
	})
}

func TestSoundProperty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		doc := anyDocument(t)
		sound(t, doc, build(doc))
	})
}

// The same engagement gives the same report, whatever the order of maps.
func TestDeterministic(t *testing.T) {
	for _, name := range samples {
		first, err := json.Marshal(build(sample(t, name)))
		if err != nil {
			t.Fatal(err)
		}
		chapters := build(sample(t, name)).Chapters
		for range 3 {
			rep := build(sample(t, name))
			again, err := json.Marshal(rep)
			if err != nil {
				t.Fatal(err)
			}
			if string(first) != string(again) {
				t.Errorf("%s: another time, another report", name)
			}
			if d := cmp.Diff(chapters, rep.Chapters); d != "" {
				t.Errorf("%s: other chapters: %s", name, d)
			}
		}
	}
}

// A number has one written form: what the sentences say of a key figure is what
// the table of figures says.
func TestOneWrittenForm(t *testing.T) {
	number := regexp.MustCompile(`[−\d][\d.\x{202f}]*`)
	for _, name := range samples {
		rep := build(sample(t, name))
		value := func(figure string) string { return number.FindString(rep.Figure(figure)) }
		has := func(where, s string, figures ...string) {
			for _, f := range figures {
				if v := value(f); v == "" || !slices.Contains(number.FindAllString(s, -1), v) {
					t.Errorf("%s: %s %q does not give %s as %q", name, where, s, f, v)
				}
			}
		}
		has("the first reason", rep.Reasons[0], "Demand", "Supply")
		has("the second reason", rep.Reasons[1], "Urgent picked up in time", "Urgent, whole week")
		has("the lead of capacity", rep.Chapter("capacity").Lead, "Demand", "Supply", "FTE required")
		if rep.Result.SIA.HoursPerWeek > 0 {
			has("the SIA badge", rep.Verdicts[0].Detail, "SIA hours")
		}
	}
}

// What is not known is not said to be good or bad.
func TestUnknownIsNotAVerdict(t *testing.T) {
	rep := build(empty())
	lead := rep.Chapter("dashboard").Lead
	for _, claim := range []string{"not engaged", "are engaged", "is ok", "strong", "short", "tight"} {
		if strings.Contains(lead, claim) {
			t.Errorf("without an answer the dashboard says %q", lead)
		}
	}
	for _, s := range []string{rep.Chapter("summary").Lead, rep.Verdicts[0].Word, rep.Chapter("scope").Lead} {
		if !strings.Contains(strings.ToLower(s), "not enough evidence") && !strings.Contains(strings.ToLower(s), "insufficient") && !strings.Contains(s, "not assessed") {
			t.Errorf("without an answer: %q", s)
		}
	}
	if rep.Title == "" || rep.Classification == "" {
		t.Errorf("title %q, classification %q", rep.Title, rep.Classification)
	}
	if got := rep.Figure("Responsibilities clear"); got != "–" {
		t.Errorf("without an answer %q of responsibilities are clear, want –", got)
	}
	for _, f := range rep.Figures {
		if strings.HasPrefix(f.Value, "–") && f.Value != "–" {
			t.Errorf("%s is %q, want – alone", f.Name, f.Value)
		}
	}
	if len(rep.NotAssessed) != len(question.Default().Items()) {
		t.Errorf("%d not assessed", len(rep.NotAssessed))
	}
}

func TestBlankFields(t *testing.T) {
	doc := sample(t, "saas")
	doc.Title, doc.Client, doc.Assessor, doc.Date, doc.Classification = " \t", "", "", "", " "
	rep := build(doc)
	if rep.Title != "Untitled engagement" || rep.Classification != "Unclassified" {
		t.Errorf("title %q, classification %q", rep.Title, rep.Classification)
	}
	sound(t, doc, rep)
}

func TestIdentity(t *testing.T) {
	doc := sample(t, "saas")
	rep := build(doc)
	other := sample(t, "saas")
	other.Client += "."
	if rep.InputHash == build(other).InputHash || len(rep.InputHash) != 64 {
		t.Errorf("hash %q", rep.InputHash)
	}
	all := strings.Join(inChapters(rep), "\x00")
	for _, want := range []string{rep.InputHash, rep.EngagementID, rep.Program, rep.QuestionSet} {
		if want == "" || !strings.Contains(all, want) {
			t.Errorf("no chapter has %q", want)
		}
	}
}

// A changed setting is shown with its default; one at its default is not called changed.
func TestSettings(t *testing.T) {
	doc := sample(t, "saas")
	if lead := build(doc).Chapter("settings").Lead; lead != "All settings and thresholds are at their defaults." {
		t.Errorf("lead %q", lead)
	}
	rep := build(doc)
	s := rep.Settings[0]
	doc.Model = map[string]float64{s.Name: s.Default}
	if rep := build(doc); rep.Settings[0].Changed || rep.Chapter("settings").Lead != "All settings and thresholds are at their defaults." {
		t.Errorf("%+v, %q", rep.Settings[0], rep.Chapter("settings").Lead)
	}
	for _, x := range rep.Settings {
		if strings.HasPrefix(x.Name, "clock.") {
			continue
		}
		doc.Model = map[string]float64{x.Name: x.Default}
		for _, v := range []float64{x.Default + 0.01, x.Default - 0.01, x.Default + 1, x.Default - 1} {
			doc.Model[x.Name] = v
			if _, faults, err := engagement.Read(doc.Write(), question.Default(), registry()); err == nil && len(faults) == 0 {
				break
			}
			doc.Model[x.Name] = x.Default
		}
		if doc.Model[x.Name] == x.Default {
			continue
		}
		changed := build(doc)
		i := slices.IndexFunc(changed.Settings, func(y Setting) bool { return y.Name == x.Name })
		y := changed.Settings[i]
		if !y.Changed || !strings.Contains(y.Shown, "(default "+x.Shown+")") || y.Value != doc.Model[x.Name] {
			t.Errorf("%s: %+v", x.Name, y)
		}
		if lead := changed.Chapter("settings").Lead; lead != "1 setting was changed for this engagement." {
			t.Errorf("lead %q", lead)
		}
	}
}

func TestAnswerText(t *testing.T) {
	set := question.Default()
	item := func(typ question.Type) *question.Item {
		for _, it := range set.Items() {
			if it.Type == typ {
				return it
			}
		}
		t.Fatalf("no question of type %s", typ)
		return nil
	}
	level, months, multi := item(question.Level), item(question.Months), item(question.Multi)
	raci, skills := item(question.RACI), item(question.Skills)
	first, second := raci.Activities[0].ID, raci.Activities[1].ID
	areas := skills.SkillAreas()
	cover, weights, choice := item(question.Cover), item(question.Weights), item(question.Choice)
	for _, c := range []struct {
		name string
		it   *question.Item
		v    engagement.Value
		want string
	}{
		{"level", level, engagement.Level(2), "2 – " + level.Levels[2].Name},
		{"number", set.Item("staff-fte"), engagement.Number(2.5), "2.5 FTE"},
		{"large number", set.Item("org-employees"), engagement.Number(12500), "12\u202f500 people"},
		{"no unit", &question.Item{Type: question.Number}, engagement.Number(1.23456), "1.235"},
		{"never", months, engagement.Months{Never: true}, "never"},
		{"months", months, engagement.Months{N: 14}, "14 months ago"},
		{"half months", months, engagement.Months{N: 1.5}, "1.5 months ago"},
		{"one month", months, engagement.Months{N: 1}, "1 month ago"},
		{"yes", item(question.Bool), engagement.Bool(true), "yes"},
		{"no", item(question.Bool), engagement.Bool(false), "no"},
		{"choice", choice, engagement.Choice(choice.Options[1].ID), choice.Options[1].Text},
		{"multi", multi, engagement.Multi{multi.Options[1].ID, multi.Options[0].ID}, multi.Options[1].Text + "; " + multi.Options[0].Text},
		{"none of many", multi, engagement.Multi{}, "none of them"},
		{"severity", set.Item("bw-volume"), engagement.Severity{1, 10, 30.5, 0}, "critical 1, high 10, medium 30.5, low 0 " + set.Item("bw-volume").Unit},
		{"window", item(question.Window), engagement.Window{Days: 5, Hours: 9.5}, "5 days a week, 9.5 hours a day"},
		{"one day", item(question.Window), engagement.Window{Days: 1, Hours: 1}, "1 day a week, 1 hour a day"},
		{"RACI", raci, engagement.RACI{first: {Accountable: "client"}, second: {Accountable: "unclear"}}, fmt.Sprintf("2 of %d activities answered", len(raci.Activities))},
		{"RACI without an owner", raci, engagement.RACI{first: {Accountable: "client"}, second: {Doer: "mssp", Written: true}}, fmt.Sprintf("1 of %d activities answered", len(raci.Activities))},
		{"skills", skills, engagement.Skills{areas[1].ID: {Levels: []int{3, engagement.NoLevel}}, areas[0].ID: {Levels: []int{4}}}, areas[0].Title + " 4\n" + areas[1].Title + " 3 –"},
		{"cover", cover, engagement.Shares{cover.SkillAreas()[0].ID: 0.5}, cover.SkillAreas()[0].Title + " 0.5"},
		{"weights", weights, engagement.Weights{weights.Options[0].ID: 3}, weights.Options[0].Text + " 3"},
		{"nothing", level, nil, ""},
	} {
		if got := AnswerText(nil, c.it, c.v); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// Every answered question of every type has a text, in the order of the set.
func TestEveryAnswerHasText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		for _, it := range question.Default().Items() {
			v := anyValue(t, it)
			if it.Type == question.Skills || it.Type == question.Cover {
				continue // may hold nothing
			}
			s := AnswerText(nil, it, v)
			if s == "" || leftover.MatchString(s) {
				t.Errorf("%s: %v is %q", it.ID, v, s)
			}
		}
	})
}

func TestStates(t *testing.T) {
	doc := empty()
	doc.Answers["asr-exercise"] = engagement.Answer{State: engagement.Unknown, Comment: "Nobody knows."}
	doc.Answers["asr-exec"] = engagement.Answer{State: engagement.NotApplicable}
	doc.Answers["asr-change"] = engagement.Answer{State: engagement.Answered, Value: engagement.Bool(true), Review: true,
		References: []engagement.Reference{{Title: "Register", Location: "wiki", SHA256: "abc"}, {Title: "Bare"}, {Location: "binder 4, page 12"}}}
	rep := build(doc)
	got := map[string]Answer{}
	for _, a := range rep.Answers {
		got[a.ID] = a
	}
	for id, want := range map[string]string{"asr-exercise": "don't know", "asr-exec": "not applicable", "asr-change": "answered", "bw-volume": "not answered"} {
		if got[id].State != want {
			t.Errorf("%s is %q, want %q", id, got[id].State, want)
		}
	}
	a := got["asr-change"]
	if a.Value != "yes" || a.Evidence != "asserted" || !a.Review || !slices.Equal(a.References, []string{"Register (wiki), SHA-256 abc", "Bare", "binder 4, page 12"}) {
		t.Errorf("%+v", a)
	}
	var not []string
	for _, f := range rep.NotAssessed {
		not = append(not, f.Name+": "+f.Value)
	}
	set := question.Default()
	for _, want := range []string{set.Item("asr-exercise").Title + ": don't know", set.Item("asr-exec").Title + ": not applicable"} {
		if !slices.Contains(not, want) {
			t.Errorf("not assessed lacks %q", want)
		}
	}
	if slices.Contains(not, set.Item("asr-change").Title+": answered") {
		t.Error("an answered question is called not assessed")
	}
}

func TestWords(t *testing.T) {
	if EffortWord(nil, "S") != "small (days)" || EffortWord(nil, "M") != "medium (weeks)" || EffortWord(nil, "L") != "large (months)" || EffortWord(nil, "x") != "x" {
		t.Error("effort words")
	}
	for n, want := range map[int]string{0: "0 findings", 1: "1 finding", 2: "2 findings"} {
		if got := assessment.FormatCount(n, "finding", "findings"); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	for _, v := range []assessment.Verdict{assessment.NotWarranted, assessment.Borderline, assessment.Warranted, assessment.StronglyWarranted, assessment.InsufficientEvidence,
		assessment.Consider, assessment.Recommended, assessment.Strong, assessment.Deferred} {
		if got := effectWord(string(v)); strings.Contains(got, "-") || got == "" || got == "none" {
			t.Errorf("%s is called %q", v, got)
		}
	}
	if got := (&Report{}).Chapter("x"); got.ID != "x" || got.Title != "" {
		t.Errorf("%+v", got)
	}
	if (&Report{}).Figure("x") != "" {
		t.Error("a figure that is not there")
	}
}

// The fewest and the most that can be said in the lead of a chapter.
func TestSingular(t *testing.T) {
	doc := sample(t, "saas")
	for n := range 4 {
		flags := slices.Clone(question.Default().Item("raci-matrix").Activities)
		flags = slices.DeleteFunc(flags, func(a question.Activity) bool { return !a.RedFlag })
		if n > len(flags) {
			break
		}
		matrix := maps.Clone(doc.Answers["raci-matrix"].Value.(engagement.RACI))
		for i, a := range flags {
			matrix[a.ID] = engagement.Responsibility{Accountable: map[bool]string{true: "mssp", false: "client"}[i < n], Doer: "client", Written: true}
		}
		doc.Answers["raci-matrix"] = engagement.Answer{State: engagement.Answered, Value: matrix}
		rep := build(doc)
		want := map[int]string{0: "0 red flags.", 1: "1 red flag.", 2: "2 red flags.", 3: "3 red flags."}[n]
		if lead := rep.Chapter("responsibilities").Lead; !strings.HasSuffix(lead, " "+want) {
			t.Errorf("lead %q, want … %q", lead, want)
		}
		sentence := map[int]string{1: "1 decision which only the client can answer for lies with the MSSP.", 2: "2 decisions which only the client can answer for lie with the MSSP."}[n]
		if sentence != "" && !slices.Contains(rep.Reasons, sentence) {
			t.Errorf("reasons %q lack %q", rep.Reasons, sentence)
		}
	}
	r := assessment.Result{SIA: assessment.SIA{Verdict: assessment.InsufficientEvidence, Missing: []string{"bw-volume"}}}
	if got := SIADetail(nil, &r); plural.MatchString(got) {
		t.Errorf("one missing answer: %q", got)
	}
}

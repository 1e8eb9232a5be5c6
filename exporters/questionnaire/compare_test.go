// What a changed workbook says beside the document.

package questionnaire

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"

	"muster/assessment/engagement"
	"muster/assessment/question"
)

func whole(n int) *int { return &n }

// TestFilledIn puts in answers of every type the ways people type them.
func TestFilledIn(t *testing.T) {
	doc := blank()
	data := write(t, doc, Options{})
	for _, tt := range []struct {
		id    string
		cells map[string]any
		want  engagement.Value
	}{
		{"csirp-approved", map[string]any{"": "2"}, engagement.Level(2)},
		{"csirp-approved", map[string]any{"": 2}, engagement.Level(2)},
		{"csirp-approved", map[string]any{"": 2.0}, engagement.Level(2)},
		{"csirp-approved", map[string]any{"": "3 – whatever it was called once"}, engagement.Level(3)},
		{"org-criticality", map[string]any{"": "3 · Severe"}, engagement.Level(3)},
		{"org-criticality", map[string]any{"": " severe "}, engagement.Level(3)},
		{"org-criticality", map[string]any{"": "Level 4"}, engagement.Level(4)},
		{"staff-fte", map[string]any{"": "2,5"}, engagement.Number(2.5)},
		{"staff-fte", map[string]any{"": "2.5"}, engagement.Number(2.5)},
		{"staff-fte", map[string]any{"": 2.5}, engagement.Number(2.5)},
		{"org-employees", map[string]any{"": "12 500"}, engagement.Number(12500)},
		{"org-employees", map[string]any{"": "12'500"}, engagement.Number(12500)},
		{"staff-inexperienced", map[string]any{"": "33 %"}, engagement.Number(33)},
		{"bw-growth", map[string]any{"": "-20"}, engagement.Number(-20)},
		{"asr-review", map[string]any{"": "Never"}, engagement.Months{Never: true}},
		{"asr-review", map[string]any{"": 8}, engagement.Months{N: 8}},
		{"asr-change", map[string]any{"": "Yes"}, engagement.Bool(true)},
		{"asr-change", map[string]any{"": false}, engagement.Bool(false)},
		{"mssp-model", map[string]any{"": "partly outsourced"}, engagement.Choice("partly-outsourced")},
		{"mssp-model", map[string]any{"": "in-house"}, engagement.Choice("in-house")},
		{"org-sector-data", map[string]any{"/health": "yes", "/personal": "x"}, engagement.Multi{"personal", "health"}},
		{"ntf-regimes", map[string]any{"/nis2": "no", "/gdpr": "no", "/sec": "no", "/dora": "no", "/other": "no", "/none": true}, engagement.Multi{"none"}},
		{"bw-volume", map[string]any{"/critical": 1, "/high": "2,5", "/medium": "3", "/low": 0}, engagement.Severity{1, 2.5, 3, 0}},
		{"bw-window", map[string]any{"/days": "5", "/hours": 8.5}, engagement.Window{Days: 5, Hours: 8.5}},
		{"raci-matrix", map[string]any{"/monitor/accountable": "MSSP", "/monitor/doer": "both", "/monitor/written": "yes"},
			engagement.RACI{"monitor": {Accountable: "mssp", Doer: "both", Written: true}}},
		{"raci-matrix", map[string]any{"/escalate/accountable": "nobody", "/escalate/doer": "none", "/escalate/written": "no"},
			engagement.RACI{"escalate": {Accountable: "none", Doer: "none"}}},
		{"skl-matrix", map[string]any{"/forensics/levels": "4 3; 2/–"}, engagement.Skills{"forensics": {Levels: []int{4, 3, 2, engagement.NoLevel}}}},
		{"skl-matrix", map[string]any{"/network/levels": 3, "/network/required": "works independently", "/network/people": "2"}, engagement.Skills{"network": {Required: whole(3), People: whole(2), Levels: []int{3}}}},
		{"skl-covered", map[string]any{"/forensics": "0,5", "/network": "in full", "/coordination": 0}, engagement.Shares{"forensics": 0.5, "network": 1, "coordination": 0}},
		{"frx-needs", map[string]any{"/operational": 3, "/hr": "0"}, engagement.Weights{"operational": 3, "hr": 0}},
	} {
		cells := map[string]any{}
		for k, v := range tt.cells {
			cells[tt.id+k] = v
		}
		in := read(t, edit(t, data, cells), doc)
		e := entry(t, in, tt.id)
		if e.Kind != New || !engagement.Equal(e.Given, answered(tt.want)) || len(in.Entries) != 1 || len(in.Problems) > 0 || in.Same != len(question.Default().Items())-1 {
			t.Errorf("%s %v: %s", tt.id, tt.cells, shownImport(in))
		}
	}
}

func TestStatesEvidenceAndComments(t *testing.T) {
	doc := blank()
	data := edit(t, write(t, doc, Options{Respondent: "A. Person"}), map[string]any{
		"staff-fte state": "Don’t know", "staff-fte comment": "Ask HR.\nLater.", "asr-change": "no", "asr-change evidence": "Documented",
		"raci-matrix state": "n/a", "bw-other comment": "  = not counted  ", "respondent/role": "CISO", "respondent/date": "14.3.2026",
	})
	in := read(t, data, doc)
	want := map[string]engagement.Answer{
		"staff-fte":   {State: engagement.Unknown, Comment: "Ask HR.\nLater."},
		"asr-change":  {State: engagement.Answered, Value: engagement.Bool(false), Evidence: engagement.Documented},
		"raci-matrix": {State: engagement.NotApplicable},
		"bw-other":    {Comment: "= not counted"},
	}
	for id, a := range want {
		if e := entry(t, in, id); e.Kind != New || !engagement.Equal(e.Given, a) {
			t.Errorf("%s: %+v", id, e)
		}
	}
	if len(in.Entries) != len(want) || len(in.Problems) > 0 || in.Respondent != (Respondent{"A. Person", "CISO", "2026-03-14"}) {
		t.Errorf("%s %+v", shownImport(in), in.Respondent)
	}
}

// TestKinds tells changes of the workbook from changes of the document.
func TestKinds(t *testing.T) {
	old := with(with(with(blank(), "staff-fte", engagement.Answer{State: engagement.Answered, Value: engagement.Number(3), Evidence: engagement.Documented, Comment: "rota", Review: true,
		References: []engagement.Reference{{Title: "Rota"}}}), "mssp-notice", engagement.Answer{State: engagement.NotApplicable}), "org-sector-data", answered(engagement.Multi{"health", "personal"}))
	filled, empty := write(t, old, Options{WithAnswers: true}), write(t, old, Options{})
	moved := with(old, "staff-fte", answered(engagement.Number(4)))
	commented := old.Answers["staff-fte"]
	commented.Comment = "rota of May"
	type cells = map[string]any
	for _, tt := range []struct {
		name  string
		data  []byte
		cells cells
		doc   *engagement.Document
		id    string
		kind  Kind // Same: no entry
		given engagement.Answer
	}{
		{"changed", filled, cells{"staff-fte": 5}, old, "staff-fte", Changed, engagement.Answer{State: engagement.Answered, Value: engagement.Number(5), Evidence: engagement.Documented, Comment: "rota", Review: true, References: []engagement.Reference{{Title: "Rota"}}}},
		{"changed meanwhile", filled, cells{"staff-fte": 5}, moved, "staff-fte", Conflicting, answered(engagement.Number(5))},
		{"both the same way", filled, cells{"staff-fte": 4}, moved, "staff-fte", Same, engagement.Answer{}},
		{"untouched, document changed", filled, nil, moved, "staff-fte", Same, engagement.Answer{}},
		{"cleared", filled, cells{"staff-fte": nil, "staff-fte comment": nil, "staff-fte evidence": nil}, old, "staff-fte", Cleared, engagement.Answer{Review: true, References: []engagement.Reference{{Title: "Rota"}}}},
		{"cleared, document changed", filled, cells{"staff-fte": nil}, moved, "staff-fte", Conflicting, engagement.Answer{}},
		{"no longer not applicable", filled, cells{"mssp-notice state": nil}, old, "mssp-notice", Cleared, engagement.Answer{}},
		{"an answer after all", filled, cells{"mssp-notice state": "", "mssp-notice": 7}, old, "mssp-notice", Changed, answered(engagement.Number(7))},
		{"another comment alone", filled, cells{"mssp-notice comment": "why"}, old, "mssp-notice", Changed, engagement.Answer{State: engagement.NotApplicable, Comment: "why"}},
		{"comment here, answer there", filled, cells{"staff-fte comment": "who says so?"}, moved, "staff-fte", Conflicting, engagement.Answer{State: engagement.Answered, Value: engagement.Number(4), Comment: "who says so?"}},
		{"answer here, comment there", filled, cells{"staff-fte": 5}, with(old, "staff-fte", commented), "staff-fte", Conflicting, func() engagement.Answer { a := commented; a.Value = engagement.Number(5); return a }()},
		{"answered there since", filled, cells{"staff-people": 5}, with(old, "staff-people", answered(engagement.Number(6))), "staff-people", Conflicting, answered(engagement.Number(5))},
		{"new", filled, cells{"staff-people": 5}, old, "staff-people", New, answered(engagement.Number(5))},
		{"typed otherwise", filled, cells{"staff-fte": "3,0"}, old, "staff-fte", Same, engagement.Answer{}},
		{"order of options is no change", filled, cells{"org-sector-data/payment": "yes"}, old, "org-sector-data", Changed, answered(engagement.Multi{"personal", "payment", "health"})},
		{"blank one filled in", empty, cells{"staff-fte": 5}, old, "staff-fte", Conflicting, func() engagement.Answer {
			a := old.Answers["staff-fte"]
			a.Value, a.Evidence = engagement.Number(5), ""
			return a
		}()},
		{"blank one agrees", empty, cells{"staff-fte": 3}, old, "staff-fte", Same, engagement.Answer{}},
		{"blank one agrees on options", empty, cells{"org-sector-data/health": "yes", "org-sector-data/personal": "yes"}, old, "org-sector-data", Same, engagement.Answer{}},
		{"lowest grade said aloud", filled, cells{"mssp-notice evidence": "asserted"}, old, "mssp-notice", Same, engagement.Answer{}},
	} {
		in := read(t, edit(t, tt.data, tt.cells), tt.doc)
		if len(in.Problems) > 0 {
			t.Errorf("%s: %s", tt.name, shownImport(in))
		}
		if tt.kind == Same {
			if len(in.Entries) > 0 || in.Same != len(question.Default().Items()) {
				t.Errorf("%s: %s", tt.name, shownImport(in))
			}
			continue
		}
		if e := entry(t, in, tt.id); e.Kind != tt.kind || !engagement.Equal(e.Given, tt.given) || len(in.Entries) != 1 || e.Sheet == "" || e.Cell == "" || e.Title == "" ||
			!engagement.Equal(e.Current, tt.doc.Answers[tt.id]) {
			t.Errorf("%s: %s\nwant %+v", tt.name, shownImport(in), tt.given)
		}
	}
	e := entry(t, read(t, edit(t, filled, cells{"staff-fte": 5}), moved), "staff-fte")
	if want := (engagement.Answer{State: engagement.Answered, Value: engagement.Number(3), Evidence: engagement.Documented, Comment: "rota"}); !engagement.Equal(e.Original, want) {
		t.Errorf("original %+v", e.Original)
	}
}

// TestMatrixInParts keeps the rows that others answered.
func TestMatrixInParts(t *testing.T) {
	doc := with(with(blank(), "raci-matrix", answered(engagement.RACI{"monitor": {Accountable: "mssp", Doer: "mssp", Written: true}, "escalate": {Accountable: "client", Doer: "client"}})),
		"skl-covered", answered(engagement.Shares{"forensics": 1}))
	type cells = map[string]any
	row := func(id, party string) cells {
		return cells{"raci-matrix/" + id + "/accountable": party, "raci-matrix/" + id + "/doer": party, "raci-matrix/" + id + "/written": "yes"}
	}
	in := read(t, edit(t, write(t, doc, Options{Scope: Quick}), row("initial-review", "Client")), doc)
	want := engagement.RACI{"monitor": {Accountable: "mssp", Doer: "mssp", Written: true}, "escalate": {Accountable: "client", Doer: "client"}, "initial-review": {Accountable: "client", Doer: "client", Written: true}}
	if e := entry(t, in, "raci-matrix"); e.Kind != Changed || !reflect.DeepEqual(e.Given.Value, want) || len(in.Problems) > 0 {
		t.Error(shownImport(in))
	}
	in = read(t, edit(t, write(t, doc, Options{}), row("monitor", "Client")), doc)
	if e := entry(t, in, "raci-matrix"); e.Kind != Conflicting || e.Given.Value.(engagement.RACI)["escalate"].Accountable != "client" {
		t.Error(shownImport(in))
	}
	filled := write(t, doc, Options{WithAnswers: true})
	in = read(t, edit(t, filled, cells{"raci-matrix/monitor/accountable": nil, "raci-matrix/monitor/doer": nil, "raci-matrix/monitor/written": nil}), doc)
	if e := entry(t, in, "raci-matrix"); e.Kind != Changed || !reflect.DeepEqual(e.Given.Value, engagement.RACI{"escalate": {Accountable: "client", Doer: "client"}}) {
		t.Error(shownImport(in))
	}
	in = read(t, edit(t, filled, cells{"skl-covered/forensics": nil}), doc)
	if e := entry(t, in, "skl-covered"); e.Kind != Cleared || e.Given.Value != nil {
		t.Error(shownImport(in))
	}
	in = read(t, edit(t, filled, cells{"skl-covered/forensics": "a lot", "skl-covered/network": "1"}), doc)
	if e := entry(t, in, "skl-covered"); e.Kind != Changed || !reflect.DeepEqual(e.Given.Value, engagement.Shares{"forensics": 1, "network": 1}) || len(in.Problems) != 1 || in.Problems[0].Kind != OffList {
		t.Error(shownImport(in))
	}
}

// TestProblems wants a message of its own for each, and the rest taken over.
func TestProblems(t *testing.T) {
	doc := with(with(blank(), "staff-people", answered(engagement.Number(9))), "bw-volume", answered(engagement.Severity{1, 2, 3, 4}))
	filled := write(t, doc, Options{WithAnswers: true})
	type cells = map[string]any
	for _, tt := range []struct {
		name  string
		cells cells
		id    string
		kind  ProblemKind
		words []string
	}{
		{"formula", cells{"staff-fte": formula("=1+1")}, "staff-fte", Formula, []string{"formula", "put in its result"}},
		{"formula in a comment", cells{"staff-fte comment": formula("=A1")}, "staff-fte", Formula, []string{"formula"}},
		{"formula as state", cells{"staff-fte state": formula("=A1")}, "staff-fte", Formula, []string{"formula"}},
		{"out of range", cells{"staff-fte": 300}, "staff-fte", OutOfRange, []string{`"300" is out of range`, "0 to 200 FTE", "correct the cell"}},
		{"not whole", cells{"staff-people": 2.5}, "staff-people", OutOfRange, []string{"whole numbers"}},
		{"words", cells{"staff-fte": "about three"}, "staff-fte", OffList, []string{`"about three" is no number`, "0 to 200 FTE"}},
		{"not a number", cells{"staff-fte": "NaN"}, "staff-fte", OffList, []string{"is no number"}},
		{"hexadecimal", cells{"staff-fte": "0x10"}, "staff-fte", OffList, []string{"is no number"}},
		{"endless", cells{"staff-fte": "1e999"}, "staff-fte", OffList, []string{"is no number"}},
		{"thousands or not", cells{"org-employees": "12,500"}, "org-employees", OffList, []string{"with and without thousands"}},
		{"a date", cells{"bw-window/days": true}, "bw-window", OffList, []string{"TRUE"}},
		{"no level", cells{"csirp-approved": 5}, "csirp-approved", OffList, []string{"is not on the list", "0 · "}},
		{"between levels", cells{"csirp-approved": 2.5}, "csirp-approved", OffList, []string{"is not on the list"}},
		{"no option", cells{"mssp-model": "somebody"}, "mssp-model", OffList, []string{"In-house"}},
		{"neither yes nor no", cells{"asr-change": "perhaps"}, "asr-change", OffList, []string{`"yes", "no"`}},
		{"no months", cells{"asr-review": 121}, "asr-review", OutOfRange, []string{`"never"`}},
		{"no state", cells{"staff-fte state": "later"}, "staff-fte", OffList, []string{"don't know", "not applicable"}},
		{"no grade", cells{"staff-fte evidence": "rumour"}, "staff-fte", OffList, []string{"documented"}},
		{"no levels of people", cells{"skl-matrix/network/levels": "Ann 4"}, "skl-matrix", OffList, []string{"4, 3, 3"}},
		{"levels taken for a number", cells{"skl-matrix/network/levels": 4.3}, "skl-matrix", OffList, []string{"one number", "spaces"}},
		{"half a severity", cells{"bw-handle/critical": 5, "bw-handle/low": 1}, "bw-handle", Incomplete, []string{"lacking: high, medium"}},
		{"a severity emptied in part", cells{"bw-volume/low": nil}, "bw-volume", Incomplete, []string{"lacking: low"}},
		{"half a window", cells{"bw-window/days": 5}, "bw-window", Incomplete, []string{"lacking: hours"}},
		{"some noes", cells{"mssp-scope/monitoring": "no"}, "mssp-scope", Incomplete, []string{"lacking: device-management"}},
		{"ruled out", cells{"mssp-scope/monitoring": "yes", "mssp-scope/none": "yes"}, "mssp-scope", OffList, []string{"rules out the others"}},
		{"answer and state", cells{"staff-people state": "not applicable"}, "staff-people", AnswerAndState, []string{`"not applicable"`, "empty one of the two"}},
		{"unknown id", cells{"staff-fte id": "staff-fame"}, "", UnknownID, []string{`"staff-fame"`}},
		{"double id", cells{"staff-fte id": "staff-people"}, "staff-people", DoubleID, []string{"twice", "neither is used"}},
		{"respondent twice", cells{"staff-fte id": "respondent/name"}, "", DoubleID, []string{"twice"}},
		{"too long", cells{"respondent/name": strings.Repeat("x", 1001)}, "", TooLong, []string{"too long"}},
		{"unreadable date", cells{"respondent/date": "soon"}, "", UnreadableDate, []string{`"soon" is no date`}},
		{"date either way", cells{"respondent/date": "3/4/2026"}, "", UnreadableDate, []string{"2026-03-14"}},
	} {
		all := cells{"asr-closure": 70}
		for k, v := range tt.cells {
			all[k] = v
		}
		in := read(t, edit(t, filled, all), doc)
		i := slices.IndexFunc(in.Problems, func(p Problem) bool { return p.Kind == tt.kind && p.QuestionID == tt.id })
		if i < 0 {
			t.Errorf("%s: %s", tt.name, shownImport(in))
			continue
		}
		p := in.Problems[i]
		if p.Sheet == "" || p.Cell == "" || strings.Contains(p.Text, "\n") {
			t.Errorf("%s: no place: %s", tt.name, p)
		}
		for _, w := range tt.words {
			if !strings.Contains(p.Text, w) {
				t.Errorf("%s: %q lacks %q", tt.name, p.Text, w)
			}
		}
		if e := entry(t, in, "asr-closure"); e.Kind != New {
			t.Errorf("%s: %+v", tt.name, e)
		}
		for _, e := range in.Entries {
			if e.ID == tt.id {
				t.Errorf("%s: taken over all the same: %+v", tt.name, e)
			}
		}
	}
}

// TestSoundPartsOfAFaultyQuestion takes the comment where the answer is wrong, and
// an activity answered in part.
func TestSoundPartsOfAFaultyQuestion(t *testing.T) {
	doc := blank()
	in := read(t, edit(t, write(t, doc, Options{}), map[string]any{"staff-fte": 300, "staff-fte comment": "with contractors", "raci-matrix/monitor/accountable": "MSSP"}), doc)
	if e := entry(t, in, "staff-fte"); !engagement.Equal(e.Given, engagement.Answer{Comment: "with contractors"}) {
		t.Errorf("%+v", e)
	}
	if e := entry(t, in, "raci-matrix"); !engagement.Equal(e.Given, answered(engagement.RACI{"monitor": {Accountable: "mssp"}})) {
		t.Errorf("%+v", e)
	}
	if len(in.Problems) != 2 || in.Problems[0].Kind != Incomplete || !strings.Contains(in.Problems[0].Text, "lacks who does it and whether that is written down") {
		t.Error(shownImport(in))
	}
}

func TestMissingRows(t *testing.T) {
	doc := with(blank(), "bw-handle", answered(engagement.Severity{1, 2, 3, 4}))
	data := edit(t, write(t, doc, Options{WithAnswers: true}), map[string]any{"staff-fte id": "", "bw-volume/low id": "", "bw-volume/high id": "", "bw-handle/low": 5, "bw-handle id": nil})
	in := read(t, data, doc)
	var got []string
	for _, p := range in.Problems {
		if p.Kind != MissingID {
			t.Error(p)
		}
		got = append(got, p.QuestionID)
	}
	if !slices.Equal(got, []string{"staff-fte", "bw-volume", "bw-handle"}) || !strings.Contains(in.Problems[1].Text, "bw-volume/high, bw-volume/low") {
		t.Error(shownImport(in))
	}
	if e := entry(t, in, "bw-handle"); e.Kind != Changed || !engagement.Equal(e.Given, answered(engagement.Severity{1, 2, 3, 5})) {
		t.Errorf("%+v", e)
	}
}

// TestOtherWording takes a choice in the words of the set of then.
func TestOtherWording(t *testing.T) {
	set, now := smallSet(t), smallSet(t)
	now.Item("a-choice").Options[0].Text = "Put otherwise"
	doc := engagement.New("e-1", "", set)
	data, err := Write(context.Background(), set, doc, Options{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	in, err := Read(context.Background(), "a.xlsx", edit(t, data, map[string]any{"a-choice": "The same (one)"}), now, doc)
	if err != nil || len(in.Problems) > 0 || !engagement.Equal(entry(t, in, "a-choice").Given, answered(engagement.Choice("one"))) {
		t.Errorf("%v, %s", err, shownImport(in))
	}
}

func TestOtherWorkbooks(t *testing.T) {
	ctx, set, doc := context.Background(), question.Default(), blank()
	data := edit(t, write(t, doc, Options{}), map[string]any{"staff-fte": 2})
	other := doc.Clone()
	other.ID = "e-2"
	in, err := Read(ctx, "a.xlsx", data, set, other)
	var wrong *OtherEngagementError
	if !errors.As(err, &wrong) || wrong.Found != "e-1" || wrong.Want != "e-2" || in == nil || len(in.Entries) != 1 || !strings.HasPrefix(err.Error(), "a.xlsx: ") {
		t.Errorf("%v, %+v", err, in)
	}
	custom := *set
	custom.ID = "other"
	var wrongSet *OtherSetError
	if _, err := Read(ctx, "a.xlsx", data, &custom, doc); !errors.As(err, &wrongSet) || wrongSet.Found != "mssp-sia" {
		t.Error(err)
	}
	for version, words := range map[int]string{7: "an older version", 0: "a newer version"} {
		custom := *set
		custom.Version = version
		in, err := Read(ctx, "a.xlsx", data, &custom, doc)
		if err != nil || len(in.Problems) != 1 || in.Problems[0].Kind != OtherVersion || !strings.Contains(in.Problems[0].Text, words) || len(in.Entries) != 1 || in.SetVersion != 1 {
			t.Errorf("%v, %+v", err, in)
		}
	}
	for name, tt := range map[string]struct {
		data []byte
		want string
	}{
		"empty":   {nil, "the file is empty"},
		"text":    {[]byte("a,b\n1,2\n"), "no workbook"},
		"xls":     {[]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "save it as XLSX"},
		"pdf":     {[]byte("%PDF-1.7"), "PDF"},
		"cut off": {data[:len(data)/2], "no complete workbook"},
	} {
		if in, err := Read(ctx, "b.xlsx", tt.data, set, doc); err == nil || in != nil || !strings.Contains(err.Error(), tt.want) || !strings.HasPrefix(err.Error(), "b.xlsx: ") {
			t.Errorf("%s: %v", name, err)
		}
	}
	cancelled, cancel := context.WithCancel(ctx)
	cancel()
	if _, err := Read(cancelled, "a.xlsx", data, set, doc); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// Who says the same as an answer that was carried over confirms it; a comment alone,
// and cells that nobody touched, do not.
func TestCarriedOver(t *testing.T) {
	fte := engagement.Answer{State: engagement.Answered, Value: engagement.Number(3), Carried: true}
	doc := with(with(with(blank(), "staff-fte", fte), "mssp-notice", engagement.Answer{State: engagement.NotApplicable, Carried: true}),
		"skl-covered", engagement.Answer{State: engagement.Answered, Value: engagement.Shares{"forensics": 1}, Carried: true})
	empty, filled := write(t, doc, Options{}), write(t, doc, Options{WithAnswers: true})
	type cells = map[string]any
	for _, tt := range []struct {
		name    string
		data    []byte
		cells   cells
		id      string
		kind    Kind
		carried bool
	}{
		{"the same number", empty, cells{"staff-fte": "3,0"}, "staff-fte", Confirmed, false},
		{"the same state", empty, cells{"mssp-notice state": "not applicable"}, "mssp-notice", Confirmed, false},
		{"the same row", empty, cells{"skl-covered/forensics": "in full"}, "skl-covered", Confirmed, false},
		{"another number", filled, cells{"staff-fte": 4}, "staff-fte", Changed, false},
		{"better evidence", filled, cells{"staff-fte evidence": "observed"}, "staff-fte", Changed, false},
		{"a comment", filled, cells{"staff-fte comment": "why three?"}, "staff-fte", Changed, true},
		{"nothing", filled, nil, "", Same, false},
		{"nothing in a blank one", empty, nil, "", Same, false},
	} {
		data := edit(t, tt.data, tt.cells)
		in := read(t, data, doc)
		if tt.kind == Same {
			if len(in.Entries) > 0 {
				t.Errorf("%s: %s", tt.name, shownImport(in))
			}
			continue
		}
		if e := entry(t, in, tt.id); e.Kind != tt.kind || e.Given.Carried != tt.carried || len(in.Entries) != 1 {
			t.Errorf("%s: %s", tt.name, shownImport(in))
		}
		// What a person says is that person's own, not carried over.
		r, _, err := AsRespondent(context.Background(), "answers.xlsx", data, question.Default(), doc)
		if err != nil {
			t.Fatal(err)
		}
		for id, a := range r.Answers {
			if a.Carried {
				t.Errorf("%s: %s of the respondent is carried over", tt.name, id)
			}
		}
	}
}

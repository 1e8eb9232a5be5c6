package assessment

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"muster/assessment/model"
	"muster/assessment/question"
	"muster/assets"
)

// customSet loads the shipped set without the items keep refuses.
func customSet(t testing.TB, keep func(*question.Item) bool) *question.Set {
	t.Helper()
	lines := strings.Split(string(assets.QuestionSet), "\n")
	var out []string
	keeping := true
	for _, l := range lines {
		if id, ok := strings.CutPrefix(l, "      - id: "); ok {
			keeping = keep(question.Default().Item(strings.TrimSpace(id)))
		} else if strings.HasPrefix(l, "  - ") {
			keeping = true
		}
		if keeping {
			out = append(out, l)
		}
	}
	set, err := question.LoadCustom("own.yaml", []byte(strings.Join(out, "\n")), question.Default(), NeededIDs())
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// anyAnswers draws answers to all questions in any state; usable ones leave
// none of the needed inputs out.
func anyAnswers(usable bool) *rapid.Generator[answers] {
	return rapid.Custom(func(t *rapid.T) answers {
		out := answers{}
		for _, it := range question.Default().Items() {
			must := usable && slices.Contains(mustHave, it.ID)
			switch n := rapid.IntRange(0, 9).Draw(t, it.ID); {
			case must || n >= 4:
				out[it.ID] = anyValue(t, it, must)
			case n == 3:
				out[it.ID] = dontKnow
			case n == 2:
				out[it.ID] = notApplicable
			}
		}
		return out
	})
}

var mustHave = []string{idVolume, idHandle, idWindow, idOther, idFTE, idVacant, idInexperienced, idSkills, idAccess, idRoutine, idApproved, "csirp-roles", "csirp-authority", "csirp-comms", "csirp-notify", idReview, idExercise}

// usual are upper bounds that keep drawn teams and loads comparable, so that
// every verdict comes up; the tests of extremes are elsewhere.
var usual = map[string]float64{idVolume: 30, idHandle: 6, idTarget: 24, idFTE: 12, idPeople: 15, idVacant: 4, idLeavers: 4, idOther: 60, idIntel: 20, idMajorCount: 10, idMajorHours: 100, "bw-growth": 100}

func anyValue(t *rapid.T, it *question.Item, full bool) any {
	level := func() int { return rapid.IntRange(0, 4).Draw(t, "level") }
	number := func() any {
		high := *it.Max
		if u, ok := usual[it.ID]; ok {
			high = u
		}
		if it.Integer {
			return rapid.IntRange(int(*it.Min), int(high)).Draw(t, "whole")
		}
		return rapid.Float64Range(*it.Min, high).Draw(t, "number")
	}
	switch it.Type {
	case question.Level:
		return level()
	case question.Number:
		return number()
	case question.Months:
		if rapid.IntRange(0, 3).Draw(t, "never") == 0 {
			return "never"
		}
		return rapid.Float64Range(0, 40).Draw(t, "months")
	case question.Bool:
		return rapid.Bool().Draw(t, "bool")
	case question.Choice:
		return rapid.SampledFrom(it.OptionIDs()).Draw(t, "option")
	case question.Multi:
		out := []string{}
		for _, id := range it.OptionIDs() {
			if id != it.Exclusive && rapid.Bool().Draw(t, id) {
				out = append(out, id)
			}
		}
		return out
	case question.Severity:
		out := map[string]any{}
		for _, s := range question.Severities {
			out[s] = number()
		}
		return out
	case question.Window:
		return rapid.SampledFrom([]map[string]float64{cover(5, 8), cover(5, 12), cover(7, 24), cover(7, 8), cover(1, 1), cover(6, 9.5)}).Draw(t, "window")
	case question.RACI:
		out := map[string]duty{}
		for _, a := range it.Activities {
			if rapid.Bool().Draw(t, a.ID) {
				out[a.ID] = duty{rapid.SampledFrom([]string{"", "client", "mssp", "none", "unclear"}).Draw(t, "accountable"), rapid.SampledFrom([]string{"", "client", "mssp", "both", "none"}).Draw(t, "doer"), rapid.Bool().Draw(t, "written")}
			}
		}
		return out
	case question.Skills:
		out := map[string]area1{}
		for _, a := range it.SkillAreas() {
			if full && a.Core || rapid.Bool().Draw(t, a.ID) {
				row := area1{Levels: rapid.SliceOfN(rapid.IntRange(0, 4), 1, 4).Draw(t, "levels")}
				if rapid.IntRange(0, 3).Draw(t, "needs") == 0 {
					row.Required, row.People = whole(level()), whole(rapid.IntRange(0, 4).Draw(t, "people"))
				}
				out[a.ID] = row
			}
		}
		return out
	case question.Cover:
		out := map[string]float64{}
		for _, a := range it.SkillAreas() {
			if rapid.IntRange(0, 3).Draw(t, a.ID) == 0 {
				out[a.ID] = rapid.SampledFrom([]float64{0, 0.5, 1}).Draw(t, "share")
			}
		}
		return out
	case question.Weights:
		out := map[string]int{}
		for _, id := range it.OptionIDs() {
			out[id] = rapid.IntRange(0, 3).Draw(t, id)
		}
		return out
	}
	panic("no value for " + string(it.Type))
}

func anySettings() *rapid.Generator[settings] {
	return rapid.Custom(func(t *rapid.T) settings {
		out := settings{}
		for _, e := range model.Default().Entries() {
			if rapid.IntRange(0, 19).Draw(t, e.Name) > 0 {
				continue
			}
			if out[e.Name] = rapid.Float64Range(e.Min, e.Max).Draw(t, "setting"); e.Integer {
				out[e.Name] = float64(rapid.IntRange(int(e.Min), int(e.Max)).Draw(t, "whole setting"))
			}
		}
		return out
	})
}

func evidence(v Verdict) bool { return v != InsufficientEvidence }

// The generator is worth something only if it reaches every verdict.
func TestDrawnAnswersReachEveryVerdict(t *testing.T) {
	seen := map[string]int{}
	for seed := range 400 {
		r := anyAnswers(seed%4 > 0).Example(seed).eval(t)
		seen["sia "+string(r.SIA.Verdict)]++
		seen["design "+string(r.CSIRP.Design)]++
		for _, rule := range r.SIA.Rules {
			seen[rule]++
		}
	}
	for _, want := range []string{"sia borderline", "sia warranted", "sia strongly-warranted", "sia insufficient-evidence", "design strong", "design recommended", "design none", "V1", "V2", "V3", "V4", "A1", "N2"} {
		if seen[want] == 0 {
			t.Errorf("never drawn: %s (%v)", want, seen)
		}
	}
}

func TestEvaluateNeverPanicsAndGivesProperJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := anyAnswers(false).Draw(t, "answers").evalWith(t, anySettings().Draw(t, "settings"))
		b, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(b, []byte("NaN")) || bytes.Contains(b, []byte("Inf")) {
			t.Fatalf("NaN or Inf in %s", b)
		}
		for name, v := range map[string]float64{"clarity": r.Responsibilities.Clarity, "confidence": r.Confidence.Value, "evidence": r.Confidence.Evidence} {
			if !(v >= 0 && v <= 1) {
				t.Fatalf("%s = %v", name, v)
			}
		}
		for name, f := range map[string]Figure{"staff": r.Staff.Index, "skills": r.Skills.Index, "core": r.Skills.Core, "tools": r.Tools.Index, "process": r.Process.Index, "PCI": r.CSIRP.Index,
			"critical": r.Capacity.Attainment.Critical, "low": r.Capacity.Attainment.Low, "urgent": r.Capacity.Overall.Urgent, "outside": r.Capacity.Outside.Medium} {
			if f.Known() && !(f >= 0 && f <= 1+1e-12) {
				t.Fatalf("%s = %v", name, f)
			}
		}
		for _, a := range r.Advice {
			if strings.ContainsAny(a.Text, "{}") {
				t.Fatalf("unfilled: %s", a.Text)
			}
		}
		for _, f := range r.Findings {
			if strings.ContainsAny(f.Title+f.Found, "{}") {
				t.Fatalf("unfilled: %+v", f)
			}
		}
	})
}

// The most that can be entered: an Evaluate is part of every keystroke.
func TestEvaluateOfExtremesIsQuick(t *testing.T) {
	all := func(v float64) map[string]float64 { return severity(v, v, v, v) }
	extreme := answers{"bw-volume": all(5000), "bw-handle": all(200), "bw-target": all(0.05), "bw-other": 500, "bw-growth": 300, "bw-major-count": 100, "bw-major-hours": 2000,
		"bw-window": cover(1, 1), "staff-fte": 200, "staff-people": 200, "staff-vacant": 50, "staff-leavers": 50, "proc-unified": dontKnow, "bw-intel-wanted": dontKnow}
	for name, overrides := range map[string]settings{"defaults": nil, "largest peak": {"peakFactor": 5, "occupancyCap": 0.5, "seats": 20}} {
		start := time.Now()
		r := extreme.evalWith(t, overrides)
		if took := time.Since(start); took > 200*time.Millisecond {
			t.Errorf("%s: took %v", name, took)
		}
		if r.Capacity.RequiredAnalysts < r.Capacity.OfferedLoad {
			t.Errorf("%s: %v analysts required for %v erlangs", name, r.Capacity.RequiredAnalysts, r.Capacity.OfferedLoad)
		}
	}
	for _, least := range []answers{
		extreme.with(answers{"staff-fte": 0, "staff-people": 0, "staff-vacant": 0}),
		extreme.with(answers{"bw-volume": all(0), "bw-handle": all(0.05), "bw-growth": -50, "bw-window": cover(7, 24), "staff-fte": 1e-9}),
		extreme.with(answers{"bw-volume": severity(1e-12, 0, 0, 0), "staff-fte": 1e-9}),
	} {
		if _, err := json.Marshal(least.eval(t)); err != nil {
			t.Error(err)
		}
	}
}

// More staff never worsens the verdict.
func TestMoreStaffNeverWorsensTheVerdict(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, s := anyAnswers(true).Draw(t, "answers"), anySettings().Draw(t, "settings")
		before := a.evalWith(t, s)
		if !evidence(before.SIA.Verdict) {
			t.Skip()
		}
		fte := toFloat(a[idFTE])
		b := a.with(answers{idFTE: fte + rapid.Float64Range(0, 20).Draw(t, "more")})
		after := b.evalWith(t, s)
		if after.SIA.Verdict.Rung() > before.SIA.Verdict.Rung() {
			t.Fatalf("%s by %v with %v FTE, %s by %v with %v", before.SIA.Verdict, before.SIA.Rules, fte, after.SIA.Verdict, after.SIA.Rules, b[idFTE])
		}
		if after.Capacity.RequiredFTE != before.Capacity.RequiredFTE {
			t.Fatal("the required FTE depend on the FTE there are")
		}
	})
}

// Fewer vacancies and leavers, and more people, never worsen the verdict either.
func TestFewerDeparturesNeverWorsenTheVerdict(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := anyAnswers(true).Draw(t, "answers").with(answers{idPeople: float64(rapid.IntRange(0, 8).Draw(t, "people")), idLeavers: float64(rapid.IntRange(0, 8).Draw(t, "leavers")), idVacant: float64(rapid.IntRange(0, 3).Draw(t, "vacancies"))})
		b := a.with(answers{
			idVacant:  toFloat(a[idVacant]) * rapid.Float64Range(0, 1).Draw(t, "vacant"),
			idLeavers: toFloat(a[idLeavers]) * rapid.Float64Range(0, 1).Draw(t, "leavers left"),
			idPeople:  toFloat(a[idPeople]) + float64(rapid.IntRange(0, 8).Draw(t, "more people")),
		})
		before, after := a.eval(t), b.eval(t)
		if after.SIA.Verdict.Rung() > before.SIA.Verdict.Rung() || after.Staff.Index > before.Staff.Index+1e-12 {
			t.Fatalf("%s, staff %v, before; %s, staff %v, after", before.SIA.Verdict, before.Staff.Index, after.SIA.Verdict, after.Staff.Index)
		}
	})
}

func toFloat(v any) float64 {
	switch v := v.(type) {
	case float64:
		return v
	case int:
		return float64(v)
	}
	return 0
}

// More volume never improves the verdict. It is scaled as a whole: more short
// low-severity escalations alone lower the mean handle time the model uses for
// all, and so may raise the attainment.
func TestMoreVolumeNeverImprovesTheVerdict(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, s := anyAnswers(true).Draw(t, "answers"), anySettings().Draw(t, "settings")
		more := answers{}
		switch rapid.IntRange(0, 3).Draw(t, "what") {
		case 0:
			k, volume := rapid.Float64Range(1, 4).Draw(t, "factor"), map[string]any{}
			for sev, n := range a[idVolume].(map[string]any) {
				volume[sev] = toFloat(n) * k
			}
			more[idVolume] = volume
		case 1:
			more["bw-growth"] = min(300, toFloat(a["bw-growth"])+rapid.Float64Range(0, 150).Draw(t, "growth"))
			if _, answered := a["bw-growth"].(float64); !answered {
				more["bw-growth"] = 20
			}
		case 2:
			more[idOther] = toFloat(a[idOther]) + rapid.Float64Range(0, 100).Draw(t, "other")
		case 3:
			k, handle := rapid.Float64Range(1, 4).Draw(t, "factor"), map[string]any{}
			for sev, n := range a[idHandle].(map[string]any) {
				handle[sev] = toFloat(n) * k
			}
			more[idHandle] = handle
		}
		before, after := a.evalWith(t, s), a.with(more).evalWith(t, s)
		if evidence(before.SIA.Verdict) && after.SIA.Verdict.Rung() < before.SIA.Verdict.Rung() {
			t.Fatalf("%s by %v, with %v %s by %v", before.SIA.Verdict, before.SIA.Rules, more, after.SIA.Verdict, after.SIA.Rules)
		}
	})
}

// A higher level in a core area never worsens the verdict.
func TestHigherLevelsNeverWorsenTheVerdict(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := anyAnswers(true).Draw(t, "answers")
		m := maps.Clone(a[idSkills].(map[string]area1))
		id := rapid.SampledFrom(coreAreas).Draw(t, "area")
		row := m[id]
		row.Levels = slices.Clone(row.Levels)
		row.Levels[0] = min(4, row.Levels[0]+1)
		m[id] = row
		before, after := a.eval(t), a.with(answers{idSkills: m}).eval(t)
		if after.SIA.Verdict.Rung() > before.SIA.Verdict.Rung() {
			t.Fatalf("%s by %v, after training %s by %v", before.SIA.Verdict, before.SIA.Rules, after.SIA.Verdict, after.SIA.Rules)
		}
	})
}

// Don't know is never level 0: figures and verdicts are those of a question not
// answered, and it is counted and reported as unknown.
func TestUnknownIsNeverLevelZero(t *testing.T) {
	for _, name := range []string{"p1", "p3"} {
		for _, it := range question.Default().Items() {
			if it.Type != question.Level {
				continue
			}
			base := persona(t, name).with(answers{it.ID: 3})
			zero, unknown, none := base.with(answers{it.ID: 0}).eval(t), base.with(answers{it.ID: dontKnow}).eval(t), base.with(answers{it.ID: nil}).eval(t)
			if unknown.Tools != none.Tools && unknown.Tools.Index.Known() || unknown.Process != none.Process || unknown.CSIRP.Index != none.CSIRP.Index {
				t.Errorf("%s: %v %v %v with don't know, %v %v %v without an answer", it.ID, unknown.Tools, unknown.Process, unknown.CSIRP.Index, none.Tools, none.Process, none.CSIRP.Index)
			}
			if unknown.SIA.Verdict != none.SIA.Verdict || unknown.CSIRP.Design != none.CSIRP.Design || unknown.CSIRP.Review != none.CSIRP.Review || unknown.CSIRP.Test != none.CSIRP.Test {
				t.Errorf("%s: other verdicts with don't know than without an answer", it.ID)
			}
			if unknown.Tools.Index < none.Tools.Index || slices.Contains(toolIDs, it.ID) && unknown.Tools.Index <= zero.Tools.Index ||
				slices.Contains(processIDs, it.ID) && unknown.Process.Index <= zero.Process.Index || slices.Contains(planIDs, it.ID) && unknown.CSIRP.Index <= zero.CSIRP.Index {
				t.Errorf("%s: the index counts don't know as 0", it.ID)
			}
			if unknown.Confidence.Unknown != zero.Confidence.Unknown+1 || unknown.Confidence.Answered != zero.Confidence.Answered-1 || unknown.Confidence.Value >= zero.Confidence.Value {
				t.Errorf("%s: confidence %+v with don't know, %+v with level 0", it.ID, unknown.Confidence, zero.Confidence)
			}
			if f := finding(unknown, "unknown"); f == nil || !slices.Contains(f.Questions, it.ID) {
				t.Errorf("%s: don't know is no finding", it.ID)
			}
			if finding(unknown, it.ID) != nil {
				t.Errorf("%s: don't know has the finding of a weak level", it.ID)
			}
		}
	}
}

func TestUnknownDiffersFromZeroInAnyDocument(t *testing.T) {
	var levelled []string
	for _, it := range question.Default().Items() {
		if it.Type == question.Level {
			levelled = append(levelled, it.ID)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		a, id := anyAnswers(false).Draw(t, "answers"), rapid.SampledFrom(levelled).Draw(t, "item")
		zero, unknown := asBytes(t, a.with(answers{id: 0})), asBytes(t, a.with(answers{id: dontKnow}))
		if bytes.Equal(zero, unknown) {
			t.Fatalf("%s: the same result", id)
		}
	})
}

func asBytes(t failer, a answers) []byte {
	t.Helper()
	b, err := json.Marshal(a.eval(t))
	if err != nil {
		t.Fatalf("%v", err)
	}
	return b
}

// Not applicable never counts: in place of no answer it changes no verdict and
// no figure, and it leaves the denominator of the confidence.
func TestNotApplicableNeverCounts(t *testing.T) {
	var optional []string
	for _, it := range question.Default().Items() {
		if !slices.Contains(mustHave, it.ID) {
			optional = append(optional, it.ID)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		a, id := anyAnswers(true).Draw(t, "answers"), rapid.SampledFrom(optional).Draw(t, "item")
		without, na := a.with(answers{id: nil}).eval(t), a.with(answers{id: notApplicable}).eval(t)
		for name, pair := range map[string][2]any{"sia": {without.SIA, na.SIA}, "csirp": {without.CSIRP, na.CSIRP}, "capacity": {without.Capacity, na.Capacity}, "staff": {without.Staff, na.Staff}, "skills": {without.Skills, na.Skills}, "tools": {without.Tools, na.Tools}, "process": {without.Process, na.Process}} {
			if diff := cmp.Diff(pair[0], pair[1], cmp.Comparer(sameFigure)); diff != "" {
				t.Fatalf("%s, %s: %s", id, name, diff)
			}
		}
		if na.Confidence.Applicable != without.Confidence.Applicable-1 || na.Confidence.Answered != without.Confidence.Answered || na.Confidence.Value < without.Confidence.Value {
			t.Fatalf("%s: confidence %+v, without an answer %+v", id, na.Confidence, without.Confidence)
		}
	})
}

// shuffled writes v as JSON with the keys of every object in a drawn order.
func shuffled(t *rapid.T, v any) string {
	switch v := v.(type) {
	case map[string]any:
		keys := slices.Sorted(maps.Keys(v))
		var parts []string
		for _, k := range rapid.Permutation(keys).Draw(t, "order") {
			parts = append(parts, fmt.Sprintf("%q:%s", k, shuffled(t, v[k])))
		}
		return "{" + strings.Join(parts, ",") + "}"
	case []any:
		var parts []string
		for _, x := range v {
			parts = append(parts, shuffled(t, x))
		}
		return "[" + strings.Join(parts, ",") + "]"
	}
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestOrderOfKeysNeverMatters(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		data := anyAnswers(false).Draw(t, "answers").json(t, anySettings().Draw(t, "settings"))
		var v any
		if err := json.Unmarshal(data, &v); err != nil {
			t.Fatal(err)
		}
		results := [2][]byte{}
		for i, text := range []string{string(data), shuffled(t, v)} {
			b, err := json.Marshal(Evaluate(question.Default(), model.Default(), read(t, []byte(text))))
			if err != nil {
				t.Fatal(err)
			}
			results[i] = b
		}
		if !bytes.Equal(results[0], results[1]) {
			t.Fatalf("the result depends on the order:\n%s\n%s", results[0], results[1])
		}
	})
}

func TestEvaluateIsDeterministicAndLeavesItsArgumentsAlone(t *testing.T) {
	snapshot := func() string {
		set, err := json.Marshal(question.Default())
		if err != nil {
			t.Fatal(err)
		}
		registry, err := json.Marshal(model.Default())
		if err != nil {
			t.Fatal(err)
		}
		return string(set) + string(registry)
	}
	before := snapshot()
	rapid.Check(t, func(t *rapid.T) {
		doc := read(t, anyAnswers(false).Draw(t, "answers").json(t, anySettings().Draw(t, "settings")))
		written := doc.Write()
		first, err := json.Marshal(Evaluate(question.Default(), model.Default(), doc))
		if err != nil {
			t.Fatal(err)
		}
		second, err := json.Marshal(Evaluate(question.Default(), model.Default(), doc))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(first, second) {
			t.Fatal("two evaluations differ")
		}
		if !bytes.Equal(written, doc.Write()) {
			t.Fatal("the document was changed")
		}
	})
	if snapshot() != before {
		t.Error("the question set or the registry was changed")
	}
}

// Answers to items of one's own are reported, not scored.
func TestOwnItemsAreNotScored(t *testing.T) {
	text := strings.Replace(string(assets.QuestionSet), "      - id: org-employees", `      - id: our-own
        type: level
        title: Our own
        text: Which level?
        why: We want to know.
        scale: own
        levels: [{name: a, text: aa}, {name: b, text: bb}, {name: c, text: cc}, {name: d, text: dd}, {name: e, text: ee}]

      - id: org-employees`, 1)
	set, err := question.LoadCustom("own.yaml", []byte(text), question.Default(), NeededIDs())
	if err != nil {
		t.Fatal(err)
	}
	result := func(own string) Result {
		data := persona(t, "p3").json(t, nil)
		if own != "" {
			data = bytes.Replace(data, []byte(`"answers":{`), []byte(`"answers":{"our-own":`+own+`,`), 1)
		}
		doc, _, err := readWith(data, set)
		if err != nil {
			t.Fatal(err)
		}
		return Evaluate(set, model.Default(), doc)
	}
	without := result("")
	for _, own := range []string{`{"state":"answered","value":0}`, `{"state":"unknown"}`, `{"state":"not-applicable"}`} {
		r := result(own)
		if diff := cmp.Diff(without.Confidence, r.Confidence); diff != "" {
			t.Errorf("%s, confidence: %s", own, diff)
		}
		if diff := cmp.Diff(without.SIA, r.SIA); diff != "" {
			t.Errorf("%s, SIA: %s", own, diff)
		}
		// The section's one level is the harm of an outage, which is no level of maturity.
		if without.Sections[0].Level.Known() || r.Sections[0].Level.Known() || r.Sections[0].Items != 7 {
			t.Errorf("%s: section %+v", own, r.Sections[0])
		}
	}
}

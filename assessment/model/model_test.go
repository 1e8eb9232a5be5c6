package model

import (
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"muster/assets"
)

func TestShippedRegistryLoads(t *testing.T) {
	r, err := Load("model.yaml", assets.Model)
	if err != nil {
		t.Fatal(err)
	}
	if r.Version != 1 {
		t.Errorf("version %d, want 1", r.Version)
	}
}

// "Settings (name: default, range)" of decision-model.md; 0, 0 where it gives no range.
func TestShippedSettings(t *testing.T) {
	want := []Entry{
		{Name: "paidHours", Default: 40}, {Name: "shrinkage", Default: 0.25, Min: 0, Max: 0.5}, {Name: "occupancyCap", Default: 0.75, Min: 0.5, Max: 0.9},
		{Name: "serviceLevel", Default: 0.80}, {Name: "peakFactor", Default: 1}, {Name: "seats", Default: 1},
		{Name: "delegableShare", Default: 0.6}, {Name: "sizingOverhead", Default: 0.15}, {Name: "sizingBlock", Default: 4}, {Name: "sizingMinimum", Default: 8},
	}
	if len(want) != len(Default().Settings) {
		t.Errorf("%d settings, want %d", len(Default().Settings), len(want))
	}
	for _, w := range want {
		e, ok := Default().Entry(w.Name)
		if !ok || e.Default != w.Default {
			t.Errorf("%s = %v (found %v), want %v", w.Name, e.Default, ok, w.Default)
		}
		if w.Max > 0 && (e.Min != w.Min || e.Max != w.Max) {
			t.Errorf("%s allows %v to %v, want %v to %v", w.Name, e.Min, e.Max, w.Min, w.Max)
		}
	}
}

// Every threshold decision-model.md names, and no other.
func TestShippedThresholds(t *testing.T) {
	want := map[string]float64{
		"bandwidth.shortRatio": 1, "bandwidth.tightRatio": 0.85, "bandwidth.attainmentMargin": 0.10, "bandwidth.extremeRatio": 1.5, "bandwidth.coveredRatio": 1.15,
		"skills.shortIndex": 0.35, "skills.shortCore": 0.5, "skills.tightIndex": 0.15, "skills.tightCore": 0.10, "skills.extremeIndex": 0.6, "skills.sizingGap": 0.5,
		"staff.shortIndex": 0.35, "staff.tightIndex": 0.15, "staff.extremeIndex": 0.7, "staff.peopleLevel": 2, "staff.inexperiencedShare": 50,
		"tools.engagedIndex": 0.6, "tools.accessLevel": 3, "process.unifiedIndex": 0.5, "evidence.neededShare": 0.6,
		"csirp.absentLevel": 1, "csirp.weakElement": 1, "csirp.weakElements": 2, "csirp.designIndex": 0.40, "csirp.reviewIndex": 0.75,
		"csirp.recentMonths": 12, "csirp.staleMonths": 24, "csirp.closure": 70, "csirp.criticality": 3, "csirp.independentLevel": 3,
		"confidence.high": 0.8, "confidence.medium": 0.6, "evidence.asserted": 0.6, "evidence.documented": 0.8, "evidence.observed": 1,
		"oncall.level": 2, "clock.nis2": 24, "clock.gdpr": 72, "clock.sec": 96, "clock.dora": 24,
	}
	got := map[string]float64{}
	for _, e := range Default().Thresholds {
		got[e.Name] = e.Default
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestShippedEntriesExplainThemselves(t *testing.T) {
	for _, e := range Default().Entries() {
		if e.Title == "" || e.Unit == "" || e.Why == "" {
			t.Errorf("%s: title %q, unit %q, why %q", e.Name, e.Title, e.Unit, e.Why)
		}
		if strings.HasPrefix(e.Name, "clock.") && !strings.Contains(e.Why, "Confirm with counsel") {
			t.Errorf("%s does not say: confirm with counsel", e.Name)
		}
	}
}

func TestShippedForensicFits(t *testing.T) {
	f := Default().Forensics
	if diff := cmp.Diff([]string{"operational", "litigation", "law-enforcement", "certification", "hr", "physical-scene"}, f.Needs); diff != "" {
		t.Errorf("needs (-want +got):\n%s", diff)
	}
	type row struct {
		ID  string
		Fit []int
	}
	want := []row{
		{"nist-800-86", []int{3, 1, 1, 1, 2, 0}}, {"iso-27037", []int{1, 3, 3, 3, 2, 1}}, {"dfrws", []int{1, 2, 2, 1, 1, 1}},
		{"adfm", []int{2, 1, 1, 1, 2, 1}}, {"idip", []int{1, 2, 2, 1, 1, 3}}, {"acpo", []int{1, 3, 3, 1, 2, 2}},
	}
	var got []row
	for _, m := range f.Models {
		got = append(got, row{m.ID, m.Fit})
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestShippedRules(t *testing.T) {
	want := map[string]string{"V1": "strongly-warranted", "V2": "strongly-warranted", "V3": "warranted", "V4": "borderline", "V5": "not-warranted", "A1": "", "N1": "", "N2": ""}
	for id, verdict := range want {
		if r := Default().Rule(id); r.Verdict != verdict || r.Title == "" || (verdict == "") != (r.Effect != "") {
			t.Errorf("rule %s: %+v", id, r)
		}
	}
	if got := Default().Rule("V9"); got != (Rule{ID: "V9"}) {
		t.Errorf("unknown rule: %+v", got)
	}
}

// Numbers for the severities, a window or one number; the good case is not the bad one.
func TestShippedUnknownsHaveTheRightLength(t *testing.T) {
	for _, u := range Default().Unknowns {
		want := map[string]int{"bw-volume": 4, "bw-handle": 4, "bw-window": 2}[u.Question]
		if want == 0 {
			want = 1
		}
		if len(u.Best) != want || len(u.Worst) != want {
			t.Errorf("%s: %d and %d numbers, want %d", u.Question, len(u.Best), len(u.Worst), want)
		}
		if cmp.Equal(u.Best, u.Worst) {
			t.Errorf("%s: best and worst are the same", u.Question)
		}
	}
}

func TestLoadFaults(t *testing.T) {
	text := string(assets.Model)
	line := func(prefix string) string { // the line that starts so
		_, rest, ok := strings.Cut(text, "\n"+prefix)
		if !ok {
			t.Fatalf("no line %q", prefix)
		}
		body, _, _ := strings.Cut(rest, "\n")
		return prefix + body
	}
	shrinkage, seats, tight := line("  - {name: shrinkage,"), line("  - {name: seats,"), line("  - {name: staff.tightIndex,")
	nist, window, volume := line("    - {id: nist-800-86,"), line("  - {question: bw-window,"), line("  - {question: bw-volume,")
	in := func(l, old, new string) [2]string {
		if strings.Count(l, old) != 1 {
			t.Fatalf("%q in %q", old, l)
		}
		return [2]string{l, strings.Replace(l, old, new, 1)}
	}
	for _, c := range []struct {
		name   string
		change [2]string
		want   string
	}{
		{"missing setting", [2]string{shrinkage + "\n", ""}, `entry "shrinkage" is missing: the decision model needs it`},
		{"missing threshold", [2]string{tight + "\n", ""}, `entry "staff.tightIndex" is missing: the decision model needs it`},
		{"unknown entry", [2]string{tight, tight + "\n" + strings.Replace(tight, "tightIndex", "tigthIndex", 1)}, `entry "staff.tigthIndex" is not known to the decision model`},
		{"entry twice", [2]string{tight, tight + "\n" + tight}, `"staff.tightIndex" is missing or used twice`},
		{"default above its range", in(shrinkage, "default: 0.25", "default: 0.6"), "settings[1].default: 0.6 is outside its own range 0 to 0.5"},
		{"default below its range", in(shrinkage, "default: 0.25", "default: -0.1"), "settings[1].default: -0.1 is outside its own range 0 to 0.5"},
		{"fraction where whole numbers are", in(seats, "default: 1", "default: 1.5"), "settings[5].default: 1.5 is outside its own range 1 to 100, whole numbers"},
		{"range upside down", in(shrinkage, "max: 0.5", "max: -1"), "settings[1].default: 0.25 is outside its own range"},
		{"default not a number", in(shrinkage, "default: 0.25", "default: .nan"), "settings[1].default: "},
		{"range not a number", in(shrinkage, "min: 0, max: 0.5", "min: .nan, max: .nan"), "settings[1]"},
		{"no reason", in(shrinkage, "why: \"Paid", "unused: \"Paid"), `unknown key "unused"`},
		{"empty title", in(shrinkage, "title: Shrinkage", `title: ""`), "settings[1]: title and why are needed"},
		{"wrong format", [2]string{"format: muster-model", "format: muster"}, `format: found "muster", allowed is "muster-model"`},
		{"five fits for six needs", in(nist, "[3, 1, 1, 1, 2, 0]", "[3, 1, 1, 1, 2]"), "forensics.models[0].fit: found 5 fits, one for each of 6 needs is needed"},
		{"fit outside 0 to 3", in(nist, "[3, 1, 1, 1, 2, 0]", "[9, 1, 1, 1, 2, 0]"), "forensics.models[0].fit"},
		{"window without hours", in(window, "[5, 8]", "[5]"), "unknowns[6].best"},
		{"volume with three numbers", in(volume, "[0, 1, 5, 5]", "[0, 1, 5]"), "unknowns[0].best"},
		{"no best case", in(line("  - {question: bw-other,"), "best: [0]", "best: []"), "unknowns[2].best"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if strings.Count(text, c.change[0]) < 1 {
				t.Fatalf("%q is not in the file", c.change[0])
			}
			_, err := Load("model.yaml", []byte(strings.Replace(text, c.change[0], c.change[1], 1)))
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v, want … %s", err, c.want)
			} else if !strings.HasPrefix(err.Error(), "model.yaml:") {
				t.Errorf("error %v names no place", err)
			}
		})
	}
}

func TestLoadNoYAML(t *testing.T) {
	if _, err := Load("model.yaml", []byte("a: [")); err == nil {
		t.Error("no error")
	}
	if _, err := Load("model.yaml", []byte("format: muster-model\nversion: 1\n")); err == nil || !strings.Contains(err.Error(), "forensics.models: missing or empty") {
		t.Errorf("error %v", err)
	}
}

func TestResolve(t *testing.T) {
	r := Default()
	plain := r.Resolve(nil)
	if plain.PaidHours != 40 || plain.Shrinkage != 0.25 || plain.StaffTight != 0.15 || plain.Clocks["gdpr"] != 72 {
		t.Errorf("defaults: %+v", plain)
	}
	got := r.Resolve(map[string]float64{
		"shrinkage": 0.2, "staff.tightIndex": 0.2, "clock.sec": 120, // allowed
		"occupancyCap": 0.95, "seats": 1.5, "paidHours": math.NaN(), "no-such": 3, // ignored
	})
	want := plain
	want.Shrinkage, want.StaffTight = 0.2, 0.2
	want.Clocks = map[string]float64{"nis2": 24, "gdpr": 72, "sec": 120, "dora": 24}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// No parameter is left at zero by a name that does not match.
func TestResolveFillsEveryParameter(t *testing.T) {
	for _, name := range names() {
		if _, ok := Default().Entry(name); !ok {
			t.Errorf("no entry %q", name)
		}
	}
	if got := len(names()) + len(Default().Resolve(nil).Clocks); got != len(Default().Entries()) {
		t.Errorf("%d parameters for %d entries", got, len(Default().Entries()))
	}
}

func TestCheck(t *testing.T) {
	for _, c := range []struct {
		name  string
		value float64
		want  string
	}{
		{"shrinkage", 0.5, ""}, {"shrinkage", 0, ""},
		{"shrinkage", 0.51, "found 0.51, allowed: 0 to 0.5"},
		{"shrinkage", -0.01, "found -0.01, allowed: 0 to 0.5"},
		{"shrinkage", math.NaN(), "found NaN, allowed: 0 to 0.5"},
		{"shrinkage", math.Inf(1), "found +Inf, allowed: 0 to 0.5"},
		{"occupancyCap", 0.5, ""}, {"occupancyCap", 0.9, ""}, {"occupancyCap", 0.91, "found 0.91, allowed: 0.5 to 0.9"},
		{"seats", 2.5, "found 2.5, allowed: 1 to 100, whole numbers"},
		{"skills.shortIndex", 2, "found 2, allowed: 0 to 1"},
		{"no-such", 1, "unknown setting; allowed: paidHours, shrinkage, occupancyCap, serviceLevel, peakFactor, seats, delegableShare, sizingOverhead, sizingBlock, sizingMinimum, and the thresholds of the model"},
	} {
		if got := Default().Check(c.name, c.value); got != c.want {
			t.Errorf("%s %v: %q, want %q", c.name, c.value, got, c.want)
		}
	}
}

package question

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"muster/assets"
)

// want is one row of instrument.md: id, * for the quick set, type, and what the
// type needs: the scale of a level (M maturity, U use, own), the range and unit
// of a number, the options of a choice.
type want struct{ id, kind, detail string }

// instrument is design/instrument.md as a table.
var instrument = []struct {
	section string
	items   []want
}{
	{"profile", []want{
		{"org-criticality*", "level", "own"},
		{"org-employees", "number", "1 to 500000 people, whole numbers"},
		{"org-sector-data", "multi", "personal payment health financial government operational-technology none"},
		{"mssp-scope", "multi", "monitoring device-management detection-response vulnerability-scanning threat-intelligence incident-response-retainer none"},
		{"mssp-notice", "number", "0 to 120 months"},
		{"mssp-model", "choice", "in-house partly-outsourced fully-outsourced"},
	}},
	{"responsibilities", []want{
		{"raci-matrix*", "raci", ""},
		{"raci-decisions", "level", "maturity"},
		{"raci-context", "months", "0 to 120 months"},
		{"raci-fallback", "level", "maturity"},
	}},
	{"staffing", []want{
		{"staff-fte*", "number", "0 to 200 FTE"},
		{"staff-people", "number", "0 to 200 people, whole numbers"},
		{"staff-vacant*", "number", "0 to 50 posts"},
		{"staff-leavers", "number", "0 to 50 people"},
		{"staff-inexperienced*", "number", "0 to 100 %"},
		{"staff-deputies", "level", "maturity"},
		{"staff-oncall", "level", "own"},
	}},
	{"skills", []want{
		{"skl-matrix*", "skills", ""},
		{"skl-covered", "cover", "skl-matrix"},
		{"skl-challenge", "level", "maturity"},
	}},
	{"bandwidth", []want{
		{"bw-volume*", "severity", "0 to 5000 escalations a week"},
		{"bw-handle*", "severity", "0.05 to 200 hours each"},
		{"bw-target", "severity", "0.05 to 168 hours"},
		{"bw-other*", "number", "0 to 500 hours a week"},
		{"bw-intel-wanted", "number", "0 to 80 hours a week"},
		{"bw-major-count", "number", "0 to 100 incidents a year"},
		{"bw-major-hours", "number", "0 to 2000 hours each"},
		{"bw-window*", "window", ""},
		{"bw-outside", "number", "0 to 100 %"},
		{"bw-growth", "number", "-50 to 300 %"},
		{"bw-backlog", "number", "0 to 10000 escalations, whole numbers"},
		{"bw-nonactionable", "number", "0 to 100 %"},
	}},
	{"tools", []want{
		{"tool-access*", "level", "use"},
		{"tool-routine*", "level", "use"},
		{"tool-selfquery", "level", "use"},
		{"tool-training", "level", "use"},
		{"tool-integration", "level", "use"},
	}},
	{"process", []want{
		{"proc-unified*", "level", "maturity"},
		{"proc-severity", "level", "maturity"},
		{"proc-oneticket", "level", "maturity"},
		{"proc-handoff", "level", "maturity"},
		{"proc-change", "level", "maturity"},
		{"proc-metrics", "level", "maturity"},
	}},
	{"csirp", []want{
		{"csirp-approved*", "level", "maturity"},
		{"csirp-owner", "level", "maturity"},
		{"csirp-roles*", "level", "maturity"},
		{"csirp-authority*", "level", "maturity"},
		{"csirp-comms*", "level", "maturity"},
		{"csirp-notify*", "level", "maturity"},
		{"csirp-triage", "level", "maturity"},
		{"csirp-priority", "level", "maturity"},
		{"csirp-evidence", "level", "maturity"},
		{"csirp-contain", "level", "maturity"},
		{"csirp-eradicate", "level", "maturity"},
		{"csirp-recover", "level", "maturity"},
		{"csirp-followup", "level", "maturity"},
		{"csirp-metrics", "level", "maturity"},
		{"csirp-mssp", "level", "maturity"},
	}},
	{"assurance", []want{
		{"asr-review*", "months", "0 to 120 months"},
		{"asr-benchmark", "months", "0 to 120 months"},
		{"asr-change", "bool", ""},
		{"asr-exercise*", "months", "0 to 120 months"},
		{"asr-functional", "months", "0 to 120 months"},
		{"asr-exec", "bool", ""},
		{"asr-mssp", "bool", ""},
		{"asr-closure", "number", "0 to 100 %"},
		{"asr-independent", "level", "maturity"},
	}},
	{"forensics", []want{
		{"frx-collect", "level", "maturity"},
		{"frx-examine", "level", "maturity"},
		{"frx-analyse", "level", "maturity"},
		{"frx-report", "level", "maturity"},
		{"frx-retention", "number", "0 to 3650 days, whole numbers"},
		{"frx-capacity", "level", "own"},
		{"frx-needs", "weights", "operational litigation law-enforcement certification hr physical-scene"},
	}},
	{"notification", []want{
		{"ntf-regimes*", "multi", "nis2 gdpr sec dora other none"},
		{"ntf-clock", "level", "maturity"},
		{"ntf-deputy", "level", "maturity"},
		{"ntf-template", "level", "maturity"},
		{"ntf-mssp-hours", "number", "0 to 168 hours"},
		{"ntf-decide-hours", "number", "0 to 168 hours"},
	}},
}

func shipped(t testing.TB) *Set {
	t.Helper()
	set, err := Load("mssp-sia.yaml", assets.QuestionSet)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func TestShippedSetIsTheInstrument(t *testing.T) {
	set := shipped(t)
	if set.ID != "mssp-sia" || set.Version != 1 || set.Language != "en" {
		t.Errorf("set %s version %d in %s, want mssp-sia version 1 in en", set.ID, set.Version, set.Language)
	}
	if n := len(set.Items()); n != 80 {
		t.Errorf("%d items, want 80", n)
	}
	if n := len(set.Sections); n != 11 || n != len(instrument) {
		t.Fatalf("%d sections, want 11", n)
	}
	number := 0
	for i, section := range instrument {
		got := set.Sections[i]
		if got.ID != section.section {
			t.Errorf("section %d is %s, want %s", i+1, got.ID, section.section)
		}
		var ids, wanted []string
		for _, it := range got.Items {
			ids = append(ids, it.ID)
		}
		for _, w := range section.items {
			wanted = append(wanted, strings.TrimSuffix(w.id, "*"))
		}
		if diff := cmp.Diff(wanted, ids); diff != "" {
			t.Errorf("items of %s (-want +got):\n%s", section.section, diff)
			continue
		}
		for _, w := range section.items {
			number++
			checkItem(t, set.Item(strings.TrimSuffix(w.id, "*")), w, section.section, number)
		}
	}
}

func checkItem(t *testing.T, it *Item, w want, section string, number int) {
	t.Helper()
	if string(it.Type) != w.kind {
		t.Errorf("%s is of type %s, want %s", it.ID, it.Type, w.kind)
		return
	}
	if quick := strings.HasSuffix(w.id, "*"); it.Quick != quick {
		t.Errorf("%s: quick = %v, want %v", it.ID, it.Quick, quick)
	}
	if it.SectionID != section || it.Number != number || it.Custom {
		t.Errorf("%s: section %s, number %d, custom %v; want %s, %d, false", it.ID, it.SectionID, it.Number, it.Custom, section, number)
	}
	got := ""
	switch it.Type {
	case Level:
		got = it.Scale
	case Number, Months, Severity:
		got = it.RangeText()
	case Choice, Multi, Weights:
		got = strings.Join(it.OptionIDs(), " ")
	case Cover:
		got = it.AreasOf
	}
	if got != w.detail {
		t.Errorf("%s: %q, want %q", it.ID, got, w.detail)
	}
}

// Only these items have a value that holds without an answer.
func TestShippedDefaults(t *testing.T) {
	want := map[string]float64{"staff-vacant": 0, "staff-leavers": 0, "bw-other": 0, "bw-intel-wanted": 4, "bw-major-count": 0, "bw-major-hours": 0, "bw-growth": 0}
	got := map[string]float64{}
	for _, it := range shipped(t).Items() {
		if v, ok := it.DefaultNumber(); ok {
			got[it.ID] = v
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	target := shipped(t).Item("bw-target")
	for i, hours := range []float64{0.5, 2, 8, 24} {
		if v, ok := target.DefaultSeverity(Severities[i]); !ok || v != hours {
			t.Errorf("target of %s = %v, want %v", Severities[i], v, hours)
		}
	}
	if _, ok := shipped(t).Item("bw-volume").DefaultSeverity("high"); ok {
		t.Error("bw-volume has a default")
	}
}

func TestShippedQuickSet(t *testing.T) {
	want := strings.Fields(`org-criticality raci-matrix staff-fte staff-vacant staff-inexperienced skl-matrix bw-volume bw-handle bw-other bw-window
		tool-access tool-routine proc-unified csirp-approved csirp-roles csirp-authority csirp-comms csirp-notify asr-review asr-exercise ntf-regimes`)
	var got []string
	for _, it := range shipped(t).Quick() {
		got = append(got, it.ID)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestShippedLevelsAreFiveDistinctDescriptionsEach(t *testing.T) {
	seen := map[string]string{}
	levelled := 0
	for _, it := range shipped(t).Items() {
		if it.Type != Level {
			continue
		}
		levelled++
		if len(it.Levels) != 5 {
			t.Errorf("%s has %d levels", it.ID, len(it.Levels))
		}
		for n, l := range it.Levels {
			if strings.TrimSpace(l.Name) == "" || len(strings.Fields(l.Text)) < 5 {
				t.Errorf("%s level %d: name %q, text %q", it.ID, n, l.Name, l.Text)
			}
			plain := strings.ToLower(strings.Join(strings.Fields(l.Text), " "))
			if other := seen[plain]; other != "" {
				t.Errorf("%s and %s share the text %q", it.ID, other, l.Text)
			}
			seen[plain] = it.ID
		}
	}
	if levelled != 41 {
		t.Errorf("%d levelled items, want 41", levelled)
	}
}

// Every item says why it is asked, where it comes from and what would prove the
// answer; every levelled one says what a weak answer means.
func TestShippedGuidanceIsComplete(t *testing.T) {
	set := shipped(t)
	cited := map[string]bool{}
	for _, it := range set.Items() {
		for name, text := range map[string]string{"title": it.Title, "text": it.Text, "why": it.Why, "evidence": it.Evidence} {
			if strings.TrimSpace(text) == "" {
				t.Errorf("%s has no %s", it.ID, name)
			}
		}
		if len(it.Sources) == 0 {
			t.Errorf("%s names no source", it.ID)
		}
		for _, c := range it.Sources {
			cited[c.Ref] = true
			if set.SourceByID(c.Ref) == nil {
				t.Errorf("%s cites %s, which is not listed", it.ID, c.Ref)
			}
		}
		if n := len(strings.Fields(it.Title)); n < 1 || n > 6 {
			t.Errorf("%s: the title %q has %d words", it.ID, it.Title, n)
		}
		switch {
		case it.ID == "org-criticality":
			if it.Finding != nil {
				t.Errorf("%s: criticality is no weakness, yet it has a finding", it.ID)
			}
		case it.Type == Level:
			f := it.Finding
			if f == nil || f.AtMost == nil {
				t.Errorf("%s has no finding", it.ID)
				continue
			}
			for name, text := range map[string]string{"title": f.Title, "impact": f.Impact, "recommendation": f.Recommendation, "owner": f.Owner, "effort": f.Effort} {
				if strings.TrimSpace(text) == "" {
					t.Errorf("%s: the finding has no %s", it.ID, name)
				}
			}
		}
	}
	// "Sources to name in the set" of instrument.md.
	for _, id := range strings.Fields("seed nist-800-61r2 nist-800-61r3 nist-800-86 nist-800-84 nist-800-53 cisa-playbooks cisa-msp nice sim3 first-services iso-27035 iso-27037 judgement") {
		if set.SourceByID(id) == nil {
			t.Errorf("the set does not name the source %s", id)
		}
		if !cited[id] {
			t.Errorf("no item cites the source %s", id)
		}
	}
}

func TestShippedFindingTitlesAreDistinct(t *testing.T) {
	seen := map[string]string{}
	for _, it := range shipped(t).Items() {
		if it.Finding == nil {
			continue
		}
		if other := seen[it.Finding.Title]; other != "" {
			t.Errorf("%s and %s share the finding title %q", it.ID, other, it.Finding.Title)
		}
		seen[it.Finding.Title] = it.ID
	}
}

func TestShippedResponsibilities(t *testing.T) {
	// number, id, accountable/doer (C client, M MSSP, B both), ! red flag, * quick
	rows := []string{
		"monitor M/M", "escalate M/M", "initial-review C/C *", "invoke-response C/C", "investigate C/B", "impact-analysis C/B",
		"impact-determination C/C !*", "response-decision C/C !", "remediation-plan C/B", "communicate-actions C/C", "policy-define C/B",
		"policy-approve C/C !*", "policy-implement C/M", "invoke-csirp C/C !", "own-csirp C/C !*", "external-notification C/C",
	}
	party := map[string]string{"client": "C", "mssp": "M", "both": "B"}
	got := []string{}
	for i, a := range shipped(t).Item("raci-matrix").Activities {
		row := a.ID + " " + party[a.Expected.Accountable] + "/" + party[a.Expected.Doer]
		mark := ""
		if a.RedFlag {
			mark += "!"
		}
		if a.Quick {
			mark += "*"
		}
		got = append(got, strings.TrimSpace(row+" "+mark))
		if a.Number != i+1 {
			t.Errorf("%s has the number %d, want %d", a.ID, a.Number, i+1)
		}
		if strings.TrimSpace(a.Text) == "" {
			t.Errorf("%s has no text", a.ID)
		}
	}
	if diff := cmp.Diff(rows, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestShippedSkillAreas(t *testing.T) {
	type row struct {
		ID                       string
		Weight, Required, People int
		Core                     bool
	}
	want := []row{
		{"event-analysis", 3, 3, 2, true}, {"incident-impact", 3, 3, 2, true}, {"threat-intel", 3, 3, 2, true},
		{"forensics", 2, 2, 1, false}, {"coordination", 2, 2, 1, false},
		{"malware-endpoint", 1, 2, 1, false}, {"network", 1, 2, 1, false}, {"cloud-identity", 1, 2, 1, false},
		{"detection-query", 1, 2, 1, false}, {"vuln-exposure", 1, 2, 1, false},
	}
	set := shipped(t)
	var got []row
	for _, a := range set.Item("skl-matrix").SkillAreas() {
		got = append(got, row{a.ID, a.Weight, a.Required, a.People, a.Core})
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if !slices.Equal(set.Item("skl-covered").SkillAreas(), set.Item("skl-matrix").Areas) {
		t.Error("skl-covered has other areas than skl-matrix")
	}
}

func TestSetLooksUp(t *testing.T) {
	set := Default()
	if set.Item("no-such") != nil || set.Section("no-such") != nil || set.SourceByID("no-such") != nil {
		t.Error("found what is not there")
	}
	if set.Section("csirp").Title == "" || len(set.Section("csirp").Items) != 15 {
		t.Error("section csirp")
	}
	if it := set.Item("raci-matrix"); it.Activity("own-csirp") == nil || it.Activity("x") != nil {
		t.Error("activities")
	}
	if it := set.Item("skl-covered"); it.Area("forensics") == nil || it.Area("x") != nil {
		t.Error("areas")
	}
	if it := set.Item("mssp-model"); it.Option("in-house") == nil || it.Option("x") != nil {
		t.Error("options")
	}
	if got := (&Item{}).RangeText(); got != "any number" {
		t.Errorf("range of an item without one: %q", got)
	}
}

package question

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"muster/assessment/datafile"
	"muster/assets"
)

// exempting is the small set with conditions on the item pick (red, blue, none).
func exempting(t *testing.T, when string) string {
	t.Helper()
	text := swap(t, small, "- {id: red, text: Red}", "- {id: red, text: Red}\n          - {id: blue, text: Blue}")
	return swap(t, text, "        title: When\n", "        title: When\n        notApplicable: {when: "+when+", because: None of it.}\n")
}

func TestLoadExemptions(t *testing.T) {
	text := exempting(t, "{pick: [red, blue]}")
	text = swap(t, text, "    title: Second\n", "    title: Second\n    notApplicable: {when: {pick: none}, because: Nothing here.}\n")
	text = swap(t, text, "        title: Yes or no\n", "        title: Yes or no\n        notApplicable: {when: {pick: [blue, red]}, because: The same.}\n")
	set, err := Load("small.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	// The order of an exact list says nothing, so there are two circumstances.
	if n := len(set.Circumstances()); n != 2 {
		t.Errorf("%d circumstances", n)
	}
	reasons := func(id string) string {
		var out []string
		for _, e := range set.Item(id).Exemptions() {
			out = append(out, e.Because)
		}
		return strings.Join(out, " ")
	}
	for id, want := range map[string]string{"lev": "", "pick": "", "matrix": "Nothing here.", "ever": "Nothing here. None of it.", "flag": "Nothing here. The same."} {
		if got := reasons(id); got != want {
			t.Errorf("%s: %q, want %q", id, got, want)
		}
	}
	ever, flag := set.Item("ever").Exemptions()[1], set.Item("flag").Exemptions()[1]
	if ever.Circumstance != flag.Circumstance {
		t.Error("the same conditions are two circumstances")
	}
	c := set.Circumstances()[ever.Circumstance]
	if len(c) != 1 || c[0].Question != "pick" || !c[0].Exactly || !slices.Equal(c[0].Options, []string{"blue", "red"}) {
		t.Errorf("%+v", c)
	}
}

func TestExemptionFaults(t *testing.T) {
	for _, c := range []struct{ name, when, at, want string }{
		{"unknown question", "{picked: red}", "red}", `no item has the id "picked"`},
		{"a number", "{num: 3}", "3}", `item "num" is of type number; allowed: items of type choice, multi`},
		{"unknown option", "{pick: green}", "green", `item "pick" has no option "green"; allowed: red, blue, none`},
		{"unknown option of a list", "{pick: [red, green]}", "red, green]", `item "pick" has no option "green"`},
		{"option twice", "{pick: [red, red]}", "red, red]", `option "red" stands here twice`},
		{"never", "{pick: [red, none]}", "red, none]", `option "none" rules out the others, so this never holds`},
		{"empty list", "{pick: []}", "[]", "allowed: one option of red, blue, none, or for a multi the list of exactly those chosen"},
		{"no option", "{pick: 4}", "4}, because", "found 4, allowed: one option of red, blue, none"},
		{"no condition", "{}", "{}", "missing or empty; at least one question"},
		{"itself", "{cov: red}", "red}", `item "cov" is of type cover`},
		{"a list of conditions", "[{pick: red}]", "", "sequence was used where mapping is expected"},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := exempting(t, c.when)
			_, err := Load("small.yaml", []byte(text))
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Fatalf("%v, want %q", err, c.want)
			}
			if c.at != "" && !strings.HasPrefix(err.Error(), "small.yaml:"+place(t, text, c.at)) {
				t.Errorf("%v stands at %s", err, place(t, text, c.at))
			}
		})
	}
	for name, x := range map[string][3]string{
		"no reason":   {"        title: Some of\n", "        title: Some of\n        notApplicable: {when: {pick: red}}\n", "notApplicable.because: missing or empty"},
		"own answer":  {"        title: Some of\n", "        title: Some of\n        notApplicable: {when: {pick: red}, because: So.}\n", `item "pick" may itself not apply, so nothing can depend on it`},
		"own section": {"    title: First\n", "    title: First\n    notApplicable: {when: {pick: red}, because: So.}\n", `item "pick" may itself not apply`},
		"unknown key": {"        title: Some of\n", "        title: Some of\n        notApplicable: {if: {pick: red}, because: So.}\n", `unknown key "if"; allowed here: because, when`},
	} {
		_, err := Load("small.yaml", []byte(swap(t, small, x[0], x[1])))
		var faults datafile.Faults
		if !errors.As(err, &faults) || !strings.Contains(err.Error(), x[2]) || faults[0].Line == 0 {
			t.Errorf("%s: %v, want %q with its place", name, err, x[2])
		}
	}
}

// A set of one's own may reword the reason or leave the exemption out, not widen it.
func TestLoadCustomExemptions(t *testing.T) {
	const line = "          when: {mssp-model: in-house, mssp-scope: [none]}\n          because: You have no MSSP contract that could end or be renewed.\n"
	if _, err := custom(t, line, strings.Replace(line, "You have no MSSP contract that could end or be renewed.", "Kein Vertrag.", 1)); err != nil {
		t.Error(err)
	}
	if _, err := custom(t, "        notApplicable:\n"+line, ""); err != nil {
		t.Error(err)
	}
	for name, x := range map[string][2]string{
		"widened":    {line, strings.Replace(line, ", mssp-scope: [none]", "", 1)},
		"contains":   {line, strings.Replace(line, "[none]", "none", 1)},
		"elsewhere":  {"        title: Number of employees\n", "        title: Number of employees\n        notApplicable: {when: {mssp-model: in-house}, because: So.}\n"},
		"by section": {"  - id: bandwidth\n", "  - id: bandwidth\n    notApplicable: {when: {mssp-model: in-house}, because: So.}\n"},
	} {
		_, err := custom(t, x[0], x[1])
		if err == nil || !strings.Contains(err.Error(), "is scored, so this may not change; it must be left out") || !strings.HasPrefix(err.Error(), "own.yaml:") {
			t.Errorf("%s: %v", name, err)
		}
	}
	// A question of one's own may depend on the profile.
	text := swap(t, string(assets.QuestionSet), "      - id: org-employees", strings.TrimPrefix(ownItem, "\n")+"        notApplicable: {when: {mssp-scope: monitoring}, because: Watched.}\n      - id: org-employees")
	set, err := LoadCustom("own.yaml", []byte(text), Default(), nil)
	if err != nil || len(set.Item("our-own").Exemptions()) != 1 {
		t.Errorf("%v", err)
	}
	// One whose question is left out never holds.
	text = string(assets.QuestionSet)
	from, to := strings.Index(text, "      - id: mssp-model\n"), strings.Index(text, "  - id: responsibilities\n")
	if _, err := LoadCustom("own.yaml", []byte(text[:from]+text[to:]), Default(), nil); err != nil {
		t.Error(err)
	}
	// A plain set has no other it was made from.
	if _, err := Load("own.yaml", []byte(text[:from]+text[to:])); err == nil || !strings.Contains(err.Error(), `no item has the id "mssp-model"`) {
		t.Errorf("%v", err)
	}
}

// Only who has no MSSP is spared anything, and only what presupposes one.
func TestShippedExemptions(t *testing.T) {
	set := Default()
	c := set.Circumstances()
	if len(c) != 1 || len(c[0]) != 2 || c[0][0].Question != "mssp-model" || c[0][0].Exactly || c[0][0].Options[0] != "in-house" ||
		c[0][1].Question != "mssp-scope" || !c[0][1].Exactly || !slices.Equal(c[0][1].Options, []string{"none"}) {
		t.Fatalf("%+v", c)
	}
	want := strings.Fields(`mssp-notice raci-decisions raci-context raci-fallback skl-covered skl-challenge
		tool-access tool-routine tool-selfquery tool-training tool-integration proc-severity proc-change proc-metrics csirp-mssp asr-mssp ntf-mssp-hours`)
	var got []string
	reasons := map[string]bool{}
	for _, it := range set.Items() {
		for _, e := range it.Exemptions() {
			got = append(got, it.ID)
			reasons[e.Because] = true
			if !strings.Contains(e.Because, "MSSP") || !strings.HasSuffix(e.Because, ".") || len(e.Because) > 90 {
				t.Errorf("%s: %q", it.ID, e.Because)
			}
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("exempt are %v, want %v", got, want)
	}
	if len(reasons) != 13 {
		t.Errorf("%d reasons", len(reasons))
	}
}

package messages

import (
	"strings"
	"testing"
)

// Sentences that the assessment composes are known by their formats, with what stands
// in their places, one after the other.
func TestComposed(t *testing.T) {
	c, err := Load("messages/de.yaml", []byte(head+`interface:
  - "%s and %s": "%s und %s"
composed:
  - "%d of %s short.": "Von %[2]s fehlen %[1]d."
  - "below %g": "unter %g"
  - "%s %% of %s": "%s %% von %s"
  - "level %g instead of %g in %s": "Stufe %g statt %g bei %s"
  - "Nothing moves.": "Nichts bewegt sich."
reports:
  - "Gap": "Lücke"
data:
  - "Event analysis": "Ereignisanalyse"
  - "Tools": "Werkzeuge"
`))
	if err != nil {
		t.Fatal(err)
	}
	for in, want := range map[string]string{
		"3 of 7 answers short.":                       "Von 7 answers fehlen 3.",
		"many of 7 answers short.":                    "many of 7 answers short.", // %d is a whole number
		"below 0.4":                                   "unter 0.4",
		"below 60\u00a0%":                             "unter 60\u00a0%",
		"below average":                               "below average", // %g is a number
		"20 % of event analysis":                      "20 % von Ereignisanalyse",
		"level 3 instead of 2 in tools":               "Stufe 3 statt 2 bei Werkzeuge",
		"20 % of event analysis and tools":            "20 % von Ereignisanalyse und Werkzeuge",
		"Nothing moves.":                              "Nichts bewegt sich.",
		"3 of 7 answers short. Nothing moves.":        "Von 7 answers fehlen 3. Nichts bewegt sich.",
		"3 of 7 answers short. Somebody else's words": "3 of 7 answers short. Somebody else's words", // all of it or nothing
		"": "",
	} {
		for name, lang := range map[string]*Catalogue{"the window": c, "a report": c.Reports()} {
			if name == "a report" && in == "20 % of event analysis and tools" {
				continue // its "and" is one of the window
			}
			if got := lang.Text(in); got != want {
				t.Errorf("%s says %q for %q, not %q", name, got, in, want)
			}
		}
	}
	if c.Code() != "de" || (*Catalogue)(nil).Code() != Source {
		t.Error("the codes of the languages")
	}
}

func TestComposedFaults(t *testing.T) {
	for format, says := range map[string]string{`"%d%s": "%d%s"`: "side by side", `"%d of it": "davon %s"`: "other values", `"a %": "b"`: "per cent"} {
		if _, err := Load("messages/de.yaml", []byte(head+"composed:\n  - "+format+"\n")); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v", format, err)
		}
	}
}

func FuzzText(f *testing.F) {
	de := For("de")
	for _, s := range []string{"", " and ", ". ", "level 3 instead of 2 in tools", "%s %d", "taken as 1 / 2 hours. ", "\xff → \xfe"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, c := range []*Catalogue{nil, For("en"), de, de.Reports()} {
			if got := c.Text(s); c.Code() == Source && got != s {
				t.Errorf("English says %q for %q", got, s)
			}
		}
	})
}

// What people type may look like many sentences within each other.
func TestComposedEnds(t *testing.T) {
	de := For("de")
	for _, s := range []string{" → ", " and ", "; ", ". ", ", ", "level 1 instead of 2 in "} {
		in := strings.Repeat("a"+s, 2000)
		if got := de.Text(in); len(got) < len(in)/2 {
			t.Errorf("%q is cut to %d bytes", s, len(got))
		}
	}
}

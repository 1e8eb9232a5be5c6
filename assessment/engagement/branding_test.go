package engagement

import (
	"bytes"
	"strings"
	"testing"
)

func TestBrandingIsKept(t *testing.T) {
	d, faults := mustRead(t, top(`"branding":{"company":"Acme & Co","color":"#0B3D91","coverText":"A\nB","later":1}`))
	if len(faults) != 1 || !warning(faults, "branding.later", "kept") {
		t.Errorf("faults %v", faults)
	}
	if d.Branding.Company != "Acme & Co" || d.Branding.Color != "#0B3D91" || d.Branding.Cover != "A\nB" {
		t.Errorf("%+v", d.Branding)
	}
	again, _ := mustRead(t, string(d.Write()))
	if !bytes.Equal(again.Write(), d.Write()) || !strings.Contains(string(d.Write()), `"later": 1`) {
		t.Errorf("not the same after reading and writing:\n%s", d.Write())
	}
}

// A brand that cannot be used keeps nobody from the answers, and is not lost.
func TestBadBrandingIsKeptWithoutEffect(t *testing.T) {
	for bad, want := range map[string]string{
		`{"color":"#FFFF00"}`: "contrast", `{"color":"red"}`: "hexadecimal", `{"logo":"%%"}`: "base64", `{"logo":"AAAA"}`: "no picture", `3`: "object", `{"company":3}`: "text",
	} {
		d, faults := mustRead(t, top(`"branding":`+bad))
		if len(faults) == 0 || !strings.Contains(faults[0].String(), want) || !strings.Contains(faults[0].Message, "not branded") || !faults[0].Warning {
			t.Errorf("%s: faults %v, want %q", bad, faults, want)
		}
		if !d.Branding.Empty() {
			t.Errorf("%s: %+v is used", bad, d.Branding)
		}
		squeezed := strings.Join(strings.Fields(string(d.Write())), "")
		if !strings.Contains(squeezed, `"branding":`+bad) {
			t.Errorf("%s is lost:\n%s", bad, d.Write())
		}
	}
}

func TestRespondents(t *testing.T) {
	d, faults := mustRead(t, top(`"respondents":[{"name":"Anna","role":"Head","date":"2026-11-20","answers":{"staff-fte":{"state":"answered","value":3},"asr-exercise":{"state":"unknown"}},"later":true},{"answers":{}}]`))
	if len(faults) != 1 || !warning(faults, "respondents[0].later", "kept") {
		t.Errorf("faults %v", faults)
	}
	if len(d.Respondents) != 2 || d.Respondents[0].Answers["staff-fte"].Value != Number(3) || d.Respondents[0].Answers["asr-exercise"].State != Unknown {
		t.Fatalf("%+v", d.Respondents)
	}
	if a, b := d.Respondents[0].Title(0), d.Respondents[1].Title(1); a != "Anna" || b != "Respondent 2" {
		t.Errorf("%q, %q", a, b)
	}
	again, _ := mustRead(t, string(d.Write()))
	if !bytes.Equal(again.Write(), d.Write()) {
		t.Error("not the same after reading and writing")
	}
	c := d.With(d.Respondents[0].Answers)
	if len(c.Respondents) != 0 || c.Value("staff-fte") != Number(3) || len(d.Answers) != 0 {
		t.Errorf("%+v", c)
	}
	_, faults, err := read(top(`"respondents":[{"answers":{"staff-fte":{"state":"answered","value":-1}}},3]`))
	if err == nil || !strings.Contains(err.Error(), "respondents[0].answers.staff-fte") || !strings.Contains(err.Error(), "respondents[1]") {
		t.Errorf("%v, %v", faults, err)
	}
}

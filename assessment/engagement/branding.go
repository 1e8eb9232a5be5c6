// Branding of the reports, and the people who answered: what an engagement holds
// besides answers and options.

package engagement

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"muster/assessment/brand"
	"muster/assessment/question"
)

// readBranding reads the brand; one that cannot be used is kept as it is and has no
// effect, because no answer depends on it.
func (d *Document) readBranding(r *reader, x member) {
	own := &reader{}
	b, extra := brandingOf(own, x)
	usable := true
	for _, f := range own.faults {
		if !f.Warning {
			usable = false
			f.Message += "; it is kept as it is, and the reports are not branded"
			f.Warning = true
		}
		r.faults = append(r.faults, f)
	}
	if usable {
		d.Branding, d.brandingExtra = b, extra
	} else {
		d.extra = append(d.extra, x)
	}
}

func brandingOf(r *reader, x member) (b brand.Brand, extra members) {
	m, ok := r.members(x.key, x.raw)
	if !ok {
		return b, nil
	}
	b = brand.Brand{Company: r.text(x.key, m, "company"), Cover: r.text(x.key, m, "coverText"), Color: r.text(x.key, m, "color")}
	logo, err := base64.StdEncoding.DecodeString(r.text(x.key, m, "logo"))
	if err != nil {
		r.faultf(x.key+".logo", "this is not base64")
	}
	b.Logo = logo
	for _, y := range m {
		if !slices.Contains([]string{"company", "coverText", "color", "logo"}, y.key) {
			r.warnf(x.key+"."+y.key, "unknown key; it is kept as it is")
			extra = append(extra, y)
		}
	}
	if err := b.Check(); err != nil {
		r.faultf(x.key, "%s", err)
	}
	return b, extra
}

func (o *object) branding(d *Document) {
	if d.Branding.Empty() && len(d.brandingExtra) == 0 {
		return
	}
	o.key("branding")
	w := newObject(o.b)
	w.text("company", d.Branding.Company)
	w.text("coverText", d.Branding.Cover)
	w.text("color", d.Branding.Color)
	if len(d.Branding.Logo) > 0 {
		w.text("logo", base64.StdEncoding.EncodeToString(d.Branding.Logo))
	}
	w.rest(d.brandingExtra)
	o.b = w.end()
}

// Respondent is one of several people who answered on their own. What they said
// stands beside the agreed answers of the document; it decides nothing itself.
type Respondent struct {
	Name    string
	Role    string
	Date    string // yyyy-mm-dd; as given
	Answers map[string]Answer

	extra members
}

// Title is the name of the respondent, or what stands in for it.
func (r *Respondent) Title(i int) string {
	switch {
	case r.Name != "":
		return r.Name
	case r.Role != "":
		return r.Role
	}
	return fmt.Sprintf("Respondent %d", i+1)
}

func readRespondents(r *reader, path string, raw json.RawMessage, set *question.Set) []Respondent {
	var out []Respondent
	for i, x := range r.objects(path, raw) {
		at := fmt.Sprintf("%s[%d]", path, i)
		m, ok := r.members(at, x)
		if !ok {
			continue
		}
		p := Respondent{Name: r.text(at, m, "name"), Role: r.text(at, m, "role"), Date: r.text(at, m, "date"), Answers: map[string]Answer{}}
		for _, y := range m {
			switch y.key {
			case "name", "role", "date":
			case "answers":
				p.Answers = readAnswerMap(r, at+".answers", y.raw, set)
			default:
				r.warnf(at+"."+y.key, "unknown key; it is kept as it is")
				p.extra = append(p.extra, y)
			}
		}
		out = append(out, p)
	}
	return out
}

func (o *object) respondents(list []Respondent) {
	if len(list) == 0 {
		return
	}
	o.array("respondents", len(list), func(b []byte, i int) []byte {
		p, w := list[i], newObject(b)
		w.text("name", p.Name)
		w.text("role", p.Role)
		w.text("date", p.Date)
		w.key("answers")
		w.answers(p.Answers)
		w.rest(p.extra)
		return w.end()
	})
}

// With is a snapshot of the document with other answers: what one person alone
// said.
func (d *Document) With(answers map[string]Answer) *Document {
	c := d.Clone()
	c.Answers, c.Respondents = maps.Clone(answers), nil
	return c
}

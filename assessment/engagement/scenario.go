// Scenarios: what-if numbers that are kept with an engagement. They are no
// answers; a report shows them beside the result.

package engagement

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
)

// Scenario is a set of what-if numbers; nil leaves what is answered.
type Scenario struct {
	Name     string
	FTE      *float64 // 0 to 200
	Volume   *float64 // factor on every volume, 0 to 10
	Handle   *float64 // factor on every handle time, 0.05 to 10
	Days     *float64 // of cover a week, 1 to 7
	Hours    *float64 // of cover a day, 1 to 24
	SIAHours *float64 // of an SIA a week, 0 to 200
	ToolUse  *int     // level of every question on the MSSP's tools, 0 to 4

	extra members
}

// scenarioField is one number of a scenario with its range.
type scenarioField struct {
	key       string
	low, high float64
	whole     bool
	get       func(*Scenario) *float64
	set       func(*Scenario, float64)
}

var scenarioFields = []scenarioField{
	{"fte", 0, 200, false, func(s *Scenario) *float64 { return s.FTE }, func(s *Scenario, v float64) { s.FTE = &v }},
	{"volume", 0, 10, false, func(s *Scenario) *float64 { return s.Volume }, func(s *Scenario, v float64) { s.Volume = &v }},
	{"handle", 0.05, 10, false, func(s *Scenario) *float64 { return s.Handle }, func(s *Scenario, v float64) { s.Handle = &v }},
	{"days", 1, 7, true, func(s *Scenario) *float64 { return s.Days }, func(s *Scenario, v float64) { s.Days = &v }},
	{"hours", 1, 24, false, func(s *Scenario) *float64 { return s.Hours }, func(s *Scenario, v float64) { s.Hours = &v }},
	{"siaHours", 0, 200, false, func(s *Scenario) *float64 { return s.SIAHours }, func(s *Scenario, v float64) { s.SIAHours = &v }},
	{"toolUse", 0, 4, true, func(s *Scenario) *float64 {
		if s.ToolUse == nil {
			return nil
		}
		v := float64(*s.ToolUse)
		return &v
	}, func(s *Scenario, v float64) { n := int(v); s.ToolUse = &n }},
}

// Empty reports whether the scenario changes nothing.
func (s *Scenario) Empty() bool {
	return !slices.ContainsFunc(scenarioFields, func(f scenarioField) bool { return f.get(s) != nil })
}

// Same reports whether two scenarios hold the same numbers, whatever their names.
func (s *Scenario) Same(o *Scenario) bool {
	for _, f := range scenarioFields {
		a, b := f.get(s), f.get(o)
		if (a == nil) != (b == nil) || a != nil && *a != *b {
			return false
		}
	}
	return true
}

func readScenarios(r *reader, path string, raw json.RawMessage) []Scenario {
	var out []Scenario
	for i, x := range r.objects(path, raw) {
		at := fmt.Sprintf("%s[%d]", path, i)
		if !bytes.HasPrefix(x, []byte("{")) {
			continue // reported by objects
		}
		m, _ := r.members(at, x)
		s := Scenario{Name: r.text(at, m, "name")}
		for _, y := range m {
			k := slices.IndexFunc(scenarioFields, func(f scenarioField) bool { return f.key == y.key })
			switch {
			case y.key == "name":
			case k < 0:
				r.warnf(at+"."+y.key, "unknown key; it is kept as it is")
				s.extra = append(s.extra, y)
			case scenarioFields[k].whole:
				f := scenarioFields[k]
				if n, ok := r.integer(at+"."+y.key, y.raw, int(f.low), int(f.high)); ok {
					f.set(&s, float64(n))
				}
			default:
				f := scenarioFields[k]
				if v, ok := r.ranged(at+"."+y.key, y.raw, f.low, f.high, fmt.Sprintf("a number %g to %g", f.low, f.high)); ok {
					f.set(&s, v)
				}
			}
		}
		out = append(out, s)
	}
	return out
}

// scenarios writes the list; nothing where there is none.
func (o *object) scenarios(list []Scenario) {
	if len(list) == 0 {
		return
	}
	o.array("scenarios", len(list), func(b []byte, i int) []byte {
		w := newObject(b)
		w.text("name", list[i].Name)
		for _, f := range scenarioFields {
			if v := f.get(&list[i]); v != nil {
				w.key(f.key)
				w.b = appendNumber(w.b, *v)
			}
		}
		w.rest(list[i].extra)
		return w.end()
	})
}

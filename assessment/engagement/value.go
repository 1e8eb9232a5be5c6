// Package engagement is the document Muster keeps for one client: the answers
// with their state, evidence and comments, and what surrounds them. It reads
// and writes the file format; it draws no conclusions.
package engagement

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"muster/assessment/question"
)

// Value is the value of an answer; its dynamic type follows the item's type.
type Value interface {
	appendJSON(b []byte) []byte
}

// The dynamic types of Value.
type (
	// Level is 0 to 4.
	Level int
	// Number is a number in the item's unit.
	Number float64
	// Months is the time since something was last done.
	Months struct {
		Never bool
		N     float64
	}
	// Bool is yes or no.
	Bool bool
	// Choice is an option's id.
	Choice string
	// Multi is a list of option ids.
	Multi []string
	// Severity is one number each, in the order of question.Severities.
	Severity [4]float64
	// Window is client-side cover: days a week (1 to 7) and hours a day (1 to 24).
	Window struct{ Days, Hours float64 }
	// RACI is the responsibility for each activity by its id.
	RACI map[string]Responsibility
	// Skills is what an area of skill needs and has, by area id.
	Skills map[string]Skill
	// Shares is a share (0, 0.5 or 1) by area id.
	Shares map[string]float64
	// Weights is a weight by option id.
	Weights map[string]float64
)

// Responsibility says who accounts for an activity, who does it, and whether
// that is written down. An empty party means not answered yet.
type Responsibility struct {
	Accountable string // client, mssp, none, unclear or empty
	Doer        string // client, mssp, both, none or empty
	Written     bool
}

// Answered reports whether the row counts: its accountable party was named, if
// only as none or unclear.
func (r Responsibility) Answered() bool { return r.Accountable != "" }

// Allowed parties of a responsibility.
var (
	Accountables = []string{"client", "mssp", "none", "unclear"}
	Doers        = []string{"client", "mssp", "both", "none"}
)

// Skill is the need and the people of one area.
type Skill struct {
	Required *int // level 0 to 4; nil: the set's default
	People   *int // people needed at level 2 or above; nil: the set's default
	Levels   []int
}

// NoLevel marks a person whose level in an area is not known.
const NoLevel = -1

// Best is the highest level anybody has; false when no level is known.
func (s Skill) Best() (int, bool) {
	best := NoLevel
	for _, l := range s.Levels {
		best = max(best, l)
	}
	return best, best != NoLevel
}

// AtLeast counts the people at the level or above.
func (s Skill) AtLeast(level int) int {
	n := 0
	for _, l := range s.Levels {
		if l >= level {
			n++
		}
	}
	return n
}

func appendNumber(b []byte, v float64) []byte { return strconv.AppendFloat(b, v, 'f', -1, 64) }

func appendString(b []byte, s string) []byte {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(s) // a string cannot fail
	return append(b, bytes.TrimSuffix(buf.Bytes(), []byte("\n"))...)
}

func (v Level) appendJSON(b []byte) []byte  { return strconv.AppendInt(b, int64(v), 10) }
func (v Number) appendJSON(b []byte) []byte { return appendNumber(b, float64(v)) }
func (v Bool) appendJSON(b []byte) []byte   { return strconv.AppendBool(b, bool(v)) }
func (v Choice) appendJSON(b []byte) []byte { return appendString(b, string(v)) }

func (v Months) appendJSON(b []byte) []byte {
	if v.Never {
		return appendString(b, "never")
	}
	return appendNumber(b, v.N)
}

func (v Multi) appendJSON(b []byte) []byte {
	b = append(b, '[')
	for i, s := range v {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendString(b, s)
	}
	return append(b, ']')
}

func (v Severity) appendJSON(b []byte) []byte {
	w := newObject(b)
	for i, s := range question.Severities {
		w.key(s)
		w.b = appendNumber(w.b, v[i])
	}
	return w.end()
}

func (v Window) appendJSON(b []byte) []byte {
	w := newObject(b)
	w.key("days")
	w.b = appendNumber(w.b, v.Days)
	w.key("hours")
	w.b = appendNumber(w.b, v.Hours)
	return w.end()
}

func (v RACI) appendJSON(b []byte) []byte {
	w := newObject(b)
	for _, id := range keys(v) {
		w.key(id)
		r := newObject(w.b)
		r.text("accountable", v[id].Accountable)
		r.text("doer", v[id].Doer)
		r.key("written")
		r.b = strconv.AppendBool(r.b, v[id].Written)
		w.b = r.end()
	}
	return w.end()
}

func (v Skills) appendJSON(b []byte) []byte {
	w := newObject(b)
	for _, id := range keys(v) {
		w.key(id)
		r := newObject(w.b)
		if p := v[id].Required; p != nil {
			r.key("required")
			r.b = strconv.AppendInt(r.b, int64(*p), 10)
		}
		if p := v[id].People; p != nil {
			r.key("people")
			r.b = strconv.AppendInt(r.b, int64(*p), 10)
		}
		r.key("levels")
		r.b = append(r.b, '[')
		for i, l := range v[id].Levels {
			if i > 0 {
				r.b = append(r.b, ',')
			}
			if l == NoLevel {
				r.b = append(r.b, "null"...)
			} else {
				r.b = strconv.AppendInt(r.b, int64(l), 10)
			}
		}
		r.b = append(r.b, ']')
		w.b = r.end()
	}
	return w.end()
}

func (v Shares) appendJSON(b []byte) []byte  { return appendNumbers(b, v) }
func (v Weights) appendJSON(b []byte) []byte { return appendNumbers(b, v) }

func appendNumbers(b []byte, m map[string]float64) []byte {
	w := newObject(b)
	for _, k := range keys(m) {
		w.key(k)
		w.b = appendNumber(w.b, m[k])
	}
	return w.end()
}

func keys[V any](m map[string]V) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// object writes one JSON object with keys in the order of the calls.
type object struct {
	b     []byte
	start int
}

func newObject(b []byte) *object {
	b = append(b, '{')
	return &object{b: b, start: len(b)}
}

func (o *object) key(k string) {
	if len(o.b) > o.start {
		o.b = append(o.b, ',')
	}
	o.b = append(appendString(o.b, k), ':')
}

func (o *object) text(k, v string) {
	if v != "" {
		o.key(k)
		o.b = appendString(o.b, v)
	}
}

func (o *object) end() []byte { return append(o.b, '}') }

// readValue reads the JSON of an answer to it.
func readValue(r *reader, path string, raw json.RawMessage, it *question.Item) Value {
	switch it.Type {
	case question.Level:
		if n, ok := r.integer(path, raw, 0, 4); ok {
			return Level(n)
		}
	case question.Number:
		if n, ok := r.number(path, raw, it); ok {
			return Number(n)
		}
	case question.Months:
		var s string
		if json.Unmarshal(raw, &s) == nil && s == "never" {
			return Months{Never: true}
		}
		var n json.Number
		if json.Unmarshal(raw, &n) != nil || len(raw) == 0 || raw[0] == '"' {
			r.faultf(path, "found %s, allowed: %s, or \"never\"", shown(raw), it.RangeText())
			return nil
		}
		if n, ok := r.ranged(path, raw, *it.Min, *it.Max, it.RangeText()+`, or "never"`); ok {
			return Months{N: n}
		}
	case question.Bool:
		var v bool
		if err := json.Unmarshal(raw, &v); err != nil || string(raw) == "null" {
			r.faultf(path, "found %s, allowed: true, false", shown(raw))
			return nil
		}
		return Bool(v)
	case question.Choice:
		if s, ok := r.oneOf(path, raw, it.OptionIDs()); ok {
			return Choice(s)
		}
	case question.Multi:
		return readMulti(r, path, raw, it)
	case question.Severity:
		return readSeverity(r, path, raw, it)
	case question.Window:
		return readWindow(r, path, raw)
	case question.RACI:
		return readRACI(r, path, raw, it)
	case question.Skills:
		return readSkills(r, path, raw, it)
	case question.Cover:
		areas := make([]string, 0, len(it.SkillAreas()))
		for _, a := range it.SkillAreas() {
			areas = append(areas, a.ID)
		}
		if m, ok := readNumbers(r, path, raw, areas, func(v float64) bool { return v == 0 || v == 0.5 || v == 1 }, "0, 0.5 or 1"); ok {
			return Shares(m)
		}
	case question.Weights:
		in := func(v float64) bool { return v >= *it.Min && v <= *it.Max }
		if m, ok := readNumbers(r, path, raw, it.OptionIDs(), in, it.RangeText()); ok {
			return Weights(m)
		}
	}
	return nil
}

func readMulti(r *reader, path string, raw json.RawMessage, it *question.Item) Value {
	var list []json.RawMessage
	if json.Unmarshal(raw, &list) != nil || list == nil {
		r.faultf(path, "found %s, allowed: a list of %s", shown(raw), strings.Join(it.OptionIDs(), ", "))
		return nil
	}
	out, good := Multi{}, true
	for i, x := range list {
		at := fmt.Sprintf("%s[%d]", path, i)
		s, ok := r.oneOf(at, x, it.OptionIDs())
		if ok && slices.Contains(out, s) {
			r.faultf(at, "option %q stands here twice", s)
			ok = false
		}
		good = good && ok
		out = append(out, s)
	}
	if good && it.Exclusive != "" && len(out) > 1 && slices.Contains(out, it.Exclusive) {
		r.faultf(path, "option %q rules out the others", it.Exclusive)
		good = false
	}
	if !good {
		return nil
	}
	return out
}

func readSeverity(r *reader, path string, raw json.RawMessage, it *question.Item) Value {
	m, ok := r.members(path, raw)
	if !ok {
		return nil
	}
	var out Severity
	good := true
	for _, x := range m {
		if !slices.Contains(question.Severities, x.key) {
			r.faultf(path+"."+x.key, "unknown severity; allowed: %s", strings.Join(question.Severities, ", "))
			good = false
		}
	}
	for i, s := range question.Severities {
		x, ok := m.get(s)
		if !ok {
			r.faultf(path+"."+s, "missing; allowed: %s", it.RangeText())
			good = false
			continue
		}
		out[i], ok = r.number(path+"."+s, x, it)
		good = good && ok
	}
	if !good {
		return nil
	}
	return out
}

func readWindow(r *reader, path string, raw json.RawMessage) Value {
	m, ok := r.members(path, raw)
	if !ok {
		return nil
	}
	r.only(path, m, "days", "hours")
	days, okDays := r.integer(path+".days", m.value("days"), 1, 7)
	hours, okHours := r.ranged(path+".hours", m.value("hours"), 1, 24, "1 to 24 hours a day")
	if !okDays || !okHours {
		return nil
	}
	return Window{Days: float64(days), Hours: hours}
}

func readRACI(r *reader, path string, raw json.RawMessage, it *question.Item) Value {
	m, ok := r.members(path, raw)
	if !ok {
		return nil
	}
	out, good := RACI{}, true
	for _, x := range m {
		at := path + "." + x.key
		if it.Activity(x.key) == nil {
			r.faultf(at, "unknown activity; allowed: %s", strings.Join(activityIDs(it), ", "))
			good = false
			continue
		}
		row, ok := r.members(at, x.raw)
		if !ok {
			good = false
			continue
		}
		r.only(at, row, "accountable", "doer", "written")
		var v Responsibility
		if raw, ok := row.get("accountable"); ok {
			v.Accountable, ok = r.oneOf(at+".accountable", raw, Accountables)
			good = good && ok
		}
		if raw, ok := row.get("doer"); ok {
			v.Doer, ok = r.oneOf(at+".doer", raw, Doers)
			good = good && ok
		}
		if raw, ok := row.get("written"); ok && (json.Unmarshal(raw, &v.Written) != nil || string(raw) == "null") {
			r.faultf(at+".written", "found %s, allowed: true, false", shown(raw))
			good = false
		}
		out[x.key] = v
	}
	if !good {
		return nil
	}
	return out
}

func activityIDs(it *question.Item) []string {
	ids := make([]string, len(it.Activities))
	for i, a := range it.Activities {
		ids[i] = a.ID
	}
	return ids
}

// maxPeople bounds the people of a skills matrix.
const maxPeople = 200

func readSkills(r *reader, path string, raw json.RawMessage, it *question.Item) Value {
	m, ok := r.members(path, raw)
	if !ok {
		return nil
	}
	out, good := Skills{}, true
	for _, x := range m {
		at := path + "." + x.key
		if it.Area(x.key) == nil {
			ids := make([]string, 0, len(it.Areas))
			for _, a := range it.Areas {
				ids = append(ids, a.ID)
			}
			r.faultf(at, "unknown area; allowed: %s", strings.Join(ids, ", "))
			good = false
			continue
		}
		row, ok := r.members(at, x.raw)
		if !ok {
			good = false
			continue
		}
		r.only(at, row, "required", "people", "levels")
		var v Skill
		optional := func(key string, low, high int) *int {
			raw, ok := row.get(key)
			if !ok {
				return nil
			}
			n, ok := r.integer(at+"."+key, raw, low, high)
			good = good && ok
			return &n
		}
		v.Required = optional("required", 0, 4)
		v.People = optional("people", 0, 50)
		if raw, ok := row.get("levels"); ok {
			var list []json.RawMessage
			if json.Unmarshal(raw, &list) != nil || list == nil || len(list) > maxPeople {
				r.faultf(at+".levels", "found %s, allowed: a list of at most %d levels, each 0 to 4 or null for not known", shown(raw), maxPeople)
				good = false
			}
			for i, l := range list {
				n := NoLevel
				if string(l) != "null" {
					var ok bool
					n, ok = r.integer(fmt.Sprintf("%s.levels[%d]", at, i), l, 0, 4)
					good = good && ok
				}
				v.Levels = append(v.Levels, n)
			}
		}
		out[x.key] = v
	}
	if !good {
		return nil
	}
	return out
}

func readNumbers(r *reader, path string, raw json.RawMessage, allowed []string, fits func(float64) bool, rangeText string) (map[string]float64, bool) {
	m, ok := r.members(path, raw)
	if !ok {
		return nil, false
	}
	out, good := map[string]float64{}, true
	for _, x := range m {
		at := path + "." + x.key
		if !slices.Contains(allowed, x.key) {
			r.faultf(at, "unknown id; allowed: %s", strings.Join(allowed, ", "))
			good = false
			continue
		}
		n, err := parseNumber(x.raw)
		if err != nil || !fits(n) {
			r.faultf(at, "found %s, allowed: %s", shown(x.raw), rangeText)
			good = false
			continue
		}
		out[x.key] = n
	}
	return out, good
}

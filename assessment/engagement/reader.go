// Reading JSON with a fault for every path: encoding/json alone stops at the
// first fault and keeps the last of doubled keys in silence.

package engagement

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"muster/assessment/question"
)

// Fault is one thing wrong, or for a warning worth knowing, in a document.
type Fault struct {
	Path    string // such as answers.bw-volume.value.high
	Message string // what was found and what is allowed
	Warning bool   // the document is usable as it is
}

func (f Fault) String() string {
	if f.Path == "" {
		return f.Message
	}
	return f.Path + ": " + f.Message
}

// Faults is the error of a document that cannot be used.
type Faults []Fault

func (fs Faults) Error() string {
	lines := make([]string, len(fs))
	for i, f := range fs {
		lines[i] = f.String()
	}
	return strings.Join(lines, "\n")
}

type member struct {
	key string
	raw json.RawMessage
}

type members []member

func (m members) get(key string) (json.RawMessage, bool) {
	for _, x := range m {
		if x.key == key {
			return x.raw, true
		}
	}
	return nil, false
}

// value is the member's JSON, nil when it is missing.
func (m members) value(key string) json.RawMessage {
	raw, _ := m.get(key)
	return raw
}

type reader struct {
	faults []Fault
	nested bool // reads the document that another one follows
}

func (r *reader) faultf(path, format string, args ...any) {
	r.faults = append(r.faults, Fault{Path: path, Message: fmt.Sprintf(format, args...)})
}

func (r *reader) warnf(path, format string, args ...any) {
	r.faults = append(r.faults, Fault{Path: path, Message: fmt.Sprintf(format, args...), Warning: true})
}

// members splits a JSON object into its members, in order; doubled keys are
// faults and only the first counts.
func (r *reader) members(path string, raw json.RawMessage) (members, bool) {
	dec := json.NewDecoder(bytes.NewReader(raw))
	t, err := dec.Token()
	if d, ok := t.(json.Delim); err != nil || !ok || d != '{' {
		r.faultf(path, "found %s, allowed: an object {…}", shown(raw))
		return nil, false
	}
	var out members
	for dec.More() {
		t, err := dec.Token()
		key, _ := t.(string)
		var v json.RawMessage
		if err != nil || dec.Decode(&v) != nil {
			r.faultf(path, "broken JSON after %q", key)
			return nil, false
		}
		if _, double := out.get(key); double {
			r.faultf(join(path, key), "stands here twice; keep one")
			continue
		}
		out = append(out, member{key, v})
	}
	return out, true
}

// only warns about keys that are not allowed in an object with fixed keys.
func (r *reader) only(path string, m members, allowed ...string) {
	for _, x := range m {
		if !slices.Contains(allowed, x.key) {
			r.faultf(join(path, x.key), "unknown key; allowed: %s", strings.Join(allowed, ", "))
		}
	}
}

func (r *reader) integer(path string, raw json.RawMessage, low, high int) (int, bool) {
	text := fmt.Sprintf("a whole number %d to %d", low, high)
	n, ok := r.ranged(path, raw, float64(low), float64(high), text)
	if ok && n != math.Trunc(n) {
		r.faultf(path, "found %s, allowed: %s", shown(raw), text)
		ok = false
	}
	return int(n), ok
}

func (r *reader) ranged(path string, raw json.RawMessage, low, high float64, text string) (float64, bool) {
	if raw == nil {
		r.faultf(path, "missing; allowed: %s", text)
		return 0, false
	}
	n, err := parseNumber(raw)
	if err != nil || n < low || n > high {
		r.faultf(path, "found %s, allowed: %s", shown(raw), text)
		return 0, false
	}
	return n, true
}

func (r *reader) number(path string, raw json.RawMessage, it *question.Item) (float64, bool) {
	n, ok := r.ranged(path, raw, *it.Min, *it.Max, it.RangeText())
	if ok && it.Integer && n != math.Trunc(n) {
		r.faultf(path, "found %s, allowed: %s", shown(raw), it.RangeText())
		return 0, false
	}
	return n, ok
}

func (r *reader) oneOf(path string, raw json.RawMessage, allowed []string) (string, bool) {
	var s string
	if json.Unmarshal(raw, &s) != nil || !slices.Contains(allowed, s) {
		r.faultf(path, "found %s, allowed: %s", shown(raw), strings.Join(allowed, ", "))
		return "", false
	}
	return s, true
}

// text reads an optional string.
func (r *reader) text(path string, m members, key string) string {
	raw, ok := m.get(key)
	if !ok {
		return ""
	}
	var s *string
	if json.Unmarshal(raw, &s) != nil || s == nil {
		r.faultf(join(path, key), "found %s, allowed: a text", shown(raw))
		return ""
	}
	return *s
}

var errNotNumber = errors.New("not a number")

func parseNumber(raw json.RawMessage) (float64, error) {
	if len(raw) == 0 || (raw[0] != '-' && (raw[0] < '0' || raw[0] > '9')) {
		return 0, errNotNumber
	}
	return strconv.ParseFloat(string(raw), 64)
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

// shown is what was found, cut to a length a message can carry.
func shown(raw json.RawMessage) string {
	if raw == nil {
		return "nothing"
	}
	s := []rune(strings.Join(strings.Fields(string(raw)), " "))
	if len(s) > 60 {
		return string(s[:57]) + "…"
	}
	return string(s)
}

// The mapping: what the user says about an export, to be kept for the next one.

package tickets

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	_ "time/tzdata" // zones are known on every system
)

// Field is something a column of an export can hold.
type Field string

// The fields.
const (
	FieldID           Field = "id"
	FieldOpened       Field = "opened"
	FieldSeverity     Field = "severity"
	FieldAcknowledged Field = "acknowledged"
	FieldResolved     Field = "resolved"
	FieldClosed       Field = "closed"
	FieldWorked       Field = "worked"
	FieldState        Field = "state"
	FieldCloseCode    Field = "closeCode"
	FieldReopened     Field = "reopened"
	FieldUpdated      Field = "updated"  // when a row of an event log was written
	FieldSequence     Field = "sequence" // the number of the change, where times are equal
)

// Fields lists all fields in the order they are shown.
var Fields = []Field{FieldID, FieldOpened, FieldSeverity, FieldAcknowledged, FieldResolved, FieldClosed, FieldWorked, FieldState,
	FieldCloseCode, FieldReopened, FieldUpdated, FieldSequence}

// field numbers, for arrays
const (
	fID = iota
	fOpened
	fSeverity
	fAcknowledged
	fResolved
	fClosed
	fWorked
	fState
	fCloseCode
	fReopened
	fUpdated
	fSequence
	fieldCount
)

// dateFields hold dates; the first decides.
var dateFields = []int{fOpened, fAcknowledged, fResolved, fClosed, fUpdated}

// NoColumn in Mapping.Columns says that no column holds a field.
const NoColumn = "-"

// anyWord in Mapping.Severities stands for every word not named.
const anyWord = "*"

// ignoreWord in Mapping.Severities leaves tickets of a word out.
const ignoreWord = "ignore"

// Mapping is how to read an export. What is left empty is found out.
type Mapping struct {
	// Columns names the header of the column that holds a field, or NoColumn.
	Columns map[Field]string `json:"columns,omitempty"`
	// Severities gives words, in any case, their level: critical, high, medium,
	// low or ignore. The word "*" stands for every other one and for none.
	Severities map[string]string `json:"severities,omitempty"`
	// DateOrder is DMY or MDY; empty or ISO to find out.
	DateOrder Order `json:"dateOrder,omitempty"`
	// TimeZone is the IANA name of the zone of times without one; empty: UTC.
	TimeZone string `json:"timeZone,omitempty"`
	// WorkedUnit is the unit of bare numbers of worked time.
	WorkedUnit Unit `json:"workedUnit,omitempty"`
	// NotActionable lists closing codes, in any case, of tickets that needed no
	// action, besides those known.
	NotActionable []string `json:"notActionable,omitempty"`
	// Delimiter is the one character between the columns of a CSV.
	Delimiter string `json:"delimiter,omitempty"`
	// Sheet is the sheet of a workbook.
	Sheet string `json:"sheet,omitempty"`
}

// ReadMapping parses what Write made. Unknown keys and values are errors.
func ReadMapping(data []byte) (Mapping, error) {
	var m Mapping
	dec := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&m); err != nil {
		return Mapping{}, fmt.Errorf("no usable mapping: %s", strings.TrimPrefix(err.Error(), "json: "))
	}
	if dec.More() {
		return Mapping{}, errors.New("no usable mapping: something follows the JSON object")
	}
	if err := m.Check(); err != nil {
		return Mapping{}, err
	}
	return m, nil
}

// Write gives the mapping as indented JSON.
func (m Mapping) Write() []byte {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(m); err != nil {
		panic(err) // texts only
	}
	return b.Bytes()
}

// Check says what is wrong with the mapping, if anything.
func (m Mapping) Check() error {
	for f := range m.Columns {
		if !slices.Contains(Fields, f) {
			return fmt.Errorf("columns: unknown field %q; allowed: %s", f, fieldList())
		}
	}
	for word, l := range m.Severities {
		if _, ok := levelByName(l); !ok {
			return fmt.Errorf("severities: %q is given the level %q; allowed: critical, high, medium, low, ignore", word, l)
		}
	}
	if !slices.Contains([]Order{"", ISO, DMY, MDY}, m.DateOrder) {
		return fmt.Errorf("dateOrder: found %q, allowed: dmy, mdy", m.DateOrder)
	}
	if _, ok := unitLengths[m.WorkedUnit]; !ok && m.WorkedUnit != "" {
		return fmt.Errorf("workedUnit: found %q, allowed: seconds, minutes, hours, days", m.WorkedUnit)
	}
	if len(m.Delimiter) > 1 || m.Delimiter != "" && strings.Contains("\"\r\n\x00 ", m.Delimiter) {
		return fmt.Errorf("delimiter: found %q, allowed: one character such as ; or a tab", m.Delimiter)
	}
	_, err := m.location()
	return err
}

// location is the zone the mapping names, UTC when it names none.
func (m Mapping) location() (*time.Location, error) {
	if m.TimeZone == "" {
		return time.UTC, nil
	}
	loc, err := time.LoadLocation(m.TimeZone)
	if err != nil || strings.EqualFold(m.TimeZone, "local") {
		return nil, fmt.Errorf("unknown time zone %q; allowed: names such as UTC or Europe/Berlin", m.TimeZone)
	}
	return loc, nil
}

func fieldList() string {
	names := make([]string, len(Fields))
	for i, f := range Fields {
		names[i] = string(f)
	}
	return strings.Join(names, ", ")
}

// levelByName reads a level as a mapping names it.
func levelByName(s string) (level, bool) {
	if s == ignoreWord {
		return ignored, true
	}
	i := slices.Index(severityNames[:], s)
	return level(i + 1), i >= 0
}

// severities looks words up, the user's meanings first.
type severities struct {
	own  map[string]level
	any  level
	memo map[string]level
}

// maxMemo bounds remembered words.
const maxMemo = 4096

func newSeverities(m Mapping) *severities {
	s := &severities{own: map[string]level{}, memo: map[string]level{}}
	for word, name := range m.Severities {
		l, _ := levelByName(name)
		if word == anyWord {
			s.any = l
		} else {
			s.own[strings.ToLower(strings.TrimSpace(word))] = l
		}
	}
	return s
}

// find gives the level of a trimmed cell that is not missing.
func (s *severities) find(cell []byte) level {
	if l, ok := s.memo[string(cell)]; ok {
		return l
	}
	text := decode(cell)
	l, ok := s.own[strings.ToLower(text)]
	if !ok {
		l = parseSeverity(text)
		if l > bareNumber && len(s.own) > 0 && s.ownNumbers() {
			l = noLevel // the user's scale, of which this number is not told
		}
		if l == noLevel {
			l = s.any
		}
	}
	if len(s.memo) < maxMemo {
		s.memo[string(cell)] = l
	}
	return l
}

// ownNumbers reports whether the user gave meanings to bare numbers.
func (s *severities) ownNumbers() bool {
	for w := range s.own {
		if bareNumeric(w) {
			return true
		}
	}
	return false
}

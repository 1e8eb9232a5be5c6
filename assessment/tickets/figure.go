// Figures that may be missing, and one value for each severity.

package tickets

import (
	"encoding/json"
	"math"
)

// Figure is a number that may be missing: NaN inside, null in JSON.
type Figure float64

// Missing is the Figure that is not there.
func Missing() Figure { return Figure(math.NaN()) }

// Known reports whether the figure is there.
func (f Figure) Known() bool { return !math.IsNaN(float64(f)) && !math.IsInf(float64(f), 0) }

// MarshalJSON writes null for a missing figure.
func (f Figure) MarshalJSON() ([]byte, error) {
	if !f.Known() {
		return []byte("null"), nil
	}
	return json.Marshal(float64(f))
}

// UnmarshalJSON reads null as missing.
func (f *Figure) UnmarshalJSON(b []byte) error {
	if string(b) == "null" {
		*f = Missing()
		return nil
	}
	return json.Unmarshal(b, (*float64)(f))
}

// share is part of whole, missing when there is no whole.
func share(part, whole int64) Figure {
	if whole == 0 {
		return Missing()
	}
	return Figure(float64(part) / float64(whole))
}

// BySeverity holds one value for each severity, in the order of question.Severities.
type BySeverity[T any] [4]T

// severityNames are the keys in JSON, most urgent first.
var severityNames = [4]string{"critical", "high", "medium", "low"}

// fourKeys is the shape of BySeverity in JSON.
type fourKeys[T any] struct {
	Critical T `json:"critical"`
	High     T `json:"high"`
	Medium   T `json:"medium"`
	Low      T `json:"low"`
}

// MarshalJSON writes an object with the four severities as keys.
func (s BySeverity[T]) MarshalJSON() ([]byte, error) {
	return json.Marshal(fourKeys[T]{s[0], s[1], s[2], s[3]})
}

// UnmarshalJSON reads what MarshalJSON writes.
func (s *BySeverity[T]) UnmarshalJSON(b []byte) error {
	var k fourKeys[T]
	if err := json.Unmarshal(b, &k); err != nil {
		return err
	}
	*s = BySeverity[T]{k.Critical, k.High, k.Medium, k.Low}
	return nil
}

// What a condition sees of an answer.

package advice

import "muster/assessment/engagement"

// Answered is what a condition sees of an answer: its value, or its state where it
// has none.
func Answered(state engagement.State, value engagement.Value) Seen {
	switch v := value.(type) {
	case engagement.Level:
		return Seen{Number: float64(v), Known: true}
	case engagement.Number:
		return Seen{Number: float64(v), Known: true}
	case engagement.Months:
		if v.Never {
			return Seen{Word: "never"}
		}
		return Seen{Number: v.N, Known: true}
	case engagement.Bool:
		if v {
			return Seen{Word: "yes"}
		}
		return Seen{Word: "no"}
	case engagement.Choice:
		return Seen{Word: string(v)}
	case engagement.Multi:
		return Seen{Words: v}
	}
	return Seen{Word: string(state)}
}

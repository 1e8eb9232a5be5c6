// What if: an engagement with some numbers changed, and hours of an SIA that is
// there already.

package assessment

import (
	"math"
	"strings"

	"muster/assessment/engagement"
	"muster/assessment/model"
	"muster/assessment/question"
)

// ScenarioResult is what a scenario would give, beside the engagement as it is.
type ScenarioResult struct {
	Name    string   `json:"name"`
	Changes []string `json:"changes"` // in words
	SIA     SIA      `json:"sia"`
	Status  Status   `json:"status"` // of capacity
	Ratio   Figure   `json:"ratio"`
	Gap     Figure   `json:"gapHours"`
	Urgent  Figure   `json:"urgent"`      // attainment of critical and high
	FTE     Figure   `json:"requiredFTE"` //
}

// Apply is doc with the scenario's numbers as its answers. Hours of an SIA are no
// answer and stay out, and so do questions that do not apply.
func Apply(set *question.Set, doc *engagement.Document, sc engagement.Scenario) *engagement.Document {
	out := doc.Clone()
	effective, _ := doc.Effective(set)
	put := func(id string, v engagement.Value) {
		a := out.Answers[id]
		if effective.State(id) == engagement.NotApplicable || engagement.EqualValues(a.Value, v) && a.State == engagement.Answered {
			return
		}
		// A number that was tried out is nobody's measurement.
		a.State, a.Value, a.Evidence, a.Draft = engagement.Answered, v, "", nil
		out.Answers[id] = a
	}
	if sc.FTE != nil {
		put(idFTE, engagement.Number(*sc.FTE))
	}
	scale := func(id string, by *float64) {
		v, ok := doc.Value(id).(engagement.Severity)
		if by == nil || !ok {
			return
		}
		it := set.Item(id)
		for i := range v {
			v[i] = math.Round(v[i]**by*1e6) / 1e6 // readable when it becomes an answer
			if it.Min != nil && it.Max != nil {
				v[i] = math.Max(*it.Min, math.Min(*it.Max, v[i]))
			}
		}
		put(id, v)
	}
	scale(idVolume, sc.Volume)
	scale(idHandle, sc.Handle)
	if w, ok := doc.Value(idWindow).(engagement.Window); ok && (sc.Days != nil || sc.Hours != nil) {
		if sc.Days != nil {
			w.Days = *sc.Days
		}
		if sc.Hours != nil {
			w.Hours = *sc.Hours
		}
		put(idWindow, w)
	}
	if sc.ToolUse != nil {
		for _, id := range toolIDs {
			put(id, engagement.Level(*sc.ToolUse))
		}
	}
	return out
}

// EvaluateScenario evaluates doc as the scenario would have it.
func EvaluateScenario(set *question.Set, registry *model.Registry, doc *engagement.Document, sc engagement.Scenario) Result {
	hours := 0.0
	if sc.SIAHours != nil {
		hours = *sc.SIAHours
	}
	return EvaluateWith(set, registry, Apply(set, doc, sc), Help{SIAHours: hours})
}

// DescribeScenario says what a scenario changes, in words.
func DescribeScenario(doc *engagement.Document, sc engagement.Scenario) []string {
	out := []string{}
	n := FormatNumber
	from := func(id string) string {
		if v, ok := doc.Value(id).(engagement.Number); ok {
			return " instead of " + n(float64(v), 2)
		}
		return ""
	}
	if sc.FTE != nil {
		out = append(out, n(*sc.FTE, 2)+" FTE"+from(idFTE))
	}
	if sc.Volume != nil {
		out = append(out, n(*sc.Volume*100, 0)+"\u00a0% of the escalations")
	}
	if sc.Handle != nil {
		out = append(out, n(*sc.Handle*100, 0)+"\u00a0% of the handle time")
	}
	w, _ := doc.Value(idWindow).(engagement.Window)
	if sc.Days != nil {
		out = append(out, n(*sc.Days, 0)+" days of cover a week instead of "+n(w.Days, 0))
	}
	if sc.Hours != nil {
		out = append(out, n(*sc.Hours, 1)+" hours of cover a day instead of "+n(w.Hours, 1))
	}
	if sc.ToolUse != nil {
		out = append(out, "all use of the MSSP's tools at level "+n(float64(*sc.ToolUse), 0))
	}
	if sc.SIAHours != nil {
		out = append(out, n(*sc.SIAHours, 1)+" h a week of an SIA")
	}
	return out
}

func evaluateScenario(set *question.Set, registry *model.Registry, doc *engagement.Document, sc engagement.Scenario) ScenarioResult {
	x := EvaluateScenario(set, registry, doc, sc)
	out := ScenarioResult{Name: strings.TrimSpace(sc.Name), Changes: DescribeScenario(doc, sc), SIA: x.SIA, Status: x.Capacity.Status,
		Ratio: x.Capacity.Ratio, Gap: x.Capacity.GapHours, Urgent: x.Capacity.Attainment.Urgent, FTE: x.Capacity.RequiredFTE}
	if out.Name == "" {
		out.Name = "Unnamed"
	}
	return out
}

// ToolUse is the mean level of use of the MSSP's tools, rounded, for a control
// that sets them all; false without an answer.
func ToolUse(doc *engagement.Document) (int, bool) {
	var levels []int
	for _, id := range toolIDs {
		if l, ok := doc.Value(id).(engagement.Level); ok {
			levels = append(levels, int(l))
		}
	}
	if len(levels) == 0 {
		return 0, false
	}
	sum := 0
	for _, l := range levels {
		sum += l
	}
	return int(math.Round(float64(sum) / float64(len(levels)))), true
}

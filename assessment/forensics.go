// Which forensic process model fits the stated needs.

package assessment

import (
	"slices"

	"muster/assessment/engagement"
	"muster/assessment/model"
)

func evaluateForensics(doc *engagement.Document, f model.Forensics) Forensics {
	needs, _ := doc.Value(idForensicNeeds).(engagement.Weights)
	out := Forensics{}
	best := -1.0
	for _, m := range f.Models {
		score := 0.0
		for i, need := range f.Needs {
			score += needs[need] * float64(m.Fit[i])
		}
		out.Scores = append(out.Scores, ForensicScore{ID: m.ID, Title: m.Title, Short: m.Short, Use: m.Use, Fit: slices.Clone(m.Fit), Score: score})
		if score > best { // the first of the registry wins a tie
			best, out.Model, out.Title = score, m.ID, m.Title
		}
	}
	return out
}

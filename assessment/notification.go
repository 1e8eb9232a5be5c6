// What is left of the shortest notification clock once MSSP, pick-up and
// decision have taken their time.

package assessment

import (
	"slices"

	"muster/assessment/capacity"
	"muster/assessment/engagement"
	"muster/assessment/model"
)

// otherRegime is a duty the set does not name, with a clock nobody knows.
const otherRegime = "other"

func evaluateNotification(s *source, p model.Parameters, registry *model.Registry, in *inputs) Notification {
	n := Notification{SlackHours: Missing(), ClockHours: Missing(), MSSPHours: Missing(), GapHours: Missing(), DecideHours: Missing(), Clocks: []Clock{}}
	regimes, _ := s.doc.Value(idRegimes).(engagement.Multi)
	shortest := -1.0
	for _, regime := range regimes {
		n.Other = n.Other || regime == otherRegime
		hours, ok := p.Clocks[regime]
		if !ok {
			continue
		}
		e, _ := registry.Entry("clock." + regime)
		n.Clocks = append(n.Clocks, Clock{Regime: regime, Title: e.Title, Hours: hours, Note: e.Why})
		if shortest < 0 || hours < shortest {
			shortest, n.Regime = hours, regime
		}
	}
	if v, ok := s.number(idNoticeHours); ok {
		n.MSSPHours = Figure(v)
	}
	if v, ok := s.number(idDecideHours); ok {
		n.DecideHours = Figure(v)
	}
	if in.hasWindow {
		n.GapHours = 0
		if gaps := capacity.Gaps(in.days, in.hours); len(gaps) > 0 && !in.onCall {
			n.GapHours = Figure(slices.Max(gaps))
		}
	}
	if shortest >= 0 {
		n.ClockHours = Figure(shortest)
	}
	n.SlackHours = n.Slack(n.MSSPHours)
	return n
}

// Slack is the hours that would be left of the shortest clock with another notice
// by the MSSP, in hours; missing where no clock applies or a part is not known.
func (n *Notification) Slack(notice Figure) Figure {
	return n.ClockHours - (notice + n.GapHours + n.DecideHours) // NaN when one is missing
}

// Findings: the weaknesses the answers show, worded by the data.

package assessment

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"muster/assessment/advice"
	"muster/assessment/engagement"
	"muster/assessment/model"
	"muster/assessment/question"
)

type findings struct {
	registry *model.Registry
	adviser  adviser
	list     []Finding
}

// raise adds a finding worded by the registry.
func (f *findings) raise(id, source string, questions []string, severity string, values ...string) {
	f.raiseWith(id, source, questions, severity, nil, values...)
}

// raiseWith is raise for one of many of a kind, on which l says more.
func (f *findings) raiseWith(id, source string, questions []string, severity string, l *local, values ...string) {
	i := slices.IndexFunc(f.registry.Findings, func(x model.Finding) bool { return x.ID == id })
	if i < 0 {
		return
	}
	x := &f.registry.Findings[i]
	if severity == "" {
		severity = x.Severity
	}
	f.list = append(f.list, Finding{
		Source: source, Questions: questions, Severity: severity,
		Title: Fill(x.Title, values...), Found: Fill(x.Found, values...), Impact: Fill(x.Impact, values...),
		Recommendation: Fill(x.Recommendation, values...), Owner: x.Owner, Effort: x.Effort,
	})
	f.adviser.improve(&f.list[len(f.list)-1], id, l, values)
}

func (s *source) findings(r *Result, in *inputs, m *measures, registry *model.Registry) []Finding {
	scratch := scratches.Get().(*[]Finding)
	f := &findings{registry: registry, list: (*scratch)[:0],
		adviser: adviser{catalogue: advice.Default(), source: s, result: r, in: in}}
	s.capacityFindings(f, r, m)
	s.skillFindings(f, r)
	s.responsibilityFindings(f, r)
	if n := r.Notification; n.SlackHours.Known() && n.SlackHours < 0 {
		f.raise("slack", "slack", []string{idRegimes, idNoticeHours, idDecideHours, idWindow, idOnCall}, "",
			"clock", n.ClockHours.Format(1), "slack", n.SlackHours.Format(1), "spent", (n.MSSPHours + n.GapHours + n.DecideHours).Format(1))
	}
	s.contradictions(f, in, m)
	for i, it := range s.set.Items() {
		s.itemFinding(f, it, s.given[i].value)
	}
	s.unknownFinding(f)
	s.respondentFinding(f)
	out := bySeverity(f.list)
	clear(f.list)
	*scratch = f.list
	scratches.Put(scratch)
	return out
}

// scratches are lists in which findings are gathered before they are put in
// order: an evaluation follows every key.
var scratches = sync.Pool{New: func() any { return new([]Finding) }}

// bySeverity puts findings in the order of their severity and numbers them.
func bySeverity(list []Finding) []Finding {
	out := make([]Finding, 0, len(list))
	for _, severity := range severityOrder {
		for i := range list {
			if list[i].Severity == severity {
				out = append(out, list[i])
				out[len(out)-1].ID = findingID(len(out))
			}
		}
	}
	return out
}

// severityOrder are the severities of findings, the worst first.
var severityOrder = []string{"high", "medium", "low"}

func findingID(n int) string {
	if n < 10 {
		return "F0" + strconv.Itoa(n)
	}
	return "F" + strconv.Itoa(n)
}

func (s *source) capacityFindings(f *findings, r *Result, m *measures) {
	graded := func(st Status) string {
		if st == Tight {
			return "medium"
		}
		return "high"
	}
	if m.bandwidth == Short || m.bandwidth == Tight {
		c := r.Capacity
		f.raise("bandwidth", idVolume, []string{idVolume, idHandle, idOther, idWindow, idFTE}, graded(m.bandwidth),
			"demand", c.DemandHours.Format(1), "supply", c.SupplyHours.Format(1), "urgent", FormatShare(m.urgent), "gap", c.GapHours.Format(1), "required", c.RequiredFTE.Format(2))
	}
	if m.staff == Short || m.staff == Tight {
		f.raise("staff", idFTE, []string{idFTE, idPeople, idVacant, idLeavers, idSkills, idWindow}, graded(m.staff),
			"index", r.Staff.Index.Format(2), "coverage", r.Staff.Coverage.Format(2), "people", r.Staff.People.Format(2), "departure", r.Staff.Departure.Format(2))
	}
}

func (s *source) skillFindings(f *findings, r *Result) {
	for _, a := range r.Skills.Areas {
		if !a.Assessed {
			continue
		}
		severity := "medium"
		if a.Core && a.Gap >= 0.5 {
			severity = "high"
		}
		if a.Gap == 0 && a.People >= a.Needed {
			continue
		}
		values := []string{"area", s.set.Item(idSkills).Area(a.ID).Phrase(), "required", fmt.Sprint(a.Required), "best", fmt.Sprint(a.Best), "people", fmt.Sprint(a.People), "needed", fmt.Sprint(a.Needed)}
		l := &local{area: a.ID, level: a.Best, required: a.Required, covered: a.Covered}
		if a.Gap > 0 {
			f.raiseWith("skill", idSkills+"/"+a.ID, []string{idSkills}, severity, l, values...)
		} else {
			f.raiseWith("skill-people", idSkills+"/"+a.ID, []string{idSkills}, "", l, values...)
		}
	}
}

func (s *source) responsibilityFindings(f *findings, r *Result) {
	var unwritten []string
	for _, row := range r.Responsibilities.Rows {
		if !row.Answered {
			continue
		}
		raise := func(id, found, expected string) {
			f.raiseWith(id, idRACI+"/"+row.ID, []string{idRACI}, "", &local{activity: row.ID, party: found}, "activity", row.Text, "found", PartyName(found), "expected", PartyName(expected))
		}
		switch {
		case row.RedFlag:
			raise("red-flag", row.Accountable, row.ExpectedAccountable)
		case row.Accountable == "none" || row.Accountable == "unclear":
			raise("nobody", row.Accountable, row.ExpectedAccountable)
		case row.Accountable != row.ExpectedAccountable:
			raise("mismatch", row.Accountable, row.ExpectedAccountable)
		case row.Doer != "" && row.Doer != row.ExpectedDoer:
			raise("doer", row.Doer, row.ExpectedDoer)
		}
		if !row.Written {
			unwritten = append(unwritten, row.Text)
		}
	}
	if len(unwritten) > 0 {
		f.raise("unwritten", idRACI, []string{idRACI}, "", "count", fmt.Sprint(len(unwritten)), "list", strings.Join(unwritten, "; "))
	}
}

// PartyName is the party as people call it.
func PartyName(id string) string {
	switch id {
	case "client":
		return "the client"
	case "mssp":
		return "the MSSP"
	case "both":
		return "both"
	case "none":
		return "nobody"
	case "unclear":
		return "unclear"
	}
	return "not answered"
}

// itemFinding raises the finding an item itself describes.
func (s *source) itemFinding(f *findings, it *question.Item, value engagement.Value) {
	if it.Finding == nil {
		return
	}
	severity, found := "", ""
	switch v := value.(type) {
	case engagement.Level:
		if it.Finding.AtMost == nil || int(v) > *it.Finding.AtMost {
			return
		}
		severity = [...]string{"high", "medium", "low", "low"}[v]
		found = it.Levels[v].Text
	case engagement.Months:
		if it.Finding.Over == nil || !v.Never && v.N <= *it.Finding.Over {
			return
		}
		severity, found = "medium", "Last done "+months{known: true, never: v.Never, n: v.N}.text()+"."
		if v.Never {
			severity, found = "high", "Never done."
		}
	case engagement.Number:
		if it.Finding.Over == nil || float64(v) <= *it.Finding.Over {
			return
		}
		severity, found = "medium", FormatNumber(float64(v), 2)+" "+it.Unit+"."
	case engagement.Bool:
		if it.Finding.Is == nil || *it.Finding.Is != bool(v) {
			return
		}
		severity, found = "medium", "Answered "+yes{known: true, value: bool(v)}.text()+"."
	default:
		return
	}
	f.list = append(f.list, Finding{
		Source: it.ID, Questions: []string{it.ID}, Severity: severity, Title: it.Finding.Title, Found: found,
		Impact: it.Finding.Impact, Recommendation: it.Finding.Recommendation, Owner: it.Finding.Owner, Effort: it.Finding.Effort,
	})
	f.adviser.improve(&f.list[len(f.list)-1], it.ID, nil, nil)
}

func (s *source) unknownFinding(f *findings) {
	var ids, titles []string
	for i, it := range s.set.Items() {
		if s.given[i].state == engagement.Unknown {
			ids = append(ids, it.ID)
			titles = append(titles, it.Phrase())
		}
	}
	if len(ids) > 0 {
		f.raise("unknown", "unknown", ids, "", "count", fmt.Sprint(len(ids)), "list", strings.Join(titles, "; "))
	}
}

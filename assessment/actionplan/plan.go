// The plan: the engagement's actions with what the rules say of them, and the
// verdicts once they are done.

package actionplan

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"muster/assessment"
	"muster/assessment/engagement"
	"muster/assessment/followup"
	"muster/assessment/model"
	"muster/assessment/question"
)

// Plan is everything that is known of an engagement's actions.
type Plan struct {
	Items []Item `json:"items"` // in the order of the document
	// Open are the findings no action is planned for, in their order.
	Open []assessment.Finding `json:"open"`
	// Verdicts are today's against those once every action that is not dropped is done.
	Verdicts []followup.Verdict `json:"verdicts"`
	// Then is the result once they are done.
	Then assessment.Result `json:"-"`
	// Untold are findings that have actions of which no answer tells what they bring,
	// by title.
	Untold []string `json:"untold"`
	Totals Totals   `json:"totals"`
	Rule   string   `json:"rule"` // how priorities come about
}

// Totals count the actions.
type Totals struct {
	Open     int     `json:"open"`
	UnderWay int     `json:"underWay"`
	Done     int     `json:"done"`
	Dropped  int     `json:"dropped"`
	Overdue  int     `json:"overdue"`
	Cost     float64 `json:"cost"`     // of those not dropped, as far as estimated
	Unpriced int     `json:"unpriced"` // pending actions without an estimate
}

// Item is an action with what the rules say of it.
type Item struct {
	Action   engagement.Action   `json:"action"`
	ID       string              `json:"id"`
	Finding  *assessment.Finding `json:"finding"`  // what it is to close; nil: nothing, or it is closed
	Priority int                 `json:"priority"` // 1 to 4
	Own      bool                `json:"own"`      // the priority was set by hand
	Moves    []string            `json:"moves"`    // verdicts it moves by itself, in words
	Why      string              `json:"why"`      // of the priority
	Overdue  bool                `json:"overdue"`
	// Days from the engagement's date until it is due; −1 without a date.
	Days int `json:"days"`
}

// Make ranks the actions of doc, whose result is r; today is yyyy-mm-dd, empty if it
// does not matter.
func Make(set *question.Set, registry *model.Registry, doc *engagement.Document, r *assessment.Result, rules *Rules, today string) *Plan {
	p := &Plan{Items: []Item{}, Open: []assessment.Finding{}, Untold: []string{}, Rule: rules.Rule}
	t := trial{set: set, registry: registry, doc: doc, now: r}
	moves := map[string][]string{}
	planned := map[string]bool{}
	for i := range doc.Actions {
		a := doc.Actions[i]
		it := Item{Action: a, ID: a.ID, Priority: a.Priority, Own: a.Priority > 0, Moves: []string{}, Overdue: today != "" && a.Overdue(today), Days: daysBetween(doc.Date, a.Due)}
		if a.State() != engagement.ActionDropped {
			planned[a.Finding] = true
		}
		if f := finding(r, a.Finding); f != nil {
			it.Finding = f
			if _, known := moves[f.Source]; !known {
				moves[f.Source] = t.moves(f)
			}
			it.Moves = moves[f.Source]
		}
		it.rank(rules)
		p.Items = append(p.Items, it)
		p.Totals.count(&a, it.Overdue)
	}
	for i := range r.Findings {
		if !planned[r.Findings[i].Source] {
			p.Open = append(p.Open, r.Findings[i])
		}
	}
	then, untold := t.then(func(source string) bool { return planned[source] })
	for _, f := range untold {
		p.Untold = append(p.Untold, f.Title)
	}
	p.Then = then
	p.Verdicts = followup.Verdicts(r, &p.Then)
	return p
}

// rank sets the priority and says why.
func (it *Item) rank(rules *Rules) {
	severity, effort := "", it.Action.Effort
	if it.Finding != nil {
		severity = it.Finding.Severity
		effort = cmp.Or(effort, it.Finding.Effort)
	}
	switch {
	case it.Own:
		it.Why = "Set by hand."
	case severity == "":
		it.Priority = rules.priority("low", effort, false)
		it.Why = "No open finding stands behind it."
	default:
		it.Priority = rules.priority(severity, effort, len(it.Moves) > 0)
		it.Why = fmt.Sprintf("Impact %s, effort %s.", severity, effortWord(effort))
		if len(it.Moves) > 0 {
			it.Why += " It moves a verdict, so one step earlier."
		}
	}
}

func effortWord(effort string) string {
	switch effort {
	case "M":
		return "medium"
	case "L":
		return "large"
	}
	return "small"
}

func (t *Totals) count(a *engagement.Action, overdue bool) {
	switch a.State() {
	case engagement.ActionOpen:
		t.Open++
	case engagement.ActionUnderWay:
		t.UnderWay++
	case engagement.ActionDone:
		t.Done++
	default:
		t.Dropped++
		return
	}
	if overdue {
		t.Overdue++
	}
	if a.Cost != nil {
		t.Cost += *a.Cost
	} else if a.Pending() {
		t.Unpriced++
	}
}

// trial evaluates an engagement as if findings were put right.
type trial struct {
	set      *question.Set
	registry *model.Registry
	doc      *engagement.Document
	now      *assessment.Result
}

// then is the result once the findings that are taken are put right, and those of
// them of which no answer tells.
func (t *trial) then(taken func(source string) bool) (assessment.Result, []*assessment.Finding) {
	s := settler{set: t.set, limits: t.registry.Resolve(t.doc.Model), result: t.now, doc: t.doc.Clone()}
	var untold []*assessment.Finding
	any := false
	for i := range t.now.Findings {
		f := &t.now.Findings[i]
		if !taken(f.Source) {
			continue
		}
		if s.settle(f) {
			any = true
		} else {
			untold = append(untold, f)
		}
	}
	if !any {
		return *t.now, untold
	}
	return assessment.Evaluate(t.set, t.registry, s.doc), untold
}

// moves are the verdicts that ask for less help once the finding alone is put right.
func (t *trial) moves(f *assessment.Finding) []string {
	then, _ := t.then(func(source string) bool { return source == f.Source })
	out := []string{}
	for _, v := range followup.Verdicts(t.now, &then) {
		if v.Trend == followup.Better {
			out = append(out, v.Text)
		}
	}
	return out
}

func finding(r *assessment.Result, source string) *assessment.Finding {
	i := slices.IndexFunc(r.Findings, func(f assessment.Finding) bool { return f.Source == source })
	if source == "" || i < 0 {
		return nil
	}
	return &r.Findings[i]
}

// Propose makes one open action for each of the findings; the ids follow those the
// document has. Due dates count from the engagement's date.
func Propose(registry *model.Registry, doc *engagement.Document, rules *Rules, findings []assessment.Finding) []engagement.Action {
	list := slices.Clone(doc.Actions)
	for i := range findings {
		f := &findings[i]
		a := engagement.Action{ID: engagement.NewActionID(list), Title: f.Title, Text: f.Recommendation, Finding: f.Source,
			Questions: slices.Clone(f.Questions), Owner: f.Owner, Effort: f.Effort, Due: dueDate(registry, doc.Date, f)}
		if terms := rules.Terms(f.Source); len(terms) > 0 {
			a.ClosedBy = terms[0]
		}
		list = append(list, a)
	}
	return list[len(doc.Actions):]
}

// dueDate is the day until which a finding should be closed; empty where the
// engagement has no date to count from.
func dueDate(registry *model.Registry, date string, f *assessment.Finding) string {
	from, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return ""
	}
	days := f.Days
	if days == 0 {
		days = registry.DueDays(f.Severity, f.Effort)
	}
	return from.AddDate(0, 0, days).Format(time.DateOnly)
}

// daysBetween counts days; −1 where one of the dates is missing, 0 for a day before.
func daysBetween(from, to string) int {
	a, err := time.Parse(time.DateOnly, from)
	b, err2 := time.Parse(time.DateOnly, to)
	if err != nil || err2 != nil {
		return -1
	}
	return max(0, int(b.Sub(a).Hours()/24))
}

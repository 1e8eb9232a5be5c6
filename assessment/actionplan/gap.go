// Gaps against the target become actions too: a level that is wanted is work, whether
// or not it is low enough to be a finding.

package actionplan

import (
	"fmt"
	"slices"

	"muster/assessment"
	"muster/assessment/engagement"
	"muster/assessment/model"
	"muster/assessment/question"
	"muster/assessment/target"
)

// ProposeGaps makes one open action for each of the gaps; the ids follow those the
// document has. A gap that is a finding of r, too, gives an action for that finding.
// Due dates count from the engagement's date.
func ProposeGaps(set *question.Set, registry *model.Registry, doc *engagement.Document, r *assessment.Result, rules *Rules, gaps []target.Gap) []engagement.Action {
	list := slices.Clone(doc.Actions)
	for i := range gaps {
		list = append(list, proposeGap(set, registry, doc, r, rules, engagement.NewActionID(list), &gaps[i]))
	}
	return list[len(doc.Actions):]
}

func proposeGap(set *question.Set, registry *model.Registry, doc *engagement.Document, r *assessment.Result, rules *Rules, id string, g *target.Gap) engagement.Action {
	a := engagement.Action{ID: id, Title: fmt.Sprintf("%s: from level %d to %d", g.Title, g.Level, g.Wanted), Questions: []string{g.Question}}
	it := set.Item(g.Question)
	if it == nil {
		return a
	}
	if g.Wanted < len(it.Levels) {
		a.Text = fmt.Sprintf("Wanted, “%s”: %s", it.Levels[g.Wanted].Name, it.Levels[g.Wanted].Text)
	}
	// Of a gap that is no finding no rule says how grave it is: one that moves a
	// verdict weighs as much as most findings, the others can wait.
	as := &assessment.Finding{Severity: "low", Effort: "M"}
	if len(g.Moves)+len(g.Keeps)+len(g.Joint) > 0 {
		as.Severity = "medium"
	}
	if f := it.Finding; f != nil {
		as.Effort, a.Owner = f.Effort, f.Owner
	}
	if f := finding(r, g.Question); f != nil {
		as, a.Finding, a.Owner = f, f.Source, f.Owner
		a.Text += "\n" + f.Recommendation
	}
	a.Effort, a.Due = as.Effort, dueDate(registry, doc.Date, as)
	if terms := rules.Terms(g.Question); len(terms) > 0 {
		a.ClosedBy = terms[0]
	}
	return a
}

// OfQuestion are the items that bring a question to a higher level and are not
// dropped, in the order of the document: those for its finding, and those for no
// finding that name it.
func (p *Plan) OfQuestion(id string) []Item {
	var out []Item
	for i := range p.Items {
		a := &p.Items[i].Action
		if a.State() != engagement.ActionDropped && id != "" && (a.Finding == id || a.Finding == "" && slices.Contains(a.Questions, id)) {
			out = append(out, p.Items[i])
		}
	}
	return out
}

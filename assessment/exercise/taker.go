// Who should take a decision: drawn from the responsibility matrix as answered, or
// from the part of the plan that should say so.

package exercise

import (
	"fmt"
	"strings"

	"muster/assessment"
	"muster/assessment/engagement"
	"muster/assessment/messages"
	"muster/assessment/question"
)

// TakerState says how well it is settled who takes a decision.
type TakerState string

// The states, the best first.
const (
	Settled    TakerState = "settled"
	Unwritten  TakerState = "unwritten"  // named, but not written down
	Weak       TakerState = "weak"       // the plan leaves it open
	Mismatch   TakerState = "mismatch"   // named, but not as is usual
	Nobody     TakerState = "nobody"     // or unclear
	RedFlag    TakerState = "red-flag"   // the MSSP answers for what only the client can
	Unanswered TakerState = "unanswered" // not known yet
)

// Word is the state as people write it.
func (s TakerState) Word() string {
	switch s {
	case Settled:
		return "Settled"
	case Unwritten:
		return "Not written"
	case Weak:
		return "Weak in the plan"
	case Mismatch:
		return "Unusual split"
	case Nobody:
		return "Nobody named"
	case RedFlag:
		return "Red flag"
	}
	return "Not answered"
}

// Taker is who should take a decision.
type Taker struct {
	Parties []string // client, mssp or both: whose decision counts as taken by the right side
	Role    string   // in that house
	State   TakerState
	Rests   string // what it rests on: an activity or a part of the plan
	Says    string // what was answered, in a sentence
	Vital   bool   // only the client can answer for it
}

// Who is the side and the role that should take a decision, in the language of a
// catalogue; nil for English.
func (t Taker) Who(lang *messages.Catalogue) string {
	var parties []string
	for _, p := range engagement.DecisionParties {
		switch {
		case !contains(t.Parties, p):
		case p == "client":
			parties = append(parties, lang.Text("Client"))
		default:
			parties = append(parties, strings.ToUpper(p))
		}
	}
	return strings.Trim(strings.Join(parties, ", ")+": "+lang.Text(t.Role), ": ")
}

// sides are the parties of a matrix row's word.
func sides(words ...string) []string {
	var out []string
	for _, w := range words {
		for _, side := range engagement.DecisionParties {
			if (w == side || w == "both") && !contains(out, side) {
				out = append(out, side)
			}
		}
	}
	return out
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

// who says who answers for a row and who does it.
func who(accountable, doer string) string {
	switch {
	case accountable == doer:
		return assessment.PartyName(accountable) + " answers for it and does it"
	case doer == "both":
		return assessment.PartyName(accountable) + " answers for it, both do it"
	case doer == "":
		return assessment.PartyName(accountable) + " answers for it; who does it is not answered"
	case doer == "none":
		return assessment.PartyName(accountable) + " answers for it, but nobody does it"
	}
	return assessment.PartyName(accountable) + " answers for it, " + assessment.PartyName(doer) + " does it"
}

// TakerOf is who should take d, as doc is answered. Doc is the document as it counts
// (see engagement.Document.Effective), r its result.
func TakerOf(set *question.Set, doc *engagement.Document, r *assessment.Result, d *Decision) Taker {
	if d.Element != "" {
		return elementTaker(set, doc, d)
	}
	t := Taker{Role: d.Role, State: Unanswered}
	var row assessment.Row
	for _, x := range r.Responsibilities.Rows {
		if x.ID == d.Activity {
			row = x
		}
	}
	activity := set.Item(matrixID).Activity(d.Activity)
	t.Rests = fmt.Sprintf("Activity %d: %s", activity.Number, activity.Text)
	t.Vital = activity.RedFlag
	usual := who(row.ExpectedAccountable, row.ExpectedDoer)
	t.Parties = sides(row.ExpectedAccountable, row.ExpectedDoer)
	given := capital(who(row.Accountable, row.Doer))
	switch {
	case doc.State(matrixID) == engagement.NotApplicable:
		t.State, t.Parties = Settled, sides("client")
		t.Says = "The matrix does not apply: the client decides."
	case !row.Answered:
		t.Says = "The matrix is not answered here; usually " + usual + "."
	case row.RedFlag:
		t.State = RedFlag
		t.Says = "Red flag: the MSSP answers for it by the matrix, which only the client can."
	case row.Accountable == "none":
		t.State = Nobody
		t.Says = "Nobody is named in the matrix; usually " + usual + "."
	case row.Accountable == "unclear":
		t.State = Nobody
		t.Says = "It is unclear who answers for it; usually " + usual + "."
	case row.Doer == "none":
		t.State = Nobody
		t.Says = given + "; usually " + usual + "."
	case row.Mismatch:
		t.State = Mismatch
		t.Parties = sides(row.Accountable, row.Doer)
		t.Says = given + "; usually " + usual + "."
	case !row.Written:
		t.State = Unwritten
		t.Parties = sides(row.Accountable, row.Doer)
		t.Says = given + ", but that is not written down."
	default:
		t.State = Settled
		t.Parties = sides(row.Accountable, row.Doer)
		t.Says = given + ", in writing."
	}
	return t
}

func (p *Planned) taker(d *Decision) Taker { return TakerOf(p.set, p.doc, p.result, d) }

// settledLevel is the level from which a part of the plan is approved by its owner.
const settledLevel = 3

// elementTaker is the taker by a part of the plan, which is always the client's.
func elementTaker(set *question.Set, doc *engagement.Document, d *Decision) Taker {
	it := set.Item(d.Element)
	t := Taker{Parties: sides("client"), Role: d.Role, Rests: "The plan: " + it.Phrase()}
	v, ok := doc.Value(d.Element).(engagement.Level)
	switch {
	case doc.State(d.Element) == engagement.NotApplicable:
		t.State, t.Says = Settled, "This does not apply, as was answered; the client decides."
	case doc.State(d.Element) == engagement.Unknown:
		t.State, t.Says = Unanswered, "Whether the plan names anybody is not known."
	case !ok:
		t.State, t.Says = Unanswered, "Whether the plan names anybody is not answered."
	case int(v) < settledLevel:
		t.State, t.Says = Weak, fmt.Sprintf("Level %d of 4: %s", v, lower(it.Levels[v].Name)+".")
	default:
		t.State, t.Says = Settled, fmt.Sprintf("Level %d of 4: %s", v, lower(it.Levels[v].Name)+".")
	}
	return t
}

// Who does what and who owns it, against who should.

package assessment

import (
	"muster/assessment/engagement"
	"muster/assessment/question"
)

func evaluateResponsibilities(set *question.Set, doc *engagement.Document) Responsibilities {
	activities := set.Item(idRACI).Activities
	out := Responsibilities{RedFlags: []string{}, Mismatches: []Mismatch{}, Rows: make([]Row, 0, len(activities))}
	matrix, _ := doc.Value(idRACI).(engagement.RACI)
	clear := 0
	for _, a := range activities {
		row := JudgeResponsibility(a, matrix[a.ID])
		if row.Answered {
			out.Answered++
			if row.Clear {
				clear++
			}
			if row.RedFlag {
				out.RedFlags = append(out.RedFlags, a.ID)
			}
			if row.Accountable != row.ExpectedAccountable {
				out.Mismatches = append(out.Mismatches, Mismatch{a.ID, "accountable", row.ExpectedAccountable, row.Accountable})
			}
			if row.Doer != "" && row.Doer != row.ExpectedDoer {
				out.Mismatches = append(out.Mismatches, Mismatch{a.ID, "doer", row.ExpectedDoer, row.Doer})
			}
		}
		out.Rows = append(out.Rows, row)
	}
	if out.Answered > 0 {
		out.Clarity = float64(clear) / float64(out.Answered)
	}
	return out
}

// JudgeResponsibility compares one row of the matrix with what is expected. It
// is clear when exactly one party accounts for it, somebody does it, and it is
// written.
func JudgeResponsibility(a question.Activity, r engagement.Responsibility) Row {
	row := Row{
		ID: a.ID, Number: a.Number, Text: a.Text,
		ExpectedAccountable: a.Expected.Accountable, ExpectedDoer: a.Expected.Doer,
		Accountable: r.Accountable, Doer: r.Doer, Written: r.Written, Answered: r.Answered(),
	}
	if !row.Answered {
		return row
	}
	owned := r.Accountable == "client" || r.Accountable == "mssp"
	done := r.Doer != "" && r.Doer != "none"
	row.Clear = owned && done && r.Written
	row.RedFlag = a.RedFlag && r.Accountable == "mssp"
	row.Mismatch = r.Accountable != a.Expected.Accountable || r.Doer != "" && r.Doer != a.Expected.Doer
	return row
}

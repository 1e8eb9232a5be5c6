// Who does what and who owns it, against who should.

package assessment

import (
	"muster/assessment/engagement"
	"muster/assessment/question"
)

func evaluateResponsibilities(set *question.Set, doc *engagement.Document) Responsibilities {
	out := Responsibilities{RedFlags: []string{}, Mismatches: []Mismatch{}, Rows: []Row{}}
	matrix, _ := doc.Value(idRACI).(engagement.RACI)
	clear := 0
	for _, a := range set.Item(idRACI).Activities {
		r := matrix[a.ID]
		row := Row{
			ID: a.ID, Number: a.Number, Text: a.Text,
			ExpectedAccountable: a.Expected.Accountable, ExpectedDoer: a.Expected.Doer,
			Accountable: r.Accountable, Doer: r.Doer, Written: r.Written, Answered: r.Answered(),
		}
		if row.Answered {
			out.Answered++
			owned := r.Accountable == "client" || r.Accountable == "mssp"
			done := r.Doer != "" && r.Doer != "none"
			row.Clear = owned && done && r.Written
			if row.Clear {
				clear++
			}
			row.RedFlag = a.RedFlag && r.Accountable == "mssp"
			if row.RedFlag {
				out.RedFlags = append(out.RedFlags, a.ID)
			}
			if r.Accountable != a.Expected.Accountable {
				row.Mismatch = true
				out.Mismatches = append(out.Mismatches, Mismatch{a.ID, "accountable", a.Expected.Accountable, r.Accountable})
			}
			if r.Doer != "" && r.Doer != a.Expected.Doer {
				row.Mismatch = true
				out.Mismatches = append(out.Mismatches, Mismatch{a.ID, "doer", a.Expected.Doer, r.Doer})
			}
		}
		out.Rows = append(out.Rows, row)
	}
	if out.Answered > 0 {
		out.Clarity = float64(clear) / float64(out.Answered)
	}
	return out
}

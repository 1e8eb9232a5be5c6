// The responsibility pack: what client and provider each answer for, to be agreed
// and signed.

package report

import (
	"fmt"
	"strings"

	"muster/assessment"
)

// The ids of the chapters of the responsibility pack.
const (
	packDuties     = "pack-duties"
	packMatrix     = "pack-matrix"
	packGaps       = "pack-gaps"
	packClocks     = "pack-clocks"
	packSignatures = "pack-signatures"
)

func packChapters(rep *Report) []Chapter {
	matrix := responsibilityChapter(rep)
	matrix.ID, matrix.Title = packMatrix, "Responsibility matrix"
	clocks := Chapter{ID: packClocks, Title: "Notification clocks", Follows: true, Lead: clocksLead(&rep.Result), Blocks: notificationBlocks(&rep.Result)}
	if !rep.Redaction.Findings {
		clocks.Lead, clocks.Blocks = "These clocks run from the moment the client knows; the MSSP's notice has to leave room for them.", nil
		if t := clockTable(&rep.Result); len(t.Rows) > 0 {
			clocks.Blocks = []Block{t}
		} else {
			clocks.Lead = "No notification duty was named."
		}
	}
	return []Chapter{dutiesChapter(rep), matrix, gapsChapter(rep), clocks, signatureChapter(rep)}
}

// party is a side of the matrix with what it answers for and does.
type party struct{ id, name, lead string }

var parties = []party{
	{"client", "The client", "What stays in the house: decisions on impact, authority and the law cannot be bought."},
	{"MSSP", "The MSSP", "What the provider answers for under the contract."},
}

// dutiesChapter lists the duties by party, for those who only read their own.
func dutiesChapter(rep *Report) Chapter {
	c := Chapter{ID: packDuties, Title: "Who answers for what", OnePage: true, Lead: "The responsibility matrix is not answered yet."}
	if rep.Result.Responsibilities.Answered == 0 {
		return c
	}
	counts := make([]string, 0, len(parties))
	for _, p := range parties {
		t := Table{Columns: []Column{{"", 5, true}, {"Activity", 55, false}, {"Answers for it", 20, false}, {"Does it", 20, false}}}
		accountable := 0
		for _, x := range rep.Responsibilities {
			owns, does := x.Accountable == p.id, x.Doer == p.id || x.Doer == "both"
			if owns {
				accountable++
			}
			if owns || does {
				t.Rows = append(t.Rows, []string{fmt.Sprint(x.Number), x.Activity, tickIf(owns), tickIf(does)})
			}
		}
		counts = append(counts, fmt.Sprintf("%s answers for %d", strings.ToLower(p.name[:1])+p.name[1:], accountable))
		c.Blocks = append(c.Blocks, Heading{p.name}, Paragraph{p.lead})
		if len(t.Rows) == 0 {
			c.Blocks = append(c.Blocks, Paragraph{"Nothing is named."})
			continue
		}
		c.Blocks = append(c.Blocks, t)
	}
	c.Lead = fmt.Sprintf("Of %d activities, %s.", len(rep.Responsibilities), strings.Join(counts, ", "))
	var open []string
	for _, x := range rep.Responsibilities {
		if x.Accountable != "client" && x.Accountable != "MSSP" {
			state := ": " + x.Accountable
			switch {
			case !rep.Redaction.Findings:
				state = ""
			case x.Accountable == "–":
				state = ": not answered"
			}
			open = append(open, fmt.Sprintf("%d. %s%s.", x.Number, x.Activity, state))
		}
	}
	if len(open) > 0 {
		c.Blocks = append(c.Blocks, Heading{"Not settled"}, Bullets{open})
	}
	return c
}

func tickIf(v bool) string {
	if v {
		return "✓"
	}
	return ""
}

// gapsChapter is what has to be settled before anybody signs.
func gapsChapter(rep *Report) Chapter {
	c := Chapter{ID: packGaps, Title: "To be settled", Lead: "Nothing in the matrix has to be settled before it is signed."}
	for i, f := range rep.Result.Findings {
		if strings.HasPrefix(f.Source, responsibilityMatrix) {
			c.Blocks = append(c.Blocks, findingsOnly(Card{rep.Findings[i]})...)
		}
	}
	if n := len(c.Blocks); n > 0 {
		c.Lead = fmt.Sprintf("%s to be settled before the matrix is signed.", assessment.FormatCount(n, "point is", "points are"))
	}
	return c
}

// responsibilityMatrix is the id of the question that holds the matrix.
const responsibilityMatrix = "raci-matrix"

func clocksLead(r *assessment.Result) string {
	n := r.Notification
	switch {
	case len(n.Clocks) == 0:
		return "No clock of a notification duty is known."
	case !n.SlackHours.Known():
		return fmt.Sprintf("The shortest known clock has %s h; whether it can be met is not known.", n.ClockHours.Format(0))
	case n.SlackHours < 0:
		return fmt.Sprintf("The shortest known clock of %s h can be missed by %s h.", n.ClockHours.Format(0), (-n.SlackHours).Format(1))
	}
	return fmt.Sprintf("The shortest known clock of %s h leaves %s h.", n.ClockHours.Format(0), n.SlackHours.Format(1))
}

// settled counts the activities that one party answers for, and may.
func settled(rep *Report) int {
	n := 0
	for _, x := range rep.Responsibilities {
		if x.Settled {
			n++
		}
	}
	return n
}

func signatureChapter(rep *Report) Chapter {
	c := Chapter{ID: packSignatures, Title: "Agreement", Follows: true, Lead: "The matrix holds once both sides have signed it."}
	var open []string
	for _, x := range rep.Responsibilities {
		if !x.Settled {
			open = append(open, fmt.Sprint(x.Number))
		}
	}
	heading := "Signed"
	switch n := len(open); {
	case n == len(rep.Responsibilities):
		c.Lead = "Not ready to sign: no activity is settled."
		heading = "To be signed once they are settled"
	case n > 0:
		c.Lead = fmt.Sprintf("Not ready to sign: %s %s to be settled first.", verb(n, "activity "+open[0], "activities "+assessment.FormatList(open)), verb(n, "has", "have"))
		heading = "To be signed once " + verb(n, "it is", "they are") + " settled"
	}
	c.Blocks = []Block{
		Paragraph{"Signed, it replaces earlier arrangements on who answers for and does these activities. It is reviewed at least once a year, after each major incident, and when the contract changes."},
		Signatures{Heading: heading, Lines: []string{"For the client", "For the MSSP"}},
	}
	return c
}

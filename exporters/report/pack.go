// The responsibility pack: what client and provider each answer for, to be agreed
// and signed.

package report

import (
	"fmt"
	"strings"

	"muster/assessment"
	"muster/assessment/messages"
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
	matrix.ID, matrix.Title = packMatrix, rep.Lang.Text("Responsibility matrix")
	clocks := Chapter{ID: packClocks, Title: rep.Lang.Text("Notification clocks"), Follows: true, Lead: clocksLead(rep.Lang, &rep.Result), Blocks: notificationBlocks(rep.Lang, &rep.Result)}
	if !rep.Redaction.Findings {
		clocks.Lead, clocks.Blocks = rep.Lang.Text("These clocks run from the moment the client knows; the MSSP's notice has to leave room for them."), nil
		if t := clockTable(rep.Lang, &rep.Result); len(t.Rows) > 0 {
			clocks.Blocks = []Block{t}
		} else {
			clocks.Lead = rep.Lang.Text("No notification duty was named.")
		}
	}
	return []Chapter{dutiesChapter(rep), matrix, gapsChapter(rep), clocks, signatureChapter(rep)}
}

// party is a side of the matrix with what it answers for and does.
type party struct{ id, name, lead string }

var parties = []party{
	{"client", messages.Mark("The client"), messages.Mark("What stays in the house: decisions on impact, authority and the law cannot be bought.")},
	{messages.Mark("MSSP"), messages.Mark("The MSSP"), messages.Mark("What the provider answers for under the contract.")},
}

// dutiesChapter lists the duties by party, for those who only read their own.
func dutiesChapter(rep *Report) Chapter {
	c := Chapter{ID: packDuties, Title: rep.Lang.Text("Who answers for what"), OnePage: true, Lead: rep.Lang.Text("The responsibility matrix is not answered yet.")}
	if rep.Result.Responsibilities.Answered == 0 {
		return c
	}
	counts := make([]string, 0, len(parties))
	for _, p := range parties {
		t := Table{Columns: []Column{{"", 5, true}, {rep.Lang.Text("Activity"), 55, false}, {rep.Lang.Text("Answers for it"), 20, false}, {rep.Lang.Text("Does it"), 20, false}}}
		accountable := 0
		for _, x := range rep.Responsibilities {
			id := rep.Lang.Text(p.id)
			owns, does := x.Accountable == id, x.Doer == id || x.Doer == rep.Lang.Text("both")
			if owns {
				accountable++
			}
			if owns || does {
				t.Rows = append(t.Rows, []string{fmt.Sprint(x.Number), x.Activity, tickIf(owns), tickIf(does)})
			}
		}
		counts = append(counts, rep.Lang.Say("%s answers for %d", within(rep.Lang, p.name), accountable))
		c.Blocks = append(c.Blocks, Heading{rep.Lang.Text(p.name)}, Paragraph{rep.Lang.Text(p.lead)})
		if len(t.Rows) == 0 {
			c.Blocks = append(c.Blocks, Paragraph{rep.Lang.Text("Nothing is named.")})
			continue
		}
		c.Blocks = append(c.Blocks, t)
	}
	c.Lead = rep.Lang.Say("Of %d activities, %s.", len(rep.Responsibilities), strings.Join(counts, ", "))
	var open []string
	for _, x := range rep.Responsibilities {
		if x.Accountable != rep.Lang.Text("client") && x.Accountable != rep.Lang.Text("MSSP") {
			state := ": " + x.Accountable
			switch {
			case !rep.Redaction.Findings:
				state = ""
			case x.Accountable == "–":
				state = rep.Lang.Text(": not answered")
			}
			open = append(open, fmt.Sprintf("%d. %s%s.", x.Number, x.Activity, state))
		}
	}
	if len(open) > 0 {
		c.Blocks = append(c.Blocks, Heading{rep.Lang.Text("Not settled")}, Bullets{open})
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
	c := Chapter{ID: packGaps, Title: rep.Lang.Text("To be settled"), Lead: rep.Lang.Text("Nothing in the matrix has to be settled before it is signed.")}
	for i, f := range rep.Result.Findings {
		if strings.HasPrefix(f.Source, responsibilityMatrix) {
			c.Blocks = append(c.Blocks, findingsOnly(Card{rep.Findings[i]})...)
		}
	}
	if n := len(c.Blocks); n > 0 {
		c.Lead = rep.Lang.Say("%s to be settled before the matrix is signed.", rep.Lang.Count(n, "1 point is", "%d points are"))
	}
	return c
}

// responsibilityMatrix is the id of the question that holds the matrix.
const responsibilityMatrix = "raci-matrix"

func clocksLead(lang *messages.Catalogue, r *assessment.Result) string {
	n := r.Notification
	switch {
	case len(n.Clocks) == 0:
		return lang.Text("No clock of a notification duty is known.")
	case !n.SlackHours.Known():
		return lang.Say("The shortest known clock has %s h; whether it can be met is not known.", n.ClockHours.Format(0))
	case n.SlackHours < 0:
		return lang.Say("The shortest known clock of %s h can be missed by %s h.", n.ClockHours.Format(0), (-n.SlackHours).Format(1))
	}
	return lang.Say("The shortest known clock of %s h leaves %s h.", n.ClockHours.Format(0), n.SlackHours.Format(1))
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
	c := Chapter{ID: packSignatures, Title: rep.Lang.Text("Agreement"), Follows: true, Lead: rep.Lang.Text("The matrix holds once both sides have signed it.")}
	var open []string
	for _, x := range rep.Responsibilities {
		if !x.Settled {
			open = append(open, fmt.Sprint(x.Number))
		}
	}
	heading := rep.Lang.Text("Signed")
	switch n := len(open); {
	case n == len(rep.Responsibilities):
		c.Lead = rep.Lang.Text("Not ready to sign: no activity is settled.")
		heading = rep.Lang.Text("To be signed once they are settled")
	case n > 0:
		c.Lead = rep.Lang.Say("Not ready to sign: %s to be settled first.", verb(n, rep.Lang.Say("activity %s has", open[0]), rep.Lang.Say("activities %s have", rep.Lang.List(open))))
		heading = verb(n, rep.Lang.Text("To be signed once it is settled"), rep.Lang.Text("To be signed once they are settled"))
	}
	c.Blocks = []Block{
		Paragraph{rep.Lang.Text("Signed, it replaces earlier arrangements on who answers for and does these activities. It is reviewed at least once a year, after each major incident, and when the contract changes.")},
		Signatures{Heading: heading, Lines: []string{rep.Lang.Text("For the client"), rep.Lang.Text("For the MSSP")}},
	}
	return c
}

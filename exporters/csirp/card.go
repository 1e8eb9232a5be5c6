// The escalation card: one page to hang on the wall, with room to write by hand.

package csirp

import (
	"fmt"
	"strings"

	"muster/exporters/report"
)

// dots is a line to write on, about as long as n letters.
func dots(n int) string { return strings.Repeat("…", n) }

// longestOnCard is how much of a name the card has room for, in runes.
const longestOnCard = 20

// card is the escalation card. It stays on one page whatever the engagement says:
// every name on it is cut to a length.
func (b *builder) card() *report.Report {
	out := *b.rep
	out.Attachment, out.Masthead = nil, true
	out.Title, out.Subtitle, out.Client = b.t.Card.Title, b.t.Title, clip(b.facts["client"], 60)
	blocks := []report.Block{b.calls(), report.Heading{Text: "Who decides"}, b.deciders()}
	if b.mssp {
		blocks = append(blocks, report.Paragraph{Text: "The MSSP may do without asking: " + dots(38)})
	}
	blocks = append(blocks, report.Heading{Text: "Clocks and targets"}, b.cardClocks(), report.Paragraph{Text: b.targets()},
		report.Heading{Text: "If mail, chat or telephone cannot be trusted"},
		report.Paragraph{Text: "Call every caller back on a number of this card. Do not announce the move on the old channel.\n" +
			"Channel: " + dots(22) + " Joined by: " + dots(22)},
		report.Paragraph{Text: "Card checked on " + dots(12) + " by " + dots(16) + " Next check " + dots(12)})
	out.Chapters = []report.Chapter{{ID: "card", Title: "Call in this order", Lead: b.t.Card.Lead, OnePage: true, Blocks: blocks}}
	return &out
}

func (b *builder) calls() report.Table {
	t := report.Table{Columns: columns([]string{"", "Call", "For", "Name and number", "No answer after"}, []float64{4, 25, 21, 30, 20})}
	for _, x := range b.t.Card.Calls {
		if !x.MSSP || b.mssp {
			t.Rows = append(t.Rows, []string{fmt.Sprint(len(t.Rows) + 1), clip(b.text(x.Who), 30), x.When, "\u00a0\n" + dots(17), b.blank(x.Wait)})
		}
	}
	return t
}

// blank is a text of the template, or a line to write on where the text is a mark.
func (b *builder) blank(text string) string {
	if text = b.text(text); Labels.MatchString(text) {
		return dots(6)
	}
	return text
}

func (b *builder) deciders() report.Table {
	t := report.Table{Columns: columns([]string{"Decision", "Who decides", "Name and deputy"}, []float64{36, 36, 28})}
	for _, id := range b.t.Card.Decides {
		r := b.activity(id)
		who := b.partyWithin(r.Accountable, longestOnCard)
		switch o, is := b.trouble(r); {
		case is && o.Correct:
			who = fmt.Sprintf("%s (today %s)", b.partyWithin(r.ExpectedAccountable, longestOnCard), who)
		case is:
			who = "not settled: " + dots(6)
		}
		t.Rows = append(t.Rows, []string{r.Text, who, dots(15)})
	}
	return t
}

func (b *builder) cardClocks() report.Table {
	n := &b.rep.Result.Notification
	t := report.Table{Columns: columns([]string{"Clock", "First notice within", "Aware since (date, time, who)"}, []float64{39, 28, 33})}
	for _, c := range n.Clocks {
		t.Rows = append(t.Rows, []string{c.Title, span(c.Hours), dots(18)})
	}
	if n.Other || len(t.Rows) == 0 {
		t.Rows = append(t.Rows, []string{"Other law or contract: " + dots(8), dots(6), dots(18)})
	}
	return t
}

// targets are the times within which somebody picks up, and the MSSP reports.
func (b *builder) targets() string {
	targets, agreed := make([]string, len(b.t.Severities)), true
	for i, s := range b.t.Severities {
		hours, given := b.within(i)
		targets[i], agreed = s.ID+" "+span(hours), agreed && given
	}
	text := "Picked up within: " + strings.Join(targets, ", ")
	if !agreed {
		text += " (not agreed yet)"
	}
	text += "."
	if b.mssp {
		text += " The MSSP's notice: " + strings.TrimSuffix(b.blank(b.t.Card.Notice), ".") + "."
	}
	return text
}

// The escalation card: one page to hang on the wall, with room to write by hand.

package csirp

import (
	"fmt"
	"strings"

	"muster/assessment/messages"
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
	out.Title, out.Subtitle, out.Client = b.lang.Text(b.t.Card.Title), b.lang.Text(b.t.Title), clip(b.facts["client"], 60)
	blocks := []report.Block{b.calls(), report.Heading{Text: b.lang.Text("Who decides")}, b.deciders()}
	if b.mssp {
		blocks = append(blocks, report.Paragraph{Text: b.lang.Say("The MSSP may do without asking: %s", dots(38))})
	}
	blocks = append(blocks, report.Heading{Text: b.lang.Text("Clocks and targets")}, b.cardClocks(), report.Paragraph{Text: b.targets()},
		report.Heading{Text: b.lang.Text("If mail, chat or telephone cannot be trusted")},
		report.Paragraph{Text: b.lang.Say("Call every caller back on a number of this card. Do not announce the move on the old channel.\nChannel: %s Joined by: %s", dots(22), dots(22))},
		report.Paragraph{Text: b.lang.Say("Card checked on %s by %s Next check %s", dots(12), dots(16), dots(12))})
	out.Chapters = []report.Chapter{{ID: "card", Title: b.lang.Text("Call in this order"), Lead: b.lang.Text(b.t.Card.Lead), OnePage: true, Blocks: blocks}}
	return &out
}

func (b *builder) calls() report.Table {
	t := report.Table{Columns: b.columns([]string{"", messages.Mark("Call"), messages.Mark("For"), messages.Mark("Name and number"), messages.Mark("No answer after")}, []float64{4, 25, 21, 30, 20})}
	for _, x := range b.t.Card.Calls {
		if !x.MSSP || b.mssp {
			t.Rows = append(t.Rows, []string{fmt.Sprint(len(t.Rows) + 1), clip(b.text(x.Who), 30), b.lang.Text(x.When), "\u00a0\n" + dots(17), b.blank(x.Wait)})
		}
	}
	return t
}

// blank is a text of the template, or a line to write on where the text is a mark.
func (b *builder) blank(text string) string {
	if text = b.text(text); b.labels.MatchString(text) {
		return dots(6)
	}
	return text
}

func (b *builder) deciders() report.Table {
	t := report.Table{Columns: b.columns([]string{messages.Mark("Decision"), messages.Mark("Who decides"), messages.Mark("Name and deputy")}, []float64{36, 36, 28})}
	for _, id := range b.t.Card.Decides {
		r := b.activity(id)
		who := b.partyWithin(r.Accountable, longestOnCard)
		switch o, is := b.trouble(r); {
		case is && o.Correct:
			who = b.lang.Say("%s (today %s)", b.partyWithin(r.ExpectedAccountable, longestOnCard), who)
		case is:
			who = b.lang.Say("not settled: %s", dots(6))
		}
		t.Rows = append(t.Rows, []string{b.lang.Text(r.Text), who, dots(15)})
	}
	return t
}

func (b *builder) cardClocks() report.Table {
	n := &b.rep.Result.Notification
	t := report.Table{Columns: b.columns([]string{messages.Mark("Clock"), messages.Mark("First notice within"), messages.Mark("Aware since (date, time, who)")}, []float64{39, 28, 33})}
	for _, c := range n.Clocks {
		t.Rows = append(t.Rows, []string{b.lang.Text(c.Title), span(c.Hours), dots(18)})
	}
	if n.Other || len(t.Rows) == 0 {
		t.Rows = append(t.Rows, []string{b.lang.Say("Other law or contract: %s", dots(8)), dots(6), dots(18)})
	}
	return t
}

// targets are the times within which somebody picks up, and the MSSP reports.
func (b *builder) targets() string {
	targets, agreed := make([]string, len(b.t.Severities)), true
	for i, s := range b.t.Severities {
		hours, given := b.within(i)
		targets[i], agreed = b.lang.Text(s.ID)+" "+span(hours), agreed && given
	}
	text := b.lang.Say("Picked up within: %s.", strings.Join(targets, ", "))
	if !agreed {
		text = b.lang.Say("Picked up within: %s (not agreed yet).", strings.Join(targets, ", "))
	}
	if b.mssp {
		text = b.lang.Say("%s The MSSP's notice: %s.", text, strings.TrimSuffix(b.blank(b.t.Card.Notice), "."))
	}
	return text
}

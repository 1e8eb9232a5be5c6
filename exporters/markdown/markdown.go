// Package markdown writes the report as Markdown (CommonMark with GitHub's
// tables): the chapters in reading order. Client text cannot break the
// structure: everything the report says is escaped, and each block is one line.
package markdown

import (
	"bytes"
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"muster/assessment/messages"
	"muster/exporters/look"
	"muster/exporters/report"
)

// Render makes the Markdown. It checks ctx before each chapter and tells
// progress (which may be nil) after each.
func Render(ctx context.Context, rep *report.Report, progress func(done, total int)) ([]byte, error) {
	w := &writer{lang: rep.Lang}
	w.titleBlock(rep)
	number, letter := 0, 'A'
	for i, c := range rep.Chapters {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if c.Appendix {
			w.chapter(rep.Lang.Say("Appendix %s: ", string(letter)), c)
			letter++
		} else {
			number++
			w.chapter(fmt.Sprintf("%d\\. ", number), c)
		}
		if progress != nil {
			progress(i+1, len(rep.Chapters))
		}
	}
	return bytes.TrimSuffix(w.buf.Bytes(), []byte("\n")), nil
}

type writer struct {
	buf  bytes.Buffer
	lang *messages.Catalogue
}

// line writes a block of one line and the empty line that ends it.
func (w *writer) line(format string, args ...any) {
	fmt.Fprintf(&w.buf, format+"\n\n", args...)
}

func (w *writer) titleBlock(rep *report.Report) {
	w.line("# %s", inline(rep.Title))
	var rows [][]string
	for _, f := range [][2]string{
		{rep.Lang.Text("Client"), rep.Client}, {rep.Lang.Text("Assessor"), rep.Assessor}, {rep.Lang.Text("Date"), rep.Date}, {rep.Lang.Text("Classification"), rep.Classification}, {rep.Lang.Text("Made with"), rep.Program},
		{rep.Lang.Text("Question set"), rep.QuestionSet}, {rep.Lang.Text("Engagement"), rep.EngagementID}, {rep.Lang.Text("SHA-256 of the input"), rep.InputHash},
	} {
		if strings.TrimSpace(f[1]) != "" {
			rows = append(rows, []string{f[0], f[1]})
		}
	}
	w.table([]report.Column{{}, {}}, rows)
}

func (w *writer) chapter(prefix string, c report.Chapter) {
	w.line("## %s%s", prefix, inline(c.Title))
	if c.Lead != "" {
		w.line("**%s**", inline(c.Lead))
	}
	for _, b := range c.Blocks {
		w.block(b)
	}
}

func (w *writer) block(b report.Block) {
	switch b := b.(type) {
	case report.Heading:
		w.line("### %s", inline(b.Text))
	case report.Paragraph:
		w.line("%s", start(b.Text))
	case report.Bullets:
		for _, item := range b.Items {
			fmt.Fprintf(&w.buf, "- %s\n", start(item))
		}
		w.buf.WriteString("\n")
	case report.Quote:
		w.line("> %s", inline(b.Text))
	case report.Form:
		rows := slices.Clone(b.Rows)
		for range b.Empty {
			rows = append(rows, nil)
		}
		w.table(b.Columns, rows)
	case report.Badges:
		rows := make([][]string, len(b.Badges))
		for i, x := range b.Badges {
			rows[i] = []string{x.Subject, x.Style().Mark.String() + " " + x.Word, x.Detail}
		}
		w.table([]report.Column{{Title: w.lang.Text("Decision")}, {Title: w.lang.Text("Verdict")}, {Title: w.lang.Text("What it means")}}, rows)
	case report.Table:
		w.table(b.Columns, b.Rows)
		if b.Caption != "" {
			w.line("*%s*", inline(b.Caption))
		}
	case report.Figure:
		w.line("%s", w.lang.Say("*Figure: %s — %s*", inline(b.Scene.Title), inline(b.Caption)))
	case report.Card:
		w.card(b.Finding)
	case report.Signatures:
		rows := make([][]string, len(b.Lines))
		for i, line := range b.Lines {
			rows[i] = []string{line, "", ""}
		}
		w.line("### %s", inline(b.Heading))
		w.table([]report.Column{{Title: ""}, {Title: w.lang.Text("Signed")}, {Title: w.lang.Text("Date")}}, rows)
	}
}

func (w *writer) card(f report.Finding) {
	severity := look.Severity(f.Severity)
	w.line("### %s: %s", inline(f.ID), inline(f.Title))
	w.line("%s", w.lang.Say("%s %s · Owner: %s · Effort: %s", severity.Mark.String(), inline(w.lang.Text(severity.Word)), inline(f.Owner), inline(f.Effort)))
	for _, x := range [][2]string{{w.lang.Text("Found"), f.Found}, {w.lang.Text("Impact"), f.Impact}, {w.lang.Text("Recommendation"), f.Recommendation}, {w.lang.Text("Questions"), strings.Join(f.Questions, "; ")}} {
		if x[1] != "" {
			fmt.Fprintf(&w.buf, "- **%s:** %s\n", x[0], inline(x[1]))
		}
	}
	w.buf.WriteString("\n")
}

func (w *writer) table(columns []report.Column, rows [][]string) {
	if len(columns) == 0 {
		return
	}
	head, rule := make([]string, len(columns)), make([]string, len(columns))
	for i, c := range columns {
		head[i], rule[i] = c.Title, "---"
		if c.Right {
			rule[i] = "---:"
		}
	}
	w.row(head, len(columns), false)
	fmt.Fprintf(&w.buf, "| %s |\n", strings.Join(rule, " | "))
	for i, r := range rows {
		w.row(r, len(columns), (report.Table{Columns: columns, Rows: rows}).Band(i))
	}
	w.buf.WriteString("\n")
}

func (w *writer) row(texts []string, columns int, bold bool) {
	w.buf.WriteString("|")
	for i := range columns {
		text := ""
		if i < len(texts) {
			text = inline(texts[i])
		}
		if text != "" {
			if bold {
				text = "**" + text + "**"
			}
			text += " "
		}
		w.buf.WriteString(" " + text + "|")
	}
	w.buf.WriteString("\n")
}

var (
	special = regexp.MustCompile("[\\\\`*_\\[\\]<>#|~$]")
	entity  = regexp.MustCompile(`&(#?[0-9A-Za-z]+;)`)
	opening = regexp.MustCompile(`^([0-9]{1,9})([.)])|^([-+=:])`)
)

// inline makes text of one line that Markdown shows as it is: valid UTF-8,
// controls and direction overrides dropped, line breaks as <br>, all
// characters that could mean something escaped.
func inline(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\t", " ", "\u2028", "\n", "\u2029", "\n").Replace(s)
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r < 0x20, r >= 0x7F && r < 0xA0, r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069, r == 0xFEFF, r&0xFFFE == 0xFFFE:
			return -1
		}
		return r
	}, s)
	s = special.ReplaceAllString(strings.TrimSpace(s), `\$0`)
	s = entity.ReplaceAllString(s, "&amp;$1")
	return strings.ReplaceAll(s, "\n", "<br>")
}

// start is inline text at the start of a line, where a list or a heading could
// begin.
func start(s string) string {
	return opening.ReplaceAllStringFunc(inline(s), func(m string) string { return m[:len(m)-1] + `\` + m[len(m)-1:] })
}

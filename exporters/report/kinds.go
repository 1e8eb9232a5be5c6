// The kinds of report that are made of the one model, and what of each a kind of
// reader may see.

package report

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"muster/assessment/messages"
	"muster/exporters/redaction"
)

// Kind is a report of its own from the same model.
type Kind struct {
	ID       string // full, brief, procurement or responsibility; those of exercises stand in Exercises
	Name     string
	Subtitle string // on the cover
	chapters func(*Report) []Chapter
	exercise func(*Report) error // arranges a document of an exercise; nil for others
}

// The kinds of report. FullReport is what Build makes.
var (
	FullReport         = Kind{ID: "full", Name: messages.Mark("Full report"), Subtitle: messages.Mark("Working with the managed security service provider")}
	ExecutiveBrief     = Kind{ID: "brief", Name: messages.Mark("Executive brief"), Subtitle: messages.Mark("Executive brief"), chapters: briefChapters}
	ProcurementReport  = Kind{ID: "procurement", Name: messages.Mark("Procurement report"), Subtitle: messages.Mark("Comparison of contract options"), chapters: func(r *Report) []Chapter { return r.OptionChapters }}
	ResponsibilityPack = Kind{ID: "responsibility", Name: messages.Mark("Responsibility pack"), Subtitle: messages.Mark("Who does what, from escalation to closure"), chapters: packChapters}
)

// ErrNoOptions says that there is nothing to compare.
var ErrNoOptions = errors.New("the engagement holds no contract options: enter them first, under Contract options")

// As is the report of another kind, made of the same model; what its readers may
// not see is left out.
func (r *Report) As(k Kind) (*Report, error) {
	if k.exercise != nil {
		return r.asExercise(k)
	}
	if k.ID == ProcurementReport.ID {
		switch {
		case !r.Redaction.Offers:
			return nil, fmt.Errorf("readers of the kind %q see no offers: choose another report, or another redaction", r.Redaction.Name)
		case r.Comparison == nil:
			return nil, ErrNoOptions
		}
	}
	if k.ID == ExecutiveBrief.ID && !r.Redaction.Findings {
		return nil, fmt.Errorf("there is no brief for readers of the kind %q, who see neither reasons nor findings: their full report is short", r.Redaction.Name)
	}
	if k.ID == ResponsibilityPack.ID && !r.Redaction.Responsibilities {
		return nil, fmt.Errorf("readers of the kind %q see no single answers, and responsibilities are some: choose another report, or another redaction", r.Redaction.Name)
	}
	out := *r
	out.Kind, out.Subtitle = k, r.Lang.Text(k.Subtitle)
	if k.chapters != nil {
		out.Chapters = visible(k.chapters(r.whole), r.Redaction)
		if k.ID == ProcurementReport.ID {
			out.Chapters = r.OptionChapters
		}
	}
	out.Masthead = k.ID == ExecutiveBrief.ID
	if k.ID != FullReport.ID {
		out.Attachment = nil
	}
	return &out, nil
}

// redact leaves out what the reader may not see of what the result needs: single
// answers, findings, offers. The document has lost everything else before.
func (r *Report) redact(p redaction.Profile) {
	whole := *r
	r.whole, r.Redaction = &whole, p
	r.Chapters, r.OptionChapters = visible(r.Chapters, p), visible(r.OptionChapters, p)
	if p.Whole() {
		return
	}
	r.Chapters = append(r.Chapters, redactedGlossary(r))
	r.EngagementID, r.InputHash, r.Attachment = "", "", nil
	if !p.Identity {
		r.Title = r.Lang.Text("Working with the MSSP")
	}
	if !p.Answers {
		r.Answers, r.Responsibilities, r.Skills, r.Trace, r.Assumptions, r.NotAssessed = nil, nil, nil, nil, nil, nil
		r.Explanation, r.Changes, r.Scenarios, r.Simulation, r.Respondents = nil, nil, nil, nil, nil
		r.Gap, r.Duties, r.Exercises = nil, nil, nil
	}
	if r.Since != nil && !p.Answers {
		kept, change := *r.Since, *r.Since.Change
		kept.Answers, change.Answers = nil, nil
		kept.Change, r.Since = &change, &kept
	}
	if !p.Findings {
		r.Findings, r.Since, r.Provisional = nil, nil, ""
	}
	if !p.Offers {
		r.Comparison, r.Options, r.OptionChapters = nil, nil, nil
	}
}

// shown lists the chapters a reader may see, by profile. A chapter that is not
// named here is left out.
var shown = map[string][]string{
	redaction.Board.ID: {"summary", "dashboard", sinceID, "findings", "options", gapID, "roadmap", briefSummary, briefNext,
		OptionSummary, OptionRanking, OptionCost, OptionNeeds, OptionGates, OptionMethod},
	redaction.Provider.ID:  {"needs", "responsibilities", packDuties, packMatrix, packClocks, packSignatures},
	redaction.Benchmark.ID: {"summary", "dashboard"},
}

// visible are the chapters a reader may see, each with what of it they may.
func visible(chapters []Chapter, p redaction.Profile) []Chapter {
	var out []Chapter
	for _, c := range chapters {
		if p.Whole() || slices.Contains(shown[p.ID], c.ID) {
			c.Blocks = visibleBlocks(c, p)
			out = append(out, c)
		}
	}
	return out
}

// Part is a block with what a reader must be allowed to see for it. Outputs never
// meet one: a finished report holds the blocks themselves.
type Part struct {
	Block
	Answers, Findings bool
}

// answersOnly marks blocks that show single answers.
func answersOnly(blocks ...Block) []Block {
	out := make([]Block, len(blocks))
	for i, b := range blocks {
		out[i] = Part{Block: b, Answers: true}
	}
	return out
}

// findingsOnly marks blocks that show weaknesses.
func findingsOnly(blocks ...Block) []Block {
	out := make([]Block, len(blocks))
	for i, b := range blocks {
		out[i] = Part{Block: b, Findings: true}
	}
	return out
}

func visibleBlocks(c Chapter, p redaction.Profile) []Block {
	var out []Block
	for _, b := range c.Blocks {
		part, ok := b.(Part)
		if ok && (part.Answers && !p.Answers || part.Findings && !p.Findings) {
			continue
		}
		if ok {
			b = part.Block
		}
		if card, isCard := b.(Card); isCard && !p.Answers {
			card.Finding.Found, card.Finding.Questions, card.Finding.QuestionIDs, card.Finding.Numbers = "", nil, nil, nil
			b = card
		}
		out = append(out, b)
	}
	return out
}

// redactedGlossary ends a redacted report: the terms, and what was left out.
func redactedGlossary(rep *Report) Chapter {
	rows := [][]string{{rep.Lang.Text("Made with"), rep.Program}, {rep.Lang.Text("Redaction"), rep.Lang.Text(rep.Redaction.Name) + ": " + within(rep.Lang, rep.Redaction.Says)}}
	return Chapter{ID: "glossary", Title: rep.Lang.Text("Glossary and redaction"), Appendix: true, Lead: rep.Lang.Text("What the terms mean, and what this version of the report leaves out."), Blocks: []Block{
		Table{Columns: []Column{{rep.Lang.Text("Term"), 24, false}, {rep.Lang.Text("Meaning"), 76, false}}, Rows: usedTerms(rep)},
		Heading{rep.Lang.Text("Redaction")}, Table{Columns: []Column{{"", 24, false}, {"", 76, false}}, Rows: rows},
	}}
}

// usedTerms are the terms of the glossary that the report's chapters use.
func usedTerms(rep *Report) [][]string {
	var all strings.Builder
	for _, c := range rep.Chapters {
		all.WriteString(strings.ToLower(c.Title + " " + c.Lead + " "))
		for _, b := range c.Blocks {
			all.WriteString(strings.ToLower(words(b) + " "))
		}
	}
	var out [][]string
	for _, row := range glossaryIn(rep.Lang) {
		if strings.Contains(all.String(), strings.ToLower(row[0])) {
			out = append(out, row)
		}
	}
	return out
}

// words are the texts of a block.
func words(b Block) string {
	switch b := b.(type) {
	case Heading:
		return b.Text
	case Paragraph:
		return b.Text
	case Quote:
		return b.Text
	case Bullets:
		return strings.Join(b.Items, " ")
	case Badges:
		text := ""
		for _, x := range b.Badges {
			text += x.Subject + " " + x.Word + " " + x.Detail + " "
		}
		return text
	case Table:
		text := b.Caption
		for _, c := range b.Columns {
			text += " " + c.Title
		}
		for _, r := range b.Rows {
			text += " " + strings.Join(r, " ")
		}
		return text
	case Figure:
		return b.Scene.Title + " " + b.Caption
	case Card:
		return b.Finding.Title + " " + b.Finding.Impact + " " + b.Finding.Recommendation
	}
	return ""
}

// The incident response plan to start from, with its escalation card: outputs of
// their own, made from an engagement in one go.

package exporters

import (
	"bytes"
	"context"
	"fmt"
	"strings"

	"muster/assessment/analysis"
	"muster/assessment/engagement"
	"muster/assessment/messages"
	"muster/assessment/model"
	"muster/assessment/question"
	"muster/exporters/csirp"
	"muster/exporters/markdown"
	"muster/exporters/odt"
	"muster/exporters/pdf"
	"muster/exporters/redaction"
	"muster/exporters/report"
)

// PlanFormat is one form of the plan.
type PlanFormat struct {
	ID        string // odt, md or card
	Name      string
	Extension string // of the file, behind the name of the engagement
	render    func(context.Context, *csirp.Plan) ([]byte, error)
}

// PlanFormats lists every form of the plan, the editable one first.
var PlanFormats = []PlanFormat{
	{"odt", messages.Mark("Incident response plan (OpenDocument)"), "-csirp.odt", planODT},
	{"md", messages.Mark("Incident response plan (Markdown)"), "-csirp.md", planMarkdown},
	{"card", messages.Mark("Escalation card (PDF)"), "-escalation-card.pdf", planCard},
}

// PDF reports whether the output is a PDF, which a password can protect.
func (f PlanFormat) PDF() bool { return strings.HasSuffix(f.Extension, ".pdf") }

// PlanFormatByID finds a form of the plan; the error lists what there is.
func PlanFormatByID(id string) (PlanFormat, error) {
	ids := make([]string, len(PlanFormats))
	for i, f := range PlanFormats {
		if f.ID == id {
			return f, nil
		}
		ids[i] = f.ID
	}
	hint := ""
	if id == "docx" {
		hint = messages.Mark("; odt opens in Word as well as in LibreOffice")
	}
	return PlanFormat{}, fmt.Errorf("unknown format %q; allowed: %s%s", id, strings.Join(ids, ", "), hint)
}

// Plan makes the plan of a document for a kind of reader, who must be one that sees
// everything, in the language of reports, nil for English. The document is not changed.
func Plan(lang *messages.Catalogue, profile redaction.Profile, set *question.Set, registry *model.Registry, doc *engagement.Document) (*csirp.Plan, error) {
	rep := report.BuildIn(lang, profile, set, registry, profile.Document(set, doc), analysis.Quick(set, registry, doc))
	return csirp.Build(csirp.Default(), set, doc, rep)
}

// Render makes the bytes of a plan in the form: the same for the same plan. It stops
// with ctx's error when ctx ends.
func (f PlanFormat) Render(ctx context.Context, plan *csirp.Plan) ([]byte, error) {
	data, err := f.render(ctx, plan)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", f.Name, err)
	}
	return data, nil
}

func planODT(ctx context.Context, plan *csirp.Plan) ([]byte, error) {
	marks := make([]odt.Highlight, 0, 2*len(plan.Open))
	for i := range plan.Open {
		o := &plan.Open[i]
		marks = append(marks, odt.Highlight{Text: o.Label(), Grave: o.Correct}, odt.Highlight{Text: o.Mark(), Grave: o.Correct})
	}
	return odt.Render(ctx, plan.Report, marks)
}

// planMarkdown sets the marks in bold, which the format has instead of colour.
func planMarkdown(ctx context.Context, plan *csirp.Plan) ([]byte, error) {
	data, err := markdown.Render(ctx, plan.Report, nil)
	return csirp.Labels(plan.Report.Lang).ReplaceAllFunc(data, func(m []byte) []byte { return bytes.Join([][]byte{nil, m, nil}, []byte("**")) }), err
}

func planCard(ctx context.Context, plan *csirp.Plan) ([]byte, error) {
	return pdf.Render(ctx, plan.Card, func(int, int) {})
}

// The documents of an exercise, which need a scenario besides the engagement.

package exporters

import (
	"context"
	"fmt"

	"muster/assessment/analysis"
	"muster/assessment/engagement"
	"muster/assessment/exercise"
	"muster/assessment/messages"
	"muster/assessment/model"
	"muster/assessment/question"
	"muster/exporters/pdf"
	"muster/exporters/protect"
	"muster/exporters/redaction"
	"muster/exporters/report"
	"muster/exporters/xlsx"
)

// ExerciseFormats lists the documents of an exercise, in the order of their use.
var ExerciseFormats = []Format{
	{"facilitator", messages.Mark("Facilitator pack"), "-facilitator.pdf", report.FacilitatorPack, false, pdf.Render},
	{"handout", messages.Mark("Participant handout"), "-handout.pdf", report.ParticipantHandout, false, pdf.Render},
	{"observer", messages.Mark("Observer's sheet"), "-observer.xlsx", report.ObserverSheet, false, xlsx.RenderObserver},
	{"after-action", messages.Mark("After-action report"), "-after-action.pdf", report.AfterActionReport, false, pdf.Render},
}

// ExerciseFormatByID finds a document of an exercise; the error lists what there is.
func ExerciseFormatByID(id string) (Format, error) { return byID(ExerciseFormats, id) }

// ExerciseOrder is what is asked for: documents of one exercise.
type ExerciseOrder struct {
	Formats  []Format
	Scenario *exercise.Scenario
	Length   exercise.Length
	Record   *engagement.Exercise // of the exercise, for an after-action report; nil for none

	Redaction redaction.Profile   // Internal where not set
	Password  string              // of the PDFs; empty for none
	Language  *messages.Catalogue // of the documents, as Catalogue.Reports gives it; nil for English
}

// Check says why an order cannot be carried out, before any work is done.
func (o *ExerciseOrder) Check() error {
	if o.Redaction.ID == "" {
		o.Redaction = redaction.Internal
	}
	for _, f := range o.Formats {
		if err := report.ExerciseFor(f.Kind, o.Redaction, o.Scenario); err != nil {
			return fmt.Errorf("%s: %w", f.Name, err)
		}
	}
	rest := Order{Formats: o.Formats, Redaction: o.Redaction, Password: o.Password}
	return rest.Check()
}

// MakeExercise carries out an order for the document, which is not changed. It gives the
// run the documents were made of, and stops with ctx's error when ctx ends.
func MakeExercise(ctx context.Context, set *question.Set, registry *model.Registry, doc *engagement.Document, o ExerciseOrder, progress Progress) (*exercise.Run, []Output, error) {
	if err := o.Check(); err != nil {
		return nil, nil, err
	}
	doc = o.Redaction.Document(set, doc)
	order := Order{Formats: o.Formats, Redaction: o.Redaction, Password: o.Password}
	a := analysis.Quick(set, registry, doc)
	run := exercise.Compose(set, doc, &a.Result, o.Scenario, o.Length)
	rep := report.BuildExercise(o.Language, o.Redaction, set, registry, doc, a, run, o.Record)
	out, err := order.outputs(ctx, rep, progress)
	if err != nil {
		return nil, nil, err
	}
	return run, out, nil
}

// outputs makes every output of an order.
func (o *Order) outputs(ctx context.Context, rep *report.Report, progress Progress) ([]Output, error) {
	if progress == nil {
		progress = func(int, int) {}
	}
	var out []Output
	for i, f := range o.Formats {
		data, err := f.Render(ctx, rep, func(n, total int) {
			progress(i*max(1, total)+n, max(1, total)*len(o.Formats))
		})
		if err == nil && o.Password != "" {
			data, err = protect.Encrypt(data, o.Password)
		}
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f.Name, err)
		}
		out = append(out, Output{f, data})
	}
	return out, nil
}

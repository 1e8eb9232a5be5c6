// Who answered: a workbook as the answers of one person.

package questionnaire

import (
	"context"
	"errors"

	"muster/assessment/engagement"
	"muster/assessment/question"
)

// AsRespondent reads a workbook as the answers of the person who filled it in,
// whatever the document says. Cells that nobody touched in a workbook written with
// answers count as agreed to. Errors are those of Read.
func AsRespondent(ctx context.Context, name string, data []byte, set *question.Set, doc *engagement.Document) (engagement.Respondent, *Import, error) {
	im, err := Read(ctx, name, data, set, doc)
	var other *OtherEngagementError
	if err != nil && !errors.As(err, &other) {
		return engagement.Respondent{}, im, err
	}
	base := doc.With(nil)
	if im.WithAnswers {
		base = doc.With(doc.Answers)
	}
	own, ownErr := Read(ctx, name, data, set, base)
	if ownErr != nil && !errors.As(ownErr, &other) {
		return engagement.Respondent{}, im, ownErr
	}
	r := engagement.Respondent{Name: im.Respondent.Name, Role: im.Respondent.Role, Date: im.Respondent.Date, Answers: map[string]engagement.Answer{}}
	for id, a := range base.Answers {
		r.Answers[id] = engagement.Answer{State: a.State, Value: a.Value, Evidence: a.Evidence}
	}
	for _, e := range own.Entries {
		a := e.Given
		a.References, a.Review, a.Carried = nil, false, false
		if a.Empty() {
			delete(r.Answers, e.ID)
		} else {
			r.Answers[e.ID] = a
		}
	}
	return r, im, err
}

// Is reports whether data is a questionnaire, of whatever engagement or set.
func Is(ctx context.Context, data []byte, set *question.Set) bool {
	_, err := Read(ctx, "", data, set, &engagement.Document{})
	var otherEngagement *OtherEngagementError
	var otherSet *OtherSetError
	return err == nil || errors.As(err, &otherEngagement) || errors.As(err, &otherSet)
}

// Verifying: whether a report follows from the engagement that is attached to it.

package exporters

import (
	"bytes"
	"context"
	"fmt"
	"slices"

	"muster/assessment/engagement"
	"muster/assessment/messages"
	"muster/assessment/model"
	"muster/assessment/question"
	"muster/assessment/store"
	"muster/exporters/pdf"
	"muster/exporters/protect"
	"muster/exporters/redaction"
)

// IsPDF reports whether data is a PDF and not an engagement document.
func IsPDF(data []byte) bool { return bytes.HasPrefix(data, []byte("%PDF-")) }

// Engagement is the engagement document in data, which is one itself or a full
// report that has one attached. Password is that of the PDF, empty for none.
func Engagement(data []byte, password string) ([]byte, error) {
	if !IsPDF(data) {
		return data, nil
	}
	return protect.Attachment(data, pdf.AttachmentName, password)
}

// Verification is what was found out about a report.
type Verification struct {
	Same      bool   `json:"same"`      // the attached engagement gives the same report
	Protected bool   `json:"protected"` // then the pages were compared, not the bytes
	Input     string `json:"input"`     // SHA-256 of the attached engagement
	Title     string `json:"title"`
	MadeWith  string `json:"madeWith"` // program and version, as the report says
	Reason    string `json:"reason"`   // why it is not the same; empty when it is
}

// Verify makes the report anew from the engagement attached to data and compares.
// The error says why there is nothing to compare.
func Verify(ctx context.Context, set *question.Set, registry *model.Registry, data []byte, password string, progress Progress) (*Verification, error) {
	if !IsPDF(data) {
		return nil, fmt.Errorf("this is no PDF: a full report is needed")
	}
	input, err := Engagement(data, password)
	if err != nil {
		return nil, err
	}
	v := &Verification{Protected: protect.Protected(data), Input: store.Hash(input), MadeWith: protect.Creator(data, password)}
	doc, _, err := engagement.Read(input, set, registry)
	if err != nil {
		v.Reason = fmt.Sprintf(messages.Mark("the attached engagement cannot be used: %v"), err)
		return v, nil
	}
	v.Title = doc.Title
	full, err := FormatByID("pdf")
	if err != nil {
		return nil, err
	}
	rep, out, err := Make(ctx, set, registry, doc, Order{Formats: []Format{full}, Redaction: redaction.Internal}, progress)
	if err != nil {
		return nil, err
	}
	v.Same, err = sameReport(out[0].Data, data, password, v.Protected)
	switch {
	case err != nil:
		return nil, err
	case v.Same:
	case v.MadeWith != rep.Program:
		v.Reason = fmt.Sprintf(messages.Mark("it was made with %s and this is %s: use that version to compare"), v.MadeWith, rep.Program)
	case !bytes.Equal(doc.Write(), input):
		v.Reason = messages.Mark("the attached engagement was changed after the report was made")
	default:
		v.Reason = messages.Mark("the report or the attached engagement was changed after it was made, or it was made with another question set")
	}
	return v, nil
}

func sameReport(fresh, given []byte, password string, protected bool) (bool, error) {
	if !protected {
		return bytes.Equal(fresh, given), nil
	}
	a, err := protect.Pages(fresh, "")
	if err != nil {
		return false, err
	}
	b, err := protect.Pages(given, password)
	if err != nil {
		return false, err
	}
	return slices.EqualFunc(a, b, bytes.Equal), nil
}

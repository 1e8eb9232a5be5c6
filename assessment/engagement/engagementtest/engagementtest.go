// Package engagementtest gives the tests of other packages engagements to work with.
package engagementtest

import (
	"testing"

	"muster/assessment/engagement"
	"muster/assessment/model"
	"muster/assessment/question"
	"muster/assets"
)

// Samples are the names of the sample engagements.
var Samples = []string{"bank", "hospital", "saas"}

// Sample is the sample engagement with the name; t fails where there is none.
func Sample(t testing.TB, name string) *engagement.Document {
	t.Helper()
	data, err := assets.Samples.ReadFile("samples/" + name + ".muster")
	if err != nil {
		t.Fatal(err)
	}
	return Read(t, data)
}

// Read is the engagement that data holds as JSON, read with the shipped question set
// and model; t fails where it cannot be used. Warnings are passed over.
func Read(t testing.TB, data []byte) *engagement.Document {
	t.Helper()
	doc, _, err := engagement.Read(data, question.Default(), model.Default())
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

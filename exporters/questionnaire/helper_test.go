package questionnaire

import (
	"context"
	"testing"

	"muster/assessment/engagement"
	"muster/assessment/model"
	"muster/assessment/question"
	"muster/assets"
)

func sample(t testing.TB, name string) *engagement.Document {
	t.Helper()
	data, err := assets.Samples.ReadFile("samples/" + name + ".muster")
	if err != nil {
		t.Fatal(err)
	}
	doc, _, err := engagement.Read(data, question.Default(), model.Default())
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func write(t testing.TB, doc *engagement.Document, o Options) []byte {
	t.Helper()
	data, err := Write(context.Background(), question.Default(), doc, o, nil)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func read(t testing.TB, data []byte, doc *engagement.Document) *Import {
	t.Helper()
	in, err := Read(context.Background(), "answers.xlsx", data, question.Default(), doc)
	if err != nil {
		t.Fatal(err)
	}
	return in
}

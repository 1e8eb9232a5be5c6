package questionnaire

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"muster/assessment/engagement"
	"muster/assessment/engagement/engagementtest"
	"muster/assessment/question"
	"muster/exporters/xlsx"
)

func sample(t testing.TB, name string) *engagement.Document {
	t.Helper()
	return engagementtest.Sample(t, name)
}

// blank is a document without answers.
func blank() *engagement.Document {
	doc := engagement.New("e-1", "2026-03-14", question.Default())
	doc.Title, doc.Client = "Example 2026", "Example & Söhne"
	return doc
}

// with is a document with one more answer.
func with(doc *engagement.Document, id string, a engagement.Answer) *engagement.Document {
	out := doc.Clone()
	out.Answers[id] = a
	return out
}

func answered(v engagement.Value) engagement.Answer {
	return engagement.Answer{State: engagement.Answered, Value: v}
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
	before, bytesBefore := doc.Write(), bytes.Clone(data)
	in, err := Read(context.Background(), "answers.xlsx", data, question.Default(), doc)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(before, doc.Write()) || !bytes.Equal(bytesBefore, data) {
		t.Fatal("reading changed the document or the file")
	}
	return in
}

// edit has a person change cells: "staff-fte" is the answer cell of a question,
// "staff-fte comment" another of its row.
func edit(t testing.TB, data []byte, cells map[string]any) []byte {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	where := places(t, f)
	for key, v := range cells {
		at, ok := where[key]
		if !ok {
			t.Fatalf("no cell %q", key)
		}
		if text, ok := v.(formula); ok {
			err = f.SetCellFormula(at[0], at[1], string(text))
		} else {
			err = f.SetCellValue(at[0], at[1], v)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return saved(t, f)
}

// formula is what edit puts in as one.
type formula string

func saved(t testing.TB, f *excelize.File) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// places are the sheets and cells of a workbook by what edit calls them.
func places(t testing.TB, f *excelize.File) map[string][2]string {
	t.Helper()
	out := map[string][2]string{}
	for _, name := range f.GetSheetList() {
		rows, err := f.GetRows(name)
		if err != nil {
			t.Fatal(err)
		}
		head := map[string]int{}
		for i, row := range rows {
			for j, v := range row {
				if v == titleID {
					for k, title := range row {
						head[title] = k
					}
					head[titleID] = j
				}
			}
			column, ok := head[titleID]
			if !ok || column >= len(row) || row[column] == "" || row[column] == titleID {
				continue
			}
			id := row[column]
			for suffix, title := range map[string]string{"": titleAnswer, " state": titleState, " evidence": titleEvidence, " comment": titleComment, " id": titleID} {
				if k, ok := head[title]; ok {
					out[id+suffix] = [2]string{name, xlsx.CellName(k+1, i+1)}
				}
			}
		}
	}
	return out
}

// entry is the entry of a question, which must be there.
func entry(t testing.TB, in *Import, id string) Entry {
	t.Helper()
	for _, e := range in.Entries {
		if e.ID == id {
			return e
		}
	}
	t.Fatalf("no entry for %s: %s", id, shownImport(in))
	return Entry{}
}

func shownImport(in *Import) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d same", in.Same)
	for _, e := range in.Entries {
		fmt.Fprintf(&b, "\n%s %s!%s %s: %+v (was %+v)", e.Kind, e.Sheet, e.Cell, e.ID, e.Given, e.Current)
	}
	for _, p := range in.Problems {
		fmt.Fprintf(&b, "\n%s: %s", p.Kind, p)
	}
	return b.String()
}

// unzipped are the parts of a workbook.
func unzipped(t testing.TB, data []byte) map[string][]byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]byte{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		out[f.Name] = b
	}
	return out
}

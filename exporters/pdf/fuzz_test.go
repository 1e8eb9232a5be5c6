package pdf

import (
	"bytes"
	"context"
	"testing"

	"muster/assessment/brand"
	"muster/exporters/report"
)

// Whatever a client writes, a PDF comes out that can be taken apart again, and the
// same one each time.
func FuzzRender(f *testing.F) {
	for _, s := range []string{"", "plain", "two\nlines\n\n\n\nand more", "{nb} %d \x00\x01\xff\xfe", "ع emoji 🙂 and \u202eturned", "Averylongwordwithoutanyspace" + string(bytes.Repeat([]byte("x"), 300)), "(unbalanced \\ ) brackets ((", "%PDF-1.7\nendobj\nendstream\n<</Type /Page\n"} {
		f.Add(s, s)
	}
	f.Fuzz(func(t *testing.T, title, text string) {
		if len(title)+len(text) > 4000 {
			return
		}
		rep := &report.Report{Title: title, Client: text, Assessor: title, Date: text, Classification: title, Program: "Muster", Masthead: len(text)%2 == 0,
			Brand: brand.Brand{Company: text, Cover: title}, Attachment: []byte(text),
			Chapters: []report.Chapter{{ID: "a", Title: title, Lead: text, Blocks: []report.Block{
				report.Heading{Text: text}, report.Paragraph{Text: text}, report.Bullets{Items: []string{title, text}},
				report.Table{Caption: title, Columns: []report.Column{{Title: title, Share: 1}, {Title: text, Share: 2, Right: true}}, Rows: [][]string{{text}, {title, text}, {text, title}}, Anchors: []string{"", "x", "y"}},
				report.Card{Finding: report.Finding{ID: "F01", Severity: "high", Title: title, Found: text, Impact: title, Recommendation: text, Owner: title, Questions: []string{text}, QuestionIDs: []string{"x"}, Numbers: []int{1}}},
				report.Signatures{Heading: title, Lines: []string{text}},
			}}}}
		out, err := Render(context.Background(), rep, func(int, int) {})
		if err != nil {
			t.Fatal(err)
		}
		if again, err := Render(context.Background(), rep, func(int, int) {}); err != nil || !bytes.Equal(out, again) {
			t.Fatalf("other bytes: %v", err)
		}
	})
}

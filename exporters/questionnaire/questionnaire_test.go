package questionnaire

import (
	"os"
	"testing"

	"muster/assessment/engagement"
	"muster/assessment/question"
)

func TestUntouched(t *testing.T) {
	for _, name := range []string{"saas", "bank", "hospital"} {
		for _, scope := range []string{Quick, All} {
			for _, answers := range []bool{false, true} {
				doc := sample(t, name)
				data := write(t, doc, Options{Scope: scope, WithAnswers: answers})
				if dir := os.Getenv("MUSTER_KEEP"); dir != "" {
					os.WriteFile(dir+"/"+name+scope+map[bool]string{true: "-answers"}[answers]+".xlsx", data, 0o600)
				}
				in := read(t, data, doc)
				n := len(question.Default().Items())
				if scope == Quick {
					n = len(question.Default().Quick())
				}
				if len(in.Entries) > 0 || len(in.Problems) > 0 || in.Same != n || in.EngagementID != doc.ID || in.WithAnswers != answers {
					t.Errorf("%s, %s, answers %v: %+v", name, scope, answers, in)
				}
				other := engagement.New(doc.ID, doc.Date, question.Default())
				if in := read(t, data, other); len(in.Entries) > 0 {
					t.Errorf("what nobody touched is an entry: %+v", in.Entries)
				}
			}
		}
	}
}

package session

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"muster/assessment"
	"muster/assessment/engagement"
	"muster/assessment/model"
	"muster/assessment/question"
	"muster/assets"
)

func saas(t testing.TB) *engagement.Document {
	t.Helper()
	data, err := assets.Samples.ReadFile("samples/saas.muster")
	if err != nil {
		t.Fatal(err)
	}
	return read(t, data)
}

type failer interface {
	Helper()
	Fatalf(format string, args ...any)
}

func read(t failer, data []byte) *engagement.Document {
	t.Helper()
	doc, _, err := engagement.Read(data, question.Default(), model.Default())
	if err != nil {
		t.Fatalf("%v", err)
	}
	return doc
}

func start(doc *engagement.Document) *Session { return New(question.Default(), model.Default(), doc) }

func empty() *Session { return start(engagement.New("id", "2026-11-23", question.Default())) }

func yes(b bool) engagement.Answer {
	return engagement.Answer{State: engagement.Answered, Value: engagement.Bool(b)}
}

// same wants the result of the session to be that of its document.
func same(t interface {
	Helper()
	Errorf(format string, args ...any)
}, s *Session) {
	t.Helper()
	want, err1 := json.Marshal(assessment.Evaluate(s.Set, s.Registry, s.Document()))
	got, err2 := json.Marshal(s.Result())
	if err1 != nil || err2 != nil || !bytes.Equal(got, want) {
		t.Errorf("the result is not that of the document (%v, %v)", err1, err2)
	}
}

func TestSetAnswer(t *testing.T) {
	s := empty()
	before := s.Document()
	bytesBefore := before.Write()
	s.SetAnswer("asr-change", yes(true))
	if got := s.Answer("asr-change"); got.Value != engagement.Bool(true) {
		t.Errorf("%+v", got)
	}
	if !bytes.Equal(before.Write(), bytesBefore) || s.Document() == before {
		t.Error("a snapshot was changed in place")
	}
	same(t, s)

	s.SetAnswer("asr-change", engagement.Answer{})
	if _, ok := s.Document().Answers["asr-change"]; ok {
		t.Error("an empty answer was kept")
	}
	s.Undo()
	if s.Answer("asr-change").Value != engagement.Bool(true) {
		t.Error("undo did not bring the answer back")
	}
	same(t, s)
}

// What is there already changes nothing: no step, no call, nothing to save.
func TestSameAnswer(t *testing.T) {
	s := start(saas(t))
	calls := 0
	s.Observe(func(Change) { calls++ })
	for id, a := range s.Document().Answers {
		s.SetAnswer(id, a)
	}
	s.SetAnswer("no-such-question", engagement.Answer{})
	s.Edit("profile", func(d *engagement.Document) { d.Title += "" })
	if s.Dirty() || s.CanUndo() || calls != 0 {
		t.Errorf("dirty %v, undo %v, %d calls", s.Dirty(), s.CanUndo(), calls)
	}
}

func TestUndoRedo(t *testing.T) {
	s := empty()
	if s.CanUndo() || s.CanRedo() {
		t.Error("something to undo or redo at the start")
	}
	s.Undo()
	s.Redo() // nothing to do: nothing happens
	states := [][]byte{s.Document().Write()}
	for i := range 3 {
		s.Edit("profile", func(d *engagement.Document) { d.Title = fmt.Sprint("title ", i) })
		states = append(states, s.Document().Write())
	}
	at := func(i int) {
		t.Helper()
		if !bytes.Equal(s.Document().Write(), states[i]) {
			t.Errorf("not at state %d", i)
		}
		if s.CanUndo() != (i > 0) || s.CanRedo() != (i < 3) {
			t.Errorf("at state %d: undo %v, redo %v", i, s.CanUndo(), s.CanRedo())
		}
	}
	at(3)
	for i := 2; i >= 0; i-- {
		s.Undo()
		at(i)
	}
	s.Undo()
	at(0)
	for i := 1; i <= 3; i++ {
		s.Redo()
		at(i)
	}
	s.Redo()
	at(3)

	// A new edit after undo ends what could be redone.
	s.Undo()
	s.Undo()
	s.Edit("profile", func(d *engagement.Document) { d.Title = "other" })
	if s.CanRedo() {
		t.Error("redo into another past")
	}
	s.Undo()
	at2 := s.Document().Write()
	if !bytes.Equal(at2, states[1]) {
		t.Error("undo after a new edit leads elsewhere")
	}
}

func TestUndoLimit(t *testing.T) {
	if testing.Short() {
		t.Skip("hundreds of evaluations")
	}
	s := empty()
	const more = 20
	for i := range maxUndo + more {
		s.Edit("profile", func(d *engagement.Document) { d.Title = fmt.Sprint(i) })
	}
	n := 0
	for s.CanUndo() {
		s.Undo()
		n++
	}
	if n != maxUndo || s.Document().Title != fmt.Sprint(more-1) {
		t.Errorf("%d steps back to title %q, want %d to %d", n, s.Document().Title, maxUndo, more-1)
	}
	for s.CanRedo() {
		s.Redo()
		n--
	}
	if n != 0 || s.Document().Title != fmt.Sprint(maxUndo+more-1) {
		t.Errorf("redo ends %d steps short at %q", n, s.Document().Title)
	}
}

func TestDirty(t *testing.T) {
	s := start(saas(t))
	dirty := func(want bool, when string) {
		t.Helper()
		if s.Dirty() != want {
			t.Errorf("%s: dirty %v", when, !want)
		}
	}
	dirty(false, "opened")
	s.SetAnswer("asr-change", yes(true))
	dirty(true, "changed")
	s.Undo()
	dirty(false, "undone")
	s.Redo()
	dirty(true, "redone")
	s.MarkSaved(s.Document())
	dirty(false, "saved")
	s.Undo()
	dirty(true, "undone after saving")
	s.Redo()
	dirty(false, "back at what was saved")

	// Saving takes time: what changes meanwhile is not saved.
	snapshot := s.Document()
	s.SetAnswer("asr-change", yes(false))
	s.MarkSaved(snapshot)
	dirty(true, "changed while saving")
	s.Undo()
	dirty(false, "undone to what was saved")
}

func TestObservers(t *testing.T) {
	s := empty()
	var first, second []Change
	s.Observe(func(c Change) {
		first = append(first, c)
		same(t, s) // called when all is done
	})
	s.Observe(func(c Change) { second = append(second, c) })
	s.SetAnswer("asr-change", yes(true))
	s.Edit("profile", func(d *engagement.Document) { d.Client = "c" })
	s.Undo()
	s.Undo()
	s.Undo() // nothing left
	s.Redo()
	s.MarkSaved(s.Document())
	want := []Change{{"asr-change", false}, {"profile", false}, {"profile", true}, {"asr-change", true}, {"asr-change", true}}
	if d := cmp.Diff(want, first); d != "" {
		t.Error(d)
	}
	if !slices.Equal(first, second) {
		t.Errorf("observers were told differently: %v, %v", first, second)
	}
}

// An observer sees the state after the change and may ask for everything.
func TestObserverSeesTheNewState(t *testing.T) {
	s := empty()
	s.Observe(func(Change) {
		if s.Answer("asr-change").State != engagement.Answered || !s.CanUndo() || s.CanRedo() || !s.Dirty() {
			t.Error("called before the change was made")
		}
	})
	s.SetAnswer("asr-change", yes(true))
}

func TestFresh(t *testing.T) {
	s := start(saas(t))
	calls := 0
	s.Observe(func(Change) { calls++ })
	s.SetAnswer("asr-change", yes(true))
	s.Edit("profile", func(d *engagement.Document) { d.Client = "c" })
	s.Undo()
	calls = 0
	f := s.Fresh()
	if f.Document() != s.Document() || f.Dirty() != s.Dirty() || f.CanUndo() != s.CanUndo() || f.CanRedo() != s.CanRedo() || f.ReadOnly() != s.ReadOnly() {
		t.Error("not the same session")
	}
	same(t, f)
	own := 0
	f.Observe(func(Change) { own++ })
	f.Redo()
	f.Undo()
	f.Undo()
	if calls != 0 || own != 3 {
		t.Errorf("%d calls of the old observer, %d of the new one", calls, own)
	}
	if f.Dirty() {
		t.Error("the way back to what was saved is lost")
	}
}

// Two sessions that go on from one must not write into each other's past.
func TestFreshIsIndependent(t *testing.T) {
	for n := range 9 { // whatever room a slice happens to have left
		s := empty()
		for i := range n {
			s.Edit("profile", func(d *engagement.Document) { d.Title = fmt.Sprint(i) })
		}
		f := s.Fresh()
		f.Edit("profile", func(d *engagement.Document) { d.Title = "fresh 1" })
		f.Edit("profile", func(d *engagement.Document) { d.Title = "fresh 2" })
		s.Edit("profile", func(d *engagement.Document) { d.Title = "old 1" })
		s.Edit("profile", func(d *engagement.Document) { d.Title = "old 2" })
		f.Undo()
		s.Undo()
		if f.Document().Title != "fresh 1" || s.Document().Title != "old 1" {
			t.Errorf("after %d edits: undo leads to %q and %q", n, f.Document().Title, s.Document().Title)
		}
	}
}

func TestReadOnly(t *testing.T) {
	s := start(read(t, []byte(`{"format":"muster-engagement","version":2,"title":"t","future":1}`)))
	s.Observe(func(Change) { t.Error("an observer was told of a change") })
	before := s.Document()
	s.SetAnswer("asr-change", yes(true))
	s.Edit("profile", func(*engagement.Document) { t.Error("an edit was run") })
	s.Undo()
	s.Redo()
	if !s.ReadOnly() || s.Document() != before || s.Dirty() || s.CanUndo() || !s.Fresh().ReadOnly() {
		t.Errorf("read-only %v, dirty %v, undo %v", s.ReadOnly(), s.Dirty(), s.CanUndo())
	}
	if empty().ReadOnly() {
		t.Error("a document of today is read-only")
	}
}

// Whatever is edited in whatever order: undoing all gives the first bytes,
// redoing all the last, and the result is always that of the document.
func TestUndoAllRedoAll(t *testing.T) {
	ids := []string{"asr-change", "asr-exercise", "bw-other", "staff-fte", "csirp-approved"}
	answer := func(t *rapid.T, id string) engagement.Answer {
		a := engagement.Answer{Comment: rapid.SampledFrom([]string{"", "", "c", "d"}).Draw(t, "comment"), Review: rapid.Bool().Draw(t, "review")}
		switch rapid.IntRange(0, 3).Draw(t, "state") {
		case 0:
			a.State = engagement.Unknown
		case 1:
			a.State = engagement.Answered
			switch question.Default().Item(id).Type {
			case question.Bool:
				a.Value = engagement.Bool(rapid.Bool().Draw(t, "bool"))
			case question.Months:
				a.Value = engagement.Months{N: float64(rapid.IntRange(0, 30).Draw(t, "months"))}
			case question.Number:
				a.Value = engagement.Number(rapid.IntRange(0, 30).Draw(t, "number"))
			case question.Level:
				a.Value = engagement.Level(rapid.IntRange(0, 4).Draw(t, "level"))
			}
		}
		return a
	}
	data := saas(t).Write()
	rapid.Check(t, func(t *rapid.T) {
		s := start(read(t, data))
		var history []string // what undo should lead back through
		position := 0
		for range rapid.IntRange(0, 25).Draw(t, "edits") {
			before := string(s.Document().Write())
			depth := len(s.undo)
			switch rapid.IntRange(0, 5).Draw(t, "kind") {
			case 0:
				s.Undo()
				position = max(0, position-1)
				continue
			case 1:
				s.Redo()
				position = min(len(history), position+1)
				continue
			case 2:
				title := rapid.SampledFrom([]string{"", "a", "b"}).Draw(t, "title")
				s.Edit("profile", func(d *engagement.Document) { d.Title = title })
			case 3:
				s.Edit("settings", func(d *engagement.Document) {
					if _, ok := d.Model["staff.tightIndex"]; ok {
						delete(d.Model, "staff.tightIndex")
					} else {
						d.Model["staff.tightIndex"] = 0.2
					}
				})
			default:
				id := rapid.SampledFrom(ids).Draw(t, "id")
				s.SetAnswer(id, answer(t, id))
			}
			if len(s.undo) > depth {
				history = append(history[:position], before)
				position++
			}
		}
		if len(s.undo) != position || len(s.undo)+len(s.redo) < position {
			t.Fatalf("%d steps back, want %d", len(s.undo), position)
		}
		same(t, s)
		for i := position - 1; i >= 0; i-- {
			s.Undo()
			if got := string(s.Document().Write()); got != history[i] {
				t.Fatalf("undo %d: %s", i, cmp.Diff(history[i], got))
			}
		}
		if s.CanUndo() || !bytes.Equal(s.Document().Write(), data) || s.Dirty() {
			t.Fatal("undoing all does not lead to the start")
		}
		same(t, s)
		for s.CanRedo() {
			s.Redo()
		}
		for s.CanUndo() {
			s.Undo()
		}
		if !bytes.Equal(s.Document().Write(), data) {
			t.Fatal("once more to the end and back is not the start")
		}
	})
	rapid.Check(t, func(t *rapid.T) {
		s := start(read(t, data))
		for range rapid.IntRange(1, 12).Draw(t, "edits") {
			id := rapid.SampledFrom(ids).Draw(t, "id")
			s.SetAnswer(id, answer(t, id))
		}
		last := s.Document().Write()
		for s.CanUndo() {
			s.Undo()
		}
		if !bytes.Equal(s.Document().Write(), data) {
			t.Fatal("undoing all does not give the first bytes")
		}
		for s.CanRedo() {
			s.Redo()
		}
		if !bytes.Equal(s.Document().Write(), last) {
			t.Fatal("redoing all does not give the last bytes")
		}
		same(t, s)
	})
}

// What is typed in one go is one step; anything between ends it.
func TestTyping(t *testing.T) {
	s := New(question.Default(), model.Default(), engagement.New("1", "2026-11-24", question.Default()))
	title := func(text string) {
		s.WhileTyping("title", func() { s.Edit("details", func(d *engagement.Document) { d.Title = text }) })
	}
	steps := func(want int) {
		t.Helper()
		if len(s.undo) != want {
			t.Errorf("%d steps, want %d", len(s.undo), want)
		}
	}
	title("a")
	title("ab")
	title("ab")
	title("abc")
	steps(1)
	s.Edit("details", func(d *engagement.Document) { d.Client = "x" })
	steps(2)
	title("abcd")
	steps(3)
	title("abcde")
	steps(3)
	s.EndTyping()
	title("abcdef")
	steps(4)
	s.Undo()
	s.Undo()
	if s.Document().Title != "abc" {
		t.Errorf("title %q", s.Document().Title)
	}
	title("abce")
	title("abcef")
	steps(3)
	s.Undo()
	s.Undo()
	s.Undo()
	if s.Document().Title != "" || s.CanUndo() {
		t.Errorf("title %q", s.Document().Title)
	}
}

// Typing that the field itself took back leaves no step that undoes nothing.
func TestTypingTakenBack(t *testing.T) {
	s := New(question.Default(), model.Default(), engagement.New("1", "2026-11-24", question.Default()))
	for _, text := range []string{"a", "ab", "a", ""} {
		s.WhileTyping("title", func() { s.Edit("details", func(d *engagement.Document) { d.Title = text }) })
	}
	if s.CanUndo() || s.Document().Title != "" {
		t.Errorf("title %q, a step is left: %v", s.Document().Title, s.CanUndo())
	}
}

// Confirming takes the mark off and leaves the answer; answering anew does as well, and
// undo brings the mark back. The change is that of the document as it stands.
func TestCarriedOver(t *testing.T) {
	doc, err := saas(t).FollowUp("next", "2027-11-24", question.Default())
	if err != nil {
		t.Fatal(err)
	}
	s := start(doc)
	all := s.Result().Carried()
	since := s.Since()
	if all != len(doc.Answers) || since == nil || s.Since() != since || start(saas(t)).Since() != nil {
		t.Fatalf("%d of %d to confirm", all, len(doc.Answers))
	}
	var place string
	s.Observe(func(c Change) { place = c.Place })
	s.Confirm("tools", "tool-access", "tool-routine", "not-a-question")
	if s.Result().Carried() != all-2 || place != "tools" || s.Answer("tool-access").Value != doc.Answers["tool-access"].Value {
		t.Errorf("%d of %d, at %q", s.Result().Carried(), all, place)
	}
	s.Confirm("tools", "tool-access")
	s.Undo() // what changed nothing is no step
	if s.Result().Carried() != all || s.CanUndo() {
		t.Errorf("%d of %d after undo", s.Result().Carried(), all)
	}
	a := s.Answer("tool-access")
	a.Comment = "looked at"
	s.SetAnswer("tool-access", a)
	if !s.Answer("tool-access").Carried {
		t.Error("a comment confirmed the answer")
	}
	a.Value = engagement.Level(0)
	s.SetAnswer("tool-access", a)
	if s.Answer("tool-access").Carried || len(s.Since().Answers) != 1 {
		t.Errorf("%+v", s.Answer("tool-access"))
	}
	s.Edit("what-if", func(d *engagement.Document) { // an edit of the whole document
		for id, a := range d.Answers {
			if n, ok := a.Value.(engagement.Number); ok {
				a.Value = n + 1
				d.Answers[id] = a
			}
		}
	})
	for id, a := range s.Document().Answers {
		if _, ok := a.Value.(engagement.Number); ok && a.Carried {
			t.Errorf("%s changed and is still to be confirmed", id)
		}
	}
	same(t, s)

	// A state put back is that state: nobody answered what waits there.
	s.Replace("details", doc)
	if s.Result().Carried() != all || !engagement.Same(s.Document(), doc) {
		t.Errorf("%d of %d to confirm in the state put back", s.Result().Carried(), all)
	}
	s.SetReadOnly(true)
	s.Replace("details", saas(t))
	if !engagement.Same(s.Document(), doc) {
		t.Error("a document that may only be read was replaced")
	}
}

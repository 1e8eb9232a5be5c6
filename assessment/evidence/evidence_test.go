package evidence

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"muster/assessment/engagement"
	"muster/assessment/question"
)

func write(t testing.TB, dir, name, text string) string {
	t.Helper()
	path := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func hashOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

func TestHash(t *testing.T) {
	dir := t.TempDir()
	big := strings.Repeat("evidence ", 3*piece/9)
	for name, text := range map[string]string{"empty": "", "small": "rota", "big": big} {
		last, calls := int64(-1), 0
		got, err := Hash(t.Context(), write(t, dir, name, text), func(done, total int64) {
			if done < last || done > total || total != int64(len(text)) {
				t.Errorf("%s: %d of %d after %d", name, done, total, last)
			}
			last, calls = done, calls+1
		})
		if err != nil || got != hashOf(text) {
			t.Errorf("%s: %s, %v", name, got, err)
		}
		if last != int64(len(text)) || name == "big" && calls < 4 {
			t.Errorf("%s: %d calls up to %d", name, calls, last)
		}
	}
	if got, err := Hash(t.Context(), filepath.Join(dir, "small"), nil); err != nil || got != hashOf("rota") {
		t.Error(got, err)
	}
}

func TestHashRefuses(t *testing.T) {
	dir := t.TempDir()
	var kind *KindError
	if _, err := Hash(t.Context(), dir, nil); !errors.As(err, &kind) || kind.Kind != "folder" || !strings.Contains(err.Error(), dir) {
		t.Error(err)
	}
	if _, err := Hash(t.Context(), filepath.Join(dir, "none.pdf"), nil); !errors.Is(err, os.ErrNotExist) || !strings.Contains(err.Error(), "none.pdf") {
		t.Error(err)
	}
}

func TestHashCancelled(t *testing.T) {
	path := write(t, t.TempDir(), "big", strings.Repeat("x", 40*piece))
	ctx, cancel := context.WithCancel(t.Context())
	last := int64(0)
	hash, err := Hash(ctx, path, func(done, _ int64) {
		if last = done; done > 2*piece {
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) || hash != "" || last > 10*piece {
		t.Errorf("%q, %v after %d", hash, err, last)
	}
	if _, err := Hash(ctx, path, nil); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// A disk that does not answer holds nobody up once they cancel.
func TestCancelLeavesAHangingRead(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	stuck := make(chan struct{})
	defer close(stuck)
	_, err := watch(ctx, func(int64, int64) { cancel() }, func(tell func(done, total int64)) (string, error) {
		tell(1, 2)
		<-stuck
		return "late", nil
	})
	if !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// A file that grows while it is read has no hash worth keeping.
func TestHashOfAFileBeingWritten(t *testing.T) {
	path := write(t, t.TempDir(), "log", strings.Repeat("x", 3*piece))
	grown := false
	_, err := Hash(t.Context(), path, func(done, _ int64) {
		if done > 0 && !grown {
			grown = true
			f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
			if err != nil {
				t.Error(err)
				return
			}
			_, _ = f.WriteString("more")
			f.Close()
		}
	})
	if err == nil || !strings.Contains(err.Error(), "written to while it was read") {
		t.Error(err)
	}
}

func TestTake(t *testing.T) {
	dir := t.TempDir()
	inside, outside := write(t, dir, "acme/evidence/Rota – May.pdf", "rota"), write(t, dir, "elsewhere/rota.pdf", "rota")
	folder := filepath.Join(dir, "acme")
	for _, tt := range []struct{ folder, path, title, location string }{
		{folder, inside, "Rota – May.pdf", "evidence/Rota – May.pdf"},
		{folder, outside, "rota.pdf", outside},
		{"", inside, "Rota – May.pdf", inside},
	} {
		ref, err := Take(t.Context(), tt.folder, tt.path, nil)
		if err != nil || ref.Title != tt.title || ref.Location != tt.location || ref.SHA256 != hashOf("rota") {
			t.Errorf("%+v, %v", ref, err)
		}
	}
	if _, err := Take(t.Context(), folder, "bad\xff.pdf", nil); err == nil || !strings.Contains(err.Error(), "another name") {
		t.Error(err)
	}
	if ref, err := Take(t.Context(), folder, filepath.Join(dir, "none"), nil); err == nil || IsFile(ref) {
		t.Error(ref, err)
	}
}

// A folder known under two paths by a link still holds its files.
func TestTakeThroughALink(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "real/rota.pdf", "rota")
	link := filepath.Join(dir, "link")
	if err := os.Symlink(filepath.Join(dir, "real"), link); err != nil {
		t.Logf("no links here: %v", err)
		return
	}
	for _, way := range [][2]string{{link, filepath.Join(dir, "real", "rota.pdf")}, {filepath.Join(dir, "real"), filepath.Join(link, "rota.pdf")}} {
		if ref, err := Take(t.Context(), way[0], way[1], nil); err != nil || ref.Location != "rota.pdf" {
			t.Errorf("%q, %v", ref.Location, err)
		}
	}
}

func TestAdd(t *testing.T) {
	file := engagement.Reference{Title: "Rota", Location: "rota.pdf", SHA256: hashOf("rota")}
	text := engagement.Reference{Location: "binder 4, page 12"}
	answered := engagement.Answer{State: engagement.Answered, Value: engagement.Number(3)}
	grade := func(a engagement.Answer, e engagement.Evidence) engagement.Answer { a.Evidence = e; return a }
	with := func(a engagement.Answer, refs ...engagement.Reference) engagement.Answer {
		a.References = refs
		return a
	}
	for _, tt := range []struct {
		name string
		a    engagement.Answer
		ref  engagement.Reference
		want engagement.Evidence
		refs int
	}{
		{"first file, no grade chosen", answered, file, engagement.Documented, 1},
		{"first file beside a text", with(answered, text), file, engagement.Documented, 2},
		{"asserted was chosen", grade(answered, engagement.Asserted), file, engagement.Asserted, 1},
		{"observed was chosen", grade(answered, engagement.Observed), file, engagement.Observed, 1},
		{"a text", answered, text, "", 1},
		{"a second file", with(answered, engagement.Reference{Location: "a", SHA256: "b"}), file, "", 2},
		{"not answered", engagement.Answer{}, file, "", 1},
		{"don't know", engagement.Answer{State: engagement.Unknown}, file, "", 1},
		{"the same file again", with(answered, file), file, "", 1},
		{"the same text again", with(answered, text), text, "", 1},
	} {
		before := slices.Clone(tt.a.References)
		got, i := Add(tt.a, tt.ref)
		if got.Evidence != tt.want || len(got.References) != tt.refs || i != tt.refs-1 || got.State != tt.a.State {
			t.Errorf("%s: %+v, %d", tt.name, got, i)
		}
		if !slices.EqualFunc(tt.a.References, before, func(a, b engagement.Reference) bool { return KeyOf(a) == KeyOf(b) }) {
			t.Errorf("%s: the answer before was changed", tt.name)
		}
	}
	again := file
	again.SHA256, again.Title = hashOf("new"), "rota.pdf"
	old := with(answered, file)
	got, _ := Add(old, again)
	if len(got.References) != 1 || got.References[0].SHA256 != hashOf("new") || got.References[0].Title != "Rota" || old.References[0].SHA256 != hashOf("rota") {
		t.Errorf("attached again: %+v", got.References)
	}
}

func TestRetitledAndRemoved(t *testing.T) {
	a := engagement.Answer{Evidence: engagement.Documented, References: []engagement.Reference{{Title: "A", Location: "a"}, {Title: "B", Location: "b"}}}
	if b := Retitled(a, 1, "  Rota "); b.References[1].Title != "Rota" || a.References[1].Title != "B" || b.References[0].Title != "A" {
		t.Error(b)
	}
	if b := Retitled(a, 0, " "); Label(b.References[0]) != "a" {
		t.Error(b)
	}
	b := Removed(a, 0)
	if len(b.References) != 1 || b.References[0].Title != "B" || len(a.References) != 2 || b.Evidence != engagement.Documented {
		t.Error(b)
	}
	if b = Removed(b, 0); b.References != nil {
		t.Error(b)
	}
}

func TestCheck(t *testing.T) {
	set := question.Default()
	dir := t.TempDir()
	write(t, dir, "same.pdf", "same")
	write(t, dir, "other.pdf", "new words")
	write(t, dir, "folder/x", "x")
	items := set.Items()
	first, last := items[0].ID, items[len(items)-1].ID
	doc := engagement.New("id", "2026-01-01", set)
	refs := func(r ...engagement.Reference) engagement.Answer { return engagement.Answer{References: r} }
	doc.Answers[last] = refs(engagement.Reference{Location: "same.pdf", SHA256: strings.ToUpper(hashOf("same"))}, engagement.Reference{Location: "other.pdf", SHA256: hashOf("old words")})
	doc.Answers[first] = refs(
		engagement.Reference{Location: "gone.pdf", SHA256: hashOf("x")},
		engagement.Reference{Location: "folder", SHA256: hashOf("x")},
		engagement.Reference{Location: "binder 4"},
		engagement.Reference{Location: "https://example.org/x", SHA256: hashOf("x")},
		engagement.Reference{Location: "same.pdf", SHA256: "abc"},
		engagement.Reference{Location: "same.pdf/below", SHA256: hashOf("x")},
		engagement.Reference{Location: "same.pdf"})
	doc.Answers["later-question"] = refs(engagement.Reference{Location: filepath.Join(dir, "same.pdf"), SHA256: hashOf("same")})
	before := string(doc.Write())
	var top int64
	got, err := Check(t.Context(), set, dir, doc, func(done, total int64) {
		if done > total || total != int64(len("same")+len("new words")) {
			t.Errorf("%d of %d", done, total)
		}
		top = done
	})
	if err != nil {
		t.Fatal(err)
	}
	want := []struct {
		question string
		index    int
		state    State
		reason   string
	}{
		{first, 0, Missing, "there is no file at " + filepath.Join(dir, "gone.pdf")},
		{first, 1, Unreadable, "is a folder"},
		{first, 2, NoFile, ""},
		{first, 3, NoFile, ""},
		{first, 4, Unreadable, "no SHA-256"},
		{first, 5, Missing, ""},
		{first, 6, NoFile, ""},
		{last, 0, Unchanged, ""},
		{last, 1, Changed, "something else"},
		{"later-question", 0, Unchanged, ""},
	}
	if len(got) != len(want) || top != int64(len("same")+len("new words")) {
		t.Fatalf("%d items, %d bytes", len(got), top)
	}
	for i, w := range want {
		if g := got[i]; g.Question != w.question || g.Index != w.index || g.State != w.state || !strings.Contains(g.Reason, w.reason) || w.state.Bad() && g.Reason == "" {
			t.Errorf("%d: %+v, want %+v", i, g, w)
		}
	}
	if string(doc.Write()) != before {
		t.Error("the check changed the document")
	}
	// A moved folder keeps working; one that is not saved has nothing to go from.
	moved := filepath.Join(t.TempDir(), "moved")
	if err := os.Rename(dir, moved); err != nil {
		t.Fatal(err)
	}
	got, err = Check(t.Context(), set, moved, doc, nil)
	if err != nil || got[7].State != Unchanged || got[9].State != Missing {
		t.Errorf("%+v, %v", got[7], err)
	}
	got, err = Check(t.Context(), set, "", doc, nil)
	if err != nil || got[7].State != Unreadable || !strings.Contains(got[7].Reason, "save the engagement first") {
		t.Errorf("%+v, %v", got[7], err)
	}
}

func TestCheckCancelled(t *testing.T) {
	set := question.Default()
	dir := t.TempDir()
	write(t, dir, "big", strings.Repeat("x", 20*piece))
	doc := engagement.New("id", "2026-01-01", set)
	doc.Answers["staff-fte"] = engagement.Answer{References: []engagement.Reference{{Location: "big", SHA256: hashOf("x")}}}
	ctx, cancel := context.WithCancel(t.Context())
	got, err := Check(ctx, set, dir, doc, func(done, _ int64) {
		if done > 0 {
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) || got != nil {
		t.Error(got, err)
	}
}

func TestStates(t *testing.T) {
	words := map[string]bool{}
	for _, s := range States {
		words[s.Word()] = true
	}
	if len(words) != 6 || len(States) != 6 {
		t.Errorf("%v", words)
	}
}

func TestSummary(t *testing.T) {
	for _, tt := range []struct {
		states []State
		want   string
	}{
		{nil, "No question has evidence yet."},
		{[]State{NoFile}, "No file is attached: 1 text to look up by hand."},
		{[]State{NoFile, Unchecked, Unchecked}, "2 files to check."},
		{[]State{Unchanged, NoFile}, "The one file is unchanged."},
		{[]State{Unchanged, Unchanged}, "All 2 files are unchanged."},
		{[]State{Unchanged, Missing, Changed, NoFile, Changed, Unreadable, Unchecked}, "6 files: 2 changed since, 1 missing, 1 could not be read, 1 not checked yet, 1 unchanged."},
	} {
		var items []Item
		for _, s := range tt.states {
			items = append(items, Item{State: s})
		}
		if got := Summary(items); got != tt.want {
			t.Errorf("%v: %q", tt.states, got)
		}
	}
}

func TestMove(t *testing.T) {
	set := question.Default()
	dir := t.TempDir()
	a, b := filepath.Join(dir, "a"), filepath.Join(dir, "b")
	write(t, dir, "a/rota.pdf", "rota")
	doc := engagement.New("id", "2026-01-01", set)
	doc.Answers["staff-fte"] = engagement.Answer{References: []engagement.Reference{
		{Title: "T", Location: "rota.pdf", SHA256: hashOf("rota")}, {Location: "gone.pdf", SHA256: hashOf("x")}, {Location: "rota.pdf"}, {Location: "binder 4"}}}
	doc.Answers["bw-other"] = engagement.Answer{References: []engagement.Reference{{Location: "binder 4"}}}
	got := Move(doc, a, b)
	if len(got) != 1 {
		t.Fatalf("%v", got)
	}
	refs := got["staff-fte"].References
	if refs[0].Location != filepath.Join(a, "rota.pdf") || refs[0].Title != "T" || refs[1].Location != "gone.pdf" || refs[2].Location != "rota.pdf" || doc.Answers["staff-fte"].References[0].Location != "rota.pdf" {
		t.Errorf("%+v", refs)
	}
	// The way back, and the first save beside the files.
	doc.Answers["staff-fte"] = got["staff-fte"]
	for _, from := range []string{b, ""} {
		if back := Move(doc, from, dir); back["staff-fte"].References[0].Location != "a/rota.pdf" {
			t.Errorf("from %q: %+v", from, back)
		}
	}
	if again := Move(doc, b, b); len(again) != 0 {
		t.Errorf("%v", again)
	}
}

func TestFind(t *testing.T) {
	dir := t.TempDir()
	path := write(t, dir, "rota.pdf", "x")
	for text, want := range map[string]string{"rota.pdf": path, path: path, "./x/../rota.pdf": path, "none.pdf": "", "binder 4": "", "https://example.org": "", "rota.pdf/page 3": "", strings.Repeat("long ", 2000): ""} {
		if got, err := Find(dir, text); got != want || err != nil {
			t.Errorf("Find(%.40q) = %q, %v", text, got, err)
		}
	}
	var kind *KindError
	if p, err := Find(dir, "."); !errors.As(err, &kind) || p != "" {
		t.Error(p, err)
	}
	if p, err := Find("", "rota.pdf"); p != "" || err != nil {
		t.Error(p, err)
	}
}

func BenchmarkHash(b *testing.B) {
	const size = 64 << 20
	path := write(b, b.TempDir(), "big", strings.Repeat("x", size))
	b.SetBytes(size)
	for b.Loop() {
		if _, err := Hash(b.Context(), path, func(int64, int64) {}); err != nil {
			b.Fatal(err)
		}
	}
}

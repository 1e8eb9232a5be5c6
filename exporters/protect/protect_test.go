package protect_test

import (
	"bytes"
	"compress/zlib"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"muster/assessment/analysis"
	"muster/assessment/engagement"
	"muster/assessment/model"
	"muster/assessment/question"
	"muster/assets"
	"muster/exporters/outside"
	"muster/exporters/pdf"
	"muster/exporters/protect"
	"muster/exporters/report"
)

func full(t testing.TB) (data, input []byte) {
	t.Helper()
	sample, err := assets.Samples.ReadFile("samples/saas.muster")
	if err != nil {
		t.Fatal(err)
	}
	set, registry := question.Default(), model.Default()
	doc, _, err := engagement.Read(sample, set, registry)
	if err != nil {
		t.Fatal(err)
	}
	rep := report.Build(set, registry, doc, analysis.Quick(set, registry, doc))
	if data, err = pdf.Render(context.Background(), rep, func(int, int) {}); err != nil {
		t.Fatal(err)
	}
	return data, rep.Attachment
}

func TestAttachment(t *testing.T) {
	data, input := full(t)
	got, err := protect.Attachment(data, pdf.AttachmentName, "")
	if err != nil || !bytes.Equal(got, input) {
		t.Fatalf("%d bytes of %d, %v", len(got), len(input), err)
	}
	if protect.Protected(data) {
		t.Error("an open report is taken for a protected one")
	}
	if _, err := protect.Attachment(data, "other.muster", ""); !errors.Is(err, protect.ErrNoAttachment) {
		t.Errorf("another name: %v", err)
	}
}

// What is protected cannot be read without the password, by anybody, and is whole
// with it.
func TestEncrypt(t *testing.T) {
	data, input := full(t)
	const password = "Correct-horse/7"
	out, err := protect.Encrypt(data, password)
	if err != nil {
		t.Fatal(err)
	}
	if !protect.Protected(out) {
		t.Error("not seen as protected")
	}
	if got, err := protect.Attachment(out, pdf.AttachmentName, password); err != nil || !bytes.Equal(got, input) {
		t.Errorf("with the password: %d bytes, %v", len(got), err)
	}
	for _, wrong := range []string{"", "correct-horse/7", "Correct-horse/", "x"} {
		if _, err := protect.Attachment(out, pdf.AttachmentName, wrong); !errors.Is(err, protect.ErrPassword) {
			t.Errorf("password %q: %v", wrong, err)
		}
	}
	a, err := protect.Pages(data, "")
	if err != nil {
		t.Fatal(err)
	}
	b, err := protect.Pages(out, password)
	if err != nil {
		t.Fatal(err)
	}
	if len(a) < 30 || len(a) != len(b) {
		t.Fatalf("%d pages, protected %d", len(a), len(b))
	}
	for i := range a {
		if len(a[i]) == 0 || !bytes.Equal(a[i], b[i]) {
			t.Errorf("page %d draws something else", i+1)
		}
	}
	if got := protect.Creator(out, password); got != "Muster "+assets.Version {
		t.Errorf("made with %q", got)
	}
	t.Run("qpdf", func(t *testing.T) {
		qpdf := outside.Tool(t, "qpdf")
		path := filepath.Join(t.TempDir(), "a.pdf")
		if err := os.WriteFile(path, out, 0o600); err != nil {
			t.Fatal(err)
		}
		text, err := exec.Command(qpdf, "--check", "--password="+password, path).CombinedOutput()
		if err != nil || !strings.Contains(string(text), "R = 6") || !strings.Contains(string(text), "stream encryption method: AESv3") || strings.Contains(string(text), "WARNING") {
			t.Errorf("%v\n%s", err, text)
		}
		if err := exec.Command(qpdf, "--check", path).Run(); err == nil {
			t.Error("qpdf reads it without a password")
		}
	})
}

// Any password that is accepted opens the file again.
func TestPasswords(t *testing.T) {
	data := small(t)
	rapid.Check(t, func(t *rapid.T) {
		password := rapid.StringN(0, 40, 160).Draw(t, "password")
		if rapid.Bool().Draw(t, "plain") {
			password = rapid.StringMatching(`[!-~]{8,127}`).Draw(t, "ascii")
		}
		out, err := protect.Encrypt(data, password)
		if refused := protect.CheckPassword(password); refused != nil || err != nil {
			if refused == nil {
				t.Fatalf("%q was accepted and then not used: %v", password, err)
			}
			return
		}
		if pages, err := protect.Pages(out, password); err != nil || len(pages) != 1 {
			t.Fatalf("%q: %d pages, %v", password, len(pages), err)
		}
	})
}

// small is a PDF of one page.
func small(t testing.TB) []byte {
	t.Helper()
	rep := &report.Report{Title: "T", Masthead: true, Chapters: []report.Chapter{{ID: "a", Title: "A", Blocks: []report.Block{report.Paragraph{Text: "Text."}}}}}
	data, err := pdf.Render(context.Background(), rep, func(int, int) {})
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// A small file that unpacks to a gigabyte is refused before it fills the memory.
func TestBomb(t *testing.T) {
	var packed bytes.Buffer
	z := zlib.NewWriter(&packed)
	for range 1 << 10 {
		if _, err := z.Write(make([]byte, 1<<20)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	var places []int
	b.WriteString("%PDF-1.7\n")
	for i, object := range []string{
		"<</Type /Catalog /Pages 2 0 R /Names <</EmbeddedFiles <</Names [(engagement.muster) 4 0 R]>>>>>>",
		"<</Type /Pages /Kids [3 0 R] /Count 1>>", "<</Type /Page /Parent 2 0 R /MediaBox [0 0 10 10]>>",
		"<</Type /Filespec /F (engagement.muster) /UF (engagement.muster) /EF <</F 5 0 R>>>>",
		fmt.Sprintf("<</Type /EmbeddedFile /Filter /FlateDecode /Length %d>>\nstream\n%s\nendstream", packed.Len(), packed.Bytes()),
	} {
		places = append(places, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, object)
	}
	at := b.Len()
	b.WriteString("xref\n0 6\n0000000000 65535 f \n")
	for _, p := range places {
		fmt.Fprintf(&b, "%010d 00000 n \n", p)
	}
	fmt.Fprintf(&b, "trailer\n<</Size 6 /Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", at)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err := protect.Attachment(b.Bytes(), pdf.AttachmentName, "")
	runtime.ReadMemStats(&after)
	if err == nil || !strings.Contains(err.Error(), "cannot be read") {
		t.Fatalf("%v", err)
	}
	if used := after.TotalAlloc - before.TotalAlloc; used > 512<<20 {
		t.Errorf("%d MB were taken", used>>20)
	}
}

// Damaged files give an error and nothing else.
func TestDamaged(t *testing.T) {
	data, _ := full(t)
	r := rand.New(rand.NewPCG(1, 2))
	for range 60 {
		bad := bytes.Clone(data)
		switch r.IntN(3) {
		case 0:
			bad = bad[:r.IntN(len(bad))]
		case 1:
			for range 20 {
				bad[r.IntN(len(bad))] = byte(r.IntN(256))
			}
		default:
			at := r.IntN(len(bad))
			copy(bad[at:], bytes.Repeat([]byte{' '}, min(2000, len(bad)-at)))
		}
		_, _ = protect.Attachment(bad, pdf.AttachmentName, "")
		_, _ = protect.Pages(bad, "")
		_ = protect.Creator(bad, "")
	}
	for _, other := range []string{"", "%PDF-", "%PDF-1.7\n", "no pdf at all", "%PDF-1.4\ntrailer\n<</Root 1 0 R>>\n%%EOF"} {
		if _, err := protect.Attachment([]byte(other), pdf.AttachmentName, ""); err == nil {
			t.Errorf("%q has an attachment", other)
		}
	}
}

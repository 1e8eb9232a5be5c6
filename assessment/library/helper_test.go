package library

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"muster/assessment/model"
	"muster/assessment/question"
	"muster/assets"
)

var (
	set      = question.Default()
	registry = model.Default()
	stamp    = Stamp(set, registry)
	long     = time.Now().Add(-time.Hour).Truncate(time.Second) // ago: such files are settled
)

// secret is how a file begins that is protected with a password.
const secret = "age-encryption.org/v1"

func sample(t testing.TB, name string) string {
	t.Helper()
	data, err := assets.Samples.ReadFile("samples/" + name + ".muster")
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// titled is a sample of another title.
func titled(t testing.TB, name, title string) string {
	t.Helper()
	head, rest, ok := strings.Cut(sample(t, name), `"title": "`)
	_, rest, ok2 := strings.Cut(rest, `"`)
	if !ok || !ok2 {
		t.Fatal("the sample has no title")
	}
	return head + `"title": "` + title + `"` + rest
}

// put writes a file that was last changed long ago.
func put(t testing.TB, content string, path ...string) string {
	t.Helper()
	file := filepath.Join(path...)
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	touch(t, file, long)
	return file
}

func touch(t testing.TB, file string, at time.Time) {
	t.Helper()
	if err := os.Chtimes(file, at, at); err != nil {
		t.Fatal(err)
	}
}

// temp is a folder named as links lead to it: on some systems the usual one is a link.
func temp(t testing.TB) string {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// shelf is a folder with n engagements of varied titles, in subfolders of 50.
func shelf(t testing.TB, n int) string {
	t.Helper()
	dir := temp(t)
	for i := range n {
		name := []string{"saas", "bank", "hospital"}[i%3]
		put(t, titled(t, name, fmt.Sprintf("Assessment %04d of the %s", i, name)), dir, fmt.Sprintf("client %02d", i/50), fmt.Sprintf("%s-%04d.muster", name, i))
	}
	return dir
}

//go:build unix

package file

import (
	"os"
	"path/filepath"
	"testing"
)

// Another name of the same file is no other file: our own lock would keep us out.
func TestSaveAsThroughALink(t *testing.T) {
	f, root, path := saved(t, "one")
	link := filepath.Join(filepath.Dir(path), "link.muster")
	if err := os.Symlink(path, link); err != nil {
		t.Fatal(err)
	}
	if err := f.SaveAs(link, encoded(t, "two", ""), noon); err != nil || f.Check() != nil {
		t.Fatal(err, f.Check())
	}
	if second, doc := open(t, root, path, ""); doc.Title != "two" || second.Holder == nil {
		t.Errorf("%q, held by %v", doc.Title, second.Holder)
	}
}

//go:build unix

package library

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// Opening a pipe would wait for ever.
func TestScanPipe(t *testing.T) {
	dir := temp(t)
	pipe := filepath.Join(dir, "pipe.muster")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	f := scan(t, nil, Places{Recent: []string{pipe}, Folders: []string{dir}})
	if len(f.Entries) != 1 || f.Entries[0].State != Broken || f.Entries[0].Reason != "this is no ordinary file" {
		t.Errorf("%+v", f.Entries)
	}
}

func TestScanLinks(t *testing.T) {
	dir, away := temp(t), temp(t)
	file := put(t, sample(t, "saas"), dir, "sub", "a.muster")
	put(t, sample(t, "bank"), away, "b.muster")
	link := func(to, from string) {
		t.Helper()
		if err := os.Symlink(to, filepath.Join(dir, from)); err != nil {
			t.Fatal(err)
		}
	}
	link(dir, "loop")
	link("..", filepath.Join("sub", "up"))
	link("itself.muster", "itself.muster")
	link("itself", "itself")
	link(file, "again.muster")
	link(filepath.Join(dir, "nowhere"), "dangling.muster")
	link(away, "elsewhere")
	f := scan(t, nil, Places{Recent: []string{filepath.Join(dir, "again.muster")}, Folders: []string{dir}})
	got := map[string]State{}
	for _, e := range f.Entries {
		got[strings.TrimPrefix(e.Path, dir)] = e.State
	}
	want := map[string]State{"/again.muster": Ready, "/dangling.muster": Missing, "/itself.muster": Unreadable, "/elsewhere/b.muster": Ready}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("found %v, want %v", got, want)
	}
	if e := only(t, f, filepath.Join(dir, "again.muster")); e.Target != file || e.Recent != 1 {
		t.Errorf("the link is %+v", e)
	}
	if len(f.Faults) != 0 {
		t.Errorf("faults %v", f.Faults)
	}
	// Both ways into a folder lead to the same files.
	f = scan(t, nil, Places{Folders: []string{filepath.Join(dir, "sub"), filepath.Join(dir, "loop", "sub")}})
	ready := 0
	for _, e := range f.Entries {
		if e.State == Ready {
			ready++
		}
	}
	if ready != 2 {
		t.Errorf("%s", names(f.Entries))
	}
}

package library

import (
	"path/filepath"
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

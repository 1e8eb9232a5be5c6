package main

import (
	"context"
	"os"
	"path/filepath"
	"testing"
)

func TestCancelledImportWritesNothing(t *testing.T) {
	dir := t.TempDir()
	export := filepath.Join(dir, "export.csv")
	if err := os.WriteFile(export, []byte("id,opened,severity\n1,2026-01-05 10:00,high\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	code, out, errs := call(ctx, nil, "tickets", export, "--save-mapping", filepath.Join(dir, "map.json"))
	if code != exitFailed || out != "" || errs != "error: cancelled; nothing was written\n" {
		t.Errorf("code %d, stdout %q, stderr %q", code, out, errs)
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 1 {
		t.Errorf("%v, %v", entries, err)
	}
}

func TestUnusedRowsListedAreBounded(t *testing.T) {
	l := &unusedList{}
	for i := range int64(maxListed + 5) {
		l.add(maxListed-i, "empty line")
	}
	l.sort()
	if l.rows[0].Row != 1 || l.rows[maxListed-1].Row != maxListed {
		t.Errorf("%v to %v", l.rows[0], l.rows[maxListed-1])
	}
	if len(l.rows) != maxListed || l.more != 5 {
		t.Errorf("%d rows, %d more", len(l.rows), l.more)
	}
}

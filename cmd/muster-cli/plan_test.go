package main

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// A sheet goes out, somebody changes it, and what was changed is taken over.
func TestPlanComesBack(t *testing.T) {
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	do := func(args ...string) string {
		t.Helper()
		code, out, errs := call(context.Background(), nil, args...)
		if code != exitFine {
			t.Fatalf("%v: code %d, %s", args, code, errs)
		}
		return out
	}
	do("samples", "saas", "--out", at("s.muster"))
	do("plan", "propose", at("s.muster"), "--out", at("p.muster"))
	do("plan", "write", at("p.muster"), "--to", "xlsx")
	sheet := at("p-actions.xlsx")
	f, err := excelize.OpenFile(sheet)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows("Actions")
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range rows {
		if len(r) == 0 || r[0] != "A01" {
			continue
		}
		for cell, v := range map[string]any{"G": "done", "E": "Ms Example", "B": r[1]} {
			at, _ := excelize.JoinCellName(cell, i+1)
			if err := f.SetCellValue("Actions", at, v); err != nil {
				t.Fatal(err)
			}
		}
		at, _ := excelize.JoinCellName("F", i+2)
		if err := f.SetCellValue("Actions", at, "soon"); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.Save(); err != nil {
		t.Fatal(err)
	}
	out := do("plan", "read", at("p.muster"), sheet)
	for _, want := range []string{": 2 changes, 0 new actions", "  changed   A01 Owner: ", "  changed   A01 Status: open → done", "! Actions, F", "is no day that can be read"} {
		if !strings.Contains(out, want) {
			t.Errorf("%q lacks %q", out, want)
		}
	}
	out = do("plan", "read", at("p.muster"), sheet, "--take", "changed", "--closed", "2027-03-01", "--out", at("n.muster"))
	if !strings.Contains(out, "+ changed   A01 Status") {
		t.Error(out)
	}
	if out := do("plan", at("n.muster"), "--format", "json"); !strings.Contains(out, `"closed": "2027-03-01"`) || !strings.Contains(out, `"done": 1`) {
		t.Error("the changes were not taken over")
	}
}

// Package outside finds the programs of others that tests hold outputs against:
// readers of PDF and workbooks. Only tests import it.
package outside

import (
	"os"
	"os/exec"
	"testing"
)

// Lacking skips a test that needs what; in continuous integration, and where
// MUSTER_REQUIRE_TOOLS is 1, it fails the test instead. Benchmarks are skipped.
func Lacking(t testing.TB, what string) {
	t.Helper()
	_, benchmark := t.(*testing.B)
	if !benchmark && (os.Getenv("CI") == "true" || os.Getenv("MUSTER_REQUIRE_TOOLS") == "1") {
		t.Fatalf("%s is needed", what)
	}
	t.Skipf("%s is not installed", what)
}

// Tool is the path of a program.
func Tool(t testing.TB, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		Lacking(t, name)
	}
	return path
}

// Office is the path of LibreOffice.
func Office(t testing.TB) string {
	t.Helper()
	for _, name := range []string{"soffice", "libreoffice"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	Lacking(t, "LibreOffice (soffice)")
	return ""
}

// Python is an interpreter that has a library, the system's own first.
func Python(t testing.TB, library string) string {
	t.Helper()
	for _, name := range []string{"/usr/bin/python3", "python3"} {
		if path, err := exec.LookPath(name); err == nil && exec.Command(path, "-c", "import "+library).Run() == nil {
			return path
		}
	}
	Lacking(t, "python3 with "+library)
	return ""
}

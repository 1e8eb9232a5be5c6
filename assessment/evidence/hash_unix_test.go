//go:build unix

package evidence

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// A pipe would hang whoever opens it; a device never ends.
func TestHashRefusesPipesAndDevices(t *testing.T) {
	pipe := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(t.TempDir(), "rota.pdf")
	if err := os.Symlink("/dev/zero", link); err != nil {
		t.Fatal(err)
	}
	for path, kind := range map[string]string{pipe: "pipe", "/dev/zero": "device", link: "device"} {
		var e *KindError
		if _, err := Hash(t.Context(), path, nil); !errors.As(err, &e) || e.Kind != kind {
			t.Errorf("%s: %v", path, err)
		}
	}
}

func TestHashOfAFileOthersKeep(t *testing.T) {
	path := write(t, t.TempDir(), "secret", "x")
	if err := os.Chmod(path, 0); err != nil {
		t.Fatal(err)
	}
	_, err := Hash(t.Context(), path, nil)
	if os.Geteuid() == 0 {
		if err != nil {
			t.Error(err) // root reads everything
		}
		return
	}
	if !errors.Is(err, os.ErrPermission) || !strings.Contains(err.Error(), "ask its owner") {
		t.Error(err)
	}
}

// The name of a file on Linux may be no text; nothing that is attached may come
// back under another name.
func TestTakeOfANameThatIsNoText(t *testing.T) {
	path := filepath.Join(t.TempDir(), "bad\xff.pdf")
	if err := os.WriteFile(path, []byte("x"), 0o600); err != nil {
		t.Logf("not on this disk: %v", err)
		return
	}
	if ref, err := Take(t.Context(), "", path, nil); err == nil {
		t.Errorf("%+v", ref)
	}
}

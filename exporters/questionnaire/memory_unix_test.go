//go:build unix

package questionnaire

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"syscall"
	"testing"

	"muster/assessment/question"
)

// memoryLimit is what a whole process may take to refuse or read any workbook.
const memoryLimit = 256 << 20

// TestMemory reads each hostile workbook in a process of its own and looks at the
// most memory it ever held.
func TestMemory(t *testing.T) {
	if path := os.Getenv("MUSTER_READ"); path != "" {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = Read(context.Background(), "hostile.xlsx", data, question.Default(), blank())
		// Linux counts what the parent held at the start into the child's rusage.
		status, _ := os.ReadFile("/proc/self/status")
		t.Logf("%s", status)
		return
	}
	dir, most := t.TempDir(), int64(0)
	for name, tt := range hostileWorkbooks(t) {
		path := filepath.Join(dir, "hostile.xlsx")
		if err := os.WriteFile(path, tt.data, 0o600); err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command(os.Args[0], "-test.run=^TestMemory$", "-test.v")
		cmd.Env = append(os.Environ(), "MUSTER_READ="+path)
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%s: %v\n%s", name, err, out)
		}
		usage := cmd.ProcessState.SysUsage().(*syscall.Rusage)
		peak := usage.Maxrss
		if runtime.GOOS != "darwin" {
			peak *= 1024 // kilobytes elsewhere
		}
		if own := regexp.MustCompile(`VmHWM:\s+(\d+) kB`).FindSubmatch(out); own != nil {
			peak, _ = strconv.ParseInt(string(own[1]), 10, 64)
			peak *= 1024
		}
		t.Logf("%-24s at most %d MB in %v", name, peak>>20, cmd.ProcessState.UserTime())
		if most = max(most, peak); peak > memoryLimit {
			t.Errorf("%s: %d MB, allowed %d", name, peak>>20, memoryLimit>>20)
		}
		data, err := os.ReadFile(path)
		if err != nil || string(data) != string(tt.data) {
			t.Errorf("%s: the file was changed: %v", name, err)
		}
	}
	t.Logf("at most %d MB", most>>20)
}

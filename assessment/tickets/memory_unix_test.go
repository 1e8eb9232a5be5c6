//go:build unix

package tickets

import (
	"context"
	"os"
	"os/exec"
	"regexp"
	"runtime"
	"strconv"
	"syscall"
	"testing"
)

// memoryLimit is what a whole process may take to import a million rows.
const memoryLimit = 100 << 20

// TestMemory imports a million rows in a process of its own and looks at the
// most memory it ever held.
func TestMemory(t *testing.T) {
	if path := os.Getenv("MUSTER_IMPORT"); path != "" {
		if _, err := Import(context.Background(), path, Options{}); err != nil {
			t.Fatal(err)
		}
		// Linux counts what the parent held at the start into the child's rusage.
		status, _ := os.ReadFile("/proc/self/status")
		t.Logf("%s", status)
		return
	}
	if testing.Short() {
		t.Skip("takes seconds")
	}
	rows := million
	if n, err := strconv.Atoi(os.Getenv("MUSTER_ROWS")); err == nil {
		rows = n
	}
	for _, rowsEach := range []int{1, 5} {
		path := writeExport(t, rows, rowsEach)
		cmd := exec.Command(os.Args[0], "-test.run=^TestMemory$", "-test.v")
		cmd.Env = append(os.Environ(), "MUSTER_IMPORT="+path)
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		usage := cmd.ProcessState.SysUsage().(*syscall.Rusage)
		peak := int64(usage.Maxrss)
		if runtime.GOOS != "darwin" {
			peak *= 1024 // kilobytes elsewhere
		}
		if own := regexp.MustCompile(`VmHWM:\s+(\d+) kB`).FindSubmatch(out); own != nil {
			peak, _ = strconv.ParseInt(string(own[1]), 10, 64)
			peak *= 1024
		}
		t.Logf("%d rows, %d a ticket: at most %d MB in %v", rows, rowsEach, peak>>20, cmd.ProcessState.UserTime())
		if peak > memoryLimit {
			t.Errorf("%d rows, %d a ticket: %d MB, allowed %d", rows, rowsEach, peak>>20, memoryLimit>>20)
		}
	}
}

//go:build unix

package tickets

import (
	"context"
	"os"
	"os/exec"
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
		cmd := exec.Command(os.Args[0], "-test.run=^TestMemory$")
		cmd.Env = append(os.Environ(), "MUSTER_IMPORT="+path)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		usage := cmd.ProcessState.SysUsage().(*syscall.Rusage)
		peak := int64(usage.Maxrss)
		if runtime.GOOS != "darwin" {
			peak *= 1024 // kilobytes elsewhere
		}
		t.Logf("%d rows, %d a ticket: at most %d MB in %v", rows, rowsEach, peak>>20, cmd.ProcessState.UserTime())
		if peak > memoryLimit {
			t.Errorf("%d rows, %d a ticket: %d MB, allowed %d", rows, rowsEach, peak>>20, memoryLimit>>20)
		}
	}
}

package simulation

import (
	"context"
	"fmt"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"
)

var mm14 = Queue{Rate: 20, Service: Handling{Mean: .5}, Servers: 14, Target: .1}

// rate is customers of mm14 a second of wall time; the best of a few runs, as
// other programs only ever slow it down.
func rate(b *testing.B, workers, runs int) float64 {
	b.Helper()
	best := 0.0
	for range runs {
		start := time.Now()
		r, err := mm14.Run(context.Background(), Options{Years: 6, Replications: 8, Workers: workers})
		if err != nil {
			b.Fatal(err)
		}
		best = max(best, float64(r.Customers)/time.Since(start).Seconds())
	}
	return best
}

// foreign runs a program that prints customers a second and the share that waited.
func foreign(b *testing.B, runs int, name string, args ...string) float64 {
	b.Helper()
	best := 0.0
	for range runs {
		out, err := exec.Command(name, args...).CombinedOutput()
		if err != nil {
			b.Fatalf("%s: %v: %s", name, err, out)
		}
		fields := strings.Fields(string(out))
		waited, err := strconv.ParseFloat(fields[1], 64)
		if err != nil || waited < .16 || waited > .19 {
			b.Fatalf("%s simulates something else: %s", name, out)
		}
		speed, err := strconv.ParseFloat(fields[0], 64)
		if err != nil {
			b.Fatal(err)
		}
		best = max(best, speed)
	}
	return best
}

// BenchmarkQueue is the bare queue with all processors and with one.
func BenchmarkQueue(b *testing.B) {
	var all, one float64
	for b.Loop() {
		all, one = max(all, rate(b, 0, 1)), max(one, rate(b, 1, 1))
	}
	b.ReportMetric(all, "customers/s")
	b.ReportMetric(one, "customers/s-one-core")
}

// BenchmarkQueueAgainstC wants a quarter of the speed of testdata/mm14.c.
func BenchmarkQueueAgainstC(b *testing.B) {
	gcc, err := exec.LookPath("gcc")
	if err != nil {
		b.Skip("no gcc here")
	}
	program := filepath.Join(b.TempDir(), "mm14")
	if out, err := exec.Command(gcc, "-O2", "-o", program, filepath.Join("testdata", "mm14.c"), "-lm").CombinedOutput(); err != nil {
		b.Skipf("gcc does not compile: %s", out)
	}
	var c, all, one float64
	for b.Loop() {
		c = max(c, foreign(b, 1, program, "20000000"))
		all, one = max(all, rate(b, 0, 1)), max(one, rate(b, 1, 1))
	}
	b.ReportMetric(all/c, "of-C")
	b.ReportMetric(one/c, "of-C-one-core")
	b.ReportMetric(c, "C-customers/s")
	if all < c/4 {
		b.Errorf("%.2g customers a second, less than a quarter of the %.2g of C", all, c)
	}
}

// BenchmarkAgainstSimPy wants 40 times the speed of testdata/mm14.py, of the
// bare queue and of the engine.
func BenchmarkAgainstSimPy(b *testing.B) {
	python := withSimPy()
	if python == "" {
		b.Skip("no Python with SimPy 3 here")
	}
	var py, all, one, engine float64
	for b.Loop() {
		py = max(py, foreign(b, 1, python, filepath.Join("testdata", "mm14.py"), "100000"))
		all, one, engine = max(all, rate(b, 0, 1)), max(one, rate(b, 1, 1)), max(engine, engineRate(b, 1))
	}
	b.ReportMetric(all/py, "of-SimPy")
	b.ReportMetric(one/py, "of-SimPy-one-core")
	b.ReportMetric(engine/py, "engine-of-SimPy-one-core")
	b.ReportMetric(py, "SimPy-customers/s")
	if all < 40*py {
		b.Errorf("%.2g customers a second, less than 40 times the %.2g of SimPy", all, py)
	}
}

// withSimPy finds an interpreter that has SimPy 3; the one of the system may
// have it when the first on the path has not.
func withSimPy() string {
	for _, python := range []string{"/usr/bin/python3", "python3"} {
		if exec.Command(python, "-c", "import simpy; assert simpy.__version__.startswith('3')").Run() == nil {
			return python
		}
	}
	return ""
}

// engineRate is escalations of the same queue a second through the engine.
func engineRate(b *testing.B, workers int) float64 {
	b.Helper()
	s := aroundTheClock([severities]float64{2, 6, 6, 6}, .5, 14, .1)
	start := time.Now()
	r := run(b, s, Options{Years: 1, Replications: 8, Workers: workers})
	return float64(r.Escalations) * (1 + float64(WarmUpWeeks)/yearWeeks) / time.Since(start).Seconds()
}

// BenchmarkEngine is the same load as BenchmarkQueue through the engine.
func BenchmarkEngine(b *testing.B) {
	var all, one float64
	for b.Loop() {
		all, one = max(all, engineRate(b, 0)), max(one, engineRate(b, 1))
	}
	b.ReportMetric(all, "escalations/s")
	b.ReportMetric(one, "escalations/s-one-core")
}

// BenchmarkEngagement is ten years of worked example A of the decision model
// with all there is to it, without and with an SIA, as often as is usual.
func BenchmarkEngagement(b *testing.B) {
	for _, workers := range []int{1, runtime.GOMAXPROCS(0)} {
		b.Run(fmt.Sprintf("workers=%d", workers), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				run(b, exampleA(), Options{Years: 10, Workers: workers})
			}
		})
	}
}

package ranking

import (
	"fmt"
	"math"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

const (
	benchDraws = 10_000
	benchRuns  = 50
)

// benchValues are ten options of twelve criteria, benchStated weights for them.
var benchValues, benchStated = func() ([][]Value, []float64) {
	s := newStream(1, 0)
	values := make([][]Value, 10)
	for i := range values {
		for range 12 {
			values[i] = append(values[i], Known(s.Uniform()))
		}
	}
	stated, _ := Shares([]float64{10, 8, 8, 5, 5, 3, 3, 2, 1, 1, 1, .2})
	return values, stated
}()

// BenchmarkSMAA is what a screen asks for, with one processor and with all.
func BenchmarkSMAA(b *testing.B) {
	for _, c := range []struct {
		name   string
		values [][]Value
		stated []float64
	}{
		{"uniform", benchValues, nil},
		{"stated", benchValues, benchStated},
		{"mixed", mixed(8, 12), nil}, // intervals, values that do not apply, ties
	} {
		for _, processors := range slices.Compact([]int{1, runtime.GOMAXPROCS(0)}) {
			b.Run(fmt.Sprintf("%s/processors=%d", c.name, processors), func(b *testing.B) {
				defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(processors))
				b.ReportAllocs()
				for b.Loop() {
					SMAA(c.values, c.stated, 30, benchDraws, 1)
				}
			})
		}
	}
}

// BenchmarkSMAAAgainstNumPy wants at least the speed of testdata/smaa.py, by the
// median of runs; the best of runs is reported too, as other programs only ever slow
// one down.
func BenchmarkSMAAAgainstNumPy(b *testing.B) {
	python := withNumPy()
	if python == "" {
		b.Skip("no Python with NumPy here")
	}
	for _, stated := range [][]float64{nil, benchStated} {
		name := "uniform"
		if stated != nil {
			name = "stated"
		}
		b.Run(name, func(b *testing.B) {
			var mine, its timing
			for b.Loop() {
				its = numPy(b, python, stated)
				mine = timed(func() { SMAA(benchValues, stated, 30, benchDraws, 1) })
			}
			b.ReportMetric(its.median/mine.median, "of-NumPy")
			b.ReportMetric(its.least/mine.least, "of-NumPy-at-best")
			b.ReportMetric(mine.median*1e9, "Go-ns")
			b.ReportMetric(mine.least*1e9, "Go-ns-at-best")
			b.ReportMetric(its.median*1e9, "NumPy-ns")
			b.ReportMetric(its.least*1e9, "NumPy-ns-at-best")
			if mine.median > its.median {
				b.Errorf("%.2g s, and NumPy takes %.2g", mine.median, its.median)
			}
		})
	}
}

// timing is seconds a run.
type timing struct{ least, median float64 }

func timed(run func()) timing {
	run()
	seconds := make([]float64, benchRuns)
	for i := range seconds {
		start := time.Now()
		run()
		seconds[i] = time.Since(start).Seconds()
	}
	slices.Sort(seconds)
	return timing{seconds[0], (seconds[(benchRuns-1)/2] + seconds[benchRuns/2]) / 2}
}

func withNumPy() string {
	for _, python := range []string{"/usr/bin/python3", "python3"} {
		if exec.Command(python, "-c", "import numpy").Run() == nil {
			return python
		}
	}
	return ""
}

// numPy runs testdata/smaa.py, and checks that it comes to the same result.
func numPy(b *testing.B, python string, stated []float64) timing {
	b.Helper()
	args := []string{filepath.Join("testdata", "smaa.py"), strconv.Itoa(benchDraws), strconv.Itoa(benchRuns)}
	for _, x := range stated {
		args = append(args, fmt.Sprint(x))
	}
	var lines strings.Builder
	for _, row := range mids(benchValues) {
		fmt.Fprintln(&lines, strings.Trim(fmt.Sprint(row), "[]"))
	}
	cmd := exec.Command(python, args...)
	cmd.Stdin = strings.NewReader(lines.String())
	out, err := cmd.CombinedOutput()
	if err != nil {
		b.Fatalf("%v: %s", err, out)
	}
	var numbers []float64
	for _, field := range strings.Fields(string(out)) {
		x, err := strconv.ParseFloat(field, 64)
		if err != nil {
			b.Fatalf("%v: %s", err, out)
		}
		numbers = append(numbers, x)
	}
	if len(numbers) != 2+len(benchValues) {
		b.Fatalf("not what was asked for: %s", out)
	}
	own := SMAA(benchValues, stated, 30, benchDraws, 1)
	for i, x := range numbers[2:] {
		if math.Abs(x-own.Ranks[i][0]) > .03 { // some four standard errors of the difference
			b.Fatalf("option %d is first in %v, in NumPy in %v", i, own.Ranks[i][0], x)
		}
	}
	return timing{numbers[0], numbers[1]}
}

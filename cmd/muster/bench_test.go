// How fast the program starts and how much memory it takes, as a ratio to a bare
// Fyne window on the same machine in the same minute.
//
// Both programs are watched from outside, through the memory of the X server's
// screen: neither is asked when it thinks it is ready.

package main

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"muster/assessment/engagement"
	"muster/assessment/library"
	"muster/assessment/model"
	"muster/assessment/question"
	"muster/assets"
)

// glass is the picture on a display of its own, mapped into memory.
type glass struct {
	display string
	pixels  []byte
	empty   []byte // what they are without a window
}

func newGlass(b *testing.B) *glass {
	b.Helper()
	dir := b.TempDir()
	g := &glass{display: screen(b, "-fbdir", dir)}
	f, err := os.Open(filepath.Join(dir, "Xvfb_screen0"))
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		b.Fatal(err)
	}
	data, err := syscall.Mmap(int(f.Fd()), 0, int(info.Size()), syscall.PROT_READ, syscall.MAP_SHARED)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { syscall.Munmap(data) })
	// An X window dump: a header of the size its first word tells, then a colour map
	// of 12 bytes an entry, then the pixels.
	word := func(i int) int { return int(binary.BigEndian.Uint32(data[4*i:])) }
	const colours = 19
	g.pixels = data[word(0)+12*word(colours):]
	g.empty = bytes.Clone(g.pixels)
	return g
}

// frame is what the glass showed from a moment on.
type frame struct {
	at     time.Duration // since the start of the program
	pixels []byte
}

// watch notes every picture until none has been new for still.
func (g *glass) watch(b *testing.B, since time.Time, still time.Duration) []frame {
	b.Helper()
	frames := []frame{{pixels: bytes.Clone(g.pixels)}}
	for last := time.Duration(0); ; time.Sleep(time.Millisecond) {
		now := time.Since(since)
		if !bytes.Equal(frames[len(frames)-1].pixels, g.pixels) {
			frames = append(frames, frame{now, bytes.Clone(g.pixels)})
			last = now
		}
		if len(frames) > 1 && now-last > still {
			return frames
		}
		if now > patience {
			b.Fatalf("%d pictures in %v, none of them the last", len(frames), now)
		}
	}
}

// usable is when the first picture showed that lacks little of the last one: less
// than a tenth of what stands out from the background there, so that an empty window
// does not count and a line of progress does not matter.
func usable(frames []frame) time.Duration {
	last := frames[len(frames)-1].pixels
	colour := func(p []byte, i int) uint32 { return binary.NativeEndian.Uint32(p[i:]) }
	counts := map[uint32]int{}
	for i := 0; i < len(last); i += 4 {
		counts[colour(last, i)]++
	}
	background := 0
	for _, n := range counts {
		background = max(background, n)
	}
	for _, f := range frames {
		differs := 0
		for i := 0; i < len(last); i += 4 {
			if colour(f.pixels, i) != colour(last, i) {
				differs++
			}
		}
		if differs*10 <= len(last)/4-background {
			return f.at
		}
	}
	return frames[len(frames)-1].at // not reached: the last one equals itself
}

// figures are what one start of a program took.
type figures struct {
	start          time.Duration
	resident, peak float64 // MiB: all memory of the process, shared libraries too, settled and at most
	own            float64 // MiB: of the resident what is no mapped file
	processor      time.Duration
}

var memoryLine = regexp.MustCompile(`(?m)^(VmRSS|VmHWM|RssAnon):\s+(\d+) kB$`)

// run starts a program, waits until its window is still and ends it.
func (g *glass) run(b *testing.B, program, home string, args ...string) figures {
	b.Helper()
	var log bytes.Buffer
	cmd := exec.Command(program, args...)
	cmd.Env, cmd.Stderr = environment(g.display, home), &log
	begin := time.Now()
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	frames := g.watch(b, begin, 1500*time.Millisecond)
	f := figures{start: usable(frames)}
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", cmd.Process.Pid))
	if err != nil {
		b.Fatal(err)
	}
	for _, m := range memoryLine.FindAllSubmatch(status, -1) {
		kib, _ := strconv.ParseFloat(string(m[2]), 64)
		switch string(m[1]) {
		case "VmRSS":
			f.resident = kib / 1024
		case "VmHWM":
			f.peak = kib / 1024
		case "RssAnon":
			f.own = kib / 1024
		}
	}
	cmd.Process.Kill()
	cmd.Wait()
	if f.resident == 0 {
		b.Fatalf("%s has ended by itself: %s", program, log.String())
	}
	f.processor = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	for end := time.Now().Add(patience); !bytes.Equal(g.pixels, g.empty); time.Sleep(5 * time.Millisecond) { // the next one needs an empty screen
		if time.Now().After(end) {
			b.Fatal("the window of a program that has ended stays")
		}
	}
	return f
}

// median of what of gives.
func median(all []figures, of func(figures) float64) float64 {
	values := make([]float64, len(all))
	for i, f := range all {
		values[i] = of(f)
	}
	slices.SortFunc(values, cmp.Compare)
	n := len(values)
	return (values[(n-1)/2] + values[n/2]) / 2
}

// From the start of the process to the first usable picture of its window, and the
// memory it then holds: Muster and a bare Fyne window by turns, medians. Run it with
// -benchtime 9x.
func BenchmarkStart(b *testing.B) {
	needTools(b, "Xvfb")
	program, bare := desktop(b), filepath.Join(b.TempDir(), "bare")
	build(b, "muster/cmd/muster/testdata/bare", bare, "1")
	long := filepath.Join(b.TempDir(), "long.muster")
	if err := os.WriteFile(long, longDocument(b).Write(), 0o600); err != nil {
		b.Fatal(err)
	}
	for _, c := range []struct {
		name string
		home func(*testing.B) string
		args []string
	}{
		{"welcome", func(b *testing.B) string { return newHome(b) }, nil},
		{"library-2000", libraryHome, nil},
		{"long-engagement", func(b *testing.B) string { return newHome(b) }, []string{long}},
	} {
		b.Run(c.name, func(b *testing.B) {
			g, home, bareHome := newGlass(b), c.home(b), newHome(b)
			g.run(b, bare, bareHome) // the first starts of both read them from disk
			g.run(b, program, home, c.args...)
			var theirs, ours []figures
			for b.Loop() {
				theirs = append(theirs, g.run(b, bare, bareHome))
				ours = append(ours, g.run(b, program, home, c.args...))
			}
			report := func(name, unit string, of func(figures) float64) {
				b.ReportMetric(median(ours, of), name+"-"+unit)
				b.ReportMetric(median(ours, of)/median(theirs, of), name+"-ratio")
			}
			b.ReportMetric(0, "ns/op") // it holds the wait for stillness
			report("start", "ms", func(f figures) float64 { return float64(f.start.Microseconds()) / 1000 })
			report("processor", "ms", func(f figures) float64 { return float64(f.processor.Microseconds()) / 1000 })
			report("memory", "MiB", func(f figures) float64 { return f.resident })
			report("peak", "MiB", func(f figures) float64 { return f.peak })
			report("own-memory", "MiB", func(f figures) float64 { return f.own })
		})
	}
}

// longDocument has every question answered, each with a long comment.
func longDocument(b *testing.B) *engagement.Document {
	b.Helper()
	data, err := assets.Samples.ReadFile("samples/saas.muster")
	if err != nil {
		b.Fatal(err)
	}
	doc, faults, err := engagement.Read(data, question.Default(), model.Default())
	if err != nil || len(faults) > 0 {
		b.Fatal(err, faults)
	}
	for id, a := range doc.Answers {
		a.Comment = strings.Repeat("A remark of some length. ", 75)
		doc.Answers[id] = a
	}
	return doc
}

// libraryHome is a home folder whose library has 2,000 engagements and an index of
// them, as it is from the second start on.
func libraryHome(b *testing.B) string {
	b.Helper()
	home := newHome(b)
	data, err := assets.Samples.ReadFile("samples/bank.muster")
	if err != nil {
		b.Fatal(err)
	}
	doc, _, err := engagement.Read(data, question.Default(), model.Default())
	if err != nil {
		b.Fatal(err)
	}
	folder := filepath.Join(home, "engagements")
	long := time.Now().Add(-time.Hour) // such files are settled
	for i := range 2000 {
		doc.Title = fmt.Sprintf("Assessment %04d", i)
		path := filepath.Join(folder, fmt.Sprintf("client %02d", i/50), fmt.Sprintf("bank-%04d.muster", i))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			b.Fatal(err)
		}
		if err := os.WriteFile(path, doc.Write(), 0o600); err != nil {
			b.Fatal(err)
		}
		if err := os.Chtimes(path, long, long); err != nil {
			b.Fatal(err)
		}
	}
	set, registry := question.Default(), model.Default()
	found, err := library.Scan(b.Context(), set, registry, library.Places{Folders: []string{folder}}, library.NewIndex(library.Stamp(set, registry)), nil)
	if err != nil {
		b.Fatal(err)
	}
	settings := filepath.Join(home, ".config", "fyne", metadata.ID)
	if err := os.MkdirAll(settings, 0o700); err != nil {
		b.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(settings, "preferences.json"), fmt.Appendf(nil, `{"folders": [%q]}`, folder), 0o600); err != nil {
		b.Fatal(err)
	}
	if err := found.Index.Save(filepath.Join(settings, library.IndexName)); err != nil {
		b.Fatal(err)
	}
	return home
}

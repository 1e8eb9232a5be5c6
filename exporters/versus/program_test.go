// The other side of the benchmarks: Python programs of testdata that stand ready
// and work a round at a time, and LibreOffice.

package versus_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"muster/exporters/outside"
)

// run gives what a program writes to standard output.
func run(t testing.TB, name string, args ...string) []byte {
	t.Helper()
	var out, stderr bytes.Buffer
	cmd := exec.Command(name, args...)
	cmd.Stdout, cmd.Stderr = &out, &stderr
	if err := cmd.Run(); err != nil {
		t.Fatalf("%s %v: %v\n%s%s", name, args, err, out.String(), stderr.String())
	}
	return out.Bytes()
}

// program is one of testdata, running; testdata/rounds.py says how to speak to it.
type program struct {
	t      testing.TB
	name   string
	in     io.WriteCloser
	out    *bufio.Scanner
	stderr bytes.Buffer
}

// start has the program load its input and wait for rounds.
func start(t testing.TB, interpreter, name string, args ...string) *program {
	t.Helper()
	p := &program{t: t, name: name}
	cmd := exec.Command(interpreter, append([]string{filepath.Join("testdata", name)}, args...)...)
	cmd.Env = append(os.Environ(), "PYTHONDONTWRITEBYTECODE=1") // testdata holds sources only
	cmd.Stderr = &p.stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	p.in, p.out = in, bufio.NewScanner(out)
	t.Cleanup(func() {
		in.Close()
		if err := cmd.Wait(); err != nil && !t.Failed() {
			t.Errorf("%s: %v\n%s", name, err, p.stderr.String())
		}
	})
	return p
}

// round has the program work once and gives the seconds it took. The result goes
// into a file, if one is named.
func (p *program) round(file string) float64 {
	p.t.Helper()
	if _, err := fmt.Fprintln(p.in, file); err != nil {
		p.t.Fatalf("%s: %v\n%s", p.name, err, p.stderr.String())
	}
	var answer struct {
		Seconds float64
		Bytes   int
	}
	if !p.out.Scan() {
		p.in.Close()
		time.Sleep(time.Second) // for what it has to say
		p.t.Fatalf("%s ended\n%s", p.name, p.stderr.String())
	}
	if err := json.Unmarshal(p.out.Bytes(), &answer); err != nil || answer.Seconds <= 0 || answer.Bytes == 0 {
		p.t.Fatalf("%s answers %q: %v", p.name, p.out.Text(), err)
	}
	return answer.Seconds
}

// made is what the program makes.
func (p *program) made(name string) (file string) {
	p.t.Helper()
	file = filepath.Join(p.t.TempDir(), name)
	p.round(file)
	return file
}

// office is LibreOffice with a profile of its own.
type office struct {
	b       *testing.B
	soffice string
	profile string
	out     string
}

func newOffice(b *testing.B) *office {
	b.Helper()
	for _, name := range []string{"soffice", "libreoffice"} {
		if path, err := exec.LookPath(name); err == nil {
			return &office{b, path, filepath.Join(b.TempDir(), "profile"), filepath.Join(b.TempDir(), "out")}
		}
	}
	outside.Lacking(b, "LibreOffice (soffice)")
	return nil
}

// convert makes a PDF of a workbook and gives the seconds it took, start-up
// included: the program ends after each conversion.
func (o *office) convert(file string) float64 {
	o.b.Helper()
	begin := time.Now()
	run(o.b, o.soffice, "-env:UserInstallation=file://"+o.profile, "--headless", "--norestore", "--convert-to", "pdf", "--outdir", o.out, file)
	seconds := time.Since(begin).Seconds()
	made := filepath.Join(o.out, filepath.Base(file[:len(file)-len(filepath.Ext(file))])+".pdf")
	if data, err := os.ReadFile(made); err != nil || !bytes.HasPrefix(data, []byte("%PDF-")) {
		o.b.Fatalf("no PDF of %s: %v", file, err)
	}
	if err := os.Remove(made); err != nil {
		o.b.Fatal(err)
	}
	return seconds
}

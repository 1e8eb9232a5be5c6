package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"muster/assessment/seal"
	"muster/assessment/store"
	"muster/assets"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"muster-cli": main})
}

// TestScripts runs the scripts in testdata. Each has the shipped question set as
// mssp-sia.yaml, and these commands besides testscript's own:
//
//	exit CODE muster-cli ARG...   run the program and compare its exit code
//	jsonvalues N FILE             FILE (or stdout) holds N JSON values and nothing else
//	edit FILE OLD NEW             replace OLD, which must stand there once; NEW may be @FILE
//	mode PERM FILE                compare the permissions of a file
//	seal FILE PASSWORD            protect a file with a password
//	hold FILE                     have a file open for writing until the script ends
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata",
		Setup: func(env *testscript.Env) error {
			return os.WriteFile(filepath.Join(env.WorkDir, "mssp-sia.yaml"), assets.QuestionSet, 0o600)
		},
		Condition: func(cond string) (bool, error) {
			if cond == "root" { // whom permissions do not stop
				return os.Geteuid() == 0, nil
			}
			return false, errors.New("unknown condition " + cond)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exit": scriptExit, "jsonvalues": scriptJSONValues, "edit": scriptEdit, "mode": scriptMode, "seal": scriptSeal, "hold": scriptHold,
		},
	})
}

func scriptSeal(ts *testscript.TestScript, _ bool, args []string) {
	data, err := seal.Seal([]byte(ts.ReadFile(args[0])), args[1])
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), data, 0o600))
}

func scriptHold(ts *testscript.TestScript, _ bool, args []string) {
	lock, err := store.TakeLock(ts.MkAbs(args[0]))
	ts.Check(err)
	ts.Defer(lock.Release)
}

func scriptExit(ts *testscript.TestScript, _ bool, args []string) {
	err := ts.Exec(args[1], args[2:]...)
	code := 0
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		code = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if strconv.Itoa(code) != args[0] {
		ts.Fatalf("exit code %d, want %s", code, args[0])
	}
}

func scriptJSONValues(ts *testscript.TestScript, _ bool, args []string) {
	dec := json.NewDecoder(strings.NewReader(ts.ReadFile(args[1])))
	n := 0
	for {
		var v any
		err := dec.Decode(&v)
		if err == io.EOF {
			break
		}
		ts.Check(err)
		n++
	}
	if strconv.Itoa(n) != args[0] {
		ts.Fatalf("%d JSON values, want %s", n, args[0])
	}
}

func scriptEdit(ts *testscript.TestScript, _ bool, args []string) {
	text, replacement := ts.ReadFile(args[0]), args[2]
	if name, ok := strings.CutPrefix(replacement, "@"); ok {
		replacement = ts.ReadFile(name)
	}
	if n := strings.Count(text, args[1]); n != 1 {
		ts.Fatalf("%q stands %d times in %s", args[1], n, args[0])
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(strings.Replace(text, args[1], replacement, 1)), 0o600))
}

func scriptMode(ts *testscript.TestScript, _ bool, args []string) {
	info, err := os.Stat(ts.MkAbs(args[1]))
	ts.Check(err)
	if got := strconv.FormatInt(int64(info.Mode().Perm()), 8); got != args[0] && runtime.GOOS != "windows" {
		ts.Fatalf("%s has mode %s, want %s", args[1], got, args[0])
	}
}

// call runs the program in this process.
func call(ctx context.Context, in io.Reader, args ...string) (code int, out, errs string) {
	var stdout, stderr bytes.Buffer
	code = run(ctx, args, in, &stdout, &stderr)
	return code, stdout.String(), stderr.String()
}

type panicking struct{}

func (panicking) Read([]byte) (int, error) { panic("broken reader") }

func TestPanicIsOwnedUpTo(t *testing.T) {
	code, out, errs := call(context.Background(), panicking{}, "evaluate", "-")
	if code != exitFailed || out != "" || !strings.HasPrefix(errs, "error: this is a bug in Muster "+assets.Version+": broken reader\n") {
		t.Errorf("code %d, stdout %q, stderr %q", code, out, errs)
	}
}

func TestCancelledReportWritesNothing(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	dir := filepath.Join(t.TempDir(), "out")
	code, out, errs := call(ctx, nil, "report", "--sample", "saas", "--out", dir)
	if code != exitFailed || out != "" || errs != "error: cancelled; nothing was written\n" {
		t.Errorf("code %d, stdout %q, stderr %q", code, out, errs)
	}
	if _, err := os.Stat(dir); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the folder was made: %v", err)
	}
}

// TestEveryCommandHasHelpWithAnExample looks at all there is, so that a new
// command cannot come without.
func TestEveryCommandHasHelpWithAnExample(t *testing.T) {
	root := newRoot(newApp(nil, io.Discard, io.Discard))
	for _, cmd := range root.Commands() {
		if cmd.Name() == "help" || cmd.Name() == "completion" {
			continue // cobra's own
		}
		code, out, errs := call(context.Background(), nil, cmd.Name(), "--help")
		if code != exitFine || errs != "" || !strings.Contains(out, "Examples:\n  muster-cli "+cmd.Name()) {
			t.Errorf("%s --help: code %d, stdout %q, stderr %q", cmd.Name(), code, out, errs)
		}
	}
}

func TestTerminalIsNotSteered(t *testing.T) {
	doc := `{"format":"muster-engagement","version":1,"title":"a\u001b[2J\u202eb\u009b","answers":{}}`
	_, out, errs := call(context.Background(), strings.NewReader(doc), "evaluate", "-")
	if !strings.HasPrefix(out, "a[2Jb\n") {
		t.Errorf("stdout %q, stderr %q", out, errs)
	}
	doc = `{"format":"muster-engagement","version":1,"\u001b]0;x\u0007":1}`
	_, _, errs = call(context.Background(), strings.NewReader(doc), "evaluate", "-")
	if !strings.HasPrefix(errs, "warning: standard input: ]0;x: ") {
		t.Errorf("stderr %q", errs)
	}
}

func TestWrap(t *testing.T) {
	long := strings.Repeat("word ", 40)
	for _, line := range strings.Split(wrap(long, 10), "\n") {
		if len(line) > lineWidth {
			t.Errorf("line of %d", len(line))
		}
	}
	if got := wrap(strings.Repeat("x", 200), 4); strings.Contains(got, "\n") {
		t.Errorf("a long word alone was broken: %q", got)
	}
	if got := wrap("", 4); got != "" {
		t.Errorf("wrap of nothing: %q", got)
	}
}

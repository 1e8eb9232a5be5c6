// What every command shares: the streams, the exit codes, and how results and
// errors are put into words.

package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"muster/assets"
)

// The exit codes.
const (
	exitFine   = 0
	exitFailed = 1
	exitUsage  = 2
)

// app is one run of the program.
type app struct {
	in       io.Reader
	out      *bufio.Writer
	errs     io.Writer
	format   choice // text or json
	setFile  string // a custom question set; empty for the shipped one
	unlock   string // file with the password of a protected engagement
	password string // of the protected engagement that was read; empty for none
	started  bool   // the command line was accepted
}

func newApp(in io.Reader, out, errs io.Writer) *app {
	return &app{in: in, out: bufio.NewWriter(out), errs: errs, format: choice{"text", []string{"text", "json"}}}
}

// interruptible is ctx until the first interrupt, so that none can strike while a file
// is written. A second one ends the program at once.
func interruptible(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop)
	return ctx, stop
}

// json reports whether programs read the output.
func (a *app) json() bool { return a.format.value == "json" }

// usageError is a wrong call that shows only once a command runs.
type usageError struct{ error }

func usagef(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }

// errReported fails the run; what went wrong was said already.
var errReported = errors.New("reported")

// finish says what went wrong and gives the exit code.
func (a *app) finish(cmd *cobra.Command, err error) int {
	if flushErr := a.out.Flush(); flushErr != nil && !brokenPipe(flushErr) && err == nil {
		err = fmt.Errorf("cannot write to standard output: %w", flushErr)
	}
	var usage usageError
	switch {
	case err == nil:
		return exitFine
	case errors.Is(err, errReported):
		return exitFailed
	case !a.started || errors.As(err, &usage):
		a.complain("error", err)
		fmt.Fprintf(a.errs, "hint: %s --help shows how to call it\n", cmd.CommandPath())
		return exitUsage
	}
	a.complain("error", err)
	return exitFailed
}

// bug owns up to a panic.
func (a *app) bug(p any) int {
	fmt.Fprintf(a.errs, "error: this is a bug in Muster %s: %v\nPlease report it with the command and the lines below; no file was left half written.\n\n%s",
		assets.Version, p, debug.Stack())
	return exitFailed
}

// complain writes an error or a warning after what is already on its way out.
func (a *app) complain(kind string, err error) {
	_ = a.out.Flush()
	fmt.Fprintf(a.errs, "%s: %s\n", kind, strings.ReplaceAll(plain(err.Error()), "\n", "\n  "))
}

// brokenPipe reports whether the reader of standard output went away.
func brokenPipe(err error) bool {
	if runtime.GOOS == "windows" {
		const brokenPipe, noData = syscall.Errno(109), syscall.Errno(232) // as Windows calls them
		return errors.Is(err, brokenPipe) || errors.Is(err, noData)
	}
	return errors.Is(err, syscall.EPIPE)
}

// printf writes text for people. What a document says cannot steer the terminal.
// As with all output, an error of the writer stays in it until finish.
func (a *app) printf(format string, args ...any) {
	_, _ = a.out.WriteString(plain(fmt.Sprintf(format, args...)))
}

// printJSON writes v indented.
func (a *app) printJSON(v any) error { return a.encode(v, "  ") }

// printLine writes v on one line.
func (a *app) printLine(v any) error { return a.encode(v, "") }

func (a *app) encode(v any, indent string) error {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", indent)
	if err := enc.Encode(v); err != nil {
		return fmt.Errorf("cannot write JSON: %w", err)
	}
	_, _ = a.out.Write(b.Bytes())
	return nil
}

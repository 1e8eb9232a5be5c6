// Command muster-cli does Muster's work without a window: it makes, checks and
// evaluates engagements and writes their reports. It holds no logic of its own.
//
// Standard output carries what was asked for and nothing else; warnings and
// errors go to standard error. It exits with 0 when all went well, 1 when
// something failed and 2 when it was called the wrong way.
package main

import (
	"context"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"

	"muster/assets"
)

func main() {
	signal.Ignore(syscall.SIGPIPE) // a reader that has seen enough is no failure
	os.Exit(run(context.Background(), os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// run is the program without the process around it; it returns the exit code.
func run(ctx context.Context, args []string, in io.Reader, out, errs io.Writer) (code int) {
	a := newApp(in, out, errs)
	defer func() {
		if p := recover(); p != nil {
			code = a.bug(p)
		}
	}()
	root := newRoot(a)
	root.SetArgs(args)
	cmd, err := root.ExecuteContextC(ctx)
	return a.finish(cmd, err)
}

func newRoot(a *app) *cobra.Command {
	root := &cobra.Command{
		Use:   "muster-cli",
		Short: "Does your threat response pass muster?",
		Long: `Muster works out whether a named security intelligence analyst (SIA) and
consulting on the incident response plan (CSIRP) are warranted. This program
does it without a window and without a network.

It exits with 0 when all went well, 1 when something failed, 2 on wrong usage.`,
		Example: `  muster-cli new acme.muster --client "Acme Ltd"
  muster-cli evaluate acme.muster
  muster-cli report acme.muster --to pdf,xlsx --out reports`,
		Version:          assets.Version,
		SilenceErrors:    true, // finish words them
		SilenceUsage:     true,
		PersistentPreRun: func(*cobra.Command, []string) { a.started = true },
	}
	root.SetVersionTemplate(versionText() + "\n")
	root.SetOut(a.out)
	root.SetErr(a.errs)
	root.PersistentFlags().StringVar(&a.unlock, "unlock", "", "for a protected engagement: the `FILE` whose first line is its password")
	must(root.MarkPersistentFlagFilename("unlock"))
	root.PersistentFlags().Var(&a.format, "format", "what to print: text for people, json for programs")
	complete(root, "format", a.format.allowed)
	root.AddCommand(a.newCommand(), a.validateCommand(), a.evaluateCommand(), a.planCommand(), a.evidenceCommand(), a.compareCommand(), a.sinceCommand(), a.gapCommand(), a.benchmarkCommand(), a.reportCommand(), a.csirpCommand(), a.verifyCommand(), a.brandCommand(), a.questionnaireCommand(),
		a.questionsCommand(), a.libraryCommand(), a.samplesCommand(), a.simulateCommand(), a.ticketsCommand(), a.exerciseCommand(), a.versionCommand())
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	refuseUnknown(root)
	return root
}

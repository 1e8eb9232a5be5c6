package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"muster/assessment/model"
	"muster/exporters"
	"muster/exporters/protect"
)

func (a *app) verifyCommand() *cobra.Command {
	secret := ""
	cmd := &cobra.Command{
		Use:   "verify REPORT.pdf",
		Short: "Check that a report follows from its engagement",
		Long: `Take the engagement that is attached to a full PDF report, make the report anew
and compare: byte for byte, or page for page where the report has a password. It
takes the version of Muster that made the report, and its question set.

It exits with 0 when they are the same and with 1 when they are not.`,
		Example: `  muster-cli verify acme.pdf
  muster-cli verify acme.pdf --password-file secret.txt`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return fmt.Errorf("name one report (a PDF); found %d files", len(args))
			}
			return nil
		},
		ValidArgsFunction: cobra.FixedCompletions([]cobra.Completion{"pdf"}, cobra.ShellCompDirectiveFilterFileExt),
		RunE:              func(cmd *cobra.Command, args []string) error { return a.verify(cmd.Context(), args[0], secret) },
	}
	a.addSetFlag(cmd)
	addPasswordFlag(cmd, &secret, "the report's password is in the first line of `FILE`")
	return cmd
}

func (a *app) verify(ctx context.Context, name, secret string) error {
	set, err := a.questionSet()
	if err != nil {
		return err
	}
	password, err := readPassword(secret)
	if err != nil {
		return err
	}
	data, err := a.read(name)
	if err != nil {
		return err
	}
	ctx, stop := interruptible(ctx)
	defer stop()
	v, err := exporters.Verify(ctx, set, model.Default(), data, password, nil)
	switch {
	case errors.Is(err, context.Canceled):
		return errors.New("cancelled")
	case errors.Is(err, protect.ErrPassword):
		return fmt.Errorf("%s: %w; name the file that holds it with --password-file", shownName(name), err)
	case err != nil:
		return fmt.Errorf("%s: %w", shownName(name), err)
	}
	if a.json() {
		if err := a.printJSON(v); err != nil {
			return err
		}
	} else {
		a.printf("%s\n", verdictOf(v))
		a.printf("  engagement   %s\n  input        SHA-256 %s\n  made with    %s\n", v.Title, v.Input, v.MadeWith)
	}
	if !v.Same {
		return errReported
	}
	return nil
}

func verdictOf(v *exporters.Verification) string {
	switch {
	case v.Same && v.Protected:
		return "The same: every page of the report follows from the attached engagement."
	case v.Same:
		return "The same: the report follows byte for byte from the attached engagement."
	}
	return "Not the same: " + v.Reason + "."
}

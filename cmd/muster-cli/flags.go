// Flags and arguments: fixed values, shell completion, and refusing what is not
// known.

package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"muster/assessment/store"
	"muster/exporters"
)

// choice is a flag with a fixed list of values.
type choice struct {
	value   string
	allowed []string
}

func (c *choice) String() string { return c.value }

// Type is what the help shows for the value.
func (c *choice) Type() string { return strings.Join(c.allowed, "|") }

// Set accepts an allowed value.
func (c *choice) Set(s string) error {
	if !slices.Contains(c.allowed, s) {
		return fmt.Errorf("allowed: %s", strings.Join(c.allowed, ", "))
	}
	c.value = s
	return nil
}

// picks is a flag that takes some of what there is, by ids separated by commas.
type picks[T any] struct {
	allowed []string                // ids, as the help shows them
	byID    func(string) (T, error) // the error lists what there is
	usual   string                  // ids of what is taken where the flag is not given
	ids     []string                // asked for, each once
}

func (p *picks[T]) String() string { return strings.Join(p.ids, ",") }

// Type is what the help shows for the value.
func (p *picks[T]) Type() string { return strings.Join(p.allowed, ",") }

// Set adds ids.
func (p *picks[T]) Set(s string) error {
	for id := range strings.SplitSeq(s, ",") {
		id = strings.TrimSpace(id)
		if _, err := p.byID(id); err != nil {
			return err
		}
		if !slices.Contains(p.ids, id) {
			p.ids = append(p.ids, id)
		}
	}
	return nil
}

// picked is what was asked for, or the usual.
func (p *picks[T]) picked() []T {
	ids := p.ids
	if len(ids) == 0 {
		ids = strings.Split(p.usual, ",")
	}
	out := make([]T, len(ids))
	for i, id := range ids {
		x, err := p.byID(id)
		must(err) // Set has looked
		out[i] = x
	}
	return out
}

// formats is the flag of reports, or of other documents out of a list.
func formats(list []exporters.Format, byID func(string) (exporters.Format, error), usual string) picks[exporters.Format] {
	p := picks[exporters.Format]{byID: byID, usual: usual}
	for _, f := range list {
		p.allowed = append(p.allowed, f.ID)
	}
	return p
}

// addSetFlag gives a command the choice of a question set.
func (a *app) addSetFlag(cmd *cobra.Command) {
	cmd.Flags().StringVar(&a.setFile, "set", "", "use the question set in this YAML `FILE` instead of the shipped one")
	must(cmd.MarkFlagFilename("set", "yaml", "yml"))
}

// addPasswordFlag gives a command a password, which never stands on the command
// line, where others could read it.
func addPasswordFlag(cmd *cobra.Command, file *string, help string) {
	cmd.Flags().StringVar(file, "password-file", "", help)
	must(cmd.MarkFlagFilename("password-file"))
}

// readPassword is the first line of a file; empty without a file.
func readPassword(file string) (string, error) {
	if file == "" {
		return "", nil
	}
	data, err := store.ReadFile(file)
	if err != nil {
		return "", err
	}
	line, _, _ := strings.Cut(string(data), "\n")
	if line = strings.TrimSuffix(line, "\r"); line == "" {
		return "", fmt.Errorf("%s holds no password: write it into the first line", file)
	}
	return line, nil
}

// complete offers values for a flag in the shell.
func complete(cmd *cobra.Command, flag string, values []string) {
	must(cmd.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(values, cobra.ShellCompDirectiveNoFileComp)))
}

// completeDocuments offers engagement files in the shell.
func completeDocuments(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
	return []cobra.Completion{strings.TrimPrefix(store.Extension, ".")}, cobra.ShellCompDirectiveFilterFileExt
}

// must guards what only a slip in this program's own source can make fail.
func must(err error) {
	if err != nil {
		panic(err)
	}
}

// documents accepts one file or more, standard input at most once.
func documents(_ *cobra.Command, args []string) error {
	if len(args) == 0 {
		return fmt.Errorf("no file given; name one or more engagement files, or - for standard input")
	}
	if i := slices.Index(args, stdin); i >= 0 && slices.Contains(args[i+1:], stdin) {
		return fmt.Errorf("standard input (-) can be read only once")
	}
	return nil
}

// oneDocument accepts one engagement.
func oneDocument(_ *cobra.Command, args []string) error {
	if len(args) != 1 {
		return fmt.Errorf("name one engagement file; found %d", len(args))
	}
	return nil
}

// refuseUnknown makes wrong or missing names of commands an error, which they
// are not for cobra: help and completion would print their help.
func refuseUnknown(root *cobra.Command) {
	root.RunE = missingCommand
	for _, cmd := range root.Commands() {
		switch cmd.Name() {
		case "completion":
			cmd.RunE = missingCommand
		case "help":
			cmd.Args = func(_ *cobra.Command, args []string) error {
				_, _, err := root.Find(args)
				return err
			}
		}
	}
}

func missingCommand(cmd *cobra.Command, _ []string) error {
	var names []string
	for _, c := range cmd.Commands() {
		if c.IsAvailableCommand() {
			names = append(names, c.Name())
		}
	}
	return usagef("%s needs to be told what to do: %s", cmd.CommandPath(), strings.Join(names, ", "))
}

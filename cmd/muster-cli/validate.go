package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"muster/assessment/analysis"
	"muster/assessment/engagement"
	"muster/assessment/exercise"
	"muster/assessment/model"
	"muster/assessment/question"
)

func (a *app) validateCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "validate FILE...",
		Short: "Check engagements and name every fault",
		Long: `Check engagements and name every fault by its place in the file. A warning
leaves the file usable; a fault does not, and makes the command fail. FILE may
be "-" for standard input. With --format json there is one object, or one a line
for several files: {"file", "ok", "faults": [{"path", "message", "warning"}]}.`,
		Example: `  muster-cli validate acme.muster
  muster-cli validate --format json *.muster`,
		Args:              documents,
		ValidArgsFunction: completeDocuments,
		RunE:              func(_ *cobra.Command, files []string) error { return a.validate(files) },
	}
	a.addSetFlag(cmd)
	return cmd
}

// checked is what validate found in one file.
type checked struct {
	File   string  `json:"file"`
	OK     bool    `json:"ok"`
	Faults []fault `json:"faults"`
}

// fault is an engagement.Fault as JSON.
type fault struct {
	Path    string `json:"path"`
	Message string `json:"message"`
	Warning bool   `json:"warning"`
}

func (a *app) validate(files []string) error {
	set, err := a.questionSet()
	if err != nil {
		return err
	}
	unread, faulty := 0, 0
	for _, name := range files {
		c, err := a.check(set, name)
		switch {
		case err != nil:
			unread++
			a.complain("error", err)
		case !c.OK:
			faulty++
		}
		if err != nil && !a.json() {
			continue
		}
		if err := a.printChecked(c, len(files) > 1); err != nil {
			return err
		}
	}
	switch {
	case faulty > 0:
		return fmt.Errorf("%d of %d files cannot be used; correct the places named", faulty, len(files))
	case unread > 0:
		return errReported
	}
	return nil
}

// check collects what is wrong with a file; the error is that of reading it.
func (a *app) check(set *question.Set, name string) (checked, error) {
	c := checked{File: name, Faults: []fault{}}
	data, err := a.read(name)
	if err != nil {
		c.Faults = append(c.Faults, fault{Message: err.Error()})
		return c, err
	}
	doc, found, err := engagement.Read(data, set, model.Default())
	c.OK = err == nil
	for _, f := range found {
		c.Faults = append(c.Faults, fault(f))
	}
	if doc != nil {
		if _, err := analysis.History(doc); err != nil {
			c.Faults = append(c.Faults, fault{"tickets", err.Error(), true})
		}
		_, faulty := exercise.Own(set, doc)
		for _, err := range faulty {
			c.Faults = append(c.Faults, fault{"exerciseScenarios", err.Error(), true})
		}
	}
	if faults := (engagement.Faults)(nil); err != nil && !errors.As(err, &faults) {
		c.Faults = append(c.Faults, fault{Message: err.Error()}) // no JSON at all
	}
	return c, nil
}

func (a *app) printChecked(c checked, several bool) error {
	if a.json() {
		if several {
			return a.printLine(c)
		}
		return a.printJSON(c)
	}
	for _, f := range c.Faults {
		kind := ""
		if f.Warning {
			kind = "warning: "
		}
		text := strings.ReplaceAll(engagement.Fault(f).String(), "\n", " ") // a key may hold one
		a.printf("%s: %s%s\n", shownName(c.File), kind, text)
	}
	if c.OK {
		a.printf("%s: ok\n", shownName(c.File))
	}
	return nil
}

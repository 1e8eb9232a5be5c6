// Loading: from a file, standard input or a sample to an evaluated engagement.

package main

import (
	"errors"
	"fmt"
	"os"

	"muster/assessment"
	"muster/assessment/analysis"
	"muster/assessment/engagement"
	engagementfile "muster/assessment/file"
	"muster/assessment/model"
	"muster/assessment/question"
	"muster/assessment/seal"
	"muster/assessment/store"
	"muster/exporters"
	"muster/exporters/protect"
	"muster/exporters/report"
)

// stdin is the file name that stands for standard input.
const stdin = "-"

// questionSet is the shipped set, or the one --set names.
func (a *app) questionSet() (*question.Set, error) {
	if a.setFile == "" {
		return question.Default(), nil
	}
	data, err := store.ReadFile(a.setFile)
	if err != nil {
		return nil, err
	}
	set, err := question.LoadCustom(a.setFile, data, question.Default(), assessment.NeededIDs())
	if err != nil {
		return nil, fmt.Errorf("the question set %s cannot be used; correct this:\n%w", a.setFile, err)
	}
	return set, nil
}

// read gives the bytes of a file or of standard input.
func (a *app) read(name string) (data []byte, err error) {
	if name == stdin {
		data, err = store.ReadAll("standard input", a.in)
	} else {
		data, err = store.ReadFile(name)
	}
	if err != nil || !seal.Is(data) {
		return data, err
	}
	password, err := readPassword(a.unlock)
	if err != nil {
		return nil, err
	}
	if password == "" {
		return nil, fmt.Errorf("%s is protected with a password; name the file that holds it with --unlock", shownName(name))
	}
	if data, err = seal.Open(data, password); err != nil {
		return nil, fmt.Errorf("%s cannot be opened: %w", shownName(name), err)
	}
	a.password = password
	return data, nil
}

// hold keeps other programs from writing an engagement's file until the function it
// gives is called: two that read it, change it and write it would lose what one of
// them changed. Where no lock can be taken, writing says what is wrong.
func hold(path string) (release func(), err error) {
	lock, err := store.TakeLock(path)
	var held *store.Held
	if errors.As(err, &held) {
		return nil, fmt.Errorf("%w; close it there first", held)
	}
	return lock.Release, nil
}

// save writes an engagement that is held; where the one that was read is protected, this one is
// as well.
func (a *app) save(path string, doc *engagement.Document) error {
	data, err := engagementfile.Encode(doc, a.password)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return store.WriteAtomic(path, data)
}

// assessed is an engagement with its analysis, the simulation aside.
type assessed struct {
	set      *question.Set
	doc      *engagement.Document
	analysis analysis.Analysis
}

func (e *assessed) result() *assessment.Result { return &e.analysis.Result }

// report is the one model of what people read.
func (e *assessed) report() *report.Report {
	return report.Build(e.set, model.Default(), e.doc, e.analysis)
}

// assess reads and evaluates a file; its warnings go to standard error.
func (a *app) assess(name string) (*assessed, error) {
	set, err := a.questionSet()
	if err != nil {
		return nil, err
	}
	doc, err := a.document(set, name)
	if err != nil {
		return nil, err
	}
	return a.evaluated(set, name, doc), nil
}

func (a *app) assessData(set *question.Set, name string, data []byte) (*assessed, error) {
	doc, err := a.parse(set, name, data)
	if err != nil {
		return nil, err
	}
	return a.evaluated(set, name, doc), nil
}

// document reads a file; its warnings go to standard error.
func (a *app) document(set *question.Set, name string) (*engagement.Document, error) {
	data, err := a.read(name)
	if err != nil {
		return nil, err
	}
	return a.parse(set, name, data)
}

func (a *app) parse(set *question.Set, name string, data []byte) (*engagement.Document, error) {
	data, err := exporters.Engagement(data, "")
	if errors.Is(err, protect.ErrPassword) {
		err = fmt.Errorf("%w; save it without one, or open it in Muster and save the engagement", err)
	}
	if err != nil {
		return nil, fmt.Errorf("%s cannot be used: %w", shownName(name), err)
	}
	doc, faults, err := engagement.Read(data, set, model.Default())
	if err != nil {
		return nil, fmt.Errorf("%s cannot be used; correct this:\n%w", shownName(name), err)
	}
	for _, f := range faults {
		a.complain("warning", fmt.Errorf("%s: %s", shownName(name), f))
	}
	return doc, nil
}

func (a *app) evaluated(set *question.Set, name string, doc *engagement.Document) *assessed {
	e := &assessed{set, doc, analysis.Quick(set, model.Default(), doc)}
	if e.analysis.TicketFault != "" {
		a.complain("warning", fmt.Errorf("%s: tickets: %s", shownName(name), e.analysis.TicketFault))
	}
	return e
}

func shownName(name string) string {
	if name == stdin {
		return "standard input"
	}
	return name
}

// refuseExisting keeps a file that is there from being replaced by accident.
func refuseExisting(path string, force bool) error {
	if _, err := os.Lstat(path); err == nil && !force {
		return fmt.Errorf("%s exists already; choose another name, or replace it with --force", path)
	}
	return nil
}

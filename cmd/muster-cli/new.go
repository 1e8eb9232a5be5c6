package main

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"muster/assessment/engagement"
	"muster/assessment/store"
)

func (a *app) newCommand() *cobra.Command {
	doc := &engagement.Document{}
	date := day(time.Now().Format(time.DateOnly))
	force := false
	cmd := &cobra.Command{
		Use:     "new FILE",
		Short:   "Write an empty engagement",
		Long:    "Write an empty engagement to FILE, to be answered in Muster or an editor.",
		Example: `  muster-cli new acme.muster --title "Acme 2026" --client "Acme Ltd" --assessor "J. Doe"`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 || args[0] == stdin {
				return fmt.Errorf("name the one file to write, such as acme%s", store.Extension)
			}
			return nil
		},
		ValidArgsFunction: completeDocuments,
		RunE: func(_ *cobra.Command, args []string) error {
			doc.Date = string(date)
			return a.create(args[0], doc, force)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&doc.Title, "title", "", "title of the engagement")
	flags.StringVar(&doc.Client, "client", "", "whom it is about")
	flags.StringVar(&doc.Assessor, "assessor", "", "who assesses")
	flags.Var(&date, "date", "date of the engagement")
	flags.StringVar(&doc.Classification, "classification", "Confidential", "marking of every page of a report")
	flags.BoolVar(&force, "force", false, "replace FILE if it exists")
	a.addSetFlag(cmd)
	return cmd
}

// create writes a new document with the particulars of head.
func (a *app) create(path string, head *engagement.Document, force bool) error {
	set, err := a.questionSet()
	if err != nil {
		return err
	}
	if err := refuseExisting(path, force); err != nil {
		return err
	}
	doc := engagement.New(randomID(), head.Date, set)
	doc.Title, doc.Client, doc.Assessor, doc.Classification = head.Title, head.Client, head.Assessor, head.Classification
	if err := store.Save(path, doc); err != nil {
		return err
	}
	if a.json() {
		return a.printJSON(struct {
			File string `json:"file"`
			ID   string `json:"id"`
		}{path, doc.ID})
	}
	a.printf("Written: %s\n", path)
	return nil
}

func randomID() string {
	b := make([]byte, 16)
	_, _ = rand.Read(b) // never fails, says its documentation
	return hex.EncodeToString(b)
}

// day is a flag that takes a calendar date.
type day string

func (d *day) String() string { return string(*d) }

// Type is what the help shows for the value.
func (d *day) Type() string { return "yyyy-mm-dd" }

// Set accepts a date that exists.
func (d *day) Set(s string) error {
	if _, err := time.Parse(time.DateOnly, s); err != nil {
		return fmt.Errorf("allowed: a date as yyyy-mm-dd")
	}
	*d = day(s)
	return nil
}

package main

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"muster/assessment/engagement"
	"muster/assessment/store"
)

func (a *app) newCommand() *cobra.Command {
	doc := &engagement.Document{}
	date := day(time.Now().Format(time.DateOnly))
	force := false
	from := ""
	var cmd *cobra.Command
	cmd = &cobra.Command{
		Use:   "new FILE",
		Short: "Write an empty engagement, or one that follows an earlier one",
		Long: `Write an empty engagement to FILE, to be answered in Muster or an editor.

With --from it starts from an earlier engagement: its answers, each marked as carried
over until it is confirmed or answered anew, its options, settings, what-ifs, branding
and actions. Tickets that were imported and what people answered on their own stay
behind. The earlier engagement is kept inside to be compared with; "since" shows it.`,
		Example: `  muster-cli new acme.muster --title "Acme 2026" --client "Acme Ltd" --assessor "J. Doe"
  muster-cli new acme-2027.muster --from acme-2026.muster`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 || args[0] == stdin {
				return fmt.Errorf("name the one file to write, such as acme%s", store.Extension)
			}
			return nil
		},
		ValidArgsFunction: completeDocuments,
		RunE: func(_ *cobra.Command, args []string) error {
			doc.Date = string(date)
			if from == "" {
				return a.create(args[0], doc, force)
			}
			return a.createFollowUp(args[0], from, doc, cmd.Flags().Changed, force)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&from, "from", "", "start from the answers of this earlier `ENGAGEMENT`")
	must(cmd.MarkFlagFilename("from", strings.TrimPrefix(store.Extension, "."), "pdf"))
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
	return a.created(path, doc)
}

// createFollowUp writes an engagement that starts from an earlier one; of head counts
// what was given.
func (a *app) createFollowUp(path, from string, head *engagement.Document, given func(flag string) bool, force bool) error {
	set, err := a.questionSet()
	if err != nil {
		return err
	}
	old, err := a.document(set, from)
	if err != nil {
		return err
	}
	if err := refuseExisting(path, force); err != nil {
		return err
	}
	doc, err := old.FollowUp(randomID(), head.Date, set)
	if err != nil {
		return fmt.Errorf("%s: %w", shownName(from), err)
	}
	for _, x := range []struct {
		flag     string
		to, text *string
	}{{"title", &doc.Title, &head.Title}, {"client", &doc.Client, &head.Client}, {"assessor", &doc.Assessor, &head.Assessor}, {"classification", &doc.Classification, &head.Classification}} {
		if given(x.flag) {
			*x.to = *x.text
		}
	}
	return a.created(path, doc)
}

// created writes a new document and says so.
func (a *app) created(path string, doc *engagement.Document) error {
	release, err := hold(path)
	if err != nil {
		return err
	}
	defer release()
	if err := a.save(path, doc); err != nil {
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

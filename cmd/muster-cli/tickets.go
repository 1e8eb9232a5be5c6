package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"muster/assessment/analysis"
	"muster/assessment/engagement"
	"muster/assessment/model"
	"muster/assessment/question"
	"muster/assessment/store"
	"muster/assessment/tickets"
)

// ticketsRequest is which export to read, how, and what to do with it.
type ticketsRequest struct {
	file        string
	mappingFile string
	columns     []string
	severities  []string
	dateOrder   choice
	zone        string
	workedUnit  choice
	cover       string
	listUnused  bool
	engagement  string
	apply, out  string
	force       bool
	saveMapping string
}

func (a *app) ticketsCommand() *cobra.Command {
	r := &ticketsRequest{dateOrder: choice{allowed: []string{"dmy", "mdy"}}, workedUnit: choice{allowed: []string{"seconds", "minutes", "hours", "days"}}}
	cmd := &cobra.Command{
		Use:   "tickets FILE",
		Short: "Measure the demand in a ticket export",
		Long: `Read a ticket export, CSV or XLSX, and print what it says about demand: tickets
a week by severity, handle time, when they arrive, how much they cluster, how
long they wait. Several rows of one ticket count once. Columns are recognised by
their names; --column and --severity say what was not, --save-mapping keeps it
for the next export.

With --apply the measured answers are put into a copy of an engagement, with the
export as their evidence.`,
		Example: `  muster-cli tickets export.csv
  muster-cli tickets export.csv --column severity=Impact --severity "Sehr hoch=critical"
  muster-cli tickets export.xlsx --date-order dmy --time-zone Europe/Berlin --format json
  muster-cli tickets export.csv --apply acme.muster --out acme-measured.muster`,
		Args: func(_ *cobra.Command, args []string) error {
			switch {
			case len(args) != 1:
				return fmt.Errorf("name the one export to read, CSV or XLSX; found %d", len(args))
			case args[0] == stdin:
				return errors.New("an export is not read from standard input: save it as a file and name that")
			}
			r.file = args[0]
			return nil
		},
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
			return []cobra.Completion{"csv", "tsv", "txt", "xlsx"}, cobra.ShellCompDirectiveFilterFileExt
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return a.tickets(cmd.Context(), r) },
	}
	flags := cmd.Flags()
	flags.StringVar(&r.mappingFile, "mapping", "", "read columns and words as this JSON `FILE` says")
	flags.StringArrayVar(&r.columns, "column", nil, "`FIELD=HEADER`: the column that holds a field, - for none (fields: "+fieldNames()+")")
	flags.StringArrayVar(&r.severities, "severity", nil, "`WORD=LEVEL`: what a severity word means: critical, high, medium, low or ignore; * for any other word")
	flags.Var(&r.dateOrder, "date-order", "whether day or month comes first in dates such as 03/04/2026")
	flags.StringVar(&r.zone, "time-zone", "", "`ZONE` of times without one, such as Europe/Berlin (default UTC)")
	flags.Var(&r.workedUnit, "worked-unit", "unit of worked time given as bare numbers")
	flags.StringVar(&r.cover, "cover", "", "hours of cover as `DAYSxHOURS`, such as 5x8 or 5x8@7.5 (default 5x8)")
	flags.BoolVar(&r.listUnused, "list-unused", false, "list every row that is not used, with the reason")
	flags.StringVar(&r.engagement, "engagement", "", "take hours of cover and targets from the answers of this engagement `FILE`")
	flags.StringVar(&r.apply, "apply", "", "put the measured answers into a copy of this engagement `FILE`; its cover and targets hold")
	flags.StringVar(&r.out, "out", "", "write that copy to `FILE`")
	flags.BoolVar(&r.force, "force", false, "replace the files to be written if they exist")
	flags.StringVar(&r.saveMapping, "save-mapping", "", "write the mapping that was used to `FILE`")
	a.addSetFlag(cmd)
	complete(cmd, "date-order", r.dateOrder.allowed)
	complete(cmd, "worked-unit", r.workedUnit.allowed)
	must(cmd.MarkFlagFilename("mapping", "json"))
	for _, f := range []string{"engagement", "apply"} {
		must(cmd.MarkFlagFilename(f, strings.TrimPrefix(store.Extension, ".")))
	}
	return cmd
}

func fieldNames() string {
	names := make([]string, len(tickets.Fields))
	for i, f := range tickets.Fields {
		names[i] = string(f)
	}
	return strings.Join(names, ", ")
}

// check refuses calls that make no sense.
func (r *ticketsRequest) check() error {
	switch {
	case r.apply != "" && r.out == "":
		return usagef("--apply needs --out FILE: the engagement itself is not changed")
	case r.out != "" && r.apply == "":
		return usagef("--out is the engagement that --apply writes; give --apply FILE too")
	case r.apply != "" && r.engagement != "" && r.apply != r.engagement:
		return usagef("give --engagement or --apply, not both: --apply takes cover and targets from its own engagement")
	}
	for _, path := range []string{r.out, r.saveMapping} {
		if path == "" {
			continue
		}
		if err := refuseExisting(path, r.force); err != nil {
			return err
		}
	}
	return nil
}

// mapping puts the file and the flags together; the flags win.
func (r *ticketsRequest) mapping() (tickets.Mapping, error) {
	var m tickets.Mapping
	if r.mappingFile != "" {
		data, err := store.ReadFile(r.mappingFile)
		if err != nil {
			return m, err
		}
		if m, err = tickets.ReadMapping(data); err != nil {
			return m, fmt.Errorf("%s: %w", r.mappingFile, err)
		}
	}
	if m.Columns == nil {
		m.Columns = map[tickets.Field]string{}
	}
	if m.Severities == nil {
		m.Severities = map[string]string{}
	}
	for _, c := range r.columns {
		field, header, ok := strings.Cut(c, "=")
		if !ok || !slices.Contains(tickets.Fields, tickets.Field(field)) {
			return m, usagef("--column %q: allowed: FIELD=HEADER with a field of %s", c, fieldNames())
		}
		m.Columns[tickets.Field(field)] = header
	}
	for _, s := range r.severities {
		i := strings.LastIndexByte(s, '=')
		if i <= 0 {
			return m, usagef("--severity %q: allowed: WORD=LEVEL, such as \"Sehr hoch=critical\"", s)
		}
		m.Severities[strings.TrimSpace(s[:i])] = strings.TrimSpace(s[i+1:])
	}
	if r.dateOrder.value != "" {
		m.DateOrder = tickets.Order(r.dateOrder.value)
	}
	if r.zone != "" {
		m.TimeZone = r.zone
	}
	if r.workedUnit.value != "" {
		m.WorkedUnit = tickets.Unit(r.workedUnit.value)
	}
	if err := m.Check(); err != nil {
		if r.mappingFile == "" {
			return m, usageError{err}
		}
		return m, err
	}
	return m, nil
}

func (a *app) tickets(ctx context.Context, r *ticketsRequest) error {
	if err := r.check(); err != nil {
		return err
	}
	m, err := r.mapping()
	if err != nil {
		return err
	}
	o := tickets.Options{Mapping: m}
	set, doc, err := a.engagementFor(r, &o)
	if err != nil {
		return err
	}
	if r.cover != "" {
		if o.Cover, err = tickets.ParseWindow(r.cover); err != nil {
			return usagef("--cover: %w", err)
		}
	}
	ctx, stop := interruptible(ctx)
	defer stop()
	list := &unusedList{}
	if r.listUnused {
		o.Unused = list.add
	}
	done := a.ticketProgress(r.file, &o)
	h, err := tickets.Import(ctx, r.file, o)
	done()
	if err != nil {
		return ticketsError(ctx, err)
	}
	list.sort()
	result := ticketsResult{History: h, UnusedRows: list.rows, UnusedMore: list.more}
	if doc != nil && r.apply != "" {
		result.Notes = tickets.Notes(h, set, doc.Answers)
		if result.Applied, err = a.applyAnswers(h, set, doc, r.out); err != nil {
			return err
		}
		result.Written = append(result.Written, r.out)
	}
	if r.saveMapping != "" {
		if err := store.WriteAtomic(r.saveMapping, usedMapping(m, h).Write()); err != nil {
			return err
		}
		result.Written = append(result.Written, r.saveMapping)
	}
	if a.json() {
		return a.printJSON(result)
	}
	a.printTickets(&result, list)
	return nil
}

// engagementFor reads the engagement of --engagement or --apply, whose cover and
// targets hold.
func (a *app) engagementFor(r *ticketsRequest, o *tickets.Options) (*question.Set, *engagement.Document, error) {
	set, err := a.questionSet()
	if err != nil {
		return nil, nil, err
	}
	name := r.apply
	if name == "" {
		name = r.engagement
	}
	if name == "" {
		return set, nil, nil
	}
	doc, err := a.document(set, name)
	if err != nil {
		return nil, nil, err
	}
	o.Cover = analysis.Cover(model.Default(), doc)
	o.Targets = tickets.TargetsOf(doc.Answers)
	return set, doc, nil
}

// ticketsError adds which flag helps.
func ticketsError(ctx context.Context, err error) error {
	var dates *tickets.AmbiguousDates
	var columns *tickets.NoColumns
	switch {
	case ctx.Err() != nil:
		return errCancelled
	case errors.As(err, &dates):
		return fmt.Errorf("%w\nhint: --date-order dmy or --date-order mdy", err)
	case errors.As(err, &columns):
		return fmt.Errorf("%w\nhint: --column FIELD=HEADER, such as --column opened=\"Ticket date\"", err)
	}
	return err
}

// applyAnswers writes a copy of the engagement with the measured answers and the
// figures they come from, and gives the answers' ids.
func (a *app) applyAnswers(h *tickets.History, set *question.Set, doc *engagement.Document, out string) ([]string, error) {
	ids := []string{}
	doc = doc.Clone()
	measured := tickets.Answers(h, set, doc.Answers)
	for _, it := range set.Items() {
		if x, ok := measured[it.ID]; ok {
			doc.Answers[it.ID] = x
			ids = append(ids, it.ID)
		}
	}
	data, err := analysis.Store(h)
	if err != nil {
		return nil, err
	}
	doc.Tickets = data
	release, err := hold(out)
	if err != nil {
		return nil, err
	}
	defer release()
	return ids, a.save(out, doc)
}

// usedMapping is the mapping filled up with what was found out.
func usedMapping(m tickets.Mapping, h *tickets.History) tickets.Mapping {
	for f, header := range h.Columns {
		m.Columns[f] = header
	}
	if h.DateOrder != tickets.ISO {
		m.DateOrder = h.DateOrder
	}
	m.TimeZone, m.WorkedUnit, m.Sheet = h.TimeZone, h.WorkedUnit, h.Sheet
	return m
}

// unusedList gathers the rows not used. It is bounded: a file may be all wrong.
type unusedList struct {
	rows []unusedRow
	more int64
}

// unusedRow is one row that is not used.
type unusedRow struct {
	Row    int64  `json:"row"`
	Reason string `json:"reason"`
}

// maxListed bounds the rows listed.
const maxListed = 100_000

func (l *unusedList) add(row int64, reason string) {
	if len(l.rows) == maxListed {
		l.more++
		return
	}
	l.rows = append(l.rows, unusedRow{row, reason})
}

// sort puts the rows in their order: those of tickets are known last.
func (l *unusedList) sort() {
	slices.SortStableFunc(l.rows, func(a, b unusedRow) int { return cmp.Compare(a.Row, b.Row) })
}

// ticketsResult is what the command prints as JSON.
type ticketsResult struct {
	*tickets.History
	UnusedRows []unusedRow `json:"unusedRows,omitempty"`
	UnusedMore int64       `json:"unusedRowsNotListed,omitempty"`
	Applied    []string    `json:"applied,omitempty"` // ids of the answers written
	Notes      []string    `json:"notes,omitempty"`
	Written    []string    `json:"written,omitempty"`
}

// progressFrom is the size from which progress is worth showing, in bytes.
const progressFrom = 32 << 20

// ticketProgress shows progress on a terminal when the file is large; the
// function it gives takes it away again.
func (a *app) ticketProgress(path string, o *tickets.Options) func() {
	f, ok := a.errs.(*os.File)
	info, err := os.Stat(path)
	if !ok || err != nil || info.Size() < progressFrom {
		return func() {}
	}
	if mode, err := f.Stat(); err != nil || mode.Mode()&os.ModeCharDevice == 0 {
		return func() {}
	}
	o.Progress = func(done, total int64) { fmt.Fprintf(f, "\rReading %3d %%", 100*done/max(total, 1)) }
	return func() { fmt.Fprint(f, "\r             \r") }
}

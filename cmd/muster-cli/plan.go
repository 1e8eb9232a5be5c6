package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"muster/assessment"
	"muster/assessment/actionplan"
	"muster/assessment/cadence"
	"muster/assessment/engagement"
	"muster/assessment/model"
	"muster/assessment/store"
	"muster/assets"
	"muster/exporters/actionsheet"
	"muster/exporters/calendar"
	"muster/exporters/report"
)

func (a *app) planCommand() *cobra.Command {
	today := ""
	cmd := &cobra.Command{
		Use:   "plan FILE",
		Short: "Show the action plan, and work on it with others",
		Long: `Show the actions of an engagement with their priorities and owners, what the
verdicts would be once they are done, and the findings without an action. Actions
are proposed from findings, written as an Excel workbook and a calendar, and read
again when the workbook comes back.`,
		Example: `  muster-cli plan acme.muster --today 2027-03-01
  muster-cli plan propose acme.muster --out acme-plan.muster
  muster-cli plan write acme-plan.muster --to xlsx,ics --out plan
  muster-cli plan read acme-plan.muster back.xlsx --take changed
  muster-cli plan acme.muster --format json | jq .totals`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return missingCommand(cmd, args)
			}
			return oneDocument(cmd, args)
		},
		ValidArgsFunction: completeDocuments,
		RunE:              func(_ *cobra.Command, files []string) error { return a.plan(files[0], today) },
	}
	cmd.Flags().StringVar(&today, "today", "", "what is overdue on this `DAY`, such as 2027-03-01 (default the day of the engagement)")
	a.addSetFlag(cmd)
	cmd.AddCommand(a.planPropose(), a.planWrite(), a.planRead())
	return cmd
}

// planOf is the plan of an engagement on a day, with its recurring duties.
func planOf(e *assessed, day string) (*actionplan.Plan, []cadence.Duty) {
	p := actionplan.Make(e.set, model.Default(), e.doc, e.result(), actionplan.Default(), day)
	duties := cadence.Duties(e.set, e.doc, day)
	if duties == nil {
		duties = []cadence.Duty{}
	}
	return p, duties
}

func (a *app) plan(file, today string) error {
	if today != "" && !engagement.IsDate(today) {
		return usagef("--today: found %q, allowed: a day such as 2027-03-01", today)
	}
	e, err := a.assess(file)
	if err != nil {
		return err
	}
	if today == "" {
		today = e.doc.Date
	}
	p, duties := planOf(e, today)
	if a.json() {
		return a.printJSON(struct {
			*actionplan.Plan
			Duties []cadence.Duty `json:"duties"`
		}{p, duties})
	}
	a.printPlan(e, p, duties)
	return nil
}

func (a *app) printPlan(e *assessed, p *actionplan.Plan, duties []cadence.Duty) {
	if len(p.Items) == 0 {
		a.printf("No actions yet; muster-cli plan propose makes them from the findings.\n")
	} else {
		rows := [][]string{{"Id", "Priority", "Action", "Owner", "Due", "Status"}}
		for _, it := range p.Items {
			x := &it.Action
			status := report.StatusWord(nil, x.State())
			if it.Overdue {
				status += ", overdue"
			}
			rows = append(rows, []string{it.ID, strconv.Itoa(it.Priority), cutText(x.Title, 46), cutText(dash(x.Owner), 20), dash(x.Due), status})
		}
		a.table(rows)
		a.printf("\n%s\n", wrap(report.PlanLead(nil, p), 0))
		if n := p.Totals.Overdue; n > 0 {
			a.printf("Overdue: %d.\n", n)
		}
		if text := report.PlanCost(nil, p, e.doc.Comparison.Currency); text != "" {
			a.printf("%s\n", wrap(text, 0))
		}
		a.printf("\nNow, and once done\n")
		for _, row := range report.PlanOutcome(nil, p).Rows {
			a.row(row[0], row[1]+" → "+row[2])
		}
		a.printf("%s\n", wrap(report.PlanRemark(nil, p), 0))
	}
	var open, due []string
	for _, f := range p.Open {
		open = append(open, f.ID+" "+f.Title)
	}
	for _, d := range duties {
		if d.Standing == cadence.Overdue || d.Standing == cadence.Due {
			due = append(due, d.Title+": "+string(d.Standing)+", by "+d.Next)
		}
	}
	a.list("Findings without an action", open)
	a.list("Recurring duties", due)
}

// cutText is s in one line of at most so many characters.
func cutText(s string, most int) string {
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return s
}

func dash(s string) string { return cmp.Or(strings.TrimSpace(s), "–") }

func (a *app) planPropose() *cobra.Command {
	out, force := "", false
	var only []string
	cmd := &cobra.Command{
		Use:   "propose FILE",
		Short: "Add an action for each finding without one",
		Long: `Add one open action for each finding that has none, or for those named with
--finding: with owner, effort and due date as the finding proposes them.`,
		Example: `  muster-cli plan propose acme.muster --out acme-plan.muster
  muster-cli plan propose acme.muster --finding F01,F04 --out acme-plan.muster`,
		Args:              oneDocument,
		ValidArgsFunction: completeDocuments,
		RunE:              func(_ *cobra.Command, files []string) error { return a.proposeActions(files[0], out, only, force) },
	}
	flags := cmd.Flags()
	flags.StringVar(&out, "out", "", "write the engagement to `NEW`")
	flags.StringSliceVar(&only, "finding", nil, "only for these findings: `F01,…`")
	flags.BoolVar(&force, "force", false, "replace NEW if it exists")
	a.addSetFlag(cmd)
	return cmd
}

func (a *app) proposeActions(file, out string, only []string, force bool) error {
	if out == "" {
		return usagef("name the file to write with --out NEW")
	}
	e, err := a.assess(file)
	if err != nil {
		return err
	}
	if err := refuseExisting(out, force); err != nil {
		return err
	}
	p, _ := planOf(e, "")
	findings := p.Open
	if len(only) > 0 {
		if findings, err = chosenFindings(e.result(), p, only); err != nil {
			return err
		}
	}
	doc := e.doc.Clone()
	added := actionplan.Propose(model.Default(), doc, actionplan.Default(), findings)
	doc.Actions = append(doc.Actions, added...)
	release, err := hold(out)
	if err != nil {
		return err
	}
	defer release()
	if err := a.save(out, doc); err != nil {
		return err
	}
	if a.json() {
		return a.printJSON(struct {
			Added   []engagement.Action `json:"added"`
			Written string              `json:"written"`
		}{append([]engagement.Action{}, added...), out})
	}
	for i := range added {
		a.printf("+ %s  %s\n", added[i].ID, added[i].Title)
	}
	a.printf("%d added. Written: %s\n", len(added), out)
	return nil
}

// chosenFindings are the findings of the ids; one that has an action is refused.
func chosenFindings(r *assessment.Result, p *actionplan.Plan, ids []string) ([]assessment.Finding, error) {
	var out []assessment.Finding
	for _, id := range ids {
		id = strings.ToUpper(strings.TrimSpace(id))
		is := func(f assessment.Finding) bool { return f.ID == id }
		switch i := slices.IndexFunc(p.Open, is); {
		case i >= 0:
			if !slices.ContainsFunc(out, is) {
				out = append(out, p.Open[i])
			}
		case slices.ContainsFunc(r.Findings, is):
			return nil, fmt.Errorf("there is an action for %s already", id)
		default:
			return nil, fmt.Errorf("there is no finding %q; muster-cli evaluate lists them", id)
		}
	}
	return out, nil
}

func (a *app) planWrite() *cobra.Command {
	dir := ""
	to := []string{"xlsx", "ics"}
	cmd := &cobra.Command{
		Use:   "write FILE",
		Short: "Write the plan as an Excel workbook and a calendar",
		Long: `Write the action plan, named after FILE, into the folder of FILE or into --out:
xlsx  a workbook in which others change status, days, owners and the like, and add
      actions; muster-cli plan read takes it back
ics   a calendar (iCalendar) with due dates, recurring reviews and exercises`,
		Example:           `  muster-cli plan write acme.muster --to xlsx,ics --out plan`,
		Args:              oneDocument,
		ValidArgsFunction: completeDocuments,
		RunE: func(cmd *cobra.Command, files []string) error {
			return a.writePlan(cmd.Context(), files[0], dir, to)
		},
	}
	cmd.Flags().StringSliceVar(&to, "to", to, "formats to write: xlsx, ics")
	cmd.Flags().StringVar(&dir, "out", "", "write into `DIR`, which is made if missing")
	must(cmd.MarkFlagDirname("out"))
	complete(cmd, "to", []string{"xlsx", "ics"})
	a.addSetFlag(cmd)
	return cmd
}

func (a *app) writePlan(ctx context.Context, name, dir string, to []string) error {
	for _, x := range to {
		if x != "xlsx" && x != "ics" {
			return usagef("--to: found %q, allowed: xlsx, ics", x)
		}
	}
	if name == stdin && dir == "" {
		return usagef("a plan from standard input needs --out DIR")
	}
	e, err := a.assess(name)
	if err != nil {
		return err
	}
	p, duties := planOf(e, e.doc.Date)
	at := reportRequest{file: name, dir: dir}
	var files []file
	if slices.Contains(to, "xlsx") {
		data, err := actionsheet.Write(ctx, nil, e.doc, p, e.doc.Comparison.Currency)
		if err != nil {
			return err
		}
		files = append(files, file{at.base() + "-actions.xlsx", data})
	}
	if slices.Contains(to, "ics") {
		data, err := calendar.Render(nil, e.set, e.doc, p, duties, "Muster "+assets.Version)
		if err != nil {
			return fmt.Errorf("calendar: %w", err)
		}
		files = append(files, file{at.base() + ".ics", data})
	}
	written, err := write(at.folder(), files)
	if err != nil {
		return err
	}
	if a.json() {
		return a.printJSON(struct {
			Written []string `json:"written"`
		}{written})
	}
	for _, path := range written {
		a.printf("Written: %s\n", path)
	}
	return nil
}

// sheetRequest says what becomes of a sheet that came back.
type sheetRequest struct {
	take   choice
	out    string
	closed string // day of what is now done and says none
}

func (a *app) planRead() *cobra.Command {
	r := &sheetRequest{take: choice{"", []string{"changed", "all"}}}
	cmd := &cobra.Command{
		Use:   "read FILE SHEET",
		Short: "Show what a sheet of actions says, and take it over if asked to",
		Long: `Show how a sheet of actions differs from an engagement: what was changed, added or
is in conflict, and what cannot be used. Nothing is changed unless --take says so.

--take changed    changes where the engagement was not changed meanwhile, and new actions
--take all        these and conflicts`,
		Example: `  muster-cli plan read acme.muster back.xlsx
  muster-cli plan read acme.muster back.xlsx --take changed --closed 2027-03-01`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 2 {
				return fmt.Errorf("name an engagement and a sheet of actions; found %d files", len(args))
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return a.readSheet(cmd.Context(), r, args[0], args[1]) },
	}
	flags := cmd.Flags()
	flags.Var(&r.take, "take", "take over changes into the engagement")
	flags.StringVar(&r.out, "out", "", "write the engagement to `NEW` instead of its own file")
	flags.StringVar(&r.closed, "closed", "", "the `DAY` for actions that are now done or dropped and say none")
	complete(cmd, "take", r.take.allowed)
	a.addSetFlag(cmd)
	return cmd
}

type changeRead struct {
	Action   string `json:"action"`
	Field    string `json:"field"`
	Was      string `json:"was"`
	Now      string `json:"now"`
	Here     string `json:"here"`
	Conflict bool   `json:"conflict"`
	Taken    bool   `json:"taken"`
}

type newRead struct {
	Action engagement.Action `json:"action"`
	Taken  bool              `json:"taken"`
}

type sheetProblem struct {
	Sheet  string `json:"sheet"`
	Cell   string `json:"cell"`
	Action string `json:"action"`
	Kind   string `json:"kind"`
	Text   string `json:"text"`
}

func (a *app) readSheet(ctx context.Context, r *sheetRequest, file, sheet string) error {
	if r.closed != "" && !engagement.IsDate(r.closed) {
		return usagef("--closed: found %q, allowed: a day such as 2027-03-01", r.closed)
	}
	if file == stdin && r.out == "" && r.take.value != "" {
		return usagef("an engagement from standard input needs --out FILE")
	}
	if r.take.value != "" {
		release, err := hold(cmp.Or(r.out, file))
		if err != nil {
			return err
		}
		defer release()
	}
	set, err := a.questionSet()
	if err != nil {
		return err
	}
	doc, err := a.document(set, file)
	if err != nil {
		return err
	}
	data, err := store.ReadFile(sheet)
	if err != nil {
		return err
	}
	in, err := actionsheet.Read(ctx, nil, sheet, data, doc)
	var other *actionsheet.OtherEngagementError
	if errors.As(err, &other) {
		return fmt.Errorf("%s: it was written from another engagement than %s", sheet, shownName(file))
	}
	if err != nil {
		return err
	}
	var taken []actionsheet.Change
	changes, problems, added := []changeRead{}, []sheetProblem{}, []newRead{}
	for _, c := range in.Changes {
		takes := r.take.value == "all" || r.take.value == "changed" && !c.Conflict
		if takes {
			taken = append(taken, c)
		}
		changes = append(changes, changeRead{c.Action, string(c.Field), c.Was, c.Now, c.Here, c.Conflict, takes})
	}
	for _, n := range in.New {
		added = append(added, newRead{n.Action, r.take.value != ""})
	}
	for _, p := range in.Problems {
		problems = append(problems, sheetProblem{p.Sheet, p.Cell, p.Action, string(p.Kind), p.Text})
	}
	written := ""
	if r.take.value != "" {
		written = cmp.Or(r.out, file)
		if err := a.save(written, actionsheet.Apply(doc, taken, in.New, r.closed)); err != nil {
			return err
		}
	}
	if a.json() {
		return a.printJSON(struct {
			File     string         `json:"file"`
			Same     int            `json:"same"`
			Changes  []changeRead   `json:"changes"`
			New      []newRead      `json:"new"`
			Problems []sheetProblem `json:"problems"`
			Written  string         `json:"written"`
		}{sheet, in.Same, changes, added, problems, written})
	}
	a.printSheet(sheet, in, changes, written)
	return nil
}

func (a *app) printSheet(name string, in *actionsheet.Import, changes []changeRead, written string) {
	a.printf("%s: %d changes, %d new actions, %d actions are the same\n", name, len(in.Changes), len(in.New), in.Same)
	mark := func(taken bool) string {
		if taken {
			return "+"
		}
		return " "
	}
	for i, c := range in.Changes {
		kind, here := "changed", ""
		if c.Conflict {
			kind, here = "conflict", ", here: "+cutText(c.Field.Word(nil, c.Here), 60)
		}
		a.printf("%s %-8s  %s %s: %s → %s%s\n", mark(changes[i].Taken), kind, c.Action, c.Field.ColumnTitle(nil), cutText(c.Field.Word(nil, c.Was), 60), cutText(c.Field.Word(nil, c.Now), 60), here)
	}
	for _, n := range in.New {
		a.printf("%s new       %s\n", mark(written != ""), cutText(n.Action.Title, 60))
	}
	for _, p := range in.Problems {
		a.printf("! %s\n", p)
	}
	if written != "" {
		a.printf("Written: %s\n", written)
	}
}

// Package csirp makes an incident response plan to start from, and the escalation
// card that goes with it, from an engagement: what is known is filled in, what is
// missing or in the wrong hands is marked and listed. It makes reports; how they
// look on paper is the outputs' affair.
package csirp

import (
	"cmp"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"muster/assessment"
	"muster/assessment/advice"
	"muster/assessment/engagement"
	"muster/assessment/messages"
	"muster/assessment/question"
	"muster/exporters/report"
)

// Plan is an incident response plan to start from.
type Plan struct {
	Report *report.Report // its chapters, the first of which lists Open
	Card   *report.Report // one page: whom to call, who decides
	Open   []Open
}

// Open is something that is not settled yet.
type Open struct {
	lang     *messages.Catalogue
	Number   int
	Correct  bool   // what is there today is wrong, and not only missing
	Ask      string // what has to be decided or corrected
	Today    string // what the assessment found
	Chapter  string // title of the chapter where it stands first
	Question string // id of the question whose answer settles it; empty where a detail of the engagement does
	From     string // where that is answered
}

// The words a mark starts with.
const (
	decideWord  = "TO DECIDE"
	correctWord = "TO CORRECT"
)

// Label is the short form of the mark: "TO DECIDE 7".
func (o *Open) Label() string {
	word := decideWord
	if o.Correct {
		word = correctWord
	}
	return fmt.Sprintf("%s %d", o.lang.Text(word), o.Number)
}

// Mark is the mark as it stands in the text first: "TO DECIDE 7: who …".
func (o *Open) Mark() string { return o.Label() + ": " + o.Ask }

// Labels finds the short forms of marks in a text of the language.
func Labels(lang *messages.Catalogue) *regexp.Regexp {
	return regexp.MustCompile(`(?:` + regexp.QuoteMeta(lang.Text(decideWord)) + `|` + regexp.QuoteMeta(lang.Text(correctWord)) + `) [0-9]+\b:?`)
}

const (
	openID         = "open"
	matrixQuestion = "raci-matrix"
	unit           = "\u00a0"
)

// ErrRedacted says that a plan holds what only internal readers may see.
var ErrRedacted = errors.New("the incident response plan names every answer it rests on and cannot be redacted: make it for internal readers")

// Build makes the plan of doc, which rep was built from with the same set. It fails
// with ErrRedacted where rep is not for internal readers.
func Build(t *Template, set *question.Set, doc *engagement.Document, rep *report.Report) (*Plan, error) {
	if !rep.Redaction.Whole() {
		return nil, ErrRedacted
	}
	effective, _ := doc.Effective(set)
	b := &builder{t: t, lang: rep.Lang, labels: Labels(rep.Lang), set: set, doc: effective, rep: rep, open: map[string]*Open{}, facts: map[string]string{}}
	b.gather()
	out := *rep
	out.Attachment, out.Title, out.Subtitle = nil, b.lang.Text(t.Title), b.lang.Say("Draft to start from, made from the assessment “%s”", rep.Title)
	out.Chapters = nil
	for i := range t.Chapters {
		out.Chapters = append(out.Chapters, b.chapter(&t.Chapters[i]))
	}
	plan := &Plan{Report: &out}
	for _, o := range b.order {
		plan.Open = append(plan.Open, *o)
	}
	out.Chapters = append([]report.Chapter{b.openChapter(plan.Open)}, out.Chapters...)
	plan.Card = b.card()
	return plan, nil
}

// builder fills the template in.
type builder struct {
	lang   *messages.Catalogue
	labels *regexp.Regexp // of marks
	t      *Template
	set    *question.Set
	doc    *engagement.Document
	rep    *report.Report
	facts  map[string]string // as written; empty where not known
	mssp   bool              // there is one

	title string // of the chapter that is being built
	open  map[string]*Open
	order []*Open
}

// gather notes what the engagement itself says.
func (b *builder) gather() {
	scope, _ := b.doc.Value("mssp-scope").(engagement.Multi)
	b.mssp = !(len(scope) == 1 && scope[0] == "none")
	f := &b.rep.Result.Forensics
	b.facts["client"] = oneLine(b.rep.Client)
	b.facts["provider"] = ""
	if p := b.providers(); len(p) == 1 {
		b.facts["provider"] = p[0]
	}
	b.facts["mssp"] = cmp.Or(b.facts["provider"], b.lang.Text("MSSP"))
	b.facts["date"] = cmp.Or(oneLine(b.rep.Date), b.lang.Text("unknown date"))
	b.facts["set"] = b.rep.QuestionSet
	b.facts["model"] = b.lang.Text(f.Title)
	if b.doc.Value("frx-needs") == nil {
		b.facts["model"] = b.lang.Say("%s, until its purposes are stated", b.facts["model"])
	}
}

// providers are the names in the contract options, each once.
func (b *builder) providers() []string {
	var out []string
	for i := range b.doc.Options {
		if p := oneLine(b.doc.Options[i].Provider); p != "" && !slices.Contains(out, p) {
			out = append(out, p)
		}
	}
	return out
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// client is the organisation in a sentence.
func (b *builder) client() string { return cmp.Or(b.facts["client"], b.lang.Text("the organisation")) }

// longestName is how much of a name stands in a cell, in runes.
const longestName = 40

// party is a party by name.
func (b *builder) party(id string) string { return b.partyWithin(id, longestName) }

// partyWithin is a party by name, in so many runes.
func (b *builder) partyWithin(id string, most int) string {
	switch id {
	case "client":
		return cmp.Or(clip(b.facts["client"], most), b.lang.Text("the client"))
	case "mssp":
		return clip(b.facts["mssp"], most)
	case "both":
		return b.lang.List([]string{b.partyWithin("client", most), b.partyWithin("mssp", most)})
	case "none":
		return b.lang.Text("nobody")
	}
	return b.lang.Text(id)
}

func clip(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return strings.TrimSpace(string(r[:most-1])) + "…"
	}
	return s
}

func (b *builder) answer(id string) *report.Answer {
	for i := range b.rep.Answers {
		if b.rep.Answers[i].ID == id {
			return &b.rep.Answers[i]
		}
	}
	return &report.Answer{State: report.StateWord(b.lang, engagement.Unanswered)}
}

// holds reports whether all conditions hold.
func (b *builder) holds(when []advice.Condition) bool {
	return !slices.ContainsFunc(when, func(c advice.Condition) bool {
		if c.Fact == hasMSSP {
			return !c.Holds(advice.Answered("", engagement.Bool(b.mssp)))
		}
		return !c.Holds(advice.Answered(b.doc.State(c.Key), b.doc.Value(c.Key)))
	})
}

// mark gives the mark of an open point: in full where it stands first, with its
// number alone after that.
func (b *builder) mark(key string, o Open) string {
	if known := b.open[key]; known != nil {
		return known.Label()
	}
	return b.list(key, o).Mark()
}

// list puts an open point on the list, once.
func (b *builder) list(key string, o Open) *Open {
	if known := b.open[key]; known != nil {
		return known
	}
	o.lang, o.Number, o.Chapter = b.lang, len(b.order)+1, b.title
	if o.Question != "" {
		a := b.answer(o.Question)
		o.From = b.lang.Say("Question %d, %s", a.Number, a.Title)
		o.Today = cmp.Or(o.Today, a.Shown())
	}
	b.open[key] = &o
	b.order = append(b.order, &o)
	return &o
}

// point is the text of a point: what is known, or its mark.
func (b *builder) point(p *point) string {
	if p.Fact != "" {
		if v := b.facts[p.Fact]; v != "" {
			return v
		}
		today := "–"
		if offers := b.providers(); p.Fact == "provider" && len(offers) > 0 {
			today = b.lang.Say("offers of %s", strings.Join(offers, ", "))
		}
		return b.mark(p.ID, Open{Ask: b.plain(p.Ask), Today: today, From: upperFirst(b.lang.Text(p.From))})
	}
	switch state := b.doc.State(p.Question); {
	case state == engagement.NotApplicable && p.Prose:
		return ""
	case state == engagement.NotApplicable:
		return b.lang.Text("not applicable")
	case state == engagement.Answered && (p.condition == nil || p.condition.Holds(advice.Answered(state, b.doc.Value(p.Question)))):
		return b.plain(p.Known)
	}
	return b.mark(p.ID, Open{Ask: b.plain(p.Ask), Question: p.Question})
}

func upperFirst(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// plain fills a text that holds no points.
func (b *builder) plain(text string) string {
	return fill(b.lang.Text(text), func(name string) string {
		if id, ok := strings.CutPrefix(name, "answer:"); ok {
			return b.answer(id).Shown()
		}
		if name == "client" {
			return b.client()
		}
		return b.facts[name]
	})
}

// text fills a text of the template. What is filled in is not read again, so that a
// name in braces stays as it is.
func (b *builder) text(text string) string {
	return strings.TrimSpace(fill(b.lang.Text(text), func(name string) string {
		kind, id, ok := strings.Cut(name, ":")
		switch {
		case ok && kind == "row":
			return b.owner(id)
		case ok && kind == "does":
			return b.doer(id)
		case ok && kind == "target":
			return b.target(slices.Index(question.Severities, id))
		case ok && kind == "within":
			hours, _ := b.within(slices.Index(question.Severities, id))
			return span(hours)
		case !ok:
			for i := range b.t.Points {
				if b.t.Points[i].ID == name {
					return b.point(&b.t.Points[i])
				}
			}
		}
		return b.plain("{" + name + "}")
	}))
}

func fill(text string, value func(name string) string) string {
	return placeholder.ReplaceAllStringFunc(text, func(m string) string { return value(m[1 : len(m)-1]) })
}

// within is the pick-up target of a severity in hours, and whether it was given.
func (b *builder) within(i int) (hours float64, given bool) {
	const id = "bw-target"
	if v, ok := b.doc.Value(id).(engagement.Severity); ok {
		return v[i], true
	}
	hours, _ = b.set.Item(id).DefaultSeverity(question.Severities[i])
	return hours, false
}

// target is a pick-up target as people say it; a default says so.
func (b *builder) target(i int) string {
	hours, given := b.within(i)
	if !given {
		return b.lang.Say("%s (default)", span(hours))
	}
	return span(hours)
}

// span is a length of time as people say it; hours is at least 0.
func span(hours float64) string {
	if hours < 1 {
		return assessment.FormatNumber(hours*60, 0) + unit + "min"
	}
	return assessment.FormatNumber(hours, 1) + unit + "h"
}

func (b *builder) activity(id string) *assessment.Row {
	rows := b.rep.Result.Responsibilities.Rows
	for i := range rows {
		if rows[i].ID == id {
			return &rows[i]
		}
	}
	return &assessment.Row{ID: id}
}

// expected is who usually answers for an activity and does it: the client alone
// where there is no MSSP.
func (b *builder) expected(r *assessment.Row) (owner, doer string) {
	if !b.mssp {
		return "client", "client"
	}
	return r.ExpectedAccountable, r.ExpectedDoer
}

// trouble is what is not settled about an activity of the matrix.
func (b *builder) trouble(r *assessment.Row) (o Open, is bool) {
	owner, doer := b.expected(r)
	usual := b.lang.Say("usually %s", b.party(owner))
	if doer != owner {
		usual = b.lang.Say("usually %s, done by %s", b.party(owner), b.party(doer))
	}
	o.Question = matrixQuestion
	o.Today = b.lang.Say("%s answers for it, %s does it", b.party(r.Accountable), cmp.Or(b.party(r.Doer), "–"))
	switch {
	case !r.Answered:
		o.Today = b.lang.Text("not answered")
		o.Ask = b.lang.Say("“%s”: who answers for it, and who does it? (%s)", b.lang.Text(r.Text), usual)
	case r.RedFlag:
		o.Correct = true
		o.Ask = b.lang.Say("“%s”: %s answers for it today; only %s can.", b.lang.Text(r.Text), b.party(r.Accountable), b.party(owner))
	case r.Accountable != "client" && r.Accountable != "mssp":
		if o.Today = b.lang.Text("unclear who answers for it"); r.Accountable == "none" {
			o.Today = b.lang.Text("nobody answers for it")
		}
		o.Ask = b.lang.Say("“%s”: name the one party that answers for it (%s).", b.lang.Text(r.Text), usual)
	case r.Accountable != owner:
		o.Ask = b.lang.Say("“%s”: %s answers for it today, usually %s; change it or confirm it.", b.lang.Text(r.Text), b.party(r.Accountable), b.party(owner))
	case r.Doer == "" || r.Doer == "none":
		o.Ask = b.lang.Say("“%s”: nobody does it; usually %s.", b.lang.Text(r.Text), b.party(doer))
	default:
		return Open{}, false
	}
	return o, true
}

// rowOpen is what is open about an activity; nil where it is settled. The matrix has
// the mark in full, other places have room for its number.
func (b *builder) rowOpen(id string) *Open {
	if o, is := b.trouble(b.activity(id)); is {
		return b.list(matrixQuestion+"/"+id, o)
	}
	return nil
}

// owner is who answers for an activity, or the number of its mark.
func (b *builder) owner(id string) string {
	o, who := b.rowOpen(id), b.party(b.activity(id).Accountable)
	switch {
	case o == nil:
		return who
	case o.Correct:
		return b.lang.Say("%s: %s today", o.Label(), who)
	}
	return o.Label()
}

// doer is who does an activity, or the number of the mark where nobody knows.
func (b *builder) doer(id string) string {
	r := b.activity(id)
	if o := b.rowOpen(id); o != nil && (r.Doer == "" || r.Doer == "none") {
		return o.Label()
	}
	return b.party(r.Doer)
}

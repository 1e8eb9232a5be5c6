// The follow-up: a new engagement that starts from an earlier one, and keeps it to
// be compared with.

package engagement

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"muster/assessment/brand"
	"muster/assessment/model"
	"muster/assessment/question"
)

// ErrNewer says that a follow-up would lose what a newer program wrote.
var ErrNewer = errors.New("this engagement was written by a newer Muster, and what this one does not know would be lost; update Muster to start from it")

// maxPrevious bounds the earlier engagement that is kept whole, in bytes as written
// without white space. Of a larger one stays what it is compared by.
const maxPrevious = 1 << 20

// FollowUp is a new engagement for the same client that starts from d: its answers,
// each marked as carried over, its options with what they are compared by, overrides
// of the model, what-ifs, branding, actions, target and scenarios of one's own. Date is yyyy-mm-dd. Measured ticket
// history, exercises and what people answered on their own are of their time and stay
// behind, as do keys of a newer program, of which nothing is known. The new document keeps d as
// Previous. It is an error to start from what a newer program wrote.
func (d *Document) FollowUp(id, date string, set *question.Set) (*Document, error) {
	if d.Newer() {
		return nil, ErrNewer
	}
	n := d.Clone()
	n.Version, n.ID, n.Date, n.Title = Version, id, date, followUpTitle(d.Title, d.Date, date)
	if n.QuestionSet.ID == set.ID {
		n.QuestionSet.Version = set.Version
	}
	n.Tickets, n.Exercises, n.Respondents, n.extra = nil, nil, nil, nil
	for q, a := range n.Answers {
		if a.State != Unanswered {
			a.Carried = true
			n.Answers[q] = a
		}
	}
	n.Previous = d.asPrevious()
	return n, nil
}

// asPrevious is d as its follow-up keeps it: without the one it follows itself,
// without the bulk of tickets and logo, and where it is still large or deep only
// with what it is compared by.
func (d *Document) asPrevious() *Document {
	p := d.Clone()
	p.Previous, p.Tickets, p.Branding.Logo = nil, nil, nil
	if raw := p.appendJSON(nil, false); len(raw) <= maxPrevious && depth(raw) < maxDepth {
		return p
	}
	p.Options, p.Comparison, p.Actions, p.Scenarios, p.Exercises, p.OwnScenarios, p.Respondents = nil, Comparison{}, nil, nil, nil, nil, nil
	p.Branding, p.brandingExtra, p.extra = brand.Brand{}, nil, nil
	p.Assessor, p.Classification, p.Scope = "", "", ""
	p.Title, p.Client = shortened(p.Title), shortened(p.Client)
	for q, a := range p.Answers {
		if _, foreign := a.Value.(foreign); foreign || a.State == Unanswered {
			delete(p.Answers, q)
			continue
		}
		p.Answers[q] = Answer{State: a.State, Value: a.Value, Evidence: a.Evidence}
	}
	return p
}

// shortened is as much of a text as a title needs.
func shortened(s string) string {
	const most = 400
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}

// The numbers of a title, and what before or after one makes it part of a date or of
// a span of years.
var (
	numbers      = regexp.MustCompile(`[0-9]+`)
	numberAfter  = regexp.MustCompile(`^\s?[-–/.]\s?[0-9]`)
	numberBefore = regexp.MustCompile(`[0-9]\s?[-–/.]\s?$`)
)

// followUpTitle is title for an engagement of another date: the year in it is raised
// by the years between the dates if it is the only one and near the date of the first
// engagement. All else ("2026/27", "ISO 27001", two years) is left to the user.
func followUpTitle(title, from, to string) string {
	then, err := time.Parse(time.DateOnly, from)
	now, err2 := time.Parse(time.DateOnly, to)
	if err != nil || err2 != nil || now.Year() <= then.Year() {
		return title
	}
	at, year := []int(nil), 0
	for _, x := range numbers.FindAllStringIndex(title, -1) {
		n, err := strconv.Atoi(title[x[0]:x[1]])
		if err != nil || x[1]-x[0] != 4 || n < 1900 || n > 2199 {
			continue
		}
		if at != nil {
			return title // two of them
		}
		at, year = x, n
	}
	if at == nil || year < then.Year()-1 || year > then.Year()+1 || numberAfter.MatchString(title[at[1]:]) || numberBefore.MatchString(title[:at[0]]) {
		return title
	}
	return fmt.Sprintf("%s%d%s", title[:at[0]], year+now.Year()-then.Year(), title[at[1]:])
}

// readPrevious reads the engagement that d follows. One that cannot be used is kept
// as it is and compared with nothing, because no answer depends on it.
func (d *Document) readPrevious(r *reader, x member, set *question.Set, registry *model.Registry) {
	if r.nested {
		d.keep(r, x, "an earlier engagement keeps none of its own; it is left as it is, and nothing is compared with it")
		return
	}
	own := &reader{nested: true}
	p := &Document{Model: map[string]float64{}, Answers: map[string]Answer{}}
	p.read(own, x.raw, set, registry)
	usable := true
	for _, f := range own.faults {
		if f.Path == "version" && f.Warning {
			continue // said below
		}
		if !f.Warning {
			usable = false
			f.Message += "; the earlier engagement is kept as it is, and nothing is compared with it"
			f.Warning = true
		}
		f.Path = strings.TrimSuffix(join(x.key, f.Path), ".")
		r.faults = append(r.faults, f)
	}
	if p.Newer() {
		r.warnf(join(x.key, "version"), "version %d was written by a newer Muster than this (it knows %d); the earlier engagement is kept as it is, and nothing is compared with it", p.Version, Version)
	}
	if !usable || p.Newer() {
		d.extra = append(d.extra, x)
		return
	}
	d.Previous = p
}

// ClearCarried takes the mark off every answer of d whose value or state is not the
// one it has in before.
func (d *Document) ClearCarried(before *Document) {
	for id, a := range d.Answers {
		if !a.Carried {
			continue
		}
		if b := before.Answers[id]; a.State != b.State || !EqualValues(a.Value, b.Value) {
			a.Carried = false
			d.Answers[id] = a
		}
	}
}

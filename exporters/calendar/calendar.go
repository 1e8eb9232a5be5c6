// Package calendar writes an engagement's due dates as an iCalendar file (RFC 5545):
// the pending actions, and the reviews and exercises that come again and again. The
// same engagement gives the same bytes.
package calendar

import (
	"bytes"
	"fmt"
	"strings"
	"time"

	ical "github.com/arran4/golang-ical"

	"muster/assessment/actionplan"
	"muster/assessment/cadence"
	"muster/assessment/engagement"
	"muster/assessment/messages"
	"muster/assessment/question"
)

// reminder is how long before its day an entry reminds, in RFC 5545's words.
const reminder = "-P7D"

// Render writes the calendar of doc, whose plan is p and whose recurring duties are
// given; program is who wrote it, in the language of reports, nil for English.
func Render(lang *messages.Catalogue, set *question.Set, doc *engagement.Document, p *actionplan.Plan, duties []cadence.Duty, program string) ([]byte, error) {
	stamp, err := time.Parse(time.DateOnly, doc.Date)
	if err != nil {
		stamp = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC) // the bytes depend on the document alone
	}
	c := ical.NewCalendarFor(program)
	c.SetMethod(ical.MethodPublish)
	name := title(doc)
	c.SetXWRCalName(name)
	entry := func(id, day, summary, description string, categories ...string) (*ical.VEvent, error) {
		at, err := time.Parse(time.DateOnly, day)
		if err != nil {
			return nil, fmt.Errorf("%s: %q is no day such as 2027-01-31", summary, day)
		}
		e := c.AddEvent(id + "@" + doc.ID + ".muster")
		e.SetDtStampTime(stamp)
		e.SetAllDayStartAt(at)
		e.SetAllDayEndAt(at.AddDate(0, 0, 1))
		e.SetSummary(line(summary))
		e.SetDescription(text(description))
		e.SetTimeTransparency(ical.TransparencyTransparent)
		for _, x := range categories {
			e.AddCategory(x)
		}
		a := e.AddAlarm()
		a.SetAction(ical.ActionDisplay)
		a.SetTrigger(reminder)
		a.SetProperty(ical.ComponentPropertyDescription, line(summary))
		return e, nil
	}
	for _, it := range p.Items {
		a := &it.Action
		if !a.Pending() || a.Due == "" {
			continue
		}
		if _, err := entry("action-"+strings.ToLower(a.ID), a.Due, lang.Say("Due: %s", a.Title), describe(lang, it, name), lang.Text("Action plan")); err != nil {
			return nil, err
		}
	}
	for _, d := range duties {
		if d.Next == "" {
			continue
		}
		e, err := entry("duty-"+d.Question, d.Next, lang.Say("Due: %s", lang.Text(set.Item(d.Question).Phrase())), dutyText(lang, d, name), lang.Text("Assurance"))
		if err != nil {
			return nil, err
		}
		e.AddRrule(fmt.Sprintf("FREQ=MONTHLY;INTERVAL=%d", d.Months))
	}
	var out bytes.Buffer
	if err := c.SerializeTo(&out, ical.WithNewLineWindows); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

func title(doc *engagement.Document) string {
	parts := []string{}
	for _, s := range []string{doc.Client, doc.Title} {
		if s = strings.TrimSpace(s); s != "" {
			parts = append(parts, s)
		}
	}
	if len(parts) == 0 {
		return "Muster"
	}
	return line(strings.Join(parts, ", "))
}

func describe(lang *messages.Catalogue, it actionplan.Item, name string) string {
	a := &it.Action
	lines := []string{name}
	add := func(label, value string) {
		if strings.TrimSpace(value) != "" {
			lines = append(lines, label+": "+value)
		}
	}
	add(lang.Text("Owner"), a.Owner)
	add(lang.Text("Priority"), fmt.Sprint(it.Priority))
	if it.Finding != nil {
		add(lang.Text("Closes"), it.Finding.ID+" "+lang.Text(it.Finding.Title))
	}
	add(lang.Text("What"), a.Text)
	add(lang.Text("Note"), a.Note)
	return strings.Join(lines, "\n")
}

func dutyText(lang *messages.Catalogue, d cadence.Duty, name string) string {
	last := lang.Text("not known")
	switch {
	case d.Never:
		last = lang.Text("never")
	case d.Last != "":
		last = lang.Say("about %s", d.Last)
	}
	return lang.Say("%s\nAt least every %d months. Last: %s.", name, d.Months, last)
}

// line is s in one line, without control characters.
func line(s string) string { return strings.Join(strings.Fields(text(s)), " ") }

// text is s without control characters, which a calendar may not hold.
func text(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0x7f {
			return -1
		}
		return r
	}, strings.ToValidUTF8(strings.ReplaceAll(s, "\r\n", "\n"), "\uFFFD"))
}

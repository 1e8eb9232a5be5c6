// The change in words.

package followup

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"muster/assessment"
	"muster/assessment/engagement"
	"muster/assessment/model"
)

func lower(v assessment.Verdict) string { return strings.ToLower(v.Word()) }

func verdictText(name string, v *Verdict) string {
	before, after := lower(v.Before), lower(v.After)
	switch {
	case v.Trend == Same && v.After == assessment.InsufficientEvidence:
		return "As before there is too little evidence for a verdict on " + name + "."
	case v.Trend == Same:
		return "The verdict on " + name + " is as before: " + after + "."
	case v.Before == assessment.InsufficientEvidence:
		return "There was too little evidence for a verdict on " + name + "; now it is: " + after + "."
	case v.After == assessment.InsufficientEvidence:
		return "The verdict on " + name + " was: " + before + ". Now there is too little evidence for one."
	case v.Trend == Better:
		return "The need for " + name + " fell, from “" + before + "” to “" + after + "”."
	case v.Trend == Worse:
		return "The need for " + name + " rose, from “" + before + "” to “" + after + "”."
	}
	return "The verdict on " + name + " was “" + before + "” and is “" + after + "”."
}

// compare gives the trend of a figure and what became of it. The difference is that
// of the figures as written, so that it agrees with them.
func (f figure) compare(before, after assessment.Figure) (Trend, string) {
	switch {
	case !before.Known():
		return Open, "Not known before."
	case !after.Known():
		return Open, "Not known this time."
	}
	scale, unit := 1.0, f.unit
	if f.unit == "%" {
		scale, unit = 100, "percentage points"
	}
	digits := math.Pow10(f.decimals)
	written := func(v assessment.Figure) float64 { return math.Round(float64(v)*scale*digits) / digits }
	a, b := written(before), written(after)
	if a == b {
		return Same, "As before."
	}
	trend, verb := Moved, "Rose"
	up := 1
	if b < a {
		verb, up = "Fell", -1
	}
	switch f.good * up {
	case 1:
		trend = Better
	case -1:
		trend = Worse
	}
	text := verb
	if d := math.Abs(b - a); !math.IsInf(d, 0) {
		text += " by " + strings.TrimSpace(assessment.FormatNumber(d, f.decimals)+" "+unit)
	}
	switch trend {
	case Better:
		text += ", for the better"
	case Worse:
		text += ", for the worse"
	}
	return trend, text + "."
}

func sectionText(s *Section) (Trend, string) {
	switch {
	case !s.Before.Known():
		return Open, "Level " + s.After.Format(1) + "; not assessed before."
	case !s.After.Known():
		return Open, "Not assessed this time; it was level " + s.Before.Format(1) + "."
	}
	f := figure{decimals: 1, good: 1}
	trend, _ := f.compare(s.Before, s.After)
	d := assessment.FormatNumber(math.Abs(math.Round(float64(s.After)*10)-math.Round(float64(s.Before)*10))/10, 1)
	text := "Level " + s.After.Format(1)
	switch trend {
	case Same:
		text += " as before"
	case Better:
		text += ", up by " + d
	default:
		text += ", down by " + d
	}
	if s.BeforeLevelled != s.AfterLevelled {
		text += fmt.Sprintf("; the mean of %d answers instead of %d", s.AfterLevelled, s.BeforeLevelled)
	}
	return trend, text + "."
}

func answerText(before, after engagement.Answer) string {
	switch after.State {
	case engagement.Unanswered:
		return "Not answered this time."
	case engagement.Unknown:
		return "Not known this time."
	case engagement.NotApplicable:
		return "Does not apply any more."
	}
	switch before.State {
	case engagement.Unanswered:
		return "Answered for the first time."
	case engagement.Unknown:
		return "Known now."
	case engagement.NotApplicable:
		return "Applies now."
	}
	by := func(up bool, d float64) string {
		if up {
			return "Up by " + assessment.FormatNumber(d, 3) + "."
		}
		return "Down by " + assessment.FormatNumber(d, 3) + "."
	}
	switch b := after.Value.(type) {
	case engagement.Level:
		if a, ok := before.Value.(engagement.Level); ok {
			return by(b > a, math.Abs(float64(b-a)))
		}
	case engagement.Number:
		if a, ok := before.Value.(engagement.Number); ok {
			return by(b > a, math.Abs(float64(b-a)))
		}
	}
	return "Changed."
}

func raisedText(f *Finding) string { return "New, of " + f.Severity + " severity." }

func openText(f *Finding, title string) string {
	text := "Still open, of " + f.Severity + " severity as before"
	if f.Severity != f.Was {
		text = "Still open, now of " + f.Severity + " instead of " + f.Was + " severity"
	}
	if f.Title != title {
		text += "; it was “" + title + "”"
	}
	if f.Carried {
		return text + ". What it rests on is carried over and not confirmed yet."
	}
	return text + "."
}

func goneText(f *Finding) string {
	if f.Fate == Lapsed {
		return "Not raised this time, because what it rested on is not answered; nobody can say that it is closed."
	}
	return "Closed; it was of " + f.Severity + " severity."
}

// overall is the whole change: the first verdict, the findings and the answers.
func (c *comparer) overall() string {
	since := "Since the earlier engagement"
	if d := c.old.Date; d != "" {
		since = "Since " + d
	}
	v := c.out.Verdicts[0]
	text := since + ": "
	switch before, after := lower(v.Before), lower(v.After); v.Trend {
	case Same:
		if v.After == assessment.InsufficientEvidence {
			text += "as before there is too little evidence for a verdict on a named SIA"
			break
		}
		text += "the verdict on a named SIA is as before, " + after
	case Better:
		text += "the need for a named SIA fell from “" + before + "” to “" + after + "”"
	case Worse:
		text += "the need for a named SIA rose from “" + before + "” to “" + after + "”"
	default:
		text += "the verdict on a named SIA went from “" + before + "” to “" + after + "”"
	}
	n := c.out.Counts
	var parts []string
	for _, x := range []struct {
		n         int
		one, many string
	}{{n.Closed, "finding was closed", "findings were closed"}, {n.New, "is new", "are new"}, {n.Open, "is still open", "are still open"}, {n.Lapsed, "was not looked at again", "were not looked at again"}} {
		if x.n == 0 {
			continue
		}
		if len(parts) == 0 && x.many != "findings were closed" {
			x.one, x.many = "finding "+x.one, "findings "+x.many
		}
		parts = append(parts, assessment.FormatCount(x.n, x.one, x.many))
	}
	if len(parts) > 0 {
		text += "; " + assessment.FormatList(parts)
	}
	if len(c.out.Answers) == 0 {
		return text + "; no answer changed."
	}
	return text + "; " + assessment.FormatCount(len(c.out.Answers), "answer changed.", "answers changed.")
}

// CarriedText says how many answers are carried over and not confirmed; empty for none.
func CarriedText(n int) string {
	if n == 0 {
		return ""
	}
	return assessment.FormatCount(n, "answer is", "answers are") + " carried over from the engagement before and not confirmed yet."
}

// remarks say what besides the answers differs.
func (c *comparer) remarks(registry *model.Registry) {
	say := func(format string, args ...any) { c.out.Remarks = append(c.out.Remarks, fmt.Sprintf(format, args...)) }
	switch a, b := c.old.QuestionSet, c.doc.QuestionSet; {
	case a.ID != b.ID:
		say("The earlier engagement was answered with another question set.")
	case a != b:
		say("The earlier engagement was answered with version %d of the question set, this one with version %d.", a.Version, b.Version)
	}
	for _, e := range registry.Entries() {
		value := func(d *engagement.Document) float64 {
			if v, ok := d.Model[e.Name]; ok {
				return v
			}
			return e.Default
		}
		if a, b := value(c.old), value(c.doc); a != b {
			say("%s was %s and is %s now: what differs may come from that alone.", e.Title, assessment.FormatNumber(a, 4), assessment.FormatNumber(b, 4))
		}
	}
	up, down := 0, 0
	for _, it := range c.set.Items() {
		a, b := c.old.Answers[it.ID], c.doc.Answers[it.ID]
		if a.State != engagement.Answered || b.State != engagement.Answered {
			continue
		}
		switch was, is := slices.Index(engagement.Evidences, a.Grade()), slices.Index(engagement.Evidences, b.Grade()); {
		case is > was:
			up++
		case is < was:
			down++
		}
	}
	if up > 0 {
		say("Evidence is stronger for %s.", assessment.FormatCount(up, "answer", "answers"))
	}
	if down > 0 {
		say("Evidence is weaker for %s.", assessment.FormatCount(down, "answer", "answers"))
	}
}

// What changed since the engagement that this one follows: the chapter, its picture,
// and the answers in words.

package report

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"muster/assessment"
	"muster/assessment/engagement"
	"muster/assessment/followup"
	"muster/assessment/messages"
	"muster/assessment/question"
	"muster/exporters/chart"
)

// sinceID is the id of the chapter on the change.
const sinceID = "since"

// Since is the change since the earlier engagement as written.
type Since struct {
	*followup.Change
	Heading string         `json:"heading"` // such as "Since last year"
	Answers []AnswerChange `json:"answers"` // those that changed, with both in words
}

// AnswerChange is an answer that changed, in words.
type AnswerChange struct {
	Number   int    `json:"number"`
	ID       string `json:"id"`
	Question string `json:"question"`
	Before   string `json:"before"`
	After    string `json:"after"`
	Text     string `json:"text"`
}

func buildSince(lang *messages.Catalogue, set *question.Set, c *followup.Change) *Since {
	if c == nil {
		return nil
	}
	out := &Since{Change: c, Heading: SinceHeading(lang, c.Date, c.Now), Answers: []AnswerChange{}}
	for _, a := range c.Answers {
		it := set.Item(a.Question)
		x := AnswerChange{Number: a.Number, ID: a.Question, Question: it.Text, Text: a.Text}
		x.Before, x.After = changedTexts(lang, it, a.Before, a.After)
		out.Answers = append(out.Answers, x)
	}
	return out
}

// SinceHeading names the time between two dates (yyyy-mm-dd): last year where it is
// about one, else the day.
func SinceHeading(lang *messages.Catalogue, from, to string) string {
	a, err := time.Parse(time.DateOnly, from)
	if err != nil {
		return lang.Text("Since the earlier engagement")
	}
	b, err := time.Parse(time.DateOnly, to)
	if days := b.Sub(a).Hours() / 24; err == nil && days >= 270 && days <= 460 {
		return lang.Text("Since last year")
	}
	return lang.Say("Since %s", from)
}

// changedTexts are two answers as written; of a matrix only the rows that differ.
func changedTexts(lang *messages.Catalogue, it *question.Item, before, after engagement.Answer) (string, string) {
	switch a := before.Value.(type) {
	case engagement.RACI:
		if b, ok := after.Value.(engagement.RACI); ok {
			return responsibilityTexts(lang, it, a, b)
		}
	case engagement.Skills:
		if b, ok := after.Value.(engagement.Skills); ok {
			return areaTexts(lang, it, a, b)
		}
	}
	return StateText(lang, it, before), StateText(lang, it, after)
}

func responsibilityTexts(lang *messages.Catalogue, it *question.Item, before, after engagement.RACI) (string, string) {
	text := func(n int, title string, r engagement.Responsibility) string {
		if r == (engagement.Responsibility{}) {
			return lang.Say("%d. %s: not answered.", n, title)
		}
		written := lang.Text("not written")
		if r.Written {
			written = lang.Text("written")
		}
		return lang.Say("%d. %s: %s answers for it, %s does it, %s.", n, title, partyWord(lang, r.Accountable), partyWord(lang, r.Doer), written)
	}
	var a, b []string
	for _, x := range it.Activities {
		if before[x.ID] != after[x.ID] {
			a, b = append(a, text(x.Number, x.Text, before[x.ID])), append(b, text(x.Number, x.Text, after[x.ID]))
		}
	}
	return strings.Join(a, "\n"), strings.Join(b, "\n")
}

func areaTexts(lang *messages.Catalogue, it *question.Item, before, after engagement.Skills) (string, string) {
	number := func(n *int) string {
		if n == nil {
			return lang.Text("as usual")
		}
		return fmt.Sprint(*n)
	}
	text := func(title string, s engagement.Skill) string {
		return lang.Say("%s: level required %s, people needed %s, levels %s.", title, number(s.Required), number(s.People), orDash(levelsText(s.Levels)))
	}
	var a, b []string
	for _, x := range it.Areas {
		if was, is := text(x.Title, before[x.ID]), text(x.Title, after[x.ID]); was != is {
			a, b = append(a, was), append(b, is)
		}
	}
	return strings.Join(a, "\n"), strings.Join(b, "\n")
}

// provisional says how much of the answers is last time's view; empty for nothing.
func provisional(lang *messages.Catalogue, r *assessment.Result) string {
	n := r.Carried()
	if n == 0 {
		return ""
	}
	given := 0
	for _, s := range r.Sections {
		given += s.Answered + s.Unknown + s.NotApplicable
	}
	return lang.Say("%d of %s carried over and not confirmed yet.", n, lang.Count(given, "1 answer is", "%d answers are"))
}

// provisionalBlocks are what stands below the verdicts while answers are not
// confirmed.
func provisionalBlocks(rep *Report) []Block {
	if rep.Provisional == "" {
		return nil
	}
	return findingsOnly(Heading{rep.Lang.Text("Provisional")}, Paragraph{rep.Lang.Say("%s Verdicts and figures rest on them as they are; what they say may be out of date.", rep.Provisional)})
}

func sinceChapter(rep *Report) Chapter {
	s := rep.Since
	out := Chapter{ID: sinceID, Title: s.Heading, Lead: s.Text}
	add := func(blocks ...Block) { out.Blocks = append(out.Blocks, blocks...) }
	earlier := rep.Lang.Text("the engagement before")
	if s.Title != "" {
		earlier = "“" + s.Title + "”"
	}
	if s.Date != "" {
		earlier += rep.Lang.Say(" of %s", s.Date)
	}
	add(Paragraph{rep.Lang.Say("Compared with %s. Both are evaluated by the rules of %s, so that what differs comes from the answers and settings.", earlier, rep.Program)})
	if text := followup.CarriedText(s.Carried); text != "" {
		add(Paragraph{rep.Lang.Say("%s Where nothing changed, that may be because nobody has looked yet.", text)})
	}
	if len(s.Remarks) > 0 {
		add(Bullets{s.Remarks})
	}
	add(Heading{rep.Lang.Text("Verdicts")}, sinceVerdicts(rep))
	if scene := SinceScene(rep, pictureWidth); len(scene.Shapes) > 0 {
		add(Heading{rep.Lang.Text("Levels by section")}, Figure{scene, SinceCaption(rep)})
		var moved []string
		for _, x := range visibleSections(rep) {
			if x.Trend != followup.Same {
				moved = append(moved, rep.Lang.Text(x.Title)+": "+lowerFirst(x.Text))
			}
		}
		if len(moved) > 0 {
			add(Bullets{moved})
		}
	}
	add(Heading{rep.Lang.Text("Key figures")}, sinceFigures(rep))
	add(Heading{rep.Lang.Text("Findings")})
	if t := sinceFindings(rep); len(t.Rows) > 0 {
		add(t)
	} else {
		add(Paragraph{rep.Lang.Text("Neither engagement has findings.")})
	}
	if len(s.Answers) > 0 {
		t := Table{Columns: []Column{{"", 5, true}, {rep.Lang.Text("Question"), 29, false}, {rep.Lang.Text("Before"), 24, false}, {rep.Lang.Text("Now"), 24, false}, {rep.Lang.Text("In words"), 18, false}}}
		for _, a := range s.Answers {
			t.Rows = append(t.Rows, []string{fmt.Sprint(a.Number), a.Question, a.Before, a.After, a.Text})
		}
		add(answersOnly(Heading{rep.Lang.Text("Answers that changed")}, t)...)
	} else {
		add(answersOnly(Heading{rep.Lang.Text("Answers that changed")}, Paragraph{rep.Lang.Text("No answer changed.")})...)
	}
	return out
}

func sinceVerdicts(rep *Report) Table {
	t := Table{Columns: []Column{{"", 18, false}, {rep.Lang.Text("Before"), 20, false}, {rep.Lang.Text("Now"), 20, false}, {rep.Lang.Text("In words"), 42, false}}}
	for _, v := range rep.Since.Verdicts {
		t.Rows = append(t.Rows, []string{rep.Lang.Text(subjects[v.Subject]), rep.Lang.Text(v.Before.Word()), rep.Lang.Text(v.After.Word()), v.Text})
	}
	return t
}

// sinceFigures are the figures a reader of this report sees, then and now, written
// as everywhere in it.
func sinceFigures(rep *Report) Table {
	t := Table{Columns: []Column{{rep.Lang.Text("Figure"), 30, false}, {rep.Lang.Text("Before"), 18, true}, {rep.Lang.Text("Now"), 18, true}, {rep.Lang.Text("In words"), 34, false}}}
	before := map[string]string{}
	for _, f := range figures(rep.Lang, &rep.Since.Before) {
		before[f.Name] = f.Value
	}
	shown := keyFigures(rep)
	for _, f := range rep.Since.Figures {
		if name := rep.Lang.Text(f.Name); slices.Contains(shown, name) {
			t.Rows = append(t.Rows, []string{name, before[name], rep.Figure(f.Name), f.Text})
		}
	}
	return t
}

func sinceFindings(rep *Report) Table {
	t := Table{Columns: []Column{{rep.Lang.Text("Id"), 8, false}, {rep.Lang.Text("Severity"), 11, false}, {rep.Lang.Text("Finding"), 39, false}, {rep.Lang.Text("In words"), 42, false}}}
	heads := map[followup.Fate]string{followup.Closed: rep.Lang.Text("Closed"), followup.Raised: rep.Lang.Text("New"), followup.StillOpen: rep.Lang.Text("Still open"), followup.Lapsed: rep.Lang.Text("Not looked at again")}
	fate := followup.Fate("")
	for _, f := range rep.Since.Findings {
		if f.Fate != fate {
			fate = f.Fate
			t.Rows = append(t.Rows, []string{heads[fate]})
		}
		id := f.ID
		if f.Fate == followup.Closed || f.Fate == followup.Lapsed {
			id = "–" // it had a number of the other report
		}
		t.Rows = append(t.Rows, []string{id, rep.Lang.Text(f.Severity), rep.Lang.Text(f.Title), f.Text})
	}
	return t
}

// visibleSections are the sections whose mean hides single answers from a reader who
// may not see them.
func visibleSections(rep *Report) []followup.Section {
	if rep.Redaction.Answers {
		return rep.Since.Sections
	}
	return slices.DeleteFunc(slices.Clone(rep.Since.Sections), func(s followup.Section) bool {
		return s.BeforeLevelled < fewestLevels || s.AfterLevelled < fewestLevels
	})
}

// SinceScene is the picture of the mean levels then and now; without shapes where
// there is none to show.
func SinceScene(rep *Report, width float64) chart.Scene {
	var rows []chart.DumbbellRow
	for _, s := range visibleSections(rep) {
		shown := s.After.Format(1)
		if before := s.Before.Format(1); before != shown {
			shown = rep.Lang.Say("%s to %s", before, shown)
		}
		rows = append(rows, chart.DumbbellRow{Title: rep.Lang.Text(s.Title), Before: float64(s.Before), After: float64(s.After), Shown: shown})
	}
	if len(rows) == 0 {
		return chart.Scene{}
	}
	moment := func(word, date string) string { return strings.TrimSpace(word + " " + date) }
	return chart.Dumbbells(rep.Lang, rep.Lang.Text("Mean level by section, before and now"), moment(rep.Lang.Text("before"), rep.Since.Date), moment(rep.Lang.Text("now"), rep.Date), rows, 4, width)
}

// SinceCaption says what to see in the picture.
func SinceCaption(rep *Report) string {
	up, down := 0, 0
	for _, s := range visibleSections(rep) {
		switch s.Trend {
		case followup.Better:
			up++
		case followup.Worse:
			down++
		}
	}
	return rep.Lang.Say("Mean level of the levelled questions by section, 0 to 4: the ring is the level before, the disc the level now. %s up, %s down.", rep.Lang.Count(up, "1 section went", "%d sections went"), rep.Lang.Count(down, "1 section went", "%d sections went"))
}

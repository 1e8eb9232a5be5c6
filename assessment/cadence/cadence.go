// Package cadence says what must be done again and again, when it was last done, and
// by when the next is due. It is pure: the answers tell how long ago something was,
// the question set how often it is wanted.
package cadence

import (
	"cmp"
	"math"
	"slices"
	"time"

	"muster/assessment/engagement"
	"muster/assessment/question"
)

// Standing is where a duty stands on a day.
type Standing string

// The standings of a duty.
const (
	Overdue Standing = "overdue" // never done, or longer ago than wanted
	Due     Standing = "due"     // due within Soon days
	Fine    Standing = "fine"
	Open    Standing = "open" // nobody knows or said when it was last done
)

// Soon is within how many days a duty counts as due.
const Soon = 90

// Duty is something to be done at least every so many months.
type Duty struct {
	Question string   `json:"question"`
	Title    string   `json:"title"`
	Months   int      `json:"months"` // at most between two times
	Never    bool     `json:"never"`  // it was never done
	Ago      float64  `json:"-"`      // months before the engagement's date it was last done; 0 where never or not known
	Last     string   `json:"last"`   // yyyy-mm-dd, about; empty where never or not known
	Next     string   `json:"next"`   // yyyy-mm-dd by which it is due; the day itself where overdue; empty where not known
	Standing Standing `json:"standing"`
	Days     int      `json:"days"` // from the day until Next, negative where it has passed; 0 where there is none
}

// Duties are the recurring duties of an engagement as they stand on a day
// (yyyy-mm-dd), what is overdue longest first. Answers in months count from the
// engagement's date; without one the day stands for it. What does not apply is left
// out.
func Duties(set *question.Set, doc *engagement.Document, day string) []Duty {
	today, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return nil
	}
	answered, err := time.Parse(time.DateOnly, doc.Date)
	if err != nil {
		answered = today
	}
	out := answeredDuties(set, doc)
	for i := range out {
		d := &out[i]
		switch {
		case d.Standing == Open:
		case d.Never:
			d.Next = day
		default:
			last := months(answered, -d.Ago)
			next := months(last, float64(d.Months))
			d.Last, d.Next = last.Format(time.DateOnly), next.Format(time.DateOnly)
			d.Days = int(math.Round(next.Sub(today).Hours() / 24))
			d.Standing = standing(d.Days < 0, d.Days <= Soon)
		}
	}
	slices.SortStableFunc(out, func(a, b Duty) int {
		return cmp.Or(cmp.Compare(order(a), order(b)), cmp.Compare(a.Days, b.Days))
	})
	return out
}

// Undated are the recurring duties of an engagement as they stood when it was
// answered, without any date: Ago and Months alone say how far each is. They are in
// the order of the questions.
func Undated(set *question.Set, doc *engagement.Document) []Duty {
	out := answeredDuties(set, doc)
	for i := range out {
		if d := &out[i]; d.Standing != Open && !d.Never {
			left := float64(d.Months) - d.Ago
			d.Standing = standing(left < 0, left*daysInMonth <= Soon)
		}
	}
	return out
}

// Of is how many months may lie between two times of what a question asks about, and
// whether it comes round at all.
func Of(it *question.Item) (months int, ok bool) {
	if it == nil || it.Type != question.Months || it.Finding == nil || it.Finding.Over == nil {
		return 0, false
	}
	return int(math.Round(*it.Finding.Over)), true
}

// answeredDuties are the duties as answered, before any date; what was never done is
// overdue.
func answeredDuties(set *question.Set, doc *engagement.Document) []Duty {
	effective, _ := doc.Effective(set)
	var out []Duty
	for _, it := range set.Items() {
		every, ok := Of(it)
		if !ok || effective.State(it.ID) == engagement.NotApplicable {
			continue
		}
		d := Duty{Question: it.ID, Title: it.Title, Months: every, Standing: Open}
		if v, ok := effective.Value(it.ID).(engagement.Months); ok {
			d.Never, d.Ago, d.Standing = v.Never, v.N, Overdue
		}
		out = append(out, d)
	}
	return out
}

func standing(past, soon bool) Standing {
	switch {
	case past:
		return Overdue
	case soon:
		return Due
	}
	return Fine
}

// order puts what was never done first and what nobody knows before what is fine.
func order(d Duty) int {
	switch {
	case d.Never:
		return 0
	case d.Standing == Fine:
		return 3
	case d.Standing == Open:
		return 2
	}
	return 1
}

const daysInMonth = 365.25 / 12

// months adds months, parts of one as days; the last day of a month stays in its
// month.
func months(from time.Time, n float64) time.Time {
	whole := math.Trunc(n)
	to := from.AddDate(0, int(whole), 0)
	if to.Day() != from.Day() {
		to = to.AddDate(0, 0, -to.Day())
	}
	return to.AddDate(0, 0, int(math.Round((n-whole)*daysInMonth)))
}

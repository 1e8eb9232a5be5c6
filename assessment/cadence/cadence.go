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
	effective, _ := doc.Effective(set)
	var out []Duty
	for _, it := range set.Items() {
		if it.Type != question.Months || it.Finding == nil || it.Finding.Over == nil || effective.State(it.ID) == engagement.NotApplicable {
			continue
		}
		d := Duty{Question: it.ID, Title: it.Title, Months: int(math.Round(*it.Finding.Over)), Standing: Open}
		if v, ok := effective.Value(it.ID).(engagement.Months); ok {
			d.Never = v.Never
			if v.Never {
				d.Next, d.Standing = day, Overdue
			} else {
				last := months(answered, -v.N)
				next := months(last, float64(d.Months))
				d.Last, d.Next = last.Format(time.DateOnly), next.Format(time.DateOnly)
				d.Days = int(math.Round(next.Sub(today).Hours() / 24))
				switch {
				case d.Days < 0:
					d.Standing = Overdue
				case d.Days <= Soon:
					d.Standing = Due
				default:
					d.Standing = Fine
				}
			}
		}
		out = append(out, d)
	}
	slices.SortStableFunc(out, func(a, b Duty) int {
		return cmp.Or(cmp.Compare(order(a), order(b)), cmp.Compare(a.Days, b.Days))
	})
	return out
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

// months adds months, parts of one as days; the last day of a month stays in its
// month.
func months(from time.Time, n float64) time.Time {
	whole := math.Trunc(n)
	to := from.AddDate(0, int(whole), 0)
	if to.Day() != from.Day() {
		to = to.AddDate(0, 0, -to.Day())
	}
	return to.AddDate(0, 0, int(math.Round((n-whole)*365.25/12)))
}

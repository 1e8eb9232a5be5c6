package comparison

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"muster/assessment/engagement"
	"muster/assessment/question"
)

// priced is an engagement with an option for each set of terms.
func priced(options ...map[string]float64) *engagement.Document {
	doc := engagement.New("x", "2026-01-01", question.Default())
	for i, values := range options {
		o := engagement.Option{ID: string(rune('a' + i))}
		for path, v := range values {
			o = o.With(path, engagement.Figure(v))
		}
		doc.Options = append(doc.Options, o)
	}
	return doc
}

func axisOf(t fatal, c *Comparison, id string) *Axis {
	t.Helper()
	for i := range c.BreakEven {
		if c.BreakEven[i].ID == id {
			return &c.BreakEven[i]
		}
	}
	t.Fatalf("no axis %s", id)
	return nil
}

// A dear start and a low fee pay off in the month in which the fees saved exceed it,
// whatever the terms of the offers are.
func TestTermsCrossInWholeMonths(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		months := float64(rapid.IntRange(1, 240).Draw(t, "term"))
		pays := float64(rapid.IntRange(7, 60).Draw(t, "pays after"))
		c := compareDoc(priced(
			map[string]float64{"monthlyFee": 100, "termMonths": months},
			map[string]float64{"monthlyFee": 90, "onboarding": 10*pays - 5, "termMonths": 36}))
		a := axisOf(t, c, "term")
		for i, x := range a.X {
			if x != math.Trunc(x) || i > 0 && x <= a.X[i-1] {
				t.Fatalf("terms of %v months", a.X)
			}
		}
		if last := a.X[len(a.X)-1]; last != math.Max(60, months) {
			t.Fatalf("the longest term is %v", last)
		}
		if len(a.Crossings) != 1 || a.Crossings[0].At != pays || a.Crossings[0].Before != "a" || a.Crossings[0].After != "b" {
			t.Fatalf("%+v", a.Crossings)
		}
	})
}

// Along growth and volume both options cost the same where they cross, and on its
// left the one that is named cheaper there is.
func TestCrossingsCostTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var list []map[string]float64
		for range rapid.IntRange(2, 4).Draw(t, "options") {
			list = append(list, map[string]float64{
				"price.unitPrice": float64(rapid.IntRange(1, 20).Draw(t, "price")), "price.quantity": float64(rapid.IntRange(100, 200).Draw(t, "units")),
				"onboarding": float64(rapid.IntRange(0, 90000).Draw(t, "onboarding")), "termMonths": float64(rapid.IntRange(12, 60).Draw(t, "term")),
				"ticketsPerMonth": float64(rapid.IntRange(1, 100).Draw(t, "tickets")), "ticketsIncluded": float64(rapid.IntRange(0, 100).Draw(t, "included")),
				"ticketOverage": float64(rapid.IntRange(1, 50).Draw(t, "overage")),
			})
		}
		doc := priced(list...)
		c := compareDoc(doc)
		for _, a := range c.BreakEven {
			if a.ID == "term" {
				continue
			}
			cost := func(id string, x float64) float64 {
				o := doc.Options[doc.Option(id)]
				path := "price.growth"
				if a.ID == "volume" {
					path = "ticketsPerMonth"
					x *= o.Term(path).Value
				}
				changed := *doc
				changed.Options = []engagement.Option{o.With(path, engagement.Figure(x))}
				return compareDoc(&changed).Options[0].TotalCost.Float()
			}
			for _, x := range a.Crossings {
				before, after := cost(x.Before, x.At), cost(x.After, x.At)
				steep := math.Max(math.Abs(before-cost(x.Before, x.At-2e-4)), math.Abs(after-cost(x.After, x.At-2e-4)))
				if math.Abs(before-after) > steep+.01 || math.Abs(before-x.Cost) > steep+.01 {
					t.Fatalf("%s: %+v, there %v and %v", a.ID, x, before, after)
				}
				if left, right := cost(x.Before, x.At-2e-4), cost(x.After, x.At-2e-4); left > right+.01 {
					t.Fatalf("%s: %+v, left of it %v and %v", a.ID, x, left, right)
				}
			}
		}
	})
}

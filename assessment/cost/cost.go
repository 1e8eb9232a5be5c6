// Package cost computes what an option costs over its term, in decimal money.
//
// Total = onboarding + Σ_y (1+i)^(y−1)·[12·fee + 12·E[(X−q)⁺]·overage + SIA +
// retainer + CSIRP services + hires + client effort] + exit, for the years y of
// the term; the last part of a year counts pro rata. With a discount rate d the
// amounts of year y are divided by (1+d)^(y−1), the exit by (1+d)^(months/12).
package cost

import (
	"math"
	"slices"

	"github.com/shopspring/decimal"
	"gonum.org/v1/gonum/stat/distuv"

	"muster/assessment/engagement"
	"muster/assessment/terms"
)

// Part is a part of the cost; the numbers are the order of the tables.
type Part int

// The parts of the cost.
const (
	Onboarding Part = iota
	Fee
	Overage
	SIA
	Retainer
	CSIRP
	Hires
	Effort
	Exit
	parts
)

// IDs are the ids of the parts, in their order.
var IDs = [parts]string{"onboarding", "fee", "overage", "sia", "retainer", "csirp", "hires", "effort", "exit"}

// Amounts is an amount for each part.
type Amounts [parts]decimal.Decimal

// Sum adds the parts up.
func (a Amounts) Sum() decimal.Decimal {
	sum := decimal.Zero
	for _, x := range a {
		sum = sum.Add(x)
	}
	return sum
}

// Terms are the terms of one option that cost money, in its own currency.
type Terms struct {
	Months      int
	Index       decimal.Decimal // share a year
	Discount    decimal.Decimal // share a year
	Growth      decimal.Decimal // of what the fee is priced by, share a year
	ByUnit      bool            // the fee is a price by unit
	Fee         decimal.Decimal // a month, in the first year
	Tickets     float64         // expected a month
	Included    int             // a month
	TicketPrice decimal.Decimal // each further one
	Once        Amounts         // onboarding and exit
	Yearly      Amounts         // SIA, retainer, CSIRP services, hires, effort: a year

	// Priced is false when no amount of money was entered at all.
	Priced bool
	// Unknown are the paths of terms that count as nothing because nobody knows
	// them: the total is a lower bound.
	Unknown []string
	// Idle are the paths of terms that have no effect beside others.
	Idle []string
}

// of reads a term; what is not known counts as its default, or nothing.
func (t *Terms) of(o *engagement.Option, path string) float64 {
	f, _ := terms.Default().Field(path)
	x := o.Term(path)
	switch x.State {
	case engagement.Answered:
		if f.Kind == terms.Money {
			t.Priced = true
		}
		return x.Value
	case engagement.Unknown:
		t.Unknown = append(t.Unknown, path)
	}
	if f.Default != nil && x.State != engagement.NotApplicable {
		return *f.Default
	}
	return 0
}

// Of reads the terms of an option.
func Of(o *engagement.Option) Terms {
	var t Terms
	money := func(path string) decimal.Decimal { return decimal.NewFromFloat(t.of(o, path)) }
	if t.Months = int(t.of(o, "termMonths")); t.Months == 0 { // every contract has a term
		f, _ := terms.Default().Field("termMonths")
		t.Months = int(*f.Default)
	}
	t.Index, t.Discount = money("indexation"), money("discount")
	entered := func(path string) bool { return o.Term(path).State != engagement.Unanswered }
	if o.Basis != "" && o.Basis != "flat" || entered("price.unitPrice") {
		t.ByUnit = true
		t.Fee, t.Growth = money("price.unitPrice").Mul(money("price.quantity")), money("price.growth")
		if !entered("price.unitPrice") {
			t.Unknown = append(t.Unknown, "price.unitPrice")
		}
		if entered("monthlyFee") {
			t.Idle = append(t.Idle, "monthlyFee")
		}
	} else {
		t.Fee = money("monthlyFee")
	}
	t.tickets(o)
	t.Once[Onboarding], t.Once[Exit] = money("onboarding"), money("exitCost")
	t.Yearly[SIA], t.Yearly[Retainer], t.Yearly[CSIRP] = money("sia.annualFee"), money("retainerAnnual"), money("csirp.annualFee")
	t.Yearly[Hires], t.Yearly[Effort] = money("hires.annualCost"), money("clientEffortAnnual")
	return t
}

// tickets reads the terms on tickets.
func (t *Terms) tickets(o *engagement.Option) {
	t.TicketPrice = decimal.NewFromFloat(t.of(o, "ticketOverage"))
	before := t.Unknown
	t.Tickets, t.Included = t.of(o, "ticketsPerMonth"), int(t.of(o, "ticketsIncluded"))
	switch state := func(path string) engagement.State { return o.Term(path).State }; {
	case state("ticketOverage") == engagement.Unknown:
	case !t.TicketPrice.IsPositive():
		t.Unknown = before // without a price it does not matter how many there are
	case state("ticketsIncluded") == engagement.Unknown:
		t.Tickets = 0 // all may be included: to count them would be no lower bound
	case state("ticketsPerMonth") == engagement.Unanswered:
		t.Unknown = append(t.Unknown, "ticketsPerMonth")
	}
}

// Year is one year of the term; the last may be a part of one.
type Year struct {
	Number int // from 1
	Months int // 12, or what is left
	Parts  Amounts
	Total  decimal.Decimal
}

// Statement is the cost over the term, unrounded; Onboarding and Exit are no part
// of the years.
type Statement struct {
	Years            []Year
	Onboarding, Exit decimal.Decimal
	Parts            Amounts // over the term
	Total            decimal.Decimal
}

// Decimal places: precision is what a division keeps, factorPlaces what the power
// of a rate keeps, which is far below a cent of any amount.
const (
	precision    = 18
	factorPlaces = 30
)

var (
	one    = decimal.NewFromInt(1)
	twelve = decimal.NewFromInt(12)
)

// Statement adds the cost up.
func (t *Terms) Statement() Statement {
	s := Statement{Onboarding: t.Once[Onboarding], Exit: t.Once[Exit]}
	over := decimal.NewFromFloat(OverIncluded(t.Tickets, t.Included)).Round(12).Mul(t.TicketPrice)
	grown, indexed, discounted := one, one, one
	for done, y := 0, 1; done < t.Months; done, y = done+12, y+1 {
		if y > 1 {
			// Kept short: odd rates would make numbers of thousands of digits.
			grown, indexed = grown.Mul(one.Add(t.Growth)).Round(factorPlaces), indexed.Mul(one.Add(t.Index)).Round(factorPlaces)
			discounted = discounted.Mul(one.Add(t.Discount)).Round(factorPlaces)
		}
		year := Year{Number: y, Months: min(12, t.Months-done)}
		months := decimal.NewFromInt(int64(year.Months))
		put := func(p Part, amount decimal.Decimal) {
			amount = amount.Mul(indexed)
			if !t.Discount.IsZero() {
				amount = amount.DivRound(discounted, precision)
			}
			year.Parts[p] = amount
			year.Total = year.Total.Add(amount)
			s.Parts[p] = s.Parts[p].Add(amount)
		}
		put(Fee, t.Fee.Mul(grown).Mul(months))
		put(Overage, over.Mul(months))
		for p := SIA; p <= Effort; p++ {
			amount := t.Yearly[p]
			if year.Months < 12 {
				amount = amount.Mul(months).DivRound(twelve, precision)
			}
			put(p, amount)
		}
		s.Years = append(s.Years, year)
		s.Total = s.Total.Add(year.Total)
	}
	if !t.Discount.IsZero() && !s.Exit.IsZero() {
		d, _ := t.Discount.Float64()
		s.Exit = s.Exit.DivRound(decimal.NewFromFloat(math.Pow(1+d, float64(t.Months)/12)), precision)
	}
	s.Parts[Onboarding], s.Parts[Exit] = s.Onboarding, s.Exit
	s.Total = s.Total.Add(s.Onboarding).Add(s.Exit)
	return s
}

// In converts a statement at rate units of another currency for one of its own.
func (s Statement) In(rate decimal.Decimal) Statement {
	if rate.Equal(one) {
		return s
	}
	scale := func(a Amounts) Amounts {
		for i := range a {
			a[i] = a[i].Mul(rate)
		}
		return a
	}
	s.Years = slices.Clone(s.Years)
	for i := range s.Years {
		s.Years[i].Parts, s.Years[i].Total = scale(s.Years[i].Parts), s.Years[i].Total.Mul(rate)
	}
	s.Parts, s.Total = scale(s.Parts), s.Total.Mul(rate)
	s.Onboarding, s.Exit = s.Onboarding.Mul(rate), s.Exit.Mul(rate)
	return s
}

// OverIncluded is the expected number of tickets a month above q, E[(X−q)⁺], for
// X ~ Poisson(μ): μ·P(X ≥ q) − q·P(X ≥ q+1). It is above 0 even where μ is below q.
func OverIncluded(mu float64, q int) float64 {
	switch {
	case mu <= 0:
		return 0
	case q <= 0:
		return mu
	}
	x := distuv.Poisson{Lambda: mu}
	// Far beyond the mean the difference of two nearly equal numbers is noise.
	return math.Max(math.Max(0, mu-float64(q)), mu*x.Survival(float64(q-1))-float64(q)*x.Survival(float64(q)))
}

package cost

import (
	"math"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"muster/assessment/engagement"
)

func option(values map[string]float64) *engagement.Option {
	o := engagement.Option{ID: "a"}
	for path, v := range values {
		o = o.With(path, engagement.Figure(v))
	}
	return &o
}

func statement(values map[string]float64) Statement {
	t := Of(option(values))
	return t.Statement()
}

func TestOverIncluded(t *testing.T) {
	for _, c := range []struct {
		mu   float64
		q    int
		want float64
	}{{20, 20, 1.7767}, {0, 5, 0}, {7.5, 0, 7.5}, {1000, 10, 990}, {1, 1, math.Exp(-1)}, {2, 400, 0}, {1e6, 1000000, 398.94}} {
		if got := OverIncluded(c.mu, c.q); math.Abs(got-c.want) > 1e-4*math.Max(1, c.want/10) {
			t.Errorf("E[(X−%d)+] for %v is %v, want %v", c.q, c.mu, got, c.want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		mu, q := rapid.Float64Range(0, 300).Draw(t, "mu"), rapid.IntRange(0, 400).Draw(t, "q")
		// The sum by its definition.
		want, p := 0.0, math.Exp(-mu)
		for x := 0; x < 1500; x++ {
			if x > q {
				want += float64(x-q) * p
			}
			p *= mu / float64(x+1)
		}
		if got := OverIncluded(mu, q); math.Abs(got-want) > 1e-7 {
			t.Fatalf("%v, summed %v", got, want)
		}
	})
}

func TestPublishedTotal(t *testing.T) {
	s := statement(map[string]float64{"monthlyFee": 12000, "indexation": 0.03, "termMonths": 36})
	if got := s.Total.StringFixed(2); got != "445089.60" || !s.Total.Equal(decimal.RequireFromString("445089.6")) {
		t.Errorf("%s (%s)", got, s.Total)
	}
	if len(s.Years) != 3 || s.Years[2].Total.StringFixed(2) != "152769.60" {
		t.Errorf("%+v", s.Years)
	}
}

func TestStatement(t *testing.T) {
	for _, c := range []struct {
		name   string
		values map[string]float64
		want   string
	}{
		{"onboarding and exit are not indexed", map[string]float64{"onboarding": 1000, "exitCost": 500, "indexation": .1, "termMonths": 24, "retainerAnnual": 100}, "1710.00"},
		{"a part of a year counts pro rata", map[string]float64{"monthlyFee": 100, "termMonths": 18, "indexation": .1, "sia.annualFee": 1200}, "3720.00"},
		{"without a term 36 months", map[string]float64{"monthlyFee": 1}, "36.00"},
		{"by unit with growth", map[string]float64{"price.unitPrice": 2, "price.quantity": 100, "price.growth": .5, "termMonths": 24}, "6000.00"},
		{"a price by unit counts, not the flat fee", map[string]float64{"price.unitPrice": 2, "price.quantity": 100, "monthlyFee": 9999, "termMonths": 12}, "2400.00"},
		{"overage", map[string]float64{"ticketsIncluded": 20, "ticketsPerMonth": 20, "ticketOverage": 100, "termMonths": 12}, "2132.05"},
		{"discounted", map[string]float64{"retainerAnnual": 1100, "discount": .1, "termMonths": 24, "exitCost": 121, "onboarding": 10}, "2210.00"},
		{"everything a year", map[string]float64{"retainerAnnual": 1, "csirp.annualFee": 2, "hires.annualCost": 4, "clientEffortAnnual": 8, "sia.annualFee": 16, "termMonths": 12}, "31.00"},
		{"cents that binary numbers miss", map[string]float64{"monthlyFee": 0.1, "termMonths": 3}, "0.30"},
	} {
		s := statement(c.values)
		if got := s.Total.StringFixed(2); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

func TestUnknownTermsMakeALowerBound(t *testing.T) {
	o := option(map[string]float64{"monthlyFee": 100, "ticketOverage": 5})
	x := o.With("onboarding", engagement.Term{State: engagement.Unknown})
	terms := Of(&x)
	if len(terms.Unknown) != 2 || !terms.Priced {
		t.Errorf("%+v", terms)
	}
	if terms := Of(&engagement.Option{ID: "b"}); terms.Priced {
		t.Error("nothing was entered, yet it has a price")
	}
	flat := option(map[string]float64{"monthlyFee": 100, "termMonths": 12})
	flat.Basis = "flat"
	if terms := Of(flat); terms.ByUnit || len(terms.Unknown) != 0 || terms.Statement().Total.StringFixed(2) != "1200.00" {
		t.Errorf("a flat fee: %+v", terms)
	}
	if terms := Of(&engagement.Option{ID: "c", Basis: "user"}); len(terms.Unknown) != 1 {
		t.Errorf("%+v", terms)
	}
}

// The parts and the years add up to the total, and twice the money is twice the total.
func TestAddsUp(t *testing.T) {
	money := []string{"monthlyFee", "onboarding", "exitCost", "retainerAnnual", "sia.annualFee", "csirp.annualFee", "hires.annualCost", "clientEffortAnnual", "ticketOverage"}
	rapid.Check(t, func(t *rapid.T) {
		v := map[string]float64{
			"termMonths": float64(rapid.IntRange(1, 120).Draw(t, "months")), "indexation": rapid.Float64Range(-.1, .2).Draw(t, "index"),
			"ticketsPerMonth": rapid.Float64Range(0, 50).Draw(t, "tickets"), "ticketsIncluded": float64(rapid.IntRange(0, 50).Draw(t, "included")),
		}
		if rapid.Bool().Draw(t, "discounted") {
			v["discount"] = rapid.Float64Range(0, .2).Draw(t, "discount")
		}
		twice := map[string]float64{}
		for _, path := range money {
			v[path] = math.Round(rapid.Float64Range(0, 1e6).Draw(t, path)*100) / 100
		}
		for path, x := range v {
			twice[path] = x
		}
		for _, path := range money {
			twice[path] = 2 * v[path]
		}
		s, d := statement(v), statement(twice)
		years := s.Onboarding.Add(s.Exit)
		for _, y := range s.Years {
			years = years.Add(y.Total)
			if !y.Parts.Sum().Equal(y.Total) {
				t.Fatalf("year %d: %s, parts %s", y.Number, y.Total, y.Parts.Sum())
			}
		}
		if !years.Equal(s.Total) || !s.Parts.Sum().Equal(s.Total) {
			t.Fatalf("total %s, years %s, parts %s", s.Total, years, s.Parts.Sum())
		}
		if !d.Total.Round(6).Equal(s.Total.Mul(decimal.NewFromInt(2)).Round(6)) {
			t.Fatalf("twice %s is %s", s.Total, d.Total)
		}
		if in := s.In(decimal.RequireFromString("0.5")); !in.Parts.Sum().Equal(in.Total) || !in.Total.Mul(decimal.NewFromInt(2)).Equal(s.Total) {
			t.Fatalf("converted %s", in.Total)
		}
	})
}

// Rates with many digits over a long term take no longer than others.
func TestOddRatesStayShort(t *testing.T) {
	s := statement(map[string]float64{"price.unitPrice": 1.23456789012345, "price.quantity": 1e9 / 7, "price.growth": 1. / 3, "indexation": 1. / 7, "discount": 1. / 11, "termMonths": 240, "exitCost": 1. / 3})
	if n := s.Total.NumDigits(); n > 120 {
		t.Errorf("%d digits", n)
	}
}

func BenchmarkStatement(b *testing.B) {
	t := Of(option(map[string]float64{"monthlyFee": 12000, "indexation": 0.03, "termMonths": 60, "ticketsIncluded": 20, "ticketsPerMonth": 20, "ticketOverage": 100, "onboarding": 9000, "exitCost": 3000}))
	for b.Loop() {
		t.Statement()
	}
}

// A lower bound is one: whatever the terms nobody knows turn out to be, the total is
// no lower. And what cannot move the total does not make it one.
func TestLowerBound(t *testing.T) {
	paths := []string{"monthlyFee", "onboarding", "exitCost", "retainerAnnual", "sia.annualFee", "csirp.annualFee", "clientEffortAnnual", "ticketOverage", "ticketsPerMonth", "ticketsIncluded", "price.growth", "indexation"}
	rapid.Check(t, func(t *rapid.T) {
		known := *option(map[string]float64{"termMonths": float64(rapid.IntRange(1, 60).Draw(t, "months"))})
		o := known
		for _, path := range paths {
			v := float64(rapid.IntRange(0, 300).Draw(t, path))
			if path == "price.growth" || path == "indexation" {
				v /= 1000
			}
			term := engagement.Figure(v)
			known = known.With(path, term)
			if rapid.Bool().Draw(t, "unknown "+path) {
				term = engagement.Term{State: engagement.Unknown}
			}
			o = o.With(path, term)
		}
		bound, exact := Of(&o), Of(&known)
		low, total := bound.Statement().Total, exact.Statement().Total
		if low.GreaterThan(total) {
			t.Fatalf("at least %s is %s", low, total)
		}
		if len(bound.Unknown) == 0 && !low.Equal(total) {
			t.Fatalf("nothing is unknown, yet %s is %s", low, total)
		}
	})
	unknown := engagement.Term{State: engagement.Unknown}
	free := option(map[string]float64{"monthlyFee": 10}).With("ticketsPerMonth", unknown).With("ticketsIncluded", unknown)
	if x := Of(&free); len(x.Unknown) != 0 {
		t.Errorf("tickets without a price: %v", x.Unknown)
	}
}

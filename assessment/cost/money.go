// Money as it is shown and written.

package cost

import (
	"strings"

	"github.com/shopspring/decimal"

	"muster/assessment"
)

// Money is an amount; it is rounded to two decimal places when it is written.
type Money struct{ decimal.Decimal }

// Amount is an amount that is known as a number only.
func Amount(v float64) Money { return Money{decimal.NewFromFloat(v)} }

// MarshalJSON writes the amount as a number with two decimal places.
func (m Money) MarshalJSON() ([]byte, error) { return []byte(m.StringFixed(2)), nil }

// Float is the amount as a number for pictures and values.
func (m Money) Float() float64 { return m.InexactFloat64() }

// Text is the amount in whole units with its currency, as in 445 090 EUR.
func (m Money) Text(currency string) string {
	return strings.TrimSpace(assessment.FormatNumber(m.Round(0).InexactFloat64(), 0) + "\u00a0" + currency)
}

// Exact is the amount with two decimal places and its currency.
func (m Money) Exact(currency string) string {
	fixed := m.StringFixed(2)
	text := assessment.FormatNumber(m.Round(2).Truncate(0).InexactFloat64(), 0)
	if strings.HasPrefix(fixed, "-0.") {
		text = "−" + text
	}
	return strings.TrimSpace(text + fixed[len(fixed)-3:] + "\u00a0" + currency)
}

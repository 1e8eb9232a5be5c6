// One way to write a number, for trace, reports and screens.

package assessment

import (
	"math"
	"strconv"
	"strings"
)

// FormatNumber writes v with at most decimals places, trailing zeros dropped,
// thousands apart by a thin space as in 12 500 (narrow no-break space).
func FormatNumber(v float64, decimals int) string {
	switch {
	case math.IsNaN(v):
		return "–"
	case math.IsInf(v, 0):
		return "∞"
	}
	// Half away from zero, as people round; strconv takes the even neighbour.
	scale := math.Pow10(decimals)
	if r := math.Round(v*scale) / scale; math.Abs(v) < 1e12 {
		v = r
	}
	s := strconv.FormatFloat(v, 'f', decimals, 64)
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	s, negative := strings.CutPrefix(s, "-")
	whole, rest, dot := strings.Cut(s, ".")
	if len(whole) > 4 {
		var b strings.Builder
		for i, r := range whole {
			if i > 0 && (len(whole)-i)%3 == 0 {
				b.WriteRune('\u202f')
			}
			b.WriteRune(r)
		}
		whole = b.String()
	}
	if dot {
		whole += "." + rest
	}
	if negative && whole != "0" {
		return "−" + whole
	}
	return whole
}

// FormatShare writes a share as per cent.
func FormatShare(v float64) string {
	if math.IsNaN(v) {
		return "–"
	}
	return FormatNumber(v*100, 1) + "\u00a0%"
}

// Format writes a figure with at most decimals places; – when it is missing.
func (f Figure) Format(decimals int) string { return FormatNumber(float64(f), decimals) }

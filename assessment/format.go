// One way to write numbers and lists, for trace, reports and screens.

package assessment

import (
	"bytes"
	"fmt"
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
	var digits [64]byte // more only for numbers beyond 1e60
	b := strconv.AppendFloat(digits[:0], math.Abs(v), 'f', decimals, 64)
	whole := len(b)
	if dot := bytes.IndexByte(b, '.'); dot >= 0 {
		b = bytes.TrimRight(b, "0")
		if whole = dot; len(b) == dot+1 {
			b = b[:dot]
		}
	}
	negative := v < 0 && !(len(b) == 1 && b[0] == '0')
	if whole <= 4 && !negative {
		return string(b)
	}
	var out strings.Builder
	out.Grow(len(b) + len(b)/3*3 + 3)
	if negative {
		out.WriteRune('−')
	}
	for i, d := range b {
		if i > 0 && i < whole && (whole-i)%3 == 0 && whole > 4 {
			out.WriteRune('\u202f')
		}
		out.WriteByte(d)
	}
	return out.String()
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

// FormatCount writes a number with the word for one or for many: "1 answer is",
// "3 answers are".
func FormatCount(n int, one, many string) string {
	if n == 1 {
		many = one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// FormatList writes the parts of a sentence: "a, b and c".
func FormatList(parts []string) string {
	if len(parts) < 2 {
		return strings.Join(parts, "")
	}
	last := len(parts) - 1
	return strings.Join(parts[:last], ", ") + " and " + parts[last]
}
